#include "internal/next_better.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "actionplan/assess.h"
#include "actionplan/json.h"
#include "make_plan.h"
#include "make_scheme.h"
#include "scheme_grid.h"

namespace actionplan {
namespace {

using grid::Key;
using grid::Random;
using grid::Row;

// ---------------------------------------------------------------------------
// Against every change of one fact, and of two, of random keys.

// A fact and its value after a change.
using Changed = std::map<size_t, double>;

std::optional<Row> After(const Key& key, const Row& row,
                         const Changed& changed) {
  std::optional<Row> after = row;
  for (const auto& [fact, value] : changed) {
    after = key.With(*after, fact, Cell::Of(value));
    if (!after.has_value()) return std::nullopt;
  }
  if (key.IsRuledOut(*after)) return std::nullopt;
  return after;
}

// All changes of so many facts, with the level that they give.
std::vector<std::pair<Changed, int>> AllChanges(const Key& key, const Row& row,
                                                int facts) {
  std::vector<Changed> ways = {{}};
  for (int n = 0; n < facts; ++n) {
    std::vector<Changed> longer;
    for (const Changed& way : ways) {
      const size_t first = way.empty() ? 0 : way.rbegin()->first + 1;
      for (size_t fact = first; fact < key.names().size(); ++fact) {
        if (key.is_derived(fact)) continue;
        for (double value : key.ValuesOf(fact)) {
          const Cell& now = row.cells[fact];
          if (now.is_known() && now.value == value) continue;
          longer.push_back(way);
          longer.back()[fact] = value;
        }
      }
    }
    ways = std::move(longer);
  }
  std::vector<std::pair<Changed, int>> all;
  for (const Changed& way : ways) {
    const std::optional<Row> after = After(key, row, way);
    if (after.has_value()) all.emplace_back(way, key.LevelOf(*after));
  }
  return all;
}

int RankOf(const Key& key, int level) {
  if (level == kNotRated) return -1;
  return key.scheme().levels()[static_cast<size_t>(level)].rank.value_or(-1);
}

// The rank that is to be found: of what is rated the next better, else the
// best; -1 if there is none.
int WantedRank(const Key& key, int current,
               const std::vector<std::pair<Changed, int>>& all) {
  int wanted = -1;
  for (const auto& [way, level] : all) {
    const int rank = RankOf(key, level);
    if (rank < 0 || (current != kNotRated && rank <= RankOf(key, current))) {
      continue;
    }
    const bool is_next = current == kNotRated ? rank > wanted : rank < wanted;
    if (wanted < 0 || is_next) wanted = rank;
  }
  // What has no rank has nothing better.
  return current != kNotRated && RankOf(key, current) < 0 ? -1 : wanted;
}

double Far(const Row& row, const Changed& way, size_t fact) {
  const double now = row.cells[fact].is_known() ? row.cells[fact].value : 0;
  return std::abs(way.at(fact) - now);
}

// Whether a way changes the same facts less.
bool IsLess(const Row& row, const Changed& a, const Changed& b) {
  bool is_less = false;
  for (const auto& [fact, value] : b) {
    if (!a.contains(fact) || Far(row, a, fact) > Far(row, b, fact)) {
      return false;
    }
    is_less = is_less || Far(row, a, fact) < Far(row, b, fact);
  }
  return is_less;
}

std::optional<NextBetter> OfRow(const Key& key, const Row& row) {
  return FindNextBetter(key.scheme(), key.TableOf({row}), 0, 0);
}

// The same row as the facts that a plan's only milestone carries.
std::optional<NextBetter> OfPlan(const Key& key, const Row& row) {
  std::vector<Update> journal;
  for (size_t fact = 0; fact < key.names().size(); ++fact) {
    const Cell& cell = row.cells[fact];
    if (key.is_derived(fact) || cell.state == CellState::kUnknown) continue;
    FactValue value = "not applicable";
    if (cell.is_known()) {
      const FactDefinition& definition = key.scheme().Define(key.column(fact));
      value = cell.value;
      if (definition.type == FactType::kYesNo) value = cell.value != 0;
      if (definition.type == FactType::kChoice) {
        value = std::string(
            definition.choices[static_cast<size_t>(std::lround(cell.value))]);
      }
    }
    journal.push_back(
        unit::Say("2018-01-01", "M", unit::Carry(key.names()[fact], value)));
  }
  const Plan plan = unit::MakePlan(unit::OneMilestone("1 March 2018"), journal);
  return FindNextBetter(
      testing::ValueOrDie(
          Assess(unit::SnapshotOf(plan, "2018-03-31"), key.scheme())),
      "M", "process");
}

// The fact that a step changes, and its value then.
std::pair<size_t, double> ChangedBy(const Key& key, const Step& step) {
  if (step.column >= 0) {
    return {static_cast<size_t>(key.FactOf(step.column)), step.cell.value};
  }
  const FactChange& change = std::get<FactChange>(step.updates.at(0).change);
  for (size_t fact = 0; fact < key.names().size(); ++fact) {
    if (key.names()[fact] != change.fact) continue;
    const std::variant<Cell, ValueProblem> cell =
        ReadFactValue(key.scheme().Define(key.column(fact)), change.value);
    return {fact, std::get<Cell>(cell).value};
  }
  ADD_FAILURE() << change.fact;
  return {0, 0};
}

void Compare(const Key& key, const Row& row,
             const std::optional<NextBetter>& next, int& found_singles,
             int& found_pairs) {
  const int current = key.LevelOf(row);
  auto all = AllChanges(key, row, 1);
  int wanted = WantedRank(key, current, all);
  const bool is_pair = wanted < 0;
  if (is_pair) {
    all = AllChanges(key, row, 2);
    wanted = WantedRank(key, current, all);
  }
  ASSERT_EQ(next.has_value(), wanted >= 0)
      << key.scheme().text() << (next.has_value() ? next->text : "");
  if (!next.has_value()) return;
  ++(is_pair ? found_pairs : found_singles);
  EXPECT_EQ(RankOf(key, next->level), wanted) << key.scheme().text();
  for (const std::vector<Step>& way : next->ways) {
    Changed changed;
    for (const Step& step : way) {
      changed.insert(ChangedBy(key, step));
    }
    ASSERT_EQ(changed.size(), is_pair ? 2U : 1U);
    const std::optional<Row> after = After(key, row, changed);
    ASSERT_TRUE(after.has_value()) << key.scheme().text() << next->text;
    EXPECT_EQ(key.LevelOf(*after), next->level)
        << key.scheme().text() << next->text;
    for (const auto& [other, level] : all) {
      EXPECT_FALSE(level == next->level && IsLess(row, other, changed))
          << key.scheme().text() << next->text;
    }
  }
}

// Keys over a yes/no fact and, of shape 0, a count and a choice; of shape 1
// amounts with sums of them.
using Finder = std::optional<NextBetter> (*)(const Key&, const Row&);

void CompareKeys(int shape, unsigned seeds, Finder find) {
  int singles = 0;
  int pairs = 0;
  for (unsigned seed = 0; seed < seeds; ++seed) {
    Random random(seed);
    const Key key = grid::MakeKey(random, {.shape = shape});
    for (int i = 0; i < 6; ++i) {
      const Row& row = random.Of(key.records());
      Compare(key, row, find(key, row), singles, pairs);
      if (::testing::Test::HasFatalFailure()) return;
    }
  }
  EXPECT_GT(singles, static_cast<int>(seeds));
  EXPECT_GT(pairs, 0);
}

TEST(NextBetter, OfCountsAndChoicesIsTheLeastChangeOfAGrid) {
  CompareKeys(0, 30, OfRow);
}

TEST(NextBetter, OfAmountsIsTheLeastChangeOfAGrid) {
  CompareKeys(1, 24, OfRow);
}

TEST(NextBetter, OfAPlanIsTheSameOfCountsAndChoices) {
  CompareKeys(0, 6, OfPlan);
}

TEST(NextBetter, OfAPlanIsTheSameOfAmounts) { CompareKeys(1, 3, OfPlan); }

// ---------------------------------------------------------------------------
// Of a row, by hand.

constexpr std::string_view kOwn = R"(
[[fact]]
name = "spend"
for = "milestone"
type = "number"
unit = "£"
min = 0
[[fact]]
name = "budget"
for = "milestone"
type = "number"
unit = "£"
min = 0
[[fact]]
name = "over"
for = "milestone"
type = "percent"
is = "100 * (spend - budget) / budget"
[[fact]]
name = "started"
for = "milestone"
type = "yes/no"
[[fact]]
name = "signed"
for = "milestone"
type = "day"
)";

std::string NextOf(const std::string& rules,
                   const std::vector<std::pair<const char*, double>>& facts) {
  const Scheme scheme = SchemeOf(std::string(kOwn) + rules);
  FactTable table(ItemKind::kMilestone, 1);
  for (const auto& [name, value] : facts) {
    table.Set(*scheme.FindColumn(ItemKind::kMilestone, name), 0,
              Cell::Of(value));
  }
  const std::optional<NextBetter> next = FindNextBetter(scheme, table, 0, 0);
  return next.has_value() ? next->text : "";
}

TEST(NextBetter, FollowsAFactThatIsNoSum) {
  const std::string rules = RuleText("g", "Green", "over <= 10 percent") +
                            RuleText("r", "Red", "always");
  EXPECT_EQ(NextOf(rules, {{"spend", 1200}, {"budget", 1000}}),
            "Green if spend were 1100 £, or if budget were 1091 £");
  const std::string below = RuleText("g", "Green", "over < 10 percent") +
                            RuleText("r", "Red", "always");
  EXPECT_EQ(NextOf(below, {{"spend", 1200}, {"budget", 1000}}),
            "Green if spend were 1099 £, or if budget were 1091 £");
}

TEST(NextBetter, TakesAThresholdThatMovesWithTheFirstChange) {
  // Both have to change: what is left to spend follows the budget.
  const std::string rules =
      RuleText("g", "Green", "budget >= £500 and spend <= budget - £100") +
      RuleText("r", "Red", "always");
  EXPECT_EQ(NextOf(rules, {{"spend", 900}, {"budget", 400}}),
            "Green if budget were 1000 £");
  const std::string capped =
      RuleText("g", "Green",
               "budget >= £500 and budget <= £600 and spend <= budget - £100") +
      RuleText("r", "Red", "always");
  EXPECT_EQ(NextOf(capped, {{"spend", 900}, {"budget", 400}}),
            "Green if budget were 500 £ and spend were 400 £");
}

TEST(NextBetter, AdvisesNothingThatTheKeySaysCanNotBe) {
  const std::string rules = RuleText("g", "Green", "spend >= £50") +
                            RuleText("a", "Amber", "started") +
                            RuleText("r", "Red", "always");
  EXPECT_EQ(NextOf(rules, {{"spend", 0}, {"started", 0}}),
            "Amber if started were yes");
  const std::string never =
      "[[never]]\nfor = \"milestone\"\nwhen = \"not started and spend > "
      "0\"\nbecause = \"x\"\n";
  const std::string strict = RuleText("g", "Green", "spend >= £50") +
                             RuleText("r", "Red", "always") + never;
  EXPECT_EQ(NextOf(strict, {{"spend", 0}, {"started", 0}}),
            "Green if spend were 50 £ and started were yes");
  // What is so already forbids nothing.
  EXPECT_EQ(NextOf(strict, {{"spend", 10}, {"started", 0}}),
            "Green if spend were 50 £");
}

TEST(NextBetter, OfADayIsTheNearestDay) {
  const double day = testing::Day("2024-03-31").epoch_days();
  const std::string rules = RuleText("g", "Green", "signed < 2024-03-01") +
                            RuleText("r", "Red", "always");
  EXPECT_EQ(NextOf(rules, {{"signed", day}}),
            "Green if signed were 29 February 2024");
}

// Nobody can change what day it is or what was first agreed.
TEST(NextBetter, ChangesNothingThatIsFixed) {
  const std::string rules =
      RuleText("g", "Green", "as_of < 2024-01-01 or original_due > as_of") +
      RuleText("r", "Red", "always");
  const double day = testing::Day("2024-03-31").epoch_days();
  EXPECT_EQ(NextOf(rules, {{"as_of", day}, {"original_due", day}}), "");
}

// ---------------------------------------------------------------------------
// Of a plan, by hand.

NextBetter NextOfM(const std::string& rules,
                   const std::vector<Update>& journal = {}) {
  const Plan plan = unit::MakePlan(unit::OneMilestone("1 March 2018"), journal);
  const Scheme scheme = SchemeOf(std::string(kOwn) + rules);
  return FindNextBetter(testing::ValueOrDie(Assess(
                            unit::SnapshotOf(plan, "2018-03-31"), scheme)),
                        "M", "process")
      .value_or(NextBetter());
}

TEST(NextBetter, TriesTheSecondThingAfterTheFirst) {
  // It can only be verified once it is finished.
  EXPECT_EQ(NextOfM(RuleText("g", "Green", "verified") +
                    RuleText("r", "Red", "always"))
                .text,
            "Green if it is finished and it is verified");
  // Half done by a date that is agreed anew.
  EXPECT_EQ(NextOfM(RuleText("g", "Green",
                             "days_overdue = 0 and not complete and "
                             "percent_complete >= 40 percent") +
                    RuleText("r", "Red", "always"))
                .text,
            "Green if a later date for it (such as 30 April 2018) is agreed, "
            "with who agreed it and why and it is recorded as 40 % complete");
}

TEST(NextBetter, FindsTheDatesThatWouldDo) {
  // A window that no round number of days falls into.
  for (const char* when :
       {"days_to_due >= 45 and days_to_due <= 46",
        "days_moved >= 75 and days_moved <= 76", "due = 2018-05-16"}) {
    const NextBetter next =
        NextOfM(RuleText("g", "Green", when) + RuleText("r", "Red", "always"));
    ASSERT_FALSE(next.ways.empty()) << when;
    const Update& update = next.ways[0][0].updates[0];
    const Date day = *std::get<DueChange>(update.change).due.last();
    EXPECT_GE(day, unit::Day("2018-05-15")) << when;
    EXPECT_LE(day, unit::Day("2018-05-16")) << when;
  }
}

TEST(NextBetter, OfAPlanAdvisesNothingThatTheKeySaysCanNotBe) {
  const std::string rules =
      RuleText("g", "Green", "complete") + RuleText("r", "Red", "always");
  EXPECT_EQ(NextOfM(rules).text, "Green if it is finished");
  const std::string never =
      "[[never]]\nfor = \"milestone\"\nwhen = \"complete and not "
      "started\"\nbecause = \"x\"\n";
  const std::vector<Update> unstarted = {
      unit::Say("2018-01-01", "M", unit::Carry("started", false))};
  EXPECT_EQ(NextOfM(rules + never, unstarted).text,
            "Green if it is finished and its 'started' is recorded as yes");
}

TEST(NextBetter, OfAnOutcomeIsTheNearestReading) {
  Baseline baseline = unit::OneMilestone("1 March 2018");
  baseline.recommendations[0].outcomes.push_back({.id = "O", .text = "O"});
  baseline.measures.push_back({.id = "V",
                               .name = "visits",
                               .unit = "days",
                               .outcome = "O",
                               .better = Better::kHigher,
                               .target = 50});
  const Plan plan =
      unit::MakePlan(baseline, {unit::Say("2018-03-01", "V", unit::Value(10))});
  const auto next = [&](const char* when) {
    std::string rules =
        RuleText("a", "Amber", when) + RuleText("r", "Red", "always");
    for (size_t at = 0;
         (at = rules.find("\"milestone\"", at)) != std::string::npos;) {
      rules.replace(at, 11, "\"outcome\"");
    }
    return FindNextBetter(
               testing::ValueOrDie(Assess(unit::SnapshotOf(plan, "2018-03-31"),
                                          SchemeOf(rules))),
               "O", "process")
        .value_or(NextBetter())
        .text;
  };
  EXPECT_EQ(next("measure_shortfall <= 5"),
            "Amber if the reading of visits is 45 days");
  EXPECT_EQ(next("measure_percent_of_target >= 80 percent"),
            "Amber if the reading of visits is 40 days");
  EXPECT_EQ(next("measure_value > 40"),
            "Amber if the reading of visits is 41 days");
  EXPECT_EQ(next("on_target"),
            "Amber if the reading of visits is on target, 50 days");
}

// ---------------------------------------------------------------------------
// Of a real report, by every key that is shipped.

class NextBetterOfKey : public ::testing::TestWithParam<size_t> {};

// Of each kind and level the first item that has it.
std::vector<Rating> OneOfEachLevel(const Assessment& assessment) {
  const Scheme& scheme = assessment.scheme();
  std::vector<Rating> ratings;
  std::set<std::string> seen;
  for (const auto& [kind, aspect] : scheme.rating_order()) {
    const std::string& name =
        scheme.aspects()[static_cast<size_t>(aspect)].name;
    for (const Rating& rating : assessment.All(kind, name)) {
      const std::string key =
          absl::StrCat(static_cast<int>(kind), name, rating.level_name);
      if (seen.insert(key).second) ratings.push_back(rating);
    }
  }
  return ratings;
}

TEST_P(NextBetterOfKey, DoesWhatItSaysInARealReport) {
  const BuiltinScheme& builtin = BuiltinSchemes()[GetParam()];
  const Plan plan = testing::ValueOrDie(
      LoadPlan(ACTIONPLAN_SOURCE_DIR "/examples/walsall-2018/plan.json"));
  const Snapshot snapshot = unit::SnapshotOf(plan, "2018-03-27");
  const Scheme scheme =
      testing::ValueOrDie(LoadScheme(std::string(builtin.id)));
  // It was reported by one key only.
  const AssessOptions options = {.may_report_other_levels = true};
  const Assessment now = testing::ValueOrDie(Assess(snapshot, scheme, options));
  for (const Rating& rating : OneOfEachLevel(now)) {
    const std::optional<NextBetter> next =
        FindNextBetter(now, rating.item, rating.aspect);
    if (!next.has_value()) continue;
    EXPECT_EQ(next->text.find('_'), std::string::npos) << next->text;
    for (const std::vector<Step>& way : next->ways) {
      std::vector<Update> updates;
      for (const Step& step : way) {
        updates.insert(updates.end(), step.updates.begin(), step.updates.end());
      }
      const Snapshot after = testing::ValueOrDie(
          AsOf(plan.WithUpdates(updates), snapshot.as_of()));
      EXPECT_EQ(testing::ValueOrDie(Assess(after, scheme, options))
                    .Find(rating.item, rating.aspect)
                    ->level,
                next->level)
          << rating.item << ": " << next->text;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, NextBetterOfKey,
                         ::testing::Range<size_t>(0, BuiltinSchemes().size()),
                         [](const auto& each) {
                           std::string id(BuiltinSchemes()[each.param].id);
                           std::replace(id.begin(), id.end(), '-', '_');
                           return id;
                         });

}  // namespace
}  // namespace actionplan
