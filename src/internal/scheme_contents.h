#ifndef ACTIONPLAN_SRC_INTERNAL_SCHEME_CONTENTS_H_
#define ACTIONPLAN_SRC_INTERNAL_SCHEME_CONTENTS_H_

// What a compiled scheme holds; made by scheme_reader.cc, used by scheme.cc.

#include <array>
#include <deque>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "actionplan/scheme.h"
#include "internal/condition.h"

namespace actionplan {

// A reason: literal text, the value of a column, or a list of children.
using ReasonPiece = std::variant<std::string, int, ChildList>;

struct CompiledRule {
  // Of an `otherwise` it is "always"; the rule says that it is one.
  internal::Condition condition;
  internal::Program program;
  std::vector<ReasonPiece> because;
  // Those that the condition tests, then those that only the reason mentions.
  std::vector<int> columns;
  size_t tested = 0;
};

// What an own fact is worked out by.
struct CompiledFact {
  // Of groups: whether a child is counted, on the children's table; "always"
  // without a `where`. Places are positions in OwnFact::where.
  internal::Condition where;
  internal::Program program{internal::Condition()};
  std::vector<int> where_columns;
  // Of derived facts; and, of one with cases, the condition of each.
  internal::Expression is;
  std::vector<internal::Condition> cases = {};
};

// An accepted finding's `within`, of the kind of item that it speaks of.
struct CompiledWithin {
  ItemKind subject = ItemKind::kMilestone;
  internal::Condition condition;
};

constexpr size_t kItemKinds = static_cast<size_t>(ItemKind::kConcern) + 1;

struct Scheme::Contents {
  std::string id;
  std::string title;
  std::string source;
  std::vector<std::string> readings;
  std::string text;
  Order order = Order::kFirstMatch;  // of aspects without their own
  std::vector<Aspect> aspects;
  std::vector<Level> levels;
  std::vector<Rule> rules;
  std::vector<CompiledRule> compiled;  // beside rules
  // Beside each other; the definitions' texts are kept in `texts`.
  std::vector<OwnFact> own_facts;
  std::vector<FactDefinition> own_definitions;
  std::vector<CompiledFact> own_compiled;
  std::deque<std::string> texts;
  std::deque<std::vector<std::string_view>> choices;
  // The values of what is a rating: the levels and 'not rated'.
  std::vector<std::string_view> rating_choices;
  // The units of declared numbers, each once.
  std::vector<std::string> units;
  // Columns by what they are, see SchemeVocabulary.
  absl::flat_hash_map<std::string, int> columns_by_key;
  std::vector<Example> examples;
  std::vector<Accepted> accepted;
  std::vector<std::optional<CompiledWithin>> accepted_within;  // beside it
  std::vector<Never> nevers;
  std::vector<internal::Condition> never_conditions;  // beside nevers
  OverrideBounds override_bounds;
  // By kind and aspect, see Scheme::RulesFor().
  std::array<std::vector<std::vector<int>>, kItemKinds> rules_for;
  std::array<std::vector<int>, kItemKinds> columns_for;
  std::vector<Scheme::Rated> rating_order;
  // By kind and aspect: the own columns that are worked out from the same row
  // for it, each after those that it needs.
  std::array<std::vector<std::vector<int>>, kItemKinds> row_facts_for;

  std::span<const int> RowFactsFor(ItemKind subject, int aspect) const {
    return row_facts_for[static_cast<size_t>(subject)]
                        [static_cast<size_t>(aspect)];
  }
};

}  // namespace actionplan

#endif  // ACTIONPLAN_SRC_INTERNAL_SCHEME_CONTENTS_H_
