// Names that are facts elsewhere in the scheme: of other kinds of items, or
// declared further down.

#include <algorithm>

#include "internal/condition_lexer.h"
#include "internal/scheme_vocabulary.h"
#include "internal/strings.h"

namespace actionplan {
namespace {

using internal::MissingFact;
using internal::StrCat;

// "milestones and plans".
std::string KindsOf(const FactDefinition& definition) {
  std::vector<std::string> kinds;
  for (ItemKind kind : {ItemKind::kMilestone, ItemKind::kOutcome,
                        ItemKind::kRecommendation, ItemKind::kPlan}) {
    if (definition.is_of(kind)) kinds.push_back(StrCat(ToWord(kind), "s"));
  }
  std::string words;
  for (size_t i = 0; i < kinds.size(); ++i) {
    const bool last = i + 1 == kinds.size();
    absl::StrAppend(&words, i == 0 ? "" : last ? " and " : ", ", kinds[i]);
  }
  return words;
}

}  // namespace

void GrowingVocabulary::Foresee(std::string name, int line,
                                std::string_view is) {
  // Of more only the first are read.
  if (foreseen_.size() == Scheme::kMaxDeclaredFacts) return;
  foreseen_by_name_.try_emplace(name, foreseen_.size());
  Foreseen& fact = foreseen_.emplace_back();
  fact.name = std::move(name);
  fact.line = line;
  internal::ConditionLexer lexer(is);
  for (auto token = lexer.Next();
       token.kind != internal::ConditionToken::Kind::kEnd;
       token = lexer.Next()) {
    if (token.kind == internal::ConditionToken::Kind::kName) {
      fact.uses.emplace_back(token.text);
    }
  }
  std::sort(fact.uses.begin(), fact.uses.end());
  fact.uses.erase(std::unique(fact.uses.begin(), fact.uses.end()),
                  fact.uses.end());
  is_told_.push_back(false);
}

void GrowingVocabulary::BeginFact(std::string_view name, int line) {
  current_ = std::nullopt;
  for (size_t i = 0; i < foreseen_.size(); ++i) {
    if (foreseen_[i].name == name && foreseen_[i].line == line) current_ = i;
  }
}

std::optional<size_t> GrowingVocabulary::Find(std::string_view name) const {
  const auto found = foreseen_by_name_.find(std::string(name));
  if (found == foreseen_by_name_.end()) return std::nullopt;
  return found->second;
}

std::vector<size_t> GrowingVocabulary::Way(size_t from, size_t to) const {
  const size_t none = foreseen_.size();
  std::vector<size_t> before(foreseen_.size(), none);
  std::vector<size_t> open = {from};
  before[from] = from;
  for (size_t i = 0; i < open.size() && before[to] == none; ++i) {
    for (const std::string& use : foreseen_[open[i]].uses) {
      const std::optional<size_t> used = Find(use);
      if (!used.has_value() || before[*used] != none) continue;
      before[*used] = open[i];
      open.push_back(*used);
    }
  }
  std::vector<size_t> way;
  if (before[to] == none) return way;
  for (size_t at = to; at != from; at = before[at]) way.push_back(at);
  way.push_back(from);
  std::reverse(way.begin(), way.end());
  return way;
}

// `way` ends at the fact that is read now.
MissingFact GrowingVocabulary::ExplainCircle(
    const std::vector<size_t>& way) const {
  const bool is_told = std::any_of(way.begin(), way.end(),
                                   [&](size_t fact) { return is_told_[fact]; });
  for (size_t fact : way) is_told_[fact] = true;
  const std::string& name = foreseen_[way.back()].name;
  if (way.size() == 1) {
    return {StrCat("The fact '", name, "' is worked out from itself."),
            "Work it out from other facts.", is_told};
  }
  std::string needs = StrCat("'", name, "'");
  for (size_t fact : way) {
    absl::StrAppend(
        &needs, " needs '", foreseen_[fact].name, "'",
        fact == way.back() ? "" : StrCat(", '", foreseen_[fact].name, "'"));
  }
  return {
      StrCat("The fact '", name, "' is worked out from itself: ", needs, "."),
      "Work one of them out from other facts.", is_told};
}

std::optional<MissingFact> GrowingVocabulary::Explain(
    ItemKind subject, std::string_view name) const {
  const std::optional<size_t> later = Find(name);
  if (current_.has_value() && later.has_value() && *later >= *current_) {
    const std::vector<size_t> way = Way(*later, *current_);
    if (!way.empty()) return ExplainCircle(way);
    const std::string line = std::to_string(foreseen_[*later].line);
    return MissingFact{
        StrCat("The fact '", name, "' is declared further down, in line ", line,
               "."),
        StrCat("Move it above '", foreseen_[*current_].name,
               "'; a fact is worked out from those before it.")};
  }
  const std::optional<Fact> fact = FactFromName(name);
  const FactDefinition* definition =
      fact.has_value() ? &actionplan::Define(*fact) : nullptr;
  for (ItemKind kind : {ItemKind::kMilestone, ItemKind::kOutcome,
                        ItemKind::kRecommendation, ItemKind::kPlan}) {
    const std::optional<int> column = FindDeclared(kind, name);
    if (column.has_value()) definition = &Define(*column);
  }
  if (definition == nullptr) return std::nullopt;
  return MissingFact{
      StrCat("'", name, "' is a fact of ", KindsOf(*definition), ", not of ",
             internal::WithArticle(subject), "."),
      fact.has_value()
          ? StrCat("Take a fact of ", internal::WithArticle(subject),
                   "; 'actionplan scheme facts' lists them.")
          : StrCat("Add \"", ToWord(subject),
                   "\" to its 'for', or take "
                   "another fact.")};
}

}  // namespace actionplan
