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

Months MonthsIn(MonthRange range) {
  return {range.first, (range.last - range.first + 12) % 12 + 1};
}

// A term of an academic year ("spring term 2024/25") may be in its second.
Months TermMonths(const Point& point, const Usage& usage) {
  const std::array<MonthRange, 3> terms = {usage.spring_term, usage.summer_term,
                                           usage.autumn_term};
  Months months = MonthsIn(terms.at(static_cast<size_t>(point.number)));
  if (point.two_years && months.first < usage.academic_year) months.first += 12;
  return months;
}

Months SeasonMonths(const Point& point, const Usage& usage) {
  const bool has_term = point.number != static_cast<int>(Season::kWinter);
  if (usage.season_is_term && has_term) return TermMonths(point, usage);
  const std::array<MonthRange, 4> seasons = {usage.spring, usage.summer,
                                             usage.autumn, usage.winter};
  const Months months = MonthsIn(seasons.at(static_cast<size_t>(point.number)));
  // "Winter 2024" is the one that begins in 2024, or what 2024 has of the one
  // that ends in it.
  const int over = months.first + months.count - 1 - 12;
  const bool ends = over > 0 && !point.two_years &&
                    usage.winter_of_one_year == OneYear::kEnds;
  return ends ? Months{1, over} : months;
}

Months QuarterMonths(const Point& point, const Usage& usage) {
  const int start = point.of_calendar_year ? 1 : usage.financial_year;
  const int length = point.grain == Grain::kHalfYear ? 6 : 3;
  return {start + length * (point.number - 1), length};
}

Months MonthsOf(const Point& point, const Usage& usage) {
  switch (point.grain) {
    case Grain::kDay:
    case Grain::kFeast:
    case Grain::kMonth:
      return {point.number, 1};
    case Grain::kSeason:
      return SeasonMonths(point, usage);
    case Grain::kTerm:
      return TermMonths(point, usage);
    case Grain::kQuarter:
    case Grain::kHalfYear:
      return QuarterMonths(point, usage);
    case Grain::kFinancialYear:
      return {usage.financial_year, 12};
    case Grain::kAcademicYear:
      return {usage.academic_year, 12};
    case Grain::kMunicipalYear:
      return {usage.municipal_year, 12};
    case Grain::kYear:
      return {1, 12};
  }
  return {point.number, 1};
}

Span SpanFrom(Date first, Date last) {
  return Span{first, last, first.Plus(Days(-1)), last};
}

absl::StatusOr<Span> MonthSpan(int year, Months months) {
  const auto first_of = [year](int month) {
    return Date::Create(year + (month - 1) / 12, (month - 1) % 12 + 1, 1);
  };
  const absl::StatusOr<Date> first = first_of(months.first);
  if (!first.ok()) return first.status();
  const absl::StatusOr<Date> last = first_of(months.first + months.count - 1);
  if (!last.ok()) return last.status();
  return SpanFrom(*first, last->EndOfMonth());
}

// The days from the last start of a week to `day`.
int DaysIntoWeek(Date day, Weekday week_begins) {
  return (static_cast<int>(day.weekday()) - static_cast<int>(week_begins) + 7) %
         7;
}

absl::StatusOr<Span> DaySpan(const Point& point, int year, const Usage& usage) {
  const absl::StatusOr<Date> day = Date::Create(year, point.number, point.day);
  if (!day.ok()) return day.status();
  Date first = point.since.value_or(*day);
  Date last = *day;
  if (point.week_commencing) last = day->Plus(Days(usage.week_days - 1));
  if (point.week_ending) {
    first = day->Plus(Days(-DaysIntoWeek(*day, usage.week_begins)));
  }
  return SpanFrom(first, last);
}

// --- Feasts ---

// Easter by its weekend: nothing is due by Easter on the Saturday.
absl::StatusOr<Span> EasterSpan(int year, EasterDay which) {
  const absl::StatusOr<Date> sunday = EasterOf(year);
  if (!sunday.ok()) return sunday.status();
  const int offset = which == EasterDay::kThursday ? -3
                     : which == EasterDay::kMonday ? 1
                                                   : 0;
  const Date day = sunday->Plus(Days(offset));
  return Span{day, day, sunday->Plus(Days(-3)), sunday->Plus(Days(1))};
}

absl::StatusOr<Span> DayFromEaster(int year, int offset) {
  const absl::StatusOr<Date> sunday = EasterOf(year);
  if (!sunday.ok()) return sunday.status();
  const Date day = sunday->Plus(Days(offset));
  return SpanFrom(day, day);
}

absl::StatusOr<Span> FixedDay(int year, int month, int day) {
  const absl::StatusOr<Date> date = Date::Create(year, month, day);
  if (!date.ok()) return date.status();
  return SpanFrom(*date, *date);
}

absl::StatusOr<Span> FeastSpan(const Point& point, int year,
                               const Usage& usage) {
  switch (static_cast<Feast>(point.number)) {
    case Feast::kEaster:
      return EasterSpan(year, usage.easter);
    case Feast::kGoodFriday:
      return DayFromEaster(year, -2);
    case Feast::kEasterSunday:
      return DayFromEaster(year, 0);
    case Feast::kEasterMonday:
      return DayFromEaster(year, 1);
    case Feast::kWhitsun:
      return DayFromEaster(year, 49);
    case Feast::kChristmasEve:
      return FixedDay(year, 12, 24);
    case Feast::kChristmas:
      return FixedDay(year, 12, usage.christmas_is_eve ? 24 : 25);
    case Feast::kChristmasDay:
      return FixedDay(year, 12, 25);
    case Feast::kBoxingDay:
      return FixedDay(year, 12, 26);
    case Feast::kNewYearsEve:
      return FixedDay(year, 12, 31);
    case Feast::kNewYearsDay:
      return FixedDay(year, 1, 1);
    case Feast::kUnknown:
      break;
  }
  return InvalidArgument(
      "Feasts of this kind are not understood; write the "
      "day.");
}

// --- Parts ---

// Days `from` to `to` of a month.
Span Within(const Span& month, int from, int to) {
  return SpanFrom(month.first.Plus(Days(from - 1)),
                  month.first.Plus(Days(to - 1)));
}

bool IsDayOf(Date day, int weekday) {
  const int its = static_cast<int>(day.weekday());
  return weekday == kWorkingDay ? its <= 5 : its == weekday;
}

// "First Monday of May", "last Friday of March".
absl::StatusOr<Span> NthWeekday(const Point& point, const Span& month) {
  const int step = point.week > 0 ? 1 : -1;
  int left = point.week > 0 ? point.week : 1;
  Date day = step > 0 ? month.first : month.last;
  while (day >= month.first && day <= month.last) {
    if (IsDayOf(day, point.weekday) && --left == 0) return SpanFrom(day, day);
    day = day.Plus(Days(step));
  }
  return InvalidArgument("That month has no such day.");
}

absl::StatusOr<Span> WeekSpan(const Point& point, const Span& whole) {
  if (point.grain != Grain::kMonth) {
    return InvalidArgument("That week is not understood; write its days.");
  }
  if (point.weekday != 0) return NthWeekday(point, whole);
  if (point.week > 4) {
    return InvalidArgument("That week is not understood; write its days.");
  }
  if (point.week > 0) {
    return Within(whole, 7 * point.week - 6, 7 * point.week);
  }
  const int days = whole.last.day();
  return Within(whole, days - 6, days);
}

Span PartOfMonth(Part part, const Span& whole, const Usage& usage) {
  switch (part) {
    case Part::kEarly:
      return Within(whole, 1, usage.early_until);
    case Part::kMid:
      return Within(whole, usage.early_until + 1, usage.mid_until);
    default:
      return Within(whole, usage.mid_until + 1, whole.last.day());
  }
}

// A third of a season or quarter of three months.
absl::StatusOr<Span> PartOfQuarter(Part part, const Span& whole) {
  if (MonthsBetween(whole.first, whole.last.Plus(Days(1))) != 3) {
    return InvalidArgument(
        "Only of three months is there an early, middle and "
        "late one; write the month that is meant.");
  }
  const int skip = part == Part::kEarly ? 0 : part == Part::kMid ? 1 : 2;
  const Date first = whole.first.PlusMonths(skip);
  return SpanFrom(first, first.EndOfMonth());
}

// The same months of a year that begins in another than January.
absl::StatusOr<Span> PartOfYear(Part part, const Span& whole,
                                const Usage& usage) {
  const int year = whole.first.year();
  const int shift = whole.first.month() - 1;
  const auto span_of = [&](Months months) {
    return MonthSpan(year, {months.first + shift, months.count});
  };
  if (part == Part::kEarly) return span_of(MonthsIn(usage.early_in_year));
  if (part == Part::kLate) return span_of(MonthsIn(usage.late_in_year));
  absl::StatusOr<Span> middle = span_of(MonthsIn(usage.mid_year));
  // "Before mid 2018" is by the end of its first half.
  const absl::StatusOr<Span> june = span_of({6, 1});
  if (middle.ok() && june.ok()) middle->eve = june->last;
  return middle;
}

absl::StatusOr<Span> PartSpan(const Point& point, Part part, const Span& whole,
                              const Usage& usage) {
  if (part == Part::kWhole) return whole;
  if (part == Part::kEnd) {
    return Span{whole.last, whole.last, whole.last, whole.last};
  }
  if (part == Part::kFirstDay) {
    return Span{whole.first, whole.first, whole.eve, whole.first};
  }
  switch (point.grain) {
    case Grain::kMonth:
      return PartOfMonth(part, whole, usage);
    case Grain::kSeason:
    case Grain::kQuarter:
      return PartOfQuarter(part, whole);
    case Grain::kYear:
    case Grain::kFinancialYear:
    case Grain::kAcademicYear:
    case Grain::kMunicipalYear:
      return PartOfYear(part, whole, usage);
    default:
      return InvalidArgument(
          "Only the end of a term or of half a year is a day; write the month "
          "that is meant.");
  }
}

// The first or second half; the middle of an odd number of months is the middle
// of a month, where schools break up.
Span HalfOf(const Span& term, int half, int middle_of_month) {
  const int months = MonthsBetween(term.first, term.last.Plus(Days(1)));
  Date middle = term.first.PlusMonths(months / 2).Plus(Days(-1));
  if (months % 2 == 1) middle = middle.Plus(Days(middle_of_month));
  return half == 1 ? SpanFrom(term.first, middle)
                   : SpanFrom(middle.Plus(Days(1)), term.last);
}

}  // namespace

// The Gregorian algorithm of Meeus, Jones and Butcher (Jean Meeus, Astronomical
// Algorithms, chapter "Date of Easter").
absl::StatusOr<Date> EasterOf(int year) {
  const int a = year % 19;
  const int b = year / 100;
  const int c = year % 100;
  const int d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  const int e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
  const int f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;
  return Date::Create(year, f / 31, f % 31 + 1);
}

absl::StatusOr<Span> SpanOf(const Point& point, int year, const Usage& usage) {
  if (point.grain == Grain::kDay) return DaySpan(point, year, usage);
  if (point.grain == Grain::kFeast) return FeastSpan(point, year, usage);
  const absl::StatusOr<Span> whole = MonthSpan(year, MonthsOf(point, usage));
  if (!whole.ok()) return whole.status();
  if (point.half != 0) {
    return HalfOf(*whole, point.half, point.grain == Grain::kTerm ? 14 : 15);
  }
  if (point.week != 0) return WeekSpan(point, *whole);
  const absl::StatusOr<Span> first = PartSpan(point, point.part, *whole, usage);
  const absl::StatusOr<Span> last =
      PartSpan(point, point.last_part, *whole, usage);
  if (!first.ok()) return first.status();
  if (!last.ok()) return last.status();
  if (last->last < first->first) {
    return InvalidArgument("The parts are in the wrong order.");
  }
  return Span{first->first, last->last, first->eve, last->over};
}

namespace {

Confidence ConfidenceOfFeast(const Point& point) {
  const auto feast = static_cast<Feast>(point.number);
  const bool loose = feast == Feast::kEaster || feast == Feast::kChristmas ||
                     feast == Feast::kWhitsun;
  return loose ? Confidence::kMedium : Confidence::kHigh;
}

Confidence ConfidenceOfMonth(const Point& point) {
  if (point.weekday == kWorkingDay) return Confidence::kLow;
  if (point.half != 0) return Confidence::kMedium;
  const bool end = point.part == Part::kEnd || point.part == Part::kFirstDay;
  return !point.has_part() || end || point.weekday != 0 ? Confidence::kHigh
                                                        : Confidence::kMedium;
}

Confidence ConfidenceOfTerm(const Point& point) {
  if (point.half != 0) return Confidence::kLow;
  return point.number == static_cast<int>(Season::kAutumn)
             ? Confidence::kHigh
             : Confidence::kMedium;
}

}  // namespace

Confidence ConfidenceOf(const Point& point) {
  const bool short_half = point.half != 0 && (point.grain == Grain::kSeason ||
                                              point.grain == Grain::kQuarter);
  if (short_half) return Confidence::kLow;
  const bool whole = !point.has_part();
  const bool end = point.part == Part::kEnd || point.part == Part::kFirstDay;
  switch (point.grain) {
    case Grain::kDay:
      return point.week_ending ? Confidence::kMedium : Confidence::kHigh;
    case Grain::kFeast:
      return ConfidenceOfFeast(point);
    case Grain::kMonth:
      return ConfidenceOfMonth(point);
    case Grain::kSeason:
      return whole || end ? Confidence::kMedium : Confidence::kLow;
    case Grain::kTerm:
      return ConfidenceOfTerm(point);
    case Grain::kQuarter:
    case Grain::kHalfYear:
    case Grain::kFinancialYear:
    case Grain::kAcademicYear:
      return whole || end ? Confidence::kHigh : Confidence::kLow;
    case Grain::kMunicipalYear:
      return Confidence::kLow;
    case Grain::kYear:
      if (point.year_is_named && (whole || end)) return Confidence::kHigh;
      return whole || end || point.part == Part::kLate ? Confidence::kMedium
                                                       : Confidence::kLow;
  }
  return Confidence::kLow;
}

bool IsPossible(const Point& point) {
  constexpr int kLeapYear = 2000;
  return point.grain != Grain::kDay || point.counted != Counted::kNo ||
         Date::Create(kLeapYear, point.number, point.day).ok();
}

}  // namespace actionplan::internal
