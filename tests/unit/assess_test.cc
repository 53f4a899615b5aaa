#include "actionplan/assess.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "actionplan/testing/builders.h"
#include "actionplan/testing/matchers.h"
#include "make_plan.h"
#include "make_scheme.h"

namespace actionplan {
namespace {

using ::testing::AllOf;
using testing::Because;
using ::testing::Contains;
using testing::Day;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using testing::Is;
using testing::IsErrorSaying;
using testing::IsNotRated;
using testing::IsOkAndHolds;
using testing::PlanBuilder;
using testing::RatingOf;
using testing::Saying;
using ::testing::SizeIs;
using testing::ValueOrDie;

Scheme Walsall() { return ValueOrDie(LoadScheme("walsall-2018")); }

absl::StatusOr<Assessment> AssessOn(const Plan& plan, std::string_view day) {
  return Assess(ValueOrDie(AsOf(plan, Day(day))), Walsall());
}

// Two milestones, one of which is re-planned in February.
PlanBuilder TwoMilestones() {
  return PlanBuilder("December 2017")
      .Recommendation("R1")
      .Milestone("R1.1", "28 February 2018")
      .Milestone("R1.2", "May 2018")
      .Outcome("R1.O1", "April 2018");
}

TEST(Assess, GivesTheActualFactsAsTheReason) {
  const Plan plan = TwoMilestones()
                        .Reached("2018-01-10", "R1.1", Stage::kInProgress)
                        .Replanned("2018-02-12", "R1.1", "30 April 2018",
                                   "Improvement Board", "legal capacity")
                        .Build();
  EXPECT_THAT(
      AssessOn(plan, "2018-03-27"),
      IsOkAndHolds(AllOf(
          RatingOf("R1.1",
                   Is("Amber", Because("process-late-with-plan"),
                      Saying("due 30 April 2018 was agreed on 12 February "
                             "2018; original due 28 February 2018, 61 days "
                             "later"))),
          RatingOf("R1.2", Is("Grey")),
          RatingOf("R1", Is("Amber", Because("process-any-amber"))))));
}

TEST(Assess, SaysWhatTheCalendarCoversIfADayIsOutside) {
  const Scheme scheme = SchemeOf(
      RuleText("late", "Red", "working_days_to_due < 0 and moves = 0") +
      RuleText("fine", "Green", "always"));
  const Plan plan = unit::MakePlan(unit::OneMilestone("30 June 2029"));
  const Assessment now =
      ValueOrDie(Assess(unit::SnapshotOf(plan, "2028-06-30"), scheme));
  const Rating rating = now.Find("M", "process").value();
  EXPECT_FALSE(rating.is_rated());
  EXPECT_THAT(rating.because,
              HasSubstr("outside the calendar england-and-wales, which covers "
                        "2011 to 2028: working_days_to_due; so rule late "
                        "can't be decided"));
  EXPECT_EQ(rating.facts.at(0).value, "outside the calendar");
  EXPECT_EQ(rating.facts.at(0).from,
            "the calendar england-and-wales, which covers 2011 to 2028");
}

TEST(Assess, SaysWhereEachFactComesFrom) {
  const Plan plan = TwoMilestones()
                        .Replanned("2018-02-12", "R1.1", "30 April 2018",
                                   "Improvement Board", "legal capacity")
                        .RecordedOn("2018-02-20")
                        .Build();
  const Rating rating =
      *ValueOrDie(AssessOn(plan, "2018-03-27")).Find("R1.1", "process");
  EXPECT_THAT(
      rating.facts,
      AllOf(Contains(
                AllOf(Field("name", &SeenFact::name, "due"),
                      Field("value", &SeenFact::value, "30 April 2018"),
                      Field("from", &SeenFact::from,
                            "update on 12 February 2018, recorded 20 February "
                            "2018"))),
            Contains(AllOf(
                Field("name", &SeenFact::name, "original_due"),
                Field("from", &SeenFact::from, "the plan as accepted")))));
}

TEST(Assess, NeedsAllMilestonesForGoodNewsAndOneForBad) {
  const auto with = [](Stage first, Stage second) {
    return TwoMilestones()
        .Reached("2018-01-10", "R1.1", first)
        .Reached("2018-01-10", "R1.2", second)
        .Build();
  };
  // On 28 February nothing is late; on 1 March R1.1 is.
  EXPECT_THAT(AssessOn(with(Stage::kComplete, Stage::kComplete), "2018-03-01"),
              IsOkAndHolds(RatingOf("R1", Is("Blue"))));
  EXPECT_THAT(
      AssessOn(with(Stage::kInProgress, Stage::kComplete), "2018-02-28"),
      IsOkAndHolds(RatingOf("R1", Is("Green"))));
  EXPECT_THAT(
      AssessOn(with(Stage::kInProgress, Stage::kComplete), "2018-03-01"),
      IsOkAndHolds(
          RatingOf("R1", Is("Red", Saying("milestones Red: 1 of 2 (R1.1)")))));
}

TEST(Assess, DoesNotRateARecommendationWithAMilestoneThatCanNotBeRated) {
  const Plan plan = PlanBuilder("December 2017")
                        .Recommendation("R1")
                        .Milestone("R1.1", "")
                        .Milestone("R1.2", "February 2018")
                        .Reached("2018-01-10", "R1.2", Stage::kComplete)
                        .Build();
  EXPECT_THAT(
      AssessOn(plan, "2018-03-27"),
      IsOkAndHolds(AllOf(
          RatingOf("R1.1", AllOf(IsNotRated(), Because("process-undated"))),
          RatingOf("R1", AllOf(IsNotRated(),
                               Saying(HasSubstr(
                                   "can't be rated: 1 of 2 (R1.1)")))))));
}

TEST(Assess, CountsLevelsWithNotRatedLast) {
  const Assessment assessment = ValueOrDie(AssessOn(
      TwoMilestones().Reached("2018-01-10", "R1.1", Stage::kComplete).Build(),
      "2018-03-27"));
  // Red, Amber, Green, Blue, Grey, not rated.
  EXPECT_THAT(assessment.Count(ItemKind::kMilestone, 0),
              ElementsAre(0, 0, 0, 1, 1, 0));
  EXPECT_THAT(assessment.Count(ItemKind::kRecommendation, 0),
              ElementsAre(0, 0, 1, 0, 0, 0));
}

TEST(Assess, KeepsReportedLostAndMissingApart) {
  const auto report = [](std::optional<std::string> word) {
    return TwoMilestones()
        .Say("2018-03-27", "R1",
             ReportedRating{.aspect = "process", .rating = word, .period = ""})
        .Build();
  };
  const auto reported = [&](const Plan& plan) {
    return ValueOrDie(AssessOn(plan, "2018-03-27"))
        .Find("R1", "process")
        ->reported;
  };
  const Reported given = reported(report("Yellow"));
  EXPECT_EQ(given.state, Reported::State::kGiven);
  EXPECT_EQ(Walsall().LevelName(given.level), "Amber");
  EXPECT_EQ(given.written, "Yellow");
  EXPECT_EQ(reported(report(std::nullopt)).state, Reported::State::kLost);
  EXPECT_EQ(reported(TwoMilestones().Build()).state, Reported::State::kNone);
}

TEST(Assess, NeverLetsTheReportedRatingChangeTheComputedOne) {
  const auto computed = [](std::optional<std::string> word) {
    return ValueOrDie(AssessOn(TwoMilestones()
                                   .Say("2018-03-27", "R1",
                                        ReportedRating{.aspect = "process",
                                                       .rating = word,
                                                       .period = ""})
                                   .Build(),
                               "2018-03-27"))
        .Find("R1", "process")
        ->level_name;
  };
  EXPECT_EQ(computed("Green"), "Red");
  EXPECT_EQ(computed("Blue"), "Red");
  EXPECT_EQ(computed(std::nullopt), "Red");
}

TEST(Assess, RefusesAnUnknownReportedRatingAndSaysWhere) {
  const Plan plan =
      TwoMilestones()
          .Say("2018-03-27", "R1",
               ReportedRating{
                   .aspect = "process", .rating = "Purple", .period = ""})
          .Build();
  EXPECT_THAT(AssessOn(plan, "2018-03-27"),
              IsErrorSaying(AllOf(HasSubstr("$.journal[0].rating"),
                                  HasSubstr("'Purple'"),
                                  HasSubstr("Amber (or Yellow)"))));
}

TEST(Assess, IsTheSameFromSeveralThreads) {
  const Snapshot snapshot =
      ValueOrDie(AsOf(TwoMilestones().Build(), Day("2018-03-27")));
  const Scheme scheme = Walsall();
  std::vector<std::string> reasons(8);
  std::vector<std::thread> threads;
  for (std::string& reason : reasons) {
    threads.emplace_back([&] {
      reason =
          ValueOrDie(Assess(snapshot, scheme)).Find("R1.1", "process")->because;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(reasons, ::testing::Each(reasons.front()));
}

TEST(Compare, SaysHowEachRatingMoved) {
  const Plan plan = TwoMilestones()
                        .Reached("2018-01-10", "R1.1", Stage::kInProgress)
                        .Reached("2018-05-02", "R1.2", Stage::kInProgress)
                        .Build();
  const auto moved = [&](const char* from, const char* to) {
    const std::vector<RatingMove> moves = ValueOrDie(Compare(
        ValueOrDie(AssessOn(plan, from)), ValueOrDie(AssessOn(plan, to))));
    std::vector<std::string> words;
    for (const RatingMove& move : moves) {
      if (move.current.aspect != "process") continue;
      words.push_back(move.current.item + " " +
                      std::string(ToWord(move.movement)));
    }
    return words;
  };
  EXPECT_THAT(moved("2018-01-31", "2018-02-28"),
              ElementsAre("R1 unchanged", "R1.1 unchanged", "R1.2 unchanged"));
  EXPECT_THAT(moved("2018-02-28", "2018-03-01"),
              ElementsAre("R1 worse", "R1.1 worse", "R1.2 unchanged"));
  EXPECT_THAT(moved("2018-03-01", "2018-02-28"),
              ElementsAre("R1 better", "R1.1 better", "R1.2 unchanged"));
  // Grey has no rank.
  EXPECT_THAT(moved("2018-03-01", "2018-05-03"),
              ElementsAre("R1 unchanged", "R1.1 unchanged", "R1.2 changed"));
}

TEST(Compare, IsOfOnePlanUnderOneScheme) {
  const Assessment one =
      ValueOrDie(AssessOn(TwoMilestones().Build(), "2018-03-27"));
  const Assessment other = ValueOrDie(
      AssessOn(TwoMilestones().Recommendation("R2").Build(), "2018-03-27"));
  EXPECT_THAT(Compare(one, other), IsErrorSaying(HasSubstr("different plans")));
  EXPECT_THAT(Compare(one, one), IsOkAndHolds(SizeIs(5)));
}

// A property: time alone never makes an open milestone look better.
TEST(Assess, ALaterDayNeverImprovesAnOpenMilestone) {
  const Plan plan = TwoMilestones()
                        .Reached("2018-01-01", "R1.1", Stage::kInProgress)
                        .Reached("2018-01-01", "R1.2", Stage::kInProgress)
                        .Build();
  const Scheme scheme = Walsall();
  std::optional<int> rank_before[2];
  for (int offset = 0; offset < 200; ++offset) {
    const Date day = Day("2018-01-01").Plus(Days(offset));
    const Assessment assessment =
        ValueOrDie(Assess(ValueOrDie(AsOf(plan, day)), scheme));
    for (int m = 0; m < 2; ++m) {
      const Rating rating =
          *assessment.Find(m == 0 ? "R1.1" : "R1.2", "process");
      ASSERT_TRUE(rating.is_rated()) << day << ": " << rating.because;
      const std::optional<int> rank =
          scheme.levels()[static_cast<size_t>(rating.level)].rank;
      if (rank.has_value() && rank_before[m].has_value()) {
        ASSERT_LE(*rank, *rank_before[m]) << rating.item << " on " << day;
      }
      if (rank.has_value()) rank_before[m] = rank;
    }
  }
}

}  // namespace
}  // namespace actionplan
