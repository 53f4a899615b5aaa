#include "actionplan/testing/schemes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "make_scheme.h"

namespace actionplan::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Scheme WithExample(std::string_view level) {
  return SchemeOf(RuleText("late", "Red", "days_overdue > 14") +
                  RuleText("fine", "Green", "otherwise") +
                  "[[example]]\nfor = \"milestone\"\naspect = \"process\"\n"
                  "facts = { days_overdue = 15 }\nlevel = \"" +
                  std::string(level) + "\"\n");
}

TEST(RunsItsExamples, MatchesWhenAllPass) {
  EXPECT_THAT(WithExample("Red"), RunsItsExamples());
  EXPECT_THAT(SchemeOf(RuleText("a", "Red", "always")), Not(RunsItsExamples()));
}

TEST(RunsItsExamples, ExplainsAFailure) {
  ::testing::StringMatchResultListener listener;
  EXPECT_FALSE(::testing::ExplainMatchResult(RunsItsExamples(),
                                             WithExample("Green"), &listener));
  EXPECT_THAT(listener.str(),
              HasSubstr("wanted Green, the scheme gives Red by rule late"));
  EXPECT_THAT(listener.str(), HasSubstr("days_overdue > 14: yes"));
}

TEST(Gives, TakesFactsByName) {
  const Scheme scheme = WithExample("Red");
  const auto facts = [&] { return NamedFacts(scheme, ItemKind::kMilestone); };
  EXPECT_THAT(scheme, Gives("Red", facts().With("days_overdue", 15)));
  EXPECT_THAT(scheme, Gives("Green", facts().With("days_overdue", 14)));
  EXPECT_THAT(scheme, Gives("not rated", facts()));
}

TEST(NamedFacts, EndsTheProgramOnAMistakeInATest) {
  const Scheme scheme = WithExample("Red");
  EXPECT_DEATH(NamedFacts(scheme, ItemKind::kMilestone).With("days_over", 1),
               "no fact 'days_over'");
  EXPECT_DEATH(NamedFacts(scheme, ItemKind::kMilestone).With("stage", "begun"),
               "'begun' is not a value of 'stage'");
}

TEST(HasNoFindings, SaysWhatIsFound) {
  EXPECT_THAT(SchemeOf(RuleText("a", "Red", "days_overdue > 14")),
              Not(HasNoFindings()));
}

}  // namespace
}  // namespace actionplan::testing
