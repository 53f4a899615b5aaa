#ifndef ACTIONPLAN_DUE_H_
#define ACTIONPLAN_DUE_H_

// A due date as a council wrote it, and what it means.
//
// A due date is a period: "March / April 2018" runs from 1 March to 30 April
// and is late from 1 May. "From July 2017" is a start without a due date,
// "every quarter" is a recurrence, "ongoing" and "to be agreed" are no date and
// differ from each other and from a blank. The text that was written is always
// kept beside what was understood, with how sure we are.
//
//   Due due = ParseDue("February / March 2018");
//   due.kind();          // DueKind::kPeriod
//   due.first();         // 1 February 2018
//   due.last();          // 31 March 2018: overdue from 1 April
//   due.confidence();    // Confidence::kHigh
//   due.text();          // "February / March 2018"
//
// Where an officer could mean two things by the same words, the usual one is
// first() and last() and the rest are other_readings(); where there is no usual
// one, it is an error and all of them are other_readings(). Words that report a
// change ("June 2025 (was March 2025)") have the new date in first() and last()
// and the old one in was().
//
// Nothing is invented. An impossible day ("30 February 2018") is an error and
// never rolls over; two dates without a connection between them are an error
// that asks which; numbers in running text ("18th birthday", "section 47") are
// left alone. Parsing never fails as an operation: an error is a kind of Due.
//
// The conventions are those of British councils; see DueOptions. Their sources
// are in docs/due-dates.md.

#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actionplan/date.h"
#include "actionplan/period.h"

namespace actionplan {

enum class DueKind {
  kPeriod,     // has a last day, so it can be late; the first day may be open
  kStart,      // has only a first day: "from January 2018"
  kRecurring,  // "every quarter", "monthly": never late
  kNone,       // no date; `no_date()` says of which sort
  kError,      // looks like a date and can't be one; `note()` says why
};

// Why there is no date. These differ: a blank is a gap in the tracker, "to be
// agreed" is a promise to fill it, "ongoing" is a claim that there is no end.
enum class NoDate {
  kBlank,          // nothing was written
  kOngoing,        // "ongoing", "throughout the year"
  kToBeDecided,    // "TBC", "to be scheduled", "decision awaited"
  kSoon,           // "ASAP", "immediate": a promise that nothing can be late by
  kRelative,       // "3 months from approval", "short term", "Year 1": counted
                   // from an event or defined by the plan
  kNotApplicable,  // "n/a", "-", "not required"
  kStatus,         // a status typed into the date column: "complete"
  kNotUnderstood,  // text in which no date was found
};

// How sure an officer would be of the last day; of a text without one, that it
// has none.
enum class Confidence {
  kHigh,    // any officer would agree
  kMedium,  // the usual reading
  kLow,     // ambiguous: show it to the user
};

// The lower-case words used in JSON: "period", "high", "to be decided" ...
std::string_view ToWord(DueKind kind);
std::string_view ToWord(NoDate no_date);
std::string_view ToWord(Confidence confidence);

// Which year is meant by a date without one ("in January"), seen from the
// anchor day.
enum class MissingYear {
  kNearest,  // the one whose days lie nearest to the anchor (the default: a
             // lone phrase does not say whether it is a plan or a record)
  kNext,     // the next that is not over on the anchor: for promised work
  kLast,     // the latest that has begun by the anchor: for things done
};

// What a quarter is in which one year only is written ("Q3 2025"). A quarter of
// two years ("Q3 2024/25") is always one of the financial year, April to March.
enum class Quarters {
  kFinancial,  // the usual reading; with low confidence, as bodies differ
  kCalendar,   // this body has said that Q1 is January to March
};

struct DueOptions {
  // The day from which incomplete dates are read: that of the report or of the
  // agreement. Without it a date without a year is an error.
  std::optional<Date> anchor;
  MissingYear missing_year = MissingYear::kNearest;
  Quarters quarters = Quarters::kFinancial;
};

// Days that words can mean.
struct DueReading {
  std::optional<Date> first;  // nullopt is open, as in Due
  std::optional<Date> last;
  // What they are, without a full stop: "a quarter of the calendar year". For
  // was(), the words that give it: "March 2025".
  std::string note;
  friend bool operator==(const DueReading&, const DueReading&) = default;
};

class Due {
 public:
  // Nothing written.
  Due() = default;

  static Due OfPeriod(std::string text, std::optional<Date> first, Date last,
                      Confidence confidence, std::string note);
  static Due OfStart(std::string text, Date first, Confidence confidence,
                     std::string note);
  static Due Recurring(std::string text, Confidence confidence,
                       std::string note);
  static Due None(std::string text, NoDate no_date, Confidence confidence,
                  std::string note);
  static Due Error(std::string text, std::string note);

  // This with what the same words can mean besides, and with the date that they
  // say it had before.
  Due WithOtherReadings(std::vector<DueReading> readings) const;
  Due WithWas(DueReading was) const;

  // As written, to the letter.
  const std::string& text() const { return text_; }
  DueKind kind() const { return kind_; }
  // Present if and only if kind() is kNone.
  std::optional<NoDate> no_date() const;
  // Present for kPeriod unless the text leaves it open ("by May 2014"), and
  // for kStart.
  std::optional<Date> first() const { return first_; }
  // Present if and only if kind() is kPeriod. Overdue from the day after.
  std::optional<Date> last() const { return last_; }
  Confidence confidence() const { return confidence_; }
  // How it was read, in a sentence, where that is not obvious; else empty.
  const std::string& note() const { return note_; }

  // What else the words can mean: "Q3 2025" is usually a quarter of the
  // financial year and may be one of the calendar year. Of an error that asks
  // which of several dates is meant, all of them. Empty if there is nothing to
  // choose. A reading without days is one that the words do not date.
  const std::vector<DueReading>& other_readings() const;
  // The earlier date that the words report beside the new one: 1 to 31 March
  // 2025 of "Revised: June 2025 (was March 2025)"; else null.
  const DueReading* was() const;

  bool is_dated() const { return last_.has_value(); }

  // Whether the words leave room for `day`; an open end is open.
  bool Allows(Date day) const;

  // What a report prints: the last day and, where it says more, the text as
  // written: "30 April 2018 (as written: March / April 2018)"; "undated (TBC)".
  std::string ToWords() const;

  friend bool operator==(const Due& a, const Due& b);

 private:
  // What few dues have, in one place: a plan holds a million of them.
  struct Rest;

  std::string text_;
  DueKind kind_ = DueKind::kNone;
  NoDate no_date_ = NoDate::kBlank;
  std::optional<Date> first_;
  std::optional<Date> last_;
  Confidence confidence_ = Confidence::kHigh;
  std::string note_;
  std::shared_ptr<const Rest> rest_;
};

// Reads one due date, alone or in a sentence ("Training to be scheduled for
// April 2018"). `text` is UTF-8; letter case, extra spaces, brackets and the
// dashes of word processors do not matter. Never fails: any bytes give a Due
// that keeps them. A text of more than 1,000 characters is not read at all.
Due ParseDue(std::string_view text, const DueOptions& options = {});

std::ostream& operator<<(std::ostream& out, const Due& due);

}  // namespace actionplan

#endif  // ACTIONPLAN_DUE_H_
