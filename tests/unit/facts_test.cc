#include "actionplan/facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "make_plan.h"

namespace actionplan {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::IsEmpty;
using unit::Day;
using unit::EmptyBaseline;
using unit::Expect;
using unit::MakeMilestone;
using unit::MakePeriod;
using unit::MakePlan;
using unit::NewDue;
using unit::OneMilestone;
using unit::OpenConcern;
using unit::Percent;
using unit::Reach;
using unit::Recover;
using unit::Replan;
using unit::Report;
using unit::Say;
using unit::SnapshotOf;
using unit::Value;

constexpr ItemRef kFirstMilestone = {ItemKind::kMilestone, 0};
constexpr ItemRef kFirstOutcome = {ItemKind::kOutcome, 0};
constexpr ItemRef kFirstRecommendation = {ItemKind::kRecommendation, 0};
constexpr ItemRef kThePlan = {ItemKind::kPlan, 0};

// A cell as the tables of this file write it: "unknown", "n/a", "yes",
// "in progress", "2018-04-30", "27".
std::string Show(Fact fact, const Cell& cell) {
  if (cell.state == CellState::kUnknown) return "unknown";
  if (cell.state == CellState::kNotApplicable) return "n/a";
  const FactDefinition& definition = Define(fact);
  if (definition.type == FactType::kYesNo)
    return cell.value != 0 ? "yes" : "no";
  if (definition.type == FactType::kChoice) {
    return std::string(definition.choices[static_cast<size_t>(cell.value)]);
  }
  if (definition.type == FactType::kDay) {
    return Date::FromEpochDays(static_cast<int32_t>(cell.value)).ToIso();
  }
  std::ostringstream out;
  out << cell.value;
  return out.str();
}

struct Row {
  std::string name;
  Plan plan;
  std::string_view as_of;
  std::string value;
};

void ExpectFacts(ItemRef item, Fact fact, const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    const Snapshot snapshot = SnapshotOf(row.plan, row.as_of);
    EXPECT_EQ(Show(fact, FactOf(snapshot, item, fact)), row.value)
        << Define(fact).name << " of: " << row.name << ", as of " << row.as_of;
  }
}

void ExpectMilestoneFacts(Fact fact, const std::vector<Row>& rows) {
  ExpectFacts(kFirstMilestone, fact, rows);
}

void ExpectOutcomeFacts(Fact fact, const std::vector<Row>& rows) {
  ExpectFacts(kFirstOutcome, fact, rows);
}

// One milestone "M" with this due.
Plan WithDue(std::string_view due, std::vector<Update> journal = {}) {
  return MakePlan(OneMilestone(due), std::move(journal));
}

// And with this start.
Plan StartDue(std::string_view start, std::string_view due,
              std::vector<Update> journal = {}) {
  return MakePlan(OneMilestone(due, start), std::move(journal));
}

// And with the reporting periods January and February to 27 March.
Plan InPeriods(std::string_view start, std::string_view due,
               std::vector<Update> journal = {}) {
  Baseline baseline = OneMilestone(due, start);
  baseline.periods = {MakePeriod("last", "2018-01-01", "2018-01-31"),
                      MakePeriod("this", "2018-02-01", "2018-03-27")};
  return MakePlan(std::move(baseline), std::move(journal));
}

Plan Recurring() {
  Baseline baseline = OneMilestone("");
  baseline.recommendations[0].milestones[0].due =
      Due::Recurring("every quarter", Confidence::kHigh, "");
  return MakePlan(std::move(baseline));
}

const Update kComplete = Say("2018-02-20", "M", Reach(Stage::kComplete));
const Update kReopened = Say("2018-03-05", "M", Reach(Stage::kInProgress));
const Update kCancelled =
    Say("2018-02-20", "M", Reach(Stage::kCancelled, "Cabinet"));

// --- Stage ---

TEST(Facts, Stage) {
  ExpectMilestoneFacts(
      Fact::kStage,
      {{"never recorded", WithDue(""), "2018-03-27", "unknown"},
       {"recorded", WithDue("", {kReopened}), "2018-03-27", "in progress"},
       {"the day before", WithDue("", {kReopened}), "2018-03-04", "unknown"},
       {"the later one", WithDue("", {kReopened, kComplete}), "2018-03-27",
        "in progress"},
       {"cancelled", WithDue("", {kCancelled}), "2018-03-27", "cancelled"}});
}

TEST(Facts, Complete) {
  ExpectMilestoneFacts(
      Fact::kComplete,
      {{"nothing on record", WithDue("April 2018"), "2018-03-27", "no"},
       {"complete", WithDue("", {kComplete}), "2018-03-27", "yes"},
       {"verified",
        WithDue("", {Say("2018-02-20", "M", Reach(Stage::kVerified))}),
        "2018-03-27", "yes"},
       {"the day before", WithDue("", {kComplete}), "2018-02-19", "no"},
       {"reopened", WithDue("", {kComplete, kReopened}), "2018-03-27", "no"},
       {"cancelled", WithDue("", {kCancelled}), "2018-03-27", "no"},
       {"100 % is not yet complete",
        WithDue("", {Say("2018-02-20", "M", Percent(100))}), "2018-03-27",
        "no"}});
}

TEST(Facts, Scheduled) {
  ExpectMilestoneFacts(
      Fact::kScheduled,
      {{"starts on the last day of the period", InPeriods("27 March 2018", ""),
        "2018-03-01", "yes"},
       {"starts the day after it", InPeriods("28 March 2018", ""), "2018-03-01",
        "no"},
       {"started before it", InPeriods("1 January 2017", ""), "2018-03-01",
        "yes"},
       {"starts in a month that the period cuts", InPeriods("March 2018", ""),
        "2018-03-01", "yes"},
       {"no start; the due begins in it", InPeriods("", "March 2018"),
        "2018-03-01", "yes"},
       {"no start; the due begins after it", InPeriods("", "April 2018"),
        "2018-03-01", "no"},
       {"the start counts before the due",
        InPeriods("March 2018", "December 2018"), "2018-03-01", "yes"},
       {"an undated start is none", InPeriods("to be agreed", "April 2018"),
        "2018-03-01", "no"},
       {"neither", InPeriods("", ""), "2018-03-01", "unknown"},
       {"neither yet", InPeriods("to be agreed", "to be agreed"), "2018-03-01",
        "unknown"},
       {"without periods the day itself counts", StartDue("1 March 2018", ""),
        "2018-03-01", "yes"},
       {"and not the day after", StartDue("2 March 2018", ""), "2018-03-01",
        "no"},
       {"the due as now agreed",
        InPeriods("", "April 2018",
                  {Say("2018-02-05", "M", Replan("1 March 2018"))}),
        "2018-03-01", "yes"}});
}

// Work that goes on for ever is never due to start, and work that is due by a
// day may start at any time.
TEST(Facts, ScheduledWithoutEitherFirstDay) {
  Baseline by_may = OneMilestone("");
  by_may.recommendations[0].milestones[0].due = Due::OfPeriod(
      "by May 2018", std::nullopt, Day("2018-05-31"), Confidence::kHigh, "");
  ExpectMilestoneFacts(
      Fact::kScheduled,
      {{"ongoing", InPeriods("", "ongoing"), "2018-03-01", "n/a"},
       {"a due without a first day", MakePlan(by_may), "2018-03-01", "yes"}});
}

// --- Dues ---

TEST(Facts, Due) {
  ExpectMilestoneFacts(
      Fact::kDue,
      {{"a month", WithDue("April 2018"), "2018-03-27", "2018-04-30"},
       {"a day", WithDue("29 February 2016"), "2018-03-27", "2016-02-29"},
       {"blank", WithDue(""), "2018-03-27", "unknown"},
       {"to be agreed", WithDue("to be agreed"), "2018-03-27", "unknown"},
       {"ongoing", WithDue("ongoing"), "2018-03-27", "n/a"},
       {"every quarter", Recurring(), "2018-03-27", "n/a"},
       {"moved",
        WithDue("April 2018", {Say("2018-02-12", "M", NewDue("May 2018"))}),
        "2018-03-27", "2018-05-31"},
       {"before it was moved",
        WithDue("April 2018", {Say("2018-02-12", "M", NewDue("May 2018"))}),
        "2018-02-11", "2018-04-30"},
       {"taken away",
        WithDue("April 2018", {Say("2018-02-12", "M", NewDue(""))}),
        "2018-03-27", "unknown"}});
}

TEST(Facts, OriginalDue) {
  ExpectMilestoneFacts(
      Fact::kOriginalDue,
      {{"never moved", WithDue("April 2018"), "2018-03-27", "2018-04-30"},
       {"moved",
        WithDue("April 2018", {Say("2018-02-12", "M", Replan("May 2018"))}),
        "2018-03-27", "2018-04-30"},
       {"taken away",
        WithDue("April 2018", {Say("2018-02-12", "M", NewDue(""))}),
        "2018-03-27", "2018-04-30"},
       {"agreed later",
        WithDue("", {Say("2018-02-12", "M", NewDue("May 2018")),
                     Say("2018-03-12", "M", NewDue("June 2018"))}),
        "2018-03-27", "2018-05-31"},
       {"blank", WithDue(""), "2018-03-27", "unknown"},
       {"to be agreed", WithDue("to be agreed"), "2018-03-27", "unknown"},
       {"ongoing", WithDue("ongoing"), "2018-03-27", "n/a"}});
}

TEST(Facts, ReplannedOn) {
  const Update replan = Say("2018-02-12", "M", Replan("May 2018"));
  const Update quiet = Say("2018-02-14", "M", NewDue("June 2018"));
  const Update later = Say("2018-02-16", "M", Replan("July 2018"));
  ExpectMilestoneFacts(
      Fact::kReplannedOn,
      {{"never changed", WithDue("April 2018"), "2018-03-27", "n/a"},
       {"re-planned", WithDue("April 2018", {replan}), "2018-03-27",
        "2018-02-12"},
       {"moved quietly", WithDue("April 2018", {quiet}), "2018-03-27", "n/a"},
       {"no reason",
        WithDue("April 2018",
                {Say("2018-02-12", "M", NewDue("May 2018", "Cabinet"))}),
        "2018-03-27", "n/a"},
       {"re-planned and then moved quietly",
        WithDue("April 2018", {replan, quiet}), "2018-03-27", "n/a"},
       {"moved quietly and then re-planned",
        WithDue("April 2018", {quiet, later}), "2018-03-27", "2018-02-16"},
       {"only the words changed",
        WithDue("April 2018",
                {Say("2018-02-12", "M", Replan("30 April 2018"))}),
        "2018-03-27", "n/a"}});
}

TEST(Facts, Forecast) {
  ExpectMilestoneFacts(
      Fact::kForecast,
      {{"nobody gave one", WithDue("April 2018"), "2018-03-27", "n/a"},
       {"a month",
        WithDue("April 2018", {Say("2018-02-12", "M", Expect("May 2018"))}),
        "2018-03-27", "2018-05-31"},
       {"one whose date is still open",
        WithDue("April 2018", {Say("2018-02-12", "M", Expect("to be agreed"))}),
        "2018-03-27", "unknown"}});
}

TEST(Facts, Finished) {
  ExpectMilestoneFacts(
      Fact::kFinished,
      {{"not yet", WithDue("April 2018"), "2018-03-27", "n/a"},
       {"complete", WithDue("", {kComplete}), "2018-03-27", "2018-02-20"},
       {"the day before", WithDue("", {kComplete}), "2018-02-19", "n/a"},
       {"verified later",
        WithDue("",
                {kComplete, Say("2018-03-20", "M", Reach(Stage::kVerified))}),
        "2018-03-27", "2018-02-20"},
       {"reopened", WithDue("", {kComplete, kReopened}), "2018-03-27", "n/a"},
       {"cancelled", WithDue("", {kCancelled}), "2018-03-27", "n/a"}});
}

// --- Overdue ---

TEST(Facts, DaysOverdue) {
  ExpectMilestoneFacts(
      Fact::kDaysOverdue,
      {{"the day before", WithDue("28 February 2018"), "2018-02-27", "0"},
       {"its own day", WithDue("28 February 2018"), "2018-02-28", "0"},
       {"the day after", WithDue("28 February 2018"), "2018-03-01", "1"},
       {"27 March", WithDue("28 February 2018"), "2018-03-27", "27"},
       {"in a leap year", WithDue("28 February 2016"), "2016-03-01", "2"},
       {"complete", WithDue("1 February 2018", {kComplete}), "2018-03-27", "0"},
       {"cancelled", WithDue("1 February 2018", {kCancelled}), "2018-03-27",
        "0"},
       {"reopened", WithDue("28 February 2018", {kComplete, kReopened}),
        "2018-03-27", "27"},
       {"re-planned",
        WithDue("28 February 2018",
                {Say("2018-02-12", "M", Replan("May 2018"))}),
        "2018-03-27", "0"},
       {"blank", WithDue(""), "2018-03-27", "unknown"},
       {"to be agreed", WithDue("to be agreed"), "2018-03-27", "unknown"},
       {"ongoing", WithDue("ongoing"), "2018-03-27", "n/a"},
       {"every quarter", Recurring(), "2018-03-27", "n/a"}});
}

// Whole months and the days left over, each a thirty-second.
TEST(Facts, MonthsOverdue) {
  ExpectMilestoneFacts(
      Fact::kMonthsOverdue,
      {{"its own day", WithDue("31 January 2018"), "2018-01-31", "0"},
       {"a day short of a month", WithDue("31 January 2018"), "2018-02-27",
        "0.84375"},
       {"a month, to the shorter one's end", WithDue("31 January 2018"),
        "2018-02-28", "1"},
       {"a leap year's 28 February", WithDue("31 January 2016"), "2016-02-28",
        "0.875"},
       {"a leap year's 29 February", WithDue("31 January 2016"), "2016-02-29",
        "1"},
       {"a day short of two", WithDue("31 January 2018"), "2018-03-30",
        "1.9375"},
       {"two", WithDue("31 January 2018"), "2018-03-31", "2"},
       {"a month and a day", WithDue("31 January 2018"), "2018-03-01",
        "1.03125"},
       {"from 28 February", WithDue("28 February 2018"), "2018-03-28", "1"},
       {"complete", WithDue("31 January 2018", {kComplete}), "2018-03-31", "0"},
       {"blank", WithDue(""), "2018-03-27", "unknown"},
       {"ongoing", WithDue("ongoing"), "2018-03-27", "n/a"}});
}

TEST(Facts, OfStepsAboveComplete) {
  const auto at = [](Stage stage) {
    return WithDue("", {Say("2018-02-20", "M", Reach(stage))});
  };
  ExpectMilestoneFacts(
      Fact::kVerified,
      {{"none", WithDue(""), "2018-03-27", "no"},
       {"complete", at(Stage::kComplete), "2018-03-27", "no"},
       {"verified", at(Stage::kVerified), "2018-03-27", "yes"},
       {"embedded", at(Stage::kEmbedded), "2018-03-27", "yes"}});
  ExpectMilestoneFacts(
      Fact::kEmbedded,
      {{"none", WithDue(""), "2018-03-27", "no"},
       {"verified", at(Stage::kVerified), "2018-03-27", "no"},
       {"embedded", at(Stage::kEmbedded), "2018-03-27", "yes"}});
}

TEST(Facts, DecisionRecorded) {
  const auto at = [](Stage stage, std::string decision) {
    return WithDue("", {Say("2018-02-20", "M", Reach(stage, decision))});
  };
  ExpectMilestoneFacts(
      Fact::kDecisionRecorded,
      {{"none", WithDue(""), "2018-03-27", "n/a"},
       {"in progress", at(Stage::kInProgress, "Cabinet"), "2018-03-27", "n/a"},
       {"held", at(Stage::kOnHold, "Cabinet"), "2018-03-27", "yes"},
       {"held by nobody", at(Stage::kOnHold, ""), "2018-03-27", "no"},
       {"suspended", at(Stage::kSuspended, "Cabinet"), "2018-03-27", "yes"},
       {"suspended by nobody", at(Stage::kSuspended, ""), "2018-03-27", "no"},
       {"cancelled", at(Stage::kCancelled, "Cabinet"), "2018-03-27", "yes"},
       {"cancelled by nobody", at(Stage::kCancelled, ""), "2018-03-27", "no"}});
}

TEST(Facts, StartAndDaysToIt) {
  const Update begun = Say("2018-02-20", "M", Reach(Stage::kInProgress));
  const Update waits = Say("2018-02-20", "M", Reach(Stage::kNotStarted));
  ExpectMilestoneFacts(
      Fact::kStart,
      {{"a month", StartDue("March 2018", ""), "2018-03-27", "2018-03-01"},
       {"none", StartDue("", ""), "2018-03-27", "n/a"},
       {"to be agreed", StartDue("to be agreed", ""), "2018-03-27",
        "unknown"}});
  ExpectMilestoneFacts(
      Fact::kDaysToStart,
      {{"ahead", StartDue("March 2018", ""), "2018-02-28", "1"},
       {"its own day", StartDue("March 2018", ""), "2018-03-01", "0"},
       {"past", StartDue("March 2018", "", {waits}), "2018-03-02", "-1"},
       {"begun", StartDue("March 2018", "", {begun}), "2018-03-02", "n/a"},
       {"none", StartDue("", ""), "2018-03-27", "n/a"},
       {"to be agreed", StartDue("to be agreed", ""), "2018-03-27",
        "unknown"}});
}

TEST(Facts, MovesThisPeriod) {
  Baseline baseline = OneMilestone("January 2018");
  baseline.periods = {MakePeriod("this", "2018-02-01", "2018-02-28")};
  const Plan plan =
      MakePlan(baseline, {Say("2018-01-31", "M", Replan("March 2018")),
                          Say("2018-02-01", "M", Replan("April 2018")),
                          Say("2018-02-28", "M", NewDue("March 2018")),
                          Say("2018-03-01", "M", Replan("May 2018"))});
  ExpectMilestoneFacts(Fact::kMovesThisPeriod,
                       {{"before it", plan, "2018-01-31", "1"},
                        {"first day", plan, "2018-02-01", "1"},
                        {"last day", plan, "2018-02-28", "2"},
                        {"after it", plan, "2018-03-01", "1"}});
}

TEST(Facts, OfTheDayAndThePeriodAreTheSameForEveryItem) {
  Baseline baseline = OneMilestone("January 2018");
  baseline.periods = {MakePeriod("this", "2018-02-01", "2018-02-28")};
  const Plan plan = MakePlan(baseline);
  for (ItemRef item : {kFirstMilestone, kFirstRecommendation, kThePlan}) {
    ExpectFacts(item, Fact::kAsOf, {{"", plan, "2018-02-12", "2018-02-12"}});
    ExpectFacts(item, Fact::kPeriodFirst,
                {{"in it", plan, "2018-02-12", "2018-02-01"},
                 {"outside", plan, "2018-03-12", "2018-03-12"}});
    ExpectFacts(item, Fact::kPeriodLast,
                {{"in it", plan, "2018-02-12", "2018-02-28"},
                 {"outside", plan, "2018-03-12", "2018-03-12"}});
  }
}

TEST(Facts, DaysToDue) {
  ExpectMilestoneFacts(
      Fact::kDaysToDue,
      {{"ahead", WithDue("30 April 2018"), "2018-04-29", "1"},
       {"its own day", WithDue("30 April 2018"), "2018-04-30", "0"},
       {"past", WithDue("30 April 2018"), "2018-05-01", "-1"},
       {"complete", WithDue("30 April 2018", {kComplete}), "2018-03-27", "n/a"},
       {"reopened", WithDue("28 March 2018", {kComplete, kReopened}),
        "2018-03-27", "1"},
       {"blank", WithDue(""), "2018-03-27", "unknown"},
       {"ongoing", WithDue("ongoing"), "2018-03-27", "n/a"}});
}

// --- Slipped ---

TEST(Facts, DaysSlipped) {
  const Update replan = Say("2018-02-12", "M", Replan("30 April 2018"));
  const Update forecast = Say("2018-02-13", "M", Expect("31 May 2018"));
  const Update done = Say("2018-03-10", "M", Reach(Stage::kComplete));
  const std::string_view due = "28 February 2018";
  ExpectMilestoneFacts(
      Fact::kDaysSlipped,
      {{"never moved", WithDue(due), "2018-03-27", "0"},
       {"overdue is not yet slipped", WithDue(due), "2018-12-31", "0"},
       {"to the due as now agreed", WithDue(due, {replan}), "2018-03-27", "61"},
       {"to the forecast", WithDue(due, {replan, forecast}), "2018-03-01",
        "92"},
       {"to the finish", WithDue(due, {replan, forecast, done}), "2018-03-27",
        "10"},
       {"finished early", WithDue(due, {kComplete}), "2018-03-27", "-8"},
       {"brought forward",
        WithDue("30 April 2018",
                {Say("2018-02-12", "M", Replan("28 February 2018"))}),
        "2018-03-27", "-61"},
       {"never dated", WithDue("to be agreed"), "2018-03-27", "unknown"},
       {"never dated and finished", WithDue("", {kComplete}), "2018-03-27",
        "unknown"},
       {"taken away", WithDue(due, {Say("2018-02-12", "M", NewDue(""))}),
        "2018-03-27", "unknown"},
       {"ongoing", WithDue("ongoing"), "2018-03-27", "n/a"}});
}

TEST(Facts, MonthsSlipped) {
  const auto moved = [](std::string_view to) {
    return WithDue("31 January 2018", {Say("2018-01-12", "M", Replan(to))});
  };
  ExpectMilestoneFacts(
      Fact::kMonthsSlipped,
      {{"not moved", WithDue("31 January 2018"), "2018-03-27", "0"},
       {"to 27 February", moved("27 February 2018"), "2018-03-27", "0.84375"},
       {"to 28 February", moved("28 February 2018"), "2018-03-27", "1"},
       {"to 31 January next year", moved("31 January 2019"), "2018-03-27",
        "12"},
       {"to 31 December before", moved("31 December 2017"), "2018-03-27", "-1"},
       {"to 30 December before", moved("30 December 2017"), "2018-03-27",
        "-1.03125"},
       {"never dated", WithDue(""), "2018-03-27", "unknown"},
       {"ongoing", WithDue("ongoing"), "2018-03-27", "n/a"}});
}

TEST(Facts, PercentSlipped) {
  const Update five_days = Say("2018-02-12", "M", Replan("15 March 2018"));
  // From 1 to 10 March are ten days, both of them counted.
  ExpectMilestoneFacts(
      Fact::kPercentSlipped,
      {{"not moved", StartDue("1 March 2018", "10 March 2018"), "2018-03-27",
        "0"},
       {"five of ten days",
        StartDue("1 March 2018", "10 March 2018", {five_days}), "2018-03-27",
        "50"},
       {"five days earlier",
        StartDue("1 March 2018", "20 March 2018", {five_days}), "2018-03-27",
        "-25"},
       {"no planned start", WithDue("10 March 2018", {five_days}), "2018-03-27",
        "unknown"},
       {"a start without a date",
        StartDue("to be agreed", "10 March 2018", {five_days}), "2018-03-27",
        "unknown"},
       {"no due", StartDue("1 March 2018", ""), "2018-03-27", "unknown"}});
}

TEST(Facts, DaysForecastLate) {
  const auto forecast = [](std::string_view due, std::string_view finish) {
    return WithDue(due, {Say("2018-02-12", "M", Expect(finish))});
  };
  ExpectMilestoneFacts(
      Fact::kDaysForecastLate,
      {{"no forecast", WithDue("April 2018"), "2018-03-27", "n/a"},
       {"earlier", forecast("April 2018", "29 April 2018"), "2018-03-27", "-1"},
       {"the same day", forecast("April 2018", "30 April 2018"), "2018-03-27",
        "0"},
       {"later", forecast("April 2018", "May 2018"), "2018-03-27", "31"},
       {"against the due as now agreed",
        WithDue("April 2018", {Say("2018-02-12", "M", Replan("May 2018")),
                               Say("2018-02-13", "M", Expect("May 2018"))}),
        "2018-03-27", "0"},
       {"a forecast without a date", forecast("April 2018", "to be agreed"),
        "2018-03-27", "unknown"},
       {"no due", forecast("", "May 2018"), "2018-03-27", "unknown"},
       {"ongoing", forecast("ongoing", "May 2018"), "2018-03-27", "n/a"}});
}

TEST(Facts, DaysStartLate) {
  const Update not_started = Say("2018-01-10", "M", Reach(Stage::kNotStarted));
  const Update begun = Say("2018-01-10", "M", Reach(Stage::kInProgress));
  ExpectMilestoneFacts(
      Fact::kDaysStartLate,
      {{"before the last day of its start",
        StartDue("March 2018", "", {not_started}), "2018-03-30", "0"},
       {"on it", StartDue("March 2018", "", {not_started}), "2018-03-31", "0"},
       {"the day after", StartDue("March 2018", "", {not_started}),
        "2018-04-01", "1"},
       {"begun", StartDue("March 2018", "", {begun}), "2018-04-01", "0"},
       {"cancelled", StartDue("January 2018", "", {not_started, kCancelled}),
        "2018-04-01", "0"},
       {"no planned start", WithDue("April 2018", {not_started}), "2018-04-01",
        "n/a"},
       {"a start without a date", StartDue("to be agreed", "", {not_started}),
        "2018-04-01", "n/a"}});
}

TEST(Facts, DaysCompletedLate) {
  ExpectMilestoneFacts(
      Fact::kDaysCompletedLate,
      {{"not finished", WithDue("January 2018"), "2018-03-27", "n/a"},
       {"early", WithDue("21 February 2018", {kComplete}), "2018-03-27", "-1"},
       {"on the day", WithDue("20 February 2018", {kComplete}), "2018-03-27",
        "0"},
       {"late", WithDue("19 February 2018", {kComplete}), "2018-03-27", "1"},
       {"against the original due",
        WithDue("31 January 2018",
                {Say("2018-01-12", "M", Replan("May 2018")), kComplete}),
        "2018-03-27", "20"},
       {"never dated", WithDue("", {kComplete}), "2018-03-27", "unknown"},
       {"ongoing", WithDue("ongoing", {kComplete}), "2018-03-27", "n/a"},
       {"cancelled", WithDue("January 2018", {kCancelled}), "2018-03-27",
        "n/a"}});
}

TEST(Facts, DaysPastOriginal) {
  const Update later = Say("2018-01-12", "M", Replan("May 2018"));
  ExpectMilestoneFacts(
      Fact::kDaysPastOriginal,
      {{"ahead", WithDue("30 March 2018"), "2018-03-29", "-1"},
       {"on its day", WithDue("30 March 2018"), "2018-03-30", "0"},
       {"past it", WithDue("30 March 2018"), "2018-03-31", "1"},
       {"the last day of a month counts", WithDue("February 2018"),
        "2018-03-01", "1"},
       {"over a leap day", WithDue("28 February 2016"), "2016-03-01", "2"},
       {"whatever was agreed since", WithDue("31 January 2018", {later}),
        "2018-02-01", "1"},
       {"to the day it was finished", WithDue("19 February 2018", {kComplete}),
        "2018-03-27", "1"},
       {"early", WithDue("21 February 2018", {kComplete}), "2018-03-27", "-1"},
       {"never dated", WithDue(""), "2018-03-27", "unknown"},
       {"ongoing", WithDue("ongoing"), "2018-03-27", "n/a"},
       {"cancelled", WithDue("January 2018", {kCancelled}), "2018-03-27",
        "n/a"}});
}

TEST(Facts, MonthsPastOriginalAreCalendarMonths) {
  ExpectMilestoneFacts(
      Fact::kMonthsPastOriginal,
      {{"a day before three months", WithDue("30 November 2017"), "2018-02-27",
        "2.875"},  // 2 months and 28 days
       {"three months", WithDue("30 November 2017"), "2018-02-28", "3"},
       {"a day after", WithDue("30 November 2017"), "2018-03-01", "3.03125"}});
}

// --- Moves ---

TEST(Facts, MovesAndQuietMoves) {
  const Update replan = Say("2018-02-12", "M", Replan("May 2018"));
  const Update quiet = Say("2018-02-14", "M", NewDue("June 2018"));
  const Update away = Say("2018-02-16", "M", NewDue(""));
  const Update words = Say("2018-02-13", "M", NewDue("31 May 2018"));
  const std::vector<std::tuple<std::string, Plan, std::string, std::string>>
      kRows = {
          {"never", WithDue("April 2018"), "0", "0"},
          {"never dated", WithDue(""), "0", "0"},
          {"re-planned", WithDue("April 2018", {replan}), "1", "0"},
          {"quietly", WithDue("April 2018", {quiet}), "1", "1"},
          {"both", WithDue("April 2018", {replan, quiet}), "2", "1"},
          {"other words only", WithDue("April 2018", {replan, words}), "1",
           "0"},
          {"taken away", WithDue("April 2018", {away}), "1", "1"},
          {"first agreed later", WithDue("", {quiet}), "0", "0"},
      };
  for (const auto& [name, plan, moves, quiet_moves] : kRows) {
    ExpectMilestoneFacts(Fact::kMoves, {{name, plan, "2018-03-27", moves}});
    ExpectMilestoneFacts(Fact::kQuietMoves,
                         {{name, plan, "2018-03-27", quiet_moves}});
  }
}

TEST(Facts, DaysMoved) {
  ExpectMilestoneFacts(
      Fact::kDaysMoved,
      {{"never", WithDue("28 February 2018"), "2018-03-27", "0"},
       {"later",
        WithDue("28 February 2018",
                {Say("2018-02-12", "M", Replan("31 March 2018")),
                 Say("2018-02-13", "M", NewDue("30 April 2018"))}),
        "2018-03-27", "61"},
       {"brought forward",
        WithDue("30 April 2018",
                {Say("2018-02-12", "M", Replan("28 February 2018"))}),
        "2018-03-27", "-61"},
       {"there and back",
        WithDue("28 February 2018",
                {Say("2018-02-12", "M", Replan("31 March 2018")),
                 Say("2018-02-13", "M", Replan("28 February 2018"))}),
        "2018-03-27", "0"},
       {"a forecast moves nothing",
        WithDue("28 February 2018",
                {Say("2018-02-12", "M", Expect("May 2018"))}),
        "2018-03-27", "0"},
       {"never dated", WithDue(""), "2018-03-27", "unknown"},
       {"taken away",
        WithDue("28 February 2018", {Say("2018-02-12", "M", NewDue(""))}),
        "2018-03-27", "unknown"},
       {"ongoing", WithDue("ongoing"), "2018-03-27", "n/a"}});
}

TEST(Facts, DaysMovedThisPeriod) {
  const Update before = Say("2018-01-31", "M", Replan("31 March 2018"));
  const Update first = Say("2018-02-01", "M", Replan("10 April 2018"));
  const Update last = Say("2018-03-27", "M", NewDue("30 April 2018"));
  ExpectMilestoneFacts(
      Fact::kDaysMovedThisPeriod,
      {{"never", InPeriods("", "28 February 2018"), "2018-03-27", "0"},
       {"in the last period", InPeriods("", "28 February 2018", {before}),
        "2018-03-27", "0"},
       {"in that period itself", InPeriods("", "28 February 2018", {before}),
        "2018-01-31", "31"},
       {"on the first day of this",
        InPeriods("", "28 February 2018", {before, first}), "2018-03-27", "10"},
       {"and on the last",
        InPeriods("", "28 February 2018", {before, first, last}), "2018-03-27",
        "30"},
       {"but not before it came",
        InPeriods("", "28 February 2018", {before, first, last}), "2018-03-26",
        "10"},
       {"taken away",
        InPeriods("", "28 February 2018", {Say("2018-02-05", "M", NewDue(""))}),
        "2018-03-27", "unknown"}});
}

// --- Progress ---

TEST(Facts, PercentComplete) {
  const Update forty = Say("2018-02-01", "M", Percent(40));
  ExpectMilestoneFacts(
      Fact::kPercentComplete,
      {{"never reported", WithDue(""), "2018-03-27", "unknown"},
       {"news without a number",
        WithDue("", {Say("2018-02-01", "M", Progress{})}), "2018-03-27",
        "unknown"},
       {"nothing yet", WithDue("", {Say("2018-02-01", "M", Percent(0))}),
        "2018-03-27", "0"},
       {"reported", WithDue("", {forty}), "2018-03-27", "40"},
       {"as last reported",
        WithDue("", {Say("2018-02-02", "M", Percent(30)), forty}), "2018-03-27",
        "30"},
       {"complete", WithDue("", {forty, kComplete}), "2018-03-27", "100"},
       {"complete without a number", WithDue("", {kComplete}), "2018-03-27",
        "100"},
       {"reopened", WithDue("", {forty, kComplete, kReopened}), "2018-03-27",
        "40"}});
}

TEST(Facts, PercentTimeElapsed) {
  const Plan ten_days = StartDue("1 March 2018", "10 March 2018");
  ExpectMilestoneFacts(
      Fact::kPercentTimeElapsed,
      {{"before its start", ten_days, "2018-02-27", "0"},
       {"the day before its start", ten_days, "2018-02-28", "0"},
       {"five of ten days", ten_days, "2018-03-05", "50"},
       {"its last day", ten_days, "2018-03-10", "100"},
       {"after it", ten_days, "2018-03-27", "100"},
       {"to the due as now agreed",
        StartDue("1 March 2018", "10 March 2018",
                 {Say("2018-02-12", "M", Replan("20 March 2018"))}),
        "2018-03-05", "25"},
       {"no start", WithDue("10 March 2018"), "2018-03-27", "unknown"},
       {"no due", StartDue("1 March 2018", ""), "2018-03-27", "unknown"},
       {"ongoing", StartDue("1 March 2018", "ongoing"), "2018-03-27",
        "unknown"}});
}

TEST(Facts, Blocked) {
  const Update blocked = Say("2018-02-01", "M", Blocked{.blocked = true});
  const Update free = Say("2018-03-01", "M", Blocked{.blocked = false});
  ExpectMilestoneFacts(
      Fact::kBlocked,
      {{"never recorded", WithDue(""), "2018-03-27", "unknown"},
       {"blocked", WithDue("", {blocked}), "2018-03-27", "yes"},
       {"no longer", WithDue("", {free, blocked}), "2018-03-27", "no"},
       {"still on the day before", WithDue("", {free, blocked}), "2018-02-28",
        "yes"}});
}

// --- Recovery ---

TEST(Facts, RecoveryPlanAndItsDay) {
  const std::string_view due = "28 February 2018";
  const Update replan = Say("2018-02-12", "M", Replan("30 April 2018"));
  const Update quiet = Say("2018-02-12", "M", NewDue("30 April 2018"));
  const Update recovery = Say("2018-02-13", "M", Recover("15 May 2018"));
  const std::vector<Row> kRows = {
      {"none", WithDue(due), "2018-03-27", "n/a"},
      {"an agreed later due", WithDue(due, {replan}), "2018-03-27",
       "2018-04-30"},
      {"the day before it", WithDue(due, {replan}), "2018-04-29", "2018-04-30"},
      // On its last day it can still be kept.
      {"its last day", WithDue(due, {replan}), "2018-04-30", "2018-04-30"},
      {"the day after it", WithDue(due, {replan}), "2018-05-01", "n/a"},
      {"a quiet move", WithDue(due, {quiet}), "2018-03-27", "n/a"},
      {"an agreed due earlier than the original", WithDue("May 2018", {replan}),
       "2018-03-27", "n/a"},
      {"an agreed due that was then moved quietly",
       WithDue(due, {replan, Say("2018-02-20", "M", NewDue("May 2018"))}),
       "2018-03-27", "n/a"},
      {"the due as first agreed", WithDue("30 April 2018"), "2018-03-27",
       "n/a"},
      {"a recorded plan", WithDue(due, {recovery}), "2018-03-27", "2018-05-15"},
      {"its last day", WithDue(due, {recovery}), "2018-05-15", "2018-05-15"},
      {"after it", WithDue(due, {recovery}), "2018-05-16", "n/a"},
      {"a recorded plan for work without a date", WithDue("", {recovery}),
       "2018-03-27", "2018-05-15"},
      {"a plan without a date",
       WithDue(due, {Say("2018-02-13", "M", Recover(""))}), "2018-03-27",
       "n/a"},
      {"both, and one is past", WithDue(due, {replan, recovery}), "2018-05-10",
       "2018-05-15"},
  };
  for (const Row& row : kRows) {
    ExpectMilestoneFacts(Fact::kRecoveryUntil, {row});
    ExpectMilestoneFacts(
        Fact::kRecoveryPlan,
        {{row.name, row.plan, row.as_of, row.value == "n/a" ? "no" : "yes"}});
  }
}

TEST(Facts, RecoveryOfARecommendationIsItsRecordedPlan) {
  const Update recovery = Say("2018-02-13", "R", Recover("15 May 2018"));
  const std::vector<Row> kRows = {
      {"none", WithDue("April 2018"), "2018-03-27", "n/a"},
      {"recorded", WithDue("", {recovery}), "2018-03-27", "2018-05-15"},
      {"its last day", WithDue("", {recovery}), "2018-05-15", "2018-05-15"},
      {"after it", WithDue("", {recovery}), "2018-05-16", "n/a"},
      {"a milestone's",
       WithDue("", {Say("2018-02-13", "M", Recover("May 2018"))}), "2018-03-27",
       "n/a"},
  };
  for (const Row& row : kRows) {
    ExpectFacts(kFirstRecommendation, Fact::kRecoveryUntil, {row});
    ExpectFacts(
        kFirstRecommendation, Fact::kRecoveryPlan,
        {{row.name, row.plan, row.as_of, row.value == "n/a" ? "no" : "yes"}});
  }
}

TEST(Facts, HasLead) {
  const auto led_by = [](std::string recommendation, std::string milestone) {
    Baseline baseline = OneMilestone("");
    baseline.recommendations[0].lead = std::move(recommendation);
    baseline.recommendations[0].milestones[0].lead = std::move(milestone);
    return MakePlan(std::move(baseline));
  };
  const std::string_view day = "2018-03-27";
  ExpectMilestoneFacts(Fact::kHasLead,
                       {{"nobody", led_by("", ""), day, "no"},
                        {"its own", led_by("", "Head"), day, "yes"},
                        {"its recommendation's", led_by("DCS", ""), day, "yes"},
                        {"both", led_by("DCS", "Head"), day, "yes"}});
  ExpectFacts(kFirstRecommendation, Fact::kHasLead,
              {{"nobody", led_by("", ""), day, "no"},
               {"only its milestone's", led_by("", "Head"), day, "no"},
               {"its own", led_by("DCS", ""), day, "yes"}});
}

// --- Outcomes ---

// One recommendation "R" with one outcome "O" that these measures show.
Plan OneOutcome(std::vector<Measure> measures, std::vector<Update> journal,
                std::string_view expected = "") {
  Baseline baseline = EmptyBaseline();
  baseline.recommendations = {
      {.id = "R",
       .title = "R",
       .outcomes = {{.id = "O", .text = "O", .expected = ParseDue(expected)}}}};
  baseline.measures = std::move(measures);
  return MakePlan(std::move(baseline), std::move(journal));
}

Measure MakeMeasure(std::string id, Better better,
                    std::optional<double> target = std::nullopt,
                    std::optional<double> tolerance = std::nullopt) {
  return {.id = id,
          .name = id,
          .unit = "%",
          .outcome = "O",
          .better = better,
          .target = target,
          .tolerance = tolerance};
}

TEST(Facts, Expected) {
  const auto from = [](std::string_view expected) {
    return OneOutcome({}, {}, expected);
  };
  ExpectOutcomeFacts(
      Fact::kExpected,
      {{"the day before", from("April 2018"), "2018-03-31", "no"},
       {"the day", from("April 2018"), "2018-04-01", "yes"},
       {"the day after", from("April 2018"), "2018-04-02", "yes"},
       {"never said", from(""), "2018-03-27", "unknown"},
       {"to be agreed", from("to be agreed"), "2018-03-27", "unknown"}});
}

TEST(Facts, MeasurableDemonstratedAndAchieved) {
  const auto evidence = [](std::optional<bool> measurable,
                           std::optional<bool> demonstrated,
                           std::optional<bool> achieved) {
    return OneOutcome({}, {Say("2018-02-01", "O",
                               Evidence{.measurable = measurable,
                                        .demonstrated = demonstrated,
                                        .achieved = achieved})});
  };
  const Plan none = OneOutcome({}, {});
  const Plan yes_no = evidence(true, false, std::nullopt);
  const Plan no_yes = evidence(false, std::nullopt, true);
  const std::string_view day = "2018-03-27";
  ExpectOutcomeFacts(
      Fact::kMeasurable,
      {{"never recorded", none, day, "unknown"},
       {"yes", yes_no, day, "yes"},
       {"no", no_yes, day, "no"},
       {"a measure without a reading",
        OneOutcome({MakeMeasure("S", Better::kHigher)}, {}), day, "unknown"},
       {"a measure with a reading",
        OneOutcome({MakeMeasure("S", Better::kHigher)},
                   {Say("2018-02-01", "S", Value(5))}),
        day, "yes"},
       {"a measure whose reading is still to come",
        OneOutcome({MakeMeasure("S", Better::kHigher)},
                   {Say("2018-03-28", "S", Value(5))}),
        day, "unknown"}});
  ExpectOutcomeFacts(Fact::kDemonstrated,
                     {{"never recorded", none, day, "unknown"},
                      {"no", yes_no, day, "no"},
                      {"unanswered", no_yes, day, "unknown"},
                      {"the day before", yes_no, "2018-01-31", "unknown"}});
  ExpectOutcomeFacts(Fact::kAchieved, {{"never recorded", none, day, "unknown"},
                                       {"unanswered", yes_no, day, "unknown"},
                                       {"yes", no_yes, day, "yes"}});
}

TEST(Facts, Readings) {
  const std::vector<Measure> two = {MakeMeasure("S", Better::kHigher),
                                    MakeMeasure("T", Better::kLower)};
  const std::vector<Update> three = {Say("2018-02-01", "S", Value(1)),
                                     Say("2018-02-02", "T", Value(2)),
                                     Say("2018-03-27", "S", Value(3))};
  ExpectOutcomeFacts(
      Fact::kReadings,
      {{"no measure", OneOutcome({}, {}), "2018-03-27", "0"},
       {"none yet", OneOutcome(two, {}), "2018-03-27", "0"},
       {"of both", OneOutcome(two, three), "2018-03-27", "3"},
       {"the day before the last", OneOutcome(two, three), "2018-03-26", "2"}});
}

// One measure "S" with one reading.
Plan OneReading(Better better, std::optional<double> target,
                std::optional<double> tolerance, double value) {
  return OneOutcome({MakeMeasure("S", better, target, tolerance)},
                    {Say("2018-02-01", "S", Value(value))});
}

TEST(Facts, OnTarget) {
  const std::string_view day = "2018-03-27";
  const Better up = Better::kHigher;
  const Better down = Better::kLower;
  ExpectOutcomeFacts(
      Fact::kOnTarget,
      {{"above", OneReading(up, 90, {}, 91), day, "yes"},
       {"on it", OneReading(up, 90, {}, 90), day, "yes"},
       {"just below", OneReading(up, 90, {}, 89.9), day, "no"},
       {"within the tolerance", OneReading(up, 90, 5, 85.1), day, "yes"},
       {"just within it", OneReading(up, 90, 5, 85), day, "yes"},
       {"beyond it", OneReading(up, 90, 5, 84.9), day, "no"},
       {"lower is better", OneReading(down, 10, {}, 9), day, "yes"},
       {"and higher is worse", OneReading(down, 10, {}, 11), day, "no"},
       {"within its tolerance", OneReading(down, 10, 2, 12), day, "yes"},
       {"beyond its tolerance", OneReading(down, 10, 2, 13), day, "no"},
       {"a target of zero", OneReading(down, 0, {}, 0), day, "yes"},
       {"no target", OneReading(up, {}, {}, 90), day, "unknown"},
       {"no direction", OneReading(Better::kNotStated, 90, {}, 90), day,
        "unknown"},
       {"no reading", OneOutcome({MakeMeasure("S", up, 90)}, {}), day,
        "unknown"},
       {"no measure", OneOutcome({}, {}), day, "unknown"},
       {"the latest reading by day, not in the file",
        OneOutcome({MakeMeasure("S", up, 90)},
                   {Say("2018-02-02", "S", Value(95)),
                    Say("2018-02-01", "S", Value(5))}),
        day, "yes"}});
}

// Two measures S and T that should reach 90; only those with a value are read.
Plan TwoMeasures(std::optional<double> s, std::optional<double> t,
                 std::optional<double> target_of_t = 90) {
  std::vector<Update> journal;
  if (s.has_value()) journal.push_back(Say("2018-02-01", "S", Value(*s)));
  if (t.has_value()) journal.push_back(Say("2018-02-01", "T", Value(*t)));
  return OneOutcome({MakeMeasure("S", Better::kHigher, 90),
                     MakeMeasure("T", Better::kHigher, target_of_t)},
                    std::move(journal));
}

TEST(Facts, OnTargetIsAboutEveryMeasureWithATarget) {
  const std::string_view day = "2018-03-27";
  ExpectOutcomeFacts(
      Fact::kOnTarget,
      {{"both on it", TwoMeasures(95, 90), day, "yes"},
       {"one off it", TwoMeasures(95, 80), day, "no"},
       {"one has no target", TwoMeasures(95, 5, std::nullopt), day, "yes"},
       {"one off it and one never read", TwoMeasures(80, {}), day, "no"},
       // Design, decision 4: a missing fact never silently becomes green.
       {"one on it and one never read", TwoMeasures(95, {}), day, "unknown"}});
}

TEST(Facts, PercentOffTarget) {
  const std::string_view day = "2018-03-27";
  const Better up = Better::kHigher;
  const Better down = Better::kLower;
  ExpectOutcomeFacts(
      Fact::kPercentOffTarget,
      {{"9 of 90 below", OneReading(up, 90, {}, 81), day, "10"},
       {"the tolerance changes nothing", OneReading(up, 90, 20, 81), day, "10"},
       {"on it", OneReading(up, 90, {}, 90), day, "0"},
       {"on the right side", OneReading(up, 90, {}, 95), day, "0"},
       {"5 of 10 above", OneReading(down, 10, {}, 15), day, "50"},
       {"lower than needed", OneReading(down, 10, {}, 5), day, "0"},
       {"a target of zero", OneReading(down, 0, {}, 5), day, "unknown"},
       {"no target", OneReading(up, {}, {}, 5), day, "unknown"},
       {"no direction", OneReading(Better::kNotStated, 90, {}, 5), day,
        "unknown"},
       {"no reading", OneOutcome({MakeMeasure("S", up, 90)}, {}), day,
        "unknown"},
       {"the worst of two", TwoMeasures(81, 45), day, "50"},
       // 0 would say that nothing is off target, and nobody knows that.
       {"one on it and one never read", TwoMeasures(95, {}), day, "unknown"}});
}

TEST(Facts, OfTheMeasureThatCounts) {
  const std::string_view day = "2018-03-27";
  const Better up = Better::kHigher;
  const Better down = Better::kLower;
  ExpectOutcomeFacts(
      Fact::kMeasureShortfall,
      {{"below, where higher is better", OneReading(up, 90, {}, 81), day, "9"},
       {"on target", OneReading(up, 90, {}, 90), day, "0"},
       {"better", OneReading(up, 90, {}, 95), day, "-5"},
       {"above, where lower is better", OneReading(down, 10, {}, 15), day, "5"},
       {"better, where lower is", OneReading(down, 10, {}, 5), day, "-5"},
       {"as on paper", OneReading(up, 0.3, {}, 0.1), day, "0.2"},
       {"a target of zero", OneReading(down, 0, {}, 5), day, "5"},
       {"no target", OneReading(up, {}, {}, 5), day, "unknown"},
       {"no direction", OneReading(Better::kNotStated, 90, {}, 5), day,
        "unknown"},
       {"no measure", OneOutcome({}, {}), day, "unknown"},
       {"the worst of two", TwoMeasures(81, 45), day, "45"},
       {"one of two has a target", TwoMeasures(81, 5, std::nullopt), day, "9"},
       {"one of two never read", TwoMeasures(95, {}), day, "unknown"}});
  ExpectOutcomeFacts(
      Fact::kMeasurePercentOfTarget,
      {{"81 of 90", OneReading(up, 90, {}, 81), day, "90"},
       {"on target", OneReading(up, 90, {}, 90), day, "100"},
       {"half as much again too much", OneReading(down, 10, {}, 15), day, "50"},
       {"half of what was allowed", OneReading(down, 10, {}, 5), day, "150"},
       {"a target below zero", OneReading(up, -10, {}, -15), day, "50"},
       {"a target of zero", OneReading(down, 0, {}, 5), day, "unknown"}});
  ExpectOutcomeFacts(Fact::kMeasureTolerance,
                     {{"its own", OneReading(up, 90, 5, 85), day, "5"},
                      {"none", OneReading(up, 90, {}, 85), day, "0"}});
  ExpectOutcomeFacts(Fact::kMeasureTarget,
                     {{"its own", OneReading(up, 90, 5, 85), day, "90"},
                      {"none", OneReading(up, {}, {}, 85), day, "unknown"}});
  const Plan two = OneOutcome(
      {MakeMeasure("S", up, 90)},
      {Say("2018-02-02", "S", Value(95)), Say("2018-02-01", "S", Value(5))});
  ExpectOutcomeFacts(Fact::kMeasureValue, {{"the latest", two, day, "95"}});
  ExpectOutcomeFacts(Fact::kMeasureBaseline, {{"the first", two, day, "5"}});
}

TEST(Facts, Direction) {
  const auto went = [](Better better, double before, double now) {
    return OneOutcome({MakeMeasure("S", better)},
                      {Say("2018-01-01", "S", Value(1000)),
                       Say("2018-02-01", "S", Value(before)),
                       Say("2018-03-01", "S", Value(now))});
  };
  const auto two = [](double s, double t) {
    return OneOutcome(
        {MakeMeasure("S", Better::kHigher), MakeMeasure("T", Better::kHigher)},
        {Say("2018-02-01", "S", Value(50)), Say("2018-03-01", "S", Value(s)),
         Say("2018-02-01", "T", Value(50)), Say("2018-03-01", "T", Value(t))});
  };
  const std::string_view day = "2018-03-27";
  ExpectOutcomeFacts(
      Fact::kDirection,
      {{"up and higher is better", went(Better::kHigher, 5, 6), day, "better"},
       {"down and higher is better", went(Better::kHigher, 6, 5), day, "worse"},
       {"up and lower is better", went(Better::kLower, 5, 6), day, "worse"},
       {"down and lower is better", went(Better::kLower, 6, 5), day, "better"},
       {"the same", went(Better::kHigher, 5, 5), day, "unchanged"},
       {"which is better was never said", went(Better::kNotStated, 5, 6), day,
        "unknown"},
       {"one reading", went(Better::kHigher, 5, 6), "2018-01-31", "unknown"},
       {"two readings", went(Better::kHigher, 5, 6), "2018-02-01", "worse"},
       {"none", OneOutcome({MakeMeasure("S", Better::kHigher)}, {}), day,
        "unknown"},
       {"by day and not in the file",
        OneOutcome({MakeMeasure("S", Better::kHigher)},
                   {Say("2018-03-01", "S", Value(6)),
                    Say("2018-02-01", "S", Value(5))}),
        day, "better"},
       {"the worst of better and worse", two(60, 40), day, "worse"},
       {"the worst of better and unchanged", two(60, 50), day, "unchanged"},
       {"the worst of two that are better", two(60, 51), day, "better"}});
}

// --- Of all ---

TEST(Facts, DaysSinceUpdate) {
  const Update news = Say("2018-03-20", "M", Progress{});
  ExpectMilestoneFacts(
      Fact::kDaysSinceUpdate,
      {{"never", WithDue("April 2018"), "2018-03-27", "unknown"},
       {"the same day", WithDue("", {news}), "2018-03-20", "0"},
       {"a week", WithDue("", {news}), "2018-03-27", "7"},
       {"the day before", WithDue("", {news}), "2018-03-19", "unknown"},
       {"the latest by day, not in the file",
        WithDue("", {news, Say("2018-01-01", "M", Percent(5))}), "2018-03-27",
        "7"},
       {"about something else",
        WithDue("", {Say("2018-03-20", "R", Progress{})}), "2018-03-27",
        "unknown"}});
  ExpectFacts(kFirstRecommendation, Fact::kDaysSinceUpdate,
              {{"never", WithDue(""), "2018-03-27", "unknown"},
               {"a week", WithDue("", {Say("2018-03-20", "R", Progress{})}),
                "2018-03-27", "7"}});
}

TEST(Facts, DaysSinceUpdateOfAnOutcome) {
  const std::vector<Measure> two = {MakeMeasure("S", Better::kHigher),
                                    MakeMeasure("T", Better::kHigher)};
  const auto evidence = [](std::string_view on) {
    return Say(on, "O",
               Evidence{.measurable = true,
                        .demonstrated = std::nullopt,
                        .achieved = std::nullopt});
  };
  ExpectOutcomeFacts(
      Fact::kDaysSinceUpdate,
      {{"never", OneOutcome(two, {}), "2018-03-27", "unknown"},
       {"evidence", OneOutcome(two, {evidence("2018-03-20")}), "2018-03-27",
        "7"},
       {"the latest by day, not in the file",
        OneOutcome(two, {evidence("2018-03-20"), evidence("2018-01-01")}),
        "2018-03-27", "7"}});
}

// A reading of its measure counts as an update of it, whichever stands first
// in the file.
TEST(Facts, DaysSinceUpdateOfAnOutcomeAndItsMeasuresIsByDay) {
  const std::vector<Measure> two = {MakeMeasure("S", Better::kHigher),
                                    MakeMeasure("T", Better::kHigher)};
  const Update evidence = Say("2018-01-01", "O", Progress{});
  const Update old_reading = Say("2018-02-20", "T", Value(4));
  const Update reading = Say("2018-03-20", "S", Value(5));
  ExpectOutcomeFacts(
      Fact::kDaysSinceUpdate,
      {{"by day", OneOutcome(two, {evidence, old_reading, reading}),
        "2018-03-27", "7"},
       {"the newest reading first", OneOutcome(two, {reading, old_reading}),
        "2018-03-27", "7"},
       {"the newest first and evidence last",
        OneOutcome(two, {reading, old_reading, evidence}), "2018-03-27", "7"}});
}

// R with milestones M and N and outcome O, and R2 with milestone L. One concern
// about each of R, M and R2; one about nothing.
Plan Worried(std::vector<Update> journal = {}) {
  Baseline baseline = OneMilestone("");
  baseline.recommendations[0].milestones.push_back(MakeMilestone("N"));
  baseline.recommendations[0].outcomes = {{.id = "O", .text = "O"}};
  baseline.recommendations.push_back(
      {.id = "R2", .title = "R2", .milestones = {MakeMilestone("L")}});
  baseline.concerns = {{.id = "CR", .text = "CR", .touches = {"R"}},
                       {.id = "CM", .text = "CM", .touches = {"M", "R"}},
                       {.id = "CN", .text = "CN", .touches = {"N"}},
                       {.id = "C2", .text = "C2", .touches = {"R2"}},
                       {.id = "C0", .text = "C0"}};
  return MakePlan(std::move(baseline), std::move(journal));
}

TEST(Facts, ConcernsAndSignificantConcerns) {
  const std::vector<Update> journal = {
      Say("2018-02-01", "CM", OpenConcern(std::nullopt, true)),
      Say("2018-02-01", "C2", OpenConcern(std::nullopt, true)),
      Say("2018-03-01", "C2", OpenConcern(false))};
  const struct {
    std::string name;
    ItemRef item;
    std::string_view as_of;
    std::string concerns, significant;
  } kRows[] = {
      {"M: CR and CM (once)",
       {ItemKind::kMilestone, 0},
       "2018-02-01",
       "2",
       "1"},
      {"M before CM was weighed",
       {ItemKind::kMilestone, 0},
       "2018-01-31",
       "2",
       "0"},
      {"N: CR, CM and CN", {ItemKind::kMilestone, 1}, "2018-02-01", "3", "1"},
      {"L: C2", {ItemKind::kMilestone, 2}, "2018-02-28", "1", "1"},
      {"L after C2 was closed",
       {ItemKind::kMilestone, 2},
       "2018-03-01",
       "0",
       "0"},
      {"R: CR and CM", {ItemKind::kRecommendation, 0}, "2018-02-01", "2", "1"},
      {"O: those of R", {ItemKind::kOutcome, 0}, "2018-02-01", "2", "1"},
      {"the plan", kThePlan, "2018-02-28", "5", "2"},
      {"the plan after C2 was closed", kThePlan, "2018-03-01", "4", "1"},
  };
  for (const auto& row : kRows) {
    const Plan plan = Worried(journal);
    ExpectFacts(row.item, Fact::kConcerns,
                {{row.name, plan, row.as_of, row.concerns}});
    ExpectFacts(row.item, Fact::kSignificantConcerns,
                {{row.name, plan, row.as_of, row.significant}});
  }
}

TEST(Facts, AreNotOfItemsThatTheCatalogueDoesNotName) {
  const Snapshot snapshot = SnapshotOf(Worried(), "2018-03-27");
  for (const FactDefinition& definition : FactCatalogue()) {
    for (ItemRef item :
         {kFirstMilestone, kFirstOutcome, kFirstRecommendation, kThePlan}) {
      if (definition.is_of(item.kind)) continue;
      EXPECT_EQ(
          Show(definition.fact(), FactOf(snapshot, item, definition.fact())),
          "n/a")
          << definition.name << " of a " << ToWord(item.kind);
    }
  }
}

// --- Where it was said ---

TEST(Facts, SayWhereTheyWereSaid) {
  const Plan plan =
      WithDue("April 2018", {Say("2018-01-01", "M", Progress{}),
                             Say("2018-02-12", "M", Replan("May 2018")),
                             Say("2018-02-13", "M", Expect("June 2018")),
                             Say("2018-02-14", "M", Percent(40)),
                             Say("2018-02-15", "M", Reach(Stage::kInProgress)),
                             Say("2018-02-16", "M", Recover("July 2018")),
                             Say("2018-02-17", "M", Blocked{.blocked = true})});
  const struct {
    Fact fact;
    int said;
  } kRows[] = {{Fact::kOriginalDue, kFromBaseline},
               {Fact::kHasLead, kFromBaseline},
               {Fact::kDue, 1},
               {Fact::kReplannedOn, 1},
               {Fact::kDaysOverdue, 1},
               {Fact::kForecast, 2},
               {Fact::kDaysSlipped, 2},
               {Fact::kDaysForecastLate, 2},
               {Fact::kPercentComplete, 3},
               {Fact::kStage, 4},
               {Fact::kRecoveryUntil, 5},
               {Fact::kBlocked, 6},
               {Fact::kDaysSinceUpdate, 6}};
  const Snapshot snapshot = SnapshotOf(plan, "2018-03-27");
  for (const auto& row : kRows) {
    EXPECT_EQ(FactOf(snapshot, kFirstMilestone, row.fact).said, row.said)
        << Define(row.fact).name;
  }
  const Snapshot before = SnapshotOf(plan, "2017-12-31");
  EXPECT_EQ(FactOf(before, kFirstMilestone, Fact::kDue).said, kFromBaseline);
  EXPECT_EQ(FactOf(before, kFirstMilestone, Fact::kStage).said, kNeverSaid);
}

TEST(Facts, OfAnOutcomeSayTheReadingThatCounted) {
  // The newest reading stands first in the file.
  const Plan plan = OneOutcome(
      {MakeMeasure("S", Better::kHigher, 90),
       MakeMeasure("T", Better::kHigher, 90)},
      {Say("2018-03-20", "S", Value(95)), Say("2018-02-20", "T", Value(95))});
  const Snapshot snapshot = SnapshotOf(plan, "2018-03-27");
  EXPECT_EQ(FactOf(snapshot, kFirstOutcome, Fact::kReadings).said, 0);
}

// --- The catalogue ---

TEST(FactCatalogue, HasEveryFactInOrderUnderANameOfItsOwn) {
  std::set<std::string_view> names;
  ASSERT_EQ(FactCatalogue().size(), static_cast<size_t>(kFactCount));
  for (int i = 0; i < kFactCount; ++i) {
    const FactDefinition& definition = FactCatalogue()[static_cast<size_t>(i)];
    SCOPED_TRACE(definition.name);
    EXPECT_EQ(static_cast<int>(definition.fact()), i);
    EXPECT_TRUE(names.insert(definition.name).second);
    EXPECT_EQ(FactFromName(definition.name), definition.fact());
    EXPECT_EQ(&Define(definition.fact()), &definition);
    EXPECT_THAT(std::string(definition.meaning), EndsWith("."));
    EXPECT_EQ(definition.type == FactType::kChoice,
              !definition.choices.empty());
    EXPECT_EQ(definition.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"),
              std::string_view::npos);
  }
}

TEST(FactCatalogue, HasNoFactByAnotherName) {
  for (std::string_view name : {"", "days overdue", "Stage", "overdue"}) {
    EXPECT_EQ(FactFromName(name), std::nullopt) << name;
  }
}

TEST(FactCatalogue, SaysWhatEachFactIsOf) {
  const auto of = [](Fact fact) {
    const FactDefinition& definition = Define(fact);
    std::string kinds;
    if (definition.is_of(ItemKind::kMilestone)) kinds += "M";
    if (definition.is_of(ItemKind::kOutcome)) kinds += "O";
    if (definition.is_of(ItemKind::kRecommendation)) kinds += "R";
    if (definition.is_of(ItemKind::kPlan)) kinds += "P";
    EXPECT_FALSE(definition.is_of(ItemKind::kMeasure));
    EXPECT_FALSE(definition.is_of(ItemKind::kConcern));
    return kinds;
  };
  // The groups are those of enum Fact.
  for (int i = 0; i < kFactCount; ++i) {
    const Fact fact = static_cast<Fact>(i);
    SCOPED_TRACE(Define(fact).name);
    if (fact < Fact::kRecoveryPlan) {
      EXPECT_EQ(of(fact), "M");
    } else if (fact < Fact::kExpected) {
      EXPECT_EQ(of(fact), "MR");
    } else if (fact < Fact::kDaysSinceUpdate) {
      EXPECT_EQ(of(fact), "O");
    } else if (fact >= Fact::kWorkingDaysOverdue &&
               fact != Fact::kWorkingDaysSinceUpdate &&
               fact != Fact::kMonthsSinceUpdate) {
      EXPECT_EQ(of(fact), "M");
    } else {
      EXPECT_THAT(of(fact), ::testing::StartsWith("MOR"));
    }
  }
}

TEST(FactCatalogue, ListsTheStagesAsChoices) {
  EXPECT_THAT(Define(Fact::kStage).choices,
              ElementsAre("not started", "in progress", "complete", "verified",
                          "on hold", "cancelled", "suspended", "embedded"));
}

// The facts in days, each with its twin in working days.
std::vector<std::pair<Fact, Fact>> Twins() {
  std::vector<std::pair<Fact, Fact>> twins;
  for (const FactDefinition& definition : FactCatalogue()) {
    if (definition.type != FactType::kDays) continue;
    twins.emplace_back(
        definition.fact(),
        FactFromName("working_" + std::string(definition.name)).value());
  }
  return twins;
}

TEST(FactCatalogue, HasATwinInWorkingDaysOfEveryFactInDays) {
  EXPECT_EQ(Twins().size(), 11u);
  for (const auto& [days, working] : Twins()) {
    EXPECT_EQ(Define(working).type, FactType::kWorkingDays);
    for (ItemKind kind : {ItemKind::kMilestone, ItemKind::kOutcome,
                          ItemKind::kRecommendation, ItemKind::kPlan}) {
      EXPECT_EQ(Define(working).is_of(kind), Define(days).is_of(kind));
    }
  }
}

// A calendar on which every day is worked counts as the calendar does.
TEST(WorkingDayFacts, AreTheFactsInDaysIfEveryDayIsWorked) {
  const WorkCalendar every_day = unit::ValueOrDie(WorkCalendar::Create(
      "every day", "",
      unit::ValueOrDie(Period::Create(Day("2017-01-01"), Day("2020-12-31"))),
      {}, unit::ValueOrDie(WorkingWeek::Parse("1111111"))));
  std::mt19937 random(20180329);
  int known = 0;
  for (int i = 0; i < 300; ++i) {
    const Plan plan =
        MakePlan(unit::RandomBaseline(random), unit::RandomJournal(random, 12))
            .WithCalendar(every_day);
    const Snapshot snapshot = SnapshotOf(plan, "2018-09-01");
    for (ItemRef item :
         {kFirstMilestone, kFirstOutcome, kFirstRecommendation}) {
      for (const auto& [days, working] : Twins()) {
        const Cell in_days = FactOf(snapshot, item, days);
        const Cell in_working_days = FactOf(snapshot, item, working);
        ASSERT_EQ(in_days.state, in_working_days.state) << Define(days).name;
        ASSERT_EQ(in_days.value, in_working_days.value) << Define(days).name;
        ASSERT_EQ(in_days.said, in_working_days.said) << Define(days).name;
        known += in_days.is_known() ? 1 : 0;
      }
    }
  }
  EXPECT_GT(known, 1000);
}

// Easter 2018: Good Friday 30 March, Easter Monday 2 April, which is worked in
// Scotland.
TEST(WorkingDayFacts, CountByTheCalendarOfThePlan) {
  struct Case {
    const char* calendar;
    const char* as_of;
    int overdue;
    int to_due;
  };
  const Case cases[] = {
      {"", "2018-03-28", 0, 1},          {"", "2018-03-29", 0, 0},
      {"", "2018-03-30", 0, 0},          {"", "2018-04-02", 0, 0},
      {"", "2018-04-03", 1, -1},         {"", "2018-04-04", 2, -2},
      {"scotland", "2018-04-02", 1, -1}, {"scotland", "2018-04-03", 2, -2},
  };
  for (const Case& row : cases) {
    SCOPED_TRACE(std::string(row.calendar) + " " + row.as_of);
    Baseline baseline = OneMilestone("29 March 2018");
    baseline.calendar = row.calendar;
    const Plan plan = MakePlan(baseline);
    const Snapshot snapshot = SnapshotOf(plan, row.as_of);
    EXPECT_EQ(
        FactOf(snapshot, kFirstMilestone, Fact::kWorkingDaysOverdue).value,
        row.overdue);
    EXPECT_EQ(FactOf(snapshot, kFirstMilestone, Fact::kWorkingDaysToDue).value,
              row.to_due);
  }
}

TEST(WorkingDayFacts, LeaveTheClosuresOfThePlanOut) {
  Baseline baseline = OneMilestone("21 December 2018");
  baseline.closures = {{.day = Day("2018-12-27"), .title = "closed"},
                       {.day = Day("2018-12-28"), .title = "closed"}};
  const Plan plan = MakePlan(baseline);
  const auto overdue = [&](std::string_view as_of) {
    return FactOf(SnapshotOf(plan, as_of), kFirstMilestone,
                  Fact::kWorkingDaysOverdue)
        .value;
  };
  EXPECT_EQ(overdue("2018-12-24"), 1);
  EXPECT_EQ(overdue("2018-12-30"), 1);
  EXPECT_EQ(overdue("2018-12-31"), 2);
}

// 19 September 2022 was first listed on the 9th.
TEST(WorkingDayFacts, CountByTheCalendarAsItWasKnown) {
  const Plan plan = MakePlan(OneMilestone("16 September 2022"));
  const auto overdue = [&](std::string_view known_by) {
    return FactOf(SnapshotOf(plan, "2022-09-20", known_by), kFirstMilestone,
                  Fact::kWorkingDaysOverdue)
        .value;
  };
  EXPECT_EQ(overdue("2022-09-08"), 2);
  EXPECT_EQ(overdue("2022-09-09"), 1);
  EXPECT_EQ(overdue(""), 1);
}

TEST(WorkingDayFacts, AreUnknownOutsideTheCalendar) {
  const Plan plan = MakePlan(OneMilestone("31 December 2028"));
  const auto to_due = [&](std::string_view as_of, Fact fact) {
    return FactOf(SnapshotOf(plan, as_of), kFirstMilestone, fact);
  };
  EXPECT_TRUE(to_due("2028-12-31", Fact::kWorkingDaysToDue).is_known());
  const Cell outside = to_due("2029-01-01", Fact::kWorkingDaysToDue);
  EXPECT_EQ(outside.state, CellState::kUnknown);
  EXPECT_EQ(ToWords(Define(Fact::kWorkingDaysToDue), outside),
            "outside the calendar");
  EXPECT_EQ(to_due("2029-01-01", Fact::kDaysToDue).value, -1);
}

TEST(FactCatalogue, HasATwinInMonthsOfEveryFactInDays) {
  std::mt19937 random(20180330);
  int known = 0;
  for (int i = 0; i < 100; ++i) {
    const Snapshot snapshot = SnapshotOf(
        MakePlan(unit::RandomBaseline(random), unit::RandomJournal(random, 12)),
        "2018-09-01");
    for (const auto& [days, working] : Twins()) {
      const std::string name(Define(days).name);
      const std::optional<Fact> months =
          FactFromName("months_" + name.substr(5));
      ASSERT_TRUE(months.has_value()) << name;
      EXPECT_EQ(Define(*months).type, FactType::kMonths);
      EXPECT_EQ(Define(*months).step, 1.0 / 32);
      EXPECT_EQ(Define(*months).worse, Define(days).worse);
      for (ItemRef item :
           {kFirstMilestone, kFirstOutcome, kFirstRecommendation}) {
        const Cell in_days = FactOf(snapshot, item, days);
        const Cell in_months = FactOf(snapshot, item, *months);
        ASSERT_EQ(in_days.state, in_months.state) << name;
        ASSERT_EQ(in_days.said, in_months.said) << name;
        if (!in_days.is_known()) continue;
        ++known;
        // A calendar month has 28 to 31 days.
        ASSERT_LE(std::abs(in_months.value) * 28, std::abs(in_days.value) + 4)
            << name;
        ASSERT_GE(std::abs(in_months.value) * 32, std::abs(in_days.value))
            << name;
        ASSERT_GE(in_months.value * in_days.value, 0) << name;
      }
    }
  }
  EXPECT_GT(known, 300);
}

TEST(FactCatalogue, SaysWhatValuesAFactCanHave) {
  const struct {
    Fact fact;
    double least;
    double most;
    double step;
    Worse worse;
  } kRows[] = {
      {Fact::kDaysOverdue, 0, kUnbounded, 1, Worse::kHigher},
      {Fact::kWorkingDaysOverdue, 0, kUnbounded, 1, Worse::kHigher},
      {Fact::kMonthsOverdue, 0, kUnbounded, 1.0 / 32, Worse::kHigher},
      {Fact::kDaysToDue, -kUnbounded, kUnbounded, 1, Worse::kLower},
      {Fact::kMoves, 0, kUnbounded, 1, Worse::kHigher},
      {Fact::kPercentComplete, 0, 100, 0, Worse::kLower},
      {Fact::kPercentSlipped, -kUnbounded, kUnbounded, 0, Worse::kHigher},
      {Fact::kPercentOffTarget, 0, kUnbounded, 0, Worse::kHigher},
      {Fact::kDue, -kUnbounded, kUnbounded, 1, Worse::kNeither},
  };
  for (const auto& row : kRows) {
    const FactDefinition& definition = Define(row.fact);
    EXPECT_EQ(definition.least, row.least) << definition.name;
    EXPECT_EQ(definition.most, row.most) << definition.name;
    EXPECT_EQ(definition.step, row.step) << definition.name;
    EXPECT_EQ(definition.worse, row.worse) << definition.name;
  }
}

// What the catalogue says of values is true of every plan.
TEST(Facts, LieInTheirRange) {
  std::mt19937 random(20180331);
  for (int i = 0; i < 100; ++i) {
    const Snapshot snapshot = SnapshotOf(
        MakePlan(unit::RandomBaseline(random), unit::RandomJournal(random, 20)),
        "2018-09-01");
    for (const FactDefinition& definition : FactCatalogue()) {
      for (ItemRef item :
           {kFirstMilestone, kFirstOutcome, kFirstRecommendation}) {
        if (!definition.is_of(item.kind)) continue;
        const Cell cell = FactOf(snapshot, item, definition.fact());
        if (!cell.is_known()) continue;
        ASSERT_GE(cell.value, definition.least) << definition.name;
        ASSERT_LE(cell.value, definition.most) << definition.name;
        if (definition.step == 0) continue;
        const double steps = cell.value / definition.step;
        ASSERT_EQ(steps, std::round(steps)) << definition.name;
      }
    }
  }
}

TEST(FactType, HasAWord) {
  EXPECT_EQ(ToWord(FactType::kYesNo), "yes/no");
  EXPECT_EQ(ToWord(FactType::kChoice), "choice");
  EXPECT_EQ(ToWord(FactType::kCount), "count");
  EXPECT_EQ(ToWord(FactType::kDays), "days");
  EXPECT_EQ(ToWord(FactType::kWorkingDays), "working days");
}

TEST(Cell, ReadsAsPeopleSayIt) {
  const auto words = [](Fact fact, const Cell& cell) {
    return ToWords(Define(fact), cell);
  };
  EXPECT_EQ(words(Fact::kDaysSlipped, Cell::Of(61)), "61 days");
  EXPECT_EQ(words(Fact::kDaysSlipped, Cell::Of(1)), "1 day");
  EXPECT_EQ(words(Fact::kDaysSlipped, Cell::Of(-8)), "-8 days");
  EXPECT_EQ(words(Fact::kWorkingDaysSlipped, Cell::Of(20)), "20 working days");
  EXPECT_EQ(words(Fact::kDue, Cell::Of(Day("2018-04-30"))), "30 April 2018");
  EXPECT_EQ(words(Fact::kComplete, Cell::Of(1)), "yes");
  EXPECT_EQ(words(Fact::kComplete, Cell::Of(0)), "no");
  EXPECT_EQ(words(Fact::kStage, Cell::Of(1)), "in progress");
  EXPECT_EQ(words(Fact::kMoves, Cell::Of(2)), "2");
  EXPECT_EQ(words(Fact::kDue, Cell::Unknown()), "not recorded");
  EXPECT_EQ(words(Fact::kDue, Cell::NotApplicable()), "does not apply");
}

TEST(Cell, IsUnknownUntilItIsSet) {
  EXPECT_EQ(Cell().state, CellState::kUnknown);
  EXPECT_FALSE(Cell::Unknown().is_known());
  EXPECT_FALSE(Cell::NotApplicable().is_known());
  EXPECT_TRUE(Cell::Of(0).is_known());
  EXPECT_EQ(Cell::Of(Day("1970-01-02")).value, 1);
  EXPECT_EQ(Cell::Of(5, 3).said, 3);
}

// --- Tables ---

TEST(FactTable, HasUnknownCellsUntilTheyAreSet) {
  FactTable table(ItemKind::kMilestone, 3);
  const int column = static_cast<int>(Fact::kDaysOverdue);
  EXPECT_THAT(table.column(column).values, IsEmpty());
  EXPECT_EQ(table.cell(column, 2).state, CellState::kUnknown);
  table.Set(Fact::kDaysOverdue, 1, Cell::Of(27));
  EXPECT_EQ(table.cell(column, 0).state, CellState::kUnknown);
  EXPECT_EQ(table.cell(column, 1).value, 27);
  EXPECT_TRUE(table.cell(column, 1).is_known());
  EXPECT_EQ(table.cell(column, 2).state, CellState::kUnknown);
  EXPECT_THAT(table.column(column).values, ::testing::SizeIs(3));
  EXPECT_THAT(table.column(column + 1).values, IsEmpty());
}

TEST(FactTable, HasColumnsBeyondTheFactsForASchemesOwnCounts) {
  FactTable table(ItemKind::kRecommendation, 2);
  table.Set(kFactCount + 3, 1, Cell::Of(4));
  EXPECT_EQ(table.cell(kFactCount + 3, 1).value, 4);
  EXPECT_EQ(table.cell(kFactCount + 2, 1).state, CellState::kUnknown);
  EXPECT_EQ(table.cell(kFactCount + 99, 1).state, CellState::kUnknown);
}

TEST(FactTable, CanHaveNoRows) {
  const FactTable table =
      FactTable::Of(SnapshotOf(MakePlan(EmptyBaseline()), "2018-03-27"),
                    ItemKind::kMilestone, std::vector<Fact>{Fact::kDue});
  EXPECT_EQ(table.rows(), 0);
}

TEST(FactTable, OfASnapshotHasARowForEachItem) {
  const Snapshot snapshot = SnapshotOf(Worried(), "2018-03-27");
  const std::vector<Fact> facts = {Fact::kConcerns};
  const auto rows = [&](ItemKind kind) {
    return FactTable::Of(snapshot, kind, facts).rows();
  };
  EXPECT_EQ(rows(ItemKind::kMilestone), 3);
  EXPECT_EQ(rows(ItemKind::kOutcome), 1);
  EXPECT_EQ(rows(ItemKind::kRecommendation), 2);
  EXPECT_EQ(rows(ItemKind::kPlan), 1);
}

// --- Properties ---

std::vector<Fact> AllFacts() {
  std::vector<Fact> facts;
  for (const FactDefinition& definition : FactCatalogue()) {
    facts.push_back(definition.fact());
  }
  return facts;
}

constexpr ItemKind kSubjects[] = {ItemKind::kMilestone, ItemKind::kOutcome,
                                  ItemKind::kRecommendation, ItemKind::kPlan};

// All facts of all items, as "R1.1 due: 2018-04-30".
std::vector<std::string> Everything(const Plan& plan, Date as_of) {
  const Snapshot snapshot = unit::ValueOrDie(AsOf(plan, as_of));
  std::vector<std::string> lines;
  for (ItemKind kind : kSubjects) {
    const FactTable table = FactTable::Of(snapshot, kind, AllFacts());
    for (int row = 0; row < table.rows(); ++row) {
      const auto at = static_cast<size_t>(row);
      const std::string id =
          kind == ItemKind::kMilestone        ? plan.milestones()[at]->id
          : kind == ItemKind::kOutcome        ? plan.outcomes()[at]->id
          : kind == ItemKind::kRecommendation ? plan.recommendations()[at].id
                                              : plan.id();
      for (Fact fact : AllFacts()) {
        lines.push_back(id + " " + std::string(Define(fact).name) + ": " +
                        Show(fact, table.cell(static_cast<int>(fact), row)));
      }
    }
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

// The lines that are in only one of the two, which are sorted.
std::vector<std::string> Differences(const std::vector<std::string>& a,
                                     const std::vector<std::string>& b) {
  std::vector<std::string> differences;
  std::set_symmetric_difference(a.begin(), a.end(), b.begin(), b.end(),
                                std::back_inserter(differences));
  return differences;
}

// A table is made of what FactOf() says.
void ATableHasTheCellsOfFactOf(const Plan& plan, Date as_of) {
  const Snapshot snapshot = unit::ValueOrDie(AsOf(plan, as_of));
  for (ItemKind kind : kSubjects) {
    const FactTable table = FactTable::Of(snapshot, kind, AllFacts());
    EXPECT_EQ(table.subject(), kind);
    for (int row = 0; row < table.rows(); ++row) {
      for (Fact fact : AllFacts()) {
        ASSERT_EQ(Show(fact, table.cell(static_cast<int>(fact), row)),
                  Show(fact, FactOf(snapshot, {kind, row}, fact)))
            << Define(fact).name;
      }
    }
  }
}

TEST(FactTable, HasTheCellsOfFactOf) {
  std::mt19937 random(1);
  for (int i = 0; i < 50; ++i) {
    ATableHasTheCellsOfFactOf(
        MakePlan(unit::RandomBaseline(random), unit::RandomJournal(random, 30)),
        unit::RandomDay(random));
  }
}

// Where no two updates have the same days, their order in the file says
// nothing.
void FactsDoNotDependOnTheOrderInTheFile(std::mt19937& random) {
  const Baseline baseline = unit::RandomBaseline(random);
  std::vector<Update> journal = unit::RandomJournal(random, 40);
  const Date as_of = unit::RandomDay(random);
  const std::vector<std::string> before =
      Everything(MakePlan(baseline, journal), as_of);
  std::shuffle(journal.begin(), journal.end(), random);
  ASSERT_THAT(
      Differences(before, Everything(MakePlan(baseline, journal), as_of)),
      IsEmpty());
}

TEST(Facts, DoNotDependOnTheOrderInTheFile) {
  std::mt19937 random(2);
  for (int i = 0; i < 60; ++i) {
    FactsDoNotDependOnTheOrderInTheFile(random);
    if (HasFatalFailure()) return;
  }
}

void FactsDoNotDependOnTheOrderOfItems(std::mt19937& random) {
  Baseline baseline = unit::RandomBaseline(random);
  const std::vector<Update> journal = unit::RandomJournal(random, 40);
  const Date as_of = unit::RandomDay(random);
  const std::vector<std::string> before =
      Everything(MakePlan(baseline, journal), as_of);
  for (Recommendation& recommendation : baseline.recommendations) {
    std::shuffle(recommendation.milestones.begin(),
                 recommendation.milestones.end(), random);
  }
  std::shuffle(baseline.recommendations.begin(), baseline.recommendations.end(),
               random);
  std::shuffle(baseline.measures.begin(), baseline.measures.end(), random);
  std::shuffle(baseline.concerns.begin(), baseline.concerns.end(), random);
  ASSERT_THAT(
      Differences(before, Everything(MakePlan(baseline, journal), as_of)),
      IsEmpty());
}

TEST(Facts, DoNotDependOnTheOrderOfItems) {
  std::mt19937 random(3);
  for (int i = 0; i < 60; ++i) {
    FactsDoNotDependOnTheOrderOfItems(random);
    if (HasFatalFailure()) return;
  }
}

// Without news, a later day never leaves less time or makes work less late.
void ALaterDayIsNeverLessLate(const Plan& plan, Date day, Date later) {
  const Snapshot now = unit::ValueOrDie(AsOf(plan, day));
  const Snapshot then = unit::ValueOrDie(AsOf(plan, later));
  for (int m = 0; m < static_cast<int>(plan.milestones().size()); ++m) {
    for (Fact fact :
         {Fact::kDaysOverdue, Fact::kMonthsOverdue, Fact::kDaysStartLate,
          Fact::kPercentTimeElapsed, Fact::kDaysSinceUpdate}) {
      const Cell before = FactOf(now, {ItemKind::kMilestone, m}, fact);
      const Cell after = FactOf(then, {ItemKind::kMilestone, m}, fact);
      ASSERT_EQ(before.state, after.state) << Define(fact).name;
      ASSERT_LE(before.value, after.value) << Define(fact).name;
    }
  }
}

TEST(Facts, OfALaterDayWithoutNewsAreNeverLessLate) {
  std::mt19937 random(4);
  for (int i = 0; i < 100; ++i) {
    // All updates are of 2018.
    const Date day = Day("2018-12-31").Plus(Days(unit::Random(random, 0, 90)));
    ALaterDayIsNeverLessLate(
        MakePlan(unit::RandomBaseline(random), unit::RandomJournal(random, 30)),
        day, day.Plus(Days(unit::Random(random, 0, 90))));
  }
}

}  // namespace
}  // namespace actionplan
