"""The report to a committee: one model, and how it is printed.

    >>> from actionplan import load, report
    >>> plan = load("examples/walsall-2018/plan.json")
    >>> r = report.build(plan, "2018-03-27", previous="2018-01-31")
    >>> [rating.item for rating in r.partings if rating.rating == "Red"]
    ['R9', 'R11']
    >>> html = report.to_html(r)

Nothing is decided here. Ratings, movement, counts of what was computed and
every finding about dates are the core's; this module sorts them into the order
in which a committee reads, counts what was reported, and keeps the two apart.

The same model is printed as HTML (one file, printable, without script), as
Markdown and to a terminal, from one layout.
"""

import dataclasses
import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ._core import (
    Aspect,
    Assessment,
    Comparison,
    Concern,
    DueMove,
    Issue,
    Measure,
    MilestoneState,
    Outcome,
    Plan,
    Rating,
    RatingMove,
    Recommendation,
    ReportingPeriod,
    Scheme,
    Slippage,
    Snapshot,
    Update,
)

if TYPE_CHECKING:
    from rich.console import Console

    from ._blocks import Document

Day = datetime.date | str

# The kinds of item that a scheme may rate, in the order of a report.
KINDS = ("recommendation", "milestone", "outcome")


@dataclasses.dataclass(frozen=True, slots=True)
class Count:
    """How many items have a rating: a level's name, or what is none.

    `computed` is None for "not recorded" and "not reported", which only a
    report can be; `reported` is None for "not rated" if nobody reported that.
    """

    word: str
    is_level: bool
    computed: int | None
    reported: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class Counts:
    """The ratings of all items of one kind for one aspect, counted."""

    kind: str
    aspect: Aspect
    total: int
    rows: Sequence[Count]

    @property
    def has_reported(self) -> bool:
        """Whether anything was reported, even if what it was is lost."""
        return any(row.reported for row in self.rows if row.word != "not reported")


@dataclasses.dataclass(frozen=True, slots=True)
class Movement:
    """How the ratings of one aspect moved since the last period, counted.

    `unrated` of the unchanged were not rated on both days. Reported ratings can
    be compared only if both are on record.
    """

    aspect: Aspect
    total: int
    computed: dict[str, int]
    unrated: int
    reported: dict[str, int]
    not_comparable: int


@dataclasses.dataclass(frozen=True, slots=True)
class ExceptionLine:
    """A rating at a level that the key lists among the exceptions."""

    rating: Rating
    # Whether it was at such a level last period; None if that can't be told.
    was_before: bool | None
    # The next date on record, and what it is.
    next_day: datetime.date | None
    next_words: str


@dataclasses.dataclass(frozen=True, slots=True)
class DateChange:
    """One change of a milestone's due date."""

    milestone: MilestoneState
    move: DueMove


@dataclasses.dataclass(frozen=True, slots=True)
class Late:
    """A finding about a milestone's dates."""

    milestone: MilestoneState
    finding: Slippage


@dataclasses.dataclass(frozen=True, slots=True)
class Undated:
    """Open work that nothing can be late against, by why there is no date."""

    # Milestones that are neither complete nor cancelled.
    total: int
    # There should be a date and there is none.
    missing: Sequence[MilestoneState]
    # By its own words it has no end: recurring, ongoing, not applicable.
    endless: Sequence[MilestoneState]

    @property
    def dated(self) -> int:
        """How many of the open milestones have a due date."""
        return self.total - len(self.missing) - len(self.endless)


@dataclasses.dataclass(frozen=True, slots=True)
class Finished:
    """A complete milestone and the update that says so."""

    milestone: MilestoneState
    update: Update | None
    ratings: Sequence[Rating]


@dataclasses.dataclass(frozen=True, slots=True)
class Readings:
    """A measure and the updates about it that count on the day, by day."""

    measure: Measure
    updates: Sequence[Update]


@dataclasses.dataclass(frozen=True, slots=True)
class OpenConcern:
    """An area of concern that is open on the day."""

    concern: Concern
    is_significant: bool
    # The other items that it touches.
    also_touches: Sequence[str]


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """All that there is to say about one recommendation."""

    recommendation: Recommendation
    ratings: Sequence[Rating]
    outcomes: Sequence[tuple[Outcome, Sequence[Rating]]]
    updates: Sequence[Update]
    finished: Sequence[Finished]
    scheduled: Sequence[tuple[MilestoneState, Sequence[Rating]]]
    concerns: Sequence[OpenConcern]
    readings: Sequence[Readings]


@dataclasses.dataclass(frozen=True, slots=True)
class Report:
    """What is printed, in the order in which it is printed."""

    plan: Plan
    scheme: Scheme
    assessment: Assessment
    previous: Assessment | None
    comparison: Comparison | None
    # The reporting periods of the two days; None if the plan names none.
    period: ReportingPeriod | None
    previous_period: ReportingPeriod | None
    # The kind of item that the summary is about: recommendations if the scheme
    # rates them, else milestones, else outcomes.
    subject: str
    # The ratings of the plan as a whole, if the scheme rates it.
    overall: Sequence[Rating]
    counts: Sequence[Counts]
    lines: Sequence[tuple[Rating, Rating | None]]
    movements: Sequence[Movement]
    # Those that did not stay the same, computed or reported.
    moved: Sequence[RatingMove]
    partings: Sequence[Rating]
    exceptions: Sequence[ExceptionLine]
    date_changes: Sequence[DateChange]
    overdue: Sequence[Late]
    forecast_late: Sequence[Late]
    completed_late: Sequence[Late]
    undated: Undated
    # Measures of delivery for the plan as a whole, as Delivery.to_dict() has them.
    delivery: Mapping[str, Any]
    parts: Sequence[Part]
    # What belongs to no recommendation.
    plan_updates: Sequence[Update]
    plan_concerns: Sequence[OpenConcern]
    plan_readings: Sequence[Readings]
    problems: Sequence[Issue]

    @property
    def snapshot(self) -> Snapshot:
        """The plan as it stood on the day of the report."""
        return self.assessment.snapshot


def build(
    plan: Plan,
    as_of: Day,
    previous: Day | None = None,
    scheme: Scheme | str | None = None,
    known_by: Day | None = None,
) -> Report:
    """The report of a plan as of a day.

    `previous` is the as-of day of the last report. `scheme` is a shipped
    scheme's name, a file's path or a Scheme; by default the plan names it.
    `known_by` counts only what had been recorded by that day, for both days.

    Raises ValueError if `previous` is not before `as_of`, and what the core
    raises if the plan can't be assessed.
    """
    assessment = plan.assess(as_of, scheme=scheme, known_by=known_by)
    before: Assessment | None = None
    if previous is not None:
        before = plan.assess(previous, scheme=assessment.scheme, known_by=known_by)
        if before.as_of >= assessment.as_of:
            raise ValueError(
                f"The last report's day ({before.as_of}) must be before this "
                f"report's ({assessment.as_of})."
            )
    return _Builder(plan, assessment, before).build()


class _Builder:
    """Sorts what the core says; every list of the core is fetched once."""

    def __init__(
        self, plan: Plan, assessment: Assessment, before: Assessment | None
    ) -> None:
        self._plan = plan
        self._assessment = assessment
        self._before = before
        self._scheme = assessment.scheme
        self._snapshot = assessment.snapshot
        self._as_of = assessment.as_of
        self._comparison = None if before is None else assessment.compare(before)
        self._moves: list[RatingMove] = list(self._comparison or ())
        self._ratings = assessment.ratings
        self._of_item: dict[str, list[Rating]] = {}
        for rating in self._ratings:
            self._of_item.setdefault(rating.item, []).append(rating)
        self._states = {state.id: state for state in self._snapshot.milestones}
        self._updates = self._snapshot.updates
        self._updates_of: dict[str, list[Update]] = {}
        for update in self._updates:
            self._updates_of.setdefault(update.item, []).append(update)

    def build(self) -> Report:
        subject = self._subject()
        findings = list(self._snapshot.slippage())
        parts = [self._part(r) for r in self._plan.recommendations]
        return Report(
            plan=self._plan,
            scheme=self._scheme,
            assessment=self._assessment,
            previous=self._before,
            comparison=self._comparison,
            period=self._period(self._as_of),
            previous_period=(
                None if self._before is None else self._period(self._before.as_of)
            ),
            subject=subject,
            overall=self._of_item.get(self._plan.id, ()),
            counts=self._counts(),
            lines=self._lines(subject),
            movements=self._movements(subject),
            moved=self._moved(subject),
            partings=[r for r in self._ratings if r.differs_from_reported],
            exceptions=self._exceptions(),
            date_changes=[
                DateChange(state, move)
                for state in self._states.values()
                for move in state.moves
            ],
            overdue=self._late(findings, "overdue"),
            forecast_late=self._late(findings, "forecast late"),
            completed_late=self._late(findings, "completed late"),
            undated=self._undated(findings),
            delivery=self._delivery(),
            parts=parts,
            plan_updates=[
                update
                for update in self._updates_of.get(self._plan.id, ())
                if update.kind != "rating"
            ],
            plan_concerns=self._plan_concerns(parts),
            plan_readings=self._plan_readings(parts),
            problems=self._plan.validate(),
        )

    def _period(self, day: datetime.date) -> ReportingPeriod | None:
        for period in self._plan.periods:
            if period.first <= day <= period.last:
                return period
        return None

    def _subject(self) -> str:
        for kind in KINDS:
            for aspect in self._scheme.aspects:
                if self._assessment.rates(kind=kind, aspect=aspect.name):
                    return kind
        return KINDS[0]

    # -- Counting ------------------------------------------------------------

    def _counts(self) -> list[Counts]:
        return [
            self._count(kind, aspect)
            for kind in KINDS
            for aspect in self._scheme.aspects
            if self._assessment.rates(kind=kind, aspect=aspect.name)
        ]

    def _count(self, kind: str, aspect: Aspect) -> Counts:
        computed = self._assessment.count(kind=kind, aspect=aspect.name)
        ratings = [
            r for r in self._ratings if r.kind == kind and r.aspect == aspect.name
        ]
        states = [rating.reported.state for rating in ratings]
        given = [r.reported.rating for r in ratings if r.reported.state == "given"]
        rows = [
            Count(
                word=level or "not rated",
                is_level=level is not None,
                computed=number,
                reported=given.count(level) if level or None in given else None,
            )
            for level, number in computed.items()
        ]
        rows.append(Count("not recorded", False, None, states.count("lost")))
        rows.append(Count("not reported", False, None, states.count("none")))
        return Counts(kind, aspect, len(ratings), rows)

    def _lines(self, subject: str) -> list[tuple[Rating, Rating | None]]:
        """By item, then aspect: this period's rating and the last period's."""
        before = {
            (move.current.item, move.current.aspect): move.previous
            for move in self._moves
        }
        return [
            (rating, before.get((rating.item, rating.aspect)))
            for ratings in self._of_item.values()
            for rating in ratings
            if rating.kind == subject
        ]

    def _movements(self, subject: str) -> list[Movement]:
        movements = []
        for aspect in self._scheme.aspects:
            moves = [
                move
                for move in self._moves
                if move.current.kind == subject and move.current.aspect == aspect.name
            ]
            if moves:
                movements.append(self._movement(aspect, moves))
        return movements

    @staticmethod
    def _movement(aspect: Aspect, moves: list[RatingMove]) -> Movement:
        computed: dict[str, int] = {}
        reported: dict[str, int] = {}
        unrated = 0
        not_comparable = 0
        for move in moves:
            computed[move.movement] = computed.get(move.movement, 0) + 1
            if move.previous.rating is None and move.current.rating is None:
                unrated += 1
            word = move.reported_movement
            if word is None:
                not_comparable += 1
            else:
                reported[word] = reported.get(word, 0) + 1
        return Movement(
            aspect=aspect,
            total=len(moves),
            computed=computed,
            unrated=unrated,
            reported=reported,
            not_comparable=not_comparable,
        )

    def _moved(self, subject: str) -> list[RatingMove]:
        moved = [
            move
            for move in self._moves
            if move.current.kind == subject
            and (
                move.movement != "unchanged"
                or move.reported_movement not in (None, "unchanged")
            )
        ]
        places = {item: place for place, item in enumerate(self._of_item)}
        return sorted(moved, key=lambda move: places[move.current.item])

    # -- Exceptions and dates ------------------------------------------------

    def _exceptions(self) -> list[ExceptionLine]:
        levels = {level.name for level in self._scheme.levels if level.exception}

        def is_exception(rating: Rating) -> bool:
            return rating.rating in levels or rating.reported.rating in levels

        # Where what was reported is lost, nobody can say whether it is new.
        before = {
            (move.current.item, move.current.aspect): is_exception(move.previous)
            for move in self._moves
            if move.previous.reported.state != "lost" or is_exception(move.previous)
        }
        found = []
        for recommendation in self._plan.recommendations:
            own = recommendation.id
            milestones = (milestone.id for milestone in recommendation.milestones)
            outcomes = (outcome.id for outcome in recommendation.outcomes)
            for id in (own, *milestones, *outcomes):
                for rating in self._of_item.get(id, ()):
                    if not is_exception(rating):
                        continue
                    day, words = self._next_date(recommendation, rating)
                    was = before.get((id, rating.aspect))
                    found.append(ExceptionLine(rating, was, day, words))
        return found

    def _next_date(
        self, recommendation: Recommendation, rating: Rating
    ) -> tuple[datetime.date | None, str]:
        """The first date still ahead that is on record for a rated item."""
        ahead: list[tuple[datetime.date, str]] = []
        if rating.kind == "milestone":
            ahead = self._dates_ahead(rating.item)
        elif rating.kind == "outcome":
            expected = next(o for o in recommendation.outcomes if o.id == rating.item)
            day = expected.expected.first or expected.expected.last
            if day is not None and day >= self._as_of:
                ahead = [(day, "expected")]
        else:
            ahead = self._back_on_track(recommendation.id)
            ahead += [
                (day, f"{milestone.id} {words}")
                for milestone in recommendation.milestones
                for day, words in self._dates_ahead(milestone.id)
            ]
        return min(ahead, default=(None, "none on record"))

    def _dates_ahead(self, milestone: str) -> list[tuple[datetime.date, str]]:
        state = self._states[milestone]
        if state.is_complete or state.stage in (
            "cancelled",
            "on hold",
            "suspended",
        ):
            return []
        days = [
            (state.forecast.last if state.forecast else None, "expected"),
            (state.due.last, "due"),
        ]
        return self._back_on_track(milestone) + [
            (day, words)
            for day, words in days
            if day is not None and day >= self._as_of
        ]

    def _back_on_track(self, item: str) -> list[tuple[datetime.date, str]]:
        """The day of a plan to get back on track, if it is still ahead."""
        until = self._snapshot.facts(item).get("recovery_until")
        return [(until, "back on track")] if isinstance(until, datetime.date) else []

    def _late(self, findings: Sequence[Slippage], kind: str) -> list[Late]:
        return [
            Late(self._states[finding.item], finding)
            for finding in findings
            if finding.kind == kind
        ]

    def _delivery(self) -> Mapping[str, Any]:
        return self._plan.delivery(
            self._as_of,
            previous=None if self._before is None else self._before.as_of,
            known_by=self._snapshot.known_by,
        ).to_dict()

    def _undated(self, findings: Sequence[Slippage]) -> Undated:
        undated = [self._states[f.item] for f in findings if f.kind == "undated"]
        endless = [state for state in undated if _is_endless(state)]
        missing = [state for state in undated if not _is_endless(state)]
        total = sum(
            not state.is_complete and state.stage != "cancelled"
            for state in self._states.values()
        )
        return Undated(total, missing, endless)

    # -- Recommendations -----------------------------------------------------

    def _part(self, recommendation: Recommendation) -> Part:
        own = recommendation.id
        states = [self._states[m.id] for m in recommendation.milestones]
        finished = [self._finished(state) for state in states if state.is_complete]
        return Part(
            recommendation=recommendation,
            ratings=self._of_item.get(own, ()),
            outcomes=[
                (outcome, self._of_item.get(outcome.id, ()))
                for outcome in recommendation.outcomes
            ],
            updates=self._position(recommendation, finished),
            finished=finished,
            scheduled=[
                (state, self._of_item.get(state.id, ()))
                for state in states
                if not state.is_complete
            ],
            concerns=[
                self._concern(concern, own)
                for concern in self._snapshot.open_concerns(own)
            ],
            readings=self._readings({o.id for o in recommendation.outcomes}),
        )

    def _finished(self, state: MilestoneState) -> Finished:
        """With the update by which it became complete."""
        said = [
            update
            for update in self._updates_of.get(state.id, ())
            if update.kind == "stage" and update.on == state.finished
        ]
        ratings = self._of_item.get(state.id, ())
        return Finished(state, said[-1] if said else None, ratings)

    def _position(
        self, recommendation: Recommendation, finished: Sequence[Finished]
    ) -> list[Update]:
        """The news, by day: all updates but those that are told elsewhere."""
        ids = {recommendation.id}
        ids.update(milestone.id for milestone in recommendation.milestones)
        ids.update(outcome.id for outcome in recommendation.outcomes)
        told = [done.update for done in finished]
        return [
            update
            for update in self._updates
            if update.item in ids
            and update.kind != "rating"
            and not any(update is other for other in told)
        ]

    def _concern(self, concern: Concern, own: str) -> OpenConcern:
        weighed = [
            update.details.get("significant")
            for update in self._updates_of.get(concern.id, ())
            if update.kind == "concern"
        ]
        known = [answer for answer in weighed if answer is not None]
        return OpenConcern(
            concern=concern,
            is_significant=bool(known and known[-1]),
            also_touches=[id for id in concern.touches if id != own],
        )

    def _readings(self, outcomes: set[str]) -> list[Readings]:
        return [
            Readings(measure, self._updates_of.get(measure.id, ()))
            for measure in self._plan.measures
            if measure.outcome in outcomes
        ]

    # -- What belongs to no recommendation -----------------------------------

    def _plan_concerns(self, parts: Sequence[Part]) -> list[OpenConcern]:
        told = {open.concern.id for part in parts for open in part.concerns}
        return [
            self._concern(concern, self._plan.id)
            for concern in self._snapshot.open_concerns()
            if concern.id not in told
        ]

    def _plan_readings(self, parts: Sequence[Part]) -> list[Readings]:
        told = {r.measure.id for part in parts for r in part.readings}
        return [
            Readings(measure, self._updates_of.get(measure.id, ()))
            for measure in self._plan.measures
            if measure.id not in told
        ]


def _is_endless(state: MilestoneState) -> bool:
    return state.due.kind == "recurring" or state.due.no_date in (
        "ongoing",
        "not applicable",
    )


# ---------------------------------------------------------------------------
# Printing.


def layout(report: Report) -> "Document":
    """The report as sections, tables and paragraphs, the same for every format."""
    from ._layout import lay_out

    return lay_out(report)


def to_html(report: Report, *, pictures: bool | None = None) -> str:
    """One self-contained HTML file: accessible, printable on A4, no script.

    With pictures if matplotlib is installed; with `pictures=False` never. Raises
    ImportError for `pictures=True` if it is not.
    """
    from . import _html, _pictures

    return _html.document(_pictures.add(layout(report), report, pictures))


def to_markdown(report: Report) -> str:
    """Markdown with GitHub's tables; text of the plan never becomes markup."""
    from . import _markdown

    return _markdown.document(layout(report))


def print_report(report: Report, console: "Console | None" = None) -> None:
    """Prints to a Rich console; by default to standard output."""
    from . import _terminal

    _terminal.show(layout(report), console)
