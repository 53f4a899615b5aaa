#ifndef ACTIONPLAN_SRC_INTERNAL_DUE_POINTS_H_
#define ACTIONPLAN_SRC_INTERNAL_DUE_POINTS_H_

// One date of a due date: a day, month, season, quarter or year, or a part of
// one ("mid-August", "the end of 2025"). Its year may be missing: then it is
// filled in by what stands beside it or by the anchor.

#include <cstddef>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "actionplan/date.h"
#include "actionplan/due.h"
#include "internal/due_lexer.h"

namespace actionplan::internal {

enum class Grain {
  kDay,
  kMonth,
  kSeason,
  kTerm,
  kQuarter,
  kFinancialYear,
  kAcademicYear,
  kYear,
};

struct Point {
  Grain grain = Grain::kMonth;
  int number = 0;              // the month, Season or quarter
  bool month_of_next = false;  // the "3" of "3 and 4 May"
  int day = 0;
  // Of a financial or academic year, the one in which it begins.
  std::optional<int> year;
  bool two_years = false;         // "2024/25", not "2024"
  bool of_calendar_year = false;  // a quarter from January on
  // "early to mid March" has two parts.
  Part part = Part::kWhole;
  Part last_part = Part::kWhole;
  int week = 0;  // "first week in": 1 to 4, or -1 for the last
  int weekday = 0;
  bool week_commencing = false;
  bool week_ending = false;
  Relation relation = Relation::kNone;
  // Lowered by the way it is written, with the reason in `note`.
  Confidence confidence = Confidence::kHigh;
  std::string note;
  // It looks like a date and can't be read: why.
  std::string problem;
  // "March 24" is a problem, as the number may be the day. Where a day makes
  // no sense ("end of March 24", "January to March 24") it is this year.
  std::optional<int> likely_year;
  size_t begin = 0;  // tokens
  size_t end = 0;

  bool has_part() const { return part != Part::kWhole || week != 0; }
  void TakeLikelyYear();
};

// The point that begins at token `at`, if any. After a joint the signs before
// it have been read: "12-14 March".
std::optional<Point> ReadPoint(const Tokens& tokens, size_t at,
                               bool after_joint = false);

struct Span {
  Date first;
  Date last;
  Date eve;  // the last day of "before this"
};

// The days of a point in a year; fails for a day that is not in the calendar
// and for a part that its unit doesn't have.
absl::StatusOr<Span> SpanOf(const Point& point, int year);

// How sure the usual reading of such a point is, its year apart.
Confidence ConfidenceOf(const Point& point);

// Whether there is a year in which the point is a day.
bool IsPossible(const Point& point);

inline Confidence LessSure(Confidence a, Confidence b) { return a < b ? b : a; }

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_DUE_POINTS_H_
