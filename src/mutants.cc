#include "internal/mutants.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>

#include "internal/strings.h"

namespace actionplan::internal {
namespace {

constexpr double kDayOfMonth = 1.0 / 32;
// A calendar month leaves at most so many days over.
constexpr double kMostLeftOver = 30.0 / 32;

bool IsWhole(double value) { return value == std::floor(value); }

// 0.1 for 2.5: what the last figure of a number stands for.
double LastFigure(double number) {
  double step = 1;
  for (int figures = 0; figures < 6 && !IsWhole(number / step); ++figures) {
    step /= 10;
    const double scaled = number / step;
    if (std::abs(scaled - std::round(scaled)) < 1e-6) return step;
  }
  return step;
}

double StepOfType(const FactDefinition& definition, double number) {
  if (definition.step > 0) return definition.step;
  if (definition.type == FactType::kMonths) return kDayOfMonth;
  if (definition.type == FactType::kPercent ||
      definition.type == FactType::kNumber) {
    return LastFigure(number);
  }
  return 1;
}

double StepOf(const Scheme& scheme, const Condition& comparison) {
  double step = kUnbounded;
  for (const Term& term : comparison.terms) {
    step = std::min(step,
                    StepOfType(scheme.Define(term.column), comparison.number));
  }
  return step;
}

bool IsInMonths(const Scheme& scheme, const Condition& comparison) {
  return comparison.terms.size() == 1 &&
         scheme.Define(comparison.terms.front().column).type ==
             FactType::kMonths;
}

void Collect(const Condition& condition, Path& at,
             const std::function<void(const Path&, const Condition&)>& visit) {
  visit(at, condition);
  for (size_t i = 0; i < condition.children.size(); ++i) {
    at.push_back(i);
    Collect(condition.children[i], at, visit);
    at.pop_back();
  }
}

Condition& At(Condition& condition, const Path& path) {
  Condition* found = &condition;
  for (size_t step : path) found = &found->children[step];
  return *found;
}

// The same direction with or without "or equal"; equal for not equal.
Comparison Flipped(Comparison comparison) {
  switch (comparison) {
    case Comparison::kLess:
      return Comparison::kLessEqual;
    case Comparison::kLessEqual:
      return Comparison::kLess;
    case Comparison::kEqual:
      return Comparison::kNotEqual;
    case Comparison::kNotEqual:
      return Comparison::kEqual;
    case Comparison::kGreaterEqual:
      return Comparison::kGreater;
    case Comparison::kGreater:
      return Comparison::kGreaterEqual;
  }
  return comparison;
}

std::string NumberOf(const Scheme& scheme, const Condition& comparison,
                     double number) {
  const FactDefinition& first = scheme.Define(comparison.terms.front().column);
  if (first.type == FactType::kDay && comparison.terms.size() == 1) {
    return Date::FromEpochDays(static_cast<int32_t>(number)).ToIso();
  }
  if (first.type == FactType::kMonths) {
    return ToWords(first, Cell::Of(number));
  }
  return NumberText(number);
}

Condition Negated(Condition inner) {
  Condition negated;
  negated.kind = Condition::Kind::kNot;
  negated.begin = inner.begin;
  negated.end = inner.end;
  negated.children.push_back(std::move(inner));
  return negated;
}

// Makes the mutations of one rule's condition.
class ConditionMutator {
 public:
  ConditionMutator(const Scheme& scheme, const TriedRule& tried,
                   std::vector<Mutation>& mutations)
      : scheme_(scheme),
        tried_(tried),
        rule_(scheme.rules()[static_cast<size_t>(tried.rule)]),
        mutations_(mutations) {}

  void Run() {
    Path at;
    Collect(*tried_.condition, at,
            [&](const Path& path, const Condition& part) {
              MutatePart(path, part);
            });
  }

 private:
  void MutatePart(const Path& path, const Condition& part) {
    const std::string written = WrittenPart(rule_, part);
    switch (part.kind) {
      case Condition::Kind::kAlways:
        return;
      case Condition::Kind::kAnd:
      case Condition::Kind::kOr:
        return MutateConnective(path, part, written);
      case Condition::Kind::kNot: {
        const Condition inner = part.children.front();
        return Add(path, inner, StrCat("'", written, "' without its 'not'"));
      }
      case Condition::Kind::kCompare:
        MutateComparison(path, part, written);
        break;
      case Condition::Kind::kIsOneOf:
        MutateChoices(path, part, written);
        break;
      case Condition::Kind::kIsState:
        break;
    }
    const bool is_negated =
        !path.empty() &&
        internal::At(*tried_.condition, Path(path.begin(), path.end() - 1))
                .kind == Condition::Kind::kNot;
    if (!is_negated) {
      Add(path, Negated(part), StrCat("not (", written, ") for it alone"));
    }
  }

  void MutateConnective(const Path& path, const Condition& part,
                        const std::string& written) {
    Condition other = part;
    const bool is_and = part.kind == Condition::Kind::kAnd;
    other.kind = is_and ? Condition::Kind::kOr : Condition::Kind::kAnd;
    Add(path, other,
        StrCat(is_and ? "'or' for 'and'" : "'and' for 'or'", " in '", written,
               "'"));
  }

  void MutateComparison(const Path& path, const Condition& part,
                        const std::string& written) {
    for (int direction : {-1, 1}) {
      Condition other = part;
      other.number = Beside(scheme_, part, direction);
      const bool alone = part.terms.size() == 1 && part.terms[0].factor == 1;
      Add(path, other,
          alone
              ? StrCat("the threshold ", NumberOf(scheme_, part, other.number),
                       " for ", NumberOf(scheme_, part, part.number), " in '",
                       written, "'")
              : StrCat("'", written, "' with one side one step ",
                       direction < 0 ? "lower" : "higher"));
    }
    if (part.terms.size() > 1) MutateFactors(path, part, written);
    Condition other = part;
    other.comparison = Flipped(part.comparison);
    Add(path, other,
        StrCat("'", SymbolOf(other.comparison), "' for '",
               SymbolOf(part.comparison), "' in '", written, "'"));
  }

  // "90 percent of target" is a threshold, too.
  void MutateFactors(const Path& path, const Condition& part,
                     const std::string& written) {
    for (size_t i = 0; i < part.terms.size(); ++i) {
      const double factor = std::abs(part.terms[i].factor);
      if (factor == 1) continue;
      const bool is_percent = factor != std::floor(factor);
      for (int direction : {-1, 1}) {
        const double now = is_percent
                               ? std::round(factor * 100 + direction) / 100
                               : factor + direction;
        if (now <= 0) continue;
        Condition other = part;
        other.terms[i].factor = std::copysign(now, part.terms[i].factor);
        Add(path, other,
            StrCat("'", written, "' with ",
                   NumberText(is_percent ? now * 100 : now),
                   is_percent ? " percent of " : " * ",
                   scheme_.Define(part.terms[i].column).name));
      }
    }
  }

  void MutateChoices(const Path& path, const Condition& part,
                     const std::string& written) {
    if (std::popcount(part.choices) < 2) return;
    const FactDefinition& fact = scheme_.Define(part.column);
    for (size_t i = 0; i < fact.choices.size(); ++i) {
      const uint64_t bit = uint64_t{1} << i;
      if ((part.choices & bit) == 0) continue;
      Condition other = part;
      other.choices &= ~bit;
      Add(path, other,
          StrCat("'", written, "' without '", fact.choices[i], "'"));
    }
  }

  void Add(const Path& path, const Condition& part, std::string what) {
    Mutation mutation;
    mutation.rule = tried_.rule;
    mutation.condition = *tried_.condition;
    At(*mutation.condition, path) = part;
    mutation.what = std::move(what);
    mutations_.push_back(std::move(mutation));
  }

  const Scheme& scheme_;
  const TriedRule& tried_;
  const Rule& rule_;
  std::vector<Mutation>& mutations_;
};

// The next level in the file; of the last the one before it.
std::optional<int> NeighbourOf(const Scheme& scheme, int level) {
  const int count = static_cast<int>(scheme.levels().size());
  if (level == kNotRated) return 0;
  if (count < 2) return kNotRated;
  return level + 1 < count ? level + 1 : level - 1;
}

void MutateWhole(const Scheme& scheme, const TriedRule& tried,
                 std::vector<Mutation>& mutations) {
  const Rule& rule = scheme.rules()[static_cast<size_t>(tried.rule)];
  Mutation deletion;
  deletion.rule = tried.rule;
  deletion.is_deleted = true;
  deletion.what = StrCat("without rule ", rule.id);
  mutations.push_back(std::move(deletion));

  Mutation level;
  level.rule = tried.rule;
  level.level = NeighbourOf(scheme, tried.level);
  level.what = StrCat(scheme.LevelName(*level.level), " for ",
                      scheme.LevelName(tried.level));
  mutations.push_back(std::move(level));
}

// The worst rank first, what has none or no level last.
double RankOf(const Scheme& scheme, const TriedRule& rule) {
  if (rule.is_otherwise) return kUnbounded;
  if (rule.level == kNotRated) return 1e9;
  return scheme.levels()[static_cast<size_t>(rule.level)].rank.value_or(1e8);
}

}  // namespace

std::vector<Mutation> MutationsOf(const Scheme& scheme, Order order,
                                  const std::vector<TriedRule>& rules) {
  std::vector<Mutation> mutations;
  for (size_t i = 0; i < rules.size(); ++i) {
    ConditionMutator(scheme, rules[i], mutations).Run();
    MutateWhole(scheme, rules[i], mutations);
    if (order != Order::kFirstMatch || i + 1 == rules.size() ||
        rules[i + 1].is_otherwise) {
      continue;
    }
    Mutation swap;
    swap.rule = rules[i].rule;
    swap.swapped_with = rules[i + 1].rule;
    swap.what =
        StrCat("after rule ",
               scheme.rules()[static_cast<size_t>(rules[i + 1].rule)].id);
    mutations.push_back(std::move(swap));
  }
  return mutations;
}

std::vector<TriedRule> Mutated(const Scheme& scheme, Order order,
                               std::vector<TriedRule> rules,
                               const Mutation& mutation) {
  const auto changed = std::find_if(
      rules.begin(), rules.end(),
      [&](const TriedRule& tried) { return tried.rule == mutation.rule; });
  if (mutation.is_deleted) {
    rules.erase(changed);
    return rules;
  }
  if (mutation.swapped_with.has_value()) {
    std::iter_swap(changed, changed + 1);
    return rules;
  }
  if (mutation.condition.has_value()) changed->condition = &*mutation.condition;
  if (mutation.level.has_value()) changed->level = *mutation.level;
  if (order == Order::kWorstMatch) {
    // Of equal ranks the first in the file.
    std::sort(rules.begin(), rules.end(),
              [&](const TriedRule& a, const TriedRule& b) {
                return std::pair(RankOf(scheme, a), a.rule) <
                       std::pair(RankOf(scheme, b), b.rule);
              });
  }
  return rules;
}

double Beside(const Scheme& scheme, const Condition& comparison,
              int direction) {
  const double step = StepOf(scheme, comparison);
  const double number = comparison.number;
  if (IsInMonths(scheme, comparison)) {
    if (direction < 0 && IsWhole(number)) return number - 1 + kMostLeftOver;
    if (direction > 0 && number - std::floor(number) >= kMostLeftOver) {
      return std::floor(number) + 1;
    }
  }
  const double beside = number + direction * step;
  // 0.1 + 0.2 is 0.3.
  return step < 1 && step != kDayOfMonth
             ? std::round(beside / step) / std::round(1 / step)
             : beside;
}

std::vector<Path> TestPaths(const Condition& condition) {
  std::vector<Path> paths;
  Path at;
  Collect(condition, at, [&](const Path& path, const Condition& part) {
    if (part.is_test()) paths.push_back(path);
  });
  return paths;
}

const Condition& At(const Condition& condition, const Path& path) {
  const Condition* found = &condition;
  for (size_t step : path) found = &found->children[step];
  return *found;
}

std::string WrittenPart(const Rule& rule, const Condition& part) {
  return rule.when.substr(part.begin, part.end - part.begin);
}

}  // namespace actionplan::internal
