// Runs a fuzz target without libFuzzer, the same way every time: on the seeds,
// on texts mutated from them, and on long texts.
//
//   due_fuzz_replay [MUTATIONS]     the number of mutated texts
//   due_fuzz_replay --seeds DIR     writes each seed to a file, for libFuzzer

#include "replay.h"

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace actionplan {

std::string Megabyte(std::string_view part) {
  constexpr size_t kSize = 1 << 20;
  std::string text;
  while (text.size() < kSize) text += part;
  return text;
}

Texts LinesOf(std::string_view path) {
  const std::string full = std::string(ACTIONPLAN_SOURCE_DIR "/").append(path);
  std::ifstream file(full);
  if (!file.good()) {
    std::fprintf(stderr, "Can't read %s.\n", full.c_str());
    std::exit(1);
  }
  Texts lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

namespace {

void Run(std::string_view text) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(text.data()),
                         text.size());
}

void WriteSeeds(const Texts& seeds, const std::filesystem::path& directory) {
  std::filesystem::create_directories(directory);
  for (size_t i = 0; i < seeds.size(); ++i) {
    std::ofstream(directory / std::to_string(i), std::ios::binary) << seeds[i];
  }
}

class Mutator {
 public:
  explicit Mutator(const Texts& seeds) : seeds_(seeds) {}

  std::string Next() {
    std::string text = Seed();
    for (size_t changes = 1 + Below(4); changes > 0; --changes) Change(text);
    return text;
  }

 private:
  size_t Below(size_t end) { return random_() % end; }
  const std::string& Seed() { return seeds_[Below(seeds_.size())]; }

  char Character() {
    const std::string_view telling = TellingCharacters();
    const bool is_any = Below(8) == 0;
    return is_any ? static_cast<char>(Below(256))
                  : telling[Below(telling.size())];
  }

  // Part of one text, put into another.
  void Splice(std::string& text) {
    const std::string& other = Seed();
    const size_t begin = Below(other.size() + 1);
    text.insert(Below(text.size() + 1),
                other.substr(begin, Below(other.size() - begin + 1)));
  }

  void Change(std::string& text) {
    const size_t at = Below(text.size() + 1);
    switch (Below(6)) {
      case 0:
        text.insert(at, 1, Character());
        break;
      case 1:
        text.erase(at, 1 + Below(3));
        break;
      case 2:
        if (at < text.size()) text[at] = Character();
        break;
      case 3:
        text.insert(at, std::string(text.substr(at, 1 + Below(8))));
        break;
      case 4:
        text.resize(at);
        break;
      default:
        Splice(text);
    }
  }

  const Texts& seeds_;
  std::mt19937 random_{20180327};
};

bool AreLongTextsQuick() {
  // Generous: for a slow machine under the sanitizers.
  constexpr double kMostSeconds = 20;
  bool quick = true;
  for (const LongText& text : LongTexts()) {
    const auto start = std::chrono::steady_clock::now();
    Run(text.text);
    const std::chrono::duration<double> taken =
        std::chrono::steady_clock::now() - start;
    if (taken.count() < kMostSeconds) continue;
    std::fprintf(stderr, "A long text of '%s' takes %.1f s.\n",
                 text.made_of.c_str(), taken.count());
    quick = false;
  }
  return quick;
}

int Main(int argc, char** argv) {
  const Texts seeds = Seeds();
  const std::string_view argument = argc > 1 ? argv[1] : "";
  if (argument == "--seeds" && argc == 3) {
    WriteSeeds(seeds, argv[2]);
    return 0;
  }
  const int mutations =
      argument.empty() ? ACTIONPLAN_MUTATIONS : std::atoi(argv[1]);
  for (const std::string& seed : seeds) Run(seed);
  Mutator mutator(seeds);
  for (int i = 0; i < mutations; ++i) Run(mutator.Next());
  if (!AreLongTextsQuick()) return 1;
  std::printf("%zu seeds and %d mutations of them hold.\n", seeds.size(),
              mutations);
  return 0;
}

}  // namespace
}  // namespace actionplan

int main(int argc, char** argv) { return actionplan::Main(argc, argv); }
