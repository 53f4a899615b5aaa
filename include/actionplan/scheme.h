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
// How an item is rated. The rules for its kind and aspect are tried in order;
// the first whose condition is true decides. A condition is true, false or,
// where a fact that matters is not recorded, undecided (Kleene's three-valued
// logic). If an undecided rule comes first, every level that is still possible
// is collected; if only one is, that is the rating, else the item is *not
// rated* and the verdict says what was possible and which rule could not be
// decided. If no rule speaks, the item is not rated. So a missing fact never
// turns an item green by itself.
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
#include <vector>

#include "absl/status/statusor.h"
#include "actionplan/facts.h"
#include "actionplan/issue.h"

namespace actionplan {

// The level of what is not rated; never an index into Scheme::levels().
inline constexpr int kNotRated = -1;

// What reports print for it.
inline constexpr std::string_view kNotRatedWord = "not rated";

struct Aspect {
  std::string name;   // "process": used in rules, files and JSON
  std::string title;  // "Process": used in reports
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
  int line = 0;
};

// A number that rules can test of a recommendation or plan: how many (or what
// share) of its children are at a level. Written `count(milestones, 'Red')`.
struct ChildCount {
  ItemKind child = ItemKind::kMilestone;
  int aspect = 0;
  // A level, kNotRated, or nullopt for all children.
  std::optional<int> level;
  bool is_share = false;

  friend bool operator==(const ChildCount&, const ChildCount&) = default;
};

struct Verdict {
  int level = kNotRated;
  // The rule that decided, a position in Scheme::rules(); nullopt if none did.
  std::optional<int> rule;
  // The first rule that could not be decided before that, if there was one.
  std::optional<int> undecided;
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

  // Reads a scheme file; every problem comes with its line and column.
  static WithIssues<Scheme> Parse(std::string_view toml);

  const std::string& id() const;
  const std::string& title() const;
  // Where the key was published.
  const std::string& source() const;
  // The file as it was read.
  const std::string& text() const;
  std::span<const Aspect> aspects() const;
  // In the order of the file, which is the order of the printed key.
  std::span<const Level> levels() const;
  std::span<const Rule> rules() const;
  std::span<const ChildCount> child_counts() const;

  std::optional<int> FindAspect(std::string_view name) const;
  // The level with this name, letter or alias; letter case does not matter.
  std::optional<int> FindLevel(std::string_view word) const;
  // "Amber", or "not rated".
  std::string_view LevelName(int level) const;

  // The facts that rules for this kind of item test or mention.
  std::vector<Fact> FactsFor(ItemKind subject) const;
  // Those that one rule tests, then those that its reason mentions; child
  // counts as kFactCount + position in child_counts().
  std::span<const int> ColumnsOf(int rule) const;
  // Only those that it tests.
  std::span<const int> TestedColumnsOf(int rule) const;

  // Rates every row of a table. This is the only implementation of the rules.
  std::vector<Verdict> Rate(const FactTable& facts, int aspect) const;

  // The reason of `rule` with `{name}` replaced by what `value_of` says of
  // that column, and `{list(...)}` by what `list_of` says.
  struct Words {
    virtual ~Words() = default;
    virtual std::string Value(int column) const = 0;
    virtual std::string List(const ChildCount& children) const = 0;
  };
  std::string Because(int rule, const Words& words) const;

 private:
  friend class SchemeReader;
  struct Contents;
  explicit Scheme(std::shared_ptr<const Contents> contents)
      : contents_(std::move(contents)) {}

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
