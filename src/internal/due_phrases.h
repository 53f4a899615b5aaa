#ifndef ACTIONPLAN_SRC_INTERNAL_DUE_PHRASES_H_
#define ACTIONPLAN_SRC_INTERNAL_DUE_PHRASES_H_

// The date phrases of a text: points joined by "and", "to", "/" ..., with the
// words around them that say which end counts ("by", "from") and how sure it
// is ("around", "TBC").

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "actionplan/due.h"
#include "internal/due_lexer.h"
#include "internal/due_points.h"

namespace actionplan::internal {

enum class Joint {
  kRange,     // "to", "-", "until"
  kAnd,       // "and", "&", ","
  kSlash,     // "/"
  kOr,        // "or"
  kAndAgain,  // "and in": each is an occasion of its own
};

enum class Bound {
  kPlain,
  kBy,
  kUntil,
  kBefore,
  kFrom,
  kAfter,
  kBetween,
};

struct Phrase {
  std::vector<Point> points;
  std::vector<Joint> joints;  // one fewer than the points
  Bound bound = Bound::kPlain;
  bool every = false;  // "every March"
  size_t begin = 0;    // tokens, with the words of its bound
  size_t end = 0;
  // Lowered by the words around it, with the reasons.
  Confidence confidence = Confidence::kHigh;
  std::vector<std::string> notes;
  std::string problem;
  // "3 weeks after 1 May": as many units from its day, backwards if below 0.
  // "Within 3 weeks of" fills the time between.
  int offset = 0;
  Unit offset_unit = Unit::kDay;
  bool fills = false;

  // Whether a year is written, or the phrase is counted and needs none.
  bool has_year() const;
};

// All phrases of a text, in order. Numbers, years and words such as "may" that
// stand alone in running text are left out.
std::vector<Phrase> ReadPhrases(const Tokens& tokens,
                                const DueOptions& options);

// What a phrase means.
struct Reading {
  std::optional<Date> first;
  std::optional<Date> last;
  Confidence confidence = Confidence::kHigh;
  std::vector<std::string> notes;
};

// Fails with a sentence about what is impossible or missing. What else the
// phrase can mean is added to `others`, also when which of them is the problem.
absl::StatusOr<Reading> Resolve(const Phrase& phrase, const Tokens& tokens,
                                const DueOptions& options,
                                std::vector<DueReading>& others);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_DUE_PHRASES_H_
