// What has to be true of any text, whoever wrote it: the target of libFuzzer,
// and of replay.cc, which runs it without one.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "actionplan/due.h"
#include "actionplan/edtf.h"
#include "check.h"

namespace actionplan {
namespace {

void CheckReading(std::string_view text, const DueReading& reading) {
  Check(!reading.first.has_value() || !reading.last.has_value() ||
            *reading.first <= *reading.last,
        text, "another reading begins before it ends");
}

void CheckDue(std::string_view text, const Due& due) {
  const bool is_period = due.kind() == DueKind::kPeriod;
  const bool is_start = due.kind() == DueKind::kStart;
  Check(due.text() == text, text, "the text is kept");
  Check(due.last().has_value() == is_period, text,
        "a period, and nothing else, has a last day");
  Check(is_period || due.first().has_value() == is_start, text,
        "a start, and otherwise nothing but a period, has a first day");
  Check(due.no_date().has_value() == (due.kind() == DueKind::kNone), text,
        "what has no date, and nothing else, says why");
  Check(due.kind() != DueKind::kError || !due.note().empty(), text,
        "an error says what is wrong");
  Check(!due.first().has_value() || !due.last().has_value() ||
            *due.first() <= *due.last(),
        text, "it begins before it ends");
  for (const DueReading& reading : due.other_readings()) {
    CheckReading(text, reading);
  }
  if (due.was() != nullptr) CheckReading(text, *due.was());
  Check(!due.ToWords().empty(), text, "it can be printed");
}

// One of the settings; which, the text itself decides, so that it is the same
// the next time and all of them have their turn.
DueOptions OptionsFor(std::string_view text) {
  constexpr MissingYear kYears[] = {MissingYear::kNearest, MissingYear::kNext,
                                    MissingYear::kLast};
  size_t number = text.size();
  for (char c : text) number = number * 31 + static_cast<unsigned char>(c);
  DueOptions options;
  options.anchor = Date::Create(2018, 3, 27).value();
  options.missing_year = kYears[number % 3];
  number /= 3;
  if (number % 2 == 0) return options;
  DueConventions& conventions = options.conventions;
  conventions.quarters =
      number / 2 % 2 == 0 ? Quarters::kFinancial : Quarters::kCalendar;
  conventions.financial_year = 1 + static_cast<int>(number / 4 % 12);
  conventions.winter = {11, 1 + static_cast<int>(number / 8 % 5)};
  conventions.by_month = number / 16 % 2 == 0 ? ByMonth::kEnd : ByMonth::kStart;
  conventions.day_order =
      number / 32 % 2 == 0 ? DayOrder::kDayFirst : DayOrder::kMonthFirst;
  conventions.two_figure_years_from = 1900 + static_cast<int>(number % 100);
  conventions.easter = static_cast<EasterDay>(number / 64 % 3);
  return options;
}

void CheckParseDue(std::string_view text, const DueOptions& options) {
  const Due due = ParseDue(text, options);
  CheckDue(text, due);
  Check(due == ParseDue(text, options), text, "it is read the same way again");
}

bool IsShapedAsADay(std::string_view text) {
  constexpr std::string_view kShape = "0000-00-00";
  if (text.size() != kShape.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool is_digit = text[i] >= '0' && text[i] <= '9';
    if (kShape[i] == '-' ? text[i] != '-' : !is_digit) return false;
  }
  return true;
}

void CheckParseEdtf(std::string_view text) {
  const absl::StatusOr<Due> due = ParseEdtf(text);
  if (!due.ok()) {
    Check(!due.status().message().empty(), text, "a refusal says why");
    return;
  }
  CheckDue(text, *due);
  const DueKind kind = due->kind();
  Check(kind == DueKind::kPeriod || kind == DueKind::kStart ||
            kind == DueKind::kError,
        text, "EDTF is days, a start or an error");
  if (!IsShapedAsADay(text) || kind == DueKind::kError) return;
  const absl::StatusOr<Date> day = Date::Parse(text);
  Check(day.ok() && due->first() == *day && due->last() == *day, text,
        "a day that is read exists");
}

}  // namespace
}  // namespace actionplan

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // A text without characters may come without an address.
  const std::string text(size == 0 ? "" : reinterpret_cast<const char*>(data),
                         size);
  actionplan::CheckParseDue(text, actionplan::DueOptions{});
  actionplan::CheckParseDue(text, actionplan::OptionsFor(text));
  actionplan::CheckParseEdtf(text);
  return 0;
}
