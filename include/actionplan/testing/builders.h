#ifndef ACTIONPLAN_TESTING_BUILDERS_H_
#define ACTIONPLAN_TESTING_BUILDERS_H_

// Facts and plans for tests, in as few words as the test needs.
//
//   Rating rating = RateFacts(scheme, FactsOf(ItemKind::kMilestone)
//                                         .With(Fact::kDaysOverdue, 27)
//                                         .With(Fact::kComplete, false));
//
//   Plan plan = PlanBuilder("December 2017")
//                   .Recommendation("R1")
//                   .Milestone("R1.1", "28 February 2018")
//                   .Replanned("2018-02-12", "R1.1", "30 April 2018",
//                              "Improvement Board", "legal capacity")
//                   .Build();
//
// A builder that is told something impossible (a date that does not exist, an
// id that is used twice) ends the test program and says so.

#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "actionplan/assess.h"
#include "actionplan/plan.h"
#include "actionplan/scheme.h"

namespace actionplan::testing {

// The value, or the end of the test program.
template <typename T>
T ValueOrDie(absl::StatusOr<T> result) {
  if (!result.ok()) {
    std::cerr << result.status() << std::endl;
    std::abort();
  }
  return *std::move(result);
}

// "2018-02-28" as a Date.
inline Date Day(std::string_view iso) { return ValueOrDie(Date::Parse(iso)); }

// The facts of one item. What is not said is unknown.
class FactsOf {
 public:
  explicit FactsOf(ItemKind subject) : table_(subject, 1) {}

  FactsOf With(Fact fact, double value) && {
    return std::move(*this).Set(fact, Cell::Of(value));
  }
  FactsOf With(Fact fact, int value) && {
    return std::move(*this).Set(fact, Cell::Of(value));
  }
  FactsOf With(Fact fact, bool value) && {
    return std::move(*this).Set(fact, Cell::Of(value ? 1 : 0));
  }
  FactsOf With(Fact fact, Stage stage) && {
    return std::move(*this).Set(fact, Cell::Of(static_cast<double>(stage)));
  }
  // A day, as "2018-02-28".
  FactsOf With(Fact fact, const char* day) && {
    return std::move(*this).Set(fact, Cell::Of(Day(day)));
  }
  FactsOf NotApplicable(Fact fact) && {
    return std::move(*this).Set(fact, Cell::NotApplicable());
  }

  const FactTable& table() const { return table_; }

 private:
  FactsOf Set(Fact fact, const Cell& cell) && {
    table_.Set(fact, 0, cell);
    return std::move(*this);
  }

  FactTable table_;
};

// The rating of one item's facts; for the scheme's first aspect if none is
// named.
inline Rating RateFacts(const Scheme& scheme, const FactsOf& facts) {
  return RateRow(scheme, facts.table(), 0, 0);
}
inline Rating RateFacts(const Scheme& scheme, std::string_view aspect,
                        const FactsOf& facts) {
  const std::optional<int> index = scheme.FindAspect(aspect);
  if (!index.has_value()) {
    std::cerr << "The scheme has no aspect " << aspect << std::endl;
    std::abort();
  }
  return RateRow(scheme, facts.table(), 0, *index);
}

// A plan, one line after the other. Milestones and outcomes belong to the
// recommendation before them.
class PlanBuilder {
 public:
  // `accepted` as written, such as "December 2017"; empty for none.
  explicit PlanBuilder(std::string_view accepted = "") {
    baseline_.id = "plan";
    baseline_.title = "A plan";
    baseline_.accepted = ParseDue(accepted);
  }

  PlanBuilder Recommendation(std::string id) && {
    baseline_.recommendations.push_back({.id = id, .title = id});
    return std::move(*this);
  }
  PlanBuilder Milestone(std::string id, std::string_view due = "",
                        std::string_view start = "") && {
    const DueOptions promised = {.anchor = baseline_.accepted.last(),
                                 .missing_year = MissingYear::kNext};
    baseline_.recommendations.back().milestones.push_back(
        {.id = id,
         .text = id,
         .start = ParseDue(start, promised),
         .due = ParseDue(due, promised)});
    return std::move(*this);
  }
  PlanBuilder Outcome(std::string id, std::string_view expected = "") && {
    baseline_.recommendations.back().outcomes.push_back(
        {.id = id, .text = id, .expected = ParseDue(expected)});
    return std::move(*this);
  }
  PlanBuilder Period(std::string name, std::string_view from,
                     std::string_view to) && {
    baseline_.periods.push_back(
        {.name = std::move(name),
         .days = ValueOrDie(actionplan::Period::Create(Day(from), Day(to)))});
    return std::move(*this);
  }

  // An update of any kind, on a day written as "2018-02-28".
  PlanBuilder Say(std::string_view on, std::string item, Change change) && {
    journal_.push_back(
        {.on = Day(on), .item = std::move(item), .change = std::move(change)});
    return std::move(*this);
  }
  // The latest update was recorded on this later day.
  PlanBuilder RecordedOn(std::string_view day) && {
    journal_.back().recorded = Day(day);
    return std::move(*this);
  }
  PlanBuilder Reached(std::string_view on, std::string item, Stage stage) && {
    return std::move(*this).Say(on, std::move(item),
                                StageChange{.stage = stage, .decision = ""});
  }
  // Without who agreed and why it is a quiet move.
  PlanBuilder Replanned(std::string_view on, std::string item,
                        std::string_view due, std::string agreed_by = "",
                        std::string reason = "") && {
    return std::move(*this).Say(on, std::move(item),
                                DueChange{.due = ParseDue(due),
                                          .agreed_by = std::move(agreed_by),
                                          .reason = std::move(reason)});
  }

  // A value of a fact that a scheme declares, and who said so or judged.
  PlanBuilder Carries(std::string_view on, std::string item, std::string fact,
                      FactValue value, std::string by = "") && {
    PlanBuilder builder = std::move(*this).Say(
        on, std::move(item),
        FactChange{.fact = std::move(fact), .value = std::move(value)});
    builder.journal_.back().by = std::move(by);
    return builder;
  }
  // A rating set by somebody; no rating withdraws it.
  PlanBuilder Overridden(std::string_view on, std::string item,
                         std::string aspect, std::optional<std::string> rating,
                         std::string by, std::string reason) && {
    PlanBuilder builder =
        std::move(*this).Say(on, std::move(item),
                             Override{.aspect = std::move(aspect),
                                      .rating = std::move(rating),
                                      .reason = std::move(reason)});
    builder.journal_.back().by = std::move(by);
    return builder;
  }

  Plan Build() && {
    return ValueOrDie(Plan::Create(std::move(baseline_), std::move(journal_)));
  }

 private:
  Baseline baseline_;
  std::vector<Update> journal_;
};

}  // namespace actionplan::testing

#endif  // ACTIONPLAN_TESTING_BUILDERS_H_
