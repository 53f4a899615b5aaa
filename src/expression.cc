#include "internal/expression.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

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

Value Combine(Op op, const Value& a, const Value& b) {
  const CellState state = Worse(a.state, b.state);
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

// The decimal number with the fewest places that the error leaves possible.
double Rounded(const Value& value) {
  constexpr int kMostPlaces = 22;  // up to here powers of ten are exact
  static const std::array<double, kMostPlaces + 1> kPowers = [] {
    std::array<double, kMostPlaces + 1> powers{};
    powers[0] = 1;
    for (size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
    return powers;
  }();
  if (value.error == 0) return value.number;
  const double places = -std::ceil(std::log10(4 * value.error));
  if (!(places >= 0 && places <= kMostPlaces)) return value.number;
  const double power = kPowers[static_cast<size_t>(places)];
  if (std::abs(value.number) > 1e300 / power) return value.number;
  return std::nearbyint(value.number * power) / power;
}

}  // namespace

FactTable::Column Expression::Run(const FactTable& facts) const {
  const int rows = facts.rows();
  FactTable::Column result;
  result.values.resize(static_cast<size_t>(rows));
  result.states.resize(static_cast<size_t>(rows));
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
        case Op::kDivide: {
          const Value b = stack.back();
          stack.pop_back();
          stack.back() = Combine(instruction.op, stack.back(), b);
          break;
        }
      }
    }
    const auto at = static_cast<size_t>(row);
    const Value value = stack.empty() ? Value{} : stack.back();
    result.states[at] = value.state;
    result.values[at] = value.state == CellState::kKnown ? Rounded(value) : 0;
  }
  return result;
}

std::vector<Term> MergeTerms(const std::vector<Term>& terms) {
  std::vector<Term> merged;
  for (const Term& term : terms) {
    const auto same =
        std::find_if(merged.begin(), merged.end(), [&](const Term& known) {
          return known.column == term.column;
        });
    if (same == merged.end()) {
      merged.push_back(term);
    } else {
      same->factor += term.factor;
    }
  }
  std::erase_if(merged, [](const Term& term) {
    return std::abs(term.factor) < 1e-15;
  });
  return merged;
}

}  // namespace actionplan::internal
