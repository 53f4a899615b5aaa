#include "actionplan/slippage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "make_plan.h"

namespace actionplan {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using unit::Day;
using unit::Expect;
using unit::MakeMilestone;
using unit::MakePlan;
using unit::NewDue;
using unit::OneMilestone;
using unit::Reach;
using unit::Replan;
using unit::Say;
using unit::SnapshotOf;

std::vector<Slippage> Find(const Plan& plan, std::string_view as_of) {
  return FindSlippage(SnapshotOf(plan, as_of));
}

// What was found, as "M overdue".
std::vector<std::string> Kinds(const std::vector<Slippage>& findings) {
  std::vector<std::string> kinds;
  for (const Slippage& finding : findings) {
    kinds.push_back(finding.item + " " + std::string(ToWord(finding.kind)));
  }
  return kinds;
}

TEST(SlippageKind, HasAWord) {
  EXPECT_EQ(ToWord(SlippageKind::kOverdue), "overdue");
  EXPECT_EQ(ToWord(SlippageKind::kExtended), "extended when overdue");
  EXPECT_EQ(ToWord(SlippageKind::kReplanned), "re-planned");
  EXPECT_EQ(ToWord(SlippageKind::kBroughtForward), "brought forward");
  EXPECT_EQ(ToWord(SlippageKind::kQuietMove), "quiet move");
  EXPECT_EQ(ToWord(SlippageKind::kSerial), "serial re-planning");
  EXPECT_EQ(ToWord(SlippageKind::kForecastLate), "forecast late");
  EXPECT_EQ(ToWord(SlippageKind::kCompletedLate), "completed late");
  EXPECT_EQ(ToWord(SlippageKind::kPerhapsLate), "perhaps late");
  EXPECT_EQ(ToWord(SlippageKind::kLateStart), "late start");
  EXPECT_EQ(ToWord(SlippageKind::kStalled), "stalled");
  EXPECT_EQ(ToWord(SlippageKind::kKnockOn), "knock-on");
  EXPECT_EQ(ToWord(SlippageKind::kUndated), "undated");
}

// --- Overdue ---

TEST(Slippage, IsNotOverdueOnTheLastDayOfDueAndIsOnTheDayAfter) {
  const Plan plan = MakePlan(OneMilestone("April 2018"));
  EXPECT_THAT(Find(plan, "2018-04-29"), IsEmpty());
  EXPECT_THAT(Find(plan, "2018-04-30"), IsEmpty());
  const std::vector<Slippage> found = Find(plan, "2018-05-01");
  ASSERT_THAT(Kinds(found), ElementsAre("M overdue"));
  EXPECT_EQ(found[0].days, Days(1));
  EXPECT_EQ(found[0].from, Day("2018-04-30"));
  EXPECT_EQ(found[0].to, Day("2018-05-01"));
  EXPECT_THAT(found[0].because(),
              AllOf(HasSubstr("30 April 2018"), HasSubstr("1 May 2018"),
                    HasSubstr("1 day overdue"), Not(EndsWith("."))));
}

TEST(Slippage, OverdueAfterAMoveCountsFromTheNewDueAndSaysTheOriginal) {
  const Plan plan = MakePlan(OneMilestone("28 February 2018"),
                             {Say("2018-02-12", "M", Replan("30 April 2018"))});
  const std::vector<Slippage> found = Find(plan, "2018-05-10");
  ASSERT_THAT(Kinds(found), ElementsAre("M overdue", "M re-planned"));
  EXPECT_EQ(found[0].days, Days(10));
  EXPECT_EQ(found[0].from, Day("2018-04-30"));
  EXPECT_THAT(found[0].because(),
              AllOf(HasSubstr("30 April 2018"), HasSubstr("28 February 2018"),
                    HasSubstr("10 days overdue")));
}

TEST(Slippage, OverdueWithoutAMoveSaysNothingOfAnOriginalDue) {
  const std::vector<Slippage> found =
      Find(MakePlan(OneMilestone("April 2018")), "2018-05-10");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found[0].because(), Not(HasSubstr("original")));
}

TEST(Slippage, SaysWhatTheMilestoneIsAndWhoLeadsIt) {
  Baseline baseline = {.id = "plan", .title = "Plan"};
  baseline.accepted = ParseDue("December 2017");
  Recommendation one = {.id = "R1", .title = "One", .lead = "Head of Legal"};
  one.milestones.push_back({.id = "a", .text = "Sign off", .lead = "HR"});
  one.milestones.push_back({.id = "b", .text = "Train"});
  Recommendation two = {.id = "R2", .title = "Two"};
  two.milestones.push_back({.id = "c", .text = "Audit"});
  baseline.recommendations = {one, two};
  const std::vector<Slippage> found =
      Find(unit::ValueOrDie(Plan::Create(baseline, {})), "2018-03-27");
  std::vector<std::string> said;
  for (const Slippage& finding : found) {
    said.push_back(finding.recommendation() + "/" + finding.text() + "/" +
                   finding.lead());
  }
  EXPECT_THAT(said, ElementsAre("R1/Sign off/HR", "R1/Train/Head of Legal",
                                "R2/Audit/"));
  EXPECT_EQ(Slippage().text() + Slippage().recommendation() + Slippage().lead(),
            "");
}

// --- Moves ---

TEST(Slippage, ReplannedSaysBothDuesWhoAndWhy) {
  const Plan plan = MakePlan(
      OneMilestone("28 February 2018"),
      {Say("2018-02-12", "M",
           NewDue("30 April 2018", "Improvement Board", "Legal capacity"))});
  EXPECT_THAT(Find(plan, "2018-02-11"), IsEmpty());
  const std::vector<Slippage> found = Find(plan, "2018-02-12");
  ASSERT_THAT(Kinds(found), ElementsAre("M re-planned"));
  EXPECT_EQ(found[0].days, Days(61));  // 31 in March, 30 in April
  EXPECT_EQ(found[0].from, Day("2018-02-28"));
  EXPECT_EQ(found[0].to, Day("2018-04-30"));
  EXPECT_EQ(found[0].on, Day("2018-02-12"));
  EXPECT_EQ(found[0].agreed_by, "Improvement Board");
  EXPECT_EQ(found[0].reason, "Legal capacity");
  EXPECT_THAT(found[0].because(),
              AllOf(HasSubstr("12 February 2018"),
                    HasSubstr("28 February 2018"), HasSubstr("30 April 2018"),
                    HasSubstr("61 days later"), HasSubstr("Improvement Board"),
                    HasSubstr("Legal capacity"), Not(EndsWith("."))));
}

TEST(Slippage, AMoveIsQuietWithoutWhoOrWithoutWhyAndSaysWhatIsMissing) {
  struct Row {
    std::string name, who, why;
    bool quiet;
  };
  for (const Row& row :
       std::initializer_list<Row>{{"both", "Cabinet", "Legal capacity", false},
                                  {"nobody agreed", "", "Legal capacity", true},
                                  {"no reason", "Cabinet", "", true},
                                  {"neither", "", "", true}}) {
    SCOPED_TRACE(row.name);
    const Plan plan = MakePlan(
        OneMilestone("28 February 2018"),
        {Say("2018-02-12", "M", NewDue("30 April 2018", row.who, row.why))});
    const std::vector<Slippage> found = Find(plan, "2018-03-01");
    ASSERT_THAT(Kinds(found),
                ElementsAre(row.quiet ? "M quiet move" : "M re-planned"));
    EXPECT_EQ(found[0].days, Days(61));
    EXPECT_EQ(found[0].on, Day("2018-02-12"));
    EXPECT_EQ(found[0].agreed_by, row.who);
    EXPECT_EQ(found[0].reason, row.why);
    EXPECT_THAT(found[0].because(), HasSubstr(row.who));
    EXPECT_THAT(found[0].because(), HasSubstr(row.why));
    if (row.quiet) {
      EXPECT_THAT(found[0].because(), HasSubstr("on record"));
    }
  }
}

TEST(Slippage, AMoveToAnEarlierDayIsNegativeAndSaysEarlier) {
  const Plan plan =
      MakePlan(OneMilestone("30 April 2018"),
               {Say("2018-02-12", "M", Replan("28 February 2018"))});
  const std::vector<Slippage> found = Find(plan, "2018-02-12");
  ASSERT_THAT(Kinds(found), ElementsAre("M brought forward"));
  EXPECT_EQ(found[0].days, Days(-61));
  EXPECT_THAT(found[0].because(),
              AllOf(HasSubstr("61 days earlier"), Not(HasSubstr("-61"))));
}

TEST(Slippage, ADueThatIsTakenAwayHasNoNumberOfDays) {
  const Plan plan = MakePlan(OneMilestone("30 April 2018"),
                             {Say("2018-02-12", "M", Replan(""))});
  const std::vector<Slippage> found = Find(plan, "2018-03-01");
  ASSERT_THAT(Kinds(found), ElementsAre("M re-planned", "M undated"));
  EXPECT_EQ(found[0].days, std::nullopt);
  EXPECT_EQ(found[0].from, Day("2018-04-30"));
  EXPECT_EQ(found[0].to, std::nullopt);
  EXPECT_THAT(found[0].because(),
              AllOf(HasSubstr("30 April 2018"), HasSubstr("undated")));
}

TEST(Slippage, TheFirstDateEverAgreedIsNotAMove) {
  const Plan plan = MakePlan(OneMilestone("to be agreed"),
                             {Say("2018-02-12", "M", NewDue("30 April 2018"))});
  EXPECT_THAT(Kinds(Find(plan, "2018-02-11")), ElementsAre("M undated"));
  EXPECT_THAT(Find(plan, "2018-02-12"), IsEmpty());
}

TEST(Slippage, OtherWordsForTheSameLastDayAreNotAMove) {
  const Plan plan = MakePlan(OneMilestone("April 2018"),
                             {Say("2018-02-12", "M", NewDue("30 April 2018"))});
  EXPECT_THAT(Find(plan, "2018-03-01"), IsEmpty());
}

TEST(Slippage, EachMoveIsCountedFromTheOneBefore) {
  const Plan plan =
      MakePlan(OneMilestone("31 January 2018"),
               {Say("2018-01-10", "M", Replan("28 February 2018")),
                Say("2018-02-10", "M", Replan("31 March 2018"))});
  const std::vector<Slippage> found = Find(plan, "2018-03-01");
  ASSERT_THAT(Kinds(found), ElementsAre("M re-planned", "M re-planned",
                                        "M serial re-planning"));
  EXPECT_EQ(found[0].days, Days(28));
  EXPECT_EQ(found[1].days, Days(31));
  EXPECT_EQ(found[1].from, Day("2018-02-28"));
}

// --- Forecast late ---

TEST(Slippage, AForecastIsLateFromTheDayAfterTheLastDayOfDue) {
  struct Row {
    std::string_view finish;
    int days;
  };
  for (const Row& row : std::initializer_list<Row>{{"29 April 2018", 0},
                                                   {"30 April 2018", 0},
                                                   {"1 May 2018", 1},
                                                   {"May 2018", 31}}) {
    SCOPED_TRACE(row.finish);
    const Plan plan = MakePlan(OneMilestone("April 2018"),
                               {Say("2018-02-12", "M", Expect(row.finish))});
    const std::vector<Slippage> found = Find(plan, "2018-03-01");
    if (row.days == 0) {
      EXPECT_THAT(found, IsEmpty());
      continue;
    }
    ASSERT_THAT(Kinds(found), ElementsAre("M forecast late"));
    EXPECT_EQ(found[0].days, Days(row.days));
    EXPECT_EQ(found[0].from, Day("2018-04-30"));
    EXPECT_EQ(found[0].to, Day("2018-04-30").Plus(Days(row.days)));
    EXPECT_THAT(found[0].because(),
                AllOf(HasSubstr("30 April 2018"),
                      HasSubstr(found[0].to->ToWords()), Not(EndsWith("."))));
  }
}

TEST(Slippage, AForecastIsLateAgainstTheDueAsNowAgreed) {
  const Plan plan = MakePlan(OneMilestone("28 February 2018"),
                             {Say("2018-02-01", "M", Expect("31 March 2018")),
                              Say("2018-02-12", "M", Replan("30 April 2018"))});
  EXPECT_THAT(Kinds(Find(plan, "2018-02-11")), ElementsAre("M forecast late"));
  EXPECT_THAT(Kinds(Find(plan, "2018-02-12")), ElementsAre("M re-planned"));
}

TEST(Slippage, AForecastWithoutADateOrADueIsNotLate) {
  EXPECT_THAT(Find(MakePlan(OneMilestone("April 2018"),
                            {Say("2018-02-12", "M", Expect("to be agreed"))}),
                   "2018-03-01"),
              IsEmpty());
  EXPECT_THAT(Kinds(Find(MakePlan(OneMilestone("to be agreed"),
                                  {Say("2018-02-12", "M", Expect("May 2018"))}),
                         "2018-03-01")),
              ElementsAre("M undated"));
}

TEST(Slippage, AForecastIsNoLongerLateOnceComplete) {
  const Plan plan = MakePlan(OneMilestone("April 2018"),
                             {Say("2018-02-12", "M", Expect("May 2018")),
                              Say("2018-03-12", "M", Reach(Stage::kComplete))});
  EXPECT_THAT(Find(plan, "2018-03-12"), IsEmpty());
}

// --- Completed late ---

TEST(Slippage, CompletedLateIsMeasuredAgainstTheOriginalDue) {
  const Plan plan = MakePlan(OneMilestone("28 February 2018"),
                             {Say("2018-02-12", "M", Replan("30 April 2018")),
                              Say("2018-04-20", "M", Reach(Stage::kComplete))});
  const std::vector<Slippage> found = Find(plan, "2018-06-01");
  ASSERT_THAT(Kinds(found), ElementsAre("M re-planned", "M completed late"));
  EXPECT_EQ(found[1].days, Days(51));  // 31 in March, 20 in April
  EXPECT_EQ(found[1].from, Day("2018-02-28"));
  EXPECT_EQ(found[1].to, Day("2018-04-20"));
  EXPECT_THAT(found[1].because(),
              AllOf(HasSubstr("20 April 2018"), HasSubstr("28 February 2018"),
                    HasSubstr("51 days"), Not(EndsWith("."))));
}

TEST(Slippage, CompletedOnTheLastDayOfTheOriginalDueIsNotLate) {
  struct Row {
    std::string_view day;
    int late;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"2018-02-27", 0}, {"2018-02-28", 0}, {"2018-03-01", 1}}) {
    SCOPED_TRACE(row.day);
    const std::vector<Slippage> found =
        Find(MakePlan(OneMilestone("February 2018"),
                      {Say(row.day, "M", Reach(Stage::kComplete))}),
             "2018-06-01");
    if (row.late == 0) {
      EXPECT_THAT(found, IsEmpty());
    } else {
      ASSERT_THAT(Kinds(found), ElementsAre("M completed late"));
      EXPECT_EQ(found[0].days, Days(row.late));
    }
  }
}

TEST(Slippage, VerifiedLaterIsNotCompletedLate) {
  const Plan plan = MakePlan(OneMilestone("February 2018"),
                             {Say("2018-02-20", "M", Reach(Stage::kComplete)),
                              Say("2018-05-20", "M", Reach(Stage::kVerified))});
  EXPECT_THAT(Find(plan, "2018-06-01"), IsEmpty());
}

// --- Undated ---

TEST(Slippage, OpenWorkWithoutADateIsUndatedAndSaysWhatWasWritten) {
  for (const std::string due : {"", "ongoing", "to be agreed"}) {
    SCOPED_TRACE(due);
    const std::vector<Slippage> found =
        Find(MakePlan(OneMilestone(due)), "2018-03-01");
    ASSERT_THAT(Kinds(found), ElementsAre("M undated"));
    EXPECT_EQ(found[0].days, std::nullopt);
    EXPECT_EQ(found[0].from, std::nullopt);
    EXPECT_EQ(found[0].to, std::nullopt);
    EXPECT_THAT(found[0].because(), AllOf(HasSubstr("undated"), HasSubstr(due),
                                          Not(EndsWith("."))));
  }
}

TEST(Slippage, FinishedWorkWithoutADateIsNotUndated) {
  for (Stage stage : {Stage::kComplete, Stage::kVerified, Stage::kEmbedded}) {
    EXPECT_THAT(Find(MakePlan(OneMilestone("to be agreed"),
                              {Say("2018-02-20", "M", Reach(stage))}),
                     "2018-03-01"),
                IsEmpty());
  }
}

// --- All together ---

TEST(Slippage, OfCancelledWorkIsOnlyItsMoves) {
  const std::vector<Update> journal = {
      Say("2018-02-12", "M", Replan("31 March 2018")),
      Say("2018-02-13", "M", NewDue("30 April 2018")),
      Say("2018-02-14", "M", Expect("June 2018")),
      Say("2018-02-15", "M", Reach(Stage::kCancelled, "Cabinet"))};
  EXPECT_THAT(
      Kinds(
          Find(MakePlan(OneMilestone("January 2018"), journal), "2018-06-01")),
      ElementsAre("M re-planned", "M quiet move", "M serial re-planning"));
  EXPECT_THAT(
      Find(MakePlan(OneMilestone("to be agreed"), {journal[3]}), "2018-06-01"),
      IsEmpty());
}

TEST(Slippage, IsInTheOrderOfThePlanThenOfKindsThenOfDays) {
  Baseline baseline = OneMilestone("31 January 2018");
  baseline.recommendations[0].milestones.push_back(
      MakeMilestone("A", "to be agreed"));
  baseline.recommendations.push_back(
      {.id = "R2",
       .title = "R2",
       .milestones = {MakeMilestone("B", "28 February 2018")}});
  // In the file the later move comes first.
  const Plan plan =
      MakePlan(baseline, {Say("2018-02-20", "B", Reach(Stage::kInProgress)),
                          Say("2018-02-12", "M", NewDue("10 March 2018")),
                          Say("2018-02-11", "M", Expect("June 2018")),
                          Say("2018-02-05", "M", Replan("8 March 2018")),
                          Say("2018-02-10", "M", Replan("9 March 2018")),
                          Say("2018-02-03", "M", NewDue("7 March 2018"))});
  const std::vector<Slippage> found = Find(plan, "2018-04-01");
  ASSERT_THAT(
      Kinds(found),
      ElementsAre("M overdue", "M re-planned", "M re-planned", "M quiet move",
                  "M quiet move", "M serial re-planning", "M forecast late",
                  "A undated", "B overdue"));
  EXPECT_EQ(found[1].on, Day("2018-02-05"));
  EXPECT_EQ(found[2].on, Day("2018-02-10"));
  EXPECT_EQ(found[3].on, Day("2018-02-03"));
  EXPECT_EQ(found[4].on, Day("2018-02-12"));
}

TEST(Slippage, OfAPlanWithoutMilestonesIsNothing) {
  EXPECT_THAT(Find(MakePlan(unit::EmptyBaseline()), "2018-04-01"), IsEmpty());
}

TEST(Slippage, SeesOnlyWhatWasKnown) {
  const Plan plan =
      MakePlan(OneMilestone("28 February 2018"),
               {Say("2018-02-12", "M", Replan("30 April 2018"), "2018-03-20")});
  EXPECT_THAT(Kinds(FindSlippage(SnapshotOf(plan, "2018-03-10", "2018-03-10"))),
              ElementsAre("M overdue"));
  EXPECT_THAT(Kinds(Find(plan, "2018-03-10")), ElementsAre("M re-planned"));
}

// --- Working days ---

// By hand: Good Friday and Easter Monday 2018 were 30 March and 2 April.
TEST(Slippage, CountsWorkingDaysBesideCalendarDays) {
  const Plan plan = MakePlan(OneMilestone("29 March 2018"));
  struct Row {
    std::string_view day;
    int days, working;
  };
  for (const Row& row : std::initializer_list<Row>{{"2018-03-30", 1, 0},
                                                   {"2018-04-02", 4, 0},
                                                   {"2018-04-03", 5, 1},
                                                   {"2018-04-09", 11, 5}}) {
    SCOPED_TRACE(row.day);
    const std::vector<Slippage> found = Find(plan, row.day);
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_EQ(found[0].days, Days(row.days));
    EXPECT_EQ(found[0].working_days, WorkingDays(row.working));
    EXPECT_EQ(found[0].original.working_days, WorkingDays(row.working));
    EXPECT_THAT(found[0].why_no_working_days(), IsEmpty());
  }
}

TEST(Slippage, SaysWhyThereAreNoWorkingDays) {
  const std::vector<Slippage> found =
      Find(MakePlan(OneMilestone("29 March 1950")), "2018-04-03");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].working_days, std::nullopt);
  EXPECT_TRUE(found[0].days.has_value());
  EXPECT_THAT(
      found[0].why_no_working_days(),
      AllOf(HasSubstr("england-and-wales"), HasSubstr("29 March 1950")));
}

// --- Against the original, the agreed and the last period's due ---

TEST(Slippage, CountsFromEachOfTheThreeDues) {
  const Plan plan =
      MakePlan(OneMilestone("31 January 2018"),
               {Say("2018-01-20", "M", Replan("28 February 2018")),
                Say("2018-03-10", "M", Replan("20 March 2018"))});
  const std::vector<Slippage> found =
      FindSlippage(SnapshotOf(plan, "2018-03-27"),
                   {.previous = Day("2018-02-15")})
          .value();
  ASSERT_THAT(Kinds(found),
              ElementsAre("M overdue", "M re-planned", "M re-planned",
                          "M serial re-planning"));
  EXPECT_EQ(found[0].original.days, Days(55));
  EXPECT_EQ(found[0].agreed.days, Days(7));
  EXPECT_EQ(found[0].last_period.from, Day("2018-02-28"));
  EXPECT_EQ(found[0].last_period.days, Days(27));
  EXPECT_EQ(found[0].since, Day("2018-03-21"));
  EXPECT_EQ(found[0].is_new, true);
  EXPECT_EQ(found[1].is_new, false);
  EXPECT_EQ(found[2].is_new, true);
}

TEST(Slippage, LastPeriodIsThatOfThePlanUnlessNamed) {
  Baseline baseline = OneMilestone("28 February 2018");
  baseline.periods = {unit::MakePeriod("a", "2018-01-01", "2018-01-31"),
                      unit::MakePeriod("b", "2018-02-01", "2018-03-31")};
  const Plan plan = MakePlan(baseline);
  struct Row {
    std::string_view day;
    std::optional<Date> previous;
  };
  for (const Row& row :
       {Row{"2018-01-31", std::nullopt}, Row{"2018-02-01", Day("2018-01-31")},
        Row{"2018-03-31", Day("2018-01-31")},
        Row{"2018-04-01", Day("2018-03-31")}}) {
    SCOPED_TRACE(row.day);
    EXPECT_EQ(PreviousDay(SnapshotOf(plan, row.day)), row.previous);
  }
}

TEST(Slippage, RefusesALastPeriodThatIsNotBefore) {
  const Snapshot now = SnapshotOf(MakePlan(OneMilestone("")), "2018-03-27");
  EXPECT_TRUE(FindSlippage(now, {.previous = Day("2018-03-26")}).ok());
  for (std::string_view day : {"2018-03-27", "2018-03-28"}) {
    EXPECT_THAT(
        std::string(
            FindSlippage(now, {.previous = Day(day)}).status().message()),
        AllOf(HasSubstr(std::string(day)), HasSubstr("2018-03-27")));
  }
  EXPECT_FALSE(FindSlippage(now, {.serial_moves = 0}).ok());
}

// --- Serial re-planning ---

TEST(Slippage, SerialReplanningCountsMovesToALaterDay) {
  struct Row {
    std::string_view name;
    std::vector<std::string_view> dues;
    int setting;
    int times;  // 0: none
  };
  for (const Row& row : std::initializer_list<Row>{
           {"none", {}, 2, 0},
           {"T-1", {"1 March 2018"}, 2, 0},
           {"T", {"1 March 2018", "2 March 2018"}, 2, 2},
           {"T+1", {"1 March 2018", "2 March 2018", "3 March 2018"}, 2, 3},
           {"earlier does not count",
            {"1 March 2018", "3 February 2018"},
            2,
            0},
           {"later again",
            {"1 March 2018", "3 February 2018", "4 February 2018"},
            2,
            2},
           {"other setting", {"1 March 2018", "2 March 2018"}, 3, 0}}) {
    SCOPED_TRACE(row.name);
    std::vector<Update> journal;
    Date day = Day("2018-01-01");
    for (std::string_view due : row.dues) {
      Update update = Say("2018-01-01", "M", Replan(due));
      update.on = day = day.Plus(Days(1));
      journal.push_back(update);
    }
    int times = 0;
    const std::vector<Slippage> all =
        FindSlippage(
            SnapshotOf(MakePlan(OneMilestone("2 February 2018"), journal),
                       "2018-01-31"),
            {.serial_moves = row.setting})
            .value();
    for (const Slippage& finding : all) {
      if (finding.kind == SlippageKind::kSerial) times = finding.times;
    }
    EXPECT_EQ(times, row.times);
  }
}

// --- Extended when overdue ---

TEST(Slippage, AnExtensionOfOverdueWorkIsNamed) {
  struct Row {
    std::string_view name, moved_on, due;
    bool is_found;
  };
  // Due 28 February; the last report was on 10 March, this one on 27 March.
  for (const Row& row : std::initializer_list<Row>{
           {"in the period, T-1 of the new due", "2018-03-12", "26 March 2018",
            false},  // overdue again
           {"T: still not overdue", "2018-03-12", "27 March 2018", true},
           {"T+1", "2018-03-12", "28 March 2018", true},
           {"taken away", "2018-03-12", "", true},
           {"on the day of the last report", "2018-03-10", "30 April 2018",
            false},
           {"the day after", "2018-03-11", "30 April 2018", true},
           {"before it was late", "2018-02-28", "30 April 2018", false}}) {
    SCOPED_TRACE(row.name);
    const Plan plan = MakePlan(OneMilestone("28 February 2018"),
                               {Say(row.moved_on, "M", Replan(row.due))});
    const std::vector<Slippage> found =
        FindSlippage(SnapshotOf(plan, "2018-03-27"),
                     {.previous = Day("2018-03-10")})
            .value();
    const bool is_found =
        !found.empty() && found[0].kind == SlippageKind::kExtended;
    EXPECT_EQ(is_found, row.is_found);
    if (!is_found) continue;
    EXPECT_EQ(found[0].days, Days(27));
    EXPECT_EQ(found[0].is_new, true);
    EXPECT_THAT(found[0].because(),
                AllOf(HasSubstr("28 February 2018"), HasSubstr("27 days"),
                      HasSubstr("no longer counts as overdue")));
  }
}

TEST(Slippage, AnExtensionOfFinishedWorkIsNone) {
  const Plan plan = MakePlan(OneMilestone("28 February 2018"),
                             {Say("2018-03-12", "M", Replan("30 April 2018")),
                              Say("2018-03-13", "M", Reach(Stage::kComplete))});
  EXPECT_THAT(Kinds(Find(plan, "2018-03-27")),
              ElementsAre("M re-planned", "M completed late"));
}

// --- Words for the finish that are less exact than a day ---

TEST(Slippage, AFinishInWordsIsLateOnlyIfItMustBe) {
  struct Row {
    std::string_view written, on, kind;
    std::optional<int> days, most;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"", "2018-05-01", "completed late", 1, {}},
           {"in April 2018", "2018-04-30", "", {}, {}},
           {"in May 2018", "2018-05-31", "completed late", 1, 31},
           {"in 2018", "2018-12-31", "perhaps late", {}, 245},
           {"by 30 April 2018", "2018-04-30", "", {}, {}},
           {"by 1 May 2018", "2018-05-01", "perhaps late", {}, 1},
           {"since May 2018", "2018-05-31", "completed late", 1, 31}}) {
    SCOPED_TRACE(row.written);
    Update done = Say(row.on, "M", Reach(Stage::kComplete));
    done.written = ParseDue(row.written);
    const std::vector<Slippage> found =
        Find(MakePlan(OneMilestone("April 2018"), {done}), "2019-06-01");
    if (row.kind.empty()) {
      EXPECT_THAT(found, IsEmpty());
      continue;
    }
    ASSERT_THAT(Kinds(found), ElementsAre("M " + std::string(row.kind)));
    EXPECT_EQ(found[0].days.value_or(Days(0)), Days(row.days.value_or(0)));
    EXPECT_EQ(found[0].most_days.value_or(Days(0)), Days(row.most.value_or(0)));
    if (!row.written.empty()) {
      EXPECT_THAT(found[0].because(), HasSubstr(std::string(row.written)));
    }
  }
}

// --- Late start ---

TEST(Slippage, AStartIsLateFromTheDayAfterItsLastDay) {
  const auto found = [](std::vector<Update> journal, std::string_view day) {
    return Find(
        MakePlan(OneMilestone("June 2018", "March 2018"), std::move(journal)),
        day);
  };
  const Update not_yet = Say("2018-02-01", "M", Reach(Stage::kNotStarted));
  EXPECT_THAT(found({not_yet}, "2018-03-30"), IsEmpty());
  EXPECT_THAT(found({not_yet}, "2018-03-31"), IsEmpty());
  const std::vector<Slippage> late = found({not_yet}, "2018-04-01");
  ASSERT_THAT(Kinds(late), ElementsAre("M late start"));
  EXPECT_EQ(late[0].days, Days(1));
  EXPECT_THAT(found({}, "2018-04-01"), IsEmpty());  // nothing on record
  const auto started = [](std::string_view day) {
    return Say(day, "M", Reach(Stage::kInProgress));
  };
  EXPECT_THAT(found({not_yet, started("2018-03-31")}, "2018-05-01"), IsEmpty());
  const std::vector<Slippage> begun =
      found({not_yet, started("2018-04-02")}, "2018-05-01");
  ASSERT_THAT(Kinds(begun), ElementsAre("M late start"));
  EXPECT_EQ(begun[0].days, Days(2));
  EXPECT_EQ(begun[0].to, Day("2018-04-02"));
}

// --- Stalled ---

TEST(Slippage, StalledIsAWholePeriodWithoutAnUpdate) {
  Baseline baseline = OneMilestone("June 2018");
  baseline.accepted = ParseDue("15 December 2017");
  baseline.periods = {unit::MakePeriod("a", "2018-01-01", "2018-01-31"),
                      unit::MakePeriod("b", "2018-02-01", "2018-03-31")};
  struct Row {
    std::string_view name, last, day;
    bool is_stalled;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"the period is not over", "2018-01-10", "2018-03-30", false},
           {"it is over", "2018-01-31", "2018-03-31", true},
           {"an update on its first day", "2018-02-01", "2018-03-31", false},
           {"after it", "2018-01-31", "2018-04-20", true},
           {"an update since", "2018-04-02", "2018-04-20", false},
           {"nothing ever", "", "2018-01-30", false},
           {"nothing ever, over", "", "2018-01-31", true}}) {
    SCOPED_TRACE(row.name);
    std::vector<Update> journal;
    if (!row.last.empty()) journal = {Say(row.last, "M", unit::Percent(5))};
    const std::vector<Slippage> found =
        Find(MakePlan(baseline, journal), row.day);
    EXPECT_EQ(!found.empty(), row.is_stalled);
    for (const std::string& kind : Kinds(found)) EXPECT_EQ(kind, "M stalled");
  }
}

TEST(Slippage, WorkThatRestsOrHasNotBegunIsNotStalled) {
  Baseline baseline = OneMilestone("June 2018");
  baseline.periods = {unit::MakePeriod("a", "2018-01-01", "2018-01-31")};
  EXPECT_THAT(Kinds(Find(MakePlan(baseline), "2018-02-10")),
              ElementsAre("M stalled"));
  for (Stage stage : {Stage::kOnHold, Stage::kSuspended}) {
    EXPECT_THAT(Find(MakePlan(baseline, {Say("2017-12-20", "M",
                                             Reach(stage, "Cabinet"))}),
                     "2018-02-10"),
                IsEmpty())
        << ToWord(stage);
  }
  baseline.recommendations[0].milestones[0].start = ParseDue("2 January 2018");
  EXPECT_THAT(Find(MakePlan(baseline), "2018-02-10"), IsEmpty());
  baseline.recommendations[0].milestones[0].start = ParseDue("1 January 2018");
  EXPECT_THAT(Kinds(Find(MakePlan(baseline), "2018-02-10")),
              ElementsAre("M stalled"));
}

// --- Knock-on ---

Baseline Chain(std::vector<Milestone> milestones) {
  Baseline baseline = unit::EmptyBaseline();
  baseline.recommendations.push_back(
      {.id = "R", .title = "R", .milestones = std::move(milestones)});
  return baseline;
}

Milestone Needing(std::string id, std::string_view due,
                  std::vector<std::string> needs) {
  Milestone milestone = MakeMilestone(std::move(id), due);
  milestone.needs = std::move(needs);
  return milestone;
}

TEST(Slippage, KnockOnIsFromTheDayAfterTheDue) {
  for (const auto& [finish, days] :
       std::initializer_list<std::pair<std::string_view, int>>{
           {"29 April 2018", 0}, {"30 April 2018", 0}, {"1 May 2018", 1}}) {
    SCOPED_TRACE(finish);
    const std::vector<Slippage> found =
        Find(MakePlan(Chain({Needing("B", "April 2018", {"A"}),
                             MakeMilestone("A", "May 2018")}),
                      {Say("2018-01-01", "A", Expect(finish))}),
             "2018-02-01");
    if (days == 0) {
      EXPECT_THAT(found, IsEmpty());
      continue;
    }
    ASSERT_THAT(Kinds(found), ElementsAre("B knock-on"));
    EXPECT_EQ(found[0].days, Days(days));
    EXPECT_EQ(found[0].driver(), "A");
    EXPECT_THAT(found[0].chain(), ElementsAre("B", "A"));
  }
}

TEST(Slippage, KnockOnGoesThroughAChainAndNamesWhatDrivesIt) {
  const std::vector<Slippage> found =
      Find(MakePlan(Chain({Needing("C", "May 2018", {"B"}),
                           Needing("B", "April 2018", {"A", "Z"}),
                           MakeMilestone("A", "July 2018"),
                           MakeMilestone("Z", "March 2018")})),
           "2018-02-01");
  ASSERT_THAT(Kinds(found), ElementsAre("C knock-on", "B knock-on"));
  EXPECT_THAT(found[0].chain(), ElementsAre("C", "B", "A"));
  EXPECT_EQ(found[0].days, Days(61));
  EXPECT_THAT(found[0].because(), HasSubstr("C needs B needs A"));
}

TEST(Slippage, WhatIsOverdueCanBeFinishedTodayAtTheEarliest) {
  const Plan plan = MakePlan(Chain({Needing("B", "28 February 2018", {"A"}),
                                    MakeMilestone("A", "1 January 2018")}));
  EXPECT_THAT(Kinds(Find(plan, "2018-02-28")), ElementsAre("A overdue"));
  EXPECT_THAT(Kinds(Find(plan, "2018-03-01")),
              ElementsAre("B overdue", "B knock-on", "A overdue"));
}

TEST(Slippage, CirclesAndCancelledWorkHaveNoKnockOn) {
  const Plan circle = MakePlan(Chain({Needing("A", "May 2018", {"B", "A"}),
                                      Needing("B", "June 2018", {"A"}),
                                      Needing("C", "April 2018", {"A"})}));
  const std::vector<Slippage> found = Find(circle, "2018-02-01");
  ASSERT_THAT(Kinds(found), ElementsAre("C knock-on"));
  EXPECT_EQ(found[0].driver(), "A");
  EXPECT_THAT(Find(MakePlan(Chain({Needing("B", "April 2018", {"A"}),
                                   MakeMilestone("A", "May 2018")}),
                            {Say("2018-01-01", "A",
                                 Reach(Stage::kCancelled, "Cabinet"))}),
                   "2018-02-01"),
              IsEmpty());
}

TEST(Slippage, ALongChainNeitherHangsNorOverflows) {
  std::vector<Milestone> milestones = {MakeMilestone("M0", "December 2018")};
  for (int i = 1; i < 20'000; ++i) {
    milestones.push_back(Needing("M" + std::to_string(i), "June 2018",
                                 {"M" + std::to_string(i - 1)}));
  }
  const std::vector<Slippage> found =
      Find(MakePlan(Chain(std::move(milestones))), "2018-02-01");
  ASSERT_THAT(found, SizeIs(19'999));
  EXPECT_EQ(found.back().driver(), "M0");
  EXPECT_THAT(found.back().chain(), SizeIs(20));
}

// Brute force: the latest finish over everything that can be reached, in plans
// without circles.
TEST(Slippage, KnockOnIsTheLatestOfAllThatIsWaitedFor) {
  std::mt19937 random(5);
  for (int round = 0; round < 200; ++round) {
    std::vector<Milestone> milestones;
    for (int i = 0; i < 7; ++i) {
      std::vector<std::string> needs;
      for (int k = 0; k < i; ++k) {
        if (unit::Chance(random, 30)) needs.push_back("M" + std::to_string(k));
      }
      milestones.push_back(Needing("M" + std::to_string(i),
                                   unit::RandomDay(random).ToWords(), needs));
    }
    const Plan plan = MakePlan(Chain(milestones));
    std::vector<std::string> expected;
    std::vector<std::optional<Date>> latest(milestones.size());
    for (size_t i = 0; i < milestones.size(); ++i) {
      for (const std::string& need : milestones[i].needs) {
        const auto k = static_cast<size_t>(std::stoi(need.substr(1)));
        latest[i] = std::max({latest[i], latest[k], milestones[k].due.last()});
      }
      if (latest[i] > milestones[i].due.last()) {
        expected.push_back(milestones[i].id + " knock-on");
      }
    }
    ASSERT_EQ(Kinds(Find(plan, "2017-12-01")), expected);
    std::reverse(milestones.begin(), milestones.end());
    std::vector<std::string> reversed =
        Kinds(Find(MakePlan(Chain(milestones)), "2017-12-01"));
    std::reverse(reversed.begin(), reversed.end());
    ASSERT_EQ(reversed, expected);
  }
}

// --- Dates that the words themselves report ---

// "June 2025 (was March 2025)".
Due Revised() {
  return ParseDue("June 2025")
      .WithWas({Day("2025-03-01"), Day("2025-03-31"), "March 2025"});
}

Change Revise(std::string agreed_by, std::string reason) {
  return DueChange{.due = Revised(),
                   .agreed_by = std::move(agreed_by),
                   .reason = std::move(reason)};
}

TEST(Slippage, ADateThatTheBaselineRevisesIsAQuietMove) {
  Baseline baseline = OneMilestone("");
  baseline.recommendations[0].milestones[0].due = Revised();
  baseline.accepted = ParseDue("January 2025");
  const std::vector<Slippage> found = Find(MakePlan(baseline), "2025-02-01");
  ASSERT_THAT(Kinds(found), ElementsAre("M quiet move"));
  EXPECT_EQ(found[0].days, Days(91));
  EXPECT_EQ(found[0].from, Day("2025-03-31"));
  EXPECT_EQ(found[0].to, Day("2025-06-30"));
  EXPECT_EQ(found[0].on, Day("2025-01-31"));
}

TEST(Slippage, ADateThatAnUpdateRevisesIsCountedOnce) {
  const std::vector<Slippage> found = Find(
      MakePlan(OneMilestone("March 2025"),
               {Say("2025-02-01", "M", Revise("Board", "Legal capacity"))}),
      "2025-02-01");
  ASSERT_THAT(Kinds(found), ElementsAre("M re-planned"));
  const std::vector<Slippage> first = Find(
      MakePlan(OneMilestone("TBC"), {Say("2025-02-01", "M", Revise("", ""))}),
      "2025-02-01");
  ASSERT_THAT(Kinds(first), ElementsAre("M quiet move"));
  EXPECT_EQ(first[0].from, Day("2025-03-31"));
}

TEST(Slippage, ADateBeforeIsReadFromTheWords) {
  const std::vector<Slippage> found =
      Find(MakePlan(OneMilestone("Revised: June 2025 (was March 2025)")),
           "2025-02-01");
  ASSERT_THAT(Kinds(found), ElementsAre("M quiet move"));
  EXPECT_EQ(found[0].from, Day("2025-03-31"));
  EXPECT_EQ(found[0].to, Day("2025-06-30"));
}

TEST(Slippage, EveryDateSaysWhereItIsFrom) {
  Update move = Say("2018-02-12", "M", Replan("30 April 2018"), "2018-03-20");
  move.by = "Head of Legal";
  move.source = "page 4";
  const std::vector<Slippage> found =
      Find(MakePlan(OneMilestone("28 February 2018"), {move}), "2018-03-27");
  ASSERT_THAT(found, SizeIs(1));
  const std::vector<SeenFact> facts = found[0].facts();
  ASSERT_GE(facts.size(), 2U);
  EXPECT_EQ(facts[0].from, "the plan as accepted");
  EXPECT_EQ(facts[1].from,
            "update on 12 February 2018, recorded 20 March 2018, by Head of "
            "Legal; page 4");
}

// --- Properties ---

// Every finding's days are those between its two dates, if it has both.
void DaysAreThoseBetweenTheTwoDates(const Plan& plan, Date as_of) {
  const Snapshot snapshot = unit::ValueOrDie(AsOf(plan, as_of));
  for (const Slippage& finding : FindSlippage(snapshot)) {
    ASSERT_EQ(finding.days.has_value(),
              finding.from.has_value() && finding.to.has_value())
        << finding.because();
    if (finding.days.has_value()) {
      ASSERT_EQ(*finding.days, *finding.to - *finding.from)
          << finding.because();
    }
    ASSERT_THAT(finding.because(), Not(EndsWith(".")));
    ASSERT_THAT(finding.because(), Not(IsEmpty()));
  }
}

TEST(Slippage, DaysAreThoseBetweenTheTwoDates) {
  std::mt19937 random(1);
  for (int i = 0; i < 300; ++i) {
    DaysAreThoseBetweenTheTwoDates(
        MakePlan(unit::RandomBaseline(random), unit::RandomJournal(random, 30)),
        unit::RandomDay(random));
  }
}

// A due moved from one day to another is as much later as it is earlier when
// it is moved the other way round.
void AMoveAndItsOppositeAreEqualAndOpposite(Date a, Date b) {
  const auto moved = [](Date from, Date to) {
    const Plan plan = MakePlan(OneMilestone(from.ToWords()),
                               {Say("2017-12-01", "M", Replan(to.ToWords()))});
    const std::vector<Slippage> found = Find(plan, "2017-12-01");
    return found.empty() ? Days(0) : found[0].days.value();
  };
  ASSERT_EQ(moved(a, b), -moved(b, a)) << a << " and " << b;
}

TEST(Slippage, AMoveAndItsOppositeAreEqualAndOpposite) {
  std::mt19937 random(2);
  for (int i = 0; i < 200; ++i) {
    AMoveAndItsOppositeAreEqualAndOpposite(unit::RandomDay(random),
                                           unit::RandomDay(random));
  }
}

// The order of the milestones changes the order of the findings only.
TEST(Slippage, TheOrderOfMilestonesDoesNotMatter) {
  std::mt19937 random(3);
  for (int i = 0; i < 200; ++i) {
    Baseline baseline = unit::RandomBaseline(random);
    const std::vector<Update> journal = unit::RandomJournal(random, 30);
    const Date day = unit::RandomDay(random);
    const auto sorted = [&](const Baseline& plan) {
      std::vector<std::string> lines;
      for (const Slippage& finding :
           FindSlippage(unit::ValueOrDie(AsOf(MakePlan(plan, journal), day)))) {
        lines.push_back(finding.item + " " + std::string(ToWord(finding.kind)) +
                        " " + finding.because());
      }
      std::sort(lines.begin(), lines.end());
      return lines;
    };
    Baseline other = baseline;
    std::reverse(other.recommendations.begin(), other.recommendations.end());
    for (Recommendation& recommendation : other.recommendations) {
      std::reverse(recommendation.milestones.begin(),
                   recommendation.milestones.end());
    }
    ASSERT_EQ(sorted(baseline), sorted(other));
  }
}

// With nothing else recorded, open work is never less overdue a day later.
TEST(Slippage, ALaterDayNeverMakesOpenWorkLessOverdue) {
  std::mt19937 random(4);
  for (int i = 0; i < 200; ++i) {
    const Plan plan =
        MakePlan(unit::RandomBaseline(random), unit::RandomJournal(random, 30));
    const Date day = Day("2019-01-01").Plus(Days(unit::Random(random, 0, 300)));
    const auto overdue = [&plan](Date as_of) {
      std::map<std::string, int> days;
      for (const Slippage& finding :
           FindSlippage(unit::ValueOrDie(AsOf(plan, as_of)))) {
        if (finding.kind == SlippageKind::kOverdue) {
          days[finding.item] = finding.days->count();
        }
      }
      return days;
    };
    const std::map<std::string, int> now = overdue(day);
    const std::map<std::string, int> later = overdue(day.Plus(Days(1)));
    for (const auto& [item, days] : now) {
      ASSERT_EQ(later.at(item), days + 1) << item;
    }
  }
}

// The due of an earlier day can be read from a later snapshot's moves.
TEST(Slippage, KnowsTheDueOfAnEarlierDay) {
  std::mt19937 random(9);
  for (int i = 0; i < 300; ++i) {
    const Plan plan =
        MakePlan(unit::RandomBaseline(random), unit::RandomJournal(random, 40));
    const Date now = unit::RandomDay(random);
    const Date then = now.Plus(Days(-unit::Random(random, 0, 200)));
    const Date known = unit::RandomDay(random);
    const Snapshot late = unit::ValueOrDie(AsOf(plan, now, known));
    const Snapshot early = unit::ValueOrDie(AsOf(plan, then, known));
    for (size_t m = 0; m < late.milestones().size(); ++m) {
      ASSERT_EQ(late.milestones()[m].due_last_on(late, then),
                early.milestones()[m].due.last());
    }
  }
}

}  // namespace
}  // namespace actionplan
