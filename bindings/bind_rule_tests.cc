#include "pybind.h"

#include "actionplan/rule_tests.h"
#include "room_types.h"

namespace actionplan::python {
namespace {

// Results with names for positions.
using TestView = SchemeTestView;

std::string RuleId(const TestView& view, int rule) {
  return view.scheme.rules()[static_cast<size_t>(rule)].id;
}

// What examples should show: kind, rule, what, state.
using Shows = std::tuple<std::string, std::string, std::string, std::string>;

std::vector<Shows> Coverage(const TestView& view) {
  std::vector<Shows> rows;
  const auto add = [&](const char* kind, int rule, const std::string& what,
                       Shown shown) {
    rows.emplace_back(kind, RuleId(view, rule), what,
                      std::string(ToWord(shown)));
  };
  for (const RuleCoverage& r : view.test.rules) {
    add("rule", r.rule, "decides", r.decides);
  }
  for (const BoundaryCoverage& b : view.test.boundaries) {
    add("boundary", b.rule, b.test + ": below", b.below);
    add("boundary", b.rule, b.test + ": at", b.at);
    add("boundary", b.rule, b.test + ": above", b.above);
  }
  for (const ClauseCoverage& c : view.test.clauses) {
    add("clause", c.rule, c.test + ": true", c.when_true);
    add("clause", c.rule, c.test + ": false", c.when_false);
  }
  return rows;
}

std::vector<std::tuple<std::string, int, std::string, std::string>> Mutants(
    const TestView& view) {
  std::vector<std::tuple<std::string, int, std::string, std::string>> rows;
  for (const Mutant& m : view.test.mutants) {
    rows.emplace_back(RuleId(view, m.rule), m.line, m.what,
                      std::string(ToWord(m.fate)));
  }
  return rows;
}

}  // namespace

SchemeTestView MakeTest(const Scheme& scheme, bool coverage, bool mutants) {
  py::gil_scoped_release release;
  TestOptions options;
  options.coverage = coverage;
  options.mutants = mutants;
  return {scheme, TestScheme(scheme, options)};
}

void BindRuleTests(py::module_& module) {
  py::class_<ExampleResult>(module, "ExampleResult", py::is_final(),
                            "How an example went (rule_tests.h).")
      .def_readonly("line", &ExampleResult::line, "Its line in the file.")
      .def_readonly("passed", &ExampleResult::passed,
                    "Whether the scheme gives what it wants.")
      .def_readonly("can_not_be", &ExampleResult::can_not_be,
                    "Whether its facts can't be true together; it fails then.")
      .def_readonly("what", &ExampleResult::what,
                    "What was wanted and what is given.")
      .def_readonly("explanation", &ExampleResult::explanation,
                    "Of a failure: facts, rule, tests, nearest rule.")
      .def("__repr__", [](const ExampleResult& result) {
        return Repr("ExampleResult", result.what);
      });

  py::class_<TestView>(module, "SchemeTest", py::is_final(),
                       "What a scheme's examples show (rule_tests.h).")
      .def_property_readonly(
          "scheme", [](const TestView& v) { return v.scheme; }, "The key.")
      .def_property_readonly(
          "results", [](const TestView& v) { return v.test.results; },
          "Of each example how it went.")
      .def_property_readonly(
          "coverage", &Coverage,
          "What examples should show: ('rule' | 'boundary' | 'clause', rule, "
          "what,\n'yes' | 'no' | 'impossible' | 'undecided').")
      .def_property_readonly(
          "mutants", &Mutants,
          "(rule, line, what, 'killed' | 'survived' | 'equal' | 'undecided').")
      .def_property_readonly(
          "missing",
          [](const TestView& v) {
            std::vector<std::pair<std::vector<std::string>, std::string>> rows;
            for (const MissingExample& m : v.test.missing) {
              rows.emplace_back(m.why, m.toml);
            }
            return rows;
          },
          "The examples that are missing: (why, text to paste).")
      .def_property_readonly(
          "all_passed", [](const TestView& v) { return v.test.all_passed(); },
          "Whether every example passed.")
      .def_property_readonly(
          "is_complete", [](const TestView& v) { return v.test.is_complete(); },
          "Whether nothing that can be shown is missing.")
      .def_property_readonly(
          "mutation_score",
          [](const TestView& v) { return v.test.mutation_score(); },
          "Killed of those that are not equal, 0 to 1.")
      .def_property_readonly(
          "text_with_missing",
          [](const TestView& v) {
            return WithMissingExamples(v.scheme, v.test);
          },
          "The scheme file with the missing examples at its end.")
      .def("__repr__", [](const TestView& v) {
        return Repr("SchemeTest",
                    std::to_string(v.test.results.size()) + " examples, " +
                        std::to_string(v.test.missing.size()) + " missing");
      });

  module.def(
      "run_examples",
      [](const Scheme& scheme) {
        py::gil_scoped_release release;
        return RunExamples(scheme);
      },
      py::arg("scheme"), "Runs the examples of a scheme (rule_tests.h).");
}

}  // namespace actionplan::python
