// What other languages, and other hands, write for the words and signs of
// conditions. It is told with what to write, and read as what it means, so
// that the rest of the condition is judged as well. It is refused, as our
// choice: a committee reads one way of writing everywhere.

#include <algorithm>

#include "internal/condition_parser.h"
#include "internal/strings.h"

namespace actionplan::internal {
namespace {

struct Writing {
  std::string_view elsewhere;
  std::string_view here;
};

constexpr Writing kWritings[] = {
    {"==", "="},  {"=>", ">="}, {"=<", "<="}, {"<>", "!="}, {"&&", "and"},
    {"||", "or"}, {"&", "and"}, {"|", "or"},  {"!", "not"}, {"≥", ">="},
    {"≤", "<="},  {"⩾", ">="},  {"⩽", "<="},  {"≠", "!="},  {"−", "-"},
    {"–", "-"},   {"×", "*"},   {"∧", "and"}, {"∨", "or"},  {"¬", "not"}};

constexpr std::string_view kQuotes[] = {"‘", "’", "“", "”", "\"", "`"};

bool IsOddQuote(std::string_view text) {
  return std::find(std::begin(kQuotes), std::end(kQuotes), text) !=
         std::end(kQuotes);
}

std::string InSmallLetters(std::string_view word) {
  std::string small(word);
  for (char& c : small) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return small;
}

constexpr ItemKind kKinds[] = {ItemKind::kMilestone, ItemKind::kOutcome,
                               ItemKind::kRecommendation, ItemKind::kPlan};

}  // namespace

// Empty if it is not one of these.
std::string_view ConditionParser::MeaningOf(const ConditionToken& token) const {
  for (const Writing& writing : kWritings) {
    if (writing.elsewhere == token.text) return writing.here;
  }
  if (!IsLetter(token.text.front())) return {};
  const std::string small = InSmallLetters(token.text);
  if (IsReservedWord(small)) return ReservedWord(small);
  if (const std::optional<Fact> fact = FactFromName(small)) {
    return actionplan::Define(*fact).name;
  }
  for (ItemKind kind : kKinds) {
    const std::optional<int> own = vocabulary_.FindDeclared(kind, small);
    if (own.has_value()) return vocabulary_.Define(*own).name;
  }
  return {};
}

void ConditionParser::TakeToken() {
  token_ = lexer_.Next();
  token_end_ = token_.end();
  if (token_.kind != ConditionToken::Kind::kSymbol) return;
  const bool is_quote = IsOddQuote(token_.text);
  const std::string_view here = is_quote ? "'" : MeaningOf(token_);
  // The scheme's own units may look like anything.
  if (here.empty() || UnitAt(token_.position).has_value()) return;
  if (is_quote) return TakeOddQuotes();
  const bool is_word = IsLetter(token_.text.front());
  Blame(token_, StrCat("Found ", Quoted(), "."),
        StrCat("Write '", here, is_word ? "', in small letters." : "'."));
  const bool is_name = IsNameCharacter(here.front());
  token_.kind =
      is_name ? ConditionToken::Kind::kName : ConditionToken::Kind::kSymbol;
  token_.text = here;
}

void ConditionParser::TakeOddQuotes() {
  Blame(token_, StrCat("Found ", token_.text, " before a word."),
        "Put words in straight single quotes: 'complete'.");
  const std::string_view text = lexer_.text();
  const size_t begin = token_.position + token_.text.size();
  for (size_t at = begin; at < text.size(); ++at) {
    if (IsContinuation(text[at])) continue;
    size_t end = at + 1;
    while (end < text.size() && IsContinuation(text[end])) ++end;
    const std::string_view sign = text.substr(at, end - at);
    if (sign != "'" && !IsOddQuote(sign)) continue;
    token_ = {ConditionToken::Kind::kString, text.substr(begin, at - begin),
              token_.position};
    token_end_ = end;
    lexer_.Seek(end);
    return;
  }
}

}  // namespace actionplan::internal
