#ifndef ACTIONPLAN_SRC_INTERNAL_CONDITION_SIDES_H_
#define ACTIONPLAN_SRC_INTERNAL_CONDITION_SIDES_H_

// The two sides of a comparison, and what becomes of them: a comparison of one
// sum with a number, or ands and ors of such, as "smaller of" and "larger of"
// are sugar.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "internal/condition.h"

namespace actionplan::internal {

// What a column holds.
struct Operand {
  int column = 0;
  FactType type = FactType::kCount;
  std::string_view name = {};
  std::span<const std::string_view> choices = {};
  std::string_view unit = {};
  bool is_rating = false;
  // Else there is a mistake in it, which is told already, and nothing is known
  // of it: it goes with everything.
  bool is_readable = true;

  // "days", or the unit of a number: "£".
  std::string_view unit_word() const {
    return unit.empty() ? ToWord(type) : unit;
  }
};

// What both sides of a comparison are in.
struct Dimension {
  std::optional<FactType> type;
  std::string unit;
  // The fact that says so; empty if a number with its unit does.
  std::string name;
  // A part of the comparison is not readable, so that nothing can be said of
  // the whole.
  bool has_unreadable = false;
  // Something did not fit, which is told once.
  bool has_misfit = false;

  std::string word() const {
    return unit.empty() ? std::string(ToWord(*type)) : unit;
  }
};

// A sum, or the smaller or larger of several sides.
struct Side {
  enum class Kind { kSum, kSmaller, kLarger };
  Kind kind = Kind::kSum;
  std::vector<Side> parts;
  // Of a sum. Days are counted from so many days: 1 for a day itself, 0 for
  // a number of days.
  std::vector<Term> terms;
  double constant = 0;
  int points = 0;
  size_t begin = 0;
  size_t end = 0;
};

// Whether values of this type are less and more: numbers and days.
bool IsOrdered(FactType type);
// Whether they are numbers: all but yes/no, choices and days.
bool IsNumeric(FactType type);

// What may be compared: a day with days counted from it, a count with numbers
// that have no unit.
FactType FamilyOf(FactType type);

// The first sum of a side.
const Side& FirstSum(const Side& side);

// A sum of the two sides that is a day where the first is none, or the other
// way round; nullptr if all are the same.
const Side* FindOtherPoints(const Side& left, const Side& right);

// The condition of two sides, all of it standing at [begin, end).
Condition CompareSides(const Side& left, Comparison comparison,
                       const Side& right, size_t begin, size_t end);

// The first column that cancels out where a sum is compared with a sum;
// kNoFact if there is no column at all.
constexpr int kNoFact = -1;
std::optional<int> FindCancelled(const Side& left, const Side& right);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_CONDITION_SIDES_H_
