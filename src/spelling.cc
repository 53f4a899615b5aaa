#include "internal/spelling.h"

#include <algorithm>
#include <vector>

namespace actionplan::internal {

int SpellingDistance(std::string_view a, std::string_view b) {
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
      int best = std::min({at(i - 1, k) + 1, at(i, k - 1) + 1,
                           at(i - 1, k - 1) + change});
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
  for (std::string_view word : words) {
    const int distance = SpellingDistance(text, word);
    if (distance < best && 2 * distance < static_cast<int>(word.size())) {
      best = distance;
      nearest = word;
    }
  }
  return nearest;
}

}  // namespace actionplan::internal
