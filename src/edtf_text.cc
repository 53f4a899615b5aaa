#include "internal/edtf_text.h"

#include <algorithm>
#include <utility>

namespace actionplan::internal {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsDigitOrX(char c) { return IsDigit(c) || c == 'X'; }

// Reads from left to right; what fails says why and leaves it at that.
class Scanner {
 public:
  Scanner(std::string_view text, EdtfProblem& problem)
      : text_(text), problem_(problem) {}

  bool ReadText(EdtfText& result) {
    if (text_.empty()) return Fail("There is nothing.");
    const bool one_of = Take('[');
    if (one_of || Take('{')) return ReadSet(one_of, result);
    EdtfSpan& span = result.spans.emplace_back();
    if (Is('Y')) return ReadLongYear(span.begin) && ExpectEnd();
    if (!ReadEnd(span.begin_kind, span.begin)) return false;
    if (Take('/')) return ReadInterval(span);
    if (span.begin_kind != EdtfEnd::kDate) {
      return Fail("An open end needs a '/' and a date.");
    }
    return ReadTail(span.begin) && ExpectEnd();
  }

 private:
  // --- Characters ---

  bool IsAtEnd() const { return at_ == text_.size(); }
  bool Is(char c) const { return at_ < text_.size() && text_[at_] == c; }
  bool Take(char c) {
    if (!Is(c)) return false;
    ++at_;
    return true;
  }
  bool TakeDots() {
    if (text_.substr(at_, 2) != "..") return false;
    at_ += 2;
    return true;
  }

  bool FailAt(size_t at, std::string_view what) {
    problem_ = {at, what};
    return false;
  }
  bool Fail(std::string_view what) { return FailAt(at_, what); }
  bool ExpectEnd() { return IsAtEnd() || Fail("Nothing more can stand here."); }

  // The next `count` characters if all of them are of the kind.
  template <typename Kind>
  bool TakeSome(size_t count, Kind is_kind, std::string_view& taken) {
    const std::string_view next = text_.substr(at_, count);
    if (next.size() < count) return false;
    for (char c : next) {
      if (!is_kind(c)) return false;
    }
    taken = next;
    at_ += count;
    return true;
  }
  std::string_view TakeDigits() {
    const size_t begin = at_;
    while (at_ < text_.size() && IsDigit(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  // --- Dates ---

  // A mark on the parts that `mark` sets.
  template <typename Mark>
  void TakeMark(EdtfDate& date, Mark mark) {
    if (IsAtEnd()) return;
    const char c = text_[at_];
    if (c == '?' || c == '%') mark(date.uncertain);
    if (c == '~' || c == '%') mark(date.approximate);
    if (c == '?' || c == '~' || c == '%') ++at_;
  }

  bool ReadDate(EdtfDate& date) {
    date.begin = at_;
    return ReadYear(date) && ReadMonth(date) && CheckDays(date);
  }

  bool ReadYear(EdtfDate& date) {
    TakeMark(date, [](EdtfParts& on) { on.year = true; });
    date.is_negative = Take('-');
    if (!TakeSome(4, IsDigitOrX, date.year)) {
      return Fail("A year of four digits or X is expected.");
    }
    if (date.is_negative && date.year == "0000") {
      return Fail("The year 0 has no sign.");
    }
    TakeMark(date, [](EdtfParts& on) { on.year = true; });
    return true;
  }

  bool ReadMonth(EdtfDate& date) {
    if (!Take('-')) return true;
    const size_t begin = at_;
    TakeMark(date, [](EdtfParts& on) { on.month = true; });
    if (!TakeSome(2, IsDigitOrX, date.month)) {
      return Fail("A month of two digits or X is expected.");
    }
    TakeMark(date, [](EdtfParts& on) { on.year = on.month = true; });
    if (!IsMonth(date.month)) {
      if (date.grouping() != 0) return true;
      return FailAt(begin,
                    "There is no such month; months are 01 to 12, seasons and "
                    "quarters 21 to 41.");
    }
    return ReadDay(date);
  }

  // Some month from 01 to 12 fits.
  static bool IsMonth(std::string_view digits) {
    const char tens = digits[0];
    const char ones = digits[1];
    if (tens == '0') return ones != '0';
    return tens == 'X' || (tens == '1' && (ones <= '2' || ones == 'X'));
  }

  bool ReadDay(EdtfDate& date) {
    if (!Take('-')) return true;
    TakeMark(date, [](EdtfParts& on) { on.day = true; });
    if (!TakeSome(2, IsDigitOrX, date.day)) {
      return Fail("A day of two digits or X is expected.");
    }
    TakeMark(date, [](EdtfParts& on) { on.year = on.month = on.day = true; });
    return true;
  }

  bool CheckDays(EdtfDate& date) {
    return FindDays(date) || FailAt(date.begin, "There is no such day.");
  }

  // --- What only a date that stands alone can have ---

  bool ReadTail(EdtfDate& date) {
    if (Is('S')) return ReadSignificance(date);
    if (Is('T')) return ReadTime(date);
    return true;
  }

  bool ReadSignificance(EdtfDate& date) {
    const bool plain = date.month.empty() && !date.has_mask() &&
                       !date.uncertain.any() && !date.approximate.any();
    if (!plain) return Fail("S can only follow the digits of a year.");
    ++at_;
    return TakeSignificantDigits(date);
  }

  bool TakeSignificantDigits(EdtfDate& date) {
    const std::string_view digits = TakeDigits();
    if (digits.empty() || digits[0] == '0' || digits.size() > 4) {
      return Fail("A number of significant digits is expected.");
    }
    date.significant_digits = EdtfNumber(digits);
    return true;
  }

  bool ReadLongYear(EdtfDate& date) {
    ++at_;
    date.begin = 0;
    date.is_long_year = true;
    date.is_negative = Take('-');
    date.year = TakeDigits();
    const bool exponent = Take('E');
    if (exponent && (date.year.empty() || TakeDigits().empty())) {
      return Fail("A number of digits is expected on both sides of E.");
    }
    if (!exponent && date.year.size() <= 4) {
      return Fail("After Y a year of more than four digits is expected.");
    }
    return !Take('S') || TakeSignificantDigits(date);
  }

  bool ReadTime(EdtfDate& date) {
    const bool plain_day = !date.day.empty() && !date.has_mask() &&
                           !date.uncertain.any() && !date.approximate.any();
    if (!plain_day) return Fail("A time can only follow a plain day.");
    const size_t begin = ++at_;
    if (!ReadClock() || !ReadZone()) return false;
    date.time = text_.substr(begin, at_ - begin);
    return true;
  }

  bool ReadClock() {
    constexpr size_t kLength = 8;
    if (text_.substr(at_, kLength) == "24:00:00") {
      at_ += kLength;
      return true;
    }
    return ReadTwo(23, "An hour of two digits, 00 to 23, is expected.") &&
           ReadColon() &&
           ReadTwo(59, "A minute of two digits, 00 to 59, is expected.") &&
           ReadColon() &&
           ReadTwo(59, "A second of two digits, 00 to 59, is expected.");
  }

  bool ReadZone() {
    if (IsAtEnd() || Take('Z')) return true;
    if (!Take('+') && !Take('-')) return true;  // ExpectEnd() says so
    if (!ReadTwo(23, "The hours of a zone, 00 to 23, are expected.")) {
      return false;
    }
    return !Take(':') ||
           ReadTwo(59, "The minutes of a zone, 00 to 59, are expected.");
  }

  bool ReadTwo(int most, std::string_view expectation) {
    const size_t begin = at_;
    std::string_view digits;
    if (!TakeSome(2, IsDigit, digits) || EdtfNumber(digits) > most) {
      return FailAt(begin, expectation);
    }
    return true;
  }
  bool ReadColon() { return Take(':') || Fail("A ':' is expected."); }

  // --- Intervals and sets ---

  bool ReadEnd(EdtfEnd& kind, EdtfDate& date) {
    kind = TakeDots()             ? EdtfEnd::kOpen
           : IsAtEnd() || Is('/') ? EdtfEnd::kUnknown
                                  : EdtfEnd::kDate;
    return kind != EdtfEnd::kDate || ReadDate(date);
  }

  bool ReadInterval(EdtfSpan& span) {
    span.is_date = false;
    const size_t second = at_;
    if (!ReadEnd(span.end_kind, span.end)) return false;
    if (!IsAtEnd()) return Fail("An interval has two dates and no more.");
    if (span.begin_kind == EdtfEnd::kUnknown &&
        span.end_kind == EdtfEnd::kUnknown) {
      return FailAt(0, "An interval needs a date or '..'.");
    }
    return CheckOrder(span, second);
  }

  bool CheckOrder(const EdtfSpan& span, size_t second) {
    const bool both =
        span.begin_kind == EdtfEnd::kDate && span.end_kind == EdtfEnd::kDate;
    return !both || span.begin.first <= LatestStart(span.end) ||
           FailAt(second, "The end is before the start.");
  }

  bool ReadSet(bool one_of, EdtfText& result) {
    result.shape = one_of ? EdtfShape::kOneOf : EdtfShape::kAllOf;
    do {
      if (!ReadElement(result.spans.emplace_back())) return false;
    } while (Take(','));
    if (!Take(one_of ? ']' : '}')) {
      return Fail("A ',' or the closing bracket is expected.");
    }
    return ExpectEnd();
  }

  bool ReadElement(EdtfSpan& span) {
    if (TakeDots()) {
      span.is_date = false;
      span.begin_kind = EdtfEnd::kOpen;
      return ReadDate(span.end);
    }
    if (!ReadDate(span.begin)) return false;
    if (!TakeDots()) return true;
    span.is_date = false;
    if (IsAtEnd() || Is(',') || Is(']') || Is('}')) {
      span.end_kind = EdtfEnd::kOpen;
      return true;
    }
    const size_t second = at_;
    return ReadDate(span.end) && CheckOrder(span, second);
  }

  std::string_view text_;
  EdtfProblem& problem_;
  size_t at_ = 0;
};

}  // namespace

bool ReadEdtfText(std::string_view text, EdtfText& result,
                  EdtfProblem& problem) {
  return Scanner(text, problem).ReadText(result);
}

}  // namespace actionplan::internal
