#ifndef ACTIONPLAN_TESTS_UNIT_TRUTHS_H_
#define ACTIONPLAN_TESTS_UNIT_TRUTHS_H_

// What the library's kernel makes of a condition, for every row of a table.

#include <algorithm>
#include <cstdint>
#include <vector>

#include "actionplan/facts.h"
#include "internal/condition.h"

namespace actionplan::internal {

inline std::vector<uint8_t> TruthsOf(const Condition& condition,
                                     const FactTable& table) {
  const Program program(condition);
  std::vector<uint8_t> truths(static_cast<size_t>(table.rows()));
  for (int first = 0; first < table.rows(); first += Program::kBlock) {
    program.Run(table, first, std::min(Program::kBlock, table.rows() - first),
                truths.data() + first);
  }
  return truths;
}

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_TESTS_UNIT_TRUTHS_H_
