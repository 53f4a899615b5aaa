// The nearest change of a bare row's facts that gives a better level.

#include <algorithm>
#include <cmath>

#include "internal/assessor.h"
#include "internal/condition.h"
#include "internal/next_better.h"
#include "internal/scheme_contents.h"
#include "internal/strings.h"

namespace actionplan {
namespace internal {
namespace {

std::optional<int> RankOf(const Scheme& scheme, int level) {
  if (level == kNotRated) return std::nullopt;
  return scheme.levels()[static_cast<size_t>(level)].rank;
}

double StepOf(const FactDefinition& definition) {
  if (definition.step > 0) return definition.step;
  switch (definition.type) {
    case FactType::kMonths:
      return 1.0 / 32;
    case FactType::kNumber:
    case FactType::kPercent:
      return 0.1;
    default:
      return 1;
  }
}

// Collects the values of a column at which the tests of a condition turn.
class Collector {
 public:
  Collector(const FactDefinition& definition, const FactTable& facts, int row)
      : definition_(definition), facts_(facts), row_(row) {}

  void Visit(const Condition& condition) {
    for (const Condition& child : condition.children) Visit(child);
    if (condition.kind == Condition::Kind::kCompare) Compare(condition);
  }

  std::vector<double> Take() && { return std::move(values_); }

 private:
  void Compare(const Condition& condition) {
    double factor = 0;
    double rest = condition.number;
    for (const Term& term : condition.terms) {
      if (term.column == definition_.column) {
        factor = term.factor;
        continue;
      }
      const Cell other = facts_.cell(term.column, row_);
      if (!other.is_known()) return;
      rest -= term.factor * other.value;
    }
    if (factor == 0) return;
    const double step = StepOf(definition_);
    const double at = rest / factor;
    const double floor = std::floor(at / step + 1e-9) * step;
    for (double value : {at, floor, floor - step, floor + step}) {
      if (value < definition_.least || value > definition_.most) continue;
      if (definition_.type == FactType::kCount && value < 0) continue;
      if (std::abs(value / step - std::round(value / step)) > 1e-6) continue;
      values_.push_back(value);
    }
  }

  const FactDefinition& definition_;
  const FactTable& facts_;
  int row_;
  std::vector<double> values_;
};

// Whether two steps change the same thing, to values that differ at most.
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
         std::holds_alternative<Progress>(x);
}

bool IsSameWay(const Way& a, const Way& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), IsSameChange);
}

}  // namespace

std::vector<Cell> TurningPoints(const Scheme& scheme, const FactTable& facts,
                                int row, int aspect, int column) {
  const FactDefinition& definition = scheme.Define(column);
  std::vector<double> values;
  if (definition.type == FactType::kYesNo) {
    values = {0, 1};
  } else if (definition.type == FactType::kChoice) {
    for (size_t i = 0; i < definition.choices.size(); ++i) {
      values.push_back(static_cast<double>(i));
    }
  } else {
    Collector collector(definition, facts, row);
    for (int rule : scheme.RulesFor(facts.subject(), aspect)) {
      collector.Visit(
          scheme.contents().compiled[static_cast<size_t>(rule)].condition);
    }
    values = std::move(collector).Take();
  }
  const Cell now = facts.cell(column, row);
  std::sort(values.begin(), values.end(), [&](double a, double b) {
    const double far_a = std::abs(a - now.value);
    const double far_b = std::abs(b - now.value);
    return far_a != far_b ? far_a < far_b : a < b;
  });
  values.erase(std::unique(values.begin(), values.end()), values.end());
  std::vector<Cell> cells;
  for (double value : values) {
    if (!now.is_known() || now.value != value) cells.push_back(Cell::Of(value));
  }
  return cells;
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

using internal::Way;

// Two changes at once of more candidates than these are not tried.
constexpr size_t kMostPaired = 60;

// The columns that rules for a kind and aspect test, without what is worked out
// from others of the row.
std::vector<int> TestedColumns(const Scheme& scheme, ItemKind kind,
                               int aspect) {
  std::vector<int> columns;
  for (int rule : scheme.RulesFor(kind, aspect)) {
    for (int column : scheme.TestedColumnsOf(rule)) columns.push_back(column);
  }
  columns = internal::WithInputs(scheme, std::move(columns));
  std::vector<int> own;
  for (int column : columns) {
    const OwnFact* fact = internal::OwnFactAt(scheme, column);
    const bool derived =
        fact != nullptr && fact->kind == OwnFact::Kind::kDerived;
    if (!derived && std::find(own.begin(), own.end(), column) == own.end()) {
      own.push_back(column);
    }
  }
  return own;
}

// What the scheme says of the row after each of these ways.
std::vector<int> Try(const Scheme& scheme, const FactTable& facts, int row,
                     int aspect, const std::vector<Way>& ways) {
  FactTable table(facts.subject(), static_cast<int>(ways.size()));
  const int columns = kFactCount + static_cast<int>(scheme.own_facts().size());
  for (int column = 0; column < columns; ++column) {
    if (facts.column(column).values.empty()) continue;
    for (int i = 0; i < table.rows(); ++i) {
      table.Set(column, i, facts.cell(column, row));
    }
  }
  for (size_t i = 0; i < ways.size(); ++i) {
    for (const Step& step : ways[i]) {
      table.Set(step.column, static_cast<int>(i), step.cell);
    }
  }
  std::vector<int> levels;
  for (const Verdict& verdict : scheme.Rate(table, aspect)) {
    levels.push_back(verdict.level);
  }
  return levels;
}

}  // namespace

std::optional<NextBetter> FindNextBetter(const Scheme& scheme,
                                         const FactTable& facts, int row,
                                         int aspect) {
  const int current = RateRows(scheme, facts, aspect, row, 1).front().level;
  if (!internal::HasBetter(scheme, current)) return std::nullopt;
  std::vector<Way> singles;
  for (int column : TestedColumns(scheme, facts.subject(), aspect)) {
    for (const Cell& cell :
         internal::TurningPoints(scheme, facts, row, aspect, column)) {
      const FactDefinition& definition = scheme.Define(column);
      singles.push_back({{.words = internal::StrCat(definition.name, " were ",
                                                    ToWords(definition, cell)),
                          .column = column,
                          .cell = cell}});
    }
  }
  std::optional<NextBetter> next = internal::ChooseNext(
      scheme, current, singles, Try(scheme, facts, row, aspect, singles));
  if (!next.has_value()) {
    std::vector<Way> pairs;
    const size_t most = std::min(singles.size(), kMostPaired);
    for (size_t i = 0; i < most; ++i) {
      for (size_t k = i + 1; k < most; ++k) {
        if (singles[i].front().column == singles[k].front().column) continue;
        pairs.push_back({singles[i].front(), singles[k].front()});
      }
    }
    next = internal::ChooseNext(scheme, current, pairs,
                                Try(scheme, facts, row, aspect, pairs));
  }
  if (next.has_value()) next->text = internal::NextText(*next);
  return next;
}

}  // namespace actionplan
