// Reads plan files: JSON -> Plan, with every problem's JSON path.

#include <algorithm>

#include "actionplan/json.h"
#include "internal/files.h"
#include "internal/json_object.h"
#include "internal/json_text.h"
#include "internal/spelling.h"
#include "internal/strings.h"

namespace actionplan {
namespace {

using internal::Json;
using internal::JsonObject;
using internal::StrCat;

constexpr std::string_view kNeedsId =
    "Give it a short id that nothing else in the plan has.";
constexpr std::string_view kNeedsText = "Say in words what it is.";

class PlanReader {
 public:
  explicit PlanReader(const Json& root) : root_(root, "$", issues_) {}

  WithIssues<Plan> Read();

 private:
  void ReadHead();
  void ReadCalendar();
  void ReadConventions();
  void ReadPeriods();
  Recommendation ReadRecommendation(JsonObject& object);
  Outcome ReadOutcome(JsonObject& object);
  Milestone ReadMilestone(JsonObject& object);
  Measure ReadMeasure(JsonObject& object);
  Concern ReadConcern(JsonObject& object);
  std::optional<Update> ReadUpdate(JsonObject& object);
  std::optional<Change> ReadChange(JsonObject& object, std::string_view kind,
                                   const DueOptions& promised);
  StageChange ReadStage(JsonObject& object);
  ConcernChange ReadConcernChange(JsonObject& object);
  ReportedRating ReadRating(JsonObject& object);
  FactChange ReadFact(JsonObject& object);
  Override ReadOverride(JsonObject& object);
  double ReadReadingValue(JsonObject& object);

  // The id at "id"; one that was there before is an issue.
  std::string NewId(JsonObject& object);

  std::vector<Issue> issues_;
  JsonObject root_;
  Baseline baseline_;
  std::vector<Update> journal_;
  // Ids so far, each with where it stands.
  std::vector<std::pair<std::string, std::string>> ids_;
  DueConventions conventions_;
  // How the dues of the baseline are read.
  DueOptions promised_;
};

WithIssues<Plan> PlanReader::Read() {
  ReadHead();
  ReadCalendar();
  ReadPeriods();
  root_.ForEach("recommendations", [&](JsonObject& object) {
    baseline_.recommendations.push_back(ReadRecommendation(object));
  });
  root_.ForEach("measures", [&](JsonObject& object) {
    baseline_.measures.push_back(ReadMeasure(object));
  });
  root_.ForEach("concerns", [&](JsonObject& object) {
    baseline_.concerns.push_back(ReadConcern(object));
  });
  root_.ForEach("journal", [&](JsonObject& object) {
    std::optional<Update> update = ReadUpdate(object);
    if (update.has_value()) journal_.push_back(*std::move(update));
  });
  baseline_.extras = root_.Rest();
  std::sort(ids_.begin(), ids_.end());
  for (size_t i = 1; i < ids_.size(); ++i) {
    if (ids_[i].first != ids_[i - 1].first) continue;
    issues_.push_back({ids_[i].second,
                       StrCat("The id '", ids_[i].first, "' stands also at ",
                              ids_[i - 1].second, "."),
                       "Give one of the two another id."});
  }
  if (!issues_.empty()) return {std::nullopt, std::move(issues_)};
  absl::StatusOr<Plan> plan =
      Plan::Create(std::move(baseline_), std::move(journal_));
  if (!plan.ok()) {
    return {std::nullopt,
            {{"$", std::string(internal::ToStd(plan.status().message())), ""}}};
  }
  return {*std::move(plan), {}};
}

void PlanReader::ReadHead() {
  if (root_.Number("actionplan") != 1.0) {
    root_.Complain("actionplan", "This is not a plan file of version 1.",
                   "Write \"actionplan\": 1.");
  }
  baseline_.id = NewId(root_);
  baseline_.title = root_.RequiredText("title", kNeedsText);
  baseline_.organisation = root_.Text("organisation");
  baseline_.source = root_.Text("source");
  baseline_.scheme = root_.Text("scheme");
  baseline_.facts = root_.Values("facts");
  ReadConventions();
  baseline_.accepted =
      root_.WrittenDue("accepted", {.conventions = conventions_});
  const Due& accepted = baseline_.accepted;
  promised_.anchor =
      accepted.last().has_value() ? accepted.last() : accepted.first();
  promised_.missing_year = MissingYear::kNext;
  promised_.conventions = conventions_;
}

void PlanReader::ReadConventions() {
  root_.ForEachText("conventions", [&](const std::string& name,
                                       const std::string& value) {
    const absl::StatusOr<DueConventions> changed =
        WithConvention(conventions_, name, value);
    if (!changed.ok()) {
      root_.Complain(StrCat("conventions.", name),
                     std::string(internal::ToStd(changed.status().message())),
                     "docs/due-dates.md lists the conventions.");
      return;
    }
    conventions_ = *changed;
    baseline_.conventions.emplace_back(name, value);
  });
}

void PlanReader::ReadCalendar() {
  baseline_.calendar = root_.Text("calendar");
  if (!baseline_.calendar.empty()) {
    const absl::StatusOr<WorkCalendar> found =
        WorkCalendar::Builtin(baseline_.calendar);
    if (!found.ok()) {
      root_.Complain("calendar",
                     std::string(internal::ToStd(found.status().message())),
                     "Name one of these, or leave the key out.");
    }
  }
  root_.ForEach("closures", [&](JsonObject& object) {
    const std::optional<Date> day = object.RequiredDay("day");
    std::string title = object.Text("title");
    const std::optional<Date> announced = object.Day("announced");
    if (!day.has_value()) return;
    baseline_.closures.push_back({.day = *day,
                                  .title = std::move(title),
                                  .announced = announced,
                                  .extras = object.Rest()});
  });
}

void PlanReader::ReadPeriods() {
  root_.ForEach("periods", [&](JsonObject& object) {
    std::string name = object.RequiredText("name", kNeedsText);
    const std::optional<Date> from = object.RequiredDay("from");
    const std::optional<Date> to = object.RequiredDay("to");
    if (!from.has_value() || !to.has_value()) return;
    const absl::StatusOr<Period> days = Period::Create(*from, *to);
    if (!days.ok()) {
      object.Complain("to",
                      std::string(internal::ToStd(days.status().message())),
                      "Change one of the two days.");
      return;
    }
    baseline_.periods.push_back(
        {.name = std::move(name), .days = *days, .extras = object.Rest()});
  });
}

std::string PlanReader::NewId(JsonObject& object) {
  std::string id = object.RequiredText("id", kNeedsId);
  if (!id.empty()) ids_.emplace_back(id, object.PathOf("id"));
  return id;
}

Recommendation PlanReader::ReadRecommendation(JsonObject& object) {
  Recommendation read;
  read.id = NewId(object);
  read.title = object.RequiredText("title", kNeedsText);
  read.lead = object.Text("lead");
  read.finding = object.Text("finding");
  read.source = object.Text("source");
  read.facts = object.Values("facts");
  object.ForEach("outcomes", [&](JsonObject& child) {
    read.outcomes.push_back(ReadOutcome(child));
  });
  object.ForEach("milestones", [&](JsonObject& child) {
    read.milestones.push_back(ReadMilestone(child));
  });
  read.extras = object.Rest();
  return read;
}

Outcome PlanReader::ReadOutcome(JsonObject& object) {
  Outcome read;
  read.id = NewId(object);
  read.text = object.RequiredText("text", kNeedsText);
  read.expected = object.WrittenDue("expected", promised_);
  read.source = object.Text("source");
  read.facts = object.Values("facts");
  read.extras = object.Rest();
  return read;
}

Milestone PlanReader::ReadMilestone(JsonObject& object) {
  Milestone read;
  read.id = NewId(object);
  read.text = object.RequiredText("text", kNeedsText);
  read.lead = object.Text("lead");
  read.start = object.WrittenDue("start", promised_);
  read.due = object.WrittenDue("due", promised_);
  read.needs = object.Texts("needs");
  read.source = object.Text("source");
  read.facts = object.Values("facts");
  read.extras = object.Rest();
  return read;
}

Measure PlanReader::ReadMeasure(JsonObject& object) {
  Measure read;
  read.id = NewId(object);
  read.name = object.RequiredText("name", kNeedsText);
  read.unit = object.RequiredText("unit", "Write \"%\" or what is counted.");
  read.outcome = object.Text("outcome");
  const std::string better = object.Text("better");
  if (better == "higher") {
    read.better = Better::kHigher;
  } else if (better == "lower") {
    read.better = Better::kLower;
  } else if (!better.empty()) {
    object.Complain(
        "better",
        StrCat("'", internal::Excerpt(better), "' is not a direction."),
        "Write \"higher\" or \"lower\", or leave it out.");
  }
  read.target = object.Number("target");
  read.tolerance = object.Number("tolerance");
  read.source = object.Text("source");
  read.extras = object.Rest();
  return read;
}

Concern PlanReader::ReadConcern(JsonObject& object) {
  Concern read;
  read.id = NewId(object);
  read.text = object.RequiredText("text", kNeedsText);
  read.theme = object.Text("theme");
  read.touches = object.Texts("touches");
  read.source = object.Text("source");
  read.extras = object.Rest();
  return read;
}

std::optional<Update> PlanReader::ReadUpdate(JsonObject& object) {
  const std::optional<Date> on = object.RequiredDay("on");
  const std::optional<Date> recorded = object.Day("recorded");
  std::string item =
      object.RequiredText("item", "Name the item that it is about by its id.");
  const std::string kind =
      object.RequiredText("kind", "Say what sort of update it is.");
  DueOptions promised = {.anchor = on,
                         .missing_year = MissingYear::kNext,
                         .conventions = conventions_};
  const DueOptions happened = {.anchor = recorded.has_value() ? recorded : on,
                               .missing_year = MissingYear::kLast,
                               .conventions = conventions_};
  std::optional<Change> change = ReadChange(object, kind, promised);
  Due written = object.WrittenWords("written", happened);
  std::string by = object.Text("by");
  std::string text = object.Text("text");
  std::string source = object.Text("source");
  if (!on.has_value() || !change.has_value()) return std::nullopt;
  return Update{.on = *on,
                .recorded = recorded,
                .item = std::move(item),
                .change = *std::move(change),
                .written = std::move(written),
                .by = std::move(by),
                .text = std::move(text),
                .source = std::move(source),
                .extras = object.Rest()};
}

std::optional<Change> PlanReader::ReadChange(JsonObject& object,
                                             std::string_view kind,
                                             const DueOptions& promised) {
  if (kind == "due") {
    if (!object.Has("due")) {
      object.Complain("due", "This is missing.",
                      "Write the new due, or null if there is none any more.");
    }
    Due due = object.WrittenDue("due", promised);
    std::string agreed_by = object.Text("agreed_by");
    return DueChange{.due = std::move(due),
                     .agreed_by = std::move(agreed_by),
                     .reason = object.Text("reason")};
  }
  if (kind == "forecast") {
    return ForecastChange{.finish = object.WrittenDue("finish", promised)};
  }
  if (kind == "stage") return ReadStage(object);
  if (kind == "progress") return Progress{.percent = object.Number("percent")};
  if (kind == "recovery") {
    return Recovery{.until = object.WrittenDue("until", promised)};
  }
  if (kind == "blocked") {
    const std::optional<bool> blocked = object.YesNo("blocked");
    if (!object.Has("blocked") || object.IsNull("blocked")) {
      object.Complain("blocked", "This is missing.", "Write true or false.");
    }
    return Blocked{.blocked = blocked.value_or(true)};
  }
  if (kind == "reading") {
    const double value = ReadReadingValue(object);
    const std::optional<double> numerator = object.Number("numerator");
    return Reading{.value = value,
                   .numerator = numerator,
                   .denominator = object.Number("denominator")};
  }
  if (kind == "evidence") {
    const std::optional<bool> measurable = object.YesNo("measurable");
    const std::optional<bool> demonstrated = object.YesNo("demonstrated");
    return Evidence{.measurable = measurable,
                    .demonstrated = demonstrated,
                    .achieved = object.YesNo("achieved")};
  }
  if (kind == "concern") return ReadConcernChange(object);
  if (kind == "rating") return ReadRating(object);
  if (kind == "fact") return ReadFact(object);
  if (kind == "override") return ReadOverride(object);
  if (!kind.empty()) {
    const std::string_view near = internal::Nearest(kind, UpdateKinds());
    object.Complain(
        "kind",
        StrCat("'", internal::Excerpt(kind), "' is not a kind of update."),
        near.empty() ? "Use due, forecast, stage, progress, recovery, blocked, "
                       "reading, evidence, concern, rating, fact or override."
                     : StrCat("Did you mean '", near, "'?"));
  }
  return std::nullopt;
}

StageChange PlanReader::ReadStage(JsonObject& object) {
  constexpr std::string_view kStages =
      "Use 'not started', 'in progress', 'complete', 'verified', 'embedded', "
      "'on hold', 'suspended' or 'cancelled'.";
  const std::string word = object.RequiredText("stage", kStages);
  const std::optional<Stage> stage = StageFromWord(word);
  if (!stage.has_value() && !word.empty()) {
    object.Complain("stage",
                    StrCat("'", internal::Excerpt(word), "' is not a stage."),
                    std::string(kStages));
  }
  return {.stage = stage.value_or(Stage::kNotStarted),
          .decision = object.Text("decision")};
}

ConcernChange PlanReader::ReadConcernChange(JsonObject& object) {
  const std::string state = object.Text("state");
  ConcernChange change;
  if (state == "open" || state == "closed") {
    change.open = state == "open";
  } else if (!state.empty()) {
    object.Complain("state",
                    StrCat("'", internal::Excerpt(state), "' is not a state."),
                    "Write \"open\" or \"closed\".");
  }
  change.significant = object.YesNo("significant");
  return change;
}

ReportedRating PlanReader::ReadRating(JsonObject& object) {
  ReportedRating read;
  read.aspect = object.RequiredText(
      "aspect", "Name the aspect that was rated, such as \"process\".");
  if (!object.Has("rating")) {
    object.Complain("rating", "This is missing.",
                    "Write the word that was reported, or null if it is lost.");
  }
  std::string rating = object.Text("rating");
  if (!rating.empty()) read.rating = std::move(rating);
  read.period = object.Text("period");
  return read;
}

FactChange PlanReader::ReadFact(JsonObject& object) {
  FactChange read;
  read.fact =
      object.RequiredText("fact", "Name the fact as the scheme declares it.");
  if (!object.Has("value")) {
    object.Complain("value", "This is missing.",
                    "Write its value, or null if it is no longer known.");
  }
  read.value = object.Value("value");
  return read;
}

Override PlanReader::ReadOverride(JsonObject& object) {
  Override read;
  read.aspect = object.RequiredText(
      "aspect", "Name the aspect that is rated, such as \"process\".");
  if (!object.Has("rating")) {
    object.Complain("rating", "This is missing.",
                    "Write the rating that is set, or null to withdraw it.");
  }
  std::string rating = object.Text("rating");
  if (!rating.empty()) read.rating = std::move(rating);
  read.reason = object.Text("reason");
  return read;
}

double PlanReader::ReadReadingValue(JsonObject& object) {
  const size_t before = issues_.size();
  const std::optional<double> value = object.Number("value");
  if (!value.has_value() && issues_.size() == before) {
    object.Complain("value", "This is missing.",
                    "Write the number that was read.");
  }
  return value.value_or(0);
}

}  // namespace

WithIssues<Plan> ReadPlan(std::string_view json) {
  std::vector<Issue> issues;
  const std::optional<Json> root = internal::ParseJson(json, issues);
  if (!root.has_value()) return {std::nullopt, std::move(issues)};
  WithIssues<Plan> read = PlanReader(*root).Read();
  read.issues.insert(read.issues.begin(), issues.begin(), issues.end());
  if (!read.issues.empty()) read.value.reset();
  return read;
}

absl::StatusOr<Plan> LoadPlan(const std::string& path) {
  const absl::StatusOr<std::string> text = internal::ReadTextFile(path);
  if (!text.ok()) return text.status();
  return ReadPlan(*text).OrStatus(StrCat("The plan ", path, " has problems:"));
}

}  // namespace actionplan
