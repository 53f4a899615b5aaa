#include "internal/spelling.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <string_view>

#include "actionplan/journal.h"

namespace actionplan::internal {
namespace {

TEST(SpellingDistance, CountsLettersAddedDroppedChangedAndSwapped) {
  struct Row {
    std::string_view a, b;
    int distance;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"", "", 0},
           {"stage", "stage", 0},
           {"", "due", 3},
           {"stge", "stage", 1},    // one added
           {"sttage", "stage", 1},  // one dropped
           {"stake", "stage", 1},   // one changed
           {"satge", "stage", 1},   // two neighbours swapped
           {"tsage", "stage", 1},   // at the beginning
           {"staeg", "stage", 1},   // at the end
           {"egats", "stage", 4},   // the middle letter stays
           {"forcast", "forecast", 1},
           {"readnig", "reading", 1},
           {"kitten", "sitting", 3},  // the textbook's example
           {"Stage", "stage", 1},     // a capital is another letter
       }) {
    EXPECT_EQ(SpellingDistance(row.a, row.b), row.distance)
        << row.a << " to " << row.b;
  }
}

TEST(SpellingDistance, CountsLettersAndNotBytes) {
  EXPECT_EQ(SpellingDistance("café", "cafe"), 1);
  EXPECT_EQ(SpellingDistance("Zoë", "Zo"), 1);
}

std::string RandomWord(std::mt19937& random) {
  std::string word(std::uniform_int_distribution<size_t>(0, 7)(random), 'a');
  for (char& c : word) {
    c = static_cast<char>('a' +
                          std::uniform_int_distribution<int>(0, 2)(random));
  }
  return word;
}

void DistanceIsSymmetricAndZeroOnlyForTheSame(const std::string& a,
                                              const std::string& b) {
  SCOPED_TRACE(a + " / " + b);
  const int distance = SpellingDistance(a, b);
  EXPECT_EQ(distance, SpellingDistance(b, a));
  EXPECT_EQ(distance == 0, a == b);
  const auto [less, more] = std::minmax({a.size(), b.size()});
  EXPECT_GE(distance, static_cast<int>(more - less));
  EXPECT_LE(distance, static_cast<int>(more));
}

TEST(SpellingDistance, IsSymmetricAndZeroOnlyForTheSame) {
  std::mt19937 random(1);
  for (int i = 0; i < 2000; ++i) {
    DistanceIsSymmetricAndZeroOnlyForTheSame(RandomWord(random),
                                             RandomWord(random));
  }
}

TEST(Nearest, FindsTheWordBehindASlipOfTheKeyboard) {
  struct Row {
    std::string_view typed, meant;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"stage", "stage"},
           {"stge", "stage"},
           {"forcast", "forecast"},
           {"progres", "progress"},
           {"raeding", "reading"},
           {"evdence", "evidence"},
           {"dua", "due"},
           {"recvry", "recovery"},  // two letters
       }) {
    EXPECT_EQ(Nearest(row.typed, UpdateKinds()), row.meant) << row.typed;
  }
}

TEST(Nearest, IsEmptyIfNothingIsNearEnough) {
  for (std::string_view typed :
       {"", "x", "milestone", "status", "rcvry", "deadline"}) {
    EXPECT_EQ(Nearest(typed, UpdateKinds()), "") << typed;
  }
}

TEST(Nearest, NeedsFewerThanHalfOfTheLettersToBeWrong) {
  static constexpr std::array<std::string_view, 1> kFour = {"abcd"};
  EXPECT_EQ(Nearest("abcx", kFour), "abcd");  // one of four
  EXPECT_EQ(Nearest("abxy", kFour), "");      // two of four are half
  static constexpr std::array<std::string_view, 1> kFive = {"abcde"};
  EXPECT_EQ(Nearest("abcxy", kFive), "abcde");  // two of five
  EXPECT_EQ(Nearest("abxyz", kFive), "");       // three are too many
  static constexpr std::array<std::string_view, 1> kTwo = {"no"};
  EXPECT_EQ(Nearest("nx", kTwo), "");  // one of two is half
}

TEST(Nearest, PrefersTheNearer) {
  static constexpr std::array<std::string_view, 3> kWords = {
      "progressed", "progress", "egress"};
  EXPECT_EQ(Nearest("progres", kWords), "progress");
}

TEST(Nearest, OfNoWordsIsEmpty) { EXPECT_EQ(Nearest("stage", {}), ""); }

TEST(Nearest, IsNotTroubledByALongText) {
  EXPECT_EQ(Nearest(std::string(1'000'000, 's'), UpdateKinds()), "");
}

}  // namespace
}  // namespace actionplan::internal
