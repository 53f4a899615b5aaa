// Files that are no schemes: every problem in one go, each exactly where it
// stands, what it is and what would do. The places were counted by hand.

#include "internal/scheme_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "make_scheme.h"

namespace actionplan {
namespace {

using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

constexpr std::string_view kFactsAreListed =
    "Write a fact; 'actionplan scheme facts' lists them.";

// The head of a short file; what follows begins in line 10.
constexpr std::string_view kHead = R"(scheme = 1
id = "test"
title = "A test"
order = "first match"
for = "milestone"
[[level]]
name = "Red"
[[level]]
name = "Green"
)";

// Four lines: its condition stands in the fourth, from column 9.
std::string Rule(std::string_view id, std::string_view when,
                 std::string_view level = "Red") {
  return "[[rule]]\nid = \"" + std::string(id) + "\"\nlevel = \"" +
         std::string(level) + "\"\nwhen = \"" + std::string(when) + "\"\n";
}

// The same with a fifth line.
std::string RuleWith(std::string_view line, std::string_view id,
                     std::string_view when) {
  return Rule(id, when) + std::string(line) + "\n";
}

// Four lines: what it is worked out by stands in the fourth, from column 7.
std::string Derived(std::string_view name, std::string_view is) {
  return "[[fact]]\nname = \"" + std::string(name) +
         "\"\ntype = \"number\"\nis = \"" + std::string(is) + "\"\n";
}

std::string Windows(std::string_view text) {
  std::string lines;
  for (char c : text) lines += c == '\n' ? std::string("\r\n") : std::string{c};
  return lines;
}

struct BadFile {
  std::string_view name;
  std::string text;
  std::vector<Issue> issues;
};

void ExpectIssues(const std::vector<BadFile>& files) {
  for (const BadFile& file : files) {
    EXPECT_THAT(Scheme::Parse(file.text).issues, ElementsAreArray(file.issues))
        << file.name;
  }
}

TEST(SchemeReader, CountsCharactersWhateverTheBytes) {
  const std::string head(kHead);
  using namespace std::string_literals;
  ExpectIssues({
      {"a byte order mark is no column",
       "\xEF\xBB\xBFscheme = 2\nid = \"x\"\norder = \"first match\"\n"
       "[[level]]\nname = \"Red\"\n[[rule]]\nid = \"a\"\n"
       "for = \"milestone\"\nlevel = \"Red\"\nwhen = \"always\"\n",
       {{"line 1, column 10", "This is not a scheme of version 1.",
         "Begin with 'scheme = 1'."}}},
      {"Windows line ends",
       Windows(head + Rule("a", "days_overdu > 1") +
               Rule("b", "complete", "Gren")),
       {{"line 13, column 9", "There is no fact 'days_overdu' of a milestone.",
         "Did you mean 'days_overdue'?"},
        {"line 16, column 9", "'Gren' is not a level of this scheme.",
         "Did you mean 'Green'?"}}},
      {"a byte of nothing",
       head + "title2 = \"a\0b\"\n"s + Rule("a", "complete"),
       {{"line 10, column 12",
         "A character that can't be seen stands here, which is no text.",
         "Remove it, or write the line anew."}}},
      {"not UTF-8",
       head + "# \xC3\xA9 and \xE9\n" + Rule("a", "complete"),
       {{"line 10, column 9", "This is not UTF-8 text.",
         "Save the scheme as UTF-8."}}},
      {"a tab is one column",
       head + "[[rule]]\n\tid\t=\t\"a\"\n\tlevel\t=\t\"Red\"\n"
              "\twhen\t=\t\"\tcomplet\"\n",
       {{"line 13, column 11", "There is no fact 'complet' of a milestone.",
         "Did you mean 'complete'?"}}},
      {"letters of two, three and four bytes",
       head + Rule("a", "stage is 'é€😀' or complet"),
       {{"line 13, column 18", "'é€😀' is not a value of 'stage'.",
         "Use one of: 'not started', 'in progress', 'complete', 'verified', "
         "'on hold', 'cancelled', 'suspended', 'embedded'."},
        {"line 13, column 27", "There is no fact 'complet' of a milestone.",
         "Did you mean 'complete'?"}}},
      {"escapes are as long as they are written",
       head + Rule("a", "stage is '\\u00e9' or complet"),
       {{"line 13, column 18", "'é' is not a value of 'stage'.",
         "Use one of: 'not started', 'in progress', 'complete', 'verified', "
         "'on hold', 'cancelled', 'suspended', 'embedded'."},
        {"line 13, column 30", "There is no fact 'complet' of a milestone.",
         "Did you mean 'complete'?"}}},
      {"a text of several lines",
       head + "[[rule]]\nid = \"b\"\nlevel = \"Red\"\nwhen = \"\"\"\n"
              "  complete and\n  \\\n   blokked\n\"\"\"\n",
       {{"line 16, column 4", "There is no fact 'blokked' of a milestone.",
         "Did you mean 'blocked'?"}}},
  });
}

TEST(SchemeReader, RefusesABackslashBeforeWhatIsBeyondAscii) {
  const std::string head = std::string(kHead);
  const std::string what =
      "A text can't go on with this character after a backslash.";
  const std::string remedy =
      "Leave the backslash out, or begin with a plain letter behind it.";
  const auto source = [&](std::string_view text) {
    return head + "meaning = \"\"\"" + std::string(text) + "\"\"\"\n" +
           Rule("a", "complet");
  };
  const auto wrong = [](std::string_view line) {
    return Issue{"line " + std::string(line) + ", column 9",
                 "There is no fact 'complet' of a milestone.",
                 "Did you mean 'complete'?"};
  };
  ExpectIssues({
      {"on the next line",
       source("a \\\n  \u00e9 b"),
       {{"line 11, column 3", what, remedy}, wrong("15")}},
      {"behind blanks and empty lines",
       source("a \\ \n\n\u00a0b"),
       {{"line 12, column 1", what, remedy}, wrong("16")}},
      {"at once",
       source("a \\\u3000b"),
       {{"line 10, column 17", what, remedy}, wrong("14")}},
      {"a plain letter first", source("a \\\n  b\u00e9"), {wrong("15")}},
      {"a comment is no text", source("a") + "# \\\n# \u00e9\n", {wrong("14")}},
  });
}

TEST(SchemeReader, WantsNamesLettersAndAliasesOfLevelsToDiffer) {
  const auto level = [](std::string_view lines) {
    return "[[level]]\n" + std::string(lines) + "\n";
  };
  const std::string remedy =
      "Rename one; names, letters and aliases must differ, whatever their "
      "case.";
  const std::string head =
      "scheme = 1\nid = \"x\"\norder = \"first match\"\n"
      "for = \"milestone\"\n" +
      level("name = \"Red\"\nletter = \"R\"");
  ExpectIssues({
      {"a letter",
       head + level("name = \"Rose\"\nletter = \"r\"") + Rule("a", "complete"),
       {{"line 8, column 1",
         "The letter 'r' stands for two levels; the level 'Red' in line 5 has "
         "it too.",
         remedy}}},
      {"an alias that is a name, and one that is another's letter",
       head + level("name = \"Rose\"\naliases = [\"RED\", \"R\"]") +
           Rule("a", "complete"),
       {{"line 8, column 1",
         "The alias 'RED' stands for two levels; the level 'Red' in line 5 has "
         "it too.",
         remedy},
        {"line 8, column 1",
         "The alias 'R' stands for two levels; the level 'Red' in line 5 has "
         "it too.",
         remedy}}},
      {"words that name no level",
       head + level("name = \"Rose\"\naliases = [\"not rated\", \"\"]") +
           Rule("a", "complete"),
       {{"line 8, column 1", "'not rated' can't be the alias of a level.",
         "It is what an item is called that has no level; choose another."},
        {"line 8, column 1", "An alias of the level 'Rose' is empty.",
         "Remove it, or write the word that reports use."}}},
  });
}

TEST(SchemeReader, SaysASyntaxErrorInPlainWordsAndReadsOn) {
  ExpectIssues({
      {"one in each of four rules, and a wrong name in a fifth",
       std::string(kHead) +
           "[[rule]]\nid = a\nlevel = \"Red\"\nwhen = \"complete\"\n" +
           Rule("b", "complete adn blocked") + "[[rule]\nid = \"c\"\n" +
           "[[rule]]\nid = \"d\nlevel = \"Red\"\n" +
           "[[rule]]\nid = \"e\"\nid = \"f\"\n",
       {{"line 11, column 6",
         "This is neither a text in quotes nor a number, a day, true or false.",
         "Put words in double quotes."},
        {"line 17, column 18", "Found 'adn' after the end.",
         "Did you mean 'and'?"},
        {"line 18, column 8", "A ']' is missing here.",
         "Close the brackets: [usual.milestone] or [[rule]]."},
        {"line 21, column 8", "The line ends within a text.",
         "Write the quote that closes it; a text of several lines stands "
         "between \"\"\" and \"\"\"."},
        {"line 25, column 6", "This key, or table, stands here again.",
         "Keep one of them; a list is written with two brackets, as in "
         "[[rule]]."}}},
      {"no key, and words behind a value",
       std::string(kHead) + Rule("a", "complete") +
           "[[rule]]\nid = \"b\" late\n[override]\nnot allowed\n",
       {{"line 15, column 10", "Something stands behind the value.",
         "Put it in a line of its own, or make it a comment with #."},
        {"line 17, column 5", "A '=' is missing here.",
         "Write the key and its value, as in id = \"late\"; a comment begins "
         "with #."}}},
      {"one bracket where there are two elsewhere",
       std::string(kHead) + "[level]\nname = \"Amber\"\n" +
           Rule("a", "complete"),
       {{"line 10, column 1",
         "The table in one pair of brackets is a list elsewhere.",
         "Write two brackets, as in [[level]]."}}},
  });
}

TEST(SchemeReader, TellsAllMistakesOfAFileInItsOrder) {
  ExpectIssues({
      {"in the head, a level, a condition and rules",
       "schem = 1\n"  // line 1
       "scheme = 1\n"
       "id = \"test\"\n"
       "order = \"frist match\"\n"
       "for = \"milestone\"\n"
       "[[level]]\n"
       "name = \"Red\"\n"
       "[[level]]\n"  // line 8
       "nam = \"Amber\"\n" +
           Rule("a",  // its condition stands in line 13
                "days_overdu > 5 dayz and stage is 'on hodl' or xyzzy or "
                "(blocked") +
           "[[rule]]\nlevel = \"Red\"\n" +       // lines 14 and 15
           Rule("a", "complete", "Purple") +     // lines 16 to 19
           Rule("b", "days_overdue > 1 month"),  // its condition in line 23
       {{"line 1, column 1", "'schem' is not a key of a scheme.",
         "Did you mean 'scheme'?"},
        {"line 4, column 9", "The order 'frist match' is unknown.",
         "Did you mean 'first match'?"},
        {"line 8, column 1", "The key 'name' is missing.",
         "Add name = \"...\"."},
        {"line 9, column 1", "'nam' is not a key of a level.",
         "Did you mean 'name'?"},
        {"line 13, column 9", "There is no fact 'days_overdu' of a milestone.",
         "Did you mean 'days_overdue'?"},
        {"line 13, column 25", "'dayz' is not a unit.", "Did you mean 'days'?"},
        {"line 13, column 43", "'on hodl' is not a value of 'stage'.",
         "Did you mean 'on hold'? Use one of: 'not started', 'in progress', "
         "'complete', 'verified', 'on hold', 'cancelled', 'suspended', "
         "'embedded'."},
        {"line 13, column 56", "There is no fact 'xyzzy' of a milestone.",
         std::string(kFactsAreListed)},
        {"line 13, column 73", "Found nothing more.", "Write ')' here."},
        {"line 14, column 1", "The key 'id' is missing.", "Add id = \"...\"."},
        {"line 14, column 1", "The key 'when' is missing.",
         "Add when = \"...\"."},
        {"line 16, column 1",
         "The rule id 'a' is used again; it stands in line 10 too.",
         "Give each rule an id of its own."},
        {"line 18, column 9", "'Purple' is not a level of this scheme.",
         "Use one of: Red, not rated."},
        {"line 23, column 26", "'days_overdue' is in days, not in month.",
         "Use a fact that counts in this unit, or give a number in the fact's "
         "own."}}},
      {"two rules, and two levels, of one name",
       std::string(kHead) + "[[level]]\nname = \"RED\"\n" +
           Rule("a", "complete") + Rule("b", "blocked") + Rule("a", "always"),
       {{"line 10, column 1",
         "The name 'RED' stands for two levels; the level 'Red' in line 6 has "
         "it too.",
         "Rename one; names, letters and aliases must differ, whatever their "
         "case."},
        {"line 20, column 1",
         "The rule id 'a' is used again; it stands in line 12 too.",
         "Give each rule an id of its own."}}},
      {"levels that are never defined",
       std::string(kHead) + Rule("a", "complete", "Amber") +
           Rule("b", "blocked", "Gren"),
       {{"line 12, column 9", "'Amber' is not a level of this scheme.",
         "Use one of: Red, Green, not rated."},
        {"line 16, column 9", "'Gren' is not a level of this scheme.",
         "Did you mean 'Green'?"}}},
      {"numbers out of range",
       std::string(kHead) +
           Rule("a",
                "days_overdue > 99999999999999999999 or moves > 1000000"
                "000000001 or moves > 0.5.5") +
           "[[fact]]\nname = \"f\"\ntype = \"number\"\nmin = inf\nmax = nan\n",
       {{"line 13, column 24", "'99999999999999999999' is too large.",
         "The largest number is 1000000000000000."},
        {"line 13, column 56", "'1000000000000001' is too large.",
         "The largest number is 1000000000000000."},
        {"line 13, column 84", "'0.5.5' is not a number.",
         "Write it with digits, such as 14 or 2.5."},
        {"line 17, column 7", "'min' is not a number.",
         "Write it with digits, such as 14 or 2.5."},
        {"line 18, column 7", "'max' is not a number.",
         "Write it with digits, such as 14 or 2.5."}}},
  });
}

constexpr std::string_view kNoCircle =
    "Take a fact instead of one of these ratings, or 'last_rating', the rating "
    "of the period before.";

TEST(SchemeReader, RefusesEveryRuleThatNeedsItsOwnRating) {
  const std::string remedy(kNoCircle);
  ExpectIssues({
      {"directly, in two rules",
       std::string(kHead) + Rule("a", "rating(status) is 'Red'") +
           Rule("b", "complete") +
           Rule("c", "blocked or rating(status) is not 'Red'"),
       {{"line 10, column 1",
         "The rule 'a' refers to itself: the rating of a milestone for status "
         "needs 'rating(status)'.",
         remedy},
        {"line 18, column 1",
         "The rule 'c' refers to itself: the rating of a milestone for status "
         "needs 'rating(status)'.",
         remedy}}},
      {"through another aspect, and through two",
       std::string(kHead) +
           "[[aspect]]\nname = \"p\"\n[[aspect]]\nname = \"q\"\n"
           "[[aspect]]\nname = \"r\"\n[[aspect]]\nname = \"s\"\n" +
           // The first rule begins in line 18, and each has five.
           RuleWith("aspect = \"p\"", "a", "rating(q) is 'Red'") +
           RuleWith("aspect = \"q\"", "b", "rating(p) is 'Red'") +
           RuleWith("aspect = \"q\"", "c", "rating(r) is 'Red'") +
           RuleWith("aspect = \"r\"", "d", "rating(s) is 'Red'") +
           RuleWith("aspect = \"s\"", "e", "rating(q) is 'Red'"),
       {{"line 18, column 1",
         "The rule 'a' refers to itself: the rating of a milestone for p needs "
         "'rating(q)', then 'rating(p)'.",
         remedy},
        {"line 28, column 1",
         "The rule 'c' refers to itself: the rating of a milestone for q needs "
         "'rating(r)', then 'rating(s)', then 'rating(q)'.",
         remedy}}},
      {"through a fact that is worked out",
       std::string(kHead) +
           "[[fact]]\nname = \"f\"\ntype = \"number\"\n"
           "is = [{ when = \"rating(status) is 'Red'\", is = \"moves\" }]\n" +
           Rule("a", "f > 1"),
       {{"line 14, column 1",
         "The rule 'a' refers to itself: the rating of a milestone for status "
         "needs 'f', then 'rating(status)'.",
         remedy}}},
      {"of the item itself, while it counts its children",
       std::string(kHead) +
           RuleWith("for = \"plan\"", "a",
                    "count(milestones, 'Red') > 1 or rating(status) is 'Red'") +
           Rule("b", "complete"),
       {{"line 10, column 1",
         "The rule 'a' refers to itself: the rating of a plan for status needs "
         "'rating(status)'.",
         remedy}}},
  });
}

// Children never need their parents, so that groups make no circles.
TEST(SchemeReader, AllowsRatingsOfChildrenWhereverTheyStand) {
  const std::string text =
      std::string(kHead) +
      RuleWith("for = \"plan\"", "a",
               "worst(recommendations where worst(milestones) is 'Red') is "
               "'Red' or count(recommendations where rating(status) is 'Red') "
               "> 0") +
      RuleWith("for = \"recommendation\"", "b", "worst(milestones) is 'Red'") +
      Rule("c", "last_rating is 'Red'");
  EXPECT_THAT(Scheme::Parse(text).issues, IsEmpty());
}

TEST(SchemeReader, KnowsFactsThatAreDeclaredElsewhere) {
  const std::string head(kHead);
  const std::string number = "[[fact]]\nname = \"f\"\ntype = \"number\"\n";
  ExpectIssues({
      {"worked out in a circle, from itself, and from a later one",
       head + Derived("a", "b + 1") + Derived("b", "1 + c") +
           Derived("c", "a + moves") + Derived("d", "2 * d") +
           Derived("e", "f + 1") + number + Rule("r", "a + e > 0"),
       {{"line 13, column 7",
         "The fact 'a' is worked out from itself: 'a' needs 'b', 'b' needs "
         "'c', 'c' needs 'a'.",
         "Work one of them out from other facts."},
        {"line 25, column 11", "The fact 'd' is worked out from itself.",
         "Work it out from other facts."},
        {"line 29, column 7",
         "The fact 'f' is declared further down, in line 30.",
         "Move it above 'e'; a fact is worked out from those before it."}}},
      {"declared twice",
       head + number + number + Rule("r", "f > 0"),
       {{"line 14, column 8",
         "The fact 'f' is declared again; it stands in line 10 too.",
         "Give each fact a name of its own."}}},
      {"of another kind of item",
       head + number + "for = [\"outcome\", \"plan\"]\n" + Rule("r", "f > 0") +
           Rule("s", "measurable and f > 1"),
       {{"line 17, column 9",
         "'f' is a fact of outcomes and plans, not of a milestone.",
         "Add \"milestone\" to its 'for', or take another fact."},
        {"line 21, column 9",
         "'measurable' is a fact of outcomes, not of a milestone.",
         "Take a fact of a milestone; 'actionplan scheme facts' lists them."},
        {"line 21, column 24",
         "'f' is a fact of outcomes and plans, not of a milestone.",
         "Add \"milestone\" to its 'for', or take another fact."}}},
      {"of a kind that is misspelt: its rules are not blamed",
       head + number + "for = \"milestones\"\n" + Rule("r", "f > 0"),
       {{"line 13, column 7", "'milestones' is not a kind of item.",
         "Did you mean 'milestone'?"}}},
      {"no name is near: the scheme's own are listed",
       head + number + Rule("r", "xyzzy"),
       {{"line 16, column 9", "There is no fact 'xyzzy' of a milestone.",
         "Write a fact; 'actionplan scheme facts' lists them, and the scheme "
         "declares f."}}},
  });
}

TEST(SchemeReader, NamesEveryValueOfAnExampleThatIsOfTheWrongType) {
  ExpectIssues({
      {"in one example",
       std::string(kHead) + Rule("a", "complete") +
           "[[example]]\n"  // line 14
           "level = \"Rad\"\n"
           "rule = \"b\"\n"
           "[example.facts]\n"
           "complete = \"yes\"\n"
           "days_overdue = \"twelve\"\n"
           "stage = 3\n"
           "due = \"31/03/2026\"\n"
           "moves = 1.5\n"
           "blocked = 1\n"
           "percent_complete = 101\n"
           "days_slipped = 0.5\n"
           "nonsense = 5\n"
           "finished = true\n",
       {{"line 15, column 9", "'Rad' is not a level of this scheme.",
         "Did you mean 'Red'?"},
        {"line 16, column 8", "There is no rule 'b'.",
         "Name a rule by its id."},
        {"line 18, column 12", "'yes' is not a value of 'complete' (yes/no).",
         "Write true or false without quotes, \"unknown\" or \"not "
         "applicable\"."},
        {"line 19, column 16",
         "'twelve' is not a value of 'days_overdue' (days).",
         "Write a number without quotes, \"unknown\" or \"not applicable\"."},
        {"line 20, column 9", "This is not a value of 'stage' (choice).",
         "Write a word, \"unknown\" or \"not applicable\"."},
        {"line 21, column 7",
         "'31/03/2026' is not a day written as YYYY-MM-DD, such as 2018-03-27.",
         "Write a day as 2026-03-31."},
        {"line 22, column 9", "'moves' is a whole number, not 1.5.",
         "Write a whole number."},
        {"line 23, column 11", "This is not a value of 'blocked' (yes/no).",
         "Write true, false, \"unknown\" or \"not applicable\"."},
        {"line 24, column 20", "'percent_complete' can't be 101.",
         "It is at most 100."},
        {"line 25, column 16", "'days_slipped' counts whole days, not 0.5.",
         "Write a whole number."},
        {"line 26, column 1", "There is no fact 'nonsense' of a milestone.",
         std::string(kFactsAreListed)},
        {"line 27, column 12", "This is not a value of 'finished' (day).",
         "Write a day such as 2026-03-31, \"unknown\" or \"not "
         "applicable\"."}}},
  });
}

// --- Bounded work ---
// Sizes at which work that grows with the square would take minutes to hours.

std::string Repeat(int times, std::string_view before, std::string_view after) {
  std::string text;
  for (int i = 0; i < times; ++i) {
    text += std::string(before) + std::to_string(i) + std::string(after);
  }
  return text;
}

std::string Times(int times, std::string_view part) {
  std::string text;
  for (int i = 0; i < times; ++i) text += part;
  return text;
}

TEST(SchemeReader, SaysWhatOfALargeFileItDidNotRead) {
  const std::string head(kHead);
  const std::string rule = Rule("r", "complete");
  ExpectIssues({
      {"5 MB",
       Times(5, std::string(1000000, '#')),
       {{"line 1, column 1", "The file has 5000000 bytes.",
         "A scheme has at most 4194304 bytes."}}},
      {"brackets",
       head + Rule("r", Times(10000, "(") + "complete"),
       {{"line 13, column 109", "The condition is nested too deeply.",
         "Split it into several rules; the deepest is 100."}}},
      {"brackets in an expression",
       head + Derived("f", Times(10000, "(") + "moves") + rule,
       // Each is a sum and a value: two deep.
       {{"line 13, column 57", "The condition is nested too deeply.",
         "Split it into several rules; the deepest is 100."}}},
      {"choices",
       head + "[[fact]]\nname = \"f\"\ntype = \"choice\"\nchoices = [" +
           Repeat(150000, "\"c", "\",") + "]\n" + rule,
       {{"line 13, column 11", "There are 150000 choices.",
         "A fact has 1 to 63."}}},
      {"aliases",
       head + "[[level]]\nname = \"L\"\naliases = [" +
           Repeat(150000, "\"c", "\",") + "]\n" + rule,
       {{"line 12, column 11", "There are 150000 aliases.",
         "A level has at most 100."}}},
      {"facts",
       head + Repeat(5000, "[[fact]]\ntype = \"number\"\nname = \"f", "\"\n") +
           rule,
       // The 501st, each of three lines.
       {{"line 1510, column 1",
         "There are more than 500 facts of the scheme's own.",
         "Leave out those that no rule tests."}}},
      {"facts of an example",
       head + rule + "[[example]]\nlevel = \"Red\"\n[example.facts]\n" +
           Repeat(50000, "f", " = 1\n"),
       {{"line 16, column 1", "There are 50000 facts.",
         "Leave out what no rule tests; at most 200 are read."}}},
      {"levels",
       head + Repeat(20000, "[[level]]\nname = \"L", "\"\n") + rule,
       // Two stand in the head.
       {{"line 130, column 1", "There are more than 62 levels.",
         "A scheme has at most 62."}}},
  });
}

// A thousand problems, and the next as what says that there are more.
TEST(SchemeReader, ListsAThousandOfTenThousandUnknownNames) {
  const std::string head(kHead);
  const std::pair<std::string, std::string> texts[] = {
      {"a condition",
       head + Rule("r", "complete" + Repeat(80000, " or nope_", ""))},
      {"signs of other languages", head + Rule("r", Times(20000, "&& "))},
      {"a reason",
       head + RuleWith("because = \"" + Repeat(80000, "{nope_", "}") + "\"",
                       "r", "complete")},
      {"rules", head + Repeat(10000, "[[rule]]\nid = \"r",
                              "\"\nlevel = \"Red\"\nwhen = \"nope\"\n")},
      {"levels", head + Repeat(10000, "[[rule]]\nid = \"r",
                               "\"\nlevel = \"nope\"\nwhen = \"always\"\n")},
      {"keys", head + Rule("r", "complete") + Repeat(50000, "k", " = 1\n")},
      {"rules of examples",
       head + Rule("r", "complete") +
           Repeat(10000, "[[example]]\nlevel = \"Red\"\nrule = \"x", "\"\n")},
  };
  for (const auto& [name, text] : texts) {
    const std::vector<Issue> issues = Scheme::Parse(text).issues;
    ASSERT_EQ(issues.size(), 1001u) << name;
    EXPECT_EQ(issues.back().what, "There are more problems.") << name;
    EXPECT_EQ(issues.back().remedy, "Mend these 1000 first.") << name;
  }
}

TEST(SchemeReader, ReadsLargeFilesInTimeInProportion) {
  const std::string head(kHead);
  const std::string rules =
      Repeat(5000, "[[rule]]\nid = \"r",
             "\"\nlevel = \"Red\"\nwhen = \"days_overdue > 3\"\n");
  const std::pair<std::string, std::string> texts[] = {
      {"a condition",
       head + Rule("r", "complete" + Times(20000, " or days_overdue > 3"))},
      {"rules", head + rules},
      {"rules with examples",
       head + rules +
           Repeat(5000, "[[example]]\nlevel = \"Red\"\nrule = \"r", "\"\n")},
      {"examples with much that is usual",
       head + Rule("r", "complete") + "[usual.milestone]\ndays_overdue = 1\n" +
           Times(5000, "[[example]]\nlevel = \"Red\"\n")},
      {"findings that are accepted of all rules",
       head + rules +
           Times(3000,
                 "[[accept]]\nfinding = \"gap\"\nreason = \"x\"\n"
                 "within = \"blocked\"\n")},
      {"one that is accepted of many",
       head + rules +
           "[[accept]]\nfinding = \"gap\"\nreason = \"x\"\n"
           "within = \"blocked\"\nrules = [" +
           Times(50000, "\"r4999\",") + "]\n"},
      {"groups",
       head + RuleWith("for = \"plan\"", "r",
                       "count(milestones) > 0" +
                           Repeat(3000, " and count(milestones where moves > ",
                                  ") > 1"))},
  };
  for (const auto& [name, text] : texts) {
    EXPECT_THAT(Scheme::Parse(text).issues, IsEmpty()) << name;
  }
}

}  // namespace
}  // namespace actionplan
