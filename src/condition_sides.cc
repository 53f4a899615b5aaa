// "smaller of" becomes ands and ors.

#include "internal/condition_sides.h"

#include <algorithm>

namespace actionplan::internal {

bool IsOrdered(FactType type) {
  return type != FactType::kYesNo && type != FactType::kChoice;
}

bool IsNumeric(FactType type) {
  return IsOrdered(type) && type != FactType::kDay;
}

FactType FamilyOf(FactType type) {
  if (type == FactType::kDay) return FactType::kDays;
  if (type == FactType::kCount) return FactType::kNumber;
  return type;
}

const Side& FirstSum(const Side& side) {
  return side.kind == Side::Kind::kSum ? side : FirstSum(side.parts.front());
}

namespace {

const Side* FindOtherPoints(const Side& side, int points) {
  if (side.kind == Side::Kind::kSum) {
    return side.points == points ? nullptr : &side;
  }
  for (const Side& part : side.parts) {
    if (const Side* odd = FindOtherPoints(part, points)) return odd;
  }
  return nullptr;
}

// A sum applies if all of its facts do, a choice if one of its parts does.
bool AppliesAlways(const Side& side) {
  if (side.kind == Side::Kind::kSum) return side.terms.empty();
  return std::any_of(side.parts.begin(), side.parts.end(), AppliesAlways);
}

std::vector<Term> Difference(const Side& left, const Side& right) {
  std::vector<Term> terms = left.terms;
  for (const Term& term : right.terms) {
    terms.push_back({.column = term.column, .factor = -term.factor});
  }
  return terms;
}

// Makes the condition of two sides, whose parts all have one place.
class Comparer {
 public:
  Comparer(size_t begin, size_t end) : begin_(begin), end_(end) {}

  Condition Compare(const Side& left, Comparison comparison,
                    const Side& right) const {
    if (right.kind != Side::Kind::kSum) {
      return CompareChosen(left, comparison, right);
    }
    if (left.kind != Side::Kind::kSum) {
      return CompareChosen(right, Mirrored(comparison), left);
    }
    return CompareSums(left, comparison, right);
  }

 private:
  Condition Placed(Condition condition) const {
    condition.begin = begin_;
    condition.end = end_;
    return condition;
  }

  // More than the smaller: more than one of them that applies. Less than the
  // smaller: less than each that applies, and one does.
  Condition CompareChosen(const Side& left, Comparison comparison,
                          const Side& chosen) const {
    if (comparison == Comparison::kEqual) {
      std::vector<Condition> both;
      both.push_back(CompareChosen(left, Comparison::kLessEqual, chosen));
      both.push_back(CompareChosen(left, Comparison::kGreaterEqual, chosen));
      return Placed(All(std::move(both)));
    }
    if (comparison == Comparison::kNotEqual) {
      std::vector<Condition> either;
      either.push_back(CompareChosen(left, Comparison::kLess, chosen));
      either.push_back(CompareChosen(left, Comparison::kGreater, chosen));
      return Placed(Any(std::move(either)));
    }
    const bool above = comparison == Comparison::kGreater ||
                       comparison == Comparison::kGreaterEqual;
    const bool one_is_enough = above == (chosen.kind == Side::Kind::kSmaller);
    std::vector<Condition> tests;
    for (const Side& part : chosen.parts) {
      Condition test = Compare(left, comparison, part);
      if (!one_is_enough && !AppliesAlways(part)) {
        std::vector<Condition> either;
        either.push_back(std::move(test));
        either.push_back(DoesNotApply(part));
        test = Placed(Any(std::move(either)));
      }
      tests.push_back(std::move(test));
    }
    if (one_is_enough) return Placed(Any(std::move(tests)));
    if (!AppliesAlways(chosen))
      tests.push_back(Placed(Not(DoesNotApply(chosen))));
    return Placed(All(std::move(tests)));
  }

  Condition DoesNotApply(const Side& side) const {
    std::vector<Condition> parts;
    if (side.kind == Side::Kind::kSum) {
      for (const Term& term : side.terms) {
        parts.push_back(
            Placed(IsState(term.column, CellState::kNotApplicable)));
      }
      return Placed(Any(std::move(parts)));
    }
    for (const Side& part : side.parts) parts.push_back(DoesNotApply(part));
    return Placed(All(std::move(parts)));
  }

  Condition CompareSums(const Side& left, Comparison comparison,
                        const Side& right) const {
    Condition test =
        internal::Compare(MergeTerms(Difference(left, right)), comparison,
                          right.constant - left.constant);
    if (test.terms.size() == 1 && test.terms.front().factor < 0) {
      test.terms.front().factor *= -1;
      // Without a negative zero.
      test.number = 0 - test.number;
      test.comparison = Mirrored(comparison);
    }
    return Placed(std::move(test));
  }

  size_t begin_;
  size_t end_;
};

}  // namespace

const Side* FindOtherPoints(const Side& left, const Side& right) {
  const int points = FirstSum(left).points;
  const Side* odd = FindOtherPoints(left, points);
  return odd != nullptr ? odd : FindOtherPoints(right, points);
}

Condition CompareSides(const Side& left, Comparison comparison,
                       const Side& right, size_t begin, size_t end) {
  return Comparer(begin, end).Compare(left, comparison, right);
}

std::optional<int> FindCancelled(const Side& left, const Side& right) {
  for (const Side* chosen : {&right, &left}) {
    if (chosen->kind == Side::Kind::kSum) continue;
    for (const Side& part : chosen->parts) {
      const std::optional<int> found = chosen == &right
                                           ? FindCancelled(left, part)
                                           : FindCancelled(part, right);
      if (found.has_value()) return found;
    }
    return std::nullopt;
  }
  const std::vector<Term> all = Difference(left, right);
  if (all.empty()) return kNoFact;
  const std::vector<Term> merged = MergeTerms(all);
  for (const Term& term : all) {
    const bool is_kept = std::any_of(
        merged.begin(), merged.end(),
        [&](const Term& kept) { return kept.column == term.column; });
    if (!is_kept) return term.column;
  }
  return std::nullopt;
}

}  // namespace actionplan::internal
