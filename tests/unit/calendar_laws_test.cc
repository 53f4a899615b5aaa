#include "internal/calendar_laws.h"
#include "internal/region_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "actionplan/assess.h"
#include "actionplan/date.h"
#include "actionplan/scheme_check.h"
#include "actionplan/work_calendar.h"
#include "internal/fact_space.h"
#include "internal/scheme_contents.h"
#include "make_scheme.h"

namespace actionplan::internal {
namespace {

std::string FactText(const std::string& name, const std::string& type,
                     const std::string& more = "") {
  return "[[fact]]\nname = \"" + name + "\"\nfor = \"milestone\"\ntype = \"" +
         type + "\"\n" + more;
}

int ColumnOf(const Scheme& scheme, std::string_view name) {
  return scheme.FindColumn(ItemKind::kMilestone, name).value();
}

Date Day(std::string_view iso) { return Date::Parse(iso).value(); }

TEST(DayAndMonths, IsThatOfAnotherLibrary) {
  struct Row {
    const char* day;
    const char* shift;
    const char* expected;
  };
  // From dateutil 2.9, date + relativedelta(months=n).
  const Row rows[] = {
      {"2026-01-31", "+ 1 month", "2026-02-28"},
      {"2024-01-31", "+ 1 month", "2024-02-29"},
      {"2023-11-30", "+ 3 months", "2024-02-29"},
      {"2023-11-30", "- 1 month", "2023-10-30"},
      {"2024-02-29", "+ 1 year", "2025-02-28"},
      {"2024-02-29", "+ 4 years", "2028-02-29"},
      {"2026-03-31", "- 1 month", "2026-02-28"},
      {"2026-12-31", "+ 2 months", "2027-02-28"},
      {"2026-05-15", "+ 3 months", "2026-08-15"},
      {"2000-02-29", "- 1 year", "1999-02-28"},
  };
  for (const Row& row : rows) {
    const std::string later = std::string("start_day ") + row.shift;
    const Scheme scheme =
        SchemeOf(FactText("start_day", "day") + FactText("end_day", "day") +
                 RuleText("r", "Red", "end_day > " + later) +
                 RuleText("g", "Green", "otherwise"));
    for (int days : {-1, 0, 1}) {
      FactTable table(ItemKind::kMilestone, 1);
      table.Set(ColumnOf(scheme, "start_day"), 0, Cell::Of(Day(row.day)));
      table.Set(ColumnOf(scheme, "end_day"), 0,
                Cell::Of(Day(row.expected).Plus(Days(days))));
      EXPECT_EQ(scheme.Rate(table, 0)[0].level, days > 0 ? 0 : 2)
          << later << " of " << row.day << ", and " << days << " days";
    }
  }
}

TEST(DayAndMonths, TakesMonthsOfTheItemAndDaysBehindThem) {
  const Scheme scheme = SchemeOf(
      FactText("start_day", "day") + FactText("allowed", "months") +
      FactText("limit", "day", "is = \"start_day + allowed + 14 days\"\n") +
      FactText("months_used", "months", "is = \"as_of - start_day\"\n") +
      RuleText("r", "Red", "as_of > limit or months_used > 12 months"));
  FactTable table(ItemKind::kMilestone, 1);
  table.Set(ColumnOf(scheme, "start_day"), 0, Cell::Of(Day("2026-01-31")));
  table.Set(ColumnOf(scheme, "allowed"), 0, Cell::Of(1));
  table.Set(Fact::kAsOf, 0, Cell::Of(Day("2026-03-14")));
  const FactTable worked_out = scheme.WithOwnFacts(table, 0);
  EXPECT_EQ(worked_out.cell(ColumnOf(scheme, "limit"), 0).value,
            Day("2026-03-14").epoch_days());
  // To 28 February it is a month, and 14 days to 14 March.
  EXPECT_EQ(worked_out.cell(ColumnOf(scheme, "months_used"), 0).value,
            1 + 14 / 32.0);
}

TEST(DayAndMonths, IsUnknownOrDoesNotApplyAsItsPartsAre) {
  const Scheme scheme =
      SchemeOf(FactText("start_day", "day", "may_not_apply = true\n") +
               FactText("limit", "day", "is = \"start_day + 1 month\"\n") +
               RuleText("r", "Red", "as_of > limit"));
  for (CellState state : {CellState::kUnknown, CellState::kNotApplicable}) {
    FactTable table(ItemKind::kMilestone, 1);
    table.Set(ColumnOf(scheme, "start_day"), 0, {.value = 0, .state = state});
    EXPECT_EQ(
        scheme.WithOwnFacts(table, 0).cell(ColumnOf(scheme, "limit"), 0).state,
        state);
  }
}

// The row rated by this calendar, of a scheme that asks `end_day > later`.
int LevelBy(const Scheme& scheme, const std::optional<WorkCalendar>& calendar,
            Date start, Date end) {
  FactTable table(ItemKind::kMilestone, 1, calendar);
  table.Set(ColumnOf(scheme, "start_day"), 0, Cell::Of(start));
  table.Set(ColumnOf(scheme, "end_day"), 0, Cell::Of(end));
  return scheme.Rate(table, 0)[0].level;
}

TEST(DayAndWorkingDays, IsThatOfAnotherLibrary) {
  struct Row {
    const char* day;
    const char* shift;
    const char* england;
    const char* scotland;
  };
  // From numpy 2, busday_offset with the published bank holidays, rolled
  // backward before adding and forward before taking away, so that only whole
  // working days after (before) the day count. Around Easter 2025, the new
  // years 2025 and 2026, the first May holiday, the last of August 2026, and a
  // leap day.
  const Row rows[] = {
      {"2025-03-31", "+ 20 working days", "2025-04-30", "2025-04-29"},
      {"2025-04-17", "+ 1 working day", "2025-04-22", "2025-04-21"},
      {"2025-04-18", "+ 1 working day", "2025-04-22", "2025-04-21"},
      {"2025-04-19", "+ 1 working day", "2025-04-22", "2025-04-21"},
      {"2024-12-02", "+ 20 working days", "2025-01-02", "2025-01-03"},
      {"2025-12-24", "+ 10 working days", "2026-01-12", "2026-01-13"},
      {"2024-12-31", "+ 20 working days", "2025-01-29", "2025-01-30"},
      {"2026-08-28", "+ 1 working day", "2026-09-01", "2026-08-31"},
      {"2024-02-28", "+ 2 working days", "2024-03-01", "2024-03-01"},
      {"2025-05-06", "- 1 working day", "2025-05-02", "2025-05-02"},
      {"2025-04-22", "- 5 working days", "2025-04-11", "2025-04-14"},
      {"2025-04-19", "- 1 working day", "2025-04-17", "2025-04-17"},
      {"2025-04-18", "+ 0 working days", "2025-04-18", "2025-04-18"},
  };
  const WorkCalendar scotland = WorkCalendar::Builtin("scotland").value();
  for (const Row& row : rows) {
    const std::string later = std::string("start_day ") + row.shift;
    const Scheme scheme =
        SchemeOf(FactText("start_day", "day") + FactText("end_day", "day") +
                 RuleText("r", "Red", "end_day > " + later) +
                 RuleText("g", "Green", "otherwise"));
    for (int days : {-1, 0, 1}) {
      const int expected = days > 0 ? 0 : 2;
      // Without a calendar it is that of England and Wales.
      EXPECT_EQ(LevelBy(scheme, std::nullopt, Day(row.day),
                        Day(row.england).Plus(Days(days))),
                expected)
          << later << " of " << row.day << ", and " << days << " days";
      EXPECT_EQ(LevelBy(scheme, scotland, Day(row.day),
                        Day(row.scotland).Plus(Days(days))),
                expected)
          << later << " of " << row.day << " in Scotland, and " << days;
    }
  }
}

TEST(WorkingDaysBetween, AreThoseOfAnotherLibrary) {
  struct Row {
    const char* start;
    const char* end;
    int england;
    int scotland;
  };
  // From numpy 2, busday_count of the days after the first and with the last;
  // reversed days are the same, negative.
  const Row rows[] = {
      {"2025-03-31", "2025-04-30", 20, 21},
      {"2025-03-31", "2025-04-29", 19, 20},
      {"2025-04-17", "2025-04-22", 1, 2},
      {"2025-04-18", "2025-04-21", 0, 1},
      {"2025-04-22", "2025-04-17", -1, -2},
      {"2025-12-24", "2026-01-02", 4, 3},
      {"2025-03-31", "2025-03-31", 0, 0},
      {"2024-12-02", "2025-01-02", 20, 19},
  };
  const Scheme scheme = SchemeOf(
      FactText("start_day", "day") + FactText("end_day", "day") +
      FactText("took", "working days", "is = \"end_day - start_day\"\n") +
      RuleText("r", "Red", "took > 20 working days"));
  for (const Row& row : rows) {
    for (const char* id : {"england-and-wales", "scotland"}) {
      FactTable table(ItemKind::kMilestone, 1,
                      WorkCalendar::Builtin(id).value());
      table.Set(ColumnOf(scheme, "start_day"), 0, Cell::Of(Day(row.start)));
      table.Set(ColumnOf(scheme, "end_day"), 0, Cell::Of(Day(row.end)));
      const bool is_scotland = std::string_view(id) == "scotland";
      EXPECT_EQ(
          scheme.WithOwnFacts(table, 0).cell(ColumnOf(scheme, "took"), 0).value,
          is_scotland ? row.scotland : row.england)
          << row.start << " to " << row.end << ", " << id;
    }
  }
}

TEST(DayAndWorkingDays, TakesAFactAndStandsWithMonthsAndDays) {
  const Scheme scheme = SchemeOf(
      FactText("start_day", "day") + FactText("allowed", "working days") +
      FactText("a", "day", "is = \"start_day + allowed\"\n") +
      FactText("b", "day", "is = \"start_day - allowed\"\n") +
      FactText("c", "day",
               "is = \"start_day + 1 month + 5 working days + 1 day\"\n") +
      RuleText("r", "Red", "a > 2025-01-01 or b > 2025-01-01 or c > a"));
  FactTable table(ItemKind::kMilestone, 1);
  table.Set(ColumnOf(scheme, "start_day"), 0, Cell::Of(Day("2025-04-22")));
  table.Set(ColumnOf(scheme, "allowed"), 0, Cell::Of(5));
  const FactTable worked_out = scheme.WithOwnFacts(table, 0);
  // 22 April 2025 was the Tuesday after Easter, 5 and 26 May holidays.
  EXPECT_EQ(worked_out.cell(ColumnOf(scheme, "a"), 0).value,
            Day("2025-04-29").epoch_days());
  EXPECT_EQ(worked_out.cell(ColumnOf(scheme, "b"), 0).value,
            Day("2025-04-11").epoch_days());
  EXPECT_EQ(worked_out.cell(ColumnOf(scheme, "c"), 0).value,
            Day("2025-05-31").epoch_days());
}

TEST(DayAndWorkingDays, IsUnknownOutsideTheCalendarAndSaysSo) {
  const Scheme scheme = SchemeOf(
      FactText("received", "day") + FactText("answered", "day") +
      RuleText("g", "Green", "answered <= received + 20 working days") +
      RuleText("r", "Red", "otherwise"));
  const WorkCalendar calendar = WorkCalendar::EnglandAndWales();
  const Date last = calendar.OnOrBefore(calendar.covers().last()).value();
  const Date inside = calendar.Add(last, WorkingDays(-20)).value();
  for (int days : {0, 1}) {
    FactTable table(ItemKind::kMilestone, 1);
    table.Set(ColumnOf(scheme, "received"), 0,
              Cell::Of(inside.Plus(Days(days))));
    table.Set(ColumnOf(scheme, "answered"), 0,
              Cell::Of(inside.Plus(Days(days + 21))));
    const Rating rating = RateRow(scheme, table, 0, 0);
    if (days == 0) {
      EXPECT_EQ(rating.level_name, "Green");
      continue;
    }
    EXPECT_EQ(rating.level, kNotRated);
    EXPECT_THAT(rating.because,
                ::testing::HasSubstr("outside the calendar england-and-wales"));
    EXPECT_THAT(rating.possible, ::testing::ElementsAre("Red", "Green"));
    const auto doubt = FindDoubt(scheme, table, 0, 0);
    ASSERT_TRUE(doubt.has_value());
    EXPECT_EQ(doubt->settled_by_words, "a calendar that covers the days");
  }
  // No 20 working days are fewer than 20 days, whatever the calendar.
  FactTable table(ItemKind::kMilestone, 1);
  table.Set(ColumnOf(scheme, "received"), 0, Cell::Of(last));
  table.Set(ColumnOf(scheme, "answered"), 0, Cell::Of(last.Plus(Days(20))));
  EXPECT_EQ(RateRow(scheme, table, 0, 0).level_name, "Green");
}

TEST(DayAndWorkingDays, SaysWhatCannotBeAdded) {
  struct Row {
    const char* when;
    const char* what;
  };
  const Row rows[] = {
      {"as_of > due + 2.5 working days",
       "'2.5' working days can't be added to a day."},
      {"as_of > due + 12001 working days",
       "'12001' working days can't be added to a day."},
      {"as_of > due + 5 working weeks", "Found 'weeks' after 'working'."},
      {"as_of - due > 5 working days", "not in working days."},
  };
  for (const Row& row : rows) {
    const std::vector<Issue> issues = IssuesOf(RuleText("r", "Red", row.when));
    ASSERT_EQ(issues.size(), 1u) << row.when;
    EXPECT_THAT(issues[0].what, ::testing::HasSubstr(row.what)) << row.when;
  }
}

TEST(SpanOfMonths, IsThatOfEveryDayOf400Years) {
  struct Row {
    int from, to;
  };
  for (const Row& row : {Row{0, 1}, Row{0, 3}, Row{-1, 0}, Row{3, 6},
                         Row{0, 12}, Row{-2, 11}, Row{0, 48}, Row{0, 60}}) {
    int least = 1 << 30;
    int most = 0;
    for (Date day = Day("1900-01-01"); day < Day("2300-01-01");
         day = day.Plus(Days(1))) {
      const int days =
          (day.PlusMonths(row.to) - day.PlusMonths(row.from)).count();
      least = std::min(least, days);
      most = std::max(most, days);
    }
    const DaySpan span = SpanOfMonths(row.from, row.to);
    EXPECT_EQ(span.least, least) << row.from << " to " << row.to;
    EXPECT_EQ(span.most, most) << row.from << " to " << row.to;
  }
}

TEST(CalendarLaws, AreNeverFalseOfARow) {
  const Scheme scheme = SchemeOf(
      FactText("a", "day") + FactText("b", "day") + FactText("n", "months") +
      FactText("between", "months", "is = \"b - a\"\n") +
      RuleText("r", "Red",
               "a + 1 month < b or a + 3 months < b or a - 2 months < b or "
               "b + 3 months < a or b - 1 year < a or a + n < b or a - n < b "
               "or between > 3 months"));
  std::mt19937 random(20260228);
  const auto between = [&](int least, int most) {
    return std::uniform_int_distribution<int>(least, most)(random);
  };
  constexpr int kRows = 20000;
  FactTable rows(ItemKind::kMilestone, kRows);
  for (int row = 0; row < kRows; ++row) {
    const Date a = Day("1999-12-01").Plus(Days(between(0, 36525)));
    const Date b = a.Plus(Days(between(-800, 800)));
    const bool at_end = between(0, 2) == 0;
    rows.Set(ColumnOf(scheme, "a"), row, Cell::Of(at_end ? a.EndOfMonth() : a));
    rows.Set(ColumnOf(scheme, "b"), row, Cell::Of(b));
    rows.Set(ColumnOf(scheme, "n"), row,
             Cell::Of(between(-15, 15) + between(0, 31) / 32.0));
  }
  const FactTable facts = scheme.WithOwnFacts(rows, 0);
  std::vector<int> columns;
  for (size_t i = 0; i < scheme.own_facts().size(); ++i) {
    columns.push_back(kFactCount + static_cast<int>(i));
  }
  const std::vector<Condition> laws = CalendarLaws(scheme, columns);
  EXPECT_GT(laws.size(), 30u);
  std::vector<uint8_t> truth(Program::kBlock);
  for (const Condition& law : laws) {
    const Program program(law);
    for (int first = 0; first < kRows; first += Program::kBlock) {
      const int count = std::min(Program::kBlock, kRows - first);
      program.Run(facts, first, count, truth.data());
      for (int i = 0; i < count; ++i) {
        ASSERT_NE(truth[static_cast<size_t>(i)], 0) << ConditionText(
            [&](int column) -> const FactDefinition& {
              return scheme.Define(column);
            },
            law);
      }
    }
  }
}

// Rules that can never decide.
std::ptrdiff_t CountHidden(const Scheme& scheme) {
  const SchemeCheck check = CheckScheme(scheme);
  return std::ranges::count(check.findings, FindingKind::kUnreachable,
                            &SchemeFinding::kind);
}

TEST(CalendarLaws, LeaveNoGapBetweenTwoLimitsOfOneDay) {
  const Scheme scheme =
      SchemeOf(FactText("year_end", "day") + FactText("filed", "day") +
               RuleText("g", "Green", "filed <= year_end + 3 months") +
               RuleText("a", "Amber", "filed <= year_end + 6 months") +
               RuleText("r", "Red", "filed > year_end + 6 months"));
  EXPECT_THAT(CheckScheme(scheme).findings, ::testing::IsEmpty());
}

TEST(CalendarLaws, ShowThatALaterLimitHidesAnEarlierOne) {
  const Scheme scheme =
      SchemeOf(FactText("year_end", "day") + FactText("filed", "day") +
               RuleText("g", "Green", "filed <= year_end + 6 months") +
               RuleText("a", "Amber", "filed <= year_end + 3 months") +
               RuleText("r", "Red", "otherwise"));
  EXPECT_EQ(CountHidden(scheme), 1);
}

TEST(CalendarLaws, OfWorkingDaysAreNeverFalseOfARow) {
  const Scheme scheme = SchemeOf(
      FactText("a", "day") + FactText("b", "day") +
      FactText("n", "working days") +
      FactText("between", "working days", "is = \"b - a\"\n") +
      RuleText("r", "Red",
               "a + 1 working day < b or a + 20 working days < b or a - 5 "
               "working days < b or b + 20 working days < a or b - 10 working "
               "days < a or a + n < b or a - n < b or between > 20 working "
               "days or a + 0 working days < b"));
  // One that is worked on Tuesdays alone, and closed for two months.
  std::vector<Holiday> closures;
  for (Date day = Day("2015-07-01"); day < Day("2015-08-29");
       day = day.Plus(Days(1))) {
    closures.push_back({.day = day, .title = "closed"});
  }
  const Period years =
      Period::Create(Day("2011-01-01"), Day("2028-12-31")).value();
  const std::vector<WorkCalendar> calendars = {
      WorkCalendar::EnglandAndWales(),
      WorkCalendar::Builtin("scotland").value(),
      WorkCalendar::Create("tuesdays", "Tuesdays", years, {},
                           WorkingWeek::Parse("0100000").value())
          .value()
          .WithClosures(closures),
      WorkCalendar::Create("daily", "Daily", years, {},
                           WorkingWeek::Parse("1111111").value())
          .value()};
  std::vector<int> columns;
  for (size_t i = 0; i < scheme.own_facts().size(); ++i) {
    columns.push_back(kFactCount + static_cast<int>(i));
  }
  const std::vector<Condition> laws = CalendarLaws(scheme, columns);
  EXPECT_GT(laws.size(), 20u);
  std::mt19937 random(20250418);
  const auto between = [&](int least, int most) {
    return std::uniform_int_distribution<int>(least, most)(random);
  };
  for (const WorkCalendar& calendar : calendars) {
    constexpr int kRows = 10000;
    FactTable rows(ItemKind::kMilestone, kRows, calendar);
    for (int row = 0; row < kRows; ++row) {
      const Date a = Day("2010-12-01").Plus(Days(between(0, 6650)));
      const int apart = between(0, 2) == 0 ? 250 : 30;
      rows.Set(ColumnOf(scheme, "a"), row, Cell::Of(a));
      rows.Set(ColumnOf(scheme, "b"), row,
               Cell::Of(a.Plus(Days(between(-apart, apart)))));
      rows.Set(ColumnOf(scheme, "n"), row, Cell::Of(between(-30, 30)));
    }
    const FactTable facts = scheme.WithOwnFacts(rows, 0);
    std::vector<uint8_t> truth(Program::kBlock);
    for (const Condition& law : laws) {
      const Program program(law);
      for (int first = 0; first < kRows; first += Program::kBlock) {
        const int count = std::min(Program::kBlock, kRows - first);
        program.Run(facts, first, count, truth.data());
        for (int i = 0; i < count; ++i) {
          ASSERT_NE(truth[static_cast<size_t>(i)], 0)
              << calendar.id() << ": "
              << ConditionText(
                     [&](int column) -> const FactDefinition& {
                       return scheme.Define(column);
                     },
                     law);
        }
      }
    }
  }
}

TEST(CalendarLaws, LeaveNoGapBetweenTwoLimitsInWorkingDays) {
  const Scheme scheme = SchemeOf(
      FactText("received", "day") + FactText("answered", "day") +
      RuleText("g", "Green", "answered <= received + 10 working days") +
      RuleText("a", "Amber", "answered <= received + 20 working days") +
      RuleText("r", "Red", "answered > received + 20 working days"));
  const SchemeCheck check = CheckScheme(scheme);
  EXPECT_THAT(check.findings, ::testing::IsEmpty());
  EXPECT_THAT(check.undecided,
              ::testing::Contains(::testing::HasSubstr(
                  "'received + 20 working days' depends on the calendar")));
}

TEST(CalendarLaws, ShowThatALimitInWorkingDaysHidesOneInDays) {
  const Scheme scheme = SchemeOf(
      FactText("received", "day") + FactText("answered", "day") +
      RuleText("g", "Green", "answered <= received + 20 working days") +
      RuleText("a", "Amber", "answered <= received + 20 days") +
      RuleText("r", "Red", "otherwise"));
  EXPECT_EQ(CountHidden(scheme), 1);
}

TEST(CalendarLaws, TieACountOfWorkingDaysToTheDaySoManyLater) {
  // No row is both: there are at least 20 just if the 20th has come.
  const Scheme scheme = SchemeOf(
      FactText("received", "day") + FactText("answered", "day") +
      FactText("took", "working days", "is = \"answered - received\"\n") +
      RuleText("g", "Green", "answered < received + 20 working days") +
      RuleText("a", "Amber", "took < 20 working days") +
      RuleText("r", "Red", "otherwise"));
  EXPECT_EQ(CountHidden(scheme), 1);
}

}  // namespace
}  // namespace actionplan::internal
