#ifndef ACTIONPLAN_SRC_INTERNAL_RULE_TESTER_H_
#define ACTIONPLAN_SRC_INTERNAL_RULE_TESTER_H_

// What rule_tests.cc is made of: rows that are rated, things that rows should
// show, and the search for rows that show them.

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "actionplan/rule_tests.h"
#include "internal/regions.h"
#include "internal/rule_group.h"

namespace actionplan {

// A scheme in which one mutation after the other is made and taken back.
class SchemeMutator {
 public:
  explicit SchemeMutator(const Scheme& scheme);

  std::vector<Verdict> Rate(const internal::RuleGroup& mutated,
                            const internal::RuleGroup& original,
                            const FactTable& facts);

 private:
  // At the place of `rule`.
  void Put(int rule, const internal::TriedRule& tried);

  std::shared_ptr<Scheme::Contents> contents_;
  Scheme scheme_;
};

namespace internal {

// The scheme with a [[usual]] taken into account: the usual facts of a kind.
Facts UsualFacts(const Scheme& scheme, ItemKind subject, int aspect);

// Facts with those usual ones that they do not say themselves.
Facts WithUsual(Facts facts, const Facts& usual);

// `days_overdue = 12`, as in the facts of an example.
std::string FactsAsToml(const Scheme& scheme, const Facts& facts);
std::string TomlText(std::string_view text);
std::string PossibleAsToml(const Scheme& scheme, uint64_t possible);

// "Amber or Red".
std::string PossibleInWords(const Scheme& scheme, uint64_t possible);

// Facts that were rated.
struct RatedRow {
  Facts facts;  // without the usual ones
  FactTable table{ItemKind::kMilestone, 1};
  Verdict verdict;
  // By place in the group.
  std::vector<uint8_t> truths;
  // Whether it is compared as a set of possible levels.
  bool tells_possible = false;
};

RatedRow RateRow(const Scheme& scheme, const RuleGroup& group, Facts facts,
                 const Facts& usual);

// Something that a row should show.
struct Need {
  // A row that meets all of these shows it.
  std::vector<Demand> demands;
  std::function<bool(const RatedRow&)> is_shown_by;
  // In place of `demands`: it is rated otherwise by these rules.
  const RuleGroup* mutant = nullptr;
  std::string why;
  Shown shown = Shown::kNo;
};

}  // namespace internal
}  // namespace actionplan

#endif  // ACTIONPLAN_SRC_INTERNAL_RULE_TESTER_H_
