"""The command `actionplan`.

Exit codes: 0 done, 1 the input has problems, 2 wrong usage. Results go to
standard output, everything else to standard error. Rich, Jinja2 and the report
are loaded by the commands that print with them, so that the others start fast.
"""

import contextlib
import dataclasses
import datetime
import io
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any, Literal, TypeVar

import click

import actionplan as ap

from ._text import clean, csv_cell

if TYPE_CHECKING:
    from ._blocks import Document
    from ._plot_base import Picture

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


def _check_order(
    previous: datetime.date | None, as_of: datetime.date, option: str = "--previous"
) -> None:
    if previous is not None and previous >= as_of:
        raise click.BadParameter(
            f"{previous} is not before --as-of {as_of}.", param_hint=option
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


@contextlib.contextmanager
def _pictures_needed() -> Iterator[None]:
    try:
        yield
    except ImportError as problem:
        raise _Problem(str(problem)) from None


def _write(contents: Mapping[str, str | bytes]) -> None:
    from ._write import write_files

    write_files(contents)
    for path in contents:
        click.echo(f"Wrote {clean(path)}", err=True)


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
    "--pictures/--no-pictures",
    default=None,
    help="Whether HTML has pictures; default: if matplotlib is installed.",
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
    pictures: bool | None,
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
    if style == "html":
        with _pictures_needed():
            click.echo(reports.to_html(built, pictures=pictures), nl=False)
        return
    if not outputs:
        _emit_document(reports.layout(built), style or "table")
        return

    def write(path: str) -> str:
        if _suffix_style(path) == "md":
            return reports.to_markdown(built)
        return reports.to_html(built, pictures=pictures)

    with _pictures_needed():
        contents = {path: write(path) for path in outputs}
    _write(contents)


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


@main.command()
@_PLAN
@_options(_AS_OF, _KNOWN_BY, _FORMAT)
def slippage(
    plan: str, as_of: datetime.date, known_by: datetime.date | None, style: str
) -> None:
    """What is overdue, moved, expected late, finished late or undated."""
    snapshot = ap.load(plan).as_of(as_of, known_by=known_by)
    findings = snapshot.slippage()

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
@click.option(
    "--convention",
    "conventions",
    multiple=True,
    metavar="NAME=VALUE",
    callback=_conventions,
    help="What this body means, such as 'spring=March to June'; repeatable.",
)
@_FORMAT
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


# ---------------------------------------------------------------------------
# Pictures.

_PICTURE_SUFFIXES = (".svg", ".png", ".pdf")
_PICTURE = click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE.svg|.png|.pdf",
    help="The file to write; of several pages FILE-1, FILE-2, ..., but one PDF.",
)
_PAGE = click.option(
    "--page", type=click.IntRange(min=1), help="Only this page; default: all."
)
_DAYS = click.option(
    "--day",
    "days",
    multiple=True,
    callback=lambda ctx, param, values: [_read_day(ctx, param, v) for v in values],
    metavar="DAY",
    help="A reporting day before --as-of, in place of the ends of the plan's "
    "periods; may be given several times.",
)


def _chosen_days(
    plan: ap.Plan, days: Sequence[datetime.date], as_of: datetime.date
) -> list[datetime.date]:
    for day in days:
        _check_order(day, as_of, "--day")
    return [*days, as_of] if days else ap.plot.reporting_days(plan, as_of=as_of)


def _draw(
    plan: str, output: str, page: int | None, draw: "Callable[[], list[Picture]]"
) -> None:
    """Writes pictures, a file a page or all in one PDF, or nothing at all."""
    stem, suffix = os.path.splitext(output)
    style = suffix.lower()
    if style not in _PICTURE_SUFFIXES:
        raise click.BadParameter(
            f"'{output}' must end in .svg, .png or .pdf; that says how to write it.",
            param_hint="-o",
        )
    with _pictures_needed():
        pictures = draw()
    if page is not None:
        if page > len(pictures):
            raise click.BadParameter(
                f"There is no page {page}; there are {len(pictures)}.",
                param_hint="--page",
            )
        pictures = pictures[page - 1 : page]
    contents: dict[str, str | bytes]
    if style == ".pdf":
        contents = {output: ap.plot.to_pdf(pictures)}
    else:
        paths = [output]
        if len(pictures) > 1:
            paths = [f"{stem}-{n}{suffix}" for n in range(1, len(pictures) + 1)]
        kind: Literal["svg", "png"] = "svg" if style == ".svg" else "png"
        contents = {
            path: picture.to_bytes(kind) for path, picture in zip(paths, pictures)
        }
    if os.path.realpath(plan) in map(os.path.realpath, contents):
        raise click.BadParameter(f"'{output}' is the plan itself.", param_hint="-o")
    _write(contents)


@main.group()
def plot() -> None:
    """Pictures: what was due when, how dates moved, which rating when."""


@plot.command("timeline")
@_PLAN
@_options(_AS_OF, _KNOWN_BY, _PAGE, _PICTURE)
def plot_timeline(
    plan: str,
    as_of: datetime.date,
    known_by: datetime.date | None,
    page: int | None,
    output: str,
) -> None:
    """Original and present due of every milestone, and every move."""
    loaded = ap.load(plan)
    _draw(
        plan,
        output,
        page,
        lambda: ap.plot.timeline_pages(loaded, as_of=as_of, known_by=known_by),
    )


@plot.command("trend")
@_PLAN
@_options(_AS_OF, _DAYS, _KNOWN_BY)
@click.option("--moved-only", is_flag=True, help="Only list what was never moved.")
@_options(_PAGE, _PICTURE)
def plot_trend(
    plan: str,
    as_of: datetime.date,
    days: Sequence[datetime.date],
    known_by: datetime.date | None,
    moved_only: bool,
    page: int | None,
    output: str,
) -> None:
    """The milestone trend chart: which day was expected, report by report."""
    loaded = ap.load(plan)
    _draw(
        plan,
        output,
        page,
        lambda: ap.plot.trend_pages(
            loaded,
            days=_chosen_days(loaded, days, as_of),
            known_by=known_by,
            moved_only=moved_only,
        ),
    )


@plot.command("history")
@_PLAN
@_options(_AS_OF, _DAYS, _SCHEME, _KNOWN_BY)
@click.option(
    "--kind",
    type=click.Choice(("recommendation", "milestone", "outcome")),
    help="What to show; default: the first of these that the key rates.",
)
@click.option("--aspect", metavar="NAME", help="One of the key's; default: each.")
@click.option(
    "--reported", is_flag=True, help="Also what was reported, beside the computed."
)
@_options(_PAGE, _PICTURE)
def plot_history(
    plan: str,
    as_of: datetime.date,
    days: Sequence[datetime.date],
    scheme: str | None,
    known_by: datetime.date | None,
    kind: str | None,
    aspect: str | None,
    reported: bool,
    page: int | None,
    output: str,
) -> None:
    """The rating of every item on every reporting day."""
    loaded = ap.load(plan)

    def draw() -> "list[Picture]":
        chosen = _chosen_days(loaded, days, as_of)
        try:
            return ap.plot.history_pages(
                loaded,
                days=chosen,
                scheme=scheme,
                kind=kind,
                aspect=aspect,
                reported=reported,
                known_by=known_by,
            )
        except ap.ActionPlanError:
            raise
        except ValueError as problem:
            raise click.UsageError(str(problem)) from None

    _draw(plan, output, page, draw)


if __name__ == "__main__":
    main()
