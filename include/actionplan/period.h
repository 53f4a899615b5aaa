#ifndef ACTIONPLAN_PERIOD_H_
#define ACTIONPLAN_PERIOD_H_

// A span of days with a first and a last day, both in it. What people call
// "April 2018", "this quarter" or "March / April 2018".
//
//   Period april = Period::Month(2018, 4).value();
//   april.Contains(Date::Create(2018, 4, 30).value());   // true
//   april.length();                                      // Days(30)
//   april.ToWords();                                     // "April 2018"
//
// A period is never empty and never open; a span with only one end is a `Due`.

#include <compare>
#include <iosfwd>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "actionplan/date.h"

namespace actionplan {

class Period {
 public:
  // Fails if `last` is before `first`.
  static absl::StatusOr<Period> Create(Date first, Date last);

  static Period Day(Date day) { return Period(day, day); }

  // A calendar month; fails on a month outside 1 to 12 or a year out of range.
  static absl::StatusOr<Period> Month(int year, int month);

  Date first() const { return first_; }
  Date last() const { return last_; }

  // The number of days in it, at least 1.
  Days length() const { return (last_ - first_) + Days(1); }

  bool Contains(Date day) const { return first_ <= day && day <= last_; }

  // The smallest period that contains both.
  Period Envelope(Period other) const;

  // The shortest wording that says exactly these days: "12 April 2018",
  // "April 2018", "March to April 2018", else "1 March 2018 to 10 March 2018".
  std::string ToWords() const;

  friend bool operator==(Period, Period) = default;

  template <typename H>
  friend H AbslHashValue(H h, Period p) {
    return H::combine(std::move(h), p.first_, p.last_);
  }

 private:
  Period(Date first, Date last) : first_(first), last_(last) {}

  Date first_;
  Date last_;
};

std::ostream& operator<<(std::ostream& out, Period period);

}  // namespace actionplan

#endif  // ACTIONPLAN_PERIOD_H_
