"""The history grid: the rating of every item on every reporting day."""

import dataclasses
import datetime
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ._blocks import NOT_RATED, NOT_RECORDED, Mark
from ._core import Assessment, Rating, Scheme
from ._plot_base import (
    BAND,
    GAP,
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
    head_of,
    new_axes,
    put,
    short_day,
    shorten,
    text_width,
    wrap,
)
from ._text import clean, count_words, day_words, join_words, sentence
from ._views import Marks

_ROW = 17.0
_MOST_ROWS = 32
_LEAST_CELL = 15.0
_MOST_CELL = 84.0
_KEY_LINE = 15.0


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """A rating on a day: what the key says, or what its owner reported."""

    mark: Mark
    # It is beside a computed rating and says something else.
    differs: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    day: datetime.date
    is_reported: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Grid:
    """One aspect: a row an item, a column a day."""

    aspect: str
    columns: Sequence[Column]
    rows: Sequence[tuple[str, str, Sequence[Cell]]]


@dataclasses.dataclass(frozen=True, slots=True)
class History:
    title: str
    scheme: Scheme
    kind: str
    days: Sequence[datetime.date]
    reported: bool
    pages: Sequence[Grid]
    # Per aspect; the pages are parts of these.
    grids: Sequence[Grid]


NOT_REPORTED_HERE = Mark("none reported")
_DIFFERS = Mark("reported is not what was computed")


def build(
    title: str,
    assessments: Sequence[Assessment],
    texts: dict[str, str],
    kind: str,
    aspects: Sequence[str],
    reported: bool,
) -> History:
    scheme = assessments[0].scheme
    marks = Marks(scheme)
    grids = [_grid(a, assessments, texts, kind, reported, marks) for a in aspects]
    pages = [part for grid in grids for part in _parts(grid, reported)]
    days = [assessment.as_of for assessment in assessments]
    return History(title, scheme, kind, days, reported, pages, grids)


def _grid(
    aspect: str,
    assessments: Sequence[Assessment],
    texts: dict[str, str],
    kind: str,
    reported: bool,
    marks: Marks,
) -> Grid:
    columns: list[Column] = []
    cells: dict[str, list[Cell]] = {}
    for assessment in assessments:
        columns.append(Column(assessment.as_of, False))
        if reported:
            columns.append(Column(assessment.as_of, True))
        for rating in assessment.ratings:
            if rating.kind == kind and rating.aspect == aspect:
                row = cells.setdefault(rating.item, [])
                row += _cells(rating, reported, marks)
    rows = [(id, texts.get(id, ""), row) for id, row in cells.items()]
    return Grid(marks.aspect(aspect), columns, rows)


def _cells(rating: Rating, reported: bool, marks: Marks) -> list[Cell]:
    computed = Cell(marks.computed(rating))
    if not reported:
        return [computed]
    said = marks.reported(rating.reported)
    if rating.reported.state == "none":
        said = NOT_REPORTED_HERE
    differs = rating.differs_from_reported and rating.rating is not None
    return [computed, Cell(said, differs)]


def _most_columns(reported: bool) -> int:
    most = int((WIDTH - 2 * MARGIN - NAMES - GAP) // _LEAST_CELL)
    return most - most % 2 if reported else most


def _parts(grid: Grid, reported: bool) -> list[Grid]:
    """Parts that fit on a page: first by rows, then by columns."""
    most = _most_columns(reported)
    parts = []
    for top in range(0, max(len(grid.rows), 1), _MOST_ROWS):
        rows = grid.rows[top : top + _MOST_ROWS]
        for left in range(0, len(grid.columns), most):
            cut = [(id, text, c[left : left + most]) for id, text, c in rows]
            columns = grid.columns[left : left + most]
            parts.append(Grid(grid.aspect, columns, cut))
    return parts


def alt(history: History, page: int = 1) -> str:
    """The grid in sentences: how many have which rating on each day."""
    grid = history.pages[page - 1]
    said = [
        f"{grid.aspect} of {count_words(len(grid.rows), history.kind)} by "
        f"{history.scheme.title}, on {count_words(len(history.days), 'day')}"
    ]
    if len(history.pages) > 1:
        said[0] += f", page {page} of {len(history.pages)}"
    for place, column in enumerate(grid.columns):
        who = "reported" if column.is_reported else "computed"
        counts: dict[str, int] = {}
        for _, _, cells in grid.rows:
            word = cells[place].mark.word
            counts[word] = counts.get(word, 0) + 1
        words = join_words(f"{number} {word}" for word, number in counts.items())
        differ = [id for id, _, cells in grid.rows if cells[place].differs]
        also = f"; differs for {join_words(map(clean, differ))}" if differ else ""
        said.append(f"{day_words(column.day)}, {who}: {words or 'nothing'}{also}")
    return " ".join(sentence(each) for each in said)


# ---------------------------------------------------------------------------
# Drawing.


def _title(history: History, page: int) -> Head:
    grid = history.pages[page - 1]
    noun = count_words(len(grid.rows), history.kind)
    what = "as computed (c) and as reported (r)" if history.reported else "as computed"
    below = f"{grid.aspect} of {noun}, {what}. Key: {history.scheme.title}."
    if len(history.pages) > 1:
        below += f" Page\xa0{page}\xa0of\xa0{len(history.pages)}."
    name = clean(history.title)
    return head_of(name, [below], WIDTH - 2 * MARGIN)


def _entries(grid: Grid, scheme: Scheme) -> list[Mark]:
    """All levels of the key, and what is none and occurs."""
    levels = Marks(scheme).levels.values()
    found = {cell.mark for _, _, cells in grid.rows for cell in cells}
    if any(cell.differs for _, _, cells in grid.rows for cell in cells):
        found.add(_DIFFERS)
    others = (NOT_RATED, NOT_RECORDED, NOT_REPORTED_HERE, _DIFFERS)
    return [*levels, *(mark for mark in others if mark in found)]


def _short(mark: Mark) -> str:
    """What stands for a mark where its word does not fit."""
    if mark.is_level:
        return mark.letter or mark.word[:2]
    return {NOT_RATED: "?", NOT_RECORDED: "×", _DIFFERS: "≠"}.get(mark, "·")


def _layout_key(marks: Sequence[Mark]) -> list[list[tuple[float, Mark]]]:
    """Lines of the key: where each mark's box begins."""
    lines: list[list[tuple[float, Mark]]] = [[]]
    x = 0.0
    for mark in marks:
        need = 24 + text_width(_key_word(mark), SMALL) + 14
        if lines[-1] and x + need > WIDTH - 2 * MARGIN:
            lines.append([])
            x = 0.0
        lines[-1].append((x, mark))
        x += need
    return lines


def _key_word(mark: Mark) -> str:
    return shorten(clean(mark.word), 200, SMALL)


def draw(history: History, page: int, axes: Axes | None) -> Picture | None:
    """Draws a page; a new picture, or None if it went into axes."""
    grid = history.pages[page - 1]
    key = _layout_key(_entries(grid, history.scheme))
    title = _title(history, page)
    turned = _cell_width(grid) * (2 if history.reported else 1) < 34
    heads = (56.0 if turned else 26.0) + (13.0 if history.reported else 0)
    above = heads + _KEY_LINE * len(key) + 6
    height = _ROW * max(len(grid.rows), 1)
    left = MARGIN + _names_width(grid) + GAP
    picture = None
    if axes is None:
        right = WIDTH - left - _cell_width(grid) * len(grid.columns)
        top = MARGIN + title.height + above
        picture, axes = new_axes(left, right, top, MARGIN, height)
        picture.alt = alt(history, page)
    axes.set_axis_off()
    axes.set_xlim(0, max(len(grid.columns), 1))
    axes.set_ylim(max(len(grid.rows), 1), 0)
    draw_head(axes, title, dx=MARGIN - left, dy=above)
    _Cells(axes, grid, history.reported).draw(key, heads, turned, MARGIN - left)
    return picture


def _cell_width(grid: Grid) -> float:
    room = WIDTH - 2 * MARGIN - NAMES - GAP
    return min(room / max(len(grid.columns), 1), _MOST_CELL)


def _names_width(grid: Grid) -> float:
    """What the cells leave for the texts, up to what is easily read across."""
    left = WIDTH - 2 * MARGIN - GAP - _cell_width(grid) * len(grid.columns)
    return min(left, 340.0)


class _Cells:
    def __init__(self, axes: Axes, grid: Grid, reported: bool) -> None:
        self._axes = axes
        self._grid = grid
        self._reported = reported
        self._width = _cell_width(grid)
        self._names = _names_width(grid)
        self._forms = self._level_forms()

    def draw(
        self,
        key: Sequence[Sequence[tuple[float, Mark]]],
        heads: float,
        turned: bool,
        dx: float,
    ) -> None:
        for number, line in enumerate(key):
            dy = heads + 4 + _KEY_LINE * (len(key) - number - 0.5)
            for x, mark in line:
                self._key(mark, dx + x, dy)
        self._heads(turned)
        for number, (id, text, cells) in enumerate(self._grid.rows):
            self._name(id, text, number)
            for place, cell in enumerate(cells):
                self._cell(cell, place, number)
        if not self._grid.rows:
            put(
                self._axes, "The plan has nothing that the key rates here.", 0, 0.5,
                label="nothing",
            )  # fmt: skip

    def _key(self, mark: Mark, dx: float, dy: float) -> None:
        """A box in points above the axes: one row high, 1.2 rows wide."""
        high, across = _ROW, self._width
        y = -dy / high
        self._box(mark, dx / across, y - 0.35, 18 / across, 0.7)
        put(
            self._axes, _short(mark), (dx + 9) / across, y, size=SMALL, bold=True,
            colour=mark.ink or INK, ha="center", label="key letter",
        )  # fmt: skip
        put(
            self._axes, _key_word(mark), (dx + 23) / across, y, size=SMALL,
            label="key word",
        )  # fmt: skip

    def _heads(self, turned: bool) -> None:
        step = 2 if self._reported else 1
        if self._reported:
            for place, column in enumerate(self._grid.columns):
                word = "reported" if column.is_reported else "computed"
                if self._width < text_width("computed", SMALL) + 2:
                    word = "rep." if column.is_reported else "com."
                if self._width < text_width("com.", SMALL) + 1:
                    word = "r" if column.is_reported else "c"
                put(
                    self._axes, word, place + 0.5, 0, dy=7, size=SMALL, colour=SOFT,
                    ha="center", label="who",
                )  # fmt: skip
        base = 14.0 if self._reported else 3.0
        for place in range(0, len(self._grid.columns), step):
            self._day(place + step / 2, self._grid.columns[place].day, base, turned)

    def _day(self, x: float, day: datetime.date, base: float, turned: bool) -> None:
        if turned:
            put(
                self._axes, short_day(day), x, 0, dy=base, size=SMALL, bold=True,
                ha="center", va="bottom", turned=True, label="day",
            )  # fmt: skip
            return
        first, _, year = short_day(day).rpartition("\xa0")
        for text, up in ((year, 0.0), (first, LINE)):
            put(
                self._axes, text, x, 0, dy=base + up, size=SMALL, bold=True,
                ha="center", va="bottom", label="day",
            )  # fmt: skip

    def _name(self, id: str, text: str, row: int) -> None:
        name = wrap(clean(id), ID_WIDTH, 1, SIZE, bold=True)[0]
        left = -self._names - GAP + 3
        put(self._axes, name, 0, row + 0.5, of="axes", dx=left, bold=True, label="id")
        indent = text_width(name, SIZE, True) + 5
        put(
            self._axes, shorten(clean(text), self._names - indent, SIZE), 0, row + 0.5,
            of="axes", dx=left + indent, label="text",
        )  # fmt: skip

    def _cell(self, cell: Cell, place: int, row: int) -> None:
        mark = cell.mark
        inset = 0.8 / self._width
        self._box(mark, place + inset, row + 0.06, 1 - 2 * inset, 0.88)
        sign = "≠ " if cell.differs else ""
        put(
            self._axes, self._words(mark, sign), place + 0.5, row + 0.5, size=SMALL,
            bold=mark.is_level, colour=mark.ink or INK, ha="center", label="cell",
        )  # fmt: skip

    def _words(self, mark: Mark, sign: str) -> str:
        word = clean(mark.word)
        if not mark.is_level:
            return word if self._fits(word, False) else _short(mark)
        return f"{sign}{self._forms[mark]}"

    def _level_forms(self) -> dict[Mark, str]:
        """The same form for all levels: letter and word, or the letter alone."""
        levels = {
            cell.mark
            for _, _, cells in self._grid.rows
            for cell in cells
            if cell.mark.is_level
        }
        long = {mark: f"{mark.letter} {clean(mark.word)}".strip() for mark in levels}
        if all(self._fits(f"≠ {form}", True) for form in long.values()):
            return long
        return {mark: _short(mark) for mark in levels}

    def _fits(self, text: str, bold: bool) -> bool:
        return text_width(text, SMALL, bold) <= self._width - 4

    def _box(self, mark: Mark, x: float, y: float, width: float, high: float) -> None:
        """Filled if it is a level; else dashed, and grey if what it was is lost."""
        box = Rectangle((x, y), width, high, clip_on=False, zorder=2, linewidth=0.8)
        box.set_facecolor(mark.fill or (BAND if mark == NOT_RECORDED else PAPER))
        box.set_edgecolor(INK if mark.is_level else SOFT)
        if not mark.is_level:
            box.set_linestyle((0, (2, 1.5)))
        if mark in (NOT_REPORTED_HERE, _DIFFERS):
            box.set_edgecolor("none")
        box.set_label(f"_{mark.word}")
        self._axes.add_patch(box)
