// Reads calendar files and published lists of holidays.

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>

#include "absl/strings/ascii.h"
#include "actionplan/work_calendar.h"
#include "internal/files.h"
#include "internal/json_object.h"
#include "internal/json_text.h"
#include "internal/strings.h"
#include "internal/work_calendar_contents.h"

namespace actionplan {
namespace {

using internal::Json;
using internal::JsonObject;
using internal::StrCat;

constexpr std::string_view kWriteDay =
    "Write a day of the calendar as 2026-12-25 or 25/12/2026.";

std::string Message(const absl::Status& status) {
  return std::string(internal::ToStd(status.message()));
}

std::optional<int> WholeNumber(std::string_view digits) {
  int number = 0;
  const char* end = digits.data() + digits.size();
  const auto [parsed, problem] = std::from_chars(digits.data(), end, number);
  if (problem != std::errc() || parsed != end || digits.empty() ||
      digits[0] == '-') {
    return std::nullopt;
  }
  return number;
}

// Reads "2026-12-25", "25/12/2026", and "25/12/26" in a list of that year.
absl::StatusOr<Date> ReadDay(std::string_view text, std::optional<int> year) {
  const size_t first = text.find('/');
  if (first == std::string_view::npos) return Date::Parse(text);
  const size_t second = std::min(text.find('/', first + 1), text.size() - 1);
  const std::string_view year_text = text.substr(second + 1);
  const std::optional<int> d = WholeNumber(text.substr(0, first));
  const std::optional<int> m =
      WholeNumber(text.substr(first + 1, second - first - 1));
  std::optional<int> y = WholeNumber(year_text);
  if (y.has_value() && year_text.size() == 2 && year.has_value() &&
      *year % 100 == *y) {
    y = year;
  } else if (year_text.size() != 4) {
    y = std::nullopt;
  }
  if (!d.has_value() || !m.has_value() || !y.has_value()) {
    return internal::InvalidArgument("'", internal::Excerpt(text),
                                     "' is not a day.");
  }
  return Date::Create(*y, *m, *d);
}

// ---------------------------------------------------------------------------
// Titles: the source files have keys instead of them.

const Json& Titles() {
  static const Json& titles = *new Json(Json::parse(BankHolidayTitles()));
  return titles;
}

bool IsKey(std::string_view text) {
  return text.find('.') != std::string_view::npos &&
         text.find(' ') == std::string_view::npos;
}

// "World cup" for a key "bank_holidays.world_cup" that has no title yet.
std::string TitleFromKey(std::string_view key) {
  std::string title(key.substr(key.rfind('.') + 1));
  std::replace(title.begin(), title.end(), '_', ' ');
  if (!title.empty())
    title[0] = absl::ascii_toupper(static_cast<unsigned char>(title[0]));
  return title;
}

std::string TitleOf(std::string_view text) {
  if (!IsKey(text)) return std::string(text);
  const auto found = Titles().find(std::string(text));
  return found != Titles().end() ? found->get<std::string>()
                                 : TitleFromKey(text);
}

// "Boxing Day (substitute day)".
std::string TitleWithNote(std::string_view title, std::string_view note) {
  std::string words = TitleOf(title);
  if (note.empty()) return words;
  std::string lower = TitleOf(note);
  lower[0] = absl::ascii_tolower(static_cast<unsigned char>(lower[0]));
  return words.empty() ? lower : StrCat(words, " (", lower, ")");
}

// ---------------------------------------------------------------------------
// Published lists.

class ListReader {
 public:
  WithIssues<std::vector<HolidayList>> Read(std::string_view text);

 private:
  void ReadJson(std::string_view text);
  void ReadTable(std::string_view text);
  void ReadTableLine(std::string_view line, int number, HolidayList& list);
  void ReadSource(const Json& divisions);
  void ReadSourceDivision(const std::string& slug, const Json& value);
  void ReadYears(const Json& years, const std::string& path, HolidayList& list);
  void ReadYear(int year, const Json& events, const std::string& path,
                HolidayList& list);
  void ReadPublic(const Json& root);
  void ReadEvents(std::string_view division, const Json& events,
                  const std::string& path);
  std::optional<Holiday> ReadEvent(const Json& event, const std::string& path,
                                   std::optional<int> year);
  void Keep(HolidayList list, const std::string& where);

  std::vector<Issue> issues_;
  std::vector<HolidayList> lists_;
};

WithIssues<std::vector<HolidayList>> ListReader::Read(std::string_view text) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  const size_t start = text.find_first_not_of(" \t\r\n");
  const bool is_json = start != std::string_view::npos &&
                       (text[start] == '{' || text[start] == '[');
  if (is_json) {
    ReadJson(text);
  } else {
    ReadTable(text);
  }
  if (issues_.empty() && lists_.empty()) {
    issues_.push_back({"$", "There is no list of holidays in it.",
                       "Give the JSON file behind www.gov.uk/bank-holidays, or "
                       "lines of a day and a title."});
  }
  if (!issues_.empty()) return {std::nullopt, std::move(issues_)};
  return {std::move(lists_), {}};
}

void ListReader::ReadJson(std::string_view text) {
  const std::optional<Json> root = internal::ParseJson(text, issues_);
  if (!root.has_value()) return;
  if (root->is_array()) {
    ReadEvents("", *root, "$");
  } else if (const auto found = root->find("divisions"); found != root->end()) {
    ReadSource(*found);
  } else {
    ReadPublic(*root);
  }
}

void ListReader::ReadSource(const Json& divisions) {
  if (!divisions.is_object()) {
    issues_.push_back(
        {"$.divisions",
         StrCat("This is ", internal::TypeInWords(divisions), "."),
         "Write an object with a division a key."});
    return;
  }
  for (const auto& [slug, value] : divisions.items()) {
    ReadSourceDivision(slug, value);
  }
}

void ListReader::ReadSourceDivision(const std::string& slug,
                                    const Json& value) {
  const std::string path = StrCat("$.divisions.", slug);
  HolidayList list;
  list.division = internal::DivisionFromSlug(slug);
  // The first files had a list with one object.
  if (value.is_array()) {
    for (size_t i = 0; i < value.size(); ++i) {
      ReadYears(value[i], StrCat(path, "[", i, "]"), list);
    }
  } else {
    ReadYears(value, path, list);
  }
  Keep(std::move(list), path);
}

void ListReader::ReadYears(const Json& years, const std::string& path,
                           HolidayList& list) {
  if (!years.is_object()) {
    issues_.push_back({path,
                       StrCat("This is ", internal::TypeInWords(years), "."),
                       "Write an object with a year a key."});
    return;
  }
  for (const auto& [key, events] : years.items()) {
    const std::optional<int> year = WholeNumber(key);
    const std::string here = StrCat(path, ".", key);
    if (year.has_value() && key.size() == 4) {
      ReadYear(*year, events, here, list);
    } else if (!events.is_string()) {
      // Texts beside the years are titles and slugs.
      issues_.push_back({here,
                         StrCat("'", internal::Excerpt(key),
                                "' is not a year of four figures."),
                         "Mend the key, or take it out."});
    }
  }
}

void ListReader::ReadYear(int year, const Json& events, const std::string& path,
                          HolidayList& list) {
  if (!events.is_array()) {
    issues_.push_back({path,
                       StrCat("This is ", internal::TypeInWords(events), "."),
                       "Write the year's holidays in square brackets."});
    return;
  }
  list.years.push_back(year);
  for (size_t i = 0; i < events.size(); ++i) {
    const std::string here = StrCat(path, "[", i, "]");
    std::optional<Holiday> holiday = ReadEvent(events[i], here, year);
    if (!holiday.has_value()) continue;
    if (holiday->day.year() != year) {
      issues_.push_back(
          {StrCat(here, ".date"),
           StrCat(holiday->day.ToWords(), " stands under ", year, "."),
           "Mend the day or the year."});
    }
    list.holidays.push_back(*std::move(holiday));
  }
}

void ListReader::ReadPublic(const Json& root) {
  if (const auto found = root.find("events"); found != root.end()) {
    const auto division = root.find("division");
    const bool named = division != root.end() && division->is_string();
    ReadEvents(named ? division->get<std::string>() : "", *found, "$.events");
    return;
  }
  for (const auto& [slug, value] : root.items()) {
    if (!value.is_object()) continue;
    const auto found = value.find("events");
    if (found == value.end()) continue;
    ReadEvents(slug, *found, StrCat("$.", slug, ".events"));
  }
}

void ListReader::ReadEvents(std::string_view division, const Json& events,
                            const std::string& path) {
  if (!events.is_array()) {
    issues_.push_back({path,
                       StrCat("This is ", internal::TypeInWords(events), "."),
                       "Write the holidays in square brackets."});
    return;
  }
  HolidayList list;
  list.division = internal::DivisionFromSlug(division);
  for (size_t i = 0; i < events.size(); ++i) {
    std::optional<Holiday> holiday =
        ReadEvent(events[i], StrCat(path, "[", i, "]"), std::nullopt);
    if (!holiday.has_value()) continue;
    list.years.push_back(holiday->day.year());
    list.holidays.push_back(*std::move(holiday));
  }
  Keep(std::move(list), path);
}

std::optional<Holiday> ListReader::ReadEvent(const Json& event,
                                             const std::string& path,
                                             std::optional<int> year) {
  std::string title;
  std::string written;
  std::string where = path;
  if (event.is_string()) {
    written = event.get<std::string>();
  } else {
    const size_t before = issues_.size();
    JsonObject object(event, path, issues_);
    where = object.PathOf("date");
    if (issues_.size() > before) return std::nullopt;
    written = object.RequiredText("date", kWriteDay);
    title = TitleWithNote(object.Text("title"), object.Text("notes"));
    if (issues_.size() > before) return std::nullopt;
  }
  const absl::StatusOr<Date> day = ReadDay(written, year);
  if (!day.ok()) {
    issues_.push_back({where, Message(day.status()), std::string(kWriteDay)});
    return std::nullopt;
  }
  return Holiday{.day = *day, .title = std::move(title)};
}

void ListReader::ReadTable(std::string_view text) {
  HolidayList list;
  if (const std::optional<size_t> bad = internal::FindInvalidUtf8(text)) {
    const internal::LineColumn at = internal::Locate(text, *bad);
    issues_.push_back({StrCat("line ", at.line, ", column ", at.column),
                       "This is not UTF-8 text.", "Save the file as UTF-8."});
    return;
  }
  int number = 0;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    ReadTableLine(text.substr(0, end), ++number, list);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  if (!list.holidays.empty()) Keep(std::move(list), "$");
}

void ListReader::ReadTableLine(std::string_view line, int number,
                               HolidayList& list) {
  const auto strip = [](std::string_view cell) {
    cell = internal::ToStd(absl::StripAsciiWhitespace(internal::ToAbsl(cell)));
    const bool quoted =
        cell.size() >= 2 && cell.front() == '"' && cell.back() == '"';
    return quoted ? cell.substr(1, cell.size() - 2) : cell;
  };
  const size_t comma = std::min(line.find(','), line.size());
  const std::string_view written = strip(line.substr(0, comma));
  const std::string_view title =
      strip(line.substr(std::min(comma + 1, line.size())));
  const bool is_heading =
      number == 1 && absl::AsciiStrToLower(internal::ToAbsl(written)) == "date";
  if ((written.empty() && title.empty()) || is_heading) return;
  const absl::StatusOr<Date> day = ReadDay(written, std::nullopt);
  if (!day.ok()) {
    issues_.push_back({StrCat("line ", number), Message(day.status()),
                       std::string(kWriteDay)});
    return;
  }
  list.years.push_back(day->year());
  list.holidays.push_back({.day = *day, .title = TitleOf(title)});
}

void ListReader::Keep(HolidayList list, const std::string& where) {
  std::sort(list.years.begin(), list.years.end());
  list.years.erase(std::unique(list.years.begin(), list.years.end()),
                   list.years.end());
  auto& holidays = list.holidays;
  std::stable_sort(
      holidays.begin(), holidays.end(),
      [](const Holiday& a, const Holiday& b) { return a.day < b.day; });
  holidays.erase(std::unique(holidays.begin(), holidays.end(),
                             [](const Holiday& a, const Holiday& b) {
                               return a.day == b.day;
                             }),
                 holidays.end());
  const bool twice =
      std::any_of(lists_.begin(), lists_.end(), [&](const HolidayList& other) {
        return other.division == list.division;
      });
  if (twice) {
    issues_.push_back({where,
                       StrCat("The division '", list.division,
                              "' is there twice under different names."),
                       "Keep one of the two."});
  }
  lists_.push_back(std::move(list));
}

}  // namespace

std::string internal::DivisionFromSlug(std::string_view slug) {
  constexpr std::string_view kPrefix = "common.nations.";
  constexpr std::string_view kSuffix = "_slug";
  if (slug.substr(0, kPrefix.size()) == kPrefix) {
    slug.remove_prefix(kPrefix.size());
  }
  if (slug.size() > kSuffix.size() &&
      slug.substr(slug.size() - kSuffix.size()) == kSuffix) {
    slug.remove_suffix(kSuffix.size());
  }
  if (slug == "ni") return "northern-ireland";
  return std::string(slug);
}

std::string internal::TitleOfDivision(std::string_view division) {
  if (division == internal::kUnitedKingdom) {
    return std::string(internal::kUnitedKingdomTitle);
  }
  std::string title(division);
  for (size_t i = 0; i < title.size(); ++i) {
    if (title[i] == '-') title[i] = ' ';
    const bool begins_word = i == 0 || title[i - 1] == ' ';
    const bool is_and = title.compare(i, 4, "and-") == 0;
    if (begins_word && !is_and) {
      title[i] = absl::ascii_toupper(static_cast<unsigned char>(title[i]));
    }
  }
  return title;
}

WithIssues<std::vector<HolidayList>> ReadHolidayLists(std::string_view text) {
  return ListReader().Read(text);
}

// ---------------------------------------------------------------------------
// Whether the data of years is whole.

namespace {

Issue Hole(int year, std::string what) {
  return {absl::StrCat(year), std::move(what),
          "Add the year's holidays, or leave the year out at one end."};
}

// Half of what is usual, rounded up, so that a law that gives or takes one day
// passes and a list that was cut off does not.
int FewestPlausible(std::vector<int> counts) {
  if (counts.empty()) return 0;
  std::nth_element(
      counts.begin(),
      counts.begin() + static_cast<std::ptrdiff_t>(counts.size() / 2),
      counts.end());
  return std::max(1, (counts[counts.size() / 2] + 1) / 2);
}

}  // namespace

std::vector<Issue> internal::CheckHolidays(Period covers,
                                           const std::vector<Holiday>& holidays,
                                           int fewest) {
  std::vector<Issue> issues;
  // Sets, as what was withdrawn and listed anew is one holiday.
  std::map<int, std::set<Date>> days;
  for (const Holiday& holiday : holidays) {
    if (!covers.Contains(holiday.day)) {
      issues.push_back({holiday.day.ToIso(),
                        StrCat("The holiday '", Excerpt(holiday.title),
                               "' is outside ", CoversInWords(covers), "."),
                        "Mend the day, or the years that are covered."});
    } else if (!holiday.withdrawn.has_value()) {
      days[holiday.day.year()].insert(holiday.day);
    }
  }
  if (holidays.empty() && fewest == 0) return issues;
  const int first = covers.first().year() +
                    (covers.first().month() != 1 || covers.first().day() != 1);
  const int last = covers.last().year() -
                   (covers.last().month() != 12 || covers.last().day() != 31);
  std::vector<int> counts;
  for (const auto& [year, of_year] : days) {
    if (year >= first && year <= last) {
      counts.push_back(static_cast<int>(of_year.size()));
    }
  }
  const int usual = FewestPlausible(std::move(counts));
  for (int year = first; year <= last; ++year) {
    const auto found = days.find(year);
    const int count =
        found == days.end() ? 0 : static_cast<int>(found->second.size());
    if (count == 0) {
      issues.push_back(
          Hole(year, StrCat("The year ", year, " has no holidays.")));
    } else if (count < fewest) {
      issues.push_back(
          Hole(year, StrCat("The year ", year, " has only ", count,
                            " of at least ", fewest, " holidays.")));
    } else if (count < usual) {
      issues.push_back(Hole(year, StrCat("The year ", year, " has only ", count,
                                         count == 1 ? " holiday" : " holidays",
                                         ", fewer than half of what is usual "
                                         "in the others.")));
    }
  }
  return issues;
}

// ---------------------------------------------------------------------------
// Calendar files.

class CalendarReader {
 public:
  explicit CalendarReader(const Json& root) : root_(root, "$", issues_) {}

  WithIssues<WorkCalendar> Read();

  // One of several lists.
  static WithIssues<WorkCalendar> Choose(const std::vector<HolidayList>& lists,
                                         std::string_view division);

 private:
  std::optional<Period> ReadCovers();
  std::vector<Holiday> ReadHolidays(std::string_view key);
  WorkingWeek ReadWeek();

  std::vector<Issue> issues_;
  JsonObject root_;
};

WithIssues<WorkCalendar> CalendarReader::Read() {
  if (root_.Number("workcalendar") != 1.0) {
    root_.Complain("workcalendar", "This is not a calendar file of version 1.",
                   "Write \"workcalendar\": 1.");
  }
  std::string id = root_.RequiredText("id", "Give it a short name.");
  std::string title = root_.Text("title");
  std::string source = root_.Text("source");
  const WorkingWeek week = ReadWeek();
  const std::optional<Period> covers = ReadCovers();
  const std::optional<Date> published = root_.Day("published");
  std::vector<Holiday> holidays = ReadHolidays("holidays");
  std::vector<Holiday> closures = ReadHolidays("closures");
  if (covers.has_value()) {
    for (Issue& issue : internal::CheckHolidays(*covers, holidays, 0)) {
      issue.where = StrCat("$.holidays, ", issue.where);
      issues_.push_back(std::move(issue));
    }
  }
  if (!issues_.empty() || !covers.has_value()) {
    return {std::nullopt, std::move(issues_)};
  }
  return {WorkCalendar::Make({.id = std::move(id),
                              .title = std::move(title),
                              .source = std::move(source),
                              .covers = *covers,
                              .week = week,
                              .history = std::move(holidays),
                              .closures = std::move(closures),
                              .published = published,
                              .known_on = std::nullopt,
                              .holidays = {},
                              .worked_before = {},
                              .worked = {}}),
          {}};
}

std::optional<Period> CalendarReader::ReadCovers() {
  const std::optional<Date> first = root_.RequiredDay("first");
  const std::optional<Date> last = root_.RequiredDay("last");
  if (!first.has_value() || !last.has_value()) return std::nullopt;
  const absl::StatusOr<Period> covers = Period::Create(*first, *last);
  if (covers.ok()) return *covers;
  root_.Complain("last", Message(covers.status()),
                 "Change one of the two days.");
  return std::nullopt;
}

WorkingWeek CalendarReader::ReadWeek() {
  const std::string text = root_.Text("working_week");
  if (text.empty()) return {};
  const absl::StatusOr<WorkingWeek> week = WorkingWeek::Parse(text);
  if (week.ok()) return *week;
  root_.Complain("working_week", Message(week.status()),
                 "Seven figures from Monday on.");
  return {};
}

std::vector<Holiday> CalendarReader::ReadHolidays(std::string_view key) {
  std::vector<Holiday> holidays;
  root_.ForEach(key, [&](JsonObject& object) {
    const std::optional<Date> day = object.RequiredDay("day");
    std::string title = object.Text("title");
    const std::optional<Date> announced = object.Day("announced");
    const std::optional<Date> withdrawn = object.Day("withdrawn");
    if (!day.has_value()) return;
    holidays.push_back({.day = *day,
                        .title = std::move(title),
                        .announced = announced,
                        .withdrawn = withdrawn});
  });
  return holidays;
}

namespace {

const HolidayList* FindList(const std::vector<HolidayList>& lists,
                            std::string_view division) {
  for (const HolidayList& list : lists) {
    if (list.division == division) return &list;
  }
  return nullptr;
}

}  // namespace

WithIssues<HolidayList> UnitedKingdomList(
    const std::vector<HolidayList>& lists) {
  std::vector<Issue> issues;
  std::map<int, int> parts_with_year;
  std::map<Date, Holiday> holidays;
  for (std::string_view part : internal::kUnitedKingdomParts) {
    const HolidayList* list = FindList(lists, part);
    if (list == nullptr) {
      issues.push_back(
          {"$", StrCat("There is no list of '", part, "' in it."),
           StrCat("Give one: without it the holidays of ",
                  internal::kUnitedKingdom, " are not all there.")});
      continue;
    }
    const std::vector<Issue> found = WorkCalendar::OfList(*list).issues;
    issues.insert(issues.end(), found.begin(), found.end());
    for (int year : list->years) ++parts_with_year[year];
    for (const Holiday& holiday : list->holidays) {
      holidays.try_emplace(holiday.day, holiday);
    }
  }
  if (!issues.empty()) return {std::nullopt, std::move(issues)};
  HolidayList together = {.division = std::string(internal::kUnitedKingdom),
                          .years = {},
                          .holidays = {}};
  for (const auto& [year, parts] : parts_with_year) {
    if (parts == static_cast<int>(internal::kUnitedKingdomParts.size())) {
      together.years.push_back(year);
    }
  }
  if (together.years.empty()) {
    return {std::nullopt,
            {{"$", "There is no year that all divisions have.",
              "Give longer lists."}}};
  }
  for (auto& [day, holiday] : holidays) {
    if (std::binary_search(together.years.begin(), together.years.end(),
                           day.year())) {
      together.holidays.push_back(std::move(holiday));
    }
  }
  return {std::move(together), {}};
}

WithIssues<WorkCalendar> CalendarReader::Choose(
    const std::vector<HolidayList>& lists, std::string_view division) {
  if (division.empty() && lists.size() == 1) {
    return WorkCalendar::OfList(lists.front());
  }
  const std::string wanted = internal::DivisionFromSlug(division);
  if (wanted == internal::kUnitedKingdom && lists.size() > 1) {
    WithIssues<HolidayList> together = UnitedKingdomList(lists);
    if (!together.value.has_value()) {
      return {std::nullopt, std::move(together.issues)};
    }
    return WorkCalendar::OfList(*together.value);
  }
  std::string names;
  for (const HolidayList& list : lists) {
    if (list.division == wanted && !wanted.empty()) {
      return WorkCalendar::OfList(list);
    }
    absl::StrAppend(&names, names.empty() ? "" : ", ", list.division);
  }
  const bool one_nameless = lists.size() == 1 && lists[0].division.empty();
  if (one_nameless) {
    HolidayList named = lists[0];
    named.division = wanted;
    return WorkCalendar::OfList(named);
  }
  std::string what =
      division.empty()
          ? StrCat("This is a list of ", lists.size(), " divisions.")
          : StrCat("There is no division '", internal::Excerpt(division),
                   "' in it.");
  return {std::nullopt,
          {{"$", std::move(what), StrCat("Name one of: ", names, ".")}}};
}

WithIssues<WorkCalendar> WorkCalendar::Parse(std::string_view text,
                                             std::string_view division) {
  const size_t start = text.find_first_not_of(" \t\r\n");
  if (start != std::string_view::npos && text[start] == '{') {
    std::vector<Issue> issues;
    const std::optional<Json> root = internal::ParseJson(text, issues);
    if (!issues.empty()) return {std::nullopt, std::move(issues)};
    if (root->contains("workcalendar")) {
      WithIssues<WorkCalendar> read = CalendarReader(*root).Read();
      const bool other = read.value.has_value() && !division.empty() &&
                         read.value->id() != division;
      if (!other) return read;
      return {std::nullopt,
              {{"$.id",
                StrCat("This is the calendar ", read.value->id(), ", not ",
                       internal::Excerpt(division), "."),
                "Name that one or none."}}};
    }
  }
  WithIssues<std::vector<HolidayList>> lists = ReadHolidayLists(text);
  if (!lists.value.has_value()) {
    return {std::nullopt, std::move(lists.issues)};
  }
  return CalendarReader::Choose(*lists.value, division);
}

std::vector<Issue> CheckCalendarText(std::string_view text,
                                     std::string_view division) {
  WithIssues<WorkCalendar> whole = WorkCalendar::Parse(text, division);
  if (whole.value.has_value() || !division.empty()) return whole.issues;
  const WithIssues<std::vector<HolidayList>> lists = ReadHolidayLists(text);
  if (!lists.value.has_value() || lists.value->size() < 2) return whole.issues;
  std::vector<Issue> issues;
  for (const HolidayList& list : *lists.value) {
    const std::vector<Issue> of_list = WorkCalendar::OfList(list).issues;
    issues.insert(issues.end(), of_list.begin(), of_list.end());
  }
  return issues;
}

}  // namespace actionplan
