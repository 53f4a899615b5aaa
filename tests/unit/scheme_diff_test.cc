#include "actionplan/scheme_diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <random>
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

// Of random pairs, the rows of the grid that two schemes rate otherwise are
// those of the regions, no more and no less.
TEST(DiffSchemes, FindsTheRowsThatTheKernelRatesOtherwise) {
  std::mt19937 random(31);
  for (int i = 0; i < 60; ++i) {
    const Scheme one = grid::Make(grid::RandomRules(random));
    const Scheme other = grid::Make(grid::RandomRules(random));
    const grid::Grid rows = grid::MakeGrid(one, false);
    const auto before = one.Rate(rows.table, 0);
    const auto after = other.Rate(rows.table, 0);
    std::vector<bool> found(before.size(), false);
    for (const SchemeDifference& difference :
         DiffSchemes(one, other).differences) {
      const auto region = internal::ParseFor(one, ItemKind::kMilestone, 0,
                                             difference.condition);
      ASSERT_TRUE(region.has_value()) << difference.condition;
      const auto truth = grid::TruthOf(*region, rows);
      for (size_t r = 0; r < truth.size(); ++r) {
        if (truth[r] == 2) found[r] = true;
      }
    }
    for (size_t r = 0; r < found.size(); ++r) {
      EXPECT_EQ(found[r], before[r].level != after[r].level) << r;
    }
    if (HasFailure()) return;
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
