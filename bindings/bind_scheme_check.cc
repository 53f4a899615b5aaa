#include "pybind.h"

#include "actionplan/scheme_check.h"
#include "room_types.h"

namespace actionplan::python {
namespace {

// Findings with names for positions.

struct FindingView {
  Scheme scheme;
  SchemeFinding finding;
};

struct UnknownView {
  Scheme scheme;
  SchemeCheck::UnknownRow row;
};

using LevelName = std::optional<std::string>;

LevelName NameOf(const Scheme& scheme, int level) {
  if (level == kNotRated) return std::nullopt;
  return std::string(scheme.LevelName(level));
}

std::string AspectName(const Scheme& scheme, int aspect) {
  return scheme.aspects()[static_cast<size_t>(aspect)].name;
}

std::vector<std::string> RuleIds(const FindingView& view) {
  std::vector<std::string> ids;
  for (int rule : view.finding.rules) {
    ids.push_back(view.scheme.rules()[static_cast<size_t>(rule)].id);
  }
  return ids;
}

std::vector<UnknownView> Unknowns(const SchemeCheckView& view) {
  std::vector<UnknownView> rows;
  for (const SchemeCheck::UnknownRow& row : view.check.unknowns) {
    rows.push_back({view.scheme, row});
  }
  return rows;
}

std::string Summary(const SchemeCheckView& view) {
  size_t accepted = 0;
  for (const SchemeFinding& finding : view.check.findings) {
    if (finding.accepted.has_value()) ++accepted;
  }
  return view.scheme.id() + ": " + std::to_string(view.check.findings.size()) +
         " findings, " + std::to_string(accepted) + " of them accepted";
}

void BindFinding(py::module_& module) {
  using V = FindingView;
  py::class_<V>(module, "SchemeFinding", py::is_final(),
                "Something wrong with a RAG key, with the facts that prove it "
                "(scheme_check.h).")
      .def_property_readonly(
          "kind", [](const V& v) { return ToWord(v.finding.kind); },
          "'gap', 'unreachable', 'unused level', 'overlap', 'perverse', "
          "'unreachable\nthreshold' or 'unknown'.")
      .def_property_readonly(
          "subject", [](const V& v) { return ToWord(v.finding.subject); },
          "The kind of item.")
      .def_property_readonly(
          "aspect",
          [](const V& v) { return AspectName(v.scheme, v.finding.aspect); },
          "The aspect.")
      .def_property_readonly("rules", &RuleIds, "The rules concerned.")
      .def_property_readonly(
          "lines", [](const V& v) { return v.finding.lines; },
          "Their lines in the scheme file.")
      .def_property_readonly(
          "level",
          [](const V& v) -> LevelName {
            if (!v.finding.level.has_value()) return std::nullopt;
            return NameOf(v.scheme, *v.finding.level);
          },
          "The level that is unused, or that is given while a fact is not "
          "recorded; else\nNone.")
      .def_property_readonly(
          "fact",
          [](const V& v) -> std::optional<std::string> {
            if (!v.finding.column.has_value()) return std::nullopt;
            return std::string(v.scheme.Define(*v.finding.column).name);
          },
          "The fact that gets worse or is not recorded; else None.")
      .def_property_readonly(
          "what", [](const V& v) { return v.finding.what; }, "One sentence.")
      .def_property_readonly(
          "region", [](const V& v) { return v.finding.region; },
          "Where it is so, in words.")
      .def_property_readonly(
          "condition", [](const V& v) { return v.finding.condition; },
          "The same as a condition of the language.")
      .def_property_readonly(
          "example", [](const V& v) { return v.finding.witness.words; },
          "The plainest item that shows it, in words; may be empty.")
      .def_property_readonly(
          "facts",
          [](const V& v) {
            return CellsForPython(v.scheme, v.finding.witness.facts);
          },
          "The same item's facts, as Scheme.rate() takes them.")
      .def_property_readonly(
          "second_example",
          [](const V& v) -> std::optional<std::string> {
            if (!v.finding.second.has_value()) return std::nullopt;
            return v.finding.second->words;
          },
          "The worse item that is rated better, or the same item once the fact "
          "is known;\nelse None.")
      .def_property_readonly(
          "second_facts",
          [](const V& v) -> std::optional<py::dict> {
            if (!v.finding.second.has_value()) return std::nullopt;
            return CellsForPython(v.scheme, v.finding.second->facts);
          },
          "Its facts; else None.")
      .def_property_readonly(
          "remedy", [](const V& v) { return v.finding.remedy; },
          "The smallest edit that ends it, or what to do.")
      .def_property_readonly(
          "remedy_is_verified",
          [](const V& v) { return v.finding.remedy_is_verified; },
          "Whether the scheme so edited was checked.")
      .def_property_readonly(
          "is_mild", [](const V& v) { return v.finding.is_mild; },
          "Whether it contradicts nothing: two rules of one level overlap.")
      .def_property_readonly(
          "accepted", [](const V& v) { return v.finding.accepted; },
          "Why the owner of the key accepts it, or None.")
      .def("__str__", [](const V& v) { return v.finding.what; })
      .def("__repr__", [](const V& v) {
        return Repr("SchemeFinding", std::string(ToWord(v.finding.kind)) +
                                         ": " + v.finding.what);
      });
}

void BindUnknown(py::module_& module) {
  using V = UnknownView;
  py::class_<V>(module, "UnknownFact", py::is_final(),
                "What comes out while one fact is not recorded "
                "(scheme_check.h).")
      .def_property_readonly(
          "subject", [](const V& v) { return ToWord(v.row.subject); },
          "The kind of item.")
      .def_property_readonly(
          "aspect",
          [](const V& v) { return AspectName(v.scheme, v.row.aspect); },
          "The aspect.")
      .def_property_readonly(
          "fact",
          [](const V& v) {
            return std::string(v.scheme.Define(v.row.column).name);
          },
          "The fact that is not recorded.")
      .def_property_readonly(
          "possible",
          [](const V& v) {
            std::vector<LevelName> names;
            for (int level : v.row.possible) {
              names.push_back(NameOf(v.scheme, level));
            }
            return names;
          },
          "The levels that come out then; None is not rated.")
      .def_property_readonly(
          "words", [](const V& v) { return v.row.words; }, "One sentence.")
      .def("__repr__",
           [](const V& v) { return Repr("UnknownFact", v.row.words); });
}

}  // namespace

SchemeCheckView MakeCheck(const Scheme& scheme, const CheckOptions& options) {
  if (options.steps < 1) {
    Raise(ErrorKind::kInvalidInput,
          "steps is how far to search, at least 1, not " +
              std::to_string(options.steps) + ".");
  }
  if (options.most_of_a_kind < 1) {
    Raise(ErrorKind::kInvalidInput,
          "most_of_a_kind is how many findings to list, at least 1, not " +
              std::to_string(options.most_of_a_kind) + ".");
  }
  py::gil_scoped_release release;
  return {scheme, CheckScheme(scheme, options)};
}

void BindSchemeCheck(py::module_& module) {
  BindFinding(module);
  BindUnknown(module);
  py::class_<SchemeCheckView> bound(
      module, "SchemeCheck", py::is_final(),
      "What is wrong with a RAG key, proved and not sampled "
      "(scheme_check.h).\n\n"
      ">>> import actionplan as ap\n"
      ">>> check = ap.Scheme.load('walsall-2018').check()\n"
      ">>> [finding.what for finding in check if not finding.accepted]\n"
      "[]\n");
  DefineSequence(
      bound, [](const SchemeCheckView& v) { return v.check.findings.size(); },
      [](const SchemeCheckView& v, size_t i) {
        return FindingView{v.scheme, v.check.findings[i]};
      });
  bound
      .def_property_readonly(
          "scheme", [](const SchemeCheckView& v) { return v.scheme; },
          "The key.")
      .def_property_readonly(
          "is_clean",
          [](const SchemeCheckView& v) { return v.check.is_clean(); },
          "Whether every finding is accepted and everything was decided.")
      .def_property_readonly(
          "undecided",
          [](const SchemeCheckView& v) { return v.check.undecided; },
          "What could not be finished or decided, in sentences.")
      .def_property_readonly(
          "unmatched",
          [](const SchemeCheckView& v) { return v.check.unmatched; },
          "What an [[accept]] speaks of that is not found, in sentences.")
      .def_property_readonly(
          "not_asked",
          [](const SchemeCheckView& v) { return v.check.not_asked; },
          "What was not asked, since the file doesn't say what it takes, in "
          "sentences.")
      .def_property_readonly("unknowns", &Unknowns,
                             "Of each fact that is tested what comes out while "
                             "it is not recorded.")
      .def("__repr__", [](const SchemeCheckView& v) {
        return Repr("SchemeCheck", Summary(v));
      });
  DefineTables(bound, "scheme_check");
}

}  // namespace actionplan::python
