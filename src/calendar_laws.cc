#include "internal/calendar_laws.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "actionplan/date.h"
#include "internal/fact_axioms.h"
#include "internal/scheme_contents.h"

namespace actionplan::internal {
namespace {

using Op = Expression::Op;
using enum Comparison;

std::vector<Term> Scaled(std::vector<Term> terms, double factor) {
  for (Term& term : terms) term.factor *= factor;
  return terms;
}

std::vector<Term> Plus(std::vector<Term> a, const std::vector<Term>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

// So many working days are at most so many days: as many weeks, and a closure.
constexpr int kDaysOfWorkingDay = 7;
constexpr int kLongestClosure = 60;

// A day that is a number of months or working days after the day of another
// column.
struct Later {
  int column = 0;
  int from = 0;
  bool of_months = true;
  int count = 0;
};

DaySpan SpanOf(const Later& later, int from, int to) {
  return later.of_months ? SpanOfMonths(from, to) : SpanOfWorkingDays(from, to);
}

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
    const bool of_months = is != nullptr;
    if (!of_months) is = ByCalendar(scheme_, column, Op::kPlusWorkingDays);
    if (is == nullptr) return;
    const int from = is->instructions[0].column;
    const Expression::Instruction& added = is->instructions[1];
    if (added.op == Op::kNumber) {
      const int count = static_cast<int>(added.number);
      const Later later = {column, from, of_months, count};
      AddSpan(column, from,
              SpanOf(later, std::min(0, count), std::max(0, count)),
              count < 0 ? -1 : 1);
      later_.push_back(later);
      return;
    }
    const double sign = is->instructions[2].op == Op::kNegate ? -1 : 1;
    const std::vector<Term> count = {{added.column, sign}};
    of_months ? AddVariable(column, from, count)
              : AddVariableWorkingDays(column, from, count);
  }

  // `sign` times column less from is within the span.
  void AddSpan(int column, int from, DaySpan span, double sign) {
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

  // What is left over of a working day adds nothing.
  void AddVariableWorkingDays(int column, int from,
                              const std::vector<Term>& count) {
    const std::vector<Term> all = {{column, 1}, {from, -1}};
    laws_.push_back(Implies(All({Known(column), Compare(count, kEqual, 0)}),
                            Compare(all, kEqual, 0)));
    for (double sign : {1.0, -1.0}) {
      const std::vector<Term> days = Scaled(all, sign);
      const std::vector<Term> mine = Scaled(count, sign);
      laws_.push_back(
          Implies(All({Known(column), Compare(mine, kGreaterEqual, 0)}),
                  All({Compare(Plus(days, Scaled(mine, -1)), kGreater, -1),
                       Compare(Plus(days, Scaled(mine, -kDaysOfWorkingDay)),
                               kLessEqual, kLongestClosure)})));
    }
  }

  // More months or working days are later, and so are the same of a later day.
  void AddPair(const Later& one, const Later& other) {
    if (one.column == other.column || one.of_months != other.of_months ||
        one.count > other.count) {
      return;
    }
    if (one.from == other.from) {
      return AddSpan(other.column, one.column,
                     SpanOf(one, one.count, other.count), 1);
    }
    laws_.push_back(Implies(
        All({Known(one.column), Known(other.column),
             Compare({{one.from, 1}, {other.from, -1}}, kLessEqual, 0)}),
        Compare({{one.column, 1}, {other.column, -1}}, kLessEqual, 0)));
  }

  void AddBetween(int column) {
    const Expression* is = ByCalendar(scheme_, column, Op::kMonthsBetween);
    const bool of_months = is != nullptr;
    if (!of_months) is = ByCalendar(scheme_, column, Op::kWorkingDaysBetween);
    if (is == nullptr || is->instructions.size() != 3 ||
        is->instructions[1].op != Op::kColumn) {
      return;
    }
    const int last = is->instructions[0].column;
    const int first = is->instructions[1].column;
    const std::vector<Term> days = {{last, 1}, {first, -1}};
    laws_.push_back(Implies(All({Known(column), Compare(days, kEqual, 0)}),
                            Compare({{column, 1}}, kEqual, 0)));
    for (int sign : {1, -1}) {
      if (of_months) {
        AddMonthBounds(column, days, Known(column), sign, laws_);
      } else {
        AddWorkingDayBounds(column, days, Known(column), sign, laws_);
        AddClosure(column, days, sign);
      }
    }
    for (const Later& later : later_) {
      if (later.from != first || later.count <= 0 ||
          later.of_months != of_months) {
        continue;
      }
      if (of_months) {
        AddAnniversary(column, last, later);
      } else {
        AddLastWorkingDay(column, last, later);
      }
    }
  }

  // The working day after those that are counted is no day of the span.
  void AddClosure(int between, const std::vector<Term>& days, double sign) {
    const std::vector<Term> all = Scaled(days, sign);
    laws_.push_back(
        Implies(All({Known(between), Compare(all, kGreaterEqual, 0)}),
                Compare(Plus(all, {{between, -kDaysOfWorkingDay * sign}}),
                        kLess, kDaysOfWorkingDay + kLongestClosure)));
  }

  // More than three months have passed just if the day is past the day that is
  // three months later.
  void AddAnniversary(int between, int last, const Later& later) {
    for (Comparison comparison : {kGreaterEqual, kGreater}) {
      const Condition longer = Compare({{between, 1}}, comparison, later.count);
      const Condition past =
          Compare({{last, 1}, {later.column, -1}}, comparison, 0);
      const Condition known = All({Known(between), Known(later.column)});
      laws_.push_back(Implies(All({known, longer}), past));
      laws_.push_back(Implies(All({known, past}), longer));
    }
  }

  // There are 20 working days or more just if the day that is 20 working days
  // later has come. (On a Saturday after it there are no more than 20.)
  void AddLastWorkingDay(int between, int last, const Later& later) {
    const Condition known = All({Known(between), Known(later.column)});
    const std::vector<Term> past = {{last, 1}, {later.column, -1}};
    const Condition enough =
        Compare({{between, 1}}, kGreaterEqual, later.count);
    const Condition come = Compare(past, kGreaterEqual, 0);
    laws_.push_back(Implies(All({known, enough}), come));
    laws_.push_back(Implies(All({known, come}), enough));
    laws_.push_back(
        Implies(All({known, Compare({{between, 1}}, kGreater, later.count)}),
                Compare(past, kGreater, 0)));
  }

  const Scheme& scheme_;
  std::span<const int> columns_;
  std::vector<Later> later_;
  std::vector<Condition> laws_;
};

void Widen(int year, int from, int to, DaySpan& span) {
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

DaySpan SpanOfMonths(int from, int to) {
  // Every run of up to four years is there near a leap year and near 1900,
  // which was none; longer runs, in the 400 years in which the calendar turns.
  const bool is_short = std::max(std::abs(from), std::abs(to)) <= 48;
  DaySpan span = {(to - from) * 31, (to - from) * 28};
  if (is_short) {
    for (int year = 1891; year <= 1909; ++year) Widen(year, from, to, span);
  } else {
    for (int year = 2000; year < 2400; ++year) Widen(year, from, to, span);
  }
  return span;
}

DaySpan SpanOfWorkingDays(int from, int to) {
  const int count = to - from;
  if (count == 0) return {};
  return {count, count * kDaysOfWorkingDay + kLongestClosure};
}

void AddWorkingDayBounds(int working_days, const std::vector<Term>& days,
                         const Condition& known, int sign,
                         std::vector<Condition>& laws) {
  const double s = sign;
  // Where it is known and there are at least no days (on this side).
  const Condition here =
      All({known, Compare(Scaled(days, s), kGreaterEqual, 0)});
  laws.push_back(Implies(here, Compare({{working_days, s}}, kGreaterEqual, 0)));
  laws.push_back(Implies(
      here,
      Compare(Plus({{working_days, s}}, Scaled(days, -s)), kLessEqual, 0)));
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

std::vector<Condition> CalendarLaws(const Scheme& scheme,
                                    std::span<const int> columns) {
  return Laws(scheme, columns).Make();
}

}  // namespace actionplan::internal
