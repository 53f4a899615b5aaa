#include "actionplan/slippage.h"

#include <array>

#include "internal/strings.h"

namespace actionplan {
namespace {

using internal::StrCat;

// "61 days later", "3 days earlier".
std::string LaterOrEarlier(Days days) {
  if (days < Days(0)) return StrCat(ToWords(-days), " earlier");
  return StrCat(ToWords(days), " later");
}

std::string DayOrUndated(const Due& due) {
  return due.is_dated() ? due.last()->ToWords() : due.ToWords();
}

// The original due beside the present one, where they differ.
std::string OriginallyDue(const MilestoneState& state) {
  if (state.original_due.last() == state.due.last()) return "";
  return StrCat(" (originally ", DayOrUndated(state.original_due), ")");
}

class Finder {
 public:
  explicit Finder(const Snapshot& snapshot) : snapshot_(snapshot) {}

  std::vector<Slippage> Find() && {
    for (const MilestoneState& state : snapshot_.milestones()) {
      AddOverdue(state);
      AddMoves(state, /*quiet=*/false);
      AddMoves(state, /*quiet=*/true);
      AddForecast(state);
      AddCompletedLate(state);
      AddUndated(state);
    }
    return std::move(found_);
  }

 private:
  Slippage& Add(const MilestoneState& state, SlippageKind kind) {
    Slippage& finding = found_.emplace_back();
    finding.item = state.milestone->id;
    finding.kind = kind;
    return finding;
  }

  void AddOverdue(const MilestoneState& state) {
    if (!state.is_overdue(snapshot_.as_of())) return;
    Slippage& finding = Add(state, SlippageKind::kOverdue);
    finding.days = state.days_overdue(snapshot_.as_of());
    finding.from = state.due.last();
    finding.to = snapshot_.as_of();
    finding.because =
        StrCat("due ", state.due.last()->ToWords(), OriginallyDue(state),
               ", not complete on ", snapshot_.as_of().ToWords(), ": ",
               ToWords(*finding.days), " overdue");
  }

  void AddMoves(const MilestoneState& state, bool quiet) {
    for (const DueMove& move : state.moves) {
      if (move.is_quiet() != quiet) continue;
      Slippage& finding = Add(
          state, quiet ? SlippageKind::kQuietMove : SlippageKind::kReplanned);
      finding.days = move.moved();
      finding.from = move.from.last();
      finding.to = move.to.last();
      finding.on = move.on;
      finding.agreed_by = move.agreed_by;
      finding.reason = move.reason;
      finding.because = DescribeMove(move);
    }
  }

  static std::string DescribeMove(const DueMove& move) {
    std::string words =
        StrCat("due moved on ", move.on.ToWords(), " from ",
               DayOrUndated(move.from), " to ", DayOrUndated(move.to));
    if (move.moved().has_value()) {
      absl::StrAppend(&words, ", ", LaterOrEarlier(*move.moved()));
    }
    absl::StrAppend(&words, move.agreed_by.empty()
                                ? "; who agreed it is not on record"
                                : StrCat("; agreed by ", move.agreed_by));
    absl::StrAppend(&words, move.reason.empty()
                                ? "; no reason is on record"
                                : StrCat("; reason: ", move.reason));
    return words;
  }

  void AddForecast(const MilestoneState& state) {
    if (state.is_complete() || state.is_cancelled() ||
        !state.forecast.has_value() || !state.forecast->is_dated() ||
        !state.due.is_dated()) {
      return;
    }
    const Days late = *state.forecast->last() - *state.due.last();
    if (late <= Days(0)) return;
    Slippage& finding = Add(state, SlippageKind::kForecastLate);
    finding.days = late;
    finding.from = state.due.last();
    finding.to = state.forecast->last();
    finding.on = snapshot_.update(state.forecast_said).on;
    finding.because =
        StrCat("due ", state.due.last()->ToWords(), OriginallyDue(state),
               ", now expected by ", state.forecast->last()->ToWords(), ", ",
               LaterOrEarlier(late));
  }

  void AddCompletedLate(const MilestoneState& state) {
    const std::optional<Days> late = state.days_completed_late();
    if (!late.has_value() || *late <= Days(0)) return;
    Slippage& finding = Add(state, SlippageKind::kCompletedLate);
    finding.days = late;
    finding.from = state.original_due.last();
    finding.to = state.finished;
    finding.because = StrCat(
        "finished on ", state.finished->ToWords(), ", originally due ",
        state.original_due.last()->ToWords(), ", ", LaterOrEarlier(*late));
  }

  void AddUndated(const MilestoneState& state) {
    if (state.is_complete() || state.is_cancelled() || state.due.is_dated()) {
      return;
    }
    Slippage& finding = Add(state, SlippageKind::kUndated);
    finding.because = StrCat("not complete, and ", state.due.ToWords());
  }

  const Snapshot& snapshot_;
  std::vector<Slippage> found_;
};

}  // namespace

std::string_view ToWord(SlippageKind kind) {
  static constexpr std::array<std::string_view, 6> kWords = {
      "overdue",       "re-planned",     "quiet move",
      "forecast late", "completed late", "undated"};
  return kWords.at(static_cast<size_t>(kind));
}

std::vector<Slippage> FindSlippage(const Snapshot& snapshot) {
  return Finder(snapshot).Find();
}

}  // namespace actionplan
