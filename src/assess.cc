#include "actionplan/assess.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <functional>

#include "internal/assessor.h"
#include "internal/doubts.h"
#include "internal/strings.h"

namespace actionplan {

using internal::CountItems;
using internal::History;
using internal::StrCat;

namespace internal {

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

const OwnFact* OwnFactAt(const Scheme& scheme, int column) {
  if (column < kFactCount) return nullptr;
  return &scheme.own_facts()[static_cast<size_t>(column - kFactCount)];
}

const CompiledFact& CompiledFactOf(const Scheme& scheme, int column) {
  return scheme.contents()
      .own_compiled[static_cast<size_t>(column - kFactCount)];
}

std::vector<int> WithInputs(const Scheme& scheme, std::vector<int> columns) {
  for (size_t i = 0; i < columns.size(); ++i) {
    const OwnFact* own = OwnFactAt(scheme, columns[i]);
    if (own == nullptr || own->kind != OwnFact::Kind::kDerived) continue;
    for (int input : CompiledFactOf(scheme, columns[i]).is.columns) {
      if (std::find(columns.begin(), columns.end(), input) == columns.end()) {
        columns.push_back(input);
      }
    }
  }
  return columns;
}

bool IsOutsideCalendar(const Scheme& scheme, int column,
                       const std::function<Cell(int column)>& cell_at) {
  const Cell cell = cell_at(column);
  if (cell.state != CellState::kUnknown) return false;
  if (cell.said == kOutsideCalendar) return true;
  const OwnFact* own = OwnFactAt(scheme, column);
  if (own == nullptr || own->kind != OwnFact::Kind::kDerived) return false;
  const Expression& is = CompiledFactOf(scheme, column).is;
  bool counts = CountsWorkingDays(is) ||
                std::ranges::any_of(is.cases, [](const auto& one) {
                  return CountsWorkingDays(one.is);
                });
  for (int input : is.columns) {
    if (cell_at(input).state != CellState::kUnknown) continue;
    if (!IsOutsideCalendar(scheme, input, cell_at)) return false;
    counts = true;
  }
  return counts;
}

Cell LevelCell(const Scheme& scheme, const FactDefinition& definition,
               int level) {
  const auto found =
      std::find(definition.choices.begin(), definition.choices.end(),
                scheme.LevelName(level));
  assert(found != definition.choices.end());
  return Cell::Of(static_cast<double>(found - definition.choices.begin()));
}

}  // namespace internal

Assessor::Assessor(const Snapshot& snapshot, const Scheme& scheme,
                   const History& history)
    : assessment_(snapshot, scheme), history_(history) {
  const auto columns =
      static_cast<size_t>(kFactCount) + scheme.own_facts().size();
  for (size_t i = 0; i < sheets_.size(); ++i) {
    const ItemKind kind = internal::kRatedKinds[i];
    sheets_[i] = {
        .facts =
            std::make_shared<FactTable>(kind, CountItems(snapshot.plan(), kind),
                                        snapshot.plan().work_calendar()),
        .columns = std::vector<Progress>(columns, Progress::kNotBegun),
        .aspects = std::vector<Progress>(scheme.aspects().size(),
                                         Progress::kNotBegun)};
  }
}

Assessment Assessor::Run() && {
  for (ItemKind kind : internal::kRatedKinds) {
    for (size_t a = 0; a < assessment_.scheme_.aspects().size(); ++a) {
      NeedRatings(kind, static_cast<int>(a));
    }
  }
  return std::move(assessment_);
}

Assessor::Sheet& Assessor::SheetOf(ItemKind kind) {
  const auto& kinds = internal::kRatedKinds;
  const auto found = std::find(kinds.begin(), kinds.end(), kind);
  return sheets_[static_cast<size_t>(found - kinds.begin())];
}

bool Assessor::HasRules(ItemKind kind, int aspect) const {
  const std::span<const Rule> rules = assessment_.scheme_.rules();
  return std::any_of(rules.begin(), rules.end(), [&](const Rule& rule) {
    return rule.subject == kind && rule.aspect == aspect;
  });
}

void Assessor::NeedRatings(ItemKind kind, int aspect) {
  Progress& progress = SheetOf(kind).aspects[static_cast<size_t>(aspect)];
  if (progress != Progress::kNotBegun) {
    assert(progress == Progress::kDone);
    return;
  }
  progress = Progress::kBegun;
  if (HasRules(kind, aspect)) Rate(kind, aspect);
  progress = Progress::kDone;
}

void Assessor::Rate(ItemKind kind, int aspect) {
  const Scheme& scheme = assessment_.scheme_;
  for (size_t r = 0; r < scheme.rules().size(); ++r) {
    const Rule& rule = scheme.rules()[r];
    if (rule.subject != kind || rule.aspect != aspect) continue;
    for (int column : scheme.ColumnsOf(static_cast<int>(r))) {
      Need(kind, column);
    }
  }
  const std::shared_ptr<FactTable>& facts = SheetOf(kind).facts;
  std::vector<Verdict> verdicts = scheme.Rate(*facts, aspect);
  std::vector<int> counted;
  counted.reserve(verdicts.size());
  for (const Verdict& verdict : verdicts) counted.push_back(verdict.level);
  if (scheme.override_bounds().counts) {
    for (int row = 0; row < facts->rows(); ++row) {
      int& level = counted[static_cast<size_t>(row)];
      const std::optional<OverridingRating> override = internal::OverrideFor(
          assessment_.snapshot_, scheme, {kind, row}, aspect, level);
      if (override.has_value() && override->stands) level = override->level;
    }
  }
  assessment_.tables_.push_back(
      std::make_shared<const Assessment::Table>(Assessment::Table{
          kind, aspect, facts, std::move(verdicts), std::move(counted)}));
}

int Assessor::CountedLevel(ItemRef item, int aspect) const {
  const Assessment::Table* table = assessment_.FindTable(item.kind, aspect);
  if (table == nullptr) return kNotRated;
  return table->counted[static_cast<size_t>(item.index)];
}

Cell Assessor::RatingOf(ItemRef item, int column, int aspect) const {
  const Scheme& scheme = assessment_.scheme_;
  const int counted = CountedLevel(item, aspect);
  const Assessment::Table* table = assessment_.FindTable(item.kind, aspect);
  if (table != nullptr) {
    const Verdict& verdict = table->verdicts[static_cast<size_t>(item.index)];
    if (verdict.level == counted) return scheme.RatingCell(verdict);
  }
  return internal::LevelCell(scheme, scheme.Define(column), counted);
}

void Assessor::Need(ItemKind kind, int column) {
  Progress& progress = SheetOf(kind).columns[static_cast<size_t>(column)];
  if (progress != Progress::kNotBegun) {
    assert(progress == Progress::kDone);
    return;
  }
  progress = Progress::kBegun;
  Fill(kind, column);
  progress = Progress::kDone;
}

void Assessor::Fill(ItemKind kind, int column) {
  if (!assessment_.scheme_.Define(column).is_of(kind)) return;
  const OwnFact* own = internal::OwnFactAt(assessment_.scheme_, column);
  if (own == nullptr) {
    FactTable& facts = *SheetOf(kind).facts;
    for (int row = 0; row < facts.rows(); ++row) {
      facts.Set(column, row,
                FactOf(assessment_.snapshot_, {kind, row},
                       static_cast<Fact>(column)));
    }
  } else if (own->is_of_children()) {
    FillGroups(kind, column, *own);
  } else if (own->kind == OwnFact::Kind::kDerived) {
    FillDerived(kind, column);
  } else {
    FillOwn(kind, column, *own);
  }
}

void Assessor::FillDerived(ItemKind kind, int column) {
  const internal::Expression& is =
      internal::CompiledFactOf(assessment_.scheme_, column).is;
  for (int input : is.columns) Need(kind, input);
  FactTable& facts = *SheetOf(kind).facts;
  const FactTable::Column values = is.Run(facts);
  for (int row = 0; row < facts.rows(); ++row) {
    const auto at = static_cast<size_t>(row);
    facts.Set(column, row,
              {.value = values.values[at], .state = values.states[at]});
  }
}

void Assessor::FillOwn(ItemKind kind, int column, const OwnFact& own) {
  const Scheme& scheme = assessment_.scheme_;
  const Snapshot& snapshot = assessment_.snapshot_;
  if (own.kind == OwnFact::Kind::kRating) NeedRatings(kind, own.aspect);
  FactTable& facts = *SheetOf(kind).facts;
  for (int row = 0; row < facts.rows(); ++row) {
    const ItemRef item = {kind, row};
    Cell cell;
    switch (own.kind) {
      case OwnFact::Kind::kDeclared:
        cell = internal::DeclaredFactOf(snapshot, scheme, item, column);
        break;
      case OwnFact::Kind::kRating:
        cell = RatingOf(item, column, own.aspect);
        break;
      case OwnFact::Kind::kReported:
        cell = internal::ReportedCell(snapshot, scheme, item, column);
        break;
      default:
        cell = history_.CellOf(column - kFactCount, item);
        break;
    }
    facts.Set(column, row, cell);
  }
}

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
  for (int row = 0; row < table->facts->rows(); ++row) {
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

std::span<const int> Assessment::CountedLevels(ItemKind kind,
                                               int aspect) const {
  const Table* table = FindTable(kind, aspect);
  if (table == nullptr) return {};
  return table->counted;
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

// Every reported rating of the plan that is not a level of the scheme.
std::vector<Issue> FindUnknownRatings(const Plan& plan, const Scheme& scheme) {
  std::vector<Issue> issues;
  for (size_t i = 0; i < plan.journal().size(); ++i) {
    const auto* rating = std::get_if<ReportedRating>(&plan.journal()[i].change);
    if (rating == nullptr || !rating->rating.has_value()) continue;
    if (scheme.FindLevel(*rating->rating).has_value()) continue;
    issues.push_back(
        {StrCat("$.journal[", i, "].rating"),
         StrCat("The reported rating '", *rating->rating,
                "' is not a level of the scheme '", scheme.id(), "'."),
         internal::UseALevel(scheme)});
  }
  return issues;
}

}  // namespace

std::vector<std::string> ReportedOtherLevels(const Plan& plan,
                                             const Scheme& scheme) {
  std::vector<std::string> words;
  for (const Update& update : plan.journal()) {
    const auto* rating = std::get_if<ReportedRating>(&update.change);
    if (rating == nullptr || !rating->rating.has_value() ||
        scheme.FindLevel(*rating->rating).has_value() ||
        std::find(words.begin(), words.end(), *rating->rating) != words.end()) {
      continue;
    }
    words.push_back(*rating->rating);
  }
  return words;
}

absl::StatusOr<Assessment> Assess(const Snapshot& snapshot,
                                  const Scheme& scheme,
                                  const AssessOptions& options) {
  const Plan& plan = snapshot.plan();
  std::vector<Issue> issues;
  if (!options.may_report_other_levels) {
    issues = FindUnknownRatings(plan, scheme);
  }
  for (std::vector<Issue> more : {internal::FindBadOverrides(plan, scheme),
                                  internal::FindBadFactValues(plan, scheme)}) {
    issues.insert(issues.end(), std::make_move_iterator(more.begin()),
                  std::make_move_iterator(more.end()));
  }
  if (!issues.empty()) {
    return ToStatus(
        StrCat("The plan '", plan.id(), "' can't be assessed with the scheme '",
               scheme.id(), "':"),
        issues);
  }
  Assessment assessment =
      Assessor(snapshot, scheme, History::Of(snapshot, scheme)).Run();
  assessment.doubts_ = internal::DueDoubts::Find(snapshot, scheme);
  return assessment;
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
