#include "internal/regions.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "internal/regions_boxes.h"
#include "internal/regions_problem.h"

namespace actionplan::internal {
namespace {

constexpr Truths kAll = kMayBeFalse | kMayBeUndecided | kMayBeTrue;

// With more demands than this, a box is halved where most of them have an end;
// with fewer, the demand that is nearest to settled leads.
constexpr size_t kManyDemands = 12;

unsigned Least(Truths truths) {
  return static_cast<unsigned>(std::countr_zero(truths));
}
unsigned Most(Truths truths) {
  return static_cast<unsigned>(std::bit_width(truths)) - 1;
}

// The smaller of a truth of each set.
Truths Both(Truths a, Truths b) {
  const unsigned most = std::min(Most(a), Most(b));
  return static_cast<Truths>((a | b) & ((2U << most) - 1));
}
Truths Either(Truths a, Truths b) {
  return Negated(Both(Negated(a), Negated(b)));
}

// The truths that a test may have of a set.
Truths TruthsOf(const Node& leaf, const SlotSet& set) {
  Truths truths = 0;
  if ((set.states & kIsKnown) != 0) {
    const SlotSet& yes = leaf.yes;
    const uint64_t both = set.choices & yes.choices;
    const bool meets =
        both != 0 && std::max(set.low, yes.low) <= std::min(set.high, yes.high);
    const bool within = meets && both == set.choices && set.low >= yes.low &&
                        set.high <= yes.high;
    if (meets) truths |= kMayBeTrue;
    if (!within) truths |= kMayBeFalse;
  }
  if ((set.states & kIsUnknown) != 0) truths |= TruthBit(leaf.if_unknown);
  if ((set.states & kIsNotApplicable) != 0) {
    truths |= TruthBit(leaf.if_not_applicable);
  }
  return truths;
}

// What is left of a set where a test has one of these truths; more, where that
// would be two intervals.
SlotSet Narrowed(const Node& leaf, SlotSet set, Truths truths) {
  const auto drop = [&](uint8_t state) {
    set.states &= static_cast<uint8_t>(~state);
  };
  if ((TruthBit(leaf.if_unknown) & truths) == 0) drop(kIsUnknown);
  if ((TruthBit(leaf.if_not_applicable) & truths) == 0) drop(kIsNotApplicable);
  if ((set.states & kIsKnown) == 0) return set;
  const SlotSet& yes = leaf.yes;
  const bool may_be_yes = (truths & kMayBeTrue) != 0;
  const bool may_be_no = (truths & kMayBeFalse) != 0;
  if (may_be_yes && may_be_no) return set;
  if (!may_be_yes && !may_be_no) {
    drop(kIsKnown);
  } else if (may_be_yes) {
    set.choices &= yes.choices;
    set.low = std::max(set.low, yes.low);
    set.high = std::min(set.high, yes.high);
  } else if (yes.low <= set.low && yes.high >= set.high) {
    set.choices &= ~yes.choices;
  } else if ((set.choices & ~yes.choices) == 0 && yes.low <= yes.high) {
    if (yes.low <= set.low && yes.high >= set.low) set.low = yes.high + 1;
    if (yes.high >= set.high && yes.low <= set.high) set.high = yes.low - 1;
  }
  if (!HasValues(set)) drop(kIsKnown);
  return set;
}

struct SearchNode {
  Box box = {};
  std::vector<int> active = {};  // demands that are not settled in it
  size_t seen = 0;               // demands that it was told of
};

class Search {
 public:
  Search(const Space& space, std::span<const Demand> demands)
      : space_(space), demands_(demands), problem_(space, demands) {
    steps_left_ = space.limit();
    count_of_slots_.resize(problem_.slots().size());
    for (size_t i = 0; i < problem_.slots().size(); ++i) {
      if (problem_.slots()[i].is_sum()) sums_.push_back(static_cast<int>(i));
    }
    if (problem_.is_empty()) return;
    SearchNode start = {.box = problem_.FullBox()};
    stack_.push_back(std::move(start));
  }

  // The next region, of the leftmost box that has an answer; nullopt if there
  // is no more, or none can be found: then gave_up().
  std::optional<Region> Next() {
    return NextBy([this](const Box& box) { return Answer(box); });
  }

  // The same with a row alone.
  std::optional<Region> NextRow() {
    return NextBy([this](const Box& box) { return RowOf(box); });
  }

  bool gave_up() const { return gave_up_; }
  const std::vector<Box>& boxes() const { return boxes_; }

  // Regions of boxes that differ in one slot, and there touch, become one.
  void Merge(std::vector<Region>& regions);

 private:
  template <typename Answering>
  std::optional<Region> NextBy(const Answering& answer) {
    while (!stack_.empty()) {
      SearchNode node = std::move(stack_.back());
      stack_.pop_back();
      if (!Settle(node)) {
        if (steps_left_ <= 0) {
          gave_up_ = true;
          stack_.clear();
          return std::nullopt;
        }
        continue;
      }
      if (!node.active.empty()) {
        Split(std::move(node));
        continue;
      }
      if (!NarrowAllSums(node.box) || SplitStates(node)) continue;
      std::optional<Region> region = answer(node.box);
      if (region.has_value()) return region;
    }
    return std::nullopt;
  }

  const Slot& slot(int i) const {
    return problem_.slots()[static_cast<size_t>(i)];
  }

  // --- what is so in a box ---------------------------------------------------

  Truths Evaluate(const CompiledDemand& demand, const Box& box);
  bool Require(const CompiledDemand& demand, Box& box);
  bool Settle(SearchNode& node);
  bool NarrowSums(Box& box) const;
  bool NarrowAllSums(Box& box) const;
  bool NarrowParts(int sum, Box& box) const;
  Ends PartEnds(const SlotTerm& term, const Box& box) const;
  std::pair<int, int> SumCells(int sum, const Box& box) const;
  uint8_t SumStates(const Slot& sum, const Box& box) const;

  // --- where to cut it -------------------------------------------------------

  void Split(SearchNode node);
  void SplitAt(SearchNode node, const Node& leaf);
  bool SplitInHalf(SearchNode& node);
  bool SplitStates(SearchNode& node);
  bool IsHeld(int sum, const Box& box) const;
  void Push(const SearchNode& node, int slot, const SlotSet& set);
  // The leaves of a demand that decide it, of a box in which it is not settled.
  void CollectOpen(const CompiledDemand& demand, const Box& box);

  // --- an answer -------------------------------------------------------------

  std::optional<Region> Answer(const Box& box);
  std::optional<Region> RowOf(const Box& box);
  std::optional<std::vector<Cell>> CellsOf(const Box& box);
  std::vector<std::pair<int, Cell>> WitnessOf(
      const std::vector<Cell>& cells) const;
  void Widen(Box& box, const std::vector<bool>& held);
  void Derive(Box& box, const std::vector<bool>& held) const;
  bool IsMet(int demand, const Box& box);
  bool AreMet(int slot, const Box& box);
  void Extend(Box& box, int slot, const std::vector<bool>& held);
  Found FindValues(const Box& box, std::vector<Cell>& cells) const;
  SlotSet SetOf(int slot, const Cell& cell) const;
  Cell SumOf(const Slot& sum, const std::vector<Cell>& cells) const;
  bool IsAnswer(const std::vector<Cell>& cells);
  void Simplify(const Box& box, std::vector<Cell>& cells);

  const Space& space_;
  std::span<const Demand> demands_;
  Problem problem_;
  std::vector<SearchNode> stack_;
  std::vector<Box> boxes_;
  int64_t steps_left_ = 0;
  bool gave_up_ = false;
  // Of each node of the demand at hand.
  std::vector<Truths> truths_;
  std::vector<Truths> required_;
  std::vector<std::array<int, 3>> counts_;
  std::vector<int> open_;
  std::vector<int> count_of_slots_;
  std::vector<int> sums_;
};

// Children come before their parents, so one pass does.
Truths Search::Evaluate(const CompiledDemand& demand, const Box& box) {
  --steps_left_;
  const auto size = static_cast<size_t>(demand.end - demand.begin);
  if (truths_.size() < size) truths_.resize(size);
  const Node* nodes = &problem_.nodes()[static_cast<size_t>(demand.begin)];
  for (size_t i = 0; i < size; ++i) {
    truths_[i] = nodes[i].kind == Node::Kind::kOr ? kMayBeFalse : kMayBeTrue;
  }
  for (size_t i = 0; i < size; ++i) {
    const Node& node = nodes[i];
    if (node.kind == Node::Kind::kLeaf) {
      truths_[i] = TruthsOf(node, box[static_cast<size_t>(node.slot)]);
    } else if (node.kind == Node::Kind::kNot) {
      truths_[i] = Negated(truths_[i]);
    }
    if (node.parent < 0) continue;
    const auto parent = static_cast<size_t>(node.parent - demand.begin);
    switch (nodes[parent].kind) {
      case Node::Kind::kAnd:
        truths_[parent] = Both(truths_[parent], truths_[i]);
        break;
      case Node::Kind::kOr:
        truths_[parent] = Either(truths_[parent], truths_[i]);
        break;
      default:
        truths_[parent] = truths_[i];
    }
  }
  return truths_[size - 1];
}

// After Evaluate: takes from the box what the demand rules out by itself. A
// child must be what "and" needs of every one; and the only child that can be
// low enough must be. Returns whether the box became smaller.
bool Search::Require(const CompiledDemand& demand, Box& box) {
  const auto size = static_cast<size_t>(demand.end - demand.begin);
  const Node* nodes = &problem_.nodes()[static_cast<size_t>(demand.begin)];
  if (required_.size() < size) {
    required_.resize(size);
    counts_.resize(size);
  }
  // Of each truth as an upper bound (for "or": a lower one): the children that
  // can keep it.
  std::fill_n(counts_.begin(), size, std::array<int, 3>{});
  for (size_t i = 0; i + 1 < size; ++i) {
    const auto parent = static_cast<size_t>(nodes[i].parent - demand.begin);
    const bool is_or = nodes[parent].kind == Node::Kind::kOr;
    const unsigned least = is_or ? 2 - Most(truths_[i]) : Least(truths_[i]);
    for (unsigned bound = least; bound < 3; ++bound) ++counts_[parent][bound];
  }
  required_[size - 1] = demand.truths;
  bool is_smaller = false;
  for (size_t i = size; i-- > 0;) {
    if (i + 1 < size) {
      const auto parent = static_cast<size_t>(nodes[i].parent - demand.begin);
      const Node::Kind kind = nodes[parent].kind;
      Truths wanted = static_cast<Truths>(required_[parent] & truths_[parent]);
      if (wanted == 0) wanted = kAll;
      Truths mine = truths_[i];
      if (kind == Node::Kind::kNot) {
        required_[i] = Negated(required_[parent]);
      } else {
        if (kind == Node::Kind::kOr) {
          wanted = Negated(wanted);
          mine = Negated(mine);
        }
        // At least as much as the least wanted.
        Truths child = static_cast<Truths>(kAll & ~((1U << Least(wanted)) - 1));
        const unsigned most = Most(wanted);
        const bool is_only =
            most < 2 && counts_[parent][most] == 1 && Least(mine) <= most;
        if (is_only) child &= static_cast<Truths>((2U << most) - 1);
        required_[i] = kind == Node::Kind::kOr ? Negated(child) : child;
      }
    }
    if (nodes[i].kind != Node::Kind::kLeaf) continue;
    if ((truths_[i] & ~required_[i]) == 0) continue;
    SlotSet& set = box[static_cast<size_t>(nodes[i].slot)];
    const SlotSet narrow = Narrowed(nodes[i], set, required_[i]);
    if (narrow == set) continue;
    set = narrow;
    is_smaller = true;
  }
  return is_smaller;
}

// Narrows a box and drops what is settled in it; false if no row answers.
bool Search::Settle(SearchNode& node) {
  const size_t demands = problem_.demands().size();
  for (; node.seen < demands; ++node.seen) {
    node.active.push_back(static_cast<int>(node.seen));
  }
  bool is_smaller = true;
  for (int round = 0; is_smaller && round < 20; ++round) {
    is_smaller = false;
    size_t kept = 0;
    for (size_t i = 0; i < node.active.size(); ++i) {
      const CompiledDemand& demand =
          problem_.demands()[static_cast<size_t>(node.active[i])];
      const Truths truths = Evaluate(demand, node.box);
      if ((truths & demand.truths) == 0) return false;
      if ((truths & ~demand.truths) == 0) continue;
      node.active[kept++] = node.active[i];
      if (Require(demand, node.box)) {
        is_smaller = true;
        for (const SlotSet& set : node.box) {
          if (set.states == 0) return false;
        }
      }
    }
    node.active.resize(kept);
    if (steps_left_ <= 0) return false;
    if (!NarrowSums(node.box)) return false;
    if (is_smaller && node.active.size() > kManyDemands && round > 0) break;
  }
  // What narrowing left open was settled before it.
  return true;
}

// What a term adds to its sum.
Ends Search::PartEnds(const SlotTerm& term, const Box& box) const {
  if (term.factor == 0) return {.from = 0, .to = 0};
  const SlotSet& set = box[static_cast<size_t>(term.slot)];
  Ends part;
  if (slot(term.slot).is_choice) {
    part = {.from = static_cast<double>(std::countr_zero(set.choices)),
            .to = static_cast<double>(std::bit_width(set.choices)) - 1};
  } else {
    part = problem_.EndsOf(term.slot, set.low, set.high);
  }
  if (term.factor < 0) std::swap(part.from, part.to);
  return {.from = term.factor * part.from, .to = term.factor * part.to};
}

// The cells that a sum can lie in, by the ends of its parts.
std::pair<int, int> Search::SumCells(int sum, const Box& box) const {
  Ends ends = {.from = 0, .to = 0};
  for (const SlotTerm& term : slot(sum).terms) {
    const Ends part = PartEnds(term, box);
    ends.from += part.from;
    ends.to += part.to;
  }
  // An open end may be rounded away, so the cell beside it counts too.
  return {problem_.CellOf(sum, ends.from), problem_.CellOf(sum, ends.to)};
}

uint8_t Search::SumStates(const Slot& sum, const Box& box) const {
  bool all_known = true;
  bool none_not_applicable = true;
  bool any_unknown = false;
  uint8_t states = 0;
  for (const SlotTerm& term : sum.terms) {
    const uint8_t part = box[static_cast<size_t>(term.slot)].states;
    if ((part & kIsKnown) == 0) all_known = false;
    if ((part & (kIsKnown | kIsUnknown)) == 0) none_not_applicable = false;
    if ((part & kIsUnknown) != 0) any_unknown = true;
    if ((part & kIsNotApplicable) != 0) states |= kIsNotApplicable;
  }
  if (all_known) states |= kIsKnown;
  if (none_not_applicable && any_unknown) states |= kIsUnknown;
  return states;
}

bool Search::NarrowSums(Box& box) const {
  for (int i : sums_) {
    const Slot& sum = slot(i);
    SlotSet& set = box[static_cast<size_t>(i)];
    set.states &= SumStates(sum, box);
    if ((set.states & kIsKnown) != 0) {
      const auto [low, high] = SumCells(i, box);
      set.low = std::max(set.low, low);
      set.high = std::min(set.high, high);
      if (!HasValues(set)) set.states &= static_cast<uint8_t>(~kIsKnown);
    }
    if (set.states == 0) return false;
    uint8_t allowed = kIsKnown | kIsUnknown | kIsNotApplicable;
    if (set.states == kIsKnown) allowed = kIsKnown;
    if ((set.states & kIsNotApplicable) == 0) {
      allowed &= static_cast<uint8_t>(~kIsNotApplicable);
    }
    for (const SlotTerm& term : sum.terms) {
      uint8_t& states = box[static_cast<size_t>(term.slot)].states;
      states &= allowed;
      if (states == 0) return false;
    }
    if (set.states == kIsKnown && !NarrowParts(i, box)) return false;
  }
  return true;
}

// A part is what the others leave of the sum, at most; an end that may have
// been rounded counts as within.
bool Search::NarrowParts(int i, Box& box) const {
  const Slot& sum = slot(i);
  const SlotSet& set = box[static_cast<size_t>(i)];
  const Ends total = problem_.EndsOf(i, set.low, set.high);
  for (const SlotTerm& part : sum.terms) {
    if (slot(part.slot).is_choice || part.factor == 0) continue;
    Ends rest = {.from = total.from, .to = total.to};
    double largest = std::max(1.0, std::abs(part.factor));
    for (double end : {total.from, total.to}) {
      if (std::isfinite(end)) largest = std::max(largest, std::abs(end));
    }
    for (const SlotTerm& other : sum.terms) {
      if (other.slot == part.slot) continue;
      const Ends its = PartEnds(other, box);
      rest.from -= its.to;
      rest.to -= its.from;
      for (double end : {its.from, its.to}) {
        if (std::isfinite(end)) largest = std::max(largest, std::abs(end));
      }
    }
    for (double* end : {&rest.from, &rest.to}) *end /= part.factor;
    if (part.factor < 0) std::swap(rest.from, rest.to);
    SlotSet& mine = box[static_cast<size_t>(part.slot)];
    const double slack = 1e-9 * largest / std::min(1.0, std::abs(part.factor));
    if (std::isfinite(rest.from)) {
      mine.low =
          std::max(mine.low, problem_.CellOf(part.slot, rest.from - slack));
    }
    if (std::isfinite(rest.to)) {
      mine.high =
          std::min(mine.high, problem_.CellOf(part.slot, rest.to + slack));
    }
    if (mine.low > mine.high) return false;
  }
  return true;
}

// One sum narrows the parts of another.
bool Search::NarrowAllSums(Box& box) const {
  Box before;
  while (before != box) {
    before = box;
    if (!NarrowSums(box)) return false;
  }
  return true;
}

void Search::CollectOpen(const CompiledDemand& demand, const Box& box) {
  open_.clear();
  Evaluate(demand, box);
  const auto size = static_cast<size_t>(demand.end - demand.begin);
  const Node* nodes = &problem_.nodes()[static_cast<size_t>(demand.begin)];
  // A settled node settles all below it, as parents come later: mark by 1.
  if (required_.size() < size) {
    required_.resize(size);
    counts_.resize(size);
  }
  for (size_t i = size; i-- > 0;) {
    const bool is_open =
        std::popcount(truths_[i]) > 1 &&
        (i + 1 == size ||
         required_[static_cast<size_t>(nodes[i].parent - demand.begin)] == 1);
    required_[i] = is_open ? 1 : 0;
    if (is_open && nodes[i].kind == Node::Kind::kLeaf) {
      open_.push_back(demand.begin + static_cast<int>(i));
    }
  }
}

void Search::Push(const SearchNode& node, int slot, const SlotSet& set) {
  SlotSet next = set;
  if (!HasValues(next)) next.states &= static_cast<uint8_t>(~kIsKnown);
  if (next.states == 0) return;
  SearchNode child = node;
  child.box[static_cast<size_t>(slot)] = next;
  stack_.push_back(std::move(child));
}

void Search::Split(SearchNode node) {
  if (node.active.size() > kManyDemands && SplitInHalf(node)) return;
  size_t fewest = SIZE_MAX;
  int leaf = -1;
  for (int index : node.active) {
    CollectOpen(problem_.demands()[static_cast<size_t>(index)], node.box);
    if (open_.empty() || open_.size() >= fewest) continue;
    fewest = open_.size();
    leaf = open_.back();
    if (fewest == 1) break;
  }
  if (leaf < 0) {  // settled by the last narrowing
    stack_.push_back(std::move(node));
    return;
  }
  // A copy: blocks may be added while it is in use.
  SplitAt(std::move(node), Node(problem_.nodes()[static_cast<size_t>(leaf)]));
}

// Into what makes a test true, false, undecided; pushed last is looked at
// first: what is known and true.
void Search::SplitAt(SearchNode node, const Node& leaf) {
  const SlotSet set = node.box[static_cast<size_t>(leaf.slot)];
  const bool is_known = (set.states & kIsKnown) != 0;
  for (unsigned truth : {0U, 1U, 2U}) {
    SlotSet others = set;
    others.states &= static_cast<uint8_t>(
        (leaf.if_unknown == truth ? kIsUnknown : 0) |
        (leaf.if_not_applicable == truth ? kIsNotApplicable : 0));
    if (others.states != 0) Push(node, leaf.slot, others);
  }
  if (!is_known) return;
  SlotSet known = set;
  known.states = kIsKnown;
  SlotSet yes = Intersect(known, leaf.yes);
  if (!HasValues(yes)) {
    Push(node, leaf.slot, known);
    return;
  }
  SlotSet part = known;
  part.low = yes.high + 1;
  Push(node, leaf.slot, part);
  part = known;
  part.high = yes.low - 1;
  Push(node, leaf.slot, part);
  part = known;
  part.low = yes.low;
  part.high = yes.high;
  part.choices &= ~yes.choices;
  Push(node, leaf.slot, part);
  Push(node, leaf.slot, yes);
}

// Halves the box where the slot that most open tests speak of has the median
// of their ends.
bool Search::SplitInHalf(SearchNode& node) {
  std::fill(count_of_slots_.begin(), count_of_slots_.end(), 0);
  for (int index : node.active) {
    const CompiledDemand& demand =
        problem_.demands()[static_cast<size_t>(index)];
    for (int i = demand.begin; i < demand.end; ++i) {
      const Node& leaf = problem_.nodes()[static_cast<size_t>(i)];
      if (leaf.kind != Node::Kind::kLeaf) continue;
      const SlotSet& set = node.box[static_cast<size_t>(leaf.slot)];
      if (std::popcount(TruthsOf(leaf, set)) > 1) {
        ++count_of_slots_[static_cast<size_t>(leaf.slot)];
      }
    }
  }
  const auto most =
      std::max_element(count_of_slots_.begin(), count_of_slots_.end());
  if (*most == 0) return false;
  const int slot = static_cast<int>(most - count_of_slots_.begin());
  const SlotSet set = node.box[static_cast<size_t>(slot)];
  SlotSet part = set;
  part.states &= static_cast<uint8_t>(~kIsKnown);
  if (part.states != 0 && (set.states & kIsKnown) != 0) {
    Push(node, slot, part);
    part.states = kIsKnown;
    Push(node, slot, part);
    return true;
  }
  if (std::popcount(set.states) > 1) return false;
  std::vector<int>& cuts = open_;
  cuts.clear();
  for (int index : node.active) {
    const CompiledDemand& demand =
        problem_.demands()[static_cast<size_t>(index)];
    for (int i = demand.begin; i < demand.end; ++i) {
      const Node& leaf = problem_.nodes()[static_cast<size_t>(i)];
      if (leaf.kind != Node::Kind::kLeaf || leaf.slot != slot) continue;
      if (leaf.yes.low > set.low && leaf.yes.low <= set.high) {
        cuts.push_back(leaf.yes.low);
      }
      if (leaf.yes.high >= set.low && leaf.yes.high < set.high) {
        cuts.push_back(leaf.yes.high + 1);
      }
    }
  }
  if (cuts.empty()) return false;
  const auto middle = cuts.begin() + static_cast<int64_t>(cuts.size() / 2);
  std::nth_element(cuts.begin(), middle, cuts.end());
  part = set;
  const int cut = *middle;
  part.low = cut;
  Push(node, slot, part);
  part = set;
  part.high = cut - 1;
  Push(node, slot, part);
  return true;
}

// A sum of which the box says more than its parts do.
bool Search::IsHeld(int sum, const Box& box) const {
  const SlotSet& set = box[static_cast<size_t>(sum)];
  const uint8_t states = SumStates(slot(sum), box);
  if (set.states != states) return true;
  if ((states & kIsKnown) == 0) return false;
  const auto [low, high] = SumCells(sum, box);
  return set.low > std::max(low, slot(sum).full.low) ||
         set.high < std::min(high, slot(sum).full.high);
}

// Of a sum that is held, every part is in one state before values are sought;
// choices that are added up are one. Returns whether it had to split.
bool Search::SplitStates(SearchNode& node) {
  for (size_t i = 0; i < node.box.size(); ++i) {
    const Slot& sum = problem_.slots()[i];
    if (!sum.is_sum() || !IsHeld(static_cast<int>(i), node.box)) continue;
    for (const SlotTerm& term : sum.terms) {
      const SlotSet set = node.box[static_cast<size_t>(term.slot)];
      SlotSet part = set;
      if (std::popcount(set.states) > 1) {
        for (uint8_t state : {kIsNotApplicable, kIsUnknown, kIsKnown}) {
          part.states = static_cast<uint8_t>(set.states & state);
          if (part.states != 0) Push(node, term.slot, part);
        }
        return true;
      }
      if (slot(term.slot).is_choice && std::popcount(set.choices) > 1) {
        part.choices = set.choices & (set.choices - 1);
        Push(node, term.slot, part);
        part.choices = set.choices & ~part.choices;
        Push(node, term.slot, part);
        return true;
      }
    }
  }
  return false;
}

// --- an answer ---------------------------------------------------------------

// The values that answer in a box.
std::optional<std::vector<Cell>> Search::CellsOf(const Box& leaf) {
  std::vector<Cell> cells;
  const Found found = FindValues(leaf, cells);
  if (found == Found::kGaveUp) gave_up_ = true;
  if (found != Found::kYes) return std::nullopt;
  if (!IsAnswer(cells)) {
    // The numbers are too near each other to tell.
    gave_up_ = true;
    return std::nullopt;
  }
  return cells;
}

std::vector<std::pair<int, Cell>> Search::WitnessOf(
    const std::vector<Cell>& cells) const {
  std::vector<std::pair<int, Cell>> witness;
  for (size_t i = 0; i < cells.size(); ++i) {
    const Slot& of = problem_.slots()[i];
    if (!of.is_sum()) witness.emplace_back(of.column, cells[i]);
  }
  std::sort(witness.begin(), witness.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  return witness;
}

std::optional<Region> Search::RowOf(const Box& leaf) {
  const std::optional<std::vector<Cell>> cells = CellsOf(leaf);
  if (!cells.has_value()) return std::nullopt;
  Region row;
  row.witness = WitnessOf(*cells);
  return row;
}

std::optional<Region> Search::Answer(const Box& leaf) {
  std::optional<std::vector<Cell>> found = CellsOf(leaf);
  if (!found.has_value()) return std::nullopt;
  std::vector<Cell>& cells = *found;
  std::vector<bool> held(leaf.size());
  for (size_t i = 0; i < leaf.size(); ++i) {
    held[i] = problem_.slots()[i].is_sum() && leaf[i].states == kIsKnown &&
              IsHeld(static_cast<int>(i), leaf);
  }
  Box box = leaf;
  Widen(box, held);
  Simplify(box, cells);
  Region region = problem_.RegionOf(box);
  region.witness = WitnessOf(cells);
  // A sum that is not held says nothing of its own.
  for (size_t i = 0; i < box.size(); ++i) {
    if (problem_.slots()[i].is_sum() && box[i].states != kIsKnown) {
      box[i] = problem_.slots()[i].full;
    }
  }
  problem_.AddBlock(box);
  boxes_.push_back(std::move(box));
  return region;
}

// What the parts say of sums that are not held.
void Search::Derive(Box& box, const std::vector<bool>& held) const {
  for (size_t i = 0; i < box.size(); ++i) {
    const Slot& sum = problem_.slots()[i];
    if (!sum.is_sum() || held[i]) continue;
    box[i] = sum.full;
    box[i].states = SumStates(sum, box);
    if ((box[i].states & kIsKnown) == 0) continue;
    const auto [low, high] = SumCells(static_cast<int>(i), box);
    box[i].low = std::max(box[i].low, low);
    box[i].high = std::min(box[i].high, high);
  }
}

bool Search::IsMet(int demand, const Box& box) {
  const CompiledDemand& of = problem_.demands()[static_cast<size_t>(demand)];
  return (Evaluate(of, box) & ~of.truths) == 0;
}

// Axioms need not be met: rows that break them are no rows.
bool Search::AreMet(int i, const Box& box) {
  return std::ranges::all_of(slot(i).demands, [&](int demand) {
    return problem_.demands()[static_cast<size_t>(demand)].is_axiom ||
           IsMet(demand, box);
  });
}

void Search::Widen(Box& box, const std::vector<bool>& held_at_first) {
  std::vector<bool> held = held_at_first;
  const int size = static_cast<int>(box.size());
  const auto all_met = [&](const Box& wide) {
    for (size_t d = 0; d < problem_.demands().size(); ++d) {
      if (!problem_.demands()[d].is_axiom &&
          !IsMet(static_cast<int>(d), wide)) {
        return false;
      }
    }
    return true;
  };
  Derive(box, held);
  for (int i = 0; i < size; ++i) {
    if (!held[static_cast<size_t>(i)]) continue;
    Box wide = box;
    std::vector<bool> fewer = held;
    fewer[static_cast<size_t>(i)] = false;
    Derive(wide, fewer);
    if (!all_met(wide)) continue;
    box = std::move(wide);
    held = std::move(fewer);
  }
  for (int i = 0; i < size; ++i) {
    const auto at = static_cast<size_t>(i);
    if (slot(i).is_sum() || box[at] == slot(i).full) continue;
    Box wide = box;
    wide[at] = slot(i).full;
    if (!slot(i).sums.empty()) Derive(wide, held);
    if (AreMet(i, wide)) box = std::move(wide);
  }
  for (int i = 0; i < size; ++i) {
    if (!slot(i).is_sum() || held[static_cast<size_t>(i)]) Extend(box, i, held);
  }
  Derive(box, held);
  // Of a sum that is not held, the parts say all there is.
  for (int i = 0; i < size; ++i) {
    const auto at = static_cast<size_t>(i);
    if (slot(i).is_sum() && !held[at]) box[at] = slot(i).full;
  }
}

// Adds cells, choices and states to a slot as long as every demand stays met.
void Search::Extend(Box& box, int i, const std::vector<bool>& held) {
  const auto at = static_cast<size_t>(i);
  const SlotSet full = slot(i).full;
  if (box[at] == full) return;
  Box wide = box;
  const auto fits = [&](const SlotSet& set) {
    wide[at] = set;
    if (!slot(i).sums.empty()) Derive(wide, held);
    return AreMet(i, wide);
  };
  const bool is_known = (box[at].states & kIsKnown) != 0;
  SlotSet best = box[at];
  if (is_known && slot(i).is_choice) {
    for (uint64_t rest = full.choices & ~best.choices; rest != 0;
         rest &= rest - 1) {
      SlotSet more = best;
      more.choices |= rest & (~rest + 1);
      if (fits(more)) best = more;
    }
  } else if (is_known) {
    // The farthest of the cells, each demand taking away what it must.
    for (const bool upwards : {true, false}) {
      SlotSet more = best;
      int& end = upwards ? more.high : more.low;
      const int near = end;
      end = upwards ? full.high : full.low;
      for (int demand : slot(i).demands) {
        if (end == near) break;
        if (problem_.demands()[static_cast<size_t>(demand)].is_axiom) continue;
        const auto met = [&](int to) {
          end = to;
          wide[at] = more;
          if (!slot(i).sums.empty()) Derive(wide, held);
          return IsMet(demand, wide);
        };
        const int far = end;
        if (met(far)) continue;
        int good = near;
        int bad = far;
        while (std::abs(bad - good) > 1) {
          const int middle = good + (bad - good) / 2;
          (met(middle) ? good : bad) = middle;
        }
        end = good;
      }
      best = more;
    }
  }
  if (!slot(i).is_sum()) {
    for (uint8_t state : {kIsUnknown, kIsNotApplicable}) {
      SlotSet more = best;
      more.states |= static_cast<uint8_t>(full.states & state);
      if (more != best && fits(more)) best = more;
    }
    if (!is_known && (full.states & kIsKnown) != 0) {
      SlotSet more = full;
      more.states = static_cast<uint8_t>(best.states | kIsKnown);
      if (fits(more)) best = more;
    }
  }
  box[at] = best;
  if (!slot(i).sums.empty()) Derive(box, held);
}

// Values for every column that lie in a box and give its sums what it says.
Found Search::FindValues(const Box& box, std::vector<Cell>& cells) const {
  cells.resize(box.size());
  std::vector<Variable> variables;
  std::vector<Inequality> inequalities;
  std::map<int, int> index_of;
  for (size_t i = 0; i < box.size(); ++i) {
    const Slot& of = problem_.slots()[i];
    const int at = static_cast<int>(i);
    if (!of.is_sum()) {
      cells[i] = problem_.PlainCell(at, box[i]);
      continue;
    }
    // States are as the parts' are: they were made single.
    if (!IsHeld(at, box) || box[i].states != kIsKnown) continue;
    const Ends ends = problem_.EndsOf(at, box[i].low, box[i].high);
    Inequality upper = {.number = ends.to, .is_strict = ends.to_open};
    Inequality lower = {.number = -ends.from, .is_strict = ends.from_open};
    for (const SlotTerm& term : of.terms) {
      const auto [found, is_new] =
          index_of.emplace(term.slot, static_cast<int>(variables.size()));
      if (is_new) {
        const SlotSet& set = box[static_cast<size_t>(term.slot)];
        Variable variable = {.domain = slot(term.slot).domain};
        if (slot(term.slot).is_choice) {
          variable.domain.step = 1;
          variable.ends.from = variable.ends.to =
              static_cast<double>(std::countr_zero(set.choices));
        } else {
          variable.ends = problem_.EndsOf(term.slot, set.low, set.high);
        }
        variables.push_back(variable);
      }
      upper.terms[found->second] = term.factor;
      lower.terms[found->second] = -term.factor;
    }
    if (std::isfinite(ends.to)) inequalities.push_back(upper);
    if (std::isfinite(ends.from)) inequalities.push_back(lower);
  }
  if (inequalities.empty()) return Found::kYes;
  const Solution solution = Solve(variables, inequalities);
  if (solution.found != Found::kYes) return solution.found;
  for (const auto& [at, index] : index_of) {
    cells[static_cast<size_t>(at)] =
        Cell::Of(solution.values[static_cast<size_t>(index)]);
  }
  return Found::kYes;
}

SlotSet Search::SetOf(int i, const Cell& cell) const {
  SlotSet set;
  set.states = cell.is_known()                     ? kIsKnown
               : cell.state == CellState::kUnknown ? kIsUnknown
                                                   : kIsNotApplicable;
  if (!cell.is_known()) return set;
  if (slot(i).is_choice) {
    set.choices = uint64_t{1} << static_cast<unsigned>(cell.value);
  } else {
    set.low = set.high = problem_.CellOf(i, cell.value);
  }
  return set;
}

Cell Search::SumOf(const Slot& sum, const std::vector<Cell>& cells) const {
  Cell total = Cell::Of(0);
  for (const SlotTerm& term : sum.terms) {
    const Cell& part = cells[static_cast<size_t>(term.slot)];
    total.value += term.factor * part.value;
    total.state = std::max(total.state, part.state);
  }
  return total;
}

bool Search::IsAnswer(const std::vector<Cell>& cells) {
  Box box(cells.size());
  for (size_t i = 0; i < cells.size(); ++i) {
    const Slot& of = problem_.slots()[i];
    box[i] =
        SetOf(static_cast<int>(i), of.is_sum() ? SumOf(of, cells) : cells[i]);
  }
  for (size_t d = 0; d < problem_.demands().size(); ++d) {
    if (!IsMet(static_cast<int>(d), box)) return false;
  }
  return true;
}

// Takes the plain values of the whole region where they do.
void Search::Simplify(const Box& box, std::vector<Cell>& cells) {
  std::vector<Cell> plain = cells;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (problem_.slots()[i].is_sum()) continue;
    plain[i] = problem_.PlainCell(static_cast<int>(i), box[i]);
  }
  const bool has_sums = std::ranges::any_of(
      problem_.slots(), [](const Slot& of) { return of.is_sum(); });
  if (!has_sums && IsAnswer(plain)) {
    cells = std::move(plain);
    return;
  }
  for (size_t i = 0; i < cells.size(); ++i) {
    const Slot& of = problem_.slots()[i];
    if (of.is_sum() || !of.sums.empty()) continue;
    if (cells[i].state == plain[i].state && cells[i].value == plain[i].value) {
      continue;
    }
    const Cell before = cells[i];
    cells[i] = plain[i];
    if (!IsAnswer(cells)) cells[i] = before;
  }
}

void Search::Merge(std::vector<Region>& regions) {
  constexpr size_t kMostToMerge = 400;
  if (regions.size() > kMostToMerge) return;
  bool has_merged = true;
  while (has_merged) {
    has_merged = false;
    for (size_t a = 0; a < boxes_.size(); ++a) {
      for (size_t b = a + 1; b < boxes_.size(); ++b) {
        size_t differs = SIZE_MAX;
        bool is_one = true;
        for (size_t i = 0; i < boxes_[a].size() && is_one; ++i) {
          if (boxes_[a][i] == boxes_[b][i]) continue;
          is_one = differs == SIZE_MAX;
          differs = i;
        }
        if (!is_one || differs == SIZE_MAX) continue;
        const Slot& of = problem_.slots()[differs];
        if (of.is_sum() ||
            !Join(boxes_[a][differs], boxes_[b][differs], of.is_choice)) {
          continue;
        }
        Region joined = problem_.RegionOf(boxes_[a]);
        joined.witness = regions[a].witness;
        regions[a] = std::move(joined);
        regions.erase(regions.begin() + static_cast<int64_t>(b));
        boxes_.erase(boxes_.begin() + static_cast<int64_t>(b));
        has_merged = true;
        --b;
      }
    }
  }
}

}  // namespace

void Space::Fix(int column, const Cell& cell) { fixed_[column] = cell; }

Region Space::Trimmed(Region region) const {
  if (axioms_.empty()) return region;
  Space within = *this;
  std::vector<Demand> demands;
  for (const ColumnRange& range : region.ranges) {
    within.Restrict(range.column, range);
  }
  for (const Condition& relation : region.relations) {
    demands.push_back({&relation, kMayBeTrue});
  }
  const auto can_be = [&](const ColumnRange& part) {
    Space space = within;
    space.Restrict(part.column, part);
    return space.CanBe(demands) != Found::kNo;
  };
  for (ColumnRange& range : region.ranges) {
    const ColumnRange nothing = {
        .column = range.column, .known = false, .choices = range.choices};
    const auto keep_state = [&](bool ColumnRange::* state) {
      ColumnRange part = nothing;
      part.*state = true;
      range.*state = range.*state && can_be(part);
    };
    keep_state(&ColumnRange::unknown);
    keep_state(&ColumnRange::not_applicable);
    const Domain domain = domain_of_(range.column);
    for (int choice = 0; range.known && choice < domain.choices; ++choice) {
      const uint64_t bit = uint64_t{1} << choice;
      if ((range.choices & bit) == 0) continue;
      ColumnRange part = nothing;
      part.known = true;
      part.choices = bit;
      if (!can_be(part)) range.choices &= ~bit;
    }
  }
  return region;
}

void Space::Restrict(int column, const ColumnRange& range) {
  restrictions_.push_back(range);
  restrictions_.back().column = column;
}

Space::Answer Space::Find(std::span<const Demand> demands) const {
  Search search(*this, demands);
  std::optional<Region> region = search.Next();
  if (!region.has_value()) {
    return {search.gave_up() ? Found::kGaveUp : Found::kNo, {}};
  }
  if (!IsConfirmed(*this, demands, {&*region, 1})) return {Found::kGaveUp, {}};
  return {Found::kYes, *std::move(region)};
}

Found Space::CanBe(std::span<const Demand> demands) const {
  Search search(*this, demands);
  const std::optional<Region> row = search.NextRow();
  if (row.has_value()) {
    return IsConfirmed(*this, demands, {&*row, 1}) ? Found::kYes
                                                   : Found::kGaveUp;
  }
  return search.gave_up() ? Found::kGaveUp : Found::kNo;
}

Space::All Space::FindAll(std::span<const Demand> demands, int most) const {
  if (demands.size() > kManyDemands) {
    std::optional<All> of_boxes = FindAllOfBoxes(*this, demands, most);
    if (of_boxes.has_value()) return *std::move(of_boxes);
  }
  Search search(*this, demands);
  All all;
  while (std::optional<Region> region = search.Next()) {
    if (static_cast<int>(all.regions.size()) >= most) {
      all.complete = false;
      break;
    }
    all.regions.push_back(*std::move(region));
  }
  const bool is_confirmed = IsConfirmed(*this, demands, all.regions);
  if (all.complete) search.Merge(all.regions);
  if (search.gave_up() || !is_confirmed) {
    all.found = Found::kGaveUp;
    all.complete = false;
    if (!is_confirmed) all.regions.clear();
  } else if (!all.regions.empty()) {
    all.found = Found::kYes;
  }
  return all;
}

}  // namespace actionplan::internal
