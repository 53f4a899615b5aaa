#include "actionplan/period.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <sstream>
#include <string>
#include <string_view>

namespace actionplan {
namespace {

Date Day(std::string_view iso) { return Date::Parse(iso).value(); }

Period Span(std::string_view first, std::string_view last) {
  return Period::Create(Day(first), Day(last)).value();
}

Period RandomPeriod(std::mt19937& random) {
  const Date first = Date::FromEpochDays(
      std::uniform_int_distribution<int32_t>(15000, 19000)(random));
  const int length = std::uniform_int_distribution<int>(0, 400)(random);
  return Period::Create(first, first.Plus(Days(length))).value();
}

TEST(Period, HoldsItsFirstAndItsLastDay) {
  const Period april = Span("2018-04-01", "2018-04-30");
  EXPECT_FALSE(april.Contains(Day("2018-03-31")));
  EXPECT_TRUE(april.Contains(Day("2018-04-01")));
  EXPECT_TRUE(april.Contains(Day("2018-04-30")));
  EXPECT_FALSE(april.Contains(Day("2018-05-01")));
  EXPECT_EQ(april.length(), Days(30));
}

TEST(Period, CanBeOneDay) {
  const Period day = Period::Day(Day("2016-02-29"));
  EXPECT_EQ(day.length(), Days(1));
  EXPECT_EQ(day, Span("2016-02-29", "2016-02-29"));
  EXPECT_TRUE(day.Contains(Day("2016-02-29")));
  EXPECT_FALSE(day.Contains(Day("2016-03-01")));
}

TEST(Period, CannotEndBeforeItBegins) {
  EXPECT_EQ(
      Period::Create(Day("2018-04-02"), Day("2018-04-01")).status().message(),
      "A period can't end on 2018-04-01, before it begins on 2018-04-02.");
}

TEST(Period, OfAMonthIsTheWholeMonth) {
  for (int year : {1400, 1900, 2000, 2016, 2018, 9999}) {
    for (int month = 1; month <= 12; ++month) {
      const Period period = Period::Month(year, month).value();
      const std::chrono::year_month_day last(
          std::chrono::year(year) /
          std::chrono::month(static_cast<unsigned>(month)) / std::chrono::last);
      EXPECT_EQ(period.first(), Date::Create(year, month, 1).value());
      EXPECT_EQ(period.last().month(), month);
      EXPECT_EQ(period.last().day(), static_cast<int>(unsigned{last.day()}));
    }
  }
}

TEST(Period, OfAMonthThatDoesNotExistIsRefused) {
  EXPECT_EQ(Period::Month(2018, 13).status().message(),
            "There is no month 13; months are 1 to 12.");
  EXPECT_EQ(Period::Month(2018, 0).status().message(),
            "There is no month 0; months are 1 to 12.");
  EXPECT_EQ(Period::Month(10000, 1).status().message(),
            "The year 10000 is outside 1400 to 9999.");
}

TEST(Period, HasAnEnvelopeWithAnother) {
  const Period march = Period::Month(2018, 3).value();
  const Period may = Period::Month(2018, 5).value();
  EXPECT_EQ(march.Envelope(may), Span("2018-03-01", "2018-05-31"));
  EXPECT_EQ(may.Envelope(march), march.Envelope(may));
  EXPECT_EQ(march.Envelope(march), march);
}

TEST(Period, HasTheSmallestEnvelopeOfAnyTwo) {
  std::mt19937 random(11);
  for (int i = 0; i < 2000; ++i) {
    const Period a = RandomPeriod(random);
    const Period b = RandomPeriod(random);
    const Period both = a.Envelope(b);
    EXPECT_EQ(both, b.Envelope(a));
    EXPECT_EQ(both.first(), std::min(a.first(), b.first()));
    EXPECT_EQ(both.last(), std::max(a.last(), b.last()));
    EXPECT_GE(both.length(), std::max(a.length(), b.length()));
  }
}

TEST(Period, IsAsLongAsTheNumberOfDaysInIt) {
  std::mt19937 random(12);
  for (int i = 0; i < 100; ++i) {
    const Period period = RandomPeriod(random);
    int days = 0;
    for (Date day = period.first().Plus(Days(-3));
         day <= period.last().Plus(Days(3)); day = day.Plus(Days(1))) {
      if (period.Contains(day)) ++days;
    }
    EXPECT_EQ(period.length(), Days(days)) << period;
  }
}

TEST(Period, IsWrittenInTheShortestWordsThatSayIt) {
  const struct {
    std::string_view first;
    std::string_view last;
    std::string_view words;
  } kRows[] = {
      {"2018-04-12", "2018-04-12", "12 April 2018"},
      {"2018-04-01", "2018-04-30", "April 2018"},
      {"2016-02-01", "2016-02-29", "February 2016"},
      {"2016-02-01", "2016-02-28", "1 February 2016 to 28 February 2016"},
      {"2018-03-01", "2018-04-30", "March to April 2018"},
      {"2017-12-01", "2018-01-31", "December 2017 to January 2018"},
      {"2017-03-01", "2018-03-31", "March 2017 to March 2018"},
      {"2018-03-01", "2018-03-10", "1 March 2018 to 10 March 2018"},
      {"2018-03-02", "2018-04-30", "2 March 2018 to 30 April 2018"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(Span(row.first, row.last).ToWords(), row.words);
  }
}

TEST(Period, IsPrintedWithBothDays) {
  std::ostringstream out;
  out << Span("2018-03-01", "2018-04-30");
  EXPECT_EQ(out.str(), "2018-03-01 to 2018-04-30");
}

}  // namespace
}  // namespace actionplan
