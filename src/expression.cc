#include "internal/expression.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include "actionplan/date.h"
#include "actionplan/work_calendar.h"
#include "internal/decimal.h"

namespace actionplan::internal {
namespace {

using Op = Expression::Op;

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();

// A number with how far it may be off, and its state.
struct Value {
  double number = 0;
  double error = 0;
  CellState state = CellState::kKnown;
};

// Not applicable is stronger than unknown, unknown than known.
CellState Worse(CellState a, CellState b) { return std::max(a, b); }

Value Made(double number, double error, CellState state) {
  if (state == CellState::kKnown && !std::isfinite(number)) {
    return {.state = CellState::kNotApplicable};
  }
  return {number, error + kEpsilon * std::abs(number), state};
}

Date DayOf(const Value& value) {
  return Date::FromEpochDays(static_cast<int32_t>(value.number));
}

bool IsOfMonths(Op op) {
  return op == Op::kPlusMonths || op == Op::kMonthsBetween;
}

bool IsOfWorkingDays(Op op) {
  return op == Op::kPlusWorkingDays || op == Op::kWorkingDaysBetween;
}

bool IsOnCalendar(Op op) { return IsOfMonths(op) || IsOfWorkingDays(op); }

// What the calendar says: exact, whatever the lengths of months.
Value OfMonths(Op op, const Value& a, const Value& b) {
  if (op == Op::kMonthsBetween) {
    return {.number = MonthsAndDays::Between(DayOf(b), DayOf(a)).value()};
  }
  const MonthsAndDays length = MonthsAndDays::FromValue(b.number);
  const Date day = DayOf(a).PlusMonths(length.months).Plus(Days(length.days));
  return {.number = static_cast<double>(day.epoch_days())};
}

// Unknown where the calendar does not cover the days; never guessed.
Value OfWorkingDays(Op op, const Value& a, const Value& b,
                    const WorkCalendar& calendar) {
  constexpr double kMost = 1e6;  // beyond any calendar
  if (op == Op::kWorkingDaysBetween) {
    const auto days = calendar.Between(DayOf(b), DayOf(a));
    if (days.ok()) return {.number = static_cast<double>(days->count())};
  } else if (std::abs(b.number) <= kMost) {
    const WorkingDays count(static_cast<int>(b.number));
    const auto day = calendar.Add(DayOf(a), count);
    if (day.ok()) return {.number = static_cast<double>(day->epoch_days())};
  }
  return {.state = CellState::kUnknown};
}

// `calendar` is there if the op asks for one.
Value Combine(Op op, const Value& a, const Value& b,
              const std::optional<WorkCalendar>& calendar) {
  const CellState state = Worse(a.state, b.state);
  if (IsOnCalendar(op)) {
    if (state != CellState::kKnown) return {.state = state};
    return IsOfMonths(op) ? OfMonths(op, a, b)
                          : OfWorkingDays(op, a, b, *calendar);
  }
  switch (op) {
    case Op::kAdd:
      return Made(a.number + b.number, a.error + b.error, state);
    case Op::kSubtract:
      return Made(a.number - b.number, a.error + b.error, state);
    case Op::kMultiply:
      return Made(a.number * b.number,
                  std::abs(a.number) * b.error + std::abs(b.number) * a.error,
                  state);
    default:
      break;
  }
  if (state != CellState::kKnown) return {.state = state};
  // What is zero but for its error is zero.
  if (std::abs(b.number) <= b.error) {
    return {.state = CellState::kNotApplicable};
  }
  const double quotient = a.number / b.number;
  return Made(quotient,
              (a.error + std::abs(quotient) * b.error) / std::abs(b.number),
              state);
}

Value Pick(Op op, const Value* first, int count) {
  Value picked = {.state = CellState::kNotApplicable};
  for (int i = 0; i < count; ++i) {
    const Value& value = first[i];
    if (value.state == CellState::kNotApplicable) continue;
    if (value.state == CellState::kUnknown) return value;
    const bool is_better = op == Op::kMin ? value.number < picked.number
                                          : value.number > picked.number;
    if (picked.state == CellState::kNotApplicable || is_better) picked = value;
  }
  // An unknown behind a known one makes the whole unknown too.
  return picked;
}

}  // namespace

namespace {

// Kleene's truth of a case of one row.
int TruthOf(const Expression::Case& one, const Cell& cell) {
  if (cell.state == CellState::kUnknown) return one.if_unknown;
  if (cell.state == CellState::kNotApplicable) return one.if_not_applicable;
  return ((one.choices >> static_cast<int>(cell.value)) & 1) != 0 ? 2 : 0;
}

FactTable::Column RunCases(const std::vector<Expression::Case>& cases,
                           const FactTable& facts) {
  const auto rows = static_cast<size_t>(facts.rows());
  FactTable::Column result;
  result.values.resize(rows);
  result.states.resize(rows, CellState::kNotApplicable);
  std::vector<bool> done(rows, false);
  for (const Expression::Case& one : cases) {
    const FactTable::Column values = one.is.Run(facts);
    for (size_t row = 0; row < rows; ++row) {
      if (done[row]) continue;
      const int truth =
          one.column.has_value()
              ? TruthOf(one, facts.cell(*one.column, static_cast<int>(row)))
              : 2;
      done[row] = truth != 0;
      if (truth == 1) result.states[row] = CellState::kUnknown;
      if (truth != 2) continue;
      result.values[row] = values.values[row];
      result.states[row] = values.states[row];
    }
  }
  return result;
}

// The range of a part of an expression, and whether it may not apply.
Extent Wide(bool may_not_apply) { return {.may_not_apply = may_not_apply}; }

Extent Hull(std::span<const double> ends, bool may_not_apply) {
  Extent hull = {kUnbounded, -kUnbounded, may_not_apply};
  for (double end : ends) {
    if (std::isnan(end)) return Wide(may_not_apply);
    hull.least = std::min(hull.least, end);
    hull.most = std::max(hull.most, end);
  }
  return hull;
}

Extent CombineExtents(Op op, const Extent& a, const Extent& b) {
  const bool either = a.may_not_apply || b.may_not_apply;
  std::array<double, 4> ends = {};
  if (IsOnCalendar(op)) return Wide(either);
  switch (op) {
    case Op::kAdd:
      ends = {a.least + b.least, a.most + b.most, a.least + b.least,
              a.most + b.most};
      break;
    case Op::kSubtract:
      ends = {a.least - b.most, a.most - b.least, a.least - b.most,
              a.most - b.least};
      break;
    case Op::kMultiply:
      ends = {a.least * b.least, a.least * b.most, a.most * b.least,
              a.most * b.most};
      break;
    default:
      if (b.least <= 0 && b.most >= 0) return Wide(true);
      ends = {a.least / b.least, a.least / b.most, a.most / b.least,
              a.most / b.most};
      break;
  }
  return Hull(ends, either);
}

Extent ExtentOfSum(const Expression& expression,
                   const std::function<Extent(int column)>& extent_of) {
  std::vector<Extent> stack;
  for (const Expression::Instruction& instruction : expression.instructions) {
    switch (instruction.op) {
      case Op::kNumber:
        stack.push_back({instruction.number, instruction.number, false});
        break;
      case Op::kColumn:
        stack.push_back(extent_of(instruction.column));
        break;
      case Op::kNegate:
        std::swap(stack.back().least, stack.back().most);
        stack.back().least = -stack.back().least;
        stack.back().most = -stack.back().most;
        break;
      case Op::kAbs: {
        Extent& top = stack.back();
        const double most = std::max(std::abs(top.least), std::abs(top.most));
        const bool has_zero = top.least <= 0 && top.most >= 0;
        top.least =
            has_zero ? 0 : std::min(std::abs(top.least), std::abs(top.most));
        top.most = most;
        break;
      }
      case Op::kMin:
      case Op::kMax: {
        // Of those that apply, so it applies if any does.
        const size_t first =
            stack.size() - static_cast<size_t>(instruction.count);
        Extent hull = stack[first];
        for (size_t i = first + 1; i < stack.size(); ++i) {
          hull.least = std::min(hull.least, stack[i].least);
          hull.most = std::max(hull.most, stack[i].most);
          hull.may_not_apply = hull.may_not_apply && stack[i].may_not_apply;
        }
        stack.resize(first);
        stack.push_back(hull);
        break;
      }
      case Op::kAdd:
      case Op::kSubtract:
      case Op::kMultiply:
      case Op::kDivide:
      case Op::kPlusMonths:
      case Op::kMonthsBetween:
      case Op::kPlusWorkingDays:
      case Op::kWorkingDaysBetween: {
        const Extent b = stack.back();
        stack.pop_back();
        stack.back() = CombineExtents(instruction.op, stack.back(), b);
        break;
      }
    }
  }
  return stack.empty() ? Wide(true) : stack.back();
}

// A sum that is zero where a part of an expression is.
struct ZeroForm {
  std::optional<LinearSum> sum;
  // Whether it is the part itself, or just zero together with it.
  bool is_exact = true;

  bool is_number() const { return sum.has_value() && sum->terms.empty(); }
};

ZeroForm AddForms(const ZeroForm& a, const ZeroForm& b, double sign) {
  if (!a.sum.has_value() || !b.sum.has_value() || !a.is_exact || !b.is_exact) {
    return {};
  }
  LinearSum sum = *a.sum;
  for (const Term& term : b.sum->terms) {
    sum.terms.push_back({term.column, sign * term.factor});
  }
  sum.terms = MergeTerms(sum.terms);
  sum.constant += sign * b.sum->constant;
  return {std::move(sum)};
}

ZeroForm ScaleForm(ZeroForm form, double factor) {
  if (!form.sum.has_value() || factor == 0 || !std::isfinite(factor)) return {};
  for (Term& term : form.sum->terms) term.factor *= factor;
  form.sum->constant *= factor;
  return form;
}

ZeroForm MultiplyForms(const ZeroForm& a, const ZeroForm& b) {
  if (a.is_number()) return ScaleForm(b, a.sum->constant);
  if (b.is_number()) return ScaleForm(a, b.sum->constant);
  return {};
}

// Whether one of the cases, which all rest on the same fact, holds of any
// value that it can have.
bool CoverAll(const std::vector<Expression::Case>& cases,
              const std::function<Extent(int column)>& extent_of) {
  if (cases.empty()) return false;
  const std::optional<int> column = cases.front().column;
  uint64_t choices = 0;
  bool not_applicable = false;
  for (const Expression::Case& one : cases) {
    if (!one.column.has_value()) return true;
    if (one.column != column) continue;
    choices |= one.choices;
    not_applicable = not_applicable || one.if_not_applicable == 2;
  }
  const Extent extent = extent_of(*column);
  const uint64_t all =
      extent.choices >= 64 ? ~uint64_t{0} : (uint64_t{1} << extent.choices) - 1;
  return (choices & all) == all && (not_applicable || !extent.may_not_apply);
}

}  // namespace

bool CountsWorkingDays(const Expression& expression) {
  return std::ranges::any_of(
      expression.instructions,
      [](const auto& instruction) { return IsOfWorkingDays(instruction.op); });
}

std::optional<std::vector<LinearSum>> DivisorsOf(const Expression& expression) {
  std::vector<LinearSum> divisors;
  std::vector<ZeroForm> stack;
  for (const Expression::Instruction& instruction : expression.instructions) {
    switch (instruction.op) {
      case Op::kNumber:
        stack.push_back({LinearSum{{}, instruction.number}});
        continue;
      case Op::kColumn:
        stack.push_back({LinearSum{{{instruction.column, 1}}, 0}});
        continue;
      case Op::kNegate:
        stack.back() = ScaleForm(stack.back(), -1);
        continue;
      case Op::kAbs:
        stack.back().is_exact = false;
        continue;
      case Op::kMin:
      case Op::kMax:
        return std::nullopt;
      default:
        break;
    }
    const ZeroForm b = stack.back();
    stack.pop_back();
    ZeroForm& a = stack.back();
    if (instruction.op == Op::kAdd) a = AddForms(a, b, 1);
    if (instruction.op == Op::kSubtract) a = AddForms(a, b, -1);
    if (instruction.op == Op::kMultiply) a = MultiplyForms(a, b);
    if (IsOnCalendar(instruction.op)) a = {};
    if (instruction.op != Op::kDivide) continue;
    if (!b.sum.has_value()) return std::nullopt;
    if (b.is_number()) {
      a = ScaleForm(a, 1 / b.sum->constant);
      if (b.sum->constant != 0) continue;
    }
    divisors.push_back(*b.sum);
    if (!b.is_number()) a = {};
  }
  return divisors;
}

bool MayNotApply(const Expression& expression,
                 const std::function<Extent(int column)>& extent_of) {
  if (expression.cases.empty()) {
    return ExtentOfSum(expression, extent_of).may_not_apply;
  }
  const auto may_not = [&](const Expression::Case& one) {
    return MayNotApply(one.is, extent_of);
  };
  return !CoverAll(expression.cases, extent_of) ||
         std::any_of(expression.cases.begin(), expression.cases.end(), may_not);
}

FactTable::Column Expression::Run(const FactTable& facts) const {
  if (!cases.empty()) return RunCases(cases, facts);
  const int rows = facts.rows();
  FactTable::Column result;
  result.values.resize(static_cast<size_t>(rows));
  result.states.resize(static_cast<size_t>(rows));
  std::optional<WorkCalendar> calendar;
  if (CountsWorkingDays(*this)) calendar = facts.work_calendar();
  std::vector<Value> stack;
  for (int row = 0; row < rows; ++row) {
    stack.clear();
    for (const Instruction& instruction : instructions) {
      switch (instruction.op) {
        case Op::kNumber:
          stack.push_back(Made(instruction.number, 0, CellState::kKnown));
          break;
        case Op::kColumn: {
          const Cell cell = facts.cell(instruction.column, row);
          // What counts whole things is exact.
          const bool whole = cell.value == std::floor(cell.value);
          stack.push_back({cell.is_known() ? cell.value : 0,
                           whole ? 0 : kEpsilon * std::abs(cell.value),
                           cell.state});
          break;
        }
        case Op::kNegate:
          stack.back().number = -stack.back().number;
          break;
        case Op::kAbs:
          stack.back().number = std::abs(stack.back().number);
          break;
        case Op::kMin:
        case Op::kMax: {
          const auto count = static_cast<size_t>(instruction.count);
          const size_t first = stack.size() - count;
          const Value picked =
              Pick(instruction.op, stack.data() + first, instruction.count);
          stack.resize(first);
          stack.push_back(picked);
          break;
        }
        case Op::kAdd:
        case Op::kSubtract:
        case Op::kMultiply:
        case Op::kDivide:
        case Op::kPlusMonths:
        case Op::kMonthsBetween:
        case Op::kPlusWorkingDays:
        case Op::kWorkingDaysBetween: {
          const Value b = stack.back();
          stack.pop_back();
          stack.back() = Combine(instruction.op, stack.back(), b, calendar);
          break;
        }
      }
    }
    const auto at = static_cast<size_t>(row);
    const Value value = stack.empty() ? Value{} : stack.back();
    result.states[at] = value.state;
    result.values[at] = value.state == CellState::kKnown
                            ? NearestDecimal(value.number, value.error)
                            : 0;
  }
  return result;
}

std::vector<Term> MergeTerms(const std::vector<Term>& terms) {
  std::vector<Term> merged;
  for (const Term& term : terms) {
    const auto same = std::find_if(
        merged.begin(), merged.end(),
        [&](const Term& known) { return known.column == term.column; });
    if (same == merged.end()) {
      merged.push_back(term);
    } else {
      same->factor += term.factor;
    }
  }
  std::erase_if(merged,
                [](const Term& term) { return std::abs(term.factor) < 1e-15; });
  return merged;
}

}  // namespace actionplan::internal
