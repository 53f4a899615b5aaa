#ifndef ACTIONPLAN_TESTS_UNIT_SCHEME_GRID_H_
#define ACTIONPLAN_TESTS_UNIT_SCHEME_GRID_H_

// Random schemes of which every row of facts can be gone through, and a second
// implementation of what rules mean, after docs/schemes.md alone: an
// independent check of the kernel and of every proof.
//
// A row is what is on record. Where facts are unknown, its completions are the
// rows of values that can be true together; `is known` and `is unknown` go on
// speaking of the record.

#include <cstdint>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actionplan/scheme.h"
#include "internal/condition.h"

namespace actionplan::grid {

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}

  // 0 to count - 1.
  int Below(int count) {
    return static_cast<int>(engine_() % static_cast<unsigned>(count));
  }
  bool OneIn(int count) { return Below(count) == 0; }
  template <typename T>
  const T& Of(const std::vector<T>& all) {
    return all[static_cast<size_t>(Below(static_cast<int>(all.size())))];
  }

 private:
  std::mt19937 engine_;
};

// Values by fact, and what is on record of them.
struct Row {
  std::vector<Cell> cells;
  std::vector<CellState> record;
};

bool IsSame(const Cell& a, const Cell& b);

// A condition as written, and what it means: false 0, undecided 1, true 2.
struct Tree {
  enum class Kind { kTest, kAnd, kOr, kNot };
  Kind kind = Kind::kTest;
  std::string text;
  std::vector<Tree> parts;
  // Of a test: its truth and the facts that it is about.
  std::function<int(const Row&)> truth;
  std::vector<int> facts;
  bool is_of_state = false;
  // Of a comparison of one fact with a number, which boundaries have.
  std::optional<double> threshold;
  // Stands for several tests.
  bool is_sugar = false;

  int Truth(const Row& row) const;
  // With a test forced to be false or true; all tests have an address.
  int TruthIf(const Tree* test, int forced, const Row& row) const;
  // All tests, from the left.
  std::vector<const Tree*> Tests() const;
};

// Facts that go together, with every way in which they can be on record.
struct FactGroup {
  std::vector<std::string> names;
  // Facts that are worked out from others, and so are never changed alone.
  std::vector<bool> is_derived;
  std::string toml;
  std::vector<std::vector<Cell>> rows;
  // A random test of them.
  std::function<Tree(Random&, int first)> test;
};

struct TestRule {
  int level = kNotRated;
  bool is_otherwise = false;
  Tree when;
};

struct Rated {
  int level = kNotRated;
  // The rule that decides, or -1.
  int rule = -1;
};

// What is worse of levels that have ranks.
bool IsWorse(const Scheme& scheme, int level, int than);

class Key {
 public:
  const Scheme& scheme() const { return *scheme_; }
  Order order() const { return order_; }
  // What the rules are for.
  ItemKind subject() const { return subject_; }
  const std::vector<TestRule>& rules() const { return rules_; }
  const std::vector<std::string>& names() const { return names_; }
  int column(size_t fact) const { return columns_[fact]; }
  bool is_derived(size_t fact) const { return is_derived_[fact]; }
  int FactOf(int column) const;

  // Every row that can be on record.
  const std::vector<Row>& records() const { return records_; }
  // Each row of values that a record may stand for.
  std::vector<Row> CompletionsOf(const Row& record) const;
  // The records with one fact changed, derived facts following, whether they
  // can be or not.
  std::optional<Row> With(const Row& record, size_t fact,
                          const Cell& cell) const;
  // The values that a fact has in any row.
  std::vector<double> ValuesOf(size_t fact) const;
  bool IsRuledOut(const Row& row) const;

  // How a row without undecided tests is rated.
  Rated Rate(const Row& row) const;
  // The same of other rules: their truths, in the order of the file.
  static Rated Rate(const Scheme& scheme, Order order,
                    const std::vector<std::pair<int, int>>& levels_and_truths,
                    std::optional<std::pair<int, int>> otherwise);
  // The ratings of all completions, as Verdict::possible, and the level if it
  // is only one.
  uint64_t PossibleOf(const Row& record) const;
  int LevelOf(const Row& record) const;

  FactTable TableOf(const std::vector<Row>& rows) const;
  // The truth that the library's kernel sees in a condition.
  std::vector<uint8_t> KernelTruths(const internal::Condition& condition) const;
  // The truth of a compiled condition by this file.
  int Truth(const internal::Condition& condition, const Row& row) const;
  // The row of facts by column; what is not named is unknown.
  Row RowOf(const std::vector<std::pair<int, Cell>>& facts) const;

 private:
  friend class KeyMaker;

  Order order_ = Order::kFirstMatch;
  ItemKind subject_ = ItemKind::kMilestone;
  std::vector<FactGroup> groups_;
  std::vector<std::string> names_;
  std::vector<bool> is_derived_;
  std::vector<int> columns_;
  std::vector<TestRule> rules_;
  std::optional<Tree> never_;
  std::vector<Row> records_;
  std::optional<Scheme> scheme_;
};

struct KeyOptions {
  std::optional<Order> order = std::nullopt;
  // Facts in days and months of a due date.
  bool twins = true;
  bool never = true;
  // `is known` and its like.
  bool states = true;
  int most_rules = 6;
  // Which facts; at random of the first three if not said. 0: a count, yes/no
  // and a choice, 1: amounts with sums of them, 2: days and months, 3: counts,
  // shares and the worst and best of a recommendation's milestones, 4: the
  // rating for another aspect.
  std::optional<int> shape = std::nullopt;
  std::string_view fourth_level = "Blue";
};

// A random scheme whose first aspect, for one kind of item, is what is tested.
Key MakeKey(Random& random, const KeyOptions& options = {});

std::string_view WordOf(Order order);

}  // namespace actionplan::grid

#endif  // ACTIONPLAN_TESTS_UNIT_SCHEME_GRID_H_
