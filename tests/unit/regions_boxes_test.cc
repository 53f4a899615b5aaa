#include "internal/regions_boxes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "internal/condition.h"
#include "truths.h"

namespace actionplan::internal {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

using Overlaps = std::vector<std::pair<int, int>>;

Space SpaceOf(std::vector<Domain> domains, std::vector<Condition> axioms = {}) {
  return Space([domains = std::move(domains)](
                   int column) { return domains[static_cast<size_t>(column)]; },
               std::move(axioms));
}

Domain Whole(double least, double most) {
  return {.least = least,
          .most = most,
          .may_be_unknown = false,
          .may_be_not_applicable = false};
}

Condition Between(int column, double from, double to) {
  return All({Compare({{column, 1}}, Comparison::kGreaterEqual, from),
              Compare({{column, 1}}, Comparison::kLessEqual, to)});
}

std::vector<Demand> AllFalse(const std::vector<Condition>& rules) {
  std::vector<Demand> demands;
  for (const Condition& rule : rules) demands.push_back({&rule, kMayBeFalse});
  return demands;
}

std::vector<const Condition*> Pointers(const std::vector<Condition>& rules) {
  std::vector<const Condition*> pointers;
  for (const Condition& rule : rules) pointers.push_back(&rule);
  return pointers;
}

bool Always(int, int) { return true; }

// --- single tables -----------------------------------------------------------

TEST(Boxes, LeaveWhatNoneCovers) {
  // Four corners of 10 x 10 without the middle; the last lies outside.
  const std::vector<Condition> rules = {
      All({Between(0, 0, 5), Between(1, 0, 3)}),
      All({Between(0, 6, 9), Between(1, 0, 5)}),
      All({Between(0, 4, 9), Between(1, 6, 9)}),
      All({Between(0, 0, 3), Between(1, 4, 9)}), Between(0, 40, 50)};
  const Space space = SpaceOf({Whole(0, 9), Whole(0, 9)});
  const auto all = FindAllOfBoxes(space, AllFalse(rules), 10);
  ASSERT_TRUE(all.has_value());
  EXPECT_EQ(all->found, Found::kYes);
  EXPECT_TRUE(all->complete);
  ASSERT_THAT(all->regions, SizeIs(1));
  const std::vector<ColumnRange>& ranges = all->regions.front().ranges;
  ASSERT_THAT(ranges, SizeIs(2));
  EXPECT_THAT(std::pair(ranges[0].from, ranges[0].to), Pair(4, 5));
  EXPECT_THAT(std::pair(ranges[1].from, ranges[1].to), Pair(4, 5));
}

TEST(Boxes, LeaveNothingIfTheyCoverAll) {
  const std::vector<Condition> rules = {Between(0, 0, 4), Between(0, 5, 9)};
  const auto all = FindAllOfBoxes(SpaceOf({Whole(0, 9)}), AllFalse(rules), 10);
  ASSERT_TRUE(all.has_value());
  EXPECT_EQ(all->found, Found::kNo);
  EXPECT_TRUE(all->complete);
  EXPECT_THAT(all->regions, IsEmpty());
}

TEST(Boxes, MeetAtAValueOfBothButNotAtAnOpenEnd) {
  Domain real = Whole(0, 10);
  real.type = FactType::kNumber;
  real.step = 0;
  const auto at = [](Comparison comparison) {
    return Compare({{0, 1}}, comparison, 5);
  };
  const std::vector<Condition> rules = {
      at(Comparison::kLess), at(Comparison::kLessEqual),
      at(Comparison::kGreaterEqual), at(Comparison::kGreater)};
  EXPECT_THAT(
      FindOverlapsOfBoxes(SpaceOf({real}), Pointers(rules), Always),
      ::testing::Optional(ElementsAre(Pair(0, 1), Pair(1, 2), Pair(2, 3))));
}

TEST(Boxes, AreNotWhatComparesSumsOrIsTiedByAxioms) {
  const std::vector<Condition> sums = {
      Compare({{0, 1}, {1, -1}}, Comparison::kGreater, 0)};
  const std::vector<Domain> domains = {Whole(0, 9), Whole(0, 9)};
  EXPECT_FALSE(FindAllOfBoxes(SpaceOf(domains), AllFalse(sums), 9));
  EXPECT_FALSE(FindOverlapsOfBoxes(SpaceOf(domains), Pointers(sums), Always));
  const std::vector<Condition> rules = {Between(0, 0, 4)};
  const Space tied =
      SpaceOf(domains, {Any({Between(0, 1, 2), Between(1, 1, 2)})});
  EXPECT_FALSE(FindAllOfBoxes(tied, AllFalse(rules), 9));
  EXPECT_FALSE(FindOverlapsOfBoxes(tied, Pointers(rules), Always));
}

TEST(Boxes, TellThePlainestRegionsFirstIfThereAreMoreThanAsked) {
  // Left: column 1 above 50; and of the rest, column 0 below 10 or above 20.
  const std::vector<Condition> rules = {
      All({Between(0, 10, 20), Between(1, 0, 50)})};
  const Space space = SpaceOf({Whole(0, 99), Whole(0, 99)});
  const auto two = FindAllOfBoxes(space, AllFalse(rules), 2);
  ASSERT_TRUE(two.has_value());
  EXPECT_FALSE(two->complete);
  EXPECT_EQ(two->found, Found::kYes);
  ASSERT_THAT(two->regions, SizeIs(2));
  EXPECT_THAT(two->regions[0].ranges, SizeIs(1));
  EXPECT_THAT(two->regions[1].ranges, SizeIs(2));
  EXPECT_EQ(two->regions[1].ranges[0].from, 21);
  EXPECT_TRUE(FindAllOfBoxes(space, AllFalse(rules), 3)->complete);
}

// A table of so many intervals that its gaps have no end.
std::vector<Condition> WideTable(int rules, int columns, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<Condition> table;
  for (int i = 0; i < rules; ++i) {
    std::vector<Condition> parts;
    for (int column = 0; column < columns; ++column) {
      const auto from = static_cast<double>(random() % 800);
      const auto width = static_cast<double>(random() % 200);
      parts.push_back(Between(column, from, from + width));
    }
    table.push_back(All(std::move(parts)));
  }
  return table;
}

TEST(Boxes, KeepTheGapsFoundWhenTheStepsAreUsedUp) {
  const std::vector<Condition> rules = WideTable(100, 7, 5);
  Space space = SpaceOf(std::vector<Domain>(7, Whole(0, 1000)));
  space.set_limit(100);
  const auto all = FindAllOfBoxes(space, AllFalse(rules), 1'000'000);
  ASSERT_TRUE(all.has_value());
  EXPECT_EQ(all->found, Found::kGaveUp);
  EXPECT_FALSE(all->complete);
  EXPECT_FALSE(all->complete_of_known);
  EXPECT_FALSE(all->regions.empty());
}

TEST(Boxes, SayWhenOnlyGapsOfUnknownFactsAreLeftOut) {
  Domain domain = Whole(0, 1000);
  domain.may_be_unknown = true;
  const std::vector<Condition> rules = WideTable(20, 9, 5);
  Space space = SpaceOf(std::vector<Domain>(9, domain));
  space.set_limit(1'000);
  const auto all = FindAllOfBoxes(space, AllFalse(rules), 1'000'000);
  ASSERT_TRUE(all.has_value());
  EXPECT_EQ(all->found, Found::kGaveUp);
  EXPECT_FALSE(all->complete);
  EXPECT_TRUE(all->complete_of_known);
}

// --- against every row of a grid ---------------------------------------------

// Random columns with few values, and a random table of boxes over them.
class Grid {
 public:
  explicit Grid(unsigned seed) : random_(seed) {
    const int columns = 1 + Pick(4);
    for (int i = 0; i < columns; ++i) AddColumn();
    int rows = 1;
    for (const auto& cells : cells_) rows *= static_cast<int>(cells.size());
    table_ = std::make_unique<FactTable>(ItemKind::kMilestone, rows);
    for (int row = 0; row < rows; ++row) {
      int rest = row;
      for (size_t i = 0; i < cells_.size(); ++i) {
        const auto size = static_cast<int>(cells_[i].size());
        table_->Set(static_cast<int>(i), row,
                    cells_[i][static_cast<size_t>(rest % size)]);
        rest /= size;
      }
    }
    const int rules = 1 + Pick(20);
    for (int i = 0; i < rules; ++i) rules_.push_back(RandomRule());
  }

  int Pick(int count) {
    return static_cast<int>(random_() % static_cast<unsigned>(count));
  }
  const std::vector<Domain>& domains() const { return domains_; }
  const FactTable& table() const { return *table_; }
  const std::vector<Condition>& rules() const { return rules_; }

  std::vector<uint8_t> Truth(const Condition& condition) const {
    return TruthsOf(condition, *table_);
  }

 private:
  void AddColumn() {
    Domain domain;
    domain.may_be_unknown = Pick(2) == 0;
    domain.may_be_not_applicable = Pick(3) == 0;
    std::vector<Cell> cells;
    const int kind = Pick(5);
    if (kind < 2) {
      domain.type = kind == 0 ? FactType::kYesNo : FactType::kChoice;
      domain.choices = kind == 0 ? 2 : 4;
      for (int i = 0; i < domain.choices; ++i) cells.push_back(Cell::Of(i));
    } else if (kind == 2) {
      // Between whole thresholds, and at them.
      domain.type = FactType::kNumber;
      domain.step = 0;
      domain.least = 0;
      domain.most = 5;
      for (int i = 0; i <= 10; ++i) cells.push_back(Cell::Of(i / 2.0));
    } else if (kind == 3) {
      domain.type = FactType::kMonths;
      domain.step = 1.0 / 32;
      domain.least = 29.0 / 32;
      domain.most = 1 + 2.0 / 32;
      for (int i : {29, 30, 32, 33, 34}) cells.push_back(Cell::Of(i / 32.0));
    } else {
      domain.type = FactType::kDays;
      domain.least = -1;
      domain.most = 6;
      for (int i = -1; i <= 6; ++i) cells.push_back(Cell::Of(i));
    }
    if (domain.may_be_unknown) cells.push_back(Cell::Unknown());
    if (domain.may_be_not_applicable) cells.push_back(Cell::NotApplicable());
    domains_.push_back(domain);
    cells_.push_back(std::move(cells));
  }

  // Mostly a row of a decision table: an interval or a set of each column, or
  // a blank; now and then one joined by "or", or turned by "not".
  Condition RandomRule() {
    std::vector<Condition> parts;
    for (int i = 0; i < static_cast<int>(domains_.size()); ++i) {
      if (Pick(4) != 0) parts.push_back(RandomTest(i));
    }
    if (Pick(8) == 0) parts = {Any(std::move(parts)), RandomTest(0)};
    Condition rule = All(std::move(parts));
    return Pick(10) == 0 ? Not(std::move(rule)) : rule;
  }

  Condition RandomTest(int column) {
    if (Pick(12) == 0) return IsState(column, static_cast<CellState>(Pick(3)));
    const Domain& domain = domains_[static_cast<size_t>(column)];
    if (domain.choices > 0) {
      return IsOneOf(
          column, static_cast<uint64_t>(1 + Pick((1 << domain.choices) - 1)));
    }
    const bool is_month = domain.type == FactType::kMonths;
    const auto number = [&] {
      return is_month ? (28 + Pick(9)) / 32.0 : Pick(8) - 1.0;
    };
    if (Pick(3) == 0) {
      return Compare({{column, Pick(4) == 0 ? -1.0 : 1.0}},
                     static_cast<Comparison>(Pick(6)), number());
    }
    const double from = number();
    const double to = std::max(from, number());
    return All(
        {Compare(
             {{column, 1}},
             Pick(2) == 0 ? Comparison::kGreater : Comparison::kGreaterEqual,
             from),
         Compare({{column, 1}},
                 Pick(2) == 0 ? Comparison::kLess : Comparison::kLessEqual,
                 to)});
  }

  std::mt19937 random_;
  std::vector<Domain> domains_;
  std::vector<std::vector<Cell>> cells_;
  std::unique_ptr<FactTable> table_;
  std::vector<Condition> rules_;
};

bool Lies(const ColumnRange& range, const Cell& cell) {
  if (cell.state == CellState::kUnknown) return range.unknown;
  if (cell.state == CellState::kNotApplicable) return range.not_applicable;
  if (!range.known) return false;
  const double value = cell.value;
  if (range.choices != ~uint64_t{0}) {
    return ((range.choices >> static_cast<unsigned>(value)) & 1) != 0;
  }
  return (range.from_open ? value > range.from : value >= range.from) &&
         (range.to_open ? value < range.to : value <= range.to);
}

int CountRegions(const Grid& grid, const std::vector<Region>& regions,
                 int row) {
  return static_cast<int>(
      std::ranges::count_if(regions, [&](const Region& region) {
        return std::ranges::all_of(region.ranges, [&](const ColumnRange& its) {
          return Lies(its, grid.table().cell(its.column, row));
        });
      }));
}

void ExpectGapsOf(const Grid& grid, const Space::All& all,
                  const std::vector<std::vector<uint8_t>>& truths) {
  EXPECT_TRUE(all.complete);
  bool any = false;
  for (int row = 0; row < grid.table().rows(); ++row) {
    const bool is_gap = std::ranges::all_of(truths, [&](const auto& truth) {
      return truth[static_cast<size_t>(row)] == 0;
    });
    any = any || is_gap;
    ASSERT_EQ(CountRegions(grid, all.regions, row), is_gap ? 1 : 0)
        << "row " << row;
  }
  EXPECT_EQ(all.found, any ? Found::kYes : Found::kNo);
}

Overlaps OverlapsOf(const std::vector<std::vector<uint8_t>>& truths) {
  Overlaps overlaps;
  for (size_t i = 0; i < truths.size(); ++i) {
    for (size_t k = i + 1; k < truths.size(); ++k) {
      for (size_t row = 0; row < truths[i].size(); ++row) {
        if (truths[i][row] != 2 || truths[k][row] != 2) continue;
        overlaps.emplace_back(static_cast<int>(i), static_cast<int>(k));
        break;
      }
    }
  }
  return overlaps;
}

class RandomTables : public ::testing::TestWithParam<unsigned> {};

TEST_P(RandomTables, HaveTheGapsAndOverlapsThatTheGridHas) {
  int boxes = 0;
  for (unsigned i = 0; i < 400 && !HasFailure(); ++i) {
    const unsigned seed = GetParam() * 10'000 + i;
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Grid grid(seed);
    if (grid.table().rows() > 3'000) continue;
    std::vector<std::vector<uint8_t>> truths;
    for (const Condition& rule : grid.rules()) {
      truths.push_back(grid.Truth(rule));
    }
    const Space space = SpaceOf(grid.domains());
    const auto all = FindAllOfBoxes(space, AllFalse(grid.rules()), 100'000);
    const auto overlaps =
        FindOverlapsOfBoxes(space, Pointers(grid.rules()), Always);
    ASSERT_EQ(all.has_value(), overlaps.has_value());
    if (!all.has_value()) continue;  // too many boxes for one rule
    ++boxes;
    ExpectGapsOf(grid, *all, truths);
    EXPECT_EQ(*overlaps, OverlapsOf(truths));
  }
  EXPECT_GT(boxes, 300);
}
INSTANTIATE_TEST_SUITE_P(Boxes, RandomTables,
                         ::testing::Values(1U, 2U, 3U, 4U, 5U));

// The same boxes, looked for by the general search.
TEST(Boxes, LeaveWhatTheGeneralSearchFinds) {
  for (unsigned seed = 1; seed <= 200 && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Grid grid(seed);
    if (grid.table().rows() > 3'000) continue;
    // An axiom that always holds keeps the boxes' own algorithm away.
    const Space general = SpaceOf(grid.domains(), {Condition()});
    const std::vector<Demand> demands = AllFalse(grid.rules());
    const auto all = FindAllOfBoxes(SpaceOf(grid.domains()), demands, 100'000);
    if (!all.has_value()) continue;
    const Space::All other = general.FindAll(demands, 100'000);
    EXPECT_EQ(all->found, other.found);
    for (int row = 0; row < grid.table().rows(); ++row) {
      ASSERT_EQ(CountRegions(grid, all->regions, row),
                CountRegions(grid, other.regions, row))
          << "row " << row;
    }
    EXPECT_EQ(FindOverlapsOfBoxes(SpaceOf(grid.domains()),
                                  Pointers(grid.rules()), Always),
              general.FindOverlaps(Pointers(grid.rules()), Always));
  }
}

}  // namespace
}  // namespace actionplan::internal
