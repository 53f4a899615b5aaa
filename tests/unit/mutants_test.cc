#include "internal/mutants.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "internal/rule_group.h"
#include "make_scheme.h"

namespace actionplan::internal {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

std::vector<std::string> WhatOf(const Scheme& scheme) {
  const RuleGroup group = GroupOf(scheme, ItemKind::kMilestone, 0);
  std::vector<std::string> all;
  for (const Mutation& mutation :
       MutationsOf(scheme, group.order, group.rules)) {
    all.push_back(mutation.what);
  }
  return all;
}

TEST(MutationsOf, AreOneOfEachKindAtEachPlace) {
  EXPECT_THAT(
      WhatOf(SchemeOf(
          RuleText("late", "Red", "days_overdue > 14 and not blocked") +
          RuleText("held", "Amber", "stage is 'on hold' or 'cancelled'"))),
      UnorderedElementsAre(
          "'or' for 'and' in 'days_overdue > 14 and not blocked'",
          "the threshold 13 for 14 in 'days_overdue > 14'",
          "the threshold 15 for 14 in 'days_overdue > 14'",
          "'>=' for '>' in 'days_overdue > 14'",
          "not (days_overdue > 14) for it alone",
          "'not blocked' without its 'not'", "without rule late",
          "Amber for Red", "after rule held",
          "'stage is 'on hold' or 'cancelled'' without 'on hold'",
          "'stage is 'on hold' or 'cancelled'' without 'cancelled'",
          "not (stage is 'on hold' or 'cancelled') for it alone",
          "without rule held", "Green for Amber"));
}

TEST(MutationsOf, TakeAPercentageForAThreshold) {
  const std::string when =
      "percent_complete < 90 percent of percent_time_elapsed";
  const std::vector<std::string> what =
      WhatOf(SchemeOf(RuleText("behind", "Red", when)));
  for (const char* now : {"89", "91"}) {
    EXPECT_THAT(what, ::testing::Contains("'" + when + "' with " + now +
                                          " percent of percent_time_elapsed"));
  }
}

TEST(MutationsOf, KeepTheDirectionOfAComparison) {
  struct Row {
    const char* written;
    const char* mutant;
  };
  const Row rows[] = {{"<", "<="}, {"<=", "<"}, {"=", "!="},
                      {"!=", "="}, {">=", ">"}, {">", ">="}};
  for (const Row& row : rows) {
    const std::string when = std::string("moves ") + row.written + " 3";
    EXPECT_THAT(WhatOf(SchemeOf(RuleText("a", "Red", when))),
                ::testing::Contains(std::string("'") + row.mutant + "' for '" +
                                    row.written + "' in '" + when + "'"));
  }
}

TEST(Beside, IsOneStepOfTheFact) {
  struct Row {
    const char* when;
    double below;
    double above;
  };
  const Row rows[] = {
      {"days_overdue > 14", 13, 15},
      {"working_days_overdue > 0", -1, 1},
      {"moves >= 2", 1, 3},
      {"percent_complete < 50", 49, 51},
      {"percent_slipped > 2.5 percent", 2.4, 2.6},
      // A month is followed by a month and a day, and comes after 30 days.
      {"months_overdue > 1 month", 30.0 / 32, 1 + 1.0 / 32},
      {"months_overdue > 0 months", -1 + 30.0 / 32, 1.0 / 32},
      {"due > original_due", -1, 1},
  };
  for (const Row& row : rows) {
    const Scheme scheme = SchemeOf(RuleText("a", "Red", row.when));
    const RuleGroup group = GroupOf(scheme, ItemKind::kMilestone, 0);
    const Condition& test = *group.rules[0].condition;
    EXPECT_DOUBLE_EQ(Beside(scheme, test, -1), row.below) << row.when;
    EXPECT_DOUBLE_EQ(Beside(scheme, test, 1), row.above) << row.when;
  }
}

TEST(Mutated, ChangesPlacesInFirstMatchOnly) {
  const Scheme scheme = SchemeOf(RuleText("a", "Red", "blocked") +
                                 RuleText("b", "Amber", "scheduled") +
                                 RuleText("c", "Green", "otherwise"));
  const RuleGroup group = GroupOf(scheme, ItemKind::kMilestone, 0);
  std::vector<std::vector<int>> orders;
  for (const Mutation& mutation :
       MutationsOf(scheme, group.order, group.rules)) {
    if (!mutation.swapped_with.has_value()) continue;
    std::vector<int>& order = orders.emplace_back();
    for (const TriedRule& tried :
         Mutated(scheme, group.order, group.rules, mutation)) {
      order.push_back(tried.rule);
    }
  }
  EXPECT_THAT(orders, ElementsAre(ElementsAre(1, 0, 2)));
}

}  // namespace
}  // namespace actionplan::internal
