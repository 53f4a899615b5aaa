// Earned schedule and slip rate: where delivery stands in time.

#include <algorithm>

#include "internal/delivery_parts.h"
#include "internal/strings.h"

namespace actionplan::internal {
namespace {

const MilestoneState& StateAt(const Snapshot& snapshot, int milestone) {
  return snapshot.milestones()[static_cast<size_t>(milestone)];
}

// Time in calendar months from a day, with the part of a month that has gone.
class MonthScale {
 public:
  explicit MonthScale(Date start) : start_(start) {}

  Date At(int months) const { return start_.PlusMonths(months); }

  double Of(Date day) const {
    if (day <= start_) return 0;
    const int whole = MonthsBetween(start_, day);
    return whole + Share(whole, day);
  }

  // The last whole month that ends before `day`; -1 if none does.
  int LastBefore(Date day) const {
    if (day <= start_) return -1;
    const int whole = MonthsBetween(start_, day);
    return At(whole) < day ? whole : whole - 1;
  }

  Date DayAt(int whole, double share) const {
    const int length = (At(whole + 1) - At(whole)).count();
    return At(whole).Plus(Days(static_cast<int>(share * length)));
  }

 private:
  double Share(int whole, Date day) const {
    const int length = (At(whole + 1) - At(whole)).count();
    return length == 0 ? 0 : 1.0 * (day - At(whole)).count() / length;
  }

  Date start_;
};

struct Planned {
  std::vector<Date> dues;  // ascending
  int complete = 0;
  std::optional<Date> last_finish;
};

Planned ReadPlanned(const Snapshot& snapshot, std::span<const int> milestones) {
  Planned planned;
  for (int milestone : milestones) {
    const MilestoneState& state = StateAt(snapshot, milestone);
    if (state.is_cancelled() || !state.original_due.is_dated()) continue;
    planned.dues.push_back(*state.original_due.last());
    if (!state.is_complete()) continue;
    ++planned.complete;
    planned.last_finish = std::max(planned.last_finish, state.finished);
  }
  std::sort(planned.dues.begin(), planned.dues.end());
  return planned;
}

int CountBy(const std::vector<Date>& days, Date day) {
  return static_cast<int>(std::upper_bound(days.begin(), days.end(), day) -
                          days.begin());
}

// ES = C + I: the whole months whose plan is earned, and the share of the next.
void Earn(const Planned& planned, const MonthScale& scale,
          EarnedSchedule& earned) {
  const auto next = static_cast<size_t>(planned.complete);
  const bool is_all = next == planned.dues.size();
  const Date due = is_all ? planned.dues.back() : planned.dues[next];
  const int whole = scale.LastBefore(due);
  if (whole < 0) {
    earned.earned = 0;
    earned.earned_on = scale.At(0);
    return;
  }
  const int before = CountBy(planned.dues, scale.At(whole));
  const int after = CountBy(planned.dues, scale.At(whole + 1));
  const double share =
      after == before ? 1
                      : 1.0 * (planned.complete - before) / (after - before);
  earned.earned = whole + share;
  earned.earned_on = scale.DayAt(whole, share);
}

}  // namespace

EarnedSchedule MeasureEarned(const Snapshot& snapshot,
                             std::span<const int> milestones) {
  EarnedSchedule earned;
  const Planned planned = ReadPlanned(snapshot, milestones);
  earned.dated = static_cast<int>(planned.dues.size());
  earned.complete = planned.complete;
  earned.planned_by_now = CountBy(planned.dues, snapshot.as_of());
  const std::optional<Date> accepted =
      snapshot.plan().baseline().accepted.last();
  if (planned.dues.empty()) {
    earned.why_absent = "no milestone had a date to be finished by";
    return earned;
  }
  if (!accepted.has_value()) {
    earned.why_absent = "the day on which the plan was accepted is not known";
    return earned;
  }
  const MonthScale scale(std::min(*accepted, snapshot.as_of()));
  Earn(planned, scale, earned);
  // Once all is finished time no longer runs.
  const bool is_all = earned.complete == earned.dated;
  earned.actual = scale.Of(is_all ? *planned.last_finish : snapshot.as_of());
  earned.variance = *earned.earned - *earned.actual;
  if (*earned.actual > 0) {
    earned.index = *earned.earned / *earned.actual;
  } else {
    earned.why_absent = "no time has passed since the plan was accepted";
  }
  return earned;
}

namespace {

// When a finish that moves `moved` days in `elapsed` is met by the calendar.
void MeetCalendar(Date as_of, SlipRate& rate) {
  const long long left = (*rate.finish - as_of).count();
  const long long elapsed = rate.elapsed->count();
  const long long gained = elapsed - rate.moved->count();
  if (left < 0) {
    rate.why_absent = "its date has passed";
  } else if (gained <= 0) {
    rate.why_absent =
        "never at this rate: for each day that passes it moves away a day or "
        "more";
  } else {
    const long long days = (left * elapsed + gained - 1) / gained;
    // Farther it is no forecast, and may be beyond the last day that there is.
    constexpr long long kHundredYears = 36'525;
    if (days > kHundredYears) {
      rate.why_absent = "not within a hundred years at this rate";
      return;
    }
    rate.reached_on = as_of.Plus(Days(static_cast<int>(days)));
  }
}

void Finish(const Snapshot& snapshot, const Snapshot* before, SlipRate& rate) {
  rate.since = before != nullptr ? before->as_of()
                                 : snapshot.plan().baseline().accepted.last();
  if (!rate.finish.has_value()) {
    rate.why_absent = "it has no date";
  } else if (!rate.since.has_value()) {
    rate.why_absent = "the day on which the plan was accepted is not known";
  } else if (*rate.since >= snapshot.as_of()) {
    rate.why_absent = "no time has passed since the plan was accepted";
  } else if (!rate.finish_before.has_value()) {
    rate.why_absent = StrCat("it had no date on ", rate.since->ToWords());
  } else {
    rate.moved = *rate.finish - *rate.finish_before;
    rate.elapsed = snapshot.as_of() - *rate.since;
    MeetCalendar(snapshot.as_of(), rate);
  }
}

std::optional<Date> FinishBefore(const MilestoneState& now,
                                 const Snapshot* before, int milestone) {
  if (before == nullptr) return now.original_due.last();
  return StateAt(*before, milestone).finish();
}

}  // namespace

SlipRate RateOfMilestone(const Snapshot& snapshot, const Snapshot* before,
                         int milestone) {
  const MilestoneState& state = StateAt(snapshot, milestone);
  SlipRate rate;
  rate.milestone = milestone;
  rate.finish = state.finish();
  rate.finish_before = FinishBefore(state, before, milestone);
  Finish(snapshot, before, rate);
  return rate;
}

SlipRate RateOfGroup(const Snapshot& snapshot, const Snapshot* before,
                     std::span<const int> milestones) {
  SlipRate rate;
  bool is_open = false;
  int lost = 0;
  for (int milestone : milestones) {
    const MilestoneState& state = StateAt(snapshot, milestone);
    if (state.is_cancelled()) continue;
    is_open = is_open || !state.is_complete();
    const std::optional<Date> then = FinishBefore(state, before, milestone);
    if (then.has_value() && !state.finish().has_value()) ++lost;
    rate.finish = std::max(rate.finish, state.finish());
    rate.finish_before = std::max(rate.finish_before, then);
  }
  if (!is_open) {
    rate.why_absent = "nothing is left to be done";
  } else if (lost > 0) {
    // A date that was taken away must not look like an earlier finish.
    rate.why_absent =
        StrCat(lost == 1 ? "1 milestone that had a date has"
                         : StrCat(lost, " milestones that had a date have"),
               " none now, so the last finish is not known");
    rate.finish = std::nullopt;
  } else {
    Finish(snapshot, before, rate);
  }
  return rate;
}

}  // namespace actionplan::internal
