#include "actionplan/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "make_plan.h"

namespace actionplan {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using unit::Day;
using unit::EmptyBaseline;
using unit::MakeMilestone;
using unit::MakePeriod;
using unit::MakePlan;
using unit::Say;

// R1 with R1.1, R1.2 and R1.O1; R2 with nothing; R3 with R3.O1 and R3.1.
Baseline ThreeRecommendations() {
  Baseline baseline = EmptyBaseline();
  baseline.recommendations = {
      {.id = "R1",
       .title = "First",
       .outcomes = {{.id = "R1.O1", .text = "A result"}},
       .milestones = {MakeMilestone("R1.1"), MakeMilestone("R1.2")}},
      {.id = "R2", .title = "Second"},
      {.id = "R3",
       .title = "Third",
       .outcomes = {{.id = "R3.O1", .text = "A result"}},
       .milestones = {MakeMilestone("R3.1")}}};
  baseline.measures = {{.id = "M1", .name = "A number", .unit = "%"}};
  baseline.concerns = {{.id = "C1", .text = "A worry"},
                       {.id = "C2", .text = "Another"}};
  return baseline;
}

std::vector<int> Order(const Plan& plan) {
  return {plan.journal_by_day().begin(), plan.journal_by_day().end()};
}

TEST(Plan, ListsTheMilestonesAndOutcomesOfAllRecommendations) {
  const Plan plan = MakePlan(ThreeRecommendations());
  std::vector<std::string> milestones;
  for (const Milestone* milestone : plan.milestones()) {
    milestones.push_back(milestone->id);
  }
  std::vector<std::string> outcomes;
  for (const Outcome* outcome : plan.outcomes()) {
    outcomes.push_back(outcome->id);
  }
  EXPECT_THAT(milestones, ElementsAre("R1.1", "R1.2", "R3.1"));
  EXPECT_THAT(outcomes, ElementsAre("R1.O1", "R3.O1"));
}

TEST(Plan, KnowsTheRecommendationOfEachMilestoneAndOutcome) {
  const Plan plan = MakePlan(ThreeRecommendations());
  EXPECT_EQ(plan.recommendation_of_milestone(0), 0);
  EXPECT_EQ(plan.recommendation_of_milestone(1), 0);
  EXPECT_EQ(plan.recommendation_of_milestone(2), 2);
  EXPECT_EQ(plan.recommendation_of_outcome(0), 0);
  EXPECT_EQ(plan.recommendation_of_outcome(1), 2);
}

TEST(Plan, FindsEveryItemByItsId) {
  const Plan plan = MakePlan(ThreeRecommendations());
  struct Row {
    std::string_view id;
    ItemKind kind;
    int index;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"plan", ItemKind::kPlan, 0},
           {"R1", ItemKind::kRecommendation, 0},
           {"R3", ItemKind::kRecommendation, 2},
           {"R1.2", ItemKind::kMilestone, 1},
           {"R3.1", ItemKind::kMilestone, 2},
           {"R1.O1", ItemKind::kOutcome, 0},
           {"R3.O1", ItemKind::kOutcome, 1},
           {"M1", ItemKind::kMeasure, 0},
           {"C2", ItemKind::kConcern, 1},
       }) {
    SCOPED_TRACE(row.id);
    const std::optional<ItemRef> found = plan.Find(row.id);
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(ToWord(found->kind), ToWord(row.kind));
    EXPECT_EQ(found->index, row.index);
  }
}

TEST(Plan, FindsNothingByAnotherId) {
  const Plan plan = MakePlan(ThreeRecommendations());
  for (std::string_view id : {"", "R4", "r1", "R1 ", "R1.O2"}) {
    EXPECT_EQ(plan.Find(id), std::nullopt) << id;
  }
}

TEST(ItemKind, HasAWord) {
  EXPECT_EQ(ToWord(ItemKind::kPlan), "plan");
  EXPECT_EQ(ToWord(ItemKind::kRecommendation), "recommendation");
  EXPECT_EQ(ToWord(ItemKind::kMilestone), "milestone");
  EXPECT_EQ(ToWord(ItemKind::kOutcome), "outcome");
  EXPECT_EQ(ToWord(ItemKind::kMeasure), "measure");
  EXPECT_EQ(ToWord(ItemKind::kConcern), "concern");
}

TEST(Plan, RefusesAnIdThatTwoItemsShareWhateverTheyAre) {
  // Each gives its item the id; all pairs of them are tried.
  struct Row {
    ItemKind kind;
    std::function<void(Baseline&, int)> add;
  };
  const std::string id = "same";
  const std::vector<Row> rows = {
      {ItemKind::kPlan, [&](Baseline& b, int) { b.id = id; }},
      {ItemKind::kRecommendation,
       [&](Baseline& b, int) {
         b.recommendations.push_back({.id = id, .title = "R"});
       }},
      {ItemKind::kMilestone,
       [&](Baseline& b, int n) {
         b.recommendations.push_back({.id = "parent" + std::to_string(n),
                                      .title = "R",
                                      .milestones = {MakeMilestone(id)}});
       }},
      {ItemKind::kOutcome,
       [&](Baseline& b, int n) {
         b.recommendations.push_back({.id = "parent" + std::to_string(n),
                                      .title = "R",
                                      .outcomes = {{.id = id, .text = "O"}}});
       }},
      {ItemKind::kMeasure,
       [&](Baseline& b, int) {
         b.measures.push_back({.id = id, .name = "M", .unit = "%"});
       }},
      {ItemKind::kConcern,
       [&](Baseline& b, int) {
         b.concerns.push_back({.id = id, .text = "C"});
       }},
  };
  for (size_t i = 0; i < rows.size(); ++i) {
    for (size_t k = i; k < rows.size(); ++k) {
      if (i == 0 && k == 0) continue;  // There is only one plan.
      SCOPED_TRACE(std::string(ToWord(rows[i].kind)) + " and " +
                   std::string(ToWord(rows[k].kind)));
      Baseline baseline = EmptyBaseline();
      rows[i].add(baseline, 1);
      rows[k].add(baseline, 2);
      const absl::StatusOr<Plan> plan = Plan::Create(baseline, {});
      ASSERT_FALSE(plan.ok());
      EXPECT_THAT(std::string(plan.status().message()),
                  AllOf(HasSubstr("'same'"),
                        HasSubstr(std::string(ToWord(rows[i].kind))),
                        HasSubstr(std::string(ToWord(rows[k].kind)))));
    }
  }
}

TEST(Plan, MayHaveOtherContradictions) {
  Baseline baseline = ThreeRecommendations();
  baseline.recommendations[0].milestones[0].needs = {"nothing"};
  baseline.concerns[0].touches = {"nothing"};
  EXPECT_TRUE(
      Plan::Create(baseline, {Say("2018-01-01", "nothing", Progress{})}).ok());
}

TEST(Plan, KeepsTheJournalInTheOrderGiven) {
  const Plan plan = MakePlan(ThreeRecommendations(),
                             {Say("2018-03-01", "R1.1", unit::Percent(3)),
                              Say("2018-01-01", "R1.1", unit::Percent(1)),
                              Say("2018-02-01", "R1.1", unit::Percent(2))});
  ASSERT_EQ(plan.journal().size(), 3u);
  EXPECT_EQ(plan.journal()[0].on, Day("2018-03-01"));
  EXPECT_EQ(plan.journal()[1].on, Day("2018-01-01"));
  EXPECT_EQ(plan.journal()[2].on, Day("2018-02-01"));
  EXPECT_THAT(Order(plan), ElementsAre(1, 2, 0));
}

TEST(Plan, OrdersTheJournalByDayThenByDayRecordedThenAsGiven) {
  const Plan plan =
      MakePlan(ThreeRecommendations(),
               {
                   Say("2018-02-01", "R1.1", Progress{}, "2018-03-01"),  // 0
                   Say("2018-02-01", "R1.1", Progress{}),                // 1
                   Say("2018-01-01", "R1.1", Progress{}, "2018-12-31"),  // 2
                   Say("2018-02-01", "R1.1", Progress{}, "2018-03-01"),  // 3
                   Say("2018-02-01", "R1.1", Progress{}, "2018-02-02"),  // 4
                   Say("2018-02-01", "R1.1", Progress{}, "2018-02-01"),  // 5
               });
  EXPECT_THAT(Order(plan), ElementsAre(2, 1, 5, 4, 0, 3));
}

TEST(Plan, KnowsWhatEachUpdateIsAbout) {
  const Plan plan =
      MakePlan(ThreeRecommendations(), {Say("2018-01-01", "C2", Progress{}),
                                        Say("2018-01-01", "R9", Progress{}),
                                        Say("2018-01-01", "R3.1", Progress{})});
  EXPECT_THAT(plan.journal_items(),
              ElementsAre(ItemRef{ItemKind::kConcern, 1}, std::nullopt,
                          ItemRef{ItemKind::kMilestone, 2}));
}

TEST(Plan, FindsTheReportingPeriodOfADay) {
  Baseline baseline = EmptyBaseline();
  baseline.periods = {MakePeriod("last", "2017-12-01", "2018-01-31"),
                      MakePeriod("this", "2018-02-02", "2018-03-27")};
  const Plan plan = MakePlan(baseline);
  struct Row {
    std::string_view day, period;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"2017-11-30", ""},
           {"2017-12-01", "last"},
           {"2018-01-31", "last"},
           {"2018-02-01", ""},  // A gap between the two.
           {"2018-02-02", "this"},
           {"2018-03-27", "this"},
           {"2018-03-28", ""},
       }) {
    SCOPED_TRACE(row.day);
    const ReportingPeriod* period = plan.PeriodOf(Day(row.day));
    EXPECT_EQ(period == nullptr ? "" : period->name, row.period);
  }
}

TEST(Plan, WithoutPeriodsHasNoneOnAnyDay) {
  EXPECT_EQ(MakePlan(EmptyBaseline()).PeriodOf(Day("2018-01-01")), nullptr);
}

TEST(Plan, WithUpdatesPutsThemAtTheEndAndLeavesTheOriginalAsItWas) {
  const Plan before = MakePlan(ThreeRecommendations(),
                               {Say("2018-03-01", "R1.1", unit::Percent(50))});
  const Plan after =
      before.WithUpdates({Say("2018-01-01", "R1.1", unit::Percent(10)),
                          Say("2018-02-01", "R1.2", unit::Percent(20))});
  EXPECT_EQ(before.journal().size(), 1u);
  ASSERT_EQ(after.journal().size(), 3u);
  EXPECT_EQ(after.journal()[0], before.journal()[0]);
  EXPECT_EQ(after.journal()[1].on, Day("2018-01-01"));
  EXPECT_EQ(after.journal()[2].on, Day("2018-02-01"));
  EXPECT_THAT(Order(after), ElementsAre(1, 2, 0));
  EXPECT_EQ(after.baseline(), before.baseline());
  EXPECT_FALSE(after == before);
}

TEST(Plan, WithNoUpdatesIsTheSame) {
  const Plan plan = MakePlan(ThreeRecommendations());
  EXPECT_EQ(plan.WithUpdates({}), plan);
}

TEST(Plan, IsTheSameAsOneWithTheSameContents) {
  const std::vector<Update> journal = {Say("2018-01-01", "R1", Progress{})};
  EXPECT_EQ(MakePlan(ThreeRecommendations(), journal),
            MakePlan(ThreeRecommendations(), journal));
  EXPECT_FALSE(MakePlan(ThreeRecommendations(), journal) ==
               MakePlan(ThreeRecommendations()));
  Baseline other = ThreeRecommendations();
  other.recommendations[2].milestones[0].text = "Another";
  EXPECT_FALSE(MakePlan(other) == MakePlan(ThreeRecommendations()));
}

TEST(Plan, OutlivesTheOneThatItWasCopiedFrom) {
  std::optional<Plan> first = MakePlan(ThreeRecommendations());
  const Plan copy = *first;
  first.reset();
  EXPECT_EQ(copy.milestones()[2]->id, "R3.1");
  EXPECT_EQ(copy.title(), "A plan");
}

TEST(Plan, CountsWorkingDaysByEnglandAndWalesUnlessItSaysOtherwise) {
  EXPECT_EQ(MakePlan(EmptyBaseline()).work_calendar(),
            WorkCalendar::EnglandAndWales());
  Baseline scottish = EmptyBaseline();
  scottish.calendar = "scotland";
  EXPECT_EQ(MakePlan(scottish).work_calendar().id(), "scotland");
}

TEST(Plan, RefusesACalendarThatIsNotThereAndListsThoseThatAre) {
  Baseline baseline = EmptyBaseline();
  baseline.calendar = "wales";
  const absl::StatusOr<Plan> plan = Plan::Create(baseline, {});
  EXPECT_EQ(std::string(plan.status().message()),
            "There is no built-in calendar 'wales'; there are: "
            "england-and-wales, northern-ireland, scotland, "
            "united-kingdom-any.");
}

TEST(Plan, KeepsItsClosuresAndUpdatesUnderAnotherCalendar) {
  Baseline baseline = EmptyBaseline();
  baseline.closures = {{.day = unit::Day("2018-12-27")}};
  const Plan plan = MakePlan(baseline).WithCalendar(
      unit::ValueOrDie(WorkCalendar::Builtin("scotland")));
  EXPECT_EQ(plan.work_calendar().id(), "scotland");
  EXPECT_FALSE(
      plan.work_calendar().IsWorkingDay(unit::Day("2018-12-27")).value());
  const Plan later = plan.WithUpdates({});
  EXPECT_EQ(later.work_calendar(), plan.work_calendar());
  EXPECT_EQ(later.baseline().calendar, "");
  EXPECT_FALSE(plan == MakePlan(baseline));
}

TEST(Plan, CanBeEmpty) {
  const Plan plan = MakePlan(EmptyBaseline());
  EXPECT_EQ(plan.id(), "plan");
  EXPECT_THAT(plan.recommendations(), IsEmpty());
  EXPECT_THAT(plan.milestones(), IsEmpty());
  EXPECT_THAT(plan.outcomes(), IsEmpty());
  EXPECT_THAT(plan.measures(), IsEmpty());
  EXPECT_THAT(plan.concerns(), IsEmpty());
  EXPECT_THAT(plan.journal(), IsEmpty());
}

}  // namespace
}  // namespace actionplan
