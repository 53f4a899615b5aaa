#ifndef ACTIONPLAN_SRC_INTERNAL_MUTANTS_H_
#define ACTIONPLAN_SRC_INTERNAL_MUTANTS_H_

// Small mistakes that a rule could have: a scheme with one of them should fail
// its own examples. One mutation a place: a threshold or a percentage one step
// off, '>' for
// '>=', 'and' for 'or', a 'not' too much, a word or a rule left out, two rules
// in the wrong order, the neighbouring level.

#include <optional>
#include <string>
#include <vector>

#include "actionplan/scheme.h"
#include "internal/condition.h"

namespace actionplan::internal {

// The rules for one kind and aspect as they are tried: an `otherwise` last,
// and in an aspect of worst match the worst level first. Then the first that
// holds decides, but for single match.
struct TriedRule {
  int rule = 0;  // a position in Scheme::rules()
  const Condition* condition = nullptr;
  int level = kNotRated;
  bool is_otherwise = false;

  friend bool operator==(const TriedRule&, const TriedRule&) = default;
};

struct Mutation {
  // The rule that is changed, and the one it changes places with.
  int rule = 0;
  std::optional<int> swapped_with;
  bool is_deleted = false;
  std::optional<Condition> condition;
  std::optional<int> level;
  // "'days_overdue >= 14' for 'days_overdue > 14'".
  std::string what;
};

// All of one group of rules, by rule and place.
std::vector<Mutation> MutationsOf(const Scheme& scheme, Order order,
                                  const std::vector<TriedRule>& rules);

// The rules with the mutation, which must outlive the result.
std::vector<TriedRule> Mutated(const Scheme& scheme, Order order,
                               std::vector<TriedRule> rules,
                               const Mutation& mutation);

// Where to look one step beside a threshold. A step is the step of the fact: a
// day, 1, 1/32 of a month; of percent and numbers without one, 1 or the last
// figure that the threshold has (0.1 beside 2.5). Below a whole month stands
// the month before and 30 days, as calendar months leave no more. Our choice,
// because it is the next value that a plan can have.
double Beside(const Scheme& scheme, const Condition& comparison, int direction);

// The tests of a condition as paths of positions from its root.
using Path = std::vector<size_t>;
std::vector<Path> TestPaths(const Condition& condition);
const Condition& At(const Condition& condition, const Path& path);

// The text of a part of a rule's condition, as it is written.
std::string WrittenPart(const Rule& rule, const Condition& part);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_MUTANTS_H_
