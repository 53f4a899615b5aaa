// [usual], [[example]] and [[accept]] of a scheme file.

#include <algorithm>
#include <array>
#include <cmath>

#include "actionplan/date.h"
#include "internal/scheme_reader.h"
#include "internal/spelling.h"
#include "internal/strings.h"

namespace actionplan {
namespace {

using internal::ConditionErrors;
using internal::StrCat;

// What `scheme check` finds, see scheme_check.h.
constexpr std::array<std::string_view, 7> kFindings = {
    "gap",      "unreachable",           "unused level", "overlap",
    "perverse", "unreachable threshold", "unknown"};

}  // namespace

void SchemeReader::ReadUsual(const toml::table& root) {
  const toml::node* node = root.get("usual");
  if (node == nullptr) return;
  const toml::table* kinds = node->as_table();
  if (kinds == nullptr) {
    Add(*node, "'usual' is not a table.", "Write [usual.milestone].");
    return;
  }
  static constexpr std::array<std::string_view, 4> kKinds = {
      "milestone", "outcome", "recommendation", "plan"};
  CheckKeys(*kinds, "usual", kKinds);
  for (ItemKind kind : {ItemKind::kMilestone, ItemKind::kOutcome,
                        ItemKind::kRecommendation, ItemKind::kPlan}) {
    const toml::node* facts = kinds->get(ToWord(kind));
    if (facts == nullptr) continue;
    if (const toml::table* table = facts->as_table()) {
      usual_[kind] = table;
      // Its problems are told once, not with each example.
      ReadFactValues(*table, kind, 0);
    } else {
      Add(*facts, "These usual facts are not a table.",
          StrCat("Write [usual.", ToWord(kind), "]."));
    }
  }
}

void SchemeReader::ReadExample(const toml::table& table) {
  static constexpr std::array<std::string_view, 8> kKeys = {
      "for", "aspect", "facts", "level", "rule", "possible", "source", "note"};
  CheckKeys(table, "an example", kKeys);
  Example example;
  example.rule = String(table, "rule", false);
  example.source = String(table, "source", false);
  example.note = String(table, "note", false);
  example.line = LineOf(table);
  const std::optional<ItemKind> subject = SubjectOrUsual(table);
  example.aspect = AspectAt(table, true).value_or(0);
  if (const toml::node* level = table.get("level")) {
    const std::string word = String(table, "level", true);
    if (!word.empty()) example.level = LevelFrom(*level, word);
  }
  ReadPossible(table, example);
  if (!example.rule.empty() && !is_partial_) {
    const bool known =
        std::any_of(rule_ids_.begin(), rule_ids_.end(),
                    [&](const auto& id) { return id.first == example.rule; });
    std::vector<std::string_view> ids;
    for (const auto& [id, line] : rule_ids_) ids.emplace_back(id);
    if (!known) {
      const std::string_view near = internal::Nearest(example.rule, ids);
      Add(*table.get("rule"), StrCat("There is no rule '", example.rule, "'."),
          near.empty() ? "Name a rule by its id."
                       : StrCat("Did you mean '", near, "'?"));
    }
  }
  if (!subject.has_value()) return;
  example.subject = *subject;
  const toml::node* facts = table.get("facts");
  if (facts != nullptr && !facts->is_table()) {
    Add(*facts, "'facts' is not a table.",
        "Write facts = { days_overdue = 12, complete = false }.");
  } else if (facts != nullptr) {
    example.facts =
        ReadFactValues(*facts->as_table(), *subject, example.aspect);
  }
  if (usual_.contains(*subject)) {
    const size_t before = issues_.size();
    for (auto& usual :
         ReadFactValues(*usual_[*subject], *subject, example.aspect)) {
      const bool said = std::any_of(
          example.facts.begin(), example.facts.end(),
          [&](const auto& fact) { return fact.first == usual.first; });
      if (!said) example.usual.push_back(usual);
    }
    issues_.resize(std::min(before, issues_.size()));
  }
  contents_->examples.push_back(std::move(example));
}

void SchemeReader::ReadPossible(const toml::table& table, Example& example) {
  for (const std::string& word : Strings(table, "possible")) {
    const std::optional<int> level = LevelFrom(*table.get("possible"), word);
    if (level.has_value()) example.possible.push_back(*level);
  }
  if (table.contains("level") || table.contains("possible")) return;
  Add(Where(LineOf(table), 1), "The example says no level.",
      "Add level = \"...\", level = \"not rated\" or possible = [...].");
}

std::vector<std::pair<int, Cell>> SchemeReader::ReadFactValues(
    const toml::table& facts, ItemKind subject, int aspect) {
  std::vector<std::pair<int, Cell>> cells;
  for (const auto& [key, value] : facts) {
    ConditionErrors errors;
    const int column =
        internal::ParseOperand(key.str(), ContextOf(subject, aspect), errors);
    for (const internal::ConditionError& error : errors) {
      const toml::source_position& at = key.source().begin;
      if (is_partial_ && error.may_be_declared) continue;
      Add(at.line > 0
              ? Where(static_cast<int>(at.line), static_cast<int>(at.column))
              : Where(value),
          error.what, error.remedy);
    }
    if (!errors.empty()) continue;
    const std::optional<Cell> cell = ReadCell(value, column);
    if (!cell.has_value()) continue;
    const bool again =
        std::any_of(cells.begin(), cells.end(),
                    [&](const auto& known) { return known.first == column; });
    if (again) {
      Add(value, StrCat("'", internal::Excerpt(key.str()), "' is said twice."),
          "Remove one of them.");
      continue;
    }
    cells.emplace_back(column, *cell);
  }
  return cells;
}

std::optional<Cell> SchemeReader::ReadCell(const toml::node& value,
                                           int column) {
  const FactDefinition& definition = vocabulary_.Define(column);
  if (const auto word = value.value_exact<std::string>()) {
    return ReadWordCell(value, *word, definition);
  }
  if (const auto flag = value.value_exact<bool>()) {
    if (definition.type == FactType::kYesNo) return Cell::Of(*flag ? 1 : 0);
  }
  if (const auto day = value.value_exact<toml::date>()) {
    const absl::StatusOr<Date> date =
        Date::Create(day->year, day->month, day->day);
    if (definition.type == FactType::kDay && date.ok()) return Cell::Of(*date);
  }
  const bool numeric = definition.type != FactType::kYesNo &&
                       definition.type != FactType::kChoice &&
                       definition.type != FactType::kDay;
  if (numeric && value.is_number()) {
    const double number = *value.value<double>();
    if (std::isfinite(number)) {
      CheckRange(value, definition, number);
      return Cell::Of(number);
    }
  }
  static const std::string kOr = ", \"unknown\" or \"not applicable\".";
  const std::string must =
      definition.type == FactType::kYesNo    ? StrCat("true, false", kOr)
      : definition.type == FactType::kChoice ? StrCat("a word", kOr)
      : definition.type == FactType::kDay
          ? StrCat("a day such as 2026-03-31", kOr)
          : StrCat("a number", kOr);
  Add(value,
      StrCat("This is not a value of '", definition.name, "' (",
             ToWord(definition.type), ")."),
      StrCat("Write ", must));
  return std::nullopt;
}

std::optional<Cell> SchemeReader::ReadWordCell(
    const toml::node& value, const std::string& word,
    const FactDefinition& definition) {
  if (word == "unknown") return Cell::Unknown();
  if (word == "not applicable") {
    if (!definition.may_not_apply) {
      const OwnFact& own =
          contents_
              ->own_facts[static_cast<size_t>(definition.column - kFactCount)];
      Add(value, StrCat("'", definition.name, "' always applies."),
          own.kind == OwnFact::Kind::kDeclared
              ? StrCat("Write \"unknown\" if it was not recorded, or add "
                       "may_not_apply = true to the fact '",
                       definition.name, "'.")
              : "Write a value, or \"unknown\".");
    }
    return Cell::NotApplicable();
  }
  const auto& choices = definition.choices;
  if (definition.type == FactType::kChoice) {
    const auto found = std::find(choices.begin(), choices.end(), word);
    if (found != choices.end()) {
      return Cell::Of(static_cast<double>(found - choices.begin()));
    }
    if (choices.data() == contents_->rating_choices.data()) {
      const std::optional<int> level = vocabulary_.FindLevel(word);
      if (level.has_value()) return Cell::Of(*level);
    }
    const std::string_view near = internal::Nearest(word, choices);
    Add(value,
        StrCat("'", internal::Excerpt(word), "' is not a value of '",
               definition.name, "'."),
        near.empty()
            ? StrCat("Use one of: ", internal::QuotedList(choices), ".")
            : StrCat("Did you mean '", near, "'?"));
    return std::nullopt;
  }
  if (definition.type == FactType::kDay) {
    const absl::StatusOr<Date> day = Date::Parse(word);
    if (day.ok()) return Cell::Of(*day);
    Add(value, std::string(internal::ToStd(day.status().message())),
        "Write a day as 2026-03-31.");
    return std::nullopt;
  }
  if (definition.type != FactType::kYesNo) {
    const auto read = ReadFactValue(definition, FactValue(word), kNeverSaid);
    if (const Cell* cell = std::get_if<Cell>(&read)) return *cell;
  }
  Add(value,
      StrCat("'", internal::Excerpt(word), "' is not a value of '",
             definition.name, "' (", ToWord(definition.type), ")."),
      definition.type == FactType::kYesNo
          ? "Write true, false, \"unknown\" or \"not applicable\"."
      : definition.type == FactType::kMonths
          ? "Write a number, or \"1 month 3 days\"."
          : "Write a number, \"unknown\" or \"not applicable\".");
  return std::nullopt;
}

void SchemeReader::CheckRange(const toml::node& value,
                              const FactDefinition& definition, double number) {
  const std::string written = internal::NumberText(number);
  const bool whole = definition.step == 1;
  if (whole && number != std::floor(number)) {
    Add(value,
        StrCat("'", definition.name, "' counts whole ", ToWord(definition.type),
               ", not ", written, "."),
        "Write a whole number.");
  } else if (number < definition.least || number > definition.most) {
    Add(value, StrCat("'", definition.name, "' can't be ", written, "."),
        number < definition.least
            ? StrCat("It is at least ", internal::NumberText(definition.least),
                     ".")
            : StrCat("It is at most ", internal::NumberText(definition.most),
                     "."));
  }
}

void SchemeReader::ReadAccepted(const toml::table& table) {
  static constexpr std::array<std::string_view, 8> kKeys = {
      "finding", "rules", "level", "fact", "aspect", "for", "within", "reason"};
  CheckKeys(table, "accept", kKeys);
  Accepted accepted;
  accepted.finding = String(table, "finding", true);
  accepted.rules = Strings(table, "rules");
  accepted.fact = String(table, "fact", false);
  accepted.aspect = AspectAt(table, false);
  accepted.subject = Subject(table, false);
  accepted.within = String(table, "within", false);
  accepted.reason = String(table, "reason", true);
  accepted.line = LineOf(table);
  const bool known = std::find(kFindings.begin(), kFindings.end(),
                               accepted.finding) != kFindings.end();
  if (!known && !accepted.finding.empty()) {
    const std::string_view near =
        internal::Nearest(accepted.finding, kFindings);
    Add(*table.get("finding"),
        StrCat("'", accepted.finding, "' is not a finding."),
        near.empty()
            ? StrCat("Use one of: ", internal::QuotedList(kFindings), ".")
            : StrCat("Did you mean '", near, "'?"));
  }
  for (const std::string& id : accepted.rules) {
    const bool there =
        std::any_of(rule_ids_.begin(), rule_ids_.end(),
                    [&](const auto& rule) { return rule.first == id; });
    if (there || is_partial_) continue;
    Add(*table.get("rules"), StrCat("There is no rule '", id, "'."),
        "Name rules by their ids.");
  }
  if (const toml::node* level = table.get("level")) {
    const std::string word = String(table, "level", true);
    if (!word.empty()) accepted.level = LevelFrom(*level, word);
  }
  ReadWithin(table, accepted);
  contents_->accepted.push_back(std::move(accepted));
}

// `within` and `fact` speak of one kind of item: that of `for`, else of the
// rules, else of the only kind that has rules.
void SchemeReader::ReadWithin(const toml::table& table,
                              const Accepted& accepted) {
  std::optional<CompiledWithin>& within =
      contents_->accepted_within.emplace_back();
  std::optional<ItemKind> subject = accepted.subject;
  bool several = false;
  for (const Rule& rule : contents_->rules) {
    const bool counts = accepted.rules.empty() ||
                        std::find(accepted.rules.begin(), accepted.rules.end(),
                                  rule.id) != accepted.rules.end();
    if (!counts || accepted.subject.has_value()) continue;
    several = several || (subject.has_value() && *subject != rule.subject);
    subject = rule.subject;
  }
  if (!accepted.fact.empty() && !is_partial_) {
    bool found = false;
    for (ItemKind kind : {ItemKind::kMilestone, ItemKind::kOutcome,
                          ItemKind::kRecommendation, ItemKind::kPlan}) {
      if (accepted.subject.has_value() && kind != *accepted.subject) continue;
      ConditionErrors errors;
      internal::ParseOperand(
          accepted.fact, ContextOf(kind, accepted.aspect.value_or(0)), errors);
      found = found || errors.empty();
    }
    if (!found) {
      Add(*table.get("fact"),
          StrCat("There is no fact '", internal::Excerpt(accepted.fact), "'."),
          "Write the fact or group as conditions do.");
    }
  }
  if (accepted.within.empty()) return;
  if (!subject.has_value() || several) {
    if (is_partial_) return;
    Add(*table.get("within"), "It is open of which kind of item this speaks.",
        "Add for = \"milestone\", or the kind that it is.");
    return;
  }
  std::optional<internal::Condition> condition =
      ConditionAt(table, "within", *subject, accepted.aspect.value_or(0));
  if (condition.has_value()) {
    within = CompiledWithin{*subject, *std::move(condition)};
  }
}

}  // namespace actionplan
