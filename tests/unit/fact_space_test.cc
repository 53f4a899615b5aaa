#include "internal/fact_space.h"
#include "internal/fact_axioms.h"
#include "internal/region_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "make_plan.h"
#include "make_scheme.h"

namespace actionplan::internal {
namespace {

using ::testing::HasSubstr;

constexpr std::array<ItemKind, 4> kKinds = {
    ItemKind::kMilestone, ItemKind::kOutcome, ItemKind::kRecommendation,
    ItemKind::kPlan};

// The facts of all items of a kind.
FactTable AllFacts(const Snapshot& snapshot, ItemKind kind) {
  std::vector<Fact> facts;
  for (const FactDefinition& definition : FactCatalogue()) {
    if (definition.is_of(kind)) facts.push_back(definition.fact());
  }
  return FactTable::Of(snapshot, kind, facts);
}

std::string Describe(const FactTable& facts, int row) {
  std::string text;
  for (const FactDefinition& definition : FactCatalogue()) {
    if (!definition.is_of(facts.subject())) continue;
    text += std::string(definition.name) + ": " +
            ToWords(definition, facts.cell(definition.column, row)) + "; ";
  }
  return text;
}

const FactDefinition& DefineBuiltIn(int column) {
  return Define(static_cast<Fact>(column));
}

// Expects that no axiom is false of any row and every cell is in its domain.
void ExpectPossible(const FactTable& facts) {
  std::vector<uint8_t> truth(static_cast<size_t>(facts.rows()));
  for (const Condition& axiom : BuiltInAxioms(facts.subject())) {
    Program(axiom).Run(facts, 0, facts.rows(), truth.data());
    for (int row = 0; row < facts.rows(); ++row) {
      ASSERT_NE(truth[static_cast<size_t>(row)], 0)
          << ConditionText(DefineBuiltIn, axiom) << "\n of "
          << Describe(facts, row);
    }
  }
  for (const FactDefinition& definition : FactCatalogue()) {
    if (!definition.is_of(facts.subject())) continue;
    const Domain domain = DomainOf(definition, facts.subject());
    for (int row = 0; row < facts.rows(); ++row) {
      const Cell cell = facts.cell(definition.column, row);
      if (cell.state == CellState::kUnknown) {
        ASSERT_TRUE(domain.may_be_unknown) << definition.name;
      } else if (cell.state == CellState::kNotApplicable) {
        ASSERT_TRUE(domain.may_be_not_applicable) << definition.name;
      } else {
        ASSERT_GE(cell.value, domain.least) << definition.name;
        ASSERT_LE(cell.value, domain.most) << definition.name;
      }
    }
  }
}

Plan RandomPlan(std::mt19937& random) {
  Baseline baseline = unit::RandomBaseline(random);
  if (unit::Chance(random, 50)) {
    baseline.periods = {unit::MakePeriod("a", "2018-01-01", "2018-05-31"),
                        unit::MakePeriod("b", "2018-06-01", "2018-12-31")};
  }
  std::vector<Update> journal =
      unit::RandomJournal(random, unit::Random(random, 0, 60));
  return unit::MakePlan(std::move(baseline), std::move(journal));
}

TEST(Axioms, AreNeverFalseOfTheFactsOfRandomPlans) {
  std::mt19937 random(20260331);
  for (int i = 0; i < 600; ++i) {
    const Plan plan = RandomPlan(random);
    const absl::StatusOr<Snapshot> snapshot =
        AsOf(plan, unit::RandomDay(random));
    if (!snapshot.ok()) continue;
    for (ItemKind kind : kKinds) {
      ExpectPossible(AllFacts(*snapshot, kind));
      if (HasFatalFailure()) return;
    }
  }
}

TEST(Axioms, AreAllUnderstood) {
  size_t texts = 0;
  for (ItemKind kind : kKinds) {
    for (const Axiom& axiom : Axioms()) {
      const char letter = ToWord(kind)[0];
      if (axiom.kinds.find(letter) == std::string_view::npos) continue;
      EXPECT_EQ(ProblemOf(axiom, kind), std::nullopt) << axiom.text;
      ++texts;
    }
  }
  EXPECT_GT(texts, 100u);
}

Space SpaceOfConditions(ItemKind kind, const Scheme& scheme,
                        const Condition& condition) {
  const std::vector<const Condition*> conditions = {&condition};
  return SpaceOf(scheme, kind, conditions);
}

Condition WhenOf(ItemKind kind, const std::string& when) {
  const Scheme scheme = testing::ValueOrDie(
      Scheme::Parse(SchemeText("[[rule]]\nid = \"r\"\nfor = \"" +
                               std::string(ToWord(kind)) +
                               "\"\naspect = \"process\"\nlevel = \"Red\"\n"
                               "when = \"" +
                               when + "\"\nbecause = \"x\"\n"))
          .OrStatus(when));
  return ConditionOf(scheme, 0);
}

Found CanBe(ItemKind kind, const std::string& when) {
  const Condition condition = WhenOf(kind, when);
  const Scheme scheme = SchemeOf(RuleText("r", "Red", "always"));
  const std::vector<Demand> demands = {{&condition, kMayBeTrue}};
  return SpaceOfConditions(kind, scheme, condition).Find(demands).found;
}

TEST(Axioms, RefuseWhatCannotBeTrueTogether) {
  const std::vector<std::pair<ItemKind, std::string>> impossible = {
      {ItemKind::kMilestone, "complete and days_overdue > 0"},
      {ItemKind::kMilestone, "complete and months_overdue > 0"},
      {ItemKind::kMilestone, "complete and working_days_overdue > 0"},
      {ItemKind::kMilestone, "stage is 'complete' and days_overdue >= 14"},
      {ItemKind::kMilestone, "stage is 'in progress' and complete"},
      {ItemKind::kMilestone, "stage is unknown and complete"},
      {ItemKind::kMilestone, "stage is 'verified' and not complete"},
      {ItemKind::kMilestone, "stage is 'cancelled' and days_overdue = 1"},
      {ItemKind::kMilestone, "not complete and finished is known"},
      {ItemKind::kMilestone, "complete and days_to_due > 3"},
      {ItemKind::kMilestone, "days_to_due > 0 and days_overdue > 0"},
      {ItemKind::kMilestone, "days_overdue < 0"},
      {ItemKind::kMilestone, "moves = 0 and days_moved > 0"},
      {ItemKind::kMilestone, "moves = 0 and due > original_due"},
      {ItemKind::kMilestone, "moves = 1 and days_moved = 0"},
      {ItemKind::kMilestone, "quiet_moves > moves"},
      {ItemKind::kMilestone, "moves = 0 and replanned_on is known"},
      {ItemKind::kMilestone,
       "moves = 2 and quiet_moves = 2 and "
       "replanned_on is known"},
      {ItemKind::kMilestone, "due is unknown and days_overdue = 0"},
      {ItemKind::kMilestone, "due is not applicable and days_overdue > 1"},
      {ItemKind::kMilestone, "due is known and original_due is unknown"},
      {ItemKind::kMilestone, "days_moved > 3 and due = original_due"},
      {ItemKind::kMilestone, "recovery_plan and recovery_until is not known"},
      {ItemKind::kMilestone, "not recovery_plan and recovery_until is known"},
      {ItemKind::kMilestone, "percent_complete < 100 and complete"},
      {ItemKind::kMilestone, "percent_complete > 100"},
      {ItemKind::kMilestone, "days_overdue > 0 and percent_time_elapsed < 90"},
      {ItemKind::kMilestone, "days_completed_late > 0 and not complete"},
      {ItemKind::kMilestone, "days_completed_late > 0 and days_slipped < 0"},
      {ItemKind::kMilestone,
       "days_overdue > 3 and days_past_original < 0 and "
       "moves = 0"},
      {ItemKind::kMilestone,
       "days_past_original = 5 and days_moved = 3 and days_overdue = 3"},
      {ItemKind::kMilestone,
       "days_past_original > 0 and days_to_due > 0 and moves = 0"},
      {ItemKind::kMilestone,
       "days_past_original > 0 and days_completed_late < 0"},
      {ItemKind::kMilestone, "stage is 'cancelled' and days_past_original > 0"},
      {ItemKind::kMilestone,
       "original_due is unknown and days_past_original > 0"},
      {ItemKind::kMilestone,
       "months_past_original >= 3 and days_past_original < 87"},
      {ItemKind::kMilestone, "days_start_late > 0 and stage is 'in progress'"},
      {ItemKind::kMilestone, "working_days_overdue > 20 and days_overdue < 10"},
      {ItemKind::kMilestone, "working_days_overdue > 0 and days_overdue = 0"},
      {ItemKind::kMilestone, "months_slipped > 2 and days_slipped < 30"},
      {ItemKind::kMilestone, "months_overdue <= 1 and days_overdue > 31"},
      {ItemKind::kMilestone, "months_overdue > 1 and days_overdue < 29"},
      {ItemKind::kMilestone, "months_overdue < 1 and days_overdue > 30"},
      {ItemKind::kMilestone, "months_overdue >= 3 and days_overdue < 87"},
      {ItemKind::kMilestone, "months_slipped < -2 and days_slipped > -57"},
      {ItemKind::kMilestone, "significant_concerns > concerns"},
      {ItemKind::kMilestone, "moves is unknown"},
      {ItemKind::kMilestone,
       "forecast is known and due is known and "
       "days_forecast_late > 0 and forecast < due"},
      {ItemKind::kOutcome, "readings = 0 and on_target"},
      {ItemKind::kOutcome, "readings = 1 and direction is 'better'"},
      {ItemKind::kOutcome, "percent_off_target = 0 and not on_target"},
      {ItemKind::kOutcome, "readings > 0 and measurable is unknown"},
      {ItemKind::kOutcome,
       "measure_percent_of_target < 100 and measure_shortfall <= 0"},
      {ItemKind::kOutcome,
       "measure_percent_of_target = 90 and percent_off_target = 5"},
      {ItemKind::kOutcome,
       "measure_value = 3 and measure_target = 5 and measure_shortfall = 1"},
      {ItemKind::kOutcome,
       "on_target and measure_shortfall > 2 and measure_tolerance = 1"},
      {ItemKind::kRecommendation,
       "recovery_until is known and not recovery_plan"},
      {ItemKind::kPlan, "significant_concerns > concerns"},
  };
  for (const auto& [kind, when] : impossible) {
    EXPECT_EQ(CanBe(kind, when), Found::kNo) << when;
  }
}

TEST(Axioms, AllowWhatCanBeTrueTogether) {
  for (const std::string when :
       {"complete and days_completed_late > 0", "days_overdue > 400",
        "stage is 'on hold' and days_overdue > 0",
        "moves = 2 and due = original_due", "complete and due is unknown",
        "working_days_overdue = 0 and days_overdue = 2",
        "months_slipped = 1 and days_slipped = 28",
        "months_overdue = 1 and days_overdue = 31",
        "months_overdue > 1 and days_overdue = 29",
        "months_overdue < 1 and days_overdue = 30",
        "months_overdue = 3 and days_overdue = 92",
        "months_overdue = 12 and days_overdue = 366",
        "months_slipped = -2 and days_slipped = -59",
        "stage is unknown and days_overdue > 0", "recovery_plan and moves = 0",
        "original_due > due",
        "days_past_original = 8 and days_moved = 5 and days_overdue = 3",
        "days_past_original > 0 and days_overdue = 0 and not complete",
        "complete and days_past_original = 3"}) {
    EXPECT_EQ(CanBe(ItemKind::kMilestone, when), Found::kYes) << when;
  }
}

TEST(OwnAxioms, SayThatCountsAddUp) {
  const std::string never = "count(milestones, 'Red') > count(milestones)";
  const Scheme scheme = testing::ValueOrDie(
      Scheme::Parse(
          SchemeText(RuleText("m", "Red", "always") +
                     "[[rule]]\nid = \"r\"\nfor = \"recommendation\"\naspect = "
                     "\"process\"\nlevel = \"Red\"\nwhen = \"" +
                     never + "\"\nbecause = \"x\"\n"))
          .OrStatus("scheme"));
  const std::vector<Demand> demands = {{&ConditionOf(scheme, 1), kMayBeTrue}};
  EXPECT_EQ(SpaceOf(scheme, ItemKind::kRecommendation).Find(demands).found,
            Found::kNo);
}

Region OneRange(ColumnRange range) {
  Region region;
  region.ranges.push_back(range);
  return region;
}

TEST(RegionInWords, NamesRangesAndStates) {
  const int overdue = static_cast<int>(Fact::kDaysOverdue);
  const int recovery = static_cast<int>(Fact::kRecoveryPlan);
  Region region = OneRange({.column = overdue, .from = 8, .to = 13});
  region.ranges.push_back({.column = recovery, .choices = 1});
  EXPECT_EQ(RegionInWords(DefineBuiltIn, ItemKind::kMilestone, region),
            "8 days to 13 days overdue, and with no recovery plan");
  EXPECT_EQ(RegionAsCondition(DefineBuiltIn, ItemKind::kMilestone, region),
            "days_overdue >= 8 and days_overdue <= 13 and not recovery_plan");
}

TEST(RegionAsCondition, ClosesTheEndsOfWholeNumbers) {
  const int overdue = static_cast<int>(Fact::kDaysOverdue);
  EXPECT_EQ(RegionAsCondition(DefineBuiltIn, ItemKind::kMilestone,
                              OneRange({.column = overdue,
                                        .from = 7,
                                        .to = 9,
                                        .from_open = true,
                                        .to_open = true})),
            "days_overdue = 8");
}

TEST(RegionAsCondition, SaysInWhichStatesAFactMayBe) {
  const int due = static_cast<int>(Fact::kDue);
  EXPECT_EQ(RegionAsCondition(DefineBuiltIn, ItemKind::kMilestone,
                              OneRange({.column = due,
                                        .known = false,
                                        .unknown = true,
                                        .not_applicable = true})),
            "(due is unknown or due is not applicable)");
}

TEST(WitnessInWords, SpeaksOfTheItem) {
  const std::vector<std::pair<int, Cell>> facts = {
      {static_cast<int>(Fact::kStage), Cell::Of(1)},
      {static_cast<int>(Fact::kDaysOverdue), Cell::Of(14)},
      {static_cast<int>(Fact::kRecoveryPlan), Cell::Of(0)}};
  EXPECT_EQ(WitnessInWords(DefineBuiltIn, ItemKind::kMilestone, facts),
            "a milestone: in progress, 14 days overdue, with no recovery plan");
}

TEST(WitnessInWords, SaysALengthOfTimeOnce) {
  const std::vector<std::pair<int, Cell>> facts = {
      {static_cast<int>(Fact::kDaysOverdue), Cell::Of(28)},
      {static_cast<int>(Fact::kMonthsOverdue), Cell::Of(1)}};
  EXPECT_EQ(WitnessInWords(DefineBuiltIn, ItemKind::kMilestone, facts),
            "a milestone: 28 days (1 month) overdue");
}

TEST(WitnessInWords, SaysMonthsWhereDaysDoNotMatter) {
  const std::vector<std::pair<int, Cell>> facts = {
      {static_cast<int>(Fact::kMonthsOverdue), Cell::Of(1)}};
  EXPECT_EQ(WitnessInWords(DefineBuiltIn, ItemKind::kMilestone, facts),
            "a milestone: 1 month overdue");
}

}  // namespace
}  // namespace actionplan::internal
