#include "internal/rule_questions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "actionplan/scheme_check.h"
#include "internal/fact_space.h"
#include "scheme_grid.h"

// What `scheme check` finds in random schemes is what going through all rows
// finds, no more and no less.

namespace actionplan::internal {
namespace {

using grid::IsSame;
using grid::Key;
using grid::KeyOptions;
using grid::Random;
using grid::Row;
using grid::TestRule;
using grid::Tree;

constexpr CheckOptions kPlain = {.remedies = false};
constexpr int kTrue = 2;
constexpr int kFalse = 0;

// A random key, what is found in it, and all its rows with their completions.
struct Checked {
  Key key;
  SchemeCheck check;
  std::vector<std::vector<Row>> completions;
  std::vector<int> levels;
  std::set<int> deciding;
  RuleQuestions questions;

  explicit Checked(Key made)
      : key(std::move(made)),
        check(CheckScheme(key.scheme(), kPlain)),
        questions(key.scheme(), key.subject(), 0) {
    for (const Row& record : key.records()) {
      std::set<int> possible;
      completions.push_back(key.CompletionsOf(record));
      for (const Row& row : completions.back()) {
        const grid::Rated rated = key.Rate(row);
        possible.insert(rated.level);
        if (rated.rule >= 0) deciding.insert(rated.rule);
      }
      levels.push_back(possible.size() == 1 ? *possible.begin() : kNotRated);
    }
  }

  std::vector<SchemeFinding> Of(FindingKind kind) const {
    std::vector<SchemeFinding> found;
    for (const SchemeFinding& finding : check.findings) {
      if (finding.kind == kind && finding.subject == key.subject() &&
          finding.aspect == 0) {
        found.push_back(finding);
      }
    }
    return found;
  }

  std::set<int> FactsOf(const std::vector<int>& columns) const {
    std::set<int> facts;
    for (int column : columns) {
      if (key.FactOf(column) >= 0) facts.insert(key.FactOf(column));
    }
    return facts;
  }

  // The facts that rules or laws of tested facts speak of.
  std::set<int> FactsInUse() const {
    std::set<int> facts = FactsOf(questions.columns());
    for (const Condition& axiom : questions.axioms()) {
      facts.merge(FactsOf(ColumnsOf(axiom)));
    }
    return facts;
  }
};

// The order of the keys' rules, and which facts they have.
struct Kind {
  Order order = Order::kFirstMatch;
  std::optional<int> shape = std::nullopt;

  friend auto operator<=>(const Kind&, const Kind&) = default;
};

constexpr int kRollUps = 3;
constexpr int kTwoAspects = 4;

class RandomSchemes : public ::testing::TestWithParam<Kind> {
 protected:
  // Made once for all tests.
  static const std::vector<Checked>& All(const Kind& kind) {
    static std::map<Kind, std::vector<Checked>> made;
    std::vector<Checked>& all = made[kind];
    if (all.empty()) {
      const int count = kind.shape == kRollUps ? 8 : kind.shape ? 12 : 24;
      Random random(4711 + static_cast<unsigned>(kind.order));
      all.reserve(static_cast<size_t>(count));
      for (int i = 0; i < count; ++i) {
        all.emplace_back(
            grid::MakeKey(random, {.order = kind.order,
                                   .never = kind.shape != kRollUps,
                                   .states = kind.shape != kRollUps,
                                   .shape = kind.shape}));
      }
    }
    return all;
  }

  // What children add up to is on record in every row of the grid.
  static bool IsOfUnknowns() { return GetParam().shape != kRollUps; }

  void ForEach(const std::function<void(const Checked&)>& expect) {
    for (const Checked& checked : All(GetParam())) {
      const std::string& text = checked.key.scheme().text();
      SCOPED_TRACE(text.substr(text.find("[[rule]]")));
      expect(checked);
      if (HasFailure()) return;
    }
  }
};

TEST_P(RandomSchemes, AreRatedAsAllCompletionsAre) {
  ForEach([](const Checked& checked) {
    const Key& key = checked.key;
    const auto verdicts = key.scheme().Rate(key.TableOf(key.records()), 0);
    for (size_t r = 0; r < verdicts.size(); ++r) {
      const Row& record = key.records()[r];
      ASSERT_EQ(verdicts[r].possible, key.PossibleOf(record)) << r;
      ASSERT_EQ(verdicts[r].level, checked.levels[r]) << r;
    }
  });
}

bool NoRuleSpeaksOf(const Key& key, const Row& row) {
  return std::all_of(
      key.rules().begin(), key.rules().end(), [&](const TestRule& rule) {
        return !rule.is_otherwise && rule.when.Truth(row) == kFalse;
      });
}

// Whether a rule asks if something is on record.
bool AsksForRecords(const Key& key) {
  for (const TestRule& rule : key.rules()) {
    if (rule.is_otherwise) continue;
    for (const Tree* test : rule.when.Tests()) {
      if (test->is_of_state && test->text.find("known") != std::string::npos) {
        return true;
      }
    }
  }
  return false;
}

bool IsAllOnRecord(const Row& row) {
  return std::none_of(row.record.begin(), row.record.end(),
                      [](CellState s) { return s == CellState::kUnknown; });
}

TEST_P(RandomSchemes, HaveTheGapsThatTheGridHas) {
  ForEach([](const Checked& checked) {
    const Key& key = checked.key;
    std::vector<bool> wanted;
    for (const Row& record : key.records()) {
      wanted.push_back(NoRuleSpeaksOf(key, record));
    }
    std::vector<bool> found(wanted.size(), false);
    for (const SchemeFinding& gap : checked.Of(FindingKind::kGap)) {
      const auto region =
          ParseFor(key.scheme(), key.subject(), 0, gap.condition);
      ASSERT_TRUE(region.has_value()) << gap.condition;
      const auto truths = key.KernelTruths(*region);
      for (size_t i = 0; i < truths.size(); ++i) {
        if (truths[i] == kTrue) found[i] = true;
      }
    }
    // Else what is unknown may be any value, and the gaps of these are said.
    if (!AsksForRecords(key)) {
      for (size_t i = 0; i < wanted.size(); ++i) {
        if (IsAllOnRecord(key.records()[i])) continue;
        const std::vector<Row>& turns_out = checked.completions[i];
        EXPECT_TRUE(!found[i] || std::all_of(turns_out.begin(), turns_out.end(),
                                             [&](const Row& row) {
                                               return NoRuleSpeaksOf(key, row);
                                             }))
            << i;
        wanted[i] = found[i];
      }
    }
    EXPECT_EQ(found, wanted);
  });
}

TEST_P(RandomSchemes, HaveTheUnreachableRulesThatTheGridHas) {
  ForEach([](const Checked& checked) {
    std::set<int> wanted;
    for (size_t r = 0; r < checked.key.rules().size(); ++r) {
      const int rule = static_cast<int>(r);
      if (!checked.deciding.contains(rule)) wanted.insert(rule);
    }
    std::set<int> found;
    for (const auto& finding : checked.Of(FindingKind::kUnreachable)) {
      found.insert(finding.rules.front());
    }
    EXPECT_EQ(found, wanted);
  });
}

TEST_P(RandomSchemes, HaveTheUnusedLevelsThatTheGridHas) {
  ForEach([](const Checked& checked) {
    std::set<int> wanted = {0, 1, 2, 3};
    // The rules of milestones, or of the other aspect, give each.
    if (GetParam().shape.has_value()) wanted.clear();
    for (int rule : checked.deciding) {
      wanted.erase(checked.key.rules()[static_cast<size_t>(rule)].level);
    }
    std::set<int> found;
    for (const auto& finding : checked.Of(FindingKind::kUnusedLevel)) {
      found.insert(*finding.level);
    }
    EXPECT_EQ(found, wanted);
  });
}

TEST_P(RandomSchemes, HaveTheOverlapsThatTheGridHas) {
  ForEach([](const Checked& checked) {
    const Key& key = checked.key;
    const auto may_overlap = [&](const TestRule& a, const TestRule& b) {
      if (a.is_otherwise || b.is_otherwise) return false;
      if (key.order() == Order::kSingleMatch) return true;
      // Amber and Blue are of one rank.
      return key.order() == Order::kWorstMatch &&
             std::minmax(a.level, b.level) == std::minmax(1, 3);
    };
    std::set<std::vector<int>> wanted;
    for (size_t a = 0; a < key.rules().size(); ++a) {
      for (size_t b = a + 1; b < key.rules().size(); ++b) {
        if (!may_overlap(key.rules()[a], key.rules()[b])) continue;
        for (const Row& record : key.records()) {
          if (key.rules()[a].when.Truth(record) == kTrue &&
              key.rules()[b].when.Truth(record) == kTrue) {
            wanted.insert({static_cast<int>(a), static_cast<int>(b)});
            break;
          }
        }
      }
    }
    std::set<std::vector<int>> found;
    for (const auto& finding : checked.Of(FindingKind::kOverlap)) {
      found.insert(finding.rules);
    }
    EXPECT_EQ(found, wanted);
  });
}

// Of each test of a reachable rule, the parts that stand beside it in an "and".
void CollectBeside(
    const Tree& tree, std::vector<const Tree*> beside,
    std::vector<std::pair<const Tree*, std::vector<const Tree*>>>& tests) {
  if (tree.kind == Tree::Kind::kTest) {
    tests.emplace_back(&tree, std::move(beside));
    return;
  }
  for (const Tree& part : tree.parts) {
    std::vector<const Tree*> mine = beside;
    for (const Tree& other : tree.parts) {
      if (tree.kind == Tree::Kind::kAnd && &other != &part) {
        mine.push_back(&other);
      }
    }
    CollectBeside(part, std::move(mine), tests);
  }
}

TEST_P(RandomSchemes, HaveTheUnreachableThresholdsThatTheGridHas) {
  ForEach([](const Checked& checked) {
    const Key& key = checked.key;
    // Rule, test, and whether it is always true rather than never.
    std::set<std::tuple<int, std::string, bool>> wanted;
    std::set<std::tuple<int, std::string, bool>> found;
    std::set<std::string> sugar;
    for (int rule : checked.deciding) {
      const TestRule& its = key.rules()[static_cast<size_t>(rule)];
      if (its.is_otherwise) continue;
      std::vector<std::pair<const Tree*, std::vector<const Tree*>>> tests;
      CollectBeside(its.when, {}, tests);
      for (const auto& [test, beside] : tests) {
        // "smaller of" is several tests, which have no text of their own.
        if (test->is_sugar) sugar.insert(test->text);
        if (test->is_sugar || test->is_of_state) continue;
        bool ever = false;
        bool always = true;
        for (const Row& record : key.records()) {
          const bool rest = std::all_of(
              beside.begin(), beside.end(),
              [&](const Tree* other) { return other->Truth(record) == kTrue; });
          if (!rest) continue;
          ever = ever || test->Truth(record) == kTrue;
          const bool known = std::all_of(
              test->facts.begin(), test->facts.end(), [&](int fact) {
                return record.cells[static_cast<size_t>(fact)].is_known();
              });
          if (known && test->Truth(record) == kFalse) always = false;
        }
        // "is not" is a test without its "not".
        std::string text = test->text;
        if (!ever || always) wanted.emplace(rule, text, ever);
      }
    }
    for (const auto& finding : checked.Of(FindingKind::kUnreachableThreshold)) {
      std::string text = finding.condition;
      if (sugar.contains(text)) continue;
      const size_t is_not = text.find(" is not '");
      if (is_not != std::string::npos) text.erase(is_not + 3, 4);
      found.emplace(finding.rules.front(), text,
                    finding.what.find("never true") == std::string::npos);
    }
    EXPECT_EQ(found, wanted);
  });
}

// Whether the cell is worse; nullopt if the fact has no worse way.
std::optional<bool> IsWorseCell(const Scheme& scheme, int column,
                                const Cell& cell, const Cell& than) {
  const Worse worse = scheme.Define(column).worse;
  if (worse == Worse::kNeither) return std::nullopt;
  if (!cell.is_known() || !than.is_known()) return false;
  return worse == Worse::kHigher ? cell.value > than.value
                                 : cell.value < than.value;
}

TEST_P(RandomSchemes, HaveThePerverseCornersThatTheGridHas) {
  ForEach([](const Checked& checked) {
    const Key& key = checked.key;
    const Scheme& scheme = key.scheme();
    const std::set<int> in_use = checked.FactsInUse();
    std::set<int> wanted;
    for (int fact : checked.FactsOf(checked.questions.columns())) {
      const int column = key.column(static_cast<size_t>(fact));
      if (scheme.Define(column).worse == Worse::kNeither) continue;
      const std::set<int> tied =
          checked.FactsOf(checked.questions.TiedTo(column));
      const auto may_go = [&](const Row& from, const Row& to) {
        return std::all_of(in_use.begin(), in_use.end(), [&](int other) {
          const auto at = static_cast<size_t>(other);
          const Cell& a = from.cells[at];
          const Cell& b = to.cells[at];
          if (other == fact) {
            return *IsWorseCell(scheme, column, b, a);
          }
          if (IsSame(a, b)) return true;
          return tied.contains(other) &&
                 IsWorseCell(scheme, key.column(at), b, a).value_or(false);
        });
      };
      for (size_t i = 0; i < key.records().size(); ++i) {
        for (size_t k = 0; k < key.records().size(); ++k) {
          if (wanted.contains(fact)) break;
          if (!grid::IsWorse(scheme, checked.levels[i], checked.levels[k])) {
            continue;
          }
          if (may_go(key.records()[i], key.records()[k])) wanted.insert(fact);
        }
      }
    }
    std::set<int> found;
    for (const auto& finding : checked.Of(FindingKind::kPerverse)) {
      found.insert(key.FactOf(*finding.column));
      // What it shows is so; of children it says only what matters.
      if (key.subject() == ItemKind::kRecommendation) continue;
      const Row before = key.RowOf(finding.witness.facts);
      const Row after = key.RowOf(finding.second->facts);
      EXPECT_TRUE(
          grid::IsWorse(scheme, key.LevelOf(before), key.LevelOf(after)))
          << finding.what;
    }
    EXPECT_EQ(found, wanted);
  });
}

// The variance of random schemes has no declared range.
bool HasSums(const Key& key) { return key.names().back() == "variance"; }

// Whether rules that are decided give the level, so that nothing rests on each
// value of what is unknown giving it by another rule.
bool IsGivenByRules(const Key& key, const Row& record, int level) {
  std::vector<std::pair<int, int>> said;
  std::optional<std::pair<int, int>> otherwise;
  for (const TestRule& rule : key.rules()) {
    if (rule.is_otherwise) otherwise = {rule.level, 0};
    int truth = rule.is_otherwise ? kFalse : rule.when.Truth(record);
    if (truth == 1) truth = rule.level == level ? kFalse : kTrue;
    said.emplace_back(rule.level, truth);
    // An undecided rule keeps an `otherwise` from deciding.
    if (!rule.is_otherwise && rule.when.Truth(record) == 1) {
      otherwise = std::nullopt;
    }
  }
  return Key::Rate(key.scheme(), key.order(), said, otherwise).level == level;
}

TEST_P(RandomSchemes, SayWhatComesOutWhileAFactIsUnknown) {
  if (!IsOfUnknowns()) return;
  ForEach([](const Checked& checked) {
    const Key& key = checked.key;
    const std::set<int> tested = checked.FactsOf(checked.questions.columns());
    std::map<int, std::set<int>> wanted;
    std::map<int, std::set<int>> at_least;
    for (int fact : tested) {
      const int column = key.column(static_cast<size_t>(fact));
      std::set<int> tied = checked.FactsOf(checked.questions.TiedTo(column));
      std::set<int>& levels = wanted[fact];
      for (size_t i = 0; i < key.records().size(); ++i) {
        const Row& record = key.records()[i];
        const bool asked =
            std::all_of(tested.begin(), tested.end(), [&](int other) {
              const CellState state = record.record[static_cast<size_t>(other)];
              if (other == fact) return state == CellState::kUnknown;
              return tied.contains(other) || state != CellState::kUnknown;
            });
        if (!asked) continue;
        levels.insert(checked.levels[i]);
        if (checked.levels[i] == kNotRated ||
            IsGivenByRules(key, record, checked.levels[i])) {
          at_least[fact].insert(checked.levels[i]);
        }
      }
    }
    std::map<int, std::set<int>> found;
    for (const auto& row : checked.check.unknowns) {
      if (row.aspect != 0) continue;
      found[key.FactOf(row.column)] = {row.possible.begin(),
                                       row.possible.end()};
    }
    // Days and months without end are decided by rules alone.
    if (key.names().back() != "months_overdue" && !HasSums(key)) {
      EXPECT_EQ(found, wanted);
      return;
    }
    for (auto& [fact, levels] : found) {
      EXPECT_TRUE(std::includes(levels.begin(), levels.end(),
                                at_least[fact].begin(), at_least[fact].end()));
      levels.erase(kNotRated);
      EXPECT_TRUE(std::includes(wanted[fact].begin(), wanted[fact].end(),
                                levels.begin(), levels.end()));
    }
  });
}

TEST_P(RandomSchemes, GiveTheBestLevelUnknowinglyWhereTheGridDoes) {
  if (!IsOfUnknowns()) return;
  ForEach([](const Checked& checked) {
    const Key& key = checked.key;
    const Scheme& scheme = key.scheme();
    const std::optional<int> best = checked.questions.BestLevel();
    const std::set<int> in_use = checked.FactsInUse();
    std::set<int> wanted;
    std::set<int> allowed;
    for (int fact : checked.FactsOf(checked.questions.columns())) {
      if (!best.has_value()) break;
      const int column = key.column(static_cast<size_t>(fact));
      const std::set<int> tied =
          checked.FactsOf(checked.questions.TiedTo(column));
      const auto may_turn_out = [&](const Row& from, const Row& to) {
        return std::all_of(in_use.begin(), in_use.end(), [&](int other) {
          const Cell& a = from.cells[static_cast<size_t>(other)];
          const Cell& b = to.cells[static_cast<size_t>(other)];
          const bool was_unknown = a.state == CellState::kUnknown;
          if (other == fact) return was_unknown && b.is_known();
          return IsSame(a, b) || (was_unknown && tied.contains(other));
        });
      };
      for (size_t i = 0; i < key.records().size(); ++i) {
        if (checked.levels[i] != *best) continue;
        for (size_t k = 0; k < key.records().size(); ++k) {
          if (grid::IsWorse(scheme, checked.levels[k], *best) &&
              may_turn_out(key.records()[i], key.records()[k])) {
            allowed.insert(fact);
            if (IsGivenByRules(key, key.records()[i], *best) &&
                IsGivenByRules(key, key.records()[k], checked.levels[k])) {
              wanted.insert(fact);
            }
          }
        }
      }
    }
    std::set<int> found;
    for (const auto& finding : checked.Of(FindingKind::kUnknown)) {
      found.insert(key.FactOf(*finding.column));
      EXPECT_EQ(key.LevelOf(key.RowOf(finding.witness.facts)), *best)
          << finding.what;
      EXPECT_TRUE(grid::IsWorse(
          scheme, key.LevelOf(key.RowOf(finding.second->facts)), *best))
          << finding.what;
    }
    EXPECT_TRUE(std::includes(found.begin(), found.end(), wanted.begin(),
                              wanted.end()));
    EXPECT_TRUE(std::includes(allowed.begin(), allowed.end(), found.begin(),
                              found.end()));
  });
}

std::vector<Kind> Kinds() {
  std::vector<Kind> kinds;
  for (const auto& shape : {std::optional<int>(), std::optional(kRollUps),
                            std::optional(kTwoAspects)}) {
    for (Order order :
         {Order::kFirstMatch, Order::kWorstMatch, Order::kSingleMatch}) {
      kinds.push_back({order, shape});
    }
  }
  return kinds;
}

INSTANTIATE_TEST_SUITE_P(Orders, RandomSchemes, ::testing::ValuesIn(Kinds()),
                         [](const auto& tested) {
                           const std::string word(ToWord(tested.param.order));
                           const std::optional<int>& shape = tested.param.shape;
                           return word.substr(0, word.find(' ')) +
                                  (shape == kRollUps      ? "OfChildren"
                                   : shape == kTwoAspects ? "OfTwoAspects"
                                                          : "");
                         });

}  // namespace
}  // namespace actionplan::internal
