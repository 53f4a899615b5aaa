"""The reading of the Major Projects Portfolio, on made-up layouts of other years."""

import csv
import datetime
import pathlib
import sys

import pytest

EXAMPLE = pathlib.Path(__file__).parents[2] / "examples" / "major-projects"
sys.path.insert(0, str(EXAMPLE))

import gmpp  # noqa: E402
import matching  # noqa: E402
import narratives  # noqa: E402
import returns  # noqa: E402

DAY = datetime.date

HEADINGS = [
    "GMPP ID Number",
    "Project Name",
    "Department",
    "IPA Delivery Confidence Assessment\n(a rating at a fixed point in time)",
    "SRO Delivery Confidence Assessment",
    "Departmental commentary on actions planned or taken on the IPA RAG rating.",
    "Project - Start Date\n(Latest Approved Start Date)",
    "Project - End Date\n(Latest Approved End Date)",
    "Departmental narrative on schedule, including any deviation (if necessary)",
]
BRIDGE = [
    "DFT_0001_2122-Q1",
    "Severn Bridge Renewal",
    "DFT",
    "Amber",
    "Green",
    "Rated at Q4 2022/23.",
    "01/04/2021",
    "31/03/2026",
    "The end date\nhas lengthened by 365 days.",
]
COURTS = [
    "MOJ_0002_2122-Q3",
    "Courts; Digital, Phase 2",
    "MOJ",
    "Red",
    "Amber",
    "As at 31 March 2023 it was Red.",
    "15/06/2021",
    "Exempt under Section 43",
    "“On schedule”",
]


def dated(record: list[str], start: str, end: str) -> list[str]:
    return [*record[:6], start, end, *record[8:]]


def written(
    folder: pathlib.Path,
    records: list[list[str]],
    *,
    name: str = "uk_2023.csv",
    delimiter: str = ",",
    encoding: str = "utf-8",
    by_column: bool = False,
    above: str = "",
) -> pathlib.Path:
    lines = [list(column) for column in zip(*records)] if by_column else records
    text = above + "".join(
        delimiter.join('"' + cell.replace('"', '""') + '"' for cell in line) + "\r\n"
        for line in lines
    )
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


LAYOUTS = {
    "rows with commas": {},
    "rows with semicolons in Windows-1252": {"delimiter": ";", "encoding": "cp1252"},
    "rows with tabs and a byte order mark": {
        "delimiter": "\t",
        "encoding": "utf-8-sig",
    },
    "UTF-16 as a spreadsheet writes it": {"delimiter": "\t", "encoding": "utf-16"},
    "a project a column": {"by_column": True, "encoding": "cp1252"},
    "a project a column, semicolons": {"by_column": True, "delimiter": ";"},
    "a title above the headings": {"above": "Portfolio data\r\n\r\n"},
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_every_layout_says_the_same(tmp_path: pathlib.Path, layout: dict) -> None:
    path = written(tmp_path, [HEADINGS, BRIDGE, COURTS], **layout)
    read = gmpp.read(path)
    assert (read.year, read.as_at) == (2023, DAY(2023, 3, 31))
    bridge, courts = read.entries
    assert (bridge.name, bridge.number) == ("Severn Bridge Renewal", BRIDGE[0])
    assert courts.name == "Courts; Digital, Phase 2"
    assert [e.rating for e in read.entries] == ["Amber", "Red"]
    assert bridge.end.due.last == DAY(2026, 3, 31)
    assert courts.start.due.last == DAY(2021, 6, 15)
    assert courts.end.why_not == "withheld under an exemption"
    assert courts.narrative == "“On schedule”"


def test_a_cell_says_where_it_stands(tmp_path: pathlib.Path) -> None:
    across = gmpp.read(written(tmp_path, [HEADINGS, BRIDGE, COURTS]))
    assert across.entries[1].end.cell.where == "uk_2023.csv, row 3, column 8"
    down = gmpp.read(written(tmp_path, [HEADINGS, BRIDGE, COURTS], by_column=True))
    assert down.entries[1].end.cell.where == "uk_2023.csv, row 8, column 3"


def test_names_of_headings_of_the_short_years(tmp_path: pathlib.Path) -> None:
    records = [
        ["year", "project_number", "project_name", "department", "colour_rating"],
        ["2022", "X_1_2", "One", "CO", "Green"],
    ]
    records[0] += ["start_date", "end_date", "schedule_comment", "rating_comment"]
    records[1] += ["2020-04-01", "2024-02-29", "On time.", "Q4 21/22"]
    read = gmpp.read(written(tmp_path, records, name="returns.csv"))
    assert (read.year, read.as_at) == (2022, DAY(2022, 3, 31))
    assert read.entries[0].end.due.last == DAY(2024, 2, 29)


def test_the_approved_date_counts_beside_a_forecast(tmp_path: pathlib.Path) -> None:
    records = [
        ["Project Name", "Forecast End Date", "Approved End Date", "Previous End Date"],
        ["One", "01/01/2030", "01/01/2028", "01/01/2027"],
    ]
    read = gmpp.read(written(tmp_path, records), as_at="2023-03-31")
    assert read.entries[0].end.due.last == DAY(2028, 1, 1)


DATES = {
    "31/03/2026": DAY(2026, 3, 31),
    "31.03.26": DAY(2026, 3, 31),
    "2026-03-31": DAY(2026, 3, 31),
    "2026-03-31 00:00:00": DAY(2026, 3, 31),
    "31-Mar-26": DAY(2026, 3, 31),
    "31 March 2026": DAY(2026, 3, 31),
    " 31/03/2026\n": DAY(2026, 3, 31),
    "31.12.75": DAY(2075, 12, 31),
    "29/02/2024": DAY(2024, 2, 29),
    "March 2026": DAY(2026, 3, 31),
}


@pytest.mark.parametrize("text", DATES)
def test_an_end_date(tmp_path: pathlib.Path, text: str) -> None:
    path = written(tmp_path, [HEADINGS, dated(BRIDGE, "01/04/2021", text)])
    end = gmpp.read(path).entries[0].end
    assert end.due.last == DATES[text]
    assert end.cell.text == text


def test_a_month_stays_a_month(tmp_path: pathlib.Path) -> None:
    path = written(tmp_path, [HEADINGS, dated(BRIDGE, "01/04/2021", "March 2026")])
    due = gmpp.read(path).entries[0].end.due
    assert (due.first, due.last) == (DAY(2026, 3, 1), DAY(2026, 3, 31))


NOT_DATES = {
    "": "blank",
    "#N/A": "not given",
    "Data Not Provided": "not given",
    "The project is not yet in a position to say": "not given",
    "Exempt under Section 35 of the Freedom of Information Act 2000": "withheld under"
    " an exemption",
    "No end date": "says that there is no date: ongoing",
    "TBC": "says that there is no date: to be decided",
    "Reset": "says that there is no date: being reset",
    "31/02/2026": "There is no 31 February 2026; that month has 28 days",
    "1/012/2014": "'1/012/2014' has a month of 3 figures; write two",
    "45016": "looks like a date and is none",
    "whenever": "not understood",
}


@pytest.mark.parametrize("text", NOT_DATES)
def test_what_is_no_date_says_why(tmp_path: pathlib.Path, text: str) -> None:
    path = written(tmp_path, [HEADINGS, dated(BRIDGE, "01/04/2021", text)])
    end = gmpp.read(path).entries[0].end
    assert not end.is_read
    assert end.why_not == NOT_DATES[text]


def test_months_come_first_where_a_cell_of_the_column_proves_it(
    tmp_path: pathlib.Path,
) -> None:
    records = [HEADINGS, dated(BRIDGE, "01/04/2021", "03/04/2026")]
    records += [dated(COURTS, "15/06/2021", "12/31/2026")]
    bridge, courts = gmpp.read(written(tmp_path, records)).entries
    assert bridge.end.due.last == DAY(2026, 3, 4)
    assert courts.end.due.last == DAY(2026, 12, 31)
    # The other column has its own proof.
    assert bridge.start.due.last == DAY(2021, 4, 1)


def test_a_column_that_contradicts_itself_reads_no_wrong_day(
    tmp_path: pathlib.Path,
) -> None:
    records = [HEADINGS, dated(BRIDGE, "01/04/2021", "31/12/2026")]
    records += [dated(COURTS, "15/06/2021", "12/31/2026")]
    bridge, courts = gmpp.read(written(tmp_path, records)).entries
    assert bridge.end.due.last == DAY(2026, 12, 31)
    assert not courts.end.is_read


CENTURIES = {
    ("17.03.97", "31.12.26"): (1997, 2026),
    ("17-Mar-97", "31-Dec-26"): (1997, 2026),
    ("01.04.05", "31.12.41"): (2005, 2041),
    ("01.04.26", "31.12.41"): (2026, 2041),
    ("01.04.97", "No end date"): (1997, None),
}


@pytest.mark.parametrize("cells", CENTURIES)
def test_years_of_two_figures(tmp_path: pathlib.Path, cells: tuple[str, str]) -> None:
    path = written(tmp_path, [HEADINGS, dated(BRIDGE, *cells)])
    entry = gmpp.read(path).entries[0]
    years = [d.due.last and d.due.last.year for d in (entry.start, entry.end)]
    assert tuple(years) == CENTURIES[cells]


def test_a_byte_without_a_meaning_is_kept_and_named(tmp_path: pathlib.Path) -> None:
    path = written(tmp_path, [HEADINGS, BRIDGE], encoding="cp1252")
    raw = path.read_bytes().replace(b"has lengthened", b"has \x9d\xa3 lengthened")
    path.write_bytes(raw)
    read = gmpp.read(path)
    assert "\x9d£" in read.entries[0].narrative
    assert [p.what for p in read.problems] == [
        "bytes without a meaning in cp1252: 0x9d"
    ]


def test_a_record_without_a_name_is_a_problem_and_an_empty_one_is_counted(
    tmp_path: pathlib.Path,
) -> None:
    nameless = ["", "", "A note on costs", *[""] * 6]
    read = gmpp.read(written(tmp_path, [HEADINGS, BRIDGE, nameless, [""] * 9]))
    assert [(p.text, p.where) for p in read.problems] == [
        ("A note on costs", "uk_2023.csv, row 3, column 2")
    ]
    assert (len(read.entries), read.empty_records) == (1, 1)


def test_a_file_without_such_headings_is_refused(tmp_path: pathlib.Path) -> None:
    with pytest.raises(ValueError, match="uk_2023.csv: no line or column of headings"):
        gmpp.read(written(tmp_path, [["a", "b"], ["c", "d"]]))


QUARTERS = {
    "DCA at September 2013": DAY(2013, 9, 30),
    "Q2 2013/14": DAY(2013, 9, 30),
    "Q2 1920 (30th September 2019)": DAY(2019, 9, 30),
    "Compared to financial year 21/22-Q4": DAY(2022, 3, 31),
    "Quarter 2 2014": DAY(2014, 9, 30),
    "As at the end of March 2024": DAY(2024, 3, 31),
}


@pytest.mark.parametrize("text", QUARTERS)
def test_a_quarter_is_named(text: str) -> None:
    assert returns.quarters_named(text) == {QUARTERS[text]}


def test_the_day_of_the_data_is_assumed_aloud_where_nothing_says_it(
    tmp_path: pathlib.Path,
) -> None:
    silent = [*BRIDGE[:5], "", *BRIDGE[6:]]
    read = gmpp.read(written(tmp_path, [HEADINGS, silent]))
    assert read.as_at == DAY(2023, 3, 31)
    assert ["assumed" in p.what and "give as_at=" in p.what for p in read.problems] == [
        True
    ]


# --- Matching ------------------------------------------------------------------------


def entry(
    name: str, department: str = "DFT", number: str = "", start: str = "01/04/2021"
) -> returns.Entry:
    rule = returns.find_convention([])
    cell = returns.Cell("f", 1, 1, "", start)
    end = returns.Cell("f", 1, 2, "", "31/03/2026")
    return returns.Entry(
        name=name,
        department=department,
        number=number,
        rating="",
        narrative="",
        start=returns.read_date(cell, rule),
        end=returns.read_date(end, rule),
        cell=cell,
    )


def yearly(year: int, *entries: returns.Entry) -> returns.Return:
    day = DAY(year, 3, 31)
    return returns.Return("f", year, day, "", {}, {}, list(entries), [], 0)


JOINED = {
    "the same name": (entry("Alpha"), entry("ALPHA ")),
    "case, dashes and &": (entry("Rail & Road-Link"), entry("Rail and Road Link")),
    "a short name in brackets": (entry("Sea Wall (SW2)"), entry("Sea Wall Programme")),
    "a number": (entry("Alpha", number="DFT_1_2"), entry("Beta", number="dft_1_2")),
    "a number under the department's new letters": (
        entry("Alpha", "DOH", "DOH_0031_1314-Q1"),
        entry("Alpha", "DHSC", "DH_0031_1314-Q1"),
    ),
    "a department that was renamed": (entry("Alpha", "DECC"), entry("Alpha", "DESNZ")),
    "another department, same start": (entry("Alpha", "BIS"), entry("Alpha", "DfE")),
}
APART = {
    "another name": (entry("Alpha"), entry("Beta")),
    "another number": (
        entry("Alpha", number="DFT_0001_1112-Q1"),
        entry("Alpha", number="DFT_0002_1112-Q1"),
    ),
    "another phase": (entry("Courts (Phase 1)"), entry("Courts (Phase 2)")),
    "another department and start": (
        entry("IT Change", "DWP"),
        entry("IT Change", "NCA", start="01/05/2019"),
    ),
}


@pytest.mark.parametrize("pair", JOINED.values(), ids=JOINED)
def test_is_the_same_project(pair: tuple[returns.Entry, returns.Entry]) -> None:
    projects, _ = gmpp.match([yearly(2022, pair[0]), yearly(2023, pair[1])])
    assert len(projects) == 1


@pytest.mark.parametrize("pair", APART.values(), ids=APART)
def test_is_not_the_same_project(pair: tuple[returns.Entry, returns.Entry]) -> None:
    projects, _ = gmpp.match([yearly(2022, pair[0]), yearly(2023, pair[1])])
    assert len(projects) == 2


def test_near_matches_are_listed_and_not_joined() -> None:
    old, new = entry("Smart Meters Roll-out"), entry("Smart Metering Roll-out")
    projects, doubts = gmpp.match([yearly(2022, old), yearly(2023, new)])
    assert len(projects) == 2
    assert [(d.kind, d.other, d.same_start) for d in doubts] == [
        ("near match", "Smart Meters Roll-out", True)
    ]


def test_two_that_fit_one_are_left_apart_and_listed() -> None:
    old = entry("Courts")
    new = [entry("Courts Programme"), entry("The Courts Project")]
    projects, doubts = gmpp.match([yearly(2022, old), yearly(2023, *new)])
    assert len(projects) == 3
    assert [d.kind for d in doubts].count("several fit") == 2


def test_a_year_may_be_missing() -> None:
    years = [yearly(2021, entry("Alpha")), yearly(2022), yearly(2023, entry("Alpha"))]
    assert len(gmpp.match(years)[0]) == 1


def test_number_key() -> None:
    assert matching.number_key("DFT_0001_1112-Q1") == "0001_1112-q1"


# --- Narratives ----------------------------------------------------------------------

CLAIMS = {
    "": ("no narrative", None),
    "Data not provided by department": ("no narrative", None),
    "Exempt under Section 43 of the Act": ("withheld", None),
    "The end date has lengthened by 791 days since last year.": ("later", 791),
    "End date shortened by 1,024 days": ("earlier", -1024),
    "The project's end-date increased from 01 August 2023 to 01 February 2024 .": (
        "later",
        184,
    ),
    "The end-date moved from 31/03/2026 to 28/02/2025.": ("earlier", -396),
    "The end-date moved from 2025-03-31 to 2026-03-31.": ("later", 365),
    "The scheduled end date at Q2 is 30/04/20, has not changed since last year's date"
    " of 30/04/20": ("unchanged", 0),
    "The project's end-date remained scheduled to finish on 30 June 2022.": (
        "unchanged",
        0,
    ),
    "No change.": ("unchanged", None),
    "On schedule.": ("unchanged", None),
    "The contract was extended by a year.": ("later", None),
    "The plan was re-baselined in May.": ("changed", None),
    "Opening was brought forward to June.": ("earlier", None),
    "There is a risk of delay. On track.": ("unchanged", None),
    "Opening may be delayed.": ("nothing", None),
    "There was no delay.": ("unchanged", None),
    "The schedule remains intact.": ("unchanged", None),
    "New scope led to a change in the delivery schedule.": ("changed", None),
    "The tunnel was opened by the Minister.": ("nothing", None),
}


@pytest.mark.parametrize("text", CLAIMS)
def test_what_a_narrative_claims(text: str) -> None:
    claim = narratives.read_claim(text)
    days = claim.days
    if days is None and claim.before and claim.after:
        days = (claim.after - claim.before).days
    assert (claim.kind, days) == CLAIMS[text]


# --- Plan and moves ------------------------------------------------------------------


def three_years(tmp_path: pathlib.Path, *ends: str, narrative: str = "") -> list:
    found = []
    for year, end in enumerate(ends, start=2021):
        record = [*dated(BRIDGE, "01/04/2021", end)[:8], narrative]
        path = written(tmp_path, [HEADINGS, record], name=f"uk_{year}.csv")
        found.append(gmpp.read(path, as_at=f"{year}-03-31"))
    return found


def rows_of(found: list) -> list:
    projects, _ = gmpp.match(found)
    plan = gmpp.to_plan(found, projects)
    assert plan.validate() == []
    return gmpp.compare(found, projects, plan)


def test_days_are_counted_over_a_leap_day(tmp_path: pathlib.Path) -> None:
    rows = rows_of(three_years(tmp_path, "28/02/2024", "01/03/2024", "28/02/2024"))
    assert [row.days for row in rows] == [2, -2]


def test_a_withheld_date_leaves_the_last_one(tmp_path: pathlib.Path) -> None:
    rows = rows_of(three_years(tmp_path, "01/03/2024", "Exempt (s. 43)", "02/03/2024"))
    assert [(row.year, row.days) for row in rows] == [(2023, 1)]


def test_no_end_date_takes_it_away(tmp_path: pathlib.Path) -> None:
    rows = rows_of(three_years(tmp_path, "01/03/2024", "No end date", "02/03/2024"))
    assert [row.days for row in rows] == [None, None]
    assert rows[0].after.no_date == "ongoing"


def test_a_move_is_quiet_unless_the_narrative_tells_of_it(
    tmp_path: pathlib.Path,
) -> None:
    ends = ("01/03/2024", "01/03/2025")
    quiet = rows_of(three_years(tmp_path, *ends, narrative="On schedule."))
    assert quiet[0].move.is_quiet
    assert quiet[0].verdict == "says that nothing changed"
    told = rows_of(three_years(tmp_path, *ends, narrative="It was delayed by floods."))
    assert not told[0].move.is_quiet
    assert told[0].move.reason == "It was delayed by floods."
    assert told[0].verdict == "admits it"


def test_a_year_may_come_in_a_file_for_each_department(tmp_path: pathlib.Path) -> None:
    one = gmpp.read(written(tmp_path, [HEADINGS, BRIDGE], name="dft_2022.csv"))
    two = gmpp.read(written(tmp_path, [HEADINGS, COURTS], name="moj_2022.csv"))
    later = dated(BRIDGE, "01/04/2021", "01/04/2026")
    new = gmpp.read(written(tmp_path, [HEADINGS, later, COURTS]))
    assert [row.days for row in rows_of([one, two, new])] == [1]


def stated(claim: narratives.Claim) -> int | None:
    if claim.days is not None:
        return claim.days
    if claim.before and claim.after:
        return (claim.after - claim.before).days
    return None


def test_moves_are_those_that_the_returns_state() -> None:
    """The returns of 2020 and 2021 publish how far dates moved: our independent
    source. Where they count from a date that was never published, we differ."""
    with open(EXAMPLE / "data" / "as-at.csv", newline="", encoding="utf-8") as file:
        days = {row["file"]: row["as at"] for row in csv.DictReader(file)}
    found = [gmpp.read(EXAMPLE / "data" / f, as_at=day) for f, day in days.items()]
    rows = [row for row in rows_of(found) if stated(row.claim) is not None]
    agree = [row for row in rows if row.days == stated(row.claim)]
    assert len(rows) >= 170
    assert len(agree) >= 158
    assert sum(row.days != 0 for row in agree) >= 50
    for row in rows:
        if (row.claim.before, row.claim.after) == (row.before.last, row.after.last):
            assert row in agree
