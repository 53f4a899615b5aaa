#ifndef ACTIONPLAN_SLIPPAGE_H_
#define ACTIONPLAN_SLIPPAGE_H_

// What slipped: named findings about milestones, each with the dates that
// prove it and where they were said.
//
//   for (const Slippage& finding : FindSlippage(snapshot)) {
//     std::cout << finding.item << ": " << finding.because() << "\n";
//   }
//
// The words are those of snapshot.h; docs/slippage.md is the table of all kinds
// with unit, edges and source. A day that ends a span is kept, the day after is
// late: at T-1 and T there is no finding, from T+1 there is.
//
// Every amount is given in calendar days and in working days of the plan's
// calendar, two types that are never mixed; both count the days after the first
// date up to and including the second, so they are negative if the second is
// earlier. Working days are absent, and the calendar days are there all the
// same, where one of the dates is outside what the calendar covers.
//
// "Last period" is the state of the plan at the end of `previous`, seen with
// the same knowledge (known_by) as the snapshot.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "actionplan/snapshot.h"
#include "actionplan/work_calendar.h"

namespace actionplan {

enum class SlippageKind {
  kOverdue,         // the day after the last day of due has come
  kExtended,        // it was overdue, its due was moved, and so it no longer is
  kReplanned,       // the due was moved later, with who agreed and why; or it
                    // was taken away, or given a date again
  kBroughtForward,  // the same to an earlier day
  kQuietMove,       // the due was moved either way without who or why
  kSerial,          // moved later again and again
  kForecastLate,    // it is expected after the last day of due
  kCompletedLate,   // finished after the last day of the original due
  kPerhapsLate,     // finished, but the words for when leave open whether late
  kLateStart,       // not started, or started, after its planned start
  kStalled,         // open, and not one update in a whole reporting period
  kKnockOn,         // what it needs is expected only after its own due or start
  kUndated,         // not complete, and there is no date to be late against
};

inline constexpr int kSlippageKindCount =
    static_cast<int>(SlippageKind::kUndated) + 1;

// "overdue", "extended when overdue", "re-planned", "brought forward", "quiet
// move", "serial re-planning", "forecast late", "completed late", "perhaps
// late", "late start", "stalled", "knock-on", "undated".
std::string_view ToWord(SlippageKind kind);

struct SlippageOptions {
  // The as-of day of the last report; before the snapshot's day. Without it the
  // last day of the plan's latest reporting period that is over, if any.
  std::optional<Date> previous = std::nullopt;
  // How many moves to a later day make serial re-planning, at least 1. Our
  // choice of 2, because audit committees ask for the owner when more than one
  // revised date is missed.
  int serial_moves = 2;
};

// How far a finding's day lies after another day that counted.
struct Slip {
  std::optional<Date> from;
  std::optional<Days> days;
  std::optional<WorkingDays> working_days;

  friend bool operator==(const Slip&, const Slip&) = default;
};

struct Slippage {
  std::string item;
  SlippageKind kind = SlippageKind::kOverdue;
  // How much: days overdue, moved, expected or finished late, silent. Negative
  // for a due that was moved earlier. Absent where one of the two has no date.
  // Of a finish whose words are less exact than a day, the fewest.
  std::optional<Days> days;
  std::optional<WorkingDays> working_days;
  // The most days, if that is not the same number or not known.
  std::optional<Days> most_days;
  // The last day that counted before and the one that counts now: for a move
  // the two dues, for a late finish the original due and the finish, for
  // overdue the due and the as-of day. `days` lie between them.
  std::optional<Date> from;
  std::optional<Date> to;
  // The same `to` counted from the original due, from the due as now agreed and
  // from the due as agreed at the end of the last period. Without `to`, or of
  // a finding that is not about the due (late start, stalled), only `from`.
  Slip original;
  Slip agreed;
  Slip last_period;
  // Since which day it is so; absent if the record does not tell. Whether that
  // is after the last period; absent too if there is none.
  std::optional<Date> since;
  std::optional<bool> is_new;
  // Of a move: the day it was made, and who and why, as far as recorded. Of a
  // late forecast: the day it was given.
  std::optional<Date> on;
  std::string agreed_by;
  std::string reason;
  // Of serial re-planning, how often it was moved later; else 0.
  int times = 0;

  // What the milestone is, the id of its recommendation, and who leads it: its
  // own lead, else its recommendation's, as written. Empty if not on record.
  std::string text() const;
  std::string recommendation() const;
  std::string lead() const;
  // All of it as a sentence, without a full stop. Built on request, as are the
  // next four: a finding keeps its snapshot alive.
  std::string because() const;
  // Every date in it with where it was said, see Snapshot::WhereSaid().
  std::vector<SeenFact> facts() const;
  // Why working_days is absent although days is not; else empty.
  std::string why_no_working_days() const;
  // Of a knock-on: from what this needs to what drives it, by id; of a long
  // chain the nearest and, last, the one that drives it. Else empty.
  std::vector<std::string> chain() const;
  // The last of chain(), or empty.
  std::string driver() const;

  // Whether the findings say the same; their snapshots may differ.
  friend bool operator==(const Slippage& a, const Slippage& b);

  struct Context;
  // What the sentence is made from; null only in a default value, which has no
  // sentence.
  std::shared_ptr<const Context> context = nullptr;
  // Positions: in the snapshot's milestones, in its moves, and in the journal
  // (or kFromBaseline, kNeverSaid) of what said `from` and `to`.
  int milestone = 0;
  int move = -1;
  int from_said = kNeverSaid;
  int to_said = kNeverSaid;
};

// In the order of the plan's milestones; of one milestone in the order of
// SlippageKind, moves by day. Of cancelled milestones only what was done to
// their dues: moves and serial re-planning. Work that is on hold is not
// stalled: somebody decided that it rests.
std::vector<Slippage> FindSlippage(const Snapshot& snapshot);

// Fails if `previous` is not before the snapshot's day or is before the plan
// was accepted, or if `serial_moves` is less than 1.
absl::StatusOr<std::vector<Slippage>> FindSlippage(
    const Snapshot& snapshot, const SlippageOptions& options);

// The day that FindSlippage() takes for the end of the last period.
std::optional<Date> PreviousDay(const Snapshot& snapshot,
                                const SlippageOptions& options = {});

}  // namespace actionplan

#endif  // ACTIONPLAN_SLIPPAGE_H_
