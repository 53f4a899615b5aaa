"""Assessments, comparisons and findings about dates as data frames.

    >>> plan = actionplan.load("examples/walsall-2018/plan.json")
    >>> overdue = plan.slippage("2018-03-27").to_pandas().query("kind == 'overdue'")
    >>> overdue[["item", "days"]].to_dict("list")
    {'item': ['R1.C5', 'R6.1', 'R9.C5', 'R11.1'], 'days': [27, 27, 27, 17]}

One row is one rating, one rating in two periods, or one finding. Columns have
fixed types, so an empty result has the same columns as a full one:

    text    a rating that is missing is missing here too: None in the columns,
            <NA> in pandas, null elsewhere. It is never the words "not rated"
    day     a day: datetime64[s] at midnight in pandas, Date elsewhere
    days    a whole number, of days if the name does not say otherwise, or
            missing: Int64
    number  a number, or missing: Float64
    flag    true or false

pandas, polars and pyarrow are loaded when they are first used; none of them is
needed for anything else. The headers to look at are assess.h and slippage.h.
"""

import datetime
import importlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ._core import (
    Assessment,
    Comparison,
    Delivery,
    InvalidInput,
    MilestoneState,
    Plan,
    Rating,
    Scheme,
    SchemeCheck,
    SchemeDiff,
    Slip,
    SlippageList,
    Snapshot,
    UnknownName,
    WorkCalendar,
    _is_fact,
    _rate_table,
)

# Columns in order, each with its type; see above.
ASSESSMENT_COLUMNS: Mapping[str, str] = {
    "item": "text",
    "kind": "text",
    "recommendation": "text",
    "text": "text",
    "aspect": "text",
    "rating": "text",
    "rule": "text",
    "because": "text",
    "possible": "text",
    "reported": "text",
    "reported_state": "text",
    "reported_as": "text",
    "differs": "flag",
    "original_due": "day",
    "due": "day",
    "days_overdue": "days",
    "as_of": "day",
    "override": "text",
    "override_by": "text",
    "override_reason": "text",
    "override_problem": "text",
}
COMPARISON_COLUMNS: Mapping[str, str] = {
    "item": "text",
    "kind": "text",
    "recommendation": "text",
    "text": "text",
    "aspect": "text",
    "previous": "text",
    "current": "text",
    "movement": "text",
    "previous_rule": "text",
    "current_rule": "text",
    "because": "text",
    "reported_previous": "text",
    "reported_previous_state": "text",
    "reported_current": "text",
    "reported_current_state": "text",
    "reported_movement": "text",
    "differs": "flag",
    "previous_as_of": "day",
    "as_of": "day",
}
SLIPPAGE_COLUMNS: Mapping[str, str] = {
    "item": "text",
    "recommendation": "text",
    "text": "text",
    "lead": "text",
    "kind": "text",
    "days": "days",
    "from_day": "day",
    "to_day": "day",
    "on": "day",
    "agreed_by": "text",
    "reason": "text",
    "because": "text",
    "working_days": "days",
    "most_days": "days",
    "original_from": "day",
    "original_days": "days",
    "original_working_days": "days",
    "agreed_from": "day",
    "agreed_days": "days",
    "agreed_working_days": "days",
    "last_period_from": "day",
    "last_period_days": "days",
    "last_period_working_days": "days",
    "since": "day",
    "is_new": "text",
    "times": "days",
    "chain": "text",
    "why_no_working_days": "text",
}
DELIVERY_COLUMNS: Mapping[str, str] = {
    "group": "text",
    "id": "text",
    "figure": "text",
    "unit": "text",
    "value": "number",
    "numerator": "days",
    "denominator": "days",
    "items": "text",
    "out_of": "text",
    "uncertain": "text",
    "why_absent": "text",
}
CHECK_COLUMNS: Mapping[str, str] = {
    "finding": "text",
    "for": "text",
    "aspect": "text",
    "rules": "text",
    "lines": "text",
    "level": "text",
    "fact": "text",
    "what": "text",
    "where": "text",
    "condition": "text",
    "example": "text",
    "second_example": "text",
    "remedy": "text",
    "verified": "flag",
    "mild": "flag",
    "accepted": "text",
}
DIFF_COLUMNS: Mapping[str, str] = {
    "for": "text",
    "aspect": "text",
    "before": "text",
    "before_rule": "text",
    "before_line": "days",
    "after": "text",
    "after_rule": "text",
    "after_line": "days",
    "what": "text",
    "where": "text",
    "condition": "text",
    "example": "text",
}

Columns = dict[str, list[Any]]


class _Texts:
    """What each item of a plan says, and the recommendation it belongs to."""

    def __init__(self, plan: Plan) -> None:
        self._texts = {plan.id: plan.title}
        self._parents: dict[str, str] = {}
        for recommendation in plan.recommendations:
            own = recommendation.id
            self._texts[own] = recommendation.title
            self._parents[own] = own
            for milestone in recommendation.milestones:
                self._add(milestone.id, milestone.text, own)
            for outcome in recommendation.outcomes:
                self._add(outcome.id, outcome.text, own)

    def _add(self, item: str, text: str, parent: str) -> None:
        self._texts[item] = text
        self._parents[item] = parent

    def head(self, rating: Rating) -> tuple[str, str, str | None, str | None, str]:
        item = rating.item
        parent = self._parents.get(item)
        return item, rating.kind, parent, self._texts.get(item), rating.aspect


def _columns(names: Iterable[str], rows: Sequence[tuple[Any, ...]]) -> Columns:
    names = list(names)
    if not rows:
        return {name: [] for name in names}
    return dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))


def assessment_columns(assessment: Assessment) -> Columns:
    """One row a rating, in the order of `Assessment.ratings`.

    `possible` lists the levels that are possible where missing facts or words with
    several readings leave more than the given one, joined by "; ".
    The days are those of milestones, else missing.
    """
    snapshot: Snapshot = assessment.snapshot
    texts = _Texts(snapshot.plan)
    states: dict[str, MilestoneState] = {m.id: m for m in snapshot.milestones}
    as_of = assessment.as_of
    rows = []
    for rating in assessment.ratings:
        reported = rating.reported
        state = states.get(rating.item)
        rows.append(
            (
                *texts.head(rating),
                rating.rating,
                rating.rule,
                rating.because,
                "; ".join(rating.possible) or None,
                reported.rating,
                reported.state,
                reported.written or None,
                rating.differs_from_reported,
                state.original_due.last if state else None,
                state.due.last if state else None,
                state.days_overdue if state else None,
                as_of,
                *_override(rating),
            )
        )
    return _columns(ASSESSMENT_COLUMNS, rows)


def _override(rating: Rating) -> tuple[str | None, ...]:
    override = rating.override
    if override is None:
        return None, None, None, None
    return override.rating, override.by, override.reason, override.problem


def comparison_columns(comparison: Comparison) -> Columns:
    """One row a rating that was given on both days, in the plan's order."""
    texts = _Texts(comparison.current.snapshot.plan)
    days = comparison.previous.as_of, comparison.current.as_of
    rows = []
    for move in comparison:
        before, now = move.previous, move.current
        rows.append(
            (
                *texts.head(now),
                before.rating,
                now.rating,
                move.movement,
                before.rule,
                now.rule,
                now.because,
                before.reported.rating,
                before.reported.state,
                now.reported.rating,
                now.reported.state,
                move.reported_movement,
                now.differs_from_reported,
                *days,
            )
        )
    return _columns(COMPARISON_COLUMNS, rows)


def slippage_columns(findings: SlippageList) -> Columns:
    """One row a finding, in the plan's order. Days are calendar days."""
    rows = [
        (
            finding.item,
            finding.recommendation or None,
            finding.text or None,
            finding.lead or None,
            finding.kind,
            finding.days,
            finding.from_day,
            finding.to_day,
            finding.on,
            finding.agreed_by or None,
            finding.reason or None,
            finding.because,
            finding.working_days,
            finding.most_days,
            *_slip(finding.original),
            *_slip(finding.agreed),
            *_slip(finding.last_period),
            finding.since,
            {None: None, True: "yes", False: "no"}[finding.is_new],
            finding.times or None,
            "; ".join(finding.chain) or None,
            finding.why_no_working_days,
        )
        for finding in findings
    ]
    return _columns(SLIPPAGE_COLUMNS, rows)


def _slip(slip: Slip) -> tuple[Any, Any, Any]:
    return slip.from_day, slip.days, slip.working_days


def delivery_columns(delivery: Delivery) -> Columns:
    """One row a group and figure; ids are joined by "; ".

    Fractions come with numerator and denominator, spreads of slip with the
    number of milestones as denominator. A value that is not defined is missing,
    with the reason in `why_absent`.
    """
    rows = [
        (group["kind"], group["id"], *row)
        for group in delivery.to_dict()["groups"]
        for row in _figure_rows(group)
    ]
    return _columns(DELIVERY_COLUMNS, rows)


def check_columns(check: SchemeCheck) -> Columns:
    """One row a finding, in the order of the check."""
    rows = [
        (
            finding.kind,
            finding.subject,
            finding.aspect,
            ", ".join(finding.rules) or None,
            ", ".join(map(str, finding.lines)) or None,
            finding.level,
            finding.fact,
            finding.what,
            finding.region,
            finding.condition or None,
            finding.example or None,
            finding.second_example,
            finding.remedy or None,
            finding.remedy_is_verified,
            finding.is_mild,
            finding.accepted,
        )
        for finding in check
    ]
    return _columns(CHECK_COLUMNS, rows)


def diff_columns(diff: SchemeDiff) -> Columns:
    """One row a region of facts for which two keys differ."""
    rows = [
        (
            each.subject,
            each.aspect,
            each.before.rating,
            each.before.rule,
            each.before.line,
            each.after.rating,
            each.after.rule,
            each.after.line,
            each.what,
            each.region,
            each.condition or None,
            each.example or None,
        )
        for each in diff
    ]
    return _columns(DIFF_COLUMNS, rows)


def _figure_rows(group: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for prefix, key in (("", "figures"), ("milestones with: ", "findings")):
        for figure in group[key]:
            rows.append(
                (
                    prefix + figure["name"],
                    "share",
                    figure["value"],
                    figure["numerator"],
                    figure["denominator"],
                    *(
                        "; ".join(figure[k]) or None
                        for k in ("items", "out_of", "uncertain")
                    ),
                    figure["why_absent"],
                )
            )
    for spread in group["distributions"]:
        absent = None if spread["count"] else "no milestone has one"
        for name in ("min", "q1", "median", "q3", "max", "mean", "total"):
            value = spread[name]
            rows.append(
                (
                    f"{spread['name']}: {name}",
                    spread["unit"],
                    None if value is None else float(value),
                    None,
                    spread["count"],
                    "; ".join(spread["items"]) or None,
                    None,
                    None,
                    absent,
                )
            )
    earned, rate = group["earned_schedule"], group["slip_rate"]
    for name, unit, value, numerator, denominator, absent in (
        (
            "earned schedule",
            "months",
            earned["months_earned"],
            earned["complete"],
            earned["dated"],
            earned["why_absent"],
        ),
        (
            "schedule variance SV(t)",
            "months",
            earned["months_variance"],
            None,
            None,
            earned["why_absent"],
        ),
        (
            "schedule performance SPI(t)",
            "ratio",
            earned["index"],
            None,
            None,
            earned["why_absent"],
        ),
        (
            "slip rate",
            "days per day",
            rate["days_per_day"],
            rate["days_moved"],
            rate["days_elapsed"],
            rate["why_absent"],
        ),
    ):
        why = absent if value is None else None
        row = (name, unit, value, numerator, denominator, None, None, None, why)
        rows.append(row)
    return rows


def _need(library: str) -> Any:
    try:
        return importlib.import_module(library)
    except ModuleNotFoundError as missing:
        if missing.name != library:
            raise
        raise ModuleNotFoundError(
            f"{library} is not installed, and this makes a {library} table. "
            f"Install it ('pip install {library}'), or use another of "
            "to_pandas(), to_polars() and to_arrow(), or to_json().",
            name=library,
        ) from None


def _to_pandas(columns: Columns, types: Mapping[str, str]) -> Any:
    pandas = _need("pandas")
    dtypes = {
        "text": "string",
        "day": "datetime64[s]",
        "days": "Int64",
        "number": "Float64",
        "flag": "bool",
    }
    return pandas.DataFrame(
        {
            name: pandas.Series(columns[name], dtype=dtypes[kind])
            for name, kind in types.items()
        }
    )


def _to_polars(columns: Columns, types: Mapping[str, str]) -> Any:
    polars = _need("polars")
    dtypes = {
        "text": polars.String,
        "day": polars.Date,
        "days": polars.Int64,
        "number": polars.Float64,
        "flag": polars.Boolean,
    }
    schema = {name: dtypes[kind] for name, kind in types.items()}
    return polars.DataFrame(columns, schema=schema)


def _to_arrow(columns: Columns, types: Mapping[str, str]) -> Any:
    pyarrow = _need("pyarrow")
    dtypes = {
        "text": pyarrow.string(),
        "day": pyarrow.date32(),
        "days": pyarrow.int64(),
        "number": pyarrow.float64(),
        "flag": pyarrow.bool_(),
    }
    schema = pyarrow.schema([(name, dtypes[kind]) for name, kind in types.items()])
    return pyarrow.table(columns, schema=schema)


# ---------------------------------------------------------------------------
# Tables that come in.

RATED_COLUMNS = ("rating", "rule", "because")


def _is_frame(table: Any, library: str) -> bool:
    return type(table).__module__.partition(".")[0] == library


def _read_table(table: Any) -> Columns:
    """The columns of a dict or of anything that Arrow can read."""
    if isinstance(table, Mapping):
        columns = {str(name): list(cells) for name, cells in table.items()}
        lengths = {name: len(cells) for name, cells in columns.items()}
        if len(set(lengths.values())) > 1:
            raise InvalidInput(f"The columns differ in length: {lengths}.")
        return columns
    if not hasattr(table, "__arrow_c_stream__"):
        raise TypeError(
            "The table is a "
            + type(table).__name__
            + "; give a dict of columns or a table of Arrow, pandas or polars."
        )
    arrow = _need("pyarrow").table(table)
    return {name: arrow[name].to_pylist() for name in arrow.column_names}


def _assess_table(
    table: Any,
    scheme: Scheme,
    as_of: datetime.date | str | None,
    aspect: str | None,
    subject: str,
    columns: Mapping[str, str] | None,
    calendar: WorkCalendar | None,
) -> Any:
    """See `actionplan.assess_table`."""
    cells = _read_table(table)
    for name in RATED_COLUMNS:
        if name in cells:
            raise InvalidInput(
                f"The table already has a column {name!r}, which is what the "
                "result is called; rename it."
            )
    facts = fact_columns(cells, scheme, subject, columns)
    rows = len(next(iter(cells.values())))
    rated = _rate_table(scheme, facts, rows, aspect, subject, as_of, calendar)
    if isinstance(table, Mapping):
        return {**table, **rated}
    types = dict.fromkeys(RATED_COLUMNS, "text")
    if _is_frame(table, "pandas"):
        beside = _to_pandas(rated, types)
        return table.assign(**{name: beside[name].array for name in RATED_COLUMNS})
    if _is_frame(table, "polars"):
        return table.with_columns(_to_polars(rated, types).get_columns())
    arrow = _need("pyarrow").table(table)
    beside = _to_arrow(rated, types)
    for name in RATED_COLUMNS:
        arrow = arrow.append_column(name, beside[name])
    return arrow


def fact_columns(
    cells: Columns,
    scheme: Scheme,
    subject: str,
    columns: Mapping[str, str] | None = None,
) -> list[tuple[str, str, list[Any]]]:
    """Which columns of a table are which facts: (column, fact, cells).

    A column is the fact of its name, whatever its case and with spaces for
    underscores. Raises UnknownName if one that `columns` maps is not there, and
    InvalidInput if none is a fact or two are the same one.
    """
    mapped = dict(columns or {})
    for name in mapped:
        if name not in cells:
            raise UnknownName(
                f"The table has no column {name!r}; it has: {', '.join(cells)}."
            )
    facts = []
    columns_of: dict[str, str] = {}
    for name, values in cells.items():
        fact = mapped.get(name) or _fact_named(name, scheme, subject)
        if fact is None:
            continue
        if fact in columns_of:
            raise InvalidInput(
                f"The columns {columns_of[fact]!r} and {name!r} are both the fact "
                f"{fact!r}; rename the one that is not."
            )
        columns_of[fact] = name
        facts.append((name, fact, values))
    if not facts:
        raise InvalidInput(
            f"No column of the table is a fact of {subject}s under the scheme "
            f"{scheme.id!r}; rename one, or say which is which: --map "
            "'Column=fact', or columns={'Column': 'fact'} in Python."
        )
    return facts


def _fact_named(heading: str, scheme: Scheme, subject: str) -> str | None:
    """The fact that a column's heading names."""
    as_written = re.sub(r"\W+", "_", heading.casefold()).strip("_")
    for name in (heading, as_written):
        if _is_fact(scheme, name, subject):
            return name
    return None


def assessment_to_pandas(assessment: Assessment) -> Any:
    """The columns of `assessment_columns` as a pandas DataFrame."""
    return _to_pandas(assessment_columns(assessment), ASSESSMENT_COLUMNS)


def assessment_to_polars(assessment: Assessment) -> Any:
    """The columns of `assessment_columns` as a polars DataFrame."""
    return _to_polars(assessment_columns(assessment), ASSESSMENT_COLUMNS)


def assessment_to_arrow(assessment: Assessment) -> Any:
    """The columns of `assessment_columns` as a pyarrow Table."""
    return _to_arrow(assessment_columns(assessment), ASSESSMENT_COLUMNS)


def comparison_to_pandas(comparison: Comparison) -> Any:
    """The columns of `comparison_columns` as a pandas DataFrame."""
    return _to_pandas(comparison_columns(comparison), COMPARISON_COLUMNS)


def comparison_to_polars(comparison: Comparison) -> Any:
    """The columns of `comparison_columns` as a polars DataFrame."""
    return _to_polars(comparison_columns(comparison), COMPARISON_COLUMNS)


def comparison_to_arrow(comparison: Comparison) -> Any:
    """The columns of `comparison_columns` as a pyarrow Table."""
    return _to_arrow(comparison_columns(comparison), COMPARISON_COLUMNS)


def slippage_to_pandas(findings: SlippageList) -> Any:
    """The columns of `slippage_columns` as a pandas DataFrame."""
    return _to_pandas(slippage_columns(findings), SLIPPAGE_COLUMNS)


def slippage_to_polars(findings: SlippageList) -> Any:
    """The columns of `slippage_columns` as a polars DataFrame."""
    return _to_polars(slippage_columns(findings), SLIPPAGE_COLUMNS)


def slippage_to_arrow(findings: SlippageList) -> Any:
    """The columns of `slippage_columns` as a pyarrow Table."""
    return _to_arrow(slippage_columns(findings), SLIPPAGE_COLUMNS)


def delivery_to_pandas(delivery: Delivery) -> Any:
    """The columns of `delivery_columns` as a pandas DataFrame."""
    return _to_pandas(delivery_columns(delivery), DELIVERY_COLUMNS)


def delivery_to_polars(delivery: Delivery) -> Any:
    """The columns of `delivery_columns` as a polars DataFrame."""
    return _to_polars(delivery_columns(delivery), DELIVERY_COLUMNS)


def delivery_to_arrow(delivery: Delivery) -> Any:
    """The columns of `delivery_columns` as a pyarrow Table."""
    return _to_arrow(delivery_columns(delivery), DELIVERY_COLUMNS)


def scheme_check_to_pandas(check: SchemeCheck) -> Any:
    """The columns of `check_columns` as a pandas DataFrame."""
    return _to_pandas(check_columns(check), CHECK_COLUMNS)


def scheme_check_to_polars(check: SchemeCheck) -> Any:
    """The columns of `check_columns` as a polars DataFrame."""
    return _to_polars(check_columns(check), CHECK_COLUMNS)


def scheme_check_to_arrow(check: SchemeCheck) -> Any:
    """The columns of `check_columns` as a pyarrow Table."""
    return _to_arrow(check_columns(check), CHECK_COLUMNS)


def scheme_diff_to_pandas(diff: SchemeDiff) -> Any:
    """The columns of `diff_columns` as a pandas DataFrame."""
    return _to_pandas(diff_columns(diff), DIFF_COLUMNS)


def scheme_diff_to_polars(diff: SchemeDiff) -> Any:
    """The columns of `diff_columns` as a polars DataFrame."""
    return _to_polars(diff_columns(diff), DIFF_COLUMNS)


def scheme_diff_to_arrow(diff: SchemeDiff) -> Any:
    """The columns of `diff_columns` as a pyarrow Table."""
    return _to_arrow(diff_columns(diff), DIFF_COLUMNS)
