"""How the notebooks here show tables and pictures: aligned, British dates, alt text."""

from __future__ import annotations

import datetime
import html
import io
from collections.abc import Iterable
from typing import Any

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
from IPython.display import Image, display  # noqa: E402

INK, QUIET, LATE, EARLY = "#1b1b1b", "#767676", "#a4262c", "#1f5fa8"
plt.rcParams.update(
    {
        "font.size": 10,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlelocation": "left",
        "figure.dpi": 90,
        # The same bytes wherever it is drawn.
        "svg.hashsalt": "actionplan",
    }
)


def day(value: Any) -> str:
    """30 September 2013; an en rule for none."""
    if value is None or pd.isna(value):
        return "–"
    return f"{value.day} {value:%B %Y}"


def _text(value: Any) -> str:
    if isinstance(value, (datetime.date, pd.Timestamp)):
        return day(value)
    if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return "–"
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    return str(value)


def _number(value: Any) -> str:
    if pd.isna(value):
        return "–"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def _words(column: pd.Series) -> pd.Series:
    """Years are numbers without a comma; a whole column of them is years."""
    is_number = pd.api.types.is_numeric_dtype(column)
    if not is_number or pd.api.types.is_bool_dtype(column):
        return column.map(_text)
    return column.map(str if column.between(1900, 2100).all() else _number)


def table(frame: pd.DataFrame, *, title: str = "") -> None:
    """Shows a table: numbers to the right, words to the left, no row numbers."""
    words = frame.apply(_words)
    numbers = [c for c in frame if pd.api.types.is_numeric_dtype(frame[c])]
    numbers = [c for c in numbers if not pd.api.types.is_bool_dtype(frame[c])]
    plain = _plain(words, numbers)
    page = {
        "text/html": _page(words, numbers, title),
        "text/plain": f"{title}\n{plain}" if title else plain,
    }
    display(page, raw=True)


def _page(words: pd.DataFrame, numbers: list[str], title: str) -> str:
    """Alignment stands in every cell: a style sheet would be lost on the way."""
    sides = ["right" if column in numbers else "left" for column in words.columns]

    def line(tag: str, cells: Iterable[object]) -> str:
        scope = ' scope="col"' if tag == "th" else ""
        made = (
            f'<{tag}{scope} style="text-align: {side}{_unbroken(str(c))}">'
            f"{html.escape(str(c))}</{tag}>"
            for c, side in zip(cells, sides)
        )
        return f"<tr>{''.join(made)}</tr>"

    head = line("th", words.columns)
    body = "\n".join(line("td", row) for row in words.values.tolist())
    caption = f"<caption>{html.escape(title)}</caption>" if title else ""
    return f"<table>{caption}<thead>{head}</thead>\n<tbody>{body}</tbody></table>"


def _unbroken(cell: str) -> str:
    """Dates and other short cells stay on one line."""
    return "; white-space: nowrap" if len(cell) <= 17 else ""


def _plain(words: pd.DataFrame, numbers: list[str]) -> str:
    """The same in fixed width, for a terminal."""
    lines = [list(words.columns), *words.values.tolist()]
    widths = [max(len(str(line[i])) for line in lines) for i in range(len(lines[0]))]
    right = [column in numbers for column in words.columns]
    return "\n".join(
        "  ".join(
            str(cell).rjust(width) if to_right else str(cell).ljust(width)
            for cell, width, to_right in zip(line, widths, right)
        ).rstrip()
        for line in lines
    )


def picture(figure: plt.Figure, alt: str) -> None:
    """Shows a figure with the words for those who can't see it."""
    out = io.BytesIO()
    figure.savefig(out, format="png", bbox_inches="tight", metadata={"Software": None})
    plt.close(figure)
    display(Image(out.getvalue(), alt=alt))
