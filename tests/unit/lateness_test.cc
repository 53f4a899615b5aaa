#include "actionplan/lateness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <sstream>
#include <string>
#include <string_view>

#include "make_plan.h"

namespace actionplan {
namespace {

using unit::Day;

constexpr LateAnswer kOnTime = LateAnswer::kOnTime;
constexpr LateAnswer kLate = LateAnswer::kLate;
constexpr LateAnswer kCantBeTold = LateAnswer::kCantBeTold;

TEST(Lateness, HasThreeAnswers) {
  EXPECT_EQ(ToWord(kOnTime), "on time");
  EXPECT_EQ(ToWord(kLate), "late");
  EXPECT_EQ(ToWord(kCantBeTold), "can't be told");
}

struct Row {
  std::string_view name, due, finished;
  LateAnswer answer;
  std::optional<int> least, most;
  std::string_view words;
};

// The days are those that Python's datetime gives for the two dates.
constexpr Row kRows[] = {
    {"day, T-1", "30 April 2017", "29 April 2017", kOnTime, -1, -1,
     "on time, 1 day early"},
    {"day, T", "30 April 2017", "30 April 2017", kOnTime, 0, 0,
     "on time, to the day"},
    {"day, T+1", "30 April 2017", "1 May 2017", kLate, 1, 1, "late by 1 day"},
    {"month due, last day", "2017-04", "2017-04-30", kOnTime, 0, 0,
     "on time, to the day"},
    {"month due, day after", "2017-04", "2017-05-01", kLate, 1, 1,
     "late by 1 day"},
    {"the same month", "April 2017", "April 2017", kOnTime, -29, 0,
     "on time, to the day to 29 days early"},
    {"the month after", "April 2017", "May 2017", kLate, 1, 31,
     "late by 1 to 31 days"},
    {"the month before", "April 2017", "March 2017", kOnTime, -60, -30,
     "on time, 30 days to 60 days early"},
    {"its year", "2017-04", "2017", kCantBeTold, -119, 245,
     "can't be told: 119 days early to 245 days late"},
    {"the year after", "2017-04", "2018", kLate, 246, 610,
     "late by 246 to 610 days"},
    {"the year before", "2017-04", "2016", kOnTime, -485, -120,
     "on time, 120 days to 485 days early"},
    {"year due, day in it", "2017", "2017-12-31", kOnTime, 0, 0,
     "on time, to the day"},
    {"year due, day after", "2017", "2018-01-01", kLate, 1, 1, "late by 1 day"},
    {"leap day", "29 February 2016", "1 March 2016", kLate, 1, 1,
     "late by 1 day"},
    {"end of February", "February 2016", "29 February 2016", kOnTime, 0, 0,
     "on time, to the day"},
    {"open beginning, in time",
     "April 2017",
     "by 30 April 2017",
     kOnTime,
     {},
     0,
     "on time, to the day or early"},
    {"open beginning, well in time",
     "April 2017",
     "by 29 April 2017",
     kOnTime,
     {},
     -1,
     "on time, at least 1 day early"},
    {"open beginning, perhaps not",
     "April 2017",
     "by 1 May 2017",
     kCantBeTold,
     {},
     1,
     "can't be told: at most 1 day late"},
    {"open end, late",
     "April 2017",
     "from 1 May 2017",
     kLate,
     1,
     {},
     "late by at least 1 day"},
    {"open end, perhaps",
     "April 2017",
     "from 30 April 2017",
     kCantBeTold,
     0,
     {},
     "can't be told: to the day or later"},
    {"no due",
     "",
     "April 2017",
     kCantBeTold,
     {},
     {},
     "can't be told: there is no date to compare"},
    {"ongoing",
     "ongoing",
     "April 2017",
     kCantBeTold,
     {},
     {},
     "can't be told: there is no date to compare"},
    {"no finish",
     "April 2017",
     "",
     kCantBeTold,
     {},
     {},
     "can't be told: there is no date to compare"},
    {"impossible finish",
     "April 2017",
     "31 April 2017",
     kCantBeTold,
     {},
     {},
     "can't be told: there is no date to compare"},
};

TEST(Lateness, OfTwoWrittenDates) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const Lateness lateness =
        LatenessOf(ParseDue(row.due), ParseDue(row.finished));
    EXPECT_EQ(lateness.answer, row.answer);
    EXPECT_EQ(lateness.least.has_value(), row.least.has_value());
    EXPECT_EQ(lateness.most.has_value(), row.most.has_value());
    EXPECT_EQ(lateness.least.value_or(Days(0)), Days(row.least.value_or(0)));
    EXPECT_EQ(lateness.most.value_or(Days(0)), Days(row.most.value_or(0)));
    EXPECT_EQ(ToWords(lateness), row.words);
    std::ostringstream printed;
    printed << lateness;
    EXPECT_EQ(printed.str(), row.words);
  }
}

TEST(Lateness, IsExactIfTheFinishIsADay) {
  EXPECT_TRUE(
      LatenessOf(ParseDue("May 2018"), ParseDue("3 June 2018")).is_exact());
  EXPECT_FALSE(
      LatenessOf(ParseDue("May 2018"), ParseDue("June 2018")).is_exact());
  EXPECT_FALSE(LatenessOf(ParseDue(""), ParseDue("")).is_exact());
}

// Brute force: ask of every day that the finish can have been.
TEST(Lateness, IsWhatEveryDayOfTheFinishSays) {
  std::mt19937 random(8);
  for (int i = 0; i < 500; ++i) {
    const Date due = unit::RandomDay(random);
    const Date first = unit::RandomDay(random);
    const Date last = first.Plus(Days(unit::Random(random, 0, 40)));
    int late = 0;
    int all = 0;
    for (Date day = first; day <= last; day = day.Plus(Days(1))) {
      ++all;
      late += day > due ? 1 : 0;
    }
    const LateAnswer expected = late == all ? kLate
                                : late == 0 ? kOnTime
                                            : kCantBeTold;
    const Due written =
        Due::OfPeriod("x", std::nullopt, due, Confidence::kHigh, "");
    const Lateness lateness = LatenessBetween(written, first, last);
    ASSERT_EQ(lateness.answer, expected) << due << first << last;
    ASSERT_EQ(lateness.least, first - due);
    ASSERT_EQ(lateness.most, last - due);
  }
}

}  // namespace
}  // namespace actionplan
