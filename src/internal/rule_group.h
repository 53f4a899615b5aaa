#ifndef ACTIONPLAN_SRC_INTERNAL_RULE_GROUP_H_
#define ACTIONPLAN_SRC_INTERNAL_RULE_GROUP_H_

// The rules of one kind of item and aspect, and rows of facts before them: what
// tests of a scheme ask about both.

#include <deque>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "actionplan/scheme.h"
#include "internal/mutants.h"
#include "internal/regions.h"

namespace actionplan::internal {

using Facts = std::vector<std::pair<int, Cell>>;

struct RuleGroup {
  ItemKind subject = ItemKind::kMilestone;
  int aspect = 0;
  Order order = Order::kFirstMatch;
  std::vector<TriedRule> rules;
};

RuleGroup GroupOf(const Scheme& scheme, ItemKind subject, int aspect);

// Facts of one item as a table of one row; what is not among them is unknown.
FactTable TableOf(ItemKind subject, const Facts& facts);

// False 0, undecided 1, true 2.
uint8_t TruthOf(const Condition& condition, const FactTable& row);

// No rule that would take precedence may hold.
std::vector<Demand> Reaching(const RuleGroup& group, size_t position);
bool IsMet(const Demand& demand, const FactTable& row);

// The rest of the condition leaves the outcome to the test at `path`.
std::vector<Demand> Mattering(const Condition& root, const Path& path);

// The group gives `level`, as one condition over the rules from `first` on,
// given that none before it holds.
Condition Outcome(const RuleGroup& group, size_t first, int level);

// What gives the level in one group and not in another. The conditions are
// kept in `kept`.
std::vector<Demand> Difference(const RuleGroup& a, const RuleGroup& b,
                               int level, std::deque<Condition>& kept);
// Those that its rules give, and kNotRated.
std::set<int> LevelsOf(const RuleGroup& group);

// The columns that its rules test, and those of which they ask whether they are
// known.
std::set<int> TestedColumns(const RuleGroup& group);
std::set<int> StateColumns(const RuleGroup& group);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_RULE_GROUP_H_
