// How long it takes to read one due date: those of the founding report, EDTF,
// and texts that are hard in other ways.

#include <benchmark/benchmark.h>

#include <array>
#include <string>
#include <string_view>

#include "actionplan/due.h"
#include "actionplan/edtf.h"

namespace actionplan {
namespace {

// The forms of the report of March 2018 (docs/due-dates.md).
constexpr std::array<std::string_view, 41> kReportForms = {
    "27 March 2018",
    "15 January 2018",
    "as of 23 February 2018",
    "February 2018",
    "scheduled for May 2018",
    "(December 2017)",
    "in January",
    "the end of January",
    "At the end of November",
    "At the end of November 2017",
    "at beginning of March 2018",
    "March Scrutiny Panel",
    "June/July 2017",
    "October/November 2017",
    "February / March 2018",
    "March / April 2018",
    "March and April 2018",
    "April & May 2018",
    "through January and February 2018",
    "over January to March 2018",
    "Over November and December 2017",
    "in November and December 2017 and in January 2018",
    "spring 2018",
    "from July 2017",
    "since September 2017",
    "Completion of a compliance audit every quarter",
    "monthly",
    "on a weekly basis",
    "fortnightly",
    "Regular 6 weekly meetings",
    "two days a week",
    "19 to 21 year-olds",
    "section 47",
    "on their birthday and monthly",
    "to be developed",
    "to be signed off",
    "throughout the year",
    "Ongoing",
    "",
    "Training to be scheduled for April 2018",
    "Work with health professionals",
};

DueOptions OnReportDay() {
  return {.anchor = Date::Create(2018, 3, 27).value()};
}

// All of them in turn: the rate is in texts.
void BM_ReportForms(benchmark::State& state) {
  const DueOptions options = OnReportDay();
  for (auto _ : state) {
    for (std::string_view text : kReportForms) {
      benchmark::DoNotOptimize(ParseDue(text, options));
    }
  }
  state.SetItemsProcessed(state.iterations() *
                          static_cast<int64_t>(kReportForms.size()));
}
BENCHMARK(BM_ReportForms);

void BM_ReportForm(benchmark::State& state) {
  const DueOptions options = OnReportDay();
  const std::string_view text =
      kReportForms[static_cast<size_t>(state.range(0))];
  for (auto _ : state) {
    benchmark::DoNotOptimize(ParseDue(text, options));
  }
  state.SetItemsProcessed(state.iterations());
  state.SetLabel(std::string(text));
}
BENCHMARK(BM_ReportForm)
    ->DenseRange(0, static_cast<int64_t>(kReportForms.size()) - 1)
    ->MinTime(0.05);

// What an export of a tracker has, and what only EDTF can say.
constexpr std::array<std::string_view, 14> kEdtfForms = {
    "2017-04",     "2024-08-29",
    "2023",        "2024-03-31/2024-06-30",
    "2018?",       "2018-06~",
    "2024-03/..",  "../2024-05-31",
    "2018-06-XX",  "201X",
    "2018-33",     "2018-06-~11",
    "2004-?06-11", "[2024-03,2024-06]",
};

void BM_EdtfForm(benchmark::State& state) {
  const std::string_view text = kEdtfForms[static_cast<size_t>(state.range(0))];
  for (auto _ : state) {
    benchmark::DoNotOptimize(ParseEdtf(text));
  }
  state.SetItemsProcessed(state.iterations());
  state.SetLabel(std::string(text));
}
BENCHMARK(BM_EdtfForm)
    ->DenseRange(0, static_cast<int64_t>(kEdtfForms.size()) - 1)
    ->MinTime(0.05);

// What the look for EDTF costs a text that is none is in BM_ReportForm; this is
// what a refusal with its message costs.
void BM_NotEdtf(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(ParseEdtf("2018-02-30"));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_NotEdtf);

// Running text of so many characters, which must not take longer than its
// length says. The reader stops at 1,000.
void BM_LongText(benchmark::State& state) {
  constexpr std::string_view kWords =
      "the board of 12 is to look at section 47 and the 18th of each month ";
  std::string text;
  while (text.size() < static_cast<size_t>(state.range(0))) text += kWords;
  text.resize(static_cast<size_t>(state.range(0)));
  const DueOptions options = OnReportDay();
  for (auto _ : state) {
    benchmark::DoNotOptimize(ParseDue(text, options));
  }
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(state.iterations() * state.range(0));
  state.SetComplexityN(state.range(0));
}
BENCHMARK(BM_LongText)->RangeMultiplier(2)->Range(62, 992)->Complexity();

}  // namespace
}  // namespace actionplan
