#ifndef ACTIONPLAN_SRC_INTERNAL_CALENDAR_LAWS_H_
#define ACTIONPLAN_SRC_INTERNAL_CALENDAR_LAWS_H_

// What is true of calendar months and of working days, for a search that knows
// sums only.
//
// A day three months after another is 89 to 92 days later; which, only the
// calendar can say. So these laws hold for every row, and they leave a few days
// too much room: what they refuse can't be, what they let through may not be
// there. They are exact where nothing rests on the length of a month: about the
// order of days that are so many months after one day, or after two.
//
// Of working days the laws hold whatever the calendar: its week, its holidays
// and closures. Only one thing is taken for granted (our choice): that so many
// working days are at most seven times as many days and 60 more, as they are
// if one day a week is worked but for a closure of two months. A day 20 working
// days after another is 20 to 200 days later.

#include <span>
#include <vector>

#include "actionplan/scheme.h"
#include "internal/condition.h"

namespace actionplan::internal {

// The fewest and most days from the day `from` months after a day to the day
// `to` months after it, whichever day it is. `from` is at most `to`.
struct DaySpan {
  int least = 0;
  int most = 0;
};
DaySpan SpanOfMonths(int from, int to);

// The same of working days, on any calendar.
DaySpan SpanOfWorkingDays(int from, int to);

// The laws of those of the scheme's own facts that are among `columns`.
std::vector<Condition> CalendarLaws(const Scheme& scheme,
                                    std::span<const int> columns);

// What ties a number of months to the number of days that it is, a sum that is
// written as negative where the months are: where `known` holds, and `sign`
// times each is not negative.
void AddMonthBounds(int months, const std::vector<Term>& days,
                    const Condition& known, int sign,
                    std::vector<Condition>& laws);

// The same of a number of working days: there are no more of them than days.
void AddWorkingDayBounds(int working_days, const std::vector<Term>& days,
                         const Condition& known, int sign,
                         std::vector<Condition>& laws);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_CALENDAR_LAWS_H_
