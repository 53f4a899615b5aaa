// What is asked of a due that can be read in several ways, in words.

#include <algorithm>
#include <numeric>

#include "internal/doubts.h"
#include "internal/strings.h"

namespace actionplan::internal {
namespace {

// From short to long: the shortest that tells the readings apart is used.
enum class Style { kMonth, kMonthAndYear, kDay, kSpan };

bool EndsAMonth(const Due& way) {
  return !way.is_dated() || *way.last() == way.last()->EndOfMonth();
}

bool AreOfOneYear(const std::vector<Due>& ways) {
  std::optional<int> year;
  for (const Due& way : ways) {
    if (!way.is_dated()) continue;
    if (year.value_or(way.last()->year()) != way.last()->year()) return false;
    year = way.last()->year();
  }
  return true;
}

// "ends in March", "ends on 3 March 2026".
std::string EndInWords(const Due& way, Style style) {
  if (!way.is_dated()) {
    return way.first().has_value()
               ? StrCat("only begins on ", way.first()->ToWords())
               : "names no date";
  }
  const Date last = *way.last();
  switch (style) {
    case Style::kMonth:
      return StrCat("ends in ", MonthName(last.month()));
    case Style::kMonthAndYear:
      return StrCat("ends in ", MonthName(last.month()), " ", last.year());
    case Style::kDay:
      return StrCat("ends on ", last.ToWords());
    case Style::kSpan:
      break;
  }
  return way.first().has_value() ? StrCat("runs from ", way.first()->ToWords(),
                                          " to ", last.ToWords())
                                 : StrCat("is up to ", last.ToWords());
}

std::vector<std::string> EndsInWords(const std::vector<Due>& ways) {
  const bool are_months = std::all_of(ways.begin(), ways.end(), EndsAMonth);
  std::vector<std::string> words;
  for (Style style :
       {Style::kMonth, Style::kMonthAndYear, Style::kDay, Style::kSpan}) {
    if (style == Style::kMonth && !AreOfOneYear(ways)) continue;
    if (style < Style::kDay && !are_months) continue;
    words.clear();
    for (const Due& way : ways) words.push_back(EndInWords(way, style));
    std::vector<std::string> sorted = words;
    std::sort(sorted.begin(), sorted.end());
    if (std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end()) break;
  }
  return words;
}

// The earliest first, those without a date last.
std::vector<size_t> ByDay(const std::vector<Due>& ways) {
  std::vector<size_t> order(ways.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    const std::optional<Date> x = ways[a].last();
    const std::optional<Date> y = ways[b].last();
    if (!x.has_value() || !y.has_value()) return x.has_value();
    return std::pair(*x, ways[a].first()) < std::pair(*y, ways[b].first());
  });
  return order;
}

}  // namespace

std::vector<std::string> LevelNames(const Scheme& scheme, uint64_t possible) {
  std::vector<std::string> names;
  for (size_t i = 0; i < scheme.levels().size(); ++i) {
    if ((possible & LevelBit(static_cast<int>(i))) != 0) {
      names.push_back(scheme.levels()[i].name);
    }
  }
  if ((possible & LevelBit(kNotRated)) != 0) names.emplace_back(kNotRatedWord);
  return names;
}

QuestionWords AskWhichWay(const Due& written, const std::vector<Due>& ways) {
  const std::vector<std::string> ends = EndsInWords(ways);
  const std::string quoted = StrCat("'", Excerpt(written.text()), "'");
  QuestionWords words = {.question = StrCat("whether ", quoted), .answers = {}};
  const std::vector<size_t> order = ByDay(ways);
  for (size_t i = 0; i < order.size(); ++i) {
    // "ends in March or in May": the verb is said once.
    std::string_view end = ends[order[i]];
    const std::string_view verb = end.substr(0, end.find(' ') + 1);
    const bool is_said = i > 0 && ends[order[i - 1]].starts_with(verb);
    if (is_said) end.remove_prefix(verb.size());
    const std::string_view joint = i == 0                  ? " "
                                   : i + 1 == order.size() ? " or "
                                                           : ", ";
    absl::StrAppend(&words.question, ToAbsl(joint), ToAbsl(end));
  }
  for (const std::string& end : ends) {
    words.answers.push_back(StrCat(quoted, " ", end));
  }
  return words;
}

}  // namespace actionplan::internal
