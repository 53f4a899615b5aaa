// Writes plans and results as JSON.

#include "actionplan/json.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "internal/files.h"
#include "internal/strings.h"

namespace actionplan {
namespace {

// Written in our order of keys, not in that of the alphabet.
using Json = nlohmann::ordered_json;

// A whole number without a decimal point, as people write it.
Json NumberJson(double value) {
  constexpr double kExact = 9007199254740992.0;  // 2^53
  if (std::abs(value) < kExact && value == std::floor(value)) {
    return static_cast<int64_t>(value);
  }
  return value;
}

Json DayJson(const std::optional<Date>& day) {
  return day.has_value() ? Json(day->ToIso()) : Json(nullptr);
}

Json DaysJson(const std::optional<Days>& days) {
  return days.has_value() ? Json(days->count()) : Json(nullptr);
}

Json TextOrNull(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

void Put(Json& json, const char* key, const std::string& text) {
  if (!text.empty()) json[key] = text;
}

void Put(Json& json, const char* key, const Due& due) {
  Put(json, key, due.text());
}

void Put(Json& json, const char* key, const std::vector<std::string>& texts) {
  if (!texts.empty()) json[key] = texts;
}

void Put(Json& json, const char* key, const std::optional<double>& number) {
  if (number.has_value()) json[key] = NumberJson(*number);
}

void Put(Json& json, const char* key, const std::optional<bool>& answer) {
  if (answer.has_value()) json[key] = *answer;
}

bool IsEmpty(const Json& value) {
  return value.is_null() || value == "" || (value.is_array() && value.empty());
}

// Last. A key that was there and empty is there again, unless it has been
// filled in since.
void PutRest(Json& json, const Extras& extras) {
  for (const auto& [key, value] : extras) {
    Json rest = Json::parse(value);
    const auto present = json.find(key);
    if (present != json.end() && IsEmpty(rest) && !IsEmpty(*present)) continue;
    json[key] = std::move(rest);
  }
}

// ---------------------------------------------------------------------------
// A plan.

Json ToJsonValue(const Outcome& outcome) {
  Json json = {{"id", outcome.id}, {"text", outcome.text}};
  Put(json, "expected", outcome.expected);
  Put(json, "source", outcome.source);
  PutRest(json, outcome.extras);
  return json;
}

Json ToJsonValue(const Milestone& milestone) {
  Json json = {{"id", milestone.id}, {"text", milestone.text}};
  Put(json, "lead", milestone.lead);
  Put(json, "start", milestone.start);
  Put(json, "due", milestone.due);
  Put(json, "needs", milestone.needs);
  Put(json, "source", milestone.source);
  PutRest(json, milestone.extras);
  return json;
}

Json ToJsonValue(const Measure& measure) {
  Json json = {{"id", measure.id}};
  Put(json, "outcome", measure.outcome);
  json["name"] = measure.name;
  json["unit"] = measure.unit;
  if (measure.better != Better::kNotStated) {
    json["better"] = measure.better == Better::kHigher ? "higher" : "lower";
  }
  Put(json, "target", measure.target);
  Put(json, "tolerance", measure.tolerance);
  Put(json, "source", measure.source);
  PutRest(json, measure.extras);
  return json;
}

Json ToJsonValue(const Concern& concern) {
  Json json = {{"id", concern.id}, {"text", concern.text}};
  Put(json, "theme", concern.theme);
  Put(json, "touches", concern.touches);
  Put(json, "source", concern.source);
  PutRest(json, concern.extras);
  return json;
}

Json ToJsonValue(const Closure& closure) {
  Json json = {{"day", closure.day.ToIso()}};
  Put(json, "title", closure.title);
  if (closure.announced.has_value()) {
    json["announced"] = closure.announced->ToIso();
  }
  PutRest(json, closure.extras);
  return json;
}

Json ToJsonValue(const ReportingPeriod& period) {
  Json json = {{"name", period.name},
               {"from", period.days.first().ToIso()},
               {"to", period.days.last().ToIso()}};
  PutRest(json, period.extras);
  return json;
}

Json ToJsonValue(const Recommendation& recommendation);
Json ToJsonValue(const DueReading& reading);
Json ToJsonValue(const Due& due);

template <typename T>
Json ListJson(const std::vector<T>& items) {
  Json list = Json::array();
  for (const T& item : items) list.push_back(ToJsonValue(item));
  return list;
}

template <typename T>
void PutList(Json& json, const char* key, const std::vector<T>& items) {
  if (!items.empty()) json[key] = ListJson(items);
}

Json ToJsonValue(const Recommendation& recommendation) {
  Json json = {{"id", recommendation.id}, {"title", recommendation.title}};
  Put(json, "lead", recommendation.lead);
  Put(json, "finding", recommendation.finding);
  Put(json, "source", recommendation.source);
  PutList(json, "outcomes", recommendation.outcomes);
  PutList(json, "milestones", recommendation.milestones);
  PutRest(json, recommendation.extras);
  return json;
}

// Puts the keys of each kind of change.
struct ChangeWriter {
  Json& json;

  void operator()(const DueChange& change) const {
    json["due"] = TextOrNull(change.due.text());
    Put(json, "agreed_by", change.agreed_by);
    Put(json, "reason", change.reason);
  }
  void operator()(const ForecastChange& change) const {
    Put(json, "finish", change.finish);
  }
  void operator()(const StageChange& change) const {
    json["stage"] = ToWord(change.stage);
    Put(json, "decision", change.decision);
  }
  void operator()(const Progress& change) const {
    Put(json, "percent", change.percent);
  }
  void operator()(const Recovery& change) const {
    Put(json, "until", change.until);
  }
  void operator()(const Blocked& change) const {
    json["blocked"] = change.blocked;
  }
  void operator()(const Reading& change) const {
    json["value"] = NumberJson(change.value);
    Put(json, "numerator", change.numerator);
    Put(json, "denominator", change.denominator);
  }
  void operator()(const Evidence& change) const {
    Put(json, "measurable", change.measurable);
    Put(json, "demonstrated", change.demonstrated);
    Put(json, "achieved", change.achieved);
  }
  void operator()(const ConcernChange& change) const {
    if (change.open.has_value()) {
      json["state"] = *change.open ? "open" : "closed";
    }
    Put(json, "significant", change.significant);
  }
  void operator()(const ReportedRating& change) const {
    json["aspect"] = change.aspect;
    json["rating"] = change.rating.has_value() ? Json(*change.rating) : nullptr;
    Put(json, "period", change.period);
  }
};

Json ToJsonValue(const Update& update) {
  Json json = {{"on", update.on.ToIso()}};
  if (update.recorded.has_value()) json["recorded"] = update.recorded->ToIso();
  json["item"] = update.item;
  json["kind"] = KindOf(update.change);
  std::visit(ChangeWriter{json}, update.change);
  Put(json, "written", update.written);
  Put(json, "by", update.by);
  Put(json, "text", update.text);
  Put(json, "source", update.source);
  PutRest(json, update.extras);
  return json;
}

// ---------------------------------------------------------------------------
// Results.

Json ToJsonValue(const DueReading& reading) {
  return {{"first", DayJson(reading.first)},
          {"last", DayJson(reading.last)},
          {"note", reading.note}};
}

Json ToJsonValue(const Due& due) {
  return {
      {"text", due.text()},
      {"kind", ToWord(due.kind())},
      {"first", DayJson(due.first())},
      {"last", DayJson(due.last())},
      {"confidence", ToWord(due.confidence())},
      {"note", due.note()},
      {"other_readings", ListJson(due.other_readings())},
      {"was", due.was() == nullptr ? Json(nullptr) : ToJsonValue(*due.was())}};
}

Json RatingJson(const Scheme& scheme, const Rating& rating) {
  Json json;
  json["rating"] = rating.is_rated() ? Json(rating.level_name) : Json(nullptr);
  json["rule"] = TextOrNull(rating.rule);
  json["because"] = rating.because;
  const Reported& reported = rating.reported;
  const bool given = reported.state == Reported::State::kGiven;
  json["reported"] =
      given ? Json(scheme.LevelName(reported.level)) : Json(nullptr);
  json["reported_state"] = ToWord(reported.state);
  json["reported_as"] = TextOrNull(reported.written);
  json["possible"] = rating.possible;
  Json facts = Json::array();
  for (const SeenFact& fact : rating.facts) {
    facts.push_back(
        {{"name", fact.name}, {"value", fact.value}, {"from", fact.from}});
  }
  json["facts"] = std::move(facts);
  return json;
}

// Items of one kind, each with one object per aspect that it is rated for.
Json RatedItems(const Assessment& assessment, ItemKind kind) {
  Json items = Json::array();
  for (const Aspect& aspect : assessment.scheme().aspects()) {
    const std::vector<Rating> ratings = assessment.All(kind, aspect.name);
    for (size_t i = 0; i < ratings.size(); ++i) {
      if (items.size() <= i) items.push_back({{"id", ratings[i].item}});
      items[i][aspect.name] = RatingJson(assessment.scheme(), ratings[i]);
    }
  }
  return items;
}

Json PlanHeadJson(const Assessment& assessment) {
  const Plan& plan = assessment.snapshot().plan();
  Json json = {{"id", plan.id()}, {"title", plan.title()}};
  const Json rated = RatedItems(assessment, ItemKind::kPlan);
  if (!rated.empty()) json.update(rated[0]);
  return json;
}

std::string Print(const Json& json) {
  // Text that came in is valid UTF-8, so nothing is ever replaced.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string WritePlan(const Plan& plan) {
  const Baseline& baseline = plan.baseline();
  Json json = {
      {"actionplan", 1}, {"id", baseline.id}, {"title", baseline.title}};
  Put(json, "organisation", baseline.organisation);
  Put(json, "source", baseline.source);
  Put(json, "accepted", baseline.accepted);
  Put(json, "scheme", baseline.scheme);
  Put(json, "calendar", baseline.calendar);
  PutList(json, "closures", baseline.closures);
  PutList(json, "periods", baseline.periods);
  PutList(json, "recommendations", baseline.recommendations);
  PutList(json, "measures", baseline.measures);
  PutList(json, "concerns", baseline.concerns);
  Json journal = Json::array();
  for (const Update& update : plan.journal()) {
    journal.push_back(ToJsonValue(update));
  }
  if (!journal.empty()) json["journal"] = std::move(journal);
  PutRest(json, baseline.extras);
  return Print(json);
}

absl::Status SavePlan(const Plan& plan, const std::string& path) {
  return internal::WriteTextFile(path, WritePlan(plan));
}

std::string ToJson(const std::vector<Due>& dues) {
  return Print(ListJson(dues));
}

std::string ToJson(const Assessment& assessment) {
  const Snapshot& snapshot = assessment.snapshot();
  Json json;
  json["as_of"] = snapshot.as_of().ToIso();
  json["known_by"] = DayJson(snapshot.known_by());
  json["scheme"] = assessment.scheme().id();
  json["plan"] = PlanHeadJson(assessment);
  json["recommendations"] = RatedItems(assessment, ItemKind::kRecommendation);
  json["milestones"] = RatedItems(assessment, ItemKind::kMilestone);
  json["outcomes"] = RatedItems(assessment, ItemKind::kOutcome);
  return Print(json);
}

std::string ToJson(const std::vector<RatingMove>& moves) {
  const auto side = [](const Rating& rating) {
    return Json{
        {"rating", rating.is_rated() ? Json(rating.level_name) : Json(nullptr)},
        {"rule", TextOrNull(rating.rule)},
        {"because", rating.because},
        {"reported_as", TextOrNull(rating.reported.written)},
        {"reported_state", ToWord(rating.reported.state)}};
  };
  Json list = Json::array();
  for (const RatingMove& move : moves) {
    list.push_back(
        {{"item", move.current.item},
         {"kind", ToWord(move.current.kind)},
         {"aspect", move.current.aspect},
         {"previous", side(move.previous)},
         {"current", side(move.current)},
         {"movement", ToWord(move.movement)},
         {"reported_movement", move.reported_movement.has_value()
                                   ? Json(ToWord(*move.reported_movement))
                                   : Json(nullptr)}});
  }
  return Print(list);
}

std::string ToJson(const std::vector<Slippage>& findings) {
  Json list = Json::array();
  for (const Slippage& finding : findings) {
    list.push_back({{"item", finding.item},
                    {"kind", ToWord(finding.kind)},
                    {"days", DaysJson(finding.days)},
                    {"from", DayJson(finding.from)},
                    {"to", DayJson(finding.to)},
                    {"on", DayJson(finding.on)},
                    {"agreed_by", TextOrNull(finding.agreed_by)},
                    {"reason", TextOrNull(finding.reason)},
                    {"because", finding.because()}});
  }
  return Print(list);
}

std::string ToJson(const std::vector<Issue>& issues) {
  Json list = Json::array();
  for (const Issue& issue : issues) {
    list.push_back({{"where", issue.where},
                    {"what", issue.what},
                    {"remedy", issue.remedy}});
  }
  return Print(list);
}

}  // namespace actionplan
