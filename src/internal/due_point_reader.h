#ifndef ACTIONPLAN_SRC_INTERNAL_DUE_POINT_READER_H_
#define ACTIONPLAN_SRC_INTERNAL_DUE_POINT_READER_H_

// The grammar of a point, for the files that read one. A Read...(i) reads what
// begins at token `i`, and gives nothing if that is something else; one with a
// Point goes on from the point's end, and moves it behind what it has read. A
// Refuse...() does so to name a problem.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "actionplan/due.h"
#include "internal/due_lexer.h"
#include "internal/due_points.h"

namespace actionplan::internal {

struct YearText {
  int year = 0;
  size_t end = 0;
};

struct YearPair {
  int first = 0;
  int second = 0;
  bool short_second = false;  // "2024/25"
  bool dash = false;
  size_t end = 0;
};

class PointReader {
 public:
  // What is given must outlive the reader.
  PointReader(const Tokens& tokens, size_t at,
              const DueConventions& conventions, bool after_joint)
      : t_(tokens),
        begin_(at),
        conventions_(conventions),
        after_joint_(after_joint) {}

  std::optional<Point> Read();

 private:
  using Kind = TokenKind;

  // Years that are believed without a month beside them; outside these a number
  // is more likely a number.
  static constexpr int kFirstYear = 1900;
  static constexpr int kLastYear = 2199;

  // --- Looking around ---

  bool Joined(size_t i) const { return t_[i].gap != Gap::kStop; }
  bool Glued(size_t i) const { return t_[i].gap == Gap::kGlued; }
  bool Is(size_t i, TokenKind kind) const {
    return t_[i].kind == kind && (i == begin_ || Joined(i));
  }
  bool IsWord(size_t i, std::string_view text) const {
    return t_[i].text == text && (i == begin_ || Joined(i));
  }
  bool IsUnit(size_t i, Unit unit) const {
    return Is(i, Kind::kUnit) && t_[i].value == static_cast<int>(unit);
  }
  size_t SkipArticles(size_t i) const {
    while (Is(i, Kind::kArticle)) ++i;
    return i;
  }
  size_t SkipComma(size_t i) const { return Is(i, Kind::kComma) ? i + 1 : i; }
  bool IsNumber(size_t i, int max_digits) const {
    return Is(i, Kind::kNumber) && t_[i].digits <= max_digits;
  }
  bool IsFourDigits(size_t i) const {
    return Is(i, Kind::kNumber) && t_[i].digits == 4 && !t_[i].ordinal;
  }
  bool IsTwoDigits(size_t i) const {
    return Is(i, Kind::kNumber) && t_[i].digits == 2 && !t_[i].ordinal;
  }
  static bool IsBelievable(int year) {
    return year >= kFirstYear && year <= kLastYear;
  }
  // Whether the number goes on as in "10.5", "v2.1" or "2018-02-XX". A number
  // whose parts are joined by `sign` may be followed by another sign and the
  // next date: "1/4/18-31/3/19".
  bool GoesOn(size_t end, TokenKind sign = Kind::kEnd) const;
  // Whether the number at `i` belongs to what is before it: "section 47",
  // "Covid-19", "week 3", "10.5".
  bool IsTaken(size_t i) const;
  // "Covid-19", "Q-3"; and "45-14 March", unless the "45" was a date.
  bool IsHeldBySign(const Token& token) const;
  bool IsListSign(size_t i) const;
  // A word that goes on the sentence, so that "5 may attend" is no date.
  bool IsPlainWord(size_t i) const;
  bool IsLast(size_t i) const;

  // --- due_points.cc ---

  std::optional<Point> ReadCore(size_t i) const;
  std::optional<Point> ReadUnitOfNow(size_t i, Relation relation) const;
  std::optional<Point> ReadUnitEnd(size_t i) const;
  std::optional<Point> ReadWithRelation(size_t i) const;
  std::optional<Point> ReadWithPart(size_t i) const;

  // --- due_numbers.cc ---

  std::optional<Point> ReadNumeric(size_t i) const;
  std::optional<Point> ReadEightFigures(size_t i) const;
  std::optional<Point> ReadSpacedNumbers(size_t i) const;
  std::optional<Point> ReadDayAndMonth(size_t i) const;
  std::optional<Point> ReadThreeNumbers(size_t i) const;
  std::optional<Point> ReadWrongMonth(size_t i) const;

  // --- due_days.cc ---

  std::optional<Point> ReadDay(size_t i) const;
  void ReadYearOfDay(bool glued, Point& point) const;
  std::optional<Point> ReadDayOfList(size_t i) const;
  bool IsVerb(size_t i) const;
  std::optional<Point> ReadMonth(size_t i) const;
  void ReadEndOfMonth(Point& point) const;
  void ReadNumberAfterMonth(size_t i, Point& point) const;
  std::optional<Point> ReadYearFirst(size_t i) const;
  std::optional<Point> ReadWeekday(size_t i) const;
  std::optional<Point> ReadFeast(size_t i) const;
  void ReadTermOfFeast(Point& point) const;
  std::optional<Point> ReadNewYear(size_t i) const;

  // --- due_weeks.cc ---

  std::optional<Point> ReadWithWeek(size_t i) const;
  bool IsWeekOf(size_t i) const;
  std::optional<Point> ReadWeekOfMonth(size_t i) const;
  std::optional<Point> ReadWholeAfter(size_t i, bool month_only) const;
  std::optional<Point> ReadWeekNumber(size_t i) const;

  // --- due_seasons.cc ---

  std::optional<Point> ReadSeason(size_t i) const;
  void ReadHalfOfSeason(Point& point) const;
  std::optional<Point> ReadMonthOfHalfTerm(size_t i) const;
  void ReadHalfTermOfMonth(Point& point) const;
  std::optional<Point> ReadHalfTerm(size_t i) const;
  void RefuseRecess(Point& point) const;
  void ReadYearOfSeason(Point& point) const;
  void TakePair(Point& point) const;
  bool IsOneOf(const YearPair& pair, const Point& point) const;

  // --- due_quarters.cc ---

  std::optional<Point> ReadQuarter(size_t i) const;
  std::optional<Point> ReadQuarterBeforeYear(size_t i) const;
  void ReadMonthsOfQuarter(Point& point) const;
  void ReadYearOfMonths(int last_month, Point& point) const;
  bool ReadQuarterMark(size_t i, Point& point) const;
  std::optional<int> ReadQuarterNumber(size_t i) const;
  void ReadYearOfQuarter(Point& point) const;
  std::optional<Point> ReadMonthOfYear(size_t i) const;
  std::optional<Point> ReadHalfOf(size_t i) const;

  // --- due_years.cc ---

  int YearOf(int two_figures) const;
  std::optional<YearText> ReadYear(size_t i) const;
  std::optional<YearText> ReadGluedYear(size_t i) const;
  std::optional<YearPair> ReadYearPair(size_t i, bool marked) const;
  std::optional<Point> ReadYears(size_t i) const;
  std::optional<YearPair> ReadShortPair(size_t i) const;
  std::optional<Point> PointOfPair(YearPair pair, YearKind kind,
                                   bool marked) const;
  std::optional<Point> PointOfYear(size_t i, YearKind kind, bool marked) const;
  bool ReadYearAfterMeeting(size_t i, Point& point) const;
  std::string WrongYear(size_t begin, size_t end, int digits) const;
  bool IsWrongYear(size_t i) const;
  void RefuseWrongYear(Point& point) const;
  void RefusePair(Point& point) const;

  const Tokens& t_;
  size_t begin_;
  const DueConventions& conventions_;
  bool after_joint_;
};

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_DUE_POINT_READER_H_
