#include <optional>

#include "actionplan/date.h"

// "No date" is said by std::optional and never by a Date without a value.
#ifdef MUST_NOT_COMPILE
actionplan::Date unknown;
#else
std::optional<actionplan::Date> unknown;
#endif
