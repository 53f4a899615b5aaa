#ifndef ACTIONPLAN_DEADLINE_H_
#define ACTIONPLAN_DEADLINE_H_

// Day counts that law defines for public bodies: by when a request has to be
// answered, how long before a meeting notice has to be given.
//
// Each is named data (data/day_counts.toml, compiled in) with the words of the
// law that it stands for, and how they were read where they leave room. Nothing
// here is legal advice: the last day in law can be earlier ("promptly and in
// any event not later than") and the clock can be stopped, which a date can't
// know.
//
//   absl::StatusOr<Deadline> foi =
//       FindDeadline("foi", Date::Create(2024, 12, 2).value());
//   foi->day;       // 3 January 2025
//   foi->because;   // "the 20th working day after 2 December 2024; not
//                   //  counted: 25 December 2024 (Christmas Day), ..."
//
// Kinds of count, all of them exact:
//   working days after         the nth working day after the day, which never
//                              counts itself
//   clear working days before  the last working day with n whole working days
//                              between it and the day; neither end counts
//   months after               the same day of the month n months later, or
//   that
//                              month's last day (Date::PlusMonths)
//   months beginning with      the day is in the period: it ends the day before
//                              the same day of the month n months later, or on
//                              that month's last day if it has no such day
// A count may go on to the next working day if it ends on a day that is none.
//
// Errors: an unknown name lists those that there are; a day outside the
// calendar says what it covers; a calendar other than the law's is refused.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "actionplan/date.h"
#include "actionplan/work_calendar.h"

namespace actionplan {

enum class CountKind {
  kWorkingDaysAfter,
  kClearWorkingDaysBefore,
  kMonthsAfter,
  kMonthsBeginningWith,
};

// "working days after", "clear working days before", "months after", "months
// beginning with".
std::string_view ToWord(CountKind kind);

struct DayCount {
  std::string id;
  std::string title;
  // The day from which it is counted, in words.
  std::string from;
  CountKind kind = CountKind::kWorkingDaysAfter;
  int count = 0;
  // The calendar that the law asks for; empty where it is the body's own.
  std::string calendar;
  bool then_next_working_day = false;
  // The act or regulation, with the section.
  std::string citation;
  // What its words were taken to mean, and on whose authority.
  std::string reading;
};

struct Deadline {
  std::string name;
  Date from;
  // The last day on which it is in time.
  Date day;
  // The calendar by which it was counted.
  std::string calendar;
  std::string because;
};

// In the order of the file.
std::span<const DayCount> DayCounts();

// The text of the data file, compiled in.
std::string_view DayCountsFile();

// Reads such a file; every problem comes with its line.
WithIssues<std::vector<DayCount>> ReadDayCounts(std::string_view toml);

// `calendar` is by default the law's, else England and Wales. Where the law
// asks for a calendar, one of that id is taken (a later list of holidays) and
// any other refused.
absl::StatusOr<Deadline> FindDeadline(
    std::string_view name, Date from,
    const std::optional<WorkCalendar>& calendar = std::nullopt);

// The same of a count that is not built in.
absl::StatusOr<Deadline> FindDeadline(
    const DayCount& count, Date from,
    const std::optional<WorkCalendar>& calendar = std::nullopt);

}  // namespace actionplan

#endif  // ACTIONPLAN_DEADLINE_H_
