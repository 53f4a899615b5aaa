// Why an item is rated as it is, in words.

#include <algorithm>
#include <array>

#include "actionplan/assess.h"
#include "internal/assessor.h"
#include "internal/deciding.h"
#include "internal/doubts.h"
#include "internal/scheme_contents.h"
#include "internal/strings.h"
#include "internal/work_calendar_contents.h"

namespace actionplan {
namespace {

using internal::IdOf;
using internal::OwnFactAt;
using internal::ParentOf;
using internal::StrCat;

// A list of more children than this says how many more there are.
constexpr size_t kMostListed = 6;

std::string Join(const std::vector<std::string>& parts,
                 std::string_view last_connector) {
  std::string joined;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) {
      joined += i + 1 == parts.size() ? std::string(last_connector) : ", ";
    }
    joined += parts[i];
  }
  return joined;
}

// "england-and-wales, which covers 2011 to 2028".
std::string CoverOf(const WorkCalendar& calendar) {
  return StrCat(calendar.id(), ", which covers ",
                internal::CoversInWords(calendar.covers()));
}

// What a rule's reason is filled with, from one row of a table.
class RowWords : public Scheme::Words {
 public:
  RowWords(const Scheme& scheme, const FactTable& table, int row)
      : scheme_(scheme), table_(table), row_(row) {}

  Cell CellAt(int column) const {
    const Cell cell = Recorded(column);
    const auto recorded = [this](int its) { return Recorded(its); };
    return cell.said != kOutsideCalendar &&
                   internal::IsOutsideCalendar(scheme_, column, recorded)
               ? Cell::NotCovered()
               : cell;
  }

  // What the calendar covers, for a fact that lies outside.
  std::string Covered() const { return CoverOf(table_.work_calendar()); }

  // Which of the dates a rule counted.
  virtual std::string WhichDate(const std::vector<int>&) const { return ""; }

  std::string List(const ChildList&) const override { return "as given"; }

  std::string Name(int column) const {
    return std::string(scheme_.Define(column).name);
  }

  std::string Value(int column) const override {
    return ToWords(scheme_.Define(column), CellAt(column));
  }

  SeenFact Seen(int column) const {
    return {
        .name = Name(column), .value = Value(column), .from = Source(column)};
  }

  // A fact that is not recorded, with what is on record of it.
  virtual std::string Missing(int column) const { return Name(column); }

  const FactTable& table() const { return table_; }
  int row() const { return row_; }

 protected:
  virtual Cell Recorded(int column) const { return table_.cell(column, row_); }

  // Where a fact that is not worked out comes from; of a bare table that is not
  // known.
  virtual std::string SourceOf(int) const { return "as given"; }

  const Scheme& scheme_;
  const FactTable& table_;
  int row_;

 private:
  std::string Source(int column) const {
    const OwnFact* own = OwnFactAt(scheme_, column);
    if (own == nullptr || own->kind != OwnFact::Kind::kDerived) {
      return SourceOf(column);
    }
    std::vector<std::string> inputs;
    for (int input : internal::CompiledFactOf(scheme_, column).is.columns) {
      inputs.push_back(StrCat(Name(input), " ", Value(input)));
    }
    return StrCat("worked out as ", own->is, ", with ", Join(inputs, " and "));
  }
};

// What a due says, for people.
std::string DueWords(const Due& due) {
  if (due.is_dated()) return due.last()->ToWords();
  return due.text().empty() ? "which is not recorded"
                            : StrCat("'", due.text(), "'");
}

// Whether a fact rests on the due as now agreed, and on the original one. The
// twins in working days and months rest on the same as those in days.
struct DatesOfFact {
  bool due = false;
  bool original = false;
};

DatesOfFact DatesOf(std::string_view name) {
  for (std::string_view unit : {"working_days_", "days_", "months_"}) {
    if (name.starts_with(unit)) {
      name.remove_prefix(unit.size());
      break;
    }
  }
  static constexpr std::array<std::string_view, 6> kDue = {
      "due",  "overdue", "to_due", "forecast_late", "percent_time_elapsed",
      "moved"};
  static constexpr std::array<std::string_view, 5> kOriginal = {
      "original_due", "slipped", "percent_slipped", "completed_late", "moved"};
  return {.due = std::find(kDue.begin(), kDue.end(), name) != kDue.end(),
          .original = std::find(kOriginal.begin(), kOriginal.end(), name) !=
                      kOriginal.end()};
}

// The same for an item of a snapshot, which also knows where facts come from
// and what the children are called.
class ItemWords : public RowWords {
 public:
  ItemWords(const Assessment& assessment, const FactTable& table, int row)
      : RowWords(assessment.scheme(), table, row),
        assessment_(assessment),
        snapshot_(assessment.snapshot()),
        item_{table.subject(), row} {}

  std::string List(const ChildList& children) const override;
  std::string WhichDate(const std::vector<int>& columns) const override;
  std::string Missing(int column) const override;

 protected:
  Cell Recorded(int column) const override {
    const OwnFact* own = OwnFactAt(scheme_, column);
    if (own == nullptr) {
      return FactOf(snapshot_, item_, static_cast<Fact>(column));
    }
    if (own->kind == OwnFact::Kind::kDeclared) {
      return internal::DeclaredFactOf(snapshot_, scheme_, item_, column);
    }
    return RowWords::Recorded(column);
  }

  std::string SourceOf(int column) const override;

 private:
  std::string SourceOfOwn(int column, const OwnFact& own) const;
  std::string SourceOfDeclared(int column, const OwnFact& own) const;
  // The children whose levels a list may name, by position.
  std::vector<int> ChildrenOf(ItemKind child) const;

  const Assessment& assessment_;
  const Snapshot& snapshot_;
  ItemRef item_;
};

std::vector<int> ItemWords::ChildrenOf(ItemKind child) const {
  const Plan& plan = snapshot_.plan();
  const int all = internal::CountItems(plan, child);
  // Children stand in the order of their parents.
  int first = 0;
  for (int step = all; step > 0; step /= 2) {
    while (first + step <= all && ParentOf(plan, {child, first + step - 1},
                                           item_.kind) < item_.index) {
      first += step;
    }
  }
  std::vector<int> children;
  for (int i = first;
       i < all && ParentOf(plan, {child, i}, item_.kind) == item_.index; ++i) {
    children.push_back(i);
  }
  return children;
}

std::string ItemWords::List(const ChildList& children) const {
  const std::span<const int> levels =
      assessment_.CountedLevels(children.child, children.aspect);
  if (levels.empty()) return "";
  const std::vector<int> all_children = ChildrenOf(children.child);
  const bool is_any = !children.worst && !children.level.has_value();
  int level = children.worst ? kNotRated : children.level.value_or(kNotRated);
  if (children.worst) {
    for (int child : all_children) {
      const int own = levels[static_cast<size_t>(child)];
      if (own == kNotRated) continue;
      if (level == kNotRated || internal::IsWorse(scheme_, own, level)) {
        level = own;
      }
    }
  }
  std::vector<std::string> ids;
  for (int child : all_children) {
    const int own = levels[static_cast<size_t>(child)];
    if (!is_any && level != own) continue;
    ids.emplace_back(IdOf(snapshot_.plan(), {children.child, child}));
  }
  const size_t all = ids.size();
  if (all > kMostListed) {
    ids.resize(kMostListed);
    ids.push_back(StrCat(all - kMostListed, " more"));
  }
  return Join(ids, all > kMostListed ? " and " : ", ");
}

std::string ItemWords::SourceOf(int column) const {
  const OwnFact* own = OwnFactAt(scheme_, column);
  if (own != nullptr) return SourceOfOwn(column, *own);
  const Cell cell = CellAt(column);
  if (cell.said == kOutsideCalendar) {
    return StrCat("the calendar ", Covered());
  }
  if (cell.state == CellState::kUnknown) return "nothing on record";
  return snapshot_.WhereSaid(cell.said);
}

std::string ItemWords::SourceOfOwn(int column, const OwnFact& own) const {
  using Kind = OwnFact::Kind;
  if (own.is_of_children()) {
    return StrCat("from its ", ToWord(own.child), "s",
                  own.where.empty() ? "" : " where ", own.where);
  }
  const std::string& aspect =
      scheme_.aspects()[static_cast<size_t>(own.aspect)].name;
  const std::vector<Date> ends = snapshot_.past_period_ends();
  const std::string last =
      ends.empty() ? "" : StrCat(" as of ", ends.back().ToWords());
  switch (own.kind) {
    case Kind::kRating:
      return StrCat("its own rating for ", aspect);
    case Kind::kLastRating:
    case Kind::kPeriodsAt:
      if (ends.empty()) return "no reporting period has ended";
      return StrCat("the assessment", last);
    case Kind::kReported: {
      const Update* update = snapshot_.Reported(item_, aspect);
      return update == nullptr ? "nothing was reported"
                               : StrCat("reported on ", update->on.ToWords());
    }
    case Kind::kLastReported:
    case Kind::kPeriodsReported:
      if (ends.empty()) return "no reporting period has ended";
      return StrCat("what was reported", last);
    default:
      return SourceOfDeclared(column, own);
  }
}

std::string ItemWords::SourceOfDeclared(int column, const OwnFact& own) const {
  const FactSaid* said = snapshot_.FactValueOf(item_, Name(column));
  if (said == nullptr) return "nothing on record";
  if (!own.is_judgement) return snapshot_.WhereSaid(said->said);
  if (said->by.empty()) {
    return StrCat(snapshot_.WhereSaid(said->said),
                  ", which does not say who judged");
  }
  if (said->said < 0) return StrCat("judged by ", said->by);
  return StrCat("judged by ", said->by, " on ",
                snapshot_.update(said->said).on.ToWords());
}

std::string ItemWords::Missing(int column) const {
  const OwnFact* own = OwnFactAt(scheme_, column);
  if (own == nullptr || !own->is_judgement) return Name(column);
  const FactSaid* said = snapshot_.FactValueOf(item_, Name(column));
  const bool is_said =
      said != nullptr && !std::holds_alternative<std::monostate>(said->value);
  if (!is_said || !said->by.empty()) return Name(column);
  return StrCat(Name(column), " (it does not say who judged)");
}

std::string ItemWords::WhichDate(const std::vector<int>& columns) const {
  if (item_.kind != ItemKind::kMilestone) return "";
  DatesOfFact counted;
  for (int column : internal::WithInputs(scheme_, columns)) {
    if (column >= kFactCount) continue;
    const DatesOfFact dates = DatesOf(scheme_.Define(column).name);
    counted.due = counted.due || dates.due;
    counted.original = counted.original || dates.original;
  }
  if (!counted.due && !counted.original) return "";
  const MilestoneState& state =
      snapshot_.milestones()[static_cast<size_t>(item_.index)];
  const std::string due = DueWords(state.due);
  const std::string original = DueWords(state.original_due);
  if (state.moves.empty() && due == original) {
    return StrCat("the due as first agreed, ", due,
                  ", which has not been moved");
  }
  if (counted.due && counted.original) {
    return StrCat("both the due as now agreed, ", due,
                  ", and the original due, ", original);
  }
  if (counted.due) {
    return StrCat("the due as now agreed, ", due, ", not the original due, ",
                  original);
  }
  return StrCat("the original due, ", original, ", not the due as now agreed, ",
                due);
}

// Why an item whose facts leave several levels open is not rated.
std::string UndecidedReason(const Scheme& scheme, const Verdict& verdict,
                            const RowWords& words) {
  const Rule& rule = scheme.rules()[static_cast<size_t>(*verdict.undecided)];
  std::vector<std::string> missing;
  std::vector<std::string> uncovered;
  for (int column : scheme.TestedColumnsOf(*verdict.undecided)) {
    const Cell cell = words.CellAt(column);
    if (cell.state != CellState::kUnknown) continue;
    (cell.said == kOutsideCalendar ? uncovered : missing)
        .push_back(words.Missing(column));
  }
  std::vector<std::string> why;
  if (!missing.empty()) {
    why.push_back(StrCat("not recorded: ", Join(missing, " and ")));
  }
  if (!uncovered.empty()) {
    why.push_back(StrCat("outside the calendar ", words.Covered(), ": ",
                         Join(uncovered, " and ")));
  }
  const std::string so =
      StrCat(Join(why, "; "), "; so rule ", rule.id, " can't be decided");
  if (verdict.level != kNotRated) {
    return StrCat(so, ", but every way it is ",
                  scheme.LevelName(verdict.level));
  }
  return StrCat(so, " and ",
                Join(internal::LevelNames(scheme, verdict.possible), " or "),
                " are still possible");
}

// Why an item that two rules rate differently is not rated.
std::string ClashReason(const Scheme& scheme, std::pair<int, int> clash) {
  const auto name = [&](int index) {
    const Rule& rule = scheme.rules()[static_cast<size_t>(index)];
    return StrCat(rule.id, " (", scheme.LevelName(rule.level), ")");
  };
  return StrCat("rules ", name(clash.first), " and ", name(clash.second),
                " both hold, and the key does not say which decides");
}

// The clause that decided and the date that it counted.
void SayWhatDecided(const Scheme& scheme, int rule, const RowWords& words,
                    Rating& rating) {
  const Rule& decided = scheme.rules()[static_cast<size_t>(rule)];
  if (decided.is_otherwise) {
    rating.clause = "otherwise";
    return;
  }
  const internal::Deciding deciding = internal::DecidingOf(
      scheme.contents().compiled[static_cast<size_t>(rule)].condition,
      decided.when, words.table(), words.row());
  rating.clause = deciding.text;
  rating.which_date = words.WhichDate(deciding.columns);
}

// A rating from a verdict, but for what item it is of and what was reported.
Rating Explain(const Scheme& scheme, const Verdict& verdict, int aspect,
               const RowWords& words) {
  Rating rating;
  rating.aspect = scheme.aspects()[static_cast<size_t>(aspect)].name;
  rating.level = verdict.level;
  rating.level_name = std::string(scheme.LevelName(verdict.level));
  if (verdict.possible != internal::LevelBit(verdict.level)) {
    rating.possible = internal::LevelNames(scheme, verdict.possible);
  }
  rating.because = "no rule of the key speaks for this";
  if (verdict.clash.has_value()) {
    rating.because = ClashReason(scheme, *verdict.clash);
    return rating;
  }
  const std::optional<int> rule =
      verdict.rule.has_value() ? verdict.rule : verdict.undecided;
  if (!rule.has_value()) return rating;
  for (int column : scheme.ColumnsOf(*rule)) {
    rating.facts.push_back(words.Seen(column));
  }
  if (verdict.rule.has_value()) {
    rating.rule = scheme.rules()[static_cast<size_t>(*rule)].id;
    rating.because = scheme.Because(*rule, words);
    SayWhatDecided(scheme, *rule, words, rating);
  } else {
    rating.because = UndecidedReason(scheme, verdict, words);
  }
  return rating;
}

// Of words that can be read in several ways. The rating is by the usual one.
void SayPossible(const Scheme& scheme, uint64_t possible, Rating& rating) {
  if (rating.is_rated()) possible |= internal::LevelBit(rating.level);
  rating.possible.clear();
  if (possible != internal::LevelBit(rating.level)) {
    rating.possible = internal::LevelNames(scheme, possible);
  }
}

}  // namespace

Rating Assessment::MakeRating(const Table& table, int row) const {
  const ItemRef item = {table.kind, row};
  const ItemWords words(*this, *table.facts, row);
  const Verdict& verdict = table.verdicts[static_cast<size_t>(row)];
  Rating rating = Explain(scheme_, verdict, table.aspect, words);
  rating.item = std::string(IdOf(snapshot_.plan(), item));
  rating.kind = table.kind;
  if (doubts_ != nullptr) {
    const auto possible =
        doubts_->PossibleLevels(item, table.aspect, verdict.possible);
    if (possible.has_value()) SayPossible(scheme_, *possible, rating);
  }
  rating.reported =
      internal::ReportedOf(snapshot_, scheme_, item, rating.aspect);
  rating.override = internal::OverrideFor(snapshot_, scheme_, item,
                                          table.aspect, rating.level);
  return rating;
}

Rating RateRow(const Scheme& scheme, const FactTable& facts, int row,
               int aspect) {
  return std::move(RateRows(scheme, facts, aspect, row, 1).front());
}

std::vector<Rating> RateRows(const Scheme& scheme, const FactTable& facts,
                             int aspect, int first, int count) {
  const FactTable table = scheme.WithOwnFacts(facts, aspect);
  const std::vector<Verdict> verdicts = scheme.Rate(table, aspect);
  std::vector<Rating> ratings;
  for (int row = first; row < first + count; ++row) {
    ratings.push_back(Explain(scheme, verdicts[static_cast<size_t>(row)],
                              aspect, RowWords(scheme, table, row)));
    ratings.back().kind = facts.subject();
  }
  return ratings;
}

}  // namespace actionplan
