#include "actionplan/journal.h"

#include <array>
#include <utility>

namespace actionplan {
namespace {

constexpr std::array<std::string_view, 8> kStageWords = {
    "not started", "in progress", "complete",  "verified",
    "on hold",     "cancelled",   "suspended", "embedded"};

constexpr std::array<std::string_view, std::variant_size_v<Change>> kKinds = {
    "due",     "forecast", "stage",   "progress", "recovery", "blocked",
    "reading", "evidence", "concern", "rating",   "fact",     "override"};

}  // namespace

const Due* WrittenDue(const Change& change) {
  if (const auto* due = std::get_if<DueChange>(&change)) return &due->due;
  if (const auto* forecast = std::get_if<ForecastChange>(&change)) {
    return &forecast->finish;
  }
  const auto* recovery = std::get_if<Recovery>(&change);
  return recovery == nullptr ? nullptr : &recovery->until;
}

Due* WrittenDue(Change& change) {
  return const_cast<Due*>(WrittenDue(std::as_const(change)));
}

std::span<const std::string_view> StageWords() { return kStageWords; }

std::span<const std::string_view> UpdateKinds() { return kKinds; }

std::string_view ToWord(Stage stage) {
  return kStageWords.at(static_cast<size_t>(stage));
}

std::optional<Stage> StageFromWord(std::string_view word) {
  for (size_t i = 0; i < kStageWords.size(); ++i) {
    if (kStageWords[i] == word) return static_cast<Stage>(i);
  }
  return std::nullopt;
}

bool IsComplete(Stage stage) {
  return stage == Stage::kComplete || stage == Stage::kVerified ||
         stage == Stage::kEmbedded;
}

bool IsResting(Stage stage) {
  return stage == Stage::kOnHold || stage == Stage::kSuspended;
}

std::string_view KindOf(const Change& change) {
  return kKinds.at(change.index());
}

}  // namespace actionplan
