#ifndef ACTIONPLAN_SRC_INTERNAL_DECIMAL_H_
#define ACTIONPLAN_SRC_INTERNAL_DECIMAL_H_

// Decimal numbers that behave as on paper. Binary fractions miss them by a
// little, so that 0.3 - 0.1 is 0.19999999999999998; the number that was meant
// is the decimal one with the fewest places that the error leaves possible.

namespace actionplan::internal {

// The decimal number nearest to `value` that is off by no more than `error`.
double NearestDecimal(double value, double error);

// a - b, and 100 a / b, for numbers as people write them.
double DecimalDifference(double a, double b);
double DecimalPercent(double a, double b);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_DECIMAL_H_
