"""The plans that several tests of the Python package look at."""

import json
import pathlib
from typing import Any

import actionplan as ap

ROOT = pathlib.Path(__file__).parents[2]
GOLDEN = pathlib.Path(__file__).with_name("golden")

# A real report in our own words; R1 to R6 lost their reported ratings.
WALSALL = ROOT / "examples" / "walsall-2018" / "plan.json"
WALSALL_DAYS = ("2018-03-27", "2018-01-31")

# A small made-up plan with one of everything: moved and quietly moved dues,
# forecasts, work on hold and cancelled, an own word for a level, a lost rating.
NORTHBY = GOLDEN / "plan.json"
NORTHBY_DAYS = ("2024-09-30", "2024-06-30")

# What text of a file must not do: run, calculate, colour, break a table.
HOSTILE = (
    "<script>alert('x')</script><img src=x onerror=alert(1)>"
    " =cmd() [bold red]b[/] | **em** [a](javascript:x) \x1b[31mred \u202ereversed"
)


def _poison(value: Any, key: str) -> Any:
    if isinstance(value, dict):
        return {name: _poison(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_poison(inner, key) for inner in value]
    free = {"title", "organisation", "source", "text", "lead", "finding", "name"}
    free |= {"unit", "theme", "by", "reason", "agreed_by", "decision"}
    return f"={key} {HOSTILE}" if key in free else value


def hostile_text() -> str:
    """The plan of Northby with hostile text wherever text is free, as JSON."""
    plan = json.loads(NORTHBY.read_text(encoding="utf-8"))
    poisoned = _poison(plan, "")
    for period, name in zip(poisoned["periods"], ("Quarter 1", "Quarter 2")):
        period["name"] = name
    recommendation = poisoned["recommendations"][1]
    recommendation["milestones"][1]["due"] = "=August 2024 | [bold] \x1b[31m"
    recommendation["milestones"][2]["due"] = f"TBC {HOSTILE}"
    recommendation["milestones"].append({"id": f"=x{HOSTILE}", "text": "t"})
    recommendation["outcomes"].append(
        {"id": f"={HOSTILE}<b>", "text": "t", "expected": "TBC |"}
    )
    return json.dumps(poisoned)


def hostile() -> ap.Plan:
    return ap.Plan.from_json(hostile_text())
