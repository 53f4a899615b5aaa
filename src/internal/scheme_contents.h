#ifndef ACTIONPLAN_SRC_INTERNAL_SCHEME_CONTENTS_H_
#define ACTIONPLAN_SRC_INTERNAL_SCHEME_CONTENTS_H_

// What a compiled scheme holds; made by scheme_reader.cc, used by scheme.cc.

#include <string>
#include <variant>
#include <vector>

#include "actionplan/scheme.h"
#include "internal/condition.h"

namespace actionplan {

// A reason: literal text, the value of a column, or a list of children.
using ReasonPiece = std::variant<std::string, int, ChildCount>;

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
  std::vector<ChildCount> child_counts;
};

}  // namespace actionplan

#endif  // ACTIONPLAN_SRC_INTERNAL_SCHEME_CONTENTS_H_
