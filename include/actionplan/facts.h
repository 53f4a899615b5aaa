#ifndef ACTIONPLAN_FACTS_H_
#define ACTIONPLAN_FACTS_H_

// The vocabulary of rules: what a RAG key may test of an item, as columns.
//
// A fact has a name ("days_overdue"), a type with its unit, and the kinds of
// item that have it. FactCatalogue() lists them all with their exact meaning;
// `actionplan scheme facts` prints that list.
//
// A cell has one of three states, and they are never mixed up:
//   known            there is a value
//   unknown          it should be known and was not recorded: a comparison
//                    with it is neither true nor false
//   not applicable   it makes no sense here ("days overdue" of work that goes
//                    on for ever): a comparison with it is false
//
// A table holds one row an item and one column a fact, so that a plan of
// twelve recommendations and a portfolio of millions go through the same
// rules. Values are doubles: numbers as they are, yes/no as 1 and 0, a choice
// as its position in `choices`, a day as Date::epoch_days(). All of these are
// exact.
//
//   FactTable table(ItemKind::kMilestone, 1);
//   table.Set(Fact::kDaysOverdue, 0, Cell::Of(27));

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "actionplan/snapshot.h"
#include "actionplan/work_calendar.h"

namespace actionplan {

enum class FactType {
  kYesNo,
  kChoice,  // one of `choices`
  kCount,   // a whole number, from 0
  kDays,    // calendar days
  // Calendar months and the days left over, as one number; see MonthsAndDays.
  // Every fact in calendar days has a twin in these.
  kMonths,
  kPercent,  // 50 is a half
  kDay,      // a date
  // Working days of the plan's calendar. Every fact in calendar days has a twin
  // in these, and the two never compare with each other.
  kWorkingDays,
  kNumber,  // any number, in a unit of its own
};

inline constexpr double kUnbounded = std::numeric_limits<double>::infinity();

// "yes/no", "choice", "count", "days", ...
std::string_view ToWord(FactType type);

enum class Fact {
  // Of milestones.
  kStage,
  kComplete,
  kVerified,
  kEmbedded,
  kDecisionRecorded,
  kScheduled,
  kStart,
  kDue,
  kOriginalDue,
  kReplannedOn,
  kForecast,
  kFinished,
  kDaysOverdue,
  kDaysToDue,
  kDaysSlipped,
  kPercentSlipped,
  kDaysForecastLate,
  kDaysToStart,
  kDaysStartLate,
  kDaysCompletedLate,
  kDaysPastOriginal,
  kMoves,
  kQuietMoves,
  kMovesThisPeriod,
  kDaysMoved,
  kDaysMovedThisPeriod,
  kPercentComplete,
  kPercentTimeElapsed,
  kBlocked,
  // Of milestones and recommendations.
  kRecoveryPlan,
  kRecoveryUntil,
  kHasLead,
  // Of outcomes.
  kExpected,
  kMeasurable,
  kDemonstrated,
  kAchieved,
  kReadings,
  kOnTarget,
  kPercentOffTarget,
  kMeasureValue,
  kMeasureTarget,
  kMeasureTolerance,
  kMeasureBaseline,
  kMeasureShortfall,
  kMeasurePercentOfTarget,
  kDirection,
  // Of all.
  kDaysSinceUpdate,
  kConcerns,
  kSignificantConcerns,
  kAsOf,
  kPeriodFirst,
  kPeriodLast,
  // The facts in days, in working days.
  kWorkingDaysOverdue,
  kWorkingDaysToDue,
  kWorkingDaysSlipped,
  kWorkingDaysForecastLate,
  kWorkingDaysToStart,
  kWorkingDaysStartLate,
  kWorkingDaysCompletedLate,
  kWorkingDaysPastOriginal,
  kWorkingDaysMoved,
  kWorkingDaysMovedThisPeriod,
  kWorkingDaysSinceUpdate,
  // The facts in days, in calendar months.
  kMonthsOverdue,
  kMonthsToDue,
  kMonthsSlipped,
  kMonthsForecastLate,
  kMonthsToStart,
  kMonthsStartLate,
  kMonthsCompletedLate,
  kMonthsPastOriginal,
  kMonthsMoved,
  kMonthsMovedThisPeriod,
  kMonthsSinceUpdate,
};

inline constexpr int kFactCount =
    static_cast<int>(Fact::kMonthsSinceUpdate) + 1;

// In place of where a cell was said: it is unknown because the plan's calendar
// does not cover the days that it counts.
inline constexpr int kOutsideCalendar = -3;

// Which way a fact gets worse. Higher: more of a number, a later day or
// choice, yes.
enum class Worse { kNeither, kHigher, kLower };

struct FactDefinition {
  // Its column in a FactTable: of the catalogue's a Fact, of a scheme's own
  // facts from kFactCount on.
  int column;
  std::string_view name;
  FactType type;
  // Exact meaning, with when it is unknown and when not applicable.
  std::string_view meaning;
  std::span<const std::string_view> choices;
  bool of_milestones;
  bool of_outcomes;
  bool of_recommendations;
  bool of_plans;
  Worse worse = Worse::kNeither;
  // The range of a number, and what its values are multiples of; 0: any.
  double least = -kUnbounded;
  double most = kUnbounded;
  double step = 0;
  // Of a number: "£".
  std::string_view unit = "";
  // Of a fact that a scheme declares: whether it may be not applicable; of one
  // that it works out, whether that can come of its parts. A fact of the
  // catalogue may where its meaning says so.
  bool may_not_apply = true;

  bool is_of(ItemKind kind) const;
  // Of a fact of the catalogue.
  Fact fact() const { return static_cast<Fact>(column); }
};

// In the order of Fact.
std::span<const FactDefinition> FactCatalogue();
const FactDefinition& Define(Fact fact);
std::optional<Fact> FactFromName(std::string_view name);

enum class CellState : uint8_t { kKnown, kUnknown, kNotApplicable };

struct Cell {
  double value = 0;
  CellState state = CellState::kUnknown;
  // Where it was said: a position in the journal, kFromBaseline or kNeverSaid;
  // or kOutsideCalendar.
  int said = kNeverSaid;

  static Cell Of(double value, int said = kNeverSaid);
  static Cell Of(Date day, int said = kNeverSaid);
  static Cell Unknown() { return {}; }
  // Unknown, as the plan's calendar does not cover it.
  static Cell NotCovered();
  static Cell NotApplicable(int said = kNeverSaid);

  bool is_known() const { return state == CellState::kKnown; }
};

// "61 days", "30 April 2018", "yes", "not recorded", "outside the calendar",
// "does not apply".
std::string ToWords(const FactDefinition& definition, const Cell& cell);

class FactTable {
 public:
  struct Column {
    std::vector<double> values;
    std::vector<CellState> states;
  };

  // `calendar` is the one by which facts that a scheme works out count working
  // days; without one it is England and Wales, as in a plan that names none.
  FactTable(ItemKind subject, int rows,
            std::optional<WorkCalendar> calendar = std::nullopt)
      : subject_(subject), rows_(rows), calendar_(std::move(calendar)) {}

  // The named facts of all items of a kind (milestone, outcome, recommendation
  // or plan), in the order of the snapshot.
  static FactTable Of(const Snapshot& snapshot, ItemKind subject,
                      std::span<const Fact> facts);

  ItemKind subject() const { return subject_; }
  int rows() const { return rows_; }

  // As it was given.
  const std::optional<WorkCalendar>& calendar() const { return calendar_; }
  // By which is counted.
  WorkCalendar work_calendar() const {
    return calendar_.has_value() ? *calendar_ : WorkCalendar::EnglandAndWales();
  }

  // A column that was never set is empty and its cells are unknown. Columns
  // from kFactCount on are a scheme's own counts, see scheme.h.
  const Column& column(int column) const;
  Cell cell(int column, int row) const;

  void Set(Fact fact, int row, const Cell& cell) {
    Set(static_cast<int>(fact), row, cell);
  }
  void Set(int column, int row, const Cell& cell);

 private:
  Column& MutableColumn(int column);

  ItemKind subject_;
  int rows_;
  std::optional<WorkCalendar> calendar_;
  std::vector<Column> columns_;
};

// One fact of one item, with where it was said. The single implementation of
// every fact: a table is made of these.
Cell FactOf(const Snapshot& snapshot, ItemRef item, Fact fact);

// What is wrong with a value, and what would do.
struct ValueProblem {
  std::string what;
  std::string remedy;
};

// A value that a plan, a tracker or a table's cell gives for a fact, as a cell.
// It may be written as the fact's type has it (12, true, "2018-03-31") or in
// words with the unit ("12 days", "yes", "£50,000", "1 month 3 days",
// "31/03/2018", "31 March 2018"); letter case does not matter. No value, blank
// text and "unknown" are unknown, "not applicable" is that. What does not fit
// is a problem and never a guess: another unit, a number out of the fact's
// range, a word that is none of its choices.
std::variant<Cell, ValueProblem> ReadFactValue(const FactDefinition& definition,
                                               const FactValue& value,
                                               int said = kNeverSaid);

// A number of months as examples write it, "1 month 3 days", "3 days" or
// "-1 month 3 days", whose sign is that of both: whole months and 1/32 for each
// day that is left over (at most 30). nullopt if it is not one.
std::optional<double> MonthsFromWords(std::string_view text);

}  // namespace actionplan

#endif  // ACTIONPLAN_FACTS_H_
