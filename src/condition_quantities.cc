// Sums of facts, numbers and days, each with its unit.

#include <algorithm>
#include <charconv>

#include "actionplan/date.h"
#include "internal/condition_parser.h"
#include "internal/spelling.h"
#include "internal/strings.h"

namespace actionplan::internal {
namespace {

// How many sides "smaller of" and "larger of" may choose between.
constexpr int kMaxParts = 32;

struct Unit {
  std::string_view word;
  FactType type;
  double factor;
};

constexpr Unit kUnits[] = {
    {"days", FactType::kDays, 1},       {"day", FactType::kDays, 1},
    {"weeks", FactType::kDays, 7},      {"week", FactType::kDays, 7},
    {"months", FactType::kMonths, 1},   {"month", FactType::kMonths, 1},
    {"years", FactType::kMonths, 12},   {"year", FactType::kMonths, 12},
    {"percent", FactType::kPercent, 1}, {"%", FactType::kPercent, 1}};

const Unit* UnitFrom(std::string_view word) {
  const auto* found =
      std::find_if(std::begin(kUnits), std::end(kUnits),
                   [&](const Unit& unit) { return unit.word == word; });
  return found == std::end(kUnits) ? nullptr : found;
}

// A symbol that means something behind a number.
bool IsKnownSymbol(std::string_view symbol) {
  static constexpr std::string_view kSymbols[] = {
      "+", "-", "*", "/", "(", ")", ",", "<", "<=", "=", "!=", ">=", ">", "!"};
  return std::find(std::begin(kSymbols), std::end(kSymbols), symbol) !=
         std::end(kSymbols);
}

}  // namespace

Side ConditionParser::ParseSide(Dimension& dimension, const Operand* first,
                                const ConditionToken& first_token) {
  if (first == nullptr && (Is("smaller") || Is("larger"))) {
    return ParseChosenSide(dimension);
  }
  Side side;
  side.begin = first == nullptr ? token_.position : first_token.position;
  if (first != nullptr) {
    const double factor = ParseFactorBehind(first_token, *first, dimension);
    AddOperand(first_token, *first, factor, side, dimension);
  } else {
    const double sign = Accept("-") ? -1 : 1;
    ParseTerm(sign, side, dimension);
  }
  while (!has_failed() && (Is("+") || Is("-"))) {
    const double sign = Is("-") ? -1 : 1;
    Advance();
    ParseTerm(sign, side, dimension);
    if (side.terms.size() > kMaxTerms) {
      Stop(token_, StrCat("The sum has more than ", kMaxTerms, " terms."),
           "Declare a fact that is worked out from them.");
    }
  }
  side.end = last_end_;
  return side;
}

Side ConditionParser::ParseChosenSide(Dimension& dimension) {
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
           StrCat("There are more than ", kMaxParts, " to choose between."),
           "Declare a fact that is worked out with min() or max().");
      break;
    }
    side.parts.push_back(ParseSide(dimension, nullptr));
  } while (Accept(","));
  if (!has_failed() && Is(")") && side.parts.size() < 2) {
    Blame(token_, "There is only one to choose between.",
          "Give two or more with commas: smaller of (14 days, 10 percent of "
          "...).");
    dimension.has_unreadable = true;
  }
  Expect(")");
  side.end = last_end_;
  Leave();
  return side;
}

void ConditionParser::ParseTerm(double sign, Side& side, Dimension& dimension) {
  if (has_failed()) return;
  const ConditionToken start = token_;
  if (token_.kind == ConditionToken::Kind::kDay) {
    return ParseDay(sign, side, dimension);
  }
  const std::optional<std::string_view> prefix = AcceptUnitBefore();
  if (token_.kind == ConditionToken::Kind::kNumber) {
    return ParseNumberTerm(start, prefix, sign, side, dimension);
  }
  if (NumberFollows()) {
    // The unit may be that of a fact that can't be read.
    BlameUndeclared(token_,
                    StrCat(Quoted(), " is not the unit of a fact here."),
                    UnitsRemedy(token_.text));
    dimension.has_unreadable = true;
    Advance();
    ParseNumber();
    ParseUnknownUnit(dimension);
    return;
  }
  const Operand operand = ParseOperand();
  if (has_failed()) return;
  const double factor = ParseFactorBehind(start, operand, dimension);
  AddOperand(start, operand, sign * factor, side, dimension);
}

void ConditionParser::ParseDay(double sign, Side& side, Dimension& dimension) {
  const ConditionToken token = token_;
  Advance();
  const absl::StatusOr<Date> day = Date::Parse(token.text);
  if (!day.ok()) {
    Blame(token, std::string(ToStd(day.status().message())),
          "Write a day that exists, as 2026-03-31.");
    dimension.has_unreadable = true;
    return;
  }
  const Operand operand = {.type = FactType::kDay, .name = token.text};
  if (!Fits(token, operand, /*is_fact=*/false, dimension)) return;
  side.constant += sign * day->epoch_days();
  side.points += sign > 0 ? 1 : -1;
}

// A number, its unit, "percent of" or "* operand" behind it.
void ConditionParser::ParseNumberTerm(const ConditionToken& start,
                                      std::optional<std::string_view> prefix,
                                      double sign, Side& side,
                                      Dimension& dimension) {
  const std::optional<double> written = ParseNumber();
  if (!written.has_value()) dimension.has_unreadable = true;
  const double number = sign * written.value_or(1);
  if (prefix.has_value()) {
    return AddConstant(start, FactType::kNumber, *prefix, *prefix, number, side,
                       dimension);
  }
  if (Accept("*")) return AddMultiple(number, side, dimension);
  const ConditionToken word = token_;
  if (Accept("percent") || Accept("%")) {
    if (Accept("of")) return AddMultiple(number / 100, side, dimension);
    return AddConstant(word, FactType::kPercent, "", word.text, number, side,
                       dimension);
  }
  if (const auto unit = AcceptUnitAfter()) {
    return AddConstant(word, FactType::kNumber, *unit, *unit, number, side,
                       dimension);
  }
  if (Accept("working")) {
    return ParseWorkingDays(word, number, side, dimension);
  }
  if (const Unit* unit = UnitFrom(word.text)) {
    Advance();
    return AddConstant(word, unit->type, "", word.text, number * unit->factor,
                       side, dimension);
  }
  if (Is("/")) {
    Fail(token_, "Found '/'; a condition does not divide.",
         "Write a day as 2026-03-31, and a part of a fact as 0.5 * "
         "days_slipped.");
    return;
  }
  if (ParseUnknownUnit(dimension)) return;
  side.constant += number;  // without a unit it takes the fact's
}

void ConditionParser::ParseWorkingDays(const ConditionToken& word,
                                       double number, Side& side,
                                       Dimension& dimension) {
  if (!Accept("days") && !Accept("day")) {
    Fail(token_, StrCat("Found ", Quoted(), " after 'working'."),
         "Write 'working days'.");
    return;
  }
  AddConstant(word, FactType::kWorkingDays, "", "working days", number, side,
              dimension);
}

// Takes what stands where a unit may, and is none.
bool ConditionParser::ParseUnknownUnit(Dimension& dimension) {
  const bool is_word = token_.kind == ConditionToken::Kind::kName &&
                       !IsReservedWord(token_.text);
  const bool is_sign = token_.kind == ConditionToken::Kind::kSymbol &&
                       !IsKnownSymbol(token_.text);
  if (!is_word && !is_sign) return false;
  BlameUndeclared(token_, StrCat(Quoted(), " is not a unit."),
                  UnitsRemedy(token_.text));
  dimension.has_unreadable = true;
  Advance();
  const bool goes_on = IsAtEnd() || Is("and") || Is("or") || Is("+") ||
                       Is("-") || Is(")") || Is(",") ||
                       ComparisonAhead().has_value();
  // It was something else than a unit, and what follows belongs to it.
  if (!goes_on) has_failed_ = true;
  return true;
}

double ConditionParser::ParseUnitOfConstant() {
  if (const auto own = AcceptUnitAfter()) {
    expression_.number_units.push_back(*own);
    return 1;
  }
  if (Accept("working")) {
    if (!Accept("days")) Expect("day");
    NoteUnit(FactType::kWorkingDays);
    return 1;
  }
  const Unit* unit = UnitFrom(token_.text);
  if (unit == nullptr || has_failed()) return 1;
  Advance();
  NoteUnit(unit->type);
  return unit->factor;
}

// Nothing if it is not a number; the mistake is told.
std::optional<double> ConditionParser::ParseNumber() {
  const ConditionToken number = token_;
  Advance();
  double value = 0;
  const char* end = number.text.data() + number.text.size();
  const auto [parsed, problem] =
      std::from_chars(number.text.data(), end, value);
  constexpr double kLargest = 1e15;
  if (problem == std::errc::result_out_of_range && parsed == end &&
      number.text.find_first_not_of("0.") < number.text.find('.')) {
    value = 2 * kLargest;
  } else if (problem == std::errc::result_out_of_range && parsed == end) {
    value = 0;  // too small for any fact to differ from it
  } else if (problem != std::errc() || parsed != end) {
    const bool has_commas = number.text.find(',') != std::string_view::npos;
    Blame(number, StrCat("'", Excerpt(number.text), "' is not a number."),
          has_commas ? "Write a number without commas, such as 50000."
                     : "Write it with digits, such as 14 or 2.5.");
    return std::nullopt;
  }
  if (value <= kLargest) return value;
  Blame(number, StrCat("'", Excerpt(number.text), "' is too large."),
        "The largest number is 1000000000000000.");
  return std::nullopt;
}

void ConditionParser::AddConstant(const ConditionToken& at, FactType type,
                                  std::string_view unit,
                                  std::string_view written, double value,
                                  Side& side, Dimension& dimension) {
  const Operand operand = {.type = type, .name = written, .unit = unit};
  if (Fits(at, operand, /*is_fact=*/false, dimension)) side.constant += value;
}

double ConditionParser::ParseFactorBehind(const ConditionToken& at,
                                          const Operand& operand,
                                          Dimension& dimension) {
  ConditionLexer lexer = lexer_;
  if (!Is("*") || lexer.Next().kind != ConditionToken::Kind::kNumber) return 1;
  Advance();
  const std::optional<double> factor = ParseNumber();
  if (!factor.has_value()) dimension.has_unreadable = true;
  if (operand.is_readable && operand.type == FactType::kDay) {
    BlameMultipleOfDay(at, operand);
    dimension.has_unreadable = true;
  }
  return factor.value_or(1);
}

void ConditionParser::BlameMultipleOfDay(const ConditionToken& at,
                                         const Operand& operand) {
  Blame(at, StrCat("'", operand.name, "' (day) can't be multiplied."),
        "Take a fact in days, or the difference of two days.");
}

void ConditionParser::AddMultiple(double factor, Side& side,
                                  Dimension& dimension) {
  const ConditionToken start = token_;
  const Operand operand = ParseOperand();
  if (has_failed()) return;
  if (operand.is_readable && operand.type == FactType::kDay) {
    BlameMultipleOfDay(start, operand);
    dimension.has_unreadable = true;
    return;
  }
  AddOperand(start, operand, factor, side, dimension);
}

void ConditionParser::AddOperand(const ConditionToken& at,
                                 const Operand& operand, double factor,
                                 Side& side, Dimension& dimension) {
  if (!Fits(at, operand, /*is_fact=*/true, dimension)) return;
  side.terms.push_back({.column = operand.column, .factor = factor});
  if (operand.type == FactType::kDay) side.points += factor > 0 ? 1 : -1;
}

bool ConditionParser::Fits(const ConditionToken& at, const Operand& operand,
                           bool is_fact, Dimension& dimension) {
  if (!operand.is_readable) {
    dimension.has_unreadable = true;
    return true;
  }
  if (dimension.has_misfit) return false;
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
  BlameMisfit(at, operand, is_fact, dimension);
  dimension.has_misfit = true;
  return false;
}

// Of a number in a unit that what is compared with it has not.
std::string ConditionParser::RemedyForUnit(const Operand& number,
                                           const Dimension& dimension) {
  const bool is_day = dimension.type == FactType::kDay;
  if (is_day && number.type == FactType::kMonths) {
    return "Add months to a day itself: due + 3 months < forecast; or declare "
           "a fact of type \"months\" that is one day less another.";
  }
  if (is_day && number.type == FactType::kWorkingDays) {
    return "Add working days to a day itself: received + 20 working days < "
           "forecast; or declare a fact of type \"working days\" that is one "
           "day less another.";
  }
  return "Use a fact that counts in this unit, or give a number in the fact's "
         "own.";
}

void ConditionParser::BlameMisfit(const ConditionToken& at,
                                  const Operand& operand, bool is_fact,
                                  const Dimension& dimension) {
  if (!is_fact && !dimension.name.empty()) {
    Blame(at,
          StrCat("'", dimension.name, "' is in ", dimension.word(), ", not in ",
                 operand.name, "."),
          RemedyForUnit(operand, dimension));
    return;
  }
  if (!dimension.type.has_value()) {
    Blame(at,
          StrCat("'", operand.name, "' (", operand.unit_word(),
                 ") can't be compared."),
          "Compare facts that are numbers or days.");
    return;
  }
  Blame(at,
        dimension.name.empty()
            ? StrCat("'", operand.name, "' (", operand.unit_word(),
                     ") can't be compared with ", dimension.word(), ".")
            : StrCat("'", dimension.name, "' (", dimension.word(), ") and '",
                     operand.name, "' (", operand.unit_word(),
                     ") can't be compared."),
        "Compare two facts in the same unit, or a fact with a number.");
}

// --- Units of the scheme's numbers ---

// Whether one stands at `position`, and which: the longest.
std::optional<std::string_view> ConditionParser::UnitAt(size_t position) const {
  const std::string_view rest = lexer_.text().substr(position);
  std::optional<std::string_view> found;
  for (const std::string& unit : vocabulary_.Units()) {
    if (!rest.starts_with(unit)) continue;
    const bool ends =
        !IsLetter(unit.back()) || unit.size() == rest.size() ||
        !(IsLetter(rest[unit.size()]) || IsNameCharacter(rest[unit.size()]));
    if (ends && (!found.has_value() || unit.size() > found->size())) {
      found = unit;
    }
  }
  return found;
}

std::optional<std::string_view> ConditionParser::UnitBefore() const {
  if (IsAtEnd()) return std::nullopt;
  const std::optional<std::string_view> unit = UnitAt(token_.position);
  if (!unit.has_value()) return std::nullopt;
  const std::string_view text = lexer_.text();
  size_t at = token_.position + unit->size();
  while (at < text.size() && IsBlank(text[at])) ++at;
  const bool number = at < text.size() && IsDigit(text[at]);
  return number ? unit : std::nullopt;
}

std::optional<std::string_view> ConditionParser::AcceptUnitBefore() {
  const std::optional<std::string_view> unit = UnitBefore();
  if (unit.has_value()) SkipUnit(*unit);
  return unit;
}

std::optional<std::string_view> ConditionParser::AcceptUnitAfter() {
  if (has_failed() || IsAtEnd()) return std::nullopt;
  const std::optional<std::string_view> unit = UnitAt(token_.position);
  if (unit.has_value()) SkipUnit(*unit);
  return unit;
}

void ConditionParser::SkipUnit(std::string_view unit) {
  const size_t end = token_.position + unit.size();
  lexer_.Seek(end);
  TakeToken();
  last_end_ = end;
}

// A sign, which could be a unit, before a number.
bool ConditionParser::NumberFollows() const {
  ConditionLexer lexer = lexer_;
  return token_.kind == ConditionToken::Kind::kSymbol &&
         !IsKnownSymbol(token_.text) &&
         lexer.Next().kind == ConditionToken::Kind::kNumber;
}

std::string ConditionParser::UnitsRemedy(std::string_view word) const {
  std::vector<std::string_view> words;
  for (const Unit& unit : kUnits) words.push_back(unit.word);
  for (const std::string& unit : vocabulary_.Units()) words.emplace_back(unit);
  const std::string_view near = Nearest(word, words);
  if (!near.empty()) return StrCat("Did you mean '", near, "'?");
  std::string own;
  size_t listed = 0;
  for (const std::string& unit : vocabulary_.Units()) {
    if (++listed <= 10) absl::StrAppend(&own, ", ", unit);
  }
  return StrCat("Units are days, working days, weeks, months, years, percent",
                own, "; or leave it out.");
}

}  // namespace actionplan::internal
