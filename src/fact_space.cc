#include "internal/fact_space.h"

#include <algorithm>
#include <set>
#include <utility>

#include "internal/calendar_laws.h"
#include "internal/fact_axioms.h"
#include "internal/scheme_contents.h"

namespace actionplan::internal {

namespace {

double StepOf(const FactDefinition& definition) {
  if (definition.step > 0) return definition.step;
  switch (definition.type) {
    case FactType::kCount:
    case FactType::kDays:
    case FactType::kWorkingDays:
    case FactType::kDay:
      return 1;
    case FactType::kMonths:
      return 1.0 / 32;
    case FactType::kYesNo:
    case FactType::kChoice:
    case FactType::kPercent:
    case FactType::kNumber:
      return 0;
  }
  return 0;
}

bool UsesOnly(const Condition& axiom, const std::set<int>& columns) {
  const std::vector<int> used = ColumnsOf(axiom);
  return std::all_of(used.begin(), used.end(),
                     [&](int column) { return columns.contains(column); });
}

}  // namespace

Domain DomainOf(const FactDefinition& definition, ItemKind subject) {
  Domain domain;
  domain.type = definition.type;
  domain.least = definition.least;
  domain.most = definition.most;
  if (definition.type == FactType::kCount) {
    domain.least = std::max(domain.least, 0.0);
  }
  domain.step = StepOf(definition);
  domain.choices = definition.type == FactType::kYesNo
                       ? 2
                       : static_cast<int>(definition.choices.size());
  if (definition.column < kFactCount) {
    const Fact fact = static_cast<Fact>(definition.column);
    domain.may_be_unknown = MayBe(subject, fact, CellState::kUnknown);
    domain.may_be_not_applicable =
        MayBe(subject, fact, CellState::kNotApplicable);
  } else {
    domain.may_be_not_applicable = definition.may_not_apply;
  }
  return domain;
}

const Condition& ConditionOf(const Scheme& scheme, int rule) {
  return scheme.contents().compiled[static_cast<size_t>(rule)].condition;
}

std::vector<Condition> AxiomsOf(const Scheme& scheme, ItemKind subject,
                                std::span<const int> columns) {
  const std::set<int> used(columns.begin(), columns.end());
  std::vector<Condition> axioms;
  for (const Condition& axiom : BuiltInAxioms(subject)) {
    if (UsesOnly(axiom, used)) axioms.push_back(axiom);
  }
  for (Condition& axiom : OwnAxioms(scheme, subject, columns)) {
    if (UsesOnly(axiom, used)) axioms.push_back(std::move(axiom));
  }
  for (Condition& axiom : CalendarLaws(scheme, columns)) {
    if (UsesOnly(axiom, used)) axioms.push_back(std::move(axiom));
  }
  return axioms;
}

std::vector<int> ColumnsInUse(const Scheme& scheme, ItemKind subject,
                              std::span<const Condition* const> conditions) {
  const Scheme::Contents& contents = scheme.contents();
  std::set<int> used;
  const auto add = [&](const std::vector<int>& columns) {
    const size_t before = used.size();
    used.insert(columns.begin(), columns.end());
    return used.size() > before;
  };
  for (const Condition* condition : conditions) add(ColumnsOf(*condition));
  // What is known of days holds for their twins as well.
  for (int column : std::vector<int>(used.begin(), used.end())) {
    const FactDefinition* days = column < kFactCount
                                     ? InDays(Define(static_cast<Fact>(column)))
                                     : nullptr;
    if (days != nullptr) used.insert(days->column);
  }
  bool more = true;
  while (more) {
    more = false;
    for (int column : std::vector<int>(used.begin(), used.end())) {
      const auto own = static_cast<size_t>(column - kFactCount);
      if (column < kFactCount || own >= contents.own_compiled.size()) continue;
      more = add(contents.own_compiled[own].is.columns) || more;
    }
    for (size_t i = 0; i < contents.nevers.size(); ++i) {
      if (contents.nevers[i].subject != subject) continue;
      const std::vector<int> columns = ColumnsOf(contents.never_conditions[i]);
      const bool touches =
          std::any_of(columns.begin(), columns.end(),
                      [&](int column) { return used.contains(column); });
      if (touches) more = add(columns) || more;
    }
  }
  return {used.begin(), used.end()};
}

Space SpaceOf(const Scheme& scheme, ItemKind subject,
              std::span<const Condition* const> conditions) {
  const std::vector<int> columns = ColumnsInUse(scheme, subject, conditions);
  return Space(
      [scheme, subject](int column) {
        return DomainOf(scheme.Define(column), subject);
      },
      AxiomsOf(scheme, subject, columns));
}

Space SpaceOf(const Scheme& scheme, ItemKind subject) {
  std::vector<const Condition*> conditions;
  for (size_t i = 0; i < scheme.rules().size(); ++i) {
    if (scheme.rules()[i].subject != subject) continue;
    conditions.push_back(&ConditionOf(scheme, static_cast<int>(i)));
  }
  return SpaceOf(scheme, subject, conditions);
}

}  // namespace actionplan::internal
