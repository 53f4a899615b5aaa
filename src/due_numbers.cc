// Days and months in numbers: "31/3/2025", "2025-03-31", "20250331", "03/2025".

#include <cstddef>
#include <optional>
#include <utility>

#include "internal/due_point_reader.h"
#include "internal/strings.h"

namespace actionplan::internal {

using enum TokenKind;

std::optional<Point> PointReader::ReadNumeric(size_t i) const {
  if (IsTaken(i)) return std::nullopt;
  if (auto point = ReadEightFigures(i)) return point;
  if (!IsNumber(i, 4)) return std::nullopt;
  if (auto point = ReadSpacedNumbers(i)) return point;
  const TokenKind sign = t_[i + 1].kind;
  if (sign != kSlash && sign != kDash && sign != kDot) return std::nullopt;
  for (size_t k = i + 1; k <= i + 2; ++k) {
    if (!Glued(k)) return std::nullopt;
  }
  if (!IsNumber(i + 2, 4) || t_[i].ordinal) return std::nullopt;
  if (auto point = ReadDayAndMonth(i)) return point;
  if (t_[i + 3].kind == sign && Glued(i + 3) && Glued(i + 4) &&
      Is(i + 4, kNumber) && !GoesOn(i + 5, sign)) {
    return ReadThreeNumbers(i);
  }
  const bool month_year = sign == kSlash && IsNumber(i, 2) &&
                          IsFourDigits(i + 2) && !GoesOn(i + 3, sign);
  if (!month_year || t_[i].value < 1 || t_[i].value > 12) {
    return std::nullopt;
  }
  Point point;
  point.number = t_[i].value;
  point.year = t_[i + 2].value;
  point.end = i + 3;
  return point;
}

// "20240331": ISO 8601's basic format.
std::optional<Point> PointReader::ReadEightFigures(size_t i) const {
  constexpr int kDigits = 8;
  if (!Is(i, kNumber) || t_[i].digits != kDigits || t_[i].ordinal ||
      GoesOn(i + 1)) {
    return std::nullopt;
  }
  Point point;
  point.grain = Grain::kDay;
  point.year = t_[i].value / 10000;
  point.number = t_[i].value / 100 % 100;
  point.day = t_[i].value % 100;
  point.end = i + 1;
  const bool shaped = IsBelievable(*point.year) && point.number >= 1 &&
                      point.number <= 12 && point.day >= 1 && point.day <= 31;
  return shaped ? std::optional(point) : std::nullopt;
}

// "31 / 03 / 2025"; and "31 03 2025", if that is all.
std::optional<Point> PointReader::ReadSpacedNumbers(size_t i) const {
  const bool slashes = Is(i + 1, kSlash) && Is(i + 3, kSlash);
  const size_t step = slashes ? 2 : 1;
  const size_t month = i + step;
  const size_t year = month + step;
  const bool numbers = IsNumber(i, 2) && IsNumber(month, 2) &&
                       IsFourDigits(year) && !t_[i].ordinal &&
                       !t_[month].ordinal && !GoesOn(year + 1);
  if (!numbers || (Glued(month) && Glued(year))) return std::nullopt;
  const bool alone = i == 0 && year + 1 == t_.size() && t_[month].digits == 2;
  if (!slashes && !alone) return std::nullopt;
  Point point;
  point.grain = Grain::kDay;
  point.day = t_[i].value;
  point.number = t_[month].value;
  if (conventions_.day_order == DayOrder::kMonthFirst) {
    std::swap(point.day, point.number);
  }
  point.year = t_[year].value;
  point.end = year + 1;
  if (!slashes) point.confidence = Confidence::kMedium;
  return point;
}

// "31/3", a day whose year is left out; counted only where the words say so.
std::optional<Point> PointReader::ReadDayAndMonth(size_t i) const {
  const bool shaped = t_[i + 1].kind == kSlash && IsNumber(i, 2) &&
                      IsNumber(i + 2, 2) && !t_[i + 2].ordinal &&
                      !GoesOn(i + 3) &&
                      !(Glued(i + 3) && t_[i + 3].kind == kSlash);
  if (!shaped) return std::nullopt;
  Point point;
  point.grain = Grain::kDay;
  point.day = t_[i].value;
  point.number = t_[i + 2].value;
  if (conventions_.day_order == DayOrder::kMonthFirst) {
    std::swap(point.day, point.number);
  }
  point.end = i + 3;
  point.confidence = Confidence::kMedium;
  point.note = "It is read as the day and the month.";
  const bool all_day = point.day == 24 && t_[i + 2].digits == 1;  // "24/7"
  const bool possible = point.number >= 1 && point.number <= 12 &&
                        point.day >= 1 && point.day <= 31 && !all_day;
  return possible ? std::optional(point) : std::nullopt;
}

std::optional<Point> PointReader::ReadThreeNumbers(size_t i) const {
  const Token& a = t_[i];
  const Token& b = t_[i + 2];
  const Token& c = t_[i + 4];
  Point point;
  point.grain = Grain::kDay;
  point.number = b.value;
  point.end = i + 5;
  if (b.digits > 2) return ReadWrongMonth(i);
  const bool dotted = t_[i + 1].kind == kDot;
  if (a.digits == 4 && c.digits <= 2 &&
      (!dotted || (b.digits == 2 && c.digits == 2))) {
    point.year = a.value;
    point.day = c.value;
    return point;
  }
  if (a.digits > 2 || c.digits < 2) return std::nullopt;
  point.day = a.value;
  const bool month_first = conventions_.day_order == DayOrder::kMonthFirst;
  if (month_first) std::swap(point.day, point.number);
  point.year = c.digits == 2 ? YearOf(c.value) : c.value;
  if (c.digits == 3 || c.digits > 4) {
    point.problem = WrongYear(i, i + 5, c.digits);
  } else if (point.number > 12 && point.day <= 12) {
    point.problem =
        StrCat("'", t_.Source(i, i + 5), "' has no month ", point.number, "; ",
               month_first ? "months are written before days."
                           : "days are written before months.");
  }
  return point;
}

// "1/012/2014".
std::optional<Point> PointReader::ReadWrongMonth(size_t i) const {
  const bool day = t_[i].digits <= 2 && t_[i + 2].digits == 3 &&
                   t_[i + 4].digits == 4 && t_[i + 1].kind == kSlash;
  if (!day) return std::nullopt;
  Point point;
  point.grain = Grain::kDay;
  point.day = 1;
  point.number = 1;
  point.problem = StrCat("'", t_.Source(i, i + 5),
                         "' has a month of 3 figures; write two.");
  point.end = i + 5;
  return point;
}

}  // namespace actionplan::internal
