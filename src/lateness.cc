#include "actionplan/lateness.h"

#include <algorithm>
#include <array>
#include <ostream>

#include "internal/strings.h"

namespace actionplan {
namespace {

using internal::StrCat;

std::string EarlyOrLate(Days days) {
  if (days < Days(0)) return StrCat(ToWords(-days), " early");
  if (days == Days(0)) return "to the day";
  return StrCat(ToWords(days), " late");
}

// "3 days", "246 to 610 days", "at least 246 days".
std::string HowLate(const Lateness& lateness) {
  if (lateness.is_exact()) return ToWords(*lateness.least);
  if (!lateness.most.has_value()) {
    return StrCat("at least ", ToWords(*lateness.least));
  }
  return StrCat(lateness.least->count(), " to ", ToWords(*lateness.most));
}

std::string HowEarly(const Lateness& lateness) {
  if (lateness.is_exact()) return EarlyOrLate(*lateness.most);
  const std::string nearest =
      *lateness.most == Days(0) ? "to the day" : ToWords(-*lateness.most);
  if (!lateness.least.has_value()) {
    return *lateness.most == Days(0) ? "to the day or early"
                                     : StrCat("at least ", nearest, " early");
  }
  return StrCat(nearest, " to ", EarlyOrLate(*lateness.least));
}

std::string WhatItCanBe(const Lateness& lateness) {
  if (!lateness.least.has_value() && !lateness.most.has_value()) {
    return "there is no date to compare";
  }
  if (!lateness.least.has_value()) {
    return StrCat("at most ", EarlyOrLate(*lateness.most));
  }
  if (!lateness.most.has_value()) {
    return StrCat(EarlyOrLate(*lateness.least), " or later");
  }
  return StrCat(EarlyOrLate(*lateness.least), " to ",
                EarlyOrLate(*lateness.most));
}

}  // namespace

std::string_view ToWord(LateAnswer answer) {
  static constexpr std::array<std::string_view, 3> kWords = {"on time", "late",
                                                             "can't be told"};
  return kWords.at(static_cast<size_t>(answer));
}

std::string ToWords(const Lateness& lateness) {
  switch (lateness.answer) {
    case LateAnswer::kLate:
      return StrCat("late by ", HowLate(lateness));
    case LateAnswer::kOnTime:
      return StrCat("on time, ", HowEarly(lateness));
    case LateAnswer::kCantBeTold:
      return StrCat("can't be told: ", WhatItCanBe(lateness));
  }
  return "";
}

namespace {

LateAnswer AnswerOf(const Lateness& lateness) {
  if (lateness.least.has_value() && *lateness.least > Days(0)) {
    return LateAnswer::kLate;
  }
  if (lateness.most.has_value() && *lateness.most <= Days(0)) {
    return LateAnswer::kOnTime;
  }
  return LateAnswer::kCantBeTold;
}

}  // namespace

Lateness LatenessBetween(const Due& due, std::optional<Date> earliest,
                         std::optional<Date> latest) {
  Lateness lateness;
  if (!due.is_dated()) return lateness;
  Date first_due = *due.last();
  Date last_due = *due.last();
  for (const DueReading& reading : due.other_readings()) {
    if (!reading.last.has_value()) continue;
    first_due = std::min(first_due, *reading.last);
    last_due = std::max(last_due, *reading.last);
  }
  if (earliest.has_value()) lateness.least = *earliest - last_due;
  if (latest.has_value()) lateness.most = *latest - first_due;
  lateness.answer = AnswerOf(lateness);
  return lateness;
}

Lateness LatenessOf(const Due& due, const Due& finished) {
  if (finished.kind() == DueKind::kError) return Lateness();
  std::optional<Date> earliest = finished.first();
  std::optional<Date> latest = finished.last();
  for (const DueReading& reading : finished.other_readings()) {
    // An open end stays open.
    if (!reading.first.has_value() && !reading.last.has_value()) continue;
    earliest =
        earliest.has_value() ? std::min(earliest, reading.first) : std::nullopt;
    if (latest.has_value()) {
      latest = reading.last.has_value() ? std::max(latest, reading.last)
                                        : std::nullopt;
    }
  }
  return LatenessBetween(due, earliest, latest);
}

std::ostream& operator<<(std::ostream& out, const Lateness& lateness) {
  return out << ToWords(lateness);
}

}  // namespace actionplan
