#include "actionplan/deadline.h"

#include <algorithm>
#include <array>
#include <charconv>

// As in scheme_reader.cc: two settings in one library would clash.
#include <toml++/toml.h>

#include "internal/strings.h"

namespace actionplan {
namespace {

using internal::StrCat;

constexpr std::array<CountKind, 4> kKinds = {
    CountKind::kWorkingDaysAfter, CountKind::kClearWorkingDaysBefore,
    CountKind::kMonthsAfter, CountKind::kMonthsBeginningWith};

// ---------------------------------------------------------------------------
// Reading the file.

std::string Where(const toml::node& node) {
  return absl::StrCat("line ", static_cast<int>(node.source().begin.line));
}

class DayCountReader {
 public:
  WithIssues<std::vector<DayCount>> Read(std::string_view text);

 private:
  void ReadOne(const toml::table& table);
  std::string Text(const toml::table& table, std::string_view key, bool must);
  // Reads "20 working days after" into a count and its kind.
  void ReadCount(const toml::table& table, DayCount& read);
  void Complain(std::string where, std::string what, std::string remedy) {
    issues_.push_back({std::move(where), std::move(what), std::move(remedy)});
  }

  std::vector<Issue> issues_;
  std::vector<DayCount> counts_;
};

WithIssues<std::vector<DayCount>> DayCountReader::Read(std::string_view text) {
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) {
    const toml::parse_error& error = parsed.error();
    Complain(absl::StrCat("line ", static_cast<int>(error.source().begin.line)),
             StrCat("This is not TOML: ", error.description(), "."),
             "Mend it there.");
    return {std::nullopt, std::move(issues_)};
  }
  const toml::table& root = parsed.table();
  const toml::array* all = root["day_count"].as_array();
  if (root["day_counts"].value_or(0) != 1 || all == nullptr) {
    Complain("line 1", "This is not a file of day counts of version 1.",
             "Write day_counts = 1, then [[day_count]] tables.");
    return {std::nullopt, std::move(issues_)};
  }
  for (const toml::node& node : *all) {
    if (const toml::table* table = node.as_table()) ReadOne(*table);
  }
  if (!issues_.empty()) return {std::nullopt, std::move(issues_)};
  return {std::move(counts_), {}};
}

std::string DayCountReader::Text(const toml::table& table, std::string_view key,
                                 bool must) {
  const toml::node* node = table.get(key);
  if (node == nullptr && !must) return "";
  if (node != nullptr && node->is_string()) {
    return node->value_or(std::string());
  }
  Complain(Where(table), StrCat("'", key, "' is missing or not a text."),
           StrCat("Write ", key, " = \"...\"."));
  return "";
}

void DayCountReader::ReadCount(const toml::table& table, DayCount& read) {
  const std::string text = Text(table, "count", true);
  const char* end = text.data() + text.size();
  const auto [parsed, problem] = std::from_chars(text.data(), end, read.count);
  std::string words(parsed, end);
  // "1 month after" is one of the months after.
  constexpr std::string_view kOneMonth = " month ";
  if (read.count == 1 && words.starts_with(kOneMonth)) {
    words = StrCat(" months ", words.substr(kOneMonth.size()));
  }
  for (CountKind kind : kKinds) {
    if (words != StrCat(" ", ToWord(kind))) continue;
    if (problem != std::errc() || read.count < 1 || read.count > 1000) break;
    read.kind = kind;
    return;
  }
  if (text.empty()) return;
  Complain(Where(table),
           StrCat("'", internal::Excerpt(text), "' is not a day count."),
           "Write a number from 1 to 1000 and one of: working days after, "
           "clear working days before, months after, months beginning with.");
}

void DayCountReader::ReadOne(const toml::table& table) {
  DayCount read;
  read.id = Text(table, "id", true);
  read.title = Text(table, "title", true);
  read.from = Text(table, "from", true);
  read.calendar = Text(table, "calendar", false);
  read.citation = Text(table, "citation", true);
  read.reading = Text(table, "reading", true);
  const std::string then = Text(table, "then", false);
  read.then_next_working_day = then == "next working day";
  if (!then.empty() && !read.then_next_working_day) {
    Complain(Where(table),
             StrCat("'", internal::Excerpt(then), "' is unknown."),
             "Write then = \"next working day\", or leave it out.");
  }
  ReadCount(table, read);
  counts_.push_back(std::move(read));
}

// ---------------------------------------------------------------------------
// Counting.

std::string Ordinal(int n) {
  const bool teen = n % 100 >= 11 && n % 100 <= 13;
  const char* end = teen          ? "th"
                    : n % 10 == 1 ? "st"
                    : n % 10 == 2 ? "nd"
                    : n % 10 == 3 ? "rd"
                                  : "th";
  return absl::StrCat(n, end);
}

std::string Months(int n) {
  return n == 1 ? "one month" : absl::StrCat(n, " months");
}

// A period of months that begins with a day, see the header.
Date EndOfMonths(Date from, int months) {
  const Date end = from.PlusMonths(months);
  return end.day() == from.day() ? end.Plus(Days(-1)) : end;
}

absl::StatusOr<Date> Count(const DayCount& count, Date from,
                           const WorkCalendar& calendar) {
  switch (count.kind) {
    case CountKind::kWorkingDaysAfter:
      return calendar.Add(from, WorkingDays(count.count));
    case CountKind::kClearWorkingDaysBefore:
      return calendar.Add(from, WorkingDays(-count.count - 1));
    case CountKind::kMonthsAfter:
      return from.PlusMonths(count.count);
    case CountKind::kMonthsBeginningWith:
      return EndOfMonths(from, count.count);
  }
  return from;
}

std::string Said(const DayCount& count, Date from) {
  const std::string day = from.ToWords();
  switch (count.kind) {
    case CountKind::kWorkingDaysAfter:
      return absl::StrCat("the ", Ordinal(count.count), " working day after ",
                          day);
    case CountKind::kClearWorkingDaysBefore:
      return absl::StrCat("the last working day with ", count.count,
                          " clear working days before ", day);
    case CountKind::kMonthsAfter:
      return absl::StrCat(Months(count.count), " after ", day);
    case CountKind::kMonthsBeginningWith:
      return absl::StrCat("the last day of ", Months(count.count),
                          " that begin with ", day);
  }
  return "";
}

bool CountsWorkingDays(const DayCount& count) {
  return count.kind == CountKind::kWorkingDaysAfter ||
         count.kind == CountKind::kClearWorkingDaysBefore;
}

// The days between that are not worked for another reason than the weekend.
std::string NotCounted(const WorkCalendar& calendar, Date a, Date b) {
  std::string words;
  const auto [first, last] = std::minmax(a, b);
  for (Date day = first.Plus(Days(1)); day < last; day = day.Plus(Days(1))) {
    if (!calendar.week().Contains(day.weekday())) continue;
    const absl::StatusOr<std::string> why = calendar.WhyNot(day);
    if (!why.ok() || why->empty()) continue;
    absl::StrAppend(&words, words.empty() ? "; not counted: " : ", ",
                    day.ToWords(), " (", *why, ")");
  }
  return words;
}

absl::StatusOr<WorkCalendar> Choose(const DayCount& count,
                                    const std::optional<WorkCalendar>& given) {
  if (!given.has_value()) {
    return count.calendar.empty() ? WorkCalendar::EnglandAndWales()
                                  : WorkCalendar::Builtin(count.calendar);
  }
  if (count.calendar.empty() || given->id() == count.calendar) return *given;
  return internal::InvalidArgument(
      "The day count ", count.id, " is by the calendar ", count.calendar, " (",
      count.citation, "), not by ", given->id(),
      "; leave the calendar out, or give a later list of that one.");
}

absl::StatusOr<Deadline> Finish(const DayCount& count, Date from,
                                const WorkCalendar& calendar, Date counted) {
  Deadline deadline = {.name = count.id,
                       .from = from,
                       .day = counted,
                       .calendar = calendar.id(),
                       .because = Said(count, from)};
  if (CountsWorkingDays(count)) {
    deadline.because += NotCounted(calendar, from, counted);
  }
  if (!count.then_next_working_day) return deadline;
  const absl::StatusOr<Date> day = calendar.OnOrAfter(counted);
  if (!day.ok()) return day.status();
  deadline.day = *day;
  if (*day != counted) {
    const absl::StatusOr<std::string> why = calendar.WhyNot(counted);
    absl::StrAppend(&deadline.because, " is ", counted.ToWords(), " (",
                    why.value_or(""), "), so the next working day");
  }
  return deadline;
}

}  // namespace

std::string_view ToWord(CountKind kind) {
  switch (kind) {
    case CountKind::kWorkingDaysAfter:
      return "working days after";
    case CountKind::kClearWorkingDaysBefore:
      return "clear working days before";
    case CountKind::kMonthsAfter:
      return "months after";
    case CountKind::kMonthsBeginningWith:
      return "months beginning with";
  }
  return "";
}

WithIssues<std::vector<DayCount>> ReadDayCounts(std::string_view toml) {
  return DayCountReader().Read(toml);
}

std::span<const DayCount> DayCounts() {
  // A test reads the file that is built in.
  static const std::vector<DayCount>& counts = *new std::vector<DayCount>(
      ReadDayCounts(DayCountsFile()).value.value_or(std::vector<DayCount>()));
  return counts;
}

absl::StatusOr<Deadline> FindDeadline(
    const DayCount& count, Date from,
    const std::optional<WorkCalendar>& calendar) {
  const absl::StatusOr<WorkCalendar> chosen = Choose(count, calendar);
  if (!chosen.ok()) return chosen.status();
  const absl::StatusOr<Date> counted = Count(count, from, *chosen);
  if (!counted.ok()) return counted.status();
  return Finish(count, from, *chosen, *counted);
}

absl::StatusOr<Deadline> FindDeadline(
    std::string_view name, Date from,
    const std::optional<WorkCalendar>& calendar) {
  std::string names;
  for (const DayCount& count : DayCounts()) {
    if (count.id == name) return FindDeadline(count, from, calendar);
    absl::StrAppend(&names, names.empty() ? "" : ", ", count.id);
  }
  return internal::NotFound("There is no day count '", internal::Excerpt(name),
                            "'; there are: ", names, ".");
}

}  // namespace actionplan
