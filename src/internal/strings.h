#ifndef ACTIONPLAN_SRC_INTERNAL_STRINGS_H_
#define ACTIONPLAN_SRC_INTERNAL_STRINGS_H_

// The glue between std::string_view, which our headers speak, and Abseil.
//
// Distributions build Abseil with an absl::string_view of its own, so that
// absl::StrCat(std::string_view) does not compile. Everything that hands a
// std::string_view to Abseil goes through here.

#include <charconv>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace actionplan::internal {

inline absl::string_view ToAbsl(std::string_view text) {
  return absl::string_view(text.data(), text.size());
}

inline std::string_view ToStd(absl::string_view text) {
  return std::string_view(text.data(), text.size());
}

// absl::StrCat that also takes std::string_view.
template <typename T>
decltype(auto) StrCatArgument(const T& value) {
  if constexpr (std::is_same_v<T, std::string_view>) {
    return ToAbsl(value);
  } else {
    return (value);
  }
}

template <typename... Args>
std::string StrCat(const Args&... args) {
  return absl::StrCat(StrCatArgument(args)...);
}

// A byte that goes on with a UTF-8 character.
constexpr bool IsContinuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// The beginning of a text for a message, not cut in the middle of a character.
inline std::string Excerpt(std::string_view text) {
  constexpr size_t kMost = 60;
  if (text.size() <= kMost) return std::string(text);
  size_t end = kMost;
  while (end > 0 && IsContinuation(text[end])) --end;
  return StrCat(text.substr(0, end), "...");
}

// "a, b, c".
inline std::string Listed(std::span<const std::string_view> words) {
  std::string all;
  for (std::string_view word : words) {
    absl::StrAppend(&all, all.empty() ? "" : ", ", ToAbsl(word));
  }
  return all;
}

// "'a', 'b', 'c'".
inline std::string QuotedList(std::span<const std::string_view> words) {
  std::string all;
  for (std::string_view word : words) {
    absl::StrAppend(&all, all.empty() ? "'" : ", '", ToAbsl(word), "'");
  }
  return all;
}

// A number as people write it: all its digits, no exponent, no negative zero.
inline std::string NumberText(double value) {
  char buffer[400];
  const auto end = std::to_chars(buffer, buffer + sizeof(buffer), value + 0.0,
                                 std::chars_format::fixed);
  return std::string(buffer, end.ptr);
}

template <typename... Args>
absl::Status InvalidArgument(const Args&... args) {
  return absl::InvalidArgumentError(StrCat(args...));
}

template <typename... Args>
absl::Status NotFound(const Args&... args) {
  return absl::NotFoundError(StrCat(args...));
}

template <typename... Args>
absl::Status OutOfRange(const Args&... args) {
  return absl::OutOfRangeError(StrCat(args...));
}

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_STRINGS_H_
