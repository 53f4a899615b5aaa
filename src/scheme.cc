#include "actionplan/scheme.h"

#include <algorithm>
#include <array>

#include "absl/strings/match.h"
#include "internal/files.h"
#include "internal/scheme_contents.h"
#include "internal/strings.h"

namespace actionplan {
namespace {

constexpr uint8_t kTrue = 2;
constexpr uint8_t kFalse = 0;

uint64_t LevelBit(int level) { return uint64_t{1} << (level + 1); }

bool IsSingle(uint64_t bits) { return (bits & (bits - 1)) == 0; }

// Takes what one rule says of a row into the row's verdict.
void Consider(const Rule& rule, int rule_index, uint8_t truth,
              Verdict& verdict) {
  if (verdict.rule.has_value() || truth == kFalse) return;
  verdict.possible |= LevelBit(rule.level);
  if (truth == kTrue) {
    verdict.rule = rule_index;
  } else if (!verdict.undecided.has_value()) {
    verdict.undecided = rule_index;
  }
}

// Turns what is possible into a rating.
void Conclude(std::span<const Rule> rules, Verdict& verdict) {
  if (!verdict.rule.has_value()) verdict.possible |= LevelBit(kNotRated);
  if (IsSingle(verdict.possible) && verdict.rule.has_value()) {
    verdict.level = rules[static_cast<size_t>(*verdict.rule)].level;
    // Undecided rules that would have said the same do not matter.
    verdict.undecided.reset();
    return;
  }
  verdict.level = kNotRated;
  if (verdict.undecided.has_value()) verdict.rule.reset();
}

}  // namespace

const std::string& Scheme::id() const { return contents_->id; }
const std::string& Scheme::title() const { return contents_->title; }
const std::string& Scheme::source() const { return contents_->source; }
const std::string& Scheme::text() const { return contents_->text; }
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
  if (column < kFactCount) return actionplan::Define(static_cast<Fact>(column));
  return contents_->own_definitions[static_cast<size_t>(column - kFactCount)];
}

std::optional<int> Scheme::FindColumn(ItemKind subject,
                                      std::string_view name) const {
  const std::optional<Fact> fact = FactFromName(name);
  if (fact.has_value()) {
    if (!actionplan::Define(*fact).is_of(subject)) return std::nullopt;
    return static_cast<int>(*fact);
  }
  for (const FactDefinition& own : contents_->own_definitions) {
    if (own.is_of(subject) && own.name == name) return own.column;
  }
  return std::nullopt;
}

std::optional<int> Scheme::FindAspect(std::string_view name) const {
  const auto& all = contents_->aspects;
  const auto found =
      std::find_if(all.begin(), all.end(),
                   [&](const Aspect& aspect) { return aspect.name == name; });
  if (found == all.end()) return std::nullopt;
  return static_cast<int>(found - all.begin());
}

std::optional<int> Scheme::FindLevel(std::string_view word) const {
  const auto same = [&](const std::string& name) {
    return absl::EqualsIgnoreCase(name, internal::ToAbsl(word));
  };
  const auto& all = contents_->levels;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Level& level) {
        return same(level.name) || same(level.letter) ||
               std::any_of(level.aliases.begin(), level.aliases.end(), same);
      });
  if (found == all.end()) return std::nullopt;
  return static_cast<int>(found - all.begin());
}

std::string_view Scheme::LevelName(int level) const {
  if (level == kNotRated) return kNotRatedWord;
  return contents_->levels[static_cast<size_t>(level)].name;
}

std::vector<Fact> Scheme::FactsFor(ItemKind subject) const {
  std::vector<Fact> facts;
  for (size_t i = 0; i < contents_->rules.size(); ++i) {
    if (contents_->rules[i].subject != subject) continue;
    for (int column : contents_->compiled[i].columns) {
      if (column < kFactCount) facts.push_back(static_cast<Fact>(column));
    }
  }
  std::sort(facts.begin(), facts.end());
  facts.erase(std::unique(facts.begin(), facts.end()), facts.end());
  return facts;
}

std::span<const int> Scheme::ColumnsOf(int rule) const {
  return contents_->compiled[static_cast<size_t>(rule)].columns;
}

std::span<const int> Scheme::TestedColumnsOf(int rule) const {
  const CompiledRule& compiled = contents_->compiled[static_cast<size_t>(rule)];
  return std::span(compiled.columns).first(compiled.tested);
}

std::vector<Verdict> Scheme::Rate(const FactTable& facts, int aspect) const {
  const auto rows = static_cast<size_t>(facts.rows());
  std::vector<Verdict> verdicts(rows);
  std::array<uint8_t, internal::Program::kBlock> truth;
  for (size_t first = 0; first < rows; first += truth.size()) {
    const size_t count = std::min(truth.size(), rows - first);
    for (size_t r = 0; r < contents_->rules.size(); ++r) {
      const Rule& rule = contents_->rules[r];
      if (rule.subject != facts.subject() || rule.aspect != aspect) continue;
      contents_->compiled[r].program.Run(facts, static_cast<int>(first),
                                         static_cast<int>(count), truth.data());
      for (size_t i = 0; i < count; ++i) {
        Consider(rule, static_cast<int>(r), truth[i], verdicts[first + i]);
      }
    }
  }
  for (Verdict& verdict : verdicts) Conclude(contents_->rules, verdict);
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
