#ifndef ACTIONPLAN_SRC_INTERNAL_CONDITION_PARSER_H_
#define ACTIONPLAN_SRC_INTERNAL_CONDITION_PARSER_H_

// Reads conditions, operands and expressions; the grammar is in condition.h.
//
//   condition_lexer.cc        text -> tokens
//   condition_parser.cc       and, or, not, brackets; mistakes, and where the
//                             reading goes on behind them
//   condition_tests.cc        one test: yes/no, "is", a comparison
//   condition_quantities.cc   sums, numbers and their units
//   condition_sides.cc        what two sides of a comparison become
//   condition_operands.cc     facts, groups, ratings
//   condition_shifts.cc       a day and months or working days behind it
//   expression_parser.cc      + - * / of derived facts
//
// Mistakes are of two kinds. Where the text is no condition at all (Fail), the
// parser stands still until the next place where it can be sure what is meant:
// an "and" or "or", or the bracket that closes this part. Where it can be read
// but means nothing (Blame), such as a fact that does not exist, reading goes
// on, and what is unreadable goes with everything, so that one mistake is told
// once.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "internal/condition.h"
#include "internal/condition_lexer.h"
#include "internal/condition_sides.h"

namespace actionplan::internal {

// Long enough for any rule; a limit, as terms are added up pair by pair.
constexpr size_t kMaxTerms = 1000;

class ConditionParser {
 public:
  ConditionParser(std::string_view text, const ConditionContext& context,
                  ConditionErrors& errors);

  Condition ParseAll();
  int ParseOperandAlone();
  std::optional<ChildList> ParseListAlone();
  Expression ParseExpressionAlone(FactType counts);

 private:
  // --- condition_parser.cc ---

  void Advance();
  bool Is(std::string_view text) const;
  bool IsAtEnd() const { return token_.kind == ConditionToken::Kind::kEnd; }
  bool Accept(std::string_view text);
  void Expect(std::string_view symbol);
  void ExpectEnd();
  // Takes `word` if a text in quotes follows. A text can't begin a test, so an
  // "or" before one goes on with a list.
  // Reads the next token; one that is written as elsewhere is told, and taken
  // for what it means.
  void TakeToken();
  void TakeOddQuotes();
  std::string_view MeaningOf(const ConditionToken& token) const;
  bool AcceptBeforeWord(std::string_view word);
  bool StringFollows() const;

  // The text can't be read from here; where is `at`.
  void Fail(const ConditionToken& at, std::string what, std::string remedy);
  // The text can be read, but it is wrong.
  void Blame(size_t position, std::string what, std::string remedy,
             bool may_be_declared = false);
  void Blame(const ConditionToken& at, std::string what, std::string remedy);
  // About a name that the scheme might declare.
  void BlameUndeclared(const ConditionToken& at, std::string what,
                       std::string remedy);
  // Nothing more is read.
  void Stop(const ConditionToken& at, std::string what, std::string remedy);
  bool has_failed() const { return has_failed_; }

  // After a failure: on to the next "and" or "or", or to the bracket that
  // closes what began with `brackets` of them open.
  void Recover(size_t brackets);
  // The same in expressions, where + and - go on.
  void RecoverInExpression(size_t brackets);
  // Whether the bracket that opens at this position is ever closed.
  bool IsClosed(size_t position);

  std::string Quoted() const;
  // Counts how deep the reading is, and stops where it gets too deep.
  bool Enter();
  void Leave() { --nesting_; }

  // The whole text of what was read since `begin`.
  Condition Spanning(size_t begin, Condition condition) const;
  // Conditions up to the end, or to a bracket that closes them.
  Condition ParseConditions(bool in_brackets);
  void FailBetween(bool in_brackets);
  Condition ParseJoined(Condition::Kind kind, std::string_view word,
                        Condition (ConditionParser::*parse_part)());
  Condition ParseOr();
  Condition ParseAnd();
  Condition ParseNot();
  // "at least 2 of (A, B, C)" and its like.
  bool NumberOfFollows() const;
  Condition ParseNumberOf();

  // --- condition_tests.cc ---

  Condition ParseTest();
  void FailOddStart();
  void FailBareOperand(const ConditionToken& start, const Operand& operand);
  std::string WordRemedy(const Operand& operand) const;
  void FailNoComparison(const Operand& operand);
  void ParseBetween(const ConditionToken& start, const Operand& operand);
  void FailUncomparable(const Operand& operand);
  Condition OneOf(const ConditionToken& start, const Operand& operand,
                  uint64_t choices) const;
  Condition ParseIs(const ConditionToken& start, const Operand& operand);
  uint64_t ParseWords(const Operand& operand);
  uint64_t ParseChoice(const Operand& operand);
  std::optional<uint64_t> FindChoice(const Operand& operand) const;
  std::optional<Comparison> ComparisonAhead() const;
  Condition ParseComparison(const ConditionToken& start, const Side& left,
                            Dimension& dimension);
  void CheckPoints(const Side& left, const Side& right, size_t right_begin,
                   const Dimension& dimension);
  void CheckCancelled(size_t begin, const Side& left, const Side& right);

  // --- condition_quantities.cc ---

  // A side; its first operand may have been read, at `first_token`.
  Side ParseSide(Dimension& dimension, const Operand* first,
                 const ConditionToken& first_token = {});
  Side ParseChosenSide(Dimension& dimension);
  void ParseTerm(double sign, Side& side, Dimension& dimension);
  void ParseDay(double sign, Side& side, Dimension& dimension);
  void ParseNumberTerm(const ConditionToken& start,
                       std::optional<std::string_view> prefix, double sign,
                       Side& side, Dimension& dimension);
  void ParseWorkingDays(const ConditionToken& word, double number, Side& side,
                        Dimension& dimension);
  bool ParseUnknownUnit(Dimension& dimension);
  std::optional<double> ParseNumber();
  void AddConstant(const ConditionToken& at, FactType type,
                   std::string_view unit, std::string_view written,
                   double value, Side& side, Dimension& dimension);
  void AddMultiple(double factor, Side& side, Dimension& dimension);
  // "* 0.95" behind a fact; 1 if there is none.
  double ParseFactorBehind(const ConditionToken& at, const Operand& operand,
                           Dimension& dimension);
  void AddOperand(const ConditionToken& at, const Operand& operand,
                  double factor, Side& side, Dimension& dimension);
  // Whether this can be compared with, and added to, what was there before.
  bool Fits(const ConditionToken& at, const Operand& operand, bool is_fact,
            Dimension& dimension);
  void BlameMultipleOfDay(const ConditionToken& at, const Operand& operand);
  static std::string RemedyForUnit(const Operand& number,
                                   const Dimension& dimension);
  void BlameMisfit(const ConditionToken& at, const Operand& operand,
                   bool is_fact, const Dimension& dimension);
  std::optional<std::string_view> UnitAt(size_t position) const;
  // "£" before a number.
  std::optional<std::string_view> UnitBefore() const;
  std::optional<std::string_view> AcceptUnitBefore();
  std::optional<std::string_view> AcceptUnitAfter();
  void SkipUnit(std::string_view unit);
  bool NumberFollows() const;
  std::string UnitsRemedy(std::string_view word) const;

  // --- condition_operands.cc ---

  Operand OperandAt(int column) const;
  static Operand Unreadable() { return {.is_readable = false}; }
  Operand ParseOperand();
  Operand FindFact(const ConditionToken& name);
  Operand FindPlainFact(const ConditionToken& name);
  Operand FailUnknownFunction(const ConditionToken& name);
  // The group or rating, if nothing is wrong since there were `errors`.
  Operand Made(const ConditionToken& at, const OwnFact& own, Condition where,
               size_t errors);
  Operand ParseGroup(const ConditionToken& name, OwnFact::Kind kind);
  void ParseGroupRating(OwnFact& own);
  int ParseChildFact(ItemKind child, OwnFact::Kind kind);
  Condition ParseWhere(OwnFact& own);
  Operand ParseRating(const ConditionToken& name, OwnFact::Kind kind);
  std::optional<ItemKind> ParseChildren();
  void CheckChildren(const ConditionToken& at, ItemKind child);
  int ParseAspect();
  std::vector<int> ParseLevels();
  int ParseLevel();
  std::string FoundInsteadOfFact() const;
  std::string SuggestFact(std::string_view word) const;

  // --- condition_shifts.cc ---

  // The day with what is added to it on a calendar behind it.
  Operand WithShifts(const ConditionToken& start, Operand day);
  // Whether months or working days stand behind a plus or minus here.
  bool ShiftFollows() const;
  std::optional<DayShift> ParseShift(int day);
  void BlameShift(const ConditionToken& at, FactType unit);

  // --- expression_parser.cc ---

  // What is known of a part of an expression.
  struct Part {
    int points = 0;
    std::optional<LinearSum> linear = LinearSum{};
    bool is_readable = true;
    std::optional<ChosenSum> chosen = std::nullopt;
  };
  void Emit(Expression::Instruction instruction);
  Part ParseAdded();
  Part ParseMultiplied();
  Part ParseUnary();
  Part ParseFunction();
  Part ParseValue();
  Part ParseConstant();
  Part ParseNumberWithUnit();
  // Takes the unit behind a number, and returns what it is worth.
  double ParseUnitOfConstant();
  void NoteUnit(FactType type);

  ConditionLexer lexer_;
  ConditionToken token_;
  // Where it ends; and where the token before it ended.
  size_t token_end_ = 0;
  size_t last_end_ = 0;
  // The positions of the brackets that are open.
  std::vector<size_t> open_;
  const Vocabulary& vocabulary_;
  ItemKind subject_;
  int aspect_;
  ConditionErrors& errors_;
  // Since a failure nothing is read, up to where the reading goes on.
  bool has_failed_ = false;
  // Where it went on; what stands there is not blamed for standing there.
  std::optional<size_t> went_on_at_;
  bool has_stopped_ = false;
  // Something between brackets could not be read, so that they may not match.
  bool brackets_are_unsure_ = false;
  // The brackets that are closed in the whole text, once that was asked.
  std::optional<absl::flat_hash_set<size_t>> closed_;
  int nesting_ = 0;
  int chosen_parts_ = 0;
  Expression expression_;
  // What an expression is counted in.
  FactType counts_ = FactType::kNumber;
};

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_CONDITION_PARSER_H_
