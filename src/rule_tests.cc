#include "actionplan/rule_tests.h"

#include <algorithm>
#include <array>

#include "internal/fact_space.h"
#include "internal/on_record.h"
#include "internal/rule_tester.h"
#include "internal/strings.h"

namespace actionplan {
namespace {

using internal::Comparison;
using internal::Condition;
using internal::Demand;
using internal::Facts;
using internal::Found;
using internal::Mutation;
using internal::Need;
using internal::OnRecord;
using internal::Path;
using internal::RatedRow;
using internal::RuleGroup;
using internal::Space;
using internal::StrCat;
using internal::TriedRule;

constexpr internal::Truths kDecided =
    internal::kMayBeFalse | internal::kMayBeTrue;

bool AllMet(const std::vector<Demand>& demands, const RatedRow& row) {
  return std::all_of(demands.begin(), demands.end(), [&](const Demand& demand) {
    return IsMet(demand, row.table);
  });
}

bool IsSameVerdict(const Verdict& a, const Verdict& b) {
  return a.level == b.level && a.possible == b.possible && a.rule == b.rule;
}

// What examples of one kind and aspect show, and what they miss.
class GroupTester {
 public:
  GroupTester(const Scheme& scheme, Scheme::Rated rated,
              const TestOptions& options, SchemeTest& test)
      : scheme_(scheme),
        options_(options),
        group_(internal::GroupOf(scheme, rated.subject, rated.aspect)),
        usual_(internal::UsualFacts(scheme, rated.subject, rated.aspect)),
        space_(SpaceWithUsual()),
        on_record_(scheme, group_, usual_),
        mutator_(scheme),
        test_(test) {}

  void Run() {
    RateExamples();
    if (options_.coverage) {
      for (size_t i = 0; i < group_.rules.size(); ++i) {
        NeedRule(i);
        NeedTests(i);
      }
    }
    if (options_.mutants) NeedMutants();
    for (size_t i = 0; i < needs_.size(); ++i) Meet(i);
    DropNeedless();
    WriteMissing();
  }

 private:
  struct Reported {
    Need need;
    std::function<void(Shown)> report;
  };

  // -------------------------------------------------------------------------
  // What there is to show.

  void RateExamples() {
    for (const Example& example : scheme_.examples()) {
      if (example.subject != group_.subject ||
          example.aspect != group_.aspect) {
        continue;
      }
      RatedRow row =
          internal::RateRow(scheme_, group_, example.facts, example.usual);
      row.tells_possible = !example.possible.empty();
      examples_.push_back(std::move(row));
    }
  }

  const Rule& RuleAt(size_t place) const {
    return scheme_.rules()[static_cast<size_t>(group_.rules[place].rule)];
  }

  bool IsReached(const RatedRow& row, size_t place) const {
    if (group_.order == Order::kSingleMatch &&
        !group_.rules[place].is_otherwise) {
      return true;
    }
    return std::all_of(row.truths.begin(),
                       row.truths.begin() + static_cast<std::ptrdiff_t>(place),
                       [](uint8_t truth) { return truth == 0; });
  }

  void NeedRule(size_t place) {
    const TriedRule& tried = group_.rules[place];
    const size_t at = test_.rules.size();
    RuleCoverage& coverage = test_.rules.emplace_back();
    coverage.rule = tried.rule;
    const auto decides = [rule = tried.rule](const RatedRow& row) {
      return row.verdict.rule == rule;
    };
    coverage.examples = static_cast<int>(
        std::count_if(examples_.begin(), examples_.end(), decides));
    Need need;
    need.demands = Reaching(group_, place);
    if (group_.order == Order::kSingleMatch) {
      need.demands.clear();
      for (size_t i = 0; i < group_.rules.size(); ++i) {
        const TriedRule& other = group_.rules[i];
        // Of those that agree the first is named.
        const bool agrees = i > place && other.level == tried.level;
        if (i != place && !agrees && !other.is_otherwise) {
          need.demands.push_back({other.condition, internal::kMayBeFalse});
        }
      }
    }
    need.demands.push_back({tried.condition, internal::kMayBeTrue});
    need.is_shown_by = decides;
    need.why = StrCat("rule ", RuleAt(place).id, " decides");
    Add(std::move(need), [this, at](Shown s) { test_.rules[at].decides = s; });
  }

  void NeedTests(size_t place) {
    const Condition& root = *group_.rules[place].condition;
    for (const Path& path : internal::TestPaths(root)) {
      const Condition& test = internal::At(root, path);
      if (test.kind == Condition::Kind::kCompare) {
        NeedBoundaries(place, path, test);
      }
      if (!path.empty()) NeedClause(place, path, test);
    }
  }

  // A row before this rule in which `what` is true and the test at `path`
  // decides.
  Need NeedWhere(size_t place, const Path& path, const Condition& what,
                 internal::Truths truths) {
    Need need;
    std::vector<Demand> local =
        internal::Mattering(*group_.rules[place].condition, path);
    local.push_back({&what, truths});
    need.demands = Reaching(group_, place);
    need.demands.insert(need.demands.end(), local.begin(), local.end());
    need.is_shown_by = [this, place, local](const RatedRow& row) {
      return IsReached(row, place) && AllMet(local, row);
    };
    return need;
  }

  void NeedBoundaries(size_t place, const Path& path, const Condition& test) {
    const size_t at = test_.boundaries.size();
    BoundaryCoverage& coverage = test_.boundaries.emplace_back();
    coverage.rule = group_.rules[place].rule;
    coverage.begin = test.begin;
    coverage.end = test.end;
    coverage.test = internal::WrittenPart(RuleAt(place), test);
    struct Point {
      int direction;
      Comparison beyond;
      Shown BoundaryCoverage::* shown;
      std::string_view one_fact, several;
    };
    static constexpr Point kPoints[] = {
        {-1, Comparison::kLess, &BoundaryCoverage::below, "one step below",
         "below"},
        {0, Comparison::kEqual, &BoundaryCoverage::at, "at the threshold",
         "equal"},
        {1, Comparison::kGreater, &BoundaryCoverage::above, "one step above",
         "above"}};
    const bool is_one = test.terms.size() == 1;
    for (const Point& point : kPoints) {
      Condition& here = kept_.emplace_back(test);
      here.comparison = is_one ? Comparison::kEqual : point.beyond;
      if (is_one && point.direction != 0) {
        here.number = internal::Beside(scheme_, test, point.direction);
      }
      Need need = NeedWhere(place, path, here, internal::kMayBeTrue);
      need.why = StrCat(is_one ? point.one_fact : point.several, " in '",
                        coverage.test, "' of rule ", RuleAt(place).id);
      Add(std::move(need), [this, at, shown = point.shown](Shown s) {
        test_.boundaries[at].*shown = s;
      });
    }
  }

  void NeedClause(size_t place, const Path& path, const Condition& test) {
    const size_t at = test_.clauses.size();
    ClauseCoverage& coverage = test_.clauses.emplace_back();
    coverage.rule = group_.rules[place].rule;
    coverage.test = internal::WrittenPart(RuleAt(place), test);
    coverage.unique_cause = HasUniqueCause(place, path);
    for (bool truth : {true, false}) {
      Need need =
          NeedWhere(place, path, test,
                    truth ? internal::kMayBeTrue : internal::kMayBeFalse);
      need.why = StrCat("'", coverage.test, "' ", truth ? "true" : "false",
                        " decides rule ", RuleAt(place).id);
      Add(std::move(need), [this, at, truth](Shown s) {
        (truth ? test_.clauses[at].when_true : test_.clauses[at].when_false) =
            s;
      });
    }
  }

  // Whether two examples differ in this test of the rule alone, and the rule's
  // outcome with it.
  bool HasUniqueCause(size_t place, const Path& path) const {
    const Condition& root = *group_.rules[place].condition;
    // A truth each, as text: GCC 12 warns of sets of vectors of bytes.
    std::set<std::string> rest[2];
    for (const RatedRow& row : examples_) {
      if (!IsReached(row, place)) continue;
      if (!AllMet(internal::Mattering(root, path), row)) continue;
      std::string others;
      for (const Path& other : internal::TestPaths(root)) {
        if (other == path) continue;
        others += static_cast<char>(
            '0' + TruthOf(internal::At(root, other), row.table));
      }
      const uint8_t truth = TruthOf(internal::At(root, path), row.table);
      if (truth != 1) rest[truth / 2].insert(std::move(others));
    }
    return std::any_of(rest[0].begin(), rest[0].end(), [&](const auto& others) {
      return rest[1].contains(others);
    });
  }

  void NeedMutants() {
    for (Mutation& mutation :
         internal::MutationsOf(scheme_, group_.order, group_.rules)) {
      mutations_.push_back(std::move(mutation));
    }
    for (const Mutation& mutation : mutations_) NeedMutant(mutation);
  }

  void NeedMutant(const Mutation& mutation) {
    const Rule& rule = scheme_.rules()[static_cast<size_t>(mutation.rule)];
    const size_t at = test_.mutants.size();
    test_.mutants.push_back({.rule = mutation.rule,
                             .line = rule.line,
                             .what = mutation.what,
                             .fate = Mutant::Fate::kUndecided});
    const RuleGroup& mutant = mutants_.emplace_back(RuleGroup{
        .subject = group_.subject,
        .aspect = group_.aspect,
        .order = group_.order,
        .rules =
            internal::Mutated(scheme_, group_.order, group_.rules, mutation)});
    Need need;
    need.is_shown_by = [this, &mutant](const RatedRow& row) {
      const Verdict other = mutator_.Rate(mutant, group_, row.table).front();
      return other.level != row.verdict.level ||
             (row.tells_possible && other.possible != row.verdict.possible);
    };
    need.why = StrCat("tells rule ", rule.id, " from ", mutation.what);
    need.mutant = &mutant;
    Add(std::move(need), [this, at](Shown shown) {
      static constexpr Mutant::Fate kFates[] = {
          Mutant::Fate::kKilled, Mutant::Fate::kSurvived, Mutant::Fate::kEqual,
          Mutant::Fate::kUndecided};
      test_.mutants[at].fate = kFates[static_cast<size_t>(shown)];
    });
  }

  // The groups as they rate completions.
  RuleGroup OfCompletions(RuleGroup group) {
    for (TriedRule& tried : group.rules) {
      // What is the same stays the same, see Difference().
      const Condition*& changed = changed_[tried.condition];
      if (changed == nullptr) {
        changed = &of_completions_.emplace_back(
            on_record_.completions().Translate(*tried.condition));
      }
      tried.condition = changed;
    }
    return group;
  }

  // The usual facts of an example stand beside those that the rules test, so
  // they take part in what can be true together.
  Space SpaceWithUsual() const {
    std::deque<Condition> kept;
    std::vector<const Condition*> conditions;
    for (const TriedRule& tried : group_.rules) {
      conditions.push_back(tried.condition);
    }
    for (const auto& [column, cell] : usual_) {
      conditions.push_back(
          &kept.emplace_back(internal::IsState(column, cell.state)));
    }
    return internal::SpaceOf(scheme_, group_.subject, conditions);
  }

  void Add(Need need, std::function<void(Shown)> report) {
    needs_.push_back({std::move(need), std::move(report)});
  }

  // -------------------------------------------------------------------------
  // Meeting it.

  void Meet(size_t index) {
    Reported& wanted = needs_[index];
    if (IsShownByAny(wanted.need, examples_)) return wanted.report(Shown::kYes);
    if (IsShownByAny(wanted.need, missing_)) {
      open_.push_back(index);
      return wanted.report(Shown::kNo);
    }
    std::optional<RatedRow> row = Search(wanted.need);
    wanted.report(wanted.need.shown);
    if (!row.has_value()) return;
    missing_.push_back(*std::move(row));
    open_.push_back(index);
  }

  static bool IsShownByAny(const Need& need,
                           const std::vector<RatedRow>& rows) {
    return std::any_of(rows.begin(), rows.end(), need.is_shown_by);
  }

  // A row that shows it, and whether there is one. A row in which all facts are
  // recorded reads best, so it is sought first; if that finds none, a search
  // through all that can be on record proves that there is none.
  std::optional<RatedRow> Search(Need& need) {
    questions_.clear();
    return need.mutant == nullptr ? SearchDemands(need) : SearchMutant(need);
  }

  std::optional<RatedRow> SearchDemands(Need& need) {
    std::optional<RatedRow> row = AskRows(need, need.demands);
    if (!row.has_value()) row = AskRecord(need);
    if (row.has_value()) need.shown = Shown::kNo;
    return row;
  }

  // The demands as they are met on record.
  std::optional<RatedRow> AskRecord(Need& need) {
    std::vector<Demand> demands;
    for (const Demand& demand : need.demands) {
      const Condition& here = questions_.emplace_back(
          on_record_.completions().OfRecord(*demand.condition, demand.truths));
      demands.push_back({&here, internal::kMayBeTrue});
    }
    std::optional<RatedRow> row = AskOrdinary(need, demands);
    if (row.has_value()) return row;
    Space all = on_record_.space();
    all.set_limit(options_.steps);
    const Space::Answer answer = all.Find(demands);
    need.shown =
        answer.found == Found::kNo ? Shown::kImpossible : Shown::kUndecided;
    if (answer.found != Found::kYes) return std::nullopt;
    return Confirm(need, OnRecord::RecordOf(answer.region.witness));
  }

  std::optional<RatedRow> SearchMutant(Need& need) {
    const RuleGroup& mutant = *need.mutant;
    const RuleGroup one = OfCompletions(group_);
    const RuleGroup other = OfCompletions(mutant);
    need.shown = Shown::kNo;
    for (int level : internal::LevelsOf(group_)) {
      std::optional<RatedRow> row =
          AskRows(need, Difference(group_, mutant, level, questions_));
      if (!row.has_value()) {
        row = AskOrdinary(need, Difference(one, other, level, questions_));
      }
      if (row.has_value()) return row;
    }
    bool are_same = true;
    for (int level : internal::LevelsOf(one)) {
      std::optional<RatedRow> row = Tell(need, one, other, level, are_same);
      if (row.has_value()) return row;
    }
    // Where no completion is rated otherwise, no item is.
    if (are_same) {
      need.shown = Shown::kImpossible;
      return std::nullopt;
    }
    for (int level : internal::LevelsOf(other)) {
      std::optional<RatedRow> row = Tell(need, other, one, level, are_same);
      if (row.has_value()) return row;
    }
    if (need.shown == Shown::kNo) need.shown = Shown::kImpossible;
    return std::nullopt;
  }

  // An item that one group may rate at this level and the other may not. If
  // what is found the other may rate so too, by other values of what is not on
  // record, then the next must not be rated so with those. A few values are
  // enough, as rules have few thresholds.
  std::optional<RatedRow> Tell(Need& need, const RuleGroup& one,
                               const RuleGroup& other, int level,
                               bool& are_same) {
    constexpr int kMostValues = 64;
    const Condition gives = internal::Outcome(other, 0, level);
    std::vector<Demand> demands = Difference(one, other, level, questions_);
    Space space = on_record_.space();
    space.set_limit(options_.steps);
    for (int tried = 0; tried < kMostValues; ++tried) {
      const Space::Answer answer = space.Find(demands);
      if (answer.found == Found::kNo) return std::nullopt;
      are_same = false;
      if (answer.found == Found::kGaveUp) break;
      const Facts& witness = answer.region.witness;
      std::optional<RatedRow> row = Confirm(need, OnRecord::RecordOf(witness));
      if (row.has_value()) {
        need.shown = Shown::kNo;
        return row;
      }
      std::optional<Condition> others =
          on_record_.NotWithOtherValues(witness, gives, options_.steps);
      if (!others.has_value()) break;
      demands.push_back(
          {&questions_.emplace_back(*std::move(others)), internal::kMayBeTrue});
    }
    need.shown = Shown::kUndecided;
    return std::nullopt;
  }

  // Rows with an outcome that is decided; with the usual facts, if there are.
  std::optional<RatedRow> AskRows(const Need& need,
                                  std::vector<Demand> demands) {
    for (const TriedRule& tried : group_.rules) {
      demands.push_back({tried.condition, kDecided});
    }
    return AskUsualFirst(need, space_, demands);
  }

  // Rows in which all is on record but what the rules ask for.
  std::optional<RatedRow> AskOrdinary(const Need& need,
                                      const std::vector<Demand>& demands) {
    return AskUsualFirst(need, on_record_.ordinary(), demands);
  }

  std::optional<RatedRow> AskUsualFirst(const Need& need, const Space& whole,
                                        const std::vector<Demand>& demands) {
    Space any = whole;
    any.set_limit(options_.steps);
    Space usual = whole;
    usual.set_limit(options_.steps / 10);
    for (const auto& [column, cell] : usual_) {
      if (cell.state != CellState::kUnknown) usual.Fix(column, cell);
    }
    for (const Space* space : {&usual, &any}) {
      const Space::Answer answer = space->Find(demands);
      if (answer.found != Found::kYes) continue;
      std::optional<RatedRow> row =
          Confirm(need, OnRecord::RecordOf(answer.region.witness));
      if (row.has_value()) return row;
    }
    return std::nullopt;
  }

  // The row with as few facts as show the same; nullopt if the rules do not
  // agree with the search, or if it can't be on record as it is: a law of facts
  // may speak of what is recorded beside what is not.
  std::optional<RatedRow> Confirm(const Need& need, Facts facts) {
    for (const auto& [column, cell] : usual_) {
      const bool said =
          std::any_of(facts.begin(), facts.end(),
                      [&, c = column](const auto& f) { return f.first == c; });
      if (!said && space_.domain_of()(column).may_be_unknown) {
        facts.emplace_back(column, Cell::Unknown());
      }
    }
    RatedRow row = internal::RateRow(scheme_, group_, facts, usual_);
    if (!need.is_shown_by(row)) {
      // A mutant that leaves a level possible where the scheme leaves none.
      row.tells_possible = true;
      if (!need.is_shown_by(row)) return std::nullopt;
    }
    if (!CanBe(row)) return std::nullopt;
    RatedRow fewer = row;
    // What is worked out from others goes first.
    for (size_t i = facts.size(); i > 0; --i) {
      Facts without = fewer.facts;
      std::erase_if(without, [&](const auto& fact) {
        return fact.first == facts[i - 1].first;
      });
      RatedRow tried =
          internal::RateRow(scheme_, group_, std::move(without), usual_);
      tried.tells_possible |= row.tells_possible;
      if (IsSameVerdict(tried.verdict, row.verdict) &&
          need.is_shown_by(tried) && CanBe(tried)) {
        fewer = std::move(tried);
      }
    }
    return fewer;
  }

  bool CanBe(const RatedRow& row) const {
    return on_record_.CanBe(internal::WithUsual(row.facts, usual_), row.table,
                            options_.steps / 10) != Found::kNo;
  }

  // -------------------------------------------------------------------------
  // Writing it out.

  // Takes out rows that show nothing that the others don't.
  void DropNeedless() {
    std::vector<std::vector<size_t>> shown_by(open_.size());
    for (size_t i = 0; i < open_.size(); ++i) {
      for (size_t row = 0; row < missing_.size(); ++row) {
        if (needs_[open_[i]].need.is_shown_by(missing_[row])) {
          shown_by[i].push_back(row);
        }
      }
    }
    is_kept_.assign(missing_.size(), true);
    for (size_t row = 0; row < missing_.size(); ++row) {
      is_kept_[row] =
          std::any_of(shown_by.begin(), shown_by.end(), [&](const auto& rows) {
            return std::count_if(rows.begin(), rows.end(),
                                 [&](size_t r) { return is_kept_[r]; }) == 1 &&
                   std::find(rows.begin(), rows.end(), row) != rows.end();
          });
    }
    whys_.resize(missing_.size());
    for (size_t i = 0; i < open_.size(); ++i) {
      const auto first = std::find_if(shown_by[i].begin(), shown_by[i].end(),
                                      [&](size_t r) { return is_kept_[r]; });
      if (first != shown_by[i].end()) {
        whys_[*first].push_back(needs_[open_[i]].need.why);
      }
    }
  }

  void WriteMissing() {
    for (size_t row = 0; row < missing_.size(); ++row) {
      if (!is_kept_[row]) continue;
      test_.missing.push_back({.subject = group_.subject,
                               .aspect = group_.aspect,
                               .why = whys_[row],
                               .toml = ToToml(missing_[row], whys_[row])});
    }
  }

  std::string ToToml(const RatedRow& row, const std::vector<std::string>& why) {
    const Verdict& verdict = row.verdict;
    const Aspect& aspect =
        scheme_.aspects()[static_cast<size_t>(group_.aspect)];
    std::string text = StrCat(
        "[[example]]\nfor = \"", ToWord(group_.subject),
        "\"\naspect = ", internal::TomlText(aspect.name),
        "\nfacts = ", internal::FactsAsToml(scheme_, row.facts),
        "\nlevel = ", internal::TomlText(scheme_.LevelName(verdict.level)),
        "\n");
    if (row.tells_possible) {
      absl::StrAppend(&text, "possible = ",
                      internal::PossibleAsToml(scheme_, verdict.possible),
                      "\n");
    }
    if (verdict.rule.has_value()) {
      const Rule& rule = scheme_.rules()[static_cast<size_t>(*verdict.rule)];
      absl::StrAppend(&text, "rule = ", internal::TomlText(rule.id), "\n");
    }
    const std::string more =
        why.size() > 1 ? absl::StrCat(" (and ", why.size() - 1, " more)") : "";
    absl::StrAppend(
        &text, "note = ",
        internal::TomlText(StrCat("to be confirmed, this is what the rules say "
                                  "now; ",
                                  why.empty() ? "" : why.front(), more)),
        "\n");
    return text;
  }

  const Scheme& scheme_;
  const TestOptions& options_;
  RuleGroup group_;
  Facts usual_;
  Space space_;
  OnRecord on_record_;
  std::map<const Condition*, const Condition*> changed_;
  std::deque<Condition> of_completions_;
  SchemeMutator mutator_;
  SchemeTest& test_;
  std::vector<RatedRow> examples_;
  std::vector<Reported> needs_;
  std::deque<Condition> kept_;
  std::deque<Condition> questions_;
  std::deque<Mutation> mutations_;
  std::deque<RuleGroup> mutants_;
  // The rows that are missing, and the needs that they are for.
  std::vector<RatedRow> missing_;
  std::vector<size_t> open_;
  std::vector<bool> is_kept_;
  std::vector<std::vector<std::string>> whys_;
};

bool IsOpen(Shown shown) { return shown == Shown::kNo; }

}  // namespace

std::string_view ToWord(Shown shown) {
  static constexpr std::array<std::string_view, 4> kWords = {
      "yes", "no", "impossible", "undecided"};
  return kWords.at(static_cast<size_t>(shown));
}

std::string_view ToWord(Mutant::Fate fate) {
  static constexpr std::array<std::string_view, 4> kWords = {
      "killed", "survived", "equal", "undecided"};
  return kWords.at(static_cast<size_t>(fate));
}

bool SchemeTest::all_passed() const {
  return std::all_of(results.begin(), results.end(),
                     [](const ExampleResult& r) { return r.passed; });
}

bool SchemeTest::is_complete() const {
  return std::none_of(rules.begin(), rules.end(),
                      [](const auto& r) { return IsOpen(r.decides); }) &&
         std::none_of(boundaries.begin(), boundaries.end(),
                      [](const auto& b) {
                        return IsOpen(b.below) || IsOpen(b.at) ||
                               IsOpen(b.above);
                      }) &&
         std::none_of(clauses.begin(), clauses.end(),
                      [](const auto& c) {
                        return IsOpen(c.when_true) || IsOpen(c.when_false);
                      }) &&
         Count(Mutant::Fate::kSurvived) == 0;
}

int SchemeTest::Count(Mutant::Fate fate) const {
  return static_cast<int>(
      std::count_if(mutants.begin(), mutants.end(),
                    [&](const Mutant& m) { return m.fate == fate; }));
}

double SchemeTest::mutation_score() const {
  const int all =
      static_cast<int>(mutants.size()) - Count(Mutant::Fate::kEqual);
  return all == 0 ? 1 : static_cast<double>(Count(Mutant::Fate::kKilled)) / all;
}

SchemeTest TestScheme(const Scheme& scheme, const TestOptions& options) {
  SchemeTest test;
  test.results = RunExamples(scheme);
  if (!options.coverage && !options.mutants) return test;
  for (const Scheme::Rated& rated : scheme.rating_order()) {
    GroupTester(scheme, rated, options, test).Run();
  }
  return test;
}

std::string WithMissingExamples(const Scheme& scheme, const SchemeTest& test) {
  std::string text = scheme.text();
  if (!text.empty() && text.back() != '\n') text += '\n';
  for (const MissingExample& missing : test.missing) {
    absl::StrAppend(&text, "\n", missing.toml);
  }
  return text;
}

}  // namespace actionplan
