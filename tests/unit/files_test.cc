#include "internal/files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace actionplan::internal {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// A folder of its own for each test, which is gone afterwards.
class Files : public ::testing::Test {
 protected:
  Files()
      : folder_(
            fs::path(::testing::TempDir()) /
            ("actionplan_files_" + std::to_string(::getpid()) + "_" +
             ::testing::UnitTest::GetInstance()->current_test_info()->name())) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~Files() override { fs::remove_all(folder_); }

  std::string In(std::string_view name) const {
    return (folder_ / name).string();
  }

  std::vector<std::string> Names() const {
    std::vector<std::string> names;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_)) {
      names.push_back(entry.path().filename().string());
    }
    return names;
  }

  static void Put(const std::string& path, std::string_view text) {
    std::ofstream(path, std::ios::binary) << text;
  }

  static std::string Get(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

 private:
  fs::path folder_;
};

// While it lives no file can grow beyond `most` bytes, as on a full disk.
class FullDisk {
 public:
  explicit FullDisk(rlim_t most) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit = {most, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  void (*handler_)(int);
  rlimit before_ = {};
};

TEST_F(Files, AreReadToTheByte) {
  const std::string text("a\r\nb\0c\xFF\n\n", 9);
  Put(In("plan.json"), text);
  const absl::StatusOr<std::string> read = ReadTextFile(In("plan.json"));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, text);
}

TEST_F(Files, CanBeEmpty) {
  Put(In("plan.json"), "");
  const absl::StatusOr<std::string> read = ReadTextFile(In("plan.json"));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, "");
}

TEST_F(Files, ThatDoNotExistAreNamedInTheError) {
  const absl::StatusOr<std::string> read = ReadTextFile(In("missing.json"));
  ASSERT_FALSE(read.ok());
  EXPECT_THAT(std::string(read.status().message()),
              HasSubstr(In("missing.json")));
}

TEST_F(Files, AreNotFolders) {
  const absl::StatusOr<std::string> read = ReadTextFile(In(""));
  ASSERT_FALSE(read.ok());
  EXPECT_THAT(std::string(read.status().message()), HasSubstr(In("")));
}

TEST_F(Files, AreWrittenToTheByte) {
  const std::string text("a\r\nb\0c\xFF\n\n", 9);
  ASSERT_TRUE(WriteTextFile(In("plan.json"), text).ok());
  EXPECT_EQ(Get(In("plan.json")), text);
}

TEST_F(Files, AreReplacedWhole) {
  Put(In("plan.json"), std::string(10'000, 'x'));
  ASSERT_TRUE(WriteTextFile(In("plan.json"), "short").ok());
  EXPECT_EQ(Get(In("plan.json")), "short");
}

TEST_F(Files, LeaveNothingBesideThem) {
  ASSERT_TRUE(WriteTextFile(In("plan.json"), "text").ok());
  EXPECT_THAT(Names(), UnorderedElementsAre("plan.json"));
}

TEST_F(Files, StayAsTheyWereIfTheDiskIsFull) {
  Put(In("plan.json"), "what was there");
  absl::Status status;
  {
    const FullDisk full(1000);
    status = WriteTextFile(In("plan.json"), std::string(100'000, 'x'));
  }
  EXPECT_FALSE(status.ok());
  EXPECT_THAT(std::string(status.message()), HasSubstr(In("plan.json")));
  EXPECT_EQ(Get(In("plan.json")), "what was there");
  EXPECT_THAT(Names(), UnorderedElementsAre("plan.json"));
}

TEST_F(Files, AreNotBegunIfTheDiskIsFull) {
  {
    const FullDisk full(1000);
    EXPECT_FALSE(
        WriteTextFile(In("plan.json"), std::string(100'000, 'x')).ok());
  }
  EXPECT_THAT(Names(), IsEmpty());
}

TEST_F(Files, AreNotWrittenIntoAFolderThatDoesNotExist) {
  const absl::Status status = WriteTextFile(In("no/plan.json"), "text");
  EXPECT_FALSE(status.ok());
  EXPECT_THAT(std::string(status.message()), HasSubstr(In("no/plan.json")));
  EXPECT_THAT(Names(), IsEmpty());
}

TEST_F(Files, AreNotWrittenInPlaceOfAFolder) {
  fs::create_directory(In("plan.json"));
  Put(In("plan.json/inside"), "text");
  EXPECT_FALSE(WriteTextFile(In("plan.json"), "text").ok());
  EXPECT_EQ(Get(In("plan.json/inside")), "text");
  EXPECT_THAT(Names(), UnorderedElementsAre("plan.json"));
}

// The header: "to a new file beside it". One that is there is not new.
TEST_F(Files, DoNotTouchAnotherThatStandsBesideThem) {
  Put(In("plan.json.part"), "somebody else's");
  Put(In("plan.json.tmp"), "somebody else's");
  Put(In("plan.json~"), "somebody else's");
  ASSERT_TRUE(WriteTextFile(In("plan.json"), "text").ok());
  EXPECT_EQ(Get(In("plan.json")), "text");
  EXPECT_EQ(Get(In("plan.json.part")), "somebody else's");
  EXPECT_EQ(Get(In("plan.json.tmp")), "somebody else's");
  EXPECT_EQ(Get(In("plan.json~")), "somebody else's");
}

TEST_F(Files, DoNotRemoveAFolderThatStandsBesideThem) {
  fs::create_directory(In("plan.json.part"));
  WriteTextFile(In("plan.json"), "text").IgnoreError();
  EXPECT_TRUE(fs::is_directory(In("plan.json.part")));
}

TEST(Locate, CountsLinesAndCharactersFromOne) {
  struct Row {
    std::string_view name, text;
    size_t position;
    int line, column;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"the beginning", "abc", 0, 1, 1},
           {"nothing at all", "", 0, 1, 1},
           {"third letter", "abc", 2, 1, 3},
           {"after the last", "abc", 3, 1, 4},
           {"a line's end is on the line", "ab\ncd", 2, 1, 3},
           {"the next line", "ab\ncd", 3, 2, 1},
           {"in the next line", "ab\ncd", 4, 2, 2},
           {"empty lines count", "\n\n\nx", 3, 4, 1},
           {"after é (two bytes)", "é!", 2, 1, 2},
           {"after € (three bytes)", "€!", 3, 1, 2},
           {"after 😀 (four bytes)", "😀!", 4, 1, 2},
           {"after all of these", "é€😀!", 9, 1, 4},
           {"in the line below them", "é€😀\nab", 11, 2, 2},
       }) {
    SCOPED_TRACE(row.name);
    const LineColumn at = Locate(row.text, row.position);
    EXPECT_EQ(at.line, row.line);
    EXPECT_EQ(at.column, row.column);
  }
}

// The rows are the boundaries of table 3-7 of the Unicode standard
// (well-formed UTF-8 byte sequences).
TEST(FindInvalidUtf8, AcceptsTheFirstAndLastOfEachRowOfTheStandard) {
  for (std::string_view text :
       {std::string_view("\x00", 1), std::string_view("\x7F"),
        std::string_view("\xC2\x80"), std::string_view("\xDF\xBF"),
        std::string_view("\xE0\xA0\x80"), std::string_view("\xE0\xBF\xBF"),
        std::string_view("\xE1\x80\x80"), std::string_view("\xEC\xBF\xBF"),
        std::string_view("\xED\x80\x80"), std::string_view("\xED\x9F\xBF"),
        std::string_view("\xEE\x80\x80"), std::string_view("\xEF\xBF\xBF"),
        std::string_view("\xF0\x90\x80\x80"),
        std::string_view("\xF0\xBF\xBF\xBF"),
        std::string_view("\xF1\x80\x80\x80"),
        std::string_view("\xF3\xBF\xBF\xBF"),
        std::string_view("\xF4\x80\x80\x80"),
        std::string_view("\xF4\x8F\xBF\xBF"), std::string_view("")}) {
    EXPECT_EQ(FindInvalidUtf8(text), std::nullopt)
        << ::testing::PrintToString(text);
  }
}

TEST(FindInvalidUtf8, FindsWhatIsJustOutsideOfTheStandard) {
  struct Row {
    std::string_view name, bytes;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"a continuation alone", "\x80"},
           {"the last continuation alone", "\xBF"},
           {"overlong NUL", "\xC0\x80"},
           {"overlong in two bytes", "\xC1\xBF"},
           {"overlong in three bytes", "\xE0\x9F\xBF"},
           {"the first surrogate", "\xED\xA0\x80"},
           {"the last surrogate", "\xED\xBF\xBF"},
           {"overlong in four bytes", "\xF0\x8F\xBF\xBF"},
           {"beyond U+10FFFF", "\xF4\x90\x80\x80"},
           {"a lead byte that there is not", "\xF5\x80\x80\x80"},
           {"another", "\xFF"},
           {"two bytes cut short", "\xC2"},
           {"three bytes cut short", "\xE2\x82"},
           {"four bytes cut short", "\xF0\x9F\x98"},
           {"two bytes with a letter in them", "\xC2x"},
           {"three bytes with a letter in them", "\xE2\x82x"},
           {"four bytes with a letter in them", "\xF0\x9F\x98x"},
           {"a lead byte after a lead byte", "\xC2\xC2\x80"},
           {"Windows-1252", "\xE9t\xE9"},
       }) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(FindInvalidUtf8(row.bytes), 0u);
    EXPECT_EQ(FindInvalidUtf8("é" + std::string(row.bytes) + "x"), 2u);
  }
}

// A twin of the rule, from the definition of UTF-8 (RFC 3629, section 3).
std::string Encode(uint32_t code) {
  const auto tail = [code](int shift) {
    return static_cast<char>(0x80 | ((code >> shift) & 0x3F));
  };
  if (code < 0x80) return {static_cast<char>(code)};
  if (code < 0x800) return {static_cast<char>(0xC0 | (code >> 6)), tail(0)};
  if (code < 0x10000) {
    return {static_cast<char>(0xE0 | (code >> 12)), tail(6), tail(0)};
  }
  return {static_cast<char>(0xF0 | (code >> 18)), tail(12), tail(6), tail(0)};
}

TEST(FindInvalidUtf8, AcceptsEveryCharacterAndNoSurrogate) {
  for (uint32_t code = 0; code <= 0x10FFFF; ++code) {
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    const bool accepted = !FindInvalidUtf8(Encode(code)).has_value();
    ASSERT_EQ(accepted, !surrogate) << std::hex << code;
  }
}

}  // namespace
}  // namespace actionplan::internal
