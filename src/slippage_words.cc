// The sentences of findings, and the dates in them with where they were said.

#include <algorithm>

#include "actionplan/slippage.h"
#include "internal/slippage_context.h"
#include "internal/strings.h"

namespace actionplan {
namespace {

using internal::StrCat;

// "61 days later", "3 days earlier".
std::string LaterOrEarlier(Days days) {
  if (days < Days(0)) return StrCat(ToWords(-days), " earlier");
  return StrCat(ToWords(days), " later");
}

std::string DayOrUndated(const Due& due) {
  return due.is_dated() ? due.last()->ToWords() : due.ToWords();
}

std::string JoinIds(const std::vector<std::string>& ids) {
  std::string words;
  for (const std::string& id : ids) {
    absl::StrAppend(&words, words.empty() ? "" : " needs ", id);
  }
  return words;
}

class Words {
 public:
  explicit Words(const Slippage& finding)
      : finding_(finding),
        context_(*finding.context),
        snapshot_(context_.snapshot),
        state_(context_.state(finding.milestone)) {}

  std::string Sentence() const {
    switch (finding_.kind) {
      case SlippageKind::kOverdue:
        return Overdue();
      case SlippageKind::kExtended:
        return Extended();
      case SlippageKind::kReplanned:
      case SlippageKind::kBroughtForward:
      case SlippageKind::kQuietMove:
        return Moved();
      case SlippageKind::kSerial:
        return Serial();
      case SlippageKind::kForecastLate:
        return ForecastLate();
      case SlippageKind::kCompletedLate:
        return CompletedLate();
      case SlippageKind::kPerhapsLate:
        return PerhapsLate();
      case SlippageKind::kLateStart:
        return LateStart();
      case SlippageKind::kStalled:
        return Stalled();
      case SlippageKind::kKnockOn:
        return KnockOn();
      case SlippageKind::kUndated:
        return StrCat("not complete, and ", state_.due.ToWords());
    }
    return "";
  }

  std::vector<SeenFact> Facts() && {
    Say("original due", state_.original_due.ToWords(),
        state_.original_due_said);
    AddMoves();
    if (state_.moves.empty() && state_.due_said != state_.original_due_said) {
      Say("due", state_.due.ToWords(), state_.due_said);
    }
    AddOwn();
    Say("as of", snapshot_.as_of().ToWords(), kNeverSaid);
    return std::move(facts_);
  }

 private:
  // The original due beside the present one, where they differ.
  std::string OriginallyDue() const {
    if (state_.original_due.last() == state_.due.last()) return "";
    return StrCat(" (originally ", DayOrUndated(state_.original_due), ")");
  }

  std::string DueWords() const {
    return StrCat("due ", state_.due.last()->ToWords(), OriginallyDue());
  }

  // " (12 working days)".
  std::string Working() const {
    if (!finding_.working_days.has_value()) return "";
    const WorkingDays days = *finding_.working_days;
    return StrCat(" (", ToWords(days < WorkingDays(0) ? -days : days), ")");
  }

  std::string Overdue() const {
    return StrCat(DueWords(), ", not complete on ", finding_.to->ToWords(),
                  ": ", ToWords(*finding_.days), " overdue", Working());
  }

  const DueMove& Move() const {
    return state_.moves[static_cast<size_t>(finding_.move)];
  }

  std::string Extended() const {
    const DueMove& move = Move();
    return StrCat("due ", finding_.from->ToWords(), " and ",
                  ToWords(move.on - *finding_.from),
                  " overdue when its due was moved, on ", move.on.ToWords(),
                  ", to ", DayOrUndated(move.to),
                  ", so that it no longer counts as overdue; not complete on ",
                  finding_.to->ToWords(), ", ", ToWords(*finding_.days),
                  " after that due", Working(), WhoAndWhy(move));
  }

  static std::string WhoAndWhy(const DueMove& move) {
    return StrCat(move.agreed_by.empty()
                      ? "; who agreed it is not on record"
                      : StrCat("; agreed by ", move.agreed_by),
                  move.reason.empty() ? "; no reason is on record"
                                      : StrCat("; reason: ", move.reason));
  }

  std::string Moved() const {
    const DueMove& move = Move();
    std::string words =
        StrCat("due moved on ", move.on.ToWords(), " from ",
               DayOrUndated(move.from), " to ", DayOrUndated(move.to));
    if (finding_.days.has_value()) {
      absl::StrAppend(&words, ", ", LaterOrEarlier(*finding_.days), Working());
    }
    return words + WhoAndWhy(move);
  }

  std::string Serial() const {
    std::string words =
        StrCat("due moved later ", finding_.times,
               finding_.times == 1 ? " time, from " : " times, from ",
               DayOrUndated(state_.original_due));
    for (const DueMove& move : state_.moves) {
      absl::StrAppend(&words, " to ", DayOrUndated(move.to));
    }
    if (finding_.days.has_value()) {
      absl::StrAppend(&words, ", in all ", LaterOrEarlier(*finding_.days),
                      Working());
    }
    return words;
  }

  std::string ForecastLate() const {
    return StrCat(DueWords(), ", now expected by ", finding_.to->ToWords(),
                  ", ", LaterOrEarlier(*finding_.days), Working());
  }

  // "finished on 20 April 2018", "finished between 1 and 31 ... ".
  std::string Finished() const {
    if (state_.finished_earliest == state_.finished) {
      return StrCat("finished on ", state_.finished->ToWords());
    }
    if (!state_.finished_earliest.has_value()) {
      return StrCat("finished by ", state_.finished->ToWords());
    }
    return StrCat("finished between ", state_.finished_earliest->ToWords(),
                  " and ", state_.finished->ToWords());
  }

  std::string AsWritten() const {
    const std::string& words =
        snapshot_.update(state_.finished_said).written.text();
    if (words.empty() || state_.finished_earliest == state_.finished) return "";
    return StrCat(" (as written: ", words, ")");
  }

  std::string CompletedLate() const {
    const std::string original =
        StrCat(Finished(), AsWritten(), ", originally due ",
               state_.original_due.last()->ToWords(), ", ");
    if (!finding_.most_days.has_value()) {
      return StrCat(original, LaterOrEarlier(*finding_.days), Working());
    }
    return StrCat(original, "at least ", LaterOrEarlier(*finding_.days),
                  Working(), " and at most ", ToWords(*finding_.most_days));
  }

  std::string PerhapsLate() const {
    return StrCat(Finished(), AsWritten(), ", originally due ",
                  state_.original_due.last()->ToWords(),
                  ": whether that was late can't be told, at most by ",
                  ToWords(*finding_.most_days));
  }

  std::string LateStart() const {
    const std::string planned =
        StrCat("to start by ", finding_.from->ToWords(), ", ");
    const std::string late =
        StrCat(ToWords(*finding_.days), " late", Working());
    if (state_.stage == Stage::kNotStarted) {
      return StrCat(planned, "not started on ", finding_.to->ToWords(), ": ",
                    late);
    }
    return StrCat(planned, "started ", finding_.to->ToWords(), ", ", late);
  }

  std::string Stalled() const {
    const Period& period = *context_.whole_period;
    std::string words =
        StrCat("not complete, and no update from ", period.first().ToWords(),
               " to ", snapshot_.as_of().ToWords(), "; ");
    if (finding_.from_said < 0) {
      return words + "nothing was ever recorded of it";
    }
    return StrCat(words, "the last one was on ", finding_.from->ToWords(), ", ",
                  ToWords(*finding_.days), " ago", Working());
  }

  std::string KnockOn() const {
    const bool of_due =
        state_.due.is_dated() && finding_.from == state_.due.last();
    const MilestoneState& driver = Driver();
    return StrCat(
        of_due ? DueWords() : StrCat("to start by ", finding_.from->ToWords()),
        ", but ", JoinIds(finding_.chain()), ", which ",
        HowDriverStands(driver), ": ", LaterOrEarlier(*finding_.days),
        Working());
  }

  const MilestoneState& Driver() const {
    return context_.state(
        context_.awaited[static_cast<size_t>(finding_.milestone)].driver);
  }

  std::string HowDriverStands(const MilestoneState& driver) const {
    if (driver.is_complete()) {
      return StrCat("was finished only on ", driver.finished->ToWords());
    }
    if (driver.finish() < snapshot_.as_of()) {
      return StrCat("was to be finished by ", driver.finish()->ToWords(),
                    " and is not complete on ", snapshot_.as_of().ToWords());
    }
    const bool has_forecast =
        driver.forecast.has_value() && driver.forecast->is_dated();
    return StrCat(has_forecast ? "is expected by " : "is due by ",
                  driver.finish()->ToWords());
  }

  // --- Facts -----------------------------------------------------------------

  void Say(std::string name, std::string value, int said) {
    facts_.push_back(
        {std::move(name), std::move(value), snapshot_.WhereSaid(said)});
  }

  void AddMoves() {
    for (const DueMove& move : state_.moves) {
      Say("due moved",
          StrCat(DayOrUndated(move.from), " to ", move.to.ToWords()),
          move.update);
    }
  }

  void AddOwn() {
    if (state_.forecast.has_value()) {
      Say("forecast", state_.forecast->ToWords(), state_.forecast_said);
    }
    if (state_.stage.has_value()) {
      Say("stage", std::string(ToWord(*state_.stage)), state_.stage_said);
    }
    if (state_.finished.has_value()) {
      Say("finished", Finished() + AsWritten(), state_.finished_said);
    }
    if (finding_.kind == SlippageKind::kLateStart) {
      Say("start", state_.milestone->start.ToWords(), kFromBaseline);
      if (state_.started.has_value()) {
        Say("started", state_.started->ToWords(), state_.started_said);
      }
    }
    if (finding_.kind == SlippageKind::kStalled && finding_.from_said >= 0) {
      Say("last update", finding_.from->ToWords(), finding_.from_said);
    }
    if (finding_.kind == SlippageKind::kKnockOn) {
      Say(StrCat("finish of ", finding_.driver()), Driver().finish()->ToWords(),
          finding_.to_said);
    }
  }

  const Slippage& finding_;
  const Slippage::Context& context_;
  const Snapshot& snapshot_;
  const MilestoneState& state_;
  std::vector<SeenFact> facts_;
};

}  // namespace

std::string Slippage::text() const {
  return context == nullptr ? "" : context->state(milestone).milestone->text;
}

std::string Slippage::recommendation() const {
  if (context == nullptr) return "";
  const Plan& plan = context->snapshot.plan();
  const int parent = plan.recommendation_of_milestone(milestone);
  return plan.recommendations()[static_cast<size_t>(parent)].id;
}

std::string Slippage::lead() const {
  if (context == nullptr) return "";
  return context->snapshot.plan().lead_of_milestone(milestone);
}

std::string Slippage::because() const {
  return context == nullptr ? "" : Words(*this).Sentence();
}

std::vector<SeenFact> Slippage::facts() const {
  if (context == nullptr) return {};
  return Words(*this).Facts();
}

std::string Slippage::why_no_working_days() const {
  if (!days.has_value() || working_days.has_value() || context == nullptr) {
    return "";
  }
  const Period covers = context->calendar().covers();
  const Date outside = covers.Contains(*from) ? *to : *from;
  return StrCat("the calendar '", context->calendar().id(), "' covers ",
                covers.ToWords(), " and not ", outside.ToWords());
}

std::vector<std::string> Slippage::chain() const {
  // A chain of a thousand is no longer an explanation.
  constexpr size_t kMost = 20;
  std::vector<std::string> ids;
  if (context == nullptr || kind != SlippageKind::kKnockOn) return ids;
  const auto awaited = [this](int at) -> const internal::Awaited& {
    return context->awaited[static_cast<size_t>(at)];
  };
  const int last = awaited(milestone).driver;
  int at = milestone;
  while (at != last && ids.size() + 1 < kMost) {
    ids.push_back(context->state(at).milestone->id);
    at = awaited(at).via;
  }
  ids.push_back(context->state(last).milestone->id);
  return ids;
}

std::string Slippage::driver() const {
  const std::vector<std::string> ids = chain();
  return ids.empty() ? "" : ids.back();
}

}  // namespace actionplan
