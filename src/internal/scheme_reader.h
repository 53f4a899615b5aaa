#ifndef ACTIONPLAN_SRC_INTERNAL_SCHEME_READER_H_
#define ACTIONPLAN_SRC_INTERNAL_SCHEME_READER_H_

// Reads a scheme file: TOML -> Scheme, with every problem's line and column.
//
//   scheme_reader.cc           the file, its head, aspects, levels and rules
//   scheme_reader_facts.cc     [[fact]], [[never]], [override]
//   scheme_reader_examples.cc  [usual], [[example]], [[accept]]
//   scheme_reader_order.cc     what depends on what

#include <array>
#include <compare>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "absl/container/flat_hash_map.h"
#include "actionplan/scheme.h"
#include "internal/scheme_contents.h"
#include "internal/scheme_vocabulary.h"

namespace actionplan {

class RatingGraph;

class SchemeReader {
 public:
  explicit SchemeReader(std::string_view text);

  WithIssues<Scheme> Read();

 private:
  using Keys = std::span<const std::string_view>;
  // Columns and what stands in them.
  using FactCells = std::vector<std::pair<int, Cell>>;

  // Of the file; columns count characters.
  struct Place {
    int line = 1;
    int column = 1;

    friend auto operator<=>(const Place&, const Place&) = default;
  };

  // --- scheme_reader.cc ---

  // The file as TOML; without the blocks that are not, if there are such.
  std::optional<toml::table> ParseToml();
  void ReadAll(const toml::table& root);
  void ReadHead(const toml::table& root);
  void ReadAspect(const toml::table& table);
  std::optional<Order> ReadOrder(const toml::table& table, bool must);
  void ReadLevel(const toml::table& table);
  void ReadMeanings(const toml::table& table, Level& level);
  void ReadRule(const toml::table& table);
  int ReadRuleLevel(const toml::table& table);
  void CompileRule(const toml::table& table, Rule rule);
  // What a rule says that gives no reason: each fact that it tests.
  std::vector<ReasonPiece> UsualReason(Rule& rule,
                                       const std::vector<int>& columns) const;
  std::vector<ReasonPiece> CompileReason(const toml::table& table,
                                         const Rule& rule,
                                         std::vector<int>& columns);
  ReasonPiece CompilePlaceholder(std::string_view inner,
                                 const internal::ConditionContext& context,
                                 internal::ConditionErrors& errors);
  void CheckUnique();
  void CheckLevelNames();
  void CheckLevelName(std::string_view what, const std::string& word,
                      size_t level);

  // --- scheme_reader_facts.cc ---

  void ForeseeFacts(const toml::table& root);
  void ReadFact(const toml::table& table);
  bool ReadFactName(const toml::table& table, FactDefinition& definition);
  void ReadFactKinds(const toml::table& table, FactDefinition& definition);
  void ReadFactType(const toml::table& table, FactDefinition& definition);
  void ReadFactUnit(const toml::table& table, FactDefinition& definition);
  void ReadFactRange(const toml::table& table, FactDefinition& definition);
  void ReadFactChoices(const toml::table& table, FactDefinition& definition);
  void ReadFactWorse(const toml::table& table, FactDefinition& definition);
  void ReadIs(const toml::table& table, FactDefinition& definition,
              OwnFact& own, CompiledFact& compiled);
  void ReadCases(const toml::array& cases, FactDefinition& definition,
                 OwnFact& own, CompiledFact& compiled);
  std::optional<internal::Condition> ReadCaseCondition(
      const toml::table& table, const FactDefinition& definition,
      internal::Expression::Case& one);
  internal::Expression ReadExpression(const toml::table& table,
                                      FactDefinition& definition);
  bool MayNotApply(const toml::table& table, const FactDefinition& definition,
                   const internal::Expression& is);
  void CheckDay(const toml::node& node, const internal::Expression& expression);
  void CheckUnitOfSum(const toml::node& node, const FactDefinition& definition,
                      const internal::Expression& expression);
  void ReadNever(const toml::table& table);
  void ReadOverride(const toml::table& table);

  // --- scheme_reader_examples.cc ---

  void ReadUsual(const toml::table& root);
  void ReadExample(const toml::table& table);
  void ReadPossible(const toml::table& table, Example& example);
  FactCells ReadFactValues(const toml::table& facts, ItemKind subject,
                           int aspect);
  const FactCells& UsualCells(ItemKind subject, int aspect);
  void CheckExampleRule(const toml::table& table, const Example& example);
  // The only kind of item that these rules, or all, are for.
  std::optional<ItemKind> SubjectOfRules(
      const std::vector<std::string>& ids) const;
  std::optional<Cell> ReadCell(const toml::node& value, int column);
  std::optional<Cell> ReadWordCell(const toml::node& value,
                                   const std::string& word,
                                   const FactDefinition& definition);
  void CheckRange(const toml::node& value, const FactDefinition& definition,
                  double number);
  void ReadAccepted(const toml::table& table);
  void ReadWithin(const toml::table& table, const Accepted& accepted);

  // --- scheme_reader_order.cc ---

  // Fills in what is derived from all rules; finds what refers to itself.
  void PutInOrder();
  void CheckRanks();
  void SortRules();
  void CollectColumns();
  void FindRatingOrder();
  void BlameCircles(const RatingGraph& graph,
                    const std::vector<bool>& is_sorted);
  void CollectRowFacts();

  // --- What all use ---

  // Calls `read` for every table of the array `key`, complaining of what is
  // not one, and of an array that is missing if it `must` be there.
  void ForEach(const toml::table& root, std::string_view key, bool must,
               const std::function<void(const toml::table&)>& read);

  // The string at `key`; empty, with an issue if `must`, when there is none.
  std::string String(const toml::table& table, std::string_view key, bool must);
  // The list of strings at `key`; empty if there is none.
  std::vector<std::string> Strings(const toml::table& table,
                                   std::string_view key);
  bool Boolean(const toml::table& table, std::string_view key, bool otherwise);
  // The number at `key`.
  std::optional<double> Number(const toml::table& table, std::string_view key);
  std::optional<ItemKind> Subject(const toml::table& table, bool must);
  // Says that a word is not a kind of item.
  void BlameKind(const toml::node& node, const std::string& word);
  // What `for` says here, else at the head of the file; an issue if neither.
  std::optional<ItemKind> SubjectOrUsual(const toml::table& table);
  std::optional<int> AspectAt(const toml::table& table, bool must);
  // A level, kNotRated, or nullopt with an issue.
  std::optional<int> LevelFrom(const toml::node& node, const std::string& word);
  // The condition at `key`; nullopt with an issue.
  std::optional<internal::Condition> ConditionAt(const toml::table& table,
                                                 std::string_view key,
                                                 ItemKind subject, int aspect);
  void CheckKeys(const toml::table& table, std::string_view what, Keys known);

  internal::ConditionContext ContextOf(ItemKind subject, int aspect) const;

  // Lists a problem; of more than a thousand only that there are more.
  void Add(Place place, std::string what, std::string remedy);
  void Add(const toml::node& node, std::string what, std::string remedy);
  // Errors at positions in the string value `node`, but for those about names
  // that may be declared in a part of the file that could not be read.
  void Add(const toml::node& node, const internal::ConditionErrors& errors);
  // Nothing more would be listed.
  bool has_too_many_issues() const;
  std::vector<Issue> IssuesInOrder();
  static std::string InWords(Place place);
  static Place Where(int line, int column);
  static Place Where(const toml::node& node);
  static int LineOf(const toml::table& table);
  // What a parser of TOML complains of, as its author would.
  void AddTomlError(const toml::parse_error& error, int lines_before);

  std::string_view text_;
  std::shared_ptr<Scheme::Contents> contents_ =
      std::make_shared<Scheme::Contents>();
  GrowingVocabulary vocabulary_;
  std::vector<std::pair<Place, Issue>> issues_;
  // Where each line begins.
  std::vector<size_t> lines_;
  // Blocks were left out as they are not TOML, so that what is missing may
  // stand in them.
  bool is_partial_ = false;
  // Of the levels, in their order.
  std::vector<int> level_lines_;
  // By name, letter and alias in small letters.
  absl::flat_hash_map<std::string, size_t> level_of_;
  const toml::table* root_ = nullptr;
  // The ids of all rules, good or bad, with their lines.
  std::vector<std::pair<std::string, int>> rule_ids_;
  // The first line of each.
  absl::flat_hash_map<std::string, int> rule_lines_;
  absl::flat_hash_map<std::string, ItemKind> rule_kinds_;
  std::array<bool, kItemKinds> kinds_with_rules_ = {};
  bool has_too_many_facts_ = false;
  // What the head of the file says that rules are for.
  std::optional<ItemKind> usual_subject_;
  // By kind of item: what [usual] says.
  std::map<ItemKind, const toml::table*> usual_;
  // The same as values, by kind and aspect, once they were asked for.
  std::map<std::pair<ItemKind, int>, FactCells> usual_cells_;
};

}  // namespace actionplan

#endif  // ACTIONPLAN_SRC_INTERNAL_SCHEME_READER_H_
