#ifndef ACTIONPLAN_WORK_CALENDAR_H_
#define ACTIONPLAN_WORK_CALENDAR_H_

// Working days: which days are worked, and how many lie between two days.
//
// A calendar is a working week (Monday to Friday unless you say otherwise) less
// its holidays less your own closures, over the whole years for which its
// holidays are known. Three are built in, made from the lists behind
// www.gov.uk/bank-holidays: "england-and-wales", "scotland" and
// "northern-ireland"; a fourth, "united-kingdom-any", is the three together: a
// holiday in any of them is one there, as the Freedom of Information Act asks.
//
//   WorkCalendar calendar = WorkCalendar::EnglandAndWales();
//   Date due = Date::Create(2018, 3, 29).value();             // a Thursday
//   calendar.Between(due, Date::Create(2018, 4, 4).value());  // 2 working days
//   calendar.Add(due, WorkingDays(1));                        // 3 April 2018
//   calendar.OnOrAfter(Date::Create(2018, 3, 30).value());    // 3 April 2018
//
// Exact rules:
//
//   between   counts the days after the first up to and with the last, (a, b],
//             unless another of the Ends is named. It is the default because
//             it is how lateness and the statutes count ("the twentieth working
//             day following the date of receipt", Freedom of Information Act
//             2000, section 10(1)), and because its twin in calendar days is
//             plainly b - a. It is additive: between(a, b) + between(b, c) =
//             between(a, c).
//   reversed  between(b, a) = -between(a, b) for two different days, whichever
//             ends are counted (our choice: a slip and the slip back cancel
//             out). Of one and the same day, kBoth counts that day if it is
//             worked, and the others count none.
//   add       the nth working day after a day, or before it if n is negative;
//             0 gives the day itself, worked or not (as Excel's WORKDAY). A day
//             that is not worked is never counted, so from a Saturday 1 working
//             day is Monday. For n >= 0, between(d, add(d, n)) = n; for n < 0
//             that holds if d is a working day.
//   covers    whole years, from the first to the last for which there is data.
//             Asking for a day outside is an error that says what is covered.
//             It is never guessed: bank holidays are proclaimed year by year.
//   weekend   a holiday or closure on a day that is not worked anyway, or one
//             that is listed twice, changes nothing. A substitute day is an
//             entry of its own in the lists, and is not worked out here.
//
// Holidays come and go at short notice (19 September 2022 was announced nine
// days before). A holiday knows since when it was listed (`announced`) and when
// a later list struck it out (`withdrawn`), where the lists tell. One that
// stood already in the first list of its year counts as always known: most are
// fixed by law or standing custom long before. AsKnownOn() gives the calendar
// as it was on a day.
//
// A new list is a change of data: docs/work-calendar.md says how to update.
// Sources of the built-in data: the files data/calendars/*.json name theirs.

#include <compare>
#include <cstdint>
#include <initializer_list>
#include <iosfwd>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "actionplan/date.h"
#include "actionplan/issue.h"
#include "actionplan/period.h"

namespace actionplan {

// A number of working days, possibly negative. It does not convert to or from
// Days: which of the two is meant is what goes wrong in trackers.
class WorkingDays {
 public:
  constexpr WorkingDays() = default;
  constexpr explicit WorkingDays(int count) : count_(count) {}

  constexpr int count() const { return count_; }

  friend constexpr auto operator<=>(WorkingDays, WorkingDays) = default;
  friend constexpr WorkingDays operator-(WorkingDays d) {
    return WorkingDays(-d.count_);
  }
  friend constexpr WorkingDays operator+(WorkingDays a, WorkingDays b) {
    return WorkingDays(a.count_ + b.count_);
  }

  template <typename H>
  friend H AbslHashValue(H h, WorkingDays d) {
    return H::combine(std::move(h), d.count_);
  }

 private:
  int count_ = 0;
};

// "20 working days", "1 working day", "-1 working day".
std::string ToWords(WorkingDays days);
std::ostream& operator<<(std::ostream& out, WorkingDays days);

// Which ends of a span are counted, see above.
enum class Ends {
  kAfterFirst,  // (a, b]: lateness, the statutes; the default
  kBeforeLast,  // [a, b): numpy.busday_count
  kBoth,        // [a, b]: Excel's NETWORKDAYS
};

// "after first", "before last", "both".
std::string_view ToWord(Ends ends);
std::optional<Ends> EndsFromWord(std::string_view word);

// The days of the week that are worked.
class WorkingWeek {
 public:
  // Monday to Friday.
  constexpr WorkingWeek() = default;

  // Every day but these; fails if none is left.
  static absl::StatusOr<WorkingWeek> Without(std::span<const Weekday> weekend);

  // Reads seven figures from Monday on, 1 for a worked day, as numpy's weekmask
  // ("1111100"), or names of worked days ("Mon Tue Wed", "monday, tuesday").
  static absl::StatusOr<WorkingWeek> Parse(std::string_view text);

  bool Contains(Weekday day) const {
    return ((bits_ >> (static_cast<int>(day) - 1)) & 1) != 0;
  }

  // "1111100".
  std::string ToMask() const;

  friend bool operator==(WorkingWeek, WorkingWeek) = default;

 private:
  constexpr explicit WorkingWeek(uint8_t bits) : bits_(bits) {}

  uint8_t bits_ = 0b0011111;  // bit 0 is Monday
};

// A day that is not worked, and since when that was known.
struct Holiday {
  Date day;
  std::string title = "";
  // The day of the first list that had it, if an earlier one had its year
  // without it. Absent: always known.
  std::optional<Date> announced = std::nullopt;
  // The day of the first later list that has its year without it.
  std::optional<Date> withdrawn = std::nullopt;

  // Whether it counted by what was known at the end of a day.
  bool IsKnownOn(Date today) const {
    return announced.value_or(today) <= today &&
           (!withdrawn.has_value() || *withdrawn > today);
  }

  friend bool operator==(const Holiday&, const Holiday&) = default;
};

// What one published list says of one division.
struct HolidayList {
  // "england-and-wales", "scotland", "northern-ireland" or another; empty for a
  // list that names none.
  std::string division;
  // In ascending order, each once.
  std::vector<int> years;
  // By day, each day once.
  std::vector<Holiday> holidays;

  friend bool operator==(const HolidayList&, const HolidayList&) = default;
};

class WorkCalendar {
 public:
  // A built-in calendar; an unknown id is an error that lists them.
  static absl::StatusOr<WorkCalendar> Builtin(std::string_view id);

  // The default of a plan (our choice: most councils are there).
  static WorkCalendar EnglandAndWales();

  // Your own. If there are holidays at all, every whole year in `covers` must
  // have some, and not less than half of what is usual in the others (their
  // median): a year without is a hole in the data, and is an error that names
  // it. Days off that don't come every year are closures. A holiday outside
  // `covers` is an error too. The Status lists all problems.
  static absl::StatusOr<WorkCalendar> Create(std::string id, std::string title,
                                             Period covers,
                                             std::vector<Holiday> holidays,
                                             WorkingWeek week = {});

  // Not worked on a day if one of these is not; over the years that all cover,
  // with the working week of the first. Fails if there are none of them.
  static absl::StatusOr<WorkCalendar> AnyOf(
      std::string id, std::string title,
      std::span<const WorkCalendar> calendars);

  // From one published list: covers its years. A list of a division that is
  // built in must have, in every year, at least the holidays that are fixed
  // there (8, 9 and 10).
  static WithIssues<WorkCalendar> OfList(const HolidayList& list);

  // A calendar file, or a list in any form that ReadHolidayLists() takes. Where
  // there are several divisions one must be named; "" takes the only one, and
  // "united-kingdom-any" all of them together.
  static WithIssues<WorkCalendar> Parse(std::string_view text,
                                        std::string_view division = "");

  const std::string& id() const;
  const std::string& title() const;
  // Where its holidays were published; may be empty.
  const std::string& source() const;
  Period covers() const;
  WorkingWeek week() const;
  // Those that count, by day, each day once; closures are apart.
  std::span<const Holiday> holidays() const;
  std::span<const Holiday> closures() const;
  // Also those that were withdrawn or not yet announced; by day.
  std::span<const Holiday> history() const;
  // The day of the latest list that is in it, if that is known.
  std::optional<Date> published() const;
  // The day of AsKnownOn(), if it was asked for.
  std::optional<Date> known_on() const;

  // With another source.
  WorkCalendar WithSource(std::string source) const;

  // With more days that are not worked. One outside what is covered is kept
  // and changes nothing, as nothing can be asked there.
  WorkCalendar WithClosures(std::span<const Holiday> closures) const;

  // With a list that was published later: a year that is new is added, and of
  // a year that was there the differences are announced or withdrawn on
  // `published`. Years that the list lacks stay as they are: old ones are
  // dropped from the lists and that is no withdrawal. Fails if the list is
  // older than published(), leaves a hole, or lacks fixed holidays.
  WithIssues<WorkCalendar> WithList(const HolidayList& list,
                                    Date published) const;

  // As it was on a day, by its announcements and withdrawals; one without any
  // is the same on every day. What it covers does not change.
  WorkCalendar AsKnownOn(Date day) const;

  absl::StatusOr<bool> IsWorkingDay(Date day) const;

  // Why a day is not worked: the holiday's or closure's title, else the day of
  // the week ("Saturday"). Empty for a working day.
  absl::StatusOr<std::string> WhyNot(Date day) const;

  // Takes the same time however far apart the days are. Both must be covered.
  absl::StatusOr<WorkingDays> Between(Date a, Date b,
                                      Ends ends = Ends::kAfterFirst) const;

  // Takes the same time however many are added. `day` must be covered too.
  absl::StatusOr<Date> Add(Date day, WorkingDays count) const;

  // The day itself if it is worked, else the next or the last one that is.
  absl::StatusOr<Date> OnOrAfter(Date day) const;
  absl::StatusOr<Date> OnOrBefore(Date day) const;

  // The nearer of the two; of two equally near the later (our choice: it never
  // makes anybody late).
  absl::StatusOr<Date> Nearest(Date day) const;

  // The same but never in another month: if that were so it is the last or the
  // first working day of the month; "modified following" and "modified
  // preceding" in finance and numpy. Fails if the month has none.
  absl::StatusOr<Date> OnOrAfterInMonth(Date day) const;
  absl::StatusOr<Date> OnOrBeforeInMonth(Date day) const;

  // The calendar as a calendar file: JSON with a holiday a line.
  std::string ToJson() const;

  friend bool operator==(const WorkCalendar& a, const WorkCalendar& b);

 private:
  friend class CalendarReader;
  struct Contents;
  explicit WorkCalendar(std::shared_ptr<const Contents> contents)
      : contents_(std::move(contents)) {}
  static WorkCalendar Make(Contents contents);

  std::shared_ptr<const Contents> contents_;
};

// "20 working days after 5 May 2018" and the like are made by the callers; this
// is "England and Wales, 2011 to 2028".
std::ostream& operator<<(std::ostream& out, const WorkCalendar& calendar);

// The ids of the built-in calendars.
std::vector<std::string> BuiltinCalendarIds();

struct BuiltinCalendar {
  std::string_view id;
  std::string_view json;
};

// The calendar files that are compiled into the library, by id, and the titles
// that stand for the keys in the lists' source files, as JSON.
std::span<const BuiltinCalendar> BuiltinCalendars();
std::string_view BankHolidayTitles();

// Reads a published list, in one of these forms:
//   the public file   {"scotland": {"events": [{"date": "2026-01-01", ...}]}}
//   its source file   {"divisions": {"scotland": {"2026": [{"date":
//                     "01/01/2026", ...}]}}}, in all the shapes it has had
//                     since 2011
//   a table           lines of a day and a title, "2026-01-01,New Year's Day";
//                     the title may be absent, a first line "date,title" too
// Days are ISO or day/month/year. All problems are listed; a list with one has
// no value, so that a day is never left out in silence.
WithIssues<std::vector<HolidayList>> ReadHolidayLists(std::string_view text);

// The lists of England and Wales, Scotland and Northern Ireland as one of
// "united-kingdom-any": a holiday in any is one, over the years that all have.
// A list that is missing or has problems is one of its own.
WithIssues<HolidayList> UnitedKingdomList(
    const std::vector<HolidayList>& lists);

// All problems of a calendar file or a published list; of several divisions all
// are looked at unless one is named.
std::vector<Issue> CheckCalendarText(std::string_view text,
                                     std::string_view division = "");

// A built-in calendar by id, else the file at that path, see Parse().
absl::StatusOr<WorkCalendar> LoadWorkCalendar(const std::string& name_or_path,
                                              std::string_view division = "");

// ---------------------------------------------------------------------------
// Making calendar files from published lists.

// A list as it came: its file's name and text, and the day on which it was
// published. Without that day it is the ISO day in the file's name.
struct ListFile {
  std::string name;
  std::string text;
  std::optional<Date> published = std::nullopt;
};

// What one list changed in one calendar.
struct ListChange {
  std::string file;
  Date published;
  std::string division;
  std::vector<int> years;
  // Years that were not covered before.
  std::vector<int> new_years;
  // In years that were covered before.
  std::vector<Holiday> announced;
  std::vector<Holiday> withdrawn;
};

// "lists/2019.json, 9 December 2019: scotland 2012 to 2021; new: 2021".
std::string ToWords(const ListChange& change);

struct CalendarImport {
  // Those that it began with and those that the lists made, by id.
  std::vector<WorkCalendar> calendars;
  // In the order in which they were applied.
  std::vector<ListChange> changes;
};

// Applies lists to calendars, oldest first, whatever their order; of lists of
// one day the one whose name sorts first. "united-kingdom-any" is brought up to
// date if it is among `calendars`, by files that have all of its parts. Begins
// with `calendars`, which may be empty.
WithIssues<CalendarImport> ImportHolidayLists(
    std::vector<ListFile> files, std::vector<WorkCalendar> calendars);

}  // namespace actionplan

#endif  // ACTIONPLAN_WORK_CALENDAR_H_
