#ifndef ACTIONPLAN_SRC_INTERNAL_EXPRESSION_H_
#define ACTIONPLAN_SRC_INTERNAL_EXPRESSION_H_

// What a derived fact is worked out by: + - * / and min, max, abs over columns,
// as instructions for a stack of numbers, a block of rows at a time.
//
// A number is unknown if one that it is made of is, and does not apply if one
// does not apply, or if it would be divided by zero. min and max pass over what
// does not apply. Not applicable is stronger than unknown, as in comparisons.
//
// Instead of one sum there may be cases, such as "target - actual" where higher
// is better and "actual - target" where lower is. The first case that holds
// counts; if none does the fact does not apply, and if it can't be told whether
// one does, it is unknown. Whether a case holds rests on one choice or yes/no
// fact alone, so that cases are ands and ors to a search, like conditions.
//
// A day some calendar months or working days later, and the months or working
// days from one day to another, are worked out on a calendar (date.h,
// work_calendar.h): they are no sums. Working days are those of the table's own
// calendar, after the first day and with the last; where that does not cover
// the days the value is unknown. A part of a working day adds nothing.
//
// Binary fractions miss decimal ones by a little, so that 100 * (1.1 - 1) / 1
// is 10.000000000000009. The error is followed through the sum, and the result
// is the decimal number nearest to it that the error leaves possible: 10.

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
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

// The least or the most of several sums.
struct ChosenSum {
  bool least = false;
  std::vector<LinearSum> sums;
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
    kMax,
    kPlusMonths,     // a day, and months: the day that is so much later
    kMonthsBetween,  // a later day, an earlier one: the months between
    // The same of working days.
    kPlusWorkingDays,
    kWorkingDaysBetween
  };
  struct Instruction {
    Op op = Op::kNumber;
    double number = 0;
    int column = 0;
    int count = 0;
  };

  // What there is instead of instructions, if anything.
  struct Case;
  std::vector<Case> cases;

  std::vector<Instruction> instructions;
  // The same as a sum, if it is one.
  std::optional<LinearSum> linear;
  // What it is the least or the most of, if it is that: min, max and abs of
  // sums.
  std::optional<ChosenSum> chosen;
  // The columns that it reads, each once.
  std::vector<int> columns;
  // How many days it is counted from: 1 for a day, 0 for a number.
  int points = 0;
  // The units that its numbers were written with, each once; of the scheme's
  // own units "£" and the like.
  std::vector<FactType> number_types = {};
  std::vector<std::string_view> number_units = {};

  // The value of every row.
  FactTable::Column Run(const FactTable& facts) const;
};

struct Expression::Case {
  // What it rests on; of one that always holds, nothing.
  std::optional<int> column;
  // Where it holds: bit i for choice i (of yes/no bit 0 no, 1 yes), and as a
  // truth value (see condition.h) where the fact is in another state.
  uint64_t choices = 0;
  uint8_t if_unknown = 1;
  uint8_t if_not_applicable = 0;
  Expression is;
};

// Whether it takes a calendar of working days, so that it may be unknown where
// all that it is made of is known. Not of cases, each of which is asked.
bool CountsWorkingDays(const Expression& expression);

// What it is divided by, as sums that are zero where that is; nullopt if that
// can't be said, or if min or max may pass over what does not apply.
std::optional<std::vector<LinearSum>> DivisorsOf(const Expression& expression);

// What a column can hold, as far as a derived fact asks.
struct Extent {
  double least = -kUnbounded;
  double most = kUnbounded;
  bool may_not_apply = true;
  // Of a choice or yes/no.
  int choices = 0;
};

// Whether a derived fact may not apply: because a part may not, a divisor may
// be zero, or no case may hold.
bool MayNotApply(const Expression& expression,
                 const std::function<Extent(int column)>& extent_of);

// The sum of terms with each column once, in order of appearance, and none that
// cancels out.
std::vector<Term> MergeTerms(const std::vector<Term>& terms);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_EXPRESSION_H_
