#include "actionplan/snapshot.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "internal/strings.h"

namespace actionplan {
namespace {

std::string AspectKey(std::string_view item, std::string_view aspect) {
  // Ids and aspects are text of users; a control character keeps them apart.
  return internal::StrCat(item, "\x1f", aspect);
}

// Whether it says only how somebody rates the item, which is no news of it.
bool IsOnlyRating(const Change& change) {
  return std::holds_alternative<ReportedRating>(change) ||
         std::holds_alternative<Override>(change);
}

// Whether a rating was reported for a reporting period.
bool CountsFor(const Update& update, const ReportedRating& rating,
               const ReportingPeriod& period) {
  if (!rating.period.empty()) return rating.period == period.name;
  return period.days.Contains(update.on);
}

// It was so on `on`, so that is the latest day on which it can have become so.
std::optional<Date> EarliestDay(const Update& update) {
  const Due& words = update.written;
  const bool says_when = words.is_dated() || words.first().has_value();
  if (!says_when || !words.Allows(update.on)) return update.on;
  return words.first();
}

}  // namespace

std::optional<Days> DueMove::moved() const {
  if (!from.is_dated() || !to.is_dated()) return std::nullopt;
  return *to.last() - *from.last();
}

std::optional<Date> MilestoneState::finish() const {
  if (finished.has_value()) return finished;
  if (forecast.has_value() && forecast->is_dated()) return forecast->last();
  return due.last();
}

int MilestoneState::finish_said() const {
  if (finished.has_value()) return finished_said;
  if (forecast.has_value() && forecast->is_dated()) return forecast_said;
  return due_said;
}

std::optional<Date> MilestoneState::start_from() const {
  const Due& start = milestone->start;
  return start.first().has_value() ? start.first() : start.last();
}

std::optional<Date> MilestoneState::start_by() const {
  const Due& start = milestone->start;
  return start.last().has_value() ? start.last() : start.first();
}

std::optional<Days> MilestoneState::slip() const {
  const std::optional<Date> end = finish();
  if (!end.has_value() || !original_due.is_dated()) return std::nullopt;
  return *end - *original_due.last();
}

std::optional<int> MilestoneState::slip_months() const {
  const std::optional<Date> end = finish();
  if (!end.has_value() || !original_due.is_dated()) return std::nullopt;
  return MonthsBetween(*original_due.last(), *end);
}

bool MilestoneState::is_overdue(Date as_of) const {
  return !is_complete() && !is_cancelled() && due.is_dated() &&
         as_of > *due.last();
}

std::optional<Days> MilestoneState::days_overdue(Date as_of) const {
  if (!due.is_dated()) return std::nullopt;
  return is_overdue(as_of) ? as_of - *due.last() : Days(0);
}

Lateness MilestoneState::completion_against(const Due& agreed) const {
  return LatenessBetween(agreed, finished_earliest, finished);
}

int MilestoneState::quiet_moves() const {
  return static_cast<int>(
      std::count_if(moves.begin(), moves.end(),
                    [](const DueMove& move) { return move.is_quiet(); }));
}

std::optional<Date> MilestoneState::due_last_on(const Snapshot& snapshot,
                                                Date day) const {
  if (original_due_said >= 0 && snapshot.update(original_due_said).on > day) {
    return std::nullopt;
  }
  for (const DueMove& move : moves) {
    if (move.update >= 0 && move.on > day) return move.from.last();
  }
  return due.last();
}

std::optional<bool> OutcomeState::is_expected(Date as_of) const {
  const Due& expected = outcome->expected;
  if (expected.first().has_value()) return *expected.first() <= as_of;
  if (expected.last().has_value()) return *expected.last() <= as_of;
  return std::nullopt;
}

struct Snapshot::Contents {
  Plan plan;
  Date as_of;
  std::optional<Date> known_by;
  std::vector<RecommendationState> recommendations = {};
  std::vector<MilestoneState> milestones = {};
  std::vector<OutcomeState> outcomes = {};
  std::vector<MeasureState> measures = {};
  std::vector<ConcernState> concerns = {};
  // Concerns by the id that they touch.
  absl::flat_hash_map<std::string, std::vector<int>> concerns_by_item = {};
  std::vector<int> updates = {};
  std::vector<int> doubtful_updates = {};
  // Positions of the reported ratings that count, by item id and aspect.
  absl::flat_hash_map<std::string, int> reported = {};
  // Positions of all that are known, by day, likewise.
  absl::flat_hash_map<std::string, std::vector<int>> all_reported = {};
  // Positions of the latest override that stands or withdraws one, likewise.
  absl::flat_hash_map<std::string, int> overrides = {};
  // The values of the schemes' own facts, by item id, in the order of saying.
  absl::flat_hash_map<std::string, std::vector<SaidFact>> facts = {};
};

namespace {

// The date that the words of a due say it had before, as a due of its own.
std::optional<Due> DueBefore(const Due& due) {
  const DueReading* was = due.was();
  if (was == nullptr || !was->last.has_value()) return std::nullopt;
  return Due::OfPeriod(was->note, was->first, *was->last, due.confidence(),
                       "What the words say it was before.");
}

}  // namespace

// Folds a journal into a snapshot, one update after the other.
class Folder {
 public:
  Folder(Plan plan, Date as_of, std::optional<Date> known_by)
      : contents_(std::make_shared<Snapshot::Contents>(Snapshot::Contents{
            .plan = std::move(plan), .as_of = as_of, .known_by = known_by})) {}

  Snapshot Fold() && {
    StartFromBaseline();
    const Plan& plan = contents_->plan;
    for (int position : plan.journal_by_day()) {
      const Update& update = plan.journal()[static_cast<size_t>(position)];
      if (update.on > contents_->as_of) break;
      if (!IsKnown(update)) continue;
      contents_->updates.push_back(position);
      const Due* due = WrittenDue(update.change);
      if (due != nullptr && !due->other_readings().empty()) {
        contents_->doubtful_updates.push_back(position);
      }
      const std::optional<ItemRef>& item =
          plan.journal_items()[static_cast<size_t>(position)];
      // An update about nothing is Validate()'s to report.
      if (item.has_value()) Apply(update, position, *item);
    }
    FoldReported();
    return Snapshot(std::move(contents_));
  }

 private:
  bool IsKnown(const Update& update) const {
    return !contents_->known_by.has_value() ||
           update.known_from() <= *contents_->known_by;
  }

  void StartFromBaseline();
  void StartFacts(const std::string& item, const FactValues& facts);
  void ApplyFact(const Update& update, const FactChange& change, int position);
  void LinkMeasures();
  void LinkConcerns();

  void Apply(const Update& update, int position, ItemRef item);
  void Apply(const Update& update, int position, MilestoneState& state);
  void Apply(const Update& update, int position, OutcomeState& state);
  void Apply(const Update& update, int position, ConcernState& state);
  void Apply(const Update& update, int position, RecommendationState& state);

  void MoveDue(const Update& update, const DueChange& change, int position,
               MilestoneState& state);
  // "June 2025 (was March 2025)" in the baseline: a move of which nobody says
  // when, by whom and why.
  void MoveByOwnWords(MilestoneState& state) const;
  void ReachStage(const Update& update, Stage stage, int position,
                  MilestoneState& state);

  // Reported ratings are found by reporting period, not by day: one that was
  // given for this period counts on every day of it.
  void FoldReported();

  std::shared_ptr<Snapshot::Contents> contents_;
};

void Folder::StartFromBaseline() {
  const Plan& plan = contents_->plan;
  StartFacts(plan.id(), plan.baseline().facts);
  for (const Recommendation& recommendation : plan.recommendations()) {
    StartFacts(recommendation.id, recommendation.facts);
    contents_->recommendations.emplace_back().recommendation = &recommendation;
  }
  for (size_t i = 0; i < plan.milestones().size(); ++i) {
    MilestoneState state;
    state.milestone = plan.milestones()[i];
    StartFacts(state.milestone->id, state.milestone->facts);
    state.recommendation =
        plan.recommendation_of_milestone(static_cast<int>(i));
    state.original_due = state.milestone->due;
    state.due = state.milestone->due;
    MoveByOwnWords(state);
    contents_->milestones.push_back(std::move(state));
  }
  for (size_t i = 0; i < plan.outcomes().size(); ++i) {
    OutcomeState state;
    state.outcome = plan.outcomes()[i];
    StartFacts(state.outcome->id, state.outcome->facts);
    state.recommendation = plan.recommendation_of_outcome(static_cast<int>(i));
    contents_->outcomes.push_back(std::move(state));
  }
  LinkMeasures();
  LinkConcerns();
}

void Folder::StartFacts(const std::string& item, const FactValues& facts) {
  if (facts.empty()) return;
  std::vector<SaidFact>& said = contents_->facts[item];
  for (const auto& [name, value] : facts) {
    said.push_back({.name = name,
                    .fact = {.value = value, .said = kFromBaseline, .by = ""}});
  }
}

void Folder::LinkMeasures() {
  const Plan& plan = contents_->plan;
  for (size_t i = 0; i < plan.measures().size(); ++i) {
    const Measure& measure = plan.measures()[i];
    contents_->measures.emplace_back().measure = &measure;
    const std::optional<ItemRef> outcome = plan.Find(measure.outcome);
    if (outcome.has_value() && outcome->kind == ItemKind::kOutcome) {
      contents_->outcomes[static_cast<size_t>(outcome->index)]
          .measures.push_back(static_cast<int>(i));
    }
  }
}

void Folder::LinkConcerns() {
  const Plan& plan = contents_->plan;
  for (size_t i = 0; i < plan.concerns().size(); ++i) {
    const Concern& concern = plan.concerns()[i];
    contents_->concerns.push_back({.concern = &concern});
    for (const std::string& id : concern.touches) {
      contents_->concerns_by_item[id].push_back(static_cast<int>(i));
    }
  }
  if (plan.concerns().empty()) return;
  // A concern that the journal opens first was not there before.
  std::vector<bool> seen(plan.concerns().size(), false);
  for (int position : plan.journal_by_day()) {
    const auto i = static_cast<size_t>(position);
    const auto* change = std::get_if<ConcernChange>(&plan.journal()[i].change);
    const std::optional<ItemRef>& item = plan.journal_items()[i];
    if (change == nullptr || !change->open.has_value() || !item.has_value() ||
        item->kind != ItemKind::kConcern) {
      continue;
    }
    const auto concern = static_cast<size_t>(item->index);
    if (!seen[concern]) contents_->concerns[concern].open = !*change->open;
    seen[concern] = true;
  }
}

void Folder::Apply(const Update& update, int position, ItemRef item) {
  const auto index = static_cast<size_t>(item.index);
  if (item.kind != ItemKind::kMeasure && item.kind != ItemKind::kConcern) {
    if (const auto* fact = std::get_if<FactChange>(&update.change)) {
      ApplyFact(update, *fact, position);
    } else if (const auto* set = std::get_if<Override>(&update.change);
               set != nullptr && !update.by.empty() && !set->reason.empty()) {
      contents_->overrides[AspectKey(update.item, set->aspect)] = position;
    }
  }
  switch (item.kind) {
    case ItemKind::kMilestone:
      return Apply(update, position, contents_->milestones[index]);
    case ItemKind::kOutcome:
      return Apply(update, position, contents_->outcomes[index]);
    case ItemKind::kConcern:
      return Apply(update, position, contents_->concerns[index]);
    case ItemKind::kRecommendation:
      return Apply(update, position, contents_->recommendations[index]);
    case ItemKind::kMeasure:
      if (std::holds_alternative<Reading>(update.change)) {
        contents_->measures[index].readings.push_back(position);
      }
      return;
    case ItemKind::kPlan:
      return;  // Only narrative; it is in updates().
  }
}

void Folder::ApplyFact(const Update& update, const FactChange& change,
                       int position) {
  std::vector<SaidFact>& said = contents_->facts[update.item];
  const auto before = std::find_if(
      said.begin(), said.end(),
      [&](const SaidFact& fact) { return fact.name == change.fact; });
  SaidFact& now = before != said.end() ? *before : said.emplace_back();
  now = {.name = change.fact,
         .fact = {.value = change.value, .said = position, .by = update.by}};
}

void Folder::Apply(const Update& update, int position, MilestoneState& state) {
  if (IsOnlyRating(update.change)) return;
  state.last_said = position;
  if (const auto* due = std::get_if<DueChange>(&update.change)) {
    MoveDue(update, *due, position, state);
  } else if (const auto* forecast =
                 std::get_if<ForecastChange>(&update.change)) {
    state.forecast = forecast->finish;
    state.forecast_said = position;
  } else if (const auto* stage = std::get_if<StageChange>(&update.change)) {
    ReachStage(update, stage->stage, position, state);
  } else if (const auto* progress = std::get_if<Progress>(&update.change)) {
    if (progress->percent.has_value()) {
      state.percent = progress->percent;
      state.percent_said = position;
    }
  } else if (const auto* recovery = std::get_if<Recovery>(&update.change)) {
    state.recovery_until = recovery->until;
    state.recovery_said = position;
  } else if (const auto* blocked = std::get_if<Blocked>(&update.change)) {
    state.blocked = blocked->blocked;
    state.blocked_said = position;
  }
}

void Folder::MoveDue(const Update& update, const DueChange& change,
                     int position, MilestoneState& state) {
  Due before = std::move(state.due);
  int before_said = state.due_said;
  state.due = change.due;
  state.due_said = position;
  if (!state.original_due.is_dated()) {
    // The journal knows of no date, but the words do.
    const std::optional<Due> known = DueBefore(change.due);
    if (known.has_value()) {
      state.original_due = before = *known;
      state.original_due_said = before_said = position;
    }
  }
  if (before.last() == change.due.last()) return;
  if (!state.original_due.is_dated()) {
    // The first date ever agreed is a promise, not a move.
    state.original_due = change.due;
    state.original_due_said = position;
    return;
  }
  state.moves.push_back({.from = before,
                         .to = change.due,
                         .update = position,
                         .from_said = before_said,
                         .on = update.on,
                         .agreed_by = change.agreed_by,
                         .reason = change.reason});
}

void Folder::MoveByOwnWords(MilestoneState& state) const {
  const std::optional<Due> before = DueBefore(state.due);
  if (!before.has_value()) return;
  state.original_due = *before;
  if (before->last() == state.due.last()) return;
  // It was known with the plan, at the latest.
  const Date known =
      contents_->plan.baseline().accepted.last().value_or(contents_->as_of);
  state.moves.push_back({.from = *before,
                         .to = state.due,
                         .update = kFromBaseline,
                         .from_said = kFromBaseline,
                         .on = std::min(known, contents_->as_of),
                         .agreed_by = "",
                         .reason = ""});
}

void Folder::ReachStage(const Update& update, Stage stage, int position,
                        MilestoneState& state) {
  state.stage = stage;
  state.stage_said = position;
  if (!IsComplete(stage)) {
    state.finished.reset();
    state.finished_earliest.reset();
    state.finished_said = kNeverSaid;
    if (stage == Stage::kInProgress && !state.started.has_value()) {
      state.started = update.on;
      state.started_earliest = EarliestDay(update);
      state.started_said = position;
    }
  } else if (!state.finished.has_value()) {
    // Verifying later what was complete before does not move its finish.
    state.finished = update.on;
    state.finished_earliest = EarliestDay(update);
    state.finished_said = position;
  }
}

void Folder::Apply(const Update& update, int position, OutcomeState& state) {
  if (IsOnlyRating(update.change)) return;
  state.last_said = position;
  const auto* evidence = std::get_if<Evidence>(&update.change);
  if (evidence == nullptr) return;
  if (evidence->measurable.has_value()) {
    state.measurable = evidence->measurable;
    state.measurable_said = position;
  }
  if (evidence->demonstrated.has_value()) {
    state.demonstrated = evidence->demonstrated;
    state.demonstrated_said = position;
  }
  if (evidence->achieved.has_value()) {
    state.achieved = evidence->achieved;
    state.achieved_said = position;
  }
}

void Folder::Apply(const Update& update, int position, ConcernState& state) {
  state.last_said = position;
  const auto* change = std::get_if<ConcernChange>(&update.change);
  if (change == nullptr) return;
  state.open = change->open.value_or(state.open);
  state.significant = change->significant.value_or(state.significant);
}

void Folder::Apply(const Update& update, int position,
                   RecommendationState& state) {
  if (IsOnlyRating(update.change)) return;
  state.last_said = position;
  if (const auto* recovery = std::get_if<Recovery>(&update.change)) {
    state.recovery_until = recovery->until;
    state.recovery_said = position;
  }
}

void Folder::FoldReported() {
  const Plan& plan = contents_->plan;
  const ReportingPeriod* period = plan.PeriodOf(contents_->as_of);
  for (int position : plan.journal_by_day()) {
    const Update& update = plan.journal()[static_cast<size_t>(position)];
    const auto* rating = std::get_if<ReportedRating>(&update.change);
    if (rating == nullptr || !IsKnown(update)) continue;
    const std::string key = AspectKey(update.item, rating->aspect);
    contents_->all_reported[key].push_back(position);
    const bool counts = period == nullptr ? update.on <= contents_->as_of
                                          : CountsFor(update, *rating, *period);
    if (counts) contents_->reported[key] = position;
  }
}

const Plan& Snapshot::plan() const { return contents_->plan; }

Date Snapshot::as_of() const { return contents_->as_of; }

std::optional<Date> Snapshot::known_by() const { return contents_->known_by; }

std::span<const RecommendationState> Snapshot::recommendations() const {
  return contents_->recommendations;
}

std::span<const MilestoneState> Snapshot::milestones() const {
  return contents_->milestones;
}

std::span<const OutcomeState> Snapshot::outcomes() const {
  return contents_->outcomes;
}

std::span<const MeasureState> Snapshot::measures() const {
  return contents_->measures;
}

std::span<const ConcernState> Snapshot::concerns() const {
  return contents_->concerns;
}

std::span<const int> Snapshot::updates() const { return contents_->updates; }

std::span<const int> Snapshot::doubtful_updates() const {
  return contents_->doubtful_updates;
}

std::string Snapshot::WhereSaid(int said) const {
  if (said == kFromBaseline) return "the plan as accepted";
  if (said == kNeverSaid) {
    return internal::StrCat("the record as of ", as_of().ToWords());
  }
  const Update& from = update(said);
  std::string where = internal::StrCat("update on ", from.on.ToWords());
  if (from.known_from() != from.on) {
    absl::StrAppend(&where, ", recorded ", from.known_from().ToWords());
  }
  if (!from.by.empty()) absl::StrAppend(&where, ", by ", from.by);
  if (!from.source.empty()) absl::StrAppend(&where, "; ", from.source);
  return where;
}

Period Snapshot::period() const {
  const ReportingPeriod* period = contents_->plan.PeriodOf(contents_->as_of);
  return period != nullptr ? period->days : Period::Day(contents_->as_of);
}

const Update& Snapshot::update(int position) const {
  return contents_->plan.journal()[static_cast<size_t>(position)];
}

std::vector<int> Snapshot::OpenConcerns(ItemRef item) const {
  std::vector<int> found;
  const auto add = [&](const std::string& id) {
    const auto concerns = contents_->concerns_by_item.find(id);
    if (concerns == contents_->concerns_by_item.end()) return;
    for (int concern : concerns->second) {
      if (contents_->concerns[static_cast<size_t>(concern)].open) {
        found.push_back(concern);
      }
    }
  };
  const auto index = static_cast<size_t>(item.index);
  const auto add_parent = [&](int recommendation) {
    add(contents_->plan.recommendations()[static_cast<size_t>(recommendation)]
            .id);
  };
  if (item.kind == ItemKind::kRecommendation) {
    add_parent(item.index);
  } else if (item.kind == ItemKind::kMilestone) {
    add(contents_->milestones[index].milestone->id);
    add_parent(contents_->milestones[index].recommendation);
  } else if (item.kind == ItemKind::kOutcome) {
    add_parent(contents_->outcomes[index].recommendation);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

namespace {

// The id of an item that can be rated; nullopt of a measure or concern.
std::optional<std::string_view> RatedId(const Plan& plan, ItemRef item) {
  const auto index = static_cast<size_t>(item.index);
  switch (item.kind) {
    case ItemKind::kRecommendation:
      return plan.recommendations()[index].id;
    case ItemKind::kMilestone:
      return plan.milestones()[index]->id;
    case ItemKind::kOutcome:
      return plan.outcomes()[index]->id;
    case ItemKind::kPlan:
      return plan.id();
    case ItemKind::kMeasure:
    case ItemKind::kConcern:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

const Update* Snapshot::Reported(ItemRef item, std::string_view aspect) const {
  const std::optional<std::string_view> id = RatedId(plan(), item);
  if (!id.has_value()) return nullptr;
  const auto found = contents_->reported.find(AspectKey(*id, aspect));
  return found == contents_->reported.end() ? nullptr : &update(found->second);
}

const Update* Snapshot::ReportedFor(ItemRef item, std::string_view aspect,
                                    const ReportingPeriod& period) const {
  const std::optional<std::string_view> id = RatedId(plan(), item);
  if (!id.has_value()) return nullptr;
  const auto found = contents_->all_reported.find(AspectKey(*id, aspect));
  if (found == contents_->all_reported.end()) return nullptr;
  const std::vector<int>& positions = found->second;
  for (auto at = positions.rbegin(); at != positions.rend(); ++at) {
    const Update& said = update(*at);
    if (CountsFor(said, std::get<ReportedRating>(said.change), period)) {
      return &said;
    }
  }
  return nullptr;
}

std::vector<Date> Snapshot::past_period_ends() const {
  std::vector<Date> ends;
  for (const ReportingPeriod& period : plan().baseline().periods) {
    if (period.days.last() < as_of()) ends.push_back(period.days.last());
  }
  std::sort(ends.begin(), ends.end());
  return ends;
}

const Update* Snapshot::OverrideOf(ItemRef item,
                                   std::string_view aspect) const {
  const std::optional<std::string_view> id = RatedId(plan(), item);
  if (!id.has_value()) return nullptr;
  const auto found = contents_->overrides.find(AspectKey(*id, aspect));
  if (found == contents_->overrides.end()) return nullptr;
  const Update& latest = update(found->second);
  const bool is_withdrawn =
      !std::get<Override>(latest.change).rating.has_value();
  return is_withdrawn ? nullptr : &latest;
}

std::span<const SaidFact> Snapshot::FactsSaid(ItemRef item) const {
  const std::optional<std::string_view> id = RatedId(plan(), item);
  if (!id.has_value()) return {};
  const auto found = contents_->facts.find(std::string(*id));
  if (found == contents_->facts.end()) return {};
  return found->second;
}

const FactSaid* Snapshot::FactValueOf(ItemRef item,
                                      std::string_view fact) const {
  for (const SaidFact& said : FactsSaid(item)) {
    if (said.name == fact) return &said.fact;
  }
  return nullptr;
}

absl::StatusOr<Snapshot> AsOf(const Plan& plan, Date as_of,
                              std::optional<Date> known_by) {
  const Due& accepted = plan.baseline().accepted;
  const std::optional<Date> start = accepted.first();
  if (start.has_value()) {
    if (as_of < *start) {
      return internal::OutOfRange(
          "The plan '", plan.id(), "' was accepted in '", accepted.text(),
          "', so there is nothing to say as of ", as_of.ToIso(),
          "; ask as of a day from ", start->ToIso(), " on.");
    }
    if (known_by.has_value() && *known_by < *start) {
      return internal::OutOfRange(
          "The plan '", plan.id(), "' was accepted in '", accepted.text(),
          "', so nothing was known by ", known_by->ToIso(),
          "; give a day from ", start->ToIso(), " on.");
    }
  }
  if (!known_by.has_value()) return Folder(plan, as_of, known_by).Fold();
  // Who could not know of a bank holiday could not count it.
  const Plan then =
      plan.WithCalendar(plan.work_calendar().AsKnownOn(*known_by));
  return Folder(then, as_of, known_by).Fold();
}

}  // namespace actionplan
