#include "internal/spelling.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "internal/strings.h"

namespace actionplan::internal {

namespace {

// The letters of a UTF-8 text, each as the bytes that it has.
std::vector<std::string_view> Letters(std::string_view text) {
  std::vector<std::string_view> letters;
  size_t start = 0;
  for (size_t i = 1; i <= text.size(); ++i) {
    const bool inside = i < text.size() && IsContinuation(text[i]);
    if (inside) continue;
    letters.push_back(text.substr(start, i - start));
    start = i;
  }
  return letters;
}

}  // namespace

int SpellingDistance(std::string_view a_text, std::string_view b_text) {
  const std::vector<std::string_view> a = Letters(a_text);
  const std::vector<std::string_view> b = Letters(b_text);
  const size_t width = b.size() + 1;
  std::vector<int> table((a.size() + 1) * width);
  const auto at = [&](size_t i, size_t k) -> int& {
    return table[i * width + k];
  };
  for (size_t i = 0; i <= a.size(); ++i) {
    for (size_t k = 0; k <= b.size(); ++k) {
      if (i == 0 || k == 0) {
        at(i, k) = static_cast<int>(i + k);
        continue;
      }
      const int change = a[i - 1] == b[k - 1] ? 0 : 1;
      int best = std::min(
          {at(i - 1, k) + 1, at(i, k - 1) + 1, at(i - 1, k - 1) + change});
      if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1]) {
        best = std::min(best, at(i - 2, k - 2) + 1);
      }
      at(i, k) = best;
    }
  }
  return at(a.size(), b.size());
}

std::string_view Nearest(std::string_view text,
                         std::span<const std::string_view> words) {
  constexpr int kTooFar = 3;
  constexpr size_t kLongest = 40;
  if (text.size() > kLongest) return {};
  int best = kTooFar;
  std::string_view nearest;
  const auto letters = [](std::string_view word) {
    return std::count_if(word.begin(), word.end(),
                         [](char c) { return !IsContinuation(c); });
  };
  const auto length = letters(text);
  for (std::string_view word : words) {
    // At least so many letters are to be added or dropped.
    if (std::abs(letters(word) - length) >= best) continue;
    const int distance = SpellingDistance(text, word);
    if (distance < best && 2 * distance < static_cast<int>(word.size())) {
      best = distance;
      nearest = word;
    }
  }
  return nearest;
}

}  // namespace actionplan::internal
