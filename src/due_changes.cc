#include "internal/due_changes.h"

#include <algorithm>
#include <string_view>

namespace actionplan::internal {
namespace {

using enum TokenKind;

enum class Role { kNone, kNow, kWas, kMoved };

struct RoleWord {
  std::string_view word;
  Role role;
};

// kMoved is a change, which the words after it tell from ("from") and to.
constexpr RoleWord kRoleWords[] = {
    {"was", Role::kWas},           {"were", Role::kWas},
    {"original", Role::kWas},      {"originally", Role::kWas},
    {"orig", Role::kWas},          {"prev", Role::kWas},
    {"previous", Role::kWas},      {"previously", Role::kWas},
    {"former", Role::kWas},        {"formerly", Role::kWas},
    {"initial", Role::kWas},       {"initially", Role::kWas},
    {"old", Role::kWas},           {"baseline", Role::kWas},
    {"prior", Role::kWas},         {"superseded", Role::kWas},
    {"replaces", Role::kWas},      {"replacing", Role::kWas},
    {"now", Role::kNow},           {"new", Role::kNow},
    {"current", Role::kNow},       {"currently", Role::kNow},
    {"revised", Role::kMoved},     {"amended", Role::kMoved},
    {"changed", Role::kMoved},     {"updated", Role::kMoved},
    {"extended", Role::kMoved},    {"moved", Role::kMoved},
    {"slipped", Role::kMoved},     {"delayed", Role::kMoved},
    {"postponed", Role::kMoved},   {"deferred", Role::kMoved},
    {"rescheduled", Role::kMoved}, {"rephased", Role::kMoved},
    {"reprofiled", Role::kMoved},  {"replanned", Role::kMoved},
    {"rolled", Role::kMoved},      {"brought", Role::kMoved},
    {"pushed", Role::kMoved},      {"put", Role::kMoved},
};

// Words that may stand between one of those and its date.
constexpr std::string_view kBetweenWords[] = {
    "target", "date",     "dates",      "due",       "deadline", "timescale",
    "finish", "delivery", "completion", "set",       "planned",  "scheduled",
    "as",     "is",       "been",       "be",        "has",      "back",
    "over",   "forward",  "forwards",   "backwards", "out",      "it",
};

Role RoleOf(const Token& token) {
  const auto* const found =
      std::find_if(std::begin(kRoleWords), std::end(kRoleWords),
                   [&](const RoleWord& row) { return row.word == token.text; });
  return found == std::end(kRoleWords) ? Role::kNone : found->role;
}

bool MayStandBetween(const Token& token) {
  switch (token.kind) {
    case kArticle:
    case kPreposition:
    case kWithin:
    case kBy:
    case kTo:
    case kUntil:
    case kFrom:
    case kDash:
    case kComma:
      return true;
    default:
      return std::find(std::begin(kBetweenWords), std::end(kBetweenWords),
                       token.text) != std::end(kBetweenWords);
  }
}

// Where the word stands that gives the phrase its role, looking back from it no
// further than `floor`; floor - 1 if there is none.
std::optional<size_t> FindRoleWord(const Tokens& tokens, const Phrase& phrase,
                                   size_t floor) {
  for (size_t i = phrase.points.front().begin; i > floor; --i) {
    const Token& token = tokens[i - 1];
    if (RoleOf(token) != Role::kNone) return i - 1;
    if (!MayStandBetween(token)) break;
  }
  return std::nullopt;
}

// "March 2024 (original)".
Role RoleAfter(const Tokens& tokens, const Phrase& phrase) {
  const Token& word = tokens[phrase.end];
  const Token& next = tokens[phrase.end + 1];
  const bool closed = next.kind == kEnd || next.kind == kComma ||
                      next.kind == kSlash || next.gap >= Gap::kLight;
  if (word.gap != Gap::kLight || !closed) return Role::kNone;
  const Role role = RoleOf(word);
  return role == Role::kMoved ? Role::kNow : role;
}

Role RoleBefore(const Tokens& tokens, const Phrase& phrase, size_t floor) {
  const std::optional<size_t> at = FindRoleWord(tokens, phrase, floor);
  if (!at.has_value()) return Role::kNone;
  const Role role = RoleOf(tokens[*at]);
  if (role != Role::kMoved) return role;
  return phrase.bound == Bound::kFrom ? Role::kWas : Role::kNow;
}

bool IsEarlier(const Tokens& tokens, const Phrase& phrase, size_t floor) {
  for (size_t i = phrase.points.front().begin; i > floor; --i) {
    if (tokens[i - 1].text == "brought") return true;
  }
  return false;
}

// "Extended to June 2025 from March 2025".
bool FollowsAsOrigin(const Tokens& tokens, const Phrase& before, Role role,
                     const Phrase& phrase) {
  return role == Role::kNow && phrase.bound == Bound::kFrom &&
         phrase.begin == before.end && tokens[phrase.begin].kind == kFrom;
}

bool ArrowBetween(const Tokens& tokens, const Phrase& a, const Phrase& b) {
  return b.begin == a.end + 1 && tokens[a.end].kind == kArrow;
}

// "~~March 2024~~ June 2024".
bool IsStruckOut(const Tokens& tokens, const Phrase& phrase) {
  size_t marks = 0;
  for (size_t i = 0; i < phrase.begin; ++i) {
    if (tokens[i].kind == kStrike) ++marks;
  }
  if (marks % 2 == 0) return false;
  for (size_t i = phrase.end; i < tokens.size(); ++i) {
    if (tokens[i].kind == kStrike) return true;
  }
  return false;
}

std::vector<Role> RolesByWords(const Tokens& tokens,
                               const std::vector<Phrase>& phrases) {
  std::vector<Role> roles;
  size_t floor = 0;
  for (const Phrase& phrase : phrases) {
    Role role = IsStruckOut(tokens, phrase) ? Role::kWas
                                            : RoleBefore(tokens, phrase, floor);
    if (role == Role::kNone) role = RoleAfter(tokens, phrase);
    if (role == Role::kNone && !roles.empty() &&
        FollowsAsOrigin(tokens, phrases[roles.size() - 1], roles.back(),
                        phrase)) {
      role = Role::kWas;
    }
    roles.push_back(role);
    floor = phrase.end;
    // The word after a phrase in brackets is its own and not of the next.
    if (RoleAfter(tokens, phrase) != Role::kNone) ++floor;
  }
  return roles;
}

// One phrase without a word is what the others are not.
void Complement(std::vector<Role>& roles) {
  const auto none = std::find(roles.begin(), roles.end(), Role::kNone);
  if (none == roles.end()) return;
  const bool any_was =
      std::find(roles.begin(), roles.end(), Role::kWas) != roles.end();
  const bool any_now =
      std::find(roles.begin(), roles.end(), Role::kNow) != roles.end();
  if (any_was == any_now) return;
  *none = any_was ? Role::kNow : Role::kWas;
}

// "Originally X, then Y, now Z": what is before the new one is old.
void TakeInterim(std::vector<Role>& roles) {
  const auto now = std::find(roles.rbegin(), roles.rend(), Role::kNow);
  const bool any_was =
      std::find(roles.begin(), roles.end(), Role::kWas) != roles.end();
  if (now == roles.rend() || !any_was) return;
  std::replace(roles.begin(), now.base() - 1, Role::kNone, Role::kWas);
}

std::optional<Change> ChangeByArrows(const Tokens& tokens,
                                     const std::vector<Phrase>& phrases) {
  for (size_t i = 0; i + 1 < phrases.size(); ++i) {
    if (!ArrowBetween(tokens, phrases[i], phrases[i + 1])) return std::nullopt;
  }
  return Change{phrases.size() - 1, 0, true, false};
}

}  // namespace

void SplitChanges(const Tokens& tokens, std::vector<Phrase>& phrases) {
  size_t floor = 0;
  for (size_t i = 0; i < phrases.size(); ++i) {
    const Phrase phrase = phrases[i];
    const std::optional<size_t> word = FindRoleWord(tokens, phrase, floor);
    floor = phrase.end;
    const bool moved =
        word.has_value() && RoleOf(tokens[*word]) == Role::kMoved &&
        phrase.bound == Bound::kFrom && phrase.points.size() == 2 &&
        phrase.joints.front() == Joint::kRange;
    if (!moved) continue;
    Phrase was = phrase;
    was.points.pop_back();
    was.joints.clear();
    was.end = was.points.back().end;
    Phrase now = phrase;
    now.points.erase(now.points.begin());
    now.joints.clear();
    now.begin = now.points.front().begin;
    now.bound = Bound::kUntil;
    phrases[i] = was;
    phrases.insert(phrases.begin() + static_cast<std::ptrdiff_t>(i) + 1, now);
    ++i;
  }
}

std::optional<Change> FindChange(const Tokens& tokens,
                                 const std::vector<Phrase>& phrases) {
  if (phrases.size() < 2) return std::nullopt;
  std::vector<Role> roles = RolesByWords(tokens, phrases);
  // The second half of "moved from X to Y".
  for (size_t i = 1; i < roles.size(); ++i) {
    const bool half = roles[i] == Role::kNone && roles[i - 1] == Role::kWas &&
                      phrases[i].bound == Bound::kUntil;
    if (half) roles[i] = Role::kNow;
  }
  Complement(roles);
  TakeInterim(roles);
  if (std::find(roles.begin(), roles.end(), Role::kNone) != roles.end()) {
    return ChangeByArrows(tokens, phrases);
  }
  const auto was = std::find(roles.begin(), roles.end(), Role::kWas);
  const auto now = std::find(roles.rbegin(), roles.rend(), Role::kNow);
  if (was == roles.end() || now == roles.rend()) return std::nullopt;
  Change change;
  change.was = static_cast<size_t>(was - roles.begin());
  change.now = roles.size() - 1 - static_cast<size_t>(now - roles.rbegin());
  change.earlier =
      IsEarlier(tokens, phrases[change.now],
                change.now > 0 ? phrases[change.now - 1].end : 0) ||
      IsEarlier(tokens, phrases[change.was],
                change.was > 0 ? phrases[change.was - 1].end : 0);
  return change;
}

namespace {

enum class Label { kNone, kDue, kDone, kStart, kEndOfWork };

struct LabelWord {
  std::string_view word;
  Label label;
};

constexpr LabelWord kLabelWords[] = {
    {"started", Label::kStart},    {"begin", Label::kStart},
    {"beg", Label::kStart},        {"due", Label::kDue},
    {"target", Label::kDue},       {"deadline", Label::kDue},
    {"planned", Label::kDue},      {"completed", Label::kDone},
    {"complete", Label::kDone},    {"actual", Label::kDone},
    {"achieved", Label::kDone},    {"done", Label::kDone},
    {"closed", Label::kDone},      {"delivered", Label::kDone},
    {"finished", Label::kDone},    {"start", Label::kStart},
    {"starts", Label::kStart},     {"starting", Label::kStart},
    {"begins", Label::kStart},     {"commencing", Label::kStart},
    {"commences", Label::kStart},  {"end", Label::kEndOfWork},
    {"ends", Label::kEndOfWork},   {"ending", Label::kEndOfWork},
    {"finish", Label::kEndOfWork}, {"finishes", Label::kEndOfWork},
};

Label LabelOf(const Token& token) {
  const auto* const found = std::find_if(
      std::begin(kLabelWords), std::end(kLabelWords),
      [&](const LabelWord& row) { return row.word == token.text; });
  return found == std::end(kLabelWords) ? Label::kNone : found->label;
}

// The nearest label before the date, or the one that is read as a part of it:
// the "end" of "end March 2025".
Label LabelBefore(const Tokens& tokens, const Phrase& phrase, size_t floor) {
  const size_t begin = phrase.points.front().begin;
  for (size_t i = begin + 1; i > floor; --i) {
    const Label label = LabelOf(tokens[i - 1]);
    // "Complete by March" is an order.
    const bool order = label == Label::kDone && phrase.bound != Bound::kPlain;
    if (label != Label::kNone) return order ? Label::kDue : label;
    const bool passes =
        MayStandBetween(tokens[i - 1]) || RoleOf(tokens[i - 1]) != Role::kNone;
    if (i <= begin && !passes) break;
  }
  return Label::kNone;
}

}  // namespace

std::optional<Labels> FindLabels(const Tokens& tokens,
                                 const std::vector<Phrase>& phrases) {
  if (phrases.size() != 2) return std::nullopt;
  const Label a = LabelBefore(tokens, phrases[0], 0);
  const Label b = LabelBefore(tokens, phrases[1], phrases[0].end);
  const bool ends = b == Label::kEndOfWork || b == Label::kDue;
  if (a == Label::kStart && ends) return Labels{1, 0, true};
  if (a == Label::kDone && b == Label::kDue) return Labels{1, 0, false};
  const bool due = a == Label::kDue || a == Label::kNone;
  if (due && b == Label::kDone) return Labels{0, 1, false};
  return std::nullopt;
}

bool IsMovedByLength(const Tokens& tokens) {
  for (size_t i = 0; i + 3 < tokens.size(); ++i) {
    if (tokens[i + 1].kind != kBy || tokens[i + 3].kind != kUnit) continue;
    const TokenKind count = tokens[i + 2].kind;
    const bool counts = count == kNumber || count == kCount ||
                        tokens[i + 2].text == "a" || tokens[i + 2].text == "an";
    if (counts && RoleOf(tokens[i]) == Role::kMoved) return true;
  }
  return false;
}

OldDate FindOldDate(const Tokens& tokens, const Phrase& phrase) {
  if (IsStruckOut(tokens, phrase)) return OldDate::kStruckOut;
  const std::optional<size_t> word = FindRoleWord(tokens, phrase, 0);
  if (RoleAfter(tokens, phrase) == Role::kWas) return OldDate::kWas;
  // The "prior" of "prior to March" is of the phrase.
  if (!word.has_value() || *word >= phrase.begin) return OldDate::kNo;
  const Role role = RoleOf(tokens[*word]);
  if (role == Role::kWas) return OldDate::kWas;
  const bool from = role == Role::kMoved && phrase.bound == Bound::kFrom;
  return from ? OldDate::kMoved : OldDate::kNo;
}

}  // namespace actionplan::internal
