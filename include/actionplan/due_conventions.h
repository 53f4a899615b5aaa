#ifndef ACTIONPLAN_DUE_CONVENTIONS_H_
#define ACTIONPLAN_DUE_CONVENTIONS_H_

// What a body means by the words in its due dates, where bodies differ.
//
// No law says what spring is, or whether Q3 2025 begins in July or in October.
// The defaults are the usage of British councils in the plans that we
// collected, and our choice where usage differs; docs/due-dates.md has the
// table with the evidence. A body that has said otherwise, in a key or a style
// guide, sets the convention, and its dates are then read so without doubt.
//
//   DueConventions ours;
//   ours.quarters = Quarters::kCalendar;   // "Q3 2025" is July to September
//   ours.spring = {3, 6};                  // spring goes on until June
//   ParseDue("Q3 2025", {.conventions = ours}).last();   // 30 September 2025
//
// For plan files, the command line and Python each convention has a name and
// its values are words: WithConvention(ours, "spring", "March to June").

#include <span>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "actionplan/date.h"

namespace actionplan {

// What a quarter is in which one year only is written ("Q3 2025"). A quarter of
// two years ("Q3 2024/25") is always one of the financial year.
enum class Quarters {
  kFinancial,  // the usual reading; with low confidence, as bodies differ
  kCalendar,   // this body has said that Q1 is January to March
};

// Which of the two years of a stretch of time is written, if only one is:
// "FY25", "winter 2024".
enum class OneYear { kEnds, kBegins };

// "By April 2021": by 30 April, or before 1 April.
enum class ByMonth { kEnd, kStart };

// "04/05/2024": 4 May, or 5 April.
enum class DayOrder { kDayFirst, kMonthFirst };

// The last day of "by Easter".
enum class EasterDay { kThursday, kSunday, kMonday };

// "March 2018 -> July 2018": a change of the date, or a stretch of time.
enum class Arrow { kChange, kSpan };

// "This year", "by the end of the year".
enum class TheYear { kFinancial, kCalendar };

// Whole months, 1 to 12, both included; December to February crosses the turn
// of the year.
struct MonthRange {
  int first = 1;
  int last = 1;
  friend bool operator==(MonthRange, MonthRange) = default;
};

struct DueConventions {
  Quarters quarters = Quarters::kFinancial;
  // The month in which each year begins.
  int financial_year = 4;
  int academic_year = 9;
  // From one annual meeting of the council, in May, to the next.
  int municipal_year = 5;
  OneYear fy_of_one_year = OneYear::kEnds;
  TheYear the_year = TheYear::kFinancial;

  MonthRange spring = {3, 5};
  MonthRange summer = {6, 8};
  MonthRange autumn = {9, 11};
  MonthRange winter = {12, 2};
  OneYear winter_of_one_year = OneYear::kBegins;
  MonthRange autumn_term = {9, 12};
  MonthRange spring_term = {1, 3};
  MonthRange summer_term = {4, 7};

  // Early in a month is until this day, mid-month until that, late the rest.
  int early_until = 10;
  int mid_until = 20;
  MonthRange early_in_year = {1, 3};
  MonthRange mid_year = {5, 8};
  MonthRange late_in_year = {10, 12};

  ByMonth by_month = ByMonth::kEnd;
  DayOrder day_order = DayOrder::kDayFirst;
  // Two figures are a year of the hundred that begin here: 2000 to 2099.
  int two_figure_years_from = 2000;
  // "Week commencing" lasts so many days; "week ending" begins on the last such
  // weekday.
  int week_days = 7;
  Weekday week_begins = Weekday::kMonday;
  EasterDay easter = EasterDay::kSunday;
  Arrow arrow = Arrow::kChange;

  friend bool operator==(const DueConventions&,
                         const DueConventions&) = default;
};

// The conventions with the named one changed: "quarters" to "calendar",
// "spring" to "March to June", "early_until" to "12". Fails with a sentence for
// a name that there isn't and a value that it can't have.
absl::StatusOr<DueConventions> WithConvention(DueConventions conventions,
                                              std::string_view name,
                                              std::string_view value);

// The names of all conventions, in the order above.
std::span<const std::string_view> ConventionNames();

// The value of the named convention in words; empty for an unknown name.
std::string ConventionValue(const DueConventions& conventions,
                            std::string_view name);

}  // namespace actionplan

#endif  // ACTIONPLAN_DUE_CONVENTIONS_H_
