#ifndef ACTIONPLAN_SRC_INTERNAL_REGIONS_H_
#define ACTIONPLAN_SRC_INTERNAL_REGIONS_H_

// Where conditions hold together: a search through all facts at once.
//
// It can be decided, because a condition is a Boolean combination of tests, and
// a test speaks of one column's state or value, or compares a sum of columns
// with a number. Every question that a scheme is asked is one demand: which
// truths these conditions may have, all at once, over rows that can be true
// together.
//
//   gap:       every rule may only be false
//   unreached: this rule true, every earlier one false
//   overlap:   two rules true
//   difference of two schemes: rule a decides here, rule b there
//
// The answers are exact: a witness has been confirmed by the rules' own kernel,
// and kNo means that no row of the domains answers. What can't be decided
// within the limit, or only by a search for whole numbers without end, is
// kGaveUp.

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "actionplan/facts.h"
#include "internal/condition.h"

namespace actionplan::internal {

// Which truths a condition may have: a set.
using Truths = uint8_t;
inline constexpr Truths kMayBeFalse = 1;
inline constexpr Truths kMayBeUndecided = 2;
inline constexpr Truths kMayBeTrue = 4;

struct Demand {
  const Condition* condition;
  Truths truths;
};

// What a column can hold.
struct Domain {
  FactType type = FactType::kCount;
  // Of known numbers: the range, and what they are multiples of (0: any).
  // Months are whole months and 0 to 30 parts of 32.
  double least = -kUnbounded;
  double most = kUnbounded;
  double step = 1;
  // Of kChoice, at most 64; yes/no has two.
  int choices = 0;
  bool may_be_unknown = true;
  bool may_be_not_applicable = true;
};

// What a region says of one column: the states that it may be in and, of known
// values, an interval (numbers) or a set of choices. The ends of numbers with a
// step are values of the column, so never open.
struct ColumnRange {
  int column = 0;
  bool known = true;
  bool unknown = false;
  bool not_applicable = false;
  double from = -kUnbounded;
  double to = kUnbounded;
  bool from_open = false;
  bool to_open = false;
  uint64_t choices = ~uint64_t{0};
};

// Rows that all answer a demand, as far as they can be true together, and a
// plain one of them.
struct Region {
  // Only the columns that matter, by column.
  std::vector<ColumnRange> ranges;
  // Comparisons of several columns that are true besides, such as
  // "forecast > due".
  std::vector<Condition> relations;
  // A row that lies in it: every column that conditions or axioms speak of.
  // What it does not name doesn't matter.
  std::vector<std::pair<int, Cell>> witness;
};

enum class Found { kYes, kNo, kGaveUp };

// The columns that conditions speak of and what can be true together.
class Space {
 public:
  struct Answer {
    Found found = Found::kNo;
    Region region;
  };
  struct All {
    // kGaveUp: regions were found, or none, but there may be more.
    Found found = Found::kNo;
    // Whether the regions are all there is.
    bool complete = true;
    // If not: whether they are all there is where every column is known.
    bool complete_of_known = false;
    std::vector<Region> regions;
  };

  // `domain_of` is asked for the columns in use. `axioms` are conditions that
  // are never false; they may be undecided.
  Space(std::function<Domain(int column)> domain_of,
        std::vector<Condition> axioms)
      : domain_of_(std::move(domain_of)), axioms_(std::move(axioms)) {}

  // Fixes a column to a cell, of its domain or not; or takes away what a range
  // does not name. For questions about one row.
  void Fix(int column, const Cell& cell);
  void Restrict(int column, const ColumnRange& range);

  // So many steps of search before it gives up; a step looks at one demand. The
  // default is enough for any scheme that people write.
  void set_limit(int64_t steps) { limit_ = steps; }

  // A region in which every demand is met. Its witness has the plainest values
  // that do: 0 or the threshold, the first choice, known rather than unknown.
  Answer Find(std::span<const Demand> demands) const;

  // Whether there is such a row; in less time than Find, as it need not be the
  // plainest, nor the region as large as can be, and the kernel is not asked.
  Found CanBe(std::span<const Demand> demands) const;

  // The region without states and choices of which no row can be true together,
  // so that nobody is told of a complete milestone that is not complete.
  Region Trimmed(Region region) const;

  // Disjoint regions that together are all there is; at most `most`.
  All FindAll(std::span<const Demand> demands, int most) const;

  // The pairs i < j of conditions that can be true together and that
  // `may_overlap` lets through, in order. Pairs that can't be decided are
  // added to `gave_up`.
  std::vector<std::pair<int, int>> FindOverlaps(
      std::span<const Condition* const> conditions,
      const std::function<bool(int, int)>& may_overlap,
      std::vector<std::pair<int, int>>* gave_up = nullptr) const;

  const std::function<Domain(int column)>& domain_of() const {
    return domain_of_;
  }
  const std::vector<Condition>& axioms() const { return axioms_; }
  const std::map<int, Cell>& fixed() const { return fixed_; }
  const std::vector<ColumnRange>& restrictions() const { return restrictions_; }
  int64_t limit() const { return limit_; }

 private:
  std::function<Domain(int column)> domain_of_;
  std::vector<Condition> axioms_;
  std::map<int, Cell> fixed_;
  std::vector<ColumnRange> restrictions_;
  int64_t limit_ = 20'000'000;
};

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_REGIONS_H_
