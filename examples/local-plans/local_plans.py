"""English local plans: estimated against actual dates of mixed precision.

    events = local_plans.read("data/local-plan-timetable-archive.csv")
    for pair in local_plans.pairs(events):
        print(pair.plan, pair.stage, pair.answer, pair.least, pair.most)

A date is a day, a month or a year. So whether a stage was late has three answers:
late, on time, and "can't be told"; each with the fewest and the most days late.
"""

from __future__ import annotations

import collections
import csv
import dataclasses
import itertools
import pathlib
import re
from collections.abc import Iterable, Iterator, Sequence

import actionplan as ap


@dataclasses.dataclass(frozen=True)
class Event:
    """One row of a timetable."""

    file: str
    row: int
    reference: str
    plan: str
    # The stage without "estimated-", and whether it was an estimate.
    stage: str
    is_estimate: bool
    due: ap.Due
    notes: str
    entered: ap.Due
    # The day from which the row no longer counts, where it was replaced.
    replaced: ap.Due

    @property
    def is_current(self) -> bool:
        return not self.replaced.is_dated

    @property
    def where(self) -> str:
        return f"{self.file}, row {self.row}"

    @property
    def precision(self) -> str:
        return precision(self.due)

    @property
    def round(self) -> str:
        """Which of several timetables of a plan: "timetable-3" of the reference."""
        found = re.search(r"timetable-(\d+)", self.reference)
        return found[1] if found else ""


def precision(due: ap.Due) -> str:
    """ "day", "month", "year", "other" or "no date"; by the days that it spans."""
    if due.last is None or due.first is None:
        return "no date"
    days = (due.last - due.first).days + 1
    names = {1: "day", **dict.fromkeys(range(28, 32), "month")}
    return names.get(days) or {365: "year", 366: "year"}.get(days, "other")


# One stage whose estimate is not named as the stage with "estimated-" before it.
_SAME_STAGE = {"plan-adoption-date": "plan-adopted"}


def stage_of(event: str) -> tuple[str, bool]:
    stage = event.removeprefix("estimated-")
    return _SAME_STAGE.get(stage, stage), stage != event


def read(path: str | pathlib.Path) -> list[Event]:
    path = pathlib.Path(path)
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    events = []
    for number, row in enumerate(rows, start=2):
        stage, is_estimate = stage_of(row["local-plan-event"].strip())
        events.append(
            Event(
                file=path.name,
                row=number,
                reference=row["reference"],
                plan=row["local-plan"].strip(),
                stage=stage,
                is_estimate=is_estimate,
                due=ap.parse_due(row["event-date"]),
                notes=row["notes"],
                entered=ap.parse_due(row["entry-date"]),
                replaced=ap.parse_due(row["end-date"]),
            )
        )
    return events


# --- Estimated against actual --------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Pair:
    """The estimates and the actual dates of one stage of one plan, each as written
    once. With several, an answer is given only if all of them agree."""

    plan: str
    stage: str
    estimates: list[ap.Due]
    actuals: list[ap.Due]
    lateness: list[ap.Lateness]

    @property
    def answer(self) -> str:
        answers = {each.answer for each in self.lateness}
        return answers.pop() if len(answers) == 1 else "can't be told"

    @property
    def least(self) -> int | None:
        days = [each.least for each in self.lateness]
        return None if None in days else min(d for d in days if d is not None)

    @property
    def most(self) -> int | None:
        days = [each.most for each in self.lateness]
        return None if None in days else max(d for d in days if d is not None)


def _distinct(events: Iterable[Event]) -> list[ap.Due]:
    return list({event.due.text: event.due for event in events}.values())


def pairs(events: Sequence[Event]) -> list[Pair]:
    """Every stage of a plan that has both a current estimate and a current actual."""
    found: dict[tuple[str, str], list[Event]] = collections.defaultdict(list)
    for event in events:
        if event.is_current:
            found[event.plan, event.stage].append(event)
    result = []
    for (plan, stage), here in sorted(found.items()):
        estimates = _distinct(e for e in here if e.is_estimate)
        actuals = _distinct(e for e in here if not e.is_estimate)
        if estimates and actuals:
            both = itertools.product(estimates, actuals)
            lateness = [ap.lateness(due, finished) for due, finished in both]
            result.append(Pair(plan, stage, estimates, actuals, lateness))
    return result


def open_estimates(events: Sequence[Event]) -> list[Event]:
    """Current estimates of stages for which no actual date is on record; of several
    the latest, which is the most lenient."""
    done = {(e.plan, e.stage) for e in events if e.is_current and not e.is_estimate}
    latest: dict[tuple[str, str], Event] = {}
    for event in events:
        key = (event.plan, event.stage)
        if not event.is_current or not event.is_estimate or key in done:
            continue
        before = latest.get(key)
        if before is None or _last(event) > _last(before):
            latest[key] = event
    return list(latest.values())


def _last(event: Event) -> str:
    return event.due.last.isoformat() if event.due.last else ""


# --- What can't be so ----------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Oddity:
    kind: str
    plan: str
    what: str
    where: str


# A stage ends after it starts, and the stages come in this order.
ORDER = [
    "reg-18-draft-local-plan-published",
    "reg-19-publication-local-plan-published",
    "submit-plan-for-examination",
    "planning-inspectorate-examination-start",
    "planning-inspectorate-examination-end",
    "plan-adopted",
]
# Two versions of one date so far apart are a slip of the pen and no change.
_YEARS_APART = 5


def oddities(events: Sequence[Event]) -> list[Oddity]:
    by_plan: dict[str, list[Event]] = collections.defaultdict(list)
    for event in events:
        by_plan[event.plan].append(event)
    found: list[Oddity] = []
    for plan, here in sorted(by_plan.items()):
        for check in (_ends_before, _out_of_order, _versions, _ahead, _several):
            found += check(plan, here)
    return found


def _said(event: Event) -> str:
    word = "estimated " if event.is_estimate else ""
    return f"{word}{event.stage} {event.due.text}"


def _odd(kind: str, plan: str, first: Event, second: Event) -> Oddity:
    what = f"{_said(first)} / {_said(second)}"
    return Oddity(kind, plan, what, f"rows {first.row} and {second.row}")


def _before(first: Event, second: Event) -> bool:
    """Whether the first is surely over before the second can have begun."""
    return (
        first.due.last is not None
        and second.due.first is not None
        and first.due.last < second.due.first
    )


def _ends_before(plan: str, events: list[Event]) -> Iterator[Oddity]:
    for start, end in itertools.permutations(events, 2):
        same = (start.is_estimate, start.round, start.is_current)
        if same != (end.is_estimate, end.round, end.is_current):
            continue
        if not start.stage.endswith("-start") or not end.stage.endswith("-end"):
            continue
        same_stage = start.stage[:-6] == end.stage[:-4]
        if same_stage and start.is_current and _before(end, start):
            yield _odd("ends before it starts", plan, start, end)


def _out_of_order(plan: str, events: list[Event]) -> Iterator[Oddity]:
    actual = [e for e in events if e.is_current and not e.is_estimate]
    for first, second in itertools.permutations(actual, 2):
        if first.stage not in ORDER or second.stage not in ORDER:
            continue
        earlier = ORDER.index(first.stage) < ORDER.index(second.stage)
        if earlier and _before(second, first):
            yield _odd("later stage before an earlier one", plan, first, second)


def _is_replaced(first: Event, second: Event, events: Sequence[Event]) -> bool:
    """Whether one of the two counts and the other's date is nowhere kept."""
    kept = {(e.stage, e.is_estimate, e.due.text) for e in events if e.is_current}
    return first.is_current != second.is_current and any(
        (e.stage, e.is_estimate, e.due.text) not in kept for e in (first, second)
    )


def _versions(plan: str, events: list[Event]) -> Iterator[Oddity]:
    for first, second in itertools.combinations(events, 2):
        one = (first.stage, first.is_estimate) == (second.stage, second.is_estimate)
        a, b = first.due, second.due
        if not one or a.first is None or b.first is None:
            continue
        years = abs(a.first.year - b.first.year)
        if years >= _YEARS_APART and _is_replaced(first, second, events):
            yield _odd(f"two versions {years} years apart", plan, first, second)
        days = {precision(a), precision(b)} == {"day"} and a.first != b.first
        days = days and first.is_current and second.is_current
        same_month = a.first.replace(day=1) == b.first.replace(day=1)
        if days and same_month and 1 in (a.first.day, b.first.day):
            yield _odd("a false first of the month", plan, first, second)


def _ahead(plan: str, events: list[Event]) -> Iterator[Oddity]:
    for event in events:
        entered, first = event.entered.last, event.due.first
        if event.is_estimate or not event.is_current or not entered or not first:
            continue
        if first > entered:
            yield Oddity(
                "actual, but after the day it was entered",
                plan,
                f"{_said(event)}, entered {event.entered.text}",
                f"row {event.row}",
            )


def _several(plan: str, events: list[Event]) -> Iterator[Oddity]:
    current: dict[tuple[str, bool], list[Event]] = collections.defaultdict(list)
    for event in events:
        if event.is_current:
            current[event.stage, event.is_estimate].append(event)
    for here in current.values():
        texts = sorted({event.due.text for event in here})
        if len(texts) > 1:
            word = "estimated " if here[0].is_estimate else ""
            rows = ", ".join(str(event.row) for event in here)
            what = f"{word}{here[0].stage} {' / '.join(texts)}"
            yield Oddity("several dates for one event", plan, what, f"rows {rows}")


# --- Two copies of one list ----------------------------------------------------------

STAGES = ["Published", "Submitted", "Found Sound", "Adopted"]
_COUNCIL_WORDS = (
    r"\b(the|of|and|london|royal|borough|district|city|county|metropolitan|council"
    r"|unitary|authority|mbc|dc|bc)\b"
)


@dataclasses.dataclass(frozen=True)
class Line:
    """One council's plan in a list of the Planning Inspectorate."""

    row: int
    council: str
    dates: dict[str, ap.Due]

    @property
    def key(self) -> str:
        words = re.sub(r"[^a-z() ]", " ", self.council.lower().replace("&", " and "))
        return "".join(sorted(re.sub(_COUNCIL_WORDS, " ", words).split()))


def read_list(path: str | pathlib.Path) -> list[Line]:
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    return [
        Line(
            number,
            row["Local Council"],
            {c: ap.parse_due(row[c]) for c in ["Last Updated", *STAGES]},
        )
        for number, row in enumerate(rows, start=2)
    ]


def _alike(old: Line, new: Line) -> int:
    """How many of the new dates lie within the old ones."""
    return sum(
        _is_within(new.dates[s], old.dates[s]) for s in STAGES if new.dates[s].is_dated
    )


def _is_within(day: ap.Due, span: ap.Due) -> bool:
    if day.first is None or day.last is None or not span.first or not span.last:
        return False
    return span.first <= day.first and day.last <= span.last


def disordered(lines: Sequence[Line]) -> Iterator[tuple[Line, str, str]]:
    """Stages of one line that end before the stage before them begins."""
    for line in lines:
        dated = [s for s in STAGES if line.dates[s].is_dated]
        for first, second in itertools.pairwise(dated):
            end, begin = line.dates[second].last, line.dates[first].first
            if end is not None and begin is not None and end < begin:
                yield line, first, second


def compare_copies(old: ap.Due, new: ap.Due) -> str:
    """How the newer copy of a date stands to the older."""
    if not old.is_dated or not new.is_dated:
        names = {(False, False): "in neither", (False, True): "new"}
        return names.get((old.is_dated, new.is_dated), "gone")
    if _is_within(new, old):
        return "the same, now more exact"
    lateness = ap.lateness(old, new)
    return {"late": "moved later", "on time": "moved earlier"}.get(
        lateness.answer, "can't be told"
    )


def match_lists(
    old: Sequence[Line], new: Sequence[Line]
) -> tuple[list[tuple[Line, Line]], list[Line], list[Line]]:
    """Pairs of lines about one plan, and what is left of each list.

    The same council (without words such as Borough or District), and of a council's
    several plans those that have most dates in common, at least one; or the only two.
    """
    pairs_: list[tuple[Line, Line]] = []
    left_old, left_new = list(old), list(new)
    for at_least in (4, 3, 2, 1, 0):
        for mine in list(left_old):
            others = [n for n in left_new if n.key == mine.key]
            alone = sum(o.key == mine.key for o in left_old) == len(others) == 1
            fit = [n for n in others if _alike(mine, n) >= at_least]
            if len(fit) == 1 and (at_least > 0 or alone):
                pairs_.append((mine, fit[0]))
                left_old.remove(mine)
                left_new.remove(fit[0])
    return pairs_, left_old, left_new
