// A day and calendar months behind it: "year_end + 3 months".

#include "internal/condition_parser.h"
#include "internal/strings.h"

namespace actionplan::internal {
namespace {

// A thousand years, beyond any day of a plan.
constexpr double kMostMonths = 12000;

std::optional<int> MonthsIn(std::string_view word) {
  if (word == "month" || word == "months") return 1;
  if (word == "year" || word == "years") return 12;
  return std::nullopt;
}

}  // namespace

std::optional<int> Vocabulary::ColumnOf(const MonthShift&) const {
  return std::nullopt;
}

Operand ConditionParser::WithMonths(const ConditionToken& start, Operand day) {
  while (!has_failed() && day.is_readable && day.type == FactType::kDay &&
         MonthsFollow()) {
    const std::optional<MonthShift> shift = ParseMonths(day.column);
    if (!shift.has_value()) return Unreadable();
    const std::optional<int> column = vocabulary_.ColumnOf(*shift);
    if (!column.has_value()) {
      const std::string_view written =
          lexer_.text().substr(start.position, last_end_ - start.position);
      Fail(start, StrCat("The scheme does not use '", written, "'."),
           "Only sums of days and months that its rules use have a value.");
      return Unreadable();
    }
    day = OperandAt(*column);
  }
  return day;
}

bool ConditionParser::MonthsFollow() const {
  if (!Is("+") && !Is("-")) return false;
  ConditionLexer lexer = lexer_;
  const ConditionToken first = lexer.Next();
  if (first.kind == ConditionToken::Kind::kNumber) {
    return MonthsIn(lexer.Next().text).has_value();
  }
  if (first.kind != ConditionToken::Kind::kName) return false;
  const std::optional<Fact> fact = FactFromName(first.text);
  if (fact.has_value() && actionplan::Define(*fact).is_of(subject_)) {
    return actionplan::Define(*fact).type == FactType::kMonths;
  }
  const std::optional<int> own = vocabulary_.FindDeclared(subject_, first.text);
  return own.has_value() && vocabulary_.Define(*own).type == FactType::kMonths;
}

std::optional<MonthShift> ConditionParser::ParseMonths(int day) {
  MonthShift shift = {.day = day, .sign = Is("-") ? -1 : 1};
  Advance();
  const ConditionToken at = token_;
  if (at.kind == ConditionToken::Kind::kName) {
    Advance();
    shift.column = FindPlainFact(at).column;
    return shift;
  }
  const std::optional<double> number = ParseNumber();
  const int months = MonthsIn(token_.text).value_or(1);
  Advance();
  if (!number.has_value()) return std::nullopt;
  shift.months = static_cast<int>(*number) * months;
  if (*number != static_cast<int>(*number) || *number * months > kMostMonths) {
    Blame(at, StrCat("'", at.text, "' months can't be added to a day."),
          "Write whole months, at most 12000, and then days: due + 1 month + "
          "14 days.");
    return std::nullopt;
  }
  return shift;
}

}  // namespace actionplan::internal
