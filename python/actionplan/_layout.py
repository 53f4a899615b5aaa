"""Lays a report out as blocks, in the order in which a committee reads it."""

from collections.abc import Sequence

from ._blocks import (
    NOT_RATED,
    Alert,
    Block,
    Bullets,
    Cell,
    Column,
    Document,
    Facts,
    Mark,
    Paragraph,
    Quiet,
    Section,
    Table,
    Tables,
    line,
    stack,
)
from ._core import DueMove, MilestoneState, Rating, ReportingPeriod
from ._layout_parts import PartLayout, sub
from ._text import (
    clean,
    count_words,
    day_words,
    join_words,
    moved_words,
    sentence,
    share_words,
    span_words,
)
from ._views import (
    DIFFERS,
    UNCHECKED,
    Items,
    Marks,
    comparison_row,
    delivery_summary,
    due_cell,
    issues_table,
    key_section,
    why,
)
from .report import Counts, ExceptionLine, Late, Movement, Report


def lay_out(report: Report) -> Document:
    return _Layout(report).document()


def _plural(kind: str) -> str:
    return f"{kind}s"


class _Layout:
    def __init__(self, report: Report) -> None:
        self._report = report
        self._marks = Marks(report.scheme)
        self._items = Items(report.plan)
        self._parts = PartLayout(self._marks, self._items)
        self._subjects = _plural(report.subject)
        # A terminal has the titles of recommendations in a legend.
        self._is_brief = report.subject == "recommendation"

    def document(self) -> Document:
        report = self._report
        blocks: list[Block] = [
            Facts(self._about()),
            key_section(report.scheme),
            Section("Summary", self._summary(), anchor="summary"),
            Section(*self._periods(), anchor="periods"),
        ]
        if report.previous is not None:
            blocks.append(
                Section(
                    "Movement since last period", self._movements(), anchor="movement"
                )
            )
        blocks += [
            Section(
                "Where the computed and the reported rating differ",
                self._partings(),
                anchor="differences",
            ),
            Section("Exceptions", self._exceptions(), anchor="exceptions"),
            Section("Changed dates", self._date_changes(), anchor="dates"),
            Section("Late work", self._late(), anchor="late"),
            Section("Delivery", delivery_summary(report.delivery), anchor="delivery"),
            Section("Work without a due date", self._undated(), anchor="undated"),
            Section(
                "Recommendations",
                [self._parts.section(part) for part in report.parts],
                anchor="recommendations",
            ),
        ]
        if whole := self._plan_as_a_whole():
            blocks.append(Section("The plan as a whole", whole, anchor="plan"))
        blocks += [
            Section("Problems in the plan's own data", self._problems(), "problems"),
            Section("How this was worked out", [self._notes()], anchor="notes"),
        ]
        return Document(
            title=report.plan.title or report.plan.id,
            subtitle=self._subtitle(),
            blocks=blocks,
        )

    # -- Head ----------------------------------------------------------------

    def _subtitle(self) -> str:
        as_of = f"Progress report as of {day_words(self._report.assessment.as_of)}"
        organisation = clean(self._report.plan.organisation)
        return f"{organisation}. {as_of}" if organisation else as_of

    def _about(self) -> list[tuple[str, Cell]]:
        report = self._report
        plan = report.plan
        as_of = report.assessment.as_of
        pairs: list[tuple[str, Cell]] = []
        if plan.organisation:
            pairs.append(("Organisation", plan.organisation))
        pairs.append(("As of", day_words(as_of)))
        pairs.append(("This period", self._period_words(report.period)))
        if report.previous is not None:
            then = day_words(report.previous.as_of)
            words = self._period_words(report.previous_period)
            pairs.append(("Last period", f"{words} Rated as of {then}."))
        known_by = report.snapshot.known_by
        if known_by is not None:
            pairs.append(
                (
                    "Known by",
                    f"Only what had been recorded by {day_words(known_by)} counts.",
                )
            )
        if plan.accepted.text:
            pairs.append(("Plan accepted", plan.accepted.text))
        pairs.append(("Key", f"{report.scheme.title} ({report.scheme.id})"))
        if plan.source:
            pairs.append(("Source", plan.source))
        pairs.append(("In the plan", self._size()))
        for rating in report.overall:
            aspect = self._marks.aspect(rating.aspect)
            pairs.append((f"Plan, {aspect}", self._parts.rating(rating)))
        return pairs

    @staticmethod
    def _period_words(period: ReportingPeriod | None) -> str:
        if period is None:
            return "The plan names no reporting period for this day."
        span = span_words(period.first, period.last)
        name = clean(period.name)
        return f"{span} (the plan's '{name}')." if name else f"{span}."

    def _size(self) -> str:
        plan = self._report.plan
        return sentence(
            join_words(
                [
                    count_words(len(plan.recommendations), "recommendation"),
                    count_words(len(plan.milestones), "milestone"),
                    count_words(len(plan.outcomes), "outcome"),
                    count_words(len(plan.measures), "measure"),
                    count_words(len(plan.concerns), "concern"),
                ]
            )
        )

    # -- Summary -------------------------------------------------------------

    def _summary(self) -> list[Block]:
        report = self._report
        if not report.counts:
            return [Paragraph("The key has no rules for any item of this plan.")]
        own = [c for c in report.counts if c.kind == report.subject]
        others = [c for c in report.counts if c.kind != report.subject]
        blocks: list[Block] = [
            Paragraph(
                f"Each count is out of all {own[0].total} {self._subjects}, also "
                "those that are not rated and those whose reported rating is not "
                "recorded. Percentages are rounded to the whole number, one by one, "
                "so they need not add up to 100."
            ),
            Tables([self._count_table(counts) for counts in own]),
        ]
        if others:
            kinds = {counts.kind: counts.total for counts in others}
            of = join_words(f"{n} {_plural(kind)}" for kind, n in kinds.items())
            blocks.append(Paragraph(f"The same for {of}:"))
            blocks.append(Tables([self._count_table(counts) for counts in others]))
        return blocks

    def _count_table(self, counts: Counts) -> Table:
        def share(number: int | None) -> str:
            return "–" if number is None else share_words(number, counts.total)

        columns = [
            Column("Rating", is_short=True),
            Column("Computed", is_number=True),
        ]
        if counts.has_reported:
            columns.append(Column("Reported", is_number=True))
        rows: list[list[Cell]] = []
        for row in counts.rows:
            mark = self._marks.levels[row.word] if row.is_level else Mark(row.word)
            cells: list[Cell] = [mark, share(row.computed)]
            if counts.has_reported:
                cells.append(share(row.reported))
            elif row.computed is None:
                continue
            rows.append(cells)
        title = self._marks.aspect(counts.aspect.name)
        caption = f"{title} of {counts.total} {_plural(counts.kind)}"
        if not counts.has_reported:
            caption += " (nothing was reported)"
        return Table(caption, columns, rows)

    # -- Periods -------------------------------------------------------------

    def _periods(self) -> tuple[str, list[Block]]:
        report = self._report
        has_previous = report.previous is not None
        title = "Last period and this period" if has_previous else "This period"
        columns = [
            Column(report.subject.capitalize(), is_brief=self._is_brief),
            Column("Aspect", is_short=True),
        ]
        if report.previous is not None:
            group = "Last period"
            columns.append(Column("Computed", group, is_short=True))
            columns.append(Column("Reported", group, is_short=True))
        group = "This period"
        columns.append(Column("Computed", group, is_short=True))
        columns.append(Column("Reported", group, is_short=True))
        rows: list[list[Cell]] = []
        for rating, before in report.lines:
            cells: list[Cell] = [
                self._items.linked(rating.item),
                self._marks.aspect(rating.aspect),
            ]
            if before is not None:
                cells.append(self._marks.computed(before))
                cells.append(self._marks.reported_cell(before))
            cells.append(self._marks.computed(rating))
            cells.append(self._marks.reported_cell(rating))
            rows.append(cells)
        table = Table(title, columns, rows, is_grouped=True, is_titled=True)
        return title, [table, *self._own_words()]

    def _own_words(self) -> list[Block]:
        """The owner's words for levels that the key calls otherwise."""
        words: dict[str, str] = {}
        for rating, before in self._report.lines:
            for each in (rating, before):
                if each is None or each.reported.rating is None:
                    continue
                level, own = each.reported.rating, each.reported.written
                mark = self._marks.level(level)
                if own.casefold() not in (level.casefold(), mark.letter.casefold()):
                    words[own] = level
        notes: list[Cell] = [
            f"Where '{own}' was reported, the key's word {level} is printed."
            for own, level in words.items()
        ]
        notes.insert(
            0,
            line(
                DIFFERS,
                "marks a reported rating that is not the computed one;",
                UNCHECKED,
                "one for which the facts on record give no rating to hold it against.",
            ),
        )
        return [Bullets(notes)]

    # -- Movement ------------------------------------------------------------

    def _movements(self) -> list[Block]:
        report = self._report
        bullets: list[Cell] = []
        for movement in report.movements:
            bullets += self._movement_words(movement)
        if not report.moved:
            bullets.append("No rating moved.")
            return [Bullets(bullets)]
        table = Table(
            "Ratings that moved",
            [
                Column(report.subject.capitalize(), is_brief=self._is_brief),
                Column("Aspect", is_short=True),
                Column("Computed"),
                Column("Reported"),
            ],
            [
                comparison_row(move, self._marks, self._items.linked(move.current.item))
                for move in report.moved
            ],
        )
        return [Bullets(bullets), table]

    def _movement_words(self, movement: Movement) -> list[Cell]:
        title = movement.aspect.title
        of = count_words(movement.total, self._report.subject)
        computed = _counted(movement.computed)
        if movement.unrated:
            computed += f" ({movement.unrated} of these not rated in either period)"
        reported = _counted(movement.reported) or "nothing to compare"
        if movement.not_comparable:
            reported += (
                f"; {movement.not_comparable} can't be compared, because what was "
                "reported in one period or both is not on record"
            )
        return [
            f"{title}, computed, of {of}: {computed}.",
            f"{title}, reported, of {of}: {reported}.",
        ]

    # -- Differences ---------------------------------------------------------

    def _partings(self) -> list[Block]:
        ratings = self._report.partings
        reported = sum(
            rating.reported.state == "given"
            for rating in self._report.assessment.ratings
        )
        differ = [rating for rating in ratings if rating.rating is not None]
        unchecked = [rating for rating in ratings if rating.rating is None]
        agree = reported - len(ratings)
        blocks: list[Block] = [
            Paragraph(
                "What was reported for this period, held against what the key gives on "
                "the facts on record. A difference is a question to ask, not a "
                f"verdict. Of {count_words(reported, 'reported rating')} on record:"
            ),
            Bullets(
                [
                    f"{agree} {'agrees' if agree == 1 else 'agree'} with the computed "
                    "rating.",
                    f"{len(differ)} {'differs' if len(differ) == 1 else 'differ'} from "
                    "it.",
                    f"{len(unchecked)} can't be checked, because the facts on record "
                    "give no rating.",
                ]
            ),
        ]
        if differ:
            blocks.append(self._parting_table("Computed and reported differ", differ))
        if unchecked:
            blocks.append(
                self._parting_table("Reported, and can't be checked", unchecked)
            )
        return blocks

    def _parting_table(self, caption: str, ratings: Sequence[Rating]) -> Table:
        is_brief = all(rating.kind == "recommendation" for rating in ratings)
        return Table(
            caption,
            [
                Column("Item", is_brief=is_brief),
                Column("Aspect", is_short=True),
                Column("Computed", is_short=True),
                Column("Reported", is_short=True),
                Column("Why the computed one"),
            ],
            [
                [
                    self._items.linked(rating.item),
                    self._marks.aspect(rating.aspect),
                    self._marks.computed_cell(rating),
                    self._marks.reported(rating.reported),
                    why(rating),
                ]
                for rating in ratings
            ],
        )

    # -- Exceptions ----------------------------------------------------------

    def _exceptions(self) -> list[Block]:
        report = self._report
        levels = [level.name for level in report.scheme.levels if level.exception]
        if not levels:
            return [Paragraph("The key calls none of its levels an exception.")]
        words = join_words(levels, "or")
        if not report.exceptions:
            return [Paragraph(f"Nothing is {words}, computed or reported.")]
        new = ""
        if any(exception.was_before is False for exception in report.exceptions):
            new = f" 'New' marks what was not {words} last period."
        own = [e for e in report.exceptions if e.rating.kind == report.subject]
        below = [e for e in report.exceptions if e.rating.kind != report.subject]
        blocks: list[Block] = [
            Paragraph(f"Everything that is {words}, computed or reported.{new}")
        ]
        if own:
            found = f"{self._subjects.capitalize()}: {count_words(len(own), 'rating')}"
            blocks.append(self._exception_table(found, own, is_brief=self._is_brief))
        if below:
            kinds = {_plural(each.rating.kind): None for each in below}
            found = f"{join_words(kinds)}: {count_words(len(below), 'rating')}"
            found = found.capitalize()
            blocks.append(self._exception_table(found, below, is_brief=False))
        return blocks

    def _exception_table(
        self, caption: str, exceptions: Sequence[ExceptionLine], *, is_brief: bool
    ) -> Table:
        return Table(
            caption,
            [
                Column("Item", is_brief=is_brief),
                Column("Rating", is_short=True),
                Column("Cause"),
                Column("Next date", is_short=True),
            ],
            [self._exception(exception) for exception in exceptions],
        )

    def _exception(self, exception: ExceptionLine) -> list[Cell]:
        rating = exception.rating
        is_new = exception.was_before is False
        reported = None
        if rating.reported.state != "none":
            reported = line("Reported:", self._marks.reported(rating.reported))
        day = exception.next_day
        aspect = self._marks.aspect(rating.aspect)
        return [
            self._items.linked(rating.item),
            stack(
                line(f"{aspect}:", self._marks.computed(rating)),
                self._marks.override(rating),
                reported,
                Alert("new") if is_new else None,
            ),
            sentence(rating.because),
            exception.next_words
            if day is None
            else stack(day_words(day), Quiet(exception.next_words)),
        ]

    # -- Dates ---------------------------------------------------------------

    def _date_changes(self) -> list[Block]:
        changes = self._report.date_changes
        if not changes:
            return [Paragraph("No change of a due date is on record.")]
        quiet = sum(change.move.is_quiet for change in changes)
        words = f"{count_words(len(changes), 'change')} of a due date on record"
        if quiet:
            words += f"; {quiet} of them quiet: who agreed it or why is not on record"
        rows: list[list[Cell]] = [
            [
                self._items.linked(change.milestone.id),
                change.move.from_due.to_words(),
                change.move.to_due.to_words(),
                moved_words(change.move.days_moved),
                _agreement(change.move),
            ]
            for change in changes
        ]
        return [
            Paragraph(f"{words}."),
            Table(
                "Changes of due dates, in calendar days",
                [
                    Column("Milestone"),
                    Column("From"),
                    Column("To"),
                    Column("Moved"),
                    Column("Agreed by, and why"),
                ],
                rows,
            ),
        ]

    def _late(self) -> list[Block]:
        report = self._report
        day = day_words(report.assessment.as_of)
        blocks: list[Block] = []
        if report.overdue:
            total = count_words(report.undated.total, "open milestone")
            blocks.append(
                Paragraph(
                    f"Overdue on {day}: {len(report.overdue)} of {total}, of which "
                    f"{report.undated.dated} have a due date."
                )
            )
            blocks.append(self._late_table("Overdue work", report.overdue, "overdue"))
        else:
            blocks.append(Paragraph(f"No work with a due date is overdue on {day}."))
        if report.forecast_late:
            blocks.append(
                self._late_table(
                    "Work expected after its due", report.forecast_late, "late"
                )
            )
        if report.completed_late:
            blocks.append(
                self._late_table(
                    "Work finished after its original due",
                    report.completed_late,
                    "late",
                )
            )
        return blocks

    def _late_table(self, caption: str, late: Sequence[Late], word: str) -> Table:
        rows: list[list[Cell]] = []
        for each in late:
            finding = each.finding
            days = "" if finding.days is None else count_words(finding.days, "day")
            state = each.milestone
            rows.append(
                [
                    self._items.linked(finding.item),
                    due_cell(state.original_due),
                    due_cell(state.due) if state.moves else "as original",
                    f"{days} {word}".strip(),
                ]
            )
        return Table(
            caption,
            [
                Column("Milestone"),
                Column("Original due"),
                Column("Due now"),
                Column("How late"),
            ],
            rows,
        )

    def _undated(self) -> list[Block]:
        undated = self._report.undated
        total = count_words(undated.total, "open milestone")
        if not undated.missing and not undated.endless:
            return [Paragraph(f"All of {total} have a due date.")]
        blocks: list[Block] = [
            Bullets(
                [
                    f"No due date: {share_words(len(undated.missing), undated.total)} "
                    "open milestones. They can't be late, and can't be on target.",
                    "Recurring or ongoing by their own words: "
                    f"{share_words(len(undated.endless), undated.total)} open "
                    "milestones.",
                ]
            )
        ]
        if undated.missing:
            blocks.append(self._undated_table("No due date", undated.missing))
        if undated.endless:
            blocks.append(self._undated_table("Recurring or ongoing", undated.endless))
        return blocks

    def _undated_table(self, caption: str, states: Sequence[MilestoneState]) -> Table:
        rows: list[list[Cell]] = []
        for state in states:
            due = state.due
            rows.append(
                [
                    self._items.linked(state.id),
                    due.text or Quiet("nothing written"),
                    due.no_date or due.kind,
                ]
            )
        return Table(
            caption,
            [Column("Milestone"), Column("Due as written"), Column("Understood as")],
            rows,
        )

    # -- Close ---------------------------------------------------------------

    def _plan_as_a_whole(self) -> list[Block]:
        report = self._report
        blocks: list[Block] = []
        if report.plan_updates:
            blocks.append(
                self._parts.updates(
                    report.plan_updates, report.plan.id, "News of the plan, by day"
                )
            )
        if report.plan_concerns:
            concerns = self._parts.concerns(report.plan_concerns, "")
            blocks.append(sub("Areas of concern", concerns))
        if report.plan_readings:
            blocks.append(
                self._parts.readings(
                    report.plan_readings, "of no single recommendation"
                )
            )
        return blocks

    def _problems(self) -> list[Block]:
        problems = self._report.problems
        if not problems:
            return [Paragraph("The plan file does not contradict itself.")]
        found = count_words(len(problems), "contradiction")
        return [
            Paragraph(
                "The plan says things that can't all be so. Nothing was changed for "
                "this report; each place is given so that it can be mended or "
                "explained."
            ),
            issues_table(problems, f"{found} in the plan file"),
        ]

    def _notes(self) -> Bullets:
        report = self._report
        notes: list[Cell] = [
            f"Computed ratings follow the key '{clean(report.scheme.id)}' by rules, "
            "from the facts on record on the day. Reported ratings are what the owner "
            "of the plan said. The two are never mixed, and neither corrects the "
            "other.",
            f"Counts are out of all {self._subjects}, never only of those that were "
            "rated. Percentages are rounded to the whole number, a half up, each by "
            "itself.",
            line(
                NOT_RATED,
                "is an answer: the facts on record do not decide, and a missing fact "
                "never makes anything better. 'Not recorded' says that a rating was "
                "given and what it was is lost; 'not reported' that none was given.",
            ),
            "A due date is a period and is late from the day after its last day. Days "
            "are calendar days. Lateness is shown against the original due as well as "
            "the present one; a changed date without who agreed it and why is a quiet "
            "move.",
        ]
        if report.previous is not None:
            notes.append(
                "Last period is rated by the same rules and the same key, from what is "
                "dated up to that day. What was only told later counts if it was so by "
                "then"
                + (
                    " and was recorded in time."
                    if report.snapshot.known_by is not None
                    else "."
                )
            )
        return Bullets(notes)


def _counted(words: dict[str, int]) -> str:
    """ "2 better, 1 worse, 9 unchanged", in an order that puts change first."""
    order = [
        "better",
        "worse",
        "changed",
        "newly rated",
        "no longer rated",
        "unchanged",
    ]
    return ", ".join(f"{words[word]} {word}" for word in order if word in words)


def _agreement(move: DueMove) -> Cell:
    by, why = move.agreed_by, move.reason
    return stack(
        Alert("quiet move") if move.is_quiet else None,
        f"On {day_words(move.on)}.",
        f"Agreed by {by}." if by else "Who agreed it is not on record.",
        f"Reason: {sentence(why)}" if why else "No reason is on record.",
    )
