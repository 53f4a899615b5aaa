#include "internal/edtf_cell.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

#include "actionplan/date.h"
#include "actionplan/edtf.h"

namespace actionplan {
namespace {

using ::testing::HasSubstr;

std::string Iso(std::optional<Date> day) {
  return day.has_value() ? day->ToIso() : "";
}

TEST(ReadEdtfCell, ReadsWhatOnlyEdtfCanBe) {
  constexpr std::string_view kCells[] = {
      "2017-04",     "2024-08-29",        "2024-03-31/2024-06-30",
      "2018?",       "2018-06~",          "../2024-05-31",
      "2024-03/..",  "2018-02-01/..",     "2024-03/2024-06",
      "201X",        "2024-XX",           "2024-08-29T10:30:00Z",
      "/2024-05-31", "[2024-03,2024-06]", "{2024-03,2024-06}",
      "2041-33",     "2024-12/2025-01",
  };
  for (std::string_view cell : kCells) {
    EXPECT_EQ(ParseDue(cell), ParseEdtf(cell).value()) << cell;
  }
}

TEST(ReadEdtfCell, LeavesWhatABritishCouncilWrites) {
  constexpr std::string_view kCells[] = {
      // Years, whatever stands for them in EDTF.
      "2030",
      "2023-24",
      "2023-24?",
      "1999-00",
      "2022-25",
      "2020-25",
      "2022/25",
      "2022/23",
      "2022/2025",
      "2022/2023",
      "2023-24/2024-25",
      "2023-24/..",
      // A month or a financial year.
      "2009-10",
      "2011-12",
      "2009-10/..",
      "2009-10/2010-11",
      // A dash before a day.
      "-2018-03-31",
      // Not EDTF.
      "",
      "-",
      "/",
      "31/03/2018",
      "2018-02-30",
      "2018-03 / 2018-04",
      "Y1",
      "2022-2025",
      "2018-42",
      "[2018]x",
  };
  for (std::string_view cell : kCells) {
    EXPECT_EQ(internal::ReadEdtfCell(cell), std::nullopt) << cell;
  }
}

TEST(ReadEdtfCell, KeepsTheSpacesOfTheCell) {
  const Due due = ParseDue(" \t2024-08\r\n");
  EXPECT_EQ(due.text(), " \t2024-08\r\n");
  EXPECT_EQ(Iso(due.last()), "2024-08-31");
}

TEST(ReadEdtfCell, BelievesAMonthBesideADateThatIsNoYear) {
  EXPECT_EQ(Iso(ParseDue("2009-10/2010-03").last()), "2010-03-31");
  EXPECT_EQ(Iso(ParseDue("2009-10/2010-03").first()), "2009-10-01");
  EXPECT_EQ(Iso(ParseDue("2009-10-01/2010-11").last()), "2010-11-30");
}

// "2025-33" may be a plan for nine years; more than five, and it is EDTF.
TEST(ReadEdtfCell, SaysThatASeasonMayBeYears) {
  const struct {
    std::string_view cell;
    std::string_view first;
    std::string_view last;
    std::string_view years;
  } kRows[] = {
      {"2025-33", "2025-01-01", "2025-03-31", "the years 2025 to 2033"},
      {"2001-21", "2001-03-01", "2001-05-31", "the years 2001 to 2021"},
      {"2018-24", "2018-12-01", "2019-02-28", "the years 2018 to 2024"},
  };
  for (const auto& row : kRows) {
    const Due due = ParseDue(row.cell);
    SCOPED_TRACE(::testing::Message() << due);
    EXPECT_EQ(Iso(due.first()), row.first);
    EXPECT_EQ(Iso(due.last()), row.last);
    EXPECT_EQ(due.confidence(), Confidence::kLow);
    EXPECT_THAT(due.note(), HasSubstr(std::string(row.years)));
    ASSERT_EQ(due.other_readings().size(), 1u);
    EXPECT_EQ(due.other_readings()[0].note, row.years);
  }
  EXPECT_TRUE(ParseDue("2034-33").other_readings().empty());
  EXPECT_TRUE(ParseDue("2033-33").other_readings().empty());
}

TEST(ReadEdtfCell, DoesNotMakeANegativeYearOfADash) {
  EXPECT_EQ(Iso(ParseDue("-2018-03-31").last()), "2018-03-31");
}

TEST(ReadEdtfCell, SaysWhatAPlanCannotMean) {
  const Due due = ParseDue("XXXX-12-25");
  EXPECT_EQ(due.kind(), DueKind::kError);
  EXPECT_THAT(due.note(), HasSubstr("leaves more than a hundred open"));
}

}  // namespace
}  // namespace actionplan
