#ifndef ACTIONPLAN_SRC_INTERNAL_TOML_OUTLINE_H_
#define ACTIONPLAN_SRC_INTERNAL_TOML_OUTLINE_H_

// Places in a TOML file that the library that reads it does not give: where its
// blocks begin, also in a file that is not TOML, and where a character of a
// text's value stands.

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace actionplan::internal {

// Dots in one key of the file, which make as many tables in each other.
constexpr int kMostTomlDots = 100;

// A walk through the file that knows what is text in quotes and what is not;
// much less than TOML, but never wrong about where a text ends.
class TomlOutline {
 public:
  explicit TomlOutline(std::string_view text) : text_(text) { Walk(); }

  // Where [tables] begin: positions of lines that start with a bracket, and of
  // the start of the file.
  const std::vector<size_t>& blocks() const { return blocks_; }
  // The place of a key with too many dots.
  std::optional<size_t> too_deep() const { return too_deep_; }
  // The place of a [table] without a name, which toml++ can't be given.
  std::optional<size_t> nameless() const { return nameless_; }
  // Characters beyond ASCII that stand in no quotes and no comment, where TOML
  // has none; toml++ reads some of them as what can't be.
  const std::vector<size_t>& foreign() const { return foreign_; }
  // Characters beyond ASCII with which a text of several lines goes on after a
  // backslash, blanks between or none; toml++ can't be given them.
  const std::vector<size_t>& unescapable() const { return unescapable_; }

 private:
  void Walk();
  void CheckName(size_t at);
  size_t EndOfLine(size_t at) const;
  size_t EndOfText(size_t at);
  void CheckEscape(size_t backslash);

  std::string_view text_;
  std::vector<size_t> blocks_;
  int depth_ = 0;
  std::optional<size_t> too_deep_;
  std::optional<size_t> nameless_;
  std::vector<size_t> foreign_;
  std::vector<size_t> unescapable_;
};

// The position of a column, which counts characters from 1, of the line that
// begins at `line`. A mark of the byte order before the first does not count.
size_t PositionAt(std::string_view file, size_t line, int column);

// A text of the file with its quotes, read from its start on.
class TextInToml {
 public:
  // `begin` is the position of the opening quote.
  TextInToml(std::string_view file, size_t begin);

  // Where in the file the byte `offset` of the value stands; offsets may not
  // get smaller from call to call.
  size_t PlaceOf(size_t offset);

 private:
  bool Starts(std::string_view with) const {
    return file_.substr(at_).starts_with(with);
  }
  void SkipEscape();

  std::string_view file_;
  size_t at_;
  // Of the value, at `at_`.
  size_t offset_ = 0;
  bool has_escapes_ = false;
};

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_TOML_OUTLINE_H_
