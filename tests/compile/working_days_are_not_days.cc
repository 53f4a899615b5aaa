#include "actionplan/work_calendar.h"

// Ten working days are two weeks, ten calendar days are not.
bool IsMoreThanTwoWeeks(actionplan::WorkingDays late) {
#ifdef MUST_NOT_COMPILE
  return late > actionplan::Days(10);
#else
  return late > actionplan::WorkingDays(10);
#endif
}
