"""Plans in Python: reading, writing, refusing, and the published schema."""

import copy
import datetime
import json
import pathlib
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from plans import NORTHBY, WALSALL

import actionplan as ap

SCHEMA = Draft202012Validator(
    json.loads(ap.plan_schema()),
    format_checker=Draft202012Validator.FORMAT_CHECKER,
)

MINIMAL: dict[str, Any] = {"actionplan": 1, "id": "p", "title": "A plan"}


def read(plan: dict[str, Any]) -> ap.Plan:
    return ap.Plan.from_json(json.dumps(plan))


# ---------------------------------------------------------------------------
# Whole plan files, as dicts.

TEXT = st.text(max_size=6)
WORDS = st.text(min_size=1, max_size=6)
MAYBE_TEXT = st.none() | TEXT
DUE = st.none() | st.sampled_from(
    [
        "",
        "April 2018",
        "March / April 2018",
        "31 March 2025",
        "from July 2017",
        "every quarter",
        "ongoing",
        "to be agreed",
        "n/a",
    ]
)
DAYS = st.dates(datetime.date(1400, 1, 1), datetime.date(9999, 12, 31))
DAY = DAYS.map(datetime.date.isoformat)
NUMBER = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
MAYBE_NUMBER = st.none() | NUMBER
ANSWER = st.none() | st.booleans()
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=2)
    | st.dictionaries(TEXT, inner, max_size=2),
    max_leaves=3,
)
UNKNOWN_KEYS = st.dictionaries(
    st.sampled_from(["", "Id", "état", "a.b"]) | TEXT.map("x{}".format),
    ANYTHING,
    max_size=2,
)

KINDS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "due": ({"due": DUE}, {"agreed_by": MAYBE_TEXT, "reason": MAYBE_TEXT}),
    "forecast": ({}, {"finish": DUE}),
    "stage": (
        {
            "stage": st.sampled_from(
                [
                    "not started",
                    "in progress",
                    "complete",
                    "verified",
                    "on hold",
                    "cancelled",
                ]
            )
        },
        {"decision": MAYBE_TEXT},
    ),
    "progress": ({}, {"percent": MAYBE_NUMBER}),
    "recovery": ({}, {"until": DUE}),
    "blocked": ({"blocked": st.booleans()}, {}),
    "reading": (
        {"value": NUMBER},
        {"numerator": MAYBE_NUMBER, "denominator": MAYBE_NUMBER},
    ),
    "evidence": (
        {},
        {"measurable": ANSWER, "demonstrated": ANSWER, "achieved": ANSWER},
    ),
    "concern": (
        {},
        {"state": st.sampled_from([None, "", "open", "closed"]), "significant": ANSWER},
    ),
    "rating": ({"aspect": WORDS, "rating": MAYBE_TEXT}, {"period": MAYBE_TEXT}),
}


def objects(must: dict[str, Any], may: dict[str, Any]) -> st.SearchStrategy[Any]:
    known = st.fixed_dictionaries(must, optional=may)
    return st.builds(lambda a, b: {**a, **b}, known, UNKNOWN_KEYS)


def maybe_list(item: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | st.lists(item, max_size=2)


def updates() -> st.SearchStrategy[Any]:
    may = {"recorded": st.none() | DAY, "written": DUE, "by": MAYBE_TEXT}
    may |= {"text": MAYBE_TEXT, "source": MAYBE_TEXT}
    return st.one_of(
        [
            objects(
                {"on": DAY, "item": WORDS, "kind": st.just(kind), **must},
                {**may, **own},
            )
            for kind, (must, own) in KINDS.items()
        ]
    )


def periods() -> st.SearchStrategy[Any]:
    def order(period: dict[str, Any]) -> dict[str, Any]:
        first, last = sorted([period["from"], period["to"]])
        return {**period, "from": first, "to": last}

    return objects({"name": WORDS, "from": DAY, "to": DAY}, {}).map(order)


def number_ids(plan: dict[str, Any]) -> dict[str, Any]:
    """Makes ids unique: each ends in # and a number of its own."""
    owners = [plan, *(plan.get("measures") or []), *(plan.get("concerns") or [])]
    for recommendation in plan.get("recommendations") or []:
        owners.append(recommendation)
        owners += recommendation.get("outcomes") or []
        owners += recommendation.get("milestones") or []
    for number, owner in enumerate(owners):
        owner["id"] = f"{owner['id']}#{number}"
    return plan


def plan_files() -> st.SearchStrategy[dict[str, Any]]:
    source = {"source": MAYBE_TEXT}
    outcome = objects({"id": TEXT, "text": WORDS}, {"expected": DUE, **source})
    milestone = objects(
        {"id": TEXT, "text": WORDS},
        {
            "lead": MAYBE_TEXT,
            "start": DUE,
            "due": DUE,
            "needs": maybe_list(TEXT),
            **source,
        },
    )
    recommendation = objects(
        {"id": TEXT, "title": WORDS},
        {
            "lead": MAYBE_TEXT,
            "finding": MAYBE_TEXT,
            "outcomes": maybe_list(outcome),
            "milestones": maybe_list(milestone),
            **source,
        },
    )
    measure = objects(
        {"id": TEXT, "name": WORDS, "unit": WORDS},
        {
            "outcome": MAYBE_TEXT,
            "better": st.sampled_from([None, "", "higher", "lower"]),
            "target": MAYBE_NUMBER,
            "tolerance": MAYBE_NUMBER,
            **source,
        },
    )
    concern = objects(
        {"id": TEXT, "text": WORDS},
        {"theme": MAYBE_TEXT, "touches": maybe_list(TEXT), **source},
    )
    return objects(
        {"actionplan": st.just(1), "id": TEXT, "title": WORDS},
        {
            "organisation": MAYBE_TEXT,
            "accepted": DUE,
            "scheme": MAYBE_TEXT,
            "periods": maybe_list(periods()),
            "recommendations": maybe_list(recommendation),
            "measures": maybe_list(measure),
            "concerns": maybe_list(concern),
            "journal": maybe_list(updates()),
            **source,
        },
    ).map(number_ids)


def exactly(value: Any) -> Any:
    """Comparable, with True and 1 told apart (1 and 1.0 are one number)."""
    if isinstance(value, dict):
        return {key: exactly(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [exactly(inner) for inner in value]
    return ("yes/no", value) if isinstance(value, bool) else value


quick = settings(
    max_examples=60, deadline=None, suppress_health_check=list(HealthCheck)
)


@quick
@given(plan_files())
def test_what_was_read_is_written(plan: dict[str, Any]) -> None:
    written = read(plan).to_json()
    assert exactly(json.loads(written)) == exactly(plan)
    assert ap.Plan.from_json(written).to_json() == written


@pytest.mark.parametrize("key", ["organisation", "source", "accepted", "scheme"])
def test_an_empty_text_is_kept(key: str) -> None:
    plan = {**MINIMAL, key: "", "recommendations": [], "journal": []}
    assert json.loads(read(plan).to_json()) == plan


def test_a_plan_without_lists_that_is_written_is_the_same_plan() -> None:
    assert ap.Plan.from_json(read(MINIMAL).to_json()) == read(MINIMAL)


@quick
@given(plan_files())
def test_a_plan_that_is_read_is_valid_by_the_schema(plan: dict[str, Any]) -> None:
    assert read(plan).id == plan["id"]
    assert SCHEMA.is_valid(plan)


WRITTEN_TIMES = {"due", "start", "expected", "finish", "until", "accepted", "written"}
REPLACEMENTS = [None, True, False, 0, 1, -1.5, "", "x", [], {}, ["x"], [None], [{}]]
REPLACEMENTS += ["2018-02-30", "2018-02-28", "20180228", "2018-02-28 ", "open"]
REPLACEMENTS += ["higher", "complete", *KINDS]


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) below a value that the schema judges."""
    keys = value if isinstance(value, dict) else range(len(value))
    found = []
    for key in keys:
        if key in WRITTEN_TIMES:
            continue
        found.append((value, key))
        if isinstance(value[key], (dict, list)):
            found += places(value[key])
    return found


def is_backwards(period: Any) -> bool:
    """A period that ends before it begins, which the schema can't judge."""
    if not isinstance(period, dict):
        return False
    days = period.get("from"), period.get("to")
    return all(isinstance(day, str) for day in days) and days[0] > days[1]


def accepts(plan: Any) -> bool:
    try:
        read(plan)
    except ap.InvalidInput as error:
        assert error.issues
        return False
    return True


@settings(quick, max_examples=150)
@given(plan_files(), st.data())
def test_reader_and_schema_agree(plan: dict[str, Any], data: st.DataObject) -> None:
    mutated = copy.deepcopy(plan)
    container, key = data.draw(st.sampled_from(places(mutated)))
    if isinstance(container, dict) and data.draw(st.booleans()):
        del container[key]
    else:
        container[key] = data.draw(st.sampled_from(REPLACEMENTS))
    found = mutated.get("periods")
    assume(not isinstance(found, list) or not any(map(is_backwards, found)))
    assert accepts(mutated) == SCHEMA.is_valid(mutated)


# ---------------------------------------------------------------------------
# The example.


def test_the_example_is_valid_and_says_what_the_report_says() -> None:
    file = json.loads(WALSALL.read_text(encoding="utf-8"))
    assert [error.message for error in SCHEMA.iter_errors(file)] == []
    plan = ap.load(WALSALL)
    # The one contradiction is the report's own: 252 of 301 is not 85 %.
    assert [issue.where for issue in plan.validate()] == ["$.journal[53].value"]
    assert len(plan.recommendations) == 12
    assert len(plan.outcomes) == 40
    assert len(plan.concerns) == 10
    assert sum(len(concern.touches) for concern in plan.concerns) == 14

    scheduled = [m for m in plan.milestones if ".C" not in m.id]
    assert len(scheduled) == 41
    dues = Counter(
        "dated"
        if m.due.is_dated
        else "recurring"
        if m.due.kind == "recurring"
        else "without"
        for m in scheduled
    )
    assert dues == {"dated": 14, "recurring": 1, "without": 26}

    reported = [update for update in plan.journal if update.kind == "rating"]
    assert len(reported) == 48
    assert sum(update.details["rating"] is None for update in reported) == 24


@pytest.mark.parametrize("path", [WALSALL, NORTHBY], ids=["walsall", "northby"])
def test_a_published_plan_is_written_as_it_was_read(path: pathlib.Path) -> None:
    file = json.loads(path.read_text(encoding="utf-8"))
    assert exactly(json.loads(ap.load(path).to_json())) == exactly(file)


# ---------------------------------------------------------------------------
# Files and errors.


def test_a_path_is_a_text_or_a_path(tmp_path: pathlib.Path) -> None:
    plan = ap.load(NORTHBY)
    for path in (tmp_path / "a.json", str(tmp_path / "b.json")):
        plan.save(path)
        assert ap.load(path) == plan


def test_a_file_that_is_not_there_is_an_os_error(tmp_path: pathlib.Path) -> None:
    with pytest.raises(ap.FileProblem, match="There is no file") as caught:
        ap.load(tmp_path / "none.json")
    assert isinstance(caught.value, ap.ActionPlanError)
    assert isinstance(caught.value, OSError)
    with pytest.raises(ap.FileProblem, match="can't be written"):
        read(MINIMAL).save(tmp_path / "none" / "plan.json")


def test_every_problem_is_listed_with_its_place() -> None:
    broken = {
        "actionplan": 2,
        "id": "p",
        "title": "",
        "recommendations": [{"id": 5, "title": "t"}],
        "journal": [{"on": "2018-02-30", "item": "p", "kind": "progres"}],
    }
    with pytest.raises(ap.InvalidInput) as caught:
        read(broken)
    assert isinstance(caught.value, ap.ActionPlanError)
    assert isinstance(caught.value, ValueError)
    issues = caught.value.issues
    assert [issue.where for issue in issues] == [
        "$.actionplan",
        "$.title",
        "$.recommendations[0].id",
        "$.journal[0].on",
        "$.journal[0].kind",
    ]
    assert all(issue.what and issue.remedy for issue in issues)
    assert issues[-1].remedy == "Did you mean 'progress'?"
    for issue in issues:
        assert str(issue) in str(caught.value)


def test_an_error_without_a_list_has_an_empty_one() -> None:
    with pytest.raises(ap.InvalidInput) as caught:
        read(MINIMAL).as_of("yesterday")
    assert caught.value.issues == []


def test_text_that_is_not_json_is_invalid_input() -> None:
    with pytest.raises(ap.InvalidInput, match="line 1, column 1") as caught:
        ap.Plan.from_json("a plan")
    assert len(caught.value.issues) == 1


def test_a_number_too_large_is_invalid_input() -> None:
    text = '{"actionplan": 1, "id": "p", "title": "t", "x": 1e400}'
    with pytest.raises(ap.InvalidInput):
        ap.Plan.from_json(text)


def test_a_whole_number_that_would_be_rounded_is_refused() -> None:
    with pytest.raises(ap.InvalidInput, match=r"\$\.x: .* too large") as error:
        read({**MINIMAL, "x": 10**29 + 1})
    assert len(error.value.issues) == 1


# ---------------------------------------------------------------------------
# Values.


def test_days_cross_as_dates() -> None:
    update = {"on": "2018-02-12", "item": "p", "kind": "progress"}
    period = {"name": "Q1", "from": "2018-01-01", "to": "2018-03-31"}
    plan = read({**MINIMAL, "periods": [period], "journal": [update]})
    assert type(plan.journal[0].on) is datetime.date
    assert plan.journal[0].on == plan.journal[0].recorded
    assert plan.periods[0].first == datetime.date(2018, 1, 1)
    assert plan.periods[0].last == datetime.date(2018, 3, 31)


def test_an_update_has_the_keys_of_its_kind() -> None:
    moved = {"on": "2018-02-12", "item": "m", "kind": "due", "due": "April 2018"}
    lost = {"on": "2018-02-12", "item": "r", "kind": "rating", "aspect": "process"}
    plan = read({**MINIMAL, "journal": [moved, {**lost, "rating": None}]})
    assert plan.journal[0].details == {
        "due": "April 2018",
        "agreed_by": None,
        "reason": None,
    }
    assert plan.journal[1].details == {
        "aspect": "process",
        "rating": None,
        "period": None,
    }


def test_a_plan_can_t_be_changed() -> None:
    plan = ap.load(NORTHBY)
    before = plan.to_json()
    for name in ("id", "title", "journal", "recommendations"):
        with pytest.raises(AttributeError):
            setattr(plan, name, None)
    with pytest.raises(AttributeError):
        plan.milestones[0].text = "other"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        plan.journal[0].on = datetime.date(2018, 1, 1)  # type: ignore[misc]
    # Lists are copies.
    plan.journal.clear()
    plan.milestones[0].needs.append("R1")
    plan.journal[0].details.clear()
    assert plan.to_json() == before


def test_plans_compare_by_value() -> None:
    assert read(MINIMAL) == read(MINIMAL)
    assert read(MINIMAL) != read({**MINIMAL, "title": "Another"})
    assert read(MINIMAL) != MINIMAL


def test_repr_is_on_one_line() -> None:
    words = "two\nlines"
    plan = read(
        {
            "actionplan": 1,
            "id": words,
            "title": words,
            "periods": [{"name": words, "from": "2018-01-01", "to": "2018-03-31"}],
            "recommendations": [
                {
                    "id": "R\n1",
                    "title": words,
                    "outcomes": [{"id": "O\n1", "text": words}],
                    "milestones": [{"id": "M\n1", "text": words}],
                }
            ],
            "measures": [{"id": "E\n1", "name": words, "unit": "%"}],
            "concerns": [{"id": "C\n1", "text": words}],
            "journal": [{"on": "2018-02-12", "item": words, "kind": "progress"}],
        }
    )
    values: list[Any] = [plan, *plan.periods, *plan.recommendations, *plan.outcomes]
    values += [*plan.milestones, *plan.measures, *plan.concerns, *plan.journal]
    for value in values:
        assert "\n" not in repr(value)
        assert repr(value).startswith(f"<{type(value).__name__} ")
    assert repr(plan) == (
        "<Plan two lines: 1 recommendations, 1 milestones, 1 updates>"
    )


def test_repr_is_on_one_line_whatever_ends_a_line() -> None:
    plan = read({**MINIMAL, "id": "a\rb\u2028c"})
    assert len(repr(plan).splitlines()) == 1
