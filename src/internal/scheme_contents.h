#ifndef ACTIONPLAN_SRC_INTERNAL_SCHEME_CONTENTS_H_
#define ACTIONPLAN_SRC_INTERNAL_SCHEME_CONTENTS_H_

// What a compiled scheme holds; made by scheme_reader.cc, used by scheme.cc.

#include <deque>
#include <string>
#include <variant>
#include <vector>

#include "actionplan/scheme.h"
#include "internal/condition.h"

namespace actionplan {

// A reason: literal text, the value of a column, or a list of children.
using ReasonPiece = std::variant<std::string, int, ChildList>;

struct CompiledRule {
  internal::Condition condition;
  internal::Program program;
  std::vector<ReasonPiece> because;
  // Those that the condition tests, then those that only the reason mentions.
  std::vector<int> columns;
  size_t tested = 0;
};

struct Scheme::Contents {
  std::string id;
  std::string title;
  std::string source;
  std::string text;
  std::vector<Aspect> aspects;
  std::vector<Level> levels;
  std::vector<Rule> rules;
  std::vector<CompiledRule> compiled;  // beside rules
  // Beside each other; the definitions' texts are kept in `texts`.
  std::vector<OwnFact> own_facts;
  std::vector<FactDefinition> own_definitions;
  std::deque<std::string> texts;
  std::vector<Example> examples;
  std::vector<Accepted> accepted;
  std::vector<Never> nevers;
  OverrideBounds override_bounds;
};

}  // namespace actionplan

#endif  // ACTIONPLAN_SRC_INTERNAL_SCHEME_CONTENTS_H_
