#include "internal/condition.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "absl/container/flat_hash_set.h"

namespace actionplan::internal {
namespace {

void CollectColumns(const Condition& condition, std::vector<int>& columns,
                    absl::flat_hash_set<int>& seen) {
  const auto add = [&](int column) {
    if (seen.insert(column).second) columns.push_back(column);
  };
  switch (condition.kind) {
    case Condition::Kind::kCompare:
      for (const Term& term : condition.terms) add(term.column);
      break;
    case Condition::Kind::kIsOneOf:
    case Condition::Kind::kIsState:
      add(condition.column);
      break;
    case Condition::Kind::kAlways:
    case Condition::Kind::kAnd:
    case Condition::Kind::kOr:
    case Condition::Kind::kNot:
      break;
  }
  for (const Condition& child : condition.children) {
    CollectColumns(child, columns, seen);
  }
}

constexpr uint8_t kFalse = 0;
constexpr uint8_t kUndecided = 1;
constexpr uint8_t kTrue = 2;

// Sums of fractions miss by so much of their size: 110 percent of 50 is 55.
constexpr double kNoise = 1e-12;

// The truth of a test of cells in this state: as tested if all are known,
// undecided if one is unknown, false if one does not apply.
uint8_t Truth(CellState state, bool holds) {
  if (state == CellState::kKnown) return holds ? kTrue : kFalse;
  return state == CellState::kUnknown ? kUndecided : kFalse;
}

// Not applicable is stronger than unknown, unknown than known.
CellState Worse(CellState a, CellState b) { return std::max(a, b); }

// One column's rows of a block; a column that was never set is unknown.
class Slice {
 public:
  Slice(const FactTable& facts, int column, int first) {
    const FactTable::Column& found = facts.column(column);
    if (found.values.empty()) return;
    values_ = found.values.data() + first;
    states_ = found.states.data() + first;
  }

  double value(int i) const { return values_ == nullptr ? 0 : values_[i]; }
  CellState state(int i) const {
    return states_ == nullptr ? CellState::kUnknown : states_[i];
  }

 private:
  const double* values_ = nullptr;
  const CellState* states_ = nullptr;
};

// The sums of a block of rows, the sizes of what was added up, and the states.
struct Sums {
  explicit Sums(int count) {
    std::fill_n(value.begin(), count, 0.0);
    std::fill_n(size.begin(), count, 0.0);
    std::fill_n(state.begin(), count, CellState::kKnown);
  }

  // Set as far as the block goes: a single item needs no thousand zeros.
  std::array<double, Program::kBlock> value;
  std::array<double, Program::kBlock> size;
  std::array<CellState, Program::kBlock> state;
};

bool IsChosen(uint64_t choices, double choice) {
  return choice >= 0 && choice < 64 &&
         ((choices >> static_cast<unsigned>(choice)) & 1) != 0;
}

// Adds factor times a column to the sums of a block.
void AddTerm(const Term& term, const FactTable& facts, int first, int count,
             Sums& sums) {
  const Slice cells(facts, term.column, first);
  for (int i = 0; i < count; ++i) {
    const auto at = static_cast<size_t>(i);
    const double value = term.factor * cells.value(i);
    sums.value[at] += value;
    sums.size[at] += std::abs(value);
    sums.state[at] = Worse(sums.state[at], cells.state(i));
  }
}

// With the comparison known beforehand, so that the loop is one without
// branches.
template <Comparison comparison>
void CompareCells(const Slice& cells, double number, int count,
                  uint8_t* truth) {
  for (int i = 0; i < count; ++i) {
    truth[i] = Truth(cells.state(i), Holds(comparison, cells.value(i), number));
  }
}

void CompareCells(const Slice& cells, Comparison comparison, double number,
                  int count, uint8_t* truth) {
  switch (comparison) {
    case Comparison::kLess:
      return CompareCells<Comparison::kLess>(cells, number, count, truth);
    case Comparison::kLessEqual:
      return CompareCells<Comparison::kLessEqual>(cells, number, count, truth);
    case Comparison::kEqual:
      return CompareCells<Comparison::kEqual>(cells, number, count, truth);
    case Comparison::kNotEqual:
      return CompareCells<Comparison::kNotEqual>(cells, number, count, truth);
    case Comparison::kGreaterEqual:
      return CompareCells<Comparison::kGreaterEqual>(cells, number, count,
                                                     truth);
    case Comparison::kGreater:
      return CompareCells<Comparison::kGreater>(cells, number, count, truth);
  }
}

void RunComparison(const Condition& test, const FactTable& facts, int first,
                   int count, uint8_t* truth) {
  if (test.terms.size() == 1 && test.terms.front().factor == 1) {
    const Slice cells(facts, test.terms.front().column, first);
    CompareCells(cells, test.comparison, test.number, count, truth);
    return;
  }
  Sums sums(count);
  for (const Term& term : test.terms) AddTerm(term, facts, first, count, sums);
  for (int i = 0; i < count; ++i) {
    const auto at = static_cast<size_t>(i);
    const double noise = kNoise * (sums.size[at] + std::abs(test.number));
    const bool equal = std::abs(sums.value[at] - test.number) <= noise;
    truth[i] = Truth(sums.state[at],
                     Holds(test.comparison,
                           equal ? test.number : sums.value[at], test.number));
  }
}

void RunTest(const Condition& test, const FactTable& facts, int first,
             int count, uint8_t* truth) {
  if (test.kind == Condition::Kind::kCompare) {
    RunComparison(test, facts, first, count, truth);
    return;
  }
  const Slice cells(facts, test.column, first);
  if (test.kind == Condition::Kind::kIsOneOf) {
    for (int i = 0; i < count; ++i) {
      truth[i] = Truth(cells.state(i), IsChosen(test.choices, cells.value(i)));
    }
    return;
  }
  assert(test.kind == Condition::Kind::kIsState);
  for (int i = 0; i < count; ++i) {
    truth[i] = cells.state(i) == test.state ? kTrue : kFalse;
  }
}

// "and" is the smaller truth, "or" the larger.
void Join(Condition::Kind kind, uint8_t* truth, const uint8_t* other,
          int count) {
  for (int i = 0; i < count; ++i) {
    truth[i] = kind == Condition::Kind::kAnd ? std::min(truth[i], other[i])
                                             : std::max(truth[i], other[i]);
  }
}

}  // namespace

bool Holds(Comparison comparison, double a, double b) {
  switch (comparison) {
    case Comparison::kLess:
      return a < b;
    case Comparison::kLessEqual:
      return a <= b;
    case Comparison::kEqual:
      return a == b;
    case Comparison::kNotEqual:
      return a != b;
    case Comparison::kGreaterEqual:
      return a >= b;
    case Comparison::kGreater:
      return a > b;
  }
  return false;
}

Comparison Mirrored(Comparison comparison) {
  switch (comparison) {
    case Comparison::kLess:
      return Comparison::kGreater;
    case Comparison::kLessEqual:
      return Comparison::kGreaterEqual;
    case Comparison::kGreaterEqual:
      return Comparison::kLessEqual;
    case Comparison::kGreater:
      return Comparison::kLess;
    case Comparison::kEqual:
    case Comparison::kNotEqual:
      break;
  }
  return comparison;
}

std::string_view SymbolOf(Comparison comparison) {
  static constexpr std::array<std::string_view, 6> kSymbols = {"<",  "<=", "=",
                                                               "!=", ">=", ">"};
  return kSymbols.at(static_cast<size_t>(comparison));
}

namespace {

Condition Join(Condition::Kind kind, std::vector<Condition> parts) {
  if (parts.size() == 1) return std::move(parts.front());
  Condition joined;
  joined.kind = kind;
  joined.children = std::move(parts);
  return joined;
}

}  // namespace

Condition All(std::vector<Condition> parts) {
  if (parts.empty()) return {};
  return Join(Condition::Kind::kAnd, std::move(parts));
}

Condition Any(std::vector<Condition> parts) {
  if (parts.empty()) return Not({});
  return Join(Condition::Kind::kOr, std::move(parts));
}

Condition Not(Condition part) {
  Condition negated;
  negated.kind = Condition::Kind::kNot;
  negated.children.push_back(std::move(part));
  return negated;
}

Condition IsState(int column, CellState state) {
  Condition test;
  test.kind = Condition::Kind::kIsState;
  test.column = column;
  test.state = state;
  return test;
}

Condition IsOneOf(int column, uint64_t choices) {
  Condition test;
  test.kind = Condition::Kind::kIsOneOf;
  test.column = column;
  test.choices = choices;
  return test;
}

Condition Compare(std::vector<Term> terms, Comparison comparison,
                  double number) {
  Condition test;
  test.kind = Condition::Kind::kCompare;
  test.terms = std::move(terms);
  test.comparison = comparison;
  test.number = number;
  return test;
}

std::vector<int> ColumnsOf(const Condition& condition) {
  std::vector<int> columns;
  absl::flat_hash_set<int> seen;
  CollectColumns(condition, columns, seen);
  return columns;
}

Program::Program(const Condition& condition) { Compile(condition); }

void Program::Push(const Condition& test) {
  Instruction& pushed =
      instructions_.emplace_back(Instruction{test.kind, Condition()});
  pushed.test.kind = test.kind;
  pushed.test.terms = test.terms;
  pushed.test.comparison = test.comparison;
  pushed.test.number = test.number;
  pushed.test.column = test.column;
  pushed.test.choices = test.choices;
  pushed.test.state = test.state;
  max_depth_ = std::max(max_depth_, ++depth_);
}

// Joins each child as soon as it is there: a thousand alternatives need no
// deeper a stack than two.
void Program::Compile(const Condition& condition) {
  if (condition.children.empty()) return Push(condition);
  Compile(condition.children.front());
  if (condition.kind == Condition::Kind::kNot) {
    instructions_.push_back({condition.kind, Condition()});
    return;
  }
  for (size_t i = 1; i < condition.children.size(); ++i) {
    Compile(condition.children[i]);
    instructions_.push_back({condition.kind, Condition()});
    --depth_;
  }
}

void Program::Run(const FactTable& facts, int first, int count,
                  uint8_t* truth) const {
  assert(count <= kBlock);
  // As long as the block is: one item's truths are few bytes.
  std::vector<uint8_t> stack(max_depth_ * static_cast<size_t>(count));
  uint8_t* top = stack.data();  // one past the topmost block
  for (const Instruction& instruction : instructions_) {
    switch (instruction.kind) {
      case Condition::Kind::kAlways:
        std::fill_n(top, count, kTrue);
        top += count;
        break;
      case Condition::Kind::kAnd:
      case Condition::Kind::kOr:
        top -= count;
        Join(instruction.kind, top - count, top, count);
        break;
      case Condition::Kind::kNot:
        for (int i = 0; i < count; ++i) {
          (top - count)[i] = static_cast<uint8_t>(kTrue - (top - count)[i]);
        }
        break;
      case Condition::Kind::kCompare:
      case Condition::Kind::kIsOneOf:
      case Condition::Kind::kIsState:
        RunTest(instruction.test, facts, first, count, top);
        top += count;
        break;
    }
  }
  std::copy_n(stack.data(), count, truth);
}

}  // namespace actionplan::internal
