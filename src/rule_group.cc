#include "internal/rule_group.h"

#include <algorithm>

#include "internal/scheme_contents.h"

namespace actionplan::internal {
namespace {

constexpr Truths BitOf(uint8_t truth) {
  return static_cast<Truths>(1U << truth);
}

Condition Constant(bool value) {
  return value ? Condition() : Not(Condition());
}

bool IsAlways(const Condition& condition) {
  return condition.kind == Condition::Kind::kAlways;
}

bool IsNever(const Condition& condition) {
  return condition.kind == Condition::Kind::kNot &&
         IsAlways(condition.children.front());
}

Condition And(Condition a, Condition b) {
  if (IsAlways(a) || IsNever(b)) return b;
  if (IsAlways(b) || IsNever(a)) return a;
  return All({std::move(a), std::move(b)});
}

Condition Or(Condition a, Condition b) {
  if (IsAlways(a) || IsNever(b)) return a;
  if (IsAlways(b) || IsNever(a)) return b;
  return Any({std::move(a), std::move(b)});
}

// The first that holds decides.
Condition OrderedOutcome(const RuleGroup& group, size_t first, int level) {
  Condition outcome = Constant(level == kNotRated);
  for (size_t i = group.rules.size(); i > first; --i) {
    const TriedRule& rule = group.rules[i - 1];
    outcome = rule.level == level
                  ? Or(*rule.condition, std::move(outcome))
                  : And(Not(*rule.condition), std::move(outcome));
  }
  return outcome;
}

// All that hold agree on the level; `otherwise` holds if none does.
Condition AgreedOutcome(const RuleGroup& group, int level) {
  Condition any = Constant(false);
  Condition no_other = Constant(true);
  Condition none = Constant(true);
  std::optional<int> otherwise;
  for (const TriedRule& rule : group.rules) {
    if (rule.is_otherwise) {
      otherwise = rule.level;
      continue;
    }
    none = And(std::move(none), Not(*rule.condition));
    if (rule.level == level) {
      any = Or(std::move(any), *rule.condition);
    } else {
      no_other = And(std::move(no_other), Not(*rule.condition));
    }
  }
  Condition agreed = And(std::move(any), std::move(no_other));
  if (otherwise.value_or(kNotRated) == level) {
    agreed = Or(std::move(agreed), std::move(none));
  }
  return agreed;
}

// Not rated in an aspect of single match: no level is agreed on.
Condition NotAgreed(const RuleGroup& group) {
  Condition outcome = Constant(true);
  std::set<int> levels;
  for (const TriedRule& rule : group.rules) levels.insert(rule.level);
  levels.erase(kNotRated);
  for (int level : levels) {
    outcome = And(std::move(outcome), Not(AgreedOutcome(group, level)));
  }
  return outcome;
}

void CollectStateColumns(const Condition& condition, std::set<int>& columns) {
  if (condition.kind == Condition::Kind::kIsState &&
      condition.state != CellState::kNotApplicable) {
    columns.insert(condition.column);
  }
  for (const Condition& child : condition.children) {
    CollectStateColumns(child, columns);
  }
}

bool IsSame(const TriedRule& a, const TriedRule& b) {
  return a.rule == b.rule && a.condition == b.condition && a.level == b.level;
}

size_t CommonStart(const RuleGroup& a, const RuleGroup& b) {
  size_t same = 0;
  while (same < a.rules.size() && same < b.rules.size() &&
         IsSame(a.rules[same], b.rules[same])) {
    ++same;
  }
  return same;
}

}  // namespace

RuleGroup GroupOf(const Scheme& scheme, ItemKind subject, int aspect) {
  RuleGroup group;
  group.subject = subject;
  group.aspect = aspect;
  group.order = scheme.aspects()[static_cast<size_t>(aspect)].order;
  for (int r : scheme.RulesFor(subject, aspect)) {
    const auto index = static_cast<size_t>(r);
    const Rule& rule = scheme.rules()[index];
    group.rules.push_back(
        {.rule = r,
         .condition = &scheme.contents().compiled[index].condition,
         .level = rule.level,
         .is_otherwise = rule.is_otherwise});
  }
  return group;
}

FactTable TableOf(ItemKind subject, const Facts& facts) {
  FactTable table(subject, 1);
  for (const auto& [column, cell] : facts) table.Set(column, 0, cell);
  return table;
}

uint8_t TruthOf(const Condition& condition, const FactTable& row) {
  uint8_t truth = 0;
  Program(condition).Run(row, 0, 1, &truth);
  return truth;
}

bool IsMet(const Demand& demand, const FactTable& row) {
  return (BitOf(TruthOf(*demand.condition, row)) & demand.truths) != 0;
}

std::vector<Demand> Reaching(const RuleGroup& group, size_t position) {
  std::vector<Demand> demands;
  if (group.order == Order::kSingleMatch &&
      !group.rules[position].is_otherwise) {
    return demands;
  }
  for (size_t i = 0; i < position; ++i) {
    demands.push_back({group.rules[i].condition, kMayBeFalse});
  }
  return demands;
}

std::vector<Demand> Mattering(const Condition& root, const Path& path) {
  std::vector<Demand> demands;
  const Condition* at = &root;
  for (size_t step : path) {
    const Truths rest =
        at->kind == Condition::Kind::kAnd ? kMayBeTrue : kMayBeFalse;
    for (size_t i = 0; i < at->children.size(); ++i) {
      if (i != step) demands.push_back({&at->children[i], rest});
    }
    at = &at->children[step];
  }
  return demands;
}

Condition Outcome(const RuleGroup& group, size_t first, int level) {
  if (group.order != Order::kSingleMatch) {
    return OrderedOutcome(group, first, level);
  }
  return level == kNotRated ? NotAgreed(group) : AgreedOutcome(group, level);
}

std::vector<Demand> Difference(const RuleGroup& a, const RuleGroup& b,
                               int level, std::deque<Condition>& kept) {
  const size_t start = a.order == Order::kSingleMatch ? 0 : CommonStart(a, b);
  std::vector<Demand> demands;
  for (size_t i = 0; i < start; ++i) {
    demands.push_back({a.rules[i].condition, kMayBeFalse});
  }
  demands.push_back({&kept.emplace_back(Outcome(a, start, level)), kMayBeTrue});
  demands.push_back(
      {&kept.emplace_back(Outcome(b, start, level)), kMayBeFalse});
  return demands;
}

std::set<int> LevelsOf(const RuleGroup& group) {
  std::set<int> levels = {kNotRated};
  for (const TriedRule& rule : group.rules) levels.insert(rule.level);
  return levels;
}

std::set<int> TestedColumns(const RuleGroup& group) {
  std::set<int> columns;
  for (const TriedRule& rule : group.rules) {
    for (int column : ColumnsOf(*rule.condition)) columns.insert(column);
  }
  return columns;
}

std::set<int> StateColumns(const RuleGroup& group) {
  std::set<int> columns;
  for (const TriedRule& rule : group.rules) {
    CollectStateColumns(*rule.condition, columns);
  }
  return columns;
}

}  // namespace actionplan::internal
