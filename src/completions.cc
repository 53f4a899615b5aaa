#include "internal/completions.h"

#include <algorithm>
#include <set>

#include "internal/assessor.h"

namespace actionplan::internal {
namespace {

uint64_t LevelBit(int level) { return uint64_t{1} << (level + 1); }

Condition Never() { return Not(Condition()); }

// The condition with the tests of what is on record replaced by their present
// answers.
Condition Frozen(const Condition& condition, const FactTable& facts, int row) {
  if (condition.kind == Condition::Kind::kIsState) {
    const CellState state = facts.cell(condition.column, row).state;
    return state == condition.state ? Condition() : Never();
  }
  Condition frozen = condition;
  frozen.children.clear();
  for (const Condition& child : condition.children) {
    frozen.children.push_back(Frozen(child, facts, row));
  }
  return frozen;
}

}  // namespace

// A row, made ready for questions.
struct Completions::Row {
  const FactTable& facts;
  int row;
  // Of every rule of the scheme, frozen; "always" where it is not asked.
  std::vector<Condition> conditions;
  std::vector<int> unknown;
  std::vector<int> recorded;

  RuleQuestions::ConditionOfRule ConditionOf() const {
    return [this](int rule) -> const Condition& {
      return conditions[static_cast<size_t>(rule)];
    };
  }

  // Fixes what is on record; the rest is to be known. `rename` says what a
  // column is called in the space.
  template <typename Rename>
  void Restrict(Space& space, Rename rename) const {
    for (int column : recorded) {
      space.Fix(rename(column), facts.cell(column, row));
    }
    for (int column : unknown) {
      const int renamed = rename(column);
      space.Restrict(renamed, {.column = renamed,
                               .known = true,
                               .unknown = false,
                               .not_applicable = false});
    }
  }
};

Completions::Completions(const Scheme& scheme, ItemKind subject, int aspect)
    : scheme_(scheme), aspect_(aspect), questions_(scheme, subject, aspect) {
  std::set<int> columns(questions_.columns().begin(),
                        questions_.columns().end());
  for (const Condition& axiom : questions_.axioms()) {
    for (int column : ColumnsOf(axiom)) columns.insert(column);
  }
  columns_ = WithInputs(scheme, {columns.begin(), columns.end()});
}

Completions::Row Completions::RowOf(const FactTable& facts, int row) const {
  Row made = {.facts = facts,
              .row = row,
              .conditions = std::vector<Condition>(scheme_.rules().size()),
              .unknown = {},
              .recorded = {}};
  for (int rule : questions_.rules()) {
    made.conditions[static_cast<size_t>(rule)] =
        Frozen(internal::ConditionOf(scheme_, rule), facts, row);
  }
  for (int column : columns_) {
    const bool is_unknown =
        facts.cell(column, row).state == CellState::kUnknown;
    (is_unknown ? made.unknown : made.recorded).push_back(column);
  }
  return made;
}

std::optional<bool> Completions::CanGive(const Row& row, const Space& space,
                                         int level) const {
  bool gave_up = false;
  for (int rule : questions_.rules()) {
    if (scheme_.rules()[static_cast<size_t>(rule)].level != level) continue;
    const std::vector<Demand> demands =
        questions_.Gives(rule, row.ConditionOf());
    const Found found = space.CanBe(demands);
    if (found == Found::kYes) return true;
    gave_up = gave_up || found == Found::kGaveUp;
  }
  if (gave_up) return std::nullopt;
  return false;
}

// No rule speaks, or those that do disagree, or one says so.
std::optional<bool> Completions::CanBeUnrated(const Row& row,
                                              const Space& space) const {
  std::optional<bool> answer = CanGive(row, space, kNotRated);
  if (answer != false) return answer;
  std::vector<Demand> silent;
  for (int rule : questions_.rules()) {
    if (scheme_.rules()[static_cast<size_t>(rule)].is_otherwise) {
      return CanDisagree(row, space);
    }
    silent.push_back({&row.conditions[static_cast<size_t>(rule)], kMayBeFalse});
  }
  const Found found = space.CanBe(silent);
  if (found == Found::kYes) return true;
  if (found == Found::kGaveUp) return std::nullopt;
  return CanDisagree(row, space);
}

// In a single match two rules of different levels hold.
std::optional<bool> Completions::CanDisagree(const Row& row,
                                             const Space& space) const {
  if (scheme_.aspects()[static_cast<size_t>(aspect_)].order !=
      Order::kSingleMatch) {
    return false;
  }
  std::vector<const Condition*> conditions;
  std::vector<int> levels;
  for (int rule : questions_.rules()) {
    const Rule& its = scheme_.rules()[static_cast<size_t>(rule)];
    if (its.is_otherwise) continue;
    conditions.push_back(&row.conditions[static_cast<size_t>(rule)]);
    levels.push_back(its.level);
  }
  std::vector<std::pair<int, int>> gave_up;
  const std::vector<std::pair<int, int>> pairs = space.FindOverlaps(
      conditions,
      [&](int a, int b) {
        return levels[static_cast<size_t>(a)] != levels[static_cast<size_t>(b)];
      },
      &gave_up);
  if (!pairs.empty()) return true;
  if (!gave_up.empty()) return std::nullopt;
  return false;
}

std::optional<uint64_t> Completions::Possible(const Row& row,
                                              bool with_axioms) const {
  Space space =
      with_axioms ? questions_.MakeSpace()
                  : Space([this](int c) { return questions_.DomainOf(c); }, {});
  row.Restrict(space, [](int column) { return column; });
  uint64_t possible = 0;
  for (int level : questions_.LevelsByRank()) {
    const std::optional<bool> can = CanGive(row, space, level);
    if (!can.has_value()) return std::nullopt;
    if (*can) possible |= LevelBit(level);
  }
  const std::optional<bool> can = CanBeUnrated(row, space);
  if (!can.has_value()) return std::nullopt;
  return *can ? possible | LevelBit(kNotRated) : possible;
}

std::optional<uint64_t> Completions::PossibleLevels(const FactTable& facts,
                                                    int row) const {
  const Row made = RowOf(facts, row);
  const std::optional<uint64_t> possible = Possible(made, true);
  // What is on record can't be true together: then anything goes.
  if (possible == uint64_t{0}) return Possible(made, false);
  return possible;
}

bool Completions::MayDiffer(const Row& one, const Row& other,
                            int column) const {
  const auto is_recorded = [&](const Row& row) {
    return std::find(row.recorded.begin(), row.recorded.end(), column) !=
           row.recorded.end();
  };
  if (!is_recorded(one) || !is_recorded(other)) return true;
  const Cell a = one.facts.cell(column, one.row);
  const Cell b = other.facts.cell(column, other.row);
  return a.state != b.state || (a.is_known() && a.value != b.value);
}

std::optional<bool> Completions::AreSettledBy(
    const FactTable& facts, int row, int other,
    const std::vector<int>& columns) const {
  const Row one = RowOf(facts, row);
  const Row two = RowOf(facts, other);
  for (int column : columns) {
    const Cell a = facts.cell(column, row);
    const Cell b = facts.cell(column, other);
    const bool is_open =
        a.state == CellState::kUnknown || b.state == CellState::kUnknown;
    // They can't agree where they are said to differ, and what does not apply
    // is not a value that the other may have.
    if (!is_open && MayDiffer(one, two, column)) return true;
    if (a.state != b.state && !a.is_known() && !b.is_known()) return true;
  }
  // All but the columns that are one in both.
  std::set<int> differ(columns_.begin(), columns_.end());
  std::erase_if(differ, [&](int column) {
    return std::find(columns.begin(), columns.end(), column) != columns.end() ||
           !MayDiffer(one, two, column);
  });
  TwoCopies copies({differ.begin(), differ.end()},
                   [this](int column) { return questions_.DomainOf(column); },
                   questions_.axioms(), {});
  one.Restrict(copies.space(), [](int column) { return column; });
  two.Restrict(copies.space(), [&](int column) {
    return differ.contains(column) ? column + kSecondCopy : column;
  });
  const Found agree = copies.space().CanBe({});
  // Of one row: what is on record can't be true together.
  if (agree == Found::kGaveUp || (agree == Found::kNo && row == other)) {
    return std::nullopt;
  }
  if (agree == Found::kNo) return true;
  for (int level = kNotRated; level < static_cast<int>(scheme_.levels().size());
       ++level) {
    const Condition first = questions_.Giving(level, one.ConditionOf());
    const Condition second =
        copies.Second(questions_.Giving(level, two.ConditionOf()));
    const Demand demands[] = {{&first, kMayBeTrue}, {&second, kMayBeFalse}};
    const Found found = copies.space().CanBe(demands);
    if (found == Found::kYes) return false;
    if (found == Found::kGaveUp) return std::nullopt;
  }
  return true;
}

}  // namespace actionplan::internal
