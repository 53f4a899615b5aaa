#include "actionplan/deadline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace actionplan {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Date Day(std::string_view iso) { return Date::Parse(iso).value(); }

std::string DayOf(std::string_view name, std::string_view from) {
  const absl::StatusOr<Deadline> deadline = FindDeadline(name, Day(from));
  return deadline.ok() ? deadline->day.ToIso()
                       : std::string(deadline.status().message());
}

TEST(DayCounts, AreAllRead) {
  const WithIssues<std::vector<DayCount>> read = ReadDayCounts(DayCountsFile());
  ASSERT_TRUE(read.value.has_value()) << read.issues.at(0);
  std::vector<std::string> ids;
  for (const DayCount& count : DayCounts()) {
    ids.push_back(count.id);
    EXPECT_FALSE(count.citation.empty() || count.reading.empty()) << count.id;
    if (!count.calendar.empty()) {
      EXPECT_TRUE(WorkCalendar::Builtin(count.calendar).ok()) << count.id;
    }
  }
  EXPECT_THAT(ids, ElementsAre("foi", "foi-scotland", "eir", "subject-access",
                               "council-meeting", "council-meeting-wales",
                               "scrutiny-response"));
}

TEST(DayCounts, OfABadFileListEveryProblem) {
  const WithIssues<std::vector<DayCount>> read = ReadDayCounts(
      "day_counts = 1\n[[day_count]]\nid = \"x\"\ncount = \"-3 working days "
      "after\"\nthen = \"never\"\n");
  EXPECT_FALSE(read.value.has_value());
  EXPECT_EQ(read.issues.size(), 6u);
  for (const Issue& issue : read.issues) EXPECT_EQ(issue.where, "line 2");
  EXPECT_THAT(ReadDayCounts("[[").issues.at(0).what, HasSubstr("not TOML"));
  EXPECT_THAT(ReadDayCounts("x = 1").issues.at(0).what,
              HasSubstr("not a file of day counts"));
}

// Counted by hand on a calendar of the wall.
TEST(FindDeadline, CountsAsTheLawSays) {
  struct Row {
    const char* name;
    const char* from;
    const char* day;
  };
  const Row rows[] = {
      // Over Christmas: the 2nd of January is a bank holiday in Scotland.
      {"foi", "2024-12-02", "2025-01-03"},
      {"eir", "2024-12-02", "2025-01-03"},
      {"foi-scotland", "2024-12-02", "2025-01-03"},
      // 17 March 2025 is one only in Northern Ireland.
      {"foi", "2025-03-03", "2025-04-01"},
      {"foi-scotland", "2025-03-03", "2025-03-31"},
      // Received on a Saturday, a Sunday and the Monday after.
      {"foi", "2025-06-07", "2025-07-04"},
      {"foi", "2025-06-08", "2025-07-04"},
      {"foi", "2025-06-09", "2025-07-07"},
      // 3 September to 3 October is the example of the Commissioner.
      {"subject-access", "2024-09-03", "2024-10-03"},
      {"subject-access", "2023-01-30", "2023-02-28"},
      {"subject-access", "2024-01-31", "2024-02-29"},
      // 3 November 2024 is a Sunday, 25 December is Christmas.
      {"subject-access", "2024-10-03", "2024-11-04"},
      {"subject-access", "2024-11-25", "2024-12-27"},
      // A Wednesday's meeting is called by the Tuesday of the week before.
      {"council-meeting", "2025-06-18", "2025-06-10"},
      // Over Easter: 18 and 21 April 2025.
      {"council-meeting", "2025-04-24", "2025-04-14"},
      {"council-meeting-wales", "2025-06-18", "2025-06-12"},
      {"scrutiny-response", "2025-03-05", "2025-05-04"},
      {"scrutiny-response", "2025-03-01", "2025-04-30"},
      {"scrutiny-response", "2024-12-31", "2025-02-28"},
      {"scrutiny-response", "2025-01-01", "2025-02-28"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(DayOf(row.name, row.from), row.day)
        << row.name << " " << row.from;
  }
}

// R v Swansea City Council, ex parte Elitestone Ltd: an agenda of Thursday 26
// April 1990 was too late for three clear days before Tuesday 1 May.
TEST(FindDeadline, HasTheDaysOfTheCaseOnClearDays) {
  const WorkCalendar of_1990 =
      WorkCalendar::Create(
          "1990", "",
          Period::Create(Day("1990-01-01"), Day("1990-12-31")).value(),
          {{.day = Day("1990-04-16")}, {.day = Day("1990-05-07")}})
          .value();
  EXPECT_EQ(
      FindDeadline("council-meeting-wales", Day("1990-05-01"), of_1990)->day,
      Day("1990-04-25"));
}

TEST(FindDeadline, ExplainsItself) {
  EXPECT_EQ(FindDeadline("foi", Day("2024-12-02"))->because,
            "the 20th working day after 2 December 2024; not counted: 25 "
            "December 2024 (Christmas Day), 26 December 2024 (Boxing Day), 1 "
            "January 2025 (New Year’s Day), 2 January 2025 (2nd January)");
  EXPECT_EQ(FindDeadline("subject-access", Day("2024-10-03"))->because,
            "one month after 3 October 2024 is 3 November 2024 (Sunday), so "
            "the next working day");
  EXPECT_EQ(FindDeadline("scrutiny-response", Day("2025-03-05"))->because,
            "the last day of 2 months that begin with 5 March 2025");
}

TEST(FindDeadline, RefusesAnotherCalendarThanTheLaws) {
  const absl::StatusOr<Deadline> deadline =
      FindDeadline("foi", Day("2024-12-02"), WorkCalendar::EnglandAndWales());
  EXPECT_THAT(std::string(deadline.status().message()),
              HasSubstr("by the calendar united-kingdom-any"));
  EXPECT_TRUE(FindDeadline("foi", Day("2024-12-02"),
                           WorkCalendar::Builtin("united-kingdom-any").value())
                  .ok());
}

TEST(FindDeadline, SaysWhatIsWrong) {
  EXPECT_EQ(DayOf("gdpr", "2024-12-02"),
            "There is no day count 'gdpr'; there are: foi, foi-scotland, eir, "
            "subject-access, council-meeting, council-meeting-wales, "
            "scrutiny-response.");
  EXPECT_THAT(DayOf("foi", "2028-12-20"),
              HasSubstr("20 working days after 20 December 2028 are outside "
                        "what the calendar united-kingdom-any covers, 2011 to "
                        "2028"));
}

}  // namespace
}  // namespace actionplan
