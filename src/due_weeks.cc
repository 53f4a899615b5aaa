// Weeks, and what is counted within a month: "w/c 24 October 2022", "first week
// of May", "last Friday in March".

#include <cstddef>
#include <optional>

#include "internal/due_point_reader.h"

namespace actionplan::internal {

using enum TokenKind;

// "w/c 24 October 2022", "week ending 16 March 2018", "first week of May".
std::optional<Point> PointReader::ReadWithWeek(size_t i) const {
  const size_t sign = i + (Is(i + 1, kSlash) ? 2 : 1);
  bool commencing = t_[i].text == "wc" || t_[i].text == "wb";
  bool ending = false;
  size_t next = i + 1;
  if (t_[i].text == "w") {
    commencing = IsWord(sign, "c") || IsWord(sign, "b");
    ending = IsWord(sign, "e");
    next = sign + 1;
  } else if (IsUnit(i, Unit::kWeek)) {
    commencing = IsWord(i + 1, "commencing") || IsWord(i + 1, "beginning") ||
                 IsWord(i + 1, "starting") || IsWeekOf(i);
    ending = IsWord(i + 1, "ending");
    next = i + 2;
  }
  if (!commencing && !ending) return ReadWeekOfMonth(i);
  std::optional<Point> point = ReadCore(SkipArticles(next));
  if (!point.has_value() || point->grain != Grain::kDay) return std::nullopt;
  point->week_commencing = commencing;
  point->week_ending = ending;
  return point;
}

// "Week of 3 March", but not "within two weeks of 3 March".
bool PointReader::IsWeekOf(size_t i) const {
  const Token& before = t_.Before(i);
  const bool counted = before.kind == kNumber || before.kind == kCount ||
                       before.text == "a" || before.text == "an";
  return t_[i].text != "weeks" && t_[i].text != "wks" && !counted &&
         IsWord(i + 1, "of");
}

// "First week of May", "week 3 of April", "last day of June", "first Monday
// in May", "last working day of March".
std::optional<Point> PointReader::ReadWeekOfMonth(size_t i) const {
  if (IsUnit(i, Unit::kWeek) && IsNumber(i + 1, 1)) return ReadWeekNumber(i);
  const bool last =
      Is(i, kRelation) && t_[i].value == static_cast<int>(Relation::kLast);
  const bool nth = (Is(i, kCount) || IsNumber(i, 1)) && t_[i].ordinal;
  if (!last && !nth) return std::nullopt;
  const int which = last ? -1 : t_[i].value;
  size_t unit = i + 1;
  const bool working = IsWord(unit, "working") || IsWord(unit, "business");
  if (working) ++unit;
  const bool weekday = Is(unit, kWeekday);
  const bool day = IsUnit(unit, Unit::kDay);
  if (!IsUnit(unit, Unit::kWeek) && !day && !weekday) return std::nullopt;
  if (day && nth && !working && which != 1) return std::nullopt;
  std::optional<Point> point = ReadWholeAfter(unit + 1, weekday || working);
  if (!point.has_value()) return std::nullopt;
  if (day && !working) {
    point->part = last ? Part::kEnd : Part::kFirstDay;
    point->last_part = point->part;
    return point;
  }
  point->week = which;
  if (weekday) point->weekday = t_[unit].value;
  if (working) {
    point->weekday = kWorkingDay;
    point->note = "Bank holidays are not left out.";
  }
  return point;
}

// The whole month, or also another unit, after "of the" or "in".
std::optional<Point> PointReader::ReadWholeAfter(size_t i,
                                                 bool month_only) const {
  const size_t start = i;
  while (Is(i, kArticle) || Is(i, kWithin)) ++i;
  if (month_only && i == start) return std::nullopt;
  std::optional<Point> point = ReadCore(i);
  if (!point.has_value() || point->grain == Grain::kDay) return std::nullopt;
  if (month_only && point->grain != Grain::kMonth) return std::nullopt;
  return point;
}

std::optional<Point> PointReader::ReadWeekNumber(size_t i) const {
  if (!Is(i + 2, kArticle) && !Is(i + 2, kWithin)) return std::nullopt;
  std::optional<Point> point = ReadWholeAfter(i + 2, true);
  if (!point.has_value()) return std::nullopt;
  point->week = t_[i + 1].value;
  point->confidence = Confidence::kLow;
  point->note = "The weeks of a month are counted from its first day.";
  return point;
}

}  // namespace actionplan::internal
