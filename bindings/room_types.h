#ifndef ACTIONPLAN_BINDINGS_ROOM_TYPES_H_
#define ACTIONPLAN_BINDINGS_ROOM_TYPES_H_

// What one room's bindings make for another's: results as Python sees them.

#include "actionplan/assess.h"
#include "actionplan/slippage.h"
#include "pybind.h"

namespace actionplan::python {

// A list of findings that knows how to become a table.
struct SlippageList {
  Date as_of;
  std::vector<Slippage> findings;
};

// A reported level with its name, which only the scheme knows.
struct ReportedView {
  Reported reported;
  std::optional<std::string> level;
};

// A rating with the scheme that gave it.
struct RatingView {
  Scheme scheme;
  Rating rating;

  ReportedView reported() const {
    ReportedView view = {rating.reported, std::nullopt};
    if (rating.reported.state == Reported::State::kGiven) {
      view.level = std::string(scheme.LevelName(rating.reported.level));
    }
    return view;
  }
};

Snapshot TakeSnapshot(const Plan& plan, const DayArgument& day,
                      const OptionalDay& known_by);
SlippageList MakeSlippage(const Snapshot& snapshot);

// `scheme` is a Scheme, a name or path, or None for the plan's own.
Assessment MakeAssessment(const Snapshot& snapshot, const py::object& scheme);

// `list[i]` with negative positions.
size_t ReadIndex(py::ssize_t index, size_t size);

// Adds what every list of results has: length, items, slices and iteration.
template <typename Class, typename GetItems>
void DefineSequence(Class& bound, GetItems items) {
  using List = typename Class::type;
  bound.def("__len__", [items](const List& list) { return items(list).size(); })
      .def("__getitem__",
           [items](const List& list, py::ssize_t index) {
             return items(list)[ReadIndex(index, items(list).size())];
           })
      .def("__getitem__",
           [items](const List& list, const py::slice& slice) {
             size_t start = 0;
             size_t stop = 0;
             size_t step = 0;
             size_t length = 0;
             if (!slice.compute(items(list).size(), &start, &stop, &step,
                                &length)) {
               throw py::error_already_set();
             }
             auto part = items(list);
             part.clear();
             for (size_t i = 0; i < length; ++i, start += step) {
               part.push_back(items(list)[start]);
             }
             return part;
           })
      .def("__iter__", [items](const List& list) {
        return py::iter(py::cast(items(list)));
      });
}

// Adds the ways into other libraries, which live in Python.
template <typename Class>
void DefineTables(Class& bound, const std::string& name) {
  for (const std::string library : {"pandas", "polars", "arrow"}) {
    const std::string function = name + "_to_" + library;
    bound.def(("to_" + library).c_str(), [function](const py::object& self) {
      return CallPackage("actionplan.frames", function.c_str(), self);
    });
  }
  const std::string function = name + "_html";
  bound.def("_repr_html_", [function](const py::object& self) {
    return CallPackage("actionplan.notebook", function.c_str(), self)
        .template cast<std::string>();
  });
}

}  // namespace actionplan::python

#endif  // ACTIONPLAN_BINDINGS_ROOM_TYPES_H_
