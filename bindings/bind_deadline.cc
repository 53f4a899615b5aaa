#include "pybind.h"

#include "actionplan/deadline.h"

namespace actionplan::python {

void BindDeadline(py::module_& module) {
  py::class_<DayCount>(module, "DayCount", py::is_final(),
                       "A day count that law defines (deadline.h).")
      .def_readonly("id", &DayCount::id, "Its name.")
      .def_readonly("title", &DayCount::title, "What it is of.")
      .def_readonly("from_day", &DayCount::from,
                    "The day from which it is counted, in words.")
      .def_property_readonly(
          "kind", [](const DayCount& c) { return ToWord(c.kind); },
          "'working days after', 'clear working days before', 'months after' "
          "or\n'months beginning with'.")
      .def_readonly("count", &DayCount::count, "How many.")
      .def_property_readonly(
          "calendar", [](const DayCount& c) { return NoneIfEmpty(c.calendar); },
          "The calendar that the law asks for; None for the body's own.")
      .def_readonly("then_next_working_day", &DayCount::then_next_working_day,
                    "Whether it goes on to a working day.")
      .def_readonly("citation", &DayCount::citation,
                    "The act or regulation, with the section.")
      .def_readonly("reading", &DayCount::reading,
                    "What its words were taken to mean.")
      .def("__repr__", [](const DayCount& c) {
        return Repr("DayCount", c.id + ": " + std::to_string(c.count) + " " +
                                    std::string(ToWord(c.kind)));
      });

  py::class_<Deadline>(module, "Deadline", py::is_final(),
                       "The last day of a day count (deadline.h).")
      .def_readonly("name", &Deadline::name, "The name of the day count.")
      .def_readonly("from_day", &Deadline::from,
                    "The day from which it was counted.")
      .def_readonly("day", &Deadline::day,
                    "The last day on which it is in time.")
      .def_readonly("calendar", &Deadline::calendar,
                    "The calendar by which it was counted.")
      .def_readonly("because", &Deadline::because, "How it was counted.")
      .def("__repr__", [](const Deadline& d) {
        return Repr("Deadline", d.name + ": " + d.day.ToIso());
      });

  module.def(
      "day_counts",
      [] {
        return std::vector<DayCount>(DayCounts().begin(), DayCounts().end());
      },
      "The day counts that law defines, each with its citation (deadline.h).");
  module.def(
      "deadline",
      [](const std::string& name, const DayArgument& from_day,
         const std::optional<WorkCalendar>& calendar) {
        return Unwrap(FindDeadline(name, from_day.day, calendar));
      },
      py::arg("name"), py::arg("from_day"), py::kw_only(),
      py::arg("calendar") = py::none(),
      "By when something has to be done, counted as the law says (deadline.h)."
      "\n\n"
      ">>> import actionplan as ap\n"
      ">>> ap.deadline('foi', '2024-12-02').day\n"
      "datetime.date(2025, 1, 3)\n\n"
      "Raises UnknownName for another name than those of `day_counts()`, and\n"
      "InvalidInput outside the calendar.");
}

}  // namespace actionplan::python
