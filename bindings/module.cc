// The extension module: its errors, then its rooms in dependency order.

#include "pybind.h"

#include <datetime.h>

namespace actionplan::python {
namespace {

PyObject* g_invalid_input = nullptr;
PyObject* g_unknown_name = nullptr;
PyObject* g_file_problem = nullptr;

PyObject* NewError(py::module_& module, const char* name, const char* doc,
                   const py::tuple& bases) {
  const std::string qualified = std::string("actionplan.") + name;
  PyObject* error =
      PyErr_NewExceptionWithDoc(qualified.c_str(), doc, bases.ptr(), nullptr);
  if (error == nullptr) throw py::error_already_set();
  module.attr(name) = py::reinterpret_borrow<py::object>(error);
  return error;
}

py::object Borrow(PyObject* object) {
  return py::reinterpret_borrow<py::object>(object);
}

void BindErrors(py::module_& module) {
  PyObject* base = NewError(module, "ActionPlanError",
                            "Whatever this package raises on purpose.",
                            py::make_tuple(Borrow(PyExc_Exception)));
  g_invalid_input = NewError(
      module, "InvalidInput",
      "The input has problems; `issues` lists them if there are several.",
      py::make_tuple(Borrow(base), Borrow(PyExc_ValueError)));
  g_unknown_name =
      NewError(module, "UnknownName", "There is nothing of that name.",
               py::make_tuple(Borrow(base), Borrow(PyExc_LookupError)));
  g_file_problem =
      NewError(module, "FileProblem", "A file can't be read or written.",
               py::make_tuple(Borrow(base), Borrow(PyExc_OSError)));
}

void SetPythonError(const Error& error) {
  PyObject* type = error.kind == ErrorKind::kInvalidInput  ? g_invalid_input
                   : error.kind == ErrorKind::kUnknownName ? g_unknown_name
                                                           : g_file_problem;
  py::object instance = Borrow(type)(error.message);
  if (error.kind == ErrorKind::kInvalidInput) {
    instance.attr("issues") = py::cast(error.issues);
  }
  PyErr_SetObject(type, instance.ptr());
}

void BindIssue(py::module_& module) {
  py::class_<Issue>(module, "Issue", py::is_final(),
                    "A problem with an input: where, what, and what would do "
                    "(issue.h).")
      .def_readonly("where", &Issue::where,
                    "The place: a JSON path, or a line and column.")
      .def_readonly("what", &Issue::what, "What was found there.")
      .def_readonly("remedy", &Issue::remedy, "What would do.")
      .def(
          "__eq__", [](const Issue& a, const Issue& b) { return a == b; },
          py::is_operator())
      .def("__str__", [](const Issue& issue) { return ToWords(issue); })
      .def("__repr__",
           [](const Issue& issue) { return Repr("Issue", ToWords(issue)); });
}

bool IsMidnight(PyObject* datetime) {
  return PyDateTime_DATE_GET_HOUR(datetime) == 0 &&
         PyDateTime_DATE_GET_MINUTE(datetime) == 0 &&
         PyDateTime_DATE_GET_SECOND(datetime) == 0 &&
         PyDateTime_DATE_GET_MICROSECOND(datetime) == 0 &&
         reinterpret_cast<PyDateTime_DateTime*>(datetime)->hastzinfo == 0;
}

}  // namespace

DayArgument ReadDay(py::handle source) {
  if (py::isinstance<py::str>(source)) {
    return {Unwrap(Date::Parse(source.cast<std::string>()))};
  }
  if (!PyDate_Check(source.ptr())) {
    throw py::type_error(
        "a day is a datetime.date or a text such as '2018-03-27', not " +
        py::repr(source).cast<std::string>());
  }
  // A pandas Timestamp has nanoseconds besides.
  const bool whole_day =
      !PyDateTime_Check(source.ptr()) ||
      (IsMidnight(source.ptr()) &&
       py::getattr(source, "nanosecond", py::int_(0)).equal(py::int_(0)));
  if (!whole_day) {
    Raise(ErrorKind::kInvalidInput,
          py::str(source).cast<std::string>() +
              " has a time of day or a time zone, which a day has not; give "
              "its .date().");
  }
  return {Unwrap(Date::Create(PyDateTime_GET_YEAR(source.ptr()),
                              PyDateTime_GET_MONTH(source.ptr()),
                              PyDateTime_GET_DAY(source.ptr())))};
}

py::object MakeDate(Date day) {
  PyObject* date = PyDate_FromDate(day.year(), day.month(), day.day());
  if (date == nullptr) throw py::error_already_set();
  return py::reinterpret_steal<py::object>(date);
}

std::string Repr(std::string_view name, std::string_view inner) {
  const py::str text{std::string(inner)};
  // Python knows every sort of line end.
  const py::object line = py::str(" ").attr("join")(text.attr("split")());
  return "<" + std::string(name) + " " + line.cast<std::string>() + ">";
}

py::object CallPackage(const char* module, const char* function,
                       const py::object& argument) {
  return py::module_::import(module).attr(function)(argument);
}

}  // namespace actionplan::python

PYBIND11_MODULE(_core, module) {
  using namespace actionplan::python;  // NOLINT: the module's own namespace
  PyDateTime_IMPORT;
  module.doc() = "The C++ core. Import its names from `actionplan`.";
  module.attr("__version__") = ACTIONPLAN_VERSION;
  BindErrors(module);
  py::register_exception_translator([](std::exception_ptr pointer) {
    try {
      if (pointer) std::rethrow_exception(pointer);
    } catch (const Error& error) {
      SetPythonError(error);
    }
  });
  BindIssue(module);
  BindDue(module);
  BindEdtf(module);
  BindLateness(module);
  BindWorkCalendar(module);
  BindDeadline(module);
  BindScheme(module);
  BindSchemeCheck(module);
  BindRuleTests(module);
  BindPlan(module);
  BindSnapshot(module);
  BindSlippage(module);
  BindDelivery(module);
  BindAssess(module);
  BindSchemeDiff(module);
}
