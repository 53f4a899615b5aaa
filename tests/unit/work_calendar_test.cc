#include "actionplan/work_calendar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace actionplan {
namespace {

using ::testing::HasSubstr;

Date Day(std::string_view iso) { return Date::Parse(iso).value(); }

template <typename T>
std::string Error(const absl::StatusOr<T>& result) {
  return std::string(result.status().message());
}

// The example of the header.
TEST(WorkCalendar, CountsOverEaster) {
  const WorkCalendar calendar = WorkCalendar::EnglandAndWales();
  const Date due = Day("2018-03-29");
  EXPECT_EQ(calendar.Between(due, Day("2018-04-04")).value(), WorkingDays(2));
  EXPECT_EQ(calendar.Add(due, WorkingDays(1)).value(), Day("2018-04-03"));
  EXPECT_EQ(calendar.OnOrAfter(Day("2018-03-30")).value(), Day("2018-04-03"));
}

TEST(WorkCalendar, SaysWhatItCoversWhenAskedOutside) {
  const WorkCalendar calendar = WorkCalendar::EnglandAndWales();
  EXPECT_THAT(Error(calendar.IsWorkingDay(Day("2010-12-31"))),
              HasSubstr("31 December 2010 is outside what the calendar "
                        "england-and-wales covers, 2011 to 2028;"));
}

}  // namespace
}  // namespace actionplan
