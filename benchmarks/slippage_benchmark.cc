// A large plan from its journal to every finding: 100,000 milestones with ten
// updates each, all kinds of slippage, calendar and working days. The rates are
// in milestones.

#include <benchmark/benchmark.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "actionplan/delivery.h"
#include "actionplan/slippage.h"

namespace actionplan {
namespace {

constexpr int kMilestones = 100'000;

Date FirstDay() { return Date::Create(2018, 1, 1).value(); }
Date LastDay() { return Date::Create(2018, 12, 31).value(); }

std::string NumberedId(std::string prefix, int number) {
  return std::move(prefix.append(std::to_string(number)));
}

Change MakeChange(int i, const std::vector<Due>& dues, std::mt19937& random) {
  const Due& due = dues[random() % dues.size()];
  switch (i) {
    case 0:
      return StageChange{
          .stage = random() % 4 == 0 ? Stage::kNotStarted : Stage::kInProgress,
          .decision = ""};
    case 3:
    case 4:
      return DueChange{.due = due,
                       .agreed_by = random() % 2 == 0 ? "Board" : "",
                       .reason = "Legal capacity"};
    case 5:
      return ForecastChange{.finish = due};
    case 9:
      return StageChange{
          .stage = random() % 2 == 0 ? Stage::kComplete : Stage::kInProgress,
          .decision = ""};
    default:
      return Progress{.percent = 10.0 * i};
  }
}

Baseline LargeBaseline(const std::vector<Due>& dues, std::mt19937& random) {
  Baseline baseline = {.id = "plan", .title = "A generated plan"};
  baseline.accepted = ParseDue("1 January 2018");
  for (int quarter = 0; quarter < 4; ++quarter) {
    const Date first = FirstDay().PlusMonths(3 * quarter);
    baseline.periods.push_back(
        {.name = NumberedId("Q", quarter),
         .days =
             Period::Create(first, first.PlusMonths(2).EndOfMonth()).value(),
         .extras = {}});
  }
  for (int i = 0; i < kMilestones; ++i) {
    const std::string parent = NumberedId("R", i / 10);
    if (i % 10 == 0) {
      baseline.recommendations.push_back({.id = parent, .title = parent});
    }
    Milestone milestone = {.id = NumberedId(parent + ".", i % 10), .text = "t"};
    milestone.lead = NumberedId("Lead ", i % 500);
    milestone.start = dues[random() % dues.size()];
    if (i % 10 != 9) milestone.due = dues[random() % dues.size()];
    if (i % 10 != 0 && i % 3 == 0) {
      milestone.needs = {NumberedId(parent + ".", i % 10 - 1)};
    }
    baseline.recommendations.back().milestones.push_back(std::move(milestone));
  }
  return baseline;
}

const Plan& LargePlan() {
  static const Plan& plan = *new Plan([] {
    std::mt19937 random(2018);
    std::vector<Due> dues;
    for (int day = 0; day < 365; ++day) {
      dues.push_back(ParseDue(FirstDay().Plus(Days(day)).ToWords()));
    }
    Baseline baseline = LargeBaseline(dues, random);
    std::vector<Update> journal;
    for (const Recommendation& recommendation : baseline.recommendations) {
      for (const Milestone& milestone : recommendation.milestones) {
        for (int i = 0; i < 10; ++i) {
          journal.push_back({.on = FirstDay().Plus(Days(
                                 30 * i + static_cast<int>(random() % 30))),
                             .item = milestone.id,
                             .change = MakeChange(i, dues, random)});
        }
      }
    }
    return Plan::Create(std::move(baseline), std::move(journal)).value();
  }());
  return plan;
}

// The goal is less than a second. Compares with the last period, so that the
// journal is folded twice.
void BM_PlanToFindings(benchmark::State& state) {
  const Plan& plan = LargePlan();
  size_t found = 0;
  for (auto _ : state) {
    const Snapshot snapshot = AsOf(plan, LastDay()).value();
    found = FindSlippage(snapshot).size();
  }
  state.SetItemsProcessed(state.iterations() * kMilestones);
  state.counters["findings"] = static_cast<double>(found);
}
BENCHMARK(BM_PlanToFindings)->Unit(benchmark::kMillisecond);

// The same with every sentence.
void BM_PlanToSentences(benchmark::State& state) {
  const Plan& plan = LargePlan();
  for (auto _ : state) {
    const Snapshot snapshot = AsOf(plan, LastDay()).value();
    for (const Slippage& finding : FindSlippage(snapshot)) {
      benchmark::DoNotOptimize(finding.because());
    }
  }
  state.SetItemsProcessed(state.iterations() * kMilestones);
}
BENCHMARK(BM_PlanToSentences)->Unit(benchmark::kMillisecond);

void BM_MeasureDelivery(benchmark::State& state) {
  const Snapshot snapshot = AsOf(LargePlan(), LastDay()).value();
  for (auto _ : state) {
    benchmark::DoNotOptimize(MeasureDelivery(snapshot));
  }
  state.SetItemsProcessed(state.iterations() * kMilestones);
}
BENCHMARK(BM_MeasureDelivery)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace actionplan
