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
      {"complete and", "line 25, column 21", "The condition ends",
       "scheme facts"},
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
      {"complete & complete", "line 25, column 18", "'&'", "'and'"},
      {"complete AND blocked", "line 25, column 18", "'AND'",
       "'and', in small"},
      {"complete Or blocked", "line 25, column 18", "'Or'", "'or', in small"},
      {"NOT blocked", "line 25, column 9", "'NOT'", "'not', in small"},
      {"Days_Overdue > 3", "line 25, column 9", "'Days_Overdue'",
       "'days_overdue', in small"},
      {"complete && blocked", "line 25, column 18", "'&&'", "'and'"},
      {"complete || blocked", "line 25, column 18", "'||'", "'or'"},
      {"!blocked", "line 25, column 9", "'!'", "'not'"},
      {"days_overdue ≥ 3", "line 25, column 22", "'≥'", "'>='"},
      {"days_overdue ≤ 3 days", "line 25, column 22", "'≤'", "'<='"},
      {"days_overdue ≠ 3", "line 25, column 22", "'≠'", "'!='"},
      {"days_overdue == 3", "line 25, column 22", "'=='", "'='"},
      {"days_overdue => 3", "line 25, column 22", "'=>'", "'>='"},
      {"days_overdue =< 3", "line 25, column 22", "'=<'", "'<='"},
      {"days_overdue <> 3", "line 25, column 22", "'<>'", "'!='"},
      {"days_overdue between 3 and 5", "line 25, column 9", "its ends count",
       "days_overdue >= 3 and days_overdue <= 5"},
      {"3 < days_overdue < 5", "line 25, column 26", "'<'", "two comparisons"},
      {"days_overdue more than 3", "line 25, column 22", "'more'", "Write <"},
      {"due > 31/03/2026", "line 25, column 17", "does not divide",
       "2026-03-31"},
      {"due < today", "line 25, column 15", "'today'", "'as_of'"},
      {"days_overdue > '3'", "line 25, column 24", "'3'", "without quotes"},
      {"stage is ‘complete’", "line 25, column 18", "‘", "straight"},
      {"stage > 3", "line 25, column 17", "can't be compared with a number",
       "stage is '"},
      {"stage = 'verified'", "line 25, column 17", "can't be compared",
       "stage is 'verified'"},
      {"stage in ('complete')", "line 25, column 15", "'in' where 'is'",
       "stage is '"},
      {"percent_complete > 5 days", "line 25, column 30", "not in days",
       "Use a fact"},
      {"complete, blocked", "line 25, column 17", "','", "'and' or 'or'"},
      {"stage is 'x", "line 25, column 18", "quote before 'x' is not closed",
       "after the word"},
      {"days_overdue > 5 wekks", "line 25, column 26", "not a unit",
       "Did you mean 'weeks'?"},
      {"complete adn blocked", "line 25, column 18", "'adn'",
       "Did you mean 'and'?"},
      {"stage is complete", "line 25, column 18", "after 'is'", "'complete'"},
      {"stage is knwon", "line 25, column 18", "after 'is'", "'known'"},
      {"periods_at('Rde') > 1", "line 25, column 20", "not a level",
       "Did you mean 'Red'?"},
      {"last_ratng(process) is 'Red'", "line 25, column 9",
       "no group or rating 'last_ratng(...)'", "'last_rating'"},
      {"complete)", "line 25, column 17", "Found ')'", "Remove it"},
      {"rating(proces) is 'Red'", "line 25, column 16", "no aspect 'proces'",
       "'process'"},
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

// The problems of one condition: "column: what", a line each.
std::string ProblemsOf(std::string_view when) {
  std::string problems;
  for (const Issue& issue : IssuesOf(RuleText("r", "Red", when))) {
    const std::string_view where = issue.where;
    constexpr std::string_view kBefore = "line 25, column ";
    EXPECT_TRUE(where.starts_with(kBefore)) << where;
    EXPECT_THAT(issue.remedy, ::testing::Not(::testing::IsEmpty()));
    problems +=
        std::string(where.substr(kBefore.size())) + ": " + issue.what + "\n";
  }
  return problems;
}

TEST(Condition, TellsAllItsMistakesAndEachOnce) {
  struct Row {
    const char* when;
    const char* problems;
  };
  const Row rows[] = {
      // What can be read but means nothing does not hide what follows.
      {"days_overdu > 1 and blockd or stage is 'finished'",
       "9: There is no fact 'days_overdu' of a milestone.\n"
       "29: There is no fact 'blockd' of a milestone.\n"
       "48: 'finished' is not a value of 'stage'.\n"},
      {"days_overdue > 1 month and days_slipped > 1 working day",
       "26: 'days_overdue' is in days, not in month.\n"
       "53: 'days_slipped' is in days, not in working days.\n"},
      {"stage is 'finished' or 'started'",
       "18: 'finished' is not a value of 'stage'.\n"
       "32: 'started' is not a value of 'stage'.\n"},
      {"days_overdue > 5 wekks and days_overdue > 5 mnths",
       "26: 'wekks' is not a unit.\n"
       "53: 'mnths' is not a unit.\n"},
      {"periods_at('Rde' or 'Grene') > 1.2.3",
       "20: 'Rde' is not a level of this scheme.\n"
       "29: 'Grene' is not a level of this scheme.\n"
       "40: '1.2.3' is not a number.\n"},
      {"rating(cost) is 'Blue' and last_rating is 'Bleu'",
       "16: There is no aspect 'cost'.\n"
       "51: 'Bleu' is not a value of 'last_rating'.\n"},
      {"due > 2026-02-30 and forecast > 2026-13-01",
       "15: There is no 30 February 2026; that month has 28 days.\n"
       "41: There is no month 13; months are 1 to 12.\n"},
      // Of an unknown fact neither type, unit nor words are blamed.
      {"stagee is 'finished' and complete",
       "9: There is no fact 'stagee' of a "
       "milestone.\n"},
      {"foo > 5 days and not bar",
       "9: There is no fact 'foo' of a milestone.\n"
       "30: There is no fact 'bar' of a "
       "milestone.\n"},
      {"foo + due > smaller of (moves, 10 percent of bar)",
       "9: There is no fact 'foo' of a milestone.\n"
       "33: 'due' (day) and 'moves' (count) can't be compared.\n"
       "54: There is no fact 'bar' of a milestone.\n"},
      // One unit too many is told once for a comparison.
      {"days_overdue > months_slipped + 1 month",
       "24: 'days_overdue' (days) and 'months_slipped' (months) can't be "
       "compared.\n"},
      // After what can't be read the next "and" or "or" goes on.
      {"complete and and blockd",
       "22: Found 'and' where a fact should be.\n"
       "26: There is no fact 'blockd' of a "
       "milestone.\n"},
      {"complete blocked and blockd or days_overdu < 3",
       "18: Found 'blocked' after the end.\n"
       "30: There is no fact 'blockd' of a milestone.\n"
       "40: There is no fact 'days_overdu' of a milestone.\n"},
      {"(complete blocked and blockd) and days_overdu < 3",
       "19: Found 'blocked'.\n"
       "31: There is no fact 'blockd' of a milestone.\n"
       "43: There is no fact 'days_overdu' of a milestone.\n"},
      {"days_overdue > > 5 and blockd",
       "24: Found '>' where a fact should be.\n"
       "32: There is no fact 'blockd' of a milestone.\n"},
      {"complete = 1 or blockd",
       "20: 'complete' (yes/no) can't be compared with a number.\n"
       "25: There is no fact 'blockd' of a milestone.\n"},
      {"stage = 'on hold' or 'complete' or blockd",
       "17: 'stage' (choice) can't be compared.\n"
       "44: There is no fact 'blockd' of a milestone.\n"},
      {"complete) and blockd)",
       "17: Found ')' after the end.\n"
       "23: There is no fact 'blockd' of a "
       "milestone.\n"
       "29: Found ')' after the end.\n"},
      {"(blockd and (complete",
       "10: There is no fact 'blockd' of a "
       "milestone.\n"
       "30: Found nothing more.\n"},
      {"cuont(milestones, 'Red' and complete) > 2 and blockd",
       "9: There is no group or rating 'cuont(...)'.\n"
       "55: There is no fact 'blockd' of a milestone.\n"},
      {"periods_at('Red' > 2 and blockd",
       "26: Found '>'.\n"
       "34: There is no fact 'blockd' of a milestone.\n"},
      {"days_overdue > smaller of (14 days and blockd) or blockd",
       "44: Found 'and'.\n"
       "59: There is no fact 'blockd' of a milestone.\n"},
      {"blockd and stage is 'complete",
       "9: There is no fact 'blockd' of a "
       "milestone.\n"
       "29: The quote before 'complete' is "
       "not closed.\n"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(ProblemsOf(row.when), row.problems) << row.when;
  }
}

TEST(Condition, TellsAllMistakesOfGroups) {
  const std::string plan = SchemeText(
      "[[rule]]\nid = \"r\"\nfor = \"plan\"\naspect = \"process\"\n"
      "level = \"Red\"\nbecause = \"x\"\nwhen = \"\"\"\n"
      "share(milstones, 'Rde') > 5\n"
      "or count(milestones, 'Red' where complte and blocked blocked or blockd)"
      " > 2\n"
      "or sum(milestones, stage) > 2 or mean(milestone, foo) > 3\n"
      "or worst(milestones, proces) is 'Bleu' or count(outcomes where \n"
      "foo) > bar\"\"\"\n");
  std::string problems;
  for (const Issue& issue : Scheme::Parse(plan).issues) {
    problems += issue.where + ": " + issue.what + "\n";
  }
  EXPECT_EQ(problems,
            "line 27, column 7: Found 'milstones'.\n"
            "line 27, column 18: 'Rde' is not a level of this scheme.\n"
            "line 28, column 34: There is no fact 'complte' of a milestone.\n"
            "line 28, column 54: Found 'blocked'.\n"
            "line 28, column 65: There is no fact 'blockd' of a milestone.\n"
            "line 29, column 20: 'stage' (choice) can't be added up.\n"
            "line 29, column 39: Found 'milestone'.\n"
            "line 30, column 22: There is no aspect 'proces'.\n"
            "line 31, column 1: There is no fact 'foo' of an outcome.\n"
            "line 31, column 8: There is no fact 'bar' of a plan.\n");
}

TEST(Condition, CountsHowManyHold) {
  struct Row {
    const char* when;
    bool (*holds)(int count);
  };
  const Row rows[] = {
      {"at least 1 of (complete, blocked, has_lead, verified)",
       [](int n) { return n >= 1; }},
      {"at least 2 of (complete, blocked, has_lead, verified)",
       [](int n) { return n >= 2; }},
      {"at least 4 of (complete, blocked, has_lead, verified)",
       [](int n) { return n >= 4; }},
      {"at most 2 of (complete, blocked, has_lead, verified)",
       [](int n) { return n <= 2; }},
      {"at most 0 of (complete, blocked, has_lead, verified)",
       [](int n) { return n == 0; }},
      {"exactly 3 of (complete, blocked, has_lead, verified)",
       [](int n) { return n == 3; }},
      {"not exactly 4 of (complete, blocked, has_lead, verified)",
       [](int n) { return n != 4; }},
  };
  constexpr Fact kParts[] = {Fact::kComplete, Fact::kBlocked, Fact::kHasLead,
                             Fact::kVerified};
  for (const Row& row : rows) {
    const Scheme scheme = SchemeOf(RuleText("yes", "Red", row.when) +
                                   RuleText("no", "Green", "otherwise"));
    for (int bits = 0; bits < 16; ++bits) {
      FactTable table(ItemKind::kMilestone, 1);
      int count = 0;
      for (int i = 0; i < 4; ++i) {
        const int holds = (bits >> i) & 1;
        count += holds;
        table.Set(kParts[i], 0, Cell::Of(holds));
      }
      EXPECT_EQ(scheme.Rate(table, 0)[0].level, row.holds(count) ? 0 : 2)
          << row.when << " of " << count;
    }
  }
}

TEST(Condition, SaysWhatIsWrongWithHowMany) {
  struct Row {
    const char* when;
    const char* what;
  };
  const Row rows[] = {
      {"at least 3 of (complete, blocked)",
       "There are 2 conditions, and 3 of them are asked for."},
      {"at least 0 of (complete, blocked)",
       "There are 2 conditions, and 0 of them are asked for."},
      {"at least 1.5 of (complete, blocked)",
       "There are 2 conditions, and 1.5 of them are asked for."},
      {"at least 2 (complete, blocked)", "Found '('. Write 'of' here."},
  };
  for (const Row& row : rows) {
    const std::vector<Issue> issues = IssuesOf(RuleText("r", "Red", row.when));
    ASSERT_FALSE(issues.empty()) << row.when;
    EXPECT_EQ((issues.front().what + " " + issues.front().remedy)
                  .substr(0, std::string(row.what).size()),
              row.what);
  }
}

TEST(Condition, TellsAllMistakesOfADerivedFact) {
  struct Row {
    const char* is;
    const char* problems;
  };
  const Row rows[] = {
      {"foo + bar * moves",
       "7: There is no fact 'foo' of a milestone.\n"
       "13: There is no fact 'bar' of a milestone.\n"},
      {"moves ++ foo",
       "14: Found '+' where a fact should be.\n"
       "16: There is no fact 'foo' of a milestone.\n"},
      {"moves foo + bar",
       "13: Found 'foo' after the end.\n"
       "19: There is no fact 'bar' of a milestone.\n"},
      {"max(foo, stage) - (bar",
       "11: There is no fact 'foo' of a milestone.\n"
       "16: 'stage' (choice) can't be calculated "
       "with.\n"
       "26: There is no fact 'bar' of a milestone.\n"
       "29: Found nothing more.\n"},
      {"due + due - due",
       "11: Days can't be added to each other, nor "
       "subtracted so.\n"},
      {"moves, 000", "12: Found ',' after the end.\n"},
      {"2026-02-30 - foo",
       "7: There is no 30 February 2026; that month has 28 days.\n"
       "20: There is no fact 'foo' of a milestone.\n"},
  };
  for (const Row& row : rows) {
    std::string problems;
    const std::string text =
        "[[fact]]\nname = \"x\"\nfor = \"milestone\"\ntype = \"number\"\n"
        "is = \"" +
        std::string(row.is) + "\"\n" + RuleText("r", "Red", "complete");
    for (const Issue& issue : IssuesOf(text)) {
      problems += issue.where.substr(std::string("line 24, column ").size()) +
                  ": " + issue.what + "\n";
    }
    EXPECT_EQ(problems, row.problems) << row.is;
  }
}

// --- Sums, units and facts of the scheme's own ---

constexpr std::string_view kOwnFacts = R"(
[[fact]]
name = "value"
for = "milestone"
type = "number"
unit = "£"
[[fact]]
name = "target"
for = ["milestone", "outcome"]
type = "number"
unit = "£"
[[fact]]
name = "people"
for = "milestone"
type = "number"
unit = "people"
[[fact]]
name = "delay"
for = "milestone"
type = "months"
[[fact]]
name = "confidence"
for = "milestone"
type = "choice"
choices = ["likely", "unsure", "unlikely"]
worse = "later"
)";

// What a condition says of facts, given by name.
std::string HoldsOf(std::string_view when,
                    std::vector<std::pair<const char*, double>> facts,
                    std::vector<const char*> not_applicable = {}) {
  const Scheme scheme =
      SchemeOf(std::string(kOwnFacts) + RuleText("yes", "Red", when) +
               RuleText("no", "Green", "always"));
  FactTable table(ItemKind::kMilestone, 1);
  const auto column = [&](const char* name) {
    return scheme.FindColumn(ItemKind::kMilestone, name).value();
  };
  for (const auto& [name, value] : facts) {
    table.Set(column(name), 0, Cell::Of(value));
  }
  for (const char* name : not_applicable) {
    table.Set(column(name), 0, Cell::NotApplicable());
  }
  const Rating rating = RateRow(scheme, table, 0, 0);
  return rating.is_rated() ? (rating.level_name == "Red" ? "true" : "false")
                           : "undecided";
}

TEST(Condition, ComparesSumsAtAndAroundAThreshold) {
  struct Row {
    const char* when;
    const char* fact;
    double at;
    double step;
    // Below, at and above.
    const char* truth[3];
  };
  constexpr const char* kAbove[3] = {"false", "false", "true"};
  constexpr const char* kFrom[3] = {"false", "true", "true"};
  constexpr const char* kBelow[3] = {"true", "false", "false"};
  const auto row = [](const char* when, const char* fact, double at,
                      const char* const(&truth)[3], double step = 1) {
    return Row{when, fact, at, step, {truth[0], truth[1], truth[2]}};
  };
  // days_slipped 10, target 200, value 40, due 2026-03-31 (day 20543).
  const Row rows[] = {
      row("days_overdue > 2 weeks", "days_overdue", 14, kAbove),
      row("days_overdue >= days_slipped + 4", "days_overdue", 14, kFrom),
      row("days_overdue - 4 > days_slipped", "days_overdue", 14, kAbove),
      row("days_slipped + 1 week < days_overdue", "days_overdue", 17, kAbove),
      row("14 < days_overdue", "days_overdue", 14, kAbove),
      row("14 days > days_overdue", "days_overdue", 14, kBelow),
      row("-days_overdue < -14", "days_overdue", 14, kAbove),
      row("2 * days_overdue > 28", "days_overdue", 14, kAbove),
      row("days_to_due < -5", "days_to_due", -5, kBelow),
      row("days_to_due <-5", "days_to_due", -5, kBelow),
      row("months_overdue > 1 year", "months_overdue", 12, kAbove),
      row("delay > 3 months", "delay", 3, kAbove, 1.0 / 32),
      row("percent_complete >= 90 percent", "percent_complete", 90, kFrom),
      row("percent_complete >= 90 %", "percent_complete", 90, kFrom),
      row("value >= £50000", "value", 50000, kFrom),
      row("value >= £ 50000", "value", 50000, kFrom),
      row("value >= 50000 £", "value", 50000, kFrom),
      row("value >= 50000", "value", 50000, kFrom),
      row("people > 12 people", "people", 12, kAbove),
      row("value >= 90 percent of target", "value", 180, kFrom),
      row("value - target > 10 percent of target", "value", 220, kAbove),
      row("due + 14 days < forecast", "forecast", 20543 + 14, kAbove),
      row("forecast - due > 2 weeks", "forecast", 20543 + 14, kAbove),
      row("forecast > 2026-03-31", "forecast", 20543, kAbove),
      row("2026-03-31 + 1 week <= forecast", "forecast", 20550, kFrom),
      row("value > smaller of (10 percent of target, £30)", "value", 20,
          kAbove),
      row("value > larger of (10 percent of target, £30)", "value", 30, kAbove),
      row("value < smaller of (10 percent of target, £30)", "value", 20,
          kBelow),
      row("larger of (10 percent of target, 30 £) < value", "value", 30,
          kAbove),
  };
  for (const Row& r : rows) {
    for (int i = 0; i < 3; ++i) {
      std::vector<std::pair<const char*, double>> facts = {
          {"days_slipped", 10}, {"target", 200}, {"due", 20543}};
      facts.emplace_back(r.fact, r.at + (i - 1) * r.step);
      EXPECT_EQ(HoldsOf(r.when, facts), r.truth[i])
          << r.when << " with " << r.at + (i - 1) * r.step;
    }
  }
}

TEST(Condition, PassesOverWhatDoesNotApplyInSmallerAndLarger) {
  struct Row {
    const char* when;
    const char* truth;
  };
  const Row rows[] = {
      {"days_overdue > smaller of (days_slipped, 12)", "false"},
      {"days_overdue > smaller of (days_slipped, 9)", "true"},
      {"days_overdue < smaller of (days_slipped, 11)", "true"},
      {"days_overdue < larger of (days_slipped, 11)", "true"},
      {"days_overdue > larger of (days_slipped, 9)", "true"},
      {"days_overdue > larger of (days_slipped, 10)", "false"},
      {"days_overdue = smaller of (days_slipped, 10)", "true"},
      {"days_overdue != smaller of (days_slipped, 10)", "false"},
      {"days_overdue != larger of (days_slipped, 11)", "true"},
      {"days_overdue > smaller of (days_slipped, days_start_late)", "false"},
      {"days_overdue < smaller of (days_slipped, days_start_late)", "false"},
      {"days_overdue <= larger of (days_slipped, days_start_late)", "false"},
      {"days_moved < smaller of (days_slipped, 11)", "undecided"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(HoldsOf(row.when, {{"days_overdue", 10}},
                      {"days_slipped", "days_start_late"}),
              row.truth)
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
