#ifndef ACTIONPLAN_SRC_INTERNAL_SLIPPAGE_CONTEXT_H_
#define ACTIONPLAN_SRC_INTERNAL_SLIPPAGE_CONTEXT_H_

// What the findings of one call share, so that their sentences can be built
// when they are asked for: most are counted and never read.

#include <optional>
#include <utility>
#include <vector>

#include "actionplan/slippage.h"
#include "internal/needs_graph.h"

namespace actionplan {

struct Slippage::Context {
  Snapshot snapshot;
  // The end of the last period, if there is one.
  std::optional<Date> previous = std::nullopt;
  SlippageOptions options = {};
  // The last whole reporting period; nullopt if none is over.
  std::optional<Period> whole_period = std::nullopt;
  std::vector<internal::Awaited> awaited = {};

  const WorkCalendar& calendar() const {
    return snapshot.plan().work_calendar();
  }
  const MilestoneState& state(int index) const {
    return snapshot.milestones()[static_cast<size_t>(index)];
  }
};

namespace internal {

// Working days after `a` up to and including `b`; nullopt if the calendar does
// not cover both.
std::optional<WorkingDays> WorkingBetween(const WorkCalendar& calendar, Date a,
                                          Date b);

}  // namespace internal
}  // namespace actionplan

#endif  // ACTIONPLAN_SRC_INTERNAL_SLIPPAGE_CONTEXT_H_
