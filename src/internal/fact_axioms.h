#ifndef ACTIONPLAN_SRC_INTERNAL_FACT_AXIOMS_H_
#define ACTIONPLAN_SRC_INTERNAL_FACT_AXIOMS_H_

// The axioms: what is never false of the facts of an item. A complete
// milestone isn't overdue.
//
// The axioms of the built-in facts are a list of texts in the language of
// conditions itself. A test holds them against random plans. Those of a
// scheme's own facts follow from what they are: counts add up, a derived fact
// is the sum of its parts, and what the scheme says can never be is not.
//
// fact_axioms_list.cc has the list, fact_axioms.cc reads it,
// fact_axioms_twins.cc ties working days and months to days, and
// fact_axioms_own.cc makes those of a scheme's own facts.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "actionplan/scheme.h"
#include "internal/condition.h"

namespace actionplan::internal {

// What is never false of the facts of an item of these kinds.
struct Axiom {
  std::string_view kinds;  // "m", "o", "r", "p": milestones, outcomes ...
  std::string_view text;
};
std::span<const Axiom> Axioms();
// What the parser says against it, if anything.
std::optional<std::string> ProblemOf(const Axiom& axiom, ItemKind subject);

// The same, parsed, of one kind, with those that tie facts in working days and
// in months to their twins in days.
std::span<const Condition> BuiltInAxioms(ItemKind subject);

// Whether the axioms of this fact alone leave it this state.
bool MayBe(ItemKind subject, Fact fact, CellState state);

// "days_overdue" of "working_days_overdue" and of "months_overdue"; nullptr of
// a fact that is not the twin of one in days.
const FactDefinition* InDays(const FactDefinition& twin);
// What ties the twins among the facts of this kind to those in days.
std::vector<Condition> TwinAxioms(ItemKind subject);

// What is never false of those of these columns that are the scheme's own
// facts, and what the scheme says can never be.
std::vector<Condition> OwnAxioms(const Scheme& scheme, ItemKind subject,
                                 std::span<const int> columns);

// How axioms are put together.
Condition Known(int column);
Condition Implies(Condition a, Condition b);
Condition Both(Condition a, Condition b);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_FACT_AXIOMS_H_
