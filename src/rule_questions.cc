#include "internal/rule_questions.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "internal/condition_sides.h"
#include "internal/fact_axioms.h"
#include "internal/given_levels.h"
#include "internal/rule_group.h"
#include "internal/scheme_contents.h"
#include "internal/scheme_vocabulary.h"

namespace actionplan::internal {
namespace {

bool TestsUnknownIn(const Condition& condition) {
  if (condition.kind == Condition::Kind::kIsState) {
    return condition.state != CellState::kNotApplicable;
  }
  return std::any_of(condition.children.begin(), condition.children.end(),
                     TestsUnknownIn);
}

Condition Constant(bool value) {
  return value ? Condition() : Not(Condition());
}

}  // namespace

Condition Renamed(Condition condition, const std::function<int(int)>& rename) {
  condition.column = rename(condition.column);
  for (Term& term : condition.terms) term.column = rename(term.column);
  for (Condition& child : condition.children) {
    child = Renamed(std::move(child), rename);
  }
  return condition;
}

Condition Substituted(Condition condition, const std::map<int, Cell>& values) {
  for (Condition& child : condition.children) {
    child = Substituted(std::move(child), values);
  }
  const auto found = values.find(condition.column);
  if (condition.kind == Condition::Kind::kIsState && found != values.end()) {
    return Constant(found->second.state == condition.state);
  }
  if (condition.kind == Condition::Kind::kIsOneOf && found != values.end()) {
    const auto choice = static_cast<unsigned>(found->second.value);
    return Constant(((condition.choices >> choice) & 1) != 0);
  }
  if (condition.kind != Condition::Kind::kCompare) return condition;
  std::vector<Term> terms;
  for (const Term& term : condition.terms) {
    const auto value = values.find(term.column);
    if (value == values.end()) {
      terms.push_back(term);
    } else {
      condition.number -= term.factor * value->second.value;
    }
  }
  if (terms.empty()) {
    return Constant(Holds(condition.comparison, 0, condition.number));
  }
  condition.terms = std::move(terms);
  return condition;
}

bool SpeaksOfAny(const Condition& condition, const std::map<int, Cell>& of) {
  const std::vector<int> columns = ColumnsOf(condition);
  return std::any_of(columns.begin(), columns.end(),
                     [&](int column) { return of.contains(column); });
}

// ---------------------------------------------------------------------------
// Completions.

namespace {

using DomainOfColumn = std::function<Domain(int)>;

// What does not apply is on record, whatever its flag says.
Condition TranslateWith(Condition condition, const DomainOfColumn& domain_of) {
  for (Condition& child : condition.children) {
    child = TranslateWith(std::move(child), domain_of);
  }
  if (condition.kind != Condition::Kind::kIsState ||
      condition.state == CellState::kNotApplicable ||
      !domain_of(condition.column).may_be_unknown) {
    return condition;
  }
  const bool is_known = condition.state == CellState::kKnown;
  return All({Known(condition.column),
              IsOneOf(condition.column + kOnRecord, is_known ? 2 : 1)});
}

// That a column is not on record; what can't be unknown always is.
std::vector<Condition> Unrecorded(const std::vector<int>& columns,
                                  const DomainOfColumn& domain_of) {
  std::vector<Condition> unrecorded;
  for (int column : columns) {
    if (!domain_of(column).may_be_unknown) continue;
    unrecorded.push_back(IsOneOf(column + kOnRecord, 1));
  }
  return unrecorded;
}

// A test of values is undecided on record if a column is not on it and none
// does not apply.
Condition UndecidedOnRecord(const Condition& test,
                            const DomainOfColumn& domain_of) {
  const std::vector<int> columns = ColumnsOf(test);
  std::vector<Condition> parts = {Any(Unrecorded(columns, domain_of))};
  for (int column : columns) {
    parts.push_back(Not(IsState(column, CellState::kNotApplicable)));
  }
  return All(std::move(parts));
}

// Of values and what is on record of them: the condition is not false on
// record, or, if `negated`, not true.
Condition NotFalseOnRecord(const Condition& condition, bool negated,
                           const DomainOfColumn& domain_of) {
  switch (condition.kind) {
    case Condition::Kind::kNot:
      return NotFalseOnRecord(condition.children.front(), !negated, domain_of);
    case Condition::Kind::kAnd:
    case Condition::Kind::kOr: {
      std::vector<Condition> parts;
      for (const Condition& child : condition.children) {
        parts.push_back(NotFalseOnRecord(child, negated, domain_of));
      }
      const bool is_and = condition.kind == Condition::Kind::kAnd;
      return is_and != negated ? All(std::move(parts)) : Any(std::move(parts));
    }
    case Condition::Kind::kAlways:
    case Condition::Kind::kIsState: {
      Condition plain = TranslateWith(condition, domain_of);
      return negated ? Not(std::move(plain)) : plain;
    }
    case Condition::Kind::kCompare:
    case Condition::Kind::kIsOneOf:
      break;
  }
  return Any({negated ? Not(condition) : condition,
              UndecidedOnRecord(condition, domain_of)});
}

bool TestsState(const Condition& condition) {
  return condition.kind == Condition::Kind::kIsState ||
         std::any_of(condition.children.begin(), condition.children.end(),
                     TestsState);
}

// The axiom, where a fact that always applies may be without a value: no
// reading says whether an outcome without readings is on target. So what
// follows from its being known follows if it is on record.
Condition WithoutValue(const Condition& axiom, bool negated,
                       const DomainOfColumn& domain_of) {
  if (axiom.kind == Condition::Kind::kIsState) {
    const Domain domain = domain_of(axiom.column);
    const bool follows = negated == (axiom.state == CellState::kKnown);
    const bool may_be_without = domain.may_be_unknown &&
                                !domain.may_be_not_applicable &&
                                axiom.state != CellState::kNotApplicable;
    return follows && may_be_without ? TranslateWith(axiom, domain_of) : axiom;
  }
  Condition changed = axiom;
  for (Condition& child : changed.children) {
    child = WithoutValue(
        child, negated != (axiom.kind == Condition::Kind::kNot), domain_of);
  }
  return changed;
}

// What can be true together, of the values and of the record.
std::vector<Condition> AxiomsOfCompletions(const std::vector<Condition>& axioms,
                                           const DomainOfColumn& domain_of) {
  std::vector<Condition> all;
  for (const Condition& axiom : axioms) {
    all.push_back(WithoutValue(axiom, false, domain_of));
    // Of values alone it says nothing more of the record.
    if (TestsState(axiom)) {
      all.push_back(NotFalseOnRecord(axiom, false, domain_of));
    }
  }
  return all;
}

}  // namespace

CompletionSpace::CompletionSpace(std::function<Domain(int)> domain_of,
                                 std::vector<Condition> axioms)
    : domain_of_(std::move(domain_of)),
      space_(
          [plain = domain_of_](int column) {
            if (column >= kOnRecord) {
              return Domain{.type = FactType::kYesNo,
                            .choices = 2,
                            .may_be_unknown = false,
                            .may_be_not_applicable = false};
            }
            Domain domain = plain(PlainColumn(column));
            domain.may_be_unknown = false;
            return domain;
          },
          AxiomsOfCompletions(axioms, domain_of_)) {}

Condition CompletionSpace::Translate(Condition condition) const {
  return TranslateWith(std::move(condition), domain_of_);
}

Condition CompletionSpace::OfRecord(const Condition& condition,
                                    Truths truths) const {
  const Condition not_false = NotFalseOnRecord(condition, false, domain_of_);
  const Condition not_true = NotFalseOnRecord(condition, true, domain_of_);
  std::vector<Condition> ways;
  if ((truths & kMayBeFalse) != 0) ways.push_back(Not(not_false));
  if ((truths & kMayBeUndecided) != 0) {
    ways.push_back(All({not_false, not_true}));
  }
  if ((truths & kMayBeTrue) != 0) ways.push_back(Not(not_true));
  return Any(std::move(ways));
}

std::vector<Demand> CompletionSpace::Translate(
    const std::vector<Demand>& demands) {
  kept_.clear();
  std::vector<Demand> translated;
  for (const Demand& demand : demands) {
    kept_.push_back(Translate(*demand.condition));
    translated.push_back({&kept_.back(), demand.truths});
  }
  return translated;
}

// ---------------------------------------------------------------------------
// Two copies.

TwoCopies::TwoCopies(std::vector<int> differ,
                     std::function<Domain(int)> domain_of,
                     std::vector<Condition> axioms,
                     std::vector<Condition> between)
    : differ_(std::move(differ)),
      space_([plain = std::move(domain_of)](
                 int column) { return plain(PlainColumn(column)); },
             AllAxioms(std::move(axioms), std::move(between))) {}

std::vector<Condition> TwoCopies::AllAxioms(
    std::vector<Condition> axioms, std::vector<Condition> between) const {
  std::vector<Condition> all = std::move(between);
  for (Condition& axiom : axioms) {
    const std::vector<int> columns = ColumnsOf(axiom);
    const bool differs = std::any_of(
        columns.begin(), columns.end(),
        [this](int column) { return SecondColumn(column) != column; });
    if (differs) all.push_back(Second(axiom));
    all.push_back(std::move(axiom));
  }
  return all;
}

int TwoCopies::SecondColumn(int column) const {
  const bool differs =
      std::find(differ_.begin(), differ_.end(), column) != differ_.end();
  return differs ? column + kSecondCopy : column;
}

Condition TwoCopies::Second(Condition condition) const {
  return Renamed(std::move(condition),
                 [this](int column) { return SecondColumn(column); });
}

// ---------------------------------------------------------------------------
// The questions.

RuleQuestions::RuleQuestions(const Scheme& scheme, ItemKind subject, int aspect,
                             CountedRatings counted)
    : scheme_(scheme), subject_(subject), aspect_(aspect) {
  std::vector<const Condition*> conditions;
  std::set<int> tested;
  for (size_t i = 0; i < scheme.rules().size(); ++i) {
    const Rule& rule = scheme.rules()[i];
    if (rule.subject != subject || rule.aspect != aspect) continue;
    rules_.push_back(static_cast<int>(i));
    const Condition& condition = ConditionOf(scheme, rules_.back());
    conditions.push_back(&condition);
    tests_unknown_ = tests_unknown_ || TestsUnknownIn(condition);
    for (int column : internal::ColumnsOf(condition)) tested.insert(column);
  }
  columns_.assign(tested.begin(), tested.end());
  const std::vector<int> used = ColumnsInUse(scheme, subject, conditions);
  axioms_ = AxiomsOf(scheme, subject, used);
  if (counted == CountedRatings::kAny) return;
  for (Condition& law : LawsOfGivenLevels(scheme, subject, used)) {
    axioms_.push_back(std::move(law));
  }
}

Domain RuleQuestions::DomainOf(int column) const {
  return internal::DomainOf(scheme_.Define(column), subject_);
}

Space RuleQuestions::MakeSpace() const {
  return Space(
      [scheme = scheme_, subject = subject_](int column) {
        return internal::DomainOf(scheme.Define(column), subject);
      },
      axioms_);
}

// A rule that is false while a fact is unknown is false of each value that it
// may turn out to have, so that such a gap is one of known facts as well.
Space RuleQuestions::SpaceOfGaps() const {
  if (tests_unknown_) return MakeSpace();
  return Space(
      [scheme = scheme_, subject = subject_](int column) {
        Domain domain = internal::DomainOf(scheme.Define(column), subject);
        domain.may_be_unknown = false;
        return domain;
      },
      axioms_);
}

Space RuleQuestions::SpaceWithout(int column) const {
  Space space = MakeSpace();
  const std::vector<int> tied = TiedTo(column);
  ColumnRange only_unknown = {
      .column = column, .known = false, .unknown = true};
  space.Restrict(column, only_unknown);
  for (int other : columns_) {
    if (other == column ||
        std::find(tied.begin(), tied.end(), other) != tied.end()) {
      continue;
    }
    space.Restrict(other, {.column = other, .not_applicable = true});
  }
  return space;
}

std::optional<int> RuleQuestions::RankOf(int level) const {
  if (level == kNotRated) return std::nullopt;
  return scheme_.levels()[static_cast<size_t>(level)].rank;
}

bool RuleQuestions::Blocks(int other, int rule) const {
  const Rule& mine = RuleAt(rule);
  const Rule& its = RuleAt(other);
  if (other == rule || its.is_otherwise) return false;
  if (mine.is_otherwise) return true;
  switch (scheme_.aspects()[static_cast<size_t>(aspect_)].order) {
    case Order::kFirstMatch:
      return other < rule;
    case Order::kSingleMatch:
      return its.level != mine.level || other < rule;
    case Order::kWorstMatch:
      break;
  }
  if (its.level == kNotRated || mine.level == kNotRated) {
    if (its.level == mine.level) return other < rule;
    return mine.level == kNotRated;
  }
  const int my_rank = RankOf(mine.level).value_or(0);
  const int its_rank = RankOf(its.level).value_or(0);
  return its_rank < my_rank || (its_rank == my_rank && other < rule);
}

std::vector<int> RuleQuestions::Blockers(int rule) const {
  std::vector<int> blockers;
  for (int other : rules_) {
    if (Blocks(other, rule)) blockers.push_back(other);
  }
  return blockers;
}

std::vector<Demand> RuleQuestions::Decides(int rule) const {
  std::vector<Demand> demands = {{&ConditionOf(scheme_, rule), kMayBeTrue}};
  for (int other : Blockers(rule)) {
    demands.push_back({&ConditionOf(scheme_, other), kMayBeFalse});
  }
  return demands;
}

Condition RuleQuestions::Decision(int rule) const {
  std::vector<Condition> parts = {ConditionOf(scheme_, rule)};
  for (int other : Blockers(rule)) {
    parts.push_back(Not(ConditionOf(scheme_, other)));
  }
  return All(std::move(parts));
}

std::vector<Demand> RuleQuestions::Gives(
    int rule, const ConditionOfRule& condition_of) const {
  std::vector<Demand> demands = {{&condition_of(rule), kMayBeTrue}};
  for (int other : Blockers(rule)) {
    // One of the same level makes no difference to what is given.
    if (RuleAt(other).level == RuleAt(rule).level) continue;
    demands.push_back({&condition_of(other), kMayBeFalse});
  }
  return demands;
}

std::vector<Demand> RuleQuestions::Gives(int rule) const {
  return Gives(rule, [this](int its) -> const Condition& {
    return ConditionOf(scheme_, its);
  });
}

Condition RuleQuestions::Giving(int level,
                                const ConditionOfRule& condition_of) const {
  RuleGroup group = GroupOf(scheme_, subject_, aspect_);
  for (TriedRule& tried : group.rules) {
    tried.condition = &condition_of(tried.rule);
  }
  return Outcome(group, 0, level);
}

Condition RuleQuestions::Giving(int level) const {
  return Outcome(GroupOf(scheme_, subject_, aspect_), 0, level);
}

Condition RuleQuestions::GivesAsCondition(int rule) const {
  std::vector<Condition> parts;
  for (const Demand& demand : Gives(rule)) {
    parts.push_back(demand.truths == kMayBeTrue ? *demand.condition
                                                : Not(*demand.condition));
  }
  return All(std::move(parts));
}

// In a worst match a rule that gives no level keeps none from being given.
bool RuleQuestions::IsOfTheOrder(int rule) const {
  return RuleAt(rule).level != kNotRated ||
         scheme_.aspects()[static_cast<size_t>(aspect_)].order ==
             Order::kFirstMatch;
}

// Of the rules in order, the first that is not false decides what can be given:
// if it is undecided, its own level by a later rule and nothing else.
std::vector<std::vector<Demand>> RuleQuestions::GivesNone(
    std::deque<Condition>& kept) const {
  constexpr Truths kNotTrue = kMayBeFalse | kMayBeUndecided;
  std::vector<std::vector<Demand>> ways;
  if (scheme_.aspects()[static_cast<size_t>(aspect_)].order ==
      Order::kSingleMatch) {
    std::vector<Demand>& way = ways.emplace_back();
    for (int rule : rules_) {
      if (RuleAt(rule).level == kNotRated) continue;
      way.push_back({&kept.emplace_back(GivesAsCondition(rule)), kNotTrue});
    }
    return ways;
  }
  std::vector<Demand> all_false;
  for (int rule : rules_) {
    if (!IsOfTheOrder(rule)) continue;
    const Condition& condition = ConditionOf(scheme_, rule);
    all_false.push_back({&condition, kMayBeFalse});
    std::vector<Demand>& way = ways.emplace_back();
    const bool gives = RuleAt(rule).level != kNotRated;
    way.push_back({&condition, gives ? kMayBeUndecided
                                     : Truths{kMayBeUndecided | kMayBeTrue}});
    for (int other : Blockers(rule)) {
      if (!IsOfTheOrder(other)) continue;
      way.push_back({&ConditionOf(scheme_, other), kMayBeFalse});
    }
    for (int later : rules_) {
      if (!gives || later == rule || !Blocks(rule, later)) continue;
      if (RuleAt(later).level != RuleAt(rule).level) continue;
      way.push_back({&kept.emplace_back(GivesAsCondition(later)), kNotTrue});
    }
  }
  ways.push_back(std::move(all_false));
  return ways;
}

CompletionSpace& RuleQuestions::completions() {
  if (completions_ == nullptr) {
    completions_ = std::make_unique<CompletionSpace>(
        [scheme = scheme_, subject = subject_](int column) {
          return internal::DomainOf(scheme.Define(column), subject);
        },
        axioms_);
  }
  return *completions_;
}

std::vector<int> RuleQuestions::LevelsByRank() const {
  std::set<int> given;
  for (int rule : rules_) {
    if (RuleAt(rule).level != kNotRated) given.insert(RuleAt(rule).level);
  }
  std::vector<int> levels(given.begin(), given.end());
  std::stable_sort(levels.begin(), levels.end(), [this](int a, int b) {
    // nullopt is less than every rank.
    return RankOf(a) > RankOf(b);
  });
  return levels;
}

bool RuleQuestions::IsWorse(int level, int than) const {
  const std::optional<int> rank = RankOf(level);
  const std::optional<int> other = RankOf(than);
  return rank.has_value() && other.has_value() && *rank < *other;
}

std::optional<int> RuleQuestions::BestLevel() const {
  const std::vector<int> levels = LevelsByRank();
  for (int other : levels) {
    if (IsWorse(other, levels.front())) return levels.front();
  }
  return std::nullopt;
}

std::vector<std::pair<int, int>> RuleQuestions::RankedPairs() const {
  std::vector<std::pair<int, int>> pairs;
  for (int worse : LevelsByRank()) {
    for (int better : LevelsByRank()) {
      if (IsWorse(worse, better)) pairs.emplace_back(worse, better);
    }
  }
  std::stable_sort(pairs.begin(), pairs.end(),
                   [this](const auto& a, const auto& b) {
                     return *RankOf(a.second) - *RankOf(a.first) >
                            *RankOf(b.second) - *RankOf(b.first);
                   });
  return pairs;
}

int RuleQuestions::Decider(std::span<const std::pair<int, Cell>> facts) const {
  FactTable table(subject_, 1);
  for (const auto& [column, cell] : facts) table.Set(column, 0, cell);
  return scheme_.Rate(table, aspect_).front().rule.value_or(-1);
}

std::vector<int> RuleQuestions::TiedTo(int column) const {
  std::set<int> tied;
  for (const Condition& axiom : axioms_) {
    const std::vector<int> columns = internal::ColumnsOf(axiom);
    if (std::find(columns.begin(), columns.end(), column) == columns.end()) {
      continue;
    }
    tied.insert(columns.begin(), columns.end());
  }
  tied.erase(column);
  return {tied.begin(), tied.end()};
}

Condition RuleQuestions::Ordered(int column, bool or_equal, Worse worse) const {
  const int second = column + kSecondCopy;
  const FactDefinition& definition = scheme_.Define(column);
  if (IsOrdered(definition.type)) {
    const double sign = worse == Worse::kHigher ? 1 : -1;
    return Compare({{second, sign}, {column, -sign}},
                   or_equal ? Comparison::kGreaterEqual : Comparison::kGreater,
                   0);
  }
  const int count = DomainOf(column).choices;
  std::vector<Condition> ways;
  for (int i = 0; i < count; ++i) {
    uint64_t after = 0;
    for (int k = 0; k < count; ++k) {
      const bool is_after = worse == Worse::kHigher ? k > i : k < i;
      if (is_after || (or_equal && k == i)) after |= uint64_t{1} << k;
    }
    if (after == 0) continue;
    ways.push_back(
        All({IsOneOf(column, uint64_t{1} << i), IsOneOf(second, after)}));
  }
  return Any(std::move(ways));
}

namespace {

// How far a choice of the second copy is one of `choices` where the first is
// not, and the other way around.
Tilt TiltOfChoices(uint64_t choices, int count, Worse worse) {
  Tilt tilt;
  for (int i = 0; i + 1 < count; ++i) {
    const bool here = ((choices >> i) & 1) != 0;
    for (int k = i + 1; k < count; ++k) {
      const bool there = ((choices >> k) & 1) != 0;
      if (here == there) continue;
      (there == (worse == Worse::kHigher) ? tilt.may_rise : tilt.may_fall) =
          true;
    }
  }
  return tilt;
}

Tilt Turned(const Tilt& tilt) { return {tilt.may_fall, tilt.may_rise}; }

Tilt TiltOfSum(const Tilt& sum, Comparison comparison) {
  switch (comparison) {
    case Comparison::kGreater:
    case Comparison::kGreaterEqual:
      return sum;
    case Comparison::kLess:
    case Comparison::kLessEqual:
      return Turned(sum);
    case Comparison::kEqual:
    case Comparison::kNotEqual:
      break;
  }
  const bool moves = sum.may_rise || sum.may_fall;
  return {moves, moves};
}

Tilt TiltIn(const Condition& condition,
            const std::function<Worse(int)>& worse_of,
            const std::function<int(int)>& choices_of) {
  Tilt tilt;
  switch (condition.kind) {
    case Condition::Kind::kAlways:
    case Condition::Kind::kIsState:  // the same in both copies
      return tilt;
    case Condition::Kind::kIsOneOf: {
      const Worse worse = worse_of(condition.column);
      if (worse == Worse::kNeither) return tilt;
      return TiltOfChoices(condition.choices, choices_of(condition.column),
                           worse);
    }
    case Condition::Kind::kCompare:
      for (const Term& term : condition.terms) {
        const Worse worse = worse_of(term.column);
        if (worse == Worse::kNeither || term.factor == 0) continue;
        const bool rises = (worse == Worse::kHigher) == (term.factor > 0);
        (rises ? tilt.may_rise : tilt.may_fall) = true;
      }
      return TiltOfSum(tilt, condition.comparison);
    case Condition::Kind::kAnd:
    case Condition::Kind::kOr:
    case Condition::Kind::kNot:
      break;
  }
  for (const Condition& child : condition.children) {
    const Tilt its = TiltIn(child, worse_of, choices_of);
    tilt.may_rise = tilt.may_rise || its.may_rise;
    tilt.may_fall = tilt.may_fall || its.may_fall;
  }
  return condition.kind == Condition::Kind::kNot ? Turned(tilt) : tilt;
}

}  // namespace

Tilt RuleQuestions::TiltOf(int rule, const std::set<int>& differ) const {
  return TiltIn(
      ConditionOf(scheme_, rule),
      [&](int column) {
        return differ.contains(column) ? scheme_.Define(column).worse
                                       : Worse::kNeither;
      },
      [this](int column) {
        return std::max(2, DomainOf(column).choices);  // yes/no may say 0
      });
}

Condition RuleQuestions::WorseIn(int column) const {
  return All({Known(column), Known(column + kSecondCopy),
              Ordered(column, false, scheme_.Define(column).worse)});
}

Condition RuleQuestions::Same(int column) const {
  const int second = column + kSecondCopy;
  Condition equal;
  if (IsOrdered(scheme_.Define(column).type)) {
    equal = Compare({{second, 1}, {column, -1}}, Comparison::kEqual, 0);
  } else {
    std::vector<Condition> ways;
    for (int i = 0; i < DomainOf(column).choices; ++i) {
      const uint64_t bit = uint64_t{1} << i;
      ways.push_back(All({IsOneOf(column, bit), IsOneOf(second, bit)}));
    }
    equal = Any(std::move(ways));
  }
  return All({Known(column), Known(second), std::move(equal)});
}

Condition RuleQuestions::SameOrNeither(int column) const {
  constexpr CellState kNot = CellState::kNotApplicable;
  return Any({Same(column), All({IsState(column, kNot),
                                 IsState(column + kSecondCopy, kNot)})});
}

Condition RuleQuestions::NoBetter(int column) const {
  const Worse worse = scheme_.Define(column).worse;
  if (worse == Worse::kNeither) return Same(column);
  return All({Known(column), Known(column + kSecondCopy),
              Ordered(column, true, worse)});
}

TwoCopies RuleQuestions::TwoCopiesWorse(int column,
                                        const std::vector<int>& tied) const {
  std::vector<Condition> between = {WorseIn(column)};
  std::vector<int> differ = {column};
  for (int other : tied) {
    differ.push_back(other);
    const int second = other + kSecondCopy;
    std::vector<Condition> ways = {NoBetter(other)};
    for (CellState state : {CellState::kUnknown, CellState::kNotApplicable}) {
      ways.push_back(All({IsState(other, state), IsState(second, state)}));
    }
    between.push_back(Any(std::move(ways)));
  }
  return TwoCopies(
      std::move(differ),
      [scheme = scheme_, subject = subject_](int plain) {
        return internal::DomainOf(scheme.Define(plain), subject);
      },
      axioms_, std::move(between));
}

TwoCopies RuleQuestions::TwoCopiesKnown(int column,
                                        const std::vector<int>& tied) const {
  std::vector<Condition> between = {IsState(column, CellState::kUnknown),
                                    Known(column + kSecondCopy)};
  std::vector<int> differ = {column};
  for (int other : tied) {
    differ.push_back(other);
    between.push_back(
        Any({IsState(other, CellState::kUnknown), SameOrNeither(other)}));
  }
  return TwoCopies(
      std::move(differ),
      [scheme = scheme_, subject = subject_](int plain) {
        return internal::DomainOf(scheme.Define(plain), subject);
      },
      axioms_, std::move(between));
}

std::optional<Condition> ParseFor(const Scheme& scheme, ItemKind subject,
                                  int aspect, std::string_view text) {
  if (text == "always") return Condition();
  const SchemeVocabulary vocabulary(scheme.contents());
  const ConditionContext context = {
      .subject = subject, .aspect = aspect, .vocabulary = &vocabulary};
  ConditionErrors errors;
  Condition condition = ParseCondition(text, context, errors);
  if (!errors.empty()) return std::nullopt;
  return condition;
}

std::string StepsInWords(int64_t steps) {
  return absl::StrCat(steps, steps == 1 ? " step" : " steps");
}

}  // namespace actionplan::internal
