// Ratings that a named person set: whether the scheme lets them stand.

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "internal/assessor.h"
#include "internal/strings.h"

namespace actionplan::internal {
namespace {

std::string_view Trim(std::string_view text) {
  return ToStd(absl::StripAsciiWhitespace(ToAbsl(text)));
}

// The place of a level among the scheme's ranks, the worst first; nullopt for
// not rated and for levels without a rank.
std::optional<int> StepOf(const Scheme& scheme, int level) {
  if (level == kNotRated) return std::nullopt;
  const std::optional<int>& rank =
      scheme.levels()[static_cast<size_t>(level)].rank;
  if (!rank.has_value()) return std::nullopt;
  std::set<int> ranks;
  for (const Level& each : scheme.levels()) {
    if (each.rank.has_value()) ranks.insert(*each.rank);
  }
  return static_cast<int>(std::distance(ranks.begin(), ranks.find(*rank)));
}

std::string JoinNames(const std::vector<std::string>& names) {
  std::string joined;
  for (const std::string& name : names) {
    absl::StrAppend(&joined, joined.empty() ? "" : " or ", name);
  }
  return joined;
}

std::string LevelsProblem(const Scheme& scheme, int level) {
  const std::vector<int>& levels = scheme.override_bounds().levels;
  if (levels.empty() ||
      std::find(levels.begin(), levels.end(), level) != levels.end()) {
    return "";
  }
  std::vector<std::string> names;
  for (int each : levels) names.emplace_back(scheme.LevelName(each));
  return StrCat("The scheme lets an override give only ", JoinNames(names),
                ", not ", scheme.LevelName(level), ".");
}

std::string DistanceProblem(const Scheme& scheme, int level, int computed) {
  const OverrideBounds& bounds = scheme.override_bounds();
  if (!bounds.worse_only && !bounds.steps.has_value()) return "";
  const std::optional<int> from = StepOf(scheme, computed);
  const std::optional<int> to = StepOf(scheme, level);
  if (!from.has_value() || !to.has_value()) {
    return StrCat("The scheme bounds how far an override may go, and ",
                  scheme.LevelName(from.has_value() ? level : computed),
                  " has no rank to measure that by.");
  }
  if (bounds.worse_only && *to >= *from) {
    return StrCat("The scheme lets an override make a rating only worse, and ",
                  scheme.LevelName(level), " is not worse than ",
                  scheme.LevelName(computed), ".");
  }
  const int steps = std::abs(*to - *from);
  if (bounds.steps.has_value() && steps > *bounds.steps) {
    return StrCat("The scheme lets an override change a rating by at most ",
                  *bounds.steps, *bounds.steps == 1 ? " step" : " steps",
                  ", and from ", scheme.LevelName(computed), " to ",
                  scheme.LevelName(level), " it is ", steps, ".");
  }
  return "";
}

std::string PersonProblem(const Scheme& scheme, std::string_view by) {
  const std::vector<std::string>& may = scheme.override_bounds().by;
  const bool is_allowed =
      may.empty() || std::any_of(may.begin(), may.end(), [&](const auto& name) {
        return absl::EqualsIgnoreCase(name, ToAbsl(by));
      });
  if (is_allowed) return "";
  return StrCat("The scheme lets only ", JoinNames(may),
                " override a rating, not ", by, ".");
}

// Why it does not stand; empty if it does.
std::string ProblemOf(const Scheme& scheme, const OverridingRating& rating,
                      int computed) {
  if (!scheme.override_bounds().allowed) {
    return "The scheme allows no override.";
  }
  if (rating.by.empty()) return "It does not say who set it.";
  if (rating.reason.empty()) return "It does not say why.";
  std::string problem = PersonProblem(scheme, rating.by);
  if (problem.empty()) problem = LevelsProblem(scheme, rating.level);
  if (problem.empty())
    problem = DistanceProblem(scheme, rating.level, computed);
  return problem;
}

}  // namespace

std::optional<OverridingRating> OverrideFor(const Snapshot& snapshot,
                                            const Scheme& scheme, ItemRef item,
                                            int aspect, int computed) {
  const Update* update = snapshot.OverrideOf(
      item, scheme.aspects()[static_cast<size_t>(aspect)].name);
  if (update == nullptr) return std::nullopt;
  const auto& change = std::get<Override>(update->change);
  // Assess() has made sure that the word is known.
  const int level =
      scheme.FindLevel(change.rating.value_or("")).value_or(kNotRated);
  OverridingRating rating = {.level = level,
                             .level_name = std::string(scheme.LevelName(level)),
                             .by = std::string(Trim(update->by)),
                             .reason = std::string(Trim(change.reason)),
                             .on = update->on};
  rating.problem = ProblemOf(scheme, rating, computed);
  rating.stands = rating.problem.empty();
  return rating;
}

std::vector<Issue> FindBadOverrides(const Plan& plan, const Scheme& scheme) {
  std::vector<Issue> issues;
  for (size_t i = 0; i < plan.journal().size(); ++i) {
    const auto* change = std::get_if<Override>(&plan.journal()[i].change);
    if (change == nullptr || !change->rating.has_value() ||
        !scheme.FindAspect(change->aspect).has_value() ||
        scheme.FindLevel(*change->rating).has_value()) {
      continue;
    }
    issues.push_back(
        {StrCat("$.journal[", i, "].rating"),
         StrCat("The overriding rating '", *change->rating,
                "' is not a level of the scheme '", scheme.id(), "'."),
         UseALevel(scheme)});
  }
  return issues;
}

}  // namespace actionplan::internal
