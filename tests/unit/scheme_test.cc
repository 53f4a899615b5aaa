#include "actionplan/scheme.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "actionplan/testing/builders.h"
#include "actionplan/testing/matchers.h"
#include "make_scheme.h"

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

TEST(Scheme, TakesTheFirstRuleThatHolds) {
  const Scheme scheme = SchemeOf(RuleText("a", "Red", "days_overdue > 30") +
                                 RuleText("b", "Amber", "days_overdue > 0") +
                                 RuleText("c", "Green", "always"));
  const auto rate = [&](int days) {
    return RateFacts(scheme, MilestoneFacts().With(Fact::kDaysOverdue, days));
  };
  EXPECT_THAT(rate(31), Is("Red", Because("a")));
  EXPECT_THAT(rate(30), Is("Amber", Because("b")));
  EXPECT_THAT(rate(0), Is("Green", Because("c")));
}

TEST(Scheme, DoesNotRateWhereNoRuleSpeaks) {
  const Scheme scheme = SchemeOf(RuleText("a", "Red", "days_overdue > 30"));
  EXPECT_THAT(RateFacts(scheme, MilestoneFacts().With(Fact::kDaysOverdue, 3)),
              AllOf(IsNotRated(), Because("")));
}

TEST(Scheme, NeverRatesByAFactThatIsMissing) {
  const Scheme scheme = SchemeOf(RuleText("late", "Red", "days_overdue > 0") +
                                 RuleText("fine", "Green", "always"));
  const Rating rating = RateFacts(scheme, MilestoneFacts());
  EXPECT_THAT(rating, AllOf(IsNotRated(), testing::IsOneOf("Red", "Green")));
  EXPECT_THAT(rating.because, HasSubstr("not recorded: days_overdue"));
}

TEST(Scheme, RatesAnywayIfTheMissingFactCanNotMatter) {
  const Scheme scheme = SchemeOf(RuleText("late", "Red", "days_overdue > 0") +
                                 RuleText("moved", "Red", "moves > 0"));
  EXPECT_THAT(RateFacts(scheme, MilestoneFacts().With(Fact::kMoves, 2)),
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
  return MilestoneFacts()
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
  EXPECT_THAT(RateFacts(Walsall(), MilestoneFacts()
                                       .With(Fact::kComplete, false)
                                       .With(Fact::kStage, Stage::kInProgress)),
              AllOf(IsNotRated(), Because("process-undated")));
  EXPECT_THAT(RateFacts(Walsall(), MilestoneFacts()
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
