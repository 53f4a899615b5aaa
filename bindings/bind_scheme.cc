#include "pybind.h"

#include <cmath>

#include "actionplan/assess.h"
#include "actionplan/json.h"
#include "actionplan/scheme.h"
#include "room_types.h"

namespace actionplan::python {
namespace {

constexpr std::string_view kNotApplicableWord = "not applicable";

ItemKind ReadSubject(const std::string& word) {
  for (ItemKind kind : {ItemKind::kMilestone, ItemKind::kOutcome,
                        ItemKind::kRecommendation, ItemKind::kPlan}) {
    if (ToWord(kind) == word) return kind;
  }
  Raise(ErrorKind::kInvalidInput,
        "'" + word +
            "' can't be rated; use 'milestone', 'outcome', 'recommendation' "
            "or 'plan'.");
}

int ReadAspect(const Scheme& scheme, const std::optional<std::string>& name) {
  if (!name.has_value()) return 0;
  const std::optional<int> aspect = scheme.FindAspect(*name);
  if (aspect.has_value()) return *aspect;
  std::string names;
  for (const Aspect& known : scheme.aspects()) {
    names += (names.empty() ? "" : ", ") + known.name;
  }
  Raise(ErrorKind::kUnknownName, "The scheme '" + scheme.id() +
                                     "' has no aspect '" + *name +
                                     "'; it has: " + names + ".");
}

double ReadChoice(const FactDefinition& definition, const std::string& word) {
  std::string choices;
  for (size_t i = 0; i < definition.choices.size(); ++i) {
    if (definition.choices[i] == word) return static_cast<double>(i);
    choices += (choices.empty() ? "'" : ", '") +
               std::string(definition.choices[i]) + "'";
  }
  Raise(ErrorKind::kInvalidInput, "'" + word + "' is not a value of '" +
                                      std::string(definition.name) +
                                      "'; use one of: " + choices + ".");
}

double ReadNumber(const FactDefinition& definition, const py::handle& value) {
  const bool is_number = !py::isinstance<py::bool_>(value) &&
                         !py::isinstance<py::str>(value) &&
                         PyNumber_Check(value.ptr()) != 0;
  const double number =
      is_number ? PyFloat_AsDouble(value.ptr()) : std::nan("");
  if (PyErr_Occurred() != nullptr) throw py::error_already_set();
  if (std::isfinite(number)) return number;
  Raise(ErrorKind::kInvalidInput,
        "'" + std::string(definition.name) + "' is a number (" +
            std::string(ToWord(definition.type)) + "), not " +
            py::repr(value).cast<std::string>() +
            "; for a number that is not recorded give None.");
}

// A fact's value from Python: None is unknown, the words "not applicable" are
// that, else what the fact's type asks for.
Cell ReadCell(const FactDefinition& definition, const py::handle& value) {
  if (value.is_none()) return Cell::Unknown();
  const bool is_text = py::isinstance<py::str>(value);
  const std::string name(definition.name);
  if (is_text && value.cast<std::string>() == kNotApplicableWord) {
    if (!definition.may_not_apply) {
      Raise(ErrorKind::kInvalidInput,
            "'" + name +
                "' always applies in this scheme; give None if it is not "
                "recorded, or add may_not_apply = true to the scheme's fact.");
    }
    return Cell::NotApplicable();
  }
  switch (definition.type) {
    case FactType::kYesNo:
      if (!py::isinstance<py::bool_>(value)) {
        Raise(ErrorKind::kInvalidInput, "'" + name +
                                            "' is yes or no; give "
                                            "True, False or None.");
      }
      return Cell::Of(value.cast<bool>() ? 1 : 0);
    case FactType::kChoice:
      if (!is_text) {
        Raise(ErrorKind::kInvalidInput, "'" + name + "' is a word.");
      }
      return Cell::Of(ReadChoice(definition, value.cast<std::string>()));
    case FactType::kDay:
      return Cell::Of(ReadDay(value).day);
    case FactType::kMonths:
      if (is_text) {
        const auto months = MonthsFromWords(value.cast<std::string>());
        if (months.has_value()) return Cell::Of(*months);
      }
      return Cell::Of(ReadNumber(definition, value));
    case FactType::kCount:
    case FactType::kDays:
    case FactType::kWorkingDays:
    case FactType::kPercent:
    case FactType::kNumber:
      return Cell::Of(ReadNumber(definition, value));
  }
  return Cell::Unknown();
}

RatingView RateFacts(const Scheme& scheme, const py::dict& facts,
                     const std::optional<std::string>& aspect,
                     const std::string& subject,
                     const std::optional<WorkCalendar>& calendar) {
  const ItemKind kind = ReadSubject(subject);
  const int aspect_index = ReadAspect(scheme, aspect);
  FactTable table(kind, 1, calendar);
  for (const auto& [key, value] : facts) {
    const std::string name = py::str(key);
    const std::optional<int> column =
        scheme.FindColumn(kind, name, aspect_index);
    if (!column.has_value()) {
      Raise(ErrorKind::kUnknownName,
            "There is no fact '" + name + "' of a " + subject +
                "; `actionplan scheme facts` lists them, and the scheme's own "
                "are in own_facts.");
    }
    table.Set(*column, 0, ReadCell(scheme.Define(*column), value));
  }
  return {.scheme = scheme,
          .rating = RateRow(scheme, table, 0, aspect_index),
          .facts = table};
}

// A cell as ReadCell() takes it.
py::object CellForPython(const FactDefinition& definition, const Cell& cell) {
  if (cell.state == CellState::kUnknown) return py::none();
  if (cell.state == CellState::kNotApplicable) {
    return py::str(kNotApplicableWord);
  }
  switch (definition.type) {
    case FactType::kYesNo:
      return py::bool_(cell.value != 0);
    case FactType::kChoice:
      return py::str(definition.choices[static_cast<size_t>(cell.value)]);
    case FactType::kDay:
      return py::cast(Date::FromEpochDays(static_cast<int32_t>(cell.value)));
    case FactType::kCount:
    case FactType::kDays:
    case FactType::kWorkingDays:
      return py::int_(static_cast<int64_t>(cell.value));
    case FactType::kMonths:
    case FactType::kPercent:
    case FactType::kNumber:
      return py::float_(cell.value);
  }
  return py::none();
}

std::vector<std::string_view> SubjectsOf(const FactDefinition& definition) {
  std::vector<std::string_view> subjects;
  for (ItemKind kind : {ItemKind::kMilestone, ItemKind::kOutcome,
                        ItemKind::kRecommendation, ItemKind::kPlan}) {
    if (definition.is_of(kind)) subjects.push_back(ToWord(kind));
  }
  return subjects;
}

py::list OwnFactsForPython(const Scheme& scheme) {
  py::list list;
  for (size_t i = 0; i < scheme.own_facts().size(); ++i) {
    const OwnFact& own = scheme.own_facts()[i];
    const FactDefinition& definition =
        scheme.Define(kFactCount + static_cast<int>(i));
    const bool declared = own.kind == OwnFact::Kind::kDeclared;
    // "due + 3 months" is what rules write, and no fact that is declared.
    const bool derived =
        own.kind == OwnFact::Kind::kDerived && own.is != definition.name;
    py::dict dict;
    dict["name"] = definition.name;
    dict["type"] = ToWord(definition.type);
    dict["unit"] = definition.unit;
    dict["meaning"] = definition.meaning;
    dict["choices"] = std::vector<std::string>(definition.choices.begin(),
                                               definition.choices.end());
    dict["subjects"] = SubjectsOf(definition);
    dict["declared"] = declared;
    dict["judgement"] = own.is_judgement;
    dict["may_not_apply"] = definition.may_not_apply;
    dict["is"] = derived ? py::object(py::str(own.is)) : py::none();
    list.append(dict);
  }
  return list;
}

py::list ExamplesForPython(const Scheme& scheme) {
  py::list list;
  for (const Example& example : scheme.examples()) {
    std::vector<std::pair<int, Cell>> cells = example.facts;
    cells.insert(cells.end(), example.usual.begin(), example.usual.end());
    std::vector<std::string_view> possible;
    for (int level : example.possible) {
      possible.push_back(scheme.LevelName(level));
    }
    py::dict dict;
    dict["subject"] = ToWord(example.subject);
    dict["aspect"] = scheme.aspects()[static_cast<size_t>(example.aspect)].name;
    dict["facts"] = CellsForPython(scheme, cells);
    dict["level"] = example.level.has_value()
                        ? py::object(py::str(scheme.LevelName(*example.level)))
                        : py::none();
    dict["possible"] = possible;
    dict["rule"] = example.rule;
    dict["source"] = example.source;
    dict["note"] = example.note;
    dict["line"] = example.line;
    list.append(dict);
  }
  return list;
}

std::vector<std::string> LevelNames(const Scheme& scheme,
                                    std::span<const int> levels) {
  std::vector<std::string> names;
  for (int level : levels) names.emplace_back(scheme.LevelName(level));
  return names;
}

py::dict OverridesForPython(const Scheme& scheme) {
  const OverrideBounds& bounds = scheme.override_bounds();
  py::dict dict;
  dict["allowed"] = bounds.allowed;
  dict["worse_only"] = bounds.worse_only;
  dict["steps"] = bounds.steps;
  dict["levels"] = LevelNames(scheme, bounds.levels);
  dict["by"] = bounds.by;
  dict["counts"] = bounds.counts;
  return dict;
}

py::list AcceptedForPython(const Scheme& scheme) {
  py::list list;
  for (const Accepted& accepted : scheme.accepted()) {
    py::dict dict;
    dict["finding"] = accepted.finding;
    dict["rules"] = accepted.rules;
    dict["level"] = accepted.level.has_value()
                        ? py::object(py::str(
                              std::string(scheme.LevelName(*accepted.level))))
                        : py::none();
    dict["fact"] = accepted.fact;
    dict["within"] = accepted.within;
    dict["reason"] = accepted.reason;
    dict["line"] = accepted.line;
    list.append(dict);
  }
  return list;
}

py::list FactCatalogueForPython() {
  py::list list;
  for (const FactDefinition& definition : FactCatalogue()) {
    py::dict dict;
    dict["name"] = definition.name;
    dict["type"] = ToWord(definition.type);
    dict["meaning"] = definition.meaning;
    dict["choices"] = std::vector<std::string>(definition.choices.begin(),
                                               definition.choices.end());
    dict["subjects"] = SubjectsOf(definition);
    list.append(dict);
  }
  return list;
}

// Aspects, levels and rules as Python sees them: with names for positions.
struct LevelView {
  Level level;
  std::vector<std::string> aspects;
};

struct RuleView {
  Rule rule;
  std::string aspect;
  std::optional<std::string> level;
};

std::vector<LevelView> Levels(const Scheme& scheme) {
  std::vector<std::string> aspects;
  for (const Aspect& aspect : scheme.aspects()) aspects.push_back(aspect.name);
  std::vector<LevelView> views;
  for (const Level& level : scheme.levels()) views.push_back({level, aspects});
  return views;
}

std::vector<RuleView> Rules(const Scheme& scheme) {
  std::vector<RuleView> views;
  for (const Rule& rule : scheme.rules()) {
    RuleView& view = views.emplace_back();
    view.rule = rule;
    view.aspect = scheme.aspects()[static_cast<size_t>(rule.aspect)].name;
    if (rule.level != kNotRated) {
      view.level = std::string(scheme.LevelName(rule.level));
    }
  }
  return views;
}

void BindParts(py::module_& module) {
  py::class_<Aspect>(module, "Aspect", py::is_final(),
                     "What is rated: process, impact, ... (scheme.h).")
      .def_readonly("name", &Aspect::name, "As rules and files spell it.")
      .def_readonly("title", &Aspect::title, "As reports print it.")
      .def_property_readonly(
          "order", [](const Aspect& aspect) { return ToWord(aspect.order); },
          "'first match', 'worst match' or 'single match'.")
      .def("__repr__",
           [](const Aspect& aspect) { return Repr("Aspect", aspect.name); });

  py::class_<LevelView>(module, "Level", py::is_final(),
                        "One of a scheme's ratings (scheme.h).")
      .def_property_readonly(
          "name", [](const LevelView& v) { return v.level.name; },
          "The scheme's word for it.")
      .def_property_readonly(
          "letter", [](const LevelView& v) { return v.level.letter; },
          "The letter beside the colour in tables; may be empty.")
      .def_property_readonly(
          "colour", [](const LevelView& v) { return v.level.colour; },
          "'#rrggbb'; may be empty.")
      .def_property_readonly(
          "meanings",
          [](const LevelView& v) {
            py::dict meanings;
            for (size_t i = 0; i < v.aspects.size(); ++i) {
              meanings[py::str(v.aspects[i])] = v.level.meanings[i];
            }
            return meanings;
          },
          "The key's words for it, by aspect.")
      .def_property_readonly(
          "aliases", [](const LevelView& v) { return v.level.aliases; },
          "Other names that people use for it.")
      .def_property_readonly(
          "rank", [](const LevelView& v) { return v.level.rank; },
          "Higher is better; None if it is neither better nor worse.")
      .def_property_readonly(
          "exception", [](const LevelView& v) { return v.level.exception; },
          "Whether a report lists it among the exceptions.")
      .def_property_readonly(
          "score", [](const LevelView& v) { return v.level.score; },
          "What it counts in a mean score; None: it is left out.")
      .def("__repr__",
           [](const LevelView& v) { return Repr("Level", v.level.name); });

  py::class_<RuleView>(module, "Rule", py::is_final(),
                       "A rule of a scheme (scheme.h).")
      .def_property_readonly(
          "id", [](const RuleView& v) { return v.rule.id; }, "Its name.")
      .def_property_readonly(
          "subject", [](const RuleView& v) { return ToWord(v.rule.subject); },
          "The kind of item that it rates.")
      .def_property_readonly(
          "aspect", [](const RuleView& v) { return v.aspect; },
          "The aspect that it rates.")
      .def_property_readonly(
          "level", [](const RuleView& v) { return v.level; },
          "The level that it gives; None for not rated.")
      .def_property_readonly(
          "when", [](const RuleView& v) { return v.rule.when; },
          "Its condition, as written.")
      .def_property_readonly(
          "because", [](const RuleView& v) { return v.rule.because; },
          "Its reason, with facts in braces.")
      .def_property_readonly(
          "clause", [](const RuleView& v) { return v.rule.clause; },
          "The clause of the key that it stands for.")
      .def_property_readonly(
          "reading", [](const RuleView& v) { return v.rule.reading; },
          "How that clause was read, where it leaves room.")
      .def_property_readonly(
          "line", [](const RuleView& v) { return v.rule.line; },
          "Its line in the scheme file.")
      .def("__repr__", [](const RuleView& v) {
        return Repr("Rule", v.rule.id + ": " + v.level.value_or("not rated") +
                                " when " + v.rule.when);
      });
}

}  // namespace

py::dict CellsForPython(const Scheme& scheme,
                        const std::vector<std::pair<int, Cell>>& cells) {
  py::dict facts;
  for (const auto& [column, cell] : cells) {
    const FactDefinition& definition = scheme.Define(column);
    facts[py::str(definition.name)] = CellForPython(definition, cell);
  }
  return facts;
}

void BindScheme(py::module_& module) {
  BindParts(module);
  py::class_<Scheme>(module, "Scheme", py::is_final(),
                     "One body's RAG key as rules (scheme.h).\n\n"
                     ">>> import actionplan as ap\n"
                     ">>> key = ap.Scheme.load('walsall-2018')\n"
                     ">>> key.rate({'complete': True}).rating\n"
                     "'Blue'\n")
      .def_static(
          "load",
          [](const py::object& name_or_path) {
            const std::string name = py::module_::import("os")
                                         .attr("fspath")(name_or_path)
                                         .cast<std::string>();
            py::gil_scoped_release release;
            return Unwrap(LoadScheme(name));
          },
          py::arg("name_or_path"),
          "A built-in scheme by its id, else the scheme file at that path.\n\n"
          "Raises UnknownName if there is neither, InvalidInput (with every "
          "problem's\nline and column) if the file has problems.")
      .def_static(
          "from_toml",
          [](const std::string& text) {
            return Unwrap(Scheme::Parse(text), "The scheme has problems:");
          },
          py::arg("text"),
          "A scheme from the text of a scheme file. Raises InvalidInput.")
      .def_property_readonly("id", &Scheme::id, "Its id.")
      .def_property_readonly("title", &Scheme::title, "Its title.")
      .def_property_readonly("source", &Scheme::source,
                             "Where the key was published.")
      .def_property_readonly("text", &Scheme::text, "The file as it was read.")
      .def_property_readonly(
          "readings",
          [](const Scheme& scheme) {
            return std::vector<std::string>(scheme.readings().begin(),
                                            scheme.readings().end());
          },
          "How the whole key was read where it leaves room.")
      .def_property_readonly(
          "order", [](const Scheme& scheme) { return ToWord(scheme.order()); },
          "'first match', 'worst match' or 'single match'; an aspect may have "
          "its own.")
      .def_property_readonly(
          "own_facts", &OwnFactsForPython,
          "The facts of the scheme's own: name, type, unit, meaning, choices, "
          "the kinds of\nitem that have it, whether it is declared (else it is "
          "worked out), whether it\nis a judgement, whether it may not apply, "
          "and its expression.")
      .def_property_readonly(
          "examples", &ExamplesForPython,
          "The examples in the file. `facts` is as rate() takes it, with what "
          "is usual.")
      .def_property_readonly(
          "override_bounds", &OverridesForPython,
          "Which overrides stand: allowed, worse_only, steps (ranks away, or "
          "None), levels\nand by (empty: any), and whether roll-ups count "
          "them.")
      .def_property_readonly(
          "accepted", &AcceptedForPython,
          "The findings of check() that the file accepts, each with its "
          "reason.")
      .def_property_readonly(
          "aspects",
          [](const Scheme& scheme) {
            return std::vector<Aspect>(scheme.aspects().begin(),
                                       scheme.aspects().end());
          },
          "What is rated.")
      .def_property_readonly("levels", &Levels,
                             "The ratings, in the order of the printed key.")
      .def_property_readonly("rules", &Rules,
                             "The rules, in the order in which they are tried.")
      .def(
          "find_level",
          [](const Scheme& scheme,
             const std::string& word) -> std::optional<std::string> {
            const std::optional<int> level = scheme.FindLevel(word);
            if (!level.has_value()) return std::nullopt;
            return std::string(scheme.LevelName(*level));
          },
          py::arg("word"),
          "The level with this name, letter or alias, or None.")
      .def("rate", &RateFacts, py::arg("facts"), py::kw_only(),
           py::arg("aspect") = py::none(), py::arg("subject") = "milestone",
           py::arg("calendar") = py::none(),
           "Rates facts without a plan, for testing rules.\n\n"
           "`facts` maps names of fact_catalogue(), and the scheme's own facts "
           "and groups as\nits conditions write them, to values: bool, int, "
           "float, a word, a day, or\n'1 month 3 days'. None and what is left "
           "out is unknown; "
           "NOT_APPLICABLE does not\napply. Without `aspect` the first of the "
           "scheme is rated.\nWhere it adds or counts working days they are "
           "those of `calendar`, a\nWorkCalendar; without one of England and "
           "Wales. Raises UnknownName\nor InvalidInput.")
      .def(
          "check",
          [](const Scheme& scheme, int64_t steps, bool remedies,
             bool tables_only, int most_of_a_kind) {
            return MakeCheck(scheme, {.steps = steps,
                                      .most_of_a_kind = most_of_a_kind,
                                      .remedies = remedies,
                                      .tables_only = tables_only});
          },
          py::kw_only(), py::arg("steps") = CheckOptions().steps,
          py::arg("remedies") = true, py::arg("tables_only") = false,
          py::arg("most_of_a_kind") = CheckOptions().most_of_a_kind,
          "What is wrong with the key, proved for all facts: gaps, rules that "
          "never decide,\ncontradictions, ratings that improve when things get "
          "worse (scheme_check.h).\n\n"
          "`steps` is how far to search for each question; what that did not "
          "decide is in\n.undecided. `remedies=False` is faster, and "
          "`tables_only=True` looks for gaps\nand overlaps alone, as of a "
          "decision table. No more than `most_of_a_kind`\nfindings of one kind "
          "are listed.")
      .def("diff", &MakeDiff, py::arg("other"),
           "Where another key rates differently, for all facts "
           "(scheme_diff.h).")
      .def("test", &MakeTest, py::kw_only(), py::arg("coverage") = true,
           py::arg("mutants") = true,
           "Runs the examples in the file and finds what they miss "
           "(rule_tests.h).\n\n"
           "Without `coverage` or `mutants` that part is left out, which is "
           "faster.")
      .def("_repr_html_",
           [](const py::object& self) {
             return CallPackage("actionplan.notebook", "scheme_html", self)
                 .cast<std::string>();
           })
      .def("__repr__", [](const Scheme& scheme) {
        return Repr("Scheme", scheme.id() + ": " + scheme.title());
      });

  module.attr("NOT_APPLICABLE") = kNotApplicableWord;
  module.def(
      "builtin_schemes",
      [] {
        std::vector<std::string_view> ids;
        for (const BuiltinScheme& builtin : BuiltinSchemes()) {
          ids.push_back(builtin.id);
        }
        return ids;
      },
      "The ids of the schemes that are part of the package.");
  module.def("fact_catalogue", &FactCatalogueForPython,
             "Every fact that a rule may test: name, type, meaning, choices, "
             "and the kinds\nof item that have it (facts.h).");
  module.def("plan_schema", &PlanSchema,
             "The JSON Schema (2020-12) of plan files, as text.");
}

}  // namespace actionplan::python
