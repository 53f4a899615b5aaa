// Days and months with a name: "3 March 2025", "March 24", "Friday 3 March",
// "Good Friday 2025", "in the New Year".

#include <cstddef>
#include <optional>

#include "internal/due_point_reader.h"
#include "internal/strings.h"

namespace actionplan::internal {

using enum TokenKind;

// "3", or the "3" of "3 and 4 May" and of "3-4 May".
std::optional<Point> PointReader::ReadDay(size_t i) const {
  // "The first of April", but not "first April meeting".
  const bool in_words = Is(i, kCount) && t_[i].ordinal;
  if (!in_words && !IsNumber(i, 2)) return std::nullopt;
  const bool decimal = Is(i + 1, kDot) && t_[i + 2].kind != kMonth;
  if (IsTaken(i) || decimal) return std::nullopt;
  size_t j = i + 1;
  const bool of = Is(j, kArticle) && t_[j].text == "of";
  if (in_words && !of) return std::nullopt;
  if (of) ++j;
  const bool signed_month =
      (t_[j].kind == kDash || t_[j].kind == kSlash || t_[j].kind == kDot) &&
      Glued(j) && Glued(j + 1) && t_[j + 1].kind == kMonth;
  if (signed_month) ++j;
  if (!Is(j, kMonth)) {
    return in_words ? std::nullopt : ReadDayOfList(i);
  }
  Point point;
  point.grain = Grain::kDay;
  point.day = t_[i].value;
  point.number = t_[j].value;
  point.end = j + 1;
  ReadYearOfDay(signed_month, point);
  const bool verb = !point.year.has_value() && !t_[i].ordinal && IsVerb(j) &&
                    IsPlainWord(j + 1);
  if (verb) return std::nullopt;
  return point;
}

void PointReader::ReadYearOfDay(bool glued, Point& point) const {
  std::optional<YearText> year = ReadGluedYear(point.end);
  if (!year.has_value()) year = ReadYear(SkipComma(point.end));
  // "31 March 24", but not "5 May 30 staff will".
  const size_t i = point.end;
  if (!year.has_value() && !glued && IsTwoDigits(i) && !IsPlainWord(i + 1) &&
      !GoesOn(i + 1) && !Is(i + 1, kMonth)) {
    year = YearText{YearOf(t_[i].value), i + 1};
  }
  if (!year.has_value()) {
    RefuseWrongYear(point);
    return;
  }
  point.year = year->year;
  point.end = year->end;
  RefusePair(point);
}

// A day that takes its month from the next: only numbers and signs may stand
// between them.
std::optional<Point> PointReader::ReadDayOfList(size_t i) const {
  if (t_[i].value < 1 || t_[i].value > 31) return std::nullopt;
  size_t j = i + 1;
  while (IsListSign(j)) {
    while (IsListSign(j)) ++j;
    if (!IsNumber(j, 2)) return std::nullopt;
    size_t month = j + 1;
    if (Is(month, kArticle)) ++month;
    if (Is(month, kMonth)) {
      Point point;
      point.grain = Grain::kDay;
      point.day = t_[i].value;
      point.month_of_next = true;
      point.end = i + 1;
      return point;
    }
    ++j;
  }
  return std::nullopt;
}

bool PointReader::IsVerb(size_t i) const {
  return t_[i].text == "may" || t_[i].text == "march";
}

std::optional<Point> PointReader::ReadMonth(size_t i) const {
  if (IsUnit(i, Unit::kMonth) && IsWord(i + 1, "of")) i += 2;
  if (!Is(i, kMonth)) return std::nullopt;
  Point point;
  point.number = t_[i].value;
  point.is_hydref = t_[i].text == "hydref";
  point.end = i + 1;
  std::optional<YearText> year = ReadGluedYear(i + 1);
  ReadHalfTermOfMonth(point);
  ReadEndOfMonth(point);
  if (!year.has_value()) year = ReadYear(SkipComma(point.end));
  if (year.has_value()) {
    point.year = year->year;
    point.end = year->end;
    RefusePair(point);
    return point;
  }
  if (ReadYearAfterMeeting(point.end, point)) return point;
  const size_t number = point.end;
  const bool follows = IsNumber(number, 2) && !GoesOn(number + 1) &&
                       !Is(number + 1, kMonth) && t_[number].value > 0;
  if (follows) {
    ReadNumberAfterMonth(number, point);
  } else {
    RefuseWrongYear(point);
  }
  return point;
}

// "June-end 2024", "March end".
void PointReader::ReadEndOfMonth(Point& point) const {
  size_t i = point.end;
  if (Is(i, kDash) && Glued(i) && Glued(i + 1)) ++i;
  const bool end = Is(i, kPart) && t_[i].value == static_cast<int>(Part::kEnd);
  const bool closed = ReadYear(i + 1).has_value() || i + 1 == t_.size();
  if (!end || !closed) return;
  point.part = Part::kEnd;
  point.last_part = Part::kEnd;
  point.end = i + 1;
}

// "December 31, 2019", "March 3rd", "March 24".
void PointReader::ReadNumberAfterMonth(size_t i, Point& point) const {
  const std::optional<YearText> year = ReadYear(SkipComma(i + 1));
  const int value = t_[i].value;
  point.end = i + 1;
  if (year.has_value() || t_[i].ordinal) {
    point.grain = Grain::kDay;
    point.day = value;
    if (year.has_value()) {
      point.year = year->year;
      point.end = year->end;
    }
    return;
  }
  if (value > 31) {
    point.year = YearOf(value);
    point.confidence = Confidence::kMedium;
    return;
  }
  // The day or the year? Settled where the anchor is known.
  point.day = value;
  point.likely_year = YearOf(value);
}

// "2018 March 5" and "2018 March".
std::optional<Point> PointReader::ReadYearFirst(size_t i) const {
  const bool shaped = IsFourDigits(i) && !IsTaken(i) && Is(i + 1, kMonth) &&
                      IsBelievable(t_[i].value);
  if (!shaped || ReadYear(i + 2).has_value()) return std::nullopt;
  Point point;
  point.number = t_[i + 1].value;
  point.year = t_[i].value;
  point.end = i + 2;
  if (IsNumber(i + 2, 2) && !GoesOn(i + 3)) {
    point.grain = Grain::kDay;
    point.day = t_[i + 2].value;
    ++point.end;
  }
  return point;
}

std::optional<Point> PointReader::ReadWeekday(size_t i) const {
  const size_t next = SkipArticles(SkipComma(i + 1));
  if (Is(next, kWeekday)) return std::nullopt;
  std::optional<Point> point = ReadCore(next);
  if (!point.has_value() || point->grain != Grain::kDay) return std::nullopt;
  point->weekday = t_[i].value;
  return point;
}

// "Easter 2018", "Easter (2018)", "Good Friday".
std::optional<Point> PointReader::ReadFeast(size_t i) const {
  if (!Is(i, kFeast)) return std::nullopt;
  Point point;
  point.grain = Grain::kFeast;
  point.number = t_[i].value;
  point.end = i + 1;
  RefuseRecess(point);
  if (IsUnit(i + 1, Unit::kTerm)) ReadTermOfFeast(point);
  if (const auto year = ReadYear(SkipComma(point.end))) {
    point.year = year->year;
    point.end = year->end;
  }
  return point;
}

// "Easter term": where it is called so, the spring term or the summer term.
void PointReader::ReadTermOfFeast(Point& point) const {
  ++point.end;
  if (t_[point.end - 2].text == "easter") {
    point.grain = Grain::kTerm;
    point.number = static_cast<int>(Season::kSpring);
    point.is_easter_term = true;
    return;
  }
  point.problem = StrCat("'", t_.Source(begin_, point.end),
                         "' needs the school calendar; write a day.");
}

// "In the New Year" is some time in its first month.
std::optional<Point> PointReader::ReadNewYear(size_t i) const {
  if (!Is(i, kNewYear)) return std::nullopt;
  Point point;
  point.number = 1;
  point.end = i + 1;
  point.confidence = Confidence::kLow;
  point.note = "The New Year is read as January.";
  if (const auto year = ReadYear(SkipComma(i + 1))) {
    point.year = year->year;
    point.end = year->end;
  } else {
    point.relation = Relation::kNext;
  }
  return point;
}

}  // namespace actionplan::internal
