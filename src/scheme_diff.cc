#include "actionplan/scheme_diff.h"

#include <algorithm>
#include <deque>
#include <map>
#include <numeric>
#include <set>

#include "internal/fact_axioms.h"
#include "internal/fact_space.h"
#include "internal/region_words.h"
#include "internal/rule_questions.h"
#include "internal/scheme_contents.h"
#include "internal/strings.h"

namespace actionplan {
namespace {

using internal::All;
using internal::Any;
using internal::Condition;
using internal::Demand;
using internal::Found;
using internal::IsOneOf;
using internal::Not;
using internal::Region;
using internal::RuleQuestions;
using internal::Space;
using internal::StrCat;
using internal::WitnessInWords;

// A column of the second scheme that the first does not have.
constexpr int kOther = 1 << 18;

// Records of which two schemes differ in a completion but leave the same
// possible are passed over so many times.
constexpr int kMostRecords = 32;

std::set<std::pair<ItemKind, std::string>> RatedBy(const Scheme& scheme) {
  std::set<std::pair<ItemKind, std::string>> rated;
  for (const Rule& rule : scheme.rules()) {
    rated.emplace(rule.subject,
                  scheme.aspects()[static_cast<size_t>(rule.aspect)].name);
  }
  return rated;
}

// The columns of two schemes as those of one.
class JointColumns {
 public:
  JointColumns(const Scheme& before, const Scheme& after, ItemKind subject)
      : before_(before), after_(after), subject_(subject) {}

  const FactDefinition& Define(int column) const {
    return column >= kOther ? after_.Define(column - kOther)
                            : before_.Define(column);
  }

  internal::Domain DomainOf(int column) const {
    internal::Domain domain = internal::DomainOf(Define(column), subject_);
    if (column < kFactCount || column >= kOther) return domain;
    // A fact of both may not apply if either says so.
    for (size_t i = 0; i < after_.own_facts().size(); ++i) {
      const int its = kFactCount + static_cast<int>(i);
      if (after_.Define(its).is_of(subject_) && FromAfter(its) == column) {
        domain.may_be_not_applicable =
            domain.may_be_not_applicable || after_.Define(its).may_not_apply;
      }
    }
    return domain;
  }

  // A column of the second scheme, by name, type and choices.
  int FromAfter(int column) const {
    if (column < kFactCount) return column;
    const FactDefinition& mine = after_.Define(column);
    for (size_t i = 0; i < before_.own_facts().size(); ++i) {
      const FactDefinition& its =
          before_.Define(kFactCount + static_cast<int>(i));
      if (its.is_of(subject_) && its.name == mine.name &&
          its.type == mine.type &&
          std::equal(its.choices.begin(), its.choices.end(),
                     mine.choices.begin(), mine.choices.end())) {
        return its.column;
      }
    }
    return column + kOther;
  }

  Condition FromAfter(Condition condition) const {
    return Renamed(std::move(condition),
                   [this](int column) { return FromAfter(column); });
  }

 private:
  Scheme before_;
  Scheme after_;
  ItemKind subject_;
};

// Where one rule of a scheme decides, or none.
struct Outcome {
  int rule = -1;
  DiffSide side;
  Condition where;
};

std::vector<Outcome> OutcomesOf(const Scheme& scheme,
                                const RuleQuestions& questions) {
  std::vector<Outcome> outcomes;
  std::vector<Condition> any;
  for (int rule : questions.rules()) {
    const Rule& its = scheme.rules()[static_cast<size_t>(rule)];
    outcomes.push_back(
        {.rule = rule,
         .side = {.level = its.level,
                  .level_name = std::string(scheme.LevelName(its.level)),
                  .rule = its.id,
                  .line = its.line},
         .where = questions.Decision(rule)});
    any.push_back(outcomes.back().where);
  }
  outcomes.push_back(
      {.rule = -1,
       .side = {.level_name = std::string(kNotRatedWord), .rule = ""},
       .where = Not(Any(std::move(any)))});
  return outcomes;
}

bool TestsRecord(const Condition& condition) {
  if (condition.kind == Condition::Kind::kIsState) {
    return condition.state != CellState::kNotApplicable;
  }
  return std::any_of(condition.children.begin(), condition.children.end(),
                     TestsRecord);
}

std::string Says(const DiffSide& side) {
  return side.rule.empty()
             ? StrCat(side.level_name, " as no rule decides")
             : StrCat(side.level_name, " by rule '", side.rule, "'");
}

// One kind of item and one aspect that both schemes rate.
class AspectDiff {
 public:
  AspectDiff(const Scheme& before, const Scheme& after, ItemKind subject,
             const std::string& aspect, const DiffOptions& options,
             SchemeDiff& diff)
      : before_(before),
        after_(after),
        subject_(subject),
        aspect_(aspect),
        options_(options),
        diff_(diff),
        columns_(before, after, subject),
        mine_(before, subject, *before.FindAspect(aspect)),
        its_(after, subject, *after.FindAspect(aspect)) {
    axioms_ = mine_.axioms();
    for (const Condition& axiom : its_.axioms()) {
      axioms_.push_back(columns_.FromAfter(axiom));
    }
    AddTiesBetween();
  }

  void Run() {
    std::vector<Outcome> before = OutcomesOf(before_, mine_);
    std::vector<Outcome> after = OutcomesOf(after_, its_);
    for (Outcome& outcome : after) {
      outcome.where = columns_.FromAfter(std::move(outcome.where));
    }
    for (const Outcome& one : before) {
      for (const Outcome& other : after) {
        if (one.side.level_name == other.side.level_name) continue;
        Compare(one, other);
        if (static_cast<int>(diff_.differences.size()) >= options_.most) {
          diff_.undecided.push_back(
              StrCat("there are more than ", options_.most,
                     " differences; these are the first"));
          return;
        }
      }
    }
  }

 private:
  // Laws of facts of which one is used by the one scheme and one by the other.
  void AddTiesBetween() {
    std::set<int> built_in;
    for (const RuleQuestions* questions : {&mine_, &its_}) {
      for (int column : questions->columns()) {
        if (column < kFactCount) built_in.insert(column);
      }
    }
    for (const Condition& axiom : internal::BuiltInAxioms(subject_)) {
      const std::vector<int> used = ColumnsOf(axiom);
      if (std::all_of(used.begin(), used.end(),
                      [&](int column) { return built_in.contains(column); })) {
        axioms_.push_back(axiom);
      }
    }
  }

  std::function<internal::Domain(int)> Domains() const {
    return
        [columns = columns_](int column) { return columns.DomainOf(column); };
  }

  void Compare(const Outcome& one, const Outcome& other) {
    Space space(Domains(), axioms_);
    space.set_limit(options_.steps);
    const std::vector<Demand> demands = {{&one.where, internal::kMayBeTrue},
                                         {&other.where, internal::kMayBeTrue}};
    const Space::All all = space.FindAll(demands, options_.most);
    if (all.found == Found::kGaveUp) GaveUp(one, other);
    for (const Region& region : all.regions) Add(one, other, region);
    if (TestsRecord(one.where) || TestsRecord(other.where)) {
      CompareCompletions(one, other, demands);
    }
  }

  void GaveUp(const Outcome& one, const Outcome& other) {
    diff_.undecided.push_back(StrCat(
        "whether there are ", ToWord(subject_), "s that are ", Says(one.side),
        " before and ", Says(other.side), " after could not be finished in ",
        internal::StepsInWords(options_.steps)));
  }

  // Rows in which something is not on record, so that the one scheme may leave
  // several ratings possible.
  void CompareCompletions(const Outcome& one, const Outcome& other,
                          const std::vector<Demand>& demands) {
    std::set<int> asked;
    CollectAsked(one.where, asked);
    CollectAsked(other.where, asked);
    internal::CompletionSpace completions(Domains(), axioms_);
    completions.space().set_limit(options_.steps);
    std::vector<Condition> missing;
    for (int column : asked) {
      if (!columns_.DomainOf(column).may_be_unknown) continue;
      missing.push_back(completions.Translate(
          internal::IsState(column, CellState::kUnknown)));
    }
    if (missing.empty()) return;
    const Condition some = Any(std::move(missing));
    std::vector<Demand> translated = completions.Translate(demands);
    translated.push_back({&some, internal::kMayBeTrue});
    std::deque<Condition> others;
    for (int tried = 0; tried < kMostRecords; ++tried) {
      const Space::Answer answer = completions.space().Find(translated);
      if (answer.found == Found::kNo) return;
      if (answer.found == Found::kGaveUp) break;
      const Region region = AsRecorded(answer.region);
      if (IsRatedOtherwise(region)) {
        if (!IsCovered(one, other)) Add(one, other, region);
        return;
      }
      // The two part in completions of one record, and leave the same possible.
      others.push_back(IsAnother(answer.region));
      translated.push_back({&others.back(), internal::kMayBeTrue});
    }
    GaveUp(one, other);
  }

  // Whether the record that shows a region is rated otherwise, or leaves other
  // ratings possible.
  bool IsRatedOtherwise(const Region& recorded) const {
    const std::map<int, Cell> cells(recorded.witness.begin(),
                                    recorded.witness.end());
    FactTable mine(subject_, 1);
    FactTable its(subject_, 1);
    for (const auto& [column, cell] : cells) {
      if (column < kOther) mine.Set(column, 0, cell);
    }
    const int count = kFactCount + static_cast<int>(after_.own_facts().size());
    for (int column = 0; column < count; ++column) {
      const auto cell = cells.find(columns_.FromAfter(column));
      if (cell != cells.end()) its.Set(column, 0, cell->second);
    }
    return PossibleNames(before_, mine) != PossibleNames(after_, its);
  }

  std::set<std::string_view> PossibleNames(const Scheme& scheme,
                                           const FactTable& row) const {
    const Verdict verdict =
        scheme.Rate(row, *scheme.FindAspect(aspect_)).front();
    std::set<std::string_view> names;
    for (int level = kNotRated;
         level < static_cast<int>(scheme.levels().size()); ++level) {
      if (verdict.is_possible(level)) names.insert(scheme.LevelName(level));
    }
    return names;
  }

  // Any row but this.
  Condition IsAnother(const Region& region) const {
    std::vector<Condition> same;
    for (const auto& [column, cell] : region.witness) {
      if (!cell.is_known()) {
        same.push_back(internal::IsState(column, cell.state));
        continue;
      }
      const bool is_choice = column >= internal::kOnRecord ||
                             columns_.DomainOf(column).choices > 0;
      same.push_back(
          is_choice
              ? IsOneOf(column,
                        uint64_t{1} << static_cast<unsigned>(cell.value))
              : internal::Compare({{column, 1}}, internal::Comparison::kEqual,
                                  cell.value));
    }
    return Not(All(std::move(same)));
  }

  static void CollectAsked(const Condition& condition, std::set<int>& asked) {
    if (condition.kind == Condition::Kind::kIsState &&
        condition.state != CellState::kNotApplicable) {
      asked.insert(condition.column);
    }
    for (const Condition& child : condition.children) {
      CollectAsked(child, asked);
    }
  }

  // Whether a difference of these two with an unknown fact was found already.
  bool IsCovered(const Outcome& one, const Outcome& other) const {
    return std::any_of(
        diff_.differences.begin(), diff_.differences.end(),
        [&](const SchemeDifference& known) {
          return known.subject == subject_ && known.aspect == aspect_ &&
                 known.before.rule == one.side.rule &&
                 known.after.rule == other.side.rule &&
                 std::any_of(known.witness.facts.begin(),
                             known.witness.facts.end(), [](const auto& fact) {
                               return fact.second.state == CellState::kUnknown;
                             });
        });
  }

  // A region of completions as the record shows it.
  Region AsRecorded(const Region& region) const {
    std::set<int> missing;
    for (const auto& [column, cell] : region.witness) {
      if (column >= internal::kOnRecord && cell.value == 0) {
        missing.insert(column - internal::kOnRecord);
      }
    }
    // What does not apply is on record.
    for (const auto& [column, cell] : region.witness) {
      if (cell.state == CellState::kNotApplicable) missing.erase(column);
    }
    Region recorded;
    for (internal::ColumnRange range : region.ranges) {
      if (range.column >= internal::kOnRecord) continue;
      if (missing.contains(range.column)) continue;
      recorded.ranges.push_back(range);
    }
    for (int column : missing) {
      recorded.ranges.push_back(
          {.column = column, .known = false, .unknown = true});
    }
    for (auto [column, cell] : region.witness) {
      if (column >= internal::kOnRecord) continue;
      if (missing.contains(column)) cell = Cell::Unknown();
      recorded.witness.emplace_back(column, cell);
    }
    return recorded;
  }

  void Add(const Outcome& one, const Outcome& other, const Region& region) {
    const internal::Definer define =
        [this](int column) -> const FactDefinition& {
      return columns_.Define(column);
    };
    SchemeDifference difference;
    difference.subject = subject_;
    difference.aspect = aspect_;
    difference.before = one.side;
    difference.after = other.side;
    difference.region = RegionInWords(define, subject_, region);
    difference.condition = RegionAsCondition(define, subject_, region);
    std::set<int> matter;
    for (const auto& range : region.ranges) matter.insert(range.column);
    for (const Condition& relation : region.relations) {
      for (int column : ColumnsOf(relation)) matter.insert(column);
    }
    std::vector<std::pair<int, Cell>> said;
    for (const auto& fact : region.witness) {
      if (matter.contains(fact.first)) said.push_back(fact);
    }
    difference.witness.facts = region.witness;
    difference.witness.words = WitnessInWords(define, subject_, said);
    difference.what = StrCat("Where ", difference.region, ": ", Says(one.side),
                             " before, and ", Says(other.side), " after.");
    diff_.differences.push_back(std::move(difference));
  }

  const Scheme& before_;
  const Scheme& after_;
  ItemKind subject_;
  std::string aspect_;
  const DiffOptions& options_;
  SchemeDiff& diff_;
  JointColumns columns_;
  RuleQuestions mine_;
  RuleQuestions its_;
  std::vector<Condition> axioms_;
};

void NameUnmatchedLevels(const Scheme& one, const Scheme& other,
                         std::string_view which, SchemeDiff& diff) {
  for (const Level& level : one.levels()) {
    const bool has =
        std::any_of(other.levels().begin(), other.levels().end(),
                    [&](const Level& its) { return its.name == level.name; });
    if (!has) {
      diff.unmatched.push_back(
          StrCat("only the scheme ", which, " has the level ", level.name));
    }
  }
}

}  // namespace

bool SchemeDiff::is_equal() const {
  return differences.empty() && undecided.empty() && unmatched.empty();
}

SchemeDiff DiffSchemes(const Scheme& before, const Scheme& after,
                       const DiffOptions& options) {
  SchemeDiff diff;
  const auto mine = RatedBy(before);
  const auto its = RatedBy(after);
  for (const auto& [subject, aspect] : mine) {
    if (its.contains({subject, aspect})) {
      AspectDiff(before, after, subject, aspect, options, diff).Run();
    } else {
      diff.unmatched.push_back(StrCat("only the scheme before rates ",
                                      ToWord(subject), "s for ", aspect));
    }
  }
  for (const auto& [subject, aspect] : its) {
    if (!mine.contains({subject, aspect})) {
      diff.unmatched.push_back(StrCat("only the scheme after rates ",
                                      ToWord(subject), "s for ", aspect));
    }
  }
  NameUnmatchedLevels(before, after, "before", diff);
  NameUnmatchedLevels(after, before, "after", diff);
  return diff;
}

absl::StatusOr<std::vector<RatingDifference>> DiffRatings(
    const Snapshot& snapshot, const Scheme& before, const Scheme& after) {
  // The plan was reported by one of the two keys, or by neither.
  const AssessOptions options = {.may_report_other_levels = true};
  const absl::StatusOr<Assessment> one = Assess(snapshot, before, options);
  if (!one.ok()) return one.status();
  const absl::StatusOr<Assessment> other = Assess(snapshot, after, options);
  if (!other.ok()) return other.status();
  std::vector<RatingDifference> differences;
  const auto its = RatedBy(after);
  for (const auto& [kind, aspect] : RatedBy(before)) {
    if (!its.contains({kind, aspect})) continue;
    const std::vector<Rating> mine = one->All(kind, aspect);
    const std::vector<Rating> theirs = other->All(kind, aspect);
    for (size_t i = 0; i < mine.size() && i < theirs.size(); ++i) {
      if (mine[i].level_name == theirs[i].level_name) continue;
      differences.push_back({.item = mine[i].item,
                             .kind = kind,
                             .aspect = aspect,
                             .before = mine[i],
                             .after = theirs[i]});
    }
  }
  return differences;
}

// ---------------------------------------------------------------------------
// A key and what people reported.

namespace {

JudgementTable EmptyTable(const Scheme& scheme, ItemKind kind,
                          std::string aspect) {
  JudgementTable table;
  table.kind = kind;
  table.aspect = std::move(aspect);
  for (const Level& level : scheme.levels()) table.names.push_back(level.name);
  table.names.emplace_back(kNotRatedWord);
  table.counts.assign(table.names.size(),
                      std::vector<int>(table.names.size(), 0));
  return table;
}

void Count(int reported, const Rating& rating, std::string item,
           JudgementTable& table) {
  const auto slot = [&](int level) {
    return level == kNotRated ? table.names.size() - 1
                              : static_cast<size_t>(level);
  };
  ++table.counts[slot(reported)][slot(rating.level)];
  if (reported == rating.level) return;
  table.partings.push_back({.item = std::move(item),
                            .reported = reported,
                            .computed = rating.level,
                            .rule = rating.rule,
                            .because = rating.because});
}

}  // namespace

int JudgementTable::compared() const {
  int sum = 0;
  for (const auto& row : counts) {
    sum = std::accumulate(row.begin(), row.end(), sum);
  }
  return sum;
}

int JudgementTable::agreed() const {
  int sum = 0;
  for (size_t i = 0; i < counts.size(); ++i) sum += counts[i][i];
  return sum;
}

std::vector<JudgementTable> DiffReported(const Assessment& assessment) {
  std::vector<JudgementTable> tables;
  for (const auto& [kind, aspect] : RatedBy(assessment.scheme())) {
    JudgementTable table = EmptyTable(assessment.scheme(), kind, aspect);
    for (const Rating& rating : assessment.All(kind, aspect)) {
      if (rating.reported.state != Reported::State::kGiven) continue;
      Count(rating.reported.level, rating, rating.item, table);
    }
    if (table.compared() > 0) tables.push_back(std::move(table));
  }
  return tables;
}

JudgementTable DiffReported(const Scheme& scheme, const FactTable& facts,
                            int aspect,
                            std::span<const std::optional<int>> reported) {
  JudgementTable table =
      EmptyTable(scheme, facts.subject(),
                 scheme.aspects()[static_cast<size_t>(aspect)].name);
  for (int row = 0; row < facts.rows(); ++row) {
    const std::optional<int>& level = reported[static_cast<size_t>(row)];
    if (!level.has_value()) continue;
    Count(*level, RateRow(scheme, facts, row, aspect), absl::StrCat(row),
          table);
  }
  return table;
}

}  // namespace actionplan
