#include "actionplan/due.h"

#include <algorithm>
#include <ostream>
#include <utility>
#include <vector>

#include "internal/due_lexer.h"
#include "internal/due_phrases.h"
#include "internal/due_points.h"
#include "internal/due_without_date.h"
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
  const size_t status = internal::CountStatusTokens(tokens);
  return status > 0 && phrase.begin == status && phrase.end == tokens.size() &&
         phrase.bound == Bound::kPlain;
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
    absl::StatusOr<Reading> reading =
        internal::Resolve(phrase_, tokens_, options_);
    if (!reading.ok()) {
      return Due::Error(text_, std::string(reading.status().message()));
    }
    if (IsDatedStatus(phrase_, tokens_)) {
      return Due::None(text_, NoDate::kStatus, Confidence::kHigh,
                       internal::StrCat("This is a status; ", Quoted(),
                                        " is the day of it, not a due date."));
    }
    JudgeText(recurs, *reading);
    return Build(*reading);
  }

 private:
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

bool MeanTheSame(const Due& a, const Due& b) {
  return a.kind() == b.kind() && a.first() == b.first() && a.last() == b.last();
}

// Several dates that no word connects: which is due? A date that is told twice
// is one.
Due ReadSeveral(std::string_view source, const Tokens& tokens,
                const std::vector<Phrase>& phrases, const DueOptions& options) {
  const Token* loose_year = FindLooseYear(phrases, tokens);
  const auto read = [&](const Phrase& phrase) {
    return OneDate(source, tokens, phrase, loose_year, options).Read();
  };
  Due first = read(phrases[0]);
  for (size_t i = 1; i < phrases.size(); ++i) {
    Due other = read(phrases[i]);
    if (other.kind() == DueKind::kError) return other;
    if (first.kind() == DueKind::kError) return first;
    if (MeanTheSame(first, other)) continue;
    return Due::Error(
        std::string(source),
        internal::StrCat("There are ", phrases.size(), " dates, '",
                         tokens.Source(phrases[0].begin, phrases[0].end),
                         "' and '",
                         tokens.Source(phrases[i].begin, phrases[i].end),
                         "', with nothing that connects them; which is due?"));
  }
  return first;
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
  const Tokens tokens(text);
  const std::vector<Phrase> phrases = internal::ReadPhrases(tokens);
  std::string misspelling = FindMisspelling(tokens, !phrases.empty());
  if (!misspelling.empty()) {
    return Due::Error(std::string(text), std::move(misspelling));
  }
  if (phrases.empty()) return internal::ReadWithoutDate(text, tokens);
  return ReadSeveral(text, tokens, phrases, options);
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
