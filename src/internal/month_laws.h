#ifndef ACTIONPLAN_SRC_INTERNAL_MONTH_LAWS_H_
#define ACTIONPLAN_SRC_INTERNAL_MONTH_LAWS_H_

// What is true of calendar months, for a search that knows sums only.
//
// A day three months after another is 89 to 92 days later; which, only the
// calendar can say. So these laws hold for every row, and they leave a few days
// too much room: what they refuse can't be, what they let through may not be
// there. They are exact where nothing rests on the length of a month: about the
// order of days that are so many months after one day, or after two.

#include <span>
#include <vector>

#include "actionplan/scheme.h"
#include "internal/condition.h"

namespace actionplan::internal {

// The fewest and most days from the day `from` months after a day to the day
// `to` months after it, whichever day it is. `from` is at most `to`.
struct MonthSpan {
  int least = 0;
  int most = 0;
};
MonthSpan SpanOfMonths(int from, int to);

// The laws of those of the scheme's own facts that are among `columns`.
std::vector<Condition> MonthLaws(const Scheme& scheme,
                                 std::span<const int> columns);

// What ties a number of months to the number of days that it is, a sum that is
// written as negative where the months are: where `known` holds, and `sign`
// times each is not negative.
void AddMonthBounds(int months, const std::vector<Term>& days,
                    const Condition& known, int sign,
                    std::vector<Condition>& laws);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_MONTH_LAWS_H_
