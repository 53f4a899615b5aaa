// One test: a yes/no fact, "is", or a comparison of two sides.

#include <algorithm>

#include "internal/condition_parser.h"
#include "internal/spelling.h"
#include "internal/strings.h"

namespace actionplan::internal {
namespace {

// The choice that is a yes, of yes/no facts.
constexpr uint64_t kYes = 2;

std::optional<Comparison> ComparisonFrom(std::string_view symbol) {
  if (symbol == "<") return Comparison::kLess;
  if (symbol == "<=") return Comparison::kLessEqual;
  if (symbol == "=") return Comparison::kEqual;
  if (symbol == "!=") return Comparison::kNotEqual;
  if (symbol == ">=") return Comparison::kGreaterEqual;
  if (symbol == ">") return Comparison::kGreater;
  return std::nullopt;
}

bool IsComparable(const Operand& operand) {
  return !operand.is_readable || IsNumeric(operand.type) ||
         operand.type == FactType::kDay;
}

}  // namespace

// A test that begins with an operand alone may be of a yes/no fact or a word;
// everything else compares two sides.
Condition ConditionParser::ParseTest() {
  const ConditionToken start = token_;
  chosen_parts_ = 0;
  const bool is_quantity = token_.kind == ConditionToken::Kind::kNumber ||
                           token_.kind == ConditionToken::Kind::kDay ||
                           Is("-") || Is("smaller") || Is("larger") ||
                           UnitBefore().has_value() || NumberFollows();
  Dimension dimension;
  if (is_quantity) {
    const Side left = ParseSide(dimension, nullptr);
    return ParseComparison(start, left, dimension);
  }
  if (token_.kind != ConditionToken::Kind::kName || Is("and") || Is("or") ||
      Is("is")) {
    FailOddStart();
    return {};
  }
  const Operand operand = ParseOperand();
  if (has_failed()) return {};
  if (Accept("is")) return ParseIs(start, operand);
  const bool compares =
      Is("+") || Is("-") || Is("*") || ComparisonAhead().has_value();
  if (compares && !IsComparable(operand)) {
    FailUncomparable(operand);
    return {};
  }
  if (compares) {
    const Side left = ParseSide(dimension, &operand, start);
    return ParseComparison(start, left, dimension);
  }
  if (operand.is_readable && Accept("between")) {
    ParseBetween(start, operand);
    return {};
  }
  const bool is_alone =
      IsAtEnd() || Is("and") || Is("or") || Is(")") || Is(",") || Is("where");
  if (operand.is_readable && IsComparable(operand) && !is_alone) {
    FailNoComparison(operand);
    return {};
  }
  if (operand.is_readable && operand.type == FactType::kChoice && !is_alone) {
    Fail(token_, StrCat("Found ", Quoted(), " where 'is' should be."),
         WordRemedy(operand));
    return {};
  }
  if (operand.is_readable && operand.type != FactType::kYesNo) {
    FailBareOperand(start, operand);
    return {};
  }
  return OneOf(start, operand, kYes);
}

// Where a test should begin, and what stands there begins nothing.
void ConditionParser::FailOddStart() {
  const bool is_word = token_.kind == ConditionToken::Kind::kString;
  Fail(token_, FoundInsteadOfFact(),
       is_word ? StrCat("Write the fact before it: stage is '",
                        Excerpt(token_.text), "'.")
               : SuggestFact(IsAtEnd() ? "" : token_.text));
}

// How a choice is tested, with the word that stands here if it is one of its.
std::string ConditionParser::WordRemedy(const Operand& operand) const {
  std::string_view word = operand.choices.empty() ? "..." : operand.choices[0];
  for (std::string_view choice : operand.choices) {
    if (choice == token_.text) word = choice;
  }
  return StrCat("Write ", operand.name, " is '", word,
                "', or another of its words; several with 'or' between.");
}

void ConditionParser::FailBareOperand(const ConditionToken& start,
                                      const Operand& operand) {
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

// Something else stands where a number or a day should be compared.
void ConditionParser::FailNoComparison(const Operand& operand) {
  const bool calculates = Is("*") || Is("/");
  Fail(token_, StrCat("Found ", Quoted(), " where a comparison should be."),
       calculates
           ? StrCat("Write the factor first, such as 0.5 * ", operand.name, ".")
           : "Write <, <=, =, !=, >= or > and what it is compared with.");
}

// "fact between 3 and 5": is an end in it or not?
void ConditionParser::ParseBetween(const ConditionToken& start,
                                   const Operand& operand) {
  Blame(start,
        StrCat("'", operand.name,
               " between' does not say whether its ends "
               "count."),
        StrCat("Write two comparisons, such as ", operand.name, " >= 3 and ",
               operand.name, " <= 5."));
  Dimension dimension;
  Side side;
  AddOperand(start, operand, 1, side, dimension);
  ParseSide(dimension, nullptr);
  if (Accept("and")) ParseSide(dimension, nullptr);
}

// A yes/no fact or a choice before a comparison.
void ConditionParser::FailUncomparable(const Operand& operand) {
  Advance();
  const bool number = token_.kind == ConditionToken::Kind::kNumber;
  Fail(token_,
       StrCat("'", operand.name, "' (", ToWord(operand.type),
              ") can't be compared", number ? " with a number." : "."),
       operand.type == FactType::kYesNo
           ? StrCat("Write '", operand.name, "' or 'not ", operand.name, "'.")
           : WordRemedy(operand));
}

Condition ConditionParser::OneOf(const ConditionToken& start,
                                 const Operand& operand,
                                 uint64_t choices) const {
  return Spanning(start.position, IsOneOf(operand.column, choices));
}

Condition ConditionParser::ParseIs(const ConditionToken& start,
                                   const Operand& operand) {
  bool negated = Accept("not");
  Condition test;
  if (Accept("known")) {
    test = IsState(operand.column, CellState::kKnown);
  } else if (Accept("unknown")) {
    test = IsState(operand.column, CellState::kUnknown);
  } else if (Accept("applicable")) {
    test = IsState(operand.column, CellState::kNotApplicable);
    negated = !negated;
  } else {
    test = IsOneOf(operand.column, ParseWords(operand));
  }
  test = Spanning(start.position, std::move(test));
  if (!negated) return test;
  return Spanning(start.position, Not(std::move(test)));
}

uint64_t ConditionParser::ParseWords(const Operand& operand) {
  if (operand.is_readable && operand.type != FactType::kChoice) {
    Fail(token_,
         StrCat("'", operand.name,
                "' is not a choice, so it can't be "
                "tested with a word."),
         operand.type == FactType::kYesNo
             ? StrCat("Write '", operand.name, "' or 'not ", operand.name,
                      "'; after 'is' known, unknown or applicable.")
             : "Compare it, such as '> 0'; after 'is' write known, unknown or "
               "applicable.");
    return 0;
  }
  uint64_t choices = ParseChoice(operand);
  while (AcceptBeforeWord("or")) choices |= ParseChoice(operand);
  return choices;
}

std::optional<uint64_t> ConditionParser::FindChoice(
    const Operand& operand) const {
  for (size_t i = 0; i < operand.choices.size(); ++i) {
    if (token_.text == operand.choices[i]) return uint64_t{1} << i;
  }
  // An alias of a level, or another case.
  const std::optional<int> level =
      operand.is_rating ? vocabulary_.FindLevel(token_.text) : std::nullopt;
  if (!level.has_value() || *level == kNotRated) return std::nullopt;
  return uint64_t{1} << *level;
}

uint64_t ConditionParser::ParseChoice(const Operand& operand) {
  const ConditionToken word = token_;
  if (word.kind != ConditionToken::Kind::kString) {
    static constexpr std::string_view kStates[] = {"known", "unknown",
                                                   "applicable", "not"};
    const std::string_view near = word.kind == ConditionToken::Kind::kName
                                      ? Nearest(word.text, kStates)
                                      : std::string_view();
    const bool is_choice =
        std::find(operand.choices.begin(), operand.choices.end(), word.text) !=
        operand.choices.end();
    std::string remedy =
        "Write a word in single quotes, known, unknown or "
        "applicable.";
    if (is_choice) {
      remedy = StrCat("Put it in single quotes: '", word.text, "'.");
    } else if (!near.empty()) {
      remedy = StrCat("Did you mean '", near, "'?");
    } else if (operand.is_readable) {
      remedy = StrCat("Use one of: ", QuotedList(operand.choices), ".");
    }
    Fail(word, StrCat("Found ", Quoted(), " after 'is'."), std::move(remedy));
    return 0;
  }
  const std::optional<uint64_t> choice = FindChoice(operand);
  if (!choice.has_value() && operand.is_readable) {
    const std::string all = QuotedList(operand.choices);
    const std::string_view near = Nearest(word.text, operand.choices);
    Blame(word.position,
          StrCat(Quoted(), " is not a value of '", operand.name, "'."),
          near.empty()
              ? StrCat("Use one of: ", all, ".")
              : StrCat("Did you mean '", near, "'? Use one of: ", all, "."),
          operand.is_rating);
  }
  Advance();
  return choice.value_or(0);
}

// --- Comparisons ---

std::optional<Comparison> ConditionParser::ComparisonAhead() const {
  if (token_.kind != ConditionToken::Kind::kSymbol) return std::nullopt;
  return ComparisonFrom(token_.text);
}

Condition ConditionParser::ParseComparison(const ConditionToken& start,
                                           const Side& left,
                                           Dimension& dimension) {
  if (has_failed()) return {};
  const std::optional<Comparison> comparison = ComparisonAhead();
  if (!comparison.has_value()) {
    Fail(token_, StrCat("Found ", Quoted(), " where a comparison should be."),
         "Write <, <=, =, !=, >= or > and what it is compared with.");
    return {};
  }
  Advance();
  const size_t right_begin = token_.position;
  const Side right = ParseSide(dimension, nullptr);
  if (has_failed() || dimension.has_unreadable || dimension.has_misfit) {
    return {};
  }
  const size_t errors = errors_.size();
  CheckPoints(left, right, right_begin, dimension);
  if (errors == errors_.size()) CheckCancelled(start.position, left, right);
  return CompareSides(left, *comparison, right, start.position, last_end_);
}

// Days are compared with days, and numbers of days with such.
void ConditionParser::CheckPoints(const Side& left, const Side& right,
                                  size_t right_begin,
                                  const Dimension& dimension) {
  const Side& first = FirstSum(left);
  if (first.points < 0 || first.points > 1) {
    Blame(first.begin, "Days are added to each other here, not subtracted.",
          "The days from one day to another are such as 'due - "
          "original_due'.");
    return;
  }
  const Side* odd = FindOtherPoints(left, right);
  if (odd == nullptr) return;
  const std::string_view text = lexer_.text();
  Blame(
      std::max(odd->begin, std::min(right_begin, odd->begin)),
      StrCat(
          "'", Excerpt(text.substr(first.begin, first.end - first.begin)),
          "' and '", Excerpt(text.substr(odd->begin, odd->end - odd->begin)),
          "' can't be compared: one is a day, the other ",
          dimension.type == FactType::kDay || dimension.type == FactType::kDays
              ? "a number of days."
              : "is not."),
      "Compare two facts in the same unit; the days from one day to another "
      "are such as 'due - original_due'.");
}

void ConditionParser::CheckCancelled(size_t begin, const Side& left,
                                     const Side& right) {
  const std::optional<int> cancelled = FindCancelled(left, right);
  if (!cancelled.has_value()) return;
  if (*cancelled == kNoFact) {
    Blame(begin, "No fact is compared here, only numbers.",
          "Compare a fact with a number.");
    return;
  }
  Blame(begin,
        StrCat("'", vocabulary_.Define(*cancelled).name,
               "' is compared with itself."),
        "Compare it with another fact or with a number.");
}

}  // namespace actionplan::internal
