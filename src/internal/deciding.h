#ifndef ACTIONPLAN_SRC_INTERNAL_DECIDING_H_
#define ACTIONPLAN_SRC_INTERNAL_DECIDING_H_

// What made a condition true.

#include <string>
#include <string_view>
#include <vector>

#include "actionplan/facts.h"
#include "internal/condition.h"

namespace actionplan::internal {

struct Deciding {
  // In the words of the condition: "days_overdue > 0 and not recovery_plan".
  std::string text;
  // The columns that it tests, each once.
  std::vector<int> columns;
};

// Of a condition that is true of a row: of an `or` the parts that hold, of an
// `and` all. `text` is what it was parsed from.
Deciding DecidingOf(const Condition& condition, std::string_view text,
                    const FactTable& facts, int row);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_DECIDING_H_
