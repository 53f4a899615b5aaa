"""The command `actionplan`: what it prints, where to, and how it exits."""

import csv
import io
import json
import pathlib
import subprocess
import sys

import pytest
from click.testing import CliRunner, Result
from plans import NORTHBY, ROOT, WALSALL, WALSALL_DAYS, hostile_text

import actionplan as ap
from actionplan import cli

AS_OF = ("--as-of", "2024-09-30")
PREVIOUS = ("--previous", "2024-06-30")
FORMATS = ("table", "json", "csv", "md", "html")

# Every command that prints a result, with arguments that do.
RESULTS = {
    "assess": ("assess", str(NORTHBY), *AS_OF),
    "compare": ("compare", str(NORTHBY), *AS_OF, *PREVIOUS),
    "slippage": ("slippage", str(NORTHBY), *AS_OF),
    "explain": ("explain", str(NORTHBY), "H1", *AS_OF),
    "validate": ("validate", str(NORTHBY)),
    "due": ("due", "March / April 2018", "TBC"),
    "scheme list": ("scheme", "list"),
    "scheme show": ("scheme", "show", "walsall-2018"),
    "scheme facts": ("scheme", "facts"),
    "scheme check": ("scheme", "check", "walsall-2018", "--all"),
    "scheme diff": ("scheme", "diff", "pm3-1", "pm3-2"),
    "scheme diff --reported": (
        *("scheme", "diff", "walsall-2018", "--reported", str(NORTHBY), *AS_OF),
    ),
    "calendar list": ("calendar", "list"),
    "calendar show": ("calendar", "show", "scotland", "--year", "2026"),
    "calendar count": ("calendar", "count", "2018-03-29", "2018-04-04"),
    "calendar add": ("calendar", "add", "2018-03-29", "-5"),
    "calendar deadline": ("calendar", "deadline", "foi", "--from", "2024-12-02"),
    "calendar deadlines": ("calendar", "deadline"),
}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli.main, [str(argument) for argument in arguments])


def run_json(*arguments: object) -> object:
    return json.loads(run(*arguments, "--format", "json").stdout)


def rows_of(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.stdout)))


# ---------------------------------------------------------------------------
# Formats.


@pytest.mark.parametrize("style", FORMATS)
@pytest.mark.parametrize("command", RESULTS)
def test_every_result_has_every_format(command: str, style: str) -> None:
    result = run(*RESULTS[command], "--format", style)
    assert result.exit_code == (1 if command == "validate" else 0)
    assert result.stderr == ""
    assert result.stdout.endswith("\n")
    if style == "json":
        json.loads(result.stdout)
    elif style == "csv":
        rows = list(csv.reader(io.StringIO(result.stdout)))
        assert len(rows) > 1
        assert len({len(row) for row in rows}) == 1
    elif style == "html":
        assert result.stdout.startswith("<!DOCTYPE html>")
        assert "<script" not in result.stdout
    elif style == "md":
        assert result.stdout.startswith("# ")


@pytest.mark.parametrize("command", RESULTS)
def test_a_pipe_gets_plain_text_of_80_columns(command: str) -> None:
    text = run(*RESULTS[command]).stdout
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize("width", [60, 100])
def test_columns_says_how_wide(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = run(*RESULTS["assess"]).stdout.splitlines()
    assert width - 20 < max(map(len, lines)) <= width


def test_json_of_due() -> None:
    assert run_json("due", "March / April 2018", "TBC") == [
        {
            "text": "March / April 2018",
            "kind": "period",
            "first": "2018-03-01",
            "last": "2018-04-30",
            "confidence": "high",
            "note": "",
            "other_readings": [],
            "was": None,
        },
        {
            "text": "TBC",
            "kind": "none",
            "first": None,
            "last": None,
            "confidence": "high",
            "note": "",
            "other_readings": [],
            "was": None,
        },
    ]


def test_json_of_assess_is_the_cores() -> None:
    found = run_json(*RESULTS["assess"])
    assert found == ap.load(NORTHBY).assess("2024-09-30").to_dict()
    assert isinstance(found, dict)
    assert found["as_of"] == "2024-09-30"
    process = found["recommendations"][0]["process"]
    assert process["rating"] == "Red"
    assert process["reported"] == "Green"


def test_json_and_csv_of_slippage_agree() -> None:
    found = run_json(*RESULTS["slippage"])
    rows = rows_of(run(*RESULTS["slippage"], "--format", "csv"))
    findings = list(ap.load(NORTHBY).slippage("2024-09-30"))
    assert isinstance(found, (list, dict))
    assert [(row["item"], row["kind"]) for row in rows] == [
        (finding.item, finding.kind) for finding in findings
    ]
    assert [row["days"] for row in rows] == [
        "" if finding.days is None else str(finding.days) for finding in findings
    ]


def test_compare_says_better_and_worse() -> None:
    rows = rows_of(run(*RESULTS["compare"], "--format", "csv"))
    moves = {(row["item"], row["aspect"]): row for row in rows}
    assert moves["H2", "process"]["reported_movement"] == "worse"
    assert moves["H1", "impact"]["reported_movement"] == "changed"
    assert moves["H2", "impact"]["reported_movement"] == ""


def test_explain_gives_rule_clause_facts_and_children() -> None:
    shown = run("explain", WALSALL, "R11", "--as-of", "2018-03-27").stdout
    text = " ".join(shown.split())
    assert "process-any-red" in text
    assert "Clause of the key" in text
    assert "One such task is enough." in text
    assert "count(milestones, 'Red'): 1" in text
    assert "R11.1 Red (R) Due 10 March 2018, 17 days overdue" in text
    assert "Green (G) ≠ differs" in text


def test_explain_says_what_is_possible_and_what_would_settle_it() -> None:
    arguments = ("explain", WALSALL, "R3.6", "--as-of", "2018-04-15")
    shown = " ".join(run(*arguments, "--format", "md").stdout.split())
    doubt = "Red or Green: settled by whether 'spring 2018' ends in March or in May"
    assert doubt in shown
    found = run_json(*arguments)
    assert isinstance(found, dict)
    process = found["aspects"]["process"]
    assert (process["possible"], process["doubt"]) == (["Red", "Green"], doubt)
    [[thing]] = process["settled_by"]
    assert (thing["fact"], thing["written"]) == (None, "spring 2018")
    assert thing["readings"][1] == {
        "words": "'spring 2018' ends in March",
        "first": "2018-01-01",
        "last": "2018-03-31",
        "possible": ["Red"],
    }
    settled = run_json("explain", WALSALL, "R11.1", "--as-of", "2018-03-27")
    assert isinstance(settled, dict)
    process = settled["aspects"]["process"]
    assert (process["doubt"], process["settled_by"]) == (None, [])


def test_explain_says_where_each_fact_is_from() -> None:
    found = run_json("explain", WALSALL, "R11.1", "--as-of", "2018-03-27")
    assert isinstance(found, dict)
    process = found["aspects"]["process"]
    assert process["rule"] == "process-overdue"
    assert {fact["name"]: fact["from"] for fact in process["facts"]} == {
        "days_overdue": "the plan as accepted",
        "due": "the plan as accepted",
    }
    assert process["reported_state"] == "none"
    assert process["children"] == []


def test_due_reads_years_and_quarters_as_told() -> None:
    anchor = ("--anchor", "2018-03-27")
    found = run_json("due", "January", *anchor, "--missing-year", "next")
    assert isinstance(found, list)
    assert found[0]["last"] == "2019-01-31"
    calendar = run_json("due", "Q1 2018", "--quarters", "calendar")
    assert isinstance(calendar, list)
    assert calendar[0]["last"] == "2018-03-31"


def test_the_facts_are_the_catalogue() -> None:
    assert run_json("scheme", "facts") == ap.fact_catalogue()


def test_a_scheme_shows_its_key_first() -> None:
    text = run("scheme", "show", "walsall-2018").stdout
    assert 0 < text.index("Work is not done") < text.index("process-overdue")


def test_a_scheme_may_be_a_file(tmp_path: pathlib.Path) -> None:
    file = tmp_path / "ours.toml"
    text = ap.Scheme.load("walsall-2018").text
    file.write_text(text.replace('id = "walsall-2018"', 'id = "ours"', 1))
    found = run_json("scheme", "show", file)
    assert isinstance(found, dict)
    assert found["id"] == "ours"
    assert run("assess", NORTHBY, *AS_OF, "--scheme", file).exit_code == 0


# ---------------------------------------------------------------------------
# Exit codes and messages.


LISTS = ROOT / "tests" / "data" / "bank-holidays"


def test_a_calendar_counts_and_adds() -> None:
    counted = run_json("calendar", "count", "2018-03-29", "2018-04-04")
    assert counted == [
        {
            "from": "2018-03-29",
            "to": "2018-04-04",
            "working_days": 2,
            "days": 6,
            "ends": "after first",
            "calendar": "england-and-wales",
        }
    ]
    back = run_json("calendar", "add", "2018-04-04", "-2")
    assert isinstance(back, list) and back[0]["day"] == "2018-03-29"
    outside = run("calendar", "count", "2028-03-29", "2029-04-04")
    assert outside.exit_code == 1
    assert "covers, 2011 to 2028" in outside.stderr


def test_a_calendar_shows_what_was_known_on_a_day() -> None:
    def days(*arguments: str) -> list[str]:
        shown = run("calendar", "show", "scotland", "--format", "csv", *arguments)
        return [row["day"] for row in rows_of(shown)]

    assert "2022-09-19" in days("--year", "2022")
    assert "2022-09-19" not in days("--year", "2022", "--known-on", "2022-09-08")
    assert run("calendar", "show", "scotland", "--year", "2099").exit_code == 1


def test_a_deadline_is_said_with_its_law() -> None:
    found = run_json("calendar", "deadline", "foi", "--from", "2024-12-02")
    assert isinstance(found, dict)
    assert found["day"] == "2025-01-03"
    assert found["citation"].startswith("Freedom of Information Act 2000")
    assert run("calendar", "deadline", "foi").exit_code == 2
    wrong = ("--from", "2024-12-02", "--calendar", "scotland")
    assert run("calendar", "deadline", "foi", *wrong).exit_code == 1


def later_list(tmp_path: pathlib.Path, year: int, *extra: str, key: str = "") -> str:
    """A published list of one year, with days that no rule would give."""
    # All holidays of 2029 by hand: New Year, Easter, three Mondays, Christmas.
    days = ["01-01", "03-30", "04-02", "05-07", "05-28", "08-27", "12-25", "12-26"]
    events = [{"date": f"{year}-{day}", "title": day} for day in (*days, *extra)]
    path = tmp_path / f"bank-holidays-{year - 1}-11-01.json"
    text = json.dumps({key or "england-and-wales": {"events": events}})
    path.write_text(text, encoding="utf-8")
    return str(path)


def dated_plan(tmp_path: pathlib.Path) -> str:
    path = tmp_path / "plan.json"
    milestone = {"id": "M", "text": "Train", "due": "1 June 2029"}
    plan = {
        "actionplan": 1,
        "id": "p",
        "title": "P",
        "accepted": "1 January 2029",
        "closures": [{"day": "2029-06-11", "title": "offices closed"}],
        "recommendations": [{"id": "R", "title": "R", "milestones": [milestone]}],
        "journal": [],
    }
    path.write_text(json.dumps(plan), encoding="utf-8")
    return str(path)


def test_a_later_list_counts_where_the_calendar_ended(tmp_path: pathlib.Path) -> None:
    as_of = ("slippage", dated_plan(tmp_path), "--as-of", "2029-06-20")
    # A Friday to a Wednesday: 13 weekdays, less a closure, less the new holiday.
    file = later_list(tmp_path, 2029, "06-15")

    def working_days(*options: str) -> object:
        found = run_json(*as_of, *options)
        assert isinstance(found, list) and found[0]["days"] == 19
        return found[0]["working_days"]

    assert working_days() is None
    shown = " ".join(run(*as_of).stdout.split())
    assert "1 finding without working days" in shown
    assert "england-and-wales covers, 1 January 2011 to 31 December 2028" in shown
    assert working_days("--holidays", file) == 11
    assert working_days("--calendar", file) == 11
    assert working_days("--calendar", file, "--division", "england-and-wales") == 11


@pytest.mark.parametrize(
    "options, exit_code, said",
    [
        (["--calendar", "ireland"], 1, "there are: england-and-wales"),
        (["--calendar", "none.json"], 1, "check the path"),
        (["--holidays", "none.json"], 1, "No such file"),
        (["--division", "scotland"], 2, "--calendar FILE"),
        (["--calendar", "FILE", "--division", "wales"], 1, "Name one of: scotland"),
        (["--holidays", "FILE"], 1, "no list for the calendar 'england-and-wales'"),
    ],
)
def test_a_list_that_will_not_do_says_what_would(
    tmp_path: pathlib.Path, options: list[str], exit_code: int, said: str
) -> None:
    extra = ("01-02", "11-30")
    file = later_list(tmp_path, 2029, *extra, key="scotland")
    given = [file if option == "FILE" else option for option in options]
    failed = run("slippage", dated_plan(tmp_path), "--as-of", "2029-06-20", *given)
    assert failed.exit_code == exit_code, failed.output
    assert said in failed.stderr and failed.stdout == ""


def test_part_of_a_year_is_no_list(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "bank-holidays-2029-09-01.csv"
    path.write_text("2029-12-25,Christmas Day\n2029-12-26,Boxing Day\n")
    failed = run(
        *("slippage", dated_plan(tmp_path), "--as-of", "2029-06-20"),
        *("--holidays", path),
    )
    assert failed.exit_code == 1 and failed.stdout == ""


def test_lists_of_holidays_become_calendar_files(tmp_path: pathlib.Path) -> None:
    lists = [path for path in LISTS.glob("*.json") if path.stem != "published-days"]
    made = run("calendar", "import", *lists, "-o", tmp_path)
    assert made.exit_code == 0, made.stderr
    assert "announced: 19 September 2022 (Bank holiday for the state" in made.stdout
    assert "withdrawn: 4 May 2020 (Early May bank holiday)" in made.stdout
    for name in ("england-and-wales", "northern-ireland", "scotland"):
        built_in = json.loads(
            (ROOT / "data" / "calendars" / f"{name}.json").read_text(encoding="utf-8")
        )
        imported = json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8"))
        del built_in["source"]
        assert imported == built_in

    again = run("calendar", "import", lists[0], "-o", tmp_path)
    assert again.exit_code == (0 if "2025" in lists[0].name else 1)
    older = run(
        "calendar", "import", LISTS / "calendars-2019-06-10.json", "-o", tmp_path
    )
    assert older.exit_code == 1
    assert "older than that of 24 November 2025" in older.stderr


def test_a_later_list_is_brought_into_the_files(tmp_path: pathlib.Path) -> None:
    days = [
        holiday.day.isoformat()
        for holiday in ap.WorkCalendar("scotland").holidays
        if holiday.day.year == 2026
    ]
    events = [{"title": "x", "date": day} for day in [*days, "2026-06-15"]]
    later = tmp_path / "list.json"
    later.write_text(json.dumps({"scotland": {"events": events}}), encoding="utf-8")
    (tmp_path / "out").mkdir()
    shipped = ROOT / "data" / "calendars" / "scotland.json"
    text = shipped.read_text(encoding="utf-8")
    (tmp_path / "out" / "scotland.json").write_text(text, encoding="utf-8")
    undated = run("calendar", "import", later, "-o", tmp_path / "out")
    assert undated.exit_code == 1 and "published is not known" in undated.stderr
    made = run(
        *("calendar", "import", later, "-o", tmp_path / "out"),
        *("--published", "2026-02-01"),
    )
    assert "announced: 15 June 2026 (x)" in made.stdout
    updated = ap.WorkCalendar.load(tmp_path / "out" / "scotland.json")
    assert not updated.is_working_day("2026-06-15")
    assert updated.as_known_on("2026-01-31").is_working_day("2026-06-15")
    assert updated.source == ap.WorkCalendar("scotland").source


def test_a_list_is_checked_with_all_its_problems(tmp_path: pathlib.Path) -> None:
    good = LISTS / "frontend-2025-11-24.json"
    assert run("calendar", "check", good).exit_code == 0
    bad = tmp_path / "list.csv"
    bad.write_text("2026-02-30\n2026-13-01\n", encoding="utf-8")
    checked = run("calendar", "check", bad, "--format", "csv")
    assert checked.exit_code == 1
    assert [row["where"] for row in rows_of(checked)] == ["line 1", "line 2"]
    assert run("calendar", "check", tmp_path / "none.json").exit_code == 1


def test_validate_lists_contradictions_and_exits_1() -> None:
    result = run("validate", WALSALL)
    assert result.exit_code == 1
    assert "$.journal[" in result.stdout
    assert "83.7 %" in result.stdout


def test_validate_of_a_plan_without_problems_exits_0(tmp_path: pathlib.Path) -> None:
    plan = tmp_path / "plan.json"
    plan.write_text(
        '{"actionplan":1,"id":"p","title":"t","recommendations":[],"journal":[]}'
    )
    result = run("validate", plan)
    assert result.exit_code == 0
    assert "No problems found." in result.stdout


def test_validate_lists_all_problems_of_a_file_that_cannot_be_read(
    tmp_path: pathlib.Path,
) -> None:
    plan = tmp_path / "plan.json"
    plan.write_text(
        '{"actionplan": 1, "id": "p", "title": 3, "recommendations": [],'
        ' "journal": [{"on": "2018-02-31", "item": "p", "kind": "progress"}]}'
    )
    result = run("validate", plan, "--format", "csv")
    assert result.exit_code == 1
    assert [row["where"] for row in rows_of(result)] == ["$.title", "$.journal[0].on"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("report", "nowhere.json", *AS_OF),
        ("validate", "nowhere.json"),
        ("assess", NORTHBY, *AS_OF, "--scheme", "nowhere"),
        ("assess", NORTHBY, "--as-of", "2023-01-01"),
        ("explain", NORTHBY, "H99", *AS_OF),
        ("scheme", "show", "nowhere"),
    ],
)
def test_problems_are_one_message_and_exit_1(arguments: tuple[object, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("actionplan: ")
    assert "Traceback" not in result.stderr
    assert isinstance(result.exception, SystemExit)


def test_due_takes_the_conventions_of_the_body() -> None:
    spring = ("due", "spring 2018", "--convention", "spring=March to June")
    found = run_json(*spring)
    assert isinstance(found, list)
    assert found[0]["last"] == "2018-06-30"
    for bad, message in (("spring", "not NAME=VALUE"), ("sprin=x", "did you mean")):
        result = run("due", "spring 2018", "--convention", bad)
        assert result.exit_code == 2
        assert message in result.stderr


def test_due_writes_other_readings_and_what_it_was_in_every_form() -> None:
    text = "by April 2021 (was March 2020)"
    csv_line = run("due", text, "--format", "csv").stdout.splitlines()[1]
    assert csv_line.endswith(
        ",../2021-03-31 (before 1 April),2020-03-01/2020-03-31 (March 2020)"
    )
    table = " ".join(run("due", text, "--format", "md").stdout.split())
    assert "Or .. to 2021-03-31 (before 1 April)." in table
    assert "Was 2020-03-01 to 2020-03-31 (March 2020)." in table


def test_due_that_cannot_be_a_date_exits_1() -> None:
    result = run("due", "30 February 2018", "April 2018")
    assert result.exit_code == 1
    assert "2018-04-30" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("assess", NORTHBY), "--as-of"),
        (("assess", NORTHBY, "--as-of", "27/3/2018"), "write it as year-month-day"),
        (("assess", NORTHBY, "--as-of", "2018-02-30"), "not a day of the calendar"),
        (("compare", NORTHBY, *AS_OF, "--previous", "2024-09-30"), "not before"),
        (("report", NORTHBY, *AS_OF, "-o", "report.docx"), "must end in .html or .md"),
        (("report", NORTHBY, *AS_OF, "-o", "a.md", "-o", "a.md"), "given twice"),
        (("report", NORTHBY, *AS_OF, "-o", "a.md", "--format", "md"), "not both"),
        (("assess", NORTHBY, *AS_OF, "--format", "xml"), "xml"),
        (("frobnicate",), "frobnicate"),
        (("due",), "TEXT"),
    ],
)
def test_wrong_usage_exits_2(
    arguments: tuple[object, ...],
    message: str,
    tmp_path: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------------------
# Files.


def test_a_report_is_written_in_every_format_asked_for(tmp_path: pathlib.Path) -> None:
    html, markdown = tmp_path / "r.html", tmp_path / "r.md"
    result = run("report", NORTHBY, *AS_OF, *PREVIOUS, "-o", html, "-o", markdown)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert f"Wrote {html}\nWrote {markdown}\n" == result.stderr
    assert html.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert markdown.read_text(encoding="utf-8").startswith("# Housing repairs")


def test_all_files_are_written_or_none(tmp_path: pathlib.Path) -> None:
    old = tmp_path / "r.md"
    old.write_text("before")
    missing = tmp_path / "no" / "such" / "r.html"
    result = run("report", NORTHBY, *AS_OF, "-o", old, "-o", missing)
    assert result.exit_code == 1
    assert "There is no directory" in result.stderr
    assert old.read_text() == "before"
    assert list(tmp_path.iterdir()) == [old]


def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path: pathlib.Path) -> None:
    file = tmp_path / "r.md"
    file.write_text("before")
    file.chmod(0o640)
    assert run("report", NORTHBY, *AS_OF, "-o", file).exit_code == 0
    assert file.stat().st_mode & 0o777 == 0o640
    assert file.read_text(encoding="utf-8") != "before"


def test_the_plan_is_never_overwritten(tmp_path: pathlib.Path) -> None:
    plan = tmp_path / "plan.md"
    plan.write_text(NORTHBY.read_text(encoding="utf-8"), encoding="utf-8")
    result = run("report", plan, *AS_OF, "-o", plan)
    assert result.exit_code == 2
    assert plan.read_text(encoding="utf-8") == NORTHBY.read_text(encoding="utf-8")


def test_without_a_file_the_report_is_printed() -> None:
    text = run("report", NORTHBY, *AS_OF, *PREVIOUS).stdout
    assert "Last period and this period" in text
    assert run("report", NORTHBY, *AS_OF, "--format", "md").stdout.startswith("# ")


# ---------------------------------------------------------------------------
# Text that means harm.


@pytest.fixture
def hostile_plan(tmp_path: pathlib.Path) -> pathlib.Path:
    plan = tmp_path / "plan.json"
    plan.write_text(hostile_text(), encoding="utf-8")
    return plan


@pytest.mark.parametrize("command", ["assess", "compare", "slippage"])
def test_no_cell_of_csv_is_a_formula(command: str, hostile_plan: pathlib.Path) -> None:
    more = PREVIOUS if command == "compare" else ()
    result = run(command, hostile_plan, *AS_OF, *more, "--format", "csv")
    assert result.exit_code == 0
    cells = [cell for row in csv.reader(io.StringIO(result.stdout)) for cell in row]
    assert any("cmd()" in cell for cell in cells)
    numbers = [cell for cell in cells if cell.lstrip("-").isdigit()]
    assert all(
        cell[:1] not in ("=", "+", "-", "@", "\t", "\r")
        for cell in cells
        if cell not in numbers
    )


@pytest.mark.parametrize("style", FORMATS)
@pytest.mark.parametrize("command", ["assess", "slippage", "validate"])
def test_no_format_moves_the_cursor(
    command: str, style: str, hostile_plan: pathlib.Path
) -> None:
    more = () if command == "validate" else AS_OF
    result = run(command, hostile_plan, *more, "--format", style)
    assert "\x1b" not in result.stdout
    if style != "json":
        assert "<script>" not in result.stdout or style in ("table", "csv")
    assert "\u202e" not in result.stdout


def test_a_message_obeys_nothing(tmp_path: pathlib.Path) -> None:
    plan = tmp_path / "plan.json"
    plan.write_text(
        '{"actionplan": 1, "id": "p", "title": "t", "recommendations": [],'
        ' "accepted": "\\u001b[31mnever\\u202e", "journal": []}'
    )
    result = run("assess", plan, *AS_OF)
    assert result.exit_code == 1
    assert "\x1b" not in result.stderr and "\u202e" not in result.stderr


# ---------------------------------------------------------------------------
# What is loaded.


def loaded(code: str) -> set[str]:
    names = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return {name.split(".")[0] for name in names.stdout.split()}


HEAVY = {"rich", "jinja2", "pandas", "polars", "pyarrow", "matplotlib", "numpy"}


def test_importing_the_package_loads_nothing_but_the_core() -> None:
    new = loaded("import actionplan") - loaded("")
    assert new.isdisjoint(HEAVY | {"click", "json", "dataclasses", "typing"})


@pytest.mark.parametrize("command", ["assess", "slippage", "explain", "due"])
def test_a_command_loads_neither_rich_nor_jinja2_for_a_pipe(command: str) -> None:
    arguments = [str(argument) for argument in RESULTS[command]]
    code = (
        "import contextlib, io\n"
        "from actionplan import cli\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        f"    cli.main({arguments!r}, standalone_mode=False)"
    )
    assert loaded(code).isdisjoint(HEAVY)


def test_the_whole_example_runs_as_its_readme_says(tmp_path: pathlib.Path) -> None:
    as_of, previous = WALSALL_DAYS
    result = run("report", WALSALL, "--as-of", as_of, "--previous", previous)
    assert result.exit_code == 0
    assert result.stdout.count("not recorded") > 24
