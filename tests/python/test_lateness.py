"""Three answers to whether something was finished by its due."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import actionplan as ap

DAYS = st.dates(datetime.date(2000, 1, 1), datetime.date(2050, 12, 31))


@pytest.mark.parametrize(
    ("due", "finished", "answer", "least", "most"),
    [
        ("2017-04", "2017", "can't be told", -119, 245),
        ("2017-04", "2018", "late", 246, 610),
        ("2017-04", "2017-04-30", "on time", 0, 0),
        ("2017-04", "2017-05-01", "late", 1, 1),
        ("2017-04", "", "can't be told", None, None),
    ],
)
def test_three_answers(
    due: str, finished: str, answer: str, least: int | None, most: int | None
) -> None:
    lateness = ap.lateness(due, finished)
    assert (lateness.answer, lateness.least, lateness.most) == (answer, least, most)
    assert lateness == ap.lateness(ap.parse_due(due), ap.parse_due(finished))
    assert lateness.is_exact == (least is not None and least == most)
    assert answer in str(lateness) and len(repr(lateness).splitlines()) == 1


def test_only_a_due_or_a_text_will_do() -> None:
    with pytest.raises((TypeError, RuntimeError)):
        ap.lateness(2017, "2018")  # type: ignore[arg-type]


@given(DAYS, DAYS)
def test_of_two_days_it_is_their_difference(
    due: datetime.date, finished: datetime.date
) -> None:
    there = ap.lateness(due.isoformat(), finished.isoformat())
    back = ap.lateness(finished.isoformat(), due.isoformat())
    assert there.is_exact and back.is_exact
    assert there.least == (finished - due).days == -(back.least or 0)
    assert (there.answer == "late") == (finished > due)
