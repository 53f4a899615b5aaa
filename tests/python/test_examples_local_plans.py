"""The reading of local plans, on made-up timetables."""

import csv
import pathlib
import sys

import pytest

EXAMPLE = pathlib.Path(__file__).parents[2] / "examples" / "local-plans"
sys.path.insert(0, str(EXAMPLE))

import local_plans as lp  # noqa: E402

import actionplan as ap  # noqa: E402

COLUMNS = ["reference", "local-plan", "local-plan-event", "event-date", "notes"]
COLUMNS += ["entry-date", "end-date"]


def timetable(folder: pathlib.Path, *rows: tuple[str, str] | tuple[str, str, str]):
    """Rows of stage, date and, if it was replaced, the day of that."""
    path = folder / "timetable.csv"
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for stage, date, *ended in rows:
            reference = f"north-timetable-1-{stage}"
            writer.writerow(
                [reference, "north", stage, date, "", "2024-11-25", *(ended or [""])]
            )
    return lp.read(path)


# Estimate, actual dates, the answer, least and most days late; by counting on a
# calendar.
ANSWERS = {
    "a day in the month": ("2024-09", ["2024-09-30"], "on time", 0, 0),
    "the day after the month": ("2024-09", ["2024-10-01"], "late", 1, 1),
    "before the month": ("2024-09", ["2024-08-29"], "on time", -32, -32),
    "a month of the year": ("2023", ["2023-12"], "on time", -30, 0),
    "a month within its year": ("2024-09", ["2024"], "can't be told", -273, 92),
    "the next year": ("2023-12", ["2024"], "late", 1, 366),
    "the same day": ("2024-02-29", ["2024-02-29"], "on time", 0, 0),
    "two that agree": ("2024-09", ["2024-10-02", "2024-11"], "late", 2, 61),
    "two that differ": ("2024-09", ["2024-09", "2024-11"], "can't be told", -29, 61),
}


@pytest.mark.parametrize("case", ANSWERS.values(), ids=ANSWERS)
def test_three_answers(tmp_path: pathlib.Path, case: tuple) -> None:
    estimate, actuals, *expected = case
    rows = [("estimated-plan-adoption-date", estimate)]
    rows += [("plan-adopted", actual) for actual in actuals]
    (pair,) = lp.pairs(timetable(tmp_path, *rows))
    assert [pair.answer, pair.least, pair.most] == expected


def test_a_replaced_row_does_not_count(tmp_path: pathlib.Path) -> None:
    events = timetable(
        tmp_path,
        ("estimated-plan-adoption-date", "2024-09"),
        ("plan-adopted", "2034-09-01", "2024-12-06"),
        ("plan-adopted", "2024-09-01"),
    )
    (pair,) = lp.pairs(events)
    assert [due.text for due in pair.actuals] == ["2024-09-01"]
    assert [o.kind for o in lp.oddities(events)] == ["two versions 10 years apart"]


ODDITIES = {
    "ends before it starts": [
        ("reg-18-public-consultation-start", "2024-03"),
        ("reg-18-public-consultation-end", "2024-02-29"),
    ],
    "later stage before an earlier one": [
        ("submit-plan-for-examination", "2024-03"),
        ("plan-adopted", "2024-02-29"),
    ],
    "actual, but after the day it was entered": [("plan-adopted", "2024-11-26")],
    "several dates for one event": [
        ("plan-adopted", "2024-02"),
        ("plan-adopted", "2024-05"),
    ],
}
NOTHING_ODD = {
    "an end in the month of the start": [
        ("reg-18-public-consultation-start", "2024-03-14"),
        ("reg-18-public-consultation-end", "2024-03"),
    ],
    "adopted in the year of submission": [
        ("submit-plan-for-examination", "2024-03"),
        ("plan-adopted", "2024"),
    ],
    "the day it was entered": [("plan-adopted", "2024-11-25")],
    "an estimate ahead": [("estimated-plan-adoption-date", "2026")],
}


@pytest.mark.parametrize("kind", ODDITIES)
def test_is_odd(tmp_path: pathlib.Path, kind: str) -> None:
    events = timetable(tmp_path, *ODDITIES[kind])
    assert [o.kind for o in lp.oddities(events)] == [kind]


@pytest.mark.parametrize("rows", NOTHING_ODD.values(), ids=NOTHING_ODD)
def test_is_not_odd(tmp_path: pathlib.Path, rows: list[tuple[str, str]]) -> None:
    assert lp.oddities(timetable(tmp_path, *rows)) == []


def test_a_false_first_of_the_month(tmp_path: pathlib.Path) -> None:
    events = timetable(
        tmp_path, ("plan-adopted", "2019-02-01"), ("plan-adopted", "2019-02-21")
    )
    kinds = [o.kind for o in lp.oddities(events)]
    assert kinds == ["a false first of the month", "several dates for one event"]


PRECISIONS = {
    "2024-02-29": "day",
    "2024-02": "month",
    "2023-02": "month",
    "2024": "year",
    "2023": "year",
    "": "no date",
    "NA": "no date",
}


@pytest.mark.parametrize("text", PRECISIONS)
def test_precision(text: str) -> None:
    assert lp.precision(ap.parse_due(text)) == PRECISIONS[text]


COPIES = {
    ("Jan-18", "2018-01-31"): "the same, now more exact",
    ("Jan-18", "2018-02-01"): "moved later",
    ("Jan-18", "2017-12-31"): "moved earlier",
    ("Jan-18", ""): "gone",
    ("", "2018-01-31"): "new",
    ("", "NA"): "in neither",
}


@pytest.mark.parametrize("texts", COPIES)
def test_two_copies(texts: tuple[str, str]) -> None:
    old, new = map(ap.parse_due, texts)
    assert lp.compare_copies(old, new) == COPIES[texts]


def line(row: int, council: str, *dates: str) -> lp.Line:
    columns = ["Last Updated", *lp.STAGES]
    padded = [*dates, *[""] * (5 - len(dates))]
    return lp.Line(row, council, {c: ap.parse_due(d) for c, d in zip(columns, padded)})


def test_lines_are_matched_by_council_and_dates() -> None:
    old = [
        line(2, "Ashby Borough Council", "Dec-10", "Oct-06", "Nov-06"),
        line(3, "Ashby Borough Council", "Feb-19", "Jun-16", "Dec-17"),
        line(4, "Barking and Ham, London Borough of", "Jan-18"),
        line(5, "Hill City Council", "Jan-18", "Jun-16"),
    ]
    new = [
        line(2, "Ashby District Council", "2019-03-01", "2016-06-15", "2017-12-21"),
        line(3, "Ashby District Council", "2010-12-31", "2006-10-30", "2006-11-03"),
        line(4, "Barking & Ham, London Borough of", "2018-01-01"),
        line(5, "Kingston upon Hill City Council", "2018-01-01", "2016-06-15"),
    ]
    both, only_old, only_new = lp.match_lists(old, new)
    assert sorted((a.row, b.row) for a, b in both) == [(2, 3), (3, 2), (4, 4)]
    assert [line.row for line in (*only_old, *only_new)] == [5, 5]
