#include "internal/completions.h"

#include <algorithm>

#include "internal/decisions.h"
#include "internal/fact_space.h"
#include "internal/regions.h"
#include "internal/scheme_contents.h"

namespace actionplan::internal {
namespace {

// Columns of the second of two completions that are looked at together.
constexpr int kTwin = 1 << 20;

uint64_t LevelBit(int level) { return uint64_t{1} << (level + 1); }

Condition Constant(bool holds) {
  Condition always;
  if (holds) return always;
  Condition never;
  never.kind = Condition::Kind::kNot;
  never.children.push_back(std::move(always));
  return never;
}

// The condition with the tests of what is recorded replaced by their present
// answers, and its columns moved as `place` says.
template <typename Place>
Condition Frozen(const Condition& condition, const FactTable& facts, int row,
                 const Place& place) {
  if (condition.kind == Condition::Kind::kIsState) {
    return Constant(facts.cell(condition.column, row).state == condition.state);
  }
  Condition frozen = condition;
  frozen.children.clear();
  for (const Condition& child : condition.children) {
    frozen.children.push_back(Frozen(child, facts, row, place));
  }
  for (Term& term : frozen.terms) term.column = place(term.column);
  if (frozen.kind == Condition::Kind::kIsOneOf) {
    frozen.column = place(frozen.column);
  }
  return frozen;
}

// One row's completions, as a question to the search.
class Question {
 public:
  Question(const Scheme& scheme, const FactTable& facts, int row, int aspect)
      : scheme_(scheme),
        facts_(facts),
        row_(row),
        decisions_(DecisionsOf(scheme, facts.subject(), aspect)) {
    for (size_t i = 0; i < scheme.rules().size(); ++i) {
      const Rule& rule = scheme.rules()[i];
      const bool asked = rule.subject == facts.subject() &&
                         rule.aspect == aspect && !rule.is_otherwise;
      conditions_.push_back(asked ? ConditionOf(scheme, static_cast<int>(i))
                                  : Condition());
      if (!asked) continue;
      for (int column : ColumnsOf(conditions_.back())) AddColumn(column);
    }
  }

  const std::vector<int>& unknown() const { return unknown_; }
  std::span<const Decision> decisions() const { return decisions_; }

  // A copy of every rule's condition for one completion.
  template <typename Place>
  std::vector<Condition> FreezeAll(const Place& place) const {
    std::vector<Condition> frozen;
    for (const Condition& condition : conditions_) {
      frozen.push_back(Frozen(condition, facts_, row_, place));
    }
    return frozen;
  }

  // The space with everything recorded fixed, and the rest to be known.
  Space Completed(bool with_axioms) const {
    Space space = SpaceOf(scheme_, facts_.subject());
    if (!with_axioms) space.ForgetAxioms();
    Fix(space);
    return space;
  }

 private:
  void AddColumn(int column) {
    std::vector<int>& list =
        facts_.cell(column, row_).state == CellState::kUnknown ? unknown_
                                                               : recorded_;
    if (std::find(list.begin(), list.end(), column) == list.end()) {
      list.push_back(column);
    }
  }

  void Fix(Space& space) const {
    for (int column : recorded_) space.Fix(column, facts_.cell(column, row_));
    for (int column : unknown_) {
      space.Restrict(column, {.column = column,
                              .known = true,
                              .unknown = false,
                              .not_applicable = false});
    }
  }

  const Scheme& scheme_;
  const FactTable& facts_;
  int row_;
  std::vector<Decision> decisions_;
  std::vector<Condition> conditions_;
  std::vector<int> unknown_;
  std::vector<int> recorded_;
};

std::vector<Demand> DemandsOf(const Decision& decision,
                              std::span<const Condition> conditions) {
  std::vector<Demand> demands;
  for (int rule : decision.hold) {
    demands.push_back({&conditions[static_cast<size_t>(rule)], kMayBeTrue});
  }
  for (int rule : decision.fail) {
    demands.push_back({&conditions[static_cast<size_t>(rule)], kMayBeFalse});
  }
  return demands;
}

std::optional<uint64_t> Possible(const Question& question, bool with_axioms) {
  const std::vector<Condition> conditions =
      question.FreezeAll([](int column) { return column; });
  const Space space = question.Completed(with_axioms);
  uint64_t possible = 0;
  for (const Decision& decision : question.decisions()) {
    if ((possible & LevelBit(decision.level)) != 0) continue;
    const Found found = space.Find(DemandsOf(decision, conditions)).found;
    if (found == Found::kGaveUp) return std::nullopt;
    if (found == Found::kYes) possible |= LevelBit(decision.level);
  }
  return possible;
}

}  // namespace

std::optional<uint64_t> PossibleLevels(const Scheme& scheme,
                                       const FactTable& facts, int row,
                                       int aspect) {
  const Question question(scheme, facts, row, aspect);
  const std::optional<uint64_t> possible = Possible(question, true);
  // What was recorded can't be true together: then anything goes.
  if (possible == uint64_t{0}) return Possible(question, false);
  return possible;
}

}  // namespace actionplan::internal
