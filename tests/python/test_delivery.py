"""Measures of delivery, as Python sees them."""

import json
import statistics
from typing import Any

import pytest
from click.testing import CliRunner
from plans import NORTHBY, NORTHBY_DAYS, WALSALL, WALSALL_DAYS, hostile

import actionplan as ap
from actionplan import cli, frames


@pytest.fixture(scope="module")
def walsall() -> dict[str, Any]:
    return ap.load(WALSALL).delivery(WALSALL_DAYS[0]).to_dict()


def figure(delivery: dict[str, Any], name: str) -> dict[str, Any]:
    return next(f for f in delivery["groups"][0]["figures"] if f["name"] == name)


def test_every_figure_has_its_items(walsall: dict[str, Any]) -> None:
    for group in walsall["groups"]:
        for each in group["figures"] + group["findings"]:
            assert each["numerator"] == len(each["items"])
            assert each["denominator"] == len(each["out_of"])
            if each["denominator"]:
                assert each["value"] == each["numerator"] / each["denominator"]
                assert each["why_absent"] is None
            else:
                assert each["value"] is None and each["why_absent"]


def test_the_founding_plan_is_counted_as_by_hand(walsall: dict[str, Any]) -> None:
    snapshot = ap.load(WALSALL).as_of(WALSALL_DAYS[0])
    states = snapshot.milestones
    complete = sum(state.is_complete for state in states)
    overdue = sum(state.is_overdue for state in states)
    assert figure(walsall, "complete")["numerator"] == complete
    assert figure(walsall, "overdue")["numerator"] == overdue == 4
    assert figure(walsall, "hit task")["denominator"] == 4
    assert figure(walsall, "hit task")["numerator"] == 0
    undated = sum(state.original_due.last is None for state in states)
    assert figure(walsall, "BEI")["denominator"] == undated + 4


def test_the_spread_is_that_of_the_statistics_module() -> None:
    delivery = ap.load(NORTHBY).delivery(NORTHBY_DAYS[0]).to_dict()
    for spread in delivery["groups"][0]["distributions"]:
        values = spread["values"]
        quartiles = statistics.quantiles(values, n=4, method="inclusive")
        assert [spread["q1"], spread["median"], spread["q3"]] == quartiles
        assert spread["mean"] == pytest.approx(statistics.fmean(values))
        assert spread["total"] == sum(values)


def test_tables_and_notebook() -> None:
    delivery = ap.load(NORTHBY).delivery(NORTHBY_DAYS[0], days=["2024-06-30"])
    assert [p["day"] for p in delivery.to_dict()["trend"]] == ["2024-06-30"]
    table = delivery.to_pandas()
    assert list(table.columns) == list(frames.DELIVERY_COLUMNS)
    assert len(delivery.to_polars()) == len(delivery.to_arrow()) == len(table)
    assert "Delivery by recommendation" in delivery._repr_html_()
    assert len(repr(delivery).splitlines()) == 1


def test_the_main_shares_are_attributes() -> None:
    delivery = ap.load(NORTHBY).delivery(NORTHBY_DAYS[0])
    written = delivery.to_dict()["groups"]
    groups = delivery.groups
    assert [(g.kind, g.id, g.items) for g in groups] == [
        (g["kind"], g["id"], g["items"]) for g in written
    ]
    for group, as_json in zip(groups, written, strict=True):
        for key in ("figures", "findings"):
            assert [
                {
                    "name": f.name,
                    "value": f.rate,
                    "numerator": f.numerator,
                    "denominator": f.denominator,
                    "items": f.items,
                    "out_of": f.out_of,
                    "uncertain": f.uncertain,
                    "why_absent": f.why_absent,
                }
                for f in getattr(group, key)
            ] == as_json[key]
    plan = delivery.plan
    named = [plan.complete, plan.overdue, plan.on_time, plan.bei, plan.hit_task]
    names = ["complete", "overdue", "on time", "BEI", "hit task"]
    assert [f.name for f in named] == names
    counted = plan.complete.denominator - plan["cancelled"].numerator
    assert plan["quiet move"].denominator == counted
    with pytest.raises(ap.UnknownName, match="no figure 'late'.*hit task"):
        plan["late"]
    # A part outlives what it came from.
    share = ap.load(NORTHBY).delivery(NORTHBY_DAYS[0]).plan.complete
    assert share.items == plan.complete.items
    assert repr(share).startswith("<DeliveryFigure complete: ")


def test_every_line_says_what_it_means() -> None:
    shown = CliRunner(env={"COLUMNS": "80"}).invoke(
        cli.main, ["delivery", str(WALSALL), "--as-of", WALSALL_DAYS[0]]
    )
    assert max(len(line) for line in shown.output.splitlines()) <= 80
    words = " ".join(shown.output.split())
    assert "Done against plan (BEI): all that is finished, out of" in words
    assert "0 of 20 dated milestones are complete" in words
    assert "20 of 93" in words  # of how many the slip is known
    assert "\u00a0" not in shown.output


def test_hostile_text_stays_text() -> None:
    html = hostile().delivery("2024-09-30")._repr_html_()
    assert "<script>" not in html and "<img" not in html


def test_what_makes_no_sense_is_refused() -> None:
    plan = ap.load(NORTHBY)
    with pytest.raises(ap.InvalidInput, match="after"):
        plan.delivery(NORTHBY_DAYS[0], days=["2030-01-01"])
    with pytest.raises(ap.InvalidInput):
        plan.delivery(NORTHBY_DAYS[0], most_in_a_month=-1)


@pytest.mark.parametrize("style", ["table", "json", "csv", "md", "html"])
def test_every_format(style: str) -> None:
    result = CliRunner().invoke(
        cli.main,
        ["delivery", str(NORTHBY), "--as-of", NORTHBY_DAYS[0], "--format", style],
    )
    assert result.exit_code == 0, result.output
    if style == "json":
        assert json.loads(result.output)["groups"][0]["kind"] == "plan"
    else:
        assert "BEI" in result.output


def test_leads_in_one_cell() -> None:
    assert ap.read_leads("Legal; HR") == ["Legal", "HR"]
    assert ap.read_leads("Legal and HR") == ["Legal and HR"]
    assert ap.read_leads("Legal and HR", known=["hr"]) == ["Legal", "HR"]
