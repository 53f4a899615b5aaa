// A value that is given for a fact, as a cell.

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "actionplan/due.h"
#include "actionplan/facts.h"
#include "internal/condition_sides.h"
#include "internal/spelling.h"
#include "internal/strings.h"

namespace actionplan {
namespace {

using internal::NumberText;
using internal::StrCat;
using internal::ToAbsl;
using internal::ToStd;

using Result = std::variant<Cell, ValueProblem>;

std::string_view Trim(std::string_view text) {
  return ToStd(absl::StripAsciiWhitespace(ToAbsl(text)));
}

bool SameWord(std::string_view a, std::string_view b) {
  return absl::EqualsIgnoreCase(ToAbsl(a), ToAbsl(b));
}

// "40", "yes", "'soon'".
std::string Show(const FactValue& value) {
  if (const auto* yes = std::get_if<bool>(&value)) return *yes ? "yes" : "no";
  if (const auto* number = std::get_if<double>(&value)) {
    return NumberText(*number);
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    return StrCat("'", std::string_view(*text).substr(0, 60), "'");
  }
  return "nothing";
}

// What to write for this fact.
std::string Wanted(const FactDefinition& definition) {
  std::string range;
  const bool low = definition.least > -kUnbounded;
  const bool high = definition.most < kUnbounded;
  if (low && high) {
    range = StrCat(" from ", NumberText(definition.least), " to ",
                   NumberText(definition.most));
  } else if (low) {
    range = StrCat(" from ", NumberText(definition.least), " on");
  } else if (high) {
    range = StrCat(" up to ", NumberText(definition.most));
  }
  switch (definition.type) {
    case FactType::kYesNo:
      return "Write true or false.";
    case FactType::kChoice: {
      std::string all;
      for (std::string_view choice : definition.choices) {
        absl::StrAppend(&all, all.empty() ? "'" : ", '", ToAbsl(choice), "'");
      }
      return StrCat("Use one of: ", all, ".");
    }
    case FactType::kDay:
      return "Write it as 2018-03-31 or 31/03/2018.";
    case FactType::kCount:
      return StrCat("Give a whole number", range, ".");
    case FactType::kNumber:
      // An author who meets a unit in a table can say that the fact has it.
      if (definition.unit.empty()) {
        return StrCat("Give a number", range,
                      " without a unit, or declare the fact's: type = "
                      "\"percent\", or unit = \"£\".");
      }
      return StrCat("Give a number in ", definition.unit, range, ".");
    case FactType::kDays:
    case FactType::kMonths:
    case FactType::kPercent:
    case FactType::kWorkingDays:
      return StrCat("Give a number in ", ToWord(definition.type), range, ".");
  }
  return "";
}

ValueProblem Problem(const FactDefinition& definition, const FactValue& value,
                     std::string_view is_not) {
  return {StrCat("The value ", Show(value), " of '", definition.name, "' ",
                 is_not, "."),
          Wanted(definition)};
}

Result CheckedNumber(const FactDefinition& definition, const FactValue& value,
                     double number, int said) {
  if (!std::isfinite(number)) {
    return Problem(definition, value, "is not a number");
  }
  const bool whole = definition.type == FactType::kCount ||
                     definition.type == FactType::kDays ||
                     definition.type == FactType::kWorkingDays ||
                     definition.step == 1;
  if (whole && number != std::floor(number)) {
    return Problem(definition, value, "is not a whole number");
  }
  const double least = definition.type == FactType::kCount
                           ? std::max(0.0, definition.least)
                           : definition.least;
  if (number < least || number > definition.most) {
    return Problem(definition, value, "is out of range");
  }
  return Cell::Of(number, said);
}

// "e-06" behind the digits, as programs write small and large numbers; how long
// it is.
size_t TakeExponent(std::string_view text, std::string& digits) {
  if (digits.empty() || text.empty() || (text[0] != 'e' && text[0] != 'E')) {
    return 0;
  }
  size_t at = 1;
  if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
  const size_t first = at;
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  if (at == first || (at < text.size() && text[at] != ' ')) return 0;
  absl::StrAppend(&digits, "e", text[1] == '-' ? "-" : "",
                  ToAbsl(text.substr(first, at - first)));
  return at;
}

// A number at the start of `text`, which is moved behind it; thousands may be
// set off by commas.
std::optional<double> TakeNumber(std::string_view& text) {
  std::string digits;
  size_t at = 0;
  while (at < text.size()) {
    const char c = text[at];
    const bool digit = (c >= '0' && c <= '9') || c == '.';
    const bool sign = at == 0 && c == '-';
    const bool thousands =
        c == ',' && !digits.empty() && digits.find('.') == std::string::npos &&
        text.size() >= at + 4 &&
        std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                    text.begin() + static_cast<std::ptrdiff_t>(at) + 4,
                    [](char d) { return d >= '0' && d <= '9'; });
    if (!digit && !sign && !thousands) break;
    if (!thousands) digits += c;
    ++at;
  }
  at += TakeExponent(text.substr(at), digits);
  double number = 0;
  const char* end = digits.data() + digits.size();
  const auto [parsed, error] = std::from_chars(digits.data(), end, number);
  if (error != std::errc() || parsed != end) return std::nullopt;
  text = Trim(text.substr(at));
  return number;
}

bool IsUnitOf(const FactDefinition& definition, std::string_view unit) {
  switch (definition.type) {
    case FactType::kDays:
      return SameWord(unit, "day") || SameWord(unit, "days");
    case FactType::kWorkingDays:
      return SameWord(unit, "working day") || SameWord(unit, "working days");
    case FactType::kMonths:
      return SameWord(unit, "month") || SameWord(unit, "months");
    case FactType::kPercent:
      return unit == "%" || SameWord(unit, "percent");
    case FactType::kNumber:
      return SameWord(unit, definition.unit);
    case FactType::kYesNo:
    case FactType::kChoice:
    case FactType::kCount:
    case FactType::kDay:
      return false;
  }
  return false;
}

Result ReadNumberText(const FactDefinition& definition, const FactValue& value,
                      std::string_view text, int said) {
  if (definition.type == FactType::kMonths) {
    const std::optional<double> months =
        MonthsFromWords(absl::AsciiStrToLower(ToAbsl(text)));
    if (months.has_value()) {
      return CheckedNumber(definition, value, *months, said);
    }
  }
  // "£50000" as well as "50000 £".
  if (!definition.unit.empty() && text.starts_with(definition.unit)) {
    text = Trim(text.substr(definition.unit.size()));
  }
  std::string_view rest = text;
  const std::optional<double> number = TakeNumber(rest);
  if (!number.has_value()) {
    return Problem(definition, value, "is not a number");
  }
  if (!rest.empty() && !IsUnitOf(definition, rest)) {
    return Problem(definition, value, StrCat("is in another unit, ", rest));
  }
  return CheckedNumber(definition, value, *number, said);
}

// A day as people write it in a table: one that any officer would read so.
std::optional<Date> ReadDay(std::string_view text) {
  if (const absl::StatusOr<Date> day = Date::Parse(text); day.ok()) return *day;
  const Due due = ParseDue(text);
  const bool sure = due.confidence() == Confidence::kHigh &&
                    due.other_readings().empty() && due.was() == nullptr;
  return sure && due.first() == due.last() ? due.last() : std::nullopt;
}

Result ReadText(const FactDefinition& definition, const FactValue& value,
                std::string_view text, int said) {
  switch (definition.type) {
    case FactType::kYesNo:
      if (SameWord(text, "yes") || SameWord(text, "true")) {
        return Cell::Of(1, said);
      }
      if (SameWord(text, "no") || SameWord(text, "false")) {
        return Cell::Of(0, said);
      }
      return Problem(definition, value, "is neither yes nor no");
    case FactType::kChoice: {
      for (size_t i = 0; i < definition.choices.size(); ++i) {
        if (SameWord(text, definition.choices[i])) {
          return Cell::Of(static_cast<double>(i), said);
        }
      }
      ValueProblem problem =
          Problem(definition, value, "is not one of its choices");
      const std::string_view near = internal::Nearest(text, definition.choices);
      if (!near.empty()) {
        problem.remedy = StrCat("Did you mean '", near, "'? ", problem.remedy);
      }
      return problem;
    }
    case FactType::kDay: {
      const std::optional<Date> day = ReadDay(text);
      if (!day.has_value()) return Problem(definition, value, "is not a day");
      return Cell::Of(*day, said);
    }
    case FactType::kCount:
    case FactType::kDays:
    case FactType::kMonths:
    case FactType::kPercent:
    case FactType::kWorkingDays:
    case FactType::kNumber:
      return ReadNumberText(definition, value, text, said);
  }
  return Cell::Unknown();
}

}  // namespace

std::optional<double> MonthsFromWords(std::string_view text) {
  constexpr double kDaysOfMonths = 32;  // see facts.h
  constexpr int kMostDaysOver = 30;     // see MonthsAndDays
  const double sign = text.starts_with('-') ? -1 : 1;
  if (sign < 0) text.remove_prefix(1);
  double total = 0;
  bool any = false;
  while (!text.empty()) {
    int number = 0;
    const auto [end, problem] =
        std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc() || number < 0 || number > 100000) {
      return std::nullopt;
    }
    text.remove_prefix(static_cast<size_t>(end - text.data()));
    while (text.starts_with(' ')) text.remove_prefix(1);
    const size_t length = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, length);
    if (word == "month" || word == "months") {
      total += number;
    } else if ((word == "day" || word == "days") && number <= kMostDaysOver) {
      total += number / kDaysOfMonths;
    } else {
      return std::nullopt;
    }
    any = true;
    text.remove_prefix(length);
    while (text.starts_with(' ')) text.remove_prefix(1);
  }
  return any ? std::optional<double>(sign * total) : std::nullopt;
}

std::variant<Cell, ValueProblem> ReadFactValue(const FactDefinition& definition,
                                               const FactValue& value,
                                               int said) {
  if (std::holds_alternative<std::monostate>(value)) {
    return Cell{.value = 0, .state = CellState::kUnknown, .said = said};
  }
  if (const auto* yes = std::get_if<bool>(&value)) {
    if (definition.type == FactType::kYesNo)
      return Cell::Of(*yes ? 1 : 0, said);
    return Problem(definition, value,
                   StrCat("is a yes or no, not a ", ToWord(definition.type)));
  }
  if (const auto* number = std::get_if<double>(&value)) {
    if (internal::IsNumeric(definition.type)) {
      return CheckedNumber(definition, value, *number, said);
    }
    return Problem(definition, value,
                   StrCat("is a number, not a ", ToWord(definition.type)));
  }
  const std::string_view text = Trim(std::get<std::string>(value));
  // A choice may have these very words.
  const bool is_choice =
      std::find(definition.choices.begin(), definition.choices.end(), text) !=
      definition.choices.end();
  if (!is_choice && (text.empty() || SameWord(text, "unknown"))) {
    return Cell{.value = 0, .state = CellState::kUnknown, .said = said};
  }
  if (!is_choice && (SameWord(text, "not applicable") ||
                     SameWord(text, "n/a") || SameWord(text, "n.a."))) {
    if (definition.may_not_apply) return Cell::NotApplicable(said);
    return ValueProblem{
        StrCat("The value ", Show(value), " of '", definition.name,
               "' says that it does not apply, which the scheme does not "
               "allow."),
        StrCat("Leave it out if it was not recorded, or add may_not_apply = "
               "true to the scheme's fact '",
               definition.name, "'.")};
  }
  return ReadText(definition, value, text, said);
}

}  // namespace actionplan
