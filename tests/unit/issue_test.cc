#include "actionplan/issue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

namespace actionplan {
namespace {

using ::testing::ElementsAre;
using ::testing::StartsWith;

Issue BadDay() {
  return {"$.journal[3].on", "There is no day 30 February 2018.",
          "Write a day that exists."};
}

Issue BadId() {
  return {"line 12, column 9", "The id 'R7' stands twice.",
          "Give one of them another."};
}

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

TEST(Issue, ReadsAsWhereThenWhatThenRemedy) {
  EXPECT_EQ(ToWords(BadDay()),
            "$.journal[3].on: There is no day 30 February 2018. Write a day "
            "that exists.");
}

TEST(Issue, PrintsAsItsWords) {
  std::ostringstream out;
  out << BadId();
  EXPECT_EQ(out.str(), ToWords(BadId()));
}

TEST(Issue, WithoutARemedyEndsAfterWhat) {
  EXPECT_EQ(ToWords({"$", "It is broken.", ""}), "$: It is broken.");
}

TEST(Issue, IsTheSameOnlyIfAllThreePartsAre) {
  EXPECT_EQ(BadDay(), BadDay());
  for (std::string Issue::* part :
       {&Issue::where, &Issue::what, &Issue::remedy}) {
    Issue other = BadDay();
    other.*part += "!";
    EXPECT_FALSE(other == BadDay()) << other;
  }
}

TEST(ToStatus, IsAnErrorWithALineForEachIssueBelowTheHeading) {
  const absl::Status status = ToStatus("The plan:", {BadDay(), BadId()});
  EXPECT_FALSE(status.ok());
  EXPECT_THAT(LinesOf(std::string(status.message())),
              ElementsAre("The plan:", ::testing::EndsWith(ToWords(BadDay())),
                          ::testing::EndsWith(ToWords(BadId()))));
}

TEST(WithIssues, GivesItsValueIfItHasOne) {
  const absl::StatusOr<std::string> result =
      WithIssues<std::string>{"a plan", {}}.OrStatus("Heading:");
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(*result, "a plan");
}

TEST(WithIssues, GivesAllItsIssuesIfItHasNoValue) {
  const absl::StatusOr<std::string> result = WithIssues<std::string>{
      std::nullopt, {BadDay(), BadId()}}.OrStatus("Heading:");
  ASSERT_FALSE(result.ok());
  EXPECT_THAT(std::string(result.status().message()), StartsWith("Heading:"));
  EXPECT_THAT(LinesOf(std::string(result.status().message())).size(), 3);
}

TEST(WithIssues, CanHoldWhatCanOnlyBeMoved) {
  auto result =
      WithIssues<std::unique_ptr<int>>{std::make_unique<int>(7), {}}.OrStatus(
          "Heading:");
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(**result, 7);
}

}  // namespace
}  // namespace actionplan
