#include "actionplan/scheme_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "make_scheme.h"
#include "scheme_grid.h"

namespace actionplan {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Facts of the scheme's own, so that all their values can be gone through.
constexpr std::string_view kFacts = R"(
[[fact]]
name = "late"
for = "milestone"
meaning = "How late."
type = "count"
max = 5
may_not_apply = true
worse = "higher"
[[fact]]
name = "planned"
for = "milestone"
meaning = "Whether there is a plan."
type = "yes/no"
may_not_apply = true
worse = "no"
[[fact]]
name = "size"
for = "milestone"
meaning = "How large."
type = "choice"
choices = ["small", "middling", "large"]
may_not_apply = true
)";

Scheme Make(const std::string& rules, std::string_view order = "first match") {
  std::string text = SchemeText(std::string(kFacts) + rules);
  const std::string first = "order = \"first match\"";
  text.replace(text.find(first), first.size(),
               "order = \"" + std::string(order) + "\"");
  return testing::ValueOrDie(Scheme::Parse(text).OrStatus("scheme"));
}

std::vector<SchemeFinding> Of(const SchemeCheck& check, FindingKind kind) {
  std::vector<SchemeFinding> found;
  for (const SchemeFinding& finding : check.findings) {
    if (finding.kind == kind) found.push_back(finding);
  }
  return found;
}

std::vector<std::string> Ids(const Scheme& scheme,
                             const SchemeFinding& finding) {
  std::vector<std::string> ids;
  for (int rule : finding.rules) {
    ids.push_back(scheme.rules()[static_cast<size_t>(rule)].id);
  }
  return ids;
}

// ---------------------------------------------------------------------------
// Planted.

TEST(CheckScheme, FindsAGapBetweenTwoThresholds) {
  const Scheme scheme = SchemeOf(
      RuleText("red", "Red", "days_overdue > 14 or days_overdue is not known") +
      RuleText("green", "Green", "days_overdue < 8"));
  const auto gaps = Of(CheckScheme(scheme), FindingKind::kGap);
  ASSERT_THAT(gaps, SizeIs(1));
  EXPECT_EQ(gaps[0].condition, "days_overdue >= 8 and days_overdue <= 14");
  EXPECT_THAT(gaps[0].witness.words, HasSubstr("8 days overdue"));
  EXPECT_TRUE(gaps[0].remedy_is_verified) << gaps[0].remedy;
}

TEST(CheckScheme, TellsAGapAtAThresholdFromWhatDoesNotApply) {
  const Scheme scheme = SchemeOf(
      RuleText("red", "Red", "months_overdue > 1") +
      RuleText("amber", "Amber", "days_overdue > 0 and months_overdue < 1") +
      RuleText("green", "Green", "complete or days_overdue <= 0"));
  const auto gaps = Of(CheckScheme(scheme), FindingKind::kGap);
  ASSERT_THAT(gaps, SizeIs(2));
  EXPECT_EQ(gaps[0].what,
            "No rule speaks of a milestone: not complete, 28 days (1 month) "
            "overdue.");
  EXPECT_TRUE(gaps[0].remedy_is_verified);
  // One sign either way: to the first of the two rules.
  EXPECT_THAT(gaps[0].remedy, HasSubstr("months_overdue >= 1"));
  EXPECT_EQ(gaps[1].condition,
            "not complete and days_overdue is not applicable and "
            "months_overdue is not applicable");
}

TEST(CheckScheme, FindsNoHarmInAStateThatIsSaidTwice) {
  const Scheme scheme =
      SchemeOf(RuleText("red", "Red", "not complete and days_overdue > 14") +
               RuleText("rest", "Green", "otherwise"));
  const auto found =
      Of(CheckScheme(scheme), FindingKind::kUnreachableThreshold);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_TRUE(found[0].is_mild);
}

TEST(CheckScheme, CallsARemedyVerifiedOnlyIfTheGapIsClosed) {
  // Two gaps: 1 to 7 days, and exactly one month.
  const Scheme scheme =
      SchemeOf(RuleText("blue", "Green", "complete or stage is 'cancelled'") +
               RuleText("undated", "Amber", "days_overdue is not known") +
               RuleText("late", "Red", "months_overdue > 1 month") +
               RuleText("slipping", "Amber",
                        "days_overdue > 7 and months_overdue < 1 month") +
               RuleText("fine", "Green", "days_overdue = 0"));
  const auto gaps = Of(CheckScheme(scheme), FindingKind::kGap);
  int verified = 0;
  for (const SchemeFinding& gap : gaps) {
    if (!gap.remedy_is_verified) continue;
    ++verified;
    const WithIssues<Scheme> edited = Scheme::Parse(gap.edited);
    ASSERT_TRUE(edited.value.has_value());
    FactTable row(ItemKind::kMilestone, 1);
    for (const auto& [column, cell] : gap.witness.facts) {
      row.Set(column, 0, cell);
    }
    EXPECT_TRUE(edited.value->Rate(row, 0).front().rule.has_value())
        << gap.what << "\n"
        << gap.remedy;
  }
  EXPECT_GE(verified, 2);
}

TEST(CheckScheme, KnowsDaysInAMonth) {
  // Whatever is 61 days overdue is over one month overdue.
  const Scheme scheme =
      SchemeOf(RuleText("late", "Red", "months_overdue > 1 month") +
               RuleText("hidden", "Amber", "days_overdue > 60") +
               RuleText("rest", "Green", "always"));
  const auto found = Of(CheckScheme(scheme), FindingKind::kUnreachable);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(Ids(scheme, found[0]), ::testing::ElementsAre("hidden", "late"));
}

TEST(CheckScheme, NamesNoStateOfAGapThatCanNotBe) {
  const Scheme scheme =
      SchemeOf(RuleText("blue", "Green", "complete") +
               RuleText("under way", "Amber", "stage is 'in progress'"));
  const auto gaps = Of(CheckScheme(scheme), FindingKind::kGap);
  ASSERT_THAT(gaps, SizeIs(1));
  EXPECT_THAT(gaps[0].region, HasSubstr("'not started'"));
  EXPECT_THAT(gaps[0].region, ::testing::Not(HasSubstr("'verified'")));
}

TEST(CheckScheme, KnowsThatACompleteMilestoneIsNotOverdue) {
  const Scheme scheme =
      SchemeOf(RuleText("blue", "Green", "complete and days_overdue = 0") +
               RuleText("undated", "Amber", "days_overdue is not known") +
               RuleText("rest", "Red", "not complete"));
  EXPECT_THAT(Of(CheckScheme(scheme), FindingKind::kGap), IsEmpty());
}

TEST(CheckScheme, NamesTheRulesThatHideAnotherTogether) {
  const Scheme scheme = Make(RuleText("a", "Red", "late > 2") +
                             RuleText("x", "Amber", "size is 'large'") +
                             RuleText("b", "Green", "late <= 2") +
                             RuleText("hidden", "Amber", "late >= 1") +
                             RuleText("rest", "Amber", "always"));
  const auto found = Of(CheckScheme(scheme), FindingKind::kUnreachable);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(Ids(scheme, found[0]),
              ::testing::ElementsAre("hidden", "a", "b"));
}

TEST(CheckScheme, FindsARuleThatCanNeverHold) {
  const Scheme scheme =
      SchemeOf(RuleText("never", "Red", "complete and days_overdue > 3") +
               RuleText("rest", "Green", "always"));
  const auto found = Of(CheckScheme(scheme), FindingKind::kUnreachable);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found[0].what, HasSubstr("can never hold"));
}

TEST(CheckScheme, AsksForUnknownFactsAreReachable) {
  const Scheme scheme = Make(RuleText("a", "Red", "late > 2") +
                             RuleText("unknown", "Amber", "late is unknown") +
                             RuleText("rest", "Green", "always"));
  EXPECT_THAT(Of(CheckScheme(scheme), FindingKind::kUnreachable), IsEmpty());
}

TEST(CheckScheme, FindsALevelThatNoRuleGives) {
  const Scheme scheme = Make(RuleText("a", "Red", "late > 2") +
                             RuleText("rest", "Green", "always"));
  const auto found = Of(CheckScheme(scheme), FindingKind::kUnusedLevel);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(scheme.LevelName(*found[0].level), "Amber");
}

TEST(CheckScheme, FindsOverlapsOfSingleMatchOnly) {
  const std::string rules =
      RuleText("a", "Red", "late > 2") + RuleText("b", "Green", "late < 4");
  EXPECT_THAT(Of(CheckScheme(Make(rules)), FindingKind::kOverlap), IsEmpty());
  const Scheme single = Make(rules, "single match");
  const auto found = Of(CheckScheme(single), FindingKind::kOverlap);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].condition, "late = 3");
  EXPECT_FALSE(found[0].is_mild);
}

TEST(CheckScheme, FindsARatingThatImprovesAsAFactGetsWorse) {
  const Scheme scheme = Make(RuleText("a", "Red", "late > 2 and late <= 4") +
                             RuleText("rest", "Green", "always"));
  const auto found = Of(CheckScheme(scheme), FindingKind::kPerverse);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(scheme.Define(*found[0].column).name, "late");
  EXPECT_THAT(found[0].witness.words, HasSubstr("late"));
  ASSERT_TRUE(found[0].second.has_value());
}

TEST(CheckScheme, FindsAThresholdThatNoValueReaches) {
  const Scheme scheme = Make(RuleText("a", "Red", "planned or late > 7") +
                             RuleText("b", "Amber", "late >= 0 and planned") +
                             RuleText("rest", "Green", "always"));
  const auto found =
      Of(CheckScheme(scheme), FindingKind::kUnreachableThreshold);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].condition, "late > 7");
}

TEST(CheckScheme, FindsTheBestLevelWhereAFactIsNotRecorded) {
  const Scheme scheme =
      Make(RuleText("silent", "Green", "late is unknown or late = 0") +
           RuleText("rest", "Red", "always"));
  const auto found = Of(CheckScheme(scheme), FindingKind::kUnknown);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(Ids(scheme, found[0]), std::vector<std::string>{"silent"});
  const Scheme safe = Make(RuleText("a", "Green", "late = 0") +
                           RuleText("rest", "Red", "always"));
  EXPECT_THAT(Of(CheckScheme(safe), FindingKind::kUnknown), IsEmpty());
}

TEST(CheckScheme, KeepsAcceptedFindingsWithTheirReason) {
  const Scheme scheme =
      Make(RuleText("a", "Red", "late > 2") +
           RuleText("rest", "Green", "late < 2 or late is not applicable") +
           "[[accept]]\nfinding = \"gap\"\nwithin = \"late = 2\"\n"
           "for = \"milestone\"\naspect = \"process\"\n"
           "reason = \"meant\"\n"
           "[[accept]]\nfinding = \"overlap\"\nreason = \"none there\"\n");
  const SchemeCheck check = CheckScheme(scheme);
  int accepted = 0;
  for (const SchemeFinding& gap : Of(check, FindingKind::kGap)) {
    if (gap.condition == "late = 2") {
      EXPECT_EQ(gap.accepted, "meant");
      ++accepted;
    } else {
      EXPECT_EQ(gap.accepted, std::nullopt) << gap.condition;
    }
  }
  EXPECT_EQ(accepted, 1);
  EXPECT_THAT(check.unmatched, SizeIs(1));
}

TEST(CheckScheme, SaysWhatTheFileDoesNotLetItAsk) {
  // Worse work is rated better beyond 30 days: found with ranks, and without
  // them said not to be asked.
  std::string text(
      Make(RuleText("red", "Red", "days_overdue > 10 and days_overdue <= 30") +
           RuleText("rest", "Green", "otherwise"))
          .text());
  EXPECT_THAT(
      CheckScheme(testing::ValueOrDie(Scheme::Parse(text).OrStatus("ranked")))
          .not_asked,
      IsEmpty());
  for (size_t at; (at = text.find("rank = ")) != std::string::npos;) {
    text.erase(at, text.find('\n', at) - at);
  }
  const SchemeCheck unranked = CheckScheme(
      testing::ValueOrDie(Scheme::Parse(text).OrStatus("unranked")));
  EXPECT_THAT(Of(unranked, FindingKind::kPerverse), IsEmpty());
  EXPECT_THAT(unranked.not_asked,
              ElementsAre(HasSubstr("no level has a rank")));

  const std::string own =
      "[[fact]]\nname = \"cost\"\nfor = \"milestone\"\ntype = \"number\"\n";
  const std::string rules = RuleText("red", "Red", "cost > 10") +
                            RuleText("rest", "Green", "otherwise");
  EXPECT_THAT(CheckScheme(Make(own + rules)).not_asked,
              ElementsAre(HasSubstr("'cost' gets worse")));
  EXPECT_THAT(CheckScheme(Make(own + "worse = \"higher\"\n" + rules)).not_asked,
              IsEmpty());
}

// What is found in random schemes is held against all rows in
// rule_questions_test.cc.

size_t Harmful(const std::vector<SchemeFinding>& findings) {
  return static_cast<size_t>(
      std::count_if(findings.begin(), findings.end(),
                    [](const SchemeFinding& each) { return !each.is_mild; }));
}

TEST(CheckScheme, HasRemediesThatEndTheFinding) {
  for (Order order :
       {Order::kFirstMatch, Order::kWorstMatch, Order::kSingleMatch}) {
    grid::Random random(99);
    int verified = 0;
    for (int i = 0; i < 2; ++i) {
      const grid::Key key = grid::MakeKey(random, {.order = order});
      const std::vector<SchemeFinding> findings =
          CheckScheme(key.scheme()).findings;
      for (const SchemeFinding& finding : findings) {
        EXPECT_NE(finding.remedy, "");
        if (!finding.remedy_is_verified) continue;
        ++verified;
        const WithIssues<Scheme> edited = Scheme::Parse(finding.edited);
        ASSERT_TRUE(edited.value.has_value());
        const size_t left =
            Harmful(CheckScheme(*edited.value, {.remedies = false}).findings);
        // Of a gap that was closed the rest may be cut in more parts.
        const size_t most =
            Harmful(findings) - (finding.kind == FindingKind::kGap ? 0 : 1);
        EXPECT_LE(left, most) << finding.remedy;
      }
    }
    EXPECT_GT(verified, 2) << ToWord(order);
  }
}

TEST(CheckScheme, TriesTheEditsOfAPerverseRating) {
  const auto remedy_of = [](const std::string& rules) {
    const SchemeCheck check = CheckScheme(Make(rules));
    const std::vector<SchemeFinding> found = Of(check, FindingKind::kPerverse);
    EXPECT_THAT(found, SizeIs(1)) << rules;
    EXPECT_TRUE(!found.empty() && found.front().remedy_is_verified) << rules;
    return found.empty() ? "" : found.front().remedy;
  };
  // Beyond an upper limit the rest takes over.
  EXPECT_THAT(remedy_of(RuleText("red", "Red",
                                 "days_overdue > 10 and "
                                 "days_overdue <= 30") +
                        RuleText("amber", "Amber",
                                 "days_overdue > 0 and days_overdue <= 10") +
                        RuleText("rest", "Green", "otherwise")),
              HasSubstr("leave out 'and days_overdue <= 30'"));
  // More moves get a milder level.
  EXPECT_THAT(remedy_of(RuleText("moved", "Green", "moves >= 3") +
                        RuleText("amber", "Amber", "moves >= 1") +
                        RuleText("rest", "Green", "otherwise")),
              HasSubstr("Let rule 'moved' (line"));
}

TEST(CheckScheme, OfTheShippedSchemesIsDecided) {
  for (const BuiltinScheme& builtin : BuiltinSchemes()) {
    const Scheme scheme =
        testing::ValueOrDie(LoadScheme(std::string(builtin.id)));
    for (const std::string& text : CheckScheme(scheme).undecided) {
      EXPECT_THAT(text, ::testing::Not(HasSubstr("could not be finished")))
          << builtin.id;
    }
  }
}

TEST(CheckScheme, OfTheShippedSchemesFindsOnlyWhatIsAccepted) {
  for (const BuiltinScheme& builtin : BuiltinSchemes()) {
    const Scheme scheme =
        testing::ValueOrDie(LoadScheme(std::string(builtin.id)));
    const SchemeCheck check = CheckScheme(scheme, {.remedies = false});
    for (const SchemeFinding& finding : check.findings) {
      EXPECT_TRUE(finding.accepted.has_value())
          << builtin.id << ": " << finding.what;
    }
    EXPECT_THAT(check.unmatched, ::testing::IsEmpty()) << builtin.id;
  }
}

}  // namespace
}  // namespace actionplan
