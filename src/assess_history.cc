// What the past periods say: last_rating, periods_at and the same of what was
// reported.

#include <algorithm>

#include "internal/assessor.h"

namespace actionplan::internal {
namespace {

using Kind = OwnFact::Kind;

bool IsOfRatings(const OwnFact& own) {
  return own.kind == Kind::kLastRating || own.kind == Kind::kPeriodsAt;
}

bool IsOfReports(const OwnFact& own) {
  return own.kind == Kind::kLastReported || own.kind == Kind::kPeriodsReported;
}

size_t PositionOf(ItemKind kind) {
  const auto found = std::find(kRatedKinds.begin(), kRatedKinds.end(), kind);
  return static_cast<size_t>(found - kRatedKinds.begin());
}

bool Contains(const std::vector<int>& levels, int level) {
  return std::find(levels.begin(), levels.end(), level) != levels.end();
}

// Whether the levels that were still possible are all among these, or none is:
// of several that are not, it is not known whether the item was at one of them.
bool AreAllOrNone(const Verdict& verdict, const std::vector<int>& levels) {
  uint64_t at = 0;
  for (int level : levels) at |= uint64_t{1} << (level + 1);
  const uint64_t possible = verdict.level != kNotRated
                                ? uint64_t{1} << (verdict.level + 1)
                                : verdict.possible;
  return (possible & at) == 0 || (possible & ~at) == 0;
}

}  // namespace

History History::Of(const Snapshot& snapshot, const Scheme& scheme) {
  History history(scheme);
  const std::span<const OwnFact> own = scheme.own_facts();
  history.runs_.resize(own.size());
  if (std::none_of(own.begin(), own.end(), [](const OwnFact& fact) {
        return IsOfRatings(fact) || IsOfReports(fact);
      })) {
    return history;
  }
  for (Date end : snapshot.past_period_ends()) {
    const absl::StatusOr<Snapshot> then =
        AsOf(snapshot.plan(), end, snapshot.known_by());
    // A period that ended before the plan was agreed says nothing of it.
    if (!then.ok()) continue;
    // Each is assessed by what the ones before it have told.
    history.Take(Assessor(*then, scheme, history).Run());
    history.last_ = end;
  }
  return history;
}

std::vector<History::Run>& History::RunsOf(int own, ItemKind kind) {
  return runs_[static_cast<size_t>(own)][PositionOf(kind)];
}

void History::Take(const Assessment& period_end) {
  const std::span<const OwnFact> own = scheme_.own_facts();
  const Plan& plan = period_end.snapshot().plan();
  for (int i = 0; i < static_cast<int>(own.size()); ++i) {
    const OwnFact& fact = own[static_cast<size_t>(i)];
    if (!IsOfRatings(fact) && !IsOfReports(fact)) continue;
    for (ItemKind kind : kRatedKinds) {
      if (!scheme_.Define(kFactCount + i).is_of(kind)) continue;
      std::vector<Run>& runs = RunsOf(i, kind);
      runs.resize(static_cast<size_t>(CountItems(plan, kind)));
      for (int row = 0; row < static_cast<int>(runs.size()); ++row) {
        TakeRow(period_end, i, {kind, row}, runs[static_cast<size_t>(row)]);
      }
    }
  }
}

void History::TakeRow(const Assessment& period_end, int own, ItemRef item,
                      Run& run) {
  const OwnFact& fact = scheme_.own_facts()[static_cast<size_t>(own)];
  run.level = kNotRated;
  bool is_known = true;
  if (IsOfRatings(fact)) {
    const std::span<const Verdict> verdicts =
        period_end.Verdicts(item.kind, fact.aspect);
    if (!verdicts.empty()) {
      const Verdict& verdict = verdicts[static_cast<size_t>(item.index)];
      run.level = verdict.level;
      is_known = fact.kind == Kind::kLastRating
                     ? scheme_.RatingCell(verdict).state == CellState::kKnown
                     : AreAllOrNone(verdict, fact.levels);
      // Whichever of several it was, it is one of these.
      if (is_known && fact.kind == Kind::kPeriodsAt && !fact.levels.empty() &&
          run.level == kNotRated && verdict.is_possible(fact.levels.front())) {
        run.level = fact.levels.front();
      }
    }
  } else {
    const Aspect& aspect = scheme_.aspects()[static_cast<size_t>(fact.aspect)];
    const Reported reported =
        ReportedOf(period_end.snapshot(), scheme_, item, aspect.name);
    run.level = reported.level;
    // Of how many periods it is nothing that nothing was reported; but what is
    // lost may have been that level.
    is_known = fact.kind == Kind::kLastReported
                   ? reported.state == Reported::State::kGiven
                   : reported.state != Reported::State::kLost;
    if (fact.kind == Kind::kPeriodsReported &&
        reported.state == Reported::State::kNone) {
      run = {};
      return;
    }
  }
  if (!is_known) {
    run.periods = 0;
    run.is_known = false;
  } else if (fact.kind == Kind::kPeriodsAt ||
             fact.kind == Kind::kPeriodsReported) {
    if (Contains(fact.levels, run.level)) {
      // Behind a period that is lost the run may go on.
      ++run.periods;
    } else {
      run.periods = 0;
      run.is_known = true;
    }
  } else {
    run.is_known = true;
  }
}

Cell History::CellOf(int own, ItemRef item) const {
  const OwnFact& fact = scheme_.own_facts()[static_cast<size_t>(own)];
  const bool is_count =
      fact.kind == Kind::kPeriodsAt || fact.kind == Kind::kPeriodsReported;
  if (!last_.has_value()) {
    return is_count ? Cell::Of(0) : Cell::NotApplicable();
  }
  const Run& run = runs_[static_cast<size_t>(own)][PositionOf(item.kind)]
                        [static_cast<size_t>(item.index)];
  if (!run.is_known) return Cell::Unknown();
  if (is_count) return Cell::Of(run.periods);
  return LevelCell(scheme_, scheme_.Define(kFactCount + own), run.level);
}

}  // namespace actionplan::internal
