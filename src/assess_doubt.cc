// What leaves a rating open, and what would settle it.

#include <algorithm>
#include <array>
#include <functional>

#include "actionplan/assess.h"
#include "internal/assessor.h"
#include "internal/completions.h"
#include "internal/doubts.h"
#include "internal/strings.h"

namespace actionplan {
namespace {

using internal::Completions;
using internal::DueDoubts;
using internal::LevelBit;
using internal::LevelNames;
using internal::StrCat;

// More than that nobody can be asked for in one sentence.
constexpr size_t kMostToSettle = 3;
// So many questions about completions before the search is given up.
constexpr int kMostAsked = 5000;

bool IsSingle(uint64_t bits) { return (bits & (bits - 1)) == 0; }

std::string Join(const std::vector<std::string>& parts,
                 std::string_view separator, std::string_view last) {
  std::string joined;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) joined += i + 1 == parts.size() ? last : separator;
    joined += parts[i];
  }
  return joined;
}

void AddOnce(std::string words, std::vector<std::string>& all) {
  if (std::find(all.begin(), all.end(), words) == all.end()) {
    all.push_back(std::move(words));
  }
}

// ---------------------------------------------------------------------------
// Words.

// What has to be recorded for a fact of the catalogue to be known; empty if its
// name says it. The twins in working days and months rest on the same as those
// in days.
std::string_view WhatToRecord(std::string_view name) {
  for (std::string_view unit : {"working_days_", "days_", "months_"}) {
    if (name.starts_with(unit)) {
      name.remove_prefix(unit.size());
      break;
    }
  }
  struct Row {
    std::string_view name;
    std::string_view words;
  };
  static constexpr auto kRows = std::to_array<Row>({
      {"stage", "its stage"},
      {"complete", "whether it is complete"},
      {"scheduled", "when it is to start or is due"},
      {"start", "the planned start"},
      {"to_start", "the planned start"},
      {"start_late", "whether it has started"},
      {"due", "the due date"},
      {"overdue", "the due date"},
      {"to_due", "the due date"},
      {"original_due", "the original due date"},
      {"past_original", "the original due date"},
      {"slipped", "the original due date and the finish"},
      {"percent_slipped", "the planned start and the original due date"},
      {"moved", "the original due date and the due date"},
      {"moved_this_period", "the due dates that were moved"},
      {"forecast", "the date that is forecast"},
      {"forecast_late", "the due date and the date that is forecast"},
      {"finished", "the day on which it was finished"},
      {"completed_late", "whether it was finished by the original due date"},
      {"percent_complete", "how much of it is complete"},
      {"percent_time_elapsed", "the planned start and the due date"},
      {"blocked", "whether it is blocked"},
      {"recovery_plan", "whether there is a recovery plan"},
      {"expected", "when it is expected to show"},
      {"measurable", "whether it can be measured"},
      {"demonstrated", "whether it is demonstrated"},
      {"achieved", "whether it is achieved"},
      {"on_target", "readings of all its measures that have a target"},
      {"percent_off_target", "readings of all its measures that have a target"},
      {"percent_of_target", "readings of all its measures that have a target"},
      {"direction", "two readings of a measure"},
      {"since_update", "an update"},
  });
  const auto found = std::find_if(kRows.begin(), kRows.end(),
                                  [&](const Row& r) { return r.name == name; });
  return found == kRows.end() ? "" : found->words;
}

// ---------------------------------------------------------------------------
// The search.

// The rows are the readings of one item, of which there is one if nothing that
// was written of it is in doubt.
class DoubtSearch {
 public:
  DoubtSearch(const Scheme& scheme, const FactTable& facts, int first,
              std::vector<uint64_t> possible, int aspect)
      : scheme_(scheme),
        facts_(facts),
        first_(first),
        possible_(std::move(possible)),
        completions_(scheme, facts.subject(), aspect) {}

  // The dues whose readings the rows are.
  void set_dues(const DueDoubts::Dues& dues) {
    dues_ = dues;
    for (int row = 0; row < rows(); ++row) {
      ways_.push_back(DueDoubts::WaysIn(dues, row));
    }
  }
  void set_is_uncovered(std::function<bool(int)> is_uncovered) {
    is_uncovered_ = std::move(is_uncovered);
  }

  // Nothing is in doubt if `given` is the only level that is possible.
  std::optional<Doubt> Run(int given);

 private:
  // A due of the item, by position, or a column that is not recorded.
  struct Thing {
    int due = -1;
    int column = -1;
  };

  int rows() const { return static_cast<int>(possible_.size()); }
  std::vector<Thing> Things() const;
  // Which way a due is read in a row.
  int WayIn(int row, int due) const {
    return ways_[static_cast<size_t>(row)][static_cast<size_t>(due)];
  }
  // nullopt: given up.
  std::optional<bool> Settles(const std::vector<Thing>& things);
  std::optional<bool> SettlesRows(int one, int other,
                                  const std::vector<int>& columns);
  std::vector<std::vector<Thing>> Fewest();

  Unsettled Describe(const Thing& thing) const;
  Unsettled DescribeDue(int due) const;
  std::string WordsOf(int column) const;
  void AddWords(int column, std::vector<std::string>& words) const;

  const Scheme& scheme_;
  const FactTable& facts_;
  // The row of the table at which the readings begin.
  int first_;
  std::vector<uint64_t> possible_;
  Completions completions_;
  DueDoubts::Dues dues_;
  // Of each row, which way each due is read.
  std::vector<std::vector<int>> ways_;
  // Whether a column is unknown as the plan's calendar does not cover it.
  std::function<bool(int)> is_uncovered_ = [](int) { return false; };
  int asked_ = 0;
};

std::vector<DoubtSearch::Thing> DoubtSearch::Things() const {
  std::vector<Thing> things;
  for (int due = 0; due < static_cast<int>(dues_.size()); ++due) {
    things.push_back({.due = due});
  }
  for (int column : completions_.tested()) {
    for (int row = 0; row < rows(); ++row) {
      if (facts_.cell(column, first_ + row).state == CellState::kUnknown) {
        things.push_back({.column = column});
        break;
      }
    }
  }
  return things;
}

std::optional<bool> DoubtSearch::SettlesRows(int one, int other,
                                             const std::vector<int>& columns) {
  const uint64_t a = possible_[static_cast<size_t>(one)];
  const uint64_t b = possible_[static_cast<size_t>(other)];
  if (IsSingle(a) && IsSingle(b) && (a == b || columns.empty())) return a == b;
  if (columns.empty()) return false;
  if (++asked_ > kMostAsked) return std::nullopt;
  return completions_.AreSettledBy(facts_, first_ + one, first_ + other,
                                   columns);
}

std::optional<bool> DoubtSearch::Settles(const std::vector<Thing>& things) {
  std::vector<int> columns;
  for (const Thing& thing : things) {
    if (thing.column >= 0) columns.push_back(thing.column);
  }
  const auto agree = [&](int one, int other) {
    return std::all_of(things.begin(), things.end(), [&](const Thing& thing) {
      return thing.due < 0 || WayIn(one, thing.due) == WayIn(other, thing.due);
    });
  };
  for (int one = 0; one < rows(); ++one) {
    for (int other = one; other < rows(); ++other) {
      if (!agree(one, other)) continue;
      const std::optional<bool> settled = SettlesRows(one, other, columns);
      if (settled != true) return settled;
    }
  }
  return true;
}

std::vector<std::vector<DoubtSearch::Thing>> DoubtSearch::Fewest() {
  const std::vector<Thing> things = Things();
  // Sets of positions, in order.
  std::vector<std::vector<size_t>> sets = {{}};
  for (size_t size = 1; size <= std::min(kMostToSettle, things.size());
       ++size) {
    std::vector<std::vector<size_t>> larger;
    std::vector<std::vector<Thing>> settling;
    for (const std::vector<size_t>& set : sets) {
      for (size_t next = set.empty() ? 0 : set.back() + 1; next < things.size();
           ++next) {
        larger.push_back(set);
        larger.back().push_back(next);
        std::vector<Thing> chosen;
        for (size_t i : larger.back()) chosen.push_back(things[i]);
        const std::optional<bool> settles = Settles(chosen);
        if (!settles.has_value()) return {};
        if (*settles) settling.push_back(std::move(chosen));
      }
    }
    if (!settling.empty()) return settling;
    sets = std::move(larger);
  }
  return {};
}

void DoubtSearch::AddWords(int column, std::vector<std::string>& words) const {
  const OwnFact* own = internal::OwnFactAt(scheme_, column);
  if (own != nullptr && own->kind == OwnFact::Kind::kDerived) {
    const size_t before = words.size();
    for (int input : internal::CompiledFactOf(scheme_, column).is.columns) {
      if (facts_.cell(input, first_).state != CellState::kUnknown) continue;
      AddWords(input, words);
    }
    if (words.size() > before) return;
  }
  const std::string_view name = scheme_.Define(column).name;
  const std::string_view known = own == nullptr ? WhatToRecord(name) : "";
  AddOnce(std::string(known.empty() ? name : known), words);
}

std::string DoubtSearch::WordsOf(int column) const {
  if (is_uncovered_(column)) return "a calendar that covers the days";
  std::vector<std::string> words;
  AddWords(column, words);
  return Join(words, ", ", " and ");
}

Unsettled DoubtSearch::DescribeDue(int due) const {
  const Due& written = dues_[static_cast<size_t>(due)];
  const std::vector<Due> ways = internal::WaysToRead(written);
  const internal::QuestionWords words = internal::AskWhichWay(written, ways);
  Unsettled described = {.words = words.question, .written = written.text()};
  for (size_t way = 0; way < ways.size(); ++way) {
    uint64_t possible = 0;
    for (int row = 0; row < rows(); ++row) {
      if (WayIn(row, due) == static_cast<int>(way)) {
        possible |= possible_[static_cast<size_t>(row)];
      }
    }
    described.readings.push_back({.words = words.answers[way],
                                  .first = ways[way].first(),
                                  .last = ways[way].last(),
                                  .possible = LevelNames(scheme_, possible)});
  }
  return described;
}

Unsettled DoubtSearch::Describe(const Thing& thing) const {
  if (thing.due >= 0) return DescribeDue(thing.due);
  return {.words = WordsOf(thing.column),
          .fact = std::string(scheme_.Define(thing.column).name)};
}

// What is possible, and that it is not known what would settle it.
Doubt Unsettleable(const Scheme& scheme, uint64_t possible) {
  const std::vector<std::string> levels = LevelNames(scheme, possible);
  const std::string in_words = Join(levels, ", ", " or ");
  return {.possible = levels,
          .settled_by = {},
          .settled_by_words = "",
          .text = IsSingle(possible)
                      ? StrCat(in_words, ", in whichever way it is read")
                      : StrCat(in_words,
                               ": nothing was found that by itself "
                               "would settle it")};
}

std::optional<Doubt> DoubtSearch::Run(int given) {
  uint64_t possible = given == kNotRated ? 0 : LevelBit(given);
  for (uint64_t of_row : possible_) possible |= of_row;
  if (possible == LevelBit(given)) return std::nullopt;
  Doubt doubt = Unsettleable(scheme_, possible);
  if (IsSingle(possible)) return doubt;
  std::vector<std::string> ways;
  for (const std::vector<Thing>& set : Fewest()) {
    std::vector<Unsettled>& all = doubt.settled_by.emplace_back();
    std::vector<std::string> words;
    for (const Thing& thing : set) {
      all.push_back(Describe(thing));
      AddOnce(all.back().words, words);
    }
    AddOnce(Join(words, ", ", " and "), ways);
  }
  if (ways.empty()) return doubt;
  doubt.settled_by_words = Join(ways, ", or by ", ", or by ");
  doubt.text = StrCat(Join(doubt.possible, ", ", " or "), ": settled by ",
                      doubt.settled_by_words);
  return doubt;
}

}  // namespace

std::optional<Doubt> FindDoubt(const Assessment& assessment,
                               std::string_view item, std::string_view aspect) {
  const Scheme& scheme = assessment.scheme();
  const Snapshot& snapshot = assessment.snapshot();
  const std::optional<ItemRef> ref = snapshot.plan().Find(item);
  const std::optional<int> index = scheme.FindAspect(aspect);
  if (!ref.has_value() || !index.has_value()) return std::nullopt;
  const Assessment::Table* table = assessment.FindTable(ref->kind, *index);
  if (table == nullptr) return std::nullopt;
  const Verdict& verdict = table->verdicts[static_cast<size_t>(ref->index)];
  const auto cell_at = [&](int column) {
    return column < kFactCount
               ? FactOf(snapshot, *ref, static_cast<Fact>(column))
               : table->facts->cell(column, ref->index);
  };
  const auto is_uncovered = [&](int column) {
    return internal::IsOutsideCalendar(scheme, column, cell_at);
  };

  const DueDoubts* doubts = assessment.doubts_.get();
  static const DueDoubts::Dues& kSettled = *new DueDoubts::Dues();
  const DueDoubts::Dues& dues =
      doubts == nullptr ? kSettled : doubts->DuesOf(*ref);
  if (dues.empty()) {
    DoubtSearch search(scheme, *table->facts, ref->index, {verdict.possible},
                       *index);
    search.set_is_uncovered(is_uncovered);
    return search.Run(verdict.level);
  }
  const DueDoubts::Readings readings = doubts->Read(*ref, *index);
  if (readings.verdicts.empty()) {
    return Unsettleable(
        scheme, *doubts->PossibleLevels(*ref, *index, verdict.possible));
  }
  std::vector<uint64_t> possible;
  for (const Verdict& of_reading : readings.verdicts) {
    possible.push_back(of_reading.possible);
  }
  DoubtSearch search(scheme, readings.facts, 0, std::move(possible), *index);
  search.set_is_uncovered(is_uncovered);
  search.set_dues(dues);
  return search.Run(verdict.level);
}

std::optional<Doubt> FindDoubt(const Scheme& scheme, const FactTable& facts,
                               int row, int aspect) {
  const FactTable table = scheme.WithOwnFacts(facts, aspect);
  const Verdict verdict = scheme.Rate(table, aspect)[static_cast<size_t>(row)];
  const auto cell_at = [&](int column) { return table.cell(column, row); };
  DoubtSearch search(scheme, table, row, {verdict.possible}, aspect);
  search.set_is_uncovered([&](int column) {
    return internal::IsOutsideCalendar(scheme, column, cell_at);
  });
  return search.Run(verdict.level);
}

}  // namespace actionplan
