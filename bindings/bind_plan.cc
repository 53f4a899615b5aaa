#include "pybind.h"

#include "actionplan/delivery.h"
#include "actionplan/json.h"
#include "actionplan/plan.h"
#include "actionplan/slippage.h"
#include "actionplan/snapshot.h"
#include "actionplan/validate.h"
#include "internal/files.h"
#include "room_types.h"

namespace actionplan::python {
namespace {

std::string FsPath(const py::object& path) {
  return py::module_::import("os").attr("fspath")(path).cast<std::string>();
}

Plan Load(const py::object& path) {
  const std::string name = FsPath(path);
  py::gil_scoped_release release;
  absl::StatusOr<std::string> text = internal::ReadTextFile(name);
  if (!text.ok()) {
    Raise(ErrorKind::kFileProblem, std::string(text.status().message()));
  }
  return Unwrap(ReadPlan(*text), "The plan " + name + " has problems:");
}

void Save(const Plan& plan, const py::object& path) {
  const absl::Status saved = SavePlan(plan, FsPath(path));
  if (!saved.ok()) Raise(saved);
}

template <typename T>
std::vector<T> ToVector(std::span<const T> items) {
  return std::vector<T>(items.begin(), items.end());
}

template <typename T>
std::vector<T> ToVector(std::span<const T* const> items) {
  std::vector<T> copies;
  for (const T* item : items) copies.push_back(*item);
  return copies;
}

// The own keys of each kind of update, as in the plan file.
struct DetailWriter {
  py::dict& dict;

  void operator()(const DueChange& change) const {
    dict["due"] = NoneIfEmpty(change.due.text());
    dict["agreed_by"] = NoneIfEmpty(change.agreed_by);
    dict["reason"] = NoneIfEmpty(change.reason);
  }
  void operator()(const ForecastChange& change) const {
    dict["finish"] = NoneIfEmpty(change.finish.text());
  }
  void operator()(const StageChange& change) const {
    dict["stage"] = ToWord(change.stage);
    dict["decision"] = NoneIfEmpty(change.decision);
  }
  void operator()(const Progress& change) const {
    dict["percent"] = change.percent;
  }
  void operator()(const Recovery& change) const {
    dict["until"] = NoneIfEmpty(change.until.text());
  }
  void operator()(const Blocked& change) const {
    dict["blocked"] = change.blocked;
  }
  void operator()(const Reading& change) const {
    dict["value"] = change.value;
    dict["numerator"] = change.numerator;
    dict["denominator"] = change.denominator;
  }
  void operator()(const Evidence& change) const {
    dict["measurable"] = change.measurable;
    dict["demonstrated"] = change.demonstrated;
    dict["achieved"] = change.achieved;
  }
  void operator()(const ConcernChange& change) const {
    dict["state"] = change.open.has_value()
                        ? py::cast(*change.open ? "open" : "closed")
                        : py::none();
    dict["significant"] = change.significant;
  }
  void operator()(const ReportedRating& change) const {
    dict["aspect"] = change.aspect;
    dict["rating"] = change.rating;
    dict["period"] = NoneIfEmpty(change.period);
  }
  void operator()(const FactChange& change) const {
    dict["fact"] = change.fact;
    dict["value"] = change.value;
  }
  void operator()(const Override& change) const {
    dict["aspect"] = change.aspect;
    dict["rating"] = change.rating;
    dict["reason"] = NoneIfEmpty(change.reason);
  }
};

template <typename Item>
py::dict FactsOf(const Item& item) {
  py::dict dict;
  for (const auto& [name, value] : item.facts) dict[py::str(name)] = value;
  return dict;
}

constexpr const char* kFactsDoc =
    "Values of facts that a scheme declares, as accepted; by name.";

py::dict Details(const Update& update) {
  py::dict dict;
  std::visit(DetailWriter{dict}, update.change);
  return dict;
}

std::optional<std::string> BetterWord(const Measure& measure) {
  if (measure.better == Better::kNotStated) return std::nullopt;
  return measure.better == Better::kHigher ? "higher" : "lower";
}

void BindItems(py::module_& module) {
  py::class_<Outcome>(module, "Outcome", py::is_final(),
                      "A result to be achieved (plan.h).")
      .def_readonly("id", &Outcome::id, "Its id.")
      .def_readonly("text", &Outcome::text, "What is to be achieved.")
      .def_readonly("expected", &Outcome::expected, "From when it should show.")
      .def_readonly("source", &Outcome::source, "Where it is written.")
      .def_property_readonly("facts", &FactsOf<Outcome>, kFactsDoc)
      .def("__repr__", [](const Outcome& o) {
        return Repr("Outcome", o.id + ": " + o.text);
      });

  py::class_<Milestone>(module, "Milestone", py::is_final(),
                        "One dated piece of promised work (plan.h).")
      .def_readonly("id", &Milestone::id, "Its id.")
      .def_readonly("text", &Milestone::text, "What was promised.")
      .def_readonly("lead", &Milestone::lead, "Who leads; may be empty.")
      .def_readonly("start", &Milestone::start, "The planned start.")
      .def_readonly("due", &Milestone::due, "The due as first agreed.")
      .def_readonly("needs", &Milestone::needs,
                    "The milestones that must be finished first.")
      .def_readonly("source", &Milestone::source, "Where it is written.")
      .def_property_readonly("facts", &FactsOf<Milestone>, kFactsDoc)
      .def("__repr__", [](const Milestone& m) {
        return Repr("Milestone", m.id + ": " + m.text);
      });

  py::class_<Recommendation>(module, "Recommendation", py::is_final(),
                             "What the inspector asked (plan.h).")
      .def_readonly("id", &Recommendation::id, "Its id.")
      .def_readonly("title", &Recommendation::title, "What was asked.")
      .def_readonly("lead", &Recommendation::lead, "Who leads; may be empty.")
      .def_readonly("finding", &Recommendation::finding,
                    "What the inspector found.")
      .def_readonly("outcomes", &Recommendation::outcomes, "Its outcomes.")
      .def_readonly("milestones", &Recommendation::milestones,
                    "Its milestones.")
      .def_readonly("source", &Recommendation::source, "Where it is written.")
      .def_property_readonly("facts", &FactsOf<Recommendation>, kFactsDoc)
      .def("__repr__", [](const Recommendation& r) {
        return Repr("Recommendation", r.id + ": " + r.title);
      });

  py::class_<Measure>(module, "Measure", py::is_final(),
                      "A number that shows an outcome (plan.h).")
      .def_readonly("id", &Measure::id, "Its id.")
      .def_readonly("name", &Measure::name, "What is measured.")
      .def_readonly("unit", &Measure::unit, "'%' or what is counted.")
      .def_readonly("outcome", &Measure::outcome,
                    "The id of the outcome that it shows; may be empty.")
      .def_property_readonly("better", &BetterWord,
                             "'higher', 'lower', or None if not stated.")
      .def_readonly("target", &Measure::target, "In the measure's unit.")
      .def_readonly("tolerance", &Measure::tolerance,
                    "How far off target is still well.")
      .def_readonly("source", &Measure::source, "Where it is written.")
      .def("__repr__", [](const Measure& m) {
        return Repr("Measure", m.id + ": " + m.name);
      });

  py::class_<Concern>(module, "Concern", py::is_final(),
                      "An area of concern (plan.h).")
      .def_readonly("id", &Concern::id, "Its id.")
      .def_readonly("text", &Concern::text, "What worries.")
      .def_readonly("theme", &Concern::theme, "Its theme; may be empty.")
      .def_readonly("touches", &Concern::touches,
                    "The ids of recommendations or milestones it touches.")
      .def_readonly("source", &Concern::source, "Where it is written.")
      .def("__repr__", [](const Concern& c) {
        return Repr("Concern", c.id + ": " + c.text);
      });

  py::class_<ReportingPeriod>(module, "ReportingPeriod", py::is_final(),
                              "A reporting period (plan.h).")
      .def_readonly("name", &ReportingPeriod::name, "Its name.")
      .def_property_readonly(
          "first", [](const ReportingPeriod& p) { return p.days.first(); },
          "Its first day.")
      .def_property_readonly(
          "last", [](const ReportingPeriod& p) { return p.days.last(); },
          "Its last day.")
      .def("__repr__", [](const ReportingPeriod& p) {
        return Repr("ReportingPeriod", p.name + ": " + p.days.ToWords());
      });

  py::class_<Update>(module, "Update", py::is_final(),
                     "One dated fact about one item (journal.h).")
      .def_readonly("on", &Update::on, "The day on which it was so.")
      .def_property_readonly("recorded", &Update::known_from,
                             "The day on which we were told.")
      .def_readonly("item", &Update::item, "The id of what it is about.")
      .def_property_readonly(
          "kind", [](const Update& u) { return KindOf(u.change); },
          "'due', 'stage', 'reading', ...; see docs/plan-format.md.")
      .def_readonly("written", &Update::written,
                    "The source's words for when it happened.")
      .def_readonly("by", &Update::by, "Who says so; may be empty.")
      .def_readonly("text", &Update::text, "The update in words.")
      .def_readonly("source", &Update::source, "Where it is written.")
      .def_property_readonly(
          "details", &Details,
          "The kind's own keys, as in the plan file; a due as its text.")
      .def("__repr__", [](const Update& u) {
        return Repr("Update", u.on.ToIso() + " " + u.item + " " +
                                  std::string(KindOf(u.change)));
      });
}

}  // namespace

void BindPlan(py::module_& module) {
  BindItems(module);
  py::class_<Plan>(
      module, "Plan", py::is_final(),
      "An action plan: what was promised, and what was said since (plan.h).\n\n"
      "Immutable. `load()` reads one; `as_of()` folds it to a day.")
      .def_property_readonly("id", &Plan::id, "Its id.")
      .def_property_readonly("title", &Plan::title, "Its title.")
      .def_property_readonly(
          "organisation",
          [](const Plan& plan) { return plan.baseline().organisation; },
          "Whose plan it is; may be empty.")
      .def_property_readonly(
          "source", [](const Plan& plan) { return plan.baseline().source; },
          "Where it was published; may be empty.")
      .def_property_readonly(
          "accepted", [](const Plan& plan) { return plan.baseline().accepted; },
          "When the baseline was agreed.")
      .def_property_readonly(
          "facts", [](const Plan& plan) { return FactsOf(plan.baseline()); },
          kFactsDoc)
      .def_property_readonly(
          "scheme", [](const Plan& plan) { return plan.baseline().scheme; },
          "The RAG key to use if none is named; may be empty.")
      .def_property_readonly(
          "calendar", [](const Plan& plan) { return plan.baseline().calendar; },
          "The id of the calendar that it names; empty is "
          "'england-and-wales'.")
      .def_property_readonly("work_calendar", &Plan::work_calendar,
                             "By which its working days are counted, with its "
                             "closures.")
      .def_property_readonly(
          "periods", [](const Plan& plan) { return plan.baseline().periods; },
          "The reporting periods, in order.")
      .def_property_readonly(
          "recommendations",
          [](const Plan& plan) { return ToVector(plan.recommendations()); },
          "In the plan's order.")
      .def_property_readonly(
          "milestones",
          [](const Plan& plan) { return ToVector(plan.milestones()); },
          "Of all recommendations, in order.")
      .def_property_readonly(
          "outcomes",
          [](const Plan& plan) { return ToVector(plan.outcomes()); },
          "Of all recommendations, in order.")
      .def_property_readonly(
          "measures",
          [](const Plan& plan) { return ToVector(plan.measures()); },
          "In the plan's order.")
      .def_property_readonly(
          "concerns",
          [](const Plan& plan) { return ToVector(plan.concerns()); },
          "In the plan's order.")
      .def_property_readonly(
          "journal", [](const Plan& plan) { return ToVector(plan.journal()); },
          "Every update, as given.")
      .def_static(
          "from_json",
          [](const std::string& text) {
            return Unwrap(ReadPlan(text), "The plan has problems:");
          },
          py::arg("text"),
          "A plan from the text of a plan file. Raises InvalidInput with every "
          "problem.")
      .def("to_json", &WritePlan, "The text of a plan file.")
      .def("save", &Save, py::arg("path"),
           "Writes a plan file, whole or not at all. Raises FileProblem.")
      .def("with_calendar", &Plan::WithCalendar, py::arg("calendar"),
           "This plan with its working days counted by another WorkCalendar."
           "\n\n"
           "Its closures stay on top; a plan file that is written stays as it "
           "is.")
      .def("validate", &Validate,
           "The contradictions inside the plan, as a list of Issue "
           "(validate.h).")
      .def(
          "as_of",
          [](const Plan& plan, const DayArgument& day,
             const OptionalDay& known_by) {
            return TakeSnapshot(plan, day, known_by);
          },
          py::arg("day"), py::kw_only(), py::arg("known_by") = py::none(),
          "The plan as it stood on a day (snapshot.h).\n\n"
          "With `known_by`, only what had been recorded by that day. Raises "
          "InvalidInput\nfor a day before the plan was accepted.")
      .def(
          "assess",
          [](const Plan& plan, const DayArgument& as_of, const py::object& key,
             const OptionalDay& known_by) {
            return MakeAssessment(TakeSnapshot(plan, as_of, known_by), key);
          },
          py::arg("as_of"), py::kw_only(), py::arg("scheme") = py::none(),
          py::arg("known_by") = py::none(),
          "Every rating on a day, with its reason (assess.h).\n\n"
          "`scheme` is a Scheme, a built-in scheme's id or a path; without it "
          "the plan's\nown. Raises InvalidInput or UnknownName.")
      .def(
          "slippage",
          [](const Plan& plan, const DayArgument& as_of,
             const OptionalDay& previous, const OptionalDay& known_by,
             int serial_moves) {
            return MakeSlippage(
                TakeSnapshot(plan, as_of, known_by),
                {.previous = ToDate(previous), .serial_moves = serial_moves});
          },
          py::arg("as_of"), py::kw_only(), py::arg("previous") = py::none(),
          py::arg("known_by") = py::none(), py::arg("serial_moves") = 2,
          "What slipped by a day, in calendar and working days "
          "(slippage.h).\n\n"
          "`previous` is the day of the last report; without it the end of "
          "the plan's last\nreporting period. A due that was moved later "
          "`serial_moves` times or more is\nserial re-planning. Raises "
          "InvalidInput.")
      .def(
          "delivery",
          [](const Plan& plan, const DayArgument& as_of,
             const OptionalDay& previous, const OptionalDay& known_by,
             int serial_moves,
             const std::optional<std::vector<DayArgument>>& days,
             int most_in_a_month) {
            DeliveryOptions options = {.previous = ToDate(previous),
                                       .serial_moves = serial_moves,
                                       .days = {},
                                       .most_in_a_month = most_in_a_month};
            if (days.has_value()) {
              for (const DayArgument& day : *days) {
                options.days.push_back(day.day);
              }
            }
            return MakeDelivery(TakeSnapshot(plan, as_of, known_by), options);
          },
          py::arg("as_of"), py::kw_only(), py::arg("previous") = py::none(),
          py::arg("known_by") = py::none(), py::arg("serial_moves") = 2,
          py::arg("days") = py::none(), py::arg("most_in_a_month") = 4,
          "How well the plan is delivered by a day: for the plan, each "
          "recommendation and\neach lead (delivery.h).\n\n"
          "`days` are those of the trend; without any the ends of the "
          "reporting periods.\nMore milestones than `most_in_a_month` for one "
          "lead are too many. Raises\nInvalidInput.")
      .def(
          "__eq__", [](const Plan& a, const Plan& b) { return a == b; },
          py::is_operator())
      .def("__repr__", [](const Plan& plan) {
        return Repr(
            "Plan",
            plan.id() + ": " + std::to_string(plan.recommendations().size()) +
                " recommendations, " +
                std::to_string(plan.milestones().size()) + " milestones, " +
                std::to_string(plan.journal().size()) + " updates");
      });

  module.def("load", &Load, py::arg("path"),
             "Reads a plan file (json.h).\n\n"
             "Raises FileProblem if it can't be read, and InvalidInput, with "
             "every problem\nand its JSON path in `issues`, if it is not a "
             "plan.");
}

}  // namespace actionplan::python
