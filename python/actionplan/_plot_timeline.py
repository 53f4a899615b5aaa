"""The timeline: the original and the present due of every milestone."""

import dataclasses
import datetime
from collections.abc import Callable, Sequence
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from ._core import Due, DueMove, MilestoneState, Slippage, Snapshot
from ._plot_base import (
    BAND,
    GAP,
    GRID,
    HEIGHT,
    ID_WIDTH,
    INK,
    LINE,
    MARGIN,
    NAMES,
    PAPER,
    SIZE,
    SMALL,
    SOFT,
    WIDTH,
    Head,
    Picture,
    draw_head,
    draw_key,
    frame,
    head_of,
    key_height,
    month_ticks,
    new_axes,
    put,
    short_day,
    text_width,
    tick_words,
    window,
    wrap,
)
from ._text import (
    clean,
    count_words,
    day_words,
    days_words,
    join_words,
    moved_words,
    sentence,
)

# Points.
_NOTES = 168.0
_ABOVE = 27.0  # the months and the word at the line of the day
_BELOW = 16.0
_PAD = 5.0
_STEP = 3.2  # between the moves of one milestone
_MOST_STEPS = 8


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A line of the picture: a heading, a milestone, or a list of those that
    have no date."""

    height: float
    lines: Sequence[str]
    id: str = ""
    state: MilestoneState | None = None
    notes: Sequence[str] = ()
    # A heading.
    is_group: bool = False
    # What each milestone of a list is, for `lines`.
    ids: Sequence[str] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Timeline:
    """What is drawn, in pages."""

    snapshot: Snapshot
    findings: dict[str, list[Slippage]]
    pages: Sequence[Sequence[Row]]
    total: int
    dated: int


def build(snapshot: Snapshot) -> Timeline:
    findings: dict[str, list[Slippage]] = {}
    for finding in snapshot.slippage():
        findings.setdefault(finding.item, []).append(finding)
    states: dict[str, list[MilestoneState]] = {}
    milestones = snapshot.milestones
    for state in milestones:
        states.setdefault(state.recommendation, []).append(state)
    groups: list[list[Row]] = []
    for recommendation in snapshot.plan.recommendations:
        own = states.get(recommendation.id, [])
        heading = _heading(recommendation.id, recommendation.title)
        groups.append([heading, *_rows(own, snapshot, findings)])
    return Timeline(
        snapshot,
        findings,
        _pages(groups),
        len(milestones),
        sum(_is_drawn(state) for state in milestones),
    )


def _heading(id: str, title: str) -> Row:
    room = WIDTH - 2 * MARGIN - 8
    line = wrap(f"{id}  {clean(title)}", room, 1, SIZE, bold=True)[0]
    return Row(LINE + _PAD, [line], id=id, is_group=True)


def _days(due: Due | None) -> list[datetime.date]:
    return [day for day in (due.first, due.last) if day] if due else []


def _is_drawn(state: MilestoneState) -> bool:
    """Whether it has, or had, any date that was promised or expected."""
    return bool(
        state.due.last
        or state.original_due.last
        or (state.forecast and state.forecast.last)
        or any(move.from_due.last or move.to_due.last for move in state.moves)
    )


def _rows(
    states: Sequence[MilestoneState],
    snapshot: Snapshot,
    findings: dict[str, list[Slippage]],
) -> list[Row]:
    rows = [
        _milestone(state, snapshot, findings.get(state.id, ()))
        for state in states
        if _is_drawn(state)
    ]
    undated = [state for state in states if not _is_drawn(state)]
    if not states:
        return [Row(LINE + 4, ["No milestones."])]
    finished = [state for state in undated if state.finished]
    stopped = [s for s in undated if not s.finished and s.stage == "cancelled"]
    opened = [s for s in undated if not s.finished and s.stage != "cancelled"]
    rows += _list("No due date:", opened, _as_written)
    rows += _list("No due date, cancelled:", stopped, _as_written)
    rows += _list("Finished, never had a due date:", finished, _finished_words)
    return rows


def _as_written(state: MilestoneState) -> str:
    written = wrap(clean(state.due.text), 110, 1, SMALL)[0]
    stage = f", {state.stage}" if state.stage in ("on hold", "suspended") else ""
    return f"“{written}”{stage}" if written else f"blank{stage}"


def _finished_words(state: MilestoneState) -> str:
    return short_day(state.finished) if state.finished else ""


def _list(
    title: str,
    states: Sequence[MilestoneState],
    words: Callable[[MilestoneState], str],
) -> list[Row]:
    """Rows of one line each, so that a long list can go over pages."""
    rows: list[Row] = []
    room = WIDTH - 2 * MARGIN - 16
    line = title
    ids: list[str] = []
    for position, state in enumerate(states):
        end = "." if position == len(states) - 1 else ";"
        name = wrap(clean(state.id), room / 2, 1, SMALL)[0]
        part = f" {name} ({words(state)}){end}"
        if ids and text_width(line + part, SMALL) > room:
            rows.append(Row(LINE, [line], ids=ids))
            line, ids = "    ", []
        line += part
        ids = [*ids, state.id]
    if ids:
        rows.append(Row(LINE, [line], ids=ids))
    if rows:
        last = rows[-1]
        rows[-1] = dataclasses.replace(last, height=last.height + 4)
    return rows


def _milestone(
    state: MilestoneState, snapshot: Snapshot, findings: Sequence[Slippage]
) -> Row:
    id_width = min(text_width(clean(state.id), SIZE, True), ID_WIDTH) + 6
    lines = wrap(clean(state.text), NAMES - id_width, 2)
    notes = wrap(say(state, snapshot, findings), _NOTES, 4, SMALL)
    steps = min(len(state.moves), _MOST_STEPS)
    height = max(len(lines), len(notes)) * LINE
    return Row(
        max(height, 13 + _STEP * steps) + _PAD,
        lines,
        id=state.id,
        state=state,
        notes=notes,
    )


# ---------------------------------------------------------------------------
# Words.


def say(state: MilestoneState, snapshot: Snapshot, findings: Sequence[Slippage]) -> str:
    """What the marks of a milestone say, in words; every number is the core's."""
    days = {finding.kind: finding.days for finding in findings}
    parts = []
    if state.finished:
        late = days.get("completed late")
        words = f", {days_words(late)} late" if late else ""
        parts.append(f"finished {short_day(state.finished)}{words}")
    elif state.stage in ("cancelled", "on hold", "suspended"):
        parts.append(state.stage)
    if overdue := days.get("overdue"):
        parts.append(f"{days_words(overdue)} overdue")
    parts.append(_due_words(state))
    if state.moves:
        parts.append(_moves_words(state, snapshot))
    if state.forecast and state.forecast.last and not state.finished:
        late = days.get("forecast late")
        words = f", {days_words(late)} late" if late else ""
        parts.append(f"expected {short_day(state.forecast.last)}{words}")
    return "; ".join(parts)


def _due_words(state: MilestoneState) -> str:
    now = f"due {short_day(state.due.last)}" if state.due.last else "no due date now"
    if not state.moves:
        return now
    before = state.original_due.last
    return f"{now}, was {short_day(before)}" if before else f"{now}, was undated"


def _moves_words(state: MilestoneState, snapshot: Snapshot) -> str:
    moves = state.moves
    quiet = sum(move.is_quiet for move in moves)
    moved = snapshot.facts(state.id).get("days_moved")
    far = f", {moved_words(moved)}" if isinstance(moved, int) and moved else ""
    if quiet == 0:
        how = "agreed"
    elif quiet == len(moves):
        how = "quiet"
    else:
        how = f"{quiet} of them quiet"
    return f"moved {_times(len(moves))}{far}, {how}"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def alt(timeline: Timeline, page: int = 1) -> str:
    """The picture in sentences; all moved and all overdue work by name."""
    snapshot = timeline.snapshot
    rows = timeline.pages[page - 1] if timeline.pages else ()
    states = [row.state for row in rows if row.state]
    undated = sum(len(row.ids) for row in rows)
    whole = f"Timeline of the due dates as of {day_words(snapshot.as_of)}"
    if len(timeline.pages) > 1:
        whole += f", page {page} of {len(timeline.pages)}"
    said = [
        whole,
        f"{count_words(len(states), 'milestone')} with a date, {undated} without",
    ]
    moved = [state for state in states if state.moves]
    if states:
        said.append(
            f"The due of {len(moved)} was moved" + (": " if moved else "")
            + _some(moved, timeline)
        )  # fmt: skip
        overdue = [state for state in states if state.is_overdue]
        rest = [state for state in overdue if not state.moves]
        if overdue:
            also = [s.id for s in overdue if s.moves]
            names = f" ({join_words(also)} as said)" if also else ""
            words = f"{len(overdue)} overdue{names}"
            said.append(words + (": " + _some(rest, timeline) if rest else ""))
        else:
            said.append("None is overdue")
    return " ".join(sentence(each) for each in said)


_MOST_NAMED = 20


def _some(states: Sequence[MilestoneState], timeline: Timeline) -> str:
    words = [
        f"{clean(state.id)} "
        + say(state, timeline.snapshot, timeline.findings.get(state.id, ()))
        for state in states[:_MOST_NAMED]
    ]
    if len(states) > _MOST_NAMED:
        words.append(f"and {len(states) - _MOST_NAMED} more")
    return ". ".join(words)


# ---------------------------------------------------------------------------
# Pages.


def _pages(groups: Sequence[Sequence[Row]]) -> list[list[Row]]:
    """Rows that fit on a page each; a heading is never the last of one."""
    room = HEIGHT - 135
    pages: list[list[Row]] = []
    page: list[Row] = []
    used = 0.0
    for group in groups:
        heading = group[0]
        for position, row in enumerate(group):
            need = row.height
            if position == 0 and len(group) > 1:
                need += group[1].height
            if page and used + need > room:
                pages.append(page)
                page, used = [], 0.0
                if position > 0:
                    again = dataclasses.replace(
                        heading, lines=[_continued(heading.lines[0])]
                    )
                    page, used = [again], again.height
            page.append(row)
            used += row.height
    if page:
        pages.append(page)
    return pages


def _continued(line: str) -> str:
    room = WIDTH - 2 * MARGIN - 80
    return f"{wrap(line, room, 1, SIZE, bold=True)[0]} (continued)"


# ---------------------------------------------------------------------------
# Drawing.

# Every mark of the picture with its words, in the order of the key.
_KEY: dict[str, str] = {
    "original": "original due, since moved",
    "due": "due as now agreed",
    "move": "agreed move",
    "quiet": "quiet move: who or why not on record",
    "forecast": "expected (forecast)",
    "finished": "finished",
    "overdue": "overdue, up to the as-of day",
    "beyond": "further off than is drawn",
}


def _handle(kind: str) -> Line2D | Patch:
    if kind == "original":
        return Patch(facecolor=PAPER, edgecolor=INK)
    if kind == "due":
        return Patch(facecolor="#9dbbdd", edgecolor=INK)
    if kind == "overdue":
        return Patch(facecolor=PAPER, edgecolor=INK, hatch="//////")
    if kind == "move":
        return Line2D([], [], color=INK, marker=">", markersize=5)
    if kind == "quiet":
        return Line2D(
            [], [], color=INK, linestyle=(0, (2, 1.5)), marker="D",
            markerfacecolor=PAPER, markersize=5,
        )  # fmt: skip
    marker = {"forecast": "v", "finished": "o", "beyond": "4"}[kind]
    face = {"forecast": PAPER, "finished": INK, "beyond": INK}[kind]
    return Line2D(
        [], [], linestyle="none", marker=marker, color=INK, markerfacecolor=face,
        markersize=6.5,
    )  # fmt: skip


def _kinds(rows: Sequence[Row], low: float, high: float) -> list[str]:
    found = set()
    for row in rows:
        state = row.state
        if state is None:
            continue
        if state.moves and state.original_due.last:
            found.add("original")
        if state.due.last:
            found.add("due")
        known = state.original_due.last
        for move in state.moves:
            if known and move.to_due.last:
                found.add("quiet" if move.is_quiet else "move")
            known = move.to_due.last or known
        if state.forecast and state.forecast.last and not state.finished:
            found.add("forecast")
        if state.finished:
            found.add("finished")
        if state.is_overdue:
            found.add("overdue")
        if any(not low <= day <= high for day in _row_days(row)):
            found.add("beyond")
    return [kind for kind in _KEY if kind in found]


def _row_days(row: Row) -> list[int]:
    state = row.state
    if state is None:
        return []
    days = [*_days(state.due), *_days(state.original_due)]
    for move in state.moves:
        days += [*_days(move.from_due)[-1:], *_days(move.to_due)[-1:]]
    if not state.finished:
        days += _days(state.forecast)[-1:]
    else:
        days.append(state.finished)
    return [day.toordinal() for day in days]


def limits(timeline: Timeline) -> tuple[float, float]:
    """The same stretch of time on all pages."""
    days = [d for rows in timeline.pages for row in rows for d in _row_days(row)]
    today = timeline.snapshot.as_of.toordinal()
    low, high = window(days or [today])
    return min(low, today - 20), max(high, today + 20)


def _title(timeline: Timeline, page: int) -> Head:
    plan = timeline.snapshot.plan
    undated = timeline.total - timeline.dated
    below = (
        f"Due dates as of {day_words(timeline.snapshot.as_of)}: "
        f"{count_words(timeline.total, 'milestone')}, {timeline.dated} with a date"
        + (f"; {undated} without one are listed." if undated else ".")
    )
    if len(timeline.pages) > 1:
        below += f" Page\xa0{page}\xa0of\xa0{len(timeline.pages)}."
    return head_of(clean(plan.title) or clean(plan.id), [below], WIDTH - 2 * MARGIN)


def draw(timeline: Timeline, page: int, axes: Axes | None) -> Picture | None:
    """Draws a page; a new picture, or None if it went into axes."""
    rows = timeline.pages[page - 1] if timeline.pages else [_nothing()]
    low, high = limits(timeline)
    height = sum(row.height for row in rows)
    left, right = MARGIN + NAMES + GAP, GAP + _NOTES + MARGIN
    kinds = _kinds(rows, low, high)
    title = _title(timeline, page)
    above = _ABOVE + key_height(len(kinds)) + 5
    picture = None
    if axes is None:
        top = MARGIN + title.height + above
        picture, axes = new_axes(left, right, top, _BELOW, height)
        picture.alt = alt(timeline, page)
    draw_head(axes, title, dx=MARGIN - left, dy=above)
    draw_key(
        axes,
        [_handle(kind) for kind in kinds],
        [_KEY[kind] for kind in kinds],
        dx=MARGIN - left,
        dy=_ABOVE + 3,
        width=WIDTH - 2 * MARGIN,
    )
    axes.set_xlim(low, high)
    axes.set_ylim(height, 0)
    _Rows(axes, timeline.snapshot, low, high).draw(rows)
    return picture


def _nothing() -> Row:
    return Row(LINE + _PAD, ["The plan has no milestones."], is_group=True)


class _Rows:
    def __init__(self, axes: Axes, snapshot: Snapshot, low: float, high: float) -> None:
        self._axes = axes
        self._today = snapshot.as_of
        self._low = low
        self._high = high

    def draw(self, rows: Sequence[Row]) -> None:
        self._months()
        at = 0.0
        for row in rows:
            if row.state:
                self._milestone(row, at)
            elif row.is_group:
                self._group(row, at)
            else:
                self._text(row, at)
            at += row.height
        self._day(at)

    def _months(self) -> None:
        ticks = month_ticks(self._low, self._high, 6)
        axes = self._axes
        axes.set_xticks([day.toordinal() for day in ticks], tick_words(ticks))
        axes.set_yticks([])
        axes.tick_params(labeltop=True, top=True)
        axes.grid(axis="x", color=GRID, linewidth=0.6, zorder=0)
        axes.set_axisbelow(True)
        frame(axes)

    def _day(self, bottom: float) -> None:
        today = self._today.toordinal()
        self._axes.plot(
            [today, today], [0, bottom], color=INK, linewidth=1.4, zorder=2,
            label="_as of",
        )  # fmt: skip
        share = (today - self._low) / (self._high - self._low)
        side: Literal["left", "right", "center"] = "center"
        if not 0.3 <= share <= 0.7:
            side = "left" if share < 0.3 else "right"
        put(
            self._axes, f"as of {day_words(self._today)}", today, 0, dy=18,
            size=SMALL, bold=True, ha=side, label="as of",
        )  # fmt: skip

    def _band(self, at: float, height: float, colour: str) -> None:
        """Behind a line of text over the whole width."""
        whole = self._high - self._low
        across = whole / (WIDTH - 2 * MARGIN - NAMES - _NOTES - 2 * GAP)
        left = self._low - (NAMES + GAP) * across
        self._axes.add_patch(
            Rectangle(
                (left, at),
                (WIDTH - 2 * MARGIN) * across,
                height,
                facecolor=colour,
                edgecolor="none",
                clip_on=False,
                zorder=3,
                label="_band",
            )
        )

    def _blank(self, row: Row, at: float) -> None:
        """No lines of the axes behind text; a little more, so that no hair of
        them is left between two rows."""
        self._band(at - 0.4, row.height + 0.8, PAPER)

    def _group(self, row: Row, at: float) -> None:
        self._blank(row, at)
        self._band(at, row.height - 2, BAND)
        put(
            self._axes, row.lines[0], 0, at + row.height / 2 - 1, of="axes",
            dx=-NAMES - GAP + 3, bold=True, label="group",
        )  # fmt: skip

    def _text(self, row: Row, at: float) -> None:
        self._blank(row, at)
        put(
            self._axes, row.lines[0], 0, at + LINE / 2, of="axes",
            dx=-NAMES - GAP + 3, size=SMALL, colour=SOFT, label="list",
        )  # fmt: skip

    def _milestone(self, row: Row, at: float) -> None:
        assert row.state is not None
        axes = self._axes
        name = wrap(clean(row.id), ID_WIDTH, 1, SIZE, bold=True)[0]
        first = at + LINE / 2 + 1
        left = -NAMES - GAP + 3
        put(axes, name, 0, first, of="axes", dx=left, bold=True, label="id")
        indent = left + min(text_width(name, SIZE, True), ID_WIDTH) + 5
        for number, line in enumerate(row.lines):
            put(
                axes, line, 0, first + number * LINE, of="axes", dx=indent,
                label="text",
            )  # fmt: skip
        for number, line in enumerate(row.notes):
            put(
                axes, line, 1, first + number * LINE, of="axes", dx=GAP,
                size=SMALL, label="note",
            )  # fmt: skip
        axes.axhline(
            at + row.height - 0.5, color=GRID, linewidth=0.4, zorder=1, label="_rule"
        )
        self._marks(row.state, at + row.height / 2 - 0.5)

    # -- The marks of a milestone ---------------------------------------------

    def _marks(self, state: MilestoneState, middle: float) -> None:
        steps = min(len(state.moves), _MOST_STEPS)
        half = _STEP * steps / 2 + (1.2 if steps else 0)
        top, bottom = middle - half, middle + half
        if state.moves:
            self._due(state.original_due, top, "original")
        if state.is_overdue and state.due.last:
            self._bar(state.due.last, self._today, bottom, "overdue", height=8)
        self._due(state.due, bottom, "due")
        known = state.original_due.last
        for number, move in enumerate(state.moves):
            start = top + (bottom - top) * number / len(state.moves)
            end = top + (bottom - top) * (number + 1) / len(state.moves)
            # While it had no date, an arrow starts from the date it had before.
            here = move.from_due.last or known
            self._move(move, here, start, end)
            known = move.to_due.last or here
        if state.finished:
            self._mark(state.finished, bottom, "finished")
        elif state.forecast and state.forecast.last:
            self._mark(state.forecast.last, bottom, "forecast")

    def _due(self, due: Due, y: float, kind: str) -> None:
        if due.last is None:
            return
        self._bar(due.first or due.last, due.last, y, kind, height=8)

    def _bar(
        self,
        first: datetime.date,
        last: datetime.date,
        y: float,
        kind: str,
        height: float,
    ) -> None:
        """From the first to the last day."""
        start, end = first.toordinal(), last.toordinal()
        # A day would be thinner than its edges: never less than 4 points.
        least = 4 * (self._high - self._low) / 226
        begin, width = float(start), float(end - start)
        if kind != "overdue" and width < least:
            begin, width = end - least, least
        handle = _handle(kind)
        assert isinstance(handle, Patch)
        bar = Rectangle(
            (begin, y - height / 2),
            width,
            height,
            zorder=4,
            linewidth=0.9,
            label=f"_{kind}",
        )
        bar.set_facecolor(handle.get_facecolor())
        bar.set_edgecolor(INK)
        bar.set_hatch(handle.get_hatch())
        self._axes.add_patch(bar)
        if end > self._high or start < self._low:
            self._beyond(end > self._high, y)

    def _beyond(self, is_right: bool, y: float) -> None:
        x = self._high if is_right else self._low
        self._axes.plot(
            [x], [y], marker="4" if is_right else "3", color=INK, markersize=8,
            clip_on=False, zorder=6, label="_beyond",
        )  # fmt: skip

    def _mark(self, day: datetime.date, y: float, kind: str) -> None:
        x = day.toordinal()
        if not self._low <= x <= self._high:
            self._beyond(x > self._high, y)
            return
        handle = _handle(kind)
        assert isinstance(handle, Line2D)
        self._axes.plot(
            [x], [y], linestyle="none", marker=handle.get_marker(), color=INK,
            markerfacecolor=handle.get_markerfacecolor(), markersize=5.5, zorder=5.5,
            label=f"_{kind}",
        )  # fmt: skip

    def _move(
        self, move: DueMove, here: datetime.date | None, start: float, end: float
    ) -> None:
        there = move.to_due.last
        if here is None or there is None:
            return
        x = [min(max(day.toordinal(), self._low), self._high) for day in (here, there)]
        if x[0] == x[1]:
            return
        kind = "quiet" if move.is_quiet else "move"
        self._axes.annotate(
            "",
            xy=(x[1], end),
            xytext=(x[0], start),
            arrowprops={
                "arrowstyle": "->" if move.is_quiet else "-|>",
                "linestyle": (0, (2, 1.5)) if move.is_quiet else "solid",
                "color": INK,
                "linewidth": 1.0,
                "shrinkA": 0,
                "shrinkB": 0,
                "mutation_scale": 7,
            },
            zorder=5,
        ).set_label(f"_{kind}")
        if move.is_quiet:
            self._axes.plot(
                [sum(x) / 2], [(start + end) / 2], marker="D", color=INK,
                markerfacecolor=PAPER, markersize=4.5, linestyle="none", zorder=5.6,
                label="_quiet mark",
            )  # fmt: skip
