#include "actionplan/delivery.h"
#include "actionplan/json.h"
#include "pybind.h"
#include "room_types.h"

namespace actionplan::python {

Delivery MakeDelivery(const Snapshot& snapshot,
                      const DeliveryOptions& options) {
  py::gil_scoped_release release;
  return Unwrap(MeasureDelivery(snapshot, options));
}

void BindDelivery(py::module_& module) {
  py::class_<Delivery> delivery(
      module, "Delivery", py::is_final(),
      "How well a plan is delivered as of a day (delivery.h).\n\n"
      "to_dict() has everything; the tables have a row a figure and group.");
  delivery
      .def_property_readonly(
          "as_of", [](const Delivery& d) { return d.snapshot().as_of(); },
          "The day.")
      .def_property_readonly("previous", &Delivery::previous,
                             "The end of the last period, or None.")
      .def_property_readonly(
          "snapshot", [](const Delivery& d) { return d.snapshot(); },
          "The plan on that day.")
      .def(
          "to_dict",
          [](const Delivery& d) {
            return py::module_::import("json").attr("loads")(ToJson(d));
          },
          "All measures, as docs/json.md describes them.")
      .def(
          "to_json", [](const Delivery& d) { return ToJson(d); },
          "The same as JSON text.")
      .def("__repr__", [](const Delivery& d) {
        const Figure& complete = d.groups()[0].figures[0];
        return Repr("Delivery",
                    d.snapshot().plan().id() + " as of " +
                        d.snapshot().as_of().ToIso() + ": " +
                        std::to_string(complete.numerator) + " of " +
                        std::to_string(complete.denominator) + " complete");
      });
  DefineTables(delivery, "delivery");

  module.def(
      "read_leads",
      [](const std::string& cell, const std::vector<std::string>& known) {
        return ReadLeads(cell, known);
      },
      py::arg("cell"), py::kw_only(),
      py::arg("known") = std::vector<std::string>(),
      "The leads in one cell of a tracker (delivery.h).");
}

}  // namespace actionplan::python
