#ifndef ACTIONPLAN_SRC_INTERNAL_CONDITION_H_
#define ACTIONPLAN_SRC_INTERNAL_CONDITION_H_

// The language of a rule's `when`: text -> tree -> program over columns. What
// may be written is in docs/schemes.md; in short:
//
//   condition  = both { "or" both }
//   both       = not { "and" not }
//   not        = "not" not | "(" condition ")" | howmany | test
//   howmany    = ("at" ("least" | "most") | "exactly") number
//                "of" "(" condition { "," condition } ")"
//   test       = operand                                   a yes/no fact
//              | operand "is" ["not"] ("known" | "unknown" | "applicable")
//              | operand "is" ["not"] 'word' { "or" 'word' }
//              | side ("<" | "<=" | "=" | "!=" | ">=" | ">") side
//   side       = ["-"] term { ("+" | "-") term }
//              | ("smaller" | "larger") "of" "(" side { "," side } ")"
//   term       = number [unit] | number "percent" "of" operand
//              | number "*" operand | ISO day | operand
//   operand    = fact { ("+" | "-") shift } | group | rating
//   shift      = number ("months" | "years" | "working" "days")
//              | a fact in months or working days; only behind a day, as a
//                calendar decides how long they are
//
// "smaller of" and "larger of" are sugar: they become ands and ors of
// comparisons, so that everything behind the parser knows sums only.
//
// Truth values are Kleene's, as numbers: false 0, undecided 1, true 2, so that
// "and" is the smaller, "or" the larger and "not" two minus.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "actionplan/facts.h"
#include "actionplan/scheme.h"
#include "internal/expression.h"

namespace actionplan::internal {

enum class Comparison {
  kLess,
  kLessEqual,
  kEqual,
  kNotEqual,
  kGreaterEqual,
  kGreater
};

bool Holds(Comparison comparison, double a, double b);
// The same, read from the other side: a < b is b > a.
Comparison Mirrored(Comparison comparison);
// "<", "<=", "=", "!=", ">=", ">".
std::string_view SymbolOf(Comparison comparison);

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

// Conditions, put together. All of no parts is "always", any of none is never.
Condition All(std::vector<Condition> parts);
Condition Any(std::vector<Condition> parts);
Condition Not(Condition part);
Condition IsState(int column, CellState state);
Condition IsOneOf(int column, uint64_t choices);
Condition Compare(std::vector<Term> terms, Comparison comparison,
                  double number);

// What is wrong with a condition, and where: a position in its text.
struct ConditionError {
  size_t position = 0;
  std::string what;
  std::string remedy;
  // It is about a name that a part of the file may declare.
  bool may_be_declared = false;
  // It was told elsewhere, as part of another mistake.
  bool is_told = false;
};

// What can be said of a name that is no fact where it stands.
struct MissingFact {
  std::string what;
  std::string remedy;
  bool is_told = false;
};

// A day and what is added to it on a calendar: so many months or working days,
// or a column of them, of which `sign` says whether it is taken away.
struct DayShift {
  int day = 0;
  // kMonths or kWorkingDays.
  FactType unit = FactType::kMonths;
  std::optional<int> column = {};
  int count = 0;
  int sign = 1;
};

// What the parser needs to know of the scheme around a condition.
class Vocabulary {
 public:
  virtual ~Vocabulary() = default;

  // A level, kNotRated for "not rated", or nullopt.
  virtual std::optional<int> FindLevel(std::string_view word) const = 0;
  virtual std::optional<int> FindAspect(std::string_view name) const = 0;
  virtual std::vector<std::string_view> AspectNames() const = 0;
  // The names of the levels, and "not rated".
  virtual std::span<const std::string_view> LevelNames() const = 0;
  // A fact that the scheme declares.
  virtual std::optional<int> FindDeclared(ItemKind subject,
                                          std::string_view name) const = 0;
  // Of those that the scheme declares for this kind of item.
  virtual std::vector<std::string_view> DeclaredNames(
      ItemKind subject) const = 0;
  // Why `name` is no fact here, where it is one elsewhere in the scheme.
  virtual std::optional<MissingFact> Explain(ItemKind subject,
                                             std::string_view name) const {
    static_cast<void>(subject);
    static_cast<void>(name);
    return std::nullopt;
  }
  // The units of its numbers.
  virtual std::span<const std::string> Units() const = 0;
  virtual const FactDefinition& Define(int column) const = 0;
  // Whether the values of a column are levels and 'not rated'.
  virtual bool IsRating(int column) const = 0;
  // The column of a group or rating, made if need be; nullopt if it may not be
  // made. `where` is own.where, with places in that text.
  virtual std::optional<int> ColumnOf(ItemKind subject, const OwnFact& own,
                                      Condition where) const = 0;
  // The same of a day some months or working days later.
  virtual std::optional<int> ColumnOf(const DayShift& shift) const;
};

struct ConditionContext {
  ItemKind subject = ItemKind::kMilestone;
  int aspect = 0;
  const Vocabulary* vocabulary = nullptr;
};

// All that is wrong with a text, in the order of the text. After something that
// can't be read the reading goes on behind it, and nothing is blamed for what
// the unreadable part might have said.
using ConditionErrors = std::vector<ConditionError>;

// More than so many are not looked for: one more than are told of a file.
constexpr size_t kMostConditionErrors = 1001;

// Parses `text`; if there are errors the result is meaningless.
Condition ParseCondition(std::string_view text, const ConditionContext& context,
                         ConditionErrors& errors);

// Parses one operand alone: a fact, group or rating. Used for `{...}`.
int ParseOperand(std::string_view text, const ConditionContext& context,
                 ConditionErrors& errors);

// What `list(children, 'level')` or `list(children, worst)` names.
std::optional<ChildList> ParseList(std::string_view text,
                                   const ConditionContext& context,
                                   ConditionErrors& errors);

// Parses what a derived fact of this type `is`; see expression.h. In one that
// counts months or working days a day less a day is those between them.
Expression ParseExpression(std::string_view text,
                           const ConditionContext& context, FactType counts,
                           ConditionErrors& errors);

// "an outcome".
std::string WithArticle(ItemKind kind);

// Whether a word means something in conditions, so that no fact can have it as
// its name.
bool IsReservedWord(std::string_view word);

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
  // "and" and "or" join the two topmost.
  struct Instruction {
    Condition::Kind kind;
    Condition test;  // without children
  };
  void Compile(const Condition& condition);
  void Push(const Condition& test);

  std::vector<Instruction> instructions_;
  size_t depth_ = 0;
  size_t max_depth_ = 0;
};

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_CONDITION_H_
