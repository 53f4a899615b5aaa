#include "actionplan/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string_view>

#include "make_plan.h"

namespace actionplan {
namespace {

using ::testing::ElementsAre;
using unit::Day;
using unit::Say;

TEST(Stage, HasTheWordsOfThePlanFileInItsOrder) {
  EXPECT_THAT(StageWords(),
              ElementsAre("not started", "in progress", "complete", "verified",
                          "on hold", "cancelled", "suspended", "embedded"));
}

TEST(Stage, HasAWordThatReadsBackAsItself) {
  for (Stage stage : {Stage::kNotStarted, Stage::kInProgress, Stage::kComplete,
                      Stage::kVerified, Stage::kOnHold, Stage::kCancelled,
                      Stage::kSuspended, Stage::kEmbedded}) {
    EXPECT_EQ(ToWord(stage), StageWords()[static_cast<size_t>(stage)]);
    EXPECT_EQ(StageFromWord(ToWord(stage)), stage) << ToWord(stage);
  }
}

TEST(Stage, IsNotGuessedFromAnotherWord) {
  for (std::string_view word :
       {"", "done", "completed", "Complete", "complete ", "on-hold"}) {
    EXPECT_EQ(StageFromWord(word), std::nullopt) << '"' << word << '"';
  }
}

TEST(Stage, IsCompleteOrResting) {
  const struct {
    Stage stage;
    bool complete;
    bool resting;
  } kRows[] = {
      {Stage::kNotStarted, false, false}, {Stage::kInProgress, false, false},
      {Stage::kComplete, true, false},    {Stage::kVerified, true, false},
      {Stage::kEmbedded, true, false},    {Stage::kOnHold, false, true},
      {Stage::kSuspended, false, true},   {Stage::kCancelled, false, false}};
  for (const auto& row : kRows) {
    EXPECT_EQ(IsComplete(row.stage), row.complete) << ToWord(row.stage);
    EXPECT_EQ(IsResting(row.stage), row.resting) << ToWord(row.stage);
  }
}

TEST(UpdateKinds, AreThoseOfThePlanFile) {
  EXPECT_THAT(UpdateKinds(),
              ElementsAre("due", "forecast", "stage", "progress", "recovery",
                          "blocked", "reading", "evidence", "concern", "rating",
                          "fact", "override"));
}

TEST(KindOf, NamesEachChange) {
  EXPECT_EQ(KindOf(DueChange{}), "due");
  EXPECT_EQ(KindOf(ForecastChange{}), "forecast");
  EXPECT_EQ(KindOf(StageChange{}), "stage");
  EXPECT_EQ(KindOf(Progress{}), "progress");
  EXPECT_EQ(KindOf(Recovery{}), "recovery");
  EXPECT_EQ(KindOf(Blocked{}), "blocked");
  EXPECT_EQ(KindOf(Reading{}), "reading");
  EXPECT_EQ(KindOf(Evidence{}), "evidence");
  EXPECT_EQ(KindOf(ConcernChange{}), "concern");
  EXPECT_EQ(KindOf(ReportedRating{}), "rating");
  EXPECT_EQ(KindOf(FactChange{}), "fact");
  EXPECT_EQ(KindOf(Override{}), "override");
}

TEST(Update, IsKnownFromTheDayItWasRecorded) {
  const Update update =
      Say("2018-02-12", "R7.2", Progress{}, /*recorded=*/"2018-03-01");
  EXPECT_EQ(update.known_from(), Day("2018-03-01"));
}

TEST(Update, IsKnownFromItsOwnDayIfRecordedIsAbsent) {
  const Update update = Say("2018-02-12", "R7.2", Progress{});
  EXPECT_EQ(update.known_from(), Day("2018-02-12"));
}

TEST(Update, IsNotTheSameAsOneThatWasRecordedExplicitly) {
  // They mean the same; but what was written is kept apart.
  EXPECT_FALSE(Say("2018-02-12", "M", Progress{}) ==
               Say("2018-02-12", "M", Progress{}, "2018-02-12"));
}

TEST(Update, CanBeWrittenAsInTheHeader) {
  const Update moved = {.on = Date::Create(2018, 2, 12).value(),
                        .item = "R7.2",
                        .change = DueChange{.due = ParseDue("30 April 2018"),
                                            .agreed_by = "Improvement Board",
                                            .reason = "Legal capacity"}};
  EXPECT_EQ(KindOf(moved.change), "due");
  EXPECT_EQ(std::get<DueChange>(moved.change).due.last(), Day("2018-04-30"));
  EXPECT_EQ(moved.recorded, std::nullopt);
  EXPECT_TRUE(moved.extras.empty());
}

TEST(WrittenDue, IsWhatWasAgreedForecastOrSetForARecovery) {
  const Due due = ParseDue("March 2026");
  for (Change change : std::vector<Change>{
           DueChange{.due = due, .agreed_by = "", .reason = ""},
           ForecastChange{.finish = due}, Recovery{.until = due}}) {
    ASSERT_NE(WrittenDue(change), nullptr) << KindOf(change);
    EXPECT_EQ(*WrittenDue(std::as_const(change)), due) << KindOf(change);
  }
  const Change blocked = Blocked{.blocked = true};
  EXPECT_EQ(WrittenDue(blocked), nullptr);
}

}  // namespace
}  // namespace actionplan
