#ifndef ACTIONPLAN_SRC_INTERNAL_FACT_SPACE_H_
#define ACTIONPLAN_SRC_INTERNAL_FACT_SPACE_H_

// Which facts can be true together, of one kind of item: what each column can
// hold, and the axioms. A complete milestone isn't overdue, so that no gap of
// complete milestones 14 days overdue is reported to anybody.
//
// The axioms of the built-in facts are a list of texts in the language of
// conditions itself. A test holds them against random plans. Those of a
// scheme's own facts follow from what they are: counts add up, a derived fact
// is the sum of its parts, and what the scheme says can never be is not.
//
// An axiom is never false of a row; it may be undecided. Only axioms of which
// every column is in use are taken up, so that a question about two facts
// stays a question about two facts; that is why some of them say what follows
// from others.

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actionplan/scheme.h"
#include "internal/condition.h"
#include "internal/regions.h"

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

// What a column is; for spaces with columns that no scheme has.
using Definer = std::function<const FactDefinition&(int column)>;

// "days overdue": a fact's name as people say it.
std::string SpokenName(const FactDefinition& definition);

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

#endif  // ACTIONPLAN_SRC_INTERNAL_FACT_SPACE_H_
