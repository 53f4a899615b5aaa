"""Schemes in Python: loading, looking, and rating facts without a plan."""

import datetime
import pathlib
from typing import Any

import pytest

import actionplan as ap

ON_TIME: dict[str, Any] = {
    "complete": False,
    "stage": "in progress",
    "scheduled": True,
    "due": "2018-04-30",
    "original_due": "2018-04-30",
    "days_overdue": 0,
    "days_forecast_late": "not applicable",
    "recovery_plan": False,
    "replanned_on": "not applicable",
}


@pytest.fixture(scope="module")
def key() -> ap.Scheme:
    return ap.Scheme.load("walsall-2018")


def test_every_built_in_scheme_loads() -> None:
    assert "walsall-2018" in ap.builtin_schemes()
    for id in ap.builtin_schemes():
        assert ap.Scheme.load(id).id == id


def test_a_scheme_is_a_file_too(key: ap.Scheme, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "key.toml"
    path.write_text(key.text, encoding="utf-8")
    for name in (path, str(path)):
        assert ap.Scheme.load(name).id == key.id
    assert ap.Scheme.from_toml(key.text).text == key.text


def test_an_unknown_scheme_is_a_lookup_error() -> None:
    with pytest.raises(ap.UnknownName, match="there are: .*walsall-2018") as caught:
        ap.Scheme.load("walsal-2018")
    assert isinstance(caught.value, ap.ActionPlanError)
    assert isinstance(caught.value, LookupError)


def test_every_problem_of_a_scheme_file_is_listed(key: ap.Scheme) -> None:
    broken = key.text.replace('when = "complete"', 'when = "compleet"').replace(
        'when = "due is not known"', 'when = "due is not"'
    )
    with pytest.raises(ap.InvalidInput, match="The scheme has problems:") as caught:
        ap.Scheme.from_toml(broken)
    assert isinstance(caught.value, ValueError)
    assert len(caught.value.issues) == 2
    for issue in caught.value.issues:
        assert issue.where.startswith("line ")
        assert str(issue) in str(caught.value)


def test_levels_aspects_and_rules_have_names_for_positions(key: ap.Scheme) -> None:
    assert [aspect.name for aspect in key.aspects] == ["process", "impact"]
    assert [level.name for level in key.levels] == [
        "Red",
        "Amber",
        "Green",
        "Blue",
        "Grey",
    ]
    assert list(key.levels[0].meanings) == ["process", "impact"]
    assert key.levels[4].rank is None
    rules = {rule.id: rule for rule in key.rules}
    assert rules["process-complete"].level == "Blue"
    assert rules["process-undated"].level is None
    assert {rule.aspect for rule in key.rules} == {"process", "impact"}
    assert all(rule.line > 0 for rule in key.rules)


@pytest.mark.parametrize(
    ("word", "level"),
    [("Amber", "Amber"), ("amber", "Amber"), ("Yellow", "Amber"), ("A", "Amber")],
)
def test_a_level_is_found_by_any_of_its_names(
    key: ap.Scheme, word: str, level: str
) -> None:
    assert key.find_level(word) == level
    assert key.find_level("Purple") is None


# ---------------------------------------------------------------------------
# Rating facts.


def test_a_rating_has_its_rule_and_reason(key: ap.Scheme) -> None:
    rating = key.rate({**ON_TIME, "days_overdue": 27})
    assert (rating.rating, rating.rule) == ("Red", "process-overdue")
    assert "27 days" in rating.because
    assert ("days_overdue", "27 days") in [(f.name, f.value) for f in rating.facts]
    assert rating.reported.state == "none"
    assert rating.reported.rating is None
    assert not rating.differs_from_reported


def test_what_is_left_out_or_none_is_unknown_and_never_green(key: ap.Scheme) -> None:
    assert key.rate(ON_TIME).rating == "Green"
    # Work that is recorded as in progress is not complete, so of that nothing is
    # missing; the stage has to be unknown, too.
    unstaged = {**ON_TIME, "stage": None}
    for name, full in (("complete", unstaged), ("days_overdue", ON_TIME)):
        without = {k: v for k, v in full.items() if k != name}
        for facts in (without, {**full, name: None}):
            rating = key.rate(facts)
            assert rating.rating is None
            assert name in rating.because
            assert rating.possible


def test_not_applicable_is_neither_unknown_nor_a_value(key: ap.Scheme) -> None:
    # Unknown leaves it open whether it is late; not applicable says it is not.
    assert key.rate({**ON_TIME, "days_forecast_late": None}).rating is None
    not_applicable = {**ON_TIME, "days_forecast_late": ap.NOT_APPLICABLE}
    assert key.rate(not_applicable).rating == "Green"


def test_not_applicable_has_a_public_name() -> None:
    assert ap.NOT_APPLICABLE == "not applicable"


@pytest.mark.parametrize(
    "day", [datetime.date(2018, 4, 30), "2018-04-30", datetime.datetime(2018, 4, 30)]
)
def test_a_fact_that_is_a_day_takes_what_any_day_takes(
    key: ap.Scheme, day: Any
) -> None:
    assert key.rate({**ON_TIME, "due": day}).rating == "Green"


@pytest.mark.parametrize(
    ("fact", "what"),
    [
        ({"complete": 1}, "is yes or no"),
        ({"stage": "done"}, "use one of: 'not started'"),
        ({"stage": 1}, "is a word"),
        ({"days_overdue": "27"}, "is a number"),
        ({"days_overdue": True}, "is a number"),
        ({"due": "30 April 2018"}, "YYYY-MM-DD"),
        ({"due": datetime.datetime(2018, 4, 30, 9)}, "time of day"),
    ],
)
def test_a_value_of_the_wrong_type_is_invalid_input(
    key: ap.Scheme, fact: dict[str, Any], what: str
) -> None:
    with pytest.raises(ap.InvalidInput, match=what):
        key.rate(fact)


def test_a_number_that_is_a_list_is_invalid_input(key: ap.Scheme) -> None:
    with pytest.raises(ap.InvalidInput):
        key.rate({"days_overdue": [27]})


def test_nan_is_not_green(key: ap.Scheme) -> None:
    # What pandas has for a missing number.
    try:
        rating = key.rate({**ON_TIME, "days_overdue": float("nan")})
    except ap.InvalidInput:
        return
    assert rating.rating is None


def test_unknown_names_are_lookup_errors(key: ap.Scheme) -> None:
    with pytest.raises(ap.UnknownName, match="no fact 'days_late' of a milestone"):
        key.rate({"days_late": 1})
    with pytest.raises(ap.UnknownName, match="no fact 'stage'"):
        key.rate({"stage": "complete"}, aspect="impact", subject="outcome")
    with pytest.raises(ap.UnknownName, match="it has: process, impact"):
        key.rate({}, aspect="progress")
    with pytest.raises(ap.InvalidInput, match="'concern' can't be rated"):
        key.rate({}, subject="concern")


def test_aspect_and_subject_are_keyword_only(key: ap.Scheme) -> None:
    with pytest.raises(TypeError):
        key.rate(ON_TIME, "process")  # type: ignore[misc]


def test_the_catalogue_has_every_fact_that_rules_test() -> None:
    names = [fact["name"] for fact in ap.fact_catalogue()]
    assert len(names) == len(set(names))
    assert set(ON_TIME) <= set(names)
    for fact in ap.fact_catalogue():
        assert set(fact) == {"name", "type", "meaning", "choices", "subjects"}
        assert bool(fact["choices"]) == (fact["type"] == "choice")


def test_a_scheme_can_t_be_changed(key: ap.Scheme) -> None:
    for value, name in ((key, "id"), (key.levels[0], "name"), (key.rules[0], "when")):
        with pytest.raises(AttributeError):
            setattr(value, name, "other")
    key.levels.clear()
    assert len(key.levels) == 5


def test_repr_is_on_one_line(key: ap.Scheme) -> None:
    rating = key.rate(ON_TIME)
    values: list[Any] = [key, *key.levels, *key.aspects, *key.rules, rating]
    for value in [*values, *rating.facts, rating.reported]:
        assert len(repr(value).splitlines()) == 1
        assert repr(value).startswith(f"<{type(value).__name__} ")
