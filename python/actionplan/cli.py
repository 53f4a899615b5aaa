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


def _keep(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    """For _load_plan(), so that no command has to hand it on."""
    ctx.meta[f"actionplan.{param.name}"] = value


def _kept(name: str, *flags: str, **settings: Any) -> Callable[[Any], Any]:
    return click.option(*flags, name, expose_value=False, callback=_keep, **settings)


_WORKING_DAYS = (
    _kept(
        "calendar",
        "--calendar",
        metavar="NAME|FILE",
        help="Count working days by this calendar; default: the plan's.",
    ),
    _kept(
        "division",
        "--division",
        metavar="NAME",
        help="Which part of a calendar file with several.",
    ),
    _kept(
        "holidays",
        "--holidays",
        metavar="FILE",
        multiple=True,
        help="Add a later published list of holidays to the calendar.",
    ),
)


def _load_plan(path: str) -> ap.Plan:
    """The plan, counting by the calendar that the options ask for."""
    plan = ap.load(path)
    meta = click.get_current_context().meta
    name = meta.get("actionplan.calendar")
    division = meta.get("actionplan.division")
    if name is not None:
        found = ap.WorkCalendar.load(name, division=division)
        plan = plan.with_calendar(found)
    elif division is not None:
        raise click.UsageError("--division is of a --calendar FILE; give that too.")
    lists = meta.get("actionplan.holidays")
    return plan.with_calendar(_with_lists(plan.work_calendar, lists)) if lists else plan


def _with_lists(calendar: ap.WorkCalendar, files: Sequence[str]) -> ap.WorkCalendar:
    made = ap.import_calendars(
        [(file, _read_bytes(file)) for file in files], calendars=[calendar]
    )
    changed = [change.division for change in made.changes]
    if calendar.id not in changed:
        raise _Problem(
            f"{', '.join(files)}: there is no list for the calendar '{calendar.id}'; "
            f"there are: {', '.join(sorted(set(changed)))}."
        )
    return next(each for each in made.calendars if each.id == calendar.id)


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
@_options(_AS_OF, _PREVIOUS, _SCHEME, _KNOWN_BY, *_WORKING_DAYS)
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
        _load_plan(plan), as_of, previous=previous, scheme=scheme, known_by=known_by
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
@_options(_AS_OF, _SCHEME, _KNOWN_BY, *_WORKING_DAYS, _FORMAT)
def assess(
    plan: str,
    as_of: datetime.date,
    scheme: str | None,
    known_by: datetime.date | None,
    style: str,
) -> None:
    """Every rating as of a day, beside what was reported."""
    assessment = _load_plan(plan).assess(as_of, scheme=scheme, known_by=known_by)

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
@_options(_AS_OF, _FROM_PREVIOUS, _SCHEME, _KNOWN_BY, *_WORKING_DAYS, _FORMAT)
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
    loaded = _load_plan(plan)
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
@_options(_AS_OF, _PREVIOUS, _KNOWN_BY, _SERIAL, *_WORKING_DAYS, _FORMAT)
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
    snapshot = _load_plan(plan).as_of(as_of, known_by=known_by)
    findings = snapshot.slippage(previous=previous, serial_moves=serial_moves)

    def document() -> "Document":
        from . import _views

        return _views.slippage_document(snapshot, findings)

    def columns() -> Mapping[str, Sequence[Any]]:
        from . import frames

        return frames.slippage_columns(findings)

    _emit(_Result(document, findings.to_json, columns), style)


@main.command()
@_PLAN
@_options(_AS_OF, _PREVIOUS, _KNOWN_BY, _SERIAL, *_WORKING_DAYS, _FORMAT)
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
    measured = _load_plan(plan).delivery(
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
@_options(_AS_OF, _SCHEME, _KNOWN_BY, *_WORKING_DAYS, _FORMAT)
def explain(
    plan: str,
    item: str,
    as_of: datetime.date,
    scheme: str | None,
    known_by: datetime.date | None,
    style: str,
) -> None:
    """Why an item has its ratings: rule, clause, facts and where each is from."""
    assessment = _load_plan(plan).assess(as_of, scheme=scheme, known_by=known_by)
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


# ---------------------------------------------------------------------------
# Working days.


@main.group()
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


def _rows(
    title: str, caption: str, rows: Sequence[Mapping[str, Any]], names: Sequence[str]
) -> _Result:
    """A result whose forms all show the same rows."""

    def document() -> "Document":
        from . import _views

        return _views.rows_document(title, caption, rows, names)

    return _Result(
        document,
        lambda: _dump([_json_row(row) for row in rows]),
        lambda: {name: [row[name] for row in rows] for name in names},
    )


def _json_row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime.date) else value
        for name, value in row.items()
    }


@calendar.command("list")
@_options(_FORMAT)
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
    _emit(_rows("Calendars", "Calendars that are shipped", rows, list(rows[0])), style)


@calendar.command("show")
@click.argument("name", metavar="NAME|FILE")
@_DIVISION
@click.option("--year", type=int, help="Only the holidays of this year.")
@_day_option("--known-on", "As it was known on this day.")
@_FORMAT
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
    _emit(_rows("Holidays", caption, rows, names), style)


@calendar.command("count")
@click.argument("first", callback=_read_day, metavar="DAY")
@click.argument("last", callback=_read_day, metavar="DAY")
@_options(_CALENDAR, _DIVISION)
@click.option(
    "--ends",
    type=click.Choice(("after first", "before last", "both")),
    default="after first",
    show_default=True,
    help="Which of the two days may count.",
)
@_FORMAT
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
    _emit(_rows("Working days", "Working days between", [row], list(row)), style)


@calendar.command("add", context_settings={"ignore_unknown_options": True})
@click.argument("day", callback=_read_day, metavar="DAY")
@click.argument("days", type=int, metavar="NUMBER")
@_options(_CALENDAR, _DIVISION, _FORMAT)
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
    _emit(_rows("Working days", "Working days added", [row], list(row)), style)


@calendar.command("check")
@click.argument("file", metavar="FILE")
@_options(_DIVISION, _FORMAT)
def check_calendar(file: str, division: str | None, style: str) -> None:
    """All problems of a calendar file or a list of holidays.

    Exits with 1 if there is any.
    """
    issues = ap.check_calendar(_read_bytes(file), division=division)
    rows = [
        {"where": issue.where, "what": issue.what, "remedy": issue.remedy}
        for issue in issues
    ]

    def document() -> "Document":
        from . import _views

        return _views.issues_document(issues, f"Problems in {file}")

    names = ("where", "what", "remedy")
    _emit(
        _Result(
            document,
            lambda: _dump({"file": file, "issues": rows}),
            lambda: {name: [row[name] for row in rows] for name in names},
        ),
        style,
    )
    if issues:
        raise click.exceptions.Exit(1)


def _read_bytes(file: str) -> bytes:
    with open(file, "rb") as stream:
        return stream.read()


@calendar.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FOLDER",
    help="The folder of the calendar files, one for each division.",
)
@_day_option(
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
        [(file, _read_bytes(file), published) for file in files], calendars=before
    )
    from ._write import write_files

    contents = {}
    for each in made.calendars:
        written = each if source is None else each.with_source(source)
        if not re.fullmatch(r"[\w-]+", each.id):
            raise click.ClickException(f"{each.id!r} can't be the name of a file.")
        contents[os.path.join(output, f"{each.id}.json")] = written.to_json()
    write_files(contents)
    for change in made.changes:
        click.echo(clean(str(change)))
    for path in contents:
        click.echo(f"Wrote {clean(path)}", err=True)


def _calendars_in(folder: str) -> list[ap.WorkCalendar]:
    names = sorted(name for name in os.listdir(folder) if name.endswith(".json"))
    return [ap.WorkCalendar.load(os.path.join(folder, name)) for name in names]


@calendar.command("deadline")
@click.argument("name", required=False)
@_day_option("--from", "The day from which it is counted.")
@click.option(
    "--calendar",
    "by",
    metavar="NAME|FILE",
    help="The calendar to count by; default: the law's, else England and Wales.",
)
@_options(_DIVISION, _FORMAT)
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
        _emit(_day_counts(), style)
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

    _emit(
        _Result(
            document,
            lambda: _dump(_json_row(row)),
            lambda: {key: [value] for key, value in row.items()},
        ),
        style,
    )


def _day_counts() -> _Result:
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
    return _rows("Day counts", "Day counts that law defines", rows, list(rows[0]))


if __name__ == "__main__":
    main()
