#include "pybind.h"

#include "actionplan/json.h"
#include "actionplan/slippage.h"
#include "room_types.h"

namespace actionplan::python {

SlippageList MakeSlippage(const Snapshot& snapshot,
                          const SlippageOptions& options) {
  py::gil_scoped_release release;
  return {snapshot.as_of(), PreviousDay(snapshot, options),
          Unwrap(FindSlippage(snapshot, options))};
}

namespace {

std::optional<int> CountOf(std::optional<WorkingDays> days) {
  if (!days.has_value()) return std::nullopt;
  return days->count();
}

void BindSlip(py::module_& module) {
  py::class_<Slip>(module, "Slip", py::is_final(),
                   "How far a finding's day lies after another (slippage.h).")
      .def_readonly("from_day", &Slip::from, "The day counted from, or None.")
      .def_readonly("days", &Slip::days, "Calendar days, or None.")
      .def_property_readonly(
          "working_days",
          [](const Slip& slip) { return CountOf(slip.working_days); },
          "Working days of the plan's calendar, or None.")
      .def("__repr__", [](const Slip& slip) {
        return Repr("Slip",
                    slip.days.has_value() ? ToWords(*slip.days) : "not known");
      });
}

}  // namespace

size_t ReadIndex(py::ssize_t index, size_t size) {
  const auto length = static_cast<py::ssize_t>(size);
  if (index < 0) index += length;
  if (index < 0 || index >= length) {
    throw py::index_error("the list has " + std::to_string(size) + " items");
  }
  return static_cast<size_t>(index);
}

void BindSlippage(py::module_& module) {
  BindSlip(module);
  py::class_<Slippage>(module, "Slippage", py::is_final(),
                       "One finding about a milestone (slippage.h).")
      .def_readonly("item", &Slippage::item, "The milestone's id.")
      .def_property_readonly("text", &Slippage::text, "What the milestone is.")
      .def_property_readonly("recommendation", &Slippage::recommendation,
                             "The id of its recommendation.")
      .def_property_readonly(
          "lead", &Slippage::lead,
          "Its lead, else its recommendation's; empty if not on record.")
      .def_property_readonly(
          "kind", [](const Slippage& s) { return ToWord(s.kind); },
          "'overdue', 'extended when overdue', 're-planned', 'brought "
          "forward',\n'quiet move', 'serial re-planning', 'forecast late', "
          "'completed late',\n'perhaps late', 'late start', 'stalled', "
          "'knock-on' or 'undated'.")
      .def_readonly("days", &Slippage::days,
                    "How much, in calendar days; None if that can't be said.")
      .def_property_readonly(
          "working_days",
          [](const Slippage& s) { return CountOf(s.working_days); },
          "The same in working days of the plan's calendar, or None.")
      .def_property_readonly(
          "why_no_working_days",
          [](const Slippage& s) {
            return NoneIfEmpty(s.why_no_working_days());
          },
          "Why there are no working days although there are days, or None.")
      .def_readonly("most_days", &Slippage::most_days,
                    "The most calendar days, where the words for the finish "
                    "leave room, or None.")
      .def_readonly("from_day", &Slippage::from,
                    "The day that counted before, or None.")
      .def_readonly("to_day", &Slippage::to,
                    "The day that counts now, or None.")
      .def_readonly("original", &Slippage::original,
                    "to_day counted from the original due.")
      .def_readonly("agreed", &Slippage::agreed,
                    "to_day counted from the due as now agreed.")
      .def_readonly("last_period", &Slippage::last_period,
                    "to_day counted from the due as agreed at the end of the "
                    "last period.")
      .def_readonly("since", &Slippage::since,
                    "Since which day it is so, or None.")
      .def_readonly("is_new", &Slippage::is_new,
                    "Whether that is after the last period, or None.")
      .def_readonly("on", &Slippage::on,
                    "The day on which it was moved or forecast, or None.")
      .def_readonly("agreed_by", &Slippage::agreed_by,
                    "Who agreed a move; empty if not on record.")
      .def_readonly("reason", &Slippage::reason,
                    "Why it was moved; empty if not on record.")
      .def_readonly("times", &Slippage::times,
                    "How often it was moved later, of serial re-planning; "
                    "else 0.")
      .def_property_readonly("chain", &Slippage::chain,
                             "The ids from a knock-on to what drives it.")
      .def_property_readonly("facts", &Slippage::facts,
                             "Every date in it with where it was said.")
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
      .def_readonly("previous", &SlippageList::previous,
                    "The end of the last period, or None.")
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
