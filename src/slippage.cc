#include "actionplan/slippage.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "internal/needs_graph.h"
#include "internal/slippage_context.h"
#include "internal/strings.h"

namespace actionplan {

namespace internal {

std::optional<WorkingDays> WorkingBetween(const WorkCalendar& calendar, Date a,
                                          Date b) {
  const Period covers = calendar.covers();
  // Asked first, because an error has to be put in words.
  if (!covers.Contains(a) || !covers.Contains(b)) return std::nullopt;
  const absl::StatusOr<WorkingDays> days = calendar.Between(a, b);
  return days.ok() ? std::optional(*days) : std::nullopt;
}

}  // namespace internal

namespace {

using internal::WorkingBetween;

class Finder {
 public:
  explicit Finder(std::shared_ptr<const Slippage::Context> context)
      : context_(std::move(context)),
        snapshot_(context_->snapshot),
        as_of_(snapshot_.as_of()),
        previous_day_(context_->previous) {}

  std::vector<Slippage> Find() && {
    // Growing would move every finding that is already there.
    found_.reserve(2 * snapshot_.milestones().size());
    for (size_t i = 0; i < snapshot_.milestones().size(); ++i) {
      milestone_ = static_cast<int>(i);
      state_ = &snapshot_.milestones()[i];
      AddAll();
    }
    return std::move(found_);
  }

 private:
  void AddAll() {
    AddOverdue();
    AddExtended();
    AddMoves(SlippageKind::kReplanned);
    AddMoves(SlippageKind::kBroughtForward);
    AddMoves(SlippageKind::kQuietMove);
    AddSerial();
    AddForecast();
    AddCompleted();
    AddLateStart();
    AddStalled();
    AddKnockOn();
    AddUndated();
  }

  bool IsOpen() const {
    return !state_->is_complete() && !state_->is_cancelled();
  }

  // --- How a finding is filled in --------------------------------------------

  Slippage& Add(SlippageKind kind) {
    Slippage& finding = found_.emplace_back();
    finding.item = state_->milestone->id;
    finding.kind = kind;
    finding.context = context_;
    finding.milestone = milestone_;
    return finding;
  }

  void Between(Slippage& finding, std::optional<Date> from, int from_said,
               std::optional<Date> to, int to_said) {
    finding.from = from;
    finding.from_said = from_said;
    finding.to = to;
    finding.to_said = to_said;
    const Slip slip = SlipTo(from, to);
    finding.days = slip.days;
    finding.working_days = slip.working_days;
  }

  Slip SlipTo(std::optional<Date> from, std::optional<Date> to) const {
    Slip slip = {.from = from, .days = {}, .working_days = {}};
    if (!from.has_value() || !to.has_value()) return slip;
    slip.days = *to - *from;
    slip.working_days = WorkingBetween(context_->calendar(), *from, *to);
    return slip;
  }

  // Counts `to` from each of the three dues.
  void Compare(Slippage& finding, std::optional<Date> to) {
    finding.original = SlipTo(state_->original_due.last(), to);
    finding.agreed = SlipTo(state_->due.last(), to);
    if (previous_day_.has_value()) {
      finding.last_period =
          SlipTo(state_->due_last_on(snapshot_, *previous_day_), to);
    }
  }

  void Since(Slippage& finding, std::optional<Date> day) const {
    finding.since = day;
    if (day.has_value() && previous_day_.has_value()) {
      finding.is_new = *day > *previous_day_;
    }
  }

  std::optional<Date> SaidOn(int said) const {
    if (said >= 0) return snapshot_.update(said).on;
    if (said != kFromBaseline) return std::nullopt;
    return snapshot_.plan().baseline().accepted.last();
  }

  // --- The kinds -------------------------------------------------------------

  void AddOverdue() {
    if (!state_->is_overdue(as_of_)) return;
    Slippage& finding = Add(SlippageKind::kOverdue);
    Between(finding, state_->due.last(), state_->due_said, as_of_, kNeverSaid);
    Compare(finding, as_of_);
    // A due that is moved to a day already gone is overdue from the move on.
    const Date late = state_->due.last()->Plus(Days(1));
    const std::optional<Date> said = SaidOn(state_->due_said);
    Since(finding, said.has_value() ? std::max(late, *said) : late);
  }

  // The move in the last period by which open, overdue work stopped being so.
  const DueMove* FindExtension() const {
    if (!IsOpen() || state_->is_overdue(as_of_)) return nullptr;
    for (const DueMove& move : state_->moves) {
      if (previous_day_.has_value() && move.on <= *previous_day_) continue;
      if (move.from.is_dated() && move.on > *move.from.last()) return &move;
    }
    return nullptr;
  }

  void AddExtended() {
    const DueMove* move = FindExtension();
    if (move == nullptr) return;
    Slippage& finding = Add(SlippageKind::kExtended);
    Between(finding, move->from.last(), move->from_said, as_of_, kNeverSaid);
    Compare(finding, as_of_);
    SayMove(finding, *move);
  }

  void SayMove(Slippage& finding, const DueMove& move) {
    finding.move = static_cast<int>(&move - state_->moves.data());
    finding.on = move.on;
    finding.agreed_by = move.agreed_by;
    finding.reason = move.reason;
    Since(finding, move.on);
  }

  static SlippageKind KindOf(const DueMove& move) {
    if (move.is_quiet()) return SlippageKind::kQuietMove;
    const std::optional<Days> moved = move.moved();
    return moved.has_value() && *moved < Days(0) ? SlippageKind::kBroughtForward
                                                 : SlippageKind::kReplanned;
  }

  void AddMoves(SlippageKind kind) {
    for (const DueMove& move : state_->moves) {
      if (KindOf(move) != kind) continue;
      Slippage& finding = Add(kind);
      Between(finding, move.from.last(), move.from_said, move.to.last(),
              move.update);
      Compare(finding, move.to.last());
      SayMove(finding, move);
    }
  }

  void AddSerial() {
    int later = 0;
    std::optional<Date> since;
    for (const DueMove& move : state_->moves) {
      const std::optional<Days> moved = move.moved();
      if (!moved.has_value() || *moved <= Days(0)) continue;
      if (++later == context_->options.serial_moves) since = move.on;
    }
    if (later < context_->options.serial_moves) return;
    Slippage& finding = Add(SlippageKind::kSerial);
    finding.times = later;
    Between(finding, state_->original_due.last(), state_->original_due_said,
            state_->due.last(), state_->due_said);
    Compare(finding, state_->due.last());
    Since(finding, since);
  }

  void AddForecast() {
    if (!IsOpen() || !state_->forecast.has_value() ||
        !state_->forecast->is_dated() || !state_->due.is_dated() ||
        *state_->forecast->last() <= *state_->due.last()) {
      return;
    }
    Slippage& finding = Add(SlippageKind::kForecastLate);
    Between(finding, state_->due.last(), state_->due_said,
            state_->forecast->last(), state_->forecast_said);
    Compare(finding, state_->forecast->last());
    finding.on = snapshot_.update(state_->forecast_said).on;
    // It became late when the later of the two was said.
    const std::optional<Date> said = SaidOn(state_->due_said);
    Since(finding,
          said.has_value() ? std::max(*finding.on, *said) : finding.on);
  }

  void AddCompleted() {
    if (!state_->is_complete()) return;
    const Lateness lateness = state_->completion_against(state_->original_due);
    if (lateness.answer == LateAnswer::kLate) {
      AddCompletedLate(lateness);
    } else if (lateness.answer == LateAnswer::kCantBeTold &&
               lateness.most.has_value()) {
      AddPerhapsLate(lateness);
    }
  }

  void AddCompletedLate(const Lateness& lateness) {
    Slippage& finding = Add(SlippageKind::kCompletedLate);
    Between(finding, state_->original_due.last(), state_->original_due_said,
            state_->finished_earliest, state_->finished_said);
    if (!lateness.is_exact()) finding.most_days = lateness.most;
    Compare(finding, state_->finished_earliest);
    Since(finding, state_->finished);
  }

  void AddPerhapsLate(const Lateness& lateness) {
    Slippage& finding = Add(SlippageKind::kPerhapsLate);
    Between(finding, state_->original_due.last(), state_->original_due_said,
            std::nullopt, state_->finished_said);
    finding.most_days = lateness.most;
    Compare(finding, std::nullopt);
    Since(finding, state_->finished);
  }

  void AddLateStart() {
    const std::optional<Date> last = state_->start_by();
    if (!last.has_value() || !IsOpen() || as_of_ <= *last) return;
    if (state_->stage == Stage::kNotStarted) {
      AddLateStart(*last, as_of_, state_->stage_said);
    } else if (state_->started_earliest.has_value() &&
               *state_->started_earliest > *last) {
      AddLateStart(*last, *state_->started_earliest, state_->started_said);
    }
  }

  void AddLateStart(Date last, Date to, int said) {
    Slippage& finding = Add(SlippageKind::kLateStart);
    Between(finding, last, kFromBaseline, to, said);
    Compare(finding, std::nullopt);
    Since(finding, last.Plus(Days(1)));
  }

  // Whether the milestone was to be under way in the whole period.
  bool WasUnderWay(const Period& period) const {
    const Due& accepted = snapshot_.plan().baseline().accepted;
    if (accepted.is_dated() && *accepted.last() > period.first()) return false;
    if (state_->started.has_value()) return *state_->started <= period.last();
    const std::optional<Date> start = state_->start_from();
    return !start.has_value() || *start <= period.first();
  }

  void AddStalled() {
    const std::optional<Period>& period = context_->whole_period;
    if (!period.has_value() || !IsOpen() || state_->is_resting() ||
        !WasUnderWay(*period)) {
      return;
    }
    const int said =
        state_->last_said == kNeverSaid ? kFromBaseline : state_->last_said;
    const std::optional<Date> last = SaidOn(said);
    if (last.has_value() && *last >= period->first() && said >= 0) return;
    Slippage& finding = Add(SlippageKind::kStalled);
    Between(finding, last, said, as_of_, kNeverSaid);
    Compare(finding, std::nullopt);
  }

  void AddKnockOn() {
    if (context_->awaited.empty() || !IsOpen()) return;
    const internal::Awaited& awaited =
        context_->awaited[static_cast<size_t>(milestone_)];
    if (!awaited.finish.has_value()) return;
    if (state_->due.is_dated() && *awaited.finish > *state_->due.last()) {
      AddKnockOn(*state_->due.last(), state_->due_said, awaited);
      return;
    }
    const std::optional<Date> start = state_->start_by();
    const bool can_start_late =
        !state_->stage.has_value() || state_->stage == Stage::kNotStarted;
    if (start.has_value() && can_start_late && *awaited.finish > *start) {
      AddKnockOn(*start, kFromBaseline, awaited);
    }
  }

  void AddKnockOn(Date from, int from_said, const internal::Awaited& awaited) {
    const MilestoneState& driver = context_->state(awaited.driver);
    Slippage& finding = Add(SlippageKind::kKnockOn);
    Between(finding, from, from_said, awaited.finish, driver.finish_said());
    Compare(finding, awaited.finish);
  }

  void AddUndated() {
    if (!IsOpen() || state_->due.is_dated()) return;
    Slippage& finding = Add(SlippageKind::kUndated);
    Between(finding, std::nullopt, state_->due_said, std::nullopt, kNeverSaid);
    Compare(finding, std::nullopt);
    Since(finding, SaidOn(state_->due_said));
  }

  std::shared_ptr<const Slippage::Context> context_;
  const Snapshot& snapshot_;
  const Date as_of_;
  const std::optional<Date> previous_day_;
  int milestone_ = 0;
  const MilestoneState* state_ = nullptr;
  std::vector<Slippage> found_;
};

// The latest whole reporting period that is over at the end of `day`; between
// the two reports if the day of the last one was given.
std::optional<Period> WholePeriod(const Snapshot& snapshot,
                                  const SlippageOptions& options) {
  if (options.previous.has_value()) {
    return Period::Create(options.previous->Plus(Days(1)), snapshot.as_of())
        .value();
  }
  std::optional<Period> latest;
  for (const ReportingPeriod& period : snapshot.plan().baseline().periods) {
    if (period.days.last() > snapshot.as_of()) continue;
    if (!latest.has_value() || period.days.last() > latest->last()) {
      latest = period.days;
    }
  }
  return latest;
}

absl::Status Check(const Snapshot& snapshot, const SlippageOptions& options) {
  if (options.serial_moves < 1) {
    return internal::InvalidArgument("Serial re-planning can't begin at ",
                                     options.serial_moves,
                                     " moves; give a number of at least 1.");
  }
  if (options.previous.has_value() && *options.previous >= snapshot.as_of()) {
    return internal::InvalidArgument(
        "The last report's day, ", options.previous->ToIso(),
        ", must be before ", snapshot.as_of().ToIso(), ".");
  }
  return absl::OkStatus();
}

std::vector<Slippage> Find(const Snapshot& snapshot,
                           const SlippageOptions& options) {
  return Finder(std::make_shared<Slippage::Context>(Slippage::Context{
                    .snapshot = snapshot,
                    .previous = PreviousDay(snapshot, options),
                    .options = options,
                    .whole_period = WholePeriod(snapshot, options),
                    .awaited = internal::FindAwaited(snapshot)}))
      .Find();
}

bool IsBeforeAcceptance(const Plan& plan, Date day) {
  const std::optional<Date> start = plan.baseline().accepted.first();
  return start.has_value() && day < *start;
}

}  // namespace

std::string_view ToWord(SlippageKind kind) {
  static constexpr std::array<std::string_view, kSlippageKindCount> kWords = {
      "overdue",       "extended when overdue",
      "re-planned",    "brought forward",
      "quiet move",    "serial re-planning",
      "forecast late", "completed late",
      "perhaps late",  "late start",
      "stalled",       "knock-on",
      "undated"};
  return kWords.at(static_cast<size_t>(kind));
}

bool operator==(const Slippage& a, const Slippage& b) {
  const auto fields = [](const Slippage& s) {
    return std::tie(s.item, s.kind, s.days, s.working_days, s.most_days, s.from,
                    s.to, s.original, s.agreed, s.last_period, s.since,
                    s.is_new, s.on, s.agreed_by, s.reason, s.times);
  };
  return fields(a) == fields(b) && a.because() == b.because();
}

std::optional<Date> PreviousDay(const Snapshot& snapshot,
                                const SlippageOptions& options) {
  if (options.previous.has_value()) return options.previous;
  std::optional<Date> latest;
  for (const ReportingPeriod& period : snapshot.plan().baseline().periods) {
    const Date last = period.days.last();
    // A period that ended before the plan was accepted is no last period.
    if (last < snapshot.as_of() && (!latest.has_value() || last > *latest) &&
        !IsBeforeAcceptance(snapshot.plan(), last)) {
      latest = last;
    }
  }
  return latest;
}

std::vector<Slippage> FindSlippage(const Snapshot& snapshot) {
  return Find(snapshot, SlippageOptions());
}

absl::StatusOr<std::vector<Slippage>> FindSlippage(
    const Snapshot& snapshot, const SlippageOptions& options) {
  const absl::Status status = Check(snapshot, options);
  if (!status.ok()) return status;
  if (options.previous.has_value() &&
      IsBeforeAcceptance(snapshot.plan(), *options.previous)) {
    // It has the words for it, and fails before any work.
    return AsOf(snapshot.plan(), *options.previous).status();
  }
  return Find(snapshot, options);
}

}  // namespace actionplan
