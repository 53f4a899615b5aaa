#include "actionplan/scheme.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "actionplan/testing/builders.h"
#include "actionplan/testing/matchers.h"

namespace actionplan {
namespace {

using ::testing::AllOf;
using testing::Because;
using ::testing::ElementsAre;
using testing::FactsOf;
using ::testing::Field;
using ::testing::HasSubstr;
using testing::Is;
using ::testing::IsEmpty;
using testing::IsErrorSaying;
using testing::IsNotRated;
using testing::RateFacts;
using testing::ValueOrDie;

// A scheme of Red, Amber and Green with these rules of milestones.
std::string SchemeText(std::string_view rules) {
  return std::string(R"(scheme = 1
id = "test"
title = "A test"
order = "first match"
[[aspect]]
name = "process"
[[level]]
name = "Red"
letter = "R"
rank = 1
[[level]]
name = "Amber"
letter = "A"
rank = 2
aliases = ["Yellow"]
[[level]]
name = "Green"
letter = "G"
rank = 3
)") + std::string(rules);
}

std::string RuleText(std::string_view id, std::string_view level,
                     std::string_view when) {
  return "[[rule]]\nid = \"" + std::string(id) +
         "\"\nfor = \"milestone\"\naspect = \"process\"\nlevel = \"" +
         std::string(level) + "\"\nwhen = \"" + std::string(when) +
         "\"\nbecause = \"x\"\n";
}

Scheme SchemeOf(std::string_view rules) {
  return ValueOrDie(Scheme::Parse(SchemeText(rules)).OrStatus("scheme"));
}

std::vector<Issue> IssuesOf(std::string_view rules) {
  return Scheme::Parse(SchemeText(rules)).issues;
}

// What one condition says of facts: the level Red if it holds, Green if not.
std::string Holds(std::string_view when, FactsOf facts) {
  const Scheme scheme = SchemeOf(RuleText("yes", "Red", when) +
                                 RuleText("no", "Green", "always"));
  const Rating rating = RateFacts(scheme, facts);
  return rating.is_rated() ? (rating.level_name == "Red" ? "true" : "false")
                           : "undecided";
}

FactsOf Milestone() { return FactsOf(ItemKind::kMilestone); }

TEST(Condition, HasThreeTruthValuesAsInKleenesLogic) {
  // complete = yes, blocked = no, scheduled unknown, forecast not applicable.
  const auto facts = [] {
    return Milestone()
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
    return Milestone().With(Fact::kComplete, true).With(Fact::kBlocked, false);
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
      EXPECT_EQ(Holds(row.when, Milestone().With(Fact::kDaysOverdue, 13 + i)),
                expected[i])
          << row.when << " with " << 13 + i;
    }
  }
}

TEST(Condition, ComparesTwoFactsOfOneUnit) {
  const auto facts = [](const char* due, const char* original) {
    return Milestone().With(Fact::kDue, due).With(Fact::kOriginalDue, original);
  };
  EXPECT_EQ(Holds("due > original_due", facts("2018-04-30", "2018-02-28")),
            "true");
  EXPECT_EQ(Holds("due > original_due", facts("2018-02-28", "2018-02-28")),
            "false");
  EXPECT_EQ(
      Holds("due > original_due", Milestone().With(Fact::kDue, "2018-04-30")),
      "undecided");
}

TEST(Condition, TestsAChoiceAgainstSeveralWords) {
  const auto stage = [](Stage s) { return Milestone().With(Fact::kStage, s); };
  constexpr std::string_view kWhen = "stage is 'on hold' or 'cancelled'";
  EXPECT_EQ(Holds(kWhen, stage(Stage::kOnHold)), "true");
  EXPECT_EQ(Holds(kWhen, stage(Stage::kCancelled)), "true");
  EXPECT_EQ(Holds(kWhen, stage(Stage::kComplete)), "false");
  EXPECT_EQ(Holds("stage is not 'complete'", stage(Stage::kOnHold)), "true");
  EXPECT_EQ(Holds("stage is 'on hold' or complete",
                  stage(Stage::kNotStarted).With(Fact::kComplete, true)),
            "true");
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

TEST(Scheme, TakesTheFirstRuleThatHolds) {
  const Scheme scheme = SchemeOf(RuleText("a", "Red", "days_overdue > 30") +
                                 RuleText("b", "Amber", "days_overdue > 0") +
                                 RuleText("c", "Green", "always"));
  const auto rate = [&](int days) {
    return RateFacts(scheme, Milestone().With(Fact::kDaysOverdue, days));
  };
  EXPECT_THAT(rate(31), Is("Red", Because("a")));
  EXPECT_THAT(rate(30), Is("Amber", Because("b")));
  EXPECT_THAT(rate(0), Is("Green", Because("c")));
}

TEST(Scheme, DoesNotRateWhereNoRuleSpeaks) {
  const Scheme scheme = SchemeOf(RuleText("a", "Red", "days_overdue > 30"));
  EXPECT_THAT(RateFacts(scheme, Milestone().With(Fact::kDaysOverdue, 3)),
              AllOf(IsNotRated(), Because("")));
}

TEST(Scheme, NeverRatesByAFactThatIsMissing) {
  const Scheme scheme = SchemeOf(RuleText("late", "Red", "days_overdue > 0") +
                                 RuleText("fine", "Green", "always"));
  const Rating rating = RateFacts(scheme, Milestone());
  EXPECT_THAT(rating, AllOf(IsNotRated(), testing::IsOneOf("Red", "Green")));
  EXPECT_THAT(rating.because, HasSubstr("not recorded: days_overdue"));
}

TEST(Scheme, RatesAnywayIfTheMissingFactCanNotMatter) {
  const Scheme scheme = SchemeOf(RuleText("late", "Red", "days_overdue > 0") +
                                 RuleText("moved", "Red", "moves > 0"));
  EXPECT_THAT(RateFacts(scheme, Milestone().With(Fact::kMoves, 2)),
              Is("Red", Because("moved")));
}

TEST(Scheme, RatesABlockOfRowsAsItRatesEachAlone) {
  const Scheme scheme = SchemeOf(
      RuleText("a", "Red", "days_overdue > 30 or moves > 3 and not complete") +
      RuleText("b", "Amber", "days_overdue > days_moved or scheduled") +
      RuleText("c", "Green", "complete is known"));
  // More rows than one block of the kernel holds, at an odd number.
  constexpr int kRows = 3001;
  const Fact facts[] = {Fact::kDaysOverdue, Fact::kMoves, Fact::kComplete,
                        Fact::kScheduled, Fact::kDaysMoved};
  std::mt19937 random(7);
  FactTable table(ItemKind::kMilestone, kRows);
  std::vector<FactTable> alone(kRows, FactTable(ItemKind::kMilestone, 1));
  for (int row = 0; row < kRows; ++row) {
    for (Fact fact : facts) {
      const bool yes_no = Define(fact).type == FactType::kYesNo;
      Cell cell = Cell::Of(static_cast<double>(random() % (yes_no ? 2 : 60)));
      if (random() % 4 == 0) cell = Cell::Unknown();
      if (random() % 8 == 0) cell = Cell::NotApplicable();
      table.Set(fact, row, cell);
      alone[static_cast<size_t>(row)].Set(fact, 0, cell);
    }
  }
  const std::vector<Verdict> together = scheme.Rate(table, 0);
  for (size_t row = 0; row < kRows; ++row) {
    const Verdict one = scheme.Rate(alone[row], 0).front();
    ASSERT_EQ(together[row].level, one.level) << "row " << row;
    ASSERT_EQ(together[row].rule, one.rule) << "row " << row;
    ASSERT_EQ(together[row].possible, one.possible) << "row " << row;
  }
}

TEST(Scheme, FindsLevelsByNameLetterAndAliasInAnyCase) {
  const Scheme scheme = SchemeOf(RuleText("a", "Red", "always"));
  for (const char* word : {"Amber", "amber", "A", "Yellow", "YELLOW"}) {
    EXPECT_EQ(scheme.FindLevel(word), 1) << word;
  }
  EXPECT_EQ(scheme.FindLevel("Purple"), std::nullopt);
  EXPECT_EQ(scheme.FindLevel(""), std::nullopt);
  EXPECT_EQ(scheme.LevelName(kNotRated), "not rated");
}

TEST(Scheme, ListsAllProblemsOfAFile) {
  const std::string rules = RuleText("a", "Purple", "always") +
                            RuleText("a", "Red", "days_over > 0") +
                            RuleText("b", "Red", "always") + "wehn = \"x\"\n" +
                            RuleText("b", "Red", "always");
  EXPECT_THAT(
      IssuesOf(rules),
      ElementsAre(
          Field("what", &Issue::what, HasSubstr("'Purple' is not a level")),
          Field("what", &Issue::what, HasSubstr("no fact 'days_over'")),
          AllOf(Field("what", &Issue::what, HasSubstr("'wehn' is not a key")),
                Field("remedy", &Issue::remedy, "Did you mean 'when'?")),
          Field("what", &Issue::what, HasSubstr("'a' is used again")),
          Field("what", &Issue::what, HasSubstr("'b' is used again"))))
      << "in the order of the file, ids last";
}

TEST(Scheme, SaysLineAndColumnOfASyntaxError) {
  const WithIssues<Scheme> read = Scheme::Parse("scheme = 1\nid = \"x\ny\"\n");
  EXPECT_FALSE(read.value.has_value());
  EXPECT_THAT(read.issues,
              ElementsAre(AllOf(
                  Field("where", &Issue::where, HasSubstr("line 2, column")),
                  Field("what", &Issue::what, HasSubstr("not TOML")))));
}

TEST(Scheme, MustBeUtf8) {
  const WithIssues<Scheme> read =
      Scheme::Parse("scheme = 1\nid = \"caf\xe9\"\n");
  EXPECT_THAT(
      read.issues,
      ElementsAre(AllOf(Field("where", &Issue::where, "line 2, column 10"),
                        Field("what", &Issue::what, HasSubstr("not UTF-8")))));
}

TEST(Scheme, MayNotGiveOneNameToTwoLevels) {
  const std::string twice = SchemeText("[[level]]\nname = \"yellow\"\n" +
                                       RuleText("a", "Red", "always"));
  EXPECT_THAT(Scheme::Parse(twice).issues,
              ElementsAre(Field("what", &Issue::what,
                                HasSubstr("stands for two levels"))));
}

TEST(LoadScheme, KnowsTheBuiltInOnes) {
  for (const BuiltinScheme& builtin : BuiltinSchemes()) {
    const absl::StatusOr<Scheme> scheme = LoadScheme(std::string(builtin.id));
    ASSERT_TRUE(scheme.ok()) << scheme.status();
    EXPECT_EQ(scheme->id(), builtin.id);
    EXPECT_THAT(scheme->source(), Not(IsEmpty())) << "a key has a source";
  }
}

TEST(LoadScheme, SaysWhichSchemesThereAre) {
  EXPECT_THAT(LoadScheme("no-such-scheme"),
              IsErrorSaying(AllOf(HasSubstr("no-such-scheme"),
                                  HasSubstr("walsall-2018"))));
}

// The shipped key, clause by clause, at its thresholds.

Scheme Walsall() { return ValueOrDie(LoadScheme("walsall-2018")); }

// Under way, due 30 April 2018, asked while there is still time.
FactsOf OnTarget() {
  return Milestone()
      .With(Fact::kComplete, false)
      .With(Fact::kStage, Stage::kInProgress)
      .With(Fact::kScheduled, true)
      .With(Fact::kDue, "2018-04-30")
      .With(Fact::kOriginalDue, "2018-04-30")
      .NotApplicable(Fact::kReplannedOn)
      .With(Fact::kDaysOverdue, 0)
      .With(Fact::kDaysMoved, 0)
      .With(Fact::kQuietMoves, 0)
      .With(Fact::kRecoveryPlan, false)
      .NotApplicable(Fact::kDaysForecastLate)
      .NotApplicable(Fact::kDaysStartLate);
}

TEST(WalsallProcess, IsGreenOnTarget) {
  EXPECT_THAT(RateFacts(Walsall(), OnTarget()),
              Is("Green", Because("process-on-target")));
}

TEST(WalsallProcess, IsBlueOnceCompleteHoweverLate) {
  EXPECT_THAT(RateFacts(Walsall(), OnTarget()
                                       .With(Fact::kComplete, true)
                                       .With(Fact::kFinished, "2018-06-30")
                                       .With(Fact::kStage, Stage::kComplete)),
              Is("Blue", Because("process-complete")));
}

TEST(WalsallProcess, IsRedFromTheFirstDayOverdueWithoutAPlan) {
  const Scheme key = Walsall();
  EXPECT_THAT(RateFacts(key, OnTarget().With(Fact::kDaysOverdue, 0)),
              Is("Green"));
  EXPECT_THAT(RateFacts(key, OnTarget().With(Fact::kDaysOverdue, 1)),
              Is("Red", Because("process-overdue")));
}

TEST(WalsallProcess, IsAmberWhenLateWithAPlanWhoseDateIsAhead) {
  EXPECT_THAT(
      RateFacts(Walsall(), OnTarget()
                               .With(Fact::kDaysOverdue, 27)
                               .With(Fact::kRecoveryPlan, true)
                               .With(Fact::kRecoveryUntil, "2018-05-31")),
      Is("Amber", Because("process-recovering")));
}

TEST(WalsallProcess, IsAmberWhenALaterDateWasAgreed) {
  const Rating rating =
      RateFacts(Walsall(), OnTarget()
                               .With(Fact::kOriginalDue, "2018-02-28")
                               .With(Fact::kDaysMoved, 61)
                               .With(Fact::kReplannedOn, "2018-02-12")
                               .With(Fact::kRecoveryPlan, true));
  EXPECT_THAT(rating, Is("Amber", Because("process-late-with-plan")));
  EXPECT_EQ(rating.because,
            "due 30 April 2018 was agreed on 12 February 2018; original due "
            "28 February 2018, 61 days later");
}

TEST(WalsallProcess, IsRedAgainWhenTheAgreedDateHasPassedToo) {
  EXPECT_THAT(RateFacts(Walsall(), OnTarget()
                                       .With(Fact::kOriginalDue, "2018-02-28")
                                       .With(Fact::kReplannedOn, "2018-02-12")
                                       .With(Fact::kDaysOverdue, 1)),
              Is("Red", Because("process-overdue")));
}

TEST(WalsallProcess, IsRedForADateThatWasMovedQuietly) {
  EXPECT_THAT(RateFacts(Walsall(), OnTarget()
                                       .With(Fact::kOriginalDue, "2018-02-28")
                                       .With(Fact::kQuietMoves, 1)),
              Is("Red", Because("process-moved-quietly")));
}

TEST(WalsallProcess, IsGreyOnlyForWorkThatIsNotDueToStart) {
  const auto not_yet = [] {
    return OnTarget()
        .With(Fact::kStage, Stage::kNotStarted)
        .With(Fact::kScheduled, false);
  };
  EXPECT_THAT(RateFacts(Walsall(), not_yet()),
              Is("Grey", Because("process-not-yet")));
  EXPECT_THAT(RateFacts(Walsall(), not_yet().With(Fact::kScheduled, true)),
              Is("Green", Because("process-on-target")));
  EXPECT_THAT(RateFacts(Walsall(), not_yet().With(Fact::kDaysOverdue, 1)),
              Is("Red", Because("process-overdue")))
      << "late work is never Grey";
}

TEST(WalsallProcess, NeverRatesUndatedOrSilentWorkGreen) {
  EXPECT_THAT(RateFacts(Walsall(), Milestone()
                                       .With(Fact::kComplete, false)
                                       .With(Fact::kStage, Stage::kInProgress)),
              AllOf(IsNotRated(), Because("process-undated")));
  EXPECT_THAT(RateFacts(Walsall(), Milestone()
                                       .With(Fact::kComplete, false)
                                       .With(Fact::kScheduled, true)
                                       .With(Fact::kDue, "2018-04-30")
                                       .With(Fact::kOriginalDue, "2018-04-30")
                                       .NotApplicable(Fact::kReplannedOn)
                                       .With(Fact::kRecoveryPlan, false)
                                       .NotApplicable(Fact::kDaysForecastLate)
                                       .With(Fact::kDaysOverdue, 0)),
              AllOf(IsNotRated(), Because("process-nothing-said")));
}

TEST(WalsallImpact, FollowsTheKeyClauseByClause) {
  struct Row {
    const char* name;
    std::optional<bool> expected, measurable, demonstrated, achieved;
    const char* level;
  };
  const std::optional<bool> unknown;
  const Row rows[] = {
      {"completed", true, true, true, true, "Blue"},
      {"measured and showing", true, true, true, unknown, "Green"},
      {"measured, not showing", true, true, false, unknown, "Amber"},
      {"measured, nobody said it shows", true, true, unknown, unknown, "Amber"},
      {"measured before expected", false, true, unknown, unknown, "Amber"},
      {"not expected yet", false, unknown, unknown, unknown, "Grey"},
      {"should be seen, is not", true, false, unknown, unknown, "Red"},
      {"should be seen, nothing said", true, unknown, unknown, unknown, "Red"},
      {"nothing said at all", unknown, unknown, unknown, unknown, "not rated"},
  };
  for (const Row& row : rows) {
    FactsOf facts = FactsOf(ItemKind::kOutcome).With(Fact::kReadings, 1);
    const auto set = [&](Fact fact, std::optional<bool> value) {
      if (value.has_value()) facts = std::move(facts).With(fact, *value);
    };
    set(Fact::kExpected, row.expected);
    set(Fact::kMeasurable, row.measurable);
    set(Fact::kDemonstrated, row.demonstrated);
    set(Fact::kAchieved, row.achieved);
    EXPECT_THAT(RateFacts(Walsall(), "impact", facts), Is(row.level))
        << row.name;
  }
}

}  // namespace
}  // namespace actionplan
