#ifndef ACTIONPLAN_SRC_INTERNAL_REGION_WORDS_H_
#define ACTIONPLAN_SRC_INTERNAL_REGION_WORDS_H_

// Regions of a space, items that lie in them and tests: in words, and as
// conditions of the language.

#include <functional>
#include <span>
#include <string>
#include <utility>

#include "actionplan/scheme.h"
#include "internal/condition.h"
#include "internal/regions.h"

namespace actionplan::internal {

// What a column is; for spaces with columns that no scheme has.
using Definer = std::function<const FactDefinition&(int column)>;

// "8 days to 13 days overdue, and with no recovery plan".
std::string RegionInWords(const Definer& define, ItemKind subject,
                          const Region& region);
std::string RegionInWords(const Scheme& scheme, ItemKind subject,
                          const Region& region);

// The same as a condition of the language: "days_overdue >= 8 and ...".
std::string RegionAsCondition(const Definer& define, ItemKind subject,
                              const Region& region);
std::string RegionAsCondition(const Scheme& scheme, ItemKind subject,
                              const Region& region);

// "a milestone: in progress, 14 days overdue, with no recovery plan". A length
// of time that is there in days and in months is said once: "28 days (1 month)
// overdue".
std::string WitnessInWords(const Definer& define, ItemKind subject,
                           std::span<const std::pair<int, Cell>> facts);
std::string WitnessInWords(const Scheme& scheme, ItemKind subject,
                           std::span<const std::pair<int, Cell>> facts);

// A test as the language writes it.
std::string ConditionText(const Definer& define, const Condition& condition);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_REGION_WORDS_H_
