#ifndef ACTIONPLAN_SRC_INTERNAL_DUE_WITHOUT_DATE_H_
#define ACTIONPLAN_SRC_INTERNAL_DUE_WITHOUT_DATE_H_

// Texts without a date: recurrences, and the reasons for which there is none.

#include <cstddef>
#include <optional>
#include <string_view>

#include "actionplan/due.h"
#include "internal/due_lexer.h"

namespace actionplan::internal {

inline constexpr std::string_view kRecursNote =
    "It recurs, so it is never late.";

// Words that say why there is no date, and where they begin in words(): the
// last of several counts. "Monthly report to be amended" is to be amended, "to
// be reviewed monthly" recurs.
struct NoDateReason {
  size_t at = 0;
  NoDate no_date = NoDate::kNotUnderstood;
  Confidence confidence = Confidence::kHigh;
};
std::optional<NoDateReason> FindReason(const Tokens& tokens);

// What the stages of a plan are called by, with a number: "Year 2", "Phase 1".
bool IsStageName(const Token& token);

// The status with which the text begins. A date beside one of an end is the day
// on which it came; beside another, the day that is due.
struct Status {
  size_t tokens = 0;  // how many it has; 0 if there is none
  bool is_end = false;
};
Status FindStatus(const Tokens& tokens);

// Whether it has a length of time that counts from an event: "6 weeks after
// approval".
bool CountsFromEvent(const Tokens& tokens);

// The last token at which the text says that it recurs.
std::optional<size_t> FindRecurrence(const Tokens& tokens);

// The due of a text in which no date was found.
Due ReadWithoutDate(std::string_view source, const Tokens& tokens);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_DUE_WITHOUT_DATE_H_
