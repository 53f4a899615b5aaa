#ifndef ACTIONPLAN_SRC_INTERNAL_ASSESSOR_H_
#define ACTIONPLAN_SRC_INTERNAL_ASSESSOR_H_

// How an assessment is made: one table of facts a kind of item, whose columns
// are filled as rules need them, and one list of verdicts a kind and aspect.
//
// A column may rest on others (a group fact on the children's ratings, those
// on the children's facts), so both are made on demand and once. The reader of
// schemes has made sure that nothing rests on itself.

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actionplan/assess.h"
#include "internal/scheme_contents.h"

namespace actionplan {

// The ratings of one kind of item for one aspect.
struct Assessment::Table {
  ItemKind kind;
  int aspect;
  // Shared by the aspects of a kind.
  std::shared_ptr<const FactTable> facts;
  std::vector<Verdict> verdicts;
  // What other ratings count: the level of each verdict or, if the scheme says
  // so, that of the override that stands.
  std::vector<int> counted;
};

namespace internal {

// The facts that the rules for a kind and aspect saw, a row an item; null if
// there are no rules.
struct RatedFacts {
  static const FactTable* Of(const Assessment& assessment, ItemKind kind,
                             int aspect) {
    const Assessment::Table* table = assessment.FindTable(kind, aspect);
    return table == nullptr ? nullptr : table->facts.get();
  }
};

// The kinds that are rated, children before parents.
inline constexpr std::array<ItemKind, 4> kRatedKinds = {
    ItemKind::kMilestone, ItemKind::kOutcome, ItemKind::kRecommendation,
    ItemKind::kPlan};

std::string_view IdOf(const Plan& plan, ItemRef item);
int CountItems(const Plan& plan, ItemKind kind);

// The position of the item of kind `parent` that `child` belongs to.
std::optional<int> ParentOf(const Plan& plan, ItemRef child, ItemKind parent);

// The definition and the kind of the own fact in a column.
const OwnFact* OwnFactAt(const Scheme& scheme, int column);

// What it is compiled to.
const CompiledFact& CompiledFactOf(const Scheme& scheme, int column);

// The columns, and all that their derived facts are worked out from.
std::vector<int> WithInputs(const Scheme& scheme, std::vector<int> columns);

// Whether a cell is unknown only because a calendar does not cover the days of
// which working days are counted; also of what is worked out from such.
bool IsOutsideCalendar(const Scheme& scheme, int column,
                       const std::function<Cell(int column)>& cell_at);

// Whether a level is worse than another. A level without a rank is neither; it
// counts only if no other has one, and then the earlier in the file is worse
// (our choice, so that a key of levels without ranks still has an answer).
bool IsWorse(const Scheme& scheme, int level, int other);

// A level as a value of a fact whose choices are the levels and 'not rated'.
Cell LevelCell(const Scheme& scheme, const FactDefinition& definition,
               int level);

// What the owner reported of an item for the snapshot's period.
Reported ReportedOf(const Snapshot& snapshot, const Scheme& scheme,
                    ItemRef item, std::string_view aspect);

// The same as a fact's value: unknown if nothing was reported or it is lost.
Cell ReportedCell(const Snapshot& snapshot, const Scheme& scheme, ItemRef item,
                  int column);

// "Use one of: Red, Amber (or Yellow); or add it to the scheme as an alias."
std::string UseALevel(const Scheme& scheme);

// A declared fact of an item, as the plan says it. A judgement that does not
// say who judged is unknown. The value is of the right type: Assess() has made
// sure.
Cell DeclaredFactOf(const Snapshot& snapshot, const Scheme& scheme,
                    ItemRef item, int column);

// Every value of a declared fact in the plan that is none.
std::vector<Issue> FindBadFactValues(const Plan& plan, const Scheme& scheme);

// The overriding rating that is on record for an item whose computed level is
// this, with whether it stands.
std::optional<OverridingRating> OverrideFor(const Snapshot& snapshot,
                                            const Scheme& scheme, ItemRef item,
                                            int aspect, int computed);

// Every override in the plan to a level that the scheme does not have.
std::vector<Issue> FindBadOverrides(const Plan& plan, const Scheme& scheme);

// What the reporting periods that had ended before a day tell: the ratings at
// the end of each under the scheme, and those that were reported. Each period
// is assessed once, on top of those before it.
class History {
 public:
  // Nothing, if the scheme does not ask for it.
  static History Of(const Snapshot& snapshot, const Scheme& scheme);

  // The last day of the last period; nullopt if none had ended.
  std::optional<Date> last() const { return last_; }

  // What an own fact of the past says of an item.
  Cell CellOf(int own, ItemRef item) const;

 private:
  // Up to the last period: the level in it, or for how many in a row it has
  // been so.
  struct Run {
    int level = kNotRated;
    int periods = 0;
    // Whether it is on record; of a number of periods, whether all are.
    bool is_known = true;
  };

  explicit History(const Scheme& scheme) : scheme_(scheme) {}

  void Take(const Assessment& period_end);
  void TakeRow(const Assessment& period_end, int own, ItemRef item, Run& run);
  std::vector<Run>& RunsOf(int own, ItemKind kind);

  Scheme scheme_;
  std::optional<Date> last_;
  // By own fact and kind.
  std::vector<std::array<std::vector<Run>, kRatedKinds.size()>> runs_;
};

}  // namespace internal

// Rates a snapshot.
class Assessor {
 public:
  Assessor(const Snapshot& snapshot, const Scheme& scheme,
           const internal::History& history);

  Assessment Run() &&;

 private:
  enum class Progress { kNotBegun, kBegun, kDone };

  // The facts of one kind of item, and which columns have been filled in.
  struct Sheet {
    std::shared_ptr<FactTable> facts;
    std::vector<Progress> columns;
    std::vector<Progress> aspects;
  };

  Sheet& SheetOf(ItemKind kind);
  const FactTable& FactsOf(ItemKind kind) { return *SheetOf(kind).facts; }

  // Makes sure that a column is filled in, or that a kind has been rated.
  void Need(ItemKind kind, int column);
  void NeedRatings(ItemKind kind, int aspect);

  bool HasRules(ItemKind kind, int aspect) const;
  void Rate(ItemKind kind, int aspect);
  void Fill(ItemKind kind, int column);
  void FillOwn(ItemKind kind, int column, const OwnFact& own);
  void FillGroups(ItemKind kind, int column, const OwnFact& own);
  void FillDerived(ItemKind kind, int column);
  std::vector<uint8_t> WhereHolds(int column, const OwnFact& own);

  // What other ratings count of an item: kNotRated also where the scheme does
  // not rate its kind.
  int CountedLevel(ItemRef item, int aspect) const;

  // The same as the value of a fact: unknown if several levels are possible.
  Cell RatingOf(ItemRef item, int column, int aspect) const;

  Assessment assessment_;
  const internal::History& history_;
  std::array<Sheet, internal::kRatedKinds.size()> sheets_;
};

}  // namespace actionplan

#endif  // ACTIONPLAN_SRC_INTERNAL_ASSESSOR_H_
