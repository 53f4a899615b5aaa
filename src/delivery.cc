#include "actionplan/delivery.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

#include "internal/delivery_parts.h"
#include "internal/slippage_context.h"
#include "internal/strings.h"

namespace actionplan {
namespace {

using internal::StrCat;

std::vector<int> AllPositions(const Snapshot& snapshot) {
  std::vector<int> all(snapshot.milestones().size());
  std::iota(all.begin(), all.end(), 0);
  return all;
}

// Counts the milestones of one group.
class Counter {
 public:
  using State = MilestoneState;

  Counter(const Snapshot& snapshot, std::span<const int> milestones)
      : snapshot_(snapshot), milestones_(milestones) {}

  const State& At(int milestone) const {
    return snapshot_.milestones()[static_cast<size_t>(milestone)];
  }

  template <typename Test>
  std::vector<int> Those(Test test) const {
    std::vector<int> those;
    for (int milestone : milestones_) {
      if (test(At(milestone))) those.push_back(milestone);
    }
    return those;
  }

  template <typename Test>
  Figure Share(std::string_view name, Test test, std::vector<int> out_of,
               std::string_view none) const {
    Figure figure = {.name = name,
                     .counted = {},
                     .out_of = {},
                     .uncertain = {},
                     .why_absent = ""};
    for (int milestone : out_of) {
      if (test(At(milestone))) figure.counted.push_back(milestone);
    }
    figure.out_of = std::move(out_of);
    return Close(std::move(figure), none);
  }

  static Figure Close(Figure figure, std::string_view none) {
    figure.numerator = static_cast<int>(figure.counted.size());
    figure.denominator = static_cast<int>(figure.out_of.size());
    if (figure.denominator == 0) figure.why_absent = std::string(none);
    return figure;
  }

  // Of the finished, those by their due; where that can't be told in neither.
  template <typename DueOf>
  Figure OnTime(std::string_view name, DueOf due_of) const {
    Figure figure = {.name = name,
                     .counted = {},
                     .out_of = {},
                     .uncertain = {},
                     .why_absent = ""};
    for (int milestone : milestones_) {
      const State& state = At(milestone);
      if (!state.is_complete() || !due_of(state).is_dated()) continue;
      const Lateness lateness = state.completion_against(due_of(state));
      if (lateness.answer == LateAnswer::kCantBeTold) {
        figure.uncertain.push_back(milestone);
        continue;
      }
      figure.out_of.push_back(milestone);
      if (lateness.answer == LateAnswer::kOnTime) {
        figure.counted.push_back(milestone);
      }
    }
    return Close(std::move(figure),
                 "nothing that had a due is known to be finished on time or "
                 "late");
  }

  // Of those that were to be finished from `first` to the as-of day, those that
  // were by their original due.
  Figure Hits(std::string_view name, std::optional<Date> first,
              std::string_view none) const {
    Figure figure = {.name = name,
                     .counted = {},
                     .out_of = {},
                     .uncertain = {},
                     .why_absent = ""};
    for (int milestone : milestones_) {
      const State& state = At(milestone);
      if (state.is_cancelled() || !IsDueBy(state, snapshot_.as_of())) continue;
      if (first.has_value() && *state.original_due.last() < *first) continue;
      figure.out_of.push_back(milestone);
      if (!state.is_complete()) continue;
      const Lateness lateness = state.completion_against(state.original_due);
      if (lateness.answer == LateAnswer::kOnTime) {
        figure.counted.push_back(milestone);
      } else if (lateness.answer == LateAnswer::kCantBeTold) {
        figure.uncertain.push_back(milestone);
      }
    }
    return Close(std::move(figure), none);
  }

  std::vector<Figure> States() const {
    const Date as_of = snapshot_.as_of();
    const std::vector<int> all(milestones_.begin(), milestones_.end());
    constexpr std::string_view kNone = "there are no milestones";
    const auto is_open = [](const State& s) {
      return !s.is_complete() && !s.is_cancelled();
    };
    return {Share(
                "complete", [](const State& s) { return s.is_complete(); }, all,
                kNone),
            Share(
                "overdue", [&](const State& s) { return s.is_overdue(as_of); },
                all, kNone),
            Share(
                "due later",
                [&](const State& s) {
                  return is_open(s) && s.due.is_dated() && !s.is_overdue(as_of);
                },
                all, kNone),
            Share(
                "undated",
                [&](const State& s) { return is_open(s) && !s.due.is_dated(); },
                all, kNone),
            Share(
                "cancelled", [](const State& s) { return s.is_cancelled(); },
                all, kNone)};
  }

  // As the schedule-assessment field defines them, see docs/slippage.md.
  void AddBaseline(std::optional<Date> previous,
                   std::vector<Figure>& figures) const {
    const Date as_of = snapshot_.as_of();
    const auto counts = [](const State& s) { return !s.is_cancelled(); };
    const auto complete = Those([](const State& s) { return s.is_complete(); });
    Figure bei = {.name = "BEI",
                  .counted = complete,
                  .out_of = {},
                  .uncertain = {},
                  .why_absent = ""};
    bei.out_of = Those([&](const State& s) {
      return counts(s) && (!s.original_due.is_dated() || IsDueBy(s, as_of));
    });
    figures.push_back(
        Close(std::move(bei), "nothing was to be finished by now"));
    Figure dated = {.name = "BEI of dated",
                    .counted = {},
                    .out_of = {},
                    .uncertain = {},
                    .why_absent = ""};
    dated.counted = Those([](const State& s) {
      return s.is_complete() && s.original_due.is_dated();
    });
    dated.out_of =
        Those([&](const State& s) { return counts(s) && IsDueBy(s, as_of); });
    figures.push_back(
        Close(std::move(dated), "nothing was to be finished by now"));
    figures.push_back(
        Hits("hit task", std::nullopt, "nothing was to be finished by now"));
    if (previous.has_value()) {
      figures.push_back(Hits("hit task this period", previous->Plus(Days(1)),
                             "nothing was to be finished in this period"));
    } else {
      figures.push_back(Close({.name = "hit task this period",
                               .counted = {},
                               .out_of = {},
                               .uncertain = {},
                               .why_absent = ""},
                              "there is no last period"));
    }
  }

  Figure Moved() const {
    return Share(
        "moved later",
        [](const State& s) {
          return std::any_of(
              s.moves.begin(), s.moves.end(), [](const DueMove& m) {
                return m.moved().has_value() && *m.moved() > Days(0);
              });
        },
        Those([](const State& s) {
          return !s.is_cancelled() && s.original_due.is_dated();
        }),
        "nothing had a date that could be moved");
  }

  // `finish_of` gives the day to which the slip is counted.
  template <typename FinishOf>
  void AddSlip(std::string_view name, FinishOf finish_of,
               std::vector<Distribution>& distributions) const {
    const WorkCalendar& calendar = snapshot_.plan().work_calendar();
    Distribution days = {.name = name,
                         .unit = "days",
                         .milestones = {},
                         .values = {},
                         .left_out = {}};
    Distribution working = days;
    working.unit = "working days";
    for (int milestone : milestones_) {
      const State& state = At(milestone);
      if (state.is_cancelled()) continue;
      const std::optional<Date> from = state.original_due.last();
      const std::optional<Date> to = finish_of(state);
      if (!from.has_value() || !to.has_value()) {
        days.left_out.push_back(milestone);
        working.left_out.push_back(milestone);
        continue;
      }
      days.milestones.push_back(milestone);
      days.values.push_back((*to - *from).count());
      const std::optional<WorkingDays> worked =
          internal::WorkingBetween(calendar, *from, *to);
      if (worked.has_value()) {
        working.milestones.push_back(milestone);
        working.values.push_back(worked->count());
      } else {
        working.left_out.push_back(milestone);
      }
    }
    distributions.push_back(std::move(days));
    distributions.push_back(std::move(working));
  }

  void AddDistributions(std::vector<Distribution>& distributions) const {
    AddSlip("slip", [](const State& s) { return s.finish(); }, distributions);
    AddSlip(
        "slip so far",
        [this](const State& s) {
          const std::optional<Date> finish = s.finish();
          if (!finish.has_value() || s.is_complete()) return finish;
          return std::optional(std::max(*finish, snapshot_.as_of()));
        },
        distributions);
  }

 private:
  static bool IsDueBy(const State& state, Date day) {
    return state.original_due.is_dated() && *state.original_due.last() <= day;
  }

  const Snapshot& snapshot_;
  std::span<const int> milestones_;
};

}  // namespace

class DeliveryMeter {
 public:
  DeliveryMeter(const Snapshot& snapshot, const DeliveryOptions& options)
      : snapshot_(snapshot), options_(options), delivery_(snapshot) {}

  absl::StatusOr<Delivery> Measure() && {
    if (options_.most_in_a_month < 0) {
      return internal::InvalidArgument(
          "A lead can't have ", options_.most_in_a_month,
          " milestones at most; give a number of at least 0.");
    }
    absl::StatusOr<std::vector<Slippage>> findings =
        FindSlippage(snapshot_, Options());
    if (!findings.ok()) return findings.status();
    Sort(*findings);
    TakePrevious();
    leads_ = internal::LeadsOf(snapshot_.plan());
    AddGroups();
    AddRates();
    AddLoad();
    const absl::Status status = AddTrend();
    if (!status.ok()) return status;
    return std::move(delivery_);
  }

 private:
  SlippageOptions Options() const {
    return {.previous = options_.previous,
            .serial_moves = options_.serial_moves};
  }

  // The milestones that have a finding of each kind.
  void Sort(const std::vector<Slippage>& findings) {
    with_finding_.assign(
        kSlippageKindCount,
        std::vector<bool>(snapshot_.milestones().size(), false));
    for (const Slippage& finding : findings) {
      with_finding_[static_cast<size_t>(finding.kind)]
                   [static_cast<size_t>(finding.milestone)] = true;
    }
  }

  void TakePrevious() {
    const std::optional<Date> day = PreviousDay(snapshot_, Options());
    if (!day.has_value()) return;
    absl::StatusOr<Snapshot> before =
        AsOf(snapshot_.plan(), *day, snapshot_.known_by());
    if (!before.ok()) return;
    before_ = *std::move(before);
    delivery_.previous_ = day;
  }

  const Snapshot* before() const {
    return before_.has_value() ? &*before_ : nullptr;
  }

  void AddGroups() {
    AddGroup("plan", snapshot_.plan().id(), AllPositions(snapshot_));
    std::vector<std::vector<int>> of_recommendation(
        snapshot_.recommendations().size());
    std::map<std::string, size_t> ranks;
    std::vector<std::pair<std::string, std::vector<int>>> of_lead;
    for (size_t i = 0; i < snapshot_.milestones().size(); ++i) {
      const auto parent =
          static_cast<size_t>(snapshot_.milestones()[i].recommendation);
      of_recommendation[parent].push_back(static_cast<int>(i));
      for (const std::string& lead : leads_[i]) {
        const auto [found, is_new] =
            ranks.try_emplace(internal::LeadKey(lead), of_lead.size());
        if (is_new) of_lead.emplace_back(lead, std::vector<int>());
        of_lead[found->second].second.push_back(static_cast<int>(i));
      }
    }
    for (size_t r = 0; r < of_recommendation.size(); ++r) {
      AddGroup("recommendation", snapshot_.plan().recommendations()[r].id,
               std::move(of_recommendation[r]));
    }
    for (auto& [lead, milestones] : of_lead) {
      AddGroup("lead", lead, std::move(milestones));
    }
  }

  void AddGroup(std::string_view kind, std::string id,
                std::vector<int> milestones) {
    GroupDelivery& group = delivery_.groups_.emplace_back();
    group.kind = kind;
    group.id = std::move(id);
    group.milestones = std::move(milestones);
    const Counter counter(snapshot_, group.milestones);
    group.figures = counter.States();
    group.figures.push_back(counter.OnTime(
        "on time",
        [](const MilestoneState& s) -> const Due& { return s.original_due; }));
    group.figures.push_back(counter.OnTime(
        "on time as agreed",
        [](const MilestoneState& s) -> const Due& { return s.due; }));
    counter.AddBaseline(delivery_.previous_, group.figures);
    group.figures.push_back(counter.Moved());
    AddFindings(counter, group);
    counter.AddDistributions(group.distributions);
    group.earned = internal::MeasureEarned(snapshot_, group.milestones);
    group.rate = internal::RateOfGroup(snapshot_, before(), group.milestones);
  }

  void AddFindings(const Counter& counter, GroupDelivery& group) const {
    const std::vector<int> counts = counter.Those(
        [](const MilestoneState& s) { return !s.is_cancelled(); });
    for (int kind = 0; kind < kSlippageKindCount; ++kind) {
      const std::vector<bool>& with = with_finding_[static_cast<size_t>(kind)];
      Figure figure = {.name = ToWord(static_cast<SlippageKind>(kind)),
                       .counted = {},
                       .out_of = counts,
                       .uncertain = {},
                       .why_absent = ""};
      for (int milestone : counts) {
        if (with[static_cast<size_t>(milestone)]) {
          figure.counted.push_back(milestone);
        }
      }
      group.findings.push_back(
          Counter::Close(std::move(figure), "there are no milestones"));
    }
  }

  void AddRates() {
    for (int i : AllPositions(snapshot_)) {
      const MilestoneState& state =
          snapshot_.milestones()[static_cast<size_t>(i)];
      if (state.is_complete() || state.is_cancelled() ||
          !state.finish().has_value()) {
        continue;
      }
      delivery_.rates_.push_back(
          internal::RateOfMilestone(snapshot_, before(), i));
    }
  }

  void AddLoad() {
    delivery_.load_ =
        internal::MeasureLoad(snapshot_, leads_, options_.most_in_a_month);
    for (size_t i = 0; i < leads_.size(); ++i) {
      const MilestoneState& state = snapshot_.milestones()[i];
      if (leads_[i].empty() && !state.is_complete() && !state.is_cancelled()) {
        delivery_.without_lead_.push_back(static_cast<int>(i));
      }
    }
  }

  std::vector<Date> TrendDays() const {
    std::vector<Date> days = options_.days;
    if (days.empty()) {
      const std::optional<Date> accepted =
          snapshot_.plan().baseline().accepted.first();
      for (const ReportingPeriod& period :
           snapshot_.plan().baseline().periods) {
        const Date last = period.days.last();
        if (last < snapshot_.as_of() && last >= accepted.value_or(last)) {
          days.push_back(last);
        }
      }
      days.push_back(snapshot_.as_of());
    }
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
    return days;
  }

  // Folding the journal is most of the work, so what is there is taken.
  absl::StatusOr<Snapshot> SnapshotOn(Date day) const {
    if (day == snapshot_.as_of()) return snapshot_;
    if (before_.has_value() && day == before_->as_of()) return *before_;
    return AsOf(snapshot_.plan(), day, snapshot_.known_by());
  }

  absl::Status AddTrend() {
    std::optional<Date> previous;
    for (Date day : TrendDays()) {
      if (day > snapshot_.as_of()) {
        return internal::InvalidArgument("The trend can't go on to ",
                                         day.ToIso(), ", which is after ",
                                         snapshot_.as_of().ToIso(), ".");
      }
      const absl::StatusOr<Snapshot> then = SnapshotOn(day);
      if (!then.ok()) return then.status();
      const absl::StatusOr<std::vector<Slippage>> findings = FindSlippage(
          *then, {.previous = previous, .serial_moves = options_.serial_moves});
      if (!findings.ok()) return findings.status();
      AddPoint(*then, *findings);
      previous = day;
    }
    return absl::OkStatus();
  }

  void AddPoint(const Snapshot& then, const std::vector<Slippage>& findings) {
    const std::vector<int> all = AllPositions(then);
    const Counter counter(then, all);
    std::vector<Distribution> distributions;
    counter.AddDistributions(distributions);
    TrendPoint point = {.day = then.as_of(),
                        .states = counter.States(),
                        .findings = std::vector<int>(kSlippageKindCount, 0),
                        .slip = std::move(distributions.front())};
    for (const Slippage& finding : findings) {
      ++point.findings[static_cast<size_t>(finding.kind)];
    }
    delivery_.trend_.push_back(std::move(point));
  }

  const Snapshot& snapshot_;
  const DeliveryOptions& options_;
  Delivery delivery_;
  std::optional<Snapshot> before_;
  std::vector<std::vector<std::string>> leads_;
  std::vector<std::vector<bool>> with_finding_;
};

std::optional<double> Figure::value() const {
  if (denominator == 0) return std::nullopt;
  return 1.0 * numerator / denominator;
}

int Distribution::least() const {
  return *std::min_element(values.begin(), values.end());
}

int Distribution::most() const {
  return *std::max_element(values.begin(), values.end());
}

long long Distribution::total() const {
  return std::accumulate(values.begin(), values.end(), 0LL);
}

double Distribution::mean() const {
  return static_cast<double>(total()) / static_cast<double>(values.size());
}

double Distribution::Quantile(double q) const {
  std::vector<int> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  const double place = q * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<size_t>(std::floor(place));
  const size_t above = std::min(below + 1, sorted.size() - 1);
  const double share = place - static_cast<double>(below);
  return sorted[below] + share * (sorted[above] - sorted[below]);
}

std::optional<double> SlipRate::per_day() const {
  if (!moved.has_value() || elapsed->count() == 0) return std::nullopt;
  return 1.0 * moved->count() / elapsed->count();
}

const Figure* GroupDelivery::Find(std::string_view name) const {
  for (const Figure& figure : figures) {
    if (figure.name == name) return &figure;
  }
  return nullptr;
}

absl::StatusOr<Delivery> MeasureDelivery(const Snapshot& snapshot,
                                         const DeliveryOptions& options) {
  return DeliveryMeter(snapshot, options).Measure();
}

}  // namespace actionplan
