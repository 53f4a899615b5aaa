// From a large plan to its ratings, step by step, and the rules alone. The
// rates are in milestones, or in rows.

#include <benchmark/benchmark.h>

#include <array>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "actionplan/assess.h"
#include "actionplan/slippage.h"
#include "large_plan.h"

namespace actionplan {
namespace {

using benchmarks::FirstDay;
using benchmarks::kMilestones;
using benchmarks::LastDay;
using benchmarks::MilestoneId;

constexpr int kRows = 1'000'000;

// Update number `i` of a milestone, of a kind that this number decides.
Change MakeChange(int i, const std::vector<Due>& dues, std::mt19937& random) {
  const Due& due = dues[random() % dues.size()];
  switch (i) {
    case 0:
      return StageChange{.stage = Stage::kInProgress, .decision = ""};
    case 3:
      return DueChange{
          .due = due, .agreed_by = "Board", .reason = "Legal capacity"};
    case 5:
      return ForecastChange{.finish = due};
    case 6:
      return Blocked{.blocked = random() % 2 == 0};
    case 7:
      return Recovery{.until = due};
    case 9:
      return StageChange{
          .stage = random() % 2 == 0 ? Stage::kComplete : Stage::kInProgress,
          .decision = ""};
    default:
      return Progress{.percent = 10.0 * i};
  }
}

// Ten milestones a recommendation, one in ten undated. Made once.
const Plan& LargePlan() {
  static const Plan& plan = *new Plan([] {
    std::mt19937 random(2018);
    const std::vector<Due> dues = benchmarks::DuesOfTheYear();
    Baseline baseline = benchmarks::EmptyBaseline();
    for (int i = 0; i < kMilestones; ++i) {
      benchmarks::AddMilestone(
          baseline, i,
          {.id = MilestoneId(i),
           .text = MilestoneId(i),
           .due = i % 10 == 9 ? Due() : dues[random() % dues.size()]});
    }
    std::vector<Update> journal = benchmarks::JournalOfTheYear(
        random, [&](int update) { return MakeChange(update, dues, random); });
    return Plan::Create(std::move(baseline), std::move(journal)).value();
  }());
  return plan;
}

const Scheme& Key() {
  static const Scheme& key = *new Scheme(LoadScheme("walsall-2018").value());
  return key;
}

void BM_AsOf(benchmark::State& state) {
  const Plan& plan = LargePlan();
  for (auto _ : state) {
    benchmark::DoNotOptimize(AsOf(plan, LastDay(), std::nullopt));
  }
  state.SetItemsProcessed(state.iterations() * kMilestones);
}
BENCHMARK(BM_AsOf)->Unit(benchmark::kMillisecond);

void BM_Assess(benchmark::State& state) {
  const Snapshot snapshot = AsOf(LargePlan(), LastDay(), std::nullopt).value();
  const Scheme& key = Key();
  for (auto _ : state) {
    benchmark::DoNotOptimize(Assess(snapshot, key));
  }
  state.SetItemsProcessed(state.iterations() * kMilestones);
}
BENCHMARK(BM_Assess)->Unit(benchmark::kMillisecond);

// Every rating of the milestones with its reason in words.
void BM_AllReasons(benchmark::State& state) {
  const Snapshot snapshot = AsOf(LargePlan(), LastDay(), std::nullopt).value();
  const Assessment assessment = Assess(snapshot, Key()).value();
  for (auto _ : state) {
    benchmark::DoNotOptimize(assessment.All(ItemKind::kMilestone, "process"));
  }
  state.SetItemsProcessed(state.iterations() * kMilestones);
}
BENCHMARK(BM_AllReasons)->Unit(benchmark::kMillisecond);

void BM_FindSlippage(benchmark::State& state) {
  const Snapshot snapshot = AsOf(LargePlan(), LastDay(), std::nullopt).value();
  for (auto _ : state) {
    benchmark::DoNotOptimize(FindSlippage(snapshot));
  }
  state.SetItemsProcessed(state.iterations() * kMilestones);
}
BENCHMARK(BM_FindSlippage)->Unit(benchmark::kMillisecond);

// A value that fits the fact; one cell in twenty is unknown, one in twenty
// does not apply.
Cell RandomCell(const FactDefinition& definition, std::mt19937& random) {
  const int lot = static_cast<int>(random() % 20);
  if (lot == 0) return Cell::Unknown();
  if (lot == 1) return Cell::NotApplicable();
  switch (definition.type) {
    case FactType::kYesNo:
      return Cell::Of(random() % 2 == 0 ? 1 : 0);
    case FactType::kChoice:
      return Cell::Of(
          static_cast<double>(random() % definition.choices.size()));
    case FactType::kDay:
      return Cell::Of(FirstDay().Plus(Days(static_cast<int>(random() % 365))));
    default:
      return Cell::Of(static_cast<double>(random() % 100) - 30);
  }
}

// The rules alone, on a table of facts that is there already.
void BM_Rate(benchmark::State& state) {
  const Scheme& key = Key();
  const int aspect = key.FindAspect("process").value();
  std::mt19937 random(2018);
  FactTable table(ItemKind::kMilestone, kRows);
  for (Fact fact : key.FactsFor(ItemKind::kMilestone)) {
    for (int row = 0; row < kRows; ++row) {
      table.Set(fact, row, RandomCell(Define(fact), random));
    }
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(key.Rate(table, aspect));
  }
  state.SetItemsProcessed(state.iterations() * kRows);
}
BENCHMARK(BM_Rate)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace actionplan
