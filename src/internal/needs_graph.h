#ifndef ACTIONPLAN_SRC_INTERNAL_NEEDS_GRAPH_H_
#define ACTIONPLAN_SRC_INTERNAL_NEEDS_GRAPH_H_

// Which of all the work that a milestone waits for is expected last.
//
// A milestone waits for what it needs, for what that needs, and so on. What is
// finished waits for nothing more, and cancelled work is waited for by nobody.
// Needs inside a circle are left out: an order that contradicts itself says
// nothing, and Validate() reports it.

#include <optional>
#include <vector>

#include "actionplan/snapshot.h"

namespace actionplan::internal {

struct Awaited {
  // When the last of it can be finished at the earliest: as recorded, but for
  // what is not finished never before the as-of day. Absent if nothing that is
  // waited for has a date.
  std::optional<Date> finish;
  // Positions of milestones: whose finish that is, and the direct need through
  // which it is waited for (the two may be the same). -1 if there is none.
  int driver = -1;
  int via = -1;
};

// One for each milestone, in the snapshot's order; empty if no milestone of the
// plan needs another. Takes time in proportion to milestones plus needs.
std::vector<Awaited> FindAwaited(const Snapshot& snapshot);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_NEEDS_GRAPH_H_
