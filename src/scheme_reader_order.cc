// What depends on what in a scheme: the order in which rules are tried, and in
// which everything is worked out.

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <queue>

#include "internal/scheme_reader.h"
#include "internal/strings.h"

namespace actionplan {
namespace {

using internal::StrCat;
using Kind = OwnFact::Kind;

// Children before parents.
constexpr std::array<ItemKind, 4> kRatedKinds = {
    ItemKind::kMilestone, ItemKind::kOutcome, ItemKind::kRecommendation,
    ItemKind::kPlan};

// Whether it reads the ratings of children for its aspect.
bool ReadsChildRatings(const OwnFact& own) {
  return own.kind == Kind::kWorst || own.kind == Kind::kBest ||
         own.kind == Kind::kMeanScore ||
         (own.is_of_children() && !own.levels.empty());
}

}  // namespace

// Ratings and own facts as one graph. What has a smaller number comes first
// where nothing else decides.
class RatingGraph {
 public:
  RatingGraph(const Scheme::Contents& contents)
      : contents_(contents),
        aspects_(contents.aspects.size()),
        facts_(contents.own_facts.size()) {
    needs_.resize(kRatedKinds.size() * (aspects_ + facts_));
    for (size_t r = 0; r < contents.rules.size(); ++r) AddRule(r);
    for (size_t f = 0; f < facts_; ++f) AddFact(f);
  }

  size_t size() const { return needs_.size(); }
  const std::vector<size_t>& needs(size_t node) const { return needs_[node]; }

  size_t RatingNode(ItemKind kind, int aspect) const {
    return Base(kind) + static_cast<size_t>(aspect);
  }
  size_t FactNode(ItemKind kind, int column) const {
    return Base(kind) + aspects_ + static_cast<size_t>(column - kFactCount);
  }

  std::optional<Scheme::Rated> RatingOf(size_t node) const {
    const size_t inner = node % (aspects_ + facts_);
    if (inner >= aspects_) return std::nullopt;
    return Scheme::Rated{kRatedKinds[node / (aspects_ + facts_)],
                         static_cast<int>(inner)};
  }
  std::optional<int> ColumnOf(size_t node) const {
    const size_t inner = node % (aspects_ + facts_);
    if (inner < aspects_) return std::nullopt;
    return kFactCount + static_cast<int>(inner - aspects_);
  }

 private:
  size_t Base(ItemKind kind) const {
    const auto found = std::find(kRatedKinds.begin(), kRatedKinds.end(), kind);
    return static_cast<size_t>(found - kRatedKinds.begin()) *
           (aspects_ + facts_);
  }

  void Need(size_t node, ItemKind kind, int column) {
    if (column >= kFactCount) needs_[node].push_back(FactNode(kind, column));
  }

  void AddRule(size_t index) {
    const Rule& rule = contents_.rules[index];
    const size_t node = RatingNode(rule.subject, rule.aspect);
    for (int column : contents_.compiled[index].columns) {
      Need(node, rule.subject, column);
    }
    // What the reason lists is of children, which come before anyway.
  }

  void AddFact(size_t index) {
    const OwnFact& own = contents_.own_facts[index];
    const int column = kFactCount + static_cast<int>(index);
    for (ItemKind kind : kRatedKinds) {
      if (!contents_.own_definitions[index].is_of(kind)) continue;
      const size_t node = FactNode(kind, column);
      for (int used : contents_.own_compiled[index].is.columns) {
        Need(node, kind, used);
      }
      if (own.kind == Kind::kRating) {
        needs_[node].push_back(RatingNode(kind, own.aspect));
      }
      if (!own.is_of_children()) continue;
      if (ReadsChildRatings(own)) {
        needs_[node].push_back(RatingNode(own.child, own.aspect));
      }
      Need(node, own.child, own.of);
      for (int used : contents_.own_compiled[index].where_columns) {
        Need(node, own.child, used);
      }
    }
  }

  const Scheme::Contents& contents_;
  size_t aspects_;
  size_t facts_;
  std::vector<std::vector<size_t>> needs_;
};

namespace {

// Every node after those that it needs; what is left out refers to itself, or
// to something that does.
std::vector<size_t> Sorted(const RatingGraph& graph) {
  std::vector<size_t> missing(graph.size());
  std::vector<std::vector<size_t>> needed_by(graph.size());
  std::priority_queue<size_t, std::vector<size_t>, std::greater<>> ready;
  for (size_t node = 0; node < graph.size(); ++node) {
    missing[node] = graph.needs(node).size();
    for (size_t need : graph.needs(node)) needed_by[need].push_back(node);
    if (missing[node] == 0) ready.push(node);
  }
  std::vector<size_t> sorted;
  while (!ready.empty()) {
    const size_t node = ready.top();
    ready.pop();
    sorted.push_back(node);
    for (size_t user : needed_by[node]) {
      if (--missing[user] == 0) ready.push(user);
    }
  }
  return sorted;
}

constexpr size_t kNowhere = std::numeric_limits<size_t>::max();

// Of every node that needs `goal`, if only through others: the next on the way
// there. Ways through `closed` nodes don't count.
std::vector<size_t> LeadingTo(const RatingGraph& graph, size_t goal,
                              const std::vector<bool>& closed) {
  std::vector<std::vector<size_t>> needed_by(graph.size());
  for (size_t node = 0; node < graph.size(); ++node) {
    for (size_t need : graph.needs(node)) needed_by[need].push_back(node);
  }
  std::vector<size_t> next(graph.size(), kNowhere);
  std::vector<size_t> found = {goal};
  for (size_t i = 0; i < found.size(); ++i) {
    for (size_t user : needed_by[found[i]]) {
      if (closed[user] || user == goal || next[user] != kNowhere) continue;
      next[user] = found[i];
      found.push_back(user);
    }
  }
  return next;
}

}  // namespace

void SchemeReader::PutInOrder() {
  CheckRanks();
  SortRules();
  FindRatingOrder();
  CollectColumns();
}

void SchemeReader::CheckRanks() {
  for (const Rule& rule : contents_->rules) {
    if (contents_->aspects.empty()) return;
    const Aspect& aspect = contents_->aspects[static_cast<size_t>(rule.aspect)];
    if (aspect.order != Order::kWorstMatch || rule.level == kNotRated) continue;
    const Level& level = contents_->levels[static_cast<size_t>(rule.level)];
    if (level.rank.has_value()) continue;
    Add(Where(rule.line, 1),
        StrCat("The level '", level.name, "' of rule '", rule.id,
               "' has no rank, so it is open whether it is the worst."),
        StrCat("Give it a rank; the aspect '", aspect.name,
               "' is of worst match."));
  }
}

void SchemeReader::SortRules() {
  if (contents_->aspects.empty()) return;
  for (size_t r = 0; r < contents_->rules.size(); ++r) {
    const Rule& rule = contents_->rules[r];
    contents_
        ->rules_for[static_cast<size_t>(rule.subject)]
                   [static_cast<size_t>(rule.aspect)]
        .push_back(static_cast<int>(r));
  }
  const auto rule_at = [&](int r) -> const Rule& {
    return contents_->rules[static_cast<size_t>(r)];
  };
  // Worse than none: it decides only if no rule with a level holds.
  const auto rank = [&](int r) {
    const int level = rule_at(r).level;
    if (level == kNotRated) return std::numeric_limits<int>::max();
    return contents_->levels[static_cast<size_t>(level)].rank.value_or(0);
  };
  for (auto& by_aspect : contents_->rules_for) {
    for (size_t a = 0; a < by_aspect.size(); ++a) {
      std::vector<int>& rules = by_aspect[a];
      if (contents_->aspects[a].order == Order::kWorstMatch) {
        std::stable_sort(rules.begin(), rules.end(),
                         [&](int x, int y) { return rank(x) < rank(y); });
      }
      const auto last = std::stable_partition(
          rules.begin(), rules.end(),
          [&](int r) { return !rule_at(r).is_otherwise; });
      for (auto it = last; it != rules.end() && it + 1 != rules.end(); ++it) {
        Add(Where(rule_at(*(it + 1)).line, 1),
            StrCat("The rule '", rule_at(*(it + 1)).id,
                   "' is an 'otherwise' again; rule '", rule_at(*it).id,
                   "' is one too."),
            "Leave one for each kind of item and aspect.");
      }
    }
  }
}

void SchemeReader::FindRatingOrder() {
  if (contents_->aspects.empty()) return;
  const RatingGraph graph(*contents_);
  const std::vector<size_t> sorted = Sorted(graph);
  std::vector<bool> is_sorted(graph.size());
  for (size_t node : sorted) {
    is_sorted[node] = true;
    const std::optional<Scheme::Rated> rated = graph.RatingOf(node);
    if (!rated.has_value()) continue;
    const auto& rules =
        contents_->rules_for[static_cast<size_t>(rated->subject)]
                            [static_cast<size_t>(rated->aspect)];
    if (!rules.empty()) contents_->rating_order.push_back(*rated);
  }
  BlameCircles(graph, is_sorted);
  if (issues_.empty()) CollectRowFacts();
}

// Each circle goes through a rating, and is told at the rules of the first such
// rating: whichever of their facts leads back to it.
void SchemeReader::BlameCircles(const RatingGraph& graph,
                                const std::vector<bool>& is_sorted) {
  std::vector<bool> is_told(graph.size());
  for (size_t rating = 0; rating < graph.size(); ++rating) {
    const std::optional<Scheme::Rated> rated = graph.RatingOf(rating);
    if (!rated.has_value() || is_sorted[rating]) continue;
    const std::vector<size_t> next = LeadingTo(graph, rating, is_told);
    for (size_t r = 0; r < contents_->rules.size(); ++r) {
      const Rule& rule = contents_->rules[r];
      if (rule.subject != rated->subject || rule.aspect != rated->aspect) {
        continue;
      }
      for (int column : contents_->compiled[r].columns) {
        if (column < kFactCount) continue;
        size_t node = graph.FactNode(rule.subject, column);
        if (next[node] == kNowhere) continue;
        std::string through;
        for (; node != rating; node = next[node]) {
          const std::optional<int> fact = graph.ColumnOf(node);
          if (!fact.has_value()) continue;
          absl::StrAppend(&through, through.empty() ? "'" : ", then '",
                          internal::ToAbsl(vocabulary_.Define(*fact).name),
                          "'");
        }
        Add(Where(rule.line, 1),
            StrCat("The rule '", rule.id, "' refers to itself: the rating of ",
                   internal::WithArticle(rule.subject), " for ",
                   contents_->aspects[static_cast<size_t>(rule.aspect)].name,
                   " needs ", through, "."),
            "Take a fact instead of one of these ratings, or 'last_rating', "
            "the rating of the period before.");
      }
    }
    is_told[rating] = true;
  }
}

// What is worked out for each rating, in the order found.
void SchemeReader::CollectRowFacts() {
  for (const Scheme::Rated& rated : contents_->rating_order) {
    std::vector<bool> needed(contents_->own_facts.size());
    std::vector<int> open;
    for (int r : contents_->rules_for[static_cast<size_t>(rated.subject)]
                                     [static_cast<size_t>(rated.aspect)]) {
      const auto& columns = contents_->compiled[static_cast<size_t>(r)].columns;
      open.insert(open.end(), columns.begin(), columns.end());
    }
    while (!open.empty()) {
      const int column = open.back();
      open.pop_back();
      if (column < kFactCount) continue;
      const auto own = static_cast<size_t>(column - kFactCount);
      if (needed[own]) continue;
      needed[own] = true;
      const auto& used = contents_->own_compiled[own].is.columns;
      open.insert(open.end(), used.begin(), used.end());
    }
    auto& row_facts =
        contents_->row_facts_for[static_cast<size_t>(rated.subject)]
                                [static_cast<size_t>(rated.aspect)];
    // Derived facts stand after those that they use.
    for (size_t own = 0; own < needed.size(); ++own) {
      const Kind kind = contents_->own_facts[own].kind;
      if (needed[own] && kind == Kind::kRating) {
        row_facts.push_back(kFactCount + static_cast<int>(own));
      }
    }
    for (size_t own = 0; own < needed.size(); ++own) {
      const Kind kind = contents_->own_facts[own].kind;
      if (needed[own] && kind == Kind::kDerived) {
        row_facts.push_back(kFactCount + static_cast<int>(own));
      }
    }
  }
}

void SchemeReader::CollectColumns() {
  std::vector<std::pair<ItemKind, int>> open;
  for (size_t r = 0; r < contents_->rules.size(); ++r) {
    for (int column : contents_->compiled[r].columns) {
      open.emplace_back(contents_->rules[r].subject, column);
    }
  }
  const size_t all =
      static_cast<size_t>(kFactCount) + contents_->own_facts.size();
  std::array<std::vector<bool>, kItemKinds> needed;
  for (auto& columns : needed) columns.resize(all);
  while (!open.empty()) {
    const auto [kind, column] = open.back();
    open.pop_back();
    auto seen = needed[static_cast<size_t>(kind)].begin() + column;
    if (*seen) continue;
    *seen = true;
    if (column < kFactCount) continue;
    const auto index = static_cast<size_t>(column - kFactCount);
    const OwnFact& own = contents_->own_facts[index];
    const CompiledFact& compiled = contents_->own_compiled[index];
    for (int used : compiled.is.columns) open.emplace_back(kind, used);
    for (int used : compiled.where_columns) open.emplace_back(own.child, used);
    const bool has_of = own.kind >= Kind::kMean && own.kind <= Kind::kHighest;
    if (has_of) open.emplace_back(own.child, own.of);
  }
  for (size_t kind = 0; kind < needed.size(); ++kind) {
    for (size_t column = 0; column < all; ++column) {
      if (needed[kind][column]) {
        contents_->columns_for[kind].push_back(static_cast<int>(column));
      }
    }
  }
}

}  // namespace actionplan
