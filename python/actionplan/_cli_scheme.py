"""The commands `actionplan scheme ...`: the keys to rate by."""

import csv
import datetime
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

import actionplan as ap

from ._cli_common import (
    FORMAT,
    KNOWN_BY,
    TABLE_WORKING_DAYS,
    Problem,
    Result,
    day_option,
    dump_json,
    emit,
    load_plan,
    message,
    options,
    read_bytes,
    work_calendar,
    write_outputs,
)

if TYPE_CHECKING:
    from ._blocks import Document


class Unreadable(Problem):
    """A key that can't be read, where 1 says that it was and has findings."""

    exit_code = 2


def _load_key(name: str) -> ap.Scheme:
    try:
        return ap.Scheme.load(name)
    except (ap.ActionPlanError, OSError) as problem:
        raise Unreadable(message(problem)) from None


@click.group()
def scheme() -> None:
    """RAG keys: show them, prove them, test them, compare them, rate with them."""


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


def _columns(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> dict[str, Any]:
    return {name: [row[name] for row in rows] for name in names}


@scheme.command("check")
@click.argument("name", metavar="NAME|FILE")
@click.option(
    "--all", "everything", is_flag=True, help="Show accepted findings in full, too."
)
@click.option(
    "--steps",
    type=click.IntRange(min=1),
    help="How far to search for each question; more decides more.",
)
@click.option(
    "--most",
    type=click.IntRange(min=1),
    help="How many findings of one kind to list.",
)
@click.option(
    "--tables-only",
    is_flag=True,
    help="Look for gaps and overlaps alone, as of a decision table.",
)
@options(FORMAT)
def check_scheme(
    name: str,
    everything: bool,
    steps: int | None,
    most: int | None,
    tables_only: bool,
    style: str,
) -> None:
    """What is wrong with a key, proved for all facts.

    Gaps, rules that never decide, contradictions, ratings that improve when
    things get worse.

    Exits with 0 if nothing is left to mend or accept, with 1 while a finding is
    not accepted in the file, something could not be decided in so many steps, or
    what is accepted is not there, and with 2 if the file can't be read.
    """
    found = _load_key(name)
    limits: dict[str, Any] = {"steps": steps, "most_of_a_kind": most}
    given = {name: limit for name, limit in limits.items() if limit is not None}
    check = found.check(tables_only=tables_only, **given)
    from . import _views_scheme, frames

    emit(
        Result(
            lambda: _views_scheme.check_document(check, everything=everything),
            lambda: dump_json(_views_scheme.check_dict(check)),
            lambda: frames.check_columns(check),
        ),
        style,
    )
    if not check.is_clean:
        raise click.exceptions.Exit(1)


def _with_missing(name: str, test: ap.SchemeTest) -> None:
    """Writes the missing examples to the end of the file."""
    if name in ap.builtin_schemes():
        raise click.UsageError(
            f"'{name}' is part of the package and is not written to; give a file."
        )
    longer = test.text_with_missing
    # A file that could not be read again is never written.
    ap.Scheme.from_toml(longer)
    if read_bytes(name) != test.scheme.text.encode("utf-8"):
        raise Problem(f"'{name}' changed while it was tested; nothing was written.")
    write_outputs({name: longer})


@scheme.command("test")
@click.argument("name", metavar="NAME|FILE")
@click.option(
    "--write",
    is_flag=True,
    help="Append the missing examples to FILE; read them, they say what the key "
    "does now.",
)
@click.option(
    "--mutants/--no-mutants",
    default=True,
    help="Whether to try which small mistakes the examples would catch.",
)
@options(FORMAT)
def test_scheme(name: str, write: bool, mutants: bool, style: str) -> None:
    """Runs the examples in a key, and finds what they miss.

    Exits with 0 if all examples pass, with 1 if one fails, and with 2 if the
    file can't be read.
    """
    if write and name in ap.builtin_schemes():
        raise click.UsageError(
            f"'{name}' is part of the package and is not written to; give a file."
        )
    test = _load_key(name).test(mutants=mutants)
    if write and test.missing:
        _with_missing(name, test)
        # The report is that of the file as it is now.
        test = _load_key(name).test(mutants=mutants)
    from . import _views_scheme

    emit(
        Result(
            lambda: _views_scheme.test_document(test),
            lambda: dump_json(_views_scheme.test_dict(test)),
            lambda: _views_scheme.test_columns(test),
        ),
        style,
    )
    if not test.all_passed:
        raise click.exceptions.Exit(1)


def _plan_day(plan: str | None, as_of: datetime.date | None, option: str) -> None:
    if (plan is None) != (as_of is None):
        raise click.UsageError(f"{option} and --as-of go together.")


@scheme.command("diff")
@click.argument("names", metavar="A [B]", nargs=-1, required=True)
@click.option("--plan", metavar="PLAN", help="Which items of this plan change.")
@click.option(
    "--reported",
    metavar="PLAN",
    help="Where key A and what was reported in this plan part.",
)
@options(day_option("--as-of", "The day to look at the plan."), KNOWN_BY, FORMAT)
def diff_schemes(
    names: Sequence[str],
    plan: str | None,
    reported: str | None,
    as_of: datetime.date | None,
    known_by: datetime.date | None,
    style: str,
) -> None:
    """Where two keys rate differently, or a key and what was reported.

    A B compares two keys for all facts; with --plan, for the items of a plan.
    A --reported PLAN compares a key with what the plan's owners reported.
    """
    if plan is not None and reported is not None:
        raise click.UsageError("Give either --plan or --reported, not both.")
    wanted = 1 if reported is not None else 2
    if len(names) != wanted:
        what = "one key" if wanted == 1 else "two keys, A and B"
        raise click.UsageError(f"This compares {what}; {len(names)} given.")
    option = "--reported" if reported is not None else "--plan"
    _plan_day(reported if reported is not None else plan, as_of, option)
    keys = [ap.Scheme.load(name) for name in names]
    if as_of is None:
        emit(_diff_result(keys[0].diff(keys[1])), style)
    elif reported is not None:
        snapshot = load_plan(reported).as_of(as_of, known_by=known_by)
        emit(_reported_result(snapshot.assess(scheme=keys[0])), style)
    elif plan is not None:
        snapshot = load_plan(plan).as_of(as_of, known_by=known_by)
        emit(_ratings_result(snapshot, keys[0], keys[1]), style)


def _diff_result(diff: ap.SchemeDiff) -> Result:
    from . import _views_scheme, frames

    return Result(
        lambda: _views_scheme.diff_document(diff),
        lambda: dump_json(_views_scheme.diff_dict(diff)),
        lambda: frames.diff_columns(diff),
    )


_RATINGS = (
    "item",
    "kind",
    "aspect",
    "before",
    "before_rule",
    "before_because",
    "after",
    "after_rule",
    "after_because",
)


def _ratings_result(snapshot: ap.Snapshot, a: ap.Scheme, b: ap.Scheme) -> Result:
    from . import _views, _views_scheme
    from ._core import _reported_other_levels

    differences = ap.diff_ratings(snapshot, before=a, after=b)
    rows = _views_scheme.ratings_rows(differences)
    title = snapshot.plan.title or snapshot.plan.id
    told = f"{title} as of {_views.as_of_words(snapshot)}"
    strangers = [_reported_other_levels(snapshot.plan, key) for key in (a, b)]
    return Result(
        lambda: _views_scheme.ratings_document(differences, a, b, told, strangers),
        lambda: dump_json({"before": a.id, "after": b.id, "ratings": rows}),
        lambda: _columns(rows, _RATINGS),
    )


def _parting_names(item: str) -> tuple[str, ...]:
    return (item, "kind", "aspect", "judged", "by_the_key", "rule", "because")


def _reported_result(assessment: ap.Assessment) -> Result:
    from . import _views, _views_scheme
    from ._blocks import Document

    key, snapshot = assessment.scheme, assessment.snapshot
    tables = ap.diff_reported(assessment)
    rows = _views_scheme.judgement_rows(tables)
    title = snapshot.plan.title or snapshot.plan.id
    return Result(
        lambda: Document(
            f"{key.id} and what was reported",
            _views_scheme.judgement_blocks(tables, key),
            f"{title} as of {_views.as_of_words(snapshot)}",
        ),
        lambda: dump_json(
            {"scheme": key.id, "tables": [*map(_views_scheme.judgement_dict, tables)]}
        ),
        lambda: _columns(rows, _parting_names("item")),
    )


# ---------------------------------------------------------------------------
# Rating a table.


def _read_csv(path: str) -> dict[str, list[str]]:
    """The columns of a CSV file with a heading; all that is wrong is listed."""
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Problem(f"'{path}' is not UTF-8; save it as CSV UTF-8.") from None
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as problem:
        raise Problem(f"'{path}' is not CSV: {problem}.") from None
    if not lines:
        raise Problem(f"'{path}' is empty; its first line names the columns.")
    names = [name.strip() for name in lines[0]]
    problems = [
        f"column {i}: its name {name!r} is empty or there before; give it another"
        for i, name in enumerate(names, start=1)
        if not name or name in names[: i - 1]
    ]
    rows = [row for row in lines[1:] if row]
    problems += [
        f"row {i}: {len(row)} cells, but the heading has {len(names)}; add or take "
        "out separators"
        for i, row in enumerate(rows, start=1)
        if len(row) != len(names)
    ]
    if problems:
        raise Problem(f"'{path}' can't be read:\n" + "\n".join(problems))
    return {name: [row[i] for row in rows] for i, name in enumerate(names)}


def _read_map(pairs: Sequence[str]) -> dict[str, str]:
    mapped = {}
    for pair in pairs:
        # A heading may have an equals sign, a fact's name has none.
        column, equals, fact = pair.rpartition("=")
        if not equals or not column.strip() or not fact.strip():
            raise click.BadParameter(
                f"{pair!r} must be Column=fact, such as 'Days late=days_overdue'.",
                param_hint="--map",
            )
        mapped[column.strip()] = fact.strip()
    return mapped


@scheme.command("rate")
@click.argument("name", metavar="NAME|FILE")
@click.argument("table", metavar="TABLE.csv")
@click.option("--aspect", metavar="NAME", help="What to rate; default: the first.")
@click.option(
    "--for",
    "subject",
    type=click.Choice(("milestone", "outcome", "recommendation", "plan")),
    help="What each row is; default: what the key rates, if it is one kind.",
)
@click.option(
    "--map",
    "pairs",
    metavar="COLUMN=FACT",
    multiple=True,
    help="Which fact a column is, if it is not named so.",
)
@click.option(
    "--expect",
    metavar="COLUMN",
    help="Compare with the ratings in this column.",
)
@options(
    day_option("--as-of", "The day for the fact of that name."),
    *TABLE_WORKING_DAYS,
    FORMAT,
)
def rate_table(
    name: str,
    table: str,
    aspect: str | None,
    subject: str | None,
    pairs: Sequence[str],
    expect: str | None,
    as_of: datetime.date | None,
    style: str,
) -> None:
    """Rates each row of a table, whose columns are named like facts.

    Working days that the key adds or counts are those of --calendar; outside
    its years they are unknown. With --expect it counts where the key and
    people's own ratings agree, and lists the rows where they do not.
    """
    found = ap.Scheme.load(name)
    cells = _read_csv(table)
    mapped = _read_map(pairs)
    if expect is not None and expect not in cells:
        raise Problem(
            f"The table has no column {expect!r}; it has: {', '.join(cells)}."
        )
    from . import frames
    from ._core import _diff_table, _rate_table

    if subject is None:
        rated_kinds = {rule.subject for rule in found.rules}
        subject = rated_kinds.pop() if len(rated_kinds) == 1 else "milestone"
    taken = {key: values for key, values in cells.items() if key != expect}
    facts = frames.fact_columns(taken, found, subject, mapped)
    rows = len(next(iter(cells.values())))
    if expect is None:
        rated = _rate_table(found, facts, rows, aspect, subject, as_of, work_calendar())
        emit(_rated_result(found, cells, rated, table), style)
        return
    words = [cell.strip() or None for cell in cells[expect]]
    compared = _diff_table(
        found, facts, rows, aspect, subject, as_of, words, work_calendar()
    )
    emit(_judged_result(found, compared, table), style)


def _rated_result(
    found: ap.Scheme,
    cells: Mapping[str, list[str]],
    rated: Mapping[str, list[Any]],
    path: str,
) -> Result:
    # The table may have columns of these names.
    names = {name: f"key_{name}" if name in cells else name for name in rated}
    columns = {**cells, **{names[name]: rated[name] for name in rated}}
    rows = [
        dict(zip(columns, row, strict=True))
        for row in zip(*columns.values(), strict=True)
    ]

    def document() -> "Document":
        from . import _views_scheme

        return _views_scheme.rated_document(found, rated, path)

    return Result(document, lambda: dump_json(rows), lambda: columns)


def _judged_result(found: ap.Scheme, compared: ap.JudgementTable, path: str) -> Result:
    from . import _views_scheme
    from ._blocks import Document

    rows = _views_scheme.judgement_rows([compared], "Row")
    return Result(
        lambda: Document(
            f"{found.id} and judgement",
            _views_scheme.judgement_blocks([compared], found, "Row"),
            path,
        ),
        lambda: dump_json(
            {"scheme": found.id, **_views_scheme.judgement_dict(compared, "Row")}
        ),
        lambda: _columns(rows, _parting_names("row")),
    )
