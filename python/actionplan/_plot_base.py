"""What all pictures share: the figure, its text, its colours, its axis of days.

Nothing here touches pyplot: a picture is a plain Figure that the caller owns.
Text of a plan is never trusted: `put` is the only way in which any text gets
into a picture, and it takes out control characters, never reads mathematics
into a "$", and shows a character that the font lacks as a replacement mark.
"""

import base64
import contextlib
import dataclasses
import datetime
import functools
import html
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

try:
    import matplotlib.style
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.backends.backend_pdf import PdfPages
    from matplotlib.figure import Figure, SubFigure
    from matplotlib.font_manager import FontProperties, findfont, get_font
    from matplotlib.legend import Legend
    from matplotlib.textpath import text_to_path
except ImportError as missing:
    raise ImportError(
        "Pictures need matplotlib: pip install 'actionplan[plot]'"
    ) from missing

from ._text import MONTHS, clean

# Dark enough on white for text (7:1) and for lines.
INK = "#1c1c1c"
SOFT = "#4a4a4a"
BLUE = "#0b4a8f"
# Behind text, or decoration that says nothing by itself.
PAPER = "#ffffff"
BAND = "#ececec"
GRID = "#c4c4c4"

SIZE = 8.0
SMALL = 7.5
LINE = 10.5  # from one line of text to the next

# A picture has to fit on A4 beside its caption, without being shrunk below what
# can be read: 190 mm by 242 mm are scaled to nine tenths there.
WIDTH = 590.0
HEIGHT = 700.0
MARGIN = 6.0
# On the left of a picture in rows: what each is called, of that at most so much
# for the id, and the space before what is drawn.
NAMES = 176.0
ID_WIDTH = 72.0
GAP = 7.0

# What is drawn doesn't depend on the reader's own style, except in axes that
# the reader brings.
_STYLE: dict[str, Any] = {
    "axes.linewidth": 0.8,
    "figure.dpi": 96,
    "font.family": ["DejaVu Sans"],
    "font.size": SIZE,
    "hatch.linewidth": 0.6,
    "svg.fonttype": "path",
    "svg.hashsalt": "actionplan",
    # Letters as wide as they were measured, whatever the resolution.
    "text.hinting": "no_hinting",
    "text.parse_math": False,
    "text.usetex": False,
}


@contextlib.contextmanager
def style() -> Iterator[None]:
    """Matplotlib's own defaults and ours, whatever the reader has set."""
    with matplotlib.style.context(["default", _STYLE]):
        yield


class Picture(Figure):
    """A matplotlib Figure that says in words what it shows.

    It belongs to nobody but you: pyplot does not know it. `alt` is the text
    for those who can't see it, `to_svg()` the same bytes every time.
    """

    alt: str = ""

    def to_svg(self) -> str:
        """The picture as SVG; letters are outlines, so no font is needed."""
        return self.to_bytes("svg").decode("utf-8")

    def to_bytes(self, format: Literal["svg", "png", "pdf"]) -> bytes:
        """The picture as a file of this format: the same bytes every time."""
        metadata: dict[str, dict[str, str | None]] = {
            "svg": {"Date": None, "Creator": "actionplan"},
            "png": {"Software": "actionplan"},
            "pdf": {"CreationDate": None, "Creator": "actionplan", "Producer": None},
        }
        out = io.BytesIO()
        with style():
            self.savefig(out, format=format, dpi=144, metadata=metadata[format])
        if format == "svg":
            return _compact(out.getvalue().decode("utf-8")).encode("utf-8")
        return out.getvalue()

    def _repr_html_(self) -> str:
        return f'<img src="{data_uri(self)}" alt="{html.escape(clean(self.alt))}">'


_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_GLYPH = re.compile(
    r'<use xlink:href="#DejaVuSans-([\w-]+)" '
    r'transform="translate\((-?[\d.]+) (-?[\d.]+)\)"/>'
)


def _compact(svg: str) -> str:
    """The same picture in half as many bytes.

    Comments, which repeat all texts, go; a letter's place is written shorter.
    """

    def glyph(use: re.Match[str]) -> str:
        # In hundredths of the size of the text.
        x, y = round(float(use[2])), round(float(use[3]))
        down = f' y="{y}"' if y else ""
        return f'<use xlink:href="#g{use[1]}" x="{x}"{down}/>'

    svg = _GLYPH.sub(glyph, _COMMENT.sub("", svg))
    svg = svg.replace('id="DejaVuSans-', 'id="g').replace('"#DejaVuSans-', '"#g')
    svg = svg.replace("xmlns:xlink=", "xmlns:l=").replace(" xlink:href=", " l:href=")
    return re.sub(r"\n\s*", "\n", svg)


def data_uri(picture: Picture) -> str:
    """The picture as an address that holds all of it; nothing in it can run."""
    encoded = base64.b64encode(picture.to_svg().encode("utf-8")).decode("ascii")
    return f"data:image/svg+xml;base64,{encoded}"


def pdf_pages(pictures: Sequence[Picture]) -> bytes:
    """Several pictures as one PDF, a page each."""
    out = io.BytesIO()
    metadata = {"CreationDate": None, "Creator": "actionplan", "Producer": None}
    with style(), PdfPages(out, metadata=metadata) as file:
        for picture in pictures:
            file.savefig(picture)
    return out.getvalue()


def new_axes(
    left: float, right: float, top: float, bottom: float, height: float
) -> tuple[Picture, Axes]:
    """A picture with axes `height` points high and these margins around them."""
    whole = top + height + bottom
    picture = Picture(figsize=(WIDTH / 72, whole / 72))
    picture.set_facecolor(PAPER)
    axes = picture.add_axes(
        (
            left / WIDTH,
            bottom / whole,
            (WIDTH - left - right) / WIDTH,
            height / whole,
        )
    )
    return picture, axes


def figure_of(axes: Axes) -> Figure:
    """The whole figure that axes are part of."""
    figure: Figure | SubFigure | None = axes.figure
    while isinstance(figure, SubFigure):
        figure = figure.figure
    if figure is None:
        raise ValueError("These axes belong to no figure.")
    return figure


def axes_size(axes: Axes) -> tuple[float, float]:
    """Width and height of axes, in points."""
    box = axes.get_window_extent()
    dpi = figure_of(axes).dpi
    return box.width / dpi * 72, box.height / dpi * 72


# ---------------------------------------------------------------------------
# Text.


@functools.cache
def font(size: float = SIZE, bold: bool = False) -> FontProperties:
    weight = "bold" if bold else "normal"
    return FontProperties(family=["DejaVu Sans"], size=size, weight=weight)


@functools.lru_cache(4096)
def _drawn(character: str) -> str:
    face = get_font(findfont(font()))
    return character if face.get_char_index(ord(character)) else "\ufffd"


@functools.lru_cache(8192)
def _advance(character: str, bold: bool) -> float:
    """How wide a character is at a size of 1 point; between others, so that a
    space counts."""

    def measure(text: str) -> float:
        return float(
            text_to_path.get_text_width_height_descent(text, font(100, bold), False)[0]
        )

    return (measure(f"n{character}n") - measure("nn")) / 100


# Hinted, as a reader's own style may have it, text is a little wider.
_SPARE = 1.02


def drawable(text: str) -> str:
    """The text as it is drawn: one line of what the font has."""
    return "".join(map(_drawn, clean(text)))


def text_width(text: str, size: float = SIZE, bold: bool = False) -> float:
    return sum(_advance(character, bold) for character in text) * size * _SPARE


def _fitting(text: str, room: float, size: float, bold: bool) -> int:
    """How many of the first characters fit."""
    used = 0.0
    for position, character in enumerate(text):
        used += _advance(character, bold) * size * _SPARE
        if used > room:
            return position
    return len(text)


# No line of a picture has room for more, and text can be a megabyte.
_MOST_CHARACTERS = 2000


def shorten(text: str, room: float, size: float = SIZE, bold: bool = False) -> str:
    """The text, cut after a word and with an ellipsis if it needs more room."""
    return wrap(text, room, 1, size, bold)[0]


def wrap(
    text: str,
    room: float,
    most: int = 1000,
    size: float = SIZE,
    bold: bool = False,
) -> list[str]:
    """The text in lines of at most `room` points; an ellipsis ends the last of
    `most` lines if there is more.

    A line is broken after a word; a word longer than a line, within it.
    """
    rest = drawable(text[:_MOST_CHARACTERS] if most < 1000 else text)
    is_cut = most < 1000 and len(text) > _MOST_CHARACTERS
    lines: list[str] = []
    while True:
        fits = _fitting(rest, room, size, bold)
        if fits == len(rest) and not (is_cut and len(lines) == most - 1):
            lines.append(rest)
            return lines
        if len(lines) == most - 1:
            dots = text_width("…", size, bold)
            fits = _fitting(rest, room - dots, size, bold)
            lines.append(f"{_up_to_a_word(rest, fits).rstrip(' ,;:')}…")
            return lines
        line = _up_to_a_word(rest, max(fits, 1))
        lines.append(line.rstrip())
        rest = rest[len(line) :].lstrip()


def _up_to_a_word(text: str, fits: int) -> str:
    if fits >= len(text) or text[fits] == " ":
        return text[:fits]
    space = text.rfind(" ", 0, fits)
    return text[:space] if space > 0 else text[:fits]


def put(
    axes: Axes,
    text: str,
    x: float,
    y: float,
    *,
    of: str = "data",
    dx: float = 0,
    dy: float = 0,
    size: float = SIZE,
    bold: bool = False,
    colour: str = INK,
    ha: Literal["left", "center", "right"] = "left",
    va: Literal["baseline", "center", "top", "bottom"] = "center",
    turned: bool = False,
    label: str = "",
) -> None:
    """Text at a place of the axes, moved by points to the right and up.

    `of` says what x is a share of: "axes", or "data"; y is data, or "corner"
    makes both shares of the axes.
    """
    coords: Any = {
        "data": "data",
        "axes": ("axes fraction", "data"),
        "corner": "axes fraction",
    }[of]
    artist = axes.annotate(
        drawable(text),
        xy=(x, y),
        xycoords=coords,
        xytext=(dx, dy),
        textcoords="offset points",
        ha=ha,
        va=va,
        color=colour,
        fontproperties=font(size, bold),
        annotation_clip=False,
        zorder=6,
        rotation=90 if turned else 0,
        parse_math=False,
        usetex=False,
    )
    artist.set_label(f"_{label}")


# ---------------------------------------------------------------------------
# Days.


def short_day(day: datetime.date) -> str:
    """ "27 Mar 2018", never broken over lines."""
    return f"{day.day}\xa0{MONTHS[day.month - 1][:3]}\xa0{day.year}"


def _month(index: int) -> datetime.date:
    return datetime.date(index // 12, index % 12 + 1, 1)


def month_ticks(first: float, last: float, most: int) -> list[datetime.date]:
    """Firsts of months between two day numbers, evenly and not too many."""
    low = max(int(first), 1)
    high = min(int(last), datetime.date.max.toordinal())
    start = datetime.date.fromordinal(low)
    end = datetime.date.fromordinal(high)
    begin = start.year * 12 + start.month - 1
    stop = end.year * 12 + end.month - 1
    years = (12 * n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000))
    for step in (1, 2, 3, 6, *years):
        months = [m for m in range(begin - begin % step, stop + 1, step) if m >= 12]
        days = [day for m in months if (day := _month(m)) >= start]
        if len(days) <= most:
            break
    return days


def tick_words(days: Sequence[datetime.date]) -> list[str]:
    """ "Dec 2017", "Jan 2018", "Feb": the year where it is new; years alone if
    all are the first of January."""
    if len(days) > 1 and all(day.month == 1 for day in days):
        return [str(day.year) for day in days]
    words = []
    before = 0
    for day in days:
        month = MONTHS[day.month - 1][:3]
        words.append(month if day.year == before else f"{month} {day.year}")
        before = day.year
    return words


def window(days: Iterable[int]) -> tuple[float, float]:
    """The part of time to show: all of the days and some room around them.

    A few far-off days, such as a year mistyped as 2099, don't squeeze all the
    others into a line: what then lies outside is drawn at the edge, as such. Far
    off is more than three times the distance of the quartiles beyond them (the
    outer fences of Tukey, "Exploratory Data Analysis", chapter 2), and more than
    three years (our choice: less can still be read).
    """
    known = sorted(days)
    quarter = len(known) // 4
    first, third = known[quarter], known[-1 - quarter]
    reach = 3 * max(third - first, 365)
    inside = [day for day in known if first - reach <= day <= third + reach]
    low, high = inside[0], inside[-1]
    # Never less than four months, so that a month is not the whole picture.
    spare = max((high - low) * 0.04, 5.0, (120 - (high - low)) / 2)
    return low - spare, high + spare


def frame(axes: Axes) -> None:
    """Only the lines of the axes that say something."""
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(side in ("top", "bottom"))
        axes.spines[side].set_color(INK)
    axes.tick_params(length=0, labelsize=SMALL, labelcolor=INK)


@dataclasses.dataclass(frozen=True, slots=True)
class Head:
    """A title and what is said below it, in lines that fit."""

    title: Sequence[str]
    below: Sequence[str]

    @property
    def height(self) -> float:
        return _TITLE_LINE * len(self.title) + LINE * len(self.below) + 4


_TITLE = 10.5
_TITLE_LINE = 14.5


def head_of(title: str, below: Sequence[str], room: float) -> Head:
    said = [line for text in below for line in wrap(text, room, 3)]
    return Head(wrap(title, room, 2, _TITLE, bold=True), said)


def draw_head(axes: Axes, head: Head, *, dx: float, dy: float) -> None:
    """Draws it with its lower left corner so far from the axes' upper left."""
    at = dy + head.height
    for line in head.title:
        put(axes, line, 0, 1, of="corner", dx=dx, dy=at, size=_TITLE, bold=True,
            va="top", label="title")  # fmt: skip
        at -= _TITLE_LINE
    for line in head.below:
        put(axes, line, 0, 1, of="corner", dx=dx, dy=at, va="top", label="head")
        at -= LINE


# ---------------------------------------------------------------------------
# The key to the marks.

KEY_LINE = 13.0


def key_height(entries: int, columns: int = 3) -> float:
    return KEY_LINE * -(-entries // columns)


def draw_key(
    axes: Axes,
    handles: Sequence[Artist],
    words: Sequence[str],
    *,
    dx: float,
    dy: float,
    width: float,
    columns: int = 3,
) -> None:
    """The marks, each with its word, in rows; (dx, dy) as for `draw_head`."""
    across, high = axes_size(axes)
    rows = key_height(len(handles), columns)
    # By rows, as one reads; a legend of matplotlib goes by columns.
    for position, (handle, word) in enumerate(zip(handles, words, strict=True)):
        row, column = divmod(position, columns)
        left = dx + column * width / columns
        middle = dy + rows - KEY_LINE * (row + 0.5)
        box = (left / across, 1 + (middle - KEY_LINE / 2) / high)
        legend = Legend(
            axes,
            [handle],
            [drawable(word)],
            loc="lower left",
            bbox_to_anchor=(*box, 0, 0),
            bbox_transform=axes.transAxes,
            prop=font(SMALL),
            frameon=False,
            borderpad=0,
            borderaxespad=0,
            handlelength=2.4,
            handletextpad=0.6,
            numpoints=1,
        )
        legend.set_clip_on(False)
        axes.add_artist(legend)
