#include "internal/region_words.h"

#include <array>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "internal/condition_sides.h"
#include "internal/fact_axioms.h"
#include "internal/fact_space.h"
#include "internal/fact_words.h"
#include "internal/strings.h"

namespace actionplan::internal {

namespace {

uint64_t AllChoices(const FactDefinition& definition) {
  const size_t count =
      definition.type == FactType::kYesNo ? 2 : definition.choices.size();
  return count >= 64 ? ~uint64_t{0} : (uint64_t{1} << count) - 1;
}

// What a region says of one column, made plain: whole numbers have closed
// ends, and what no value of the column can break is not said.
class RangeWords {
 public:
  RangeWords(const FactDefinition& definition, ItemKind subject,
             const ColumnRange& range)
      : definition_(definition),
        domain_(DomainOf(definition, subject)),
        range_(range) {
    range_.choices &= AllChoices(definition);
    if (!domain_.may_be_unknown) range_.unknown = false;
    if (!domain_.may_be_not_applicable) range_.not_applicable = false;
    if (domain_.step == 1) CloseEnds();
    if (range_.from <= domain_.least && !range_.from_open) {
      range_.from = -kUnbounded;
    }
    if (range_.to >= domain_.most && !range_.to_open) range_.to = kUnbounded;
  }

  // True wherever the column is in the range, and nowhere else.
  std::string AsCondition() const {
    std::vector<std::string> parts;
    if (range_.known) parts.push_back(KnownAsCondition());
    if (range_.unknown) parts.push_back(StrCat(Name(), " is unknown"));
    if (range_.not_applicable) {
      parts.push_back(StrCat(Name(), " is not applicable"));
    }
    if (IsEverything()) return "";
    if (AllKnown() && !range_.unknown) {
      return range_.not_applicable ? StrCat(Name(), " is not unknown")
                                   : StrCat(Name(), " is known");
    }
    if (AllKnown() && !range_.not_applicable) {
      return StrCat(Name(), " is applicable");
    }
    return Joined(parts, " or ");
  }

  std::string InWords() const {
    if (IsEverything()) return "";
    std::vector<std::string> parts;
    if (range_.known) parts.push_back(KnownInWords());
    const std::string name = SpokenName(definition_);
    if (range_.unknown) parts.push_back(StrCat(name, " not recorded"));
    if (range_.not_applicable) {
      parts.push_back(StrCat(name, " does not apply"));
    }
    std::string text;
    for (const std::string& part : parts) {
      absl::StrAppend(&text, text.empty() ? "" : " or ", part);
    }
    return text;
  }

 private:
  std::string_view Name() const { return definition_.name; }

  void CloseEnds() {
    if (range_.from_open) range_.from = std::floor(range_.from) + 1;
    if (range_.to_open) range_.to = std::ceil(range_.to) - 1;
    range_.from_open = range_.to_open = false;
  }

  bool AllKnown() const {
    if (!range_.known) return false;
    if (!IsOrdered(definition_.type)) {
      return range_.choices == AllChoices(definition_);
    }
    return range_.from == -kUnbounded && range_.to == kUnbounded;
  }

  bool IsEverything() const {
    return AllKnown() && (range_.unknown || !domain_.may_be_unknown) &&
           (range_.not_applicable || !domain_.may_be_not_applicable);
  }

  static std::string Joined(const std::vector<std::string>& parts,
                            std::string_view word) {
    if (parts.size() == 1) return parts.front();
    std::string text = "(";
    for (const std::string& part : parts) {
      absl::StrAppend(&text, text.size() == 1 ? "" : ToAbsl(word), part);
    }
    return text + ")";
  }

  std::string Test(std::string_view comparison, double value) const {
    return StrCat(Name(), " ", comparison, " ", ValueText(definition_, value));
  }

  std::string KnownAsCondition() const {
    if (AllKnown()) return StrCat(Name(), " is known");
    if (definition_.type == FactType::kYesNo) {
      if (range_.choices == 2) return std::string(Name());
      // A "not" holds of what does not apply, too.
      if (!domain_.may_be_not_applicable || range_.not_applicable) {
        return StrCat("not ", Name());
      }
      return StrCat("(not ", Name(), " and ", Name(), " is applicable)");
    }
    if (definition_.type == FactType::kChoice) {
      return StrCat(Name(), " is ", ChoiceText(definition_, range_.choices));
    }
    if (range_.from == range_.to) return Test("=", range_.from);
    std::string text;
    if (range_.from != -kUnbounded) {
      text = Test(range_.from_open ? ">" : ">=", range_.from);
    }
    if (range_.to != kUnbounded) {
      absl::StrAppend(&text, text.empty() ? "" : " and ",
                      Test(range_.to_open ? "<" : "<=", range_.to));
    }
    return text;
  }

  std::string Value(double value) const {
    return ToWords(definition_, Cell::Of(value));
  }

  std::string KnownInWords() const {
    if (AllKnown()) return StrCat(SpokenName(definition_), " recorded");
    if (definition_.type == FactType::kYesNo) {
      return SaidYesOrNo(definition_, range_.choices == 2);
    }
    if (definition_.type == FactType::kChoice) {
      return StrCat(SpokenName(definition_), " is ",
                    ChoiceText(definition_, range_.choices));
    }
    const std::string_view zero = ZeroInWords(definition_);
    if (range_.to == 0 && (range_.from == 0 || domain_.least == 0) &&
        !zero.empty()) {
      return std::string(zero);
    }
    return Said(definition_, SpanInWords());
  }

  // "8 days to 13 days", "50 % or more", "before 1 May 2026".
  std::string SpanInWords() const {
    const bool is_day = definition_.type == FactType::kDay;
    const bool has_from = range_.from != -kUnbounded;
    const bool has_to = range_.to != kUnbounded;
    const std::string from = has_from ? Value(range_.from) : "";
    const std::string to = has_to ? Value(range_.to) : "";
    if (has_from && range_.from == range_.to) return from;
    const bool closed = !range_.from_open && !range_.to_open;
    if (has_from && has_to && closed) return StrCat(from, " to ", to);
    const std::string lower =
        range_.from_open ? StrCat(is_day ? "after " : "more than ", from)
        : has_to         ? StrCat("from ", from)
                         : StrCat(from, is_day ? " or later" : " or more");
    const std::string upper =
        range_.to_open ? StrCat(is_day ? "before " : "less than ", to)
                       : StrCat(is_day ? "by " : "up to ", to);
    if (!has_to) return lower;
    return has_from ? StrCat(lower, " and ", upper) : upper;
  }

  const FactDefinition& definition_;
  Domain domain_;
  ColumnRange range_;
};

std::string Joined(const std::vector<std::string>& parts,
                   std::string_view word) {
  std::string text;
  for (const std::string& part : parts) {
    absl::StrAppend(&text, text.empty() ? "" : ToAbsl(word), part);
  }
  return text;
}

std::string FactorText(double factor) {
  return factor == 1 ? "" : StrCat(NumberText(factor), " * ");
}

// Positive terms on the left, negative ones on the right.
std::string CompareText(const Definer& define, const Condition& test) {
  std::string left;
  std::string right;
  for (const Term& term : test.terms) {
    std::string& side = term.factor > 0 ? left : right;
    absl::StrAppend(&side, side.empty() ? "" : " + ",
                    FactorText(std::abs(term.factor)),
                    ToAbsl(define(term.column).name));
  }
  const bool is_day = test.terms.size() == 1 &&
                      define(test.terms.front().column).type == FactType::kDay;
  const auto number = [&](double value) {
    return is_day ? ValueText(define(test.terms.front().column), value)
                  : NumberText(value);
  };
  if (left.empty()) {
    return StrCat(number(-test.number), " ", SymbolOf(test.comparison), " ",
                  right);
  }
  if (test.number != 0 || right.empty()) {
    const bool negative = test.number < 0 && !right.empty();
    absl::StrAppend(&right, right.empty() ? "" : (negative ? " - " : " + "),
                    number(negative ? -test.number : test.number));
  }
  return StrCat(left, " ", SymbolOf(test.comparison), " ", right);
}

}  // namespace

std::string ConditionText(const Definer& define, const Condition& condition) {
  switch (condition.kind) {
    case Condition::Kind::kAlways:
      return "always";
    case Condition::Kind::kAnd:
    case Condition::Kind::kOr: {
      std::vector<std::string> parts;
      for (const Condition& child : condition.children) {
        std::string part = ConditionText(define, child);
        const bool joined = child.kind == Condition::Kind::kAnd ||
                            child.kind == Condition::Kind::kOr;
        parts.push_back(joined ? StrCat("(", part, ")") : part);
      }
      return Joined(parts,
                    condition.kind == Condition::Kind::kAnd ? " and " : " or ");
    }
    case Condition::Kind::kNot: {
      const Condition& child = condition.children.front();
      std::string part = ConditionText(define, child);
      return child.is_test() && child.kind != Condition::Kind::kCompare
                 ? StrCat("not ", part)
                 : StrCat("not (", part, ")");
    }
    case Condition::Kind::kCompare:
      return CompareText(define, condition);
    case Condition::Kind::kIsOneOf: {
      const FactDefinition& definition = define(condition.column);
      if (definition.type == FactType::kYesNo) {
        return condition.choices == 1 ? StrCat("not ", definition.name)
                                      : std::string(definition.name);
      }
      return StrCat(definition.name, " is ",
                    ChoiceText(definition, condition.choices));
    }
    case Condition::Kind::kIsState: {
      static constexpr std::array<std::string_view, 3> kWords = {
          " is known", " is unknown", " is not applicable"};
      return StrCat(define(condition.column).name,
                    kWords.at(static_cast<size_t>(condition.state)));
    }
  }
  return "";
}

std::string RegionAsCondition(const Definer& define, ItemKind subject,
                              const Region& region) {
  std::vector<std::string> parts;
  for (const ColumnRange& range : region.ranges) {
    std::string part =
        RangeWords(define(range.column), subject, range).AsCondition();
    if (!part.empty()) parts.push_back(std::move(part));
  }
  for (const Condition& relation : region.relations) {
    std::string part = ConditionText(define, relation);
    const bool joined = relation.kind == Condition::Kind::kOr ||
                        relation.kind == Condition::Kind::kAnd;
    parts.push_back(joined ? StrCat("(", part, ")") : part);
  }
  return parts.empty() ? "always" : Joined(parts, " and ");
}

std::string RegionInWords(const Definer& define, ItemKind subject,
                          const Region& region) {
  std::vector<std::string> parts;
  for (const ColumnRange& range : region.ranges) {
    std::string part =
        RangeWords(define(range.column), subject, range).InWords();
    if (!part.empty()) parts.push_back(std::move(part));
  }
  for (const Condition& relation : region.relations) {
    parts.push_back(ConditionText(define, relation));
  }
  return parts.empty() ? "everywhere" : Joined(parts, ", and ");
}

namespace {

// The same length of time is said once, however it is counted: "28 days (1
// month) overdue".
class TwinWords {
 public:
  TwinWords(const Definer& define,
            std::span<const std::pair<int, Cell>> facts) {
    std::map<int, const Cell*> known;
    for (const auto& [column, cell] : facts) {
      if (cell.state == CellState::kKnown) known[column] = &cell;
    }
    for (const auto& [column, cell] : known) {
      if (column >= kFactCount) continue;
      const FactDefinition* days = InDays(Define(static_cast<Fact>(column)));
      if (days == nullptr || !known.contains(days->column)) continue;
      silent_.insert(column);
      const Cell& in_days = *known.at(days->column);
      if (in_days.value == 0) continue;
      std::string& beside = beside_[days->column];
      absl::StrAppend(&beside, beside.empty() ? "" : ", ",
                      ToWords(define(column), *cell));
    }
  }

  bool IsSilent(int column) const { return silent_.contains(column); }

  std::string Say(const FactDefinition& definition, const Cell& cell) const {
    const auto beside = beside_.find(definition.column);
    if (beside == beside_.end()) return FactInWords(definition, cell);
    return Said(definition,
                StrCat(ToWords(definition, cell), " (", beside->second, ")"));
  }

 private:
  std::set<int> silent_;
  std::map<int, std::string> beside_;
};

std::string_view ArticleOf(ItemKind subject) {
  return subject == ItemKind::kOutcome ? "an " : "a ";
}

}  // namespace

std::string WitnessInWords(const Definer& define, ItemKind subject,
                           std::span<const std::pair<int, Cell>> facts) {
  std::vector<std::string> parts;
  const TwinWords twins(define, facts);
  for (const auto& [column, cell] : facts) {
    if (!twins.IsSilent(column)) {
      parts.push_back(twins.Say(define(column), cell));
    }
  }
  const std::string item = StrCat(ArticleOf(subject), ToWord(subject));
  if (parts.empty()) return StrCat("any ", ToWord(subject));
  const bool with = parts.front().rfind("with", 0) == 0;
  return StrCat(item, with ? " " : ": ", Joined(parts, ", "));
}

namespace {

Definer DefinerOf(const Scheme& scheme) {
  return [scheme](int column) -> const FactDefinition& {
    return scheme.Define(column);
  };
}

}  // namespace

std::string RegionInWords(const Scheme& scheme, ItemKind subject,
                          const Region& region) {
  return RegionInWords(DefinerOf(scheme), subject, region);
}

std::string RegionAsCondition(const Scheme& scheme, ItemKind subject,
                              const Region& region) {
  return RegionAsCondition(DefinerOf(scheme), subject, region);
}

std::string WitnessInWords(const Scheme& scheme, ItemKind subject,
                           std::span<const std::pair<int, Cell>> facts) {
  return WitnessInWords(DefinerOf(scheme), subject, facts);
}

}  // namespace actionplan::internal
