// What is said of an item's children: counts, shares, means, the worst.

#include <algorithm>

#include "internal/assessor.h"
#include "internal/condition.h"

namespace actionplan {
namespace {

using Kind = OwnFact::Kind;
using internal::CountItems;
using internal::LevelCell;
using internal::ParentOf;

constexpr uint8_t kFalse = 0;
constexpr uint8_t kUndecided = 1;

// What has been seen of one parent's children.
struct Tally {
  int children = 0;
  int matching = 0;
  // Whether a child's condition or value is unknown.
  bool is_open = false;
  // Of those that have a value.
  int values = 0;
  double sum = 0;
  double lowest = 0;
  double highest = 0;
  // The worst and the best level of a child that is rated.
  std::optional<int> worst;
  std::optional<int> best;
};

void AddValue(double value, Tally& tally) {
  tally.lowest = tally.values == 0 ? value : std::min(tally.lowest, value);
  tally.highest = tally.values == 0 ? value : std::max(tally.highest, value);
  tally.sum += value;
  ++tally.values;
}

bool IsBetter(const Scheme& scheme, int a, int b) {
  const std::optional<int>& rank_a =
      scheme.levels()[static_cast<size_t>(a)].rank;
  const std::optional<int>& rank_b =
      scheme.levels()[static_cast<size_t>(b)].rank;
  if (rank_a.has_value() && rank_b.has_value() && *rank_a != *rank_b) {
    return *rank_a > *rank_b;
  }
  if (rank_a.has_value() != rank_b.has_value()) return rank_a.has_value();
  return a < b;
}

void AddLevel(const Scheme& scheme, const OwnFact& own, int level,
              Tally& tally) {
  if (own.levels.empty() || std::find(own.levels.begin(), own.levels.end(),
                                      level) != own.levels.end()) {
    ++tally.matching;
  }
  if (level == kNotRated) return;
  if (!tally.worst.has_value() ||
      internal::IsWorse(scheme, level, *tally.worst)) {
    tally.worst = level;
  }
  if (!tally.best.has_value() || IsBetter(scheme, level, *tally.best)) {
    tally.best = level;
  }
  if (own.kind == Kind::kMeanScore) {
    const std::optional<double>& score =
        scheme.levels()[static_cast<size_t>(level)].score;
    if (score.has_value()) AddValue(*score, tally);
  }
}

bool IsOfValues(const OwnFact& own) {
  return own.kind == Kind::kMean || own.kind == Kind::kSum ||
         own.kind == Kind::kLowest || own.kind == Kind::kHighest;
}

Cell ValueCell(const Tally& tally, double value) {
  return tally.values == 0 ? Cell::NotApplicable() : Cell::Of(value);
}

Cell CellOf(const Scheme& scheme, const FactDefinition& definition,
            const OwnFact& own, const Tally& tally) {
  if (tally.is_open) return Cell::Unknown();
  switch (own.kind) {
    case Kind::kCount:
      return Cell::Of(tally.matching);
    case Kind::kShare:
      if (tally.children == 0) return Cell::NotApplicable();
      return Cell::Of(100.0 * tally.matching / tally.children);
    case Kind::kMean:
    case Kind::kMeanScore:
      return ValueCell(tally, tally.sum / std::max(tally.values, 1));
    case Kind::kSum:
      return ValueCell(tally, tally.sum);
    case Kind::kLowest:
      return ValueCell(tally, tally.lowest);
    case Kind::kHighest:
      return ValueCell(tally, tally.highest);
    case Kind::kWorst:
    case Kind::kBest: {
      if (tally.children == 0) return Cell::NotApplicable();
      const std::optional<int>& level =
          own.kind == Kind::kWorst ? tally.worst : tally.best;
      return LevelCell(scheme, definition, level.value_or(kNotRated));
    }
    default:
      return Cell::Unknown();
  }
}

}  // namespace

bool internal::IsWorse(const Scheme& scheme, int level, int other) {
  const std::optional<int>& rank =
      scheme.levels()[static_cast<size_t>(level)].rank;
  const std::optional<int>& other_rank =
      scheme.levels()[static_cast<size_t>(other)].rank;
  if (rank.has_value() != other_rank.has_value()) return rank.has_value();
  if (rank.has_value() && *rank != *other_rank) return *rank < *other_rank;
  return level < other;
}

std::vector<uint8_t> Assessor::WhereHolds(int column, const OwnFact& own) {
  const int children = CountItems(assessment_.snapshot_.plan(), own.child);
  std::vector<uint8_t> truth(static_cast<size_t>(children), 2);
  if (own.where.empty()) return truth;
  const CompiledFact& compiled =
      internal::CompiledFactOf(assessment_.scheme_, column);
  for (int tested : compiled.where_columns) Need(own.child, tested);
  const FactTable& facts = FactsOf(own.child);
  for (int first = 0; first < children; first += internal::Program::kBlock) {
    compiled.program.Run(facts, first,
                         std::min(internal::Program::kBlock, children - first),
                         truth.data() + first);
  }
  return truth;
}

void Assessor::FillGroups(ItemKind kind, int column, const OwnFact& own) {
  const Scheme& scheme = assessment_.scheme_;
  const Plan& plan = assessment_.snapshot_.plan();
  const bool of_values = IsOfValues(own);
  if (of_values) {
    Need(own.child, own.of);
  } else {
    NeedRatings(own.child, own.aspect);
  }
  const std::vector<uint8_t> holds = WhereHolds(column, own);
  const FactTable& children = FactsOf(own.child);
  FactTable& parents = *SheetOf(kind).facts;
  std::vector<Tally> tallies(static_cast<size_t>(parents.rows()));
  for (int i = 0; i < children.rows(); ++i) {
    const ItemRef child = {own.child, i};
    const std::optional<int> parent = ParentOf(plan, child, kind);
    const uint8_t truth = holds[static_cast<size_t>(i)];
    if (!parent.has_value() || truth == kFalse) continue;
    Tally& tally = tallies[static_cast<size_t>(*parent)];
    if (truth == kUndecided) {
      tally.is_open = true;
      continue;
    }
    ++tally.children;
    if (of_values) {
      const Cell cell = children.cell(own.of, i);
      if (cell.is_known()) AddValue(cell.value, tally);
      if (cell.state == CellState::kUnknown) tally.is_open = true;
    } else {
      AddLevel(scheme, own, CountedLevel(child, own.aspect), tally);
    }
  }
  const FactDefinition& definition = scheme.Define(column);
  for (int row = 0; row < parents.rows(); ++row) {
    parents.Set(
        column, row,
        CellOf(scheme, definition, own, tallies[static_cast<size_t>(row)]));
  }
}

}  // namespace actionplan
