// Makes calendars of published lists, and writes them.

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "actionplan/work_calendar.h"
#include "internal/strings.h"
#include "internal/work_calendar_contents.h"

namespace actionplan {
namespace {

using internal::StrCat;

Period WholeYears(int first, int last) {
  return Period::Create(Date::Create(first, 1, 1).value(),
                        Date::Create(last, 12, 31).value())
      .value();
}

bool HasYear(const HolidayList& list, int year) {
  return std::binary_search(list.years.begin(), list.years.end(), year);
}

// The years between the first and the last that the list does not have.
void AddMissingYears(const HolidayList& list, std::vector<Issue>& issues) {
  for (size_t i = 1; i < list.years.size(); ++i) {
    for (int year = list.years[i - 1] + 1; year < list.years[i]; ++year) {
      issues.push_back({absl::StrCat(year),
                        StrCat("The year ", year, " is missing between ",
                               list.years[i - 1], " and ", list.years[i], "."),
                        "Add its holidays, or split the list there."});
      // One is enough to say where the hole begins; a mistyped century would
      // give thousands.
      if (list.years[i] - year > 10) break;
    }
  }
}

std::vector<Issue> CheckList(const HolidayList& list) {
  if (list.years.empty()) {
    return {{"$", StrCat("The list of '", list.division, "' has no holidays."),
             "Give a list with holidays, or leave it out."}};
  }
  std::vector<Issue> issues;
  AddMissingYears(list, issues);
  if (!issues.empty()) return issues;
  return internal::CheckHolidays(
      WholeYears(list.years.front(), list.years.back()), list.holidays,
      internal::FewestHolidays(list.division));
}

void Prefix(std::vector<Issue>& issues, const std::string& where) {
  if (where.empty()) return;
  for (Issue& issue : issues) issue.where = StrCat(where, ", ", issue.where);
}

// Whether a calendar has a year, and what counts on a day in it.
bool CoversYear(const WorkCalendar& calendar, int year) {
  return calendar.covers().first().year() <= year &&
         year <= calendar.covers().last().year();
}

bool IsListed(const HolidayList& list, Date day) {
  return std::any_of(list.holidays.begin(), list.holidays.end(),
                     [&](const Holiday& h) { return h.day == day; });
}

bool Counts(const Holiday& holiday) { return !holiday.withdrawn.has_value(); }

// The entry of a day that is not withdrawn.
Holiday* FindCounting(std::vector<Holiday>& history, Date day) {
  const auto found =
      std::find_if(history.begin(), history.end(),
                   [&](const Holiday& h) { return h.day == day && Counts(h); });
  return found == history.end() ? nullptr : &*found;
}

void Withdraw(const HolidayList& list, Date published,
              std::vector<Holiday>& history) {
  for (Holiday& holiday : history) {
    if (Counts(holiday) && HasYear(list, holiday.day.year()) &&
        !IsListed(list, holiday.day)) {
      holiday.withdrawn = published;
    }
  }
}

void Announce(const WorkCalendar& before, const HolidayList& list,
              Date published, std::vector<Holiday>& history) {
  for (const Holiday& listed : list.holidays) {
    if (Holiday* found = FindCounting(history, listed.day)) {
      // The latest wording counts.
      if (!listed.title.empty()) found->title = listed.title;
      continue;
    }
    Holiday added = listed;
    if (CoversYear(before, listed.day.year())) added.announced = published;
    history.push_back(std::move(added));
  }
}

}  // namespace

WithIssues<WorkCalendar> WorkCalendar::OfList(const HolidayList& list) {
  std::vector<Issue> issues = CheckList(list);
  if (!issues.empty()) {
    Prefix(issues, list.division);
    return {std::nullopt, std::move(issues)};
  }
  const std::string id = list.division.empty() ? "own" : list.division;
  return {Make({.id = id,
                .title = internal::TitleOfDivision(id),
                .source = "",
                .covers = WholeYears(list.years.front(), list.years.back()),
                .week = {},
                .history = list.holidays,
                .closures = {},
                .published = std::nullopt,
                .known_on = std::nullopt,
                .holidays = {},
                .worked_before = {},
                .worked = {}}),
          {}};
}

WithIssues<WorkCalendar> WorkCalendar::WithList(const HolidayList& list,
                                                Date published) const {
  std::vector<Issue> issues = CheckList(list);
  if (contents_->published.has_value() && published < *contents_->published) {
    issues.push_back(
        {published.ToIso(),
         StrCat("This list is older than that of ",
                contents_->published->ToWords(), ", which is in it already."),
         "Apply lists in their order, or make the calendar anew from all."});
  }
  if (issues.empty()) {
    const int first = covers().first().year();
    const int last = covers().last().year();
    const bool apart =
        list.years.front() > last + 1 || list.years.back() < first - 1;
    if (apart) {
      const bool later = list.years.front() > last;
      issues.push_back(
          {absl::StrCat(later ? last + 1 : list.years.back() + 1),
           StrCat("The calendar covers ", internal::CoversInWords(covers()),
                  " and the list begins in ", list.years.front(),
                  " and ends in ", list.years.back(),
                  ": the years between are missing."),
           "Apply a list that has these years first."});
    }
  }
  if (!issues.empty()) {
    Prefix(issues, list.division);
    return {std::nullopt, std::move(issues)};
  }
  Contents changed = *contents_;
  Withdraw(list, published, changed.history);
  Announce(*this, list, published, changed.history);
  changed.covers =
      covers().Envelope(WholeYears(list.years.front(), list.years.back()));
  changed.published = published;
  return {Make(std::move(changed)), {}};
}

// ---------------------------------------------------------------------------
// Importing many.

namespace {

// The first YYYY-MM-DD in the last part of a path.
std::optional<Date> DayInName(std::string_view name) {
  const size_t slash = name.find_last_of("/\\");
  if (slash != std::string_view::npos) name.remove_prefix(slash + 1);
  for (size_t at = 0; at + 10 <= name.size(); ++at) {
    const absl::StatusOr<Date> day = Date::Parse(name.substr(at, 10));
    if (day.ok()) return *day;
  }
  return std::nullopt;
}

class Importer {
 public:
  explicit Importer(std::vector<WorkCalendar> calendars) {
    for (WorkCalendar& calendar : calendars) {
      std::string id = calendar.id();
      calendars_.insert_or_assign(std::move(id), std::move(calendar));
    }
  }

  WithIssues<CalendarImport> Import(std::vector<ListFile> files);

 private:
  void Apply(const ListFile& file);
  void Apply(const ListFile& file, const HolidayList& list);
  void Note(const ListFile& file, const HolidayList& list,
            const WorkCalendar* before, const WorkCalendar& after);

  std::vector<Issue> issues_;
  std::map<std::string, WorkCalendar> calendars_;
  std::vector<ListChange> changes_;
};

WithIssues<CalendarImport> Importer::Import(std::vector<ListFile> files) {
  for (ListFile& file : files) {
    if (!file.published.has_value()) file.published = DayInName(file.name);
    if (file.published.has_value()) continue;
    issues_.push_back({file.name, "When this list was published is not known.",
                       "Give the day, or a file name with it such as "
                       "bank-holidays-2025-11-24.json."});
  }
  std::erase_if(
      files, [](const ListFile& file) { return !file.published.has_value(); });
  std::stable_sort(files.begin(), files.end(),
                   [](const ListFile& a, const ListFile& b) {
                     return std::pair(*a.published, std::string_view(a.name)) <
                            std::pair(*b.published, std::string_view(b.name));
                   });
  for (const ListFile& file : files) Apply(file);
  if (!issues_.empty()) return {std::nullopt, std::move(issues_)};
  CalendarImport result;
  for (auto& [id, calendar] : calendars_) result.calendars.push_back(calendar);
  result.changes = std::move(changes_);
  return {std::move(result), {}};
}

void Importer::Apply(const ListFile& file) {
  WithIssues<std::vector<HolidayList>> lists = ReadHolidayLists(file.text);
  if (!lists.value.has_value()) {
    Prefix(lists.issues, file.name);
    issues_.insert(issues_.end(), lists.issues.begin(), lists.issues.end());
    return;
  }
  for (const HolidayList& list : *lists.value) Apply(file, list);
  const WithIssues<HolidayList> together = UnitedKingdomList(*lists.value);
  if (together.value.has_value() &&
      calendars_.contains(std::string(internal::kUnitedKingdom))) {
    Apply(file, *together.value);
  }
}

void Importer::Apply(const ListFile& file, const HolidayList& list) {
  const std::string id = list.division.empty() ? "own" : list.division;
  const auto found = calendars_.find(id);
  const bool known = found != calendars_.end();
  WithIssues<WorkCalendar> after =
      known ? found->second.WithList(list, *file.published)
            : WorkCalendar::OfList(list);
  // The first list of a calendar is as dated as the others.
  if (after.value.has_value() && !known) {
    after = after.value->WithList(list, *file.published);
  }
  if (!after.value.has_value()) {
    Prefix(after.issues, file.name);
    issues_.insert(issues_.end(), after.issues.begin(), after.issues.end());
    return;
  }
  Note(file, list, known ? &found->second : nullptr, *after.value);
  calendars_.insert_or_assign(id, *std::move(after.value));
}

void Importer::Note(const ListFile& file, const HolidayList& list,
                    const WorkCalendar* before, const WorkCalendar& after) {
  ListChange change = {.file = file.name,
                       .published = *file.published,
                       .division = after.id(),
                       .years = list.years,
                       .new_years = {},
                       .announced = {},
                       .withdrawn = {}};
  for (int year : list.years) {
    if (before == nullptr || !CoversYear(*before, year)) {
      change.new_years.push_back(year);
    }
  }
  const auto is_new = [&](const Holiday& holiday) {
    return before == nullptr ||
           std::find(before->history().begin(), before->history().end(),
                     holiday) == before->history().end();
  };
  for (const Holiday& holiday : after.history()) {
    if (!is_new(holiday)) continue;
    if (holiday.withdrawn == file.published) {
      change.withdrawn.push_back(holiday);
    } else if (holiday.announced == file.published) {
      change.announced.push_back(holiday);
    }
  }
  changes_.push_back(std::move(change));
}

std::string YearsInWords(const std::vector<int>& years) {
  if (years.empty()) return "none";
  return internal::CoversInWords(WholeYears(years.front(), years.back()));
}

void AppendDays(std::string& words, std::string_view what,
                const std::vector<Holiday>& holidays) {
  if (holidays.empty()) return;
  absl::StrAppend(&words, "; ", internal::ToAbsl(what), ": ");
  for (size_t i = 0; i < holidays.size(); ++i) {
    absl::StrAppend(&words, i == 0 ? "" : ", ", holidays[i].day.ToWords(), " (",
                    holidays[i].title, ")");
  }
}

}  // namespace

std::string ToWords(const ListChange& change) {
  std::string words =
      StrCat(change.file, ", ", change.published.ToWords(), ": ",
             change.division, " ", YearsInWords(change.years));
  if (!change.new_years.empty()) {
    absl::StrAppend(&words, "; new: ", YearsInWords(change.new_years));
  }
  AppendDays(words, "announced", change.announced);
  AppendDays(words, "withdrawn", change.withdrawn);
  return words;
}

WithIssues<CalendarImport> ImportHolidayLists(
    std::vector<ListFile> files, std::vector<WorkCalendar> calendars) {
  return Importer(std::move(calendars)).Import(std::move(files));
}

// ---------------------------------------------------------------------------
// Writing.

namespace {

using Json = nlohmann::ordered_json;

std::string Print(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string OneLine(const Holiday& holiday) {
  std::string line = StrCat("{\"day\": \"", holiday.day.ToIso(),
                            "\", \"title\": ", Print(holiday.title));
  const auto add = [&](std::string_view key, const std::optional<Date>& day) {
    if (!day.has_value()) return;
    absl::StrAppend(&line, ", \"", internal::ToAbsl(key), "\": \"",
                    day->ToIso(), "\"");
  };
  add("announced", holiday.announced);
  add("withdrawn", holiday.withdrawn);
  return line + "}";
}

// A holiday a line, so that a new list is a short diff.
void AppendList(std::string& text, std::string_view key,
                std::span<const Holiday> holidays) {
  absl::StrAppend(&text, ",\n  \"", internal::ToAbsl(key), "\": [");
  for (size_t i = 0; i < holidays.size(); ++i) {
    absl::StrAppend(&text, i == 0 ? "\n    " : ",\n    ", OneLine(holidays[i]));
  }
  absl::StrAppend(&text, holidays.empty() ? "]" : "\n  ]");
}

}  // namespace

std::string WorkCalendar::ToJson() const {
  std::string text = "{\n  \"workcalendar\": 1";
  const auto add = [&](const char* key, const Json& value) {
    absl::StrAppend(&text, ",\n  \"", key, "\": ", Print(value));
  };
  add("id", id());
  add("title", title());
  if (!source().empty()) add("source", source());
  if (published().has_value()) add("published", published()->ToIso());
  add("working_week", week().ToMask());
  add("first", covers().first().ToIso());
  add("last", covers().last().ToIso());
  AppendList(text, "holidays", history());
  if (!closures().empty()) AppendList(text, "closures", closures());
  text += "\n}\n";
  return text;
}

}  // namespace actionplan
