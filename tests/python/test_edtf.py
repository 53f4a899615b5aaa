"""Reading EDTF from Python: what crosses, and how it is refused."""

import datetime
import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

import actionplan as ap

DATA = pathlib.Path(__file__).parents[1] / "data" / "edtf"


def lines(name: str) -> list[str]:
    return (DATA / name).read_text(encoding="utf-8").splitlines()


def test_days_cross_as_dates() -> None:
    due = ap.parse_edtf("2024-03/2024-06-15")
    assert (due.kind, due.confidence, due.note) == ("period", "high", "")
    assert (due.first, due.last) == (
        datetime.date(2024, 3, 1),
        datetime.date(2024, 6, 15),
    )


def test_an_open_end_is_a_start() -> None:
    due = ap.parse_edtf("2024-03/..")
    assert (due.kind, due.last) == ("start", None)
    assert ap.parse_edtf("../2024-05-31").first is None


def test_one_of_several_is_reported_as_several() -> None:
    due = ap.parse_edtf("[2024-03,2024-06-15]")
    assert due.confidence == "low"
    assert [other.last for other in due.other_readings] == [
        datetime.date(2024, 3, 31),
        datetime.date(2024, 6, 15),
    ]


def test_what_is_not_edtf_raises_and_says_where() -> None:
    with pytest.raises(ap.InvalidInput, match="'2016-13-08' is not EDTF, from char"):
        ap.parse_edtf("2016-13-08")
    with pytest.raises(ValueError, match="not EDTF"):
        ap.parse_edtf("May 2024")


def test_edtf_of_which_a_plan_can_mean_nothing_does_not_raise() -> None:
    due = ap.parse_edtf("-2004-06")
    assert due.kind == "error"
    assert "The year -2004 is outside 1400 to 9999." in due.note


def test_only_a_text_is_taken() -> None:
    with pytest.raises(TypeError):
        ap.parse_edtf(datetime.date(2024, 1, 1))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", lines("valid.txt"))
def test_what_edtf_validate_takes_is_taken(text: str) -> None:
    assert ap.parse_edtf(text).text == text


@pytest.mark.parametrize("text", lines("invalid.txt"))
def test_what_other_libraries_refuse_is_refused(text: str) -> None:
    with pytest.raises(ap.InvalidInput):
        ap.parse_edtf(text)


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
def test_a_day_is_itself(day: datetime.date) -> None:
    due = ap.parse_edtf(day.isoformat())
    assert (due.first, due.last) == (day, day)
    # A plan for a year before 1950 is more likely a slip of the pen.
    assert due.confidence == ("high" if day.year >= 1950 else "low")


@given(st.text(alphabet="0123456789XYSTEZ-/.,:?~%[]{}+ \u0664", max_size=24))
def test_any_text_is_a_due_with_real_days_or_refused(text: str) -> None:
    try:
        due = ap.parse_edtf(text)
    except ap.InvalidInput:
        return
    assert due.text == text
    assert due.kind in ("period", "start", "error")
    if due.first is not None and due.last is not None:
        assert due.first <= due.last
