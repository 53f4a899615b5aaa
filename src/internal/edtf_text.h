#ifndef ACTIONPLAN_SRC_INTERNAL_EDTF_TEXT_H_
#define ACTIONPLAN_SRC_INTERNAL_EDTF_TEXT_H_

// The grammar of EDTF: what is written, before anybody asks what it means.
//
//   text     = item | end "/" end | "[" set "]" | "{" set "}"
//   item     = date | date "T" time | "Y" long year
//   end      = date | ".." | nothing
//   set      = element { "," element }
//   element  = date | date ".." date | ".." date | date ".."
//   date     = year [ "-" month [ "-" day ] ], or year "-" grouping
//   year     = ["-"] four digits, perhaps with X; "1950S2"
//
// Before and after each part of a date there may be a mark: ? ~ or %.

#include <compare>
#include <cstddef>
#include <string_view>

#include "absl/container/inlined_vector.h"

namespace actionplan::internal {

// A day of any year, also of those that Date doesn't have.
struct EdtfDay {
  int year = 0;
  int month = 1;
  int day = 1;

  friend auto operator<=>(const EdtfDay&, const EdtfDay&) = default;
};

// Which parts of a date a mark is on.
struct EdtfParts {
  bool year = false;
  bool month = false;
  bool day = false;

  bool any() const { return year || month || day; }
};

struct EdtfDate {
  // As written: digits and X. `month` is also a grouping, 21 to 41.
  std::string_view year;
  std::string_view month;
  std::string_view day;
  std::string_view time;
  bool is_negative = false;
  bool is_long_year = false;   // "Y170000002"; then it has no days
  int significant_digits = 0;  // 0 if nothing is said
  EdtfParts uncertain;
  EdtfParts approximate;
  size_t begin = 0;  // in the text

  // The days that it may be, see FindDays().
  EdtfDay first;
  EdtfDay last;

  // The number of a season, quarter, third or half; else 0.
  int grouping() const;
  bool has_mask() const;
};

enum class EdtfEnd {
  kDate,
  kOpen,     // ".."
  kUnknown,  // nothing
};

// A date, for which `begin` and `end` are the same, or what lies between two.
struct EdtfSpan {
  EdtfEnd begin_kind = EdtfEnd::kDate;
  EdtfEnd end_kind = EdtfEnd::kDate;
  EdtfDate begin;
  EdtfDate end;
  bool is_date = true;
};

enum class EdtfShape { kOne, kOneOf, kAllOf };

struct EdtfText {
  EdtfShape shape = EdtfShape::kOne;
  absl::InlinedVector<EdtfSpan, 1> spans;
};

// Why a text is not EDTF. `at` counts bytes, all of ASCII, before the place.
struct EdtfProblem {
  size_t at = 0;
  std::string_view what;
};

// Whether `text` is EDTF; if not, `problem` is set.
bool ReadEdtfText(std::string_view text, EdtfText& result,
                  EdtfProblem& problem);

// --- edtf_days.cc ---

// The number of a plain text of digits.
int EdtfNumber(std::string_view digits);

// The smallest and largest year without its sign.
int LowYear(const EdtfDate& date);
int HighYear(const EdtfDate& date);

// Sets first and last; false if no day fits.
bool FindDays(EdtfDate& date);

// The latest first day that the date may have: 1 June for "2004-06".
EdtfDay LatestStart(const EdtfDate& date);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_EDTF_TEXT_H_
