"""The command `actionplan`.

Exit codes: 0 done, 1 the input has problems, 2 wrong usage. Results go to
standard output, everything else to standard error. Rich, Jinja2 and the report
are loaded by the commands that print with them, so that the others start fast.
"""

import dataclasses
import datetime
import io
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

import actionplan as ap

from ._text import clean, csv_cell

if TYPE_CHECKING:
    from ._blocks import Document

Command = TypeVar("Command", bound=Callable[..., Any])


class _Problem(click.ClickException):
    """What an operation could not do, as one message without a traceback."""

    exit_code = 1

    def show(self, file: IO[Any] | None = None) -> None:
        lines = (clean(line) for line in self.message.splitlines())
        indented = "\n  ".join(line for line in lines if line)
        click.echo(f"actionplan: {indented}", file=file or sys.stderr)


class _Commands(click.Group):
    """The one place where errors of the core and of files become messages."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise
        except (ap.ActionPlanError, OSError) as problem:
            raise _Problem(_message(problem)) from None


def _message(problem: Exception) -> str:
    if isinstance(problem, OSError) and problem.strerror and problem.filename:
        return f"'{problem.filename}': {problem.strerror}."
    return str(problem)


# ---------------------------------------------------------------------------
# Options.


def _read_day(
    _ctx: click.Context, _param: click.Parameter, value: str | None
) -> datetime.date | None:
    if value is None:
        return None
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        raise click.BadParameter(
            f"{value!r} is not a day; write it as year-month-day, such as 2018-03-27."
        )
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a day of the calendar.") from None


def _day_option(name: str, help: str, required: bool = False) -> Callable[[Any], Any]:
    return click.option(
        name, callback=_read_day, metavar="DAY", required=required, help=help
    )


_PLAN = click.argument("plan")
_AS_OF = _day_option("--as-of", "The day to look at.", required=True)
_PREVIOUS = _day_option("--previous", "The day of the last report.")
_FROM_PREVIOUS = _day_option("--previous", "The day to compare with.", required=True)
_SCHEME = click.option(
    "--scheme",
    metavar="NAME|FILE",
    help="The RAG key to rate by; default: the one that the plan names.",
)
_KNOWN_BY = _day_option("--known-by", "Count only what had been recorded by this day.")
_FORMATS = ("table", "json", "csv", "md", "html")
_FORMAT = click.option(
    "--format",
    "style",
    type=click.Choice(_FORMATS),
    default="table",
    show_default=True,
    help="How to print the result.",
)


def _options(*options: Callable[[Any], Any]) -> Callable[[Command], Command]:
    """Several options at once, in the order in which help lists them."""

    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def _check_order(previous: datetime.date | None, as_of: datetime.date) -> None:
    if previous is not None and previous >= as_of:
        raise click.BadParameter(
            f"{previous} is not before --as-of {as_of}.", param_hint="--previous"
        )


# ---------------------------------------------------------------------------
# Printing.


@dataclasses.dataclass(frozen=True, slots=True)
class _Result:
    """One result, and how to get each form of it; only one is ever made."""

    document: Callable[[], "Document"]
    json: Callable[[], str]
    csv: Callable[[], Mapping[str, Sequence[Any]]]


def _emit(result: _Result, style: str) -> None:
    if style == "json":
        click.echo(_plain_json(result.json()), nl=False)
    elif style == "csv":
        click.echo(_csv(result.csv()), nl=False)
    else:
        _emit_document(result.document(), style)


def _emit_document(page: "Document", style: str) -> None:
    if style == "html":
        from . import _html

        click.echo(_html.document(page), nl=False)
    elif style == "md":
        from . import _markdown

        click.echo(_markdown.document(page), nl=False)
    else:
        _emit_text(page)


def _emit_text(page: "Document") -> None:
    from . import _terminal

    if sys.stdout.isatty():
        _terminal.show(page)
    else:
        # COLUMNS says how wide; 80 is what a page and a mail take.
        width = shutil.get_terminal_size((80, 24)).columns
        click.echo(_terminal.document(page, width), nl=False)


_UNSEEN = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def _plain_json(text: str) -> str:
    """The same JSON with what a terminal might obey written as escapes."""
    escaped = _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return escaped if escaped.endswith("\n") else f"{escaped}\n"


def _dump(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _csv(columns: Mapping[str, Sequence[Any]]) -> str:
    import csv

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in zip(*columns.values(), strict=True):
        writer.writerow([_csv_value(value) for value in row])
    return out.getvalue()


def _csv_value(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float, datetime.date)):
        return value
    return csv_cell(str(value))


# ---------------------------------------------------------------------------
# Commands.


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(ap.__version__, prog_name="actionplan")
def main() -> None:
    """Public-sector action plans: what was promised, what slipped, and why.

    Exit codes: 0 done, 1 the input has problems, 2 wrong usage.
    """
    # Text that the terminal's encoding lacks is no reason to stop.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


_SUFFIXES = {".html": "html", ".htm": "html", ".md": "md", ".markdown": "md"}


def _suffix_style(path: str) -> str:
    suffix = os.path.splitext(path)[1].lower()
    if suffix not in _SUFFIXES:
        raise click.BadParameter(
            f"'{path}' must end in .html or .md; that says how to write it.",
            param_hint="-o",
        )
    return _SUFFIXES[suffix]


def _check_outputs(plan: str, outputs: Sequence[str]) -> None:
    seen = {os.path.realpath(plan)}
    for path in outputs:
        _suffix_style(path)
        if os.path.realpath(path) in seen:
            raise click.BadParameter(
                f"'{path}' is the plan itself or is given twice.", param_hint="-o"
            )
        seen.add(os.path.realpath(path))


@main.command()
@_PLAN
@_options(_AS_OF, _PREVIOUS, _SCHEME, _KNOWN_BY)
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="FILE.html|.md",
    help="Write the report to this file; may be given several times.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(("table", "md", "html")),
    help="How to print the report if it is not written to a file.",
)
def report(
    plan: str,
    as_of: datetime.date,
    previous: datetime.date | None,
    scheme: str | None,
    known_by: datetime.date | None,
    outputs: Sequence[str],
    style: str | None,
) -> None:
    """The report to a committee, printed or written to files."""
    if outputs and style:
        raise click.UsageError("Give either -o or --format, not both.")
    _check_order(previous, as_of)
    _check_outputs(plan, outputs)
    from . import report as reports

    built = reports.build(
        ap.load(plan), as_of, previous=previous, scheme=scheme, known_by=known_by
    )
    if not outputs:
        _emit_document(reports.layout(built), style or "table")
        return
    from ._write import write_files

    write = {"html": reports.to_html, "md": reports.to_markdown}
    write_files({path: write[_suffix_style(path)](built) for path in outputs})
    for path in outputs:
        click.echo(f"Wrote {clean(path)}", err=True)


@main.command()
@_PLAN
@_options(_AS_OF, _SCHEME, _KNOWN_BY, _FORMAT)
def assess(
    plan: str,
    as_of: datetime.date,
    scheme: str | None,
    known_by: datetime.date | None,
    style: str,
) -> None:
    """Every rating as of a day, beside what was reported."""
    assessment = ap.load(plan).assess(as_of, scheme=scheme, known_by=known_by)

    def document() -> "Document":
        from . import _views

        return _views.plan_document(
            assessment.snapshot, "Ratings", _views.assessment_table(assessment)
        )

    def columns() -> Mapping[str, Sequence[Any]]:
        from . import frames

        return frames.assessment_columns(assessment)

    _emit(_Result(document, assessment.to_json, columns), style)


@main.command()
@_PLAN
@_options(_AS_OF, _FROM_PREVIOUS, _SCHEME, _KNOWN_BY, _FORMAT)
def compare(
    plan: str,
    as_of: datetime.date,
    previous: datetime.date,
    scheme: str | None,
    known_by: datetime.date | None,
    style: str,
) -> None:
    """How every rating moved between two days."""
    _check_order(previous, as_of)
    loaded = ap.load(plan)
    current = loaded.assess(as_of, scheme=scheme, known_by=known_by)
    before = loaded.assess(previous, scheme=current.scheme, known_by=known_by)
    comparison = current.compare(before)

    def document() -> "Document":
        from . import _views

        return _views.plan_document(
            current.snapshot, "Movement", _views.comparison_table(comparison)
        )

    def columns() -> Mapping[str, Sequence[Any]]:
        from . import frames

        return frames.comparison_columns(comparison)

    _emit(_Result(document, comparison.to_json, columns), style)


_SERIAL = click.option(
    "--serial-moves",
    type=click.IntRange(min=1),
    default=2,
    show_default=True,
    help="From how many moves later on a due is re-planned again and again.",
)


@main.command()
@_PLAN
@_options(_AS_OF, _PREVIOUS, _KNOWN_BY, _SERIAL, _FORMAT)
def slippage(
    plan: str,
    as_of: datetime.date,
    previous: datetime.date | None,
    known_by: datetime.date | None,
    serial_moves: int,
    style: str,
) -> None:
    """What is overdue, moved, late, stalled or undated, and by how much."""
    _check_order(previous, as_of)
    snapshot = ap.load(plan).as_of(as_of, known_by=known_by)
    findings = snapshot.slippage(previous=previous, serial_moves=serial_moves)

    def document() -> "Document":
        from . import _views

        table = _views.slippage_table(findings, _views.Items(snapshot.plan))
        return _views.plan_document(snapshot, "Slippage", table)

    def columns() -> Mapping[str, Sequence[Any]]:
        from . import frames

        return frames.slippage_columns(findings)

    _emit(_Result(document, findings.to_json, columns), style)


@main.command()
@_PLAN
@_options(_AS_OF, _PREVIOUS, _KNOWN_BY, _SERIAL, _FORMAT)
@click.option(
    "--most-in-a-month",
    type=click.IntRange(min=0),
    default=4,
    show_default=True,
    help="More milestones than this for one lead in a month are too many.",
)
def delivery(
    plan: str,
    as_of: datetime.date,
    previous: datetime.date | None,
    known_by: datetime.date | None,
    serial_moves: int,
    style: str,
    most_in_a_month: int,
) -> None:
    """How well it is delivered: rates, earned schedule, spread, trend, load."""
    _check_order(previous, as_of)
    measured = ap.load(plan).delivery(
        as_of,
        previous=previous,
        known_by=known_by,
        serial_moves=serial_moves,
        most_in_a_month=most_in_a_month,
    )

    def document() -> "Document":
        from . import _views

        return _views.delivery_document(measured.snapshot, measured.to_dict())

    def columns() -> Mapping[str, Sequence[Any]]:
        from . import frames

        return frames.delivery_columns(measured)

    _emit(_Result(document, measured.to_json, columns), style)


@main.command()
@_PLAN
@click.argument("item")
@_options(_AS_OF, _SCHEME, _KNOWN_BY, _FORMAT)
def explain(
    plan: str,
    item: str,
    as_of: datetime.date,
    scheme: str | None,
    known_by: datetime.date | None,
    style: str,
) -> None:
    """Why an item has its ratings: rule, clause, facts and where each is from."""
    assessment = ap.load(plan).assess(as_of, scheme=scheme, known_by=known_by)
    from . import _views

    _emit(
        _Result(
            lambda: _views.explanation_document(assessment, item),
            lambda: _dump(_views.explanation_dict(assessment, item)),
            lambda: _views.explanation_columns(assessment, item),
        ),
        style,
    )


def _problems(plan: str) -> list[ap.Issue]:
    """The problems of a plan file, whether or not it can be read."""
    try:
        return ap.load(plan).validate()
    except ap.InvalidInput as problem:
        if not problem.issues:
            raise
        return problem.issues


@main.command()
@_PLAN
@_options(_FORMAT)
def validate(plan: str, style: str) -> None:
    """All problems of a plan file: of its form, or of what it says.

    Exits with 1 if there is any.
    """
    issues = _problems(plan)

    def document() -> "Document":
        from . import _views

        return _views.issues_document(issues, f"Problems in {plan}")

    rows = [
        {"where": issue.where, "what": issue.what, "remedy": issue.remedy}
        for issue in issues
    ]
    _emit(
        _Result(
            document,
            lambda: _dump({"plan": plan, "issues": rows}),
            lambda: {
                name: [row[name] for row in rows]
                for name in ("where", "what", "remedy")
            },
        ),
        style,
    )
    if issues:
        raise click.exceptions.Exit(1)


def _due_cell(value: Any) -> object:
    """Readings as "2025-07-01/2025-09-30 (note)", as a CSV has no lists."""
    if isinstance(value, list):
        return "; ".join(map(str, map(_due_cell, value)))
    if isinstance(value, dict):
        days = f"{value['first'] or '..'}/{value['last'] or '..'}"
        return f"{days} ({value['note']})" if value["note"] else days
    return value


@main.command()
@click.argument("texts", nargs=-1, required=True, metavar="TEXT...")
@_day_option("--anchor", "The day from which a date without a year is read.")
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
@_FORMAT
def due(
    texts: Sequence[str],
    anchor: datetime.date | None,
    quarters: str,
    missing_year: str,
    style: str,
) -> None:
    """What written due dates mean, and how sure that is.

    Exits with 1 if one of them can't be a date, such as "30 February 2018".
    """
    dues = [
        ap.parse_due(text, anchor=anchor, quarters=quarters, missing_year=missing_year)
        for text in texts
    ]
    rows = [due.to_dict() for due in dues]

    def document() -> "Document":
        from . import _blocks, _views

        return _blocks.Document("Due dates", [_views.dues_table(dues)])

    _emit(
        _Result(
            document,
            lambda: _dump(rows),
            lambda: {name: [_due_cell(row[name]) for row in rows] for name in rows[0]},
        ),
        style,
    )
    if any(due.kind == "error" for due in dues):
        raise click.exceptions.Exit(1)


@main.group()
def scheme() -> None:
    """RAG keys: those that are shipped, and what rules can test."""


@scheme.command("list")
@_options(_FORMAT)
def list_schemes(style: str) -> None:
    """The keys that are shipped."""
    schemes = [ap.Scheme.load(name) for name in ap.builtin_schemes()]
    rows = [
        {
            "id": each.id,
            "title": each.title,
            "levels": [level.name for level in each.levels],
            "source": each.source,
        }
        for each in schemes
    ]

    def document() -> "Document":
        from . import _views

        return _views.schemes_document(schemes)

    _emit(
        _Result(
            document,
            lambda: _dump(rows),
            lambda: {
                "id": [each.id for each in schemes],
                "title": [each.title for each in schemes],
                "levels": [
                    "; ".join(level.name for level in each.levels) for each in schemes
                ],
                "source": [each.source for each in schemes],
            },
        ),
        style,
    )


@scheme.command("show")
@click.argument("name", metavar="NAME|FILE")
@_options(_FORMAT)
def show_scheme(name: str, style: str) -> None:
    """A key as the table that a report prints first, then its rules."""
    found = ap.Scheme.load(name)
    from . import _views

    _emit(
        _Result(
            lambda: _views.scheme_document(found),
            lambda: _dump(_views.scheme_dict(found)),
            lambda: _views.rule_columns(found),
        ),
        style,
    )


@scheme.command("facts")
@_options(_FORMAT)
def list_facts(style: str) -> None:
    """What the rules of a key may test, with the exact meaning."""
    facts = ap.fact_catalogue()
    from . import _views

    _emit(
        _Result(
            lambda: _views.facts_document(facts),
            lambda: _dump(facts),
            lambda: _views.fact_columns(facts),
        ),
        style,
    )


if __name__ == "__main__":
    main()
