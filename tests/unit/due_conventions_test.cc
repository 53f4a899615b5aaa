#include "actionplan/due_conventions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "actionplan/due.h"

namespace actionplan {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StrEq;

std::string Last(std::string_view text, const DueConventions& conventions) {
  const Due due = ParseDue(text, {.anchor = Date::Parse("2024-03-27").value(),
                                  .conventions = conventions});
  return due.last().has_value() ? due.last()->ToIso() : "";
}

std::string First(std::string_view text, const DueConventions& conventions) {
  const Due due = ParseDue(text, {.conventions = conventions});
  return due.first().has_value() ? due.first()->ToIso() : "";
}

// Every convention: its default, what it makes of a text, and the same when it
// is set to another value.
struct Row {
  std::string_view name;
  std::string_view usual;
  std::string_view text;
  std::string_view last;
  std::string_view other;
  std::string_view other_last;
};

constexpr Row kRows[] = {
    {"quarters", "financial", "Q3 2025", "2025-12-31", "calendar",
     "2025-09-30"},
    {"financial_year", "April", "2024/25", "2025-03-31", "January",
     "2024-12-31"},
    {"academic_year", "September", "academic year 2024/25", "2025-08-31",
     "August", "2025-07-31"},
    {"municipal_year", "May", "municipal year 2024/25", "2025-04-30", "June",
     "2025-05-31"},
    {"fy_of_one_year", "ends", "FY25", "2025-03-31", "begins", "2026-03-31"},
    {"the_year", "financial", "end of the year", "2024-03-31", "calendar",
     "2024-12-31"},
    {"spring", "March to May", "spring 2018", "2018-05-31", "March to June",
     "2018-06-30"},
    {"summer", "June to August", "summer 2018", "2018-08-31",
     "July to September", "2018-09-30"},
    {"autumn", "September to November", "autumn 2018", "2018-11-30",
     "September to December", "2018-12-31"},
    {"winter", "December to February", "winter 2018", "2019-02-28",
     "November to January", "2019-01-31"},
    {"winter_of_one_year", "begins", "winter 2018", "2019-02-28", "ends",
     "2018-02-28"},
    {"autumn_term", "September to December", "autumn term 2018", "2018-12-31",
     "August to December", "2018-12-31"},
    {"spring_term", "January to March", "spring term 2018", "2018-03-31",
     "January to April", "2018-04-30"},
    {"summer_term", "April to July", "summer term 2018", "2018-07-31",
     "April to August", "2018-08-31"},
    {"early_until", "10", "early May 2018", "2018-05-10", "12", "2018-05-12"},
    {"mid_until", "20", "mid May 2018", "2018-05-20", "19", "2018-05-19"},
    {"early_in_year", "January to March", "early 2018", "2018-03-31",
     "January to April", "2018-04-30"},
    {"mid_year", "May to August", "mid 2018", "2018-08-31", "June to July",
     "2018-07-31"},
    {"late_in_year", "October to December", "late 2018", "2018-12-31",
     "September to November", "2018-11-30"},
    {"by_month", "end", "by April 2018", "2018-04-30", "start", "2018-03-31"},
    {"day_order", "day first", "04/05/2018", "2018-05-04", "month first",
     "2018-04-05"},
    {"two_figure_years_from", "2000", "31/03/99", "2099-03-31", "1950",
     "1999-03-31"},
    {"week_days", "7", "w/c 24 October 2022", "2022-10-30", "5", "2022-10-28"},
    {"week_begins", "Monday", "next week", "2024-04-07", "Sunday",
     "2024-04-06"},
    {"easter", "Sunday", "by Easter 2018", "2018-04-01", "Thursday",
     "2018-03-29"},
    {"arrow", "change", "Mar 2018 -> Jul 2018", "2018-07-31", "span",
     "2018-07-31"},
};

TEST(DueConventions, AreThoseOfBritishCouncilsAndCanBeChanged) {
  EXPECT_EQ(std::size(kRows), ConventionNames().size());
  for (size_t i = 0; i < std::size(kRows); ++i) {
    const Row& row = kRows[i];
    SCOPED_TRACE(row.name);
    EXPECT_EQ(ConventionNames()[i], row.name);
    const DueConventions usual;
    EXPECT_THAT(ConventionValue(usual, row.name),
                StrEq(std::string(row.usual)));
    EXPECT_EQ(Last(row.text, usual), row.last);
    const auto changed = WithConvention(usual, row.name, row.other);
    ASSERT_TRUE(changed.ok());
    EXPECT_EQ(ConventionValue(*changed, row.name), row.other);
    EXPECT_EQ(Last(row.text, *changed), row.other_last);
  }
}

TEST(DueConventions, ChangeTheFirstDayWhereTheLastStays) {
  const DueConventions usual;
  const auto term = WithConvention(usual, "autumn_term", "August to December");
  EXPECT_EQ(First("autumn term 2018", usual), "2018-09-01");
  EXPECT_EQ(First("autumn term 2018", *term), "2018-08-01");
  const auto span = WithConvention(usual, "arrow", "span");
  EXPECT_EQ(First("Mar 2018 -> Jul 2018", usual), "2018-07-01");
  EXPECT_EQ(First("Mar 2018 -> Jul 2018", *span), "2018-03-01");
  const auto early = WithConvention(usual, "early_until", "12");
  EXPECT_EQ(First("mid May 2018", *early), "2018-05-13");
}

TEST(DueConventions, SettleWhatWouldBeReportedAsTwoReadings) {
  const DueConventions usual;
  for (std::string_view name : {"quarters", "fy_of_one_year", "by_month"}) {
    const std::string_view text = name == "quarters"         ? "Q3 2025"
                                  : name == "fy_of_one_year" ? "FY25"
                                                             : "by April 2025";
    EXPECT_FALSE(IsSettled(usual, name));
    const Due doubtful = ParseDue(text);
    EXPECT_EQ(doubtful.confidence(), Confidence::kLow) << doubtful;
    EXPECT_THAT(doubtful.other_readings(), Not(IsEmpty()));
    // What is stated to be the default is stated.
    const auto stated =
        WithConvention(usual, name, ConventionValue(usual, name));
    ASSERT_TRUE(stated.ok());
    EXPECT_TRUE(IsSettled(*stated, name));
    const Due sure = ParseDue(text, {.conventions = *stated});
    EXPECT_EQ(sure.confidence(), Confidence::kHigh) << sure;
    EXPECT_THAT(sure.other_readings(), IsEmpty());
    EXPECT_EQ(sure.last(), doubtful.last());
  }
}

TEST(DueConventions, RefuseANameOrAValueThatThereIsNot) {
  const struct {
    std::string_view name;
    std::string_view value;
    std::string_view message;
  } kBad[] = {
      {"quarter", "calendar",
       "There is no convention 'quarter'; did you mean 'quarters'?"},
      {"", "x", "There is no convention ''; docs/due-dates.md lists them."},
      {"quarters", "school",
       "quarters is 'school'; use 'financial' or 'calendar'."},
      {"easter", "", "easter is ''; use 'Thursday', 'Sunday' or 'Monday'."},
      {"financial_year", "13",
       "financial_year is '13'; use a month, such as "
       "'April'."},
      {"spring", "March - May",
       "spring is 'March - May'; use months, such as "
       "'March to May'."},
      {"early_until", "0", "early_until is '0'; use a number from 1 to 15."},
      {"early_until", "16", "use a number from 1 to 15."},
      {"mid_until", "15", "use a number from 16 to 27."},
      {"mid_until", "28", "use a number from 16 to 27."},
      {"week_days", "8", "use a number from 1 to 7."},
      {"week_days", "7.5", "use a number from 1 to 7."},
      {"two_figure_years_from", "99999999999", "use a number from 1400 to"},
      {"week_begins", "monday", "use a weekday, such as 'Monday'."},
  };
  for (const auto& row : kBad) {
    const auto changed = WithConvention({}, row.name, row.value);
    ASSERT_FALSE(changed.ok()) << row.name << " " << row.value;
    EXPECT_THAT(std::string(changed.status().message()),
                HasSubstr(std::string(row.message)));
  }
  EXPECT_EQ(ConventionValue({}, "no such"), "");
  EXPECT_FALSE(IsSettled({}, "no such"));
}

TEST(DueConventions, TakeTheEndsOfTheirRanges) {
  for (std::string_view value : {"1", "15"}) {
    EXPECT_TRUE(WithConvention({}, "early_until", value).ok());
  }
  for (std::string_view value : {"16", "27"}) {
    EXPECT_TRUE(WithConvention({}, "mid_until", value).ok());
  }
  EXPECT_TRUE(WithConvention({}, "week_days", "1").ok());
}

TEST(DueConventions, AreReadAsInTheirHeader) {
  DueConventions ours;
  ours.quarters = Quarters::kCalendar;
  ours.spring = {3, 6};
  EXPECT_EQ(Last("Q3 2025", ours), "2025-09-30");
  EXPECT_EQ(Last("spring 2025", ours), "2025-06-30");
  const auto named =
      WithConvention(DueConventions{}, "spring", "March to June");
  EXPECT_EQ(named->spring, ours.spring);
}

}  // namespace
}  // namespace actionplan
