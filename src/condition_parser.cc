// Reads conditions, operands and expressions; see condition.h.

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "actionplan/date.h"
#include "internal/condition.h"
#include "internal/spelling.h"
#include "internal/strings.h"

namespace actionplan::internal {
namespace {

// Deep enough for any rule that a person can read.
constexpr int kMaxNesting = 100;

// Long enough, too; a limit, as terms are added up pair by pair.
constexpr size_t kMaxTerms = 1000;

// How many sides "smaller of" and "larger of" may choose between.
constexpr int kMaxParts = 32;

// The choice that is a yes, of yes/no facts.
constexpr uint64_t kYes = 2;

constexpr std::array<std::string_view, 43> kReserved = {"always",
                                                        "otherwise",
                                                        "and",
                                                        "or",
                                                        "not",
                                                        "is",
                                                        "known",
                                                        "unknown",
                                                        "applicable",
                                                        "smaller",
                                                        "larger",
                                                        "of",
                                                        "where",
                                                        "percent",
                                                        "day",
                                                        "days",
                                                        "week",
                                                        "weeks",
                                                        "month",
                                                        "months",
                                                        "year",
                                                        "years",
                                                        "working",
                                                        "count",
                                                        "share",
                                                        "mean",
                                                        "sum",
                                                        "lowest",
                                                        "highest",
                                                        "worst",
                                                        "best",
                                                        "mean_score",
                                                        "rating",
                                                        "last_rating",
                                                        "periods_at",
                                                        "reported",
                                                        "last_reported",
                                                        "periods_reported",
                                                        "list",
                                                        "milestones",
                                                        "outcomes",
                                                        "recommendations",
                                                        "min"};

constexpr std::array<std::string_view, 2> kReservedInExpressions = {"max",
                                                                    "abs"};

struct Token {
  enum class Kind { kName, kNumber, kDay, kString, kSymbol, kEnd };
  Kind kind = Kind::kEnd;
  std::string_view text;
  size_t position = 0;
};

bool IsNameStart(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsName(char c) { return IsNameStart(c) || IsDigit(c); }
bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
// A byte that goes on with a UTF-8 character.
bool IsContinuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::string_view text() const { return text_; }
  void Seek(size_t position) { at_ = position; }

  Token Next() {
    while (at_ < text_.size() && IsSpace(text_[at_])) ++at_;
    const size_t start = at_;
    if (at_ == text_.size()) return Make(Token::Kind::kEnd, start);
    const char c = text_[at_];
    if (IsNameStart(c)) return Take(Token::Kind::kName, IsName);
    if (IsDigit(c)) return TakeNumber();
    if (c == '\'') return TakeString();
    ++at_;
    const bool two = (c == '<' || c == '>' || c == '!') && Peek(0) == '=';
    if (two) ++at_;
    while (at_ < text_.size() && IsContinuation(text_[at_])) ++at_;
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

  // A number, or a day such as 2026-03-31.
  Token TakeNumber() {
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
      return Make(Token::Kind::kDay, start);
    }
    return Take(Token::Kind::kNumber,
                [](char c) { return IsDigit(c) || c == '.'; });
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

struct Unit {
  FactType type;
  double factor;
};

std::optional<Unit> UnitFrom(std::string_view word) {
  if (word == "day" || word == "days") return Unit{FactType::kDays, 1};
  if (word == "week" || word == "weeks") return Unit{FactType::kDays, 7};
  if (word == "month" || word == "months") return Unit{FactType::kMonths, 1};
  if (word == "year" || word == "years") return Unit{FactType::kMonths, 12};
  if (word == "percent" || word == "%") return Unit{FactType::kPercent, 1};
  return std::nullopt;
}

bool IsNumeric(FactType type) {
  return type != FactType::kYesNo && type != FactType::kChoice &&
         type != FactType::kDay;
}

// What may be compared: a day with days counted from it, a count with numbers
// that have no unit.
FactType FamilyOf(FactType type) {
  if (type == FactType::kDay) return FactType::kDays;
  if (type == FactType::kCount) return FactType::kNumber;
  return type;
}

// What to write instead of a word that is not a fact of this kind of item.
std::string SuggestFact(std::string_view word, ItemKind subject,
                        const Vocabulary& vocabulary) {
  std::vector<std::string_view> names;
  for (const FactDefinition& definition : FactCatalogue()) {
    if (definition.is_of(subject)) names.push_back(definition.name);
  }
  for (std::string_view name : vocabulary.DeclaredNames(subject)) {
    names.push_back(name);
  }
  const std::string_view near = Nearest(word, names);
  if (!near.empty()) return StrCat("Did you mean '", near, "'?");
  std::string all;
  for (std::string_view name : names) {
    absl::StrAppend(&all, all.empty() ? "" : ", ", ToAbsl(name));
  }
  return StrCat("Use one of: ", all, ".");
}

// What a column holds.
struct Operand {
  int column = 0;
  FactType type = FactType::kCount;
  std::string_view name = {};
  std::span<const std::string_view> choices = {};
  std::string_view unit = {};
  bool is_rating = false;

  // "days", or the unit of a number: "£".
  std::string_view unit_word() const {
    return unit.empty() ? ToWord(type) : unit;
  }
};

// What both sides of a comparison are in.
struct Dimension {
  std::optional<FactType> type;
  std::string unit;
  // The fact that says so; empty if a number with its unit does.
  std::string name;

  std::string word() const {
    return unit.empty() ? std::string(ToWord(*type)) : unit;
  }
};

// A sum, or the smaller or larger of several sides.
struct Side {
  enum class Kind { kSum, kSmaller, kLarger };
  Kind kind = Kind::kSum;
  std::vector<Side> parts;
  // Of a sum. Days are counted from so many days: 1 for a day itself, 0 for
  // a number of days.
  std::vector<Term> terms;
  double constant = 0;
  int points = 0;
  size_t begin = 0;
  size_t end = 0;
};

class Parser {
 public:
  Parser(std::string_view text, const ConditionContext& context,
         std::optional<ConditionError>& error)
      : lexer_(text),
        vocabulary_(*context.vocabulary),
        subject_(context.subject),
        aspect_(context.aspect),
        error_(error) {
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
    Expect("(");
    ChildList list;
    list.child = ParseChildren();
    list.aspect = aspect_;
    while (!error_.has_value() && Accept(",")) {
      if (Accept("worst")) {
        list.worst = true;
      } else if (token_.kind == Token::Kind::kName) {
        list.aspect = ParseAspect();
      } else {
        list.level = ParseLevel();
      }
    }
    Expect(")");
    ExpectEnd();
    return list;
  }

  Expression ParseExpressionAlone() {
    Part part = ParseAdded();
    ExpectEnd();
    expression_.points = part.points;
    expression_.linear = std::move(part.linear);
    return std::move(expression_);
  }

 private:
  // --- Tokens and errors ---

  void Advance() {
    // A string's text is without its quotes.
    const size_t quotes = token_.kind == Token::Kind::kString ? 2 : 0;
    last_end_ = token_.position + token_.text.size() + quotes;
    token_ = lexer_.Next();
  }

  bool Is(std::string_view text) const {
    return token_.kind != Token::Kind::kString && token_.text == text &&
           token_.kind != Token::Kind::kEnd;
  }

  bool Accept(std::string_view text) {
    if (!Is(text)) return false;
    Advance();
    return true;
  }

  // The first error counts; what follows it is noise.
  void Fail(size_t position, std::string what, std::string remedy) {
    if (!error_.has_value()) {
      error_ = {position, std::move(what), std::move(remedy)};
    }
  }
  // About a name that the scheme might declare.
  void FailUndeclared(const Token& at, std::string what, std::string remedy) {
    if (!error_.has_value()) {
      error_ = {at.position, std::move(what), std::move(remedy), true};
    }
  }
  void Fail(const Token& at, std::string what, std::string remedy) {
    Fail(at.position, std::move(what), std::move(remedy));
  }

  void Expect(std::string_view symbol) {
    if (Accept(symbol)) return;
    Fail(token_, StrCat("Found ", Quoted(), "."),
         StrCat("Write '", symbol, "' here."));
  }

  void ExpectEnd() {
    if (token_.kind == Token::Kind::kEnd) return;
    Fail(token_, StrCat("Found ", Quoted(), " after the end."),
         Is(",") ? "Write a number without commas, such as 50000."
                 : "Join two conditions with 'and' or 'or'.");
  }

  std::string Quoted() const {
    if (token_.kind == Token::Kind::kEnd) return "nothing more";
    return StrCat("'", Excerpt(token_.text.substr(0, 80)), "'");
  }

  // Counts how deep the reading is, and fails where it gets too deep.
  bool Enter() {
    if (++nesting_ <= kMaxNesting) return true;
    Fail(token_, "The condition is nested too deeply.",
         StrCat("Split it into several rules; the deepest is ", kMaxNesting,
                "."));
    return false;
  }
  void Leave() { --nesting_; }

  // --- Conditions ---

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
    if (!Enter()) return {};
    const size_t begin = token_.position;
    Condition parsed;
    if (Accept("not")) {
      parsed = Spanning(begin, Negate(ParseNot()));
    } else if (Accept("(")) {
      parsed = ParseOr();
      Expect(")");
    } else {
      parsed = ParseTest();
    }
    Leave();
    return parsed;
  }

  // A test that begins with an operand alone may be of a yes/no fact or a
  // word; everything else compares two sides.
  Condition ParseTest() {
    const Token start = token_;
    chosen_parts_ = 0;
    const bool is_operand = token_.kind == Token::Kind::kName &&
                            !Is("smaller") && !Is("larger") && !UnitAhead();
    if (!is_operand) {
      RefuseOddStart();
      Dimension dimension;
      Side left = ParseSide(dimension, nullptr);
      return ParseComparison(start, std::move(left), dimension);
    }
    const Operand operand = ParseOperand();
    if (error_.has_value()) return {};
    if (Accept("is")) return ParseIs(start, operand);
    const bool compares = Is("+") || Is("-") || ComparisonAhead().has_value();
    if (compares) {
      if (!IsNumeric(operand.type) && operand.type != FactType::kDay) {
        FailUncomparable(operand);
        return {};
      }
      Dimension dimension;
      Side left = ParseSide(dimension, &operand, start);
      return ParseComparison(start, std::move(left), dimension);
    }
    if (operand.type != FactType::kYesNo) {
      FailBareOperand(start, operand);
      return {};
    }
    return IsOneOf(start, operand, kYes);
  }

  // Where a test should begin, and what stands there begins nothing.
  void RefuseOddStart() {
    const bool begins = token_.kind == Token::Kind::kNumber ||
                        token_.kind == Token::Kind::kDay || Is("-") ||
                        Is("smaller") || Is("larger") || UnitAhead();
    if (begins) return;
    Fail(token_, StrCat("Found ", Quoted(), " where a fact should be."),
         SuggestFact(token_.text, subject_, vocabulary_));
  }

  void FailBareOperand(const Token& start, const Operand& operand) {
    Fail(start,
         StrCat("'", operand.name,
                "' is not a yes/no fact, so it is not a "
                "condition by itself."),
         operand.type == FactType::kChoice
             ? StrCat("Write which: ", operand.name, " is '",
                      operand.choices.empty() ? "..." : operand.choices.front(),
                      "'.")
             : "Compare it, such as '> 0', or test 'is known'.");
  }

  // A yes/no fact or a choice before a comparison.
  void FailUncomparable(const Operand& operand) {
    Advance();
    const bool number = token_.kind == Token::Kind::kNumber;
    Fail(token_,
         StrCat("'", operand.name, "' (", ToWord(operand.type),
                ") can't be compared", number ? " with a number." : "."),
         operand.type == FactType::kYesNo
             ? StrCat("Write '", operand.name, "' or 'not ", operand.name, "'.")
             : StrCat("Write '", operand.name, " is ...' with one of its ",
                      "words, or test 'is known'."));
  }

  Condition IsOneOf(const Token& start, const Operand& operand,
                    uint64_t choices) const {
    Condition test;
    test.kind = Condition::Kind::kIsOneOf;
    test.column = operand.column;
    test.choices = choices;
    return Spanning(start.position, std::move(test));
  }

  Condition ParseIs(const Token& start, const Operand& operand) {
    bool negated = Accept("not");
    Condition test;
    test.column = operand.column;
    test.kind = Condition::Kind::kIsState;
    if (Accept("known")) {
      test.state = CellState::kKnown;
    } else if (Accept("unknown")) {
      test.state = CellState::kUnknown;
    } else if (Accept("applicable")) {
      test.state = CellState::kNotApplicable;
      negated = !negated;
    } else {
      test = IsOneOf(start, operand, ParseWords(operand));
    }
    test = Spanning(start.position, std::move(test));
    return negated ? Negate(std::move(test)) : test;
  }

  uint64_t ParseWords(const Operand& operand) {
    if (operand.type != FactType::kChoice) {
      Fail(token_,
           StrCat("'", operand.name,
                  "' is not a choice, so it can't be "
                  "tested with a word."),
           "After 'is' write known, unknown or applicable.");
      return 0;
    }
    uint64_t choices = ParseChoice(operand);
    while (!error_.has_value() && AcceptBeforeWord("or")) {
      choices |= ParseChoice(operand);
    }
    return choices;
  }

  // Takes `word` if a text in quotes follows. A text can't begin a test, so an
  // "or" before one goes on with a list.
  bool AcceptBeforeWord(std::string_view word) {
    if (!Is(word)) return false;
    const Lexer lexer = lexer_;
    const Token token = token_;
    const size_t last_end = last_end_;
    Advance();
    if (token_.kind == Token::Kind::kString) return true;
    lexer_ = lexer;
    token_ = token;
    last_end_ = last_end;
    return false;
  }

  uint64_t ParseChoice(const Operand& operand) {
    const Token word = token_;
    if (word.kind == Token::Kind::kString) {
      for (size_t i = 0; i < operand.choices.size(); ++i) {
        if (word.text != operand.choices[i]) continue;
        Advance();
        return uint64_t{1} << i;
      }
      if (operand.is_rating) {
        // An alias, or another case.
        const std::optional<int> level = vocabulary_.FindLevel(word.text);
        if (level.has_value() && *level != kNotRated) {
          Advance();
          return uint64_t{1} << *level;
        }
      }
    }
    std::string all;
    for (std::string_view choice : operand.choices) {
      absl::StrAppend(&all, all.empty() ? "" : ", ", "'", ToAbsl(choice), "'");
    }
    const std::string_view near = word.kind == Token::Kind::kString
                                      ? Nearest(word.text, operand.choices)
                                      : std::string_view();
    Fail(word, StrCat(Quoted(), " is not a value of '", operand.name, "'."),
         near.empty()
             ? StrCat("Use one of: ", all, ".")
             : StrCat("Did you mean '", near, "'? Use one of: ", all, "."));
    return 0;
  }

  // --- Comparisons ---

  std::optional<Comparison> ComparisonAhead() const {
    if (token_.kind != Token::Kind::kSymbol) return std::nullopt;
    return ComparisonFrom(token_.text);
  }

  Condition ParseComparison(const Token& start, Side left,
                            Dimension& dimension) {
    if (error_.has_value()) return {};
    const std::optional<Comparison> comparison = ComparisonAhead();
    if (!comparison.has_value()) {
      Fail(token_, StrCat("Found ", Quoted(), " where a comparison should be."),
           "Write <, <=, =, !=, >= or > and what it is compared with.");
      return {};
    }
    Advance();
    const size_t right_begin = token_.position;
    const Side right = ParseSide(dimension, nullptr);
    if (error_.has_value()) return {};
    CheckPoints(left, right, right_begin, dimension);
    span_ = {start.position, last_end_};
    return Compare(left, *comparison, right);
  }

  Side ParseSide(Dimension& dimension, const Operand* first,
                 const Token& first_token = {}) {
    if (first == nullptr && (Is("smaller") || Is("larger"))) {
      return ParseChosenSide(dimension);
    }
    Side side;
    side.begin = first == nullptr ? token_.position : first_token.position;
    double sign = 1;
    if (first != nullptr) {
      AddOperand(first_token, *first, 1, side, dimension);
    } else {
      if (Accept("-")) sign = -1;
      ParseTerm(sign, side, dimension);
    }
    while (!error_.has_value() && (Is("+") || Is("-"))) {
      sign = Is("-") ? -1 : 1;
      Advance();
      ParseTerm(sign, side, dimension);
      if (side.terms.size() > kMaxTerms) {
        Fail(token_, StrCat("The sum has more than ", kMaxTerms, " terms."),
             "Declare a fact that is worked out from them.");
      }
    }
    side.end = last_end_;
    return side;
  }

  Side ParseChosenSide(Dimension& dimension) {
    Side side;
    if (!Enter()) return side;
    side.begin = token_.position;
    side.kind = Is("smaller") ? Side::Kind::kSmaller : Side::Kind::kLarger;
    Advance();
    Expect("of");
    Expect("(");
    do {
      if (++chosen_parts_ > kMaxParts) {
        Fail(token_,
             StrCat("There are more than ", kMaxParts, " to choose ",
                    "between."),
             "Declare a fact that is worked out with min() or max().");
      }
      side.parts.push_back(ParseSide(dimension, nullptr));
    } while (!error_.has_value() && Accept(","));
    if (!error_.has_value() && side.parts.size() < 2) {
      Fail(token_, "There is only one to choose between.",
           "Give two or more with commas: smaller of (14 days, 10 percent of "
           "...).");
    }
    Expect(")");
    side.end = last_end_;
    Leave();
    return side;
  }

  void ParseTerm(double sign, Side& side, Dimension& dimension) {
    const Token start = token_;
    if (token_.kind == Token::Kind::kDay)
      return ParseDay(sign, side, dimension);
    const std::optional<std::string_view> prefix = AcceptUnitBefore();
    if (token_.kind == Token::Kind::kNumber) {
      return ParseNumberTerm(start, prefix, sign, side, dimension);
    }
    if (token_.kind != Token::Kind::kName && NumberFollows()) {
      Fail(token_, StrCat(Quoted(), " is not the unit of a fact here."),
           UnitsRemedy());
      return;
    }
    const Operand operand = ParseOperand();
    if (error_.has_value()) return;
    AddOperand(start, operand, sign, side, dimension);
  }

  void ParseDay(double sign, Side& side, Dimension& dimension) {
    const Token token = token_;
    Advance();
    const absl::StatusOr<Date> day = Date::Parse(token.text);
    if (!day.ok()) {
      Fail(token, std::string(ToStd(day.status().message())),
           "Write a day that exists, as 2026-03-31.");
      return;
    }
    Operand operand = {.type = FactType::kDay, .name = token.text};
    if (!Fits(token, operand, /*is_fact=*/false, dimension)) return;
    side.constant += sign * day->epoch_days();
    side.points += sign > 0 ? 1 : -1;
  }

  // A number, its unit, "percent of" or "* operand" behind it.
  void ParseNumberTerm(const Token& start,
                       std::optional<std::string_view> prefix, double sign,
                       Side& side, Dimension& dimension) {
    const double number = ParseNumber();
    if (error_.has_value()) return;
    if (prefix.has_value()) {
      AddConstant(start, FactType::kNumber, *prefix, *prefix, sign * number,
                  side, dimension);
      return;
    }
    if (Accept("*")) {
      return AddMultiple(sign * number, side, dimension);
    }
    const Token word = token_;
    if (Is("percent") || Is("%")) {
      Advance();
      if (Accept("of"))
        return AddMultiple(sign * number / 100, side, dimension);
      return AddConstant(word, FactType::kPercent, "", word.text, sign * number,
                         side, dimension);
    }
    if (const auto unit = AcceptUnitAfter()) {
      return AddConstant(word, FactType::kNumber, *unit, *unit, sign * number,
                         side, dimension);
    }
    if (Accept("working")) {
      if (!Accept("days") && !Accept("day")) {
        Fail(token_, StrCat("Found ", Quoted(), " after 'working'."),
             "Write 'working days'.");
      }
      return AddConstant(word, FactType::kWorkingDays, "", "working days",
                         sign * number, side, dimension);
    }
    if (word.kind == Token::Kind::kName) {
      if (const std::optional<Unit> unit = UnitFrom(word.text)) {
        Advance();
        return AddConstant(word, unit->type, "", word.text,
                           sign * number * unit->factor, side, dimension);
      }
      if (!IsReservedWord(word.text)) {
        FailUndeclared(word, StrCat(Quoted(), " is not a unit."),
                       UnitsRemedy());
        return;
      }
    }
    side.constant += sign * number;  // without a unit it takes the fact's
  }

  double ParseNumber() {
    const Token number = token_;
    Advance();
    double value = 0;
    const char* end = number.text.data() + number.text.size();
    const auto [parsed, problem] =
        std::from_chars(number.text.data(), end, value);
    constexpr double kLargest = 1e15;
    if (problem != std::errc() || parsed != end) {
      Fail(number, StrCat("'", Excerpt(number.text), "' is not a number."),
           "Write it with digits, such as 14 or 2.5.");
    } else if (value > kLargest) {
      Fail(number, StrCat("'", Excerpt(number.text), "' is too large."),
           "The largest number is 1000000000000000.");
    }
    return value;
  }

  void AddConstant(const Token& at, FactType type, std::string_view unit,
                   std::string_view written, double value, Side& side,
                   Dimension& dimension) {
    Operand operand = {.type = type, .name = written, .unit = unit};
    if (Fits(at, operand, /*is_fact=*/false, dimension)) side.constant += value;
  }

  void AddMultiple(double factor, Side& side, Dimension& dimension) {
    const Token start = token_;
    const Operand operand = ParseOperand();
    if (error_.has_value()) return;
    if (operand.type == FactType::kDay) {
      Fail(start, StrCat("'", operand.name, "' (day) can't be multiplied."),
           "Take a fact in days, or the difference of two days.");
      return;
    }
    AddOperand(start, operand, factor, side, dimension);
  }

  void AddOperand(const Token& at, const Operand& operand, double factor,
                  Side& side, Dimension& dimension) {
    if (!Fits(at, operand, /*is_fact=*/true, dimension)) return;
    side.terms.push_back({.column = operand.column, .factor = factor});
    if (operand.type == FactType::kDay) side.points += factor > 0 ? 1 : -1;
  }

  // Whether this can be compared with, and added to, what was there before.
  bool Fits(const Token& at, const Operand& operand, bool is_fact,
            Dimension& dimension) {
    const bool compares =
        IsNumeric(operand.type) || operand.type == FactType::kDay;
    if (!dimension.type.has_value() && compares) {
      dimension.type = operand.type;
      dimension.unit = std::string(operand.unit);
      if (is_fact) dimension.name = std::string(operand.name);
      return true;
    }
    if (compares && FamilyOf(*dimension.type) == FamilyOf(operand.type) &&
        dimension.unit == operand.unit) {
      if (is_fact && dimension.name.empty()) {
        dimension.name = std::string(operand.name);
      }
      return true;
    }
    FailToFit(at, operand, is_fact, dimension);
    return false;
  }

  void FailToFit(const Token& at, const Operand& operand, bool is_fact,
                 const Dimension& dimension) {
    if (!is_fact && !dimension.name.empty()) {
      Fail(at,
           StrCat("'", dimension.name, "' is in ", dimension.word(),
                  ", not in ", operand.name, "."),
           "Leave the unit out, or use the fact that counts in this unit.");
      return;
    }
    if (!dimension.type.has_value()) {
      Fail(at,
           StrCat("'", operand.name, "' (", operand.unit_word(),
                  ") can't be compared."),
           "Compare facts that are numbers or days.");
      return;
    }
    Fail(at,
         dimension.name.empty()
             ? StrCat("'", operand.name, "' (", operand.unit_word(),
                      ") can't be compared with ", dimension.word(), ".")
             : StrCat("'", dimension.name, "' (", dimension.word(), ") and '",
                      operand.name, "' (", operand.unit_word(),
                      ") can't be compared."),
         "Compare two facts in the same unit, or a fact with a number.");
  }

  // Whether a unit of the scheme's numbers stands at `position`, and which:
  // the longest.
  std::optional<std::string_view> UnitAt(size_t position) const {
    const std::string_view rest = lexer_.text().substr(position);
    std::optional<std::string_view> found;
    for (const std::string& unit : vocabulary_.Units()) {
      if (!rest.starts_with(unit)) continue;
      const bool ends =
          !IsLetter(unit.back()) || unit.size() == rest.size() ||
          !(IsLetter(rest[unit.size()]) || IsName(rest[unit.size()]));
      if (ends && (!found.has_value() || unit.size() > found->size())) {
        found = unit;
      }
    }
    return found;
  }

  // "£" before a number.
  std::optional<std::string_view> UnitBefore() const {
    if (token_.kind == Token::Kind::kEnd) return std::nullopt;
    const std::optional<std::string_view> unit = UnitAt(token_.position);
    if (!unit.has_value()) return std::nullopt;
    size_t at = token_.position + unit->size();
    while (at < lexer_.text().size() && IsSpace(lexer_.text()[at])) ++at;
    const bool number = at < lexer_.text().size() && IsDigit(lexer_.text()[at]);
    return number ? unit : std::nullopt;
  }
  bool UnitAhead() const { return UnitBefore().has_value(); }

  std::optional<std::string_view> AcceptUnitBefore() {
    const std::optional<std::string_view> unit = UnitBefore();
    if (unit.has_value()) SkipUnit(*unit);
    return unit;
  }

  std::optional<std::string_view> AcceptUnitAfter() {
    if (token_.kind == Token::Kind::kEnd) return std::nullopt;
    const std::optional<std::string_view> unit = UnitAt(token_.position);
    if (unit.has_value()) SkipUnit(*unit);
    return unit;
  }

  void SkipUnit(std::string_view unit) {
    const size_t end = token_.position + unit.size();
    lexer_.Seek(end);
    token_ = lexer_.Next();
    last_end_ = end;
  }

  bool NumberFollows() const {
    Lexer lexer = lexer_;
    return token_.kind == Token::Kind::kSymbol && !Is("(") && !Is(")") &&
           lexer.Next().kind == Token::Kind::kNumber;
  }

  std::string UnitsRemedy() const {
    std::string own;
    size_t listed = 0;
    for (const std::string& unit : vocabulary_.Units()) {
      if (++listed <= 10) absl::StrAppend(&own, ", ", unit);
    }
    return StrCat("Units are days, working days, weeks, months, years, percent",
                  own, "; or leave it out.");
  }

  // Days are compared with days, and numbers of days with such.
  void CheckPoints(const Side& left, const Side& right, size_t right_begin,
                   const Dimension& dimension) {
    const Side& first = FirstSum(left);
    if (first.points < 0 || first.points > 1) {
      Fail(first.begin, "Days are added to each other here, not subtracted.",
           "The days from one day to another are such as 'due - "
           "original_due'.");
      return;
    }
    const Side* odd = FindOtherPoints(left, first.points);
    if (odd == nullptr) odd = FindOtherPoints(right, first.points);
    if (odd == nullptr) return;
    const std::string_view text = lexer_.text();
    Fail(std::max(odd->begin, std::min(right_begin, odd->begin)),
         StrCat("'", Excerpt(text.substr(first.begin, first.end - first.begin)),
                "' and '",
                Excerpt(text.substr(odd->begin, odd->end - odd->begin)),
                "' can't be compared: one is a day, the other ",
                dimension.type == FactType::kDay ||
                        dimension.type == FactType::kDays
                    ? "a number of days."
                    : "is not."),
         "Compare two facts in the same unit; the days from one day to another "
         "are such as 'due - original_due'.");
  }

  static const Side& FirstSum(const Side& side) {
    return side.kind == Side::Kind::kSum ? side : FirstSum(side.parts.front());
  }

  static const Side* FindOtherPoints(const Side& side, int points) {
    if (side.kind == Side::Kind::kSum) {
      return side.points == points ? nullptr : &side;
    }
    for (const Side& part : side.parts) {
      if (const Side* odd = FindOtherPoints(part, points)) return odd;
    }
    return nullptr;
  }

  // --- "smaller of" becomes ands and ors ---

  Condition Spanned(Condition condition) const {
    condition.begin = span_.first;
    condition.end = span_.second;
    return condition;
  }

  Condition Joined(Condition::Kind kind, std::vector<Condition> parts) const {
    if (parts.size() == 1) return std::move(parts.front());
    Condition joined;
    joined.kind = kind;
    joined.children = std::move(parts);
    return Spanned(std::move(joined));
  }

  Condition Compare(const Side& left, Comparison comparison,
                    const Side& right) {
    if (right.kind != Side::Kind::kSum) {
      return CompareChosen(left, comparison, right);
    }
    if (left.kind != Side::Kind::kSum) {
      return CompareChosen(right, Mirrored(comparison), left);
    }
    return CompareSums(left, comparison, right);
  }

  // More than the smaller: more than one of them that applies. Less than the
  // smaller: less than each that applies, and one does.
  Condition CompareChosen(const Side& left, Comparison comparison,
                          const Side& chosen) {
    if (comparison == Comparison::kEqual) {
      std::vector<Condition> both;
      both.push_back(CompareChosen(left, Comparison::kLessEqual, chosen));
      both.push_back(CompareChosen(left, Comparison::kGreaterEqual, chosen));
      return Joined(Condition::Kind::kAnd, std::move(both));
    }
    if (comparison == Comparison::kNotEqual) {
      std::vector<Condition> either;
      either.push_back(CompareChosen(left, Comparison::kLess, chosen));
      either.push_back(CompareChosen(left, Comparison::kGreater, chosen));
      return Joined(Condition::Kind::kOr, std::move(either));
    }
    const bool above = comparison == Comparison::kGreater ||
                       comparison == Comparison::kGreaterEqual;
    const bool one_is_enough = above == (chosen.kind == Side::Kind::kSmaller);
    std::vector<Condition> tests;
    for (const Side& part : chosen.parts) {
      Condition test = Compare(left, comparison, part);
      if (!one_is_enough && !AppliesAlways(part)) {
        std::vector<Condition> either;
        either.push_back(std::move(test));
        either.push_back(DoesNotApply(part));
        test = Joined(Condition::Kind::kOr, std::move(either));
      }
      tests.push_back(std::move(test));
    }
    if (one_is_enough) return Joined(Condition::Kind::kOr, std::move(tests));
    if (!AppliesAlways(chosen)) {
      tests.push_back(Spanned(Negate(DoesNotApply(chosen))));
    }
    return Joined(Condition::Kind::kAnd, std::move(tests));
  }

  // A sum applies if all of its facts do, a choice if one of its parts does.
  static bool AppliesAlways(const Side& side) {
    if (side.kind == Side::Kind::kSum) return side.terms.empty();
    return std::any_of(side.parts.begin(), side.parts.end(), AppliesAlways);
  }

  Condition DoesNotApply(const Side& side) const {
    std::vector<Condition> parts;
    if (side.kind == Side::Kind::kSum) {
      for (const Term& term : side.terms) {
        Condition test;
        test.kind = Condition::Kind::kIsState;
        test.column = term.column;
        test.state = CellState::kNotApplicable;
        parts.push_back(Spanned(std::move(test)));
      }
      return Joined(Condition::Kind::kOr, std::move(parts));
    }
    for (const Side& part : side.parts) parts.push_back(DoesNotApply(part));
    return Joined(Condition::Kind::kAnd, std::move(parts));
  }

  Condition CompareSums(const Side& left, Comparison comparison,
                        const Side& right) {
    std::vector<Term> terms = left.terms;
    for (const Term& term : right.terms) {
      terms.push_back({.column = term.column, .factor = -term.factor});
    }
    Condition test;
    test.kind = Condition::Kind::kCompare;
    test.terms = MergeTerms(terms);
    test.comparison = comparison;
    test.number = right.constant - left.constant;
    CheckCancelled(terms, test.terms);
    if (test.terms.size() == 1 && test.terms.front().factor < 0) {
      test.terms.front().factor *= -1;
      // Without a negative zero.
      test.number = 0 - test.number;
      test.comparison = Mirrored(comparison);
    }
    return Spanned(std::move(test));
  }

  void CheckCancelled(const std::vector<Term>& all,
                      const std::vector<Term>& merged) {
    if (all.empty()) {
      Fail(span_.first, "No fact is compared here, only numbers.",
           "Compare a fact with a number.");
    }
    for (const Term& term : all) {
      const auto same = [&](const Term& kept) {
        return kept.column == term.column;
      };
      if (std::any_of(merged.begin(), merged.end(), same)) continue;
      Fail(span_.first,
           StrCat("'", vocabulary_.Define(term.column).name,
                  "' is compared with itself."),
           "Compare it with another fact or with a number.");
      return;
    }
  }

  // --- Operands ---

  Operand OperandAt(int column) const {
    const FactDefinition& definition = vocabulary_.Define(column);
    return {.column = column,
            .type = definition.type,
            .name = definition.name,
            .choices = definition.choices,
            .unit = definition.unit,
            .is_rating = vocabulary_.IsRating(column)};
  }

  Operand ParseOperand() {
    const Token name = token_;
    if (name.kind != Token::Kind::kName) {
      Fail(name, StrCat("Found ", Quoted(), " where a fact should be."),
           SuggestFact(name.text, subject_, vocabulary_));
      return {};
    }
    Advance();
    if (const auto group = GroupFrom(name.text))
      return ParseGroup(name, *group);
    if (const auto rating = RatingFrom(name.text)) {
      return ParseRating(name, *rating);
    }
    const std::optional<Fact> fact = FactFromName(name.text);
    if (fact.has_value() && Define(*fact).is_of(subject_)) {
      return OperandAt(static_cast<int>(*fact));
    }
    const std::optional<int> own =
        vocabulary_.FindDeclared(subject_, name.text);
    if (own.has_value()) return OperandAt(*own);
    FailUndeclared(name,
                   StrCat("There is no fact '", Excerpt(name.text), "' of a ",
                          ToWord(subject_), "."),
                   SuggestFact(name.text, subject_, vocabulary_));
    return {};
  }

  static std::optional<OwnFact::Kind> GroupFrom(std::string_view word) {
    using Kind = OwnFact::Kind;
    static constexpr std::pair<std::string_view, Kind> kGroups[] = {
        {"count", Kind::kCount},         {"share", Kind::kShare},
        {"mean", Kind::kMean},           {"sum", Kind::kSum},
        {"lowest", Kind::kLowest},       {"highest", Kind::kHighest},
        {"worst", Kind::kWorst},         {"best", Kind::kBest},
        {"mean_score", Kind::kMeanScore}};
    for (const auto& [name, kind] : kGroups) {
      if (name == word) return kind;
    }
    return std::nullopt;
  }

  static std::optional<OwnFact::Kind> RatingFrom(std::string_view word) {
    using Kind = OwnFact::Kind;
    static constexpr std::pair<std::string_view, Kind> kRatings[] = {
        {"rating", Kind::kRating},
        {"last_rating", Kind::kLastRating},
        {"periods_at", Kind::kPeriodsAt},
        {"reported", Kind::kReported},
        {"last_reported", Kind::kLastReported},
        {"periods_reported", Kind::kPeriodsReported}};
    for (const auto& [name, kind] : kRatings) {
      if (name == word) return kind;
    }
    return std::nullopt;
  }

  Operand Made(const Token& at, const OwnFact& own, Condition where) {
    if (error_.has_value()) return {};
    const std::optional<int> column =
        vocabulary_.ColumnOf(subject_, own, std::move(where));
    if (column.has_value()) return OperandAt(*column);
    Fail(at, StrCat("The scheme does not use this '", at.text, "'."),
         "Only groups and ratings that its rules use have a column.");
    return {};
  }

  Operand ParseGroup(const Token& name, OwnFact::Kind kind) {
    using Kind = OwnFact::Kind;
    OwnFact own = {.kind = kind};
    Expect("(");
    own.child = ParseChildren();
    if (error_.has_value()) return {};
    bool reads_rating =
        kind == Kind::kWorst || kind == Kind::kBest || kind == Kind::kMeanScore;
    if (kind == Kind::kMean || kind == Kind::kSum || kind == Kind::kLowest ||
        kind == Kind::kHighest) {
      Expect(",");
      own.of = ParseChildFact(own.child, kind);
    } else {
      std::optional<int> aspect;
      if (Accept(",")) {
        const bool counts = kind == Kind::kCount || kind == Kind::kShare;
        if (!counts || token_.kind == Token::Kind::kName) {
          aspect = ParseAspect();
        }
        if (counts && (!aspect.has_value() || Accept(","))) {
          own.levels = ParseLevels();
        }
      }
      reads_rating = reads_rating || !own.levels.empty();
      if (reads_rating) own.aspect = aspect.value_or(aspect_);
    }
    Condition where;
    if (!error_.has_value() && Accept("where")) where = ParseWhere(own);
    Expect(")");
    return Made(name, own, std::move(where));
  }

  // The column of a child's fact that is added up.
  int ParseChildFact(ItemKind child, OwnFact::Kind kind) {
    if (!Enter()) return 0;
    const ItemKind subject = subject_;
    subject_ = child;
    const Token start = token_;
    const Operand operand = ParseOperand();
    subject_ = subject;
    Leave();
    if (error_.has_value()) return 0;
    const bool picks =
        kind == OwnFact::Kind::kLowest || kind == OwnFact::Kind::kHighest;
    const bool fits =
        (IsNumeric(operand.type) && operand.type != FactType::kMonths) ||
        (picks && operand.type != FactType::kYesNo &&
         operand.type != FactType::kChoice);
    if (!fits) {
      Fail(start,
           StrCat("'", operand.name, "' (", ToWord(operand.type), ") can't be ",
                  picks ? "put in order." : "added up."),
           picks ? "Take a fact that is a number or a day."
                 : "Take a fact that is a number; not months, which hold "
                   "whole months and left-over days.");
    }
    return operand.column;
  }

  Condition ParseWhere(OwnFact& own) {
    const size_t begin = token_.position;
    const ItemKind subject = subject_;
    subject_ = own.child;
    Condition where = ParseOr();
    subject_ = subject;
    own.where = std::string(lexer_.text().substr(begin, last_end_ - begin));
    Shift(where, begin);
    return where;
  }

  static void Shift(Condition& condition, size_t by) {
    condition.begin -= by;
    condition.end -= by;
    for (Condition& child : condition.children) Shift(child, by);
  }

  Operand ParseRating(const Token& name, OwnFact::Kind kind) {
    using Kind = OwnFact::Kind;
    OwnFact own = {.kind = kind, .aspect = aspect_};
    const bool counts =
        kind == Kind::kPeriodsAt || kind == Kind::kPeriodsReported;
    if (counts || kind == Kind::kRating) {
      Expect("(");
    } else if (!Accept("(")) {
      return Made(name, own, {});
    }
    if (!counts || token_.kind == Token::Kind::kName) {
      own.aspect = ParseAspect();
      if (counts) Expect(",");
    }
    if (counts) own.levels = ParseLevels();
    Expect(")");
    return Made(name, own, {});
  }

  ItemKind ParseChildren() {
    const Token name = token_;
    ItemKind child = ItemKind::kMilestone;
    if (Accept("milestones")) {
      child = ItemKind::kMilestone;
    } else if (Accept("outcomes")) {
      child = ItemKind::kOutcome;
    } else if (Accept("recommendations")) {
      child = ItemKind::kRecommendation;
    } else {
      Fail(name, StrCat("Found ", Quoted(), "."),
           "Name the children: milestones, outcomes or recommendations.");
    }
    CheckChildren(name, child);
    return child;
  }

  void CheckChildren(const Token& at, ItemKind child) {
    const bool fits =
        subject_ == ItemKind::kPlan ||
        (subject_ == ItemKind::kRecommendation &&
         (child == ItemKind::kMilestone || child == ItemKind::kOutcome));
    if (fits) return;
    Fail(at, StrCat("A ", ToWord(subject_), " has no ", at.text, "."),
         "A recommendation has milestones and outcomes, a plan also "
         "recommendations.");
  }

  int ParseAspect() {
    const Token name = token_;
    const std::optional<int> aspect = name.kind == Token::Kind::kName
                                          ? vocabulary_.FindAspect(name.text)
                                          : std::nullopt;
    if (!aspect.has_value()) {
      const std::vector<std::string_view> names = vocabulary_.AspectNames();
      std::string all;
      for (std::string_view known : names) {
        absl::StrAppend(&all, all.empty() ? "" : ", ", ToAbsl(known));
      }
      const std::string_view near = Nearest(name.text, names);
      FailUndeclared(name, StrCat("There is no aspect ", Quoted(), "."),
                     near.empty() ? StrCat("Use one of: ", all, ".")
                                  : StrCat("Did you mean '", near, "'?"));
    }
    Advance();
    return aspect.value_or(0);
  }

  // In the scheme's order, so that one set has one name.
  std::vector<int> ParseLevels() {
    std::vector<int> levels = {ParseLevel()};
    while (!error_.has_value() && AcceptBeforeWord("or")) {
      levels.push_back(ParseLevel());
    }
    std::sort(levels.begin(), levels.end());
    levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
    if (levels.front() == kNotRated) {
      std::rotate(levels.begin(), levels.begin() + 1, levels.end());
    }
    return levels;
  }

  int ParseLevel() {
    const Token word = token_;
    std::optional<int> level;
    if (word.kind == Token::Kind::kString) {
      level = vocabulary_.FindLevel(word.text);
    }
    if (!level.has_value()) {
      FailUndeclared(word, StrCat(Quoted(), " is not a level of this scheme."),
                     "Give a level in single quotes, or 'not rated'.");
    }
    Advance();
    return level.value_or(kNotRated);
  }

  // --- Expressions ---

  // What is known of a part of an expression.
  struct Part {
    int points = 0;
    std::optional<LinearSum> linear = LinearSum{};
  };

  void Emit(Expression::Instruction instruction) {
    if (expression_.instructions.size() >= kMaxTerms) {
      Fail(token_, "The expression is too long.",
           "Declare a fact for a part of it.");
      return;
    }
    expression_.instructions.push_back(instruction);
  }

  Part ParseAdded() {
    Part sum;
    if (!Enter()) return sum;
    sum = ParseMultiplied();
    while (!error_.has_value() && (Is("+") || Is("-"))) {
      const Token at = token_;
      const bool minus = Is("-");
      Advance();
      const Part other = ParseMultiplied();
      Emit({.op = minus ? Expression::Op::kSubtract : Expression::Op::kAdd});
      sum.points += minus ? -other.points : other.points;
      if (sum.points < 0 || sum.points > 1) {
        Fail(at, "Days can't be added to each other, nor subtracted so.",
             "The days from one day to another are such as 'due - "
             "original_due'.");
      }
      sum.linear = Sum(sum.linear, other.linear, minus ? -1 : 1);
    }
    Leave();
    return sum;
  }

  Part ParseMultiplied() {
    Part product = ParseUnary();
    while (!error_.has_value() && (Is("*") || Is("/"))) {
      const Token at = token_;
      const bool divides = Is("/");
      Advance();
      const Part other = ParseUnary();
      Emit({.op =
                divides ? Expression::Op::kDivide : Expression::Op::kMultiply});
      if (product.points != 0 || other.points != 0) {
        Fail(at, "A day can't be multiplied or divided.",
             "Take a number of days, such as 'due - original_due'.");
      }
      product.linear = Product(product.linear, other.linear, divides);
    }
    return product;
  }

  Part ParseUnary() {
    Part part;
    if (!Enter()) return part;
    const Token at = token_;
    if (Accept("-")) {
      part = ParseUnary();
      Emit({.op = Expression::Op::kNegate});
      if (part.points != 0) {
        Fail(at, "A day can't be negative.", "Subtract it from a day.");
      }
      part.linear = Sum(LinearSum{}, part.linear, -1);
    } else if (Accept("(")) {
      part = ParseAdded();
      Expect(")");
    } else if (Is("min") || Is("max") || Is("abs")) {
      part = ParseFunction();
    } else {
      part = ParseValue();
    }
    Leave();
    return part;
  }

  Part ParseFunction() {
    const Token name = token_;
    Advance();
    Expect("(");
    Part result = ParseAdded();
    int count = 1;
    while (!error_.has_value() && name.text != "abs" && Accept(",")) {
      const Token at = token_;
      if (ParseAdded().points != result.points) {
        Fail(at, "A day and a number can't be compared.",
             "Give days alone, or numbers alone.");
      }
      ++count;
    }
    Expect(")");
    if (name.text == "abs") {
      Emit({.op = Expression::Op::kAbs});
      if (result.points != 0) Fail(name, "A day has no size.", "Remove abs.");
    } else {
      Emit({.op = name.text == "min" ? Expression::Op::kMin
                                     : Expression::Op::kMax,
            .count = count});
    }
    result.linear.reset();
    return result;
  }

  Part ParseValue() {
    Part part;
    const Token start = token_;
    if (token_.kind == Token::Kind::kNumber ||
        token_.kind == Token::Kind::kDay) {
      Side side;
      Dimension any;
      if (token_.kind == Token::Kind::kDay) {
        ParseDay(1, side, any);
      } else {
        side.constant = ParseNumber();
      }
      Emit({.op = Expression::Op::kNumber, .number = side.constant});
      part.points = side.points;
      part.linear->constant = side.constant;
      return part;
    }
    const Operand operand = ParseOperand();
    if (error_.has_value()) return part;
    if (!IsNumeric(operand.type) && operand.type != FactType::kDay) {
      Fail(start,
           StrCat("'", operand.name, "' (", ToWord(operand.type),
                  ") can't be calculated with."),
           "Take facts that are numbers or days.");
    }
    Emit({.op = Expression::Op::kColumn, .column = operand.column});
    auto& columns = expression_.columns;
    if (std::find(columns.begin(), columns.end(), operand.column) ==
        columns.end()) {
      columns.push_back(operand.column);
    }
    part.points = operand.type == FactType::kDay ? 1 : 0;
    part.linear->terms = {{.column = operand.column}};
    return part;
  }

  // The sum, unless a column cancels out, which then still decides whether it
  // is known.
  static std::optional<LinearSum> Sum(const std::optional<LinearSum>& a,
                                      const std::optional<LinearSum>& b,
                                      double sign) {
    if (!a.has_value() || !b.has_value()) return std::nullopt;
    std::vector<Term> terms = a->terms;
    for (const Term& term : b->terms) {
      terms.push_back({.column = term.column, .factor = sign * term.factor});
    }
    LinearSum sum = {MergeTerms(terms), a->constant + sign * b->constant};
    for (const Term& term : terms) {
      const bool kept =
          std::any_of(sum.terms.begin(), sum.terms.end(),
                      [&](const Term& t) { return t.column == term.column; });
      if (!kept) return std::nullopt;
    }
    return sum;
  }

  static std::optional<LinearSum> Product(const std::optional<LinearSum>& a,
                                          const std::optional<LinearSum>& b,
                                          bool divides) {
    if (!a.has_value() || !b.has_value()) return std::nullopt;
    const bool b_is_number = b->terms.empty();
    if (!b_is_number && (divides || !a->terms.empty())) return std::nullopt;
    const double factor = b_is_number ? b->constant : a->constant;
    if (factor == 0) return std::nullopt;
    LinearSum product = b_is_number ? *a : *b;
    for (Term& term : product.terms) {
      term.factor = divides ? term.factor / factor : term.factor * factor;
    }
    product.constant =
        divides ? product.constant / factor : product.constant * factor;
    return product;
  }

  Lexer lexer_;
  Token token_;
  // Where the token before this one ended.
  size_t last_end_ = 0;
  const Vocabulary& vocabulary_;
  ItemKind subject_;
  int aspect_;
  std::optional<ConditionError>& error_;
  int nesting_ = 0;
  int chosen_parts_ = 0;
  // The comparison that is being built.
  std::pair<size_t, size_t> span_;
  Expression expression_;
};

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

Expression ParseExpression(std::string_view text,
                           const ConditionContext& context,
                           std::optional<ConditionError>& error) {
  return Parser(text, context, error).ParseExpressionAlone();
}

bool IsReservedWord(std::string_view word) {
  return std::find(kReserved.begin(), kReserved.end(), word) !=
             kReserved.end() ||
         std::find(kReservedInExpressions.begin(), kReservedInExpressions.end(),
                   word) != kReservedInExpressions.end();
}

}  // namespace actionplan::internal
