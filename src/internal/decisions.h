#ifndef ACTIONPLAN_SRC_INTERNAL_DECISIONS_H_
#define ACTIONPLAN_SRC_INTERNAL_DECISIONS_H_

// Every way in which a scheme comes to a rating, as what it asks of the rules.
//
// Where all facts are known a rule holds or it does not, and for each order the
// ratings can be written as a list of "these rules hold and those do not". That
// list is what proofs about a scheme search through.

#include <optional>
#include <vector>

#include "actionplan/scheme.h"

namespace actionplan::internal {

struct Decision {
  int level = kNotRated;
  // The rule that decides; nullopt where none speaks or rules disagree.
  std::optional<int> rule;
  // Positions in Scheme::rules(), without "otherwise" rules.
  std::vector<int> hold;
  std::vector<int> fail;
};

// The decisions for one kind of item and aspect, in the order of the rules that
// decide. Of every row on which each rule holds or does not, at least one is
// met, and all that are met give the same level.
std::vector<Decision> DecisionsOf(const Scheme& scheme, ItemKind subject,
                                  int aspect);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_DECISIONS_H_
