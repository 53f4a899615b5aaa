#ifndef ACTIONPLAN_TESTS_UNIT_MAKE_PLAN_H_
#define ACTIONPLAN_TESTS_UNIT_MAKE_PLAN_H_

// Plans for unit tests, in few words: what PlanBuilder of
// actionplan/testing/builders.h leaves out (measures, concerns, all kinds of
// update), and random plans for properties.

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actionplan/plan.h"
#include "actionplan/snapshot.h"
#include "actionplan/testing/builders.h"

namespace actionplan::unit {

using testing::Day;
using testing::ValueOrDie;

inline std::optional<Date> DayOrNone(std::string_view iso) {
  return iso.empty() ? std::nullopt : std::optional<Date>(Day(iso));
}

// ---------------------------------------------------------------------------
// Changes.

inline Change NewDue(std::string_view due, std::string agreed_by = "",
                     std::string reason = "") {
  return DueChange{.due = ParseDue(due),
                   .agreed_by = std::move(agreed_by),
                   .reason = std::move(reason)};
}
inline Change Replan(std::string_view due) {
  return NewDue(due, "Improvement Board", "Legal capacity");
}
inline Change Expect(std::string_view finish) {
  return ForecastChange{.finish = ParseDue(finish)};
}
inline Change Reach(Stage stage, std::string decision = "") {
  return StageChange{.stage = stage, .decision = std::move(decision)};
}
inline Change Percent(double percent) { return Progress{.percent = percent}; }
inline Change Recover(std::string_view until) {
  return Recovery{.until = ParseDue(until)};
}
inline Change Value(double value) {
  return Reading{
      .value = value, .numerator = std::nullopt, .denominator = std::nullopt};
}
inline Change Share(double value, double numerator, double denominator) {
  return Reading{
      .value = value, .numerator = numerator, .denominator = denominator};
}
inline Change OpenConcern(std::optional<bool> open,
                          std::optional<bool> significant = std::nullopt) {
  return ConcernChange{.open = open, .significant = significant};
}
inline Change Report(std::string aspect, std::optional<std::string> rating,
                     std::string period = "") {
  return ReportedRating{.aspect = std::move(aspect),
                        .rating = std::move(rating),
                        .period = std::move(period)};
}

inline Change Carry(std::string fact, FactValue value) {
  return FactChange{.fact = std::move(fact), .value = std::move(value)};
}

// An update; without `recorded` it was recorded on its own day.
inline Update Say(std::string_view on, std::string item, Change change,
                  std::string_view recorded = "") {
  return {.on = Day(on),
          .recorded = DayOrNone(recorded),
          .item = std::move(item),
          .change = std::move(change)};
}

// ---------------------------------------------------------------------------
// Plans.

// Without recommendations and without a date of acceptance.
inline Baseline EmptyBaseline() { return {.id = "plan", .title = "A plan"}; }

inline Milestone MakeMilestone(std::string id, std::string_view due = "",
                               std::string_view start = "") {
  return {.id = id, .text = id, .start = ParseDue(start), .due = ParseDue(due)};
}

inline ReportingPeriod MakePeriod(std::string name, std::string_view from,
                                  std::string_view to) {
  return {.name = std::move(name),
          .days = ValueOrDie(Period::Create(Day(from), Day(to)))};
}

inline Plan MakePlan(Baseline baseline, std::vector<Update> journal = {}) {
  return ValueOrDie(Plan::Create(std::move(baseline), std::move(journal)));
}

// One recommendation "R" with one milestone "M".
inline Baseline OneMilestone(std::string_view due,
                             std::string_view start = "") {
  Baseline baseline = EmptyBaseline();
  baseline.recommendations.push_back(
      {.id = "R",
       .title = "R",
       .milestones = {MakeMilestone("M", due, start)}});
  return baseline;
}

inline Snapshot SnapshotOf(const Plan& plan, std::string_view as_of,
                           std::string_view known_by = "") {
  return ValueOrDie(AsOf(plan, Day(as_of), DayOrNone(known_by)));
}

// The state of the plan's first milestone. It is a copy; what it points to
// lives as long as `plan`.
inline MilestoneState StateOf(const Plan& plan, std::string_view as_of,
                              std::string_view known_by = "") {
  return SnapshotOf(plan, as_of, known_by).milestones()[0];
}

// ---------------------------------------------------------------------------
// Random plans, for properties.

inline int Random(std::mt19937& random, int least, int most) {
  return std::uniform_int_distribution<int>(least, most)(random);
}

inline bool Chance(std::mt19937& random, int percent) {
  return Random(random, 1, 100) <= percent;
}

// A day of 2018.
inline Date RandomDay(std::mt19937& random) {
  return Day("2018-01-01").Plus(Days(Random(random, 0, 364)));
}

inline Due RandomDue(std::mt19937& random) {
  switch (Random(random, 0, 9)) {
    case 0:
      return Due();
    case 1:
      return ParseDue("to be agreed");
    case 2:
      return ParseDue("ongoing");
    default:
      return ParseDue(RandomDay(random).ToWords());
  }
}

inline std::optional<bool> RandomAnswer(std::mt19937& random) {
  if (Chance(random, 30)) return std::nullopt;
  return Chance(random, 50);
}

// Two recommendations with two milestones, one outcome and one measure each,
// two concerns.
inline Baseline RandomBaseline(std::mt19937& random) {
  Baseline baseline = EmptyBaseline();
  for (const std::string r : {"R1", "R2"}) {
    Recommendation recommendation = {.id = r, .title = r};
    for (const std::string m : {".1", ".2"}) {
      Milestone milestone = MakeMilestone(r + m);
      milestone.due = RandomDue(random);
      milestone.start = RandomDue(random);
      recommendation.milestones.push_back(std::move(milestone));
    }
    recommendation.outcomes.push_back(
        {.id = r + ".O", .text = r, .expected = RandomDue(random)});
    baseline.recommendations.push_back(std::move(recommendation));
    baseline.measures.push_back({.id = "M" + r,
                                 .name = r,
                                 .unit = "days",
                                 .outcome = r + ".O",
                                 .better = Better::kHigher,
                                 .target = 50});
  }
  baseline.concerns.push_back({.id = "C1", .text = "C1", .touches = {"R1"}});
  baseline.concerns.push_back(
      {.id = "C2", .text = "C2", .touches = {"R1.1", "R2"}});
  return baseline;
}

// An update of any kind about an item of RandomBaseline() that it suits.
inline Update RandomUpdate(std::mt19937& random) {
  const std::string r = Chance(random, 50) ? "R1" : "R2";
  const std::string milestone = r + (Chance(random, 50) ? ".1" : ".2");
  Update update = {.on = RandomDay(random), .item = milestone};
  switch (Random(random, 0, 11)) {
    case 0:
      update.change = DueChange{.due = RandomDue(random),
                                .agreed_by = Chance(random, 50) ? "Board" : "",
                                .reason = Chance(random, 50) ? "Why" : ""};
      break;
    case 1:
      update.change = ForecastChange{.finish = RandomDue(random)};
      break;
    case 2:
      update.change =
          Reach(static_cast<Stage>(Random(random, 0, 7)), "decided");
      break;
    case 3:
      update.change = Percent(Random(random, 0, 100));
      break;
    case 4:
      if (Chance(random, 50)) update.item = r;
      update.change = Recovery{.until = RandomDue(random)};
      break;
    case 5:
      update.change = Blocked{.blocked = Chance(random, 50)};
      break;
    case 6:
      update.item = "M" + r;
      update.change = Value(Random(random, 0, 100));
      break;
    case 7:
      update.item = r + ".O";
      update.change = Evidence{.measurable = RandomAnswer(random),
                               .demonstrated = RandomAnswer(random),
                               .achieved = RandomAnswer(random)};
      break;
    case 8:
      update.item = Chance(random, 50) ? "C1" : "C2";
      update.change = OpenConcern(RandomAnswer(random), RandomAnswer(random));
      break;
    case 9:
      if (Chance(random, 50)) update.item = r;
      update.change = Carry(
          "confidence", Chance(random, 50) ? FactValue("likely") : FactValue());
      break;
    case 10:
      if (Chance(random, 50)) update.by = "Director";
      update.change = Override{.aspect = "process",
                               .rating = Chance(random, 70)
                                             ? std::optional<std::string>("Red")
                                             : std::nullopt,
                               .reason = Chance(random, 50) ? "Why" : ""};
      break;
    default:
      if (Chance(random, 50)) update.item = r;
      update.change = Report("process", Chance(random, 50) ? "Red" : "Green");
      break;
  }
  if (Chance(random, 60)) {
    update.recorded = update.on.Plus(Days(Random(random, 0, 60)));
  }
  return update;
}

// At most `most` updates, no two of them with the same days.
inline std::vector<Update> RandomJournal(std::mt19937& random, int most) {
  std::vector<Update> journal;
  const int count = Random(random, 0, most);
  for (int i = 0; i < count; ++i) {
    Update update = RandomUpdate(random);
    const bool taken = std::any_of(
        journal.begin(), journal.end(), [&update](const Update& other) {
          return other.on == update.on &&
                 other.known_from() == update.known_from();
        });
    if (!taken) journal.push_back(std::move(update));
  }
  return journal;
}

}  // namespace actionplan::unit

#endif  // ACTIONPLAN_TESTS_UNIT_MAKE_PLAN_H_
