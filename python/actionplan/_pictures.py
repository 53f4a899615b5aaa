"""The pictures of a report, as blocks of its page."""

import dataclasses
import datetime
from typing import TYPE_CHECKING

from ._blocks import Block, Code, Document, Paragraph, Picture, Section, line
from ._text import clean
from .report import Report

if TYPE_CHECKING:
    from . import _plot_base

# More lines than on these nobody reads: then only what slipped furthest is drawn.
_MOST_TREND_PAGES = 3
_PIXELS_PER_POINT = 96 / 72


def add(page: Document, report: Report, wanted: bool | None) -> Document:
    """The page with its pictures before the recommendations.

    `wanted` None means: if matplotlib is there; if it is not, the page says so in
    one line. Raises ImportError if they are wanted and it is not there.
    """
    if wanted is False:
        return page
    try:
        blocks = _pictures(report)
    except ImportError:
        if wanted:
            raise
        blocks = [_left_out()]
    section = Section("Pictures", blocks, anchor="pictures")
    anchors = [getattr(block, "anchor", "") for block in page.blocks]
    place = anchors.index("recommendations")
    before, after = page.blocks[:place], page.blocks[place:]
    return dataclasses.replace(page, blocks=[*before, section, *after])


def _left_out() -> Paragraph:
    install = Code("pip install 'actionplan[plot]'")
    return Paragraph(line("Left out here: pictures need matplotlib:", install))


def _pictures(report: Report) -> list[Block]:
    from . import plot

    plan, known_by = report.plan, report.snapshot.known_by
    as_of = report.assessment.as_of
    blocks = _blocks(
        "Original and present due dates",
        plot.timeline_pages(plan, as_of=as_of, known_by=known_by),
    )
    days = _days(report)
    if len(days) > 1:
        trend = plot.trend_pages(
            plan, days=days, known_by=known_by, most_pages=_MOST_TREND_PAGES
        )
        blocks += _blocks("How the expected dates moved", trend)
    if report.counts:
        history = plot.history_pages(
            plan,
            days=days,
            scheme=report.scheme,
            kind=report.subject,
            reported=any(counts.has_reported for counts in report.counts),
            known_by=known_by,
        )
        blocks += _blocks("Ratings over time", history)
    return blocks


def _days(report: Report) -> list[datetime.date]:
    """The ends of the plan's periods, and the days of this and the last report."""
    from . import plot

    days = set(plot.reporting_days(report.plan, as_of=report.assessment.as_of))
    if report.previous is not None:
        days.add(report.previous.as_of)
    return sorted(days)


def _blocks(caption: str, pictures: "list[_plot_base.Picture]") -> list[Block]:
    from ._plot_base import data_uri

    blocks: list[Block] = []
    for number, picture in enumerate(pictures, start=1):
        page = f" ({number} of {len(pictures)})" if len(pictures) > 1 else ""
        width, height = (inches * 72 for inches in picture.get_size_inches())
        blocks.append(
            Picture(
                data_uri(picture),
                clean(picture.alt),
                f"{caption}{page}",
                round(width * _PIXELS_PER_POINT),
                round(height * _PIXELS_PER_POINT),
            )
        )
    return blocks
