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
