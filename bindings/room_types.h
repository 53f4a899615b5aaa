#ifndef ACTIONPLAN_BINDINGS_ROOM_TYPES_H_
#define ACTIONPLAN_BINDINGS_ROOM_TYPES_H_

// What one room's bindings make for another's: results as Python sees them.

#include "actionplan/assess.h"
#include "actionplan/delivery.h"
#include "actionplan/rule_tests.h"
#include "actionplan/scheme_check.h"
#include "actionplan/scheme_diff.h"
#include "actionplan/slippage.h"
#include "pybind.h"

namespace actionplan::python {

// A list of findings that knows how to become a table.
struct SlippageList {
  Date as_of;
  // The end of the last period, if there is one.
  std::optional<Date> previous;
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
  // What it was given for: an assessment, or a row of facts; the rest is
  // nothing.
  std::optional<Assessment> assessment = std::nullopt;
  std::optional<FactTable> facts = std::nullopt;

  ReportedView reported() const {
    ReportedView view = {rating.reported, std::nullopt};
    if (rating.reported.state == Reported::State::kGiven) {
      view.level = std::string(scheme.LevelName(rating.reported.level));
    }
    return view;
  }
};

// What is found out about a scheme, with the scheme: it knows the names.
struct SchemeCheckView {
  Scheme scheme;
  SchemeCheck check;
};

struct SchemeTestView {
  Scheme scheme;
  SchemeTest test;
};

struct SchemeDiffView {
  Scheme before;
  Scheme after;
  SchemeDiff diff;
};

SchemeCheckView MakeCheck(const Scheme& scheme, const CheckOptions& options);
SchemeTestView MakeTest(const Scheme& scheme, bool coverage, bool mutants);
SchemeDiffView MakeDiff(const Scheme& before, const Scheme& after);

// Facts by name, as Scheme.rate() takes them.
py::dict CellsForPython(const Scheme& scheme,
                        const std::vector<std::pair<int, Cell>>& cells);

// Rows of facts that came in as a table, and the aspect to rate.
struct TableOfFacts {
  FactTable facts;
  int aspect = 0;
};

// `columns` are (column, fact, cells). Raises InvalidInput with every cell that
// does not fit.
TableOfFacts ReadTable(const Scheme& scheme, const py::list& columns, int rows,
                       const std::optional<std::string>& aspect,
                       const std::string& subject,
                       const std::optional<DayArgument>& as_of,
                       const std::optional<WorkCalendar>& calendar);

// Raises InvalidInput with these problems, if there are any.
void RaiseIssues(const std::string& heading, std::vector<Issue> issues);

Snapshot TakeSnapshot(const Plan& plan, const DayArgument& day,
                      const OptionalDay& known_by);
SlippageList MakeSlippage(const Snapshot& snapshot,
                          const SlippageOptions& options);
Delivery MakeDelivery(const Snapshot& snapshot, const DeliveryOptions& options);

// `scheme` is a Scheme, a name or path, or None for the plan's own.
Assessment MakeAssessment(const Snapshot& snapshot, const py::object& scheme,
                          const AssessOptions& options = {});

// `list[i]` with negative positions.
size_t ReadIndex(py::ssize_t index, size_t size);

// Adds what every list of results has: length, items, slices and iteration.
// `size` and `at` say how many items a list has and what stands at a position.
template <typename Class, typename Size, typename At>
void DefineSequence(Class& bound, Size size, At at) {
  using List = typename Class::type;
  const auto items = [at](const List& list, const py::slice& slice,
                          size_t length) {
    py::ssize_t start = 0;
    py::ssize_t stop = 0;
    py::ssize_t step = 0;
    py::ssize_t count = 0;
    if (!slice.compute(static_cast<py::ssize_t>(length), &start, &stop, &step,
                       &count)) {
      throw py::error_already_set();
    }
    py::list part;
    for (py::ssize_t i = 0; i < count; ++i, start += step) {
      part.append(at(list, static_cast<size_t>(start)));
    }
    return part;
  };
  bound.def("__len__", [size](const List& list) { return size(list); })
      .def("__getitem__",
           [size, at](const List& list, py::ssize_t index) {
             return at(list, ReadIndex(index, size(list)));
           })
      .def("__getitem__",
           [size, items](const List& list, const py::slice& slice) {
             return items(list, slice, size(list));
           })
      .def("__iter__", [size, items](const List& list) {
        const py::slice all(std::nullopt, std::nullopt, std::nullopt);
        return py::iter(items(list, all, size(list)));
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
