#include "internal/check_remedy.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "internal/fact_space.h"
#include "internal/region_words.h"
#include "internal/rule_questions.h"
#include "internal/strings.h"

namespace actionplan::internal {
namespace {

// Each try is a check of the whole scheme, so there are not too many.
constexpr size_t kMostFindings = 20;
constexpr size_t kMostTries = 24;
constexpr size_t kMostRules = 80;

struct Edit {
  std::string text;   // the file
  std::string words;  // what was done
};

std::string_view WithoutEnds(std::string_view text) {
  const size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return "";
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

// Two findings with one key are the same, before and after an edit.
using Key = std::tuple<FindingKind, ItemKind, int, std::set<std::string>, int,
                       std::string>;

Key KeyOf(const Scheme& scheme, const SchemeFinding& finding) {
  std::set<std::string> ids;
  for (int rule : finding.rules) {
    ids.insert(scheme.rules()[static_cast<size_t>(rule)].id);
  }
  std::string column;
  if (finding.column.has_value()) {
    column = scheme.Define(*finding.column).name;
  }
  return {finding.kind,
          finding.subject,
          finding.aspect,
          std::move(ids),
          finding.level.value_or(-2),
          std::move(column)};
}

std::map<Key, int> KeysOf(const Scheme& scheme, const SchemeCheck& check) {
  std::map<Key, int> keys;
  for (const SchemeFinding& finding : check.findings) {
    // What contradicts nothing makes no remedy worse.
    if (!finding.is_mild) ++keys[KeyOf(scheme, finding)];
  }
  return keys;
}

class RemedyFinder {
 public:
  RemedyFinder(const Scheme& scheme, const CheckOptions& options,
               SchemeCheck& check)
      : scheme_(scheme),
        options_(options),
        check_(check),
        text_(scheme.text()),
        before_(KeysOf(scheme, check)) {
    options_.remedies = false;
  }

  void Run() {
    if (scheme_.rules().size() > kMostRules) return;
    size_t tried = 0;
    for (SchemeFinding& finding : check_.findings) {
      if (finding.accepted.has_value() || finding.is_mild) continue;
      if (tried++ == kMostFindings) return;
      edits_.clear();
      Propose(finding);
      Try(finding);
    }
  }

 private:
  const Rule& RuleAt(int rule) const {
    return scheme_.rules()[static_cast<size_t>(rule)];
  }

  // The lines of a rule's table: [begin, end).
  std::pair<size_t, size_t> BlockOf(int rule) const {
    size_t begin = 0;
    for (int line = 1; line < RuleAt(rule).line; ++line) {
      begin = text_.find('\n', begin) + 1;
    }
    const size_t next = text_.find("\n[", begin);
    return {begin, next == std::string::npos ? text_.size() : next + 1};
  }

  // Where the rule's condition stands, if it is written without escapes.
  std::optional<size_t> WhenOf(int rule) const {
    const auto [begin, end] = BlockOf(rule);
    const size_t key = text_.find("when", begin);
    if (key == std::string::npos || key >= end) return std::nullopt;
    const size_t at = text_.find(RuleAt(rule).when, key + 4);
    if (at == std::string::npos || at >= end) return std::nullopt;
    return at;
  }

  // Replaces [begin, end) of a rule's condition.
  void Replace(int rule, size_t begin, size_t end, const std::string& by) {
    const std::optional<size_t> when = WhenOf(rule);
    if (!when.has_value()) return;
    const std::string& old = RuleAt(rule).when;
    std::string text = text_;
    text.replace(*when + begin, end - begin, by);
    const bool all = begin == 0 && end == old.size();
    const std::string taken = old.substr(begin, end - begin);
    edits_.push_back(
        {std::move(text),
         by.empty() ? StrCat("In rule '", RuleAt(rule).id, "' (line ",
                             RuleAt(rule).line, ") leave out '",
                             WithoutEnds(taken), "'.")
         : all      ? StrCat("In rule '", RuleAt(rule).id, "' (line ",
                             RuleAt(rule).line, ") write when = \"", by, "\".")
                    : StrCat("In rule '", RuleAt(rule).id, "' (line ",
                             RuleAt(rule).line, ") write '", by, "' for '", taken,
                             "'.")});
  }

  void Delete(int rule) {
    const auto [begin, end] = BlockOf(rule);
    std::string text = text_;
    text.erase(begin, end - begin);
    edits_.push_back(
        {std::move(text), StrCat("Delete rule '", RuleAt(rule).id, "' (line ",
                                 RuleAt(rule).line, ").")});
  }

  void MoveBefore(int rule, int other) {
    if (other >= rule) return;
    const auto [begin, end] = BlockOf(rule);
    const auto [to, unused] = BlockOf(other);
    std::string block = text_.substr(begin, end - begin);
    if (block.empty() || block.back() != '\n') block += '\n';
    std::string text = text_;
    text.erase(begin, end - begin);
    text.insert(to, block);
    edits_.push_back(
        {std::move(text),
         StrCat("Move rule '", RuleAt(rule).id, "' (line ", RuleAt(rule).line,
                ") before rule '", RuleAt(other).id, "' (line ",
                RuleAt(other).line, ").")});
  }

  void AddRule(const SchemeFinding& finding) {
    std::string when;
    for (char c : finding.condition) {
      if (c == '"' || c == '\\') when += '\\';
      when += c;
    }
    const std::string block =
        StrCat("\n[[rule]]\nid = \"", FreeId(), "\"\nfor = \"",
               ToWord(finding.subject), "\"\naspect = \"",
               scheme_.aspects()[static_cast<size_t>(finding.aspect)].name,
               "\"\nlevel = \"not rated\"\nwhen = \"", when,
               "\"\nbecause = \"the key does not speak of this\"\n");
    edits_.push_back(
        {StrCat(text_, text_.empty() || text_.back() == '\n' ? "" : "\n",
                block),
         StrCat("Add a rule with when = \"", finding.condition,
                "\" and the level that is meant, or \"not rated\".")});
  }

  std::string FreeId() const {
    for (int i = 1;; ++i) {
      std::string id = absl::StrCat("added-", i);
      const bool taken =
          std::any_of(scheme_.rules().begin(), scheme_.rules().end(),
                      [&](const Rule& rule) { return rule.id == id; });
      if (!taken) return id;
    }
  }

  // -------------------------------------------------------------------------
  // Candidates.

  static void CollectComparisons(const Condition& condition,
                                 std::vector<const Condition*>& found) {
    if (condition.kind == Condition::Kind::kCompare) {
      found.push_back(&condition);
    }
    for (const Condition& child : condition.children) {
      CollectComparisons(child, found);
    }
  }

  static std::string_view Swapped(std::string_view symbol) {
    if (symbol == "<") return "<=";
    if (symbol == "<=") return "<";
    if (symbol == ">") return ">=";
    if (symbol == ">=") return ">";
    return "";
  }

  // '>' for '>=' and so on.
  void SwapStrictness(int rule, const Condition& test) {
    const std::string& when = RuleAt(rule).when;
    const size_t at = when.find_first_of("<>", test.begin);
    if (at == std::string::npos || at >= test.end) return;
    const size_t length = at + 1 < when.size() && when[at + 1] == '=' ? 2 : 1;
    const std::string written = when.substr(test.begin, test.end - test.begin);
    std::string swapped = written;
    swapped.replace(at - test.begin, length,
                    Swapped(std::string_view(when).substr(at, length)));
    Replace(rule, test.begin, test.end, swapped);
  }

  // A threshold at the edge of what the finding leaves open.
  void Nudge(int rule, const Condition& test,
             const std::vector<const Condition*>& edges) {
    if (test.terms.size() != 1 || test.terms.front().factor != 1) return;
    const bool is_upper = test.comparison == Comparison::kLess ||
                          test.comparison == Comparison::kLessEqual;
    const bool is_lower = test.comparison == Comparison::kGreater ||
                          test.comparison == Comparison::kGreaterEqual;
    for (const Condition* edge : edges) {
      if (edge->terms.size() != 1 ||
          edge->terms.front().column != test.terms.front().column) {
        continue;
      }
      // Up to the far end of the gap, with the comparison that it has there.
      const bool edge_upper = edge->comparison == Comparison::kLess ||
                              edge->comparison == Comparison::kLessEqual;
      const bool edge_equal = edge->comparison == Comparison::kEqual;
      Condition nudged = test;
      nudged.number = edge->number;
      if (is_upper && (edge_upper || edge_equal)) {
        nudged.comparison =
            edge_equal ? Comparison::kLessEqual : edge->comparison;
      } else if (is_lower && (!edge_upper || edge_equal)) {
        nudged.comparison =
            edge_equal ? Comparison::kGreaterEqual : edge->comparison;
      } else {
        continue;
      }
      Replace(rule, test.begin, test.end,
              ConditionText(
                  [this](int column) -> const FactDefinition& {
                    return scheme_.Define(column);
                  },
                  nudged));
    }
  }

  void ProposeForGap(const SchemeFinding& finding) {
    const std::optional<Condition> region =
        ParseFor(scheme_, finding.subject, finding.aspect, finding.condition);
    std::vector<const Condition*> edges;
    if (region.has_value()) CollectComparisons(*region, edges);
    std::set<int> columns;
    for (const Condition* edge : edges) {
      for (int column : ColumnsOf(*edge)) columns.insert(column);
    }
    std::vector<std::pair<int, const Condition*>> near;
    for (size_t i = 0; i < scheme_.rules().size(); ++i) {
      const Rule& rule = scheme_.rules()[i];
      if (rule.subject != finding.subject || rule.aspect != finding.aspect) {
        continue;
      }
      std::vector<const Condition*> tests;
      CollectComparisons(ConditionOf(scheme_, static_cast<int>(i)), tests);
      for (const Condition* test : tests) {
        const std::vector<int> used = ColumnsOf(*test);
        if (std::any_of(used.begin(), used.end(),
                        [&](int column) { return columns.contains(column); })) {
          near.emplace_back(static_cast<int>(i), test);
        }
      }
    }
    for (const auto& [rule, test] : near) SwapStrictness(rule, *test);
    for (const auto& [rule, test] : near) Nudge(rule, *test, edges);
    if (edits_.size() >= kMostTries) edits_.resize(kMostTries - 1);
    AddRule(finding);
  }

  void ProposeForOverlap(const SchemeFinding& finding) {
    for (int rule : finding.rules) {
      std::vector<const Condition*> tests;
      CollectComparisons(ConditionOf(scheme_, rule), tests);
      for (const Condition* test : tests) SwapStrictness(rule, *test);
    }
    for (size_t i = finding.rules.size(); i-- > 0;) {
      const int rule = finding.rules[i];
      const int other = finding.rules[1 - i];
      const std::string& when = RuleAt(rule).when;
      if (when == "always") continue;
      Replace(rule, 0, when.size(),
              StrCat("(", when, ") and not (", RuleAt(other).when, ")"));
    }
  }

  // The rule without one of its tests.
  void LeaveOut(int rule, std::string_view test) {
    const std::string& when = RuleAt(rule).when;
    for (const std::string& with_and :
         {StrCat(" and ", test), StrCat(test, " and ")}) {
      const size_t at = when.find(with_and);
      if (at != std::string::npos) {
        Replace(rule, at, at + with_and.size(), "");
      }
    }
  }

  // The worse item falls out of its rule at an upper limit, or stands behind
  // the wrong rule, or one of the two has the wrong level.
  void ProposeForPerverse(const SchemeFinding& finding) {
    if (finding.rules.size() != 2) return;
    for (int rule : finding.rules) {
      std::vector<const Condition*> tests;
      CollectComparisons(ConditionOf(scheme_, rule), tests);
      for (const Condition* test : tests) {
        const std::vector<int> used = ColumnsOf(*test);
        if (std::find(used.begin(), used.end(), *finding.column) ==
            used.end()) {
          continue;
        }
        LeaveOut(rule, std::string_view(RuleAt(rule).when)
                           .substr(test->begin, test->end - test->begin));
      }
    }
    MoveBefore(finding.rules[0], finding.rules[1]);
    MoveBefore(finding.rules[1], finding.rules[0]);
    GiveLevelOf(finding.rules[0], finding.rules[1]);
    GiveLevelOf(finding.rules[1], finding.rules[0]);
  }

  // Rule `rule` with the level of `other`.
  void GiveLevelOf(int other, int rule) {
    const std::string level(scheme_.LevelName(RuleAt(other).level));
    const auto [begin, end] = BlockOf(rule);
    const std::string old =
        StrCat("\"", scheme_.LevelName(RuleAt(rule).level), "\"");
    const size_t key = text_.find("\nlevel", begin);
    const size_t at = text_.find(old, key);
    if (key >= end || at >= text_.find('\n', key + 1)) return;
    std::string text = text_;
    text.replace(at, old.size(), StrCat("\"", level, "\""));
    edits_.push_back(
        {std::move(text), StrCat("Let rule '", RuleAt(rule).id, "' (line ",
                                 RuleAt(rule).line, ") give ", level, ".")});
  }

  void Propose(const SchemeFinding& finding) {
    switch (finding.kind) {
      case FindingKind::kGap:
        return ProposeForGap(finding);
      case FindingKind::kOverlap:
        return ProposeForOverlap(finding);
      case FindingKind::kUnreachable:
        for (size_t i = 1; i < finding.rules.size(); ++i) {
          MoveBefore(finding.rules[0], finding.rules[i]);
        }
        return Delete(finding.rules[0]);
      case FindingKind::kPerverse:
        return ProposeForPerverse(finding);
      case FindingKind::kUnreachableThreshold:
        return LeaveOut(finding.rules.front(), finding.region);
      case FindingKind::kUnknown: {
        if (finding.rules.empty()) return;
        const std::string& when = RuleAt(finding.rules[0]).when;
        const std::string known =
            StrCat(scheme_.Define(*finding.column).name, " is known");
        return Replace(
            finding.rules[0], 0, when.size(),
            when == "always" ? known : StrCat("(", when, ") and ", known));
      }
      case FindingKind::kUnusedLevel:
        return;
    }
  }

  // -------------------------------------------------------------------------

  void Try(SchemeFinding& finding) {
    if (edits_.size() > kMostTries) edits_.resize(kMostTries);
    for (const Edit& edit : edits_) {
      if (!Ends(edit, finding)) continue;
      finding.remedy = edit.words;
      finding.remedy_is_verified = true;
      finding.edited = edit.text;
      return;
    }
  }

  bool Ends(const Edit& edit, const SchemeFinding& finding) const {
    const WithIssues<Scheme> edited = Scheme::Parse(edit.text);
    if (!edited.value.has_value()) return false;
    if (finding.kind == FindingKind::kGap &&
        !IsClosed(*edited.value, finding)) {
      return false;
    }
    const SchemeCheck after = CheckScheme(*edited.value, options_);
    if (after.undecided.size() > check_.undecided.size()) return false;
    const Key mine = KeyOf(scheme_, finding);
    for (const auto& [key, count] : KeysOf(*edited.value, after)) {
      const auto found = before_.find(key);
      if (found == before_.end() || count > found->second) return false;
      // Gaps have no name, so that another may have ended.
      if (key == mine && finding.kind != FindingKind::kGap &&
          count >= found->second) {
        return false;
      }
    }
    return true;
  }

  // Whether some rule speaks everywhere in the region of a gap.
  bool IsClosed(const Scheme& edited, const SchemeFinding& finding) const {
    const std::optional<Condition> region =
        ParseFor(edited, finding.subject, finding.aspect, finding.condition);
    if (!region.has_value()) return false;
    const RuleQuestions questions(edited, finding.subject, finding.aspect,
                                  CountedRatings::kGiven);
    std::vector<Demand> demands = {{&*region, kMayBeTrue}};
    for (int rule : questions.rules()) {
      if (edited.rules()[static_cast<size_t>(rule)].is_otherwise) return true;
      demands.push_back({&ConditionOf(edited, rule), kMayBeFalse});
    }
    Space space = questions.MakeSpace();
    space.set_limit(options_.steps);
    return space.CanBe(demands) == Found::kNo;
  }

  const Scheme& scheme_;
  CheckOptions options_;
  SchemeCheck& check_;
  const std::string& text_;
  std::map<Key, int> before_;
  std::vector<Edit> edits_;
};

}  // namespace

void FindRemedies(const Scheme& scheme, const CheckOptions& options,
                  SchemeCheck& check) {
  RemedyFinder(scheme, options, check).Run();
}

}  // namespace actionplan::internal
