"""Assessments, comparisons, findings and schemes as tables in a notebook.

The `_repr_html_` of those classes calls these. Each returns a small piece of
HTML that needs nothing else: a verdict is always a word beside its colour, and
all text of files is escaped. A long table ends with how much it leaves out.
"""

from ._blocks import Block, Paragraph, Table
from ._core import (
    Assessment,
    Comparison,
    Delivery,
    Scheme,
    SchemeCheck,
    SchemeDiff,
    SlippageList,
)
from ._text import count_words

# A notebook slows down on long tables, and nobody reads them there.
MOST_ROWS = 200


def _html(table: Table, total: int) -> str:
    from . import _html

    blocks: list[Block] = [table]
    if total == 0:
        blocks = [Paragraph(f"{table.caption}: nothing.")]
    elif total > MOST_ROWS:
        left_out = count_words(total - MOST_ROWS, "more row")
        blocks.append(Paragraph(f"{left_out}; to_pandas() has them all."))
    return _html.fragment(*blocks)


def assessment_html(assessment: Assessment) -> str:
    """Every rating beside what was reported, with its reason."""
    from ._views import assessment_table

    total = len(assessment.ratings)
    return _html(assessment_table(assessment, MOST_ROWS), total)


def comparison_html(comparison: Comparison) -> str:
    """Every rating then and now."""
    from ._views import comparison_table

    return _html(comparison_table(comparison, MOST_ROWS), len(comparison))


def slippage_html(findings: SlippageList) -> str:
    """Every finding about dates."""
    from ._views import slippage_table

    return _html(slippage_table(findings, most=MOST_ROWS), len(findings))


def delivery_html(delivery: Delivery) -> str:
    """The main figures, the trend, and who has too much at once."""
    from . import _html
    from ._views import delivery_blocks

    return _html.fragment(*delivery_blocks(delivery.to_dict()))


def scheme_html(scheme: Scheme) -> str:
    """The key, then its rules."""
    from . import _html
    from ._views import key_table, rules_tables

    return _html.fragment(key_table(scheme), *rules_tables(scheme))


def scheme_check_html(check: SchemeCheck) -> str:
    """Every finding with its rules, an example and what would mend it."""
    from . import _html
    from ._views_scheme import check_blocks

    return _html.fragment(*check_blocks(check))


def scheme_diff_html(diff: SchemeDiff) -> str:
    """Where two keys differ, and what each says there."""
    from . import _html
    from ._views_scheme import diff_blocks

    return _html.fragment(*diff_blocks(diff))
