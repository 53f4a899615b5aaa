#include "actionplan/due.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <functional>
#include <optional>
#include <random>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "actionplan/date.h"

namespace actionplan {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::StrEq;

constexpr Confidence kHigh = Confidence::kHigh;
constexpr Confidence kMedium = Confidence::kMedium;
constexpr Confidence kLow = Confidence::kLow;

// The day of the report from which the founding examples were taken.
constexpr std::string_view kReportDay = "2018-03-27";

Date Day(std::string_view iso) { return Date::Parse(iso).value(); }

DueOptions Anchored(std::string_view anchor,
                    MissingYear missing_year = MissingYear::kNearest) {
  return {Day(anchor), missing_year};
}

std::string Iso(std::optional<Date> date) {
  return date.has_value() ? date->ToIso() : "";
}

// A text and the days it stands for; an empty day is open. `row` is the row of
// the evidence in docs/due-dates.md, 0 for our own.
struct DatedRow {
  int row;
  std::string_view text;
  std::string_view first;
  std::string_view last;
  Confidence confidence = kHigh;
};

void ExpectDated(const DatedRow& row, const DueOptions& options) {
  const Due due = ParseDue(row.text, options);
  SCOPED_TRACE(::testing::Message() << "row " << row.row << ": " << due);
  EXPECT_EQ(due.kind(), row.last.empty() ? DueKind::kStart : DueKind::kPeriod);
  EXPECT_EQ(Iso(due.first()), row.first);
  EXPECT_EQ(Iso(due.last()), row.last);
  EXPECT_EQ(due.confidence(), row.confidence);
  EXPECT_EQ(due.text(), row.text);
}

void ExpectAll(std::span<const DatedRow> rows, const DueOptions& options) {
  for (const DatedRow& row : rows) ExpectDated(row, options);
}

struct NoDateRow {
  int row;
  std::string_view text;
  NoDate no_date;
  Confidence confidence = kHigh;
};

void ExpectAll(std::span<const NoDateRow> rows) {
  for (const NoDateRow& row : rows) {
    const Due due = ParseDue(row.text, Anchored(kReportDay));
    SCOPED_TRACE(::testing::Message() << "row " << row.row << ": " << due);
    EXPECT_EQ(due.kind(), DueKind::kNone);
    EXPECT_EQ(due.no_date(), row.no_date);
    EXPECT_EQ(due.confidence(), row.confidence);
    EXPECT_FALSE(due.is_dated());
  }
}

struct ErrorRow {
  std::string_view text;
  std::string_view note;
};

void ExpectAll(std::span<const ErrorRow> rows, const DueOptions& options) {
  for (const ErrorRow& row : rows) {
    const Due due = ParseDue(row.text, options);
    SCOPED_TRACE(::testing::Message() << due);
    EXPECT_EQ(due.kind(), DueKind::kError);
    EXPECT_THAT(due.note(), HasSubstr(std::string(row.note)));
    EXPECT_EQ(due.first(), std::nullopt);
    EXPECT_EQ(due.last(), std::nullopt);
  }
}

// --- The forms of many councils ---

std::vector<std::string> Split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  size_t from = 0;
  for (size_t to = 0; to <= text.size(); ++to) {
    if (to < text.size() && text[to] != separator) continue;
    parts.emplace_back(text.substr(from, to - from));
    from = to + 1;
  }
  return parts;
}

// A line of tests/data/due_forms.tsv; its SOURCE.md says what is in each.
struct FormRow {
  std::string text, anchor, kind, first, last, confidence, row, conventions,
      was, other_readings;
};

std::vector<FormRow> Forms() {
  std::ifstream file(std::string(ACTIONPLAN_SOURCE_DIR) +
                     "/tests/data/due_forms.tsv");
  std::string line;
  std::getline(file, line);
  std::vector<FormRow> rows;
  while (std::getline(file, line)) {
    const std::vector<std::string> c = Split(line, '\t');
    if (c.size() != 10) {
      ADD_FAILURE() << "not ten columns: " << line;
      continue;
    }
    rows.push_back(
        {c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9]});
  }
  return rows;
}

DueOptions OptionsOf(const FormRow& row) {
  DueOptions options;
  if (!row.anchor.empty()) options.anchor = Day(row.anchor);
  if (row.conventions.empty()) return options;
  for (const std::string& convention : Split(row.conventions, ';')) {
    const std::vector<std::string> pair = Split(convention, '=');
    options.conventions =
        WithConvention(options.conventions, pair[0], pair[1]).value();
  }
  return options;
}

std::string DaysOf(const DueReading& reading) {
  return Iso(reading.first) + "/" + Iso(reading.last);
}

TEST(ParseDue, ReadsEveryFormAsAnOfficerDoes) {
  const std::vector<FormRow> rows = Forms();
  EXPECT_GT(rows.size(), 400u);
  for (const FormRow& row : rows) {
    const Due due = ParseDue(row.text, OptionsOf(row));
    SCOPED_TRACE(::testing::Message() << "row " << row.row << ": " << due);
    EXPECT_EQ(ToWord(due.kind()), row.kind);
    EXPECT_EQ(Iso(due.first()), row.first);
    EXPECT_EQ(Iso(due.last()), row.last);
    EXPECT_EQ(ToWord(due.confidence()), row.confidence);
    EXPECT_EQ(due.was() == nullptr ? "" : DaysOf(*due.was()), row.was);
    std::vector<std::string> others;
    for (const DueReading& other : due.other_readings()) {
      others.push_back(DaysOf(other));
      EXPECT_NE(other.note, "");
    }
    if (row.other_readings.empty()) continue;
    EXPECT_THAT(others, IsSupersetOf(Split(row.other_readings, ' ')));
  }
}

TEST(ParseDue, SaysWhyItIsNotSureOfAForm) {
  for (const FormRow& row : Forms()) {
    if (row.confidence != "low") continue;
    const Due due = ParseDue(row.text, OptionsOf(row));
    EXPECT_NE(due.note(), "") << due;
  }
}

// --- The founding report ---

TEST(ParseDue, ReadsTheDatesOfTheFoundingReport) {
  const DatedRow kRows[] = {
      {2, "from 15 January 2018", "2018-01-15", ""},
      {55, "by 27 March 2018", "", "2018-03-27"},
  };
  ExpectAll(kRows, DueOptions{});
  // What has its year doesn't need the anchor, and isn't moved by it.
  ExpectAll(kRows, Anchored("1999-12-31", MissingYear::kNext));
}

TEST(ParseDue, ReadsTheRecurrencesOfTheFoundingReport) {
  const struct {
    int row;
    std::string_view text;
  } kRows[] = {
      {33, "every quarter"},
      {33, "Completion of a compliance audit every quarter"},
      {34, "monthly"},
      {34, "Monthly meetings"},
      {34, "monthly report"},
      {34, "monthly update"},
      {35, "weekly"},
      {35, "Weekly"},
      {35, "each week"},
      {35, "on a weekly basis"},
      {35, "run each week"},
      {36, "fortnightly"},
      {37, "Regular 6 weekly meetings"},
      {40, "on their birthday and monthly"},
  };
  for (const auto& row : kRows) {
    const Due due = ParseDue(row.text);
    SCOPED_TRACE(::testing::Message() << "row " << row.row << ": " << due);
    EXPECT_EQ(due.kind(), DueKind::kRecurring);
    EXPECT_EQ(due.confidence(), kHigh);
    EXPECT_EQ(due.no_date(), std::nullopt);
    EXPECT_EQ(due.first(), std::nullopt);
    EXPECT_EQ(due.last(), std::nullopt);
  }
}

TEST(ParseDue, FindsNoDateWhereTheFoundingReportHasNone) {
  const NoDateRow kRows[] = {
      {38, "two days a week", NoDate::kNotUnderstood},
      {38, "5 days a week", NoDate::kNotUnderstood},
      {39, "18th Birthday", NoDate::kNotUnderstood},
      {39, "19 to 21 year-olds", NoDate::kNotUnderstood},
      {39, "section 47", NoDate::kNotUnderstood},
      {39, "4 localities", NoDate::kNotUnderstood},
      {41, "throughout the year", NoDate::kOngoing, kMedium},
      {42, "Ongoing audit/dip sample work", NoDate::kOngoing},
      {43, "to be scheduled", NoDate::kToBeDecided},
      {43, "to be developed", NoDate::kToBeDecided},
      {43, "to be signed off", NoDate::kToBeDecided},
      {43, "to be updated", NoDate::kToBeDecided},
      {43, "to be incorporated", NoDate::kToBeDecided},
      {43, "to be devised and rolled out", NoDate::kToBeDecided},
      {43, "to be produced", NoDate::kToBeDecided},
      {43, "to be amended", NoDate::kToBeDecided},
      {43, "to be confirmed", NoDate::kToBeDecided},
      {43, "to be agreed", NoDate::kToBeDecided},
      {43, "IRO monthly performance report to be amended",
       NoDate::kToBeDecided},
      {0, "4.6% of 301 children", NoDate::kNotUnderstood},
      {0, "staff may attend", NoDate::kNotUnderstood},
      {0, "the spring in their step", NoDate::kNotUnderstood},
      {0, "2000 homes", NoDate::kNotUnderstood},
      {0, "young people over 18 years", NoDate::kNotUnderstood},
  };
  ExpectAll(kRows);
}

TEST(ParseDue, IsUnsureThatATextWithNumbersOfADateHasNone) {
  for (const std::string_view text :
       {"31 März 2025", "Term 3 2024/25", "31/03//2025", "AGM 2025"}) {
    const Due due = ParseDue(text);
    EXPECT_EQ(due.no_date(), NoDate::kNotUnderstood) << due;
    EXPECT_EQ(due.confidence(), kLow) << due;
  }
}

TEST(ParseDue, ReadsTheSameThroughMarkUpAndInvisibleCharacters) {
  for (const std::string_view text :
       {"31&nbsp;March&#160;2025", "<B>31 March</B> 2025",
        "31<sup>st</sup> March<br/>2025",
        "\xE2\x80\x8F"
        "31 March 2025",
        "31 Ma\xC2\xADrch 2025\xE2\x80\x8B"}) {
    EXPECT_EQ(ParseDue(text).first(), Day("2025-03-31")) << text;
    EXPECT_EQ(ParseDue(text).last(), Day("2025-03-31")) << text;
    EXPECT_EQ(ParseDue(text).text(), text);
  }
}

TEST(ParseDue, FindsTheOneDateOfASentence) {
  const DatedRow kRows[] = {
      {8,
       "Workshops to reinforce supervision and management oversight as part of "
       "manager practice up lift in May 2018.",
       "2018-05-01", "2018-05-31"},
      {7, "Training to be scheduled for April 2018 to include social workers",
       "2018-04-01", "2018-04-30"},
      {7, "PLO workshops schedule for April 2018.", "2018-04-01", "2018-04-30"},
      {7, "Awareness raising campaign to be launched by LSCB in April 2018.",
       "2018-04-01", "2018-04-30"},
      {22,
       "CAMHs to share service directory at all service days in March and "
       "April 2018.",
       "2018-03-01", "2018-04-30"},
      {2,
       "The new 'DV light Triage' has been in place from 15 January 2018 and "
       "has shown that 52% of DV logs did not meet threshold.",
       "2018-01-15", ""},
      {5, "252 social workers against 301 cohort as of 23 February 2018.",
       "2018-02-23", "2018-02-23"},
      {15,
       "At the end of November 2017, a manual check identified that 79% of "
       "young people aged 18 to 21 have an up to date pathway plan.",
       "2017-11-30", "2017-11-30"},
      {0, "Approve the 2024/25 budget by 31 March 2024", "", "2024-03-31"},
      {0, "Two day section 47 training, 31 March 2018", "2018-03-31",
       "2018-03-31"},
  };
  ExpectAll(kRows, Anchored(kReportDay));
}

// --- Common forms of other councils ---

TEST(ParseDue, ReadsDaysInNumbers) {
  const DatedRow kRows[] = {
      {0, "2018-02-28", "2018-02-28", "2018-02-28"},
      {0, "2018-02-28T10:30:00", "2018-02-28", "2018-02-28"},
      {0, "19/08/22", "2022-08-19", "2022-08-19"},
      {0, "1/4/18", "2018-04-01", "2018-04-01"},
      {0, "31/03/2018 00:00:00", "2018-03-31", "2018-03-31"},
      {0, "31.03.2024", "2024-03-31", "2024-03-31"},
      {0, "31-03-2024", "2024-03-31", "2024-03-31"},
      {0, "31 March 24", "2024-03-31", "2024-03-31"},
      {0, "03/2018", "2018-03-01", "2018-03-31"},
      {0, "Mar '24", "2024-03-01", "2024-03-31"},
      {0, "2018-02", "2018-02-01", "2018-02-28"},
      {0, "2018-02-01/2018-02-14", "2018-02-01", "2018-02-14"},
      {0, "1/4/18-31/3/19", "2018-04-01", "2019-03-31"},
  };
  ExpectAll(kRows, DueOptions{});
}

TEST(ParseDue, ReadsDaysInWords) {
  const DatedRow kRows[] = {
      {0, "December 31 2019", "2019-12-31", "2019-12-31"},
      {0, "the 31st of March 2018", "2018-03-31", "2018-03-31"},
      {0, "31st March, 2018", "2018-03-31", "2018-03-31"},
      {0, "Friday 16 March 2018", "2018-03-16", "2018-03-16"},
      {0, "Fri, 16 Mar. 2018", "2018-03-16", "2018-03-16"},
      {0, "Sept 2024", "2024-09-01", "2024-09-30"},
      {0, "Sept. 2024", "2024-09-01", "2024-09-30"},
      {0, "March (2018)", "2018-03-01", "2018-03-31"},
      {0, "4-6 March 2018", "2018-03-04", "2018-03-06"},
      {0, "3 and 4 March 2018", "2018-03-03", "2018-03-04"},
      {0, "28 February - 2 March 2018", "2018-02-28", "2018-03-02"},
      {0, "3rd, 10th and 17th March 2018", "2018-03-03", "2018-03-17", kMedium},
      {0, "week commencing 24 October 2022", "2022-10-24", "2022-10-30"},
  };
  ExpectAll(kRows, DueOptions{});
}

TEST(ParseDue, ReadsPartsOfAPeriod) {
  const DatedRow kRows[] = {
      {0, "mid-August 2024", "2024-08-11", "2024-08-20", kMedium},
      {0, "late February 2016", "2016-02-21", "2016-02-29", kMedium},
      {0, "mid to late March 2018", "2018-03-11", "2018-03-31", kMedium},
      {0, "end March 2025", "2025-03-31", "2025-03-31"},
      {0, "end of March 18", "2018-03-31", "2018-03-31", kMedium},
      {0, "last day of February 2016", "2016-02-29", "2016-02-29"},
      {0, "first week of November 2014", "2014-11-01", "2014-11-07", kMedium},
  };
  ExpectAll(kRows, DueOptions{});
}

TEST(ParseDue, ReadsLongPeriods) {
  const DatedRow kRows[] = {
      {0, "winter 2023", "2023-12-01", "2024-02-29", kLow},
      {0, "Q4 2024/25", "2025-01-01", "2025-03-31"},
      {0, "1999/00", "1999-04-01", "2000-03-31"},
      {0, "in 2018", "2018-01-01", "2018-12-31", kMedium},
  };
  ExpectAll(kRows, DueOptions{});
}

TEST(ParseDue, KnowsWhichEndCounts) {
  const DatedRow kRows[] = {
      {0, "by the end of March 2018", "", "2018-03-31"},
      {0, "no later than 31 March 2018", "", "2018-03-31"},
      {0, "on or before 31 March 2018", "", "2018-03-31"},
      {0, "31 March 2018 at the latest", "", "2018-03-31"},
      {0, "April 2018 at the earliest", "2018-04-01", ""},
      {0, "2024/25 and beyond", "2024-04-01", ""},
      {0, "from March 2018 until further notice", "2018-03-01", ""},
      {0, "before 1 April 2018", "", "2018-03-31", kMedium},
      {0, "before April 2018", "", "2018-03-31", kMedium},
      {0, "before the end of March 2018", "", "2018-03-31"},
      {0, "not before April 2018", "2018-04-01", ""},
      {0, "after 31 March 2018", "2018-04-01", "", kMedium},
      {0, "April 2018 onwards", "2018-04-01", ""},
      {0, "January 2018 - ongoing", "2018-01-01", ""},
      {0, "from January to March 2018", "2018-01-01", "2018-03-31"},
      {0, "between 1 April 2018 and 31 May 2018", "2018-04-01", "2018-05-31"},
      {0, "to start in May 2018", "2018-05-01", "2018-05-31"},
  };
  ExpectAll(kRows, DueOptions{});
}

TEST(ParseDue, FillsAMissingYearFromTheNeighbour) {
  const DatedRow kRows[] = {
      {0, "November to January 2018", "2017-11-01", "2018-01-31"},
      {0, "December / January 2018", "2017-12-01", "2018-01-31"},
      {0, "October, November and December 2017", "2017-10-01", "2017-12-31",
       kMedium},
      {0, "31 March 2018 and 30 April", "2018-03-31", "2018-04-30", kMedium},
      {0, "November 2017 to January", "2017-11-01", "2018-01-31", kMedium},
      {0, "autumn/winter 2018", "2018-09-01", "2019-02-28", kLow},
      {0, "Jan-Mar 18", "2018-01-01", "2018-03-31", kMedium},
  };
  ExpectAll(kRows, DueOptions{});
}

TEST(ParseDue, FillsAMissingYearFromTheAnchor) {
  const struct {
    std::string_view text;
    std::string_view anchor;
    MissingYear missing_year;
    std::string_view last;
  } kRows[] = {
      {"in January", "2018-03-27", MissingYear::kNearest, "2018-01-31"},
      {"in January", "2018-03-27", MissingYear::kNext, "2019-01-31"},
      {"in January", "2018-03-27", MissingYear::kLast, "2018-01-31"},
      {"in November", "2018-03-27", MissingYear::kNearest, "2017-11-30"},
      {"in November", "2018-03-27", MissingYear::kNext, "2018-11-30"},
      {"in November", "2018-03-27", MissingYear::kLast, "2017-11-30"},
      // The month of the anchor is neither over nor still to begin.
      {"in March", "2018-03-27", MissingYear::kNext, "2018-03-31"},
      {"in March", "2018-03-27", MissingYear::kLast, "2018-03-31"},
      {"27 March", "2018-03-27", MissingYear::kNext, "2018-03-27"},
      {"26 March", "2018-03-27", MissingYear::kNext, "2019-03-26"},
      {"27 March", "2018-03-27", MissingYear::kLast, "2018-03-27"},
      {"28 March", "2018-03-27", MissingYear::kLast, "2017-03-28"},
      {"31 March", "2018-03-31", MissingYear::kNext, "2018-03-31"},
      {"31 March", "2018-04-01", MissingYear::kNext, "2019-03-31"},
      {"December to January", "2018-03-27", MissingYear::kNext, "2019-01-31"},
      {"December to January", "2018-03-27", MissingYear::kLast, "2018-01-31"},
      {"29 February", "2018-03-27", MissingYear::kNext, "2020-02-29"},
      {"29 February", "2018-03-27", MissingYear::kLast, "2016-02-29"},
      {"29 February", "1897-06-01", MissingYear::kNext, "1904-02-29"},
      {"next January", "2018-03-27", MissingYear::kLast, "2019-01-31"},
      {"last November", "2018-03-27", MissingYear::kNext, "2017-11-30"},
      {"next summer", "2022-10-01", MissingYear::kNearest, "2023-08-31"},
      {"in the autumn", "2015-06-01", MissingYear::kNext, "2015-11-30"},
      {"by the end of March", "2018-03-27", MissingYear::kNext, "2018-03-31"},
  };
  for (const auto& row : kRows) {
    const Due due = ParseDue(row.text, Anchored(row.anchor, row.missing_year));
    EXPECT_EQ(Iso(due.last()), row.last) << due << " from " << row.anchor;
    EXPECT_NE(due.confidence(), kHigh) << due;
    EXPECT_THAT(due.note(), HasSubstr("No year is given")) << due;
  }
}

TEST(ParseDue, SaysWhyThereIsNoDate) {
  const NoDateRow kRows[] = {
      {145, "", NoDate::kBlank},
      {145, " \t\n", NoDate::kBlank},
      {145, "\xC2\xA0", NoDate::kBlank},
      {145, "N/A", NoDate::kNotApplicable},
      {145, "n/a", NoDate::kNotApplicable},
      {145, "-", NoDate::kNotApplicable},
      {145, "\xE2\x80\x93", NoDate::kNotApplicable},
      {0, "Not required", NoDate::kNotApplicable},
      {92, "Ongoing", NoDate::kOngoing},
      {0, "On-going", NoDate::kOngoing},
      {0, "Business as usual", NoDate::kOngoing},
      {145, "TBC", NoDate::kToBeDecided},
      {145, "T.B.C.", NoDate::kToBeDecided},
      {145, "TBA", NoDate::kToBeDecided},
      {145, "tbd", NoDate::kToBeDecided},
      {0, "date to be confirmed", NoDate::kToBeDecided},
      {111, "not yet required", NoDate::kToBeDecided},
      {111, "Government decision awaited", NoDate::kToBeDecided},
      {111, "decision awaited", NoDate::kToBeDecided},
      {112, "complete", NoDate::kStatus},
      {112, "Complete", NoDate::kStatus},
      {151, "Completed", NoDate::kStatus},
      {151, "Done", NoDate::kStatus},
      {151, "Complete (Sept 2024)", NoDate::kStatus},
      {0, "In progress", NoDate::kStatus},
      {146, "ASAP", NoDate::kSoon, kMedium},
      {146, "immediate", NoDate::kSoon, kMedium},
      {146, "immediately", NoDate::kSoon, kMedium},
      {147, "short term", NoDate::kRelative, kMedium},
      {147, "medium-term", NoDate::kRelative, kMedium},
      {147, "Long term", NoDate::kRelative, kMedium},
      {148, "Year 1", NoDate::kRelative, kMedium},
      {148, "Phase 2", NoDate::kRelative, kMedium},
      {149, "3 months from approval", NoDate::kRelative, kMedium},
      {0, "12 months", NoDate::kRelative, kMedium},
      {0, "12 months of work", NoDate::kNotUnderstood},
      {0, "next Cabinet", NoDate::kRelative, kMedium},
  };
  ExpectAll(kRows);
}

TEST(ParseDue, PrefersADateToARecurrence) {
  const DatedRow kRows[] = {
      {0, "A Solutions Panel has met weekly since November 2017", "2017-11-01",
       "", kMedium},
      {0, "every quarter until March 2026", "", "2026-03-31", kMedium},
      {0, "two days a week from January 2018", "2018-01-01", ""},
      {0, "every 3 months from April 2018", "2018-04-01", "", kMedium},
      {0, "Ongoing - review March 2019", "2019-03-01", "2019-03-31", kLow},
  };
  ExpectAll(kRows, DueOptions{});
  EXPECT_EQ(ParseDue("annually in March").kind(), DueKind::kRecurring);
  EXPECT_EQ(ParseDue("every March").kind(), DueKind::kRecurring);
  EXPECT_EQ(ParseDue("twice a year").kind(), DueKind::kRecurring);
  EXPECT_EQ(ParseDue("to be reviewed monthly").kind(), DueKind::kRecurring);
}

TEST(ParseDue, IsUnsureWhereTheTextIs) {
  const DatedRow kRows[] = {
      {0, "March 2018 (TBC)", "2018-03-01", "2018-03-31", kLow},
      {0, "March 2018?", "2018-03-01", "2018-03-31", kLow},
      {64, "around mid-August 2024", "2024-08-11", "2024-08-20", kMedium},
      {0, "Monday 16 March 2018", "2018-03-16", "2018-03-16", kLow},
      {0, "w/c 25 October 2022", "2022-10-25", "2022-10-31", kLow},
      {0, "2018 to 2020", "2018-01-01", "2020-12-31", kLow},
      {0, "Covid-19 March 2018", "2018-03-01", "2018-03-31", kLow},
      {0, "Phase 2 March 2018", "2018-03-01", "2018-03-31", kLow},
      {0, "31 December 9999", "9999-12-31", "9999-12-31", kLow},
  };
  ExpectAll(kRows, DueOptions{});
}

TEST(ParseDue, TakesAWorkingPatternAStandardOrAnEventForNoDate) {
  const NoDateRow kRows[] = {
      {0, "Monday to Friday", NoDate::kNotUnderstood},
      {0, "Mon-Fri 9am-5pm", NoDate::kNotUnderstood},
      {0, "Friday meetings", NoDate::kNotUnderstood},
      {0, "92% within 45 days", NoDate::kRelative, kMedium},
      {0, "visits within 10 days of referral", NoDate::kRelative, kMedium},
      {0, "52% improved over the last month", NoDate::kRelative, kMedium},
      {0, "0-6 months", NoDate::kRelative, kMedium},
      {0, "revised date TBC (was March 2018)", NoDate::kToBeDecided},
  };
  ExpectAll(kRows);
}

TEST(ParseDue, ReadsWhatIsWrittenAroundADate) {
  const DatedRow kRows[] = {
      {0, "Complete within six weeks", "2018-03-27", "2018-05-08", kMedium},
      {0, "Report back within 3 months", "2018-03-27", "2018-06-27", kMedium},
      {0, "early next year", "2019-01-01", "2019-03-31", kLow},
      {0, "2018 Q2", "2018-07-01", "2018-09-30", kLow},
      {0, "FY2018-19 Q1", "2018-04-01", "2018-06-30"},
      {0, "June-end 2018", "2018-06-30", "2018-06-30"},
      {0, "by Christmas", "", "2018-12-25", kMedium},
      {0, "by January", "", "2019-01-31", kMedium},
      {0, "Original target: Sept 17. Revised target: March 18", "2018-03-01",
       "2018-03-31", kLow},
      {0, "6 months after adoption (adoption due May 2018)", "2018-05-01",
       "2018-05-31", kLow},
      {0, "year ending 31 March 2019", "2019-03-31", "2019-03-31"},
  };
  ExpectAll(kRows, Anchored(kReportDay));
  EXPECT_EQ(DaysOf(*ParseDue("Original target: Sept 17. Revised target: March "
                             "18",
                             Anchored(kReportDay))
                        .was()),
            "2017-09-01/2017-09-30");
}

TEST(ParseDue, ExplainsAReadingThatIsNotObvious) {
  const struct {
    std::string_view text;
    std::string_view note;
  } kRows[] = {
      {"April 2018", ""},
      {"by 27 March 2018", ""},
      {"as of 23 February 2018",
       "This is the day of the data, which need not be a due date."},
      {"spring 2018", "Read as March to May 2018."},
      {"by April 2021",
       "'By April' may mean before 1 April. Read as by 30 April 2021."},
      {"March Scrutiny Panel",
       "'March' names a meeting or an event; its day must be looked up. No "
       "year is given; 2018 is read from the anchor, 27 March 2018. Read as "
       "March 2018."},
      {"Q3 2025",
       "Q3 2025 is read as a quarter of the financial year 2025/26; it may be "
       "one of the calendar year. Read as October to December 2025."},
      {"Monday 16 March 2018",
       "16 March 2018 is a Friday. Read as 16 March 2018."},
  };
  for (const auto& row : kRows) {
    EXPECT_THAT(ParseDue(row.text, Anchored(kReportDay)).note(),
                StrEq(std::string(row.note)))
        << row.text;
  }
}

// --- What is refused ---

TEST(ParseDue, RefusesADayThatDoesNotExist) {
  const ErrorRow kRows[] = {
      {"31 September 2024",
       "There is no 31 September 2024; that month has 30 days."},
      {"30 February 2025",
       "There is no 30 February 2025; that month has 28 days."},
      {"29 February 2019",
       "There is no 29 February 2019; that month has 28 days."},
      {"31/02/2018", "There is no 31 February 2018; that month has 28 days."},
      {"2018-02-30", "There is no 30 February 2018; that month has 28 days."},
      {"0 March 2018", "There is no 0 March 2018; that month has 31 days."},
      {"45 March 2018", "There is no 45 March 2018; that month has 31 days."},
      {"by 30 February", "There is no 30 February."},
      {"03/31/2018",
       "'03/31/2018' has no month 31; days are written before months."},
      {"00/00/0000", "The year 0 is outside 1400 to 9999."},
      {"winter 9999", "The year 10000 is outside 1400 to 9999."},
      {"before 1 January 1400", "is at the end of the calendar"},
      {"after 31 December 9999", "is at the end of the calendar"},
  };
  ExpectAll(kRows, Anchored(kReportDay));
  EXPECT_EQ(ParseDue("29 February 2016").kind(), DueKind::kPeriod);
}

TEST(ParseDue, AsksWhichOfTwoDatesIsMeant) {
  const ErrorRow kRows[] = {
      {"March 2024 June 2024",
       "There are 2 dates, 'March 2024' and 'June 2024', with nothing that "
       "connects them; which is due?"},
      {"March 2024, June 2024", "which is due?"},
      {"established in October 2017 and from January 2018 includes housing",
       "which is due?"},
      {"March 24",
       "Is 'March 24' the day or the year? Write 24 March with its year, or "
       "March 2024."},
      {"2022-25", "From 2022 to 2025 is not one financial year"},
      {"March 2018/19", "leaves open which year is meant"},
      {"In 2018, by March", "which is due?"},
      {"The 2018 review, by March", "Is 2018 the year of 'March'?"},
      {"30 April 2018 to 31 March 2018", "ends before it begins"},
  };
  ExpectAll(kRows, Anchored(kReportDay));
  // Told twice, it is still one date.
  EXPECT_EQ(ParseDue("31 March 2018 (31/03/2018)").last(), Day("2018-03-31"));
}

TEST(ParseDue, RefusesWhatChangesADateInAWayItDoesNotRead) {
  const ErrorRow kRows[] = {
      {"2-3 weeks after 1 May 2018", "'weeks after 1 May 2018' counts from a"},
      {"for 6 months from 1 May 2018",
       "'months from 1 May 2018' counts from a"},
      {"6 weeks from April 2018", "write the day that is meant"},
      {"March 2018 + 2 weeks", "A sign beside the date is not understood."},
      {"-> July 2018", "A sign beside the date is not understood."},
      {"by Ramadan 2025", "Feasts of this kind are not understood"},
      {"Summer 2015 half term", "needs the school calendar"},
      {"Easter holidays 2018", "'Easter holidays' needs a calendar"},
      {"after the summer recess", "'summer recess' needs a calendar"},
      {"Christmas term 2018", "needs the school calendar"},
      {"Spring 2015 - Half Term 5", "Half term 5 is not in 'Spring 2015'"},
      {"half term 7 2024/25", "There is no half term 7."},
      {"Q5 2024/25", "There is no quarter 5."},
      {"extended from March 2025", "the new one is not written"},
      {"within -3 months", "'-3 months' is no length of time to wait"},
      {"within 0 weeks", "'0 weeks' is no length of time to wait"},
      {"within 99999 months", "beyond the end of the calendar"},
      {"within 99999999999 weeks", "beyond the end of the calendar"},
      {"within 9999999 days", "beyond the end of the calendar"},
      {"March 202", "'March 202' has a year of 3 figures; write four."},
      {"31 March 999", "'31 March 999' has a year of 3 figures"},
      {"31/12/10000", "'31/12/10000' has a year of 5 figures; write four."},
      {"31 March 0999", "The year 999 is outside 1400 to 9999."},
      {"March 2018 until the election", "Only one end of the time"},
      {"between May 2018 and the review", "Only one end of the time"},
      {"early autumn term 2024", "Only the end of a term or of half a year"},
      {"H1 2024/25 (Oct-Mar)", "are different months; which is meant?"},
      {"Q4 2024/25 (Jan-Mar 2026)", "has two different years"},
      {"1/012/2014", "has a month of 3 figures; write two."},
      {"2024/12", "if it is December 2024, write that."},
      {"month 13 2024/25", "There is no month 13."},
      {"Start 1 May 2025 End 1 April 2025", "It ends before it begins."},
      {"~~31 March 2025~~", "the new one is not written"},
      {"3l March 2025", "'l' is a letter where a figure stands"},
      {"31/O3/2025", "'O' is a letter where a figure stands"},
  };
  ExpectAll(kRows, Anchored(kReportDay));
}

TEST(ParseDue, SuggestsTheMonthOfAMisspeltDate) {
  const ErrorRow kRows[] = {
      {"31 Febuary 2018", "'Febuary' is no month; did you mean February?"},
      {"Febuary 2018", "did you mean February?"},
      {"by Setpember 2018", "did you mean September?"},
      {"Janaury / February 2018", "did you mean January?"},
      {"Autum 2015", "did you mean Autumn?"},
  };
  ExpectAll(kRows, DueOptions{});
  EXPECT_EQ(ParseDue("match 5 children").no_date(), NoDate::kNotUnderstood);
}

TEST(ParseDue, NeedsAnAnchorForADateWithoutAYear) {
  const ErrorRow kRows[] = {
      {"in January", "In 'January' no year is given; give an anchor day."},
      {"27 March", "no year is given; give an anchor day"},
      {"March / April", "no year is given; give an anchor day"},
      {"next summer", "no year is given; give an anchor day"},
  };
  ExpectAll(kRows, DueOptions{});
}

TEST(ParseDue, ReadsNoDigitsOfOtherScripts) {
  for (std::string_view text :
       {"\xD9\xA3 March 2018", "\xEF\xBC\x93 March 2018",
        "March \xD9\xA2\xD9\xA0\xD9\xA1\xD9\xA8"}) {
    EXPECT_EQ(ParseDue(text, Anchored(kReportDay)).kind(), DueKind::kError)
        << text;
  }
}

TEST(ParseDue, NamesWhatLooksLikeADateAndIsNone) {
  const struct {
    std::string_view text;
    std::string_view note;
  } kRows[] = {
      {"45382", "as a spreadsheet's number of a day it would be 31 March 2024"},
      {"45382.5", "it would be 31 March 2024"},
      {"18264", "it would be 1 January 1950"},
      {"73050", "it would be 31 December 2099"},
      {"18263", "No date was found in it."},
      {"73051", "No date was found in it."},
      {"45382 homes", "No date was found in it."},
      // Arabic and fullwidth digits.
      {"\xD9\xA3\xD9\xA1 \xD9\x85\xD8\xA7\xD8\xB1\xD8\xB3 "
       "\xD9\xA2\xD9\xA0\xD9\xA2\xD9\xA4",
       "digits of another script"},
      {"\xEF\xBC\x92\xEF\xBC\x90\xEF\xBC\x92\xEF\xBC\x94",
       "digits of another script"},
  };
  for (const auto& row : kRows) {
    const Due due = ParseDue(row.text, Anchored(kReportDay));
    EXPECT_EQ(due.no_date(), NoDate::kNotUnderstood) << due;
    EXPECT_THAT(due.note(), HasSubstr(std::string(row.note)));
  }
}

TEST(ParseDue, TellsEachOtherReadingOnce) {
  const Due due = ParseDue("Mar 18 - Mar 19", Anchored(kReportDay));
  EXPECT_EQ(DaysOf({due.first(), due.last(), ""}), "2018-03-01/2019-03-31");
  ASSERT_EQ(due.other_readings().size(), 1u);
  EXPECT_EQ(DaysOf(due.other_readings()[0]), "2018-03-18/2018-03-19");
}

// Source: Book of Common Prayer, "A Table to find Easter-Day", as printed for
// these years in calendars.
TEST(ParseDue, KnowsEaster) {
  static constexpr std::string_view kEasters[] = {
      "1961-04-02", "1997-03-30", "2000-04-23", "2005-03-27", "2008-03-23",
      "2010-04-04", "2011-04-24", "2014-04-20", "2016-03-27", "2017-04-16",
      "2018-04-01", "2019-04-21", "2020-04-12", "2021-04-04", "2022-04-17",
      "2023-04-09", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28",
      "2028-04-16", "2029-04-01", "2030-04-21", "2038-04-25", "2285-03-22"};
  for (std::string_view easter : kEasters) {
    const std::string year(easter.substr(0, 4));
    EXPECT_EQ(Iso(ParseDue("Easter " + year).last()), easter);
    EXPECT_EQ(ParseDue("Good Friday " + year).last(),
              Day(easter).Plus(Days(-2)));
  }
}

TEST(ParseDue, DoesNotReadMoreThanAThousandCharacters) {
  const std::string date = "31 March 2018 ";
  const std::string fits = date + std::string(1000 - date.size(), 'x');
  EXPECT_EQ(ParseDue(fits).last(), Day("2018-03-31"));
  for (const std::string& text : {fits + "x", std::string(1000000, '1')}) {
    const Due due = ParseDue(text);
    EXPECT_EQ(due.no_date(), NoDate::kNotUnderstood);
    EXPECT_THAT(due.note(), HasSubstr("more than 1,000 characters"));
    EXPECT_EQ(due.text(), text);
  }
  // Characters, not bytes.
  std::string accents = date + "x";
  for (int i = 0; i < 900; ++i) accents += "\xC3\xA9";
  EXPECT_EQ(ParseDue(accents).last(), Day("2018-03-31"));
}

// --- Properties ---

using Writer = std::function<std::string(Date)>;

std::string TwoDigits(int number) {
  return std::string(number < 10 ? "0" : "") + std::to_string(number);
}

std::string ShortMonth(Date date) {
  return std::string(MonthName(date.month()).substr(0, 3));
}

std::string WithOrdinal(int day) {
  const bool teen = day >= 11 && day <= 13;
  const char* const ending = teen            ? "th"
                             : day % 10 == 1 ? "st"
                             : day % 10 == 2 ? "nd"
                             : day % 10 == 3 ? "rd"
                                             : "th";
  return std::to_string(day) + ending;
}

std::vector<Writer> Writers() {
  return {
      [](Date d) { return d.ToWords(); },
      [](Date d) { return d.ToIso(); },
      [](Date d) { return "by " + d.ToWords(); },
      [](Date d) {
        return TwoDigits(d.day()) + "/" + TwoDigits(d.month()) + "/" +
               std::to_string(d.year());
      },
      [](Date d) {
        return std::to_string(d.day()) + "." + std::to_string(d.month()) + "." +
               TwoDigits(d.year() % 100);
      },
      [](Date d) {
        return std::to_string(d.day()) + "-" + ShortMonth(d) + "-" +
               TwoDigits(d.year() % 100);
      },
      [](Date d) {
        return std::string(MonthName(d.month())) + " " +
               std::to_string(d.day()) + ", " + std::to_string(d.year());
      },
      [](Date d) {
        return WithOrdinal(d.day()) + " of " + ShortMonth(d) + " " +
               std::to_string(d.year());
      },
      [](Date d) {
        return "Workshops for 12 staff, planned for " + d.ToWords() +
               ", in 4 localities.";
      },
  };
}

Date RandomDate(std::mt19937& random) {
  // Two figures beyond 2060 are asked about.
  return Date::FromEpochDays(std::uniform_int_distribution<int32_t>(
      Day("2000-01-01").epoch_days(), Day("2060-12-31").epoch_days())(random));
}

TEST(ParseDue, ReadsBackADateInEveryFormInWhichItIsWritten) {
  std::mt19937 random(2018);
  for (int i = 0; i < 3000; ++i) {
    const Date date = RandomDate(random);
    for (const Writer& write : Writers()) {
      const std::string text = write(date);
      const Due due = ParseDue(text);
      ASSERT_EQ(due.last(), date) << due;
      ASSERT_EQ(due.confidence(), kHigh) << due;
    }
  }
}

TEST(ParseDue, ReadsBackTheMonthsOfARange) {
  std::mt19937 random(2019);
  for (int i = 0; i < 3000; ++i) {
    const Date a = RandomDate(random);
    const Date b =
        a.PlusMonths(std::uniform_int_distribution<int>(1, 11)(random));
    // The year of the first is left out; it follows from that of the last.
    const std::string text = std::string(MonthName(a.month())) + " to " +
                             ShortMonth(b) + " " + std::to_string(b.year());
    const Due due = ParseDue(text);
    ASSERT_EQ(Iso(due.first()), Iso(a.Plus(Days(1 - a.day())))) << due;
    ASSERT_EQ(due.last(), b.EndOfMonth()) << due;
  }
}

std::vector<std::string> KnownTexts() {
  return {"27 March 2018",
          "in November and December 2017 and in January 2018",
          "At the end of November",
          "March Scrutiny Panel",
          "by the end of Q2 2024/25",
          "w/c 24 October 2022",
          "mid to late March 2018",
          "31-Mar-2018",
          "Complete (Sept 2024)",
          "every quarter",
          "to be signed off",
          "3 months from approval",
          "30 February 2025",
          "March 2024 June 2024",
          "3rd, 10th and 17th March 2018",
          "Ongoing audit/dip sample work",
          "before mid 2018",
          "31 Febuary 2018"};
}

// What was understood, without the text itself.
std::string Meaning(const Due& due) {
  std::ostringstream out;
  out << ToWord(due.kind()) << Iso(due.first()) << '/' << Iso(due.last())
      << ToWord(due.confidence())
      << (due.no_date().has_value() ? ToWord(*due.no_date()) : "");
  return out.str();
}

TEST(ParseDue, DoesNotMindLetterCaseOrSpaces) {
  std::mt19937 random(5);
  for (const std::string& text : KnownTexts()) {
    const std::string meaning = Meaning(ParseDue(text, Anchored(kReportDay)));
    for (int i = 0; i < 50; ++i) {
      std::string changed(random() % 3, ' ');
      for (char c : text) {
        const bool flip = random() % 2 == 0;
        changed += flip ? static_cast<char>(std::toupper(c))
                        : static_cast<char>(std::tolower(c));
        if (c == ' ') changed.append(random() % 3, random() % 2 ? ' ' : '\t');
      }
      ASSERT_EQ(Meaning(ParseDue(changed, Anchored(kReportDay))), meaning)
          << changed;
    }
  }
}

TEST(ParseDue, TakesTheSignsOfWordProcessorsForPlainOnes) {
  const struct {
    std::string_view fancy;
    std::string_view plain;
  } kRows[] = {
      {"January \xE2\x80\x93 March 2018", "January - March 2018"},
      {"4\xE2\x80\x94"
       "6 March 2018",
       "4-6 March 2018"},
      {"31\xE2\x80\x91Mar\xE2\x80\x91"
       "2018",
       "31-Mar-2018"},
      {"27\xC2\xA0March\xC2\xA0"
       "2018",
       "27 March 2018"},
      {"\xEF\xBB\xBF"
       "27 March 2018",
       "27 March 2018"},
      {"Mar \xE2\x80\x99"
       "24",
       "Mar '24"},
      {"[December 2017]", "December 2017"},
      {"\xE2\x80\xA2 April 2018", "April 2018"},
      {"\xE2\x9C\x93 April 2018", "April 2018"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(Meaning(ParseDue(row.fancy)), Meaning(ParseDue(row.plain)))
        << row.fancy;
  }
}

void ExpectSound(const std::string& text, const Due& due) {
  ASSERT_EQ(due.text(), text);
  ASSERT_EQ(due.is_dated(), due.kind() == DueKind::kPeriod);
  ASSERT_EQ(due.no_date().has_value(), due.kind() == DueKind::kNone);
  const bool may_begin =
      due.kind() == DueKind::kPeriod || due.kind() == DueKind::kStart;
  ASSERT_TRUE(may_begin || !due.first().has_value()) << due;
  ASSERT_TRUE(due.kind() != DueKind::kStart || due.first().has_value()) << due;
  ASSERT_TRUE(due.kind() != DueKind::kError || !due.note().empty()) << due;
  if (due.first().has_value() && due.last().has_value()) {
    ASSERT_LE(*due.first(), *due.last()) << due;
  }
}

void ExpectSoundInEveryWay(const std::string& text) {
  for (std::string_view anchor : {"1400-01-01", "2018-03-27", "9999-12-31"}) {
    for (MissingYear missing :
         {MissingYear::kNearest, MissingYear::kNext, MissingYear::kLast}) {
      ExpectSound(text, ParseDue(text, Anchored(anchor, missing)));
    }
  }
  ExpectSound(text, ParseDue(text));
}

TEST(ParseDue, IsSoundOnAnyBytes) {
  std::mt19937 random(6);
  for (int i = 0; i < 3000; ++i) {
    std::string text(random() % 40, '\0');
    for (char& c : text) c = static_cast<char>(random());
    ExpectSoundInEveryWay(text);
  }
}

// Random bytes seldom make a date; random words of dates often do.
TEST(ParseDue, IsSoundOnAnyOrderOfTheWordsOfDates) {
  static constexpr std::string_view kPieces[] = {"March",
                                                 "may",
                                                 "Sept",
                                                 "spring",
                                                 "winter",
                                                 "Q3",
                                                 "FY",
                                                 "2018",
                                                 "2024",
                                                 "9999",
                                                 "1400",
                                                 "18",
                                                 "31",
                                                 "0",
                                                 "1st",
                                                 "2018/19",
                                                 "2009-10",
                                                 "/",
                                                 "-",
                                                 "&",
                                                 ",",
                                                 ".",
                                                 "..",
                                                 "to",
                                                 "and",
                                                 "or",
                                                 "by",
                                                 "before",
                                                 "until",
                                                 "from",
                                                 "after",
                                                 "between",
                                                 "not",
                                                 "no later than",
                                                 "early",
                                                 "mid",
                                                 "late",
                                                 "end of",
                                                 "start",
                                                 "first",
                                                 "last",
                                                 "next",
                                                 "week",
                                                 "day of",
                                                 "w/c",
                                                 "w/e",
                                                 "half",
                                                 "term",
                                                 "financial year",
                                                 "academic",
                                                 "monthly",
                                                 "every",
                                                 "TBC",
                                                 "ongoing",
                                                 "Cabinet",
                                                 "the",
                                                 "of",
                                                 "in",
                                                 "(",
                                                 ")",
                                                 "'",
                                                 "?",
                                                 "+",
                                                 "Monday",
                                                 "29 February",
                                                 "\xE2\x80\x93",
                                                 "\xFF",
                                                 "latest",
                                                 "onwards",
                                                 "complete",
                                                 "section",
                                                 "3",
                                                 "one"};
  std::mt19937 random(9);
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    for (size_t k = random() % 8; k-- > 0;) {
      text += kPieces[random() % std::size(kPieces)];
      if (random() % 4 != 0) text += ' ';
    }
    ExpectSoundInEveryWay(text);
  }
}

TEST(ParseDue, NeverReadsADateFromAnotherYearThanIsWritten) {
  // One year is written; whatever the words, the days are of it or next to it.
  static constexpr std::string_view kBefore[] = {
      "",       "by ",    "early ",  "end of ", "mid-",
      "until ", "w/c 3 ", "spring/", "31 ",     "from February to "};
  static constexpr std::string_view kMonths[] = {"March", "Dec", "July",
                                                 "September"};
  for (std::string_view before : kBefore) {
    for (std::string_view month : kMonths) {
      const std::string text =
          std::string(before) + std::string(month) + " 2018";
      const Due due = ParseDue(text, Anchored("2030-01-01"));
      if (!due.is_dated()) continue;
      EXPECT_EQ(due.last()->year(), 2018) << due;
    }
  }
}

// --- The value ---

TEST(Due, IsBlankByDefault) {
  const Due due;
  EXPECT_EQ(due.kind(), DueKind::kNone);
  EXPECT_EQ(due.no_date(), NoDate::kBlank);
  EXPECT_EQ(due.text(), "");
  EXPECT_EQ(due, ParseDue(""));
  EXPECT_FALSE(due.is_dated());
}

TEST(Due, KeepsOtherReadingsAndWhatItWas) {
  const Due plain = ParseDue("June 2025");
  EXPECT_THAT(plain.other_readings(), IsEmpty());
  EXPECT_EQ(plain.was(), nullptr);
  const DueReading march{Day("2025-03-01"), Day("2025-03-31"), "March 2025"};
  const Due moved = plain.WithWas(march);
  ASSERT_NE(moved.was(), nullptr);
  EXPECT_EQ(*moved.was(), march);
  EXPECT_EQ(plain.was(), nullptr);
  const Due both = moved.WithOtherReadings({march});
  EXPECT_THAT(both.other_readings(), ElementsAre(march));
  EXPECT_EQ(*both.was(), march);
  EXPECT_EQ(both.last(), plain.last());
  EXPECT_NE(both, moved);
  EXPECT_NE(moved, plain);
  EXPECT_EQ(moved, plain.WithWas(march));
  EXPECT_EQ(plain, plain.WithOtherReadings({}));
}

TEST(Due, AllowsTheDaysBetweenItsEnds) {
  const Due month = ParseDue("April 2018");
  EXPECT_FALSE(month.Allows(Day("2018-03-31")));
  EXPECT_TRUE(month.Allows(Day("2018-04-01")));
  EXPECT_TRUE(month.Allows(Day("2018-04-30")));
  EXPECT_FALSE(month.Allows(Day("2018-05-01")));
  const Due open_first = ParseDue("by April 2018");
  EXPECT_TRUE(open_first.Allows(Day("1400-01-01")));
  EXPECT_FALSE(open_first.Allows(Day("2018-05-01")));
  const Due open_last = ParseDue("from April 2018");
  EXPECT_FALSE(open_last.Allows(Day("2018-03-31")));
  EXPECT_TRUE(open_last.Allows(Day("9999-12-31")));
}

TEST(Due, IsPrintedWithItsLastDayAndAsWritten) {
  const struct {
    std::string_view text;
    std::string_view words;
  } kRows[] = {
      {"30 April 2018", "30 April 2018"},
      {"March / April 2018", "30 April 2018 (as written: March / April 2018)"},
      {"by 2030", "31 December 2030 (as written: by 2030)"},
      {"from July 2017",
       "from 1 July 2017, no end (as written: from July "
       "2017)"},
      {"every quarter", "recurring (every quarter)"},
      {"TBC", "undated (TBC)"},
      {"", "undated"},
      {"30 February 2018", "not a date (30 February 2018)"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(ParseDue(row.text).ToWords(), row.words);
  }
}

TEST(Due, HasWordsForJson) {
  EXPECT_EQ(ToWord(DueKind::kPeriod), "period");
  EXPECT_EQ(ToWord(DueKind::kStart), "start");
  EXPECT_EQ(ToWord(DueKind::kRecurring), "recurring");
  EXPECT_EQ(ToWord(DueKind::kNone), "none");
  EXPECT_EQ(ToWord(DueKind::kError), "error");
  EXPECT_EQ(ToWord(NoDate::kBlank), "blank");
  EXPECT_EQ(ToWord(NoDate::kOngoing), "ongoing");
  EXPECT_EQ(ToWord(NoDate::kToBeDecided), "to be decided");
  EXPECT_EQ(ToWord(NoDate::kSoon), "soon");
  EXPECT_EQ(ToWord(NoDate::kRelative), "relative");
  EXPECT_EQ(ToWord(NoDate::kNotApplicable), "not applicable");
  EXPECT_EQ(ToWord(NoDate::kStatus), "status");
  EXPECT_EQ(ToWord(NoDate::kNotUnderstood), "not understood");
  EXPECT_EQ(ToWord(kHigh), "high");
  EXPECT_EQ(ToWord(kMedium), "medium");
  EXPECT_EQ(ToWord(kLow), "low");
}

TEST(Due, IsPrintedForTestsOnOneLine) {
  std::ostringstream out;
  out << ParseDue("by May 2014");
  EXPECT_EQ(out.str(),
            "'by May 2014': period .. to 2014-05-31, medium (Read as by 31 May "
            "2014.)");
}

TEST(Due, ReadsTheExampleOfItsHeader) {
  const Due due = ParseDue("February / March 2018");
  EXPECT_EQ(due.kind(), DueKind::kPeriod);
  EXPECT_EQ(due.first(), Day("2018-02-01"));
  EXPECT_EQ(due.last(), Day("2018-03-31"));
  EXPECT_EQ(due.confidence(), kHigh);
  EXPECT_EQ(due.text(), "February / March 2018");
}

}  // namespace
}  // namespace actionplan
