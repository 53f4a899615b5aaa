// How many of some conditions hold: "at least 2 of (A, B, C)".

#include <algorithm>
#include <cmath>
#include <utility>

#include "internal/condition_parser.h"
#include "internal/strings.h"

namespace actionplan::internal {
namespace {

// The parts stand again and again in what it becomes.
constexpr size_t kMostParts = 12;
constexpr size_t kMostTests = 2000;

size_t SizeOf(const Condition& condition) {
  size_t size = 1;
  for (const Condition& child : condition.children) size += SizeOf(child);
  return size;
}

// At least `count` of the parts from `first` on: either the first holds and one
// fewer of the others, or so many of the others.
Condition AtLeast(const std::vector<Condition>& parts, size_t first,
                  size_t count) {
  if (count == 0) return All({});
  const size_t left = parts.size() - first;
  if (count > left) return Any({});
  const std::vector<Condition> rest(
      parts.begin() + static_cast<std::ptrdiff_t>(first), parts.end());
  if (count == left) return All(rest);
  if (count == 1) return Any(rest);
  return Any({All({parts[first], AtLeast(parts, first + 1, count - 1)}),
              AtLeast(parts, first + 1, count)});
}

}  // namespace

bool ConditionParser::NumberOfFollows() const {
  if (!Is("at") && !Is("exactly")) return false;
  ConditionLexer lexer = lexer_;
  ConditionToken next = lexer.Next();
  if (Is("at")) {
    if (next.text != "least" && next.text != "most") return false;
    next = lexer.Next();
  }
  return next.kind == ConditionToken::Kind::kNumber;
}

Condition ConditionParser::ParseNumberOf() {
  const ConditionToken start = token_;
  const bool exactly = Accept("exactly");
  if (!exactly) Advance();
  const bool most = !exactly && Is("most");
  if (!exactly) Advance();
  const ConditionToken at = token_;
  const double number = ParseNumber().value_or(1);
  Expect("of");
  Expect("(");
  if (has_failed()) return {};
  std::vector<Condition> parts;
  do {
    parts.push_back(ParseOr());
  } while (!has_failed() && Accept(","));
  if (!(brackets_are_unsure_ && IsAtEnd())) Expect(")");
  if (has_failed()) return {};
  const auto count = static_cast<size_t>(number);
  const size_t least_needed = most || exactly ? 0 : 1;
  if (number != std::floor(number) ||
      number < static_cast<double>(least_needed) || count > parts.size() ||
      (most && count == parts.size())) {
    Blame(at,
          StrCat("There are ", parts.size(), " conditions, and ", at.text,
                 " of them are asked for."),
          "Write a number that some of them can be, but not always are.");
    return {};
  }
  if (parts.size() > kMostParts) {
    Blame(at, StrCat("There are more than ", kMostParts, " conditions."),
          "Count children with count(... where ...), or split the rule.");
    return {};
  }
  Condition all = Any({});
  if (most) {
    all = Not(AtLeast(parts, 0, count + 1));
  } else if (exactly && count < parts.size()) {
    all = All({AtLeast(parts, 0, count), Not(AtLeast(parts, 0, count + 1))});
  } else {
    all = AtLeast(parts, 0, count);
  }
  if (SizeOf(all) > kMostTests) {
    Blame(at, "This is too much to be counted.",
          "Declare yes/no facts for the parts, or split the rule.");
    return {};
  }
  return Spanning(start.position, std::move(all));
}

}  // namespace actionplan::internal
