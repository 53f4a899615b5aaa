#ifndef ACTIONPLAN_SRC_INTERNAL_RULE_GROUP_H_
#define ACTIONPLAN_SRC_INTERNAL_RULE_GROUP_H_

// The rules of one kind of item and aspect, and rows of facts before them: what
// tests of a scheme ask about both.

#include <deque>
#include <map>
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

// What must be asked to know whether two groups ever rate differently: facts
// that meet the demands of one question are rated differently. The conditions
// are kept in `kept`.
std::vector<std::vector<Demand>> Differences(const RuleGroup& a,
                                             const RuleGroup& b,
                                             std::deque<Condition>& kept);

// The columns of which the conditions ask whether they are recorded.
std::set<int> StateColumns(const RuleGroup& group);

// The condition with `is known` and `is unknown` of these columns asked of a
// yes/no column beside each, which says whether it is not recorded. So a row in
// which they have a value is a completion of one in which they are unknown.
Condition AsUnrecorded(const Condition& condition,
                       const std::map<int, int>& unrecorded);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_RULE_GROUP_H_
