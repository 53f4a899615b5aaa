"""Pictures: what is drawn, that nothing is left out, and that all can be read."""

import datetime
import functools
import itertools
import os
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Sequence
from typing import Any

import matplotlib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation, Text
from moving_plans import moving, small
from plans import (
    HOSTILE,
    NORTHBY,
    NORTHBY_DAYS,
    ROOT,
    WALSALL,
    WALSALL_DAYS,
    hostile,
)

import actionplan as ap
from actionplan import _plot_base as base
from actionplan import plot

Day = datetime.date
MOVING_DAY = "2024-06-30"

PLANS: dict[str, tuple[ap.Plan, str]] = {
    "walsall": (ap.load(WALSALL), WALSALL_DAYS[0]),
    "northby": (ap.load(NORTHBY), NORTHBY_DAYS[0]),
    "hostile": (hostile(), NORTHBY_DAYS[0]),
    "empty": (small([]), MOVING_DAY),
    "undated": (
        small([{"id": f"A1.{n}", "text": "Do", "due": "TBC"} for n in range(60)]),
        MOVING_DAY,
    ),
    "one": (small([{"id": "A1.1", "text": "Do", "due": "May 2024"}]), MOVING_DAY),
    "long": (
        small(
            [
                {"id": "A1." + "very-long-" * 9, "text": "word " * 999, "due": "May"},
                {"id": "A1.2", "text": "x" * 9999, "due": "TBC " * 240},
                {"id": "A1.3", "text": "x", "due": "2 May 2024"},
            ]
        ),
        MOVING_DAY,
    ),
    "moving-41": (moving(41), MOVING_DAY),
    "moving-300": (moving(300), MOVING_DAY),
}


@functools.cache
def pages(name: str, kind: str) -> list[plot.Picture]:
    return draw_anew(name, kind)


def draw_anew(name: str, kind: str) -> list[plot.Picture]:
    plan, day = PLANS[name]
    if kind == "timeline":
        return plot.timeline_pages(plan, as_of=day)
    if kind == "trend":
        return plot.trend_pages(plan, as_of=day)
    return plot.history_pages(plan, as_of=day, reported=True)


KINDS = ("timeline", "trend", "history")
ALL = [(name, kind) for name in PLANS for kind in KINDS]


def texts(figure: Figure, label: str) -> list[Annotation]:
    """Our texts of one kind, from the top down as drawn."""
    return [
        text
        for text in figure.findobj(Annotation)
        if isinstance(text, Annotation) and text.get_label() == f"_{label}"
    ]


def words(figure: Figure, label: str) -> list[str]:
    return [text.get_text() for text in texts(figure, label)]


def bars(figure: Figure, label: str) -> list[Rectangle]:
    return [
        bar
        for bar in figure.findobj(Rectangle)
        if isinstance(bar, Rectangle) and bar.get_label() == f"_{label}"
    ]


def lines(figure: Figure, label: str) -> list[Line2D]:
    return [
        line
        for line in figure.findobj(Line2D)
        if isinstance(line, Line2D) and str(line.get_label()).startswith(f"_{label}")
    ]


def row_of(figure: Figure, y: float) -> str:
    """The id of the milestone beside which something is drawn."""
    above = [text for text in texts(figure, "id") if text.xy[1] <= y + 6]
    return max(above, key=lambda text: text.xy[1]).get_text()


def spans(figure: Figure, label: str) -> dict[str, tuple[Day, Day]]:
    """First and last day of the bars of one kind, by milestone."""
    found = {}
    for bar in bars(figure, label):
        first = Day.fromordinal(round(bar.get_x()))
        last = Day.fromordinal(round(bar.get_x() + bar.get_width()))
        found[row_of(figure, bar.get_y() + bar.get_height() / 2)] = (first, last)
    return found


def marks(figure: Figure, label: str) -> dict[str, Day]:
    found = {}
    for line in lines(figure, label):
        (x,), (y,) = line.get_data()
        found[row_of(figure, float(y))] = Day.fromordinal(int(x))
    return found


@pytest.fixture(scope="module")
def northby() -> Figure:
    return plot.timeline(ap.load(NORTHBY), as_of=NORTHBY_DAYS[0])


# ---------------------------------------------------------------------------
# The timeline.


@pytest.mark.parametrize("name", [n for n in PLANS if n not in ("hostile", "long")])
def test_every_milestone_is_in_the_timeline_once_and_in_order(name: str) -> None:
    plan, _ = PLANS[name]
    found: list[str] = []
    for page in pages(name, "timeline"):
        drawn = [(text.xy[1], text.get_text()) for text in texts(page, "id")]
        for text in texts(page, "list"):
            # "No due date: R1.1 (“TBC”); R1.2 (blank)."
            listed = re.findall(r"(\S+) \((?:“|blank|\d)", text.get_text())
            drawn += [(text.xy[1], id) for id in listed]
        found += [id for _, id in sorted(drawn, key=lambda each: each[0])]
    ids = [milestone.id for milestone in plan.milestones]
    assert sorted(found) == sorted(ids)
    # Within a recommendation those without a date come after those with one.
    group = {milestone: r.id for r in plan.recommendations for milestone in
             (m.id for m in r.milestones)}  # fmt: skip
    assert [group[id] for id in found] == [group[id] for id in ids]


def test_undated_work_is_listed_with_what_was_written() -> None:
    listed = " ".join(
        text for page in pages("walsall", "timeline") for text in words(page, "list")
    )
    for part in (
        "R1.1 (“to be developed”)",
        "R1.3 (blank)",
        "R1.4 (“Ongoing”)",
        "R8.4 (“every quarter”)",
        "R1.C2 (15 Jan 2018)",
    ):
        assert part in listed.replace("\xa0", " ")


def test_a_due_is_a_bar_from_its_first_to_its_last_day() -> None:
    found: dict[str, tuple[Day, Day]] = {}
    for page in pages("walsall", "timeline"):
        found |= spans(page, "due")
    # As printed in the report: "March and April 2018", "May 2018", ...
    assert found["R5.1"] == (Day(2018, 3, 1), Day(2018, 4, 30))
    assert found["R2.1"] == (Day(2018, 5, 1), Day(2018, 5, 31))
    assert found["R6.1"] == (Day(2018, 1, 1), Day(2018, 2, 28))
    assert found["R2.2"] == (Day(2018, 2, 1), Day(2018, 3, 31))
    assert len(found) == 20


def test_a_due_of_a_day_ends_on_that_day(northby: Figure) -> None:
    due = spans(northby, "due")
    assert due["H2.4"][1] == Day(2024, 11, 30)
    assert due["H2.2"][1] == Day(2024, 8, 31)


def test_the_original_due_stays_beside_the_present_one(northby: Figure) -> None:
    assert {id: last for id, (_, last) in spans(northby, "original").items()} == {
        "H1.1": Day(2024, 3, 31),
        "H1.2": Day(2024, 6, 30),
    }
    due = spans(northby, "due")
    assert due["H1.1"][1] == Day(2024, 4, 30)
    assert due["H1.2"][1] == Day(2024, 10, 31)


def test_overdue_work_is_hatched_up_to_the_day(northby: Figure) -> None:
    today = Day(2024, 9, 30)
    assert spans(northby, "overdue") == {
        "H1.3": (Day(2024, 5, 31), today),
        "H2.2": (Day(2024, 8, 31), today),
    }
    for bar in bars(northby, "overdue"):
        assert "/" in (bar.get_hatch() or "")
    overdue = set()
    for page in pages("walsall", "timeline"):
        overdue |= spans(page, "overdue").keys()
    assert overdue == {"R1.C5", "R6.1", "R9.C5", "R11.1"}


def test_forecast_and_finish_are_marks_on_their_day(northby: Figure) -> None:
    assert marks(northby, "forecast") == {"H2.4": Day(2025, 1, 31)}
    assert marks(northby, "finished") == {
        "H1.1": Day(2024, 5, 10),
        "H2.1": Day(2024, 4, 26),
    }
    shapes = {str(line.get_marker()) for line in lines(northby, "f")}
    assert shapes == {"v", "o"}


def test_the_day_is_a_line_with_its_date(northby: Figure) -> None:
    (line,) = lines(northby, "as of")
    assert set(line.get_xdata()) == {Day(2024, 9, 30).toordinal()}
    assert words(northby, "as of") == ["as of 30 September 2024"]


def test_a_quiet_move_differs_in_shape_and_word(northby: Figure) -> None:
    (agreed,) = texts(northby, "move")
    (quiet,) = texts(northby, "quiet")
    assert agreed.arrow_patch is not None and quiet.arrow_patch is not None
    assert agreed.arrow_patch.get_linestyle() in ("solid", "-")
    assert quiet.arrow_patch.get_linestyle() not in ("solid", "-")
    (diamond,) = lines(northby, "quiet mark")
    assert diamond.get_marker() == "D"
    notes = " ".join(words(northby, "note")).replace("\xa0", " ")
    assert "moved once, 30 days later, agreed" in notes
    assert "moved once, 123 days later, quiet" in notes
    assert "was 30 Jun 2024" in notes


@pytest.mark.parametrize("name", ["northby", "moving-41", "moving-300"])
def test_every_move_is_an_arrow(name: str) -> None:
    plan, day = PLANS[name]
    moves = [m for state in plan.as_of(day).milestones for m in state.moves]
    drawn = pages(name, "timeline")
    assert moves
    for kind, is_quiet in (("move", False), ("quiet", True)):
        expected = [m for m in moves if m.is_quiet == is_quiet]
        assert sum(len(texts(page, kind)) for page in drawn) == len(expected)


def test_a_date_that_was_taken_away_does_not_hide_the_move() -> None:
    plan = small(
        [{"id": "A1.1", "text": "Do", "due": "June 2024"}],
        [
            {"on": "2024-01-10", "item": "A1.1", "kind": "due", "due": None},
            {"on": "2024-02-10", "item": "A1.1", "kind": "due", "due": "August 2024"},
        ],
    )
    figure = plot.timeline(plan, as_of="2024-03-01")
    (arrow,) = texts(figure, "quiet")
    days = [Day.fromordinal(int(x)) for x in (arrow.xyann[0], arrow.xy[0])]
    assert days == [Day(2024, 6, 30), Day(2024, 8, 31)]
    assert "moved twice" in " ".join(words(figure, "note"))


def test_the_key_names_what_is_drawn_and_nothing_else(northby: Figure) -> None:
    named = [
        text.get_text()
        for legend in northby.findobj(Legend)
        for text in legend.findobj(Text)
        if isinstance(text, Text) and text.get_text()
    ]
    assert named == [
        "original due, since moved",
        "due as now agreed",
        "agreed move",
        "quiet move: who or why not on record",
        "expected (forecast)",
        "finished",
        "overdue, up to the as-of day",
    ]


def test_a_mistyped_year_does_not_squeeze_the_others() -> None:
    dues = ["1 May 2024", "12 May 2024", "June 2024", "July 2024", "1 March 2099"]
    plan = small(
        [{"id": f"A1.{n}", "text": "Do", "due": due} for n, due in enumerate(dues)]
    )
    figure = plot.timeline(plan, as_of=MOVING_DAY)
    low, high = figure.axes[0].get_xlim()
    assert high - low < 365
    (mark,) = lines(figure, "beyond")
    assert row_of(figure, float(mark.get_ydata()[0])) == "A1.4"
    assert "1 Mar 2099" in " ".join(words(figure, "note")).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("days", "low", "high"),
    [
        ([100, 400], 100, 400),
        ([100, 200, 300, 400, 400 + 3 * 365], 100, 400 + 3 * 365),
        ([0, 0, 0, 0, 3 * 365], 0, 3 * 365),
        ([0, 0, 0, 0, 3 * 365 + 1], 0, 0),
        ([-3 * 365 - 1, 0, 0, 0, 0], 0, 0),
    ],
)
def test_the_window_has_all_days_but_those_far_off(
    days: list[int], low: int, high: int
) -> None:
    start, end = base.window(day + 700000 for day in days)
    assert start < 700000 + low and end > 700000 + high
    spare = max((high - low) * 0.04, 5, (120 - (high - low)) / 2)
    assert (start, end) == (700000 + low - spare, 700000 + high + spare)


def test_recommendations_are_headings_also_without_milestones(northby: Figure) -> None:
    assert [text.split("  ")[0] for text in words(northby, "group")] == [
        "H1",
        "H2",
        "H3",
    ]
    assert "No milestones." in words(northby, "list")


def test_a_group_that_goes_on_says_so() -> None:
    headings = [words(page, "group") for page in pages("moving-41", "timeline")]
    for page in headings[1:]:
        assert page[0].endswith(" (continued)") or page[0] not in headings[0]


# ---------------------------------------------------------------------------
# The milestone trend chart.

QUARTERS = ["2024-03-31", "2024-06-30", "2024-09-30"]


@pytest.fixture(scope="module")
def trend() -> Figure:
    return plot.trend(ap.load(NORTHBY), days=QUARTERS)


def path(figure: Figure, id: str) -> list[tuple[str, str]]:
    (line,) = [
        line
        for line in lines(figure, "path ")
        if id in str(line.get_label()).split(" ")[1:]
    ]
    days = zip(*(map(int, axis) for axis in line.get_data()))
    return [
        (str(Day.fromordinal(x)), str(Day.fromordinal(y))) for x, y in days
    ]  # fmt: skip


def test_a_path_has_what_was_expected_on_each_day(trend: Figure) -> None:
    # Moved quietly on 25 June; a forecast of January since summer.
    assert path(trend, "H1.2") == [
        ("2024-03-31", "2024-06-30"),
        ("2024-06-30", "2024-10-31"),
        ("2024-09-30", "2024-10-31"),
    ]
    assert path(trend, "H2.4")[-1] == ("2024-09-30", "2025-01-31")


def test_finished_work_ends_on_the_diagonal(trend: Figure) -> None:
    assert path(trend, "H1.1") == [
        ("2024-03-31", "2024-04-30"),
        ("2024-05-10", "2024-05-10"),
    ]
    (diagonal,) = lines(trend, "diagonal")
    assert list(diagonal.get_xdata()) == list(diagonal.get_ydata())


def test_a_forecast_has_another_mark_than_a_due(trend: Figure) -> None:
    hollow = [line for line in lines(trend, "forecast") if len(line.get_xdata())]
    (mark,) = hollow
    assert (mark.get_marker(), mark.get_markerfacecolor()) == ("v", base.PAPER)
    assert {line.get_marker() for line in lines(trend, "due")} == {"s"}


@pytest.mark.parametrize("name", ["walsall", "northby", "moving-41", "undated"])
@pytest.mark.parametrize("moved_only", [False, True])
def test_every_milestone_is_in_the_trend_once(name: str, moved_only: bool) -> None:
    plan, day = PLANS[name]
    drawn = plot.trend_pages(plan, as_of=day, moved_only=moved_only)
    in_lines = [
        id
        for page in drawn
        for line in lines(page, "path ")
        for id in str(line.get_label()).split(" ")[1:]
    ]
    said = " ".join(text for page in drawn for text in words(page, "left out"))
    listed = [word.strip(",.:") for word in said.split(" ")]
    ids = [milestone.id for milestone in plan.milestones]
    count = {id: in_lines.count(id) + listed.count(id) for id in ids}
    assert set(count.values()) <= {1}, count
    # Each line is named beside its end.
    for page in drawn:
        named = " ".join(words(page, "name"))
        for line in lines(page, "path "):
            for id in str(line.get_label()).split(" ")[1:]:
                assert re.search(rf"\b{re.escape(id)}\b", named)


def test_moved_only_leaves_no_level_line() -> None:
    plan, day = PLANS["moving-41"]
    for page in plot.trend_pages(plan, as_of=day, moved_only=True):
        for line in lines(page, "path "):
            assert len(set(line.get_ydata())) > 1


def test_of_too_many_lines_those_that_slipped_furthest_are_drawn() -> None:
    plan, day = PLANS["moving-300"]
    drawn = plot.trend_pages(plan, as_of=day, most_pages=2)
    assert len(drawn) == 2
    slipped = {m.id: abs(m.days_slipped or 0) for m in plan.as_of(day).milestones}
    shown = {
        id
        for page in drawn
        for line in lines(page, "path ")
        for id in str(line.get_label()).split(" ")[1:]
    }
    said = " ".join(words(drawn[-1], "left out"))
    rest = re.findall(r"A\d+\.\d+", said.split("No date")[0])
    assert sorted(shown | set(rest)) == sorted({*slipped} - _undated(plan, day))
    least = min(slipped[id] for id in shown)
    assert least >= max(slipped[id] for id in rest)


def _undated(plan: ap.Plan, day: str) -> set[str]:
    return {m.id for m in plan.as_of(day).milestones if not m.original_due.last}


def test_how_far_it_slipped_is_the_cores_answer(trend: Figure) -> None:
    named = " ".join(words(trend, "name")).replace("\xa0", " ")
    # Against the original due: 31 March to 10 May, not 30 April to 10 May.
    assert "H1.1: finished 10 May 2024, 40 days slipped" in named
    assert "H2.1: finished 26 Apr 2024, 4 days early" in named


def test_neighbouring_lines_differ_without_colour(trend: Figure) -> None:
    styles = [str(line.get_linestyle()) + str(line._dash_pattern)  # type: ignore[attr-defined]
              for line in lines(trend, "path ")]  # fmt: skip
    assert all(a != b for a, b in itertools.pairwise(styles))


def test_one_day_is_a_trend_of_points() -> None:
    figure = plot.trend(ap.load(NORTHBY), days=["2024-06-30"])
    assert path(figure, "H1.2") == [("2024-06-30", "2024-10-31")]


@given(
    st.lists(st.tuples(st.floats(0, 400), st.sampled_from([14.5, 25.0])), max_size=15)
)
def test_labels_are_moved_apart_and_stay_inside(
    boxes: list[tuple[float, float]],
) -> None:
    from actionplan._plot_trend import spread

    boxes = sorted(boxes, key=lambda box: -box[0])
    heights = [height for _, height in boxes]
    middles = spread([want for want, _ in boxes], heights)
    edges = [(m + h / 2, m - h / 2) for m, h in zip(middles, heights)]
    for (_, bottom), (top, _) in itertools.pairwise(edges):
        assert top <= bottom + 1e-6
    if edges:
        assert edges[0][0] <= 400 + 1e-6 and edges[-1][1] >= -1e-6


# ---------------------------------------------------------------------------
# The history grid.


def cells(figure: Figure) -> dict[str, list[str]]:
    """The words of the cells from left to right, by item."""
    rows = {text.xy[1]: text.get_text() for text in texts(figure, "id")}
    found: dict[str, list[str]] = {id: [] for id in rows.values()}
    for text in sorted(texts(figure, "cell"), key=lambda text: text.xy[0]):
        found[rows[text.xy[1]]].append(text.get_text())
    return found


def test_a_cell_has_letter_and_word() -> None:
    process, impact = pages("walsall", "history")
    found = cells(process)
    # As printed in the report, beside what is computed.
    assert found["R7"] == ["not rated", "R Red", "not rated", "G Green"]
    assert found["R9"] == ["not rated", "R Red", "R Red", "≠ A Amber"]
    assert found["R1"][1] == "not recorded"
    assert cells(impact)["R7"][1::2] == ["– Grey", "– Grey"]
    assert words(process, "who") == ["computed", "reported"] * 2


def test_the_grid_says_what_the_assessments_say() -> None:
    plan, day = PLANS["moving-41"]
    (figure,) = plot.history_pages(plan, as_of=day, kind="milestone", aspect="process")[
        :1
    ]
    for place, date in enumerate(plot.reporting_days(plan, as_of=day)):
        assessment = plan.assess(date)
        for id, row in cells(figure).items():
            rating = assessment[id].process.rating
            assert row[place].endswith(rating or "not rated")


def test_where_there_is_no_room_the_letter_stands_for_the_level() -> None:
    plan, _ = PLANS["moving-41"]
    days = [Day(2023, 5, 1) + datetime.timedelta(days=30 * n) for n in range(20)]
    figure = plot.history(plan, days=days, aspect="process")
    letters = {word for row in cells(figure).values() for word in row}
    assert letters <= {"R", "A", "G", "B", "–", "?"}
    key = dict(zip(words(figure, "key letter"), words(figure, "key word")))
    assert key["R"] == "Red" and key["?"] == "not rated"
    assert letters <= key.keys()


def test_not_rated_looks_like_no_level() -> None:
    (figure, _) = pages("walsall", "history")
    for bar in bars(figure, "not rated"):
        assert bar.get_linestyle() not in ("solid", "-")
        assert to_rgb(bar.get_facecolor()) == (1, 1, 1)
    for word in ("Red", "Green", "Amber"):
        for bar in bars(figure, word):
            assert bar.get_linestyle() in ("solid", "-")


def test_colours_are_those_of_the_scheme() -> None:
    scheme = ap.Scheme.load("walsall-2018")
    (figure, _) = pages("walsall", "history")
    for level in scheme.levels:
        for bar in bars(figure, level.name):
            assert to_rgb(bar.get_facecolor()) == to_rgb(level.colour)


def test_a_history_of_many_days_goes_over_pages() -> None:
    plan, _ = PLANS["moving-41"]
    days = [Day(2023, 5, 1) + datetime.timedelta(days=7 * n) for n in range(90)]
    drawn = plot.history_pages(plan, days=days, aspect="process")
    assert len(drawn) == 4
    assert sum(len(texts(page, "day")) for page in drawn) == 90


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "give either days or as_of"),
        ({"days": [], "as_of": None}, "days is empty"),
        ({"days": ["2024-06-30"], "as_of": "2024-06-30"}, "not both"),
        ({"as_of": "2024-06-30", "page": 3}, "There is no page 3; there are 2"),
        ({"as_of": "2024-06-30", "page": 0}, "There is no page 0"),
        ({"as_of": "2024-06-30", "kind": "measure"}, "no kind of item"),
        ({"as_of": "2024-06-30", "aspect": "pace"}, "no aspect 'pace'"),
        ({"as_of": "2024-06-30", "kind": "outcome", "aspect": "process"}, "rates no"),
    ],
)
def test_what_cannot_be_drawn_is_said(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        plot.history(ap.load(NORTHBY), **options)


def test_the_reporting_days_end_with_the_day() -> None:
    plan = ap.load(NORTHBY)
    ends = ["2024-06-30", "2024-09-30"]
    for day, expected in (
        ("2024-06-29", ["2024-06-29"]),
        ("2024-06-30", ["2024-06-30"]),
        ("2024-07-01", ["2024-06-30", "2024-07-01"]),
        ("2024-09-30", ends),
        ("2024-10-01", [*ends, "2024-10-01"]),
    ):
        assert [str(d) for d in plot.reporting_days(plan, as_of=day)] == expected


# ---------------------------------------------------------------------------
# All pictures: can they be read?


def drawn_by(figure: Figure) -> RendererAgg:
    """What measures text, once everything has its place."""
    canvas = FigureCanvasAgg(figure)
    with base.style():
        figure.draw_without_rendering()
    return canvas.get_renderer()


def visible(figure: Figure) -> Iterator[tuple[str, Any]]:
    """Every text with its box in pixels."""
    renderer = drawn_by(figure)
    for text in figure.findobj(Text):
        assert isinstance(text, Text)
        if text.get_text().strip() and text.get_visible():
            with base.style():
                box = Text.get_window_extent(text, renderer)
            yield text.get_text(), box


@pytest.mark.parametrize(("name", "kind"), ALL)
def test_no_text_touches_another_or_leaves_the_picture(name: str, kind: str) -> None:
    for page in pages(name, kind)[:4]:
        width, height = page.get_size_inches() * page.dpi
        found = list(visible(page))
        for text, box in found:
            assert box.x0 > -1 and box.x1 < width + 1, text
            assert box.y0 > -1 and box.y1 < height + 1, text
        for (a, one), (b, other) in itertools.combinations(found, 2):
            across = min(one.x1, other.x1) - max(one.x0, other.x0)
            down = min(one.y1, other.y1) - max(one.y0, other.y0)
            assert across < 1 or down < 3, (a, b)


@pytest.mark.parametrize(("name", "kind"), ALL)
def test_a_picture_fits_on_a_page_and_is_small(name: str, kind: str) -> None:
    for page in pages(name, kind)[:4]:
        width, height = page.get_size_inches() * 72
        assert width == pytest.approx(base.WIDTH)
        assert height <= base.HEIGHT + 1
        assert len(page.to_svg()) < 250_000


def luminance(colour: Any) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in to_rgb(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Any, other: Any) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["walsall", "northby", "moving-41"])
def test_text_and_lines_stand_out(name: str, kind: str) -> None:
    # WCAG 2.2, 1.4.3 (text) and 1.4.11 (what is needed to understand).
    for page in pages(name, kind):
        renderer = drawn_by(page)
        filled = [
            (box.get_window_extent(), box.get_facecolor())
            for axes in page.axes
            for box in axes.patches
            if isinstance(box, Rectangle) and box.get_fill()
        ]
        for text in page.findobj(Text):
            assert isinstance(text, Text)
            if not text.get_text().strip():
                continue
            own = Text.get_window_extent(text, renderer)
            x, y = (own.x0 + own.x1) / 2, (own.y0 + own.y1) / 2
            under = [c for box, c in filled if box.contains(x, y)]
            behind = under[-1] if under else base.PAPER
            assert contrast(text.get_color(), behind) >= 4.5, text.get_text()
        for line in page.axes[0].lines:
            if line.get_label() == "_rule":  # decoration
                continue
            assert contrast(line.get_color(), base.PAPER) >= 3


@pytest.mark.parametrize("kind", KINDS)
def test_the_font_is_the_one_that_comes_with_matplotlib(kind: str) -> None:
    for page in pages("northby", kind):
        for text in page.findobj(Text):
            assert isinstance(text, Text)
            assert text.get_fontname() == "DejaVu Sans"


# ---------------------------------------------------------------------------
# Text is only ever text.


@pytest.mark.parametrize("kind", KINDS)
def test_dollars_are_not_mathematics(kind: str) -> None:
    text = r"Save $5m, then $\frac{1}{0}$ and x_1^2 \undefined"
    plan = small([{"id": "A1$1$", "text": text, "due": r"May 2024"},
                  {"id": "A1.2", "text": "t", "due": r"TBC $\bad{$"}])  # fmt: skip
    matplotlib.rcParams["text.usetex"] = True
    try:
        for page in (
            plot.timeline(plan, as_of=MOVING_DAY),
            plot.trend(plan, as_of=MOVING_DAY),
            plot.history(plan, as_of=MOVING_DAY, kind="milestone"),
        ):
            assert isinstance(page, plot.Picture)
            assert "<svg" in page.to_svg()
            for artist in page.findobj(Annotation):
                assert isinstance(artist, Annotation)
                assert not artist.get_parse_math() and not artist.get_usetex()
            assert "A1$1$" in " ".join(t.get_text() for t in page.findobj(Annotation))  # type: ignore[attr-defined]
    finally:
        matplotlib.rcParams["text.usetex"] = False


@pytest.mark.parametrize("kind", KINDS)
def test_svg_of_a_hostile_plan_is_a_drawing(kind: str) -> None:
    for page in pages("hostile", kind):
        svg = page.to_svg()
        root = ElementTree.fromstring(svg)
        tags = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert tags.isdisjoint({"script", "image", "a", "foreignObject", "text"})
        assert "alert" not in svg and "onerror" not in svg and "<!--" not in svg
        for element in root.iter():
            for name, value in element.attrib.items():
                assert not name.startswith("on")
                if name.endswith("href"):
                    assert value.startswith("#")
        assert "\x1b" not in page.alt and "\u202e" not in page.alt


def test_in_a_notebook_the_words_are_escaped() -> None:
    (page,) = draw_anew("hostile", "timeline")
    page.alt = f'"{HOSTILE}'
    written = page._repr_html_()
    assert "<script" not in written and written.count('"') == 4


@given(st.text(max_size=300), st.floats(30, 300), st.integers(1, 4))
def test_text_is_cut_after_a_word_and_fits(text: str, room: float, most: int) -> None:
    found = base.wrap(text, room, most)
    assert 1 <= len(found) <= most
    whole = " ".join(base.drawable(text).split())
    for line in found:
        if len(line) > 2:
            assert base.text_width(line) <= room + 0.01
    joined = "".join("".join(found).split())
    kept = joined.removesuffix("…")
    assert whole.replace(" ", "").startswith(kept) or kept.endswith("…")


@pytest.mark.parametrize(
    ("text", "room", "expected"),
    [
        ("one two three", 1000, "one two three"),
        ("one two three", 52, "one two…"),
        ("", 10, ""),
        ("incomprehensibilities", 40, "incomp…"),
        ("tab\tand\nline", 1000, "tab and line"),
        ("\u4e2d", 100, "\ufffd"),
    ],
)
def test_shortened(text: str, room: float, expected: str) -> None:
    assert base.shorten(text, room) == expected


def test_the_width_of_text_is_what_is_drawn() -> None:
    figure = base.Picture()
    renderer = FigureCanvasAgg(figure).get_renderer()
    for words_, bold in (("Milestone 12 (AWAY) to", False), ("R7.3 fi WA", True)):
        text = figure.text(0, 0, words_, fontproperties=base.font(8.0, bold))
        drawn = text.get_window_extent(renderer).width * 72 / figure.dpi
        assert base.text_width(words_, 8.0, bold) == pytest.approx(drawn, rel=0.05)


# ---------------------------------------------------------------------------
# Files, axes, words.


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_plan_gives_the_same_bytes(kind: str) -> None:
    (one, *_), (other, *_) = draw_anew("northby", kind), draw_anew("northby", kind)
    for style in ("svg", "png", "pdf"):
        assert one.to_bytes(style) == other.to_bytes(style)  # type: ignore[arg-type]


def test_the_picture_of_the_docs_is_up_to_date() -> None:
    # By its parts: the bytes change with the version of matplotlib.
    def parts(svg: str) -> tuple[str | None, dict[str, int]]:
        root = ElementTree.fromstring(svg)
        counts: dict[str, int] = {}
        for element in root.iter():
            counts[element.tag] = counts.get(element.tag, 0) + 1
        return root.get("viewBox"), counts

    committed = (ROOT / "docs" / "timeline.svg").read_text(encoding="utf-8")
    assert len(committed) < 150_000
    assert parts(committed) == parts(pages("northby", "timeline")[0].to_svg()), (
        "Make docs/timeline.svg anew; docs/pictures.md says how."
    )


def test_the_readers_own_style_changes_nothing() -> None:
    before = draw_anew("northby", "timeline")[0].to_svg()
    with matplotlib.rc_context(
        {"font.size": 20, "svg.fonttype": "none", "axes.facecolor": "red",
         "lines.linewidth": 9, "svg.hashsalt": "x", "font.family": "serif"}
    ):  # fmt: skip
        assert draw_anew("northby", "timeline")[0].to_svg() == before
        assert matplotlib.rcParams["font.size"] == 20


def test_another_process_gives_the_same_bytes() -> None:
    code = (
        "import sys, actionplan as ap\n"
        "plan = ap.load(sys.argv[1])\n"
        "svg = ap.plot.timeline(plan, as_of=sys.argv[2]).to_svg()\n"
        "sys.stdout.buffer.write(svg.encode())\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )
    command = [sys.executable, "-c", code, str(NORTHBY), NORTHBY_DAYS[0]]
    env = os.environ | {"PYTHONHASHSEED": "3", "LC_ALL": "C"}
    ran = subprocess.run(command, capture_output=True, env=env, check=True)
    assert ran.stdout.decode() == pages("northby", "timeline")[0].to_svg()


def test_nothing_loads_matplotlib_but_pictures() -> None:
    code = (
        "import sys, actionplan as ap\n"
        "from actionplan import report, _terminal\n"
        "built = report.build(ap.load(sys.argv[1]), sys.argv[2])\n"
        "_terminal.document(report.layout(built), 80)\n"
        "report.to_markdown(built)\n"
        "report.to_html(built, pictures=False)\n"
        "assert 'matplotlib' not in sys.modules and 'numpy' not in sys.modules\n"
    )
    command = [sys.executable, "-c", code, str(NORTHBY), NORTHBY_DAYS[0]]
    subprocess.run(command, check=True)


def draw_into(axes: Axes, kind: str, **options: Any) -> Figure:
    plan, day = PLANS["northby"]
    draw = {"timeline": plot.timeline, "trend": plot.trend, "history": plot.history}
    return draw[kind](plan, as_of=day, ax=axes, **options)


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_can_go_into_axes_of_yours(kind: str) -> None:
    figure = Figure(figsize=(10, 8))
    axes = figure.add_axes((0.3, 0.1, 0.4, 0.7))
    options = {"reported": True} if kind == "history" else {}
    assert draw_into(axes, kind, **options) is figure
    assert figure.axes == [axes]
    own = pages("northby", kind)[0]
    assert words(figure, "id") == words(own, "id")
    assert axes.get_xlim() == own.axes[0].get_xlim()


@pytest.mark.parametrize(("name", "kind"), ALL)
def test_every_picture_says_what_it_shows(name: str, kind: str) -> None:
    for page in pages(name, kind)[:2]:
        assert 40 < len(page.alt) < 5000
        assert page.alt.endswith((".", "!", "?"))


def test_the_words_name_what_moved_and_what_is_late() -> None:
    alt = pages("northby", "timeline")[0].alt.replace("\xa0", " ")
    for part in (
        "as of 30 September 2024",
        "8 milestones with a date, 2 without",
        "H1.2 due 31 Oct 2024, was 30 Jun 2024; moved once, 123 days later, quiet",
        "H1.3 122 days overdue",
    ):
        assert part in alt


# ---------------------------------------------------------------------------
# The command line.

PROGRAM = pathlib.Path(sys.executable).with_name("actionplan")
NO_MATPLOTLIB = [
    sys.executable,
    "-c",
    "import sys; sys.modules['matplotlib'] = None; "
    "from actionplan.cli import main; main(prog_name='actionplan')",
]


def run(*arguments: object, program: Sequence[object] = (PROGRAM,)) -> Any:
    return subprocess.run(
        [str(word) for word in (*program, *arguments)],
        capture_output=True,
        encoding="utf-8",
    )


@pytest.mark.parametrize(
    ("suffix", "beginning"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")]
)
def test_a_picture_is_written(
    tmp_path: pathlib.Path, suffix: str, beginning: bytes
) -> None:
    file = tmp_path / f"x.{suffix}"
    ran = run("plot", "timeline", NORTHBY, "--as-of", NORTHBY_DAYS[0], "-o", file)
    assert (ran.returncode, ran.stdout) == (0, "")
    assert file.read_bytes().startswith(beginning)


def test_pages_are_files_of_their_own_but_in_pdf(tmp_path: pathlib.Path) -> None:
    days = ["--as-of", "2018-03-27"]
    assert run("plot", "timeline", WALSALL, *days, "-o", tmp_path / "t.svg").stderr
    assert run("plot", "timeline", WALSALL, *days, "-o", tmp_path / "t.pdf").stderr
    one = ["--page", "2", "-o", tmp_path / "two.svg"]
    assert run("plot", "timeline", WALSALL, *days, *one).returncode == 0
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["t-1.svg", "t-2.svg", "t.pdf", "two.svg"]
    assert (tmp_path / "two.svg").read_bytes() == (tmp_path / "t-2.svg").read_bytes()
    assert (tmp_path / "t.pdf").read_bytes().count(b"/Type /Page ") == 2


def test_trend_and_history_have_their_options(tmp_path: pathlib.Path) -> None:
    days = ["--as-of", "2024-09-30", "--day", "2024-03-31", "--day", "2024-06-30"]
    file = tmp_path / "x.svg"
    ran = run("plot", "trend", NORTHBY, *days, "--moved-only", "-o", file)
    assert ran.returncode == 0, ran.stderr
    expected = plot.trend(ap.load(NORTHBY), days=QUARTERS, moved_only=True)
    assert isinstance(expected, plot.Picture)
    assert file.read_text(encoding="utf-8") == expected.to_svg()
    grid = ["--kind", "milestone", "--aspect", "process", "--reported"]
    ran = run("plot", "history", NORTHBY, *days, *grid, "-o", file)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["-o", "x.gif"], 2, "must end in .svg, .png or .pdf"),
        (["-o", "x.svg", "--page", "9"], 2, "There is no page 9; there are 1."),
        (["-o", "nowhere/x.svg"], 1, "There is no directory"),
        ([], 2, "Missing option"),
    ],
)
def test_a_picture_that_cannot_be_written_is_said(
    tmp_path: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    code: int,
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("plot", "timeline", NORTHBY, "--as-of", NORTHBY_DAYS[0], *arguments)
    assert ran.returncode == code
    assert message in ran.stderr
    assert not list(tmp_path.iterdir())


def test_wrong_days_and_aspects_are_wrong_usage() -> None:
    start = ("plot", "history", NORTHBY, "--as-of", "2024-09-30", "-o", "x.svg")
    for more, message in (
        (["--day", "2024-09-30"], "is not before --as-of"),
        (["--aspect", "pace"], "no aspect 'pace'"),
    ):
        ran = run(*start, *more)
        assert ran.returncode == 2 and message in ran.stderr


def test_without_matplotlib_the_report_says_what_pictures_need(
    tmp_path: pathlib.Path,
) -> None:
    file = tmp_path / "x.html"
    report = ("report", NORTHBY, "--as-of", NORTHBY_DAYS[0], "-o", file)
    ran = run(*report, program=NO_MATPLOTLIB)
    assert ran.returncode == 0, ran.stderr
    written = file.read_text(encoding="utf-8")
    assert "pip install &#39;actionplan[plot]&#39;" in written and "<img" not in written
    file.unlink()
    ran = run(*report, "--pictures", program=NO_MATPLOTLIB)
    assert ran.returncode == 1 and not file.exists()
    assert "pip install 'actionplan[plot]'" in ran.stderr
    ran = run(*report, "--no-pictures", program=NO_MATPLOTLIB)
    assert ran.returncode == 0 and "actionplan[plot]" not in file.read_text("utf-8")
    ran = run(
        "plot", "timeline", NORTHBY, "--as-of", NORTHBY_DAYS[0], "-o",
        tmp_path / "x.svg", program=NO_MATPLOTLIB,
    )  # fmt: skip
    assert ran.returncode == 1 and "pip install 'actionplan[plot]'" in ran.stderr
