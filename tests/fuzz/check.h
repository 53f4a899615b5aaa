#ifndef ACTIONPLAN_TESTS_FUZZ_CHECK_H_
#define ACTIONPLAN_TESTS_FUZZ_CHECK_H_

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace actionplan {

// Ends the program, with the text and the claim, if it is not so.
inline void Check(bool is_so, std::string_view text, const char* claim) {
  if (is_so) return;
  std::fprintf(stderr, "Of '%.*s' it is not true that %s.\n",
               static_cast<int>(text.size()), text.data(), claim);
  std::abort();
}

}  // namespace actionplan

#endif  // ACTIONPLAN_TESTS_FUZZ_CHECK_H_
