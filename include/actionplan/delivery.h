#ifndef ACTIONPLAN_DELIVERY_H_
#define ACTIONPLAN_DELIVERY_H_

// How well a plan is delivered: what findings about single milestones come to,
// for the plan, each recommendation and each lead.
//
//   Delivery now = MeasureDelivery(snapshot).value();
//   const GroupDelivery& plan = now.groups()[0];
//   plan.Find("on time")->numerator;     // 7
//   plan.Find("on time")->denominator;   // 9
//   plan.Find("on time")->value();       // 0.777...
//
// Every figure is a fraction with both of its numbers and the milestones behind
// each. One whose denominator is 0 has no value and says why: it is never 0 and
// never 1. docs/slippage.md has the exact definition of each with its source.
//
// What counts. A milestone that was cancelled is in no figure but the count of
// the cancelled. "Finished on time" is Lateness's answer for the words that the
// source has for the finish; where it can't be told the milestone is listed as
// uncertain and is not counted as a success. Baseline means the original due:
// moving a date improves none of these figures.
//
// Calendar days and working days are kept in separate figures.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "actionplan/slippage.h"

namespace actionplan {

struct DeliveryOptions {
  // As in SlippageOptions.
  std::optional<Date> previous = std::nullopt;
  int serial_moves = 2;
  // The days of the trend. Without any the last days of the plan's reporting
  // periods that are over, and the as-of day.
  std::vector<Date> days = {};
  // More milestones than this for one lead in one month are too many. Our
  // choice of 4, because it is one a week: a fifth has to be delivered in the
  // same week as another.
  int most_in_a_month = 4;
};

// A fraction of milestones, in words "7 of 9".
struct Figure {
  // "complete", "on time", "BEI" ...
  std::string_view name;
  int numerator = 0;
  int denominator = 0;
  // Positions in the snapshot's milestones, ascending.
  std::vector<int> counted;
  std::vector<int> out_of;
  // Those for which it can't be told whether they count.
  std::vector<int> uncertain;

  // nullopt if the denominator is 0.
  std::optional<double> value() const;
  // Why there is no value; else empty.
  std::string why_absent;
};

// How a set of numbers is spread. Absent if there are none.
struct Distribution {
  // "slip", "slip so far", with the unit: "days" or "working days".
  std::string_view name;
  std::string_view unit;
  // One number for each of these milestones, in the same order.
  std::vector<int> milestones;
  std::vector<int> values;
  // Those of the group that have none: without a date, or outside the calendar.
  std::vector<int> left_out;

  bool is_empty() const { return values.empty(); }
  int least() const;
  int most() const;
  long long total() const;
  double mean() const;
  // The value below which a share `q` (0 to 1) of the numbers lies: linear
  // between neighbours, Hyndman and Fan's type 7 ("Sample quantiles in
  // statistical packages", 1996), as in numpy, pandas, R and Excel.
  double Quantile(double q) const;
};

// Lipke's earned schedule ("Schedule is Different", The Measurable News, 2003)
// with milestones instead of money; see docs/slippage.md.
struct EarnedSchedule {
  // Months from the acceptance of the plan.
  std::optional<double> earned;
  std::optional<double> actual;
  // earned - actual, and earned / actual (absent if actual is 0).
  std::optional<double> variance;
  std::optional<double> index;
  // The day by which as much should have been finished as is.
  std::optional<Date> earned_on;
  int planned_by_now = 0;
  int complete = 0;
  // Of all that have an original due.
  int dated = 0;
  std::string why_absent;
};

// How fast a finish moves away, and when it would be reached at that pace.
struct SlipRate {
  // A milestone's position; -1 for the group as a whole, whose finish is the
  // last finish of its milestones.
  int milestone = -1;
  // The finish as it was seen on `since` and is seen now.
  std::optional<Date> finish_before;
  std::optional<Date> finish;
  std::optional<Date> since;
  // Numerator and denominator: days moved, days elapsed.
  std::optional<Days> moved;
  std::optional<Days> elapsed;
  // Days slipped per day elapsed.
  std::optional<double> per_day() const;
  // When the trend meets the calendar; absent if it never does or can't be
  // told, with the reason.
  std::optional<Date> reached_on;
  std::string why_absent;
};

struct GroupDelivery {
  // "plan", "recommendation" or "lead".
  std::string_view kind;
  std::string id;
  // Positions, ascending.
  std::vector<int> milestones;
  std::vector<Figure> figures;
  // Milestones with at least one finding of each kind, in the order of
  // SlippageKind, out of all that are not cancelled.
  std::vector<Figure> findings;
  // "slip" and "slip so far", each in days and then in working days.
  std::vector<Distribution> distributions;
  EarnedSchedule earned;
  SlipRate rate;

  const Figure* Find(std::string_view name) const;
};

// The plan as a whole as of one day.
struct TrendPoint {
  Date day;
  // Milestones by state: "complete", "overdue", "due later", "undated",
  // "cancelled"; each is in one of them.
  std::vector<Figure> states;
  // Findings by kind, in the order of SlippageKind.
  std::vector<int> findings;
  Distribution slip;
};

// A month in which a lead has something to deliver.
struct LeadMonth {
  std::string lead;
  Period month;
  // Positions, ascending.
  std::vector<int> milestones;
  int most = 0;
  bool is_too_many() const {
    return static_cast<int>(milestones.size()) > most;
  }
};

class Delivery {
 public:
  const Snapshot& snapshot() const { return snapshot_; }
  // The end of the last period, if there is one.
  std::optional<Date> previous() const { return previous_; }
  // The plan, then the recommendations, then the leads by first appearance.
  std::span<const GroupDelivery> groups() const { return groups_; }
  std::span<const TrendPoint> trend() const { return trend_; }
  // Of open milestones with a finish, in the plan's order.
  std::span<const SlipRate> rates() const { return rates_; }
  // By lead, then by month.
  std::span<const LeadMonth> load() const { return load_; }
  // Open milestones of which no lead is known: the load can't show them.
  std::span<const int> without_lead() const { return without_lead_; }

 private:
  friend class DeliveryMeter;
  explicit Delivery(Snapshot snapshot) : snapshot_(std::move(snapshot)) {}

  Snapshot snapshot_;
  std::optional<Date> previous_;
  std::vector<GroupDelivery> groups_;
  std::vector<TrendPoint> trend_;
  std::vector<SlipRate> rates_;
  std::vector<LeadMonth> load_;
  std::vector<int> without_lead_;
};

// Fails as FindSlippage() does, on a day of the trend that is after the
// snapshot's or before the plan was accepted, and if `most_in_a_month` is
// negative.
absl::StatusOr<Delivery> MeasureDelivery(const Snapshot& snapshot,
                                         const DeliveryOptions& options = {});

// The leads in one cell, each once, as first written. Several are separated by
// a line break, ";", "/", "|" or "+"; by "," or "and" or "&" only if at least
// one part is a lead elsewhere (`known`, in lower case) or all are initials:
// "Assistant Director, Children's Social Care" is one person. "TBC", "n/a" and
// "-" are no lead.
std::vector<std::string> ReadLeads(std::string_view cell,
                                   std::span<const std::string> known = {});

}  // namespace actionplan

#endif  // ACTIONPLAN_DELIVERY_H_
