#include "actionplan/edtf.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "actionplan/period.h"
#include "internal/edtf_cell.h"
#include "internal/edtf_text.h"
#include "internal/strings.h"
#include "internal/usual_years.h"

namespace actionplan {
namespace internal {
namespace {

constexpr int kFirstQuarter = 33;
constexpr std::string_view kNoDay = "Neither end is a day.";

bool IsSeason(int grouping) {
  return grouping != 0 && grouping < kFirstQuarter;
}

class Meaning {
 public:
  explicit Meaning(std::string_view source) : source_(source) {}

  Due Of(const EdtfText& text) {
    for (const EdtfSpan& span : text.spans) {
      absl::StatusOr<DueReading> reading = Read(span);
      if (!reading.ok()) {
        return Unmeant(ToStd(reading.status().message()));
      }
      Add(*std::move(reading), text.spans.size() > 1);
    }
    if (!first_.has_value() && !last_.has_value()) return Unmeant(kNoDay);
    JudgeSet(text);
    JudgeYear(last_.has_value() ? *last_ : *first_);
    return Build();
  }

 private:
  void Lower(Confidence confidence) {
    confidence_ = std::max(confidence_, confidence);
  }
  // What is true of several dates is said once.
  void Note(std::string_view note) {
    if (note_.find(note) != std::string::npos) return;
    if (!note_.empty()) note_ += ' ';
    note_ += note;
  }

  Due Unmeant(std::string_view reason) const {
    return Due::Error(
        std::string(source_),
        StrCat("EDTF, but nothing that a plan can mean. ", reason));
  }

  // --- Days ---

  absl::StatusOr<DueReading> Read(const EdtfSpan& span) {
    DueReading reading;
    if (span.begin_kind == EdtfEnd::kDate) {
      absl::StatusOr<Date> first = DayOf(span.begin, span.begin.first);
      if (!first.ok()) return first.status();
      reading.first = *first;
    }
    if (span.end_kind == EdtfEnd::kDate) {
      const EdtfDate& end = span.is_date ? span.begin : span.end;
      absl::StatusOr<Date> last = DayOf(end, end.last);
      if (!last.ok()) return last.status();
      reading.last = *last;
    }
    if (!reading.first.has_value() && !reading.last.has_value()) {
      return InvalidArgument(kNoDay);
    }
    JudgeSpan(span);
    return reading;
  }

  // `day` is the first or last of `date`; fails if no plan has such a day.
  absl::StatusOr<Date> DayOf(const EdtfDate& date, EdtfDay day) const {
    constexpr int kMostYears = 100;
    if (date.is_long_year) {
      return OutOfRange("A year written with Y is outside 1400 to 9999.");
    }
    if (HighYear(date) - LowYear(date) >= kMostYears) {
      return InvalidArgument("The year ", date.year,
                             " leaves more than a hundred open.");
    }
    return Date::Create(day.year, day.month, day.day);
  }

  // --- How sure ---

  void JudgeSpan(const EdtfSpan& span) {
    if (span.begin_kind == EdtfEnd::kDate) JudgeDate(span.begin);
    if (!span.is_date && span.end_kind == EdtfEnd::kDate) JudgeDate(span.end);
    if (span.begin_kind == EdtfEnd::kUnknown) Note("Its start is not known.");
    if (span.end_kind == EdtfEnd::kUnknown) {
      Lower(Confidence::kLow);
      Note("It has an end, which is not known.");
    }
  }

  void JudgeDate(const EdtfDate& date) {
    JudgeMarks(date);
    if (date.has_mask()) JudgeMask(date);
    if (const int grouping = date.grouping(); grouping != 0) {
      JudgeGrouping(grouping, date.last.year != date.first.year);
    }
    if (date.significant_digits > 0) {
      Lower(Confidence::kLow);
      Note(absl::StrCat("An estimate: of the year ", date.significant_digits,
                        date.significant_digits == 1
                            ? " digit is significant."
                            : " digits are significant."));
    }
    if (!date.time.empty() && date.time.substr(0, 8) != "00:00:00") {
      Note("The time of day is left out.");
    }
  }

  void JudgeMarks(const EdtfDate& date) {
    if (date.uncertain.any()) {
      Lower(Confidence::kLow);
      Note(Marked(date, date.uncertain, "uncertain"));
    }
    if (date.approximate.any()) {
      Lower(Confidence::kMedium);
      Note(Marked(date, date.approximate, "approximate"));
    }
  }

  // "It is marked as uncertain"; "The month is marked as approximate".
  static std::string Marked(const EdtfDate& date, const EdtfParts& parts,
                            std::string_view word) {
    const bool whole = parts.year && parts.month == !date.month.empty() &&
                       parts.day == !date.day.empty();
    std::string subject = whole ? "It" : "";
    const auto add = [&](bool is_on, std::string_view part) {
      if (!is_on || whole) return;
      subject += StrCat(subject.empty() ? "The " : " and the ", part);
    };
    add(parts.year, "year");
    add(parts.month, "month");
    add(parts.day, "day");
    const bool several = !whole && parts.year + parts.month + parts.day > 1;
    return StrCat(subject, several ? " are" : " is", " marked as ", word, ".");
  }

  // "2024-XX" is as sure as "2024" in words; of "2024-XX-25" and "201X" nobody
  // can say more than the last day that fits.
  void JudgeMask(const EdtfDate& date) {
    const bool only_rest_is_open =
        date.year.find('X') == std::string_view::npos &&
        (date.day.empty() || date.day == "XX") &&
        (date.month == "XX" || date.month.find('X') == std::string_view::npos);
    Lower(only_rest_is_open ? Confidence::kMedium : Confidence::kLow);
    Note(
        "X stands for a digit that is not known; the last day that fits "
        "counts.");
  }

  void JudgeGrouping(int grouping, bool has_two_years) {
    Lower(IsSeason(grouping) && has_two_years ? Confidence::kLow
                                              : Confidence::kMedium);
    if (!IsSeason(grouping)) {
      Note(absl::StrCat(grouping,
                        " is a part of the calendar year, not of the "
                        "financial year."));
    }
  }

  void JudgeYear(Date day) {
    if (IsUsualYear(day.year())) return;
    Lower(Confidence::kLow);
    Note(absl::StrCat("The year ", day.year(), " is unusual."));
  }

  // --- Sets ---

  void Add(DueReading reading, bool is_one_of_several) {
    if (is_first_) {
      first_ = reading.first;
      last_ = reading.last;
    } else {
      // An open end stays open: no value is before every day.
      first_ = std::min(first_, reading.first);
      last_ = last_.has_value() && reading.last.has_value()
                  ? std::max(last_, reading.last)
                  : std::nullopt;
    }
    is_first_ = false;
    if (is_one_of_several) readings_.push_back(std::move(reading));
  }

  void JudgeSet(const EdtfText& text) {
    const bool several = text.spans.size() > 1;
    if (text.shape == EdtfShape::kAllOf) {
      readings_.clear();
      if (!several) return;
      Lower(Confidence::kMedium);
      Note("These are several times; the last of them counts.");
    } else if (text.shape == EdtfShape::kOneOf) {
      if (!several && text.spans.front().is_date) return;
      Lower(several ? Confidence::kLow : Confidence::kMedium);
      Note("It is one of these times; the last of them counts.");
    }
  }

  // --- The answer ---

  Due Build() {
    NoteReading();
    Due due = last_.has_value()
                  ? Due::OfPeriod(std::string(source_), first_, *last_,
                                  confidence_, std::move(note_))
                  : Due::OfStart(std::string(source_), *first_, confidence_,
                                 std::move(note_));
    if (readings_.empty()) return due;
    return due.WithOtherReadings(std::move(readings_));
  }

  void NoteReading() {
    if (confidence_ == Confidence::kHigh) return;
    if (!last_.has_value()) {
      Note(StrCat("Read as from ", first_->ToWords(), "."));
    } else if (!first_.has_value()) {
      Note(StrCat("Read as by ", last_->ToWords(), "."));
    } else if (const auto period = Period::Create(*first_, *last_);
               period.ok()) {
      Note(StrCat("Read as ", period->ToWords(), "."));
    }
  }

  std::string_view source_;
  Confidence confidence_ = Confidence::kHigh;
  std::string note_;
  bool is_first_ = true;
  std::optional<Date> first_;
  std::optional<Date> last_;
  std::vector<DueReading> readings_;
};

}  // namespace

Due MeaningOf(std::string_view source, const EdtfText& text) {
  return Meaning(source).Of(text);
}

}  // namespace internal

absl::StatusOr<Due> ParseEdtf(std::string_view text) {
  internal::EdtfText read;
  internal::EdtfProblem problem;
  if (!internal::ReadEdtfText(text, read, problem)) {
    return internal::InvalidArgument("'", internal::Excerpt(text),
                                     "' is not EDTF, from character ",
                                     problem.at + 1, " on. ", problem.what);
  }
  return internal::MeaningOf(text, read);
}

}  // namespace actionplan
