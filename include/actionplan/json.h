#ifndef ACTIONPLAN_JSON_H_
#define ACTIONPLAN_JSON_H_

// Plans, assessments and the rest as JSON.
//
// The format of a plan file is docs/plan-format.md, and as a JSON Schema
// PlanSchema(). A file is read whole: all its problems are listed, each with
// its JSON path. What is written and read again is the same plan, and keys that
// this version does not know are kept.
//
//   absl::StatusOr<Plan> plan = LoadPlan("plan.json");
//   if (!plan.ok()) std::cerr << plan.status().message() << "\n";

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "actionplan/assess.h"
#include "actionplan/delivery.h"
#include "actionplan/issue.h"
#include "actionplan/plan.h"
#include "actionplan/slippage.h"

namespace actionplan {

// How deep a plan file may be nested; a real one needs six levels.
inline constexpr int kMaxJsonDepth = 64;

WithIssues<Plan> ReadPlan(std::string_view json);

// The plan as JSON, indented, with a newline at the end.
std::string WritePlan(const Plan& plan);

// The same from and to a file. The file is written whole or not at all.
absl::StatusOr<Plan> LoadPlan(const std::string& path);
absl::Status SavePlan(const Plan& plan, const std::string& path);

// The published JSON Schema (2020-12) of plan files.
std::string_view PlanSchema();

// The results as JSON, indented; see docs/json.md for their form.
std::string ToJson(const std::vector<Due>& dues);
std::string ToJson(const Assessment& assessment);
std::string ToJson(const std::vector<RatingMove>& moves);
std::string ToJson(const std::vector<Slippage>& findings);
std::string ToJson(const Delivery& delivery);
std::string ToJson(const std::vector<Issue>& issues);

}  // namespace actionplan

#endif  // ACTIONPLAN_JSON_H_
