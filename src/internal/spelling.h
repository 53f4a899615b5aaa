#ifndef ACTIONPLAN_SRC_INTERNAL_SPELLING_H_
#define ACTIONPLAN_SRC_INTERNAL_SPELLING_H_

// "Did you mean ...?"

#include <span>
#include <string_view>

namespace actionplan::internal {

// The number of letters to add, drop, change or swap with a neighbour to make
// one word of the other. Texts are UTF-8.
int SpellingDistance(std::string_view a_text, std::string_view b_text);

// The word nearest to `text`, if it is near enough to be a slip of the
// keyboard (at most two letters, and fewer than half of them); else empty.
std::string_view Nearest(std::string_view text,
                         std::span<const std::string_view> words);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_SPELLING_H_
