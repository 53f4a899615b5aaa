#include "actionplan/slippage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
  for (Stage stage : {Stage::kComplete, Stage::kVerified}) {
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

}  // namespace
}  // namespace actionplan
