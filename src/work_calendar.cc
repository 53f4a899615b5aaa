#include "actionplan/work_calendar.h"

#include <algorithm>
#include <array>
#include <map>
#include <ostream>
#include <tuple>

#include "absl/strings/ascii.h"
#include "internal/files.h"
#include "internal/strings.h"
#include "internal/work_calendar_contents.h"

namespace actionplan {
namespace {

using internal::CoversInWords;
using internal::StrCat;

constexpr std::string_view kUnitedKingdom = "united-kingdom-any";
constexpr int kDaysInWeek = 7;

constexpr std::array<std::string_view, kDaysInWeek> kWeekdays = {
    "Monday", "Tuesday",  "Wednesday", "Thursday",
    "Friday", "Saturday", "Sunday"};

std::string_view NameOf(Weekday day) {
  return kWeekdays.at(static_cast<size_t>(day) - 1);
}

auto Order(const Holiday& holiday) {
  return std::tuple(holiday.day, holiday.announced, holiday.withdrawn);
}

void SortByDay(std::vector<Holiday>& holidays) {
  std::stable_sort(
      holidays.begin(), holidays.end(),
      [](const Holiday& a, const Holiday& b) { return Order(a) < Order(b); });
  const auto same = [](const Holiday& a, const Holiday& b) {
    return Order(a) == Order(b);
  };
  holidays.erase(std::unique(holidays.begin(), holidays.end(), same),
                 holidays.end());
}

// Those that count, each day once.
std::vector<Holiday> InForce(const std::vector<Holiday>& history,
                             std::optional<Date> known_on) {
  std::vector<Holiday> in_force;
  for (const Holiday& holiday : history) {
    const bool counts = known_on.has_value() ? holiday.IsKnownOn(*known_on)
                                             : !holiday.withdrawn.has_value();
    if (!counts) continue;
    if (!in_force.empty() && in_force.back().day == holiday.day) continue;
    in_force.push_back(holiday);
  }
  return in_force;
}

const Holiday* FindDay(std::span<const Holiday> holidays, Date day) {
  const auto found = std::lower_bound(
      holidays.begin(), holidays.end(), day,
      [](const Holiday& holiday, Date wanted) { return holiday.day < wanted; });
  return found != holidays.end() && found->day == day ? &*found : nullptr;
}

absl::Status IsOutside(const WorkCalendar& calendar, std::string_view what) {
  return internal::OutOfRange(
      what, " what the calendar ", calendar.id(), " covers, ",
      CoversInWords(calendar.covers()),
      "; take a calendar that covers it, or add a later list of holidays.");
}

absl::Status CheckCovered(const WorkCalendar& calendar, Date day) {
  if (calendar.covers().Contains(day)) return absl::OkStatus();
  return IsOutside(calendar, StrCat(day.ToWords(), " is outside"));
}

size_t PositionOf(const WorkCalendar& calendar, Date day) {
  return static_cast<size_t>((day - calendar.covers().first()).count());
}

std::string NoSuchCalendar(std::string_view id) {
  std::string ids;
  for (const std::string& known : BuiltinCalendarIds()) {
    absl::StrAppend(&ids, ids.empty() ? "" : ", ", known);
  }
  return StrCat("There is no built-in calendar '", internal::Excerpt(id),
                "'; there are: ", ids, ".");
}

// The calendars of the data files and the one that is made of them, once.
const std::map<std::string, WorkCalendar, std::less<>>& Builtins();

}  // namespace

std::string ToWords(WorkingDays days) {
  const bool one = days.count() == 1 || days.count() == -1;
  return absl::StrCat(days.count(), one ? " working day" : " working days");
}

std::ostream& operator<<(std::ostream& out, WorkingDays days) {
  return out << ToWords(days);
}

std::string_view ToWord(Ends ends) {
  switch (ends) {
    case Ends::kAfterFirst:
      return "after first";
    case Ends::kBeforeLast:
      return "before last";
    case Ends::kBoth:
      return "both";
  }
  return "";
}

std::optional<Ends> EndsFromWord(std::string_view word) {
  for (Ends ends : {Ends::kAfterFirst, Ends::kBeforeLast, Ends::kBoth}) {
    if (word == ToWord(ends)) return ends;
  }
  return std::nullopt;
}

// ---------------------------------------------------------------------------
// The working week.

absl::StatusOr<WorkingWeek> WorkingWeek::Without(
    std::span<const Weekday> weekend) {
  unsigned bits = 0b1111111;
  for (Weekday day : weekend) bits &= ~(1U << (static_cast<unsigned>(day) - 1));
  if (bits == 0) {
    return internal::InvalidArgument(
        "A working week without a working day; leave at least one.");
  }
  return WorkingWeek(static_cast<uint8_t>(bits));
}

namespace {

// The day that a word names by at least its first three letters.
std::optional<unsigned> WeekdayFrom(std::string_view word) {
  if (word.size() < 3) return std::nullopt;
  const std::string lower = absl::AsciiStrToLower(internal::ToAbsl(word));
  for (unsigned day = 0; day < kWeekdays.size(); ++day) {
    const std::string name =
        absl::AsciiStrToLower(internal::ToAbsl(kWeekdays[day]));
    if (name.substr(0, lower.size()) == lower) return day;
  }
  return std::nullopt;
}

bool IsMask(std::string_view text) {
  return text.size() == kDaysInWeek &&
         text.find_first_not_of("01") == std::string_view::npos;
}

}  // namespace

absl::StatusOr<WorkingWeek> WorkingWeek::Parse(std::string_view text) {
  unsigned bits = 0;
  if (IsMask(text)) {
    for (unsigned day = 0; day < kDaysInWeek; ++day) {
      if (text[day] == '1') bits |= 1U << day;
    }
  }
  constexpr std::string_view kBetween = " ,\t\n";
  size_t at = IsMask(text) ? text.size() : 0;
  while ((at = text.find_first_not_of(kBetween, at)) < text.size()) {
    const size_t end = std::min(text.find_first_of(kBetween, at), text.size());
    const std::string_view word = text.substr(at, end - at);
    const std::optional<unsigned> day = WeekdayFrom(word);
    if (!day.has_value()) {
      return internal::InvalidArgument(
          "'", internal::Excerpt(word),
          "' is not a day of the week; write the worked days such as 'Mon Tue "
          "Wed', or seven figures from Monday on such as '1111100'.");
    }
    bits |= 1U << *day;
    at = end;
  }
  if (bits == 0) {
    return internal::InvalidArgument(
        "A working week without a working day; leave at least one.");
  }
  return WorkingWeek(static_cast<uint8_t>(bits));
}

std::string WorkingWeek::ToMask() const {
  std::string mask;
  for (int day = 1; day <= kDaysInWeek; ++day) {
    mask += Contains(static_cast<Weekday>(day)) ? '1' : '0';
  }
  return mask;
}

// ---------------------------------------------------------------------------
// Making calendars.

WorkCalendar WorkCalendar::Make(Contents contents) {
  SortByDay(contents.history);
  SortByDay(contents.closures);
  contents.holidays = InForce(contents.history, contents.known_on);
  const std::vector<Holiday> closed =
      InForce(contents.closures, contents.known_on);

  const Period covers = contents.covers;
  contents.worked.clear();
  contents.worked_before.assign(1, 0);
  contents.worked_before.reserve(static_cast<size_t>(covers.length().count()) +
                                 1);
  int weekday = static_cast<int>(covers.first().weekday()) - 1;
  auto holiday = contents.holidays.begin();
  auto closure = closed.begin();
  const auto falls_on = [](auto& next, auto end, int32_t day) {
    while (next != end && next->day.epoch_days() < day) ++next;
    return next != end && next->day.epoch_days() == day;
  };
  for (int32_t day = covers.first().epoch_days();
       day <= covers.last().epoch_days(); ++day) {
    const bool is_holiday = falls_on(holiday, contents.holidays.end(), day);
    const bool is_closed = falls_on(closure, closed.end(), day);
    if (contents.week.Contains(static_cast<Weekday>(weekday + 1)) &&
        !is_holiday && !is_closed) {
      contents.worked.push_back(day);
    }
    contents.worked_before.push_back(
        static_cast<int32_t>(contents.worked.size()));
    weekday = (weekday + 1) % kDaysInWeek;
  }
  return WorkCalendar(std::make_shared<const Contents>(std::move(contents)));
}

absl::StatusOr<WorkCalendar> WorkCalendar::Create(std::string id,
                                                  std::string title,
                                                  Period covers,
                                                  std::vector<Holiday> holidays,
                                                  WorkingWeek week) {
  std::vector<Issue> issues;
  if (id.empty()) {
    issues.push_back({"id", "This is empty.", "Give the calendar a name."});
  }
  std::vector<Issue> holes = internal::CheckHolidays(covers, holidays, 0);
  issues.insert(issues.end(), std::make_move_iterator(holes.begin()),
                std::make_move_iterator(holes.end()));
  if (!issues.empty()) {
    return ToStatus(StrCat("The calendar '", id, "' has problems:"), issues);
  }
  return Make({.id = std::move(id),
               .title = std::move(title),
               .source = "",
               .covers = covers,
               .week = week,
               .history = std::move(holidays),
               .closures = {},
               .published = std::nullopt,
               .known_on = std::nullopt,
               .holidays = {},
               .worked_before = {},
               .worked = {}});
}

WorkCalendar WorkCalendar::WithSource(std::string source) const {
  Contents changed = *contents_;
  changed.source = std::move(source);
  return Make(std::move(changed));
}

WorkCalendar WorkCalendar::WithClosures(
    std::span<const Holiday> closures) const {
  if (closures.empty()) return *this;
  Contents changed = *contents_;
  changed.closures.insert(changed.closures.end(), closures.begin(),
                          closures.end());
  return Make(std::move(changed));
}

WorkCalendar WorkCalendar::AsKnownOn(Date day) const {
  Contents changed = *contents_;
  changed.known_on = std::min(day, changed.known_on.value_or(day));
  return Make(std::move(changed));
}

// ---------------------------------------------------------------------------
// The built-in ones.

namespace {

// A holiday in any of the calendars, over the years that all of them cover.
absl::StatusOr<WorkCalendar> AnyOf(
    std::string_view id, std::string_view title,
    const std::map<std::string, WorkCalendar, std::less<>>& calendars) {
  std::optional<Period> covers;
  std::vector<Holiday> history;
  for (const auto& [name, calendar] : calendars) {
    const Period here = calendar.covers();
    const absl::StatusOr<Period> both =
        covers.has_value()
            ? Period::Create(std::max(covers->first(), here.first()),
                             std::min(covers->last(), here.last()))
            : here;
    if (!both.ok()) return both.status();
    covers = *both;
    history.insert(history.end(), calendar.history().begin(),
                   calendar.history().end());
  }
  if (!covers.has_value()) return absl::NotFoundError("There is no calendar.");
  std::erase_if(history, [&](const Holiday& holiday) {
    return !covers->Contains(holiday.day);
  });
  return WorkCalendar::Create(std::string(id), std::string(title), *covers,
                              std::move(history));
}

const std::map<std::string, WorkCalendar, std::less<>>& Builtins() {
  static const auto& calendars = *[] {
    auto* made = new std::map<std::string, WorkCalendar, std::less<>>();
    for (const BuiltinCalendar& builtin : BuiltinCalendars()) {
      WithIssues<WorkCalendar> read = WorkCalendar::Parse(builtin.json);
      // A test reads every file that is built in.
      if (read.value.has_value()) {
        made->emplace(builtin.id, *std::move(read.value));
      }
    }
    absl::StatusOr<WorkCalendar> any = AnyOf(
        kUnitedKingdom, "United Kingdom, a bank holiday in any part", *made);
    if (any.ok()) made->emplace(kUnitedKingdom, *std::move(any));
    return made;
  }();
  return calendars;
}

}  // namespace

std::vector<std::string> BuiltinCalendarIds() {
  std::vector<std::string> ids;
  for (const BuiltinCalendar& builtin : BuiltinCalendars()) {
    ids.emplace_back(builtin.id);
  }
  ids.emplace_back(kUnitedKingdom);
  return ids;
}

absl::StatusOr<WorkCalendar> WorkCalendar::Builtin(std::string_view id) {
  const auto found = Builtins().find(id);
  if (found == Builtins().end()) {
    return absl::NotFoundError(NoSuchCalendar(id));
  }
  return found->second;
}

WorkCalendar WorkCalendar::EnglandAndWales() {
  return Builtins().find("england-and-wales")->second;
}

absl::StatusOr<WorkCalendar> LoadWorkCalendar(const std::string& name_or_path,
                                              std::string_view division) {
  absl::StatusOr<WorkCalendar> builtin = WorkCalendar::Builtin(name_or_path);
  if (builtin.ok() && division.empty()) return builtin;
  absl::StatusOr<std::string> text = internal::ReadTextFile(name_or_path);
  if (!text.ok()) {
    return internal::NotFound(NoSuchCalendar(name_or_path),
                              " Nor is it a file that can be read. ",
                              internal::ToStd(text.status().message()));
  }
  return WorkCalendar::Parse(*text, division)
      .OrStatus(absl::StrCat("The calendar ", name_or_path, " has problems:"));
}

int internal::FewestHolidays(std::string_view id) {
  const auto found = Builtins().find(id);
  if (found == Builtins().end() || id == kUnitedKingdom) return 0;
  const WorkCalendar& calendar = found->second;
  std::map<int, int> counts;
  for (const Holiday& holiday : calendar.holidays()) {
    ++counts[holiday.day.year()];
  }
  int fewest = counts.empty() ? 0 : counts.begin()->second;
  for (const auto& [year, count] : counts) fewest = std::min(fewest, count);
  return fewest;
}

// ---------------------------------------------------------------------------
// What it says.

const std::string& WorkCalendar::id() const { return contents_->id; }
const std::string& WorkCalendar::title() const { return contents_->title; }
const std::string& WorkCalendar::source() const { return contents_->source; }
Period WorkCalendar::covers() const { return contents_->covers; }
WorkingWeek WorkCalendar::week() const { return contents_->week; }
std::span<const Holiday> WorkCalendar::holidays() const {
  return contents_->holidays;
}
std::span<const Holiday> WorkCalendar::closures() const {
  return contents_->closures;
}
std::span<const Holiday> WorkCalendar::history() const {
  return contents_->history;
}
std::optional<Date> WorkCalendar::published() const {
  return contents_->published;
}
std::optional<Date> WorkCalendar::known_on() const {
  return contents_->known_on;
}

absl::StatusOr<bool> WorkCalendar::IsWorkingDay(Date day) const {
  const absl::Status covered = CheckCovered(*this, day);
  if (!covered.ok()) return covered;
  const size_t at = PositionOf(*this, day);
  return contents_->worked_before[at + 1] > contents_->worked_before[at];
}

absl::StatusOr<std::string> WorkCalendar::WhyNot(Date day) const {
  const absl::StatusOr<bool> worked = IsWorkingDay(day);
  if (!worked.ok()) return worked.status();
  if (*worked) return std::string();
  const auto name = [](const Holiday& holiday, std::string_view otherwise) {
    return holiday.title.empty() ? std::string(otherwise) : holiday.title;
  };
  if (const Holiday* holiday = FindDay(holidays(), day)) {
    return name(*holiday, "holiday");
  }
  const std::vector<Holiday> closed =
      InForce(contents_->closures, contents_->known_on);
  if (const Holiday* closure = FindDay(closed, day)) {
    return name(*closure, "closed");
  }
  return std::string(NameOf(day.weekday()));
}

absl::StatusOr<WorkingDays> WorkCalendar::Between(Date a, Date b,
                                                  Ends ends) const {
  for (Date day : {a, b}) {
    const absl::Status covered = CheckCovered(*this, day);
    if (!covered.ok()) return covered;
  }
  const auto [first, last] = std::minmax(a, b);
  const size_t from = PositionOf(*this, first) + (ends == Ends::kAfterFirst);
  const size_t to = PositionOf(*this, last) + (ends != Ends::kBeforeLast);
  const WorkingDays count(contents_->worked_before[to] -
                          contents_->worked_before[from]);
  return b < a ? -count : count;
}

absl::StatusOr<Date> WorkCalendar::Add(Date day, WorkingDays count) const {
  const absl::Status covered = CheckCovered(*this, day);
  if (!covered.ok()) return covered;
  if (count.count() == 0) return day;
  const bool later = count.count() > 0;
  const size_t at = PositionOf(*this, day);
  const int64_t position =
      later ? int64_t{contents_->worked_before[at + 1]} + count.count() - 1
            : int64_t{contents_->worked_before[at]} + count.count();
  if (position < 0 ||
      position >= static_cast<int64_t>(contents_->worked.size())) {
    const int64_t distance = std::abs(int64_t{count.count()});
    return IsOutside(
        *this,
        StrCat(distance, distance == 1 ? " working day" : " working days",
               later ? " after " : " before ", day.ToWords(),
               distance == 1 ? " is outside" : " are outside"));
  }
  return Date::FromEpochDays(contents_->worked[static_cast<size_t>(position)]);
}

absl::StatusOr<Date> WorkCalendar::OnOrAfter(Date day) const {
  const absl::StatusOr<bool> worked = IsWorkingDay(day);
  if (!worked.ok()) return worked.status();
  return *worked ? day : Add(day, WorkingDays(1));
}

absl::StatusOr<Date> WorkCalendar::OnOrBefore(Date day) const {
  const absl::StatusOr<bool> worked = IsWorkingDay(day);
  if (!worked.ok()) return worked.status();
  return *worked ? day : Add(day, WorkingDays(-1));
}

absl::StatusOr<Date> WorkCalendar::Nearest(Date day) const {
  const absl::StatusOr<Date> after = OnOrAfter(day);
  const absl::StatusOr<Date> before = OnOrBefore(day);
  // At an end of what is covered the nearer one may lie outside.
  if (!after.ok()) return after;
  if (!before.ok()) return before;
  return day - *before < *after - day ? before : after;
}

namespace {

bool IsSameMonth(Date a, Date b) {
  return a.year() == b.year() && a.month() == b.month();
}

bool CoversMonthOf(const WorkCalendar& calendar, Date day) {
  return calendar.covers().Contains(day.Plus(Days(1 - day.day()))) &&
         calendar.covers().Contains(day.EndOfMonth());
}

absl::Status NoneInMonth(const WorkCalendar& calendar, Date day) {
  return internal::InvalidArgument("The calendar ", calendar.id(),
                                   " has no working day in ",
                                   MonthName(day.month()), " ", day.year(),
                                   "; look for the next in another month.");
}

}  // namespace

absl::StatusOr<Date> WorkCalendar::OnOrAfterInMonth(Date day) const {
  const absl::Status covered = CheckCovered(*this, day);
  if (!covered.ok()) return covered;
  for (const absl::StatusOr<Date>& found : {OnOrAfter(day), OnOrBefore(day)}) {
    if (found.ok() && IsSameMonth(*found, day)) return *found;
    if (!found.ok() && !CoversMonthOf(*this, day)) return found;
  }
  return NoneInMonth(*this, day);
}

absl::StatusOr<Date> WorkCalendar::OnOrBeforeInMonth(Date day) const {
  const absl::Status covered = CheckCovered(*this, day);
  if (!covered.ok()) return covered;
  for (const absl::StatusOr<Date>& found : {OnOrBefore(day), OnOrAfter(day)}) {
    if (found.ok() && IsSameMonth(*found, day)) return *found;
    if (!found.ok() && !CoversMonthOf(*this, day)) return found;
  }
  return NoneInMonth(*this, day);
}

bool operator==(const WorkCalendar& a, const WorkCalendar& b) {
  if (a.contents_ == b.contents_) return true;
  const WorkCalendar::Contents& x = *a.contents_;
  const WorkCalendar::Contents& y = *b.contents_;
  return x.id == y.id && x.title == y.title && x.source == y.source &&
         x.covers == y.covers && x.week == y.week && x.history == y.history &&
         x.closures == y.closures && x.published == y.published &&
         x.known_on == y.known_on;
}

std::ostream& operator<<(std::ostream& out, const WorkCalendar& calendar) {
  return out << (calendar.title().empty() ? calendar.id() : calendar.title())
             << ", " << CoversInWords(calendar.covers());
}

std::string internal::CoversInWords(Period covers) {
  const Date first = covers.first();
  const Date last = covers.last();
  const bool whole_years = first.month() == 1 && first.day() == 1 &&
                           last.month() == 12 && last.day() == 31;
  if (!whole_years) return covers.ToWords();
  if (first.year() == last.year()) return absl::StrCat(first.year());
  return absl::StrCat(first.year(), " to ", last.year());
}

}  // namespace actionplan
