#include "actionplan/due_conventions.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <variant>
#include <vector>

#include "internal/spelling.h"
#include "internal/strings.h"

namespace actionplan {
namespace {

using internal::InvalidArgument;
using internal::StrCat;
using Words = std::vector<std::string_view>;

// How the values of one convention are written. An enum is its words in the
// order of its values.
template <typename Enum>
struct Choice {
  Enum DueConventions::* field;
  Words words;
};
struct Month {
  int DueConventions::* field;
};
struct Range {
  MonthRange DueConventions::* field;
};
struct Number {
  int DueConventions::* field;
  int least;
  int most;
};
struct OfWeekday {
  Weekday DueConventions::* field;
};

using Form = std::variant<Choice<Quarters>, Choice<OneYear>, Choice<TheYear>,
                          Choice<ByMonth>, Choice<DayOrder>, Choice<EasterDay>,
                          Choice<Arrow>, Month, Range, Number, OfWeekday>;

struct Convention {
  std::string_view name;
  Form form;
};

using C = DueConventions;

const std::vector<Convention>& Table() {
  static const std::vector<Convention> kTable = {
      {"quarters", Choice<Quarters>{&C::quarters, {"financial", "calendar"}}},
      {"financial_year", Month{&C::financial_year}},
      {"academic_year", Month{&C::academic_year}},
      {"municipal_year", Month{&C::municipal_year}},
      {"fy_of_one_year",
       Choice<OneYear>{&C::fy_of_one_year, {"ends", "begins"}}},
      {"the_year", Choice<TheYear>{&C::the_year, {"financial", "calendar"}}},
      {"spring", Range{&C::spring}},
      {"summer", Range{&C::summer}},
      {"autumn", Range{&C::autumn}},
      {"winter", Range{&C::winter}},
      {"winter_of_one_year",
       Choice<OneYear>{&C::winter_of_one_year, {"ends", "begins"}}},
      {"autumn_term", Range{&C::autumn_term}},
      {"spring_term", Range{&C::spring_term}},
      {"summer_term", Range{&C::summer_term}},
      {"early_until", Number{&C::early_until, 1, 15}},
      {"mid_until", Number{&C::mid_until, 16, 27}},
      {"early_in_year", Range{&C::early_in_year}},
      {"mid_year", Range{&C::mid_year}},
      {"late_in_year", Range{&C::late_in_year}},
      {"by_month", Choice<ByMonth>{&C::by_month, {"end", "start"}}},
      {"day_order",
       Choice<DayOrder>{&C::day_order, {"day first", "month first"}}},
      {"two_figure_years_from", Number{&C::two_figure_years_from, 1400, 9900}},
      {"week_days", Number{&C::week_days, 1, 7}},
      {"week_begins", OfWeekday{&C::week_begins}},
      {"easter",
       Choice<EasterDay>{&C::easter, {"Thursday", "Sunday", "Monday"}}},
      {"arrow", Choice<Arrow>{&C::arrow, {"change", "span"}}},
  };
  return kTable;
}

const Convention* FindConvention(std::string_view name) {
  for (const Convention& convention : Table()) {
    if (convention.name == name) return &convention;
  }
  return nullptr;
}

// --- Reading a value ---

constexpr std::array<std::string_view, 7> kWeekdays = {
    "Monday", "Tuesday",  "Wednesday", "Thursday",
    "Friday", "Saturday", "Sunday"};

std::string_view Trim(std::string_view text) {
  const size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::optional<int> ReadMonth(std::string_view text) {
  for (int month = 1; month <= 12; ++month) {
    if (Trim(text) == MonthName(month)) return month;
  }
  return std::nullopt;
}

std::optional<MonthRange> ReadRange(std::string_view text) {
  constexpr std::string_view kTo = " to ";
  const size_t to = text.find(kTo);
  if (to == std::string_view::npos) return std::nullopt;
  const std::optional<int> first = ReadMonth(text.substr(0, to));
  const std::optional<int> last = ReadMonth(text.substr(to + kTo.size()));
  if (!first.has_value() || !last.has_value()) return std::nullopt;
  return MonthRange{*first, *last};
}

std::string Listed(const Words& words) {
  std::string listed;
  for (size_t i = 0; i < words.size(); ++i) {
    if (i > 0) listed += i + 1 == words.size() ? " or " : ", ";
    listed += StrCat("'", words[i], "'");
  }
  return listed;
}

// Sets the field of the form to `value`, or says what it can be.
struct Setter {
  DueConventions& conventions;
  std::string_view value;

  template <typename Enum>
  std::string operator()(const Choice<Enum>& choice) const {
    const auto found =
        std::find(choice.words.begin(), choice.words.end(), value);
    if (found == choice.words.end()) return Listed(choice.words);
    conventions.*choice.field = static_cast<Enum>(found - choice.words.begin());
    return "";
  }
  std::string operator()(const Month& form) const {
    const std::optional<int> month = ReadMonth(value);
    if (!month.has_value()) return "a month, such as 'April'";
    conventions.*form.field = *month;
    return "";
  }
  std::string operator()(const Range& form) const {
    const std::optional<MonthRange> range = ReadRange(value);
    if (!range.has_value()) return "months, such as 'March to May'";
    conventions.*form.field = *range;
    return "";
  }
  std::string operator()(const Number& form) const {
    int number = 0;
    const char* const end = value.data() + value.size();
    const auto read = std::from_chars(value.data(), end, number);
    const bool whole = read.ec == std::errc() && read.ptr == end;
    if (!whole || number < form.least || number > form.most) {
      return StrCat("a number from ", form.least, " to ", form.most);
    }
    conventions.*form.field = number;
    return "";
  }
  std::string operator()(const OfWeekday& form) const {
    const auto* const found =
        std::find(kWeekdays.begin(), kWeekdays.end(), value);
    if (found == kWeekdays.end()) return "a weekday, such as 'Monday'";
    conventions.*form.field =
        static_cast<Weekday>(found - kWeekdays.begin() + 1);
    return "";
  }
};

struct Getter {
  const DueConventions& conventions;

  template <typename Enum>
  std::string operator()(const Choice<Enum>& choice) const {
    return std::string(
        choice.words[static_cast<size_t>(conventions.*choice.field)]);
  }
  std::string operator()(const Month& form) const {
    return std::string(MonthName(conventions.*form.field));
  }
  std::string operator()(const Range& form) const {
    const MonthRange& range = conventions.*form.field;
    return StrCat(MonthName(range.first), " to ", MonthName(range.last));
  }
  std::string operator()(const Number& form) const {
    return StrCat(conventions.*form.field);
  }
  std::string operator()(const OfWeekday& form) const {
    return std::string(
        kWeekdays[static_cast<size_t>(conventions.*form.field) - 1]);
  }
};

absl::Status UnknownName(std::string_view name) {
  const std::string_view near = internal::Nearest(name, ConventionNames());
  return InvalidArgument("There is no convention '", internal::Excerpt(name),
                         "'; ",
                         near.empty() ? "docs/due-dates.md lists them."
                                      : StrCat("did you mean '", near, "'?"));
}

}  // namespace

absl::StatusOr<DueConventions> WithConvention(DueConventions conventions,
                                              std::string_view name,
                                              std::string_view value) {
  const Convention* convention = FindConvention(name);
  if (convention == nullptr) return UnknownName(name);
  const std::string wanted =
      std::visit(Setter{conventions, value}, convention->form);
  if (!wanted.empty()) {
    return InvalidArgument(name, " is '", internal::Excerpt(value), "'; use ",
                           wanted, ".");
  }
  return conventions;
}

std::span<const std::string_view> ConventionNames() {
  static const std::vector<std::string_view> kNames = [] {
    std::vector<std::string_view> names;
    for (const Convention& convention : Table()) {
      names.push_back(convention.name);
    }
    return names;
  }();
  return kNames;
}

std::string ConventionValue(const DueConventions& conventions,
                            std::string_view name) {
  const Convention* convention = FindConvention(name);
  if (convention == nullptr) return "";
  return std::visit(Getter{conventions}, convention->form);
}

}  // namespace actionplan
