#include "internal/on_record.h"

#include <algorithm>

#include "internal/fact_space.h"

namespace actionplan::internal {
namespace {

Space SpaceBeside(const Scheme& scheme, const RuleGroup& group,
                  const Facts& beside) {
  std::deque<Condition> kept;
  std::vector<const Condition*> conditions;
  for (const TriedRule& tried : group.rules) {
    conditions.push_back(tried.condition);
  }
  for (const auto& [column, cell] : beside) {
    conditions.push_back(&kept.emplace_back(IsState(column, cell.state)));
  }
  return SpaceOf(scheme, group.subject, conditions);
}

bool IsSaid(const Facts& said, int column) {
  return std::any_of(said.begin(), said.end(),
                     [&](const auto& fact) { return fact.first == column; });
}

bool IsUnrecorded(const Facts& record, int column) {
  return std::any_of(record.begin(), record.end(), [&](const auto& fact) {
    return fact.first == column && fact.second.state == CellState::kUnknown;
  });
}

}  // namespace

OnRecord::OnRecord(const Scheme& scheme, const RuleGroup& group,
                   const Facts& beside, bool silence_applies)
    : OnRecord(group, SpaceBeside(scheme, group, beside), silence_applies) {}

OnRecord::OnRecord(const RuleGroup& group, const Space& plain,
                   bool silence_applies)
    : silence_applies_(silence_applies),
      tested_(TestedColumns(group)),
      asked_(StateColumns(group)),
      completions_(plain.domain_of(), plain.axioms()),
      ordinary_(MakeOrdinary(plain)) {}

Space OnRecord::MakeOrdinary(const Space& plain) const {
  std::set<int> columns = tested_;
  for (const Condition& axiom : plain.axioms()) {
    for (int column : ColumnsOf(axiom)) columns.insert(column);
  }
  Space ordinary = space();
  for (int column : columns) {
    if (asked_.contains(column) || !plain.domain_of()(column).may_be_unknown) {
      continue;
    }
    ordinary.Fix(column + kOnRecord, Cell::Of(1));
  }
  return ordinary;
}

Facts OnRecord::RecordOf(const Facts& witness) {
  std::set<int> unrecorded;
  for (const auto& [column, cell] : witness) {
    if (column >= kOnRecord && cell.value == 0) {
      unrecorded.insert(PlainColumn(column));
    }
  }
  Facts facts;
  for (const auto& [column, cell] : witness) {
    if (column >= kOnRecord) continue;
    // What does not apply is on record.
    const bool is_unrecorded = cell.is_known() && unrecorded.contains(column);
    facts.emplace_back(column, is_unrecorded ? Cell::Unknown() : cell);
  }
  return facts;
}

OnRecord::Meaning OnRecord::MeaningOfSilence(int column,
                                             CellState state) const {
  const bool is_exact = state != CellState::kUnknown || asked_.contains(column);
  return {.column = column,
          .is_said = false,
          .what = is_exact ? completions_.Translate(IsState(column, state))
                           : Not(IsState(column, CellState::kNotApplicable)),
          .fixed = std::nullopt};
}

std::vector<OnRecord::Meaning> OnRecord::MeaningsOf(
    const Facts& said, const FactTable& row) const {
  std::vector<Meaning> meanings;
  for (const auto& [column, cell] : said) {
    Meaning meaning = {
        .column = column,
        .is_said = true,
        .what = completions_.Translate(IsState(column, cell.state)),
        .fixed = std::nullopt};
    if (cell.state != CellState::kUnknown) meaning.fixed = cell;
    meanings.push_back(std::move(meaning));
  }
  for (int column : tested_) {
    if (IsSaid(said, column)) continue;
    const CellState state = row.cell(column, 0).state;
    const bool is_free = state == CellState::kUnknown &&
                         !asked_.contains(column) && !silence_applies_;
    if (!is_free) meanings.push_back(MeaningOfSilence(column, state));
  }
  return meanings;
}

Space::Answer OnRecord::Find(const std::vector<Meaning>& meanings,
                             int64_t steps) const {
  Space space = completions_.space();
  space.set_limit(steps);
  std::vector<Demand> demands;
  for (const Meaning& meaning : meanings) {
    if (meaning.fixed.has_value()) space.Fix(meaning.column, *meaning.fixed);
    demands.push_back({&meaning.what, kMayBeTrue});
  }
  return space.Find(demands);
}

Found OnRecord::CanBe(const Facts& said, const FactTable& row,
                      int64_t steps) const {
  return Find(MeaningsOf(said, row), steps).found;
}

OnRecord::Mended OnRecord::Mend(const Facts& said, const FactTable& row,
                                int64_t steps) const {
  Mended mended;
  Space::Answer answer;
  std::vector<Meaning> kept;
  for (Meaning& meaning : MeaningsOf(said, row)) {
    const int column = meaning.column;
    const bool is_said = meaning.is_said;
    kept.push_back(std::move(meaning));
    Space::Answer with = Find(kept, steps);
    if (with.found == Found::kYes) {
      answer = std::move(with);
    } else {
      kept.pop_back();
      (is_said ? mended.changed : mended.unsaid).push_back(column);
    }
  }
  for (const auto& fact : RecordOf(answer.region.witness)) {
    const auto is_among = [&](const std::vector<int>& columns) {
      return std::find(columns.begin(), columns.end(), fact.first) !=
             columns.end();
    };
    if (is_among(mended.changed) || is_among(mended.unsaid)) {
      mended.values.push_back(fact);
    }
  }
  return mended;
}

std::optional<Condition> OnRecord::NotWithOtherValues(const Facts& witness,
                                                      const Condition& gives,
                                                      int64_t steps) const {
  std::map<int, Cell> open;
  Space space = completions_.space();
  space.set_limit(steps);
  const Facts record = RecordOf(witness);
  for (const auto& [column, cell] : witness) {
    if (column >= kOnRecord || !IsUnrecorded(record, column)) {
      space.Fix(column, cell);
    } else {
      space.Restrict(column, {.column = column, .known = true});
      open[column] = cell;
    }
  }
  const Space::Answer other =
      space.Find(std::vector<Demand>{{&gives, kMayBeTrue}});
  if (other.found != Found::kYes) return std::nullopt;
  std::map<int, Cell> changed;
  for (const auto& [column, cell] : other.region.witness) {
    const auto before = open.find(column);
    if (before != open.end() && before->second.value != cell.value) {
      changed[column] = cell;
    }
  }
  std::vector<Condition> ways = {Not(Substituted(gives, changed))};
  for (const auto& [column, cell] : changed) {
    ways.push_back(
        Not(completions_.Translate(IsState(column, CellState::kUnknown))));
  }
  // Or the values can't be.
  for (const Condition& axiom : space.axioms()) {
    if (SpeaksOfAny(axiom, changed)) {
      ways.push_back(Not(Substituted(axiom, changed)));
    }
  }
  return Any(std::move(ways));
}

}  // namespace actionplan::internal
