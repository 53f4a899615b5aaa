"""Late, on time and can't be told, from Python."""

import pytest

import actionplan as ap

# Due, finish, answer, fewest and most days late; counted on a calendar.
ANSWERS = [
    ("2018-03-31", "2018-03-31", "on time", 0, 0),
    ("2018-03-31", "2018-04-01", "late", 1, 1),
    ("February 2024", "2024-02-29", "on time", 0, 0),
    ("2017-04", "2018", "late", 246, 610),
    ("2018-04", "2018", "can't be told", -119, 245),
    ("2018-04-30", "since May 2018", "late", 1, None),
    ("2018-05-31", "by May 2018", "on time", None, 0),
    ("TBC", "2018-05-31", "can't be told", None, None),
]


@pytest.mark.parametrize("case", ANSWERS)
def test_lateness(case: tuple[str, str, str, int | None, int | None]) -> None:
    due, finished, *expected = case
    lateness = ap.lateness(ap.parse_due(due), ap.parse_due(finished))
    found = [lateness.answer, lateness.least, lateness.most]
    assert found == expected
    assert lateness.is_exact == (None not in expected and expected[1] == expected[2])


def test_it_says_itself_in_words() -> None:
    lateness = ap.lateness(ap.parse_due("2017-04"), ap.parse_due("2018"))
    assert str(lateness) == "late by 246 to 610 days"
    assert repr(lateness) == "<Lateness late by 246 to 610 days>"
    assert lateness == ap.lateness(ap.parse_due("2017-04"), ap.parse_due("2018"))
