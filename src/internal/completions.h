#ifndef ACTIONPLAN_SRC_INTERNAL_COMPLETIONS_H_
#define ACTIONPLAN_SRC_INTERNAL_COMPLETIONS_H_

// What a row of facts leaves open, exactly.
//
// A completion gives every unknown fact a value of its type and range, such
// that all facts of the row can be true together (if none can, any value). It
// does not change what was recorded: `is known` and `is unknown` keep the
// answer that they have now, and a fact that does not apply still does not.
// The possible ratings are those of all completions.

#include <cstdint>
#include <optional>
#include <vector>

#include "internal/rule_questions.h"

namespace actionplan::internal {

class Completions {
 public:
  Completions(const Scheme& scheme, ItemKind subject, int aspect);

  // The facts that the rules test, those that laws of facts tie to them, and
  // what these are worked out from; others make no difference.
  const std::vector<int>& columns() const { return columns_; }
  // Only those that the rules test.
  const std::vector<int>& tested() const { return questions_.columns(); }

  // The possible levels of a row, as Verdict::possible; nullopt if the search
  // was given up.
  std::optional<uint64_t> PossibleLevels(const FactTable& facts, int row) const;

  // Whether no completion of a row is rated otherwise than one of another row
  // that has the same values in these columns. The two may be one row, for
  // which it says whether the columns settle its rating. nullopt: the search
  // was given up, or what is on record of the one row can't be true together.
  std::optional<bool> AreSettledBy(const FactTable& facts, int row, int other,
                                   const std::vector<int>& columns) const;

 private:
  struct Row;

  Row RowOf(const FactTable& facts, int row) const;
  std::optional<uint64_t> Possible(const Row& row, bool with_axioms) const;
  // Whether some completions give this level; nullopt: given up.
  std::optional<bool> CanGive(const Row& row, const Space& space,
                              int level) const;
  std::optional<bool> CanBeUnrated(const Row& row, const Space& space) const;
  std::optional<bool> CanDisagree(const Row& row, const Space& space) const;
  // Whether the column may have another value in a completion of one row than
  // in one of the other.
  bool MayDiffer(const Row& one, const Row& other, int column) const;

  Scheme scheme_;
  int aspect_;
  RuleQuestions questions_;
  std::vector<int> columns_;
};

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_COMPLETIONS_H_
