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

  // The facts that the rules test, and those that laws of facts tie to them;
  // others make no difference.
  const std::vector<int>& columns() const { return columns_; }

  // The possible levels of a row, as Verdict::possible; nullopt if the search
  // was given up.
  std::optional<uint64_t> PossibleLevels(const FactTable& facts, int row) const;

  // The fewest unknown facts that settle the rating, whatever they turn out to
  // be: all such sets of one fact if there are any, else of two, else of three.
  // Empty if the rating is settled, no three facts settle it or the search was
  // given up.
  std::vector<std::vector<int>> SettledBy(const FactTable& facts,
                                          int row) const;

 private:
  struct Row;

  Row RowOf(const FactTable& facts, int row) const;
  std::optional<uint64_t> Possible(const Row& row, bool with_axioms) const;
  // Whether some completions give this level; nullopt: given up.
  std::optional<bool> CanGive(const Row& row, const Space& space,
                              int level) const;
  std::optional<bool> CanBeUnrated(const Row& row, const Space& space) const;
  std::optional<bool> CanDisagree(const Row& row, const Space& space) const;
  std::optional<bool> IsSettledBy(const Row& row,
                                  const std::vector<int>& columns,
                                  uint64_t possible) const;

  Scheme scheme_;
  int aspect_;
  RuleQuestions questions_;
  std::vector<int> columns_;
};

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_COMPLETIONS_H_
