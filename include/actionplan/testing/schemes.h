#ifndef ACTIONPLAN_TESTING_SCHEMES_H_
#define ACTIONPLAN_TESTING_SCHEMES_H_

// GoogleTest matchers for whole scheme files. Link actionplan::testing.
//
//   using namespace actionplan::testing;
//
//   EXPECT_THAT(scheme, RunsItsExamples());
//   EXPECT_THAT(scheme, HasNoFindings());
//   EXPECT_THAT(scheme, Gives("Red", NamedFacts(scheme, ItemKind::kMilestone)
//                                        .With("days_overdue", 15)));
//
// A failure of an example prints what was wanted and given, the facts, the
// rule's condition with the truth of each test, and the rule nearest to the
// wanted level.

#include <gmock/gmock.h>

#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>

#include "actionplan/assess.h"
#include "actionplan/rule_tests.h"
#include "actionplan/scheme.h"
#include "actionplan/scheme_check.h"
#include "actionplan/testing/builders.h"
#include "actionplan/testing/matchers.h"

namespace actionplan::testing {

// The facts of one item by the names that the scheme's conditions use, its own
// facts and groups included ("count(milestones, 'Red')"). What is not said is
// unknown. A name or word that the scheme does not know ends the test program.
class NamedFacts {
 public:
  NamedFacts(const Scheme& scheme, ItemKind subject)
      : scheme_(scheme), table_(subject, 1) {}

  NamedFacts With(std::string_view name, double value) && {
    return std::move(*this).Set(name, Cell::Of(value));
  }
  NamedFacts With(std::string_view name, int value) && {
    return std::move(*this).Set(name, Cell::Of(value));
  }
  NamedFacts With(std::string_view name, bool value) && {
    return std::move(*this).Set(name, Cell::Of(value ? 1 : 0));
  }
  // One of a choice's words, or a day as "2018-02-28".
  NamedFacts With(std::string_view name, const char* word) && {
    const FactDefinition& fact = scheme_.Define(ColumnOf(name));
    if (fact.type == FactType::kDay) {
      return std::move(*this).Set(name, Cell::Of(Day(word)));
    }
    for (size_t i = 0; i < fact.choices.size(); ++i) {
      if (fact.choices[i] == word) {
        return std::move(*this).Set(name, Cell::Of(static_cast<double>(i)));
      }
    }
    Die("'" + std::string(word) + "' is not a value of", name);
  }
  NamedFacts NotApplicable(std::string_view name) && {
    return std::move(*this).Set(name, Cell::NotApplicable());
  }

  const FactTable& table() const { return table_; }

 private:
  [[noreturn]] static void Die(const std::string& what, std::string_view name) {
    std::cerr << what << " '" << name << "'." << std::endl;
    std::abort();
  }

  int ColumnOf(std::string_view name) const {
    const std::optional<int> column =
        scheme_.FindColumn(table_.subject(), name);
    if (!column.has_value()) Die("The scheme has no fact", name);
    return *column;
  }

  NamedFacts Set(std::string_view name, const Cell& cell) && {
    table_.Set(ColumnOf(name), 0, cell);
    return std::move(*this);
  }

  Scheme scheme_;
  FactTable table_;
};

inline Rating RateFacts(const Scheme& scheme, const NamedFacts& facts,
                        int aspect = 0) {
  return RateRow(scheme, facts.table(), 0, aspect);
}

// Matches a Scheme all of whose examples pass; one without examples does not
// match, as nothing was tested.
MATCHER(RunsItsExamples, "runs its examples as they say") {
  bool passed = true;
  const std::vector<ExampleResult> results = RunExamples(arg);
  for (const ExampleResult& result : results) {
    if (result.passed) continue;
    passed = false;
    *result_listener << "\n" << result.what << "\n" << result.explanation;
  }
  if (results.empty()) *result_listener << "which has no examples";
  return passed && !results.empty();
}

// Matches a Scheme in which `scheme check` finds nothing that is not accepted.
MATCHER(HasNoFindings, "has no findings that are not accepted") {
  bool none = true;
  for (const SchemeFinding& finding : CheckScheme(arg).findings) {
    if (finding.accepted.has_value()) continue;
    none = false;
    *result_listener << "\n" << ToWord(finding.kind) << ": " << finding.what;
  }
  return none;
}

// Matches a Scheme that gives these facts this level, for its first aspect.
MATCHER_P2(Gives, level, facts,
           "gives " + std::string(level) + " for these facts") {
  const Rating rating = RateFacts(arg, facts);
  *result_listener << "which gives\n    " << ::testing::PrintToString(rating);
  return rating.level_name == level;
}

}  // namespace actionplan::testing

#endif  // ACTIONPLAN_TESTING_SCHEMES_H_
