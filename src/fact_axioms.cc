#include "internal/fact_axioms.h"

#include <algorithm>
#include <array>
#include <utility>

namespace actionplan::internal {

namespace {

char LetterOf(ItemKind subject) {
  switch (subject) {
    case ItemKind::kMilestone:
      return 'm';
    case ItemKind::kOutcome:
      return 'o';
    case ItemKind::kRecommendation:
      return 'r';
    case ItemKind::kPlan:
      return 'p';
    case ItemKind::kMeasure:
    case ItemKind::kConcern:
      return '-';
  }
  return '-';
}

// The facts of the catalogue and nothing else.
class BuiltInVocabulary : public Vocabulary {
 public:
  std::optional<int> FindLevel(std::string_view) const override {
    return std::nullopt;
  }
  std::optional<int> FindAspect(std::string_view) const override {
    return std::nullopt;
  }
  std::vector<std::string_view> AspectNames() const override { return {}; }
  std::span<const std::string_view> LevelNames() const override { return {}; }
  std::optional<int> FindDeclared(ItemKind, std::string_view) const override {
    return std::nullopt;
  }
  std::vector<std::string_view> DeclaredNames(ItemKind) const override {
    return {};
  }
  std::span<const std::string> Units() const override { return {}; }
  const FactDefinition& Define(int column) const override {
    return actionplan::Define(static_cast<Fact>(column));
  }
  bool IsRating(int) const override { return false; }
  std::optional<int> ColumnOf(ItemKind, const OwnFact&,
                              Condition) const override {
    return std::nullopt;
  }
};

std::vector<Condition> ParseAxioms(ItemKind subject) {
  const BuiltInVocabulary vocabulary;
  const ConditionContext context = {.subject = subject,
                                    .vocabulary = &vocabulary};
  std::vector<Condition> parsed;
  for (const Axiom& axiom : Axioms()) {
    if (axiom.kinds.find(LetterOf(subject)) == std::string_view::npos) continue;
    ConditionErrors errors;
    Condition condition = ParseCondition(axiom.text, context, errors);
    if (errors.empty()) parsed.push_back(std::move(condition));
  }
  for (Condition& law : TwinAxioms(subject)) parsed.push_back(std::move(law));
  return parsed;
}

// Kleene's truth of a condition of one column, by its state alone; nullopt if
// a value matters.
std::optional<int> TruthOfState(const Condition& condition, CellState state) {
  switch (condition.kind) {
    case Condition::Kind::kAlways:
      return 2;
    case Condition::Kind::kIsState:
      return condition.state == state ? 2 : 0;
    case Condition::Kind::kNot: {
      const std::optional<int> truth =
          TruthOfState(condition.children.front(), state);
      if (!truth.has_value()) return std::nullopt;
      return 2 - *truth;
    }
    case Condition::Kind::kAnd:
    case Condition::Kind::kOr: {
      const bool is_and = condition.kind == Condition::Kind::kAnd;
      int truth = is_and ? 2 : 0;
      for (const Condition& child : condition.children) {
        const std::optional<int> part = TruthOfState(child, state);
        if (!part.has_value()) return std::nullopt;
        truth = is_and ? std::min(truth, *part) : std::max(truth, *part);
      }
      return truth;
    }
    case Condition::Kind::kCompare:
    case Condition::Kind::kIsOneOf:
      return std::nullopt;
  }
  return std::nullopt;
}

bool IsOfStateAlone(const Condition& condition) {
  return ColumnsOf(condition).size() == 1 &&
         TruthOfState(condition, CellState::kKnown).has_value();
}

struct BuiltIn {
  std::vector<Condition> axioms;
  // By column: whether it may be known, unknown, not applicable.
  std::vector<std::array<bool, 3>> states;
};

BuiltIn MakeBuiltIn(ItemKind subject) {
  BuiltIn made;
  made.states.assign(static_cast<size_t>(kFactCount), {true, true, true});
  for (Condition& axiom : ParseAxioms(subject)) {
    if (!IsOfStateAlone(axiom)) {
      made.axioms.push_back(std::move(axiom));
      continue;
    }
    auto& states = made.states[static_cast<size_t>(ColumnsOf(axiom).front())];
    for (size_t s = 0; s < states.size(); ++s) {
      states[s] =
          states[s] && TruthOfState(axiom, static_cast<CellState>(s)) != 0;
    }
  }
  return made;
}

const BuiltIn& BuiltInOf(ItemKind subject) {
  static const std::array<BuiltIn, 4>& all = *new std::array<BuiltIn, 4>{
      MakeBuiltIn(ItemKind::kMilestone), MakeBuiltIn(ItemKind::kOutcome),
      MakeBuiltIn(ItemKind::kRecommendation), MakeBuiltIn(ItemKind::kPlan)};
  switch (subject) {
    case ItemKind::kOutcome:
      return all[1];
    case ItemKind::kRecommendation:
      return all[2];
    case ItemKind::kPlan:
      return all[3];
    case ItemKind::kMilestone:
    case ItemKind::kMeasure:
    case ItemKind::kConcern:
      return all[0];
  }
  return all[0];
}

}  // namespace

std::optional<std::string> ProblemOf(const Axiom& axiom, ItemKind subject) {
  const BuiltInVocabulary vocabulary;
  ConditionErrors errors;
  ParseCondition(axiom.text, {.subject = subject, .vocabulary = &vocabulary},
                 errors);
  if (errors.empty()) return std::nullopt;
  return errors.front().what;
}

Condition Known(int column) { return IsState(column, CellState::kKnown); }

Condition Implies(Condition a, Condition b) {
  std::vector<Condition> parts;
  parts.push_back(Not(std::move(a)));
  parts.push_back(std::move(b));
  return Any(std::move(parts));
}

Condition Both(Condition a, Condition b) {
  std::vector<Condition> parts;
  parts.push_back(std::move(a));
  parts.push_back(std::move(b));
  return All(std::move(parts));
}

std::span<const Condition> BuiltInAxioms(ItemKind subject) {
  return BuiltInOf(subject).axioms;
}

bool MayBe(ItemKind subject, Fact fact, CellState state) {
  return BuiltInOf(subject)
      .states[static_cast<size_t>(fact)][static_cast<size_t>(state)];
}

}  // namespace actionplan::internal
