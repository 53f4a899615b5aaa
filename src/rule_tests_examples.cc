// The examples of a scheme file: what they want and what the scheme gives.

#include <algorithm>

#include "actionplan/rule_tests.h"
#include "internal/on_record.h"
#include "internal/rule_tester.h"
#include "internal/strings.h"

namespace actionplan {
namespace {

using internal::Condition;
using internal::Facts;
using internal::OnRecord;
using internal::RatedRow;
using internal::RuleGroup;
using internal::StrCat;
using internal::TriedRule;

uint64_t BitsOf(const std::vector<int>& levels) {
  uint64_t bits = 0;
  for (int level : levels) bits |= uint64_t{1} << (level + 1);
  return bits;
}

std::string_view TruthWord(uint8_t truth) {
  static constexpr std::string_view kWords[] = {"no", "not recorded", "yes"};
  return kWords[truth];
}

class ExampleRunner {
 public:
  ExampleRunner(const Scheme& scheme, int index)
      : scheme_(scheme),
        index_(index),
        example_(scheme.examples()[static_cast<size_t>(index)]),
        group_(internal::GroupOf(scheme, example_.subject, example_.aspect)),
        row_(internal::RateRow(scheme, group_, example_.facts, example_.usual)),
        facts_(internal::WithUsual(example_.facts, example_.usual)) {}

  ExampleResult Run() const {
    ExampleResult result;
    result.example = index_;
    result.line = example_.line;
    const OnRecord on_record(scheme_, group_, facts_, false);
    result.can_not_be =
        on_record.CanBe(facts_, row_.table, kSteps) == internal::Found::kNo;
    const std::string wrong = Wrong();
    if (result.can_not_be) {
      const OnRecord::Mended mended =
          on_record.Mend(facts_, row_.table, kSteps);
      result.what = StrCat("line ", example_.line, ": ", WhatCannotBe(mended));
      result.explanation =
          StrCat("facts: ", FactsInWords(), "\n", HowItCould(mended));
    } else if (!wrong.empty()) {
      result.what = StrCat("line ", example_.line, ": wanted ", wrong);
      result.explanation = Explain();
    } else {
      result.passed = true;
      result.what = StrCat("line ", example_.line, ": ", Given());
    }
    return result;
  }

 private:
  static constexpr int64_t kSteps = 1'000'000;

  std::string WhatCannotBe(const OnRecord::Mended& mended) const {
    if (!mended.unsaid.empty() && mended.changed.empty()) {
      return StrCat(NamesOf(mended.unsaid),
                    " can't be left out: no item of which the rest is so has "
                    "nothing on record there");
    }
    return "these facts can't be true together";
  }

  std::string HowItCould(const OnRecord::Mended& mended) const {
    std::string text;
    if (!mended.changed.empty()) {
      text = StrCat("change ", NamesOf(mended.changed));
    }
    if (!mended.unsaid.empty()) {
      absl::StrAppend(&text, text.empty() ? "say " : " and say ",
                      NamesOf(mended.unsaid));
    }
    const std::string instead = internal::FactsAsToml(scheme_, mended.values);
    return StrCat(text, "; these can be with the rest: ", instead);
  }

  std::string NamesOf(const std::vector<int>& columns) const {
    std::string names;
    for (int column : columns) {
      absl::StrAppend(&names, names.empty() ? "" : ", ",
                      std::string(scheme_.Define(column).name));
    }
    return names;
  }

  // "Red by rule late", "not rated (Amber or Red possible)".
  std::string Given() const {
    const Verdict& verdict = row_.verdict;
    std::string given(scheme_.LevelName(verdict.level));
    if (row_.tells_possible) {
      absl::StrAppend(&given, " (",
                      internal::PossibleInWords(scheme_, verdict.possible),
                      " possible)");
    }
    if (verdict.rule.has_value()) {
      absl::StrAppend(&given, " by rule ", RuleOf(*verdict.rule).id);
    } else if (verdict.undecided.has_value()) {
      absl::StrAppend(&given, ", as rule ", RuleOf(*verdict.undecided).id,
                      " can't be decided");
    } else {
      absl::StrAppend(&given, ", as no rule decides");
    }
    return given;
  }

  // "Amber, the scheme gives Red by rule late"; empty if all is as wanted.
  std::string Wrong() const {
    const Verdict& verdict = row_.verdict;
    if (example_.level.has_value() && *example_.level != verdict.level) {
      return StrCat(scheme_.LevelName(*example_.level), ", the scheme gives ",
                    Given());
    }
    const uint64_t possible = BitsOf(example_.possible);
    if (possible != 0 && possible != verdict.possible) {
      return StrCat(internal::PossibleInWords(scheme_, possible),
                    " to be possible, the scheme gives ", Given());
    }
    const bool same_rule =
        example_.rule.empty() ||
        (verdict.rule.has_value() && RuleOf(*verdict.rule).id == example_.rule);
    if (same_rule) return "";
    return StrCat("rule ", example_.rule, " to decide, the scheme gives ",
                  Given());
  }

  std::string Explain() const {
    std::string text = StrCat("facts: ", FactsInWords());
    const Verdict& verdict = row_.verdict;
    const std::optional<int> seen =
        verdict.rule.has_value() ? verdict.rule : verdict.undecided;
    if (seen.has_value()) {
      absl::StrAppend(&text, "\n", RuleInWords(PlaceOf(*seen)));
    }
    const std::optional<size_t> nearest = Nearest();
    if (nearest.has_value()) {
      absl::StrAppend(&text,
                      "\nnearest to what was wanted: ", RuleInWords(*nearest));
      const size_t decided =
          seen.has_value() ? PlaceOf(*seen) : group_.rules.size();
      if (row_.truths[*nearest] == 2 && decided < *nearest) {
        absl::StrAppend(&text, "\nit holds, but is tried after rule ",
                        RuleOf(*seen).id);
      }
    }
    return text;
  }

  std::string FactsInWords() const {
    std::string text;
    for (const auto& [column, cell] : facts_) {
      const FactDefinition& fact = scheme_.Define(column);
      absl::StrAppend(&text, text.empty() ? "" : ", ", std::string(fact.name),
                      ": ", ToWords(fact, cell));
    }
    return text.empty() ? "none" : text;
  }

  // "rule late (line 12): ..." and a line with the truth of each test.
  std::string RuleInWords(size_t place) const {
    const TriedRule& tried = group_.rules[place];
    const Rule& rule = RuleOf(tried.rule);
    std::string text =
        StrCat("rule ", rule.id, " (line ", rule.line, ") gives ",
               scheme_.LevelName(rule.level), " when ", rule.when, ": ",
               TruthWord(row_.truths[place]));
    for (const internal::Path& path : internal::TestPaths(*tried.condition)) {
      const Condition& test = AsWritten(*tried.condition, path);
      absl::StrAppend(
          &text, "\n    ", internal::WrittenPart(rule, test), ": ",
          std::string(TruthWord(internal::TruthOf(test, row_.table))));
    }
    return text;
  }

  // The test at `path`, or "x is not known" about it, which stands around it
  // in the same words.
  static const Condition& AsWritten(const Condition& root,
                                    internal::Path path) {
    const Condition& test = internal::At(root, path);
    if (path.empty()) return test;
    path.pop_back();
    const Condition& around = internal::At(root, path);
    const bool is_same = around.kind == Condition::Kind::kNot &&
                         around.begin == test.begin && around.end == test.end;
    return is_same ? around : test;
  }

  // Of the rules that give the wanted level, or of the wanted rule, the one
  // that fails by the fewest tests; the first of equals.
  std::optional<size_t> Nearest() const {
    std::optional<size_t> nearest;
    size_t fewest = 0;
    for (size_t i = 0; i < group_.rules.size(); ++i) {
      const TriedRule& tried = group_.rules[i];
      const bool fits = example_.rule.empty()
                            ? tried.level == example_.level.value_or(kNotRated)
                            : RuleOf(tried.rule).id == example_.rule;
      if (!fits || row_.verdict.rule == tried.rule) continue;
      const size_t away = row_.truths[i] == 2 ? 0 : FailingTests(tried);
      if (nearest.has_value() && away >= fewest) continue;
      nearest = i;
      fewest = away;
    }
    return nearest;
  }

  size_t FailingTests(const TriedRule& tried) const {
    size_t failing = 0;
    for (const internal::Path& path : internal::TestPaths(*tried.condition)) {
      const Condition& test = internal::At(*tried.condition, path);
      failing += internal::TruthOf(test, row_.table) == 2 ? 0 : 1;
    }
    return failing;
  }

  size_t PlaceOf(int rule) const {
    const auto found = std::find_if(
        group_.rules.begin(), group_.rules.end(),
        [&](const TriedRule& tried) { return tried.rule == rule; });
    return static_cast<size_t>(found - group_.rules.begin());
  }

  const Rule& RuleOf(int rule) const {
    return scheme_.rules()[static_cast<size_t>(rule)];
  }

  const Scheme& scheme_;
  int index_;
  const Example& example_;
  RuleGroup group_;
  RatedRow row_;
  // With the usual ones.
  Facts facts_;
};

}  // namespace

std::vector<ExampleResult> RunExamples(const Scheme& scheme) {
  std::vector<ExampleResult> results;
  for (size_t i = 0; i < scheme.examples().size(); ++i) {
    results.push_back(ExampleRunner(scheme, static_cast<int>(i)).Run());
  }
  return results;
}

}  // namespace actionplan
