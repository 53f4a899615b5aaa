#include "actionplan/delivery.h"

#include <string>
#include <string_view>
#include <vector>

#include "actionplan/json.h"
#include "pybind.h"
#include "room_types.h"

namespace actionplan::python {

Delivery MakeDelivery(const Snapshot& snapshot,
                      const DeliveryOptions& options) {
  py::gil_scoped_release release;
  return Unwrap(MeasureDelivery(snapshot, options));
}

namespace {

// A part of a delivery, which it keeps alive: positions become ids by its
// snapshot.
template <typename Part>
struct Of {
  py::object owner;
  const Part* part;

  const Delivery& delivery() const { return owner.cast<const Delivery&>(); }
  std::vector<std::string> Ids(const std::vector<int>& positions) const {
    std::vector<std::string> ids;
    for (int i : positions) {
      ids.push_back(delivery()
                        .snapshot()
                        .milestones()[static_cast<size_t>(i)]
                        .milestone->id);
    }
    return ids;
  }
};

using FigureOf = Of<Figure>;
using GroupOf = Of<GroupDelivery>;

FigureOf FindFigure(const GroupOf& group, std::string_view name) {
  const Figure* figure = group.part->Find(name);
  if (figure == nullptr) {
    for (const Figure& finding : group.part->findings) {
      if (finding.name == name) figure = &finding;
    }
  }
  if (figure != nullptr) return {group.owner, figure};
  std::string names;
  for (const Figure& each : group.part->figures) {
    names += (names.empty() ? "" : ", ") + std::string(each.name);
  }
  Raise(ErrorKind::kUnknownName, "There is no figure '" + std::string(name) +
                                     "'; there are: " + names +
                                     ", and the kinds of findings.");
}

std::vector<FigureOf> FiguresOf(const GroupOf& group,
                                const std::vector<Figure>& figures) {
  std::vector<FigureOf> all;
  for (const Figure& figure : figures) all.push_back({group.owner, &figure});
  return all;
}

void BindFigure(py::module_& module) {
  py::class_<FigureOf>(module, "DeliveryFigure", py::is_final(),
                       "A share of milestones, with both numbers (delivery.h).")
      .def_property_readonly(
          "name", [](const FigureOf& f) { return f.part->name; },
          "'complete', 'on time', 'BEI' and so on.")
      .def_property_readonly(
          "rate", [](const FigureOf& f) { return f.part->value(); },
          "numerator / denominator; None if the denominator is 0.")
      .def_property_readonly(
          "numerator", [](const FigureOf& f) { return f.part->numerator; },
          "How many count.")
      .def_property_readonly(
          "denominator", [](const FigureOf& f) { return f.part->denominator; },
          "Out of how many.")
      .def_property_readonly(
          "items", [](const FigureOf& f) { return f.Ids(f.part->counted); },
          "The ids of those that count.")
      .def_property_readonly(
          "out_of", [](const FigureOf& f) { return f.Ids(f.part->out_of); },
          "The ids of those out of which.")
      .def_property_readonly(
          "uncertain",
          [](const FigureOf& f) { return f.Ids(f.part->uncertain); },
          "The ids of those for which it can't be told.")
      .def_property_readonly(
          "why_absent",
          [](const FigureOf& f) { return NoneIfEmpty(f.part->why_absent); },
          "Why there is no rate, or None.")
      .def("__repr__", [](const FigureOf& f) {
        return Repr("DeliveryFigure", std::string(f.part->name) + ": " +
                                          std::to_string(f.part->numerator) +
                                          " of " +
                                          std::to_string(f.part->denominator));
      });
}

void BindGroup(py::module_& module) {
  py::class_<GroupOf> group(module, "DeliveryGroup", py::is_final(),
                            "The figures of the plan, a recommendation or a "
                            "lead (delivery.h).\n\n"
                            "group['on time'] is the figure of that name, "
                            "group['quiet move'] the\nmilestones with that "
                            "finding.");
  group
      .def_property_readonly(
          "kind", [](const GroupOf& g) { return g.part->kind; },
          "'plan', 'recommendation' or 'lead'.")
      .def_property_readonly(
          "id", [](const GroupOf& g) { return g.part->id; },
          "The plan's or recommendation's id, or the lead.")
      .def_property_readonly(
          "items", [](const GroupOf& g) { return g.Ids(g.part->milestones); },
          "The ids of its milestones.")
      .def_property_readonly(
          "figures",
          [](const GroupOf& g) { return FiguresOf(g, g.part->figures); },
          "The shares, in the order of docs/slippage.md.")
      .def_property_readonly(
          "findings",
          [](const GroupOf& g) { return FiguresOf(g, g.part->findings); },
          "For each kind of finding the milestones that have one.")
      .def("__getitem__", &FindFigure, py::arg("name"))
      .def("__repr__", [](const GroupOf& g) {
        return Repr("DeliveryGroup",
                    std::string(g.part->kind) + " " + g.part->id + ": " +
                        std::to_string(g.part->milestones.size()) +
                        " milestones");
      });
  struct Named {
    const char* property;
    std::string_view name;
    const char* doc;
  };
  static constexpr Named kNamed[] = {
      {"complete", "complete", "Those that are complete, of all."},
      {"overdue", "overdue", "Those that are overdue, of all."},
      {"on_time", "on time",
       "Those finished by their original due, of the finished."},
      {"bei", "BEI", "The baseline execution index."},
      {"hit_task", "hit task",
       "Those finished by their original due, of those due by now."},
  };
  for (const Named& named : kNamed) {
    const std::string_view name = named.name;
    group.def_property_readonly(
        named.property,
        [name](const GroupOf& g) { return FindFigure(g, name); }, named.doc);
  }
}

std::vector<GroupOf> GroupsOf(const py::object& self) {
  std::vector<GroupOf> groups;
  for (const GroupDelivery& group : self.cast<const Delivery&>().groups()) {
    groups.push_back({self, &group});
  }
  return groups;
}

}  // namespace

void BindDelivery(py::module_& module) {
  BindFigure(module);
  BindGroup(module);
  py::class_<Delivery> delivery(
      module, "Delivery", py::is_final(),
      "How well a plan is delivered as of a day (delivery.h).\n\n"
      "plan and groups have the main shares, to_dict() has everything; the "
      "tables have a row a figure and group.");
  delivery
      .def_property_readonly(
          "as_of", [](const Delivery& d) { return d.snapshot().as_of(); },
          "The day.")
      .def_property_readonly("previous", &Delivery::previous,
                             "The end of the last period, or None.")
      .def_property_readonly(
          "snapshot", [](const Delivery& d) { return d.snapshot(); },
          "The plan on that day.")
      .def_property_readonly(
          "plan",
          [](const py::object& self) {
            return GroupOf{self, &self.cast<const Delivery&>().groups()[0]};
          },
          "The plan as a whole.")
      .def_property_readonly(
          "groups", &GroupsOf,
          "The plan, then the recommendations, then the leads.")
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
