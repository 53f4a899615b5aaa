#include "actionplan/validate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actionplan/testing/builders.h"

namespace actionplan {
namespace {

using ::testing::AllOf;
using testing::Day;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::PlanBuilder;
using testing::ValueOrDie;

std::vector<std::string> Paths(const Plan& plan) {
  std::vector<std::string> paths;
  for (const Issue& issue : Validate(plan)) {
    EXPECT_NE(issue.what, "") << issue;
    EXPECT_NE(issue.remedy, "") << issue;
    paths.push_back(issue.where);
  }
  return paths;
}

// One item of each kind: plan, R1, M, O, S and C.
Baseline OneOfEach() {
  Baseline baseline = PlanBuilder("December 2017")
                          .Period("this", "2018-01-01", "2018-03-31")
                          .Recommendation("R1")
                          .Milestone("M", "30 April 2018")
                          .Outcome("O", "April 2018")
                          .Build()
                          .baseline();
  baseline.measures.push_back(
      {.id = "S", .name = "S", .unit = "%", .outcome = "O"});
  baseline.concerns.push_back({.id = "C", .text = "C", .touches = {"R1"}});
  return baseline;
}

Plan With(Baseline baseline, std::vector<Update> journal = {}) {
  return ValueOrDie(Plan::Create(std::move(baseline), std::move(journal)));
}

Update Of(std::string item, Change change, std::string_view on = "2018-02-12") {
  return {.on = Day(on), .item = std::move(item), .change = std::move(change)};
}

Change Share(double stated, double numerator, double denominator) {
  return Reading{
      .value = stated, .numerator = numerator, .denominator = denominator};
}

TEST(Validate, FindsNothingInAPlanWithoutContradictions) {
  EXPECT_THAT(
      Validate(With(
          OneOfEach(),
          {Of("M", StageChange{.stage = Stage::kInProgress, .decision = ""}),
           Of("S", Share(84, 252, 301)), Of("plan", Progress{})})),
      IsEmpty());
}

// --- A due before its start ---

TEST(Validate, FindsADueThatEndsBeforeTheStartBegins) {
  const struct {
    std::string_view name;
    std::string_view start;
    std::string_view due;
    bool found;
  } kRows[] = {
      {"the day before", "March 2018", "28 February 2018", true},
      {"the first day", "March 2018", "1 March 2018", false},
      {"the second day", "March 2018", "2 March 2018", false},
      {"the same month", "March 2018", "March 2018", false},
      {"the month before", "March 2018", "February 2018", true},
      {"29 February", "29 February 2016", "28 February 2016", true},
      {"no due", "March 2018", "", false},
      {"no start", "", "March 2018", false},
      {"no date", "March 2018", "ongoing", false},
      {"a start with only a first day", "from March 2018", "28 February 2018",
       true},
      {"a start whose first day is open", "by May 2018", "30 April 2018",
       false},
  };
  for (const auto& row : kRows) {
    const Plan plan = PlanBuilder()
                          .Recommendation("R1")
                          .Milestone("M1")
                          .Milestone("M2", row.due, row.start)
                          .Build();
    const std::vector<std::string> paths = Paths(plan);
    if (row.found) {
      EXPECT_THAT(paths, ElementsAre("$.recommendations[0].milestones[1].due"))
          << row.name;
    } else {
      EXPECT_THAT(paths, IsEmpty()) << row.name;
    }
  }
}

TEST(Validate, FindsALaterDueBeforeTheStart) {
  const auto moved_to = [](std::string_view due) {
    return PlanBuilder()
        .Recommendation("R1")
        .Milestone("M", "May 2018", "March 2018")
        .Replanned("2018-01-10", "M", due)
        .Build();
  };
  EXPECT_THAT(Paths(moved_to("28 February 2018")),
              ElementsAre("$.journal[0].due"));
  EXPECT_THAT(Paths(moved_to("1 March 2018")), IsEmpty());
}

// --- What updates are about ---

TEST(Validate, FindsAnUpdateAboutNothing) {
  EXPECT_THAT(
      Paths(With(OneOfEach(), {Of("M", Progress{}), Of("X", Progress{})})),
      ElementsAre("$.journal[1].item"));
}

TEST(Validate, FindsAnUpdateOfAKindThatIsNotForThatItem) {
  // The column "about" of docs/plan-format.md. Whether the whole plan may have
  // a rating is left out.
  const struct {
    Change change;
    std::vector<std::string> may;
  } kRows[] = {
      {DueChange{.due = ParseDue("May 2018"), .agreed_by = "", .reason = ""},
       {"M"}},
      {ForecastChange{.finish = ParseDue("May 2018")}, {"M"}},
      {StageChange{.stage = Stage::kInProgress, .decision = ""}, {"M"}},
      {Progress{}, {"plan", "R1", "M", "O", "S", "C"}},
      {Recovery{.until = ParseDue("May 2018")}, {"M", "R1"}},
      {Blocked{.blocked = true}, {"M"}},
      {Share(50, 1, 2), {"S"}},
      {Evidence{.measurable = true,
                .demonstrated = std::nullopt,
                .achieved = std::nullopt},
       {"O"}},
      {ConcernChange{.open = true, .significant = std::nullopt}, {"C"}},
      {ReportedRating{.aspect = "process", .rating = "Red", .period = ""},
       {"R1", "M", "O", "plan"}},
      {FactChange{.fact = "confidence", .value = "likely"},
       {"R1", "M", "O", "plan"}},
  };
  for (const auto& row : kRows) {
    for (const std::string item : {"plan", "R1", "M", "O", "S", "C"}) {
      const bool may =
          std::find(row.may.begin(), row.may.end(), item) != row.may.end();
      const std::vector<std::string> paths =
          Paths(With(OneOfEach(), {Of(item, row.change)}));
      const std::string name =
          std::string(KindOf(row.change)) + " about " + item;
      if (may) {
        EXPECT_THAT(paths, IsEmpty()) << name;
      } else {
        EXPECT_THAT(paths, ElementsAre("$.journal[0].kind")) << name;
      }
    }
  }
}

// --- References ---

TEST(Validate, FindsAMeasureOfAnOutcomeThatDoesNotExist) {
  for (const std::string id : {"X", "R1", "S"}) {
    Baseline baseline = OneOfEach();
    baseline.measures[0].outcome = id;
    EXPECT_THAT(Paths(With(baseline)), ElementsAre("$.measures[0].outcome"))
        << id;
  }
  Baseline mended = OneOfEach();
  mended.measures[0].outcome = "";
  EXPECT_THAT(Paths(With(mended)), IsEmpty());
}

TEST(Validate, FindsAConcernThatTouchesWhatDoesNotExist) {
  for (const std::string id : {"X", "O", "C"}) {
    Baseline baseline = OneOfEach();
    baseline.concerns[0].touches = {"R1", "M", id};
    EXPECT_THAT(Paths(With(baseline)), ElementsAre("$.concerns[0].touches[2]"))
        << id;
  }
  Baseline mended = OneOfEach();
  mended.concerns[0].touches = {"R1", "M"};
  EXPECT_THAT(Paths(With(mended)), IsEmpty());
}

TEST(Validate, FindsAMilestoneThatNeedsWhatDoesNotExist) {
  for (const std::string id : {"X", "R1", "O"}) {
    Baseline baseline = OneOfEach();
    baseline.recommendations[0].milestones[0].needs = {id};
    EXPECT_THAT(Paths(With(baseline)),
                ElementsAre("$.recommendations[0].milestones[0].needs[0]"))
        << id;
  }
}

// --- Circles ---

struct Need {
  int from;
  int to;
};

// Milestones M0, M1, ... in one recommendation each.
Plan Needing(int milestones, const std::vector<Need>& needs) {
  Baseline baseline = PlanBuilder().Build().baseline();
  for (int i = 0; i < milestones; ++i) {
    const std::string number = std::to_string(i);
    Recommendation recommendation{.id = "R" + number, .title = "R"};
    recommendation.milestones.push_back({.id = "M" + number, .text = "M"});
    baseline.recommendations.push_back(std::move(recommendation));
  }
  for (const Need& need : needs) {
    baseline.recommendations[static_cast<size_t>(need.from)]
        .milestones[0]
        .needs.push_back("M" + std::to_string(need.to));
  }
  return With(baseline);
}

TEST(Validate, FindsMilestonesThatNeedEachOtherInACircle) {
  const struct {
    std::string_view name;
    int milestones;
    std::vector<Need> needs;
    size_t circles;
  } kRows[] = {
      {"itself", 1, {{0, 0}}, 1},
      {"two", 2, {{0, 1}, {1, 0}}, 1},
      {"three", 3, {{0, 1}, {1, 2}, {2, 0}}, 1},
      {"three, mended", 3, {{0, 1}, {1, 2}}, 0},
      {"a diamond", 4, {{0, 1}, {0, 2}, {1, 3}, {2, 3}}, 0},
      {"a chain backwards", 3, {{2, 1}, {1, 0}}, 0},
      {"the same need twice", 2, {{0, 1}, {0, 1}}, 0},
      {"a tail into a circle", 3, {{0, 1}, {1, 2}, {2, 1}}, 1},
      {"two apart", 4, {{0, 1}, {1, 0}, {2, 3}, {3, 2}}, 2},
  };
  for (const auto& row : kRows) {
    const std::vector<Issue> issues =
        Validate(Needing(row.milestones, row.needs));
    EXPECT_EQ(issues.size(), row.circles) << row.name;
    for (const Issue& issue : issues) {
      EXPECT_THAT(issue.where, AllOf(HasSubstr("$.recommendations["),
                                     HasSubstr("].milestones[0].needs")))
          << row.name;
    }
  }
}

TEST(Validate, NamesEveryMilestoneOfACircle) {
  const std::vector<Issue> issues =
      Validate(Needing(4, {{0, 1}, {1, 2}, {2, 0}, {3, 0}}));
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_THAT(issues[0].what, AllOf(HasSubstr("M0"), HasSubstr("M1"),
                                    HasSubstr("M2"), Not(HasSubstr("M3"))));
}

TEST(Validate, WalksALongChainOfNeeds) {
  std::vector<Need> needs;
  for (int i = 0; i + 1 < 20'000; ++i) needs.push_back({i, i + 1});
  EXPECT_THAT(Validate(Needing(20'000, needs)), IsEmpty());
}

// --- Days ---

TEST(Validate, FindsAnUpdateThatWasRecordedBeforeItWasSo) {
  const struct {
    std::string_view recorded;
    bool found;
  } kRows[] = {
      {"2018-02-11", true}, {"2018-02-12", false}, {"2018-02-13", false}};
  for (const auto& row : kRows) {
    Update update =
        Of("M", StageChange{.stage = Stage::kComplete, .decision = ""});
    update.recorded = Day(row.recorded);
    const std::vector<Issue> issues = Validate(With(OneOfEach(), {update}));
    ASSERT_EQ(issues.size(), row.found ? 1u : 0u) << row.recorded;
    if (!row.found) continue;
    EXPECT_EQ(issues[0].where, "$.journal[0].on");
    EXPECT_THAT(issues[0].what,
                AllOf(HasSubstr("2018-02-12"), HasSubstr("2018-02-11")));
  }
}

TEST(Validate, FindsADayThatIsNotWithinItsOwnWords) {
  const struct {
    std::string_view written;
    std::string_view on;
    bool found;
  } kRows[] = {
      {"in January 2018", "2017-12-31", true},
      {"in January 2018", "2018-01-01", false},
      {"in January 2018", "2018-01-31", false},
      {"in January 2018", "2018-02-01", true},
      {"by 27 March 2018", "2018-03-27", false},
      {"by 27 March 2018", "2018-03-28", true},
      {"", "2018-03-28", false},
  };
  for (const auto& row : kRows) {
    Update update = Of("M", Progress{}, row.on);
    update.written = ParseDue(row.written);
    const std::vector<std::string> paths = Paths(With(OneOfEach(), {update}));
    if (row.found) {
      EXPECT_THAT(paths, ElementsAre("$.journal[0].written")) << row.on;
    } else {
      EXPECT_THAT(paths, IsEmpty()) << row.written << " " << row.on;
    }
  }
}

// --- Numbers ---

TEST(Validate, FindsAStatedPercentageThatIsNotThatOfItsTwoNumbers) {
  const struct {
    double stated;
    double numerator;
    double denominator;
    bool found;
  } kRows[] = {
      // 252 of 301 is 83.7209 %.
      {85, 252, 301, true},
      {84, 252, 301, false},
      {83.7, 252, 301, false},
      {83, 252, 301, false},
      {83.72, 252, 301, false},
      {82, 252, 301, true},
      {83.8, 252, 301, true},
      {83.6, 252, 301, true},
      {83.73, 252, 301, true},
      // 1 of 3 is 33.33 %: up to 34 it is neither rounded nor cut off.
      {33, 1, 3, false},
      {34, 1, 3, true},
      {33.4, 1, 3, true},
      // 2 of 3 is 66.67 %.
      {66, 2, 3, false},
      {67, 2, 3, false},
      // 1 of 8 is 12.5 %: a half may be rounded either way.
      {12, 1, 8, false},
      {13, 1, 8, false},
      {12.5, 1, 8, false},
      {0, 0, 5, false},
      {100, 5, 5, false},
      {99, 5, 5, true},
      // 29 of 100; 100 * 0.29 is not 29 in binary.
      {29, 29, 100, false},
  };
  for (const auto& row : kRows) {
    const std::vector<std::string> paths = Paths(
        With(OneOfEach(),
             {Of("S", Share(row.stated, row.numerator, row.denominator))}));
    if (row.found) {
      EXPECT_THAT(paths, ElementsAre("$.journal[0].value"))
          << row.stated << " for " << row.numerator << "/" << row.denominator;
    } else {
      EXPECT_THAT(paths, IsEmpty())
          << row.stated << " for " << row.numerator << "/" << row.denominator;
    }
  }
}

TEST(Validate, SaysWhatTheTwoNumbersGive) {
  EXPECT_THAT(Validate(With(OneOfEach(), {Of("S", Share(85, 252, 301))})),
              ElementsAre(Field(&Issue::what,
                                "The stated 85 % is not 252 of 301, which is "
                                "83.7 %.")));
}

TEST(Validate, WritesLargeNumbersInFull) {
  EXPECT_THAT(
      Validate(With(OneOfEach(), {Of("S", Share(85, 1234567, 2469134))})),
      ElementsAre(Field(&Issue::what,
                        AllOf(HasSubstr("1234567"), HasSubstr("2469134")))));
}

TEST(Validate, DoesNotTakeOtherUnitsForPercentages) {
  Baseline baseline = OneOfEach();
  baseline.measures[0].unit = "days";
  EXPECT_THAT(Validate(With(baseline, {Of("S", Share(85, 252, 301))})),
              IsEmpty());
}

TEST(Validate, DoesNotMissTheNumbersThatWereNotGiven) {
  Reading reading;
  reading.value = 85;
  EXPECT_THAT(Validate(With(OneOfEach(), {Of("S", reading)})), IsEmpty());
  reading.numerator = 252;
  EXPECT_THAT(Validate(With(OneOfEach(), {Of("S", reading)})), IsEmpty());
}

TEST(Validate, FindsAPercentageOutside0To100) {
  const struct {
    double percent;
    bool found;
  } kRows[] = {{-0.5, true},  {0, false},   {0.5, false},
               {99.5, false}, {100, false}, {100.5, true}};
  for (const auto& row : kRows) {
    const std::vector<std::string> paths =
        Paths(With(OneOfEach(), {Of("M", Progress{.percent = row.percent})}));
    if (row.found) {
      EXPECT_THAT(paths, ElementsAre("$.journal[0].percent")) << row.percent;
    } else {
      EXPECT_THAT(paths, IsEmpty()) << row.percent;
    }
  }
}

// --- Decisions and periods ---

TEST(Validate, FindsWorkThatRestsOrIsCancelledWithoutADecision) {
  for (int i = 0; i < 8; ++i) {
    const auto stage = static_cast<Stage>(i);
    const bool found = stage == Stage::kOnHold || stage == Stage::kSuspended ||
                       stage == Stage::kCancelled;
    const std::vector<std::string> without = Paths(With(
        OneOfEach(), {Of("M", StageChange{.stage = stage, .decision = ""})}));
    if (found) {
      EXPECT_THAT(without, ElementsAre("$.journal[0].decision"))
          << ToWord(stage);
    } else {
      EXPECT_THAT(without, IsEmpty()) << ToWord(stage);
    }
    EXPECT_THAT(
        Paths(With(OneOfEach(), {Of("M", StageChange{.stage = stage,
                                                     .decision = "Cabinet"})})),
        IsEmpty())
        << ToWord(stage);
  }
}

TEST(Validate, FindsAnOverrideWithoutWhoOrReason) {
  const struct {
    std::string by;
    std::string reason;
    std::vector<std::string> paths;
  } kRows[] = {
      {"Director", "Judged", {}},
      {"", "Judged", {"$.journal[0].by"}},
      {"Director", "", {"$.journal[0].reason"}},
      {"", "", {"$.journal[0].by", "$.journal[0].reason"}},
  };
  for (const auto& row : kRows) {
    // Whoever withdraws one answers for that.
    for (const auto& rating :
         {std::optional<std::string>("Red"), std::optional<std::string>()}) {
      Update update = Of("M", Override{.aspect = "process",
                                       .rating = rating,
                                       .reason = row.reason});
      update.by = row.by;
      EXPECT_EQ(Paths(With(OneOfEach(), {update})), row.paths)
          << row.by << "/" << row.reason;
    }
  }
}

TEST(Validate, FindsAnOverrideOfWhatIsNotRated) {
  for (const std::string item : {"plan", "R1", "M", "O", "S", "C"}) {
    Update update =
        Of(item,
           Override{.aspect = "process", .rating = "Red", .reason = "Judged"});
    update.by = "Director";
    const std::vector<std::string> paths = Paths(With(OneOfEach(), {update}));
    if (item == "S" || item == "C") {
      EXPECT_THAT(paths, ElementsAre("$.journal[0].kind")) << item;
    } else {
      EXPECT_THAT(paths, IsEmpty()) << item;
    }
  }
}

TEST(Validate, FindsARatingForAPeriodThatDoesNotExist) {
  const auto rated_for = [](std::string period) {
    return With(OneOfEach(), {Of("M", ReportedRating{.aspect = "process",
                                                     .rating = "Red",
                                                     .period = period})});
  };
  EXPECT_THAT(Paths(rated_for("last")), ElementsAre("$.journal[0].period"));
  EXPECT_THAT(Paths(rated_for("this")), IsEmpty());
  EXPECT_THAT(Paths(rated_for("")), IsEmpty());
}

TEST(Validate, FindsReportingPeriodsThatOverlap) {
  const auto second_from = [](std::string_view day) {
    return PlanBuilder()
        .Period("one", "2018-01-01", "2018-01-31")
        .Period("two", day, "2018-02-28")
        .Build();
  };
  EXPECT_THAT(Paths(second_from("2018-01-30")), ElementsAre("$.periods[1]"));
  EXPECT_THAT(Paths(second_from("2018-01-31")), ElementsAre("$.periods[1]"));
  EXPECT_THAT(Paths(second_from("2018-02-01")), IsEmpty());
  EXPECT_THAT(Paths(second_from("2018-02-02")), IsEmpty());
}

// --- The list ---

TEST(Validate, ListsWhatItFindsInTheOrderOfTheFile) {
  Baseline baseline = OneOfEach();
  baseline.recommendations[0].milestones[0].needs = {"M"};
  baseline.recommendations.push_back({.id = "R2", .title = "R2"});
  baseline.recommendations[1].milestones.push_back(
      {.id = "N",
       .text = "N",
       .start = ParseDue("March 2018"),
       .due = ParseDue("February 2018")});
  baseline.measures[0].outcome = "X";
  baseline.concerns[0].touches = {"X"};
  EXPECT_THAT(Paths(With(baseline, {Of("X", Progress{})})),
              ElementsAre("$.recommendations[0].milestones[0].needs",
                          "$.recommendations[1].milestones[0].due",
                          "$.measures[0].outcome", "$.concerns[0].touches[0]",
                          "$.journal[0].item"));
}

TEST(Validate, WordsThatReportAnotherDateBeforeAreAContradiction) {
  const auto moved = [](std::string_view words) {
    return Of("M", DueChange{.due = ParseDue(words),
                             .agreed_by = "Board",
                             .reason = "Legal capacity"});
  };
  EXPECT_THAT(
      Paths(With(OneOfEach(), {moved("Revised: June 2018 (was April 2018)")})),
      IsEmpty());
  const Plan plan =
      With(OneOfEach(), {moved("Revised: June 2018 (was March 2018)")});
  EXPECT_THAT(Paths(plan), ElementsAre("$.journal[0].due"));
  EXPECT_THAT(Validate(plan)[0].what, HasSubstr("31 March 2018"));
}

}  // namespace
}  // namespace actionplan
