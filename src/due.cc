#include "actionplan/due.h"

#include <algorithm>
#include <ostream>
#include <utility>
#include <vector>

#include "internal/due_changes.h"
#include "internal/due_lexer.h"
#include "internal/due_phrases.h"
#include "internal/due_points.h"
#include "internal/due_without_date.h"
#include "internal/edtf_cell.h"
#include "internal/spelling.h"
#include "internal/strings.h"

namespace actionplan {
namespace {

using internal::Bound;
using internal::Phrase;
using internal::Reading;
using internal::Token;
using internal::Tokens;
using enum internal::TokenKind;

// --- Misspelt months ---

bool IsYearNumber(const Token& token) {
  constexpr int kFirst = 1900;
  constexpr int kLast = 2199;
  return token.kind == kNumber && token.digits == 4 && token.value >= kFirst &&
         token.value <= kLast;
}

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x80;
  });
}

std::string_view MeantMonth(const Token& token) {
  constexpr size_t kShortest = 4;
  if (token.kind != kWord || token.text.size() < kShortest ||
      !IsAscii(token.text)) {
    return {};
  }
  return internal::Nearest(token.text, internal::CalendarNames());
}

// What to say of a word that stands where a month stands: after a day and
// before a year, or, if nothing else in the text is a date, before a year.
std::string FindMisspelling(const Tokens& tokens, bool has_date) {
  for (size_t i = 0; i < tokens.size(); ++i) {
    const Token& before = tokens.Before(i);
    const bool day = before.kind == kNumber && before.digits <= 2;
    const bool year = IsYearNumber(tokens[i + 1]);
    const bool joined = tokens[i + 1].kind == kSlash ||
                        tokens[i + 1].kind == kDash ||
                        tokens[i + 1].kind == kAnd || tokens[i + 1].kind == kTo;
    const bool placed = (day && year) || (year && !has_date) ||
                        (joined && tokens[i + 2].kind == kMonth);
    if (!placed) continue;
    const std::string_view month = MeantMonth(tokens[i]);
    if (month.empty()) continue;
    std::string name(month);
    name[0] = static_cast<char>(name[0] - 'a' + 'A');
    return internal::StrCat("'", tokens.Source(i, i + 1),
                            "' is no month; did you mean ", name, "?");
  }
  return "";
}

bool IsDateSign(const Token& token) {
  return token.kind == kSlash || token.kind == kDash || token.kind == kDot;
}

// "O" and "l", but also "Oi".
bool LooksLikeDigits(const Token& token) {
  return token.kind == kWord && token.text.size() <= 2 &&
         token.text.find_first_not_of("oil") == std::string::npos;
}

// Whether the word is a slip of the hand for a 0 or a 1: "O1/04/2025", "3l".
bool IsLetterForDigit(const Tokens& tokens, size_t i) {
  if (!LooksLikeDigits(tokens[i])) return false;
  const Token& before = tokens.Before(i);
  const Token& after = tokens[i + 1];
  const bool glued_before = tokens[i].gap == internal::Gap::kGlued;
  const bool glued_after = after.gap == internal::Gap::kGlued;
  const bool number_before = glued_before && before.kind == kNumber;
  const bool number_after = glued_after && after.kind == kNumber;
  if (number_before && after.kind == kMonth) return true;  // "3l March"
  if (!number_before && !number_after) return false;
  // "O1 March", "3l-March".
  if (glued_after && tokens[i + 2].kind == kMonth) return true;
  const bool sign_before =
      glued_before && IsDateSign(before) && tokens.Before(i, 2).kind == kNumber;
  const bool sign_after =
      glued_after && IsDateSign(after) && tokens[i + 2].kind == kNumber;
  const bool sign_beyond = number_after && IsDateSign(tokens[i + 2]) &&
                           tokens[i + 3].kind == kNumber;
  return sign_before || sign_after || sign_beyond;
}

std::string FindLetterForDigit(const Tokens& tokens) {
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (!IsLetterForDigit(tokens, i)) continue;
    return internal::StrCat("'", tokens.Source(i, i + 1),
                            "' is a letter where a figure stands; write 0 or "
                            "1.");
  }
  return "";
}

// --- Texts with one date ---

std::string JoinNotes(const std::vector<std::string>& notes) {
  std::string joined;
  for (const std::string& note : notes) {
    if (!joined.empty()) joined += ' ';
    joined += note;
  }
  return joined;
}

// A year elsewhere in the text may be the one that the date lacks.
const Token* FindLooseYear(const std::vector<Phrase>& phrases,
                           const Tokens& tokens) {
  for (size_t i = 0; i < tokens.size(); ++i) {
    const bool inside =
        std::any_of(phrases.begin(), phrases.end(), [i](const Phrase& phrase) {
          return i >= phrase.begin && i < phrase.end;
        });
    if (!inside && IsYearNumber(tokens[i])) return &tokens[i];
  }
  return nullptr;
}

// "Complete (Sept 2024)" tells when it was done, not when it is due.
bool IsDatedStatus(const Phrase& phrase, const Tokens& tokens) {
  const internal::Status status = internal::FindStatus(tokens);
  // "Complete within six weeks" is an order.
  const bool counted = phrase.points.front().counted != internal::Counted::kNo;
  size_t next = status.tokens;
  while (tokens[next].kind == kDash || tokens[next].kind == kComma) ++next;
  return status.is_end && phrase.begin == next && phrase.end == tokens.size() &&
         phrase.bound == Bound::kPlain && !counted;
}

class OneDate {
 public:
  OneDate(std::string_view source, const Tokens& tokens, const Phrase& phrase,
          const Token* loose_year, const DueOptions& options)
      : text_(source),
        tokens_(tokens),
        phrase_(phrase),
        loose_year_(loose_year),
        options_(options) {}

  Due Read() {
    const bool recurs =
        phrase_.every || internal::FindRecurrence(tokens_).has_value();
    if (recurs && !phrase_.has_year()) {
      return Due::Recurring(text_, Confidence::kHigh,
                            std::string(internal::kRecursNote));
    }
    if (loose_year_ != nullptr && !phrase_.has_year()) {
      return Due::Error(
          text_, internal::StrCat("Is ", loose_year_->text, " the year of ",
                                  Quoted(), "? Write it beside it."));
    }
    std::vector<DueReading> others;
    absl::StatusOr<Reading> reading =
        internal::Resolve(phrase_, tokens_, options_, others);
    if (!reading.ok()) {
      return WithOthers(
          Due::Error(text_, std::string(reading.status().message())), others);
    }
    if (IsDatedStatus(phrase_, tokens_)) {
      return Due::None(text_, NoDate::kStatus, Confidence::kHigh,
                       internal::StrCat("This is a status; ", Quoted(),
                                        " is the day of it, not a due date."));
    }
    JudgeText(recurs, *reading);
    return WithOthers(Build(*reading), others);
  }

 private:
  static Due WithOthers(Due due, const std::vector<DueReading>& others) {
    return others.empty() ? due : due.WithOtherReadings(others);
  }

  std::string Quoted() const {
    return internal::StrCat(
        "'", tokens_.Source(phrase_.points.front().begin, phrase_.end), "'");
  }

  void JudgeText(bool recurs, Reading& reading) const {
    if (recurs) {
      reading.confidence =
          internal::LessSure(reading.confidence, Confidence::kMedium);
      reading.notes.push_back("It also says that it recurs.");
    }
    const std::optional<internal::NoDateReason> reason =
        internal::FindReason(tokens_);
    const bool has_end = phrase_.bound != Bound::kPlain;
    if (reason.has_value() && reason->no_date == NoDate::kOngoing &&
        reason->confidence == Confidence::kHigh && !has_end) {
      reading.confidence = Confidence::kLow;
      reading.notes.push_back("It also says that it is ongoing.");
    }
    JudgeDoubt(reading);
    if (!recurs) JudgeEvent(reading);
    JudgeBankHoliday(reading);
  }

  // "6 months after adoption (due May 2025)": the date is of the event.
  void JudgeEvent(Reading& reading) const {
    const bool counted =
        phrase_.points.front().counted != internal::Counted::kNo;
    // "Following Cabinet approval in June 2025".
    const bool after =
        tokens_[0].kind == kAfter && phrase_.begin > 0 && phrase_.offset == 0;
    if (phrase_.offset != 0) return;
    if (counted || (!after && !internal::CountsFromEvent(tokens_))) return;
    reading.confidence = Confidence::kLow;
    reading.notes.push_back("It also counts from an event.");
  }

  // "Bank holiday Monday in May 2025".
  void JudgeBankHoliday(Reading& reading) const {
    const bool day = phrase_.points.front().grain == internal::Grain::kDay;
    if (day || tokens_.words().find(" bank holiday ") == std::string::npos) {
      return;
    }
    reading.confidence = Confidence::kLow;
    reading.notes.push_back("Bank holidays are not known here.");
  }

  // "March 2018 - date to be confirmed".
  void JudgeDoubt(Reading& reading) const {
    static constexpr std::string_view kDoubts[] = {
        "tbc", "tba", "tbd", "t b c", "to be confirmed", "date to be agreed"};
    const bool doubt = std::any_of(
        std::begin(kDoubts), std::end(kDoubts), [&](std::string_view words) {
          return tokens_.words().find(internal::StrCat(" ", words, " ")) !=
                 std::string::npos;
        });
    if (!doubt || reading.confidence == Confidence::kLow) return;
    reading.confidence = Confidence::kLow;
    reading.notes.push_back("It is marked as not certain.");
  }

  Due Build(const Reading& reading) {
    std::string note = JoinNotes(reading.notes);
    if (!reading.last.has_value()) {
      return Due::OfStart(text_, *reading.first, reading.confidence,
                          std::move(note));
    }
    return Due::OfPeriod(text_, reading.first, *reading.last,
                         reading.confidence, std::move(note));
  }

  std::string text_;
  const Tokens& tokens_;
  const Phrase& phrase_;
  const Token* loose_year_;
  const DueOptions& options_;
};

// --- Texts with several dates ---

bool MeanTheSame(const Due& a, const Due& b) {
  return a.kind() == b.kind() && a.first() == b.first() && a.last() == b.last();
}

class SeveralDates {
 public:
  SeveralDates(std::string_view source, const Tokens& tokens,
               const std::vector<Phrase>& phrases, const DueOptions& options)
      : source_(source),
        tokens_(tokens),
        phrases_(phrases),
        options_(options),
        loose_year_(FindLooseYear(phrases, tokens)) {}

  Due Read() const {
    if (const auto labels = internal::FindLabels(tokens_, phrases_)) {
      return ReadLabelled(*labels);
    }
    if (const auto change = internal::FindChange(tokens_, phrases_)) {
      return ReadChange(*change);
    }
    return ReadUnconnected();
  }

 private:
  Due ReadOne(const Phrase& phrase, const DueOptions& options) const {
    return OneDate(source_, tokens_, phrase, loose_year_, options).Read();
  }

  std::string_view Words(const Phrase& phrase) const {
    return tokens_.Source(phrase.points.front().begin,
                          phrase.points.back().end);
  }

  // The options by which the other date of a change is read: a year that it
  // lacks is that before (or after) the date that has one.
  DueOptions Beside(const Due& due, bool before) const {
    DueOptions options = options_;
    options.anchor = due.last().has_value() ? due.last() : due.first();
    options.missing_year = before ? MissingYear::kLast : MissingYear::kNext;
    return options;
  }

  Due ReadChange(const internal::Change& change) const {
    const Phrase& now_phrase = phrases_[change.now];
    // The "from" of "revised from March" is no start.
    Phrase was_phrase = phrases_[change.was];
    was_phrase.bound = Bound::kPlain;
    const bool from_was = !now_phrase.has_year() && was_phrase.has_year();
    Due was = Due();
    Due now = Due();
    if (from_was) {
      was = ReadOne(was_phrase, options_);
      now = ReadOne(now_phrase, Beside(was, change.earlier));
    } else {
      now = ReadOne(now_phrase, options_);
      was = ReadOne(was_phrase, was_phrase.has_year()
                                    ? options_
                                    : Beside(now, !change.earlier));
    }
    if (now.kind() == DueKind::kError) return now;
    if (was.kind() == DueKind::kError) return was;
    now =
        now.WithWas({was.first(), was.last(), std::string(Words(was_phrase))});
    return change.by_arrow ? WithSpan(now) : now;
  }

  // "February 2020 -> July 2020" may also be from the one to the other.
  Due WithSpan(const Due& now) const {
    if (IsSettled(options_.conventions, "arrow")) return now;
    DueOptions options = options_;
    options.conventions.arrow = Arrow::kSpan;
    const std::vector<Phrase> phrases = internal::ReadPhrases(tokens_, options);
    if (phrases.size() != 1) return now;
    const Due span =
        OneDate(source_, tokens_, phrases[0], nullptr, options).Read();
    if (!span.is_dated() || MeanTheSame(span, now)) return now;
    std::vector<DueReading> others = now.other_readings();
    others.push_back({span.first(), span.last(), "from the first to the last"});
    return now.WithOtherReadings(std::move(others));
  }

  // "Start: 1 April 2024 End: 31 March 2025", "Due 30 June, completed 12 May".
  Due ReadLabelled(const internal::Labels& labels) const {
    const Due first = ReadOne(phrases_[labels.other], options_);
    const Due due = ReadOne(phrases_[labels.due], options_);
    if (first.kind() == DueKind::kError) return first;
    if (!due.is_dated()) return due;
    if (!labels.is_span) {
      return Due::OfPeriod(
          std::string(source_), due.first(), *due.last(), due.confidence(),
          internal::StrCat("'", Words(phrases_[labels.other]),
                           "' is the day on which it was done."));
    }
    if (!first.first().has_value() || *first.first() > *due.last()) {
      return Due::Error(std::string(source_), "It ends before it begins.");
    }
    return Due::OfPeriod(std::string(source_), first.first(), *due.last(),
                         due.confidence(), due.note());
  }

  // No word connects them: which is due? A date that is told twice is one.
  Due ReadUnconnected() const {
    std::vector<DueReading> readings;
    const Due first = ReadOne(phrases_[0], options_);
    const Phrase* second = nullptr;
    for (const Phrase& phrase : phrases_) {
      const Due due = ReadOne(phrase, options_);
      if (due.kind() == DueKind::kError) return due;
      readings.push_back({due.first(), due.last(), std::string(Words(phrase))});
      if (second == nullptr && !MeanTheSame(first, due)) second = &phrase;
    }
    if (second == nullptr) return first;
    return Due::Error(std::string(source_),
                      internal::StrCat(
                          "There are ", phrases_.size(), " dates, '",
                          tokens_.Source(phrases_[0].begin, phrases_[0].end),
                          "' and '", tokens_.Source(second->begin, second->end),
                          "', with nothing that connects them; which is due?"))
        .WithOtherReadings(std::move(readings));
  }

  std::string_view source_;
  const Tokens& tokens_;
  const std::vector<Phrase>& phrases_;
  const DueOptions& options_;
  const Token* loose_year_;
};

// "Extended from March 2025" does not say to when.
Due ReadOldDate(std::string_view source, const Due& due) {
  return Due::Error(std::string(source),
                    "This is the date before a change; the new one is not "
                    "written.")
      .WithWas({due.first(), due.last(), ""});
}

std::string WordsOf(const Phrase& phrase, const Tokens& tokens) {
  return std::string(
      tokens.Source(phrase.points.front().begin, phrase.points.back().end));
}

Due ReadPhrasesAsDue(std::string_view text, const Tokens& tokens,
                     std::vector<Phrase> phrases, const DueOptions& options) {
  internal::SplitChanges(tokens, phrases);
  if (phrases.size() > 1) {
    return SeveralDates(text, tokens, phrases, options).Read();
  }
  if (internal::IsMovedByLength(tokens)) {
    return Due::Error(std::string(text),
                      "It says by how long the date was moved; write the new "
                      "day.");
  }
  const Token* loose_year = FindLooseYear(phrases, tokens);
  const internal::OldDate old = internal::FindOldDate(tokens, phrases[0]);
  if (old == internal::OldDate::kWas) {
    phrases[0].confidence = Confidence::kLow;
    phrases[0].notes.push_back(
        "It is called the date before a change; the present one is not "
        "written.");
  }
  const Due due = OneDate(text, tokens, phrases[0], loose_year, options).Read();
  const bool dated = due.first().has_value() || due.last().has_value();
  const bool moved =
      old == internal::OldDate::kMoved && due.kind() == DueKind::kStart;
  if (moved || (old == internal::OldDate::kStruckOut && dated)) {
    return ReadOldDate(text, due);
  }
  const auto reason = internal::FindReason(tokens);
  const bool open =
      reason.has_value() && reason->no_date == NoDate::kToBeDecided;
  if (old != internal::OldDate::kWas || !open || !dated) return due;
  return Due::None(std::string(text), NoDate::kToBeDecided, Confidence::kHigh,
                   "The date is the one before a change; the new one is to be "
                   "decided.")
      .WithWas({due.first(), due.last(), WordsOf(phrases[0], tokens)});
}

bool IsTooLong(std::string_view text) {
  constexpr size_t kMaxCharacters = 1000;
  constexpr size_t kMaxBytes = 4 * kMaxCharacters;
  if (text.size() > kMaxBytes) return true;
  const auto characters = std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  });
  return static_cast<size_t>(characters) > kMaxCharacters;
}

}  // namespace

std::string_view ToWord(DueKind kind) {
  switch (kind) {
    case DueKind::kPeriod:
      return "period";
    case DueKind::kStart:
      return "start";
    case DueKind::kRecurring:
      return "recurring";
    case DueKind::kNone:
      return "none";
    case DueKind::kError:
      return "error";
  }
  return "error";
}

std::string_view ToWord(NoDate no_date) {
  switch (no_date) {
    case NoDate::kBlank:
      return "blank";
    case NoDate::kOngoing:
      return "ongoing";
    case NoDate::kToBeDecided:
      return "to be decided";
    case NoDate::kSoon:
      return "soon";
    case NoDate::kRelative:
      return "relative";
    case NoDate::kNotApplicable:
      return "not applicable";
    case NoDate::kStatus:
      return "status";
    case NoDate::kNotUnderstood:
      return "not understood";
  }
  return "not understood";
}

std::string_view ToWord(Confidence confidence) {
  switch (confidence) {
    case Confidence::kHigh:
      return "high";
    case Confidence::kMedium:
      return "medium";
    case Confidence::kLow:
      return "low";
  }
  return "low";
}

Due Due::OfPeriod(std::string text, std::optional<Date> first, Date last,
                  Confidence confidence, std::string note) {
  Due due;
  due.text_ = std::move(text);
  due.kind_ = DueKind::kPeriod;
  due.first_ = first;
  due.last_ = last;
  due.confidence_ = confidence;
  due.note_ = std::move(note);
  return due;
}

Due Due::OfStart(std::string text, Date first, Confidence confidence,
                 std::string note) {
  Due due;
  due.text_ = std::move(text);
  due.kind_ = DueKind::kStart;
  due.first_ = first;
  due.confidence_ = confidence;
  due.note_ = std::move(note);
  return due;
}

Due Due::Recurring(std::string text, Confidence confidence, std::string note) {
  Due due;
  due.text_ = std::move(text);
  due.kind_ = DueKind::kRecurring;
  due.confidence_ = confidence;
  due.note_ = std::move(note);
  return due;
}

Due Due::None(std::string text, NoDate no_date, Confidence confidence,
              std::string note) {
  Due due;
  due.text_ = std::move(text);
  due.no_date_ = no_date;
  due.confidence_ = confidence;
  due.note_ = std::move(note);
  return due;
}

Due Due::Error(std::string text, std::string note) {
  Due due;
  due.text_ = std::move(text);
  due.kind_ = DueKind::kError;
  due.note_ = std::move(note);
  return due;
}

struct Due::Rest {
  std::vector<DueReading> other_readings;
  std::optional<DueReading> was;
  friend bool operator==(const Rest&, const Rest&) = default;
};

Due Due::WithOtherReadings(std::vector<DueReading> readings) const {
  Rest rest = rest_ == nullptr ? Rest{} : *rest_;
  rest.other_readings = std::move(readings);
  Due due = *this;
  due.rest_ = std::make_shared<const Rest>(std::move(rest));
  return due;
}

Due Due::WithWas(DueReading was) const {
  Rest rest = rest_ == nullptr ? Rest{} : *rest_;
  rest.was = std::move(was);
  Due due = *this;
  due.rest_ = std::make_shared<const Rest>(std::move(rest));
  return due;
}

const std::vector<DueReading>& Due::other_readings() const {
  static const std::vector<DueReading> kNone;
  return rest_ == nullptr ? kNone : rest_->other_readings;
}

const DueReading* Due::was() const {
  return rest_ == nullptr || !rest_->was.has_value() ? nullptr : &*rest_->was;
}

bool operator==(const Due& a, const Due& b) {
  const bool same_was = (a.was() == nullptr) == (b.was() == nullptr) &&
                        (a.was() == nullptr || *a.was() == *b.was());
  return a.text_ == b.text_ && a.kind_ == b.kind_ && a.no_date_ == b.no_date_ &&
         a.first_ == b.first_ && a.last_ == b.last_ &&
         a.confidence_ == b.confidence_ && a.note_ == b.note_ && same_was &&
         a.other_readings() == b.other_readings();
}

std::optional<NoDate> Due::no_date() const {
  if (kind_ != DueKind::kNone) return std::nullopt;
  return no_date_;
}

bool Due::Allows(Date day) const {
  if (first_.has_value() && day < *first_) return false;
  return !last_.has_value() || day <= *last_;
}

std::string Due::ToWords() const {
  switch (kind_) {
    case DueKind::kPeriod: {
      const std::string last = last_->ToWords();
      return text_ == last
                 ? last
                 : internal::StrCat(last, " (as written: ", text_, ")");
    }
    case DueKind::kStart:
      return internal::StrCat("from ", first_->ToWords(), ", no end (",
                              "as written: ", text_, ")");
    case DueKind::kRecurring:
      return internal::StrCat("recurring (", text_, ")");
    case DueKind::kError:
      return internal::StrCat("not a date (", text_, ")");
    case DueKind::kNone:
      break;
  }
  if (no_date_ == NoDate::kBlank) return "undated";
  return internal::StrCat("undated (", text_, ")");
}

Due ParseDue(std::string_view text, const DueOptions& options) {
  if (IsTooLong(text)) {
    return Due::None(std::string(text), NoDate::kNotUnderstood,
                     Confidence::kLow,
                     "It has more than 1,000 characters and was not read.");
  }
  if (std::optional<Due> edtf = internal::ReadEdtfCell(text)) {
    return *std::move(edtf);
  }
  const Tokens tokens(text);
  std::vector<Phrase> phrases = internal::ReadPhrases(tokens, options);
  std::string misspelling = FindMisspelling(tokens, !phrases.empty());
  if (misspelling.empty()) misspelling = FindLetterForDigit(tokens);
  if (!misspelling.empty()) {
    return Due::Error(std::string(text), std::move(misspelling));
  }
  if (phrases.empty()) return internal::ReadWithoutDate(text, tokens);
  return ReadPhrasesAsDue(text, tokens, std::move(phrases), options);
}

std::ostream& operator<<(std::ostream& out, const Due& due) {
  out << '\'' << due.text() << "': " << ToWord(due.kind());
  if (due.no_date().has_value()) out << ", " << ToWord(*due.no_date());
  if (due.kind() == DueKind::kPeriod || due.kind() == DueKind::kStart) {
    out << ' ' << (due.first() ? due.first()->ToIso() : "..") << " to "
        << (due.last() ? due.last()->ToIso() : "..");
  }
  out << ", " << ToWord(due.confidence());
  if (!due.note().empty()) out << " (" << due.note() << ')';
  return out;
}

}  // namespace actionplan
