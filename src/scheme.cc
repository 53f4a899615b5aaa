#include "actionplan/scheme.h"

#include <algorithm>
#include <array>
#include <bit>
#include <map>

#include "internal/completions.h"
#include "internal/files.h"
#include "internal/scheme_contents.h"
#include "internal/scheme_vocabulary.h"
#include "internal/strings.h"

namespace actionplan {
namespace {

constexpr uint8_t kTrue = 2;
constexpr uint8_t kFalse = 0;

uint64_t LevelBit(int level) { return uint64_t{1} << (level + 1); }

int LevelOfBit(uint64_t bit) { return std::countr_zero(bit) - 1; }

bool IsSingle(uint64_t bits) { return (bits & (bits - 1)) == 0; }

// What is known of the rules for one row, while they are tried one by one.
struct Trial {
  Verdict verdict;
  // The levels of the rules that could not be decided.
  uint64_t undecided = 0;
};

void NoteUndecided(const Rule& rule, int index, Trial& trial) {
  trial.undecided |= LevelBit(rule.level);
  if (!trial.verdict.undecided.has_value()) trial.verdict.undecided = index;
}

// Takes in what one rule says, where the first that holds decides: also of
// worst match, whose rules are tried from the worst level on.
void ConsiderFirst(const Rule& rule, int index, uint8_t truth, Trial& trial) {
  if (trial.verdict.rule.has_value() || truth == kFalse) return;
  if (truth == kTrue) {
    trial.verdict.rule = index;
  } else {
    NoteUndecided(rule, index, trial);
  }
}

void ConsiderSingle(std::span<const Rule> rules, int index, uint8_t truth,
                    Trial& trial) {
  const Rule& rule = rules[static_cast<size_t>(index)];
  Verdict& verdict = trial.verdict;
  if (truth == kFalse) return;
  if (truth != kTrue) return NoteUndecided(rule, index, trial);
  if (!verdict.rule.has_value()) {
    verdict.rule = index;
  } else if (!verdict.clash.has_value() &&
             rules[static_cast<size_t>(*verdict.rule)].level != rule.level) {
    verdict.clash = {*verdict.rule, index};
  }
}

// `otherwise`, after all other rules: in a single match it is no rule that
// others could disagree with.
void ConsiderOtherwise(int index, Trial& trial) {
  if (!trial.verdict.rule.has_value()) trial.verdict.rule = index;
}

// The ratings that some truth of the undecided rules would give, each on its
// own: never fewer than there are. One is the answer; of several some may not
// be possible, as a fact has one value in all rules.
uint64_t PossibleOf(std::span<const Rule> rules, Order order,
                    const Trial& trial) {
  const Verdict& verdict = trial.verdict;
  const uint64_t decided =
      verdict.rule.has_value()
          ? LevelBit(rules[static_cast<size_t>(*verdict.rule)].level)
          : LevelBit(kNotRated);
  if (order != Order::kSingleMatch) return trial.undecided | decided;
  if (verdict.clash.has_value()) return LevelBit(kNotRated);
  const bool is_otherwise =
      !verdict.rule.has_value() ||
      rules[static_cast<size_t>(*verdict.rule)].is_otherwise;
  // Where another level holds, an undecided rule can only disagree.
  if (!is_otherwise) {
    const bool may_clash = (trial.undecided & ~decided) != 0;
    return decided | (may_clash ? LevelBit(kNotRated) : 0);
  }
  const bool may_clash = !IsSingle(trial.undecided);
  return trial.undecided | decided | (may_clash ? LevelBit(kNotRated) : 0);
}

// What is possible exactly, for rows that are undecided. Many rows of a table
// are alike, so the answers are kept.
class PossibleOfRow {
 public:
  PossibleOfRow(const Scheme& scheme, const FactTable& facts, int aspect)
      : scheme_(scheme), facts_(facts), aspect_(aspect) {}

  // `at_most` is the answer if the search is given up.
  uint64_t operator()(int row, uint64_t at_most) {
    if (!completions_.has_value()) {
      completions_.emplace(scheme_, facts_.subject(), aspect_);
    }
    std::vector<std::pair<double, CellState>> key;
    for (int column : completions_->columns()) {
      const Cell cell = facts_.cell(column, row);
      key.emplace_back(cell.is_known() ? cell.value : 0, cell.state);
    }
    const auto [entry, is_new] = answers_.try_emplace(std::move(key), at_most);
    if (is_new) {
      entry->second =
          completions_->PossibleLevels(facts_, row).value_or(at_most);
    }
    return entry->second;
  }

 private:
  const Scheme& scheme_;
  const FactTable& facts_;
  int aspect_;
  std::optional<internal::Completions> completions_;
  std::map<std::vector<std::pair<double, CellState>>, uint64_t> answers_;
};

// Turns what the rules say into a rating.
Verdict Conclude(std::span<const Rule> rules, uint64_t possible, Trial trial) {
  Verdict& verdict = trial.verdict;
  verdict.possible = possible;
  if (verdict.clash.has_value()) {
    verdict.rule.reset();
    verdict.undecided.reset();
    return verdict;
  }
  if (!IsSingle(possible) || possible == LevelBit(kNotRated)) {
    // No rule says so, unless one does.
    const bool says_so =
        verdict.rule.has_value() && IsSingle(possible) &&
        rules[static_cast<size_t>(*verdict.rule)].level == kNotRated;
    if (says_so) {
      verdict.undecided.reset();
    } else if (verdict.undecided.has_value()) {
      verdict.rule.reset();
    }
    return verdict;
  }
  verdict.level = LevelOfBit(possible);
  // Undecided rules that would have said the same do not matter.
  if (verdict.rule.has_value() &&
      rules[static_cast<size_t>(*verdict.rule)].level == verdict.level) {
    verdict.undecided.reset();
  } else {
    verdict.rule.reset();
  }
  return verdict;
}

}  // namespace

const std::string& Scheme::id() const { return contents_->id; }
const std::string& Scheme::title() const { return contents_->title; }
const std::string& Scheme::source() const { return contents_->source; }
std::span<const std::string> Scheme::readings() const {
  return contents_->readings;
}
const std::string& Scheme::text() const { return contents_->text; }
Order Scheme::order() const { return contents_->order; }
std::span<const Aspect> Scheme::aspects() const { return contents_->aspects; }
std::span<const Level> Scheme::levels() const { return contents_->levels; }
std::span<const Rule> Scheme::rules() const { return contents_->rules; }
std::span<const OwnFact> Scheme::own_facts() const {
  return contents_->own_facts;
}
std::span<const Example> Scheme::examples() const {
  return contents_->examples;
}
std::span<const Accepted> Scheme::accepted() const {
  return contents_->accepted;
}
std::span<const Never> Scheme::nevers() const { return contents_->nevers; }
const OverrideBounds& Scheme::override_bounds() const {
  return contents_->override_bounds;
}

const FactDefinition& Scheme::Define(int column) const {
  return SchemeVocabulary(*contents_).Define(column);
}

std::optional<int> Scheme::FindColumn(ItemKind subject, std::string_view name,
                                      std::optional<int> aspect) const {
  const SchemeVocabulary vocabulary(*contents_);
  const int first = aspect.value_or(0);
  const int last = aspect.value_or(static_cast<int>(aspects().size()) - 1);
  for (int a = first; a <= last; ++a) {
    internal::ConditionErrors errors;
    const int column = internal::ParseOperand(
        name, {.subject = subject, .aspect = a, .vocabulary = &vocabulary},
        errors);
    if (errors.empty()) return column;
  }
  return std::nullopt;
}

std::optional<int> Scheme::FindAspect(std::string_view name) const {
  return SchemeVocabulary(*contents_).FindAspect(name);
}

std::optional<int> Scheme::FindLevel(std::string_view word) const {
  if (word == kNotRatedWord) return std::nullopt;
  return SchemeVocabulary(*contents_).FindLevel(word);
}

std::string_view Scheme::LevelName(int level) const {
  if (level == kNotRated) return kNotRatedWord;
  return contents_->levels[static_cast<size_t>(level)].name;
}

std::vector<Fact> Scheme::FactsFor(ItemKind subject) const {
  std::vector<Fact> facts;
  for (int column : ColumnsFor(subject)) {
    if (column < kFactCount) facts.push_back(static_cast<Fact>(column));
  }
  return facts;
}

std::span<const int> Scheme::ColumnsFor(ItemKind subject) const {
  return contents_->columns_for[static_cast<size_t>(subject)];
}

std::span<const Scheme::Rated> Scheme::rating_order() const {
  return contents_->rating_order;
}

std::span<const int> Scheme::RulesFor(ItemKind subject, int aspect) const {
  return contents_
      ->rules_for[static_cast<size_t>(subject)][static_cast<size_t>(aspect)];
}

std::span<const int> Scheme::ColumnsOf(int rule) const {
  return contents_->compiled[static_cast<size_t>(rule)].columns;
}

std::span<const int> Scheme::TestedColumnsOf(int rule) const {
  const CompiledRule& compiled = contents_->compiled[static_cast<size_t>(rule)];
  return std::span(compiled.columns).first(compiled.tested);
}

Cell Scheme::RatingCell(const Verdict& verdict) const {
  if (verdict.level != kNotRated) return Cell::Of(verdict.level);
  if (!IsSingle(verdict.possible)) return Cell::Unknown();
  return Cell::Of(static_cast<double>(levels().size()));
}

FactTable Scheme::WithOwnFacts(FactTable facts, int aspect) const {
  for (int column : contents_->RowFactsFor(facts.subject(), aspect)) {
    if (!facts.column(column).values.empty()) continue;
    const auto own = static_cast<size_t>(column - kFactCount);
    const OwnFact& fact = contents_->own_facts[own];
    if (fact.kind == OwnFact::Kind::kRating) {
      const std::vector<Verdict> verdicts = Rate(facts, fact.aspect);
      for (int row = 0; row < facts.rows(); ++row) {
        facts.Set(column, row, RatingCell(verdicts[static_cast<size_t>(row)]));
      }
      continue;
    }
    const FactTable::Column worked_out =
        contents_->own_compiled[own].is.Run(facts);
    for (int row = 0; row < facts.rows(); ++row) {
      const auto at = static_cast<size_t>(row);
      facts.Set(
          column, row,
          {.value = worked_out.values[at], .state = worked_out.states[at]});
    }
  }
  return facts;
}

std::vector<Verdict> Scheme::Rate(const FactTable& facts, int aspect) const {
  for (int column : contents_->RowFactsFor(facts.subject(), aspect)) {
    if (facts.column(column).values.empty()) {
      return RateComplete(WithOwnFacts(facts, aspect), aspect);
    }
  }
  return RateComplete(facts, aspect);
}

std::vector<Verdict> Scheme::RateComplete(const FactTable& facts,
                                          int aspect) const {
  const Order order = contents_->aspects[static_cast<size_t>(aspect)].order;
  const std::span<const Rule> rules = contents_->rules;
  const auto rows = static_cast<size_t>(facts.rows());
  std::vector<Trial> trials(rows);
  std::array<uint8_t, internal::Program::kBlock> truth;
  for (size_t first = 0; first < rows; first += truth.size()) {
    const size_t count = std::min(truth.size(), rows - first);
    for (int r : RulesFor(facts.subject(), aspect)) {
      const Rule& rule = rules[static_cast<size_t>(r)];
      if (rule.is_otherwise) {
        for (size_t i = 0; i < count; ++i) {
          ConsiderOtherwise(r, trials[first + i]);
        }
        continue;
      }
      contents_->compiled[static_cast<size_t>(r)].program.Run(
          facts, static_cast<int>(first), static_cast<int>(count),
          truth.data());
      for (size_t i = 0; i < count; ++i) {
        if (order == Order::kSingleMatch) {
          ConsiderSingle(rules, r, truth[i], trials[first + i]);
        } else {
          ConsiderFirst(rule, r, truth[i], trials[first + i]);
        }
      }
    }
  }
  std::vector<Verdict> verdicts;
  verdicts.reserve(rows);
  PossibleOfRow possible_of(*this, facts, aspect);
  for (size_t i = 0; i < rows; ++i) {
    uint64_t possible = PossibleOf(rules, order, trials[i]);
    if (!IsSingle(possible)) {
      possible = possible_of(static_cast<int>(i), possible);
    }
    verdicts.push_back(Conclude(rules, possible, std::move(trials[i])));
  }
  return verdicts;
}

std::string Scheme::Because(int rule, const Words& words) const {
  std::string text;
  for (const ReasonPiece& piece :
       contents_->compiled[static_cast<size_t>(rule)].because) {
    if (const auto* literal = std::get_if<std::string>(&piece)) {
      text += *literal;
    } else if (const auto* column = std::get_if<int>(&piece)) {
      text += words.Value(*column);
    } else {
      text += words.List(std::get<ChildList>(piece));
    }
  }
  return text;
}

std::string_view ToWord(Order order) {
  static constexpr std::array<std::string_view, 3> kWords = {
      "first match", "worst match", "single match"};
  return kWords.at(static_cast<size_t>(order));
}

absl::StatusOr<Scheme> LoadScheme(const std::string& name_or_path) {
  for (const BuiltinScheme& builtin : BuiltinSchemes()) {
    if (builtin.id == name_or_path) {
      return Scheme::Parse(builtin.toml)
          .OrStatus(absl::StrCat("The built-in scheme '", name_or_path,
                                 "' has problems:"));
    }
  }
  absl::StatusOr<std::string> text = internal::ReadTextFile(name_or_path);
  if (!text.ok()) {
    std::string names;
    for (const BuiltinScheme& builtin : BuiltinSchemes()) {
      absl::StrAppend(&names, names.empty() ? "" : ", ",
                      internal::ToAbsl(builtin.id));
    }
    return internal::NotFound("There is no built-in scheme '", name_or_path,
                              "' (there are: ", names,
                              "), and it is not a file that can be read. ",
                              internal::ToStd(text.status().message()));
  }
  return Scheme::Parse(*text).OrStatus(
      absl::StrCat("The scheme ", name_or_path, " has problems:"));
}

}  // namespace actionplan
