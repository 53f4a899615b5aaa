#ifndef ACTIONPLAN_SRC_INTERNAL_DUE_LEXER_H_
#define ACTIONPLAN_SRC_INTERNAL_DUE_LEXER_H_

// The words and numbers of a due date, with what each can mean.
//
// Letter case, the dashes and quotes of word processors, no-break spaces and
// brackets are gone after this; what they say about where a phrase may end is
// kept as the gap before a token. Any bytes are accepted: what is not ASCII and
// not one of those signs is a letter of an unknown word.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace actionplan::internal {

enum class TokenKind {
  kEnd,
  kNumber,    // value; digits; "31st" is ordinal
  kCount,     // "two", "second"; value; the latter is ordinal
  kMonth,     // value: 1 to 12
  kSeason,    // value: a Season
  kWeekday,   // value: 1 (Monday) to 7
  kUnit,      // value: a Unit
  kPart,      // "early", "end"; value: a Part
  kQuarter,   // "Q"
  kYearMark,  // "FY", "AY"; value: a YearKind
  kYearKind,  // "financial", "academic"; value: a YearKind
  kRelation,  // "next", "last", "this"; value: a Relation
  kBy,
  kBefore,
  kUntil,
  kTo,  // both "March to May" and "to March"
  kFrom,
  kAfter,
  kBetween,
  kWithin,       // "in", "during", "through": the work fills the time
  kPreposition,  // "at", "on", "for"
  kArticle,      // "the", "of"
  kAbout,        // "around", "approximately"
  kDoubt,        // "?", "provisionally", "TBC"
  kAnd,
  kOr,
  kSlash,
  kDash,
  kDot,  // only between digits
  kComma,
  kEvery,      // "every", "each"
  kRecurring,  // "weekly"
  kFunction,   // "will", "with": a word that can't be the name of a meeting
  kMeeting,    // "panel", "cabinet"
  kReference,  // "section": the number after it is not a day
  kOnwards,
  kLatest,
  kFeast,     // "Good Friday"; value: a Feast
  kNewYear,   // "new year"
  kHalfTerm,  // "half term", "HT"
  kDayTime,   // "5pm", "close of play": says nothing about the day
  kArrow,     // "->": from one date to another
  kStrike,    // "~~": what is between two of them is struck out
  kSymbol,    // "+", "<", "..": changes a date in a way we don't read
  kWord,      // any other word
};

enum class Unit { kDay, kWeek, kMonth, kQuarter, kTerm, kYear, kOther };
enum class Part { kWhole, kEarly, kMid, kLate, kEnd, kFirstDay };
enum class Season { kSpring, kSummer, kAutumn, kWinter };
enum class YearKind { kFinancial, kAcademic, kCalendar, kMunicipal };
enum class Feast {
  kEaster,
  kGoodFriday,
  kEasterSunday,
  kEasterMonday,
  kWhitsun,
  kChristmas,
  kChristmasEve,
  kChristmasDay,
  kBoxingDay,
  kNewYearsEve,
  kNewYearsDay,
  kUnknown,  // "Ramadan": a day, but not one that we read
};
enum class Relation { kNone, kNext, kLast, kThis };

// What stands between a token and the one before it.
enum class Gap {
  kGlued,  // nothing
  kSpace,
  kLight,  // a bracket, quote or colon
  kStop,   // the end of a sentence: no date runs across it
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  int value = 0;
  int digits = 0;
  bool ordinal = false;
  bool apostrophe = false;  // "'24"
  bool welsh = false;
  Gap gap = Gap::kStop;
  std::string text;  // in lower case
  size_t begin = 0;  // where it is in the source, in bytes
  size_t end = 0;
};

// The tokens of a text. Reading beyond either end gives a kEnd token, so that
// a grammar may look around without counting.
class Tokens {
 public:
  explicit Tokens(std::string_view source);

  const Token& operator[](size_t i) const {
    return i < tokens_.size() ? tokens_[i] : end_;
  }
  // The token `count` before token `i`.
  const Token& Before(size_t i, size_t count = 1) const {
    return i >= count ? (*this)[i - count] : end_;
  }
  size_t size() const { return tokens_.size(); }

  // The part of the source from token `begin` to before token `end`.
  std::string_view Source(size_t begin, size_t end) const;

  // The words and numbers with one space before and after each: what a table
  // of phrases is looked up in.
  const std::string& words() const { return words_; }

 private:
  std::string_view source_;
  std::vector<Token> tokens_;
  std::string words_;
  Token end_;
};

// The names of months and seasons in full, for "did you mean".
std::span<const std::string_view> CalendarNames();

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_DUE_LEXER_H_
