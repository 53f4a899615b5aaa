// The days of an EDTF date, some digits of which may be unspecified.

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstdint>

#include "internal/edtf_text.h"

namespace actionplan::internal {
namespace {

constexpr char kUnspecified = 'X';

// --- Seasons, quarters and their like ---

struct Months {
  int8_t first;
  int8_t count;
};

constexpr int kFirstGrouping = 21;
constexpr std::array<Months, 21> kGroupings = {{
    {3, 3}, {6, 3},  {9, 3}, {12, 3},  // seasons: see edtf.h
    {3, 3}, {6, 3},  {9, 3}, {12, 3},  // of the northern hemisphere
    {9, 3}, {12, 3}, {3, 3}, {6, 3},   // of the southern
    {1, 3}, {4, 3},  {7, 3}, {10, 3},  // quarters
    {1, 4}, {5, 4},  {9, 4},           // thirds
    {1, 6}, {7, 6},                    // halves
}};

// --- Digits that may be X ---

bool Fits(std::string_view digits, int value) {
  for (size_t i = digits.size(); i-- > 0; value /= 10) {
    if (digits[i] != kUnspecified && digits[i] - '0' != value % 10) {
      return false;
    }
  }
  return value == 0;
}

bool IsMasked(std::string_view digits) {
  return digits.find(kUnspecified) != std::string_view::npos;
}

int With(std::string_view digits, int for_unspecified) {
  int value = 0;
  for (char c : digits) {
    value = value * 10 + (c == kUnspecified ? for_unspecified : c - '0');
  }
  return value;
}

// The bits of those numbers from 1 to `most` that fit; of all of them if
// nothing is written.
uint32_t Fitting(std::string_view digits, int most) {
  uint32_t bits = 0;
  if (!digits.empty() && !IsMasked(digits)) {
    const int value = With(digits, 0);
    return value >= 1 && value <= most ? uint32_t{1} << value : 0;
  }
  for (int value = 1; value <= most; ++value) {
    if (digits.empty() || Fits(digits, value)) bits |= uint32_t{1} << value;
  }
  return bits;
}

int Lowest(uint32_t bits) { return std::countr_zero(bits); }
int Highest(uint32_t bits) { return 31 - std::countl_zero(bits); }

// --- Days ---

int DaysInMonth(int year, int month) {
  namespace chrono = std::chrono;
  const chrono::year_month_day_last end =
      chrono::year(year) / chrono::month(static_cast<unsigned>(month)) /
      chrono::last;
  return static_cast<int>(static_cast<unsigned>(end.day()));
}

// The first or last day in a year that fits.
bool FindDay(uint32_t months, uint32_t days, int year, bool first,
             EdtfDay& found) {
  while (months != 0) {
    const int month = first ? Lowest(months) : Highest(months);
    const uint32_t in_month =
        days &
        static_cast<uint32_t>((uint64_t{2} << DaysInMonth(year, month)) - 1);
    if (in_month != 0) {
      found = {year, month, first ? Lowest(in_month) : Highest(in_month)};
      return true;
    }
    months &= ~(uint32_t{1} << month);
  }
  return false;
}

// The same in all the years that fit, from one end of them to the other.
bool FindDayInYears(const EdtfDate& date, bool first, EdtfDay& found) {
  const uint32_t months = Fitting(date.month, 12);
  const uint32_t days = Fitting(date.day, 31);
  const int low = LowYear(date);
  const int high = HighYear(date);
  const bool upwards = first != date.is_negative;
  for (int i = 0; i <= high - low; ++i) {
    const int year = upwards ? low + i : high - i;
    if (!Fits(date.year, year)) continue;
    if (FindDay(months, days, date.is_negative ? -year : year, first, found)) {
      return true;
    }
  }
  return false;
}

void FindGrouping(EdtfDate& date, int grouping) {
  const Months months =
      kGroupings.at(static_cast<size_t>(grouping - kFirstGrouping));
  const int low = date.is_negative ? -HighYear(date) : LowYear(date);
  const int high = date.is_negative ? -LowYear(date) : HighYear(date);
  const int last = months.first + months.count - 1;
  date.first = {low, months.first, 1};
  date.last = {high + (last > 12 ? 1 : 0), (last - 1) % 12 + 1, 0};
  date.last.day = DaysInMonth(date.last.year, date.last.month);
}

}  // namespace

int EdtfNumber(std::string_view digits) { return With(digits, 0); }

int LowYear(const EdtfDate& date) { return With(date.year, 0); }
int HighYear(const EdtfDate& date) { return With(date.year, 9); }

int EdtfDate::grouping() const {
  if (month.empty() || IsMasked(month)) return 0;
  const int number = With(month, 0);
  const int end = kFirstGrouping + static_cast<int>(kGroupings.size());
  return number >= kFirstGrouping && number < end ? number : 0;
}

bool EdtfDate::has_mask() const {
  return IsMasked(year) || IsMasked(month) || IsMasked(day);
}

bool FindDays(EdtfDate& date) {
  const int grouping = date.grouping();
  if (grouping != 0) {
    FindGrouping(date, grouping);
    return true;
  }
  return FindDayInYears(date, true, date.first) &&
         FindDayInYears(date, false, date.last);
}

EdtfDay LatestStart(const EdtfDate& date) {
  if (!date.day.empty()) return date.last;
  if (date.month.empty()) return {date.last.year, 1, 1};
  const int grouping = date.grouping();
  if (grouping == 0) return {date.last.year, date.last.month, 1};
  const int year = date.is_negative ? -LowYear(date) : HighYear(date);
  return {year, date.first.month, 1};
}

}  // namespace actionplan::internal
