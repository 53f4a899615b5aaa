#include "actionplan/date.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <sstream>
#include <string>
#include <string_view>

namespace actionplan {
namespace {

using ::testing::HasSubstr;

Date Day(std::string_view iso) { return Date::Parse(iso).value(); }

std::string ParseError(std::string_view text) {
  return std::string(Date::Parse(text).status().message());
}

std::string CreateError(int year, int month, int day) {
  return std::string(Date::Create(year, month, day).status().message());
}

// The standard library's calendar, which shares no code with ours.
std::chrono::sys_days StandardDay(Date date) {
  return std::chrono::sys_days(std::chrono::days(date.epoch_days()));
}

Date RandomDate(std::mt19937& random) {
  const int32_t first = Day("1400-01-01").epoch_days();
  const int32_t last = Day("9999-12-31").epoch_days();
  return Date::FromEpochDays(
      std::uniform_int_distribution<int32_t>(first, last)(random));
}

void ExpectDayOfTheStandardCalendar(int32_t days) {
  const Date date = Date::FromEpochDays(days);
  const std::chrono::year_month_day standard(StandardDay(date));
  const bool same =
      date.year() == static_cast<int>(standard.year()) &&
      date.month() == static_cast<int>(unsigned{standard.month()}) &&
      date.day() == static_cast<int>(unsigned{standard.day()}) &&
      Date::Create(date.year(), date.month(), date.day()).value() == date;
  ASSERT_TRUE(same) << date;
}

// The calendar repeats itself after 400 years; of the other years the days
// around which one could go wrong.
TEST(Date, IsRealOnEveryDayOfItsRange) {
  const int32_t from = Day("1800-01-01").epoch_days();
  const int32_t to = Day("2199-12-31").epoch_days();
  for (int32_t days = from; days <= to; ++days) {
    ASSERT_NO_FATAL_FAILURE(ExpectDayOfTheStandardCalendar(days));
  }
  for (int year = 1400; year <= 9999; ++year) {
    const int32_t first = Date::Create(year, 1, 1).value().epoch_days();
    const int32_t last = Date::Create(year, 12, 31).value().epoch_days();
    // 1 January, 28 and 29 February or 1 March, 31 December.
    for (int32_t days : {first, first + 58, first + 59, last}) {
      ASSERT_NO_FATAL_FAILURE(ExpectDayOfTheStandardCalendar(days));
    }
  }
}

TEST(Date, HasTheWeekdayOfTheStandardCalendar) {
  std::mt19937 random(20180327);
  for (int i = 0; i < 10000; ++i) {
    const Date date = RandomDate(random);
    const std::chrono::weekday standard(StandardDay(date));
    ASSERT_EQ(static_cast<unsigned>(date.weekday()), standard.iso_encoding())
        << date;
  }
  EXPECT_EQ(Day("2018-03-27").weekday(), Weekday::kTuesday);
}

TEST(Date, SurvivesBeingWrittenAndRead) {
  const int32_t first = Day("1890-01-01").epoch_days();
  const int32_t last = Day("2210-12-31").epoch_days();
  for (int32_t days = first; days <= last; ++days) {
    const Date date = Date::FromEpochDays(days);
    ASSERT_EQ(Date::Parse(date.ToIso()).value(), date);
  }
}

TEST(Date, CountsFrom1970) {
  EXPECT_EQ(Day("1970-01-01").epoch_days(), 0);
  EXPECT_EQ(Day("1969-12-31").epoch_days(), -1);
  EXPECT_EQ(Day("2000-02-29").epoch_days(), 11016);
}

TEST(Date, IsNotMadeOfADayThatDoesNotExist) {
  EXPECT_EQ(CreateError(2018, 2, 30),
            "There is no 30 February 2018; that month has 28 days.");
  EXPECT_EQ(CreateError(2018, 4, 31),
            "There is no 31 April 2018; that month has 30 days.");
  EXPECT_EQ(CreateError(2018, 4, 0),
            "There is no 0 April 2018; that month has 30 days.");
  EXPECT_EQ(CreateError(2018, 4, -1),
            "There is no -1 April 2018; that month has 30 days.");
  EXPECT_EQ(CreateError(2018, 13, 1),
            "There is no month 13; months are 1 to 12.");
  EXPECT_EQ(CreateError(2018, 0, 1),
            "There is no month 0; months are 1 to 12.");
  EXPECT_EQ(CreateError(1399, 12, 31),
            "The year 1399 is outside 1400 to 9999.");
  EXPECT_EQ(CreateError(10000, 1, 1),
            "The year 10000 is outside 1400 to 9999.");
}

TEST(Date, Has29FebruaryInLeapYearsOnly) {
  const struct {
    int year;
    bool leap;
  } kRows[] = {{2016, true},  {2017, false}, {2018, false}, {2020, true},
               {1900, false}, {2000, true},  {2100, false}, {2400, true}};
  for (const auto& row : kRows) {
    EXPECT_EQ(Date::Create(row.year, 2, 29).ok(), row.leap) << row.year;
  }
}

TEST(Date, IsReadFromIsoOnly) {
  EXPECT_EQ(Day("2018-03-27"), Date::Create(2018, 3, 27).value());
  for (std::string_view text :
       {"", "2018", "2018-3-27", "2018-03-27 ", " 2018-03-27", "27/03/2018",
        "2018/03/27", "2018-03-2x", "20180327", "2018-03-27T00:00",
        "+018-03-27", "-018-03-27", "2018-+3-27", "27 March 2018"}) {
    EXPECT_THAT(ParseError(text),
                HasSubstr("is not a day written as YYYY-MM-DD"))
        << text;
  }
  EXPECT_EQ(ParseError("27/03/2018"),
            "'27/03/2018' is not a day written as YYYY-MM-DD, such as "
            "2018-03-27.");
}

TEST(Date, RefusesAnImpossibleIsoDayAndNeverRollsOver) {
  EXPECT_EQ(ParseError("2018-02-30"),
            "There is no 30 February 2018; that month has 28 days.");
  EXPECT_EQ(ParseError("2018-13-01"),
            "There is no month 13; months are 1 to 12.");
  EXPECT_EQ(ParseError("0000-01-01"), "The year 0 is outside 1400 to 9999.");
}

TEST(Date, QuotesNoMoreThanTheBeginningOfALongText) {
  EXPECT_LT(ParseError(std::string(100000, 'x')).size(), 200u);
}

TEST(Date, AddsAndTakesAwayDays) {
  EXPECT_EQ(Day("2018-02-28").Plus(Days(1)), Day("2018-03-01"));
  EXPECT_EQ(Day("2016-02-28").Plus(Days(1)), Day("2016-02-29"));
  EXPECT_EQ(Day("2018-01-01").Plus(Days(-1)), Day("2017-12-31"));
  EXPECT_EQ(Day("2018-04-30") - Day("2018-02-28"), Days(61));
  EXPECT_EQ(Day("2018-02-28") - Day("2018-04-30"), Days(-61));
}

TEST(Date, StaysInItsRange) {
  const Date first = Day("1400-01-01");
  const Date last = Day("9999-12-31");
  EXPECT_EQ(last.Plus(Days(1)), last);
  EXPECT_EQ(first.Plus(Days(-1)), first);
  EXPECT_EQ(last.Plus(Days(2147483647)), last);
  EXPECT_EQ(first.Plus(Days(-2147483647)), first);
  EXPECT_EQ(last.PlusMonths(1), last);
  EXPECT_EQ(first.PlusMonths(-1), first);
  EXPECT_EQ(last.PlusMonths(2147483647), last);
  EXPECT_EQ(first.PlusMonths(-2147483647), first);
  EXPECT_TRUE(Date::IsInRange(first.epoch_days()));
  EXPECT_FALSE(Date::IsInRange(int64_t{first.epoch_days()} - 1));
  EXPECT_TRUE(Date::IsInRange(last.epoch_days()));
  EXPECT_FALSE(Date::IsInRange(int64_t{last.epoch_days()} + 1));
}

TEST(Date, AddsMonthsWithoutSkippingOne) {
  const struct {
    std::string_view from;
    int months;
    std::string_view to;
  } kRows[] = {
      {"2018-01-31", 1, "2018-02-28"},   {"2016-01-31", 1, "2016-02-29"},
      {"2018-01-31", 2, "2018-03-31"},   {"2018-01-30", 1, "2018-02-28"},
      {"2018-01-28", 1, "2018-02-28"},   {"2018-02-28", 1, "2018-03-28"},
      {"2018-03-31", -1, "2018-02-28"},  {"2018-03-31", 1, "2018-04-30"},
      {"2018-12-31", 1, "2019-01-31"},   {"2018-01-01", -1, "2017-12-01"},
      {"2016-02-29", 12, "2017-02-28"},  {"2016-02-29", 48, "2020-02-29"},
      {"2016-02-29", -12, "2015-02-28"}, {"2018-06-15", 0, "2018-06-15"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(Day(row.from).PlusMonths(row.months), Day(row.to))
        << row.from << " + " << row.months << " months";
  }
}

// The day of the month, or the last that there is.
Date PlusMonthsOneByOne(Date from, int months) {
  const std::chrono::year_month_day start(StandardDay(from));
  std::chrono::year_month_day moved = start + std::chrono::months(months);
  while (!moved.ok()) {
    moved = moved.year() / moved.month() /
            std::chrono::day(unsigned{moved.day()} - 1);
  }
  return Date::FromEpochDays(static_cast<int32_t>(
      std::chrono::sys_days(moved).time_since_epoch().count()));
}

TEST(Date, AddsMonthsAsTheStandardCalendarDoes) {
  std::mt19937 random(4);
  std::uniform_int_distribution<int> months(-300, 300);
  for (int i = 0; i < 20000; ++i) {
    const Date date = Date::FromEpochDays(
        std::uniform_int_distribution<int32_t>(-30000, 60000)(random));
    const int count = months(random);
    ASSERT_EQ(date.PlusMonths(count), PlusMonthsOneByOne(date, count))
        << date << " + " << count << " months";
  }
}

TEST(Date, KnowsTheEndOfItsMonth) {
  EXPECT_EQ(Day("2018-02-01").EndOfMonth(), Day("2018-02-28"));
  EXPECT_EQ(Day("2016-02-29").EndOfMonth(), Day("2016-02-29"));
  EXPECT_EQ(Day("2018-04-30").EndOfMonth(), Day("2018-04-30"));
  EXPECT_EQ(Day("9999-12-01").EndOfMonth(), Day("9999-12-31"));
}

TEST(Date, IsWrittenForPeopleAndMachines) {
  EXPECT_EQ(Day("2018-04-03").ToWords(), "3 April 2018");
  EXPECT_EQ(Day("2018-04-03").ToIso(), "2018-04-03");
  std::ostringstream out;
  out << Day("2018-04-03") << ", " << Days(61);
  EXPECT_EQ(out.str(), "2018-04-03, 61 days");
}

TEST(Date, IsOrderedByTime) {
  EXPECT_LT(Day("2018-03-31"), Day("2018-04-01"));
  EXPECT_LT(Day("2017-12-31"), Day("2018-01-01"));
  EXPECT_EQ(Day("2018-04-01"), Day("2018-04-01"));
}

TEST(Days, AreWrittenWithTheirUnit) {
  EXPECT_EQ(ToWords(Days(0)), "0 days");
  EXPECT_EQ(ToWords(Days(1)), "1 day");
  EXPECT_EQ(ToWords(Days(-1)), "-1 day");
  EXPECT_EQ(ToWords(Days(2)), "2 days");
}

TEST(MonthsBetween, CountsWholeMonthsOnly) {
  const struct {
    std::string_view from;
    std::string_view to;
    int months;
  } kRows[] = {
      {"2018-01-31", "2018-02-27", 0},  {"2018-01-31", "2018-02-28", 1},
      {"2018-01-31", "2018-03-01", 1},  {"2018-01-31", "2018-03-30", 1},
      {"2018-01-31", "2018-03-31", 2},  {"2016-01-31", "2016-02-28", 0},
      {"2016-01-31", "2016-02-29", 1},  {"2018-03-27", "2018-03-27", 0},
      {"2018-03-27", "2018-04-26", 0},  {"2018-03-27", "2018-04-27", 1},
      {"2018-03-27", "2019-03-27", 12}, {"2018-02-28", "2018-01-31", -1},
      {"2018-02-27", "2018-01-31", 0},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(MonthsBetween(Day(row.from), Day(row.to)), row.months)
        << row.from << " to " << row.to;
  }
}

// The definition in the header, counted one by one.
int MonthsOneByOne(Date from, Date to) {
  if (to < from) return -MonthsOneByOne(to, from);
  int months = 0;
  while (from.PlusMonths(months + 1) <= to) ++months;
  return months;
}

TEST(MonthsBetween, AgreesWithCountingOneByOne) {
  std::mt19937 random(7);
  std::uniform_int_distribution<int32_t> start(10000, 25000);
  std::uniform_int_distribution<int> length(-1500, 1500);
  for (int i = 0; i < 20000; ++i) {
    const Date from = Date::FromEpochDays(start(random));
    const Date to = from.Plus(Days(length(random)));
    ASSERT_EQ(MonthsBetween(from, to), MonthsOneByOne(from, to))
        << from << " to " << to;
  }
}

TEST(MonthsBetween, IsMinusItsOppositeInEveryCase) {
  std::mt19937 random(8);
  for (int i = 0; i < 5000; ++i) {
    const Date a = RandomDate(random);
    const Date b = RandomDate(random);
    ASSERT_EQ(MonthsBetween(a, b), -MonthsBetween(b, a)) << a << ' ' << b;
  }
}

// What relativedelta(to, from) of python-dateutil 4.0.0 says.
TEST(MonthsAndDays, AgreesWithDateutil) {
  const struct {
    std::string_view from;
    std::string_view to;
    int months;
    int days;
  } kRows[] = {
      {"2018-01-31", "2018-02-27", 0, 27}, {"2018-01-31", "2018-02-28", 1, 0},
      {"2018-01-31", "2018-03-01", 1, 1},  {"2018-01-31", "2018-03-30", 1, 30},
      {"2018-01-31", "2018-03-31", 2, 0},  {"2018-01-31", "2018-04-30", 3, 0},
      {"2018-01-31", "2018-05-01", 3, 1},  {"2016-01-31", "2016-02-28", 0, 28},
      {"2016-01-31", "2016-02-29", 1, 0},  {"2016-01-31", "2016-03-01", 1, 1},
      {"2016-02-29", "2017-02-28", 12, 0}, {"2016-02-29", "2017-03-01", 12, 1},
      {"2016-02-29", "2020-02-29", 48, 0}, {"2018-02-28", "2018-03-28", 1, 0},
      {"2018-02-28", "2018-03-31", 1, 3},  {"2018-04-30", "2018-05-31", 1, 1},
      {"2018-12-31", "2019-02-28", 2, 0},  {"2017-12-30", "2018-03-01", 2, 1},
      {"2018-03-27", "2018-03-27", 0, 0},  {"2018-03-27", "2018-04-26", 0, 30},
      {"2018-03-27", "2018-04-28", 1, 1},
  };
  for (const auto& row : kRows) {
    const MonthsAndDays length =
        MonthsAndDays::Between(Day(row.from), Day(row.to));
    EXPECT_EQ(length.months, row.months) << row.from << " to " << row.to;
    EXPECT_EQ(length.days, row.days) << row.from << " to " << row.to;
    EXPECT_EQ(MonthsAndDays::Between(Day(row.to), Day(row.from)),
              (MonthsAndDays{.months = -row.months, .days = -row.days}))
        << row.from << " to " << row.to;
  }
}

// Day by day: the months grow when an anniversary has come, and the days are
// counted from it.
TEST(MonthsAndDays, AgreeWithCountingDayByDay) {
  for (std::string_view start : {"2015-12-31", "2016-02-29", "2018-01-28",
                                 "2018-01-29", "2018-01-30", "2018-02-28"}) {
    const Date from = Day(start);
    int months = 0;
    int days = 0;
    double before = -1;
    for (Date day = from; day < from.Plus(Days(1500));
         day = day.Plus(Days(1)), ++days) {
      if (day == from.PlusMonths(months + 1)) {
        ++months;
        days = 0;
      }
      const MonthsAndDays length = MonthsAndDays::Between(from, day);
      ASSERT_EQ(length, (MonthsAndDays{.months = months, .days = days}))
          << from << " to " << day;
      ASSERT_LT(before, length.value()) << from << " to " << day;
      ASSERT_EQ(MonthsAndDays::FromValue(length.value()), length);
      ASSERT_EQ(MonthsAndDays::FromValue(-length.value()),
                MonthsAndDays::Between(day, from));
      before = length.value();
    }
  }
}

TEST(MonthsAndDays, AreWrittenWithTheirUnits) {
  EXPECT_EQ(ToWords(MonthsAndDays{.months = 1, .days = 3}), "1 month 3 days");
  EXPECT_EQ(ToWords(MonthsAndDays{.months = 2, .days = 1}), "2 months 1 day");
  EXPECT_EQ(ToWords(MonthsAndDays{.months = 2}), "2 months");
  EXPECT_EQ(ToWords(MonthsAndDays{.days = 3}), "3 days");
  EXPECT_EQ(ToWords(MonthsAndDays{}), "0 months");
  EXPECT_EQ(ToWords(MonthsAndDays{.months = -1, .days = -3}),
            "-1 month 3 days");
  EXPECT_EQ(ToWords(MonthsAndDays{.days = -3}), "-3 days");
  EXPECT_EQ(ToWords(MonthsAndDays::FromValue(1.5)), "1 month 16 days");
}

TEST(MonthName, IsEnglish) {
  EXPECT_EQ(MonthName(1), "January");
  EXPECT_EQ(MonthName(9), "September");
  EXPECT_EQ(MonthName(12), "December");
}

}  // namespace
}  // namespace actionplan
