#ifndef ACTIONPLAN_SCHEME_CHECK_H_
#define ACTIONPLAN_SCHEME_CHECK_H_

// What is wrong with a RAG key, proved and not sampled.
//
//   gap                     facts for which no rule speaks; where no rule asks
//                           whether something is unknown, facts that are on
//                           record: what is not will be one of them
//   unreachable             a rule that can never decide, also when only
//                           several others together hide it
//   unused level            a level that can't come out
//   overlap                 rules that hold together and disagree where their
//                           order is not meant to decide: in an aspect of
//                           single match any two (of one level: said more
//                           softly), in one of worst match two levels of equal
//                           rank; in first match the order decides, so none
//   perverse                a rating that improves when a fact gets worse and
//                           no other gets better
//   unreachable threshold   a comparison that no value makes true where the
//                           rest of its "and" holds, or that every value does
//   unknown                 the best level is given while a fact is not
//                           recorded, and knowing it could give a worse one
//
// All facts and all their values are searched at once, known, unknown and not
// applicable, under what can be true together: a complete milestone isn't
// overdue. Exact for what schemes can say, but for facts that are worked out
// by products of facts or min, max and abs, and for ratings of other aspects
// and earlier periods: those may take any value of their range, so that a
// finding may be too many, never too few; `undecided` names them. It also
// names what was not finished within `steps`.
//
// Of counts, shares, worst and best of the same children all is known that ties
// two of them and sums of counts and shares to their whole. That a share is a
// count of a whole number of children is not: a rule that rests on three of
// these at once may seem to be reachable.
//
// `unknown` is decided by rules that hold whatever the fact turns out to be.
// The table of what comes out while a fact is not recorded (`unknowns`) also
// counts a level that each value gives by another rule, if what need not be on
// record has fewer than 64 values each; else such a level is left out, and "not
// rated" may be one too many.
//
// A rule counts as reachable if some completion of the unknown facts lets it
// decide; `is known` and `is unknown` speak of the record (our choice, as in
// scheme.h).
//
// Perverse: only levels with a rank are compared, and only facts whose
// definition says which way is worse. The other facts stay the same; those
// that a law of facts ties to it may also get worse (our choice: a milestone
// can't be a day later in one fact and not in its twin).
//
//   SchemeCheck check = CheckScheme(*LoadScheme("walsall-2018"));
//   for (const SchemeFinding& finding : check.findings) {
//     std::cout << finding.what << ": " << finding.witness.words << "\n";
//   }

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actionplan/scheme.h"

namespace actionplan {

enum class FindingKind {
  kGap,
  kUnreachable,
  kUnusedLevel,
  kOverlap,
  kPerverse,
  kUnreachableThreshold,
  kUnknown
};

// "gap", "unreachable", "unused level", ...: as [[accept]] writes them.
std::string_view ToWord(FindingKind kind);

// Facts of one item that show a finding: as data, by column, and in words.
struct Witness {
  std::vector<std::pair<int, Cell>> facts;
  std::string words;
};

struct SchemeFinding {
  FindingKind kind = FindingKind::kGap;
  ItemKind subject = ItemKind::kMilestone;
  int aspect = 0;
  // The rules concerned, positions in Scheme::rules(), and their lines.
  std::vector<int> rules;
  std::vector<int> lines;
  // The level that is unused; of `unknown` the one that is given.
  std::optional<int> level;
  // The fact that is unknown or gets worse.
  std::optional<int> column;
  // One sentence.
  std::string what;
  // Where, in plain words and as a condition of the language.
  std::string region;
  std::string condition;
  // The plainest item that shows it; without facts if none can be shown.
  Witness witness;
  // Of `perverse`: the worse item that is rated better. Of `unknown`: the same
  // item once the fact is known.
  std::optional<Witness> second;
  // The smallest edit that ends it and brings nothing new, found by checking
  // the scheme so edited; else what to do in words.
  std::string remedy;
  bool remedy_is_verified = false;
  // The scheme file with that edit; empty if there is none.
  std::string edited;
  // Whether two rules of the same level overlap, which contradicts nothing.
  bool is_mild = false;
  // Why the owner of the key accepts it.
  std::optional<std::string> accepted;
};

struct SchemeCheck {
  // By kind of item, aspect, kind of finding, and place in the file.
  std::vector<SchemeFinding> findings;
  // What could not be finished or decided, and what an [[accept]] speaks of
  // that is not there.
  std::vector<std::string> undecided;
  std::vector<std::string> unmatched;
  // What was not asked, since the file doesn't say what it takes: whether a
  // rating improves when a fact gets worse needs levels with ranks and facts
  // with a worse direction. Neither is wrong to leave out.
  std::vector<std::string> not_asked;

  // Of each fact that is tested what comes out while it is not recorded and
  // all else is.
  struct UnknownRow {
    ItemKind subject = ItemKind::kMilestone;
    int aspect = 0;
    int column = 0;
    // Levels and kNotRated.
    std::vector<int> possible;
    std::string words;
  };
  std::vector<UnknownRow> unknowns;

  // Whether every finding is accepted and everything was decided.
  bool is_clean() const;
};

struct CheckOptions {
  // Of search, for each question; those asked of every fact and pair of levels
  // get a 200th part. Enough to decide the shipped schemes and keys of 40 rules
  // over 15 facts. In a table of which every rule is an interval or a set of
  // each fact, a step looks at 64 rules (our choice, as they are that much
  // quicker to look at). What is used up is said in `undecided`; the gaps found
  // by then are gaps, but there may be more.
  int64_t steps = 200'000;
  // Findings of one kind for one kind of item and aspect. Of more gaps of a
  // table those are given that name the fewest facts, the largest first.
  int most_of_a_kind = 100;
  bool remedies = true;
  // Only gaps and overlaps.
  bool tables_only = false;
};

SchemeCheck CheckScheme(const Scheme& scheme, const CheckOptions& options = {});

}  // namespace actionplan

#endif  // ACTIONPLAN_SCHEME_CHECK_H_
