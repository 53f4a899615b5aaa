#include "replay.h"

namespace actionplan {
namespace {

// One column of a file under tests/data, its heading apart.
void AddSeeds(std::string_view name, int column, bool has_heading,
              Texts& seeds) {
  bool skip = has_heading;
  for (std::string& line : LinesOf(std::string("tests/data/").append(name))) {
    for (int i = 0; i < column; ++i) line.erase(0, line.find('\t') + 1);
    if (!skip) seeds.push_back(line.substr(0, line.find('\t')));
    skip = false;
  }
}

}  // namespace

Texts Seeds() {
  Texts seeds;
  AddSeeds("due_forms.tsv", 0, true, seeds);
  AddSeeds("edtf/bounds.tsv", 1, true, seeds);
  AddSeeds("edtf/valid.txt", 0, false, seeds);
  AddSeeds("edtf/invalid.txt", 0, false, seeds);
  return seeds;
}

std::string_view TellingCharacters() {
  return "0123456789XYESTZ-/.,:?~%[]{} '()";
}

std::vector<LongText> LongTexts() {
  std::vector<LongText> texts;
  for (const char* part :
       {"2024-03-31 ", "2024-03,", "March ", "X", "[", "(", "-", "/", "9", " ",
        "\xCC\x81", "\xFF", "every 3 months from "}) {
    texts.push_back({part, Megabyte(part)});
  }
  texts.push_back({"2024-XX-3X,", "[" + Megabyte("2024-XX-3X,") + "2024]"});
  texts.push_back({"Y9", "Y" + Megabyte("9")});
  return texts;
}

}  // namespace actionplan
