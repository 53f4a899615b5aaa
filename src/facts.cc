#include "actionplan/facts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <tuple>
#include <variant>

#include "internal/decimal.h"
#include "internal/strings.h"

namespace actionplan {
namespace {

using internal::StrCat;
using State = MilestoneState;

constexpr std::array<std::string_view, 3> kDirections = {"worse", "unchanged",
                                                         "better"};

// ---------------------------------------------------------------------------
// Helpers: how an absent thing becomes a cell.

Cell YesNo(bool value, int said = kNeverSaid) {
  return Cell::Of(value ? 1 : 0, said);
}

Cell YesNoOrUnknown(std::optional<bool> value, int said) {
  return value.has_value() ? YesNo(*value, said) : Cell::Unknown();
}

// What a fact in days counts: the days from one to another, or nothing, in
// which case the fact is this cell. There is one function for each such fact,
// and calendar days, working days and months are all counted from what it
// gives, so that they can't drift apart.
struct Lapse {
  Date from;
  Date to;
  int said = kNeverSaid;
};
using LapseOr = std::variant<Lapse, Cell>;

LapseOr LapseFrom(std::optional<Date> from, std::optional<Date> to, int said) {
  if (!from.has_value() || !to.has_value()) return Cell::Unknown();
  return Lapse{*from, *to, said};
}

Cell InCalendarDays(const Snapshot&, const LapseOr& lapse) {
  if (const auto* instead = std::get_if<Cell>(&lapse)) return *instead;
  const auto& [from, to, said] = std::get<Lapse>(lapse);
  return Cell::Of((to - from).count(), said);
}

Cell InWorkingDays(const Snapshot& snapshot, const LapseOr& lapse) {
  if (const auto* instead = std::get_if<Cell>(&lapse)) return *instead;
  const auto& [from, to, said] = std::get<Lapse>(lapse);
  const absl::StatusOr<WorkingDays> days =
      snapshot.plan().work_calendar().Between(from, to);
  return days.ok() ? Cell::Of(days->count(), said) : Cell::NotCovered();
}

Cell InMonths(const Snapshot&, const LapseOr& lapse) {
  if (const auto* instead = std::get_if<Cell>(&lapse)) return *instead;
  const auto& [from, to, said] = std::get<Lapse>(lapse);
  return Cell::Of(MonthsAndDays::Between(from, to).value(), said);
}

// A due without a date is unknown if a date could still be given, and does not
// apply if by its own words there will never be one.
Cell Undated(const Due& due, int said) {
  switch (due.kind()) {
    case DueKind::kStart:
    case DueKind::kRecurring:
      return Cell::NotApplicable(said);
    case DueKind::kNone:
      if (due.no_date() == NoDate::kOngoing ||
          due.no_date() == NoDate::kNotApplicable) {
        return Cell::NotApplicable(said);
      }
      return Cell::Unknown();
    case DueKind::kPeriod:
    case DueKind::kError:
      return Cell::Unknown();
  }
  return Cell::Unknown();
}

Cell LastDay(const Due& due, int said) {
  return due.is_dated() ? Cell::Of(*due.last(), said) : Undated(due, said);
}

LapseOr SinceUpdate(const Snapshot& snapshot, int said) {
  if (said == kNeverSaid) return Cell::Unknown();
  return Lapse{snapshot.update(said).on, snapshot.as_of(), said};
}

// ---------------------------------------------------------------------------
// Milestones.

Cell StageFact(const Snapshot&, const State& m) {
  if (!m.stage.has_value()) return Cell::Unknown();
  return Cell::Of(static_cast<double>(*m.stage), m.stage_said);
}

Cell CompleteFact(const Snapshot&, const State& m) {
  return YesNo(m.is_complete(), m.stage_said);
}

// Embedded is a step above verified.
Cell VerifiedFact(const Snapshot&, const State& m) {
  return YesNo(m.stage == Stage::kVerified || m.stage == Stage::kEmbedded,
               m.stage_said);
}

Cell EmbeddedFact(const Snapshot&, const State& m) {
  return YesNo(m.stage == Stage::kEmbedded, m.stage_said);
}

Cell DecisionRecordedFact(const Snapshot& snapshot, const State& m) {
  if (!m.is_resting() && !m.is_cancelled()) {
    return Cell::NotApplicable(m.stage_said);
  }
  const Change& change = snapshot.update(m.stage_said).change;
  return YesNo(!std::get<StageChange>(change).decision.empty(), m.stage_said);
}

Cell ScheduledFact(const Snapshot& snapshot, const State& m) {
  const Date end = snapshot.period().last();
  const std::optional<Date> start = m.start_from();
  if (start.has_value()) return YesNo(*start <= end, kFromBaseline);
  if (m.due.first().has_value()) {
    return YesNo(*m.due.first() <= end, m.due_said);
  }
  // "By May" may be started at any time.
  if (m.due.is_dated()) return YesNo(true, m.due_said);
  return Undated(m.due, m.due_said);
}

// Nobody need plan a start; words without a date are another matter.
Cell NoStart(const State& m) {
  const Due& start = m.milestone->start;
  if (start.no_date() == NoDate::kBlank) return Cell::NotApplicable();
  return Undated(start, kFromBaseline);
}

Cell StartFact(const Snapshot&, const State& m) {
  const std::optional<Date> start = m.start_from();
  return start.has_value() ? Cell::Of(*start, kFromBaseline) : NoStart(m);
}

LapseOr ToStartLapse(const Snapshot& snapshot, const State& m) {
  if (m.stage.has_value() && m.stage != Stage::kNotStarted) {
    return Cell::NotApplicable(m.stage_said);
  }
  const std::optional<Date> start = m.start_from();
  if (!start.has_value()) return NoStart(m);
  return Lapse{snapshot.as_of(), *start, kFromBaseline};
}

Cell DueFact(const Snapshot&, const State& m) {
  return LastDay(m.due, m.due_said);
}

Cell OriginalDueFact(const Snapshot&, const State& m) {
  return LastDay(m.original_due, m.original_due_said);
}

// The move that set the present due, if it was agreed with a reason.
const DueMove* AgreedMove(const State& m) {
  if (m.moves.empty() || m.moves.back().is_quiet()) return nullptr;
  return &m.moves.back();
}

Cell ReplannedOnFact(const Snapshot&, const State& m) {
  const DueMove* move = AgreedMove(m);
  if (move == nullptr) return Cell::NotApplicable();
  return Cell::Of(move->on, move->update);
}

Cell ForecastFact(const Snapshot&, const State& m) {
  if (!m.forecast.has_value()) return Cell::NotApplicable();
  return LastDay(*m.forecast, m.forecast_said);
}

Cell FinishedFact(const Snapshot&, const State& m) {
  if (!m.finished.has_value()) return Cell::NotApplicable();
  return Cell::Of(*m.finished, m.finished_said);
}

LapseOr OverdueLapse(const Snapshot& snapshot, const State& m) {
  if (!m.due.is_dated()) return Undated(m.due, m.due_said);
  if (!m.is_overdue(snapshot.as_of())) return Cell::Of(0, m.due_said);
  return Lapse{*m.due.last(), snapshot.as_of(), m.due_said};
}

LapseOr ToDueLapse(const Snapshot& snapshot, const State& m) {
  if (m.is_complete()) return Cell::NotApplicable(m.finished_said);
  if (!m.due.is_dated()) return Undated(m.due, m.due_said);
  return Lapse{snapshot.as_of(), *m.due.last(), m.due_said};
}

LapseOr SlippedLapse(const Snapshot&, const State& m) {
  if (!m.original_due.is_dated()) {
    return Undated(m.original_due, m.original_due_said);
  }
  return LapseFrom(m.original_due.last(), m.finish(), m.finish_said());
}

Cell PercentSlippedFact(const Snapshot&, const State& m) {
  const std::optional<Days> slip = m.slip();
  const std::optional<Date> start = m.start_from();
  if (!slip.has_value() || !start.has_value()) return Cell::Unknown();
  const int planned = (*m.original_due.last() - *start).count() + 1;
  if (planned <= 0) return Cell::Unknown();
  return Cell::Of(100.0 * slip->count() / planned, m.finish_said());
}

LapseOr ForecastLateLapse(const Snapshot&, const State& m) {
  if (!m.forecast.has_value()) return Cell::NotApplicable();
  if (!m.forecast->is_dated()) return Cell::Unknown();
  if (!m.due.is_dated()) return Undated(m.due, m.due_said);
  return Lapse{*m.due.last(), *m.forecast->last(), m.forecast_said};
}

LapseOr StartLateLapse(const Snapshot& snapshot, const State& m) {
  const std::optional<Date> latest = m.start_by();
  if (!latest.has_value()) return Cell::NotApplicable();
  if (snapshot.as_of() <= *latest) return Cell::Of(0, kFromBaseline);
  if (!m.stage.has_value()) return Cell::Unknown();
  if (m.stage != Stage::kNotStarted) return Cell::Of(0, m.stage_said);
  return Lapse{*latest, snapshot.as_of(), m.stage_said};
}

LapseOr CompletedLateLapse(const Snapshot&, const State& m) {
  if (!m.is_complete()) return Cell::NotApplicable();
  if (!m.original_due.is_dated()) {
    return Undated(m.original_due, m.original_due_said);
  }
  const Lateness lateness = m.completion_against(m.original_due);
  switch (lateness.answer) {
    case LateAnswer::kLate:
      return LapseFrom(m.original_due.last(), m.finished_earliest,
                       m.finished_said);
    case LateAnswer::kOnTime:
      return LapseFrom(m.original_due.last(), m.finished, m.finished_said);
    case LateAnswer::kCantBeTold:
      return Cell::Unknown();
  }
  return Cell::Unknown();
}

LapseOr PastOriginalLapse(const Snapshot& snapshot, const State& m) {
  if (m.is_cancelled()) return Cell::NotApplicable(m.stage_said);
  if (m.is_complete()) return CompletedLateLapse(snapshot, m);
  if (!m.original_due.is_dated()) {
    return Undated(m.original_due, m.original_due_said);
  }
  return Lapse{*m.original_due.last(), snapshot.as_of(), m.original_due_said};
}

Cell MovesFact(const Snapshot&, const State& m) {
  return Cell::Of(static_cast<double>(m.moves.size()), m.due_said);
}

Cell QuietMovesFact(const Snapshot&, const State& m) {
  return Cell::Of(m.quiet_moves(), m.due_said);
}

Cell MovesThisPeriodFact(const Snapshot& snapshot, const State& m) {
  const Period period = snapshot.period();
  const auto count = std::count_if(
      m.moves.begin(), m.moves.end(),
      [&](const DueMove& move) { return period.Contains(move.on); });
  return Cell::Of(static_cast<double>(count), m.due_said);
}

LapseOr MovedLapse(const Snapshot&, const State& m) {
  if (!m.original_due.is_dated()) {
    return Undated(m.original_due, m.original_due_said);
  }
  if (!m.due.is_dated()) return Undated(m.due, m.due_said);
  return Lapse{*m.original_due.last(), *m.due.last(), m.due_said};
}

// From before the first to after the last move of the period: each begins where
// the one before it ended.
LapseOr MovedThisPeriodLapse(const Snapshot& snapshot, const State& m) {
  std::optional<Lapse> lapse;
  for (const DueMove& move : m.moves) {
    if (!snapshot.period().Contains(move.on)) continue;
    if (!move.moved().has_value()) return Cell::Unknown();
    const Date from = lapse.has_value() ? lapse->from : *move.from.last();
    lapse = Lapse{from, *move.to.last(), m.due_said};
  }
  if (!lapse.has_value()) return Cell::Of(0, m.due_said);
  return *lapse;
}

Cell PercentCompleteFact(const Snapshot&, const State& m) {
  if (m.is_complete()) return Cell::Of(100, m.finished_said);
  if (!m.percent.has_value()) return Cell::Unknown();
  return Cell::Of(*m.percent, m.percent_said);
}

Cell PercentTimeElapsedFact(const Snapshot& snapshot, const State& m) {
  const std::optional<Date> start = m.start_from();
  if (!start.has_value() || !m.due.is_dated()) return Cell::Unknown();
  const int planned = (*m.due.last() - *start).count() + 1;
  if (planned <= 0) return Cell::Unknown();
  const int elapsed = (snapshot.as_of() - *start).count() + 1;
  return Cell::Of(std::clamp(100.0 * elapsed / planned, 0.0, 100.0),
                  m.due_said);
}

Cell BlockedFact(const Snapshot&, const State& m) {
  return YesNoOrUnknown(m.blocked, m.blocked_said);
}

// The later of the dates that stand for getting back on track and are still
// ahead: an agreed due later than the original, and a recorded plan's.
Cell MilestoneRecovery(const Snapshot& snapshot, const State& m) {
  Cell best = Cell::NotApplicable();
  const auto consider = [&](std::optional<Date> day, int said) {
    if (!day.has_value() || *day < snapshot.as_of()) return;
    if (best.is_known() && best.value >= day->epoch_days()) return;
    best = Cell::Of(*day, said);
  };
  const DueMove* move = AgreedMove(m);
  if (move != nullptr && m.due.last() > m.original_due.last()) {
    consider(m.due.last(), move->update);
  }
  if (m.recovery_until.has_value()) {
    consider(m.recovery_until->last(), m.recovery_said);
  }
  return best;
}

Cell MilestoneRecoveryPlan(const Snapshot& snapshot, const State& m) {
  const Cell until = MilestoneRecovery(snapshot, m);
  return YesNo(until.is_known(), until.said);
}

Cell MilestoneHasLead(const Snapshot& snapshot, const State& m) {
  const auto parent = static_cast<size_t>(m.recommendation);
  return YesNo(!m.milestone->lead.empty() ||
                   !snapshot.plan().recommendations()[parent].lead.empty(),
               kFromBaseline);
}

LapseOr MilestoneUpdateLapse(const Snapshot& snapshot, const State& m) {
  return SinceUpdate(snapshot, m.last_said);
}

// ---------------------------------------------------------------------------
// Outcomes and their measures.

Cell ExpectedFact(const Snapshot& snapshot, const OutcomeState& o) {
  return YesNoOrUnknown(o.is_expected(snapshot.as_of()), kFromBaseline);
}

// The later of two updates by day; kNeverSaid is before all.
int Later(const Snapshot& snapshot, int a, int b) {
  if (a < 0 || b < 0) return std::max(a, b);
  const auto key = [&](int position) {
    const Update& update = snapshot.update(position);
    return std::tuple(update.on, update.known_from(), position);
  };
  return key(a) < key(b) ? b : a;
}

int LastReading(const Snapshot& snapshot, const OutcomeState& o) {
  int last = kNeverSaid;
  for (int measure : o.measures) {
    const auto& readings =
        snapshot.measures()[static_cast<size_t>(measure)].readings;
    if (!readings.empty()) last = Later(snapshot, last, readings.back());
  }
  return last;
}

Cell MeasurableFact(const Snapshot& snapshot, const OutcomeState& o) {
  if (o.measurable.has_value()) return YesNo(*o.measurable, o.measurable_said);
  // A number that was read can be measured.
  const int reading = LastReading(snapshot, o);
  return reading == kNeverSaid ? Cell::Unknown() : YesNo(true, reading);
}

Cell DemonstratedFact(const Snapshot&, const OutcomeState& o) {
  return YesNoOrUnknown(o.demonstrated, o.demonstrated_said);
}

Cell AchievedFact(const Snapshot&, const OutcomeState& o) {
  return YesNoOrUnknown(o.achieved, o.achieved_said);
}

Cell ReadingsFact(const Snapshot& snapshot, const OutcomeState& o) {
  size_t count = 0;
  for (int measure : o.measures) {
    count += snapshot.measures()[static_cast<size_t>(measure)].readings.size();
  }
  return Cell::Of(static_cast<double>(count), LastReading(snapshot, o));
}

double ReadingAt(const Snapshot& snapshot, int position) {
  return std::get<Reading>(snapshot.update(position).change).value;
}

// How far the latest reading is on the wrong side of the target, in the
// measure's unit; negative or zero if it is not; nullopt if that can't be told.
std::optional<double> OffTarget(const Snapshot& snapshot,
                                const MeasureState& state) {
  const Measure& measure = *state.measure;
  if (!measure.target.has_value() || state.readings.empty() ||
      measure.better == Better::kNotStated) {
    return std::nullopt;
  }
  const double value = ReadingAt(snapshot, state.readings.back());
  return measure.better == Better::kHigher
             ? internal::DecimalDifference(*measure.target, value)
             : internal::DecimalDifference(value, *measure.target);
}

// Whether it is off target by more than its tolerance, give or take the noise
// of binary fractions.
bool IsOff(const Measure& measure, double off) {
  constexpr double kNoise = 1e-9;
  return off > measure.tolerance.value_or(0) +
                   kNoise * std::max(1.0, std::abs(*measure.target));
}

Cell OnTargetFact(const Snapshot& snapshot, const OutcomeState& o) {
  bool any = false;
  bool unread = false;
  for (int index : o.measures) {
    const MeasureState& state = snapshot.measures()[static_cast<size_t>(index)];
    if (!state.measure->target.has_value()) continue;
    const std::optional<double> off = OffTarget(snapshot, state);
    if (off.has_value() && IsOff(*state.measure, *off)) {
      return YesNo(false, state.readings.back());
    }
    any = true;
    unread = unread || !off.has_value();
  }
  return any && !unread ? YesNo(true, LastReading(snapshot, o))
                        : Cell::Unknown();
}

// 100 less what the shortfall is of the target; nullopt if that can't be told.
std::optional<double> PercentOfTarget(const Snapshot& snapshot,
                                      const MeasureState& state) {
  const std::optional<double> off = OffTarget(snapshot, state);
  if (!off.has_value() || *state.measure->target == 0) return std::nullopt;
  const double target = std::abs(*state.measure->target);
  return internal::DecimalPercent(internal::DecimalDifference(target, *off),
                                  target);
}

// The measure that stands for an outcome: the one that has a target, of several
// the one furthest on the wrong side of it, as a share of the target; of none
// the only measure. Null if it can't be told which.
const MeasureState* CountedMeasure(const Snapshot& snapshot,
                                   const OutcomeState& o) {
  std::vector<const MeasureState*> all;
  std::vector<const MeasureState*> with_target;
  for (int index : o.measures) {
    all.push_back(&snapshot.measures()[static_cast<size_t>(index)]);
    if (all.back()->measure->target.has_value()) {
      with_target.push_back(all.back());
    }
  }
  const auto& candidates = with_target.empty() ? all : with_target;
  if (candidates.size() == 1) return candidates.front();
  const MeasureState* worst = nullptr;
  double least = kUnbounded;
  for (const MeasureState* state : with_target) {
    const std::optional<double> percent = PercentOfTarget(snapshot, *state);
    if (!percent.has_value()) return nullptr;
    if (*percent < least) worst = state;
    least = std::min(least, *percent);
  }
  return worst;
}

Cell PercentOffTargetFact(const Snapshot& snapshot, const OutcomeState& o) {
  const MeasureState* counted = CountedMeasure(snapshot, o);
  if (counted == nullptr) return Cell::Unknown();
  const std::optional<double> percent = PercentOfTarget(snapshot, *counted);
  if (!percent.has_value()) return Cell::Unknown();
  return Cell::Of(std::max(0.0, internal::DecimalDifference(100, *percent)),
                  LastReading(snapshot, o));
}

Cell MeasureValueFact(const Snapshot& snapshot, const OutcomeState& o) {
  const MeasureState* counted = CountedMeasure(snapshot, o);
  if (counted == nullptr || counted->readings.empty()) return Cell::Unknown();
  const int said = counted->readings.back();
  return Cell::Of(ReadingAt(snapshot, said), said);
}

Cell MeasureBaselineFact(const Snapshot& snapshot, const OutcomeState& o) {
  const MeasureState* counted = CountedMeasure(snapshot, o);
  if (counted == nullptr || counted->readings.empty()) return Cell::Unknown();
  const int said = counted->readings.front();
  return Cell::Of(ReadingAt(snapshot, said), said);
}

Cell MeasureTargetFact(const Snapshot& snapshot, const OutcomeState& o) {
  const MeasureState* counted = CountedMeasure(snapshot, o);
  if (counted == nullptr || !counted->measure->target.has_value()) {
    return Cell::Unknown();
  }
  return Cell::Of(*counted->measure->target, kFromBaseline);
}

Cell MeasureToleranceFact(const Snapshot& snapshot, const OutcomeState& o) {
  const MeasureState* counted = CountedMeasure(snapshot, o);
  if (counted == nullptr) return Cell::Unknown();
  const double tolerance = counted->measure->tolerance.value_or(0);
  // A negative one is a mistake, which Validate() lists.
  if (tolerance < 0) return Cell::Unknown();
  return Cell::Of(tolerance, kFromBaseline);
}

Cell MeasureShortfallFact(const Snapshot& snapshot, const OutcomeState& o) {
  const MeasureState* counted = CountedMeasure(snapshot, o);
  if (counted == nullptr) return Cell::Unknown();
  const std::optional<double> off = OffTarget(snapshot, *counted);
  return off.has_value() ? Cell::Of(*off, counted->readings.back())
                         : Cell::Unknown();
}

Cell MeasurePercentOfTargetFact(const Snapshot& snapshot,
                                const OutcomeState& o) {
  const MeasureState* counted = CountedMeasure(snapshot, o);
  if (counted == nullptr) return Cell::Unknown();
  const std::optional<double> percent = PercentOfTarget(snapshot, *counted);
  return percent.has_value() ? Cell::Of(*percent, counted->readings.back())
                             : Cell::Unknown();
}

// A position in kDirections, of the two latest readings.
std::optional<int> DirectionOf(const Snapshot& snapshot,
                               const MeasureState& state) {
  const std::vector<int>& readings = state.readings;
  if (readings.size() < 2 || state.measure->better == Better::kNotStated) {
    return std::nullopt;
  }
  const double before = ReadingAt(snapshot, readings[readings.size() - 2]);
  const double now = ReadingAt(snapshot, readings.back());
  if (now == before) return 1;
  const bool up_is_good = state.measure->better == Better::kHigher;
  return (now > before) == up_is_good ? 2 : 0;
}

Cell DirectionFact(const Snapshot& snapshot, const OutcomeState& o) {
  std::optional<int> worst;
  for (int index : o.measures) {
    const std::optional<int> direction =
        DirectionOf(snapshot, snapshot.measures()[static_cast<size_t>(index)]);
    if (!direction.has_value()) continue;
    worst = std::min(worst.value_or(*direction), *direction);
  }
  return worst.has_value() ? Cell::Of(*worst, LastReading(snapshot, o))
                           : Cell::Unknown();
}

LapseOr OutcomeUpdateLapse(const Snapshot& snapshot, const OutcomeState& o) {
  return SinceUpdate(snapshot,
                     Later(snapshot, o.last_said, LastReading(snapshot, o)));
}

// ---------------------------------------------------------------------------
// Recommendations.

Cell RecommendationRecovery(const Snapshot& snapshot,
                            const RecommendationState& r) {
  if (!r.recovery_until.has_value() || !r.recovery_until->is_dated() ||
      *r.recovery_until->last() < snapshot.as_of()) {
    return Cell::NotApplicable();
  }
  return Cell::Of(*r.recovery_until->last(), r.recovery_said);
}

Cell RecommendationRecoveryPlan(const Snapshot& snapshot,
                                const RecommendationState& r) {
  const Cell until = RecommendationRecovery(snapshot, r);
  return YesNo(until.is_known(), until.said);
}

Cell RecommendationHasLead(const Snapshot&, const RecommendationState& r) {
  return YesNo(!r.recommendation->lead.empty(), kFromBaseline);
}

LapseOr RecommendationUpdateLapse(const Snapshot& snapshot,
                                  const RecommendationState& r) {
  return SinceUpdate(snapshot, r.last_said);
}

// ---------------------------------------------------------------------------
// The catalogue: each fact's words and its functions, together.

// What a fact is of one sort of item: a cell, or the days that it counts.
template <typename ItemState>
struct FactFunction {
  using CellFunction = Cell (*)(const Snapshot&, const ItemState&);
  using LapseFunction = LapseOr (*)(const Snapshot&, const ItemState&);

  constexpr FactFunction() = default;
  constexpr FactFunction(std::nullptr_t) {}
  constexpr FactFunction(CellFunction function) : cell(function) {}
  constexpr FactFunction(LapseFunction function) : lapse(function) {}

  constexpr bool is_given() const {
    return cell != nullptr || lapse != nullptr;
  }

  CellFunction cell = nullptr;
  LapseFunction lapse = nullptr;
};

struct Entry {
  Fact fact;
  std::string_view name;
  FactType type;
  std::string_view meaning;
  FactFunction<MilestoneState> of_milestone = {};
  FactFunction<OutcomeState> of_outcome = {};
  FactFunction<RecommendationState> of_recommendation = {};
};

constexpr Entry kEntries[] = {
    {Fact::kStage, "stage", FactType::kChoice,
     "How far the milestone is, as last recorded. Unknown if that was never "
     "recorded.",
     &StageFact},
    {Fact::kComplete, "complete", FactType::kYesNo,
     "Whether it is recorded as complete, verified or embedded. No if nothing "
     "on record says so.",
     &CompleteFact},
    {Fact::kVerified, "verified", FactType::kYesNo,
     "Whether it is recorded as verified, or as embedded, which is a step "
     "above. No if nothing on record says so.",
     &VerifiedFact},
    {Fact::kEmbedded, "embedded", FactType::kYesNo,
     "Whether it is recorded as embedded in lasting practice. No if nothing on "
     "record says so.",
     &EmbeddedFact},
    {Fact::kDecisionRecorded, "decision_recorded", FactType::kYesNo,
     "Whether the record says who decided to hold, suspend or cancel it. Not "
     "applicable unless it is recorded as on hold, suspended or cancelled.",
     &DecisionRecordedFact},
    {Fact::kScheduled, "scheduled", FactType::kYesNo,
     "Whether its planned start (else the first day of its due) falls in or "
     "before the reporting period. Yes for work that is due by a day and has "
     "no start, as it may begin at any time. Unknown or not applicable as for "
     "due if it has neither.",
     &ScheduledFact},
    {Fact::kStart, "start", FactType::kDay,
     "The first day on which it was planned to be begun. Not applicable if no "
     "start was planned; unknown if its words give no date.",
     &StartFact},
    {Fact::kDue, "due", FactType::kDay,
     "The last day of the due as now agreed. Unknown if there is no date; not "
     "applicable if its words rule one out (ongoing, every quarter).",
     &DueFact},
    {Fact::kOriginalDue, "original_due", FactType::kDay,
     "The last day of the due as first agreed. Unknown and not applicable as "
     "for due.",
     &OriginalDueFact},
    {Fact::kReplannedOn, "replanned_on", FactType::kDay,
     "The day on which the present due was agreed, with who and why. Not "
     "applicable if the due never changed or was moved quietly.",
     &ReplannedOnFact},
    {Fact::kForecast, "forecast", FactType::kDay,
     "The last day on which it is now expected to be finished. Not applicable "
     "if nobody gave one.",
     &ForecastFact},
    {Fact::kFinished, "finished", FactType::kDay,
     "The day on which it was finished. Not applicable until then.",
     &FinishedFact},
    {Fact::kDaysOverdue, "days_overdue", FactType::kDays,
     "Days from the last day of due to the as-of day, if it is neither "
     "complete nor cancelled; 0 if it is not late. Unknown or not applicable "
     "as for due.",
     &OverdueLapse},
    {Fact::kDaysToDue, "days_to_due", FactType::kDays,
     "Days from the as-of day to the last day of due; negative when past. Not "
     "applicable once complete.",
     &ToDueLapse},
    {Fact::kDaysSlipped, "days_slipped", FactType::kDays,
     "Days from the last day of the original due to the finish (actual, else "
     "forecast, else due as now agreed); negative if earlier.",
     &SlippedLapse},
    {Fact::kPercentSlipped, "percent_slipped", FactType::kPercent,
     "Days slipped as a share of the days from planned start to original due, "
     "both counted. "
     "Unknown without a planned start.",
     &PercentSlippedFact},
    {Fact::kDaysForecastLate, "days_forecast_late", FactType::kDays,
     "Days from the last day of due to the forecast; negative if earlier. Not "
     "applicable without a forecast.",
     &ForecastLateLapse},
    {Fact::kDaysToStart, "days_to_start", FactType::kDays,
     "Days from the as-of day to the first day of the planned start; negative "
     "when past. Not applicable once another stage than not started is "
     "recorded, and as for start.",
     &ToStartLapse},
    {Fact::kDaysStartLate, "days_start_late", FactType::kDays,
     "Days since the last day of the planned start, if it is recorded as not "
     "started; else 0. Unknown if that day has passed and no stage was ever "
     "recorded. Not applicable without a planned start.",
     &StartLateLapse},
    {Fact::kDaysCompletedLate, "days_completed_late", FactType::kDays,
     "Days from the last day of the original due to the day it was finished; "
     "negative if early. If the source's words for the finish leave room for "
     "several days, the one nearest to the due, or unknown if they leave open "
     "whether it was late. Not applicable until finished.",
     &CompletedLateLapse},
    {Fact::kDaysPastOriginal, "days_past_original", FactType::kDays,
     "Days from the last day of the original due to the as-of day, whatever "
     "was agreed since; once complete, the same as days_completed_late. "
     "Negative while it is ahead. Unknown and not applicable as for "
     "original_due; not applicable once cancelled.",
     &PastOriginalLapse},
    {Fact::kMoves, "moves", FactType::kCount,
     "How often the last day of due was changed.", &MovesFact},
    {Fact::kQuietMoves, "quiet_moves", FactType::kCount,
     "How often it was changed without who agreed or without a reason.",
     &QuietMovesFact},
    {Fact::kMovesThisPeriod, "moves_this_period", FactType::kCount,
     "How often it was changed in this reporting period.",
     &MovesThisPeriodFact},
    {Fact::kDaysMoved, "days_moved", FactType::kDays,
     "Days from the last day of the original due to that of the due as now "
     "agreed; negative if it was brought forward.",
     &MovedLapse},
    {Fact::kDaysMovedThisPeriod, "days_moved_this_period", FactType::kDays,
     "By how many days the due was moved in this reporting period.",
     &MovedThisPeriodLapse},
    {Fact::kPercentComplete, "percent_complete", FactType::kPercent,
     "As last reported, 0 to 100; 100 once complete. Unknown if never "
     "reported.",
     &PercentCompleteFact},
    {Fact::kPercentTimeElapsed, "percent_time_elapsed", FactType::kPercent,
     "The share of the days from planned start to due, both counted, that has "
     "gone by, 0 to 100. Unknown without both.",
     &PercentTimeElapsedFact},
    {Fact::kBlocked, "blocked", FactType::kYesNo,
     "Whether something outside stops it. Unknown if never recorded.",
     &BlockedFact},
    {Fact::kRecoveryPlan, "recovery_plan", FactType::kYesNo,
     "Whether a date for getting back on track is today or ahead: a due later "
     "than the original that was agreed with a reason, or a recorded recovery "
     "plan.",
     &MilestoneRecoveryPlan, nullptr, &RecommendationRecoveryPlan},
    {Fact::kRecoveryUntil, "recovery_until", FactType::kDay,
     "That date. Not applicable without one.", &MilestoneRecovery, nullptr,
     &RecommendationRecovery},
    {Fact::kHasLead, "has_lead", FactType::kYesNo,
     "Whether a lead is named; a milestone may have its recommendation's.",
     &MilestoneHasLead, nullptr, &RecommendationHasLead},
    {Fact::kExpected, "expected", FactType::kYesNo,
     "Whether the day from which the outcome should show has come. Unknown if "
     "no such day was given.",
     nullptr, &ExpectedFact},
    {Fact::kMeasurable, "measurable", FactType::kYesNo,
     "Whether it can be measured: as recorded, or because a measure of it has "
     "a reading. Unknown if neither.",
     nullptr, &MeasurableFact},
    {Fact::kDemonstrated, "demonstrated", FactType::kYesNo,
     "Whether it is recorded as demonstrated. Unknown if never recorded.",
     nullptr, &DemonstratedFact},
    {Fact::kAchieved, "achieved", FactType::kYesNo,
     "Whether it is recorded as achieved. Unknown if never recorded.", nullptr,
     &AchievedFact},
    {Fact::kReadings, "readings", FactType::kCount,
     "How many readings its measures have.", nullptr, &ReadingsFact},
    {Fact::kOnTarget, "on_target", FactType::kYesNo,
     "Whether the latest reading of every measure with a target is on it, or "
     "off by no more than the measure's own tolerance. No as soon as one is "
     "off; unknown if one has no reading or direction, or none has a target.",
     nullptr, &OnTargetFact},
    {Fact::kPercentOffTarget, "percent_off_target", FactType::kPercent,
     "How far the latest reading is on the wrong side of its target, as a "
     "share of the target; of several measures the worst. Unknown as above and "
     "for a target of zero.",
     nullptr, &PercentOffTargetFact},
    {Fact::kMeasureValue, "measure_value", FactType::kNumber,
     "The latest reading of the measure that counts: the one with a target (of "
     "several the one that is furthest on the wrong side, as a share of its "
     "target), or the only one there is. Unknown if it has no reading, or it "
     "can't be told which counts.",
     nullptr, &MeasureValueFact},
    {Fact::kMeasureTarget, "measure_target", FactType::kNumber,
     "The target of the measure that counts. Unknown if it has none.", nullptr,
     &MeasureTargetFact},
    {Fact::kMeasureTolerance, "measure_tolerance", FactType::kNumber,
     "How far off target the measure that counts may be, in its unit; 0 if it "
     "has no tolerance of its own.",
     nullptr, &MeasureToleranceFact},
    {Fact::kMeasureBaseline, "measure_baseline", FactType::kNumber,
     "The first reading of the measure that counts. Unknown if it has no "
     "reading.",
     nullptr, &MeasureBaselineFact},
    {Fact::kMeasureShortfall, "measure_shortfall", FactType::kNumber,
     "How far the measure that counts is on the wrong side of its target, in "
     "its unit: below it where higher is better, above it where lower is; "
     "negative if it is better than the target. Unknown without a target, a "
     "reading or a direction.",
     nullptr, &MeasureShortfallFact},
    {Fact::kMeasurePercentOfTarget, "measure_percent_of_target",
     FactType::kPercent,
     "100 less what the shortfall is of the target: 95 is 5 % on the wrong "
     "side, whichever side that is. Where higher is better, the reading in "
     "percent of the target. Unknown as the shortfall, and for a target of "
     "zero.",
     nullptr, &MeasurePercentOfTargetFact},
    {Fact::kDirection, "direction", FactType::kChoice,
     "Where the latest reading went from the one before; of several measures "
     "the worst. Unknown with fewer than two readings.",
     nullptr, &DirectionFact},
    {Fact::kDaysSinceUpdate, "days_since_update", FactType::kDays,
     "Days since the latest update about it. Unknown if there was none.",
     &MilestoneUpdateLapse, &OutcomeUpdateLapse, &RecommendationUpdateLapse},
    {Fact::kConcerns, "concerns", FactType::kCount,
     "How many open concerns touch it or its recommendation.", nullptr, nullptr,
     nullptr},
    {Fact::kSignificantConcerns, "significant_concerns", FactType::kCount,
     "How many of those are marked significant.", nullptr, nullptr, nullptr},
    {Fact::kAsOf, "as_of", FactType::kDay, "The day of the question.", nullptr,
     nullptr, nullptr},
    {Fact::kPeriodFirst, "period_first", FactType::kDay,
     "The first day of the reporting period; outside all periods the as-of "
     "day.",
     nullptr, nullptr, nullptr},
    {Fact::kPeriodLast, "period_last", FactType::kDay,
     "Its last day; outside all periods the as-of day.", nullptr, nullptr,
     nullptr},
};

// A fact that counts the same lapse as one in calendar days, in another unit.
struct Twin {
  Fact fact;
  Fact in_calendar_days;
};

// The twins of each fact in calendar days, in their order.
constexpr Twin kWorkingTwins[] = {
    {Fact::kWorkingDaysOverdue, Fact::kDaysOverdue},
    {Fact::kWorkingDaysToDue, Fact::kDaysToDue},
    {Fact::kWorkingDaysSlipped, Fact::kDaysSlipped},
    {Fact::kWorkingDaysForecastLate, Fact::kDaysForecastLate},
    {Fact::kWorkingDaysToStart, Fact::kDaysToStart},
    {Fact::kWorkingDaysStartLate, Fact::kDaysStartLate},
    {Fact::kWorkingDaysCompletedLate, Fact::kDaysCompletedLate},
    {Fact::kWorkingDaysPastOriginal, Fact::kDaysPastOriginal},
    {Fact::kWorkingDaysMoved, Fact::kDaysMoved},
    {Fact::kWorkingDaysMovedThisPeriod, Fact::kDaysMovedThisPeriod},
    {Fact::kWorkingDaysSinceUpdate, Fact::kDaysSinceUpdate},
};

constexpr Twin kMonthTwins[] = {
    {Fact::kMonthsOverdue, Fact::kDaysOverdue},
    {Fact::kMonthsToDue, Fact::kDaysToDue},
    {Fact::kMonthsSlipped, Fact::kDaysSlipped},
    {Fact::kMonthsForecastLate, Fact::kDaysForecastLate},
    {Fact::kMonthsToStart, Fact::kDaysToStart},
    {Fact::kMonthsStartLate, Fact::kDaysStartLate},
    {Fact::kMonthsCompletedLate, Fact::kDaysCompletedLate},
    {Fact::kMonthsPastOriginal, Fact::kDaysPastOriginal},
    {Fact::kMonthsMoved, Fact::kDaysMoved},
    {Fact::kMonthsMovedThisPeriod, Fact::kDaysMovedThisPeriod},
    {Fact::kMonthsSinceUpdate, Fact::kDaysSinceUpdate},
};

constexpr size_t kFirstWorking = std::size(kEntries);
constexpr size_t kFirstMonths = kFirstWorking + std::size(kWorkingTwins);

static_assert(kFirstMonths + std::size(kMonthTwins) == kFactCount);

const Entry& EntryOf(Fact fact) {
  const auto index = static_cast<size_t>(fact);
  if (index < kFirstWorking) return kEntries[index];
  const Twin& twin = index < kFirstMonths ? kWorkingTwins[index - kFirstWorking]
                                          : kMonthTwins[index - kFirstMonths];
  return kEntries[static_cast<size_t>(twin.in_calendar_days)];
}

// Every fact in calendar days has a twin among `twins`, and only those.
constexpr bool AreComplete(std::span<const Twin> twins, size_t first) {
  size_t next = 0;
  for (const Entry& entry : kEntries) {
    if (entry.type != FactType::kDays) continue;
    if (next == twins.size()) return false;
    const Twin& twin = twins[next];
    if (twin.in_calendar_days != entry.fact ||
        static_cast<size_t>(twin.fact) != first + next) {
      return false;
    }
    ++next;
  }
  return next == twins.size();
}

static_assert(AreComplete(kWorkingTwins, kFirstWorking));
static_assert(AreComplete(kMonthTwins, kFirstMonths));

bool IsConcernCount(Fact fact) {
  return fact == Fact::kConcerns || fact == Fact::kSignificantConcerns;
}

// The days that are the same for every item.
bool IsOfTheSnapshot(Fact fact) {
  return fact == Fact::kAsOf || fact == Fact::kPeriodFirst ||
         fact == Fact::kPeriodLast;
}

// Which way a fact gets worse, all else being equal. A stage is not a scale;
// whether a later due is worse depends on who sees it, and so does how many
// readings there are.
Worse WorseOf(Fact fact) {
  switch (fact) {
    case Fact::kComplete:
    case Fact::kVerified:
    case Fact::kEmbedded:
    case Fact::kDecisionRecorded:
    case Fact::kDaysToDue:
    case Fact::kPercentComplete:
    case Fact::kRecoveryPlan:
    case Fact::kHasLead:
    case Fact::kMeasurable:
    case Fact::kDemonstrated:
    case Fact::kAchieved:
    case Fact::kOnTarget:
    case Fact::kDirection:
    case Fact::kMeasurePercentOfTarget:
      return Worse::kLower;
    case Fact::kForecast:
    case Fact::kFinished:
    case Fact::kDaysOverdue:
    case Fact::kDaysSlipped:
    case Fact::kPercentSlipped:
    case Fact::kDaysForecastLate:
    case Fact::kDaysStartLate:
    case Fact::kDaysCompletedLate:
    case Fact::kDaysPastOriginal:
    case Fact::kMoves:
    case Fact::kQuietMoves:
    case Fact::kMovesThisPeriod:
    case Fact::kDaysMoved:
    case Fact::kDaysMovedThisPeriod:
    case Fact::kPercentTimeElapsed:
    case Fact::kBlocked:
    case Fact::kRecoveryUntil:
    case Fact::kPercentOffTarget:
    case Fact::kMeasureShortfall:
    case Fact::kDaysSinceUpdate:
    case Fact::kConcerns:
    case Fact::kSignificantConcerns:
      return Worse::kHigher;
    default:
      return Worse::kNeither;
  }
}

// Facts that are never negative by what they mean; counts are besides.
bool IsNeverNegative(Fact fact) {
  return fact == Fact::kDaysOverdue || fact == Fact::kDaysStartLate ||
         fact == Fact::kDaysSinceUpdate || fact == Fact::kPercentComplete ||
         fact == Fact::kPercentTimeElapsed || fact == Fact::kPercentOffTarget ||
         fact == Fact::kMeasureTolerance;
}

double LeastOf(Fact fact, FactType type) {
  return type == FactType::kCount || IsNeverNegative(fact) ? 0 : -kUnbounded;
}

double MostOf(Fact fact) {
  const bool is_part =
      fact == Fact::kPercentComplete || fact == Fact::kPercentTimeElapsed;
  return is_part ? 100 : kUnbounded;
}

double StepOf(FactType type) {
  switch (type) {
    case FactType::kMonths:
      return 1.0 / 32;
    case FactType::kPercent:
    case FactType::kNumber:
      return 0;
    case FactType::kYesNo:
    case FactType::kChoice:
    case FactType::kCount:
    case FactType::kDays:
    case FactType::kDay:
    case FactType::kWorkingDays:
      return 1;
  }
  return 0;
}

std::span<const std::string_view> ChoicesOf(Fact fact) {
  if (fact == Fact::kStage) return StageWords();
  if (fact == Fact::kDirection) return kDirections;
  return {};
}

FactDefinition DefinitionOf(const Entry& entry) {
  const bool everywhere =
      IsConcernCount(entry.fact) || IsOfTheSnapshot(entry.fact);
  return {
      .column = static_cast<int>(entry.fact),
      .name = entry.name,
      .type = entry.type,
      .meaning = entry.meaning,
      .choices = ChoicesOf(entry.fact),
      .of_milestones = everywhere || entry.of_milestone.is_given(),
      .of_outcomes = everywhere || entry.of_outcome.is_given(),
      .of_recommendations = everywhere || entry.of_recommendation.is_given(),
      .of_plans = everywhere,
      .worse = WorseOf(entry.fact),
      .least = LeastOf(entry.fact, entry.type),
      .most = MostOf(entry.fact),
      .step = StepOf(entry.type),
  };
}

// Text that is kept for as long as the catalogue, which is for ever. Called
// only while the catalogue is made, so by one thread.
std::string_view Keep(std::string text) {
  static std::deque<std::string>& kept = *new std::deque<std::string>;
  return kept.emplace_back(std::move(text));
}

// The definition of a twin, but for its name and meaning.
FactDefinition DefinitionOf(const Twin& twin, FactType type) {
  FactDefinition definition = DefinitionOf(EntryOf(twin.in_calendar_days));
  definition.column = static_cast<int>(twin.fact);
  definition.type = type;
  definition.step = StepOf(type);
  return definition;
}

FactDefinition InWorkingDays(const Twin& twin) {
  FactDefinition definition = DefinitionOf(twin, FactType::kWorkingDays);
  const std::string_view calendar_days = definition.name;
  definition.name = Keep(StrCat("working_", calendar_days));
  definition.meaning =
      Keep(StrCat("The same as ", calendar_days,
                  ", in working days of the plan's calendar: those after the "
                  "first of the two days up to and with the last. Unknown also "
                  "where the calendar does not cover both."));
  return definition;
}

// "days_overdue" -> "months_overdue".
FactDefinition InMonths(const Twin& twin) {
  FactDefinition definition = DefinitionOf(twin, FactType::kMonths);
  const std::string_view calendar_days = definition.name;
  definition.name =
      Keep(StrCat("months", calendar_days.substr(std::size("days") - 1)));
  definition.meaning = Keep(
      StrCat("The same as ", calendar_days,
             ", in calendar months and the days left over: from 31 January "
             "to 28 February is one month, to 1 March more than one."));
  return definition;
}

std::vector<FactDefinition> MakeCatalogue() {
  std::vector<FactDefinition> catalogue;
  for (const Entry& entry : kEntries) catalogue.push_back(DefinitionOf(entry));
  for (const Twin& twin : kWorkingTwins) {
    catalogue.push_back(InWorkingDays(twin));
  }
  for (const Twin& twin : kMonthTwins) catalogue.push_back(InMonths(twin));
  return catalogue;
}

// How a fact counts a lapse.
using Count = Cell (*)(const Snapshot&, const LapseOr&);

Count CountOf(Fact fact) {
  const auto index = static_cast<size_t>(fact);
  if (index < kFirstWorking) return &InCalendarDays;
  return index < kFirstMonths ? Count(&InWorkingDays) : Count(&InMonths);
}

template <typename ItemState>
Cell Call(const FactFunction<ItemState>& function, const Snapshot& snapshot,
          const ItemState& state, Count count) {
  if (function.cell != nullptr) return function.cell(snapshot, state);
  if (function.lapse == nullptr) return Cell::NotApplicable();
  return count(snapshot, function.lapse(snapshot, state));
}

Cell OfTheSnapshot(const Snapshot& snapshot, Fact fact) {
  if (fact == Fact::kAsOf) return Cell::Of(snapshot.as_of());
  const Period period = snapshot.period();
  const bool is_given = snapshot.plan().PeriodOf(snapshot.as_of()) != nullptr;
  return Cell::Of(fact == Fact::kPeriodFirst ? period.first() : period.last(),
                  is_given ? kFromBaseline : kNeverSaid);
}

Cell ConcernCount(const Snapshot& snapshot, ItemRef item, Fact fact) {
  const bool all = fact == Fact::kConcerns;
  const auto counts = [&](const ConcernState& concern) {
    return concern.open && (all || concern.significant);
  };
  if (item.kind == ItemKind::kPlan) {
    return Cell::Of(static_cast<double>(std::count_if(
        snapshot.concerns().begin(), snapshot.concerns().end(), counts)));
  }
  int count = 0;
  for (int concern : snapshot.OpenConcerns(item)) {
    count += counts(snapshot.concerns()[static_cast<size_t>(concern)]) ? 1 : 0;
  }
  return Cell::Of(count);
}

int RowsOf(const Snapshot& snapshot, ItemKind subject) {
  switch (subject) {
    case ItemKind::kMilestone:
      return static_cast<int>(snapshot.milestones().size());
    case ItemKind::kOutcome:
      return static_cast<int>(snapshot.outcomes().size());
    case ItemKind::kRecommendation:
      return static_cast<int>(snapshot.recommendations().size());
    case ItemKind::kPlan:
      return 1;
    case ItemKind::kMeasure:
    case ItemKind::kConcern:
      return 0;
  }
  return 0;
}

}  // namespace

std::string_view ToWord(FactType type) {
  static constexpr std::array<std::string_view, 9> kWords = {
      "yes/no",  "choice", "count",        "days",  "months",
      "percent", "day",    "working days", "number"};
  return kWords.at(static_cast<size_t>(type));
}

bool FactDefinition::is_of(ItemKind kind) const {
  switch (kind) {
    case ItemKind::kMilestone:
      return of_milestones;
    case ItemKind::kOutcome:
      return of_outcomes;
    case ItemKind::kRecommendation:
      return of_recommendations;
    case ItemKind::kPlan:
      return of_plans;
    case ItemKind::kMeasure:
    case ItemKind::kConcern:
      return false;
  }
  return false;
}

std::span<const FactDefinition> FactCatalogue() {
  static const std::vector<FactDefinition>& catalogue =
      *new std::vector<FactDefinition>(MakeCatalogue());
  return catalogue;
}

const FactDefinition& Define(Fact fact) {
  return FactCatalogue()[static_cast<size_t>(fact)];
}

std::optional<Fact> FactFromName(std::string_view name) {
  for (const FactDefinition& definition : FactCatalogue()) {
    if (definition.name == name) return definition.fact();
  }
  return std::nullopt;
}

Cell Cell::Of(double value, int said) {
  return {.value = value, .state = CellState::kKnown, .said = said};
}

Cell Cell::Of(Date day, int said) { return Of(day.epoch_days(), said); }

Cell Cell::NotCovered() {
  return {.value = 0, .state = CellState::kUnknown, .said = kOutsideCalendar};
}

Cell Cell::NotApplicable(int said) {
  return {.value = 0, .state = CellState::kNotApplicable, .said = said};
}

std::string ToWords(const FactDefinition& definition, const Cell& cell) {
  if (cell.said == kOutsideCalendar) return "outside the calendar";
  if (cell.state == CellState::kUnknown) return "not recorded";
  if (cell.state == CellState::kNotApplicable) return "does not apply";
  const int whole = static_cast<int>(std::lround(cell.value));
  switch (definition.type) {
    case FactType::kYesNo:
      return whole != 0 ? "yes" : "no";
    case FactType::kChoice:
      return std::string(definition.choices[static_cast<size_t>(whole)]);
    case FactType::kCount:
      return absl::StrCat(whole);
    case FactType::kDays:
      return ToWords(Days(whole));
    case FactType::kWorkingDays:
      return ToWords(WorkingDays(whole));
    case FactType::kMonths:
      return ToWords(MonthsAndDays::FromValue(cell.value));
    case FactType::kPercent:
      return StrCat(internal::NumberText(std::round(cell.value * 10) / 10),
                    " %");
    case FactType::kDay:
      return Date::FromEpochDays(whole).ToWords();
    case FactType::kNumber:
      return StrCat(internal::NumberText(cell.value),
                    definition.unit.empty() ? "" : " ", definition.unit);
  }
  return "";
}

Cell FactOf(const Snapshot& snapshot, ItemRef item, Fact fact) {
  if (IsConcernCount(fact)) return ConcernCount(snapshot, item, fact);
  if (IsOfTheSnapshot(fact)) return OfTheSnapshot(snapshot, fact);
  const Entry& entry = EntryOf(fact);
  const Count count = CountOf(fact);
  const auto index = static_cast<size_t>(item.index);
  switch (item.kind) {
    case ItemKind::kMilestone:
      return Call(entry.of_milestone, snapshot, snapshot.milestones()[index],
                  count);
    case ItemKind::kOutcome:
      return Call(entry.of_outcome, snapshot, snapshot.outcomes()[index],
                  count);
    case ItemKind::kRecommendation:
      return Call(entry.of_recommendation, snapshot,
                  snapshot.recommendations()[index], count);
    case ItemKind::kPlan:
    case ItemKind::kMeasure:
    case ItemKind::kConcern:
      return Cell::NotApplicable();
  }
  return Cell::NotApplicable();
}

FactTable FactTable::Of(const Snapshot& snapshot, ItemKind subject,
                        std::span<const Fact> facts) {
  FactTable table(subject, RowsOf(snapshot, subject),
                  snapshot.plan().work_calendar());
  for (Fact fact : facts) {
    for (int row = 0; row < table.rows(); ++row) {
      table.Set(fact, row, FactOf(snapshot, {subject, row}, fact));
    }
  }
  return table;
}

const FactTable::Column& FactTable::column(int column) const {
  const auto index = static_cast<size_t>(column);
  static const Column& none = *new Column();
  if (index >= columns_.size()) return none;
  return columns_[index];
}

Cell FactTable::cell(int column, int row) const {
  const Column& found = this->column(column);
  if (found.values.empty()) return Cell::Unknown();
  const auto index = static_cast<size_t>(row);
  return {.value = found.values[index], .state = found.states[index]};
}

void FactTable::Set(int column, int row, const Cell& cell) {
  Column& target = MutableColumn(column);
  target.values[static_cast<size_t>(row)] = cell.value;
  target.states[static_cast<size_t>(row)] = cell.state;
}

FactTable::Column& FactTable::MutableColumn(int column) {
  const auto index = static_cast<size_t>(column);
  if (index >= columns_.size()) columns_.resize(index + 1);
  Column& target = columns_[index];
  if (target.values.empty()) {
    target.values.assign(static_cast<size_t>(rows_), 0);
    target.states.assign(static_cast<size_t>(rows_), CellState::kUnknown);
  }
  return target;
}

}  // namespace actionplan
