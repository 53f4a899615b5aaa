"""Reading due dates from Python: what crosses, and how it is refused."""

import csv
import datetime
import pathlib

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


FORMS = pathlib.Path(__file__).parents[1] / "data" / "due_forms.tsv"


def forms() -> list[dict[str, str]]:
    with FORMS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def days(reading: "ap.DueReading | None") -> str:
    if reading is None:
        return ""
    found = reading.to_dict()
    return f"{found['first'] or ''}/{found['last'] or ''}"


def test_every_form_of_the_table_crosses() -> None:
    rows = forms()
    assert len(rows) > 400
    for row in rows:
        named = [pair.split("=") for pair in row["conventions"].split(";") if pair]
        due = ap.parse_due(
            row["text"],
            anchor=row["anchor"] or None,
            conventions={name: value for name, value in named},
        )
        found = due.to_dict()
        for name in ("kind", "first", "last", "confidence"):
            assert (found[name] or "") == row[name], row
        assert days(due.was) == row["was"], row
        others = {days(other) for other in due.other_readings}
        assert others >= set(row["other_readings"].split()), row


def test_a_second_reading_and_an_earlier_date_are_objects() -> None:
    due = ap.parse_due("by April 2021 (was March 2020)")
    (other,) = due.other_readings
    assert (other.first, other.last) == (None, datetime.date(2021, 3, 31))
    assert due.was == ap.parse_due("by April 2022 (was March 2020)").was
    assert repr(due.was) == "<DueReading 2020-03-01 to 2020-03-31, March 2020>"
    assert ap.parse_due("April 2021").was is None


def test_conventions_are_named() -> None:
    conventions = ap.due_conventions()
    assert conventions["quarters"] == "financial"
    assert ap.parse_due("Q3 2025", conventions={"quarters": "financial"}).confidence == (
        "high"
    )
    early = ap.parse_due("early May 2018", conventions={"early_until": 12})
    assert early.last == datetime.date(2018, 5, 12)
    for name, value in conventions.items():
        assert ap.parse_due("ongoing", conventions={name: value}).kind == "none"
    with pytest.raises(ap.InvalidInput, match="did you mean 'quarters'"):
        ap.parse_due("Q3 2025", conventions={"quarter": "calendar"})


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
