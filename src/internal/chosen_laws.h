#ifndef ACTIONPLAN_SRC_INTERNAL_CHOSEN_LAWS_H_
#define ACTIONPLAN_SRC_INTERNAL_CHOSEN_LAWS_H_

// What is true of a fact that is worked out and no sum, but as good as one for
// a search: the least or the most of some sums, and a product of which one
// factor has few values (a risk score: likelihood 1 to 5, times impact).

#include <functional>
#include <vector>

#include "internal/condition.h"
#include "internal/regions.h"

namespace actionplan::internal {

using DomainOfColumn = std::function<Domain(int column)>;

// The laws of `column` that is this; nothing if it is neither, of which the
// laws would not say all that there is to say.
std::vector<Condition> LawsOfChosen(int column, const Expression& is,
                                    const DomainOfColumn& domain_of);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_CHOSEN_LAWS_H_
