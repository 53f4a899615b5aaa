// Who leads what, and how much of it at once.

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>
#include <utility>

#include "internal/delivery_parts.h"
#include "internal/strings.h"

namespace actionplan {
namespace {

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n\v\f";
  const size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return "";
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

bool IsNobody(std::string_view lead) {
  static constexpr std::array<std::string_view, 9> kNobody = {
      "", "-", "–", "n/a", "na", "none", "tbc", "tba", "tbd"};
  return std::find(kNobody.begin(), kNobody.end(), Lower(lead)) !=
         kNobody.end();
}

// The parts of a text between any of the separators outside brackets.
std::vector<std::string> Split(std::string_view text,
                               std::span<const std::string_view> separators) {
  std::vector<std::string> parts = {""};
  int depth = 0;
  for (size_t i = 0; i < text.size();) {
    if (text[i] == '(') ++depth;
    if (text[i] == ')' && depth > 0) --depth;
    const auto found = std::find_if(
        separators.begin(), separators.end(), [&](std::string_view separator) {
          return depth == 0 &&
                 Lower(text.substr(i, separator.size())) == separator;
        });
    if (found == separators.end()) {
      parts.back().push_back(text[i++]);
    } else {
      parts.emplace_back();
      i += found->size();
    }
  }
  for (std::string& part : parts) part = std::string(Trim(part));
  std::erase_if(parts, [](const std::string& part) { return IsNobody(part); });
  return parts;
}

constexpr std::array<std::string_view, 6> kCertain = {"\n", "\r", ";",
                                                      "/",  "|",  "+"};
constexpr std::array<std::string_view, 3> kPerhaps = {",", " and ", " & "};

std::vector<std::string> SplitCertain(std::string_view cell) {
  // "n/a" has a separator in it.
  if (IsNobody(Trim(cell))) return {};
  return Split(cell, kCertain);
}

// "AB", "J.S."
bool IsInitials(std::string_view part) {
  return part.size() <= 4 && std::all_of(part.begin(), part.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || c == '.';
         });
}

void AddSplit(std::string part, std::span<const std::string> known,
              std::vector<std::string>& leads) {
  const std::vector<std::string> pieces = Split(part, kPerhaps);
  const auto is_known = [known](const std::string& piece) {
    return std::find(known.begin(), known.end(), internal::LeadKey(piece)) !=
           known.end();
  };
  const bool is_several =
      pieces.size() > 1 &&
      (std::any_of(pieces.begin(), pieces.end(), is_known) ||
       std::all_of(pieces.begin(), pieces.end(), IsInitials));
  const auto add = [&leads](const std::string& lead) {
    const bool is_there = std::any_of(
        leads.begin(), leads.end(), [&lead](const std::string& other) {
          return internal::LeadKey(other) == internal::LeadKey(lead);
        });
    if (!is_there) leads.push_back(lead);
  };
  if (!is_several) return add(part);
  for (const std::string& piece : pieces) add(piece);
}

}  // namespace

std::vector<std::string> ReadLeads(std::string_view cell,
                                   std::span<const std::string> known) {
  std::vector<std::string> leads;
  for (std::string& part : SplitCertain(cell)) {
    AddSplit(std::move(part), known, leads);
  }
  return leads;
}

namespace internal {

std::string LeadKey(std::string_view lead) {
  std::string key;
  for (char c : Lower(Trim(lead))) {
    const bool is_blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!is_blank) {
      key.push_back(c);
    } else if (key.back() != ' ') {
      key.push_back(' ');
    }
  }
  return key;
}

std::vector<std::vector<std::string>> LeadsOf(const Plan& plan) {
  const auto cell_of = [&plan](size_t i) -> const std::string& {
    return plan.lead_of_milestone(static_cast<int>(i));
  };
  // Cells that are one lead or plainly several tell what a lead is called.
  std::set<std::string> certain;
  for (size_t i = 0; i < plan.milestones().size(); ++i) {
    for (const std::string& part : SplitCertain(cell_of(i))) {
      certain.insert(LeadKey(part));
    }
  }
  const std::vector<std::string> known(certain.begin(), certain.end());
  std::map<std::string, std::vector<std::string>> read;
  std::vector<std::vector<std::string>> leads;
  for (size_t i = 0; i < plan.milestones().size(); ++i) {
    const auto [found, is_new] = read.try_emplace(cell_of(i));
    if (is_new) found->second = ReadLeads(cell_of(i), known);
    leads.push_back(found->second);
  }
  return leads;
}

namespace {

Date FirstOfMonth(Date day) { return day.Plus(Days(1 - day.day())); }

// The months in which open work has to be delivered, by first day.
std::vector<Date> MonthsOf(const Due& due, Date as_of) {
  constexpr int kMostMonths = 3;
  const Date now = FirstOfMonth(as_of);
  const Date last = std::max(FirstOfMonth(*due.last()), now);
  Date month = std::max(FirstOfMonth(due.first().value_or(*due.last())), now);
  // "2018" is no promise for each of its months.
  if (MonthsBetween(month, last) >= kMostMonths) month = last;
  std::vector<Date> months;
  for (; month <= last && months.size() < kMostMonths;
       month = month.PlusMonths(1)) {
    months.push_back(month);
  }
  return months;
}

}  // namespace

std::vector<LeadMonth> MeasureLoad(
    const Snapshot& snapshot, std::span<const std::vector<std::string>> leads,
    int most) {
  // By the lead's first appearance, then by month.
  std::map<std::string, int> order;
  std::map<std::pair<int, Date>, LeadMonth> load;
  for (size_t i = 0; i < snapshot.milestones().size(); ++i) {
    const MilestoneState& state = snapshot.milestones()[i];
    for (const std::string& lead : leads[i]) {
      const int rank =
          order.try_emplace(LeadKey(lead), static_cast<int>(order.size()))
              .first->second;
      if (state.is_complete() || state.is_cancelled() ||
          !state.due.is_dated()) {
        continue;
      }
      for (Date month : MonthsOf(state.due, snapshot.as_of())) {
        const auto [found, is_new] = load.try_emplace(
            {rank, month},
            LeadMonth{
                .lead = lead,
                .month = Period::Create(month, month.EndOfMonth()).value(),
                .milestones = {},
                .most = most});
        found->second.milestones.push_back(static_cast<int>(i));
      }
    }
  }
  std::vector<LeadMonth> months;
  for (auto& [key, month] : load) months.push_back(std::move(month));
  return months;
}

}  // namespace internal
}  // namespace actionplan
