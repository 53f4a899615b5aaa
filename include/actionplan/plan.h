#ifndef ACTIONPLAN_PLAN_H_
#define ACTIONPLAN_PLAN_H_

// An action plan: what an inspector asked, what was promised, and the journal
// of what was said about it since.
//
//   Plan
//     Recommendation      what the inspector asked
//       Outcome           a result to be achieved
//       Milestone         one dated piece of promised work
//     Measure             a number that shows an outcome
//     Concern             what worries; may touch several recommendations
//     Update              the journal, see journal.h
//
// A Plan is immutable and cheap to copy (copies share their contents); it may
// be used from several threads. Progress is never an edit of the baseline: it
// is a plan with more updates.
//
//   absl::StatusOr<Plan> plan = LoadPlan("plan.json");       // json.h
//   absl::StatusOr<Snapshot> now = AsOf(*plan, day);         // snapshot.h
//
// All texts are UTF-8. Empty text means that nothing was given. Times that a
// council wrote are `Due`s and keep their wording; a baseline due without a
// year is the next such date after the plan was accepted (our choice: it is
// promised work).

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "actionplan/date.h"
#include "actionplan/due.h"
#include "actionplan/journal.h"
#include "actionplan/period.h"
#include "actionplan/work_calendar.h"

namespace actionplan {

struct Outcome {
  std::string id;
  std::string text;
  // From when it should show; undated if that was never said.
  Due expected = {};
  std::string source = "";
  // Values of facts that a scheme declares, by name; see FactChange.
  FactValues facts = {};
  Extras extras = {};
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

struct Milestone {
  std::string id;
  std::string text;
  std::string lead = "";
  Due start = {};
  // As first agreed; later agreements are in the journal.
  Due due = {};
  // The milestones that must be finished first.
  std::vector<std::string> needs = {};
  std::string source = "";
  // Values of facts that a scheme declares, by name; see FactChange.
  FactValues facts = {};
  Extras extras = {};
  friend bool operator==(const Milestone&, const Milestone&) = default;
};

struct Recommendation {
  std::string id;
  std::string title;
  std::string lead = "";
  std::string finding = "";
  std::vector<Outcome> outcomes = {};
  std::vector<Milestone> milestones = {};
  std::string source = "";
  // Values of facts that a scheme declares, by name; see FactChange.
  FactValues facts = {};
  Extras extras = {};
  friend bool operator==(const Recommendation&,
                         const Recommendation&) = default;
};

// Which direction of a measure is good.
enum class Better { kNotStated, kHigher, kLower };

struct Measure {
  std::string id;
  std::string name;
  // "%" makes it a percentage: numerator over denominator times 100.
  std::string unit;
  // The outcome that it shows; empty if none.
  std::string outcome = "";
  Better better = Better::kNotStated;
  // In the measure's unit. The tolerance is how far off target is still well.
  std::optional<double> target = std::nullopt;
  std::optional<double> tolerance = std::nullopt;
  std::string source = "";
  Extras extras = {};
  friend bool operator==(const Measure&, const Measure&) = default;
};

struct Concern {
  std::string id;
  std::string text;
  std::string theme = "";
  // Recommendations or milestones.
  std::vector<std::string> touches = {};
  std::string source = "";
  Extras extras = {};
  friend bool operator==(const Concern&, const Concern&) = default;
};

struct ReportingPeriod {
  std::string name;
  Period days;
  Extras extras = {};
  friend bool operator==(const ReportingPeriod&,
                         const ReportingPeriod&) = default;
};

// A day on which the plan's own people do not work, such as the days between
// Christmas and New Year; see Holiday.
struct Closure {
  Date day;
  std::string title = "";
  // Since when it was known; absent: always.
  std::optional<Date> announced = std::nullopt;
  Extras extras = {};
  friend bool operator==(const Closure&, const Closure&) = default;
};

// The promise: all of a plan but its journal.
struct Baseline {
  std::string id;
  std::string title;
  std::string organisation = "";
  std::string source = "";
  // When it was agreed; its dues were promised then.
  Due accepted = {};
  // The RAG key to use if none is named: a scheme's id or a path.
  std::string scheme = "";
  // By which working days are counted: the id of a built-in calendar; empty is
  // "england-and-wales". The closures are on top of it.
  std::string calendar = "";
  std::vector<Closure> closures = {};
  // What the words of its dues mean to this body where it has said so, as
  // name and value; see due_conventions.h.
  std::vector<std::pair<std::string, std::string>> conventions = {};
  std::vector<ReportingPeriod> periods = {};
  std::vector<Recommendation> recommendations = {};
  std::vector<Measure> measures = {};
  std::vector<Concern> concerns = {};
  // Values of facts that a scheme declares, by name; see FactChange.
  FactValues facts = {};
  Extras extras = {};
  friend bool operator==(const Baseline&, const Baseline&) = default;
};

// What an id stands for, and its place in the plan: for milestones, outcomes
// and recommendations the position in that list of the Plan.
enum class ItemKind {
  kPlan,
  kRecommendation,
  kMilestone,
  kOutcome,
  kMeasure,
  kConcern,
};

// "plan", "recommendation", "milestone", ...
std::string_view ToWord(ItemKind kind);

struct ItemRef {
  ItemKind kind = ItemKind::kPlan;
  int index = 0;
  friend bool operator==(ItemRef, ItemRef) = default;
};

class Plan {
 public:
  // Fails if two items share an id or there is no such calendar; every other
  // contradiction is a matter for Validate() in validate.h, so that a plan with
  // mistakes can be looked at.
  static absl::StatusOr<Plan> Create(Baseline baseline,
                                     std::vector<Update> journal);

  const Baseline& baseline() const;

  const std::string& id() const { return baseline().id; }
  const std::string& title() const { return baseline().title; }

  std::span<const Recommendation> recommendations() const;
  // Of all recommendations, in order; positions here are ItemRef::index.
  std::span<const Milestone* const> milestones() const;
  std::span<const Outcome* const> outcomes() const;
  std::span<const Measure> measures() const;
  std::span<const Concern> concerns() const;

  // The position of the recommendation that a milestone or outcome belongs to.
  int recommendation_of_milestone(int milestone) const;
  int recommendation_of_outcome(int outcome) const;
  // Who leads a milestone: its own lead, else its recommendation's, as written.
  const std::string& lead_of_milestone(int milestone) const;

  // In the order in which it was given.
  std::span<const Update> journal() const;
  // Positions in journal() by day, then by day recorded, then as given.
  std::span<const int> journal_by_day() const;
  // What each update of journal() is about; nullopt if no item has that id.
  std::span<const std::optional<ItemRef>> journal_items() const;

  std::optional<ItemRef> Find(std::string_view id) const;

  // The reporting period in which `day` falls, if any.
  const ReportingPeriod* PeriodOf(Date day) const;

  // By which its working days are counted, with its closures. In the plan of a
  // snapshot it is as it was known by the snapshot's known_by().
  const WorkCalendar& work_calendar() const { return calendar_; }

  // This plan counted by another calendar, with the plan's closures on top. For
  // the time being: the baseline stays as it is, and so does a plan file that
  // is written, as that can name only a built-in calendar.
  Plan WithCalendar(const WorkCalendar& calendar) const;

  // This plan with more updates at the end of its journal.
  Plan WithUpdates(std::vector<Update> updates) const;

  // The same baseline, journal and calendar.
  friend bool operator==(const Plan& a, const Plan& b);

 private:
  struct Contents;

  Plan(std::shared_ptr<const Contents> contents, WorkCalendar calendar)
      : contents_(std::move(contents)), calendar_(std::move(calendar)) {}

  std::shared_ptr<const Contents> contents_;
  WorkCalendar calendar_;
};

}  // namespace actionplan

#endif  // ACTIONPLAN_PLAN_H_
