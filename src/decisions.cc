#include "internal/decisions.h"

#include <algorithm>
#include <functional>

namespace actionplan::internal {
namespace {

// The rules for one kind of item and aspect.
struct Rules {
  const Scheme& scheme;
  std::vector<int> tested;     // in the order of the file
  std::optional<int> otherwise;

  const Rule& at(int rule) const {
    return scheme.rules()[static_cast<size_t>(rule)];
  }
  int level(int rule) const { return at(rule).level; }
};

Rules RulesOf(const Scheme& scheme, ItemKind subject, int aspect) {
  Rules rules = {.scheme = scheme, .tested = {}, .otherwise = std::nullopt};
  for (size_t i = 0; i < scheme.rules().size(); ++i) {
    const Rule& rule = scheme.rules()[i];
    if (rule.subject != subject || rule.aspect != aspect) continue;
    const int index = static_cast<int>(i);
    if (!rule.is_otherwise) {
      rules.tested.push_back(index);
    } else if (!rules.otherwise.has_value()) {
      rules.otherwise = index;
    }
  }
  return rules;
}

Decision Decide(const Rules& rules, int rule, std::vector<int> fail) {
  return {.level = rules.level(rule),
          .rule = rule,
          .hold = {rule},
          .fail = std::move(fail)};
}

Decision DecideByNone(const Rules& rules) {
  return {.level = rules.otherwise.has_value() ? rules.level(*rules.otherwise)
                                               : kNotRated,
          .rule = rules.otherwise,
          .hold = {},
          .fail = rules.tested};
}

std::vector<Decision> OfFirstMatch(const Rules& rules) {
  std::vector<Decision> decisions;
  std::vector<int> before;
  for (int rule : rules.tested) {
    decisions.push_back(Decide(rules, rule, before));
    before.push_back(rule);
  }
  return decisions;
}

// Which of two levels is further down: "not rated" says least, so it gives way
// to any level.
bool IsWorse(const Scheme& scheme, int a, int b) {
  if (a == kNotRated || b == kNotRated) return a != kNotRated && b == kNotRated;
  const auto rank = [&](int level) {
    return scheme.levels()[static_cast<size_t>(level)].rank.value_or(0);
  };
  return rank(a) < rank(b);
}

// A rule decides if it holds and none that is worse does; of equals the first.
std::vector<Decision> OfWorstMatch(const Rules& rules) {
  std::vector<Decision> decisions;
  for (int rule : rules.tested) {
    std::vector<int> fail;
    for (int other : rules.tested) {
      const bool worse =
          IsWorse(rules.scheme, rules.level(other), rules.level(rule));
      const bool equal =
          !worse &&
          !IsWorse(rules.scheme, rules.level(rule), rules.level(other));
      if (worse || (equal && other < rule)) fail.push_back(other);
    }
    decisions.push_back(Decide(rules, rule, std::move(fail)));
  }
  return decisions;
}

// A rule decides if no rule of another level holds, the first of its level;
// where two levels' rules hold there is no rating.
std::vector<Decision> OfSingleMatch(const Rules& rules) {
  std::vector<Decision> decisions;
  for (int rule : rules.tested) {
    std::vector<int> fail;
    for (int other : rules.tested) {
      const bool same = rules.level(other) == rules.level(rule);
      if (!same || other < rule) fail.push_back(other);
    }
    decisions.push_back(Decide(rules, rule, std::move(fail)));
  }
  for (size_t a = 0; a < rules.tested.size(); ++a) {
    for (size_t b = a + 1; b < rules.tested.size(); ++b) {
      const int first = rules.tested[a];
      const int second = rules.tested[b];
      if (rules.level(first) == rules.level(second)) continue;
      decisions.push_back({.level = kNotRated,
                           .rule = std::nullopt,
                           .hold = {first, second},
                           .fail = {}});
    }
  }
  return decisions;
}

}  // namespace

std::vector<Decision> DecisionsOf(const Scheme& scheme, ItemKind subject,
                                  int aspect) {
  const Rules rules = RulesOf(scheme, subject, aspect);
  std::vector<Decision> decisions;
  switch (scheme.aspects()[static_cast<size_t>(aspect)].order) {
    case Order::kFirstMatch:
      decisions = OfFirstMatch(rules);
      break;
    case Order::kWorstMatch:
      decisions = OfWorstMatch(rules);
      break;
    case Order::kSingleMatch:
      decisions = OfSingleMatch(rules);
      break;
  }
  decisions.push_back(DecideByNone(rules));
  return decisions;
}

}  // namespace actionplan::internal
