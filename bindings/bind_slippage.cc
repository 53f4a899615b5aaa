#include "pybind.h"

#include "actionplan/json.h"
#include "actionplan/slippage.h"
#include "room_types.h"

namespace actionplan::python {

SlippageList MakeSlippage(const Snapshot& snapshot) {
  py::gil_scoped_release release;
  return {snapshot.as_of(), FindSlippage(snapshot)};
}

size_t ReadIndex(py::ssize_t index, size_t size) {
  const auto length = static_cast<py::ssize_t>(size);
  if (index < 0) index += length;
  if (index < 0 || index >= length) {
    throw py::index_error("the list has " + std::to_string(size) + " items");
  }
  return static_cast<size_t>(index);
}

void BindSlippage(py::module_& module) {
  py::class_<Slippage>(module, "Slippage", py::is_final(),
                       "One finding about a milestone (slippage.h).")
      .def_readonly("item", &Slippage::item, "The milestone's id.")
      .def_property_readonly(
          "kind", [](const Slippage& s) { return ToWord(s.kind); },
          "'overdue', 're-planned', 'quiet move', 'forecast late', "
          "'completed late' or\n'undated'.")
      .def_readonly("days", &Slippage::days,
                    "How much, in calendar days; None if that can't be said.")
      .def_readonly("from_day", &Slippage::from,
                    "The day that counted before, or None.")
      .def_readonly("to_day", &Slippage::to,
                    "The day that counts now, or None.")
      .def_readonly("on", &Slippage::on,
                    "The day on which it was moved or forecast, or None.")
      .def_readonly("agreed_by", &Slippage::agreed_by,
                    "Who agreed a move; empty if not on record.")
      .def_readonly("reason", &Slippage::reason,
                    "Why it was moved; empty if not on record.")
      .def_property_readonly("because", &Slippage::because,
                             "All of it in words.")
      .def(
          "__eq__", [](const Slippage& a, const Slippage& b) { return a == b; },
          py::is_operator())
      .def("__repr__", [](const Slippage& s) {
        return Repr("Slippage", s.item + " " + std::string(ToWord(s.kind)) +
                                    ": " + s.because());
      });

  py::class_<SlippageList> list(module, "SlippageList", py::is_final(),
                                "Findings, in the order of the plan.");
  DefineSequence(
      list, [](const SlippageList& l) { return l.findings.size(); },
      [](const SlippageList& l, size_t i) { return l.findings[i]; });
  list.def_readonly("as_of", &SlippageList::as_of, "The day.")
      .def(
          "to_json", [](const SlippageList& l) { return ToJson(l.findings); },
          "The findings as JSON text.")
      .def("__repr__", [](const SlippageList& l) {
        return Repr("SlippageList", std::to_string(l.findings.size()) +
                                        " findings as of " + l.as_of.ToIso());
      });
  DefineTables(list, "slippage");
}

}  // namespace actionplan::python
