// What is left of a space when boxes are taken away, and which boxes meet.
//
// Left over: a part of the space that no box meets is left, one that a box
// covers is not, and any other is cut in two where the cut keeps the most boxes
// out of either half (a binary space partition, as Overmars and Yap measure
// unions of boxes: "New upper bounds in Klee's measure problem", SIAM Journal
// on Computing 20, 1991). Of n boxes that lie apart there come about as many
// parts as they have faces. In the worst case there are n^(d/2) of d columns,
// whatever the method, so the work is bounded and what was found is kept.
//
// A fact that is not recorded: a rule that tests no states is undecided, not
// false, wherever some value could make it true. So what is left where the fact
// is unknown is left whatever its value. It is sought first, is said of all
// values at once, and then taken away like a box.

#include "internal/regions_boxes.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

#include "internal/regions_problem.h"

namespace actionplan::internal {
namespace {

// Looks at one box for each step of the general search, which evaluates a
// condition; both take about the same time.
constexpr int64_t kLooksPerStep = 64;

// Boxes by which a cut is chosen; more say no more.
constexpr size_t kSample = 96;

// --- conditions as boxes -----------------------------------------------------

// The slots in which a box is not everything, in order.
using Part = std::vector<std::pair<int, SlotSet>>;
using Parts = std::vector<Part>;

void Normalize(SlotSet& set) {
  if ((set.states & kIsKnown) != 0) return;
  set.choices = 0;
  set.low = 0;
  set.high = -1;
}

// Where a test has one of these truths: disjoint sets.
std::vector<SlotSet> SetsOf(const Node& leaf, const SlotSet& full,
                            Truths truths) {
  uint8_t states = 0;
  const auto allows = [&](unsigned truth) {
    return (truths & TruthBit(truth)) != 0;
  };
  if (allows(leaf.if_unknown)) states |= full.states & kIsUnknown;
  if (allows(leaf.if_not_applicable)) states |= full.states & kIsNotApplicable;
  std::vector<SlotSet> sets;
  const auto add = [&](SlotSet set) {
    set.states = kIsKnown;
    if (HasValues(set)) sets.push_back(set);
  };
  if ((full.states & kIsKnown) != 0) {
    const bool may_be_no = (truths & kMayBeFalse) != 0;
    const SlotSet yes = Intersect(full, leaf.yes);
    if ((truths & kMayBeTrue) != 0) {
      add(may_be_no ? full : yes);
    } else if (may_be_no && !HasValues(yes)) {
      add(full);
    } else if (may_be_no) {
      SlotSet no = full;
      no.choices = full.choices & ~yes.choices;
      add(no);
      no.choices = yes.choices;
      no.high = yes.low - 1;
      add(no);
      no.high = full.high;
      no.low = yes.high + 1;
      add(no);
    }
  }
  if (sets.empty() && states != 0) sets.emplace_back();
  if (!sets.empty()) sets.front().states |= states;
  for (SlotSet& set : sets) Normalize(set);
  return sets;
}

// What lies in both; nullopt if nothing does.
std::optional<Part> Meet(const Part& a, const Part& b) {
  Part both;
  auto i = a.begin();
  auto j = b.begin();
  while (i != a.end() || j != b.end()) {
    if (j == b.end() || (i != a.end() && i->first < j->first)) {
      both.push_back(*i++);
    } else if (i == a.end() || j->first < i->first) {
      both.push_back(*j++);
    } else {
      SlotSet set = Intersect(i->second, j->second);
      if (set.states == 0) return std::nullopt;
      Normalize(set);
      both.emplace_back(i->first, set);
      ++i;
      ++j;
    }
  }
  return both;
}

// The boxes in which a demand has one of `truths`: at least or at most a truth.
class Boxes {
 public:
  Boxes(const Problem& problem, const CompiledDemand& demand)
      : problem_(problem), begin_(demand.begin), end_(demand.end) {}

  // nullopt: too many.
  std::optional<Parts> Where(Truths truths) {
    const auto size = static_cast<size_t>(end_ - begin_);
    wanted_.resize(size);
    parts_.resize(size);
    is_new_.assign(size, true);
    wanted_[size - 1] = truths;
    for (size_t i = size - 1; i-- > 0;) {
      const size_t parent = ParentOf(i);
      wanted_[i] = At(parent).kind == Node::Kind::kNot
                       ? Negated(wanted_[parent])
                       : wanted_[parent];
    }
    for (size_t i = 0; i < size; ++i) {
      if (!Take(i)) return std::nullopt;
    }
    return std::move(parts_[size - 1]);
  }

 private:
  const Node& At(size_t i) const {
    return problem_.nodes()[static_cast<size_t>(begin_) + i];
  }
  size_t ParentOf(size_t i) const {
    return static_cast<size_t>(At(i).parent - begin_);
  }

  // Makes a node's boxes and adds them to its parent's.
  bool Take(size_t i) {
    const Node& node = At(i);
    if (node.kind == Node::Kind::kLeaf) {
      TakeLeaf(i);
    } else if (is_new_[i]) {  // no children: "always"
      const bool is_true = node.kind != Node::Kind::kOr;
      if ((wanted_[i] & (is_true ? kMayBeTrue : kMayBeFalse)) != 0) {
        parts_[i].emplace_back();
      }
    }
    if (parts_[i].size() > kMostBoxes) return false;
    if (i + 1 == parts_.size()) return true;
    const size_t parent = ParentOf(i);
    Parts& all = parts_[parent];
    const bool is_high = (wanted_[parent] & kMayBeTrue) != 0;
    const bool is_every = (At(parent).kind == Node::Kind::kAnd) == is_high;
    if (is_new_[parent]) {
      all = std::move(parts_[i]);
    } else if (is_every) {
      all = Product(all, parts_[i]);
    } else {
      all.insert(all.end(), parts_[i].begin(), parts_[i].end());
    }
    is_new_[parent] = false;
    return all.size() <= kMostBoxes;
  }

  void TakeLeaf(size_t i) {
    const Node& leaf = At(i);
    const SlotSet& full = problem_.slots()[static_cast<size_t>(leaf.slot)].full;
    for (const SlotSet& set : SetsOf(leaf, full, wanted_[i])) {
      Part part;
      if (set != full) part.emplace_back(leaf.slot, set);
      parts_[i].push_back(std::move(part));
    }
  }

  static Parts Product(const Parts& a, const Parts& b) {
    Parts product;
    for (const Part& one : a) {
      for (const Part& other : b) {
        std::optional<Part> both = Meet(one, other);
        if (both.has_value()) product.push_back(*std::move(both));
      }
    }
    return product;
  }

  const Problem& problem_;
  int begin_;
  int end_;
  std::vector<Truths> wanted_;
  std::vector<Parts> parts_;
  std::vector<bool> is_new_;
};

bool HasSums(const Problem& problem) {
  return std::ranges::any_of(problem.slots(),
                             [](const Slot& slot) { return slot.is_sum(); });
}

Box BoxOf(const Problem& problem, const Part& part) {
  Box box = problem.FullBox();
  for (SlotSet& set : box) Normalize(set);
  for (const auto& [slot, set] : part) box[static_cast<size_t>(slot)] = set;
  return box;
}

// --- what is left ------------------------------------------------------------

bool MeetsIn(const SlotSet& a, const SlotSet& b) {
  const auto states = static_cast<uint8_t>(a.states & b.states);
  if ((states & (kIsUnknown | kIsNotApplicable)) != 0) return true;
  return (states & kIsKnown) != 0 && (a.choices & b.choices) != 0 &&
         std::max(a.low, b.low) <= std::min(a.high, b.high);
}

// Whether `a` has all that is in `b`.
bool CoversIn(const SlotSet& a, const SlotSet& b) {
  if ((b.states & ~a.states) != 0) return false;
  return (b.states & kIsKnown) == 0 ||
         ((b.choices & ~a.choices) == 0 && a.low <= b.low && a.high >= b.high);
}

struct Cutting {
  size_t slot = SIZE_MAX;
  SlotSet one;
  SlotSet other;
  double cost = std::numeric_limits<double>::infinity();
  double empty = 0;  // how much of the part a half without boxes has
};

class Remainder {
 public:
  Remainder(const Problem& problem, std::vector<Box> boxes, int64_t looks)
      : problem_(problem),
        boxes_(std::move(boxes)),
        taken_(boxes_.size()),
        looks_left_(looks) {}

  // Finds what is left of `box`.
  void Run(const Box& box) {
    std::vector<int> all(boxes_.size());
    std::iota(all.begin(), all.end(), 0);
    Enter(box, all);
  }

  bool gave_up() const { return gave_up_; }
  int64_t looks_left() const { return looks_left_; }
  std::vector<Box> Take() && {
    boxes_.erase(boxes_.begin(), boxes_.begin() + static_cast<int64_t>(taken_));
    return std::move(boxes_);
  }

 private:
  struct Piece {
    Box box;
    std::vector<int> inside;  // boxes that meet it
  };

  const Box& BoxAt(int i) const { return boxes_[static_cast<size_t>(i)]; }

  bool Covers(int i, const Box& part) const {
    const Box& box = BoxAt(i);
    for (size_t slot = 0; slot < part.size(); ++slot) {
      if (!CoversIn(box[slot], part[slot])) return false;
    }
    return true;
  }

  bool Meets(int i, const Box& part) const {
    const Box& box = BoxAt(i);
    for (size_t slot = 0; slot < part.size(); ++slot) {
      if (!MeetsIn(box[slot], part[slot])) return false;
    }
    return true;
  }

  void Spend(size_t looks) {
    looks_left_ -= static_cast<int64_t>(looks);
    if (looks_left_ <= 0) gave_up_ = true;
  }

  void Keep(Box box) {
    Spend(box.size() * 4);
    boxes_.push_back(std::move(box));
  }

  // The boxes that meet a part; nullopt if one covers it.
  std::optional<std::vector<int>> Inside(const Box& part,
                                         const std::vector<int>& of) {
    Spend(of.size() + 1);
    std::vector<int> inside;
    for (int i : of) {
      if (!Meets(i, part)) continue;
      if (Covers(i, part)) return std::nullopt;
      inside.push_back(i);
    }
    return inside;
  }

  void Enter(const Box& part, const std::vector<int>& of) {
    if (gave_up_) return;
    std::optional<std::vector<int>> inside = Inside(part, of);
    if (inside.has_value()) SplitStates(part, *std::move(inside));
  }

  // Into parts in one state each, of the slots in which boxes differ.
  void SplitStates(const Box& part, std::vector<int> inside) {
    for (size_t slot = 0; slot < part.size(); ++slot) {
      const SlotSet& set = part[slot];
      if (std::popcount(set.states) < 2) continue;
      const bool is_alike = std::ranges::all_of(
          inside, [&](int i) { return CoversIn(BoxAt(i)[slot], set); });
      if (is_alike) continue;
      SplitStatesAt(part, inside, slot);
      return;
    }
    CutUp({part, std::move(inside)});
  }

  void SplitStatesAt(const Box& part, std::vector<int>& inside, size_t slot) {
    const SlotSet set = part[slot];
    Box piece = part;
    const auto enter = [&](uint8_t states) {
      piece[slot] = set;
      piece[slot].states = states;
      Normalize(piece[slot]);
      Enter(piece, inside);
    };
    auto rest = set.states;
    const bool is_left_whatever =
        (rest & kIsUnknown) != 0 && std::ranges::all_of(inside, [&](int i) {
          return (BoxAt(i)[slot].states & kIsUnknown) != 0;
        });
    if (is_left_whatever) {
      const size_t first = boxes_.size();
      enter(kIsUnknown);
      for (size_t i = first; i < boxes_.size(); ++i) {
        boxes_[i][slot] = set;
        inside.push_back(static_cast<int>(i));
      }
      rest &= static_cast<uint8_t>(~kIsUnknown);
    }
    for (uint8_t state : {kIsUnknown, kIsNotApplicable, kIsKnown}) {
      if ((rest & state) != 0) enter(state);
    }
  }

  // Parts in which no state is left to be told apart.
  void CutUp(Piece whole) {
    std::vector<Piece> stack;
    stack.push_back(std::move(whole));
    while (!stack.empty() && !gave_up_) {
      const Piece piece = std::move(stack.back());
      stack.pop_back();
      if (piece.inside.empty()) {
        Keep(piece.box);
        continue;
      }
      const Cutting cutting = BestCut(piece);
      for (const SlotSet* half : {&cutting.other, &cutting.one}) {
        Box box = piece.box;
        box[cutting.slot] = *half;
        std::optional<std::vector<int>> inside =
            InHalf(box, cutting.slot, piece.inside);
        if (!inside.has_value()) continue;
        stack.push_back({std::move(box), *std::move(inside)});
      }
    }
  }

  // As Inside, where only this slot became smaller.
  std::optional<std::vector<int>> InHalf(const Box& part, size_t slot,
                                         const std::vector<int>& of) {
    Spend(of.size() + 1);
    std::vector<int> inside;
    for (int i : of) {
      const SlotSet& set = BoxAt(i)[slot];
      if (!MeetsIn(set, part[slot])) continue;
      if (CoversIn(set, part[slot]) && Covers(i, part)) return std::nullopt;
      inside.push_back(i);
    }
    return inside;
  }

  Cutting BestCut(const Piece& piece) {
    sample_.clear();
    const size_t stride = (piece.inside.size() + kSample - 1) / kSample;
    for (size_t i = 0; i < piece.inside.size(); i += stride) {
      sample_.push_back(piece.inside[i]);
    }
    Cutting best = BestCutOf(piece.box);
    if (best.slot != SIZE_MAX) return best;
    sample_ = piece.inside;
    return BestCutOf(piece.box);
  }

  Cutting BestCutOf(const Box& part) {
    Cutting best;
    for (size_t slot = 0; slot < part.size(); ++slot) {
      if ((part[slot].states & kIsKnown) == 0) continue;
      if (problem_.slots()[slot].is_choice) {
        CutChoices(slot, part[slot], best);
      } else {
        CutNumbers(slot, part[slot], best);
      }
    }
    return best;
  }

  static bool IsBetter(double cost, double empty, const Cutting& best) {
    return cost < best.cost || (cost == best.cost && empty > best.empty);
  }

  // Boxes in both halves count twice, so the sum of squares is least where few
  // are cut and the halves are alike.
  static double CostOf(size_t one, size_t other) {
    return static_cast<double>(one * one + other * other);
  }

  void CutChoices(size_t slot, const SlotSet& set, Cutting& best) {
    constexpr int kMostMasks = 8;
    int masks = 0;
    uint64_t last = 0;
    for (int i : sample_) {
      const uint64_t mask = BoxAt(i)[slot].choices & set.choices;
      if (mask == 0 || mask == set.choices || mask == last) continue;
      last = mask;
      if (++masks > kMostMasks) return;
      size_t in = 0;
      size_t out = 0;
      for (int k : sample_) {
        const uint64_t its = BoxAt(k)[slot].choices & set.choices;
        if ((its & mask) != 0) ++in;
        if ((its & ~mask) != 0) ++out;
      }
      const double share =
          static_cast<double>(std::popcount(mask)) / std::popcount(set.choices);
      const double empty = out == 0 ? 1 - share : 0;
      const double cost = CostOf(in, out);
      if (!IsBetter(cost, empty, best)) continue;
      best = {
          .slot = slot, .one = set, .other = set, .cost = cost, .empty = empty};
      best.one.choices = mask;
      best.other.choices = set.choices & ~mask;
    }
  }

  void CutNumbers(size_t slot, const SlotSet& set, Cutting& best) {
    lows_.clear();
    highs_.clear();
    for (int i : sample_) {
      const SlotSet& its = BoxAt(i)[slot];
      lows_.push_back(std::max(its.low, set.low));
      highs_.push_back(std::min(its.high, set.high));
    }
    std::sort(lows_.begin(), lows_.end());
    std::sort(highs_.begin(), highs_.end());
    const double width = set.high - set.low + 1;
    size_t below = 0;  // boxes that begin below the cut
    size_t gone = 0;   // and that end below it
    const auto look = [&](int32_t cut) {
      while (below < lows_.size() && lows_[below] < cut) ++below;
      while (gone < highs_.size() && highs_[gone] < cut) ++gone;
      const size_t above = highs_.size() - gone;
      const double cost = CostOf(below, above);
      double empty = 0;
      if (below == 0) empty = (cut - set.low) / width;
      if (above == 0) empty = (set.high - cut + 1) / width;
      if (!IsBetter(cost, empty, best)) return;
      best = {
          .slot = slot, .one = set, .other = set, .cost = cost, .empty = empty};
      best.one.high = cut - 1;
      best.other.low = cut;
    };
    size_t low = 0;
    size_t high = 0;
    int32_t last = set.low;
    while (low < lows_.size() || high < highs_.size()) {
      int32_t cut = 0;
      if (high == highs_.size() ||
          (low < lows_.size() && lows_[low] <= highs_[high])) {
        cut = lows_[low++];
      } else {
        cut = highs_[high++] + 1;
      }
      if (cut <= last || cut > set.high) continue;
      last = cut;
      look(cut);
    }
  }

  const Problem& problem_;
  std::vector<Box> boxes_;  // those taken away, then what is left
  size_t taken_;
  int64_t looks_left_;
  bool gave_up_ = false;
  std::vector<int> sample_;
  std::vector<int32_t> lows_;
  std::vector<int32_t> highs_;
};

// --- neighbours --------------------------------------------------------------

uint64_t HashOf(size_t slot, const SlotSet& set) {
  uint64_t hash = slot + 1;
  const auto mix = [&](uint64_t value) {
    hash = (hash ^ value) * 0x9E3779B97F4A7C15U;
    hash ^= hash >> 29;
  };
  mix(set.choices);
  mix(static_cast<uint32_t>(set.low));
  mix(static_cast<uint32_t>(set.high));
  mix(set.states);
  return hash;
}

// Boxes that differ in one slot, and there touch, become one.
class Merger {
 public:
  Merger(const Problem& problem, std::vector<Box> boxes)
      : problem_(problem), boxes_(std::move(boxes)) {
    for (const Box& box : boxes_) {
      uint64_t hash = 0;
      for (size_t slot = 0; slot < box.size(); ++slot) {
        hash ^= HashOf(slot, box[slot]);
      }
      hashes_.push_back(hash);
    }
  }

  std::vector<Box> Run() && {
    bool has_merged = true;
    while (has_merged) {
      has_merged = false;
      for (size_t slot = 0; slot < problem_.slots().size(); ++slot) {
        has_merged = MergeAt(slot) || has_merged;
      }
    }
    return std::move(boxes_);
  }

 private:
  bool MergeAt(size_t slot) {
    struct Entry {
      uint64_t others;  // hash of all other slots
      int32_t low;
      size_t box;
    };
    std::vector<Entry> order;
    for (size_t i = 0; i < boxes_.size(); ++i) {
      const SlotSet& set = boxes_[i][slot];
      order.push_back({hashes_[i] ^ HashOf(slot, set), set.low, i});
    }
    std::sort(order.begin(), order.end(), [](const Entry& a, const Entry& b) {
      return std::tie(a.others, a.low, a.box) <
             std::tie(b.others, b.low, b.box);
    });
    std::vector<bool> is_gone(boxes_.size());
    bool has_merged = false;
    for (size_t i = 0; i < order.size();) {
      size_t k = i + 1;
      for (; k < order.size() && order[k].others == order[i].others; ++k) {
        if (!MergeInto(order[i].box, order[k].box, slot)) break;
        is_gone[order[k].box] = true;
        has_merged = true;
      }
      i = k;
    }
    if (has_merged) Drop(is_gone);
    return has_merged;
  }

  bool MergeInto(size_t into, size_t from, size_t slot) {
    for (size_t i = 0; i < boxes_[into].size(); ++i) {
      if (i != slot && boxes_[into][i] != boxes_[from][i]) return false;
    }
    SlotSet joined = boxes_[into][slot];
    if (!Join(joined, boxes_[from][slot], problem_.slots()[slot].is_choice)) {
      return false;
    }
    hashes_[into] ^= HashOf(slot, boxes_[into][slot]) ^ HashOf(slot, joined);
    boxes_[into][slot] = joined;
    return true;
  }

  void Drop(const std::vector<bool>& is_gone) {
    size_t kept = 0;
    for (size_t i = 0; i < boxes_.size(); ++i) {
      if (is_gone[i]) continue;
      if (kept != i) {
        boxes_[kept] = std::move(boxes_[i]);
        hashes_[kept] = hashes_[i];
      }
      ++kept;
    }
    boxes_.resize(kept);
    hashes_.resize(kept);
  }

  const Problem& problem_;
  std::vector<Box> boxes_;
  std::vector<uint64_t> hashes_;
};

// --- which to tell first -----------------------------------------------------

// How much of a slot a set has, by width where both ends are known.
double ShareOf(const Problem& problem, size_t slot, const SlotSet& set) {
  const Slot& of = problem.slots()[slot];
  if ((set.states & kIsKnown) == 0) return 1;
  if (of.is_choice) {
    return static_cast<double>(std::popcount(set.choices)) /
           std::popcount(of.full.choices);
  }
  const Ends ends = problem.EndsOf(static_cast<int>(slot), set.low, set.high);
  const double width = of.domain.most - of.domain.least + of.domain.step;
  if (std::isfinite(width) && width > 0) {
    return (ends.to - ends.from + of.domain.step) / width;
  }
  return static_cast<double>(set.high - set.low + 1) /
         static_cast<double>(of.full.high - of.full.low + 1);
}

// The fewest columns first, then the largest; at most `most`.
void KeepPlainest(const Problem& problem, size_t most,
                  std::vector<Box>& boxes) {
  struct Entry {
    size_t columns;
    double share;
    size_t box;
  };
  std::vector<Entry> order;
  for (size_t i = 0; i < boxes.size(); ++i) {
    Entry entry = {.columns = 0, .share = 1, .box = i};
    for (size_t slot = 0; slot < boxes[i].size(); ++slot) {
      if (boxes[i][slot] == problem.slots()[slot].full) continue;
      ++entry.columns;
      entry.share *= ShareOf(problem, slot, boxes[i][slot]);
    }
    order.push_back(entry);
  }
  const size_t kept = std::min(most, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<int64_t>(kept),
                    order.end(), [](const Entry& a, const Entry& b) {
                      return std::tuple(a.columns, -a.share, a.box) <
                             std::tuple(b.columns, -b.share, b.box);
                    });
  std::vector<Box> sorted;
  for (size_t i = 0; i < kept; ++i) {
    sorted.push_back(std::move(boxes[order[i].box]));
  }
  boxes = std::move(sorted);
}

Region RegionWithWitness(const Problem& problem, const Box& box) {
  Region region = problem.RegionOf(box);
  for (size_t slot = 0; slot < box.size(); ++slot) {
    region.witness.emplace_back(
        problem.slots()[slot].column,
        problem.PlainCell(static_cast<int>(slot), box[slot]));
  }
  std::sort(region.witness.begin(), region.witness.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  return region;
}

// The boxes outside of which every demand is met.
std::optional<std::vector<Box>> BoxesToTakeAway(const Problem& problem) {
  std::vector<Box> boxes;
  for (const CompiledDemand& demand : problem.demands()) {
    const auto others = static_cast<Truths>(
        (kMayBeFalse | kMayBeUndecided | kMayBeTrue) & ~demand.truths);
    if (others == 0) continue;
    // Neither "at least" nor "at most" a truth.
    if (others == kMayBeUndecided || demand.truths == kMayBeUndecided) {
      return std::nullopt;
    }
    const std::optional<Parts> parts = Boxes(problem, demand).Where(others);
    if (!parts.has_value()) return std::nullopt;
    for (const Part& part : *parts) boxes.push_back(BoxOf(problem, part));
  }
  return boxes;
}

// The space without what is unknown, of the columns of which every box has all
// that is unknown.
Box WithoutUnknown(const Problem& problem, const std::vector<Box>& boxes) {
  Box box = BoxOf(problem, {});
  for (size_t slot = 0; slot < box.size(); ++slot) {
    SlotSet& set = box[slot];
    const bool is_monotone = std::ranges::all_of(boxes, [&](const Box& taken) {
      return (taken[slot].states & kIsUnknown) != 0;
    });
    if (!is_monotone || set.states == kIsUnknown) continue;
    set.states &= static_cast<uint8_t>(~kIsUnknown);
  }
  return box;
}

}  // namespace

std::optional<Space::All> FindAllOfBoxes(const Space& space,
                                         std::span<const Demand> demands,
                                         int most) {
  if (!space.axioms().empty()) return std::nullopt;
  const Problem problem(space, demands);
  Space::All all;
  if (problem.is_empty()) return all;
  if (HasSums(problem)) return std::nullopt;
  std::optional<std::vector<Box>> boxes = BoxesToTakeAway(problem);
  if (!boxes.has_value()) return std::nullopt;

  // Where all is known first: if nothing is left there, nothing is elsewhere,
  // and if there is no end to the rest, this is told.
  const Box full = BoxOf(problem, {});
  const Box known = WithoutUnknown(problem, *boxes);
  const int64_t looks =
      std::min(space.limit(), int64_t{1} << 50) * kLooksPerStep;
  Remainder of_known(problem, *boxes, looks);
  of_known.Run(known);
  bool gave_up = of_known.gave_up();
  const int64_t looks_left = of_known.looks_left();
  std::vector<Box> left = std::move(of_known).Take();
  if (known != full && !gave_up && !left.empty()) {
    Remainder of_all(problem, *std::move(boxes), looks_left);
    of_all.Run(full);
    gave_up = of_all.gave_up();
    all.complete_of_known = true;
    if (!gave_up) left = std::move(of_all).Take();
  }
  left = Merger(problem, std::move(left)).Run();
  all.complete = !gave_up && left.size() <= static_cast<size_t>(most);
  KeepPlainest(problem, static_cast<size_t>(most), left);
  for (const Box& box : left) {
    all.regions.push_back(RegionWithWitness(problem, box));
  }
  if (gave_up) {
    all.found = Found::kGaveUp;
  } else if (!all.regions.empty()) {
    all.found = Found::kYes;
  }
  if (!IsConfirmed(space, demands, all.regions)) {
    all = {.found = Found::kGaveUp, .complete = false, .regions = {}};
  }
  return all;
}

// --- which meet --------------------------------------------------------------

namespace {

// A set of boxes.
class BitSet {
 public:
  explicit BitSet(size_t size, uint64_t words = 0)
      : words_((size + 63) / 64, words) {}

  void Add(size_t i) { words_[i / 64] |= uint64_t{1} << (i % 64); }
  void Remove(size_t i) { words_[i / 64] &= ~(uint64_t{1} << (i % 64)); }
  BitSet& operator|=(const BitSet& other) {
    for (size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
    return *this;
  }
  BitSet& operator&=(const BitSet& other) {
    for (size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
    return *this;
  }

  template <typename Use>
  void ForEach(size_t from, const Use& use) const {
    for (size_t i = from / 64; i < words_.size(); ++i) {
      uint64_t rest = words_[i];
      if (i == from / 64) rest &= ~uint64_t{0} << (from % 64);
      for (; rest != 0; rest &= rest - 1) {
        use(i * 64 + static_cast<size_t>(std::countr_zero(rest)));
      }
    }
  }

 private:
  std::vector<uint64_t> words_;
};

// Of each box, those that meet it in every slot that was seen.
class Meetings {
 public:
  explicit Meetings(size_t boxes)
      : size_(boxes), meets_(boxes, BitSet(boxes, ~uint64_t{0})) {}

  const BitSet& Of(size_t box) const { return meets_[box]; }

  // `sets`: what each box has of one slot.
  void See(const std::vector<SlotSet>& sets, bool is_choice) {
    std::vector<BitSet> here(size_, BitSet(size_));
    if (is_choice) {
      SeeChoices(sets, here);
    } else {
      SeeNumbers(sets, here);
    }
    for (uint8_t state : {kIsUnknown, kIsNotApplicable}) {
      BitSet in_state(size_);
      const auto is_in = [&](size_t i) {
        return (sets[i].states & state) != 0;
      };
      for (size_t i = 0; i < size_; ++i) {
        if (is_in(i)) in_state.Add(i);
      }
      for (size_t i = 0; i < size_; ++i) {
        if (is_in(i)) here[i] |= in_state;
      }
    }
    for (size_t i = 0; i < size_; ++i) meets_[i] &= here[i];
  }

 private:
  void SeeChoices(const std::vector<SlotSet>& sets, std::vector<BitSet>& here) {
    for (unsigned choice = 0; choice < 64; ++choice) {
      BitSet with(size_);
      bool any = false;
      const auto has = [&](size_t i) {
        return (sets[i].states & kIsKnown) != 0 &&
               ((sets[i].choices >> choice) & 1) != 0;
      };
      for (size_t i = 0; i < size_; ++i) {
        if (!has(i)) continue;
        with.Add(i);
        any = true;
      }
      for (size_t i = 0; any && i < size_; ++i) {
        if (has(i)) here[i] |= with;
      }
    }
  }

  // A sweep upwards: the boxes that are open where another begins.
  void SeeNumbers(const std::vector<SlotSet>& sets, std::vector<BitSet>& here) {
    std::vector<size_t> by_low;
    for (size_t i = 0; i < size_; ++i) {
      if ((sets[i].states & kIsKnown) != 0) by_low.push_back(i);
    }
    std::vector<size_t> by_high = by_low;
    std::sort(by_low.begin(), by_low.end(),
              [&](size_t a, size_t b) { return sets[a].low < sets[b].low; });
    std::sort(by_high.begin(), by_high.end(),
              [&](size_t a, size_t b) { return sets[a].high < sets[b].high; });
    // Those that have begun by the end of this one, less those that have ended
    // before it begins.
    BitSet begun(size_);
    size_t next = 0;
    for (size_t i : by_high) {
      while (next < by_low.size() && sets[by_low[next]].low <= sets[i].high) {
        begun.Add(by_low[next++]);
      }
      here[i] = begun;
    }
    BitSet lasting(size_);
    for (size_t i : by_low) lasting.Add(i);
    next = 0;
    for (size_t i : by_low) {
      while (next < by_high.size() && sets[by_high[next]].high < sets[i].low) {
        lasting.Remove(by_high[next++]);
      }
      here[i] &= lasting;
    }
  }

  size_t size_;
  std::vector<BitSet> meets_;
};

}  // namespace

std::optional<std::vector<std::pair<int, int>>> FindOverlapsOfBoxes(
    const Space& space, std::span<const Condition* const> conditions,
    const std::function<bool(int, int)>& may_overlap) {
  if (!space.axioms().empty()) return std::nullopt;
  std::vector<Demand> demands;
  for (const Condition* condition : conditions) {
    demands.push_back({condition, kMayBeTrue});
  }
  const Problem problem(space, demands);
  std::vector<std::pair<int, int>> overlaps;
  if (problem.is_empty()) return overlaps;
  if (HasSums(problem)) return std::nullopt;
  std::vector<Box> boxes;
  std::vector<int> owner;
  for (size_t i = 0; i < conditions.size(); ++i) {
    const std::optional<Parts> parts =
        Boxes(problem, problem.demands()[i]).Where(kMayBeTrue);
    if (!parts.has_value()) return std::nullopt;
    for (const Part& part : *parts) {
      boxes.push_back(BoxOf(problem, part));
      owner.push_back(static_cast<int>(i));
    }
  }
  Meetings meetings(boxes.size());
  for (size_t slot = 0; slot < problem.slots().size(); ++slot) {
    std::vector<SlotSet> sets;
    for (const Box& box : boxes) sets.push_back(box[slot]);
    meetings.See(sets, problem.slots()[slot].is_choice);
  }
  for (size_t i = 0; i < boxes.size(); ++i) {
    meetings.Of(i).ForEach(i + 1, [&](size_t k) {
      if (k >= boxes.size() || owner[i] == owner[k]) return;
      overlaps.emplace_back(owner[i], owner[k]);
    });
  }
  std::sort(overlaps.begin(), overlaps.end());
  overlaps.erase(std::unique(overlaps.begin(), overlaps.end()), overlaps.end());
  std::erase_if(overlaps, [&](const std::pair<int, int>& pair) {
    return !may_overlap(pair.first, pair.second);
  });
  return overlaps;
}

}  // namespace actionplan::internal
