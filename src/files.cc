#include "internal/files.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "internal/strings.h"

namespace actionplan::internal {
namespace {

namespace fs = std::filesystem;

// How many bytes the character that begins with `c` has; 0 if none does.
size_t Utf8Length(unsigned char c) {
  if (c < 0x80) return 1;
  if (c >= 0xC2 && c <= 0xDF) return 2;
  if (c >= 0xE0 && c <= 0xEF) return 3;
  if (c >= 0xF0 && c <= 0xF4) return 4;
  return 0;
}

// Overlong forms, surrogates and what lies beyond U+10FFFF.
bool IsForbiddenPair(unsigned char first, unsigned char second) {
  return (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
         (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
}

// A name in the same folder that nothing has yet.
std::string FreeNameBeside(const std::string& path) {
  for (int i = 0;; ++i) {
    std::string name = StrCat(path, ".part", i);
    std::error_code problem;
    if (!fs::exists(fs::symlink_status(name, problem))) return name;
  }
}

}  // namespace

absl::StatusOr<std::string> ReadTextFile(const std::string& path) {
  std::error_code problem;
  const fs::file_status status = fs::status(path, problem);
  if (!fs::exists(status)) {
    return NotFound("There is no file ", path, "; check the path.");
  }
  if (fs::is_directory(status)) {
    return InvalidArgument(path, " is a folder; name a file in it.");
  }
  std::ifstream in(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)),
                   std::istreambuf_iterator<char>());
  if (!in.is_open() || in.bad()) {
    return absl::PermissionDeniedError(
        StrCat(path, " can't be read; check who may read it."));
  }
  return text;
}

absl::Status WriteTextFile(const std::string& path, std::string_view text) {
  const std::string beside = FreeNameBeside(path);
  {
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.flush();
    if (!out.good()) {
      std::remove(beside.c_str());
      return absl::PermissionDeniedError(StrCat(
          path, " can't be written; check the folder and the free space."));
    }
  }
  std::error_code problem;
  fs::rename(beside, path, problem);
  if (!problem) return absl::OkStatus();
  std::remove(beside.c_str());
  return absl::PermissionDeniedError(
      StrCat(path, " can't be written: ", problem.message(), "."));
}

LineColumn Locate(std::string_view text, size_t position) {
  LineColumn at;
  for (size_t i = 0; i < position && i < text.size(); ++i) {
    if (text[i] == '\n') {
      ++at.line;
      at.column = 1;
    } else if (!IsContinuation(text[i])) {
      ++at.column;
    }
  }
  return at;
}

std::optional<size_t> FindInvalidUtf8(std::string_view text) {
  size_t i = 0;
  while (i < text.size()) {
    const auto first = static_cast<unsigned char>(text[i]);
    const size_t length = Utf8Length(first);
    if (length == 0 || i + length > text.size()) return i;
    for (size_t k = 1; k < length; ++k) {
      if (!IsContinuation(text[i + k])) return i;
      const auto next = static_cast<unsigned char>(text[i + k]);
      if (k == 1 && IsForbiddenPair(first, next)) return i;
    }
    i += length;
  }
  return std::nullopt;
}

}  // namespace actionplan::internal
