#ifndef ACTIONPLAN_SRC_INTERNAL_RULE_QUESTIONS_H_
#define ACTIONPLAN_SRC_INTERNAL_RULE_QUESTIONS_H_

// What is asked of the rules for one kind of item and aspect, as conditions
// and spaces to search: which rule decides where, and two copies of one item
// that differ in a fact.

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actionplan/scheme.h"
#include "internal/fact_space.h"
#include "internal/regions.h"

namespace actionplan::internal {

// A column of the second copy, and whether a column is on record.
inline constexpr int kSecondCopy = 1 << 20;
inline constexpr int kOnRecord = 1 << 21;

// The column of the scheme that a column of a copy stands for.
inline int PlainColumn(int column) { return column & (kSecondCopy - 1); }

// A condition with every column replaced.
Condition Renamed(Condition condition, const std::function<int(int)>& rename);

// The condition where columns have these values.
Condition Substituted(Condition condition, const std::map<int, Cell>& values);
bool SpeaksOfAny(const Condition& condition, const std::map<int, Cell>& of);

// Facts as they really are, beside whether they are on record: `is known` and
// `is unknown` speak of the record, all else of the values. No test is
// undecided here. The axioms hold of the values, and are not false on record.
class CompletionSpace {
 public:
  CompletionSpace(std::function<Domain(int)> domain_of,
                  std::vector<Condition> axioms);

  Space& space() { return space_; }
  const Space& space() const { return space_; }
  Condition Translate(Condition condition) const;
  // The condition has one of these truths on record, where tests of what is
  // not on it may be undecided.
  Condition OfRecord(const Condition& condition, Truths truths) const;
  std::vector<Demand> Translate(const std::vector<Demand>& demands);

 private:
  std::function<Domain(int)> domain_of_;
  Space space_;
  std::deque<Condition> kept_;
};

// How the truth of a condition may change from a first copy of an item to a
// second in which some columns are worse and the others the same.
struct Tilt {
  bool may_rise = false;
  bool may_fall = false;
};

// One item twice. Columns that differ have a second copy; all others are one.
class TwoCopies {
 public:
  TwoCopies(std::vector<int> differ, std::function<Domain(int)> domain_of,
            std::vector<Condition> axioms, std::vector<Condition> between);

  Space& space() { return space_; }
  // A condition as it is of the second copy.
  Condition Second(Condition condition) const;

 private:
  int SecondColumn(int column) const;
  std::vector<Condition> AllAxioms(std::vector<Condition> axioms,
                                   std::vector<Condition> between) const;

  std::vector<int> differ_;
  Space space_;
};

// What the ratings can be that a key counts: any level, as in a table that says
// so, or those that its own rules give, as of a plan.
enum class CountedRatings { kAny, kGiven };

class RuleQuestions {
 public:
  RuleQuestions(const Scheme& scheme, ItemKind subject, int aspect,
                CountedRatings counted = CountedRatings::kAny);

  // In the order of the file.
  const std::vector<int>& rules() const { return rules_; }
  // Those that the rules test.
  const std::vector<int>& columns() const { return columns_; }
  Domain DomainOf(int column) const;

  Space MakeSpace() const;
  // Where what the rules leave open can be told from values alone: if none asks
  // whether something is unknown, that is where every fact is recorded.
  Space SpaceOfGaps() const;
  // Where this column is unknown and every other is not, unless a law of facts
  // ties the two.
  Space SpaceWithout(int column) const;
  const std::vector<Condition>& axioms() const { return axioms_; }

  // The rules that keep this one from deciding where they hold.
  std::vector<int> Blockers(int rule) const;
  // This rule decides.
  std::vector<Demand> Decides(int rule) const;
  Condition Decision(int rule) const;
  // Whether a rule keeps another from deciding where it holds.
  bool Blocks(int other, int rule) const;
  // The rules' own conditions, or others in their place.
  using ConditionOfRule = std::function<const Condition&(int rule)>;
  // This rule gives its level: it holds, and none that gives another does
  // before it.
  std::vector<Demand> Gives(int rule) const;
  std::vector<Demand> Gives(int rule,
                            const ConditionOfRule& condition_of) const;
  // This level, or kNotRated, comes out, as one condition. It is undecided of
  // facts of which that is open.
  Condition Giving(int level) const;
  Condition Giving(int level, const ConditionOfRule& condition_of) const;
  // Every way in which no level is given by rules that are decided: what meets
  // one of these demands. The conditions are kept in `kept`.
  std::vector<std::vector<Demand>> GivesNone(std::deque<Condition>& kept) const;

  // Whether a rule asks if something is unknown.
  bool TestsUnknown() const { return tests_unknown_; }
  CompletionSpace& completions();

  // The levels that rules give, best rank first, those without rank last;
  // without kNotRated.
  std::vector<int> LevelsByRank() const;
  bool IsWorse(int level, int than) const;
  // The best-ranked, if another that is given is worse.
  std::optional<int> BestLevel() const;
  // Worse and better levels, the widest jump first.
  std::vector<std::pair<int, int>> RankedPairs() const;

  // The rule that the kernel lets decide, or -1.
  int Decider(std::span<const std::pair<int, Cell>> facts) const;

  // The columns that stand with this one in an axiom.
  std::vector<int> TiedTo(int column) const;
  // The second copy is worse in `column`, no better in those tied to it.
  TwoCopies TwoCopiesWorse(int column, const std::vector<int>& tied) const;
  // A column has the same value in both copies, or applies in neither.
  Condition SameOrNeither(int column) const;
  // How a rule's truth may change between two such copies, if the columns that
  // may be worse are these.
  Tilt TiltOf(int rule, const std::set<int>& differ) const;
  // In the first `column` is unknown, in the second known; those tied to it
  // may be known, too.
  TwoCopies TwoCopiesKnown(int column, const std::vector<int>& tied) const;

 private:
  const Rule& RuleAt(int rule) const {
    return scheme_.rules()[static_cast<size_t>(rule)];
  }
  std::optional<int> RankOf(int level) const;
  Condition GivesAsCondition(int rule) const;
  bool IsOfTheOrder(int rule) const;
  // How a column's second copy may differ.
  Condition NoBetter(int column) const;
  Condition WorseIn(int column) const;
  Condition Same(int column) const;
  Condition Ordered(int column, bool or_equal, Worse worse) const;

  Scheme scheme_;
  ItemKind subject_;
  int aspect_;
  std::vector<int> rules_;
  std::vector<int> columns_;
  std::vector<Condition> axioms_;
  bool tests_unknown_ = false;
  std::unique_ptr<CompletionSpace> completions_;
};

// A condition of the language as this scheme understands it; nullopt if it
// does not.
std::optional<Condition> ParseFor(const Scheme& scheme, ItemKind subject,
                                  int aspect, std::string_view text);

// What a search is given up after: "1 step", "200 steps".
std::string StepsInWords(int64_t steps);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_RULE_QUESTIONS_H_
