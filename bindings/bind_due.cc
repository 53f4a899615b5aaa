#include "pybind.h"

#include <sstream>

#include "actionplan/due.h"

namespace actionplan::python {
namespace {

MissingYear ReadMissingYear(const std::string& word) {
  if (word == "nearest") return MissingYear::kNearest;
  if (word == "next") return MissingYear::kNext;
  if (word == "last") return MissingYear::kLast;
  Raise(ErrorKind::kInvalidInput,
        "missing_year is '" + word + "'; use 'nearest', 'next' or 'last'.");
}

Due ParseDueFromPython(const std::string& text, const OptionalDay& anchor,
                       const std::string& quarters,
                       const std::string& missing_year) {
  if (quarters != "financial" && quarters != "calendar") {
    Raise(ErrorKind::kInvalidInput,
          "quarters is '" + quarters + "'; use 'financial' or 'calendar'.");
  }
  DueOptions options;
  options.anchor = ToDate(anchor);
  options.missing_year = ReadMissingYear(missing_year);
  options.quarters =
      quarters == "calendar" ? Quarters::kCalendar : Quarters::kFinancial;
  return ParseDue(text, options);
}

py::object IsoOrNone(const std::optional<Date>& day) {
  return day.has_value() ? py::object(py::str(day->ToIso())) : py::none();
}

py::dict ReadingToDict(const DueReading& reading) {
  py::dict dict;
  dict["first"] = IsoOrNone(reading.first);
  dict["last"] = IsoOrNone(reading.last);
  dict["note"] = reading.note;
  return dict;
}

py::dict ToDict(const Due& due) {
  py::dict dict;
  dict["text"] = due.text();
  dict["kind"] = ToWord(due.kind());
  dict["first"] = IsoOrNone(due.first());
  dict["last"] = IsoOrNone(due.last());
  dict["confidence"] = ToWord(due.confidence());
  dict["note"] = due.note();
  py::list others;
  for (const DueReading& other : due.other_readings()) {
    others.append(ReadingToDict(other));
  }
  dict["other_readings"] = std::move(others);
  dict["was"] = due.was() == nullptr ? py::object(py::none())
                                     : py::object(ReadingToDict(*due.was()));
  return dict;
}

std::optional<DueReading> WasOf(const Due& due) {
  if (due.was() == nullptr) return std::nullopt;
  return *due.was();
}

std::string ReprOf(const DueReading& reading) {
  const auto iso = [](const std::optional<Date>& day) {
    return day.has_value() ? day->ToIso() : std::string("..");
  };
  return Repr("DueReading", iso(reading.first) + " to " + iso(reading.last) +
                                (reading.note.empty() ? "" : ", ") +
                                reading.note);
}

void BindDueReading(py::module_& module) {
  py::class_<DueReading>(module, "DueReading", py::is_final(),
                         "Days that the words of a due date can mean (due.h).")
      .def_property_readonly(
          "first", [](const DueReading& reading) { return reading.first; },
          "The first day, or None if it is open.")
      .def_property_readonly(
          "last", [](const DueReading& reading) { return reading.last; },
          "The last day, or None if it is open.")
      .def_property_readonly(
          "note", [](const DueReading& reading) { return reading.note; },
          "What these days are, in words.")
      .def("to_dict", &ReadingToDict, "The JSON form; days as ISO texts.")
      .def(
          "__eq__",
          [](const DueReading& a, const DueReading& b) { return a == b; },
          py::is_operator())
      .def("__repr__", &ReprOf);
}

}  // namespace

void BindDue(py::module_& module) {
  BindDueReading(module);
  py::class_<Due>(module, "Due", py::is_final(),
                  "A due date as it was written, and what it means (due.h).\n\n"
                  ">>> import actionplan as ap\n"
                  ">>> due = ap.parse_due('March / April 2018')\n"
                  ">>> due.last\n"
                  "datetime.date(2018, 4, 30)\n")
      .def_property_readonly("text", &Due::text, "As written, to the letter.")
      .def_property_readonly(
          "kind", [](const Due& due) { return ToWord(due.kind()); },
          "'period', 'start', 'recurring', 'none' or 'error'.")
      .def_property_readonly(
          "no_date",
          [](const Due& due) -> std::optional<std::string_view> {
            if (!due.no_date().has_value()) return std::nullopt;
            return ToWord(*due.no_date());
          },
          "Why there is no date ('blank', 'ongoing', ...); None if there is.")
      .def_property_readonly("first", &Due::first,
                             "The first day, or None if it is open.")
      .def_property_readonly(
          "last", &Due::last,
          "The last day, or None. It is overdue from the day after.")
      .def_property_readonly(
          "confidence", [](const Due& due) { return ToWord(due.confidence()); },
          "'high', 'medium' or 'low': how sure an officer would be.")
      .def_property_readonly("note", &Due::note,
                             "How it was read, where that is not obvious.")
      .def_property_readonly("other_readings", &Due::other_readings,
                             "What else the same words can mean; of an error "
                             "that asks which, all of it.")
      .def_property_readonly(
          "was", &WasOf,
          "The earlier date that the words report beside the new one, or None.")
      .def_property_readonly("is_dated", &Due::is_dated,
                             "Whether there is a last day to be late against.")
      .def("to_words", &Due::ToWords, "What a report prints.")
      .def("to_dict", &ToDict, "The JSON form; days as ISO texts.")
      .def(
          "__eq__", [](const Due& a, const Due& b) { return a == b; },
          py::is_operator())
      .def("__repr__",
           [](const Due& due) { return Repr("Due", due.ToWords()); });

  module.def("parse_due", &ParseDueFromPython, py::arg("text"), py::kw_only(),
             py::arg("anchor") = py::none(), py::arg("quarters") = "financial",
             py::arg("missing_year") = "nearest",
             "Reads a due date as British councils write them (due.h).\n\n"
             "Never raises for what is written: a text that can't be a date is "
             "a Due of\nkind 'error' or 'none', with a note. `anchor` is the "
             "day from which a date\nwithout a year is read, and "
             "`missing_year` which one is meant: the 'nearest',\nthe 'next' "
             "or the 'last'. `quarters` says whether Q1 begins in April\n"
             "('financial') or in January ('calendar') where a quarter has one "
             "year only.\n");
}

}  // namespace actionplan::python
