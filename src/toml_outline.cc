#include "internal/toml_outline.h"

#include <cstdlib>
#include <string>

#include "internal/strings.h"

namespace actionplan::internal {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// How many bytes of UTF-8 a character of these hexadecimal digits has.
size_t BytesOf(std::string_view digits) {
  const unsigned long code =
      std::strtoul(std::string(digits).c_str(), nullptr, 16);
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

}  // namespace

void TomlOutline::Walk() {
  blocks_.push_back(0);
  bool line_is_empty = true;
  int dots = 0;
  const size_t start =
      text_.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  for (size_t at = start; at < text_.size(); ++at) {
    const char c = text_[at];
    if (static_cast<unsigned char>(c) >= 0x80 && !IsContinuation(c)) {
      foreign_.push_back(at);
    }
    if (c == '\n') {
      line_is_empty = true;
      dots = 0;
      continue;
    }
    if (c == ' ' || c == '\t') continue;
    if (c == '[' && line_is_empty && depth_ == 0) CheckName(at);
    if (c == '[' && line_is_empty && depth_ == 0 && at > 0) {
      blocks_.push_back(at);
    }
    // The brackets of a table's name close on their line.
    if (c == '[' && !line_is_empty) ++depth_;
    if (c == ']' && depth_ > 0) --depth_;
    line_is_empty = false;
    if (c == '.' && ++dots > kMostTomlDots && !too_deep_.has_value()) {
      too_deep_ = at;
    }
    if (c == '=' || c == ',' || c == '{' || c == '[') dots = 0;
    if (c == '#') at = EndOfLine(at);
    if (c == '"' || c == '\'') at = EndOfText(at);
  }
}

// After one bracket or two a name begins; toml++ takes it for granted.
void TomlOutline::CheckName(size_t at) {
  at += text_.substr(at).starts_with("[[") ? 2 : 1;
  while (at < text_.size() && (text_[at] == ' ' || text_[at] == '\t')) ++at;
  constexpr std::string_view kNoNames = "[.]=,{}#";
  const bool is_odd =
      at < text_.size() && kNoNames.find(text_[at]) != std::string_view::npos;
  if (is_odd && !nameless_.has_value()) nameless_ = at;
}

size_t TomlOutline::EndOfLine(size_t at) const {
  const size_t end = text_.find('\n', at);
  return end == std::string_view::npos ? text_.size() : end - 1;
}

// The last quote of the text that begins here; of one that never ends, the
// end of the line.
size_t TomlOutline::EndOfText(size_t at) {
  const char quote = text_[at];
  const std::string three(3, quote);
  const bool is_long = text_.substr(at, 3) == three;
  for (size_t i = at + (is_long ? 3 : 1); i < text_.size(); ++i) {
    if (quote == '"' && text_[i] == '\\') {
      if (is_long) CheckEscape(i);
      ++i;
    } else if (is_long ? text_.substr(i, 3) == three : text_[i] == quote) {
      return is_long ? i + 2 : i;
    } else if (!is_long && text_[i] == '\n') {
      return i - 1;
    }
  }
  return text_.size();
}

// Behind the backslash toml++ looks for blanks, up to the end of the line and
// on the next, and must not meet what is beyond ASCII.
void TomlOutline::CheckEscape(size_t backslash) {
  const size_t next = text_.find_first_not_of(" \t\r\n", backslash + 1);
  if (next == std::string_view::npos) return;
  if (static_cast<unsigned char>(text_[next]) >= 0x80) {
    unescapable_.push_back(next);
  }
}

size_t PositionAt(std::string_view file, size_t line, int column) {
  size_t at = line;
  if (at == 0 && file.starts_with(kByteOrderMark)) at = kByteOrderMark.size();
  for (int i = 1; i < column && at < file.size(); ++i) {
    ++at;
    while (at < file.size() && IsContinuation(file[at])) ++at;
  }
  return at;
}

TextInToml::TextInToml(std::string_view file, size_t begin)
    : file_(file), at_(begin) {
  has_escapes_ = Starts("\"");
  const bool is_long = Starts("\"\"\"") || Starts("'''");
  at_ += is_long ? 3 : 1;
  if (!is_long) return;
  if (Starts("\r\n")) ++at_;
  if (Starts("\n")) ++at_;
}

size_t TextInToml::PlaceOf(size_t offset) {
  while (offset_ < offset && at_ < file_.size()) {
    if (has_escapes_ && file_[at_] == '\\') {
      SkipEscape();
    } else {
      ++at_;
      ++offset_;
    }
  }
  // What continues on the next line stands there.
  while (has_escapes_ && (Starts("\\\n") || Starts("\\\r") || Starts("\\ ") ||
                          Starts("\\\t"))) {
    SkipEscape();
  }
  return at_ < file_.size() ? at_ : file_.size();
}

void TextInToml::SkipEscape() {
  const char kind = at_ + 1 < file_.size() ? file_[at_ + 1] : '\0';
  if (kind == 'u' || kind == 'U') {
    const size_t digits = kind == 'u' ? 4 : 8;
    offset_ += BytesOf(file_.substr(at_ + 2, digits));
    at_ += 2 + digits;
    return;
  }
  at_ += 2;
  const bool is_line_end =
      kind == '\n' || kind == '\r' || kind == ' ' || kind == '\t';
  if (!is_line_end) {
    ++offset_;
    return;
  }
  while (at_ < file_.size() && (file_[at_] == ' ' || file_[at_] == '\t' ||
                                file_[at_] == '\r' || file_[at_] == '\n')) {
    ++at_;
  }
}

}  // namespace actionplan::internal
