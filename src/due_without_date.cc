#include "internal/due_without_date.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "internal/strings.h"

namespace actionplan::internal {
namespace {

using enum TokenKind;

// Words that say why there is no date. Some mean it wherever they stand, some
// only as the first or as all that is written.
enum class Where { kAnywhere, kFirst, kAll };

struct NoDateWords {
  std::string_view words;
  NoDate no_date;
  Where where = Where::kAnywhere;
  Confidence confidence = Confidence::kHigh;
};

constexpr NoDateWords kNoDateWords[] = {
    {"n a", NoDate::kNotApplicable, Where::kAll},
    {"na", NoDate::kNotApplicable, Where::kAll},
    {"nil", NoDate::kNotApplicable, Where::kAll},
    {"none", NoDate::kNotApplicable, Where::kAll},
    {"not applicable", NoDate::kNotApplicable},
    {"not required", NoDate::kNotApplicable, Where::kAll},
    {"no longer required", NoDate::kNotApplicable},
    {"no longer needed", NoDate::kNotApplicable},
    {"no longer applicable", NoDate::kNotApplicable},
    {"ongoing", NoDate::kOngoing},
    {"on going", NoDate::kOngoing},
    {"continuous", NoDate::kOngoing},
    {"continuously", NoDate::kOngoing},
    {"continuing", NoDate::kOngoing, Where::kAll},
    {"rolling", NoDate::kOngoing, Where::kAll},
    {"rolling programme", NoDate::kOngoing},
    {"business as usual", NoDate::kOngoing},
    {"bau", NoDate::kOngoing},
    {"no end date", NoDate::kOngoing},
    {"as and when", NoDate::kOngoing, Where::kAnywhere, Confidence::kMedium},
    {"throughout", NoDate::kOngoing, Where::kAll, Confidence::kMedium},
    {"throughout the year", NoDate::kOngoing, Where::kAnywhere,
     Confidence::kMedium},
    {"throughout year", NoDate::kOngoing, Where::kAnywhere,
     Confidence::kMedium},
    {"throughout the financial year", NoDate::kOngoing, Where::kAnywhere,
     Confidence::kMedium},
    {"all year", NoDate::kOngoing, Where::kAnywhere, Confidence::kMedium},
    {"tbc", NoDate::kToBeDecided},
    {"tba", NoDate::kToBeDecided},
    {"tbd", NoDate::kToBeDecided},
    {"t b c", NoDate::kToBeDecided},
    {"t b a", NoDate::kToBeDecided},
    {"t b d", NoDate::kToBeDecided},
    {"to follow", NoDate::kToBeDecided},
    {"awaited", NoDate::kToBeDecided},
    {"awaiting", NoDate::kToBeDecided},
    {"pending", NoDate::kToBeDecided, Where::kFirst},
    {"not yet", NoDate::kToBeDecided, Where::kFirst},
    {"not known", NoDate::kToBeDecided, Where::kAll},
    {"not set", NoDate::kToBeDecided, Where::kAll},
    {"not given", NoDate::kToBeDecided},
    {"not provided", NoDate::kToBeDecided},
    {"not supplied", NoDate::kToBeDecided},
    {"not stated", NoDate::kToBeDecided},
    {"not specified", NoDate::kToBeDecided},
    {"not recorded", NoDate::kToBeDecided},
    {"unknown", NoDate::kToBeDecided, Where::kAll},
    {"no date", NoDate::kToBeDecided, Where::kFirst},
};

constexpr NoDateWords kSoonWords[] = {
    {"asap", NoDate::kSoon},
    {"a s a p", NoDate::kSoon},
    {"as soon as", NoDate::kSoon},
    {"immediate", NoDate::kSoon, Where::kFirst},
    {"immediately", NoDate::kSoon},
    {"urgent", NoDate::kSoon, Where::kFirst},
    {"urgently", NoDate::kSoon},
    {"straight away", NoDate::kSoon},
    {"now", NoDate::kSoon, Where::kAll},
};

// A status in the place of a date, alone or with a date beside it: of an end it
// is the day on which it came, of work in hand the day that is due.
struct StatusWords {
  std::string_view words;
  bool is_end = true;
};

constexpr StatusWords kStatusWords[] = {
    {"complete"},         {"completed"},          {"done"},
    {"closed"},           {"finished"},           {"achieved"},
    {"implemented"},      {"delivered"},          {"cancelled"},
    {"withdrawn"},        {"superseded"},         {"started"},
    {"deferred"},         {"in progress", false}, {"underway", false},
    {"under way", false}, {"not started", false}, {"not yet started", false},
    {"on hold", false},   {"on track", false},    {"on target", false},
    {"overdue", false},   {"delayed", false},
};

// What is kept from the reader.
constexpr std::string_view kWithheldWords[] = {"exempt", "withheld",
                                               "redacted"};

// The position in `words` of a table's words, which have a space on each side.
size_t FindWords(const std::string& words, std::string_view needle) {
  // words() begins and ends with a space.
  size_t at = words.rfind(needle);
  while (at != std::string::npos && at > 0) {
    if (words[at - 1] == ' ' && words[at + needle.size()] == ' ') return at - 1;
    at = words.rfind(needle, at - 1);
  }
  return std::string::npos;
}

bool BeginsWith(const std::string& words, std::string_view needle) {
  return words.compare(1, needle.size(), needle) == 0 &&
         words[1 + needle.size()] == ' ';
}

bool Matches(const NoDateWords& row, const std::string& words, size_t at) {
  if (at == std::string::npos) return false;
  if (row.where == Where::kAnywhere) return true;
  if (!BeginsWith(words, row.words)) return false;
  return row.where == Where::kFirst || words.size() == row.words.size() + 2;
}

void Keep(NoDateReason found, std::optional<NoDateReason>& best) {
  if (!best.has_value() || found.at >= best->at) best = found;
}

// "to be developed", whatever it is that is to be done.
void FindToBe(const std::string& words, std::optional<NoDateReason>& best) {
  constexpr std::string_view kToBe = " to be ";
  const size_t at = words.rfind(kToBe);
  if (at == std::string::npos || at + kToBe.size() >= words.size()) return;
  Keep({at, NoDate::kToBeDecided, Confidence::kHigh}, best);
}

bool IsSoon(const Tokens& tokens) {
  const std::string& words = tokens.words();
  return std::any_of(std::begin(kSoonWords), std::end(kSoonWords),
                     [&](const NoDateWords& row) {
                       return Matches(row, words, FindWords(words, row.words));
                     });
}

bool IsCount(const Token& token) {
  return token.kind == kNumber || token.kind == kCount;
}

bool IsRecurringUnit(const Token& token) {
  return token.kind == kUnit || token.kind == kMonth || token.kind == kSeason ||
         token.kind == kWeekday || token.kind == kMeeting;
}

// "every quarter", "each 6 weeks", "every other Friday"; but "2 days each week"
// is a working pattern.
bool IsEvery(const Tokens& tokens, size_t i) {
  if (tokens[i].kind != kEvery || tokens.Before(i).kind == kUnit) return false;
  size_t unit = i + 1;
  if (IsCount(tokens[unit]) || tokens[unit].text == "other") ++unit;
  return IsRecurringUnit(tokens[unit]);
}

// "twice a year", "three times per term", "per quarter".
bool IsTimesA(const Tokens& tokens, size_t i) {
  const std::string& text = tokens[i].text;
  if (i == 0 && text == "per") return tokens[1].kind == kUnit;
  if (text != "once" && text != "twice" && text != "times") return false;
  const Token& next = tokens[i + 1];
  const bool rate =
      next.text == "a" || next.text == "per" || next.kind == kEvery;
  return rate && tokens[i + 2].kind == kUnit;
}

// "3 months", "10 working days": the token after it, or 0.
size_t AfterLength(const Tokens& tokens, size_t i) {
  if (!IsCount(tokens[i])) return 0;
  // "6 - 12 months".
  const bool range =
      (tokens[i + 1].kind == kDash || tokens[i + 1].kind == kTo) &&
      IsCount(tokens[i + 2]);
  if (range) i += 2;
  if (tokens[i + 1].text == "working" || tokens[i + 1].kind == kYearKind) ++i;
  return tokens[i + 1].kind == kUnit ? i + 2 : 0;
}

size_t SkipArticles(const Tokens& tokens, size_t i) {
  while (tokens[i].kind == kArticle) ++i;
  return i;
}

// "within the next six months", "in 3 weeks", "3 months from approval".
bool IsLengthOfTime(const Tokens& tokens, size_t i) {
  const TokenKind kind = tokens[i].kind;
  if (kind == kWithin || kind == kRelation) {
    size_t next = SkipArticles(tokens, i + 1);
    const bool related = kind == kRelation || tokens[next].kind == kRelation;
    if (tokens[next].kind == kRelation) ++next;
    // "Over 18 years" is an age.
    const bool counts =
        related || tokens[i].text == "in" || tokens[i].text == "within";
    return counts && AfterLength(tokens, next) != 0;
  }
  if (kind == kAfter) return IsCount(tokens[i + 1]);
  const size_t after = AfterLength(tokens, i);
  if (after == 0) return false;
  // "12 months", and nothing else.
  if (i == 0 && after == tokens.size()) return true;
  const TokenKind next = tokens[after].kind;
  return next == kFrom || next == kAfter || next == kBefore ||
         tokens[after].text == "post";
}

// "end of the financial year", "year end", "next month", "next Cabinet".
bool IsUnitOfNow(const Tokens& tokens, size_t i) {
  if (tokens[i].kind == kUnit) return tokens[i + 1].text == "end";
  const bool part = tokens[i].kind == kPart;
  const bool next = tokens[i].kind == kRelation;
  if (!part && !next) return false;
  size_t unit = part ? SkipArticles(tokens, i + 1) : i + 1;
  if (tokens[unit].kind == kRelation) ++unit;
  if (tokens[unit].kind == kYearKind) ++unit;
  return tokens[unit].kind == kUnit || (next && tokens[unit].kind == kMeeting);
}

// "short term", "medium to long-term".
bool IsTerm(const Tokens& tokens, size_t i) {
  const std::string& text = tokens[i].text;
  if (text != "short" && text != "medium" && text != "long" &&
      text != "longer") {
    return false;
  }
  size_t next = i + 1;
  while (tokens[next].kind == kDash) ++next;
  return tokens[next].kind == kUnit &&
         tokens[next].value == static_cast<int>(Unit::kTerm);
}

// "Year 1", "Phase 2", "Years 2-3 of the plan", "Month 3 onwards", as all that
// is written.
bool IsStageOfPlan(const Tokens& tokens) {
  size_t i = 0;
  while (tokens[i].kind == kWithin || tokens[i].kind == kBy ||
         tokens[i].kind == kFrom || tokens[i].kind == kArticle ||
         tokens[i].kind == kPreposition) {
    ++i;
  }
  const bool stage = tokens[i].kind == kUnit || IsStageName(tokens[i]);
  if (!stage || !IsCount(tokens[i + 1])) return false;
  const TokenKind next = tokens[i + 2].kind;
  return next == kEnd || next == kArticle || next == kDash || next == kAnd ||
         next == kSlash || next == kTo || next == kOnwards ||
         tokens[i + 2].text == "+";
}

// "By half term".
bool IsHalfTermOfNow(const Tokens& tokens) {
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind == kHalfTerm && tokens[i].text != "ht") return true;
  }
  return false;
}

bool IsRelative(const Tokens& tokens) {
  if (IsStageOfPlan(tokens) || IsHalfTermOfNow(tokens)) return true;
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (IsLengthOfTime(tokens, i) || IsUnitOfNow(tokens, i) ||
        IsTerm(tokens, i)) {
      return true;
    }
  }
  return false;
}

// Where the last such token stands in words(), to compare positions.
size_t PlaceInWords(const Tokens& tokens, size_t i) {
  return FindWords(tokens.words(), tokens[i].text);
}

bool IsOnlyDashes(const Tokens& tokens) {
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind != kDash) return false;
  }
  return tokens.size() > 0;
}

// "45382": days since 30 December 1899, the way in which spreadsheets keep a
// day. Only numbers of this century and the one before look like that.
std::optional<Date> SpreadsheetDay(const Tokens& tokens) {
  constexpr int kEpoch = -25569;  // 1 January 1970 is day 25569
  constexpr int kFirst = 18264;   // 1 January 1950
  constexpr int kLast = 73050;    // 31 December 2099
  const Token& number = tokens[0];
  const bool alone =
      tokens.size() == 1 || (tokens.size() == 3 && tokens[1].kind == kDot &&
                             tokens[2].kind == kNumber);
  if (number.kind != kNumber || number.digits != 5 || !alone) {
    return std::nullopt;
  }
  if (number.value < kFirst || number.value > kLast) return std::nullopt;
  return Date::FromEpochDays(number.value + kEpoch);
}

// --- Digits of other scripts ---

// The first of each ten decimal digits outside ASCII that a person may type.
// Source: Unicode Character Database, category Nd.
constexpr uint32_t kZeros[] = {
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6,
    0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6, 0x0E50,
    0x0ED0, 0x0F20, 0x1040, 0x17E0, 0x1810, 0xFF10,
};

bool IsForeignDigit(uint32_t code_point) {
  return std::any_of(std::begin(kZeros), std::end(kZeros), [&](uint32_t zero) {
    return code_point >= zero && code_point < zero + 10;
  });
}

// All of those digits have two or three bytes.
bool HasForeignDigit(std::string_view text) {
  const auto byte = [&](size_t i) -> uint32_t {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
  };
  for (size_t i = 0; i < text.size(); ++i) {
    const bool two = (byte(i) & 0xE0) == 0xC0;
    const bool three = (byte(i) & 0xF0) == 0xE0;
    const uint32_t code_point =
        two     ? (byte(i) & 0x1F) << 6 | (byte(i + 1) & 0x3F)
        : three ? (byte(i) & 0x0F) << 12 | (byte(i + 1) & 0x3F) << 6 |
                      (byte(i + 2) & 0x3F)
                : 0;
    if (IsForeignDigit(code_point)) return true;
  }
  return false;
}

// Whether a person would look for a date in it: names of months, years, and
// numbers with signs between them.
bool LooksLikeADate(std::string_view text, const Tokens& tokens) {
  constexpr int kFirstYear = 1900;
  constexpr int kLastYear = 2199;
  if (HasForeignDigit(text)) return true;
  for (size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    const bool name =
        token.kind == kMonth && token.text != "may" && token.text != "march";
    const bool year = token.kind == kNumber && token.digits == 4 &&
                      token.value >= kFirstYear && token.value <= kLastYear;
    const bool sign =
        token.kind == kSlash || token.kind == kDash || token.kind == kDot;
    const bool numbers = sign && tokens.Before(i).kind == kNumber &&
                         tokens.Before(i, 2).kind == token.kind &&
                         tokens[i + 1].kind == kNumber;
    // "2000 homes" is a number of homes.
    const Token& next = tokens[i + 1];
    const bool counts = next.kind == kWord && next.gap == Gap::kSpace;
    if (name || (year && !counts) || numbers || token.kind == kFeast) {
      return true;
    }
  }
  return false;
}

// Why nothing was found in the text.
std::string NotUnderstoodNote(std::string_view text, const Tokens& tokens) {
  if (HasForeignDigit(text)) {
    return "It has digits of another script; write dates in 0 to 9.";
  }
  if (const std::optional<Date> day = SpreadsheetDay(tokens)) {
    return StrCat(
        "A number is no date; as a spreadsheet's number of a day it "
        "would be ",
        day->ToWords(), ".");
  }
  const bool withheld =
      std::any_of(std::begin(kWithheldWords), std::end(kWithheldWords),
                  [&](std::string_view word) {
                    return FindWords(tokens.words(), word) != std::string::npos;
                  });
  return withheld ? "The date is not published." : "No date was found in it.";
}

bool IsBlank(std::string_view text, const Tokens& tokens) {
  return tokens.size() == 0 && text.find_first_not_of(" \t\r\n\f\v\xC2\xA0") ==
                                   std::string_view::npos;
}

}  // namespace

bool IsStageName(const Token& token) {
  return token.text == "phase" || token.text == "stage" ||
         (token.kind == kUnit && token.value == static_cast<int>(Unit::kYear));
}

std::optional<NoDateReason> FindReason(const Tokens& tokens) {
  std::optional<NoDateReason> best;
  const std::string& words = tokens.words();
  for (const NoDateWords& row : kNoDateWords) {
    const size_t at = FindWords(words, row.words);
    if (Matches(row, words, at)) {
      Keep({at, row.no_date, row.confidence}, best);
    }
  }
  FindToBe(words, best);
  return best;
}

bool CountsFromEvent(const Tokens& tokens) {
  for (size_t i = 0; i < tokens.size(); ++i) {
    const size_t after = AfterLength(tokens, i);
    if (after == 0) continue;
    const TokenKind next = tokens[after].kind;
    if (next == kFrom || next == kAfter || tokens[after].text == "post") {
      return true;
    }
  }
  return false;
}

Status FindStatus(const Tokens& tokens) {
  for (const StatusWords& row : kStatusWords) {
    if (BeginsWith(tokens.words(), row.words)) {
      const auto spaces = std::count(row.words.begin(), row.words.end(), ' ');
      return {1 + static_cast<size_t>(spaces), row.is_end};
    }
  }
  return {};
}

std::optional<size_t> FindRecurrence(const Tokens& tokens) {
  for (size_t i = tokens.size(); i-- > 0;) {
    if (tokens[i].kind == kRecurring || IsEvery(tokens, i) ||
        IsTimesA(tokens, i)) {
      return i;
    }
  }
  return std::nullopt;
}

Due ReadWithoutDate(std::string_view source, const Tokens& tokens) {
  std::string text(source);
  const auto none = [&](NoDate no_date, Confidence confidence,
                        std::string_view note) {
    return Due::None(text, no_date, confidence, std::string(note));
  };
  if (IsBlank(source, tokens)) {
    return none(NoDate::kBlank, Confidence::kHigh, "");
  }
  if (IsOnlyDashes(tokens)) {
    return none(NoDate::kNotApplicable, Confidence::kHigh, "");
  }
  if (tokens.size() > 0 && FindStatus(tokens).tokens == tokens.size()) {
    return none(NoDate::kStatus, Confidence::kHigh,
                "This is a status, not a date.");
  }
  const std::optional<NoDateReason> reason = FindReason(tokens);
  const std::optional<size_t> recurs = FindRecurrence(tokens);
  if (recurs.has_value() &&
      (!reason.has_value() || PlaceInWords(tokens, *recurs) > reason->at)) {
    return Due::Recurring(text, Confidence::kHigh, std::string(kRecursNote));
  }
  if (IsRelative(tokens) &&
      !(reason.has_value() && reason->no_date == NoDate::kOngoing)) {
    return none(NoDate::kRelative, Confidence::kMedium,
                "It is counted from an event or defined by the plan; write "
                "the day.");
  }
  if (reason.has_value()) return none(reason->no_date, reason->confidence, "");
  if (IsSoon(tokens)) {
    return none(NoDate::kSoon, Confidence::kMedium,
                "It can't be late without a day.");
  }
  return none(
      NoDate::kNotUnderstood,
      LooksLikeADate(source, tokens) ? Confidence::kLow : Confidence::kHigh,
      NotUnderstoodNote(source, tokens));
}

}  // namespace actionplan::internal
