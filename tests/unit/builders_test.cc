#include "actionplan/testing/builders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actionplan/snapshot.h"

namespace actionplan::testing {
namespace {

TEST(PlanBuilder, BuildsWhatItSays) {
  const Plan plan =
      PlanBuilder("December 2017")
          .Recommendation("R1")
          .Milestone("R1.1", "28 February 2018", "January 2018")
          .Outcome("R1.O1", "April 2018")
          .Period("this period", "2018-02-01", "2018-03-27")
          .Reached("2018-01-10", "R1.1", Stage::kInProgress)
          .Replanned("2018-02-12", "R1.1", "30 April 2018", "Board", "capacity")
          .RecordedOn("2018-02-20")
          .Build();
  EXPECT_EQ(plan.milestones()[0]->due.last(), Day("2018-02-28"));
  EXPECT_EQ(plan.milestones()[0]->start.first(), Day("2018-01-01"));
  EXPECT_EQ(plan.outcomes()[0]->expected.first(), Day("2018-04-01"));
  EXPECT_EQ(plan.PeriodOf(Day("2018-02-01"))->name, "this period");
  ASSERT_EQ(plan.journal().size(), 2u);
  EXPECT_EQ(plan.journal()[1].known_from(), Day("2018-02-20"));
}

TEST(PlanBuilder, ReadsADueWithoutAYearFromTheAcceptance) {
  const Plan plan = PlanBuilder("December 2017")
                        .Recommendation("R1")
                        .Milestone("R1.1", "March")
                        .Build();
  EXPECT_EQ(plan.milestones()[0]->due.last(), Day("2018-03-31"));
}

TEST(PlanBuilder, SaysFactsAndOverridesWithWhoSaidThem) {
  const Plan plan =
      PlanBuilder()
          .Recommendation("R1")
          .Milestone("R1.1", "March 2018")
          .Carries("2018-02-01", "R1.1", "confidence", "likely", "Lead")
          .Overridden("2018-02-02", "R1.1", "process", "Red", "Board", "why")
          .Build();
  const Snapshot snapshot = ValueOrDie(AsOf(plan, Day("2018-03-01")));
  const ItemRef item = {ItemKind::kMilestone, 0};
  const FactSaid* said = snapshot.FactValueOf(item, "confidence");
  ASSERT_NE(said, nullptr);
  EXPECT_EQ(*said, (FactSaid{.value = "likely", .said = 0, .by = "Lead"}));
  const Update* set = snapshot.OverrideOf(item, "process");
  ASSERT_NE(set, nullptr);
  EXPECT_EQ(set->by, "Board");
  EXPECT_EQ(std::get<Override>(set->change).rating, "Red");
}

TEST(FactsOf, LeavesWhatIsNotSaidUnknown) {
  const FactsOf facts = FactsOf(ItemKind::kMilestone)
                            .With(Fact::kDaysOverdue, 27)
                            .With(Fact::kComplete, true)
                            .With(Fact::kDue, "2018-02-28")
                            .With(Fact::kStage, Stage::kOnHold)
                            .NotApplicable(Fact::kForecast);
  const auto cell = [&](Fact fact) {
    return facts.table().cell(static_cast<int>(fact), 0);
  };
  EXPECT_EQ(cell(Fact::kDaysOverdue).value, 27);
  EXPECT_EQ(cell(Fact::kComplete).value, 1);
  EXPECT_EQ(cell(Fact::kDue).value, Day("2018-02-28").epoch_days());
  EXPECT_EQ(cell(Fact::kStage).value, static_cast<int>(Stage::kOnHold));
  EXPECT_EQ(cell(Fact::kForecast).state, CellState::kNotApplicable);
  EXPECT_EQ(cell(Fact::kMoves).state, CellState::kUnknown);
}

TEST(ValueOrDie, EndsTheProgramOnAMistakeInATest) {
  EXPECT_DEATH(Day("2018-02-30"), "There is no 30 February 2018");
}

}  // namespace
}  // namespace actionplan::testing
