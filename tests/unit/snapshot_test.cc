#include "actionplan/snapshot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "actionplan/testing/builders.h"
#include "actionplan/testing/matchers.h"
#include "make_plan.h"

namespace actionplan {
namespace {

using testing::Day;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsErrorSaying;
using testing::PlanBuilder;
using ::testing::SizeIs;
using testing::ValueOrDie;
using unit::Expect;
using unit::MakePlan;
using unit::Reach;
using unit::Replan;
using unit::Say;

Snapshot On(const Plan& plan, std::string_view day) {
  return ValueOrDie(AsOf(plan, Day(day)));
}

Snapshot On(const Plan& plan, std::string_view day, std::string_view known_by) {
  return ValueOrDie(AsOf(plan, Day(day), Day(known_by)));
}

// The plan's only milestone.
MilestoneState Only(const Snapshot& snapshot) {
  return snapshot.milestones()[0];
}

PlanBuilder OneMilestone(std::string_view due) {
  return PlanBuilder("December 2017").Recommendation("R1").Milestone("M", due);
}

Plan WithConcern(Plan plan, std::vector<std::string> touches,
                 std::vector<Update> journal = {}) {
  Baseline baseline = plan.baseline();
  baseline.concerns.push_back(
      {.id = "C", .text = "C", .touches = std::move(touches)});
  return ValueOrDie(Plan::Create(std::move(baseline), std::move(journal)));
}

Update ConcernIs(std::string_view on, std::optional<bool> open,
                 std::optional<bool> significant = std::nullopt) {
  return {.on = Day(on),
          .item = "C",
          .change = ConcernChange{.open = open, .significant = significant}};
}

// --- Which updates count ---

TEST(Snapshot, CountsAnUpdateFromItsOwnDay) {
  const Plan plan = OneMilestone("30 April 2018")
                        .Reached("2018-03-01", "M", Stage::kInProgress)
                        .Build();
  EXPECT_EQ(Only(On(plan, "2018-02-28")).stage, std::nullopt);
  EXPECT_EQ(Only(On(plan, "2018-03-01")).stage, Stage::kInProgress);
  EXPECT_EQ(Only(On(plan, "2018-03-02")).stage, Stage::kInProgress);
}

TEST(Snapshot, DoesNotSeeWhatWasRecordedAfterKnownBy) {
  const Plan plan = OneMilestone("30 April 2018")
                        .Reached("2018-03-01", "M", Stage::kComplete)
                        .RecordedOn("2018-03-10")
                        .Build();
  EXPECT_EQ(Only(On(plan, "2018-03-05")).stage, Stage::kComplete);
  EXPECT_EQ(Only(On(plan, "2018-03-05", "2018-03-09")).stage, std::nullopt);
  EXPECT_EQ(Only(On(plan, "2018-03-05", "2018-03-10")).stage, Stage::kComplete);
  EXPECT_EQ(Only(On(plan, "2018-03-05", "2018-03-11")).stage, Stage::kComplete);
}

TEST(Snapshot, DoesNotSeeWhatWasNotYetSoHoweverEarlyItWasKnown) {
  const Plan plan = OneMilestone("30 April 2018")
                        .Reached("2018-03-01", "M", Stage::kComplete)
                        .Build();
  EXPECT_EQ(Only(On(plan, "2018-02-28", "2019-01-01")).stage, std::nullopt);
}

TEST(Snapshot, WithoutRecordedAnUpdateWasKnownOnItsDay) {
  const Plan plan = OneMilestone("30 April 2018")
                        .Reached("2018-03-01", "M", Stage::kComplete)
                        .Build();
  EXPECT_EQ(Only(On(plan, "2018-03-05", "2018-02-28")).stage, std::nullopt);
  EXPECT_EQ(Only(On(plan, "2018-03-05", "2018-03-01")).stage, Stage::kComplete);
}

TEST(Snapshot, TheLaterOnCountsWhereverItStands) {
  const Plan plan = OneMilestone("30 April 2018")
                        .Reached("2018-03-02", "M", Stage::kOnHold)
                        .Reached("2018-03-01", "M", Stage::kInProgress)
                        .RecordedOn("2018-03-20")
                        .Build();
  EXPECT_EQ(Only(On(plan, "2018-03-27")).stage, Stage::kOnHold);
}

TEST(Snapshot, OfTheSameDayTheLaterRecordedCounts) {
  const Plan plan = OneMilestone("30 April 2018")
                        .Reached("2018-03-01", "M", Stage::kOnHold)
                        .RecordedOn("2018-03-02")
                        .Reached("2018-03-01", "M", Stage::kInProgress)
                        .Build();
  EXPECT_EQ(Only(On(plan, "2018-03-27")).stage, Stage::kOnHold);
  EXPECT_EQ(Only(On(plan, "2018-03-27", "2018-03-01")).stage,
            Stage::kInProgress);
}

TEST(Snapshot, OfTheSameTwoDaysTheLaterInTheFileCounts) {
  const Plan plan = OneMilestone("30 April 2018")
                        .Reached("2018-03-01", "M", Stage::kOnHold)
                        .Reached("2018-03-01", "M", Stage::kInProgress)
                        .RecordedOn("2018-03-01")
                        .Build();
  const MilestoneState state = Only(On(plan, "2018-03-27"));
  EXPECT_EQ(state.stage, Stage::kInProgress);
  EXPECT_EQ(state.stage_said, 1);
}

TEST(Snapshot, ListsTheUpdatesThatCountByDay) {
  const Plan plan = OneMilestone("30 April 2018")
                        .Say("2018-03-03", "M", Progress{})
                        .Say("2018-03-01", "M", Progress{})
                        .Say("2018-03-02", "M", Progress{})
                        .RecordedOn("2018-04-01")
                        .Say("2018-03-04", "M", Progress{})
                        .Build();
  EXPECT_THAT(On(plan, "2018-03-03").updates(), ElementsAre(1, 2, 0));
  EXPECT_THAT(On(plan, "2018-03-03", "2018-03-31").updates(),
              ElementsAre(1, 0));
}

TEST(Snapshot, RemembersWhatItWasAsked) {
  const Plan plan = OneMilestone("").Build();
  EXPECT_EQ(On(plan, "2018-03-03").known_by(), std::nullopt);
  EXPECT_EQ(On(plan, "2018-03-03").as_of(), Day("2018-03-03"));
  EXPECT_EQ(On(plan, "2018-03-03", "2018-04-01").known_by(), Day("2018-04-01"));
  EXPECT_EQ(On(plan, "2018-03-03").plan(), plan);
}

TEST(Snapshot, AnUpdateAboutNothingChangesNothing) {
  const Plan plan = OneMilestone("30 April 2018")
                        .Reached("2018-03-01", "X", Stage::kComplete)
                        .Build();
  EXPECT_EQ(Only(On(plan, "2018-03-27")).stage, std::nullopt);
  EXPECT_THAT(On(plan, "2018-03-27").updates(), SizeIs(1));
}

// --- The day the plan was accepted ---

TEST(AsOf, RefusesADayBeforeThePlanWasAccepted) {
  const Plan plan = OneMilestone("30 April 2018").Build();
  EXPECT_THAT(AsOf(plan, Day("2017-11-30")),
              IsErrorSaying("The plan 'plan' was accepted in 'December 2017', "
                            "so there is nothing to say as of 2017-11-30; ask "
                            "as of a day from 2017-12-01 on."));
  EXPECT_TRUE(AsOf(plan, Day("2017-12-01")).ok());
}

TEST(AsOf, RefusesAKnownByBeforeThePlanWasAccepted) {
  const Plan plan = OneMilestone("30 April 2018").Build();
  EXPECT_THAT(
      AsOf(plan, Day("2018-03-27"), Day("2017-11-30")),
      IsErrorSaying(
          "The plan 'plan' was accepted in 'December 2017', so nothing was "
          "known by 2017-11-30; give a day from 2017-12-01 on."));
  EXPECT_TRUE(AsOf(plan, Day("2018-03-27"), Day("2017-12-01")).ok());
}

TEST(AsOf, TakesEveryDayIfNoAcceptanceWasRecorded) {
  for (std::string_view accepted : {"", "to be agreed"}) {
    const Plan plan = PlanBuilder(accepted).Recommendation("R1").Build();
    EXPECT_TRUE(AsOf(plan, Day("1400-01-01"), Day("1400-01-01")).ok())
        << accepted;
  }
}

// "By May 2014" leaves the first day open: it can have been any before.
TEST(AsOf, TakesEveryDayIfTheFirstDayOfAcceptanceIsOpen) {
  const Plan plan = PlanBuilder("by May 2014").Recommendation("R1").Build();
  EXPECT_TRUE(AsOf(plan, Day("2014-05-20")).ok());
}

// --- Due, original due and moves ---

TEST(Milestone, KeepsItsOriginalDueThroughEveryMove) {
  const Plan plan =
      OneMilestone("28 February 2018")
          .Replanned("2018-02-12", "M", "30 April 2018", "Board", "capacity")
          .Replanned("2018-03-01", "M", "ongoing")
          .Replanned("2018-04-01", "M", "31 May 2018", "Board", "capacity")
          .Build();
  const MilestoneState state = Only(On(plan, "2018-04-02"));
  EXPECT_EQ(state.original_due.text(), "28 February 2018");
  EXPECT_EQ(state.original_due_said, kFromBaseline);
  EXPECT_EQ(state.due.text(), "31 May 2018");
  EXPECT_EQ(state.due_said, 2);
  ASSERT_THAT(state.moves, SizeIs(3));
  EXPECT_EQ(state.moves[0].moved(), Days(61));  // 28 Feb to 30 Apr: 31 + 30
  EXPECT_EQ(state.moves[1].moved(), std::nullopt);
  EXPECT_EQ(state.moves[2].moved(), std::nullopt);
  // 28 February to 31 May: 31 + 30 + 31.
  EXPECT_EQ(state.slip(), Days(92));
}

TEST(Milestone, HasTheDueThatHeldOnTheDay) {
  const Plan plan =
      OneMilestone("28 February 2018")
          .Replanned("2018-02-12", "M", "30 April 2018", "Board", "capacity")
          .Build();
  EXPECT_EQ(Only(On(plan, "2018-02-11")).due.text(), "28 February 2018");
  EXPECT_THAT(Only(On(plan, "2018-02-11")).moves, IsEmpty());
  EXPECT_EQ(Only(On(plan, "2018-02-12")).due.text(), "30 April 2018");
}

TEST(Milestone, TakesTheFirstDateAgreedLaterAsItsOriginalDue) {
  for (std::string_view undated : {"", "to be agreed", "ongoing"}) {
    const Plan plan = OneMilestone(undated)
                          .Replanned("2018-01-10", "M", "31 March 2018")
                          .Replanned("2018-02-10", "M", "30 April 2018")
                          .Build();
    const MilestoneState before = Only(On(plan, "2018-01-09"));
    EXPECT_FALSE(before.original_due.is_dated()) << undated;
    EXPECT_EQ(before.original_due.text(), undated);
    const MilestoneState first = Only(On(plan, "2018-01-10"));
    EXPECT_EQ(first.original_due.last(), Day("2018-03-31")) << undated;
    EXPECT_EQ(first.original_due_said, 0);
    EXPECT_EQ(first.slip(), Days(0));
    const MilestoneState later = Only(On(plan, "2018-02-10"));
    EXPECT_EQ(later.original_due.last(), Day("2018-03-31")) << undated;
    EXPECT_EQ(later.slip(), Days(30));
    EXPECT_EQ(later.moves.back().moved(), Days(30));
  }
}

TEST(Milestone, MovesQuietlyUnlessBothWhoAndWhyAreOnRecord) {
  const struct {
    std::string name;
    std::string agreed_by;
    std::string reason;
    int quiet_moves;
  } kRows[] = {{"both", "Board", "capacity", 0},
               {"nobody agreed", "", "capacity", 1},
               {"no reason", "Board", "", 1},
               {"neither", "", "", 1}};
  for (const auto& row : kRows) {
    const Plan plan = OneMilestone("28 February 2018")
                          .Replanned("2018-02-12", "M", "30 April 2018",
                                     row.agreed_by, row.reason)
                          .Build();
    const MilestoneState state = Only(On(plan, "2018-03-01"));
    EXPECT_EQ(state.quiet_moves(), row.quiet_moves) << row.name;
    ASSERT_THAT(state.moves, SizeIs(1)) << row.name;
    EXPECT_EQ(state.moves[0].is_quiet(), row.quiet_moves == 1) << row.name;
    EXPECT_EQ(state.moves[0].on, Day("2018-02-12"));
    EXPECT_EQ(state.moves[0].update, 0);
  }
}

TEST(Milestone, DoesNotMoveWhenOnlyTheWordingOfItsDueChanges) {
  const Plan plan = OneMilestone("April 2018")
                        .Replanned("2018-02-12", "M", "30 April 2018")
                        .Build();
  const MilestoneState state = Only(On(plan, "2018-03-01"));
  EXPECT_THAT(state.moves, IsEmpty());
  EXPECT_EQ(state.due.text(), "30 April 2018");
  EXPECT_EQ(state.original_due.text(), "April 2018");
}

TEST(Milestone, WhoseDueWasTakenAwayIsNotOverdueButHasMoved) {
  const Plan plan =
      OneMilestone("28 February 2018").Replanned("2018-02-12", "M", "").Build();
  const MilestoneState state = Only(On(plan, "2018-03-27"));
  EXPECT_FALSE(state.due.is_dated());
  EXPECT_FALSE(state.is_overdue(Day("2018-03-27")));
  EXPECT_EQ(state.days_overdue(Day("2018-03-27")), std::nullopt);
  EXPECT_EQ(state.finish(), std::nullopt);
  EXPECT_EQ(state.slip(), std::nullopt);
  EXPECT_EQ(state.slip_months(), std::nullopt);
  EXPECT_EQ(state.original_due.last(), Day("2018-02-28"));
  EXPECT_EQ(state.quiet_moves(), 1);
}

TEST(Milestone, BroughtForwardHasANegativeMoveAndSlip) {
  const Plan plan = OneMilestone("30 April 2018")
                        .Replanned("2018-02-12", "M", "28 February 2018")
                        .Build();
  const MilestoneState state = Only(On(plan, "2018-02-12"));
  EXPECT_EQ(state.slip(), Days(-61));
  EXPECT_EQ(state.moves[0].moved(), Days(-61));
}

// --- Overdue ---

TEST(Milestone, IsOverdueFromTheDayAfterTheLastDayOfDue) {
  const struct {
    std::string_view name;
    std::string_view due;
    std::string_view as_of;
    int days;
  } kRows[] = {
      {"the day before", "30 April 2018", "2018-04-29", 0},
      {"its own day", "30 April 2018", "2018-04-30", 0},
      {"the day after", "30 April 2018", "2018-05-01", 1},
      {"first day of a month", "April 2018", "2018-04-01", 0},
      {"last day of a month", "April 2018", "2018-04-30", 0},
      {"after a month", "April 2018", "2018-05-01", 1},
      {"a Saturday", "31 March 2018", "2018-03-31", 0},
      {"Easter Sunday after it", "31 March 2018", "2018-04-01", 1},
      {"29 February", "February 2016", "2016-02-29", 0},
      {"after 29 February", "February 2016", "2016-03-01", 1},
      {"after 28 February", "February 2018", "2018-03-01", 1},
      {"a year", "30 April 2017", "2018-04-30", 365},
      {"over 29 February", "31 January 2016", "2016-03-01", 30},
  };
  for (const auto& row : kRows) {
    const Plan plan =
        PlanBuilder().Recommendation("R1").Milestone("M", row.due).Build();
    const MilestoneState state = Only(On(plan, row.as_of));
    EXPECT_EQ(state.is_overdue(Day(row.as_of)), row.days > 0) << row.name;
    EXPECT_EQ(state.days_overdue(Day(row.as_of)), Days(row.days)) << row.name;
  }
}

TEST(Milestone, IsOverdueByItsStage) {
  const struct {
    Stage stage;
    bool overdue;
  } kRows[] = {{Stage::kNotStarted, true}, {Stage::kInProgress, true},
               {Stage::kOnHold, true},     {Stage::kCancelled, false},
               {Stage::kComplete, false},  {Stage::kVerified, false}};
  for (const auto& row : kRows) {
    const Plan plan = OneMilestone("28 February 2018")
                          .Reached("2018-01-10", "M", row.stage)
                          .Build();
    const MilestoneState state = Only(On(plan, "2018-03-10"));
    EXPECT_EQ(state.is_overdue(Day("2018-03-10")), row.overdue)
        << ToWord(row.stage);
    EXPECT_EQ(state.days_overdue(Day("2018-03-10")), Days(row.overdue ? 10 : 0))
        << ToWord(row.stage);
  }
}

TEST(Milestone, WithoutADateIsNeverOverdue) {
  for (std::string_view due : {"", "ongoing", "to be agreed"}) {
    const Plan plan = OneMilestone(due).Build();
    const MilestoneState state = Only(On(plan, "2030-01-01"));
    EXPECT_FALSE(state.is_overdue(Day("2030-01-01"))) << due;
    EXPECT_EQ(state.days_overdue(Day("2030-01-01")), std::nullopt) << due;
  }
}

TEST(Milestone, IsOverdueByTheDueAsNowAgreed) {
  const Plan plan =
      OneMilestone("28 February 2018")
          .Replanned("2018-03-10", "M", "30 April 2018", "Board", "capacity")
          .Build();
  const auto overdue = [&](std::string_view day) {
    return Only(On(plan, day)).days_overdue(Day(day));
  };
  EXPECT_EQ(overdue("2018-03-09"), Days(9));
  EXPECT_EQ(overdue("2018-03-10"), Days(0));
  EXPECT_EQ(overdue("2018-05-01"), Days(1));
}

// --- Finish and slip ---

TEST(Milestone, SlipsToItsFinishElseItsForecastElseItsDue) {
  const auto start = [] {
    return OneMilestone("31 January 2018")
        .Replanned("2018-01-20", "M", "28 February 2018");
  };
  const ForecastChange late{.finish = ParseDue("31 March 2018")};
  const ForecastChange undated{.finish = ParseDue("to be agreed")};
  const struct {
    std::string_view name;
    Plan plan;
    std::string_view finish;
    int slip;  // after 31 January
    int months;
  } kRows[] = {
      {"due", start().Build(), "2018-02-28", 28, 1},
      {"forecast", start().Say("2018-02-01", "M", late).Build(), "2018-03-31",
       59, 2},
      {"undated forecast", start().Say("2018-02-01", "M", undated).Build(),
       "2018-02-28", 28, 1},
      {"finished",
       start()
           .Say("2018-02-01", "M", late)
           .Reached("2018-02-27", "M", Stage::kComplete)
           .Build(),
       "2018-02-27", 27, 0},
      {"finished early",
       start().Reached("2018-01-30", "M", Stage::kVerified).Build(),
       "2018-01-30", -1, 0},
      {"a forecast after the finish changes nothing",
       start()
           .Reached("2018-02-01", "M", Stage::kComplete)
           .Say("2018-02-02", "M", late)
           .Build(),
       "2018-02-01", 1, 0},
  };
  for (const auto& row : kRows) {
    const MilestoneState state = Only(On(row.plan, "2018-04-01"));
    EXPECT_EQ(state.finish(), Day(row.finish)) << row.name;
    EXPECT_EQ(state.slip(), Days(row.slip)) << row.name;
    EXPECT_EQ(state.slip_months(), row.months) << row.name;
  }
}

TEST(Milestone, SlipsByCalendarMonths) {
  const struct {
    std::string_view original;
    std::string_view due;
    int days;
    int months;
  } kRows[] = {
      {"31 January 2018", "28 February 2018", 28, 1},
      {"31 January 2018", "27 February 2018", 27, 0},
      {"31 January 2016", "28 February 2016", 28, 0},
      {"31 January 2016", "29 February 2016", 29, 1},
      {"29 February 2016", "28 February 2017", 365, 12},
      {"30 November 2017", "28 February 2018", 90, 3},
      {"28 February 2018", "31 January 2018", -28, -1},
  };
  for (const auto& row : kRows) {
    const Plan plan = PlanBuilder()
                          .Recommendation("R1")
                          .Milestone("M", row.original)
                          .Replanned("2015-12-01", "M", row.due)
                          .Build();
    const MilestoneState state = Only(On(plan, "2018-04-01"));
    EXPECT_EQ(state.slip(), Days(row.days)) << row.original << row.due;
    EXPECT_EQ(state.slip_months(), row.months) << row.original << row.due;
  }
}

TEST(Milestone, WithoutAnOriginalDateHasNoSlip) {
  const Plan plan = OneMilestone("to be agreed")
                        .Reached("2018-02-01", "M", Stage::kComplete)
                        .Build();
  const MilestoneState state = Only(On(plan, "2018-02-01"));
  EXPECT_EQ(state.finish(), Day("2018-02-01"));
  EXPECT_EQ(state.slip(), std::nullopt);
  EXPECT_EQ(state.completion_against(state.original_due).answer,
            LateAnswer::kCantBeTold);
}

TEST(Milestone, KeepsItsFinishWhenItIsVerifiedLater) {
  const Plan plan = OneMilestone("28 February 2018")
                        .Reached("2018-02-20", "M", Stage::kComplete)
                        .Reached("2018-03-20", "M", Stage::kVerified)
                        .Build();
  const MilestoneState state = Only(On(plan, "2018-03-27"));
  EXPECT_EQ(state.stage, Stage::kVerified);
  EXPECT_EQ(state.stage_said, 1);
  EXPECT_EQ(state.finished, Day("2018-02-20"));
  EXPECT_EQ(state.finished_said, 0);
  EXPECT_EQ(state.completion_against(state.original_due).most, Days(-8));
}

TEST(Milestone, KeepsItsFirstFinishWhenItIsSaidAgain) {
  const Plan plan = OneMilestone("28 February 2018")
                        .Reached("2018-03-20", "M", Stage::kComplete)
                        .Reached("2018-02-20", "M", Stage::kComplete)
                        .Build();
  EXPECT_EQ(Only(On(plan, "2018-03-27")).finished, Day("2018-02-20"));
}

TEST(Milestone, ThatWasReopenedIsNotFinished) {
  const Plan plan = OneMilestone("28 February 2018")
                        .Reached("2018-02-20", "M", Stage::kComplete)
                        .Reached("2018-03-20", "M", Stage::kInProgress)
                        .Reached("2018-04-10", "M", Stage::kComplete)
                        .Build();
  EXPECT_FALSE(Only(On(plan, "2018-03-19")).is_overdue(Day("2018-03-19")));
  const MilestoneState reopened = Only(On(plan, "2018-03-20"));
  EXPECT_FALSE(reopened.is_complete());
  EXPECT_EQ(reopened.finished, std::nullopt);
  EXPECT_EQ(reopened.finished_said, kNeverSaid);
  EXPECT_EQ(reopened.days_overdue(Day("2018-03-20")), Days(20));
  // Finished for good on the later day: 28 February to 10 April, 31 + 10.
  const MilestoneState finished = Only(On(plan, "2018-04-10"));
  EXPECT_EQ(finished.completion_against(finished.original_due).least, Days(41));
}

TEST(Milestone, ThatWasNeverMentionedSaysSo) {
  const Plan plan = OneMilestone("28 February 2018").Build();
  const MilestoneState state = Only(On(plan, "2018-03-27"));
  EXPECT_EQ(state.stage, std::nullopt);
  EXPECT_EQ(state.stage_said, kNeverSaid);
  EXPECT_EQ(state.percent, std::nullopt);
  EXPECT_EQ(state.blocked, std::nullopt);
  EXPECT_EQ(state.forecast, std::nullopt);
  EXPECT_EQ(state.recovery_until, std::nullopt);
  EXPECT_EQ(state.last_said, kNeverSaid);
  EXPECT_EQ(state.due_said, kFromBaseline);
}

TEST(Milestone, KeepsItsPercentWhenNewsComeWithoutOne) {
  const Plan plan = OneMilestone("28 February 2018")
                        .Say("2018-01-10", "M", Progress{.percent = 40})
                        .Say("2018-02-10", "M", Progress{})
                        .Build();
  const MilestoneState state = Only(On(plan, "2018-03-27"));
  EXPECT_EQ(state.percent, 40);
  EXPECT_EQ(state.percent_said, 0);
  EXPECT_EQ(state.last_said, 1);
}

TEST(Milestone, IsNotUpdatedByAReportedRating) {
  const Plan plan =
      OneMilestone("28 February 2018")
          .Say("2018-01-10", "M", Progress{})
          .Say("2018-02-10", "M",
               ReportedRating{
                   .aspect = "process", .rating = "Green", .period = ""})
          .Build();
  EXPECT_EQ(Only(On(plan, "2018-03-27")).last_said, 0);
}

// --- Outcomes ---

TEST(Outcome, KeepsEarlierAnswersWhereALaterUpdateHasNone) {
  const Plan plan = PlanBuilder()
                        .Recommendation("R1")
                        .Outcome("O", "April 2018")
                        .Say("2018-01-10", "O",
                             Evidence{.measurable = true,
                                      .demonstrated = false,
                                      .achieved = std::nullopt})
                        .Say("2018-02-10", "O",
                             Evidence{.measurable = std::nullopt,
                                      .demonstrated = true,
                                      .achieved = std::nullopt})
                        .Build();
  const OutcomeState state = On(plan, "2018-03-27").outcomes()[0];
  EXPECT_EQ(state.measurable, true);
  EXPECT_EQ(state.measurable_said, 0);
  EXPECT_EQ(state.demonstrated, true);
  EXPECT_EQ(state.demonstrated_said, 1);
  EXPECT_EQ(state.achieved, std::nullopt);
  EXPECT_EQ(state.achieved_said, kNeverSaid);
}

TEST(Outcome, IsExpectedFromTheFirstDayOfItsDate) {
  const Plan plan =
      PlanBuilder().Recommendation("R1").Outcome("O", "April 2018").Build();
  const OutcomeState state = On(plan, "2018-03-27").outcomes()[0];
  EXPECT_EQ(state.is_expected(Day("2018-03-31")), false);
  EXPECT_EQ(state.is_expected(Day("2018-04-01")), true);
  EXPECT_EQ(state.is_expected(Day("2018-04-02")), true);
}

TEST(Outcome, WithoutADateIsNeitherExpectedNorNot) {
  const Plan plan = PlanBuilder().Recommendation("R1").Outcome("O", "").Build();
  EXPECT_EQ(On(plan, "2018-03-27").outcomes()[0].is_expected(Day("2018-03-27")),
            std::nullopt);
}

// --- Measures ---

TEST(Measure, HasItsReadingsByDay) {
  Baseline baseline =
      PlanBuilder().Recommendation("R1").Outcome("O").Build().baseline();
  baseline.measures.push_back(
      {.id = "S", .name = "S", .unit = "%", .outcome = "O"});
  const auto read = [](std::string_view on, double value) {
    Reading reading;
    reading.value = value;
    return Update{.on = Day(on), .item = "S", .change = reading};
  };
  const Plan plan = ValueOrDie(
      Plan::Create(baseline, {read("2018-03-01", 3), read("2018-01-01", 1),
                              read("2018-02-01", 2), read("2018-04-01", 4)}));
  const Snapshot snapshot = On(plan, "2018-03-01");
  EXPECT_THAT(snapshot.measures()[0].readings, ElementsAre(1, 2, 0));
  EXPECT_THAT(snapshot.outcomes()[0].measures, ElementsAre(0));
}

// --- Concerns ---

TEST(Concern, IsOpenFromTheStartIfTheJournalSaysNothing) {
  const Plan plan = WithConcern(OneMilestone("").Build(), {"R1"});
  const Snapshot snapshot = On(plan, "2017-12-01");
  EXPECT_TRUE(snapshot.concerns()[0].open);
  EXPECT_FALSE(snapshot.concerns()[0].significant);
  EXPECT_THAT(snapshot.OpenConcerns({ItemKind::kRecommendation, 0}),
              ElementsAre(0));
}

TEST(Concern, OpenedByTheJournalIsNotOpenBefore) {
  const Plan plan = WithConcern(OneMilestone("").Build(), {"R1"},
                                {ConcernIs("2018-02-01", true, true)});
  EXPECT_FALSE(On(plan, "2018-01-31").concerns()[0].open);
  EXPECT_TRUE(On(plan, "2018-02-01").concerns()[0].open);
  EXPECT_TRUE(On(plan, "2018-02-01").concerns()[0].significant);
}

TEST(Concern, OpenedByTheJournalIsNotOpenForThoseWhoWereNotYetTold) {
  Update opened = ConcernIs("2018-02-01", true);
  opened.recorded = Day("2018-03-10");
  const Plan plan = WithConcern(OneMilestone("").Build(), {"R1"}, {opened});
  EXPECT_FALSE(On(plan, "2018-02-05", "2018-03-09").concerns()[0].open);
  EXPECT_TRUE(On(plan, "2018-02-05", "2018-03-10").concerns()[0].open);
  EXPECT_TRUE(On(plan, "2018-02-05").concerns()[0].open);
}

TEST(Concern, IsClosedFromTheDayOfItsClosing) {
  const Plan plan = WithConcern(OneMilestone("").Build(), {"R1"},
                                {ConcernIs("2018-02-01", false)});
  EXPECT_TRUE(On(plan, "2018-01-31").concerns()[0].open);
  EXPECT_FALSE(On(plan, "2018-02-01").concerns()[0].open);
  EXPECT_THAT(
      On(plan, "2018-02-01").OpenConcerns({ItemKind::kRecommendation, 0}),
      IsEmpty());
}

// What is closed first was open until then, whatever comes later.
TEST(Concern, ClosedAndOpenedAgainWasOpenAtFirst) {
  const Plan plan = WithConcern(
      OneMilestone("").Build(), {"R1"},
      {ConcernIs("2018-02-01", false), ConcernIs("2018-05-01", true)});
  EXPECT_TRUE(On(plan, "2018-01-31").concerns()[0].open);
  EXPECT_FALSE(On(plan, "2018-02-01").concerns()[0].open);
  EXPECT_TRUE(On(plan, "2018-05-01").concerns()[0].open);
}

TEST(Concern, IsWeighedWithoutBeingOpenedOrClosed) {
  const Plan plan = WithConcern(OneMilestone("").Build(), {"R1"},
                                {ConcernIs("2018-02-01", std::nullopt, true)});
  const Snapshot before = On(plan, "2018-01-31");
  EXPECT_TRUE(before.concerns()[0].open);
  EXPECT_FALSE(before.concerns()[0].significant);
  const Snapshot after = On(plan, "2018-02-01");
  EXPECT_TRUE(after.concerns()[0].open);
  EXPECT_TRUE(after.concerns()[0].significant);
}

TEST(Concern, TouchesAllThatBelongsToItsRecommendationOnce) {
  const Plan plan = WithConcern(PlanBuilder()
                                    .Recommendation("R1")
                                    .Milestone("R1.1")
                                    .Milestone("R1.2")
                                    .Outcome("R1.O")
                                    .Recommendation("R2")
                                    .Milestone("R2.1")
                                    .Build(),
                                {"R1", "R1.1"});
  const Snapshot snapshot = On(plan, "2018-01-01");
  EXPECT_THAT(snapshot.OpenConcerns({ItemKind::kMilestone, 0}), ElementsAre(0));
  EXPECT_THAT(snapshot.OpenConcerns({ItemKind::kMilestone, 1}), ElementsAre(0));
  EXPECT_THAT(snapshot.OpenConcerns({ItemKind::kOutcome, 0}), ElementsAre(0));
  EXPECT_THAT(snapshot.OpenConcerns({ItemKind::kMilestone, 2}), IsEmpty());
  EXPECT_THAT(snapshot.OpenConcerns({ItemKind::kRecommendation, 1}), IsEmpty());
}

TEST(Concern, OfAMilestoneDoesNotTouchItsSiblings) {
  const Plan plan = WithConcern(PlanBuilder()
                                    .Recommendation("R1")
                                    .Milestone("R1.1")
                                    .Milestone("R1.2")
                                    .Build(),
                                {"R1.1"});
  const Snapshot snapshot = On(plan, "2018-01-01");
  EXPECT_THAT(snapshot.OpenConcerns({ItemKind::kMilestone, 0}), ElementsAre(0));
  EXPECT_THAT(snapshot.OpenConcerns({ItemKind::kMilestone, 1}), IsEmpty());
  EXPECT_THAT(snapshot.OpenConcerns({ItemKind::kRecommendation, 0}), IsEmpty());
}

// --- Facts that schemes declare, and overrides ---

constexpr ItemRef kOnly = {ItemKind::kMilestone, 0};

// The value of "spend", as "what/where/who".
std::string SpendOn(const Plan& plan, std::string_view day,
                    std::string_view known_by = "") {
  const Snapshot snapshot = unit::SnapshotOf(plan, day, known_by);
  const FactSaid* said = snapshot.FactValueOf(kOnly, "spend");
  if (said == nullptr) return "never said";
  std::string value = "not known";
  if (const auto* number = std::get_if<double>(&said->value)) {
    value = std::to_string(static_cast<int>(*number));
  }
  return value + "/" + std::to_string(said->said) + "/" + said->by;
}

TEST(FactValueOf, IsTheLatestThatCounts) {
  Baseline baseline = unit::OneMilestone("May 2018");
  baseline.recommendations[0].milestones[0].facts = {{"spend", 5.0}};
  Update corrected =
      unit::Say("2018-02-01", "M", FactChange{"spend", 20.0}, "2018-03-15");
  corrected.by = "Finance";
  const Plan plan = unit::MakePlan(
      baseline,
      {corrected, unit::Say("2018-02-01", "M", {FactChange{"spend", 10.0}}),
       unit::Say("2018-03-01", "M", FactChange{"spend", {}}),
       unit::Say("2018-03-01", "M", FactChange{"budget", 1.0})});
  EXPECT_EQ(SpendOn(plan, "2018-01-31"), "5/-1/");
  EXPECT_EQ(SpendOn(plan, "2018-02-01"), "20/0/Finance");
  EXPECT_EQ(SpendOn(plan, "2018-02-28", "2018-03-14"), "10/1/");
  EXPECT_EQ(SpendOn(plan, "2018-03-01"), "not known/2/");
}

TEST(FactValueOf, IsNullIfNeverSaid) {
  const Plan plan =
      unit::MakePlan(unit::OneMilestone("May 2018"),
                     {unit::Say("2018-02-01", "R", FactChange{"spend", 10.0})});
  EXPECT_EQ(SpendOn(plan, "2018-03-01"), "never said");
  const Snapshot snapshot = On(plan, "2018-03-01");
  EXPECT_NE(snapshot.FactValueOf({ItemKind::kRecommendation, 0}, "spend"),
            nullptr);
  EXPECT_EQ(snapshot.FactValueOf({ItemKind::kConcern, 0}, "spend"), nullptr);
  EXPECT_THAT(snapshot.FactsSaid(kOnly), IsEmpty());
}

TEST(FactValueOf, IsOfThePlanToo) {
  Baseline baseline = unit::EmptyBaseline();
  baseline.facts = {{"confidence", "likely"}};
  const Plan plan = unit::MakePlan(baseline);
  const Snapshot snapshot = On(plan, "2018-03-01");
  const FactSaid* said =
      snapshot.FactValueOf({ItemKind::kPlan, 0}, "confidence");
  ASSERT_NE(said, nullptr);
  EXPECT_EQ(said->value, FactValue("likely"));
  EXPECT_EQ(said->said, kFromBaseline);
}

Update Overridden(std::string_view on, std::optional<std::string> rating,
                  std::string by = "Director", std::string reason = "why",
                  std::string_view recorded = "") {
  Update update = unit::Say(on, "M",
                            Override{.aspect = "process",
                                     .rating = std::move(rating),
                                     .reason = std::move(reason)},
                            recorded);
  update.by = std::move(by);
  return update;
}

TEST(OverrideOf, IsTheLatestThatStands) {
  const struct {
    std::string name;
    std::vector<Update> journal;
    std::string rating;
  } kRows[] = {
      {"none", {}, "none"},
      {"one", {Overridden("2018-02-01", "Red")}, "Red"},
      {"later",
       {Overridden("2018-02-02", "Amber"), Overridden("2018-02-01", "Red")},
       "Amber"},
      {"withdrawn",
       {Overridden("2018-02-01", "Red"), Overridden("2018-02-02", {})},
       "none"},
      {"set again",
       {Overridden("2018-02-01", "Red"), Overridden("2018-02-02", {}),
        Overridden("2018-02-03", "Green")},
       "Green"},
      {"by nobody", {Overridden("2018-02-01", "Red", "")}, "none"},
      {"no reason", {Overridden("2018-02-01", "Red", "Board", "")}, "none"},
      {"one by nobody does not hide one that stands",
       {Overridden("2018-02-01", "Red"), Overridden("2018-02-02", "Green", "")},
       "Red"},
      {"withdrawn by nobody",
       {Overridden("2018-02-01", "Red"), Overridden("2018-02-02", {}, "")},
       "Red"},
      {"of the day", {Overridden("2018-03-01", "Red")}, "Red"},
      {"still to come", {Overridden("2018-03-02", "Red")}, "none"},
      {"not known then",
       {Overridden("2018-02-01", "Red", "Director", "why", "2018-03-02")},
       "none"},
  };
  for (const auto& row : kRows) {
    const Plan plan =
        unit::MakePlan(unit::OneMilestone("May 2018"), row.journal);
    const Snapshot snapshot =
        unit::SnapshotOf(plan, "2018-03-01", "2018-03-01");
    const Update* update = snapshot.OverrideOf(kOnly, "process");
    EXPECT_EQ(
        update == nullptr ? "none" : *std::get<Override>(update->change).rating,
        row.rating)
        << row.name;
    EXPECT_EQ(snapshot.OverrideOf(kOnly, "impact"), nullptr);
    EXPECT_EQ(snapshot.OverrideOf({ItemKind::kRecommendation, 0}, "process"),
              nullptr);
  }
}

TEST(Milestone, IsUpdatedByAFactAndNotByAnOverride) {
  const Plan plan =
      unit::MakePlan(unit::OneMilestone("May 2018"),
                     {unit::Say("2018-02-01", "M", FactChange{"spend", 10.0}),
                      Overridden("2018-02-02", "Red")});
  EXPECT_EQ(unit::StateOf(plan, "2018-03-01").last_said, 0);
}

TEST(Milestone, IsCompleteOnceEmbeddedAndRestsWhileSuspended) {
  const Plan plan = unit::MakePlan(
      unit::OneMilestone("January 2018"),
      {unit::Say("2018-02-01", "M", unit::Reach(Stage::kSuspended, "Cabinet")),
       unit::Say("2018-03-01", "M", unit::Reach(Stage::kComplete)),
       unit::Say("2018-04-01", "M", unit::Reach(Stage::kEmbedded))});
  const MilestoneState suspended = unit::StateOf(plan, "2018-02-10");
  EXPECT_TRUE(suspended.is_resting());
  EXPECT_FALSE(suspended.is_complete());
  // As on hold: the promise stands.
  EXPECT_TRUE(suspended.is_overdue(Day("2018-02-10")));
  const MilestoneState embedded = unit::StateOf(plan, "2018-04-02");
  EXPECT_TRUE(embedded.is_complete());
  EXPECT_EQ(embedded.finished, Day("2018-03-01"));
}

// --- Reported ratings ---

ReportedRating Rated(std::optional<std::string> rating,
                     std::string period = "") {
  return {.aspect = "process",
          .rating = std::move(rating),
          .period = std::move(period)};
}

// What was reported of the only milestone: "none" if nothing was, "lost" if
// the word is missing.
std::string ReportedOf(const Snapshot& snapshot) {
  const Update* update =
      snapshot.Reported({ItemKind::kMilestone, 0}, "process");
  if (update == nullptr) return "none";
  return std::get<ReportedRating>(update->change).rating.value_or("lost");
}

PlanBuilder TwoPeriods() {
  return OneMilestone("May 2018")
      .Period("last", "2018-01-01", "2018-01-31")
      .Period("this", "2018-02-01", "2018-03-27");
}

TEST(ReportedRating, IsOfThePeriodInWhichItsDayFalls) {
  const Plan plan = TwoPeriods()
                        .Say("2018-01-31", "M", Rated("Red"))
                        .Say("2018-02-01", "M", Rated("Amber"))
                        .Build();
  EXPECT_EQ(ReportedOf(On(plan, "2018-01-31")), "Red");
  EXPECT_EQ(ReportedOf(On(plan, "2018-02-01")), "Amber");
  EXPECT_EQ(ReportedOf(On(plan, "2018-03-27")), "Amber");
}

TEST(ReportedRating, IsNotCarriedIntoAPeriodWithoutOne) {
  const Plan plan = TwoPeriods().Say("2018-01-20", "M", Rated("Red")).Build();
  EXPECT_EQ(ReportedOf(On(plan, "2018-02-10")), "none");
}

TEST(ReportedRating, IsOfThePeriodThatItNamesWhateverItsDay) {
  const Plan plan =
      TwoPeriods().Say("2018-02-05", "M", Rated("Red", "last")).Build();
  EXPECT_EQ(ReportedOf(On(plan, "2018-01-31")), "Red");
  EXPECT_EQ(ReportedOf(On(plan, "2018-02-10")), "none");
  EXPECT_EQ(ReportedOf(On(plan, "2018-01-31", "2018-02-04")), "none");
}

TEST(ReportedRating, IsTheLatestInAPlanWithoutPeriods) {
  const Plan plan = OneMilestone("May 2018")
                        .Say("2018-02-10", "M", Rated("Amber"))
                        .Say("2018-01-10", "M", Rated("Red"))
                        .Build();
  EXPECT_EQ(ReportedOf(On(plan, "2018-01-09")), "none");
  EXPECT_EQ(ReportedOf(On(plan, "2018-02-09")), "Red");
  EXPECT_EQ(ReportedOf(On(plan, "2018-03-27")), "Amber");
}

TEST(ReportedRating, ThatIsLostDiffersFromNoneAndHidesAnEarlierOne) {
  const Plan plan = TwoPeriods()
                        .Say("2018-02-10", "M", Rated("Amber"))
                        .Say("2018-03-10", "M", Rated(std::nullopt))
                        .Build();
  EXPECT_EQ(ReportedOf(On(plan, "2018-01-10")), "none");
  EXPECT_EQ(ReportedOf(On(plan, "2018-03-27")), "lost");
}

TEST(ReportedRating, OfOnePeriodIsTheLaterThenTheLaterRecorded) {
  const Plan plan = TwoPeriods()
                        .Say("2018-02-20", "M", Rated("Red"))
                        .RecordedOn("2018-03-20")
                        .Say("2018-02-20", "M", Rated("Amber"))
                        .Say("2018-02-10", "M", Rated("Green"))
                        .RecordedOn("2018-03-25")
                        .Build();
  EXPECT_EQ(ReportedOf(On(plan, "2018-03-27")), "Red");
  EXPECT_EQ(ReportedOf(On(plan, "2018-03-27", "2018-03-19")), "Amber");
}

// Asked from a later period, the answer is what Reported() said in that one.
TEST(ReportedRating, OfAnEarlierPeriodIsWhatWasReportedForIt) {
  std::mt19937 random(20180401);
  for (int i = 0; i < 200; ++i) {
    PlanBuilder builder = TwoPeriods();
    for (int k = unit::Random(random, 0, 6); k > 0; --k) {
      const std::string day =
          Day("2018-01-01").Plus(Days(unit::Random(random, 0, 85))).ToIso();
      const std::string names[] = {"", "last", "this"};
      builder = std::move(builder).Say(
          day, "M",
          Rated(std::to_string(k), names[unit::Random(random, 0, 2)]));
    }
    const Plan plan = std::move(builder).Build();
    const Snapshot later = On(plan, "2018-05-01");
    for (const ReportingPeriod& period : plan.baseline().periods) {
      const Snapshot then = On(plan, period.days.last().ToIso());
      ASSERT_EQ(later.ReportedFor(kOnly, "process", period) == nullptr,
                then.Reported(kOnly, "process") == nullptr);
      if (then.Reported(kOnly, "process") == nullptr) continue;
      ASSERT_EQ(*later.ReportedFor(kOnly, "process", period),
                *then.Reported(kOnly, "process"));
    }
  }
}

TEST(Snapshot, KnowsTheReportingPeriodsThatAreOver) {
  const Plan plan = PlanBuilder()
                        .Period("b", "2018-02-01", "2018-02-28")
                        .Period("a", "2018-01-01", "2018-01-31")
                        .Build();
  EXPECT_THAT(On(plan, "2018-01-31").past_period_ends(), IsEmpty());
  EXPECT_THAT(On(plan, "2018-02-01").past_period_ends(),
              ElementsAre(Day("2018-01-31")));
  EXPECT_THAT(On(plan, "2018-02-28").past_period_ends(),
              ElementsAre(Day("2018-01-31")));
  EXPECT_THAT(On(plan, "2018-03-01").past_period_ends(),
              ElementsAre(Day("2018-01-31"), Day("2018-02-28")));
}

TEST(ReportedRating, IsOfOneAspectOnly) {
  const Plan plan =
      OneMilestone("May 2018").Say("2018-02-10", "M", Rated("Amber")).Build();
  EXPECT_EQ(
      On(plan, "2018-03-01").Reported({ItemKind::kMilestone, 0}, "impact"),
      nullptr);
}

TEST(Snapshot, HasTheReportingPeriodOfItsDayOrElseThatDay) {
  const Plan plan = TwoPeriods().Build();
  EXPECT_EQ(On(plan, "2018-03-27").period(),
            ValueOrDie(Period::Create(Day("2018-02-01"), Day("2018-03-27"))));
  const Plan without = OneMilestone("").Build();
  EXPECT_EQ(On(without, "2018-03-27").period(), Period::Day(Day("2018-03-27")));
}

// --- Properties ---

std::string Iso(const std::optional<Date>& day) {
  return day.has_value() ? day->ToIso() : "-";
}

int Below(std::mt19937& random, int end) {
  return std::uniform_int_distribution<int>(0, end - 1)(random);
}

std::string RandomDueText(std::mt19937& random) {
  static constexpr const char* kTexts[] = {
      "",           "ongoing",       "to be agreed",
      "April 2018", "30 April 2018", "31 March 2018",
      "2018-06-30", "February 2018"};
  return kTexts[Below(random, 8)];
}

std::optional<bool> RandomAnswer(std::mt19937& random) {
  const int roll = Below(random, 3);
  return roll == 2 ? std::nullopt : std::optional<bool>(roll == 1);
}

Update RandomUpdate(std::mt19937& random, Date on, std::optional<Date> recorded,
                    int number) {
  Update update{.on = on, .recorded = recorded};
  update.text = std::to_string(number);
  const std::string milestone = Below(random, 2) == 0 ? "R1.1" : "R1.2";
  update.item = milestone;
  switch (Below(random, 11)) {
    case 0:
    case 1:
      update.change = DueChange{.due = ParseDue(RandomDueText(random)),
                                .agreed_by = Below(random, 2) ? "Board" : "",
                                .reason = Below(random, 2) ? "why" : ""};
      break;
    case 2:
      update.change = ForecastChange{.finish = ParseDue(RandomDueText(random))};
      break;
    case 3:
    case 4:
      update.change = StageChange{.stage = static_cast<Stage>(Below(random, 6)),
                                  .decision = ""};
      break;
    case 5:
      update.change = Progress{.percent = Below(random, 101)};
      break;
    case 6:
      update.change = Recovery{.until = ParseDue(RandomDueText(random))};
      break;
    case 7:
      update.change = Blocked{.blocked = Below(random, 2) == 1};
      break;
    case 8:
      update.item = "R1.O";
      update.change = Evidence{.measurable = RandomAnswer(random),
                               .demonstrated = RandomAnswer(random),
                               .achieved = RandomAnswer(random)};
      break;
    case 9:
      update.item = "C";
      update.change = ConcernChange{.open = RandomAnswer(random),
                                    .significant = RandomAnswer(random)};
      break;
    case 10:
      update.change = Rated(std::to_string(Below(random, 3)));
      break;
  }
  return update;
}

// Updates of which no two have the same two days.
std::vector<Update> RandomJournal(std::mt19937& random, std::string_view first,
                                  int days, int most) {
  std::vector<Update> journal;
  std::set<std::pair<Date, Date>> taken;
  const int count = Below(random, most + 1);
  for (int i = 0; i < count; ++i) {
    const Date on = Day(first).Plus(Days(Below(random, days)));
    const Date recorded = on.Plus(Days(Below(random, 20)));
    if (!taken.insert({on, recorded}).second) continue;
    journal.push_back(RandomUpdate(random, on, recorded, i));
  }
  return journal;
}

Plan RandomPlan(std::vector<Update> journal) {
  return WithConcern(PlanBuilder("December 2017")
                         .Recommendation("R1")
                         .Milestone("R1.1", "28 February 2018")
                         .Milestone("R1.2")
                         .Outcome("R1.O", "April 2018")
                         .Build(),
                     {"R1"}, std::move(journal));
}

// All of a snapshot in words; where something was said by the text of that
// update, because positions depend on the order.
std::string Describe(const Snapshot& snapshot) {
  std::ostringstream out;
  const auto said = [&](int position) {
    return position < 0 ? std::to_string(position)
                        : snapshot.update(position).text;
  };
  for (const MilestoneState& m : snapshot.milestones()) {
    out << m.milestone->id << " original " << m.original_due.text() << "@"
        << said(m.original_due_said) << " due " << m.due.text() << "@"
        << said(m.due_said) << " forecast "
        << (m.forecast.has_value() ? m.forecast->text() : "none") << "@"
        << said(m.forecast_said) << " stage "
        << (m.stage.has_value() ? ToWord(*m.stage) : "none") << "@"
        << said(m.stage_said) << " finished " << Iso(m.finished) << "@"
        << said(m.finished_said) << " percent " << m.percent.value_or(-1) << "@"
        << said(m.percent_said) << " blocked "
        << (m.blocked.has_value() ? int{*m.blocked} : -1) << "@"
        << said(m.blocked_said) << " recovery "
        << (m.recovery_until.has_value() ? m.recovery_until->text() : "none")
        << "@" << said(m.recovery_said) << " last " << said(m.last_said);
    for (const DueMove& move : m.moves) {
      out << " moved " << move.from.text() << ">" << move.to.text() << "@"
          << said(move.update);
    }
    out << "\n";
  }
  for (const OutcomeState& o : snapshot.outcomes()) {
    out << o.measurable.has_value() << o.measurable.value_or(false) << "@"
        << said(o.measurable_said) << o.demonstrated.has_value()
        << o.demonstrated.value_or(false) << "@" << said(o.demonstrated_said)
        << o.achieved.has_value() << o.achieved.value_or(false) << "@"
        << said(o.achieved_said) << " last " << said(o.last_said) << "\n";
  }
  for (const ConcernState& c : snapshot.concerns()) {
    out << c.open << c.significant << "@" << said(c.last_said) << "\n";
  }
  for (int i : {0, 1}) {
    const Update* reported =
        snapshot.Reported({ItemKind::kMilestone, i}, "process");
    out << "reported " << (reported == nullptr ? "none" : reported->text)
        << "\n";
  }
  for (int position : snapshot.updates()) out << said(position) << " ";
  return out.str();
}

void OrderInTheFileDoesNotMatter(std::mt19937& random) {
  std::vector<Update> journal = RandomJournal(random, "2017-12-10", 150, 25);
  const Plan plan = RandomPlan(journal);
  std::shuffle(journal.begin(), journal.end(), random);
  const Plan shuffled = RandomPlan(journal);
  const Date as_of = Day("2017-12-10").Plus(Days(Below(random, 170)));
  std::optional<Date> known_by;
  if (Below(random, 2) == 1) known_by = as_of.Plus(Days(Below(random, 10)));
  ASSERT_EQ(Describe(ValueOrDie(AsOf(plan, as_of, known_by))),
            Describe(ValueOrDie(AsOf(shuffled, as_of, known_by))));
}

TEST(Snapshot, DoesNotDependOnTheOrderOfTheJournal) {
  std::mt19937 random(1);
  for (int i = 0; i < 120 && !::testing::Test::HasFailure(); ++i)
    OrderInTheFileDoesNotMatter(random);
}

void ALaterDayIsNeverLessOverdue(std::mt19937& random) {
  const Plan plan = RandomPlan(RandomJournal(random, "2017-12-10", 60, 15));
  const Date last = Day("2018-02-28");
  const Date as_of = last.Plus(Days(Below(random, 100)));
  const Date later = as_of.Plus(Days(1 + Below(random, 100)));
  const Snapshot now = ValueOrDie(AsOf(plan, as_of));
  const Snapshot then = ValueOrDie(AsOf(plan, later));
  for (size_t m = 0; m < now.milestones().size(); ++m) {
    const MilestoneState& before = now.milestones()[m];
    const MilestoneState& after = then.milestones()[m];
    ASSERT_EQ(before.days_overdue(as_of).has_value(),
              after.days_overdue(later).has_value());
    if (!before.days_overdue(as_of).has_value()) continue;
    ASSERT_LE(*before.days_overdue(as_of), *after.days_overdue(later));
    ASSERT_TRUE(!before.is_overdue(as_of) || after.is_overdue(later));
  }
}

TEST(Snapshot, ALaterDayWithNothingNewNeverMakesAMilestoneLessOverdue) {
  std::mt19937 random(2);
  for (int i = 0; i < 150 && !::testing::Test::HasFailure(); ++i)
    ALaterDayIsNeverLessOverdue(random);
}

void KnownByFarAheadIsTheSameAsNone(std::mt19937& random) {
  const Plan plan = RandomPlan(RandomJournal(random, "2017-12-10", 150, 25));
  const Date as_of = Day("2017-12-10").Plus(Days(Below(random, 170)));
  ASSERT_EQ(Describe(ValueOrDie(AsOf(plan, as_of))),
            Describe(ValueOrDie(AsOf(plan, as_of, Day("9999-12-31")))));
}

TEST(Snapshot, KnownByInTheFarFutureHidesNothing) {
  std::mt19937 random(3);
  for (int i = 0; i < 100 && !::testing::Test::HasFailure(); ++i)
    KnownByFarAheadIsTheSameAsNone(random);
}

void TheOriginalDueIsNeverLost(std::mt19937& random) {
  const Plan plan = RandomPlan(RandomJournal(random, "2017-12-10", 150, 25));
  const Date as_of = Day("2017-12-10").Plus(Days(Below(random, 170)));
  const Snapshot snapshot = ValueOrDie(AsOf(plan, as_of));
  ASSERT_EQ(snapshot.milestones()[0].original_due.text(), "28 February 2018");
}

TEST(Snapshot, NoJournalLosesAnOriginalDue) {
  std::mt19937 random(4);
  for (int i = 0; i < 300 && !::testing::Test::HasFailure(); ++i)
    TheOriginalDueIsNeverLost(random);
}

// The due that counts, found the slow way: of all that were agreed by then and
// known by then, the one with the latest days, then the last in the file.
void TheDueIsTheLatestThatCounts(std::mt19937& random) {
  const Plan plan = RandomPlan(RandomJournal(random, "2017-12-10", 150, 40));
  const Date as_of = Day("2017-12-10").Plus(Days(Below(random, 170)));
  const Date known_by = as_of.Plus(Days(Below(random, 20) - 5));
  const Snapshot snapshot =
      ValueOrDie(AsOf(plan, as_of, std::max(known_by, Day("2017-12-01"))));
  for (const MilestoneState& state : snapshot.milestones()) {
    const Update* latest = nullptr;
    for (const Update& update : plan.journal()) {
      if (update.item != state.milestone->id || update.on > as_of ||
          update.known_from() > known_by ||
          !std::holds_alternative<DueChange>(update.change)) {
        continue;
      }
      if (latest == nullptr ||
          std::pair(update.on, update.known_from()) >=
              std::pair(latest->on, latest->known_from())) {
        latest = &update;
      }
    }
    ASSERT_EQ(state.due.text(),
              latest == nullptr
                  ? state.milestone->due.text()
                  : std::get<DueChange>(latest->change).due.text());
  }
}

TEST(Snapshot, HasTheDueThatASlowSearchFinds) {
  std::mt19937 random(5);
  for (int i = 0; i < 120; ++i) TheDueIsTheLatestThatCounts(random);
}

// Each milestone's dates and stage, by its id.
std::map<std::string, std::string> ById(const Snapshot& snapshot) {
  std::map<std::string, std::string> found;
  for (const MilestoneState& m : snapshot.milestones()) {
    const std::optional<Days> slip = m.slip();
    found[m.milestone->id] =
        m.original_due.text() + "/" + m.due.text() + "/" + Iso(m.finished) +
        "/" + Iso(m.finish()) + "/" + (slip ? ToWords(*slip) : "-") + "/" +
        (m.stage ? std::string(ToWord(*m.stage)) : "-") + "/" +
        std::to_string(m.moves.size()) + "/" + std::to_string(m.last_said);
  }
  return found;
}

void OrderOfMilestonesDoesNotMatter(std::mt19937& random) {
  const Plan plan = RandomPlan(RandomJournal(random, "2017-12-10", 150, 40));
  Baseline turned = plan.baseline();
  std::vector<Milestone>& milestones = turned.recommendations[0].milestones;
  std::reverse(milestones.begin(), milestones.end());
  const Plan other = ValueOrDie(Plan::Create(
      turned,
      std::vector<Update>(plan.journal().begin(), plan.journal().end())));
  const Date as_of = Day("2017-12-10").Plus(Days(Below(random, 170)));
  ASSERT_EQ(ById(ValueOrDie(AsOf(plan, as_of))),
            ById(ValueOrDie(AsOf(other, as_of))));
}

TEST(Snapshot, DoesNotDependOnTheOrderOfMilestones) {
  std::mt19937 random(6);
  for (int i = 0; i < 100; ++i) OrderOfMilestonesDoesNotMatter(random);
}

MilestoneState Moved(Date from, Date to) {
  return Only(On(PlanBuilder()
                     .Recommendation("R1")
                     .Milestone("M", from.ToIso())
                     .Replanned("2018-01-01", "M", to.ToIso())
                     .Build(),
                 "2018-01-01"));
}

void SlipThereIsMinusSlipBack(Date a, Date b) {
  ASSERT_EQ(*Moved(a, b).slip(), -*Moved(b, a).slip()) << a << " " << b;
  ASSERT_EQ(*Moved(a, b).slip_months(), -*Moved(b, a).slip_months())
      << a << " " << b;
}

TEST(Milestone, SlipsAsFarThereAsBack) {
  std::mt19937 random(7);
  for (int i = 0; i < 300; ++i) {
    const Date a = Day("2016-01-01").Plus(Days(Below(random, 1000)));
    SlipThereIsMinusSlipBack(a, a.Plus(Days(Below(random, 800) - 400)));
    SlipThereIsMinusSlipBack(a.EndOfMonth(),
                             a.PlusMonths(Below(random, 20)).EndOfMonth());
  }
}

TEST(MilestoneState, SaysWhatSaidItsFinish) {
  const Update expected = Say("2018-01-10", "M", Expect("31 May 2018"));
  const Update unsure = Say("2018-01-11", "M", Expect("to be confirmed"));
  const Update moved = Say("2018-01-12", "M", Replan("30 June 2018"));
  const Update done = Say("2018-01-13", "M", Reach(Stage::kComplete));
  struct Row {
    std::string name;
    std::vector<Update> journal;
    int said;
  };
  const Row rows[] = {
      {"the plan", {}, kFromBaseline},
      {"a forecast", {expected}, 0},
      {"a forecast without a date leaves the due", {unsure}, kFromBaseline},
      {"and the due as moved", {unsure, moved}, 1},
      {"a forecast before a due", {expected, moved}, 0},
      {"the finish", {expected, moved, done}, 2},
  };
  for (const Row& row : rows) {
    const Snapshot snapshot = On(
        MakePlan(unit::OneMilestone("April 2018"), row.journal), "2018-02-01");
    EXPECT_EQ(Only(snapshot).finish_said(), row.said) << row.name;
  }
}

TEST(Snapshot, ListsTheUpdatesThatCountAndCanBeReadInSeveralWays) {
  const Plan plan = unit::MakePlan(
      unit::OneMilestone("Q1 2018"),
      {unit::Say("2018-02-01", "M", unit::NewDue("Q2 2018")),
       unit::Say("2018-02-02", "M", unit::NewDue("31 May 2018")),
       unit::Say("2018-02-03", "M", unit::Expect("Q3 2018"), "2018-03-03"),
       unit::Say("2018-04-01", "M", unit::Recover("Q4 2018"))});
  EXPECT_THAT(unit::SnapshotOf(plan, "2018-03-31").doubtful_updates(),
              ElementsAre(0, 2));
  EXPECT_THAT(
      unit::SnapshotOf(plan, "2018-03-31", "2018-03-02").doubtful_updates(),
      ElementsAre(0));
  EXPECT_THAT(unit::SnapshotOf(plan, "2018-04-01").doubtful_updates(),
              ElementsAre(0, 2, 3));
}

}  // namespace
}  // namespace actionplan
