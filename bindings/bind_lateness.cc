#include "pybind.h"

#include "actionplan/lateness.h"

namespace actionplan::python {

void BindLateness(py::module_& module) {
  py::class_<Lateness>(module, "Lateness", py::is_final(),
                       "Whether something was finished by its due "
                       "(lateness.h).")
      .def_property_readonly(
          "answer", [](const Lateness& l) { return ToWord(l.answer); },
          "'on time', 'late' or \"can't be told\".")
      .def_readonly("least_days", &Lateness::least,
                    "The fewest calendar days late, negative if early; None "
                    "if open or undated.")
      .def_readonly("most_days", &Lateness::most,
                    "The most calendar days late; None if open or undated.")
      .def_property_readonly("is_exact", &Lateness::is_exact,
                             "Whether the number of days is known.")
      .def(
          "to_words", [](const Lateness& l) { return ToWords(l); },
          "All of it in words: 'late by 3 days'.")
      .def(
          "__eq__", [](const Lateness& a, const Lateness& b) { return a == b; },
          py::is_operator())
      .def("__repr__",
           [](const Lateness& l) { return Repr("Lateness", ToWords(l)); });

  module.def("lateness", &LatenessOf, py::arg("due"), py::arg("finished"),
             "Whether `finished` is after `due`, where each is a Due and may be "
             "a month or\na year (lateness.h).\n\n"
             "The answer is 'late' if every day that the finish can have been "
             "is after the\nlast day of due, 'on time' if none is, else "
             "\"can't be told\"; with the fewest\nand the most calendar days "
             "late.\n");
}

}  // namespace actionplan::python
