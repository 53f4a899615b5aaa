#ifndef ACTIONPLAN_SLIPPAGE_H_
#define ACTIONPLAN_SLIPPAGE_H_

// What slipped: named findings about milestones, each with the dates that
// prove it.
//
//   for (const Slippage& finding : FindSlippage(snapshot)) {
//     std::cout << finding.item << ": " << finding.because << "\n";
//   }
//
// The words are those of snapshot.h; days are calendar days.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actionplan/snapshot.h"

namespace actionplan {

enum class SlippageKind {
  kOverdue,        // the day after the last day of due has come
  kReplanned,      // the due was moved, with who agreed and why
  kQuietMove,      // the due was moved without one of these
  kForecastLate,   // it is expected after the last day of due
  kCompletedLate,  // finished after the last day of the original due
  kUndated,        // not complete, and there is no date to be late against
};

// "overdue", "re-planned", "quiet move", "forecast late", "completed late",
// "undated".
std::string_view ToWord(SlippageKind kind);

struct Slippage {
  std::string item;
  SlippageKind kind = SlippageKind::kOverdue;
  // How much: days overdue, moved, expected or finished late. Negative for a
  // due that was moved earlier. Absent where one of the two has no date.
  std::optional<Days> days;
  // The last day that counted before and the one that counts now; for a move
  // the two dues, for a late finish the original due and the finish, for
  // overdue the due and the as-of day.
  std::optional<Date> from;
  std::optional<Date> to;
  // Of a move: the day it was made, and who and why, as far as recorded. Of a
  // late forecast: the day it was given.
  std::optional<Date> on;
  std::string agreed_by;
  std::string reason;
  // All of it as a sentence, without a full stop.
  std::string because;

  friend bool operator==(const Slippage&, const Slippage&) = default;
};

// In the order of the plan's milestones; of one milestone in the order of
// SlippageKind, moves by day. Cancelled milestones have only their moves.
std::vector<Slippage> FindSlippage(const Snapshot& snapshot);

}  // namespace actionplan

#endif  // ACTIONPLAN_SLIPPAGE_H_
