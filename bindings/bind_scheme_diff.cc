#include "pybind.h"

#include "actionplan/scheme_diff.h"
#include "room_types.h"

namespace actionplan::python {
namespace {

// Differences with the scheme that names the facts.
struct DifferenceView {
  Scheme scheme;
  SchemeDifference difference;
};

struct RatingDifferenceView {
  Assessment before;
  Assessment after;
  RatingDifference difference;
};

std::optional<std::string> LevelOf(const DiffSide& side) {
  if (side.level == kNotRated) return std::nullopt;
  return side.level_name;
}

std::string SideWords(const DiffSide& side) {
  return side.level == kNotRated ? "not rated" : side.level_name;
}

void BindDifference(py::module_& module) {
  py::class_<DiffSide>(module, "DiffSide", py::is_final(),
                       "What one of two keys says (scheme_diff.h).")
      .def_property_readonly("rating", &LevelOf,
                             "The level, or None for not rated.")
      .def_property_readonly(
          "rule", [](const DiffSide& s) { return NoneIfEmpty(s.rule); },
          "The rule that decides, or None.")
      .def_property_readonly(
          "line",
          [](const DiffSide& s) -> std::optional<int> {
            if (s.rule.empty()) return std::nullopt;
            return s.line;
          },
          "Its line in the scheme file, or None.")
      .def("__repr__", [](const DiffSide& s) {
        return Repr("DiffSide",
                    SideWords(s) + (s.rule.empty() ? "" : " by " + s.rule));
      });

  using V = DifferenceView;
  py::class_<V>(module, "SchemeDifference", py::is_final(),
                "Facts for which two keys differ (scheme_diff.h).")
      .def_property_readonly(
          "subject", [](const V& v) { return ToWord(v.difference.subject); },
          "The kind of item.")
      .def_property_readonly(
          "aspect", [](const V& v) { return v.difference.aspect; },
          "The aspect.")
      .def_property_readonly(
          "before", [](const V& v) { return v.difference.before; },
          "What the first key says.")
      .def_property_readonly(
          "after", [](const V& v) { return v.difference.after; },
          "What the other one says.")
      .def_property_readonly(
          "what", [](const V& v) { return v.difference.what; }, "One sentence.")
      .def_property_readonly(
          "region", [](const V& v) { return v.difference.region; },
          "Where they differ, in words.")
      .def_property_readonly(
          "condition", [](const V& v) { return v.difference.condition; },
          "The same as a condition of the language.")
      .def_property_readonly(
          "example", [](const V& v) { return v.difference.witness.words; },
          "An item there, in words.")
      .def_property_readonly(
          "facts",
          [](const V& v) {
            return CellsForPython(v.scheme, v.difference.witness.facts);
          },
          "Its facts, as Scheme.rate() takes them.")
      .def("__str__", [](const V& v) { return v.difference.what; })
      .def("__repr__", [](const V& v) {
        return Repr("SchemeDifference", v.difference.what);
      });

  py::class_<SchemeDiffView> bound(
      module, "SchemeDiff", py::is_final(),
      "Where two RAG keys differ, for all facts (scheme_diff.h).\n\n"
      ">>> import actionplan as ap\n"
      ">>> key = ap.Scheme.load('walsall-2018')\n"
      ">>> key.diff(key).is_equal\n"
      "True\n");
  DefineSequence(
      bound, [](const SchemeDiffView& v) { return v.diff.differences.size(); },
      [](const SchemeDiffView& v, size_t i) {
        return V{v.before, v.diff.differences[i]};
      });
  bound
      .def_property_readonly(
          "before", [](const SchemeDiffView& v) { return v.before; },
          "The first key.")
      .def_property_readonly(
          "after", [](const SchemeDiffView& v) { return v.after; },
          "The other one.")
      .def_property_readonly(
          "is_equal", [](const SchemeDiffView& v) { return v.diff.is_equal(); },
          "Whether every item has the same rating under both.")
      .def_property_readonly(
          "unmatched", [](const SchemeDiffView& v) { return v.diff.unmatched; },
          "Aspects, levels and facts that only one of the two has.")
      .def_property_readonly(
          "undecided", [](const SchemeDiffView& v) { return v.diff.undecided; },
          "What could not be finished or decided, in sentences.")
      .def("__repr__", [](const SchemeDiffView& v) {
        return Repr("SchemeDiff",
                    v.before.id() + " to " + v.after.id() + ": " +
                        std::to_string(v.diff.differences.size()) +
                        " differences");
      });
  DefineTables(bound, "scheme_diff");
}

void BindRatingDifference(py::module_& module) {
  using V = RatingDifferenceView;
  py::class_<V>(module, "RatingDifference", py::is_final(),
                "An item of a plan that two keys rate differently "
                "(scheme_diff.h).")
      .def_property_readonly(
          "item", [](const V& v) { return v.difference.item; },
          "The item's id.")
      .def_property_readonly(
          "kind", [](const V& v) { return ToWord(v.difference.kind); },
          "'plan', 'recommendation', 'milestone' or 'outcome'.")
      .def_property_readonly(
          "aspect", [](const V& v) { return v.difference.aspect; },
          "The aspect.")
      .def_property_readonly(
          "before",
          [](const V& v) {
            return RatingView{.scheme = v.before.scheme(),
                              .rating = v.difference.before,
                              .assessment = v.before};
          },
          "The rating under the first key.")
      .def_property_readonly(
          "after",
          [](const V& v) {
            return RatingView{.scheme = v.after.scheme(),
                              .rating = v.difference.after,
                              .assessment = v.after};
          },
          "The rating under the other one.")
      .def("__repr__", [](const V& v) {
        return Repr("RatingDifference",
                    v.difference.item + " " + v.difference.aspect + ": " +
                        v.difference.before.level_name + " to " +
                        v.difference.after.level_name);
      });
}

std::vector<RatingDifferenceView> RatingDifferences(const Snapshot& snapshot,
                                                    const py::object& before,
                                                    const py::object& after) {
  const AssessOptions options = {.may_report_other_levels = true};
  const Assessment first = MakeAssessment(snapshot, before, options);
  const Assessment other = MakeAssessment(snapshot, after, options);
  std::vector<RatingDifferenceView> views;
  for (RatingDifference& difference :
       Unwrap(DiffRatings(snapshot, first.scheme(), other.scheme()))) {
    views.push_back({first, other, std::move(difference)});
  }
  return views;
}

// ---------------------------------------------------------------------------
// A key beside people's judgement.

std::optional<std::string> NameOf(const JudgementTable& table, int level) {
  if (level == kNotRated) return std::nullopt;
  return table.names[static_cast<size_t>(level)];
}

// Partings with the table that names the levels.
struct PartingView {
  JudgementTable table;
  JudgementTable::Parting parting;
};

std::vector<PartingView> Partings(const JudgementTable& table) {
  std::vector<PartingView> views;
  for (const JudgementTable::Parting& parting : table.partings) {
    views.push_back({table, parting});
  }
  return views;
}

void BindJudgement(py::module_& module) {
  using V = PartingView;
  py::class_<V>(module, "Parting", py::is_final(),
                "An item on which a key and people's judgement part "
                "(scheme_diff.h).")
      .def_property_readonly(
          "item", [](const V& v) { return v.parting.item; },
          "The item's id; of a table of facts the row's number, from 0.")
      .def_property_readonly(
          "reported",
          [](const V& v) { return NameOf(v.table, v.parting.reported); },
          "What was reported; None is not rated.")
      .def_property_readonly(
          "computed",
          [](const V& v) { return NameOf(v.table, v.parting.computed); },
          "What the key gives; None is not rated.")
      .def_property_readonly(
          "rule", [](const V& v) { return NoneIfEmpty(v.parting.rule); },
          "The rule that decided, or None.")
      .def_property_readonly(
          "because", [](const V& v) { return v.parting.because; },
          "Its reason, with the facts.")
      .def("__repr__", [](const V& v) {
        const std::string none = "not rated";
        return Repr("Parting",
                    v.parting.item + ": reported " +
                        NameOf(v.table, v.parting.reported).value_or(none) +
                        ", computed " +
                        NameOf(v.table, v.parting.computed).value_or(none));
      });

  py::class_<JudgementTable>(module, "JudgementTable", py::is_final(),
                             "Reported and computed ratings of one aspect, "
                             "counted (scheme_diff.h).")
      .def_property_readonly(
          "kind", [](const JudgementTable& t) { return ToWord(t.kind); },
          "'plan', 'recommendation', 'milestone' or 'outcome'.")
      .def_readonly("aspect", &JudgementTable::aspect, "The aspect.")
      .def_readonly("names", &JudgementTable::names,
                    "The levels, and last 'not rated'.")
      .def_readonly("counts", &JudgementTable::counts,
                    "Rows are what was reported, columns what the key gives, "
                    "both in the order\nof `names`.")
      .def_property_readonly("partings", &Partings,
                             "The items on which the two part.")
      .def_property_readonly("compared", &JudgementTable::compared,
                             "How many items were compared.")
      .def_property_readonly("agreed", &JudgementTable::agreed,
                             "On how many of them the two agree.")
      .def("__repr__", [](const JudgementTable& t) {
        return Repr("JudgementTable",
                    t.aspect + " of a " + std::string(ToWord(t.kind)) + ": " +
                        std::to_string(t.agreed()) + " of " +
                        std::to_string(t.compared()) + " agree");
      });
}

JudgementTable DiffTable(const Scheme& scheme, const py::list& columns,
                         int rows, const std::optional<std::string>& aspect,
                         const std::string& subject,
                         const std::optional<DayArgument>& as_of,
                         const std::vector<std::optional<std::string>>& words,
                         const std::optional<WorkCalendar>& calendar) {
  const TableOfFacts table =
      ReadTable(scheme, columns, rows, aspect, subject, as_of, calendar);
  std::vector<std::optional<int>> reported;
  std::vector<Issue> issues;
  for (size_t row = 0; row < words.size(); ++row) {
    std::optional<int>& level = reported.emplace_back();
    if (!words[row].has_value()) continue;
    if (*words[row] == "not rated") {
      level = kNotRated;
    } else if (!(level = scheme.FindLevel(*words[row])).has_value()) {
      issues.push_back({"row " + std::to_string(row + 1),
                        "'" + *words[row] + "' is not a level of the scheme '" +
                            scheme.id() + "'",
                        "use a level's name, letter or alias, 'not rated', or "
                        "leave it empty"});
    }
  }
  RaiseIssues("The judgements can't be compared:", std::move(issues));
  py::gil_scoped_release release;
  return DiffReported(scheme, table.facts, table.aspect, reported);
}

}  // namespace

SchemeDiffView MakeDiff(const Scheme& before, const Scheme& after) {
  py::gil_scoped_release release;
  return {before, after, DiffSchemes(before, after)};
}

void BindSchemeDiff(py::module_& module) {
  BindDifference(module);
  BindRatingDifference(module);
  BindJudgement(module);
  module.def(
      "diff_ratings", &RatingDifferences, py::arg("snapshot"), py::kw_only(),
      py::arg("before"), py::arg("after"),
      "The items of a plan that two keys rate differently "
      "(scheme_diff.h).\n\n"
      "`before` and `after` are schemes, names or paths. Only aspects "
      "that both have\ncount, and a reported rating that is no level of a key "
      "is taken as not recorded. Raises\nwhat Snapshot.assess() "
      "raises.");
  module.def("_reported_other_levels", &ReportedOtherLevels, py::arg("plan"),
             py::arg("scheme"));
  module.def(
      "diff_reported",
      [](const Assessment& assessment) {
        py::gil_scoped_release release;
        return DiffReported(assessment);
      },
      py::arg("assessment"),
      "The key beside what was reported: a JudgementTable of every kind of "
      "item and\naspect in which something was reported (scheme_diff.h).");
  module.def("_diff_table", &DiffTable, py::arg("scheme"), py::arg("columns"),
             py::arg("rows"), py::arg("aspect"), py::arg("subject"),
             py::arg("as_of"), py::arg("reported"),
             py::arg("calendar") = py::none());
}

}  // namespace actionplan::python
