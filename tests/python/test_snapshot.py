"""A plan as of a day: the arguments, the states, and what must always hold."""

import datetime
import json
from multiprocessing.pool import ThreadPool
from typing import Any

import pandas
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plans import NORTHBY, NORTHBY_DAYS, WALSALL

import actionplan as ap

DAY = datetime.date(2018, 3, 27)


@pytest.fixture(scope="module")
def plan() -> ap.Plan:
    return ap.load(WALSALL)


# ---------------------------------------------------------------------------
# Days as arguments.


@pytest.mark.parametrize("day", [DAY, "2018-03-27", datetime.datetime(2018, 3, 27)])
def test_a_day_is_a_date_or_an_iso_text(plan: ap.Plan, day: Any) -> None:
    snapshot = plan.as_of(day, known_by=day)
    for found in (snapshot.as_of, snapshot.known_by):
        assert type(found) is datetime.date
        assert found == DAY


def test_a_timestamp_at_midnight_is_a_day(plan: ap.Plan) -> None:
    assert plan.as_of(pandas.Timestamp("2018-03-27")).as_of == DAY
    with pytest.raises(ap.InvalidInput, match="has a time of day"):
        plan.as_of(pandas.Timestamp("2018-03-27 09:30"))
    with pytest.raises(ap.InvalidInput):
        plan.as_of(pandas.NaT)


def test_a_timestamp_with_nanoseconds_is_refused(plan: ap.Plan) -> None:
    with pytest.raises(ap.InvalidInput):
        plan.as_of(pandas.Timestamp("2018-03-27 00:00:00.000000001"))


@pytest.mark.parametrize(
    "day",
    [
        datetime.datetime(2018, 3, 27, 9, 30),
        datetime.datetime(2018, 3, 27, 0, 0, 0, 1),
        datetime.datetime(2018, 3, 27, tzinfo=datetime.timezone.utc),
    ],
)
def test_a_time_of_day_or_zone_is_refused(
    plan: ap.Plan, day: datetime.datetime
) -> None:
    for ask in (plan.as_of, plan.assess, plan.slippage):
        with pytest.raises(ap.InvalidInput, match=r"give its \.date\(\)") as caught:
            ask(day)
        assert isinstance(caught.value, ValueError)
    with pytest.raises(ap.InvalidInput):
        plan.as_of(DAY, known_by=day)


@pytest.mark.parametrize("text", ["27 March 2018", "2018-02-30", "2018-3-27", ""])
def test_a_text_that_is_not_an_iso_day_is_invalid_input(
    plan: ap.Plan, text: str
) -> None:
    with pytest.raises(ap.InvalidInput):
        plan.as_of(text)


@pytest.mark.parametrize("day", [None, 20180327, 1.5, ["2018-03-27"]])
def test_what_is_not_a_day_is_a_type_error(plan: ap.Plan, day: Any) -> None:
    with pytest.raises(TypeError):
        plan.as_of(day)


def test_known_by_is_keyword_only(plan: ap.Plan) -> None:
    with pytest.raises(TypeError):
        plan.as_of(DAY, DAY)  # type: ignore[misc]


def test_a_day_before_the_plan_was_accepted_is_invalid_input(plan: ap.Plan) -> None:
    with pytest.raises(ap.InvalidInput, match="from 2017-12-01 on"):
        plan.as_of("2017-11-30")


# ---------------------------------------------------------------------------
# States.


def test_a_state_has_the_original_due_beside_the_present_one() -> None:
    snapshot = ap.load(NORTHBY).as_of(NORTHBY_DAYS[0])
    moved = [state for state in snapshot.milestones if state.moves]
    assert moved
    for state in moved:
        assert state.moves[-1].to_due == state.due
        assert type(state.moves[0].on) is datetime.date
        for move in state.moves:
            assert move.is_quiet == (not move.agreed_by or not move.reason)


def test_the_period_is_two_days(plan: ap.Plan) -> None:
    assert plan.as_of(DAY).period == (datetime.date(2018, 2, 1), DAY)


def test_a_fact_is_a_value_none_or_not_applicable(plan: ap.Plan) -> None:
    facts = plan.as_of(DAY).facts("R11.1")
    assert facts["days_overdue"] > 0
    assert type(facts["due"]) is datetime.date
    assert facts["complete"] is False
    undated = plan.as_of(DAY).facts("R7.1")
    assert undated["due"] is None
    assert undated["finished"] == "not applicable"


def test_facts_can_be_rated_again(plan: ap.Plan) -> None:
    snapshot = plan.as_of(DAY)
    assessment = snapshot.assess()
    for state in snapshot.milestones:
        again = assessment.scheme.rate(snapshot.facts(state.id), aspect="process")
        assert again.rating == assessment[state.id].process.rating
        assert again.rule == assessment[state.id].process.rule


def test_an_unknown_item_is_a_lookup_error(plan: ap.Plan) -> None:
    snapshot = plan.as_of(DAY)
    for ask in (snapshot.milestone, snapshot.facts, snapshot.open_concerns):
        with pytest.raises(ap.UnknownName, match="'R99'") as caught:
            ask("R99")
        assert isinstance(caught.value, ap.ActionPlanError)
        assert isinstance(caught.value, LookupError)
    with pytest.raises(ap.UnknownName, match="a recommendation, not a milestone"):
        snapshot.milestone("R7")


def test_what_was_not_yet_recorded_does_not_count() -> None:
    plan = ap.Plan.from_json(
        json.dumps(
            {
                "actionplan": 1,
                "id": "p",
                "title": "t",
                "recommendations": [
                    {"id": "R", "title": "t", "milestones": [{"id": "M", "text": "t"}]}
                ],
                "journal": [
                    {
                        "on": "2018-02-01",
                        "recorded": "2018-03-01",
                        "item": "M",
                        "kind": "stage",
                        "stage": "complete",
                    }
                ],
            }
        )
    )
    assert plan.as_of("2018-02-01").milestone("M").is_complete
    assert plan.as_of("2018-02-01").milestone("M").finished == datetime.date(2018, 2, 1)
    then = plan.as_of("2018-02-01", known_by="2018-02-28")
    assert not then.milestone("M").is_complete
    assert then.updates == []


def test_a_state_outlives_its_snapshot_and_plan() -> None:
    states = ap.load(NORTHBY).as_of(NORTHBY_DAYS[0]).milestones
    again = ap.load(NORTHBY).as_of(NORTHBY_DAYS[0]).milestones
    assert [state.id for state in states] == [state.id for state in again]


def test_nothing_can_be_changed(plan: ap.Plan) -> None:
    snapshot = plan.as_of(DAY)
    with pytest.raises(AttributeError):
        snapshot.as_of = DAY  # type: ignore[misc]
    with pytest.raises(AttributeError):
        snapshot.milestones[0].due = None  # type: ignore[misc, assignment]
    snapshot.milestones.clear()
    assert len(snapshot.milestones) == len(plan.milestones)


def test_repr_is_on_one_line(plan: ap.Plan) -> None:
    snapshot = ap.load(NORTHBY).as_of(NORTHBY_DAYS[0])
    values: list[Any] = [snapshot, *snapshot.milestones]
    values += [move for state in snapshot.milestones for move in state.moves]
    for value in values:
        assert len(repr(value).splitlines()) == 1
        assert repr(value).startswith(f"<{type(value).__name__} ")


def test_threads_get_the_same_answers(plan: ap.Plan) -> None:
    days = [f"2018-{month:02}-{day:02}" for month in (1, 2, 3) for day in (1, 15, 28)]

    def answer(day: str) -> list[str]:
        snapshot = plan.as_of(day)
        return [repr(state) for state in snapshot.milestones] + [
            snapshot.slippage().to_json()
        ]

    with ThreadPool(4) as pool:
        assert pool.map(answer, days * 4) == [answer(day) for day in days] * 4


# ---------------------------------------------------------------------------
# Properties.

MILESTONES = ("M1", "M2")
DUES = st.sampled_from(
    [None, "31 January 2018", "March 2018", "June 2018", "ongoing", "to be agreed"]
)
BY = st.sampled_from([None, "Board"])
DAYS = st.dates(datetime.date(2018, 1, 1), datetime.date(2018, 6, 30))


@st.composite
def updates(draw: st.DrawFn) -> dict[str, Any]:
    on = draw(DAYS)
    update = {"on": on.isoformat(), "item": draw(st.sampled_from(MILESTONES))}
    if draw(st.booleans()):
        later = on + datetime.timedelta(days=draw(st.integers(0, 30)))
        update["recorded"] = later.isoformat()
    kind = draw(
        st.sampled_from(["due", "forecast", "stage", "progress", "recovery", "rating"])
    )
    own: dict[str, Any] = {
        "due": {"due": draw(DUES), "agreed_by": draw(BY), "reason": draw(BY)},
        "forecast": {"finish": draw(DUES)},
        "stage": {
            "stage": draw(
                st.sampled_from(
                    ["not started", "in progress", "complete", "on hold", "cancelled"]
                )
            )
        },
        "progress": {"percent": draw(st.integers(0, 100))},
        "recovery": {"until": draw(DUES)},
        "rating": {
            "aspect": "process",
            "rating": draw(st.sampled_from([None, "Red", "Green"])),
        },
    }[kind]
    return {**update, "kind": kind, **own}


def days_of(update: dict[str, Any]) -> tuple[str, str]:
    return update["on"], update.get("recorded", update["on"])


JOURNALS = st.lists(updates(), max_size=6, unique_by=days_of)


def plan_with(
    dues: tuple[str | None, str | None], journal: list[dict[str, Any]]
) -> ap.Plan:
    milestones = [
        {"id": id, "text": "t", "due": due}
        for id, due in zip(MILESTONES, dues, strict=True)
    ]
    return ap.Plan.from_json(
        json.dumps(
            {
                "actionplan": 1,
                "id": "p",
                "title": "t",
                "scheme": "walsall-2018",
                "recommendations": [
                    {"id": "R", "title": "t", "milestones": milestones}
                ],
                "journal": journal,
            }
        )
    )


quick = settings(
    max_examples=80, deadline=None, suppress_health_check=list(HealthCheck)
)


@quick
@given(st.tuples(DUES, DUES), JOURNALS, st.integers(0, 400), st.integers(0, 400))
def test_open_work_never_gets_less_overdue_by_waiting(
    dues: tuple[str | None, str | None],
    journal: list[dict[str, Any]],
    first: int,
    wait: int,
) -> None:
    # All of the journal counts on both days.
    plan = plan_with(dues, journal)
    day = datetime.date(2018, 6, 30) + datetime.timedelta(days=first)
    later = day + datetime.timedelta(days=wait)
    for before, after in zip(
        plan.as_of(day).milestones, plan.as_of(later).milestones, strict=True
    ):
        assert before.is_complete == after.is_complete
        if before.is_complete or before.days_overdue is None:
            assert after.days_overdue == before.days_overdue
            continue
        assert after.days_overdue is not None
        assert before.days_overdue <= after.days_overdue
        if before.is_overdue:
            assert after.days_overdue == before.days_overdue + wait


@quick
@given(st.tuples(DUES, DUES), JOURNALS, DAYS, st.randoms(use_true_random=False))
def test_the_order_of_the_journal_does_not_matter(
    dues: tuple[str | None, str | None],
    journal: list[dict[str, Any]],
    day: datetime.date,
    random: Any,
) -> None:
    # Two updates of the same two days count in the order of the file.
    shuffled = list(journal)
    random.shuffle(shuffled)
    one, other = plan_with(dues, journal), plan_with(dues, shuffled)
    for known_by in (None, day):
        a = one.as_of(day, known_by=known_by)
        b = other.as_of(day, known_by=known_by)
        assert [update.details for update in a.updates] == [
            update.details for update in b.updates
        ]
        for id in ("p", "R", *MILESTONES):
            assert a.facts(id) == b.facts(id)
        assert a.assess().to_json() == b.assess().to_json()
        assert a.slippage().to_json() == b.slippage().to_json()
