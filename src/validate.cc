#include "actionplan/validate.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "absl/container/flat_hash_map.h"
#include "internal/strings.h"

namespace actionplan {
namespace {

using internal::StrCat;

// What each kind of update may be about, in the order of Change; an update
// about another sort of item would silently say nothing.
bool MayBeAbout(const Change& change, ItemKind kind) {
  struct Visitor {
    ItemKind kind;
    bool operator()(const Progress&) const { return true; }
    bool operator()(const Recovery&) const {
      return kind == ItemKind::kMilestone || kind == ItemKind::kRecommendation;
    }
    bool operator()(const Reading&) const { return kind == ItemKind::kMeasure; }
    bool operator()(const Evidence&) const {
      return kind == ItemKind::kOutcome;
    }
    bool operator()(const ConcernChange&) const {
      return kind == ItemKind::kConcern;
    }
    bool operator()(const ReportedRating&) const { return IsRated(); }
    bool operator()(const FactChange&) const { return IsRated(); }
    bool operator()(const Override&) const { return IsRated(); }
    bool operator()(const DueChange&) const { return IsMilestone(); }
    bool operator()(const ForecastChange&) const { return IsMilestone(); }
    bool operator()(const StageChange&) const { return IsMilestone(); }
    bool operator()(const Blocked&) const { return IsMilestone(); }
    bool IsMilestone() const { return kind == ItemKind::kMilestone; }
    bool IsRated() const {
      return kind != ItemKind::kMeasure && kind != ItemKind::kConcern;
    }
  };
  return std::visit(Visitor{kind}, change);
}

// The size of the last digit that was stated: 1 for 85, 0.1 for 38.6.
double LastDigit(double value) {
  double unit = 1;
  for (int digits = 0; digits < 6; ++digits, unit /= 10) {
    const double scaled = value / unit;
    if (std::abs(scaled - std::round(scaled)) < 1e-6) return unit;
  }
  return unit;
}

// Whether `stated` is `exact` rounded, or cut off, to the digits it is stated
// with. A half may be rounded either way.
bool IsRoundedOrCut(double exact, double stated) {
  constexpr double kNoise = 1e-9;
  const double digit = LastDigit(stated);
  const double cut = std::trunc(exact / digit + kNoise) * digit;
  return std::abs(exact - stated) <= digit / 2 + kNoise ||
         std::abs(cut - stated) <= kNoise;
}

// Finds milestones that need each other in a circle: depth-first through
// `needs`, without recursion, as a chain may be long.
class CircleFinder {
 public:
  explicit CircleFinder(const Plan& plan)
      : plan_(plan), marks_(plan.milestones().size(), Mark::kNew) {}

  // For the milestone that closes a circle, that circle in words.
  absl::flat_hash_map<int, std::string> Find() && {
    for (size_t i = 0; i < marks_.size(); ++i) {
      if (marks_[i] == Mark::kNew) FollowFrom(static_cast<int>(i));
    }
    return std::move(circles_);
  }

 private:
  enum class Mark : uint8_t { kNew, kOnTrail, kDone };
  struct Step {
    int milestone;
    size_t next_need = 0;
  };

  const Milestone& At(int milestone) const {
    return *plan_.milestones()[static_cast<size_t>(milestone)];
  }
  Mark& MarkOf(int milestone) { return marks_[static_cast<size_t>(milestone)]; }

  void FollowFrom(int start) {
    Enter(start);
    while (!trail_.empty()) {
      Step& step = trail_.back();
      const Milestone& here = At(step.milestone);
      if (step.next_need == here.needs.size()) {
        MarkOf(step.milestone) = Mark::kDone;
        trail_.pop_back();
      } else {
        Follow(plan_.Find(here.needs[step.next_need++]));
      }
    }
  }

  void Enter(int milestone) {
    MarkOf(milestone) = Mark::kOnTrail;
    trail_.push_back({milestone});
  }

  void Follow(const std::optional<ItemRef>& need) {
    if (!need.has_value() || need->kind != ItemKind::kMilestone) return;
    if (MarkOf(need->index) == Mark::kNew) {
      Enter(need->index);
    } else if (MarkOf(need->index) == Mark::kOnTrail) {
      circles_.try_emplace(trail_.back().milestone, CircleTo(need->index));
    }
  }

  // The end of the trail from `milestone` on, and back to it.
  std::string CircleTo(int milestone) const {
    auto at = std::find_if(trail_.begin(), trail_.end(), [&](const Step& step) {
      return step.milestone == milestone;
    });
    std::string words;
    for (; at != trail_.end(); ++at) {
      absl::StrAppend(&words, At(at->milestone).id, " needs ");
    }
    return words + At(milestone).id;
  }

  const Plan& plan_;
  std::vector<Mark> marks_;
  std::vector<Step> trail_;
  absl::flat_hash_map<int, std::string> circles_;
};

class Validator {
 public:
  explicit Validator(const Plan& plan)
      : plan_(plan), circles_(CircleFinder(plan).Find()) {}

  std::vector<Issue> Run() && {
    CheckPeriods();
    for (size_t r = 0; r < plan_.recommendations().size(); ++r) {
      CheckRecommendation(r);
    }
    for (size_t i = 0; i < plan_.measures().size(); ++i) CheckMeasure(i);
    for (size_t i = 0; i < plan_.concerns().size(); ++i) CheckConcern(i);
    for (size_t i = 0; i < plan_.journal().size(); ++i) CheckUpdate(i);
    return std::move(issues_);
  }

 private:
  void Add(std::string where, std::string what, std::string remedy) {
    issues_.push_back({std::move(where), std::move(what), std::move(remedy)});
  }

  void CheckPeriods();
  void CheckRecommendation(size_t r);
  void CheckMilestone(int index, const std::string& path);
  void CheckMeasure(size_t i);
  void CheckConcern(size_t i);

  void CheckUpdate(size_t i);
  void CheckItem(size_t i, const std::string& path);
  void CheckDays(const Update& update, const std::string& path);
  void CheckReading(const Update& update, const Measure& measure,
                    const std::string& path);
  void CheckDueChange(size_t i, const std::string& path);
  void CheckDateBefore(size_t i, const DueChange& change,
                       const std::string& path);
  void CheckStage(const Update& update, const std::string& path);
  void CheckPercent(const Update& update, const std::string& path);
  void CheckRatingPeriod(const Update& update, const std::string& path);
  void CheckOverride(const Update& update, const std::string& path);

  // Complains unless `id` is that of an item of one of these kinds.
  void CheckReference(const std::string& id, std::span<const ItemKind> kinds,
                      const std::string& path);
  void CheckStartBeforeDue(const Due& start, const Due& due,
                           const std::string& path);

  const Plan& plan_;
  // Circles of needs, by the milestone that closes each.
  const absl::flat_hash_map<int, std::string> circles_;
  int next_milestone_ = 0;
  std::vector<Issue> issues_;
};

void Validator::CheckPeriods() {
  const std::vector<ReportingPeriod>& periods = plan_.baseline().periods;
  for (size_t i = 0; i < periods.size(); ++i) {
    for (size_t k = 0; k < i; ++k) {
      if (periods[i].name == periods[k].name) {
        Add(StrCat("$.periods[", i, "].name"),
            StrCat("Two reporting periods are called '", periods[i].name, "'."),
            "Give each a name of its own.");
      }
      if (periods[i].days.first() <= periods[k].days.last() &&
          periods[k].days.first() <= periods[i].days.last()) {
        Add(StrCat("$.periods[", i, "]"),
            StrCat("The reporting period '", periods[i].name,
                   "' overlaps with '", periods[k].name, "'."),
            "Let each begin on the day after the one before.");
      }
    }
  }
}

void Validator::CheckRecommendation(size_t r) {
  const size_t count = plan_.recommendations()[r].milestones.size();
  for (size_t m = 0; m < count; ++m) {
    CheckMilestone(next_milestone_++,
                   StrCat("$.recommendations[", r, "].milestones[", m, "]"));
  }
}

void Validator::CheckMilestone(int index, const std::string& path) {
  const Milestone& milestone = *plan_.milestones()[static_cast<size_t>(index)];
  CheckStartBeforeDue(milestone.start, milestone.due, path + ".due");
  static constexpr std::array kKinds = {ItemKind::kMilestone};
  for (size_t i = 0; i < milestone.needs.size(); ++i) {
    CheckReference(milestone.needs[i], kKinds, StrCat(path, ".needs[", i, "]"));
  }
  const auto circle = circles_.find(index);
  if (circle != circles_.end()) {
    Add(path + ".needs",
        StrCat("These milestones wait for each other: ", circle->second, "."),
        "Take one of these needs away.");
  }
}

void Validator::CheckStartBeforeDue(const Due& start, const Due& due,
                                    const std::string& path) {
  const std::optional<Date> begin = start.first();
  if (!begin.has_value() || !due.is_dated() || *due.last() >= *begin) return;
  Add(path,
      StrCat("The due '", due.text(), "' (", due.last()->ToIso(),
             ") is before the start '", start.text(), "' (", begin->ToIso(),
             ")."),
      "Change one of the two.");
}

void Validator::CheckReference(const std::string& id,
                               std::span<const ItemKind> kinds,
                               const std::string& path) {
  const std::optional<ItemRef> item = plan_.Find(id);
  if (!item.has_value()) {
    Add(path, StrCat("There is no item '", id, "' in the plan."),
        "Mend the id, or add the item.");
    return;
  }
  if (std::find(kinds.begin(), kinds.end(), item->kind) != kinds.end()) return;
  std::string wanted;
  for (ItemKind kind : kinds) {
    absl::StrAppend(&wanted, wanted.empty() ? "a " : " or a ",
                    internal::ToAbsl(ToWord(kind)));
  }
  Add(path, StrCat("'", id, "' is a ", ToWord(item->kind), "."),
      StrCat("Name ", wanted, " here."));
}

void Validator::CheckMeasure(size_t i) {
  const Measure& measure = plan_.measures()[i];
  const std::string path = StrCat("$.measures[", i, "]");
  static constexpr std::array kKinds = {ItemKind::kOutcome};
  if (!measure.outcome.empty()) {
    CheckReference(measure.outcome, kKinds, path + ".outcome");
  }
  if (measure.tolerance.has_value() && *measure.tolerance < 0) {
    Add(path + ".tolerance",
        StrCat("The tolerance ", internal::NumberText(*measure.tolerance),
               " is negative."),
        "Write how far off target is still well, as a positive number.");
  }
}

void Validator::CheckConcern(size_t i) {
  const Concern& concern = plan_.concerns()[i];
  static constexpr std::array kKinds = {ItemKind::kRecommendation,
                                        ItemKind::kMilestone};
  for (size_t k = 0; k < concern.touches.size(); ++k) {
    CheckReference(concern.touches[k], kKinds,
                   StrCat("$.concerns[", i, "].touches[", k, "]"));
  }
}

void Validator::CheckUpdate(size_t i) {
  const Update& update = plan_.journal()[i];
  const std::string path = StrCat("$.journal[", i, "]");
  CheckItem(i, path);
  CheckDays(update, path);
  CheckDueChange(i, path);
  CheckStage(update, path);
  CheckPercent(update, path);
  CheckRatingPeriod(update, path);
  CheckOverride(update, path);
  const std::optional<ItemRef>& item = plan_.journal_items()[i];
  if (item.has_value() && item->kind == ItemKind::kMeasure) {
    CheckReading(update, plan_.measures()[static_cast<size_t>(item->index)],
                 path);
  }
}

void Validator::CheckItem(size_t i, const std::string& path) {
  const Update& update = plan_.journal()[i];
  const std::optional<ItemRef>& item = plan_.journal_items()[i];
  if (!item.has_value()) {
    Add(path + ".item",
        StrCat("This update is about '", update.item,
               "', which does not exist."),
        "Mend the id, or add the item.");
  } else if (!MayBeAbout(update.change, item->kind)) {
    Add(path + ".kind",
        StrCat("An update of kind '", KindOf(update.change),
               "' can't be about '", update.item, "', a ", ToWord(item->kind),
               "; it says nothing there."),
        "Mend the kind or the item.");
  }
}

void Validator::CheckDays(const Update& update, const std::string& path) {
  if (update.known_from() < update.on) {
    const bool completion =
        std::holds_alternative<StageChange>(update.change) &&
        IsComplete(std::get<StageChange>(update.change).stage);
    Add(path + ".on",
        StrCat(completion ? "A completion" : "Something", " on ",
               update.on.ToIso(), " was recorded on ",
               update.known_from().ToIso(), ", before it was so."),
        completion ? "A completion can't lie in the future of its update; "
                     "for what is expected use kind 'forecast'."
                   : "Change one of the two days.");
  }
  if (!update.written.Allows(update.on)) {
    Add(path + ".written",
        StrCat("The day ", update.on.ToIso(), " is not within '",
               update.written.text(), "'."),
        "Change the day or the words.");
  }
}

void Validator::CheckReading(const Update& update, const Measure& measure,
                             const std::string& path) {
  const auto* reading = std::get_if<Reading>(&update.change);
  if (reading == nullptr || measure.unit != "%" ||
      !reading->numerator.has_value() || !reading->denominator.has_value()) {
    return;
  }
  if (*reading->denominator == 0) {
    Add(path + ".denominator", "A share of nothing has no percentage.",
        "Mend the denominator.");
    return;
  }
  const double exact = 100.0 * *reading->numerator / *reading->denominator;
  if (IsRoundedOrCut(exact, reading->value)) return;
  Add(path + ".value",
      StrCat("The stated ", internal::NumberText(reading->value), " % is not ",
             internal::NumberText(*reading->numerator), " of ",
             internal::NumberText(*reading->denominator), ", which is ",
             internal::NumberText(std::round(exact * 10) / 10), " %."),
      "One of the three numbers is wrong; ask the source which.");
}

void Validator::CheckDueChange(size_t i, const std::string& path) {
  const auto* change = std::get_if<DueChange>(&plan_.journal()[i].change);
  const std::optional<ItemRef>& item = plan_.journal_items()[i];
  if (change == nullptr || !item.has_value() ||
      item->kind != ItemKind::kMilestone) {
    return;
  }
  CheckStartBeforeDue(
      plan_.milestones()[static_cast<size_t>(item->index)]->start, change->due,
      path + ".due");
  CheckDateBefore(i, *change, path);
}

// "June 2025 (was March 2025)" must agree with what is on record before it.
void Validator::CheckDateBefore(size_t i, const DueChange& change,
                                const std::string& path) {
  const DueReading* was = change.due.was();
  if (was == nullptr || !was->last.has_value()) return;
  const Update& update = plan_.journal()[i];
  const int item = plan_.journal_items()[i]->index;
  const Due& baseline = plan_.milestones()[static_cast<size_t>(item)]->due;
  bool is_dated = baseline.is_dated();
  bool is_known = baseline.last() == was->last;
  for (int position : plan_.journal_by_day()) {
    const auto k = static_cast<size_t>(position);
    if (k == i) break;
    const auto* earlier = std::get_if<DueChange>(&plan_.journal()[k].change);
    if (earlier == nullptr || plan_.journal()[k].item != update.item) continue;
    is_dated = is_dated || earlier->due.is_dated();
    is_known = is_known || earlier->due.last() == was->last;
  }
  if (!is_dated || is_known) return;
  Add(path + ".due",
      StrCat("'", change.due.text(), "' says that '", update.item, "' was due ",
             was->last->ToWords(),
             " before, which neither the plan nor an earlier update says."),
      "Add the update that set that date, or correct the words.");
}

void Validator::CheckStage(const Update& update, const std::string& path) {
  const auto* change = std::get_if<StageChange>(&update.change);
  if (change == nullptr || !change->decision.empty()) return;
  if (!IsResting(change->stage) && change->stage != Stage::kCancelled) return;
  Add(path + ".decision",
      StrCat("'", update.item, "' was set to '", ToWord(change->stage),
             "' without a decision on record."),
      "Say who decided it, and where.");
}

void Validator::CheckPercent(const Update& update, const std::string& path) {
  const auto* progress = std::get_if<Progress>(&update.change);
  if (progress == nullptr || !progress->percent.has_value()) return;
  if (*progress->percent >= 0 && *progress->percent <= 100) return;
  Add(path + ".percent",
      StrCat(internal::NumberText(*progress->percent),
             " % complete is not possible."),
      "Write a number from 0 to 100.");
}

void Validator::CheckRatingPeriod(const Update& update,
                                  const std::string& path) {
  const auto* rating = std::get_if<ReportedRating>(&update.change);
  if (rating == nullptr || rating->period.empty()) return;
  const std::vector<ReportingPeriod>& periods = plan_.baseline().periods;
  const auto found = std::find_if(periods.begin(), periods.end(),
                                  [&](const ReportingPeriod& period) {
                                    return period.name == rating->period;
                                  });
  if (found == periods.end()) {
    Add(path + ".period",
        StrCat("There is no reporting period '", rating->period, "'."),
        "Use the name of one in $.periods, or add it there.");
  }
}

void Validator::CheckOverride(const Update& update, const std::string& path) {
  const auto* change = std::get_if<Override>(&update.change);
  if (change == nullptr) return;
  const std::string what = StrCat("The override of the ", change->aspect,
                                  " rating of '", update.item, "' ");
  if (update.by.empty()) {
    Add(path + ".by", StrCat(what, "does not say who made it."),
        "Say who answers for it, by role; without it it does not stand.");
  }
  if (change->reason.empty()) {
    Add(path + ".reason", StrCat(what, "gives no reason."),
        "Say why; without a reason it does not stand.");
  }
}

}  // namespace

std::vector<Issue> Validate(const Plan& plan) { return Validator(plan).Run(); }

}  // namespace actionplan
