#include "internal/turning_points.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "internal/assessor.h"
#include "internal/fact_space.h"
#include "internal/scheme_contents.h"

namespace actionplan::internal {
namespace {

using Kind = OwnFact::Kind;

// A range of no more values is gone through whole.
constexpr double kShortRange = 24;
// A comparison of facts with many cases is written out in so many ways.
constexpr size_t kMostTests = 2000;
constexpr int kDeepest = 20;
// Days left over of a month are 1/32 each, from 0 to 30.
constexpr double kDaysInMonths = 32;

bool IsFixed(Fact fact) {
  return fact == Fact::kAsOf || fact == Fact::kPeriodFirst ||
         fact == Fact::kPeriodLast || fact == Fact::kOriginalDue;
}

bool IsOfThePast(Kind kind) {
  return kind == Kind::kLastRating || kind == Kind::kPeriodsAt ||
         kind == Kind::kReported || kind == Kind::kLastReported ||
         kind == Kind::kPeriodsReported;
}

bool IsValue(const Domain& domain, double value) {
  if (value < domain.least || value > domain.most) return false;
  if (domain.type != FactType::kMonths) return true;
  const double parts = std::round(std::abs(value) * kDaysInMonths);
  return std::fmod(parts, kDaysInMonths) < kDaysInMonths - 1;
}

// The plainest value strictly between two, next to `from`, which is one of
// them: a whole number away if that fits, else a tenth ...
double PlainBetween(double low, double high, double from) {
  const double way = from == low ? 1 : -1;
  for (double step : {1.0, 0.1, 0.01, 0.001, 0.0001}) {
    double value = way > 0 ? (std::floor(from / step + 1e-9) + 1) * step
                           : (std::ceil(from / step - 1e-9) - 1) * step;
    value = std::round(value / step) / std::round(1 / step);
    if (value > low && value < high) return value;
  }
  return low + (high - low) / 2;
}

// Values around the places where something turns, in a range without steps.
void AddBetween(const std::vector<double>& roots, const Domain& domain,
                double now, std::vector<double>& values) {
  for (size_t i = 0; i <= roots.size(); ++i) {
    const double low = i == 0 ? domain.least : roots[i - 1];
    const double high = i == roots.size() ? domain.most : roots[i];
    if (!(low < high)) continue;
    if (low == -kUnbounded && high == kUnbounded) continue;
    if (low < now && now < high) continue;
    const bool from_low = high <= now ? high == kUnbounded : low != -kUnbounded;
    values.push_back(PlainBetween(low, high, from_low ? low : high));
  }
}

void AddSteps(const std::vector<double>& roots, double step,
              std::vector<double>& values) {
  for (double root : roots) {
    const double floor = std::floor(root / step + 1e-9);
    for (double steps : {floor - 1, floor, floor + 1, floor + 2}) {
      values.push_back(steps * step);
    }
  }
}

}  // namespace

TurningPoints::TurningPoints(const Scheme& scheme, ItemKind subject, int aspect)
    : scheme_(scheme), subject_(subject) {
  AddRules(aspect);
  // What may have to change with them.
  const Scheme::Contents& contents = scheme.contents();
  for (size_t i = 0; i < contents.nevers.size(); ++i) {
    if (contents.nevers[i].subject != subject) continue;
    AddTests(contents.never_conditions[i]);
    for (int column : ColumnsOf(contents.never_conditions[i])) {
      AddColumn(column);
    }
  }
}

void TurningPoints::AddRules(int aspect) {
  if (std::find(aspects_.begin(), aspects_.end(), aspect) != aspects_.end()) {
    return;
  }
  aspects_.push_back(aspect);
  for (int rule : scheme_.RulesFor(subject_, aspect)) {
    AddTests(ConditionOf(scheme_, rule));
    for (int column : scheme_.TestedColumnsOf(rule)) AddColumn(column);
  }
}

void TurningPoints::AddColumn(int column) {
  if (std::find(columns_.begin(), columns_.end(), column) != columns_.end()) {
    return;
  }
  const OwnFact* own = OwnFactAt(scheme_, column);
  if (own == nullptr ? IsFixed(static_cast<Fact>(column))
                     : IsOfThePast(own->kind)) {
    return;
  }
  columns_.push_back(column);
  if (own == nullptr) return;
  if (own->kind == Kind::kRating) AddRules(own->aspect);
  if (own->kind != Kind::kDerived) return;
  for (int input : CompiledFactOf(scheme_, column).is.columns) AddColumn(input);
}

void TurningPoints::AddTests(const Condition& condition) {
  for (const Condition& child : condition.children) AddTests(child);
  if (condition.kind != Condition::Kind::kCompare) return;
  // As it stands, for a fact whose parts are not known; and written out.
  tests_.push_back({condition.terms, condition.number, false});
  Expand({condition.terms, condition.number, false}, 0);
}

// Replaces the first worked-out column by what it is made of, in each case.
void TurningPoints::Expand(Test test, int depth) {
  if (tests_.size() >= kMostTests || depth > kDeepest) return;
  for (size_t i = 0; i < test.terms.size(); ++i) {
    const Term term = test.terms[i];
    const OwnFact* own = OwnFactAt(scheme_, term.column);
    if (own == nullptr || own->kind != Kind::kDerived) continue;
    const Expression& is = CompiledFactOf(scheme_, term.column).is;
    std::vector<const Expression*> ways;
    if (is.cases.empty()) ways.push_back(&is);
    for (const Expression::Case& one : is.cases) ways.push_back(&one.is);
    bool is_opaque = false;
    for (const Expression* way : ways) {
      if (!way->linear.has_value()) {
        is_opaque = true;
        continue;
      }
      Test written = test;
      written.terms.erase(written.terms.begin() +
                          static_cast<std::ptrdiff_t>(i));
      for (const Term& part : way->linear->terms) {
        written.terms.push_back({part.column, part.factor * term.factor});
      }
      written.terms = MergeTerms(written.terms);
      written.number -= way->linear->constant * term.factor;
      Expand(std::move(written), depth + 1);
    }
    if (!is_opaque) return;
    test.is_opaque = true;
  }
  if (depth > 0 || test.is_opaque) tests_.push_back(std::move(test));
}

// Where a comparison turns as one column changes; what is not known of the
// others counts as 0, so that there is something to begin with.
std::optional<double> TurningPoints::RootOf(const Test& test,
                                            const FactTable& facts, int row,
                                            int column) const {
  double factor = 0;
  double rest = test.number;
  for (const Term& term : test.terms) {
    if (term.column == column) {
      factor += term.factor;
    } else if (const Cell other = facts.cell(term.column, row);
               other.is_known()) {
      rest -= term.factor * other.value;
    }
  }
  if (factor == 0) return std::nullopt;
  return rest / factor;
}

// How far a test is from turning, for each value; NaN where that can't be said.
std::vector<double> TurningPoints::Signs(const Test& test,
                                         const FactTable& facts, int row,
                                         int column,
                                         const std::vector<double>& at) const {
  FactTable table(subject_, static_cast<int>(at.size()), facts.calendar());
  for (int c : columns_) {
    const OwnFact* own = OwnFactAt(scheme_, c);
    const bool follows = own != nullptr && (own->kind == Kind::kDerived ||
                                            own->kind == Kind::kRating);
    if (follows) continue;
    for (int i = 0; i < table.rows(); ++i) table.Set(c, i, facts.cell(c, row));
  }
  for (int i = 0; i < table.rows(); ++i) {
    table.Set(column, i, Cell::Of(at[static_cast<size_t>(i)]));
  }
  for (const Term& term : test.terms) FillDerived(scheme_, term.column, table);
  std::vector<double> signs;
  for (int i = 0; i < table.rows(); ++i) {
    double sum = -test.number;
    for (const Term& term : test.terms) {
      const Cell cell = table.cell(term.column, i);
      sum += cell.is_known() ? term.factor * cell.value : std::nan("");
    }
    signs.push_back(sum);
  }
  return signs;
}

// A quotient or product is looked at from far below to far above, and between
// two values where its sign differs ever closer.
void TurningPoints::AddOpaqueRoots(const Test& test, const FactTable& facts,
                                   int row, int column,
                                   std::vector<double>& roots) const {
  const Domain domain = DomainOf(scheme_.Define(column), subject_);
  const Cell now = facts.cell(column, row);
  const double middle = now.is_known() ? now.value : 0;
  std::set<double> near = {middle, 0};
  for (const double end : {domain.least, domain.most}) {
    if (std::isfinite(end)) near.insert(end);
  }
  for (int c : columns_) {
    const Cell other = facts.cell(c, row);
    if (other.is_known()) near.insert(other.value);
  }
  for (double far = 1.0 / 64; far < 1e12; far *= 2) {
    near.insert(middle + far);
    near.insert(middle - far);
    near.insert(far);
    near.insert(-far);
  }
  std::vector<double> at;
  for (double value : near) {
    if (value >= domain.least && value <= domain.most) at.push_back(value);
  }
  const std::vector<double> signs = Signs(test, facts, row, column, at);
  for (size_t i = 0; i < at.size(); ++i) {
    if (signs[i] == 0) roots.push_back(at[i]);
    if (i == 0 || !(signs[i - 1] * signs[i] < 0)) continue;
    double low = at[i - 1];
    double high = at[i];
    const bool rises = signs[i] > 0;
    for (int round = 0; round < 9; ++round) {
      constexpr int kParts = 64;
      std::vector<double> parts;
      for (int k = 0; k <= kParts; ++k) {
        parts.push_back(low + (high - low) * k / kParts);
      }
      const std::vector<double> fine = Signs(test, facts, row, column, parts);
      for (size_t k = 1; k < parts.size(); ++k) {
        const bool is_past = rises ? fine[k] >= 0 : fine[k] <= 0;
        if (!is_past) continue;
        low = parts[k - 1];
        high = parts[k];
        break;
      }
    }
    // As it would be written, if that is what it is.
    const double plain = std::round(high * 100) / 100;
    roots.push_back(std::abs(plain - high) < 1e-7 ? plain : high);
  }
}

std::vector<Cell> TurningPoints::Of(const FactTable& facts, int row,
                                    int column) const {
  const FactDefinition& definition = scheme_.Define(column);
  const Domain domain = DomainOf(definition, subject_);
  const Cell now = facts.cell(column, row);
  std::vector<double> values;
  const bool is_number = domain.choices == 0;
  const double step = domain.step;
  if (!is_number) {
    for (int i = 0; i < domain.choices; ++i) values.push_back(i);
  } else if (step > 0 && (domain.most - domain.least) / step <= kShortRange) {
    for (double value = domain.least; value <= domain.most; value += step) {
      values.push_back(value);
    }
  } else {
    std::vector<double> roots;
    for (const Test& test : tests_) {
      if (const std::optional<double> root = RootOf(test, facts, row, column)) {
        roots.push_back(*root);
      }
      if (test.is_opaque) AddOpaqueRoots(test, facts, row, column, roots);
    }
    for (const double end : {domain.least, domain.most}) {
      if (std::isfinite(end)) values.push_back(end);
    }
    std::erase_if(roots, [](double root) { return !std::isfinite(root); });
    std::sort(roots.begin(), roots.end());
    roots.erase(std::unique(roots.begin(), roots.end()), roots.end());
    if (step > 0) {
      AddSteps(roots, step, values);
    } else {
      // Of 1,090.909... nobody speaks; next to it is a plain number.
      for (double root : roots) {
        const double plain = std::round(root * 10'000) / 10'000;
        if (std::abs(plain - root) < 1e-9) values.push_back(root);
      }
      std::erase_if(roots, [&](double root) {
        return root < domain.least || root > domain.most;
      });
      AddBetween(roots, domain, now.value, values);
    }
  }
  std::erase_if(values, [&](double value) { return !IsValue(domain, value); });
  std::sort(values.begin(), values.end(), [&](double a, double b) {
    const double far_a = std::abs(a - now.value);
    const double far_b = std::abs(b - now.value);
    if (far_a != far_b) return far_a < far_b;
    // Of what is not recorded rather something than less than nothing.
    return now.is_known() ? a < b : a > b;
  });
  values.erase(std::unique(values.begin(), values.end()), values.end());
  std::vector<Cell> cells;
  for (double value : values) {
    if (!now.is_known() || now.value != value) cells.push_back(Cell::Of(value));
  }
  return cells;
}

void FillDerived(const Scheme& scheme, int column, FactTable& facts) {
  const OwnFact* own = OwnFactAt(scheme, column);
  if (own == nullptr || own->kind != Kind::kDerived) return;
  if (!facts.column(column).values.empty()) return;
  const Expression& is = CompiledFactOf(scheme, column).is;
  for (int input : is.columns) FillDerived(scheme, input, facts);
  const FactTable::Column values = is.Run(facts);
  for (int row = 0; row < facts.rows(); ++row) {
    const auto at = static_cast<size_t>(row);
    facts.Set(column, row,
              {.value = values.values[at], .state = values.states[at]});
  }
}

std::vector<std::vector<bool>> RuledOut(const Scheme& scheme, FactTable facts) {
  constexpr uint8_t kTrue = 2;
  const Scheme::Contents& contents = scheme.contents();
  std::vector<std::vector<bool>> all(static_cast<size_t>(facts.rows()));
  for (size_t i = 0; i < contents.nevers.size(); ++i) {
    for (std::vector<bool>& row : all) row.push_back(false);
    if (contents.nevers[i].subject != facts.subject()) continue;
    const Condition& never = contents.never_conditions[i];
    for (int column : ColumnsOf(never)) FillDerived(scheme, column, facts);
    const Program program(never);
    std::array<uint8_t, Program::kBlock> truth;
    for (int first = 0; first < facts.rows(); first += Program::kBlock) {
      const int count = std::min(Program::kBlock, facts.rows() - first);
      program.Run(facts, first, count, truth.data());
      for (int row = 0; row < count; ++row) {
        all[static_cast<size_t>(first + row)][i] =
            truth[static_cast<size_t>(row)] == kTrue;
      }
    }
  }
  return all;
}

}  // namespace actionplan::internal
