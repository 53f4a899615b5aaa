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
//
// An override, a rating that a named person set, is a third: it stands beside
// the computed one, which stays what it was. Whether it stands is for the
// scheme's [override] to say. Roll-ups and other aspects' ratings count it only
// where the scheme says `counts = true`.
//
// Words that can be read in several ways ("Q3 2025", see due.h) are rated by
// the usual reading, or by the one that the body has declared; Rating::possible
// lists what the others would give as well, and FindDoubt() says what would
// settle it. Roll-ups, the past and other aspects' ratings count the rating as
// it is given.
//
// What the past says (last_rating, periods_at) is found by assessing the last
// day of each reporting period that has ended, in order, under the same scheme
// and by what was known at the same time. It is done once for the whole plan
// and only if the scheme asks for it. Where a fact that was not recorded then
// left several ratings possible, last_rating is unknown, as rating() would have
// been; periods_at is unknown unless all of them are among its levels (the
// period counts) or none is (the run ends).

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "actionplan/scheme.h"
#include "actionplan/snapshot.h"

namespace actionplan {

namespace internal {
class DueDoubts;
struct RatedFacts;
}  // namespace internal

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

// A rating that somebody set in place of the computed one.
struct OverridingRating {
  // A position in Scheme::levels(), and its name.
  int level = kNotRated;
  std::string level_name = "";
  // Who set it, why, and when.
  std::string by = "";
  std::string reason = "";
  Date on;
  // Whether it stands; if not, a sentence says why not, else it is empty. It
  // does not without who and why, nor outside the scheme's bounds. Steps are
  // counted in the ranks that the scheme's levels have: of ranks 1, 2 and 4 the
  // last two are one step apart (our choice: ranks only put in order). Where
  // the scheme bounds how far or which way, an item or level without a rank
  // can't be compared, so the override does not stand.
  bool stands = false;
  std::string problem = "";
};

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
  // What made the rule's condition true, in its own words: of an `or` the parts
  // that hold. Empty if no rule decided.
  std::string clause;
  // Which of a milestone's dates that rests on: "the due as now agreed, 30
  // April 2018, not the original due, 28 February 2018". Empty if on neither.
  std::string which_date;
  std::vector<SeenFact> facts;
  // The names of the levels that are possible, in the scheme's order and last
  // "not rated": over every value of the facts that are not recorded and every
  // reading of the item's own dues. Exact, see Doubt. Empty if there is just
  // the one that is given. An item is not rated where a fact leaves several
  // open; where only a reading does, it is rated by the usual one, which is
  // among them.
  std::vector<std::string> possible;
  Reported reported;
  // The latest that was recorded and not withdrawn.
  std::optional<OverridingRating> override;

  bool is_rated() const { return level != kNotRated; }
  // Whether the owner reported another level than the scheme gives.
  bool differs_from_reported() const {
    return reported.state == Reported::State::kGiven && reported.level != level;
  }
};

// One thing that is not known of an item.
struct Unsettled {
  // As it follows "settled by": "whether 'spring 2026' ends in March or in
  // May", "the due date".
  std::string words;
  // Of a fact that is not recorded: its name, else empty.
  std::string fact = "";
  // Of a due that can be read in several ways: as it was written, else empty.
  std::string written = "";
  // And its readings, the usual one first if there is one.
  struct Reading {
    // As it follows "if": "'spring 2026' ends in March".
    std::string words;
    // As Due::first() and last().
    std::optional<Date> first = std::nullopt;
    std::optional<Date> last = std::nullopt;
    // The names of the levels that are possible if it is so.
    std::vector<std::string> possible = {};
  };
  std::vector<Reading> readings = {};
};

// What leaves a rating open, and what would settle it.
//
// A completion gives every fact that is not recorded a value of its range, such
// that all facts can be true together, and leaves `is known` what it is. A
// reading reads every due of the item in one of the ways that Due names, as if
// the date had been written out; the same words mean the same wherever they
// stand. A level is possible if some completion of some reading gives it.
// Things settle a rating if, whatever they turn out to be, one level is left.
//
// Not among the readings: what the words for a finish leave open ("in January
// 2018": the latest day counts, and facts that the others would change are
// unknown), and the dues of other items.
struct Doubt {
  // As Rating::possible; one, if every reading of a due that has no usual one
  // gives it.
  std::vector<std::string> possible;
  // Each is a set of all things that together settle it: every such set with
  // the fewest things, of at most three. Empty if no three do, or the search
  // was given up.
  std::vector<std::vector<Unsettled>> settled_by;
  // The first of these in words, or several: "whether 'spring' ends in March or
  // in May"; else empty.
  std::string settled_by_words;
  // "Red or Amber: settled by whether 'spring' ends in March or in May".
  std::string text;
};

struct AssessOptions {
  // Takes a reported rating that is no level of the scheme for one that is
  // lost, as for a key that the plan was not reported by.
  bool may_report_other_levels = false;
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

  // What roll-ups count: the computed level of each item or, if the scheme says
  // so, the level of an override that stands.
  std::span<const int> CountedLevels(ItemKind kind, int aspect) const;

  // How many items of a kind are at each level of the scheme, in its order,
  // and last how many are not rated. The sum is the number of items.
  std::vector<int> Count(ItemKind kind, int aspect) const;

 private:
  friend class Assessor;
  friend class internal::DueDoubts;
  friend struct internal::RatedFacts;
  friend absl::StatusOr<Assessment> Assess(const Snapshot& snapshot,
                                           const Scheme& scheme,
                                           const AssessOptions& options);
  friend std::optional<Doubt> FindDoubt(const Assessment& assessment,
                                        std::string_view item,
                                        std::string_view aspect);
  struct Table;

  Assessment(Snapshot snapshot, Scheme scheme)
      : snapshot_(std::move(snapshot)), scheme_(std::move(scheme)) {}

  const Table* FindTable(ItemKind kind, int aspect) const;
  Rating MakeRating(const Table& table, int row) const;

  Snapshot snapshot_;
  Scheme scheme_;
  std::vector<std::shared_ptr<const Table>> tables_;
  // Null if every due can be read in one way only.
  std::shared_ptr<const internal::DueDoubts> doubts_;
};

// Fails if a reported or overriding rating of the plan is not a level of the
// scheme, or if a value that it gives to a fact of the scheme's own is of the
// wrong type or unit, out of range or not one of the choices. The message lists
// every such value with its place in the file and what would do.
absl::StatusOr<Assessment> Assess(const Snapshot& snapshot,
                                  const Scheme& scheme,
                                  const AssessOptions& options = {});

// The reported ratings of a plan that are no level of the scheme, each once, in
// the order of the file.
std::vector<std::string> ReportedOtherLevels(const Plan& plan,
                                             const Scheme& scheme);

// The rating of one row of facts without a plan, for testing rules: the facts
// are what the table says, and what is not set is unknown; derived facts are
// worked out from what is set.
Rating RateRow(const Scheme& scheme, const FactTable& facts, int row,
               int aspect);

// The same for `count` rows from `first` on.
std::vector<Rating> RateRows(const Scheme& scheme, const FactTable& facts,
                             int aspect, int first, int count);

// What leaves the rating of an item open; nullopt if just the given one is
// possible, or the item is not rated for this aspect.
std::optional<Doubt> FindDoubt(const Assessment& assessment,
                               std::string_view item, std::string_view aspect);

// The same of a row of facts without a plan, which has no words to read.
std::optional<Doubt> FindDoubt(const Scheme& scheme, const FactTable& facts,
                               int row, int aspect);

// One thing that would have to happen for a better level.
struct Step {
  // What happens, as it follows "if": "it is finished by 12 April 2018".
  std::string words;
  // Of a plan: the item, and what would be recorded of it or of what touches
  // it.
  std::string item = "";
  std::vector<Update> updates = {};
  // The last day on which it would still do; nullopt if no day within a year is
  // too late, or it does not matter.
  std::optional<Date> by = std::nullopt;
  // Of a bare row: the fact, and the value that it would have to have.
  int column = -1;
  Cell cell = {};
};

// What would give a better level.
struct NextBetter {
  // A position in Scheme::levels(), and its name.
  int level = kNotRated;
  std::string level_name;
  // Each way is all of its steps; the shortest first.
  std::vector<std::vector<Step>> ways;
  // "Green if it is finished by 12 April 2018, or if a later date is agreed
  // ..."
  std::string text;
};

// The next better level of an item that can be reached by one change or, if
// there is none, by two: found by trying what can be recorded (finished, a
// later due agreed, a recovery plan, progress, no longer blocked, a concern
// closed, a fact of the scheme's own ...) on the plan and assessing it anew. Of
// a recommendation or plan also by what its children would have to reach.
// Dates, percentages, readings and facts of the scheme's own are tried at the
// values at which a rule would change its mind, and of two changes the second
// as it is after the first. What a [[never]] of the scheme rules out is not
// advised, unless it is so already. At most 500 pairs are tried. Of an item
// that is not rated, the best level that can be reached so. nullopt for the
// best level, for one without a rank, and if nothing that was tried helps.
std::optional<NextBetter> FindNextBetter(const Assessment& assessment,
                                         std::string_view item,
                                         std::string_view aspect);

// The same for a row of facts without a plan, by changing one fact, then two:
// no fact further than it must be, given the others. What is worked out from a
// fact follows it; whether others would change with it is not known of a bare
// row. What the scheme says can never be is not advised, unless it is so
// already; the day, the period, what was first agreed and the past stay.
// Of an amount without a smallest step a plain value beyond the threshold.
std::optional<NextBetter> FindNextBetter(const Scheme& scheme,
                                         const FactTable& facts, int row,
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
