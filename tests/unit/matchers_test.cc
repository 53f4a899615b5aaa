#include "actionplan/testing/matchers.h"

#include <gtest/gtest.h>

#include "actionplan/testing/builders.h"

namespace actionplan::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

Scheme Walsall() { return ValueOrDie(LoadScheme("walsall-2018")); }

absl::StatusOr<Assessment> LateAssessment() {
  const Plan plan = PlanBuilder("December 2017")
                        .Recommendation("R1")
                        .Milestone("R1.1", "28 February 2018")
                        .Build();
  return Assess(ValueOrDie(AsOf(plan, Day("2018-03-27"))), Walsall());
}

template <typename Matcher, typename Value>
std::string Explain(const Matcher& matcher, const Value& value) {
  ::testing::StringMatchResultListener listener;
  ::testing::ExplainMatchResult(matcher, value, &listener);
  return listener.str();
}

TEST(RatingOf, ComposesOverAWholeAssessment) {
  EXPECT_THAT(
      LateAssessment(),
      IsOkAndHolds(
          AllOf(RatingOf("R1.1", Is("Red", Because("process-overdue"))),
                RatingOf("R1", "process", Is("Red", Saying(HasSubstr("R1.1")))),
                RatingOf("R1.1", Not(Is("Amber"))))));
}

TEST(RatingOf, ExplainsAFailureWithRuleReasonAndFacts) {
  const std::string words =
      Explain(RatingOf("R1.1", Is("Green")), *LateAssessment());
  EXPECT_THAT(words, AllOf(HasSubstr("R1.1 process: Red"),
                           HasSubstr("rule process-overdue"),
                           HasSubstr("due 28 February 2018, 27 days overdue"),
                           HasSubstr("days_overdue = 27 days")));
}

TEST(RatingOf, DoesNotMatchAnItemThatIsNotThere) {
  EXPECT_THAT(*LateAssessment(), Not(RatingOf("R99", Is("Red"))));
  EXPECT_THAT(Explain(RatingOf("R99", Is("Red")), *LateAssessment()),
              HasSubstr("no rating of R99"));
}

TEST(IsOkAndHolds, DoesNotMatchAnErrorAndSaysIt) {
  const absl::StatusOr<Assessment> error = absl::InvalidArgumentError("broken");
  EXPECT_THAT(error, Not(IsOkAndHolds(RatingOf("R1", Is("Red")))));
  EXPECT_THAT(error, IsErrorSaying(HasSubstr("broken")));
  EXPECT_THAT(LateAssessment(), Not(IsErrorSaying(HasSubstr("broken"))));
}

TEST(IsOneOf, NamesTheLevelsThatMissingFactsLeaveOpen) {
  const Rating rating =
      RateFacts(Walsall(), FactsOf(ItemKind::kMilestone)
                               .With(Fact::kComplete, false)
                               .With(Fact::kStage, Stage::kInProgress)
                               .With(Fact::kDue, "2018-04-30")
                               .With(Fact::kOriginalDue, "2018-04-30")
                               .NotApplicable(Fact::kReplannedOn)
                               .With(Fact::kDaysOverdue, 0)
                               .NotApplicable(Fact::kDaysStartLate));
  // Whether the forecast is late was never said.
  EXPECT_THAT(rating, AllOf(IsNotRated(), IsOneOf("Amber", "Green")));
}

}  // namespace
}  // namespace actionplan::testing
