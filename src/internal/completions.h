#ifndef ACTIONPLAN_SRC_INTERNAL_COMPLETIONS_H_
#define ACTIONPLAN_SRC_INTERNAL_COMPLETIONS_H_

// What a row of facts leaves open, exactly.
//
// A completion gives every unknown fact a value of its type and range, such
// that all facts of the row can be true together (if none can, any value). It
// does not change what was recorded: `is known` and `is unknown` keep the
// answer that they have now, and a fact that does not apply still does not.
// The possible ratings are those of all completions.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "actionplan/scheme.h"

namespace actionplan::internal {

// The possible levels of a row, as Verdict::possible; nullopt if the search
// was given up.
std::optional<uint64_t> PossibleLevels(const Scheme& scheme,
                                       const FactTable& facts, int row,
                                       int aspect);

// The smallest set of unknown facts that settle the rating whatever they turn
// out to be: of such sets those of one fact if there are any, else of two, ...
// Empty if the rating is settled or the search was given up.
std::vector<std::vector<int>> SettledBy(const Scheme& scheme,
                                        const FactTable& facts, int row,
                                        int aspect);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_COMPLETIONS_H_
