#include "internal/completions.h"

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "actionplan/testing/builders.h"
#include "make_scheme.h"

namespace actionplan {
namespace {

using internal::Completions;
using ::testing::ElementsAre;

// Facts of the scheme's own, so that no law of built-in facts interferes: the
// grid of all their values is then all completions.
constexpr const char* kHead = R"(scheme = 1
id = "test"
title = "Test"
order = "%s"

[[aspect]]
name = "process"

[[level]]
name = "Red"
rank = 1
[[level]]
name = "Amber"
rank = 2
[[level]]
name = "Green"
rank = 3

[[fact]]
name = "a"
for = "milestone"
type = "count"
min = 0
max = 3
[[fact]]
name = "b"
for = "milestone"
type = "count"
min = 0
max = 3
[[fact]]
name = "c"
for = "milestone"
type = "yes/no"
[[fact]]
name = "d"
for = "milestone"
type = "choice"
choices = ["x", "y", "z"]
)";

constexpr std::array<const char*, 4> kNames = {"a", "b", "c", "d"};
constexpr std::array<int, 4> kValues = {4, 4, 2, 3};

std::string Head(std::string_view order) {
  std::string head = kHead;
  head.replace(head.find("%s"), 2, order);
  return head;
}

Scheme Read(const std::string& text) {
  WithIssues<Scheme> read = Scheme::Parse(text);
  return testing::ValueOrDie(std::move(read).OrStatus("scheme"));
}

// A row: -1 is unknown, -2 does not apply.
using Row = std::array<int, 4>;

FactTable TableOf(const Scheme& scheme, const Row& row) {
  FactTable table(ItemKind::kMilestone, 1);
  for (size_t i = 0; i < row.size(); ++i) {
    const int column = *scheme.FindColumn(ItemKind::kMilestone, kNames[i]);
    table.Set(column, 0,
              row[i] == -1   ? Cell::Unknown()
              : row[i] == -2 ? Cell::NotApplicable()
                             : Cell::Of(row[i]));
  }
  return table;
}

// Random conditions. Tests of the record are written as they are, or, for the
// completions of a row, as what they are of that row.
class Conditions {
 public:
  explicit Conditions(unsigned seed) : random_(seed) {}

  struct Texts {
    std::string written;
    std::string frozen;
  };

  Texts Next(const Row& row, int depth = 0) {
    const int kind = Pick(depth > 2 ? 4 : 7);
    if (kind < 4) return Test(row);
    const Texts left = Next(row, depth + 1);
    if (kind == 4) {
      return {absl::StrCat("not (", left.written, ")"),
              absl::StrCat("not (", left.frozen, ")")};
    }
    const Texts right = Next(row, depth + 1);
    const char* word = kind == 5 ? " and " : " or ";
    return {absl::StrCat("(", left.written, word, right.written, ")"),
            absl::StrCat("(", left.frozen, word, right.frozen, ")")};
  }

  int Pick(int count) {
    return static_cast<int>(random_() % static_cast<unsigned>(count));
  }

 private:
  Texts Test(const Row& row) {
    static constexpr std::array<const char*, 6> kComparisons = {
        "<", "<=", "=", "!=", ">=", ">"};
    const char* comparison = kComparisons[static_cast<size_t>(Pick(6))];
    std::string text;
    switch (Pick(6)) {
      case 0:
        return StateTest(row);
      case 1:
        text = "c";
        break;
      case 2:
        text = Pick(2) == 0 ? "d is 'x'" : "d is 'y' or 'z'";
        break;
      case 3:
        text = absl::StrCat("a ", comparison, " b");
        break;
      default:
        text =
            absl::StrCat(Pick(2) == 0 ? "a " : "b ", comparison, " ", Pick(5));
    }
    return {text, text};
  }

  Texts StateTest(const Row& row) {
    const size_t i = static_cast<size_t>(Pick(4));
    const bool asks_unknown = Pick(2) == 0;
    const bool holds = asks_unknown ? row[i] == -1 : row[i] >= 0;
    // A fact that is always known stands for the constants.
    return {absl::StrCat(kNames[i], asks_unknown ? " is unknown" : " is known"),
            holds ? "complete" : "not complete"};
  }

  std::mt19937 random_;
};

// All ratings of a row's completions, from the kernel on rows without unknowns.
uint64_t BruteForce(const Scheme& frozen, Row row) {
  for (size_t i = 0; i < row.size(); ++i) {
    if (row[i] != -1) continue;
    uint64_t possible = 0;
    for (int value = 0; value < kValues[i]; ++value) {
      row[i] = value;
      possible |= BruteForce(frozen, row);
    }
    return possible;
  }
  FactTable table = TableOf(frozen, row);
  table.Set(Fact::kComplete, 0, Cell::Of(1));
  const int level = frozen.Rate(table, 0).front().level;
  return uint64_t{1} << (level + 1);
}

TEST(Completions, AreThoseOfBruteForce) {
  int several = 0;
  for (unsigned seed = 0; seed < 400; ++seed) {
    Conditions conditions(seed);
    Row row;
    for (size_t i = 0; i < row.size(); ++i) {
      const int pick = conditions.Pick(4);
      row[i] = pick == 0 ? -2 : pick == 1 ? conditions.Pick(kValues[i]) : -1;
    }
    static constexpr std::array<const char*, 3> kOrders = {
        "first match", "worst match", "single match"};
    const char* order = kOrders[seed % 3];
    std::string written = Head(order);
    std::string frozen = Head(order);
    const int rules = 1 + conditions.Pick(4);
    for (int rule = 0; rule < rules; ++rule) {
      static constexpr std::array<const char*, 4> kLevels = {
          "Red", "Amber", "Green", "not rated"};
      const char* level = kLevels[static_cast<size_t>(conditions.Pick(4))];
      const std::string id = absl::StrCat("r", rule);
      const auto [as_written, as_frozen] = conditions.Next(row);
      written += RuleText(id, level, as_written);
      frozen += RuleText(id, level, as_frozen);
    }
    if (conditions.Pick(3) == 0) {
      written += RuleText("last", "Green", "otherwise");
      frozen += RuleText("last", "Green", "otherwise");
    }
    const Scheme scheme = Read(written);
    const FactTable table = TableOf(scheme, row);
    const uint64_t wanted = BruteForce(Read(frozen), row);
    const Completions completions(scheme, ItemKind::kMilestone, 0);
    EXPECT_EQ(completions.PossibleLevels(table, 0), wanted)
        << "seed " << seed << "\n"
        << written;
    EXPECT_EQ(scheme.Rate(table, 0).front().possible, wanted)
        << "seed " << seed << "\n"
        << written;
    several += (wanted & (wanted - 1)) != 0 ? 1 : 0;
  }
  // Else the test would say little.
  EXPECT_GT(several, 80);
}

TEST(Completions, CountOnlyWhatCanBeTrueTogether) {
  const Scheme scheme =
      SchemeOf(RuleText("r", "Red", "days_overdue > 0 and complete") +
               RuleText("g", "Green", "always"));
  FactTable table(ItemKind::kMilestone, 1);
  table.Set(Fact::kComplete, 0, Cell::Of(1));
  // Complete work is not overdue, whatever its due.
  const Verdict verdict = scheme.Rate(table, 0).front();
  EXPECT_EQ(scheme.LevelName(verdict.level), "Green");
}

}  // namespace
}  // namespace actionplan
