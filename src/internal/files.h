#ifndef ACTIONPLAN_SRC_INTERNAL_FILES_H_
#define ACTIONPLAN_SRC_INTERNAL_FILES_H_

// Reading and writing whole files.

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace actionplan::internal {

// The bytes of the file at `path`. Fails with a sentence for people.
absl::StatusOr<std::string> ReadTextFile(const std::string& path);

// Writes the file whole or not at all: to a new file beside it, then renamed.
absl::Status WriteTextFile(const std::string& path, std::string_view text);

// A text's position as people count: from 1, in lines and in characters.
struct LineColumn {
  int line = 1;
  int column = 1;
};
LineColumn Locate(std::string_view text, size_t position);

// The position of the first byte that is not valid UTF-8.
std::optional<size_t> FindInvalidUtf8(std::string_view text);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_FILES_H_
