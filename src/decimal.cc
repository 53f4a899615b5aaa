#include "internal/decimal.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

namespace actionplan::internal {
namespace {

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();

}  // namespace

double NearestDecimal(double value, double error) {
  constexpr int kMostPlaces = 22;  // up to here powers of ten are exact
  static const std::array<double, kMostPlaces + 1> kPowers = [] {
    std::array<double, kMostPlaces + 1> powers{};
    powers[0] = 1;
    for (size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
    return powers;
  }();
  if (error == 0) return value;
  const double places = -std::ceil(std::log10(4 * error));
  if (!(places >= 0 && places <= kMostPlaces)) return value;
  const double power = kPowers[static_cast<size_t>(places)];
  if (std::abs(value) > 1e300 / power) return value;
  return std::nearbyint(value * power) / power;
}

double DecimalDifference(double a, double b) {
  const double error = kEpsilon * (std::abs(a) + std::abs(b));
  return NearestDecimal(a - b, error);
}

double DecimalPercent(double a, double b) {
  const double percent = 100 * a / b;
  return NearestDecimal(percent, 4 * kEpsilon * std::abs(percent));
}

}  // namespace actionplan::internal
