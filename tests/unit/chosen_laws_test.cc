#include "internal/chosen_laws.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "actionplan/scheme_check.h"
#include "make_scheme.h"

namespace actionplan::internal {
namespace {

std::string CountText(const std::string& name, int least, int most) {
  return "[[fact]]\nname = \"" + name +
         "\"\nfor = \"milestone\"\ntype = \"count\"\nmin = " +
         std::to_string(least) + "\nmax = " + std::to_string(most) + "\n";
}

std::string DerivedText(const std::string& name, const std::string& is) {
  return "[[fact]]\nname = \"" + name +
         "\"\nfor = \"milestone\"\ntype = \"number\"\nis = \"" + is + "\"\n";
}

// Rules of which the second is hidden, or not, by what `is` can be.
struct Row {
  const char* is;
  int threshold;
  int (*value)(int a, int b);
};

TEST(LawsOfChosen, KnowWhatBruteForceKnows) {
  const Row rows[] = {
      {"larger of (a, b)", 5, [](int a, int b) { return std::max(a, b); }},
      {"min(a, 2 * b)", 3, [](int a, int b) { return std::min(a, 2 * b); }},
      {"abs(a - b)", 4, [](int a, int b) { return std::abs(a - b); }},
      {"a * b", 12, [](int a, int b) { return a * b; }},
      {"max(a, b, 3)", 3, [](int a, int b) { return std::max({a, b, 3}); }},
  };
  for (const Row& row : rows) {
    for (int sum = 2; sum <= 10; ++sum) {
      // Whether the value can come up to the threshold with this sum.
      bool can = false;
      for (int a = 1; a <= 5; ++a) {
        for (int b = 1; b <= 5; ++b) {
          can = can || (a + b == sum && row.value(a, b) >= row.threshold);
        }
      }
      const Scheme scheme =
          SchemeOf(CountText("a", 1, 5) + CountText("b", 1, 5) +
                   DerivedText("c", row.is) +
                   RuleText("r", "Red",
                            "c >= " + std::to_string(row.threshold) +
                                " and a + b = " + std::to_string(sum)) +
                   RuleText("g", "Green", "otherwise"));
      const SchemeCheck check = CheckScheme(scheme);
      bool unreachable = false;
      for (const SchemeFinding& finding : check.findings) {
        unreachable = unreachable || finding.kind == FindingKind::kUnreachable;
      }
      EXPECT_EQ(unreachable, !can) << row.is << ", sum " << sum;
      EXPECT_THAT(check.undecided, ::testing::IsEmpty()) << row.is;
    }
  }
}

}  // namespace
}  // namespace actionplan::internal
