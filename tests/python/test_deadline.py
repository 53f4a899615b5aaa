"""Day counts that law defines, as Python sees them."""

import datetime

import pytest

import actionplan as ap


def test_says_by_when_and_by_which_law() -> None:
    found = ap.deadline("foi", "2024-12-02")
    assert found.day == datetime.date(2025, 1, 3)
    assert (found.name, found.calendar) == ("foi", "united-kingdom-any")
    assert found.from_day == datetime.date(2024, 12, 2)
    assert found.because.startswith("the 20th working day after 2 December 2024")
    assert repr(found) == "<Deadline foi: 2025-01-03>"
    law = {count.id: count for count in ap.day_counts()}["foi"]
    assert law.citation.startswith("Freedom of Information Act 2000, section 10")
    assert (law.count, law.kind) == (20, "working days after")
    assert law.calendar == "united-kingdom-any"


def test_takes_the_calendar_of_the_body_where_the_law_leaves_it_open() -> None:
    scotland = ap.WorkCalendar("scotland")
    # 2 January is a bank holiday in Scotland alone.
    assert ap.deadline("subject-access", "2024-12-02").day.isoformat() == "2025-01-02"
    found = ap.deadline("subject-access", "2024-12-02", calendar=scotland)
    assert found.day.isoformat() == "2025-01-03"
    assert "2 January 2025 (2nd January), so the next working day" in found.because


def test_refuses_what_the_law_does_not_say() -> None:
    with pytest.raises(ap.InvalidInput, match="by the calendar united-kingdom-any"):
        ap.deadline("foi", "2024-12-02", calendar=ap.WorkCalendar("scotland"))
    with pytest.raises(ap.UnknownName, match="there are: foi, foi-scotland"):
        ap.deadline("gdpr", "2024-12-02")
    with pytest.raises(ap.InvalidInput, match="2011 to 2028"):
        ap.deadline("foi", "2031-01-01")


def test_every_count_explains_itself() -> None:
    for count in ap.day_counts():
        found = ap.deadline(count.id, "2025-06-18")
        assert found.because and count.citation and count.reading
        assert (found.day < found.from_day) == ("before" in count.kind)
