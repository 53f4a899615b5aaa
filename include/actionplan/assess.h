#ifndef ACTIONPLAN_ASSESS_H_
#define ACTIONPLAN_ASSESS_H_

// An assessment: every rating that a scheme gives to a snapshot, each with its
// reason, and beside it what the owner reported.
//
//   absl::StatusOr<Assessment> now = Assess(AsOf(plan, day).value(), scheme);
//   Rating rating = now->Find("R7", "process").value();
//   rating.level;     // the scheme's word, or "not rated"
//   rating.rule;      // "process-late-no-plan"
//   rating.because;   // "due 28 February 2018, 27 days overdue, ..."
//   rating.reported;  // what the owner said for this period
//
// Milestones and outcomes are rated first, then recommendations, then the
// plan, so that a rule may count the levels of an item's children. An item has
// a rating for an aspect if the scheme has rules for its kind and aspect.
//
// The computed and the reported rating are two things and are never mixed.
// "Nothing was reported" and "something was reported and is lost" are two
// things as well, and neither is a level.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "actionplan/scheme.h"
#include "actionplan/snapshot.h"

namespace actionplan {

// What the owner reported of one item and aspect for a reporting period.
struct Reported {
  enum class State {
    kNone,   // nothing was reported
    kLost,   // something was, but not what: "not recorded"
    kGiven,  // `level` was
  };
  State state = State::kNone;
  // A position in Scheme::levels(); meaningful for kGiven.
  int level = kNotRated;
  // The owner's own word, such as "Yellow" for Amber.
  std::string written;
  // Why it is lost, or a remark.
  std::string text;
};

// "none", "lost", "given".
std::string_view ToWord(Reported::State state);

struct Rating {
  std::string item;
  ItemKind kind = ItemKind::kMilestone;
  std::string aspect;
  // A position in Scheme::levels(), or kNotRated, and its name.
  int level = kNotRated;
  std::string level_name;
  // The rule that decided; empty if none did.
  std::string rule;
  // The rule's reason with the facts filled in, a sentence without a full stop.
  std::string because;
  std::vector<SeenFact> facts;
  // The names of the levels that the recorded facts leave open, if the item is
  // not rated because a fact is not recorded; else empty.
  std::vector<std::string> possible;
  Reported reported;

  bool is_rated() const { return level != kNotRated; }
  // Whether the owner reported another level than the scheme gives.
  bool differs_from_reported() const {
    return reported.state == Reported::State::kGiven && reported.level != level;
  }
};

class Assessment {
 public:
  const Snapshot& snapshot() const { return snapshot_; }
  const Scheme& scheme() const { return scheme_; }

  // The rating of an item, built on request; nullopt if there is no such item
  // or its kind is not rated for this aspect.
  std::optional<Rating> Find(std::string_view item,
                             std::string_view aspect) const;

  // All ratings of one kind of item and one aspect, in the plan's order; empty
  // if the scheme does not rate that.
  std::vector<Rating> All(ItemKind kind, std::string_view aspect) const;

  // Only the levels, for counting and comparing.
  std::span<const Verdict> Verdicts(ItemKind kind, int aspect) const;
  bool Rates(ItemKind kind, int aspect) const;

  // How many items of a kind are at each level of the scheme, in its order,
  // and last how many are not rated. The sum is the number of items.
  std::vector<int> Count(ItemKind kind, int aspect) const;

 private:
  friend class Assessor;
  struct Table;

  Assessment(Snapshot snapshot, Scheme scheme)
      : snapshot_(std::move(snapshot)), scheme_(std::move(scheme)) {}

  const Table* FindTable(ItemKind kind, int aspect) const;
  Rating MakeRating(const Table& table, int row) const;

  Snapshot snapshot_;
  Scheme scheme_;
  std::vector<std::shared_ptr<const Table>> tables_;
};

// Fails if a reported rating of the plan is not a level of the scheme; the
// message lists every such update with its place in the file.
absl::StatusOr<Assessment> Assess(const Snapshot& snapshot,
                                  const Scheme& scheme);

// The rating of one row of facts without a plan, for testing rules: the facts
// are what the table says, and what is not set is unknown.
Rating RateRow(const Scheme& scheme, const FactTable& facts, int row,
               int aspect);

// How a rating moved between two assessments.
enum class Movement {
  kUnchanged,
  kBetter,        // to a level of higher rank
  kWorse,         // to a level of lower rank
  kChanged,       // to or from a level without a rank
  kNewlyRated,    // from not rated to a level
  kNoLongerRated  // from a level to not rated
};

// "unchanged", "better", ...
std::string_view ToWord(Movement movement);

struct RatingMove {
  Rating previous;
  Rating current;
  Movement movement = Movement::kUnchanged;
  // The same for what was reported; nullopt unless both were given.
  std::optional<Movement> reported_movement;
};

// Compares all ratings of two assessments of the same plan under the same
// scheme: plan, recommendations, milestones, outcomes, each by aspect.
// Fails if plan or scheme differ.
absl::StatusOr<std::vector<RatingMove>> Compare(const Assessment& previous,
                                                const Assessment& current);

}  // namespace actionplan

#endif  // ACTIONPLAN_ASSESS_H_
