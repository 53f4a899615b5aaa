#include "internal/month_laws.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "actionplan/date.h"
#include "internal/scheme_contents.h"

namespace actionplan::internal {
namespace {

using Op = Expression::Op;
using enum Comparison;

Condition Known(int column) { return IsState(column, CellState::kKnown); }

Condition Implies(Condition a, Condition b) {
  return Any({Not(std::move(a)), std::move(b)});
}

std::vector<Term> Scaled(std::vector<Term> terms, double factor) {
  for (Term& term : terms) term.factor *= factor;
  return terms;
}

std::vector<Term> Plus(std::vector<Term> a, const std::vector<Term>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

// A day that is a number of months after the day of another column.
struct Later {
  int column = 0;
  int from = 0;
  int months = 0;
};

// Of a column that is worked out by the calendar: its instructions but the
// last are its two sides.
const Expression* ByCalendar(const Scheme& scheme, int column, Op op) {
  const auto own = static_cast<size_t>(column - kFactCount);
  if (column < kFactCount || own >= scheme.own_facts().size()) return nullptr;
  const Expression& is = scheme.contents().own_compiled[own].is;
  const bool fits = is.cases.empty() && is.instructions.size() >= 3 &&
                    is.instructions.back().op == op &&
                    is.instructions.front().op == Op::kColumn;
  return fits ? &is : nullptr;
}

class Laws {
 public:
  Laws(const Scheme& scheme, std::span<const int> columns)
      : scheme_(scheme), columns_(columns) {}

  std::vector<Condition> Make() && {
    for (int column : columns_) AddLater(column);
    for (const Later& one : later_) {
      for (const Later& other : later_) AddPair(one, other);
    }
    for (int column : columns_) AddBetween(column);
    return std::move(laws_);
  }

 private:
  void AddLater(int column) {
    const Expression* is = ByCalendar(scheme_, column, Op::kPlusMonths);
    if (is == nullptr) return;
    const int from = is->instructions[0].column;
    const Expression::Instruction& months = is->instructions[1];
    if (months.op == Op::kNumber) {
      const Later later = {column, from, static_cast<int>(months.number)};
      AddSpan(
          column, from,
          SpanOfMonths(std::min(0, later.months), std::max(0, later.months)),
          later.months < 0 ? -1 : 1);
      later_.push_back(later);
      return;
    }
    const double sign = is->instructions[2].op == Op::kNegate ? -1 : 1;
    AddVariable(column, from, {{months.column, sign}});
  }

  // `sign` times column less from is within the span.
  void AddSpan(int column, int from, MonthSpan span, double sign) {
    const std::vector<Term> days = {{column, sign}, {from, -sign}};
    laws_.push_back(
        Implies(Known(column), All({Compare(days, kGreaterEqual, span.least),
                                    Compare(days, kLessEqual, span.most)})));
  }

  // A month is 28 to 31 days, and a day left over is 1/32 of one.
  void AddVariable(int column, int from, const std::vector<Term>& months) {
    for (double sign : {1.0, -1.0}) {
      const std::vector<Term> days = {{column, sign}, {from, -sign}};
      const std::vector<Term> mine = Scaled(months, sign);
      laws_.push_back(Implies(
          All({Known(column), Compare(mine, kGreaterEqual, 0)}),
          All({Compare(Plus(days, Scaled(mine, -28)), kGreaterEqual, 0),
               Compare(Plus(days, Scaled(mine, -32)), kLessEqual, 0)})));
    }
  }

  // More months are later, and so are the same of a later day.
  void AddPair(const Later& one, const Later& other) {
    if (one.column == other.column || one.months > other.months) return;
    if (one.from == other.from) {
      return AddSpan(other.column, one.column,
                     SpanOfMonths(one.months, other.months), 1);
    }
    laws_.push_back(Implies(
        All({Known(one.column), Known(other.column),
             Compare({{one.from, 1}, {other.from, -1}}, kLessEqual, 0)}),
        Compare({{one.column, 1}, {other.column, -1}}, kLessEqual, 0)));
  }

  void AddBetween(int column) {
    const Expression* is = ByCalendar(scheme_, column, Op::kMonthsBetween);
    if (is == nullptr || is->instructions.size() != 3 ||
        is->instructions[1].op != Op::kColumn) {
      return;
    }
    const int last = is->instructions[0].column;
    const int first = is->instructions[1].column;
    const std::vector<Term> days = {{last, 1}, {first, -1}};
    laws_.push_back(Implies(All({Known(column), Compare(days, kEqual, 0)}),
                            Compare({{column, 1}}, kEqual, 0)));
    AddMonthBounds(column, days, Known(column), 1, laws_);
    AddMonthBounds(column, days, Known(column), -1, laws_);
    for (const Later& later : later_) {
      if (later.from == first && later.months > 0) {
        AddAnniversary(column, last, later);
      }
    }
  }

  // More than three months have passed just if the day is past the day that is
  // three months later.
  void AddAnniversary(int between, int last, const Later& later) {
    for (Comparison comparison : {kGreaterEqual, kGreater}) {
      const Condition longer =
          Compare({{between, 1}}, comparison, later.months);
      const Condition past =
          Compare({{last, 1}, {later.column, -1}}, comparison, 0);
      const Condition known = All({Known(between), Known(later.column)});
      laws_.push_back(Implies(All({known, longer}), past));
      laws_.push_back(Implies(All({known, past}), longer));
    }
  }

  const Scheme& scheme_;
  std::span<const int> columns_;
  std::vector<Later> later_;
  std::vector<Condition> laws_;
};

void Widen(int year, int from, int to, MonthSpan& span) {
  for (int month = 1; month <= 12; ++month) {
    const Date first = *Date::Create(year, month, 1);
    // Only the last days of a month are cut short in another.
    for (int day : {0, 27, 28, 29, 30}) {
      const Date start = std::min(first.Plus(Days(day)), first.EndOfMonth());
      const int days = (start.PlusMonths(to) - start.PlusMonths(from)).count();
      span.least = std::min(span.least, days);
      span.most = std::max(span.most, days);
    }
  }
}

}  // namespace

MonthSpan SpanOfMonths(int from, int to) {
  // Every run of up to four years is there near a leap year and near 1900,
  // which was none; longer runs, in the 400 years in which the calendar turns.
  const bool is_short = std::max(std::abs(from), std::abs(to)) <= 48;
  MonthSpan span = {(to - from) * 31, (to - from) * 28};
  if (is_short) {
    for (int year = 1891; year <= 1909; ++year) Widen(year, from, to, span);
  } else {
    for (int year = 2000; year < 2400; ++year) Widen(year, from, to, span);
  }
  return span;
}

void AddMonthBounds(int months, const std::vector<Term>& days,
                    const Condition& known, int sign,
                    std::vector<Condition>& laws) {
  const double s = sign;
  // Where it is known and there are at least no days (on this side).
  const auto add = [&](Condition law) {
    laws.push_back(
        Implies(All({known, Compare(Scaled(days, s), kGreaterEqual, 0)}),
                std::move(law)));
  };
  const auto both = [&](double of_months, Comparison comparison,
                        double number) {
    return Compare(Plus({{months, of_months * s}}, Scaled(days, -s)),
                   comparison, number);
  };
  // A month has 28 to 31 days, a day left over counts 1/32. Exact up to one
  // month. Of more months the bounds leave a few days too much room: what they
  // let through may not be there, what they refuse is not. (Exact bounds for
  // each number of months slow the search more than they are worth.)
  add(Compare({{months, s}}, kGreaterEqual, 0));
  add(both(28, kLessEqual, 0));
  add(both(30, kLessEqual, 3));
  add(both(32, kGreaterEqual, 0));
  add(Any({Compare({{months, s}}, kGreaterEqual, 1), both(32, kEqual, 0)}));
  add(Any({Compare({{months, s}}, kLessEqual, 1),
           Compare(Scaled(days, s), kGreater, 28)}));
  add(Any({Compare(Scaled(days, s), kLess, 31),
           Compare({{months, s}}, kGreaterEqual, 1)}));
  add(Any({Compare(Scaled(days, s), kLessEqual, 31),
           Compare({{months, s}}, kGreater, 1)}));
}

std::vector<Condition> MonthLaws(const Scheme& scheme,
                                 std::span<const int> columns) {
  return Laws(scheme, columns).Make();
}

}  // namespace actionplan::internal
