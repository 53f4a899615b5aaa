#ifndef ACTIONPLAN_TESTING_MATCHERS_H_
#define ACTIONPLAN_TESTING_MATCHERS_H_

// GoogleTest matchers for the tests of RAG rules. Link actionplan::testing.
//
//   using namespace actionplan::testing;
//
//   EXPECT_THAT(Assess(snapshot, scheme),
//               IsOkAndHolds(AllOf(
//                   RatingOf("R7.1", Is("Red", Because("process-overdue"))),
//                   RatingOf("R7", Is("Red")))));
//
//   EXPECT_THAT(RateFacts(scheme, FactsOf(ItemKind::kMilestone)
//                                     .With(Fact::kDaysOverdue, 27)),
//               Is("Red", Saying(HasSubstr("27 days"))));
//
// Matchers take values or other matchers and compose with AllOf, Not and the
// rest of gMock. A failure prints the item, the rating, the rule that fired,
// its reason, and the facts it saw. Builders for facts and plans are in
// builders.h.

#include <gmock/gmock.h>

#include <optional>
#include <ostream>
#include <string>
#include <type_traits>
#include <utility>

#include "absl/status/statusor.h"
#include "actionplan/assess.h"

namespace actionplan {

// How GoogleTest prints a fact and a rating.
inline void PrintTo(const SeenFact& fact, std::ostream* out) {
  *out << fact.name << " = " << fact.value << " (" << fact.from << ")";
}
inline void PrintTo(const Rating& rating, std::ostream* out) {
  *out << (rating.item.empty() ? "facts" : rating.item) << " " << rating.aspect
       << ": " << rating.level_name << ", by "
       << (rating.rule.empty() ? "no rule" : "rule " + rating.rule) << ", "
       << "because " << rating.because;
  for (const SeenFact& fact : rating.facts) {
    *out << "\n    ";
    PrintTo(fact, out);
  }
}

namespace testing {

namespace internal {

template <typename T>
std::string StatusText(const absl::StatusOr<T>& result) {
  return std::string(result.status().message().data(),
                     result.status().message().size());
}

}  // namespace internal

// Matches an absl::StatusOr that is OK and whose value matches `inner`.
MATCHER_P(
    IsOkAndHolds, inner,
    "is OK and " +
        ::testing::DescribeMatcher<typename std::decay_t<arg_type>::value_type>(
            inner, negation)) {
  if (!arg.ok()) {
    *result_listener << "which is an error: " << internal::StatusText(arg);
    return false;
  }
  return ::testing::ExplainMatchResult(inner, *arg, result_listener);
}

// Matches an absl::StatusOr that is an error with a message that matches.
MATCHER_P(IsErrorSaying, inner,
          "is an error whose message " +
              ::testing::DescribeMatcher<std::string>(inner, negation)) {
  if (arg.ok()) {
    *result_listener << "which is OK";
    return false;
  }
  return ::testing::ExplainMatchResult(inner, internal::StatusText(arg),
                                       result_listener);
}

// The rule that decided, by id.
template <typename RuleMatcher>
::testing::Matcher<const Rating&> Because(RuleMatcher rule) {
  return ::testing::Field("rule", &Rating::rule, rule);
}

// The reason in words.
template <typename TextMatcher>
::testing::Matcher<const Rating&> Saying(TextMatcher text) {
  return ::testing::Field("because", &Rating::because, text);
}

// The level by the scheme's word, and whatever else must hold of the rating.
// "not rated" is a word too.
template <typename LevelMatcher, typename... RatingMatchers>
::testing::Matcher<const Rating&> Is(LevelMatcher level,
                                     RatingMatchers... more) {
  return ::testing::AllOf(::testing::Field("level", &Rating::level_name, level),
                          more...);
}

inline ::testing::Matcher<const Rating&> IsNotRated() {
  return Is(std::string(kNotRatedWord));
}

// The levels that are still possible where a fact is not recorded.
template <typename... Levels>
::testing::Matcher<const Rating&> IsOneOf(Levels... levels) {
  return ::testing::Field("possible levels", &Rating::possible,
                          ::testing::UnorderedElementsAre(levels...));
}

// The rating of an item of an assessment, for the aspect that is named.
MATCHER_P3(RatingOf, item, aspect, inner,
           "has a rating of " + std::string(item) + " that " +
               ::testing::DescribeMatcher<const Rating&>(inner, negation)) {
  const std::optional<Rating> rating = arg.Find(item, aspect);
  if (!rating.has_value()) {
    *result_listener << "which has no " << aspect << " rating of " << item;
    return false;
  }
  *result_listener << "which is\n    " << ::testing::PrintToString(*rating)
                   << "\n  ";
  return ::testing::ExplainMatchResult(inner, *rating, result_listener);
}

// The same for the first aspect of the scheme for which the item is rated.
MATCHER_P2(RatingOf, item, inner,
           "has a rating of " + std::string(item) + " that " +
               ::testing::DescribeMatcher<const Rating&>(inner, negation)) {
  for (const Aspect& aspect : arg.scheme().aspects()) {
    if (!arg.Find(item, aspect.name).has_value()) continue;
    return ::testing::ExplainMatchResult(RatingOf(item, aspect.name, inner),
                                         arg, result_listener);
  }
  *result_listener << "which has no rating of " << item;
  return false;
}

}  // namespace testing
}  // namespace actionplan

#endif  // ACTIONPLAN_TESTING_MATCHERS_H_
