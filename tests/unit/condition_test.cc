#include "internal/condition.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actionplan/testing/matchers.h"
#include "make_scheme.h"

namespace actionplan {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using testing::FactsOf;
using ::testing::Field;
using ::testing::HasSubstr;
using testing::RateFacts;

// What one condition says of facts: the level Red if it holds, Green if not.
std::string Holds(std::string_view when, FactsOf facts) {
  const Scheme scheme = SchemeOf(RuleText("yes", "Red", when) +
                                 RuleText("no", "Green", "always"));
  const Rating rating = RateFacts(scheme, facts);
  return rating.is_rated() ? (rating.level_name == "Red" ? "true" : "false")
                           : "undecided";
}

TEST(Condition, HasThreeTruthValuesAsInKleenesLogic) {
  // complete = yes, blocked = no, scheduled unknown, forecast not applicable.
  const auto facts = [] {
    return MilestoneFacts()
        .With(Fact::kComplete, true)
        .With(Fact::kBlocked, false)
        .NotApplicable(Fact::kDaysForecastLate);
  };
  struct Row {
    const char* when;
    const char* truth;
  };
  const Row rows[] = {
      {"complete", "true"},
      {"blocked", "false"},
      {"scheduled", "undecided"},
      {"not complete", "false"},
      {"not blocked", "true"},
      {"not scheduled", "undecided"},
      {"complete and complete", "true"},
      {"complete and blocked", "false"},
      {"complete and scheduled", "undecided"},
      {"blocked and scheduled", "false"},
      {"scheduled and scheduled", "undecided"},
      {"complete or scheduled", "true"},
      {"blocked or scheduled", "undecided"},
      {"blocked or blocked", "false"},
      {"scheduled is known", "false"},
      {"scheduled is unknown", "true"},
      {"scheduled is applicable", "true"},
      {"scheduled is not unknown", "false"},
      {"days_forecast_late > 0", "false"},
      {"not days_forecast_late > 0", "true"},
      {"days_forecast_late is applicable", "false"},
      {"days_forecast_late is not applicable", "true"},
      {"days_forecast_late is known", "false"},
      {"days_forecast_late is unknown", "false"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(Holds(row.when, facts()), row.truth) << row.when;
  }
}

TEST(Condition, AndBindsCloserThanOrAndNotClosest) {
  const auto facts = [] {
    return MilestoneFacts()
        .With(Fact::kComplete, true)
        .With(Fact::kBlocked, false);
  };
  EXPECT_EQ(Holds("complete or blocked and blocked", facts()), "true");
  EXPECT_EQ(Holds("(complete or blocked) and blocked", facts()), "false");
  EXPECT_EQ(Holds("not blocked and blocked", facts()), "false");
  EXPECT_EQ(Holds("not (blocked and blocked)", facts()), "true");
}

TEST(Condition, ComparesAtAndAroundAThreshold) {
  struct Row {
    const char* when;
    const char* below;
    const char* at;
    const char* above;
  };
  const Row rows[] = {
      {"days_overdue < 14", "true", "false", "false"},
      {"days_overdue <= 14", "true", "true", "false"},
      {"days_overdue = 14", "false", "true", "false"},
      {"days_overdue != 14", "true", "false", "true"},
      {"days_overdue >= 14", "false", "true", "true"},
      {"days_overdue > 14 days", "false", "false", "true"},
  };
  for (const Row& row : rows) {
    const char* expected[] = {row.below, row.at, row.above};
    for (int i = 0; i < 3; ++i) {
      EXPECT_EQ(
          Holds(row.when, MilestoneFacts().With(Fact::kDaysOverdue, 13 + i)),
          expected[i])
          << row.when << " with " << 13 + i;
    }
  }
}

TEST(Condition, ComparesTwoFactsOfOneUnit) {
  const auto facts = [](const char* due, const char* original) {
    return MilestoneFacts()
        .With(Fact::kDue, due)
        .With(Fact::kOriginalDue, original);
  };
  EXPECT_EQ(Holds("due > original_due", facts("2018-04-30", "2018-02-28")),
            "true");
  EXPECT_EQ(Holds("due > original_due", facts("2018-02-28", "2018-02-28")),
            "false");
  EXPECT_EQ(Holds("due > original_due",
                  MilestoneFacts().With(Fact::kDue, "2018-04-30")),
            "undecided");
}

TEST(Condition, TestsAChoiceAgainstSeveralWords) {
  const auto stage = [](Stage s) {
    return MilestoneFacts().With(Fact::kStage, s);
  };
  constexpr std::string_view kWhen = "stage is 'on hold' or 'cancelled'";
  EXPECT_EQ(Holds(kWhen, stage(Stage::kOnHold)), "true");
  EXPECT_EQ(Holds(kWhen, stage(Stage::kCancelled)), "true");
  EXPECT_EQ(Holds(kWhen, stage(Stage::kComplete)), "false");
  EXPECT_EQ(Holds("stage is not 'complete'", stage(Stage::kOnHold)), "true");
  EXPECT_EQ(Holds("stage is 'on hold' or complete",
                  stage(Stage::kNotStarted).With(Fact::kComplete, true)),
            "true");
}

TEST(Condition, ComparesWorkingDaysWithWorkingDays) {
  const auto overdue = [](int days) {
    return MilestoneFacts()
        .With(Fact::kWorkingDaysOverdue, days)
        .With(Fact::kWorkingDaysSlipped, 10);
  };
  for (const char* when :
       {"working_days_overdue > 10 working days", "working_days_overdue > 10",
        "working_days_overdue > working_days_slipped"}) {
    EXPECT_EQ(Holds(when, overdue(9)), "false") << when;
    EXPECT_EQ(Holds(when, overdue(10)), "false") << when;
    EXPECT_EQ(Holds(when, overdue(11)), "true") << when;
  }
  EXPECT_EQ(Holds("working_days_overdue >= 1 working day", overdue(1)), "true");
}

struct BadRule {
  const char* when;
  const char* where;
  const char* what;
  const char* remedy;
};

TEST(Condition, NamesThePlaceOfEveryMistake) {
  // The condition stands in line 25 of the file, from column 9.
  const BadRule rows[] = {
      {"days_overdu > 0", "line 25, column 9", "no fact 'days_overdu'",
       "Did you mean 'days_overdue'?"},
      {"complete and", "line 25, column 21", "nothing more", "Use one of"},
      {"complete complete", "line 25, column 18", "'complete' after the end",
       "'and' or 'or'"},
      {"days_overdue", "line 25, column 9", "not a yes/no fact", "'> 0'"},
      {"days_overdue > 1 month", "line 25, column 26", "in days, not in month",
       "counts in this unit"},
      {"days_overdue > 1 working day", "line 25, column 26",
       "in days, not in working days", "counts in this unit"},
      {"working_days_overdue > 1 day", "line 25, column 34",
       "in working days, not in day", "counts in this unit"},
      {"working_days_overdue > 1 working", "line 25, column 41",
       "nothing more after 'working'", "'working days'"},
      {"working_days_overdue > days_overdue", "line 25, column 32",
       "can't be compared", "same unit"},
      {"days_overdue > due", "line 25, column 24", "can't be compared",
       "same unit"},
      {"complete = 1", "line 25, column 20", "can't be compared with a number",
       "'complete' or 'not complete'"},
      {"stage is 'finished'", "line 25, column 18", "not a value of 'stage'",
       "'not started', 'in progress', 'complete'"},
      {"(complete", "line 25, column 18", "nothing more", "')'"},
      {"count(milestones) > 0", "line 25, column 15",
       "A milestone has no milestones", "A recommendation has"},
      {"days_overdue > 1.2.3", "line 25, column 24", "not a number", "digits"},
      {"complete & complete", "line 25, column 18", "'&'", "'and' or 'or'"},
      {"stage is 'x", "line 25, column 18", "not a value", "Use one of"},
  };
  for (const BadRule& row : rows) {
    EXPECT_THAT(IssuesOf(RuleText("r", "Red", row.when)),
                ElementsAre(AllOf(
                    Field("where", &Issue::where, row.where),
                    Field("what", &Issue::what, HasSubstr(row.what)),
                    Field("remedy", &Issue::remedy, HasSubstr(row.remedy)))))
        << row.when;
  }
}

TEST(Condition, NestedWithoutEndIsAnIssueAndNotACrash) {
  const std::string when = std::string(100000, '(') + "complete";
  EXPECT_THAT(
      IssuesOf(RuleText("r", "Red", when)),
      ElementsAre(Field("what", &Issue::what, HasSubstr("nested too deeply"))));
}

}  // namespace
}  // namespace actionplan
