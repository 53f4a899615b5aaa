#ifndef ACTIONPLAN_SNAPSHOT_H_
#define ACTIONPLAN_SNAPSHOT_H_

// A plan as it stood on a day: the journal folded up to that day.
//
//   Snapshot now = AsOf(plan, day).value();
//   Snapshot then = AsOf(plan, day, /*known_by=*/day).value();
//
// The first counts everything that we know today about how things were on
// `day`; the second only what had been recorded by then, so it answers what the
// committee could have known. An update counts if its `on` is not after the
// day and its `recorded` is not after `known_by`. Of two updates that say
// different things the later `on` counts, then the later `recorded`, then the
// later in the file.
//
// Words (all of them about one milestone):
//   original due   as first agreed: the baseline's, or if that had no date the
//                  first date that was agreed later. If those words themselves
//                  report an earlier date ("June 2025 (was March 2025)"), that
//                  one, and the change is a quiet move said where they are
//   due            as now agreed
//   finish         when it was finished; else the forecast; else the due
//   slip           last day of finish minus last day of original due
//   overdue        not complete, not cancelled, and the day after the last day
//                  of due has come
//   quiet move     a changed due without who agreed it or without a reason
//
// Days are calendar days. Nothing here is a judgement: colours are given by a
// scheme. A Snapshot is immutable and cheap to copy (copies share their
// contents); it may be used from several threads.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "actionplan/lateness.h"
#include "actionplan/plan.h"

namespace actionplan {

// Where the present value of something was said: a position in the journal, or
// one of these.
inline constexpr int kFromBaseline = -1;
inline constexpr int kNeverSaid = -2;

// One fact as an answer saw it.
struct SeenFact {
  std::string name;   // "days_overdue", "count(milestones, 'Red')"
  std::string value;  // "27 days"
  std::string from;   // "the plan as accepted", "update on 12 February 2018"
};

// A value of a fact that a scheme declares, as last said.
struct FactSaid {
  FactValue value;
  int said = kNeverSaid;
  // Who said so: of a judgement, who judged; empty if not on record.
  std::string by;
  friend bool operator==(const FactSaid&, const FactSaid&) = default;
};

struct SaidFact {
  std::string name;
  FactSaid fact;
  friend bool operator==(const SaidFact&, const SaidFact&) = default;
};

// A change of a milestone's due to another last day.
struct DueMove {
  Due from;
  Due to;
  // The position in the plan's journal of what moved it, and of what had said
  // `from`; kFromBaseline for the plan as accepted.
  int update = 0;
  int from_said = kFromBaseline;
  Date on;
  std::string agreed_by;
  std::string reason;

  bool is_quiet() const { return agreed_by.empty() || reason.empty(); }
  // How much later the last day is; nullopt if one of the two has no date.
  std::optional<Days> moved() const;
};

class Snapshot;

struct MilestoneState {
  const Milestone* milestone = nullptr;
  int recommendation = 0;

  Due original_due;
  int original_due_said = kFromBaseline;
  Due due;
  int due_said = kFromBaseline;
  std::vector<DueMove> moves;

  std::optional<Due> forecast;
  int forecast_said = kNeverSaid;
  // Absent: no stage was ever recorded.
  std::optional<Stage> stage;
  int stage_said = kNeverSaid;
  // The first day on which it is recorded as in progress, if that was said
  // before it was complete; kept when it is put on hold.
  std::optional<Date> started;
  std::optional<Date> started_earliest;
  int started_said = kNeverSaid;
  // The day on which it became complete, while it is (see IsComplete()). If
  // the source's words are less exact than a day ("in January 2018", "by 27
  // March 2018"), the latest day that they and the record leave room for.
  std::optional<Date> finished;
  // The earliest such day; nullopt if the words leave that open.
  std::optional<Date> finished_earliest;
  int finished_said = kNeverSaid;
  std::optional<double> percent;
  int percent_said = kNeverSaid;
  std::optional<bool> blocked;
  int blocked_said = kNeverSaid;
  std::optional<Due> recovery_until;
  int recovery_said = kNeverSaid;
  // The latest update of any kind but a reported rating or an override.
  int last_said = kNeverSaid;

  bool is_complete() const { return finished.has_value(); }
  bool is_cancelled() const { return stage == Stage::kCancelled; }
  // On hold or suspended.
  bool is_resting() const { return stage.has_value() && IsResting(*stage); }

  // The last day of finish, see above; nullopt if there is no date at all.
  std::optional<Date> finish() const;
  // The position in the journal of what said it, or kFromBaseline; of no date
  // what said the due.
  int finish_said() const;
  // The first day on which it was planned to be begun, and the last on which
  // beginning is not late; both nullopt if no start was planned.
  std::optional<Date> start_from() const;
  std::optional<Date> start_by() const;
  // nullopt if finish or original due has no date.
  std::optional<Days> slip() const;
  // The same in calendar months, see MonthsBetween().
  std::optional<int> slip_months() const;

  bool is_overdue(Date as_of) const;
  // How long it is overdue: 0 if it is not; nullopt if the due has no date.
  std::optional<Days> days_overdue(Date as_of) const;
  // Whether it was finished by a due, as far as the words for its finish tell.
  // Meaningful if it is complete.
  Lateness completion_against(const Due& agreed) const;

  int quiet_moves() const;

  // The last day of due as it was agreed at the end of an earlier day, by what
  // this snapshot knows: due.last() of AsOf() that day.
  std::optional<Date> due_last_on(const Snapshot& snapshot, Date day) const;
};

struct OutcomeState {
  const Outcome* outcome = nullptr;
  int recommendation = 0;
  // Positions in the plan's measures.
  std::vector<int> measures;

  std::optional<bool> measurable;
  int measurable_said = kNeverSaid;
  std::optional<bool> demonstrated;
  int demonstrated_said = kNeverSaid;
  std::optional<bool> achieved;
  int achieved_said = kNeverSaid;
  int last_said = kNeverSaid;

  // nullopt if no day from which to expect it was said.
  std::optional<bool> is_expected(Date as_of) const;
};

struct MeasureState {
  const Measure* measure = nullptr;
  // Positions in the journal, by day.
  std::vector<int> readings;
};

struct ConcernState {
  const Concern* concern = nullptr;
  bool open = true;
  bool significant = false;
  int last_said = kNeverSaid;
};

struct RecommendationState {
  const Recommendation* recommendation = nullptr;
  std::optional<Due> recovery_until;
  int recovery_said = kNeverSaid;
  int last_said = kNeverSaid;
};

class Snapshot {
 public:
  const Plan& plan() const;
  Date as_of() const;
  std::optional<Date> known_by() const;

  // The reporting period of as_of(), or just that day if the plan has none.
  Period period() const;

  // In the order of the plan's lists of the same name.
  std::span<const RecommendationState> recommendations() const;
  std::span<const MilestoneState> milestones() const;
  std::span<const OutcomeState> outcomes() const;
  std::span<const MeasureState> measures() const;
  std::span<const ConcernState> concerns() const;

  // The open concerns that touch an item, or a milestone's or outcome's
  // recommendation; positions in concerns().
  std::vector<int> OpenConcerns(ItemRef item) const;

  // Positions in the journal of the updates that count, by day.
  std::span<const int> updates() const;
  // Those of them whose due, agreed, forecast or of a recovery plan, can be
  // read in several ways.
  std::span<const int> doubtful_updates() const;
  const Update& update(int position) const;

  // Where something was said, for people: "the plan as accepted", "update on 12
  // February 2018, recorded 27 March 2018, by Head of Legal; page 4". `said` is
  // a position in the journal, kFromBaseline, or kNeverSaid for what follows
  // from the record as a whole.
  std::string WhereSaid(int said) const;

  // The update in which the owner reported a rating of this item for the
  // reporting period of as_of(), on whichever day that was; outside all periods
  // the latest by as_of(). Null if none was reported; its word may still be
  // missing, see ReportedRating.
  const Update* Reported(ItemRef item, std::string_view aspect) const;

  // The same for any of the plan's reporting periods. What was recorded after
  // the period counts as well, as long as it was known by known_by().
  const Update* ReportedFor(ItemRef item, std::string_view aspect,
                            const ReportingPeriod& period) const;

  // The last days of the reporting periods that ended before as_of(), oldest
  // first.
  std::vector<Date> past_period_ends() const;

  // The override of this item's rating that stands: the latest that counts and
  // says who and why, unless that one withdraws it. Null if there is none. One
  // without who or reason is passed over, also if it withdraws (our choice: a
  // rating that nobody answers for is none; Validate() lists it).
  const Update* OverrideOf(ItemRef item, std::string_view aspect) const;

  // The latest value of a fact that a scheme declares; null if none was ever
  // said. A value that is no longer known is there, without a value.
  const FactSaid* FactValueOf(ItemRef item, std::string_view fact) const;
  // All of them: the plan's as accepted, then in the order of first saying.
  std::span<const SaidFact> FactsSaid(ItemRef item) const;

 private:
  friend class Folder;
  struct Contents;

  explicit Snapshot(std::shared_ptr<const Contents> contents)
      : contents_(std::move(contents)) {}

  std::shared_ptr<const Contents> contents_;
};

// Fails if `as_of` or `known_by` is before the first day on which the plan can
// have been accepted. Without a date of acceptance every day will do.
absl::StatusOr<Snapshot> AsOf(const Plan& plan, Date as_of,
                              std::optional<Date> known_by = std::nullopt);

}  // namespace actionplan

#endif  // ACTIONPLAN_SNAPSHOT_H_
