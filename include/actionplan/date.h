#ifndef ACTIONPLAN_DATE_H_
#define ACTIONPLAN_DATE_H_

// A day of the calendar.
//
// `Date` is always a real day: there is no "not a date" and no infinity, so
// `due < today` means what it says. "No date" is std::optional<Date>. The range
// is 1 January 1400 to 31 December 9999 (that of Boost.Date_Time, proleptic
// Gregorian). A `Date` has no time of day and no time zone.
//
//   absl::StatusOr<Date> due = Date::Parse("2018-02-28");
//   Date agreed = Date::Create(2018, 4, 30).value();
//   Days slip = agreed - *due;                       // Days(61)
//   std::string words = agreed.ToWords();            // "30 April 2018"
//
// Calendar days are `Days`, a type of their own, so that they can't be mixed up
// with working days or with a plain number.
//
// Month arithmetic is done here and nowhere else. A calendar month is a
// calendar month, not thirty days: the day one month after 31 January is the
// last day of February (our choice: it is what "one month late" means in the
// keys that count months, and it never skips a month).

#include <compare>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace actionplan {

// A number of calendar days, possibly negative.
class Days {
 public:
  constexpr Days() = default;
  constexpr explicit Days(int count) : count_(count) {}

  constexpr int count() const { return count_; }

  friend constexpr auto operator<=>(Days, Days) = default;
  friend constexpr Days operator-(Days d) { return Days(-d.count_); }
  friend constexpr Days operator+(Days a, Days b) {
    return Days(a.count_ + b.count_);
  }

  template <typename H>
  friend H AbslHashValue(H h, Days d) {
    return H::combine(std::move(h), d.count_);
  }

 private:
  int count_ = 0;
};

// "61 days", "1 day", "-1 day".
std::string ToWords(Days days);

enum class Weekday : int8_t {
  kMonday = 1,
  kTuesday,
  kWednesday,
  kThursday,
  kFriday,
  kSaturday,
  kSunday
};

class Date {
 public:
  // The day with this year, month (1 to 12) and day of the month. Fails with a
  // sentence that names the value if there is no such day: 30 February is an
  // error and never rolls over into March.
  static absl::StatusOr<Date> Create(int year, int month, int day);

  // Reads ISO 8601 `YYYY-MM-DD` and nothing else; dates as people write them
  // are read by ParseDue() in due.h.
  static absl::StatusOr<Date> Parse(std::string_view iso);

  // The day that is `days` days after 1 January 1970; the form in which columns
  // hold dates. `days` must be in range, see IsInRange().
  static Date FromEpochDays(int32_t days);
  static bool IsInRange(int64_t epoch_days);

  int year() const;
  int month() const;
  int day() const;
  Weekday weekday() const;
  int32_t epoch_days() const { return epoch_days_; }

  // The day `days` later (earlier if negative), clamped to the range.
  Date Plus(Days days) const;

  // The same day of the month `months` later, or that month's last day if it
  // is shorter; clamped to the range.
  Date PlusMonths(int months) const;

  // The last day of this day's month.
  Date EndOfMonth() const;

  // "2018-04-30" and "30 April 2018".
  std::string ToIso() const;
  std::string ToWords() const;

  friend auto operator<=>(Date, Date) = default;
  friend Days operator-(Date a, Date b) {
    return Days(a.epoch_days_ - b.epoch_days_);
  }

  template <typename H>
  friend H AbslHashValue(H h, Date d) {
    return H::combine(std::move(h), d.epoch_days_);
  }

 private:
  explicit constexpr Date(int32_t epoch_days) : epoch_days_(epoch_days) {}

  int32_t epoch_days_;
};

// Whole calendar months from `from` to `to`: the largest n with
// from.PlusMonths(n) <= to, and -MonthsBetween(to, from) when `to` is earlier.
// 31 January to 28 February 2018 is 1; to 27 February it is 0.
int MonthsBetween(Date from, Date to);

// A length of time in whole calendar months and the days left over, both zero
// or of one sign. As one number it is months + days / 32, which is exact and in
// the order of the lengths, as there are never more than 30 days left over. So
// "over one month" (> 1) differs from "one month or more" (>= 1). Our choice of
// 32: a day of it is never a day of a longer month.
struct MonthsAndDays {
  int months = 0;
  int days = 0;

  // From one day to another: MonthsBetween(), then the days from that
  // anniversary on. 31 January to 28 February 2018 is 1 month, to 1 March 1
  // month 1 day; the other way round both are negative.
  static MonthsAndDays Between(Date from, Date to);
  // The length that is nearest to a number of months: 1.5 is 1 month 16 days.
  static MonthsAndDays FromValue(double value);

  double value() const { return months + days / 32.0; }

  friend bool operator==(MonthsAndDays, MonthsAndDays) = default;
};

// "1 month 3 days", "2 months", "3 days", "0 months"; a sign is that of both:
// "-1 month 3 days".
std::string ToWords(MonthsAndDays length);

// "January" for 1; `month` is 1 to 12.
std::string_view MonthName(int month);

std::ostream& operator<<(std::ostream& out, Date date);
std::ostream& operator<<(std::ostream& out, Days days);

}  // namespace actionplan

#endif  // ACTIONPLAN_DATE_H_
