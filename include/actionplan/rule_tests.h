#ifndef ACTIONPLAN_RULE_TESTS_H_
#define ACTIONPLAN_RULE_TESTS_H_

// Tests of a RAG key: its examples are run, and what they miss is found.
//
// An example is facts with the rating that the owner of the key wants for them;
// it stands in the scheme file (docs/schemes.md, [[example]]). TestScheme()
// runs all of them and then asks how much of the rules they hold in place:
//
//   rules       which rules decide no example
//   boundaries  of each comparison whether there is an example one step below
//               its threshold, at it and one step above, where it matters. Two
//               columns that are compared: below each other, equal, above. A
//               step is a day, 1, or the fact's own; of percent and numbers
//               without one 1, or the last figure of the threshold (0.1 beside
//               2.5), our choice
//   clauses     of each test within a condition whether it is shown to decide
//               the rule on its own, once true and once false: modified
//               condition/decision coverage with masking ("A Practical Tutorial
//               on Modified Condition/Decision Coverage", NASA/TM-2001-210876)
//   mutants     a scheme with one small mistake; the examples kill it if one of
//               them is rated otherwise by it
//
// "Where it matters" means: no rule that is tried before holds, and the rest of
// the condition leaves the outcome to this test.
//
// What is missing is searched for by proof, not by trial: either facts are
// found and become an example to paste, or it is proved that no facts that can
// be on record show it (an impossible clause, an equal mutant), or the search
// gave up and says so. A mutant is equal if it leaves the same levels possible
// for every item, whatever is on record of it.
//
// An example can be on record if some item agrees with it. What it leaves out
// may be anything, but of facts of which the rules ask `is known` or `is
// unknown` nothing is on record then; in a suggested one the facts that the
// rules test apply. Our choice, because the rules take silence so. An example
// that can't be is refused. Missing examples say what the scheme does now,
// right or wrong: the owner has to confirm each.
//
//   Scheme key = *LoadScheme("walsall-2018");
//   SchemeTest test = TestScheme(key);
//   test.all_passed();
//   std::string longer = WithMissingExamples(key, test);
//
// Testing takes as long as the mutants are many (a few hundred a key); nothing
// here fails.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "actionplan/scheme.h"

namespace actionplan {

struct ExampleResult {
  int example = 0;  // a position in Scheme::examples()
  int line = 0;
  bool passed = false;
  // No item has its facts on record; that is a failure too.
  bool can_not_be = false;
  // "line 40: wanted Amber, the scheme gives Red by rule late".
  std::string what;
  // Of a failure, in lines: the facts in words, the rule's condition with the
  // truth of each test, and the rule nearest to the wanted level; of one that
  // can't be, what would have to be said instead.
  std::string explanation;
};

// Whether a thing that examples should show is shown.
enum class Shown {
  kYes,
  kNo,
  kImpossible,  // proved: no facts that can be on record show it
  kUndecided,   // the search gave up
};

// "yes", "no", "impossible", "undecided".
std::string_view ToWord(Shown shown);

struct RuleCoverage {
  int rule = 0;  // a position in Scheme::rules()
  int examples = 0;
  Shown decides = Shown::kNo;
};

struct BoundaryCoverage {
  int rule = 0;
  // Where the test stands in the rule's condition: [begin, end).
  size_t begin = 0;
  size_t end = 0;
  std::string test;
  Shown below = Shown::kNo;
  Shown at = Shown::kNo;
  Shown above = Shown::kNo;
};

struct ClauseCoverage {
  int rule = 0;
  std::string test;
  Shown when_true = Shown::kNo;
  Shown when_false = Shown::kNo;
  // There is a pair of examples that differ in this test alone.
  bool unique_cause = false;

  bool is_covered() const {
    return when_true == Shown::kYes && when_false == Shown::kYes;
  }
};

struct Mutant {
  enum class Fate {
    kKilled,
    kSurvived,   // facts exist that it rates otherwise, but no example has them
    kEqual,      // proved: it rates all facts as the scheme does
    kUndecided,  // the search gave up
  };
  int rule = 0;
  int line = 0;  // of the rule
  // "'>=' for '>' in 'days_overdue > 14'".
  std::string what;
  Fate fate = Fate::kKilled;
};

// "killed", "survived", "equal", "undecided".
std::string_view ToWord(Mutant::Fate fate);

struct MissingExample {
  ItemKind subject = ItemKind::kMilestone;
  int aspect = 0;
  // All that it would show, a line each.
  std::vector<std::string> why;
  // An [[example]] to paste.
  std::string toml;
};

struct SchemeTest {
  std::vector<ExampleResult> results;
  std::vector<RuleCoverage> rules;
  std::vector<BoundaryCoverage> boundaries;
  std::vector<ClauseCoverage> clauses;
  std::vector<Mutant> mutants;
  std::vector<MissingExample> missing;

  bool all_passed() const;
  // Nothing that can be shown is not shown, and no mutant survives.
  bool is_complete() const;
  int Count(Mutant::Fate fate) const;
  // Killed of those that are not equal, 0 to 1; 1 if there are none.
  double mutation_score() const;
};

struct TestOptions {
  bool coverage = true;
  bool mutants = true;
  // Steps of search for one question before it gives up.
  int64_t steps = 2'000'000;
};

// Runs the examples and finds what they miss.
SchemeTest TestScheme(const Scheme& scheme, const TestOptions& options = {});

// Only runs the examples.
std::vector<ExampleResult> RunExamples(const Scheme& scheme);

// The scheme file with the missing examples at its end: what
// `actionplan scheme test --write` writes.
std::string WithMissingExamples(const Scheme& scheme, const SchemeTest& test);

}  // namespace actionplan

#endif  // ACTIONPLAN_RULE_TESTS_H_
