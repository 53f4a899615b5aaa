#ifndef ACTIONPLAN_SRC_INTERNAL_EXPRESSION_H_
#define ACTIONPLAN_SRC_INTERNAL_EXPRESSION_H_

// What a derived fact is worked out by: + - * / and min, max, abs over columns,
// as instructions for a stack of numbers, a block of rows at a time.
//
// A number is unknown if one that it is made of is, and does not apply if one
// does not apply, or if it would be divided by zero. min and max pass over what
// does not apply. Not applicable is stronger than unknown, as in comparisons.
//
// Binary fractions miss decimal ones by a little, so that 100 * (1.1 - 1) / 1
// is 10.000000000000009. The error is followed through the sum, and the result
// is the decimal number nearest to it that the error leaves possible: 10.

#include <optional>
#include <vector>

#include "actionplan/facts.h"

namespace actionplan::internal {

// So many times what a column holds.
struct Term {
  int column = 0;
  double factor = 1;

  friend bool operator==(const Term&, const Term&) = default;
};

// A sum of columns and a number.
struct LinearSum {
  std::vector<Term> terms;  // each column once
  double constant = 0;
};

struct Expression {
  enum class Op {
    kNumber,
    kColumn,
    kAdd,
    kSubtract,
    kMultiply,
    kDivide,
    kNegate,
    kAbs,
    kMin,  // of `count`, as kMax
    kMax
  };
  struct Instruction {
    Op op = Op::kNumber;
    double number = 0;
    int column = 0;
    int count = 0;
  };

  std::vector<Instruction> instructions;
  // The same as a sum, if it is one.
  std::optional<LinearSum> linear;
  // The columns that it reads, each once.
  std::vector<int> columns;
  // How many days it is counted from: 1 for a day, 0 for a number.
  int points = 0;

  // The value of every row.
  FactTable::Column Run(const FactTable& facts) const;
};

// The sum of terms with each column once, in order of appearance, and none that
// cancels out.
std::vector<Term> MergeTerms(const std::vector<Term>& terms);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_EXPRESSION_H_
