#include "actionplan/scheme_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "internal/fact_space.h"
#include "internal/rule_questions.h"
#include "make_scheme.h"
#include "scheme_grid.h"

namespace actionplan {
namespace {

using grid::Grid;
using grid::Make;
using grid::MakeGrid;
using grid::RandomRules;
using grid::TruthOf;
using internal::Condition;
using internal::ConditionOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

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

// ---------------------------------------------------------------------------
// Against all rows of a grid, through the kernel.

class RandomSchemes : public ::testing::TestWithParam<std::string> {
 protected:
  void ForEach(const std::function<void(const Scheme&)>& expect) {
    std::mt19937 random(4711);
    for (int i = 0; i < 40; ++i) {
      const Scheme scheme = Make(RandomRules(random), GetParam());
      SCOPED_TRACE(scheme.text().substr(scheme.text().find("[[rule]]")));
      expect(scheme);
      if (HasFailure()) return;
    }
  }
};

constexpr CheckOptions kPlain = {.remedies = false};

TEST_P(RandomSchemes, HaveTheGapsThatTheGridHas) {
  ForEach([](const Scheme& scheme) {
    const Grid grid = MakeGrid(scheme, true);
    std::vector<bool> wanted(grid.rows.size(), true);
    for (size_t r = 0; r < scheme.rules().size(); ++r) {
      const auto truth =
          TruthOf(ConditionOf(scheme, static_cast<int>(r)), grid);
      for (size_t i = 0; i < truth.size(); ++i) {
        wanted[i] = wanted[i] && truth[i] == 0;
      }
    }
    std::vector<bool> found(grid.rows.size(), false);
    for (const SchemeFinding& gap :
         Of(CheckScheme(scheme, kPlain), FindingKind::kGap)) {
      const auto region =
          internal::ParseFor(scheme, ItemKind::kMilestone, 0, gap.condition);
      ASSERT_TRUE(region.has_value()) << gap.condition;
      const auto truth = TruthOf(*region, grid);
      for (size_t i = 0; i < truth.size(); ++i) {
        if (truth[i] == 2) found[i] = true;
      }
    }
    EXPECT_EQ(found, wanted);
  });
}

TEST_P(RandomSchemes, HaveTheUnreachableRulesThatTheGridHas) {
  ForEach([](const Scheme& scheme) {
    const Grid grid = MakeGrid(scheme, false);
    std::set<int> deciding;
    for (const Verdict& verdict : scheme.Rate(grid.table, 0)) {
      if (verdict.rule.has_value() && !verdict.clash.has_value()) {
        deciding.insert(*verdict.rule);
      }
    }
    std::set<int> wanted;
    for (size_t r = 0; r < scheme.rules().size(); ++r) {
      if (!deciding.contains(static_cast<int>(r))) {
        wanted.insert(static_cast<int>(r));
      }
    }
    std::set<int> found;
    for (const SchemeFinding& finding :
         Of(CheckScheme(scheme, kPlain), FindingKind::kUnreachable)) {
      found.insert(finding.rules.front());
    }
    EXPECT_EQ(found, wanted);
  });
}

TEST_P(RandomSchemes, HaveTheOverlapsThatTheGridHas) {
  if (GetParam() != "single match") return;
  ForEach([](const Scheme& scheme) {
    const Grid grid = MakeGrid(scheme, true);
    std::vector<std::vector<uint8_t>> truths;
    for (size_t r = 0; r < scheme.rules().size(); ++r) {
      truths.push_back(TruthOf(ConditionOf(scheme, static_cast<int>(r)), grid));
    }
    std::set<std::vector<int>> wanted;
    for (size_t a = 0; a < truths.size(); ++a) {
      for (size_t b = a + 1; b < truths.size(); ++b) {
        for (size_t i = 0; i < grid.rows.size(); ++i) {
          if (truths[a][i] == 2 && truths[b][i] == 2) {
            wanted.insert({static_cast<int>(a), static_cast<int>(b)});
          }
        }
      }
    }
    std::set<std::vector<int>> found;
    for (const SchemeFinding& finding :
         Of(CheckScheme(scheme, kPlain), FindingKind::kOverlap)) {
      found.insert(finding.rules);
    }
    EXPECT_EQ(found, wanted);
  });
}

TEST_P(RandomSchemes, HaveThePerverseCornersThatTheGridHas) {
  ForEach([](const Scheme& scheme) {
    const Grid grid = MakeGrid(scheme, false);
    const auto verdicts = scheme.Rate(grid.table, 0);
    std::set<std::string> wanted;
    for (size_t i = 0; i < grid.rows.size(); ++i) {
      for (size_t k = 0; k < grid.rows.size(); ++k) {
        const int a = verdicts[i].level;
        const int b = verdicts[k].level;
        if (a == kNotRated || b <= a) continue;  // Red 0, Amber 1, Green 2
        for (size_t c = 0; c < 2; ++c) {
          bool same = true;
          for (size_t other = 0; other < 3; ++other) {
            if (other == c) continue;
            same = same &&
                   grid.rows[i][other].state == grid.rows[k][other].state &&
                   grid.rows[i][other].value == grid.rows[k][other].value;
          }
          const Cell& before = grid.rows[i][c];
          const Cell& after = grid.rows[k][c];
          const bool worse = before.is_known() && after.is_known() &&
                             (c == 0 ? after.value > before.value
                                     : after.value < before.value);
          if (same && worse) wanted.insert(c == 0 ? "late" : "planned");
        }
      }
    }
    std::set<std::string> found;
    for (const SchemeFinding& finding :
         Of(CheckScheme(scheme, kPlain), FindingKind::kPerverse)) {
      found.insert(std::string(scheme.Define(*finding.column).name));
    }
    EXPECT_EQ(found, wanted);
  });
}

size_t Harmful(const std::vector<SchemeFinding>& findings) {
  return static_cast<size_t>(
      std::count_if(findings.begin(), findings.end(),
                    [](const SchemeFinding& each) { return !each.is_mild; }));
}

TEST_P(RandomSchemes, HaveRemediesThatEndTheFinding) {
  std::mt19937 random(99);
  int verified = 0;
  for (int i = 0; i < 6; ++i) {
    const Scheme scheme = Make(RandomRules(random), GetParam());
    const std::vector<SchemeFinding> findings = CheckScheme(scheme).findings;
    for (const SchemeFinding& finding : findings) {
      EXPECT_NE(finding.remedy, "");
      if (!finding.remedy_is_verified) continue;
      ++verified;
      const WithIssues<Scheme> edited = Scheme::Parse(finding.edited);
      ASSERT_TRUE(edited.value.has_value());
      const size_t left = Harmful(CheckScheme(*edited.value).findings);
      // Of a gap that was closed the rest may be cut in more parts.
      const size_t most =
          Harmful(findings) - (finding.kind == FindingKind::kGap ? 0 : 1);
      EXPECT_LE(left, most) << finding.remedy;
    }
  }
  EXPECT_GT(verified, 4);
}

INSTANTIATE_TEST_SUITE_P(Orders, RandomSchemes,
                         ::testing::Values("first match", "worst match",
                                           "single match"),
                         [](const auto& tested) {
                           return tested.param.substr(0,
                                                      tested.param.find(' '));
                         });

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
