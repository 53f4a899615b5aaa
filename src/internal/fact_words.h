#ifndef ACTIONPLAN_SRC_INTERNAL_FACT_WORDS_H_
#define ACTIONPLAN_SRC_INTERNAL_FACT_WORDS_H_

// A fact and its value as people say them: "14 days overdue", "with no recovery
// plan"; and its values as conditions write them.

#include <cstdint>
#include <string>
#include <string_view>

#include "actionplan/facts.h"

namespace actionplan::internal {

// "days overdue": a fact's name as people say it.
std::string SpokenName(const FactDefinition& definition);

// A fact with a value, or several, that are in words already: "14 days
// overdue".
std::string Said(const FactDefinition& definition, const std::string& value);
// "blocked", "not blocked".
std::string SaidYesOrNo(const FactDefinition& definition, bool yes);
// "not overdue": a number that is zero; empty if it is said like any other.
std::string_view ZeroInWords(const FactDefinition& definition);
std::string FactInWords(const FactDefinition& definition, const Cell& cell);

// A value as conditions write it, without a unit.
std::string ValueText(const FactDefinition& definition, double value);
// "'complete' or 'verified'": bit i is choice i.
std::string ChoiceText(const FactDefinition& definition, uint64_t choices);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_FACT_WORDS_H_
