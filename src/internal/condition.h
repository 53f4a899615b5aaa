#ifndef ACTIONPLAN_SRC_INTERNAL_CONDITION_H_
#define ACTIONPLAN_SRC_INTERNAL_CONDITION_H_

// The language of a rule's `when`: text -> tree -> program over columns.
//
//   condition  = both { "or" both }
//   both       = not { "and" not }
//   not        = "not" not | "(" condition ")" | test
//   test       = operand                                   a yes/no fact
//              | operand "is" ["not"] ("known" | "unknown" | "applicable")
//              | operand "is" ["not"] 'word' { "or" 'word' }
//              | operand ("<" | "<=" | "=" | "!=" | ">=" | ">") (number [unit]
//                                                             | operand)
//   operand    = fact
//              | ("count" | "share") "(" children ["," 'level'] ")"
//   children   = "milestones" | "outcomes" | "recommendations"
//
// Truth values are Kleene's, as numbers: false 0, undecided 1, true 2, so that
// "and" is the smaller, "or" the larger and "not" two minus.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actionplan/facts.h"
#include "actionplan/scheme.h"

namespace actionplan::internal {

enum class Comparison {
  kLess,
  kLessEqual,
  kEqual,
  kNotEqual,
  kGreaterEqual,
  kGreater
};

// So many times what a column holds.
struct Term {
  int column = 0;
  double factor = 1;

  friend bool operator==(const Term&, const Term&) = default;
};

struct Condition {
  enum class Kind {
    kAlways,
    kAnd,      // children, two or more
    kOr,       // children, two or more
    kNot,      // one child
    kCompare,  // the sum of terms, comparison, number
    kIsOneOf,  // column, choices (bit i: choice i; of yes/no bit 0 no, 1 yes)
    kIsState,  // column, state
  };

  Kind kind = Kind::kAlways;
  std::vector<Condition> children;
  // One or more, each column once.
  std::vector<Term> terms;
  Comparison comparison = Comparison::kEqual;
  double number = 0;
  int column = 0;
  uint64_t choices = 0;
  CellState state = CellState::kKnown;
  // Where it stands in the text that was parsed: [begin, end).
  size_t begin = 0;
  size_t end = 0;

  bool is_test() const {
    return kind == Kind::kCompare || kind == Kind::kIsOneOf ||
           kind == Kind::kIsState;
  }
};

// What is wrong with a condition, and where: a position in its text.
struct ConditionError {
  size_t position = 0;
  std::string what;
  std::string remedy;
};

// What the parser needs to know of the scheme around a condition.
struct ConditionContext {
  ItemKind subject = ItemKind::kMilestone;
  int aspect = 0;
  // A level, kNotRated for "not rated", or nullopt.
  std::function<std::optional<int>(std::string_view)> find_level;
  // The column of a fact of the scheme's own, made if need be.
  std::function<int(const OwnFact&)> column_of;
};

// Parses `text`; on failure the error is set and the result is meaningless.
Condition ParseCondition(std::string_view text, const ConditionContext& context,
                         std::optional<ConditionError>& error);

// Parses one operand alone: a fact or a child count. Used for `{...}`.
int ParseOperand(std::string_view text, const ConditionContext& context,
                 std::optional<ConditionError>& error);

// What `list(children, 'level')` names.
std::optional<ChildList> ParseList(std::string_view text,
                                   const ConditionContext& context,
                                   std::optional<ConditionError>& error);

// The columns that a condition tests, in order of appearance, without repeats.
std::vector<int> ColumnsOf(const Condition& condition);

// A condition as instructions for a stack of truth values, a block of rows at
// a time.
class Program {
 public:
  static constexpr int kBlock = 1024;

  explicit Program(const Condition& condition);

  // Writes the truth of rows [first, first + count) to `truth`;
  // count <= kBlock.
  void Run(const FactTable& facts, int first, int count, uint8_t* truth) const;

 private:
  struct Instruction {
    Condition::Kind kind;
    size_t children;
    Condition test;  // without children
  };
  void Compile(const Condition& condition);

  std::vector<Instruction> instructions_;
  size_t depth_ = 0;
  size_t max_depth_ = 0;
};

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_CONDITION_H_
