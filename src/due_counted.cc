// Points that are counted from the anchor: lengths of time, weekdays, and the
// units of now.

#include <algorithm>
#include <array>

#include "internal/due_points.h"
#include "internal/strings.h"

namespace actionplan::internal {
namespace {

using enum TokenKind;

// --- Reading ---

class CountedReader {
 public:
  CountedReader(const Tokens& tokens, size_t at, bool after_joint)
      : t_(tokens), begin_(at), after_joint_(after_joint) {}

  std::optional<Point> Read() const {
    if (t_[begin_].kind == kWeekday) return ReadWeekday(begin_);
    if (IsNext(begin_)) {
      if (Is(begin_ + 1, kWeekday)) return ReadWeekday(begin_ + 1);
      return ReadLength(begin_ + 1, Counted::kWithin, true);
    }
    if (t_[begin_].kind == kWithin) return ReadWithin();
    if (t_[begin_].kind == kAfter) {
      return ReadLength(begin_ + 1, Counted::kExactly, false);
    }
    return ReadLength(begin_, Counted::kExactly, false);
  }

 private:
  bool Is(size_t i, TokenKind kind) const {
    return t_[i].kind == kind && (i == begin_ || t_[i].gap != Gap::kStop);
  }
  bool IsNext(size_t i) const {
    return Is(i, kRelation) && t_[i].value == static_cast<int>(Relation::kNext);
  }
  size_t SkipArticles(size_t i) const {
    while (Is(i, kArticle)) ++i;
    return i;
  }

  // "Friday", "next Friday"; not "Friday 5 May" and not "Monday to Friday".
  std::optional<Point> ReadWeekday(size_t i) const {
    const Token& next = t_[i + 1];
    const bool joined = next.gap != Gap::kStop && next.kind != kEnd;
    if (after_joint_ || (joined && next.kind != kComma)) return std::nullopt;
    Point point;
    point.grain = Grain::kDay;
    point.counted = Counted::kWeekday;
    point.weekday = t_[i].value;
    if (i > begin_) point.relation = Relation::kNext;
    point.end = i + 1;
    return point;
  }

  std::optional<Point> ReadWithin() const {
    size_t i = SkipArticles(begin_ + 1);
    const bool next = IsNext(i);
    if (next) ++i;
    // "Over 18 years" is an age.
    const std::string& word = t_[begin_].text;
    if (!next && word != "in" && word != "within") return std::nullopt;
    return ReadLength(i, Counted::kWithin, next);
  }

  // Moves `i` beyond the count; "a" is one.
  std::optional<int> ReadCount(size_t& i) const {
    const bool number = (Is(i, kNumber) || Is(i, kCount)) && !t_[i].ordinal;
    const bool one = t_[i].text == "a" || t_[i].text == "an";
    if (!number && !one) return std::nullopt;
    const int count = one ? 1 : t_[i].value;
    ++i;
    return count;
  }

  // "6 months", "3 to 6 months", "3, 6 and 12 months"; of a list only the
  // first, of a range the second.
  std::optional<Point> ReadLength(size_t i, Counted counted, bool next) const {
    const size_t from = i;
    const bool negative = Is(i, kDash);
    if (negative) ++i;
    std::optional<int> count = ReadCount(i);
    if (!count.has_value()) return std::nullopt;
    Point point;
    point.grain = Grain::kDay;
    point.counted = counted;
    point.count = *count;
    point.relation = next ? Relation::kNext : Relation::kNone;
    if (const size_t list = EndOfList(i); list != 0) {
      point.unit_of_next = true;
      point.end = list;
      return counted == Counted::kExactly ? std::optional(point) : std::nullopt;
    }
    if (Is(i, kTo) || Is(i, kDash) || Is(i, kOr)) {
      count = ReadCount(++i);
      if (!count.has_value()) return std::nullopt;
      point.count = *count;
      point.note = "The later end is taken.";
    }
    return FinishLength(from, i, negative, point);
  }

  // Where "3" of "3, 6 and 12 months" ends; 0 if no other number and a unit
  // follow.
  size_t EndOfList(size_t i) const {
    size_t j = i;
    bool any = false;
    while (Is(j, kComma) || Is(j, kAnd)) {
      while (Is(j, kComma) || Is(j, kAnd)) ++j;
      if (!ReadCount(j).has_value()) return 0;
      any = true;
    }
    return any && UnitOf(j).has_value() ? i : 0;
  }

  std::optional<Unit> UnitOf(size_t i) const {
    if (!Is(i, kUnit)) return std::nullopt;
    const auto unit = static_cast<Unit>(t_[i].value);
    const bool counts = unit == Unit::kDay || unit == Unit::kWeek ||
                        unit == Unit::kMonth || unit == Unit::kQuarter ||
                        unit == Unit::kYear || t_[i].text == "fortnight" ||
                        t_[i].text == "fortnights";
    return counts ? std::optional(unit) : std::nullopt;
  }

  std::optional<Point> FinishLength(size_t from, size_t i, bool negative,
                                    Point point) const {
    if (Is(i, kYearKind)) ++i;  // "6 calendar months"
    const std::optional<Unit> unit = UnitOf(i);
    if (!unit.has_value()) return std::nullopt;
    point.unit = *unit;
    if (*unit == Unit::kOther) {
      point.unit = Unit::kWeek;
      point.count *= 2;
    }
    point.end = i + 1;
    if (!CountsFromNow(point)) return std::nullopt;
    if (negative || point.count <= 0) {
      point.problem = StrCat("'", t_.Source(from, i + 1),
                             "' is no length of time to wait; write the day.");
    }
    return point;
  }

  // What comes after the length may say from when it counts: only the anchor is
  // known. Without "in" or "after" only such words make a length a date.
  bool CountsFromNow(Point& point) const {
    size_t i = point.end;
    const bool bare = t_[begin_].kind != kWithin && t_[begin_].kind != kAfter &&
                      !IsNext(begin_) && !after_joint_;
    if (t_[i].text == "time" && t_[i].gap != Gap::kStop) {
      point.counted = Counted::kExactly;
      point.end = i + 1;
      return t_[begin_].kind == kWithin || IsNext(begin_);
    }
    if (Is(i, kFrom) &&
        (t_[i + 1].text == "now" || t_[i + 1].text == "today")) {
      if (bare) point.counted = Counted::kExactly;
      point.end = i + 2;
      return true;
    }
    const bool of_event = Is(i, kFrom) || Is(i, kAfter) || Is(i, kBefore) ||
                          Is(i, kArticle) || t_[i].text == "post" ||
                          t_[i].text == "prior";
    return !bare && !of_event;
  }

  const Tokens& t_;
  size_t begin_;
  bool after_joint_;
};

// --- Counting ---

absl::Status BeyondCalendar() {
  return InvalidArgument("That is beyond the end of the calendar.");
}

// Makes `point` the day `day`, or all days from `since` to it.
Point OnDay(Point point, Date day) {
  point.grain = Grain::kDay;
  point.year = day.year();
  point.number = day.month();
  point.day = day.day();
  point.weekday = 0;
  return point;
}

absl::StatusOr<Date> After(Date anchor, const Point& point) {
  constexpr int kMaxMonths = 12 * 8600;  // the length of the calendar
  const int64_t count = point.count;
  const int64_t per_day = point.unit == Unit::kDay    ? 1
                          : point.unit == Unit::kWeek ? 7
                                                      : 0;
  if (per_day > 0) {
    const int64_t day = anchor.epoch_days() + count * per_day;
    if (!Date::IsInRange(day)) return BeyondCalendar();
    return Date::FromEpochDays(static_cast<int32_t>(day));
  }
  const int64_t months = count * (point.unit == Unit::kMonth     ? 1
                                  : point.unit == Unit::kQuarter ? 3
                                                                 : 12);
  if (months > kMaxMonths || months < -kMaxMonths) return BeyondCalendar();
  const Date day = anchor.PlusMonths(static_cast<int>(months));
  const int64_t reached = MonthsBetween(anchor, day);
  if (reached + 1 < months || reached - 1 > months) return BeyondCalendar();
  return day;
}

absl::StatusOr<Point> CountLength(const Point& point, Date anchor) {
  const absl::StatusOr<Date> day = After(anchor, point);
  if (!day.ok()) return day.status();
  Point counted = OnDay(point, *day);
  if (point.counted == Counted::kWithin) counted.since = anchor;
  return counted;
}

Point CountWeekday(const Point& point, Date anchor, MissingYear missing_year,
                   const Usage& usage) {
  const int today = static_cast<int>(anchor.weekday());
  int ahead = (point.weekday - today + 7) % 7;
  if (point.relation == Relation::kNext) {
    if (ahead == 0) ahead = 7;
    if (usage.next_is_after_next) ahead += 7;
  } else if (missing_year == MissingYear::kLast && ahead > 0) {
    ahead -= 7;
  }
  return OnDay(point, anchor.Plus(Days(ahead)));
}

int StepOf(Relation relation) {
  return relation == Relation::kNext ? 1 : relation == Relation::kLast ? -1 : 0;
}

// The year that begins in `month` and in which the day falls.
int YearFrom(int month, Date day) {
  return day.month() >= month ? day.year() : day.year() - 1;
}

Point CountYear(Point point, Date anchor, int step, const Usage& usage) {
  YearKind kind = point.year_kind;
  const bool parted = point.part != Part::kWhole && point.part != Part::kEnd;
  if (point.any_year) {
    // Only of a calendar year is there an early, middle and late part.
    kind = !parted && usage.the_year == TheYear::kFinancial
               ? YearKind::kFinancial
               : YearKind::kCalendar;
  }
  int month = 1;
  point.any_year = false;
  point.grain = Grain::kYear;
  if (kind == YearKind::kFinancial) {
    month = usage.financial_year;
    point.grain = Grain::kFinancialYear;
  } else if (kind == YearKind::kAcademic) {
    month = usage.academic_year;
    point.grain = Grain::kAcademicYear;
  } else if (kind == YearKind::kMunicipal) {
    month = usage.municipal_year;
    point.grain = Grain::kMunicipalYear;
  }
  point.year = YearFrom(month, anchor) + step;
  point.two_years = month != 1;
  return point;
}

Point CountQuarter(Point point, Date anchor, int step, const Usage& usage) {
  const int year = YearFrom(usage.financial_year, anchor);
  const int months =
      12 * (anchor.year() - year) + anchor.month() - usage.financial_year;
  const int quarter = 4 * year + months / 3 + step;
  point.grain = Grain::kQuarter;
  point.year = quarter / 4;
  point.number = quarter % 4 + 1;
  point.two_years = true;
  return point;
}

// The term in which the anchor is, or in the holidays the one that comes.
absl::StatusOr<Point> CountTerm(Point point, Date anchor, int step,
                                const Usage& usage) {
  struct Term {
    Point point;
    Span span;
  };
  std::vector<Term> terms;
  for (int year = anchor.year() - 2; year <= anchor.year() + 2; ++year) {
    for (int number = 0; number < 3; ++number) {
      Point term = point;
      term.number = number;
      term.part = term.last_part = Part::kWhole;
      const absl::StatusOr<Span> span = SpanOf(term, year, usage);
      if (!span.ok()) return span.status();
      term.year = year;
      terms.push_back({term, *span});
    }
  }
  std::sort(terms.begin(), terms.end(), [](const Term& a, const Term& b) {
    return a.span.first < b.span.first;
  });
  size_t i = 0;
  while (i + 2 < terms.size() && terms[i].span.last < anchor) ++i;
  if (step > 0 && terms[i].span.first <= anchor) ++i;
  if (step < 0 && i > 0) --i;
  point.number = terms[i].point.number;
  point.year = terms[i].point.year;
  return point;
}

absl::StatusOr<Point> CountUnit(const Point& point, Date anchor,
                                const Usage& usage) {
  const int step = StepOf(point.relation);
  switch (point.unit) {
    case Unit::kMonth: {
      Point counted = OnDay(point, anchor.PlusMonths(step));
      counted.grain = Grain::kMonth;
      return counted;
    }
    case Unit::kWeek: {
      const int into = (static_cast<int>(anchor.weekday()) -
                        static_cast<int>(usage.week_begins) + 7) %
                       7;
      Point counted = OnDay(point, anchor.Plus(Days(7 * step - into)));
      counted.week_commencing = true;
      return counted;
    }
    case Unit::kQuarter:
      return CountQuarter(point, anchor, step, usage);
    case Unit::kTerm:
      return CountTerm(point, anchor, step, usage);
    default:
      return CountYear(point, anchor, step, usage);
  }
}

}  // namespace

std::optional<Point> ReadCounted(const Tokens& tokens, size_t at,
                                 bool after_joint) {
  return CountedReader(tokens, at, after_joint).Read();
}

absl::StatusOr<Point> CountFrom(const Point& point, Date anchor,
                                MissingYear missing_year, const Usage& usage) {
  switch (point.counted) {
    case Counted::kNo:
      return point;
    case Counted::kWithin:
    case Counted::kExactly:
      return CountLength(point, anchor);
    case Counted::kWeekday:
      return CountWeekday(point, anchor, missing_year, usage);
    case Counted::kUnit:
      return CountUnit(point, anchor, usage);
  }
  return point;
}

}  // namespace actionplan::internal
