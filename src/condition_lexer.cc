// Conditions as tokens, and the words that mean something in them.

#include "internal/condition_lexer.h"

#include <algorithm>

#include "internal/condition.h"
#include "internal/strings.h"

namespace actionplan::internal {
namespace {

constexpr std::string_view kReserved[] = {
    "always", "otherwise", "and", "or", "not", "is", "known", "unknown",
    "applicable", "smaller", "larger", "of", "where", "percent", "day", "days",
    "week", "weeks", "month", "months", "year", "years", "working", "count",
    "share", "mean", "sum", "lowest", "highest", "worst", "best", "mean_score",
    "rating", "last_rating", "periods_at", "reported", "last_reported",
    "periods_reported", "list", "milestones", "outcomes", "recommendations",
    // Of expressions.
    "min", "max", "abs"};

bool IsNameStart(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }

bool IsOfWord(char c) { return IsLetter(c) || IsNameCharacter(c); }

// What other languages write for two characters of ours, and ours.
constexpr std::string_view kPairs[] = {"<=", ">=", "!=", "==", "=>",
                                       "=<", "<>", "&&", "||"};

}  // namespace

bool IsReservedWord(std::string_view word) {
  return !ReservedWord(word).empty();
}

std::string_view ReservedWord(std::string_view word) {
  const auto* found =
      std::find(std::begin(kReserved), std::end(kReserved), word);
  return found == std::end(kReserved) ? std::string_view() : *found;
}

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsNameCharacter(char c) { return IsNameStart(c) || IsDigit(c); }
bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

ConditionToken ConditionLexer::Next() {
  while (at_ < text_.size() && IsBlank(text_[at_])) ++at_;
  const size_t start = at_;
  if (at_ == text_.size()) return Make(ConditionToken::Kind::kEnd, start);
  const char c = text_[at_];
  if (IsNameStart(c) || IsLetter(c)) return TakeWord();
  if (IsDigit(c)) return TakeNumber();
  if (c == '\'') return TakeString();
  const bool two = std::find(std::begin(kPairs), std::end(kPairs),
                             text_.substr(at_, 2)) != std::end(kPairs);
  at_ += two ? 2 : 1;
  while (at_ < text_.size() && IsContinuation(text_[at_])) ++at_;
  return Make(ConditionToken::Kind::kSymbol, start);
}

char ConditionLexer::Peek(size_t ahead) const {
  return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
}

ConditionToken ConditionLexer::Make(ConditionToken::Kind kind,
                                    size_t start) const {
  return {kind, text_.substr(start, at_ - start), start};
}

ConditionToken ConditionLexer::Take(ConditionToken::Kind kind,
                                    bool (*belongs)(char)) {
  const size_t start = at_;
  while (at_ < text_.size() && belongs(text_[at_])) ++at_;
  return Make(kind, start);
}

// With capitals it is no name, and begins nothing.
ConditionToken ConditionLexer::TakeWord() {
  const ConditionToken word = Take(ConditionToken::Kind::kName, IsOfWord);
  const bool is_name =
      std::all_of(word.text.begin(), word.text.end(), IsNameCharacter);
  return is_name ? word : Make(ConditionToken::Kind::kSymbol, word.position);
}

// A number, or a day such as 2026-03-31.
ConditionToken ConditionLexer::TakeNumber() {
  constexpr std::string_view kShape = "dddd-dd-dd";
  const size_t start = at_;
  size_t same = 0;
  while (same < kShape.size() &&
         (kShape[same] == 'd' ? IsDigit(Peek(same))
                              : Peek(same) == kShape[same])) {
    ++same;
  }
  if (same == kShape.size() && !IsDigit(Peek(same))) {
    at_ += same;
    return Make(ConditionToken::Kind::kDay, start);
  }
  Take(ConditionToken::Kind::kNumber,
       [](char c) { return IsDigit(c) || c == '.'; });
  // "25,000" is meant as one number even in a list, and is refused as one.
  while (Peek(0) == ',' && IsDigit(Peek(1)) && IsDigit(Peek(2)) &&
         IsDigit(Peek(3)) && !IsDigit(Peek(4))) {
    at_ += 4;
  }
  return Make(ConditionToken::Kind::kNumber, start);
}

ConditionToken ConditionLexer::TakeString() {
  const size_t start = at_;
  const size_t end = text_.find('\'', start + 1);
  if (end == std::string_view::npos) {
    at_ = text_.size();
    return Make(ConditionToken::Kind::kUnclosed, start);
  }
  at_ = end + 1;
  return {ConditionToken::Kind::kString,
          text_.substr(start + 1, end - start - 1), start};
}

}  // namespace actionplan::internal
