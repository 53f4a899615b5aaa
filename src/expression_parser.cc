// What a derived fact is worked out by: + - * / and min, max, abs.

#include <algorithm>
#include <utility>

#include "internal/condition_parser.h"
#include "internal/strings.h"

namespace actionplan::internal {
namespace {

using Op = Expression::Op;
using Linear = std::optional<LinearSum>;

// The sum, unless a column cancels out, which then still decides whether it is
// known.
Linear Sum(const Linear& a, const Linear& b, double sign) {
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

Linear Product(const Linear& a, const Linear& b, bool divides) {
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

// What a day less a day is, where a calendar counts it.
std::optional<Op> BetweenDays(FactType counts) {
  if (counts == FactType::kMonths) return Op::kMonthsBetween;
  if (counts == FactType::kWorkingDays) return Op::kWorkingDaysBetween;
  return std::nullopt;
}

std::optional<ChosenSum> Chosen(bool least, const std::vector<Linear>& sums) {
  ChosenSum chosen = {.least = least, .sums = {}};
  for (const Linear& sum : sums) {
    if (!sum.has_value()) return std::nullopt;
    chosen.sums.push_back(*sum);
  }
  return chosen;
}

}  // namespace

Expression ConditionParser::ParseExpressionAlone(FactType counts) {
  counts_ = counts;
  Part part = ParseAdded();
  while (!has_stopped_ && !IsAtEnd()) {
    Fail(token_, StrCat("Found ", Quoted(), " after the end."),
         Is(",")   ? "Write a number without commas, such as 50000."
         : Is(")") ? "Remove it, or write a '(' for it."
                   : "Write + - * or / between two values.");
    RecoverInExpression(0);
    if (!IsAtEnd()) Advance();
    if (!IsAtEnd()) ParseAdded();
  }
  expression_.points = part.points;
  expression_.linear = std::move(part.linear);
  expression_.chosen = std::move(part.chosen);
  return std::move(expression_);
}

void ConditionParser::Emit(Expression::Instruction instruction) {
  if (expression_.instructions.size() >= kMaxTerms) {
    Stop(token_, "The expression is too long.",
         "Declare a fact for a part of it.");
    return;
  }
  expression_.instructions.push_back(instruction);
}

ConditionParser::Part ConditionParser::ParseAdded() {
  Part sum;
  if (!Enter()) return sum;
  const size_t brackets = open_.size();
  sum = ParseMultiplied();
  RecoverInExpression(brackets);
  while (!has_failed() && (Is("+") || Is("-"))) {
    const ConditionToken at = token_;
    const bool minus = Is("-");
    Advance();
    const Part other = ParseMultiplied();
    RecoverInExpression(brackets);
    sum.is_readable = sum.is_readable && other.is_readable;
    sum.chosen = std::nullopt;
    const std::optional<Op> between = BetweenDays(counts_);
    if (minus && between.has_value() && sum.points == 1 && other.points == 1) {
      Emit({.op = *between});
      sum.points = 0;
      sum.linear = std::nullopt;
      continue;
    }
    Emit({.op = minus ? Op::kSubtract : Op::kAdd});
    sum.points += minus ? -other.points : other.points;
    if (sum.is_readable && (sum.points < 0 || sum.points > 1)) {
      Blame(at, "Days can't be added to each other, nor subtracted so.",
            "The days from one day to another are such as 'due - "
            "original_due'.");
      sum.is_readable = false;
    }
    sum.linear = Sum(sum.linear, other.linear, minus ? -1 : 1);
  }
  Leave();
  return sum;
}

ConditionParser::Part ConditionParser::ParseMultiplied() {
  Part product = ParseUnary();
  while (!has_failed() && (Is("*") || Is("/"))) {
    const ConditionToken at = token_;
    const bool divides = Is("/");
    Advance();
    const Part other = ParseUnary();
    Emit({.op = divides ? Op::kDivide : Op::kMultiply});
    product.is_readable = product.is_readable && other.is_readable;
    product.chosen = std::nullopt;
    if (product.is_readable && (product.points != 0 || other.points != 0)) {
      Blame(at, "A day can't be multiplied or divided.",
            "Take a number of days, such as 'due - original_due'.");
      product.is_readable = false;
    }
    product.linear = Product(product.linear, other.linear, divides);
  }
  return product;
}

ConditionParser::Part ConditionParser::ParseUnary() {
  Part part;
  if (has_failed()) return {.is_readable = false};
  if (!Enter()) return part;
  const ConditionToken at = token_;
  if (Accept("-")) {
    part = ParseUnary();
    Emit({.op = Op::kNegate});
    part.chosen = std::nullopt;
    if (part.is_readable && part.points != 0) {
      Blame(at, "A day can't be negative.", "Subtract it from a day.");
      part.is_readable = false;
    }
    part.linear = Sum(LinearSum{}, part.linear, -1);
  } else if (Accept("(")) {
    part = ParseAdded();
    if (!(brackets_are_unsure_ && IsAtEnd())) Expect(")");
  } else if (Is("min") || Is("max") || Is("abs") || Is("smaller") ||
             Is("larger")) {
    part = ParseFunction();
  } else {
    part = ParseValue();
  }
  Leave();
  return part;
}

ConditionParser::Part ConditionParser::ParseFunction() {
  const ConditionToken name = token_;
  // As conditions say it: "smaller of (a, b)" is min(a, b).
  const bool in_words = Is("smaller") || Is("larger");
  Advance();
  if (in_words) Expect("of");
  Expect("(");
  if (has_failed()) return {.is_readable = false};
  const Part first = ParseAdded();
  bool is_readable = first.is_readable;
  int count = 1;
  const bool least = name.text == "min" || name.text == "smaller";
  std::vector<Linear> sums = {first.linear};
  while (name.text != "abs" && Accept(",")) {
    const ConditionToken at = token_;
    const Part other = ParseAdded();
    is_readable = is_readable && other.is_readable;
    sums.push_back(other.linear);
    if (is_readable && other.points != first.points) {
      Blame(at, "A day and a number can't be compared.",
            "Give days alone, or numbers alone.");
      is_readable = false;
    }
    ++count;
  }
  if (!(brackets_are_unsure_ && IsAtEnd())) Expect(")");
  if (name.text == "abs") {
    Emit({.op = Op::kAbs});
    sums.push_back(Sum(LinearSum{}, first.linear, -1));
    if (is_readable && first.points != 0) {
      Blame(name, "A day has no size.", "Remove abs.");
      is_readable = false;
    }
  } else {
    Emit({.op = least ? Op::kMin : Op::kMax, .count = count});
  }
  return {.points = first.points,
          .linear = std::nullopt,
          .is_readable = is_readable,
          .chosen = Chosen(least, sums)};
}

ConditionParser::Part ConditionParser::ParseValue() {
  if (token_.kind == ConditionToken::Kind::kNumber ||
      token_.kind == ConditionToken::Kind::kDay || UnitBefore().has_value()) {
    return ParseConstant();
  }
  Part part;
  const ConditionToken start = token_;
  const Operand operand = ParseOperand();
  if (has_failed() || !operand.is_readable) return {.is_readable = false};
  if (!IsNumeric(operand.type) && operand.type != FactType::kDay) {
    Blame(start,
          StrCat("'", operand.name, "' (", ToWord(operand.type),
                 ") can't be calculated with."),
          "Take facts that are numbers or days.");
    return {.is_readable = false};
  }
  Emit({.op = Op::kColumn, .column = operand.column});
  auto& columns = expression_.columns;
  if (std::find(columns.begin(), columns.end(), operand.column) ==
      columns.end()) {
    columns.push_back(operand.column);
  }
  part.points = operand.type == FactType::kDay ? 1 : 0;
  part.linear->terms = {{.column = operand.column}};
  return part;
}

ConditionParser::Part ConditionParser::ParseConstant() {
  if (token_.kind != ConditionToken::Kind::kDay) return ParseNumberWithUnit();
  Side side;
  Dimension any;
  ParseDay(1, side, any);
  if (any.has_unreadable) return {.is_readable = false};
  Part part = {.points = side.points};
  Emit({.op = Op::kNumber, .number = side.constant});
  part.linear->constant = side.constant;
  return part;
}

void ConditionParser::NoteUnit(FactType type) {
  std::vector<FactType>& types = expression_.number_types;
  if (std::find(types.begin(), types.end(), type) == types.end()) {
    types.push_back(type);
  }
}

ConditionParser::Part ConditionParser::ParseNumberWithUnit() {
  const std::optional<std::string_view> prefix = AcceptUnitBefore();
  if (prefix.has_value()) expression_.number_units.push_back(*prefix);
  double number = ParseNumber().value_or(0);
  if (Is("percent") || Is("%")) {
    Advance();
    if (Accept("of")) {
      Emit({.op = Op::kNumber, .number = number / 100});
      const Part whole = ParseUnary();
      Emit({.op = Op::kMultiply});
      const LinearSum share = {{}, number / 100};
      return {.points = whole.points,
              .linear = Product(share, whole.linear, /*divides=*/false),
              .is_readable = whole.is_readable};
    }
  } else if (!prefix.has_value()) {
    number *= ParseUnitOfConstant();
  }
  Part part;
  Emit({.op = Op::kNumber, .number = number});
  part.linear->constant = number;
  return part;
}

}  // namespace actionplan::internal
