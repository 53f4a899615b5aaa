#include "actionplan/plan.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "internal/strings.h"

namespace actionplan {

// The baseline and journal as given, and what is looked up in them often.
struct Plan::Contents {
  Baseline baseline;
  std::vector<Update> journal;

  std::vector<const Milestone*> milestones;
  std::vector<int> milestone_parents;
  std::vector<const Outcome*> outcomes;
  std::vector<int> outcome_parents;
  std::vector<int> journal_by_day;
  std::vector<std::optional<ItemRef>> journal_items;
  absl::flat_hash_map<std::string, ItemRef> items;

  absl::Status IndexItems();
  void IndexJournal();

 private:
  absl::Status Add(const std::string& id, ItemKind kind, size_t index);
};

absl::Status Plan::Contents::Add(const std::string& id, ItemKind kind,
                                 size_t index) {
  const ItemRef ref = {kind, static_cast<int>(index)};
  const auto [found, added] = items.try_emplace(id, ref);
  if (added) return absl::OkStatus();
  return internal::InvalidArgument(
      "The id '", id, "' is used twice, for a ", ToWord(found->second.kind),
      " and a ", ToWord(kind), "; give one of them another id.");
}

absl::Status Plan::Contents::IndexItems() {
  absl::Status status = Add(baseline.id, ItemKind::kPlan, 0);
  for (size_t r = 0; r < baseline.recommendations.size(); ++r) {
    const Recommendation& parent = baseline.recommendations[r];
    status.Update(Add(parent.id, ItemKind::kRecommendation, r));
    for (const Milestone& milestone : parent.milestones) {
      status.Update(Add(milestone.id, ItemKind::kMilestone, milestones.size()));
      milestones.push_back(&milestone);
      milestone_parents.push_back(static_cast<int>(r));
    }
    for (const Outcome& outcome : parent.outcomes) {
      status.Update(Add(outcome.id, ItemKind::kOutcome, outcomes.size()));
      outcomes.push_back(&outcome);
      outcome_parents.push_back(static_cast<int>(r));
    }
  }
  for (size_t i = 0; i < baseline.measures.size(); ++i) {
    status.Update(Add(baseline.measures[i].id, ItemKind::kMeasure, i));
  }
  for (size_t i = 0; i < baseline.concerns.size(); ++i) {
    status.Update(Add(baseline.concerns[i].id, ItemKind::kConcern, i));
  }
  return status;
}

void Plan::Contents::IndexJournal() {
  journal_items.reserve(journal.size());
  for (const Update& update : journal) {
    const auto found = items.find(update.item);
    journal_items.push_back(found == items.end()
                                ? std::nullopt
                                : std::optional<ItemRef>(found->second));
  }
  journal_by_day.resize(journal.size());
  std::iota(journal_by_day.begin(), journal_by_day.end(), 0);
  std::stable_sort(journal_by_day.begin(), journal_by_day.end(),
                   [this](int a, int b) {
                     const Update& x = journal[static_cast<size_t>(a)];
                     const Update& y = journal[static_cast<size_t>(b)];
                     return std::tuple(x.on, x.known_from()) <
                            std::tuple(y.on, y.known_from());
                   });
}

namespace {

WorkCalendar WithClosures(const WorkCalendar& calendar,
                          const Baseline& baseline) {
  std::vector<Holiday> closures;
  for (const Closure& closure : baseline.closures) {
    closures.push_back({.day = closure.day,
                        .title = closure.title,
                        .announced = closure.announced});
  }
  return calendar.WithClosures(closures);
}

absl::StatusOr<WorkCalendar> CalendarOf(const Baseline& baseline) {
  if (baseline.calendar.empty()) {
    return WithClosures(WorkCalendar::EnglandAndWales(), baseline);
  }
  const absl::StatusOr<WorkCalendar> calendar =
      WorkCalendar::Builtin(baseline.calendar);
  if (!calendar.ok()) return calendar;
  return WithClosures(*calendar, baseline);
}

}  // namespace

std::string_view ToWord(ItemKind kind) {
  static constexpr std::array<std::string_view, 6> kWords = {
      "plan", "recommendation", "milestone", "outcome", "measure", "concern"};
  return kWords.at(static_cast<size_t>(kind));
}

absl::StatusOr<Plan> Plan::Create(Baseline baseline,
                                  std::vector<Update> journal) {
  auto contents = std::make_shared<Contents>();
  contents->baseline = std::move(baseline);
  contents->journal = std::move(journal);
  absl::Status status = contents->IndexItems();
  if (!status.ok()) return status;
  contents->IndexJournal();
  absl::StatusOr<WorkCalendar> calendar = CalendarOf(contents->baseline);
  if (!calendar.ok()) return calendar.status();
  return Plan(std::move(contents), *std::move(calendar));
}

const Baseline& Plan::baseline() const { return contents_->baseline; }

std::span<const Recommendation> Plan::recommendations() const {
  return contents_->baseline.recommendations;
}

std::span<const Milestone* const> Plan::milestones() const {
  return contents_->milestones;
}

std::span<const Outcome* const> Plan::outcomes() const {
  return contents_->outcomes;
}

std::span<const Measure> Plan::measures() const {
  return contents_->baseline.measures;
}

std::span<const Concern> Plan::concerns() const {
  return contents_->baseline.concerns;
}

int Plan::recommendation_of_milestone(int milestone) const {
  return contents_->milestone_parents.at(static_cast<size_t>(milestone));
}

int Plan::recommendation_of_outcome(int outcome) const {
  return contents_->outcome_parents.at(static_cast<size_t>(outcome));
}

const std::string& Plan::lead_of_milestone(int milestone) const {
  const std::string& own = milestones()[static_cast<size_t>(milestone)]->lead;
  if (!own.empty()) return own;
  const int parent = recommendation_of_milestone(milestone);
  return recommendations()[static_cast<size_t>(parent)].lead;
}

std::span<const Update> Plan::journal() const { return contents_->journal; }

std::span<const int> Plan::journal_by_day() const {
  return contents_->journal_by_day;
}

std::span<const std::optional<ItemRef>> Plan::journal_items() const {
  return contents_->journal_items;
}

std::optional<ItemRef> Plan::Find(std::string_view id) const {
  const auto found = contents_->items.find(internal::ToAbsl(id));
  if (found == contents_->items.end()) return std::nullopt;
  return found->second;
}

const ReportingPeriod* Plan::PeriodOf(Date day) const {
  for (const ReportingPeriod& period : baseline().periods) {
    if (period.days.Contains(day)) return &period;
  }
  return nullptr;
}

Plan Plan::WithUpdates(std::vector<Update> updates) const {
  std::vector<Update> journal = contents_->journal;
  journal.insert(journal.end(), std::make_move_iterator(updates.begin()),
                 std::make_move_iterator(updates.end()));
  // The ids are those of this plan, so they are still unique.
  const Plan plan = *Create(contents_->baseline, std::move(journal));
  return Plan(plan.contents_, calendar_);
}

Plan Plan::WithCalendar(const WorkCalendar& calendar) const {
  return Plan(contents_, WithClosures(calendar, baseline()));
}

bool operator==(const Plan& a, const Plan& b) {
  const bool same = a.contents_ == b.contents_ ||
                    (a.contents_->baseline == b.contents_->baseline &&
                     a.contents_->journal == b.contents_->journal);
  return same && a.calendar_ == b.calendar_;
}

}  // namespace actionplan
