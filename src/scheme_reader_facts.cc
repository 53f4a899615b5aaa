// [[fact]], [[never]] and [override] of a scheme file.

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

#include "internal/condition_lexer.h"
#include "internal/condition_sides.h"
#include "internal/fact_space.h"
#include "internal/scheme_reader.h"
#include "internal/spelling.h"
#include "internal/strings.h"

namespace actionplan {
namespace {

using internal::ConditionErrors;
using internal::Expression;
using internal::StrCat;

constexpr std::array<FactType, 9> kTypes = {
    FactType::kYesNo,       FactType::kChoice,  FactType::kCount,
    FactType::kNumber,      FactType::kPercent, FactType::kDays,
    FactType::kWorkingDays, FactType::kMonths,  FactType::kDay};

constexpr double kDaysOfMonths = 32;  // see facts.h

bool IsName(std::string_view text) {
  return !text.empty() && text.size() <= 60 && !internal::IsDigit(text[0]) &&
         std::all_of(text.begin(), text.end(), internal::IsNameCharacter);
}

void SetKind(ItemKind kind, FactDefinition& definition) {
  if (kind == ItemKind::kMilestone) definition.of_milestones = true;
  if (kind == ItemKind::kOutcome) definition.of_outcomes = true;
  if (kind == ItemKind::kRecommendation) definition.of_recommendations = true;
  if (kind == ItemKind::kPlan) definition.of_plans = true;
}

constexpr std::array<ItemKind, 4> kKinds = {
    ItemKind::kMilestone, ItemKind::kOutcome, ItemKind::kRecommendation,
    ItemKind::kPlan};

bool KnowsKinds(const FactDefinition& definition) {
  return std::any_of(kKinds.begin(), kKinds.end(),
                     [&](ItemKind kind) { return definition.is_of(kind); });
}

}  // namespace

void SchemeReader::ReadFact(const toml::table& table) {
  static constexpr std::array<std::string_view, 13> kKeys = {
      "name",  "for",     "meaning", "type",      "unit", "min",          "max",
      "whole", "choices", "worse",   "judgement", "is",   "may_not_apply"};
  CheckKeys(table, "a fact", kKeys);
  FactDefinition definition = {};
  ReadFactKinds(table, definition);
  ReadFactType(table, definition);
  const bool named = ReadFactName(table, definition);
  // Its name is known for whatever kinds it is meant.
  if (!KnowsKinds(definition)) {
    for (ItemKind kind : kKinds) SetKind(kind, definition);
  }
  definition.meaning =
      contents_->texts.emplace_back(String(table, "meaning", false));
  ReadFactUnit(table, definition);
  ReadFactChoices(table, definition);
  ReadFactRange(table, definition);
  ReadFactWorse(table, definition);
  OwnFact own = {.is_judgement = Boolean(table, "judgement", false),
                 .line = LineOf(table)};
  CompiledFact compiled;
  if (table.contains("is")) {
    ReadIs(table, definition, own, compiled);
    if (own.is_judgement) {
      Add(*table.get("judgement"), "What is worked out is not a judgement.",
          "Remove 'judgement' or 'is'.");
    }
  }
  definition.may_not_apply = MayNotApply(table, definition, compiled.is);
  // Declared even with problems, so that rules that use it are not blamed.
  if (!named) return;
  const size_t declared =
      vocabulary_.DeclaredNames(ItemKind::kMilestone).size() +
      vocabulary_.DeclaredNames(ItemKind::kOutcome).size() +
      vocabulary_.DeclaredNames(ItemKind::kPlan).size() +
      vocabulary_.DeclaredNames(ItemKind::kRecommendation).size();
  if (declared >= Scheme::kMaxDeclaredFacts) {
    // The next are not complained of one by one.
    if (std::exchange(has_too_many_facts_, true)) return;
    Add(table,
        StrCat("There are more than ", Scheme::kMaxDeclaredFacts,
               " facts of the scheme's own."),
        "Leave out those that no rule tests.");
    return;
  }
  vocabulary_.Declare(std::move(own), definition, std::move(compiled));
}

// So that one that uses a later one, or itself, can be told so.
void SchemeReader::ForeseeFacts(const toml::table& root) {
  const toml::node* node = root.get("fact");
  if (node == nullptr || !node->is_array()) return;
  for (const toml::node& element : *node->as_array()) {
    const toml::table* fact = element.as_table();
    if (fact == nullptr) continue;
    const toml::node* name = fact->get("name");
    if (name == nullptr || !name->is_string()) continue;
    std::string is;
    const auto append = [&](const toml::table& table) {
      for (const char* key : {"is", "when"}) {
        const toml::node* text = table.get(key);
        if (text == nullptr || !text->is_string()) continue;
        absl::StrAppend(&is, " ", text->value_or(std::string()));
      }
    };
    append(*fact);
    const toml::node* cases = fact->get("is");
    if (cases != nullptr && cases->is_array()) {
      for (const toml::node& one : *cases->as_array()) {
        if (const toml::table* table = one.as_table()) append(*table);
      }
    }
    vocabulary_.Foresee(name->value_or(std::string()), LineOf(*fact), is);
  }
}

bool SchemeReader::ReadFactName(const toml::table& table,
                                FactDefinition& definition) {
  const std::string name = String(table, "name", true);
  vocabulary_.BeginFact(name, LineOf(table));
  if (name.empty()) return false;
  definition.name = contents_->texts.emplace_back(name);
  const toml::node& node = *table.get("name");
  if (!IsName(name)) {
    Add(node, StrCat("'", internal::Excerpt(name), "' can't be a fact's name."),
        "Write lower case letters, digits and _, as in 'forecast_variance'.");
    return false;
  }
  if (internal::IsReservedWord(name)) {
    Add(node, StrCat("'", name, "' means something else in conditions."),
        "Choose another name.");
    return false;
  }
  if (FactFromName(name).has_value()) {
    Add(node, StrCat("'", name, "' is a fact that is built in."),
        "Use it without declaring it, or choose another name.");
    return false;
  }
  for (ItemKind kind : kKinds) {
    const std::optional<int> known = definition.is_of(kind)
                                         ? vocabulary_.FindDeclared(kind, name)
                                         : std::nullopt;
    if (!known.has_value()) continue;
    const auto own = static_cast<size_t>(*known - kFactCount);
    Add(node,
        StrCat("The fact '", name, "' is declared again; it stands in line ",
               contents_->own_facts[own].line, " too."),
        "Give each fact a name of its own.");
    return false;
  }
  return true;
}

void SchemeReader::ReadFactKinds(const toml::table& table,
                                 FactDefinition& definition) {
  const toml::node* node = table.get("for");
  if (node == nullptr || !node->is_array()) {
    if (const auto kind = SubjectOrUsual(table)) SetKind(*kind, definition);
    return;
  }
  bool is_good = true;
  for (const std::string& word : Strings(table, "for")) {
    bool known = false;
    for (ItemKind kind : kKinds) {
      if (ToWord(kind) != word) continue;
      SetKind(kind, definition);
      known = true;
    }
    if (known) continue;
    is_good = false;
    BlameKind(*node, word);
  }
  // What one of them was meant to be is not known.
  if (!is_good) definition.of_milestones = definition.of_outcomes = false;
  if (!is_good) definition.of_recommendations = definition.of_plans = false;
}

void SchemeReader::ReadFactType(const toml::table& table,
                                FactDefinition& definition) {
  const std::string word = String(table, "type", true);
  std::vector<std::string_view> words;
  std::string all;
  for (FactType type : kTypes) {
    words.push_back(ToWord(type));
    absl::StrAppend(&all, all.empty() ? "" : ", ",
                    internal::ToAbsl(words.back()));
    if (words.back() == word) {
      definition.type = type;
      return;
    }
  }
  if (word.empty()) return;
  const std::string_view near = internal::Nearest(word, words);
  Add(*table.get("type"), StrCat("'", word, "' is not a type of fact."),
      near.empty() ? StrCat("Use one of: ", all, ".")
                   : StrCat("Did you mean '", near, "'?"));
}

void SchemeReader::ReadFactUnit(const toml::table& table,
                                FactDefinition& definition) {
  const toml::node* node = table.get("unit");
  if (node == nullptr) return;
  const std::string unit = String(table, "unit", true);
  if (definition.type != FactType::kNumber) {
    Add(*node,
        StrCat("A fact in ", ToWord(definition.type),
               " has no unit of its own."),
        "Remove it, or make the type \"number\".");
    return;
  }
  const bool odd = unit.size() > 40 || unit.find('\'') != std::string::npos ||
                   unit.find('"') != std::string::npos ||
                   unit.find_first_of("0123456789.,()<>=+-*/\n\t") == 0 ||
                   unit.front() == ' ' || unit.back() == ' ';
  const std::string_view first_word =
      std::string_view(unit).substr(0, unit.find(' '));
  if (odd || internal::IsReservedWord(first_word)) {
    Add(*node, StrCat("'", internal::Excerpt(unit), "' can't be a unit."),
        "A unit is a sign or word such as £, people or tonnes; days, months "
        "and percent are types.");
    return;
  }
  definition.unit = contents_->texts.emplace_back(unit);
}

void SchemeReader::ReadFactChoices(const toml::table& table,
                                   FactDefinition& definition) {
  const bool is_choice = definition.type == FactType::kChoice;
  const toml::node* node = table.get("choices");
  if (node == nullptr) {
    if (is_choice) {
      Add(Where(LineOf(table), 1), "The key 'choices' is missing.",
          "Add choices = [\"...\", \"...\"].");
    }
    return;
  }
  if (!is_choice) {
    Add(*node, "Only a fact of type \"choice\" has choices.",
        "Remove them, or make the type \"choice\".");
    return;
  }
  std::vector<std::string_view>& choices = contents_->choices.emplace_back();
  constexpr size_t kMostChoices = 63;
  const size_t before = issues_.size();
  const std::vector<std::string> words = Strings(table, "choices");
  if (issues_.size() != before) return;
  if (words.empty() || words.size() > kMostChoices) {
    Add(*node, StrCat("There are ", words.size(), " choices."),
        StrCat("A fact has 1 to ", kMostChoices, "."));
  }
  for (size_t i = 0; i < std::min(words.size(), kMostChoices); ++i) {
    const std::string& word = words[i];
    const bool again =
        std::find(choices.begin(), choices.end(), word) != choices.end();
    if (again || word.empty() || word.find('\'') != std::string::npos ||
        word == "unknown" || word == "not applicable") {
      Add(*node,
          again ? StrCat("The choice '", word, "' stands twice.")
                : StrCat("'", word, "' can't be a choice."),
          "Write words without quotes, each once; unknown and not applicable "
          "need not be written.");
      continue;
    }
    choices.push_back(contents_->texts.emplace_back(word));
  }
  definition.choices = choices;
}

void SchemeReader::ReadFactRange(const toml::table& table,
                                 FactDefinition& definition) {
  const bool whole = Boolean(table, "whole", false);
  if (definition.type == FactType::kCount) definition.least = 0;
  if (!internal::IsNumeric(definition.type)) {
    for (std::string_view key : {"min", "max", "whole"}) {
      if (const toml::node* node = table.get(key)) {
        Add(*node,
            StrCat("A fact of type ", ToWord(definition.type), " has no '", key,
                   "'."),
            "Remove it.");
      }
    }
  } else {
    if (const auto least = Number(table, "min")) definition.least = *least;
    if (const auto most = Number(table, "max")) definition.most = *most;
    if (definition.least > definition.most) {
      Add(*table.get("max"), "The range is empty.",
          "Make max at least as large as min.");
      definition.most = kUnbounded;
    }
  }
  if (table.contains("is")) return;  // what is worked out may be any number
  const bool counts = definition.type == FactType::kCount ||
                      definition.type == FactType::kDays ||
                      definition.type == FactType::kWorkingDays ||
                      definition.type == FactType::kDay;
  if (whole || counts) definition.step = 1;
  if (definition.type == FactType::kMonths && !whole) {
    definition.step = 1 / kDaysOfMonths;
  }
}

void SchemeReader::ReadFactWorse(const toml::table& table,
                                 FactDefinition& definition) {
  const std::string word = String(table, "worse", false);
  if (word.empty()) return;
  std::array<std::string_view, 2> words = {"higher", "lower"};
  if (definition.type == FactType::kChoice) words = {"later", "earlier"};
  if (definition.type == FactType::kDay) words = {"later", "earlier"};
  if (definition.type == FactType::kYesNo) words = {"yes", "no"};
  const bool day = definition.type == FactType::kDay;
  if (word == words[0] || (day && word == "higher")) {
    definition.worse = Worse::kHigher;
  } else if (word == words[1] || (day && word == "lower")) {
    definition.worse = Worse::kLower;
  } else {
    Add(*table.get("worse"),
        StrCat("'", word, "' does not say which way a fact of type ",
               ToWord(definition.type), " gets worse."),
        StrCat("Write '", words[0], "' or '", words[1], "'."));
  }
}

void SchemeReader::ReadIs(const toml::table& table, FactDefinition& definition,
                          OwnFact& own, CompiledFact& compiled) {
  own.kind = OwnFact::Kind::kDerived;
  if (const toml::array* cases = table.get("is")->as_array()) {
    return ReadCases(*cases, definition, own, compiled);
  }
  own.is = String(table, "is", true);
  compiled.is = ReadExpression(table, definition);
}

void SchemeReader::ReadCases(const toml::array& cases,
                             FactDefinition& definition, OwnFact& own,
                             CompiledFact& compiled) {
  constexpr size_t kMostCases = 63;
  if (cases.empty() || cases.size() > kMostCases) {
    return Add(cases, StrCat("There are ", cases.size(), " cases."),
               StrCat("Write 1 to ", kMostCases, "."));
  }
  const auto use = [&](int column) {
    std::vector<int>& used = compiled.is.columns;
    if (std::find(used.begin(), used.end(), column) == used.end()) {
      used.push_back(column);
    }
  };
  bool is_good = true;
  for (const toml::node& node : cases) {
    const toml::table* table = node.as_table();
    if (table == nullptr) {
      Add(node, "This is not a case.",
          "Write { when = \"...\", is = \"...\" }.");
      is_good = false;
      continue;
    }
    static constexpr std::array<std::string_view, 2> kKeys = {"when", "is"};
    CheckKeys(*table, "a case", kKeys);
    const std::string when = String(*table, "when", true);
    const std::string is = String(*table, "is", true);
    if (!compiled.cases.empty() && !compiled.is.cases.back().column) {
      Add(node, "No case after \"otherwise\" can hold.",
          "Put \"otherwise\" last.");
      return;
    }
    Expression::Case one;
    std::optional<internal::Condition> condition =
        when.empty() ? std::nullopt
                     : ReadCaseCondition(*table, definition, one);
    if (!is.empty()) one.is = ReadExpression(*table, definition);
    if (!condition.has_value() || one.is.instructions.empty()) {
      is_good = false;
      continue;
    }
    absl::StrAppend(&own.is, own.is.empty() ? "" : "; ", is,
                    one.column.has_value() ? " if " : " ", when);
    if (one.column.has_value()) use(*one.column);
    for (int column : one.is.columns) use(column);
    compiled.is.cases.push_back(std::move(one));
    compiled.cases.push_back(*std::move(condition));
  }
  if (!is_good) compiled = {};
}

// What a case rests on, by what its condition is in each state and for each
// choice.
std::optional<internal::Condition> SchemeReader::ReadCaseCondition(
    const toml::table& table, const FactDefinition& definition,
    Expression::Case& one) {
  if (*table.get("when")->value_exact<std::string>() == "otherwise") {
    return internal::Condition();
  }
  std::optional<internal::Condition> condition;
  for (ItemKind kind : kKinds) {
    if (!definition.is_of(kind)) continue;
    condition = ConditionAt(table, "when", kind, 0);
    if (!condition.has_value()) return std::nullopt;
  }
  if (!condition.has_value()) return std::nullopt;
  const std::vector<int> columns = internal::ColumnsOf(*condition);
  const FactDefinition* on =
      columns.size() == 1 ? &vocabulary_.Define(columns.front()) : nullptr;
  const bool yes_no = on != nullptr && on->type == FactType::kYesNo;
  if (on == nullptr || (!yes_no && on->type != FactType::kChoice)) {
    Add(*table.get("when"),
        "A case rests on one fact, which is a choice or yes or no.",
        "Test one such fact, as in \"better is 'higher'\"; what else there is "
        "to say belongs in rules.");
    return std::nullopt;
  }
  one.column = columns.front();
  const internal::Program program(*condition);
  const auto truth_of = [&](const Cell& cell) {
    FactTable row(ItemKind::kMilestone, 1);
    row.Set(*one.column, 0, cell);
    uint8_t truth = 0;
    program.Run(row, 0, 1, &truth);
    return truth;
  };
  const size_t choices = yes_no ? 2 : on->choices.size();
  for (size_t i = 0; i < choices; ++i) {
    if (truth_of(Cell::Of(static_cast<double>(i))) == 2) {
      one.choices |= uint64_t{1} << i;
    }
  }
  one.if_unknown = truth_of(Cell::Unknown());
  one.if_not_applicable = truth_of(Cell::NotApplicable());
  return condition;
}

bool SchemeReader::MayNotApply(const toml::table& table,
                               const FactDefinition& definition,
                               const Expression& is) {
  const bool is_said = Boolean(table, "may_not_apply", false);
  if (!table.contains("is")) return is_said;
  if (table.contains("may_not_apply")) {
    Add(*table.get("may_not_apply"),
        "Whether a fact that is worked out applies follows from its parts.",
        "Remove 'may_not_apply' or 'is'.");
  }
  return std::any_of(kKinds.begin(), kKinds.end(), [&](ItemKind kind) {
    if (!definition.is_of(kind)) return false;
    return internal::MayNotApply(is, [&](int column) {
      const internal::Domain domain =
          internal::DomainOf(vocabulary_.Define(column), kind);
      return internal::Extent{domain.least, domain.most,
                              domain.may_be_not_applicable, domain.choices};
    });
  });
}

Expression SchemeReader::ReadExpression(const toml::table& table,
                                        FactDefinition& definition) {
  const toml::node& node = *table.get("is");
  const std::optional<std::string> text = node.value_exact<std::string>();
  if (!text.has_value() || text->empty()) return {};
  const bool number = definition.type != FactType::kYesNo &&
                      definition.type != FactType::kChoice;
  if (!number) {
    Add(node,
        StrCat("A fact of type ", ToWord(definition.type),
               " can't be worked out."),
        "Write what is a number or a day; a rule can test it.");
    return {};
  }
  Expression expression;
  for (ItemKind kind : kKinds) {
    if (!definition.is_of(kind)) continue;
    ConditionErrors errors;
    expression = internal::ParseExpression(*text, ContextOf(kind, 0),
                                           definition.type, errors);
    // Most are the same for every kind of item.
    if (!errors.empty()) {
      Add(node, errors);
      return {};
    }
  }
  const bool day = definition.type == FactType::kDay;
  if (day != (expression.points == 1) && !expression.instructions.empty()) {
    Add(node, day ? "This is not a day." : "This is a day, not a number.",
        day ? "Start from a day, such as 'due + 14'."
            : "Subtract a day from it, or make the type \"day\".");
  }
  CheckUnitOfSum(node, definition, expression);
  return expression;
}

// Days are added to a day; months and working days are too, but then they are
// no number.
void SchemeReader::CheckDay(const toml::node& node,
                            const Expression& expression) {
  for (FactType type : expression.number_types) {
    if (type == FactType::kDays) continue;
    return Add(node,
               StrCat("A number of ", ToWord(type), " stands by itself here."),
               type == FactType::kMonths
                   ? "Add months to a day itself, and days behind them: due + "
                     "3 months + 14 days."
               : type == FactType::kWorkingDays
                   ? "Add working days to a day itself, and days behind them: "
                     "received + 20 working days + 1 day."
                   : "Add days, months or working days to a day.");
  }
}

// A sum of days is in days, whatever its type says; a product or a quotient may
// be in anything.
void SchemeReader::CheckUnitOfSum(const toml::node& node,
                                  const FactDefinition& definition,
                                  const Expression& expression) {
  if (!expression.linear.has_value()) return;
  for (std::string_view unit : expression.number_units) {
    if (unit == definition.unit) continue;
    return Add(
        node,
        StrCat(
            "A number is in ", unit, ", but '", definition.name, "' is in ",
            definition.unit.empty() ? ToWord(definition.type) : definition.unit,
            "."),
        StrCat("Write unit = \"", unit,
               "\", or the number in the fact's own unit."));
  }
  if (definition.type == FactType::kDay) return CheckDay(node, expression);
  std::set<FactType> units(expression.number_types.begin(),
                           expression.number_types.end());
  units.erase(FactType::kPercent);
  for (const internal::Term& term : expression.linear->terms) {
    const FactType type = vocabulary_.Define(term.column).type;
    if (type == FactType::kDay) units.insert(FactType::kDays);
    if (type == FactType::kDays || type == FactType::kWorkingDays ||
        type == FactType::kMonths) {
      units.insert(type);
    }
  }
  if (units.empty()) return;
  const bool is_plain = definition.type == FactType::kNumber &&
                        definition.unit.empty() && units.size() == 1;
  if (is_plain || units == std::set<FactType>{definition.type}) return;
  std::string words;
  for (FactType unit : units) {
    absl::StrAppend(&words, words.empty() ? "" : " and ",
                    internal::ToAbsl(ToWord(unit)));
  }
  Add(node,
      StrCat(
          "This is counted in ", words, ", not in ",
          definition.unit.empty() ? ToWord(definition.type) : definition.unit,
          "."),
      units.size() == 1
          ? StrCat("Make the type \"", words,
                   "\", or use facts that count in the other unit.")
          : "Add up facts of one unit; no fixed number joins days, working "
            "days "
            "and months.");
}

void SchemeReader::ReadNever(const toml::table& table) {
  static constexpr std::array<std::string_view, 3> kKeys = {"for", "when",
                                                            "because"};
  CheckKeys(table, "never", kKeys);
  const std::optional<ItemKind> subject = SubjectOrUsual(table);
  Never never = {.when = String(table, "when", true),
                 .because = String(table, "because", false),
                 .line = LineOf(table)};
  if (!subject.has_value() || never.when.empty()) return;
  never.subject = *subject;
  std::optional<internal::Condition> condition =
      ConditionAt(table, "when", *subject, 0);
  if (!condition.has_value()) return;
  contents_->nevers.push_back(std::move(never));
  contents_->never_conditions.push_back(*std::move(condition));
}

void SchemeReader::ReadOverride(const toml::table& table) {
  static constexpr std::array<std::string_view, 6> kKeys = {
      "allowed", "levels", "worse_only", "steps", "by", "counts"};
  CheckKeys(table, "[override]", kKeys);
  OverrideBounds& bounds = contents_->override_bounds;
  bounds.allowed = Boolean(table, "allowed", true);
  bounds.worse_only = Boolean(table, "worse_only", false);
  bounds.counts = Boolean(table, "counts", false);
  bounds.by = Strings(table, "by");
  if (const toml::node* steps = table.get("steps")) {
    const std::optional<int64_t> number = steps->value_exact<int64_t>();
    if (!number.has_value() || *number < 0 || *number > 1000000) {
      Add(*steps, "'steps' is not a number of ranks.", "Write steps = 1.");
    } else {
      bounds.steps = static_cast<int>(*number);
    }
  }
  for (const std::string& word : Strings(table, "levels")) {
    const std::optional<int> level = LevelFrom(*table.get("levels"), word);
    if (level.has_value()) bounds.levels.push_back(*level);
  }
  if (!bounds.worse_only && !bounds.steps.has_value()) return;
  const auto& all = contents_->levels;
  const bool ranked = std::any_of(all.begin(), all.end(), [](const Level& l) {
    return l.rank.has_value();
  });
  if (!ranked) {
    Add(table, "Overrides are bounded by rank, and no level has one.",
        "Give the levels ranks.");
  }
}

}  // namespace actionplan
