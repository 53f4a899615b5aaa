#include "actionplan/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "actionplan/testing/builders.h"
#include "actionplan/testing/matchers.h"
#include "internal/files.h"

namespace actionplan {
namespace {

using namespace std::string_literals;

using Json = nlohmann::json;

using ::testing::AllOf;
using testing::Day;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using testing::IsErrorSaying;
using ::testing::SizeIs;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;
using testing::ValueOrDie;

// A small plan, to be changed in one place.
Json SmallPlan() {
  return Json::parse(R"({
    "actionplan": 1, "id": "p", "title": "A plan", "accepted": "December 2017",
    "recommendations": [
      {"id": "R1", "title": "One",
       "outcomes": [{"id": "R1.O", "text": "Better"}],
       "milestones": [{"id": "R1.1", "text": "Do", "due": "April 2018"}]}],
    "measures": [{"id": "S", "name": "Share", "unit": "%"}],
    "concerns": [{"id": "C", "text": "Worry"}],
    "journal": []
  })");
}

Json SmallPlanWith(Json update) {
  Json plan = SmallPlan();
  plan["journal"].push_back(std::move(update));
  return plan;
}

std::vector<Issue> IssuesOf(const Json& plan) {
  return ReadPlan(plan.dump()).issues;
}

std::vector<std::string> PathsOf(const std::vector<Issue>& issues) {
  std::vector<std::string> paths;
  for (const Issue& issue : issues) paths.push_back(issue.where);
  return paths;
}

// The plan of a file without problems.
Plan ReadOrDie(const Json& plan) {
  return ValueOrDie(ReadPlan(plan.dump()).OrStatus("The test's plan:"));
}

double SecondsToRead(std::string_view text) {
  const auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(ReadPlan(text).value.has_value() && text.empty());
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
      .count();
}

// --- What is written and read again is the same ---

class RandomFile {
 public:
  explicit RandomFile(std::mt19937& random) : random_(random) {}

  Json Plan() {
    Json plan = {{"actionplan", 1}, {"id", Id()}, {"title", Word()}};
    Maybe(plan, "organisation", Word());
    Maybe(plan, "source", Word());
    Maybe(plan, "accepted", Pick({"December 2017", "1 December 2017"}));
    Maybe(plan, "scheme", Word());
    Json periods = Json::array();
    for (int i = 0; i < Below(3); ++i) {
      Json period = {
          {"name", Word()}, {"from", "2018-01-01"}, {"to", "2018-03-31"}};
      periods.push_back(WithUnknown(period));
    }
    Maybe(plan, "periods", periods);
    plan["recommendations"] = Json::array();
    for (int i = 0; i < Below(3); ++i) {
      plan["recommendations"].push_back(Recommendation());
    }
    Maybe(plan, "measures", List([&] { return Measure(); }));
    Maybe(plan, "concerns", List([&] { return Concern(); }));
    plan["journal"] = List([&] { return Update(); }, 12);
    return WithUnknown(plan);
  }

 private:
  int Below(int end) {
    return std::uniform_int_distribution<int>(0, end - 1)(random_);
  }
  std::string Id() { return "i" + std::to_string(next_id_++); }
  std::string Pick(std::vector<std::string> words) {
    return words[static_cast<size_t>(Below(static_cast<int>(words.size())))];
  }
  std::string Word() {
    return Pick({"Lead officer", "Prif Weithredwr Llŷn", "caffè ☕", "日本",
                 "\xF0\x9F\x9A\xA6", "a \"quote\" \\ and\nline", "=1+1", "\t",
                 std::string("NUL \0 inside", 12), "</script>", "0"});
  }
  std::string DueText() {
    return Pick({"April 2018", "30 April 2018", "2018-06-30", "ongoing",
                 "to be agreed"});
  }
  double Amount() { return Below(2) ? Below(1000) : Below(10000) / 16.0; }
  std::string RandomDay() {
    return Day("2018-01-01").Plus(Days(Below(800))).ToIso();
  }

  Json Anything(int depth = 0) {
    switch (Below(depth > 2 ? 6 : 8)) {
      case 0:
        return nullptr;
      case 1:
        return Below(2) == 1;
      case 2:
        return Below(100000) - 50000;
      case 3:
        return Below(10000) / 7.0;
      case 4:
        return Word();
      case 5:
        return "";
      case 6:
        return Json::array({Anything(depth + 1), Anything(depth + 1)});
      default:
        return Json{{Word(), Anything(depth + 1)}, {"", Anything(depth + 1)}};
    }
  }

  // The key may be left out, be empty, be null, or have the value.
  void Maybe(Json& json, const std::string& key, Json value) {
    switch (Below(5)) {
      case 0:
        return;
      case 1:
        json[key] = nullptr;
        return;
      case 2:
        if (value.is_string()) json[key] = "";
        if (value.is_array()) json[key] = Json::array();
        if (value.is_object()) json[key] = Json::object();
        return;
      default:
        json[key] = std::move(value);
    }
  }

  Json WithUnknown(Json json) {
    if (Below(2) == 1) json["x-" + Word()] = Anything();
    if (Below(4) == 1) json["Colour"] = Anything();
    return json;
  }

  Json FactValue() {
    switch (Below(5)) {
      case 0:
        return nullptr;
      case 1:
        return Below(2) == 1;
      case 2:
        return Amount();
      case 3:
        return "";
      default:
        return Word();
    }
  }

  Json Facts() {
    Json json = Json::object();
    for (int i = Below(4); i > 0; --i) json[Word()] = FactValue();
    return json;
  }

  template <typename Make>
  Json List(Make make, int most = 3) {
    Json list = Json::array();
    const int count = Below(most + 1);
    for (int i = 0; i < count; ++i) list.push_back(make());
    return list;
  }

  Json Recommendation() {
    Json json = {{"id", Id()}, {"title", Word()}};
    for (const char* key : {"lead", "finding", "source"}) {
      Maybe(json, key, Word());
    }
    Maybe(json, "facts", Facts());
    Maybe(json, "outcomes", List([&] {
            Json outcome = {{"id", Id()}, {"text", Word()}};
            Maybe(outcome, "expected", DueText());
            Maybe(outcome, "source", Word());
            Maybe(outcome, "facts", Facts());
            return WithUnknown(outcome);
          }));
    Maybe(json, "milestones", List([&] {
            Json milestone = {{"id", Id()}, {"text", Word()}};
            for (const char* key : {"lead", "source"}) {
              Maybe(milestone, key, Word());
            }
            Maybe(milestone, "start", DueText());
            Maybe(milestone, "due", DueText());
            Maybe(milestone, "facts", Facts());
            Maybe(milestone, "needs", List([&] { return Json(Word()); }));
            return WithUnknown(milestone);
          }));
    return WithUnknown(json);
  }

  Json Measure() {
    Json json = {{"id", Id()}, {"name", Word()}, {"unit", "%"}};
    Maybe(json, "outcome", Word());
    Maybe(json, "better", Pick({"higher", "lower"}));
    Maybe(json, "target", Amount());
    Maybe(json, "tolerance", Amount());
    Maybe(json, "source", Word());
    return WithUnknown(json);
  }

  Json Concern() {
    Json json = {{"id", Id()}, {"text", Word()}};
    Maybe(json, "theme", Word());
    Maybe(json, "touches", List([&] { return Json(Word()); }));
    Maybe(json, "source", Word());
    return WithUnknown(json);
  }

  Json Update() {
    const std::string kind(UpdateKinds()[static_cast<size_t>(Below(12))]);
    Json json = {{"on", RandomDay()}, {"item", Word()}, {"kind", kind}};
    Maybe(json, "recorded", Json(nullptr));
    if (Below(2) == 1) json["recorded"] = RandomDay();
    Maybe(json, "written", "in January 2018");
    for (const char* key : {"by", "text", "source"}) Maybe(json, key, Word());
    PutOwnKeys(json, kind);
    return WithUnknown(json);
  }

  void PutOwnKeys(Json& json, const std::string& kind) {
    if (kind == "due") {
      json["due"] = Below(3) == 0 ? Json(nullptr) : Json(DueText());
      Maybe(json, "agreed_by", Word());
      Maybe(json, "reason", Word());
    } else if (kind == "forecast") {
      Maybe(json, "finish", DueText());
    } else if (kind == "stage") {
      json["stage"] = std::string(StageWords()[static_cast<size_t>(Below(8))]);
      Maybe(json, "decision", Word());
    } else if (kind == "progress") {
      Maybe(json, "percent", Amount());
    } else if (kind == "recovery") {
      Maybe(json, "until", DueText());
    } else if (kind == "blocked") {
      json["blocked"] = Below(2) == 1;
    } else if (kind == "reading") {
      json["value"] = Amount();
      Maybe(json, "numerator", Amount());
      Maybe(json, "denominator", Amount());
    } else if (kind == "evidence") {
      for (const char* key : {"measurable", "demonstrated", "achieved"}) {
        Maybe(json, key, Below(2) == 1);
      }
    } else if (kind == "concern") {
      Maybe(json, "state", Pick({"open", "closed"}));
      Maybe(json, "significant", Below(2) == 1);
    } else if (kind == "rating") {
      json["aspect"] = Word();
      json["rating"] = Below(3) == 0 ? Json(nullptr) : Json(Word());
      Maybe(json, "period", Word());
    } else if (kind == "fact") {
      json["fact"] = Word();
      json["value"] = FactValue();
    } else if (kind == "override") {
      json["aspect"] = Word();
      json["rating"] = Below(3) == 0 ? Json(nullptr) : Json(Word());
      Maybe(json, "reason", Word());
    }
  }

  std::mt19937& random_;
  int next_id_ = 0;
};

void WriteThenReadIsIdentity(std::mt19937& random) {
  const Json file = RandomFile(random).Plan();
  const WithIssues<Plan> read = ReadPlan(file.dump());
  ASSERT_THAT(read.issues, SizeIs(0)) << file.dump(1);
  ASSERT_TRUE(read.value.has_value());
  const std::string written = WritePlan(*read.value);
  ASSERT_EQ(Json::diff(file, Json::parse(written)), Json::array());
  const WithIssues<Plan> again = ReadPlan(written);
  ASSERT_TRUE(again.value.has_value());
  ASSERT_EQ(*again.value, *read.value);
  ASSERT_EQ(WritePlan(*again.value), written);
}

TEST(WritePlan, LosesNothingOfAnyFile) {
  std::mt19937 random(1);
  for (int i = 0; i < 100 && !::testing::Test::HasFailure(); ++i)
    WriteThenReadIsIdentity(random);
}

TEST(WritePlan, KeepsUnknownKeysAtEveryLevel) {
  Json plan = SmallPlanWith(
      {{"on", "2018-01-10"}, {"item", "p"}, {"kind", "progress"}});
  plan["periods"] = {
      {{"name", "n"}, {"from", "2018-01-01"}, {"to", "2018-01-31"}}};
  const char* kPlaces[] = {"",
                           "/periods/0",
                           "/recommendations/0",
                           "/recommendations/0/outcomes/0",
                           "/recommendations/0/milestones/0",
                           "/measures/0",
                           "/concerns/0",
                           "/journal/0"};
  for (const char* place : kPlaces) {
    plan[Json::json_pointer(place)]["x"] = {{"deep", {1, 2.5, nullptr, "é"}}};
  }
  EXPECT_EQ(Json::parse(WritePlan(ReadOrDie(plan))), plan);
}

TEST(WritePlan, KeepsEmptyAndNullKeysAsTheyWere) {
  Json plan = SmallPlan();
  plan["organisation"] = "";
  plan["source"] = nullptr;
  plan["periods"] = Json::array();
  plan["recommendations"][0]["milestones"][0]["needs"] = Json::array();
  plan["recommendations"][0]["milestones"][0]["start"] = nullptr;
  plan["measures"][0]["target"] = nullptr;
  EXPECT_EQ(Json::parse(WritePlan(ReadOrDie(plan))), plan);
}

TEST(WritePlan, KeepsTheFactsOfEachItem) {
  Json plan = SmallPlan();
  const Json facts = {{"budget", 50000},      {"share", 0.125},
                      {"agreed", false},      {"confidence", "likely"},
                      {"spend", nullptr},     {"note", ""},
                      {"from", "2018-01-31"}, {"capital", "not applicable"}};
  for (const char* place :
       {"", "/recommendations/0", "/recommendations/0/outcomes/0",
        "/recommendations/0/milestones/0"}) {
    plan[Json::json_pointer(place)]["facts"] = facts;
  }
  const Plan read = ReadOrDie(plan);
  EXPECT_EQ(Json::parse(WritePlan(read)), plan);
  const FactValues& carried = read.milestones()[0]->facts;
  EXPECT_EQ(carried.size(), facts.size());
  EXPECT_EQ(read.outcomes()[0]->facts, carried);
  EXPECT_EQ(read.recommendations()[0].facts, carried);
  EXPECT_EQ(read.baseline().facts, carried);
  // In the order of the names.
  EXPECT_EQ(carried[0], std::pair("agreed"s, FactValue(false)));
  EXPECT_EQ(carried[1], std::pair("budget"s, FactValue(50000.0)));
  EXPECT_EQ(carried[5], std::pair("note"s, FactValue(""s)));
  EXPECT_EQ(carried[7], std::pair("spend"s, FactValue()));
}

TEST(WritePlan, KeepsEmptyObjectsAsTheyWere) {
  Json plan = SmallPlan();
  plan["facts"] = Json::object();
  plan["conventions"] = Json::object();
  plan["recommendations"][0]["milestones"][0]["facts"] = Json::object();
  EXPECT_EQ(Json::parse(WritePlan(ReadOrDie(plan))), plan);
}

TEST(ReadPlan, ListsFactsThatAreNotTextNumberOrYesNo) {
  Json plan = SmallPlanWith({{"on", "2018-01-10"},
                             {"item", "R1.1"},
                             {"kind", "fact"},
                             {"fact", "spend"},
                             {"value", {1, 2}}});
  plan["facts"] = {{"a", {{"deep", 1}}}, {"b", 2}};
  plan["recommendations"][0]["milestones"][0]["facts"] = {1};
  const WithIssues<Plan> read = ReadPlan(plan.dump());
  std::vector<std::string> where;
  for (const Issue& issue : read.issues) where.push_back(issue.where);
  EXPECT_EQ(where, (std::vector<std::string>{
                       "$.facts.a", "$.recommendations[0].milestones[0].facts",
                       "$.journal[0].value"}));
}

TEST(ReadPlan, ListsWhatAFactOrAnOverrideLacks) {
  Json plan = SmallPlan();
  plan["journal"] = Json::parse(R"([
    {"on": "2018-02-12", "item": "R1.1", "kind": "fact"},
    {"on": "2018-02-12", "item": "R1.1", "kind": "override"},
    {"on": "2018-02-12", "item": "R1.1", "kind": "override",
     "aspect": "process", "rating": 3, "reason": ["why"]}])");
  const WithIssues<Plan> read = ReadPlan(plan.dump());
  std::vector<std::string> where;
  for (const Issue& issue : read.issues) where.push_back(issue.where);
  EXPECT_EQ(where, (std::vector<std::string>{
                       "$.journal[0].fact", "$.journal[0].value",
                       "$.journal[1].aspect", "$.journal[1].rating",
                       "$.journal[2].rating", "$.journal[2].reason"}));
}

TEST(WritePlan, KeepsTheCalendarAndTheClosures) {
  const std::string text = R"({"actionplan": 1, "id": "p", "title": "P",
    "calendar": "scotland", "closures": [
      {"day": "2018-12-27", "title": "closed", "announced": "2018-11-01",
       "ours": [1]},
      {"day": "2018-12-28"}]})";
  const WithIssues<Plan> plan = ReadPlan(text);
  ASSERT_TRUE(plan.value.has_value()) << ToWords(plan.issues.at(0));
  EXPECT_EQ(nlohmann::json::parse(WritePlan(*plan.value)),
            nlohmann::json::parse(text));
  EXPECT_EQ(plan.value->work_calendar().closures().size(), 2u);
}

TEST(ReadPlan, ListsWhatIsWrongWithTheCalendar) {
  const WithIssues<Plan> plan = ReadPlan(
      R"({"actionplan": 1, "id": "p", "title": "P", "calendar": "wales",
          "closures": [{"day": "2018-02-30"}, {"title": "closed"}]})");
  std::vector<std::string> where;
  for (const Issue& issue : plan.issues) where.push_back(issue.where);
  EXPECT_EQ(where, (std::vector<std::string>{"$.calendar", "$.closures[0].day",
                                             "$.closures[1].day"}));
}

TEST(WritePlan, EndsWithANewlineAndIsIndented) {
  const std::string text = WritePlan(ReadOrDie(SmallPlan()));
  EXPECT_EQ(text.back(), '\n');
  EXPECT_THAT(text, HasSubstr("\n  \""));
}

TEST(WritePlan, WritesWholeNumbersWithoutADecimalPoint) {
  Json plan = SmallPlan();
  plan["measures"][0]["target"] = 90.0;
  const std::string text = WritePlan(ReadOrDie(plan));
  EXPECT_THAT(text, HasSubstr("\"target\": 90"));
  EXPECT_EQ(text.find("90.0"), std::string::npos);
}

// Progress is a plan with more updates; a new plan has an empty journal.
TEST(WritePlan, WritesUpdatesThatWereAddedToAnEmptyJournal) {
  for (const Json& empty : {Json::array(), Json(nullptr)}) {
    Json file = SmallPlan();
    file["journal"] = empty;
    const Plan plan = ReadOrDie(file).WithUpdates(
        {{.on = Day("2018-01-10"), .item = "R1.1", .change = Progress{}}});
    const Plan again = ValueOrDie(ReadPlan(WritePlan(plan)).OrStatus("Again:"));
    ASSERT_THAT(again.journal(), SizeIs(1)) << empty;
    EXPECT_EQ(again.journal()[0], plan.journal()[0]) << empty;
  }
}

// A key that was kept because it was empty must not hide what is there now.
TEST(WritePlan, WritesWhatWasFilledInWhereTheFileHadItEmpty) {
  const Json kNothing[] = {nullptr, ""};
  for (const Json& nothing : kNothing) {
    Json file = SmallPlan();
    file["organisation"] = nothing;
    file["periods"] = nullptr;
    file["recommendations"][0]["lead"] = nothing;
    file["recommendations"][0]["milestones"][0]["lead"] = nothing;
    file["recommendations"][0]["milestones"][0]["needs"] = Json::array();
    file["measures"][0]["target"] = nullptr;
    Baseline baseline = ReadOrDie(file).baseline();
    baseline.organisation = "Council";
    baseline.periods.push_back(
        {.name = "this", .days = ValueOrDie(Period::Month(2018, 2))});
    baseline.recommendations[0].lead = "Director";
    baseline.recommendations[0].milestones[0].lead = "Head of service";
    baseline.recommendations[0].milestones[0].needs = {"R1.1"};
    baseline.measures[0].target = 90;
    const Json written =
        Json::parse(WritePlan(ValueOrDie(Plan::Create(baseline, {}))));
    EXPECT_EQ(written["organisation"], "Council") << nothing;
    EXPECT_EQ(written["periods"].size(), 1u) << nothing;
    EXPECT_EQ(written["recommendations"][0]["lead"], "Director") << nothing;
    const Json& milestone = written["recommendations"][0]["milestones"][0];
    EXPECT_EQ(milestone["lead"], "Head of service") << nothing;
    EXPECT_EQ(milestone["needs"], Json::array({"R1.1"})) << nothing;
    EXPECT_EQ(written["measures"][0]["target"], 90) << nothing;
  }
}

// --- What is read ---

TEST(ReadPlan, ReadsEveryKindOfUpdate) {
  Json plan = SmallPlan();
  plan["journal"] = Json::parse(R"([
    {"on": "2018-02-12", "item": "R1.1", "kind": "due", "due": "30 April 2018",
     "agreed_by": "Board", "reason": "capacity"},
    {"on": "2018-02-12", "item": "R1.1", "kind": "due", "due": null},
    {"on": "2018-02-12", "item": "R1.1", "kind": "forecast",
     "finish": "May 2018"},
    {"on": "2018-02-12", "item": "R1.1", "kind": "stage", "stage": "on hold",
     "decision": "Cabinet"},
    {"on": "2018-02-12", "item": "R1.1", "kind": "progress", "percent": 40},
    {"on": "2018-02-12", "item": "R1", "kind": "recovery",
     "until": "June 2018"},
    {"on": "2018-02-12", "item": "R1.1", "kind": "blocked", "blocked": false},
    {"on": "2018-02-12", "item": "S", "kind": "reading", "value": 84,
     "numerator": 252, "denominator": 301},
    {"on": "2018-02-12", "item": "R1.O", "kind": "evidence",
     "measurable": true},
    {"on": "2018-02-12", "item": "C", "kind": "concern", "state": "closed"},
    {"on": "2018-02-12", "item": "R1", "kind": "rating", "aspect": "process",
     "rating": null, "period": "this"},
    {"on": "2018-02-12", "item": "R1.1", "kind": "fact", "fact": "spend",
     "value": 12.5, "by": "Finance"},
    {"on": "2018-02-12", "item": "R1.1", "kind": "fact", "fact": "spend",
     "value": null},
    {"on": "2018-02-12", "item": "R1.1", "kind": "override",
     "aspect": "process", "rating": "Red", "reason": "why",
     "by": "Director"}])");
  const Plan read = ReadOrDie(plan);
  const auto change = [&](size_t i) { return read.journal()[i].change; };
  ASSERT_THAT(read.journal(), SizeIs(14));
  EXPECT_EQ(std::get<DueChange>(change(0)).due.last(), Day("2018-04-30"));
  EXPECT_EQ(std::get<DueChange>(change(0)).agreed_by, "Board");
  EXPECT_EQ(std::get<DueChange>(change(0)).reason, "capacity");
  EXPECT_EQ(std::get<DueChange>(change(1)).due, Due());
  EXPECT_EQ(std::get<ForecastChange>(change(2)).finish.last(),
            Day("2018-05-31"));
  EXPECT_EQ(change(3), Change(StageChange{.stage = Stage::kOnHold,
                                          .decision = "Cabinet"}));
  EXPECT_EQ(change(4), Change(Progress{.percent = 40}));
  EXPECT_EQ(std::get<Recovery>(change(5)).until.last(), Day("2018-06-30"));
  EXPECT_EQ(change(6), Change(Blocked{.blocked = false}));
  EXPECT_EQ(change(7),
            Change(Reading{.value = 84, .numerator = 252, .denominator = 301}));
  EXPECT_EQ(change(8), Change(Evidence{.measurable = true,
                                       .demonstrated = std::nullopt,
                                       .achieved = std::nullopt}));
  EXPECT_EQ(change(9),
            Change(ConcernChange{.open = false, .significant = std::nullopt}));
  EXPECT_EQ(change(10), Change(ReportedRating{.aspect = "process",
                                              .rating = std::nullopt,
                                              .period = "this"}));
  EXPECT_EQ(change(11), Change(FactChange{.fact = "spend", .value = 12.5}));
  EXPECT_EQ(change(12), Change(FactChange{.fact = "spend", .value = {}}));
  EXPECT_EQ(
      change(13),
      Change(Override{.aspect = "process", .rating = "Red", .reason = "why"}));
}

TEST(ReadPlan, TakesADueWithoutAYearAsTheNextAfterThePlanWasAccepted) {
  Json plan = SmallPlan();
  plan["recommendations"][0]["milestones"][0]["due"] = "April";
  EXPECT_EQ(ReadOrDie(plan).milestones()[0]->due.last(), Day("2018-04-30"));
}

TEST(ReadPlan, ReadsDuesByTheConventionsOfTheBody) {
  Json plan = SmallPlan();
  Json& due = plan["recommendations"][0]["milestones"][0]["due"];
  due = "Q3 2018";
  EXPECT_EQ(ReadOrDie(plan).milestones()[0]->due.last(), Day("2018-12-31"));
  plan["conventions"] = {{"quarters", "calendar"}};
  const Plan read = ReadOrDie(plan);
  EXPECT_EQ(read.milestones()[0]->due.last(), Day("2018-09-30"));
  EXPECT_EQ(Json::parse(WritePlan(read)), plan);
  // What is said is kept also where it says nothing new.
  plan["conventions"] = {{"quarters", "financial"}, {"early_until", "12"}};
  EXPECT_EQ(Json::parse(WritePlan(ReadOrDie(plan))), plan);
}

TEST(ReadPlan, RefusesAConventionThatThereIsNot) {
  Json plan = SmallPlan();
  plan["conventions"] = {
      {"quarter", "calendar"}, {"spring", "March - May"}, {"summer", 6}};
  EXPECT_THAT(
      IssuesOf(plan),
      ElementsAre(AllOf(Field(&Issue::where, "$.conventions.quarter"),
                        Field(&Issue::what,
                              "There is no convention 'quarter'; did you mean "
                              "'quarters'?")),
                  Field(&Issue::where, "$.conventions.spring"),
                  Field(&Issue::where, "$.conventions.summer")));
  plan["conventions"] = "calendar";
  EXPECT_THAT(IssuesOf(plan),
              ElementsAre(Field(&Issue::where, "$.conventions")));
}

TEST(ReadPlan, TakesTheSmallestPlan) {
  const Plan plan =
      ReadOrDie({{"actionplan", 1}, {"id", "p"}, {"title", "A plan"}});
  EXPECT_EQ(plan.id(), "p");
  EXPECT_THAT(plan.journal(), SizeIs(0));
}

// --- Problems ---

TEST(ReadPlan, ListsAllTheProblemsOfAFileAtOnce) {
  const Json plan = Json::parse(R"({
    "actionplan": 1, "id": "p", "title": 7, "organisation": ["x"],
    "periods": [{"name": "n", "from": "2018-02-30", "to": "2018-01-31"}],
    "recommendations": [
      {"id": "R1", "title": "One", "lead": true,
       "outcomes": [{"id": "O"}],
       "milestones": [{"id": "A", "text": "x"},
                      {"id": "B", "text": "x", "due": "31 April 2018",
                       "needs": ["A", 3]}]},
      {"title": "Two"}],
    "measures": [{"id": "S", "name": "n", "unit": "%", "better": "up",
                  "target": "90"}],
    "journal": [
      {"item": "A", "kind": "stage", "stage": "done"},
      {"on": "27/03/2018", "item": "A", "kind": "blocked", "blocked": "yes"},
      {"on": "2018-03-27", "kind": "concern", "item": "C", "state": "shut"},
      {"on": "2018-03-27", "recorded": 5, "item": "A", "kind": "due"},
      {"on": "2018-03-27", "item": "S", "kind": "reading"}]
  })");
  const WithIssues<Plan> read = ReadPlan(plan.dump());
  EXPECT_FALSE(read.value.has_value());
  EXPECT_THAT(
      PathsOf(read.issues),
      UnorderedElementsAre(
          "$.title", "$.organisation", "$.periods[0].from",
          "$.recommendations[0].lead", "$.recommendations[0].outcomes[0].text",
          "$.recommendations[0].milestones[1].due",
          "$.recommendations[0].milestones[1].needs[1]",
          "$.recommendations[1].id", "$.measures[0].better",
          "$.measures[0].target", "$.journal[0].on", "$.journal[0].stage",
          "$.journal[1].on", "$.journal[1].blocked", "$.journal[2].state",
          "$.journal[3].recorded", "$.journal[3].due", "$.journal[4].value"));
  for (const Issue& issue : read.issues) {
    EXPECT_NE(issue.what, "") << issue;
    EXPECT_NE(issue.remedy, "") << issue;
  }
}

TEST(ReadPlan, SaysWhatWasFoundWhereATextIsWanted) {
  const struct {
    Json value;
    std::string what;
  } kRows[] = {{7, "This is a number."},
               {true, "This is true or false."},
               {Json::array(), "This is a list."},
               {Json::object(), "This is an object."}};
  for (const auto& row : kRows) {
    Json plan = SmallPlan();
    plan["title"] = row.value;
    EXPECT_THAT(IssuesOf(plan),
                ElementsAre(Issue{"$.title", row.what,
                                  "Write a text in double quotes."}))
        << row.value;
  }
}

TEST(ReadPlan, NeedsEveryKeyThatMustBeThere) {
  const struct {
    const char* object;
    std::vector<std::string> keys;
    std::string path;
  } kRows[] = {
      {"", {"actionplan", "id", "title"}, "$"},
      {"/recommendations/0", {"id", "title"}, "$.recommendations[0]"},
      {"/recommendations/0/outcomes/0",
       {"id", "text"},
       "$.recommendations[0].outcomes[0]"},
      {"/recommendations/0/milestones/0",
       {"id", "text"},
       "$.recommendations[0].milestones[0]"},
      {"/measures/0", {"id", "name", "unit"}, "$.measures[0]"},
      {"/concerns/0", {"id", "text"}, "$.concerns[0]"},
      {"/journal/0", {"on", "item", "kind"}, "$.journal[0]"},
  };
  for (const auto& row : kRows) {
    for (const std::string& key : row.keys) {
      Json plan = SmallPlanWith(
          {{"on", "2018-01-10"}, {"item", "p"}, {"kind", "progress"}});
      plan[Json::json_pointer(row.object)].erase(key);
      EXPECT_THAT(PathsOf(IssuesOf(plan)), ElementsAre(row.path + "." + key));
    }
  }
}

TEST(ReadPlan, RefusesADayThatDoesNotExist) {
  const struct {
    std::string day;
    std::string what;
  } kRows[] = {
      {"2018-02-29", "There is no 29 February 2018; that month has 28 days."},
      {"2018-04-31", "There is no 31 April 2018; that month has 30 days."},
      {"2018-13-01", "There is no month 13; months are 1 to 12."}};
  for (const auto& row : kRows) {
    EXPECT_THAT(
        IssuesOf(SmallPlanWith(
            {{"on", row.day}, {"item", "p"}, {"kind", "progress"}})),
        ElementsAre(Issue{"$.journal[0].on", row.what,
                          "Write a day of the calendar as YYYY-MM-DD."}));
  }
  EXPECT_THAT(IssuesOf(SmallPlanWith(
                  {{"on", "2016-02-29"}, {"item", "p"}, {"kind", "progress"}})),
              SizeIs(0));
}

TEST(ReadPlan, RefusesADueThatCantBe) {
  Json plan = SmallPlan();
  plan["recommendations"][0]["milestones"][0]["due"] = "30 February 2018";
  EXPECT_THAT(
      IssuesOf(plan),
      ElementsAre(
          AllOf(Field(&Issue::where, "$.recommendations[0].milestones[0].due"),
                Field(&Issue::what,
                      StartsWith("'30 February 2018' is not a date:")))));
}

TEST(ReadPlan, RefusesAPeriodThatEndsBeforeItBegins) {
  Json plan = SmallPlan();
  plan["periods"] = {
      {{"name", "n"}, {"from", "2018-02-01"}, {"to", "2018-01-31"}}};
  EXPECT_THAT(PathsOf(IssuesOf(plan)), ElementsAre("$.periods[0].to"));
  plan["periods"][0]["to"] = "2018-02-01";
  EXPECT_THAT(IssuesOf(plan), SizeIs(0));
}

TEST(ReadPlan, SuggestsTheKindThatWasMeant) {
  const auto issue_of = [](const char* kind) {
    return IssuesOf(
        SmallPlanWith({{"on", "2018-01-10"}, {"item", "p"}, {"kind", kind}}));
  };
  EXPECT_THAT(issue_of("progres"),
              ElementsAre(Issue{"$.journal[0].kind",
                                "'progres' is not a kind of update.",
                                "Did you mean 'progress'?"}));
  EXPECT_THAT(issue_of("forceast"),
              ElementsAre(Field(&Issue::remedy, "Did you mean 'forecast'?")));
  EXPECT_THAT(issue_of("colour"),
              ElementsAre(Field(
                  &Issue::remedy,
                  "Use due, forecast, stage, progress, recovery, blocked, "
                  "reading, evidence, concern, rating, fact or override.")));
}

TEST(ReadPlan, NeverCutsACharacterInTwo) {
  std::string kind = "x";
  for (int i = 0; i < 60; ++i) kind += "é";
  for (const Issue& issue : IssuesOf(SmallPlanWith(
           {{"on", "2018-01-10"}, {"item", "p"}, {"kind", kind}}))) {
    EXPECT_EQ(internal::FindInvalidUtf8(issue.what), std::nullopt)
        << issue.what;
  }
}

TEST(ReadPlan, RefusesAnIdThatStandsTwiceAndNamesBothPlaces) {
  Json plan = SmallPlan();
  plan["measures"][0]["id"] = "R1.1";
  const std::vector<Issue> issues = IssuesOf(plan);
  ASSERT_THAT(issues, SizeIs(1));
  EXPECT_THAT(ToWords(issues[0]),
              AllOf(HasSubstr("$.recommendations[0].milestones[0].id"),
                    HasSubstr("$.measures[0].id")));
}

TEST(ReadPlan, FindsADuplicateOfThePlansOwnId) {
  Json plan = SmallPlan();
  plan["concerns"][0]["id"] = "p";
  EXPECT_THAT(IssuesOf(plan), SizeIs(1));
}

TEST(ReadPlan, RefusesAKeyThatStandsTwiceInOneObject) {
  const WithIssues<Plan> read = ReadPlan(R"({
    "actionplan": 1, "id": "p", "title": "A plan",
    "recommendations": [{"id": "R1", "title": "a"},
                        {"id": "R2", "title": "a", "x": [{"y": 1}],
                         "title": "b"}],
    "journal": [{"on": "2018-01-10", "on": "2018-01-11", "item": "p",
                 "kind": "progress"}]})");
  EXPECT_FALSE(read.value.has_value());
  EXPECT_THAT(PathsOf(read.issues),
              ElementsAre("$.recommendations[1].title", "$.journal[0].on"));
}

TEST(ReadPlan, TakesTheSameKeyInDifferentObjects) {
  EXPECT_THAT(ReadPlan(R"({"actionplan": 1, "id": "p", "title": "t",
                           "x": {"title": {"title": 1}}, "y": [{"a": 1},
                           {"a": 1}]})")
                  .issues,
              SizeIs(0));
}

// --- Text that is not a plan at all ---

TEST(ReadPlan, RefusesWhatIsNotAnObject) {
  for (std::string_view text : {"[]", "null", "7", "\"x\"", "true"}) {
    const WithIssues<Plan> read = ReadPlan(text);
    EXPECT_FALSE(read.value.has_value()) << text;
    EXPECT_THAT(PathsOf(read.issues), ::testing::Contains("$")) << text;
  }
}

TEST(ReadPlan, SaysWhereTruncatedJsonEnds) {
  // 17 characters, so it ends at column 18; and in the second line at 3.
  EXPECT_THAT(
      ReadPlan(R"({"actionplan": 1,)").issues,
      ElementsAre(AllOf(Field(&Issue::where, "line 1, column 18"),
                        Field(&Issue::what, StartsWith("This is not JSON:")))));
  EXPECT_THAT(PathsOf(ReadPlan("{\"é\":\n[1").issues),
              ElementsAre("line 2, column 3"));
  EXPECT_THAT(PathsOf(ReadPlan("").issues), ElementsAre("line 1, column 1"));
}

TEST(ReadPlan, NeverReadsAPlanThatWasCutOff) {
  const std::string whole = SmallPlan().dump();
  for (size_t length = 0; length < whole.size(); ++length) {
    const WithIssues<Plan> read = ReadPlan(whole.substr(0, length));
    ASSERT_FALSE(read.value.has_value()) << length;
    ASSERT_THAT(read.issues, SizeIs(1)) << length;
  }
}

TEST(ReadPlan, AsksForUtf8WhereItIsGivenUtf16) {
  for (std::string_view text : {std::string_view("\xFF\xFE{\0}\0", 6),
                                std::string_view("\xFE\xFF\0{\0}", 6)}) {
    EXPECT_THAT(
        ReadPlan(text).issues,
        ElementsAre(Issue{"line 1, column 1", "The file is UTF-16 text.",
                          "Save it as UTF-8."}));
  }
}

TEST(ReadPlan, SaysWhereTextIsNotUtf8) {
  // On the second line: { " é " : " and the byte is the seventh character.
  EXPECT_THAT(ReadPlan("\n{\"é\":\"\x92\"}").issues,
              ElementsAre(Field(&Issue::where, "line 2, column 7")));
}

TEST(ReadPlan, RefusesNestingBeyondTheLimitAndTakesIt) {
  const auto nested = [](int brackets) {
    const auto n = static_cast<size_t>(brackets);
    return R"({"actionplan":1,"id":"p","title":"t","x":)" +
           std::string(n, '[') + std::string(n, ']') + "}";
  };
  // The object itself is one level.
  EXPECT_TRUE(ReadPlan(nested(kMaxJsonDepth - 1)).value.has_value());
  const WithIssues<Plan> deep = ReadPlan(nested(kMaxJsonDepth));
  EXPECT_FALSE(deep.value.has_value());
  // 41 characters before the first bracket; the 64th is one too many.
  EXPECT_THAT(PathsOf(deep.issues), ElementsAre("line 1, column 105"));
}

TEST(ReadPlan, DoesNotCountBracketsInText) {
  Json plan = SmallPlan();
  plan["title"] = "\\\"" + std::string(200, '[') + "\"";
  EXPECT_THAT(IssuesOf(plan), SizeIs(0));
}

TEST(ReadPlan, RefusesTenMegabytesOfBracketsAtOnce) {
  const std::string text(10'000'000, '[');
  EXPECT_THAT(ReadPlan(text).issues,
              ElementsAre(Field(&Issue::where, "line 1, column 65")));
  EXPECT_LT(SecondsToRead(text), 0.9);
}

TEST(ReadPlan, TakesManyUnknownKeysInReasonableTime) {
  Json plan = SmallPlan();
  for (int i = 0; i < 20'000; ++i) plan["key" + std::to_string(i)] = i;
  EXPECT_LT(SecondsToRead(plan.dump()), 3);
}

TEST(ReadPlan, RefusesANumberTooLargeForAnything) {
  std::string text = SmallPlan().dump();
  text.insert(1, R"("x":1e999,)");
  WithIssues<Plan> read;
  EXPECT_NO_THROW(read = ReadPlan(text));
  EXPECT_FALSE(read.value.has_value());
  EXPECT_THAT(read.issues, SizeIs(1));
}

void AnyBytesAreReadOrRefused(std::mt19937& random) {
  std::string text = RandomFile(random).Plan().dump();
  for (int i = 0; i < 3; ++i) {
    const size_t at =
        std::uniform_int_distribution<size_t>(0, text.size() - 1)(random);
    text[at] =
        static_cast<char>(std::uniform_int_distribution<int>(0, 255)(random));
  }
  const WithIssues<Plan> read = ReadPlan(text);
  ASSERT_EQ(read.value.has_value(), read.issues.empty());
}

TEST(ReadPlan, HasAValueIfAndOnlyIfThereAreNoIssues) {
  std::mt19937 random(2);
  for (int i = 0; i < 500 && !::testing::Test::HasFailure(); ++i)
    AnyBytesAreReadOrRefused(random);
}

// --- Files ---

class PlanFile : public ::testing::Test {
 protected:
  PlanFile()
      : folder_(std::filesystem::temp_directory_path() /
                ("actionplan_json_test_" +
                 std::to_string(std::random_device()()))) {
    std::filesystem::create_directory(folder_);
  }
  ~PlanFile() override { std::filesystem::remove_all(folder_); }

  std::string Path(const char* name) const { return folder_ / name; }

  std::filesystem::path folder_;
};

TEST_F(PlanFile, IsThePlanThatWasSaved) {
  const Plan plan = ReadOrDie(SmallPlan());
  ASSERT_TRUE(SavePlan(plan, Path("plan.json")).ok());
  EXPECT_EQ(ValueOrDie(LoadPlan(Path("plan.json"))), plan);
}

TEST_F(PlanFile, ThatIsMissingIsAnErrorThatNamesIt) {
  EXPECT_THAT(LoadPlan(Path("none.json")),
              IsErrorSaying(HasSubstr(Path("none.json"))));
}

TEST_F(PlanFile, WithProblemsIsAnErrorThatListsThemAll) {
  std::ofstream(Path("bad.json"))
      << R"({"actionplan": 1, "id": 1, "title": 2})";
  EXPECT_THAT(LoadPlan(Path("bad.json")),
              IsErrorSaying(AllOf(HasSubstr("$.id: "), HasSubstr("$.title: "),
                                  HasSubstr(Path("bad.json")))));
}

TEST_F(PlanFile, CantBeSavedInAFolderThatDoesNotExist) {
  EXPECT_FALSE(SavePlan(ReadOrDie(SmallPlan()), Path("none/plan.json")).ok());
}

// --- Results ---

TEST(PlanSchema, IsJsonOfTheDraftThatIsPromised) {
  const Json schema = Json::parse(PlanSchema());
  EXPECT_EQ(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
}

TEST(ToJson, WritesADueAsPromised) {
  const Json json = Json::parse(
      ToJson(std::vector<Due>{ParseDue("April 2018"), ParseDue("ongoing")}));
  ASSERT_THAT(json, SizeIs(2));
  EXPECT_EQ(json[0]["text"], "April 2018");
  EXPECT_EQ(json[0]["kind"], "period");
  EXPECT_EQ(json[0]["first"], "2018-04-01");
  EXPECT_EQ(json[0]["last"], "2018-04-30");
  EXPECT_EQ(json[0]["confidence"], "high");
  EXPECT_EQ(json[0]["other_readings"], Json::array());
  EXPECT_EQ(json[0]["was"], nullptr);
  EXPECT_EQ(json[1]["kind"], "none");
  EXPECT_EQ(json[1]["last"], nullptr);
}

TEST(ToJson, WritesWhatADueWasAndWhatElseItMayBe) {
  const Json json = Json::parse(
      ToJson(std::vector<Due>{ParseDue("by April 2021 (was March 2020)")}));
  EXPECT_EQ(json[0]["was"], Json({{"first", "2020-03-01"},
                                  {"last", "2020-03-31"},
                                  {"note", "March 2020"}}));
  EXPECT_EQ(json[0]["other_readings"],
            Json::array({{{"first", nullptr},
                          {"last", "2021-03-31"},
                          {"note", "before 1 April"}}}));
}

TEST(ToJson, WritesIssuesWithPlaceFindingAndRemedy) {
  const Json json = Json::parse(
      ToJson(std::vector<Issue>{{"$.id", "This is empty.", "Fill it."}}));
  ASSERT_THAT(json, SizeIs(1));
  EXPECT_EQ(json[0]["where"], "$.id");
  EXPECT_EQ(json[0]["what"], "This is empty.");
  EXPECT_EQ(json[0]["remedy"], "Fill it.");
}

}  // namespace
}  // namespace actionplan
