// Reads a scheme file: TOML -> Scheme, with every problem's line and column.

#include <algorithm>
#include <array>
#include <functional>

#include <toml++/toml.h>

#include "actionplan/scheme.h"
#include "internal/files.h"
#include "internal/scheme_contents.h"
#include "internal/spelling.h"
#include "internal/strings.h"

namespace actionplan {
namespace {

using internal::ConditionContext;
using internal::ConditionError;
using internal::LineColumn;
using internal::StrCat;

std::string Where(int line, int column) {
  return absl::StrCat("line ", line, ", column ", column);
}

std::string Where(const toml::node& node) {
  const toml::source_position& begin = node.source().begin;
  return Where(static_cast<int>(begin.line), static_cast<int>(begin.column));
}

std::optional<ItemKind> SubjectFrom(std::string_view word) {
  for (ItemKind kind : {ItemKind::kMilestone, ItemKind::kOutcome,
                        ItemKind::kRecommendation, ItemKind::kPlan}) {
    if (ToWord(kind) == word) return kind;
  }
  return std::nullopt;
}

bool IsColour(std::string_view text) {
  return text.size() == 7 && text[0] == '#' &&
         text.find_first_not_of("0123456789abcdefABCDEF", 1) ==
             std::string_view::npos;
}

}  // namespace

class SchemeReader {
 public:
  explicit SchemeReader(std::string_view text) : text_(text) {}

  WithIssues<Scheme> Read();

 private:
  void ReadHead(const toml::table& root);
  void ReadAspect(const toml::table& table);
  void ReadLevel(const toml::table& table);
  void ReadMeanings(const toml::table& table, Level& level);
  void ReadAliases(const toml::table& table, Level& level);
  void ReadRule(const toml::table& table);
  int ReadRuleLevel(const toml::table& table);
  void CompileRule(const toml::table& table, Rule rule);
  std::vector<ReasonPiece> CompileReason(const toml::table& table,
                                         const Rule& rule,
                                         std::vector<int>& columns);
  ReasonPiece CompilePlaceholder(std::string_view inner,
                                 const ConditionContext& context,
                                 std::optional<ConditionError>& error);
  void CheckUnique();

  // Calls `read` for every table of the array `key`, complaining of what is
  // not one, and of an array that is missing.
  void ForEach(const toml::table& root, std::string_view key,
               const std::function<void(const toml::table&)>& read);

  // The string at `key`; empty, with an issue if `must`, when there is none.
  std::string String(const toml::table& table, std::string_view key, bool must);
  void CheckKeys(const toml::table& table, std::string_view what,
                 std::span<const std::string_view> known);

  ConditionContext ContextOf(const Rule& rule);
  int ColumnOf(const OwnFact& own, ItemKind subject);
  std::string NameOf(const OwnFact& own) const;
  std::optional<int> FindLevel(std::string_view word) const;

  void Add(std::string where, std::string what, std::string remedy) {
    issues_.push_back({std::move(where), std::move(what), std::move(remedy)});
  }
  // An error at a position in the string value `node`.
  void Add(const toml::node& node, const ConditionError& error);

  std::string_view text_;
  std::shared_ptr<Scheme::Contents> contents_ =
      std::make_shared<Scheme::Contents>();
  std::vector<Issue> issues_;
  // The ids of all rules, good or bad, with their lines.
  std::vector<std::pair<std::string, int>> rule_ids_;
};

WithIssues<Scheme> SchemeReader::Read() {
  if (const auto bad = internal::FindInvalidUtf8(text_)) {
    const LineColumn at = internal::Locate(text_, *bad);
    Add(Where(at.line, at.column), "This is not UTF-8 text.",
        "Save the scheme as UTF-8.");
    return {std::nullopt, std::move(issues_)};
  }
  const toml::parse_result parsed = toml::parse(text_);
  if (!parsed) {
    const toml::source_position& at = parsed.error().source().begin;
    Add(Where(static_cast<int>(at.line), static_cast<int>(at.column)),
        StrCat("This is not TOML: ", parsed.error().description(), "."),
        "Mend the line; the format is described at toml.io.");
    return {std::nullopt, std::move(issues_)};
  }
  const toml::table& root = parsed.table();
  contents_->text = std::string(text_);
  ReadHead(root);
  ForEach(root, "aspect", [&](const toml::table& t) { ReadAspect(t); });
  ForEach(root, "level", [&](const toml::table& t) { ReadLevel(t); });
  if (contents_->levels.size() > Scheme::kMaxLevels) {
    Add("line 1, column 1",
        StrCat("There are ", contents_->levels.size(), " levels."),
        StrCat("A scheme has at most ", Scheme::kMaxLevels, "."));
  }
  if (issues_.empty()) {
    ForEach(root, "rule", [&](const toml::table& t) { ReadRule(t); });
  }
  CheckUnique();
  if (!issues_.empty()) return {std::nullopt, std::move(issues_)};
  return {Scheme(std::move(contents_)), {}};
}

void SchemeReader::ReadHead(const toml::table& root) {
  static constexpr std::array<std::string_view, 8> kKeys = {
      "scheme", "id", "title", "source", "order", "aspect", "level", "rule"};
  CheckKeys(root, "a scheme", kKeys);
  const toml::node* version = root.get("scheme");
  if (version == nullptr || version->value<int64_t>() != 1) {
    Add(version == nullptr ? "line 1, column 1" : Where(*version),
        "This is not a scheme of version 1.", "Begin with 'scheme = 1'.");
  }
  contents_->id = String(root, "id", true);
  contents_->title = String(root, "title", true);
  contents_->source = String(root, "source", false);
  const std::string order = String(root, "order", true);
  if (!order.empty() && order != "first match") {
    Add(Where(*root.get("order")),
        StrCat("The order '", order, "' is unknown."),
        "Write order = \"first match\": the first rule that holds decides.");
  }
}

void SchemeReader::ReadAspect(const toml::table& table) {
  static constexpr std::array<std::string_view, 2> kKeys = {"name", "title"};
  CheckKeys(table, "an aspect", kKeys);
  Aspect aspect = {.name = String(table, "name", true),
                   .title = String(table, "title", false)};
  if (aspect.title.empty()) aspect.title = aspect.name;
  contents_->aspects.push_back(std::move(aspect));
}

void SchemeReader::ReadLevel(const toml::table& table) {
  static constexpr std::array<std::string_view, 7> kKeys = {
      "name", "letter", "colour", "meaning", "aliases", "rank", "exception"};
  CheckKeys(table, "a level", kKeys);
  Level level;
  level.name = String(table, "name", true);
  level.letter = String(table, "letter", false);
  level.colour = String(table, "colour", false);
  if (!level.colour.empty() && !IsColour(level.colour)) {
    Add(Where(*table.get("colour")),
        StrCat("'", level.colour, "' is not a colour."),
        "Write it as \"#rrggbb\".");
  }
  if (level.name == kNotRatedWord) {
    Add(Where(*table.get("name")), "'not rated' can't be the name of a level.",
        "It is what an item is called that has no level; choose another.");
  }
  ReadMeanings(table, level);
  ReadAliases(table, level);
  if (const toml::node* rank = table.get("rank")) {
    const std::optional<int> value = rank->value<int>();
    if (!value.has_value()) {
      Add(Where(*rank), "The rank is not a whole number.",
          "Give the best level the highest number.");
    }
    level.rank = value;
  }
  if (const toml::node* exception = table.get("exception")) {
    if (!exception->is_boolean()) {
      Add(Where(*exception), "'exception' is not true or false.",
          "Write exception = true for levels that a report must explain.");
    }
    level.exception = exception->value_or(false);
  }
  contents_->levels.push_back(std::move(level));
}

void SchemeReader::ReadMeanings(const toml::table& table, Level& level) {
  level.meanings.resize(contents_->aspects.size());
  const toml::node* meaning = table.get("meaning");
  if (meaning == nullptr) return;
  if (meaning->is_string()) {
    std::fill(level.meanings.begin(), level.meanings.end(),
              meaning->value_or(std::string()));
    return;
  }
  const toml::table* by_aspect = meaning->as_table();
  if (by_aspect == nullptr) {
    Add(Where(*meaning), "The meaning is neither a text nor one per aspect.",
        "Write meaning = \"...\" or meaning.process = \"...\".");
    return;
  }
  for (const auto& [key, value] : *by_aspect) {
    const auto& all = contents_->aspects;
    // Clang 14 can't capture `key` itself.
    const auto found = std::find_if(all.begin(), all.end(),
                                    [name = key.str()](const Aspect& aspect) {
                                      return aspect.name == name;
                                    });
    if (found == all.end()) {
      Add(Where(value), StrCat("There is no aspect '", key.str(), "'."),
          "Declare it with [[aspect]] above, or mend the name.");
      continue;
    }
    level.meanings[static_cast<size_t>(found - all.begin())] =
        String(*by_aspect, key.str(), true);
  }
}

void SchemeReader::ReadAliases(const toml::table& table, Level& level) {
  const toml::node* aliases = table.get("aliases");
  if (aliases == nullptr) return;
  const toml::array* array = aliases->as_array();
  if (array == nullptr || !array->is_homogeneous<std::string>()) {
    Add(Where(*aliases), "The aliases are not a list of texts.",
        "Write aliases = [\"Yellow\"].");
    return;
  }
  for (const toml::node& alias : *array) {
    level.aliases.push_back(alias.value_or(std::string()));
  }
}

void SchemeReader::ReadRule(const toml::table& table) {
  static constexpr std::array<std::string_view, 8> kKeys = {
      "id", "for", "aspect", "level", "when", "because", "clause", "reading"};
  CheckKeys(table, "a rule", kKeys);
  Rule rule;
  rule.id = String(table, "id", true);
  rule.line = static_cast<int>(table.source().begin.line);
  if (!rule.id.empty()) rule_ids_.emplace_back(rule.id, rule.line);
  rule.clause = String(table, "clause", false);
  rule.reading = String(table, "reading", false);
  rule.when = String(table, "when", true);
  rule.because = String(table, "because", true);

  const std::string subject = String(table, "for", true);
  const std::optional<ItemKind> kind = SubjectFrom(subject);
  if (!kind.has_value() && !subject.empty()) {
    Add(Where(*table.get("for")), StrCat("'", subject, "' can't be rated."),
        "Use milestone, outcome, recommendation or plan.");
  }
  rule.subject = kind.value_or(ItemKind::kMilestone);

  const std::string aspect = String(table, "aspect", true);
  const auto& all = contents_->aspects;
  const auto found = std::find_if(
      all.begin(), all.end(),
      [&](const Aspect& candidate) { return candidate.name == aspect; });
  if (found == all.end()) {
    if (!aspect.empty()) {
      Add(Where(*table.get("aspect")),
          StrCat("There is no aspect '", aspect, "'."),
          "Declare it with [[aspect]], or mend the name.");
    }
    return;
  }
  rule.aspect = static_cast<int>(found - all.begin());
  rule.level = ReadRuleLevel(table);
  if (kind.has_value()) CompileRule(table, std::move(rule));
}

int SchemeReader::ReadRuleLevel(const toml::table& table) {
  const std::string word = String(table, "level", true);
  if (word.empty()) return kNotRated;
  const std::optional<int> level = FindLevel(word);
  if (!level.has_value()) {
    std::string names;
    for (const Level& known : contents_->levels) {
      absl::StrAppend(&names, known.name, ", ");
    }
    Add(Where(*table.get("level")),
        StrCat("'", word, "' is not a level of this scheme."),
        StrCat("Use one of: ", names, "not rated."));
  }
  return level.value_or(kNotRated);
}

ConditionContext SchemeReader::ContextOf(const Rule& rule) {
  return {.subject = rule.subject,
          .aspect = rule.aspect,
          .find_level = [this](std::string_view w) { return FindLevel(w); },
          .column_of =
              [this, &rule](const OwnFact& own) {
                return ColumnOf(own, rule.subject);
              }};
}

void SchemeReader::CompileRule(const toml::table& table, Rule rule) {
  internal::Condition condition;
  if (rule.when != "always" && !rule.when.empty()) {
    std::optional<ConditionError> error;
    condition = internal::ParseCondition(rule.when, ContextOf(rule), error);
    if (error.has_value()) {
      Add(*table.get("when"), *error);
      return;
    }
  }
  std::vector<int> columns = internal::ColumnsOf(condition);
  const size_t tested = columns.size();
  std::vector<ReasonPiece> because = CompileReason(table, rule, columns);
  internal::Program program(condition);
  contents_->rules.push_back(std::move(rule));
  contents_->compiled.push_back({std::move(condition), std::move(program),
                                 std::move(because), std::move(columns),
                                 tested});
}

std::vector<ReasonPiece> SchemeReader::CompileReason(
    const toml::table& table, const Rule& rule, std::vector<int>& columns) {
  std::vector<ReasonPiece> pieces;
  const ConditionContext context = ContextOf(rule);
  const std::string_view text = rule.because;
  size_t at = 0;
  while (at < text.size()) {
    const size_t open = text.find('{', at);
    pieces.emplace_back(std::string(text.substr(at, open - at)));
    if (open == std::string_view::npos) break;
    const size_t close = text.find('}', open);
    std::optional<ConditionError> error;
    if (close == std::string_view::npos) {
      error = {open, "A '{' is not closed.", "Write '}' after the fact."};
      Add(*table.get("because"), *error);
      break;
    }
    ReasonPiece piece = CompilePlaceholder(
        text.substr(open + 1, close - open - 1), context, error);
    if (error.has_value()) {
      error->position += open + 1;
      Add(*table.get("because"), *error);
      break;
    }
    if (const int* column = std::get_if<int>(&piece)) {
      if (std::find(columns.begin(), columns.end(), *column) == columns.end()) {
        columns.push_back(*column);
      }
    }
    pieces.push_back(std::move(piece));
    at = close + 1;
  }
  return pieces;
}

ReasonPiece SchemeReader::CompilePlaceholder(
    std::string_view inner, const ConditionContext& context,
    std::optional<ConditionError>& error) {
  const std::optional<ChildList> list =
      internal::ParseList(inner, context, error);
  if (list.has_value()) return *list;
  return internal::ParseOperand(inner, context, error);
}

void SchemeReader::CheckUnique() {
  for (size_t i = 0; i < rule_ids_.size(); ++i) {
    const auto& [id, line] = rule_ids_[i];
    for (size_t k = 0; k < i; ++k) {
      if (rule_ids_[k].first != id) continue;
      Add(Where(line, 1),
          StrCat("The rule id '", id, "' is used again; it stands in line ",
                 rule_ids_[k].second, " too."),
          "Give each rule an id of its own.");
      break;
    }
  }
  for (size_t i = 0; i < contents_->levels.size(); ++i) {
    const std::string& name = contents_->levels[i].name;
    if (FindLevel(name) != static_cast<int>(i)) {
      Add("line 1, column 1",
          StrCat("The name '", name, "' stands for two levels."),
          "Names, letters and aliases must differ, whatever their case.");
    }
  }
}

void SchemeReader::ForEach(
    const toml::table& root, std::string_view key,
    const std::function<void(const toml::table&)>& read) {
  const toml::node* node = root.get(key);
  if (node == nullptr) {
    Add("line 1, column 1", StrCat("There is no [[", key, "]]."),
        StrCat("A scheme has at least one ", key, "."));
    return;
  }
  const toml::array* array = node->as_array();
  if (array == nullptr) {
    Add(Where(*node), StrCat("'", key, "' is not a list."),
        StrCat("Write [[", key, "]] with two brackets."));
    return;
  }
  for (const toml::node& element : *array) {
    if (const toml::table* table = element.as_table()) {
      read(*table);
    } else {
      Add(Where(element), StrCat("This ", key, " is not a table."),
          StrCat("Write [[", key, "]] and its keys below it."));
    }
  }
}

std::string SchemeReader::String(const toml::table& table, std::string_view key,
                                 bool must) {
  const toml::node* node = table.get(key);
  if (node == nullptr) {
    if (must) {
      const int line = std::max(1, static_cast<int>(table.source().begin.line));
      Add(Where(line, 1), StrCat("The key '", key, "' is missing."),
          StrCat("Add ", key, " = \"...\"."));
    }
    return "";
  }
  if (!node->is_string()) {
    Add(Where(*node), StrCat("'", key, "' is not a text."),
        "Put it in double quotes.");
    return "";
  }
  return node->value_or(std::string());
}

void SchemeReader::CheckKeys(const toml::table& table, std::string_view what,
                             std::span<const std::string_view> known) {
  for (const auto& [key, value] : table) {
    if (std::find(known.begin(), known.end(), key.str()) != known.end()) {
      continue;
    }
    const std::string_view near = internal::Nearest(key.str(), known);
    Add(Where(value), StrCat("'", key.str(), "' is not a key of ", what, "."),
        near.empty() ? "Remove it." : StrCat("Did you mean '", near, "'?"));
  }
}

int SchemeReader::ColumnOf(const OwnFact& own, ItemKind subject) {
  auto& all = contents_->own_facts;
  for (size_t i = 0; i < all.size(); ++i) {
    const FactDefinition& known = contents_->own_definitions[i];
    if (all[i] == own && known.is_of(subject)) return known.column;
  }
  const bool is_share = own.kind == OwnFact::Kind::kShare;
  const int column = kFactCount + static_cast<int>(all.size());
  all.push_back(own);
  contents_->own_definitions.push_back(
      {.column = column,
       .name = contents_->texts.emplace_back(NameOf(own)),
       .type = is_share ? FactType::kPercent : FactType::kCount,
       .meaning = "",
       .choices = {},
       .of_milestones = subject == ItemKind::kMilestone,
       .of_outcomes = subject == ItemKind::kOutcome,
       .of_recommendations = subject == ItemKind::kRecommendation,
       .of_plans = subject == ItemKind::kPlan,
       .least = 0,
       .most = is_share ? 100 : kUnbounded,
       .step = is_share ? 0.0 : 1.0});
  return column;
}

std::string SchemeReader::NameOf(const OwnFact& own) const {
  const std::string_view function =
      own.kind == OwnFact::Kind::kShare ? "share" : "count";
  std::string levels;
  for (int level : own.levels) {
    absl::StrAppend(&levels, levels.empty() ? ", '" : " or '",
                    internal::ToAbsl(Scheme(contents_).LevelName(level)), "'");
  }
  return StrCat(function, "(", ToWord(own.child), "s", levels, ")");
}

std::optional<int> SchemeReader::FindLevel(std::string_view word) const {
  if (word == kNotRatedWord) return kNotRated;
  return Scheme(contents_).FindLevel(word);
}

void SchemeReader::Add(const toml::node& node, const ConditionError& error) {
  const toml::source_position& begin = node.source().begin;
  // Count through the value as it stands in the file: its quotes, and escapes
  // that stand for one character each.
  size_t at = 0;
  for (uint32_t line = 1; line < begin.line; ++line) {
    at = text_.find('\n', at) + 1;
  }
  at += begin.column - 1;
  const bool triple =
      text_.substr(at, 3) == "\"\"\"" || text_.substr(at, 3) == "'''";
  at += triple ? 3 : 1;
  if (triple && text_.substr(at, 1) == "\n") ++at;
  for (size_t i = 0; i < error.position && at < text_.size(); ++i, ++at) {
    if (text_[at] == '\\') ++at;
  }
  const LineColumn place = internal::Locate(text_, at);
  Add(Where(place.line, place.column), error.what, error.remedy);
}

WithIssues<Scheme> Scheme::Parse(std::string_view toml) {
  return SchemeReader(toml).Read();
}

}  // namespace actionplan
