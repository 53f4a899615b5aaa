#include "internal/given_levels.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "internal/strings.h"

namespace actionplan::internal {
namespace {

using Kind = OwnFact::Kind;

uint64_t LevelBit(int level) { return uint64_t{1} << (level + 1); }

bool HasRules(const Scheme& scheme, ItemKind kind, int aspect) {
  return !scheme.RulesFor(kind, aspect).empty();
}

const OwnFact* OwnAt(const Scheme& scheme, int column) {
  const auto own = static_cast<size_t>(column - kFactCount);
  if (column < kFactCount || own >= scheme.own_facts().size()) return nullptr;
  return &scheme.own_facts()[own];
}

// Whether it reads ratings that the key itself gives.
bool ReadsRatings(const OwnFact& own) {
  switch (own.kind) {
    case Kind::kCount:
    case Kind::kShare:
    case Kind::kPeriodsAt:
      return !own.levels.empty();
    case Kind::kWorst:
    case Kind::kBest:
    case Kind::kMeanScore:
    case Kind::kRating:
    case Kind::kLastRating:
      return true;
    default:
      return false;
  }
}

// Whose ratings it reads.
ItemKind RatedKind(const OwnFact& own, ItemKind subject) {
  return own.is_of_children() ? own.child : subject;
}

uint64_t BitsOf(const std::vector<int>& levels) {
  uint64_t bits = 0;
  for (int level : levels) bits |= LevelBit(level);
  return bits;
}

// The choices of a rating: the levels, then not rated.
uint64_t AsChoices(const Scheme& scheme, uint64_t levels) {
  const uint64_t not_rated = (levels & 1) << scheme.levels().size();
  return (levels >> 1) | not_rated;
}

uint64_t FromChoices(const Scheme& scheme, uint64_t choices) {
  const size_t count = scheme.levels().size();
  const uint64_t levels = choices & ((uint64_t{1} << count) - 1);
  return (levels << 1) | ((choices >> count) & 1);
}

class Laws {
 public:
  Laws(const Scheme& scheme, ItemKind subject) : scheme_(scheme) {
    subject_ = subject;
  }

  void Add(int column) {
    const OwnFact* own = OwnAt(scheme_, column);
    if (own == nullptr || !ReadsRatings(*own)) return;
    const uint64_t given = GivenOf(*own);
    switch (own->kind) {
      case Kind::kCount:
      case Kind::kShare:
        AddCount(column, *own, given);
        break;
      case Kind::kPeriodsAt:
        if ((BitsOf(own->levels) & given) == 0) AddZero(column);
        break;
      case Kind::kMeanScore:
        AddMeanScore(column, given);
        break;
      default:
        laws_.push_back(Any({Not(IsState(column, CellState::kKnown)),
                             IsOneOf(column, AsChoices(scheme_, given))}));
    }
  }

  // Those of all levels that are given add up to all children.
  void AddSums(std::span<const int> columns) {
    for (int whole : columns) {
      const OwnFact* all = OwnAt(scheme_, whole);
      if (all == nullptr || all->kind != Kind::kCount || !all->levels.empty()) {
        continue;
      }
      for (size_t a = 0; a < scheme_.aspects().size(); ++a) {
        AddSum(whole, *all, static_cast<int>(a), columns);
      }
    }
  }

  std::vector<Condition> Take() && { return std::move(laws_); }

 private:
  uint64_t GivenOf(const OwnFact& own) const {
    return GivenLevels(scheme_, RatedKind(own, subject_), own.aspect);
  }

  void AddZero(int column) {
    laws_.push_back(Not(Compare({{column, 1}}, Comparison::kGreater, 0)));
  }

  void AddCount(int column, const OwnFact& own, uint64_t given) {
    const uint64_t levels = BitsOf(own.levels);
    if ((levels & given) == 0) AddZero(column);
    if (own.kind == Kind::kShare && (given & ~levels) == 0) {
      laws_.push_back(Not(Compare({{column, 1}}, Comparison::kLess, 100)));
    }
  }

  void AddMeanScore(int column, uint64_t given) {
    std::optional<double> least;
    std::optional<double> most;
    for (size_t i = 0; i < scheme_.levels().size(); ++i) {
      const std::optional<double>& score = scheme_.levels()[i].score;
      const bool is_given = (given & LevelBit(static_cast<int>(i))) != 0;
      if (!score.has_value() || !is_given) continue;
      least = std::min(least.value_or(*score), *score);
      most = std::max(most.value_or(*score), *score);
    }
    if (!least.has_value()) {
      laws_.push_back(Not(IsState(column, CellState::kKnown)));
      return;
    }
    laws_.push_back(Not(Compare({{column, 1}}, Comparison::kLess, *least)));
    laws_.push_back(Not(Compare({{column, 1}}, Comparison::kGreater, *most)));
  }

  void AddSum(int whole, const OwnFact& all, int aspect,
              std::span<const int> columns) {
    const uint64_t given = GivenLevels(scheme_, all.child, aspect);
    uint64_t levels = 0;
    std::vector<Term> terms;
    for (int column : columns) {
      const OwnFact* part = OwnAt(scheme_, column);
      if (part == nullptr || part->kind != Kind::kCount ||
          part->levels.empty() || part->aspect != aspect ||
          part->child != all.child || part->where != all.where) {
        continue;
      }
      const uint64_t its = BitsOf(part->levels);
      if ((its & levels) != 0 || (its & given) == 0) continue;
      levels |= its;
      terms.push_back({column, 1});
    }
    if ((given & ~levels) != 0) return;
    terms.push_back({whole, -1});
    laws_.push_back(Not(Compare(std::move(terms), Comparison::kLess, 0)));
  }

  const Scheme& scheme_;
  ItemKind subject_;
  std::vector<Condition> laws_;
};

// Levels that a condition asks for and nothing gives, by whose ratings.
using NotGiven = std::map<std::pair<ItemKind, int>, uint64_t>;

void CollectNotGiven(const Scheme& scheme, ItemKind subject,
                     const Condition& condition, NotGiven& all) {
  for (const Condition& child : condition.children) {
    CollectNotGiven(scheme, subject, child, all);
  }
  if (!condition.is_test()) return;
  for (int column : ColumnsOf(condition)) {
    const OwnFact* own = OwnAt(scheme, column);
    if (own == nullptr || !ReadsRatings(*own)) continue;
    const ItemKind kind = RatedKind(*own, subject);
    uint64_t asked = BitsOf(own->levels);
    if (own->kind == Kind::kMeanScore) {
      for (size_t i = 0; i < scheme.levels().size(); ++i) {
        if (scheme.levels()[i].score.has_value()) {
          asked |= LevelBit(static_cast<int>(i));
        }
      }
    }
    if (condition.kind == Condition::Kind::kIsOneOf) {
      asked = FromChoices(scheme, condition.choices);
    }
    const uint64_t missing = asked & ~GivenLevels(scheme, kind, own->aspect);
    if (missing != 0) all[{kind, own->aspect}] |= missing;
  }
}

std::string LevelWords(const Scheme& scheme, uint64_t levels) {
  std::vector<std::string> names;
  for (size_t i = 0; i < scheme.levels().size(); ++i) {
    const int level = static_cast<int>(i);
    if ((levels & LevelBit(level)) != 0) {
      names.emplace_back(scheme.LevelName(level));
    }
  }
  std::string text;
  for (size_t i = 0; i < names.size(); ++i) {
    absl::StrAppend(
        &text, i == 0 ? "" : (i + 1 == names.size() ? " or " : ", "), names[i]);
  }
  return text;
}

}  // namespace

uint64_t GivenLevels(const Scheme& scheme, ItemKind kind, int aspect) {
  uint64_t given = LevelBit(kNotRated);
  if (!HasRules(scheme, kind, aspect)) return given;
  for (int rule : scheme.RulesFor(kind, aspect)) {
    given |= LevelBit(scheme.rules()[static_cast<size_t>(rule)].level);
  }
  const OverrideBounds& bounds = scheme.override_bounds();
  if (!bounds.allowed || !bounds.counts) return given;
  if (!bounds.levels.empty()) return given | BitsOf(bounds.levels);
  for (size_t i = 0; i < scheme.levels().size(); ++i) {
    given |= LevelBit(static_cast<int>(i));
  }
  return given;
}

std::vector<Condition> LawsOfGivenLevels(const Scheme& scheme, ItemKind subject,
                                         std::span<const int> columns) {
  Laws laws(scheme, subject);
  for (int column : columns) laws.Add(column);
  laws.AddSums(columns);
  return std::move(laws).Take();
}

std::string LevelsNotGiven(const Scheme& scheme, ItemKind subject,
                           const Condition& condition) {
  NotGiven all;
  CollectNotGiven(scheme, subject, condition, all);
  std::string text;
  for (const auto& [rated, levels] : all) {
    const auto& [kind, aspect] = rated;
    const std::string of_aspect =
        scheme.aspects().size() == 1
            ? ""
            : StrCat(" for ",
                     scheme.aspects()[static_cast<size_t>(aspect)].name);
    absl::StrAppend(&text, text.empty() ? "" : ", and ");
    absl::StrAppend(&text,
                    HasRules(scheme, kind, aspect)
                        ? StrCat("no rule for ", ToWord(kind), "s gives ",
                                 LevelWords(scheme, levels), of_aspect)
                        : StrCat("no rule rates ", ToWord(kind), "s", of_aspect,
                                 ", so none is ", LevelWords(scheme, levels)));
  }
  return text;
}

}  // namespace actionplan::internal
