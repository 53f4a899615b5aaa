// Sums of columns: Fourier-Motzkin elimination, with whole steps.

#include <algorithm>
#include <cmath>
#include <numeric>

#include "internal/regions_problem.h"

namespace actionplan::internal {
namespace {

constexpr double kNear = 1e-9;
constexpr size_t kMostInequalities = 4000;
// Of the values of one variable that are tried, and of all together.
constexpr int kMostTries = 40;
constexpr int kMostTrials = 20'000;

bool IsWhole(double value) {
  return std::abs(value - std::round(value)) <=
         kNear * std::max(1.0, std::abs(value));
}

// What no variable is left in: false if it can't hold.
bool CanHold(const Inequality& inequality) {
  const double slack = kNear * std::max(1.0, std::abs(inequality.number));
  return inequality.is_strict ? inequality.number > slack
                              : inequality.number >= -slack;
}

class Solver {
 public:
  Solver(const std::vector<Variable>& variables,
         const std::vector<Inequality>& inequalities)
      : variables_(variables), values_(variables.size()) {
    for (const Variable& variable : variables) {
      const double step = variable.domain.step;
      scale_.push_back(step > 0 ? step : 1);
    }
    std::vector<Inequality> start;
    for (const Inequality& inequality : inequalities) {
      Inequality scaled = inequality;
      for (auto& [index, factor] : scaled.terms) {
        factor *= scale_[static_cast<size_t>(index)];
      }
      Add(std::move(scaled), start);
    }
    for (size_t i = 0; i < variables.size(); ++i) AddEnds(i, start);
    levels_.push_back(std::move(start));
  }

  Solution Run() {
    // Eliminated last to first, so chosen first to last.
    for (size_t i = variables_.size(); i > 0; --i) {
      if (is_false_) return {};
      if (!Eliminate(i - 1)) return {Found::kGaveUp, {}};
    }
    if (is_false_) return {};
    std::reverse(levels_.begin(), levels_.end());
    return Search();
  }

 private:
  void AddEnds(size_t i, std::vector<Inequality>& to) {
    const Ends& ends = variables_[i].ends;
    const int index = static_cast<int>(i);
    if (std::isfinite(ends.to)) {
      Add({{{index, scale_[i]}}, ends.to, ends.to_open}, to);
    }
    if (std::isfinite(ends.from)) {
      Add({{{index, -scale_[i]}}, -ends.from, ends.from_open}, to);
    }
  }

  // Sums of whole steps don't reach what lies between them.
  void Tighten(Inequality& inequality) const {
    double least = kUnbounded;
    for (const auto& [index, factor] : inequality.terms) {
      if (variables_[static_cast<size_t>(index)].domain.step == 0) return;
      least = std::min(least, std::abs(factor));
    }
    int64_t divisor = 0;
    for (const auto& [index, factor] : inequality.terms) {
      const double times = factor / least;
      if (!IsWhole(times) || std::abs(times) > 1e9) return;
      divisor = std::gcd(divisor, std::llround(times));
    }
    if (divisor == 0) return;
    const double unit = least * static_cast<double>(divisor);
    for (auto& [index, factor] : inequality.terms) {
      factor = std::round(factor / unit);
    }
    const double number = inequality.number / unit;
    const double slack = kNear * std::max(1.0, std::abs(number));
    inequality.number = inequality.is_strict ? std::ceil(number - slack) - 1
                                             : std::floor(number + slack);
    inequality.is_strict = false;
  }

  void Add(Inequality inequality, std::vector<Inequality>& to) {
    std::erase_if(inequality.terms, [](const auto& term) {
      return std::abs(term.second) <= 1e-12;
    });
    if (inequality.terms.empty()) {
      if (!CanHold(inequality)) is_false_ = true;
      return;
    }
    Tighten(inequality);
    for (Inequality& other : to) {
      if (other.terms != inequality.terms) continue;
      // The tighter of two that say the same of one sum.
      if (inequality.number < other.number ||
          (inequality.number == other.number && inequality.is_strict)) {
        other = std::move(inequality);
      }
      return;
    }
    to.push_back(std::move(inequality));
  }

  bool Eliminate(size_t i) {
    const int index = static_cast<int>(i);
    std::vector<Inequality> next;
    std::vector<const Inequality*> above;
    std::vector<const Inequality*> below;
    for (const Inequality& inequality : levels_.back()) {
      const auto found = inequality.terms.find(index);
      if (found == inequality.terms.end()) {
        next.push_back(inequality);
      } else {
        (found->second > 0 ? above : below).push_back(&inequality);
      }
    }
    for (const Inequality* upper : above) {
      for (const Inequality* lower : below) {
        Add(Combine(*upper, *lower, index), next);
        if (next.size() > kMostInequalities) return false;
      }
    }
    levels_.push_back(std::move(next));
    return true;
  }

  static Inequality Combine(const Inequality& upper, const Inequality& lower,
                            int index) {
    const double times_upper = -lower.terms.at(index);
    const double times_lower = upper.terms.at(index);
    Inequality sum;
    for (const auto& [at, factor] : upper.terms) {
      sum.terms[at] += times_upper * factor;
    }
    for (const auto& [at, factor] : lower.terms) {
      sum.terms[at] += times_lower * factor;
    }
    sum.terms.erase(index);
    sum.number = times_upper * upper.number + times_lower * lower.number;
    sum.is_strict = upper.is_strict || lower.is_strict;
    return sum;
  }

  // What is left of variable i once those before it have their values.
  Ends EndsOf(size_t i) const {
    Ends ends;
    const int index = static_cast<int>(i);
    // levels_[k] speaks of the first k variables.
    for (const Inequality& inequality : levels_[i + 1]) {
      const auto found = inequality.terms.find(index);
      if (found == inequality.terms.end()) continue;
      double rest = inequality.number;
      for (const auto& [at, factor] : inequality.terms) {
        const auto other = static_cast<size_t>(at);
        if (at != index) rest -= factor * values_[other] / scale_[other];
      }
      const double bound = rest / found->second * scale_[i];
      if (found->second > 0) {
        if (bound < ends.to || (bound == ends.to && inequality.is_strict)) {
          ends.to = bound;
          ends.to_open = inequality.is_strict;
        }
      } else if (bound > ends.from ||
                 (bound == ends.from && inequality.is_strict)) {
        ends.from = bound;
        ends.from_open = inequality.is_strict;
      }
    }
    return ends;
  }

  // The values of a variable to try, the plainest first; sets is_all_ to false
  // if there are more.
  std::vector<double> Candidates(size_t i) {
    const Domain& domain = variables_[i].domain;
    const Ends ends = EndsOf(i);
    const std::optional<double> plain = PlainValue(domain, ends);
    if (!plain.has_value()) {
      // Ends that are one but for rounding.
      if (domain.step == 0 && !ends.from_open && !ends.to_open &&
          ends.from - ends.to <= kNear * std::max(1.0, std::abs(ends.to))) {
        return {ends.to};
      }
      return {};
    }
    std::vector<double> candidates = {*plain};
    if (domain.step == 0) {
      // Those with steps have their values already, and elimination is exact
      // for the rest.
      const double middle = (ends.from + ends.to) / 2;
      if (std::isfinite(middle) && middle != *plain) {
        candidates.push_back(middle);
      }
      return candidates;
    }
    double up = *plain;
    double down = *plain;
    for (int n = 0; n < kMostTries; ++n) {
      up = GridAbove(domain, up);
      down = GridBelow(domain, down);
      const bool has_up = ends.to_open ? up < ends.to : up <= ends.to;
      const bool has_down =
          ends.from_open ? down > ends.from : down >= ends.from;
      if (!has_up && !has_down) return candidates;
      if (has_up) candidates.push_back(up);
      if (has_down) candidates.push_back(down);
    }
    is_all_ = false;
    return candidates;
  }

  Solution Search() {
    std::vector<std::vector<double>> left(variables_.size());
    size_t i = 0;
    int trials = 0;
    bool is_new = true;
    while (i < variables_.size()) {
      if (is_new) {
        left[i] = Candidates(i);
        std::reverse(left[i].begin(), left[i].end());
      }
      if (++trials > kMostTrials) return {Found::kGaveUp, {}};
      if (left[i].empty()) {
        if (i == 0) return {is_all_ ? Found::kNo : Found::kGaveUp, {}};
        --i;
        is_new = false;
        continue;
      }
      values_[i] = left[i].back();
      left[i].pop_back();
      ++i;
      is_new = true;
    }
    return {Found::kYes, values_};
  }

  const std::vector<Variable>& variables_;
  std::vector<double> scale_;
  std::vector<std::vector<Inequality>> levels_;
  std::vector<double> values_;
  bool is_false_ = false;
  bool is_all_ = true;
};

}  // namespace

// Those with steps are first, as they are chosen first.
Solution Solve(const std::vector<Variable>& variables,
               const std::vector<Inequality>& inequalities) {
  std::vector<int> order(variables.size());
  std::iota(order.begin(), order.end(), 0);
  const auto at = [](int i) { return static_cast<size_t>(i); };
  std::stable_partition(order.begin(), order.end(), [&](int i) {
    return variables[at(i)].domain.step > 0;
  });
  std::vector<Variable> sorted;
  std::vector<int> place(variables.size());
  for (int i : order) {
    place[at(i)] = static_cast<int>(sorted.size());
    sorted.push_back(variables[at(i)]);
  }
  std::vector<Inequality> placed = inequalities;
  for (size_t i = 0; i < placed.size(); ++i) {
    placed[i].terms.clear();
    for (const auto& [index, factor] : inequalities[i].terms) {
      placed[i].terms[place[at(index)]] = factor;
    }
  }
  Solution solution = Solver(sorted, placed).Run();
  if (solution.found != Found::kYes) return solution;
  Solution unsorted = solution;
  for (size_t i = 0; i < place.size(); ++i) {
    unsorted.values[i] = solution.values[at(place[i])];
  }
  return unsorted;
}

}  // namespace actionplan::internal
