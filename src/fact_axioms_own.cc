#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "internal/chosen_laws.h"
#include "internal/fact_axioms.h"
#include "internal/fact_space.h"
#include "internal/scheme_contents.h"

namespace actionplan::internal {

namespace {

// Which of the scheme's own facts a kind of item has, and what they are.
class OwnAxiomMaker {
 public:
  OwnAxiomMaker(const Scheme& scheme, ItemKind subject,
                std::span<const int> columns)
      : scheme_(scheme), subject_(subject) {
    for (int column : columns) {
      if (column >= kFactCount && column < End()) own_.push_back(column);
    }
  }

  std::vector<Condition> Make() && {
    for (int column : own_) {
      if (Of(column).kind == OwnFact::Kind::kDerived) AddDerived(column);
    }
    AddNevers();
    for (size_t i = 0; i < own_.size(); ++i) {
      for (size_t k = 0; k < own_.size(); ++k) {
        if (i != k) AddPair(own_[i], own_[k]);
      }
      AddSums(own_[i]);
    }
    return std::move(axioms_);
  }

 private:
  using Kind = OwnFact::Kind;

  int End() const {
    return kFactCount + static_cast<int>(scheme_.own_facts().size());
  }
  const OwnFact& Of(int column) const {
    return scheme_.own_facts()[static_cast<size_t>(column - kFactCount)];
  }

  void AddDerived(int column) {
    const CompiledFact& compiled =
        scheme_.contents()
            .own_compiled[static_cast<size_t>(column - kFactCount)];
    if (compiled.is.cases.empty()) return AddWorkedOut(column, compiled.is, {});
    // The first case that holds counts.
    std::vector<Condition> earlier_fail;
    for (size_t i = 0; i < compiled.cases.size(); ++i) {
      const Expression::Case& one = compiled.is.cases[i];
      std::vector<Condition> here = earlier_fail;
      if (one.column.has_value() && one.if_unknown == 1) {
        std::vector<Condition> open = earlier_fail;
        open.push_back(IsState(*one.column, CellState::kUnknown));
        axioms_.push_back(
            Implies(All(open), IsState(column, CellState::kUnknown)));
      }
      here.push_back(compiled.cases[i]);
      AddWorkedOut(column, one.is, here);
      earlier_fail.push_back(Not(compiled.cases[i]));
    }
    axioms_.push_back(
        Implies(All(earlier_fail), IsState(column, CellState::kNotApplicable)));
  }

  // A law that holds where all of `where` do.
  void AddWhere(const std::vector<Condition>& where, Condition law) {
    axioms_.push_back(where.empty() ? std::move(law)
                                    : Implies(All(where), std::move(law)));
  }

  void AddWorkedOut(int column, const Expression& is,
                    const std::vector<Condition>& where) {
    for (int part : is.columns) {
      AddWhere(where,
               Implies(Known(column), Not(IsState(part, CellState::kUnknown))));
    }
    if (is.linear.has_value()) return AddSum(column, *is.linear, where);
    const auto domain_of = [&](int part) {
      return DomainOf(scheme_.Define(part), subject_);
    };
    for (Condition& law : LawsOfChosen(column, is, domain_of)) {
      AddWhere(where, std::move(law));
    }
    AddDivisors(column, is, where);
  }

  // It does not apply only if a part does not or it is divided by zero.
  void AddDivisors(int column, const Expression& is,
                   const std::vector<Condition>& where) {
    const std::optional<std::vector<LinearSum>> divisors = DivisorsOf(is);
    if (!divisors.has_value()) return;
    std::vector<Condition> why;
    for (int part : is.columns) {
      why.push_back(IsState(part, CellState::kNotApplicable));
      AddWhere(where, Implies(IsState(part, CellState::kNotApplicable),
                              IsState(column, CellState::kNotApplicable)));
      AddWhere(where, Implies(Known(column), Known(part)));
    }
    std::vector<Condition> fine;
    for (int part : is.columns) fine.push_back(Known(part));
    for (const LinearSum& divisor : *divisors) {
      if (divisor.terms.empty()) return;  // a number, so always zero
      Condition zero =
          Compare(divisor.terms, Comparison::kEqual, -divisor.constant);
      AddWhere(where, Implies(zero, Not(Known(column))));
      fine.push_back(Not(zero));
      why.push_back(std::move(zero));
    }
    AddWhere(where, Implies(IsState(column, CellState::kNotApplicable),
                            Any(std::move(why))));
    // A calendar may not cover days that are known.
    if (CountsWorkingDays(is)) return;
    AddWhere(where, Implies(All(std::move(fine)), Known(column)));
  }

  // A column is the sum of its parts, and known if they are.
  void AddSum(int column, const LinearSum& sum,
              const std::vector<Condition>& where) {
    std::vector<Condition> known;
    std::vector<Condition> absent;
    std::vector<Term> terms = {{column, 1}};
    for (const Term& term : sum.terms) {
      known.push_back(Known(term.column));
      absent.push_back(IsState(term.column, CellState::kNotApplicable));
      AddWhere(where, Implies(Known(column), Known(term.column)));
      AddWhere(where, Implies(IsState(term.column, CellState::kNotApplicable),
                              IsState(column, CellState::kNotApplicable)));
      terms.push_back({term.column, -term.factor});
    }
    AddWhere(where,
             Implies(IsState(column, CellState::kNotApplicable), Any(absent)));
    AddWhere(where, Implies(All(known), Both(Known(column),
                                             Compare(terms, Comparison::kEqual,
                                                     sum.constant))));
  }

  void AddNevers() {
    const Scheme::Contents& contents = scheme_.contents();
    for (size_t i = 0; i < contents.nevers.size(); ++i) {
      if (contents.nevers[i].subject != subject_) continue;
      axioms_.push_back(Not(contents.never_conditions[i]));
    }
  }

  // Whether both speak of the same children and read the same rating.
  static bool SameChildren(const OwnFact& a, const OwnFact& b) {
    return a.child == b.child && a.where == b.where;
  }
  static bool SameRating(const OwnFact& a, const OwnFact& b) {
    return a.levels.empty() || b.levels.empty() || a.aspect == b.aspect;
  }

  static bool IsWithin(const OwnFact& a, const OwnFact& b) {
    if (b.levels.empty()) return true;
    if (a.levels.empty()) return false;
    return std::all_of(a.levels.begin(), a.levels.end(), [&](int level) {
      return std::find(b.levels.begin(), b.levels.end(), level) !=
             b.levels.end();
    });
  }

  bool CoversAll(const std::set<int>& levels) const {
    return levels.size() == scheme_.levels().size() + 1;
  }

  // Level -> the bit of a choice column: levels, then not rated.
  uint64_t BitOf(int level) const {
    const auto position = level == kNotRated ? scheme_.levels().size()
                                             : static_cast<size_t>(level);
    return uint64_t{1} << position;
  }

  uint64_t BitsOf(const std::vector<int>& levels) const {
    uint64_t bits = 0;
    for (int level : levels) bits |= BitOf(level);
    return bits;
  }

  // What an ordered pair of groups has to do with each other.
  void AddPair(int a, int b) {
    const OwnFact& one = Of(a);
    const OwnFact& other = Of(b);
    if (one.kind == Kind::kPeriodsAt && other.kind == Kind::kLastRating &&
        one.aspect == other.aspect) {
      AddHistory(a, b);
    }
    if (one.kind == Kind::kPeriodsReported &&
        other.kind == Kind::kLastReported && one.aspect == other.aspect) {
      AddHistory(a, b);
    }
    if (!one.is_of_children() || !other.is_of_children()) return;
    if (one.kind == Kind::kCount && other.kind == Kind::kCount &&
        one.child == other.child && other.where.empty() &&
        SameRating(one, other) && IsWithin(one, other)) {
      axioms_.push_back(Compare({{a, 1}, {b, -1}}, Comparison::kLessEqual, 0));
    }
    if (!SameChildren(one, other)) return;
    if (one.kind == Kind::kCount && other.kind == Kind::kCount &&
        !other.where.empty() && SameRating(one, other) &&
        IsWithin(one, other)) {
      axioms_.push_back(Compare({{a, 1}, {b, -1}}, Comparison::kLessEqual, 0));
    }
    AddNone(one, a, other, b);
    AddShares(a, b);
    AddWorst(a, b);
    AddMeans(a, b);
  }

  void AddHistory(int periods, int last) {
    const uint64_t levels = BitsOf(Of(periods).levels);
    axioms_.push_back(
        Implies(Compare({{periods, 1}}, Comparison::kGreater, 0),
                Not(Both(Known(last), Not(IsOneOf(last, levels))))));
    axioms_.push_back(
        Implies(Both(Known(last), IsOneOf(last, levels)),
                Not(Compare({{periods, 1}}, Comparison::kEqual, 0))));
  }

  // Without children there is no share, no worst and nothing to measure.
  void AddNone(const OwnFact& one, int a, const OwnFact& other, int b) {
    const auto needs_child = [](Kind kind) {
      return kind == Kind::kShare || kind == Kind::kWorst ||
             kind == Kind::kBest;
    };
    if (!needs_child(one.kind)) return;
    if (other.kind == Kind::kCount) {
      axioms_.push_back(
          Implies(IsState(a, CellState::kNotApplicable),
                  Not(Compare({{b, 1}}, Comparison::kGreater, 0))));
      return;
    }
    axioms_.push_back(Implies(IsState(a, CellState::kNotApplicable),
                              IsState(b, CellState::kNotApplicable)));
  }

  void AddShares(int a, int b) {
    using enum Comparison;
    const OwnFact& one = Of(a);
    const OwnFact& other = Of(b);
    if (one.kind != Kind::kShare) return;
    const bool rated = SameRating(one, other);
    if (other.kind == Kind::kShare && rated && IsWithin(one, other)) {
      axioms_.push_back(Not(Compare({{a, 1}, {b, -1}}, kGreater, 0)));
    }
    if (other.kind != Kind::kCount) return;
    if (other.levels.empty()) {
      axioms_.push_back(Implies(Compare({{b, 1}}, kEqual, 0),
                                IsState(a, CellState::kNotApplicable)));
      return;
    }
    if (!rated || one.levels.empty()) return;
    if (IsWithin(other, one)) {
      axioms_.push_back(Not(
          Both(Compare({{a, 1}}, kEqual, 0), Compare({{b, 1}}, kGreater, 0))));
    }
    if (IsWithin(one, other)) {
      axioms_.push_back(Not(
          Both(Compare({{a, 1}}, kGreater, 0), Compare({{b, 1}}, kEqual, 0))));
    }
  }

  void AddWorst(int a, int b) {
    const OwnFact& one = Of(a);
    const OwnFact& other = Of(b);
    const bool worst = one.kind == Kind::kWorst;
    const bool is_share = other.kind == Kind::kShare;
    if (!worst && one.kind != Kind::kBest) return;
    if (other.kind == (worst ? Kind::kBest : Kind::kWorst)) {
      return AddRange(a, b, worst);
    }
    if (!is_share && other.kind != Kind::kCount) return;
    if (other.levels.empty()) {
      if (is_share) return;
      axioms_.push_back(Implies(Compare({{b, 1}}, Comparison::kEqual, 0),
                                IsState(a, CellState::kNotApplicable)));
      return;
    }
    if (one.aspect != other.aspect) return;
    const uint64_t levels = BitsOf(other.levels);
    const uint64_t all = (uint64_t{2} << scheme_.levels().size()) - 1;
    axioms_.push_back(Not(
        Both(IsOneOf(a, levels), Compare({{b, 1}}, Comparison::kEqual, 0))));
    if (is_share && levels != all) {
      axioms_.push_back(Not(Both(IsOneOf(a, all & ~levels),
                                 Compare({{b, 1}}, Comparison::kEqual, 100))));
    }
    const uint64_t beyond = Beyond(other.levels, worst);
    if (beyond == 0) return;
    axioms_.push_back(Not(
        Both(IsOneOf(a, beyond), Compare({{b, 1}}, Comparison::kGreater, 0))));
  }

  // The child that is the worst is one that the best must come before, and the
  // other way round.
  void AddRange(int a, int b, bool worst) {
    if (Of(a).aspect != Of(b).aspect) return;
    for (int level = 0; level < static_cast<int>(scheme_.levels().size());
         ++level) {
      const uint64_t beyond = Beyond({level}, !worst);
      if (beyond == 0) continue;
      axioms_.push_back(
          Not(Both(IsOneOf(a, BitOf(level)), IsOneOf(b, beyond))));
    }
  }

  // What the worst (or the best) can't be if a child is at one of these: what
  // each of them comes before. Of equal rank the first of the file comes first,
  // then levels without rank, then not rated.
  uint64_t Beyond(const std::vector<int>& levels, bool worst) const {
    const auto comes_before = [&](int level, int other) {
      if (level == kNotRated || other == kNotRated) return level != kNotRated;
      const std::optional<int> mine = RankOf(level);
      const std::optional<int> its = RankOf(other);
      if (mine.has_value() != its.has_value()) return mine.has_value();
      if (!mine.has_value() || *mine == *its) return level < other;
      return worst == (*mine < *its);
    };
    uint64_t bits = 0;
    for (int other = kNotRated;
         other < static_cast<int>(scheme_.levels().size()); ++other) {
      const bool is_beyond =
          std::all_of(levels.begin(), levels.end(), [&](int level) {
            return level != other && comes_before(level, other);
          });
      if (is_beyond) bits |= BitOf(other);
    }
    return bits;
  }

  std::optional<int> RankOf(int level) const {
    return scheme_.levels()[static_cast<size_t>(level)].rank;
  }

  // lowest <= mean <= highest.
  void AddMeans(int a, int b) {
    const OwnFact& one = Of(a);
    const OwnFact& other = Of(b);
    if (one.of != other.of) return;
    const auto order = [](Kind kind) {
      if (kind == Kind::kLowest) return 0;
      if (kind == Kind::kMean) return 1;
      return kind == Kind::kHighest ? 2 : -1;
    };
    if (order(one.kind) < 0 || order(other.kind) <= order(one.kind)) return;
    axioms_.push_back(Not(Compare({{a, 1}, {b, -1}}, Comparison::kGreater, 0)));
  }

  // Counts and shares of different levels do not exceed the whole, and come up
  // to it if they are all there are.
  void AddSums(int whole) {
    const OwnFact& all = Of(whole);
    const bool is_count = all.kind == Kind::kCount && all.levels.empty();
    const bool is_share = all.kind == Kind::kShare;
    if (!is_count && !is_share) return;
    std::set<int> levels;
    std::vector<Term> terms;
    for (int column : own_) {
      const OwnFact& part = Of(column);
      if (part.kind != all.kind || part.levels.empty() ||
          !SameChildren(part, all)) {
        continue;
      }
      if (!terms.empty() && part.aspect != Of(terms.front().column).aspect) {
        continue;
      }
      if (std::any_of(part.levels.begin(), part.levels.end(),
                      [&](int level) { return levels.contains(level); })) {
        continue;
      }
      levels.insert(part.levels.begin(), part.levels.end());
      terms.push_back({column, 1});
    }
    if (terms.size() < 2) return;
    if (is_share && terms.front().column != whole) return;
    if (is_count) terms.push_back({whole, -1});
    const double most = is_share ? 100 : 0;
    axioms_.push_back(Not(Compare(terms, Comparison::kGreater, most)));
    if (CoversAll(levels)) {
      axioms_.push_back(Not(Compare(terms, Comparison::kLess, most)));
    }
  }

  const Scheme& scheme_;
  ItemKind subject_;
  std::vector<int> own_;
  std::vector<Condition> axioms_;
};

}  // namespace

std::vector<Condition> OwnAxioms(const Scheme& scheme, ItemKind subject,
                                 std::span<const int> columns) {
  return OwnAxiomMaker(scheme, subject, columns).Make();
}

}  // namespace actionplan::internal
