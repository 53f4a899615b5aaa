"""The commands `actionplan scheme ...`: the keys to rate by."""

from typing import TYPE_CHECKING

import click

import actionplan as ap

from ._cli_common import (
    FORMAT,
    Result,
    dump_json,
    emit,
    options,
)

if TYPE_CHECKING:
    from ._blocks import Document


@click.group()
def scheme() -> None:
    """RAG keys: those that are shipped, and what rules can test."""


@scheme.command("list")
@options(FORMAT)
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

    emit(
        Result(
            document,
            lambda: dump_json(rows),
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
@options(FORMAT)
def show_scheme(name: str, style: str) -> None:
    """A key as the table that a report prints first, then its rules."""
    found = ap.Scheme.load(name)
    from . import _views

    emit(
        Result(
            lambda: _views.scheme_document(found),
            lambda: dump_json(_views.scheme_dict(found)),
            lambda: _views.rule_columns(found),
        ),
        style,
    )


@scheme.command("facts")
@options(FORMAT)
def list_facts(style: str) -> None:
    """What the rules of a key may test, with the exact meaning."""
    facts = ap.fact_catalogue()
    from . import _views

    emit(
        Result(
            lambda: _views.facts_document(facts),
            lambda: dump_json(facts),
            lambda: _views.fact_columns(facts),
        ),
        style,
    )
