"""Decision tables whose gaps and overlaps others have published.

The lists are the publishers', see tests/data/decision_tables/SOURCE.md. Regions are
compared at every bound, between all bounds and beyond them.
"""

import datetime as dt
import itertools
import json
import pathlib
import re
from typing import Any

import pytest

import actionplan as ap

TABLES = pathlib.Path(__file__).parents[1] / "data" / "decision_tables"
PUBLISHED = json.loads((TABLES / "published.json").read_text(encoding="utf-8"))

# A region: of each fact that it limits a range as text or the words allowed.
Region = dict[str, Any]
Point = dict[str, Any]

every_table = pytest.mark.parametrize("name", sorted(PUBLISHED))


def text_of(name: str) -> str:
    return (TABLES / f"{name}.toml").read_text(encoding="utf-8")


def value(text: str) -> float | dt.date:
    return dt.date.fromisoformat(text) if text.count("-") == 2 else float(text)


def is_within(at: Any, allowed: str | list[Any]) -> bool:
    if not isinstance(allowed, str):
        return at in allowed
    low, high = allowed[1:-1].split("..")
    above = not low or (at >= value(low) if allowed[0] == "[" else at > value(low))
    below = not high or (at <= value(high) if allowed[-1] == "]" else at < value(high))
    return above and below


def is_in(point: Point, region: Region) -> bool:
    return all(is_within(point[fact], allowed) for fact, allowed in region.items())


def test_ranges_mean_what_they_say() -> None:
    for text, low, inside, high in (
        ("[0..2]", True, True, True),
        ("(0..2)", False, True, False),
        ("(..2)", True, True, False),
        ("[0..)", True, True, True),
    ):
        assert [is_within(at, text) for at in (0, 1, 2)] == [low, inside, high]


def around(bounds: set[Any]) -> list[Any]:
    """Each bound, what lies between two, and beyond the first and last."""
    step = dt.timedelta(1) if isinstance(min(bounds), dt.date) else 1
    ordered = sorted(bounds)
    between = [low + (high - low) / 2 for low, high in itertools.pairwise(ordered)]
    return ordered + between + [ordered[0] - step, ordered[-1] + step]


NUMBER = re.compile(r"\d{4}-\d\d-\d\d|\d+")


def points_of(key: ap.Scheme, table: dict[str, Any]) -> list[Point]:
    """Facts for every cell into which the bounds of rules and lists cut the table."""
    said = json.dumps(table)
    values: dict[str, list[Any]] = {}
    for fact in key.own_facts:
        name = fact["name"]
        if fact["type"] == "yes/no":
            values[name] = [False, True]
        elif fact["type"] == "choice":
            values[name] = fact["choices"]
        else:
            tests = " ".join(rule.when for rule in key.rules)
            written = re.findall(rf"{name} [<>=!]+ ([\d-]+)", tests)
            ranges = re.findall(rf'"{name}": "(.*?)"', said)
            bounds = written + NUMBER.findall(" ".join(ranges))
            values[name] = around({value(bound) for bound in bounds})
    points = [
        dict(zip(values, point, strict=True))
        for point in itertools.product(*values.values())
    ]
    return [point for point in points if is_in(point, table.get("domain", {}))]


def with_order(text: str, order: str) -> str:
    return re.sub(r'^order = ".*"', f'order = "{order}"', text, flags=re.MULTILINE)


def where(text: str, condition: str, points: list[Point]) -> list[Point]:
    """The points at which a condition of the table's facts holds."""
    head = with_order(text.split("\n[[rule]]")[0], "first match")
    level = ap.Scheme.from_toml(text).levels[0].name
    rule = f'\n[[rule]]\nid = "probe"\nlevel = "{level}"\nwhen = "{condition}"\n'
    probe = ap.Scheme.from_toml(head + rule)
    return [point for point in points if probe.rate(point).rating is not None]


def of_kind(text: str, kind: str) -> list[ap.SchemeFinding]:
    check = ap.Scheme.from_toml(text).check()
    assert not check.undecided
    return [finding for finding in check if finding.kind == kind]


@every_table
def test_gaps_are_where_the_publisher_found_them(name: str) -> None:
    text, table = text_of(name), PUBLISHED[name]
    points = points_of(ap.Scheme.from_toml(text), table)
    wanted = [p for p in points if any(is_in(p, gap) for gap in table["gaps"])]
    first = ap.Scheme.from_toml(with_order(text, "first match"))
    assert [p for p in points if first.rate(p).rule is None] == wanted, "translation"
    gaps = of_kind(text, "gap")
    found = [where(text, gap.condition, points) for gap in gaps]
    assert [p for p in points if any(p in region for region in found)] == wanted
    # One region of theirs is never cut into more of ours.
    assert len(gaps) <= len(table["gaps"])


@every_table
def test_rules_overlap_where_the_publisher_found_it(name: str) -> None:
    text, table = text_of(name), PUBLISHED[name]
    if "overlaps" not in table:
        return
    points = points_of(ap.Scheme.from_toml(text), table)
    wanted = {
        tuple(sorted(overlap["rules"])): [
            p for p in points if is_in(p, overlap["where"])
        ]
        for overlap in table["overlaps"]
    }
    found = {
        tuple(sorted(int(rule[1:]) for rule in overlap.rules)): where(
            text, overlap.condition, points
        )
        for overlap in of_kind(with_order(text, "single match"), "overlap")
    }
    assert found == wanted
    # As published: an order that is meant to decide makes it no finding.
    if table["policy"] in "FP":
        assert not of_kind(text, "overlap")


@every_table
def test_rules_that_others_hide_never_decide(name: str) -> None:
    table = PUBLISHED[name]
    hidden = {
        int(finding.rules[0][1:]) for finding in of_kind(text_of(name), "unreachable")
    }
    if "masked" in table:
        assert hidden == set(table["masked"])
    assert hidden >= set(table.get("subsumed", []))
