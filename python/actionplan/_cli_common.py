"""What the commands share: their options, how results are printed, errors.

Results go to standard output, everything else to standard error. Rich, Jinja2
and the report are loaded by the commands that print with them, so that the
others start fast.
"""

import contextlib
import dataclasses
import datetime
import io
import json
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

import actionplan as ap

from ._text import clean, csv_cell

if TYPE_CHECKING:
    from ._blocks import Document

Command = TypeVar("Command", bound=Callable[..., Any])


class Problem(click.ClickException):
    """What an operation could not do, as one message without a traceback."""

    exit_code = 1

    def show(self, file: IO[Any] | None = None) -> None:
        lines = (clean(line) for line in self.message.splitlines())
        indented = "\n  ".join(line for line in lines if line)
        click.echo(f"actionplan: {indented}", file=file or sys.stderr)


def message(problem: Exception) -> str:
    """What an error of the core or of a file says to a user."""
    if isinstance(problem, OSError) and problem.strerror and problem.filename:
        return f"'{problem.filename}': {problem.strerror}."
    return str(problem)


def read_bytes(file: str) -> bytes:
    with open(file, "rb") as stream:
        return stream.read()


def read_day(
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


def day_option(name: str, help: str, required: bool = False) -> Callable[[Any], Any]:
    return click.option(
        name, callback=read_day, metavar="DAY", required=required, help=help
    )


PLAN = click.argument("plan")
AS_OF = day_option("--as-of", "The day to look at.", required=True)
PREVIOUS = day_option("--previous", "The day of the last report.")
SCHEME = click.option(
    "--scheme",
    metavar="NAME|FILE",
    help="The RAG key to rate by; default: the one that the plan names.",
)
KNOWN_BY = day_option("--known-by", "Count only what had been recorded by this day.")


def _keep(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    """For load_plan(), so that no command has to hand it on."""
    ctx.meta[f"actionplan.{param.name}"] = value


def _kept(name: str, *flags: str, **settings: Any) -> Callable[[Any], Any]:
    return click.option(*flags, name, expose_value=False, callback=_keep, **settings)


def _working_days(default: str) -> tuple[Callable[[Any], Any], ...]:
    return (
        _kept(
            "calendar",
            "--calendar",
            metavar="NAME|FILE",
            help=f"Count working days by this calendar; default: {default}.",
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


WORKING_DAYS = _working_days("the plan's")
# Of a table, which names no calendar; see work_calendar().
TABLE_WORKING_DAYS = _working_days("england-and-wales")


def work_calendar(plan: ap.Plan | None = None) -> ap.WorkCalendar | None:
    """The calendar that the options ask for; None if they ask for none."""
    meta = click.get_current_context().meta
    name = meta.get("actionplan.calendar")
    division = meta.get("actionplan.division")
    found = None
    if name is not None:
        found = ap.WorkCalendar.load(name, division=division)
        if plan is not None:
            found = plan.with_calendar(found).work_calendar
    elif division is not None:
        raise click.UsageError("--division is of a --calendar FILE; give that too.")
    lists = meta.get("actionplan.holidays")
    if not lists:
        return found
    if found is None and plan is not None:
        found = plan.work_calendar
    return _with_lists(found or ap.WorkCalendar("england-and-wales"), lists)


def load_plan(path: str) -> ap.Plan:
    """The plan, counting by the calendar that the options ask for."""
    plan = ap.load(path)
    calendar = work_calendar(plan)
    return plan if calendar is None else plan.with_calendar(calendar)


def _with_lists(calendar: ap.WorkCalendar, files: Sequence[str]) -> ap.WorkCalendar:
    made = ap.import_calendars(
        [(file, read_bytes(file)) for file in files], calendars=[calendar]
    )
    changed = [change.division for change in made.changes]
    if calendar.id not in changed:
        raise Problem(
            f"{', '.join(files)}: there is no list for the calendar '{calendar.id}'; "
            f"there are: {', '.join(sorted(set(changed)))}."
        )
    return next(each for each in made.calendars if each.id == calendar.id)


_FORMATS = ("table", "json", "csv", "md", "html")
FORMAT = click.option(
    "--format",
    "style",
    type=click.Choice(_FORMATS),
    default="table",
    show_default=True,
    help="How to print the result.",
)


def options(*options: Callable[[Any], Any]) -> Callable[[Command], Command]:
    """Several options at once, in the order in which help lists them."""

    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def check_order(
    previous: datetime.date | None, as_of: datetime.date, option: str = "--previous"
) -> None:
    if previous is not None and previous >= as_of:
        raise click.BadParameter(
            f"{previous} is not before --as-of {as_of}.", param_hint=option
        )


@dataclasses.dataclass(frozen=True, slots=True)
class Result:
    """One result, and how to get each form of it; only one is ever made."""

    document: Callable[[], "Document"]
    json: Callable[[], str]
    csv: Callable[[], Mapping[str, Sequence[Any]]]


def emit(result: Result, style: str) -> None:
    if style == "json":
        click.echo(_plain_json(result.json()), nl=False)
    elif style == "csv":
        click.echo(_csv(result.csv()), nl=False)
    else:
        emit_document(result.document(), style)


def emit_document(page: "Document", style: str) -> None:
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


def dump_json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _csv(columns: Mapping[str, Sequence[Any]]) -> str:
    import csv

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([csv_cell(name) for name in columns])
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


@contextlib.contextmanager
def pictures_needed() -> Iterator[None]:
    try:
        yield
    except ImportError as problem:
        raise Problem(str(problem)) from None


def write_outputs(contents: Mapping[str, str | bytes]) -> None:
    from ._write import write_files

    write_files(contents)
    for path in contents:
        click.echo(f"Wrote {clean(path)}", err=True)


def rows_result(
    title: str, caption: str, rows: Sequence[Mapping[str, Any]], names: Sequence[str]
) -> Result:
    """A result whose forms all show the same rows."""

    def document() -> "Document":
        from . import _views

        return _views.rows_document(title, caption, rows, names)

    return Result(
        document,
        lambda: dump_json([json_row(row) for row in rows]),
        lambda: {name: [row[name] for row in rows] for name in names},
    )


def json_row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime.date) else value
        for name, value in row.items()
    }


def emit_issues(issues: Sequence[ap.Issue], about: str, path: str, style: str) -> None:
    """All problems of a file; exits with 1 if there is any."""
    names = ("where", "what", "remedy")
    rows = [{name: getattr(issue, name) for name in names} for issue in issues]

    def document() -> "Document":
        from . import _views

        return _views.issues_document(issues, f"Problems in {path}")

    emit(
        Result(
            document,
            lambda: dump_json({about: path, "issues": rows}),
            lambda: {name: [row[name] for row in rows] for name in names},
        ),
        style,
    )
    if issues:
        raise click.exceptions.Exit(1)
