#ifndef ACTIONPLAN_SRC_INTERNAL_FACT_SPACE_H_
#define ACTIONPLAN_SRC_INTERNAL_FACT_SPACE_H_

// Which facts can be true together, of one kind of item: what each column can
// hold, and the axioms. A complete milestone isn't overdue, so that no gap of
// complete milestones 14 days overdue is reported to anybody.
//
// The axioms themselves are in fact_axioms.h, what they come to in words in
// region_words.h.
//
// An axiom is never false of a row; it may be undecided. Only axioms of which
// every column is in use are taken up, so that a question about two facts
// stays a question about two facts; that is why some of them say what follows
// from others.

#include <span>
#include <vector>

#include "actionplan/scheme.h"
#include "internal/condition.h"
#include "internal/regions.h"

namespace actionplan::internal {

// What a column can hold. States that the axioms of this kind rule out for
// a single column are taken away.
Domain DomainOf(const FactDefinition& definition, ItemKind subject);

// The compiled condition of a rule; of an `otherwise` it is "always".
const Condition& ConditionOf(const Scheme& scheme, int rule);

// The axioms of which every column is among `columns`, of built-in and own
// facts and of what the scheme says can never be.
std::vector<Condition> AxiomsOf(const Scheme& scheme, ItemKind subject,
                                std::span<const int> columns);

// The columns that these conditions speak of and those that belong to them:
// what derived facts are made of, and what stands beside them in a [[never]].
std::vector<int> ColumnsInUse(const Scheme& scheme, ItemKind subject,
                              std::span<const Condition* const> conditions);

// The space of the columns that the scheme's rules for this kind test, or that
// these conditions do.
Space SpaceOf(const Scheme& scheme, ItemKind subject);
Space SpaceOf(const Scheme& scheme, ItemKind subject,
              std::span<const Condition* const> conditions);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_FACT_SPACE_H_
