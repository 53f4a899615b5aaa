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
// the lead has confirmed that it is done. So is embedded: it is lasting
// practice. Both are complete. Work that is suspended or on hold rests and will
// go on; bodies keep the two apart, and both are treated alike here.
enum class Stage {
  kNotStarted,
  kInProgress,
  kComplete,
  kVerified,
  kOnHold,
  kCancelled,
  kSuspended,
  kEmbedded,
};

// "not started", "in progress", "complete", ... in the order of Stage.
std::span<const std::string_view> StageWords();
// One of these and back; nullopt if `word` is not a stage.
std::string_view ToWord(Stage stage);
std::optional<Stage> StageFromWord(std::string_view word);

// Whether a milestone at this stage is done: complete, verified or embedded.
bool IsComplete(Stage stage);
// Whether it rests by decision: on hold or suspended.
bool IsResting(Stage stage);

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

// A milestone reached a stage. `decision` says who decided to hold, suspend or
// cancel it.
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

// What a scheme's own fact is: yes or no, a number, a text (a word of a list,
// a day as an ISO text, or "not applicable"); or nothing: it is not known. What
// values a fact can have is the scheme's to say, see scheme.h.
using FactValue = std::variant<std::monostate, bool, double, std::string>;
using FactValues = std::vector<std::pair<std::string, FactValue>>;

// A value of a fact that a scheme declares, of a milestone, an outcome, a
// recommendation or the plan. Of a judgement Update::by is who judged. No value
// means that it is no longer known.
struct FactChange {
  std::string fact;
  FactValue value;
  friend bool operator==(const FactChange&, const FactChange&) = default;
};

// A rating that a named person, Update::by, sets in place of the computed one,
// with a reason. It never replaces what is computed; both are kept. No rating
// withdraws the override. Without who or reason it does not stand, see
// Snapshot::OverrideOf().
struct Override {
  std::string aspect;
  std::optional<std::string> rating;
  std::string reason;
  friend bool operator==(const Override&, const Override&) = default;
};

using Change = std::variant<DueChange, ForecastChange, StageChange, Progress,
                            Recovery, Blocked, Reading, Evidence, ConcernChange,
                            ReportedRating, FactChange, Override>;

// The kinds of change as files spell them ("due", "forecast", "stage", ...), in
// the order of the alternatives of Change; and that of one change.
std::span<const std::string_view> UpdateKinds();
std::string_view KindOf(const Change& change);

// The due that a change writes, agreed, forecast or of a recovery plan; null of
// any other change.
const Due* WrittenDue(const Change& change);
Due* WrittenDue(Change& change);

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
