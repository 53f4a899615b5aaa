// What the search found, asked of the rules' own kernel.
//
// The search and the kernel share no code but the tree of a condition, so a
// mistake of the search's arithmetic can't become a finding.

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "internal/regions_problem.h"

namespace actionplan::internal {
namespace {

// Columns as 0, 1, 2 and so on: those of copies are too far apart for a table.
class DenseColumns {
 public:
  int operator()(int column) {
    return places_.try_emplace(column, static_cast<int>(places_.size()))
        .first->second;
  }

  Condition In(Condition condition) {
    condition.column = (*this)(condition.column);
    for (Term& term : condition.terms) term.column = (*this)(term.column);
    for (Condition& child : condition.children) child = In(std::move(child));
    return condition;
  }

 private:
  std::map<int, int> places_;
};

bool IsOnGrid(const Domain& domain, double value) {
  return domain.step == 0 || GridAtLeast(domain, value) == value ||
         GridAtMost(domain, value) == value;
}

bool HasValue(const Domain& domain, double value) {
  if (domain.choices > 0 || domain.type == FactType::kYesNo) {
    const int choices =
        std::max(domain.choices, domain.type == FactType::kYesNo ? 2 : 0);
    return value >= 0 && value < choices && value == std::floor(value);
  }
  // A row needs numbers, also of columns without ends.
  return std::isfinite(value) && value >= domain.least &&
         value <= domain.most && IsOnGrid(domain, value);
}

// Whether a column can hold a cell at all: its witness must be one that an
// item may have.
bool CanHold(const Domain& domain, const Cell& cell) {
  if (cell.state == CellState::kUnknown) return domain.may_be_unknown;
  if (cell.state == CellState::kNotApplicable) {
    return domain.may_be_not_applicable;
  }
  return HasValue(domain, cell.value);
}

bool IsInDomains(const Space& space, const Region& region) {
  return std::ranges::all_of(region.witness, [&](const auto& fact) {
    const auto& [column, cell] = fact;
    return space.fixed().contains(column) ||
           CanHold(space.domain_of()(column), cell);
  });
}

}  // namespace

bool IsConfirmed(const Space& space, std::span<const Demand> demands,
                 std::span<const Region> regions) {
  if (regions.empty()) return true;
  const auto is_in_domains = [&](const Region& region) {
    return IsInDomains(space, region);
  };
  if (!std::ranges::all_of(regions, is_in_domains)) return false;
  DenseColumns dense;
  FactTable table(ItemKind::kMilestone, static_cast<int>(regions.size()));
  for (size_t row = 0; row < regions.size(); ++row) {
    for (const auto& [column, cell] : regions[row].witness) {
      table.Set(dense(column), static_cast<int>(row), cell);
    }
  }
  std::vector<uint8_t> truth(std::min<size_t>(Program::kBlock, regions.size()));
  const auto holds = [&](const Condition& condition, Truths truths) {
    const Program program(dense.In(condition));
    for (int first = 0; first < table.rows(); first += Program::kBlock) {
      const int count = std::min(Program::kBlock, table.rows() - first);
      program.Run(table, first, count, truth.data());
      for (int i = 0; i < count; ++i) {
        if ((TruthBit(truth[static_cast<size_t>(i)]) & truths) == 0) {
          return false;
        }
      }
    }
    return true;
  };
  for (const Demand& demand : demands) {
    if (!holds(*demand.condition, demand.truths)) return false;
  }
  return std::ranges::all_of(space.axioms(), [&](const Condition& axiom) {
    return holds(axiom, kMayBeTrue | kMayBeUndecided);
  });
}

}  // namespace actionplan::internal
