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
                          "on hold", "cancelled"));
}

TEST(Stage, HasAWordThatReadsBackAsItself) {
  for (Stage stage : {Stage::kNotStarted, Stage::kInProgress, Stage::kComplete,
                      Stage::kVerified, Stage::kOnHold, Stage::kCancelled}) {
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

TEST(UpdateKinds, AreThoseOfThePlanFile) {
  EXPECT_THAT(UpdateKinds(), ElementsAre("due", "forecast", "stage", "progress",
                                         "recovery", "blocked", "reading",
                                         "evidence", "concern", "rating"));
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

}  // namespace
}  // namespace actionplan
