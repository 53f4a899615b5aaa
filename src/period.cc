#include "actionplan/period.h"

#include <algorithm>
#include <ostream>

#include "internal/strings.h"

namespace actionplan {
namespace {

std::string MonthAndYear(Date date) {
  return internal::StrCat(MonthName(date.month()), " ", date.year());
}

}  // namespace

absl::StatusOr<Period> Period::Create(Date first, Date last) {
  if (last < first) {
    return internal::InvalidArgument("A period can't end on ", last.ToIso(),
                                     ", before it begins on ", first.ToIso(),
                                     ".");
  }
  return Period(first, last);
}

absl::StatusOr<Period> Period::Month(int year, int month) {
  const absl::StatusOr<Date> first = Date::Create(year, month, 1);
  if (!first.ok()) return first.status();
  return Period(*first, first->EndOfMonth());
}

Period Period::Envelope(Period other) const {
  return Period(std::min(first_, other.first_), std::max(last_, other.last_));
}

std::string Period::ToWords() const {
  if (first_ == last_) return first_.ToWords();
  const bool whole_months = first_.day() == 1 && last_ == last_.EndOfMonth();
  if (!whole_months) {
    return absl::StrCat(first_.ToWords(), " to ", last_.ToWords());
  }
  if (first_.year() != last_.year()) {
    return absl::StrCat(MonthAndYear(first_), " to ", MonthAndYear(last_));
  }
  if (first_.month() == last_.month()) return MonthAndYear(last_);
  return internal::StrCat(MonthName(first_.month()), " to ",
                          MonthAndYear(last_));
}

std::ostream& operator<<(std::ostream& out, Period period) {
  return out << period.first() << " to " << period.last();
}

}  // namespace actionplan
