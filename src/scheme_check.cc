#include "actionplan/scheme_check.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <set>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"

#include "internal/check_remedy.h"
#include "internal/chosen_laws.h"
#include "internal/fact_space.h"
#include "internal/fact_words.h"
#include "internal/given_levels.h"
#include "internal/region_words.h"
#include "internal/rule_questions.h"
#include "internal/scheme_contents.h"
#include "internal/strings.h"
#include "internal/unknown_facts.h"

namespace actionplan {
namespace {

using internal::All;
using internal::Any;
using internal::Compare;
using internal::Comparison;
using internal::Condition;
using internal::ConditionOf;
using internal::Definer;
using internal::Demand;
using internal::Found;
using internal::IsOneOf;
using internal::IsState;
using internal::Not;
using internal::Region;
using internal::RegionAsCondition;
using internal::RegionInWords;
using internal::RuleQuestions;
using internal::Space;
using internal::StrCat;
using internal::Truths;
using internal::WitnessInWords;

// Of a test, the conditions that stand beside it in an "and".
struct TestInContext {
  const Condition* test;
  std::vector<const Condition*> beside;
  bool negated = false;
};

void CollectTests(const Condition& condition,
                  std::vector<const Condition*> beside, bool negated,
                  std::vector<TestInContext>& tests) {
  if (condition.is_test()) {
    tests.push_back({&condition, std::move(beside), negated});
    return;
  }
  if (condition.kind == Condition::Kind::kNot) negated = !negated;
  for (const Condition& child : condition.children) {
    std::vector<const Condition*> mine = beside;
    if (condition.kind == Condition::Kind::kAnd) {
      for (const Condition& other : condition.children) {
        if (&other != &child) mine.push_back(&other);
      }
    }
    CollectTests(child, std::move(mine), negated, tests);
  }
}

bool TestsStateOf(const Condition& condition, const std::set<int>& columns) {
  if (condition.kind == Condition::Kind::kIsState) {
    return columns.contains(condition.column);
  }
  return std::any_of(
      condition.children.begin(), condition.children.end(),
      [&](const Condition& child) { return TestsStateOf(child, columns); });
}

// ---------------------------------------------------------------------------
// Two rules, each of one copy of an item.

class RulePairs {
 public:
  RulePairs(const RuleQuestions& questions, const Scheme& scheme,
            internal::TwoCopies copies, const std::set<int>& differ)
      : questions_(questions), scheme_(scheme), copies_(std::move(copies)) {
    for (int rule : questions.rules()) {
      const Condition& condition = ConditionOf(scheme, rule);
      const std::vector<int> columns = ColumnsOf(condition);
      const bool differs =
          std::any_of(columns.begin(), columns.end(),
                      [&](int column) { return differ.contains(column); });
      if (differs) second_[rule] = copies_.Second(condition);
    }
  }

  void set_limit(int64_t steps) { copies_.space().set_limit(steps); }

  // Whether a rule's truth can rise from false to true, or fall.
  Found Changes(int rule, bool rises) {
    if (!second_.contains(rule)) return Found::kNo;
    const auto [entry, is_new] =
        changes_.try_emplace({rule, rises}, Found::kNo);
    if (is_new) {
      const Truths first = rises ? internal::kMayBeFalse : internal::kMayBeTrue;
      const Truths second =
          rises ? internal::kMayBeTrue : internal::kMayBeFalse;
      entry->second = copies_.space().CanBe(std::vector<Demand>{
          {&ConditionOf(scheme_, rule), first}, {&second_.at(rule), second}});
    }
    return entry->second;
  }

  // Where one level is given in the first copy and the other in the second.
  std::optional<Region> Find(int level, int other,
                             const std::function<bool(int, int)>& may_be,
                             bool& gave_up) {
    for (int a : questions_.rules()) {
      if (LevelOf(a) != level) continue;
      for (int b : questions_.rules()) {
        if (LevelOf(b) != other || !may_be(a, b)) continue;
        const std::optional<std::vector<Demand>> demands = DemandsOf(a, b);
        if (!demands.has_value()) continue;
        Space::Answer answer = copies_.space().Find(*demands);
        if (answer.found == Found::kYes) return std::move(answer.region);
        gave_up = gave_up || answer.found == Found::kGaveUp;
      }
    }
    return std::nullopt;
  }

 private:
  int LevelOf(int rule) const {
    return scheme_.rules()[static_cast<size_t>(rule)].level;
  }

  // nullopt: a rule that is the same in both copies would have to differ.
  std::optional<std::vector<Demand>> DemandsOf(int a, int b) const {
    std::vector<Demand> demands = questions_.Gives(a);
    std::map<const Condition*, Truths> said;
    for (const Demand& demand : demands) {
      said[demand.condition] = demand.truths;
    }
    const auto say = [&](int rule, Truths truths) {
      const auto second = second_.find(rule);
      if (second != second_.end()) {
        demands.push_back({&second->second, truths});
        return true;
      }
      const Condition& condition = ConditionOf(scheme_, rule);
      const auto [entry, is_new] = said.try_emplace(&condition, truths);
      if (is_new) demands.push_back({&condition, truths});
      return entry->second == truths;
    };
    if (!say(b, internal::kMayBeTrue)) return std::nullopt;
    for (int other : questions_.Blockers(b)) {
      if (LevelOf(other) == LevelOf(b)) continue;
      if (!say(other, internal::kMayBeFalse)) return std::nullopt;
    }
    return demands;
  }

  const RuleQuestions& questions_;
  const Scheme& scheme_;
  internal::TwoCopies copies_;
  // Of rules that test a column which differs.
  std::map<int, Condition> second_;
  std::map<std::pair<int, bool>, Found> changes_;
};

// ---------------------------------------------------------------------------
// One kind of item and one aspect.

class AspectCheck {
 public:
  AspectCheck(const Scheme& scheme, const CheckOptions& options,
              ItemKind subject, int aspect, SchemeCheck& check)
      : scheme_(scheme),
        options_(options),
        subject_(subject),
        aspect_(aspect),
        check_(check),
        questions_(scheme, subject, aspect, internal::CountedRatings::kGiven),
        space_(questions_.MakeSpace()) {
    space_.set_limit(options.steps);
  }

  // The rules that can decide.
  const std::set<int>& reachable() const { return reachable_; }

  void Run() {
    FindGaps();
    if (!options_.tables_only) FindUnreachable();
    FindOverlaps();
    if (options_.tables_only) return;
    FindPerverse();
    FindThresholds();
    FindUnknowns();
  }

 private:
  const Rule& RuleAt(int rule) const {
    return scheme_.rules()[static_cast<size_t>(rule)];
  }
  const std::vector<int>& rules() const { return questions_.rules(); }

  std::string RuleName(int rule) const {
    return StrCat("'", RuleAt(rule).id, "'");
  }

  std::string Names(const std::vector<int>& rules) const {
    std::string text;
    for (size_t i = 0; i < rules.size(); ++i) {
      absl::StrAppend(&text,
                      i == 0 ? "" : (i + 1 == rules.size() ? " and " : ", "),
                      RuleName(rules[i]));
    }
    return text;
  }

  std::string LevelWord(int level) const {
    return std::string(scheme_.LevelName(level));
  }

  std::string Where() const {
    return StrCat(ToWord(subject_), "s, ",
                  scheme_.aspects()[static_cast<size_t>(aspect_)].name);
  }

  SchemeFinding Start(FindingKind kind, std::vector<int> concerned) const {
    SchemeFinding finding;
    finding.kind = kind;
    finding.subject = subject_;
    finding.aspect = aspect_;
    finding.rules = std::move(concerned);
    for (int rule : finding.rules) finding.lines.push_back(RuleAt(rule).line);
    return finding;
  }

  void SetRegion(const Region& found, SchemeFinding& finding) const {
    const Region region = space_.Trimmed(found);
    finding.region = RegionInWords(scheme_, subject_, region);
    finding.condition = RegionAsCondition(scheme_, subject_, region);
    finding.witness = WitnessOf(region, region.witness);
  }

  // Its words name only the columns that matter.
  Witness WitnessOf(const Region& region,
                    std::vector<std::pair<int, Cell>> facts) const {
    std::set<int> matter;
    for (const internal::ColumnRange& range : region.ranges) {
      matter.insert(internal::PlainColumn(range.column));
    }
    for (const Condition& relation : region.relations) {
      for (int column : ColumnsOf(relation)) {
        matter.insert(internal::PlainColumn(column));
      }
    }
    // Days come in beside months, though no rule may look at them.
    const std::set<int> tested(questions_.columns().begin(),
                               questions_.columns().end());
    std::vector<std::pair<int, Cell>> said;
    for (const auto& fact : facts) {
      if (matter.contains(fact.first) && tested.contains(fact.first)) {
        said.push_back(fact);
      }
    }
    return {.facts = std::move(facts),
            .words = WitnessInWords(scheme_, subject_, said)};
  }

  // Both halves of what a search in two copies found.
  Witness HalfOf(const Region& region, bool second) const {
    std::map<int, Cell> mine;
    for (const auto& [column, cell] : region.witness) {
      const bool is_second = column >= internal::kSecondCopy;
      const int plain = internal::PlainColumn(column);
      if (is_second == second || (second && !mine.contains(plain))) {
        mine[plain] = cell;
      }
    }
    return WitnessOf(region, {mine.begin(), mine.end()});
  }

  // Questions about levels are asked for every fact and pair of levels, so each
  // gets a part.
  int64_t LimitOfPairs() const {
    return std::max<int64_t>(1, options_.steps / 200);
  }

  void GaveUp(std::string_view what) {
    check_.undecided.push_back(StrCat(Where(), ": ", what,
                                      " could not be finished in ",
                                      internal::StepsInWords(options_.steps)));
  }

  bool IsFull(int count, std::string_view what) {
    if (count < options_.most_of_a_kind) return false;
    check_.undecided.push_back(StrCat(Where(), ": there are more than ",
                                      options_.most_of_a_kind, " ", what,
                                      "; these are the first"));
    return true;
  }

  void FindGaps();
  std::vector<Region> ByState(const Space& space, const Region& whole,
                              const std::vector<Demand>& demands);
  void AddGap(const Region& region);
  void FindUnreachable();
  bool IsReachable(int rule, bool& gave_up);
  void AddUnreachable(int rule);
  Order order() const;
  std::string WhyHidden(const std::vector<int>& hiders) const;
  std::string HiddenRemedy(int hider) const;
  std::vector<int> Hiders(int rule);
  void BlameLevelsNotGiven(const std::vector<const Condition*>& asking,
                           std::span<const Demand> demands,
                           SchemeFinding& finding) const;
  void FindOverlaps();
  bool IsOverlap(int a, int b) const;
  void AddOverlap(int a, int b, const Region& region);
  void FindPerverse();
  void FindPerverse(int column);
  void AddPerverse(int column, int worse, int better, const Region& region);
  void FindThresholds();
  void FindThresholds(int rule);
  void AddThreshold(int rule, const TestInContext& at, bool always);
  void FindUnknowns();
  SchemeCheck::UnknownRow UnknownRowOf(int column);
  void FindSilent(int column);
  void AddSilent(int column, int best, int worse, const Region& region);

  const Scheme& scheme_;
  const CheckOptions& options_;
  ItemKind subject_;
  int aspect_;
  SchemeCheck& check_;
  RuleQuestions questions_;
  Space space_;
  std::set<int> reachable_;
};

// ---------------------------------------------------------------------------
// Gaps.

void AspectCheck::FindGaps() {
  std::vector<Demand> demands;
  for (int rule : rules()) {
    if (RuleAt(rule).is_otherwise) return;
    demands.push_back({&ConditionOf(scheme_, rule), internal::kMayBeFalse});
  }
  Space space = questions_.SpaceOfGaps();
  space.set_limit(options_.steps);
  const Space::All all = space.FindAll(demands, options_.most_of_a_kind);
  if (all.found == Found::kGaveUp) {
    GaveUp(all.complete_of_known
               ? "the search for gaps where facts are not recorded"
           : all.regions.empty() ? "the search for gaps"
                                 : "the search for more gaps than are listed");
  }
  if (!all.complete && all.found != Found::kGaveUp) {
    IsFull(options_.most_of_a_kind, "gaps");
  }
  for (const Region& region : all.regions) {
    for (const Region& part : ByState(space, region, demands)) AddGap(part);
  }
}

// A gap between two thresholds and one of items to which the fact does not
// apply have nothing to do with each other, and are mended in different places:
// first the part in which every fact applies, then for each fact the part in
// which it is the first that does not.
std::vector<Region> AspectCheck::ByState(const Space& space,
                                         const Region& whole,
                                         const std::vector<Demand>& demands) {
  std::vector<Region> parts;
  Region rest = space.Trimmed(whole);
  // Where the days do not apply the months don't either.
  const auto without_values = [&](Region& part) {
    for (internal::ColumnRange& range : part.ranges) {
      if (!range.known || !range.not_applicable) continue;
      Space within = space;
      for (const auto& other : part.ranges) {
        within.Restrict(other.column, other);
      }
      internal::ColumnRange values = range;
      values.unknown = values.not_applicable = false;
      within.Restrict(range.column, values);
      if (within.CanBe(demands) == Found::kNo) range.known = false;
    }
  };
  const auto keep = [&](Region part) {
    without_values(part);
    Space within = space;
    std::vector<Demand> met = demands;
    for (const auto& range : part.ranges) within.Restrict(range.column, range);
    for (const Condition& relation : part.relations) {
      met.push_back({&relation, internal::kMayBeTrue});
    }
    Space::Answer found = within.Find(met);
    if (found.found == Found::kNo) return;
    // Not decided: what was found of the whole still stands.
    if (found.found == Found::kGaveUp) return GaveUp("the parts of a gap");
    part.witness = std::move(found.region.witness);
    parts.push_back(std::move(part));
  };
  for (size_t i = 0; i < rest.ranges.size(); ++i) {
    internal::ColumnRange& range = rest.ranges[i];
    if (!range.known || !range.not_applicable) continue;
    Region part = rest;
    part.ranges[i].known = part.ranges[i].unknown = false;
    keep(std::move(part));
    range.not_applicable = false;
  }
  // Nothing to split.
  if (parts.empty()) return {whole};
  keep(rest);
  std::rotate(parts.begin(), parts.end() - 1, parts.end());
  return parts;
}

void AspectCheck::AddGap(const Region& region) {
  SchemeFinding finding = Start(FindingKind::kGap, {});
  SetRegion(region, finding);
  finding.what = StrCat("No rule speaks of ", finding.witness.words, ".");
  finding.remedy =
      StrCat("Add a rule with when = \"", finding.condition,
             "\" and the level that is meant, or a last rule with when = "
             "\"otherwise\"; or accept the gap with a reason.");
  check_.findings.push_back(std::move(finding));
}

// ---------------------------------------------------------------------------
// Rules and levels that can't come out.

bool AspectCheck::IsReachable(int rule, bool& gave_up) {
  const std::vector<Demand> demands = questions_.Decides(rule);
  const Found plain = space_.CanBe(demands);
  if (plain == Found::kYes) return true;
  gave_up = plain == Found::kGaveUp;
  if (!questions_.TestsUnknown()) return false;
  internal::CompletionSpace& completions = questions_.completions();
  completions.space().set_limit(options_.steps);
  const Found found = completions.space().CanBe(completions.Translate(demands));
  gave_up = gave_up || found == Found::kGaveUp;
  return found == Found::kYes;
}

void AspectCheck::FindUnreachable() {
  int count = 0;
  for (int rule : rules()) {
    bool gave_up = false;
    if (IsReachable(rule, gave_up)) {
      reachable_.insert(rule);
    } else if (gave_up) {
      reachable_.insert(rule);
      GaveUp(StrCat("whether rule ", RuleName(rule), " can be reached"));
    } else {
      if (count++ == options_.most_of_a_kind) {
        IsFull(count, "rules that can't be reached");
        return;
      }
      AddUnreachable(rule);
    }
  }
}

// A smallest set of the rules that come before this one and hide it: none of
// them can be left out.
std::vector<int> AspectCheck::Hiders(int rule) {
  std::vector<int> hiders = questions_.Blockers(rule);
  const auto hide = [&](const std::vector<int>& some) {
    std::vector<Demand> demands = {
        {&ConditionOf(scheme_, rule), internal::kMayBeTrue}};
    for (int other : some) {
      demands.push_back({&ConditionOf(scheme_, other), internal::kMayBeFalse});
    }
    return space_.CanBe(demands) == Found::kNo;
  };
  if (!hide(hiders)) return hiders;
  // Leave out large parts first, then single rules.
  for (size_t part = std::max<size_t>(1, hiders.size() / 2);; part /= 2) {
    for (size_t at = 0; at < hiders.size();) {
      std::vector<int> fewer = hiders;
      const size_t end = std::min(at + part, fewer.size());
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(at),
                  fewer.begin() + static_cast<std::ptrdiff_t>(end));
      if (hide(fewer)) {
        hiders = std::move(fewer);
      } else {
        at += part;
      }
    }
    if (part == 1) break;
  }
  return hiders;
}

void AspectCheck::AddUnreachable(int rule) {
  const std::vector<int> hiders = Hiders(rule);
  std::vector<int> concerned = {rule};
  concerned.insert(concerned.end(), hiders.begin(), hiders.end());
  SchemeFinding finding = Start(FindingKind::kUnreachable, concerned);
  finding.level = RuleAt(rule).level;
  if (hiders.empty()) {
    finding.what = StrCat("Rule ", RuleName(rule),
                          " can never hold: no facts that can be true "
                          "together make its condition true.");
    finding.remedy = "Mend its condition, or delete the rule.";
  } else {
    const Space::Answer hidden = space_.Find(std::vector<Demand>{
        {&ConditionOf(scheme_, rule), internal::kMayBeTrue}});
    if (hidden.found == Found::kYes) SetRegion(hidden.region, finding);
    finding.what = StrCat("Rule ", RuleName(rule),
                          " can never decide: ", WhyHidden(hiders));
    finding.remedy = HiddenRemedy(hiders.front());
  }
  if (finding.condition.empty()) {
    finding.region = RuleAt(rule).when;
    finding.condition = RuleAt(rule).when;
  }
  std::vector<const Condition*> asking;
  for (int one : concerned) asking.push_back(&ConditionOf(scheme_, one));
  BlameLevelsNotGiven(asking, questions_.Decides(rule), finding);
  check_.findings.push_back(std::move(finding));
}

// Where only the levels that rules give stand in the way, that is said: "no
// rule for milestones gives Red".
void AspectCheck::BlameLevelsNotGiven(
    const std::vector<const Condition*>& asking,
    std::span<const Demand> demands, SchemeFinding& finding) const {
  std::vector<std::string> why;
  for (const Condition* condition : asking) {
    std::string words = internal::LevelsNotGiven(scheme_, subject_, *condition);
    if (words.empty() ||
        std::find(why.begin(), why.end(), words) != why.end()) {
      continue;
    }
    why.push_back(std::move(words));
  }
  if (why.empty()) return;
  const RuleQuestions of_tables(scheme_, subject_, aspect_);
  if (of_tables.MakeSpace().CanBe(demands) != Found::kYes) return;
  std::string all;
  for (std::string& words : why) {
    if (all.empty()) words.front() = absl::ascii_toupper(words.front());
    absl::StrAppend(&all, all.empty() ? "" : ", and ", words);
  }
  absl::StrAppend(&finding.what, " ", all, ".");
  finding.remedy =
      "Write the rules that give these levels. If people judge them, count "
      "what was reported: count(milestones where reported is '...'). If they "
      "come with a table, accept this with that reason.";
}

Order AspectCheck::order() const {
  return scheme_.aspects()[static_cast<size_t>(aspect_)].order;
}

std::string AspectCheck::WhyHidden(const std::vector<int>& hiders) const {
  const bool one = hiders.size() == 1;
  const std::string which =
      StrCat("wherever it holds, ", one ? "" : "one of ", Names(hiders));
  switch (order()) {
    case Order::kFirstMatch:
      return StrCat(which, " does before it.");
    case Order::kWorstMatch:
      return StrCat(which, " holds as well, and counts first in worst match.");
    case Order::kSingleMatch:
      return StrCat(which, " holds as well and gives another level.");
  }
  return "";
}

std::string AspectCheck::HiddenRemedy(int hider) const {
  if (order() == Order::kFirstMatch) {
    return StrCat("Move it before ", RuleName(hider), ", or delete it.");
  }
  return StrCat("Narrow ", RuleName(hider), ", or delete the rule.");
}

// ---------------------------------------------------------------------------
// Overlaps.

bool AspectCheck::IsOverlap(int a, int b) const {
  const Rule& one = RuleAt(a);
  const Rule& other = RuleAt(b);
  if (one.is_otherwise || other.is_otherwise) return false;
  switch (order()) {
    case Order::kFirstMatch:
      return false;
    case Order::kSingleMatch:
      return true;
    case Order::kWorstMatch:
      return one.level != other.level && one.level != kNotRated &&
             other.level != kNotRated &&
             scheme_.levels()[static_cast<size_t>(one.level)].rank ==
                 scheme_.levels()[static_cast<size_t>(other.level)].rank;
  }
  return false;
}

void AspectCheck::FindOverlaps() {
  if (order() == Order::kFirstMatch) return;
  std::vector<const Condition*> conditions;
  for (int rule : rules()) conditions.push_back(&ConditionOf(scheme_, rule));
  const auto rule_at = [this](int i) {
    return rules()[static_cast<size_t>(i)];
  };
  std::vector<std::pair<int, int>> gave_up;
  const auto pairs = space_.FindOverlaps(
      conditions,
      [&](int i, int k) { return IsOverlap(rule_at(i), rule_at(k)); },
      &gave_up);
  if (!gave_up.empty()) GaveUp("the search for overlaps");
  int count = 0;
  for (const auto& [i, k] : pairs) {
    if (IsFull(count++, "overlaps")) return;
    const Space::Answer answer = space_.Find(std::vector<Demand>{
        {conditions[static_cast<size_t>(i)], internal::kMayBeTrue},
        {conditions[static_cast<size_t>(k)], internal::kMayBeTrue}});
    if (answer.found == Found::kYes) {
      AddOverlap(rule_at(i), rule_at(k), answer.region);
    }
  }
}

void AspectCheck::AddOverlap(int a, int b, const Region& region) {
  SchemeFinding finding = Start(FindingKind::kOverlap, {a, b});
  SetRegion(region, finding);
  finding.is_mild = RuleAt(a).level == RuleAt(b).level;
  if (finding.is_mild) {
    finding.what = StrCat("Rules ", RuleName(a), " and ", RuleName(b),
                          " both hold of ", finding.witness.words,
                          "; both give ", LevelWord(RuleAt(a).level), ".");
    finding.remedy = StrCat(
        "Nothing is contradicted; if each case is meant "
        "to have one rule, narrow one of them.");
  } else {
    finding.what =
        StrCat("Rule ", RuleName(a), " says ", LevelWord(RuleAt(a).level),
               " and rule ", RuleName(b), " says ", LevelWord(RuleAt(b).level),
               " of ", finding.witness.words, ".");
    finding.remedy = StrCat("Narrow one of the two, such as rule ", RuleName(b),
                            " by: and not (", RuleAt(a).when, ").");
  }
  check_.findings.push_back(std::move(finding));
}

// ---------------------------------------------------------------------------
// Ratings that improve when a fact gets worse.

void AspectCheck::FindPerverse() {
  for (int column : questions_.columns()) {
    if (scheme_.Define(column).worse != Worse::kNeither) FindPerverse(column);
  }
}

// Every two rules of which one lets the worse level decide in the first copy
// and the other the better one in the second. One of them keeps the other from
// deciding, so its truth must change: most pairs need no search.
void AspectCheck::FindPerverse(int column) {
  const std::vector<int> tied = questions_.TiedTo(column);
  std::set<int> differ(tied.begin(), tied.end());
  differ.insert(column);
  std::map<int, internal::Tilt> tilts;
  bool any = false;
  for (int rule : rules()) {
    const internal::Tilt tilt = questions_.TiltOf(rule, differ);
    tilts[rule] = tilt;
    any = any || tilt.may_rise || tilt.may_fall;
  }
  if (!any) return;
  RulePairs pairs(questions_, scheme_, questions_.TwoCopiesWorse(column, tied),
                  differ);
  pairs.set_limit(LimitOfPairs());
  const auto may_be = [&](int worse, int better) {
    if (questions_.Blocks(worse, better) &&
        (!tilts[worse].may_fall || pairs.Changes(worse, false) == Found::kNo)) {
      return false;
    }
    return !questions_.Blocks(better, worse) ||
           (tilts[better].may_rise &&
            pairs.Changes(better, true) != Found::kNo);
  };
  bool gave_up = false;
  // Of each pair of levels the one that shows it, the widest jump first.
  for (const auto& [worse, better] : questions_.RankedPairs()) {
    const std::optional<Region> found =
        pairs.Find(worse, better, may_be, gave_up);
    if (!found.has_value()) continue;
    AddPerverse(column, worse, better, *found);
    return;
  }
  if (gave_up) {
    GaveUp(
        StrCat("whether a rating improves with ", scheme_.Define(column).name));
  }
}

void AspectCheck::AddPerverse(int column, int worse, int better,
                              const Region& region) {
  const Witness one = HalfOf(region, false);
  const Witness other = HalfOf(region, true);
  const int a = questions_.Decider(one.facts);
  const int b = questions_.Decider(other.facts);
  std::vector<int> concerned;
  if (a >= 0) concerned.push_back(a);
  if (b >= 0) concerned.push_back(b);
  SchemeFinding finding = Start(FindingKind::kPerverse, concerned);
  finding.column = column;
  finding.level = better;
  finding.witness = one;
  finding.second = other;
  Region half;
  for (const auto& range : region.ranges) {
    if (range.column < internal::kSecondCopy) half.ranges.push_back(range);
  }
  finding.region = RegionInWords(scheme_, subject_, half);
  finding.condition = RegionAsCondition(scheme_, subject_, half);
  finding.what = StrCat(
      "The rating improves when ", internal::SpokenName(scheme_.Define(column)),
      " gets worse. It is ", LevelWord(worse), " for ", one.words, "; but ",
      LevelWord(better), " for ", other.words, ".");
  finding.remedy =
      concerned.size() == 2
          ? StrCat("Narrow rule ", RuleName(concerned[1]),
                   " so that it does not hold of the second, or change the "
                   "level of one of the two; or accept it with a reason.")
          : "Change the level of the rule that decides, or accept it with a "
            "reason.";
  check_.findings.push_back(std::move(finding));
}

// ---------------------------------------------------------------------------
// Thresholds.

void AspectCheck::FindThresholds() {
  const size_t before = check_.findings.size();
  for (int rule : rules()) {
    // Of a rule that is hidden or can't hold that is said already.
    if (!reachable_.contains(rule)) continue;
    FindThresholds(rule);
    if (IsFull(static_cast<int>(check_.findings.size() - before),
               "thresholds that can't be reached")) {
      return;
    }
  }
}

void AspectCheck::FindThresholds(int rule) {
  std::vector<TestInContext> tests;
  CollectTests(ConditionOf(scheme_, rule), {}, false, tests);
  for (const TestInContext& at : tests) {
    if (at.test->kind == Condition::Kind::kIsState) continue;
    std::vector<Demand> demands = {{at.test, internal::kMayBeTrue}};
    for (const Condition* other : at.beside) {
      demands.push_back({other, internal::kMayBeTrue});
    }
    const Found ever = space_.CanBe(demands);
    if (ever == Found::kGaveUp) GaveUp("whether a threshold can be reached");
    if (ever == Found::kNo) {
      AddThreshold(rule, at, false);
      BlameLevelsNotGiven({at.test}, demands, check_.findings.back());
      continue;
    }
    // Always: of values that are known it is never false.
    demands.front().truths = internal::kMayBeFalse;
    std::vector<Condition> known;
    for (int column : ColumnsOf(*at.test)) {
      known.push_back(IsState(column, CellState::kKnown));
    }
    const Condition all_known = All(std::move(known));
    demands.push_back({&all_known, internal::kMayBeTrue});
    if (space_.CanBe(demands) == Found::kNo) {
      AddThreshold(rule, at, true);
    }
  }
}

void AspectCheck::AddThreshold(int rule, const TestInContext& at, bool always) {
  const Condition& test = *at.test;
  // "not complete and days_overdue > 7": said twice, which does no harm. Of
  // two thresholds one was meant to do something.
  const bool changes_nothing = always != at.negated;
  SchemeFinding finding = Start(FindingKind::kUnreachableThreshold, {rule});
  const std::string written =
      RuleAt(rule).when.substr(test.begin, test.end - test.begin);
  finding.column = ColumnsOf(test).front();
  finding.region = written;
  finding.condition = written;
  finding.what =
      StrCat("In rule ", RuleName(rule), " '", written, "' is ",
             always ? "always" : "never",
             " true where all that stands beside it with \"and\" is: ",
             changes_nothing ? "it changes nothing." : "no value reaches it.");
  finding.is_mild = changes_nothing && test.kind != Condition::Kind::kCompare;
  finding.remedy =
      changes_nothing
          ? StrCat("Leave '", written, "' out, or mend what it compares.")
          : StrCat("Mend '", written,
                   "', or leave it out with what stands "
                   "beside it.");
  check_.findings.push_back(std::move(finding));
}

// ---------------------------------------------------------------------------
// Facts that are not recorded.

void AspectCheck::FindUnknowns() {
  for (int column : questions_.columns()) {
    if (!questions_.DomainOf(column).may_be_unknown) continue;
    check_.unknowns.push_back(UnknownRowOf(column));
    FindSilent(column);
  }
}

SchemeCheck::UnknownRow AspectCheck::UnknownRowOf(int column) {
  SchemeCheck::UnknownRow row;
  row.subject = subject_;
  row.aspect = aspect_;
  row.column = column;
  internal::UnknownFact unknown(scheme_, subject_, aspect_, questions_, column,
                                LimitOfPairs());
  std::string words;
  bool gave_up = false;
  std::vector<int> levels = questions_.LevelsByRank();
  levels.push_back(kNotRated);
  for (int level : levels) {
    const Found found = unknown.CanBe(level);
    gave_up = gave_up || found == Found::kGaveUp;
    if (found != Found::kYes) continue;
    row.possible.push_back(level);
    absl::StrAppend(&words,
                    words.empty()        ? ""
                    : level == kNotRated ? " or "
                                         : ", ",
                    LevelWord(level));
  }
  if (gave_up) {
    GaveUp(StrCat("what comes out while ", scheme_.Define(column).name,
                  " is not recorded"));
  }
  row.words = StrCat("while ", scheme_.Define(column).name,
                     " is not recorded: ", words.empty() ? "nothing" : words);
  return row;
}

void AspectCheck::FindSilent(int column) {
  const std::optional<int> best = questions_.BestLevel();
  if (!best.has_value()) return;
  const std::vector<int> tied = questions_.TiedTo(column);
  std::set<int> differ(tied.begin(), tied.end());
  differ.insert(column);
  // To know more changes nothing that is decided, but where a rule asks what
  // is known.
  const auto asks = [&](int rule) {
    return TestsStateOf(ConditionOf(scheme_, rule), differ);
  };
  if (std::none_of(rules().begin(), rules().end(), asks)) return;
  RulePairs pairs(questions_, scheme_, questions_.TwoCopiesKnown(column, tied),
                  differ);
  pairs.set_limit(LimitOfPairs());
  const auto may_be = [&](int given, int worse) {
    if (questions_.Blocks(given, worse) && !asks(given)) return false;
    return !questions_.Blocks(worse, given) || asks(worse);
  };
  for (int worse : questions_.LevelsByRank()) {
    if (!questions_.IsWorse(worse, *best)) continue;
    bool gave_up = false;
    const std::optional<Region> found =
        pairs.Find(*best, worse, may_be, gave_up);
    if (found.has_value()) {
      AddSilent(column, *best, worse, *found);
      return;
    }
    if (gave_up) {
      GaveUp(StrCat("whether ", LevelWord(*best), " is given while ",
                    scheme_.Define(column).name, " is not recorded"));
    }
  }
}

void AspectCheck::AddSilent(int column, int best, int worse,
                            const Region& region) {
  const Witness one = HalfOf(region, false);
  const Witness other = HalfOf(region, true);
  std::vector<int> concerned;
  const int decider = questions_.Decider(one.facts);
  if (decider >= 0) concerned.push_back(decider);
  SchemeFinding finding = Start(FindingKind::kUnknown, concerned);
  finding.column = column;
  finding.level = best;
  finding.witness = one;
  finding.second = other;
  finding.region =
      StrCat(internal::SpokenName(scheme_.Define(column)), " not recorded");
  finding.condition = StrCat(scheme_.Define(column).name, " is unknown");
  finding.what =
      StrCat(LevelWord(best), " is given while ",
             internal::SpokenName(scheme_.Define(column)),
             " is not recorded, to ", one.words, ". Once known it may be ",
             LevelWord(worse), ": ", other.words, ".");
  finding.remedy = StrCat(
      "Let the rule also ask: ", scheme_.Define(column).name, " is known.");
  check_.findings.push_back(std::move(finding));
}

// ---------------------------------------------------------------------------
// The whole scheme.

class SchemeChecker {
 public:
  SchemeChecker(const Scheme& scheme, const CheckOptions& options)
      : scheme_(scheme), options_(options) {}

  SchemeCheck Run() && {
    for (const auto& [subject, aspect] : Rated()) {
      AspectCheck part(scheme_, options_, subject, aspect, check_);
      part.Run();
      for (int rule : part.reachable()) {
        given_.insert(scheme_.rules()[static_cast<size_t>(rule)].level);
      }
    }
    if (!options_.tables_only) {
      FindUnusedLevels();
      NameWhatIsNotAsked();
    }
    Sort();
    NameWhatIsOpaque();
    Accept();
    if (options_.remedies && !options_.tables_only) {
      internal::FindRemedies(scheme_, options_, check_);
    }
    return std::move(check_);
  }

 private:
  std::vector<std::pair<ItemKind, int>> Rated() const {
    std::set<std::pair<ItemKind, int>> rated;
    for (const Rule& rule : scheme_.rules()) {
      rated.emplace(rule.subject, rule.aspect);
    }
    return {rated.begin(), rated.end()};
  }

  void FindUnusedLevels() {
    for (size_t i = 0; i < scheme_.levels().size(); ++i) {
      const int level = static_cast<int>(i);
      if (given_.contains(level)) continue;
      SchemeFinding finding;
      finding.kind = FindingKind::kUnusedLevel;
      finding.level = level;
      for (size_t r = 0; r < scheme_.rules().size(); ++r) {
        if (scheme_.rules()[r].level != level) continue;
        finding.rules.push_back(static_cast<int>(r));
        finding.lines.push_back(scheme_.rules()[r].line);
      }
      const std::string name(scheme_.LevelName(level));
      finding.what =
          finding.rules.empty()
              ? StrCat("No rule gives the level ", name, ".")
              : StrCat("The level ", name,
                       " can't come out: none of its rules can decide.");
      finding.remedy = finding.rules.empty()
                           ? StrCat("Write a rule that gives ", name,
                                    ", or delete the level.")
                           : StrCat("Mend the rules that give ", name, ".");
      check_.findings.push_back(std::move(finding));
    }
  }

  void Sort() {
    std::stable_sort(check_.findings.begin(), check_.findings.end(),
                     [](const SchemeFinding& a, const SchemeFinding& b) {
                       return std::tie(a.subject, a.aspect, a.kind, a.lines) <
                              std::tie(b.subject, b.aspect, b.kind, b.lines);
                     });
  }

  // A rating that improves when a fact gets worse is found only where the file
  // says what is better and what is worse.
  void NameWhatIsNotAsked() {
    NameUnrankedLevels();
    std::set<std::string> undirected;
    for (size_t i = 0; i < scheme_.rules().size(); ++i) {
      const Condition& when =
          internal::ConditionOf(scheme_, static_cast<int>(i));
      for (int column : internal::ColumnsOf(when)) {
        if (MayGetWorse(column)) {
          undirected.insert(StrCat("'", scheme_.Define(column).name, "'"));
        }
      }
    }
    if (undirected.empty()) return;
    check_.not_asked.push_back(StrCat(
        "whether a rating improves when ", absl::StrJoin(undirected, " or "),
        " gets worse: the file doesn't say which way is worse; write "
        "worse = ... in the [[fact]] where one is"));
  }

  // Whether it is a number or a day of the file's own that could have a worse
  // direction and has none. Of a choice or a yes/no there often is none.
  bool MayGetWorse(int column) const {
    if (column < kFactCount) return false;
    const OwnFact& own =
        scheme_.own_facts()[static_cast<size_t>(column - kFactCount)];
    const FactDefinition& definition = scheme_.Define(column);
    return (own.kind == OwnFact::Kind::kDeclared ||
            own.kind == OwnFact::Kind::kDerived) &&
           definition.worse == Worse::kNeither &&
           definition.type != FactType::kYesNo &&
           definition.type != FactType::kChoice;
  }

  // A level without a rank beside ranked ones is meant so: "on hold".
  void NameUnrankedLevels() {
    std::set<int> given;
    for (const Rule& rule : scheme_.rules()) {
      if (rule.level != kNotRated) given.insert(rule.level);
    }
    const bool is_ranked =
        std::any_of(given.begin(), given.end(), [this](int level) {
          return scheme_.levels()[static_cast<size_t>(level)].rank.has_value();
        });
    if (is_ranked || given.size() < 2) return;
    check_.not_asked.push_back(
        "whether a rating improves when a fact gets worse: no level has a "
        "rank; write rank = 1 in the worst [[level]], 2 in the next, and so "
        "on");
  }

  bool IsOpaque(int column, const internal::Expression& is) const {
    if (!is.cases.empty()) {
      return std::ranges::any_of(
          is.cases, [&](const auto& one) { return IsOpaque(column, one.is); });
    }
    const auto domain_of = [&](int part) {
      return internal::DomainOf(scheme_.Define(part), ItemKind::kMilestone);
    };
    return !is.linear.has_value() &&
           internal::LawsOfChosen(column, is, domain_of).empty();
  }

  // What can't be said of a fact that the search knows less of than the kernel.
  std::string_view WhatIsOpaque(int column) const {
    using Op = internal::Expression::Op;
    const auto own = static_cast<size_t>(column - kFactCount);
    const internal::Expression& is = scheme_.contents().own_compiled[own].is;
    // What is nothing but days on a calendar, of which CalendarLaws() tells.
    const bool is_calendar = is.cases.empty() && is.instructions.size() >= 3;
    const Op last = is_calendar ? is.instructions.back().op : Op::kNumber;
    if (last == Op::kPlusMonths || last == Op::kMonthsBetween) {
      return "depends on how long the months are, of which the search knows "
             "the fewest and the most days; a finding that rests on a few days "
             "may be one too many";
    }
    if (last == Op::kPlusWorkingDays || last == Op::kWorkingDaysBetween) {
      return "depends on the calendar, and the check is for any: so many "
             "working days are taken to be no fewer days, and at most seven "
             "times as many and 60; a finding that rests on how many days they "
             "are may be one too many";
    }
    return "is no sum of facts, so it is taken to have any value whatever its "
           "parts are; a finding that rests on both may be one too many";
  }

  // Facts of which the search knows less than the kernel.
  void NameWhatIsOpaque() {
    for (size_t i = 0; i < scheme_.own_facts().size(); ++i) {
      const int column = kFactCount + static_cast<int>(i);
      const std::string_view name = scheme_.Define(column).name;
      const OwnFact& own = scheme_.own_facts()[i];
      if (own.kind == OwnFact::Kind::kDerived &&
          IsOpaque(column, scheme_.contents().own_compiled[i].is)) {
        check_.undecided.push_back(
            StrCat("'", name, "' ", WhatIsOpaque(column)));
      } else if (own.kind == OwnFact::Kind::kRating) {
        check_.undecided.push_back(
            StrCat("'", name,
                   "' is taken to be any level whatever the item's other "
                   "facts are; a finding that rests on both may be one too "
                   "many"));
      }
    }
  }

  bool Matches(const Accepted& accepted, size_t position,
               const SchemeFinding& finding) const {
    if (accepted.finding != ToWord(finding.kind)) return false;
    if (accepted.subject.has_value() && accepted.subject != finding.subject) {
      return false;
    }
    if (accepted.aspect.has_value() && accepted.aspect != finding.aspect) {
      return false;
    }
    if (accepted.level.has_value() && accepted.level != finding.level) {
      return false;
    }
    if (!accepted.fact.empty() &&
        (!finding.column.has_value() ||
         scheme_.Define(*finding.column).name != accepted.fact)) {
      return false;
    }
    for (const std::string& id : accepted.rules) {
      const bool has = std::any_of(
          finding.rules.begin(), finding.rules.end(), [&](int rule) {
            return scheme_.rules()[static_cast<size_t>(rule)].id == id;
          });
      if (!has) return false;
    }
    return accepted.within.empty() || IsWithin(position, finding);
  }

  // Whether no row lies in the finding's region and outside `within`.
  bool IsWithin(size_t position, const SchemeFinding& finding) const {
    const auto& within = scheme_.contents().accepted_within[position];
    if (!within.has_value() || within->subject != finding.subject) return false;
    const std::optional<Condition> region = internal::ParseFor(
        scheme_, finding.subject, finding.aspect, finding.condition);
    if (!region.has_value()) return false;
    const std::vector<const Condition*> both = {&*region, &within->condition};
    Space space = internal::SpaceOf(scheme_, finding.subject, both);
    const Truths outside = internal::kMayBeFalse | internal::kMayBeUndecided;
    return space
               .Find(std::vector<Demand>{{&*region, internal::kMayBeTrue},
                                         {&within->condition, outside}})
               .found == Found::kNo;
  }

  void Accept() {
    const std::span<const Accepted> all = scheme_.accepted();
    for (size_t i = 0; i < all.size(); ++i) {
      bool any = false;
      for (SchemeFinding& finding : check_.findings) {
        if (!Matches(all[i], i, finding)) continue;
        finding.accepted = all[i].reason;
        any = true;
      }
      if (any) continue;
      check_.unmatched.push_back(
          StrCat("line ", all[i].line, ": this [[accept]] of '", all[i].finding,
                 "' matches no finding; delete it, or mend what it says"));
    }
  }

  const Scheme& scheme_;
  const CheckOptions& options_;
  SchemeCheck check_;
  std::set<int> given_;
};

}  // namespace

std::string_view ToWord(FindingKind kind) {
  static constexpr std::array<std::string_view, 7> kWords = {
      "gap",      "unreachable",           "unused level", "overlap",
      "perverse", "unreachable threshold", "unknown"};
  return kWords.at(static_cast<size_t>(kind));
}

bool SchemeCheck::is_clean() const {
  return undecided.empty() && unmatched.empty() &&
         std::all_of(findings.begin(), findings.end(),
                     [](const SchemeFinding& finding) {
                       return finding.accepted.has_value() || finding.is_mild;
                     });
}

SchemeCheck CheckScheme(const Scheme& scheme, const CheckOptions& options) {
  return SchemeChecker(scheme, options).Run();
}

}  // namespace actionplan
