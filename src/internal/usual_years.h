#ifndef ACTIONPLAN_SRC_INTERNAL_USUAL_YEARS_H_
#define ACTIONPLAN_SRC_INTERNAL_USUAL_YEARS_H_

namespace actionplan::internal {

// Years in which a plan is due. Another is read, but with low confidence: it is
// more likely a slip of the pen (our choice).
constexpr bool IsUsualYear(int year) { return year >= 1950 && year <= 2199; }

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_USUAL_YEARS_H_
