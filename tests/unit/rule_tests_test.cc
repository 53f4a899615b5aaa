#include "actionplan/rule_tests.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "actionplan/testing/builders.h"
#include "make_scheme.h"

namespace actionplan {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string ExampleText(std::string_view facts, std::string_view more) {
  return "[[example]]\nfor = \"milestone\"\naspect = \"process\"\nfacts = { " +
         std::string(facts) + " }\n" + std::string(more) + "\n";
}

// Two rules, of which the second is what is left.
std::string LateRules() {
  return RuleText("late", "Red", "days_overdue > 14") +
         RuleText("fine", "Green", "otherwise");
}

Mutant::Fate FateOf(const SchemeTest& test, std::string_view what) {
  for (const Mutant& mutant : test.mutants) {
    if (mutant.what.find(what) != std::string::npos) return mutant.fate;
  }
  ADD_FAILURE() << "no mutant " << what;
  return Mutant::Fate::kUndecided;
}

std::string OpenOf(const Scheme& scheme, const SchemeTest& test) {
  std::string text;
  const auto rule = [&](int r) {
    return scheme.rules()[static_cast<size_t>(r)].id + ": ";
  };
  for (const ExampleResult& r : test.results) {
    if (!r.passed) text += r.what + "\n" + r.explanation + "\n";
  }
  for (const RuleCoverage& r : test.rules) {
    if (r.decides == Shown::kNo) text += rule(r.rule) + "never decides\n";
  }
  for (const BoundaryCoverage& b : test.boundaries) {
    for (Shown s : {b.below, b.at, b.above}) {
      if (s == Shown::kNo) text += rule(b.rule) + b.test + " boundary\n";
    }
  }
  for (const ClauseCoverage& c : test.clauses) {
    for (Shown s : {c.when_true, c.when_false}) {
      if (s == Shown::kNo) text += rule(c.rule) + c.test + " clause\n";
    }
  }
  for (const Mutant& m : test.mutants) {
    if (m.fate == Mutant::Fate::kSurvived) text += rule(m.rule) + m.what + "\n";
  }
  return text;
}

TEST(RunExamples, SaysWhatWasWantedAndWhatIsGiven) {
  const Scheme scheme = SchemeOf(
      LateRules() + ExampleText("days_overdue = 15", "level = \"Red\"") +
      ExampleText("days_overdue = 14", "level = \"Red\"") +
      ExampleText("days_overdue = 3", "level = \"Green\"\nrule = \"late\""));
  const std::vector<ExampleResult> results = RunExamples(scheme);
  ASSERT_EQ(results.size(), 3u);
  EXPECT_TRUE(results[0].passed);
  EXPECT_FALSE(results[1].passed);
  EXPECT_THAT(results[1].what,
              HasSubstr("wanted Red, the scheme gives Green by rule fine"));
  EXPECT_THAT(results[1].explanation, HasSubstr("days_overdue: 14 days"));
  EXPECT_THAT(results[1].explanation,
              HasSubstr("nearest to what was wanted: rule late (line"));
  EXPECT_THAT(results[1].explanation, HasSubstr("days_overdue > 14: no"));
  EXPECT_THAT(results[2].what,
              HasSubstr("wanted rule late to decide, the scheme gives Green"));
}

TEST(RunExamples, ComparesWhatIsPossibleAsASet) {
  const Scheme scheme = SchemeOf(
      LateRules() + ExampleText("", "possible = [\"Green\", \"Red\"]") +
      ExampleText("", "possible = [\"Green\"]") +
      ExampleText("", "level = \"not rated\""));
  const std::vector<ExampleResult> results = RunExamples(scheme);
  EXPECT_TRUE(results[0].passed) << results[0].what;
  EXPECT_FALSE(results[1].passed);
  EXPECT_TRUE(results[2].passed) << results[2].what;
}

TEST(RunExamples, RefusesFactsThatCannotBeTrueTogether) {
  const Scheme scheme =
      SchemeOf(LateRules() + ExampleText("days_overdue = 15, complete = true, "
                                         "stage = \"not started\"",
                                         "level = \"Red\""));
  const ExampleResult result = RunExamples(scheme).front();
  EXPECT_TRUE(result.can_not_be);
  EXPECT_FALSE(result.passed);
}

TEST(RunExamples, RefusesSilenceOnWhatIsAlwaysOnRecord) {
  // Whether there is a recovery plan is always known; a due that is on record
  // says how many days are left.
  const struct {
    const char* name;
    const char* when;
    const char* facts;
    const char* unsaid;
  } kRows[] = {
      {"always known", "recovery_plan is unknown", "days_overdue = 3",
       "recovery_plan"},
      {"known with another", "days_to_due is unknown",
       "due = 2026-03-31, complete = false", "days_to_due"},
      {"does not apply beside", "days_to_due < 3", "complete = true", ""},
      {"said as well", "days_to_due is unknown",
       "due = \"unknown\", days_to_due = \"unknown\", complete = false", ""},
      {"not asked for", "days_overdue > 14", "stage = \"in progress\"", ""},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.name);
    const Scheme scheme = SchemeOf(RuleText("late", "Red", row.when) +
                                   RuleText("fine", "Green", "otherwise") +
                                   ExampleText(row.facts, "level = \"Red\""));
    const ExampleResult result = RunExamples(scheme).front();
    EXPECT_EQ(result.can_not_be, std::string_view(row.unsaid) != "");
    if (!result.can_not_be) continue;
    EXPECT_THAT(result.what,
                HasSubstr(std::string(row.unsaid) + " can't be left out"));
    EXPECT_THAT(result.explanation,
                HasSubstr("say " + std::string(row.unsaid)));
  }
}

TEST(RunExamples, SaysWhatToChangeInFactsThatCannotBe) {
  const Scheme scheme = SchemeOf(
      LateRules() + RuleText("bare", "Amber", "original_due is not known") +
      ExampleText("due = 2026-03-31, original_due = \"unknown\"",
                  "level = \"Red\""));
  const ExampleResult result = RunExamples(scheme).front();
  EXPECT_TRUE(result.can_not_be);
  EXPECT_THAT(result.what, HasSubstr("these facts can't be true together"));
  EXPECT_THAT(result.explanation,
              HasSubstr("change original_due; these can be with the rest: "
                        "{ original_due = "));
}

TEST(RunExamples, SaysTheTruthOfATestAsItIsWritten) {
  const Scheme scheme =
      SchemeOf(RuleText("bare", "Amber", "original_due is not known") +
               ExampleText("original_due = \"unknown\"", "level = \"Red\""));
  EXPECT_THAT(RunExamples(scheme).front().explanation,
              HasSubstr("    original_due is not known: yes"));
}

TEST(TestScheme, FindsTheExamplesThatAThresholdNeeds) {
  const Scheme scheme = SchemeOf(LateRules());
  const SchemeTest test = TestScheme(scheme);
  ASSERT_EQ(test.boundaries.size(), 1u);
  EXPECT_EQ(test.boundaries[0].below, Shown::kNo);
  EXPECT_EQ(test.mutation_score(), 0);
  std::string all;
  for (const MissingExample& missing : test.missing) all += missing.toml;
  EXPECT_THAT(all, HasSubstr("days_overdue = 13 "));
  EXPECT_THAT(all, HasSubstr("days_overdue = 14 "));
  EXPECT_THAT(all, HasSubstr("days_overdue = 15 "));
  EXPECT_EQ(test.missing.size(), 3u) << all;
}

TEST(TestScheme, KillsWhatTheExamplesTell) {
  const Scheme scheme = SchemeOf(
      LateRules() + ExampleText("days_overdue = 15", "level = \"Red\"") +
      ExampleText("days_overdue = 14", "level = \"Green\""));
  const SchemeTest test = TestScheme(scheme);
  EXPECT_EQ(FateOf(test, "'>=' for '>'"), Mutant::Fate::kKilled);
  EXPECT_EQ(FateOf(test, "threshold 13"), Mutant::Fate::kKilled);
  EXPECT_EQ(FateOf(test, "threshold 15"), Mutant::Fate::kKilled);
  EXPECT_EQ(test.mutation_score(), 1);
  EXPECT_EQ(test.boundaries[0].below, Shown::kNo) << "13 is not shown";
}

TEST(TestScheme, ProvesThatAMutantIsEqual) {
  // What is more than 14 is more than 7.
  const Scheme scheme = SchemeOf(
      RuleText("late", "Red", "days_overdue > 7 or days_overdue > 14") +
      RuleText("fine", "Green", "otherwise"));
  const SchemeTest test = TestScheme(scheme);
  EXPECT_EQ(FateOf(test, "'>=' for '>' in 'days_overdue > 14'"),
            Mutant::Fate::kEqual);
  EXPECT_EQ(FateOf(test, "'>=' for '>' in 'days_overdue > 7'"),
            Mutant::Fate::kSurvived);
  ASSERT_EQ(test.clauses.size(), 2u);
  EXPECT_EQ(test.clauses[1].when_true, Shown::kImpossible);
}

TEST(TestScheme, TellsRulesThatOnlyUnrecordedFactsShow) {
  const Scheme scheme =
      SchemeOf(RuleText("silent", "Amber", "stage is unknown") +
               RuleText("done", "Green", "stage is 'complete'") +
               RuleText("rest", "Red", "otherwise"));
  const SchemeTest test = TestScheme(scheme);
  EXPECT_EQ(FateOf(test, "without rule silent"), Mutant::Fate::kSurvived);
}

// After the missing examples are added nothing is missing, whatever the rules.
void ExpectComplete(const Scheme& scheme) {
  const SchemeTest test = TestScheme(scheme);
  const WithIssues<Scheme> longer =
      Scheme::Parse(WithMissingExamples(scheme, test));
  ASSERT_TRUE(longer.value.has_value())
      << ToStatus("longer", longer.issues).message();
  const SchemeTest again = TestScheme(*longer.value);
  EXPECT_TRUE(again.is_complete() && again.missing.empty())
      << OpenOf(*longer.value, again);
  EXPECT_TRUE(test.all_passed() == again.all_passed())
      << OpenOf(*longer.value, again);
}

// Of the shipped schemes: tests/python/test_scheme_library.py, which runs
// optimised.

// A mistake that somebody makes in a shipped key fails what was written for it.
TEST(WithMissingExamples, CatchPlantedMistakes) {
  const struct {
    const char* key;
    const char* written;
    const char* planted;
  } kRows[] = {
      {"clearpoint", "value >= 90 percent of", "value >= 89 percent of"},
      {"clearpoint", "value >= target", "value > target"},
      {"qorus-breeze", "days_to_due <= 0", "days_to_due <= 1"},
      {"qorus-breeze", "days_to_due <= 0", "days_to_due < 0"},
      {"qorus-breeze", "due is not known", "due is known"},
      {"qorus-breeze", "time_elapsed >= 90", "time_elapsed >= 91"},
      {"qorus-breeze", "days_to_due > 0 and", "days_to_due > 0 or"},
      {"epsom-2018", "days_overdue > 0 or due", "days_overdue > 0 and due"},
      {"poam", "verified is known and", "verified is known or"},
      {"poam", "as_of > original_due", "as_of >= original_due"},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(std::string(row.key) + ": " + row.planted);
    const Scheme key = *LoadScheme(row.key);
    std::string text = WithMissingExamples(key, TestScheme(key));
    const size_t at = text.find(row.written, text.find("[[rule]]"));
    ASSERT_NE(at, std::string::npos);
    text.replace(at, std::string_view(row.written).size(), row.planted);
    const std::vector<ExampleResult> results =
        RunExamples(*Scheme::Parse(text).value);
    EXPECT_THAT(results,
                ::testing::Contains(Field(&ExampleResult::passed, false)));
  }
}

std::string RandomCondition(std::mt19937& random, int depth) {
  static constexpr const char* kTests[] = {
      "days_overdue > 0",
      "days_overdue > 14",
      "days_overdue >= 30",
      "moves >= 2",
      "moves = 1",
      "blocked",
      "recovery_plan",
      "percent_complete < 50",
      "percent_complete >= 90",
      "due > original_due",
      "blocked is unknown",
      "stage is 'in progress' or 'on hold'",
      "stage is 'not started'",
      "months_slipped > 1 month"};
  if (depth == 0 || random() % 3 == 0) {
    return kTests[random() % std::size(kTests)];
  }
  const std::string a = RandomCondition(random, depth - 1);
  if (random() % 4 == 0) return "not (" + a + ")";
  const std::string b = RandomCondition(random, depth - 1);
  return "(" + a + (random() % 2 == 0 ? " and " : " or ") + b + ")";
}

TEST(WithMissingExamples, LeavesNothingMissingInRandomSchemes) {
  std::mt19937 random(20180327);
  static constexpr const char* kLevels[] = {"Red", "Amber", "Green",
                                            "not rated"};
  for (int round = 0; round < 8; ++round) {
    std::string rules;
    const size_t count = 2 + random() % 4;
    for (size_t i = 0; i < count; ++i) {
      rules += RuleText("r" + std::to_string(i), kLevels[random() % 4],
                        RandomCondition(random, 2));
    }
    SCOPED_TRACE(rules);
    ExpectComplete(SchemeOf(rules));
  }
}

}  // namespace
}  // namespace actionplan
