// Seasons, terms and half terms: "winter 2024/25", "autumn term 2024", "HT4
// 2014/15".

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include "internal/due_point_reader.h"
#include "internal/strings.h"

namespace actionplan::internal {
namespace {

constexpr std::string_view kHalfTermNote =
    "The days of a half term must be looked up.";

// Half terms are counted through the academic year: 1 and 2 are in autumn, 3
// and 4 in spring, 5 and 6 in summer.
int FirstHalfTerm(int season) {
  return season == static_cast<int>(Season::kSpring)   ? 3
         : season == static_cast<int>(Season::kSummer) ? 5
                                                       : 1;
}

void SetHalfTerm(int number, Point& point) {
  static constexpr Season kSeasons[] = {Season::kAutumn, Season::kSpring,
                                        Season::kSummer};
  point.grain = Grain::kTerm;
  if (number < 1 || number > 6) {
    point.problem = StrCat("There is no half term ", number, ".");
    return;
  }
  point.number = static_cast<int>(kSeasons[(number - 1) / 2]);
  point.half = (number - 1) % 2 + 1;
  point.note = std::string(kHalfTermNote);
}

}  // namespace

using enum TokenKind;

std::optional<Point> PointReader::ReadSeason(size_t i) const {
  if (!Is(i, kSeason)) return std::nullopt;
  Point point;
  point.grain = Grain::kSeason;
  point.number = t_[i].value;
  point.end = i + 1;
  if (IsUnit(i + 1, Unit::kTerm)) {
    ++point.end;
    point.grain = Grain::kTerm;
    if (t_[i].value == static_cast<int>(Season::kWinter)) {
      point.problem = "There is no winter term; write its last day.";
    }
  }
  RefuseRecess(point);
  if (Is(point.end, kArticle) && t_[point.end].text == "of") ++point.end;
  ReadYearOfSeason(point);
  ReadHalfOfSeason(point);
  return point;
}

// "Summer 2015 - Half Term 5", "autumn half term 2 2024".
void PointReader::ReadHalfOfSeason(Point& point) const {
  size_t i = point.end;
  if (Is(i, kDash) || Is(i, kComma)) ++i;
  const bool half = Is(i, kHalfTerm) && IsNumber(i + 1, 1);
  if (!half) {
    if (!Is(i, kHalfTerm)) return;
    point.problem = StrCat("'", t_.Source(begin_, i + 1),
                           "' needs the school calendar; write a day.");
    point.end = i + 1;
    return;
  }
  const int season = point.number;
  const size_t season_end = point.end;
  const int number = t_[i + 1].value;
  point.end = i + 2;
  SetHalfTerm(number <= 2 ? number + FirstHalfTerm(season) - 1 : number, point);
  if (point.number != season) {
    point.problem = StrCat("Half term ", number, " is not in '",
                           t_.Source(begin_, season_end), "'.");
  }
  if (!point.year.has_value()) ReadYearOfSeason(point);
}

// "Half term October 2024", "half-term in October".
std::optional<Point> PointReader::ReadMonthOfHalfTerm(size_t i) const {
  while (Is(i, kComma) || Is(i, kDash) || Is(i, kWithin)) ++i;
  std::optional<Point> point = ReadMonth(i);
  if (!point.has_value() || point->grain != Grain::kMonth) {
    return std::nullopt;
  }
  point->TakeLikelyYear();
  point->confidence = Confidence::kLow;
  point->note = std::string(kHalfTermNote);
  return point;
}

// "October half term 2024": the days are in the school calendar.
void PointReader::ReadHalfTermOfMonth(Point& point) const {
  if (!Is(point.end, kHalfTerm) || IsNumber(point.end + 1, 1)) return;
  ++point.end;
  point.confidence = Confidence::kLow;
  point.note = std::string(kHalfTermNote);
}

// "HT4 2014/15", "half term 3, 2025".
std::optional<Point> PointReader::ReadHalfTerm(size_t i) const {
  if (!Is(i, kHalfTerm)) return std::nullopt;
  if (!IsNumber(i + 1, 1)) return ReadMonthOfHalfTerm(i + 1);
  if (t_[i].text == "ht" && !Glued(i + 1)) return std::nullopt;
  Point point;
  point.end = i + 2;
  SetHalfTerm(t_[i + 1].value, point);
  ReadYearOfSeason(point);
  return point;
}

// "Summer recess", "the Easter holidays": their days are elsewhere.
void PointReader::RefuseRecess(Point& point) const {
  static constexpr std::string_view kWords[] = {
      "holiday", "holidays", "break", "recess", "vacation", "vacations"};
  size_t i = point.end;
  if (IsWord(i, "school") || IsWord(i, "bank")) ++i;
  if (std::none_of(std::begin(kWords), std::end(kWords),
                   [&](std::string_view word) { return IsWord(i, word); })) {
    return;
  }
  point.problem =
      StrCat("'", t_.Source(begin_, i + 1), "' needs a calendar; write a day.");
  point.end = i + 1;
}

void PointReader::ReadYearOfSeason(Point& point) const {
  std::optional<YearText> year = ReadYear(SkipComma(point.end));
  if (const auto pair = ReadShortPair(SkipComma(point.end));
      pair.has_value() && IsOneOf(*pair, point)) {
    point.year = pair->first;
    point.two_years = true;
    point.end = pair->end;
    return;
  }
  if (!year.has_value() && IsTwoDigits(point.end) &&
      !IsPlainWord(point.end + 1) && !GoesOn(point.end + 1)) {
    year = YearText{YearOf(t_[point.end].value), point.end + 1};
    point.confidence = Confidence::kMedium;
  }
  if (!year.has_value()) return;
  point.year = year->year;
  point.end = year->end;
  TakePair(point);
  RefusePair(point);
}

// "Winter 2024/25" is one winter, and "spring term 2024/25" is of one
// academic year; "spring 2024/25" may be either.
void PointReader::TakePair(Point& point) const {
  const auto pair = ReadYearPair(point.end - 1, false);
  if (!pair.has_value() || !IsOneOf(*pair, point)) return;
  point.two_years = true;
  point.end = pair->end;
}

// Whether the two years have one such season or term.
bool PointReader::IsOneOf(const YearPair& pair, const Point& point) const {
  if (pair.second != pair.first + 1) return false;
  const MonthRange winter = conventions_.winter;
  return point.grain == Grain::kTerm ||
         (point.number == static_cast<int>(Season::kWinter) &&
          winter.last < winter.first);
}

}  // namespace actionplan::internal
