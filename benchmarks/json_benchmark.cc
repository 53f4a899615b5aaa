// Reading and writing plan files. The rates are in milestones and in bytes of
// the file.

#include <benchmark/benchmark.h>

#include <string>
#include <utility>
#include <vector>

#include "actionplan/json.h"

namespace actionplan {
namespace {

// Appended, because GCC 12 warns of `"R" + std::to_string(...)` by mistake.
std::string NumberedId(std::string prefix, int number) {
  return std::move(prefix.append(std::to_string(number)));
}

// Ten milestones a recommendation, and of each milestone a re-plan and a stage.
Plan MakePlan(int milestones) {
  const Date accepted = Date::Create(2018, 1, 1).value();
  Baseline baseline = {.id = "plan", .title = "A generated plan"};
  baseline.accepted = ParseDue("1 January 2018");
  std::vector<Update> journal;
  for (int i = 0; i < milestones; ++i) {
    const std::string parent = NumberedId("R", i / 10);
    if (i % 10 == 0) {
      baseline.recommendations.push_back(
          {.id = parent,
           .title = "Strengthen what the inspector found to be weak",
           .lead = "Director of Children's Services"});
    }
    const std::string id = NumberedId(parent + ".", i % 10);
    const Due due = ParseDue(accepted.Plus(Days(30 + i % 300)).ToWords());
    baseline.recommendations.back().milestones.push_back(
        {.id = id,
         .text = "Agree the new procedure with partners and train the staff",
         .lead = "Head of Service",
         .due = due,
         .source = "Recommendation, scheduled work"});
    journal.push_back(
        {.on = accepted.Plus(Days(20 + i % 100)),
         .item = id,
         .change = DueChange{.due = ParseDue("31 December 2018"),
                             .agreed_by = "Improvement Board",
                             .reason = "Legal capacity"},
         .text = "Moved because the legal team is short of people"});
    journal.push_back(
        {.on = accepted.Plus(Days(120 + i % 100)),
         .item = id,
         .change = StageChange{.stage = Stage::kInProgress, .decision = ""},
         .text = "Work is under way"});
  }
  return Plan::Create(std::move(baseline), std::move(journal)).value();
}

void SetRates(benchmark::State& state, size_t bytes) {
  state.SetItemsProcessed(state.iterations() * state.range(0));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(bytes));
}

void BM_ReadPlan(benchmark::State& state) {
  const std::string text =
      WritePlan(MakePlan(static_cast<int>(state.range(0))));
  for (auto _ : state) {
    const WithIssues<Plan> read = ReadPlan(text);
    if (!read.value.has_value()) {
      state.SkipWithError("the generated plan can't be read");
      break;
    }
  }
  SetRates(state, text.size());
}
BENCHMARK(BM_ReadPlan)->Arg(1'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

void BM_WritePlan(benchmark::State& state) {
  const Plan plan = MakePlan(static_cast<int>(state.range(0)));
  size_t bytes = 0;
  for (auto _ : state) {
    const std::string text = WritePlan(plan);
    bytes = text.size();
    benchmark::DoNotOptimize(text.data());
  }
  SetRates(state, bytes);
}
BENCHMARK(BM_WritePlan)
    ->Arg(1'000)
    ->Arg(100'000)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace actionplan
