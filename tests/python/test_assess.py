"""Assessments in Python: asking for ratings, counting, comparing."""

import datetime
import json
from multiprocessing.pool import ThreadPool

import pytest
from plans import NORTHBY, NORTHBY_DAYS, WALSALL, WALSALL_DAYS

import actionplan as ap


@pytest.fixture(scope="module")
def plan() -> ap.Plan:
    return ap.load(WALSALL)


@pytest.fixture(scope="module")
def now(plan: ap.Plan) -> ap.Assessment:
    return plan.assess(WALSALL_DAYS[0])


@pytest.fixture(scope="module")
def comparison(plan: ap.Plan, now: ap.Assessment) -> ap.Comparison:
    return now.compare(plan.assess(WALSALL_DAYS[1]))


# ---------------------------------------------------------------------------
# Ratings.


def test_aspects_are_attributes_of_items(now: ap.Assessment) -> None:
    process = now["R11"].process
    assert process.rating == "Red"
    assert process.rule is not None
    assert "R11.1" in process.because
    assert (process.item, process.kind, process.aspect) == (
        "R11",
        "recommendation",
        "process",
    )
    assert now["R11"]["process"].rule == process.rule
    assert now["R11"].aspects == ["process", "impact"]


def test_not_rated_is_none_with_a_reason(now: ap.Assessment) -> None:
    process = now["R7"].process
    assert process.rating is None
    assert process.because
    assert process.reported.state == "given"
    assert process.reported.rating == "Green"
    assert process.differs_from_reported


def test_what_was_reported_and_lost_differs_from_nothing(now: ap.Assessment) -> None:
    lost = now["R1"].process.reported
    assert (lost.state, lost.rating) == ("lost", None)
    assert not now["R1"].process.differs_from_reported
    assert now["R1.1"].process.reported.state == "none"


def test_an_unknown_item_is_a_lookup_error(now: ap.Assessment) -> None:
    with pytest.raises(ap.UnknownName, match="no item 'R99'") as caught:
        now["R99"]
    assert isinstance(caught.value, ap.ActionPlanError)
    assert isinstance(caught.value, LookupError)
    with pytest.raises(ap.UnknownName, match="'C1' is a concern"):
        now["C1"]
    assert "R7" in now
    assert "R7.1" in now
    assert "R99" not in now
    assert "C1" not in now


def test_an_unknown_aspect_says_which_there_are(now: ap.Assessment) -> None:
    with pytest.raises(AttributeError, match="but for: process, impact"):
        now["R7"].progress  # noqa: B018
    with pytest.raises(ap.UnknownName, match="but for: process, impact"):
        now["R7"]["progress"]
    assert not hasattr(now["R7"], "progress")
    # A milestone has no impact of its own.
    assert not hasattr(now["R7.1"], "impact")


def test_counts_are_in_the_scheme_s_order_and_add_up(now: ap.Assessment) -> None:
    counts = now.count(aspect="process")
    assert list(counts) == ["Red", "Amber", "Green", "Blue", "Grey", None]
    assert sum(counts.values()) == 12
    ratings = [r.rating for r in now.ratings if r.kind == "milestone"]
    counts = now.count(kind="milestone", aspect="process")
    assert counts == {level: ratings.count(level) for level in counts}
    with pytest.raises(TypeError):
        now.count("milestone", "process")  # type: ignore[misc]
    with pytest.raises(ap.InvalidInput, match="'concern' is not a kind"):
        now.count(kind="concern", aspect="process")
    with pytest.raises(ap.UnknownName, match="no aspect 'progress'"):
        now.count(aspect="progress")


def test_ratings_are_those_of_the_items(now: ap.Assessment) -> None:
    kinds = [rating.kind for rating in now.ratings]
    assert kinds == sorted(
        kinds, key=["plan", "recommendation", "milestone", "outcome"].index
    )
    for rating in now.ratings:
        assert now.rates(kind=rating.kind, aspect=rating.aspect)
        assert now[rating.item][rating.aspect].because == rating.because


# ---------------------------------------------------------------------------
# Arguments.


def test_a_scheme_is_an_object_a_name_or_the_plan_s_own(plan: ap.Plan) -> None:
    day = WALSALL_DAYS[0]
    own = plan.assess(day)
    for scheme in ("walsall-2018", ap.Scheme.load("walsall-2018")):
        assert plan.assess(day, scheme=scheme).to_json() == own.to_json()
        assert plan.as_of(day).assess(scheme=scheme).to_json() == own.to_json()
    with pytest.raises(TypeError):
        plan.assess(day, "walsall-2018")  # type: ignore[misc]
    with pytest.raises(ap.UnknownName, match="'nobody-2018'"):
        plan.assess(day, scheme="nobody-2018")


def test_a_plan_without_a_scheme_asks_for_one() -> None:
    plan = ap.Plan.from_json('{"actionplan": 1, "id": "p", "title": "t"}')
    with pytest.raises(ap.InvalidInput, match="names no scheme"):
        plan.assess("2018-03-27")


def test_a_reported_word_that_is_no_level_is_listed() -> None:
    update = {"on": "2018-03-01", "item": "R", "kind": "rating", "aspect": "process"}
    plan = ap.Plan.from_json(
        json.dumps(
            {
                "actionplan": 1,
                "id": "p",
                "title": "t",
                "recommendations": [{"id": "R", "title": "t"}],
                "journal": [
                    {**update, "rating": "Purple"},
                    {**update, "rating": "Mauve"},
                ],
            }
        )
    )
    with pytest.raises(ap.InvalidInput, match="Purple") as caught:
        plan.assess("2018-03-27", scheme="walsall-2018")
    assert "Mauve" in str(caught.value)


# ---------------------------------------------------------------------------
# Comparing.


def test_a_comparison_is_a_sequence(
    comparison: ap.Comparison, now: ap.Assessment
) -> None:
    assert len(comparison) == len(now.ratings)
    assert [m.current.item for m in comparison] == [r.item for r in now.ratings]
    assert comparison[-1].current.item == now.ratings[-1].item
    assert type(comparison[:3]) is list
    assert [m.current.item for m in comparison[2:0:-1]] == [
        comparison[2].current.item,
        comparison[1].current.item,
    ]
    for index in (len(comparison), -len(comparison) - 1):
        with pytest.raises(IndexError):
            comparison[index]


def test_a_move_has_both_sides(comparison: ap.Comparison) -> None:
    assert comparison.previous.as_of == datetime.date(2018, 1, 31)
    assert comparison.current.as_of == datetime.date(2018, 3, 27)
    (move,) = [
        m
        for m in comparison
        if (m.current.item, m.current.aspect) == ("R11", "process")
    ]
    assert move.previous.item == "R11"
    assert move.current.rating == "Red"
    assert move.previous.rating == comparison.previous["R11"].process.rating
    movements = {m.movement for m in comparison}
    assert movements <= {
        "unchanged",
        "better",
        "worse",
        "changed",
        "newly rated",
        "no longer rated",
    }


def test_only_the_same_plan_can_be_compared(now: ap.Assessment) -> None:
    other = ap.load(NORTHBY).assess(NORTHBY_DAYS[0])
    with pytest.raises(ap.InvalidInput):
        now.compare(other)
    with pytest.raises(TypeError):
        now.compare(None)  # type: ignore[arg-type]


# ---------------------------------------------------------------------------
# Values.


def test_json_and_dict_are_the_same(
    now: ap.Assessment, comparison: ap.Comparison
) -> None:
    assert now.to_dict() == json.loads(now.to_json())
    by_id = {r["id"]: r for r in now.to_dict()["recommendations"]}
    assert by_id["R11"]["process"]["rating"] == "Red"
    assert by_id["R7"]["process"]["rating"] is None
    assert by_id["R1"]["process"]["reported"] is None
    assert len(json.loads(comparison.to_json())) == len(comparison)


def test_nothing_can_be_changed(now: ap.Assessment) -> None:
    for value, name in (
        (now, "as_of"),
        (now["R7"], "id"),
        (now["R7"], "process"),
        (now["R7"].process, "rating"),
        (now["R7"].process.reported, "state"),
    ):
        with pytest.raises(AttributeError):
            setattr(value, name, "other")


def test_repr_is_on_one_line(now: ap.Assessment, comparison: ap.Comparison) -> None:
    item = now["R11"]
    values = [now, item, item.process, item.process.reported, comparison]
    for value in [*values, comparison[0], *item.process.facts]:
        assert len(repr(value).splitlines()) == 1
        assert repr(value).startswith(f"<{type(value).__name__} ")


def test_results_outlive_what_they_came_from() -> None:
    rating = ap.load(NORTHBY).assess(NORTHBY_DAYS[0]).ratings[0]
    assert rating.item
    plan = ap.load(NORTHBY)
    move = plan.assess(NORTHBY_DAYS[0]).compare(plan.assess(NORTHBY_DAYS[1]))[0]
    del plan
    assert move.current.because


def test_threads_get_the_same_answers(plan: ap.Plan) -> None:
    days = [f"2018-{month:02}-{day:02}" for month in (1, 2, 3) for day in (1, 15, 28)]
    scheme = ap.Scheme.load("walsall-2018")

    def answer(day: str) -> str:
        return plan.assess(day, scheme=scheme).to_json()

    with ThreadPool(4) as pool:
        assert pool.map(answer, days * 4) == [answer(day) for day in days] * 4


# ---------------------------------------------------------------------------
# Overrides and the nearest change.


def _plan(*journal: dict[str, object]) -> ap.Plan:
    milestone = {"id": "M", "text": "t", "due": "1 March 2018"}
    return ap.Plan.from_json(
        json.dumps(
            {
                "actionplan": 1,
                "id": "p",
                "title": "t",
                "recommendations": [
                    {"id": "R", "title": "t", "milestones": [milestone]}
                ],
                "journal": list(journal),
            }
        )
    )


OVERRIDE = {
    "on": "2018-03-20",
    "item": "M",
    "kind": "override",
    "aspect": "process",
    "rating": "Green",
    "reason": "Funding is agreed",
    "by": "Cabinet",
}


def test_an_override_stands_beside_the_computed_rating() -> None:
    now = _plan(OVERRIDE).assess("2018-03-27", scheme="walsall-2018")
    rating = now["M"].process
    assert rating.rating == "Red"
    override = rating.override
    assert override is not None
    assert (override.rating, override.by, override.reason, override.stands) == (
        "Green",
        "Cabinet",
        "Funding is agreed",
        True,
    )
    assert override.on == datetime.date(2018, 3, 20)
    assert override.problem is None
    (milestone,) = now.to_dict()["milestones"]
    assert milestone["process"]["override"] == {
        "rating": "Green",
        "by": "Cabinet",
        "reason": "Funding is agreed",
        "on": "2018-03-20",
        "stands": True,
        "problem": None,
    }
    before = _plan(OVERRIDE).assess("2018-03-19", scheme="walsall-2018")
    assert before["M"].process.override is None
    # What moved is the computed rating only.
    (move,) = [m for m in now.compare(before) if m.current.item == "M"]
    assert move.movement == "unchanged"


def test_a_rating_says_what_would_be_better() -> None:
    now = _plan().assess("2018-03-27", scheme="walsall-2018")
    rating = now["M"].process
    assert rating.which_date is not None
    assert "1 March 2018" in rating.which_date
    assert rating.clause is not None
    better = rating.next_better()
    assert better is not None
    assert better.text.startswith(f"{better.rating} if ")
    for way in better.ways:
        for step in way:
            assert step.words in better.text
            assert step.item == "M"
            assert step.updates
            assert step.fact is None
    key = ap.Scheme.load("walsall-2018")
    assert key.rate({"complete": True}).next_better() is None


# ---------------------------------------------------------------------------
# Tables.

TABLE: dict[str, list[object]] = {
    "ref": ["a", "b", "c"],
    "Days late": [0, 12, 12],
    "complete": [True, False, False],
    "stage": ["complete", "in progress", "in progress"],
    "recovery_plan": [False, False, None],
    "due": [datetime.date(2018, 3, 1), "2018-03-01", None],
}
COLUMNS = {"Days late": "days_overdue"}


def test_a_table_is_rated_as_its_rows_are() -> None:
    key = ap.Scheme.load("walsall-2018")
    rated = ap.assess_table(TABLE, key, columns=COLUMNS)
    assert list(rated) == [*TABLE, "rating", "rule", "because"]
    for row in range(3):
        facts = {
            COLUMNS.get(name, name): cells[row]
            for name, cells in TABLE.items()
            if name != "ref"
        }
        alone = key.rate(facts)
        assert (rated["rating"][row], rated["rule"][row], rated["because"][row]) == (
            alone.rating,
            alone.rule,
            alone.because,
        )
    assert rated["rating"][0] == "Blue"


def test_a_table_comes_back_as_it_came() -> None:
    import pandas
    import polars
    import pyarrow

    table = {name: cells for name, cells in TABLE.items() if name != "due"}
    expected = ap.assess_table(table, "walsall-2018", columns=COLUMNS)["rating"]
    for make, kind in (
        (pandas.DataFrame, pandas.DataFrame),
        (polars.DataFrame, polars.DataFrame),
        (pyarrow.table, pyarrow.Table),
    ):
        rated = ap.assess_table(make(table), "walsall-2018", columns=COLUMNS)
        assert isinstance(rated, kind)
        column = rated["rating"]
        found = column.to_pylist() if kind is pyarrow.Table else column.to_list()
        assert [None if word is pandas.NA else word for word in found] == expected


def test_every_bad_cell_of_a_table_is_listed() -> None:
    table = {"days_overdue": [1, "soon", 2.5], "complete": [True, "perhaps", "no"]}
    with pytest.raises(ap.InvalidInput) as caught:
        ap.assess_table(table, "walsall-2018")
    text = str(caught.value)
    assert "row 2, column 'days_overdue': The value 'soon'" in text
    assert "row 3, column 'days_overdue'" in text
    assert "row 2, column 'complete'" in text
    assert "row 3, column 'complete'" not in text


def test_a_column_is_the_fact_of_its_heading() -> None:
    table = {"Days overdue": [0], "COMPLETE": ["yes"], "Lead": ["a role"]}
    rated = ap.assess_table(table, "walsall-2018")
    assert rated["rating"] == ["Blue"]
    with pytest.raises(ap.InvalidInput, match="both the fact 'complete'"):
        ap.assess_table({"Complete": [1], "complete": [1]}, "walsall-2018")


def test_a_table_that_can_not_be_meant_is_refused() -> None:
    with pytest.raises(ap.InvalidInput, match="No column of the table is a fact"):
        ap.assess_table({"a": [1]}, "walsall-2018")
    with pytest.raises(ap.UnknownName, match="no column 'Days'"):
        ap.assess_table(
            {"complete": [True]}, "walsall-2018", columns={"Days": "days_overdue"}
        )
    with pytest.raises(ap.UnknownName, match="no fact 'days_over'"):
        ap.assess_table({"Days": [1]}, "walsall-2018", columns={"Days": "days_over"})
    with pytest.raises(ap.InvalidInput, match="already has a column 'rating'"):
        ap.assess_table({"complete": [True], "rating": ["x"]}, "walsall-2018")
    with pytest.raises(ap.InvalidInput, match="differ in length"):
        ap.assess_table({"complete": [True], "moves": [1, 2]}, "walsall-2018")
    with pytest.raises(TypeError, match="a dict of columns"):
        ap.assess_table([1, 2], "walsall-2018")


# ---------------------------------------------------------------------------
# What is still possible.

SPRING = "spring 2018"


def written_out(words: str) -> ap.Plan:
    """The example with its spring written out."""
    text = WALSALL.read_text(encoding="utf-8")
    assert f'"due": "{SPRING}"' in text
    return ap.Plan.from_json(text.replace(f'"due": "{SPRING}"', f'"due": "{words}"'))


@pytest.mark.parametrize(
    "day", ["2018-03-31", "2018-04-01", "2018-05-31", "2018-06-01"]
)
def test_what_is_possible_is_what_each_reading_gives(plan: ap.Plan, day: str) -> None:
    now = plan.assess(day)
    each = [
        written_out(words).assess(day)
        for words in ("1 March 2018 to 31 May 2018", "1 January 2018 to 31 March 2018")
    ]
    for item in ("R3.4", "R3.6"):
        rating = now[item].process
        given = [assessment[item].process.rating for assessment in each]
        # The usual reading is the first.
        assert rating.rating == given[0]
        named = {level or "not rated" for level in given}
        assert set(rating.possible or [rating.rating or "not rated"]) == named


def test_a_doubt_says_what_would_settle_it(plan: ap.Plan) -> None:
    rating = plan.assess("2018-04-15")["R3.6"].process
    assert (rating.rating, rating.possible) == ("Green", ["Red", "Green"])
    assert rating.settled_by == f"whether '{SPRING}' ends in March or in May"
    doubt = rating.doubt()
    assert doubt is not None
    assert doubt.text == f"Red or Green: settled by {rating.settled_by}"
    assert doubt.possible == rating.possible
    [[thing]] = doubt.settled_by
    assert (thing.written, thing.fact) == (SPRING, None)
    assert [(r.last, r.possible) for r in thing.readings] == [
        (datetime.date(2018, 5, 31), ["Green"]),
        (datetime.date(2018, 3, 31), ["Red"]),
    ]
    assert thing.readings[1].words == f"'{SPRING}' ends in March"
    assert doubt.text in repr(doubt)


def test_a_rating_that_is_settled_has_no_doubt(now: ap.Assessment) -> None:
    rating = now["R11.1"].process
    assert (rating.possible, rating.settled_by, rating.doubt()) == ([], None, None)


def test_what_the_body_has_stated_is_not_doubted() -> None:
    data = json.loads(WALSALL.read_text(encoding="utf-8"))
    data["conventions"] = {"spring": "January to March"}
    rating = ap.Plan.from_json(json.dumps(data)).assess("2018-04-15")["R3.6"].process
    assert (rating.rating, rating.doubt()) == ("Red", None)


def test_many_threads_may_ask_at_once(plan: ap.Plan) -> None:
    now = plan.assess("2018-04-15")
    with ThreadPool(8) as pool:
        found = pool.map(lambda _: now["R3.6"].process.possible, range(64))
    assert found == [["Red", "Green"]] * 64


def test_of_a_row_a_doubt_is_about_facts() -> None:
    key = ap.Scheme.load("walsall-2018")
    rating = key.rate({})
    assert (rating.rating, rating.possible) == (None, ["Blue", "not rated"])
    assert rating.settled_by == "its stage, or by whether it is complete"
    doubt = rating.doubt()
    assert doubt is not None
    assert [[(t.fact, t.readings) for t in things] for things in doubt.settled_by] == [
        [("stage", [])],
        [("complete", [])],
    ]
    assert key.rate({"complete": True}).doubt() is None
