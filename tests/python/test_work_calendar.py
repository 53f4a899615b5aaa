"""Working days: against the published lists, numpy, and bad files."""

import contextlib
import datetime
import json
import pathlib
from typing import Any

import numpy as np
import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

import actionplan as ap

ROOT = pathlib.Path(__file__).parents[2]
LISTS = ROOT / "tests" / "data" / "bank-holidays"
VECTORS = ROOT / "tests" / "data" / "numpy-busday" / "busday_vectors.json"
DIVISIONS = ("england-and-wales", "northern-ireland", "scotland")

Day = datetime.date


def lists() -> list[tuple[str, bytes]]:
    paths = [path for path in LISTS.glob("*.json") if path.stem != "published-days"]
    return [(path.name, path.read_bytes()) for path in sorted(paths)]


# ---------------------------------------------------------------------------
# The built-in calendars.


def test_the_built_in_files_come_out_of_the_lists_to_the_letter() -> None:
    # In another order than that of their days, which must not matter.
    made = ap.import_calendars(list(reversed(lists())))
    assert tuple(each.id for each in made.calendars) == DIVISIONS
    for each in made.calendars:
        path = ROOT / "data" / "calendars" / f"{each.id}.json"
        written = path.read_text(encoding="utf-8")
        source = ap.WorkCalendar(each.id).source
        assert each.with_source(source).to_json() == written


def test_each_published_list_is_the_calendar_as_known_on_its_day() -> None:
    published = json.loads((LISTS / "published-days.json").read_text())
    assert len(published) == 15
    superseded = "frontend-2020-11-12a.json"  # by another of the same day
    for name, divisions in published.items():
        day = Day.fromisoformat(name.split("-", 1)[1][:10])
        for division, years in divisions.items():
            # It was listed first on that day, so it is the same a day before.
            shift = datetime.timedelta(days=1 if name == superseded else 0)
            known = ap.WorkCalendar(division).as_known_on(day - shift)
            for year, days in years.items():
                expected = [
                    Day.fromisoformat(f"{year}-{each}") for each in days.split()
                ]
                found = [
                    holiday.day
                    for holiday in known.holidays
                    if holiday.day.year == int(year)
                ]
                assert found == expected, (name, division, year)


@pytest.mark.parametrize("division", DIVISIONS)
def test_the_public_form_reads_as_its_source_does(division: str) -> None:
    name = "frontend-2025-11-24.json"
    source = ap.WorkCalendar.load(LISTS / name, division=division)
    public = {
        division: {
            "division": division,
            "events": [
                {
                    "title": holiday.title,
                    "date": holiday.day.isoformat(),
                    "notes": "",
                    "bunting": True,
                }
                for holiday in source.holidays
            ],
        },
        "elsewhere": {"division": "elsewhere", "events": []},
    }
    read = ap.WorkCalendar.from_text(json.dumps(public), division=division)
    assert read.holidays == source.holidays
    assert (read.first, read.last) == (Day(2024, 1, 1), Day(2028, 12, 31))


def test_a_holiday_in_any_part_is_one_of_the_united_kingdom() -> None:
    parts = [ap.WorkCalendar(division) for division in DIVISIONS]
    whole = ap.WorkCalendar("united-kingdom-any")
    day = whole.first
    while day <= whole.last:
        worked = all(part.is_working_day(day) for part in parts)
        assert whole.is_working_day(day) == worked, day
        day += datetime.timedelta(days=1)
    later = ap.WorkCalendar.load(
        LISTS / "frontend-2025-11-24.json", division="united-kingdom-any"
    )
    assert later.holidays == [h for h in whole.holidays if h.day.year >= 2024]


def test_a_later_list_adds_and_withdraws_in_years_that_were_covered() -> None:
    calendar = ap.WorkCalendar("scotland")
    days = [h.day.isoformat() for h in calendar.holidays if h.day.year >= 2027]
    days.remove("2028-05-01")
    days += ["2028-05-08", *(f"2029{day[4:]}" for day in days if day < "2028")]
    later = calendar.updated_from("\n".join(days), published="2026-03-01")
    assert later.last == Day(2029, 12, 31)
    assert later.published == Day(2026, 3, 1)
    assert not later.is_working_day("2028-05-08")
    assert later.is_working_day("2028-05-01")
    before = later.as_known_on("2026-02-28")
    assert before.is_working_day("2028-05-08")
    assert not before.is_working_day("2028-05-01")
    # What the list no longer has is kept.
    assert later.first == Day(2011, 1, 1)
    with pytest.raises(ap.InvalidInput, match="older than that of 1 March 2026"):
        later.updated_from("\n".join(days), published="2026-02-28")


# ---------------------------------------------------------------------------
# numpy.

_ROLLS = {
    "forward": "on_or_after",
    "following": "on_or_after",
    "backward": "on_or_before",
    "preceding": "on_or_before",
    "modifiedfollowing": "on_or_after_in_month",
    "modifiedpreceding": "on_or_before_in_month",
}


def as_day(text: str) -> str:
    """numpy's month stands for its first day."""
    return text if len(text) == 10 else f"{text}-01"


def calendar_of(kwargs: dict[str, Any]) -> ap.WorkCalendar:
    """numpy's weekmask and holidays as a calendar; it has no coverage."""
    kwargs = kwargs | kwargs.get("busdaycal", {})
    mask = kwargs.get("weekmask", "1111100")
    if isinstance(mask, list):
        mask = "".join("1" if worked else "0" for worked in mask)
    calendar = ap.WorkCalendar.create(
        "numpy", first="1900-01-01", last="2200-12-31", week=mask
    )
    return calendar.with_closures(
        [day for day in kwargs.get("holidays", []) if day != "NaT"]
    )


def offset(calendar: ap.WorkCalendar, day: str, days: int, roll: str) -> str:
    """numpy rolls to a working day first and then counts."""
    rolled = getattr(calendar, _ROLLS[roll])(day) if roll != "raise" else day
    return calendar.add(rolled, days).isoformat()


def test_every_literal_of_numpys_own_tests() -> None:
    counted = 0
    for vector in json.loads(VECTORS.read_text(encoding="utf-8")):
        if "func" not in vector:
            continue  # what raises, below
        kwargs = vector["kwargs"]
        calendar = calendar_of(kwargs)
        first, *rest = vector["args"]
        if first == "NaT":
            continue  # a date that is none, which we don't have
        if vector["func"] == "is_busday":
            days = first if isinstance(first, list) else [first]
            # Its calendar has its own holidays as days to ask about, and NaT.
            found: Any = [
                day != "NaT" and calendar.is_working_day(as_day(day)) for day in days
            ]
            found = found if isinstance(first, list) else found[0]
        elif vector["func"] == "busday_count":
            found = numpy_counts(calendar, first, rest[0])
        else:
            roll = kwargs.get("roll", "raise")
            days = rest[0] if isinstance(rest[0], list) else [rest[0]]
            found = [offset(calendar, as_day(first), n, roll) for n in days]
            found = found if isinstance(rest[0], list) else found[0]
        assert found == vector["expected"], vector
        counted += 1
    assert counted == 70


def numpy_counts(calendar: ap.WorkCalendar, a: Any, b: Any) -> Any:
    """busday_count is [a, b); reversed it was the negative of that in 1.24."""
    if isinstance(a, list):
        return [numpy_counts(calendar, each, b) for each in a]
    if isinstance(b, list):
        return [numpy_counts(calendar, a, each) for each in b]
    return calendar.between(as_day(a), as_day(b), ends="before last")


def test_numpy_counts_the_other_end_backwards_and_ours_does_not() -> None:
    monday, saturday = "2011-01-03", "2011-01-08"
    assert np.busday_count(monday, saturday) == 5
    assert np.busday_count(saturday, monday) == -4  # since numpy 1.25
    calendar = ap.WorkCalendar.create("x", first="2011-01-01", last="2011-12-31")
    assert calendar.between(monday, saturday, ends="before last") == 5
    assert calendar.between(saturday, monday, ends="before last") == -5
    assert calendar.between(saturday, monday) == -4


@pytest.mark.parametrize("mask", ["satsun", "", "Mon Tue We", "Max", "0000000", "111"])
def test_a_working_week_that_numpy_refuses_is_refused(mask: str) -> None:
    with pytest.raises(ValueError):
        np.busdaycalendar(weekmask=mask)
    with pytest.raises(ap.InvalidInput):
        ap.WorkCalendar.create("x", first="2020-01-01", last="2020-12-31", week=mask)


_DAYS = st.dates(Day(2015, 1, 1), Day(2024, 12, 31))
_CALENDARS = st.tuples(
    st.text("01", min_size=7, max_size=7).filter(lambda mask: "1" in mask),
    st.lists(st.dates(Day(2010, 1, 1), Day(2030, 12, 31)), max_size=60),
)


def both(case: tuple[str, list[Day]]) -> tuple[ap.WorkCalendar, np.busdaycalendar]:
    mask, closures = case
    ours = ap.WorkCalendar.create(
        "random", first="2000-01-01", last="2040-12-31", week=mask
    ).with_closures(closures)
    return ours, np.busdaycalendar(weekmask=mask, holidays=closures)


@given(_CALENDARS, _DAYS, _DAYS)
def test_counts_as_numpy_does(case: tuple[str, list[Day]], a: Day, b: Day) -> None:
    ours, theirs = both(case)
    a, b = min(a, b), max(a, b)
    one = datetime.timedelta(days=1)

    def numpy(first: Day, last: Day) -> int:
        return int(np.busday_count(first, last, busdaycal=theirs))

    assert ours.between(a, b, ends="before last") == numpy(a, b)
    assert ours.between(a, b) == numpy(a + one, b + one)
    assert ours.between(a, b, ends="both") == numpy(a, b + one)
    for ends in ("after first", "before last", "both"):
        if a != b:
            assert ours.between(b, a, ends=ends) == -ours.between(a, b, ends=ends)


@given(_CALENDARS, _DAYS, st.integers(-300, 300))
def test_adds_as_numpy_does(case: tuple[str, list[Day]], day: Day, days: int) -> None:
    ours, theirs = both(case)
    roll: Any = "backward" if days > 0 else "forward"
    expected = np.busday_offset(day, days, roll=roll, busdaycal=theirs).item()
    assert ours.add(day, days) == (day if days == 0 else expected)
    if days >= 0:
        assert ours.between(day, ours.add(day, days)) == days
    for rolled, name in _ROLLS.items():
        moved = np.busday_offset(
            day,
            0,
            roll=rolled,  # type: ignore[call-overload]
            busdaycal=theirs,
        )
        if "modified" in rolled and moved.item().month != day.month:
            continue  # the month has no working day; ours says so
        assert getattr(ours, name)(day) == moved.item()


# ---------------------------------------------------------------------------
# As Python sees it.


def test_takes_days_in_the_ways_that_python_writes_them() -> None:
    calendar = ap.WorkCalendar()
    for day in ("2018-03-30", Day(2018, 3, 30), pandas.Timestamp("2018-03-30")):
        assert calendar.why_not(day) == "Good Friday"
    assert calendar.why_not("2018-03-29") is None
    assert calendar.why_not("2018-03-31") == "Saturday"


def test_your_own_calendar_and_closures() -> None:
    own = ap.WorkCalendar.create(
        "own",
        first="2025-01-01",
        last="2025-12-31",
        holidays=["2025-01-01", ("2025-12-25", "Christmas")],
        week="Sun Mon Tue Wed Thu",
        title="Ours",
    )
    assert repr(own) == "<WorkCalendar own: 2025-01-01 to 2025-12-31>"
    assert own.week == "1111001"
    assert own.add("2025-12-24", 1) == Day(2025, 12, 28)
    closed = own.with_closures([("2025-12-28", "stocktaking")])
    assert closed.why_not("2025-12-28") == "stocktaking"
    assert [each.title for each in closed.closures] == ["stocktaking"]
    assert ap.WorkCalendar.from_text(closed.to_json()) == closed
    assert closed != own
    assert closed.with_closures(own.holidays).between("2025-01-01", "2025-12-31") == (
        closed.between("2025-01-01", "2025-12-31")
    )


def test_errors_say_what_would_do() -> None:
    calendar = ap.WorkCalendar("scotland")
    with pytest.raises(ap.InvalidInput, match="covers, 2011 to 2028"):
        calendar.between("2028-12-01", "2029-01-01")
    with pytest.raises(ap.InvalidInput, match="2 working days after 29 December 2028"):
        calendar.add("2028-12-29", 2)
    with pytest.raises(ap.InvalidInput, match="2147483647 working days before"):
        calendar.add("2028-12-29", -(2**31 - 1))
    with pytest.raises(ap.InvalidInput, match=f"^-{2**62} working days are more than"):
        calendar.add("2028-12-29", -(2**62))
    with pytest.raises(ap.InvalidInput, match="'after first', 'before last' or 'both'"):
        calendar.between("2028-12-01", "2028-12-02", ends="none")
    with pytest.raises(ap.UnknownName, match="england-and-wales, northern-ireland"):
        ap.WorkCalendar("wales")
    with pytest.raises(ap.UnknownName, match="Nor is it a file"):
        ap.WorkCalendar.load("wales")
    with pytest.raises(ap.InvalidInput, match="Name one of: england-and-wales, north"):
        ap.WorkCalendar.load(LISTS / "frontend-2025-11-24.json")
    with pytest.raises(TypeError):
        calendar.add("2028-12-01", 1.5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("{", "line 1, column 2", "not JSON"),
        ("", "$", "no list of holidays"),
        ("[]", "$", "has no holidays"),
        ("hello", "line 1", "'hello' is not a day"),
        ('["2023-02-29"]', "$[0]", "no 29 February 2023"),
        ("2023-01-01\n2023-02-30,x\n", "line 2", "no 30 February 2023"),
        ("2021-01-01\n2024-01-01\n", "2022", "missing between 2021 and 2024"),
        ('{"divisions": []}', "$.divisions", "This is a list."),
        ('{"divisions": {"x": {"2O12": []}}}', "$.divisions.x.2O12", "not a year"),
        ('{"divisions": {"x": {"2012": {}}}}', "$.divisions.x.2012", "an object"),
        (
            '{"divisions": {"x": {"2012": [{"date": "01/01/2013"}]}}}',
            "$.divisions.x.2012[0].date",
            "1 January 2013 stands under 2012.",
        ),
        (
            '{"divisions": {"x": {"2012": [{"date": "01/01/13"}]}}}',
            "$.divisions.x.2012[0].date",
            "'01/01/13' is not a day.",
        ),
        (
            '{"scotland": {"events": [{"date": "2026-01-01"}, {"title": "x"}]}}',
            "$.scotland.events[1].date",
            "missing",
        ),
        (
            '{"scotland": {"events": [{"date": "2026-01-01"}]}}',
            "scotland, 2026",
            "only 1 of at least 9",
        ),
        ('{"workcalendar": 1}', "$.id", "missing"),
        (
            '{"workcalendar": 1, "id": "x", "first": "2020-01-01", "last": '
            '"2019-01-01"}',
            "$.last",
            "before it begins",
        ),
    ],
)
def test_a_bad_file_is_told_where_and_what(text: str, where: str, what: str) -> None:
    with pytest.raises(ap.InvalidInput) as caught:
        ap.WorkCalendar.from_text(text)
    problems = {issue.where: issue.what for issue in caught.value.issues}
    assert what in problems[where], problems


def test_all_problems_of_a_list_are_told() -> None:
    text = '{"divisions": {"x": {"2012": [{"date": "31/02/2012"}, {"date": 7}, 3]}}}'
    with pytest.raises(ap.InvalidInput) as caught:
        ap.WorkCalendar.from_text(text)
    assert len(caught.value.issues) == 3


def test_a_year_with_few_holidays_is_a_hole() -> None:
    years = {
        year: [f"{year}-{month:02}-01" for month in range(1, 9)]
        for year in (2020, 2021, 2022)
    }
    years[2021] = years[2021][:4]
    assert ap.WorkCalendar.from_text("\n".join(sum(years.values(), [])))
    years[2021] = years[2021][:3]
    with pytest.raises(ap.InvalidInput, match="2021 has only 3 holidays"):
        ap.WorkCalendar.from_text("\n".join(sum(years.values(), [])))


@given(st.binary(max_size=300))
def test_no_file_is_a_crash(data: bytes) -> None:
    with contextlib.suppress(ap.InvalidInput):
        ap.WorkCalendar.from_text(data)


# ---------------------------------------------------------------------------
# In a plan.


def test_a_plan_counts_by_the_calendar_that_it_names() -> None:
    text = json.dumps(
        {
            "actionplan": 1,
            "id": "p",
            "title": "P",
            "calendar": "scotland",
            "closures": [{"day": "2018-12-27", "title": "closed"}],
        }
    )
    plan = ap.Plan.from_json(text)
    assert plan.calendar == "scotland"
    assert plan.work_calendar.why_not("2018-12-27") == "closed"
    other = plan.with_calendar(ap.WorkCalendar("northern-ireland"))
    assert other.work_calendar.id == "northern-ireland"
    assert other.work_calendar.why_not("2018-12-27") == "closed"
    assert other.to_json() == plan.to_json()


def test_rules_can_use_working_days() -> None:
    names = [fact["name"] for fact in ap.fact_catalogue()]
    of_days = [f["name"] for f in ap.fact_catalogue() if f["type"] == "days"]
    assert of_days and all(f"working_{name}" in names for name in of_days)


# The bank holidays of 2029 by hand: of Easter (1 April), Mondays and the calendar.
ENGLAND = ["01-01", "03-30", "04-02", "05-07", "05-28", "08-27", "12-25", "12-26"]
PARTS = {
    "england-and-wales": ENGLAND,
    "northern-ireland": [*ENGLAND, "03-19", "07-12"],
    "scotland": [
        *("01-01", "01-02", "03-30", "05-07", "05-28", "08-06", "11-30"),
        *("12-25", "12-26", "06-15"),
    ],
}


def parts_of_2029(*without: str) -> str:
    return json.dumps(
        {
            part: {"events": [{"date": f"2029-{day}", "title": day} for day in days]}
            for part, days in PARTS.items()
            if part not in without
        }
    )


def test_a_later_list_brings_the_united_kingdom_up_to_date() -> None:
    before = ap.WorkCalendar("united-kingdom-any")
    after = before.updated_from(parts_of_2029(), published="2028-11-01")
    assert (after.first, after.last.year) == (before.first, 2029)
    of_2029 = {str(h.day)[5:] for h in after.holidays if h.day.year == 2029}
    assert of_2029 == {day for days in PARTS.values() for day in days}
    closed = [f"2029-{day}" for days in PARTS.values() for day in days]
    closed += ["2028-12-25", "2028-12-26"]
    day = np.busday_offset("2028-12-15", 20, holidays=closed).item()
    assert ap.deadline("foi", "2028-12-15", calendar=after).day == day
    alone = ap.WorkCalendar.from_text(parts_of_2029(), division="united-kingdom-any")
    assert {h.day for h in alone.holidays} == {
        h.day for h in after.holidays if h.day.year == 2029
    }
    imported = ap.import_calendars(
        [("bank-holidays-2028-11-01.json", parts_of_2029())], calendars=[before]
    )
    assert after in imported.calendars


def test_the_united_kingdom_is_not_made_of_some_of_its_parts() -> None:
    text = parts_of_2029("scotland")
    with pytest.raises(ap.InvalidInput, match="no list of 'scotland'"):
        ap.WorkCalendar.from_text(text, division="united-kingdom-any")
    with pytest.raises(ap.InvalidInput, match="no list of 'scotland'"):
        ap.WorkCalendar("united-kingdom-any").updated_from(text, published="2028-11-01")


# ---------------------------------------------------------------------------
# Keys that add and count working days.

REQUESTS = """scheme = 1
id = "requests"
title = "Requests"
order = "first match"
for = "milestone"
[[level]]
name = "Green"
letter = "G"
[[level]]
name = "Red"
letter = "R"
[[fact]]
name = "received"
type = "day"
[[fact]]
name = "answered"
type = "day"
[[fact]]
name = "allowed"
type = "working days"
[[fact]]
name = "took"
type = "working days"
is = "answered - received"
[[rule]]
id = "in-time"
level = "Green"
when = "answered <= received + allowed"
because = "{took}, by {received + allowed}"
[[rule]]
id = "late"
level = "Red"
when = "otherwise"
because = "{took}, by {received + allowed}"
"""

# As www.gov.uk/bank-holidays has them.
HOLIDAYS_2025 = {
    "england-and-wales": ["01-01", "04-18", "04-21", "05-05", "05-26", "08-25"],
    "scotland": ["01-01", "01-02", "04-18", "05-05", "05-26", "08-04", "12-01"],
}
CHRISTMAS = ["2025-12-25", "2025-12-26"]


def random_requests() -> dict[str, list[Any]]:
    random = np.random.default_rng(20250421)
    starts = np.datetime64("2025-01-10") + random.integers(0, 270, 400)
    ends = np.minimum(starts + random.integers(0, 60, 400), np.datetime64("2025-12-31"))
    return {
        "received": [str(day) for day in starts],
        "answered": [str(day) for day in ends],
        "allowed": random.integers(1, 31, 400).tolist(),
    }


@pytest.mark.parametrize("division", HOLIDAYS_2025)
def test_a_key_adds_and_counts_working_days_of_a_table_as_numpy(division: str) -> None:
    closed = [f"2025-{day}" for day in HOLIDAYS_2025[division]] + CHRISTMAS
    table = random_requests()
    key = ap.Scheme.from_toml(REQUESTS)
    rated = ap.assess_table(table, key, calendar=ap.WorkCalendar(division))
    for received, answered, allowed, rating, because in zip(
        *table.values(), rated["rating"], rated["because"], strict=True
    ):
        by = np.busday_offset(received, allowed, roll="backward", holidays=closed)
        first, last = np.datetime64(received) + 1, np.datetime64(answered) + 1
        took = int(np.busday_count(first, last, holidays=closed))
        assert rating == ("Green" if np.datetime64(answered) <= by else "Red")
        unit = "working day" if took == 1 else "working days"
        assert because.startswith(f"{took} {unit}, by {by.item().day} "), received


def test_a_table_without_a_calendar_counts_by_england_and_wales() -> None:
    key = ap.Scheme.from_toml(REQUESTS)
    table = random_requests()
    england = ap.WorkCalendar("england-and-wales")
    assert ap.assess_table(table, key) == ap.assess_table(table, key, calendar=england)
    # Easter Monday, 21 April 2025, is worked in Scotland.
    facts = {"received": "2025-04-17", "answered": "2025-04-22", "allowed": 1}
    assert key.rate(facts).rating == "Green"
    assert key.rate(facts, calendar=england).rating == "Green"
    assert key.rate(facts, calendar=ap.WorkCalendar("scotland")).rating == "Red"


def test_a_day_outside_the_calendar_is_unknown_and_the_reason_says_so() -> None:
    key = ap.Scheme.from_toml(REQUESTS)
    facts = {"received": "2050-01-04", "answered": "2050-01-28", "allowed": 20}
    rating = key.rate(facts)
    assert rating.rating is None
    assert "outside the calendar england-and-wales, which covers 2011 to" in (
        rating.because
    )
    assert rating.possible == ["Green", "Red"]
    doubt = rating.doubt()
    assert doubt is not None and "a calendar that covers the days" in doubt.text
    covering = ap.WorkCalendar.create("own", first="2050-01-01", last="2050-12-31")
    assert key.rate(facts, calendar=covering).rating == "Green"


def test_a_plan_adds_working_days_of_its_own_calendar() -> None:
    key = ap.Scheme.from_toml(
        REQUESTS.partition("[[fact]]")[0]
        + '[[rule]]\nid = "late"\nlevel = "Red"\nwhen = "as_of > due + 1 working day"\n'
        + '[[rule]]\nid = "fine"\nlevel = "Green"\nwhen = "otherwise"\n'
    )
    plan = ap.Plan.from_json(
        json.dumps(
            {
                "actionplan": 1,
                "id": "p",
                "title": "P",
                "calendar": "scotland",
                "recommendations": [
                    {
                        "id": "R1",
                        "title": "R",
                        "milestones": [
                            {"id": "R1.1", "text": "T", "due": "2025-04-17"}
                        ],
                    }
                ],
            }
        )
    )
    # The Tuesday after Easter.
    day = "2025-04-22"
    england = plan.with_calendar(ap.WorkCalendar("england-and-wales"))
    assert plan.assess(day, scheme=key)["R1.1"].status.rating == "Red"
    assert england.assess(day, scheme=key)["R1.1"].status.rating == "Green"
