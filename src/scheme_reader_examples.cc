// [usual], [[example]] and [[accept]] of a scheme file.

#include <algorithm>
#include <array>
#include <cmath>

#include "absl/container/flat_hash_set.h"
#include "actionplan/date.h"
#include "internal/condition_sides.h"
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

// Of one example; a limit, as the usual ones are kept with every example.
constexpr size_t kMostValues = 200;

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
  CheckExampleRule(table, example);
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
  absl::flat_hash_set<int> said;
  for (const auto& [column, cell] : example.facts) said.insert(column);
  for (const auto& usual : UsualCells(*subject, example.aspect)) {
    if (!said.contains(usual.first)) example.usual.push_back(usual);
  }
  contents_->examples.push_back(std::move(example));
}

// Their problems were told where they stand.
const SchemeReader::FactCells& SchemeReader::UsualCells(ItemKind subject,
                                                        int aspect) {
  const auto [known, is_new] = usual_cells_.try_emplace({subject, aspect});
  const auto usual = usual_.find(subject);
  if (is_new && usual != usual_.end()) {
    const size_t before = issues_.size();
    known->second = ReadFactValues(*usual->second, subject, aspect);
    issues_.resize(std::min(before, issues_.size()));
  }
  return known->second;
}

void SchemeReader::CheckExampleRule(const toml::table& table,
                                    const Example& example) {
  if (example.rule.empty() || is_partial_) return;
  if (rule_lines_.contains(example.rule)) return;
  // Of a thousand wrong ones each is compared with a thousand ids.
  constexpr size_t kMostCompared = 1000;
  std::vector<std::string_view> ids;
  for (const auto& [id, line] : rule_ids_) {
    if (ids.size() < kMostCompared) ids.emplace_back(id);
  }
  const std::string_view near = internal::Nearest(example.rule, ids);
  Add(*table.get("rule"),
      StrCat("There is no rule '", internal::Excerpt(example.rule), "'."),
      near.empty() ? "Name a rule by its id."
                   : StrCat("Did you mean '", near, "'?"));
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

SchemeReader::FactCells SchemeReader::ReadFactValues(const toml::table& facts,
                                                     ItemKind subject,
                                                     int aspect) {
  FactCells cells;
  if (facts.size() > kMostValues) {
    Add(facts, StrCat("There are ", facts.size(), " facts."),
        StrCat("Leave out what no rule tests; at most ", kMostValues,
               " are read."));
    return cells;
  }
  absl::flat_hash_set<int> said;
  for (const auto& [key, value] : facts) {
    if (has_too_many_issues()) break;
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
    if (!said.insert(column).second) {
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
  if (internal::IsNumeric(definition.type) && value.is_number()) {
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
          ? "Write true or false without quotes, \"unknown\" or \"not "
            "applicable\"."
      : definition.type == FactType::kMonths
          ? "Write a number, or \"1 month 3 days\"."
          : "Write a number without quotes, \"unknown\" or \"not "
            "applicable\".");
  return std::nullopt;
}

void SchemeReader::CheckRange(const toml::node& value,
                              const FactDefinition& definition, double number) {
  const std::string written = internal::NumberText(number);
  const bool whole = definition.step == 1;
  if (whole && number != std::floor(number)) {
    Add(value,
        definition.type == FactType::kCount
            ? StrCat("'", definition.name, "' is a whole number, not ", written,
                     ".")
            : StrCat("'", definition.name, "' counts whole ",
                     ToWord(definition.type), ", not ", written, "."),
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
    if (rule_lines_.contains(id) || is_partial_) continue;
    Add(*table.get("rules"),
        StrCat("There is no rule '", internal::Excerpt(id), "'."),
        "Name rules by their ids.");
  }
  if (const toml::node* level = table.get("level")) {
    const std::string word = String(table, "level", true);
    if (!word.empty()) accepted.level = LevelFrom(*level, word);
  }
  ReadWithin(table, accepted);
  contents_->accepted.push_back(std::move(accepted));
}

std::optional<ItemKind> SchemeReader::SubjectOfRules(
    const std::vector<std::string>& ids) const {
  std::array<bool, kItemKinds> has_rules = {};
  if (ids.empty()) has_rules = kinds_with_rules_;
  for (const std::string& id : ids) {
    const auto found = rule_kinds_.find(id);
    if (found == rule_kinds_.end()) continue;
    has_rules[static_cast<size_t>(found->second)] = true;
  }
  if (std::count(has_rules.begin(), has_rules.end(), true) != 1) {
    return std::nullopt;
  }
  return static_cast<ItemKind>(
      std::find(has_rules.begin(), has_rules.end(), true) - has_rules.begin());
}

// `within` and `fact` speak of one kind of item: that of `for`, else of the
// rules, else of the only kind that has rules.
void SchemeReader::ReadWithin(const toml::table& table,
                              const Accepted& accepted) {
  std::optional<CompiledWithin>& within =
      contents_->accepted_within.emplace_back();
  const std::optional<ItemKind> subject = accepted.subject.has_value()
                                              ? accepted.subject
                                              : SubjectOfRules(accepted.rules);
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
  if (!subject.has_value()) {
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
