// How long it takes to check a scheme: every shipped one, one of 40 rules over
// 15 facts, and random tables of rules as decision tables are, for gaps and
// overlaps alone.

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <random>
#include <string>

#include "actionplan/scheme_check.h"

namespace actionplan {
namespace {

Scheme MustParse(const std::string& text) {
  WithIssues<Scheme> parsed = Scheme::Parse(text);
  if (!parsed.value.has_value()) std::abort();
  return *parsed.value;
}

std::string Head(const std::string& order) {
  return "scheme = 1\nid = \"b\"\ntitle = \"b\"\norder = \"" + order +
         "\"\n[[aspect]]\nname = \"p\"\n"
         "[[level]]\nname = \"Red\"\nrank = 1\n"
         "[[level]]\nname = \"Amber\"\nrank = 2\n"
         "[[level]]\nname = \"Green\"\nrank = 3\n";
}

std::string FactText(int i) {
  return "[[fact]]\nname = \"f" + std::to_string(i) +
         "\"\nfor = \"milestone\"\nmeaning = \"x\"\ntype = \"count\"\nmin = "
         "0\nmax = 1000\nworse = \"higher\"\n";
}

std::string RuleText(int i, const std::string& when) {
  static constexpr const char* kLevels[] = {"Red", "Amber", "Green"};
  return "[[rule]]\nid = \"r" + std::to_string(i) +
         "\"\nfor = \"milestone\"\naspect = \"p\"\nlevel = \"" +
         kLevels[i % 3] + "\"\nwhen = \"" + when + "\"\nbecause = \"x\"\n";
}

// Each rule a box: an interval of every fact.
std::string Table(int rules, int facts) {
  std::mt19937 random(7);
  std::string text = Head("single match");
  for (int i = 0; i < facts; ++i) text += FactText(i);
  for (int r = 0; r < rules; ++r) {
    std::string when;
    for (int i = 0; i < facts; ++i) {
      const auto from = static_cast<int>(random() % 950);
      const auto to = from + 1 + static_cast<int>(random() % 50);
      const std::string name = "f" + std::to_string(i);
      when += (when.empty() ? "" : " and ") + name +
              " >= " + std::to_string(from) + " and " + name + " <= " +
              std::to_string(to);
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
      const auto fact = static_cast<int>(random() % static_cast<unsigned>(facts));
      when += (when.empty() ? "" : (random() % 3 == 0 ? " or " : " and ")) +
              std::string("f") + std::to_string(fact) +
              (random() % 2 == 0 ? " > " : " <= ") +
              std::to_string(random() % 1000);
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

void BM_GapsAndOverlaps(benchmark::State& state) {
  const std::string text = Table(static_cast<int>(state.range(0)),
                                 static_cast<int>(state.range(1)));
  const Scheme scheme = MustParse(text);
  for (auto _ : state) {
    const SchemeCheck check = CheckScheme(scheme, {.tables_only = true});
    state.counters["findings"] = static_cast<double>(check.findings.size());
    state.counters["undecided"] = static_cast<double>(check.undecided.size());
  }
}
BENCHMARK(BM_GapsAndOverlaps)
    ->Args({1500, 3})
    ->Args({500, 7})
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace actionplan
