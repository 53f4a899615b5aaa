// Gaps and overlaps of random decision tables, of the kinds on which verifiers
// of DMN tables are measured: spaces split as decision trees do, with rules
// taken out and changed; and independent random intervals.

#include "internal/regions.h"

#include <benchmark/benchmark.h>

#include <random>
#include <utility>
#include <vector>

namespace actionplan::internal {
namespace {

constexpr double kMost = 10'000;
using Bounds = std::vector<std::pair<double, double>>;

Condition RuleOf(const Bounds& bounds) {
  Condition rule;
  rule.kind = Condition::Kind::kAnd;
  for (size_t i = 0; i < bounds.size(); ++i) {
    Condition test;
    test.kind = Condition::Kind::kCompare;
    test.terms = {{.column = static_cast<int>(i)}};
    test.comparison = Comparison::kGreaterEqual;
    test.number = bounds[i].first;
    if (test.number > 0) rule.children.push_back(test);
    test.comparison = Comparison::kLess;
    test.number = bounds[i].second;
    if (test.number <= kMost) rule.children.push_back(test);
  }
  return rule;
}

std::vector<Condition> SplitTable(int rules, int columns) {
  std::mt19937 random(1);
  std::vector<Bounds> boxes = {
      Bounds(static_cast<size_t>(columns), {0, kMost + 1})};
  while (static_cast<int>(boxes.size()) < rules + rules / 50) {
    const size_t box = random() % boxes.size();
    const size_t column = random() % static_cast<size_t>(columns);
    const auto [from, to] = boxes[box][column];
    if (to - from < 2) continue;
    const double cut =
        from + 1 +
        static_cast<double>(random() % static_cast<unsigned>(to - from - 1));
    boxes.push_back(boxes[box]);
    boxes[box][column].second = cut;
    boxes.back()[column].first = cut;
  }
  boxes.resize(static_cast<size_t>(rules));  // the last are the gaps
  for (int i = 0; i < rules / 50; ++i) {     // and some overlap
    auto& [from, to] =
        boxes[random() % boxes.size()][random() % static_cast<size_t>(columns)];
    from = from > 50 ? from - 50 : 0;
    to += 50;
  }
  std::vector<Condition> table;
  for (const Bounds& box : boxes) table.push_back(RuleOf(box));
  return table;
}

std::vector<Condition> RandomTable(int rules, int columns) {
  std::mt19937 random(1);
  std::vector<Condition> table;
  for (int i = 0; i < rules; ++i) {
    Bounds bounds;
    for (int column = 0; column < columns; ++column) {
      if (random() % 4 == 0) {
        bounds.emplace_back(0, kMost + 1);
        continue;
      }
      const auto from = static_cast<double>(random() % 9'000);
      bounds.emplace_back(from,
                          from + 1 + static_cast<double>(random() % 2'000));
    }
    table.push_back(RuleOf(bounds));
  }
  return table;
}

void Verify(benchmark::State& state, const std::vector<Condition>& table) {
  const Space space(
      [](int) {
        return Domain{.least = 0,
                      .most = kMost,
                      .may_be_unknown = false,
                      .may_be_not_applicable = false};
      },
      {});
  std::vector<Demand> demands;
  std::vector<const Condition*> rules;
  for (const Condition& rule : table) {
    demands.push_back({&rule, kMayBeFalse});
    rules.push_back(&rule);
  }
  for (auto _ : state) {
    const Space::All gaps = space.FindAll(demands, 1'000'000);
    const auto overlaps =
        space.FindOverlaps(rules, [](int, int) { return true; });
    state.counters["gaps"] = static_cast<double>(gaps.regions.size());
    state.counters["complete"] = gaps.complete ? 1 : 0;
    state.counters["overlaps"] = static_cast<double>(overlaps.size());
  }
}

void SplitTables(benchmark::State& state) {
  Verify(state, SplitTable(static_cast<int>(state.range(0)),
                           static_cast<int>(state.range(1))));
}
BENCHMARK(SplitTables)
    ->Args({1500, 3})
    ->Args({500, 7})
    ->Unit(benchmark::kMillisecond);

void RandomTables(benchmark::State& state) {
  Verify(state, RandomTable(static_cast<int>(state.range(0)),
                            static_cast<int>(state.range(1))));
}
BENCHMARK(RandomTables)
    ->Args({1500, 3})
    ->Args({500, 7})
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace actionplan::internal
