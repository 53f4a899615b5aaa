// How long it takes to check a scheme: every shipped one, one of 40 rules over
// 15 facts, and random tables of rules as decision tables are, for gaps and
// overlaps alone.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <initializer_list>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actionplan/scheme_check.h"

namespace actionplan {
namespace {

// Put together; GCC 12 warns of operator+ in a release build.
std::string Text(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (std::string_view part : parts) text.append(part);
  return text;
}

std::string NameOf(int fact) { return Text({"f", std::to_string(fact)}); }

Scheme MustParse(const std::string& text) {
  WithIssues<Scheme> parsed = Scheme::Parse(text);
  if (!parsed.value.has_value()) std::abort();
  return *parsed.value;
}

std::string Head(const std::string& order) {
  return Text({"scheme = 1\nid = \"b\"\ntitle = \"b\"\norder = \"", order,
               "\"\n[[aspect]]\nname = \"p\"\n"
               "[[level]]\nname = \"Red\"\nrank = 1\n"
               "[[level]]\nname = \"Amber\"\nrank = 2\n"
               "[[level]]\nname = \"Green\"\nrank = 3\n"});
}

std::string FactText(int i) {
  return Text({"[[fact]]\nname = \"", NameOf(i),
               "\"\nfor = \"milestone\"\nmeaning = \"x\"\ntype = \"count\"\n"
               "min = 0\nmax = 1000\nworse = \"higher\"\n"});
}

std::string RuleText(int i, const std::string& when) {
  static constexpr const char* kLevels[] = {"Red", "Amber", "Green"};
  return Text({"[[rule]]\nid = \"r", std::to_string(i),
               "\"\nfor = \"milestone\"\naspect = \"p\"\nlevel = \"",
               kLevels[i % 3], "\"\nwhen = \"", when, "\"\nbecause = \"x\"\n"});
}

// Each rule a box: an interval of every fact.
std::string Table(int rules, int facts, unsigned seed) {
  std::mt19937 random(seed);
  std::string text = Head("single match");
  for (int i = 0; i < facts; ++i) text += FactText(i);
  for (int r = 0; r < rules; ++r) {
    std::string when;
    for (int i = 0; i < facts; ++i) {
      const auto from = static_cast<int>(random() % 950);
      const auto to = from + 1 + static_cast<int>(random() % 50);
      when += Text({when.empty() ? "" : " and ", NameOf(i),
                    " >= ", std::to_string(from), " and ", NameOf(i),
                    " <= ", std::to_string(to)});
    }
    text += RuleText(r, when);
  }
  return text;
}

std::string Key(int rules, int facts) {
  std::mt19937 random(11);
  std::string text = Head("first match");
  for (int i = 0; i < facts; ++i) text += FactText(i);
  for (int r = 0; r + 1 < rules; ++r) {
    std::string when;
    for (int i = 0; i < 3; ++i) {
      const auto fact =
          static_cast<int>(random() % static_cast<unsigned>(facts));
      const char* const join =
          when.empty() ? "" : (random() % 3 == 0 ? " or " : " and ");
      const char* const sign = random() % 2 == 0 ? " > " : " <= ";
      when += Text({join, NameOf(fact), sign, std::to_string(random() % 1000)});
    }
    text += RuleText(r, when);
  }
  return text + RuleText(rules - 1, "always");
}

void BM_CheckShipped(benchmark::State& state) {
  const BuiltinScheme& builtin =
      BuiltinSchemes()[static_cast<size_t>(state.range(0))];
  const Scheme scheme = MustParse(std::string(builtin.toml));
  size_t findings = 0;
  for (auto _ : state) {
    findings = CheckScheme(scheme, {.remedies = false}).findings.size();
  }
  state.counters["findings"] = static_cast<double>(findings);
  state.SetLabel(std::string(builtin.id));
}
BENCHMARK(BM_CheckShipped)
    ->DenseRange(0, static_cast<int>(BuiltinSchemes().size()) - 1)
    ->Unit(benchmark::kMillisecond);

void BM_Check40Rules15Facts(benchmark::State& state) {
  const Scheme scheme = MustParse(Key(40, 15));
  for (auto _ : state) {
    const SchemeCheck check = CheckScheme(scheme, {.remedies = false});
    state.counters["findings"] = static_cast<double>(check.findings.size());
    state.counters["undecided"] = static_cast<double>(check.undecided.size());
  }
}
BENCHMARK(BM_Check40Rules15Facts)->Unit(benchmark::kMillisecond);

// A space split as a decision tree does, every 50th part left out and as many
// widened, so that there are gaps and overlaps.
std::string SplitTable(int rules, int facts, unsigned seed) {
  using Bounds = std::vector<std::pair<int, int>>;
  std::mt19937 random(seed);
  const auto pick = [&](size_t below) {
    return static_cast<size_t>(random()) % below;
  };
  std::vector<Bounds> boxes = {Bounds(static_cast<size_t>(facts), {0, 1000})};
  while (static_cast<int>(boxes.size()) < rules + rules / 50) {
    const size_t box = pick(boxes.size());
    const size_t fact = pick(static_cast<size_t>(facts));
    const auto [from, to] = boxes[box][fact];
    if (to == from) continue;
    const int cut =
        from + static_cast<int>(pick(static_cast<size_t>(to - from)));
    boxes.push_back(boxes[box]);
    boxes[box][fact].second = cut;
    boxes.back()[fact].first = cut + 1;
  }
  boxes.resize(static_cast<size_t>(rules));
  for (int i = 0; i < rules / 50; ++i) {
    auto& [from, to] =
        boxes[pick(boxes.size())][pick(static_cast<size_t>(facts))];
    from = std::max(0, from - 5);
    to = std::min(1000, to + 5);
  }
  std::string text = Head("single match");
  for (int i = 0; i < facts; ++i) text += FactText(i);
  for (int r = 0; r < rules; ++r) {
    std::string when;
    for (int i = 0; i < facts; ++i) {
      const auto& [from, to] =
          boxes[static_cast<size_t>(r)][static_cast<size_t>(i)];
      when += Text({when.empty() ? "" : " and ", NameOf(i),
                    " >= ", std::to_string(from), " and ", NameOf(i),
                    " <= ", std::to_string(to)});
    }
    text += RuleText(r, when);
  }
  return text;
}

// `everything`: all gaps and overlaps, not the plainest hundred in the steps
// that a check has by default.
void CheckTable(benchmark::State& state, const std::string& text,
                bool everything) {
  const Scheme scheme = MustParse(text);
  CheckOptions options = {.tables_only = true};
  if (everything) {
    options.steps = 1'000'000'000;
    options.most_of_a_kind = 1'000'000;
  }
  for (auto _ : state) {
    const SchemeCheck check = CheckScheme(scheme, options);
    const auto gaps = std::count_if(
        check.findings.begin(), check.findings.end(),
        [](const auto& finding) { return finding.kind == FindingKind::kGap; });
    state.counters["gaps"] = static_cast<double>(gaps);
    state.counters["overlaps"] =
        static_cast<double>(check.findings.size()) - static_cast<double>(gaps);
    state.counters["undecided"] = static_cast<double>(check.undecided.size());
  }
}

// Rules, facts, seed, everything.
using Make = std::string (*)(int rules, int facts, unsigned seed);
void BM_Table(benchmark::State& state, Make make) {
  CheckTable(
      state,
      make(static_cast<int>(state.range(0)), static_cast<int>(state.range(1)),
           static_cast<unsigned>(state.range(2))),
      state.range(3) != 0);
}
void EverySeed(benchmark::internal::Benchmark* tables) {
  for (int everything : {0, 1}) {
    for (int seed = 1; seed <= 5; ++seed) {
      tables->Args({1500, 3, seed, everything});
      tables->Args({500, 7, seed, everything});
    }
  }
  tables->Unit(benchmark::kMillisecond);
}
BENCHMARK_CAPTURE(BM_Table, split, SplitTable)->Apply(EverySeed);
BENCHMARK_CAPTURE(BM_Table, random, Table)->Apply(EverySeed);

}  // namespace
}  // namespace actionplan
