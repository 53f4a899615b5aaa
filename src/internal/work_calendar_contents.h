#ifndef ACTIONPLAN_SRC_INTERNAL_WORK_CALENDAR_CONTENTS_H_
#define ACTIONPLAN_SRC_INTERNAL_WORK_CALENDAR_CONTENTS_H_

// What a work calendar holds; made by work_calendar_reader.cc and
// work_calendar_import.cc, used by work_calendar.cc.

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "actionplan/work_calendar.h"

namespace actionplan {

struct WorkCalendar::Contents {
  std::string id;
  std::string title;
  std::string source;
  Period covers;
  WorkingWeek week;
  std::vector<Holiday> history;
  std::vector<Holiday> closures;
  std::optional<Date> published;
  std::optional<Date> known_on;

  // Made from the above by WorkCalendar::Make().
  std::vector<Holiday> holidays;
  // How many working days are among the first i days of `covers`.
  std::vector<int32_t> worked_before;
  // Epoch days of all working days.
  std::vector<int32_t> worked;
};

namespace internal {

// The calendar that is made of the built-in ones.
inline constexpr std::string_view kUnitedKingdom = "united-kingdom-any";
inline constexpr std::array<std::string_view, 3> kUnitedKingdomParts = {
    "england-and-wales", "scotland", "northern-ireland"};
inline constexpr std::string_view kUnitedKingdomTitle =
    "United Kingdom, a bank holiday in any part";

// What is wrong with holidays as the data of whole years: those outside
// `covers`, and holes; see WorkCalendar::Create().
std::vector<Issue> CheckHolidays(Period covers,
                                 const std::vector<Holiday>& holidays,
                                 int fewest);

// The fewest holidays of a year in the built-in calendar of a division; 0 if
// there is none of that id.
int FewestHolidays(std::string_view id);

// The years of `covers` that are whole: "2011 to 2028", "2018"; else its days.
std::string CoversInWords(Period covers);

// "england-and-wales" for whatever the lists have called it.
std::string DivisionFromSlug(std::string_view slug);
// "England and Wales" for "england-and-wales".
std::string TitleOfDivision(std::string_view division);

}  // namespace internal
}  // namespace actionplan

#endif  // ACTIONPLAN_SRC_INTERNAL_WORK_CALENDAR_CONTENTS_H_
