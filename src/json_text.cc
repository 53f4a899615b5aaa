#include "internal/json_text.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "actionplan/json.h"
#include "internal/files.h"
#include "internal/strings.h"

namespace actionplan::internal {
namespace {

std::string Where(std::string_view text, size_t position) {
  const LineColumn at = Locate(text, position);
  return StrCat("line ", at.line, ", column ", at.column);
}

std::optional<Issue> CheckEncoding(std::string_view text) {
  if (text.substr(0, 2) == "\xFF\xFE" || text.substr(0, 2) == "\xFE\xFF") {
    return Issue{"line 1, column 1", "The file is UTF-16 text.",
                 "Save it as UTF-8."};
  }
  const std::optional<size_t> bad = FindInvalidUtf8(text);
  if (!bad.has_value()) return std::nullopt;
  return Issue{
      Where(text, *bad),
      StrCat("The byte ", absl::Hex(static_cast<unsigned char>(text[*bad])),
             " (hexadecimal) is not UTF-8 text."),
      "The file was probably saved as Windows-1252; save it as "
      "UTF-8."};
}

// Done before parsing, so that no amount of brackets can exhaust anything.
std::optional<Issue> CheckDepth(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth <= kMaxJsonDepth) continue;
      return Issue{Where(text, i),
                   StrCat("Brackets are nested more than ", kMaxJsonDepth,
                          " deep here."),
                   "A plan file needs six levels; this is not one."};
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return std::nullopt;
}

// Goes over the text once and notes what a JSON library would lose in silence:
// one of two equal keys of an object, and digits of very large whole numbers.
class SilentLosses : public nlohmann::json_sax<Json> {
 public:
  explicit SilentLosses(std::vector<Issue>& issues) : issues_(issues) {}

  bool null() override { return Element(); }
  bool boolean(bool) override { return Element(); }
  bool number_integer(number_integer_t) override { return Element(); }
  bool number_unsigned(number_unsigned_t) override { return Element(); }
  bool number_float(number_float_t, const string_t& digits) override {
    Element();
    if (digits.find_first_of(".eE") == string_t::npos) {
      issues_.push_back({Path(),
                         StrCat("The whole number ", Excerpt(digits),
                                " is too large to be kept exactly."),
                         "Write it as a text, in double quotes."});
    }
    return true;
  }
  bool string(string_t&) override { return Element(); }
  bool binary(binary_t&) override { return Element(); }
  bool start_object(std::size_t) override { return Open(false); }
  bool start_array(std::size_t) override { return Open(true); }
  bool end_object() override { return Close(); }
  bool end_array() override { return Close(); }

  bool key(string_t& key) override {
    Container& object = open_.back();
    object.key = key;
    if (!object.keys.insert(key).second) {
      issues_.push_back({Path(), "This key stands twice in one object.",
                         "Keep one of the two; only one can count."});
    }
    return true;
  }

  // The parser proper says what is wrong.
  bool parse_error(std::size_t, const std::string&,
                   const nlohmann::detail::exception&) override {
    return false;
  }

 private:
  struct Container {
    bool is_array = false;
    int index = -1;
    std::string key = "";
    absl::flat_hash_set<std::string> keys = {};
  };

  bool Element() {
    if (!open_.empty() && open_.back().is_array) ++open_.back().index;
    return true;
  }

  bool Open(bool is_array) {
    Element();
    open_.push_back({.is_array = is_array});
    return true;
  }

  bool Close() {
    open_.pop_back();
    return true;
  }

  std::string Path() const {
    std::string path = "$";
    for (const Container& container : open_) {
      path += container.is_array ? StrCat("[", container.index, "]")
                                 : StrCat(".", container.key);
    }
    return path;
  }

  std::vector<Issue>& issues_;
  std::vector<Container> open_;
};

// What nlohmann says after "...column 5: ".
std::string ParserWords(const Json::parse_error& error) {
  const std::string_view words = error.what();
  const size_t column = words.find("column");
  const size_t colon = words.find(": ", column == words.npos ? 0 : column);
  if (colon == words.npos) return std::string(words);
  return std::string(words.substr(colon + 2));
}

// A number that no double can hold; the parser quotes it and says not where.
Issue NumberTooLarge(std::string_view text, const Json::exception& error) {
  const std::string_view words = error.what();
  const size_t open = words.find('\'');
  const size_t close = words.rfind('\'');
  const std::string_view number =
      open < close ? words.substr(open + 1, close - open - 1) : "";
  return {Where(text, std::min(text.find(number), text.size())),
          StrCat("The number ", Excerpt(number), " is too large."),
          "Write a number of at most 300 digits."};
}

}  // namespace

std::optional<Json> ParseJson(std::string_view text,
                              std::vector<Issue>& issues) {
  for (const auto& check : {CheckEncoding, CheckDepth}) {
    if (std::optional<Issue> issue = check(text)) {
      issues.push_back(*std::move(issue));
      return std::nullopt;
    }
  }
  try {
    Json parsed = Json::parse(text);
    SilentLosses losses(issues);
    Json::sax_parse(text, &losses);
    return parsed;
  } catch (const Json::parse_error& error) {
    issues.push_back(
        {Where(text, error.byte == 0 ? 0 : error.byte - 1),
         StrCat("This is not JSON: ", ParserWords(error), "."),
         "Mend it there; a missing comma or bracket may be a little before."});
    return std::nullopt;
  } catch (const Json::exception& error) {
    issues.push_back(NumberTooLarge(text, error));
    return std::nullopt;
  }
}

}  // namespace actionplan::internal
