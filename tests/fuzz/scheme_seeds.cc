#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "replay.h"

namespace actionplan {
namespace {

std::vector<std::filesystem::path> FilesOf(std::string_view folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(
           std::string(ACTIONPLAN_SOURCE_DIR "/").append(folder))) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// The conditions, expressions and reasons of the shipped schemes.
std::set<std::string> ShippedPieces() {
  std::set<std::string> pieces;
  for (const std::filesystem::path& file : FilesOf("data/schemes")) {
    for (const std::string& line :
         LinesOf("data/schemes/" + file.filename().string())) {
      for (const char* key : {"when = \"", "is = \"", "because = \""}) {
        const size_t begin = std::string_view(key).size();
        if (line.starts_with(key) && line.size() > begin) {
          pieces.insert(line.substr(begin, line.size() - begin - 1));
        }
      }
    }
  }
  return pieces;
}

}  // namespace

Texts Seeds() {
  Texts seeds = LinesOf("tests/fuzz/schemes/conditions.txt");
  for (const std::string& piece : ShippedPieces()) seeds.push_back(piece);
  for (const std::filesystem::path& path : FilesOf("tests/fuzz/schemes")) {
    std::ifstream file(path, std::ios::binary);
    seeds.emplace_back(std::istreambuf_iterator<char>(file),
                       std::istreambuf_iterator<char>());
  }
  return seeds;
}

std::string_view TellingCharacters() {
  return "()()'',.{}[]=<>!+-*/£%\"\\\n 019abd_";
}

std::vector<LongText> LongTexts() {
  std::vector<LongText> texts;
  for (const char* part : {"(",
                           ")",
                           "()",
                           "not ",
                           "complete ",
                           "complete and ",
                           "nonsense or ",
                           "count( and ",
                           "(count(milestones and ",
                           "'",
                           "'Red' or ",
                           "£",
                           "£1 ",
                           "1 * ",
                           "days_overdue > 5 wekks and ",
                           "smaller of (",
                           "due - ",
                           "min(",
                           "{",
                           "{due} ",
                           "{nonsense}",
                           "stage is 'x' or ",
                           "[[rule]]\n",
                           "[[level]]\nname = 1\n",
                           "a = 1\n",
                           "a.",
                           "[",
                           "\"",
                           "\xEF\xBB\xBF",
                           "\xFF",
                           "\\u00A3",
                           "\r\n"}) {
    // A megabyte takes the reader of TOML too long without optimisation.
    std::string text;
    while (text.size() < 100000) text += part;
    texts.push_back({part, std::move(text)});
  }
  return texts;
}

}  // namespace actionplan
