#ifndef ACTIONPLAN_BINDINGS_PYBIND_H_
#define ACTIONPLAN_BINDINGS_PYBIND_H_

// The first include of every binding file, and the only one that includes
// pybind11: its headers, our casters, and how errors cross.

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "actionplan/date.h"
#include "actionplan/due.h"
#include "actionplan/issue.h"
#include "actionplan/work_calendar.h"

namespace actionplan::python {

namespace py = pybind11;

// What Python raises, see module.cc: InvalidInput is also a ValueError,
// UnknownName a LookupError and FileProblem an OSError.
enum class ErrorKind { kInvalidInput, kUnknownName, kFileProblem };

struct Error {
  ErrorKind kind;
  std::string message;
  std::vector<Issue> issues;
};

[[noreturn]] inline void Raise(ErrorKind kind, std::string message,
                               std::vector<Issue> issues = {}) {
  throw Error{kind, std::move(message), std::move(issues)};
}

[[noreturn]] inline void Raise(const absl::Status& status) {
  const ErrorKind kind = status.code() == absl::StatusCode::kNotFound
                             ? ErrorKind::kUnknownName
                         : status.code() == absl::StatusCode::kPermissionDenied
                             ? ErrorKind::kFileProblem
                             : ErrorKind::kInvalidInput;
  Raise(kind, std::string(status.message().data(), status.message().size()));
}

// The payload, or the exception that fits.
template <typename T>
T Unwrap(absl::StatusOr<T> result) {
  if (!result.ok()) Raise(result.status());
  return *std::move(result);
}

template <typename T>
T Unwrap(WithIssues<T> result, const std::string& heading) {
  if (result.value.has_value()) return *std::move(result.value);
  const absl::Status status = ToStatus(heading, result.issues);
  Raise(ErrorKind::kInvalidInput,
        std::string(status.message().data(), status.message().size()),
        std::move(result.issues));
}

// A day as an argument: a datetime.date, an ISO text, or a datetime exactly at
// midnight (pandas hands these out). A datetime with a time of day is refused,
// or the time would be lost in silence.
struct DayArgument {
  Date day = Date::FromEpochDays(0);
};

using OptionalDay = std::optional<DayArgument>;

inline std::optional<Date> ToDate(const OptionalDay& day) {
  if (!day.has_value()) return std::nullopt;
  return day->day;
}

DayArgument ReadDay(py::handle source);
py::object MakeDate(Date day);

// "word" for Python, None for an empty text.
inline std::optional<std::string> NoneIfEmpty(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text;
}

// `<Name inner>` on one line.
std::string Repr(std::string_view name, std::string_view inner);

// Calls a function of a module of the package, such as the table of a notebook.
// The modules are imported only when such a function is called.
py::object CallPackage(const char* module, const char* function,
                       const py::object& argument);

void BindDue(py::module_& module);
void BindEdtf(py::module_& module);
void BindLateness(py::module_& module);
void BindWorkCalendar(py::module_& module);
void BindDeadline(py::module_& module);
void BindPlan(py::module_& module);
void BindSnapshot(py::module_& module);
void BindScheme(py::module_& module);
void BindRuleTests(py::module_& module);
void BindSchemeCheck(py::module_& module);
void BindSchemeDiff(py::module_& module);
void BindAssess(py::module_& module);
void BindSlippage(py::module_& module);
void BindDelivery(py::module_& module);

}  // namespace actionplan::python

namespace pybind11::detail {

// A Date becomes a datetime.date. Only DayArgument takes one.
template <>
struct type_caster<actionplan::Date> {
  static constexpr auto name = const_name("datetime.date");
  static handle cast(actionplan::Date day, return_value_policy, handle) {
    return actionplan::python::MakeDate(day).release();
  }
};

template <>
struct type_caster<actionplan::Days> {
  static constexpr auto name = const_name("int");
  static handle cast(actionplan::Days days, return_value_policy, handle) {
    return int_(days.count()).release();
  }
};

template <>
struct type_caster<actionplan::WorkingDays> {
  static constexpr auto name = const_name("int");
  static handle cast(actionplan::WorkingDays days, return_value_policy,
                     handle) {
    return int_(days.count()).release();
  }
};

template <>
struct type_caster<actionplan::python::DayArgument> {
  PYBIND11_TYPE_CASTER(actionplan::python::DayArgument,
                       const_name("datetime.date | str"));
  bool load(handle source, bool) {
    if (!source || source.is_none()) return false;
    value = actionplan::python::ReadDay(source);
    return true;
  }
};

}  // namespace pybind11::detail

#endif  // ACTIONPLAN_BINDINGS_PYBIND_H_
