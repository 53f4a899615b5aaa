#include "internal/regions_problem.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstdlib>
#include <numeric>

namespace actionplan::internal {
namespace {

// As near as sums of fractions come.
constexpr double kNear = 1e-9;

// A month's left-over days are at most this many.
constexpr double kMostDays = 30;

double Slack(double value) { return kNear * std::max(1.0, std::abs(value)); }

bool IsChoice(const Domain& domain) {
  return domain.type == FactType::kYesNo || domain.type == FactType::kChoice;
}

// 31 parts of 32 are not a month's days: the number of steps nearest to
// `steps` that is, upwards or downwards.
double SkipGap(const Domain& domain, double steps, bool upwards) {
  if (domain.type != FactType::kMonths || domain.step != 1.0 / 32) return steps;
  const double parts = std::fmod(std::abs(steps), 32);
  if (parts <= kMostDays) return steps;
  return steps + (upwards ? 1 : -1);
}

}  // namespace

double GridAtLeast(const Domain& domain, double value) {
  if (domain.step == 0 || std::isinf(value)) return value;
  const double steps = value / domain.step;
  return domain.step *
         SkipGap(domain, std::ceil(steps - Slack(steps)), /*upwards=*/true);
}

double GridAtMost(const Domain& domain, double value) {
  if (domain.step == 0 || std::isinf(value)) return value;
  const double steps = value / domain.step;
  return domain.step *
         SkipGap(domain, std::floor(steps + Slack(steps)), /*upwards=*/false);
}

double GridAbove(const Domain& domain, double value) {
  if (std::isinf(value)) return value;
  return GridAtLeast(domain, GridAtMost(domain, value) + domain.step);
}

double GridBelow(const Domain& domain, double value) {
  if (std::isinf(value)) return value;
  return GridAtMost(domain, GridAtLeast(domain, value) - domain.step);
}

std::optional<double> PlainValue(const Domain& domain, const Ends& ends) {
  // Dates of our own time read better than those around 1970.
  constexpr double kPlainDay = 20454;  // 1 January 2026
  const double plain = domain.type == FactType::kDay ? kPlainDay : 0;
  if (domain.step > 0) {
    const double from = ends.from_open ? GridAbove(domain, ends.from)
                                       : GridAtLeast(domain, ends.from);
    const double to =
        ends.to_open ? GridBelow(domain, ends.to) : GridAtMost(domain, ends.to);
    if (from > to) return std::nullopt;
    return std::clamp(GridAtLeast(domain, plain), from, to) + 0.0;  // no -0
  }
  const auto holds = [&](double value) {
    return (ends.from_open ? value > ends.from : value >= ends.from) &&
           (ends.to_open ? value < ends.to : value <= ends.to);
  };
  for (double value : {plain, ends.from, ends.to, std::floor(ends.from) + 1,
                       std::ceil(ends.to) - 1, (ends.from + ends.to) / 2}) {
    if (std::isfinite(value) && holds(value)) return value;
  }
  return std::nullopt;
}

// What two sets are together, if that is one set; `a` grows.
bool Join(SlotSet& a, const SlotSet& b, bool is_choice) {
  const bool a_known = (a.states & kIsKnown) != 0;
  const bool b_known = (b.states & kIsKnown) != 0;
  const bool same_values =
      a.choices == b.choices && a.low == b.low && a.high == b.high;
  if (!a_known || !b_known || same_values) {
    if (!a_known && b_known) {
      a.choices = b.choices;
      a.low = b.low;
      a.high = b.high;
    }
    a.states |= b.states;
    return true;
  }
  if (a.states != b.states) return false;
  if (is_choice) {
    a.choices |= b.choices;
    return true;
  }
  if (a.high + 1 == b.low) {
    a.high = b.high;
    return true;
  }
  if (b.high + 1 == a.low) {
    a.low = b.low;
    return true;
  }
  return false;
}

Problem::Problem(const Space& space, std::span<const Demand> demands)
    : space_(space) {
  const auto add = [&](const Condition& condition, Truths truths,
                       bool is_axiom) {
    CompiledDemand demand = {.begin = static_cast<int>(nodes_.size()),
                             .truths = truths,
                             .is_axiom = is_axiom};
    Compile(condition);
    demand.end = static_cast<int>(nodes_.size());
    demands_.push_back(demand);
  };
  for (const Demand& demand : demands) {
    add(*demand.condition, demand.truths, /*is_axiom=*/false);
  }
  for (const Condition& axiom : space.axioms()) {
    add(axiom, kMayBeTrue | kMayBeUndecided, /*is_axiom=*/true);
  }
  Finish(space);
}

int Problem::SlotOf(int column) {
  const auto [found, is_new] =
      slot_of_.emplace(column, static_cast<int>(slots_.size()));
  if (!is_new) return found->second;
  Slot slot;
  slot.column = column;
  slot.domain = space_.domain_of()(column);
  if (slot.domain.type == FactType::kYesNo) slot.domain.choices = 2;
  slot.is_choice = IsChoice(slot.domain);
  slots_.push_back(std::move(slot));
  return found->second;
}

int Problem::SumOf(const std::vector<SlotTerm>& terms) {
  const auto [found, is_new] =
      sum_of_.emplace(terms, static_cast<int>(slots_.size()));
  if (!is_new) return found->second;
  Slot slot;
  slot.terms = terms;
  slot.domain.type = FactType::kNumber;
  // A sum of whole steps is whole steps.
  double step = slots_[static_cast<size_t>(terms.front().slot)].domain.step;
  for (const SlotTerm& term : terms) {
    const Slot& part = slots_[static_cast<size_t>(term.slot)];
    if ((part.is_choice ? 1 : part.domain.step) != step ||
        term.factor != std::round(term.factor)) {
      step = 0;
    }
  }
  slot.domain.step = step;
  slots_.push_back(std::move(slot));
  for (const SlotTerm& term : terms) {
    slots_[static_cast<size_t>(term.slot)].sums.push_back(found->second);
  }
  return found->second;
}

// Without recursion: a condition may be nested as deeply as memory allows.
void Problem::Compile(const Condition& condition) {
  struct Visit {
    const Condition* condition;
    size_t next_child;
  };
  std::vector<Visit> visits = {{&condition, 0}};
  stack_.clear();
  while (!visits.empty()) {
    Visit& visit = visits.back();
    const std::vector<Condition>& children = visit.condition->children;
    if (visit.next_child < children.size()) {
      const Condition* child = &children[visit.next_child++];
      visits.push_back({child, 0});
      continue;
    }
    CompileOne(*visit.condition);
    visits.pop_back();
  }
}

// Its children are the last on the stack.
void Problem::CompileOne(const Condition& condition) {
  using Kind = Condition::Kind;
  const size_t first = stack_.size() - condition.children.size();
  switch (condition.kind) {
    case Kind::kAlways:
      AddGroup(Node::Kind::kAnd, {});
      return;
    case Kind::kAnd:
    case Kind::kOr:
    case Kind::kNot: {
      std::vector<int> children(stack_.begin() + static_cast<int64_t>(first),
                                stack_.end());
      stack_.resize(first);
      AddGroup(condition.kind == Kind::kAnd  ? Node::Kind::kAnd
               : condition.kind == Kind::kOr ? Node::Kind::kOr
                                             : Node::Kind::kNot,
               std::move(children));
      return;
    }
    case Kind::kCompare:
      AddCompare(condition);
      return;
    case Kind::kIsOneOf:
    case Kind::kIsState:
      AddLeaf(condition);
      return;
  }
}

void Problem::AddGroup(Node::Kind kind, std::vector<int> children) {
  const int index = static_cast<int>(nodes_.size());
  for (int child : children) nodes_[static_cast<size_t>(child)].parent = index;
  nodes_.push_back({.kind = kind});
  stack_.push_back(index);
}

int Problem::AddLeaf(const Condition& test) {
  Node leaf;
  leaf.slot = SlotOf(test.column);
  leaf.yes.states = kIsKnown;
  const bool is_choice = slots_[static_cast<size_t>(leaf.slot)].is_choice;
  if (test.kind == Condition::Kind::kIsOneOf) {
    assert(is_choice);
    leaf.yes.choices = test.choices;
    leaf.if_unknown = 1;
  } else {
    leaf.yes.choices = is_choice ? ~uint64_t{0} : 1;
    if (test.state != CellState::kKnown) leaf.yes.choices = 0;
    leaf.if_unknown = test.state == CellState::kUnknown ? 2 : 0;
    leaf.if_not_applicable = test.state == CellState::kNotApplicable ? 2 : 0;
  }
  nodes_.push_back(leaf);
  stack_.push_back(static_cast<int>(nodes_.size()) - 1);
  return stack_.back();
}

// "=" is "<= and >=", "!=" is "< or >": of what is unknown or not applicable
// these say the same.
void Problem::AddCompare(const Condition& test) {
  const bool is_equal = test.comparison == Comparison::kEqual;
  const bool is_choice =
      test.terms.size() == 1 &&
      IsChoice(space_.domain_of()(test.terms.front().column));
  if (is_choice || (!is_equal && test.comparison != Comparison::kNotEqual)) {
    AddCompareTest(test, test.comparison);
    return;
  }
  AddCompareTest(test, is_equal ? Comparison::kLessEqual : Comparison::kLess);
  AddCompareTest(test,
                 is_equal ? Comparison::kGreaterEqual : Comparison::kGreater);
  const std::vector<int> children(stack_.end() - 2, stack_.end());
  stack_.resize(stack_.size() - 2);
  AddGroup(is_equal ? Node::Kind::kAnd : Node::Kind::kOr, children);
}

void Problem::AddCompareTest(const Condition& test, Comparison comparison) {
  Node leaf;
  leaf.if_unknown = 1;
  leaf.yes.states = kIsKnown;
  std::vector<SlotTerm> terms;
  for (const Term& term : test.terms) {
    terms.push_back({SlotOf(term.column), term.factor});
  }
  std::sort(terms.begin(), terms.end());
  // One sum for what is written either way around.
  double number = test.number;
  const double scale = terms.size() == 1          ? terms.front().factor
                       : terms.front().factor < 0 ? -1
                                                  : 1;
  Slot* only = terms.size() == 1
                   ? &slots_[static_cast<size_t>(terms.front().slot)]
                   : nullptr;
  if (only != nullptr && (only->is_choice || scale == 0)) {
    // Each choice is tried; of a factor 0 every value does the same.
    leaf.slot = terms.front().slot;
    leaf.yes.choices = 0;
    const int count = only->is_choice ? only->domain.choices : 1;
    for (int i = 0; i < count; ++i) {
      if (Holds(comparison, scale * i, number)) {
        leaf.yes.choices |= uint64_t{1} << i;
      }
    }
    nodes_.push_back(leaf);
    stack_.push_back(static_cast<int>(nodes_.size()) - 1);
    return;
  }
  if (scale != 1) {
    for (SlotTerm& term : terms) term.factor /= scale;
    number /= scale;
    if (scale < 0) comparison = Mirrored(comparison);
  }
  leaf.slot = only != nullptr ? terms.front().slot : SumOf(terms);
  Slot& slot = slots_[static_cast<size_t>(leaf.slot)];
  const bool is_less =
      comparison == Comparison::kLess || comparison == Comparison::kLessEqual;
  Cut cut = {number, comparison == Comparison::kLessEqual ||
                         comparison == Comparison::kGreater};
  // With a step, every cut is just before a value.
  if (slot.domain.step > 0) {
    cut = {cut.after ? GridAbove(slot.domain, number)
                     : GridAtLeast(slot.domain, number),
           false};
  }
  slot.cuts.push_back(cut);
  (is_less ? leaf.yes_to : leaf.yes_from) = cut;
  nodes_.push_back(leaf);
  stack_.push_back(static_cast<int>(nodes_.size()) - 1);
}

SlotSet Problem::Everything(const Slot& slot) const {
  SlotSet set;
  set.states = kIsKnown;
  const Domain& domain = slot.domain;
  if (slot.is_sum() || domain.may_be_unknown) set.states |= kIsUnknown;
  if (slot.is_sum() || domain.may_be_not_applicable) {
    set.states |= kIsNotApplicable;
  }
  if (slot.is_choice) {
    set.choices = domain.choices >= 64 ? ~uint64_t{0}
                                       : (uint64_t{1} << domain.choices) - 1;
  } else {
    for (const Cut& cut : slot.cuts) {
      const bool below =
          domain.least < cut.value || (domain.least == cut.value && cut.after);
      const bool above =
          domain.most > cut.value || (domain.most == cut.value && !cut.after);
      if (!below) ++set.low;
      if (above) ++set.high;
    }
    if (domain.least > domain.most) set.high = -1;
  }
  if (!HasValues(set)) set.states &= static_cast<uint8_t>(~kIsKnown);
  return set;
}

void Problem::Finish(const Space& space) {
  for (const auto& [column, cell] : space.fixed()) {
    const auto found = slot_of_.find(column);
    if (found == slot_of_.end()) continue;
    Domain& domain = slots_[static_cast<size_t>(found->second)].domain;
    domain.least = domain.most = cell.value;
    if (!cell.is_known()) continue;
    if (std::fmod(cell.value, domain.step == 0 ? 1 : domain.step) != 0) {
      domain.step = 0;
    }
  }
  const auto restrict = [&](const ColumnRange& range, auto apply) {
    const auto found = slot_of_.find(range.column);
    if (found != slot_of_.end()) {
      apply(slots_[static_cast<size_t>(found->second)], range);
    }
  };
  for (const ColumnRange& range : space.restrictions()) {
    restrict(range, [](Slot& slot, const ColumnRange& ends) {
      Domain& domain = slot.domain;
      if (!slot.is_choice) {
        slot.cuts.push_back({ends.from, ends.from_open});
        slot.cuts.push_back({ends.to, !ends.to_open});
      }
      if (slot.is_choice || domain.step == 0) return;
      domain.least =
          std::max(domain.least,
                   ends.from_open ? GridAbove(domain, ends.from) : ends.from);
      domain.most = std::min(
          domain.most, ends.to_open ? GridBelow(domain, ends.to) : ends.to);
    });
  }
  for (Slot& slot : slots_) {
    if (slot.is_choice) continue;
    Domain& domain = slot.domain;
    domain.least = GridAtLeast(domain, domain.least);
    domain.most = GridAtMost(domain, domain.most);
    std::erase_if(slot.cuts,
                  [](const Cut& cut) { return std::isinf(cut.value); });
    if (domain.step > 0) {
      for (Cut& cut : slot.cuts) {
        cut = {cut.after ? GridAbove(domain, cut.value)
                         : GridAtLeast(domain, cut.value),
               false};
      }
    }
    std::sort(slot.cuts.begin(), slot.cuts.end());
    slot.cuts.erase(std::unique(slot.cuts.begin(), slot.cuts.end()),
                    slot.cuts.end());
  }
  for (Slot& slot : slots_) slot.full = Everything(slot);
  for (const ColumnRange& range : space.restrictions()) {
    restrict(range, [](Slot& slot, const ColumnRange& ends) {
      SlotSet allowed = slot.full;
      allowed.states = static_cast<uint8_t>(
          (ends.known ? kIsKnown : 0) | (ends.unknown ? kIsUnknown : 0) |
          (ends.not_applicable ? kIsNotApplicable : 0));
      if (slot.is_choice) {
        allowed.choices = ends.choices;
      } else if (slot.domain.step == 0) {
        for (size_t i = 0; i < slot.cuts.size(); ++i) {
          const Cut& cut = slot.cuts[i];
          const auto cell = static_cast<int32_t>(i);
          if (cut == Cut{ends.from, ends.from_open}) allowed.low = cell + 1;
          if (cut == Cut{ends.to, !ends.to_open}) allowed.high = cell;
        }
      }
      slot.full = Intersect(slot.full, allowed);
    });
  }
  for (const auto& [column, cell] : space.fixed()) {
    const auto found = slot_of_.find(column);
    if (found == slot_of_.end()) continue;
    Slot& slot = slots_[static_cast<size_t>(found->second)];
    slot.full.states = cell.is_known()                     ? kIsKnown
                       : cell.state == CellState::kUnknown ? kIsUnknown
                                                           : kIsNotApplicable;
    if (cell.is_known() && slot.is_choice) {
      slot.full.choices = uint64_t{1} << static_cast<unsigned>(cell.value);
    }
  }
  for (Node& node : nodes_) {
    if (node.kind == Node::Kind::kLeaf) ResolveLeaf(node);
  }
  for (const Slot& slot : slots_) {
    if (slot.full.states == 0) is_empty_ = true;
  }
  for (size_t i = 0; i < demands_.size(); ++i) Touch(static_cast<int>(i));
}

// Now that the cuts are known.
void Problem::ResolveLeaf(Node& node) const {
  const Slot& slot = slots_[static_cast<size_t>(node.slot)];
  if (slot.is_choice) return;
  const auto position = [&](const Cut& cut) {
    return static_cast<int32_t>(
        std::lower_bound(slot.cuts.begin(), slot.cuts.end(), cut) -
        slot.cuts.begin());
  };
  if (node.yes.choices == 0) {
    node.yes.low = 0;
    node.yes.high = -1;
    return;
  }
  node.yes.low =
      std::isinf(node.yes_from.value) ? 0 : position(node.yes_from) + 1;
  node.yes.high = std::isinf(node.yes_to.value)
                      ? static_cast<int32_t>(slot.cuts.size())
                      : position(node.yes_to);
}

void Problem::Touch(int demand) {
  const CompiledDemand& compiled = demands_[static_cast<size_t>(demand)];
  const auto touch = [&](int slot) {
    std::vector<int>& list = slots_[static_cast<size_t>(slot)].demands;
    if (list.empty() || list.back() != demand) list.push_back(demand);
  };
  for (int i = compiled.begin; i < compiled.end; ++i) {
    const Node& node = nodes_[static_cast<size_t>(i)];
    if (node.kind != Node::Kind::kLeaf) continue;
    touch(node.slot);
    for (const SlotTerm& term : slots_[static_cast<size_t>(node.slot)].terms) {
      touch(term.slot);
    }
  }
}

Box Problem::FullBox() const {
  Box box;
  for (const Slot& slot : slots_) box.push_back(slot.full);
  return box;
}

int Problem::AddBlock(const Box& box) {
  CompiledDemand block = {.begin = static_cast<int>(nodes_.size()),
                          .truths = kMayBeFalse | kMayBeUndecided};
  stack_.clear();
  for (size_t i = 0; i < slots_.size(); ++i) {
    if (box[i] == slots_[i].full) continue;
    Node leaf;
    leaf.slot = static_cast<int>(i);
    leaf.yes = box[i];
    if ((box[i].states & kIsKnown) == 0) {
      leaf.yes.choices = 0;
      leaf.yes.low = 0;
      leaf.yes.high = -1;
    }
    leaf.if_unknown = (box[i].states & kIsUnknown) != 0 ? 2 : 0;
    leaf.if_not_applicable = (box[i].states & kIsNotApplicable) != 0 ? 2 : 0;
    nodes_.push_back(leaf);
    stack_.push_back(static_cast<int>(nodes_.size()) - 1);
  }
  AddGroup(Node::Kind::kAnd, std::vector<int>(stack_));
  block.end = static_cast<int>(nodes_.size());
  demands_.push_back(block);
  Touch(static_cast<int>(demands_.size()) - 1);
  return static_cast<int>(demands_.size()) - 1;
}

Ends Problem::EndsOf(int slot, int low, int high) const {
  const Slot& of = slots_[static_cast<size_t>(slot)];
  Ends ends = {.from = of.domain.least, .to = of.domain.most};
  if (low > 0) {
    const Cut& cut = of.cuts[static_cast<size_t>(low) - 1];
    if (cut.value >= ends.from) {
      ends.from = cut.value;
      ends.from_open = cut.after;
    }
  }
  if (high < static_cast<int>(of.cuts.size())) {
    const Cut& cut = of.cuts[static_cast<size_t>(high)];
    if (of.domain.step > 0) {
      ends.to = std::min(ends.to, GridBelow(of.domain, cut.value));
    } else if (cut.value <= ends.to) {
      ends.to = cut.value;
      ends.to_open = !cut.after;
    }
  }
  return ends;
}

int Problem::CellOf(int slot, double value) const {
  // Cuts below the value: after it is not yet, before it is.
  const std::vector<Cut>& cuts = slots_[static_cast<size_t>(slot)].cuts;
  int cell = 0;
  for (const Cut& cut : cuts) {
    const bool near = std::isfinite(value) &&
                      std::abs(cut.value - value) <= 1e-12 * std::abs(value);
    if (near ? !cut.after : cut.value < value) ++cell;
  }
  return cell;
}

Cell Problem::PlainCell(int i, const SlotSet& set) const {
  if ((set.states & kIsKnown) == 0) {
    return (set.states & kIsUnknown) != 0 ? Cell::Unknown()
                                          : Cell::NotApplicable();
  }
  const Slot& of = slots_[static_cast<size_t>(i)];
  if (of.is_choice) return Cell::Of(std::countr_zero(set.choices));
  const Ends ends = EndsOf(i, set.low, set.high);
  return Cell::Of(PlainValue(of.domain, ends).value_or(ends.from));
}

Region Problem::RegionOf(const Box& box) const {
  Region region;
  for (size_t i = 0; i < box.size(); ++i) {
    const Slot& of = slots_[i];
    const SlotSet& set = box[i];
    if (set == of.full) continue;
    // Of what is not known the cells say nothing.
    const bool has_cells = !of.is_choice && (set.states & kIsKnown) != 0;
    const Ends ends =
        has_cells ? EndsOf(static_cast<int>(i), set.low, set.high) : Ends{};
    if (!of.is_sum()) {
      region.ranges.push_back(
          {.column = of.column,
           .known = (set.states & kIsKnown) != 0,
           .unknown = (set.states & kIsUnknown) != 0,
           .not_applicable = (set.states & kIsNotApplicable) != 0,
           .from = ends.from,
           .to = ends.to,
           .from_open = ends.from_open,
           .to_open = ends.to_open,
           .choices = of.is_choice ? set.choices : ~uint64_t{0}});
      continue;
    }
    Condition relation;
    relation.kind = Condition::Kind::kCompare;
    for (const SlotTerm& term : of.terms) {
      relation.terms.push_back(
          {slots_[static_cast<size_t>(term.slot)].column, term.factor});
    }
    // A sum known but without an end: every one of its parts is known.
    relation.comparison = Comparison::kGreaterEqual;
    relation.number = -kUnbounded;
    const bool has_from = std::isfinite(ends.from);
    const bool has_to = std::isfinite(ends.to);
    if (has_from || !has_to) {
      if (has_from) relation.number = ends.from;
      if (ends.from_open) relation.comparison = Comparison::kGreater;
      region.relations.push_back(relation);
    }
    if (has_to) {
      relation.number = ends.to;
      relation.comparison =
          ends.to_open ? Comparison::kLess : Comparison::kLessEqual;
      region.relations.push_back(relation);
    }
  }
  std::sort(region.ranges.begin(), region.ranges.end(),
            [](const ColumnRange& a, const ColumnRange& b) {
              return a.column < b.column;
            });
  return region;
}

}  // namespace actionplan::internal
