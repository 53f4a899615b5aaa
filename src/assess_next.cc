// The nearest change of a plan that gives an item a better level.
//
// Nothing here knows what rules want: everything that can be recorded is tried
// on the plan, and the plan is assessed anew.

#include <algorithm>
#include <array>
#include <cmath>

#include "internal/assessor.h"
#include "internal/next_better.h"
#include "internal/strings.h"
#include "internal/turning_points.h"

namespace actionplan {
namespace {

using internal::IdOf;
using internal::StrCat;
using internal::Way;

// How far ahead is looked for the last day on which finishing would still do.
constexpr int kDaysAhead = 366;
// How far ahead an agreed date is tried.
constexpr std::array<int, 3> kLaterBy = {30, 90, 365};
// Of two things at once no more than these are tried together.
constexpr size_t kMostPaired = 16;

// Who agrees in what is only tried.
constexpr std::string_view kSomebody = "a named person";

// The part of a plan on which an item's rating rests, as it was known: its own
// recommendation, so that the cost does not grow with the plan.
std::optional<Plan> PartOf(const Snapshot& snapshot, ItemRef item) {
  const Plan& plan = snapshot.plan();
  Baseline baseline = plan.baseline();
  std::optional<int> recommendation;
  if (item.kind == ItemKind::kRecommendation) recommendation = item.index;
  if (item.kind == ItemKind::kMilestone) {
    recommendation = plan.recommendation_of_milestone(item.index);
  }
  if (item.kind == ItemKind::kOutcome) {
    recommendation = plan.recommendation_of_outcome(item.index);
  }
  if (recommendation.has_value()) {
    baseline.recommendations = {
        plan.recommendations()[static_cast<size_t>(*recommendation)]};
  }
  std::vector<Update> journal;
  for (size_t i = 0; i < plan.journal().size(); ++i) {
    const Update& update = plan.journal()[i];
    const bool is_reported =
        std::holds_alternative<ReportedRating>(update.change);
    const bool is_known = !snapshot.known_by().has_value() ||
                          update.known_from() <= *snapshot.known_by();
    if (is_known && (is_reported || update.on <= snapshot.as_of())) {
      journal.push_back(update);
    }
  }
  absl::StatusOr<Plan> part =
      Plan::Create(std::move(baseline), std::move(journal));
  if (!part.ok()) return std::nullopt;
  // The calendar has the plan's closures on top already.
  return part->WithCalendar(plan.work_calendar());
}

std::string AsText(const Due& due) { return due.last()->ToWords(); }

class Search {
 public:
  Search(const Scheme& scheme, Plan plan, Date as_of, std::string item,
         int aspect)
      : scheme_(scheme),
        plan_(std::move(plan)),
        as_of_(as_of),
        item_(std::move(item)),
        aspect_(aspect) {}

  std::optional<NextBetter> Run();

 private:
  // The assessment after these updates, and the item's level in it.
  std::optional<Assessment> After(std::vector<Update> updates,
                                  Date as_of) const {
    const absl::StatusOr<Snapshot> then =
        AsOf(plan_.WithUpdates(std::move(updates)), as_of);
    if (!then.ok()) return std::nullopt;
    absl::StatusOr<Assessment> assessment = Assess(*then, scheme_);
    if (!assessment.ok()) return std::nullopt;
    return *std::move(assessment);
  }

  int LevelIn(const Assessment& assessment) const {
    const std::optional<ItemRef> ref = plan_.Find(item_);
    const auto verdicts = assessment.Verdicts(ref->kind, aspect_);
    if (verdicts.empty()) return kNotRated;
    return verdicts[static_cast<size_t>(ref->index)].level;
  }

  int LevelAfter(const Way& way, Date as_of) const {
    std::vector<Update> updates;
    for (const Step& step : way) {
      updates.insert(updates.end(), step.updates.begin(), step.updates.end());
    }
    const std::optional<Assessment> then = After(std::move(updates), as_of);
    return then.has_value() ? LevelIn(*then) : kNotRated;
  }

  std::vector<int> Try(const std::vector<Way>& ways) const {
    std::vector<int> levels;
    levels.reserve(ways.size());
    for (const Way& way : ways) levels.push_back(LevelAfter(way, as_of_));
    return levels;
  }

  // What each thing is called in a sentence: "it", or its id.
  std::string NameOf(const std::string& id) const {
    return id == item_ ? "it" : id;
  }

  Update Make(const std::string& item, Change change) const {
    return {.on = as_of_,
            .item = item,
            .change = std::move(change),
            .by = std::string(kSomebody)};
  }

  void Add(const std::string& item, std::string words, Change change) {
    singles_.push_back({{.words = std::move(words),
                         .item = item,
                         .updates = {Make(item, std::move(change))}}});
  }

  void AddOf(const Snapshot& now, ItemRef item);
  void AddOfMilestone(const MilestoneState& state);
  void AddDates(const MilestoneState& state);
  void AddOfOutcome(const Snapshot& now, const OutcomeState& state);
  void AddRecovery(const std::string& id);
  void AddConcerns(const Snapshot& now, ItemRef item);
  void AddOwnFacts(const Snapshot& now, ItemRef item);
  void AddChildren(const Assessment& now, ItemRef parent);
  std::vector<ItemRef> ChildrenOf(ItemRef parent) const;
  Step StepOfChild(const std::string& id, const Way& way) const;

  void FindLastDays(NextBetter& next) const;
  bool IsStillGood(const Way& way, size_t step, Date day, int level) const;

  const Scheme& scheme_;
  Plan plan_;
  Date as_of_;
  std::string item_;
  int aspect_;
  std::vector<Way> singles_;
  // Several children at once.
  std::vector<Way> together_;
};

void Search::AddRecovery(const std::string& id) {
  const Date until = as_of_.Plus(Days(kLaterBy.front()));
  Add(id,
      StrCat("a plan to get ", NameOf(id),
             " back on track is recorded, to a day still ahead (such as ",
             until.ToWords(), ")"),
      Recovery{.until = ParseDue(until.ToWords())});
}

void Search::AddDates(const MilestoneState& state) {
  const std::string& id = state.milestone->id;
  const Date from =
      state.due.is_dated() ? std::max(*state.due.last(), as_of_) : as_of_;
  std::vector<Due> dates;
  if (state.forecast.has_value() && state.forecast->is_dated() &&
      *state.forecast->last() > from) {
    dates.push_back(*state.forecast);
  }
  for (int days : kLaterBy) {
    dates.push_back(ParseDue(from.Plus(Days(days)).ToWords()));
  }
  for (const Due& due : dates) {
    Add(id,
        StrCat(state.due.is_dated() ? "a later date" : "a date", " for ",
               NameOf(id), " (such as ", AsText(due),
               ") is agreed, with who agreed it and why"),
        DueChange{.due = due,
                  .agreed_by = std::string(kSomebody),
                  .reason = "tried"});
  }
  if (state.forecast.has_value() && state.due.is_dated() &&
      state.forecast->is_dated() &&
      *state.forecast->last() > *state.due.last()) {
    Add(id,
        StrCat(NameOf(id), " is forecast to be finished by its due, ",
               AsText(state.due)),
        ForecastChange{.finish = state.due});
  }
}

void Search::AddOfMilestone(const MilestoneState& state) {
  const std::string& id = state.milestone->id;
  if (!state.is_complete()) {
    Add(id, StrCat(NameOf(id), " is finished"),
        StageChange{.stage = Stage::kComplete, .decision = ""});
    if (state.stage != Stage::kInProgress) {
      Add(id, StrCat("work on ", NameOf(id), " is recorded as in progress"),
          StageChange{.stage = Stage::kInProgress, .decision = ""});
    }
    AddDates(state);
    AddRecovery(id);
    for (int percent : {25, 50, 75, 90, 100}) {
      if (state.percent.value_or(0) >= percent) continue;
      Add(id, StrCat(NameOf(id), " is recorded as ", percent, " % complete"),
          Progress{.percent = percent});
    }
    if (state.blocked.value_or(true)) {
      Add(id, StrCat(NameOf(id), " is recorded as not blocked"),
          Blocked{.blocked = false});
    }
  } else if (state.stage == Stage::kComplete) {
    Add(id, StrCat(NameOf(id), " is verified"),
        StageChange{.stage = Stage::kVerified, .decision = ""});
  }
  Add(id, StrCat("news of ", NameOf(id), " is recorded"),
      Progress{.percent = std::nullopt});
}

void Search::AddOfOutcome(const Snapshot& now, const OutcomeState& state) {
  const std::string& id = state.outcome->id;
  const std::optional<bool> none;
  Add(id, StrCat(NameOf(id), " is recorded as measurable"),
      Evidence{.measurable = true, .demonstrated = none, .achieved = none});
  Add(id, StrCat("it is shown that ", id, " is having effect"),
      Evidence{.measurable = none, .demonstrated = true, .achieved = none});
  Add(id, StrCat(NameOf(id), " is recorded as achieved"),
      Evidence{.measurable = none, .demonstrated = none, .achieved = true});
  for (int index : state.measures) {
    const Measure& measure =
        *now.measures()[static_cast<size_t>(index)].measure;
    if (!measure.target.has_value()) continue;
    Add(measure.id,
        StrCat(measure.name.empty() ? measure.id : measure.name,
               " is read at its target, ",
               internal::NumberText(*measure.target), " ", measure.unit),
        Reading{.value = *measure.target,
                .numerator = std::nullopt,
                .denominator = std::nullopt});
  }
}

void Search::AddConcerns(const Snapshot& now, ItemRef item) {
  std::vector<int> open;
  if (item.kind == ItemKind::kPlan) {
    for (size_t i = 0; i < now.concerns().size(); ++i) {
      if (now.concerns()[i].open) open.push_back(static_cast<int>(i));
    }
  } else {
    open = now.OpenConcerns(item);
  }
  for (int index : open) {
    const ConcernState& state = now.concerns()[static_cast<size_t>(index)];
    const std::string& id = state.concern->id;
    Add(id, StrCat("the concern ", id, " is closed"),
        ConcernChange{.open = false, .significant = std::nullopt});
    if (state.significant) {
      Add(id, StrCat("the concern ", id, " is no longer significant"),
          ConcernChange{.open = std::nullopt, .significant = false});
    }
  }
}

// A cell of a declared fact as a plan would say it.
FactValue ValueOf(const FactDefinition& definition, const Cell& cell) {
  switch (definition.type) {
    case FactType::kYesNo:
      return cell.value != 0;
    case FactType::kChoice:
      return std::string(
          definition.choices[static_cast<size_t>(std::lround(cell.value))]);
    case FactType::kDay:
      return Date::FromEpochDays(static_cast<int>(std::lround(cell.value)))
          .ToIso();
    default:
      return cell.value;
  }
}

void Search::AddOwnFacts(const Snapshot& now, ItemRef item) {
  FactTable facts(item.kind, 1);
  const int columns = static_cast<int>(scheme_.own_facts().size());
  for (int i = 0; i < columns; ++i) {
    const int column = kFactCount + i;
    const OwnFact& own = *internal::OwnFactAt(scheme_, column);
    if (own.kind != OwnFact::Kind::kDeclared ||
        !scheme_.Define(column).is_of(item.kind)) {
      continue;
    }
    facts.Set(column, 0, internal::DeclaredFactOf(now, scheme_, item, column));
  }
  const std::string id(IdOf(plan_, item));
  const internal::TurningPoints points(scheme_, item.kind, aspect_);
  for (int i = 0; i < columns; ++i) {
    const int column = kFactCount + i;
    if (facts.column(column).values.empty()) continue;
    const FactDefinition& definition = scheme_.Define(column);
    const bool is_judgement =
        internal::OwnFactAt(scheme_, column)->is_judgement;
    for (const Cell& cell : points.Of(facts, 0, column)) {
      Add(id,
          StrCat(definition.name, " of ", NameOf(id), " is ",
                 is_judgement ? "judged to be " : "", "'",
                 ToWords(definition, cell), "'",
                 is_judgement ? " by a named person" : ""),
          FactChange{.fact = std::string(definition.name),
                     .value = ValueOf(definition, cell)});
    }
  }
}

std::vector<ItemRef> Search::ChildrenOf(ItemRef parent) const {
  std::vector<ItemRef> children;
  for (ItemKind kind :
       {ItemKind::kMilestone, ItemKind::kOutcome, ItemKind::kRecommendation}) {
    const int all = internal::CountItems(plan_, kind);
    for (int i = 0; i < all; ++i) {
      if (internal::ParentOf(plan_, {kind, i}, parent.kind) == parent.index) {
        children.push_back({kind, i});
      }
    }
  }
  return children;
}

// A child's way as one step of its parent.
Step Search::StepOfChild(const std::string& id, const Way& way) const {
  Step joined = {.words = "", .item = id};
  for (const Step& step : way) {
    std::string words = step.words;
    if (words.starts_with("it is ")) words = StrCat(id, words.substr(2));
    absl::StrAppend(&joined.words, joined.words.empty() ? "" : " and ", words);
    joined.updates.insert(joined.updates.end(), step.updates.begin(),
                          step.updates.end());
    if (step.by.has_value()) joined.by = step.by;
  }
  return joined;
}

// What each child would have to reach: alone, and all of those that are at the
// worst level of a kind and aspect together.
void Search::AddChildren(const Assessment& now, ItemRef parent) {
  const std::vector<ItemRef> children = ChildrenOf(parent);
  for (size_t a = 0; a < scheme_.aspects().size(); ++a) {
    for (ItemKind kind : {ItemKind::kMilestone, ItemKind::kOutcome,
                          ItemKind::kRecommendation}) {
      const auto levels = now.CountedLevels(kind, static_cast<int>(a));
      if (levels.empty()) continue;
      // The worst level, the one after it and so on: all children up to it.
      std::vector<Step> steps;
      std::vector<ItemRef> worst_first;
      for (ItemRef child : children) {
        if (child.kind == kind) worst_first.push_back(child);
      }
      const auto level_of = [&](ItemRef child) {
        return levels[static_cast<size_t>(child.index)];
      };
      std::stable_sort(worst_first.begin(), worst_first.end(),
                       [&](ItemRef x, ItemRef y) {
                         const int lx = level_of(x);
                         const int ly = level_of(y);
                         if (lx == ly || ly == kNotRated) return false;
                         if (lx == kNotRated) return true;
                         return internal::IsWorse(scheme_, lx, ly);
                       });
      for (size_t i = 0; i < worst_first.size(); ++i) {
        const ItemRef child = worst_first[i];
        const std::string id(IdOf(plan_, child));
        const std::optional<NextBetter> next =
            FindNextBetter(now, id, scheme_.aspects()[a].name);
        if (!next.has_value()) continue;
        Step step = StepOfChild(id, next->ways.front());
        step.words =
            StrCat(id, " becomes ", next->level_name, " (", step.words, ")");
        singles_.push_back({step});
        steps.push_back(std::move(step));
        if (steps.size() < 2) continue;
        const bool ends_a_level =
            i + 1 == worst_first.size() ||
            level_of(worst_first[i + 1]) != level_of(child);
        if (ends_a_level) together_.push_back(steps);
      }
    }
  }
}

void Search::AddOf(const Snapshot& now, ItemRef item) {
  const std::string id(IdOf(plan_, item));
  switch (item.kind) {
    case ItemKind::kMilestone:
      AddOfMilestone(now.milestones()[static_cast<size_t>(item.index)]);
      break;
    case ItemKind::kOutcome:
      AddOfOutcome(now, now.outcomes()[static_cast<size_t>(item.index)]);
      break;
    case ItemKind::kRecommendation:
      AddRecovery(id);
      break;
    default:
      break;
  }
  AddConcerns(now, item);
  AddOwnFacts(now, item);
}

// Whether a way still gives at least a level if its step happens on a later
// day.
bool Search::IsStillGood(const Way& way, size_t step, Date day,
                         int level) const {
  Way then = way;
  for (Update& update : then[step].updates) update.on = day;
  const int reached = LevelAfter(then, day);
  return reached == level || internal::IsBetterThan(scheme_, reached, level);
}

// By when a milestone would have to be finished.
void Search::FindLastDays(NextBetter& next) const {
  for (Way& way : next.ways) {
    for (size_t i = 0; i < way.size(); ++i) {
      const bool finishes =
          way[i].updates.size() == 1 && !way[i].by.has_value() &&
          std::holds_alternative<StageChange>(way[i].updates[0].change) &&
          std::get<StageChange>(way[i].updates[0].change).stage ==
              Stage::kComplete &&
          way[i].words.ends_with(" is finished");
      if (!finishes) continue;
      int good = 0;
      int bad = kDaysAhead;
      if (IsStillGood(way, i, as_of_.Plus(Days(bad)), next.level)) continue;
      while (bad - good > 1) {
        const int middle = good + (bad - good) / 2;
        const bool holds =
            IsStillGood(way, i, as_of_.Plus(Days(middle)), next.level);
        (holds ? good : bad) = middle;
      }
      way[i].by = as_of_.Plus(Days(good));
      absl::StrAppend(&way[i].words, " by ", way[i].by->ToWords());
    }
  }
}

std::optional<NextBetter> Search::Run() {
  const std::optional<Assessment> now = After({}, as_of_);
  const std::optional<ItemRef> item = plan_.Find(item_);
  if (!now.has_value() || !item.has_value()) return std::nullopt;
  const int current = LevelIn(*now);
  if (!internal::HasBetter(scheme_, current)) return std::nullopt;
  AddOf(now->snapshot(), *item);
  const bool is_parent =
      item->kind == ItemKind::kRecommendation || item->kind == ItemKind::kPlan;
  if (is_parent) AddChildren(*now, *item);
  std::optional<NextBetter> next =
      internal::ChooseNext(scheme_, current, singles_, Try(singles_));
  if (!next.has_value() && is_parent) {
    next = internal::ChooseNext(scheme_, current, together_, Try(together_));
  }
  if (!next.has_value()) {
    std::vector<Way> pairs;
    const size_t most = std::min(singles_.size(), kMostPaired);
    for (size_t i = 0; i < most; ++i) {
      for (size_t k = i + 1; k < most; ++k) {
        pairs.push_back({singles_[i].front(), singles_[k].front()});
      }
    }
    next = internal::ChooseNext(scheme_, current, pairs, Try(pairs));
  }
  if (!next.has_value()) return std::nullopt;
  FindLastDays(*next);
  next->text = internal::NextText(*next);
  return next;
}

}  // namespace

std::optional<NextBetter> FindNextBetter(const Assessment& assessment,
                                         std::string_view item,
                                         std::string_view aspect) {
  const Snapshot& snapshot = assessment.snapshot();
  const std::optional<ItemRef> ref = snapshot.plan().Find(item);
  const std::optional<int> index = assessment.scheme().FindAspect(aspect);
  if (!ref.has_value() || !index.has_value() ||
      !assessment.Rates(ref->kind, *index)) {
    return std::nullopt;
  }
  std::optional<Plan> part = PartOf(snapshot, *ref);
  if (!part.has_value()) return std::nullopt;
  return Search(assessment.scheme(), *std::move(part), snapshot.as_of(),
                std::string(item), *index)
      .Run();
}

}  // namespace actionplan
