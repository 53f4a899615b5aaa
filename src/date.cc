#include "actionplan/date.h"

#include <algorithm>
#include <array>
#include <boost/date_time/gregorian/gregorian_types.hpp>
#include <cmath>
#include <cstdlib>
#include <ostream>

#include "internal/strings.h"

namespace actionplan {
namespace {

using boost::gregorian::gregorian_calendar;
using YearMonthDay = gregorian_calendar::ymd_type;

constexpr int kMinYear = 1400;
constexpr int kMaxYear = 9999;

// Boost's calendar counts days from its own epoch; ours is 1970-01-01.
int64_t BoostDayNumber(int year, int month, int day) {
  return gregorian_calendar::day_number(YearMonthDay(
      static_cast<unsigned short>(year), static_cast<unsigned short>(month),
      static_cast<unsigned short>(day)));
}

int64_t EpochOffset() {
  static const int64_t offset = BoostDayNumber(1970, 1, 1);
  return offset;
}

int32_t ToEpochDays(int year, int month, int day) {
  return static_cast<int32_t>(BoostDayNumber(year, month, day) - EpochOffset());
}

YearMonthDay ToYearMonthDay(int32_t epoch_days) {
  return gregorian_calendar::from_day_number(
      static_cast<uint32_t>(epoch_days + EpochOffset()));
}

int32_t MinEpochDays() {
  static const int32_t days = ToEpochDays(kMinYear, 1, 1);
  return days;
}

int32_t MaxEpochDays() {
  static const int32_t days = ToEpochDays(kMaxYear, 12, 31);
  return days;
}

int LastDayOfMonth(int year, int month) {
  return gregorian_calendar::end_of_month_day(
      static_cast<unsigned short>(year), static_cast<unsigned short>(month));
}

std::string TwoDigits(int value) {
  return absl::StrCat(absl::Dec(value, absl::kZeroPad2));
}

bool AllDigits(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

int ToNumber(std::string_view digits) {
  int value = 0;
  for (char c : digits) value = value * 10 + (c - '0');
  return value;
}

}  // namespace

std::string_view MonthName(int month) {
  static constexpr std::array<std::string_view, 12> kNames = {
      "January", "February", "March",     "April",   "May",      "June",
      "July",    "August",   "September", "October", "November", "December"};
  return kNames.at(static_cast<size_t>(month - 1));
}

std::string ToWords(Days days) {
  const bool one = days.count() == 1 || days.count() == -1;
  return absl::StrCat(days.count(), one ? " day" : " days");
}

absl::StatusOr<Date> Date::Create(int year, int month, int day) {
  if (year < kMinYear || year > kMaxYear) {
    return internal::OutOfRange("The year ", year, " is outside ", kMinYear,
                                " to ", kMaxYear, ".");
  }
  if (month < 1 || month > 12) {
    return internal::InvalidArgument("There is no month ", month,
                                     "; months are 1 to 12.");
  }
  const int last = LastDayOfMonth(year, month);
  if (day < 1 || day > last) {
    return internal::InvalidArgument("There is no ", day, " ", MonthName(month),
                                     " ", year, "; that month has ", last,
                                     " days.");
  }
  return Date(ToEpochDays(year, month, day));
}

absl::StatusOr<Date> Date::Parse(std::string_view iso) {
  const bool shaped = iso.size() == 10 && iso[4] == '-' && iso[7] == '-' &&
                      AllDigits(iso.substr(0, 4)) &&
                      AllDigits(iso.substr(5, 2)) && AllDigits(iso.substr(8));
  if (!shaped) {
    return internal::InvalidArgument("'", internal::Excerpt(iso),
                                     "' is not a day written as YYYY-MM-DD, "
                                     "such as 2018-03-27.");
  }
  return Create(ToNumber(iso.substr(0, 4)), ToNumber(iso.substr(5, 2)),
                ToNumber(iso.substr(8)));
}

Date Date::FromEpochDays(int32_t days) {
  return Date(std::clamp(days, MinEpochDays(), MaxEpochDays()));
}

bool Date::IsInRange(int64_t epoch_days) {
  return epoch_days >= MinEpochDays() && epoch_days <= MaxEpochDays();
}

int Date::year() const { return ToYearMonthDay(epoch_days_).year; }
int Date::month() const { return ToYearMonthDay(epoch_days_).month; }
int Date::day() const { return ToYearMonthDay(epoch_days_).day; }

Weekday Date::weekday() const {
  const int sunday_is_zero =
      gregorian_calendar::day_of_week(ToYearMonthDay(epoch_days_));
  return static_cast<Weekday>(sunday_is_zero == 0 ? 7 : sunday_is_zero);
}

Date Date::Plus(Days days) const {
  const int64_t sum = int64_t{epoch_days_} + days.count();
  return Date(static_cast<int32_t>(std::clamp<int64_t>(
      sum, int64_t{MinEpochDays()}, int64_t{MaxEpochDays()})));
}

Date Date::PlusMonths(int months) const {
  const YearMonthDay ymd = ToYearMonthDay(epoch_days_);
  const int64_t index =
      int64_t{ymd.year} * 12 + (int64_t{ymd.month} - 1) + months;
  if (index < int64_t{kMinYear} * 12) return Date(MinEpochDays());
  if (index >= int64_t{kMaxYear + 1} * 12) return Date(MaxEpochDays());
  const int year = static_cast<int>(index / 12);
  const int month = static_cast<int>(index % 12) + 1;
  const int day = std::min<int>(ymd.day, LastDayOfMonth(year, month));
  return Date(ToEpochDays(year, month, day));
}

Date Date::EndOfMonth() const {
  const YearMonthDay ymd = ToYearMonthDay(epoch_days_);
  return Date(
      ToEpochDays(ymd.year, ymd.month, LastDayOfMonth(ymd.year, ymd.month)));
}

std::string Date::ToIso() const {
  const YearMonthDay ymd = ToYearMonthDay(epoch_days_);
  return absl::StrCat(static_cast<int>(ymd.year), "-", TwoDigits(ymd.month),
                      "-", TwoDigits(ymd.day));
}

std::string Date::ToWords() const {
  const YearMonthDay ymd = ToYearMonthDay(epoch_days_);
  return internal::StrCat(static_cast<int>(ymd.day), " ", MonthName(ymd.month),
                          " ", static_cast<int>(ymd.year));
}

int MonthsBetween(Date from, Date to) {
  if (to < from) return -MonthsBetween(to, from);
  int months = (to.year() - from.year()) * 12 + (to.month() - from.month());
  // The estimate by month names is at most one too high.
  if (from.PlusMonths(months) > to) --months;
  return months;
}

MonthsAndDays MonthsAndDays::Between(Date from, Date to) {
  if (to < from) {
    const MonthsAndDays mirror = Between(to, from);
    return {.months = -mirror.months, .days = -mirror.days};
  }
  const int months = MonthsBetween(from, to);
  return {.months = months, .days = (to - from.PlusMonths(months)).count()};
}

MonthsAndDays MonthsAndDays::FromValue(double value) {
  // Far more than the calendar has, and far less than an int.
  constexpr double kMost = 32.0 * 1e6;
  const auto parts =
      static_cast<int>(std::lround(std::clamp(value * 32, -kMost, kMost)));
  return {.months = parts / 32, .days = parts % 32};
}

std::string ToWords(MonthsAndDays length) {
  const int months = std::abs(length.months);
  const int days = std::abs(length.days);
  std::string words = length.months < 0 || length.days < 0 ? "-" : "";
  if (months != 0 || days == 0) {
    absl::StrAppend(&words, months, months == 1 ? " month" : " months");
  }
  if (days != 0) {
    absl::StrAppend(&words, months != 0 ? " " : "", days,
                    days == 1 ? " day" : " days");
  }
  return words;
}

std::ostream& operator<<(std::ostream& out, Date date) {
  return out << date.ToIso();
}

std::ostream& operator<<(std::ostream& out, Days days) {
  return out << ToWords(days);
}

}  // namespace actionplan
