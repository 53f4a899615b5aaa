#include "actionplan/lateness.h"

#include "pybind.h"

namespace actionplan::python {
namespace {

Due ReadDue(const py::object& written) {
  if (py::isinstance<py::str>(written)) {
    return ParseDue(written.cast<std::string>());
  }
  return written.cast<Due>();
}

}  // namespace

void BindLateness(py::module_& module) {
  py::class_<Lateness>(module, "Lateness", py::is_final(),
                       "Whether something was finished by its due "
                       "(lateness.h).")
      .def_property_readonly(
          "answer", [](const Lateness& l) { return ToWord(l.answer); },
          "'on time', 'late' or \"can't be told\".")
      .def_readonly("least", &Lateness::least,
                    "The fewest calendar days late, negative if early, or "
                    "None.")
      .def_readonly("most", &Lateness::most, "The most, or None.")
      .def_property_readonly("is_exact", &Lateness::is_exact,
                             "Whether the number of days is known.")
      .def(
          "__eq__", [](const Lateness& a, const Lateness& b) { return a == b; },
          py::is_operator())
      .def("__str__", [](const Lateness& l) { return ToWords(l); })
      .def("__repr__",
           [](const Lateness& l) { return Repr("Lateness", ToWords(l)); });

  module.def(
      "lateness",
      [](const py::object& due, const py::object& finished) {
        return LatenessOf(ReadDue(due), ReadDue(finished));
      },
      py::arg("due"), py::arg("finished"),
      "Whether something was finished by its due (lateness.h).\n\n"
      "Each is a Due or a text such as '2017-04'; a text without a year needs "
      "parse_due\nwith an anchor.");
}

}  // namespace actionplan::python
