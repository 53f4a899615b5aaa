#ifndef ACTIONPLAN_BENCHMARKS_LARGE_PLAN_H_
#define ACTIONPLAN_BENCHMARKS_LARGE_PLAN_H_

// What the generated plans of the benchmarks have in common: 100,000 milestones
// of the year 2018 with ten updates each, spread over the year.

#include <cstddef>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "actionplan/plan.h"

namespace actionplan::benchmarks {

inline constexpr int kMilestones = 100'000;
inline constexpr int kUpdatesOfEach = 10;

inline Date FirstDay() { return Date::Create(2018, 1, 1).value(); }

// When all updates count.
inline Date LastDay() { return Date::Create(2018, 12, 31).value(); }

// Appended, because GCC 12 warns of `"R" + std::to_string(...)` by mistake.
inline std::string NumberedId(std::string prefix, int number) {
  return std::move(prefix.append(std::to_string(number)));
}

// Each day of the year in words.
inline std::vector<Due> DuesOfTheYear() {
  std::vector<Due> dues;
  for (Date day = FirstDay(); day <= LastDay(); day = day.Plus(Days(1))) {
    dues.push_back(ParseDue(day.ToWords()));
  }
  return dues;
}

inline Baseline EmptyBaseline() {
  Baseline baseline = {.id = "plan", .title = "A generated plan"};
  baseline.accepted = ParseDue("1 January 2018");
  return baseline;
}

// Puts milestone number `i` under its recommendation; ten have the same.
inline void AddMilestone(Baseline& baseline, int i, Milestone milestone) {
  const std::string parent = NumberedId("R", i / 10);
  if (i % 10 == 0) {
    baseline.recommendations.push_back({.id = parent, .title = parent});
  }
  baseline.recommendations.back().milestones.push_back(std::move(milestone));
}

// "R12.7"
inline std::string MilestoneId(int i) {
  return NumberedId(NumberedId("R", i / 10) + ".", i % 10);
}

// Ten updates of each milestone; change_of(number) says what each of them is.
template <typename ChangeOf>
std::vector<Update> JournalOfTheYear(std::mt19937& random, ChangeOf change_of) {
  std::vector<Update> journal;
  journal.reserve(static_cast<size_t>(kMilestones) * kUpdatesOfEach);
  for (int i = 0; i < kMilestones; ++i) {
    for (int update = 0; update < kUpdatesOfEach; ++update) {
      const int day = 30 * update + static_cast<int>(random() % 30);
      journal.push_back({.on = FirstDay().Plus(Days(day)),
                         .item = MilestoneId(i),
                         .change = change_of(update)});
    }
  }
  return journal;
}

}  // namespace actionplan::benchmarks

#endif  // ACTIONPLAN_BENCHMARKS_LARGE_PLAN_H_
