#include "actionplan/work_calendar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/date_time/gregorian/gregorian_types.hpp>
#include <map>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace actionplan {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Date Day(std::string_view iso) { return Date::Parse(iso).value(); }

template <typename T>
std::string Error(const absl::StatusOr<T>& result) {
  return std::string(result.status().message());
}

Period Years(int first, int last) {
  return Period::Create(Date::Create(first, 1, 1).value(),
                        Date::Create(last, 12, 31).value())
      .value();
}

// The example of the header.
TEST(WorkCalendar, CountsOverEaster) {
  const WorkCalendar calendar = WorkCalendar::EnglandAndWales();
  const Date due = Day("2018-03-29");
  EXPECT_EQ(calendar.Between(due, Day("2018-04-04")).value(), WorkingDays(2));
  EXPECT_EQ(calendar.Add(due, WorkingDays(1)).value(), Day("2018-04-03"));
  EXPECT_EQ(calendar.OnOrAfter(Day("2018-03-30")).value(), Day("2018-04-03"));
}

TEST(WorkCalendar, ReadsEveryFileThatIsBuiltIn) {
  for (const BuiltinCalendar& builtin : BuiltinCalendars()) {
    const WithIssues<WorkCalendar> read = WorkCalendar::Parse(builtin.json);
    ASSERT_TRUE(read.value.has_value()) << read.issues.at(0);
    EXPECT_EQ(read.value->id(), builtin.id);
    EXPECT_EQ(read.value->ToJson(), builtin.json);
    EXPECT_EQ(WorkCalendar::Builtin(builtin.id).value(), *read.value);
  }
  EXPECT_THAT(BuiltinCalendarIds(),
              ElementsAre("england-and-wales", "northern-ireland", "scotland",
                          "united-kingdom-any"));
}

// ---------------------------------------------------------------------------
// Counting.

struct Between {
  const char* a;
  const char* b;
  int after_first;
  int before_last;
  int both;
};

// Good Friday 30 March, Easter Monday 2 April 2018; 29 February 2024.
TEST(WorkCalendar, CountsTheEndsByName) {
  const Between rows[] = {
      {"2018-03-29", "2018-03-29", 0, 0, 1},  // a Thursday and itself
      {"2018-03-30", "2018-03-30", 0, 0, 0},  // Good Friday and itself
      {"2018-03-29", "2018-03-30", 0, 1, 1},
      {"2018-03-29", "2018-04-02", 0, 1, 1},
      {"2018-03-29", "2018-04-03", 1, 1, 2},
      {"2018-03-31", "2018-04-03", 1, 0, 1},
      {"2018-04-06", "2018-04-07", 0, 1, 1},  // Friday to Saturday
      {"2018-04-06", "2018-04-09", 1, 1, 2},  // Friday to Monday
      {"2018-04-07", "2018-04-08", 0, 0, 0},
      {"2024-02-28", "2024-03-01", 2, 2, 3},
      {"2011-01-01", "2011-01-04", 1, 0, 1},  // the first day covered
      {"2028-12-28", "2028-12-31", 1, 2, 2},  // the last
  };
  const WorkCalendar calendar = WorkCalendar::EnglandAndWales();
  for (const Between& row : rows) {
    SCOPED_TRACE(std::string(row.a) + " to " + row.b);
    const Date a = Day(row.a);
    const Date b = Day(row.b);
    const auto count = [&](Date x, Date y, Ends ends) {
      return calendar.Between(x, y, ends).value().count();
    };
    EXPECT_EQ(count(a, b, Ends::kAfterFirst), row.after_first);
    EXPECT_EQ(count(a, b, Ends::kBeforeLast), row.before_last);
    EXPECT_EQ(count(a, b, Ends::kBoth), row.both);
    if (a == b) continue;
    EXPECT_EQ(count(b, a, Ends::kAfterFirst), -row.after_first);
    EXPECT_EQ(count(b, a, Ends::kBeforeLast), -row.before_last);
    EXPECT_EQ(count(b, a, Ends::kBoth), -row.both);
  }
}

struct Add {
  const char* from;
  int days;
  const char* day;
};

TEST(WorkCalendar, AddsAndSubtracts) {
  const Add rows[] = {
      {"2018-03-29", 0, "2018-03-29"},  {"2018-03-30", 0, "2018-03-30"},
      {"2018-03-29", 1, "2018-04-03"},  {"2018-03-30", 1, "2018-04-03"},
      {"2018-04-02", 1, "2018-04-03"},  {"2018-04-03", 1, "2018-04-04"},
      {"2018-04-03", -1, "2018-03-29"}, {"2018-04-02", -1, "2018-03-29"},
      {"2018-03-30", -1, "2018-03-29"}, {"2018-04-07", 1, "2018-04-09"},
      {"2018-04-07", -1, "2018-04-06"}, {"2018-12-21", 4, "2018-12-31"},
      {"2024-02-28", 1, "2024-02-29"},  {"2023-02-28", 1, "2023-03-01"},
  };
  const WorkCalendar calendar = WorkCalendar::EnglandAndWales();
  for (const Add& row : rows) {
    EXPECT_EQ(calendar.Add(Day(row.from), WorkingDays(row.days)).value(),
              Day(row.day))
        << row.from << " and " << row.days;
  }
}

TEST(WorkCalendar, FindsTheNearestWorkingDay) {
  const WorkCalendar calendar = WorkCalendar::EnglandAndWales();
  const auto nearest = [&](std::string_view day) {
    return calendar.Nearest(Day(day)).value().ToIso();
  };
  EXPECT_EQ(nearest("2018-03-29"), "2018-03-29");
  EXPECT_EQ(nearest("2018-03-30"), "2018-03-29");  // Good Friday
  EXPECT_EQ(nearest("2018-03-31"), "2018-03-29");  // two before, three after
  EXPECT_EQ(nearest("2018-04-01"), "2018-04-03");
  EXPECT_EQ(nearest("2018-04-07"), "2018-04-06");
  EXPECT_EQ(nearest("2018-04-08"), "2018-04-09");
  // Christmas 2019 is on Wednesday and Thursday; a lone holiday is a tie.
  const WorkCalendar lone = calendar.WithClosures(
      std::vector<Holiday>{{.day = Day("2019-10-16"), .title = "closed"}});
  EXPECT_EQ(lone.Nearest(Day("2019-10-16")).value(), Day("2019-10-17"));
}

TEST(WorkCalendar, StaysInTheMonthIfAskedTo) {
  const WorkCalendar calendar = WorkCalendar::EnglandAndWales();
  EXPECT_EQ(calendar.OnOrAfterInMonth(Day("2018-03-31")).value(),
            Day("2018-03-29"));
  EXPECT_EQ(calendar.OnOrBeforeInMonth(Day("2018-04-01")).value(),
            Day("2018-04-03"));
  EXPECT_EQ(calendar.OnOrAfterInMonth(Day("2028-12-31")).value(),
            Day("2028-12-29"));
  const WorkCalendar mondays =
      WorkCalendar::Create("m", "", Years(2018, 2018), {},
                           WorkingWeek::Parse("Monday").value())
          .value();
  std::vector<Holiday> closed;
  for (const char* day :
       {"2018-03-05", "2018-03-12", "2018-03-19", "2018-03-26"}) {
    closed.push_back({.day = Day(day)});
  }
  EXPECT_THAT(
      Error(mondays.WithClosures(closed).OnOrAfterInMonth(Day("2018-03-31"))),
      HasSubstr("no working day in March 2018"));
}

// A twin that goes day by day, on random calendars.
TEST(WorkCalendar, CountsAsOneWhoCountsDayByDay) {
  std::mt19937 random(20180330);
  const auto roll = [&](int most) {
    return std::uniform_int_distribution<int>(0, most)(random);
  };
  for (int round = 0; round < 50; ++round) {
    std::vector<Holiday> closures;
    std::set<Date> closed;
    for (int i = 0; i < 40; ++i) {
      closures.push_back({.day = Day("2020-01-01").Plus(Days(roll(730)))});
      closed.insert(closures.back().day);
    }
    const WorkCalendar calendar =
        WorkCalendar::Create("x", "", Years(2019, 2022), {})
            .value()
            .WithClosures(closures);
    const auto worked = [&](Date day) {
      return day.weekday() != Weekday::kSaturday &&
             day.weekday() != Weekday::kSunday && !closed.contains(day);
    };
    const Date a = Day("2020-01-01").Plus(Days(roll(365)));
    const Date b = a.Plus(Days(roll(365)));
    int count = 0;
    for (Date day = a.Plus(Days(1)); day <= b; day = day.Plus(Days(1))) {
      count += worked(day) ? 1 : 0;
      if (worked(day)) {
        ASSERT_EQ(calendar.Add(a, WorkingDays(count)).value(), day);
      }
    }
    ASSERT_EQ(calendar.Between(a, b).value(), WorkingDays(count));
    const Date c = Day("2020-01-01").Plus(Days(roll(900)));
    ASSERT_EQ(calendar.Between(a, b).value() + calendar.Between(b, c).value(),
              calendar.Between(a, c).value());
    ASSERT_EQ(calendar.IsWorkingDay(a).value(), worked(a));
  }
}

TEST(WorkCalendar, SaysWhatItCoversWhenAskedOutside) {
  const WorkCalendar calendar = WorkCalendar::EnglandAndWales();
  EXPECT_EQ(Error(calendar.IsWorkingDay(Day("2010-12-31"))),
            "31 December 2010 is outside what the calendar england-and-wales "
            "covers, 2011 to 2028; take a calendar that covers it, or add a "
            "later list of holidays.");
  EXPECT_TRUE(calendar.IsWorkingDay(Day("2011-01-01")).ok());
  EXPECT_TRUE(calendar.IsWorkingDay(Day("2028-12-31")).ok());
  EXPECT_THAT(Error(calendar.Between(Day("2028-12-31"), Day("2029-01-01"))),
              HasSubstr("1 January 2029 is outside"));
  EXPECT_THAT(Error(calendar.Add(Day("2028-12-29"), WorkingDays(1))),
              HasSubstr("1 working day after 29 December 2028 is outside"));
  EXPECT_THAT(Error(calendar.Add(Day("2011-01-04"), WorkingDays(-2))),
              HasSubstr("2 working days before 4 January 2011 are outside"));
  EXPECT_THAT(Error(calendar.Add(Day("2011-01-04"), WorkingDays(2147483647))),
              HasSubstr("2147483647 working days after"));
}

TEST(WorkCalendar, IsNotChangedByADuplicateOrAWeekend) {
  const WorkCalendar plain = WorkCalendar::EnglandAndWales();
  const WorkCalendar more =
      plain.WithClosures(std::vector<Holiday>{{.day = Day("2018-03-31")},
                                              {.day = Day("2018-03-30")},
                                              {.day = Day("2018-03-30")},
                                              {.day = Day("2040-01-01")}});
  EXPECT_EQ(plain.Between(Day("2018-01-01"), Day("2018-12-31")).value(),
            more.Between(Day("2018-01-01"), Day("2018-12-31")).value());
  EXPECT_EQ(more.WhyNot(Day("2018-03-30")).value(), "Good Friday");
}

// ---------------------------------------------------------------------------
// The data: regular holidays as rules.

namespace greg = boost::gregorian;

Date ToDate(const greg::date& day) {
  return Date::Create(day.year(), day.month(), day.day()).value();
}

// The anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8).
Date Easter(int year) {
  const int a = year % 19;
  const int b = year / 100;
  const int c = year % 100;
  const int d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  const int e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
  const int f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;
  return Date::Create(year, f / 31, f % 31 + 1).value();
}

Date First(int month, int year) {
  return ToDate(greg::first_day_of_the_week_in_month(
                    greg::Monday, static_cast<unsigned short>(month))
                    .get_date(static_cast<greg::greg_year>(
                        static_cast<unsigned short>(year))));
}

Date Last(int month, int year) {
  return ToDate(greg::last_day_of_the_week_in_month(
                    greg::Monday, static_cast<unsigned short>(month))
                    .get_date(static_cast<greg::greg_year>(
                        static_cast<unsigned short>(year))));
}

// These days or, for each on a weekend, the next weekday that is not one of
// them (Banking and Financial Dealings Act 1971, schedule 1, and the yearly
// proclamations).
void AddOrSubstitute(int year, std::vector<std::pair<int, int>> month_days,
                     std::set<Date>& days) {
  std::vector<Date> moved;
  const auto is_weekend = [](Date day) {
    return day.weekday() >= Weekday::kSaturday;
  };
  for (const auto& [month, day] : month_days) {
    const Date date = Date::Create(year, month, day).value();
    is_weekend(date) ? moved.push_back(date) : void(days.insert(date));
  }
  for (Date date : moved) {
    while (is_weekend(date) || days.contains(date)) date = date.Plus(Days(1));
    days.insert(date);
  }
}

std::set<Date> Regular(std::string_view division, int year) {
  std::set<Date> days = {Easter(year).Plus(Days(-2)), First(5, year),
                         Last(5, year)};
  AddOrSubstitute(year, {{12, 25}, {12, 26}}, days);
  if (division == "scotland") {
    AddOrSubstitute(year, {{1, 1}, {1, 2}}, days);
    AddOrSubstitute(year, {{11, 30}}, days);
    days.insert(First(8, year));
    return days;
  }
  AddOrSubstitute(year, {{1, 1}}, days);
  days.insert(Easter(year).Plus(Days(1)));
  days.insert(Last(8, year));
  if (division == "northern-ireland") {
    AddOrSubstitute(year, {{3, 17}}, days);
    AddOrSubstitute(year, {{7, 12}}, days);
  }
  return days;
}

// What was proclaimed apart from the rules, in all three divisions (the lists
// themselves; London Gazette of the years before).
const std::map<int, std::pair<std::set<std::string>, std::set<std::string>>>&
Exceptions() {
  static const auto& all =
      *new std::map<int,
                    std::pair<std::set<std::string>, std::set<std::string>>>{
          {2011, {{"2011-04-29"}, {}}},                            // a wedding
          {2012, {{"2012-06-04", "2012-06-05"}, {"2012-05-28"}}},  // a jubilee
          {2020, {{"2020-05-08"}, {"2020-05-04"}}},                // VE day
          {2022, {{"2022-06-02", "2022-06-03", "2022-09-19"}, {"2022-05-30"}}},
          {2023, {{"2023-05-08"}, {}}},  // coronation
      };
  return all;
}

TEST(WorkCalendar, HasTheRegularHolidaysAndTheProclaimedOnes) {
  for (const BuiltinCalendar& builtin : BuiltinCalendars()) {
    const WorkCalendar calendar = WorkCalendar::Builtin(builtin.id).value();
    std::map<int, std::set<Date>> listed;
    for (const Holiday& holiday : calendar.holidays()) {
      listed[holiday.day.year()].insert(holiday.day);
    }
    for (int year = 2011; year <= 2028; ++year) {
      std::set<Date> expected = Regular(builtin.id, year);
      const auto found = Exceptions().find(year);
      if (found != Exceptions().end()) {
        for (const auto& day : found->second.first) expected.insert(Day(day));
        for (const auto& day : found->second.second) expected.erase(Day(day));
      }
      EXPECT_EQ(listed[year], expected) << builtin.id << " " << year;
    }
  }
}

TEST(WorkCalendar, IsAsItWasKnownOnADay) {
  struct Row {
    const char* day;
    const char* known_on;
    bool worked;
  };
  const Row rows[] = {
      {"2020-05-04", "2019-06-09", false},
      {"2020-05-04", "2019-06-10", true},
      {"2020-05-08", "2019-06-09", true},
      {"2020-05-08", "2019-06-10", false},
      {"2022-05-30", "2020-11-11", false},
      {"2022-05-30", "2020-11-12", true},
      {"2022-09-19", "2022-09-08", true},
      {"2022-09-19", "2022-09-09", false},
      {"2023-05-08", "2022-11-09", true},
      {"2023-05-08", "2022-11-10", false},
      // Listed since the first list of its year: always known.
      {"2024-12-25", "2011-01-01", false},
  };
  const WorkCalendar calendar = WorkCalendar::EnglandAndWales();
  for (const Row& row : rows) {
    const WorkCalendar known = calendar.AsKnownOn(Day(row.known_on));
    EXPECT_EQ(known.IsWorkingDay(Day(row.day)).value(), row.worked)
        << row.day << " as known on " << row.known_on;
    EXPECT_EQ(known.covers(), calendar.covers());
  }
  // Knowledge only shrinks: the earlier of two days counts.
  const WorkCalendar early =
      calendar.AsKnownOn(Day("2019-01-01")).AsKnownOn(Day("2024-01-01"));
  EXPECT_EQ(early.known_on(), Day("2019-01-01"));
  EXPECT_TRUE(early.IsWorkingDay(Day("2020-05-08")).value());
}

// ---------------------------------------------------------------------------
// Holes.

std::vector<Holiday> EveryMonth(std::vector<int> years) {
  std::vector<Holiday> holidays;
  for (int year : years) {
    for (int month = 1; month <= 12; ++month) {
      holidays.push_back({.day = Date::Create(year, month, 1).value()});
    }
  }
  return holidays;
}

TEST(WorkCalendar, IsNotMadeWithAHole) {
  EXPECT_TRUE(WorkCalendar::Create("x", "", Years(2020, 2022),
                                   EveryMonth({2020, 2021, 2022}))
                  .ok());
  EXPECT_TRUE(WorkCalendar::Create("x", "", Years(2020, 2022), {}).ok());
  EXPECT_THAT(Error(WorkCalendar::Create("x", "", Years(2020, 2022),
                                         EveryMonth({2020, 2022}))),
              HasSubstr("The year 2021 has no holidays."));
  EXPECT_THAT(Error(WorkCalendar::Create("x", "", Years(2020, 2021),
                                         EveryMonth({2020, 2021, 2022}))),
              HasSubstr("2022-01-01: The holiday '' is outside 2020 to 2021."));
  std::vector<Holiday> few = EveryMonth({2020, 2021, 2022});
  few.erase(few.begin() + 18, few.begin() + 24);  // half of 2021 is left
  EXPECT_TRUE(WorkCalendar::Create("x", "", Years(2020, 2022), few).ok());
  few.erase(few.begin() + 17);
  EXPECT_THAT(Error(WorkCalendar::Create("x", "", Years(2020, 2022), few)),
              HasSubstr("The year 2021 has only 5 holidays"));
}

TEST(WorkCalendar, RefusesAListThatDoesNotFollow) {
  const WorkCalendar calendar = WorkCalendar::EnglandAndWales();
  HolidayList list;
  list.division = "england-and-wales";
  list.years = {2030};
  list.holidays = EveryMonth({2030});
  const WithIssues<WorkCalendar> apart =
      calendar.WithList(list, Day("2026-01-01"));
  ASSERT_EQ(apart.issues.size(), 1u);
  EXPECT_THAT(ToWords(apart.issues[0]),
              HasSubstr("covers 2011 to 2028 and the list begins in 2030"));
  list.years = {2029};
  list.holidays = EveryMonth({2029});
  EXPECT_TRUE(calendar.WithList(list, Day("2026-01-01")).value.has_value());
  list.holidays.erase(list.holidays.begin() + 7, list.holidays.end());
  EXPECT_THAT(ToWords(calendar.WithList(list, Day("2026-01-01")).issues.at(0)),
              HasSubstr("The year 2029 has only 7 of at least 8 holidays."));
}

// ---------------------------------------------------------------------------
// Reading lists and weeks.

TEST(ReadHolidayLists, TakesTheNamesThatDivisionsHaveHad) {
  const WithIssues<std::vector<HolidayList>> read = ReadHolidayLists(R"({
    "divisions": {
      "ni": [{"2011": [{"title": "St Andrew's Day", "date": "30/11/11",
                        "notes": "common.substitute_day"}]}],
      "common.nations.scotland_slug": {
        "title": "common.nations.scotland", "slug": "scotland",
        "2012": [{"title": "bank_holidays.new_year", "date": "02/01/2012"},
                 {"title": "bank_holidays.new_year", "date": "02/01/2012"},
                 {"title": "bank_holidays.moon_landing", "date": "01/01/2012"}
        ]}}})");
  ASSERT_TRUE(read.value.has_value()) << read.issues.at(0);
  ASSERT_EQ(read.value->size(), 2u);
  const HolidayList& scotland = (*read.value)[0];
  EXPECT_EQ(scotland.division, "scotland");
  EXPECT_THAT(scotland.years, ElementsAre(2012));
  EXPECT_THAT(
      scotland.holidays,
      ElementsAre(
          Holiday{.day = Day("2012-01-01"), .title = "Moon landing"},
          Holiday{.day = Day("2012-01-02"), .title = "New Year’s Day"}));
  const HolidayList& ireland = (*read.value)[1];
  EXPECT_EQ(ireland.division, "northern-ireland");
  EXPECT_THAT(
      ireland.holidays,
      ElementsAre(Holiday{.day = Day("2011-11-30"),
                          .title = "St Andrew's Day (substitute day)"}));
}

TEST(ReadHolidayLists, TakesATable) {
  const WithIssues<std::vector<HolidayList>> read = ReadHolidayLists(
      "\xEF\xBB\xBF"
      "Date,Title\r\n2026-12-25,\"Christmas Day\"\r\n\r\n01/01/2026\r\n");
  ASSERT_TRUE(read.value.has_value()) << read.issues.at(0);
  EXPECT_THAT(
      read.value->at(0).holidays,
      ElementsAre(Holiday{.day = Day("2026-01-01")},
                  Holiday{.day = Day("2026-12-25"), .title = "Christmas Day"}));
}

TEST(ReadHolidayLists, RefusesADivisionUnderTwoNames) {
  const WithIssues<std::vector<HolidayList>> read = ReadHolidayLists(
      R"({"divisions": {"ni": {"2011": []}, "northern-ireland": {"2011": []}}})");
  EXPECT_THAT(read.issues.at(0).what, HasSubstr("there twice"));
}

TEST(ImportHolidayLists, NeedsTheDayOfEachList) {
  const WithIssues<CalendarImport> made = ImportHolidayLists(
      {{.name = "folder-2020-01-01/list.json", .text = "2026-01-01"}}, {});
  EXPECT_FALSE(made.value.has_value());
  EXPECT_THAT(made.issues.at(0).what, HasSubstr("published is not known"));
  const WithIssues<CalendarImport> named = ImportHolidayLists(
      {{.name = "list-2020-01-01.json", .text = "2026-01-01"}}, {});
  ASSERT_TRUE(named.value.has_value()) << named.issues.at(0);
  EXPECT_EQ(named.value->calendars.at(0).published(), Day("2020-01-01"));
  EXPECT_EQ(ToWords(named.value->changes.at(0)),
            "list-2020-01-01.json, 1 January 2020: own 2026; new: 2026");
}

TEST(ImportHolidayLists, SaysInWhichFileAProblemIs) {
  const WithIssues<CalendarImport> made =
      ImportHolidayLists({{.name = "b-2020-01-02", .text = "{"},
                          {.name = "a-2020-01-01", .text = "2026-02-30"}},
                         {});
  ASSERT_EQ(made.issues.size(), 2u);
  EXPECT_EQ(made.issues[0].where, "a-2020-01-01, line 1");
  EXPECT_EQ(made.issues[1].where, "b-2020-01-02, line 1, column 2");
}

TEST(WorkingWeek, IsReadAsNumpyWritesIt) {
  const auto mask = [](std::string_view text) {
    const absl::StatusOr<WorkingWeek> week = WorkingWeek::Parse(text);
    return week.ok() ? week->ToMask() : "error";
  };
  EXPECT_EQ(WorkingWeek().ToMask(), "1111100");
  EXPECT_EQ(mask("1111100"), "1111100");
  EXPECT_EQ(mask("Mon Tue Wed Thu Fri"), "1111100");
  EXPECT_EQ(mask("monday, sunday"), "1000001");
  EXPECT_EQ(mask("SatSun"), "0000011");
  for (const char* bad : {"", "0000000", "111110", "satsun", "Mon Tue We",
                          "Max", "12", "MonTu"}) {
    EXPECT_EQ(mask(bad), "error") << bad;
  }
  const Weekday every[] = {Weekday::kMonday,    Weekday::kTuesday,
                           Weekday::kWednesday, Weekday::kThursday,
                           Weekday::kFriday,    Weekday::kSaturday,
                           Weekday::kSunday};
  EXPECT_FALSE(WorkingWeek::Without(every).ok());
  EXPECT_EQ(WorkingWeek::Without(std::span(every).last(2)).value(),
            WorkingWeek());
}

TEST(WorkingDays, ReadAsPeopleSayThem) {
  EXPECT_EQ(ToWords(WorkingDays(20)), "20 working days");
  EXPECT_EQ(ToWords(WorkingDays(1)), "1 working day");
  EXPECT_EQ(ToWords(WorkingDays(-1)), "-1 working day");
  EXPECT_EQ(ToWords(WorkingDays(0)), "0 working days");
  EXPECT_EQ(EndsFromWord("before last"), Ends::kBeforeLast);
  EXPECT_EQ(EndsFromWord("Both"), std::nullopt);
}

}  // namespace
}  // namespace actionplan
