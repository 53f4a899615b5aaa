#ifndef ACTIONPLAN_SRC_INTERNAL_CHECK_REMEDY_H_
#define ACTIONPLAN_SRC_INTERNAL_CHECK_REMEDY_H_

// The smallest edit of a scheme file that ends a finding: candidates are
// tried, smallest first, and each is checked as a scheme of its own. One that
// ends the finding and brings no other is the remedy; if none does, the
// finding keeps its advice in words.

#include "actionplan/scheme_check.h"

namespace actionplan::internal {

void FindRemedies(const Scheme& scheme, const CheckOptions& options,
                  SchemeCheck& check);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_CHECK_REMEDY_H_
