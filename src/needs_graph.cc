#include "internal/needs_graph.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

namespace actionplan::internal {
namespace {

// Tarjan's strongly connected components ("Depth-first search and linear graph
// algorithms", 1972), without recursion, as a chain may be long. A component is
// complete only after everything that it needs, which is the order in which
// finishes have to be worked out.
class Finder {
 public:
  explicit Finder(const Snapshot& snapshot)
      : snapshot_(snapshot),
        nodes_(snapshot.milestones().size()),
        awaited_(snapshot.milestones().size()) {}

  std::vector<Awaited> Find() && {
    for (size_t i = 0; i < nodes_.size(); ++i) {
      if (nodes_[i].order == kUnseen) FollowFrom(static_cast<int>(i));
    }
    return std::move(awaited_);
  }

 private:
  static constexpr int kUnseen = -1;

  struct Node {
    int order = kUnseen;
    int lowest = 0;
    int component = kUnseen;
    std::vector<int> needs;
  };
  struct Step {
    int milestone;
    size_t next_need = 0;
  };

  const MilestoneState& State(int i) const {
    return snapshot_.milestones()[static_cast<size_t>(i)];
  }
  Node& At(int i) { return nodes_[static_cast<size_t>(i)]; }
  Awaited& AwaitedBy(int i) { return awaited_[static_cast<size_t>(i)]; }
  const std::string& Id(int i) const { return State(i).milestone->id; }

  std::vector<int> NeedsOf(int i) const {
    std::vector<int> needs;
    if (State(i).is_complete()) return needs;
    for (const std::string& id : State(i).milestone->needs) {
      const std::optional<ItemRef> need = snapshot_.plan().Find(id);
      if (need.has_value() && need->kind == ItemKind::kMilestone &&
          !State(need->index).is_cancelled()) {
        needs.push_back(need->index);
      }
    }
    return needs;
  }

  void FollowFrom(int start) {
    std::vector<Step> trail;
    Enter(start, trail);
    while (!trail.empty()) {
      const int here = trail.back().milestone;
      if (trail.back().next_need == At(here).needs.size()) {
        Leave(here);
        trail.pop_back();
        if (!trail.empty()) Lower(trail.back().milestone, At(here).lowest);
      } else {
        const int need = At(here).needs[trail.back().next_need++];
        if (At(need).order == kUnseen) {
          Enter(need, trail);
        } else if (At(need).component == kUnseen) {
          Lower(here, At(need).order);
        }
      }
    }
  }

  void Enter(int i, std::vector<Step>& trail) {
    At(i).order = At(i).lowest = next_order_++;
    At(i).needs = NeedsOf(i);
    open_.push_back(i);
    trail.push_back({i});
  }

  void Lower(int i, int lowest) {
    At(i).lowest = std::min(At(i).lowest, lowest);
  }

  void Leave(int i) {
    if (At(i).lowest != At(i).order) return;
    const auto first = std::find(open_.rbegin(), open_.rend(), i).base() - 1;
    for (auto member = first; member != open_.end(); ++member) {
      At(*member).component = i;
    }
    for (auto member = first; member != open_.end(); ++member) Weigh(*member);
    open_.erase(first, open_.end());
  }

  void Weigh(int i) {
    for (int need : At(i).needs) {
      if (At(need).component != At(i).component) Consider(i, need);
    }
  }

  // A tie goes to the lesser id, so that the order of the plan changes nothing.
  void Consider(int i, int need) {
    const Awaited behind = AwaitedBy(need);
    const std::optional<Date> own = Expected(State(need));
    const bool is_own = own.has_value() &&
                        (!behind.finish.has_value() || *own >= *behind.finish);
    const std::optional<Date> finish = is_own ? own : behind.finish;
    if (!finish.has_value()) return;
    const int driver = is_own ? need : behind.driver;
    Awaited& best = AwaitedBy(i);
    if (best.finish.has_value() && !IsLater(*finish, driver, need, best)) {
      return;
    }
    best = {finish, driver, need};
  }

  bool IsLater(Date finish, int driver, int via, const Awaited& than) const {
    if (finish != *than.finish) return finish > *than.finish;
    return std::tie(Id(driver), Id(via)) <
           std::tie(Id(than.driver), Id(than.via));
  }

  std::optional<Date> Expected(const MilestoneState& state) const {
    const std::optional<Date> finish = state.finish();
    if (!finish.has_value() || state.is_complete()) return finish;
    return std::max(*finish, snapshot_.as_of());
  }

  const Snapshot& snapshot_;
  std::vector<Node> nodes_;
  std::vector<Awaited> awaited_;
  std::vector<int> open_;
  int next_order_ = 0;
};

bool HasNeeds(const Snapshot& snapshot) {
  return std::any_of(snapshot.milestones().begin(), snapshot.milestones().end(),
                     [](const MilestoneState& state) {
                       return !state.milestone->needs.empty();
                     });
}

}  // namespace

std::vector<Awaited> FindAwaited(const Snapshot& snapshot) {
  if (!HasNeeds(snapshot)) return {};
  return Finder(snapshot).Find();
}

}  // namespace actionplan::internal
