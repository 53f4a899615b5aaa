// One point: what may stand before its unit ("mid-", "next", "the end of"), and
// units without a number ("the financial year"). The units themselves are read
// in the files that internal/due_point_reader.h names.

#include "internal/due_points.h"

#include <cstddef>
#include <optional>

#include "internal/due_point_reader.h"

namespace actionplan::internal {
namespace {

Grain GrainOfUnit(const Point& point) {
  switch (point.unit) {
    case Unit::kWeek:
      return Grain::kDay;
    case Unit::kQuarter:
      return Grain::kQuarter;
    case Unit::kTerm:
      return Grain::kTerm;
    case Unit::kYear:
      return point.any_year || point.year_kind == YearKind::kFinancial
                 ? Grain::kFinancialYear
             : point.year_kind == YearKind::kAcademic  ? Grain::kAcademicYear
             : point.year_kind == YearKind::kMunicipal ? Grain::kMunicipalYear
                                                       : Grain::kYear;
    default:
      return Grain::kMonth;
  }
}

}  // namespace

using enum TokenKind;

std::optional<Point> PointReader::Read() {
  std::optional<Point> point = ReadWithWeek(begin_);
  if (!point.has_value()) point = ReadWithRelation(begin_);
  if (!point.has_value()) point = ReadWithPart(begin_);
  if (!point.has_value()) point = ReadUnitEnd(begin_);
  if (!point.has_value()) point = ReadCore(begin_);
  if (!point.has_value()) point = ReadCounted(t_, begin_, after_joint_);
  if (point.has_value()) point->begin = begin_;
  return point;
}

bool PointReader::GoesOn(size_t end, TokenKind sign) const {
  if (!Glued(end)) return false;
  switch (t_[end].kind) {
    case kDot:
    case kNumber:
    case kWord:
      // "2018-02-28T10:00".
      return t_[end].text != "t";
    case kDash:
    case kSlash:
      if (!Glued(end + 1)) return false;
      // "2025/26-ongoing".
      if (t_[end + 1].kind == kWord) {
        return t_[end + 1].text != "ongoing" && t_[end + 1].text != "present";
      }
      return t_[end + 1].kind == kNumber &&
             (sign == kEnd || sign == t_[end].kind);
    default:
      return false;
  }
}

bool PointReader::IsTaken(size_t i) const {
  const Token& before = t_.Before(i);
  if (t_[i].gap == Gap::kStop) return false;
  if (before.kind == kReference) return true;
  // "First half 2024/25" is read from its first word on.
  if (before.kind == kUnit) return before.text != "half" || i == begin_;
  if (!Glued(i)) return false;
  switch (before.kind) {
    case kDash:
    case kSlash:
      return before.gap == Gap::kGlued && IsHeldBySign(t_.Before(i, 2));
    case kComma:
      return t_.Before(i, 2).kind == kNumber && !after_joint_;
    case kDot:
      return t_.Before(i, 2).kind == kNumber;
    case kMonth:
    case kAnd:
    case kAbout:
    case kStrike:
      return false;
    default:
      return true;
  }
}

bool PointReader::IsHeldBySign(const Token& token) const {
  return token.kind == kWord || token.kind == kQuarter ||
         token.kind == kYearMark || (token.kind == kNumber && !after_joint_);
}

bool PointReader::IsListSign(size_t i) const {
  return Is(i, kAnd) || Is(i, kOr) || Is(i, kDash) || Is(i, kSlash) ||
         Is(i, kTo) || Is(i, kComma);
}

bool PointReader::IsPlainWord(size_t i) const {
  return (Is(i, kWord) || Is(i, kFunction) || Is(i, kMeeting)) &&
         t_[i].gap == Gap::kSpace;
}

bool PointReader::IsLast(size_t i) const {
  return Is(i, kRelation) && t_[i].text == "last";
}

std::optional<Point> PointReader::ReadCore(size_t i) const {
  if (Is(i, kWeekday)) return ReadWeekday(i);
  if (auto point = ReadNumeric(i)) return point;
  if (auto point = ReadDay(i)) return point;
  if (auto point = ReadMonth(i)) return point;
  if (auto point = ReadSeason(i)) return point;
  if (auto point = ReadHalfTerm(i)) return point;
  if (auto point = ReadQuarter(i)) return point;
  if (auto point = ReadMonthOfYear(i)) return point;
  if (auto point = ReadHalfOf(i)) return point;
  if (auto point = ReadFeast(i)) return point;
  if (auto point = ReadNewYear(i)) return point;
  if (auto point = ReadYearFirst(i)) return point;
  return ReadYears(i);
}

// "Month", "financial year", without a number or a year of its own.
std::optional<Point> PointReader::ReadUnitOfNow(size_t i,
                                                Relation relation) const {
  Point point;
  point.counted = Counted::kUnit;
  point.relation = relation;
  const bool kind = Is(i, kYearKind) && IsUnit(i + 1, Unit::kYear);
  if (kind) {
    point.year_kind = static_cast<YearKind>(t_[i].value);
    ++i;
  }
  if (!Is(i, kUnit)) return std::nullopt;
  point.unit = static_cast<Unit>(t_[i].value);
  point.end = i + 1;
  const bool counts = point.unit != Unit::kDay && point.unit != Unit::kOther;
  const Token& next = t_[i + 1];
  // "Year 1", "term 2", "week commencing"; "month of June".
  const bool numbered =
      Joined(i + 1) && (next.kind == kNumber || next.kind == kCount ||
                        next.text == "commencing");
  if (!counts || numbered) return std::nullopt;
  point.any_year = point.unit == Unit::kYear && !kind;
  point.grain = GrainOfUnit(point);
  return point;
}

// "Year end", "financial year-end", "month end June 2025".
std::optional<Point> PointReader::ReadUnitEnd(size_t i) const {
  const size_t unit = Is(i, kYearKind) ? i + 1 : i;
  if (!Is(unit, kUnit)) return std::nullopt;
  size_t end = unit + 1;
  if (Is(end, kDash)) ++end;
  if (!IsWord(end, "end")) return std::nullopt;
  std::optional<Point> point = ReadCore(SkipArticles(end + 1));
  const bool named =
      point.has_value() && point->grain != Grain::kDay && !point->has_part();
  if (named) {
    if (point->grain == Grain::kYear) {
      point->any_year = true;  // which year ends is settled later
    }
  } else {
    point = ReadUnitOfNow(i, Relation::kNone);
    if (!point.has_value() || point->unit == Unit::kWeek) return std::nullopt;
    point->end = end + 1;
  }
  point->part = Part::kEnd;
  point->last_part = Part::kEnd;
  return point;
}

// "next summer", "last January".
std::optional<Point> PointReader::ReadWithRelation(size_t i) const {
  if (!Is(i, kRelation)) return std::nullopt;
  // "The last quarter of 2024/25"; without a year it is the one before now.
  if (auto last = ReadQuarter(i); last.has_value() && last->year) return last;
  if (auto last = ReadHalfOf(i)) return last;
  const auto relation = static_cast<Relation>(t_[i].value);
  if (auto unit = ReadUnitOfNow(i + 1, relation)) return unit;
  std::optional<Point> point = ReadWithPart(i + 1);
  if (!point.has_value()) point = ReadCore(i + 1);
  if (!point.has_value() || point->year.has_value()) return std::nullopt;
  point->relation = relation;
  point->confidence = Confidence::kLow;
  return point;
}

// "mid-August", "the end of 2025", "mid to late March".
std::optional<Point> PointReader::ReadWithPart(size_t i) const {
  if (!Is(i, kPart)) return std::nullopt;
  const Part part = static_cast<Part>(t_[i].value);
  Part last_part = part;
  size_t next = i + 1;
  size_t second = next;
  while (IsListSign(second)) ++second;
  if (second > next && Is(second, kPart)) {
    last_part = static_cast<Part>(t_[second].value);
    next = second + 1;
  }
  if (Is(next, kDash)) ++next;
  // "Start: May 2018" and "to start in May 2018" name no part of May.
  const bool adverb = part != Part::kEnd && t_[i].text != "start" &&
                      t_[i].text != "beginning" && t_[i].text != "beg";
  if (t_[next].gap == Gap::kLight) return std::nullopt;
  while (Is(next, kArticle) || (adverb && Is(next, kWithin))) ++next;
  Relation relation = Relation::kNone;
  if (Is(next, kRelation)) {
    relation = static_cast<Relation>(t_[next].value);
    ++next;
  }
  std::optional<Point> point = ReadCore(next);
  const bool now =
      !point.has_value() && (part == Part::kEnd || relation != Relation::kNone);
  if (now) point = ReadUnitOfNow(next, relation);
  if (!point.has_value() || point->grain == Grain::kDay) return std::nullopt;
  if (now) {
    // Its relation is counted.
  } else if (relation != Relation::kNone && !point->year.has_value()) {
    point->relation = relation;
    point->confidence = Confidence::kLow;
  }
  point->part = part;
  point->last_part = last_part;
  point->TakeLikelyYear();
  return point;
}

void Point::TakeLikelyYear() {
  if (!likely_year.has_value()) return;
  year = likely_year;
  likely_year.reset();
  confidence = LessSure(confidence, Confidence::kMedium);
}

std::optional<Point> ReadPoint(const Tokens& tokens, size_t at,
                               const DueConventions& conventions,
                               bool after_joint) {
  return PointReader(tokens, at, conventions, after_joint).Read();
}

}  // namespace actionplan::internal
