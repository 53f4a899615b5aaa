#ifndef ACTIONPLAN_ISSUE_H_
#define ACTIONPLAN_ISSUE_H_

// A problem with an input, said so that its owner can mend it.
//
// Two things are kept apart in this library: an *operation that can't run* is
// an absl::Status, and an *input that has problems* is a list of issues, all
// of them, each with where, what and what would do. A reader returns both the
// value (if there is one) and the issues:
//
//   WithIssues<Plan> reading = ReadPlan(json_text);
//   for (const Issue& issue : reading.issues) std::cerr << issue << "\n";
//   if (!reading.value.has_value()) return 1;

#include <iosfwd>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace actionplan {

struct Issue {
  // The place: a JSON path ("$.journal[3].on"), or a line and column
  // ("line 12, column 9").
  std::string where;
  // What was found there, in a sentence with the offending value.
  std::string what;
  // What would do, in a sentence.
  std::string remedy;

  friend bool operator==(const Issue&, const Issue&) = default;
};

// "where: what remedy".
std::string ToWords(const Issue& issue);
std::ostream& operator<<(std::ostream& out, const Issue& issue);

// One Status for a whole list: the issues a line each, below `heading`.
absl::Status ToStatus(const std::string& heading,
                      const std::vector<Issue>& issues);

// What a reader gives back. There is a value if and only if there are no
// issues.
template <typename T>
struct WithIssues {
  std::optional<T> value;
  std::vector<Issue> issues;

  // For callers that only want to know whether it worked.
  absl::StatusOr<T> OrStatus(const std::string& heading) && {
    if (!value.has_value()) return ToStatus(heading, issues);
    return *std::move(value);
  }
};

}  // namespace actionplan

#endif  // ACTIONPLAN_ISSUE_H_
