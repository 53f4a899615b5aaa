#ifndef ACTIONPLAN_SRC_INTERNAL_GIVEN_LEVELS_H_
#define ACTIONPLAN_SRC_INTERNAL_GIVEN_LEVELS_H_

// What a key can say of ratings that it counts: of a plan they are the key's
// own, so a level that no rule gives is never among them. A table may say
// anything of them; these laws are for what is asked of a key as a whole.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "actionplan/scheme.h"
#include "internal/condition.h"

namespace actionplan::internal {

// The levels that rules for a kind and aspect give or, where roll-ups count
// overrides, that an override may give; bit 0 is not rated, which always may
// come out, bit 1 + i level i.
uint64_t GivenLevels(const Scheme& scheme, ItemKind kind, int aspect);

// What is never false of these columns as no rule gives certain levels: counts
// and shares of them are 0, the worst rating is none of them. Only of columns
// among `columns`.
std::vector<Condition> LawsOfGivenLevels(const Scheme& scheme, ItemKind subject,
                                         std::span<const int> columns);

// Why that bears on a condition: "no rule for milestones gives Red"; empty if
// all the levels that it asks for can be given.
std::string LevelsNotGiven(const Scheme& scheme, ItemKind subject,
                           const Condition& condition);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_GIVEN_LEVELS_H_
