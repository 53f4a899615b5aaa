#ifndef ACTIONPLAN_SRC_INTERNAL_UNKNOWN_FACTS_H_
#define ACTIONPLAN_SRC_INTERNAL_UNKNOWN_FACTS_H_

// What comes out while one fact is not recorded and every other that is tested
// is, unless a law of facts ties the two.
//
// An item is rated if all its completions give one level. Mostly a rule does
// whatever the fact is, which is one search. But each value may give the level
// by another rule: "there is an item such that every completion" is more than a
// search for one row can ask. So rows are sought in which some completions give
// the level: if another completion of the row that is found does not, the next
// row must give the level with those values as well. A few values are enough,
// as rules have few thresholds. That is done where what may be unrecorded has
// few values; of other facts (our choice, because sums of counts without end
// take too long) a level that comes out only so is not named, and "not rated"
// may be one too many.

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "internal/rule_questions.h"

namespace actionplan::internal {

class UnknownFact {
 public:
  UnknownFact(const Scheme& scheme, ItemKind subject, int aspect,
              RuleQuestions& questions, int column, int64_t steps);

  // Whether some such item is at this level, or not rated.
  Found CanBe(int level);

 private:
  using Values = std::map<int, Cell>;

  Space MakeSpace() const;
  // By rules that are decided, on record.
  Found IsGivenByRules(int level) const;
  // Whether all that need not be on record has few values.
  bool HasFewValues() const;
  Found CanBeGiven(int level);
  Found CanBeUnrated();
  // Where rules leave it open: whether that is so in what was found.
  std::optional<Found> CanBeOpen() const;
  Found CanDiffer();
  // Two completions of one item, of which one gives the level.
  Found CanDiffer(int level);
  // Of the columns that may not be on record those that are not.
  std::set<int> MissingIn(const Region& region) const;
  bool IsGiven(const Region& region, int level) const;
  // A completion of the same record that does not give the level.
  Space::Answer OtherCompletion(const Region& region,
                                const Condition& gives) const;
  // Records in which the same is missing give the level with these values, too.
  Condition AlsoWith(const Region& found, const Region& other,
                     const Condition& gives) const;

  const Scheme& scheme_;
  ItemKind subject_;
  int aspect_;
  RuleQuestions& questions_;
  int column_;
  int64_t steps_;
  CompletionSpace completions_;
  // Columns that need not be on record.
  std::set<int> open_;
};

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_UNKNOWN_FACTS_H_
