#include "actionplan/scheme_diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "internal/fact_space.h"
#include "internal/rule_questions.h"
#include "make_plan.h"
#include "make_scheme.h"
#include "scheme_grid.h"

namespace actionplan {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(DiffSchemes, ProvesEqualWhatIsWrittenOtherwise) {
  const Scheme one = SchemeOf(RuleText("a", "Red", "days_overdue > 14") +
                              RuleText("b", "Green", "days_overdue <= 14"));
  const Scheme other =
      SchemeOf(RuleText("c", "Green",
                        "not days_overdue > 14 and days_overdue "
                        "is applicable") +
               RuleText("d", "Red", "days_overdue >= 15"));
  const SchemeDiff diff = DiffSchemes(one, other);
  EXPECT_THAT(diff.differences, IsEmpty());
  EXPECT_TRUE(diff.is_equal());
}

TEST(DiffSchemes, NamesTheRegionThatAMovedThresholdTakes) {
  const Scheme one = SchemeOf(RuleText("late", "Red", "days_overdue > 14") +
                              RuleText("rest", "Green", "always"));
  const Scheme other = SchemeOf(RuleText("late", "Red", "days_overdue > 28") +
                                RuleText("rest", "Green", "always"));
  const SchemeDiff diff = DiffSchemes(one, other);
  ASSERT_THAT(diff.differences, SizeIs(1));
  EXPECT_EQ(diff.differences[0].condition,
            "days_overdue >= 15 and days_overdue <= 28");
  EXPECT_EQ(diff.differences[0].before.rule, "late");
  EXPECT_EQ(diff.differences[0].after.level_name, "Green");
  EXPECT_THAT(diff.differences[0].witness.words, HasSubstr("15 days overdue"));
}

TEST(DiffSchemes, SeesWhatOnlyAnUnknownFactShows) {
  const Scheme one = SchemeOf(RuleText("late", "Red", "days_overdue > 14") +
                              RuleText("rest", "Green", "always"));
  const Scheme other = SchemeOf(
      RuleText("late", "Red", "days_overdue > 14 or days_overdue is unknown") +
      RuleText("rest", "Green", "always"));
  const SchemeDiff diff = DiffSchemes(one, other);
  ASSERT_THAT(diff.differences, SizeIs(1));
  EXPECT_EQ(diff.differences[0].condition, "days_overdue is unknown");
}

TEST(DiffSchemes, ListsWhatHasNoCounterpart) {
  const Scheme one = SchemeOf(RuleText("rest", "Green", "always"));
  std::string text = one.text();
  text.replace(text.find("\"Amber\""), 7, "\"Orange\"");
  const Scheme other =
      testing::ValueOrDie(Scheme::Parse(text).OrStatus("scheme"));
  EXPECT_THAT(DiffSchemes(one, other).unmatched, SizeIs(2));
}

// Of random pairs of any orders and levels, the rows that two schemes rate
// otherwise are those of the regions, no more and no less. Where facts are
// unknown a difference need only be named once.
std::set<std::string_view> PossibleOf(const grid::Key& key,
                                      const grid::Row& row) {
  const uint64_t possible = key.PossibleOf(row);
  std::set<std::string_view> names;
  for (int level = kNotRated; level < 4; ++level) {
    if ((possible >> (level + 1)) & 1) {
      names.insert(key.scheme().LevelName(level));
    }
  }
  return names;
}

void ExpectDifferencesOfRows(const grid::Key& one, const grid::Key& other) {
  const std::vector<grid::Row>& rows = one.records();
  const SchemeDiff diff = DiffSchemes(one.scheme(), other.scheme());
  EXPECT_THAT(diff.undecided, IsEmpty());
  std::vector<bool> found(rows.size(), false);
  for (const SchemeDifference& difference : diff.differences) {
    const auto region = internal::ParseFor(one.scheme(), ItemKind::kMilestone,
                                           0, difference.condition);
    ASSERT_TRUE(region.has_value()) << difference.condition;
    const auto truths = one.KernelTruths(*region);
    for (size_t r = 0; r < truths.size(); ++r) {
      if (truths[r] == 2) found[r] = true;
    }
    const grid::Row shown = one.RowOf(difference.witness.facts);
    EXPECT_NE(PossibleOf(one, shown), PossibleOf(other, shown))
        << difference.what;
  }
  for (size_t r = 0; r < rows.size(); ++r) {
    const bool differs = one.scheme().LevelName(one.LevelOf(rows[r])) !=
                         other.scheme().LevelName(other.LevelOf(rows[r]));
    const bool all_known = std::none_of(
        rows[r].record.begin(), rows[r].record.end(),
        [](CellState state) { return state == CellState::kUnknown; });
    if (all_known) {
      EXPECT_EQ(found[r], differs) << r;
    } else if (diff.differences.empty()) {
      EXPECT_FALSE(differs) << r;
      EXPECT_EQ(PossibleOf(one, rows[r]), PossibleOf(other, rows[r])) << r;
    }
  }
}

TEST(DiffSchemes, FindsTheRowsThatTheGridRatesOtherwise) {
  static const std::vector<Order> kOrders = {
      Order::kFirstMatch, Order::kWorstMatch, Order::kSingleMatch};
  grid::Random random(31);
  for (int i = 0; i < 18; ++i) {
    const int shape = i % 3;
    // A [[never]] of one of them is a law of both.
    const grid::Key one = grid::MakeKey(
        random, {.order = random.Of(kOrders), .never = false, .shape = shape});
    const grid::Key other = grid::MakeKey(
        random, {.order = random.Of(kOrders),
                 .never = false,
                 .shape = shape,
                 .fourth_level = random.OneIn(3) ? "Purple" : "Blue"});
    const auto rules = [](const grid::Key& key) {
      return key.scheme().text().substr(key.scheme().text().find("[[rule]]"));
    };
    SCOPED_TRACE(rules(one) + ToWord(one.order()).data());
    SCOPED_TRACE(rules(other) + ToWord(other.order()).data());
    ExpectDifferencesOfRows(one, other);
    if (::testing::Test::HasFailure()) return;
  }
}

// The same rules in another order of an aspect, or with one rule changed.
TEST(DiffSchemes, FindsTheRowsThatASmallEditRatesOtherwise) {
  for (int i = 0; i < 14; ++i) {
    grid::Random random(static_cast<unsigned>(i));
    grid::Random again(static_cast<unsigned>(i));
    const grid::Key one =
        grid::MakeKey(random, {.order = Order::kFirstMatch, .never = false});
    const grid::Key other = grid::MakeKey(
        again, {.order = i % 2 == 0 ? Order::kWorstMatch : Order::kSingleMatch,
                .never = false});
    SCOPED_TRACE(one.scheme().text());
    ExpectDifferencesOfRows(one, other);
    if (::testing::Test::HasFailure()) return;
  }
}

TEST(DiffReported, CountsJudgementsBesideTheKey) {
  const Scheme scheme = SchemeOf(RuleText("late", "Red", "days_overdue > 14") +
                                 RuleText("rest", "Green", "always"));
  FactTable facts(ItemKind::kMilestone, 3);
  for (int row = 0; row < 3; ++row) {
    facts.Set(Fact::kDaysOverdue, row, Cell::Of(10 * row));
  }
  const std::vector<std::optional<int>> reported = {2, 1, 0};
  const JudgementTable table = DiffReported(scheme, facts, 0, reported);
  EXPECT_EQ(table.compared(), 3);
  EXPECT_EQ(table.agreed(), 2);
  ASSERT_THAT(table.partings, SizeIs(1));
  EXPECT_EQ(table.partings[0].item, "1");
  EXPECT_EQ(table.partings[0].rule, "rest");
}

TEST(DiffRatings, NamesTheItemsThatChange) {
  const Scheme one = SchemeOf(RuleText("late", "Red", "days_overdue > 14") +
                              RuleText("rest", "Green", "always"));
  const Scheme other = SchemeOf(RuleText("late", "Red", "days_overdue > 28") +
                                RuleText("rest", "Green", "always"));
  const Plan plan = unit::MakePlan(unit::OneMilestone("1 March 2018"));
  const auto change = [&](std::string_view day) {
    return DiffRatings(unit::SnapshotOf(plan, day), one, other).value();
  };
  EXPECT_THAT(change("2018-03-15"), IsEmpty());
  ASSERT_THAT(change("2018-03-16"), SizeIs(1));
  EXPECT_EQ(change("2018-03-16")[0].after.level_name, "Green");
  EXPECT_THAT(change("2018-03-30"), IsEmpty());
}

TEST(DiffRatings, TakesAPlanThatWasReportedByAnotherKey) {
  const Scheme one = SchemeOf(RuleText("late", "Red", "days_overdue > 14") +
                              RuleText("rest", "Green", "always"));
  const Scheme other = SchemeOf(RuleText("rest", "Green", "always"));
  const Plan plan = unit::MakePlan(
      unit::OneMilestone("1 March 2018"),
      {unit::Say("2018-03-10", "M", unit::Report("process", "Mauve")),
       unit::Say("2018-03-11", "M", unit::Report("process", "Red"))});
  const Snapshot snapshot = unit::SnapshotOf(plan, "2018-03-31");
  EXPECT_FALSE(Assess(snapshot, one).ok());
  const auto differences = DiffRatings(snapshot, one, other);
  ASSERT_TRUE(differences.ok()) << differences.status();
  EXPECT_THAT(*differences, SizeIs(1));
  EXPECT_THAT(ReportedOtherLevels(plan, one), ::testing::ElementsAre("Mauve"));
}

}  // namespace
}  // namespace actionplan
