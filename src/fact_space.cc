#include "internal/fact_space.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "internal/scheme_contents.h"
#include "internal/strings.h"

namespace actionplan::internal {

// ---------------------------------------------------------------------------
// The axioms, in the order of facts.cc. `not (a and b > 0)` is preferred to
// `not a or b <= 0`, as the latter is false where b does not apply.

namespace {

constexpr Axiom kAxioms[] = {
    // Which states a fact can be in at all.
    {"m", "stage is applicable"},
    {"m", "complete is known"},
    {"m", "replanned_on is known or replanned_on is not applicable"},
    {"m", "finished is known or finished is not applicable"},
    {"m", "percent_slipped is applicable"},
    {"m", "moves is known"},
    {"m", "quiet_moves is known"},
    {"m", "moves_this_period is known"},
    {"m", "days_moved_this_period is applicable"},
    {"m", "percent_complete is applicable"},
    {"m", "percent_time_elapsed is applicable"},
    {"m", "blocked is applicable"},
    {"m", "verified is known"},
    {"m", "embedded is known"},
    {"mr", "recovery_plan is known"},
    {"mr", "recovery_until is known or recovery_until is not applicable"},
    {"mr", "has_lead is known"},
    {"o", "expected is applicable"},
    {"o", "measurable is applicable"},
    {"o", "demonstrated is applicable"},
    {"o", "achieved is applicable"},
    {"o", "readings is known"},
    {"o", "on_target is applicable"},
    {"o", "percent_off_target is applicable"},
    {"o", "direction is applicable"},
    {"o", "measure_value is applicable"},
    {"o", "measure_target is applicable"},
    {"o", "measure_tolerance is applicable"},
    {"o", "measure_baseline is applicable"},
    {"o", "measure_shortfall is applicable"},
    {"o", "measure_percent_of_target is applicable"},
    {"mor", "days_since_update is applicable"},
    {"morp", "concerns is known"},
    {"morp", "significant_concerns is known"},
    {"morp", "as_of is known"},
    {"morp", "period_first is known"},
    {"morp", "period_last is known"},

    // How far values go.
    {"m", "not days_overdue < 0"},
    {"m", "not days_start_late < 0"},
    {"mor", "not days_since_update < 0"},
    {"m", "not percent_complete < 0"},
    {"m", "not percent_complete > 100"},
    {"m", "not percent_time_elapsed < 0"},
    {"m", "not percent_time_elapsed > 100"},
    {"o", "not percent_off_target < 0"},
    {"o", "not measure_tolerance < 0"},

    // The period.
    {"morp", "period_first <= as_of"},
    {"morp", "as_of <= period_last"},
    {"morp", "period_first <= period_last"},

    // Stage and completion.
    {"m",
     "not complete or (stage is known and stage is 'complete' or 'verified' "
     "or 'embedded')"},
    {"m", "complete or not (stage is 'complete' or 'verified' or 'embedded')"},
    {"m", "not complete or finished is known"},
    {"m", "complete or finished is not applicable"},
    {"m", "finished <= as_of or finished is not applicable"},
    {"m", "not verified or complete"},
    {"m", "not embedded or complete"},
    {"m", "not embedded or (stage is known and stage is 'embedded')"},
    {"m", "embedded or not stage is 'embedded'"},
    {"m", "verified or not stage is 'verified'"},
    {"m",
     "not verified or (stage is known and stage is 'verified' or 'embedded')"},
    {"m", "not complete or percent_complete = 100"},
    {"m", "stage is unknown or days_since_update is known"},
    {"m", "not complete or days_since_update is known"},
    {"m",
     "decision_recorded is not applicable or (stage is known and stage is "
     "'on hold' or 'cancelled' or 'suspended')"},
    {"m",
     "not stage is 'on hold' or 'cancelled' or 'suspended' or "
     "decision_recorded is known"},

    // The planned start.
    {"m", "scheduled is not unknown or due is unknown"},
    {"m", "scheduled is applicable or due is not applicable"},
    {"m", "due is not known or scheduled is known"},
    {"m", "start is not known or scheduled is known"},
    {"m", "not (scheduled and start > period_last)"},
    {"m", "scheduled is not known or scheduled or not start <= period_last"},
    {"m",
     "not (days_to_start is known and start is known) or "
     "days_to_start = start - as_of"},
    {"m", "days_to_start is not known or start is known"},
    {"m",
     "not days_start_late > 0 or (stage is known and stage is 'not started')"},
    {"m", "not (days_start_late > 0 and complete)"},

    // Due and original due.
    {"m", "due is not known or original_due is known"},
    {"m", "moves = 0 or original_due is known"},
    {"m", "moves > 0 or due is not known or due = original_due"},
    {"m", "moves > 0 or original_due is not known or due is known"},
    {"m", "moves != 1 or due is not known or due != original_due"},
    {"m", "moves > 0 or replanned_on is not applicable"},
    {"m", "quiet_moves <= moves"},
    {"m", "replanned_on is not known or quiet_moves < moves"},
    {"m", "moves = 0 or quiet_moves > 0 or replanned_on is known"},
    {"m", "replanned_on is not known or replanned_on <= as_of"},
    {"m", "moves_this_period <= moves"},
    {"m", "not (moves_this_period = 0 and days_moved_this_period != 0)"},
    {"m", "moves_this_period > 0 or days_moved_this_period is known"},
    {"m", "not (moves = 0 and days_moved_this_period != 0)"},
    {"m", "moves > 0 or days_moved_this_period is known"},
    {"m", "not (moves_this_period = 1 and days_moved_this_period = 0)"},

    // Days moved.
    {"m", "days_moved is not known or due is known"},
    {"m", "days_moved is not known or original_due is known"},
    {"m",
     "not (due is known and original_due is known) or "
     "(days_moved is known and days_moved = due - original_due)"},
    {"m", "due is not known or days_moved is known"},
    {"m", "not (moves = 0 and days_moved != 0)"},
    {"m", "not (moves = 1 and days_moved = 0)"},
    {"m", "original_due is not unknown or days_moved is unknown"},
    {"m", "original_due is applicable or days_moved is not applicable"},

    // Days overdue and to the due.
    {"m", "due is not known or days_overdue is known"},
    {"m", "due is not unknown or days_overdue is unknown"},
    {"m", "due is applicable or days_overdue is not applicable"},
    {"m", "not (complete and days_overdue > 0)"},
    {"m", "not (finished is known and days_overdue > 0)"},
    {"m",
     "not (stage is 'complete' or 'verified' or 'embedded' or 'cancelled' "
     "and days_overdue > 0)"},
    {"m", "not (embedded and days_overdue > 0)"},
    {"m", "not (verified and days_overdue > 0)"},
    {"m", "not days_overdue > 0 or days_overdue = as_of - due"},
    {"m",
     "not (as_of > due and days_overdue = 0) or complete or "
     "(stage is known and stage is 'cancelled')"},
    {"m", "not complete or days_to_due is not applicable"},
    {"m", "finished is not known or days_to_due is not applicable"},
    {"m",
     "days_to_due is not applicable or not stage is 'complete' or 'verified' "
     "or 'embedded'"},
    {"m", "complete or due is not known or days_to_due is known"},
    {"m", "complete or due is not unknown or days_to_due is unknown"},
    {"m",
     "complete or due is known or due is unknown or "
     "days_to_due is not applicable"},
    {"m", "days_to_due is not known or due is known"},
    {"m", "days_to_due is not unknown or due is unknown"},
    {"m", "days_to_due is not known or days_to_due = due - as_of"},
    {"m", "days_to_due is not known or days_overdue is known"},
    {"m", "days_to_due is not unknown or days_overdue is unknown"},
    {"m", "complete or days_overdue is not known or days_to_due is known"},
    {"m", "complete or days_overdue is not unknown or days_to_due is unknown"},
    {"m",
     "not days_overdue > 0 or (days_to_due is known and "
     "days_overdue + days_to_due = 0)"},
    {"m",
     "not (days_to_due < 0 and days_overdue = 0) or "
     "(stage is known and stage is 'cancelled')"},

    // Slip.
    {"m",
     "original_due is not known or not finished is known or "
     "(days_slipped is known and days_slipped = finished - original_due)"},
    {"m",
     "original_due is not known or finished is known or "
     "not forecast is known or "
     "(days_slipped is known and days_slipped = forecast - original_due)"},
    {"m",
     "finished is known or forecast is known or not due is known or "
     "(days_slipped is known and days_slipped = due - original_due)"},
    {"m",
     "complete or forecast is known or not days_moved is known or "
     "(days_slipped is known and days_slipped = days_moved)"},
    {"m",
     "complete or not days_forecast_late is known or "
     "not days_moved is known or (days_slipped is known and "
     "days_slipped = days_moved + days_forecast_late)"},
    {"m", "original_due is known or not days_slipped is known"},
    {"m", "original_due is not unknown or days_slipped is unknown"},
    {"m", "original_due is applicable or days_slipped is not applicable"},
    {"m", "days_slipped is applicable or original_due is not applicable"},
    {"m", "due is not known or days_slipped is known"},
    {"m", "percent_slipped is not known or days_slipped is known"},
    {"m", "not (percent_slipped > 0 and not days_slipped > 0)"},
    {"m", "not (percent_slipped < 0 and not days_slipped < 0)"},
    {"m", "not (percent_slipped = 0 and not days_slipped = 0)"},

    // The forecast.
    {"m", "days_forecast_late is not known or forecast is known"},
    {"m", "days_forecast_late is not known or due is known"},
    {"m",
     "not (forecast is known and due is known) or (days_forecast_late is known "
     "and days_forecast_late = forecast - due)"},

    // Completion.
    {"m", "complete or days_completed_late is not applicable"},
    {"m",
     "days_completed_late is not applicable or (stage is known and stage is "
     "'complete' or 'verified' or 'embedded')"},
    {"m", "days_completed_late is not known or original_due is known"},
    {"m", "days_completed_late is not known or days_slipped is known"},
    {"m",
     "days_completed_late is not known or "
     "days_completed_late <= days_slipped"},
    {"m", "not days_completed_late <= 0 or days_completed_late = days_slipped"},
    {"m", "not (days_completed_late is known and days_overdue > 0)"},
    {"m", "not (days_completed_late is known and days_to_due is known)"},
    {"m",
     "not complete or original_due is applicable or "
     "days_completed_late is not applicable"},
    {"m",
     "not complete or original_due is not applicable or "
     "days_completed_late is applicable"},

    // Past the original due.
    {"m",
     "original_due is not unknown or days_past_original is unknown or "
     "(stage is known and stage is 'cancelled')"},
    {"m",
     "original_due is known or original_due is unknown or "
     "days_past_original is not applicable"},
    {"m",
     "original_due is not applicable or days_past_original is applicable or "
     "(stage is known and stage is 'cancelled')"},
    {"m", "days_past_original is not known or original_due is known"},
    {"m", "not stage is 'cancelled' or days_past_original is not applicable"},
    {"m",
     "complete or original_due is not known or days_past_original is known or "
     "(stage is known and stage is 'cancelled')"},
    {"m",
     "complete or days_past_original is not known or "
     "days_past_original = as_of - original_due"},
    {"m",
     "days_completed_late is not known or (days_past_original is known and "
     "days_past_original = days_completed_late)"},
    {"m",
     "days_completed_late is not unknown or days_past_original is unknown"},
    {"m",
     "not complete or days_past_original is not known or "
     "days_completed_late is known"},
    {"m",
     "not (complete and days_past_original is known) or "
     "(days_slipped is known and days_past_original <= days_slipped)"},
    {"m",
     "not (complete and days_past_original <= 0) or "
     "days_past_original = days_slipped"},
    {"m", "not days_overdue > 0 or days_past_original is known"},
    {"m",
     "not days_overdue > 0 or moves > 0 or days_past_original = days_overdue"},
    {"m",
     "not days_overdue > 0 or (days_moved is known and "
     "days_past_original = days_moved + days_overdue)"},
    {"m",
     "days_to_due is not known or days_past_original is not known or "
     "(days_moved is known and "
     "days_past_original = days_moved - days_to_due)"},
    {"m",
     "days_to_due is not known or days_past_original is not known or "
     "moves > 0 or days_past_original + days_to_due = 0"},
    {"m",
     "complete or not days_past_original > 0 or moves > 0 or "
     "days_overdue > 0 or due is not known"},

    // Time elapsed.
    {"m", "percent_time_elapsed is not known or due is known"},
    {"m", "not (days_overdue > 0 and percent_time_elapsed < 100)"},
    {"m", "not (days_to_due <= 0 and percent_time_elapsed < 100)"},
    {"m", "not (days_to_due > 0 and percent_time_elapsed >= 100)"},
    {"m", "not (as_of >= due and percent_time_elapsed < 100)"},
    {"m", "not (as_of < due and percent_time_elapsed >= 100)"},

    // Getting back on track.
    {"mr", "not recovery_plan or recovery_until is known"},
    {"mr", "recovery_plan or recovery_until is not applicable"},
    {"mr", "recovery_until is not known or recovery_until >= as_of"},
    {"m",
     "not (replanned_on is known and due > original_due and due >= as_of) "
     "or recovery_plan"},
    {"m",
     "not (replanned_on is known and days_moved > 0 and days_to_due >= 0) "
     "or recovery_plan"},
    {"m",
     "not (replanned_on is known and days_moved > 0 and days_overdue = 0) or "
     "recovery_plan or complete or (stage is known and stage is 'cancelled')"},
    {"m",
     "not (replanned_on is known and due > original_due and days_overdue = 0) "
     "or recovery_plan or complete or "
     "(stage is known and stage is 'cancelled')"},

    // Outcomes and their measures.
    {"o", "not readings > 0 or measurable is known"},
    {"o", "on_target is not known or readings > 0"},
    {"o", "percent_off_target is not known or readings > 0"},
    {"o", "percent_off_target is not known or on_target is known"},
    {"o", "not percent_off_target = 0 or on_target"},
    {"o", "measure_value is not known or readings > 0"},
    {"o", "measure_value is not known or measure_baseline is known"},
    {"o", "measure_baseline is not known or measure_value is known"},
    {"o",
     "readings != 1 or measure_value = measure_baseline or "
     "measure_value is not known"},
    {"o", "measure_baseline is not known or readings > 0"},
    {"o", "measure_shortfall is not known or measure_value is known"},
    {"o", "measure_shortfall is not known or measure_target is known"},
    {"o",
     "measure_shortfall is not known or "
     "measure_shortfall = measure_target - measure_value or "
     "measure_shortfall = measure_value - measure_target"},
    {"o", "measure_shortfall is not known or readings > 0"},
    {"o", "measure_shortfall is not known or on_target is known"},
    {"o",
     "not on_target or measure_shortfall is not known or "
     "measure_shortfall <= measure_tolerance"},
    {"o",
     "measure_percent_of_target is not known or "
     "measure_shortfall is known"},
    {"o",
     "measure_shortfall is not known or measure_target = 0 or "
     "measure_percent_of_target is known"},
    {"o", "measure_percent_of_target is not known or measure_target != 0"},
    {"o", "not measure_percent_of_target < 100 or measure_shortfall > 0"},
    {"o", "not measure_percent_of_target > 100 or measure_shortfall < 0"},
    {"o", "not measure_percent_of_target = 100 or measure_shortfall = 0"},
    {"o",
     "measure_percent_of_target is not known or "
     "percent_off_target is known"},
    {"o",
     "percent_off_target is not known or "
     "measure_percent_of_target is known"},
    {"o", "not measure_percent_of_target >= 100 or percent_off_target = 0"},
    {"o",
     "not measure_percent_of_target < 100 or "
     "percent_off_target + measure_percent_of_target = 100"},
    {"o", "not measure_percent_of_target >= 100 or on_target"},
    {"o", "not percent_off_target > 0 or measure_shortfall > 0"},
    {"o", "direction is not known or readings >= 2"},
    {"o", "direction is not known or measurable is known"},
    {"o", "on_target is not known or measurable is known"},
    {"o", "not readings > 0 or days_since_update is known"},
    {"o", "demonstrated is not known or days_since_update is known"},
    {"o", "achieved is not known or days_since_update is known"},

    // Concerns.
    {"morp", "significant_concerns <= concerns"},
};

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

}  // namespace

std::span<const Axiom> Axioms() { return kAxioms; }

std::optional<std::string> ProblemOf(const Axiom& axiom, ItemKind subject) {
  const BuiltInVocabulary vocabulary;
  ConditionErrors errors;
  ParseCondition(axiom.text, {.subject = subject, .vocabulary = &vocabulary},
                 errors);
  if (errors.empty()) return std::nullopt;
  return errors.front().what;
}

// ---------------------------------------------------------------------------
// Twins: facts in working days and in months beside those in days.

namespace {

bool IsLinkable(const FactDefinition& a, const FactDefinition& b) {
  return a.of_milestones == b.of_milestones && a.of_outcomes == b.of_outcomes &&
         a.of_recommendations == b.of_recommendations;
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

// What ties a twin to its fact in days, of which one is written as negative
// where the other is: `sign` times each is not negative.
void AddTwinBounds(int twin, int days, bool months, int sign,
                   std::vector<Condition>& axioms) {
  using enum Comparison;
  const double s = sign;
  // Where the twin is known and there are at least no days (on this side).
  const auto add = [&](Condition law) {
    axioms.push_back(
        Implies(Both(Known(twin), Compare({{days, s}}, kGreaterEqual, 0)),
                std::move(law)));
  };
  add(Compare({{twin, s}}, kGreaterEqual, 0));
  if (!months) return add(Compare({{twin, s}, {days, -s}}, kLessEqual, 0));
  // A month has 28 to 31 days, a day left over counts 1/32. Exact up to one
  // month. Of more months the bounds leave a few days too much room: what they
  // let through may not be there, what they refuse is not. (Exact bounds for
  // each number of months slow the search more than they are worth.)
  add(Compare({{twin, 28 * s}, {days, -s}}, kLessEqual, 0));
  add(Compare({{twin, 30 * s}, {days, -s}}, kLessEqual, 3));
  add(Compare({{twin, 32 * s}, {days, -s}}, kGreaterEqual, 0));
  add(Any({Compare({{twin, s}}, kGreaterEqual, 1),
           Compare({{twin, 32 * s}, {days, -s}}, kEqual, 0)}));
  add(Any({Compare({{twin, s}}, kLessEqual, 1),
           Compare({{days, s}}, kGreater, 28)}));
  add(Any({Compare({{days, s}}, kLess, 31),
           Compare({{twin, s}}, kGreaterEqual, 1)}));
  add(Any({Compare({{days, s}}, kLessEqual, 31),
           Compare({{twin, s}}, kGreater, 1)}));
}

void AddTwin(const FactDefinition& twin, const FactDefinition& days,
             std::vector<Condition>& axioms) {
  const bool months = twin.type == FactType::kMonths;
  axioms.push_back(Implies(Known(twin.column), Known(days.column)));
  axioms.push_back(Implies(IsState(days.column, CellState::kUnknown),
                           IsState(twin.column, CellState::kUnknown)));
  axioms.push_back(Implies(IsState(days.column, CellState::kNotApplicable),
                           IsState(twin.column, CellState::kNotApplicable)));
  axioms.push_back(Implies(IsState(twin.column, CellState::kNotApplicable),
                           IsState(days.column, CellState::kNotApplicable)));
  if (months) axioms.push_back(Implies(Known(days.column), Known(twin.column)));
  axioms.push_back(
      Implies(Both(Known(twin.column),
                   Compare({{days.column, 1}}, Comparison::kEqual, 0)),
              Compare({{twin.column, 1}}, Comparison::kEqual, 0)));
  AddTwinBounds(twin.column, days.column, months, 1, axioms);
  if (days.least < 0) {
    AddTwinBounds(twin.column, days.column, months, -1, axioms);
  }
}

// "working_days_overdue" and "months_overdue" are twins of "days_overdue".
const FactDefinition* InDays(const FactDefinition& twin) {
  std::string name;
  if (twin.type == FactType::kWorkingDays) {
    name = std::string(twin.name.substr(std::string_view("working_").size()));
  } else if (twin.type == FactType::kMonths) {
    name =
        StrCat("days_", twin.name.substr(std::string_view("months_").size()));
  } else {
    return nullptr;
  }
  const std::optional<Fact> fact = FactFromName(name);
  if (!fact.has_value()) return nullptr;
  const FactDefinition& days = Define(*fact);
  return IsLinkable(twin, days) ? &days : nullptr;
}

std::vector<Condition> ParseAxioms(ItemKind subject) {
  const BuiltInVocabulary vocabulary;
  const ConditionContext context = {.subject = subject,
                                    .vocabulary = &vocabulary};
  std::vector<Condition> parsed;
  for (const Axiom& axiom : kAxioms) {
    if (axiom.kinds.find(LetterOf(subject)) == std::string_view::npos) continue;
    ConditionErrors errors;
    Condition condition = ParseCondition(axiom.text, context, errors);
    if (errors.empty()) parsed.push_back(std::move(condition));
  }
  for (const FactDefinition& twin : FactCatalogue()) {
    if (!twin.is_of(subject)) continue;
    const FactDefinition* days = InDays(twin);
    if (days != nullptr) AddTwin(twin, *days, parsed);
  }
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

double StepOf(const FactDefinition& definition) {
  if (definition.step > 0) return definition.step;
  switch (definition.type) {
    case FactType::kCount:
    case FactType::kDays:
    case FactType::kWorkingDays:
    case FactType::kDay:
      return 1;
    case FactType::kMonths:
      return 1.0 / 32;
    case FactType::kYesNo:
    case FactType::kChoice:
    case FactType::kPercent:
    case FactType::kNumber:
      return 0;
  }
  return 0;
}

}  // namespace

std::span<const Condition> BuiltInAxioms(ItemKind subject) {
  return BuiltInOf(subject).axioms;
}

Domain DomainOf(const FactDefinition& definition, ItemKind subject) {
  Domain domain;
  domain.type = definition.type;
  domain.least = definition.least;
  domain.most = definition.most;
  if (definition.type == FactType::kCount) {
    domain.least = std::max(domain.least, 0.0);
  }
  domain.step = StepOf(definition);
  domain.choices = definition.type == FactType::kYesNo
                       ? 2
                       : static_cast<int>(definition.choices.size());
  if (definition.column < kFactCount) {
    const auto& states =
        BuiltInOf(subject).states[static_cast<size_t>(definition.column)];
    domain.may_be_unknown = states[static_cast<size_t>(CellState::kUnknown)];
    domain.may_be_not_applicable =
        states[static_cast<size_t>(CellState::kNotApplicable)];
  } else {
    domain.may_be_not_applicable = definition.may_not_apply;
  }
  return domain;
}

const Condition& ConditionOf(const Scheme& scheme, int rule) {
  return scheme.contents().compiled[static_cast<size_t>(rule)].condition;
}

// ---------------------------------------------------------------------------
// Axioms of a scheme's own facts.

namespace {

// Which of the scheme's own facts a kind of item has, and what they are.
class OwnAxioms {
 public:
  OwnAxioms(const Scheme& scheme, ItemKind subject,
            std::span<const int> columns)
      : scheme_(scheme), subject_(subject) {
    for (int column : columns) {
      if (column >= kFactCount && column < End()) own_.push_back(column);
    }
  }

  std::vector<Condition> Make() && {
    for (int column : own_) {
      if (Of(column).kind == OwnFact::Kind::kDerived) AddDerived(column);
    }
    AddNevers();
    for (size_t i = 0; i < own_.size(); ++i) {
      for (size_t k = 0; k < own_.size(); ++k) {
        if (i != k) AddPair(own_[i], own_[k]);
      }
      AddSums(own_[i]);
    }
    return std::move(axioms_);
  }

 private:
  using Kind = OwnFact::Kind;

  int End() const {
    return kFactCount + static_cast<int>(scheme_.own_facts().size());
  }
  const OwnFact& Of(int column) const {
    return scheme_.own_facts()[static_cast<size_t>(column - kFactCount)];
  }

  void AddDerived(int column) {
    const CompiledFact& compiled =
        scheme_.contents()
            .own_compiled[static_cast<size_t>(column - kFactCount)];
    if (compiled.is.cases.empty()) return AddWorkedOut(column, compiled.is, {});
    // The first case that holds counts.
    std::vector<Condition> earlier_fail;
    for (size_t i = 0; i < compiled.cases.size(); ++i) {
      const Expression::Case& one = compiled.is.cases[i];
      std::vector<Condition> here = earlier_fail;
      if (one.column.has_value() && one.if_unknown == 1) {
        std::vector<Condition> open = earlier_fail;
        open.push_back(IsState(*one.column, CellState::kUnknown));
        axioms_.push_back(
            Implies(All(open), IsState(column, CellState::kUnknown)));
      }
      here.push_back(compiled.cases[i]);
      AddWorkedOut(column, one.is, here);
      earlier_fail.push_back(Not(compiled.cases[i]));
    }
    axioms_.push_back(
        Implies(All(earlier_fail), IsState(column, CellState::kNotApplicable)));
  }

  // A law that holds where all of `where` do.
  void AddWhere(const std::vector<Condition>& where, Condition law) {
    axioms_.push_back(where.empty() ? std::move(law)
                                    : Implies(All(where), std::move(law)));
  }

  void AddWorkedOut(int column, const Expression& is,
                    const std::vector<Condition>& where) {
    for (int part : is.columns) {
      AddWhere(where,
               Implies(Known(column), Not(IsState(part, CellState::kUnknown))));
    }
    if (is.linear.has_value()) return AddSum(column, *is.linear, where);
    AddDivisors(column, is, where);
  }

  // It does not apply only if a part does not or it is divided by zero.
  void AddDivisors(int column, const Expression& is,
                   const std::vector<Condition>& where) {
    const std::optional<std::vector<LinearSum>> divisors = DivisorsOf(is);
    if (!divisors.has_value()) return;
    std::vector<Condition> why;
    for (int part : is.columns) {
      why.push_back(IsState(part, CellState::kNotApplicable));
      AddWhere(where, Implies(IsState(part, CellState::kNotApplicable),
                              IsState(column, CellState::kNotApplicable)));
      AddWhere(where, Implies(Known(column), Known(part)));
    }
    std::vector<Condition> fine;
    for (int part : is.columns) fine.push_back(Known(part));
    for (const LinearSum& divisor : *divisors) {
      if (divisor.terms.empty()) return;  // a number, so always zero
      Condition zero =
          Compare(divisor.terms, Comparison::kEqual, -divisor.constant);
      AddWhere(where, Implies(zero, Not(Known(column))));
      fine.push_back(Not(zero));
      why.push_back(std::move(zero));
    }
    AddWhere(where, Implies(IsState(column, CellState::kNotApplicable),
                            Any(std::move(why))));
    AddWhere(where, Implies(All(std::move(fine)), Known(column)));
  }

  // A column is the sum of its parts, and known if they are.
  void AddSum(int column, const LinearSum& sum,
              const std::vector<Condition>& where) {
    std::vector<Condition> known;
    std::vector<Condition> absent;
    std::vector<Term> terms = {{column, 1}};
    for (const Term& term : sum.terms) {
      known.push_back(Known(term.column));
      absent.push_back(IsState(term.column, CellState::kNotApplicable));
      AddWhere(where, Implies(Known(column), Known(term.column)));
      AddWhere(where, Implies(IsState(term.column, CellState::kNotApplicable),
                              IsState(column, CellState::kNotApplicable)));
      terms.push_back({term.column, -term.factor});
    }
    AddWhere(where,
             Implies(IsState(column, CellState::kNotApplicable), Any(absent)));
    AddWhere(where, Implies(All(known), Both(Known(column),
                                             Compare(terms, Comparison::kEqual,
                                                     sum.constant))));
  }

  void AddNevers() {
    const Scheme::Contents& contents = scheme_.contents();
    for (size_t i = 0; i < contents.nevers.size(); ++i) {
      if (contents.nevers[i].subject != subject_) continue;
      axioms_.push_back(Not(contents.never_conditions[i]));
    }
  }

  // Whether both speak of the same children and read the same rating.
  static bool SameChildren(const OwnFact& a, const OwnFact& b) {
    return a.child == b.child && a.where == b.where;
  }
  static bool SameRating(const OwnFact& a, const OwnFact& b) {
    return a.levels.empty() || b.levels.empty() || a.aspect == b.aspect;
  }

  static bool IsWithin(const OwnFact& a, const OwnFact& b) {
    if (b.levels.empty()) return true;
    if (a.levels.empty()) return false;
    return std::all_of(a.levels.begin(), a.levels.end(), [&](int level) {
      return std::find(b.levels.begin(), b.levels.end(), level) !=
             b.levels.end();
    });
  }

  bool CoversAll(const std::set<int>& levels) const {
    return levels.size() == scheme_.levels().size() + 1;
  }

  // Level -> the bit of a choice column: levels, then not rated.
  uint64_t BitOf(int level) const {
    const auto position = level == kNotRated ? scheme_.levels().size()
                                             : static_cast<size_t>(level);
    return uint64_t{1} << position;
  }

  uint64_t BitsOf(const std::vector<int>& levels) const {
    uint64_t bits = 0;
    for (int level : levels) bits |= BitOf(level);
    return bits;
  }

  // What an ordered pair of groups has to do with each other.
  void AddPair(int a, int b) {
    const OwnFact& one = Of(a);
    const OwnFact& other = Of(b);
    if (one.kind == Kind::kPeriodsAt && other.kind == Kind::kLastRating &&
        one.aspect == other.aspect) {
      AddHistory(a, b);
    }
    if (one.kind == Kind::kPeriodsReported &&
        other.kind == Kind::kLastReported && one.aspect == other.aspect) {
      AddHistory(a, b);
    }
    if (!one.is_of_children() || !other.is_of_children()) return;
    if (one.kind == Kind::kCount && other.kind == Kind::kCount &&
        one.child == other.child && other.where.empty() &&
        SameRating(one, other) && IsWithin(one, other)) {
      axioms_.push_back(Compare({{a, 1}, {b, -1}}, Comparison::kLessEqual, 0));
    }
    if (!SameChildren(one, other)) return;
    if (one.kind == Kind::kCount && other.kind == Kind::kCount &&
        !other.where.empty() && SameRating(one, other) &&
        IsWithin(one, other)) {
      axioms_.push_back(Compare({{a, 1}, {b, -1}}, Comparison::kLessEqual, 0));
    }
    AddNone(one, a, other, b);
    AddShares(a, b);
    AddWorst(a, b);
    AddMeans(a, b);
  }

  void AddHistory(int periods, int last) {
    const uint64_t levels = BitsOf(Of(periods).levels);
    axioms_.push_back(
        Implies(Compare({{periods, 1}}, Comparison::kGreater, 0),
                Not(Both(Known(last), Not(IsOneOf(last, levels))))));
    axioms_.push_back(
        Implies(Both(Known(last), IsOneOf(last, levels)),
                Not(Compare({{periods, 1}}, Comparison::kEqual, 0))));
  }

  // Without children there is no share, no worst and nothing to measure.
  void AddNone(const OwnFact& one, int a, const OwnFact& other, int b) {
    const auto needs_child = [](Kind kind) {
      return kind == Kind::kShare || kind == Kind::kWorst ||
             kind == Kind::kBest;
    };
    if (!needs_child(one.kind)) return;
    if (other.kind == Kind::kCount) {
      axioms_.push_back(
          Implies(IsState(a, CellState::kNotApplicable),
                  Not(Compare({{b, 1}}, Comparison::kGreater, 0))));
      return;
    }
    axioms_.push_back(Implies(IsState(a, CellState::kNotApplicable),
                              IsState(b, CellState::kNotApplicable)));
  }

  void AddShares(int a, int b) {
    using enum Comparison;
    const OwnFact& one = Of(a);
    const OwnFact& other = Of(b);
    if (one.kind != Kind::kShare) return;
    const bool rated = SameRating(one, other);
    if (other.kind == Kind::kShare && rated && IsWithin(one, other)) {
      axioms_.push_back(Not(Compare({{a, 1}, {b, -1}}, kGreater, 0)));
    }
    if (other.kind != Kind::kCount) return;
    if (other.levels.empty()) {
      axioms_.push_back(Implies(Compare({{b, 1}}, kEqual, 0),
                                IsState(a, CellState::kNotApplicable)));
      return;
    }
    if (!rated || one.levels.empty()) return;
    if (IsWithin(other, one)) {
      axioms_.push_back(Not(
          Both(Compare({{a, 1}}, kEqual, 0), Compare({{b, 1}}, kGreater, 0))));
    }
    if (IsWithin(one, other)) {
      axioms_.push_back(Not(
          Both(Compare({{a, 1}}, kGreater, 0), Compare({{b, 1}}, kEqual, 0))));
    }
  }

  void AddWorst(int a, int b) {
    const OwnFact& one = Of(a);
    const OwnFact& other = Of(b);
    const bool worst = one.kind == Kind::kWorst;
    const bool is_share = other.kind == Kind::kShare;
    if (!worst && one.kind != Kind::kBest) return;
    if (other.kind == (worst ? Kind::kBest : Kind::kWorst)) {
      return AddRange(a, b, worst);
    }
    if (!is_share && other.kind != Kind::kCount) return;
    if (other.levels.empty()) {
      if (is_share) return;
      axioms_.push_back(Implies(Compare({{b, 1}}, Comparison::kEqual, 0),
                                IsState(a, CellState::kNotApplicable)));
      return;
    }
    if (one.aspect != other.aspect) return;
    const uint64_t levels = BitsOf(other.levels);
    const uint64_t all = (uint64_t{2} << scheme_.levels().size()) - 1;
    axioms_.push_back(Not(
        Both(IsOneOf(a, levels), Compare({{b, 1}}, Comparison::kEqual, 0))));
    if (is_share && levels != all) {
      axioms_.push_back(Not(Both(IsOneOf(a, all & ~levels),
                                 Compare({{b, 1}}, Comparison::kEqual, 100))));
    }
    const uint64_t beyond = Beyond(other.levels, worst);
    if (beyond == 0) return;
    axioms_.push_back(Not(
        Both(IsOneOf(a, beyond), Compare({{b, 1}}, Comparison::kGreater, 0))));
  }

  // The child that is the worst is one that the best must come before, and the
  // other way round.
  void AddRange(int a, int b, bool worst) {
    if (Of(a).aspect != Of(b).aspect) return;
    for (int level = 0; level < static_cast<int>(scheme_.levels().size());
         ++level) {
      const uint64_t beyond = Beyond({level}, !worst);
      if (beyond == 0) continue;
      axioms_.push_back(
          Not(Both(IsOneOf(a, BitOf(level)), IsOneOf(b, beyond))));
    }
  }

  // What the worst (or the best) can't be if a child is at one of these: what
  // each of them comes before. Of equal rank the first of the file comes first,
  // then levels without rank, then not rated.
  uint64_t Beyond(const std::vector<int>& levels, bool worst) const {
    const auto comes_before = [&](int level, int other) {
      if (level == kNotRated || other == kNotRated) return level != kNotRated;
      const std::optional<int> mine = RankOf(level);
      const std::optional<int> its = RankOf(other);
      if (mine.has_value() != its.has_value()) return mine.has_value();
      if (!mine.has_value() || *mine == *its) return level < other;
      return worst == (*mine < *its);
    };
    uint64_t bits = 0;
    for (int other = kNotRated;
         other < static_cast<int>(scheme_.levels().size()); ++other) {
      const bool is_beyond =
          std::all_of(levels.begin(), levels.end(), [&](int level) {
            return level != other && comes_before(level, other);
          });
      if (is_beyond) bits |= BitOf(other);
    }
    return bits;
  }

  std::optional<int> RankOf(int level) const {
    return scheme_.levels()[static_cast<size_t>(level)].rank;
  }

  // lowest <= mean <= highest.
  void AddMeans(int a, int b) {
    const OwnFact& one = Of(a);
    const OwnFact& other = Of(b);
    if (one.of != other.of) return;
    const auto order = [](Kind kind) {
      if (kind == Kind::kLowest) return 0;
      if (kind == Kind::kMean) return 1;
      return kind == Kind::kHighest ? 2 : -1;
    };
    if (order(one.kind) < 0 || order(other.kind) <= order(one.kind)) return;
    axioms_.push_back(Not(Compare({{a, 1}, {b, -1}}, Comparison::kGreater, 0)));
  }

  // Counts and shares of different levels do not exceed the whole, and come up
  // to it if they are all there are.
  void AddSums(int whole) {
    const OwnFact& all = Of(whole);
    const bool is_count = all.kind == Kind::kCount && all.levels.empty();
    const bool is_share = all.kind == Kind::kShare;
    if (!is_count && !is_share) return;
    std::set<int> levels;
    std::vector<Term> terms;
    for (int column : own_) {
      const OwnFact& part = Of(column);
      if (part.kind != all.kind || part.levels.empty() ||
          !SameChildren(part, all)) {
        continue;
      }
      if (!terms.empty() && part.aspect != Of(terms.front().column).aspect) {
        continue;
      }
      if (std::any_of(part.levels.begin(), part.levels.end(),
                      [&](int level) { return levels.contains(level); })) {
        continue;
      }
      levels.insert(part.levels.begin(), part.levels.end());
      terms.push_back({column, 1});
    }
    if (terms.size() < 2) return;
    if (is_share && terms.front().column != whole) return;
    if (is_count) terms.push_back({whole, -1});
    const double most = is_share ? 100 : 0;
    axioms_.push_back(Not(Compare(terms, Comparison::kGreater, most)));
    if (CoversAll(levels)) {
      axioms_.push_back(Not(Compare(terms, Comparison::kLess, most)));
    }
  }

  const Scheme& scheme_;
  ItemKind subject_;
  std::vector<int> own_;
  std::vector<Condition> axioms_;
};

bool UsesOnly(const Condition& axiom, const std::set<int>& columns) {
  const std::vector<int> used = ColumnsOf(axiom);
  return std::all_of(used.begin(), used.end(),
                     [&](int column) { return columns.contains(column); });
}

}  // namespace

std::vector<Condition> AxiomsOf(const Scheme& scheme, ItemKind subject,
                                std::span<const int> columns) {
  const std::set<int> used(columns.begin(), columns.end());
  std::vector<Condition> axioms;
  for (const Condition& axiom : BuiltInAxioms(subject)) {
    if (UsesOnly(axiom, used)) axioms.push_back(axiom);
  }
  for (Condition& axiom : OwnAxioms(scheme, subject, columns).Make()) {
    if (UsesOnly(axiom, used)) axioms.push_back(std::move(axiom));
  }
  return axioms;
}

std::vector<int> ColumnsInUse(const Scheme& scheme, ItemKind subject,
                              std::span<const Condition* const> conditions) {
  const Scheme::Contents& contents = scheme.contents();
  std::set<int> used;
  const auto add = [&](const std::vector<int>& columns) {
    const size_t before = used.size();
    used.insert(columns.begin(), columns.end());
    return used.size() > before;
  };
  for (const Condition* condition : conditions) add(ColumnsOf(*condition));
  // What is known of days holds for their twins as well.
  for (int column : std::vector<int>(used.begin(), used.end())) {
    const FactDefinition* days = column < kFactCount
                                     ? InDays(Define(static_cast<Fact>(column)))
                                     : nullptr;
    if (days != nullptr) used.insert(days->column);
  }
  bool more = true;
  while (more) {
    more = false;
    for (int column : std::vector<int>(used.begin(), used.end())) {
      const auto own = static_cast<size_t>(column - kFactCount);
      if (column < kFactCount || own >= contents.own_compiled.size()) continue;
      more = add(contents.own_compiled[own].is.columns) || more;
    }
    for (size_t i = 0; i < contents.nevers.size(); ++i) {
      if (contents.nevers[i].subject != subject) continue;
      const std::vector<int> columns = ColumnsOf(contents.never_conditions[i]);
      const bool touches =
          std::any_of(columns.begin(), columns.end(),
                      [&](int column) { return used.contains(column); });
      if (touches) more = add(columns) || more;
    }
  }
  return {used.begin(), used.end()};
}

Space SpaceOf(const Scheme& scheme, ItemKind subject,
              std::span<const Condition* const> conditions) {
  const std::vector<int> columns = ColumnsInUse(scheme, subject, conditions);
  return Space(
      [scheme, subject](int column) {
        return DomainOf(scheme.Define(column), subject);
      },
      AxiomsOf(scheme, subject, columns));
}

Space SpaceOf(const Scheme& scheme, ItemKind subject) {
  std::vector<const Condition*> conditions;
  for (size_t i = 0; i < scheme.rules().size(); ++i) {
    if (scheme.rules()[i].subject != subject) continue;
    conditions.push_back(&ConditionOf(scheme, static_cast<int>(i)));
  }
  return SpaceOf(scheme, subject, conditions);
}

// ---------------------------------------------------------------------------
// Words.

namespace {

bool IsWhole(const FactDefinition& definition) {
  return StepOf(definition) == 1;
}

// A value as conditions write it, without a unit.
std::string ValueText(const FactDefinition& definition, double value) {
  if (definition.type == FactType::kDay) {
    return Date::FromEpochDays(static_cast<int32_t>(std::lround(value)))
        .ToIso();
  }
  return NumberText(value);
}

std::string ChoiceText(const FactDefinition& definition, uint64_t choices) {
  std::string text;
  for (size_t i = 0; i < definition.choices.size(); ++i) {
    if (((choices >> i) & 1) == 0) continue;
    absl::StrAppend(&text, text.empty() ? "'" : " or '",
                    ToAbsl(definition.choices[i]), "'");
  }
  return text;
}

uint64_t AllChoices(const FactDefinition& definition) {
  const size_t count =
      definition.type == FactType::kYesNo ? 2 : definition.choices.size();
  return count >= 64 ? ~uint64_t{0} : (uint64_t{1} << count) - 1;
}

bool IsNumber(FactType type) {
  return type != FactType::kYesNo && type != FactType::kChoice;
}

// How a fact of an item is said in a sentence that begins "a milestone that
// is ...". `{}` is the value.
struct Phrase {
  Fact fact;
  std::string_view value;  // of yes/no: yes
  std::string_view zero;   // of a number 0, of yes/no: no
};

constexpr Phrase kPhrases[] = {
    {Fact::kStage, "{}", ""},
    {Fact::kComplete, "complete", "not complete"},
    {Fact::kScheduled, "scheduled to have started by now",
     "not scheduled to start yet"},
    {Fact::kDue, "due {}", ""},
    {Fact::kOriginalDue, "originally due {}", ""},
    {Fact::kReplannedOn, "re-planned on {}", ""},
    {Fact::kForecast, "forecast for {}", ""},
    {Fact::kFinished, "finished on {}", ""},
    {Fact::kDaysOverdue, "{} overdue", "not overdue"},
    {Fact::kWorkingDaysOverdue, "{} overdue", "0 working days overdue"},
    {Fact::kMonthsOverdue, "{} overdue", "0 months overdue"},
    {Fact::kDaysMoved, "moved by {}", "due as first agreed"},
    {Fact::kMoves, "moved {} times", "never moved"},
    {Fact::kQuietMoves, "moved quietly {} times", "never moved quietly"},
    {Fact::kPercentComplete, "{} complete", "0 % complete"},
    {Fact::kBlocked, "blocked", "not blocked"},
    {Fact::kRecoveryPlan, "with a recovery plan", "with no recovery plan"},
    {Fact::kHasLead, "with a lead", "without a lead"},
    {Fact::kExpected, "expected by now", "not expected yet"},
    {Fact::kMeasurable, "measurable", "not measurable"},
    {Fact::kDemonstrated, "demonstrated", "not demonstrated"},
    {Fact::kAchieved, "achieved", "not achieved"},
    {Fact::kOnTarget, "on target", "not on target"},
};

std::string Filled(std::string_view phrase, const std::string& value) {
  const size_t at = phrase.find("{}");
  if (at == std::string_view::npos) return std::string(phrase);
  return StrCat(phrase.substr(0, at), value, phrase.substr(at + 2));
}

// "days_to_due" as people say it: "days to due".
std::string Spoken(std::string_view name) {
  std::string text(name);
  if (text.find('(') == std::string::npos) {
    std::replace(text.begin(), text.end(), '_', ' ');
  }
  return text;
}

const Phrase* PhraseOf(const FactDefinition& definition) {
  for (const Phrase& phrase : kPhrases) {
    if (static_cast<int>(phrase.fact) == definition.column) return &phrase;
  }
  return nullptr;
}

// A fact with its value, or several values, in words.
std::string Said(const FactDefinition& definition, const std::string& value) {
  const Phrase* phrase = PhraseOf(definition);
  return phrase == nullptr ? StrCat(Spoken(definition.name), " ", value)
                           : Filled(phrase->value, value);
}

std::string SaidYesOrNo(const FactDefinition& definition, bool yes) {
  if (const Phrase* phrase = PhraseOf(definition)) {
    return std::string(yes ? phrase->value : phrase->zero);
  }
  const std::string name = Spoken(definition.name);
  return yes ? name : StrCat("not ", name);
}

// What a region says of one column, made plain: whole numbers have closed
// ends, and what no value of the column can break is not said.
class RangeWords {
 public:
  RangeWords(const FactDefinition& definition, ItemKind subject,
             const ColumnRange& range)
      : definition_(definition),
        domain_(DomainOf(definition, subject)),
        range_(range) {
    range_.choices &= AllChoices(definition);
    if (!domain_.may_be_unknown) range_.unknown = false;
    if (!domain_.may_be_not_applicable) range_.not_applicable = false;
    if (IsWhole(definition)) CloseEnds();
    if (range_.from <= domain_.least && !range_.from_open) {
      range_.from = -kUnbounded;
    }
    if (range_.to >= domain_.most && !range_.to_open) range_.to = kUnbounded;
  }

  // True wherever the column is in the range, and nowhere else.
  std::string AsCondition() const {
    std::vector<std::string> parts;
    if (range_.known) parts.push_back(KnownAsCondition());
    if (range_.unknown) parts.push_back(StrCat(Name(), " is unknown"));
    if (range_.not_applicable) {
      parts.push_back(StrCat(Name(), " is not applicable"));
    }
    if (IsEverything()) return "";
    if (AllKnown() && !range_.unknown) {
      return range_.not_applicable ? StrCat(Name(), " is not unknown")
                                   : StrCat(Name(), " is known");
    }
    if (AllKnown() && !range_.not_applicable) {
      return StrCat(Name(), " is applicable");
    }
    return Joined(parts, " or ");
  }

  std::string InWords() const {
    if (IsEverything()) return "";
    std::vector<std::string> parts;
    if (range_.known) parts.push_back(KnownInWords());
    const std::string name = Spoken(Name());
    if (range_.unknown) parts.push_back(StrCat(name, " not recorded"));
    if (range_.not_applicable) {
      parts.push_back(StrCat(name, " does not apply"));
    }
    std::string text;
    for (const std::string& part : parts) {
      absl::StrAppend(&text, text.empty() ? "" : " or ", part);
    }
    return text;
  }

 private:
  std::string_view Name() const { return definition_.name; }

  void CloseEnds() {
    if (range_.from_open) range_.from = std::floor(range_.from) + 1;
    if (range_.to_open) range_.to = std::ceil(range_.to) - 1;
    range_.from_open = range_.to_open = false;
  }

  bool AllKnown() const {
    if (!range_.known) return false;
    if (!IsNumber(definition_.type)) {
      return range_.choices == AllChoices(definition_);
    }
    return range_.from == -kUnbounded && range_.to == kUnbounded;
  }

  bool IsEverything() const {
    return AllKnown() && (range_.unknown || !domain_.may_be_unknown) &&
           (range_.not_applicable || !domain_.may_be_not_applicable);
  }

  static std::string Joined(const std::vector<std::string>& parts,
                            std::string_view word) {
    if (parts.size() == 1) return parts.front();
    std::string text = "(";
    for (const std::string& part : parts) {
      absl::StrAppend(&text, text.size() == 1 ? "" : ToAbsl(word), part);
    }
    return text + ")";
  }

  std::string Test(std::string_view comparison, double value) const {
    return StrCat(Name(), " ", comparison, " ", ValueText(definition_, value));
  }

  std::string KnownAsCondition() const {
    if (AllKnown()) return StrCat(Name(), " is known");
    if (definition_.type == FactType::kYesNo) {
      if (range_.choices == 2) return std::string(Name());
      // A "not" holds of what does not apply, too.
      if (!domain_.may_be_not_applicable || range_.not_applicable) {
        return StrCat("not ", Name());
      }
      return StrCat("(not ", Name(), " and ", Name(), " is applicable)");
    }
    if (definition_.type == FactType::kChoice) {
      return StrCat(Name(), " is ", ChoiceText(definition_, range_.choices));
    }
    if (range_.from == range_.to) return Test("=", range_.from);
    std::string text;
    if (range_.from != -kUnbounded) {
      text = Test(range_.from_open ? ">" : ">=", range_.from);
    }
    if (range_.to != kUnbounded) {
      absl::StrAppend(&text, text.empty() ? "" : " and ",
                      Test(range_.to_open ? "<" : "<=", range_.to));
    }
    return text;
  }

  std::string Value(double value) const {
    return ToWords(definition_, Cell::Of(value));
  }

  std::string KnownInWords() const {
    if (AllKnown()) return StrCat(Spoken(Name()), " recorded");
    if (definition_.type == FactType::kYesNo) {
      return SaidYesOrNo(definition_, range_.choices == 2);
    }
    if (definition_.type == FactType::kChoice) {
      return StrCat(Spoken(Name()), " is ",
                    ChoiceText(definition_, range_.choices));
    }
    const Phrase* phrase = PhraseOf(definition_);
    if (range_.to == 0 && (range_.from == 0 || domain_.least == 0) &&
        phrase != nullptr && !phrase->zero.empty()) {
      return std::string(phrase->zero);
    }
    return Said(definition_, SpanInWords());
  }

  // "8 days to 13 days", "50 % or more", "before 1 May 2026".
  std::string SpanInWords() const {
    const bool is_day = definition_.type == FactType::kDay;
    const bool has_from = range_.from != -kUnbounded;
    const bool has_to = range_.to != kUnbounded;
    const std::string from = has_from ? Value(range_.from) : "";
    const std::string to = has_to ? Value(range_.to) : "";
    if (has_from && range_.from == range_.to) return from;
    const bool closed = !range_.from_open && !range_.to_open;
    if (has_from && has_to && closed) return StrCat(from, " to ", to);
    const std::string lower =
        range_.from_open ? StrCat(is_day ? "after " : "more than ", from)
        : has_to         ? StrCat("from ", from)
                         : StrCat(from, is_day ? " or later" : " or more");
    const std::string upper =
        range_.to_open ? StrCat(is_day ? "before " : "less than ", to)
                       : StrCat(is_day ? "by " : "up to ", to);
    if (!has_to) return lower;
    return has_from ? StrCat(lower, " and ", upper) : upper;
  }

  const FactDefinition& definition_;
  Domain domain_;
  ColumnRange range_;
};

std::string Joined(const std::vector<std::string>& parts,
                   std::string_view word) {
  std::string text;
  for (const std::string& part : parts) {
    absl::StrAppend(&text, text.empty() ? "" : ToAbsl(word), part);
  }
  return text;
}

std::string FactorText(double factor) {
  return factor == 1 ? "" : StrCat(NumberText(factor), " * ");
}

// Positive terms on the left, negative ones on the right.
std::string CompareText(const Definer& define, const Condition& test) {
  std::string left;
  std::string right;
  for (const Term& term : test.terms) {
    std::string& side = term.factor > 0 ? left : right;
    absl::StrAppend(&side, side.empty() ? "" : " + ",
                    FactorText(std::abs(term.factor)),
                    ToAbsl(define(term.column).name));
  }
  const bool is_day = test.terms.size() == 1 &&
                      define(test.terms.front().column).type == FactType::kDay;
  const auto number = [&](double value) {
    return is_day ? ValueText(define(test.terms.front().column), value)
                  : NumberText(value);
  };
  if (left.empty()) {
    return StrCat(number(-test.number), " ", SymbolOf(test.comparison), " ",
                  right);
  }
  if (test.number != 0 || right.empty()) {
    const bool negative = test.number < 0 && !right.empty();
    absl::StrAppend(&right, right.empty() ? "" : (negative ? " - " : " + "),
                    number(negative ? -test.number : test.number));
  }
  return StrCat(left, " ", SymbolOf(test.comparison), " ", right);
}

}  // namespace

std::string ConditionText(const Definer& define, const Condition& condition) {
  switch (condition.kind) {
    case Condition::Kind::kAlways:
      return "always";
    case Condition::Kind::kAnd:
    case Condition::Kind::kOr: {
      std::vector<std::string> parts;
      for (const Condition& child : condition.children) {
        std::string part = ConditionText(define, child);
        const bool joined = child.kind == Condition::Kind::kAnd ||
                            child.kind == Condition::Kind::kOr;
        parts.push_back(joined ? StrCat("(", part, ")") : part);
      }
      return Joined(parts,
                    condition.kind == Condition::Kind::kAnd ? " and " : " or ");
    }
    case Condition::Kind::kNot: {
      const Condition& child = condition.children.front();
      std::string part = ConditionText(define, child);
      return child.is_test() && child.kind != Condition::Kind::kCompare
                 ? StrCat("not ", part)
                 : StrCat("not (", part, ")");
    }
    case Condition::Kind::kCompare:
      return CompareText(define, condition);
    case Condition::Kind::kIsOneOf: {
      const FactDefinition& definition = define(condition.column);
      if (definition.type == FactType::kYesNo) {
        return condition.choices == 1 ? StrCat("not ", definition.name)
                                      : std::string(definition.name);
      }
      return StrCat(definition.name, " is ",
                    ChoiceText(definition, condition.choices));
    }
    case Condition::Kind::kIsState: {
      static constexpr std::array<std::string_view, 3> kWords = {
          " is known", " is unknown", " is not applicable"};
      return StrCat(define(condition.column).name,
                    kWords.at(static_cast<size_t>(condition.state)));
    }
  }
  return "";
}

std::string RegionAsCondition(const Definer& define, ItemKind subject,
                              const Region& region) {
  std::vector<std::string> parts;
  for (const ColumnRange& range : region.ranges) {
    std::string part =
        RangeWords(define(range.column), subject, range).AsCondition();
    if (!part.empty()) parts.push_back(std::move(part));
  }
  for (const Condition& relation : region.relations) {
    std::string part = ConditionText(define, relation);
    const bool joined = relation.kind == Condition::Kind::kOr ||
                        relation.kind == Condition::Kind::kAnd;
    parts.push_back(joined ? StrCat("(", part, ")") : part);
  }
  return parts.empty() ? "always" : Joined(parts, " and ");
}

std::string RegionInWords(const Definer& define, ItemKind subject,
                          const Region& region) {
  std::vector<std::string> parts;
  for (const ColumnRange& range : region.ranges) {
    std::string part =
        RangeWords(define(range.column), subject, range).InWords();
    if (!part.empty()) parts.push_back(std::move(part));
  }
  for (const Condition& relation : region.relations) {
    parts.push_back(ConditionText(define, relation));
  }
  return parts.empty() ? "everywhere" : Joined(parts, ", and ");
}

namespace {

std::string FactInWords(const FactDefinition& definition, const Cell& cell) {
  const std::string name = Spoken(definition.name);
  if (cell.state == CellState::kUnknown) return StrCat(name, " not recorded");
  if (cell.state == CellState::kNotApplicable) {
    return StrCat(name, " does not apply");
  }
  if (definition.type == FactType::kYesNo) {
    return SaidYesOrNo(definition, cell.value != 0);
  }
  const Phrase* phrase = PhraseOf(definition);
  if (phrase != nullptr && cell.value == 0 && !phrase->zero.empty()) {
    return std::string(phrase->zero);
  }
  return Said(definition, ToWords(definition, cell));
}

// The same length of time is said once, however it is counted: "28 days (1
// month) overdue".
class TwinWords {
 public:
  TwinWords(const Definer& define,
            std::span<const std::pair<int, Cell>> facts) {
    std::map<int, const Cell*> known;
    for (const auto& [column, cell] : facts) {
      if (cell.state == CellState::kKnown) known[column] = &cell;
    }
    for (const auto& [column, cell] : known) {
      if (column >= kFactCount) continue;
      const FactDefinition* days = InDays(Define(static_cast<Fact>(column)));
      if (days == nullptr || !known.contains(days->column)) continue;
      silent_.insert(column);
      const Cell& in_days = *known.at(days->column);
      if (in_days.value == 0) continue;
      std::string& beside = beside_[days->column];
      absl::StrAppend(&beside, beside.empty() ? "" : ", ",
                      ToWords(define(column), *cell));
    }
  }

  bool IsSilent(int column) const { return silent_.contains(column); }

  std::string Say(const FactDefinition& definition, const Cell& cell) const {
    const auto beside = beside_.find(definition.column);
    if (beside == beside_.end()) return FactInWords(definition, cell);
    return Said(definition,
                StrCat(ToWords(definition, cell), " (", beside->second, ")"));
  }

 private:
  std::set<int> silent_;
  std::map<int, std::string> beside_;
};

std::string_view ArticleOf(ItemKind subject) {
  return subject == ItemKind::kOutcome ? "an " : "a ";
}

}  // namespace

std::string WitnessInWords(const Definer& define, ItemKind subject,
                           std::span<const std::pair<int, Cell>> facts) {
  std::vector<std::string> parts;
  const TwinWords twins(define, facts);
  for (const auto& [column, cell] : facts) {
    if (!twins.IsSilent(column)) {
      parts.push_back(twins.Say(define(column), cell));
    }
  }
  const std::string item = StrCat(ArticleOf(subject), ToWord(subject));
  if (parts.empty()) return StrCat("any ", ToWord(subject));
  const bool with = parts.front().rfind("with", 0) == 0;
  return StrCat(item, with ? " " : ": ", Joined(parts, ", "));
}

std::string SpokenName(const FactDefinition& definition) {
  return Spoken(definition.name);
}

namespace {

Definer DefinerOf(const Scheme& scheme) {
  return [scheme](int column) -> const FactDefinition& {
    return scheme.Define(column);
  };
}

}  // namespace

std::string RegionInWords(const Scheme& scheme, ItemKind subject,
                          const Region& region) {
  return RegionInWords(DefinerOf(scheme), subject, region);
}

std::string RegionAsCondition(const Scheme& scheme, ItemKind subject,
                              const Region& region) {
  return RegionAsCondition(DefinerOf(scheme), subject, region);
}

std::string WitnessInWords(const Scheme& scheme, ItemKind subject,
                           std::span<const std::pair<int, Cell>> facts) {
  return WitnessInWords(DefinerOf(scheme), subject, facts);
}

}  // namespace actionplan::internal
