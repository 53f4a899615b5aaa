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

namespace actionplan {
namespace {

// Appended, because GCC 12 warns of `"R" + std::to_string(...)` by mistake.
std::string NumberedId(std::string prefix, int number) {
  return std::move(prefix.append(std::to_string(number)));
}

constexpr int kMilestones = 100'000;
constexpr int kUpdatesOfEach = 10;
constexpr int kRows = 1'000'000;

Date FirstDay() { return Date::Create(2018, 1, 1).value(); }

// When all updates count.
Date LastDay() { return Date::Create(2018, 12, 31).value(); }

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
    std::vector<Due> dues;
    for (int day = 0; day < 365; ++day) {
      dues.push_back(ParseDue(FirstDay().Plus(Days(day)).ToWords()));
    }
    Baseline baseline = {.id = "plan", .title = "A generated plan"};
    baseline.accepted = ParseDue("1 January 2018");
    std::vector<Update> journal;
    journal.reserve(static_cast<size_t>(kMilestones) * kUpdatesOfEach);
    for (int i = 0; i < kMilestones; ++i) {
      const std::string parent = NumberedId("R", i / 10);
      if (i % 10 == 0) {
        baseline.recommendations.push_back({.id = parent, .title = parent});
      }
      const std::string id = NumberedId(parent + ".", i % 10);
      baseline.recommendations.back().milestones.push_back(
          {.id = id,
           .text = id,
           .due = i % 10 == 9 ? Due() : dues[random() % dues.size()]});
      for (int update = 0; update < kUpdatesOfEach; ++update) {
        journal.push_back({.on = FirstDay().Plus(Days(
                               30 * update + static_cast<int>(random() % 30))),
                           .item = id,
                           .change = MakeChange(update, dues, random)});
      }
    }
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
