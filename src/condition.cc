#include "internal/condition.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>

#include "internal/spelling.h"
#include "internal/strings.h"

namespace actionplan::internal {
namespace {

// Deep enough for any rule that a person can read.
constexpr int kMaxNesting = 100;

// The choice that is a yes, of yes/no facts.
constexpr uint64_t kYes = 2;

struct Token {
  enum class Kind { kName, kNumber, kString, kSymbol, kEnd };
  Kind kind = Kind::kEnd;
  std::string_view text;
  size_t position = 0;
};

bool IsNameStart(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsName(char c) { return IsNameStart(c) || IsDigit(c); }
bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Token Next() {
    while (at_ < text_.size() && IsSpace(text_[at_])) ++at_;
    const size_t start = at_;
    if (at_ == text_.size()) return Make(Token::Kind::kEnd, start);
    const char c = text_[at_];
    if (IsNameStart(c)) return Take(Token::Kind::kName, IsName);
    if (IsDigit(c) || (c == '-' && IsDigit(Peek(1)))) {
      ++at_;
      while (at_ < text_.size() && (IsDigit(text_[at_]) || text_[at_] == '.')) {
        ++at_;
      }
      return Make(Token::Kind::kNumber, start);
    }
    if (c == '\'') return TakeString();
    ++at_;
    const bool two = (c == '<' || c == '>' || c == '!') && Peek(0) == '=';
    if (two) ++at_;
    return Make(Token::Kind::kSymbol, start);
  }

 private:
  char Peek(size_t ahead) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  Token Make(Token::Kind kind, size_t start) const {
    return {kind, text_.substr(start, at_ - start), start};
  }

  Token Take(Token::Kind kind, bool (*belongs)(char)) {
    const size_t start = at_;
    while (at_ < text_.size() && belongs(text_[at_])) ++at_;
    return Make(kind, start);
  }

  // The text between the quotes; without the closing quote an odd symbol.
  Token TakeString() {
    const size_t start = at_;
    const size_t end = text_.find('\'', start + 1);
    if (end == std::string_view::npos) {
      at_ = text_.size();
      return Make(Token::Kind::kSymbol, start);
    }
    at_ = end + 1;
    return {Token::Kind::kString, text_.substr(start + 1, end - start - 1),
            start};
  }

  std::string_view text_;
  size_t at_ = 0;
};

std::optional<Comparison> ComparisonFrom(std::string_view symbol) {
  if (symbol == "<") return Comparison::kLess;
  if (symbol == "<=") return Comparison::kLessEqual;
  if (symbol == "=") return Comparison::kEqual;
  if (symbol == "!=") return Comparison::kNotEqual;
  if (symbol == ">=") return Comparison::kGreaterEqual;
  if (symbol == ">") return Comparison::kGreater;
  return std::nullopt;
}

std::optional<FactType> UnitFrom(std::string_view word) {
  if (word == "day" || word == "days") return FactType::kDays;
  if (word == "month" || word == "months") return FactType::kMonths;
  if (word == "percent") return FactType::kPercent;
  return std::nullopt;
}

bool IsNumeric(FactType type) {
  return type == FactType::kCount || type == FactType::kDays ||
         type == FactType::kMonths || type == FactType::kPercent ||
         type == FactType::kWorkingDays;
}

// What to write instead of a word that is not a fact of this kind of item.
std::string SuggestFact(std::string_view word, ItemKind subject) {
  std::vector<std::string_view> names;
  std::string all;
  for (const FactDefinition& definition : FactCatalogue()) {
    if (!definition.is_of(subject)) continue;
    names.push_back(definition.name);
    absl::StrAppend(&all, all.empty() ? "" : ", ", ToAbsl(definition.name));
  }
  const std::string_view near = Nearest(word, names);
  return near.empty() ? StrCat("Use one of: ", all, ".")
                      : StrCat("Did you mean '", near, "'?");
}

// What a column holds: a fact's definition, or a child count's.
struct Operand {
  int column = 0;
  FactType type = FactType::kCount;
  std::string_view name;
  std::span<const std::string_view> choices;
};

class Parser {
 public:
  Parser(std::string_view text, const ConditionContext& context,
         std::optional<ConditionError>& error)
      : lexer_(text), context_(context), error_(error) {
    Advance();
  }

  Condition ParseAll() {
    Condition condition = ParseOr();
    ExpectEnd();
    return condition;
  }

  int ParseOperandAlone() {
    const Operand operand = ParseOperand();
    ExpectEnd();
    return operand.column;
  }

  std::optional<ChildList> ParseListAlone() {
    if (!Accept("list")) return std::nullopt;
    ChildList children = ParseChildren();
    ExpectEnd();
    return children;
  }

 private:
  void Advance() {
    // A string's text is without its quotes.
    const size_t quotes = token_.kind == Token::Kind::kString ? 2 : 0;
    last_end_ = token_.position + token_.text.size() + quotes;
    token_ = lexer_.Next();
  }

  bool Is(std::string_view text) const {
    return token_.kind != Token::Kind::kString && token_.text == text;
  }

  bool Accept(std::string_view text) {
    if (!Is(text)) return false;
    Advance();
    return true;
  }

  // The first error counts; what follows it is noise.
  void Fail(const Token& at, std::string what, std::string remedy) {
    if (!error_.has_value()) {
      error_ = {at.position, std::move(what), std::move(remedy)};
    }
  }

  void Expect(std::string_view symbol) {
    if (Accept(symbol)) return;
    Fail(token_, StrCat("Found ", Quoted(), "."),
         StrCat("Write '", symbol, "' here."));
  }

  void ExpectEnd() {
    if (token_.kind == Token::Kind::kEnd) return;
    Fail(token_, StrCat("Found ", Quoted(), " after the end."),
         "Join two conditions with 'and' or 'or'.");
  }

  std::string Quoted() const {
    if (token_.kind == Token::Kind::kEnd) return "nothing more";
    return StrCat("'", token_.text.substr(0, 40), "'");
  }

  static Condition Negate(Condition inner) {
    Condition negated;
    negated.kind = Condition::Kind::kNot;
    negated.begin = inner.begin;
    negated.end = inner.end;
    negated.children.push_back(std::move(inner));
    return negated;
  }

  // The whole text of what was read since `begin`.
  Condition Spanning(size_t begin, Condition condition) const {
    condition.begin = begin;
    condition.end = last_end_;
    return condition;
  }

  // One part alone, or several that `word` joins.
  Condition ParseJoined(Condition::Kind kind, std::string_view word,
                        Condition (Parser::*parse_part)()) {
    const size_t begin = token_.position;
    Condition first = (this->*parse_part)();
    if (error_.has_value() || !Is(word)) return first;
    Condition joined;
    joined.kind = kind;
    joined.children.push_back(std::move(first));
    while (!error_.has_value() && Accept(word)) {
      joined.children.push_back((this->*parse_part)());
    }
    return Spanning(begin, std::move(joined));
  }

  Condition ParseOr() {
    return ParseJoined(Condition::Kind::kOr, "or", &Parser::ParseAnd);
  }

  Condition ParseAnd() {
    return ParseJoined(Condition::Kind::kAnd, "and", &Parser::ParseNot);
  }

  Condition ParseNot() {
    if (++nesting_ > kMaxNesting) {
      Fail(token_, "The condition is nested too deeply.",
           "Split it into several rules.");
      return {};
    }
    const size_t begin = token_.position;
    Condition parsed;
    if (Accept("not")) {
      parsed = Spanning(begin, Negate(ParseNot()));
    } else if (Accept("(")) {
      parsed = ParseOr();
      Expect(")");
    } else {
      parsed = Spanning(begin, ParseTest());
    }
    --nesting_;
    return parsed;
  }

  Operand ParseOperand() {
    const Token name = token_;
    if (name.kind != Token::Kind::kName) {
      Fail(name, StrCat("Found ", Quoted(), " where a fact should be."),
           SuggestFact(name.text, context_.subject));
      return {};
    }
    Advance();
    if (name.text == "count" || name.text == "share") {
      const ChildList children = ParseChildren();
      if (error_.has_value()) return {};
      const bool is_share = name.text == "share";
      OwnFact group = {
          .kind = is_share ? OwnFact::Kind::kShare : OwnFact::Kind::kCount,
          .child = children.child,
          .aspect = children.aspect};
      if (children.level.has_value()) group.levels = {*children.level};
      return {.column = context_.column_of(group),
              .type = is_share ? FactType::kPercent : FactType::kCount,
              .name = name.text,
              .choices = {}};
    }
    const std::optional<Fact> fact = FactFromName(name.text);
    if (!fact.has_value() || !Define(*fact).is_of(context_.subject)) {
      Fail(name,
           StrCat("There is no fact '", name.text, "' of a ",
                  ToWord(context_.subject), "."),
           SuggestFact(name.text, context_.subject));
      return {};
    }
    const FactDefinition& definition = Define(*fact);
    return {.column = static_cast<int>(*fact),
            .type = definition.type,
            .name = definition.name,
            .choices = definition.choices};
  }

  ChildList ParseChildren() {
    ChildList children;
    children.aspect = context_.aspect;
    Expect("(");
    const Token name = token_;
    if (Accept("milestones")) {
      children.child = ItemKind::kMilestone;
    } else if (Accept("outcomes")) {
      children.child = ItemKind::kOutcome;
    } else if (Accept("recommendations")) {
      children.child = ItemKind::kRecommendation;
    } else {
      Fail(name, StrCat("Found ", Quoted(), "."),
           "Name the children: milestones, outcomes or recommendations.");
    }
    CheckChildren(name, children.child);
    if (Accept(",")) children.level = ParseLevel();
    Expect(")");
    return children;
  }

  void CheckChildren(const Token& at, ItemKind child) {
    const bool fits =
        context_.subject == ItemKind::kPlan ||
        (context_.subject == ItemKind::kRecommendation &&
         (child == ItemKind::kMilestone || child == ItemKind::kOutcome));
    if (fits) return;
    Fail(at, StrCat("A ", ToWord(context_.subject), " has no ", at.text, "."),
         "A recommendation has milestones and outcomes, a plan also "
         "recommendations.");
  }

  std::optional<int> ParseLevel() {
    const Token word = token_;
    std::optional<int> level;
    if (word.kind == Token::Kind::kString) {
      level = context_.find_level(word.text);
    }
    if (!level.has_value()) {
      Fail(word, StrCat(Quoted(), " is not a level of this scheme."),
           "Give a level in single quotes, or 'not rated'.");
    }
    Advance();
    return level;
  }

  Condition ParseTest() {
    const Token start = token_;
    const Operand operand = ParseOperand();
    if (error_.has_value()) return {};
    if (Accept("is")) return ParseIs(operand);
    const std::optional<Comparison> comparison =
        token_.kind == Token::Kind::kSymbol ? ComparisonFrom(token_.text)
                                            : std::nullopt;
    if (comparison.has_value()) {
      Advance();
      return ParseComparison(operand, *comparison);
    }
    if (operand.type != FactType::kYesNo) {
      Fail(start,
           StrCat("'", operand.name,
                  "' is not a yes/no fact, so it is not a "
                  "condition by itself."),
           "Compare it, such as '> 0', or test 'is known'.");
    }
    Condition test;
    test.kind = Condition::Kind::kIsOneOf;
    test.column = operand.column;
    test.choices = kYes;
    return test;
  }

  Condition ParseIs(const Operand& operand) {
    const bool negated = Accept("not");
    Condition test;
    test.column = operand.column;
    test.kind = Condition::Kind::kIsState;
    if (Accept("known")) {
      test.state = CellState::kKnown;
    } else if (Accept("unknown")) {
      test.state = CellState::kUnknown;
    } else if (Accept("applicable")) {
      test.state = CellState::kNotApplicable;
      return negated ? test : Negate(std::move(test));
    } else {
      test = ParseOneOf(operand);
    }
    return negated ? Negate(std::move(test)) : test;
  }

  Condition ParseOneOf(const Operand& operand) {
    Condition test;
    test.kind = Condition::Kind::kIsOneOf;
    test.column = operand.column;
    if (operand.type != FactType::kChoice) {
      Fail(token_,
           StrCat("'", operand.name,
                  "' is not a choice, so it can't be "
                  "tested with a word."),
           "After 'is' write known, unknown or applicable.");
      return test;
    }
    test.choices |= ParseChoice(operand);
    // A word can't begin a test, so an "or" before one goes on with the list.
    while (!error_.has_value() && Is("or")) {
      const Lexer before = lexer_;
      const Token token = token_;
      Advance();
      if (token_.kind != Token::Kind::kString) {
        lexer_ = before;
        token_ = token;
        break;
      }
      test.choices |= ParseChoice(operand);
    }
    return test;
  }

  uint64_t ParseChoice(const Operand& operand) {
    const Token word = token_;
    for (size_t i = 0; i < operand.choices.size(); ++i) {
      if (word.kind == Token::Kind::kString &&
          word.text == operand.choices[i]) {
        Advance();
        return uint64_t{1} << i;
      }
    }
    std::string all;
    for (std::string_view choice : operand.choices) {
      absl::StrAppend(&all, all.empty() ? "" : ", ", "'", ToAbsl(choice), "'");
    }
    Fail(word, StrCat(Quoted(), " is not a value of '", operand.name, "'."),
         StrCat("Use one of: ", all, "."));
    return 0;
  }

  Condition ParseComparison(const Operand& operand, Comparison comparison) {
    Condition test;
    test.kind = Condition::Kind::kCompare;
    test.terms = {{.column = operand.column}};
    test.comparison = comparison;
    if (token_.kind == Token::Kind::kNumber) {
      test.number = ParseNumber(operand);
      return test;
    }
    const Token start = token_;
    const Operand other = ParseOperand();
    if (!error_.has_value() &&
        (other.type != operand.type || operand.type == FactType::kYesNo ||
         operand.type == FactType::kChoice)) {
      Fail(
          start,
          StrCat("'", operand.name, "' (", ToWord(operand.type), ") and '",
                 other.name, "' (", ToWord(other.type), ") can't be compared."),
          "Compare two facts in the same unit, or a fact with a number.");
    }
    if (other.column == operand.column) {
      Fail(start, StrCat("'", operand.name, "' is compared with itself."),
           "Compare it with another fact or with a number.");
    }
    test.terms.push_back({.column = other.column, .factor = -1});
    return test;
  }

  double ParseNumber(const Operand& operand) {
    const Token number = token_;
    Advance();
    if (!IsNumeric(operand.type)) {
      Fail(number,
           StrCat("'", operand.name, "' (", ToWord(operand.type),
                  ") can't be compared with a number."),
           operand.type == FactType::kYesNo
               ? StrCat("Write '", operand.name, "' or 'not ", operand.name,
                        "'.")
               : "Compare it with another fact, or test 'is known'.");
    }
    double value = 0;
    const char* end = number.text.data() + number.text.size();
    const auto [parsed, problem] =
        std::from_chars(number.text.data(), end, value);
    if (problem != std::errc() || parsed != end) {
      Fail(number, StrCat("'", number.text, "' is not a number."),
           "Write it with digits, such as 14 or 2.5.");
    }
    AcceptUnit(operand);
    return value;
  }

  void AcceptUnit(const Operand& operand) {
    if (token_.kind != Token::Kind::kName && !Is("%")) return;
    const Token word = token_;
    if (Accept("working")) {
      if (!Accept("days") && !Accept("day")) {
        Fail(token_, StrCat("Found ", Quoted(), " after 'working'."),
             "Write 'working days'.");
      }
      return CheckUnit(word, "working days", FactType::kWorkingDays, operand);
    }
    const std::optional<FactType> unit =
        Is("%") ? FactType::kPercent : UnitFrom(word.text);
    if (!unit.has_value()) return;
    Advance();
    CheckUnit(word, word.text, *unit, operand);
  }

  void CheckUnit(const Token& at, std::string_view written, FactType unit,
                 const Operand& operand) {
    if (unit == operand.type) return;
    Fail(at,
         StrCat("'", operand.name, "' is in ", ToWord(operand.type),
                ", not in ", written, "."),
         "Leave the unit out, or use the fact that counts in this unit.");
  }

  Lexer lexer_;
  Token token_;
  // Where the token before this one ended.
  size_t last_end_ = 0;
  const ConditionContext& context_;
  std::optional<ConditionError>& error_;
  int nesting_ = 0;
};

void CollectColumns(const Condition& condition, std::vector<int>& columns) {
  const auto add = [&](int column) {
    if (std::find(columns.begin(), columns.end(), column) == columns.end()) {
      columns.push_back(column);
    }
  };
  switch (condition.kind) {
    case Condition::Kind::kCompare:
      for (const Term& term : condition.terms) add(term.column);
      break;
    case Condition::Kind::kIsOneOf:
    case Condition::Kind::kIsState:
      add(condition.column);
      break;
    case Condition::Kind::kAlways:
    case Condition::Kind::kAnd:
    case Condition::Kind::kOr:
    case Condition::Kind::kNot:
      break;
  }
  for (const Condition& child : condition.children) {
    CollectColumns(child, columns);
  }
}

// ---------------------------------------------------------------------------
// The kernel.

constexpr uint8_t kFalse = 0;
constexpr uint8_t kUndecided = 1;
constexpr uint8_t kTrue = 2;

// Sums of fractions miss by so much of their size: 110 percent of 50 is 55.
constexpr double kNoise = 1e-12;

bool Holds(Comparison comparison, double a, double b) {
  switch (comparison) {
    case Comparison::kLess:
      return a < b;
    case Comparison::kLessEqual:
      return a <= b;
    case Comparison::kEqual:
      return a == b;
    case Comparison::kNotEqual:
      return a != b;
    case Comparison::kGreaterEqual:
      return a >= b;
    case Comparison::kGreater:
      return a > b;
  }
  return false;
}

// The truth of a test of cells in this state: as tested if all are known,
// undecided if one is unknown, false if one does not apply.
uint8_t Truth(CellState state, bool holds) {
  if (state == CellState::kKnown) return holds ? kTrue : kFalse;
  return state == CellState::kUnknown ? kUndecided : kFalse;
}

// Not applicable is stronger than unknown, unknown than known.
CellState Worse(CellState a, CellState b) { return std::max(a, b); }

// One column's rows of a block; a column that was never set is unknown.
class Slice {
 public:
  Slice(const FactTable& facts, int column, int first) {
    const FactTable::Column& found = facts.column(column);
    if (found.values.empty()) return;
    values_ = found.values.data() + first;
    states_ = found.states.data() + first;
  }

  double value(int i) const { return values_ == nullptr ? 0 : values_[i]; }
  CellState state(int i) const {
    return states_ == nullptr ? CellState::kUnknown : states_[i];
  }

 private:
  const double* values_ = nullptr;
  const CellState* states_ = nullptr;
};

// The sums of a block of rows, the sizes of what was added up, and the states.
struct Sums {
  std::array<double, Program::kBlock> value{};
  std::array<double, Program::kBlock> size{};
  std::array<CellState, Program::kBlock> state{};
};

bool IsChosen(uint64_t choices, double choice) {
  return choice >= 0 && choice < 64 &&
         ((choices >> static_cast<unsigned>(choice)) & 1) != 0;
}

// Adds factor times a column to the sums of a block.
void AddTerm(const Term& term, const FactTable& facts, int first, int count,
             Sums& sums) {
  const Slice cells(facts, term.column, first);
  for (int i = 0; i < count; ++i) {
    const auto at = static_cast<size_t>(i);
    const double value = term.factor * cells.value(i);
    sums.value[at] += value;
    sums.size[at] += std::abs(value);
    sums.state[at] = Worse(sums.state[at], cells.state(i));
  }
}

void RunComparison(const Condition& test, const FactTable& facts, int first,
                   int count, uint8_t* truth) {
  if (test.terms.size() == 1 && test.terms.front().factor == 1) {
    const Slice cells(facts, test.terms.front().column, first);
    for (int i = 0; i < count; ++i) {
      truth[i] = Truth(cells.state(i),
                       Holds(test.comparison, cells.value(i), test.number));
    }
    return;
  }
  Sums sums;
  for (const Term& term : test.terms) AddTerm(term, facts, first, count, sums);
  for (int i = 0; i < count; ++i) {
    const auto at = static_cast<size_t>(i);
    const double noise = kNoise * (sums.size[at] + std::abs(test.number));
    const bool equal = std::abs(sums.value[at] - test.number) <= noise;
    truth[i] = Truth(sums.state[at],
                     Holds(test.comparison,
                           equal ? test.number : sums.value[at], test.number));
  }
}

void RunTest(const Condition& test, const FactTable& facts, int first,
             int count, uint8_t* truth) {
  if (test.kind == Condition::Kind::kCompare) {
    RunComparison(test, facts, first, count, truth);
    return;
  }
  const Slice cells(facts, test.column, first);
  if (test.kind == Condition::Kind::kIsOneOf) {
    for (int i = 0; i < count; ++i) {
      truth[i] = Truth(cells.state(i), IsChosen(test.choices, cells.value(i)));
    }
    return;
  }
  assert(test.kind == Condition::Kind::kIsState);
  for (int i = 0; i < count; ++i) {
    truth[i] = cells.state(i) == test.state ? kTrue : kFalse;
  }
}

// "and" is the smaller truth, "or" the larger.
void Join(Condition::Kind kind, uint8_t* truth, const uint8_t* other,
          int count) {
  for (int i = 0; i < count; ++i) {
    truth[i] = kind == Condition::Kind::kAnd ? std::min(truth[i], other[i])
                                             : std::max(truth[i], other[i]);
  }
}

}  // namespace

Condition ParseCondition(std::string_view text, const ConditionContext& context,
                         std::optional<ConditionError>& error) {
  return Parser(text, context, error).ParseAll();
}

int ParseOperand(std::string_view text, const ConditionContext& context,
                 std::optional<ConditionError>& error) {
  return Parser(text, context, error).ParseOperandAlone();
}

std::optional<ChildList> ParseList(std::string_view text,
                                   const ConditionContext& context,
                                   std::optional<ConditionError>& error) {
  return Parser(text, context, error).ParseListAlone();
}

std::vector<int> ColumnsOf(const Condition& condition) {
  std::vector<int> columns;
  CollectColumns(condition, columns);
  return columns;
}

Program::Program(const Condition& condition) { Compile(condition); }

void Program::Compile(const Condition& condition) {
  for (const Condition& child : condition.children) Compile(child);
  Instruction instruction = {condition.kind, condition.children.size(),
                             condition};
  instruction.test.children.clear();
  instructions_.push_back(std::move(instruction));
  if (condition.children.empty()) {
    max_depth_ = std::max(max_depth_, ++depth_);
  } else {
    depth_ -= condition.children.size() - 1;
  }
}

void Program::Run(const FactTable& facts, int first, int count,
                  uint8_t* truth) const {
  assert(count <= kBlock);
  std::vector<uint8_t> stack(max_depth_ * kBlock);
  uint8_t* top = stack.data();  // one past the topmost block
  for (const Instruction& instruction : instructions_) {
    switch (instruction.kind) {
      case Condition::Kind::kAlways:
        std::fill_n(top, count, kTrue);
        top += kBlock;
        break;
      case Condition::Kind::kAnd:
      case Condition::Kind::kOr:
        for (size_t child = 1; child < instruction.children; ++child) {
          top -= kBlock;
          Join(instruction.kind, top - kBlock, top, count);
        }
        break;
      case Condition::Kind::kNot:
        for (int i = 0; i < count; ++i) {
          (top - kBlock)[i] = static_cast<uint8_t>(kTrue - (top - kBlock)[i]);
        }
        break;
      case Condition::Kind::kCompare:
      case Condition::Kind::kIsOneOf:
      case Condition::Kind::kIsState:
        RunTest(instruction.test, facts, first, count, top);
        top += kBlock;
        break;
    }
  }
  std::copy_n(stack.data(), count, truth);
}

}  // namespace actionplan::internal
