#ifndef ACTIONPLAN_SRC_INTERNAL_TURNING_POINTS_H_
#define ACTIONPLAN_SRC_INTERNAL_TURNING_POINTS_H_

// The values of a fact at which the rules for a kind and aspect may change
// their mind, given the other facts: what a search for a better rating tries.
//
// They are worked out and not scanned for: a comparison of sums turns where the
// sum is its number, on the other side of that, and in between two such places.
// Facts that are worked out are written out in what they are made of; those
// that are no sums are followed numerically. A short range is gone through
// whole. Nothing is said of whether a value is better: the kernel is asked.

#include <optional>
#include <vector>

#include "actionplan/scheme.h"
#include "internal/condition.h"

namespace actionplan::internal {

class TurningPoints {
 public:
  TurningPoints(const Scheme& scheme, ItemKind subject, int aspect);

  // The facts that make a difference and that somebody can change: not the day
  // it is, not what was first agreed, not the past. Facts that are worked out
  // and ratings stand behind what they are made of.
  const std::vector<int>& columns() const { return columns_; }

  // Values of one of these that are not its present one, the nearest first.
  std::vector<Cell> Of(const FactTable& facts, int row, int column) const;

 private:
  // A sum of columns against a number; `is_opaque` if a column is worked out
  // and no sum.
  struct Test {
    std::vector<Term> terms;
    double number = 0;
    bool is_opaque = false;
  };

  void AddRules(int aspect);
  void AddColumn(int column);
  void AddTests(const Condition& condition);
  void Expand(Test test, int depth);
  std::optional<double> RootOf(const Test& test, const FactTable& facts,
                               int row, int column) const;
  void AddOpaqueRoots(const Test& test, const FactTable& facts, int row,
                      int column, std::vector<double>& roots) const;
  std::vector<double> Signs(const Test& test, const FactTable& facts, int row,
                            int column, const std::vector<double>& at) const;

  Scheme scheme_;
  ItemKind subject_;
  std::vector<int> aspects_;
  std::vector<int> columns_;
  std::vector<Test> tests_;
};

// Fills in a column that is worked out from others of the row, and those.
void FillDerived(const Scheme& scheme, int column, FactTable& facts);

// The conditions of the scheme's [[never]] for this kind that are true of each
// row: bit i for the i-th of the scheme.
std::vector<std::vector<bool>> RuledOut(const Scheme& scheme, FactTable facts);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_TURNING_POINTS_H_
