// Facts, groups of children, ratings, and lists of children.

#include <algorithm>

#include "internal/condition_parser.h"
#include "internal/spelling.h"
#include "internal/strings.h"

namespace actionplan::internal {
namespace {

using Kind = OwnFact::Kind;

struct Function {
  std::string_view name;
  Kind kind;
};

constexpr Function kGroups[] = {
    {"count", Kind::kCount},         {"share", Kind::kShare},
    {"mean", Kind::kMean},           {"sum", Kind::kSum},
    {"lowest", Kind::kLowest},       {"highest", Kind::kHighest},
    {"worst", Kind::kWorst},         {"best", Kind::kBest},
    {"mean_score", Kind::kMeanScore}};

constexpr Function kRatings[] = {{"rating", Kind::kRating},
                                 {"last_rating", Kind::kLastRating},
                                 {"periods_at", Kind::kPeriodsAt},
                                 {"reported", Kind::kReported},
                                 {"last_reported", Kind::kLastReported},
                                 {"periods_reported", Kind::kPeriodsReported}};

constexpr std::string_view kChildren[] = {"milestones", "outcomes",
                                          "recommendations"};

std::optional<Kind> KindOf(std::span<const Function> functions,
                           std::string_view word) {
  for (const Function& function : functions) {
    if (function.name == word) return function.kind;
  }
  return std::nullopt;
}

std::optional<ItemKind> ChildFrom(std::string_view word) {
  if (word == "milestones") return ItemKind::kMilestone;
  if (word == "outcomes") return ItemKind::kOutcome;
  if (word == "recommendations") return ItemKind::kRecommendation;
  return std::nullopt;
}

// Whether the values of children can be added up, or put in order.
bool FitsGroup(FactType type, Kind kind) {
  const bool picks = kind == Kind::kLowest || kind == Kind::kHighest;
  return (IsNumeric(type) && type != FactType::kMonths) ||
         (picks && type != FactType::kYesNo && type != FactType::kChoice);
}

// The first few of the names of which `word` is a part.
std::vector<std::string_view> NamesWith(
    std::string_view word, const std::vector<std::string_view>& names) {
  constexpr size_t kMost = 5;
  std::vector<std::string_view> akin;
  if (word.empty()) return akin;
  const std::string part = StrCat("_", word, "_");
  for (std::string_view name : names) {
    if (akin.size() == kMost) break;
    if (StrCat("_", name, "_").find(part) != std::string::npos) {
      akin.push_back(name);
    }
  }
  return akin;
}

}  // namespace

std::string WithArticle(ItemKind kind) {
  return StrCat(kind == ItemKind::kOutcome ? "an " : "a ", ToWord(kind));
}

int ConditionParser::ParseOperandAlone() {
  const Operand operand = ParseOperand();
  ExpectEnd();
  return operand.column;
}

std::optional<ChildList> ConditionParser::ParseListAlone() {
  if (!Accept("list")) return std::nullopt;
  Expect("(");
  ChildList list;
  list.child = ParseChildren().value_or(ItemKind::kMilestone);
  list.aspect = aspect_;
  while (Accept(",")) {
    if (Accept("worst")) {
      list.worst = true;
    } else if (token_.kind == ConditionToken::Kind::kName) {
      list.aspect = ParseAspect();
    } else {
      list.level = ParseLevel();
    }
  }
  Expect(")");
  ExpectEnd();
  return list;
}

Operand ConditionParser::OperandAt(int column) const {
  const FactDefinition& definition = vocabulary_.Define(column);
  return {.column = column,
          .type = definition.type,
          .name = definition.name,
          .choices = definition.choices,
          .unit = definition.unit,
          .is_rating = vocabulary_.IsRating(column)};
}

Operand ConditionParser::ParseOperand() {
  if (has_failed()) return Unreadable();
  const ConditionToken name = token_;
  if (name.kind != ConditionToken::Kind::kName) {
    const bool is_text = name.kind == ConditionToken::Kind::kString;
    Fail(name, FoundInsteadOfFact(),
         is_text ? "Write numbers, days and facts without quotes."
                 : SuggestFact(IsAtEnd() ? "" : name.text));
    return Unreadable();
  }
  Advance();
  if (const auto group = KindOf(kGroups, name.text)) {
    return ParseGroup(name, *group);
  }
  if (const auto rating = KindOf(kRatings, name.text)) {
    return ParseRating(name, *rating);
  }
  return FindFact(name);
}

Operand ConditionParser::FindFact(const ConditionToken& name) {
  return WithShifts(name, FindPlainFact(name));
}

Operand ConditionParser::FindPlainFact(const ConditionToken& name) {
  const std::optional<Fact> fact = FactFromName(name.text);
  if (fact.has_value() && actionplan::Define(*fact).is_of(subject_)) {
    return OperandAt(static_cast<int>(*fact));
  }
  const std::optional<int> own = vocabulary_.FindDeclared(subject_, name.text);
  if (own.has_value()) return OperandAt(*own);
  if (Is("(")) return FailUnknownFunction(name);
  if (auto missing = vocabulary_.Explain(subject_, name.text)) {
    const size_t errors = errors_.size();
    BlameUndeclared(name, std::move(missing->what), std::move(missing->remedy));
    if (errors_.size() > errors) errors_.back().is_told = missing->is_told;
    return Unreadable();
  }
  BlameUndeclared(name,
                  StrCat("There is no fact '", Excerpt(name.text), "' of ",
                         WithArticle(subject_), "."),
                  SuggestFact(name.text));
  return Unreadable();
}

// What stands in its brackets is not known.
Operand ConditionParser::FailUnknownFunction(const ConditionToken& name) {
  std::vector<std::string_view> words;
  for (const Function& group : kGroups) words.push_back(group.name);
  for (const Function& rating : kRatings) words.push_back(rating.name);
  const std::string_view near = Nearest(name.text, words);
  Fail(name,
       StrCat("There is no group or rating '", Excerpt(name.text), "(...)'."),
       near.empty() ? StrCat("Use one of: ", Listed(words), ".")
                    : StrCat("Did you mean '", near, "'?"));
  return Unreadable();
}

std::string ConditionParser::FoundInsteadOfFact() const {
  if (IsAtEnd()) return "The condition ends where a fact should be.";
  return StrCat("Found ", Quoted(), " where a fact should be.");
}

// What to write instead of a word that is not a fact of this kind of item.
std::string ConditionParser::SuggestFact(std::string_view word) const {
  std::vector<std::string_view> names;
  for (const FactDefinition& definition : FactCatalogue()) {
    if (definition.is_of(subject_)) names.push_back(definition.name);
  }
  for (std::string_view name : vocabulary_.DeclaredNames(subject_)) {
    names.push_back(name);
  }
  const std::string_view near = Nearest(word, names);
  if (!near.empty()) return StrCat("Did you mean '", near, "'?");
  if (word == "today" || word == "now") {
    return "The day for which items are rated is 'as_of'.";
  }
  std::vector<std::string_view> akin = NamesWith(word, names);
  if (!akin.empty()) {
    return StrCat("Facts with this word: ", Listed(akin),
                  "; 'actionplan scheme facts' lists all.");
  }
  constexpr size_t kMostListed = 10;
  std::vector<std::string_view> own = vocabulary_.DeclaredNames(subject_);
  const bool all = own.size() <= kMostListed;
  if (!all) own.resize(kMostListed);
  return StrCat("Write a fact; 'actionplan scheme facts' lists them",
                own.empty() ? "" : ", and the scheme declares ", Listed(own),
                all ? "." : " and others.");
}

Operand ConditionParser::Made(const ConditionToken& at, const OwnFact& own,
                              Condition where, size_t errors) {
  if (has_failed() || errors_.size() != errors) return Unreadable();
  const std::optional<int> column =
      vocabulary_.ColumnOf(subject_, own, std::move(where));
  if (column.has_value()) return OperandAt(*column);
  Fail(at, StrCat("The scheme does not use this '", at.text, "'."),
       "Only groups and ratings that its rules use have a column.");
  return Unreadable();
}

// --- Groups ---

Operand ConditionParser::ParseGroup(const ConditionToken& name, Kind kind) {
  const size_t errors = errors_.size();
  OwnFact own = {.kind = kind};
  Expect("(");
  const std::optional<ItemKind> child = ParseChildren();
  own.child = child.value_or(ItemKind::kMilestone);
  const bool takes_fact = kind >= Kind::kMean && kind <= Kind::kHighest;
  if (takes_fact) {
    Expect(",");
    // Nothing is known of the facts of unknown children.
    if (!child.has_value()) has_failed_ = true;
    own.of = ParseChildFact(own.child, kind);
  } else {
    ParseGroupRating(own);
  }
  Condition where;
  if (Accept("where")) {
    if (!child.has_value()) has_failed_ = true;
    where = ParseWhere(own);
  }
  Expect(")");
  return Made(name, own, std::move(where), errors);
}

// ", aspect", ", 'level' or 'level'" of the children's ratings.
void ConditionParser::ParseGroupRating(OwnFact& own) {
  std::optional<int> aspect;
  const bool counts = own.kind == Kind::kCount || own.kind == Kind::kShare;
  if (Accept(",")) {
    if (!counts || token_.kind == ConditionToken::Kind::kName)
      aspect = ParseAspect();
    if (counts && (!aspect.has_value() || Accept(","))) {
      own.levels = ParseLevels();
    }
  }
  if (!counts || !own.levels.empty()) own.aspect = aspect.value_or(aspect_);
}

// The column of a child's fact that is added up.
int ConditionParser::ParseChildFact(ItemKind child, Kind kind) {
  if (has_failed() || !Enter()) return 0;
  const ItemKind subject = subject_;
  subject_ = child;
  const ConditionToken start = token_;
  const Operand operand = ParseOperand();
  subject_ = subject;
  Leave();
  if (has_failed() || !operand.is_readable) return 0;
  if (!FitsGroup(operand.type, kind)) {
    const bool picks = kind == Kind::kLowest || kind == Kind::kHighest;
    Blame(start,
          StrCat("'", operand.name, "' (", ToWord(operand.type), ") can't be ",
                 picks ? "put in order." : "added up."),
          picks ? "Take a fact that is a number or a day."
                : "Take a fact that is a number; not months, which hold "
                  "whole months and left-over days.");
  }
  return operand.column;
}

namespace {

void Shift(Condition& condition, size_t by) {
  condition.begin -= by;
  condition.end -= by;
  for (Condition& child : condition.children) Shift(child, by);
}

}  // namespace

Condition ConditionParser::ParseWhere(OwnFact& own) {
  if (has_failed()) return {};
  const size_t begin = token_.position;
  const ItemKind subject = subject_;
  subject_ = own.child;
  Condition where = ParseConditions(/*in_brackets=*/true);
  subject_ = subject;
  own.where = std::string(lexer_.text().substr(begin, last_end_ - begin));
  Shift(where, begin);
  return where;
}

std::optional<ItemKind> ConditionParser::ParseChildren() {
  if (has_failed()) return std::nullopt;
  const ConditionToken name = token_;
  const std::optional<ItemKind> child = ChildFrom(name.text);
  if (child.has_value()) {
    Advance();
    CheckChildren(name, *child);
    return child;
  }
  const bool is_name =
      name.kind == ConditionToken::Kind::kName && !IsReservedWord(name.text);
  const std::string_view near =
      is_name ? Nearest(name.text, kChildren) : std::string_view();
  const std::string remedy = near.empty()
                                 ? "Name the children: milestones, outcomes or "
                                   "recommendations."
                                 : StrCat("Did you mean '", near, "'?");
  if (is_name) {
    Blame(name, StrCat("Found ", Quoted(), "."), remedy);
    Advance();
  } else {
    Fail(name, StrCat("Found ", Quoted(), "."), remedy);
  }
  return std::nullopt;
}

void ConditionParser::CheckChildren(const ConditionToken& at, ItemKind child) {
  const bool fits =
      subject_ == ItemKind::kPlan ||
      (subject_ == ItemKind::kRecommendation &&
       (child == ItemKind::kMilestone || child == ItemKind::kOutcome));
  if (fits) return;
  Blame(at,
        StrCat(subject_ == ItemKind::kOutcome ? "An " : "A ", ToWord(subject_),
               " has no ", at.text, "."),
        "A recommendation has milestones and outcomes, a plan also "
        "recommendations.");
}

// --- Ratings, aspects, levels ---

Operand ConditionParser::ParseRating(const ConditionToken& name, Kind kind) {
  const size_t errors = errors_.size();
  OwnFact own = {.kind = kind, .aspect = aspect_};
  const bool counts =
      kind == Kind::kPeriodsAt || kind == Kind::kPeriodsReported;
  if (counts || kind == Kind::kRating) {
    Expect("(");
  } else if (!Accept("(")) {
    return Made(name, own, {}, errors);
  }
  if (!counts || token_.kind == ConditionToken::Kind::kName) {
    own.aspect = ParseAspect();
    if (counts) Expect(",");
  }
  if (counts) own.levels = ParseLevels();
  Expect(")");
  return Made(name, own, {}, errors);
}

int ConditionParser::ParseAspect() {
  if (has_failed()) return 0;
  const ConditionToken name = token_;
  const bool is_name = name.kind == ConditionToken::Kind::kName;
  const std::optional<int> aspect =
      is_name ? vocabulary_.FindAspect(name.text) : std::nullopt;
  if (!aspect.has_value()) {
    const std::vector<std::string_view> names = vocabulary_.AspectNames();
    const std::string_view near =
        is_name ? Nearest(name.text, names) : std::string_view();
    BlameUndeclared(name, StrCat("There is no aspect ", Quoted(), "."),
                    near.empty() ? StrCat("Use one of: ", Listed(names), ".")
                                 : StrCat("Did you mean '", near, "'?"));
    if (!is_name) has_failed_ = true;
  }
  Advance();
  return aspect.value_or(0);
}

// In the scheme's order, so that one set has one name.
std::vector<int> ConditionParser::ParseLevels() {
  std::vector<int> levels = {ParseLevel()};
  while (AcceptBeforeWord("or")) levels.push_back(ParseLevel());
  std::sort(levels.begin(), levels.end());
  levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
  if (levels.front() == kNotRated) {
    std::rotate(levels.begin(), levels.begin() + 1, levels.end());
  }
  return levels;
}

int ConditionParser::ParseLevel() {
  if (has_failed()) return kNotRated;
  const ConditionToken word = token_;
  const bool is_text = word.kind == ConditionToken::Kind::kString;
  const std::optional<int> level =
      is_text ? vocabulary_.FindLevel(word.text) : std::nullopt;
  if (!is_text) {
    Fail(word, StrCat("Found ", Quoted(), " where a level should be."),
         "Give a level in single quotes, or 'not rated'.");
  } else if (!level.has_value()) {
    const std::span<const std::string_view> names = vocabulary_.LevelNames();
    const std::string_view near = Nearest(word.text, names);
    BlameUndeclared(word, StrCat(Quoted(), " is not a level of this scheme."),
                    near.empty()
                        ? StrCat("Use one of: ", QuotedList(names), ".")
                        : StrCat("Did you mean '", near, "'?"));
  }
  Advance();
  return level.value_or(kNotRated);
}

}  // namespace actionplan::internal
