#ifndef ACTIONPLAN_SRC_INTERNAL_CONDITION_LEXER_H_
#define ACTIONPLAN_SRC_INTERNAL_CONDITION_LEXER_H_

// Conditions and expressions as tokens: text -> names, numbers, days, texts in
// single quotes and symbols. Of blanks nothing is left. No text is refused:
// what begins nothing is a symbol: a word with capitals, two characters that
// mean something together elsewhere (such as ==), or one character.

#include <cstddef>
#include <string_view>

namespace actionplan::internal {

struct ConditionToken {
  enum class Kind {
    kName,
    kNumber,
    kDay,       // 2026-03-31, whether or not there is such a day
    kString,    // its text is without its quotes
    kUnclosed,  // the rest of the text, from a quote that is never closed
    kSymbol,
    kEnd
  };
  Kind kind = Kind::kEnd;
  std::string_view text;
  size_t position = 0;

  // Where it ends in the text, quotes and all.
  size_t end() const {
    return position + text.size() + (kind == Kind::kString ? 2 : 0);
  }
};

bool IsLetter(char c);
bool IsDigit(char c);
// Of a name: a lower case letter, digit or _.
bool IsNameCharacter(char c);
bool IsBlank(char c);

// The reserved word (see IsReservedWord in condition.h) that is `word`, which
// lives as long as the program; empty if it is none.
std::string_view ReservedWord(std::string_view word);

class ConditionLexer {
 public:
  explicit ConditionLexer(std::string_view text) : text_(text) {}

  std::string_view text() const { return text_; }
  void Seek(size_t position) { at_ = position; }

  ConditionToken Next();

 private:
  // The character so far ahead, 0 behind the end.
  char Peek(size_t ahead) const;
  ConditionToken Make(ConditionToken::Kind kind, size_t start) const;
  ConditionToken Take(ConditionToken::Kind kind, bool (*belongs)(char));
  ConditionToken TakeWord();
  ConditionToken TakeNumber();
  ConditionToken TakeString();

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_CONDITION_LEXER_H_
