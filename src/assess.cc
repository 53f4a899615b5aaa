#include "actionplan/assess.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "internal/strings.h"
#include "internal/work_calendar_contents.h"

namespace actionplan {
namespace {

using internal::StrCat;

// A list of more children than this says how many more there are.
constexpr size_t kMostListed = 6;

// The kinds that are rated, in an order in which children come before parents.
constexpr std::array<ItemKind, 4> kRatedKinds = {
    ItemKind::kMilestone, ItemKind::kOutcome, ItemKind::kRecommendation,
    ItemKind::kPlan};

std::string_view IdOf(const Plan& plan, ItemRef item) {
  const auto index = static_cast<size_t>(item.index);
  switch (item.kind) {
    case ItemKind::kPlan:
      return plan.id();
    case ItemKind::kRecommendation:
      return plan.recommendations()[index].id;
    case ItemKind::kMilestone:
      return plan.milestones()[index]->id;
    case ItemKind::kOutcome:
      return plan.outcomes()[index]->id;
    case ItemKind::kMeasure:
      return plan.measures()[index].id;
    case ItemKind::kConcern:
      return plan.concerns()[index].id;
  }
  return "";
}

// The position of the item of kind `parent` that `child` belongs to.
std::optional<int> ParentOf(const Plan& plan, ItemRef child, ItemKind parent) {
  if (parent == ItemKind::kPlan) return 0;
  if (parent != ItemKind::kRecommendation) return std::nullopt;
  if (child.kind == ItemKind::kMilestone) {
    return plan.recommendation_of_milestone(child.index);
  }
  if (child.kind == ItemKind::kOutcome) {
    return plan.recommendation_of_outcome(child.index);
  }
  return std::nullopt;
}

int CountItems(const Plan& plan, ItemKind kind) {
  switch (kind) {
    case ItemKind::kPlan:
      return 1;
    case ItemKind::kRecommendation:
      return static_cast<int>(plan.recommendations().size());
    case ItemKind::kMilestone:
      return static_cast<int>(plan.milestones().size());
    case ItemKind::kOutcome:
      return static_cast<int>(plan.outcomes().size());
    case ItemKind::kMeasure:
      return static_cast<int>(plan.measures().size());
    case ItemKind::kConcern:
      return static_cast<int>(plan.concerns().size());
  }
  return 0;
}

std::string Join(const std::vector<std::string>& parts,
                 std::string_view last_connector) {
  std::string joined;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) {
      joined += i + 1 == parts.size() ? std::string(last_connector) : ", ";
    }
    joined += parts[i];
  }
  return joined;
}

}  // namespace

// The ratings of one kind of item for one aspect.
struct Assessment::Table {
  ItemKind kind;
  int aspect;
  FactTable facts;
  std::vector<Verdict> verdicts;
};

// Rates a snapshot, children before parents.
class Assessor {
 public:
  Assessor(const Snapshot& snapshot, const Scheme& scheme)
      : assessment_(snapshot, scheme) {}

  Assessment Run() && {
    for (ItemKind kind : kRatedKinds) {
      const std::vector<Fact> facts = assessment_.scheme_.FactsFor(kind);
      for (size_t a = 0; a < assessment_.scheme_.aspects().size(); ++a) {
        RateKind(kind, static_cast<int>(a), facts);
      }
    }
    return std::move(assessment_);
  }

 private:
  bool HasRules(ItemKind kind, int aspect) const {
    const std::span<const Rule> rules = assessment_.scheme_.rules();
    return std::any_of(rules.begin(), rules.end(), [&](const Rule& rule) {
      return rule.subject == kind && rule.aspect == aspect;
    });
  }

  void RateKind(ItemKind kind, int aspect, std::span<const Fact> facts) {
    if (!HasRules(kind, aspect)) return;
    FactTable table = FactTable::Of(assessment_.snapshot_, kind, facts);
    CountChildren(table);
    table = assessment_.scheme_.WithOwnFacts(std::move(table), aspect);
    std::vector<Verdict> verdicts = assessment_.scheme_.Rate(table, aspect);
    assessment_.tables_.push_back(
        std::make_shared<const Assessment::Table>(Assessment::Table{
            kind, aspect, std::move(table), std::move(verdicts)}));
  }

  // Fills in the columns of what is said of children.
  void CountChildren(FactTable& table) const {
    const std::span<const OwnFact> own = assessment_.scheme_.own_facts();
    for (size_t i = 0; i < own.size(); ++i) {
      const int column = kFactCount + static_cast<int>(i);
      const bool counts = own[i].kind == OwnFact::Kind::kCount ||
                          own[i].kind == OwnFact::Kind::kShare;
      if (!counts ||
          !assessment_.scheme_.Define(column).is_of(table.subject())) {
        continue;
      }
      const std::vector<Tally> tallies = TallyOf(own[i], table);
      for (int row = 0; row < table.rows(); ++row) {
        table.Set(column, row,
                  CellOf(tallies[static_cast<size_t>(row)], own[i]));
      }
    }
  }

  struct Tally {
    int children = 0;
    int matching = 0;
  };

  // One tally for each parent in `table`, in one pass over the children.
  std::vector<Tally> TallyOf(const OwnFact& own, const FactTable& table) const {
    std::vector<Tally> tallies(static_cast<size_t>(table.rows()));
    const Plan& plan = assessment_.snapshot_.plan();
    const std::span<const Verdict> verdicts =
        assessment_.Verdicts(own.child, own.aspect);
    for (int i = 0; i < CountItems(plan, own.child); ++i) {
      const std::optional<int> parent =
          ParentOf(plan, {own.child, i}, table.subject());
      if (!parent.has_value()) continue;
      // Children that the scheme does not rate are not rated.
      const int level =
          verdicts.empty() ? kNotRated : verdicts[static_cast<size_t>(i)].level;
      Tally& tally = tallies[static_cast<size_t>(*parent)];
      ++tally.children;
      if (own.levels.empty() || std::find(own.levels.begin(), own.levels.end(),
                                          level) != own.levels.end()) {
        ++tally.matching;
      }
    }
    return tallies;
  }

  static Cell CellOf(const Tally& tally, const OwnFact& own) {
    if (own.kind == OwnFact::Kind::kCount) return Cell::Of(tally.matching);
    if (tally.children == 0) return Cell::NotApplicable();
    return Cell::Of(100.0 * tally.matching / tally.children);
  }

  Assessment assessment_;
};

namespace {

// "england-and-wales, which covers 2011 to 2028".
std::string CoverOf(const Snapshot& snapshot) {
  const WorkCalendar& calendar = snapshot.plan().work_calendar();
  return StrCat(calendar.id(), ", which covers ",
                internal::CoversInWords(calendar.covers()));
}

// Where a cell comes from, for people.
std::string SourceOf(const Snapshot& snapshot, const Cell& cell) {
  if (cell.said == kOutsideCalendar) {
    return StrCat("the calendar ", CoverOf(snapshot));
  }
  if (cell.state == CellState::kUnknown) return "nothing on record";
  return snapshot.WhereSaid(cell.said);
}

}  // namespace

std::optional<Rating> Assessment::Find(std::string_view item,
                                       std::string_view aspect) const {
  const std::optional<ItemRef> ref = snapshot_.plan().Find(item);
  const std::optional<int> aspect_index = scheme_.FindAspect(aspect);
  if (!ref.has_value() || !aspect_index.has_value()) return std::nullopt;
  const Table* table = FindTable(ref->kind, *aspect_index);
  if (table == nullptr) return std::nullopt;
  return MakeRating(*table, ref->index);
}

std::vector<Rating> Assessment::All(ItemKind kind,
                                    std::string_view aspect) const {
  std::vector<Rating> ratings;
  const std::optional<int> index = scheme_.FindAspect(aspect);
  if (!index.has_value()) return ratings;
  const Table* table = FindTable(kind, *index);
  if (table == nullptr) return ratings;
  for (int row = 0; row < table->facts.rows(); ++row) {
    ratings.push_back(MakeRating(*table, row));
  }
  return ratings;
}

const Assessment::Table* Assessment::FindTable(ItemKind kind,
                                               int aspect) const {
  for (const auto& table : tables_) {
    if (table->kind == kind && table->aspect == aspect) return table.get();
  }
  return nullptr;
}

std::span<const Verdict> Assessment::Verdicts(ItemKind kind, int aspect) const {
  const Table* table = FindTable(kind, aspect);
  if (table == nullptr) return {};
  return table->verdicts;
}

bool Assessment::Rates(ItemKind kind, int aspect) const {
  return FindTable(kind, aspect) != nullptr;
}

std::vector<int> Assessment::Count(ItemKind kind, int aspect) const {
  std::vector<int> counts(scheme_.levels().size() + 1, 0);
  for (const Verdict& verdict : Verdicts(kind, aspect)) {
    const size_t slot = verdict.level == kNotRated
                            ? counts.size() - 1
                            : static_cast<size_t>(verdict.level);
    ++counts[slot];
  }
  return counts;
}

namespace {

// What a rule's reason is filled with, from one row of a table.
class RowWords : public Scheme::Words {
 public:
  RowWords(const Scheme& scheme, const FactTable& table, int row)
      : scheme_(scheme), table_(table), row_(row) {}

  virtual Cell CellAt(int column) const { return table_.cell(column, row_); }

  // Where a cell comes from; of a bare table that is not known.
  virtual std::string SourceAt(const Cell&) const { return "as given"; }

  // What the calendar covers, for a fact that lies outside.
  virtual std::string Covered() const { return "given"; }

  std::string List(const ChildList&) const override { return "as given"; }

  std::string Name(int column) const {
    return std::string(scheme_.Define(column).name);
  }

  std::string Value(int column) const override {
    return ToWords(scheme_.Define(column), CellAt(column));
  }

  SeenFact Seen(int column) const {
    return {.name = Name(column),
            .value = Value(column),
            .from = SourceAt(CellAt(column))};
  }

 protected:
  const Scheme& scheme_;
  const FactTable& table_;
  int row_;
};

// The same for an item of a snapshot, which also knows where facts come from
// and what the children are called.
class ItemWords : public RowWords {
 public:
  ItemWords(const Assessment& assessment, const FactTable& table, int row)
      : RowWords(assessment.scheme(), table, row),
        assessment_(assessment),
        item_{table.subject(), row} {}

  Cell CellAt(int column) const override {
    if (column >= kFactCount) return RowWords::CellAt(column);
    return FactOf(assessment_.snapshot(), item_, static_cast<Fact>(column));
  }

  std::string SourceAt(const Cell& cell) const override {
    return SourceOf(assessment_.snapshot(), cell);
  }

  std::string Covered() const override {
    return CoverOf(assessment_.snapshot());
  }

  std::string List(const ChildList& children) const override {
    const Plan& plan = assessment_.snapshot().plan();
    const std::span<const Verdict> verdicts =
        assessment_.Verdicts(children.child, children.aspect);
    std::vector<std::string> ids;
    for (size_t i = 0; i < verdicts.size(); ++i) {
      const ItemRef child = {children.child, static_cast<int>(i)};
      if (ParentOf(plan, child, item_.kind) != item_.index) continue;
      if (children.level.value_or(verdicts[i].level) != verdicts[i].level) {
        continue;
      }
      ids.emplace_back(IdOf(plan, child));
    }
    const size_t all = ids.size();
    if (all > kMostListed) {
      ids.resize(kMostListed);
      ids.push_back(StrCat(all - kMostListed, " more"));
    }
    return Join(ids, all > kMostListed ? " and " : ", ");
  }

 private:
  const Assessment& assessment_;
  ItemRef item_;
};

std::vector<std::string> PossibleLevels(const Scheme& scheme,
                                        const Verdict& verdict) {
  std::vector<std::string> names;
  for (size_t i = 0; i < scheme.levels().size(); ++i) {
    if (verdict.is_possible(static_cast<int>(i))) {
      names.push_back(scheme.levels()[i].name);
    }
  }
  if (verdict.is_possible(kNotRated)) names.emplace_back(kNotRatedWord);
  return names;
}

// Why an item whose facts leave several levels open is not rated.
std::string UndecidedReason(const Scheme& scheme, const Verdict& verdict,
                            const RowWords& words) {
  const Rule& rule = scheme.rules()[static_cast<size_t>(*verdict.undecided)];
  std::vector<std::string> missing;
  std::vector<std::string> uncovered;
  for (int column : scheme.TestedColumnsOf(*verdict.undecided)) {
    const Cell cell = words.CellAt(column);
    if (cell.state != CellState::kUnknown) continue;
    (cell.said == kOutsideCalendar ? uncovered : missing)
        .push_back(words.Name(column));
  }
  std::vector<std::string> why;
  if (!missing.empty()) {
    why.push_back(StrCat("not recorded: ", Join(missing, " and ")));
  }
  if (!uncovered.empty()) {
    why.push_back(StrCat("outside the calendar ", words.Covered(), ": ",
                         Join(uncovered, " and ")));
  }
  return StrCat(
      Join(why, "; "), "; so rule ", rule.id, " can't be decided and ",
      Join(PossibleLevels(scheme, verdict), " or "), " are still possible");
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
  // Assess() has made sure that the word is known.
  reported.level = scheme.FindLevel(*rating.rating).value_or(kNotRated);
  return reported;
}

// Why an item that two rules rate differently is not rated.
std::string ClashReason(const Scheme& scheme, std::pair<int, int> clash) {
  const auto name = [&](int index) {
    const Rule& rule = scheme.rules()[static_cast<size_t>(index)];
    return StrCat(rule.id, " (", scheme.LevelName(rule.level), ")");
  };
  return StrCat("rules ", name(clash.first), " and ", name(clash.second),
                " both hold, and the key does not say which decides");
}

// A rating from a verdict, but for what item it is of and what was reported.
Rating Explain(const Scheme& scheme, const Verdict& verdict, int aspect,
               const RowWords& words) {
  Rating rating;
  rating.aspect = scheme.aspects()[static_cast<size_t>(aspect)].name;
  rating.level = verdict.level;
  rating.level_name = std::string(scheme.LevelName(verdict.level));
  rating.because = "no rule of the key speaks for this";
  if (verdict.clash.has_value()) {
    rating.because = ClashReason(scheme, *verdict.clash);
    return rating;
  }
  const std::optional<int> rule =
      verdict.rule.has_value() ? verdict.rule : verdict.undecided;
  if (!rule.has_value()) return rating;
  for (int column : scheme.ColumnsOf(*rule)) {
    rating.facts.push_back(words.Seen(column));
  }
  if (verdict.rule.has_value()) {
    rating.rule = scheme.rules()[static_cast<size_t>(*rule)].id;
    rating.because = scheme.Because(*rule, words);
  } else {
    rating.because = UndecidedReason(scheme, verdict, words);
    rating.possible = PossibleLevels(scheme, verdict);
  }
  return rating;
}

}  // namespace

Rating Assessment::MakeRating(const Table& table, int row) const {
  const ItemRef item = {table.kind, row};
  const ItemWords words(*this, table.facts, row);
  Rating rating = Explain(scheme_, table.verdicts[static_cast<size_t>(row)],
                          table.aspect, words);
  rating.item = std::string(IdOf(snapshot_.plan(), item));
  rating.kind = table.kind;
  rating.reported = ReportedOf(snapshot_, scheme_, item, rating.aspect);
  return rating;
}

Rating RateRow(const Scheme& scheme, const FactTable& facts, int row,
               int aspect) {
  const FactTable complete = scheme.WithOwnFacts(facts, aspect);
  const std::vector<Verdict> verdicts = scheme.Rate(complete, aspect);
  Rating rating = Explain(scheme, verdicts[static_cast<size_t>(row)], aspect,
                          RowWords(scheme, complete, row));
  rating.kind = facts.subject();
  return rating;
}

namespace {

// Every reported rating of the plan that is not a level of the scheme.
std::vector<Issue> FindUnknownRatings(const Plan& plan, const Scheme& scheme) {
  std::string names;
  for (const Level& level : scheme.levels()) {
    absl::StrAppend(&names, names.empty() ? "" : ", ", level.name);
    for (const std::string& alias : level.aliases) {
      absl::StrAppend(&names, " (or ", alias, ")");
    }
  }
  std::vector<Issue> issues;
  for (size_t i = 0; i < plan.journal().size(); ++i) {
    const auto* rating = std::get_if<ReportedRating>(&plan.journal()[i].change);
    if (rating == nullptr || !rating->rating.has_value()) continue;
    if (scheme.FindLevel(*rating->rating).has_value()) continue;
    issues.push_back(
        {StrCat("$.journal[", i, "].rating"),
         StrCat("The reported rating '", *rating->rating,
                "' is not a level of the scheme '", scheme.id(), "'."),
         StrCat("Use one of: ", names,
                "; or add it to the scheme as an alias.")});
  }
  return issues;
}

}  // namespace

absl::StatusOr<Assessment> Assess(const Snapshot& snapshot,
                                  const Scheme& scheme) {
  const std::vector<Issue> unknown =
      FindUnknownRatings(snapshot.plan(), scheme);
  if (!unknown.empty()) {
    return ToStatus(
        StrCat("The plan '", snapshot.plan().id(),
               "' can't be assessed with the scheme '", scheme.id(), "':"),
        unknown);
  }
  return Assessor(snapshot, scheme).Run();
}

std::string_view ToWord(Reported::State state) {
  static constexpr std::array<std::string_view, 3> kWords = {"none", "lost",
                                                             "given"};
  return kWords.at(static_cast<size_t>(state));
}

std::string_view ToWord(Movement movement) {
  static constexpr std::array<std::string_view, 6> kWords = {
      "unchanged", "better",      "worse",
      "changed",   "newly rated", "no longer rated"};
  return kWords.at(static_cast<size_t>(movement));
}

namespace {

Movement MovementOf(const Scheme& scheme, int from, int to) {
  if (from == to) return Movement::kUnchanged;
  if (from == kNotRated) return Movement::kNewlyRated;
  if (to == kNotRated) return Movement::kNoLongerRated;
  const auto& before = scheme.levels()[static_cast<size_t>(from)].rank;
  const auto& after = scheme.levels()[static_cast<size_t>(to)].rank;
  if (!before.has_value() || !after.has_value() || *before == *after) {
    return Movement::kChanged;
  }
  return *after > *before ? Movement::kBetter : Movement::kWorse;
}

std::optional<Movement> ReportedMovement(const Scheme& scheme,
                                         const Reported& from,
                                         const Reported& to) {
  if (from.state != Reported::State::kGiven ||
      to.state != Reported::State::kGiven) {
    return std::nullopt;
  }
  return MovementOf(scheme, from.level, to.level);
}

}  // namespace

absl::StatusOr<std::vector<RatingMove>> Compare(const Assessment& previous,
                                                const Assessment& current) {
  const Plan& plan = current.snapshot().plan();
  if (!(previous.snapshot().plan() == plan)) {
    return internal::InvalidArgument(
        "The two assessments are of different plans ('",
        previous.snapshot().plan().id(), "' and '", plan.id(),
        "'); compare two days of the same plan.");
  }
  if (previous.scheme().text() != current.scheme().text()) {
    return internal::InvalidArgument(
        "The two assessments are under different schemes ('",
        previous.scheme().id(), "' and '", current.scheme().id(),
        "'); compare under one scheme.");
  }
  std::vector<RatingMove> moves;
  for (ItemKind kind : {ItemKind::kPlan, ItemKind::kRecommendation,
                        ItemKind::kMilestone, ItemKind::kOutcome}) {
    for (const Aspect& aspect : current.scheme().aspects()) {
      std::vector<Rating> before = previous.All(kind, aspect.name);
      std::vector<Rating> after = current.All(kind, aspect.name);
      for (size_t i = 0; i < after.size(); ++i) {
        const Movement movement =
            MovementOf(current.scheme(), before[i].level, after[i].level);
        const std::optional<Movement> reported = ReportedMovement(
            current.scheme(), before[i].reported, after[i].reported);
        moves.push_back({.previous = std::move(before[i]),
                         .current = std::move(after[i]),
                         .movement = movement,
                         .reported_movement = reported});
      }
    }
  }
  return moves;
}

}  // namespace actionplan
