#include "internal/given_levels.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "actionplan/assess.h"
#include "actionplan/scheme_check.h"
#include "make_plan.h"
#include "make_scheme.h"

namespace actionplan {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string OfRecommendation(std::string_view id, std::string_view level,
                             std::string_view when) {
  std::string text = RuleText(id, level, when);
  const std::string_view of = "for = \"milestone\"";
  text.replace(text.find(of), of.size(), "for = \"recommendation\"");
  return text;
}

std::vector<SchemeFinding> Unreachable(const Scheme& scheme) {
  std::vector<SchemeFinding> found;
  for (const SchemeFinding& finding : CheckScheme(scheme).findings) {
    if (finding.kind == FindingKind::kUnreachable) found.push_back(finding);
  }
  return found;
}

const std::string& RollUp() {
  static const std::string& rules = *new std::string(
      OfRecommendation("red", "Red", "count(milestones, 'Red') > 0") +
      OfRecommendation("green", "Green", "otherwise"));
  return rules;
}

// ---------------------------------------------------------------------------
// Planted.

TEST(GivenLevels, OfChildrenWithoutRulesAreNone) {
  const Scheme scheme = SchemeOf(RollUp());
  const auto found = Unreachable(scheme);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found[0].what,
              HasSubstr("No rule rates milestones, so none is Red."));
  EXPECT_THAT(found[0].remedy, HasSubstr("where reported is"));
}

TEST(GivenLevels, OfChildrenWithRulesAreTheirs) {
  const Scheme scheme =
      SchemeOf(RollUp() + RuleText("m", "Amber", "days_overdue > 0"));
  const auto found = Unreachable(scheme);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found[0].what, HasSubstr("No rule for milestones gives Red."));
  EXPECT_THAT(Unreachable(SchemeOf(RollUp() + RuleText("m", "Red", "always"))),
              IsEmpty());
}

TEST(GivenLevels, AreAlsoThoseOfOverridesThatCount) {
  const std::string rules = RollUp() + RuleText("m", "Amber", "always");
  EXPECT_THAT(Unreachable(SchemeOf(rules + "[override]\ncounts = true\n")),
              IsEmpty());
  EXPECT_THAT(Unreachable(SchemeOf(
                  rules + "[override]\ncounts = true\nlevels = [\"Green\"]\n")),
              SizeIs(1));
  EXPECT_THAT(Unreachable(SchemeOf(rules + "[override]\ncounts = false\n")),
              SizeIs(1));
}

// What is counted of reported ratings, or without ratings, is not touched.
TEST(GivenLevels, DoNotBearOnWhatWasReported) {
  for (const char* when :
       {"count(milestones where reported is 'Red') > 0",
        "count(milestones where not complete) > 1", "count(milestones) > 2",
        "share(milestones, 'not rated') > 50 percent",
        "mean(milestones, percent_complete) < 50 percent"}) {
    const Scheme scheme = SchemeOf(OfRecommendation("r", "Red", when) +
                                   OfRecommendation("g", "Green", "otherwise"));
    EXPECT_THAT(Unreachable(scheme), IsEmpty()) << when;
  }
}

TEST(GivenLevels, AreNotBlamedForWhatCanNotBeAnyway) {
  const Scheme scheme =
      SchemeOf(OfRecommendation(
                   "r", "Red", "count(milestones, 'Red') > count(milestones)") +
               OfRecommendation("g", "Green", "otherwise"));
  const auto found = Unreachable(scheme);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found[0].what, HasSubstr("no facts that can be true together"));
  EXPECT_THAT(found[0].what, ::testing::Not(HasSubstr("rates milestones")));
}

// A table may bring counts of ratings that the key itself does not give, and an
// example may speak of them.
TEST(GivenLevels, OfATableAreWhatItSays) {
  const Scheme scheme = SchemeOf(RollUp());
  const std::optional<int> column =
      scheme.FindColumn(ItemKind::kRecommendation, "count(milestones, 'Red')");
  ASSERT_TRUE(column.has_value());
  FactTable facts(ItemKind::kRecommendation, 2);
  facts.Set(*column, 0, Cell::Of(2));
  EXPECT_EQ(scheme.LevelName(scheme.Rate(facts, 0)[0].level), "Red");
  // Not recorded: it may be any number.
  EXPECT_EQ(scheme.Rate(facts, 0)[1].level, kNotRated);
}

// A key that only rolls up rates by the colours that people reported; where one
// is not on record, Red is still possible.
TEST(GivenLevels, OfJudgedColoursAreThoseReported) {
  const Scheme scheme = SchemeOf(
      OfRecommendation("red", "Red",
                       "count(milestones where reported is 'Red') > 0") +
      OfRecommendation("green", "Green", "otherwise"));
  EXPECT_THAT(Unreachable(scheme), IsEmpty());
  Baseline baseline = unit::EmptyBaseline();
  std::vector<Update> journal;
  const std::vector<std::vector<const char*>> reported = {
      {"Green", "Red"}, {"Green", "Yellow"}, {"Green", nullptr}, {}};
  for (size_t r = 0; r < reported.size(); ++r) {
    Recommendation recommendation = {.id = absl::StrCat("R", r), .title = "R"};
    for (size_t m = 0; m < reported[r].size(); ++m) {
      const std::string id = absl::StrCat("R", r, ".", m);
      recommendation.milestones.push_back(unit::MakeMilestone(id));
      if (reported[r][m] == nullptr) continue;
      journal.push_back(
          unit::Say("2018-03-31", id, unit::Report("process", reported[r][m])));
    }
    baseline.recommendations.push_back(std::move(recommendation));
  }
  const Plan plan = unit::MakePlan(std::move(baseline), std::move(journal));
  const Assessment assessment =
      testing::ValueOrDie(Assess(unit::SnapshotOf(plan, "2018-03-31"), scheme));
  const std::vector<std::string> wanted = {"Red", "Green", "not rated",
                                           "Green"};
  for (size_t r = 0; r < wanted.size(); ++r) {
    EXPECT_EQ(assessment.Find(absl::StrCat("R", r), "process")->level_name,
              wanted[r])
        << r;
  }
}

// ---------------------------------------------------------------------------
// Against every plan of up to three milestones.

// Rules by which a milestone has the level of its own fact, of these levels.
std::string OwnColours(const std::vector<std::string>& levels) {
  std::string text =
      "[[fact]]\nname = \"colour\"\nfor = \"milestone\"\nmeaning = \"x\"\n"
      "type = \"choice\"\nchoices = [\"none\", \"Red\", \"Amber\", "
      "\"Green\"]\n";
  for (const std::string& level : levels) {
    text += RuleText("m-" + level, level, "colour is '" + level + "'");
  }
  return text;
}

// A recommendation for each choice of levels of up to three milestones.
Plan EveryPlan(const std::vector<std::string>& levels) {
  std::vector<std::vector<std::string>> all = {{}};
  std::vector<std::string> colours = levels;
  colours.emplace_back("none");
  for (size_t begin = 0, length = 1; length <= 3; ++length) {
    const size_t end = all.size();
    for (size_t i = begin; i < end; ++i) {
      for (const std::string& colour : colours) {
        std::vector<std::string> longer = all[i];
        longer.push_back(colour);
        all.push_back(longer);
      }
    }
    begin = end;
  }
  Baseline baseline = unit::EmptyBaseline();
  std::vector<Update> journal;
  for (size_t r = 0; r < all.size(); ++r) {
    Recommendation recommendation = {.id = absl::StrCat("R", r), .title = "R"};
    for (size_t m = 0; m < all[r].size(); ++m) {
      const std::string id = absl::StrCat("R", r, ".", m);
      recommendation.milestones.push_back(unit::MakeMilestone(id));
      journal.push_back(
          unit::Say("2018-01-01", id, unit::Carry("colour", all[r][m])));
    }
    baseline.recommendations.push_back(std::move(recommendation));
  }
  return unit::MakePlan(std::move(baseline), std::move(journal));
}

std::string RandomTest(std::mt19937& random) {
  const std::vector<std::string> levels = {"'Red'", "'Amber'", "'Green'",
                                           "'Red' or 'Amber'", "'not rated'"};
  const auto level = [&] {
    return levels[static_cast<size_t>(unit::Random(random, 0, 4))];
  };
  switch (unit::Random(random, 0, 5)) {
    case 0:
      return absl::StrCat("count(milestones, ", level(),
                          ") >= ", unit::Random(random, 1, 3));
    case 1:
      return absl::StrCat("count(milestones, ", level(),
                          ") < count(milestones)");
    case 2:
      return absl::StrCat("share(milestones, ", level(),
                          ") >= ", unit::Chance(random, 50) ? 50 : 100,
                          " percent");
    case 3:
      return absl::StrCat("share(milestones, ", level(), ") < 100 percent");
    case 4:
      return absl::StrCat(unit::Chance(random, 50) ? "worst" : "best",
                          "(milestones) is ", level());
    default:
      return absl::StrCat(
          "mean_score(milestones) ",
          unit::Chance(random, 50) ? ">= " : "<= ", unit::Random(random, 1, 3));
  }
}

// The levels get scores 1, 2 and 3.
Scheme WithScores(const std::string& rules) {
  std::string text = SchemeText(rules);
  for (const char* rank : {"1", "2", "3"}) {
    const std::string line = absl::StrCat("rank = ", rank, "\n");
    text.insert(text.find(line) + line.size(),
                absl::StrCat("score = ", rank, "\n"));
  }
  return testing::ValueOrDie(Scheme::Parse(text).OrStatus("scheme"));
}

TEST(GivenLevels, AgreeWithEveryPlanOnWhatCanHold) {
  int unreachable = 0;
  for (unsigned seed = 0; seed < 100; ++seed) {
    std::mt19937 random(seed);
    std::vector<std::string> given;
    for (const char* level : {"Red", "Amber", "Green"}) {
      if (unit::Chance(random, 50)) given.emplace_back(level);
    }
    const std::string when = RandomTest(random);
    const Scheme scheme =
        WithScores(OwnColours(given) + OfRecommendation("r", "Red", when) +
                   OfRecommendation("g", "Green", "otherwise"));
    const Assessment assessment = testing::ValueOrDie(
        Assess(unit::SnapshotOf(EveryPlan(given), "2018-03-31"), scheme));
    bool ever = false;
    for (const Verdict& verdict :
         assessment.Verdicts(ItemKind::kRecommendation, 0)) {
      ever = ever || scheme.LevelName(verdict.level) == "Red";
    }
    bool is_found = false;
    for (const SchemeFinding& finding : Unreachable(scheme)) {
      const auto rule = static_cast<size_t>(finding.rules.front());
      is_found = is_found || scheme.rules()[rule].id == "r";
    }
    EXPECT_EQ(ever, !is_found)
        << when << "; given: " << absl::StrJoin(given, ", ");
    if (is_found) ++unreachable;
  }
  EXPECT_GT(unreachable, 20);
}

}  // namespace
}  // namespace actionplan
