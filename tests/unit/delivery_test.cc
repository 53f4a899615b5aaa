#include "actionplan/delivery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "make_plan.h"

namespace actionplan {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::SizeIs;
using unit::Day;
using unit::Expect;
using unit::MakeMilestone;
using unit::MakePlan;
using unit::NewDue;
using unit::Reach;
using unit::Replan;
using unit::Say;
using unit::SnapshotOf;

Baseline PlanOf(std::vector<Milestone> milestones,
                std::string_view accepted = "31 December 2017") {
  Baseline baseline = unit::EmptyBaseline();
  baseline.accepted = ParseDue(accepted);
  baseline.recommendations.push_back(
      {.id = "R", .title = "R", .milestones = std::move(milestones)});
  return baseline;
}

Delivery Measure(const Plan& plan, std::string_view day,
                 const DeliveryOptions& options = {}) {
  return unit::ValueOrDie(MeasureDelivery(SnapshotOf(plan, day), options));
}

const Figure& FigureOf(const Delivery& delivery, std::string_view name) {
  return *delivery.groups()[0].Find(name);
}

Update Done(std::string_view day, std::string id) {
  return Say(day, std::move(id), Reach(Stage::kComplete));
}

std::string Id(std::string prefix, int number) {
  return prefix.append(std::to_string(number));
}

// `due` milestones due on 31 January 2018 and `later` due at the end of the
// year; the first `complete` of all are finished on 30 January.
Plan Counted(int due, int later, int complete) {
  std::vector<Milestone> milestones;
  std::vector<Update> journal;
  for (int i = 0; i < due + later; ++i) {
    milestones.push_back(MakeMilestone(
        Id("M", i), i < due ? "31 January 2018" : "31 December 2018"));
    if (i < complete) journal.push_back(Done("2018-01-30", Id("M", i)));
  }
  return MakePlan(PlanOf(std::move(milestones)), std::move(journal));
}

// --- BEI and hit task ---

// Published example: Defense Acquisition University, Acquipedia, "Baseline
// Execution Index (BEI)": 1,516 finished of 1,955 baselined is 0.78.
TEST(Delivery, BaselineExecutionIndexIsThatOfThePublishedExample) {
  const Delivery delivery = Measure(Counted(1955, 0, 1516), "2018-01-31");
  const Figure& bei = FigureOf(delivery, "BEI");
  EXPECT_EQ(bei.numerator, 1516);
  EXPECT_EQ(bei.denominator, 1955);
  EXPECT_THAT(bei.value(), Optional(DoubleNear(0.78, 0.005)));
}

// Published example: Elecosoft Powerproject help, "'Baseline execution index'
// quality metric": 6 of 6 is 1.00, 8 of 6 is 1.33, 4 of 6 is 0.67.
TEST(Delivery, WorkDoneAheadOfItsDateCountsInTheIndexButIsNoHit) {
  for (const auto& [complete, value] :
       std::initializer_list<std::pair<int, double>>{
           {6, 1.0}, {8, 1.333}, {4, 0.667}}) {
    const Delivery delivery = Measure(Counted(6, 6, complete), "2018-01-31");
    EXPECT_THAT(FigureOf(delivery, "BEI").value(),
                Optional(DoubleNear(value, 0.001)));
    EXPECT_EQ(FigureOf(delivery, "hit task").numerator, std::min(complete, 6));
    EXPECT_EQ(FigureOf(delivery, "hit task").denominator, 6);
  }
}

TEST(Delivery, TasksWithoutABaselineFinishAreInTheDenominatorOfTheIndex) {
  const Plan plan =
      MakePlan(PlanOf({MakeMilestone("A", "January 2018"), MakeMilestone("B"),
                       MakeMilestone("C"), MakeMilestone("D", "March 2018")}),
               {Done("2018-01-10", "A"), Done("2018-01-10", "B")});
  const Delivery delivery = Measure(plan, "2018-01-31");
  EXPECT_EQ(FigureOf(delivery, "BEI").numerator, 2);
  EXPECT_EQ(FigureOf(delivery, "BEI").denominator, 3);
  EXPECT_THAT(FigureOf(delivery, "BEI").out_of, ElementsAre(0, 1, 2));
  EXPECT_EQ(FigureOf(delivery, "BEI of dated").numerator, 1);
  EXPECT_EQ(FigureOf(delivery, "BEI of dated").denominator, 1);
}

TEST(Delivery, IsDueFromTheDayOfItsDueOn) {
  const Plan plan = MakePlan(PlanOf({MakeMilestone("A", "31 January 2018")}));
  for (const auto& [day, due] :
       std::initializer_list<std::pair<std::string_view, int>>{
           {"2018-01-30", 0}, {"2018-01-31", 1}, {"2018-02-01", 1}}) {
    EXPECT_EQ(FigureOf(Measure(plan, day), "hit task").denominator, due) << day;
  }
}

TEST(Delivery, MovingADateImprovesNothing) {
  const std::vector<Update> done = {Done("2018-03-10", "A")};
  std::vector<Update> moved = done;
  moved.push_back(Say("2018-01-20", "A", Replan("31 March 2018")));
  const Baseline baseline = PlanOf({MakeMilestone("A", "31 January 2018")});
  const Delivery before = Measure(MakePlan(baseline, done), "2018-03-31");
  const Delivery after = Measure(MakePlan(baseline, moved), "2018-03-31");
  for (std::string_view name : {"on time", "BEI", "hit task"}) {
    EXPECT_EQ(FigureOf(before, name).numerator,
              FigureOf(after, name).numerator);
    EXPECT_EQ(FigureOf(before, name).denominator,
              FigureOf(after, name).denominator);
  }
  EXPECT_EQ(FigureOf(before, "on time as agreed").numerator, 0);
  EXPECT_EQ(FigureOf(after, "on time as agreed").numerator, 1);
}

TEST(Delivery, HitsOfThePeriodAreThoseDueInIt) {
  const Plan plan = MakePlan(PlanOf({MakeMilestone("A", "31 January 2018"),
                                     MakeMilestone("B", "1 February 2018"),
                                     MakeMilestone("C", "28 February 2018"),
                                     MakeMilestone("D", "1 March 2018")}),
                             {Done("2018-01-10", "B")});
  const Delivery delivery =
      Measure(plan, "2018-02-28", {.previous = Day("2018-01-31")});
  EXPECT_THAT(FigureOf(delivery, "hit task this period").out_of,
              ElementsAre(1, 2));
  EXPECT_EQ(FigureOf(delivery, "hit task this period").numerator, 1);
}

TEST(Delivery, AFinishThatCantBeToldIsNoSuccessAndIsListed) {
  Update done = Done("2018-12-31", "A");
  done.written = ParseDue("in 2018");
  const Delivery delivery =
      Measure(MakePlan(PlanOf({MakeMilestone("A", "April 2018")}), {done}),
              "2019-01-31");
  EXPECT_EQ(FigureOf(delivery, "on time").denominator, 0);
  EXPECT_THAT(FigureOf(delivery, "on time").uncertain, ElementsAre(0));
  EXPECT_EQ(FigureOf(delivery, "on time").value(), std::nullopt);
  EXPECT_EQ(FigureOf(delivery, "hit task").denominator, 1);
  EXPECT_EQ(FigureOf(delivery, "hit task").numerator, 0);
}

TEST(Delivery, NothingOutOfNothingHasNoValueAndSaysWhy) {
  const Delivery delivery = Measure(MakePlan(PlanOf({})), "2018-01-31");
  for (const Figure& figure : delivery.groups()[0].figures) {
    SCOPED_TRACE(figure.name);
    EXPECT_EQ(figure.value(), std::nullopt);
    EXPECT_FALSE(figure.why_absent.empty());
  }
  EXPECT_FALSE(delivery.groups()[0].earned.why_absent.empty());
  EXPECT_FALSE(delivery.groups()[0].rate.why_absent.empty());
}

// --- Earned schedule ---

// One milestone at the end of each month of 2018; the first `complete` are
// finished.
Plan Monthly(int complete) {
  std::vector<Milestone> milestones;
  std::vector<Update> journal;
  for (int month = 1; month <= 12; ++month) {
    const Date due = Date::Create(2018, month, 1).value().EndOfMonth();
    milestones.push_back(MakeMilestone(Id("M", month), due.ToWords()));
    if (month <= complete)
      journal.push_back(Done("2018-01-02", Id("M", month)));
  }
  return MakePlan(PlanOf(std::move(milestones)), std::move(journal));
}

// Published example: Lipke, "Earned Schedule", International Metrics Congress
// 2007, slide "Earned Schedule metric": at the end of month 7 as much is done
// as was planned to the end of month 5, so SV(t) is -2 months.
TEST(Delivery, EarnedScheduleIsThatOfThePublishedExample) {
  const EarnedSchedule earned =
      Measure(Monthly(5), "2018-07-31").groups()[0].earned;
  EXPECT_THAT(earned.earned, Optional(DoubleNear(5, 1e-9)));
  EXPECT_THAT(earned.actual, Optional(DoubleNear(7, 1e-9)));
  EXPECT_THAT(earned.variance, Optional(DoubleNear(-2, 1e-9)));
  EXPECT_THAT(earned.index, Optional(DoubleNear(5.0 / 7, 1e-9)));
  EXPECT_EQ(earned.earned_on, Day("2018-05-31"));
}

// By hand, with ES = C + (EV - PV(C)) / (PV(C+1) - PV(C)): two are due in
// January and four in February, three are done: C = 1, I = 1/4.
TEST(Delivery, EarnedScheduleInterpolatesInAMonth) {
  std::vector<Milestone> milestones;
  std::vector<Update> journal;
  for (int i = 0; i < 6; ++i) {
    milestones.push_back(MakeMilestone(
        Id("M", i), i < 2 ? "15 January 2018" : "15 February 2018"));
    if (i < 3) journal.push_back(Done("2018-01-10", Id("M", i)));
  }
  const EarnedSchedule earned =
      Measure(MakePlan(PlanOf(milestones), journal), "2018-02-28")
          .groups()[0]
          .earned;
  EXPECT_THAT(earned.earned, Optional(DoubleNear(1.25, 1e-9)));
  EXPECT_THAT(earned.actual, Optional(DoubleNear(2, 1e-9)));
}

TEST(Delivery, EarnedScheduleEndsWithTheLastFinish) {
  const EarnedSchedule done =
      Measure(Monthly(12), "2019-06-30").groups()[0].earned;
  EXPECT_THAT(done.earned, Optional(DoubleNear(12, 1e-9)));
  EXPECT_LT(*done.actual, 1);  // all were finished on 2 January
  const EarnedSchedule none =
      Measure(Monthly(0), "2018-06-30").groups()[0].earned;
  EXPECT_THAT(none.earned, Optional(DoubleNear(0, 1e-9)));
  EXPECT_THAT(none.index, Optional(DoubleNear(0, 1e-9)));
}

TEST(Delivery, EarnedScheduleWithoutTimeHasNoIndex) {
  const EarnedSchedule earned =
      Measure(Monthly(0), "2017-12-31").groups()[0].earned;
  EXPECT_EQ(earned.index, std::nullopt);
  EXPECT_FALSE(earned.why_absent.empty());
}

// --- Distribution ---

// numpy.quantile([1, 2, 4, 7, 11, 16], [0.25, 0.5, 0.75]) = [2.5, 5.5, 10.0]
TEST(Distribution, HasTheQuartilesOfNumpy) {
  const Distribution slips = {.name = "slip",
                              .unit = "days",
                              .milestones = {0, 1, 2, 3, 4, 5},
                              .values = {7, 1, 16, 4, 11, 2},
                              .left_out = {}};
  EXPECT_EQ(slips.least(), 1);
  EXPECT_EQ(slips.most(), 16);
  EXPECT_EQ(slips.total(), 41);
  EXPECT_NEAR(slips.mean(), 41.0 / 6, 1e-9);
  EXPECT_NEAR(slips.Quantile(0.25), 2.5, 1e-9);
  EXPECT_NEAR(slips.Quantile(0.5), 5.5, 1e-9);
  EXPECT_NEAR(slips.Quantile(0.75), 10.0, 1e-9);
  EXPECT_NEAR(slips.Quantile(1), 16, 1e-9);
}

TEST(Delivery, SlipOfOverdueWorkGoesOnInSlipSoFar) {
  const Delivery delivery = Measure(
      MakePlan(PlanOf({MakeMilestone("A", "31 January 2018"),
                       MakeMilestone("B"), MakeMilestone("C", "May 2018")})),
      "2018-02-10");
  const std::vector<Distribution>& all = delivery.groups()[0].distributions;
  ASSERT_THAT(all, SizeIs(4));
  EXPECT_THAT(all[0].values, ElementsAre(0, 0));
  EXPECT_THAT(all[0].left_out, ElementsAre(1));
  EXPECT_EQ(all[2].name, "slip so far");
  EXPECT_THAT(all[2].values, ElementsAre(10, 0));
  EXPECT_EQ(all[3].unit, "working days");
  EXPECT_THAT(all[3].values, ElementsAre(7, 0));  // 1 to 9 February
}

// --- Slip rate ---

TEST(Delivery, SaysWhenTheTrendMeetsTheCalendar) {
  struct Row {
    std::string_view name, finish;
    double rate;
    std::optional<std::string_view> reached;
  };
  // Due 30 April; accepted 31 December; seen 100 days later, on 10 April.
  for (const Row& row : std::initializer_list<Row>{
           {"on its day", "30 April 2018", 0.0, "2018-04-30"},
           // 70 days left, half a day lost a day: 140 days.
           {"half a day a day", "19 June 2018", 0.5, "2018-08-28"},
           {"a day less than a day a day", "7 August 2018", 0.99, "2050-11-08"},
           {"a day a day", "8 August 2018", 1.0, std::nullopt},
           {"more", "9 August 2018", 1.01, std::nullopt},
           {"earlier", "20 April 2018", -0.1, "2018-04-20"},
           {"already gone", "9 April 2018", -0.21, std::nullopt}}) {
    SCOPED_TRACE(row.name);
    const Delivery delivery =
        Measure(MakePlan(PlanOf({MakeMilestone("A", "30 April 2018")}),
                         {Say("2018-02-01", "A", Expect(row.finish))}),
                "2018-04-10");
    ASSERT_THAT(delivery.rates(), SizeIs(1));
    const SlipRate& rate = delivery.rates()[0];
    EXPECT_THAT(rate.per_day(), Optional(DoubleNear(row.rate, 1e-9)));
    EXPECT_EQ(rate.reached_on.has_value(), row.reached.has_value());
    if (row.reached.has_value()) {
      EXPECT_EQ(rate.reached_on, Day(*row.reached));
    } else {
      EXPECT_FALSE(rate.why_absent.empty());
    }
    EXPECT_EQ(delivery.groups()[0].rate.moved, rate.moved);
  }
}

TEST(Delivery, ADateThatIsTakenAwayIsNoEarlierFinish) {
  const Plan plan = MakePlan(PlanOf({MakeMilestone("A", "30 April 2018"),
                                     MakeMilestone("B", "31 December 2018")}),
                             {Say("2018-02-01", "B", NewDue("TBC"))});
  const SlipRate rate = Measure(plan, "2018-04-10").groups()[0].rate;
  EXPECT_EQ(rate.per_day(), std::nullopt);
  EXPECT_EQ(rate.reached_on, std::nullopt);
  EXPECT_EQ(rate.finish, std::nullopt);
  EXPECT_EQ(rate.why_absent,
            "1 milestone that had a date has none now, so the last finish is "
            "not known");
}

TEST(Delivery, ATrendThatMeetsTheCalendarInAHundredYearsIsNoForecast) {
  // Accepted 31 December 2017. By 26 December 2021, 1,456 days later, it has
  // moved 1,455 days: each day left takes 1,456.
  const auto reached = [](std::string_view finish) {
    const Delivery delivery =
        Measure(MakePlan(PlanOf({MakeMilestone("A", "1 January 2018")}),
                         {Say("2018-02-01", "A", Expect(finish))}),
                "2021-12-26");
    return delivery.rates()[0];
  };
  // 30 December 2021 less 1 January 2018 is 1,459 days.
  EXPECT_FALSE(reached("30 December 2021").reached_on.has_value());
  // 1,455 days after 1 January 2018 is 26 December 2021 itself: none left.
  EXPECT_EQ(reached("26 December 2021").reached_on, Day("2021-12-26"));
  // Due 26 January 2018 and expected on 19 January 2022, 24 days ahead and
  // 1,454 later: 24 * 1,456 / 2 = 17,472 days.
  const auto later = [](std::string_view due, std::string_view finish) {
    return Measure(MakePlan(PlanOf({MakeMilestone("A", due)}),
                            {Say("2018-02-01", "A", Expect(finish))}),
                   "2021-12-26")
        .rates()[0];
  };
  EXPECT_EQ(later("26 January 2018", "19 January 2022").reached_on,
            Day("2021-12-26").Plus(Days(17'472)));
  // Expected a day later: 25 * 1,456 / 1 = 36,400 days; and the same with 26
  // days left: 37,856 days, too far.
  EXPECT_EQ(later("26 January 2018", "20 January 2022").reached_on,
            Day("2021-12-26").Plus(Days(36'400)));
  const SlipRate far = later("27 January 2018", "21 January 2022");
  EXPECT_EQ(far.moved, Days(1'455));
  EXPECT_EQ(far.reached_on, std::nullopt);
  EXPECT_EQ(far.why_absent, "not within a hundred years at this rate");
}

// --- Leads and load ---

TEST(ReadLeads, FindsSeveralInOneCell) {
  struct Row {
    std::string_view cell;
    std::vector<std::string> known;
    std::vector<std::string> leads;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"", {}, {}},
           {"Head of Legal", {}, {"Head of Legal"}},
           {" TBC ", {}, {}},
           {"n/a", {}, {}},
           {"Head of Legal; Head of HR", {}, {"Head of Legal", "Head of HR"}},
           {"Head of Legal\nHead of HR", {}, {"Head of Legal", "Head of HR"}},
           {"CCG / Public Health", {}, {"CCG", "Public Health"}},
           {"Legal; legal ;TBC", {}, {"Legal"}},
           {"AB, CD, EF", {}, {"AB", "CD", "EF"}},
           {"AB & CD", {}, {"AB", "CD"}},
           {"Assistant Director, Children's Social Care",
            {},
            {"Assistant Director, Children's Social Care"}},
           {"Child and Adolescent Mental Health Services (CAMHS)",
            {},
            {"Child and Adolescent Mental Health Services (CAMHS)"}},
           {"Portfolio Holder and Head of Legal",
            {"head of legal"},
            {"Portfolio Holder", "Head of Legal"}},
           {"Health (CCG; Trust)", {}, {"Health (CCG; Trust)"}}}) {
    EXPECT_EQ(ReadLeads(row.cell, row.known), row.leads) << row.cell;
  }
}

Milestone Led(std::string id, std::string_view due, std::string lead) {
  Milestone milestone = MakeMilestone(std::move(id), due);
  milestone.lead = std::move(lead);
  return milestone;
}

TEST(Delivery, FindsMonthsWithTooMuchForOneLead) {
  std::vector<Milestone> milestones;
  for (int i = 0; i < 4; ++i) {
    milestones.push_back(Led(Id("A", i), "April 2018", "Legal"));
  }
  milestones.push_back(Led("B", "March / April 2018", "Legal; HR"));
  milestones.push_back(Led("C", "2018", "Legal"));
  milestones.push_back(Led("D", "31 January 2018", "Legal"));
  milestones.push_back(MakeMilestone("E", "April 2018"));
  const Plan plan = MakePlan(PlanOf(milestones));
  const Delivery delivery = Measure(plan, "2018-02-10");
  std::vector<std::string> months;
  for (const LeadMonth& month : delivery.load()) {
    months.push_back(month.lead + " " + month.month.ToWords() + " " +
                     std::to_string(month.milestones.size()) +
                     (month.is_too_many() ? "!" : ""));
  }
  EXPECT_THAT(months,
              ElementsAre("Legal February 2018 1", "Legal March 2018 1",
                          "Legal April 2018 5!", "Legal December 2018 1",
                          "HR March 2018 1", "HR April 2018 1"));
  EXPECT_THAT(delivery.without_lead(), ElementsAre(7));
  const Delivery strict = Measure(plan, "2018-02-10", {.most_in_a_month = 5});
  for (const LeadMonth& month : strict.load()) {
    EXPECT_FALSE(month.is_too_many());
  }
}

TEST(Delivery, TheRecommendationLeadsWhatHasNoLeadOfItsOwn) {
  Baseline baseline =
      PlanOf({MakeMilestone("A", "April 2018"), Led("B", "April 2018", "HR")});
  baseline.recommendations[0].lead = "Legal";
  const Delivery delivery = Measure(MakePlan(baseline), "2018-02-10");
  ASSERT_THAT(delivery.groups(), SizeIs(4));
  EXPECT_EQ(delivery.groups()[2].id, "Legal");
  EXPECT_THAT(delivery.groups()[2].milestones, ElementsAre(0));
  EXPECT_EQ(delivery.groups()[3].id, "HR");
}

// --- Trend ---

TEST(Delivery, TrendIsAtTheEndOfEachPeriodAndNow) {
  Baseline baseline = PlanOf({MakeMilestone("A", "31 January 2018"),
                              MakeMilestone("B", "31 March 2018")});
  baseline.periods = {unit::MakePeriod("a", "2018-01-01", "2018-01-31"),
                      unit::MakePeriod("b", "2018-02-01", "2018-02-28")};
  const Delivery delivery = Measure(
      MakePlan(baseline, {Say("2018-02-10", "B", Replan("30 April 2018"))}),
      "2018-03-10");
  ASSERT_THAT(delivery.trend(), SizeIs(3));
  EXPECT_EQ(delivery.trend()[0].day, Day("2018-01-31"));
  EXPECT_EQ(delivery.trend()[1].day, Day("2018-02-28"));
  EXPECT_EQ(delivery.trend()[2].day, Day("2018-03-10"));
  EXPECT_EQ(delivery.trend()[0].findings[0], 0);  // overdue
  EXPECT_EQ(delivery.trend()[1].findings[0], 1);
  EXPECT_EQ(delivery.trend()[0].slip.total(), 0);
  EXPECT_EQ(delivery.trend()[1].slip.total(), 30);
}

TEST(Delivery, RefusesWhatMakesNoSense) {
  const Snapshot now = SnapshotOf(Monthly(0), "2018-03-27");
  EXPECT_FALSE(MeasureDelivery(now, {.previous = Day("2018-03-27")}).ok());
  EXPECT_FALSE(MeasureDelivery(now, {.days = {Day("2018-03-28")}}).ok());
  EXPECT_FALSE(MeasureDelivery(now, {.days = {Day("2016-03-28")}}).ok());
  EXPECT_FALSE(MeasureDelivery(now, {.most_in_a_month = -1}).ok());
}

// --- Properties and brute force ---

TEST(Delivery, CountsEveryMilestoneOnce) {
  std::mt19937 random(6);
  for (int i = 0; i < 100; ++i) {
    const Plan plan =
        MakePlan(unit::RandomBaseline(random), unit::RandomJournal(random, 30));
    const Snapshot snapshot =
        unit::ValueOrDie(AsOf(plan, unit::RandomDay(random)));
    const Delivery delivery = unit::ValueOrDie(MeasureDelivery(snapshot));
    std::vector<int> seen;
    for (size_t f = 0; f < 5; ++f) {
      const Figure& state = delivery.groups()[0].figures[f];
      seen.insert(seen.end(), state.counted.begin(), state.counted.end());
    }
    std::sort(seen.begin(), seen.end());
    ASSERT_THAT(seen, ElementsAre(0, 1, 2, 3));
    // The recommendations add up to the plan.
    for (size_t f = 0; f < delivery.groups()[0].figures.size(); ++f) {
      int numerator = 0;
      int denominator = 0;
      for (const GroupDelivery& group : delivery.groups().subspan(1)) {
        if (group.kind != "recommendation") continue;
        numerator += group.figures[f].numerator;
        denominator += group.figures[f].denominator;
      }
      ASSERT_EQ(numerator, delivery.groups()[0].figures[f].numerator);
      ASSERT_EQ(denominator, delivery.groups()[0].figures[f].denominator);
    }
  }
}

// A twin that counts with nothing but the states.
TEST(Delivery, IsWhatCountingByHandGives) {
  std::mt19937 random(7);
  for (int i = 0; i < 200; ++i) {
    const Plan plan =
        MakePlan(unit::RandomBaseline(random), unit::RandomJournal(random, 30));
    const Date day = unit::RandomDay(random);
    const Snapshot snapshot = unit::ValueOrDie(AsOf(plan, day));
    int finished = 0, planned = 0, due = 0, hits = 0, told = 0, in_time = 0;
    for (const MilestoneState& state : snapshot.milestones()) {
      if (state.is_cancelled()) continue;
      const bool dated = state.original_due.is_dated();
      const bool now_due = dated && *state.original_due.last() <= day;
      const bool hit = dated && state.is_complete() &&
                       *state.finished <= *state.original_due.last();
      finished += state.is_complete() ? 1 : 0;
      planned += !dated || now_due ? 1 : 0;
      due += now_due ? 1 : 0;
      hits += now_due && hit ? 1 : 0;
      told += dated && state.is_complete() ? 1 : 0;
      in_time += hit ? 1 : 0;
    }
    const Delivery delivery = unit::ValueOrDie(MeasureDelivery(snapshot));
    ASSERT_EQ(FigureOf(delivery, "BEI").numerator, finished);
    ASSERT_EQ(FigureOf(delivery, "BEI").denominator, planned);
    ASSERT_EQ(FigureOf(delivery, "hit task").numerator, hits);
    ASSERT_EQ(FigureOf(delivery, "hit task").denominator, due);
    ASSERT_EQ(FigureOf(delivery, "on time").numerator, in_time);
    ASSERT_EQ(FigureOf(delivery, "on time").denominator, told);
  }
}

}  // namespace
}  // namespace actionplan
