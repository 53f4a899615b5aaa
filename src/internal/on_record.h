#ifndef ACTIONPLAN_SRC_INTERNAL_ON_RECORD_H_
#define ACTIONPLAN_SRC_INTERNAL_ON_RECORD_H_

// What can be on record of one item, of the facts that a group of rules tests.
//
// An example says some facts and is silent on others. It can be on record if
// some item agrees with it, of which all that it says is so, and
//
//   - nothing is on record of facts on which it is silent and of which rules
//     ask whether they are known: the rules take the silence for that;
//   - facts on which it is silent and that rules test apply: the rules take
//     them to be open, and of what does not apply nothing is open.
//
// All else that it is silent on may be anything. So whatever is rated by an
// example, some item is rated so.

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "internal/rule_group.h"
#include "internal/rule_questions.h"

namespace actionplan::internal {

class OnRecord {
 public:
  // `beside` are facts that stand in examples though no rule may test them.
  // What people write may be silent on what does not apply, unless
  // `silence_applies`.
  OnRecord(const Scheme& scheme, const RuleGroup& group, const Facts& beside,
           bool silence_applies = true);

  // Facts as they are, beside whether they are on record.
  const CompletionSpace& completions() const { return completions_; }
  const Space& space() const { return completions_.space(); }
  // Rows in which all is on record but what the rules ask for.
  const Space& ordinary() const { return ordinary_; }
  // The facts of a row of that space as they are on record.
  static Facts RecordOf(const Facts& witness);

  // Whether an example can be on record; `row` are its facts with those that
  // are worked out from them.
  Found CanBe(const Facts& said, const FactTable& row, int64_t steps) const;
  // What would have to be otherwise in an example that can't be: as little as
  // can be, the last facts first.
  struct Mended {
    // Columns of what it says, and of what it is silent on.
    std::vector<int> changed;
    std::vector<int> unsaid;
    // What could be there.
    Facts values;
  };
  Mended Mend(const Facts& said, const FactTable& row, int64_t steps) const;
  // Given a row that may get what the condition gives by other values of what
  // is not on record: that a row can't get it by the same values; nullopt if
  // the row can't.
  std::optional<Condition> NotWithOtherValues(const Facts& witness,
                                              const Condition& gives,
                                              int64_t steps) const;

 private:
  // What an example means of a column.
  struct Meaning {
    int column;
    bool is_said;
    Condition what;
    std::optional<Cell> fixed;
  };
  std::vector<Meaning> MeaningsOf(const Facts& said,
                                  const FactTable& row) const;
  Meaning MeaningOfSilence(int column, CellState state) const;
  Space::Answer Find(const std::vector<Meaning>& meanings, int64_t steps) const;
  OnRecord(const RuleGroup& group, const Space& plain, bool silence_applies);
  Space MakeOrdinary(const Space& plain) const;

  bool silence_applies_;
  std::set<int> tested_;
  std::set<int> asked_;
  CompletionSpace completions_;
  Space ordinary_;
};

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_ON_RECORD_H_
