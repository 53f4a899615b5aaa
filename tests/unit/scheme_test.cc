#include "actionplan/scheme.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "actionplan/testing/builders.h"
#include "actionplan/testing/matchers.h"
#include "internal/scheme_contents.h"
#include "make_scheme.h"

namespace actionplan {
namespace {

using ::testing::AllOf;
using testing::Because;
using ::testing::ElementsAre;
using testing::FactsOf;
using ::testing::Field;
using ::testing::HasSubstr;
using testing::Is;
using ::testing::IsEmpty;
using testing::IsErrorSaying;
using testing::IsNotRated;
using testing::RateFacts;
using testing::ValueOrDie;

TEST(Scheme, TakesTheFirstRuleThatHolds) {
  const Scheme scheme = SchemeOf(RuleText("a", "Red", "days_overdue > 30") +
                                 RuleText("b", "Amber", "days_overdue > 0") +
                                 RuleText("c", "Green", "always"));
  const auto rate = [&](int days) {
    return RateFacts(scheme, MilestoneFacts().With(Fact::kDaysOverdue, days));
  };
  EXPECT_THAT(rate(31), Is("Red", Because("a")));
  EXPECT_THAT(rate(30), Is("Amber", Because("b")));
  EXPECT_THAT(rate(0), Is("Green", Because("c")));
}

TEST(Scheme, DoesNotRateWhereNoRuleSpeaks) {
  const Scheme scheme = SchemeOf(RuleText("a", "Red", "days_overdue > 30"));
  EXPECT_THAT(RateFacts(scheme, MilestoneFacts().With(Fact::kDaysOverdue, 3)),
              AllOf(IsNotRated(), Because("")));
}

TEST(Scheme, NeverRatesByAFactThatIsMissing) {
  const Scheme scheme = SchemeOf(RuleText("late", "Red", "days_overdue > 0") +
                                 RuleText("fine", "Green", "always"));
  const Rating rating = RateFacts(scheme, MilestoneFacts());
  EXPECT_THAT(rating, AllOf(IsNotRated(), testing::IsOneOf("Red", "Green")));
  EXPECT_THAT(rating.because, HasSubstr("not recorded: days_overdue"));
}

TEST(Scheme, RatesAnywayIfTheMissingFactCanNotMatter) {
  const Scheme scheme = SchemeOf(RuleText("late", "Red", "days_overdue > 0") +
                                 RuleText("moved", "Red", "moves > 0"));
  EXPECT_THAT(RateFacts(scheme, MilestoneFacts().With(Fact::kMoves, 2)),
              Is("Red", Because("moved")));
}

TEST(Scheme, RatesABlockOfRowsAsItRatesEachAlone) {
  const Scheme scheme = SchemeOf(
      RuleText("a", "Red", "days_overdue > 30 or moves > 3 and not complete") +
      RuleText("b", "Amber", "days_overdue > days_moved or scheduled") +
      RuleText("c", "Green", "complete is known"));
  // More rows than one block of the kernel holds, at an odd number.
  constexpr int kRows = 3001;
  const Fact facts[] = {Fact::kDaysOverdue, Fact::kMoves, Fact::kComplete,
                        Fact::kScheduled, Fact::kDaysMoved};
  std::mt19937 random(7);
  FactTable table(ItemKind::kMilestone, kRows);
  std::vector<FactTable> alone(kRows, FactTable(ItemKind::kMilestone, 1));
  for (int row = 0; row < kRows; ++row) {
    for (Fact fact : facts) {
      const bool yes_no = Define(fact).type == FactType::kYesNo;
      Cell cell = Cell::Of(static_cast<double>(random() % (yes_no ? 2 : 60)));
      if (random() % 4 == 0) cell = Cell::Unknown();
      if (random() % 8 == 0) cell = Cell::NotApplicable();
      table.Set(fact, row, cell);
      alone[static_cast<size_t>(row)].Set(fact, 0, cell);
    }
  }
  const std::vector<Verdict> together = scheme.Rate(table, 0);
  for (size_t row = 0; row < kRows; ++row) {
    const Verdict one = scheme.Rate(alone[row], 0).front();
    ASSERT_EQ(together[row].level, one.level) << "row " << row;
    ASSERT_EQ(together[row].rule, one.rule) << "row " << row;
    ASSERT_EQ(together[row].possible, one.possible) << "row " << row;
  }
}

TEST(Scheme, FindsLevelsByNameLetterAndAliasInAnyCase) {
  const Scheme scheme = SchemeOf(RuleText("a", "Red", "always"));
  for (const char* word : {"Amber", "amber", "A", "Yellow", "YELLOW"}) {
    EXPECT_EQ(scheme.FindLevel(word), 1) << word;
  }
  EXPECT_EQ(scheme.FindLevel("Purple"), std::nullopt);
  EXPECT_EQ(scheme.FindLevel(""), std::nullopt);
  EXPECT_EQ(scheme.LevelName(kNotRated), "not rated");
}

TEST(Scheme, ListsAllProblemsOfAFile) {
  const std::string rules = RuleText("a", "Purple", "always") +
                            RuleText("a", "Red", "days_over > 0") +
                            RuleText("b", "Red", "always") + "wehn = \"x\"\n" +
                            RuleText("b", "Red", "always");
  EXPECT_THAT(
      IssuesOf(rules),
      ElementsAre(
          Field("what", &Issue::what, HasSubstr("'Purple' is not a level")),
          Field("what", &Issue::what, HasSubstr("'a' is used again")),
          Field("what", &Issue::what, HasSubstr("no fact 'days_over'")),
          AllOf(Field("what", &Issue::what, HasSubstr("'wehn' is not a key")),
                Field("remedy", &Issue::remedy, "Did you mean 'when'?")),
          Field("what", &Issue::what, HasSubstr("'b' is used again"))))
      << "in the order of the file";
}

TEST(Scheme, SaysLineAndColumnOfASyntaxError) {
  const WithIssues<Scheme> read = Scheme::Parse("scheme = 1\nid = \"x\ny\"\n");
  EXPECT_FALSE(read.value.has_value());
  EXPECT_THAT(
      read.issues,
      ElementsAre(
          AllOf(Field("where", &Issue::where, HasSubstr("line 2, column")),
                Field("what", &Issue::what, HasSubstr("ends within a text")))));
}

TEST(Scheme, MustBeUtf8) {
  const WithIssues<Scheme> read =
      Scheme::Parse("scheme = 1\nid = \"caf\xe9\"\n");
  EXPECT_THAT(
      read.issues,
      ElementsAre(AllOf(Field("where", &Issue::where, "line 2, column 10"),
                        Field("what", &Issue::what, HasSubstr("not UTF-8")))));
}

TEST(Scheme, MayNotGiveOneNameToTwoLevels) {
  const std::string twice = SchemeText("[[level]]\nname = \"yellow\"\n" +
                                       RuleText("a", "Red", "always"));
  EXPECT_THAT(Scheme::Parse(twice).issues,
              ElementsAre(Field("what", &Issue::what,
                                HasSubstr("stands for two levels"))));
}

// --- Orders ---

std::string WithOrder(std::string_view order, std::string_view rules) {
  std::string text = SchemeText(rules);
  const std::string_view first = "order = \"first match\"";
  text.replace(text.find(first), first.size(),
               "order = \"" + std::string(order) + "\"");
  return text;
}

// Yes, no or unknown of complete, blocked and scheduled: "yn?".
FactTable ThreeFacts(std::string_view said) {
  FactTable table(ItemKind::kMilestone, 1);
  const Fact facts[] = {Fact::kComplete, Fact::kBlocked, Fact::kScheduled};
  for (size_t i = 0; i < 3; ++i) {
    if (said[i] == '?') continue;
    table.Set(facts[i], 0, Cell::Of(said[i] == 'y' ? 1 : 0));
  }
  return table;
}

// "Red", or what is possible: "Red|not rated".
std::string RatedAs(const Scheme& scheme, std::string_view said) {
  const Verdict verdict = scheme.Rate(ThreeFacts(said), 0).front();
  if (verdict.level != kNotRated) {
    EXPECT_TRUE(verdict.is_possible(verdict.level)) << said;
    return std::string(scheme.LevelName(verdict.level));
  }
  std::string possible;
  for (int level = -1; level < static_cast<int>(scheme.levels().size());
       ++level) {
    if (!verdict.is_possible(level)) continue;
    possible +=
        (possible.empty() ? "" : "|") + std::string(scheme.LevelName(level));
  }
  return possible;
}

TEST(Scheme, DecidesByTheOrderThatItStates) {
  // Best first, so that the orders differ.
  const std::string rules = RuleText("g", "Green", "complete") +
                            RuleText("a", "Amber", "blocked") +
                            RuleText("r", "Red", "scheduled");
  const std::string last = RuleText("o", "Amber", "otherwise") + rules;
  struct Row {
    const char* said;
    const char* first;
    const char* worst;
    const char* single;
    const char* worst_otherwise;
    const char* single_otherwise;
  };
  const Row rows[] = {
      {"nnn", "not rated", "not rated", "not rated", "Amber", "Amber"},
      {"ynn", "Green", "Green", "Green", "Green", "Green"},
      {"nyn", "Amber", "Amber", "Amber", "Amber", "Amber"},
      {"yyn", "Green", "Amber", "not rated", "Amber", "not rated"},
      {"yyy", "Green", "Red", "not rated", "Red", "not rated"},
      {"?yn", "Amber|Green", "Amber", "not rated|Amber", "Amber",
       "not rated|Amber"},
      {"yn?", "Green", "Red|Green", "not rated|Green", "Red|Green",
       "not rated|Green"},
      {"nn?", "not rated|Red", "not rated|Red", "not rated|Red", "Red|Amber",
       "Red|Amber"},
      {"?n?", "not rated|Red|Green", "not rated|Red|Green",
       "not rated|Red|Green", "Red|Amber|Green", "not rated|Red|Amber|Green"},
  };
  const auto scheme = [&](std::string_view order, const std::string& text) {
    return ValueOrDie(Scheme::Parse(WithOrder(order, text)).OrStatus("s"));
  };
  const Scheme first = scheme("first match", rules);
  const Scheme worst = scheme("worst match", rules);
  const Scheme single = scheme("single match", rules);
  const Scheme worst_last = scheme("worst match", last);
  const Scheme single_last = scheme("single match", last);
  for (const Row& row : rows) {
    EXPECT_EQ(RatedAs(first, row.said), row.first) << row.said;
    EXPECT_EQ(RatedAs(worst, row.said), row.worst) << row.said;
    EXPECT_EQ(RatedAs(single, row.said), row.single) << row.said;
    EXPECT_EQ(RatedAs(worst_last, row.said), row.worst_otherwise) << row.said;
    EXPECT_EQ(RatedAs(single_last, row.said), row.single_otherwise) << row.said;
  }
  EXPECT_THAT(RateRow(single, ThreeFacts("yny"), 0, 0).because,
              HasSubstr("rules g (Green) and r (Red) both hold"));
}

TEST(Scheme, CountsNotRatedAsWorseThanNoLevelInWorstMatch) {
  const Scheme scheme = ValueOrDie(
      Scheme::Parse(
          WithOrder("worst match", RuleText("n", "not rated", "complete") +
                                       RuleText("g", "Green", "blocked")))
          .OrStatus("s"));
  EXPECT_EQ(RatedAs(scheme, "yyn"), "Green");
  const Verdict none = scheme.Rate(ThreeFacts("ynn"), 0).front();
  EXPECT_EQ(none.level, kNotRated);
  EXPECT_EQ(none.rule, 0);
}

// --- Facts of its own ---

std::string NumberFact(std::string_view name, std::string_view more = "") {
  return "[[fact]]\nname = \"" + std::string(name) +
         "\"\nfor = \"milestone\"\ntype = \"number\"\n" + std::string(more);
}

TEST(Scheme, WorksDerivedFactsOut) {
  struct Row {
    const char* is;
    // Of a and b; unknown where nullopt.
    std::optional<double> a, b;
    std::optional<double> expected;
  };
  const Row rows[] = {
      {"100 * (a - b) / b", 110, 100, 10},
      {"100 * (a - b) / b", 1.1, 1, 10},
      {"100 * (a - b) / b", 0.3, 0.1, 200},
      {"a - b - 1", 5, 2, 2},
      {"a - (b - 1)", 5, 2, 4},
      {"a / 2 / 5", 30, 0, 3},
      {"2 + 3 * a", 4, 0, 14},
      {"-a + 1", 4, 0, -3},
      {"- -a", 4, 0, 4},
      {"abs(a - b)", 2, 5, 3},
      {"min(a, b, 3)", 7, 5, 3},
      {"max(a, b)", -7, -5, -5},
      {"a + b", 1, std::nullopt, std::nullopt},
      {"max(a, b)", 1, std::nullopt, std::nullopt},
      {"0.1 + 0.2", 0, 0, 0.3},
      {"a * 1000000", 0.000003, 0, 3},
  };
  for (const Row& row : rows) {
    const Scheme scheme =
        SchemeOf(NumberFact("a") + NumberFact("b") +
                 NumberFact("c", "is = \"" + std::string(row.is) + "\"\n") +
                 RuleText("r", "Red", "c > 0"));
    const auto column = [&](const char* name) {
      return scheme.FindColumn(ItemKind::kMilestone, name).value();
    };
    FactTable table(ItemKind::kMilestone, 1);
    if (row.a.has_value()) table.Set(column("a"), 0, Cell::Of(*row.a));
    if (row.b.has_value()) table.Set(column("b"), 0, Cell::Of(*row.b));
    const Cell cell = scheme.WithOwnFacts(table, 0).cell(column("c"), 0);
    ASSERT_EQ(cell.is_known(), row.expected.has_value()) << row.is;
    if (row.expected.has_value()) {
      EXPECT_EQ(cell.value, *row.expected) << row.is;
    }
  }
}

TEST(Scheme, HasNoDerivedFactWhereOneDoesNotApplyOrDivisionIsByZero) {
  const Scheme scheme =
      SchemeOf(NumberFact("a") + NumberFact("b") +
               NumberFact("quotient", "is = \"a / b\"\n") +
               NumberFact("least", "is = \"min(a, b)\"\n") +
               RuleText("r", "Red", "quotient > 0 or least > 0"));
  const auto cell = [&](const char* name, const Cell& a, const Cell& b) {
    FactTable table(ItemKind::kMilestone, 1);
    table.Set(*scheme.FindColumn(ItemKind::kMilestone, "a"), 0, a);
    table.Set(*scheme.FindColumn(ItemKind::kMilestone, "b"), 0, b);
    return scheme.WithOwnFacts(table, 0).cell(
        *scheme.FindColumn(ItemKind::kMilestone, name), 0);
  };
  EXPECT_EQ(cell("quotient", Cell::Of(1), Cell::Of(0)).state,
            CellState::kNotApplicable);
  EXPECT_EQ(cell("quotient", Cell::Unknown(), Cell::NotApplicable()).state,
            CellState::kNotApplicable);
  EXPECT_EQ(cell("least", Cell::Of(3), Cell::NotApplicable()).value, 3);
  EXPECT_EQ(cell("least", Cell::NotApplicable(), Cell::NotApplicable()).state,
            CellState::kNotApplicable);
  EXPECT_EQ(cell("least", Cell::Of(3), Cell::Unknown()).state,
            CellState::kUnknown);
}

// A choice and two numbers, and what `is` by these cases.
std::string WithCases(std::string_view cases) {
  return "[[fact]]\nname = \"better\"\nfor = \"milestone\"\n"
         "type = \"choice\"\nchoices = [\"higher\", \"lower\", "
         "\"neither\"]\nmay_not_apply = true\n" +
         NumberFact("value") + NumberFact("target") +
         NumberFact("shortfall", "is = [" + std::string(cases) + "]\n") +
         RuleText("r", "Red", "shortfall > 0");
}

constexpr std::string_view kHigher =
    "{ when = \"better is 'higher'\", is = \"target - value\" }";
constexpr std::string_view kLower =
    "{ when = \"better is 'lower'\", is = \"value - target\" }";

TEST(Scheme, WorksOutTheFirstCaseThatHolds) {
  const Scheme open =
      SchemeOf(WithCases(std::string(kHigher) + ", " + std::string(kLower)));
  const Scheme otherwise = SchemeOf(
      WithCases(std::string(kHigher) +
                ", { when = \"otherwise\", is = \"abs(value - target)\" }"));
  const auto shortfall = [](const Scheme& scheme, const Cell& better,
                            const Cell& value) {
    FactTable table(ItemKind::kMilestone, 1);
    const auto column = [&](const char* name) {
      return *scheme.FindColumn(ItemKind::kMilestone, name);
    };
    table.Set(column("better"), 0, better);
    table.Set(column("value"), 0, value);
    table.Set(column("target"), 0, Cell::Of(10));
    return ToWords(scheme.Define(column("shortfall")),
                   scheme.WithOwnFacts(table, 0).cell(column("shortfall"), 0));
  };
  struct Row {
    Cell better;
    Cell value;
    std::string_view open;
    std::string_view otherwise;
  };
  const Row rows[] = {
      {Cell::Of(0), Cell::Of(8), "2", "2"},
      {Cell::Of(0), Cell::Of(13), "-3", "-3"},
      {Cell::Of(1), Cell::Of(8), "-2", "2"},
      {Cell::Of(1), Cell::Of(13), "3", "3"},
      {Cell::Of(2), Cell::Of(13), "does not apply", "3"},
      {Cell::Of(1), Cell::Unknown(), "not recorded", "not recorded"},
      {Cell::Unknown(), Cell::Of(13), "not recorded", "not recorded"},
      // A comparison with what does not apply is false.
      {Cell::NotApplicable(), Cell::Of(13), "does not apply", "3"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(shortfall(open, row.better, row.value), row.open);
    EXPECT_EQ(shortfall(otherwise, row.better, row.value), row.otherwise);
  }
}

TEST(Scheme, SaysWhatIsWrongWithACase) {
  const std::pair<std::string, std::string_view> rows[] = {
      {"", "There are 0 cases."},
      {"5", "not a case"},
      {"{ when = \"better is 'higher'\" }", "'is' is missing"},
      {"{ is = \"target\" }", "'when' is missing"},
      {"{ when = \"value > 3\", is = \"target\" }", "a choice or yes or no"},
      {"{ when = \"better is 'higher' and complete\", is = \"target\" }",
       "one fact"},
      {"{ when = \"better is 'up'\", is = \"target\" }", "'up'"},
      {"{ when = \"better is 'lower'\", is = \"targets\" }",
       "no fact 'targets'"},
      {"{ when = \"otherwise\", is = \"target\" }, " + std::string(kHigher),
       "No case after"},
      {"{ if = \"complete\", when = \"otherwise\", is = \"target\" }", "'if'"},
  };
  for (const auto& [cases, what] : rows) {
    EXPECT_THAT(IssuesOf(WithCases(cases)),
                ElementsAre(Field("what", &Issue::what, HasSubstr(what))))
        << cases;
  }
}

TEST(Scheme, KnowsWhichOfItsFactsMayNotApply) {
  const std::string may = "may_not_apply = true\n";
  const auto may_not_apply = [](const std::string& facts) {
    const Scheme scheme = SchemeOf(facts + RuleText("r", "Red", "x > 0"));
    return scheme.Define(*scheme.FindColumn(ItemKind::kMilestone, "x"))
        .may_not_apply;
  };
  const auto worked_out = [&](std::string_view is, const std::string& of_b) {
    return may_not_apply(NumberFact("a") + NumberFact("b", of_b) +
                         NumberFact("x", "is = \"" + std::string(is) + "\"\n"));
  };
  EXPECT_FALSE(may_not_apply(NumberFact("x")));
  EXPECT_TRUE(may_not_apply(NumberFact("x", may)));
  struct Row {
    std::string_view is;
    std::string of_b;
    bool may_not_apply;
  };
  const Row rows[] = {
      {"a + b", "", false},
      {"a + b", may, true},
      {"min(a, b)", may, false},
      {"min(b, 2 * b)", may, true},
      {"a / 3", "", false},
      {"a / b", "", true},
      {"a / b", "min = 0\n", true},
      {"a / b", "min = 1\n", false},
      {"a / b", "max = -1\n", false},
      {"a / abs(b)", "min = 1\n", false},
      {"a / (b - 1)", "min = 1\n", true},
      {"a / (b + 1)", "min = 0\n", false},
      {"a / (2 * b)", "min = 0.5\nmax = 3\n", false},
      {"b / (a * a)", "min = 1\n", true},
      {"a + days_to_due", "", true},
      {"a + moves", "", false},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(worked_out(row.is, row.of_b), row.may_not_apply) << row.is;
  }
}

TEST(Scheme, RefusesNotApplicableOfWhatAlwaysApplies) {
  const std::string example =
      "[[example]]\nfor = \"milestone\"\nlevel = \"Red\"\n"
      "facts = { x = \"not applicable\" }\n";
  const std::string rule = RuleText("r", "Red", "x > 0");
  EXPECT_THAT(
      IssuesOf(NumberFact("x") + rule + example),
      ElementsAre(AllOf(
          Field("what", &Issue::what, "'x' always applies."),
          Field("remedy", &Issue::remedy, HasSubstr("may_not_apply = true")))));
  EXPECT_THAT(
      IssuesOf(NumberFact("x", "may_not_apply = true\n") + rule + example),
      IsEmpty());
  EXPECT_THAT(
      IssuesOf(NumberFact("a") +
               NumberFact("x", "is = \"a\"\nmay_not_apply = true\n") + rule),
      ElementsAre(
          Field("what", &Issue::what, HasSubstr("follows from its parts"))));
}

constexpr std::string_view kCostAspect = R"([[aspect]]
name = "cost"
)";

std::string RuleFor(std::string_view id, std::string_view subject,
                    std::string_view aspect, std::string_view when,
                    std::string_view level = "Red") {
  return "[[rule]]\nid = \"" + std::string(id) + "\"\nfor = \"" +
         std::string(subject) + "\"\naspect = \"" + std::string(aspect) +
         "\"\nlevel = \"" + std::string(level) + "\"\nwhen = \"" +
         std::string(when) + "\"\nbecause = \"x\"\n";
}

TEST(Scheme, RatesAnotherAspectFirstWhereARuleReadsIt) {
  const Scheme scheme = SchemeOf(
      RuleFor("p", "milestone", "process", "rating(cost) is 'Red' or 'Amber'") +
      RuleFor("c", "milestone", "cost", "days_overdue > 5", "Amber") +
      std::string(kCostAspect));
  ASSERT_EQ(scheme.rating_order().size(), 2u);
  EXPECT_EQ(scheme.rating_order()[0].aspect, 1);
  EXPECT_THAT(RateFacts(scheme, MilestoneFacts().With(Fact::kDaysOverdue, 6)),
              Is("Red"));
  EXPECT_THAT(RateFacts(scheme, MilestoneFacts().With(Fact::kDaysOverdue, 5)),
              IsNotRated());
  EXPECT_THAT(RateFacts(scheme, MilestoneFacts()),
              AllOf(IsNotRated(), testing::IsOneOf("Red", "not rated")));
}

TEST(Scheme, RefusesARuleThatRefersToItself) {
  const auto issues =
      IssuesOf(RuleFor("p", "milestone", "process", "rating(cost) is 'Red'") +
               RuleFor("c", "milestone", "cost", "rating(process) is 'Red'") +
               RuleFor("r", "plan", "cost", "rating(cost) is not 'Red'") +
               std::string(kCostAspect));
  EXPECT_THAT(
      issues,
      ElementsAre(
          AllOf(Field("where", &Issue::where, "line 20, column 1"),
                Field("what", &Issue::what, HasSubstr("refers to itself"))),
          Field("what", &Issue::what,
                HasSubstr("the rating of a plan for cost needs "
                          "'rating(cost)'"))));
}

TEST(Scheme, NamesGroupsAndRatingsInOneWay) {
  const Scheme scheme = SchemeOf(
      RuleFor("a", "recommendation", "process",
              "count( milestones ,'Amber' or 'R')>0") +
      RuleFor("b", "recommendation", "process",
              "count(milestones, 'Red' or 'Yellow') > 1") +
      RuleFor("c", "recommendation", "cost",
              "count(milestones, 'Red' or 'Amber') > 1 and "
              "share(milestones where stage is not  'cancelled') > 50") +
      RuleFor("d", "recommendation", "cost",
              "worst(milestones, process) is 'Red' and last_rating is 'Red' "
              "and periods_at('Amber') >= 3 and mean(milestones, "
              "percent_complete where not complete) < 50") +
      std::string(kCostAspect));
  std::vector<std::string> names;
  for (size_t i = 0; i < scheme.own_facts().size(); ++i) {
    names.emplace_back(scheme.Define(kFactCount + static_cast<int>(i)).name);
  }
  EXPECT_THAT(
      names,
      ElementsAre("count(milestones, 'Red' or 'Amber')",
                  "count(milestones, cost, 'Red' or 'Amber')",
                  "share(milestones where stage is not 'cancelled')",
                  "worst(milestones)", "last_rating", "periods_at('Amber')",
                  "mean(milestones, percent_complete where not complete)"));
  const auto find = [&](const char* name,
                        std::optional<int> aspect = std::nullopt) {
    return scheme.FindColumn(ItemKind::kRecommendation, name, aspect)
               .value_or(kFactCount - 1) -
           kFactCount;
  };
  EXPECT_EQ(find("count(milestones,'Red'or'Amber')"), 0);
  EXPECT_EQ(find("count(milestones, 'Amber' or 'Red')", 1), 1);
  EXPECT_EQ(find("count(milestones, cost, 'Amber' or 'Red')"), 1);
  EXPECT_EQ(find("last_rating"), 4);
  EXPECT_EQ(find("last_rating(cost)"), 4);
  EXPECT_EQ(find("last_rating", 0), -1) << "no rule asks for process";
  EXPECT_EQ(find("count(milestones)"), -1);
  EXPECT_EQ(scheme.Define(kFactCount + 6).type, FactType::kPercent);
  EXPECT_THAT(
      scheme.FactsFor(ItemKind::kMilestone),
      ElementsAre(Fact::kStage, Fact::kComplete, Fact::kPercentComplete));
}

TEST(Scheme, KeepsExamplesWithWhatIsUsual) {
  const Scheme scheme = SchemeOf(R"([[fact]]
name = "delay"
for = "milestone"
type = "months"
[[fact]]
name = "judged"
for = "milestone"
type = "choice"
choices = ["well", "badly"]
judgement = true
worse = "later"
[usual.milestone]
complete = false
days_overdue = 0
[[example]]
for = "milestone"
facts = { days_overdue = 12, due = 2026-03-31, delay = "1 month 3 days", judged = "badly", blocked = "unknown", forecast = "not applicable" }
level = "R"
rule = "r"
[[example]]
for = "milestone"
facts = { "judged" = "well" }
possible = ["Amber", "not rated"]
[[never]]
for = "milestone"
when = "complete and judged is 'badly'"
because = "it was done"
[[accept]]
finding = "gap"
within = "days_overdue > 3"
reason = "not said"
[override]
levels = ["Red"]
steps = 1
by = ["Cabinet"]
)" + RuleText("r", "Red",
              "days_overdue > 3 or delay > 1 month or judged "
              "is 'badly'"));
  ASSERT_EQ(scheme.examples().size(), 2u);
  const Example& example = scheme.examples()[0];
  EXPECT_EQ(example.level, 0);
  EXPECT_EQ(example.rule, "r");
  EXPECT_EQ(example.line, 34);
  std::vector<std::string> facts;
  for (const auto& [column, cell] : example.facts) {
    const FactDefinition& definition = scheme.Define(column);
    facts.push_back(std::string(definition.name) + ": " +
                    (definition.name == "delay" ? std::to_string(cell.value)
                                                : ToWords(definition, cell)));
  }
  EXPECT_THAT(facts, ::testing::UnorderedElementsAre(
                         "days_overdue: 12 days", "due: 31 March 2026",
                         "delay: 1.093750", "judged: badly",
                         "blocked: not recorded", "forecast: does not apply"));
  ASSERT_EQ(example.usual.size(), 1u);
  EXPECT_EQ(example.usual[0].first, static_cast<int>(Fact::kComplete));
  EXPECT_THAT(scheme.examples()[1].possible, ElementsAre(1, kNotRated));
  EXPECT_EQ(scheme.nevers().size(), 1u);
  EXPECT_EQ(scheme.accepted()[0].within, "days_overdue > 3");
  EXPECT_EQ(scheme.override_bounds().steps, 1);
  EXPECT_THAT(scheme.override_bounds().levels, ElementsAre(0));
  EXPECT_TRUE(scheme.own_facts()[1].is_judgement);
}

TEST(Scheme, NeedsLittleToBeRead) {
  const Scheme scheme = *Scheme::Parse(R"(scheme = 1
id = "short"
order = "first match"
for = "outcome"

[[level]]
name = "Red"

[[level]]
name = "Green"

[[fact]]
name = "at_risk"
type = "count"

[[rule]]
id = "risk"
level = "Red"
when = "at_risk > 2 and not achieved"

[[rule]]
id = "rest"
level = "Green"
when = "otherwise"

[[rule]]
id = "plan"
for = "plan"
level = "Green"
when = "count(outcomes, 'Red') = 0"

[[example]]
facts = { at_risk = 3, achieved = false }
level = "Red"
)")
                             .value;
  EXPECT_EQ(scheme.title(), "short");
  ASSERT_EQ(scheme.aspects().size(), 1u);
  EXPECT_EQ(scheme.aspects()[0].name, "status");
  const std::span<const Rule> rules = scheme.rules();
  EXPECT_EQ(rules[0].subject, ItemKind::kOutcome);
  EXPECT_EQ(rules[0].because, "at risk: {at_risk}; achieved: {achieved}");
  EXPECT_EQ(rules[1].because, "no other rule holds");
  EXPECT_EQ(rules[2].subject, ItemKind::kPlan);
  ASSERT_EQ(scheme.examples().size(), 1u);
  EXPECT_EQ(scheme.examples()[0].subject, ItemKind::kOutcome);
  FactTable facts(ItemKind::kOutcome, 1);
  facts.Set(*scheme.FindColumn(ItemKind::kOutcome, "at_risk"), 0, Cell::Of(3));
  facts.Set(static_cast<int>(Fact::kAchieved), 0, Cell::Of(0));
  EXPECT_EQ(RateRow(scheme, facts, 0, 0).because, "at risk: 3; achieved: no");
}

TEST(Scheme, KnowsCurlyQuotesAndSignsOutsideQuotes) {
  const std::vector<Issue> issues =
      Scheme::Parse(
          "scheme = 1\nid = \"k\"\norder = \"first match\"\nfor = \"plan\"\n"
          "[[level]]\nname = \u201CRed\u201D\n[[fact]]\nname = \"x\"\n"
          "type = \"number\"\nmin = \u00A30\n")
          .issues;
  EXPECT_THAT(
      issues,
      ElementsAre(AllOf(Field("where", &Issue::where, "line 6, column 8"),
                        Field("remedy", &Issue::remedy,
                              HasSubstr("straight double quotes"))),
                  Field("where", &Issue::where, "line 10, column 7")));
}

TEST(Scheme, TakesNoThousandsForTwoNumbers) {
  const std::vector<Issue> issues =
      IssuesOf(RuleText("r", "Red", "moves > smaller of (25,000, moves)"));
  ASSERT_FALSE(issues.empty());
  EXPECT_EQ(issues[0].what, "'25,000' is not a number.");
  EXPECT_THAT(issues[0].remedy, HasSubstr("without commas"));
}

TEST(Scheme, BlamesNoAspectBesideASyntaxError) {
  const std::vector<Issue> issues = Scheme::Parse(R"(scheme = 1
id = "short"
order = "first match"
for = "milestone"
[[level]]
name = "Red"
[[rule]]
id = "risk"
level = "Red
when = "always"
[[rule]]
id = "rest"
level = "Red"
when = "always"
)")
                                        .issues;
  EXPECT_THAT(issues,
              ElementsAre(Field("where", &Issue::where, HasSubstr("line 9"))));
}

TEST(Scheme, AsksForWhatARuleIsForIfNothingSaysIt) {
  const std::vector<Issue> issues = Scheme::Parse(R"(scheme = 1
id = "short"
order = "first match"
[[level]]
name = "Red"
[[rule]]
id = "risk"
level = "Red"
when = "always"
)")
                                        .issues;
  EXPECT_THAT(issues,
              ElementsAre(AllOf(
                  Field("where", &Issue::where, "line 6, column 1"),
                  Field("what", &Issue::what, HasSubstr("'for' is missing")),
                  Field("remedy", &Issue::remedy, HasSubstr("at the head")))));
}

struct BadPart {
  const char* text;
  const char* where;
  const char* what;
  const char* remedy;
};

TEST(Scheme, NamesThePlaceOfEveryMistakeInItsParts) {
  // The part begins in line 20.
  const BadPart rows[] = {
      {"[[fact]]\nname = \"due\"\nfor = \"milestone\"\ntype = \"day\"\n",
       "line 21, column 8", "built in", "another name"},
      {"[[fact]]\nname = \"count\"\nfor = \"milestone\"\ntype = \"day\"\n",
       "line 21, column 8", "something else", "another name"},
      {"[[fact]]\nname = \"My fact\"\nfor = \"milestone\"\ntype = \"day\"\n",
       "line 21, column 8", "can't be a fact's name", "lower case"},
      {"[[fact]]\nname = \"x\"\nfor = \"milestone\"\ntype = \"dayz\"\n",
       "line 23, column 8", "not a type", "'days'"},
      {"[[fact]]\nname = \"x\"\nfor = \"milestone\"\ntype = \"choice\"\n",
       "line 20, column 1", "'choices' is missing", "choices ="},
      {"[[fact]]\nname = \"x\"\nfor = \"milestone\"\ntype = \"count\"\n"
       "min = 5\nmax = 3\n",
       "line 25, column 7", "range is empty", "max"},
      {"[[fact]]\nname = \"x\"\nfor = \"milestone\"\ntype = \"number\"\n"
       "unit = \"days\"\n",
       "line 24, column 8", "can't be a unit", "types"},
      {"[[fact]]\nname = \"x\"\nfor = \"milestone\"\ntype = \"number\"\n"
       "worse = \"bigger\"\n",
       "line 24, column 9", "'bigger'", "'higher' or 'lower'"},
      {"[[fact]]\nname = \"x\"\nfor = \"milestone\"\ntype = \"number\"\n"
       "is = \"days_overdu + 1\"\n",
       "line 24, column 7", "no fact 'days_overdu'", "'days_overdue'"},
      {"[[fact]]\nname = \"x\"\nfor = \"milestone\"\ntype = \"number\"\n"
       "is = \"due\"\n",
       "line 24, column 6", "is a day", "\"day\""},
      {"[[fact]]\nname = \"x\"\nfor = \"milestone\"\ntype = \"working days\"\n"
       "is = \"days_overdue + 1\"\n",
       "line 24, column 6", "counted in days, not in working", "type \"days\""},
      {"[[fact]]\nname = \"x\"\nfor = \"milestone\"\ntype = \"days\"\n"
       "is = \"days_overdue + months_overdue\"\n",
       "line 24, column 6", "days and months, not in days", "one unit"},
      {"[[fact]]\nname = \"x\"\nfor = \"milestone\"\ntype = \"number\"\n"
       "is = \"2 * (due + 1)\"\n",
       "line 24, column 9", "can't be multiplied", "due - original_due"},
      {"[[fact]]\nname = \"x\"\nfor = \"milestone\"\ntype = \"number\"\n"
       "is = \"x + 1\"\n",
       "line 24, column 7", "worked out from itself", "other facts"},
      {"[[example]]\nfor = \"milestone\"\nlevel = \"Rad\"\n",
       "line 22, column 9", "'Rad' is not a level", "'Red'"},
      {"[[example]]\nfor = \"milestone\"\nlevel = \"Red\"\nrule = \"s\"\n",
       "line 23, column 8", "no rule 's'", "id"},
      {"[[example]]\nfor = \"milestone\"\n", "line 20, column 1",
       "says no level", "level ="},
      {"[[example]]\nfor = \"milestone\"\nlevel = \"Red\"\n"
       "facts = { days_overdu = 1 }\n",
       "line 23, column 11", "no fact 'days_overdu'", "'days_overdue'"},
      {"[[example]]\nfor = \"milestone\"\nlevel = \"Red\"\n"
       "facts = { days_overdue = true }\n",
       "line 23, column 26", "not a value of 'days_overdue'", "a number"},
      {"[[example]]\nfor = \"milestone\"\nlevel = \"Red\"\n"
       "facts = { stage = \"complet\" }\n",
       "line 23, column 19", "'complet' is not a value of 'stage'",
       "'complete'"},
      {"[[example]]\nfor = \"milestone\"\nlevel = \"Red\"\n"
       "facts = { due = \"2026-02-30\" }\n",
       "line 23, column 17", "no 30 February 2026", "2026-03-31"},
      {"[[accept]]\nfinding = \"gab\"\nreason = \"x\"\n", "line 21, column 11",
       "not a finding", "'gap'"},
      {"[[accept]]\nfinding = \"gap\"\n", "line 20, column 1",
       "'reason' is missing", "reason ="},
      {"[[accept]]\nfinding = \"gap\"\nreason = \"x\"\nwithin = \"moves > 1 "
       "month\"\n",
       "line 23, column 21", "not in month", "unit"},
      {"[[never]]\nfor = \"milestone\"\nwhen = \"complet\"\n",
       "line 22, column 9", "no fact 'complet'", "'complete'"},
      {"[override]\nsteps = -1\n", "line 21, column 9", "number of ranks",
       "steps = 1"},
      {"[override]\nlevels = [\"Rde\"]\n", "line 21, column 10", "not a level",
       "'Red'"},
      {"[usual.milestones]\ncomplete = true\n", "line 20, column 8",
       "'milestones' is not a key", "'milestone'"},
  };
  for (const BadPart& row : rows) {
    EXPECT_THAT(
        IssuesOf(std::string(row.text) + RuleText("r", "Red", "always")),
        ElementsAre(
            AllOf(Field("where", &Issue::where, row.where),
                  Field("what", &Issue::what, HasSubstr(row.what)),
                  Field("remedy", &Issue::remedy, HasSubstr(row.remedy)))))
        << row.text;
  }
}

TEST(Scheme, SaysWhatItCanBesideASyntaxError) {
  const std::vector<Issue> issues =
      IssuesOf(RuleText("a", "Red", "days_overdu > 0") +
               "[[rule]]\nid = b\nfor = \"milestone\"\n" +
               RuleText("c", "Red", "because_of_it > 0") +
               "[[level]\nname = \"X\"\n" + RuleText("d", "X", "complete"));
  EXPECT_THAT(issues,
              ElementsAre(AllOf(Field(&Issue::where, HasSubstr("line 28")),
                                Field(&Issue::what, HasSubstr("in quotes"))),
                          AllOf(Field(&Issue::where, HasSubstr("line 37")),
                                Field(&Issue::what, HasSubstr("']'")))))
      << "names may be declared in what can't be read";
}

TEST(Scheme, MustRankTheLevelsOfWorstMatch) {
  const std::string text =
      WithOrder("worst match", "[[level]]\nname = \"Grey\"\n" +
                                   RuleText("a", "Grey", "complete"));
  EXPECT_THAT(Scheme::Parse(text).issues,
              ElementsAre(Field(&Issue::what, HasSubstr("has no rank"))));
}

TEST(Scheme, IsReadInBoundedTimeWhateverItSays) {
  const auto repeat = [](std::string_view part, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += part;
    return text;
  };
  const std::string facts =
      "Write a fact; 'actionplan scheme facts' lists them.";
  struct Row {
    std::string when;
    // The condition stands in line 25, from column 9.
    std::vector<Issue> issues;
  };
  const Row rows[] = {
      {repeat("(", 200000),
       {{"line 25, column 109", "The condition is nested too deeply.",
         "Split it into several rules; the deepest is 100."}}},
      {repeat("not ", 200000) + "complete",
       {{"line 25, column 409", "The condition is nested too deeply.",
         "Split it into several rules; the deepest is 100."}}},
      {repeat("complete and ", 100000),
       {{"line 25, column 1300009",
         "The condition ends where a fact should be.", facts}}},
      {"complete" + repeat(" or complete", 100000), {}},
      {"days_overdue > 1" + repeat("0", 100000),
       {{"line 25, column 24", "'1" + repeat("0", 59) + "...' is too large.",
         "The largest number is 1000000000000000."}}},
      {"days_overdue > 0" + repeat(" + 1", 100000), {}},
      // The plus behind the 1,001st.
      {repeat("days_overdue + ", 100000) + "1 > 0",
       {{"line 25, column 15022", "The sum has more than 1000 terms.",
         "Declare a fact that is worked out from them."}}},
      // The 34th, which would be in the 33rd.
      {"days_overdue > " + repeat("smaller of (", 100000),
       {{"line 25, column 420", "There are more than 32 to choose between.",
         "Declare a fact that is worked out with min() or max()."}}},
      {"days_overdue > smaller of (" + repeat("moves, ", 100000) + "1)",
       {{"line 25, column 36",
         "'days_overdue' (days) and 'moves' (count) can't be compared.",
         "Compare two facts in the same unit, or a fact with a number."},
        {"line 25, column 260", "There are more than 32 to choose between.",
         "Declare a fact that is worked out with min() or max()."}}},
      {"stage is " + repeat("'complete' or ", 100000) + "'complete'", {}},
      {"stage is " + repeat("'", 100000),
       {{"line 25, column 18", "'' is not a value of 'stage'.",
         "Use one of: 'not started', 'in progress', 'complete', 'verified', "
         "'on hold', 'cancelled', 'suspended', 'embedded'."},
        {"line 25, column 20", "Found '' after the end.",
         "Join two conditions with 'and' or 'or'."}}},
      {repeat("£", 100000),
       {{"line 25, column 9", "Found '£' where a fact should be.", facts}}},
  };
  for (const Row& row : rows) {
    const WithIssues<Scheme> read =
        Scheme::Parse(SchemeText(RuleText("r", "Red", row.when)));
    EXPECT_THAT(read.issues, ::testing::ElementsAreArray(row.issues))
        << row.when.substr(0, 40);
    if (!read.value.has_value()) continue;
    const Rating rating =
        RateFacts(*read.value, MilestoneFacts().With(Fact::kComplete, true));
    EXPECT_LE(rating.level, 0);
  }
  std::string rules;
  for (int i = 0; i < 8000; ++i) {
    rules += RuleText("r" + std::to_string(i), "Purple",
                      "nonsense_" + std::to_string(i));
  }
  ASSERT_GT(rules.size(), 900000u);
  const std::vector<Issue> many = IssuesOf(rules);
  EXPECT_EQ(many.size(), 1001u);
  EXPECT_THAT(many.back().what, HasSubstr("more problems"));
  EXPECT_THAT(IssuesOf("[" + repeat("a.", 200000) + "a]\n"),
              ElementsAre(Field(&Issue::what, HasSubstr("so many dots"))));
  EXPECT_THAT(IssuesOf("a = " + repeat("[", 200000)),
              ::testing::Contains(Field(&Issue::what, HasSubstr("not TOML"))));
  EXPECT_THAT(Scheme::Parse(repeat("# a comment\n", 500000)).issues,
              ElementsAre(Field(&Issue::what, HasSubstr("bytes"))));
}

// Every place of a condition's parts in its text: the texts of its tests.
void CollectTexts(const internal::Condition& condition, std::string_view when,
                  std::vector<std::string>& texts) {
  texts.emplace_back(
      when.substr(condition.begin, condition.end - condition.begin));
  for (const internal::Condition& child : condition.children) {
    CollectTexts(child, when, texts);
  }
}

TEST(Scheme, KnowsTheTextOfEveryClause) {
  constexpr std::string_view kWhen =
      "not (complete or stage is not 'on hold' or 'cancelled') and  "
      "( days_overdue  > 2 weeks ) and due is applicable";
  const Scheme scheme = SchemeOf(RuleText("r", "Red", kWhen));
  std::vector<std::string> texts;
  CollectTexts(scheme.contents().compiled[0].condition, kWhen, texts);
  EXPECT_THAT(
      texts,
      ElementsAre(std::string(kWhen),
                  "not (complete or stage is not 'on hold' or 'cancelled')",
                  "complete or stage is not 'on hold' or 'cancelled'",
                  "complete", "stage is not 'on hold' or 'cancelled'",
                  "stage is not 'on hold' or 'cancelled'",
                  "days_overdue  > 2 weeks", "due is applicable",
                  "due is applicable"));
}

TEST(LoadScheme, KnowsTheBuiltInOnes) {
  for (const BuiltinScheme& builtin : BuiltinSchemes()) {
    const absl::StatusOr<Scheme> scheme = LoadScheme(std::string(builtin.id));
    ASSERT_TRUE(scheme.ok()) << scheme.status();
    EXPECT_EQ(scheme->id(), builtin.id);
    EXPECT_THAT(scheme->source(), Not(IsEmpty())) << "a key has a source";
  }
}

TEST(LoadScheme, SaysWhichSchemesThereAre) {
  EXPECT_THAT(LoadScheme("no-such-scheme"),
              IsErrorSaying(AllOf(HasSubstr("no-such-scheme"),
                                  HasSubstr("walsall-2018"))));
}

// The shipped key, clause by clause, at its thresholds.

Scheme Walsall() { return ValueOrDie(LoadScheme("walsall-2018")); }

// Under way, due 30 April 2018, asked while there is still time.
FactsOf OnTarget() {
  return MilestoneFacts()
      .With(Fact::kComplete, false)
      .With(Fact::kStage, Stage::kInProgress)
      .With(Fact::kScheduled, true)
      .With(Fact::kDue, "2018-04-30")
      .With(Fact::kOriginalDue, "2018-04-30")
      .NotApplicable(Fact::kReplannedOn)
      .With(Fact::kDaysOverdue, 0)
      .With(Fact::kDaysMoved, 0)
      .With(Fact::kQuietMoves, 0)
      .With(Fact::kRecoveryPlan, false)
      .NotApplicable(Fact::kDaysForecastLate)
      .NotApplicable(Fact::kDaysStartLate);
}

TEST(WalsallProcess, IsGreenOnTarget) {
  EXPECT_THAT(RateFacts(Walsall(), OnTarget()),
              Is("Green", Because("process-on-target")));
}

TEST(WalsallProcess, IsBlueOnceCompleteHoweverLate) {
  EXPECT_THAT(RateFacts(Walsall(), OnTarget()
                                       .With(Fact::kComplete, true)
                                       .With(Fact::kFinished, "2018-06-30")
                                       .With(Fact::kStage, Stage::kComplete)),
              Is("Blue", Because("process-complete")));
}

TEST(WalsallProcess, IsRedFromTheFirstDayOverdueWithoutAPlan) {
  const Scheme key = Walsall();
  EXPECT_THAT(RateFacts(key, OnTarget().With(Fact::kDaysOverdue, 0)),
              Is("Green"));
  EXPECT_THAT(RateFacts(key, OnTarget().With(Fact::kDaysOverdue, 1)),
              Is("Red", Because("process-overdue")));
}

TEST(WalsallProcess, IsAmberWhenLateWithAPlanWhoseDateIsAhead) {
  EXPECT_THAT(
      RateFacts(Walsall(), OnTarget()
                               .With(Fact::kDaysOverdue, 27)
                               .With(Fact::kRecoveryPlan, true)
                               .With(Fact::kRecoveryUntil, "2018-05-31")),
      Is("Amber", Because("process-recovering")));
}

TEST(WalsallProcess, IsAmberWhenALaterDateWasAgreed) {
  const Rating rating =
      RateFacts(Walsall(), OnTarget()
                               .With(Fact::kOriginalDue, "2018-02-28")
                               .With(Fact::kDaysMoved, 61)
                               .With(Fact::kReplannedOn, "2018-02-12")
                               .With(Fact::kRecoveryPlan, true));
  EXPECT_THAT(rating, Is("Amber", Because("process-late-with-plan")));
  EXPECT_EQ(rating.because,
            "due 30 April 2018 was agreed on 12 February 2018; original due "
            "28 February 2018, 61 days later");
}

TEST(WalsallProcess, IsRedAgainWhenTheAgreedDateHasPassedToo) {
  EXPECT_THAT(RateFacts(Walsall(), OnTarget()
                                       .With(Fact::kOriginalDue, "2018-02-28")
                                       .With(Fact::kReplannedOn, "2018-02-12")
                                       .With(Fact::kDaysOverdue, 1)),
              Is("Red", Because("process-overdue")));
}

TEST(WalsallProcess, IsRedForADateThatWasMovedQuietly) {
  EXPECT_THAT(RateFacts(Walsall(), OnTarget()
                                       .With(Fact::kOriginalDue, "2018-02-28")
                                       .With(Fact::kQuietMoves, 1)),
              Is("Red", Because("process-moved-quietly")));
}

TEST(WalsallProcess, IsGreyOnlyForWorkThatIsNotDueToStart) {
  const auto not_yet = [] {
    return OnTarget()
        .With(Fact::kStage, Stage::kNotStarted)
        .With(Fact::kScheduled, false);
  };
  EXPECT_THAT(RateFacts(Walsall(), not_yet()),
              Is("Grey", Because("process-not-yet")));
  EXPECT_THAT(RateFacts(Walsall(), not_yet().With(Fact::kScheduled, true)),
              Is("Green", Because("process-on-target")));
  EXPECT_THAT(RateFacts(Walsall(), not_yet().With(Fact::kDaysOverdue, 1)),
              Is("Red", Because("process-overdue")))
      << "late work is never Grey";
}

TEST(WalsallProcess, NeverRatesUndatedOrSilentWorkGreen) {
  EXPECT_THAT(RateFacts(Walsall(), MilestoneFacts()
                                       .With(Fact::kComplete, false)
                                       .With(Fact::kStage, Stage::kInProgress)),
              AllOf(IsNotRated(), Because("process-undated")));
  EXPECT_THAT(RateFacts(Walsall(), MilestoneFacts()
                                       .With(Fact::kComplete, false)
                                       .With(Fact::kScheduled, true)
                                       .With(Fact::kDue, "2018-04-30")
                                       .With(Fact::kOriginalDue, "2018-04-30")
                                       .NotApplicable(Fact::kReplannedOn)
                                       .With(Fact::kRecoveryPlan, false)
                                       .NotApplicable(Fact::kDaysForecastLate)
                                       .With(Fact::kDaysOverdue, 0)),
              AllOf(IsNotRated(), Because("process-nothing-said")));
}

TEST(WalsallImpact, FollowsTheKeyClauseByClause) {
  struct Row {
    const char* name;
    std::optional<bool> expected, measurable, demonstrated, achieved;
    const char* level;
  };
  const std::optional<bool> unknown;
  const Row rows[] = {
      {"completed", true, true, true, true, "Blue"},
      {"measured and showing", true, true, true, unknown, "Green"},
      {"measured, not showing", true, true, false, unknown, "Amber"},
      {"measured, nobody said it shows", true, true, unknown, unknown, "Amber"},
      {"measured before expected", false, true, unknown, unknown, "Amber"},
      {"not expected yet", false, unknown, unknown, unknown, "Grey"},
      {"should be seen, is not", true, false, unknown, unknown, "Red"},
      {"should be seen, nothing said", true, unknown, unknown, unknown, "Red"},
      {"nothing said at all", unknown, unknown, unknown, unknown, "not rated"},
  };
  for (const Row& row : rows) {
    FactsOf facts = FactsOf(ItemKind::kOutcome).With(Fact::kReadings, 1);
    const auto set = [&](Fact fact, std::optional<bool> value) {
      if (value.has_value()) facts = std::move(facts).With(fact, *value);
    };
    set(Fact::kExpected, row.expected);
    set(Fact::kMeasurable, row.measurable);
    set(Fact::kDemonstrated, row.demonstrated);
    set(Fact::kAchieved, row.achieved);
    EXPECT_THAT(RateFacts(Walsall(), "impact", facts), Is(row.level))
        << row.name;
  }
}

}  // namespace
}  // namespace actionplan
