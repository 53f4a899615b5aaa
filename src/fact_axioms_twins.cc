#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "internal/calendar_laws.h"
#include "internal/fact_axioms.h"
#include "internal/strings.h"

namespace actionplan::internal {

namespace {

bool IsLinkable(const FactDefinition& a, const FactDefinition& b) {
  return a.of_milestones == b.of_milestones && a.of_outcomes == b.of_outcomes &&
         a.of_recommendations == b.of_recommendations;
}

// What ties a twin to its fact in days, of which one is written as negative
// where the other is: `sign` times each is not negative.
void AddTwinBounds(int twin, int days, bool months, int sign,
                   std::vector<Condition>& axioms) {
  if (months) {
    return AddMonthBounds(twin, {{days, 1}}, Known(twin), sign, axioms);
  }
  AddWorkingDayBounds(twin, {{days, 1}}, Known(twin), sign, axioms);
}

void AddTwin(const FactDefinition& twin, const FactDefinition& days,
             std::vector<Condition>& axioms) {
  const bool months = twin.type == FactType::kMonths;
  axioms.push_back(Implies(Known(twin.column), Known(days.column)));
  axioms.push_back(Implies(IsState(days.column, CellState::kUnknown),
                           IsState(twin.column, CellState::kUnknown)));
  axioms.push_back(Implies(IsState(days.column, CellState::kNotApplicable),
                           IsState(twin.column, CellState::kNotApplicable)));
  axioms.push_back(Implies(IsState(twin.column, CellState::kNotApplicable),
                           IsState(days.column, CellState::kNotApplicable)));
  if (months) axioms.push_back(Implies(Known(days.column), Known(twin.column)));
  axioms.push_back(
      Implies(Both(Known(twin.column),
                   Compare({{days.column, 1}}, Comparison::kEqual, 0)),
              Compare({{twin.column, 1}}, Comparison::kEqual, 0)));
  AddTwinBounds(twin.column, days.column, months, 1, axioms);
  if (days.least < 0) {
    AddTwinBounds(twin.column, days.column, months, -1, axioms);
  }
}

}  // namespace

const FactDefinition* InDays(const FactDefinition& twin) {
  std::string name;
  if (twin.type == FactType::kWorkingDays) {
    name = std::string(twin.name.substr(std::string_view("working_").size()));
  } else if (twin.type == FactType::kMonths) {
    name =
        StrCat("days_", twin.name.substr(std::string_view("months_").size()));
  } else {
    return nullptr;
  }
  const std::optional<Fact> fact = FactFromName(name);
  if (!fact.has_value()) return nullptr;
  const FactDefinition& days = Define(*fact);
  return IsLinkable(twin, days) ? &days : nullptr;
}

std::vector<Condition> TwinAxioms(ItemKind subject) {
  std::vector<Condition> axioms;
  for (const FactDefinition& twin : FactCatalogue()) {
    if (!twin.is_of(subject)) continue;
    const FactDefinition* days = InDays(twin);
    if (days != nullptr) AddTwin(twin, *days, axioms);
  }
  return axioms;
}

}  // namespace actionplan::internal
