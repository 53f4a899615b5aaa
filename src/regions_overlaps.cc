// All pairs of conditions that can be true together.
//
// A row that makes a condition true lies in the box that bounds it, so only
// pairs whose boxes meet are looked at; and if nothing but single columns is
// tested, all joined by "and", boxes that meet are enough.

#include <algorithm>
#include <array>

#include "internal/regions.h"

namespace actionplan::internal {

std::vector<std::pair<int, int>> Space::FindOverlaps(
    std::span<const Condition* const> conditions,
    const std::function<bool(int, int)>& may_overlap,
    std::vector<std::pair<int, int>>* gave_up) const {
  std::vector<std::pair<int, int>> overlaps;
  const int size = static_cast<int>(conditions.size());
  for (int i = 0; i < size; ++i) {
    for (int j = i + 1; j < size; ++j) {
      if (!may_overlap(i, j)) continue;
      const std::array<Demand, 2> both = {
          Demand{conditions[static_cast<size_t>(i)], kMayBeTrue},
          Demand{conditions[static_cast<size_t>(j)], kMayBeTrue}};
      const Found found = Find(both).found;
      if (found == Found::kYes) overlaps.emplace_back(i, j);
      if (found == Found::kGaveUp && gave_up != nullptr) {
        gave_up->emplace_back(i, j);
      }
    }
  }
  return overlaps;
}

}  // namespace actionplan::internal
