"""The commands `actionplan calendar ...`: working days and legal deadlines."""

import datetime
import os
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

import actionplan as ap

from ._cli_common import (
    FORMAT,
    Problem,
    Result,
    day_option,
    dump_json,
    emit,
    emit_issues,
    json_row,
    options,
    read_bytes,
    read_day,
    rows_result,
    write_outputs,
)
from ._text import clean

if TYPE_CHECKING:
    from ._blocks import Document


@click.group()
def calendar() -> None:
    """Working days: calendars, counting, and the deadlines that law defines."""


_CALENDAR = click.option(
    "--calendar",
    "name",
    metavar="NAME|FILE",
    default="england-and-wales",
    show_default=True,
    help="The calendar to count by.",
)
_DIVISION = click.option(
    "--division", metavar="NAME", help="Which part of a file with several."
)


@calendar.command("list")
@options(FORMAT)
def list_calendars(style: str) -> None:
    """The calendars that are shipped."""
    calendars = [ap.WorkCalendar(name) for name in ap.builtin_calendars()]
    rows = [
        {
            "id": each.id,
            "title": each.title,
            "first": each.first,
            "last": each.last,
            "published": each.published,
        }
        for each in calendars
    ]
    emit(
        rows_result("Calendars", "Calendars that are shipped", rows, list(rows[0])),
        style,
    )


@calendar.command("show")
@click.argument("name", metavar="NAME|FILE")
@_DIVISION
@click.option("--year", type=int, help="Only the holidays of this year.")
@day_option("--known-on", "As it was known on this day.")
@FORMAT
def show_calendar(
    name: str,
    division: str | None,
    year: int | None,
    known_on: datetime.date | None,
    style: str,
) -> None:
    """The holidays of a calendar, and what it covers."""
    found = ap.WorkCalendar.load(name, division=division)
    if known_on is not None:
        found = found.as_known_on(known_on)
    if year is not None and not found.first.year <= year <= found.last.year:
        # The core says what would do.
        found.is_working_day(f"{year:04}-07-01")
    rows = [
        {
            "day": holiday.day,
            "weekday": holiday.day.strftime("%A"),
            "title": holiday.title,
            "announced": holiday.announced,
        }
        for holiday in found.holidays
        if year is None or holiday.day.year == year
    ]
    caption = f"{found.title or found.id}, {found.first} to {found.last}"
    names = ("day", "weekday", "title", "announced")
    emit(rows_result("Holidays", caption, rows, names), style)


@calendar.command("count")
@click.argument("first", callback=read_day, metavar="DAY")
@click.argument("last", callback=read_day, metavar="DAY")
@options(_CALENDAR, _DIVISION)
@click.option(
    "--ends",
    type=click.Choice(("after first", "before last", "both")),
    default="after first",
    show_default=True,
    help="Which of the two days may count.",
)
@FORMAT
def count_days(
    first: datetime.date,
    last: datetime.date,
    name: str,
    division: str | None,
    ends: str,
    style: str,
) -> None:
    """How many working days lie between two days."""
    found = ap.WorkCalendar.load(name, division=division)
    row = {
        "from": first,
        "to": last,
        "working_days": found.between(first, last, ends=ends),
        "days": (last - first).days,
        "ends": ends,
        "calendar": found.id,
    }
    emit(rows_result("Working days", "Working days between", [row], list(row)), style)


@calendar.command("add", context_settings={"ignore_unknown_options": True})
@click.argument("day", callback=read_day, metavar="DAY")
@click.argument("days", type=int, metavar="NUMBER")
@options(_CALENDAR, _DIVISION, FORMAT)
def add_days(
    day: datetime.date, days: int, name: str, division: str | None, style: str
) -> None:
    """The nth working day after a day, or before it if NUMBER is negative."""
    found = ap.WorkCalendar.load(name, division=division)
    row = {
        "from": day,
        "working_days": days,
        "day": found.add(day, days),
        "calendar": found.id,
    }
    emit(rows_result("Working days", "Working days added", [row], list(row)), style)


@calendar.command("check")
@click.argument("file", metavar="FILE")
@options(_DIVISION, FORMAT)
def check_calendar(file: str, division: str | None, style: str) -> None:
    """All problems of a calendar file or a list of holidays.

    Exits with 1 if there is any.
    """
    issues = ap.check_calendar(read_bytes(file), division=division)
    emit_issues(issues, "file", file, style)


@calendar.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FOLDER",
    help="The folder of the calendar files, one for each division.",
)
@day_option(
    "--published",
    "The day on which the list was published; else it is read from its name.",
)
@click.option(
    "--anew",
    is_flag=True,
    help="Begin with nothing instead of the calendars in the folder.",
)
@click.option("--source", help="What to write down as the source.")
def import_calendars(
    files: Sequence[str],
    output: str,
    published: datetime.date | None,
    anew: bool,
    source: str | None,
) -> None:
    """Brings published lists of holidays into calendar files.

    Takes the JSON of www.gov.uk/bank-holidays or its source, of any year, oldest
    first whatever the order, and says what each of them changed.
    """
    if published is not None and len(files) > 1:
        raise click.UsageError("--published is of one list; give one file.")
    before = [] if anew else _calendars_in(output)
    made = ap.import_calendars(
        [(file, read_bytes(file), published) for file in files], calendars=before
    )
    contents: dict[str, str | bytes] = {}
    for each in made.calendars:
        written = each if source is None else each.with_source(source)
        if not re.fullmatch(r"[\w-]+", each.id):
            raise Problem(f"{each.id!r} can't be the name of a file.")
        contents[os.path.join(output, f"{each.id}.json")] = written.to_json()
    write_outputs(contents)
    for change in made.changes:
        click.echo(clean(str(change)))


def _calendars_in(folder: str) -> list[ap.WorkCalendar]:
    names = sorted(name for name in os.listdir(folder) if name.endswith(".json"))
    return [ap.WorkCalendar.load(os.path.join(folder, name)) for name in names]


@calendar.command("deadline")
@click.argument("name", required=False)
@day_option("--from", "The day from which it is counted.")
@click.option(
    "--calendar",
    "by",
    metavar="NAME|FILE",
    help="The calendar to count by; default: the law's, else England and Wales.",
)
@options(_DIVISION, FORMAT)
def find_deadline(
    name: str | None,
    by: str | None,
    division: str | None,
    style: str,
    **days: datetime.date | None,
) -> None:
    """By when a thing has to be done, counted as the law says.

    Without a NAME: those that there are, each with its citation.
    """
    start = days["from"]
    if name is None:
        emit(_day_counts(), style)
        return
    if start is None:
        raise click.UsageError("Say with --from from which day it is counted.")
    given = None if by is None else ap.WorkCalendar.load(by, division=division)
    found = ap.deadline(name, start, calendar=given)
    count = next(each for each in ap.day_counts() if each.id == name)
    row = {
        "name": found.name,
        "from": found.from_day,
        "day": found.day,
        "calendar": found.calendar,
        "because": found.because,
        "citation": count.citation,
        "reading": count.reading,
    }

    def document() -> "Document":
        from . import _views

        return _views.deadline_document(found, count)

    emit(
        Result(
            document,
            lambda: dump_json(json_row(row)),
            lambda: {key: [value] for key, value in row.items()},
        ),
        style,
    )


def _day_counts() -> Result:
    rows = [
        {
            "name": each.id,
            "title": each.title,
            "count": f"{each.count} {each.kind} {each.from_day}",
            "citation": each.citation,
            "reading": each.reading,
        }
        for each in ap.day_counts()
    ]
    return rows_result("Day counts", "Day counts that law defines", rows, list(rows[0]))
