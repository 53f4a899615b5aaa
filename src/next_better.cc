// The nearest change of a bare row's facts that gives a better level.

#include <algorithm>
#include <cmath>
#include <map>

#include "internal/assessor.h"
#include "internal/next_better.h"
#include "internal/scheme_contents.h"
#include "internal/strings.h"
#include "internal/turning_points.h"

namespace actionplan {
namespace internal {
namespace {

std::optional<int> RankOf(const Scheme& scheme, int level) {
  if (level == kNotRated) return std::nullopt;
  return scheme.levels()[static_cast<size_t>(level)].rank;
}

// In whichever order.
bool IsSameWay(const Way& a, const Way& b) {
  return std::is_permutation(a.begin(), a.end(), b.begin(), b.end(),
                             internal::IsSameChange);
}

}  // namespace

bool IsSameChange(const Step& a, const Step& b) {
  if (a.column >= 0 || b.column >= 0) return a.column == b.column;
  if (a.item != b.item || a.updates.size() != 1 || b.updates.size() != 1) {
    return false;
  }
  const Change& x = a.updates.front().change;
  const Change& y = b.updates.front().change;
  if (x.index() != y.index()) return false;
  if (const auto* fact = std::get_if<FactChange>(&x)) {
    return fact->fact == std::get<FactChange>(y).fact;
  }
  return std::holds_alternative<DueChange>(x) ||
         std::holds_alternative<Progress>(x) ||
         std::holds_alternative<Reading>(x);
}

bool IsBetterThan(const Scheme& scheme, int level, int current) {
  const std::optional<int> rank = RankOf(scheme, level);
  if (!rank.has_value()) return false;
  if (current == kNotRated) return true;
  const std::optional<int> now = RankOf(scheme, current);
  return now.has_value() && *rank > *now;
}

bool HasBetter(const Scheme& scheme, int current) {
  for (size_t i = 0; i < scheme.levels().size(); ++i) {
    if (IsBetterThan(scheme, static_cast<int>(i), current)) return true;
  }
  return false;
}

std::optional<NextBetter> ChooseNext(const Scheme& scheme, int current,
                                     const std::vector<Way>& ways,
                                     const std::vector<int>& levels) {
  std::optional<int> next;
  for (int level : levels) {
    if (!IsBetterThan(scheme, level, current)) continue;
    const bool is_nearer =
        !next.has_value() ||
        (current == kNotRated ? IsBetterThan(scheme, level, *next)
                              : IsBetterThan(scheme, *next, level));
    if (is_nearer) next = level;
  }
  if (!next.has_value()) return std::nullopt;
  NextBetter found;
  found.level = *next;
  found.level_name = std::string(scheme.LevelName(*next));
  for (size_t i = 0; i < ways.size() && found.ways.size() < kMostWays; ++i) {
    if (levels[i] != *next) continue;
    // Of the values that would do, the nearest is enough.
    const bool again =
        std::any_of(found.ways.begin(), found.ways.end(),
                    [&](const Way& way) { return IsSameWay(way, ways[i]); });
    if (!again) found.ways.push_back(ways[i]);
  }
  return found;
}

std::string NextText(const NextBetter& next) {
  std::string text = next.level_name;
  for (size_t i = 0; i < next.ways.size(); ++i) {
    absl::StrAppend(&text, i == 0 ? " if " : ", or if ");
    const Way& way = next.ways[i];
    for (size_t k = 0; k < way.size(); ++k) {
      absl::StrAppend(&text,
                      k == 0 ? "" : (k + 1 == way.size() ? " and " : ", "),
                      way[k].words);
    }
  }
  return text;
}

}  // namespace internal

namespace {

using internal::OwnFactAt;
using internal::TurningPoints;
using internal::Way;

// So many pairs of changes are tried.
constexpr size_t kMostPairs = 4000;

// The changes of one row of facts.
class RowSearch {
 public:
  RowSearch(const Scheme& scheme, const FactTable& facts, int row, int aspect)
      : scheme_(scheme),
        aspect_(aspect),
        points_(scheme, facts.subject(), aspect),
        base_(facts.subject(), 1) {
    TakeRow(facts, row);
    current_ = Try({{}}).front();
    ruled_out_ = internal::RuledOut(scheme_, Complete(base_)).front();
  }

  std::optional<NextBetter> Run();

 private:
  void TakeRow(const FactTable& facts, int row);
  FactTable Complete(const FactTable& table) const {
    return scheme_.WithOwnFacts(table, aspect_);
  }
  // The row after each of these ways, and what the scheme says of it: not rated
  // where the key says that it can't be.
  FactTable After(const std::vector<Way>& ways) const;
  std::vector<int> Try(const std::vector<Way>& ways) const;
  std::vector<Way> Singles(const FactTable& table, int row) const;
  std::vector<Way> Pairs(const std::vector<Way>& singles) const;
  Way Tightened(Way way, int level) const;
  Step MakeStep(int column, const Cell& cell) const;

  const Scheme& scheme_;
  int aspect_;
  TurningPoints points_;
  // What is worked out is not in it, unless it was given.
  FactTable base_;
  std::vector<int> columns_;
  int current_ = kNotRated;
  // What the key says can't be and is so already.
  std::vector<bool> ruled_out_;
};

bool IsSameCell(const Cell& a, const Cell& b) {
  return a.state == b.state && (!a.is_known() || a.value == b.value);
}

void RowSearch::TakeRow(const FactTable& facts, int row) {
  const std::span<const int> worked_out =
      scheme_.contents().RowFactsFor(facts.subject(), aspect_);
  const auto is_worked_out = [&](int column) {
    return std::find(worked_out.begin(), worked_out.end(), column) !=
           worked_out.end();
  };
  const int columns = kFactCount + static_cast<int>(scheme_.own_facts().size());
  for (int column = 0; column < columns; ++column) {
    if (facts.column(column).values.empty() || is_worked_out(column)) continue;
    base_.Set(column, 0, facts.cell(column, row));
  }
  std::vector<int> given;
  for (int column : worked_out) {
    const Cell cell = facts.cell(column, row);
    if (!cell.is_known() || IsSameCell(cell, Complete(base_).cell(column, 0))) {
      continue;
    }
    base_.Set(column, 0, cell);
    given.push_back(column);
  }
  for (int column : points_.columns()) {
    const bool is_given =
        std::find(given.begin(), given.end(), column) != given.end();
    const OwnFact* own = OwnFactAt(scheme_, column);
    const bool follows =
        own != nullptr && (own->kind == OwnFact::Kind::kDerived ||
                           own->kind == OwnFact::Kind::kRating);
    if (!follows || is_given) columns_.push_back(column);
  }
}

Step RowSearch::MakeStep(int column, const Cell& cell) const {
  const FactDefinition& definition = scheme_.Define(column);
  return {.words = internal::StrCat(definition.name, " were ",
                                    ToWords(definition, cell)),
          .column = column,
          .cell = cell};
}

FactTable RowSearch::After(const std::vector<Way>& ways) const {
  FactTable table(base_.subject(), static_cast<int>(ways.size()),
                  base_.calendar());
  const int columns = kFactCount + static_cast<int>(scheme_.own_facts().size());
  for (int column = 0; column < columns; ++column) {
    if (base_.column(column).values.empty()) continue;
    for (int i = 0; i < table.rows(); ++i) {
      table.Set(column, i, base_.cell(column, 0));
    }
  }
  for (size_t i = 0; i < ways.size(); ++i) {
    for (const Step& step : ways[i]) {
      table.Set(step.column, static_cast<int>(i), step.cell);
    }
  }
  return Complete(table);
}

std::vector<int> RowSearch::Try(const std::vector<Way>& ways) const {
  if (ways.empty()) return {};
  const FactTable table = After(ways);
  const std::vector<Verdict> verdicts = scheme_.Rate(table, aspect_);
  const std::vector<std::vector<bool>> ruled_out =
      internal::RuledOut(scheme_, table);
  std::vector<int> levels;
  for (size_t i = 0; i < ways.size(); ++i) {
    bool can_be = true;
    for (size_t k = 0; k < ruled_out_.size(); ++k) {
      can_be = can_be && (!ruled_out[i][k] || ruled_out_[k]);
    }
    levels.push_back(can_be ? verdicts[i].level : kNotRated);
  }
  return levels;
}

std::vector<Way> RowSearch::Singles(const FactTable& table, int row) const {
  std::vector<Way> singles;
  for (int column : columns_) {
    for (const Cell& cell : points_.Of(table, row, column)) {
      singles.push_back({MakeStep(column, cell)});
    }
  }
  return singles;
}

// Each change, and what it makes a turning point of the facts beside it; so far
// as many of each as there is room for, the nearest first.
std::vector<Way> RowSearch::Pairs(const std::vector<Way>& singles) const {
  const FactTable after = After(singles);
  std::vector<std::vector<Way>> by_distance;
  std::map<int, size_t> seen;
  for (size_t i = 0; i < singles.size(); ++i) {
    const Step& first = singles[i].front();
    const size_t near = seen[first.column]++;
    for (int column : columns_) {
      if (column == first.column) continue;
      const std::vector<Cell> cells =
          points_.Of(after, static_cast<int>(i), column);
      for (size_t k = 0; k < cells.size(); ++k) {
        if (by_distance.size() <= near + k) by_distance.resize(near + k + 1);
        Way pair = {first, MakeStep(column, cells[k])};
        // The facts in the order of the rules, whichever was changed first.
        const auto at = [&](const Step& step) {
          return std::find(columns_.begin(), columns_.end(), step.column);
        };
        if (at(pair[1]) < at(pair[0])) std::swap(pair[0], pair[1]);
        by_distance[near + k].push_back(std::move(pair));
      }
    }
  }
  std::vector<Way> pairs;
  for (const std::vector<Way>& ways : by_distance) {
    for (const Way& way : ways) {
      if (pairs.size() < kMostPairs) pairs.push_back(way);
    }
  }
  return pairs;
}

// The same way with every fact as near to what it is as the others allow.
Way RowSearch::Tightened(Way way, int level) const {
  bool is_nearer = way.size() > 1;
  while (is_nearer) {
    is_nearer = false;
    for (Step& step : way) {
      std::vector<Way> nearer;
      const Cell now = base_.cell(step.column, 0);
      for (const Cell& cell : points_.Of(After({way}), 0, step.column)) {
        if (std::abs(cell.value - now.value) >=
            std::abs(step.cell.value - now.value)) {
          continue;
        }
        Way changed = way;
        changed[static_cast<size_t>(&step - way.data())] =
            MakeStep(step.column, cell);
        nearer.push_back(std::move(changed));
      }
      const std::vector<int> levels = Try(nearer);
      std::optional<size_t> best;
      for (size_t i = 0; i < nearer.size(); ++i) {
        if (levels[i] != level) continue;
        const auto far = [&](size_t k) {
          const size_t at = static_cast<size_t>(&step - way.data());
          return std::abs(nearer[k][at].cell.value - now.value);
        };
        if (!best.has_value() || far(i) < far(*best)) best = i;
      }
      if (!best.has_value()) continue;
      way = nearer[*best];
      is_nearer = true;
      break;
    }
  }
  return way;
}

std::optional<NextBetter> RowSearch::Run() {
  if (!internal::HasBetter(scheme_, current_)) return std::nullopt;
  const std::vector<Way> singles = Singles(Complete(base_), 0);
  std::optional<NextBetter> next =
      internal::ChooseNext(scheme_, current_, singles, Try(singles));
  if (!next.has_value()) {
    const std::vector<Way> pairs = Pairs(singles);
    next = internal::ChooseNext(scheme_, current_, pairs, Try(pairs));
  }
  if (!next.has_value()) return std::nullopt;
  for (Way& way : next->ways) way = Tightened(std::move(way), next->level);
  next->text = internal::NextText(*next);
  return next;
}

}  // namespace

std::optional<NextBetter> FindNextBetter(const Scheme& scheme,
                                         const FactTable& facts, int row,
                                         int aspect) {
  return RowSearch(scheme, facts, row, aspect).Run();
}

}  // namespace actionplan
