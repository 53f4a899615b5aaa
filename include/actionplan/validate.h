#ifndef ACTIONPLAN_VALIDATE_H_
#define ACTIONPLAN_VALIDATE_H_

// Contradictions inside a plan: things that can all be read and can't all be
// so. A plan with contradictions can be folded and rated; they are listed so
// that somebody mends them or explains them.
//
//   for (const Issue& issue : Validate(plan)) std::cout << issue << "\n";
//
// What is found:
//   - a due whose last day is before the first day of its start
//   - an update about something that does not exist, or of a kind that is not
//     for that sort of item
//   - a measure, concern or milestone that refers to what does not exist
//   - milestones that need each other in a circle
//   - an update recorded before it was so (a completion in its future)
//   - an `on` that is not within its own words
//   - a reading whose numerator and denominator do not give its percentage,
//     neither rounded nor cut off to the digits that were stated
//   - a percentage complete outside 0 to 100; a share of nothing; a negative
//     tolerance
//   - work on hold, suspended or cancelled without a decision
//   - an override of a rating without who made it or without a reason
//   - a rating for a reporting period that does not exist
//   - reporting periods that overlap or share a name

#include <vector>

#include "actionplan/issue.h"
#include "actionplan/plan.h"

namespace actionplan {

// In the order of the file; each with its JSON path.
std::vector<Issue> Validate(const Plan& plan);

}  // namespace actionplan

#endif  // ACTIONPLAN_VALIDATE_H_
