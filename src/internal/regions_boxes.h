#ifndef ACTIONPLAN_SRC_INTERNAL_REGIONS_BOXES_H_
#define ACTIONPLAN_SRC_INTERNAL_REGIONS_BOXES_H_

// Tables of rules each of which is a box: a set of values and states of every
// column, as the rows of a decision table are. Their gaps are what is left of
// the space when boxes are taken away, and two overlap where their boxes meet;
// neither needs the general search.
//
// A condition counts as boxes if it compares no sums and comes to at most
// kMostBoxes boxes once "or" and "not" are multiplied out.

#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "internal/regions.h"

namespace actionplan::internal {

inline constexpr size_t kMostBoxes = 32;

// What Space::FindAll answers, if no axiom ties columns and each demand is met
// outside of some boxes; else nullopt. Of more than `most` regions those are
// kept that name the fewest columns and, of these, the largest.
std::optional<Space::All> FindAllOfBoxes(const Space& space,
                                         std::span<const Demand> demands,
                                         int most);

// What Space::FindOverlaps answers, if no axiom ties columns and each condition
// is true in some boxes; else nullopt.
std::optional<std::vector<std::pair<int, int>>> FindOverlapsOfBoxes(
    const Space& space, std::span<const Condition* const> conditions,
    const std::function<bool(int, int)>& may_overlap);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_REGIONS_BOXES_H_
