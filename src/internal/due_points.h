#ifndef ACTIONPLAN_SRC_INTERNAL_DUE_POINTS_H_
#define ACTIONPLAN_SRC_INTERNAL_DUE_POINTS_H_

// One date of a due date: a day, month, season, quarter or year, or a part of
// one ("mid-August", "the end of 2025"). Its year may be missing: then it is
// filled in by what stands beside it or by the anchor.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "actionplan/date.h"
#include "actionplan/due.h"
#include "internal/due_lexer.h"

namespace actionplan::internal {

// How words are taken: the conventions of the body, and which of two meanings
// where no body has one.
struct Usage : DueConventions {
  enum class Number { kAsk, kYear, kDay };

  bool hyphen_is_month = false;       // "2009-10" is October 2009
  Number after_month = Number::kAsk;  // "March 24"
  bool hydref_is_autumn = false;
  bool christmas_is_eve = false;
  bool next_is_after_next = false;  // "next Friday" is not the coming one
  bool easter_term_is_summer = false;
  bool season_is_term = false;  // "spring 2018" is the spring term
  bool century_before = false;  // "31.12.97" is in 1997
};

// What may be taken in two ways; each is one change of a Usage.
enum class Doubt : uint8_t {
  kQuarters,
  kFyOfOneYear,
  kTheYear,
  kWinter,
  kMidYear,
  kByMonth,
  kEaster,
  kChristmas,
  kHyphen,
  kNumberIsYear,
  kNumberIsDay,
  kHydref,
  kNextWeekday,
  kEasterTerm,
  kSeason,
  kCentury,
};

enum class Grain {
  kDay,
  kFeast,
  kMonth,
  kSeason,
  kTerm,
  kQuarter,
  kHalfYear,
  kFinancialYear,
  kAcademicYear,
  kMunicipalYear,
  kYear,
};

// Counted from the anchor.
enum class Counted {
  kNo,
  kUnit,     // "next month", "the end of the financial year"
  kWithin,   // "in the next 6 months": from the anchor to 6 months later
  kExactly,  // "after 6 months": the day 6 months later
  kWeekday,  // "Friday"
};

inline constexpr int kWorkingDay = 8;

struct Point {
  Grain grain = Grain::kMonth;
  int number = 0;              // the month, Season, quarter, half or Feast
  bool month_of_next = false;  // the "3" of "3 and 4 May"
  int day = 0;
  // Of a financial or academic year, the one in which it begins.
  std::optional<int> year;
  bool two_years = false;         // "2024/25", not "2024"
  bool of_calendar_year = false;  // a quarter from January on
  bool year_is_told = false;      // "Q2 (Apr-Jun)": its months say of which
  // "early to mid March" has two parts.
  Part part = Part::kWhole;
  Part last_part = Part::kWhole;
  int week = 0;  // "first week in": 1 to 4, or -1 for the last
  // Of a day, the one that is written beside it; with `week`, the day of
  // "first Monday of May". kWorkingDay is any from Monday to Friday.
  int weekday = 0;
  bool week_commencing = false;
  bool week_ending = false;
  int half = 0;  // "half term 1", "first half of": 1 or 2
  Relation relation = Relation::kNone;

  Counted counted = Counted::kNo;
  Unit unit = Unit::kDay;
  YearKind year_kind = YearKind::kCalendar;
  bool any_year = false;       // "the year", of no kind
  bool year_is_named = false;  // "calendar year 2025"
  int count = 0;
  bool unit_of_next = false;  // the "3" of "3 and 6 months"
  std::optional<Date> since;  // the first day of "within six weeks", counted

  // Lowered by the way it is written, with the reason in `note`.
  Confidence confidence = Confidence::kHigh;
  std::string note;
  // It looks like a date and can't be read: why.
  std::string problem;
  // "March 24": the number is this day or this year. Where a day makes no
  // sense ("end of March 24", "January to March 24") it is the year.
  std::optional<int> likely_year;
  // "2009-10": the number after the dash, as a month of `year`.
  int hyphen_month = 0;
  bool is_hydref = false;
  bool is_easter_term = false;
  size_t begin = 0;  // tokens
  size_t end = 0;

  bool has_part() const { return part != Part::kWhole || week != 0; }
  void TakeLikelyYear();
};

// The point that begins at token `at`, if any. After a joint the signs before
// it have been read: "12-14 March".
std::optional<Point> ReadPoint(const Tokens& tokens, size_t at,
                               const DueConventions& conventions,
                               bool after_joint = false);

// A point that is counted from the anchor by a length or a weekday: "within six
// weeks", "after 3, 6 and 12 months", "Friday".
std::optional<Point> ReadCounted(const Tokens& tokens, size_t at,
                                 bool after_joint);

struct Span {
  Date first;
  Date last;
  Date eve;   // the last day of "before this"
  Date over;  // the last day that "after this" leaves out
};

// The point with what is counted from the anchor counted; fails beyond the
// calendar.
absl::StatusOr<Point> CountFrom(const Point& point, Date anchor,
                                MissingYear missing_year, const Usage& usage);

// The days of a point in a year; fails for a day that is not in the calendar
// and for a part that its unit doesn't have.
absl::StatusOr<Span> SpanOf(const Point& point, int year, const Usage& usage);

// How sure the usual reading of such a point is, its year apart.
Confidence ConfidenceOf(const Point& point);

// Whether there is a year in which the point is a day.
bool IsPossible(const Point& point);

// Easter Sunday.
absl::StatusOr<Date> EasterOf(int year);

inline Confidence LessSure(Confidence a, Confidence b) { return a < b ? b : a; }

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_DUE_POINTS_H_
