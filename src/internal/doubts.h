#ifndef ACTIONPLAN_SRC_INTERNAL_DOUBTS_H_
#define ACTIONPLAN_SRC_INTERNAL_DOUBTS_H_

// The dues of a snapshot that can be read in several ways, and what their
// readings make of the ratings.
//
// A reading of an item reads each of its dues in one way: the baseline's due
// and start, an outcome's expected date, every due that was agreed, forecast or
// set for a recovery. The same words mean the same wherever they stand. Nothing
// here knows what follows from a date: the reading is put into the plan, and
// the plan is assessed.

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "actionplan/assess.h"

namespace actionplan::internal {

// A level as a bit of Verdict::possible.
constexpr uint64_t LevelBit(int level) { return uint64_t{1} << (level + 1); }

// The levels of these bits, in the scheme's order, and last "not rated".
std::vector<std::string> LevelNames(const Scheme& scheme, uint64_t possible);

// The ways in which a due can be read, the usual one first if there is one: an
// error that asks which date is meant has none. Each is a due that leaves
// nothing open. Ways that differ in no day are one; if there is only one, the
// due is settled.
std::vector<Due> WaysToRead(const Due& due);

// "whether 'spring 2026' ends in March or in May"; each answer, as it follows
// "if": "'spring 2026' ends in March".
struct QuestionWords {
  std::string question;
  std::vector<std::string> answers;
};
QuestionWords AskWhichWay(const Due& written, const std::vector<Due>& ways);

class DueDoubts {
 public:
  // The dues of one item that can be read in several ways, each once.
  using Dues = std::vector<Due>;

  // Null if no due has another reading. Cheap: the rest is done when first
  // asked for.
  static std::shared_ptr<const DueDoubts> Find(const Snapshot& snapshot,
                                               const Scheme& scheme);

  // Empty if all that was written of the item is settled.
  const Dues& DuesOf(ItemRef item) const;

  // How many readings an item has; 0 if they are too many to try.
  static int CountReadings(const Dues& dues);

  // Which way each due is read in a reading.
  static std::vector<int> WaysIn(const Dues& dues, int reading);

  // The levels that are possible in some reading, as Verdict::possible; nullopt
  // if the item's dues are settled. `as_given` are those of the snapshot as it
  // is, where each due has its usual reading. Never fewer than there are: if
  // there are too many readings to try, all levels that its rules give. All
  // items are worked out together when first asked for.
  std::optional<uint64_t> PossibleLevels(ItemRef item, int aspect,
                                         uint64_t as_given) const;

  // The facts of an item, a row a reading, and the verdicts on them.
  struct Readings {
    FactTable facts;
    std::vector<Verdict> verdicts;
  };
  Readings Read(ItemRef item, int aspect) const;

 private:
  using Key = std::pair<ItemKind, int>;

  DueDoubts(Snapshot snapshot, Scheme scheme)
      : snapshot_(std::move(snapshot)), scheme_(std::move(scheme)) {}

  // Whether the first reading is that of the snapshot as it is.
  static bool HasUsual(const Dues& dues);
  void Add(ItemRef item, const Due& due) const;
  void Gather() const;
  // The part of the plan with these items, each in its reading of that number.
  std::optional<Plan> PlanIn(int reading, std::span<const ItemRef> items) const;
  std::optional<Assessment> AssessIn(int reading,
                                     std::span<const ItemRef> items) const;
  void WorkOut(std::span<const ItemRef> items) const;
  uint64_t AllLevels(ItemKind kind, int aspect) const;

  Snapshot snapshot_;
  Scheme scheme_;
  mutable std::once_flag is_gathered_;
  mutable std::map<Key, Dues> dues_;
  // By item, of each aspect.
  mutable std::once_flag is_worked_out_;
  mutable std::map<Key, std::vector<uint64_t>> possible_;
};

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_DOUBTS_H_
