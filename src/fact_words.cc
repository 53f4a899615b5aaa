#include "internal/fact_words.h"

#include <algorithm>
#include <cmath>

#include "actionplan/date.h"
#include "internal/strings.h"

namespace actionplan::internal {

namespace {

// How a fact of an item is said in a sentence that begins "a milestone that
// is ...". `{}` is the value.
struct Phrase {
  Fact fact;
  std::string_view value;  // of yes/no: yes
  std::string_view zero;   // of a number 0, of yes/no: no
};

constexpr Phrase kPhrases[] = {
    {Fact::kStage, "{}", ""},
    {Fact::kComplete, "complete", "not complete"},
    {Fact::kScheduled, "scheduled to have started by now",
     "not scheduled to start yet"},
    {Fact::kDue, "due {}", ""},
    {Fact::kOriginalDue, "originally due {}", ""},
    {Fact::kReplannedOn, "re-planned on {}", ""},
    {Fact::kForecast, "forecast for {}", ""},
    {Fact::kFinished, "finished on {}", ""},
    {Fact::kDaysOverdue, "{} overdue", "not overdue"},
    {Fact::kWorkingDaysOverdue, "{} overdue", "0 working days overdue"},
    {Fact::kMonthsOverdue, "{} overdue", "0 months overdue"},
    {Fact::kDaysMoved, "moved by {}", "due as first agreed"},
    {Fact::kMoves, "moved {} times", "never moved"},
    {Fact::kQuietMoves, "moved quietly {} times", "never moved quietly"},
    {Fact::kPercentComplete, "{} complete", "0 % complete"},
    {Fact::kBlocked, "blocked", "not blocked"},
    {Fact::kRecoveryPlan, "with a recovery plan", "with no recovery plan"},
    {Fact::kHasLead, "with a lead", "without a lead"},
    {Fact::kExpected, "expected by now", "not expected yet"},
    {Fact::kMeasurable, "measurable", "not measurable"},
    {Fact::kDemonstrated, "demonstrated", "not demonstrated"},
    {Fact::kAchieved, "achieved", "not achieved"},
    {Fact::kOnTarget, "on target", "not on target"},
};

std::string Filled(std::string_view phrase, const std::string& value) {
  const size_t at = phrase.find("{}");
  if (at == std::string_view::npos) return std::string(phrase);
  return StrCat(phrase.substr(0, at), value, phrase.substr(at + 2));
}

const Phrase* PhraseOf(const FactDefinition& definition) {
  for (const Phrase& phrase : kPhrases) {
    if (static_cast<int>(phrase.fact) == definition.column) return &phrase;
  }
  return nullptr;
}

}  // namespace

std::string ValueText(const FactDefinition& definition, double value) {
  if (definition.type == FactType::kDay) {
    return Date::FromEpochDays(static_cast<int32_t>(std::lround(value)))
        .ToIso();
  }
  return NumberText(value);
}

std::string ChoiceText(const FactDefinition& definition, uint64_t choices) {
  std::string text;
  for (size_t i = 0; i < definition.choices.size(); ++i) {
    if (((choices >> i) & 1) == 0) continue;
    absl::StrAppend(&text, text.empty() ? "'" : " or '",
                    ToAbsl(definition.choices[i]), "'");
  }
  return text;
}

std::string SpokenName(const FactDefinition& definition) {
  std::string text(definition.name);
  if (text.find('(') == std::string::npos) {
    std::replace(text.begin(), text.end(), '_', ' ');
  }
  return text;
}

std::string Said(const FactDefinition& definition, const std::string& value) {
  const Phrase* phrase = PhraseOf(definition);
  return phrase == nullptr ? StrCat(SpokenName(definition), " ", value)
                           : Filled(phrase->value, value);
}

std::string SaidYesOrNo(const FactDefinition& definition, bool yes) {
  if (const Phrase* phrase = PhraseOf(definition)) {
    return std::string(yes ? phrase->value : phrase->zero);
  }
  const std::string name = SpokenName(definition);
  return yes ? name : StrCat("not ", name);
}

std::string_view ZeroInWords(const FactDefinition& definition) {
  const Phrase* phrase = PhraseOf(definition);
  return phrase == nullptr ? std::string_view() : phrase->zero;
}

std::string FactInWords(const FactDefinition& definition, const Cell& cell) {
  const std::string name = SpokenName(definition);
  if (cell.state == CellState::kUnknown) return StrCat(name, " not recorded");
  if (cell.state == CellState::kNotApplicable) {
    return StrCat(name, " does not apply");
  }
  if (definition.type == FactType::kYesNo) {
    return SaidYesOrNo(definition, cell.value != 0);
  }
  const std::string_view zero = ZeroInWords(definition);
  if (cell.value == 0 && !zero.empty()) return std::string(zero);
  return Said(definition, ToWords(definition, cell));
}

}  // namespace actionplan::internal
