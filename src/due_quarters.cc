// Quarters, halves and numbered months of a year: "Q3 2024/25", "first half of
// 2025", "M6 2024/25".

#include <cstddef>
#include <optional>

#include "internal/due_point_reader.h"
#include "internal/strings.h"

namespace actionplan::internal {
namespace {

void SetQuarter(int number, Point& point) {
  point.number = number;
  const bool half = point.grain == Grain::kHalfYear;
  if (number < 1 || number > (half ? 2 : 4)) {
    point.problem =
        StrCat("There is no ", half ? "half " : "quarter ", number, ".");
  }
}

}  // namespace

using enum TokenKind;

// "Q3 2024/25", "Quarter 1 of 2022/23", "third quarter 2018", "2024/25 Q3".
std::optional<Point> PointReader::ReadQuarter(size_t i) const {
  Point point;
  point.grain = Grain::kQuarter;
  // "FY2024-25 Q1".
  const bool marked = Is(i, kYearMark);
  if (marked) ++i;
  if (const auto pair = ReadYearPair(i, marked);
      pair.has_value() && (marked || !IsTaken(i)) &&
      pair->second == pair->first + 1) {
    const size_t mark = SkipComma(pair->end);
    if (!ReadQuarterMark(mark, point)) return std::nullopt;
    point.year = pair->first;
    point.two_years = true;
    return point;
  }
  // "2024-Q3".
  const bool dash = Is(i + 1, kDash) && Glued(i + 1) && Glued(i + 2);
  if (const bool one_year = IsFourDigits(i) && !IsTaken(i);
      one_year && IsBelievable(t_[i].value) &&
      ReadQuarterMark(dash ? i + 2 : SkipComma(i + 1), point)) {
    point.year = t_[i].value;
    return point;
  }
  if (auto quarter = ReadQuarterBeforeYear(i)) return quarter;
  if (!ReadQuarterMark(i, point)) return std::nullopt;
  ReadMonthsOfQuarter(point);
  ReadYearOfQuarter(point);
  ReadMonthsOfQuarter(point);
  return point;
}

// "3Q24".
std::optional<Point> PointReader::ReadQuarterBeforeYear(size_t i) const {
  const bool shaped = IsNumber(i, 1) && Is(i + 1, kQuarter) && Glued(i + 1) &&
                      IsNumber(i + 2, 4) && Glued(i + 2) && !IsTaken(i) &&
                      (IsTwoDigits(i + 2) || IsFourDigits(i + 2));
  if (!shaped) return std::nullopt;
  Point point;
  point.grain = Grain::kQuarter;
  point.end = i + 2;
  SetQuarter(t_[i].value, point);
  ReadYearOfQuarter(point);
  if (!point.year.has_value()) {
    point.year = YearOf(t_[i + 2].value);
    point.end = i + 3;
  }
  return point;
}

// "Q2 (Jul-Sep)" tells the same twice; and "Q2 (Apr-Jun) 2024" of which year
// the quarter is.
void PointReader::ReadMonthsOfQuarter(Point& point) const {
  const size_t i = point.end;
  const bool led = t_[i].kind == kMonth && t_[i].gap == Gap::kLight;
  const bool range =
      led && (Is(i + 1, kDash) || Is(i + 1, kTo)) && Is(i + 2, kMonth);
  if (!range || !point.problem.empty()) return;
  const int length = point.grain == Grain::kHalfYear ? 6 : 3;
  const int first = t_[i].value;
  const int months = (t_[i + 2].value - first + 12) % 12 + 1;
  const int offset = length * (point.number - 1);
  const bool financial =
      first == (conventions_.financial_year + offset - 1) % 12 + 1;
  const bool calendar = first == offset + 1 && !point.two_years;
  if (months != length || (!financial && !calendar)) {
    point.problem =
        StrCat("'", t_.Source(begin_, point.end), "' and '",
               t_.Source(i, i + 3), "' are different months; which is meant?");
  }
  point.year_is_told = true;
  point.of_calendar_year = calendar;
  point.end = i + 3;
  ReadYearOfMonths(t_[i + 2].value, point);
}

// The "2025" of "Q4 2024/25 (Jan-Mar 2025)".
void PointReader::ReadYearOfMonths(int last_month, Point& point) const {
  const auto year = ReadYear(SkipComma(point.end));
  if (!year.has_value() || ReadYearPair(year->end - 1, false).has_value()) {
    return;
  }
  const bool in_second =
      !point.of_calendar_year && last_month < conventions_.financial_year;
  const int begins = year->year - (in_second ? 1 : 0);
  point.end = year->end;
  if (point.year.has_value() && *point.year != begins) {
    point.problem = StrCat("'", t_.Source(begin_, point.end),
                           "' has two different years; which is meant?");
  }
  point.year = begins;
}

// "H1", and what names a quarter.
bool PointReader::ReadQuarterMark(size_t i, Point& point) const {
  const Token& after = t_[i + 1];
  const bool half = IsWord(i, "h") && Glued(i + 1) &&
                    (after.text == "1" || after.text == "2");
  const std::optional<int> number =
      half ? std::optional(after.value) : ReadQuarterNumber(i);
  point.end = i + 2;
  if (!number.has_value()) return false;
  if (half) point.grain = Grain::kHalfYear;
  SetQuarter(*number, point);
  return true;
}

// "Q3", "quarter three", "third quarter", "last quarter".
std::optional<int> PointReader::ReadQuarterNumber(size_t i) const {
  const bool mark =
      (Is(i, kQuarter) && Glued(i + 1)) || IsUnit(i, Unit::kQuarter);
  const bool counts =
      IsNumber(i + 1, 1) || (Is(i + 1, kCount) && !t_[i + 1].ordinal);
  if (mark && counts) return t_[i + 1].value;
  if (!IsUnit(i + 1, Unit::kQuarter)) return std::nullopt;
  const bool nth = (Is(i, kCount) || IsNumber(i, 1)) && t_[i].ordinal;
  if (nth) return t_[i].value;
  const bool last = IsLast(i) || IsWord(i, "final");
  return last ? std::optional(4) : std::nullopt;
}

void PointReader::ReadYearOfQuarter(Point& point) const {
  size_t i = SkipComma(SkipArticles(point.end));
  if (Is(i, kYearKind) && IsUnit(i + 1, Unit::kYear)) {
    point.confidence = t_[i].value == static_cast<int>(YearKind::kFinancial)
                           ? Confidence::kHigh
                           : Confidence::kLow;
    i += 2;
  } else if (Is(i, kYearMark)) {
    ++i;
  }
  if (const auto pair = ReadYearPair(i, true)) {
    point.year = pair->first;
    point.two_years = true;
    point.end = pair->end;
    if (pair->second != pair->first + 1) {
      point.problem = StrCat("From ", pair->first, " to ", pair->second,
                             " is not one financial year.");
    }
    return;
  }
  if (ReadYearAfterMeeting(i, point)) return;
  std::optional<YearText> year = ReadYear(i);
  // "Q3/24".
  if (!year.has_value()) year = ReadGluedYear(i);
  if (!year.has_value()) return;
  point.year = year->year;
  point.end = year->end;
}

// "M6 2024/25", "period 6 of 2024/25": months of the financial year.
std::optional<Point> PointReader::ReadMonthOfYear(size_t i) const {
  const bool letter = (IsWord(i, "m") || IsWord(i, "p")) && Glued(i + 1);
  const bool named = IsUnit(i, Unit::kMonth) || IsWord(i, "period");
  if ((!letter && !named) || !IsNumber(i + 1, 2)) return std::nullopt;
  const auto pair = ReadYearPair(SkipComma(SkipArticles(i + 2)), true);
  if (!pair.has_value() || pair->second != pair->first + 1) {
    return std::nullopt;
  }
  Point point;
  const int month = conventions_.financial_year + t_[i + 1].value - 2;
  point.number = month % 12 + 1;
  point.year = pair->first + month / 12;
  point.end = pair->end;
  point.confidence = Confidence::kMedium;
  point.note = "Its months are counted from the start of the financial year.";
  if (t_[i + 1].value < 1 || t_[i + 1].value > 12) {
    point.problem = StrCat("There is no month ", t_[i + 1].value, ".");
  }
  return point;
}

// "First half of 2025", "second half 2024/25".
std::optional<Point> PointReader::ReadHalfOf(size_t i) const {
  const bool nth = (Is(i, kCount) || IsNumber(i, 1)) && t_[i].ordinal;
  const int half = IsLast(i) || IsWord(i, "latter") ? 2 : nth ? t_[i].value : 0;
  if ((half != 1 && half != 2) || t_[i + 1].text != "half" || !Joined(i + 1)) {
    return std::nullopt;
  }
  std::optional<Point> point = ReadCore(SkipArticles(i + 2));
  const bool whole = point.has_value() && point->grain != Grain::kDay &&
                     point->grain != Grain::kFeast && !point->has_part() &&
                     point->half == 0;
  if (!whole) return std::nullopt;
  point->TakeLikelyYear();
  point->half = half;
  return point;
}

}  // namespace actionplan::internal
