"""How the notebooks here show tables and pictures: aligned, British dates, alt text."""

from __future__ import annotations

import datetime
import io
from typing import Any

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt  # noqa: E402
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
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() else f"{value:,.1f}"
    return (
        f"{value:,}" if isinstance(value, int) and abs(value) >= 10_000 else str(value)
    )


def table(frame: pd.DataFrame, *, title: str = "") -> None:
    """Shows a table: numbers to the right, words to the left, no row numbers."""
    words = frame.map(_text)
    numbers = [c for c in frame if pd.api.types.is_numeric_dtype(frame[c])]
    others = [c for c in frame if c not in numbers]
    style = words.style.hide(axis="index").set_uuid("t")
    style = style.set_properties(**{"text-align": "left"}, subset=others)
    style = style.set_properties(**{"text-align": "right"}, subset=numbers)
    style = style.set_table_styles(
        [{"selector": "th", "props": "text-align: left; vertical-align: bottom"}]
    )
    if title:
        style = style.set_caption(title)
    plain = _plain(words, numbers)
    page = {
        "text/html": style.to_html(escape="html", exclude_styles=False),
        "text/plain": f"{title}\n{plain}" if title else plain,
    }
    display(page, raw=True)


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
