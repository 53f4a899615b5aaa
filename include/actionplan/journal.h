#ifndef ACTIONPLAN_JOURNAL_H_
#define ACTIONPLAN_JOURNAL_H_

// The journal: everything that was said about a plan after it was agreed.
//
// An Update is one dated fact about one item. It carries two days: `on`, when
// it was so, and `recorded`, when we were told. Nothing in a journal is ever
// changed or taken out; what is true on a day is found by folding it (see
// snapshot.h). So the original due date can't be lost, and what a committee
// could have known on a day can still be answered years later.
//
//   Update moved = {
//       .on = Date::Create(2018, 2, 12).value(),
//       .item = "R7.2",
//       .change = DueChange{.due = ParseDue("30 April 2018"),
//                           .agreed_by = "Improvement Board",
//                           .reason = "Legal capacity"}};
//
// The kinds of change, and what each may be about, are in
// docs/plan-format.md.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "actionplan/date.h"
#include "actionplan/due.h"

namespace actionplan {

// Keys of a file that this version does not know, each with its value as JSON
// text, which must be valid. They are kept so that reading and writing a plan
// loses nothing.
using Extras = std::vector<std::pair<std::string, std::string>>;

// How far a milestone is. Verified is a step of its own: somebody other than
// the lead has confirmed that it is done.
enum class Stage {
  kNotStarted,
  kInProgress,
  kComplete,
  kVerified,
  kOnHold,
  kCancelled,
};

// "not started", "in progress", "complete", ... in the order of Stage.
std::span<const std::string_view> StageWords();
// One of these and back; nullopt if `word` is not a stage.
std::string_view ToWord(Stage stage);
std::optional<Stage> StageFromWord(std::string_view word);

// A milestone's due was agreed, changed or taken away. With both who and why
// it is a re-plan; without, it is a quiet move.
struct DueChange {
  Due due;
  std::string agreed_by;
  std::string reason;
  friend bool operator==(const DueChange&, const DueChange&) = default;
};

// When a milestone is now expected to be finished; promises nothing.
struct ForecastChange {
  Due finish;
  friend bool operator==(const ForecastChange&,
                         const ForecastChange&) = default;
};

// A milestone reached a stage. `decision` says who decided to hold or cancel.
struct StageChange {
  Stage stage = Stage::kNotStarted;
  std::string decision;
  friend bool operator==(const StageChange&, const StageChange&) = default;
};

// News in words, with the percentage complete (0 to 100) if one was given.
struct Progress {
  std::optional<double> percent;
  friend bool operator==(const Progress&, const Progress&) = default;
};

// A plan to get back on track, and by when.
struct Recovery {
  Due until;
  friend bool operator==(const Recovery&, const Recovery&) = default;
};

struct Blocked {
  bool blocked = true;
  friend bool operator==(const Blocked&, const Blocked&) = default;
};

// A measure's value, in the measure's unit, as stated; and the two numbers
// behind it, if they were given.
struct Reading {
  double value = 0;
  std::optional<double> numerator;
  std::optional<double> denominator;
  friend bool operator==(const Reading&, const Reading&) = default;
};

// What is known of an outcome. A missing answer leaves the earlier one.
struct Evidence {
  std::optional<bool> measurable;
  std::optional<bool> demonstrated;
  std::optional<bool> achieved;
  friend bool operator==(const Evidence&, const Evidence&) = default;
};

// A concern was raised, settled, or weighed. A missing answer leaves the
// earlier one.
struct ConcernChange {
  std::optional<bool> open;
  std::optional<bool> significant;
  friend bool operator==(const ConcernChange&, const ConcernChange&) = default;
};

// The rating that the owner reported, in the owner's own word. No word means
// that a rating was reported but what it was is lost or was left blank: that
// is "not recorded", which is not the same as any level.
struct ReportedRating {
  std::string aspect;
  std::optional<std::string> rating;
  // The name of the reporting period; if empty, `on` tells.
  std::string period;
  friend bool operator==(const ReportedRating&,
                         const ReportedRating&) = default;
};

using Change =
    std::variant<DueChange, ForecastChange, StageChange, Progress, Recovery,
                 Blocked, Reading, Evidence, ConcernChange, ReportedRating>;

// The kinds of change as files spell them ("due", "forecast", "stage", ...), in
// the order of the alternatives of Change; and that of one change.
std::span<const std::string_view> UpdateKinds();
std::string_view KindOf(const Change& change);

struct Update {
  Date on;
  // Absent: on the same day.
  std::optional<Date> recorded = std::nullopt;
  // The id of a recommendation, milestone, outcome, measure, concern, or the
  // plan itself.
  std::string item = "";
  Change change = Progress{};
  // The source's words for when it happened, if less exact than a day.
  Due written = {};
  // Who says so (a role), what they said, and where.
  std::string by = "";
  std::string text = "";
  std::string source = "";
  Extras extras = {};

  Date known_from() const { return recorded.value_or(on); }

  friend bool operator==(const Update&, const Update&) = default;
};

}  // namespace actionplan

#endif  // ACTIONPLAN_JOURNAL_H_
