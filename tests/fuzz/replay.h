#ifndef ACTIONPLAN_TESTS_FUZZ_REPLAY_H_
#define ACTIONPLAN_TESTS_FUZZ_REPLAY_H_

// What a fuzz target gives to replay.cc.

#include <string>
#include <string_view>
#include <vector>

namespace actionplan {

using Texts = std::vector<std::string>;

// Texts of the kind that the target reads, to start from.
Texts Seeds();

// Characters that mean something in them.
std::string_view TellingCharacters();

// Texts of up to a megabyte, each with what it is made of.
struct LongText {
  std::string made_of;
  std::string text;
};
std::vector<LongText> LongTexts();

// The part over and over, up to a megabyte.
std::string Megabyte(std::string_view part);

// The lines of a file under the project's folder; ends the program if there is
// no such file.
Texts LinesOf(std::string_view path);

}  // namespace actionplan

#endif  // ACTIONPLAN_TESTS_FUZZ_REPLAY_H_
