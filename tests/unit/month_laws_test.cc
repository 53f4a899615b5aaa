#include "internal/month_laws.h"
#include "internal/region_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "actionplan/date.h"
#include "actionplan/scheme_check.h"
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
    const MonthSpan span = SpanOfMonths(row.from, row.to);
    EXPECT_EQ(span.least, least) << row.from << " to " << row.to;
    EXPECT_EQ(span.most, most) << row.from << " to " << row.to;
  }
}

TEST(MonthLaws, AreNeverFalseOfARow) {
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
  const std::vector<Condition> laws = MonthLaws(scheme, columns);
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

TEST(MonthLaws, LeaveNoGapBetweenTwoLimitsOfOneDay) {
  const Scheme scheme =
      SchemeOf(FactText("year_end", "day") + FactText("filed", "day") +
               RuleText("g", "Green", "filed <= year_end + 3 months") +
               RuleText("a", "Amber", "filed <= year_end + 6 months") +
               RuleText("r", "Red", "filed > year_end + 6 months"));
  EXPECT_THAT(CheckScheme(scheme).findings, ::testing::IsEmpty());
}

TEST(MonthLaws, ShowThatALaterLimitHidesAnEarlierOne) {
  const Scheme scheme =
      SchemeOf(FactText("year_end", "day") + FactText("filed", "day") +
               RuleText("g", "Green", "filed <= year_end + 6 months") +
               RuleText("a", "Amber", "filed <= year_end + 3 months") +
               RuleText("r", "Red", "otherwise"));
  const SchemeCheck check = CheckScheme(scheme);
  const auto is_hidden = [](const SchemeFinding& finding) {
    return finding.kind == FindingKind::kUnreachable;
  };
  EXPECT_EQ(std::ranges::count_if(check.findings, is_hidden), 1);
}

}  // namespace
}  // namespace actionplan::internal
