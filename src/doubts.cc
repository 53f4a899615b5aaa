#include "internal/doubts.h"

#include <algorithm>

#include "internal/assessor.h"

namespace actionplan::internal {
namespace {

// More readings of one item are not tried.
constexpr int kMostReadings = 256;

// A due with nothing left open but what the reading says.
Due ReadAs(const Due& due, const DueReading& reading) {
  Due read = Due::None(due.text(), NoDate::kNotUnderstood, due.confidence(),
                       reading.note);
  if (reading.last.has_value()) {
    read = Due::OfPeriod(due.text(), reading.first, *reading.last,
                         due.confidence(), reading.note);
  } else if (reading.first.has_value()) {
    read = Due::OfStart(due.text(), *reading.first, due.confidence(),
                        reading.note);
  }
  return due.was() == nullptr ? read : read.WithWas(*due.was());
}

bool IsDoubtful(const Due& due) { return !due.other_readings().empty(); }

// Reads one item's dues, each in one way.
class Reader {
 public:
  Reader(const DueDoubts::Dues& dues, int reading) : written_(dues) {
    const std::vector<int> chosen = DueDoubts::WaysIn(dues, reading);
    for (size_t i = 0; i < dues.size(); ++i) {
      read_.push_back(WaysToRead(dues[i])[static_cast<size_t>(chosen[i])]);
    }
  }

  void Read(Due& due) const {
    const auto found = std::find(written_.begin(), written_.end(), due);
    if (found == written_.end()) return;
    due = read_[static_cast<size_t>(found - written_.begin())];
  }

 private:
  DueDoubts::Dues written_;
  std::vector<Due> read_;
};

// The part of a plan on which the ratings of some items rest, each with its
// dues read in one way. A leaf rests on what is said of itself, of concerns and
// of measures; a recommendation on all that belongs to it as well.
class PartOfPlan {
 public:
  explicit PartOfPlan(const Plan& plan)
      : plan_(plan), extents_(plan.recommendations().size(), Extent::kNone) {}

  void Add(ItemRef item, Reader reader) {
    readers_.emplace(std::pair(item.kind, item.index), std::move(reader));
    const std::optional<int> parent = RecommendationOf(item);
    if (!parent.has_value()) return;
    Extent& extent = extents_[static_cast<size_t>(*parent)];
    const bool is_whole = item.kind == ItemKind::kRecommendation;
    extent = std::max(extent, is_whole ? Extent::kWhole : Extent::kSome);
  }

  Baseline baseline() const;
  std::vector<Update> journal() const;

 private:
  // How much of a recommendation is needed.
  enum class Extent { kNone, kSome, kWhole };

  std::optional<int> RecommendationOf(ItemRef item) const {
    if (item.kind == ItemKind::kRecommendation) return item.index;
    return ParentOf(plan_, item, ItemKind::kRecommendation);
  }

  const Reader* ReaderOf(ItemRef item) const {
    const auto found = readers_.find({item.kind, item.index});
    return found == readers_.end() ? nullptr : &found->second;
  }

  bool Keeps(ItemRef item) const {
    const std::optional<int> parent = RecommendationOf(item);
    // The plan itself, a measure or a concern.
    if (!parent.has_value()) return true;
    const Extent extent = extents_[static_cast<size_t>(*parent)];
    if (item.kind == ItemKind::kRecommendation) return extent != Extent::kNone;
    return extent == Extent::kWhole || ReaderOf(item) != nullptr;
  }

  // Those of one recommendation that are kept; `next` is the position of the
  // first in the plan.
  template <typename Item, typename Read>
  std::vector<Item> Kept(const std::vector<Item>& all, ItemKind kind, int& next,
                         Read read) const {
    std::vector<Item> kept;
    for (const Item& item : all) {
      const ItemRef ref = {kind, next++};
      if (!Keeps(ref)) continue;
      kept.push_back(item);
      const Reader* reader = ReaderOf(ref);
      if (reader != nullptr) read(*reader, kept.back());
    }
    return kept;
  }

  const Plan& plan_;
  std::vector<Extent> extents_;
  std::map<std::pair<ItemKind, int>, Reader> readers_;
};

Baseline PartOfPlan::baseline() const {
  Baseline baseline = plan_.baseline();
  std::vector<Recommendation> kept;
  int milestone = 0;
  int outcome = 0;
  for (size_t i = 0; i < extents_.size(); ++i) {
    Recommendation& from = baseline.recommendations[i];
    from.milestones = Kept(from.milestones, ItemKind::kMilestone, milestone,
                           [](const Reader& reader, Milestone& its) {
                             reader.Read(its.due);
                             reader.Read(its.start);
                           });
    from.outcomes = Kept(
        from.outcomes, ItemKind::kOutcome, outcome,
        [](const Reader& reader, Outcome& its) { reader.Read(its.expected); });
    if (extents_[i] != Extent::kNone) kept.push_back(std::move(from));
  }
  baseline.recommendations = std::move(kept);
  return baseline;
}

std::vector<Update> PartOfPlan::journal() const {
  std::vector<Update> journal;
  for (size_t i = 0; i < plan_.journal().size(); ++i) {
    const std::optional<ItemRef>& item = plan_.journal_items()[i];
    if (!item.has_value() || !Keeps(*item)) continue;
    Update& update = journal.emplace_back(plan_.journal()[i]);
    const Reader* reader = ReaderOf(*item);
    Due* due = WrittenDue(update.change);
    if (reader != nullptr && due != nullptr) reader->Read(*due);
  }
  return journal;
}

}  // namespace

std::vector<Due> WaysToRead(const Due& due) {
  std::vector<Due> ways;
  if (due.kind() != DueKind::kError) ways.push_back(due.WithOtherReadings({}));
  for (const DueReading& reading : due.other_readings()) {
    const Due read = ReadAs(due, reading);
    const bool is_known =
        std::any_of(ways.begin(), ways.end(), [&](const Due& way) {
          return way.last() == read.last() && way.first() == read.first();
        });
    if (!is_known) ways.push_back(read);
  }
  return ways;
}

// ---------------------------------------------------------------------------
// Finding them.

void DueDoubts::Add(ItemRef item, const Due& due) const {
  if (!IsDoubtful(due) || WaysToRead(due).size() < 2) return;
  Dues& dues = dues_[{item.kind, item.index}];
  if (std::find(dues.begin(), dues.end(), due) == dues.end()) {
    dues.push_back(due);
  }
}

void DueDoubts::Gather() const {
  const Plan& plan = snapshot_.plan();
  for (size_t i = 0; i < plan.milestones().size(); ++i) {
    const ItemRef item = {ItemKind::kMilestone, static_cast<int>(i)};
    Add(item, plan.milestones()[i]->due);
    Add(item, plan.milestones()[i]->start);
  }
  for (size_t i = 0; i < plan.outcomes().size(); ++i) {
    Add({ItemKind::kOutcome, static_cast<int>(i)},
        plan.outcomes()[i]->expected);
  }
  for (int position : snapshot_.doubtful_updates()) {
    const auto at = static_cast<size_t>(position);
    const std::optional<ItemRef>& item = plan.journal_items()[at];
    if (!item.has_value()) continue;
    Add(*item, *WrittenDue(plan.journal()[at].change));
  }
}

std::shared_ptr<const DueDoubts> DueDoubts::Find(const Snapshot& snapshot,
                                                 const Scheme& scheme) {
  const Plan& plan = snapshot.plan();
  const bool has_any =
      !snapshot.doubtful_updates().empty() ||
      std::any_of(plan.milestones().begin(), plan.milestones().end(),
                  [](const Milestone* milestone) {
                    return IsDoubtful(milestone->due) ||
                           IsDoubtful(milestone->start);
                  }) ||
      std::any_of(
          plan.outcomes().begin(), plan.outcomes().end(),
          [](const Outcome* outcome) { return IsDoubtful(outcome->expected); });
  if (!has_any) return nullptr;
  return std::shared_ptr<const DueDoubts>(new DueDoubts(snapshot, scheme));
}

const DueDoubts::Dues& DueDoubts::DuesOf(ItemRef item) const {
  static const Dues& kNone = *new Dues();
  std::call_once(is_gathered_, [this] { Gather(); });
  const auto found = dues_.find({item.kind, item.index});
  return found == dues_.end() ? kNone : found->second;
}

bool DueDoubts::HasUsual(const Dues& dues) {
  return std::all_of(dues.begin(), dues.end(), [](const Due& due) {
    return due.kind() != DueKind::kError;
  });
}

int DueDoubts::CountReadings(const Dues& dues) {
  size_t all = 1;
  for (const Due& due : dues) {
    all *= WaysToRead(due).size();
    if (all > static_cast<size_t>(kMostReadings)) return 0;
  }
  return static_cast<int>(all);
}

std::vector<int> DueDoubts::WaysIn(const Dues& dues, int reading) {
  std::vector<int> ways;
  for (const Due& due : dues) {
    const auto count = static_cast<int>(WaysToRead(due).size());
    ways.push_back(reading % count);
    reading /= count;
  }
  return ways;
}

// ---------------------------------------------------------------------------
// Assessing them.

std::optional<Plan> DueDoubts::PlanIn(int reading,
                                      std::span<const ItemRef> items) const {
  const Plan& plan = snapshot_.plan();
  PartOfPlan part(plan);
  for (ItemRef item : items) part.Add(item, Reader(DuesOf(item), reading));
  absl::StatusOr<Plan> made = Plan::Create(part.baseline(), part.journal());
  if (!made.ok()) return std::nullopt;
  // The calendar has the plan's closures on top already.
  return made->WithCalendar(plan.work_calendar());
}

std::optional<Assessment> DueDoubts::AssessIn(
    int reading, std::span<const ItemRef> items) const {
  const std::optional<Plan> plan = PlanIn(reading, items);
  if (!plan.has_value()) return std::nullopt;
  const absl::StatusOr<Snapshot> snapshot =
      AsOf(*plan, snapshot_.as_of(), snapshot_.known_by());
  if (!snapshot.ok()) return std::nullopt;
  return Assessor(*snapshot, scheme_, History::Of(*snapshot, scheme_)).Run();
}

uint64_t DueDoubts::AllLevels(ItemKind kind, int aspect) const {
  uint64_t all = 1;
  for (int rule : scheme_.RulesFor(kind, aspect)) {
    all |=
        uint64_t{1} << (scheme_.rules()[static_cast<size_t>(rule)].level + 1);
  }
  return all;
}

void DueDoubts::WorkOut(std::span<const ItemRef> items) const {
  const auto aspects = static_cast<int>(scheme_.aspects().size());
  for (ItemRef item : items) {
    std::vector<uint64_t>& possible = possible_[{item.kind, item.index}];
    possible.assign(static_cast<size_t>(aspects), 0);
    if (CountReadings(DuesOf(item)) > 0) continue;
    for (int a = 0; a < aspects; ++a) {
      possible[static_cast<size_t>(a)] = AllLevels(item.kind, a);
    }
  }
  for (int reading = 0;; ++reading) {
    std::vector<ItemRef> left;
    bool is_last = true;
    for (ItemRef item : items) {
      const Dues& dues = DuesOf(item);
      if (reading >= CountReadings(dues)) continue;
      is_last = false;
      if (reading > 0 || !HasUsual(dues)) left.push_back(item);
    }
    if (is_last) return;
    if (left.empty()) continue;
    const std::optional<Assessment> assessment = AssessIn(reading, left);
    for (ItemRef item : left) {
      std::vector<uint64_t>& possible = possible_[{item.kind, item.index}];
      const std::optional<ItemRef> there =
          assessment.has_value()
              ? assessment->snapshot().plan().Find(IdOf(snapshot_.plan(), item))
              : std::nullopt;
      for (int a = 0; a < aspects; ++a) {
        if (!there.has_value()) {
          possible[static_cast<size_t>(a)] = AllLevels(item.kind, a);
          continue;
        }
        const std::span<const Verdict> verdicts =
            assessment->Verdicts(item.kind, a);
        if (verdicts.empty()) continue;
        possible[static_cast<size_t>(a)] |=
            verdicts[static_cast<size_t>(there->index)].possible;
      }
    }
  }
}

std::optional<uint64_t> DueDoubts::PossibleLevels(ItemRef item, int aspect,
                                                  uint64_t as_given) const {
  const Dues& dues = DuesOf(item);
  if (dues.empty()) return std::nullopt;
  std::call_once(is_worked_out_, [this] {
    // A recommendation is read by itself: of what belongs to it the usual
    // readings count.
    std::vector<ItemRef> leaves;
    std::vector<ItemRef> parents;
    for (const auto& [key, its] : dues_) {
      const ItemRef ref = {key.first, key.second};
      (ref.kind == ItemKind::kRecommendation ? parents : leaves).push_back(ref);
    }
    WorkOut(leaves);
    WorkOut(parents);
  });
  const uint64_t others =
      possible_.at({item.kind, item.index})[static_cast<size_t>(aspect)];
  return HasUsual(dues) ? others | as_given : others;
}

DueDoubts::Readings DueDoubts::Read(ItemRef item, int aspect) const {
  const int count = CountReadings(DuesOf(item));
  Readings readings = {
      .facts = FactTable(item.kind, count, snapshot_.plan().work_calendar()),
      .verdicts = {}};
  for (int reading = 0; reading < count; ++reading) {
    const ItemRef items[] = {item};
    const std::optional<Assessment> assessment = AssessIn(reading, items);
    if (!assessment.has_value()) return {FactTable(item.kind, 0), {}};
    const std::optional<ItemRef> there =
        assessment->snapshot().plan().Find(IdOf(snapshot_.plan(), item));
    const Assessment::Table* table = assessment->FindTable(item.kind, aspect);
    if (!there.has_value() || table == nullptr) {
      return {FactTable(item.kind, 0), {}};
    }
    const FactTable& facts = *table->facts;
    const int columns =
        kFactCount + static_cast<int>(scheme_.own_facts().size());
    for (int column = 0; column < columns; ++column) {
      if (facts.column(column).values.empty()) continue;
      readings.facts.Set(column, reading, facts.cell(column, there->index));
    }
    readings.verdicts.push_back(
        table->verdicts[static_cast<size_t>(there->index)]);
  }
  return readings;
}

}  // namespace actionplan::internal
