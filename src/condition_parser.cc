// And, or, not and brackets; mistakes, and where the reading goes on behind
// them. See condition_parser.h.

#include "internal/condition_parser.h"

#include <algorithm>

#include "internal/spelling.h"
#include "internal/strings.h"

namespace actionplan::internal {
namespace {

// Deep enough for any rule that a person can read.
constexpr int kMaxNesting = 100;

}  // namespace

ConditionParser::ConditionParser(std::string_view text,
                                 const ConditionContext& context,
                                 ConditionErrors& errors)
    : lexer_(text),
      vocabulary_(*context.vocabulary),
      subject_(context.subject),
      aspect_(context.aspect),
      errors_(errors) {
  TakeToken();
}

Condition ConditionParser::ParseAll() {
  return ParseConditions(/*in_brackets=*/false);
}

// --- Tokens ---

void ConditionParser::Advance() {
  if (has_failed_) return;
  if (Is("(")) open_.push_back(token_.position);
  if (Is(")") && !open_.empty()) open_.pop_back();
  last_end_ = token_end_;
  TakeToken();
}

bool ConditionParser::Is(std::string_view text) const {
  return token_.kind != ConditionToken::Kind::kString && token_.text == text &&
         !IsAtEnd();
}

bool ConditionParser::Accept(std::string_view text) {
  if (has_failed_ || !Is(text)) return false;
  Advance();
  return true;
}

void ConditionParser::Expect(std::string_view symbol) {
  if (has_failed_ || Accept(symbol)) return;
  Fail(token_, StrCat("Found ", Quoted(), "."),
       StrCat("Write '", symbol, "' here."));
}

void ConditionParser::ExpectEnd() {
  if (has_failed_ || IsAtEnd()) return;
  Fail(token_, StrCat("Found ", Quoted(), " after the end."),
       "Remove it; one fact, group or rating stands here.");
}

bool ConditionParser::AcceptBeforeWord(std::string_view word) {
  if (!Is(word) || !StringFollows()) return false;
  Advance();
  return true;
}

bool ConditionParser::StringFollows() const {
  ConditionLexer lexer = lexer_;
  return lexer.Next().kind == ConditionToken::Kind::kString;
}

std::string ConditionParser::Quoted() const {
  if (IsAtEnd()) return "nothing more";
  return StrCat("'", Excerpt(token_.text.substr(0, 80)), "'");
}

// --- Mistakes ---

void ConditionParser::Blame(size_t position, std::string what,
                            std::string remedy, bool may_be_declared) {
  if (has_failed_ || has_stopped_) return;
  const bool is_told = std::any_of(
      errors_.rbegin(),
      errors_.rbegin() + std::min<std::ptrdiff_t>(std::ssize(errors_), 8),
      [&](const ConditionError& error) {
        return error.position == position && error.what == what;
      });
  if (is_told) return;
  errors_.push_back(
      {position, std::move(what), std::move(remedy), may_be_declared});
  if (errors_.size() < kMostConditionErrors) return;
  has_stopped_ = true;
  has_failed_ = true;
}

void ConditionParser::Blame(const ConditionToken& at, std::string what,
                            std::string remedy) {
  Blame(at.position, std::move(what), std::move(remedy));
}

void ConditionParser::BlameUndeclared(const ConditionToken& at,
                                      std::string what, std::string remedy) {
  Blame(at.position, std::move(what), std::move(remedy), true);
}

void ConditionParser::Fail(const ConditionToken& at, std::string what,
                           std::string remedy) {
  if (at.kind == ConditionToken::Kind::kUnclosed) {
    what = StrCat("The quote before '", Excerpt(at.text.substr(1)),
                  "' is not closed.");
    remedy = "Write a ' after the word.";
  }
  if (went_on_at_ != at.position) {
    Blame(at, std::move(what), std::move(remedy));
  }
  has_failed_ = true;
}

void ConditionParser::Stop(const ConditionToken& at, std::string what,
                           std::string remedy) {
  Blame(at, std::move(what), std::move(remedy));
  has_stopped_ = true;
  has_failed_ = true;
}

void ConditionParser::Recover(size_t brackets) {
  if (!has_failed_ || has_stopped_) return;
  has_failed_ = false;
  if (open_.size() > brackets) brackets_are_unsure_ = true;
  while (!IsAtEnd() && !has_stopped_) {
    const bool joins = Is("and") || (Is("or") && !StringFollows());
    if (open_.size() <= brackets) {
      if (joins || Is(")")) break;
    } else if (joins && !IsClosed(open_[brackets])) {
      break;
    }
    Advance();
  }
  open_.resize(std::min(brackets, open_.size()));
  went_on_at_ = token_.position;
}

void ConditionParser::RecoverInExpression(size_t brackets) {
  if (!has_failed_ || has_stopped_) return;
  has_failed_ = false;
  if (open_.size() > brackets) brackets_are_unsure_ = true;
  while (!IsAtEnd() && !has_stopped_) {
    const bool goes_on = Is("+") || Is("-") || Is(",") || Is(")");
    if (open_.size() <= brackets && goes_on) break;
    Advance();
  }
  open_.resize(std::min(brackets, open_.size()));
  went_on_at_ = token_.position;
}

bool ConditionParser::IsClosed(size_t position) {
  if (!closed_.has_value()) {
    closed_.emplace();
    std::vector<size_t> open;
    ConditionLexer lexer(lexer_.text());
    for (ConditionToken token = lexer.Next();
         token.kind != ConditionToken::Kind::kEnd; token = lexer.Next()) {
      if (token.kind != ConditionToken::Kind::kSymbol) continue;
      if (token.text == "(") open.push_back(token.position);
      if (token.text != ")" || open.empty()) continue;
      closed_->insert(open.back());
      open.pop_back();
    }
  }
  return closed_->contains(position);
}

bool ConditionParser::Enter() {
  if (++nesting_ <= kMaxNesting) return true;
  Stop(
      token_, "The condition is nested too deeply.",
      StrCat("Split it into several rules; the deepest is ", kMaxNesting, "."));
  return false;
}

// --- Conditions ---

Condition ConditionParser::Spanning(size_t begin, Condition condition) const {
  condition.begin = begin;
  condition.end = last_end_;
  return condition;
}

Condition ConditionParser::ParseConditions(bool in_brackets) {
  const size_t brackets = open_.size();
  Condition condition = ParseOr();
  while (!has_stopped_ && !IsAtEnd() && !(in_brackets && Is(")"))) {
    FailBetween(in_brackets);
    if (Is(")")) {
      // A bracket too many.
      has_failed_ = false;
      Advance();
      has_failed_ = true;
    }
    Recover(brackets);
    if (Accept("and") || Accept("or")) ParseOr();
  }
  return condition;
}

// Two conditions with nothing between them, or a bracket too many.
void ConditionParser::FailBetween(bool in_brackets) {
  if (Is(")") && brackets_are_unsure_) return;
  if (Is(")")) {
    Fail(token_, "Found ')' after the end.",
         "Remove it, or write a '(' for it.");
    return;
  }
  if (Is(",")) {
    Fail(token_, "Found ',' after the end.",
         "Write 'and' or 'or' between conditions, and a number without "
         "commas, such as 50000.");
    return;
  }
  static constexpr std::string_view kWords[] = {"and", "or", "is", "where"};
  const std::string_view near = token_.kind == ConditionToken::Kind::kName
                                    ? Nearest(token_.text, kWords)
                                    : std::string_view();
  Fail(token_,
       in_brackets ? StrCat("Found ", Quoted(), ".")
                   : StrCat("Found ", Quoted(), " after the end."),
       !near.empty() && near != token_.text
           ? StrCat("Did you mean '", near, "'?")
       : ComparisonAhead().has_value()
           ? std::string("Write two comparisons, and 'and' between them.")
           : StrCat("Join two conditions with 'and' or 'or'",
                    in_brackets ? ", or write ')' here." : "."));
}

// One part alone, or several that `word` joins.
Condition ConditionParser::ParseJoined(
    Condition::Kind kind, std::string_view word,
    Condition (ConditionParser::*parse_part)()) {
  const size_t begin = token_.position;
  Condition first = (this->*parse_part)();
  if (has_failed() || !Is(word)) return first;
  Condition joined;
  joined.kind = kind;
  joined.children.push_back(std::move(first));
  while (Accept(word)) joined.children.push_back((this->*parse_part)());
  return Spanning(begin, std::move(joined));
}

Condition ConditionParser::ParseOr() {
  return ParseJoined(Condition::Kind::kOr, "or", &ConditionParser::ParseAnd);
}

Condition ConditionParser::ParseAnd() {
  return ParseJoined(Condition::Kind::kAnd, "and", &ConditionParser::ParseNot);
}

Condition ConditionParser::ParseNot() {
  if (!Enter()) return {};
  const size_t begin = token_.position;
  const size_t brackets = open_.size();
  Condition parsed;
  if (Accept("not")) {
    parsed = Spanning(begin, Not(ParseNot()));
  } else if (Accept("(")) {
    parsed = ParseConditions(/*in_brackets=*/true);
    if (!(brackets_are_unsure_ && IsAtEnd())) Expect(")");
  } else if (NumberOfFollows()) {
    parsed = ParseNumberOf();
  } else {
    parsed = ParseTest();
  }
  Recover(brackets);
  Leave();
  return parsed;
}

// --- What condition.h offers ---

namespace {

// In the order of the text; a sum is judged behind its parts.
void Sort(ConditionErrors& errors) {
  std::stable_sort(errors.begin(), errors.end(),
                   [](const ConditionError& a, const ConditionError& b) {
                     return a.position < b.position;
                   });
}

}  // namespace

Condition ParseCondition(std::string_view text, const ConditionContext& context,
                         ConditionErrors& errors) {
  Condition condition = ConditionParser(text, context, errors).ParseAll();
  Sort(errors);
  return condition;
}

int ParseOperand(std::string_view text, const ConditionContext& context,
                 ConditionErrors& errors) {
  const int column = ConditionParser(text, context, errors).ParseOperandAlone();
  Sort(errors);
  return column;
}

std::optional<ChildList> ParseList(std::string_view text,
                                   const ConditionContext& context,
                                   ConditionErrors& errors) {
  std::optional<ChildList> list =
      ConditionParser(text, context, errors).ParseListAlone();
  Sort(errors);
  return list;
}

Expression ParseExpression(std::string_view text,
                           const ConditionContext& context, FactType counts,
                           ConditionErrors& errors) {
  Expression expression =
      ConditionParser(text, context, errors).ParseExpressionAlone(counts);
  Sort(errors);
  return expression;
}

}  // namespace actionplan::internal
