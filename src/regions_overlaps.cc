// All pairs of conditions that can be true together.
//
// A row that makes a condition true lies in the box that bounds it, so only
// pairs whose boxes meet are looked at. If nothing but numbers are tested, all
// joined by "and", whole steps apart and without axioms, boxes that meet are
// enough.

#include <algorithm>
#include <array>
#include <map>

#include "internal/regions_problem.h"

namespace actionplan::internal {
namespace {

// Where a condition can be true.
struct Bound {
  std::map<int, Ends> columns;  // numbers: what a row must lie within
  bool is_exact = true;         // every known row within answers
};

void Narrow(const Condition& test, const Domain& domain, Bound& bound) {
  const bool is_simple = test.kind == Condition::Kind::kCompare &&
                         test.terms.size() == 1 &&
                         test.terms.front().factor == 1 && domain.step > 0 &&
                         test.comparison != Comparison::kNotEqual;
  if (!is_simple) {
    bound.is_exact = false;
    return;
  }
  Ends& ends = bound.columns
                   .try_emplace(test.terms.front().column,
                                Ends{.from = GridAtLeast(domain, domain.least),
                                     .to = GridAtMost(domain, domain.most)})
                   .first->second;
  const double number = test.number;
  switch (test.comparison) {
    case Comparison::kLess:
      ends.to =
          std::min(ends.to, GridBelow(domain, GridAtLeast(domain, number)));
      break;
    case Comparison::kEqual:
    case Comparison::kLessEqual:
      ends.to = std::min(ends.to, GridAtMost(domain, number));
      break;
    default:
      break;
  }
  switch (test.comparison) {
    case Comparison::kGreater:
      ends.from =
          std::max(ends.from, GridAbove(domain, GridAtMost(domain, number)));
      break;
    case Comparison::kEqual:
    case Comparison::kGreaterEqual:
      ends.from = std::max(ends.from, GridAtLeast(domain, number));
      break;
    default:
      break;
  }
}

bool Meet(const Bound& a, const Bound& b) {
  auto i = a.columns.begin();
  auto j = b.columns.begin();
  while (i != a.columns.end() && j != b.columns.end()) {
    if (i->first < j->first) {
      ++i;
    } else if (j->first < i->first) {
      ++j;
    } else {
      if (std::max(i->second.from, j->second.from) >
          std::min(i->second.to, j->second.to)) {
        return false;
      }
      ++i;
      ++j;
    }
  }
  return true;
}

bool IsEmpty(const Bound& bound) {
  return std::ranges::any_of(bound.columns, [](const auto& column) {
    return column.second.from > column.second.to;
  });
}

}  // namespace

std::vector<std::pair<int, int>> Space::FindOverlaps(
    std::span<const Condition* const> conditions,
    const std::function<bool(int, int)>& may_overlap,
    std::vector<std::pair<int, int>>* gave_up) const {
  const bool is_free =
      axioms_.empty() && fixed_.empty() && restrictions_.empty();
  std::map<int, Domain> domains;
  std::vector<Bound> bounds;
  for (const Condition* condition : conditions) {
    Bound& bound = bounds.emplace_back();
    const auto narrow = [&](const Condition& test) {
      if (test.kind != Condition::Kind::kCompare) {
        bound.is_exact = false;
        return;
      }
      const int column = test.terms.front().column;
      const auto [found, is_new] = domains.try_emplace(column);
      if (is_new) found->second = domain_of_(column);
      Narrow(test, found->second, bound);
    };
    if (condition->kind == Condition::Kind::kAnd) {
      for (const Condition& child : condition->children) narrow(child);
    } else {
      narrow(*condition);
    }
  }
  std::vector<std::pair<int, int>> overlaps;
  const int size = static_cast<int>(conditions.size());
  for (int i = 0; i < size; ++i) {
    const Bound& a = bounds[static_cast<size_t>(i)];
    // Bounds are of the whole domain; a fixed cell may lie outside.
    if (fixed_.empty() && IsEmpty(a)) continue;
    for (int j = i + 1; j < size; ++j) {
      const Bound& b = bounds[static_cast<size_t>(j)];
      if (fixed_.empty() && (IsEmpty(b) || !Meet(a, b))) continue;
      if (!may_overlap(i, j)) continue;
      if (is_free && a.is_exact && b.is_exact) {
        overlaps.emplace_back(i, j);
        continue;
      }
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
