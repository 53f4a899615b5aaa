// Which cells are EDTF and which are British: "2023-24" is a winter in the one
// and a financial year in the other.

#include "internal/edtf_cell.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "internal/strings.h"

namespace actionplan::internal {
namespace {

// Council plans and strategies run for three to five years: "2022-25" is one.
constexpr int kYearsOfAPlan = 5;

constexpr std::string_view kSpaces = " \t\r\n\v\f";

std::string_view Trim(std::string_view text) {
  const size_t begin = text.find_first_not_of(kSpaces);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpaces) - begin + 1);
}

// A look at the first character spares nearly all British forms the rest. A
// text that begins with a sign has a dash or a bullet before it, not a year
// before Christ.
bool MayBeEdtf(std::string_view text) {
  constexpr size_t kShortest = 4;
  constexpr std::string_view kFirst = "0123456789X[{./?~%";
  return text.size() >= kShortest &&
         kFirst.find(text.front()) != std::string_view::npos;
}

// How many years "2022-25" may run, from 1; 0 if it can't be years.
int YearsOfPair(const EdtfDate& date) {
  if (date.month.empty() || !date.day.empty() || date.is_negative ||
      date.has_mask()) {
    return 0;
  }
  const int ahead = EdtfNumber(date.month) - EdtfNumber(date.year) % 100;
  // "1999-00" is no month and no season.
  return std::max(ahead, 0);
}

bool IsMonth(const EdtfDate& date) {
  return !date.month.empty() && date.grouping() == 0;
}

// "2009-10": October to one reader, the financial year to another.
bool IsMonthOrYears(const EdtfDate& date) {
  return IsMonth(date) && YearsOfPair(date) == 1;
}
bool IsYearsOfAPlan(const EdtfDate& date) {
  const int years = YearsOfPair(date);
  return !IsMonth(date) && years >= 1 && years <= kYearsOfAPlan;
}

// Beside such a date the other is no financial year: "2009-10/2010-03".
bool IsSurelyIso(const EdtfDate& date) {
  return !date.day.empty() || (IsMonth(date) && !IsMonthOrYears(date));
}

bool IsBareYear(const EdtfDate& date) {
  return date.month.empty() && !date.has_mask() && !date.uncertain.any() &&
         !date.approximate.any() && date.significant_digits == 0;
}

// The dates that are written, one after the other.
using Dates = absl::InlinedVector<const EdtfDate*, 2>;
Dates DatesOf(const EdtfText& text) {
  Dates dates;
  for (const EdtfSpan& span : text.spans) {
    if (span.begin_kind == EdtfEnd::kDate) dates.push_back(&span.begin);
    if (!span.is_date && span.end_kind == EdtfEnd::kDate) {
      dates.push_back(&span.end);
    }
  }
  return dates;
}

bool IsBritish(const EdtfText& text) {
  const EdtfSpan& span = text.spans.front();
  // Nearly every cell.
  if (text.shape == EdtfShape::kOne && span.is_date) {
    return IsBareYear(span.begin) || IsMonthOrYears(span.begin) ||
           IsYearsOfAPlan(span.begin);
  }
  const Dates dates = DatesOf(text);
  const auto any = [&dates](auto is) {
    return std::any_of(dates.begin(), dates.end(),
                       [&is](const EdtfDate* date) { return is(*date); });
  };
  if (any(IsYearsOfAPlan)) return true;
  if (any(IsMonthOrYears) && !any(IsSurelyIso)) return true;
  // "2022/2025" are years of some sort.
  return text.shape == EdtfShape::kOne && dates.size() == 2 &&
         IsBareYear(*dates[0]) && IsBareYear(*dates[1]);
}

// "2025-33" may be a plan for nine years.
Due WithYears(Due due, const EdtfDate& date) {
  const int first = EdtfNumber(date.year);
  const int last = first + YearsOfPair(date);
  DueReading years;
  if (auto day = Date::Create(first, 1, 1); day.ok()) years.first = *day;
  if (auto day = Date::Create(last, 12, 31); day.ok()) years.last = *day;
  years.note = absl::StrCat("the years ", first, " to ", last);
  std::string note = absl::StrCat(due.note(), " It may be the years ", first,
                                  " to ", last, ".");
  return Due::OfPeriod(due.text(), due.first(), *due.last(), Confidence::kLow,
                       std::move(note))
      .WithOtherReadings({std::move(years)});
}

}  // namespace

std::optional<Due> ReadEdtfCell(std::string_view cell) {
  const std::string_view trimmed = Trim(cell);
  if (!MayBeEdtf(trimmed)) return std::nullopt;
  EdtfText text;
  EdtfProblem problem;
  if (!ReadEdtfText(trimmed, text, problem) || IsBritish(text)) {
    return std::nullopt;
  }
  Due due = MeaningOf(cell, text);
  const EdtfSpan& span = text.spans.front();
  const bool maybe_years =
      text.shape == EdtfShape::kOne && span.is_date && !IsMonth(span.begin) &&
      YearsOfPair(span.begin) > 0 && due.kind() == DueKind::kPeriod;
  return maybe_years ? WithYears(std::move(due), span.begin) : due;
}

}  // namespace actionplan::internal
