"""Reading due dates from Python: what crosses, and how it is refused."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import actionplan as ap


def test_days_cross_as_dates() -> None:
    due = ap.parse_due("March / April 2018")
    assert (type(due.first), due.first) == (datetime.date, datetime.date(2018, 3, 1))
    assert (type(due.last), due.last) == (datetime.date, datetime.date(2018, 4, 30))


def test_the_json_form_has_days_as_iso_texts() -> None:
    assert ap.parse_due("April 2018").to_dict() == {
        "text": "April 2018",
        "kind": "period",
        "first": "2018-04-01",
        "last": "2018-04-30",
        "confidence": "high",
        "note": "",
        "other_readings": [],
        "was": None,
    }


@pytest.mark.parametrize(
    ("text", "kind", "no_date"),
    [
        ("April 2018", "period", None),
        ("from July 2017", "start", None),
        ("every quarter", "recurring", None),
        ("", "none", "blank"),
        ("ongoing", "none", "ongoing"),
        ("30 February 2018", "error", None),
    ],
)
def test_every_kind_has_its_word(text: str, kind: str, no_date: str | None) -> None:
    due = ap.parse_due(text)
    assert (due.text, due.kind, due.no_date) == (text, kind, no_date)
    assert due.is_dated == (kind == "period")


def test_what_is_not_there_is_none() -> None:
    due = ap.parse_due("to be agreed")
    assert due.first is None
    assert due.last is None
    assert due.to_dict()["last"] is None


@pytest.mark.parametrize(
    "anchor",
    [
        datetime.date(2018, 1, 15),
        datetime.datetime(2018, 1, 15),
        "2018-01-15",
    ],
)
def test_an_anchor_is_a_date_or_an_iso_text(anchor: datetime.date | str) -> None:
    assert ap.parse_due("April", anchor=anchor).last == datetime.date(2018, 4, 30)


def test_an_anchor_with_a_time_of_day_is_refused() -> None:
    with pytest.raises(ap.InvalidInput, match="has a time of day"):
        ap.parse_due("April", anchor=datetime.datetime(2018, 1, 15, 9, 30))


def test_options_are_keyword_only() -> None:
    with pytest.raises(TypeError):
        ap.parse_due("April", "2018-01-15")  # type: ignore[misc]


def test_options_change_the_reading() -> None:
    quarter = "Q1 2018"
    assert ap.parse_due(quarter).last == datetime.date(2018, 6, 30)
    calendar = ap.parse_due(quarter, quarters="calendar")
    assert calendar.last == datetime.date(2018, 3, 31)
    for missing_year, year in (("next", 2019), ("last", 2018)):
        due = ap.parse_due("April", anchor="2018-06-01", missing_year=missing_year)
        assert due.last == datetime.date(year, 4, 30)


@pytest.mark.parametrize("option", [{"quarters": "school"}, {"missing_year": "first"}])
def test_an_unknown_option_value_is_invalid_input(option: dict[str, str]) -> None:
    (value,) = option.values()
    with pytest.raises(ap.InvalidInput, match=f"'{value}'; use '"):
        ap.parse_due("April", **option)


def test_dues_compare_by_value() -> None:
    assert ap.parse_due("April 2018") == ap.parse_due("April 2018")
    assert ap.parse_due("April 2018") != ap.parse_due("april 2018")
    assert ap.parse_due("April 2018") != "April 2018"


def test_a_due_can_t_be_changed() -> None:
    due = ap.parse_due("April 2018")
    with pytest.raises(AttributeError):
        due.text = "May 2018"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        due.other = 1  # type: ignore[attr-defined]


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_read_kept_and_printed_on_one_line(text: str) -> None:
    due = ap.parse_due(text)
    assert due.text == text
    assert "\n" not in repr(due)
    assert due.is_dated == (due.last is not None) == (due.kind == "period")
    assert (due.no_date is not None) == (due.kind == "none")
