#include "internal/regions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <random>
#include <string>

#include "truths.h"

namespace actionplan::internal {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

// --- conditions, written shortly ---------------------------------------------

Condition AtLeast(int column, double number) {
  return Compare({{column, 1}}, Comparison::kGreaterEqual, number);
}
Condition Below(int column, double number) {
  return Compare({{column, 1}}, Comparison::kLess, number);
}
Condition Above(int column, double number) {
  return Compare({{column, 1}}, Comparison::kGreater, number);
}

Domain Whole(double least, double most) {
  return {.least = least,
          .most = most,
          .may_be_unknown = false,
          .may_be_not_applicable = false};
}

Domain Real() {
  Domain domain = Whole(-kUnbounded, kUnbounded);
  domain.type = FactType::kNumber;
  domain.step = 0;
  return domain;
}

Domain Months() {
  Domain domain = Whole(-kUnbounded, kUnbounded);
  domain.type = FactType::kMonths;
  domain.step = 1.0 / 32;
  return domain;
}

Space SpaceOf(std::vector<Domain> domains, std::vector<Condition> axioms = {}) {
  return Space([domains = std::move(domains)](
                   int column) { return domains[static_cast<size_t>(column)]; },
               std::move(axioms));
}

Found Holds(const Space& space, const Condition& condition,
            Truths truths = kMayBeTrue) {
  const Demand demand = {&condition, truths};
  return space.Find({&demand, 1}).found;
}

// --- single answers
// -----------------------------------------------------------

TEST(Space, FindsTheGapBetweenTwoRulesAndItsPlainestRow) {
  const Space space = SpaceOf({Whole(0, kUnbounded)});
  const Condition late = Above(0, 14);
  const Condition early = Below(0, 8);
  const Demand gap[] = {{&late, kMayBeFalse}, {&early, kMayBeFalse}};
  const Space::Answer answer = space.Find(gap);
  ASSERT_EQ(answer.found, Found::kYes);
  ASSERT_THAT(answer.region.ranges, SizeIs(1));
  EXPECT_EQ(answer.region.ranges[0].from, 8);
  EXPECT_EQ(answer.region.ranges[0].to, 14);
  ASSERT_THAT(answer.region.witness, SizeIs(1));
  EXPECT_EQ(answer.region.witness[0].second.value, 8);
}

TEST(Space, KnowsWhatLiesBetweenTheStepsOfAColumn) {
  struct Row {
    const char* name;
    Domain domain;
    Condition condition;
    Found found;
  };
  const auto between = [](double a, double b) {
    return All({Above(0, a), Below(0, b)});
  };
  const Row rows[] = {
      {"no whole number between 3 and 4", Whole(0, 9), between(3, 4),
       Found::kNo},
      {"4 between 3 and 5", Whole(0, 9), between(3, 5), Found::kYes},
      {"a number between 3 and 4", Real(), between(3, 4), Found::kYes},
      {"a day between one month and one and a half", Months(), between(1, 1.5),
       Found::kYes},
      {"no month has more than 30 days over", Months(),
       between(1 + 30.0 / 32, 2), Found::kNo},
      {"30 days over", Months(), between(1 + 29.0 / 32, 2), Found::kYes},
      {"nor before a date", Months(), between(-2, -1 - 30.0 / 32), Found::kNo},
      {"out of the range", Whole(0, 9), Above(0, 9), Found::kNo},
      {"the end of the range", Whole(0, 9), AtLeast(0, 9), Found::kYes},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(Holds(SpaceOf({row.domain}), row.condition), row.found)
        << row.name;
  }
}

TEST(Space, DecidesSumsOfColumns) {
  const auto less = [](int a, int b, double by) {
    return Compare({{a, 1}, {b, -1}}, Comparison::kLess, by);
  };
  struct Row {
    const char* name;
    Domain domain;
    Condition condition;
    Found found;
  };
  const Row rows[] = {
      {"a circle", Real(), All({less(0, 1, 0), less(1, 2, 0), less(2, 0, 0)}),
       Found::kNo},
      {"a chain", Real(), All({less(0, 1, 0), less(1, 2, 0), less(0, 2, 0)}),
       Found::kYes},
      {"two numbers within one", Real(),
       All({less(0, 1, 0), less(1, 2, 0), less(2, 0, 1)}), Found::kYes},
      {"no two whole steps within one", Whole(-kUnbounded, kUnbounded),
       All({less(0, 1, 0), less(1, 2, 0), less(2, 0, 2)}), Found::kNo},
      {"two whole steps within two", Whole(-kUnbounded, kUnbounded),
       All({less(0, 1, 0), less(1, 2, 0), less(2, 0, 3)}), Found::kYes},
      {"twice a whole number is not odd", Whole(-kUnbounded, kUnbounded),
       Compare({{0, 2}, {1, 4}}, Comparison::kEqual, 7), Found::kNo},
      {"but even", Whole(-kUnbounded, kUnbounded),
       Compare({{0, 2}, {1, 4}}, Comparison::kEqual, 6), Found::kYes},
      {"nine tenths of a target", Real(),
       All({Compare({{0, 1}, {1, -0.9}}, Comparison::kGreaterEqual, 0),
            Compare({{1, 0.9}, {0, -1}}, Comparison::kGreater, 0)}),
       Found::kNo},
  };
  for (const Row& row : rows) {
    const Space space = SpaceOf({row.domain, row.domain, row.domain});
    EXPECT_EQ(Holds(space, row.condition), row.found) << row.name;
  }
}

TEST(Space, TakesAxiomsIntoAccount) {
  const Condition both = All({IsOneOf(0, 2), Above(1, 0)});
  Domain yes_no = {.type = FactType::kYesNo};
  const Space free = SpaceOf({yes_no, Whole(0, 99)});
  EXPECT_EQ(Holds(free, both), Found::kYes);
  const Space bound =
      SpaceOf({yes_no, Whole(0, 99)}, {Not(All({IsOneOf(0, 2), Above(1, 0)}))});
  EXPECT_EQ(Holds(bound, both), Found::kNo);
}

TEST(Space, KeepsToWhatIsFixedOrRestricted) {
  Space space = SpaceOf({Whole(0, 99), Whole(0, 99)});
  const Condition condition = All({Above(0, 5), Above(1, 5)});
  space.Fix(0, Cell::Of(6));
  EXPECT_EQ(Holds(space, condition), Found::kYes);
  space.Restrict(1, {.column = 1, .from = 0, .to = 5});
  EXPECT_EQ(Holds(space, condition), Found::kNo);
  Space unknown = SpaceOf({Whole(0, 99)});
  unknown.Fix(0, Cell::Unknown());
  const Condition test = Above(0, 5);
  EXPECT_EQ(Holds(unknown, test), Found::kNo);
  EXPECT_EQ(Holds(unknown, test, kMayBeUndecided), Found::kYes);
}

TEST(Space, GivesUpAtItsLimit) {
  std::vector<Domain> domains(12, Whole(0, 1));
  std::vector<Condition> parities;
  // Every column differs from the next: an odd circle can't.
  for (int i = 0; i < 11; ++i) {
    parities.push_back(Any({All({AtLeast(i, 1), Below((i + 1) % 11, 1)}),
                            All({Below(i, 1), AtLeast((i + 1) % 11, 1)})}));
  }
  const Condition all = All(parities);
  Space space = SpaceOf(domains);
  EXPECT_EQ(Holds(space, all), Found::kNo);
  space.set_limit(2);
  EXPECT_EQ(Holds(space, all), Found::kGaveUp);
}

TEST(Space, StandsDeepConditions) {
  Condition deep = Above(0, 5);
  for (int i = 0; i < 2'000; ++i) {
    deep = i % 2 == 0 ? Not(std::move(deep))
                      : All({std::move(deep), AtLeast(0, i % 3)});
  }
  EXPECT_NE(Holds(SpaceOf({Whole(0, 99)}), deep), Found::kGaveUp);
}

TEST(Space, FindsTheOverlapsOfATable) {
  const Space space = SpaceOf({Whole(0, 99), Whole(0, 99)});
  const std::vector<Condition> rules = {
      All({AtLeast(0, 5), Below(0, 9)}), All({AtLeast(0, 8), Below(1, 3)}),
      AtLeast(1, 3), Any({Below(0, 5), Below(0, 2)})};
  std::vector<const Condition*> pointers;
  for (const Condition& rule : rules) pointers.push_back(&rule);
  EXPECT_THAT(space.FindOverlaps(pointers, [](int, int) { return true; }),
              ElementsAre(Pair(0, 1), Pair(0, 2), Pair(2, 3)));
  EXPECT_THAT(space.FindOverlaps(pointers, [](int, int) { return false; }),
              IsEmpty());
}

// --- against every row of a grid
// ----------------------------------------------

// Random columns with so few values that every row can be looked at.
class Grid {
 public:
  explicit Grid(unsigned seed) : random_(seed) {
    const int columns = 2 + Pick(3);
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
  }

  int Pick(int count) {
    return static_cast<int>(random_() % static_cast<unsigned>(count));
  }
  const std::vector<Domain>& domains() const { return domains_; }
  const FactTable& table() const { return *table_; }

  Condition RandomCondition(int depth) {
    if (depth == 0 || Pick(3) == 0) return RandomTest();
    const int kind = Pick(3);
    if (kind == 0) return Not(RandomCondition(depth - 1));
    std::vector<Condition> children;
    const int count = 2 + Pick(2);
    for (int i = 0; i < count; ++i) {
      children.push_back(RandomCondition(depth - 1));
    }
    return kind == 1 ? All(std::move(children)) : Any(std::move(children));
  }

  std::vector<uint8_t> Truth(const Condition& condition) const {
    return TruthsOf(condition, *table_);
  }

 private:
  void AddColumn() {
    Domain domain;
    domain.may_be_unknown = Pick(2) == 0;
    domain.may_be_not_applicable = Pick(3) == 0;
    std::vector<Cell> cells;
    const int kind = Pick(6);
    if (kind == 0) {
      domain.type = FactType::kYesNo;
      for (int i = 0; i < 2; ++i) cells.push_back(Cell::Of(i));
    } else if (kind == 1) {
      domain.type = FactType::kChoice;
      domain.choices = 3;
      for (int i = 0; i < 3; ++i) cells.push_back(Cell::Of(i));
    } else if (kind <= 3) {
      domain.type = kind == 2 ? FactType::kCount : FactType::kDays;
      domain.least = -Pick(2);
      domain.most = 2 + Pick(2);
      for (double i = domain.least; i <= domain.most; ++i) {
        cells.push_back(Cell::Of(i));
      }
    } else if (kind == 4 && reals_ < 2) {
      // Quarters lie in every order between whole thresholds.
      ++reals_;
      domain.type = FactType::kNumber;
      domain.step = 0;
      domain.least = 0;
      domain.most = 2;
      for (int i = 0; i <= 8; ++i) cells.push_back(Cell::Of(i / 4.0));
    } else {
      domain.type = FactType::kMonths;
      domain.step = 1.0 / 32;
      domain.least = 29.0 / 32;
      domain.most = 1 + 2.0 / 32;
      for (int i : {29, 30, 32, 33, 34}) cells.push_back(Cell::Of(i / 32.0));
    }
    if (domain.may_be_unknown) cells.push_back(Cell::Unknown());
    if (domain.may_be_not_applicable) cells.push_back(Cell::NotApplicable());
    domains_.push_back(domain);
    cells_.push_back(std::move(cells));
  }

  FactType TypeOf(int column) const {
    return domains_[static_cast<size_t>(column)].type;
  }

  bool IsNumber(int column) const {
    const FactType type = domains_[static_cast<size_t>(column)].type;
    return type != FactType::kYesNo && type != FactType::kChoice;
  }

  Condition RandomTest() {
    const int column = Pick(static_cast<int>(domains_.size()));
    if (Pick(6) == 0) return IsState(column, static_cast<CellState>(Pick(3)));
    if (!IsNumber(column)) {
      return IsOneOf(column, static_cast<uint64_t>(1 + Pick(6)));
    }
    std::vector<Term> terms = {{column, 1}};
    for (int i = 0; i < static_cast<int>(domains_.size()); ++i) {
      // Quarters are too coarse a grid beside parts of 32.
      const bool is_month = TypeOf(i) == FactType::kMonths;
      const bool fits = is_month == (TypeOf(column) == FactType::kMonths);
      if (i == column || !IsNumber(i) || !fits || Pick(2) == 0) continue;
      terms.push_back({i, Pick(2) == 0 ? 1.0 : -1.0});
    }
    if (terms.size() == 1 && Pick(4) == 0) terms[0].factor = -2;
    const double number =
        domains_[static_cast<size_t>(column)].type == FactType::kMonths
            ? (28 + Pick(9)) / 32.0
            : Pick(5) - 1;
    return Compare(terms, static_cast<Comparison>(Pick(6)), number);
  }

  std::mt19937 random_;
  int reals_ = 0;
  std::vector<Domain> domains_;
  std::vector<std::vector<Cell>> cells_;
  std::unique_ptr<FactTable> table_;
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

// How many regions each row lies in.
std::vector<int> CountRegions(const Grid& grid,
                              const std::vector<Region>& regions) {
  std::vector<int> counts(static_cast<size_t>(grid.table().rows()));
  for (const Region& region : regions) {
    std::vector<std::vector<uint8_t>> relations;
    for (const Condition& relation : region.relations) {
      relations.push_back(grid.Truth(relation));
    }
    for (size_t row = 0; row < counts.size(); ++row) {
      bool lies = true;
      for (const ColumnRange& range : region.ranges) {
        lies = lies && Lies(range, grid.table().cell(range.column,
                                                     static_cast<int>(row)));
      }
      for (const auto& relation : relations) lies = lies && relation[row] == 2;
      if (lies) ++counts[row];
    }
  }
  return counts;
}

void ExpectAsGrid(unsigned seed) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  Grid grid(seed);
  if (grid.table().rows() > 3'000) return;
  std::vector<Condition> conditions;
  std::vector<Demand> demands;
  const int count = 1 + grid.Pick(4);
  for (int i = 0; i < count; ++i) {
    conditions.push_back(grid.RandomCondition(3));
  }
  for (const Condition& condition : conditions) {
    demands.push_back({&condition, static_cast<Truths>(1 + grid.Pick(6))});
  }
  std::vector<Condition> axioms;
  for (int i = grid.Pick(3); i > 0; --i) {
    axioms.push_back(grid.RandomCondition(2));
  }
  const auto rows = static_cast<size_t>(grid.table().rows());
  std::vector<bool> is_row(rows, true);
  for (const Condition& axiom : axioms) {
    const std::vector<uint8_t> truth = grid.Truth(axiom);
    for (size_t i = 0; i < rows; ++i) is_row[i] = is_row[i] && truth[i] != 0;
  }
  std::vector<bool> answers = is_row;
  for (const Demand& demand : demands) {
    const std::vector<uint8_t> truth = grid.Truth(*demand.condition);
    for (size_t i = 0; i < rows; ++i) {
      answers[i] = answers[i] && ((demand.truths >> truth[i]) & 1) != 0;
    }
  }
  const bool any = std::ranges::count(answers, true) > 0;
  const Space space = SpaceOf(grid.domains(), axioms);
  const Space::Answer answer = space.Find(demands);
  EXPECT_EQ(answer.found, any ? Found::kYes : Found::kNo);
  EXPECT_EQ(space.CanBe(demands), answer.found);
  const Space::All all = space.FindAll(demands, 10'000);
  EXPECT_EQ(all.found, any ? Found::kYes : Found::kNo);
  EXPECT_TRUE(all.complete);
  const std::vector<int> counts = CountRegions(grid, all.regions);
  for (size_t i = 0; i < rows; ++i) {
    if (!is_row[i]) continue;
    ASSERT_EQ(counts[i], answers[i] ? 1 : 0) << "row " << i;
  }
}

TEST(Space, AgreesWithEveryRowOfRandomGrids) {
  for (unsigned seed = 1; seed <= 2000 && !::testing::Test::HasFailure();
       ++seed) {
    ExpectAsGrid(seed);
  }
}

// --- witnesses that an item may have -----------------------------------------

bool IsAValue(const Domain& domain, double value) {
  if (!std::isfinite(value)) return false;
  if (domain.choices > 0) {
    return value == std::floor(value) && value >= 0 && value < domain.choices;
  }
  if (value < domain.least || value > domain.most) return false;
  if (domain.type == FactType::kMonths) {
    const double days = (value - std::floor(value)) * 32;
    const double below_zero = (std::ceil(value) - value) * 32;
    const double left = value < 0 ? below_zero : days;
    return left == std::floor(left) && left <= 30;
  }
  return domain.step == 0 || value == std::floor(value);
}

// Months beside real numbers, whole ones and choices, in one sum.
TEST(Space, GivesWitnessesOfEachColumnsDomain) {
  Domain months = Months();
  months.least = -2;
  months.most = 40;
  Domain real = Real();
  real.least = 0;
  real.most = 100;
  Domain choice = Whole(0, 0);
  choice.type = FactType::kChoice;
  choice.choices = 4;
  const std::vector<Domain> domains = {months, real, Whole(-5, 50), choice};
  const Space space = SpaceOf(domains);
  int found = 0;
  for (unsigned seed = 1; seed <= 3000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    const auto pick = [&](unsigned count) {
      return static_cast<double>(random() % count);
    };
    std::vector<Condition> tests;
    for (int i = 0; i < 3; ++i) {
      std::vector<Term> terms;
      for (int column = 0; column < 4; ++column) {
        if (random() % 4 == 0) continue;
        terms.push_back({column, (pick(9) - 4) / 4});
      }
      std::erase_if(terms, [](const Term& term) { return term.factor == 0; });
      if (terms.empty()) continue;
      tests.push_back(Compare(terms, static_cast<Comparison>(random() % 6),
                              (pick(400) - 100) / 8));
    }
    const Condition all = All(std::move(tests));
    const Demand demand = {&all, kMayBeTrue};
    const Space::Answer answer = space.Find({&demand, 1});
    // The two searches may not contradict each other.
    const Found can_be = space.CanBe({&demand, 1});
    EXPECT_FALSE(answer.found == Found::kYes && can_be == Found::kNo);
    EXPECT_FALSE(answer.found == Found::kNo && can_be == Found::kYes);
    if (answer.found != Found::kYes) continue;
    ++found;
    for (const auto& [column, cell] : answer.region.witness) {
      EXPECT_TRUE(IsAValue(domains[static_cast<size_t>(column)], cell.value))
          << "column " << column << ": " << cell.value;
    }
  }
  EXPECT_GT(found, 1000);
}

}  // namespace
}  // namespace actionplan::internal
