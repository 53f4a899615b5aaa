#ifndef ACTIONPLAN_TESTS_UNIT_MAKE_SCHEME_H_
#define ACTIONPLAN_TESTS_UNIT_MAKE_SCHEME_H_

// Small schemes for tests: Red, Amber and Green with rules of milestones.

#include <string>
#include <string_view>
#include <vector>

#include "actionplan/scheme.h"
#include "actionplan/testing/builders.h"

namespace actionplan {

// A scheme of Red, Amber and Green with these rules of milestones.
inline std::string SchemeText(std::string_view rules) {
  return std::string(R"(scheme = 1
id = "test"
title = "A test"
order = "first match"
[[aspect]]
name = "process"
[[level]]
name = "Red"
letter = "R"
rank = 1
[[level]]
name = "Amber"
letter = "A"
rank = 2
aliases = ["Yellow"]
[[level]]
name = "Green"
letter = "G"
rank = 3
)") + std::string(rules);
}

inline std::string RuleText(std::string_view id, std::string_view level,
                            std::string_view when) {
  return "[[rule]]\nid = \"" + std::string(id) +
         "\"\nfor = \"milestone\"\naspect = \"process\"\nlevel = \"" +
         std::string(level) + "\"\nwhen = \"" + std::string(when) +
         "\"\nbecause = \"x\"\n";
}

inline Scheme SchemeOf(std::string_view rules) {
  return testing::ValueOrDie(
      Scheme::Parse(SchemeText(rules)).OrStatus("scheme"));
}

inline std::vector<Issue> IssuesOf(std::string_view rules) {
  return Scheme::Parse(SchemeText(rules)).issues;
}

inline testing::FactsOf MilestoneFacts() {
  return testing::FactsOf(ItemKind::kMilestone);
}

}  // namespace actionplan

#endif  // ACTIONPLAN_TESTS_UNIT_MAKE_SCHEME_H_
