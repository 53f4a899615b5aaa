#include "scheme_grid.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "actionplan/date.h"
#include "actionplan/testing/builders.h"
#include "truths.h"

namespace actionplan::grid {
namespace {

using internal::Condition;

constexpr int kFalse = 0;
constexpr int kUndecided = 1;
constexpr int kTrue = 2;

const std::vector<std::string> kSigns = {"<", "<=", "=", "!=", ">=", ">"};

bool Compares(const std::string& sign, double a, double b) {
  if (sign == "<") return a < b;
  if (sign == "<=") return a <= b;
  if (sign == "=") return a == b;
  if (sign == "!=") return a != b;
  if (sign == ">=") return a >= b;
  return a > b;
}

// Not applicable beats unknown, and unknown a value.
int TruthOfCells(const std::vector<const Cell*>& cells,
                 const std::function<bool()>& holds) {
  bool unknown = false;
  for (const Cell* cell : cells) {
    if (cell->state == CellState::kNotApplicable) return kFalse;
    unknown = unknown || cell->state == CellState::kUnknown;
  }
  if (unknown) return kUndecided;
  return holds() ? kTrue : kFalse;
}

using Sum = std::vector<std::pair<int, double>>;

int TruthOfSum(const Row& row, const Sum& sum, const std::string& sign,
               double number) {
  std::vector<const Cell*> cells;
  double total = 0;
  for (const auto& [fact, factor] : sum) {
    cells.push_back(&row.cells[static_cast<size_t>(fact)]);
    total += factor * cells.back()->value;
  }
  return TruthOfCells(cells, [&] { return Compares(sign, total, number); });
}

Tree TestOfSum(std::string text, Sum sum, std::string sign, double number) {
  Tree tree;
  tree.text = std::move(text);
  for (const auto& [fact, factor] : sum) tree.facts.push_back(fact);
  if (sum.size() == 1 && sum[0].second == 1) tree.threshold = number;
  tree.truth = [sum = std::move(sum), sign = std::move(sign),
                number](const Row& row) {
    return TruthOfSum(row, sum, sign, number);
  };
  return tree;
}

Tree TestOfNumber(Random& random, const std::string& name, int fact,
                  double number, const std::string& written) {
  const std::string sign = random.Of(kSigns);
  return TestOfSum(absl::StrCat(name, " ", sign, " ", written), {{fact, 1}},
                   sign, number);
}

Tree Not(Tree part) {
  Tree tree;
  tree.kind = Tree::Kind::kNot;
  tree.text = "not " + part.text;
  tree.parts.push_back(std::move(part));
  return tree;
}

Tree TestOfChoice(std::string text, int fact, std::set<int> choices) {
  Tree tree;
  tree.text = std::move(text);
  tree.facts = {fact};
  tree.truth = [fact, choices = std::move(choices)](const Row& row) {
    const Cell& cell = row.cells[static_cast<size_t>(fact)];
    return TruthOfCells({&cell}, [&] {
      return choices.contains(static_cast<int>(cell.value));
    });
  };
  return tree;
}

Tree TestOfState(Random& random, const std::string& name, int fact) {
  static const std::vector<std::pair<const char*, CellState>> kStates = {
      {"known", CellState::kKnown},
      {"unknown", CellState::kUnknown},
      {"applicable", CellState::kNotApplicable}};
  const auto& [word, state] = random.Of(kStates);
  const bool is_not = random.OneIn(2);
  const bool wanted = (state != CellState::kNotApplicable) != is_not;
  Tree tree;
  tree.text = absl::StrCat(name, is_not ? " is not " : " is ", word);
  tree.facts = {fact};
  tree.is_of_state = true;
  tree.truth = [fact, state = state, wanted](const Row& row) {
    const bool is = row.record[static_cast<size_t>(fact)] == state;
    return is == wanted ? kTrue : kFalse;
  };
  return tree;
}

std::vector<Cell> CellsOf(const std::vector<double>& values) {
  std::vector<Cell> cells;
  for (double value : values) cells.push_back(Cell::Of(value));
  cells.push_back(Cell::NotApplicable());
  cells.push_back(Cell::Unknown());
  return cells;
}

FactGroup GroupOfOne(const std::string& name, const std::string& toml,
                     const std::vector<double>& values) {
  FactGroup group;
  group.names = {name};
  group.is_derived = {false};
  group.toml =
      absl::StrCat("[[fact]]\nname = \"", name,
                   "\"\nfor = \"milestone\"\nmay_not_apply = true\n", toml);
  for (const Cell& cell : CellsOf(values)) group.rows.push_back({cell});
  return group;
}

FactGroup Late() {
  FactGroup group =
      GroupOfOne("late", "type = \"count\"\nmax = 4\nworse = \"higher\"\n",
                 {0, 1, 2, 3, 4});
  group.test = [](Random& random, int first) {
    const int number = random.Below(6);
    return TestOfNumber(random, "late", first, number, std::to_string(number));
  };
  return group;
}

FactGroup Planned() {
  FactGroup group =
      GroupOfOne("planned", "type = \"yes/no\"\nworse = \"no\"\n", {0, 1});
  group.test = [](Random& random, int first) {
    Tree test = TestOfChoice("planned", first, {1});
    return random.OneIn(2) ? Not(std::move(test)) : test;
  };
  return group;
}

FactGroup Size(bool has_worse) {
  const char* const worse = has_worse ? "worse = \"later\"\n" : "";
  FactGroup group = GroupOfOne(
      "size",
      absl::StrCat("type = \"choice\"\nchoices = [\"small\", \"middling\", "
                   "\"large\"]\n",
                   worse),
      {0, 1, 2});
  group.test = [](Random& random, int first) {
    static const std::vector<std::string> kWords = {"small", "middling",
                                                    "large"};
    const int a = random.Below(3);
    const int b = random.Below(3);
    std::string list = absl::StrCat("'", kWords[static_cast<size_t>(a)], "'");
    if (b != a) {
      absl::StrAppend(&list, " or '", kWords[static_cast<size_t>(b)], "'");
    }
    Tree test = TestOfChoice("size is " + list, first, {a, b});
    if (!random.OneIn(3)) return test;
    Tree negated = Not(std::move(test));
    negated.text = "size is not " + list;
    return negated;
  };
  return group;
}

// cost, budget, and variance = cost - budget.
Tree TestOfMoney(Random& random, int first) {
  const int cost = first;
  const int budget = first + 1;
  const int variance = first + 2;
  const std::string sign = random.Of(kSigns);
  const int number = random.Below(5);
  switch (random.Below(7)) {
    case 0:
      return TestOfNumber(random, "cost", cost, number,
                          absl::StrCat("£", number));
    case 1:
      return TestOfNumber(random, "budget", budget, number,
                          absl::StrCat(number));
    case 2: {
      const int signed_number = number - 2;
      return TestOfNumber(random, "variance", variance, signed_number,
                          absl::StrCat(signed_number));
    }
    case 3:
      return TestOfSum(absl::StrCat("cost ", sign, " budget"),
                       {{cost, 1}, {budget, -1}}, sign, 0);
    case 4:
      return TestOfSum(absl::StrCat("2 * cost ", sign, " budget + ", number),
                       {{cost, 2}, {budget, -1}}, sign, number);
    case 5:
      return TestOfSum(absl::StrCat("cost ", sign, " 50 percent of budget"),
                       {{cost, 1}, {budget, -0.5}}, sign, 0);
    default:
      break;
  }
  // More than the smaller is more than one; less, less than each that applies.
  const bool above = random.OneIn(2);
  Tree tree;
  tree.is_sugar = true;
  tree.facts = {cost, budget};
  tree.text = absl::StrCat("cost ", above ? ">=" : "<", " smaller of (£",
                           number, ", 50 percent of budget)");
  tree.truth = [cost, budget, above, number](const Row& row) {
    const int one = TruthOfSum(row, {{cost, 1}}, above ? ">=" : "<", number);
    const int other =
        TruthOfSum(row, {{cost, 1}, {budget, -0.5}}, above ? ">=" : "<", 0);
    if (above) return std::max(one, other);
    const bool applies = row.cells[static_cast<size_t>(budget)].state !=
                         CellState::kNotApplicable;
    return applies ? std::min(one, other) : one;
  };
  return tree;
}

FactGroup Money() {
  FactGroup group;
  group.names = {"cost", "budget", "variance"};
  group.is_derived = {false, false, true};
  group.toml =
      "[[fact]]\nname = \"cost\"\nfor = \"milestone\"\ntype = \"number\"\n"
      "may_not_apply = true\n"
      "unit = \"£\"\nmin = 0\nmax = 3\nwhole = true\nworse = \"higher\"\n"
      "[[fact]]\nname = \"budget\"\nfor = \"milestone\"\ntype = \"number\"\n"
      "unit = \"£\"\nmin = 0\nmax = 3\nwhole = true\nmay_not_apply = true\n"
      "[[fact]]\nname = \"variance\"\nfor = \"milestone\"\n"
      "type = \"number\"\nunit = \"£\"\nworse = \"higher\"\n"
      "is = \"cost - budget\"\n";
  for (const Cell& cost : CellsOf({0, 1, 2, 3})) {
    for (const Cell& budget : CellsOf({0, 1, 2, 3})) {
      Cell variance = Cell::Of(cost.value - budget.value);
      variance.state = std::max(cost.state, budget.state);
      if (!variance.is_known()) variance.value = 0;
      group.rows.push_back({cost, budget, variance});
    }
  }
  group.test = TestOfMoney;
  return group;
}

// What a calendar lets days and months overdue be at once: every due date of
// five years, leap day and ends of months among them.
FactGroup Twins() {
  FactGroup group;
  group.names = {"days_overdue", "months_overdue"};
  group.is_derived = {false, false};
  std::set<std::pair<int, double>> pairs;
  const Date first = testing::Day("2023-01-01");
  for (int due = 0; due < 5 * 366; ++due) {
    const Date from = first.Plus(Days(due));
    for (int days = 0; days <= 34; ++days) {
      const Date to = from.Plus(Days(days));
      // The most whole months that fit, by trying.
      int months = 0;
      while (from.PlusMonths(months + 1) <= to) ++months;
      const int left = (to - from.PlusMonths(months)).count();
      pairs.emplace(days, months + left / 32.0);
    }
  }
  for (const auto& [days, months] : pairs) {
    group.rows.push_back({Cell::Of(days), Cell::Of(months)});
  }
  group.rows.push_back({Cell::NotApplicable(), Cell::NotApplicable()});
  group.rows.push_back({Cell::Unknown(), Cell::Unknown()});
  group.test = [](Random& random, int at) {
    if (random.OneIn(2)) {
      static const std::vector<int> kDays = {0, 1, 14, 27, 28, 29, 30, 31};
      const int days = random.Of(kDays);
      return TestOfNumber(random, "days_overdue", at, days,
                          absl::StrCat(days, " days"));
    }
    const int months = random.Below(2);
    return TestOfNumber(random, "months_overdue", at + 1, months,
                        absl::StrCat(months, " months"));
  };
  return group;
}

// The words of a rating fact: the levels, then not rated.
std::vector<std::string> RatingWords(std::string_view fourth) {
  return {"Red", "Amber", "Green", std::string(fourth), "not rated"};
}

// rating(cost), rating(cost) is 'Red' or 'Green'.
Tree TestOfRating(Random& random, const std::string& name, int fact,
                  const std::vector<std::string>& words) {
  std::set<int> choices;
  std::string list;
  while (choices.empty() || random.OneIn(2)) {
    const int choice = random.Below(5);
    if (!choices.insert(choice).second) break;
    absl::StrAppend(&list, list.empty() ? "'" : " or '",
                    words[static_cast<size_t>(choice)], "'");
  }
  return TestOfChoice(absl::StrCat(name, " is ", list), fact,
                      std::move(choices));
}

// A mark gives each rating for the aspect, and is tested by no other rule.
std::string RulesOfMark(const char* aspect,
                        const std::vector<std::string>& words) {
  std::string text =
      "[[fact]]\nname = \"mark\"\nfor = \"milestone\"\ntype = \"choice\"\n"
      "choices = [\"0\", \"1\", \"2\", \"3\", \"4\"]\n";
  for (size_t i = 0; i < words.size(); ++i) {
    absl::StrAppend(&text, "[[rule]]\nid = \"mark-", i,
                    "\"\nfor = \"milestone\"\naspect = \"", aspect,
                    "\"\nlevel = \"", words[i], "\"\nwhen = \"mark is '", i,
                    "'\"\nbecause = \"x\"\n");
  }
  return text;
}

FactGroup OtherAspect(const std::vector<std::string>& words) {
  FactGroup group;
  group.names = {"rating(cost)"};
  group.is_derived = {false};
  for (int i = 0; i < 5; ++i) group.rows.push_back({Cell::Of(i)});
  group.rows.push_back({Cell::Unknown()});
  group.test = [words](Random& random, int first) {
    return TestOfRating(random, "rating(cost)", first, words);
  };
  return group;
}

constexpr int kMostChildren = 5;

// What is said of so many children at each level and not rated. `ranks` of the
// levels: 0 is none.
std::vector<Cell> SaidOfChildren(const std::vector<int>& at,
                                 const std::vector<int>& ranks) {
  int all = 0;
  for (int count : at) all += count;
  // Of equal rank the first; one without rank only if there is no other.
  int worst = 4;
  int best = 4;
  for (int level = 3; level >= 0; --level) {
    const auto rank_of = [&](int of) {
      return of == 4 ? 0 : ranks[static_cast<size_t>(of)];
    };
    if (at[static_cast<size_t>(level)] == 0) continue;
    const int rank = rank_of(level);
    if (worst == 4 || rank_of(worst) == 0 ||
        (rank != 0 && rank <= rank_of(worst))) {
      worst = level;
    }
    if (best == 4 || rank >= rank_of(best)) best = level;
  }
  const bool none = all == 0;
  return {Cell::Of(all),
          Cell::Of(at[0]),
          Cell::Of(at[0] + at[1]),
          none ? Cell::NotApplicable() : Cell::Of(100.0 * at[0] / all),
          none ? Cell::NotApplicable() : Cell::Of(worst),
          none ? Cell::NotApplicable() : Cell::Of(best)};
}

FactGroup Children(const std::vector<std::string>& words,
                   const std::vector<int>& ranks) {
  FactGroup group;
  group.names = {"count(milestones)",
                 "count(milestones, 'Red')",
                 "count(milestones, 'Red' or 'Amber')",
                 "share(milestones, 'Red')",
                 "worst(milestones)",
                 "best(milestones)"};
  group.is_derived.assign(group.names.size(), false);
  std::vector<int> at(5, 0);
  const std::function<void(size_t, int)> fill = [&](size_t level, int left) {
    if (level == at.size()) {
      std::vector<Cell> row = SaidOfChildren(at, ranks);
      const bool is_new = std::none_of(
          group.rows.begin(), group.rows.end(), [&](const auto& other) {
            return std::equal(row.begin(), row.end(), other.begin(), IsSame);
          });
      if (is_new) group.rows.push_back(std::move(row));
      return;
    }
    for (at[level] = 0; at[level] <= left; ++at[level]) {
      fill(level + 1, left - at[level]);
    }
    at[level] = 0;
  };
  fill(0, kMostChildren);
  group.test = [words, names = group.names](Random& random, int first) {
    const int which = random.Below(6);
    const std::string& name = names[static_cast<size_t>(which)];
    const int fact = first + which;
    if (which > 3) return TestOfRating(random, name, fact, words);
    // Few, so that few children show all that can be.
    const int number = which == 3   ? 50 * random.Below(3)
                       : which == 0 ? random.Below(3)
                                    : random.Below(2);
    return TestOfNumber(random, name, fact, number,
                        absl::StrCat(number, which == 3 ? " percent" : ""));
  };
  return group;
}

int RankOf(const Scheme& scheme, int level) {
  return scheme.levels()[static_cast<size_t>(level)].rank.value_or(0);
}

}  // namespace

bool IsSame(const Cell& a, const Cell& b) {
  return a.state == b.state && (!a.is_known() || a.value == b.value);
}

std::string_view WordOf(Order order) { return ToWord(order); }

bool IsWorse(const Scheme& scheme, int level, int than) {
  if (level == kNotRated || than == kNotRated) return false;
  const auto& a = scheme.levels()[static_cast<size_t>(level)].rank;
  const auto& b = scheme.levels()[static_cast<size_t>(than)].rank;
  return a.has_value() && b.has_value() && *a < *b;
}

// ---------------------------------------------------------------------------
// Conditions.

int Tree::Truth(const Row& row) const { return TruthIf(nullptr, 0, row); }

int Tree::TruthIf(const Tree* test, int forced, const Row& row) const {
  if (this == test) return forced;
  switch (kind) {
    case Kind::kTest:
      return truth(row);
    case Kind::kNot:
      return kTrue - parts.front().TruthIf(test, forced, row);
    case Kind::kAnd:
    case Kind::kOr:
      break;
  }
  int joined = parts.front().TruthIf(test, forced, row);
  for (const Tree& part : parts) {
    const int its = part.TruthIf(test, forced, row);
    joined = kind == Kind::kAnd ? std::min(joined, its) : std::max(joined, its);
  }
  return joined;
}

std::vector<const Tree*> Tree::Tests() const {
  if (kind == Kind::kTest) return {this};
  std::vector<const Tree*> tests;
  for (const Tree& part : parts) {
    for (const Tree* test : part.Tests()) tests.push_back(test);
  }
  return tests;
}

// ---------------------------------------------------------------------------
// Making.

class KeyMaker {
 public:
  KeyMaker(Random& random, const KeyOptions& options)
      : random_(random), options_(options) {}

  Key Make() && {
    static const std::vector<Order> kOrders = {
        Order::kFirstMatch, Order::kWorstMatch, Order::kSingleMatch};
    key_.order_ = options_.order.value_or(random_.Of(kOrders));
    AddFacts();
    AddRules();
    AddRecords();
    if (options_.never && random_.OneIn(3)) AddNever();
    WithIssues<Scheme> read = Scheme::Parse(Text());
    key_.scheme_ = testing::ValueOrDie(std::move(read).OrStatus(Text()));
    for (const std::string& name : key_.names_) {
      // Known once a rule or fact uses it, or of the catalogue.
      key_.columns_.push_back(*key_.scheme_->FindColumn(key_.subject_, name));
    }
    return std::move(key_);
  }

 private:
  void AddFacts() {
    const int shape =
        options_.shape.value_or(random_.Below(options_.twins ? 3 : 2));
    const bool is_worst = key_.order_ == Order::kWorstMatch;
    const std::vector<std::string> words = RatingWords(options_.fourth_level);
    Add(Planned());
    if (shape == 4) {
      Add(OtherAspect(words));
      more_ = "[[aspect]]\nname = \"cost\"\n" + RulesOfMark("cost", words);
    } else if (shape == 3) {
      key_.subject_ = ItemKind::kRecommendation;
      Add(Children(words, {1, 2, 3, is_worst ? 2 : 0}));
      more_ = RulesOfMark("process", words) + RuleOfAllGroups();
    } else if (shape == 0) {
      Add(Late());
      Add(Size(random_.OneIn(2)));
    } else if (shape == 1) {
      Add(Money());
    } else {
      Add(Twins());
    }
  }

  void Add(FactGroup group) {
    for (size_t i = 0; i < group.names.size(); ++i) {
      key_.names_.push_back(group.names[i]);
      key_.is_derived_.push_back(group.is_derived[i]);
    }
    key_.groups_.push_back(std::move(group));
  }

  // A rule of another aspect, so that each group is a fact of the scheme.
  static std::string RuleOfAllGroups() {
    return "[[aspect]]\nname = \"cost\"\n"
           "[[rule]]\nid = \"all\"\nfor = \"recommendation\"\n"
           "aspect = \"cost\"\nlevel = \"Red\"\nbecause = \"x\"\nwhen = \""
           "count(milestones) > 0 or count(milestones, process, 'Red') > 0 or "
           "count(milestones, process, 'Red' or 'Amber') > 0 or "
           "share(milestones, process, 'Red') > 0 or "
           "worst(milestones, process) is 'Red' or "
           "best(milestones, process) is 'Red'\"\n";
  }

  Tree RandomTest() {
    int first = 0;
    const size_t chosen = static_cast<size_t>(
        random_.Below(static_cast<int>(key_.groups_.size())));
    for (size_t i = 0; i < chosen; ++i) {
      first += static_cast<int>(key_.groups_[i].names.size());
    }
    const FactGroup& group = key_.groups_[chosen];
    if (options_.states && random_.OneIn(7)) {
      const int which = random_.Below(static_cast<int>(group.names.size()));
      return TestOfState(random_, group.names[static_cast<size_t>(which)],
                         first + which);
    }
    return group.test(random_, first);
  }

  Tree RandomTree(int depth) {
    if (depth == 0 || random_.OneIn(3)) return RandomTest();
    Tree tree;
    tree.kind = random_.OneIn(2) ? Tree::Kind::kAnd : Tree::Kind::kOr;
    const int count = random_.OneIn(4) ? 3 : 2;
    const char* const word = tree.kind == Tree::Kind::kAnd ? " and " : " or ";
    for (int i = 0; i < count; ++i) {
      tree.parts.push_back(RandomTree(depth - 1));
      absl::StrAppend(&tree.text, i == 0 ? "(" : word, tree.parts.back().text);
    }
    tree.text += ")";
    return random_.OneIn(6) ? Not(std::move(tree)) : tree;
  }

  void AddRules() {
    const int count = 2 + random_.Below(options_.most_rules - 1);
    for (int i = 0; i < count; ++i) {
      TestRule rule;
      rule.level = random_.OneIn(9) ? kNotRated : random_.Below(4);
      rule.when = RandomTree(2);
      key_.rules_.push_back(std::move(rule));
    }
    if (!random_.OneIn(3)) return;
    TestRule last;
    last.level = random_.Below(4);
    last.is_otherwise = true;
    last.when.text = "otherwise";
    const auto at = key_.rules_.begin() + random_.Below(count + 1);
    key_.rules_.insert(at, std::move(last));
  }

  // One that leaves every record a completion.
  void AddNever() {
    Tree never;
    never.kind = Tree::Kind::kAnd;
    int first = 0;
    for (const FactGroup& group : key_.groups_) {
      if (never.parts.size() < 2) {
        never.parts.push_back(group.test(random_, first));
        absl::StrAppend(&never.text, first == 0 ? "" : " and ",
                        never.parts.back().text);
      }
      first += static_cast<int>(group.names.size());
    }
    key_.never_ = std::move(never);
    std::vector<Row> left;
    for (const Row& row : key_.records_) {
      if (key_.IsRuledOut(row)) continue;
      if (key_.CompletionsOf(row).empty()) return key_.never_.reset();
      left.push_back(row);
    }
    key_.records_ = std::move(left);
  }

  std::string Text() const {
    const bool is_worst = key_.order_ == Order::kWorstMatch;
    std::string text = absl::StrCat(
        "scheme = 1\nid = \"test\"\ntitle = \"A test\"\norder = \"",
        std::string(ToWord(key_.order_)),
        "\"\n[[aspect]]\nname = \"process\"\n"
        "[[level]]\nname = \"Red\"\nrank = 1\n"
        "[[level]]\nname = \"Amber\"\nrank = 2\n"
        "[[level]]\nname = \"Green\"\nrank = 3\n[[level]]\nname = \"",
        std::string(options_.fourth_level), "\"\n",
        // As good as Amber, or neither better nor worse than any.
        is_worst ? "rank = 2\n" : "");
    for (const FactGroup& group : key_.groups_) text += group.toml;
    static const char* const kLevels[] = {"Red", "Amber", "Green"};
    for (size_t i = 0; i < key_.rules_.size(); ++i) {
      const TestRule& rule = key_.rules_[i];
      const std::string level = rule.level == kNotRated ? "not rated"
                                : rule.level == 3
                                    ? std::string(options_.fourth_level)
                                    : kLevels[rule.level];
      absl::StrAppend(&text, "[[rule]]\nid = \"r", i,
                      "\"\nfor = \"milestone\"\naspect = \"process\"\n"
                      "level = \"",
                      level, "\"\nwhen = \"", rule.when.text,
                      "\"\nbecause = \"x\"\n");
    }
    if (key_.never_.has_value()) {
      absl::StrAppend(&text, "[[never]]\nfor = \"milestone\"\nwhen = \"",
                      key_.never_->text, "\"\nbecause = \"x\"\n");
    }
    if (key_.subject_ == ItemKind::kRecommendation) {
      text = absl::StrReplaceAll(
          text, {{"for = \"milestone\"", "for = \"recommendation\""}});
    }
    return text + more_;
  }

  void AddRecords() {
    std::vector<std::vector<Cell>> rows = {{}};
    for (const FactGroup& group : key_.groups_) {
      std::vector<std::vector<Cell>> longer;
      for (const auto& row : rows) {
        for (const auto& more : group.rows) {
          longer.push_back(row);
          longer.back().insert(longer.back().end(), more.begin(), more.end());
        }
      }
      rows = std::move(longer);
    }
    for (std::vector<Cell>& cells : rows) {
      Row row = {.cells = std::move(cells), .record = {}};
      for (const Cell& cell : row.cells) row.record.push_back(cell.state);
      key_.records_.push_back(std::move(row));
    }
  }

  Random& random_;
  const KeyOptions& options_;
  Key key_;
  // What else is in the file.
  std::string more_;
};

Key MakeKey(Random& random, const KeyOptions& options) {
  return KeyMaker(random, options).Make();
}

// ---------------------------------------------------------------------------
// Rows.

int Key::FactOf(int column) const {
  const auto found = std::find(columns_.begin(), columns_.end(), column);
  return found == columns_.end() ? -1
                                 : static_cast<int>(found - columns_.begin());
}

bool Key::IsRuledOut(const Row& row) const {
  return never_.has_value() && never_->Truth(row) == kTrue;
}

std::vector<Row> Key::CompletionsOf(const Row& record) const {
  std::vector<std::vector<Cell>> rows = {{}};
  size_t first = 0;
  for (const FactGroup& group : groups_) {
    const size_t count = group.names.size();
    std::vector<std::vector<Cell>> longer;
    for (const auto& more : group.rows) {
      bool fits = true;
      for (size_t i = 0; i < count; ++i) {
        const Cell& said = record.cells[first + i];
        fits =
            fits && (said.state == CellState::kUnknown ? more[i].is_known()
                                                       : IsSame(said, more[i]));
      }
      if (!fits) continue;
      for (const auto& row : rows) {
        longer.push_back(row);
        longer.back().insert(longer.back().end(), more.begin(), more.end());
      }
    }
    rows = std::move(longer);
    first += count;
  }
  std::vector<Row> completions;
  for (std::vector<Cell>& cells : rows) {
    Row row = {.cells = std::move(cells), .record = record.record};
    if (!IsRuledOut(row)) completions.push_back(std::move(row));
  }
  return completions;
}

std::vector<double> Key::ValuesOf(size_t fact) const {
  std::set<double> values;
  for (const Row& row : records_) {
    if (row.cells[fact].is_known()) values.insert(row.cells[fact].value);
  }
  return {values.begin(), values.end()};
}

std::optional<Row> Key::With(const Row& record, size_t fact,
                             const Cell& cell) const {
  size_t first = 0;
  for (const FactGroup& group : groups_) {
    const size_t count = group.names.size();
    if (fact >= first + count) {
      first += count;
      continue;
    }
    for (const auto& more : group.rows) {
      bool fits = true;
      for (size_t i = 0; i < count; ++i) {
        if (group.is_derived[i]) continue;
        const Cell& wanted = first + i == fact ? cell : record.cells[first + i];
        fits = fits && IsSame(wanted, more[i]);
      }
      if (!fits) continue;
      Row changed = record;
      for (size_t i = 0; i < count; ++i) {
        changed.cells[first + i] = more[i];
        changed.record[first + i] = more[i].state;
      }
      return changed;
    }
    return std::nullopt;
  }
  return std::nullopt;
}

FactTable Key::TableOf(const std::vector<Row>& rows) const {
  FactTable table(subject_, static_cast<int>(rows.size()));
  for (size_t r = 0; r < rows.size(); ++r) {
    for (size_t i = 0; i < columns_.size(); ++i) {
      table.Set(columns_[i], static_cast<int>(r), rows[r].cells[i]);
    }
  }
  return table;
}

Row Key::RowOf(const std::vector<std::pair<int, Cell>>& facts) const {
  FactTable table(subject_, 1);
  for (const auto& [column, cell] : facts) table.Set(column, 0, cell);
  Row row;
  for (size_t i = 0; i < columns_.size(); ++i) {
    Cell cell = table.cell(columns_[i], 0);
    if (!cell.is_known()) cell.value = 0;
    row.cells.push_back(cell);
  }
  // What is worked out need not be said.
  size_t first = 0;
  for (const FactGroup& group : groups_) {
    for (const auto& more : group.rows) {
      bool fits = true;
      for (size_t i = 0; i < group.names.size(); ++i) {
        if (group.is_derived[i]) continue;
        fits = fits && IsSame(row.cells[first + i], more[i]);
      }
      if (!fits) continue;
      std::copy(more.begin(), more.end(),
                row.cells.begin() + static_cast<std::ptrdiff_t>(first));
      break;
    }
    first += group.names.size();
  }
  for (const Cell& cell : row.cells) row.record.push_back(cell.state);
  return row;
}

// ---------------------------------------------------------------------------
// Ratings.

Rated Key::Rate(const Scheme& scheme, Order order,
                const std::vector<std::pair<int, int>>& levels_and_truths,
                std::optional<std::pair<int, int>> otherwise) {
  Rated rated;
  bool clash = false;
  for (size_t i = 0; i < levels_and_truths.size(); ++i) {
    const auto& [level, truth] = levels_and_truths[i];
    if (truth != kTrue) continue;
    if (rated.rule < 0) {
      rated = {level, static_cast<int>(i)};
    } else if (order == Order::kSingleMatch) {
      clash = clash || level != rated.level;
    } else if (order == Order::kWorstMatch && level != kNotRated &&
               (rated.level == kNotRated ||
                RankOf(scheme, level) < RankOf(scheme, rated.level))) {
      rated = {level, static_cast<int>(i)};
    }
  }
  if (clash) return {};
  if (rated.rule < 0 && otherwise.has_value()) {
    return {otherwise->first, otherwise->second};
  }
  return rated;
}

Rated Key::Rate(const Row& row) const {
  std::vector<std::pair<int, int>> said;
  std::optional<std::pair<int, int>> otherwise;
  for (size_t i = 0; i < rules_.size(); ++i) {
    if (rules_[i].is_otherwise) {
      otherwise = {rules_[i].level, static_cast<int>(i)};
    }
    said.emplace_back(rules_[i].level, rules_[i].is_otherwise
                                           ? kFalse
                                           : rules_[i].when.Truth(row));
  }
  return Rate(*scheme_, order_, said, otherwise);
}

uint64_t Key::PossibleOf(const Row& record) const {
  uint64_t possible = 0;
  for (const Row& row : CompletionsOf(record)) {
    possible |= uint64_t{1} << (Rate(row).level + 1);
  }
  return possible;
}

int Key::LevelOf(const Row& record) const {
  const uint64_t possible = PossibleOf(record);
  for (int level = 0; level < 62; ++level) {
    if (possible == uint64_t{1} << (level + 1)) return level;
  }
  return kNotRated;
}

std::vector<uint8_t> Key::KernelTruths(const Condition& condition) const {
  return internal::TruthsOf(condition, TableOf(records_));
}

int Key::Truth(const Condition& condition, const Row& row) const {
  const auto cell_of = [&](int column) -> const Cell& {
    return row.cells[static_cast<size_t>(FactOf(column))];
  };
  switch (condition.kind) {
    case Condition::Kind::kAlways:
      return kTrue;
    case Condition::Kind::kIsState:
      return row.record[static_cast<size_t>(FactOf(condition.column))] ==
                     condition.state
                 ? kTrue
                 : kFalse;
    case Condition::Kind::kIsOneOf: {
      const Cell& cell = cell_of(condition.column);
      return TruthOfCells({&cell}, [&] {
        return ((condition.choices >> static_cast<unsigned>(cell.value)) & 1) !=
               0;
      });
    }
    case Condition::Kind::kCompare: {
      Sum sum;
      for (const internal::Term& term : condition.terms) {
        sum.emplace_back(FactOf(term.column), term.factor);
      }
      return TruthOfSum(row, sum,
                        std::string(internal::SymbolOf(condition.comparison)),
                        condition.number);
    }
    case Condition::Kind::kNot:
      return kTrue - Truth(condition.children.front(), row);
    case Condition::Kind::kAnd:
    case Condition::Kind::kOr:
      break;
  }
  const bool is_and = condition.kind == Condition::Kind::kAnd;
  int joined = is_and ? kTrue : kFalse;
  for (const Condition& child : condition.children) {
    const int its = Truth(child, row);
    joined = is_and ? std::min(joined, its) : std::max(joined, its);
  }
  return joined;
}

}  // namespace actionplan::grid
