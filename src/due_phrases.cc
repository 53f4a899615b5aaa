#include "internal/due_phrases.h"

#include <algorithm>
#include <utility>

#include "internal/due_without_date.h"
#include "internal/strings.h"

namespace actionplan::internal {
namespace {

using enum TokenKind;

void LowerTo(Confidence confidence, std::string note, Phrase& phrase) {
  phrase.confidence = LessSure(phrase.confidence, confidence);
  phrase.notes.push_back(std::move(note));
}

// --- Chains: points and the joints between them ---

class PhraseReader {
 public:
  PhraseReader(const Tokens& tokens, const DueOptions& options)
      : t_(tokens), options_(options) {}

  std::vector<Phrase> Run() {
    std::vector<Phrase> phrases;
    for (size_t at = 0; at < t_.size();) {
      std::optional<Phrase> phrase = ReadChain(at);
      if (!phrase.has_value()) {
        ++at;
        continue;
      }
      at = phrase->end;
      ReadBound(floor_, *phrase);
      ReadSuffix(*phrase);
      if (IsStray(*phrase)) continue;
      RefuseCounting(*phrase);
      LookAround(*phrase);
      at = std::max(at, phrase->end);
      floor_ = phrase->end;
      phrases.push_back(std::move(*phrase));
    }
    return phrases;
  }

 private:
  bool Joined(size_t i) const { return t_[i].gap != Gap::kStop; }
  bool Is(size_t i, TokenKind kind) const {
    return t_[i].kind == kind && Joined(i);
  }

  std::optional<Phrase> ReadChain(size_t at) const {
    std::optional<Point> point = ReadPoint(t_, at, options_.conventions);
    if (!point.has_value()) return std::nullopt;
    Phrase phrase;
    phrase.begin = at;
    while (point.has_value()) {
      phrase.end = point->end;
      phrase.points.push_back(std::move(*point));
      size_t next = phrase.end;
      const std::optional<Joint> joint = ReadJoint(next);
      if (!joint.has_value()) break;
      point = ReadPoint(t_, next, options_.conventions, true);
      if (!point.has_value() || !MayJoin(phrase, *joint, *point, next)) {
        break;
      }
      phrase.joints.push_back(IsInterval(phrase, next) ? Joint::kRange
                                                       : *joint);
    }
    SettleYears(phrase);
    return phrase;
  }

  // ISO 8601: "2018-02-01/2018-02-28".
  bool IsInterval(const Phrase& phrase, size_t next) const {
    const auto is_iso = [](const Token& token) {
      return token.kind == kNumber && token.digits == 4;
    };
    return is_iso(t_[phrase.points.back().begin]) && is_iso(t_[next]) &&
           t_[phrase.end].kind == kSlash && t_[next].gap == Gap::kGlued;
  }

  // In "January to March 24" the number can't be a day, and in "Dec 24/Jan 25"
  // it is one more where the year turns.
  static void SettleYears(Phrase& phrase) {
    const Point& first = phrase.points.front();
    if (first.grain != Grain::kMonth || !first.problem.empty()) return;
    if (first.likely_year.has_value() && !TurnsWithTheYear(phrase)) return;
    for (Point& point : phrase.points) point.TakeLikelyYear();
  }

  static bool TurnsWithTheYear(const Phrase& phrase) {
    for (size_t i = 0; i + 1 < phrase.points.size(); ++i) {
      const Point& a = phrase.points[i];
      const Point& b = phrase.points[i + 1];
      if (!a.likely_year.has_value() || !b.likely_year.has_value()) {
        return false;
      }
      const int years = *b.likely_year - *a.likely_year;
      if (years != (b.number < a.number ? 1 : 0)) return false;
    }
    return phrase.points.size() > 1 && phrase.points.front().likely_year !=
                                           phrase.points.back().likely_year;
  }

  // "31 March 2024, 30 June 2024" are two dates; in "March, April and May
  // 2024" the comma stands for an "and".
  bool MayJoin(const Phrase& phrase, Joint joint, const Point& point,
               size_t next) const {
    if (point.counted == Counted::kExactly && t_[next].kind != kAfter &&
        !phrase.points.back().unit_of_next) {
      return false;
    }
    const bool comma = joint == Joint::kAnd && t_.Before(next).kind == kComma;
    return !comma || !phrase.points.back().year.has_value() ||
           ListEndsInAnd(point.end);
  }

  // Whether after commas and dates an "and" follows: "January 2023, April 2023
  // and July 2023".
  bool ListEndsInAnd(size_t i) const {
    while (Is(i, kComma) && !Is(i + 1, kAnd)) {
      const auto point = ReadPoint(t_, i + 1, options_.conventions, true);
      if (!point.has_value()) return false;
      i = point->end;
    }
    if (Is(i, kComma)) ++i;
    return Is(i, kAnd) &&
           ReadPoint(t_, i + 1, options_.conventions, true).has_value();
  }

  // Moves `i` beyond the joint.
  std::optional<Joint> ReadJoint(size_t& i) const {
    std::optional<Joint> joint;
    const size_t begin = i;
    while (Joined(i)) {
      const std::optional<Joint> sign = JointOf(t_[i]);
      if (!sign.has_value()) break;
      if (!joint.has_value() || *joint == Joint::kAnd) joint = sign;
      ++i;
    }
    if (!joint.has_value() || i - begin > 3) return std::nullopt;
    while (Is(i, kWithin) || Is(i, kPreposition) || Is(i, kArticle)) {
      const bool again = !Is(i, kArticle) && joint == Joint::kAnd;
      if (again) joint = Joint::kAndAgain;
      ++i;
    }
    return joint;
  }

  std::optional<Joint> JointOf(const Token& token) const {
    switch (token.kind) {
      case kArrow:
        if (options_.conventions.arrow == Arrow::kSpan) return Joint::kRange;
        return std::nullopt;
      case kTo:
      case kDash:
      case kUntil:
        return Joint::kRange;
      case kWithin:
        // "March through June", "March through to June".
        if (token.text != "through" && token.text != "thru") {
          return std::nullopt;
        }
        return Joint::kRange;
      case kAnd:
      case kComma:
        return Joint::kAnd;
      case kSlash:
        return Joint::kSlash;
      case kOr:
        return Joint::kOr;
      default:
        return std::nullopt;
    }
  }

  // --- The words before a phrase ---

  static bool IsPrefix(const Token& token) {
    switch (token.kind) {
      case kBy:
      case kBefore:
      case kUntil:
      case kTo:
      case kFrom:
      case kAfter:
      case kBetween:
      case kWithin:
      case kPreposition:
      case kArticle:
      case kAbout:
      case kDayTime:
      case kLatest:
        return true;
      case kPart:
        return token.value == static_cast<int>(Part::kEnd) ||
               token.text == "beginning" || token.text == "beg" ||
               token.text == "start";
      default:
        return false;
    }
  }

  static Bound BoundOf(const Token& token) {
    switch (token.kind) {
      case kBy:
      case kLatest:
        return Bound::kBy;
      case kBefore:
        return Bound::kBefore;
      case kUntil:
      case kTo:
        return Bound::kUntil;
      case kFrom:
        return Bound::kFrom;
      case kAfter:
        return Bound::kAfter;
      case kBetween:
        return Bound::kBetween;
      case kPart:
        // "End 31 March 2018", "beginning 1 April 2018".
        return token.value == static_cast<int>(Part::kEnd) ? Bound::kUntil
                                                           : Bound::kFrom;
      default:
        return Bound::kPlain;
    }
  }

  // Walks back over the words that lead to the phrase, no further than `floor`.
  void ReadBound(size_t floor, Phrase& phrase) const {
    size_t i = phrase.begin;
    while (i > floor && Joined(i)) {
      // "By noon, 31 March".
      const bool comma = t_.Before(i).kind == kComma &&
                         t_.Before(i, 2).kind == kDayTime && i > floor + 1;
      if (comma) --i;
      if (!IsPrefix(t_.Before(i))) break;
      // "To start in May" says nothing that "in May" doesn't.
      if (t_.Before(i).kind == kPart && i != phrase.begin) break;
      --i;
      if (t_[i].kind == kAbout) {
        LowerTo(Confidence::kMedium, "It says about when.", phrase);
      }
      if (phrase.bound == Bound::kPlain) phrase.bound = BoundOf(t_[i]);
      if (phrase.bound != Bound::kPlain) break;
    }
    phrase.begin = i;
    ReadEventPrefix(floor, phrase);
    ReadComparison(floor, phrase);
    if (phrase.begin > floor && Joined(phrase.begin) &&
        t_.Before(phrase.begin).kind == kDoubt) {
      LowerTo(Confidence::kLow, "It is marked as not certain.", phrase);
      --phrase.begin;
    }
    phrase.every = Joined(phrase.begin) && phrase.begin > floor &&
                   t_.Before(phrase.begin).kind == kEvery;
    ReadDataDay(floor, phrase);
  }

  // "Pre-Christmas 2025", "post Easter"; "post-16 March" may be anything.
  void ReadEventPrefix(size_t floor, Phrase& phrase) const {
    size_t i = phrase.begin;
    if (phrase.bound != Bound::kPlain || i != phrase.points.front().begin ||
        phrase.points.front().grain == Grain::kDay) {
      return;
    }
    if (i > floor + 1 && t_.Before(i).kind == kDash) --i;
    if (i <= floor || !Joined(i)) return;
    const std::string& text = t_.Before(i).text;
    if (text != "pre" && text != "post") return;
    phrase.bound = text == "pre" ? Bound::kBefore : Bound::kAfter;
    phrase.begin = i - 1;
  }

  bool Precedes(size_t i, size_t floor, std::string_view word) const {
    return i > floor && Joined(i) && t_.Before(i).text == word;
  }

  // "no later than", "not before", "on or after", "prior to", "up to".
  void ReadComparison(size_t floor, Phrase& phrase) const {
    size_t i = phrase.begin;
    if (phrase.bound == Bound::kPlain && Precedes(i, floor, "than")) {
      --i;
      const bool later = Precedes(i, floor, "later");
      if (!later && !Precedes(i, floor, "earlier") &&
          !Precedes(i, floor, "sooner")) {
        return;
      }
      --i;
      const bool negated =
          Precedes(i, floor, "no") || Precedes(i, floor, "not");
      if (negated) --i;
      phrase.bound = later == negated ? Bound::kBy : Bound::kFrom;
      if (!negated) phrase.bound = later ? Bound::kAfter : Bound::kBefore;
    } else if (phrase.bound == Bound::kUntil && Precedes(i, floor, "prior")) {
      --i;
      phrase.bound = Bound::kBefore;
    } else if (Precedes(i, floor, "not") && (phrase.bound == Bound::kBefore ||
                                             phrase.bound == Bound::kUntil)) {
      --i;
      phrase.bound = Bound::kFrom;
    } else if (Precedes(i, floor, "or")) {
      ReadInclusive(floor, i, phrase);
    }
    phrase.begin = i;
  }

  // "on or before", "by or on": the day itself counts.
  void ReadInclusive(size_t floor, size_t& i, Phrase& phrase) const {
    if (i < floor + 2 || !IsPrefix(t_.Before(i, 2))) return;
    if (phrase.bound == Bound::kBefore) phrase.bound = Bound::kBy;
    if (phrase.bound == Bound::kAfter) phrase.bound = Bound::kFrom;
    i -= 2;
  }

  // "As of 23 February 2018" tells the day of the data.
  void ReadDataDay(size_t floor, Phrase& phrase) const {
    if (!Precedes(phrase.begin, floor, "as")) return;
    const std::string& next = t_[phrase.begin].text;
    if (next == "of" || next == "at" || next == "on") {
      phrase.notes.push_back(
          "This is the day of the data, which need not be a due date.");
    } else if (next == "from") {
      // "As from" is "from".
    } else {
      return;
    }
    --phrase.begin;
  }

  // --- The words after a phrase ---

  void ReadSuffix(Phrase& phrase) const {
    size_t i = phrase.end;
    if ((Is(i, kTo) || Is(i, kDash) || Is(i, kUntil)) && IsOpenEnd(i + 1)) {
      phrase.bound = Bound::kFrom;
      phrase.end = i + 2;
      return;
    }
    // "and beyond", "at the latest".
    while (Is(i, kAnd) || Is(i, kPreposition) || Is(i, kArticle)) ++i;
    if (Is(phrase.end, kAbout)) {
      const Token& after = t_[phrase.end + 1];
      if (after.kind != kEnd && after.gap != Gap::kStop) return;
      LowerTo(Confidence::kMedium, "It says about when.", phrase);
      ++phrase.end;
      return;
    }
    if (!Is(i, kOnwards) && !Is(i, kLatest)) return;
    phrase.bound = Is(i, kOnwards) ? Bound::kFrom : Bound::kBy;
    phrase.end = i + 1;
  }

  bool IsOpenEnd(size_t i) const {
    const std::string& text = t_[i].text;
    // "31 March - now 30 June" is a change.
    const bool change =
        text == "now" &&
        ReadPoint(t_, i + 1, options_.conventions, true).has_value();
    return Joined(i) && !change &&
           (text == "ongoing" || text == "present" || text == "date" ||
            text == "now" || text == "further");
  }

  // --- Phrases that are none ---

  // Whether nothing but the phrase is written.
  bool IsAlone(const Phrase& phrase) const {
    return phrase.begin == 0 &&
           (phrase.end == t_.size() ||
            (phrase.end + 1 == t_.size() && t_[phrase.end].kind == kDoubt));
  }

  // Whether there is nothing beside the phrase but the stage of a plan and that
  // it goes on: "Phase 1 - 2024/25", "2025/26 (ongoing)".
  bool IsAllThatIsSaid(const Phrase& phrase) const {
    const size_t stage = StageEnd();
    // "Phase 1 of 2024/25" is a part of it.
    const bool part = stage > 0 && t_[phrase.begin].kind == kArticle;
    if (stage > phrase.begin || part) return false;
    for (size_t i = stage; i < t_.size(); ++i) {
      const bool inside = i >= phrase.begin && i < phrase.end;
      const bool sign = t_[i].kind == kAnd || t_[i].kind == kDash ||
                        t_[i].kind == kComma || t_[i].kind == kDoubt;
      if (!inside && !sign && !IsOngoing(i)) return false;
    }
    return true;
  }

  // The token after "Year 2", "Years 1-2" or "Phase 1" at the start, or 0.
  size_t StageEnd() const {
    const auto counts = [this](size_t i) {
      return (t_[i].kind == kNumber && t_[i].digits <= 2) ||
             t_[i].kind == kCount;
    };
    if (!IsStageName(t_[0]) || !counts(1)) return 0;
    const TokenKind joint = t_[2].kind;
    const bool two = (joint == kDash || joint == kTo || joint == kAnd) &&
                     counts(3) && t_[4].kind != kSlash;
    return two ? 4 : 2;
  }

  // "Ongoing", "on-going".
  bool IsOngoing(size_t i) const {
    const std::string& text = t_[i].text;
    const bool first = text == "on" &&
                       (t_[i + 1].text == "going" || t_[i + 2].text == "going");
    return first || text == "going" || text == "ongoing" ||
           text == "continuous";
  }

  bool IsAllWeak(const Phrase& phrase) const {
    return std::all_of(phrase.points.begin(), phrase.points.end(),
                       [this](const Point& point) { return IsWeak(point); });
  }

  // A lone year, "may" or "spring" is a date only where the words say so.
  bool IsStray(const Phrase& phrase) const {
    if (IsUncounted(phrase)) return true;
    if (!IsAllWeak(phrase) || IsAlone(phrase) || IsAllThatIsSaid(phrase)) {
      return false;
    }
    const TokenKind first = t_[phrase.begin].kind;
    const bool led = phrase.begin < phrase.points.front().begin &&
                     first != kArticle && first != kAbout;
    if (!led) return true;
    const bool year = phrase.points.front().grain == Grain::kYear ||
                      phrase.points.front().two_years;
    return year && t_.Before(phrase.points.front().begin).kind == kArticle;
  }

  // What is counted from an anchor that isn't given, from now on into the past
  // ("52 % last month"), or for a length of time in running text ("visits
  // within 10 days").
  bool IsUncounted(const Phrase& phrase) const {
    const Point& first = phrase.points.front();
    if (first.counted == Counted::kNo) return false;
    if (!options_.anchor.has_value()) return first.problem.empty();
    if (first.counted == Counted::kWeekday) {
      // "Monday to Friday" is a working pattern.
      return phrase.points.size() > 1 ||
             t_.Before(phrase.begin).kind == kWeekday;
    }
    if (first.relation == Relation::kLast) return !IsAlone(phrase);
    const bool length =
        first.counted != Counted::kUnit && first.relation == Relation::kNone;
    return length && !IsAlone(phrase) && !EndsAnOrder(phrase);
  }

  // "Report back within 3 months", but not "92 % within 45 days".
  bool EndsAnOrder(const Phrase& phrase) const {
    constexpr size_t kFewWords = 4;
    if (phrase.end != t_.size() || phrase.begin > kFewWords) return false;
    for (size_t i = 0; i < phrase.begin; ++i) {
      if (t_[i].kind == kNumber || t_[i].kind == kCount) return false;
    }
    return true;
  }

  bool IsWeak(const Point& point) const {
    if (point.counted == Counted::kWeekday) return true;
    if (point.counted == Counted::kUnit) {
      return point.part != Part::kEnd && point.part == Part::kWhole;
    }
    if (point.counted != Counted::kNo) return false;
    if (point.has_part() || point.relation != Relation::kNone) return false;
    switch (point.grain) {
      case Grain::kDay:
        // "20240331"; "31/3" counts only as all that there is or after "by".
        return t_[point.begin].digits > 4 ||
               (point.end == point.begin + 3 && !point.year.has_value() &&
                t_[point.begin + 1].kind == kSlash &&
                t_[point.begin + 2].kind == kNumber);
      case Grain::kYear:
        return t_[point.begin].kind == kNumber;
      case Grain::kFinancialYear:
      case Grain::kAcademicYear:
        return point.end == point.begin + 3;
      case Grain::kSeason:
        return !point.year.has_value();
      case Grain::kMonth: {
        if (point.likely_year.has_value() && !IsNameWord(point.end)) {
          return false;
        }
        return !point.year.has_value() && IsVerb(point);
      }
      default:
        return false;
    }
  }

  // "May" and "march" in running text. At the start of a text March is the
  // month and "May" may be either.
  bool IsVerb(const Point& point) const {
    const Token& token = t_[point.begin];
    const bool goes_on = t_[point.begin + 1].gap == Gap::kSpace;
    return token.text == "may" || token.welsh ||
           (token.text == "march" && token.gap != Gap::kStop && goes_on);
  }

  // --- What stands around it ---

  // "3 months after 1 May", "a week before Easter", "Friday of", "half of".
  void RefuseCounting(Phrase& phrase) const {
    const size_t i = phrase.begin;
    const size_t next = phrase.end;
    if (IsForeign(phrase.end) || IsForeign(i - 1)) {
      phrase.problem =
          "Beside the date are letters or digits of another "
          "script; write it in 0 to 9.";
    } else if (IsHalfOpen(phrase)) {
      phrase.problem = "Only one end of the time is understood; write both.";
    } else if (IsSymbolNear(next, i)) {
      phrase.problem = "A sign beside the date is not understood.";
    } else if (Is(next, kUnit) || (Is(next, kDash) && Is(next + 1, kUnit))) {
      RefuseUnitAfter(next, phrase);
    } else if (i > floor_ && Joined(i)) {
      RefuseBefore(i, phrase);
    }
  }

  // "March 2018 until the next election", "between May 2018 and the review".
  bool IsHalfOpen(const Phrase& phrase) const {
    return Is(phrase.end, kUntil) ||
           (phrase.bound == Bound::kBetween && phrase.points.size() == 1);
  }

  // Digits of other scripts are words to us, and would be part of the date.
  bool IsForeign(size_t i) const {
    if (i < floor_ || t_[i].kind != kWord) return false;
    const std::string& text = t_[i].text;
    return std::none_of(text.begin(), text.end(),
                        [](char c) { return c >= 'a' && c <= 'z'; });
  }

  // "March + 2 weeks", "-> July", "2018-02-01/..". An arrow is a change of the
  // date if there are dates on both sides.
  bool IsSymbolNear(size_t next, size_t begin) const {
    const auto is_symbol = [&](size_t i) {
      return t_[i].kind == kSymbol || t_[i].kind == kArrow;
    };
    const bool arrow_to_date =
        Is(next, kArrow) &&
        ReadPoint(t_, next + 1, options_.conventions).has_value();
    const bool after =
        ((Is(next, kSymbol) || Is(next, kArrow)) && !arrow_to_date) ||
        (Is(next, kSlash) && Is(next + 1, kSymbol));
    const bool arrow_from_date = begin > 0 && begin == floor_ + 1 &&
                                 floor_ > 0 && t_[floor_].kind == kArrow;
    const bool before =
        Joined(begin) && begin > floor_ && !arrow_from_date &&
        (is_symbol(begin - 1) || (t_.Before(begin).kind == kSlash &&
                                  t_.Before(begin, 2).kind == kSymbol));
    return after || before;
  }

  void RefuseUnitAfter(size_t i, Phrase& phrase) const {
    const size_t unit = Is(i, kUnit) ? i : i + 1;
    // "2024/25 year end" is its last day anyway.
    if (t_[unit].value == static_cast<int>(Unit::kYear)) return;
    phrase.problem =
        StrCat("'", t_.Source(phrase.points.back().begin, unit + 1),
               "' is not understood; write a day.");
  }

  void RefuseBefore(size_t i, Phrase& phrase) const {
    // "Three months on from".
    const bool on = t_.Before(i).text == "on" && phrase.bound == Bound::kFrom &&
                    t_.Before(i, 2).kind == kUnit;
    if (on) --i;
    const Token& before = t_.Before(i);
    const bool of = t_.Before(phrase.points.front().begin).text == "of" &&
                    phrase.points.front().begin > i;
    const bool counts = of || phrase.bound == Bound::kFrom ||
                        phrase.bound == Bound::kAfter ||
                        phrase.bound == Bound::kBefore;
    const bool unit = before.kind == kUnit && !IsRate(i - 1);
    const bool weekday = before.kind == kWeekday &&
                         phrase.begin < phrase.points.front().begin &&
                         phrase.points.front().grain != Grain::kDay;
    const bool number = of && before.kind == kNumber;
    if (unit && counts && ReadOffset(i, phrase)) return;
    if ((unit && counts) || number || weekday ||
        (before.kind == kUnit &&
         before.value == static_cast<int>(Unit::kOther) && counts)) {
      phrase.problem =
          StrCat("'", t_.Source(i - 1, phrase.end),
                 "' counts from a date or within it, which is not understood; "
                 "write the day that is meant.");
    }
  }

  // "3 weeks after 1 May 2018", "within 6 months of 1 April 2024": counted from
  // a day that is written, whose end is one day.
  bool ReadOffset(size_t i, Phrase& phrase) const {
    const Token& count = t_.Before(i, 2);
    const Token& lead = t_.Before(i, 3);
    const bool one = count.text == "a" || count.text == "an";
    const bool counted = (count.kind == kNumber || count.kind == kCount) &&
                         !count.ordinal && count.value > 0;
    const bool within = lead.text == "within";
    const bool of = phrase.bound == Bound::kPlain;
    const bool clear =
        !LeavesOffsetOpen(lead) && (within || !of) && i >= floor_ + 2;
    if ((!counted && !one) || !IsOneDay(phrase) || !clear ||
        !SetOffset(t_.Before(i), phrase)) {
      return false;
    }
    const int sign = phrase.bound == Bound::kBefore ? -1 : 1;
    phrase.offset *= sign * (one ? 1 : count.value);
    phrase.fills = within;
    phrase.bound = lead.kind == kBy ? Bound::kBy : Bound::kPlain;
    phrase.begin = i - (within || lead.kind == kBy ? 3 : 2);
    return true;
  }

  static bool IsOneDay(const Phrase& phrase) {
    const Point& point = phrase.points.front();
    return phrase.points.size() == 1 && point.grain == Grain::kDay &&
           point.counted == Counted::kNo && !point.week_commencing;
  }

  // Before a length: "2-3 weeks", "in 3 weeks".
  static bool LeavesOffsetOpen(const Token& lead) {
    switch (lead.kind) {
      case kDash:
      case kTo:
      case kOr:
      case kAnd:
      case kComma:
      case kPreposition:
        return true;
      default:
        return lead.kind == kWithin && lead.text != "within";
    }
  }

  static bool SetOffset(const Token& unit, Phrase& phrase) {
    const auto kind = static_cast<Unit>(unit.value);
    const bool fortnight =
        unit.text == "fortnight" || unit.text == "fortnights";
    if (!fortnight && kind != Unit::kDay && kind != Unit::kWeek &&
        kind != Unit::kMonth && kind != Unit::kYear) {
      return false;
    }
    phrase.offset = fortnight ? 2 : 1;
    phrase.offset_unit = fortnight ? Unit::kWeek : kind;
    return true;
  }

  // The unit of "two days a week from", "once per month since": how often, not
  // how long.
  bool IsRate(size_t unit) const {
    const Token& before = t_.Before(unit);
    const Token& counted = t_.Before(unit, 2);
    if (before.kind == kEvery || counted.kind == kEvery ||
        before.text == "per") {
      return true;
    }
    return before.text == "a" &&
           (counted.kind == kUnit || counted.text == "once" ||
            counted.text == "twice" || counted.text == "times");
  }

  void LookAround(Phrase& phrase) const {
    LookForNumberBefore(phrase);
    LookForMeeting(phrase);
    LookForMeetingBefore(phrase);
    LookForStage(phrase);
    if (Is(phrase.end, kDoubt)) {
      LowerTo(Confidence::kLow, "It is marked as not certain.", phrase);
      ++phrase.end;
    }
  }

  // "Year 2 (2025/26)".
  void LookForStage(Phrase& phrase) const {
    if (StageEnd() == 0 || !IsAllWeak(phrase)) return;
    LowerTo(Confidence::kMedium, "It is read as the time of the stage.",
            phrase);
  }

  void LookForNumberBefore(Phrase& phrase) const {
    const Point& point = phrase.points.front();
    const Token& before = t_.Before(point.begin);
    const bool could_be_day = before.kind == kNumber && before.digits <= 2 &&
                              Joined(point.begin) && point.begin > floor_;
    if (!could_be_day || point.grain != Grain::kMonth || point.has_part()) {
      return;
    }
    LowerTo(Confidence::kLow,
            StrCat("The number ", before.text,
                   " before the month is not read as its day."),
            phrase);
  }

  // "March Scrutiny Panel" is a day that only the diary knows. After "in" or
  // "during" a word goes on the sentence, unless it names a meeting.
  void LookForMeeting(Phrase& phrase) const {
    const Point& point = phrase.points.back();
    if (point.grain == Grain::kDay) return;
    size_t i = phrase.end;
    // "January 2025 (Cabinet)".
    const bool apart = t_[i].kind == kMeeting && t_[i].gap == Gap::kLight;
    if ((!IsNameWord(i) && !apart) || IsOngoing(i)) return;
    if (point.grain == Grain::kYear && !point.has_part()) {
      LowerTo(Confidence::kLow,
              StrCat("'", t_.Source(point.begin, point.end),
                     "' may be a number and not a year."),
              phrase);
      return;
    }
    const TokenKind lead = t_.Before(phrase.points.front().begin, 1).kind;
    const bool led = phrase.begin < phrase.points.front().begin;
    bool meeting = apart || !(led && (lead == kWithin || lead == kFrom));
    for (; !meeting && i < phrase.end + 3 && IsNameWord(i); ++i) {
      meeting = t_[i].kind == kMeeting;
    }
    if (!meeting) return;
    LowerTo(Confidence::kLow,
            StrCat("'", t_.Source(point.begin, point.end),
                   "' names a meeting or an event; its day must be looked up."),
            phrase);
  }

  // "Full Council July 2023", "Audit Committee (July 2023)", and no more.
  void LookForMeetingBefore(Phrase& phrase) const {
    const Point& point = phrase.points.front();
    size_t i = phrase.begin;
    const bool lone = i == point.begin && phrase.end == t_.size() &&
                      point.grain != Grain::kDay &&
                      phrase.bound == Bound::kPlain;
    if (i > 0 && (t_.Before(i).kind == kDash || t_.Before(i).kind == kComma)) {
      --i;
    }
    if (!lone || t_.Before(i).kind != kMeeting) return;
    while (i > 0 && IsPartOfName(t_[i - 1])) --i;
    if (i > 0) return;
    LowerTo(Confidence::kLow, "It names a meeting; its day must be looked up.",
            phrase);
  }
  static bool IsPartOfName(const Token& token) {
    return token.kind == kRelation || token.kind == kMeeting ||
           token.kind == kWord || token.kind == kAnd || token.kind == kComma ||
           token.kind == kRecurring;
  }

  bool IsNameWord(size_t i) const {
    return t_[i].gap == Gap::kSpace &&
           (t_[i].kind == kWord || t_[i].kind == kMeeting);
  }

  const Tokens& t_;
  const DueOptions& options_;
  size_t floor_ = 0;  // the end of the phrase before
};

}  // namespace

bool Phrase::has_year() const {
  return std::any_of(points.begin(), points.end(), [](const Point& point) {
    return point.year.has_value() || point.counted != Counted::kNo;
  });
}

std::vector<Phrase> ReadPhrases(const Tokens& tokens,
                                const DueOptions& options) {
  return PhraseReader(tokens, options).Run();
}

}  // namespace actionplan::internal
