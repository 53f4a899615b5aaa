"""The notebooks on real data carry their outputs, and running them gives the same.

Where that is no longer so and should not be, `scripts/run_notebooks.py` writes them
anew; read what changed.
"""

import calendar
import csv
import datetime
import pathlib
import re
from collections.abc import Iterable, Iterator
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

import actionplan as ap

EXAMPLES = pathlib.Path(__file__).parents[2] / "examples"
EXECUTED = sorted(EXAMPLES.glob("*/*.ipynb"))
PRINTED = "stdout: "


def outputs(notebook: Any) -> dict[str, list[str]]:
    """The text of every output of a cell; of a picture the words for it."""
    return {
        cell["id"]: join_streams(
            words for output in cell["outputs"] for words in texts(output)
        )
        for cell in notebook.cells
        if cell.cell_type == "code"
    }


def join_streams(found: Iterable[str]) -> list[str]:
    """What was printed as one text: in how many pieces it came is chance."""
    joined: list[str] = []
    for words in found:
        if words.startswith(PRINTED) and joined and joined[-1].startswith(PRINTED):
            joined[-1] += words.removeprefix(PRINTED)
        else:
            joined.append(words)
    return joined


def texts(output: Any) -> list[str]:
    if output.output_type == "stream":
        return [f"{output.name}: {output.text}"]
    if output.output_type == "error":
        return [f"error: {output.ename}"]
    alt = output.metadata.get("image/png", {}).get("alt")
    return [alt] if alt else [output.data[key] for key in sorted(output.data)]


def test_there_are_some() -> None:
    assert len(EXECUTED) >= 2


@pytest.mark.parametrize("path", EXECUTED, ids=lambda path: path.stem)
def test_running_it_gives_the_committed_outputs(path: pathlib.Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    committed = outputs(notebook)
    assert all(text.split(":")[0] != "error" for t in committed.values() for text in t)
    assert not any("stderr" in text for t in committed.values() for text in t)
    assert any(committed.values())
    resources = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=120, resources=resources).execute()
    assert outputs(notebook) == committed


@pytest.mark.parametrize("path", EXECUTED, ids=lambda path: path.stem)
def test_every_picture_has_words(path: pathlib.Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    pictures = [
        output
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "image/png" in output.get("data", {})
    ]
    assert pictures
    assert all(len(p.metadata["image/png"]["alt"]) > 40 for p in pictures)


@pytest.mark.parametrize("path", EXECUTED, ids=lambda path: path.stem)
def test_the_data_has_its_source_beside_it(path: pathlib.Path) -> None:
    source = (path.parent / "data" / "SOURCE.txt").read_text(encoding="utf-8")
    assert "Open Government Licence" in " ".join(source.split())
    size = sum(f.stat().st_size for f in (path.parent / "data").iterdir())
    assert size < 1_000_000


Days = tuple[datetime.date, datetime.date]


def span(year: int, month: int = 0, day: int = 0) -> Days:
    months = (month, month) if month else (1, 12)
    days = (day, day) if day else (1, calendar.monthrange(year, months[1])[1])
    first = datetime.date(year, months[0], days[0])
    return first, datetime.date(year, months[1], days[1])


def spelt(text: str) -> Days | None:
    """The days of a date in figures, or of "Jan-18", by rules of our own."""
    if found := re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text.strip()):
        return span(*(int(part) for part in found.groups() if part))
    if found := re.fullmatch(r"(\d\d)[./](\d\d)[./](?:20)?(\d\d)", text.strip()):
        day, month, year = map(int, found.groups())
        return span(2000 + year, month, day)
    if found := re.fullmatch(r"([A-Z][a-z]{2})-(\d\d)", text):
        return span(2000 + int(found[2]), list(calendar.month_abbr).index(found[1]))
    return None


def all_cells() -> Iterator[str]:
    for path in EXAMPLES.glob("*/data/*.csv"):
        with open(path, newline="", encoding="latin-1") as file:
            for line in csv.reader(file, delimiter=";" if "2021" in path.name else ","):
                yield from line


def test_every_date_in_figures_is_read_as_the_days_that_it_spells() -> None:
    cells = {text: days for text in all_cells() if (days := spelt(text))}
    assert len(cells) > 2000
    for text, days in cells.items():
        due = ap.parse_due(text)
        assert (due.first, due.last) == days, text
