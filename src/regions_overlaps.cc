// All pairs of conditions that can be true together.
//
// A row that makes a condition true lies in the box that bounds it, so only
// pairs whose boxes meet are looked at. If nothing but numbers are tested, all
// joined by "and", whole steps apart and without axioms, boxes that meet are
// enough.

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "internal/regions_boxes.h"
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

// Where the conditions lie in one column, of all that it can hold if they don't
// test it.
std::vector<Ends> EndsIn(const std::vector<Bound>& bounds, int column) {
  std::vector<Ends> ends;
  for (const Bound& bound : bounds) {
    const auto found = bound.columns.find(column);
    ends.push_back(found == bound.columns.end() ? Ends{} : found->second);
  }
  return ends;
}

// The pairs that lie apart.
int64_t CountApart(const std::vector<Ends>& ends) {
  std::vector<double> from;
  std::vector<double> to;
  for (const Ends& end : ends) {
    from.push_back(end.from);
    to.push_back(end.to);
  }
  std::sort(from.begin(), from.end());
  std::sort(to.begin(), to.end());
  int64_t apart = 0;
  size_t before = 0;
  for (double start : from) {
    while (before < to.size() && to[before] < start) ++before;
    apart += static_cast<int64_t>(before);
  }
  return apart;
}

// The pairs i < j whose bounds meet in the column that parts most, in order.
std::vector<std::pair<int, int>> PairsThatMeet(
    const std::vector<Bound>& bounds) {
  std::set<int> columns;
  for (const Bound& bound : bounds) {
    for (const auto& [column, ends] : bound.columns) columns.insert(column);
  }
  std::vector<Ends> best(bounds.size());
  int64_t most = 0;
  for (int column : columns) {
    std::vector<Ends> ends = EndsIn(bounds, column);
    const int64_t apart = CountApart(ends);
    if (apart <= most) continue;
    most = apart;
    best = std::move(ends);
  }
  std::vector<int> order;
  for (size_t i = 0; i < bounds.size(); ++i) {
    if (!IsEmpty(bounds[i])) order.push_back(static_cast<int>(i));
  }
  const auto at = [&](int i) -> const Ends& {
    return best[static_cast<size_t>(i)];
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](int i, int j) { return at(i).from < at(j).from; });
  std::vector<std::pair<int, int>> pairs;
  std::vector<int> open;
  for (int i : order) {
    std::erase_if(open, [&](int other) { return at(other).to < at(i).from; });
    for (int other : open) {
      if (!Meet(bounds[static_cast<size_t>(i)],
                bounds[static_cast<size_t>(other)])) {
        continue;
      }
      pairs.emplace_back(std::min(i, other), std::max(i, other));
    }
    open.push_back(i);
  }
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

std::vector<std::pair<int, int>> AllPairs(int size) {
  std::vector<std::pair<int, int>> pairs;
  for (int i = 0; i < size; ++i) {
    for (int j = i + 1; j < size; ++j) pairs.emplace_back(i, j);
  }
  return pairs;
}

}  // namespace

std::vector<std::pair<int, int>> Space::FindOverlaps(
    std::span<const Condition* const> conditions,
    const std::function<bool(int, int)>& may_overlap,
    std::vector<std::pair<int, int>>* gave_up) const {
  if (auto of_boxes = FindOverlapsOfBoxes(*this, conditions, may_overlap)) {
    return *std::move(of_boxes);
  }
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
  // Bounds are of the whole domain; a fixed cell may lie outside.
  const auto pairs = fixed_.empty()
                         ? PairsThatMeet(bounds)
                         : AllPairs(static_cast<int>(conditions.size()));
  for (const auto& [i, j] : pairs) {
    if (!may_overlap(i, j)) continue;
    if (is_free && bounds[static_cast<size_t>(i)].is_exact &&
        bounds[static_cast<size_t>(j)].is_exact) {
      overlaps.emplace_back(i, j);
      continue;
    }
    const std::array<Demand, 2> both = {
        Demand{conditions[static_cast<size_t>(i)], kMayBeTrue},
        Demand{conditions[static_cast<size_t>(j)], kMayBeTrue}};
    const Found found = CanBe(both);
    if (found == Found::kYes) overlaps.emplace_back(i, j);
    if (found == Found::kGaveUp && gave_up != nullptr) {
      gave_up->emplace_back(i, j);
    }
  }
  return overlaps;
}

}  // namespace actionplan::internal
