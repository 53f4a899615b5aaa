#ifndef ACTIONPLAN_LATENESS_H_
#define ACTIONPLAN_LATENESS_H_

// Whether something was finished by its due, where the words may be less exact
// than a day.
//
//   Lateness lateness = LatenessOf(ParseDue("2017-04"), ParseDue("2018"));
//   lateness.answer;    // LateAnswer::kLate
//   lateness.least;     // Days(246): 1 January 2018 minus 30 April 2017
//   lateness.most;      // Days(610): 31 December 2018 minus 30 April 2017
//   ToWords(lateness);  // "late by 246 to 610 days"
//
// A due is kept up to its last day and late from the day after (see due.h). A
// finish is a span of days, one of which it was. So there are three answers,
// and the third is never turned into one of the others:
//   late            every day that the finish can have been is after the due
//   on time         none is
//   can't be told   some are; or the due or the finish has no date
//
// Days are calendar days from the last day of due to the finish, negative if
// early. An open end ("by May 2018", "since October 2017") leaves `least` or
// `most` absent. Where the words of a due or of a finish can be read in several
// ways, all of them count: an answer is given only if it is the same for each.
// Our choice, because a late finish must not depend on which reading is usual.

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include "actionplan/date.h"
#include "actionplan/due.h"

namespace actionplan {

enum class LateAnswer { kOnTime, kLate, kCantBeTold };

// "on time", "late", "can't be told".
std::string_view ToWord(LateAnswer answer);

struct Lateness {
  LateAnswer answer = LateAnswer::kCantBeTold;
  // The fewest and the most days late; both absent if due or finish is undated.
  std::optional<Days> least;
  std::optional<Days> most;

  // Whether the number of days is known.
  bool is_exact() const { return least.has_value() && least == most; }

  friend bool operator==(const Lateness&, const Lateness&) = default;
};

// "late by 3 days", "late by at least 246 days", "on time, 18 days early", "on
// time, to the day", "can't be told: 119 days early to 245 days late".
std::string ToWords(const Lateness& lateness);

Lateness LatenessOf(const Due& due, const Due& finished);

// The same for a finish on one of the days from `earliest` to `latest`; an
// absent one is open. If both are absent there is no finish to judge.
Lateness LatenessBetween(const Due& due, std::optional<Date> earliest,
                         std::optional<Date> latest);

std::ostream& operator<<(std::ostream& out, const Lateness& lateness);

}  // namespace actionplan

#endif  // ACTIONPLAN_LATENESS_H_
