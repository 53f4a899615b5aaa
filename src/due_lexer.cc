#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "internal/due_lexer.h"

namespace actionplan::internal {
namespace {

using enum TokenKind;

struct Entry {
  std::string_view text;
  TokenKind kind;
  int value = 0;
};

template <typename Enum>
constexpr Entry Of(std::string_view text, TokenKind kind, Enum value) {
  return {text, kind, static_cast<int>(value)};
}

constexpr Entry kVocabulary[] = {
    {"january", kMonth, 1},
    {"jan", kMonth, 1},
    {"february", kMonth, 2},
    {"feb", kMonth, 2},
    {"march", kMonth, 3},
    {"mar", kMonth, 3},
    {"april", kMonth, 4},
    {"apr", kMonth, 4},
    {"may", kMonth, 5},
    {"june", kMonth, 6},
    {"jun", kMonth, 6},
    {"july", kMonth, 7},
    {"jul", kMonth, 7},
    {"august", kMonth, 8},
    {"aug", kMonth, 8},
    {"september", kMonth, 9},
    {"sept", kMonth, 9},
    {"sep", kMonth, 9},
    {"october", kMonth, 10},
    {"oct", kMonth, 10},
    {"november", kMonth, 11},
    {"nov", kMonth, 11},
    {"december", kMonth, 12},
    {"dec", kMonth, 12},
    Of("spring", kSeason, Season::kSpring),
    Of("summer", kSeason, Season::kSummer),
    Of("autumn", kSeason, Season::kAutumn),
    Of("winter", kSeason, Season::kWinter),
    {"monday", kWeekday, 1},
    {"mon", kWeekday, 1},
    {"tuesday", kWeekday, 2},
    {"tue", kWeekday, 2},
    {"tues", kWeekday, 2},
    {"wednesday", kWeekday, 3},
    {"wed", kWeekday, 3},
    {"weds", kWeekday, 3},
    {"thursday", kWeekday, 4},
    {"thu", kWeekday, 4},
    {"thur", kWeekday, 4},
    {"thurs", kWeekday, 4},
    {"friday", kWeekday, 5},
    {"fri", kWeekday, 5},
    {"saturday", kWeekday, 6},
    {"sat", kWeekday, 6},
    {"sunday", kWeekday, 7},
    {"sun", kWeekday, 7},
    Of("day", kUnit, Unit::kDay),
    Of("days", kUnit, Unit::kDay),
    Of("week", kUnit, Unit::kWeek),
    Of("weeks", kUnit, Unit::kWeek),
    Of("wk", kUnit, Unit::kWeek),
    Of("wks", kUnit, Unit::kWeek),
    Of("month", kUnit, Unit::kMonth),
    Of("months", kUnit, Unit::kMonth),
    Of("mth", kUnit, Unit::kMonth),
    Of("mths", kUnit, Unit::kMonth),
    Of("quarter", kUnit, Unit::kQuarter),
    Of("quarters", kUnit, Unit::kQuarter),
    Of("qtr", kUnit, Unit::kQuarter),
    Of("term", kUnit, Unit::kTerm),
    Of("terms", kUnit, Unit::kTerm),
    Of("year", kUnit, Unit::kYear),
    Of("years", kUnit, Unit::kYear),
    Of("yr", kUnit, Unit::kYear),
    Of("yrs", kUnit, Unit::kYear),
    Of("half", kUnit, Unit::kOther),
    Of("fortnight", kUnit, Unit::kOther),
    Of("fortnights", kUnit, Unit::kOther),
    Of("weekend", kUnit, Unit::kOther),
    Of("hour", kUnit, Unit::kOther),
    Of("hours", kUnit, Unit::kOther),
    Of("early", kPart, Part::kEarly),
    Of("beginning", kPart, Part::kEarly),
    Of("beg", kPart, Part::kEarly),
    Of("start", kPart, Part::kEarly),
    Of("mid", kPart, Part::kMid),
    Of("middle", kPart, Part::kMid),
    Of("late", kPart, Part::kLate),
    Of("end", kPart, Part::kEnd),
    {"q", kQuarter},
    Of("fy", kYearMark, YearKind::kFinancial),
    Of("ay", kYearMark, YearKind::kAcademic),
    Of("financial", kYearKind, YearKind::kFinancial),
    Of("fiscal", kYearKind, YearKind::kFinancial),
    Of("academic", kYearKind, YearKind::kAcademic),
    Of("school", kYearKind, YearKind::kAcademic),
    Of("calendar", kYearKind, YearKind::kCalendar),
    Of("municipal", kYearKind, YearKind::kMunicipal),
    Of("next", kRelation, Relation::kNext),
    Of("coming", kRelation, Relation::kNext),
    Of("last", kRelation, Relation::kLast),
    Of("previous", kRelation, Relation::kLast),
    Of("this", kRelation, Relation::kThis),
    {"by", kBy},
    {"before", kBefore},
    {"until", kUntil},
    {"till", kUntil},
    {"til", kUntil},
    {"to", kTo},
    {"from", kFrom},
    {"since", kFrom},
    {"starting", kFrom},
    {"commencing", kFrom},
    {"after", kAfter},
    {"following", kAfter},
    {"between", kBetween},
    {"in", kWithin},
    {"during", kWithin},
    {"over", kWithin},
    {"through", kWithin},
    {"thru", kWithin},
    {"throughout", kWithin},
    {"within", kWithin},
    {"at", kPreposition},
    {"on", kPreposition},
    {"for", kPreposition},
    {"the", kArticle},
    {"of", kArticle},
    {"around", kAbout},
    {"about", kAbout},
    {"approx", kAbout},
    {"approximately", kAbout},
    {"circa", kAbout},
    {"c", kAbout},
    {"ca", kAbout},
    {"est", kAbout},
    {"estimated", kAbout},
    {"tbc", kDoubt},
    {"tba", kDoubt},
    {"tbd", kDoubt},
    {"provisional", kDoubt},
    {"provisionally", kDoubt},
    {"tentative", kDoubt},
    {"tentatively", kDoubt},
    {"and", kAnd},
    {"or", kOr},
    {"every", kEvery},
    {"each", kEvery},
    {"daily", kRecurring},
    {"weekly", kRecurring},
    {"fortnightly", kRecurring},
    {"monthly", kRecurring},
    {"bimonthly", kRecurring},
    {"quarterly", kRecurring},
    {"termly", kRecurring},
    {"biannual", kRecurring},
    {"biennial", kRecurring},
    {"biennially", kRecurring},
    {"biannually", kRecurring},
    {"annual", kRecurring},
    {"annually", kRecurring},
    {"yearly", kRecurring},
    {"one", kCount, 1},
    {"two", kCount, 2},
    {"three", kCount, 3},
    {"four", kCount, 4},
    {"five", kCount, 5},
    {"six", kCount, 6},
    {"seven", kCount, 7},
    {"eight", kCount, 8},
    {"nine", kCount, 9},
    {"ten", kCount, 10},
    {"eleven", kCount, 11},
    {"twelve", kCount, 12},
    {"panel", kMeeting},
    {"cabinet", kMeeting},
    {"committee", kMeeting},
    {"board", kMeeting},
    {"council", kMeeting},
    {"meeting", kMeeting},
    {"scrutiny", kMeeting},
    {"executive", kMeeting},
    {"forum", kMeeting},
    {"conference", kMeeting},
    {"assembly", kMeeting},
    {"section", kReference},
    {"sections", kReference},
    {"paragraph", kReference},
    {"para", kReference},
    {"clause", kReference},
    {"appendix", kReference},
    {"annex", kReference},
    {"item", kReference},
    {"action", kReference},
    {"recommendation", kReference},
    {"objective", kReference},
    {"priority", kReference},
    {"phase", kReference},
    {"stage", kReference},
    {"version", kReference},
    {"table", kReference},
    {"figure", kReference},
    {"page", kReference},
    {"group", kReference},
    {"no", kReference},
    {"number", kReference},
    {"onwards", kOnwards},
    {"onward", kOnwards},
    {"beyond", kOnwards},
    {"earliest", kOnwards},
    {"latest", kLatest},
    Of("easter", kFeast, Feast::kEaster),
    Of("christmas", kFeast, Feast::kChristmas),
    Of("xmas", kFeast, Feast::kChristmas),
    Of("whitsun", kFeast, Feast::kWhitsun),
    Of("ramadan", kFeast, Feast::kUnknown),
    Of("eid", kFeast, Feast::kUnknown),
    Of("diwali", kFeast, Feast::kUnknown),
    Of("passover", kFeast, Feast::kUnknown),
    {"ht", kHalfTerm},
    {"noon", kDayTime},
    {"midday", kDayTime},
    {"midnight", kDayTime},
    {"cop", kDayTime},
    {"cob", kDayTime},
    {"wef", kFrom},
    {"a", kFunction},
    {"an", kFunction},
    {"all", kFunction},
    {"are", kFunction},
    {"as", kFunction},
    {"be", kFunction},
    {"both", kFunction},
    {"but", kFunction},
    {"depending", kFunction},
    {"has", kFunction},
    {"have", kFunction},
    {"if", kFunction},
    {"is", kFunction},
    {"it", kFunction},
    {"not", kFunction},
    {"once", kFunction},
    {"subject", kFunction},
    {"than", kFunction},
    {"that", kFunction},
    {"then", kFunction},
    {"there", kFunction},
    {"these", kFunction},
    {"they", kFunction},
    {"via", kFunction},
    {"was", kFunction},
    {"we", kFunction},
    {"were", kFunction},
    {"when", kFunction},
    {"where", kFunction},
    {"which", kFunction},
    {"while", kFunction},
    {"who", kFunction},
    {"will", kFunction},
    {"with", kFunction},
};

constexpr Entry kOrdinals[] = {
    {"first", kCount, 1},        {"second", kCount, 2},
    {"third", kCount, 3},        {"fourth", kCount, 4},
    {"fifth", kCount, 5},        {"sixth", kCount, 6},
    {"seventh", kCount, 7},      {"eighth", kCount, 8},
    {"ninth", kCount, 9},        {"tenth", kCount, 10},
    {"eleventh", kCount, 11},    {"twelfth", kCount, 12},
    {"thirteenth", kCount, 13},  {"fourteenth", kCount, 14},
    {"fifteenth", kCount, 15},   {"sixteenth", kCount, 16},
    {"seventeenth", kCount, 17}, {"eighteenth", kCount, 18},
    {"nineteenth", kCount, 19},  {"twentieth", kCount, 20},
    {"thirtieth", kCount, 30},
};

// Welsh names of months and seasons and the words beside them. Source: Unicode
// CLDR, locale cy, calendar names. "Hydref" is October and autumn.
constexpr Entry kWelsh[] = {
    {"ionawr", kMonth, 1},
    {"chwefror", kMonth, 2},
    {"mawrth", kMonth, 3},
    {"ebrill", kMonth, 4},
    {"mai", kMonth, 5},
    {"mehefin", kMonth, 6},
    {"gorffennaf", kMonth, 7},
    {"awst", kMonth, 8},
    {"medi", kMonth, 9},
    {"hydref", kMonth, 10},
    {"tachwedd", kMonth, 11},
    {"rhagfyr", kMonth, 12},
    Of("gwanwyn", kSeason, Season::kSpring),
    Of("haf", kSeason, Season::kSummer),
    Of("gaeaf", kSeason, Season::kWinter),
    {"erbyn", kBy},
    {"ym", kWithin},
    Of("diwedd", kPart, Part::kEnd),
    Of("dechrau", kPart, Part::kEarly),
    Of("canol", kPart, Part::kMid),
};

// Words that mean something only together.
struct Term {
  std::array<std::string_view, 3> words;
  TokenKind kind;
  int value = 0;
};

template <typename Enum>
constexpr Term Together(std::string_view a, std::string_view b, TokenKind kind,
                        Enum value) {
  return {{a, b, ""}, kind, static_cast<int>(value)};
}

constexpr Term kTerms[] = {
    {{"12", "noon", ""}, kDayTime},
    {{"close", "of", "play"}, kDayTime},
    {{"close", "of", "business"}, kDayTime},
    {{"end", "of", "play"}, kDayTime},
    {{"end", "of", "business"}, kDayTime},
    {{"end", "of", "day"}, kDayTime},
    {{"with", "effect", "from"}, kFrom},
    Together("begin", "of", kPart, Part::kEarly),
    Together("good", "friday", kFeast, Feast::kGoodFriday),
    Together("easter", "sunday", kFeast, Feast::kEasterSunday),
    Together("easter", "day", kFeast, Feast::kEasterSunday),
    Together("easter", "monday", kFeast, Feast::kEasterMonday),
    Together("christmas", "eve", kFeast, Feast::kChristmasEve),
    Together("christmas", "day", kFeast, Feast::kChristmasDay),
    Together("boxing", "day", kFeast, Feast::kBoxingDay),
    {{"new", "years", "eve"}, kFeast, static_cast<int>(Feast::kNewYearsEve)},
    {{"new", "years", "day"}, kFeast, static_cast<int>(Feast::kNewYearsDay)},
    {{"new", "year", ""}, kNewYear},
    {{"half", "term", ""}, kHalfTerm},
    {{"dydd", "llun", ""}, kWeekday, 1},
    {{"dydd", "mawrth", ""}, kWeekday, 2},
    {{"dydd", "mercher", ""}, kWeekday, 3},
    {{"dydd", "iau", ""}, kWeekday, 4},
    {{"dydd", "gwener", ""}, kWeekday, 5},
    {{"dydd", "sadwrn", ""}, kWeekday, 6},
    {{"dydd", "sul", ""}, kWeekday, 7},
};

constexpr std::array<std::string_view, 16> kCalendarNames = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december",
    "spring",  "summer",   "autumn",    "winter"};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Bytes outside ASCII that are no sign we know belong to words.
bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// The plain sign for a sign of word processors, or 0 for any other character.
char PlainSign(uint32_t code_point) {
  if (code_point >= 0x2010 && code_point <= 0x2015) return '-';
  if (code_point >= 0x2000 && code_point <= 0x200A) return ' ';
  // Ticks, boxes and other marks that trackers set before a date.
  if (code_point >= 0x2190 && code_point <= 0x2BFF && code_point != 0x2192 &&
      code_point != 0x2212) {
    return '"';
  }
  switch (code_point) {
    case 0x2212:  // minus
      return '-';
    case 0x00A0:  // no-break space
    case 0x202F:
    case 0x3000:
      return ' ';
    case 0x2018:
    case 0x2019:
    case 0x00B4:
      return '\'';
    case 0x201C:
    case 0x201D:
    case 0x2022:  // bullet
    case 0x00B7:
      return '"';
    case 0x2044:  // fraction slash
      return '/';
    case 0x2026:  // ellipsis
      return ';';
    case 0x2192:  // arrow
      return '>';
    default:
      return 0;
  }
}

// Characters that nobody sees: soft hyphens, and the marks for breaking lines
// and for writing from right to left.
bool IsInvisible(uint32_t code_point) {
  return code_point == 0x00AD || code_point == 0xFEFF ||
         (code_point >= 0x200B && code_point <= 0x200F) ||
         (code_point >= 0x202A && code_point <= 0x202E) ||
         (code_point >= 0x2060 && code_point <= 0x2069);
}

// The text in lower case with plain signs, and where each byte came from.
struct Folded {
  std::string text;
  std::vector<size_t> from;

  explicit Folded(std::string_view source);
  void Add(char c, size_t position) {
    text.push_back(c);
    from.push_back(position);
  }
};

// Reads only the two- and three-byte forms in which the known signs are
// written; the character, or 0, and the length of what was read.
std::pair<uint32_t, size_t> ReadCharacter(std::string_view source) {
  const auto byte = [&](size_t i) -> uint32_t {
    return i < source.size() ? static_cast<unsigned char>(source[i]) : 0;
  };
  const auto continues = [&](size_t i) { return (byte(i) & 0xC0) == 0x80; };
  if ((byte(0) & 0xE0) == 0xC0 && continues(1)) {
    return {(byte(0) & 0x1F) << 6 | (byte(1) & 0x3F), 2};
  }
  if ((byte(0) & 0xF0) == 0xE0 && continues(1) && continues(2)) {
    return {(byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F),
            3};
  }
  return {0, 1};
}

// --- Cells that were copied from a web page ---

struct Markup {
  std::string_view signs;  // what it stands for
  size_t length = 0;       // 0 if it is none
};

struct Entity {
  std::string_view text;
  std::string_view sign;
};

constexpr Entity kEntities[] = {
    {"&nbsp;", " "},  {"&#160;", " "},  {"&ensp;", " "},   {"&emsp;", " "},
    {"&amp;", "&"},   {"&#38;", "&"},   {"&ndash;", "-"},  {"&#8211;", "-"},
    {"&mdash;", "-"}, {"&#8212;", "-"}, {"&shy;", ""},     {"&rarr;", ">"},
    {"&#8594;", ">"}, {"&gt;", ">"},    {"&lt;", "<"},     {"&apos;", "'"},
    {"&#39;", "'"},   {"&rsquo;", "'"}, {"&#8217;", "'"},  {"&lsquo;", "'"},
    {"&quot;", "\""}, {"&#8203;", ""},  {"&thinsp;", " "}, {"&zwnj;", ""},
};

// What tags stand for: what is struck out is marked, blocks are apart, and the
// rest only changes how letters look.
constexpr Entity kTags[] = {
    {"s", "~~"},  {"del", "~~"}, {"strike", "~~"}, {"br", " "},    {"p", " "},
    {"div", " "}, {"li", " "},   {"td", " "},      {"tr", " "},    {"b", ""},
    {"i", ""},    {"u", ""},     {"em", ""},       {"strong", ""}, {"span", ""},
    {"sup", ""},  {"font", ""},  {"ins", ""},
};

Markup ReadTag(std::string_view source) {
  constexpr size_t kLongest = 100;
  const size_t close = source.substr(0, kLongest).find('>');
  if (close == std::string_view::npos) return {};
  size_t begin = 1;
  if (source[begin] == '/') ++begin;
  size_t end = begin;
  while (absl::ascii_isalpha(static_cast<unsigned char>(source[end]))) ++end;
  if (source[end] != '>' && source[end] != ' ' && source[end] != '/') return {};
  std::string name(source.substr(begin, end - begin));
  for (char& c : name) c = absl::ascii_tolower(static_cast<unsigned char>(c));
  for (const Entity& tag : kTags) {
    if (tag.text == name) return {tag.sign, close + 1};
  }
  return {};
}

Markup ReadMarkup(std::string_view source) {
  if (source[0] == '<') return ReadTag(source);
  for (const Entity& entity : kEntities) {
    if (source.substr(0, entity.text.size()) == entity.text) {
      return {entity.sign, entity.text.size()};
    }
  }
  return {};
}

Folded::Folded(std::string_view source) {
  for (size_t i = 0; i < source.size();) {
    const char c = source[i];
    if (c == '&' || c == '<') {
      const Markup markup = ReadMarkup(source.substr(i));
      for (const char sign : markup.signs) Add(sign, i);
      i += markup.length;
      if (markup.length > 0) continue;
    }
    if (static_cast<unsigned char>(c) < 0x80) {
      const bool capital = c >= 'A' && c <= 'Z';
      Add(capital ? static_cast<char>(c - 'A' + 'a') : c, i);
      ++i;
      continue;
    }
    const auto [code_point, length] = ReadCharacter(source.substr(i));
    const char sign = PlainSign(code_point);
    if (IsInvisible(code_point)) {
      // It says nothing.
    } else if (sign != 0) {
      Add(sign, i);
    } else {
      for (size_t k = 0; k < length; ++k) Add(source[i + k], i + k);
    }
    i += length;
  }
  from.push_back(source.size());
}

struct Meaning {
  TokenKind kind;
  int value;
  bool ordinal;
  bool welsh;
};

const absl::flat_hash_map<std::string, Meaning>& Meanings() {
  static const auto& kMeanings = *[] {
    auto* meanings = new absl::flat_hash_map<std::string, Meaning>;
    const auto add = [&](std::span<const Entry> entries, bool ordinal,
                         bool welsh) {
      for (const Entry& entry : entries) {
        meanings->emplace(entry.text,
                          Meaning{entry.kind, entry.value, ordinal, welsh});
      }
    };
    add(kOrdinals, true, false);
    add(kVocabulary, false, false);
    add(kWelsh, false, true);
    return meanings;
  }();
  return kMeanings;
}

void Classify(Token& token) {
  token.kind = kWord;
  const auto found = Meanings().find(token.text);
  if (found == Meanings().end()) return;
  token.kind = found->second.kind;
  token.value = found->second.value;
  token.ordinal = found->second.ordinal;
  token.welsh = found->second.welsh;
}

// --- Words that belong together ---

// The number of tokens of the term that begins at `i`, or 0.
size_t Matches(const Term& term, const std::vector<Token>& tokens, size_t i) {
  size_t next = i;
  for (std::string_view word : term.words) {
    if (word.empty()) break;
    // "half-term".
    if (next > i && next < tokens.size() &&
        tokens[next].kind == TokenKind::kDash) {
      ++next;
    }
    if (next >= tokens.size() || tokens[next].text != word) return 0;
    if (next > i && tokens[next].gap > Gap::kSpace) return 0;
    ++next;
  }
  return next - i;
}

void Merge(std::vector<Token>& tokens, size_t i, size_t count) {
  for (size_t k = i + 1; k < i + count; ++k) {
    if (tokens[k].kind != TokenKind::kDash) tokens[i].text += ' ';
    if (tokens[k].kind != TokenKind::kDash) tokens[i].text += tokens[k].text;
  }
  tokens[i].end = tokens[i + count - 1].end;
  const auto from = tokens.begin() + static_cast<std::ptrdiff_t>(i) + 1;
  tokens.erase(from, from + static_cast<std::ptrdiff_t>(count) - 1);
}

// "twenty-first": a ten and an ordinal below ten.
size_t CountOrdinal(const std::vector<Token>& tokens, size_t i) {
  if (tokens[i].text != "twenty" && tokens[i].text != "thirty") return 0;
  size_t next = i + 1;
  if (next < tokens.size() && tokens[next].kind == TokenKind::kDash) ++next;
  const bool ordinal =
      next < tokens.size() && tokens[next].ordinal && tokens[next].value < 10;
  return ordinal ? next - i + 1 : 0;
}

void MergeOrdinal(std::vector<Token>& tokens, size_t i) {
  const size_t count = CountOrdinal(tokens, i);
  if (count == 0) return;
  const int tens = tokens[i].text == "twenty" ? 20 : 30;
  tokens[i].value = tens + tokens[i + count - 1].value;
  tokens[i].kind = TokenKind::kCount;
  tokens[i].ordinal = true;
  Merge(tokens, i, count);
}

void MergeTerms(std::vector<Token>& tokens) {
  for (size_t i = 0; i + 1 < tokens.size(); ++i) {
    MergeOrdinal(tokens, i);
    for (const Term& term : kTerms) {
      const size_t count = Matches(term, tokens, i);
      if (count == 0) continue;
      tokens[i].kind = term.kind;
      tokens[i].value = term.value;
      Merge(tokens, i, count);
      break;
    }
  }
}

class Lexer {
 public:
  explicit Lexer(std::string_view source) : folded_(source) {}

  std::vector<Token> Run() {
    while (at_ < size()) Step();
    MergeTerms(tokens_);
    return std::move(tokens_);
  }

 private:
  size_t size() const { return folded_.text.size(); }
  char Peek(size_t ahead = 0) const {
    return at_ + ahead < size() ? folded_.text[at_ + ahead] : ' ';
  }
  char Previous() const { return at_ > 0 ? folded_.text[at_ - 1] : ' '; }

  void Widen(Gap gap) { gap_ = std::max(gap_, gap); }

  void Step() {
    const char c = Peek();
    if (IsDigit(c)) {
      ReadNumber();
    } else if (IsLetter(c)) {
      ReadWord();
    } else if (IsSpace(c)) {
      Widen(Gap::kSpace);
      ++at_;
    } else {
      ReadPunctuation(c);
    }
  }

  Token& Push(TokenKind kind, size_t begin) {
    Token token;
    token.kind = kind;
    token.gap = tokens_.empty() ? Gap::kStop : gap_;
    token.text = folded_.text.substr(begin, at_ - begin);
    token.begin = folded_.from[begin];
    token.end = folded_.from[at_];
    tokens_.push_back(std::move(token));
    gap_ = Gap::kGlued;
    return tokens_.back();
  }

  // The length of "10:30", "10:30:00.5", "5pm" or "5.30 pm" from here, or 0.
  size_t CountDayTime() const {
    size_t i = CountDigits(0);
    if (i == 4) return CountHours(i);
    if (i == 0 || i > 2) return 0;
    if (Peek(i) == ':' && CountDigits(i + 1) == 2) {
      while ((Peek(i) == ':' || Peek(i) == '.') && IsDigit(Peek(i + 1))) {
        i += 1 + CountDigits(i + 1);
      }
      return i;
    }
    if (Peek(i) == '.' && CountDigits(i + 1) == 2) i += 3;
    if (const size_t hours = CountHours(i); hours > 0) return hours;
    if (IsSpace(Peek(i))) ++i;
    const bool half_day =
        (Peek(i) == 'a' || Peek(i) == 'p') && Peek(i + 1) == 'm';
    return half_day && !IsLetter(Peek(i + 2)) ? i + 2 : 0;
  }
  // Where "17.00 hrs", "1700hrs" and the "17.00" of "17.00 on" end whose digits
  // end at `i`, or 0.
  size_t CountHours(size_t i) const {
    const std::string_view rest =
        std::string_view(folded_.text).substr(std::min(at_ + i, size()));
    const size_t space = !rest.empty() && IsSpace(rest[0]) ? 1 : 0;
    const std::string_view word = rest.substr(space);
    for (std::string_view unit : {"hrs", "hours"}) {
      const bool found = i > 2 && word.substr(0, unit.size()) == unit &&
                         !IsLetter(Peek(i + space + unit.size()));
      if (found) return i + space + unit.size();
    }
    const bool clock = Peek(i - 3) == '.' && word.substr(0, 3) == "on ";
    return i > 3 && space == 1 && clock ? i : 0;
  }
  size_t CountDigits(size_t ahead) const {
    size_t i = ahead;
    while (IsDigit(Peek(i))) ++i;
    return i - ahead;
  }

  void ReadNumber() {
    constexpr int kHuge = 100000000;
    const size_t begin = at_;
    if (const size_t length = CountDayTime(); length > 0) {
      at_ += length;
      Push(kDayTime, begin);
      return;
    }
    const bool apostrophe = Previous() == '\'';
    int value = 0;
    while (IsDigit(Peek())) {
      if (value < kHuge) value = value * 10 + (Peek() - '0');
      ++at_;
    }
    Token& token = Push(kNumber, begin);
    token.value = value;
    token.digits = static_cast<int>(at_ - begin);
    token.apostrophe = apostrophe;
    if (OrdinalEnding()) {
      token.ordinal = true;
      at_ += 2;
      token.end = folded_.from[at_];
    }
  }

  bool OrdinalEnding() const {
    if (IsLetter(Peek(2))) return false;
    const std::string_view ending =
        std::string_view(folded_.text).substr(at_, 2);
    return ending == "st" || ending == "nd" || ending == "rd" || ending == "th";
  }

  void ReadWord() {
    const size_t begin = at_;
    while (IsLetter(Peek()) || (Peek() == '\'' && IsLetter(Peek(1)))) ++at_;
    Token& token = Push(kWord, begin);
    std::erase(token.text, '\'');
    Classify(token);
  }

  void ReadSingle(TokenKind kind) {
    ++at_;
    Push(kind, at_ - 1);
  }

  void ReadPunctuation(char c) {
    switch (c) {
      case '/':
        return ReadSingle(kSlash);
      case '-':
      case '=':
        return ReadDash();
      case '>':
        return ReadSingle(kArrow);
      case ',':
        return ReadSingle(kComma);
      case '&':
        return ReadSingle(kAnd);
      case '~':
        return ReadTilde();
      case '?':
        return ReadSingle(kDoubt);
      case '+':
      case '<':
        return ReadSingle(kSymbol);
      case '.':
        return ReadDot();
      case ';':
      case '!':
      case '|':
        Widen(Gap::kStop);
        break;
      default:
        Widen(Gap::kLight);
    }
    ++at_;
  }

  // "~March", or the mark of what is struck out: "~~March 2024~~".
  void ReadTilde() {
    if (Peek(1) != '~') return ReadSingle(kAbout);
    at_ += 2;
    Push(kStrike, at_ - 2);
  }

  // A dash, or an arrow: "->", "-->", "=>".
  void ReadDash() {
    const size_t begin = at_;
    size_t i = 0;
    while (Peek(i) == '-' || Peek(i) == '=') ++i;
    if (Peek(i) == '>') {
      at_ += i + 1;
      Push(kArrow, begin);
    } else if (Peek() == '=') {
      Widen(Gap::kLight);
      ++at_;
    } else {
      ReadSingle(kDash);
    }
  }

  void ReadDot() {
    const bool glued = IsDigit(Peek(1)) || IsMonthAhead(1);
    if (IsDigit(Previous()) && glued) return ReadSingle(kDot);
    // The open end of an interval: "2018-02-01/..".
    if (Peek(1) == '.' && (Previous() == '/' || Peek(2) == '/')) {
      at_ += 2;
      Push(kSymbol, at_ - 2);
      return;
    }
    Widen(AfterAbbreviation() ? Gap::kSpace : Gap::kStop);
    ++at_;
  }

  // "4.Mar.2025", but not "in 2024.March will be".
  bool IsMonthAhead(size_t ahead) const {
    size_t end = ahead;
    while (IsLetter(Peek(end))) ++end;
    const auto found =
        Meanings().find(folded_.text.substr(at_ + ahead, end - ahead));
    const bool year = tokens_.empty() || tokens_.back().digits > 2;
    return !year && found != Meanings().end() && found->second.kind == kMonth;
  }

  // "Sept. 2024" and "T.B.C." go on after the full stop.
  bool AfterAbbreviation() const {
    if (tokens_.empty() || gap_ != Gap::kGlued) return false;
    const Token& last = tokens_.back();
    const bool short_name = last.kind == kMonth || last.kind == kWeekday;
    return (IsLetter(last.text.back()) && last.text.size() == 1) ||
           last.text == "approx" || last.text == "est" || last.text == "orig" ||
           last.text == "prev" || last.text == "beg" || last.text == "begin" ||
           (short_name && last.text.size() <= 4 && last.text != "may");
  }

  Folded folded_;
  size_t at_ = 0;
  Gap gap_ = Gap::kGlued;
  std::vector<Token> tokens_;
};

bool IsWordOrNumber(const Token& token) {
  return IsLetter(token.text.front()) || IsDigit(token.text.front());
}

}  // namespace

Tokens::Tokens(std::string_view source)
    : source_(source), tokens_(Lexer(source).Run()), words_(" ") {
  for (const Token& token : tokens_) {
    if (!IsWordOrNumber(token)) continue;
    words_ += token.text;
    words_ += ' ';
  }
}

std::string_view Tokens::Source(size_t begin, size_t end) const {
  if (begin >= end || end > size()) return {};
  const size_t from = tokens_[begin].begin;
  return source_.substr(from, tokens_[end - 1].end - from);
}

std::span<const std::string_view> CalendarNames() { return kCalendarNames; }

}  // namespace actionplan::internal
