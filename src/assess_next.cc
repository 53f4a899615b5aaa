// The nearest change of a plan that gives an item a better level.
//
// Nothing here knows what rules want: everything that can be recorded is tried
// on the plan, and the plan is assessed anew.

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "internal/assessor.h"
#include "internal/fact_space.h"
#include "internal/fact_words.h"
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
// So many pairs of things are tried, those that come first of each first.
constexpr size_t kMostPairs = 500;

// Who agrees in what is only tried.
constexpr std::string_view kSomebody = "a named person";

// Leaves one milestone or outcome.
template <typename Item>
void LeaveOnly(std::string_view id, std::vector<Item>& items) {
  std::erase_if(items, [&](const Item& item) { return item.id != id; });
}

// The part of a plan on which an item's rating rests, as it was known: its own
// recommendation and, of a milestone or outcome, nothing else of that, so that
// the cost does not grow with the plan.
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
    Recommendation& own = baseline.recommendations.front();
    if (item.kind != ItemKind::kRecommendation) {
      LeaveOnly(IdOf(plan, item), own.milestones);
      LeaveOnly(IdOf(plan, item), own.outcomes);
    }
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
    // It was assessed already, whatever was reported of it.
    absl::StatusOr<Assessment> assessment =
        Assess(*then, scheme_, {.may_report_other_levels = true});
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
    if (!then.has_value()) return kNotRated;
    const int level = LevelIn(*then);
    return level == kNotRated || CanBe(*then) ? level : kNotRated;
  }

  // Whether the key rules nothing out that it does not rule out now.
  bool CanBe(const Assessment& then) const;

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

  // The turning points of a fact of the item as it now is, as numbers; none
  // if no rule looks at it.
  std::vector<double> TurnsOf(const Assessment& now, ItemRef item,
                              Fact fact) const;

  void AddOf(const Assessment& now, ItemRef item);
  void AddOfMilestone(const Assessment& now, ItemRef item);
  void AddDates(const Assessment& now, ItemRef item);
  std::vector<Date> DatesThatTurn(const Assessment& now, ItemRef item) const;
  void AddOfOutcome(const Assessment& now, ItemRef item);
  std::vector<double> ReadingsThatTurn(const Assessment& now, ItemRef item,
                                       const Measure& measure) const;
  void AddRecovery(const std::string& id);
  void AddConcerns(const Snapshot& now, ItemRef item);
  void AddOwnFacts(const Assessment& now, ItemRef item);
  std::vector<Way> Pairs(const Assessment& now, ItemRef item);
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
  std::optional<internal::TurningPoints> points_;
  // By kind and never, the items that it rules out now.
  std::vector<std::vector<bool>> ruled_out_;
  std::vector<Way> singles_;
  // So many of them are about the item itself; the rest about its children.
  size_t own_singles_ = 0;
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

std::vector<double> Search::TurnsOf(const Assessment& now, ItemRef item,
                                    Fact fact) const {
  const int column = static_cast<int>(fact);
  const std::vector<int>& columns = points_->columns();
  const FactTable* facts = internal::RatedFacts::Of(now, item.kind, aspect_);
  if (facts == nullptr ||
      std::find(columns.begin(), columns.end(), column) == columns.end()) {
    return {};
  }
  std::vector<double> values;
  for (const Cell& cell : points_->Of(*facts, item.index, column)) {
    values.push_back(cell.value);
  }
  return values;
}

Date MonthsAfter(Date from, double months) {
  const MonthsAndDays length = MonthsAndDays::FromValue(months);
  return from.PlusMonths(length.months).Plus(Days(length.days));
}

// Later dues at which a rule would change its mind.
std::vector<Date> Search::DatesThatTurn(const Assessment& now,
                                        ItemRef item) const {
  const MilestoneState& state =
      now.snapshot().milestones()[static_cast<size_t>(item.index)];
  std::set<int> days;
  const auto add = [&](Fact fact, std::optional<Date> from, int sign) {
    if (!from.has_value()) return;
    const bool months = Define(fact).type == FactType::kMonths;
    for (double value : TurnsOf(now, item, fact)) {
      if (std::abs(value) > 40'000) continue;
      const Date day = months
                           ? MonthsAfter(*from, sign * value)
                           : from->Plus(Days(sign * static_cast<int>(value)));
      days.insert(day.epoch_days());
    }
  };
  const std::optional<Date> first = state.original_due.last();
  std::optional<Date> forecast;
  if (state.forecast.has_value()) forecast = state.forecast->last();
  add(Fact::kDaysToDue, as_of_, 1);
  add(Fact::kMonthsToDue, as_of_, 1);
  add(Fact::kDaysOverdue, as_of_, -1);
  add(Fact::kMonthsOverdue, as_of_, -1);
  for (Fact fact : {Fact::kDaysSlipped, Fact::kDaysMoved, Fact::kMonthsSlipped,
                    Fact::kMonthsMoved}) {
    add(fact, first, 1);
  }
  add(Fact::kDaysForecastLate, forecast, -1);
  add(Fact::kMonthsForecastLate, forecast, -1);
  add(Fact::kDue, Date::FromEpochDays(0), 1);
  std::vector<Date> dates;
  for (int day : days) dates.push_back(Date::FromEpochDays(day));
  return dates;
}

void Search::AddDates(const Assessment& now, ItemRef item) {
  const MilestoneState& state =
      now.snapshot().milestones()[static_cast<size_t>(item.index)];
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
  // Where only some dates do.
  for (Date day : DatesThatTurn(now, item)) {
    if (day > from) dates.push_back(ParseDue(day.ToWords()));
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

void Search::AddOfMilestone(const Assessment& now, ItemRef item) {
  const MilestoneState& state =
      now.snapshot().milestones()[static_cast<size_t>(item.index)];
  const std::string& id = state.milestone->id;
  if (!state.is_complete()) {
    Add(id, StrCat(NameOf(id), " is finished"),
        StageChange{.stage = Stage::kComplete, .decision = ""});
    if (state.stage != Stage::kInProgress) {
      Add(id, StrCat("work on ", NameOf(id), " is recorded as in progress"),
          StageChange{.stage = Stage::kInProgress, .decision = ""});
    }
    AddDates(now, item);
    AddRecovery(id);
    std::set<int> percents = {25, 50, 75, 90, 100};
    for (double percent : TurnsOf(now, item, Fact::kPercentComplete)) {
      percents.insert(static_cast<int>(std::ceil(percent)));
    }
    for (int percent : percents) {
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

// The target, and the readings at which a rule would change its mind.
std::vector<double> Search::ReadingsThatTurn(const Assessment& now,
                                             ItemRef item,
                                             const Measure& measure) const {
  const double target = *measure.target;
  const double worse = measure.better == Better::kLower ? 1 : -1;
  std::vector<double> values = {target};
  for (double value : TurnsOf(now, item, Fact::kMeasureValue)) {
    values.push_back(value);
  }
  for (double by : TurnsOf(now, item, Fact::kMeasureShortfall)) {
    values.push_back(target + worse * by);
  }
  for (double off : TurnsOf(now, item, Fact::kPercentOffTarget)) {
    values.push_back(target + worse * std::abs(target) * off / 100);
  }
  for (double percent : TurnsOf(now, item, Fact::kMeasurePercentOfTarget)) {
    values.push_back(target + worse * std::abs(target) * (100 - percent) / 100);
  }
  // The worst that would do comes first: it is the nearest.
  std::sort(values.begin(), values.end(),
            [&](double a, double b) { return worse * a > worse * b; });
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

void Search::AddOfOutcome(const Assessment& now, ItemRef item) {
  const OutcomeState& state =
      now.snapshot().outcomes()[static_cast<size_t>(item.index)];
  const std::string& id = state.outcome->id;
  const std::optional<bool> none;
  Add(id, StrCat(NameOf(id), " is recorded as measurable"),
      Evidence{.measurable = true, .demonstrated = none, .achieved = none});
  Add(id, StrCat(NameOf(id), " is shown to have effect"),
      Evidence{.measurable = none, .demonstrated = true, .achieved = none});
  Add(id, StrCat(NameOf(id), " is recorded as achieved"),
      Evidence{.measurable = none, .demonstrated = none, .achieved = true});
  for (int index : state.measures) {
    const Measure& measure =
        *now.snapshot().measures()[static_cast<size_t>(index)].measure;
    if (!measure.target.has_value()) continue;
    for (double value : ReadingsThatTurn(now, item, measure)) {
      Add(measure.id,
          StrCat("the reading of ",
                 measure.name.empty() ? measure.id : measure.name, " is ",
                 value == *measure.target ? "on target, " : "",
                 internal::NumberText(value), measure.unit.empty() ? "" : " ",
                 measure.unit),
          Reading{.value = value,
                  .numerator = std::nullopt,
                  .denominator = std::nullopt});
    }
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

void Search::AddOwnFacts(const Assessment& now, ItemRef item) {
  const FactTable* facts = internal::RatedFacts::Of(now, item.kind, aspect_);
  if (facts == nullptr) return;
  const std::string id(IdOf(plan_, item));
  for (int column : points_->columns()) {
    const OwnFact* own = internal::OwnFactAt(scheme_, column);
    if (own == nullptr || own->kind != OwnFact::Kind::kDeclared) continue;
    const FactDefinition& definition = scheme_.Define(column);
    const std::string name =
        StrCat(id == item_ ? "its" : StrCat(id, "'s"), " '",
               internal::SpokenName(definition), "' is ");
    for (const Cell& cell : points_->Of(*facts, item.index, column)) {
      const std::string value = ToWords(definition, cell);
      Add(id,
          own->is_judgement
              ? StrCat(name, "judged to be ", value, " by a named person")
              : StrCat(name, "recorded as ", value),
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
    // It stands in brackets itself.
    const std::string_view old = words;
    const size_t open = old.find(" (such as ");
    const size_t close = open == old.npos ? open : old.find(')', open);
    if (close != old.npos) {
      words = StrCat(old.substr(0, open), ", ",
                     old.substr(open + 2, close - open - 2),
                     close + 1 < old.size() ? "," : "", old.substr(close + 1));
    }
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

void Search::AddOf(const Assessment& now, ItemRef item) {
  const std::string id(IdOf(plan_, item));
  switch (item.kind) {
    case ItemKind::kMilestone:
      AddOfMilestone(now, item);
      break;
    case ItemKind::kOutcome:
      AddOfOutcome(now, item);
      break;
    case ItemKind::kRecommendation:
      AddRecovery(id);
      break;
    default:
      break;
  }
  AddConcerns(now.snapshot(), item);
  AddOwnFacts(now, item);
}

// Whether a way still gives at least a level if its step happens on a later
// day.
bool Search::IsStillGood(const Way& way, size_t step, Date day,
                         int level) const {
  Way then = way;
  // What follows it can't come before it.
  for (size_t i = step; i < then.size(); ++i) {
    for (Update& update : then[i].updates) update.on = day;
  }
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

// The facts of a kind of item as rules for some aspect saw them: the aspects
// share one table.
const FactTable* SeenFacts(const Assessment& assessment, ItemKind kind) {
  const int aspects = static_cast<int>(assessment.scheme().aspects().size());
  for (int aspect = 0; aspect < aspects; ++aspect) {
    const FactTable* facts = internal::RatedFacts::Of(assessment, kind, aspect);
    if (facts != nullptr) return facts;
  }
  return nullptr;
}

// A column of all items of a plan: of groups and ratings as the rules saw it,
// if they did.
void FillFrom(const Assessment& assessment, int column, FactTable& facts) {
  const Scheme& scheme = assessment.scheme();
  const OwnFact* own = internal::OwnFactAt(scheme, column);
  if (own != nullptr && own->kind == OwnFact::Kind::kDerived) return;
  const FactTable* seen = SeenFacts(assessment, facts.subject());
  for (int row = 0; row < facts.rows(); ++row) {
    const ItemRef item = {facts.subject(), row};
    if (own == nullptr) {
      facts.Set(column, row,
                FactOf(assessment.snapshot(), item, static_cast<Fact>(column)));
    } else if (own->kind == OwnFact::Kind::kDeclared) {
      facts.Set(column, row,
                internal::DeclaredFactOf(assessment.snapshot(), scheme, item,
                                         column));
    } else if (seen != nullptr) {
      facts.Set(column, row, seen->cell(column, row));
    }
  }
}

// Whether the rules see the same facts of an item in both.
bool HasSameFacts(const Assessment& a, const Assessment& b, ItemRef item,
                  int aspect) {
  const FactTable* one = internal::RatedFacts::Of(a, item.kind, aspect);
  const FactTable* other = internal::RatedFacts::Of(b, item.kind, aspect);
  if (one == nullptr || other == nullptr) return one == other;
  for (int column : a.scheme().ColumnsFor(item.kind)) {
    const Cell x = one->cell(column, item.index);
    const Cell y = other->cell(column, item.index);
    if (x.state != y.state || (x.is_known() && x.value != y.value)) {
      return false;
    }
  }
  return true;
}

// By kind and item, what the scheme's [[never]] say of the facts of a plan.
std::vector<std::vector<bool>> RuledOutIn(const Assessment& assessment) {
  const Scheme& scheme = assessment.scheme();
  const Snapshot& snapshot = assessment.snapshot();
  std::vector<std::vector<bool>> all;
  for (ItemKind kind : internal::kRatedKinds) {
    FactTable facts(kind, internal::CountItems(snapshot.plan(), kind),
                    snapshot.plan().work_calendar());
    for (size_t i = 0; i < scheme.nevers().size(); ++i) {
      if (scheme.nevers()[i].subject != kind) continue;
      const std::vector<int> columns = internal::WithInputs(
          scheme, ColumnsOf(scheme.contents().never_conditions[i]));
      for (int column : columns) {
        FillFrom(assessment, column, facts);
      }
    }
    for (std::vector<bool>& row : internal::RuledOut(scheme, facts)) {
      all.push_back(std::move(row));
    }
  }
  return all;
}

bool Search::CanBe(const Assessment& then) const {
  if (scheme_.nevers().empty()) return true;
  const std::vector<std::vector<bool>> ruled_out = RuledOutIn(then);
  for (size_t row = 0; row < ruled_out.size(); ++row) {
    for (size_t i = 0; i < ruled_out[row].size(); ++i) {
      if (ruled_out[row][i] && !ruled_out_[row][i]) return false;
    }
  }
  return true;
}

// Whether other things may be there to do after a step, or count otherwise:
// what is finished can be verified.
bool IsTurn(const Step& step) {
  const auto is_turn = [](const Update& update) {
    return std::holds_alternative<StageChange>(update.change) ||
           WrittenDue(update.change) != nullptr;
  };
  return std::any_of(step.updates.begin(), step.updates.end(), is_turn);
}

// Each thing, and what would be left to do after it: dates and thresholds may
// have moved. What changes no fact that a rule looks at is no part of two, but
// for what may turn more.
std::vector<Way> Search::Pairs(const Assessment& now, ItemRef item) {
  const std::vector<Way> firsts = singles_;
  const std::vector<Way> of_children(
      singles_.begin() + static_cast<std::ptrdiff_t>(own_singles_),
      singles_.end());
  std::vector<std::optional<Assessment>> after;
  std::set<std::string> idle;
  for (const Way& first : firsts) {
    after.push_back(After(first.front().updates, as_of_));
    const bool is_idle = !after.back().has_value() ||
                         HasSameFacts(now, *after.back(), item, aspect_);
    if (is_idle) idle.insert(first.front().words);
  }
  std::vector<std::vector<Way>> by_place;
  for (size_t i = 0; i < firsts.size(); ++i) {
    const Step& first = firsts[i].front();
    const bool is_turn = IsTurn(first);
    if (!after[i].has_value() || (!is_turn && idle.contains(first.words))) {
      continue;
    }
    singles_.clear();
    AddOf(*after[i], item);
    singles_.insert(singles_.end(), of_children.begin(), of_children.end());
    for (size_t k = 0; k < singles_.size(); ++k) {
      const Step& second = singles_[k].front();
      if (internal::IsSameChange(first, second) ||
          (!is_turn && idle.contains(second.words))) {
        continue;
      }
      if (by_place.size() <= i + k) by_place.resize(i + k + 1);
      by_place[i + k].push_back({first, second});
    }
  }
  singles_ = firsts;
  std::vector<Way> pairs;
  for (const std::vector<Way>& ways : by_place) {
    for (const Way& way : ways) {
      if (pairs.size() < kMostPairs) pairs.push_back(way);
    }
  }
  return pairs;
}

std::optional<NextBetter> Search::Run() {
  const std::optional<Assessment> now = After({}, as_of_);
  const std::optional<ItemRef> item = plan_.Find(item_);
  if (!now.has_value() || !item.has_value()) return std::nullopt;
  const int current = LevelIn(*now);
  if (!internal::HasBetter(scheme_, current)) return std::nullopt;
  points_.emplace(scheme_, item->kind, aspect_);
  ruled_out_ = RuledOutIn(*now);
  AddOf(*now, *item);
  own_singles_ = singles_.size();
  const bool is_parent =
      item->kind == ItemKind::kRecommendation || item->kind == ItemKind::kPlan;
  if (is_parent) AddChildren(*now, *item);
  std::optional<NextBetter> next =
      internal::ChooseNext(scheme_, current, singles_, Try(singles_));
  if (!next.has_value() && is_parent) {
    next = internal::ChooseNext(scheme_, current, together_, Try(together_));
  }
  if (!next.has_value()) {
    const std::vector<Way> pairs = Pairs(*now, *item);
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
