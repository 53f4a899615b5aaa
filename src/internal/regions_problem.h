#ifndef ACTIONPLAN_SRC_INTERNAL_REGIONS_PROBLEM_H_
#define ACTIONPLAN_SRC_INTERNAL_REGIONS_PROBLEM_H_

// Demands over a space, made ready to be searched.
//
// Every column, and every sum of several columns, is a slot. The thresholds
// that are tested cut a slot's numbers into cells, all of whose values are
// alike to every test; so a set of values is an interval of cells and a test is
// one too. A box is a set for each slot.

#include <algorithm>
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "internal/regions.h"

namespace actionplan::internal {

inline Truths TruthBit(unsigned truth) {
  return static_cast<Truths>(1U << truth);
}

// The truths of "not".
inline Truths Negated(Truths truths) {
  return static_cast<Truths>((truths & kMayBeUndecided) |
                             ((truths & kMayBeFalse) << 2) |
                             ((truths & kMayBeTrue) >> 2));
}

// States, as a set of bits.
inline constexpr uint8_t kIsKnown = 1;
inline constexpr uint8_t kIsUnknown = 2;
inline constexpr uint8_t kIsNotApplicable = 4;

// What a slot may hold: known values, as cells of numbers or choices (of the
// other kind there is always one, so that one code serves both), and states.
struct SlotSet {
  uint64_t choices = 1;
  int32_t low = 0;
  int32_t high = 0;
  uint8_t states = 0;

  friend bool operator==(const SlotSet&, const SlotSet&) = default;
};

using Box = std::vector<SlotSet>;

inline bool HasValues(const SlotSet& set) {
  return set.choices != 0 && set.low <= set.high;
}

// The values of both; states of `a` with known only if a value is left.
inline SlotSet Intersect(const SlotSet& a, const SlotSet& b) {
  SlotSet both = {a.choices & b.choices, std::max(a.low, b.low),
                  std::min(a.high, b.high), a.states};
  both.states &= b.states;
  if (!HasValues(both)) both.states &= static_cast<uint8_t>(~kIsKnown);
  return both;
}

// What two sets are together, if that is one set: `a` grows. Otherwise false.
bool Join(SlotSet& a, const SlotSet& b, bool is_choice);

// Between the values below it and those above; a value at it is below if
// `after`.
struct Cut {
  double value = 0;
  bool after = false;

  friend auto operator<=>(const Cut&, const Cut&) = default;
};

struct SlotTerm {
  int slot = 0;
  double factor = 1;

  friend auto operator<=>(const SlotTerm&, const SlotTerm&) = default;
};

struct Slot {
  int column = -1;  // or -1: the sum of terms
  std::vector<SlotTerm> terms;
  Domain domain;
  bool is_choice = false;
  std::vector<Cut> cuts;
  SlotSet full;
  // The demands whose truth this slot touches, by itself or through a sum.
  std::vector<int> demands;
  // The sums that it is part of.
  std::vector<int> sums;

  bool is_sum() const { return column < 0; }
};

// The ends of an interval of cells.
struct Ends {
  double from = -kUnbounded;
  double to = kUnbounded;
  bool from_open = false;
  bool to_open = false;
};

struct Node {
  enum class Kind : uint8_t { kLeaf, kAnd, kOr, kNot };
  Kind kind = Kind::kLeaf;
  int parent = -1;
  // Of a leaf: true of known values in `yes`; and a truth for other states.
  int slot = 0;
  SlotSet yes = {};
  uint8_t if_unknown = 0;
  uint8_t if_not_applicable = 0;
  // Which values `yes` has, before the cuts are known.
  Cut yes_from = {-kUnbounded, false};
  Cut yes_to = {kUnbounded, true};
};

struct CompiledDemand {
  int begin = 0;  // its nodes, children first
  int end = 0;
  Truths truths = 0;
  bool is_axiom = false;
};

class Problem {
 public:
  Problem(const Space& space, std::span<const Demand> demands);

  // No value of some column is left, so nothing answers.
  bool is_empty() const { return is_empty_; }

  const std::vector<Slot>& slots() const { return slots_; }
  const std::vector<CompiledDemand>& demands() const { return demands_; }
  const std::vector<Node>& nodes() const { return nodes_; }
  Box FullBox() const;

  // Adds the demand that a row is not in this box (of the slots that are not
  // full in it). Returns its index.
  int AddBlock(const Box& box);

  Ends EndsOf(int slot, int low, int high) const;
  // The cell of a value.
  int CellOf(int slot, double value) const;
  // The plainest cell of a set, known rather than unknown.
  Cell PlainCell(int slot, const SlotSet& set) const;
  // A box in terms of columns, without a witness.
  Region RegionOf(const Box& box) const;

 private:
  int SlotOf(int column);
  int SumOf(const std::vector<SlotTerm>& terms);
  void Compile(const Condition& condition);
  void CompileOne(const Condition& condition);
  int AddLeaf(const Condition& test);
  void AddGroup(Node::Kind kind, std::vector<int> children);
  void AddCompare(const Condition& test);
  void AddCompareTest(const Condition& test, Comparison comparison);
  void Finish(const Space& space);
  void ResolveLeaf(Node& node) const;
  void Touch(int demand);
  SlotSet Everything(const Slot& slot) const;

  const Space& space_;
  std::map<int, int> slot_of_;
  std::map<std::vector<SlotTerm>, int> sum_of_;
  std::vector<Slot> slots_;
  std::vector<Node> nodes_;
  std::vector<CompiledDemand> demands_;
  std::vector<int> stack_;
  bool is_empty_ = false;
};

// Whether the rules' own kernel, too, says that each witness meets every demand
// and breaks no axiom, and whether its cells are such as the columns can hold.
bool IsConfirmed(const Space& space, std::span<const Demand> demands,
                 std::span<const Region> regions);

// The nearest value of a column's grid that is not below; and the one above it.
double GridAtLeast(const Domain& domain, double value);
double GridAtMost(const Domain& domain, double value);
double GridAbove(const Domain& domain, double value);
double GridBelow(const Domain& domain, double value);

// A value in [from, to] that a person would take: 0, or what is nearest to it.
std::optional<double> PlainValue(const Domain& domain, const Ends& ends);

// --- sums
// ---------------------------------------------------------------------

// sum of terms <= number, or < if strict. Terms are variables by index.
struct Inequality {
  std::map<int, double> terms = {};
  double number = 0;
  bool is_strict = false;
};

struct Variable {
  Domain domain = {};
  Ends ends = {};
};

// Values that meet all, or none, or it can't say.
struct Solution {
  Found found = Found::kNo;
  std::vector<double> values;
};
Solution Solve(const std::vector<Variable>& variables,
               const std::vector<Inequality>& inequalities);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_REGIONS_PROBLEM_H_
