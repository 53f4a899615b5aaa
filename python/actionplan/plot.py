"""Pictures of a plan: what was promised and when, what moved, which colour when.

    >>> import actionplan as ap
    >>> plan = ap.load("examples/walsall-2018/plan.json")
    >>> picture = ap.plot.timeline(plan, as_of="2018-03-27")
    >>> picture.to_svg()[:5]
    '<?xml'
    >>> print(picture.alt[:46])
    Timeline of the due dates as of 27 March 2018,

Needs matplotlib (`pip install 'actionplan[plot]'`), which is loaded when this module
is first used. Each function returns a matplotlib `Figure` that belongs to the caller
alone: pyplot is never loaded, so nothing has to be closed. The figure is a `Picture`:
it has its words for those who can't see it as `.alt`, and the same input gives the
same bytes of SVG, PNG and PDF.

Nothing is decided here: what is late, a move or quiet is what the core says.
Everything can be read without colour: by shapes, hatches, letters and words. Text
of a plan is only ever text; where there is no room for all of it, it ends with an
ellipsis after a word.

What does not fit on one A4 page goes on the next one: `page` says which, and
`timeline_pages` and its neighbours make them all. With `ax` a page is drawn
into axes of yours, which need room around them for the words: 190 points on the left,
180 on the right, and 100 above; a milestone is about 16 to 30 points high.
"""

import datetime
import functools
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from . import _plot_base, _plot_history, _plot_timeline, _plot_trend
from ._core import Assessment, Plan, Scheme
from ._plot_base import Picture
from ._views import Items

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ._plot_history import History
    from ._plot_timeline import Timeline
    from ._plot_trend import Trend

__all__ = [
    "Picture",
    "history",
    "history_pages",
    "reporting_days",
    "timeline",
    "timeline_pages",
    "to_pdf",
    "trend",
    "trend_pages",
]

Day = datetime.date | str


def timeline(
    plan: Plan,
    *,
    as_of: Day,
    known_by: Day | None = None,
    page: int = 1,
    ax: "Axes | None" = None,
) -> "Figure":
    """Original and present due of every milestone, by recommendation.

    A due is a period, so it is a bar from its first to its last day. Every move is
    an arrow; one without who agreed it or why is dashed and has a diamond. Forecast
    and finish are marks, the days for which work is overdue are hatched, and the
    as-of day is a line. Beside each milestone the same is said in words. Milestones
    without any date are listed under their recommendation.

    Raises ValueError if there is no such page, and what `Plan.as_of` raises.
    """
    built = _timeline(plan, as_of, known_by)
    draw = functools.partial(_plot_timeline.draw, built)
    return _draw(draw, len(built.pages), page, ax)


def timeline_pages(
    plan: Plan, *, as_of: Day, known_by: Day | None = None
) -> list[Picture]:
    """All pages of the timeline."""
    built = _timeline(plan, as_of, known_by)
    draw = functools.partial(_plot_timeline.draw, built)
    return _draw_all(draw, len(built.pages))


def _timeline(plan: Plan, as_of: Day, known_by: Day | None) -> "Timeline":
    return _plot_timeline.build(plan.as_of(as_of, known_by=known_by))


def trend(
    plan: Plan,
    *,
    days: Iterable[Day] | None = None,
    as_of: Day | None = None,
    known_by: Day | None = None,
    moved_only: bool = False,
    page: int = 1,
    ax: "Axes | None" = None,
) -> "Figure":
    """The milestone trend chart: which day was expected, at each reporting day.

    Across are the reporting days, up is the day on which a milestone was then
    expected: its forecast, else its due. A level line is on time, a rising one
    slips. On the diagonal the two days are the same: finished work ends there, and
    what is below it was overdue. Milestones that never parted share a line.

    `days` are the reporting days; without them `reporting_days(plan, as_of=as_of)`.
    `moved_only` lists the milestones that were never moved instead of drawing them.
    Without `known_by` each day is seen with all that is known now.

    Raises ValueError if there is no day or no such page, and what `Plan.as_of` raises.
    """
    built = _trend(plan, days, as_of, known_by, moved_only)
    draw = functools.partial(_plot_trend.draw, built)
    return _draw(draw, len(built.pages), page, ax)


def trend_pages(
    plan: Plan,
    *,
    days: Iterable[Day] | None = None,
    as_of: Day | None = None,
    known_by: Day | None = None,
    moved_only: bool = False,
    most_pages: int | None = None,
) -> list[Picture]:
    """All pages of the milestone trend chart.

    If there were more than `most_pages`, the milestones that slipped furthest are
    drawn and the others are listed by id.

    Raises ValueError if `most_pages` is less than 1, and what `trend` raises.
    """
    if most_pages is not None and most_pages < 1:
        raise ValueError(f"most_pages is {most_pages}; it must be at least 1.")
    built = _trend(plan, days, as_of, known_by, moved_only, most_pages)
    return _draw_all(functools.partial(_plot_trend.draw, built), len(built.pages))


def _trend(
    plan: Plan,
    days: Iterable[Day] | None,
    as_of: Day | None,
    known_by: Day | None,
    moved_only: bool,
    most_pages: int | None = None,
) -> "Trend":
    chosen = _days(plan, days, as_of)
    snapshots = [plan.as_of(day, known_by=known_by) for day in chosen]
    return _plot_trend.build(plan, snapshots, moved_only, most_pages)


def history(
    plan: Plan,
    *,
    days: Iterable[Day] | None = None,
    as_of: Day | None = None,
    scheme: Scheme | str | None = None,
    kind: str | None = None,
    aspect: str | None = None,
    reported: bool = False,
    known_by: Day | None = None,
    page: int = 1,
    ax: "Axes | None" = None,
) -> "Figure":
    """The ratings of every item over time: a row an item, a column a day.

    Each cell has the level's letter and word as well as its colour, or its letter
    alone where there is no room. Not rated is no level: a dashed box. With
    `reported` what the owner reported stands beside what was computed, with "≠"
    where they differ.

    `days` are as for `trend`. `scheme` is a shipped scheme's name, a path or a
    Scheme; by default the plan names it. `kind` is "recommendation", "milestone"
    or "outcome", by default the first of them that the scheme rates; `aspect` one
    of the scheme's, by default each in turn, a page or more each.

    Raises ValueError if there is no day, page, kind or aspect of that name, and what
    `Plan.assess` raises.
    """
    built = _history(plan, days, as_of, scheme, kind, aspect, reported, known_by)
    draw = functools.partial(_plot_history.draw, built)
    return _draw(draw, len(built.pages), page, ax)


def history_pages(
    plan: Plan,
    *,
    days: Iterable[Day] | None = None,
    as_of: Day | None = None,
    scheme: Scheme | str | None = None,
    kind: str | None = None,
    aspect: str | None = None,
    reported: bool = False,
    known_by: Day | None = None,
) -> list[Picture]:
    """All pages of the history grid."""
    built = _history(plan, days, as_of, scheme, kind, aspect, reported, known_by)
    return _draw_all(functools.partial(_plot_history.draw, built), len(built.pages))


def _history(
    plan: Plan,
    days: Iterable[Day] | None,
    as_of: Day | None,
    scheme: Scheme | str | None,
    kind: str | None,
    aspect: str | None,
    reported: bool,
    known_by: Day | None,
) -> "History":
    assessments: list[Assessment] = []
    for day in _days(plan, days, as_of):
        assessments.append(plan.assess(day, scheme=scheme, known_by=known_by))
        scheme = assessments[0].scheme
    kind, aspects = _rated(assessments[-1], kind, aspect)
    items = Items(plan)
    texts = {rating.item: items.text(rating.item) for rating in assessments[0].ratings}
    title = plan.title or plan.id
    return _plot_history.build(title, assessments, texts, kind, aspects, reported)


KINDS = ("recommendation", "milestone", "outcome")


def _rated(
    assessment: Assessment, kind: str | None, aspect: str | None
) -> tuple[str, list[str]]:
    """The kind of item and the aspects to show."""
    names = [each.name for each in assessment.scheme.aspects]
    if kind is not None and kind not in KINDS:
        raise ValueError(f"{kind!r} is no kind of item; take one of {KINDS}.")
    if aspect is not None and aspect not in names:
        raise ValueError(f"The key has no aspect {aspect!r}; it has {names}.")
    wanted = names if aspect is None else [aspect]
    for each in KINDS if kind is None else (kind,):
        rated = [name for name in wanted if assessment.rates(kind=each, aspect=name)]
        if rated:
            return each, rated
    what = "nothing" if kind is None else f"no {kind}"
    raise ValueError(f"The key {assessment.scheme.id!r} rates {what} for {wanted}.")


# ---------------------------------------------------------------------------
# Days and pages.


def reporting_days(plan: Plan, *, as_of: Day) -> list[datetime.date]:
    """The last day of every reporting period that has ended by a day, and that day.

        >>> plan = ap.load("examples/walsall-2018/plan.json")
        >>> days = ap.plot.reporting_days(plan, as_of="2018-03-27")
        >>> [day.isoformat() for day in days]
        ['2018-01-31', '2018-03-27']

    Days before the plan was accepted are left out: nothing can be said of them.
    """
    last = plan.as_of(as_of).as_of
    first = plan.accepted.first or datetime.date.min
    ended = {period.last for period in plan.periods if first <= period.last < last}
    return [*sorted(ended), last]


def _days(
    plan: Plan, days: Iterable[Day] | None, as_of: Day | None
) -> list[datetime.date]:
    if days is None:
        if as_of is None:
            raise ValueError("Say which days to show: give either days or as_of.")
        return reporting_days(plan, as_of=as_of)
    if as_of is not None:
        raise ValueError("Give either days or as_of, not both.")
    # The core reads a day, so that there is one way to write one.
    chosen = sorted({plan.as_of(day).as_of for day in days})
    if not chosen:
        raise ValueError("There is no day to show: days is empty.")
    return chosen


_Draw = Callable[[int, "Axes | None"], Picture | None]


def _draw(draw: _Draw, pages: int, page: int, ax: "Axes | None") -> "Figure":
    pages = max(pages, 1)
    if not 1 <= page <= pages:
        raise ValueError(f"There is no page {page}; there are {pages}.")
    if ax is not None:
        draw(page, ax)
        return _plot_base.figure_of(ax)
    with _plot_base.style():
        picture = draw(page, None)
    assert picture is not None
    return picture


def _draw_all(draw: _Draw, pages: int) -> list[Picture]:
    drawn = []
    with _plot_base.style():
        for page in range(1, max(pages, 1) + 1):
            picture = draw(page, None)
            assert picture is not None
            drawn.append(picture)
    return drawn


def to_pdf(pictures: Sequence[Picture]) -> bytes:
    """Several pictures as one PDF, a page each."""
    return _plot_base.pdf_pages(pictures)
