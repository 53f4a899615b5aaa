"""The milestone trend chart: how the expected days moved from report to report."""

import dataclasses
import datetime
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.transforms import offset_copy

from ._core import MilestoneState, Plan, Snapshot
from ._plot_base import (
    BLUE,
    GRID,
    INK,
    LINE,
    MARGIN,
    PAPER,
    SMALL,
    SOFT,
    WIDTH,
    Head,
    Picture,
    draw_head,
    draw_key,
    figure_of,
    frame,
    head_of,
    key_height,
    month_ticks,
    new_axes,
    put,
    short_day,
    tick_words,
    window,
    wrap,
)
from ._text import clean, count_words, day_words, days_words, join_words, sentence

# Points.
_DAYS = 62.0  # the words of the axis on the left
_NAMES = 200.0  # what each line is called
_HEIGHT = 400.0
_ABOVE = 20.0
_BELOW = 32.0
_LABEL_GAP = 4.0


@dataclasses.dataclass(frozen=True, slots=True)
class Point:
    """What was expected on a reporting day: the forecast, else the due."""

    on: datetime.date
    expected: datetime.date
    is_forecast: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Path:
    """The way of one milestone, or of several that never parted."""

    ids: list[str]
    points: Sequence[Point]
    finished: datetime.date | None
    # The core's days slipped against the original due, on the last day.
    slipped: int | None

    @property
    def last(self) -> datetime.date:
        return self.finished or self.points[-1].expected

    @property
    def is_level(self) -> bool:
        """Expected on the same day in every report, and not finished since."""
        first = self.last
        return all(point.expected == first for point in self.points)


@dataclasses.dataclass(frozen=True, slots=True)
class Trend:
    plan: Plan
    days: Sequence[datetime.date]
    pages: Sequence[Sequence[Path]]
    # Milestones that are not drawn, by why; each once.
    left_out: Sequence[tuple[str, Sequence[str]]]
    total: int


def build(
    plan: Plan,
    snapshots: Sequence[Snapshot],
    moved_only: bool,
    most_pages: int | None = None,
) -> Trend:
    histories = list(zip(*(snapshot.milestones for snapshot in snapshots)))
    days = [snapshot.as_of for snapshot in snapshots]
    ways: dict[object, Path] = {}
    never: list[str] = []
    before: list[str] = []
    for states in histories:
        own = states[-1].id
        points = _points(days, states)
        finished = states[-1].finished
        if not points:
            (before if finished else never).append(own)
            continue
        way = Path([], tuple(points), finished, states[-1].days_slipped)
        ways.setdefault((way.points, finished, way.slipped), way).ids.append(own)
    paths = list(ways.values())
    left_out = [
        ("Finished, with no date to come on any of these days", before),
        ("No date on any of these days", never),
    ]
    if moved_only:
        level = [path for path in paths if path.is_level]
        paths = [path for path in paths if not path.is_level]
        ids = [id for path in level for id in path.ids]
        left_out.insert(0, ("The same day in every report", ids))
    pages = _pages(paths)
    if most_pages is not None and len(pages) > most_pages:
        pages, rest = _furthest(paths, most_pages)
        ids = [id for path in rest for id in path.ids]
        left_out.insert(0, ("Slipped less far than those drawn, or not at all", ids))
    order = {states[-1].id: place for place, states in enumerate(histories)}
    kept = [(why, sorted(ids, key=order.__getitem__)) for why, ids in left_out if ids]
    return Trend(plan, days, pages, kept, len(histories))


def _furthest(
    paths: Sequence[Path], most_pages: int
) -> tuple[list[list[Path]], list[Path]]:
    """The lines that slipped furthest, in the plan's order, and the rest."""
    order = sorted(paths, key=lambda path: -abs(path.slipped or 0))
    number = len(order)
    while True:
        chosen = {id(path) for path in order[:number]}
        pages = _pages([path for path in paths if id(path) in chosen])
        if len(pages) <= most_pages:
            return pages, [path for path in paths if id(path) not in chosen]
        number -= 1


def _points(
    days: Sequence[datetime.date], states: Sequence[MilestoneState]
) -> list[Point]:
    points = []
    for day, state in zip(days, states):
        if state.finished:
            break
        # Which of the two counts is the core's rule for the finish.
        if state.forecast and state.forecast.last:
            points.append(Point(day, state.forecast.last, True))
        elif state.due.last:
            points.append(Point(day, state.due.last, False))
    return points


def _label(path: Path) -> list[str]:
    """Which milestones a line is, and how its day moved."""
    names = ", ".join(wrap(clean(id), 90, 1, SMALL)[0] for id in path.ids)
    return wrap(f"{names}: {_moved(path)}", _NAMES - 22, 5, SMALL)


def _moved(path: Path) -> str:
    """Where the line ends, and how far that is from the original due."""
    day = short_day(path.last)
    if path.finished:
        day = f"finished {day}"
    if not path.slipped:
        return day
    if path.slipped > 0:
        return f"{day}, {days_words(path.slipped)} slipped"
    return f"{day}, {days_words(-path.slipped)} early"


def _pages(paths: Sequence[Path]) -> list[list[Path]]:
    """As many lines as can be told apart and named beside each other."""
    pages: list[list[Path]] = []
    page: list[Path] = []
    used = 0.0
    for path in paths:
        need = LINE * len(_label(path)) + _LABEL_GAP
        if page and (used + need > _HEIGHT or len(page) == 15):
            pages.append(page)
            page, used = [], 0.0
        page.append(path)
        used += need
    if page:
        pages.append(page)
    return pages


_MOST_NAMED = 20


def alt(trend: Trend, page: int = 1) -> str:
    """The picture in sentences: every line that is not level, by name."""
    days = trend.days
    whole = (
        f"Milestone trend chart over {count_words(len(days), 'reporting day')}, "
        f"{day_words(days[0])} to {day_words(days[-1])}"
    )
    if len(trend.pages) > 1:
        whole += f", page {page} of {len(trend.pages)}"
    paths = trend.pages[page - 1] if trend.pages else ()
    level = [path for path in paths if path.is_level]
    said = [whole]
    if level:
        number = sum(len(path.ids) for path in level)
        kept = "keeps its day" if number == 1 else "keep their day"
        said.append(f"{count_words(number, 'milestone')} {kept} in every report")
    moving = [path for path in paths if not path.is_level]
    for path in moving[:_MOST_NAMED]:
        if path.points:
            names = join_words([clean(id) for id in path.ids])
            first = day_words(path.points[0].expected)
            said.append(f"{names}: first {first}; {_moved(path)}".replace("\xa0", " "))
    if len(moving) > _MOST_NAMED:
        said.append(f"And {len(moving) - _MOST_NAMED} more")
    if not paths:
        said.append("There is no milestone with a date")
    if page < len(trend.pages):
        return " ".join(sentence(each) for each in said)
    for why, ids in trend.left_out:
        said.append(f"{why}: {count_words(len(ids), 'milestone')}")
    return " ".join(sentence(each) for each in said)


# ---------------------------------------------------------------------------
# Drawing.

# By position on the page, so that neighbours differ without any colour.
_STYLES: Sequence[tuple[str | tuple[int, tuple[float, ...]], str]] = [
    ("solid", INK),
    ((0, (5, 2)), BLUE),
    ((0, (1, 1.2)), INK),
    ((0, (6, 1.5, 1, 1.5)), "#7a3b00"),
    ((0, (3, 1, 1, 1, 1, 1)), BLUE),
]


def _handles(paths: Sequence[Path]) -> tuple[list[Line2D], list[str]]:
    points = [point for path in paths for point in path.points]
    found: list[tuple[Line2D, str]] = []

    def mark(word: str, marker: str, face: str) -> None:
        line = Line2D(
            [], [], color=INK, marker=marker, markerfacecolor=face, markersize=5.5
        )
        found.append((line, word))

    if any(not point.is_forecast for point in points):
        mark("due as agreed then", "s", INK)
    if any(point.is_forecast for point in points):
        mark("expected then (forecast)", "v", PAPER)
    if any(path.finished for path in paths):
        mark("finished", "o", INK)
    diagonal = Line2D([], [], color=SOFT, linewidth=3, alpha=0.5)
    found.append((diagonal, "the day is today; below: date has passed"))
    return [handle for handle, _ in found], [word for _, word in found]


def _notes(trend: Trend) -> list[str]:
    room = WIDTH - 2 * MARGIN
    return [
        line
        for why, ids in trend.left_out
        for line in wrap(
            f"{why}: {', '.join(wrap(clean(id), 90, 1, SMALL)[0] for id in ids)}.",
            room,
            1000,
            SMALL,
        )
    ]


def _title(trend: Trend, page: int) -> Head:
    below = (
        f"On which day each of {count_words(trend.total, 'milestone')} was expected, "
        f"on {count_words(len(trend.days), 'reporting day')} up to "
        f"{day_words(trend.days[-1])}. Level: the date holds. Rising: it slips."
    )
    if len(trend.pages) > 1:
        below += f" Page\xa0{page}\xa0of\xa0{len(trend.pages)}."
    name = clean(trend.plan.title) or clean(trend.plan.id)
    return head_of(name, [below], WIDTH - 2 * MARGIN)


def draw(trend: Trend, page: int, axes: Axes | None) -> Picture | None:
    """Draws a page; a new picture, or None if it went into axes."""
    paths = trend.pages[page - 1] if trend.pages else []
    handles, words = _handles(paths)
    title = _title(trend, page)
    # What is in no line is listed once, on the last page.
    notes = _notes(trend) if page >= len(trend.pages) else []
    left, right = MARGIN + _DAYS, _NAMES + MARGIN
    above = _ABOVE + key_height(len(handles)) + 4
    picture = None
    if axes is None:
        bottom = _BELOW + LINE * len(notes) + (6 if notes else 0)
        top = MARGIN + title.height + above
        picture, axes = new_axes(left, right, top, bottom, _HEIGHT)
        picture.alt = alt(trend, page)
    draw_head(axes, title, dx=MARGIN - left, dy=above)
    draw_key(
        axes, handles, words, dx=MARGIN - left, dy=_ABOVE, width=WIDTH - 2 * MARGIN
    )
    _Lines(axes, trend).draw(paths)
    for number, note in enumerate(notes):
        put(
            axes, note, 0, 0, of="corner", dx=MARGIN - left,
            dy=-_BELOW - 4 - LINE * number, size=SMALL, colour=SOFT, label="left out",
        )  # fmt: skip
    return picture


class _Lines:
    def __init__(self, axes: Axes, trend: Trend) -> None:
        self._axes = axes
        self._days = trend.days
        self._paths = [path for paths in trend.pages for path in paths]

    def draw(self, paths: Sequence[Path]) -> None:
        self._scales()
        ends: list[tuple[float, Path]] = []
        for number, path in enumerate(paths):
            self._line(number, path)
            ends.append((path.last.toordinal(), path))
        self._labels(ends)
        if not paths:
            put(
                self._axes, "No milestone has a date on these days.", 0.04, 0.93,
                of="corner", label="nothing",
            )  # fmt: skip

    def _scales(self) -> None:
        axes = self._axes
        first, last = self._days[0].toordinal(), self._days[-1].toordinal()
        done = [
            path.finished.toordinal()
            for path in self._paths
            if path.finished and path.points
        ]
        low, high = min([first, *done]), last
        spare = max((high - low) * 0.05, 3)
        axes.set_xlim(low - spare, high + spare)
        values = [p.expected.toordinal() for path in self._paths for p in path.points]
        axes.set_ylim(*window([*values, *done, first, last]))
        self._low, self._high = axes.get_ylim()
        axes.set_xticks(
            [day.toordinal() for day in self._shown()],
            ["\n".join(short_day(day).rsplit("\xa0", 1)) for day in self._shown()],
        )
        ticks = month_ticks(*axes.get_ylim(), 14)
        axes.set_yticks([day.toordinal() for day in ticks], tick_words(ticks))
        axes.grid(color=GRID, linewidth=0.6, zorder=0)
        axes.set_axisbelow(True)
        frame(axes)
        put(
            axes, "Expected on", 0, 1, of="corner", dx=-_DAYS, dy=5, size=SMALL,
            bold=True, va="bottom", label="axis",
        )  # fmt: skip
        put(
            axes, "Which milestone, expected when", 1, 1, of="corner", dx=20, dy=5,
            size=SMALL, bold=True, va="bottom", label="axis",
        )  # fmt: skip
        put(
            axes, "as of", 0, 0, of="corner", dx=-_DAYS, dy=-8, size=SMALL,
            bold=True, label="axis",
        )  # fmt: skip
        self._diagonal()

    def _shown(self) -> list[datetime.date]:
        """The days that can be written below the axis without touching."""
        low, high = self._axes.get_xlim()
        least = 26 * (high - low) / (WIDTH - 2 * MARGIN - _DAYS - _NAMES)
        shown: list[datetime.date] = []
        for day in reversed(self._days):
            if not shown or (shown[-1] - day).days >= least:
                shown.append(day)
        return shown[::-1]

    def _diagonal(self) -> None:
        low, high = self._axes.get_xlim()
        self._axes.plot(
            [low, high], [low, high], color=SOFT, linewidth=3, alpha=0.5, zorder=1.5,
            label="_diagonal",
        )  # fmt: skip

    def _line(self, number: int, path: Path) -> None:
        dashes, colour = _STYLES[number % len(_STYLES)]
        x = [point.on.toordinal() for point in path.points]
        y = [point.expected.toordinal() for point in path.points]
        if path.finished:
            x.append(path.finished.toordinal())
            y.append(path.finished.toordinal())
        y = [min(max(value, int(self._low)), int(self._high)) for value in y]
        self._axes.plot(
            x, y, linestyle=dashes, color=colour, linewidth=1.2, zorder=3,
            label=f"_path {' '.join(path.ids)}",
        )  # fmt: skip
        for kind, marker, face in (
            ("due", "s", colour),
            ("forecast", "v", PAPER),
        ):
            chosen = [
                place
                for place, point in enumerate(path.points)
                if point.is_forecast == (kind == "forecast")
            ]
            self._axes.plot(
                [x[place] for place in chosen], [y[place] for place in chosen],
                linestyle="none", marker=marker, color=colour, markerfacecolor=face,
                markersize=4.5, zorder=4, label=f"_{kind}",
            )  # fmt: skip
        if path.finished:
            self._axes.plot(
                x[-1:], y[-1:], linestyle="none", marker="o", color=colour,
                markersize=6, zorder=5, label="_finished",
            )  # fmt: skip

    # -- What the lines are called --------------------------------------------

    def _labels(self, ends: Sequence[tuple[float, Path]]) -> None:
        """Beside the ends of the lines, moved apart so that none touch."""
        order = sorted(range(len(ends)), key=lambda n: (-ends[n][0], n))
        texts = {n: _label(ends[n][1]) for n in order}
        span = self._high - self._low
        wanted = [
            _HEIGHT * (min(max(ends[n][0], self._low), self._high) - self._low) / span
            for n in order
        ]
        heights = [LINE * len(texts[n]) + _LABEL_GAP for n in order]
        for n, middle, height in zip(order, spread(wanted, heights), heights):
            self._name(n, ends[n], texts[n], middle, height)

    def _name(
        self,
        number: int,
        end: tuple[float, Path],
        text: Sequence[str],
        middle: float,
        height: float,
    ) -> None:
        axes = self._axes
        dashes, colour = _STYLES[number % len(_STYLES)]
        path = end[1]
        at = path.finished or path.points[-1].on
        y = min(max(end[0], self._low), self._high)
        first = middle + height / 2 - _LABEL_GAP / 2 - LINE / 2
        axes.annotate(
            "",
            xy=(at.toordinal(), y),
            xycoords="data",
            xytext=(1, first / _HEIGHT),
            textcoords=offset_copy(
                axes.transAxes, figure_of(axes), x=18, units="points"
            ),
            arrowprops={
                "arrowstyle": "-", "linewidth": 0.7, "color": colour,
                "linestyle": (0, (1, 2)), "shrinkA": 0, "shrinkB": 4,
            },
            zorder=2,
            annotation_clip=False,
        )  # fmt: skip
        for place, line in enumerate(text):
            put(
                axes, line, 1, (first - LINE * place) / _HEIGHT, of="corner", dx=20,
                size=SMALL, colour=colour, label="name",
            )  # fmt: skip


def spread(wanted: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Middles as near as may be to those wanted, from the top down, such that
    no two boxes of these heights overlap and all stay within the axes."""
    middles: list[float] = []
    ceiling = _HEIGHT
    for want, height in zip(wanted, heights):
        middles.append(min(want, ceiling - height / 2))
        ceiling = middles[-1] - height / 2
    floor = 0.0
    for place in range(len(middles) - 1, -1, -1):
        middles[place] = max(middles[place], floor + heights[place] / 2)
        floor = middles[place] + heights[place] / 2
    return middles
