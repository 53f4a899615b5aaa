// Years, of any kind, and the years that stand beside a month, season or day.

#include <cstddef>
#include <optional>
#include <string>

#include "internal/due_point_reader.h"
#include "internal/strings.h"

namespace actionplan::internal {
namespace {

// Two years are of the financial year unless another is named.
Grain GrainOf(YearKind kind) {
  switch (kind) {
    case YearKind::kAcademic:
      return Grain::kAcademicYear;
    case YearKind::kMunicipal:
      return Grain::kMunicipalYear;
    default:
      return Grain::kFinancialYear;
  }
}

}  // namespace

using enum TokenKind;

// The year that two figures stand for.
int PointReader::YearOf(int two_figures) const {
  const int from = conventions_.two_figure_years_from;
  return from + (two_figures - from % 100 + 100) % 100;
}

// A year after a month, season or day: "2018", "'18".
std::optional<YearText> PointReader::ReadYear(size_t i) const {
  if (IsFourDigits(i) && !Is(i + 1, kDot)) {
    return YearText{t_[i].value, i + 1};
  }
  if (IsTwoDigits(i) && t_[i].apostrophe) {
    return YearText{YearOf(t_[i].value), i + 1};
  }
  return std::nullopt;
}

// The same after a sign that holds the parts together: "Mar-24".
std::optional<YearText> PointReader::ReadGluedYear(size_t i) const {
  if (!Glued(i) || !Glued(i + 1)) return std::nullopt;
  if (t_[i].kind != kDash && t_[i].kind != kSlash && t_[i].kind != kDot) {
    return std::nullopt;
  }
  if (!IsFourDigits(i + 1) && !IsTwoDigits(i + 1)) return std::nullopt;
  if (GoesOn(i + 2, t_[i].kind)) return std::nullopt;
  const int value = t_[i + 1].value;
  return YearText{IsFourDigits(i + 1) ? value : YearOf(value), i + 2};
}

// "2024/25", "2024-2025"; after a "Q3" or an "FY" also "24/25".
std::optional<YearPair> PointReader::ReadYearPair(size_t i, bool marked) const {
  const bool is_first = IsFourDigits(i) || (marked && IsTwoDigits(i));
  const bool is_sign = t_[i + 1].kind == kSlash || t_[i + 1].kind == kDash;
  if (!is_first || !is_sign || !Glued(i + 1) || !Glued(i + 2)) {
    return std::nullopt;
  }
  const bool is_second =
      IsTwoDigits(i + 2) || (IsFourDigits(i + 2) && IsFourDigits(i));
  // "2018/30 April" is a new date.
  const bool new_date = Is(i + 3, kMonth) && t_[i + 3].gap != Gap::kLight;
  if (!is_second || GoesOn(i + 3, t_[i + 1].kind) || new_date) {
    return std::nullopt;
  }
  YearPair pair;
  pair.first = IsFourDigits(i) ? t_[i].value : YearOf(t_[i].value);
  pair.short_second = IsTwoDigits(i + 2);
  pair.second = t_[i + 2].value;
  if (pair.short_second) {
    pair.second += pair.first - pair.first % 100;
    if (pair.second < pair.first) pair.second += 100;
  }
  pair.dash = t_[i + 1].kind == kDash;
  pair.end = i + 3;
  if (!IsBelievable(pair.first)) return std::nullopt;
  return pair;
}

// "financial year 2024/25", "FY25", "2024/25 academic year", "2024".
std::optional<Point> PointReader::ReadYears(size_t i) const {
  YearKind kind = YearKind::kCalendar;
  bool marked = false;
  if (Is(i, kYearKind) && IsUnit(i + 1, Unit::kYear)) {
    kind = static_cast<YearKind>(t_[i].value);
    marked = true;
    i = SkipArticles(i + 2);
  } else if (IsUnit(i, Unit::kYear) && IsFourDigits(i + 1)) {
    if (t_.Before(i).text == "half") return std::nullopt;
    ++i;
  } else if (Is(i, kYearMark)) {
    kind = static_cast<YearKind>(t_[i].value);
    marked = true;
    ++i;
  } else if (IsTaken(i)) {
    return std::nullopt;
  }
  if (const auto pair = ReadYearPair(i, marked)) {
    return PointOfPair(*pair, kind, marked);
  }
  if (const auto pair = ReadShortPair(i)) {
    std::optional<Point> point = PointOfPair(*pair, kind, marked);
    point->confidence = Confidence::kMedium;
    return point;
  }
  return PointOfYear(i, kind, marked);
}

// "24/25": two years that follow each other, and no day of a month.
std::optional<YearPair> PointReader::ReadShortPair(size_t i) const {
  if (!IsTwoDigits(i) || t_[i + 1].kind != kSlash) return std::nullopt;
  const auto pair = ReadYearPair(i, true);
  const bool follows = pair.has_value() && pair->second == pair->first + 1 &&
                       pair->second % 100 > 12;
  return follows ? pair : std::nullopt;
}

std::optional<Point> PointReader::PointOfPair(YearPair pair, YearKind kind,
                                              bool marked) const {
  if (!marked && Is(pair.end, kYearKind)) {
    kind = static_cast<YearKind>(t_[pair.end].value);
    marked = true;
    pair.end += IsUnit(pair.end + 1, Unit::kYear) ? 2 : 1;
  }
  Point point;
  point.grain = GrainOf(kind);
  point.year = pair.first;
  point.two_years = true;
  point.end = pair.end;
  const int month = pair.second % 100;
  const bool could_be_month =
      pair.dash && pair.short_second && month >= 1 && month <= 12;
  if (pair.second == pair.first + 1) {
    if (!marked && could_be_month) point.hyphen_month = month;
    return point;
  }
  if (could_be_month) {
    point.grain = Grain::kMonth;
    point.number = month;
    return point;
  }
  point.problem =
      month >= 1 && month <= 12 && pair.short_second
          ? StrCat("'", t_.Source(begin_, pair.end), "' is no financial ",
                   "year; if it is ", MonthName(month), " ", pair.first,
                   ", write that.")
          : StrCat("From ", pair.first, " to ", pair.second,
                   " is not one financial year; write the last day.");
  return point;
}

std::optional<Point> PointReader::PointOfYear(size_t i, YearKind kind,
                                              bool marked) const {
  const bool two = marked && IsTwoDigits(i) && kind != YearKind::kCalendar;
  if ((!IsFourDigits(i) && !two) || GoesOn(i + 1)) return std::nullopt;
  const int year = two ? YearOf(t_[i].value) : t_[i].value;
  if (!IsBelievable(year)) return std::nullopt;
  Point point;
  point.grain = Grain::kYear;
  point.year = year;
  point.end = i + 1;
  if (kind == YearKind::kCalendar) {
    point.year_is_named = marked;
    return point;
  }
  if (kind != YearKind::kFinancial) {
    point.problem = StrCat("Does '", t_.Source(begin_, i + 1),
                           "' begin or end in ", year, "? Write both years.");
    return point;
  }
  // Of which of its two years the one that is written is, is settled later.
  point.grain = Grain::kFinancialYear;
  return point;
}

// "Q2 Cabinet 2024", "May Council 2025".
bool PointReader::ReadYearAfterMeeting(size_t i, Point& point) const {
  const size_t begin = i;
  while (Is(i, kMeeting) && t_[i].gap == Gap::kSpace) ++i;
  if (i == begin || i > begin + 3) return false;
  const std::optional<YearText> year = ReadYear(SkipComma(i));
  if (!year.has_value()) return false;
  point.year = year->year;
  point.end = year->end;
  point.confidence = Confidence::kLow;
  point.note = "It names a meeting; its day must be looked up.";
  return true;
}

std::string PointReader::WrongYear(size_t begin, size_t end, int digits) const {
  return StrCat("'", t_.Source(begin, end), "' has a year of ", digits,
                " figures; write four.");
}

// A number of three figures, or of five and more, where a year stands.
bool PointReader::IsWrongYear(size_t i) const {
  return Is(i, kNumber) && !t_[i].ordinal && !GoesOn(i + 1) &&
         (t_[i].digits == 3 || t_[i].digits > 4) && !IsPlainWord(i + 1);
}

void PointReader::RefuseWrongYear(Point& point) const {
  const size_t i = SkipComma(point.end);
  if (!IsWrongYear(i)) return;
  point.problem = WrongYear(begin_, i + 1, t_[i].digits);
  point.end = i + 1;
}

// "March 2018/19" is a month of which year?
void PointReader::RefusePair(Point& point) const {
  if (point.two_years) return;
  const size_t last = point.end - 1;
  if (const auto pair = ReadYearPair(last, false)) {
    if (!pair->short_second || t_[last].digits != 4) return;
    point.end = pair->end;
    point.problem = StrCat("'", t_.Source(begin_, pair->end),
                           "' leaves open which year is meant; write one.");
  }
}

}  // namespace actionplan::internal
