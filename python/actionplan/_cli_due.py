"""The command `actionplan due`: what written due dates mean."""

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

import actionplan as ap

from ._cli_common import (
    FORMAT,
    Result,
    day_option,
    dump_json,
    emit,
)

if TYPE_CHECKING:
    from ._blocks import Document


def _conventions(
    context: click.Context, option: click.Parameter, given: Sequence[str]
) -> dict[str, str | int]:
    conventions: dict[str, str | int] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            raise click.BadParameter(f"'{text}' is not NAME=VALUE.")
        conventions[name] = value
    try:
        ap.parse_due("", conventions=conventions)
    except ap.InvalidInput as error:
        raise click.BadParameter(str(error)) from None
    return conventions


def _due_cell(value: Any) -> object:
    """Readings as "2025-07-01/2025-09-30 (note)", as a CSV has no lists."""
    if isinstance(value, list):
        return "; ".join(map(str, map(_due_cell, value)))
    if isinstance(value, dict):
        days = f"{value['first'] or '..'}/{value['last'] or '..'}"
        return f"{days} ({value['note']})" if value["note"] else days
    return value


@click.command()
@click.argument("texts", nargs=-1, required=True, metavar="TEXT...")
@day_option("--anchor", "The day from which a date without a year is read.")
@click.option(
    "--quarters",
    type=click.Choice(("financial", "calendar")),
    default="financial",
    show_default=True,
    help="Which quarters 'Q1' means.",
)
@click.option(
    "--missing-year",
    type=click.Choice(("nearest", "next", "last")),
    default="nearest",
    show_default=True,
    help="Which year is meant where none is written.",
)
@click.option(
    "--convention",
    "conventions",
    multiple=True,
    metavar="NAME=VALUE",
    callback=_conventions,
    help="What this body means, such as 'spring=March to June'; repeatable.",
)
@FORMAT
def due(
    texts: Sequence[str],
    anchor: datetime.date | None,
    quarters: str,
    missing_year: str,
    conventions: dict[str, str | int],
    style: str,
) -> None:
    """What written due dates mean, and how sure that is.

    Exits with 1 if one of them can't be a date, such as "30 February 2018".
    """
    dues = [
        ap.parse_due(
            text,
            anchor=anchor,
            quarters=quarters,
            missing_year=missing_year,
            conventions=conventions,
        )
        for text in texts
    ]
    rows = [due.to_dict() for due in dues]

    def document() -> "Document":
        from . import _blocks, _views

        return _blocks.Document("Due dates", [_views.dues_table(dues)])

    emit(
        Result(
            document,
            lambda: dump_json(rows),
            lambda: {name: [_due_cell(row[name]) for row in rows] for name in rows[0]},
        ),
        style,
    )
    if any(due.kind == "error" for due in dues):
        raise click.exceptions.Exit(1)
