#include "pybind.h"

#include <cmath>

#include "actionplan/facts.h"
#include "actionplan/snapshot.h"
#include "room_types.h"

namespace actionplan::python {
namespace {

// A milestone's state together with the day for which it holds.
struct MilestoneView {
  Snapshot snapshot;
  size_t index;

  const MilestoneState& state() const { return snapshot.milestones()[index]; }
};

ItemRef FindItem(const Plan& plan, const std::string& id) {
  const std::optional<ItemRef> item = plan.Find(id);
  if (item.has_value()) return *item;
  Raise(ErrorKind::kUnknownName,
        "There is no item '" + id + "' in the plan '" + plan.id() + "'.");
}

std::vector<MilestoneView> Milestones(const Snapshot& snapshot) {
  std::vector<MilestoneView> views;
  for (size_t i = 0; i < snapshot.milestones().size(); ++i) {
    views.push_back({snapshot, i});
  }
  return views;
}

MilestoneView FindMilestone(const Snapshot& snapshot, const std::string& id) {
  const ItemRef item = FindItem(snapshot.plan(), id);
  if (item.kind != ItemKind::kMilestone) {
    Raise(ErrorKind::kUnknownName, "'" + id + "' is a " +
                                       std::string(ToWord(item.kind)) +
                                       ", not a milestone.");
  }
  return {snapshot, static_cast<size_t>(item.index)};
}

std::vector<Update> CountingUpdates(const Snapshot& snapshot) {
  std::vector<Update> updates;
  for (int position : snapshot.updates()) {
    updates.push_back(snapshot.update(position));
  }
  return updates;
}

std::vector<Concern> OpenConcerns(const Snapshot& snapshot,
                                  const std::optional<std::string>& item) {
  std::vector<Concern> open;
  if (!item.has_value()) {
    for (const ConcernState& state : snapshot.concerns()) {
      if (state.open) open.push_back(*state.concern);
    }
    return open;
  }
  for (int i : snapshot.OpenConcerns(FindItem(snapshot.plan(), *item))) {
    open.push_back(*snapshot.concerns()[static_cast<size_t>(i)].concern);
  }
  return open;
}

py::object ValueOf(const FactDefinition& definition, const Cell& cell) {
  if (cell.state == CellState::kUnknown) return py::none();
  if (cell.state == CellState::kNotApplicable) {
    return py::str("not applicable");
  }
  const auto whole = static_cast<int>(std::lround(cell.value));
  switch (definition.type) {
    case FactType::kYesNo:
      return py::bool_(whole != 0);
    case FactType::kChoice:
      return py::cast(definition.choices[static_cast<size_t>(whole)]);
    case FactType::kDay:
      return py::cast(Date::FromEpochDays(whole));
    case FactType::kPercent:
    case FactType::kNumber:
      return py::float_(cell.value);
    case FactType::kCount:
    case FactType::kDays:
    case FactType::kMonths:
    case FactType::kWorkingDays:
      return py::int_(whole);
  }
  return py::none();
}

py::dict Facts(const Snapshot& snapshot, const std::string& id) {
  const ItemRef item = FindItem(snapshot.plan(), id);
  py::dict facts;
  for (const FactDefinition& definition : FactCatalogue()) {
    if (!definition.is_of(item.kind)) continue;
    facts[py::str(std::string(definition.name))] =
        ValueOf(definition, FactOf(snapshot, item, definition.fact()));
  }
  for (const SaidFact& said : snapshot.FactsSaid(item)) {
    const py::str name(said.name);
    if (!facts.contains(name)) facts[name] = said.fact.value;
  }
  return facts;
}

void BindStates(py::module_& module) {
  py::class_<DueMove>(module, "DueMove", py::is_final(),
                      "A change of a milestone's due (snapshot.h).")
      .def_readonly("from_due", &DueMove::from, "The due before.")
      .def_readonly("to_due", &DueMove::to, "The due after.")
      .def_readonly("on", &DueMove::on, "The day on which it was changed.")
      .def_readonly("agreed_by", &DueMove::agreed_by,
                    "Who agreed; empty if not on record.")
      .def_readonly("reason", &DueMove::reason, "Why; empty if not on record.")
      .def_property_readonly("is_quiet", &DueMove::is_quiet,
                             "Whether who agreed or why is not on record.")
      .def_property_readonly(
          "days_moved", &DueMove::moved,
          "Calendar days later; None if one of the two has no date.")
      .def("__repr__", [](const DueMove& move) {
        return Repr("DueMove",
                    move.from.ToWords() + " to " + move.to.ToWords());
      });

  using V = MilestoneView;
  py::class_<V>(module, "MilestoneState", py::is_final(),
                "A milestone as it stood on a day (snapshot.h).")
      .def_property_readonly(
          "id", [](const V& v) { return v.state().milestone->id; }, "Its id.")
      .def_property_readonly(
          "text", [](const V& v) { return v.state().milestone->text; },
          "What was promised.")
      .def_property_readonly(
          "recommendation",
          [](const V& v) {
            const auto parent = static_cast<size_t>(v.state().recommendation);
            return v.snapshot.plan().recommendations()[parent].id;
          },
          "The id of its recommendation.")
      .def_property_readonly(
          "original_due", [](const V& v) { return v.state().original_due; },
          "As first agreed.")
      .def_property_readonly(
          "due", [](const V& v) { return v.state().due; }, "As now agreed.")
      .def_property_readonly(
          "moves", [](const V& v) { return v.state().moves; },
          "Every change of the due, by day.")
      .def_property_readonly(
          "forecast", [](const V& v) { return v.state().forecast; },
          "When it is now expected; None if nobody said.")
      .def_property_readonly(
          "stage",
          [](const V& v) -> std::optional<std::string_view> {
            if (!v.state().stage.has_value()) return std::nullopt;
            return ToWord(*v.state().stage);
          },
          "As last recorded; None if it never was.")
      .def_property_readonly(
          "finished", [](const V& v) { return v.state().finished; },
          "The day on which it was finished, or None.")
      .def_property_readonly(
          "is_complete", [](const V& v) { return v.state().is_complete(); },
          "Whether it is recorded as complete or verified.")
      .def_property_readonly(
          "is_overdue",
          [](const V& v) { return v.state().is_overdue(v.snapshot.as_of()); },
          "Whether it is late and not complete.")
      .def_property_readonly(
          "days_overdue",
          [](const V& v) { return v.state().days_overdue(v.snapshot.as_of()); },
          "Calendar days; 0 if it is not late, None if it has no date.")
      .def_property_readonly(
          "days_slipped", [](const V& v) { return v.state().slip(); },
          "Calendar days from the original due to the finish (actual, else "
          "forecast,\nelse due); None if one has no date.")
      .def_property_readonly(
          "percent_complete", [](const V& v) { return v.state().percent; },
          "As last reported, 0 to 100; None if it never was.")
      .def("__repr__", [](const V& v) {
        return Repr("MilestoneState",
                    v.state().milestone->id + ": " + v.state().due.ToWords());
      });
}

}  // namespace

Snapshot TakeSnapshot(const Plan& plan, const DayArgument& day,
                      const OptionalDay& known_by) {
  py::gil_scoped_release release;
  return Unwrap(AsOf(plan, day.day, ToDate(known_by)));
}

void BindSnapshot(py::module_& module) {
  BindStates(module);
  py::class_<Snapshot>(module, "Snapshot", py::is_final(),
                       "A plan as it stood on a day (snapshot.h).")
      .def_property_readonly("plan", &Snapshot::plan, "The whole plan.")
      .def_property_readonly("as_of", &Snapshot::as_of, "The day.")
      .def_property_readonly("known_by", &Snapshot::known_by,
                             "Only what was recorded by then counts, or None.")
      .def_property_readonly(
          "period",
          [](const Snapshot& snapshot) {
            return std::pair(snapshot.period().first(),
                             snapshot.period().last());
          },
          "First and last day of the reporting period; the day itself if the "
          "plan has none.")
      .def_property_readonly("milestones", &Milestones,
                             "Every milestone's state, in the plan's order.")
      .def_property_readonly("updates", &CountingUpdates,
                             "The updates that count on this day, by day.")
      .def("milestone", &FindMilestone, py::arg("id"),
           "One milestone's state. Raises UnknownName.")
      .def("open_concerns", &OpenConcerns, py::arg("item") = py::none(),
           "The open concerns, of the plan or of one item.")
      .def("facts", &Facts, py::arg("item"),
           "Every fact of an item by name (facts.h), then the facts of schemes "
           "that it carries,\nas last said. None is unknown; NOT_APPLICABLE "
           "does "
           "not apply.")
      .def(
          "assess",
          [](const Snapshot& snapshot, const py::object& scheme) {
            return MakeAssessment(snapshot, scheme);
          },
          py::kw_only(), py::arg("scheme") = py::none(),
          "Every rating on this day; see Plan.assess.")
      .def(
          "slippage",
          [](const Snapshot& snapshot, const OptionalDay& previous,
             int serial_moves) {
            return MakeSlippage(snapshot, {.previous = ToDate(previous),
                                           .serial_moves = serial_moves});
          },
          py::kw_only(), py::arg("previous") = py::none(),
          py::arg("serial_moves") = 2,
          "What slipped by this day; see Plan.slippage.")
      .def("__repr__", [](const Snapshot& snapshot) {
        return Repr("Snapshot",
                    snapshot.plan().id() + " as of " +
                        snapshot.as_of().ToIso() + ": " +
                        std::to_string(snapshot.updates().size()) + " of " +
                        std::to_string(snapshot.plan().journal().size()) +
                        " updates count");
      });
}

}  // namespace actionplan::python
