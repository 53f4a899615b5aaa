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

void Put(Json& json, const char* key,
         const std::vector<std::pair<std::string, std::string>>& named) {
  for (const auto& [name, value] : named) json[key][name] = value;
}

void Put(Json& json, const char* key, const std::optional<double>& number) {
  if (number.has_value()) json[key] = NumberJson(*number);
}

void Put(Json& json, const char* key, const std::optional<bool>& answer) {
  if (answer.has_value()) json[key] = *answer;
}

Json FactValueJson(const FactValue& value) {
  struct Visitor {
    Json operator()(std::monostate) const { return nullptr; }
    Json operator()(bool yes) const { return yes; }
    Json operator()(double number) const { return NumberJson(number); }
    Json operator()(const std::string& text) const { return text; }
  };
  return std::visit(Visitor{}, value);
}

void Put(Json& json, const char* key, const FactValues& facts) {
  for (const auto& [name, value] : facts) {
    json[key][name] = FactValueJson(value);
  }
}

bool IsEmpty(const Json& value) {
  return value.is_null() || value == "" ||
         (value.is_structured() && value.empty());
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
  Put(json, "facts", outcome.facts);
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
  Put(json, "facts", milestone.facts);
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
  Put(json, "facts", recommendation.facts);
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
  void operator()(const FactChange& change) const {
    json["fact"] = change.fact;
    json["value"] = FactValueJson(change.value);
  }
  void operator()(const Override& change) const {
    json["aspect"] = change.aspect;
    json["rating"] = change.rating.has_value() ? Json(*change.rating) : nullptr;
    Put(json, "reason", change.reason);
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
  Put(json, "conventions", baseline.conventions);
  Put(json, "facts", baseline.facts);
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

namespace {

Json WorkingDaysJson(std::optional<WorkingDays> days) {
  return days.has_value() ? Json(days->count()) : Json(nullptr);
}

Json SlipJson(const Slip& slip) {
  return {{"from", DayJson(slip.from)},
          {"days", DaysJson(slip.days)},
          {"working_days", WorkingDaysJson(slip.working_days)}};
}

Json SlippageJson(const Slippage& finding) {
  Json facts = Json::array();
  for (const SeenFact& fact : finding.facts()) {
    facts.push_back(
        {{"name", fact.name}, {"value", fact.value}, {"from", fact.from}});
  }
  return {{"item", finding.item},
          {"recommendation", TextOrNull(finding.recommendation())},
          {"text", TextOrNull(finding.text())},
          {"lead", TextOrNull(finding.lead())},
          {"kind", ToWord(finding.kind)},
          {"days", DaysJson(finding.days)},
          {"working_days", WorkingDaysJson(finding.working_days)},
          {"why_no_working_days", TextOrNull(finding.why_no_working_days())},
          {"most_days", DaysJson(finding.most_days)},
          {"from", DayJson(finding.from)},
          {"to", DayJson(finding.to)},
          {"original", SlipJson(finding.original)},
          {"agreed", SlipJson(finding.agreed)},
          {"last_period", SlipJson(finding.last_period)},
          {"since", DayJson(finding.since)},
          {"is_new",
           finding.is_new.has_value() ? Json(*finding.is_new) : Json(nullptr)},
          {"on", DayJson(finding.on)},
          {"agreed_by", TextOrNull(finding.agreed_by)},
          {"reason", TextOrNull(finding.reason)},
          {"times", finding.times == 0 ? Json(nullptr) : Json(finding.times)},
          {"chain", finding.chain()},
          {"because", finding.because()},
          {"facts", std::move(facts)}};
}

// Results of delivery, with ids for positions.
class DeliveryWriter {
 public:
  explicit DeliveryWriter(const Delivery& delivery) : delivery_(delivery) {}

  Json Write() const {
    Json json = {{"as_of", delivery_.snapshot().as_of().ToIso()},
                 {"known_by", DayJson(delivery_.snapshot().known_by())},
                 {"previous", DayJson(delivery_.previous())},
                 {"groups", Json::array()},
                 {"trend", Json::array()},
                 {"rates", Json::array()},
                 {"load", Json::array()},
                 {"without_lead", Ids(delivery_.without_lead())}};
    for (const GroupDelivery& group : delivery_.groups()) {
      json["groups"].push_back(Group(group));
    }
    for (const TrendPoint& point : delivery_.trend()) {
      json["trend"].push_back(Point(point));
    }
    for (const SlipRate& rate : delivery_.rates()) {
      json["rates"].push_back(Rate(rate));
    }
    for (const LeadMonth& month : delivery_.load()) {
      json["load"].push_back(
          {{"lead", month.lead},
           {"month", month.month.first().ToIso().substr(0, 7)},
           {"count", month.milestones.size()},
           {"most", month.most},
           {"too_many", month.is_too_many()},
           {"items", Ids(month.milestones)}});
    }
    return json;
  }

 private:
  Json Ids(std::span<const int> positions) const {
    Json ids = Json::array();
    for (int i : positions) ids.push_back(Id(i));
    return ids;
  }

  const std::string& Id(int i) const {
    return delivery_.snapshot()
        .milestones()[static_cast<size_t>(i)]
        .milestone->id;
  }

  static Json NumberOrNull(std::optional<double> number) {
    return number.has_value() ? Json(*number) : Json(nullptr);
  }

  Json FigureJson(const Figure& figure) const {
    return {{"name", figure.name},
            {"value", NumberOrNull(figure.value())},
            {"numerator", figure.numerator},
            {"denominator", figure.denominator},
            {"items", Ids(figure.counted)},
            {"out_of", Ids(figure.out_of)},
            {"uncertain", Ids(figure.uncertain)},
            {"why_absent", TextOrNull(figure.why_absent)}};
  }

  Json Figures(const std::vector<Figure>& figures) const {
    Json list = Json::array();
    for (const Figure& figure : figures) list.push_back(FigureJson(figure));
    return list;
  }

  Json Spread(const Distribution& spread) const {
    Json json = {
        {"name", spread.name},           {"unit", spread.unit},
        {"count", spread.values.size()}, {"items", Ids(spread.milestones)},
        {"values", spread.values},       {"left_out", Ids(spread.left_out)}};
    for (const char* key :
         {"min", "q1", "median", "q3", "max", "mean", "total"}) {
      json[key] = nullptr;
    }
    if (spread.is_empty()) return json;
    json["min"] = spread.least();
    json["q1"] = spread.Quantile(0.25);
    json["median"] = spread.Quantile(0.5);
    json["q3"] = spread.Quantile(0.75);
    json["max"] = spread.most();
    json["mean"] = spread.mean();
    json["total"] = spread.total();
    return json;
  }

  Json Rate(const SlipRate& rate) const {
    return {
        {"item", rate.milestone < 0 ? Json(nullptr) : Json(Id(rate.milestone))},
        {"since", DayJson(rate.since)},
        {"finish_before", DayJson(rate.finish_before)},
        {"finish", DayJson(rate.finish)},
        {"days_moved", DaysJson(rate.moved)},
        {"days_elapsed", DaysJson(rate.elapsed)},
        {"days_per_day", NumberOrNull(rate.per_day())},
        {"reached_on", DayJson(rate.reached_on)},
        {"why_absent", TextOrNull(rate.why_absent)}};
  }

  static Json Earned(const EarnedSchedule& earned) {
    return {{"months_earned", NumberOrNull(earned.earned)},
            {"months_actual", NumberOrNull(earned.actual)},
            {"months_variance", NumberOrNull(earned.variance)},
            {"index", NumberOrNull(earned.index)},
            {"earned_on", DayJson(earned.earned_on)},
            {"planned_by_now", earned.planned_by_now},
            {"complete", earned.complete},
            {"dated", earned.dated},
            {"why_absent", TextOrNull(earned.why_absent)}};
  }

  Json Group(const GroupDelivery& group) const {
    Json spreads = Json::array();
    for (const Distribution& spread : group.distributions) {
      spreads.push_back(Spread(spread));
    }
    return {{"kind", group.kind},
            {"id", group.id},
            {"items", Ids(group.milestones)},
            {"figures", Figures(group.figures)},
            {"findings", Figures(group.findings)},
            {"distributions", std::move(spreads)},
            {"earned_schedule", Earned(group.earned)},
            {"slip_rate", Rate(group.rate)}};
  }

  Json Point(const TrendPoint& point) const {
    Json findings = Json::object();
    for (int kind = 0; kind < kSlippageKindCount; ++kind) {
      findings[std::string(ToWord(static_cast<SlippageKind>(kind)))] =
          point.findings[static_cast<size_t>(kind)];
    }
    return {{"day", point.day.ToIso()},
            {"states", Figures(point.states)},
            {"findings", std::move(findings)},
            {"slip", Spread(point.slip)}};
  }

  const Delivery& delivery_;
};

}  // namespace

std::string ToJson(const std::vector<Slippage>& findings) {
  Json list = Json::array();
  for (const Slippage& finding : findings) {
    list.push_back(SlippageJson(finding));
  }
  return Print(list);
}

std::string ToJson(const Delivery& delivery) {
  return Print(DeliveryWriter(delivery).Write());
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
