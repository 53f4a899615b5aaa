#include "internal/decimal.h"

#include <gtest/gtest.h>

namespace actionplan::internal {
namespace {

TEST(DecimalDifference, IsAsOnPaper) {
  EXPECT_EQ(DecimalDifference(0.3, 0.1), 0.2);
  EXPECT_EQ(DecimalDifference(95.1, 95), 0.1);
  EXPECT_EQ(DecimalDifference(1, 1.1), -0.1);
  EXPECT_EQ(DecimalDifference(5, 5), 0);
  EXPECT_EQ(DecimalDifference(1e15, 1), 999999999999999);
}

TEST(DecimalPercent, IsAsOnPaper) {
  EXPECT_EQ(DecimalPercent(1.1, 1), 110);
  EXPECT_EQ(DecimalPercent(81, 90), 90);
  EXPECT_EQ(DecimalPercent(0.07, 1), 7);
  EXPECT_EQ(DecimalPercent(-5, 10), -50);
}

TEST(NearestDecimal, LeavesWhatIsExactOrTooLarge) {
  EXPECT_EQ(NearestDecimal(1.0 / 3, 0), 1.0 / 3);
  EXPECT_EQ(NearestDecimal(1e300, 1e285), 1e300);
}

}  // namespace
}  // namespace actionplan::internal
