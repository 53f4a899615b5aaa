#include "internal/due_points.h"

#include <algorithm>

#include "internal/strings.h"

namespace actionplan::internal {
namespace {

using enum TokenKind;

// Years that are believed without a month beside them; outside these a number
// is more likely a number.
constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2199;

constexpr std::string_view kHalfTermNote =
    "The days of a half term must be looked up.";

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
  PointReader(const Tokens& tokens, size_t at,
              const DueConventions& conventions, bool after_joint)
      : t_(tokens),
        begin_(at),
        conventions_(conventions),
        after_joint_(after_joint) {}

  std::optional<Point> Read() {
    std::optional<Point> point = ReadWithWeek(begin_);
    if (!point.has_value()) point = ReadWithRelation(begin_);
    if (!point.has_value()) point = ReadWithPart(begin_);
    if (!point.has_value()) point = ReadUnitEnd(begin_);
    if (!point.has_value()) point = ReadCore(begin_);
    if (!point.has_value()) point = ReadCounted(t_, begin_, after_joint_);
    if (point.has_value()) point->begin = begin_;
    return point;
  }

 private:
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
    return Is(i, kUnit) && t_[i].value == static_cast<int>(unit);
  }

  size_t SkipArticles(size_t i) const {
    while (Is(i, kArticle)) ++i;
    return i;
  }
  size_t SkipComma(size_t i) const { return Is(i, kComma) ? i + 1 : i; }

  // Whether the number goes on as in "10.5", "v2.1" or "2018-02-XX". A number
  // whose parts are joined by `sign` may be followed by another sign and the
  // next date: "1/4/18-31/3/19".
  bool GoesOn(size_t end, TokenKind sign = kEnd) const {
    if (!Glued(end)) return false;
    switch (t_[end].kind) {
      case kDot:
      case kNumber:
      case kWord:
        // "2018-02-28T10:00".
        return t_[end].text != "t";
      case kDash:
      case kSlash:
        if (!Glued(end + 1)) return false;
        if (t_[end + 1].kind == kWord) return true;
        return t_[end + 1].kind == kNumber &&
               (sign == kEnd || sign == t_[end].kind);
      default:
        return false;
    }
  }

  // Whether the number at `i` belongs to what is before it: "section 47",
  // "Covid-19", "week 3", "10.5".
  bool IsTaken(size_t i) const {
    const Token& before = t_.Before(i);
    if (t_[i].gap == Gap::kStop) return false;
    if (before.kind == kReference) return true;
    // "First half 2024/25" is read from its first word on.
    if (before.kind == kUnit) return before.text != "half" || i == begin_;
    if (!Glued(i)) return false;
    switch (before.kind) {
      case kDash:
      case kSlash:
        return before.gap == Gap::kGlued && IsHeldBySign(t_.Before(i, 2));
      case kComma:
        return t_.Before(i, 2).kind == kNumber && !after_joint_;
      case kDot:
        return t_.Before(i, 2).kind == kNumber;
      case kMonth:
      case kAnd:
      case kAbout:
      case kStrike:
        return false;
      default:
        return true;
    }
  }
  // "Covid-19", "Q-3"; and "45-14 March", unless the "45" was a date.
  bool IsHeldBySign(const Token& token) const {
    return token.kind == kWord || token.kind == kQuarter ||
           token.kind == kYearMark || (token.kind == kNumber && !after_joint_);
  }

  bool IsNumber(size_t i, int max_digits) const {
    return Is(i, kNumber) && t_[i].digits <= max_digits;
  }
  bool IsFourDigits(size_t i) const {
    return Is(i, kNumber) && t_[i].digits == 4 && !t_[i].ordinal;
  }
  bool IsTwoDigits(size_t i) const {
    return Is(i, kNumber) && t_[i].digits == 2 && !t_[i].ordinal;
  }
  static bool IsBelievable(int year) {
    return year >= kFirstYear && year <= kLastYear;
  }

  // --- Years ---

  // The year that two figures stand for.
  int YearOf(int two_figures) const {
    const int from = conventions_.two_figure_years_from;
    return from + (two_figures - from % 100 + 100) % 100;
  }

  // A year after a month, season or day: "2018", "'18".
  std::optional<YearText> ReadYear(size_t i) const {
    if (IsFourDigits(i) && !Is(i + 1, kDot)) {
      return YearText{t_[i].value, i + 1};
    }
    if (IsTwoDigits(i) && t_[i].apostrophe) {
      return YearText{YearOf(t_[i].value), i + 1};
    }
    return std::nullopt;
  }

  // The same after a sign that holds the parts together: "Mar-24".
  std::optional<YearText> ReadGluedYear(size_t i) const {
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
  std::optional<YearPair> ReadYearPair(size_t i, bool marked) const {
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
  std::optional<Point> ReadYears(size_t i) const {
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
  std::optional<YearPair> ReadShortPair(size_t i) const {
    if (!IsTwoDigits(i) || t_[i + 1].kind != kSlash) return std::nullopt;
    const auto pair = ReadYearPair(i, true);
    const bool follows = pair.has_value() && pair->second == pair->first + 1 &&
                         pair->second % 100 > 12;
    return follows ? pair : std::nullopt;
  }

  std::optional<Point> PointOfPair(YearPair pair, YearKind kind,
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

  // Two years are of the financial year unless another is named.
  static Grain GrainOf(YearKind kind) {
    switch (kind) {
      case YearKind::kAcademic:
        return Grain::kAcademicYear;
      case YearKind::kMunicipal:
        return Grain::kMunicipalYear;
      default:
        return Grain::kFinancialYear;
    }
  }

  std::optional<Point> PointOfYear(size_t i, YearKind kind, bool marked) const {
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

  // --- Days in numbers ---

  std::optional<Point> ReadNumeric(size_t i) const {
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
  std::optional<Point> ReadEightFigures(size_t i) const {
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
  std::optional<Point> ReadSpacedNumbers(size_t i) const {
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
  std::optional<Point> ReadDayAndMonth(size_t i) const {
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

  std::optional<Point> ReadThreeNumbers(size_t i) const {
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
      point.problem = StrCat("'", t_.Source(i, i + 5), "' has no month ",
                             point.number, "; ",
                             month_first ? "months are written before days."
                                         : "days are written before months.");
    }
    return point;
  }

  // "1/012/2014".
  std::optional<Point> ReadWrongMonth(size_t i) const {
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

  std::string WrongYear(size_t begin, size_t end, int digits) const {
    return StrCat("'", t_.Source(begin, end), "' has a year of ", digits,
                  " figures; write four.");
  }

  // A number of three figures, or of five and more, where a year stands.
  bool IsWrongYear(size_t i) const {
    return Is(i, kNumber) && !t_[i].ordinal && !GoesOn(i + 1) &&
           (t_[i].digits == 3 || t_[i].digits > 4) && !IsPlainWord(i + 1);
  }

  // --- Days with the name of the month ---

  // "3", or the "3" of "3 and 4 May" and of "3-4 May".
  std::optional<Point> ReadDay(size_t i) const {
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

  void ReadYearOfDay(bool glued, Point& point) const {
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

  void RefuseWrongYear(Point& point) const {
    const size_t i = SkipComma(point.end);
    if (!IsWrongYear(i)) return;
    point.problem = WrongYear(begin_, i + 1, t_[i].digits);
    point.end = i + 1;
  }

  // "March 2018/19" is a month of which year?
  void RefusePair(Point& point) const {
    if (point.two_years) return;
    const size_t last = point.end - 1;
    if (const auto pair = ReadYearPair(last, false)) {
      if (!pair->short_second || t_[last].digits != 4) return;
      point.end = pair->end;
      point.problem = StrCat("'", t_.Source(begin_, pair->end),
                             "' leaves open which year is meant; write one.");
    }
  }

  // A day that takes its month from the next: only numbers and signs may stand
  // between them.
  std::optional<Point> ReadDayOfList(size_t i) const {
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
  bool IsListSign(size_t i) const {
    return Is(i, kAnd) || Is(i, kOr) || Is(i, kDash) || Is(i, kSlash) ||
           Is(i, kTo) || Is(i, kComma);
  }

  // A word that goes on the sentence, so that "5 may attend" is no date.
  bool IsPlainWord(size_t i) const {
    return (Is(i, kWord) || Is(i, kFunction) || Is(i, kMeeting)) &&
           t_[i].gap == Gap::kSpace;
  }
  bool IsVerb(size_t i) const {
    return t_[i].text == "may" || t_[i].text == "march";
  }

  // --- Months ---

  std::optional<Point> ReadMonth(size_t i) const {
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
  void ReadEndOfMonth(Point& point) const {
    size_t i = point.end;
    if (Is(i, kDash) && Glued(i) && Glued(i + 1)) ++i;
    const bool end =
        Is(i, kPart) && t_[i].value == static_cast<int>(Part::kEnd);
    const bool closed = ReadYear(i + 1).has_value() || i + 1 == t_.size();
    if (!end || !closed) return;
    point.part = Part::kEnd;
    point.last_part = Part::kEnd;
    point.end = i + 1;
  }

  // "October half term 2024": the days are in the school calendar.
  void ReadHalfTermOfMonth(Point& point) const {
    if (!Is(point.end, kHalfTerm) || IsNumber(point.end + 1, 1)) return;
    ++point.end;
    point.confidence = Confidence::kLow;
    point.note = std::string(kHalfTermNote);
  }

  // "December 31, 2019", "March 3rd", "March 24".
  void ReadNumberAfterMonth(size_t i, Point& point) const {
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

  // --- Seasons, terms and quarters ---

  std::optional<Point> ReadSeason(size_t i) const {
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
  void ReadHalfOfSeason(Point& point) const {
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
    SetHalfTerm(number <= 2 ? number + FirstHalfTerm(season) - 1 : number,
                point);
    if (point.number != season) {
      point.problem = StrCat("Half term ", number, " is not in '",
                             t_.Source(begin_, season_end), "'.");
    }
    if (!point.year.has_value()) ReadYearOfSeason(point);
  }

  // Half terms are counted through the academic year: 1 and 2 are in autumn, 3
  // and 4 in spring, 5 and 6 in summer.
  static int FirstHalfTerm(int season) {
    return season == static_cast<int>(Season::kSpring)   ? 3
           : season == static_cast<int>(Season::kSummer) ? 5
                                                         : 1;
  }

  static void SetHalfTerm(int number, Point& point) {
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

  // "Half term October 2024", "half-term in October".
  std::optional<Point> ReadMonthOfHalfTerm(size_t i) const {
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

  // "HT4 2014/15", "half term 3, 2025".
  std::optional<Point> ReadHalfTerm(size_t i) const {
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
  void RefuseRecess(Point& point) const {
    static constexpr std::string_view kWords[] = {
        "holiday", "holidays", "break", "recess", "vacation", "vacations"};
    size_t i = point.end;
    if (IsWord(i, "school") || IsWord(i, "bank")) ++i;
    if (std::none_of(std::begin(kWords), std::end(kWords),
                     [&](std::string_view word) { return IsWord(i, word); })) {
      return;
    }
    point.problem = StrCat("'", t_.Source(begin_, i + 1),
                           "' needs a calendar; write a day.");
    point.end = i + 1;
  }

  void ReadYearOfSeason(Point& point) const {
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
  void TakePair(Point& point) const {
    const auto pair = ReadYearPair(point.end - 1, false);
    if (!pair.has_value() || !IsOneOf(*pair, point)) return;
    point.two_years = true;
    point.end = pair->end;
  }
  // Whether the two years have one such season or term.
  bool IsOneOf(const YearPair& pair, const Point& point) const {
    if (pair.second != pair.first + 1) return false;
    const MonthRange winter = conventions_.winter;
    return point.grain == Grain::kTerm ||
           (point.number == static_cast<int>(Season::kWinter) &&
            winter.last < winter.first);
  }

  // "Q3 2024/25", "Quarter 1 of 2022/23", "third quarter 2018", "2024/25 Q3".
  std::optional<Point> ReadQuarter(size_t i) const {
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
  std::optional<Point> ReadQuarterBeforeYear(size_t i) const {
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

  static void SetQuarter(int number, Point& point) {
    point.number = number;
    const bool half = point.grain == Grain::kHalfYear;
    if (number < 1 || number > (half ? 2 : 4)) {
      point.problem =
          StrCat("There is no ", half ? "half " : "quarter ", number, ".");
    }
  }

  // "Q2 (Jul-Sep)" tells the same twice; and "Q2 (Apr-Jun) 2024" of which year
  // the quarter is.
  void ReadMonthsOfQuarter(Point& point) const {
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
      point.problem = StrCat("'", t_.Source(begin_, point.end), "' and '",
                             t_.Source(i, i + 3),
                             "' are different months; which is meant?");
    }
    point.year_is_told = true;
    point.of_calendar_year = calendar;
    point.end = i + 3;
    ReadYearOfMonths(t_[i + 2].value, point);
  }

  // The "2025" of "Q4 2024/25 (Jan-Mar 2025)".
  void ReadYearOfMonths(int last_month, Point& point) const {
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

  bool ReadQuarterMark(size_t i, Point& point) const {
    point.end = i + 2;
    const bool half = IsWord(i, "h") && Glued(i + 1);
    const bool mark =
        (Is(i, kQuarter) && Glued(i + 1)) || IsUnit(i, Unit::kQuarter);
    if (half && (t_[i + 1].text == "1" || t_[i + 1].text == "2")) {
      point.grain = Grain::kHalfYear;
      SetQuarter(t_[i + 1].value, point);
    } else if (mark && (IsNumber(i + 1, 1) ||
                        (Is(i + 1, kCount) && !t_[i + 1].ordinal))) {
      SetQuarter(t_[i + 1].value, point);
    } else if ((Is(i, kCount) || IsNumber(i, 1)) && t_[i].ordinal &&
               IsUnit(i + 1, Unit::kQuarter)) {
      SetQuarter(t_[i].value, point);
    } else if ((IsLast(i) || IsWord(i, "final")) &&
               IsUnit(i + 1, Unit::kQuarter)) {
      SetQuarter(4, point);
    } else {
      return false;
    }
    return true;
  }

  void ReadYearOfQuarter(Point& point) const {
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

  // "Q2 Cabinet 2024", "May Council 2025".
  bool ReadYearAfterMeeting(size_t i, Point& point) const {
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

  // "M6 2024/25", "period 6 of 2024/25": months of the financial year.
  std::optional<Point> ReadMonthOfYear(size_t i) const {
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
  std::optional<Point> ReadHalfOf(size_t i) const {
    const bool nth = (Is(i, kCount) || IsNumber(i, 1)) && t_[i].ordinal;
    const int half = IsLast(i) || IsWord(i, "latter") ? 2
                     : nth                            ? t_[i].value
                                                      : 0;
    if ((half != 1 && half != 2) || t_[i + 1].text != "half" ||
        !Joined(i + 1)) {
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

  bool IsLast(size_t i) const {
    return Is(i, kRelation) && t_[i].text == "last";
  }

  // --- Cores and what may stand before them ---

  std::optional<Point> ReadCore(size_t i) const {
    if (Is(i, kWeekday)) return ReadWeekday(i);
    if (auto point = ReadNumeric(i)) return point;
    if (auto point = ReadDay(i)) return point;
    if (auto point = ReadMonth(i)) return point;
    if (auto point = ReadSeason(i)) return point;
    if (auto point = ReadHalfTerm(i)) return point;
    if (auto point = ReadQuarter(i)) return point;
    if (auto point = ReadMonthOfYear(i)) return point;
    if (auto point = ReadHalfOf(i)) return point;
    if (auto point = ReadFeast(i)) return point;
    if (auto point = ReadNewYear(i)) return point;
    if (auto point = ReadYearFirst(i)) return point;
    return ReadYears(i);
  }

  // "Easter 2018", "Easter (2018)", "Good Friday".
  std::optional<Point> ReadFeast(size_t i) const {
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
  void ReadTermOfFeast(Point& point) const {
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
  std::optional<Point> ReadNewYear(size_t i) const {
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

  // --- Units of now ---

  // "Month", "financial year", without a number or a year of its own.
  std::optional<Point> ReadUnitOfNow(size_t i, Relation relation) const {
    Point point;
    point.counted = Counted::kUnit;
    point.relation = relation;
    const bool kind = Is(i, kYearKind) && IsUnit(i + 1, Unit::kYear);
    if (kind) {
      point.year_kind = static_cast<YearKind>(t_[i].value);
      ++i;
    }
    if (!Is(i, kUnit)) return std::nullopt;
    point.unit = static_cast<Unit>(t_[i].value);
    point.end = i + 1;
    const bool counts = point.unit != Unit::kDay && point.unit != Unit::kOther;
    const Token& next = t_[i + 1];
    // "Year 1", "term 2", "week commencing"; "month of June".
    const bool numbered =
        Joined(i + 1) && (next.kind == kNumber || next.kind == kCount ||
                          next.text == "commencing");
    if (!counts || numbered) return std::nullopt;
    point.any_year = point.unit == Unit::kYear && !kind;
    point.grain = GrainOfUnit(point);
    return point;
  }

  static Grain GrainOfUnit(const Point& point) {
    switch (point.unit) {
      case Unit::kWeek:
        return Grain::kDay;
      case Unit::kQuarter:
        return Grain::kQuarter;
      case Unit::kTerm:
        return Grain::kTerm;
      case Unit::kYear:
        return point.any_year || point.year_kind == YearKind::kFinancial
                   ? Grain::kFinancialYear
               : point.year_kind == YearKind::kAcademic  ? Grain::kAcademicYear
               : point.year_kind == YearKind::kMunicipal ? Grain::kMunicipalYear
                                                         : Grain::kYear;
      default:
        return Grain::kMonth;
    }
  }

  // "Year end", "financial year-end", "month end June 2025".
  std::optional<Point> ReadUnitEnd(size_t i) const {
    const size_t unit = Is(i, kYearKind) ? i + 1 : i;
    if (!Is(unit, kUnit)) return std::nullopt;
    size_t end = unit + 1;
    if (Is(end, kDash)) ++end;
    if (!IsWord(end, "end")) return std::nullopt;
    std::optional<Point> point = ReadCore(SkipArticles(end + 1));
    const bool named =
        point.has_value() && point->grain != Grain::kDay && !point->has_part();
    if (named) {
      if (point->grain == Grain::kYear) {
        point->any_year = true;  // which year ends is settled later
      }
    } else {
      point = ReadUnitOfNow(i, Relation::kNone);
      if (!point.has_value() || point->unit == Unit::kWeek) return std::nullopt;
      point->end = end + 1;
    }
    point->part = Part::kEnd;
    point->last_part = Part::kEnd;
    return point;
  }

  // "2018 March 5" and "2018 March".
  std::optional<Point> ReadYearFirst(size_t i) const {
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

  std::optional<Point> ReadWeekday(size_t i) const {
    const size_t next = SkipArticles(SkipComma(i + 1));
    if (Is(next, kWeekday)) return std::nullopt;
    std::optional<Point> point = ReadCore(next);
    if (!point.has_value() || point->grain != Grain::kDay) return std::nullopt;
    point->weekday = t_[i].value;
    return point;
  }

  // "w/c 24 October 2022", "week ending 16 March 2018", "first week of May".
  std::optional<Point> ReadWithWeek(size_t i) const {
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
  bool IsWeekOf(size_t i) const {
    const Token& before = t_.Before(i);
    const bool counted = before.kind == kNumber || before.kind == kCount ||
                         before.text == "a" || before.text == "an";
    return t_[i].text != "weeks" && t_[i].text != "wks" && !counted &&
           IsWord(i + 1, "of");
  }

  // "First week of May", "week 3 of April", "last day of June", "first Monday
  // in May", "last working day of March".
  std::optional<Point> ReadWeekOfMonth(size_t i) const {
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
  std::optional<Point> ReadWholeAfter(size_t i, bool month_only) const {
    const size_t start = i;
    while (Is(i, kArticle) || Is(i, kWithin)) ++i;
    if (month_only && i == start) return std::nullopt;
    std::optional<Point> point = ReadCore(i);
    if (!point.has_value() || point->grain == Grain::kDay) return std::nullopt;
    if (month_only && point->grain != Grain::kMonth) return std::nullopt;
    return point;
  }

  std::optional<Point> ReadWeekNumber(size_t i) const {
    if (!Is(i + 2, kArticle) && !Is(i + 2, kWithin)) return std::nullopt;
    std::optional<Point> point = ReadWholeAfter(i + 2, true);
    if (!point.has_value()) return std::nullopt;
    point->week = t_[i + 1].value;
    point->confidence = Confidence::kLow;
    point->note = "The weeks of a month are counted from its first day.";
    return point;
  }

  // "next summer", "last January".
  std::optional<Point> ReadWithRelation(size_t i) const {
    if (!Is(i, kRelation)) return std::nullopt;
    // "The last quarter of 2024/25"; without a year it is the one before now.
    if (auto last = ReadQuarter(i); last.has_value() && last->year) return last;
    if (auto last = ReadHalfOf(i)) return last;
    const auto relation = static_cast<Relation>(t_[i].value);
    if (auto unit = ReadUnitOfNow(i + 1, relation)) return unit;
    std::optional<Point> point = ReadWithPart(i + 1);
    if (!point.has_value()) point = ReadCore(i + 1);
    if (!point.has_value() || point->year.has_value()) return std::nullopt;
    point->relation = relation;
    point->confidence = Confidence::kLow;
    return point;
  }

  // "mid-August", "the end of 2025", "mid to late March".
  std::optional<Point> ReadWithPart(size_t i) const {
    if (!Is(i, kPart)) return std::nullopt;
    const Part part = static_cast<Part>(t_[i].value);
    Part last_part = part;
    size_t next = i + 1;
    size_t second = next;
    while (IsListSign(second)) ++second;
    if (second > next && Is(second, kPart)) {
      last_part = static_cast<Part>(t_[second].value);
      next = second + 1;
    }
    if (Is(next, kDash)) ++next;
    // "Start: May 2018" and "to start in May 2018" name no part of May.
    const bool adverb = part != Part::kEnd && t_[i].text != "start" &&
                        t_[i].text != "beginning";
    if (t_[next].gap == Gap::kLight) return std::nullopt;
    while (Is(next, kArticle) || (adverb && Is(next, kWithin))) ++next;
    Relation relation = Relation::kNone;
    if (Is(next, kRelation)) {
      relation = static_cast<Relation>(t_[next].value);
      ++next;
    }
    std::optional<Point> point = ReadCore(next);
    const bool now = !point.has_value() &&
                     (part == Part::kEnd || relation != Relation::kNone);
    if (now) point = ReadUnitOfNow(next, relation);
    if (!point.has_value() || point->grain == Grain::kDay) return std::nullopt;
    if (now) {
      // Its relation is counted.
    } else if (relation != Relation::kNone && !point->year.has_value()) {
      point->relation = relation;
      point->confidence = Confidence::kLow;
    }
    point->part = part;
    point->last_part = last_part;
    point->TakeLikelyYear();
    return point;
  }

  const Tokens& t_;
  size_t begin_;
  const DueConventions& conventions_;
  bool after_joint_;
};

}  // namespace

void Point::TakeLikelyYear() {
  if (!likely_year.has_value()) return;
  year = likely_year;
  likely_year.reset();
  confidence = LessSure(confidence, Confidence::kMedium);
}

std::optional<Point> ReadPoint(const Tokens& tokens, size_t at,
                               const DueConventions& conventions,
                               bool after_joint) {
  return PointReader(tokens, at, conventions, after_joint).Read();
}

}  // namespace actionplan::internal
