// What has to be true of any scheme file and of any condition, whoever wrote
// it: the target of libFuzzer, and of replay.cc, which runs it without one.

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "actionplan/rule_tests.h"
#include "actionplan/scheme.h"
#include "actionplan/scheme_check.h"
#include "actionplan/scheme_diff.h"
#include "check.h"

namespace actionplan {
namespace {

// A number behind `before`; the rest of the text is left.
int TakeNumber(std::string_view& text, std::string_view before) {
  if (!text.starts_with(before)) return 0;
  text.remove_prefix(before.size());
  int number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  return error == std::errc() ? number : 0;
}

std::vector<std::string_view> LinesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  for (size_t end = 0; end != std::string_view::npos;) {
    end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end != std::string_view::npos) text.remove_prefix(end + 1);
  }
  return lines;
}

void CheckIssue(std::string_view text,
                const std::vector<std::string_view>& lines,
                const Issue& issue) {
  Check(!issue.what.empty() && !issue.remedy.empty(), text,
        "a problem says what it is and what would do");
  std::string_view where = issue.where;
  const int line = TakeNumber(where, "line ");
  const int column = TakeNumber(where, ", column ");
  Check(line >= 1 && column >= 1 && where.empty(), text,
        "a problem has a line and a column");
  Check(static_cast<size_t>(line) <= lines.size(), text,
        "the line of a problem is in the file");
  const size_t length = lines[static_cast<size_t>(line - 1)].size();
  Check(static_cast<size_t>(column) <= length + 1, text,
        "the column of a problem is in its line");
}

// Few steps: what can't be decided with them is said to be so.
void CheckGood(std::string_view text, const Scheme& scheme) {
  constexpr int64_t kSteps = 500;
  Check(scheme.text() == text, text, "the text is kept");
  // A check takes time for every pair of rules, too.
  if (text.size() > 20000) return;
  CheckScheme(scheme, {.steps = kSteps});
  TestScheme(scheme, {.steps = kSteps});
  DiffSchemes(scheme, scheme, {.steps = kSteps});
}

void CheckFile(std::string_view text) {
  const WithIssues<Scheme> read = Scheme::Parse(text);
  Check(read.value.has_value() == read.issues.empty(), text,
        "it is read, or its problems are told");
  const std::vector<std::string_view> lines = LinesOf(text);
  for (const Issue& issue : read.issues) CheckIssue(text, lines, issue);
  if (read.value.has_value()) CheckGood(text, *read.value);
}

// As a text in double quotes of TOML.
std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    const bool is_control = static_cast<unsigned char>(c) < ' ' || c == '\x7F';
    quoted += is_control ? ' ' : c;
  }
  return quoted + "\"\n";
}

// A scheme of plans and milestones whose text this is, in every place where a
// condition, an expression or a fact may stand.
std::string SchemeAround(std::string_view text) {
  const std::string quoted = Quoted(text);
  return R"(scheme = 1
id = "fuzz"
title = "Any"
order = "first match"
aspect = [{ name = "process" }, { name = "cost", order = "worst match" }]
level = [{ name = "Red", letter = "R", rank = 1, score = 1 },
  { name = "Green", letter = "G", rank = 2, score = 2 }]
[[fact]]
name = "value"
for = ["milestone", "plan"]
type = "number"
unit = "£"
[[fact]]
name = "target"
for = ["milestone", "plan"]
type = "number"
unit = "£"
min = 0
max = 100
)" + std::string("[[rule]]\nid = \"m\"\nfor = \"milestone\"\n") +
         "aspect = \"process\"\nlevel = \"Red\"\nbecause = \"x\"\nwhen = " +
         quoted +
         "[[rule]]\nid = \"p\"\nfor = \"plan\"\naspect = \"cost\"\n"
         "level = \"Red\"\nbecause = \"x\"\nwhen = " +
         quoted;
}

std::string FactAround(std::string_view text) {
  return SchemeAround("always") +
         "[[fact]]\nname = \"made\"\nfor = \"milestone\"\ntype = \"number\"\n"
         "is = " +
         Quoted(text) +
         "[[rule]]\nid = \"r\"\nfor = \"milestone\"\naspect = \"cost\"\n"
         "level = \"Green\"\nwhen = \"made > 1\"\nbecause = " +
         Quoted(text);
}

}  // namespace
}  // namespace actionplan

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // A text without characters may come without an address.
  const std::string text(size == 0 ? "" : reinterpret_cast<const char*>(data),
                         size);
  actionplan::CheckFile(text);
  // A file is no condition.
  if (text.starts_with("scheme")) return 0;
  actionplan::CheckFile(actionplan::SchemeAround(text));
  actionplan::CheckFile(actionplan::FactAround(text));
  return 0;
}
