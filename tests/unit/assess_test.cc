#include "actionplan/assess.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "actionplan/testing/builders.h"
#include "actionplan/testing/matchers.h"
#include "make_plan.h"
#include "make_scheme.h"

namespace actionplan {
namespace {

using ::testing::AllOf;
using testing::Because;
using ::testing::Contains;
using testing::Day;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using testing::Is;
using testing::IsErrorSaying;
using testing::IsNotRated;
using testing::IsOkAndHolds;
using testing::PlanBuilder;
using testing::RatingOf;
using testing::Saying;
using ::testing::SizeIs;
using testing::ValueOrDie;

Scheme Walsall() { return ValueOrDie(LoadScheme("walsall-2018")); }

absl::StatusOr<Assessment> AssessOn(const Plan& plan, std::string_view day) {
  return Assess(ValueOrDie(AsOf(plan, Day(day))), Walsall());
}

// Two milestones, one of which is re-planned in February.
PlanBuilder TwoMilestones() {
  return PlanBuilder("December 2017")
      .Recommendation("R1")
      .Milestone("R1.1", "28 February 2018")
      .Milestone("R1.2", "May 2018")
      .Outcome("R1.O1", "April 2018");
}

TEST(Assess, GivesTheActualFactsAsTheReason) {
  const Plan plan = TwoMilestones()
                        .Reached("2018-01-10", "R1.1", Stage::kInProgress)
                        .Replanned("2018-02-12", "R1.1", "30 April 2018",
                                   "Improvement Board", "legal capacity")
                        .Build();
  EXPECT_THAT(
      AssessOn(plan, "2018-03-27"),
      IsOkAndHolds(AllOf(
          RatingOf("R1.1",
                   Is("Amber", Because("process-late-with-plan"),
                      Saying("due 30 April 2018 was agreed on 12 February "
                             "2018; original due 28 February 2018, 61 days "
                             "later"))),
          RatingOf("R1.2", Is("Grey")),
          RatingOf("R1", Is("Amber", Because("process-any-amber"))))));
}

TEST(Assess, SaysWhatTheCalendarCoversIfADayIsOutside) {
  const Scheme scheme = SchemeOf(
      RuleText("late", "Red", "working_days_to_due < 0 and moves = 0") +
      RuleText("fine", "Green", "always"));
  const Plan plan = unit::MakePlan(unit::OneMilestone("30 June 2029"));
  const Assessment now =
      ValueOrDie(Assess(unit::SnapshotOf(plan, "2028-06-30"), scheme));
  const Rating rating = now.Find("M", "process").value();
  EXPECT_FALSE(rating.is_rated());
  EXPECT_THAT(rating.because,
              HasSubstr("outside the calendar england-and-wales, which covers "
                        "2011 to 2028: working_days_to_due; so rule late "
                        "can't be decided"));
  EXPECT_EQ(rating.facts.at(0).value, "outside the calendar");
  EXPECT_EQ(rating.facts.at(0).from,
            "the calendar england-and-wales, which covers 2011 to 2028");
}

TEST(Assess, SaysWhereEachFactComesFrom) {
  const Plan plan = TwoMilestones()
                        .Replanned("2018-02-12", "R1.1", "30 April 2018",
                                   "Improvement Board", "legal capacity")
                        .RecordedOn("2018-02-20")
                        .Build();
  const Rating rating =
      *ValueOrDie(AssessOn(plan, "2018-03-27")).Find("R1.1", "process");
  EXPECT_THAT(
      rating.facts,
      AllOf(Contains(
                AllOf(Field("name", &SeenFact::name, "due"),
                      Field("value", &SeenFact::value, "30 April 2018"),
                      Field("from", &SeenFact::from,
                            "update on 12 February 2018, recorded 20 February "
                            "2018"))),
            Contains(AllOf(
                Field("name", &SeenFact::name, "original_due"),
                Field("from", &SeenFact::from, "the plan as accepted")))));
}

TEST(Assess, NeedsAllMilestonesForGoodNewsAndOneForBad) {
  const auto with = [](Stage first, Stage second) {
    return TwoMilestones()
        .Reached("2018-01-10", "R1.1", first)
        .Reached("2018-01-10", "R1.2", second)
        .Build();
  };
  // On 28 February nothing is late; on 1 March R1.1 is.
  EXPECT_THAT(AssessOn(with(Stage::kComplete, Stage::kComplete), "2018-03-01"),
              IsOkAndHolds(RatingOf("R1", Is("Blue"))));
  EXPECT_THAT(
      AssessOn(with(Stage::kInProgress, Stage::kComplete), "2018-02-28"),
      IsOkAndHolds(RatingOf("R1", Is("Green"))));
  EXPECT_THAT(
      AssessOn(with(Stage::kInProgress, Stage::kComplete), "2018-03-01"),
      IsOkAndHolds(
          RatingOf("R1", Is("Red", Saying("milestones Red: 1 of 2 (R1.1)")))));
}

TEST(Assess, DoesNotRateARecommendationWithAMilestoneThatCanNotBeRated) {
  const Plan plan = PlanBuilder("December 2017")
                        .Recommendation("R1")
                        .Milestone("R1.1", "")
                        .Milestone("R1.2", "February 2018")
                        .Reached("2018-01-10", "R1.2", Stage::kComplete)
                        .Build();
  EXPECT_THAT(
      AssessOn(plan, "2018-03-27"),
      IsOkAndHolds(AllOf(
          RatingOf("R1.1", AllOf(IsNotRated(), Because("process-undated"))),
          RatingOf("R1", AllOf(IsNotRated(),
                               Saying(HasSubstr(
                                   "can't be rated: 1 of 2 (R1.1)")))))));
}

TEST(Assess, CountsLevelsWithNotRatedLast) {
  const Assessment assessment = ValueOrDie(AssessOn(
      TwoMilestones().Reached("2018-01-10", "R1.1", Stage::kComplete).Build(),
      "2018-03-27"));
  // Red, Amber, Green, Blue, Grey, not rated.
  EXPECT_THAT(assessment.Count(ItemKind::kMilestone, 0),
              ElementsAre(0, 0, 0, 1, 1, 0));
  EXPECT_THAT(assessment.Count(ItemKind::kRecommendation, 0),
              ElementsAre(0, 0, 1, 0, 0, 0));
}

TEST(Assess, KeepsReportedLostAndMissingApart) {
  const auto report = [](std::optional<std::string> word) {
    return TwoMilestones()
        .Say("2018-03-27", "R1",
             ReportedRating{.aspect = "process", .rating = word, .period = ""})
        .Build();
  };
  const auto reported = [&](const Plan& plan) {
    return ValueOrDie(AssessOn(plan, "2018-03-27"))
        .Find("R1", "process")
        ->reported;
  };
  const Reported given = reported(report("Yellow"));
  EXPECT_EQ(given.state, Reported::State::kGiven);
  EXPECT_EQ(Walsall().LevelName(given.level), "Amber");
  EXPECT_EQ(given.written, "Yellow");
  EXPECT_EQ(reported(report(std::nullopt)).state, Reported::State::kLost);
  EXPECT_EQ(reported(TwoMilestones().Build()).state, Reported::State::kNone);
}

TEST(Assess, NeverLetsTheReportedRatingChangeTheComputedOne) {
  const auto computed = [](std::optional<std::string> word) {
    return ValueOrDie(AssessOn(TwoMilestones()
                                   .Say("2018-03-27", "R1",
                                        ReportedRating{.aspect = "process",
                                                       .rating = word,
                                                       .period = ""})
                                   .Build(),
                               "2018-03-27"))
        .Find("R1", "process")
        ->level_name;
  };
  EXPECT_EQ(computed("Green"), "Red");
  EXPECT_EQ(computed("Blue"), "Red");
  EXPECT_EQ(computed(std::nullopt), "Red");
}

TEST(Assess, RefusesAnUnknownReportedRatingAndSaysWhere) {
  const Plan plan =
      TwoMilestones()
          .Say("2018-03-27", "R1",
               ReportedRating{
                   .aspect = "process", .rating = "Purple", .period = ""})
          .Build();
  EXPECT_THAT(AssessOn(plan, "2018-03-27"),
              IsErrorSaying(AllOf(HasSubstr("$.journal[0].rating"),
                                  HasSubstr("'Purple'"),
                                  HasSubstr("Amber (or Yellow)"))));
}

TEST(Assess, IsTheSameFromSeveralThreads) {
  const Snapshot snapshot =
      ValueOrDie(AsOf(TwoMilestones().Build(), Day("2018-03-27")));
  const Scheme scheme = Walsall();
  std::vector<std::string> reasons(8);
  std::vector<std::thread> threads;
  for (std::string& reason : reasons) {
    threads.emplace_back([&] {
      reason =
          ValueOrDie(Assess(snapshot, scheme)).Find("R1.1", "process")->because;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(reasons, ::testing::Each(reasons.front()));
}

TEST(Compare, SaysHowEachRatingMoved) {
  const Plan plan = TwoMilestones()
                        .Reached("2018-01-10", "R1.1", Stage::kInProgress)
                        .Reached("2018-05-02", "R1.2", Stage::kInProgress)
                        .Build();
  const auto moved = [&](const char* from, const char* to) {
    const std::vector<RatingMove> moves = ValueOrDie(Compare(
        ValueOrDie(AssessOn(plan, from)), ValueOrDie(AssessOn(plan, to))));
    std::vector<std::string> words;
    for (const RatingMove& move : moves) {
      if (move.current.aspect != "process") continue;
      words.push_back(move.current.item + " " +
                      std::string(ToWord(move.movement)));
    }
    return words;
  };
  EXPECT_THAT(moved("2018-01-31", "2018-02-28"),
              ElementsAre("R1 unchanged", "R1.1 unchanged", "R1.2 unchanged"));
  EXPECT_THAT(moved("2018-02-28", "2018-03-01"),
              ElementsAre("R1 worse", "R1.1 worse", "R1.2 unchanged"));
  EXPECT_THAT(moved("2018-03-01", "2018-02-28"),
              ElementsAre("R1 better", "R1.1 better", "R1.2 unchanged"));
  // Grey has no rank.
  EXPECT_THAT(moved("2018-03-01", "2018-05-03"),
              ElementsAre("R1 unchanged", "R1.1 unchanged", "R1.2 changed"));
}

TEST(Compare, IsOfOnePlanUnderOneScheme) {
  const Assessment one =
      ValueOrDie(AssessOn(TwoMilestones().Build(), "2018-03-27"));
  const Assessment other = ValueOrDie(
      AssessOn(TwoMilestones().Recommendation("R2").Build(), "2018-03-27"));
  EXPECT_THAT(Compare(one, other), IsErrorSaying(HasSubstr("different plans")));
  EXPECT_THAT(Compare(one, one), IsOkAndHolds(SizeIs(5)));
}

// A property: time alone never makes an open milestone look better.
TEST(Assess, ALaterDayNeverImprovesAnOpenMilestone) {
  const Plan plan = TwoMilestones()
                        .Reached("2018-01-01", "R1.1", Stage::kInProgress)
                        .Reached("2018-01-01", "R1.2", Stage::kInProgress)
                        .Build();
  const Scheme scheme = Walsall();
  std::optional<int> rank_before[2];
  for (int offset = 0; offset < 200; ++offset) {
    const Date day = Day("2018-01-01").Plus(Days(offset));
    const Assessment assessment =
        ValueOrDie(Assess(ValueOrDie(AsOf(plan, day)), scheme));
    for (int m = 0; m < 2; ++m) {
      const Rating rating =
          *assessment.Find(m == 0 ? "R1.1" : "R1.2", "process");
      ASSERT_TRUE(rating.is_rated()) << day << ": " << rating.because;
      const std::optional<int> rank =
          scheme.levels()[static_cast<size_t>(rating.level)].rank;
      if (rank.has_value() && rank_before[m].has_value()) {
        ASSERT_LE(*rank, *rank_before[m]) << rating.item << " on " << day;
      }
      if (rank.has_value()) rank_before[m] = rank;
    }
  }
}

// ---------------------------------------------------------------------------
// What a scheme's own facts are filled with.

std::string RuleFor(std::string_view kind, std::string_view id,
                    std::string_view level, std::string_view when,
                    std::string_view because = "x") {
  return "[[rule]]\nid = \"" + std::string(id) + "\"\nfor = \"" +
         std::string(kind) + "\"\naspect = \"process\"\nlevel = \"" +
         std::string(level) + "\"\nwhen = \"" + std::string(when) +
         "\"\nbecause = \"" + std::string(because) + "\"\n";
}

constexpr std::string_view kSpend = R"([[fact]]
name = "spend"
for = ["milestone", "recommendation"]
meaning = "Spent so far."
type = "number"
may_not_apply = true
unit = "£"
min = 0
)";

constexpr std::string_view kConfidence = R"([[fact]]
name = "confidence"
for = "milestone"
meaning = "Of delivery."
type = "choice"
choices = ["likely", "unsure", "unlikely"]
judgement = true
)";

Update SayFact(std::string_view on, std::string item, std::string fact,
               FactValue value, std::string by = "") {
  Update update =
      unit::Say(on, std::move(item),
                FactChange{.fact = std::move(fact), .value = std::move(value)});
  update.by = std::move(by);
  return update;
}

// R1 with milestones A, B and C, R2 with none; all due in May.
Baseline ThreeMilestones() {
  Baseline baseline = unit::EmptyBaseline();
  baseline.recommendations.push_back(
      {.id = "R1",
       .title = "R1",
       .milestones = {unit::MakeMilestone("A", "May 2018"),
                      unit::MakeMilestone("B", "May 2018"),
                      unit::MakeMilestone("C", "May 2018")}});
  baseline.recommendations.push_back({.id = "R2", .title = "R2"});
  return baseline;
}

Rating RatingIn(const Plan& plan, const Scheme& scheme, const char* day,
                const char* item) {
  return ValueOrDie(Assess(unit::SnapshotOf(plan, day), scheme))
      .Find(item, "process")
      .value();
}

// What a fact of R1 (or another item) says, in words.
std::string FactSeen(const Plan& plan, const std::string& declared,
                     const std::string& operand, const char* item = "R1") {
  const Scheme scheme = SchemeOf(
      declared + RuleText("m-red", "Red", "stage is 'on hold'") +
      RuleText("m-amber", "Amber", "stage is 'in progress'") +
      RuleText("m-green", "Green", "complete") +
      RuleFor("recommendation", "r", "Green", "always", "{" + operand + "}"));
  return RatingIn(plan, scheme, "2018-03-31", item).because;
}

TEST(Assess, FillsGroupFacts) {
  using unit::Reach;
  using unit::Say;
  // A Red, B Amber, C not rated, as nothing is said of it.
  const Plan plan =
      unit::MakePlan(ThreeMilestones(),
                     {Say("2018-01-01", "A", Reach(Stage::kOnHold, "Board")),
                      Say("2018-01-01", "B", Reach(Stage::kInProgress)),
                      SayFact("2018-01-02", "A", "spend", 10.0),
                      SayFact("2018-01-02", "B", "spend", 20.0),
                      SayFact("2018-01-02", "C", "spend", "not applicable")});
  const struct {
    const char* operand;
    const char* value;
    // Of R2, which has no children.
    const char* of_none;
  } kCases[] = {
      {"count(milestones)", "3", "0"},
      {"count(milestones, 'Red')", "1", "0"},
      {"count(milestones, 'Red' or 'Amber')", "2", "0"},
      {"count(milestones where spend > 10)", "1", "0"},
      {"share(milestones, 'Red' where spend >= 10)", "50 %", "does not apply"},
      {"mean(milestones, spend)", "15 £", "does not apply"},
      {"sum(milestones, spend)", "30 £", "does not apply"},
      {"lowest(milestones, spend)", "10 £", "does not apply"},
      {"highest(milestones, spend)", "20 £", "does not apply"},
      {"highest(milestones, spend where spend < 20)", "10 £", "does not apply"},
      {"worst(milestones)", "Red", "does not apply"},
      {"best(milestones)", "Amber", "does not apply"},
      {"worst(milestones where spend > 10)", "Amber", "does not apply"},
      {"list(milestones, worst)", "A", ""},
      {"list(milestones, 'Amber')", "B", ""},
  };
  for (const auto& row : kCases) {
    EXPECT_EQ(FactSeen(plan, std::string(kSpend), row.operand), row.value)
        << row.operand;
    EXPECT_EQ(FactSeen(plan, std::string(kSpend), row.operand, "R2"),
              row.of_none)
        << row.operand;
  }
}

TEST(Assess, LeavesAGroupFactOpenIfAChildsIsUnknown) {
  const Plan plan = unit::MakePlan(ThreeMilestones(),
                                   {SayFact("2018-01-02", "A", "spend", 10.0),
                                    SayFact("2018-01-02", "B", "spend", 5.0)});
  const std::string spend(kSpend);
  EXPECT_EQ(FactSeen(plan, spend, "sum(milestones, spend)"), "not recorded");
  EXPECT_EQ(FactSeen(plan, spend, "count(milestones where spend > 7)"),
            "not recorded");
  // Nothing that matters is open where the condition can't hold.
  EXPECT_EQ(
      FactSeen(plan, spend, "count(milestones where spend > 7 and complete)"),
      "0");
}

TEST(Assess, CountsAJudgementOnlyWithWhoJudged) {
  const Scheme scheme =
      SchemeOf(std::string(kConfidence) +
               RuleText("unlikely", "Red", "confidence is 'unlikely'") +
               RuleText("fine", "Green", "always"));
  const auto rate = [&](std::string by) {
    return RatingIn(unit::MakePlan(ThreeMilestones(),
                                   {SayFact("2018-02-12", "A", "confidence",
                                            "Unlikely", std::move(by))}),
                    scheme, "2018-03-31", "A");
  };
  const Rating judged = rate("Programme lead");
  EXPECT_EQ(judged.level_name, "Red");
  EXPECT_EQ(judged.facts.at(0).from,
            "judged by Programme lead on 12 February 2018");
  const Rating nobody = rate("");
  EXPECT_FALSE(nobody.is_rated());
  EXPECT_THAT(nobody.because,
              HasSubstr("not recorded: confidence (it does not say who "
                        "judged); so rule unlikely can't be decided"));
  EXPECT_THAT(nobody.possible, ElementsAre("Red", "Green"));
}

TEST(Assess, ListsEveryBadValueWithItsPlace) {
  Baseline baseline = ThreeMilestones();
  baseline.recommendations[0].facts = {{"spend", FactValue(-1.0)}};
  baseline.recommendations[0].milestones[1].facts = {
      {"confidence", FactValue("likley")}, {"of another key", FactValue(1.0)}};
  const Plan plan = unit::MakePlan(
      baseline, {SayFact("2018-01-02", "A", "spend", "soon"),
                 SayFact("2018-01-02", "A", "spend", "5 $"),
                 SayFact("2018-01-02", "A", "spend", true),
                 SayFact("2018-01-02", "A", "spend", "£1,250.50")});
  const Scheme scheme =
      SchemeOf(std::string(kSpend) + std::string(kConfidence) +
               RuleText("fine", "Green", "spend > 0"));
  EXPECT_THAT(
      Assess(unit::SnapshotOf(plan, "2018-03-31"), scheme),
      IsErrorSaying(AllOf(
          HasSubstr("$.recommendations[0].facts.spend: R1: The value -1 of "
                    "'spend' is out of range."),
          HasSubstr("$.recommendations[0].milestones[1].facts.confidence"),
          HasSubstr("Did you mean 'likely'?"),
          HasSubstr("$.journal[0].value: A: The value 'soon' of 'spend' is "
                    "not a number."),
          HasSubstr("$.journal[1].value: A: The value '5 $' of 'spend' is in "
                    "another unit, $."),
          HasSubstr("$.journal[2].value"),
          ::testing::Not(HasSubstr("$.journal[3]")))));
}

TEST(Assess, ReadsValuesAsTheyAreWritten) {
  const auto type = [](FactType of, std::string_view unit = "") {
    FactDefinition definition = Define(Fact::kDaysOverdue);
    definition.name = "it";
    definition.type = of;
    definition.unit = unit;
    definition.least = -kUnbounded;
    definition.most = kUnbounded;
    definition.step = 0;
    return definition;
  };
  const struct {
    FactType type;
    const char* text;
    std::optional<double> value;
  } kCases[] = {
      {FactType::kDays, "12 days", 12},
      {FactType::kDays, "1 day", 1},
      {FactType::kDays, "1.5", std::nullopt},
      {FactType::kDays, "2 weeks", std::nullopt},
      {FactType::kDays, "2 working days", std::nullopt},
      {FactType::kWorkingDays, "2 working days", 2},
      {FactType::kMonths, "1 month 3 days", 1.09375},
      {FactType::kNumber, "2e-06", 2e-06},
      {FactType::kNumber, "1.5E+3", 1500},
      {FactType::kMonths, "2 months", 2},
      {FactType::kMonths, "-1 month 3 days", -1.09375},
      {FactType::kMonths, "-3 days", -0.09375},
      {FactType::kMonths, "1 month 31 days", std::nullopt},
      {FactType::kPercent, "62.5 %", 62.5},
      {FactType::kPercent, "62.5%", 62.5},
      {FactType::kYesNo, "YES", 1},
      {FactType::kYesNo, "perhaps", std::nullopt},
      {FactType::kDay, "2018-02-29", std::nullopt},
      {FactType::kDay, "1970-01-02", 1},
      {FactType::kDay, "02/01/1970", 1},
      {FactType::kDay, "2 January 1970", 1},
      {FactType::kDay, "January 1970", std::nullopt},
      {FactType::kDay, "30/02/1970", std::nullopt},
      {FactType::kDay, "2 January 1970 or 3 January 1970", std::nullopt},
      {FactType::kCount, "-1", std::nullopt},
      {FactType::kNumber, "50,000 £", 50000},
      {FactType::kNumber, "£50000", 50000},
      {FactType::kNumber, "50,00 £", std::nullopt},
      {FactType::kNumber, "-", std::nullopt},
  };
  for (const auto& row : kCases) {
    const FactDefinition definition = type(row.type, "£");
    const auto read = ReadFactValue(definition, std::string(row.text));
    const Cell* cell = std::get_if<Cell>(&read);
    EXPECT_EQ(cell != nullptr, row.value.has_value()) << row.text;
    if (cell != nullptr && row.value.has_value()) {
      EXPECT_TRUE(cell->is_known());
      EXPECT_EQ(cell->value, *row.value) << row.text;
    }
  }
  const auto state = [&](FactValue value) {
    return std::get<Cell>(ReadFactValue(type(FactType::kDays), value)).state;
  };
  EXPECT_EQ(state({}), CellState::kUnknown);
  EXPECT_EQ(state(" "), CellState::kUnknown);
  EXPECT_EQ(state("Not applicable"), CellState::kNotApplicable);
}

// A twin in a few lines: the levels of each recommendation's milestones, as
// asked for one by one.
TEST(Assess, CountsAsByHandOnRandomPlans) {
  const Scheme scheme = SchemeOf(
      RuleText("m-red", "Red", "days_overdue > 0") +
      RuleText("m-amber", "Amber", "blocked") +
      RuleText("m-green", "Green", "complete or days_overdue = 0") +
      RuleFor("recommendation", "r", "Green", "always",
              "{count(milestones, 'Red' or 'Amber')} {worst(milestones)} "
              "{count(milestones where moves > 0)}"));
  std::mt19937 random(20180327);
  for (int i = 0; i < 200; ++i) {
    const Plan plan = unit::MakePlan(unit::RandomBaseline(random),
                                     unit::RandomJournal(random, 12));
    const Snapshot snapshot = unit::SnapshotOf(plan, "2018-07-01");
    const Assessment now = ValueOrDie(Assess(snapshot, scheme));
    for (const std::string r : {"R1", "R2"}) {
      int count = 0;
      int moved = 0;
      std::string worst = "not rated";
      for (size_t m = 0; m < plan.milestones().size(); ++m) {
        const std::string& id = plan.milestones()[m]->id;
        if (!id.starts_with(r)) continue;
        moved += snapshot.milestones()[m].moves.empty() ? 0 : 1;
        const std::string level = now.Find(id, "process")->level_name;
        count += level == "Red" || level == "Amber" ? 1 : 0;
        // The worst first.
        for (const char* worse : {"Red", "Amber", "Green"}) {
          if (worst == worse) break;
          if (level == worse) worst = worse;
        }
      }
      EXPECT_EQ(
          now.Find(r, "process")->because,
          std::to_string(count) + " " + worst + " " + std::to_string(moved));
    }
  }
}

TEST(Assess, ShowsWhatAFactIsWorkedOutFrom) {
  const Scheme scheme = SchemeOf(
      std::string(kSpend) +
      "[[fact]]\nname = \"budget\"\nfor = \"milestone\"\nmeaning = \"x\"\n"
      "type = \"number\"\nunit = \"£\"\n"
      "[[fact]]\nname = \"variance\"\nfor = \"milestone\"\nmeaning = \"x\"\n"
      "type = \"percent\"\nis = \"100 * (spend - budget) / budget\"\n" +
      RuleText("over", "Red", "variance > 10") +
      RuleText("fine", "Green", "variance <= 10"));
  Baseline baseline = ThreeMilestones();
  baseline.recommendations[0].milestones[0].facts = {{"budget", 50.0}};
  const auto rate = [&](double spend) {
    return RatingIn(
        unit::MakePlan(baseline, {SayFact("2018-01-02", "A", "spend", spend)}),
        scheme, "2018-03-31", "A");
  };
  EXPECT_EQ(rate(55).level_name, "Green");
  EXPECT_EQ(rate(55.1).level_name, "Red");
  EXPECT_EQ(rate(60).facts.at(0).value, "20 %");
  EXPECT_EQ(rate(60).facts.at(0).from,
            "worked out as 100 * (spend - budget) / budget, with spend 60 £ "
            "and budget 50 £");
}

TEST(Assess, RatesOneAspectByAnother) {
  std::string text =
      SchemeText(RuleText("process-red", "Red", "days_overdue > 0") +
                 RuleText("process-green", "Green", "days_overdue = 0"));
  text.insert(text.find("[[level]]"), "[[aspect]]\nname = \"overall\"\n");
  text +=
      "[[rule]]\nid = \"all-red\"\nfor = \"milestone\"\naspect = \"overall\"\n"
      "level = \"Red\"\nwhen = \"rating(process) is 'Red'\"\nbecause = \"x\"\n"
      "[[rule]]\nid = \"all-fine\"\nfor = \"milestone\"\naspect = "
      "\"overall\"\nlevel = \"Green\"\nwhen = \"always\"\nbecause = \"x\"\n"
      "[[rule]]\nid = \"r\"\nfor = \"recommendation\"\naspect = \"overall\"\n"
      "level = \"Green\"\nwhen = \"always\"\nbecause = \"{count(milestones "
      "where rating(process) is 'Red')}\"\n";
  const Scheme scheme = ValueOrDie(Scheme::Parse(text).OrStatus("scheme"));
  const Assessment now = ValueOrDie(Assess(
      unit::SnapshotOf(unit::MakePlan(unit::OneMilestone("1 March 2018")),
                       "2018-03-31"),
      scheme));
  const Rating rating = now.Find("M", "overall").value();
  EXPECT_EQ(rating.level_name, "Red");
  EXPECT_EQ(rating.facts.at(0).from, "its own rating for process");
  EXPECT_EQ(now.Find("R", "overall")->because, "1");
}

// ---------------------------------------------------------------------------
// History.

// Milestone M, due on 31 January, with three quarters of reports.
Plan WithPeriods(std::vector<Update> journal) {
  Baseline baseline = unit::OneMilestone("31 January 2018");
  baseline.periods = {unit::MakePeriod("Q1", "2018-01-01", "2018-03-31"),
                      unit::MakePeriod("Q2", "2018-04-01", "2018-06-30"),
                      unit::MakePeriod("Q3", "2018-07-01", "2018-09-30")};
  return unit::MakePlan(std::move(baseline), std::move(journal));
}

std::string HistorySeen(const Plan& plan, const char* day,
                        const std::string& operand,
                        std::string_view known_by = "") {
  const Scheme scheme = SchemeOf(
      RuleFor("milestone", "late", "Red", "days_overdue > 0",
              "{" + operand + "}") +
      RuleFor("milestone", "fine", "Green", "always", "{" + operand + "}"));
  return ValueOrDie(Assess(unit::SnapshotOf(plan, day, known_by), scheme))
      .Find("M", "process")
      ->because;
}

TEST(Assess, KnowsTheRatingAtTheEndOfThePeriodsThatHaveEnded) {
  // Late at the end of the first two, then re-planned.
  const Plan plan = WithPeriods(
      {unit::Say("2018-07-10", "M", unit::Replan("31 December 2018"))});
  const struct {
    const char* day;
    const char* last;
    const char* periods_red;
  } kCases[] = {
      {"2018-03-31", "does not apply", "0"},  // the period has not ended
      {"2018-04-01", "Red", "1"},
      {"2018-06-30", "Red", "1"},
      {"2018-07-01", "Red", "2"},
      {"2018-09-30", "Red", "2"},
      {"2018-10-01", "Green", "0"},
  };
  for (const auto& row : kCases) {
    EXPECT_EQ(HistorySeen(plan, row.day, "last_rating"), row.last) << row.day;
    EXPECT_EQ(HistorySeen(plan, row.day, "periods_at('Red')"), row.periods_red)
        << row.day;
  }
}

TEST(Assess, DoesNotKnowWhichOfSeveralRatingsAPeriodHad) {
  // Nobody said what was spent, so each period ended Red or Green.
  std::string text = SchemeText(RuleText("red", "Red", "spend > 10") +
                                RuleText("green", "Green", "spend <= 10"));
  text.insert(text.find("[[level]]"), "[[aspect]]\nname = \"overall\"\n");
  text +=
      "[[fact]]\nname = \"spend\"\nfor = \"milestone\"\ntype = \"number\"\n"
      "[[rule]]\nid = \"all\"\nfor = \"milestone\"\naspect = \"overall\"\n"
      "level = \"Green\"\nwhen = \"always\"\nbecause = \"{rating(process)}; "
      "{last_rating(process)}; {periods_at(process, 'Red')}; "
      "{periods_at(process, 'Red' or 'Green')}; "
      "{periods_at(process, 'Amber')}\"\n";
  const Scheme scheme = ValueOrDie(Scheme::Parse(text).OrStatus("scheme"));
  const Assessment now = ValueOrDie(
      Assess(unit::SnapshotOf(WithPeriods({}), "2018-07-01"), scheme));
  EXPECT_EQ(now.Find("M", "overall")->because,
            "not recorded; not recorded; not recorded; 2; 0");
}

TEST(Assess, CountsPeriodsByWhatWasKnown) {
  // It was finished in time, which was recorded in July.
  const Plan plan = WithPeriods({unit::Say(
      "2018-01-20", "M", unit::Reach(Stage::kComplete), "2018-07-20")});
  EXPECT_EQ(HistorySeen(plan, "2018-07-10", "periods_at('Red')"), "0");
  EXPECT_EQ(HistorySeen(plan, "2018-07-10", "periods_at('Red')", "2018-07-10"),
            "2");
}

TEST(Assess, CountsPeriodsOfReportsAndLeavesOpenWhatIsLost) {
  const auto report = [](std::string_view day,
                         std::optional<std::string> word) {
    return unit::Say(day, "M", unit::Report("process", std::move(word)));
  };
  const auto seen = [](const Plan& plan) {
    return HistorySeen(plan, "2018-07-01", "periods_reported('Red')");
  };
  EXPECT_EQ(seen(WithPeriods(
                {report("2018-03-01", "Red"), report("2018-06-01", "Red")})),
            "2");
  EXPECT_EQ(seen(WithPeriods({report("2018-06-01", "Red")})), "1");
  EXPECT_EQ(seen(WithPeriods({report("2018-03-01", "Red")})), "0");
  EXPECT_EQ(seen(WithPeriods({report("2018-03-01", std::nullopt),
                              report("2018-06-01", "Red")})),
            "not recorded");
  EXPECT_EQ(seen(WithPeriods({report("2018-03-01", std::nullopt),
                              report("2018-06-01", "Green")})),
            "0");
}

// ---------------------------------------------------------------------------
// The clause that decided, and the date that it counted.

TEST(Assess, NamesTheClauseThatDecided) {
  const struct {
    const char* when;
    const char* clause;
  } kCases[] = {
      {"complete or days_overdue > 7", "days_overdue > 7"},
      {"days_overdue > 0 and not complete",
       "days_overdue > 0 and not complete"},
      {"(complete or days_overdue > 7) and (moves = 0 or moves = 9)",
       "days_overdue > 7 and moves = 0"},
      {"(moves = 0 or days_overdue > 7) and not complete",
       "(moves = 0 or days_overdue > 7) and not complete"},
      {"not (complete and moves = 0)", "not complete"},
      {"stage is not 'complete'", "stage is not 'complete'"},
      {"always", "always"},
  };
  const Plan plan = unit::MakePlan(
      unit::OneMilestone("31 January 2018"),
      {unit::Say("2018-01-01", "M", unit::Reach(Stage::kInProgress))});
  for (const auto& row : kCases) {
    const Rating rating = RatingIn(
        plan, SchemeOf(RuleText("r", "Red", row.when)), "2018-03-31", "M");
    EXPECT_EQ(rating.clause, row.clause) << row.when;
  }
}

TEST(Assess, SaysWhichDateCounted) {
  const Plan moved = unit::MakePlan(
      unit::OneMilestone("31 January 2018"),
      {unit::Say("2018-01-10", "M", unit::Replan("31 May 2018"))});
  const auto which = [](const Plan& plan, const char* when) {
    return RatingIn(plan, SchemeOf(RuleText("r", "Red", when)), "2018-03-31",
                    "M")
        .which_date;
  };
  EXPECT_EQ(which(moved, "days_overdue = 0"),
            "the due as now agreed, 31 May 2018, not the original due, 31 "
            "January 2018");
  EXPECT_EQ(which(moved, "working_days_slipped > 0"),
            "the original due, 31 January 2018, not the due as now agreed, 31 "
            "May 2018");
  EXPECT_EQ(which(moved, "due > original_due"),
            "both the due as now agreed, 31 May 2018, and the original due, 31 "
            "January 2018");
  EXPECT_EQ(which(moved, "moves > 0"), "");
  EXPECT_EQ(which(unit::MakePlan(unit::OneMilestone("31 January 2018")),
                  "days_overdue > 0"),
            "the due as first agreed, 31 January 2018, which has not been "
            "moved");
}

// ---------------------------------------------------------------------------
// Overrides.

Update SayOverride(std::string_view on, std::optional<std::string> rating,
                   std::string by = "Cabinet", std::string reason = "Why",
                   std::string item = "M") {
  Update update = unit::Say(on, std::move(item),
                            Override{.aspect = "process",
                                     .rating = std::move(rating),
                                     .reason = std::move(reason)});
  update.by = std::move(by);
  return update;
}

TEST(Override, StandsBesideTheComputedRatingWithinTheBounds) {
  // The computed rating is Amber.
  const struct {
    const char* bounds;
    const char* rating;
    const char* by;
    const char* problem;  // empty: it stands
  } kCases[] = {
      {"", "Green", "Anybody", ""},
      {"allowed = true", "Red", "Anybody", ""},
      {"allowed = false", "Red", "Cabinet", "The scheme allows no override."},
      {"worse_only = true", "Red", "Cabinet", ""},
      {"worse_only = true", "Amber", "Cabinet",
       "The scheme lets an override make a rating only worse, and Amber is not "
       "worse than Amber."},
      {"worse_only = true", "Green", "Cabinet",
       "The scheme lets an override make a rating only worse, and Green is not "
       "worse than Amber."},
      {"steps = 1", "Green", "Cabinet", ""},
      {"steps = 0", "Green", "Cabinet",
       "The scheme lets an override change a rating by at most 0 steps, and "
       "from Amber to Green it is 1."},
      {"levels = ['Red']", "Yellow", "Cabinet",
       "The scheme lets an override give only Red, not Amber."},
      {"levels = ['Red']", "Red", "Cabinet", ""},
      {"by = ['Cabinet', 'Board']", "Red", "board", ""},
      {"by = ['Cabinet', 'Board']", "Red", "Officer",
       "The scheme lets only Cabinet or Board override a rating, not "
       "Officer."},
  };
  for (const auto& row : kCases) {
    std::string bounds(row.bounds);
    if (!bounds.empty()) bounds = "[override]\n" + bounds + "\n";
    const Rating rating = RatingIn(
        unit::MakePlan(unit::OneMilestone("31 January 2018"),
                       {SayOverride("2018-03-01", row.rating, row.by)}),
        SchemeOf(bounds + RuleText("r", "Amber", "always")), "2018-03-31", "M");
    EXPECT_EQ(rating.level_name, "Amber");
    ASSERT_TRUE(rating.override.has_value()) << row.bounds;
    EXPECT_EQ(rating.override->problem, row.problem) << row.bounds;
    EXPECT_EQ(rating.override->stands, *row.problem == '\0') << row.bounds;
    EXPECT_EQ(rating.override->by, row.by);
    EXPECT_EQ(rating.override->on, Day("2018-03-01"));
  }
}

TEST(Override, EndsWhenItIsWithdrawn) {
  const Plan plan = unit::MakePlan(unit::OneMilestone("31 January 2018"),
                                   {SayOverride("2018-03-01", "Green"),
                                    SayOverride("2018-03-20", std::nullopt)});
  const Scheme scheme = SchemeOf(RuleText("r", "Amber", "always"));
  EXPECT_FALSE(RatingIn(plan, scheme, "2018-02-28", "M").override.has_value());
  EXPECT_TRUE(RatingIn(plan, scheme, "2018-03-01", "M").override.has_value());
  EXPECT_FALSE(RatingIn(plan, scheme, "2018-03-20", "M").override.has_value());
}

TEST(Override, IsCountedInRollUpsOnlyIfTheSchemeSaysSo) {
  const Plan plan = unit::MakePlan(unit::OneMilestone("31 January 2018"),
                                   {SayOverride("2018-03-01", "Red")});
  const auto with = [&](const std::string& bounds) {
    return RatingIn(
        plan,
        SchemeOf(bounds + RuleText("m", "Green", "always") +
                 RuleFor("recommendation", "red", "Red",
                         "count(milestones, 'Red') > 0",
                         "{list(milestones, 'Red')}") +
                 RuleFor("recommendation", "fine", "Green", "always")),
        "2018-03-31", "R");
  };
  EXPECT_EQ(with("").level_name, "Green");
  EXPECT_EQ(with("[override]\ncounts = true\n").level_name, "Red");
  EXPECT_EQ(with("[override]\ncounts = true\n").because, "M");
  EXPECT_EQ(with("[override]\ncounts = true\nby = ['Board']\n").level_name,
            "Green");
}

TEST(Override, MustBeALevelOfTheScheme) {
  EXPECT_THAT(
      Assess(unit::SnapshotOf(
                 unit::MakePlan(unit::OneMilestone("31 January 2018"),
                                {SayOverride("2018-03-01", "Purple")}),
                 "2018-03-31"),
             SchemeOf(RuleText("r", "Amber", "always"))),
      IsErrorSaying(AllOf(HasSubstr("$.journal[0].rating"),
                          HasSubstr("The overriding rating 'Purple'"))));
}

// ---------------------------------------------------------------------------
// The nearest change.

TEST(NextBetter, SaysByWhenItWouldHaveToBeFinished) {
  // Green if finished within 14 days of the due.
  const Scheme scheme = SchemeOf(
      RuleText("in-time", "Green", "complete and days_completed_late <= 14") +
      RuleText("late-done", "Amber", "complete") +
      RuleText("late", "Amber", "days_overdue <= 30") +
      RuleText("very-late", "Red", "days_overdue > 30"));
  const Plan plan = unit::MakePlan(unit::OneMilestone("29 March 2018"));
  const auto next = [&](const char* day) {
    return FindNextBetter(
        ValueOrDie(Assess(unit::SnapshotOf(plan, day), scheme)), "M",
        "process");
  };
  const std::optional<NextBetter> early = next("2018-04-05");
  ASSERT_TRUE(early.has_value());
  EXPECT_EQ(early->text, "Green if it is finished by 12 April 2018");
  EXPECT_EQ(early->ways.at(0).at(0).by, Day("2018-04-12"));
  // On the last day itself; the day after it is too late.
  EXPECT_EQ(next("2018-04-12")->text,
            "Green if it is finished by 12 April 2018");
  EXPECT_FALSE(next("2018-04-13").has_value());
}

TEST(NextBetter, TriesAnAgreedLaterDate) {
  const Scheme scheme =
      SchemeOf(RuleText("late", "Red", "days_overdue > 0 and not complete") +
               RuleText("fine", "Green", "always"));
  const std::optional<NextBetter> next = FindNextBetter(
      ValueOrDie(Assess(
          unit::SnapshotOf(unit::MakePlan(unit::OneMilestone("1 March 2018")),
                           "2018-03-31"),
          scheme)),
      "M", "process");
  ASSERT_TRUE(next.has_value());
  EXPECT_EQ(next->level_name, "Green");
  EXPECT_EQ(next->text,
            "Green if it is finished, or if a later date for it (such as 30 "
            "April 2018) is agreed, with who agreed it and why");
}

TEST(NextBetter, OfAParentNamesWhatItsChildrenMustReach) {
  const Scheme scheme = SchemeOf(
      RuleText("done", "Green", "complete") +
      RuleText("open", "Red", "always") +
      RuleFor("recommendation", "red", "Red", "count(milestones, 'Red') > 0") +
      RuleFor("recommendation", "fine", "Green", "always"));
  const Plan plan = unit::MakePlan(
      ThreeMilestones(),
      {unit::Say("2018-01-01", "A", unit::Reach(Stage::kComplete))});
  const std::optional<NextBetter> next = FindNextBetter(
      ValueOrDie(Assess(unit::SnapshotOf(plan, "2018-03-31"), scheme)), "R1",
      "process");
  ASSERT_TRUE(next.has_value());
  EXPECT_EQ(next->text,
            "Green if B becomes Green (B is finished) and C becomes Green (C "
            "is finished)");
}

TEST(NextBetter, OfTheBestLevelIsNothing) {
  const Scheme scheme = SchemeOf(RuleText("fine", "Green", "always"));
  EXPECT_FALSE(
      FindNextBetter(ValueOrDie(Assess(
                         unit::SnapshotOf(
                             unit::MakePlan(unit::OneMilestone("1 March 2018")),
                             "2018-03-31"),
                         scheme)),
                     "M", "process")
          .has_value());
}

TEST(NextBetter, OfABareRowChangesOneFactThenTwo) {
  const Scheme scheme =
      SchemeOf(RuleText("green", "Green", "days_overdue <= 7 and not blocked") +
               RuleText("amber", "Amber", "days_overdue <= 30") +
               RuleText("red", "Red", "always"));
  const auto next = [&](int days, bool blocked) {
    return FindNextBetter(scheme,
                          MilestoneFacts()
                              .With(Fact::kDaysOverdue, days)
                              .With(Fact::kBlocked, blocked)
                              .table(),
                          0, 0);
  };
  EXPECT_EQ(next(40, false)->text, "Amber if days_overdue were 30 days");
  EXPECT_EQ(next(20, false)->text, "Green if days_overdue were 7 days");
  EXPECT_EQ(next(7, true)->text, "Green if blocked were no");
  EXPECT_EQ(next(20, true)->text,
            "Green if days_overdue were 7 days and blocked were no");
  EXPECT_FALSE(next(7, false).has_value());
}

}  // namespace
}  // namespace actionplan
