#include "internal/doubts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "absl/strings/str_cat.h"
#include "actionplan/testing/builders.h"
#include "internal/strings.h"
#include "make_plan.h"
#include "make_scheme.h"

namespace actionplan {
namespace {

using internal::StrCat;
using testing::Day;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::ValueOrDie;

DueOptions Options() { return {.anchor = Day("2026-01-01")}; }

Due Read(std::string_view text) { return ParseDue(text, Options()); }

// "spring", which ends in May and may end in March.
Due Spring() {
  return Due::OfPeriod("spring", Day("2026-03-01"), Day("2026-05-31"),
                       Confidence::kMedium, "")
      .WithOtherReadings({{.first = Day("2026-01-01"),
                           .last = Day("2026-03-31"),
                           .note = "the spring term"}});
}

// A milestone "M" of a recommendation "R" with an outcome "O".
Plan DueIn(const Due& due, std::vector<Update> journal = {}) {
  Baseline baseline = unit::OneMilestone("");
  baseline.recommendations[0].milestones[0].due = due;
  baseline.recommendations[0].outcomes.push_back({.id = "O", .text = "O"});
  return unit::MakePlan(std::move(baseline), std::move(journal));
}

Scheme Key() {
  return SchemeOf(
      RuleText("late", "Red", "days_overdue > 31 or days_slipped > 60") +
      RuleText("slow", "Amber", "days_overdue > 0") +
      RuleText("stopped", "Amber", "blocked") +
      RuleText("fine", "Green", "otherwise"));
}

Change AgreeOn(const Due& due) {
  return DueChange{.due = due, .agreed_by = "Board", .reason = "capacity"};
}

Update NotBlocked() {
  return unit::Say("2026-01-05", "M", Blocked{.blocked = false});
}

Assessment AssessOn(const Plan& plan, const Scheme& scheme,
                    std::string_view day) {
  return ValueOrDie(Assess(ValueOrDie(AsOf(plan, Day(day))), scheme));
}

Rating RatingOn(const Plan& plan, const Scheme& scheme, std::string_view day,
                std::string_view item = "M") {
  return AssessOn(plan, scheme, day).Find(item, "process").value();
}

std::optional<Doubt> DoubtOn(const Plan& plan, const Scheme& scheme,
                             std::string_view day,
                             std::string_view item = "M") {
  return FindDoubt(AssessOn(plan, scheme, day), item, "process");
}

// ---------------------------------------------------------------------------
// By hand.

TEST(FindDoubt, NamesTheRatingsOfBothReadingsAndWhatSettlesThem) {
  const Plan plan = DueIn(Spring(), {NotBlocked()});
  const Rating rating = RatingOn(plan, Key(), "2026-04-15");
  // The usual reading.
  EXPECT_EQ(rating.level_name, "Green");
  EXPECT_THAT(rating.possible, ElementsAre("Amber", "Green"));
  const std::optional<Doubt> doubt = DoubtOn(plan, Key(), "2026-04-15");
  ASSERT_TRUE(doubt.has_value());
  EXPECT_EQ(doubt->text,
            "Amber or Green: settled by whether 'spring' ends in March or in "
            "May");
  EXPECT_EQ(doubt->possible, rating.possible);
  ASSERT_EQ(doubt->settled_by.size(), 1U);
  ASSERT_EQ(doubt->settled_by[0].size(), 1U);
  const Unsettled& due = doubt->settled_by[0][0];
  EXPECT_EQ(due.written, "spring");
  EXPECT_EQ(due.fact, "");
  ASSERT_EQ(due.readings.size(), 2U);
  EXPECT_EQ(due.readings[0].words, "'spring' ends in May");
  EXPECT_EQ(due.readings[0].last, Day("2026-05-31"));
  EXPECT_THAT(due.readings[0].possible, ElementsAre("Green"));
  EXPECT_EQ(due.readings[1].words, "'spring' ends in March");
  EXPECT_THAT(due.readings[1].possible, ElementsAre("Amber"));
}

TEST(FindDoubt, BeginsAndEndsWithTheLastDaysOfTheReadings) {
  struct Row {
    std::string_view day;
    std::vector<std::string> possible;
  };
  const Plan plan = DueIn(Spring(), {NotBlocked()});
  for (const Row& row : std::vector<Row>{{"2026-03-31", {}},
                                         {"2026-04-01", {"Amber", "Green"}},
                                         {"2026-05-01", {"Amber", "Green"}},
                                         {"2026-05-02", {"Red", "Green"}},
                                         {"2026-05-31", {"Red", "Green"}},
                                         {"2026-06-01", {"Red", "Amber"}},
                                         {"2026-07-01", {"Red", "Amber"}},
                                         {"2026-07-02", {}}}) {
    EXPECT_EQ(RatingOn(plan, Key(), row.day).possible, row.possible) << row.day;
    EXPECT_EQ(DoubtOn(plan, Key(), row.day).has_value(), !row.possible.empty())
        << row.day;
  }
}

TEST(FindDoubt, SaysWhatToRecordWhereAFactIsNotRecorded) {
  const Plan plan = DueIn(Read("1 March 2026 to 31 May 2026"));
  const Rating rating = RatingOn(plan, Key(), "2026-04-15");
  EXPECT_FALSE(rating.is_rated());
  EXPECT_THAT(rating.possible, ElementsAre("Amber", "Green"));
  const std::optional<Doubt> doubt = DoubtOn(plan, Key(), "2026-04-15");
  EXPECT_EQ(doubt.value().text,
            "Amber or Green: settled by whether it is blocked");
  EXPECT_EQ(doubt->settled_by[0][0].fact, "blocked");
  EXPECT_THAT(doubt->settled_by[0][0].readings, IsEmpty());
}

TEST(FindDoubt, NeedsBothWordsAndAFactWhereOneIsNotEnough) {
  const std::optional<Doubt> doubt =
      DoubtOn(DueIn(Spring()), Key(), "2026-04-15");
  EXPECT_EQ(doubt.value().settled_by_words,
            "whether 'spring' ends in March or in May and whether it is "
            "blocked");
}

TEST(FindDoubt, SaysNothingOfWhatIsSettled) {
  const Plan plan = DueIn(Read("March 2026"), {NotBlocked()});
  EXPECT_FALSE(DoubtOn(plan, Key(), "2026-04-15").has_value());
  EXPECT_THAT(RatingOn(plan, Key(), "2026-04-15").possible, IsEmpty());
  // Nor of what is not rated at all.
  EXPECT_FALSE(DoubtOn(plan, Key(), "2026-04-15", "R").has_value());
  EXPECT_FALSE(DoubtOn(plan, Key(), "2026-04-15", "nothing").has_value());
  // No rule speaks: that it is not rated is the answer.
  const Scheme silent = SchemeOf(RuleText("late", "Red", "days_overdue > 99"));
  EXPECT_THAT(RatingOn(plan, silent, "2026-04-15").possible, IsEmpty());
}

// Two dates of which nobody says which is meant have no usual reading.
TEST(FindDoubt, OfWordsWithoutAUsualReadingIsThatOfAllTheirReadings) {
  const Due due = Read("5 May 2026 9 June 2026");
  ASSERT_EQ(due.kind(), DueKind::kError);
  ASSERT_EQ(due.other_readings().size(), 2U);
  const Plan plan = DueIn(due, {NotBlocked()});
  EXPECT_FALSE(RatingOn(plan, Key(), "2026-05-20").is_rated());
  EXPECT_EQ(DoubtOn(plan, Key(), "2026-05-20").value().text,
            "Amber or Green: settled by whether '5 May 2026 9 June 2026' ends "
            "on 5 May 2026 or on 9 June 2026");
  // Both are over.
  const Rating late = RatingOn(plan, Key(), "2026-06-05");
  EXPECT_THAT(late.possible, ElementsAre("Amber", "Green"));
  const std::optional<Doubt> doubt = DoubtOn(plan, Key(), "2026-08-20");
  EXPECT_THAT(doubt.value().possible, ElementsAre("Red"));
  EXPECT_EQ(doubt->text, "Red, in whichever way it is read");
  EXPECT_FALSE(RatingOn(plan, Key(), "2026-08-20").is_rated());
}

TEST(FindDoubt, TakesTheSameWordsToMeanTheSame) {
  // Whichever it is, a due that is agreed anew in the same words is no move.
  const Plan plan =
      DueIn(Spring(),
            {NotBlocked(), unit::Say("2026-01-10", "M", AgreeOn(Spring()))});
  const Scheme key = SchemeOf(RuleText("moved", "Red", "moves > 0") +
                              RuleText("fine", "Green", "otherwise"));
  EXPECT_THAT(RatingOn(plan, key, "2026-04-15").possible, IsEmpty());
}

// By the usual reading this is no move, so no state of the milestone shows it.
TEST(FindDoubt, CountsAMoveThatOnlyAReadingMakesOne) {
  const auto agree = [](std::string_view day, const Due& due) {
    return unit::Say(day, "M", AgreeOn(due));
  };
  const Plan plan =
      DueIn(Read("31 May 2026"), {NotBlocked(), agree("2026-01-10", Spring()),
                                  agree("2026-01-20", Read("31 May 2026"))});
  const Scheme key = SchemeOf(RuleText("moved", "Red", "moves > 1") +
                              RuleText("fine", "Green", "otherwise"));
  const Rating rating = RatingOn(plan, key, "2026-04-15");
  EXPECT_EQ(rating.level_name, "Green");
  EXPECT_THAT(rating.possible, ElementsAre("Red", "Green"));
}

TEST(FindDoubt, IsOfOutcomesAndOfRecoveryPlansAsWell) {
  const auto rule = [](std::string_view id, std::string_view kind,
                       std::string_view level, std::string_view when) {
    std::string text = RuleText(id, level, when);
    const std::string milestone = "for = \"milestone\"";
    text.replace(text.find(milestone), milestone.size(),
                 StrCat("for = \"", kind, "\""));
    return text;
  };
  const Scheme key =
      SchemeOf(rule("o", "outcome", "Amber", "expected") +
               rule("o2", "outcome", "Green", "otherwise") +
               rule("r", "recommendation", "Green", "recovery_plan") +
               rule("r2", "recommendation", "Red", "otherwise"));
  Baseline baseline = unit::OneMilestone("");
  baseline.recommendations[0].outcomes.push_back(
      {.id = "O", .text = "O", .expected = Spring()});
  const Plan plan = unit::MakePlan(
      std::move(baseline),
      {unit::Say("2026-01-10", "R", Recovery{.until = Spring()})});
  EXPECT_EQ(DoubtOn(plan, key, "2026-02-01", "O").value().text,
            "Amber or Green: settled by whether 'spring' ends in March or in "
            "May");
  EXPECT_EQ(DoubtOn(plan, key, "2026-04-15", "R").value().text,
            "Red or Green: settled by whether 'spring' ends in March or in "
            "May");
}

TEST(FindDoubt, IsOfThePlannedStart) {
  Baseline baseline = unit::OneMilestone("31 December 2026");
  baseline.recommendations[0].milestones[0].start = Spring();
  const Plan plan = unit::MakePlan(std::move(baseline));
  const Scheme key = SchemeOf(RuleText("begun", "Amber", "days_to_start <= 0") +
                              RuleText("fine", "Green", "otherwise"));
  EXPECT_THAT(RatingOn(plan, key, "2026-02-01").possible,
              ElementsAre("Amber", "Green"));
}

TEST(FindDoubt, OfMoreReadingsThanAreTriedLeavesEveryLevelPossible) {
  std::vector<Update> journal = {NotBlocked()};
  for (int year = 2027; year < 2037; ++year) {
    journal.push_back(unit::Say("2026-02-01", "M",
                                AgreeOn(ParseDue(absl::StrCat("Q1 ", year)))));
  }
  const Plan plan = DueIn(Spring(), std::move(journal));
  EXPECT_THAT(RatingOn(plan, Key(), "2026-04-15").possible,
              ElementsAre("Red", "Amber", "Green", "not rated"));
  const std::optional<Doubt> doubt = DoubtOn(plan, Key(), "2026-04-15");
  EXPECT_THAT(doubt.value().settled_by, IsEmpty());
  EXPECT_EQ(doubt->settled_by_words, "");
}

TEST(FindDoubt, AsksAsShortlyAsTellsTheReadingsApart) {
  struct Row {
    std::string_view text;
    std::string_view question;
  };
  for (const Row& row : std::vector<Row>{
           {"Q1 2026", "whether 'Q1 2026' ends in March or in June"},
           {"winter 2025",
            "whether 'winter 2025' ends in February 2025 or in February 2026"},
           {"by April 2026",
            "whether 'by April 2026' ends in March or in "
            "April"},
           {"Easter 2026",
            "whether 'Easter 2026' ends on 2 April 2026 or on 5 April 2026"},
           {"March 2026 -> July 2026",
            "whether 'March 2026 -> July 2026' runs from 1 March 2026 to 31 "
            "July 2026 or from 1 July 2026 to 31 July 2026"}}) {
    const Due due = Read(row.text);
    EXPECT_EQ(internal::AskWhichWay(due, internal::WaysToRead(due)).question,
              row.question);
  }
  // A reading that the words do not date.
  const Due due = Read("31 May 2026").WithOtherReadings({{}});
  EXPECT_EQ(internal::AskWhichWay(due, internal::WaysToRead(due)).question,
            "whether '31 May 2026' ends in May or names no date");
}

// ---------------------------------------------------------------------------
// Of a bare row.

TEST(FindDoubt, OfARowNamesTheFewestFactsThatSettleIt) {
  const Scheme key =
      SchemeOf(RuleText("r", "Red", "days_overdue > 7 and not recovery_plan") +
               RuleText("a", "Amber", "blocked and days_overdue > 7") +
               RuleText("g", "Green", "otherwise"));
  const auto words = [&](const testing::FactsOf& facts) {
    const std::optional<Doubt> doubt = FindDoubt(key, facts.table(), 0, 0);
    return doubt.has_value() ? doubt->settled_by_words : "settled";
  };
  const auto late = [] {
    return MilestoneFacts()
        .With(Fact::kComplete, false)
        .With(Fact::kDaysOverdue, 8);
  };
  EXPECT_EQ(words(late().With(Fact::kRecoveryPlan, true)),
            "whether it is blocked");
  EXPECT_EQ(words(late().With(Fact::kRecoveryPlan, false)), "settled");
  // Only together do they settle it.
  EXPECT_EQ(words(late()),
            "whether it is blocked and whether there is a recovery plan");
  EXPECT_EQ(words(MilestoneFacts()
                      .With(Fact::kComplete, false)
                      .With(Fact::kDaysOverdue, 7)),
            "settled");
}

constexpr std::string_view kSpendFacts = R"(
[[fact]]
name = "spend"
for = "milestone"
type = "count"
max = 9
[[fact]]
name = "budget"
for = "milestone"
type = "count"
max = 9
[[fact]]
name = "over"
for = "milestone"
type = "number"
is = "spend - budget"
[[fact]]
name = "agreed"
for = "milestone"
type = "yes/no"
)";

FactTable SpendTable(const Scheme& key, std::optional<int> spend) {
  FactTable table(ItemKind::kMilestone, 1);
  if (spend.has_value()) {
    table.Set(key.FindColumn(ItemKind::kMilestone, "spend").value(), 0,
              Cell::Of(*spend));
  }
  return table;
}

TEST(FindDoubt, OfADerivedFactIsSettledByWhatItIsMadeOf) {
  const Scheme key = SchemeOf(std::string(kSpendFacts) +
                              RuleText("r", "Red", "over > 5 and not agreed") +
                              RuleText("g", "Green", "always"));
  EXPECT_EQ(FindDoubt(key, SpendTable(key, std::nullopt), 0, 0)
                .value()
                .settled_by_words,
            "spend and budget and agreed");
  EXPECT_EQ(FindDoubt(key, SpendTable(key, 7), 0, 0).value().settled_by_words,
            "budget and agreed");
  // Five less a budget is never more than five.
  EXPECT_FALSE(FindDoubt(key, SpendTable(key, 5), 0, 0).has_value());
  EXPECT_EQ(RateRow(key, SpendTable(key, 5), 0, 0).level_name, "Green");
}

// ---------------------------------------------------------------------------
// Brute force: every reading is written out as a date, and every value of every
// fact recorded, in a plan of its own.

constexpr std::string_view kOwnFacts = R"(
[[fact]]
name = "size"
for = "milestone"
type = "count"
max = 3
[[fact]]
name = "cost"
for = "milestone"
type = "count"
max = 2
[[fact]]
name = "agreed"
for = "milestone"
type = "yes/no"
)";

std::vector<FactValue> ValuesOf(std::string_view fact) {
  if (fact == "size") return {0.0, 1.0, 2.0, 3.0};
  if (fact == "cost") return {0.0, 1.0, 2.0};
  return {true, false};
}

// What the milestone's plan says, or is taken to say.
struct Story {
  std::string start;
  std::string due;
  std::string agreed_due;
  std::string forecast;
  std::string recovery;
  // nullopt: not recorded.
  std::map<std::string, std::optional<FactValue>> facts;
};

Plan PlanOf(const Story& story) {
  Baseline baseline = unit::OneMilestone("");
  Milestone& milestone = baseline.recommendations[0].milestones[0];
  milestone.due = Read(story.due);
  milestone.start = Read(story.start);
  std::vector<Update> journal = {
      unit::Say("2026-01-02", "M", unit::Reach(Stage::kInProgress))};
  const auto say = [&](std::string_view day, Change change) {
    journal.push_back(unit::Say(day, "M", std::move(change)));
  };
  if (!story.agreed_due.empty()) {
    say("2026-01-10", AgreeOn(Read(story.agreed_due)));
  }
  if (!story.forecast.empty()) {
    say("2026-01-11", ForecastChange{.finish = Read(story.forecast)});
  }
  if (!story.recovery.empty()) {
    say("2026-01-12", Recovery{.until = Read(story.recovery)});
  }
  for (const auto& [fact, value] : story.facts) {
    if (value.has_value()) say("2026-01-13", unit::Carry(fact, *value));
  }
  return unit::MakePlan(std::move(baseline), std::move(journal));
}

std::string WrittenOut(std::optional<Date> first, Date last) {
  if (!first.has_value()) return "until " + last.ToWords();
  if (first == last) return last.ToWords();
  return first->ToWords() + " to " + last.ToWords();
}

// Every way to read a text, written out.
std::vector<std::string> Meanings(const std::string& text) {
  const Due due = Read(text);
  if (due.other_readings().empty()) return {text};
  std::vector<std::string> meanings;
  if (due.is_dated()) meanings.push_back(WrittenOut(due.first(), *due.last()));
  for (const DueReading& other : due.other_readings()) {
    meanings.push_back(WrittenOut(other.first, *other.last));
  }
  return meanings;
}

// One way in which it may be: what each thing in doubt turned out to be.
struct World {
  std::map<std::string, std::string> things;
  std::string level;
};

class BruteForce {
 public:
  BruteForce(const Scheme& scheme, std::string_view day)
      : scheme_(scheme), day_(day) {}

  void Run(Story story, std::map<std::string, std::string> things = {}) {
    for (std::string* text : {&story.start, &story.due, &story.agreed_due,
                              &story.forecast, &story.recovery}) {
      const std::vector<std::string> meanings = Meanings(*text);
      if (meanings.size() == 1) continue;
      const std::string written = *text;
      for (const std::string& meaning : meanings) {
        Story next = story;
        for (std::string* its : {&next.start, &next.due, &next.agreed_due,
                                 &next.forecast, &next.recovery}) {
          if (*its == written) *its = meaning;
        }
        things[written] = meaning;
        Run(next, things);
      }
      return;
    }
    for (auto& [fact, value] : story.facts) {
      if (value.has_value()) continue;
      for (const FactValue& its : ValuesOf(fact)) {
        value = its;
        things[fact] = std::holds_alternative<bool>(its)
                           ? absl::StrCat(std::get<bool>(its))
                           : absl::StrCat(std::get<double>(its));
        Run(story, things);
      }
      return;
    }
    const Rating rating = RatingOn(PlanOf(story), scheme_, day_);
    EXPECT_THAT(rating.possible, IsEmpty());
    worlds_.push_back({things, rating.level_name});
  }

  std::set<std::string> Possible() const {
    std::set<std::string> levels;
    for (const World& world : worlds_) levels.insert(world.level);
    return levels;
  }

  // The sets of the fewest things, at most three, that settle the level.
  std::set<std::set<std::string>> SettledBy() const {
    std::vector<std::string> things;
    for (const auto& [thing, value] : worlds_[0].things) {
      things.push_back(thing);
    }
    std::set<std::set<std::string>> found;
    for (int size = 1; size <= 3 && found.empty(); ++size) {
      for (unsigned bits = 1; bits < (1U << things.size()); ++bits) {
        if (__builtin_popcount(bits) != size) continue;
        std::set<std::string> set;
        for (size_t i = 0; i < things.size(); ++i) {
          if (((bits >> i) & 1) != 0) set.insert(things[i]);
        }
        if (Settles(set)) found.insert(set);
      }
    }
    return found;
  }

 private:
  bool Settles(const std::set<std::string>& set) const {
    std::map<std::vector<std::string>, std::string> level_of;
    for (const World& world : worlds_) {
      std::vector<std::string> values;
      for (const std::string& thing : set) {
        values.push_back(world.things.at(thing));
      }
      const auto [entry, is_new] = level_of.try_emplace(values, world.level);
      if (!is_new && entry->second != world.level) return false;
    }
    return true;
  }

  const Scheme& scheme_;
  std::string_view day_;
  std::vector<World> worlds_;
};

std::string Pick(std::mt19937& random,
                 const std::vector<std::string>& choices) {
  return choices[random() % choices.size()];
}

std::string RandomTest(std::mt19937& random) {
  const std::string number = absl::StrCat(random() % 4);
  const std::string days =
      Pick(random, {"0", "7", "14", "30", "31", "60", "89", "90"});
  switch (random() % 10) {
    case 0:
      return "agreed";
    case 1:
      return "size > " + number;
    case 2:
      return "cost = " + number;
    case 3:
      return "size < cost";
    case 4:
      return "days_slipped > " + days;
    case 5:
      return "moves > 0";
    case 6:
      return "days_forecast_late > " + days;
    case 7:
      return "recovery_plan";
    case 8:
      return "scheduled";
    default:
      return "days_overdue > " + days;
  }
}

std::string RandomWhen(std::mt19937& random) {
  std::string when = RandomTest(random);
  for (auto more = random() % 3; more > 0; --more) {
    when =
        absl::StrCat("(", when, random() % 2 == 0 ? " and " : " or ",
                     random() % 4 == 0 ? "not " : "", RandomTest(random), ")");
  }
  return when;
}

std::string RandomRules(std::mt19937& random) {
  std::string rules(kOwnFacts);
  const int count = 2 + static_cast<int>(random() % 4);
  for (int i = 0; i < count; ++i) {
    rules +=
        RuleText(absl::StrCat("r", i), Pick(random, {"Red", "Amber", "Green"}),
                 RandomWhen(random));
  }
  if (random() % 3 != 0) rules += RuleText("last", "Green", "otherwise");
  return rules;
}

Story RandomStory(std::mt19937& random) {
  const std::vector<std::string> texts = {"Q1 2026",
                                          "Q2 2026",
                                          "by April 2026",
                                          "mid 2026",
                                          "winter 2025",
                                          "Easter term 2026",
                                          "H1 2026",
                                          "Easter 2026",
                                          "end of the year",
                                          "March 26",
                                          "April 2026",
                                          "31 May 2026",
                                          "5 May 2026 9 June 2026"};
  const auto maybe = [&](unsigned percent) {
    return random() % 100 < percent ? Pick(random, texts) : "";
  };
  Story story = {.start = maybe(20),
                 .due = Pick(random, texts),
                 .agreed_due = maybe(40),
                 .forecast = maybe(40),
                 .recovery = maybe(20),
                 .facts = {}};
  for (const std::string fact : {"size", "cost", "agreed"}) {
    std::optional<FactValue>& value = story.facts[fact];
    if (random() % 3 == 0) continue;
    const std::vector<FactValue> values = ValuesOf(fact);
    value = values[random() % values.size()];
  }
  return story;
}

TEST(FindDoubt, IsThatOfBruteForceOverAllReadingsAndCompletions) {
  int several = 0;
  int by_due = 0;
  int by_both = 0;
  for (unsigned seed = 0; seed < 160; ++seed) {
    std::mt19937 random(seed);
    const std::string rules = RandomRules(random);
    std::string text = SchemeText(rules);
    const std::string first = "order = \"first match\"";
    text.replace(
        text.find(first), first.size(),
        "order = \"" +
            Pick(random, {"first match", "worst match", "single match"}) +
            "\"");
    const Scheme scheme = ValueOrDie(Scheme::Parse(text).OrStatus("scheme"));
    const Story story = RandomStory(random);
    const std::string day =
        Pick(random, {"2026-02-01", "2026-04-01", "2026-04-15", "2026-06-10",
                      "2026-07-20", "2026-10-01"});
    SCOPED_TRACE(absl::StrCat("seed ", seed, " on ", day, ": start ",
                              story.start, "; due ", story.due, "; agreed ",
                              story.agreed_due, "; forecast ", story.forecast,
                              "; recovery ", story.recovery, "\n", rules));
    BruteForce brute(scheme, day);
    brute.Run(story);
    const Rating rating = RatingOn(PlanOf(story), scheme, day);
    std::set<std::string> expected = brute.Possible();
    if (rating.is_rated()) expected.insert(rating.level_name);
    std::set<std::string> possible(rating.possible.begin(),
                                   rating.possible.end());
    if (possible.empty()) possible.insert(rating.level_name);
    EXPECT_EQ(possible, expected);

    const std::optional<Doubt> doubt = DoubtOn(PlanOf(story), scheme, day);
    EXPECT_EQ(doubt.has_value(), !rating.possible.empty());
    if (!doubt.has_value()) continue;
    EXPECT_EQ(doubt->possible, rating.possible);
    if (expected.size() == 1) continue;
    std::set<std::set<std::string>> settled_by;
    bool has_due = false;
    bool has_fact = false;
    for (const std::vector<Unsettled>& set : doubt->settled_by) {
      std::set<std::string> names;
      for (const Unsettled& thing : set) {
        names.insert(thing.fact.empty() ? thing.written : thing.fact);
        (thing.fact.empty() ? has_due : has_fact) = true;
      }
      settled_by.insert(names);
    }
    EXPECT_EQ(settled_by, brute.SettledBy());
    ++several;
    by_due += has_due ? 1 : 0;
    by_both += has_due && has_fact ? 1 : 0;
  }
  // Else the test would say little.
  EXPECT_GT(several, 45);
  EXPECT_GT(by_due, 18);
  EXPECT_GT(by_both, 3);
}

// Every item of a plan together has what it has alone.
TEST(FindDoubt, IsTheSameOfManyItemsAndOfOne) {
  std::mt19937 random(2026);
  const Scheme scheme = SchemeOf(RandomRules(random));
  Baseline baseline = unit::EmptyBaseline();
  std::vector<Update> journal;
  std::vector<Plan> alone;
  for (int i = 0; i < 40; ++i) {
    const Plan one = PlanOf(RandomStory(random));
    alone.push_back(one);
    Recommendation recommendation = one.recommendations()[0];
    recommendation.id = absl::StrCat("R", i);
    recommendation.milestones[0].id = absl::StrCat("M", i);
    baseline.recommendations.push_back(recommendation);
    for (Update update : one.journal()) {
      update.item = absl::StrCat("M", i);
      journal.push_back(std::move(update));
    }
  }
  const Assessment together =
      AssessOn(unit::MakePlan(std::move(baseline), std::move(journal)), scheme,
               "2026-04-15");
  const std::vector<Rating> all = together.All(ItemKind::kMilestone, "process");
  for (size_t i = 0; i < alone.size(); ++i) {
    const Rating one = RatingOn(alone[i], scheme, "2026-04-15");
    EXPECT_EQ(all[i].possible, one.possible) << i;
    EXPECT_EQ(together.Find(all[i].item, "process")->possible, one.possible);
    const std::optional<Doubt> doubt =
        FindDoubt(together, all[i].item, "process");
    const std::optional<Doubt> its = DoubtOn(alone[i], scheme, "2026-04-15");
    ASSERT_EQ(doubt.has_value(), its.has_value()) << i;
    if (!its.has_value()) continue;
    EXPECT_EQ(doubt->text, its->text) << i;
  }
}

}  // namespace
}  // namespace actionplan
