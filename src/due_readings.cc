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
absl::StatusOr<Spans> SpansOf(const std::vector<Point>& points, int year,
                              const Usage& usage) {
  Spans spans;
  int right_year = year;
  for (size_t i = points.size(); i-- > 0;) {
    const Point& point = points[i];
    absl::StatusOr<Span> span =
        SpanOf(point, point.year.value_or(right_year), usage);
    if (!span.ok()) return span.status();
    int own_year = point.year.value_or(right_year);
    const bool later = !spans.empty() && span->first > spans.back().last;
    if (later && !point.year.has_value()) {
      --own_year;
      span = SpanOf(point, own_year, usage);
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
    whole.over = std::max(whole.over, span.over);
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
                               const YearRule& rule, const Usage& usage) {
  constexpr int kWindow = 8;
  std::optional<int> best;
  int best_distance = 0;
  absl::Status problem = InvalidArgument("No year fits this date.");
  const int centre = rule.anchor.year();
  for (int year = centre + kWindow; year >= centre - kWindow; --year) {
    const absl::StatusOr<Spans> spans = SpansOf(points, year, usage);
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

// --- Words with two meanings ---

struct Alternative {
  Doubt doubt = Doubt::kQuarters;
  std::string note;  // what the words are then
};

// The usage in which the doubtful words have their other meaning.
Usage Taken(Usage usage, Doubt doubt) {
  switch (doubt) {
    case Doubt::kQuarters:
      usage.quarters = Quarters::kCalendar;
      break;
    case Doubt::kFyOfOneYear:
      usage.fy_of_one_year = OneYear::kBegins;
      break;
    case Doubt::kTheYear:
      usage.the_year = TheYear::kCalendar;
      break;
    case Doubt::kWinter:
      usage.winter_of_one_year = OneYear::kEnds;
      break;
    case Doubt::kMidYear:
      usage.mid_year = {6, 7};
      break;
    case Doubt::kByMonth:
      usage.by_month = ByMonth::kStart;
      break;
    case Doubt::kEaster:
      usage.easter = EasterDay::kThursday;
      break;
    case Doubt::kChristmas:
      usage.christmas_is_eve = true;
      break;
    case Doubt::kHyphen:
      usage.hyphen_is_month = true;
      break;
    case Doubt::kNumberIsYear:
      usage.after_month = Usage::Number::kYear;
      break;
    case Doubt::kNumberIsDay:
      usage.after_month = Usage::Number::kDay;
      break;
    case Doubt::kHydref:
      usage.hydref_is_autumn = true;
      break;
    case Doubt::kNextWeekday:
      usage.next_is_after_next = true;
      break;
    case Doubt::kEasterTerm:
      usage.easter_term_is_summer = true;
      break;
    case Doubt::kSeason:
      usage.season_is_term = true;
      break;
    case Doubt::kCentury:
      usage.century_before = true;
      break;
  }
  return usage;
}

std::string YearPairText(int year) {
  return StrCat(year, "/",
                absl::StrCat(absl::Dec((year + 1) % 100, absl::kZeroPad2)));
}

class Resolver {
 public:
  Resolver(const Phrase& phrase, const Tokens& tokens,
           const DueOptions& options, const Usage& usage)
      : phrase_(phrase), t_(tokens), options_(options), usage_(usage) {
    points_ = phrase.points;
    reading_.confidence = phrase.confidence;
    reading_.notes = phrase.notes;
  }

  absl::StatusOr<Reading> Run() {
    absl::Status problem = FindProblem();
    if (problem.ok()) problem = FillMonths();
    if (problem.ok()) problem = CountPoints();
    if (problem.ok()) problem = SettlePoints();
    if (!problem.ok()) return problem;
    SettleQuarters();
    const absl::StatusOr<int> year = LastYear();
    if (!year.ok()) return year.status();
    const absl::StatusOr<Spans> spans = SpansOf(points_, *year, usage_);
    if (!spans.ok()) return spans.status();
    problem = CheckOrder(*spans);
    if (!problem.ok()) return problem;
    NoteQuarters();
    for (size_t i = 0; i < points_.size(); ++i) {
      JudgePoint(points_[i], (*spans)[i]);
      // "End of March / April": the end of which?
      const bool shared = i + 1 < points_.size() && !points_[i + 1].has_part();
      if (shared && points_[i].part == Part::kEnd) Lower(Confidence::kMedium);
    }
    JudgeJoints(*spans);
    const Span whole = WholeOf(*spans);
    if (IsBeyondCalendar(whole)) {
      return InvalidArgument("There is no such day: ", Quoted(),
                             " is at the end of the calendar.");
    }
    if (phrase_.offset != 0) {
      const absl::StatusOr<Span> counted = CountOffset(whole);
      if (!counted.ok()) return counted.status();
      ApplyBound(*counted);
      return reading_;
    }
    ApplyBound(whole);
    return reading_;
  }

  // "3 weeks after 1 May".
  absl::StatusOr<Span> CountOffset(const Span& day) {
    Point length;
    length.counted = Counted::kExactly;
    length.count = phrase_.offset;
    length.unit = phrase_.offset_unit;
    const absl::StatusOr<Point> point =
        CountFrom(length, day.last, options_.missing_year, usage_);
    if (!point.ok()) return point.status();
    Lower(Confidence::kMedium);
    Note(StrCat("It is counted from ", day.last.ToWords(), "."));
    absl::StatusOr<Span> span = SpanOf(*point, *point->year, usage_);
    if (span.ok() && phrase_.fills) {
      span->first = std::min(span->first, day.first);
      span->last = std::max(span->last, day.last);
    }
    return span;
  }

  // A range runs from the first day of its first to the last of its last:
  // "11 June to June 2024".
  Span WholeOf(const Spans& spans) const {
    const bool range =
        spans.size() == 2 && phrase_.joints.front() == Joint::kRange;
    if (!range) return EnvelopeOf(spans);
    return {spans[0].first, spans[1].last, spans[0].eve, spans[1].over};
  }

  // What else the words may mean, as far as Run() came.
  const std::vector<Alternative>& doubts() const { return doubts_; }

 private:
  void Lower(Confidence confidence) {
    reading_.confidence = LessSure(reading_.confidence, confidence);
  }
  void Note(std::string note) {
    std::vector<std::string>& notes = reading_.notes;
    if (std::find(notes.begin(), notes.end(), note) != notes.end()) return;
    notes.push_back(std::move(note));
  }
  // One change of the usage settles all points that are in the same doubt.
  void Doubtful(Doubt doubt, std::string note) {
    const bool known = std::any_of(
        doubts_.begin(), doubts_.end(),
        [&](const Alternative& other) { return other.doubt == doubt; });
    if (known) return;
    doubts_.push_back({doubt, std::move(note)});
  }

  std::string Quoted() const {
    return StrCat(
        "'", t_.Source(phrase_.points.front().begin, phrase_.points.back().end),
        "'");
  }

  // --- What is counted from the anchor ---

  absl::Status CountPoints() {
    for (Point& point : points_) {
      if (point.counted == Counted::kNo) continue;
      if (!options_.anchor.has_value()) {
        return InvalidArgument(Quoted(), " is counted; give an anchor day.");
      }
      const absl::StatusOr<Point> counted =
          CountFrom(point, *options_.anchor, options_.missing_year, usage_);
      if (!counted.ok()) return counted.status();
      JudgeCounted(point);
      point = *counted;
    }
    return absl::OkStatus();
  }

  void JudgeCounted(const Point& point) {
    if (point.any_year) Lower(Confidence::kLow);
    const bool term = point.unit == Unit::kTerm;
    const bool other_day =
        point.counted == Counted::kWeekday && point.relation == Relation::kNext;
    Lower(term || other_day ? Confidence::kLow : Confidence::kMedium);
    Note(StrCat("It is counted from the anchor, ", options_.anchor->ToWords(),
                "."));
    if (other_day) Doubtful(Doubt::kNextWeekday, "a week later");
    const bool parted = point.part != Part::kWhole && point.part != Part::kEnd;
    if (point.any_year && !parted) DoubtTheYear();
  }

  void DoubtTheYear() {
    if (IsSettled(options_.conventions, "the_year")) return;
    Lower(Confidence::kLow);
    Note("'The year' is read as the financial year.");
    Doubtful(Doubt::kTheYear, "the calendar year");
  }

  // --- What the conventions settle ---

  absl::Status SettlePoints() {
    for (Point& point : points_) {
      const absl::Status settled = SettleNumber(point);
      if (!settled.ok()) return settled;
      if (point.hyphen_month != 0) SettleHyphen(point);
      if (point.is_hydref) SettleHydref(point);
      if (point.is_easter_term) SettleEasterTerm(point);
      SettleCentury(point);
      if (point.grain == Grain::kFinancialYear) SettleOneYear(point);
      if (point.grain == Grain::kYear && point.any_year) SettleYearEnd(point);
      DoubtSpan(point);
    }
    return absl::OkStatus();
  }

  // "March 24": a year if that is near enough to the anchor to be planned for;
  // days are written before months.
  absl::Status SettleNumber(Point& point) {
    if (!point.likely_year.has_value()) return absl::OkStatus();
    const std::string_view month = MonthName(point.number);
    const std::string as_month = StrCat(month, " ", *point.likely_year);
    const std::string as_day = StrCat(point.day, " ", month);
    if (usage_.after_month == Usage::Number::kDay) {
      point.grain = Grain::kDay;
      point.likely_year.reset();
      return absl::OkStatus();
    }
    if (usage_.after_month == Usage::Number::kAsk) {
      if (!IsPlannedYear(*point.likely_year)) {
        Doubtful(Doubt::kNumberIsYear, as_month);
        Doubtful(Doubt::kNumberIsDay, as_day);
        return InvalidArgument("Is '", t_.Source(point.begin, point.end),
                               "' the day or the year? Write ", as_day,
                               " with its year, or ", as_month, ".");
      }
      Lower(Confidence::kLow);
      Note(StrCat("The number is read as the year; it may be the day, ", as_day,
                  "."));
      Doubtful(Doubt::kNumberIsDay, as_day);
    }
    point.TakeLikelyYear();
    return absl::OkStatus();
  }

  bool IsPlannedYear(int year) const {
    constexpr int kBefore = 2;
    constexpr int kAfter = 5;
    if (!options_.anchor.has_value()) return false;
    const int from_anchor = year - options_.anchor->year();
    return from_anchor >= -kBefore && from_anchor <= kAfter;
  }

  void SettleHyphen(Point& point) {
    const std::string month =
        StrCat(MonthName(point.hyphen_month), " ", *point.year);
    if (usage_.hyphen_is_month) {
      point.grain = Grain::kMonth;
      point.number = point.hyphen_month;
      point.two_years = false;
      return;
    }
    Lower(Confidence::kLow);
    Note(StrCat("It is read as the financial year ", YearPairText(*point.year),
                "; it may be ", month, "."));
    Doubtful(Doubt::kHyphen, month);
  }

  void SettleHydref(Point& point) {
    if (usage_.hydref_is_autumn) {
      point.grain = Grain::kSeason;
      point.number = static_cast<int>(Season::kAutumn);
      return;
    }
    Lower(Confidence::kLow);
    Note("Hydref is read as October; it may be autumn.");
    Doubtful(Doubt::kHydref, "autumn");
  }

  void SettleEasterTerm(Point& point) {
    if (usage_.easter_term_is_summer) {
      point.number = static_cast<int>(Season::kSummer);
      return;
    }
    Lower(Confidence::kLow);
    Note(
        "The Easter term is read as the spring term; it may be the summer "
        "term.");
    Doubtful(Doubt::kEasterTerm, "the summer term");
  }

  // "31.12.97": no plan is for a day that far ahead.
  void SettleCentury(Point& point) {
    constexpr int kFarAhead = 50;
    constexpr int kFarAheadWithoutAnchor = 2060;
    if (!point.year.has_value() || !HasShortYear(point)) return;
    const int far = options_.anchor.has_value()
                        ? options_.anchor->year() + kFarAhead
                        : kFarAheadWithoutAnchor;
    if (*point.year <= far) return;
    if (usage_.century_before) {
      *point.year -= 100;
      return;
    }
    if (IsSettled(options_.conventions, "two_figure_years_from")) return;
    Lower(Confidence::kLow);
    Note(StrCat("Two figures are read as a year from 2000 on; it may be ",
                *point.year - 100, "."));
    Doubtful(Doubt::kCentury, StrCat("in ", *point.year - 100));
  }

  // Whether its year is written with two figures.
  bool HasShortYear(const Point& point) const {
    if (point.counted != Counted::kNo) return false;
    for (size_t i = point.begin; i < point.end; ++i) {
      const bool year = t_[i].kind == TokenKind::kNumber && t_[i].digits >= 4;
      if (year) return false;
    }
    return true;
  }

  // "FY25" is the year that ends in 2025.
  void SettleOneYear(Point& point) {
    if (point.two_years || !point.year.has_value()) return;
    const int written = *point.year;
    const bool ends = usage_.fy_of_one_year == OneYear::kEnds;
    if (ends) point.year = written - 1;
    point.two_years = true;
    if (IsSettled(options_.conventions, "fy_of_one_year")) return;
    Lower(Confidence::kLow);
    Note(
        StrCat("A financial year with one number is read as the one that ends "
               "in it; it may also begin in ",
               written, "."));
    Doubtful(Doubt::kFyOfOneYear,
             StrCat("the financial year ", YearPairText(written)));
  }

  // "Year end 2025".
  void SettleYearEnd(Point& point) {
    if (usage_.the_year == TheYear::kFinancial) {
      point.grain = Grain::kFinancialYear;
      if (usage_.financial_year != 1) --*point.year;
      point.two_years = true;
    }
    DoubtTheYear();
  }

  void DoubtSpan(const Point& point) {
    const DueConventions& body = options_.conventions;
    if (point.grain == Grain::kSeason) DoubtSeason(point);
    const bool mid =
        point.grain == Grain::kYear &&
        (point.part == Part::kMid || point.last_part == Part::kMid);
    if (mid && !IsSettled(body, "mid_year")) {
      Doubtful(Doubt::kMidYear, "June and July");
    }
    if (point.grain != Grain::kFeast) return;
    const auto feast = static_cast<Feast>(point.number);
    if (feast == Feast::kEaster && !IsSettled(body, "easter")) {
      Doubtful(Doubt::kEaster, "before Good Friday");
    }
    if (feast == Feast::kChristmas) {
      Doubtful(Doubt::kChristmas, "before Christmas Day");
    }
  }

  // In a plan about schools the season may be the term. There is none in
  // winter.
  void DoubtSeason(const Point& point) {
    static constexpr std::string_view kNames[] = {"spring", "summer", "autumn"};
    if (point.number == static_cast<int>(Season::kWinter)) {
      return DoubtWinter(point);
    }
    const std::string_view name = kNames[point.number];
    if (IsSettled(options_.conventions, name)) return;
    Doubtful(Doubt::kSeason, StrCat("the ", name, " term"));
  }

  void DoubtWinter(const Point& point) {
    const DueConventions& body = options_.conventions;
    const bool two_years = point.number == static_cast<int>(Season::kWinter) &&
                           body.winter.last < body.winter.first &&
                           !point.two_years;
    if (!two_years || IsSettled(body, "winter_of_one_year")) return;
    Lower(Confidence::kLow);
    if (!point.year.has_value()) return;
    Doubtful(Doubt::kWinter,
             StrCat("the end, in ", *point.year, ", of the winter before"));
  }

  // A quarter with one year is of the year that the body counts in. One
  // without a year is of that of its right neighbour.
  void SettleQuarters() {
    bool one_year = true;
    for (size_t i = points_.size(); i-- > 0;) {
      Point& point = points_[i];
      if (point.year.has_value()) one_year = !point.two_years;
      if (point.year_is_told) continue;
      point.of_calendar_year = IsPartOfSomeYear(point) && one_year &&
                               usage_.quarters == Quarters::kCalendar;
    }
  }

  static bool IsPartOfSomeYear(const Point& point) {
    return point.grain == Grain::kQuarter || point.grain == Grain::kHalfYear;
  }

  void NoteQuarters() {
    if (IsSettled(options_.conventions, "quarters")) return;
    for (const Point& point : points_) {
      if (!IsPartOfSomeYear(point) || point.two_years || point.year_is_told ||
          !point.year.has_value()) {
        continue;
      }
      const bool half = point.grain == Grain::kHalfYear;
      Lower(Confidence::kLow);
      Note(StrCat(half ? "H" : "Q", point.number, " ", *point.year,
                  " is read as a ", half ? "half" : "quarter",
                  " of the financial year ", YearPairText(*point.year),
                  "; it may be one of the calendar year."));
      Doubtful(Doubt::kQuarters, "of the calendar year");
      return;
    }
  }

  absl::Status FindProblem() const {
    if (!phrase_.problem.empty()) return InvalidArgument(phrase_.problem);
    for (const Point& point : points_) {
      if (!point.problem.empty()) return InvalidArgument(point.problem);
    }
    return absl::OkStatus();
  }

  // Gives the numbers of a list their month or unit: "3 and 4 May".
  absl::Status FillMonths() {
    for (size_t i = points_.size(); i-- > 0;) {
      Point& point = points_[i];
      if (point.unit_of_next && i + 1 < points_.size()) {
        point.unit = points_[i + 1].unit;
      }
      if (!point.month_of_next) continue;
      const bool has_next =
          i + 1 < points_.size() && points_[i + 1].grain == Grain::kDay;
      if (!has_next) {
        return InvalidArgument(Quoted(), " has a day without a month.");
      }
      point.number = points_[i + 1].number;
      point.year = points_[i + 1].year;
    }
    ShareWeeks();
    return absl::OkStatus();
  }

  // "W/c 3 and 10 March" are two weeks.
  void ShareWeeks() {
    for (size_t i = 0; i + 1 < points_.size(); ++i) {
      const bool list = points_[i].week_commencing &&
                        points_[i].month_of_next &&
                        phrase_.joints[i] != Joint::kRange;
      if (list) points_[i + 1].week_commencing = true;
    }
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
    const absl::StatusOr<Span> before = SpanOf(*left, year, usage_);
    if (!before.ok()) return before.status();
    const absl::StatusOr<Span> last = SpanOf(points_.back(), year, usage_);
    const bool wraps = last.ok() && last->last < before->first;
    Lower(Confidence::kMedium);
    const int chosen = wraps ? year + 1 : year;
    Note(StrCat("No year is given at the end; ", chosen,
                " follows from what is before it."));
    return chosen;
  }

  absl::StatusOr<int> YearFromTheAnchor() {
    YearRule rule{*options_.anchor, WhichYear(), points_.front().relation};
    const absl::StatusOr<int> year = ChooseYear(points_, rule, usage_);
    if (!year.ok()) return year.status();
    const bool plain =
        std::all_of(points_.begin(), points_.end(), [](const Point& point) {
          return point.grain == Grain::kDay || point.grain == Grain::kMonth ||
                 point.grain == Grain::kFeast;
        });
    Lower(plain ? Confidence::kMedium : Confidence::kLow);
    Note(StrCat("No year is given; ", *year, " is read from the anchor, ",
                options_.anchor->ToWords(), "."));
    return *year;
  }

  // What is to be done by a day is still to come.
  MissingYear WhichYear() const {
    const bool promised = phrase_.bound == Bound::kBy ||
                          phrase_.bound == Bound::kUntil ||
                          phrase_.bound == Bound::kBefore;
    const bool open = options_.missing_year == MissingYear::kNearest;
    return promised && open ? MissingYear::kNext : options_.missing_year;
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

  void JudgePoint(const Point& point, const Span& span) {
    Lower(LessSure(ConfidenceOf(point), point.confidence));
    if (!point.note.empty()) Note(point.note);
    if (!IsUsualYear(span.last.year())) {
      Lower(Confidence::kLow);
      Note(StrCat("The year ", span.last.year(), " is unusual."));
    }
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
            whole.over.Plus(Days(1)) == whole.over) ||
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
        ApplyBy(whole);
        break;
      case Bound::kUntil:
        reading_.first.reset();
        if (points_.back().grain == Grain::kSeason) {
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
        reading_.first = whole.over.Plus(Days(1));
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

  void ApplyBy(const Span& whole) {
    const Point& point = points_.back();
    const bool month = point.grain == Grain::kMonth && !point.has_part();
    if (month && usage_.by_month == ByMonth::kStart) reading_.last = whole.eve;
    const bool day = point.grain == Grain::kDay ||
                     point.grain == Grain::kFeast || point.part == Part::kEnd ||
                     point.weekday != 0;
    if (day || (month && IsSettled(options_.conventions, "by_month"))) return;
    Lower(point.grain == Grain::kSeason ? Confidence::kLow
                                        : Confidence::kMedium);
    if (month) DoubtByMonth(whole.last);
  }

  // "By April" is before the new financial year to some and within April to
  // others.
  void DoubtByMonth(Date last) {
    if (last.month() != usage_.financial_year) return;
    const std::string_view month = MonthName(last.month());
    Lower(Confidence::kLow);
    Note(StrCat("'By ", month, "' may mean before 1 ", month, "."));
    Doubtful(Doubt::kByMonth, StrCat("before 1 ", month));
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
  const Usage& usage_;
  std::vector<Point> points_;
  Reading reading_;
  std::vector<Alternative> doubts_;
};

}  // namespace

absl::StatusOr<Reading> Resolve(const Phrase& phrase, const Tokens& tokens,
                                const DueOptions& options,
                                std::vector<DueReading>& others) {
  const Usage usual{options.conventions};
  Resolver resolver(phrase, tokens, options, usual);
  absl::StatusOr<Reading> reading = resolver.Run();
  for (const Alternative& alternative : resolver.doubts()) {
    const Usage usage = Taken(usual, alternative.doubt);
    const absl::StatusOr<Reading> other =
        Resolver(phrase, tokens, options, usage).Run();
    if (!other.ok()) {
      // "March 24" is also a day, if of a year that isn't known.
      if (!reading.ok()) others.push_back({{}, {}, alternative.note});
      continue;
    }
    const auto is_same = [&](const auto& known) {
      return known.first == other->first && known.last == other->last;
    };
    if ((reading.ok() && is_same(*reading)) ||
        std::any_of(others.begin(), others.end(), is_same)) {
      continue;
    }
    others.push_back({other->first, other->last, alternative.note});
  }
  return reading;
}

}  // namespace actionplan::internal
