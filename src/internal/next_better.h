#ifndef ACTIONPLAN_SRC_INTERNAL_NEXT_BETTER_H_
#define ACTIONPLAN_SRC_INTERNAL_NEXT_BETTER_H_

// What the search for a better level has in common for plans and bare rows.

#include <functional>
#include <optional>
#include <vector>

#include "actionplan/assess.h"

namespace actionplan::internal {

using Way = std::vector<Step>;

// Whether two steps change the same thing, to values that differ at most.
bool IsSameChange(const Step& a, const Step& b);

// Whether a level is what to look for from another: of higher rank, or with a
// rank at all for what is not rated.
bool IsBetterThan(const Scheme& scheme, int level, int current);

// Whether there can be a better level than this.
bool HasBetter(const Scheme& scheme, int current);

// The ways to the next better level among those that were tried, each with the
// level that it gives; nullopt if none is better. At most kMostWays.
inline constexpr size_t kMostWays = 3;
std::optional<NextBetter> ChooseNext(const Scheme& scheme, int current,
                                     const std::vector<Way>& ways,
                                     const std::vector<int>& levels);

// NextBetter::text.
std::string NextText(const NextBetter& next);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_NEXT_BETTER_H_
