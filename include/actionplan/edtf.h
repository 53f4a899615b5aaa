#ifndef ACTIONPLAN_EDTF_H_
#define ACTIONPLAN_EDTF_H_

// Dates in the Extended Date/Time Format: what machines write where people
// write "March / April 2018".
//
// EDTF is ISO 8601-1 and its extensions for doubt, gaps and open ends, ISO
// 8601-2:2019, in the profile of the Library of Congress ("Extended Date/Time
// Format Specification", levels 0 to 2). What it says becomes a `Due`:
//
//   absl::StatusOr<Due> due = ParseEdtf("2024-03/2024-06-15");
//   due->first();                        // 1 March 2024
//   due->last();                         // 15 June 2024
//   ParseEdtf("2024-05~")->confidence(); // Confidence::kMedium
//   ParseEdtf("May 2024").ok();          // false: not EDTF
//
// Three answers differ:
//   - a Status: the text is not EDTF; it says what is wrong and at which
//     character;
//   - a Due of kind kError: it is EDTF, of which a plan can mean nothing. That
//     is a year outside 1400 to 9999 (the range of Date), one written with Y,
//     one of more than a hundred possible years ("XXXX-12-25"), and an
//     interval without a day ("../.."). Its note says which;
//   - a Due of kind kPeriod or kStart. An open or unknown start leaves first()
//     empty; an open or unknown end makes a start without a due date.
//
// Bounds are strict. A mark of doubt (? uncertain, ~ approximate, % both)
// lowers the confidence, as "?" and "about" do in ParseDue(), and never moves
// a day; python-edtf's "fuzzy" bounds do. Where libraries disagree we chose:
//   - Seasons (21 to 24, and 25 to 28 "of the northern hemisphere") are those
//     of ParseDue(): spring March to May, winter December to February of the
//     next year. ISO 8601-2 fixes no months. python-edtf ends winter with the
//     year; edtf.js begins spring in January. 29 to 32 are the southern ones.
//   - Quarters (33 to 36), thirds (37 to 39) and halves (40, 41) divide the
//     year that is written, so the calendar year (the specification, Level 2,
//     "Sub-year groupings"); a British "Q1 2018/19" does not.
//   - A time of day is dropped, with a note unless it is midnight; the day is
//     the one written, whatever the zone. Seconds have no fraction.
//   - "[..]" (one of) and "{..}" (all of) are read from the first day to the
//     last.
//   - "1950S2" is 1950, of which two digits are sure.
//   - An interval that ends before it begins is not EDTF, and so is one whose
//     end is a month or year that begins before its first day
//     ("2004-06-11/2004-06"), as in edtf-validate. With X, some day must fit.
//   - No spaces; a year with Y, and a time, can't stand in an interval or set.
//
// A table of what is read as what is in docs/edtf.md.

#include <string_view>

#include "absl/status/statusor.h"
#include "actionplan/due.h"

namespace actionplan {

// Reads EDTF and nothing else; ParseDue() in due.h reads both, and there the
// British meaning wins ("2023-24" is a financial year, not a winter). Never
// fails for a length; the time taken grows with it.
absl::StatusOr<Due> ParseEdtf(std::string_view text);

}  // namespace actionplan

#endif  // ACTIONPLAN_EDTF_H_
