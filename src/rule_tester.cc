#include "internal/rule_tester.h"

#include <algorithm>
#include <cmath>

#include "internal/fact_space.h"
#include "internal/scheme_contents.h"
#include "internal/strings.h"

namespace actionplan {

SchemeMutator::SchemeMutator(const Scheme& scheme)
    : contents_(std::make_shared<Scheme::Contents>(scheme.contents())),
      scheme_(Scheme(contents_)) {}

void SchemeMutator::Put(int rule, const internal::TriedRule& tried) {
  const auto index = static_cast<size_t>(rule);
  contents_->rules[index].level = tried.level;
  contents_->rules[index].is_otherwise = tried.is_otherwise;
  contents_->compiled[index].condition = *tried.condition;
  contents_->compiled[index].program = internal::Program(*tried.condition);
}

std::vector<Verdict> SchemeMutator::Rate(const internal::RuleGroup& mutated,
                                         const internal::RuleGroup& original,
                                         const FactTable& facts) {
  static const internal::Condition kNever = internal::Not({});
  auto& order = contents_->rules_for[static_cast<size_t>(original.subject)]
                                    [static_cast<size_t>(original.aspect)];
  const std::vector<int> before = order;
  // A rule that is left out never holds. In a first match, places are those of
  // the file, so rules that change places change what they say; in a worst
  // match a rule stays and is tried elsewhere.
  std::vector<std::pair<int, internal::TriedRule>> changes;
  const bool is_moved = original.order != Order::kWorstMatch &&
                        mutated.rules.size() == original.rules.size();
  for (size_t i = 0; i < original.rules.size(); ++i) {
    internal::TriedRule now = original.rules[i];
    if (is_moved) {
      now = mutated.rules[i];
    } else {
      const auto found = std::find_if(
          mutated.rules.begin(), mutated.rules.end(),
          [&](const auto& tried) { return tried.rule == now.rule; });
      if (found != mutated.rules.end()) {
        now = *found;
      } else {
        now.condition = &kNever;
        now.is_otherwise = false;
      }
    }
    if (now == original.rules[i]) continue;
    changes.emplace_back(original.rules[i].rule, now);
  }
  for (const auto& [rule, now] : changes) Put(rule, now);
  if (!is_moved) {
    order.clear();
    for (const internal::TriedRule& tried : mutated.rules) {
      order.push_back(tried.rule);
    }
  }
  std::vector<Verdict> verdicts = scheme_.Rate(facts, original.aspect);
  for (const internal::TriedRule& tried : original.rules) {
    const bool is_changed = std::any_of(
        changes.begin(), changes.end(),
        [&](const auto& change) { return change.first == tried.rule; });
    if (is_changed) Put(tried.rule, tried);
  }
  order = before;
  return verdicts;
}

namespace internal {
namespace {

// A name that needs no quotes as a key.
bool IsBare(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

std::string MonthsText(double months) {
  const double whole = std::floor(months);
  const double days = (months - whole) * 32;
  if (days == 0 || days != std::floor(days) || months < 0) {
    return NumberText(months);
  }
  return StrCat("\"", NumberText(whole), whole == 1 ? " month " : " months ",
                NumberText(days), days == 1 ? " day\"" : " days\"");
}

std::string CellAsToml(const FactDefinition& fact, const Cell& cell) {
  if (cell.state == CellState::kUnknown) return "\"unknown\"";
  if (cell.state == CellState::kNotApplicable) return "\"not applicable\"";
  switch (fact.type) {
    case FactType::kYesNo:
      return cell.value != 0 ? "true" : "false";
    case FactType::kChoice:
      return TomlText(fact.choices[static_cast<size_t>(cell.value)]);
    case FactType::kDay:
      return Date::FromEpochDays(static_cast<int32_t>(cell.value)).ToIso();
    case FactType::kMonths:
      return MonthsText(cell.value);
    case FactType::kCount:
    case FactType::kDays:
    case FactType::kWorkingDays:
    case FactType::kPercent:
    case FactType::kNumber:
      return NumberText(cell.value);
  }
  return "";
}

}  // namespace

Facts UsualFacts(const Scheme& scheme, ItemKind subject, int aspect) {
  for (const Example& example : scheme.examples()) {
    if (example.subject != subject || example.aspect != aspect ||
        !example.facts.empty()) {
      continue;
    }
    return example.usual;
  }
  // Read as an example that says nothing would.
  const std::string text =
      StrCat(scheme.text(), "\n[[example]]\nfor = \"", ToWord(subject),
             "\"\naspect = ",
             TomlText(scheme.aspects()[static_cast<size_t>(aspect)].name),
             "\nfacts = {}\nlevel = \"not rated\"\n");
  const WithIssues<Scheme> longer = Scheme::Parse(text);
  if (!longer.value.has_value()) return {};
  return longer.value->examples().back().usual;
}

Facts WithUsual(Facts facts, const Facts& usual) {
  for (const auto& [column, cell] : usual) {
    const bool said =
        std::any_of(facts.begin(), facts.end(),
                    [&, c = column](const auto& f) { return f.first == c; });
    if (!said) facts.emplace_back(column, cell);
  }
  return facts;
}

std::string TomlText(std::string_view text) {
  std::string quoted = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c == '\n' || c == '\t' || c == '\r' ? ' ' : c;
  }
  return quoted + "\"";
}

std::string FactsAsToml(const Scheme& scheme, const Facts& facts) {
  std::string text;
  for (const auto& [column, cell] : facts) {
    const FactDefinition& fact = scheme.Define(column);
    absl::StrAppend(
        &text, text.empty() ? "" : ", ",
        IsBare(fact.name) ? std::string(fact.name) : TomlText(fact.name), " = ",
        CellAsToml(fact, cell));
  }
  return text.empty() ? "{}" : StrCat("{ ", text, " }");
}

std::string PossibleAsToml(const Scheme& scheme, uint64_t possible) {
  std::string text;
  for (int level = kNotRated; level < static_cast<int>(scheme.levels().size());
       ++level) {
    if (((possible >> (level + 1)) & 1) == 0) continue;
    absl::StrAppend(&text, text.empty() ? "" : ", ",
                    TomlText(scheme.LevelName(level)));
  }
  return StrCat("[", text, "]");
}

std::string PossibleInWords(const Scheme& scheme, uint64_t possible) {
  std::string text;
  for (int level = kNotRated; level < static_cast<int>(scheme.levels().size());
       ++level) {
    if (((possible >> (level + 1)) & 1) == 0) continue;
    absl::StrAppend(&text, text.empty() ? "" : " or ",
                    std::string(scheme.LevelName(level)));
  }
  return text;
}

RatedRow RateRow(const Scheme& scheme, const RuleGroup& group, Facts facts,
                 const Facts& usual) {
  RatedRow row;
  row.table = scheme.WithOwnFacts(
      TableOf(group.subject, WithUsual(facts, usual)), group.aspect);
  row.facts = std::move(facts);
  row.verdict = scheme.Rate(row.table, group.aspect).front();
  uint8_t any = 0;
  for (const TriedRule& tried : group.rules) {
    // An `otherwise` is the last, and true as far as all others are false.
    const uint8_t truth = tried.is_otherwise
                              ? static_cast<uint8_t>(2 - any)
                              : TruthOf(*tried.condition, row.table);
    any = std::max(any, truth);
    row.truths.push_back(truth);
  }
  const uint64_t only_not_rated = 1;
  row.tells_possible =
      row.verdict.level == kNotRated && row.verdict.possible != only_not_rated;
  return row;
}

}  // namespace internal
}  // namespace actionplan
