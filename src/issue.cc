#include "actionplan/issue.h"

#include <ostream>

#include "internal/strings.h"

namespace actionplan {

std::string ToWords(const Issue& issue) {
  std::string words = absl::StrCat(issue.where, ": ", issue.what);
  if (!issue.remedy.empty()) absl::StrAppend(&words, " ", issue.remedy);
  return words;
}

std::ostream& operator<<(std::ostream& out, const Issue& issue) {
  return out << ToWords(issue);
}

absl::Status ToStatus(const std::string& heading,
                      const std::vector<Issue>& issues) {
  std::string message = heading;
  for (const Issue& issue : issues) {
    absl::StrAppend(&message, "\n  ", ToWords(issue));
  }
  return absl::InvalidArgumentError(message);
}

}  // namespace actionplan
