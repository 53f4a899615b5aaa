#ifndef ACTIONPLAN_SCHEME_H_
#define ACTIONPLAN_SCHEME_H_

// A scheme: one body's RAG key as rules.
//
// A scheme is a TOML file that the owner of the key writes and reads; its
// language is described in docs/schemes.md. It names the aspects that are
// rated (process, impact ...), the levels in its own words, and rules in order:
//
//   [[rule]]
//   id = "late-no-plan"
//   for = "milestone"
//   aspect = "process"
//   level = "Red"
//   when = "days_overdue > 0 and not recovery_plan"
//   because = "due {due}, {days_overdue} overdue and no recovery plan"
//
// No level has a built-in meaning, not even Red: blue is complete in one key
// and re-timed in another.
//
// How an item is rated. A condition is true, false or, where a fact that
// matters is not recorded, undecided (Kleene's three-valued logic). The order
// of an aspect says which of the rules for its kind and aspect decides:
//   first match   the first that holds
//   worst match   of those that hold, the one with the worst level (the lowest
//                 rank), the earlier in the file of equals; one that gives no
//                 level only if no other holds
//   single match  the rules are meant to exclude each other: if two that hold
//                 give different levels, the item is not rated
// A rule `when = "otherwise"` holds if no other does. Every level that some
// truth of the undecided rules would give is *possible*; if only one is, that
// is the rating, else the item is *not rated* and the verdict says what was
// possible and which rule could not be decided. If no rule speaks, the item is
// not rated. So a missing fact never turns an item green by itself.
//
// Facts of the scheme's own are columns from kFactCount on. What is worked out
// from the same row (derived facts, the rating for another aspect) the scheme
// fills in itself, see WithOwnFacts(); what is said of children and of earlier
// periods comes with the table, see assess.h.
//
// Limits, so that no file can make a program hang: 4 MB, 62 levels, 32 aspects,
// 500 declared facts, conditions nested 100 deep, 1,000 terms in a sum.
//
//   absl::StatusOr<Scheme> key = LoadScheme("walsall-2018");
//   FactTable facts(ItemKind::kMilestone, 1);
//   facts.Set(Fact::kDaysOverdue, 0, Cell::Of(27));
//   Verdict verdict = key->Rate(facts, *key->FindAspect("process")).front();

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "actionplan/facts.h"
#include "actionplan/issue.h"

namespace actionplan {

// The level of what is not rated; never an index into Scheme::levels().
inline constexpr int kNotRated = -1;

// What reports print for it.
inline constexpr std::string_view kNotRatedWord = "not rated";

// In which order rules are meant.
enum class Order {
  kFirstMatch,   // the first rule that holds decides
  kWorstMatch,   // of those that hold, the one with the worst level
  kSingleMatch,  // at most one level's rules hold; else the item is not rated
};

// "first match", "worst match", "single match".
std::string_view ToWord(Order order);

struct Aspect {
  std::string name;   // "process": used in rules, files and JSON
  std::string title;  // "Process": used in reports
  Order order = Order::kFirstMatch;
};

struct Level {
  std::string name;    // "Amber"
  std::string letter;  // "A": beside the colour in tables
  std::string colour;  // "#ffbf00"
  // The key's words for it, in the order of the scheme's aspects.
  std::vector<std::string> meanings;
  // Other names that people use for it: "Yellow".
  std::vector<std::string> aliases;
  // Higher is better. Without a rank a level is neither better nor worse than
  // another ("not yet started").
  std::optional<int> rank;
  // Whether a report lists it among the exceptions.
  bool exception = false;
  // What it counts in a mean score; absent: it is left out.
  std::optional<double> score;
};

struct Rule {
  std::string id;
  ItemKind subject = ItemKind::kMilestone;
  int aspect = 0;
  int level = kNotRated;
  // The condition and the reason, as written.
  std::string when;
  std::string because;
  // The clause of the key that it implements, and how that was read where the
  // clause leaves it open.
  std::string clause;
  std::string reading;
  // It holds if no other rule for its kind and aspect holds.
  bool is_otherwise = false;
  int line = 0;
};

// A fact of the scheme's own: column kFactCount + its position in
// Scheme::own_facts(). Where it reads no rating, `aspect` is 0. What is said of
// the children leaves out those for which `where` does not hold.
struct OwnFact {
  enum class Kind {
    kDeclared,  // [[fact]]: carried by items, or a table's column
    kDerived,   // [[fact]] with `is`: worked out from others
    kCount,     // children at `levels`, or all
    kShare,     // the same as a percentage of the children
    kMean,      // of the children's column `of`, as the next three
    kSum,
    kLowest,
    kHighest,
    kWorst,  // the children's worst rating
    kBest,
    kMeanScore,     // the mean of the scores of the children's levels
    kRating,        // the item's own rating for `aspect`
    kLastRating,    // the same at the end of the last reporting period
    kPeriodsAt,     // reporting periods in a row, up to the last, at `levels`
    kReported,      // the rating that the owner reported for this period
    kLastReported,  // ... for the last
    kPeriodsReported,  // as kPeriodsAt, of reported ratings
  };

  Kind kind = Kind::kDeclared;
  ItemKind child = ItemKind::kMilestone;
  int aspect = 0;
  // Positions in Scheme::levels(), and kNotRated.
  std::vector<int> levels = {};
  int of = 0;
  // The condition on children, as written; empty: all.
  std::string where = "";
  // The expression of a derived fact, as written.
  std::string is = "";
  // A value counts as recorded only with who judged.
  bool is_judgement = false;
  int line = 0;

  friend bool operator==(const OwnFact&, const OwnFact&) = default;

  bool is_of_children() const {
    return kind >= Kind::kCount && kind <= Kind::kMeanScore;
  }
};

// The children that a reason lists: `{list(milestones, 'Red')}`.
struct ChildList {
  ItemKind child = ItemKind::kMilestone;
  int aspect = 0;
  // A level, kNotRated, or nullopt for all children.
  std::optional<int> level;
  // Those at the worst level of any.
  bool worst = false;

  friend bool operator==(const ChildList&, const ChildList&) = default;
};

// Facts of an item with the rating that the key's owner wants for them.
struct Example {
  ItemKind subject = ItemKind::kMilestone;
  int aspect = 0;
  // What it says itself, and then what [usual] adds; by column.
  std::vector<std::pair<int, Cell>> facts;
  std::vector<std::pair<int, Cell>> usual;
  // A level or kNotRated; nullopt if it says only `possible`.
  std::optional<int> level;
  std::vector<int> possible;
  // The rule that should decide; empty if that is not said.
  std::string rule;
  std::string source;
  std::string note;
  int line = 0;
};

// A finding of `scheme check` that the owner of the key accepts, with why.
// What is not written matches everything.
struct Accepted {
  std::string finding;
  std::vector<std::string> rules;
  std::optional<int> level;
  std::string fact;
  std::optional<int> aspect;
  std::optional<ItemKind> subject;
  std::string within;
  std::string reason;
  int line = 0;
};

// What can't be true together, of the scheme's own facts.
struct Never {
  ItemKind subject = ItemKind::kMilestone;
  std::string when;
  std::string because;
  int line = 0;
};

// Which overrides the scheme lets stand.
struct OverrideBounds {
  bool allowed = true;
  bool worse_only = false;
  // At most so many ranks away from the computed rating.
  std::optional<int> steps;
  // Positions in Scheme::levels(); empty: all.
  std::vector<int> levels;
  // Who may; empty: anybody who is named.
  std::vector<std::string> by;
  // Whether roll-ups count the overriding rating.
  bool counts = false;
};

struct Verdict {
  int level = kNotRated;
  // The rule that decided, a position in Scheme::rules(); nullopt if none did.
  std::optional<int> rule;
  // The first rule that could not be decided before that, if there was one.
  std::optional<int> undecided;
  // In an aspect of single match: two rules that hold and give different
  // levels, so that none decides.
  std::optional<std::pair<int, int>> clash;
  // The levels that were still possible; bit 0 is not rated, bit 1 + i level i.
  uint64_t possible = 0;

  bool is_possible(int a_level) const {
    return (possible >> (a_level + 1)) & 1;
  }
};

class Scheme {
 public:
  // At most so many levels in one scheme.
  static constexpr int kMaxLevels = 62;
  static constexpr int kMaxAspects = 32;
  static constexpr int kMaxDeclaredFacts = 500;
  // Of a file.
  static constexpr size_t kMaxBytes = 4 << 20;

  // Reads a scheme file; every problem comes with its line and column.
  static WithIssues<Scheme> Parse(std::string_view toml);

  const std::string& id() const;
  const std::string& title() const;
  // Where the key was published.
  const std::string& source() const;
  // How the whole key was read where it leaves room.
  std::span<const std::string> readings() const;
  // The file as it was read.
  const std::string& text() const;
  // That of aspects which have none of their own.
  Order order() const;
  std::span<const Aspect> aspects() const;
  // In the order of the file, which is the order of the printed key.
  std::span<const Level> levels() const;
  std::span<const Rule> rules() const;
  std::span<const OwnFact> own_facts() const;
  std::span<const Example> examples() const;
  std::span<const Accepted> accepted() const;
  std::span<const Never> nevers() const;
  const OverrideBounds& override_bounds() const;

  // What a column holds: a fact of the catalogue or of the scheme's own, whose
  // name is as conditions write it ("count(milestones, 'Red')").
  const FactDefinition& Define(int column) const;
  // The column that a fact, group or rating in a condition stands for, if this
  // scheme has it. It may be written in any way that conditions allow ("count(
  // milestones,'A')"); what names no aspect is of `aspect`, else of the first
  // for which there is a column.
  std::optional<int> FindColumn(ItemKind subject, std::string_view name,
                                std::optional<int> aspect = std::nullopt) const;

  std::optional<int> FindAspect(std::string_view name) const;
  // The level with this name, letter or alias; letter case does not matter.
  std::optional<int> FindLevel(std::string_view word) const;
  // "Amber", or "not rated".
  std::string_view LevelName(int level) const;

  // The facts of the catalogue that are needed of this kind of item: those that
  // rules for it test or mention, those that derived facts are worked out from,
  // and those that groups of other kinds read of it.
  std::vector<Fact> FactsFor(ItemKind subject) const;
  // The same with the scheme's own, by column.
  std::span<const int> ColumnsFor(ItemKind subject) const;

  // What is rated, each after all that it depends on: children before parents,
  // and an aspect after those that it reads with rating(). Every kind with
  // every aspect that has a rule.
  struct Rated {
    ItemKind subject;
    int aspect;

    friend bool operator==(const Rated&, const Rated&) = default;
  };
  std::span<const Rated> rating_order() const;

  // Rules in the order in which they are tried for a kind and aspect: worst
  // level first in an aspect of worst match, the `otherwise` last.
  std::span<const int> RulesFor(ItemKind subject, int aspect) const;
  // Those that one rule tests, then those that its reason mentions.
  std::span<const int> ColumnsOf(int rule) const;
  // Only those that it tests.
  std::span<const int> TestedColumnsOf(int rule) const;

  // The table with the columns that are worked out from the same row: derived
  // facts, and the item's rating for each other aspect that the rules for
  // `aspect` read, unless the table has it already.
  FactTable WithOwnFacts(FactTable facts, int aspect) const;

  // A rating as a cell of a column that holds ratings: unknown if a fact that
  // is not recorded leaves several possible.
  Cell RatingCell(const Verdict& verdict) const;

  // Rates every row of a table, with own facts as by WithOwnFacts(). This is
  // the only implementation of the rules.
  std::vector<Verdict> Rate(const FactTable& facts, int aspect) const;

  // The reason of `rule` with `{name}` replaced by what `value_of` says of
  // that column, and `{list(...)}` by what `list_of` says.
  struct Words {
    virtual ~Words() = default;
    virtual std::string Value(int column) const = 0;
    virtual std::string List(const ChildList& children) const = 0;
  };
  std::string Because(int rule, const Words& words) const;

  // What it was compiled to; for the library itself.
  struct Contents;
  const Contents& contents() const { return *contents_; }

 private:
  friend class SchemeReader;
  friend class SchemeMutator;
  explicit Scheme(std::shared_ptr<const Contents> contents)
      : contents_(std::move(contents)) {}
  std::vector<Verdict> RateComplete(const FactTable& facts, int aspect) const;

  std::shared_ptr<const Contents> contents_;
};

struct BuiltinScheme {
  std::string_view id;
  std::string_view toml;
};

// The schemes that are compiled into the library, by id.
std::span<const BuiltinScheme> BuiltinSchemes();

// A built-in scheme by id, else the scheme file at that path. The Status lists
// all problems of the file.
absl::StatusOr<Scheme> LoadScheme(const std::string& name_or_path);

}  // namespace actionplan

#endif  // ACTIONPLAN_SCHEME_H_
