"""Lays out what a report says of one recommendation, and pieces of that."""

from collections.abc import Sequence

from ._blocks import (
    Alert,
    Block,
    Bullets,
    Cell,
    Column,
    Facts,
    Paragraph,
    Quiet,
    Section,
    Stack,
    Table,
    line,
    stack,
)
from ._core import Rating, Update
from ._text import amount_words, clean, count_words, day_words, join_words, sentence
from ._views import Items, Marks, difference, due_cell, dues_cell, reported_line
from .report import Finished, OpenConcern, Part, Readings


def sub(title: str, *blocks: Block) -> Section:
    return Section(title, blocks)


def _when(update: Update) -> str:
    """The words of the source for when it was, else the day.

    Words that do not name the year ("in January") have the day beside them.
    """
    day = day_words(update.on)
    written = clean(update.written.text)
    if not written:
        return day
    return written if str(update.on.year) in written else f"{written} ({day})"


class PartLayout:
    def __init__(self, marks: Marks, items: Items) -> None:
        self._marks = marks
        self._items = items

    def section(self, part: Part) -> Section:
        recommendation = part.recommendation
        own = recommendation.id
        blocks: list[Block] = []
        if recommendation.lead:
            blocks.append(Facts([("Lead", recommendation.lead)]))
        if recommendation.finding:
            blocks.append(sub("Finding", Paragraph(recommendation.finding)))
        if part.ratings:
            blocks.append(
                sub(
                    "Ratings",
                    Facts(
                        [
                            (self._marks.aspect(rating.aspect), self.rating(rating))
                            for rating in part.ratings
                        ]
                    ),
                )
            )
        blocks.append(sub("Outcomes to be achieved", self._outcomes(part)))
        blocks.append(sub("Current position", *self._position(part)))
        blocks.append(sub("Scheduled work", self._scheduled(part)))
        blocks.append(
            sub("Areas of concern", self.concerns(part.concerns, f"touches {own}"))
        )
        if part.readings:
            readings = self.readings(part.readings, f"of {own}", is_titled=True)
            blocks.append(sub("Measures", readings))
        return Section(
            recommendation.title, blocks, anchor=self._items.anchors[own], id=own
        )

    def rating(self, rating: Rating) -> Stack:
        reported = reported_line(rating.reported, self._marks)
        still = join_words(rating.possible, "or")
        facts = "; ".join(f"{fact.name} = {fact.value}" for fact in rating.facts)
        return stack(
            line("Computed:", self._marks.computed(rating)),
            self._marks.override(rating),
            line("Reported:", *reported.parts, difference(rating)),
            sentence(rating.because),
            Quiet(f"Rule: {rating.rule or 'none decided'}."),
            Quiet(f"Still possible: {still}.") if still else None,
            Quiet(f"Facts seen: {facts}.") if facts else None,
        )

    def _ratings_cell(self, ratings: Sequence[Rating]) -> Cell:
        """The ratings of a milestone or outcome, each with its reason."""
        if not ratings:
            return Quiet("not rated by this key")
        parts: list[Cell] = []
        for rating in ratings:
            title = f"{self._marks.aspect(rating.aspect)}:" if len(ratings) > 1 else ""
            parts.append(line(title, self._marks.computed(rating)))
            override = self._marks.override(rating)
            if override is not None:
                parts.append(override)
            if rating.reported.state != "none":
                mark = self._marks.reported(rating.reported)
                parts.append(line("Reported:", mark, difference(rating)))
            parts.append(sentence(rating.because))
            if rating.rating is not None and rating.possible:
                still = join_words(rating.possible, "or")
                parts.append(Quiet(f"Still possible: {still}."))
        return stack(*parts)

    def _outcomes(self, part: Part) -> Block:
        if not part.outcomes:
            return Paragraph("No outcome is on record.")
        own = part.recommendation.id
        rows: list[list[Cell]] = [
            [
                self._items.item(outcome.id),
                due_cell(outcome.expected)
                if outcome.expected.text
                else Quiet("not on record"),
                self._ratings_cell(ratings),
            ]
            for outcome, ratings in part.outcomes
        ]
        rated = {rating.aspect for _, ratings in part.outcomes for rating in ratings}
        title = "Rating and why"
        if len(rated) == 1:
            title = f"{self._marks.aspect(rated.pop())} and why"
        return Table(
            f"Outcomes of {own}",
            [Column("Outcome"), Column("Expected"), Column(title)],
            rows,
            is_titled=True,
        )

    def _position(self, part: Part) -> list[Block]:
        own = part.recommendation.id
        blocks: list[Block] = []
        if part.updates:
            blocks.append(self.updates(part.updates, own, f"News of {own}, by day"))
        if part.finished:
            rows: list[list[Cell]] = [self._finished(done) for done in part.finished]
            blocks.append(
                Table(
                    f"Completed work of {own}",
                    [Column("Milestone"), Column("Finished"), Column("Original due")],
                    rows,
                )
            )
        return blocks or [Paragraph("Nothing is on record.")]

    def _finished(self, done: Finished) -> list[Cell]:
        state, update = done.milestone, done.update
        when = day_words(state.finished) if state.finished else ""
        remark = ""
        if update is not None:
            when = _when(update)
            remark = sentence(update.text)
        late = state.days_slipped
        words = None
        if late is not None and late > 0:
            words = Alert(f"{count_words(late, 'day')} late")
        return [
            stack(self._items.item(state.id), Quiet(remark) if remark else None),
            when,
            stack(due_cell(state.original_due), words)
            if state.original_due.text
            else Quiet("none"),
        ]

    def updates(self, updates: Sequence[Update], own: str, caption: str) -> Table:
        rows: list[list[Cell]] = []
        for update in updates:
            about = "" if update.item == own else update.item
            by = f"Said by {update.by}." if update.by else ""
            rows.append(
                [
                    _when(update),
                    line(
                        Quiet(f"{about}:") if about else None,
                        *self._said(update),
                        Quiet(by) if by else None,
                    ),
                ]
            )
        return Table(caption, [Column("When"), Column("What")], rows)

    @staticmethod
    def _said(update: Update) -> list[Cell]:
        """An update in words: its kind's own facts, then its text."""
        details = update.details
        words: list[str] = []
        if update.kind == "stage":
            words.append(f"now {details.get('stage')}")
            if details.get("decision"):
                words.append(f"decision: {details['decision']}")
        elif update.kind == "progress":
            if details.get("percent") is not None:
                words.append(f"{amount_words(details['percent'], '%')} complete")
        elif update.kind == "due":
            words.append(f"due is now {details.get('due') or 'taken away'}")
        elif update.kind == "forecast":
            words.append(f"now expected: {details.get('finish')}")
        elif update.kind == "recovery":
            words.append(f"plan to be back on track by {details.get('until')}")
        elif update.kind == "blocked":
            words.append("blocked" if details.get("blocked") else "no longer blocked")
        elif update.kind == "evidence":
            for name in ("measurable", "demonstrated", "achieved"):
                if details.get(name) is not None:
                    words.append(f"{'' if details[name] else 'not '}{name}")
        own = sentence(", ".join(words))
        return [part for part in (own, clean(update.text)) if part]

    def _scheduled(self, part: Part) -> Block:
        if not part.scheduled:
            return Paragraph("No milestone is open.")
        rows: list[list[Cell]] = []
        for state, ratings in part.scheduled:
            stage = state.stage or "stage not recorded"
            rows.append(
                [
                    stack(self._items.item(state.id), Quiet(sentence(stage))),
                    stack(
                        dues_cell(state),
                        line("Expected:", state.forecast.to_words())
                        if state.forecast is not None
                        else None,
                    ),
                    self._ratings_cell(ratings),
                ]
            )
        rated = {rating.aspect for _, ratings in part.scheduled for rating in ratings}
        title = "Rating and why"
        if len(rated) == 1:
            title = f"{self._marks.aspect(rated.pop())} and why"
        return Table(
            f"Scheduled work of {part.recommendation.id}",
            [Column("Milestone"), Column("Due"), Column(title)],
            rows,
            is_titled=True,
        )

    def concerns(self, concerns: Sequence[OpenConcern], what: str) -> Block:
        if not concerns:
            return Paragraph(f"No open concern {what}.")
        items: list[Cell] = []
        for each in concerns:
            others = ""
            if each.also_touches:
                others = f"Also touches {join_words(each.also_touches)}."
            theme = each.concern.theme
            items.append(
                line(
                    Alert("Significant:") if each.is_significant else None,
                    each.concern.text,
                    Quiet(sentence(f"theme: {theme}")) if theme else None,
                    Quiet(others) if others else None,
                )
            )
        return Bullets(items)

    def readings(
        self, readings: Sequence[Readings], of: str, *, is_titled: bool = False
    ) -> Table:
        rows: list[list[Cell]] = []
        for each in readings:
            measure = each.measure
            target: list[str] = []
            if measure.target is not None:
                target.append(f"target {amount_words(measure.target, measure.unit)}")
            if measure.tolerance is not None:
                within = amount_words(measure.tolerance, measure.unit)
                target.append(f"tolerance {within}")
            if measure.better:
                target.append(f"{measure.better} is better")
            outcome = f"shows {measure.outcome}" if measure.outcome else ""
            about = "; ".join(word for word in (outcome, *target) if word)
            said = [
                self._reading(update, measure.unit)
                for update in each.updates
                if update.kind == "reading"
            ]
            rows.append(
                [
                    stack(measure.name, Quiet(sentence(about)) if about else None),
                    stack(*said) if said else Quiet("no reading on record"),
                ]
            )
        return Table(
            f"Measures {of}",
            [Column("Measure"), Column("Readings")],
            rows,
            is_titled=is_titled,
        )

    @staticmethod
    def _reading(update: Update, unit: str) -> Cell:
        details = update.details
        value = amount_words(details["value"], unit)
        top, bottom = details.get("numerator"), details.get("denominator")
        behind = ""
        if top is not None and bottom is not None:
            behind = f"({amount_words(top, '')} of {amount_words(bottom, '')})"
        text = clean(update.text)
        return line(
            sentence(f"{_when(update)}: {value} {behind}"),
            Quiet(text) if text else None,
        )
