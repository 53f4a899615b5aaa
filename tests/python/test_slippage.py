"""What slipped, as Python sees it: a list of findings that is a sequence."""

import datetime
import json

import pytest
from plans import NORTHBY, NORTHBY_DAYS, WALSALL, WALSALL_DAYS

import actionplan as ap

KINDS = [
    "overdue",
    "extended when overdue",
    "re-planned",
    "brought forward",
    "quiet move",
    "serial re-planning",
    "forecast late",
    "completed late",
    "perhaps late",
    "late start",
    "stalled",
    "knock-on",
    "undated",
]


@pytest.fixture(scope="module")
def findings() -> ap.SlippageList:
    return ap.load(NORTHBY).slippage(NORTHBY_DAYS[0])


def test_the_findings_are_a_sequence(findings: ap.SlippageList) -> None:
    items = [finding.item for finding in findings]
    assert len(findings) == len(items) > 3
    assert findings[0].item == items[0]
    assert findings[-1].item == items[-1]
    assert type(findings[1:3]) is list
    assert [f.item for f in findings[1:3]] == items[1:3]
    assert [f.item for f in findings[::-1]] == items[::-1]
    assert [f.item for f in reversed(findings)] == items[::-1]
    assert findings[len(items) :] == []
    for index in (len(items), -len(items) - 1):
        with pytest.raises(IndexError, match=f"the list has {len(items)} items"):
            findings[index]
    with pytest.raises(TypeError):
        findings["R1"]  # type: ignore[call-overload]


def test_a_finding_is_in_its_list(findings: ap.SlippageList) -> None:
    assert findings[0] == findings[0]
    assert findings[0] in findings


def test_a_plan_without_work_has_no_findings() -> None:
    plan = ap.Plan.from_json('{"actionplan": 1, "id": "p", "title": "t"}')
    findings = plan.slippage("2018-03-27")
    assert list(findings) == []
    assert not findings


def test_days_cross_as_dates_and_numbers(findings: ap.SlippageList) -> None:
    assert {finding.kind for finding in findings} <= set(KINDS)
    for finding in findings:
        for day in (finding.from_day, finding.to_day, finding.on):
            assert day is None or type(day) is datetime.date
        assert finding.days is None or type(finding.days) is int
        assert finding.because
        if finding.kind == "undated":
            assert finding.days is None
        if None not in (finding.days, finding.from_day, finding.to_day):
            assert finding.to_day - finding.from_day == datetime.timedelta(finding.days)


def test_a_quiet_move_lacks_who_or_why(findings: ap.SlippageList) -> None:
    moves = [f for f in findings if f.kind in ("re-planned", "quiet move")]
    assert {f.kind for f in moves} == {"re-planned", "quiet move"}
    for finding in moves:
        quiet = not finding.agreed_by or not finding.reason
        assert quiet == (finding.kind == "quiet move")


def test_a_finding_counts_in_both_kinds_of_days(findings: ap.SlippageList) -> None:
    overdue = [finding for finding in findings if finding.kind == "overdue"]
    for finding in overdue:
        assert finding.working_days is not None and finding.days is not None
        assert 0 <= finding.working_days <= finding.days
        assert finding.agreed.days == finding.days
        assert finding.why_no_working_days is None
        assert finding.facts[0].name == "original due"
        assert finding.facts[0].source == "the plan as accepted"


def test_the_last_period_can_be_named() -> None:
    plan = ap.load(NORTHBY)
    assert plan.slippage(NORTHBY_DAYS[0]).previous == datetime.date(2024, 6, 30)
    named = plan.slippage(NORTHBY_DAYS[0], previous="2024-08-31")
    assert named.previous == datetime.date(2024, 8, 31)
    with pytest.raises(ap.InvalidInput, match="must be before"):
        plan.slippage(NORTHBY_DAYS[0], previous=NORTHBY_DAYS[0])
    with pytest.raises(ap.InvalidInput, match="at least 1"):
        plan.slippage(NORTHBY_DAYS[0], serial_moves=0)


def test_a_plan_and_its_snapshot_say_the_same() -> None:
    plan = ap.load(WALSALL)
    direct = plan.slippage(WALSALL_DAYS[0])
    assert direct.to_json() == plan.as_of(WALSALL_DAYS[0]).slippage().to_json()
    overdue = [finding.item for finding in direct if finding.kind == "overdue"]
    assert overdue == ["R1.C5", "R6.1", "R9.C5", "R11.1"]
    then = plan.slippage(WALSALL_DAYS[0], known_by=WALSALL_DAYS[1])
    assert then.to_json() != direct.to_json()
    with pytest.raises(TypeError):
        plan.slippage(WALSALL_DAYS[0], WALSALL_DAYS[1])  # type: ignore[misc]


def test_json_has_every_finding(findings: ap.SlippageList) -> None:
    written = json.loads(findings.to_json())
    assert [finding["item"] for finding in written] == [f.item for f in findings]
    assert [finding["kind"] for finding in written] == [f.kind for f in findings]


def test_a_finding_can_t_be_changed(findings: ap.SlippageList) -> None:
    with pytest.raises(AttributeError):
        findings[0].days = 0  # type: ignore[misc]
    with pytest.raises(TypeError):
        findings[0] = findings[1]  # type: ignore[index]


def test_repr_is_on_one_line(findings: ap.SlippageList) -> None:
    assert repr(findings) == (
        f"<SlippageList {len(findings)} findings as of {NORTHBY_DAYS[0]}>"
    )
    for finding in findings:
        assert len(repr(finding).splitlines()) == 1
        assert repr(finding).startswith(f"<Slippage {finding.item} ")


def test_a_finding_says_what_the_milestone_is_and_who_leads_it() -> None:
    plan = ap.load(NORTHBY)
    known = {
        milestone.id: (each.id, milestone.text, milestone.lead or each.lead)
        for each in plan.recommendations
        for milestone in each.milestones
    }
    findings = plan.slippage(NORTHBY_DAYS[0])
    rows = findings.to_pandas()
    assert list(rows.columns[:5]) == ["item", "recommendation", "text", "lead", "kind"]
    assert len(findings) > 5
    for finding, row, as_json in zip(
        findings,
        rows.to_dict("records"),
        json.loads(findings.to_json()),
        strict=True,
    ):
        said = finding.recommendation, finding.text, finding.lead
        assert said == known[finding.item]
        assert (row["recommendation"], row["text"]) == said[:2]
        assert as_json["lead"] == (finding.lead or None)
        assert finding.text in findings._repr_html_().replace("&#39;", "'")
