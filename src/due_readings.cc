// What a phrase means: the years that it leaves out, the end that counts and
// how sure that is.

#include <algorithm>
#include <utility>

#include "actionplan/period.h"
#include "internal/due_phrases.h"
#include "internal/strings.h"
#include "internal/usual_years.h"

namespace actionplan::internal {
namespace {

// --- Years that are not written ---

using Spans = std::vector<Span>;

// The days of each point when the year of the last is `year`. A point without
// a year is of that of its right neighbour, or of the year before if it would
// come after it.
absl::StatusOr<Spans> SpansOf(const std::vector<Point>& points, int year) {
  Spans spans;
  int right_year = year;
  for (size_t i = points.size(); i-- > 0;) {
    const Point& point = points[i];
    absl::StatusOr<Span> span = SpanOf(point, point.year.value_or(right_year));
    if (!span.ok()) return span.status();
    int own_year = point.year.value_or(right_year);
    const bool later = !spans.empty() && span->first > spans.back().first;
    if (later && !point.year.has_value()) {
      --own_year;
      span = SpanOf(point, own_year);
      if (!span.ok()) return span.status();
    }
    right_year = own_year;
    spans.push_back(*span);
  }
  std::reverse(spans.begin(), spans.end());
  return spans;
}

Span EnvelopeOf(const Spans& spans) {
  Span whole = spans.front();
  for (const Span& span : spans) {
    whole.first = std::min(whole.first, span.first);
    whole.last = std::max(whole.last, span.last);
    whole.eve = std::min(whole.eve, span.eve);
  }
  return whole;
}

// Days between `day` and the span; 0 inside it.
int Distance(const Span& span, Date day) {
  if (day < span.first) return (span.first - day).count();
  if (day > span.last) return (day - span.last).count();
  return 0;
}

struct YearRule {
  Date anchor;
  MissingYear which = MissingYear::kNearest;
  Relation relation = Relation::kNone;
};

bool IsCandidate(const Span& span, const YearRule& rule) {
  switch (rule.relation) {
    case Relation::kNext:
      return span.first > rule.anchor;
    case Relation::kLast:
      return span.last < rule.anchor;
    case Relation::kThis:
      return span.last.year() == rule.anchor.year();
    case Relation::kNone:
      break;
  }
  switch (rule.which) {
    case MissingYear::kNext:
      return span.last >= rule.anchor;
    case MissingYear::kLast:
      return span.first <= rule.anchor;
    case MissingYear::kNearest:
      return true;
  }
  return true;
}

// The year of the last point. A window of eight years on either side holds a
// 29 February even around 1900.
absl::StatusOr<int> ChooseYear(const std::vector<Point>& points,
                               const YearRule& rule) {
  constexpr int kWindow = 8;
  std::optional<int> best;
  int best_distance = 0;
  absl::Status problem = InvalidArgument("No year fits this date.");
  const int centre = rule.anchor.year();
  for (int year = centre + kWindow; year >= centre - kWindow; --year) {
    const absl::StatusOr<Spans> spans = SpansOf(points, year);
    if (!spans.ok()) {
      if (year == centre) problem = spans.status();
      continue;
    }
    const Span whole = EnvelopeOf(*spans);
    if (!IsCandidate(whole, rule)) continue;
    const int distance = Distance(whole, rule.anchor);
    // Of two that are equally near the later: years run backwards here.
    if (best.has_value() && distance >= best_distance) continue;
    best = year;
    best_distance = distance;
  }
  if (!best.has_value()) return problem;
  return *best;
}

class Resolver {
 public:
  Resolver(const Phrase& phrase, const Tokens& tokens,
           const DueOptions& options)
      : phrase_(phrase), t_(tokens), options_(options) {
    points_ = phrase.points;
    SettleQuarters();
    reading_.confidence = phrase.confidence;
    reading_.notes = phrase.notes;
  }

  absl::StatusOr<Reading> Run() {
    absl::Status problem = FindProblem();
    if (problem.ok()) problem = FillMonths();
    if (!problem.ok()) return problem;
    const absl::StatusOr<int> year = LastYear();
    if (!year.ok()) return year.status();
    const absl::StatusOr<Spans> spans = SpansOf(points_, *year);
    if (!spans.ok()) return spans.status();
    problem = CheckOrder(*spans);
    if (!problem.ok()) return problem;
    NoteQuarters();
    for (size_t i = 0; i < points_.size(); ++i) {
      JudgePoint(points_[i], (*spans)[i], i + 1 == points_.size());
    }
    JudgeJoints(*spans);
    const Span whole = EnvelopeOf(*spans);
    if (IsBeyondCalendar(whole)) {
      return InvalidArgument("There is no such day: ", Quoted(),
                             " is at the end of the calendar.");
    }
    ApplyBound(whole);
    return reading_;
  }

 private:
  void Lower(Confidence confidence) {
    reading_.confidence = LessSure(reading_.confidence, confidence);
  }
  void Note(std::string note) { reading_.notes.push_back(std::move(note)); }

  std::string Quoted() const {
    return StrCat(
        "'", t_.Source(phrase_.points.front().begin, phrase_.points.back().end),
        "'");
  }

  // A quarter with one year is of the year that the body counts in. One
  // without a year is of that of its right neighbour.
  void SettleQuarters() {
    bool one_year = true;
    for (size_t i = points_.size(); i-- > 0;) {
      Point& point = points_[i];
      if (point.year.has_value()) one_year = !point.two_years;
      point.of_calendar_year = point.grain == Grain::kQuarter && one_year &&
                               options_.quarters == Quarters::kCalendar;
    }
  }

  void NoteQuarters() {
    for (const Point& point : points_) {
      if (point.grain != Grain::kQuarter || point.two_years ||
          point.of_calendar_year || !point.year.has_value()) {
        continue;
      }
      Lower(Confidence::kLow);
      const int next = (*point.year + 1) % 100;
      Note(StrCat("Q", point.number, " ", *point.year,
                  " is read as a quarter of the financial year ", *point.year,
                  next < 10 ? "/0" : "/", next,
                  "; it may be one of the calendar year."));
    }
  }

  absl::Status FindProblem() const {
    if (!phrase_.problem.empty()) return InvalidArgument(phrase_.problem);
    for (const Point& point : points_) {
      if (!point.problem.empty()) return InvalidArgument(point.problem);
    }
    return absl::OkStatus();
  }

  // Gives the days of a list their month: "3 and 4 May".
  absl::Status FillMonths() {
    for (size_t i = points_.size(); i-- > 0;) {
      Point& point = points_[i];
      if (!point.month_of_next) continue;
      const bool has_next =
          i + 1 < points_.size() && points_[i + 1].grain == Grain::kDay;
      if (!has_next) {
        return InvalidArgument(Quoted(), " has a day without a month.");
      }
      point.number = points_[i + 1].number;
      point.year = points_[i + 1].year;
    }
    return absl::OkStatus();
  }

  absl::StatusOr<int> LastYear() {
    for (const Point& point : points_) {
      if (!IsPossible(point)) return Impossible(point);
    }
    if (points_.back().year.has_value()) return *points_.back().year;
    if (phrase_.has_year()) return YearFromTheLeft();
    if (!options_.anchor.has_value()) {
      return InvalidArgument("In ", Quoted(),
                             " no year is given; give an anchor day.");
    }
    return YearFromTheAnchor();
  }

  absl::Status Impossible(const Point& point) const {
    const absl::StatusOr<Date> day =
        Date::Create(point.year.value_or(2000), point.number, point.day);
    if (point.year.has_value() || point.number < 1 || point.number > 12) {
      return day.status();
    }
    return InvalidArgument("There is no ", point.day, " ",
                           MonthName(point.number), ".");
  }

  // "31 March 2018 and 30 April": of the year on its left, or the next.
  absl::StatusOr<int> YearFromTheLeft() {
    const auto left =
        std::find_if(points_.rbegin(), points_.rend(),
                     [](const Point& point) { return point.year.has_value(); });
    const int year = *left->year;
    const absl::StatusOr<Span> before = SpanOf(*left, year);
    if (!before.ok()) return before.status();
    const absl::StatusOr<Span> last = SpanOf(points_.back(), year);
    const bool wraps = last.ok() && last->last < before->first;
    Lower(Confidence::kMedium);
    const int chosen = wraps ? year + 1 : year;
    Note(StrCat("No year is given at the end; ", chosen,
                " follows from what is before it."));
    return chosen;
  }

  absl::StatusOr<int> YearFromTheAnchor() {
    YearRule rule{*options_.anchor, options_.missing_year,
                  points_.front().relation};
    const absl::StatusOr<int> year = ChooseYear(points_, rule);
    if (!year.ok()) return year.status();
    const bool plain =
        std::all_of(points_.begin(), points_.end(), [](const Point& point) {
          return point.grain == Grain::kDay || point.grain == Grain::kMonth;
        });
    Lower(plain ? Confidence::kMedium : Confidence::kLow);
    Note(StrCat("No year is given; ", *year, " is read from the anchor, ",
                options_.anchor->ToWords(), "."));
    return *year;
  }

  absl::Status CheckOrder(const Spans& spans) const {
    for (size_t i = 0; i + 1 < spans.size(); ++i) {
      const bool between = phrase_.bound == Bound::kBetween ||
                           phrase_.joints[i] == Joint::kRange;
      if (between && spans[i + 1].last < spans[i].first) {
        return InvalidArgument(Quoted(), " ends before it begins.");
      }
    }
    return absl::OkStatus();
  }

  void JudgePoint(const Point& point, const Span& span, bool is_last) {
    Lower(LessSure(ConfidenceOf(point), point.confidence));
    if (!point.note.empty()) Note(point.note);
    if (!IsUsualYear(span.last.year())) {
      Lower(Confidence::kLow);
      Note(StrCat("The year ", span.last.year(), " is unusual."));
    }
    // "End of March / April": the end of which?
    if (!is_last && point.part == Part::kEnd) Lower(Confidence::kMedium);
    JudgeWeekday(point, span);
  }

  void JudgeWeekday(const Point& point, const Span& span) {
    static constexpr std::string_view kNames[] = {
        "Monday", "Tuesday",  "Wednesday", "Thursday",
        "Friday", "Saturday", "Sunday"};
    if (point.grain != Grain::kDay) return;
    const Date day = point.week_ending ? span.last : span.first;
    const int weekday = static_cast<int>(day.weekday());
    const bool clash = (point.weekday != 0 && point.weekday != weekday) ||
                       (point.week_commencing && weekday != 1);
    if (!clash) return;
    Lower(Confidence::kLow);
    Note(StrCat(day.ToWords(), " is a ",
                kNames[static_cast<size_t>(weekday - 1)], "."));
  }

  // A pair of neighbours is one stretch of time; occasions with gaps, or told
  // one by one, are not.
  void JudgeJoints(const Spans& spans) {
    bool separate = false;
    for (size_t i = 0; i + 1 < spans.size(); ++i) {
      const Joint joint = phrase_.joints[i];
      if (joint == Joint::kRange || phrase_.bound == Bound::kBetween) continue;
      const bool neighbours = spans[i].last.Plus(Days(1)) >= spans[i + 1].first;
      separate |= !neighbours || joint == Joint::kAndAgain ||
                  joint == Joint::kOr || spans.size() > 2;
      if (spans[i + 1].first < spans[i].first) separate = true;
    }
    JudgeYears();
    if (!separate) return;
    Lower(Confidence::kMedium);
    Note("These are several times; the last of them counts.");
  }

  // Plus() stops at the first and last day of the calendar.
  bool IsBeyondCalendar(const Span& whole) const {
    return (phrase_.bound == Bound::kAfter &&
            whole.last.Plus(Days(1)) == whole.last) ||
           (phrase_.bound == Bound::kBefore &&
            whole.first.Plus(Days(-1)) == whole.first);
  }

  // "2018 - 2020": of which sort?
  void JudgeYears() {
    if (points_.size() < 2 || points_.back().grain != Grain::kYear ||
        points_.back().has_part()) {
      return;
    }
    Lower(Confidence::kLow);
    Note("The years may be financial years.");
  }

  void ApplyBound(const Span& whole) {
    reading_.first = whole.first;
    reading_.last = whole.last;
    switch (phrase_.bound) {
      case Bound::kPlain:
      case Bound::kBetween:
        break;
      case Bound::kBy:
        reading_.first.reset();
        JudgeBy(whole.last);
        break;
      case Bound::kUntil:
        reading_.first.reset();
        if (phrase_.last_point().grain == Grain::kSeason) {
          Lower(Confidence::kLow);
        }
        break;
      case Bound::kBefore:
        reading_.first.reset();
        reading_.last = whole.eve;
        if (whole.eve != whole.last) Lower(Confidence::kMedium);
        break;
      case Bound::kFrom:
        ApplyFrom();
        break;
      case Bound::kAfter:
        reading_.first = whole.last.Plus(Days(1));
        reading_.last.reset();
        Lower(Confidence::kMedium);
        break;
    }
    NoteReading();
  }

  // "From January to March" has an end; "from June/July" has none.
  void ApplyFrom() {
    const bool range = std::find(phrase_.joints.begin(), phrase_.joints.end(),
                                 Joint::kRange) != phrase_.joints.end();
    if (!range) reading_.last.reset();
  }

  // "By April" is before the new financial year to some and within April to
  // others.
  void JudgeBy(Date last) {
    const Point& point = phrase_.last_point();
    if (point.grain == Grain::kDay || point.part == Part::kEnd) return;
    Lower(point.grain == Grain::kSeason ? Confidence::kLow
                                        : Confidence::kMedium);
    if (point.grain == Grain::kMonth && !point.has_part() &&
        last.month() == 4) {
      Lower(Confidence::kLow);
      Note("'By April' may mean before 1 April.");
    }
  }

  // What an officer would want to check is said.
  void NoteReading() {
    if (reading_.confidence == Confidence::kHigh) return;
    if (!reading_.last.has_value()) {
      Note(StrCat("Read as from ", reading_.first->ToWords(), "."));
    } else if (!reading_.first.has_value()) {
      Note(StrCat("Read as by ", reading_.last->ToWords(), "."));
    } else if (const auto period =
                   Period::Create(*reading_.first, *reading_.last);
               period.ok()) {
      Note(StrCat("Read as ", period->ToWords(), "."));
    }
  }

  const Phrase& phrase_;
  const Tokens& t_;
  const DueOptions& options_;
  std::vector<Point> points_;
  Reading reading_;
};

}  // namespace

absl::StatusOr<Reading> Resolve(const Phrase& phrase, const Tokens& tokens,
                                const DueOptions& options) {
  return Resolver(phrase, tokens, options).Run();
}

}  // namespace actionplan::internal
