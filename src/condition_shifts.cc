// A day and what is added to it on a calendar: "year_end + 3 months",
// "received + 20 working days".

#include "internal/condition_parser.h"
#include "internal/strings.h"

namespace actionplan::internal {
namespace {

// A thousand years of months, beyond any day of a plan; of working days about
// 46 years, beyond what any calendar covers.
constexpr double kMostAdded = 12000;

std::optional<int> MonthsIn(std::string_view word) {
  if (word == "month" || word == "months") return 1;
  if (word == "year" || word == "years") return 12;
  return std::nullopt;
}

bool IsAdded(FactType type) {
  return type == FactType::kMonths || type == FactType::kWorkingDays;
}

}  // namespace

std::optional<int> Vocabulary::ColumnOf(const DayShift&) const {
  return std::nullopt;
}

Operand ConditionParser::WithShifts(const ConditionToken& start, Operand day) {
  while (!has_failed() && day.is_readable && day.type == FactType::kDay &&
         ShiftFollows()) {
    const std::optional<DayShift> shift = ParseShift(day.column);
    if (!shift.has_value()) return Unreadable();
    const std::optional<int> column = vocabulary_.ColumnOf(*shift);
    if (!column.has_value()) {
      const std::string_view written =
          lexer_.text().substr(start.position, last_end_ - start.position);
      Fail(start, StrCat("The scheme does not use '", written, "'."),
           "Only sums of a day and months or working days that its rules use "
           "have a value.");
      return Unreadable();
    }
    day = OperandAt(*column);
  }
  return day;
}

bool ConditionParser::ShiftFollows() const {
  if (!Is("+") && !Is("-")) return false;
  ConditionLexer lexer = lexer_;
  const ConditionToken first = lexer.Next();
  if (first.kind == ConditionToken::Kind::kNumber) {
    const ConditionToken unit = lexer.Next();
    return unit.text == "working" || MonthsIn(unit.text).has_value();
  }
  if (first.kind != ConditionToken::Kind::kName) return false;
  const std::optional<Fact> fact = FactFromName(first.text);
  if (fact.has_value() && actionplan::Define(*fact).is_of(subject_)) {
    return IsAdded(actionplan::Define(*fact).type);
  }
  const std::optional<int> own = vocabulary_.FindDeclared(subject_, first.text);
  return own.has_value() && IsAdded(vocabulary_.Define(*own).type);
}

std::optional<DayShift> ConditionParser::ParseShift(int day) {
  DayShift shift = {.day = day, .sign = Is("-") ? -1 : 1};
  Advance();
  const ConditionToken at = token_;
  if (at.kind == ConditionToken::Kind::kName) {
    Advance();
    const Operand count = FindPlainFact(at);
    shift.column = count.column;
    shift.unit = count.type;
    return shift;
  }
  const std::optional<double> number = ParseNumber();
  const int months = MonthsIn(token_.text).value_or(1);
  if (Accept("working")) {
    shift.unit = FactType::kWorkingDays;
    if (!Accept("days") && !Accept("day")) {
      Fail(token_, StrCat("Found ", Quoted(), " after 'working'."),
           "Write 'working days'.");
      return std::nullopt;
    }
  } else {
    Advance();
  }
  if (!number.has_value()) return std::nullopt;
  if (*number > kMostAdded || *number != static_cast<int>(*number) ||
      *number * months > kMostAdded) {
    BlameShift(at, shift.unit);
    return std::nullopt;
  }
  shift.count = static_cast<int>(*number) * months;
  return shift;
}

void ConditionParser::BlameShift(const ConditionToken& at, FactType unit) {
  const std::string_view word = ToWord(unit);
  Blame(at, StrCat("'", at.text, "' ", word, " can't be added to a day."),
        StrCat("Write whole ", word, ", at most 12000",
               unit == FactType::kMonths
                   ? ", and then days: due + 1 month + 14 days."
                   : ": received + 20 working days."));
}

}  // namespace actionplan::internal
