#include "actionplan/edtf.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "actionplan/date.h"

namespace actionplan {
namespace {

using ::testing::HasSubstr;

constexpr Confidence kHigh = Confidence::kHigh;
constexpr Confidence kMedium = Confidence::kMedium;
constexpr Confidence kLow = Confidence::kLow;

std::string Iso(std::optional<Date> day) {
  return day.has_value() ? day->ToIso() : "";
}

// --- What is read as what ---

struct Row {
  std::string_view text;
  std::string_view first;  // empty is open
  std::string_view last;
  Confidence confidence = kHigh;
  std::string_view note = "";
};

void ExpectRow(const Row& row, const Due& due) {
  SCOPED_TRACE(::testing::Message() << due);
  EXPECT_EQ(due.text(), row.text);
  EXPECT_EQ(due.kind(), row.last.empty() ? DueKind::kStart : DueKind::kPeriod);
  EXPECT_EQ(Iso(due.first()), row.first);
  EXPECT_EQ(Iso(due.last()), row.last);
  EXPECT_EQ(due.confidence(), row.confidence);
  EXPECT_THAT(due.note(), HasSubstr(std::string(row.note)));
  if (row.confidence == kHigh && row.note.empty()) {
    EXPECT_EQ(due.note(), "");
  }
}

template <size_t kSize>
void ExpectAll(const Row (&rows)[kSize]) {
  for (const Row& row : rows) {
    const absl::StatusOr<Due> due = ParseEdtf(row.text);
    ASSERT_TRUE(due.ok()) << due.status();
    ExpectRow(row, *due);
  }
}

TEST(ParseEdtf, DoesWhatTheHeaderSays) {
  const absl::StatusOr<Due> due = ParseEdtf("2024-03/2024-06-15");
  ASSERT_TRUE(due.ok());
  EXPECT_EQ(Iso(due->first()), "2024-03-01");
  EXPECT_EQ(Iso(due->last()), "2024-06-15");
  EXPECT_EQ(ParseEdtf("2024-05~")->confidence(), Confidence::kMedium);
  EXPECT_FALSE(ParseEdtf("May 2024").ok());
}

TEST(ParseEdtf, ReadsDaysMonthsAndYears) {
  ExpectAll({
      {"2024-08-29", "2024-08-29", "2024-08-29"},
      {"2024-02-29", "2024-02-29", "2024-02-29"},
      {"2017-04", "2017-04-01", "2017-04-30"},
      {"2023-02", "2023-02-01", "2023-02-28"},
      {"2024-02", "2024-02-01", "2024-02-29"},
      {"2023", "2023-01-01", "2023-12-31"},
  });
}

TEST(ParseEdtf, ReadsTheDayOfATimeAsWritten) {
  constexpr std::string_view kNote = "The time of day is left out.";
  ExpectAll({
      {"2024-08-29T00:00:00", "2024-08-29", "2024-08-29"},
      {"2024-08-29T00:00:00Z", "2024-08-29", "2024-08-29"},
      {"2024-08-29T10:30:00", "2024-08-29", "2024-08-29", kHigh, kNote},
      {"2024-08-29T23:59:59-23:59", "2024-08-29", "2024-08-29", kHigh, kNote},
      {"2024-08-29T24:00:00", "2024-08-29", "2024-08-29", kHigh, kNote},
      {"2024-08-29T10:30:00+05", "2024-08-29", "2024-08-29", kHigh, kNote},
  });
}

TEST(ParseEdtf, ReadsIntervals) {
  constexpr std::string_view kUnknownEnd = "It has an end, which is not known.";
  ExpectAll({
      {"2024-03-31/2024-06-30", "2024-03-31", "2024-06-30"},
      {"2024-03/2024-06", "2024-03-01", "2024-06-30"},
      {"2022/2025", "2022-01-01", "2025-12-31"},
      {"2024-03/2024-03", "2024-03-01", "2024-03-31"},
      {"2024-03/..", "2024-03-01", ""},
      {"../2024-05-31", "", "2024-05-31"},
      {"/2024-05-31", "", "2024-05-31", kHigh, "Its start is not known."},
      {"2024-03/", "2024-03-01", "", kLow, kUnknownEnd},
      {"2024-21/2024-23", "2024-03-01", "2024-11-30", kMedium},
      {"2024-03?/2024-06~", "2024-03-01", "2024-06-30", kLow},
      {"2024-06-XX/2024-07-03", "2024-06-01", "2024-07-03", kMedium},
  });
}

TEST(ParseEdtf, ReadsAMarkOfDoubtAsLessSureAndTheSameDays) {
  ExpectAll({
      {"2018?", "2018-01-01", "2018-12-31", kLow,
       "It is marked as uncertain. Read as January to December 2018."},
      {"2018-06~", "2018-06-01", "2018-06-30", kMedium,
       "It is marked as approximate. Read as June 2018."},
      {"2018-06-11%", "2018-06-11", "2018-06-11", kLow,
       "It is marked as uncertain. It is marked as approximate."},
      {"2018-06-~11", "2018-06-11", "2018-06-11", kMedium,
       "The day is marked as approximate."},
      {"2018-?06-11", "2018-06-11", "2018-06-11", kLow,
       "The month is marked as uncertain."},
      {"2018-06~-11", "2018-06-11", "2018-06-11", kMedium,
       "The year and the month are marked as approximate."},
      {"?2018-06-%11", "2018-06-11", "2018-06-11", kLow,
       "The year and the day are marked as uncertain. The day is marked as "
       "approximate."},
      {"2018-21~", "2018-03-01", "2018-05-31", kMedium,
       "It is marked as approximate."},
  });
}

TEST(ParseEdtf, SaysOnceWhatIsTrueOfBothEnds) {
  EXPECT_EQ(ParseEdtf("2018?/2019?")->note(),
            "It is marked as uncertain. Read as January 2018 to December "
            "2019.");
}

TEST(ParseEdtf, ReadsWhatFitsAnUnspecifiedDigit) {
  constexpr std::string_view kNote = "X stands for a digit that is not known";
  ExpectAll({
      {"2024-08-XX", "2024-08-01", "2024-08-31", kMedium, kNote},
      {"2024-XX", "2024-01-01", "2024-12-31", kMedium, kNote},
      {"2024-XX-XX", "2024-01-01", "2024-12-31", kMedium, kNote},
      {"201X", "2010-01-01", "2019-12-31", kLow, kNote},
      {"20XX", "2000-01-01", "2099-12-31", kLow, kNote},
      {"20X4", "2004-01-01", "2094-12-31", kLow, kNote},
      {"2024-1X", "2024-10-01", "2024-12-31", kLow, kNote},
      {"2024-X1", "2024-01-01", "2024-11-30", kLow, kNote},
      {"2024-XX-25", "2024-01-25", "2024-12-25", kLow, kNote},
      {"2024-XX-31", "2024-01-31", "2024-12-31", kLow, kNote},
      {"2023-02-2X", "2023-02-20", "2023-02-28", kLow, kNote},
      {"2024-02-2X", "2024-02-20", "2024-02-29", kLow, kNote},
      {"2024-06-3X", "2024-06-30", "2024-06-30", kLow, kNote},
      // Only leap years fit.
      {"202X-02-29", "2020-02-29", "2028-02-29", kLow, kNote},
      {"202X-21", "2020-03-01", "2029-05-31", kLow, kNote},
  });
}

TEST(ParseEdtf, ReadsPartsOfTheYear) {
  constexpr std::string_view kCalendar =
      "is a part of the calendar year, not of the financial year.";
  ExpectAll({
      {"2018-21", "2018-03-01", "2018-05-31", kMedium},
      {"2018-22", "2018-06-01", "2018-08-31", kMedium},
      {"2018-23", "2018-09-01", "2018-11-30", kMedium},
      {"2018-24", "2018-12-01", "2019-02-28", kLow},
      {"2023-24", "2023-12-01", "2024-02-29", kLow},
      {"2018-25", "2018-03-01", "2018-05-31", kMedium},
      {"2018-26", "2018-06-01", "2018-08-31", kMedium},
      {"2018-27", "2018-09-01", "2018-11-30", kMedium},
      {"2018-28", "2018-12-01", "2019-02-28", kLow},
      {"2018-29", "2018-09-01", "2018-11-30", kMedium},
      {"2018-30", "2018-12-01", "2019-02-28", kLow},
      {"2018-31", "2018-03-01", "2018-05-31", kMedium},
      {"2018-32", "2018-06-01", "2018-08-31", kMedium},
      {"2018-33", "2018-01-01", "2018-03-31", kMedium, kCalendar},
      {"2018-34", "2018-04-01", "2018-06-30", kMedium, kCalendar},
      {"2018-35", "2018-07-01", "2018-09-30", kMedium, kCalendar},
      {"2018-36", "2018-10-01", "2018-12-31", kMedium, kCalendar},
      {"2018-37", "2018-01-01", "2018-04-30", kMedium, kCalendar},
      {"2018-38", "2018-05-01", "2018-08-31", kMedium, kCalendar},
      {"2018-39", "2018-09-01", "2018-12-31", kMedium, kCalendar},
      {"2018-40", "2018-01-01", "2018-06-30", kMedium, kCalendar},
      {"2018-41", "2018-07-01", "2018-12-31", kMedium, kCalendar},
  });
}

TEST(ParseEdtf, ReadsSetsFromTheFirstDayToTheLast) {
  constexpr std::string_view kOneOf = "It is one of these times";
  constexpr std::string_view kAllOf = "These are several times";
  ExpectAll({
      {"[2024-03,2024-06-15]", "2024-03-01", "2024-06-15", kLow, kOneOf},
      {"[2024-06,2024-03]", "2024-03-01", "2024-06-30", kLow, kOneOf},
      {"[2024-03..2024-06]", "2024-03-01", "2024-06-30", kMedium, kOneOf},
      {"[..2024-05-31]", "", "2024-05-31", kMedium, kOneOf},
      {"[2024-05..]", "2024-05-01", "", kMedium, kOneOf},
      {"[2024-03,2024-05..]", "2024-03-01", "", kLow, kOneOf},
      {"[2024-03]", "2024-03-01", "2024-03-31"},
      {"{2024-03,2024-06}", "2024-03-01", "2024-06-30", kMedium, kAllOf},
      {"{2024-03..2024-06}", "2024-03-01", "2024-06-30"},
      {"{..2024}", "", "2024-12-31"},
      {"{2024-03..}", "2024-03-01", ""},
      {"{2024-03}", "2024-03-01", "2024-03-31"},
  });
}

TEST(ParseEdtf, KeepsWhatOneOfMeansAsOtherReadings) {
  const Due due = ParseEdtf("[2024-03,2024-06-15,2025..]").value();
  ASSERT_EQ(due.other_readings().size(), 3u);
  EXPECT_EQ(Iso(due.other_readings()[0].first), "2024-03-01");
  EXPECT_EQ(Iso(due.other_readings()[0].last), "2024-03-31");
  EXPECT_EQ(Iso(due.other_readings()[1].last), "2024-06-15");
  EXPECT_EQ(Iso(due.other_readings()[2].last), "");
  EXPECT_TRUE(ParseEdtf("{2024-03,2024-06}")->other_readings().empty());
  EXPECT_TRUE(ParseEdtf("[2024-03]")->other_readings().empty());
}

TEST(ParseEdtf, ReadsSignificantDigitsAsAnEstimate) {
  ExpectAll({
      {"1950S2", "1950-01-01", "1950-12-31", kLow,
       "An estimate: of the year 2 digits are significant."},
      {"2023S1", "2023-01-01", "2023-12-31", kLow, "1 digit is significant."},
  });
}

TEST(ParseEdtf, IsUnsureOfAYearInWhichNoPlanIsDue) {
  ExpectAll({
      {"1949-12", "1949-12-01", "1949-12-31", kLow,
       "The year 1949 is unusual."},
      {"1950-01", "1950-01-01", "1950-01-31"},
      {"2199-12", "2199-12-01", "2199-12-31"},
      {"2200-01", "2200-01-01", "2200-01-31", kLow},
      {"1949-12/..", "1949-12-01", "", kLow, "The year 1949 is unusual."},
      {"1949-12/1950-01", "1949-12-01", "1950-01-31"},
  });
}

// --- EDTF of which a plan can mean nothing ---

TEST(ParseEdtf, SaysWhatAPlanCannotMean) {
  constexpr std::string_view kWide = "leaves more than a hundred open.";
  constexpr std::string_view kNoDay = "Neither end is a day.";
  constexpr std::string_view kLong = "written with Y is outside 1400 to 9999";
  const struct {
    std::string_view text;
    std::string_view note;
  } kRows[] = {
      {"1399-12-31", "The year 1399 is outside 1400 to 9999."},
      {"-2004-06-11", "The year -2004 is outside 1400 to 9999."},
      {"0000", "The year 0 is outside 1400 to 9999."},
      {"9999-24", "The year 10000 is outside 1400 to 9999."},
      {"1399/2024", "The year 1399 is outside 1400 to 9999."},
      {"XXXX-12-25", kWide},
      {"2XXX", kWide},
      {"2X24-03", kWide},
      {"XXXX-12-25/2024-03-31", kWide},
      {"[2024,XXXX-12]", kWide},
      {"Y170000002", kLong},
      {"Y-17E7", kLong},
      {"Y3388E2S3", kLong},
      {"../..", kNoDay},
      {"/..", kNoDay},
      {"../", kNoDay},
      {"[..2024,2025..]", kNoDay},
  };
  for (const auto& row : kRows) {
    const absl::StatusOr<Due> due = ParseEdtf(row.text);
    ASSERT_TRUE(due.ok()) << due.status();
    SCOPED_TRACE(::testing::Message() << *due);
    EXPECT_EQ(due->kind(), DueKind::kError);
    EXPECT_THAT(due->note(), HasSubstr("EDTF, but nothing that a plan can"));
    EXPECT_THAT(due->note(), HasSubstr(std::string(row.note)));
    EXPECT_EQ(due->text(), row.text);
  }
  EXPECT_EQ(ParseEdtf("1400-01-01")->kind(), DueKind::kPeriod);
  EXPECT_EQ(ParseEdtf("9999-12-31")->kind(), DueKind::kPeriod);
}

// --- What is not EDTF ---

TEST(ParseEdtf, SaysWhatIsWrongAndWhere) {
  const struct {
    std::string_view text;
    std::string_view message;
  } kRows[] = {
      {"", "'' is not EDTF, from character 1 on. There is nothing."},
      {"2016-13-08",
       "'2016-13-08' is not EDTF, from character 6 on. There is no such month; "
       "months are 01 to 12, seasons and quarters 21 to 41."},
      {"2016-02-39", "from character 1 on. There is no such day."},
      {"2019-02-29", "There is no such day."},
      {"20X1-02-29", "There is no such day."},
      {"2024-00", "There is no such month"},
      {"2024-00-10", "There is no such month"},
      {"2024-20", "There is no such month"},
      {"2024-42", "There is no such month"},
      {"2024-2X", "There is no such month"},
      {"2024-04-00", "There is no such day."},
      {"2024-04-31", "There is no such day."},
      {"2024-21-01", "from character 8 on. Nothing more can stand here."},
      {"2024-4", "from character 6 on. A month of two digits or X"},
      {"2024-04-1", "from character 9 on. A day of two digits or X"},
      {"2024-04-01 ", "from character 11 on. Nothing more can stand here."},
      {" 2024", "from character 1 on. A year of four digits or X"},
      {"May 2024", "from character 1 on. A year of four digits or X"},
      {"20xx", "A year of four digits or X"},
      {"2024?~", "from character 6 on. Nothing more can stand here."},
      {"-0000", "The year 0 has no sign."},
      {"Y2006", "After Y a year of more than four digits"},
      {"2024-06/2024-05", "from character 9 on. The end is before the start."},
      {"2004-06-11/2004-06", "The end is before the start."},
      {"2024/2025/2026", "from character 10 on. An interval has two dates"},
      {"/", "An interval needs a date or '..'."},
      {"..", "An open end needs a '/' and a date."},
      {"[2024, 2025]", "from character 7 on. A year of four digits or X"},
      {"[2024}", "from character 6 on. A ',' or the closing bracket"},
      {"[]", "A year of four digits or X"},
      {"{2025..2024}", "from character 8 on. The end is before the start."},
      {"2024-04-01T9:00:00", "from character 12 on. An hour of two digits"},
      {"2024-04-01T09:60:00", "from character 15 on. A minute of two digits"},
      {"2024-04-01T09:00", "from character 17 on. A ':' is expected."},
      {"2024-04-01T09:00:00+24", "The hours of a zone, 00 to 23"},
      {"2024-04T09:00:00", "A time can only follow a plain day."},
      {"1950S", "A number of significant digits"},
      {"1950?S2", "S can only follow the digits of a year."},
      {"\xD9\xA2\xD9\xA0\xD9\xA2\xD9\xA4", "from character 1 on."},
  };
  for (const auto& row : kRows) {
    const absl::StatusOr<Due> due = ParseEdtf(row.text);
    ASSERT_FALSE(due.ok()) << *due;
    EXPECT_EQ(due.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(due.status().message()),
                HasSubstr(std::string(row.message)));
  }
}

// --- Other libraries, see tests/data/edtf ---

std::vector<std::string> Lines(std::string_view name) {
  const std::string path =
      std::string(ACTIONPLAN_SOURCE_DIR "/tests/data/edtf/").append(name);
  std::ifstream file(path);
  EXPECT_TRUE(file.good()) << path;
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

TEST(ParseEdtf, TakesWhatEdtfValidateTakes) {
  const std::vector<std::string> lines = Lines("valid.txt");
  EXPECT_EQ(lines.size(), 205u);
  for (const std::string& text : lines) {
    EXPECT_TRUE(ParseEdtf(text).ok()) << ParseEdtf(text).status();
  }
}

TEST(ParseEdtf, RefusesWhatOtherLibrariesRefuse) {
  const std::vector<std::string> lines = Lines("invalid.txt");
  EXPECT_EQ(lines.size(), 69u);
  for (const std::string& text : lines) {
    EXPECT_FALSE(ParseEdtf(text).ok()) << text;
  }
}

struct Bounds {
  std::string origin;
  std::string text;
  std::string first;
  std::string last;
};

std::vector<Bounds> LibraryBounds() {
  std::vector<Bounds> all;
  for (const std::string& line : Lines("bounds.tsv")) {
    std::istringstream columns(line);
    Bounds& row = all.emplace_back();
    std::getline(columns, row.origin, '\t');
    std::getline(columns, row.text, '\t');
    std::getline(columns, row.first, '\t');
    std::getline(columns, row.last, '\t');
  }
  all.erase(all.begin());
  return all;
}

bool IsWithinDate(std::string_view day) {
  return day == ".." || day == "?" || (day.size() == 10 && day >= "1400");
}

std::string OrOpen(std::string_view day) {
  return std::string(day == ".." || day == "?" ? "" : day);
}

// What we read where we disagree, "not EDTF" or the days, and why.
struct Disagreement {
  std::string_view origin;
  std::string_view text;
  std::string_view days;
  std::string_view why;
};

constexpr std::string_view kInvented = "an unknown end is not ten years away";
constexpr std::string_view kSpace = "no spaces in the grammar; edtf-validate";
constexpr std::string_view kSeason = "the seasons of ParseDue()";

constexpr Disagreement kDisagreements[] = {
    {"python-edtf", "/2006", " to 2006-12-31", kInvented},
    {"python-edtf", "2004-06-01/", "2004-06-01 to ", kInvented},
    {"python-edtf", "1984-06-02?/", "1984-06-02 to ", kInvented},
    {"python-edtf", "2010-24", "2010-12-01 to 2011-02-28", kSeason},
    {"python-edtf", "[1667, 1668, 1670..1672]", "not EDTF", kSpace},
    {"python-edtf", "[1760-01, 1760-02, 1760-12..]", "not EDTF", kSpace},
    {"python-edtf", "[1667, 1760-12]", "not EDTF", kSpace},
    {"python-edtf", "{1667,1668, 1670..1672}", "not EDTF", kSpace},
    {"python-edtf", "{1960, 1961-12}", "not EDTF", kSpace},
    {"edtf.js", "1985-04-12T23:20:30-04:00", "1985-04-12 to 1985-04-12",
     "the day as written, not that of UTC"},
    {"edtf.js", "2001-21", "2001-03-01 to 2001-05-31", kSeason},
};

std::optional<std::string> FindDisagreement(const Bounds& row) {
  for (const Disagreement& found : kDisagreements) {
    if (found.origin == row.origin && found.text == row.text) {
      return std::string(found.days);
    }
  }
  return std::nullopt;
}

std::string DaysOf(const absl::StatusOr<Due>& due) {
  if (!due.ok()) return "not EDTF";
  if (due->kind() == DueKind::kError) return "nothing";
  return Iso(due->first()) + " to " + Iso(due->last());
}

TEST(ParseEdtf, ReadsTheDaysThatOtherLibrariesReadButForListedReasons) {
  const std::vector<Bounds> rows = LibraryBounds();
  EXPECT_EQ(rows.size(), 123u);
  size_t disagreements = 0;
  for (const Bounds& row : rows) {
    std::string theirs = OrOpen(row.first) + " to " + OrOpen(row.last);
    if (!IsWithinDate(row.first) || !IsWithinDate(row.last)) theirs = "nothing";
    const std::optional<std::string> listed = FindDisagreement(row);
    if (listed.has_value()) {
      ++disagreements;
      EXPECT_NE(*listed, theirs) << row.text << " is no disagreement";
    }
    EXPECT_EQ(DaysOf(ParseEdtf(row.text)), listed.value_or(theirs))
        << row.origin << ": " << row.text;
  }
  EXPECT_EQ(disagreements, std::size(kDisagreements));
}

// --- Brute force ---

// All the days of a century, as texts in order.
std::vector<std::string> DaysOfACentury() {
  std::vector<std::string> days;
  const Date end = Date::Create(2099, 12, 31).value();
  for (Date day = Date::Create(2000, 1, 1).value();;) {
    days.push_back(day.ToIso());
    if (day == end) return days;
    day = day.Plus(Days(1));
  }
}

bool FitsMask(std::string_view mask, std::string_view day) {
  for (size_t i = 0; i < mask.size(); ++i) {
    if (mask[i] != 'X' && mask[i] != day[i]) return false;
  }
  return true;
}

std::string RandomMask(std::mt19937& random, std::string_view day) {
  std::string mask(day);
  for (size_t i : {2, 3, 5, 6, 8, 9}) {
    if (random() % 2 == 0) mask[i] = 'X';
  }
  return mask;
}

TEST(ParseEdtf, FindsTheFirstAndLastDayThatFit) {
  const std::vector<std::string> days = DaysOfACentury();
  std::mt19937 random(20240829);
  for (int i = 0; i < 300; ++i) {
    const std::string mask = RandomMask(random, days[random() % days.size()]);
    const auto fits = [&](const std::string& day) {
      return FitsMask(mask, day);
    };
    const std::string first = *std::find_if(days.begin(), days.end(), fits);
    const std::string last = *std::find_if(days.rbegin(), days.rend(), fits);
    EXPECT_EQ(DaysOf(ParseEdtf(mask)), first + " to " + last) << mask;
  }
}

TEST(ParseEdtf, ReadsEveryDayOfTheCalendarAndNoOther) {
  for (int year : {1400, 1899, 1900, 2000, 2023, 2024, 9999}) {
    for (int month = 0; month <= 13; ++month) {
      for (int day = 0; day <= 32; ++day) {
        char text[16];
        std::snprintf(text, sizeof(text), "%04d-%02d-%02d", year, month, day);
        const absl::StatusOr<Date> expected = Date::Create(year, month, day);
        const absl::StatusOr<Due> due = ParseEdtf(text);
        ASSERT_EQ(due.ok(), expected.ok()) << text;
        if (due.ok()) {
          EXPECT_EQ(due->last(), *expected) << text;
        }
      }
    }
  }
}

TEST(ParseEdtf, IsQuickWithAMegabyte) {
  const std::string long_set = "[" + [] {
    std::string years;
    while (years.size() < 1000000) years += "2024-XX-3X,";
    return years;
  }() + "2024]";
  const absl::StatusOr<Due> due = ParseEdtf(long_set);
  ASSERT_TRUE(due.ok());
  EXPECT_EQ(Iso(due->last()), "2024-12-31");
  EXPECT_FALSE(ParseEdtf(std::string(1000000, 'X')).ok());
  EXPECT_FALSE(ParseEdtf(std::string(1000000, '[')).ok());
  EXPECT_FALSE(ParseEdtf("Y" + std::string(1000000, '9') + "x").ok());
}

}  // namespace
}  // namespace actionplan
