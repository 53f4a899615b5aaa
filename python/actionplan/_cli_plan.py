"""The commands about one plan: its report, each part of it, its problems."""

import datetime
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

import actionplan as ap

from ._cli_common import (
    AS_OF,
    FORMAT,
    KNOWN_BY,
    PLAN,
    PREVIOUS,
    SCHEME,
    WORKING_DAYS,
    Result,
    check_order,
    day_option,
    dump_json,
    emit,
    emit_document,
    emit_issues,
    load_plan,
    options,
    pictures_needed,
    write_outputs,
)

if TYPE_CHECKING:
    from ._blocks import Document

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


@click.command()
@PLAN
@options(AS_OF, PREVIOUS, SCHEME, KNOWN_BY, *WORKING_DAYS)
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
    check_order(previous, as_of)
    _check_outputs(plan, outputs)
    from . import report as reports

    built = reports.build(
        load_plan(plan), as_of, previous=previous, scheme=scheme, known_by=known_by
    )
    if style == "html":
        with pictures_needed():
            click.echo(reports.to_html(built, pictures=pictures), nl=False)
        return
    if not outputs:
        emit_document(reports.layout(built), style or "table")
        return

    def write(path: str) -> str:
        if _suffix_style(path) == "md":
            return reports.to_markdown(built)
        return reports.to_html(built, pictures=pictures)

    with pictures_needed():
        contents = {path: write(path) for path in outputs}
    write_outputs(contents)


@click.command()
@PLAN
@options(AS_OF, SCHEME, KNOWN_BY, *WORKING_DAYS, FORMAT)
def assess(
    plan: str,
    as_of: datetime.date,
    scheme: str | None,
    known_by: datetime.date | None,
    style: str,
) -> None:
    """Every rating as of a day, beside what was reported."""
    assessment = load_plan(plan).assess(as_of, scheme=scheme, known_by=known_by)

    def document() -> "Document":
        from . import _views

        return _views.plan_document(
            assessment.snapshot, "Ratings", _views.assessment_table(assessment)
        )

    def columns() -> Mapping[str, Sequence[Any]]:
        from . import frames

        return frames.assessment_columns(assessment)

    emit(Result(document, assessment.to_json, columns), style)


_FROM = day_option("--previous", "The day to compare with.", required=True)


@click.command()
@PLAN
@options(AS_OF, _FROM, SCHEME, KNOWN_BY, *WORKING_DAYS, FORMAT)
def compare(
    plan: str,
    as_of: datetime.date,
    previous: datetime.date,
    scheme: str | None,
    known_by: datetime.date | None,
    style: str,
) -> None:
    """How every rating moved between two days."""
    check_order(previous, as_of)
    loaded = load_plan(plan)
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

    emit(Result(document, comparison.to_json, columns), style)


_SERIAL = click.option(
    "--serial-moves",
    type=click.IntRange(min=1),
    default=2,
    show_default=True,
    help="From how many moves later on a due is re-planned again and again.",
)


@click.command()
@PLAN
@options(AS_OF, PREVIOUS, KNOWN_BY, _SERIAL, *WORKING_DAYS, FORMAT)
def slippage(
    plan: str,
    as_of: datetime.date,
    previous: datetime.date | None,
    known_by: datetime.date | None,
    serial_moves: int,
    style: str,
) -> None:
    """What is overdue, moved, late, stalled or undated, and by how much."""
    check_order(previous, as_of)
    snapshot = load_plan(plan).as_of(as_of, known_by=known_by)
    findings = snapshot.slippage(previous=previous, serial_moves=serial_moves)

    def document() -> "Document":
        from . import _views

        return _views.slippage_document(snapshot, findings)

    def columns() -> Mapping[str, Sequence[Any]]:
        from . import frames

        return frames.slippage_columns(findings)

    emit(Result(document, findings.to_json, columns), style)


@click.command()
@PLAN
@options(AS_OF, PREVIOUS, KNOWN_BY, _SERIAL, *WORKING_DAYS, FORMAT)
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
    check_order(previous, as_of)
    measured = load_plan(plan).delivery(
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

    emit(Result(document, measured.to_json, columns), style)


@click.command()
@PLAN
@click.argument("item")
@options(AS_OF, SCHEME, KNOWN_BY, *WORKING_DAYS, FORMAT)
def explain(
    plan: str,
    item: str,
    as_of: datetime.date,
    scheme: str | None,
    known_by: datetime.date | None,
    style: str,
) -> None:
    """Why an item has its ratings: rule, clause, facts and where each is from."""
    assessment = load_plan(plan).assess(as_of, scheme=scheme, known_by=known_by)
    from . import _views

    emit(
        Result(
            lambda: _views.explanation_document(assessment, item),
            lambda: dump_json(_views.explanation_dict(assessment, item)),
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


@click.command()
@PLAN
@options(FORMAT)
def validate(plan: str, style: str) -> None:
    """All problems of a plan file: of its form, or of what it says.

    Exits with 1 if there is any.
    """
    emit_issues(_problems(plan), "plan", plan, style)
