#include "internal/unknown_facts.h"

#include <algorithm>

namespace actionplan::internal {
namespace {

// Values that were tried before the search for a level is given up.
constexpr int kMostValues = 64;

}  // namespace

UnknownFact::UnknownFact(const Scheme& scheme, ItemKind subject, int aspect,
                         RuleQuestions& questions, int column, int64_t steps)
    : scheme_(scheme),
      subject_(subject),
      aspect_(aspect),
      questions_(questions),
      column_(column),
      steps_(steps),
      completions_(
          [scheme, subject](int its) {
            return internal::DomainOf(scheme.Define(its), subject);
          },
          questions.axioms()) {
  std::set<int> columns(questions.columns().begin(), questions.columns().end());
  for (const Condition& axiom : questions.axioms()) {
    for (int its : ColumnsOf(axiom)) columns.insert(its);
  }
  const std::vector<int> tied = questions.TiedTo(column);
  for (int its : columns) {
    if (!questions.DomainOf(its).may_be_unknown) continue;
    const bool is_tested =
        std::find(questions.columns().begin(), questions.columns().end(),
                  its) != questions.columns().end();
    const bool is_tied = std::find(tied.begin(), tied.end(), its) != tied.end();
    if (its == column || is_tied || !is_tested) open_.insert(its);
  }
}

Space UnknownFact::MakeSpace() const {
  std::vector<Condition> axioms = completions_.space().axioms();
  axioms.push_back(
      completions_.Translate(IsState(column_, CellState::kUnknown)));
  for (int column : questions_.columns()) {
    if (open_.contains(column)) continue;
    axioms.push_back(
        Not(completions_.Translate(IsState(column, CellState::kUnknown))));
  }
  Space space(completions_.space().domain_of(), std::move(axioms));
  space.set_limit(steps_);
  return space;
}

Found UnknownFact::CanBe(int level) {
  if (level == kNotRated) return CanBeUnrated();
  const Found given = IsGivenByRules(level);
  if (given != Found::kNo || !HasFewValues()) return given;
  return CanBeGiven(level);
}

Found UnknownFact::IsGivenByRules(int level) const {
  Space space = questions_.SpaceWithout(column_);
  space.set_limit(steps_);
  bool gave_up = false;
  for (int rule : questions_.rules()) {
    if (scheme_.rules()[static_cast<size_t>(rule)].level != level) continue;
    const Found found = space.CanBe(questions_.Gives(rule));
    if (found == Found::kYes) return found;
    gave_up = gave_up || found == Found::kGaveUp;
  }
  return gave_up ? Found::kGaveUp : Found::kNo;
}

bool UnknownFact::HasFewValues() const {
  return std::all_of(open_.begin(), open_.end(), [this](int column) {
    const Domain domain = questions_.DomainOf(column);
    return domain.choices > 0 ||
           (domain.step > 0 &&
            (domain.most - domain.least) / domain.step < kMostValues);
  });
}

// What rules say on record may be open although every completion is rated the
// same; if no rule leaves it open, it never is.
std::optional<Found> UnknownFact::CanBeOpen() const {
  Space space = questions_.SpaceWithout(column_);
  space.set_limit(steps_);
  std::deque<Condition> kept;
  bool gave_up = false;
  bool is_sure = true;
  for (const std::vector<Demand>& way : questions_.GivesNone(kept)) {
    const Space::Answer answer = space.Find(way);
    if (answer.found == Found::kYes) {
      FactTable table(subject_, 1);
      for (const auto& [column, cell] : answer.region.witness) {
        table.Set(column, 0, cell);
      }
      if (scheme_.Rate(table, aspect_).front().level == kNotRated) {
        return Found::kYes;
      }
      is_sure = false;
    }
    gave_up = gave_up || answer.found == Found::kGaveUp;
  }
  if (gave_up) return Found::kGaveUp;
  return is_sure ? std::optional<Found>(Found::kNo) : std::nullopt;
}

Found UnknownFact::CanBeUnrated() {
  const std::optional<Found> open = CanBeOpen();
  if (open.has_value()) return *open;
  if (!HasFewValues()) return Found::kYes;
  const Condition none = completions_.Translate(questions_.Giving(kNotRated));
  const Found found =
      MakeSpace().CanBe(std::vector<Demand>{{&none, kMayBeTrue}});
  if (found == Found::kYes) return found;
  const Found differ = CanDiffer();
  return differ == Found::kNo ? found : differ;
}

Found UnknownFact::CanDiffer() {
  bool gave_up = false;
  for (int level : questions_.LevelsByRank()) {
    const Found differ = CanDiffer(level);
    if (differ == Found::kYes) return differ;
    gave_up = gave_up || differ == Found::kGaveUp;
  }
  return gave_up ? Found::kGaveUp : Found::kNo;
}

Found UnknownFact::CanDiffer(int level) {
  const auto second = [this](const Condition& condition) {
    return Renamed(condition, [this](int column) {
      return open_.contains(column) ? column + kSecondCopy : column;
    });
  };
  const Space once = MakeSpace();
  std::vector<Condition> axioms = once.axioms();
  for (const Condition& axiom : once.axioms()) axioms.push_back(second(axiom));
  for (int column : open_) {
    axioms.push_back(
        Any({All({completions_.Translate(IsState(column, CellState::kUnknown)),
                  IsState(column + kSecondCopy, CellState::kKnown)}),
             questions_.SameOrNeither(column)}));
  }
  Space space(once.domain_of(), std::move(axioms));
  space.set_limit(steps_);
  const Condition gives = completions_.Translate(questions_.Giving(level));
  const Condition other = second(gives);
  return space.CanBe(
      std::vector<Demand>{{&gives, kMayBeTrue}, {&other, kMayBeFalse}});
}

Found UnknownFact::CanBeGiven(int level) {
  const Condition gives = completions_.Translate(questions_.Giving(level));
  const Space space = MakeSpace();
  std::deque<Condition> kept;
  std::vector<Demand> demands = {{&gives, kMayBeTrue}};
  for (int tried = 0; tried < kMostValues; ++tried) {
    const Space::Answer found = space.Find(demands);
    if (found.found != Found::kYes) return found.found;
    if (IsGiven(found.region, level)) return Found::kYes;
    const Space::Answer other = OtherCompletion(found.region, gives);
    if (other.found != Found::kYes) return Found::kGaveUp;
    kept.push_back(AlsoWith(found.region, other.region, gives));
    demands.push_back({&kept.back(), kMayBeTrue});
  }
  return Found::kGaveUp;
}

std::set<int> UnknownFact::MissingIn(const Region& region) const {
  std::set<int> missing = {column_};
  std::map<int, Cell> cells(region.witness.begin(), region.witness.end());
  for (int column : open_) {
    const auto flag = cells.find(column + kOnRecord);
    const auto cell = cells.find(column);
    if (flag != cells.end() && flag->second.value == 0 &&
        (cell == cells.end() || cell->second.is_known())) {
      missing.insert(column);
    }
  }
  return missing;
}

bool UnknownFact::IsGiven(const Region& region, int level) const {
  const std::set<int> missing = MissingIn(region);
  FactTable table(subject_, 1);
  for (const auto& [column, cell] : region.witness) {
    if (column >= kSecondCopy || missing.contains(column)) continue;
    table.Set(column, 0, cell);
  }
  return scheme_.Rate(table, aspect_).front().level == level;
}

Space::Answer UnknownFact::OtherCompletion(const Region& region,
                                           const Condition& gives) const {
  const std::set<int> missing = MissingIn(region);
  Space space = MakeSpace();
  for (const auto& [column, cell] : region.witness) {
    if (!missing.contains(column)) space.Fix(column, cell);
  }
  return space.Find(std::vector<Demand>{{&gives, kMayBeFalse}});
}

Condition UnknownFact::AlsoWith(const Region& found, const Region& other,
                                const Condition& gives) const {
  const std::set<int> missing = MissingIn(found);
  Values values;
  for (const auto& [column, cell] : other.witness) {
    if (missing.contains(column)) values[column] = cell;
  }
  std::vector<Condition> ways = {Substituted(gives, values)};
  for (int column : open_) {
    const Condition is_missing =
        completions_.Translate(IsState(column, CellState::kUnknown));
    ways.push_back(missing.contains(column) ? Not(is_missing) : is_missing);
  }
  // Or the values can't be.
  for (const Condition& axiom : completions_.space().axioms()) {
    if (SpeaksOfAny(axiom, values)) {
      ways.push_back(Not(Substituted(axiom, values)));
    }
  }
  return Any(std::move(ways));
}

}  // namespace actionplan::internal
