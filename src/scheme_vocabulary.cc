#include "internal/scheme_vocabulary.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/match.h"
#include "internal/strings.h"

namespace actionplan {

using internal::StrCat;
using Kind = OwnFact::Kind;

namespace {

bool IsRatingKind(Kind kind) {
  return kind == Kind::kWorst || kind == Kind::kBest || kind == Kind::kRating ||
         kind == Kind::kLastRating || kind == Kind::kReported ||
         kind == Kind::kLastReported;
}

std::string_view FunctionOf(Kind kind) {
  switch (kind) {
    case Kind::kDeclared:
    case Kind::kDerived:
      break;
    case Kind::kCount:
      return "count";
    case Kind::kShare:
      return "share";
    case Kind::kMean:
      return "mean";
    case Kind::kSum:
      return "sum";
    case Kind::kLowest:
      return "lowest";
    case Kind::kHighest:
      return "highest";
    case Kind::kWorst:
      return "worst";
    case Kind::kBest:
      return "best";
    case Kind::kMeanScore:
      return "mean_score";
    case Kind::kRating:
      return "rating";
    case Kind::kLastRating:
      return "last_rating";
    case Kind::kPeriodsAt:
      return "periods_at";
    case Kind::kReported:
      return "reported";
    case Kind::kLastReported:
      return "last_reported";
    case Kind::kPeriodsReported:
      return "periods_reported";
  }
  return "";
}

// A text with each run of blanks as one, but for what stands in quotes.
std::string Collapsed(std::string_view text) {
  std::string collapsed;
  bool quoted = false;
  for (char c : text) {
    if (c == '\'') quoted = !quoted;
    const bool blank =
        !quoted && (c == ' ' || c == '\t' || c == '\n' || c == '\r');
    if (!blank) {
      collapsed += c;
    } else if (!collapsed.empty() && collapsed.back() != ' ') {
      collapsed += ' ';
    }
  }
  return collapsed;
}

// The mean, lowest or highest of children lies where each of them does.
void TakeRange(const FactDefinition& of, Kind kind, FactDefinition& group) {
  group.worse = of.worse;
  group.step = kind == Kind::kMean ? 0 : of.step;
  group.least = of.least;
  group.most = of.most;
  if (kind != Kind::kSum) return;
  // None of them makes a sum that does not apply.
  group.least = of.least >= 0 ? 0 : -kUnbounded;
  group.most = of.most <= 0 ? 0 : kUnbounded;
}

// The lowest and highest score of any level.
std::pair<double, double> ScoresOf(const std::vector<Level>& levels) {
  double least = kUnbounded;
  double most = -kUnbounded;
  for (const Level& level : levels) {
    if (!level.score.has_value()) continue;
    least = std::min(least, *level.score);
    most = std::max(most, *level.score);
  }
  if (least > most) return {-kUnbounded, kUnbounded};
  return {least, most};
}

}  // namespace

std::optional<int> SchemeVocabulary::FindLevel(std::string_view word) const {
  if (word == kNotRatedWord) return kNotRated;
  const auto same = [&](const std::string& name) {
    return absl::EqualsIgnoreCase(name, internal::ToAbsl(word));
  };
  const auto& all = contents_.levels;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Level& level) {
        return same(level.name) || same(level.letter) ||
               std::any_of(level.aliases.begin(), level.aliases.end(), same);
      });
  if (word.empty() || found == all.end()) return std::nullopt;
  return static_cast<int>(found - all.begin());
}

std::optional<int> SchemeVocabulary::FindAspect(std::string_view name) const {
  const auto& all = contents_.aspects;
  const auto found =
      std::find_if(all.begin(), all.end(),
                   [&](const Aspect& aspect) { return aspect.name == name; });
  if (found == all.end()) return std::nullopt;
  return static_cast<int>(found - all.begin());
}

std::vector<std::string_view> SchemeVocabulary::AspectNames() const {
  std::vector<std::string_view> names;
  for (const Aspect& aspect : contents_.aspects) names.push_back(aspect.name);
  return names;
}

std::span<const std::string_view> SchemeVocabulary::LevelNames() const {
  return contents_.rating_choices;
}

std::string SchemeVocabulary::DeclaredKey(ItemKind subject,
                                          std::string_view name) {
  return StrCat(ToWord(subject), "|", name);
}

std::optional<int> SchemeVocabulary::FindDeclared(ItemKind subject,
                                                  std::string_view name) const {
  const auto found = contents_.columns_by_key.find(DeclaredKey(subject, name));
  if (found == contents_.columns_by_key.end()) return std::nullopt;
  return found->second;
}

std::vector<std::string_view> SchemeVocabulary::DeclaredNames(
    ItemKind subject) const {
  std::vector<std::string_view> names;
  for (size_t i = 0; i < contents_.own_facts.size(); ++i) {
    const Kind kind = contents_.own_facts[i].kind;
    const FactDefinition& definition = contents_.own_definitions[i];
    const bool declared = kind == Kind::kDeclared || kind == Kind::kDerived;
    const bool is_made = contents_.own_facts[i].is == definition.name;
    if (declared && !is_made && definition.is_of(subject)) {
      names.push_back(definition.name);
    }
  }
  return names;
}

std::span<const std::string> SchemeVocabulary::Units() const {
  return contents_.units;
}

const FactDefinition& SchemeVocabulary::Define(int column) const {
  if (column < kFactCount) return actionplan::Define(static_cast<Fact>(column));
  return contents_.own_definitions[static_cast<size_t>(column - kFactCount)];
}

bool SchemeVocabulary::IsRating(int column) const {
  if (column < kFactCount) return false;
  const auto own = static_cast<size_t>(column - kFactCount);
  return IsRatingKind(contents_.own_facts[own].kind);
}

std::optional<int> SchemeVocabulary::ColumnOf(ItemKind subject,
                                              const OwnFact& own,
                                              internal::Condition where) const {
  const auto found = contents_.columns_by_key.find(KeyOf(subject, own, where));
  if (found == contents_.columns_by_key.end()) return std::nullopt;
  return found->second;
}

// No kind of item is called so; see DeclaredKey().
static std::string KeyOf(const internal::DayShift& shift) {
  return StrCat(ToWord(shift.unit), "|", shift.day, "|", shift.sign, "|",
                shift.column.value_or(-1), "|", shift.count);
}

std::optional<int> SchemeVocabulary::ColumnOf(
    const internal::DayShift& shift) const {
  const auto found = contents_.columns_by_key.find(actionplan::KeyOf(shift));
  if (found == contents_.columns_by_key.end()) return std::nullopt;
  return found->second;
}

std::string SchemeVocabulary::NameOf(const internal::DayShift& shift) const {
  const std::string start =
      StrCat(Define(shift.day).name, shift.sign < 0 ? " - " : " + ");
  if (shift.column.has_value()) {
    return StrCat(start, Define(*shift.column).name);
  }
  const std::string_view one =
      shift.unit == FactType::kMonths ? " month" : " working day";
  return StrCat(start, shift.count, one, shift.count == 1 ? "" : "s");
}

std::string SchemeVocabulary::NameOf(const OwnFact& own,
                                     bool with_aspect) const {
  std::vector<std::string> arguments;
  if (own.is_of_children()) arguments.push_back(StrCat(ToWord(own.child), "s"));
  const bool has_of = own.kind >= Kind::kMean && own.kind <= Kind::kHighest;
  if (has_of) arguments.emplace_back(Define(own.of).name);
  // A file without aspects is refused, but read to its end.
  if (with_aspect && !contents_.aspects.empty()) {
    arguments.push_back(
        contents_.aspects[static_cast<size_t>(own.aspect)].name);
  }
  std::string levels;
  for (int level : own.levels) {
    const std::string_view name =
        level == kNotRated
            ? kNotRatedWord
            : std::string_view(
                  contents_.levels[static_cast<size_t>(level)].name);
    absl::StrAppend(&levels, levels.empty() ? "'" : " or '",
                    internal::ToAbsl(name), "'");
  }
  if (!levels.empty()) arguments.push_back(std::move(levels));
  std::string name(FunctionOf(own.kind));
  std::string inner;
  for (const std::string& argument : arguments) {
    absl::StrAppend(&inner, inner.empty() ? "" : ", ", argument);
  }
  if (!own.where.empty()) {
    absl::StrAppend(&inner, " where ", Collapsed(own.where));
  }
  return inner.empty() ? name : StrCat(name, "(", inner, ")");
}

// Names alone would not do: without an aspect, one text means different things
// in rules of different aspects, also within `where`.
std::string SchemeVocabulary::KeyOf(ItemKind subject, const OwnFact& own,
                                    const internal::Condition& where) const {
  std::string key =
      StrCat(ToWord(subject), "|", NameOf(own, true), "|", own.of);
  for (int column : internal::ColumnsOf(where)) {
    absl::StrAppend(&key, ",", column);
  }
  return key;
}

std::optional<int> GrowingVocabulary::ColumnOf(
    ItemKind subject, const OwnFact& own, internal::Condition where) const {
  const std::string key = KeyOf(subject, own, where);
  const int column = kFactCount + static_cast<int>(contents_.own_facts.size());
  const auto [entry, is_new] =
      contents_.columns_by_key.try_emplace(key, column);
  if (!is_new) return entry->second;
  FactDefinition definition = DefinitionOf(subject, own);
  definition.column = column;
  contents_.own_facts.push_back(own);
  contents_.own_definitions.push_back(definition);
  CompiledFact& compiled = contents_.own_compiled.emplace_back();
  compiled.program = internal::Program(where);
  compiled.where_columns = internal::ColumnsOf(where);
  compiled.where = std::move(where);
  return column;
}

std::optional<int> GrowingVocabulary::ColumnOf(
    const internal::DayShift& shift) const {
  using Op = internal::Expression::Op;
  const int column = kFactCount + static_cast<int>(contents_.own_facts.size());
  const auto [entry, is_new] =
      contents_.columns_by_key.try_emplace(actionplan::KeyOf(shift), column);
  if (!is_new) return entry->second;
  FactDefinition definition = Define(shift.day);
  definition.column = column;
  definition.name = contents_.texts.emplace_back(NameOf(shift));
  definition.meaning = "";
  definition.worse = Worse::kNeither;
  definition.least = -kUnbounded;
  definition.most = kUnbounded;
  internal::Expression is;
  is.columns = {shift.day};
  is.points = 1;
  is.instructions.push_back({.op = Op::kColumn, .column = shift.day});
  if (shift.column.has_value()) {
    definition.may_not_apply =
        definition.may_not_apply || Define(*shift.column).may_not_apply;
    is.columns.push_back(*shift.column);
    is.instructions.push_back({.op = Op::kColumn, .column = *shift.column});
    if (shift.sign < 0) is.instructions.push_back({.op = Op::kNegate});
  } else {
    is.instructions.push_back(
        {.op = Op::kNumber,
         .number = static_cast<double>(shift.sign * shift.count)});
  }
  is.instructions.push_back({.op = shift.unit == FactType::kMonths
                                       ? Op::kPlusMonths
                                       : Op::kPlusWorkingDays});
  contents_.own_facts.push_back(
      {.kind = Kind::kDerived, .is = std::string(definition.name)});
  contents_.own_definitions.push_back(definition);
  contents_.own_compiled.emplace_back().is = std::move(is);
  return column;
}

// Of no children there is a count; what there is no rating for is not known.
static bool AlwaysApplies(Kind kind) {
  return kind == Kind::kCount || kind == Kind::kPeriodsAt ||
         kind == Kind::kPeriodsReported || kind == Kind::kRating ||
         kind == Kind::kReported;
}

FactDefinition GrowingVocabulary::DefinitionOf(ItemKind subject,
                                               const OwnFact& own) const {
  // The first that is written so has the short name.
  std::string name = NameOf(own, own.kind == Kind::kRating);
  const bool taken =
      !contents_.columns_by_key
           .emplace(StrCat("name|", DeclaredKey(subject, name)), kFactCount)
           .second;
  if (taken) name = NameOf(own, true);
  FactDefinition definition = {
      .column = 0,
      .name = contents_.texts.emplace_back(std::move(name)),
      .type = FactType::kCount,
      .meaning = "",
      .choices = {},
      .of_milestones = subject == ItemKind::kMilestone,
      .of_outcomes = subject == ItemKind::kOutcome,
      .of_recommendations = subject == ItemKind::kRecommendation,
      .of_plans = subject == ItemKind::kPlan,
      .least = 0,
      .step = 1,
      .may_not_apply = !AlwaysApplies(own.kind)};
  if (IsRatingKind(own.kind)) {
    definition.type = FactType::kChoice;
    definition.choices = contents_.rating_choices;
    definition.least = -kUnbounded;
    definition.step = 0;
  } else if (own.kind == Kind::kShare) {
    definition.type = FactType::kPercent;
    definition.most = 100;
    definition.step = 0;
  } else if (own.kind == Kind::kMeanScore) {
    definition.type = FactType::kNumber;
    std::tie(definition.least, definition.most) = ScoresOf(contents_.levels);
    definition.step = 0;
  } else if (own.kind >= Kind::kMean && own.kind <= Kind::kHighest) {
    const FactDefinition& of = Define(own.of);
    const bool becomes_broken =
        own.kind == Kind::kMean && of.type == FactType::kCount;
    definition.type = becomes_broken ? FactType::kNumber : of.type;
    definition.unit = of.unit;
    TakeRange(of, own.kind, definition);
  }
  return definition;
}

int GrowingVocabulary::Declare(OwnFact own, FactDefinition definition,
                               CompiledFact compiled) const {
  const int column = kFactCount + static_cast<int>(contents_.own_facts.size());
  definition.column = column;
  for (ItemKind kind : {ItemKind::kMilestone, ItemKind::kOutcome,
                        ItemKind::kRecommendation, ItemKind::kPlan}) {
    if (definition.is_of(kind)) {
      contents_.columns_by_key.emplace(DeclaredKey(kind, definition.name),
                                       column);
    }
  }
  const std::string unit(definition.unit);
  const bool known = std::find(contents_.units.begin(), contents_.units.end(),
                               unit) != contents_.units.end();
  if (!unit.empty() && !known) contents_.units.push_back(unit);
  contents_.own_facts.push_back(std::move(own));
  contents_.own_definitions.push_back(definition);
  contents_.own_compiled.push_back(std::move(compiled));
  return column;
}

}  // namespace actionplan
