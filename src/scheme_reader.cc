// The file, its head, aspects, levels and rules.

#include "internal/scheme_reader.h"

#include <algorithm>
#include <array>
#include <limits>

#include "absl/strings/ascii.h"
#include "internal/files.h"
#include "internal/spelling.h"
#include "internal/strings.h"
#include "internal/toml_outline.h"

namespace actionplan {
namespace {

using internal::ConditionContext;
using internal::ConditionErrors;
using internal::LineColumn;
using internal::StrCat;

// More are not listed: a file with so many is not a scheme.
constexpr size_t kMostIssues = 1000;

// A name that a report spells otherwise; a limit, as each is looked through for
// every rule.
constexpr size_t kMostAliases = 100;

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

SchemeReader::SchemeReader(std::string_view text)
    : text_(text), vocabulary_(*contents_) {
  lines_.push_back(0);
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') lines_.push_back(i + 1);
  }
}

WithIssues<Scheme> SchemeReader::Read() {
  if (const std::optional<toml::table> root = ParseToml()) ReadAll(*root);
  if (issues_.empty()) return {Scheme(std::move(contents_)), {}};
  return {std::nullopt, IssuesInOrder()};
}

// In the order of the file: what is wrong with one part may only come to light
// behind others.
std::vector<Issue> SchemeReader::IssuesInOrder() {
  std::stable_sort(
      issues_.begin(), issues_.end(),
      [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Issue> issues;
  for (auto& [place, issue] : issues_) issues.push_back(std::move(issue));
  return issues;
}

std::optional<toml::table> SchemeReader::ParseToml() {
  if (text_.size() > Scheme::kMaxBytes) {
    Add(Place{}, StrCat("The file has ", text_.size(), " bytes."),
        StrCat("A scheme has at most ", Scheme::kMaxBytes, " bytes."));
    return std::nullopt;
  }
  if (const auto bad = internal::FindInvalidUtf8(text_)) {
    const LineColumn at = internal::Locate(text_, *bad);
    Add(Where(at.line, at.column), "This is not UTF-8 text.",
        "Save the scheme as UTF-8.");
    return std::nullopt;
  }
  const internal::TomlOutline outline(text_);
  if (outline.too_deep().has_value()) {
    const LineColumn at = internal::Locate(text_, *outline.too_deep());
    Add(Where(at.line, at.column), "A key with so many dots is not read.",
        StrCat("There are at most ", internal::kMostTomlDots, "."));
    return std::nullopt;
  }
  if (outline.nameless().has_value()) {
    const LineColumn at = internal::Locate(text_, *outline.nameless());
    Add(Where(at.line, at.column), "A name of a table should stand here.",
        "Write a name between the brackets, such as [[rule]].");
    return std::nullopt;
  }
  // As long as the file, so that all keeps its place.
  std::string rest(text_);
  const auto blank_out = [&](size_t at) {
    do rest[at++] = '?';
    while (at < rest.size() && internal::IsContinuation(rest[at]));
  };
  for (size_t at : outline.foreign()) blank_out(at);
  for (size_t position : outline.unescapable()) {
    const LineColumn at = internal::Locate(text_, position);
    Add(Where(at.line, at.column),
        "A text can't go on with this character after a backslash.",
        "Leave the backslash out, or begin with a plain letter behind it.");
    if (has_too_many_issues()) break;
    rest[rest.rfind('\\', position)] = '?';
    blank_out(position);
  }
  toml::parse_result whole = toml::parse(rest);
  if (whole) return std::move(whole).table();
  // Each block alone: those that are not TOML are named and blanked out, so
  // that the rest can be read and keeps its lines.
  is_partial_ = true;
  for (size_t i = 0; i < outline.blocks().size(); ++i) {
    const size_t begin = outline.blocks()[i];
    const size_t end = i + 1 < outline.blocks().size() ? outline.blocks()[i + 1]
                                                       : text_.size();
    const toml::parse_result block =
        toml::parse(std::string_view(rest).substr(begin, end - begin));
    if (block) continue;
    const auto foreign = std::lower_bound(outline.foreign().begin(),
                                          outline.foreign().end(), begin);
    if (foreign != outline.foreign().end() && *foreign < end) {
      const LineColumn at = internal::Locate(text_, *foreign);
      Add(Where(at.line, at.column),
          "Here stands a character that TOML has only in quotes.",
          "Put texts in straight double quotes (\"), not in curly ones.");
    } else {
      const auto before = std::upper_bound(lines_.begin(), lines_.end(), begin);
      AddTomlError(block.error(),
                   static_cast<int>(before - lines_.begin()) - 1);
    }
    for (size_t k = begin; k < end; ++k) {
      if (rest[k] != '\n') rest[k] = ' ';
    }
  }
  toml::parse_result good = toml::parse(rest);
  if (good) {
    if (issues_.empty()) AddTomlError(whole.error(), 0);
    return std::move(good).table();
  }
  AddTomlError(issues_.empty() ? whole.error() : good.error(), 0);
  return std::nullopt;
}

void SchemeReader::AddTomlError(const toml::parse_error& error,
                                int lines_before) {
  const toml::source_position& begin = error.source().begin;
  const Place at = {static_cast<int>(begin.line) + lines_before,
                    static_cast<int>(begin.column)};
  const std::string_view found = error.description();
  const auto says = [&](std::string_view words) {
    return found.find(words) != std::string_view::npos;
  };
  const size_t position = internal::PositionAt(
      text_, lines_[std::min(lines_.size(), static_cast<size_t>(at.line)) - 1],
      at.column);
  const char here = position < text_.size() ? text_[position] : '\n';
  if (says("control characters") && (here == '\n' || here == '\r')) {
    Add(at, "The line ends within a text.",
        "Write the quote that closes it; a text of several lines stands "
        "between \"\"\" and \"\"\".");
  } else if (says("control characters")) {
    Add(at, "A character that can't be seen stands here, which is no text.",
        "Remove it, or write the line anew.");
  } else if (says("could not determine value type")) {
    Add(at,
        "This is neither a text in quotes nor a number, a day, true or false.",
        "Put words in double quotes.");
  } else if (says("expected ']'")) {
    Add(at, "A ']' is missing here.",
        "Close the brackets: [usual.milestone] or [[rule]].");
  } else if (says("expected '='")) {
    Add(at, "A '=' is missing here.",
        "Write the key and its value, as in id = \"late\"; a comment begins "
        "with #.");
  } else if (says("expected a comment or whitespace")) {
    Add(at, "Something stands behind the value.",
        "Put it in a line of its own, or make it a comment with #.");
  } else if (says("cannot redefine existing array")) {
    Add(at, "The table in one pair of brackets is a list elsewhere.",
        "Write two brackets, as in [[level]].");
  } else if (says("cannot redefine existing")) {
    Add(at, "This key, or table, stands here again.",
        "Keep one of them; a list is written with two brackets, as in "
        "[[rule]].");
  } else {
    Add(at, StrCat("This is not TOML: ", found, "."),
        "Mend the line; the format is described at toml.io.");
  }
}

void SchemeReader::ReadAll(const toml::table& root) {
  contents_->text = std::string(text_);
  root_ = &root;
  ReadHead(root);
  ForEach(root, "aspect", false, [&](const auto& t) { ReadAspect(t); });
  // Most keys rate one thing, and don't say what it is called.
  if (root.get("aspect") == nullptr) {
    contents_->aspects.push_back(
        {.name = "status", .title = "Status", .order = contents_->order});
  }
  ForEach(root, "level", true, [&](const auto& t) { ReadLevel(t); });
  for (const Level& level : contents_->levels) {
    contents_->rating_choices.emplace_back(level.name);
  }
  contents_->rating_choices.push_back(kNotRatedWord);
  for (auto& rules : contents_->rules_for) {
    rules.resize(contents_->aspects.size());
  }
  contents_->row_facts_for = contents_->rules_for;
  ForeseeFacts(root);
  ForEach(root, "fact", false, [&](const auto& t) { ReadFact(t); });
  vocabulary_.EndFacts();
  ForEach(root, "rule", true, [&](const auto& t) { ReadRule(t); });
  CheckUnique();
  ForEach(root, "never", false, [&](const auto& t) { ReadNever(t); });
  ReadUsual(root);
  ForEach(root, "example", false, [&](const auto& t) { ReadExample(t); });
  ForEach(root, "accept", false, [&](const auto& t) { ReadAccepted(t); });
  if (const toml::node* node = root.get("override")) {
    if (const toml::table* table = node->as_table()) {
      ReadOverride(*table);
    } else {
      Add(*node, "'override' is not a table.", "Write [override].");
    }
  }
  PutInOrder();
}

void SchemeReader::ReadHead(const toml::table& root) {
  static constexpr std::array<std::string_view, 16> kKeys = {
      "scheme",  "id",     "title", "source",   "order", "for",
      "aspect",  "level",  "rule",  "readings", "fact",  "never",
      "example", "accept", "usual", "override"};
  CheckKeys(root, "a scheme", kKeys);
  const toml::node* version = root.get("scheme");
  const bool missing = version == nullptr;
  if ((!missing && version->value<int64_t>() != 1) ||
      (missing && !is_partial_)) {
    Add(missing ? Place{} : Where(*version),
        "This is not a scheme of version 1.", "Begin with 'scheme = 1'.");
  }
  contents_->id = String(root, "id", true);
  contents_->title = String(root, "title", false);
  if (contents_->title.empty()) contents_->title = contents_->id;
  usual_subject_ = Subject(root, false);
  contents_->source = String(root, "source", false);
  contents_->readings = Strings(root, "readings");
  // Aspects take it over unless they have their own.
  contents_->order = ReadOrder(root, true).value_or(Order::kFirstMatch);
}

std::optional<Order> SchemeReader::ReadOrder(const toml::table& table,
                                             bool must) {
  const std::string word = String(table, "order", must);
  static constexpr std::array<Order, 3> kOrders = {
      Order::kFirstMatch, Order::kWorstMatch, Order::kSingleMatch};
  std::array<std::string_view, 3> words;
  for (size_t i = 0; i < kOrders.size(); ++i) {
    words[i] = ToWord(kOrders[i]);
    if (words[i] == word) return kOrders[i];
  }
  if (word.empty()) return std::nullopt;
  const std::string_view near = internal::Nearest(word, words);
  Add(*table.get("order"), StrCat("The order '", word, "' is unknown."),
      near.empty() ? "Write \"first match\" (the first rule that holds "
                     "decides), \"worst match\" or \"single match\"."
                   : StrCat("Did you mean '", near, "'?"));
  return std::nullopt;
}

void SchemeReader::ReadAspect(const toml::table& table) {
  static constexpr std::array<std::string_view, 3> kKeys = {"name", "title",
                                                            "order"};
  CheckKeys(table, "an aspect", kKeys);
  if (contents_->aspects.size() == Scheme::kMaxAspects) {
    Add(table, StrCat("There are more than ", Scheme::kMaxAspects, " aspects."),
        "Put the others into a scheme of their own.");
  }
  if (contents_->aspects.size() >= Scheme::kMaxAspects) return;
  Aspect aspect = {.name = String(table, "name", true),
                   .title = String(table, "title", false),
                   .order = ReadOrder(table, false).value_or(contents_->order)};
  if (vocabulary_.FindAspect(aspect.name).has_value()) {
    Add(*table.get("name"),
        StrCat("The aspect '", aspect.name, "' is declared again."),
        "Give each aspect a name of its own.");
    return;
  }
  if (aspect.title.empty()) aspect.title = aspect.name;
  contents_->aspects.push_back(std::move(aspect));
}

void SchemeReader::ReadLevel(const toml::table& table) {
  static constexpr std::array<std::string_view, 8> kKeys = {
      "name",    "letter", "colour",    "meaning",
      "aliases", "rank",   "exception", "score"};
  CheckKeys(table, "a level", kKeys);
  if (contents_->levels.size() == Scheme::kMaxLevels) {
    Add(table, StrCat("There are more than ", Scheme::kMaxLevels, " levels."),
        StrCat("A scheme has at most ", Scheme::kMaxLevels, "."));
    // The next are not complained of one by one.
    contents_->levels.emplace_back();
  }
  if (contents_->levels.size() > Scheme::kMaxLevels) return;
  Level level;
  level.name = String(table, "name", true);
  level.letter = String(table, "letter", false);
  level.colour = String(table, "colour", false);
  if (!level.colour.empty() && !IsColour(level.colour)) {
    Add(*table.get("colour"), StrCat("'", level.colour, "' is not a colour."),
        "Write it as \"#rrggbb\".");
  }
  if (level.name == kNotRatedWord) {
    Add(*table.get("name"), "'not rated' can't be the name of a level.",
        "It is what an item is called that has no level; choose another.");
  }
  ReadMeanings(table, level);
  level.aliases = Strings(table, "aliases");
  if (level.aliases.size() > kMostAliases) {
    Add(*table.get("aliases"),
        StrCat("There are ", level.aliases.size(), " aliases."),
        StrCat("A level has at most ", kMostAliases, "."));
    level.aliases.resize(kMostAliases);
  }
  if (const toml::node* rank = table.get("rank")) {
    level.rank = rank->value_exact<int64_t>();
    if (!rank->is_integer() || std::abs(*rank->value<double>()) > 1e6) {
      Add(*rank, "The rank is not a whole number of at most a million.",
          "Give the best level the highest number.");
    }
  }
  level.exception = Boolean(table, "exception", false);
  level.score = Number(table, "score");
  contents_->levels.push_back(std::move(level));
  level_lines_.push_back(LineOf(table));
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
    Add(*meaning, "The meaning is neither a text nor one per aspect.",
        "Write meaning = \"...\" or meaning.process = \"...\".");
    return;
  }
  for (const auto& [key, value] : *by_aspect) {
    const std::optional<int> aspect = vocabulary_.FindAspect(key.str());
    if (!aspect.has_value()) {
      Add(value, StrCat("There is no aspect '", key.str(), "'."),
          "Declare it with [[aspect]] above, or mend the name.");
      continue;
    }
    level.meanings[static_cast<size_t>(*aspect)] =
        String(*by_aspect, key.str(), true);
  }
}

void SchemeReader::ReadRule(const toml::table& table) {
  static constexpr std::array<std::string_view, 8> kKeys = {
      "id", "for", "aspect", "level", "when", "because", "clause", "reading"};
  CheckKeys(table, "a rule", kKeys);
  Rule rule;
  rule.id = String(table, "id", true);
  rule.line = LineOf(table);
  if (!rule.id.empty()) rule_ids_.emplace_back(rule.id, rule.line);
  rule.clause = String(table, "clause", false);
  rule.reading = String(table, "reading", false);
  rule.when = String(table, "when", true);
  rule.because = String(table, "because", false);
  const std::optional<ItemKind> kind = SubjectOrUsual(table);
  const std::optional<int> aspect = AspectAt(table, true);
  rule.level = ReadRuleLevel(table);
  rule.is_otherwise = rule.when == "otherwise";
  if (!kind.has_value()) return;
  rule.subject = *kind;
  // What is wrong with its condition can mostly be said without the aspect.
  rule.aspect = aspect.value_or(0);
  rule_kinds_.try_emplace(rule.id, rule.subject);
  kinds_with_rules_[static_cast<size_t>(rule.subject)] = true;
  CompileRule(table, std::move(rule));
}

int SchemeReader::ReadRuleLevel(const toml::table& table) {
  const std::string word = String(table, "level", true);
  if (word.empty()) return kNotRated;
  return LevelFrom(*table.get("level"), word).value_or(kNotRated);
}

void SchemeReader::CompileRule(const toml::table& table, Rule rule) {
  internal::Condition condition;
  if (rule.when != "always" && !rule.when.empty() && !rule.is_otherwise) {
    std::optional<internal::Condition> read =
        ConditionAt(table, "when", rule.subject, rule.aspect);
    if (read.has_value()) condition = *std::move(read);
  }
  std::vector<int> columns = internal::ColumnsOf(condition);
  const size_t tested = columns.size();
  std::vector<ReasonPiece> because = rule.because.empty()
                                         ? UsualReason(rule, columns)
                                         : CompileReason(table, rule, columns);
  internal::Program program(condition);
  contents_->rules.push_back(std::move(rule));
  contents_->compiled.push_back({std::move(condition), std::move(program),
                                 std::move(because), std::move(columns),
                                 tested});
}

std::vector<ReasonPiece> SchemeReader::UsualReason(
    Rule& rule, const std::vector<int>& columns) const {
  std::vector<ReasonPiece> pieces;
  for (int column : columns) {
    const std::string_view name = vocabulary_.Define(column).name;
    std::string words(name);
    std::replace(words.begin(), words.end(), '_', ' ');
    const std::string lead = StrCat(pieces.empty() ? "" : "; ", words, ": ");
    absl::StrAppend(&rule.because, lead, "{", internal::ToAbsl(name), "}");
    pieces.emplace_back(lead);
    pieces.emplace_back(column);
  }
  if (pieces.empty()) {
    rule.because =
        rule.is_otherwise ? "no other rule holds" : "it always holds";
    pieces.emplace_back(rule.because);
  }
  return pieces;
}

std::vector<ReasonPiece> SchemeReader::CompileReason(
    const toml::table& table, const Rule& rule, std::vector<int>& columns) {
  std::vector<ReasonPiece> pieces;
  const ConditionContext context = ContextOf(rule.subject, rule.aspect);
  const std::string_view text = rule.because;
  size_t at = 0;
  while (at < text.size() && !has_too_many_issues()) {
    const size_t open = text.find('{', at);
    pieces.emplace_back(std::string(text.substr(at, open - at)));
    if (open == std::string_view::npos) break;
    const size_t close = text.find('}', open);
    ConditionErrors errors;
    if (close == std::string_view::npos) {
      errors = {{open, "A '{' is not closed.", "Write '}' after the fact."}};
      Add(*table.get("because"), errors);
      break;
    }
    ReasonPiece piece = CompilePlaceholder(
        text.substr(open + 1, close - open - 1), context, errors);
    for (internal::ConditionError& error : errors) error.position += open + 1;
    Add(*table.get("because"), errors);
    at = close + 1;
    if (!errors.empty()) continue;
    if (const int* column = std::get_if<int>(&piece)) {
      if (std::find(columns.begin(), columns.end(), *column) == columns.end()) {
        columns.push_back(*column);
      }
    }
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

ReasonPiece SchemeReader::CompilePlaceholder(std::string_view inner,
                                             const ConditionContext& context,
                                             ConditionErrors& errors) {
  const std::optional<ChildList> list =
      internal::ParseList(inner, context, errors);
  if (list.has_value()) return *list;
  return internal::ParseOperand(inner, context, errors);
}

void SchemeReader::CheckUnique() {
  for (const auto& [id, line] : rule_ids_) {
    const auto [known, is_new] = rule_lines_.try_emplace(id, line);
    if (is_new) continue;
    Add(Where(line, 1),
        StrCat("The rule id '", id, "' is used again; it stands in line ",
               known->second, " too."),
        "Give each rule an id of its own.");
  }
  CheckLevelNames();
}

void SchemeReader::CheckLevelNames() {
  for (size_t i = 0; i < level_lines_.size(); ++i) {
    const Level& level = contents_->levels[i];
    CheckLevelName("name", level.name, i);
    CheckLevelName("letter", level.letter, i);
    for (const std::string& alias : level.aliases) {
      if (alias.empty()) {
        Add(Where(level_lines_[i], 1),
            StrCat("An alias of the level '", level.name, "' is empty."),
            "Remove it, or write the word that reports use.");
      }
      CheckLevelName("alias", alias, i);
    }
  }
}

// A name, letter or alias that no other level may have.
void SchemeReader::CheckLevelName(std::string_view what,
                                  const std::string& word, size_t level) {
  if (word.empty()) return;
  if (word == kNotRatedWord) {
    if (what == "name") return;  // told where it is read
    Add(Where(level_lines_[level], 1),
        StrCat("'not rated' can't be the ", what, " of a level."),
        "It is what an item is called that has no level; choose another.");
    return;
  }
  const auto [known, is_new] =
      level_of_.try_emplace(absl::AsciiStrToLower(word), level);
  const size_t first = known->second;
  if (is_new || first == level) return;
  Add(Where(level_lines_[level], 1),
      StrCat("The ", what, " '", internal::Excerpt(word),
             "' stands for two levels; the level '",
             contents_->levels[first].name, "' in line ", level_lines_[first],
             " has it too."),
      "Rename one; names, letters and aliases must differ, whatever their "
      "case.");
}

// --- What all use ---

void SchemeReader::ForEach(
    const toml::table& root, std::string_view key, bool must,
    const std::function<void(const toml::table&)>& read) {
  const toml::node* node = root.get(key);
  if (node == nullptr) {
    if (must && !is_partial_) {
      Add(Place{}, StrCat("There is no [[", key, "]]."),
          StrCat("A scheme has at least one ", key, "."));
    }
    return;
  }
  const toml::array* array = node->as_array();
  if (array == nullptr) {
    Add(*node, StrCat("'", key, "' is not a list."),
        StrCat("Write [[", key, "]] with two brackets."));
    return;
  }
  for (const toml::node& element : *array) {
    if (has_too_many_issues()) return;
    if (const toml::table* table = element.as_table()) {
      read(*table);
    } else {
      Add(element, StrCat("This ", key, " is not a table."),
          StrCat("Write [[", key, "]] and its keys below it."));
    }
  }
}

std::string SchemeReader::String(const toml::table& table, std::string_view key,
                                 bool must) {
  const toml::node* node = table.get(key);
  if (node == nullptr) {
    // The head may be among what could not be read.
    if (must && !(is_partial_ && &table == root_)) {
      Add(Where(LineOf(table), 1), StrCat("The key '", key, "' is missing."),
          StrCat("Add ", key, " = \"...\"."));
    }
    return "";
  }
  if (!node->is_string()) {
    Add(*node, StrCat("'", key, "' is not a text."),
        "Put it in double quotes.");
    return "";
  }
  std::string value = node->value_or(std::string());
  if (must && value.empty()) {
    Add(*node, StrCat("'", key, "' is empty."), "Write what it is.");
  }
  return value;
}

std::vector<std::string> SchemeReader::Strings(const toml::table& table,
                                               std::string_view key) {
  std::vector<std::string> strings;
  const toml::node* node = table.get(key);
  if (node == nullptr) return strings;
  const toml::array* array = node->as_array();
  if (array == nullptr ||
      (!array->empty() && !array->is_homogeneous<std::string>())) {
    Add(*node, StrCat("'", key, "' is not a list of texts."),
        StrCat("Write ", key, " = [\"...\", \"...\"]."));
    return strings;
  }
  for (const toml::node& element : *array) {
    strings.push_back(element.value_or(std::string()));
  }
  return strings;
}

bool SchemeReader::Boolean(const toml::table& table, std::string_view key,
                           bool otherwise) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return otherwise;
  if (!node->is_boolean()) {
    Add(*node, StrCat("'", key, "' is not true or false."),
        StrCat("Write ", key, " = true or ", key, " = false."));
  }
  return node->value_exact<bool>().value_or(otherwise);
}

std::optional<double> SchemeReader::Number(const toml::table& table,
                                           std::string_view key) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return std::nullopt;
  std::optional<double> number;
  if (node->is_number()) number = node->value<double>();
  constexpr double kLargest = 1e15;
  if (!number.has_value() || !(std::abs(*number) <= kLargest)) {
    Add(*node, StrCat("'", key, "' is not a number."),
        "Write it with digits, such as 14 or 2.5.");
    return std::nullopt;
  }
  return number;
}

std::optional<ItemKind> SchemeReader::Subject(const toml::table& table,
                                              bool must) {
  const std::string word = String(table, "for", must);
  const std::optional<ItemKind> kind = SubjectFrom(word);
  if (!kind.has_value() && !word.empty()) BlameKind(*table.get("for"), word);
  return kind;
}

void SchemeReader::BlameKind(const toml::node& node, const std::string& word) {
  static constexpr std::array<std::string_view, 4> kWords = {
      "milestone", "outcome", "recommendation", "plan"};
  const std::string_view near = internal::Nearest(word, kWords);
  Add(node, StrCat("'", internal::Excerpt(word), "' is not a kind of item."),
      near.empty() ? "Use milestone, outcome, recommendation or plan."
                   : StrCat("Did you mean '", near, "'?"));
}

std::optional<ItemKind> SchemeReader::SubjectOrUsual(const toml::table& table) {
  if (table.get("for") != nullptr) return Subject(table, true);
  if (!usual_subject_.has_value() && !is_partial_) {
    Add(Where(LineOf(table), 1), "The key 'for' is missing.",
        "Add for = \"milestone\" (or outcome, recommendation, plan), here or "
        "at "
        "the head of the file for all.");
  }
  return usual_subject_;
}

std::optional<int> SchemeReader::AspectAt(const toml::table& table, bool must) {
  // Of the only one, if there is one; if there is none that was told.
  if (must && table.get("aspect") == nullptr &&
      contents_->aspects.size() <= 1) {
    return 0;
  }
  const std::string word = String(table, "aspect", must);
  if (word.empty()) return std::nullopt;
  const std::optional<int> aspect = vocabulary_.FindAspect(word);
  if (!aspect.has_value() && !is_partial_) {
    const std::string_view near =
        internal::Nearest(word, vocabulary_.AspectNames());
    Add(*table.get("aspect"), StrCat("There is no aspect '", word, "'."),
        near.empty() ? "Declare it with [[aspect]], or mend the name."
                     : StrCat("Did you mean '", near, "'?"));
  }
  return aspect;
}

std::optional<int> SchemeReader::LevelFrom(const toml::node& node,
                                           const std::string& word) {
  const std::optional<int> level = vocabulary_.FindLevel(word);
  if (level.has_value() || is_partial_) return level;
  const std::string_view near =
      internal::Nearest(word, contents_->rating_choices);
  std::string names;
  for (std::string_view known : contents_->rating_choices) {
    if (known.empty()) continue;  // a level without a name was told of
    absl::StrAppend(&names, names.empty() ? "" : ", ", internal::ToAbsl(known));
  }
  Add(node, StrCat("'", word, "' is not a level of this scheme."),
      near.empty() ? StrCat("Use one of: ", names, ".")
                   : StrCat("Did you mean '", near, "'?"));
  return std::nullopt;
}

std::optional<internal::Condition> SchemeReader::ConditionAt(
    const toml::table& table, std::string_view key, ItemKind subject,
    int aspect) {
  const toml::node* node = table.get(key);
  const std::optional<std::string> text = node->value_exact<std::string>();
  if (!text.has_value()) return std::nullopt;
  ConditionErrors errors;
  internal::Condition condition =
      internal::ParseCondition(*text, ContextOf(subject, aspect), errors);
  if (errors.empty()) return condition;
  Add(*node, errors);
  return std::nullopt;
}

void SchemeReader::CheckKeys(const toml::table& table, std::string_view what,
                             Keys known) {
  for (const auto& [key, value] : table) {
    if (has_too_many_issues()) return;
    if (std::find(known.begin(), known.end(), key.str()) != known.end()) {
      continue;
    }
    const std::string_view near = internal::Nearest(key.str(), known);
    const toml::source_position& at = key.source().begin;
    Add(at.line > 0
            ? Where(static_cast<int>(at.line), static_cast<int>(at.column))
            : Where(value),
        StrCat("'", internal::Excerpt(key.str()), "' is not a key of ", what,
               "."),
        near.empty() ? "Remove it." : StrCat("Did you mean '", near, "'?"));
  }
}

ConditionContext SchemeReader::ContextOf(ItemKind subject, int aspect) const {
  return {.subject = subject, .aspect = aspect, .vocabulary = &vocabulary_};
}

bool SchemeReader::has_too_many_issues() const {
  return issues_.size() > kMostIssues;
}

void SchemeReader::Add(Place place, std::string what, std::string remedy) {
  if (has_too_many_issues()) return;
  if (issues_.size() == kMostIssues) {
    what = "There are more problems.";
    remedy = StrCat("Mend these ", kMostIssues, " first.");
    // Behind all others.
    issues_.push_back({{std::numeric_limits<int>::max(), 0},
                       {InWords(place), std::move(what), std::move(remedy)}});
    return;
  }
  issues_.push_back(
      {place, {InWords(place), std::move(what), std::move(remedy)}});
}

void SchemeReader::Add(const toml::node& node, std::string what,
                       std::string remedy) {
  Add(Where(node), std::move(what), std::move(remedy));
}

std::string SchemeReader::InWords(Place place) {
  return absl::StrCat("line ", place.line, ", column ", place.column);
}

SchemeReader::Place SchemeReader::Where(int line, int column) {
  return {line, column};
}

SchemeReader::Place SchemeReader::Where(const toml::node& node) {
  const toml::source_position& begin = node.source().begin;
  return Where(std::max(1, static_cast<int>(begin.line)),
               std::max(1, static_cast<int>(begin.column)));
}

int SchemeReader::LineOf(const toml::table& table) {
  return std::max(1, static_cast<int>(table.source().begin.line));
}

void SchemeReader::Add(const toml::node& node, const ConditionErrors& errors) {
  const toml::source_position& begin = node.source().begin;
  const size_t value = internal::PositionAt(
      text_, lines_[std::min(lines_.size(), size_t{begin.line}) - 1],
      static_cast<int>(begin.column));
  internal::TextInToml text(text_, value);
  // Each place is counted from the one before: a line may be a megabyte long.
  size_t counted = 0;
  size_t counted_line = 0;
  int column = 1;
  for (const internal::ConditionError& error : errors) {
    if (error.is_told || (is_partial_ && error.may_be_declared)) continue;
    const size_t at = text.PlaceOf(error.position);
    const auto next = std::upper_bound(lines_.begin(), lines_.end(), at);
    const size_t line = static_cast<size_t>(next - lines_.begin());
    if (line != counted_line) {
      counted_line = line;
      counted = internal::PositionAt(text_, lines_[line - 1], 1);
      column = 1;
    }
    column +=
        internal::Locate(text_.substr(counted, at - counted), at - counted)
            .column -
        1;
    counted = at;
    Add(Where(static_cast<int>(line), column), error.what, error.remedy);
  }
}

WithIssues<Scheme> Scheme::Parse(std::string_view toml) {
  return SchemeReader(toml).Read();
}

}  // namespace actionplan
