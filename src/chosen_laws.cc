#include "internal/chosen_laws.h"

#include <cmath>
#include <optional>
#include <utility>

#include "internal/fact_axioms.h"

namespace actionplan::internal {
namespace {

using Op = Expression::Op;
using enum Comparison;

// Each value of a factor is a case of its own to the search.
constexpr double kMostValues = 32;

// The column, compared with a sum.
Condition CompareWith(int column, const LinearSum& sum, Comparison comparison) {
  std::vector<Term> terms = {{column, 1}};
  for (const Term& term : sum.terms) {
    terms.push_back({term.column, -term.factor});
  }
  return Compare(std::move(terms), comparison, sum.constant);
}

Condition AllKnown(const LinearSum& sum) {
  std::vector<Condition> known;
  for (const Term& term : sum.terms) known.push_back(Known(term.column));
  return All(std::move(known));
}

Condition OneAbsent(const LinearSum& sum) {
  std::vector<Condition> absent;
  for (const Term& term : sum.terms) {
    absent.push_back(IsState(term.column, CellState::kNotApplicable));
  }
  return Any(std::move(absent));
}

std::vector<Condition> LawsOfLeastOrMost(int column, const ChosenSum& chosen) {
  std::vector<Condition> laws;
  std::vector<Condition> all_known;
  std::vector<Condition> all_absent;
  std::vector<Condition> it_is;
  for (const LinearSum& sum : chosen.sums) {
    laws.push_back(Implies(
        All({Known(column), AllKnown(sum)}),
        CompareWith(column, sum, chosen.least ? kLessEqual : kGreaterEqual)));
    all_known.push_back(AllKnown(sum));
    all_absent.push_back(OneAbsent(sum));
    it_is.push_back(All({AllKnown(sum), CompareWith(column, sum, kEqual)}));
  }
  laws.push_back(Implies(Known(column), Any(std::move(it_is))));
  laws.push_back(Implies(All(std::move(all_known)), Known(column)));
  const Condition absent = IsState(column, CellState::kNotApplicable);
  laws.push_back(Implies(absent, All(all_absent)));
  laws.push_back(Implies(All(all_absent), absent));
  return laws;
}

// How many values a number has; nullopt if there are too many.
std::optional<int> CountOf(const Domain& domain) {
  if (domain.step <= 0 || !std::isfinite(domain.least) ||
      !std::isfinite(domain.most)) {
    return std::nullopt;
  }
  const double count = (domain.most - domain.least) / domain.step + 1;
  if (count < 1 || count > kMostValues) return std::nullopt;
  return static_cast<int>(count);
}

std::vector<Condition> LawsOfProduct(int column, int few, int other,
                                     const Domain& domain, int count) {
  std::vector<Condition> laws;
  const Condition known = All({Known(few), Known(other)});
  for (int i = 0; i < count; ++i) {
    const double value = domain.least + i * domain.step;
    LinearSum product;
    if (value != 0) product.terms = {{other, value}};
    laws.push_back(Implies(All({known, Compare({{few, 1}}, kEqual, value)}),
                           CompareWith(column, product, kEqual)));
  }
  return laws;
}

}  // namespace

std::vector<Condition> LawsOfChosen(int column, const Expression& is,
                                    const DomainOfColumn& domain_of) {
  if (is.chosen.has_value()) return LawsOfLeastOrMost(column, *is.chosen);
  const auto& steps = is.instructions;
  const bool is_product = steps.size() == 3 && steps[0].op == Op::kColumn &&
                          steps[1].op == Op::kColumn &&
                          steps[2].op == Op::kMultiply &&
                          steps[0].column != steps[1].column;
  if (!is_product) return {};
  for (const auto& [few, other] :
       {std::pair(steps[0].column, steps[1].column),
        std::pair(steps[1].column, steps[0].column)}) {
    const Domain domain = domain_of(few);
    if (const std::optional<int> count = CountOf(domain)) {
      return LawsOfProduct(column, few, other, domain, *count);
    }
  }
  return {};
}

}  // namespace actionplan::internal
