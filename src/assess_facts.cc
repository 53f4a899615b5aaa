// What a plan itself says for a scheme: values of the facts that the scheme
// declares, and the ratings that were reported.

#include <algorithm>

#include "internal/assessor.h"
#include "internal/strings.h"

namespace actionplan::internal {
namespace {

// A declared fact with this name of this kind of item.
std::optional<int> FindDeclared(const Scheme& scheme, ItemKind kind,
                                std::string_view name) {
  const std::optional<int> column = scheme.FindColumn(kind, name);
  if (!column.has_value()) return std::nullopt;
  const OwnFact* own = OwnFactAt(scheme, *column);
  if (own == nullptr || own->kind != OwnFact::Kind::kDeclared) {
    return std::nullopt;
  }
  return column;
}

using NamedValues = std::vector<std::pair<std::string, FactValue>>;

// Collects what is wrong with the values of a plan.
class ValueCheck {
 public:
  explicit ValueCheck(const Scheme& scheme) : scheme_(scheme) {}

  void Check(std::string where, ItemKind kind, std::string_view id,
             std::string_view name, const FactValue& value) {
    const std::optional<int> column = FindDeclared(scheme_, kind, name);
    // What other schemes ask for may stand in the plan too.
    if (!column.has_value()) return;
    const auto read = ReadFactValue(scheme_.Define(*column), value);
    const auto* problem = std::get_if<ValueProblem>(&read);
    if (problem == nullptr) return;
    issues_.push_back(
        {std::move(where), StrCat(id, ": ", problem->what), problem->remedy});
  }

  void CheckAll(const std::string& where, ItemKind kind, std::string_view id,
                const NamedValues& values) {
    for (const auto& [name, value] : values) {
      Check(StrCat(where, ".facts.", name), kind, id, name, value);
    }
  }

  std::vector<Issue> TakeIssues() && { return std::move(issues_); }

 private:
  const Scheme& scheme_;
  std::vector<Issue> issues_;
};

void CheckBaseline(const Plan& plan, ValueCheck& check) {
  check.CheckAll("$", ItemKind::kPlan, plan.id(), plan.baseline().facts);
  for (size_t r = 0; r < plan.recommendations().size(); ++r) {
    const Recommendation& item = plan.recommendations()[r];
    const std::string where = StrCat("$.recommendations[", r, "]");
    check.CheckAll(where, ItemKind::kRecommendation, item.id, item.facts);
    for (size_t i = 0; i < item.outcomes.size(); ++i) {
      check.CheckAll(StrCat(where, ".outcomes[", i, "]"), ItemKind::kOutcome,
                     item.outcomes[i].id, item.outcomes[i].facts);
    }
    for (size_t i = 0; i < item.milestones.size(); ++i) {
      check.CheckAll(StrCat(where, ".milestones[", i, "]"),
                     ItemKind::kMilestone, item.milestones[i].id,
                     item.milestones[i].facts);
    }
  }
}

}  // namespace

std::vector<Issue> FindBadFactValues(const Plan& plan, const Scheme& scheme) {
  const std::span<const OwnFact> own = scheme.own_facts();
  if (std::none_of(own.begin(), own.end(), [](const OwnFact& fact) {
        return fact.kind == OwnFact::Kind::kDeclared;
      })) {
    return {};
  }
  ValueCheck check(scheme);
  CheckBaseline(plan, check);
  for (size_t i = 0; i < plan.journal().size(); ++i) {
    const Update& update = plan.journal()[i];
    const auto* change = std::get_if<FactChange>(&update.change);
    const std::optional<ItemRef>& item = plan.journal_items()[i];
    if (change == nullptr || !item.has_value()) continue;
    check.Check(StrCat("$.journal[", i, "].value"), item->kind, update.item,
                change->fact, change->value);
  }
  return std::move(check).TakeIssues();
}

Cell DeclaredFactOf(const Snapshot& snapshot, const Scheme& scheme,
                    ItemRef item, int column) {
  const FactDefinition& definition = scheme.Define(column);
  const FactSaid* said = snapshot.FactValueOf(item, definition.name);
  if (said == nullptr) return Cell::Unknown();
  const Cell nobody = {
      .value = 0, .state = CellState::kUnknown, .said = said->said};
  if (OwnFactAt(scheme, column)->is_judgement && said->by.empty()) {
    return nobody;
  }
  const auto read = ReadFactValue(definition, said->value, said->said);
  const Cell* cell = std::get_if<Cell>(&read);
  return cell != nullptr ? *cell : nobody;
}

Reported ReportedOf(const Snapshot& snapshot, const Scheme& scheme,
                    ItemRef item, std::string_view aspect) {
  const Update* update = snapshot.Reported(item, aspect);
  Reported reported;
  if (update == nullptr) return reported;
  reported.text = update->text;
  const auto& rating = std::get<ReportedRating>(update->change);
  if (!rating.rating.has_value()) {
    reported.state = Reported::State::kLost;
    return reported;
  }
  reported.state = Reported::State::kGiven;
  reported.written = *rating.rating;
  const std::optional<int> level = scheme.FindLevel(*rating.rating);
  // Only where that was asked for; else Assess() has refused the plan.
  if (!level.has_value()) reported.state = Reported::State::kLost;
  reported.level = level.value_or(kNotRated);
  return reported;
}

Cell ReportedCell(const Snapshot& snapshot, const Scheme& scheme, ItemRef item,
                  int column) {
  const OwnFact& own = *OwnFactAt(scheme, column);
  const Aspect& aspect = scheme.aspects()[static_cast<size_t>(own.aspect)];
  const Reported reported = ReportedOf(snapshot, scheme, item, aspect.name);
  if (reported.state != Reported::State::kGiven) return Cell::Unknown();
  return LevelCell(scheme, scheme.Define(column), reported.level);
}

std::string UseALevel(const Scheme& scheme) {
  std::string names;
  for (const Level& level : scheme.levels()) {
    absl::StrAppend(&names, names.empty() ? "" : ", ", level.name);
    for (const std::string& alias : level.aliases) {
      absl::StrAppend(&names, " (or ", alias, ")");
    }
  }
  return StrCat("Use one of: ", names,
                "; or add it to the scheme as an alias.");
}

}  // namespace actionplan::internal
