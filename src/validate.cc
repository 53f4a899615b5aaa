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
    bool operator()(const ReportedRating&) const {
      return kind != ItemKind::kMeasure && kind != ItemKind::kConcern;
    }
    bool operator()(const DueChange&) const { return IsMilestone(); }
    bool operator()(const ForecastChange&) const { return IsMilestone(); }
    bool operator()(const StageChange&) const { return IsMilestone(); }
    bool operator()(const Blocked&) const { return IsMilestone(); }
    bool IsMilestone() const { return kind == ItemKind::kMilestone; }
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

std::string Number(double value) { return absl::StrCat(value); }

class Validator {
 public:
  explicit Validator(const Plan& plan) : plan_(plan) {}

  std::vector<Issue> Run() && {
    CheckPeriods();
    for (size_t r = 0; r < plan_.recommendations().size(); ++r) {
      CheckRecommendation(r);
    }
    CheckCircles();
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
  void CheckMilestone(const Milestone& milestone, const std::string& path);
  void CheckCircles();
  void CheckMeasure(size_t i);
  void CheckConcern(size_t i);

  void CheckUpdate(size_t i);
  void CheckItem(size_t i, const std::string& path);
  void CheckDays(const Update& update, const std::string& path);
  void CheckReading(const Update& update, const Measure& measure,
                    const std::string& path);
  void CheckDueChange(size_t i, const std::string& path);
  void CheckStage(const Update& update, const std::string& path);
  void CheckPercent(const Update& update, const std::string& path);
  void CheckRatingPeriod(const Update& update, const std::string& path);

  // Complains unless `id` is that of an item of one of these kinds.
  void CheckReference(const std::string& id, std::span<const ItemKind> kinds,
                      const std::string& path);
  void CheckStartBeforeDue(const Due& start, const Due& due,
                           const std::string& path);
  std::string PathOfMilestone(int milestone) const;

  const Plan& plan_;
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
  const Recommendation& recommendation = plan_.recommendations()[r];
  for (size_t m = 0; m < recommendation.milestones.size(); ++m) {
    CheckMilestone(recommendation.milestones[m],
                   StrCat("$.recommendations[", r, "].milestones[", m, "]"));
  }
}

void Validator::CheckMilestone(const Milestone& milestone,
                               const std::string& path) {
  CheckStartBeforeDue(milestone.start, milestone.due, path + ".due");
  static constexpr std::array kKinds = {ItemKind::kMilestone};
  for (size_t i = 0; i < milestone.needs.size(); ++i) {
    CheckReference(milestone.needs[i], kKinds, StrCat(path, ".needs[", i, "]"));
  }
}

void Validator::CheckStartBeforeDue(const Due& start, const Due& due,
                                    const std::string& path) {
  const std::optional<Date> begin =
      start.first().has_value() ? start.first() : start.last();
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

std::string Validator::PathOfMilestone(int milestone) const {
  const int parent = plan_.recommendation_of_milestone(milestone);
  int first = milestone;
  while (first > 0 && plan_.recommendation_of_milestone(first - 1) == parent) {
    --first;
  }
  return StrCat("$.recommendations[", parent, "].milestones[",
                milestone - first, "]");
}

// Depth-first through `needs`, without recursion: a chain may be long.
void Validator::CheckCircles() {
  enum class Mark : uint8_t { kNew, kOpen, kDone };
  const std::span<const Milestone* const> all = plan_.milestones();
  std::vector<Mark> marks(all.size(), Mark::kNew);
  struct Step {
    int milestone;
    size_t next_need = 0;
  };
  for (size_t start = 0; start < all.size(); ++start) {
    if (marks[start] != Mark::kNew) continue;
    std::vector<Step> trail = {{static_cast<int>(start)}};
    marks[start] = Mark::kOpen;
    while (!trail.empty()) {
      Step& step = trail.back();
      const auto here = static_cast<size_t>(step.milestone);
      if (step.next_need == all[here]->needs.size()) {
        marks[here] = Mark::kDone;
        trail.pop_back();
        continue;
      }
      const std::optional<ItemRef> need =
          plan_.Find(all[here]->needs[step.next_need++]);
      if (!need.has_value() || need->kind != ItemKind::kMilestone) continue;
      const auto there = static_cast<size_t>(need->index);
      if (marks[there] == Mark::kNew) {
        marks[there] = Mark::kOpen;
        trail.push_back({need->index});
      } else if (marks[there] == Mark::kOpen) {
        std::string circle = all[there]->id;
        auto at = std::find_if(trail.begin(), trail.end(), [&](const Step& s) {
          return s.milestone == need->index;
        });
        for (++at; at != trail.end(); ++at) {
          const auto index = static_cast<size_t>(at->milestone);
          absl::StrAppend(&circle, " needs ", all[index]->id);
        }
        Add(StrCat(PathOfMilestone(trail.back().milestone), ".needs"),
            StrCat("These milestones wait for each other: ", circle, " needs ",
                   all[there]->id, "."),
            "Take one of these needs away.");
      }
    }
  }
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
        StrCat("The tolerance ", Number(*measure.tolerance), " is negative."),
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
        (std::get<StageChange>(update.change).stage == Stage::kComplete ||
         std::get<StageChange>(update.change).stage == Stage::kVerified);
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
  // Rounded or cut off, the stated value is less than a last digit away.
  const double off = std::abs(exact - reading->value);
  if (off < LastDigit(reading->value) - 1e-9) return;
  Add(path + ".value",
      StrCat("The stated ", Number(reading->value), " % is not ",
             Number(*reading->numerator), " of ", Number(*reading->denominator),
             ", which is ", Number(std::round(exact * 10) / 10), " %."),
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
}

void Validator::CheckStage(const Update& update, const std::string& path) {
  const auto* change = std::get_if<StageChange>(&update.change);
  if (change == nullptr || !change->decision.empty()) return;
  if (change->stage != Stage::kOnHold && change->stage != Stage::kCancelled) {
    return;
  }
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
      StrCat(Number(*progress->percent), " % complete is not possible."),
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
  } else if (!found->days.Contains(update.on)) {
    Add(path + ".on",
        StrCat("The day ", update.on.ToIso(),
               " is not in the reporting period '", rating->period, "' (",
               found->days.first().ToIso(), " to ", found->days.last().ToIso(),
               ")."),
        "Change the day or the period.");
  }
}

}  // namespace

std::vector<Issue> Validate(const Plan& plan) { return Validator(plan).Run(); }

}  // namespace actionplan
