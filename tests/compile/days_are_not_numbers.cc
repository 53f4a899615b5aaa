#include "actionplan/date.h"

// A bare number does not say whether it counts calendar or working days.
bool IsMoreThanAWeek(actionplan::Days late) {
#ifdef MUST_NOT_COMPILE
  return late > 7;
#else
  return late > actionplan::Days(7);
#endif
}
