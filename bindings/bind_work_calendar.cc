#include "pybind.h"

#include <algorithm>

#include "actionplan/work_calendar.h"

namespace actionplan::python {
namespace {

template <typename T>
std::vector<T> ToVector(std::span<const T> items) {
  return std::vector<T>(items.begin(), items.end());
}

std::string FsPath(const py::object& path) {
  return py::module_::import("os").attr("fspath")(path).cast<std::string>();
}

// A number of working days. One that no int can hold is outside what any
// calendar covers; said here, as the core can't say it.
WorkingDays ReadCount(int64_t count) {
  constexpr int64_t kMost = std::numeric_limits<int>::max();
  if (count >= -kMost && count <= kMost) {
    return WorkingDays(static_cast<int>(count));
  }
  Raise(ErrorKind::kInvalidInput,
        std::to_string(count) +
            " working days are more than any calendar covers; give a smaller "
            "number.");
}

Ends ReadEnds(const std::string& word) {
  const std::optional<Ends> ends = EndsFromWord(word);
  if (ends.has_value()) return *ends;
  Raise(ErrorKind::kInvalidInput,
        "ends is '" + word + "'; use 'after first', 'before last' or 'both'.");
}

// A Holiday, a day, or a day and a title.
Holiday ReadHoliday(const py::handle& item) {
  if (py::isinstance<Holiday>(item)) return item.cast<Holiday>();
  if (py::isinstance<py::tuple>(item) && py::len(item) == 2) {
    const auto pair = py::reinterpret_borrow<py::tuple>(item);
    return {.day = ReadDay(pair[0]).day, .title = pair[1].cast<std::string>()};
  }
  return {.day = ReadDay(item).day};
}

std::vector<Holiday> ReadHolidays(const py::iterable& items) {
  std::vector<Holiday> holidays;
  for (const py::handle& item : items) holidays.push_back(ReadHoliday(item));
  return holidays;
}

WorkCalendar CreateFromPython(const std::string& id, const DayArgument& first,
                              const DayArgument& last,
                              const py::iterable& holidays,
                              const std::string& title,
                              const std::string& week) {
  return Unwrap(WorkCalendar::Create(
      id, title, Unwrap(Period::Create(first.day, last.day)),
      ReadHolidays(holidays), Unwrap(WorkingWeek::Parse(week))));
}

WorkCalendar LoadFromPython(const py::object& name_or_path,
                            const std::optional<std::string>& division) {
  return Unwrap(LoadWorkCalendar(FsPath(name_or_path), division.value_or("")));
}

WorkCalendar FromText(const std::string& text,
                      const std::optional<std::string>& division) {
  return Unwrap(WorkCalendar::Parse(text, division.value_or("")),
                "The calendar has problems:");
}

// The list of this calendar's division among those of a file.
WorkCalendar UpdatedFrom(const WorkCalendar& calendar, const std::string& text,
                         const DayArgument& published,
                         const std::optional<std::string>& division) {
  const std::string wanted = division.value_or(calendar.id());
  const std::vector<HolidayList> lists =
      Unwrap(ReadHolidayLists(text), "The list has problems:");
  constexpr std::string_view kHeading = "The list has problems:";
  if (wanted == "united-kingdom-any") {
    const HolidayList together =
        Unwrap(UnitedKingdomList(lists), std::string(kHeading));
    return Unwrap(calendar.WithList(together, published.day),
                  std::string(kHeading));
  }
  std::string names;
  for (const HolidayList& list : lists) {
    if (list.division == wanted ||
        (lists.size() == 1 && list.division.empty())) {
      return Unwrap(calendar.WithList(list, published.day),
                    "The list has problems:");
    }
    names += (names.empty() ? "" : ", ") + list.division;
  }
  Raise(ErrorKind::kUnknownName, "There is no division '" + wanted +
                                     "' in the list; it has: " + names + ".");
}

std::vector<ListFile> ReadFiles(const py::iterable& files) {
  std::vector<ListFile> read;
  for (const py::handle& item : files) {
    const auto file = py::reinterpret_borrow<py::tuple>(item);
    ListFile one = {.name = file[0].cast<std::string>(),
                    .text = file[1].cast<std::string>()};
    if (py::len(file) > 2 && !file[2].is_none()) {
      one.published = ReadDay(file[2]).day;
    }
    read.push_back(std::move(one));
  }
  return read;
}

CalendarImport ImportFromPython(const py::iterable& files,
                                const std::vector<WorkCalendar>& calendars) {
  return Unwrap(ImportHolidayLists(ReadFiles(files), calendars),
                "The lists have problems:");
}

std::string CoversText(const WorkCalendar& calendar) {
  return calendar.covers().first().ToIso() + " to " +
         calendar.covers().last().ToIso();
}

void BindHoliday(py::module_& module) {
  py::class_<Holiday>(module, "Holiday", py::is_final(),
                      "A day that is not worked (work_calendar.h).")
      .def_readonly("day", &Holiday::day, "The day.")
      .def_readonly("title", &Holiday::title, "Its name; may be empty.")
      .def_readonly("announced", &Holiday::announced,
                    "The day of the first list that had it, if an earlier one "
                    "had its year\nwithout it; else None.")
      .def_readonly("withdrawn", &Holiday::withdrawn,
                    "The day of the first later list without it, or None.")
      .def(
          "__eq__", [](const Holiday& a, const Holiday& b) { return a == b; },
          py::is_operator())
      .def("__repr__", [](const Holiday& h) {
        return Repr("Holiday", h.day.ToIso() + " " + h.title);
      });

  py::class_<ListChange>(module, "ListChange", py::is_final(),
                         "What one list changed in one calendar "
                         "(work_calendar.h).")
      .def_readonly("file", &ListChange::file, "The list's name.")
      .def_readonly("published", &ListChange::published, "Its day.")
      .def_readonly("division", &ListChange::division, "The calendar's id.")
      .def_readonly("years", &ListChange::years, "The years that it has.")
      .def_readonly("new_years", &ListChange::new_years,
                    "Those that were not covered before.")
      .def_readonly("announced", &ListChange::announced,
                    "Holidays that are new in years covered before.")
      .def_readonly("withdrawn", &ListChange::withdrawn,
                    "Holidays that are gone from years covered before.")
      .def("__str__", [](const ListChange& change) { return ToWords(change); })
      .def("__repr__", [](const ListChange& change) {
        return Repr("ListChange", ToWords(change));
      });

  py::class_<CalendarImport>(module, "CalendarImport", py::is_final(),
                             "What published lists made (work_calendar.h).")
      .def_readonly("calendars", &CalendarImport::calendars, "By id.")
      .def_readonly("changes", &CalendarImport::changes,
                    "A ListChange for each list and calendar, oldest first.")
      .def("__repr__", [](const CalendarImport& made) {
        return Repr("CalendarImport",
                    std::to_string(made.calendars.size()) + " calendars");
      });
}

}  // namespace

void BindWorkCalendar(py::module_& module) {
  BindHoliday(module);
  py::class_<WorkCalendar>(
      module, "WorkCalendar", py::is_final(),
      "Which days are worked, and how many lie between two (work_calendar.h)."
      "\n\n"
      ">>> import actionplan as ap\n"
      ">>> calendar = ap.WorkCalendar('england-and-wales')\n"
      ">>> calendar.between('2018-03-29', '2018-04-04')\n"
      "2\n"
      ">>> calendar.add('2018-03-29', 1)\n"
      "datetime.date(2018, 4, 3)\n\n"
      "Made from the id of a built-in calendar; `load()` reads a file and\n"
      "`create()` makes one of your own. Asking for a day outside what it\n"
      "covers raises InvalidInput.")
      .def(py::init([](const std::string& id) {
             return Unwrap(WorkCalendar::Builtin(id));
           }),
           py::arg("id") = "england-and-wales",
           "A built-in calendar. Raises UnknownName, with those that there "
           "are.")
      .def_static(
          "load", &LoadFromPython, py::arg("name_or_path"), py::kw_only(),
          py::arg("division") = py::none(),
          "A built-in calendar by id, else the file at that path.\n\n"
          "That is a calendar file, the JSON of "
          "www.gov.uk/bank-holidays or its source, or a\ntable of days. "
          "Of several divisions one has to be named. Raises "
          "UnknownName, and\nInvalidInput with every problem.")
      .def_static("from_text", &FromText, py::arg("text"), py::kw_only(),
                  py::arg("division") = py::none(),
                  "The same from the text of such a file.")
      .def_static(
          "create", &CreateFromPython, py::arg("id"), py::kw_only(),
          py::arg("first"), py::arg("last"), py::arg("holidays") = py::tuple(),
          py::arg("title") = "", py::arg("week") = "1111100",
          "Your own calendar, from the first day that it covers to the "
          "last.\n\n"
          "`holidays` are days, pairs of day and title, or Holiday; "
          "`week` has a 1 for each\nworked day from Monday on, or their "
          "names. Raises InvalidInput for a year without\nholidays "
          "where others have some.")
      .def_property_readonly("id", &WorkCalendar::id, "Its id.")
      .def_property_readonly("title", &WorkCalendar::title, "Its title.")
      .def_property_readonly("source", &WorkCalendar::source,
                             "Where its holidays were published; may be "
                             "empty.")
      .def_property_readonly(
          "first", [](const WorkCalendar& c) { return c.covers().first(); },
          "The first day that it covers.")
      .def_property_readonly(
          "last", [](const WorkCalendar& c) { return c.covers().last(); },
          "The last day that it covers.")
      .def_property_readonly(
          "week", [](const WorkCalendar& c) { return c.week().ToMask(); },
          "A 1 for each day of the week that is worked, from Monday on.")
      .def_property_readonly(
          "holidays",
          [](const WorkCalendar& c) { return ToVector(c.holidays()); },
          "Those that count, by day; closures are apart.")
      .def_property_readonly(
          "closures",
          [](const WorkCalendar& c) { return ToVector(c.closures()); },
          "Your own days off on top.")
      .def_property_readonly(
          "history",
          [](const WorkCalendar& c) { return ToVector(c.history()); },
          "All holidays, also those withdrawn or not yet announced.")
      .def_property_readonly("published", &WorkCalendar::published,
                             "The day of the latest list in it, or None.")
      .def_property_readonly("known_on", &WorkCalendar::known_on,
                             "The day of as_known_on(), or None.")
      .def(
          "is_working_day",
          [](const WorkCalendar& c, const DayArgument& day) {
            return Unwrap(c.IsWorkingDay(day.day));
          },
          py::arg("day"), "Whether a day is worked.")
      .def(
          "why_not",
          [](const WorkCalendar& c, const DayArgument& day) {
            return NoneIfEmpty(Unwrap(c.WhyNot(day.day)));
          },
          py::arg("day"),
          "Why a day is not worked: a title or the day of the week; None if it "
          "is.")
      .def(
          "between",
          [](const WorkCalendar& c, const DayArgument& a, const DayArgument& b,
             const std::string& ends) {
            return Unwrap(c.Between(a.day, b.day, ReadEnds(ends)));
          },
          py::arg("a"), py::arg("b"), py::kw_only(),
          py::arg("ends") = "after first",
          "How many working days lie between two days; negative if reversed."
          "\n\n"
          "'after first' counts those after `a` up to and with `b`, as "
          "lateness "
          "and the\nstatutes do; 'before last' from `a` on without `b`, as "
          "numpy; 'both' with both, as\nExcel's NETWORKDAYS.")
      .def(
          "add",
          [](const WorkCalendar& c, const DayArgument& day, int64_t days) {
            return Unwrap(c.Add(day.day, ReadCount(days)));
          },
          py::arg("day"), py::arg("days"),
          "The nth working day after a day, or before it if negative; 0 is the "
          "day itself.")
      .def(
          "on_or_after",
          [](const WorkCalendar& c, const DayArgument& day) {
            return Unwrap(c.OnOrAfter(day.day));
          },
          py::arg("day"), "The day if it is worked, else the next that is.")
      .def(
          "on_or_before",
          [](const WorkCalendar& c, const DayArgument& day) {
            return Unwrap(c.OnOrBefore(day.day));
          },
          py::arg("day"), "The day if it is worked, else the last that was.")
      .def(
          "nearest",
          [](const WorkCalendar& c, const DayArgument& day) {
            return Unwrap(c.Nearest(day.day));
          },
          py::arg("day"),
          "The nearest working day; of two equally near the later.")
      .def(
          "on_or_after_in_month",
          [](const WorkCalendar& c, const DayArgument& day) {
            return Unwrap(c.OnOrAfterInMonth(day.day));
          },
          py::arg("day"),
          "As on_or_after(), or if that is in another month the month's last.")
      .def(
          "on_or_before_in_month",
          [](const WorkCalendar& c, const DayArgument& day) {
            return Unwrap(c.OnOrBeforeInMonth(day.day));
          },
          py::arg("day"),
          "As on_or_before(), or if that is in another month the month's "
          "first.")
      .def(
          "with_closures",
          [](const WorkCalendar& c, const py::iterable& closures) {
            return c.WithClosures(ReadHolidays(closures));
          },
          py::arg("closures"),
          "With more days off: days, pairs of day and title, or Holiday.")
      .def("with_source", &WorkCalendar::WithSource, py::arg("source"),
           "With another source.")
      .def("updated_from", &UpdatedFrom, py::arg("text"), py::kw_only(),
           py::arg("published"), py::arg("division") = py::none(),
           "With the text of a list that was published later.\n\n"
           "Years that are new are added; differences in years that were "
           "covered are\nannounced or withdrawn on that day. Raises "
           "InvalidInput with every problem.")
      .def(
          "as_known_on",
          [](const WorkCalendar& c, const DayArgument& day) {
            return c.AsKnownOn(day.day);
          },
          py::arg("day"),
          "As it was on a day, by its announcements and withdrawals.")
      .def("to_json", &WorkCalendar::ToJson, "The text of a calendar file.")
      .def(
          "__eq__",
          [](const WorkCalendar& a, const WorkCalendar& b) { return a == b; },
          py::is_operator())
      .def("__repr__", [](const WorkCalendar& c) {
        return Repr("WorkCalendar", c.id() + ": " + CoversText(c));
      });

  module.def("builtin_calendars", &BuiltinCalendarIds,
             "The ids of the calendars that are part of the package.");
  module.def(
      "check_calendar",
      [](const std::string& text, const std::optional<std::string>& division) {
        return CheckCalendarText(text, division.value_or(""));
      },
      py::arg("text"), py::kw_only(), py::arg("division") = py::none(),
      "The problems of the text of a calendar file or a list of holidays, as a "
      "list of\nIssue; of several divisions all are looked at unless one is "
      "named.");
  module.def("import_calendars", &ImportFromPython, py::arg("lists"),
             py::kw_only(), py::arg("calendars") = std::vector<WorkCalendar>(),
             "Makes calendars of published lists, oldest first.\n\n"
             "`lists` are tuples of a file's name, its text, and the day on "
             "which it was\npublished or None if that is in its name; "
             "`calendars` are those to begin with.\nRaises InvalidInput with "
             "every problem.");
}

}  // namespace actionplan::python
