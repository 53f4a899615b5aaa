#include "actionplan/edtf.h"

#include "pybind.h"

namespace actionplan::python {

void BindEdtf(py::module_& module) {
  module.def(
      "parse_edtf",
      [](std::string_view text) { return Unwrap(ParseEdtf(text)); },
      py::arg("text"),
      "Reads EDTF (ISO 8601-2), and nothing else (edtf.h).\n\n"
      "Raises InvalidInput for a text that is not EDTF; it says what is wrong "
      "and where.\nEDTF of which a plan can mean nothing, such as a year "
      "before "
      "Christ, is a Due\nof kind 'error' with a note. `parse_due` reads both "
      "EDTF and what people write.\n\n"
      ">>> import actionplan as ap\n"
      ">>> ap.parse_edtf('2024-03/2024-06-15').last\n"
      "datetime.date(2024, 6, 15)\n"
      ">>> ap.parse_edtf('2024-05~').confidence\n"
      "'medium'\n");
}

}  // namespace actionplan::python
