// The days of a point: the conventions of docs/due-dates.md.

#include <array>

#include "internal/due_points.h"
#include "internal/strings.h"

namespace actionplan::internal {
namespace {

// The months of a grain that is longer than one.
struct Months {
  int first = 0;  // 1 is January of the point's year, 13 of the next
  int count = 0;
};

Months MonthsOf(const Point& point) {
  static constexpr std::array<int, 4> kSeasonFirst = {3, 6, 9, 12};
  static constexpr std::array<Months, 4> kTerms = {
      {{1, 3}, {4, 4}, {9, 4}, {12, 3}}};
  const auto index = static_cast<size_t>(point.number);
  switch (point.grain) {
    case Grain::kDay:
    case Grain::kMonth:
      return {point.number, 1};
    case Grain::kSeason:
      return {kSeasonFirst.at(index), 3};
    case Grain::kTerm:
      return kTerms.at(index);
    case Grain::kQuarter:
      return {(point.of_calendar_year ? -2 : 1) + 3 * point.number, 3};
    case Grain::kFinancialYear:
      return {4, 12};
    case Grain::kAcademicYear:
      return {9, 12};
    case Grain::kYear:
      return {1, 12};
  }
  return {point.number, 1};
}

absl::StatusOr<Span> MonthSpan(int year, Months months) {
  const auto first_of = [year](int month) {
    return Date::Create(year + (month - 1) / 12, (month - 1) % 12 + 1, 1);
  };
  const absl::StatusOr<Date> first = first_of(months.first);
  if (!first.ok()) return first.status();
  const absl::StatusOr<Date> last = first_of(months.first + months.count - 1);
  if (!last.ok()) return last.status();
  return Span{*first, last->EndOfMonth(), first->Plus(Days(-1))};
}

absl::StatusOr<Span> DaySpan(const Point& point, int year) {
  const absl::StatusOr<Date> day = Date::Create(year, point.number, point.day);
  if (!day.ok()) return day.status();
  Date first = *day;
  Date last = *day;
  const int into_week = static_cast<int>(day->weekday()) - 1;
  if (point.week_commencing) last = day->Plus(Days(6));
  if (point.week_ending) first = day->Plus(Days(-into_week));
  return Span{first, last, first.Plus(Days(-1))};
}

// Days `from` to `to` of a month.
Span Within(const Span& month, int from, int to) {
  const Date first = month.first.Plus(Days(from - 1));
  return Span{first, month.first.Plus(Days(to - 1)), first.Plus(Days(-1))};
}

absl::StatusOr<Span> WeekSpan(const Point& point, const Span& whole) {
  if (point.grain != Grain::kMonth || point.week > 4) {
    return InvalidArgument("That week is not understood; write its days.");
  }
  if (point.week > 0) {
    return Within(whole, 7 * point.week - 6, 7 * point.week);
  }
  const int days = whole.last.day();
  return Within(whole, days - 6, days);
}

absl::StatusOr<Span> PartOfMonth(Part part, const Span& whole) {
  switch (part) {
    case Part::kEarly:
      return Within(whole, 1, 10);
    case Part::kMid:
      return Within(whole, 11, 20);
    default:
      return Within(whole, 21, whole.last.day());
  }
}

// A third of a season or quarter.
absl::StatusOr<Span> PartOfQuarter(Part part, const Span& whole) {
  const int month = whole.first.month();
  const int skip = part == Part::kEarly ? 0 : part == Part::kMid ? 1 : 2;
  return MonthSpan(whole.first.year(), {month + skip, 1});
}

absl::StatusOr<Span> PartOfYear(Part part, const Span& whole) {
  const int year = whole.first.year();
  if (part == Part::kEarly) return MonthSpan(year, {1, 3});
  if (part == Part::kLate) return MonthSpan(year, {10, 3});
  absl::StatusOr<Span> middle = MonthSpan(year, {5, 4});
  // "Before mid 2018" is by the end of its first half.
  if (middle.ok()) middle->eve = middle->first.PlusMonths(1).EndOfMonth();
  return middle;
}

absl::StatusOr<Span> PartSpan(const Point& point, Part part,
                              const Span& whole) {
  if (part == Part::kWhole) return whole;
  if (part == Part::kEnd) {
    return Span{whole.last, whole.last, whole.last};
  }
  if (part == Part::kFirstDay) {
    return Span{whole.first, whole.first, whole.eve};
  }
  switch (point.grain) {
    case Grain::kMonth:
      return PartOfMonth(part, whole);
    case Grain::kSeason:
    case Grain::kQuarter:
      return PartOfQuarter(part, whole);
    case Grain::kYear:
      return PartOfYear(part, whole);
    default:
      return InvalidArgument(
          "Only the end of a term or of a financial year is a day; write the "
          "month that is meant.");
  }
}

}  // namespace

absl::StatusOr<Span> SpanOf(const Point& point, int year) {
  if (point.grain == Grain::kDay) return DaySpan(point, year);
  const absl::StatusOr<Span> whole = MonthSpan(year, MonthsOf(point));
  if (!whole.ok()) return whole.status();
  if (point.week != 0) return WeekSpan(point, *whole);
  const absl::StatusOr<Span> first = PartSpan(point, point.part, *whole);
  const absl::StatusOr<Span> last = PartSpan(point, point.last_part, *whole);
  if (!first.ok()) return first.status();
  if (!last.ok()) return last.status();
  if (last->last < first->first) {
    return InvalidArgument("The parts are in the wrong order.");
  }
  return Span{first->first, last->last, first->eve};
}

Confidence ConfidenceOf(const Point& point) {
  const bool whole = !point.has_part();
  const bool end = point.part == Part::kEnd || point.part == Part::kFirstDay;
  switch (point.grain) {
    case Grain::kDay:
      return point.week_ending ? Confidence::kMedium : Confidence::kHigh;
    case Grain::kMonth:
      return whole || end ? Confidence::kHigh : Confidence::kMedium;
    case Grain::kSeason: {
      const bool two_years = point.number == static_cast<int>(Season::kWinter);
      return two_years || (!whole && !end) ? Confidence::kLow
                                           : Confidence::kMedium;
    }
    case Grain::kTerm:
      return point.number == static_cast<int>(Season::kAutumn)
                 ? Confidence::kHigh
                 : Confidence::kMedium;
    case Grain::kQuarter:
      return whole || end ? Confidence::kHigh : Confidence::kLow;
    case Grain::kFinancialYear:
    case Grain::kAcademicYear:
      return Confidence::kHigh;
    case Grain::kYear:
      return whole || end || point.part == Part::kLate ? Confidence::kMedium
                                                       : Confidence::kLow;
  }
  return Confidence::kLow;
}

bool IsPossible(const Point& point) {
  constexpr int kLeapYear = 2000;
  return point.grain != Grain::kDay ||
         Date::Create(kLeapYear, point.number, point.day).ok();
}

}  // namespace actionplan::internal
