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
#include "large_plan.h"

namespace actionplan {
namespace {

using benchmarks::FirstDay;
using benchmarks::kMilestones;
using benchmarks::LastDay;
using benchmarks::MilestoneId;
using benchmarks::NumberedId;

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
  Baseline baseline = benchmarks::EmptyBaseline();
  for (int quarter = 0; quarter < 4; ++quarter) {
    const Date first = FirstDay().PlusMonths(3 * quarter);
    baseline.periods.push_back(
        {.name = NumberedId("Q", quarter),
         .days =
             Period::Create(first, first.PlusMonths(2).EndOfMonth()).value(),
         .extras = {}});
  }
  for (int i = 0; i < kMilestones; ++i) {
    Milestone milestone = {.id = MilestoneId(i), .text = "t"};
    milestone.lead = NumberedId("Lead ", i % 500);
    milestone.start = dues[random() % dues.size()];
    if (i % 10 != 9) milestone.due = dues[random() % dues.size()];
    if (i % 10 != 0 && i % 3 == 0) {
      milestone.needs = {MilestoneId(i - 1)};
    }
    benchmarks::AddMilestone(baseline, i, std::move(milestone));
  }
  return baseline;
}

const Plan& LargePlan() {
  static const Plan& plan = *new Plan([] {
    std::mt19937 random(2018);
    const std::vector<Due> dues = benchmarks::DuesOfTheYear();
    Baseline baseline = LargeBaseline(dues, random);
    std::vector<Update> journal = benchmarks::JournalOfTheYear(
        random, [&](int update) { return MakeChange(update, dues, random); });
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
