#ifndef ACTIONPLAN_TESTS_UNIT_SCHEME_GRID_H_
#define ACTIONPLAN_TESTS_UNIT_SCHEME_GRID_H_

// Random schemes over three facts of which every combination can be gone
// through, so that the kernel's answers are an independent check of proofs.

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "internal/condition.h"
#include "make_scheme.h"

namespace actionplan::grid {

// Facts of the scheme's own, so that all their values can be gone through.
inline constexpr std::string_view kFacts = R"(
[[fact]]
name = "late"
for = "milestone"
meaning = "How late."
type = "count"
max = 5
may_not_apply = true
worse = "higher"
[[fact]]
name = "planned"
for = "milestone"
meaning = "Whether there is a plan."
type = "yes/no"
worse = "no"
may_not_apply = true
[[fact]]
name = "size"
for = "milestone"
meaning = "How large."
type = "choice"
choices = ["small", "middling", "large"]
may_not_apply = true
)";

inline Scheme Make(const std::string& rules,
                   std::string_view order = "first match") {
  std::string text = SchemeText(std::string(kFacts) + rules);
  const std::string first = "order = \"first match\"";
  text.replace(text.find(first), first.size(),
               "order = \"" + std::string(order) + "\"");
  return testing::ValueOrDie(Scheme::Parse(text).OrStatus("scheme"));
}

inline constexpr int kChoices[] = {6, 2, 3};  // late 0 to 5, planned, size

struct Grid {
  FactTable table;
  std::vector<std::vector<Cell>> rows;
};

// All rows; those with unknown cells only if asked for.
inline Grid MakeGrid(const Scheme& scheme, bool unknown) {
  const std::vector<std::string> names = {"late", "planned", "size"};
  std::vector<int> columns;
  for (const std::string& name : names) {
    columns.push_back(*scheme.FindColumn(ItemKind::kMilestone, name));
  }
  std::vector<std::vector<Cell>> rows = {{}};
  for (size_t i = 0; i < columns.size(); ++i) {
    std::vector<Cell> cells;
    for (int v = 0; v < kChoices[i]; ++v) cells.push_back(Cell::Of(v));
    cells.push_back(Cell::NotApplicable());
    if (unknown) cells.push_back(Cell::Unknown());
    std::vector<std::vector<Cell>> longer;
    for (const auto& row : rows) {
      for (const Cell& cell : cells) {
        longer.push_back(row);
        longer.back().push_back(cell);
      }
    }
    rows = std::move(longer);
  }
  FactTable table(ItemKind::kMilestone, static_cast<int>(rows.size()));
  for (size_t r = 0; r < rows.size(); ++r) {
    for (size_t i = 0; i < columns.size(); ++i) {
      table.Set(columns[i], static_cast<int>(r), rows[r][i]);
    }
  }
  return {std::move(table), std::move(rows)};
}

inline std::vector<uint8_t> TruthOf(const internal::Condition& condition,
                                    const Grid& grid) {
  std::vector<uint8_t> truth(grid.rows.size());
  internal::Program(condition).Run(
      grid.table, 0, static_cast<int>(grid.rows.size()), truth.data());
  return truth;
}

inline std::string RandomTest(std::mt19937& random) {
  const auto number = [&](int most) {
    return static_cast<int>(random() % static_cast<unsigned>(most + 1));
  };
  static const char* const kSigns[] = {"<", "<=", "=", "!=", ">=", ">"};
  static const char* const kSizes[] = {"small", "middling", "large"};
  switch (number(6)) {
    case 0:
      return "planned";
    case 1:
      return "not planned";
    case 2:
      return std::string("size is '") + kSizes[number(2)] + "'";
    case 3:
      return std::string("size is not '") + kSizes[number(2)] + "'";
    default:
      return std::string("late ") + kSigns[number(5)] + " " +
             std::to_string(number(6));
  }
}

inline std::string RandomCondition(std::mt19937& random) {
  std::string text = RandomTest(random);
  const auto more = static_cast<unsigned>(random() % 3);
  for (unsigned i = 0; i < more; ++i) {
    text = "(" + text + (random() % 2 == 0 ? " and " : " or ") +
           RandomTest(random) + ")";
  }
  return random() % 6 == 0 ? "not " + text : text;
}

inline std::string RandomRules(std::mt19937& random) {
  static const char* const kLevels[] = {"Red", "Amber", "Green"};
  std::string rules;
  const auto count = static_cast<unsigned>(2 + random() % 5);
  for (unsigned i = 0; i < count; ++i) {
    rules += RuleText("r" + std::to_string(i), kLevels[random() % 3],
                      RandomCondition(random));
  }
  return rules;
}

}  // namespace actionplan::grid

#endif  // ACTIONPLAN_TESTS_UNIT_SCHEME_GRID_H_
