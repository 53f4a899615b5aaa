#include "internal/rule_tester.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "internal/mutants.h"
#include "internal/scheme_contents.h"
#include "scheme_grid.h"

// What `scheme test` says of random schemes is what going through all rows that
// can be on record says, and the examples that it writes are all that are
// needed.

namespace actionplan::internal {
namespace {

using grid::Key;
using grid::Random;
using grid::Row;
using grid::TestRule;
using grid::Tree;

constexpr int kTrue = 2;

// How a mutant rates a row of values.
int LevelOfMutant(const Key& key, const std::vector<TriedRule>& rules,
                  const Row& row) {
  std::vector<std::pair<int, int>> said;
  std::optional<std::pair<int, int>> otherwise;
  for (const TriedRule& tried : rules) {
    if (tried.is_otherwise) {
      otherwise = {tried.level, 0};
    } else {
      said.emplace_back(tried.level, key.Truth(*tried.condition, row));
    }
  }
  return Key::Rate(key.scheme(), key.order(), said, otherwise).level;
}

// A record, its completions and the levels that are possible.
struct Rated {
  Row record;
  std::vector<Row> completions;
  uint64_t possible;
};

Rated RatedOf(const Key& key, const Row& record) {
  return {.record = record,
          .completions = key.CompletionsOf(record),
          .possible = key.PossibleOf(record)};
}

std::vector<Rated> RatedRecords(const Key& key) {
  std::vector<Rated> all;
  for (const Row& record : key.records()) all.push_back(RatedOf(key, record));
  return all;
}

uint64_t PossibleOfMutant(const Key& key, const std::vector<TriedRule>& rules,
                          const Rated& rated) {
  uint64_t possible = 0;
  for (const Row& row : rated.completions) {
    possible |= uint64_t{1} << (LevelOfMutant(key, rules, row) + 1);
  }
  return possible;
}

bool IsTested(const Key& key, size_t fact, bool of_being_known) {
  for (const TestRule& rule : key.rules()) {
    if (rule.is_otherwise) continue;
    for (const Tree* test : rule.when.Tests()) {
      const bool is_about =
          std::find(test->facts.begin(), test->facts.end(),
                    static_cast<int>(fact)) != test->facts.end();
      const bool asks =
          test->is_of_state && !test->text.ends_with("applicable");
      if (is_about && (asks || !of_being_known)) return true;
    }
  }
  return false;
}

// Whether a record is one that an example may speak of: what it leaves out may
// be anything, but of what rules ask for nothing is on record, and what they
// test applies.
bool Agrees(const Key& key, const Example& example, const Row& record,
            bool applies) {
  const Row row = key.RowOf(example.facts);
  for (size_t i = 0; i < row.cells.size(); ++i) {
    const Cell& cell = record.cells[i];
    const auto said = std::find_if(
        example.facts.begin(), example.facts.end(),
        [&](const auto& fact) { return fact.first == key.column(i); });
    const bool is_open = row.cells[i].state == CellState::kUnknown;
    if (said != example.facts.end()) {
      if (!grid::IsSame(cell, said->second)) return false;
    } else if (!is_open || IsTested(key, i, true)) {
      if (!grid::IsSame(cell, row.cells[i])) return false;
    } else if (applies && IsTested(key, i, false) &&
               cell.state == CellState::kNotApplicable) {
      return false;
    }
  }
  return true;
}

std::vector<Row> RecordsOf(const Key& key, const Example& example,
                           bool applies = true) {
  std::vector<Row> records;
  for (const Row& record : key.records()) {
    if (Agrees(key, example, record, applies)) records.push_back(record);
  }
  return records;
}

// The row that the example is rated as.
Row RecordOf(const Key& key, const Example& example) {
  const Row row = key.RowOf(example.facts);
  if (!key.CompletionsOf(row).empty()) return row;
  const std::vector<Row> records = RecordsOf(key, example);
  return records.empty() ? row : records.front();
}

bool IsTold(const Key& key, const std::vector<TriedRule>& mutant,
            const Example& example, const Rated& rated) {
  const uint64_t before = rated.possible;
  const uint64_t after = PossibleOfMutant(key, mutant, rated);
  const auto level = [](uint64_t possible) {
    return (possible & (possible - 1)) == 0 ? possible : 1;
  };
  return level(before) != level(after) ||
         (!example.possible.empty() && before != after);
}

// No rule before it may hold; with `is_named` none that keeps it from deciding.
bool IsReached(const Key& key, size_t rule, const Row& row,
               bool is_named = false) {
  const auto blocks = [&](size_t other) {
    const TestRule& its = key.rules()[other];
    if (other == rule || its.is_otherwise) return false;
    if (key.order() == Order::kSingleMatch) {
      // Another may hold, unless it is the rule that is to decide.
      return is_named && (other < rule || its.level != key.rules()[rule].level);
    }
    if (key.order() == Order::kFirstMatch) return other < rule;
    const auto rank = [&](size_t r) {
      const int level = key.rules()[r].level;
      return level == kNotRated
                 ? 99
                 : *key.scheme().levels()[static_cast<size_t>(level)].rank;
    };
    return rank(other) < rank(rule) ||
           (rank(other) == rank(rule) && other < rule);
  };
  for (size_t other = 0; other < key.rules().size(); ++other) {
    if (blocks(other) && key.rules()[other].when.Truth(row) != 0) return false;
  }
  return true;
}

// The test alone decides whether the rule holds (masking): with all else as it
// is, the condition is false if it is false and true if it is true.
bool Decides(const Tree& condition, const Tree& test, const Row& row) {
  return condition.TruthIf(&test, 0, row) == 0 &&
         condition.TruthIf(&test, kTrue, row) == kTrue;
}

class RandomTests : public ::testing::TestWithParam<Order> {
 protected:
  void ForEach(int keys, std::optional<int> shape,
               const std::function<void(const Key&)>& expect) {
    Random random(20180327 + static_cast<unsigned>(GetParam()));
    for (int i = 0; i < keys; ++i) {
      const Key key = grid::MakeKey(
          random, {.order = GetParam(), .most_rules = 3, .shape = shape});
      const std::string& text = key.scheme().text();
      SCOPED_TRACE(text.substr(text.find("[[rule]]")));
      expect(key);
      if (HasFailure()) return;
    }
  }
};

// The fates of all mutants with these examples.
void ExpectFates(const Key& key, const Scheme& scheme, const SchemeTest& test) {
  const RuleGroup group = GroupOf(scheme, ItemKind::kMilestone, 0);
  const std::vector<Mutation> mutations =
      MutationsOf(scheme, group.order, group.rules);
  ASSERT_EQ(mutations.size(), test.mutants.size());
  const std::vector<Rated> records = RatedRecords(key);
  std::vector<Rated> examples;
  for (const Example& example : scheme.examples()) {
    examples.push_back(RatedOf(key, RecordOf(key, example)));
  }
  for (size_t m = 0; m < mutations.size(); ++m) {
    const std::vector<TriedRule> mutant =
        Mutated(scheme, group.order, group.rules, mutations[m]);
    bool killed = false;
    for (size_t i = 0; i < examples.size() && !killed; ++i) {
      killed = IsTold(key, mutant, scheme.examples()[i], examples[i]);
    }
    const bool differs =
        std::any_of(records.begin(), records.end(), [&](const Rated& rated) {
          return PossibleOfMutant(key, mutant, rated) != rated.possible;
        });
    const Mutant::Fate wanted = killed    ? Mutant::Fate::kKilled
                                : differs ? Mutant::Fate::kSurvived
                                          : Mutant::Fate::kEqual;
    EXPECT_EQ(ToWord(test.mutants[m].fate), ToWord(wanted))
        << test.mutants[m].what;
  }
}

TEST_P(RandomTests, SayWhichMutantsAreEqual) {
  ForEach(3, std::nullopt, [](const Key& key) {
    ExpectFates(key, key.scheme(), TestScheme(key.scheme()));
  });
}

// Whether some row shows it only if some example does.
void ExpectShown(const Key& key, const std::vector<Row>& examples,
                 const std::function<bool(const Row&)>& shows,
                 const std::string& what) {
  const bool can_be =
      std::any_of(key.records().begin(), key.records().end(), shows);
  const bool is_shown = std::any_of(examples.begin(), examples.end(), shows);
  EXPECT_EQ(is_shown, can_be) << what;
}

TEST_P(RandomTests, WriteExamplesThatAreAllThereIsToShow) {
  ForEach(2, std::nullopt, [](const Key& key) {
    const SchemeTest test = TestScheme(key.scheme());
    const Scheme longer =
        *Scheme::Parse(WithMissingExamples(key.scheme(), test)).value;
    ExpectFates(key, longer, TestScheme(longer));
    std::vector<Row> examples;
    for (const Example& example : longer.examples()) {
      examples.push_back(key.RowOf(example.facts));
      EXPECT_FALSE(RecordsOf(key, example).empty()) << "line " << example.line;
    }
    for (size_t r = 0; r < key.rules().size(); ++r) {
      const TestRule& rule = key.rules()[r];
      // A rule is named beside an undecided one of its level, too; what can be
      // shown is that it holds and nothing before it may.
      const auto is_named = [&](const Row& row) {
        return key.scheme().Rate(key.TableOf({row}), 0).front().rule ==
               static_cast<int>(r);
      };
      const auto is_false = [&](const TestRule& other, const Row& row) {
        return other.is_otherwise || other.when.Truth(row) == 0;
      };
      const auto decides = [&](const Row& row) {
        if (!is_named(row)) return false;
        if (!rule.is_otherwise) {
          return rule.when.Truth(row) == kTrue && IsReached(key, r, row, true);
        }
        return std::all_of(
            key.rules().begin(), key.rules().end(),
            [&](const TestRule& other) { return is_false(other, row); });
      };
      const bool can_decide =
          std::any_of(key.records().begin(), key.records().end(), decides);
      EXPECT_TRUE(!can_decide ||
                  std::any_of(examples.begin(), examples.end(), is_named))
          << "rule r" << r;
      if (rule.is_otherwise) continue;
      for (const Tree* test_of : rule.when.Tests()) {
        if (test_of->is_sugar) continue;
        const auto shows = [&](const std::function<bool(const Row&)>& where) {
          return [&key, &rule, r, test_of, where](const Row& row) {
            return IsReached(key, r, row) && where(row) &&
                   Decides(rule.when, *test_of, row);
          };
        };
        const std::string what = absl::StrCat(test_of->text, " of r", r, " ");
        if (rule.when.kind != Tree::Kind::kTest) {
          for (int truth : {0, kTrue}) {
            ExpectShown(key, examples, shows([&](const Row& row) {
                          return test_of->truth(row) == truth;
                        }),
                        absl::StrCat(what, "MC/DC ", truth));
          }
        }
        if (!test_of->threshold.has_value()) continue;
        const auto fact = static_cast<size_t>(test_of->facts.front());
        // A step in months is of the calendar; see mutants_test.cc.
        if (key.names()[fact] == "months_overdue") continue;
        for (int step : {-1, 0, 1}) {
          const double value = *test_of->threshold + step;
          ExpectShown(key, examples, shows([&](const Row& row) {
                        return row.cells[fact].is_known() &&
                               row.cells[fact].value == value;
                      }),
                      absl::StrCat(what, "at ", value));
        }
      }
    }
  });
}

// Some facts of a record, perhaps one of them of another.
Facts RandomFacts(const Key& key, Random& random) {
  Facts facts;
  const Row& row = random.Of(key.records());
  const Row& other = random.OneIn(2) ? row : random.Of(key.records());
  for (size_t i = 0; i < key.names().size(); ++i) {
    if (random.OneIn(3)) continue;
    facts.emplace_back(key.column(i), (random.OneIn(2) ? row : other).cells[i]);
  }
  return facts;
}

TEST_P(RandomTests, RefuseExamplesWithWhichNoRecordAgrees) {
  Random random(7);
  int refused = 0;
  // Of amounts and their difference, which not all go together.
  ForEach(5, 1, [&](const Key& key) {
    std::string text = key.scheme().text();
    for (int i = 0; i < 30; ++i) {
      absl::StrAppend(&text, "[[example]]\nfor = \"milestone\"\nfacts = ",
                      FactsAsToml(key.scheme(), RandomFacts(key, random)),
                      "\nlevel = \"Red\"\n");
    }
    const Scheme scheme = *Scheme::Parse(text).value;
    const std::vector<ExampleResult> results = RunExamples(scheme);
    for (size_t i = 0; i < results.size(); ++i) {
      const Example& example = scheme.examples()[i];
      EXPECT_EQ(results[i].can_not_be, RecordsOf(key, example, false).empty())
          << FactsAsToml(scheme, example.facts) << results[i].what;
      refused += results[i].can_not_be ? 1 : 0;
    }
  });
  EXPECT_GT(refused, 0);
}

INSTANTIATE_TEST_SUITE_P(Orders, RandomTests,
                         ::testing::Values(Order::kFirstMatch,
                                           Order::kWorstMatch,
                                           Order::kSingleMatch),
                         [](const auto& tested) {
                           const std::string word(ToWord(tested.param));
                           return word.substr(0, word.find(' '));
                         });

}  // namespace
}  // namespace actionplan::internal
