#ifndef ACTIONPLAN_SCHEME_DIFF_H_
#define ACTIONPLAN_SCHEME_DIFF_H_

// Where two RAG keys differ, and where a key and people's judgement do.
//
// DiffSchemes() compares two schemes for all facts at once: each difference is
// a region of facts, in words, with an example and what each scheme says of it
// by which rule. No difference found means that there is none, unless
// `undecided` says otherwise. Aspects, levels and own facts are the same if
// their names are (of facts also the type and choices); what has no counterpart
// is listed. Rows in which facts are unknown count, too: a scheme that asks
// `is unknown` differs from one that doesn't.
//
// DiffRatings() compares the ratings of one plan's items under both.
// DiffReported() compares a key with what people reported: a table of counts,
// and the items on which they part.
//
//   SchemeDiff diff = DiffSchemes(*LoadScheme("old.toml"),
//   *LoadScheme("new.toml")); for (const SchemeDifference& d :
//   diff.differences) {
//     std::cout << d.what << "\n";
//   }
//
// Errors: DiffRatings() fails where Assess() does, but takes a reported rating
// that is no level of a key for one that is not recorded: a plan is reported by
// one key, and the question is what another would say. ReportedOtherLevels()
// lists them.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "actionplan/assess.h"
#include "actionplan/scheme.h"
#include "actionplan/scheme_check.h"

namespace actionplan {

// What one scheme says of a region.
struct DiffSide {
  int level = kNotRated;
  std::string level_name;
  // Empty if no rule decides.
  std::string rule;
  int line = 0;
};

struct SchemeDifference {
  ItemKind subject = ItemKind::kMilestone;
  std::string aspect;
  DiffSide before;
  DiffSide after;
  // One sentence; the region in words and as a condition; an item in it.
  std::string what;
  std::string region;
  std::string condition;
  Witness witness;
};

struct SchemeDiff {
  // By kind of item, aspect, and the rules' places in the files.
  std::vector<SchemeDifference> differences;
  // Aspects, levels and facts that only one of the two has.
  std::vector<std::string> unmatched;
  std::vector<std::string> undecided;

  // Whether every item has the same rating under both.
  bool is_equal() const;
};

struct DiffOptions {
  // As of CheckOptions.
  int64_t steps = 20'000'000;
  int most = 200;
};

SchemeDiff DiffSchemes(const Scheme& before, const Scheme& after,
                       const DiffOptions& options = {});

// An item that one scheme rates otherwise than another.
struct RatingDifference {
  std::string item;
  ItemKind kind = ItemKind::kMilestone;
  std::string aspect;
  Rating before;
  Rating after;
};

// The items of a plan whose rating changes, by kind, aspect and the plan's
// order. Only aspects that both schemes have.
absl::StatusOr<std::vector<RatingDifference>> DiffRatings(
    const Snapshot& snapshot, const Scheme& before, const Scheme& after);

// Reported and computed ratings of one aspect, counted.
struct JudgementTable {
  ItemKind kind = ItemKind::kMilestone;
  std::string aspect;
  // The scheme's levels and last not rated; rows are what was reported,
  // columns what the key gives. The sum is the number of compared items.
  std::vector<std::string> names;
  std::vector<std::vector<int>> counts;
  // The items on which the two part; of a table of facts the row's number,
  // from 0.
  struct Parting {
    std::string item;
    int reported = kNotRated;
    int computed = kNotRated;
    std::string rule;
    std::string because;
  };
  std::vector<Parting> partings;

  int compared() const;
  int agreed() const;
};

// Of every kind and aspect in which something was reported. Items of which
// nothing was reported, or of which the word is lost, are left out.
std::vector<JudgementTable> DiffReported(const Assessment& assessment);

// Of rows of facts with the level reported of each: kNotRated for not rated,
// nullopt if nothing was reported. `reported` has one for each row.
JudgementTable DiffReported(const Scheme& scheme, const FactTable& facts,
                            int aspect,
                            std::span<const std::optional<int>> reported);

}  // namespace actionplan

#endif  // ACTIONPLAN_SCHEME_DIFF_H_
