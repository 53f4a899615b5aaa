"""The commands `actionplan plot ...`: pictures of a plan as files."""

import datetime
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

import click

import actionplan as ap

from ._cli_common import (
    AS_OF,
    KNOWN_BY,
    PLAN,
    SCHEME,
    check_order,
    options,
    pictures_needed,
    read_day,
    write_outputs,
)

if TYPE_CHECKING:
    from ._plot_base import Picture

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
    callback=lambda ctx, param, values: [read_day(ctx, param, v) for v in values],
    metavar="DAY",
    help="A reporting day before --as-of, in place of the ends of the plan's "
    "periods; may be given several times.",
)


def _chosen_days(
    plan: ap.Plan, days: Sequence[datetime.date], as_of: datetime.date
) -> list[datetime.date]:
    for day in days:
        check_order(day, as_of, "--day")
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
    with pictures_needed():
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
    write_outputs(contents)


@click.group()
def plot() -> None:
    """Pictures: what was due when, how dates moved, which rating when."""


@plot.command("timeline")
@PLAN
@options(AS_OF, KNOWN_BY, _PAGE, _PICTURE)
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
@PLAN
@options(AS_OF, _DAYS, KNOWN_BY)
@click.option("--moved-only", is_flag=True, help="Only list what was never moved.")
@options(_PAGE, _PICTURE)
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
@PLAN
@options(AS_OF, _DAYS, SCHEME, KNOWN_BY)
@click.option(
    "--kind",
    type=click.Choice(("recommendation", "milestone", "outcome")),
    help="What to show; default: the first of these that the key rates.",
)
@click.option("--aspect", metavar="NAME", help="One of the key's; default: each.")
@click.option(
    "--reported", is_flag=True, help="Also what was reported, beside the computed."
)
@options(_PAGE, _PICTURE)
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
