#include "internal/deciding.h"

#include <algorithm>

#include "internal/strings.h"

namespace actionplan::internal {
namespace {

using Kind = Condition::Kind;

constexpr uint8_t kFalse = 0;
constexpr uint8_t kTrue = 2;

// A part in words, and the word that joins its own parts, if there are any.
struct Part {
  std::string text;
  std::string_view joined_by;
};

class Decider {
 public:
  Decider(std::string_view text, const FactTable& facts, int row)
      : text_(text), facts_(facts), row_(row) {}

  // What makes the condition so.
  Part Find(const Condition& condition, uint8_t wanted) {
    switch (condition.kind) {
      case Kind::kAlways:
        return {.text = "always", .joined_by = ""};
      case Kind::kAnd:
      case Kind::kOr:
        return FindJoined(condition, wanted);
      case Kind::kNot:
        return FindNot(condition, wanted);
      case Kind::kCompare:
      case Kind::kIsOneOf:
      case Kind::kIsState:
        break;
    }
    Note(condition);
    return {.text = TextOf(condition), .joined_by = ""};
  }

  std::vector<int> TakeColumns() && { return std::move(columns_); }

 private:
  uint8_t TruthOf(const Condition& condition) const {
    uint8_t truth = kFalse;
    Program(condition).Run(facts_, row_, 1, &truth);
    return truth;
  }

  void Note(const Condition& condition) {
    for (int column : ColumnsOf(condition)) {
      if (std::find(columns_.begin(), columns_.end(), column) ==
          columns_.end()) {
        columns_.push_back(column);
      }
    }
  }

  // On one line.
  std::string TextOf(const Condition& condition) const {
    std::string line;
    for (char c :
         text_.substr(condition.begin, condition.end - condition.begin)) {
      const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
      if (blank && (line.empty() || line.back() == ' ')) continue;
      line += blank ? ' ' : c;
    }
    return line;
  }

  Part FindJoined(const Condition& condition, uint8_t wanted) {
    const bool is_and = condition.kind == Kind::kAnd;
    const bool needs_all = is_and == (wanted == kTrue);
    std::vector<Part> parts;
    for (const Condition& child : condition.children) {
      if (!needs_all && TruthOf(child) != wanted) continue;
      Part part = Find(child, wanted);
      // What was written once may have been taken apart into several.
      const bool again =
          std::any_of(parts.begin(), parts.end(),
                      [&](const Part& p) { return p.text == part.text; });
      if (!again) parts.push_back(std::move(part));
    }
    if (parts.size() == 1) return parts.front();
    const std::string_view word = is_and ? "and" : "or";
    Part joined = {.text = "", .joined_by = word};
    for (const Part& part : parts) {
      absl::StrAppend(&joined.text, joined.text.empty() ? "" : " ",
                      joined.text.empty() ? "" : ToAbsl(word),
                      joined.text.empty() ? "" : " ");
      joined.text += InBrackets(part, word);
    }
    return joined;
  }

  Part FindNot(const Condition& condition, uint8_t wanted) {
    // "stage is not 'complete'" is one test to who reads it.
    if (!text_.substr(condition.begin).starts_with("not")) {
      Note(condition);
      return {.text = TextOf(condition), .joined_by = ""};
    }
    const uint8_t opposite = static_cast<uint8_t>(kTrue - wanted);
    const Part inner = Find(condition.children.front(), opposite);
    return {.text = StrCat("not ", InBrackets(inner, "")), .joined_by = ""};
  }

  static std::string InBrackets(const Part& part, std::string_view within) {
    if (part.joined_by.empty() || part.joined_by == within) return part.text;
    return StrCat("(", part.text, ")");
  }

  std::string_view text_;
  const FactTable& facts_;
  int row_;
  std::vector<int> columns_;
};

}  // namespace

Deciding DecidingOf(const Condition& condition, std::string_view text,
                    const FactTable& facts, int row) {
  Decider decider(text, facts, row);
  Part part = decider.Find(condition, kTrue);
  return {.text = std::move(part.text),
          .columns = std::move(decider).TakeColumns()};
}

}  // namespace actionplan::internal
