#ifndef ACTIONPLAN_SRC_INTERNAL_DUE_CHANGES_H_
#define ACTIONPLAN_SRC_INTERNAL_DUE_CHANGES_H_

// Texts that report a change of a date: "Revised: June 2025 (was March 2025)",
// "extended to June 2025 from March 2025", "Mar 2018 -> Jul 2018".

#include <cstddef>
#include <optional>
#include <vector>

#include "internal/due_lexer.h"
#include "internal/due_phrases.h"

namespace actionplan::internal {

// Positions in the phrases of a text.
struct Change {
  size_t now = 0;
  size_t was = 0;
  bool by_arrow = false;  // only an arrow says so
  bool earlier = false;   // it was brought forward
};

// "Moved from March 2025 to June 2025" is read as one stretch of time; here it
// becomes the two dates that it is.
void SplitChanges(const Tokens& tokens, std::vector<Phrase>& phrases);

// Which phrase is the date now, and which the one before; nullopt if the words
// do not tell for every phrase.
std::optional<Change> FindChange(const Tokens& tokens,
                                 const std::vector<Phrase>& phrases);

// Two dates that words name: which is due, and whether the other is the start
// of the work ("Start: X End: Y") or the day on which it was done ("Due X,
// completed Y").
struct Labels {
  size_t due = 0;
  size_t other = 0;
  bool is_span = false;
};
std::optional<Labels> FindLabels(const Tokens& tokens,
                                 const std::vector<Phrase>& phrases);

// "31 March 2025, extended by 3 months": from when is the agreement's to say.
bool IsMovedByLength(const Tokens& tokens);

// Whether the only phrase of a text is called the old date: "extended from
// March 2025", "TBC (was March 2025)".
enum class OldDate { kNo, kMoved, kWas, kStruckOut };
OldDate FindOldDate(const Tokens& tokens, const Phrase& phrase);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_DUE_CHANGES_H_
