"""`actionplan scheme check | test | diff | rate`: what they print, and exits."""

import csv
import io
import json
import pathlib
from typing import Any

import pytest
from click.testing import CliRunner, Result
from keys import EXAMPLE, GAPPY, SOFTER_WALSALL, STRICTER, WHOLE, WRONG
from plans import NORTHBY

import actionplan as ap
from actionplan import cli

AS_OF = ("--as-of", "2024-09-30")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli.main, [str(argument) for argument in arguments])


def run_json(*arguments: object) -> Any:
    return json.loads(run(*arguments, "--format", "json").stdout)


def rows_of(*arguments: object) -> list[dict[str, str]]:
    result = run(*arguments, "--format", "csv")
    return list(csv.DictReader(io.StringIO(result.stdout)))


@pytest.fixture
def whole(tmp_path: pathlib.Path) -> pathlib.Path:
    return written(tmp_path / "whole.toml", WHOLE)


def written(path: pathlib.Path, text: str) -> pathlib.Path:
    path.write_text(text, encoding="utf-8")
    return path


# ---------------------------------------------------------------------------
# check


def test_a_check_says_what_where_and_what_would_do(tmp_path: pathlib.Path) -> None:
    file = written(tmp_path / "gappy.toml", GAPPY)
    result = run("scheme", "check", file)
    assert result.exit_code == 1
    assert result.stderr == ""
    assert "Gaps (" in result.stdout
    for term in ("Finding", "Where", "Remedy"):
        assert f"\n{term}" in result.stdout
    rows = rows_of("scheme", "check", file)
    assert {row["finding"] for row in rows} >= {"gap"}
    found = run_json("scheme", "check", file)
    assert found["is_clean"] is False
    assert [each["what"] for each in found["findings"]] == [r["what"] for r in rows]


def test_a_check_with_all_accepted_exits_0() -> None:
    result = run("scheme", "check", "walsall-2018")
    assert result.exit_code == 0
    assert "Accepted: " in result.stdout
    assert "Remedy" not in result.stdout
    assert "Accepted" in run("scheme", "check", "walsall-2018", "--all").stdout


def test_a_key_with_problems_is_not_checked(tmp_path: pathlib.Path) -> None:
    file = written(tmp_path / "bad.toml", WHOLE.replace("> 14", "> Fish"))
    for command in ("check", "test"):
        result = run("scheme", command, file)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert "line" in result.stderr


WRONG_IN_FOUR_PLACES = (
    WHOLE.replace("first match", "frist match")
    .replace('"Amber"\nwhen', '"Ambr"\nwhen')
    .replace("> 14", "> 2 wekks")
    .replace("days_overdue = 0", "days_overdu = 0")
)


def test_all_problems_of_a_key_are_listed_with_their_places(
    tmp_path: pathlib.Path,
) -> None:
    # The head has 24 lines, a rule 7; its level stands in the fifth.
    file = written(tmp_path / "bad.toml", WRONG_IN_FOUR_PLACES)
    result = run("scheme", "check", file)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.splitlines()[1:] == [
        "  line 5, column 9: The order 'frist match' is unknown. "
        "Did you mean 'first match'?",
        "  line 30, column 26: 'wekks' is not a unit. Did you mean 'weeks'?",
        "  line 36, column 9: 'Ambr' is not a level of this scheme. "
        "Did you mean 'Amber'?",
        "  line 44, column 9: There is no fact 'days_overdu' of a milestone. "
        "Did you mean 'days_overdue'?",
    ]
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "line 1, column 1: The key 'id' is missing."),
        (b'scheme = 1\nid = "caf\xe9"\n', "line 2, column 10: This is not UTF-8"),
        (b"#" * 5_000_000, "line 1, column 1: The file has 5000000 bytes."),
        (
            WHOLE.replace("> 14", "> 14 and " + "(" * 10_000).encode(),
            "The condition is nested too deeply. Split it into several rules",
        ),
    ],
    ids=["empty", "not UTF-8", "5 MB", "nested"],
)
def test_a_file_that_is_no_key_is_said_to_be_none(
    tmp_path: pathlib.Path, content: bytes, said: str
) -> None:
    file = tmp_path / "bad.toml"
    file.write_bytes(content)
    result = run("scheme", "check", file)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_check_that_was_not_finished_does_not_pass() -> None:
    result = run("scheme", "check", "walsall-2018", "--steps", 1)
    assert result.exit_code == 1
    said = " ".join(result.stdout.split())
    assert "Not everything was decided" in said
    assert "--steps" in said
    assert (
        "Recommendations, process: the search for gaps could not be finished in "
        "1 step." in said
    )
    found = run_json("scheme", "check", "walsall-2018", "--steps", 1)
    assert found["is_clean"] is False
    assert len(found["undecided"]) > 1


HEALTH = """
scheme = 1
id = "health"
title = "Project health key"
order = "worst match"
[[aspect]]
name = "health"
title = "Health"
[[aspect]]
name = "impact"
title = "Impact"
order = "single match"
[[fact]]
name = "spend"
for = "milestone"
type = "number"
unit = "£"
meaning = "what was spent"
[[level]]
name = "Red"
rank = 1
score = 0
exception = true
[[level]]
name = "Green"
rank = 2
score = 100
[[rule]]
id = "over"
for = "milestone"
aspect = "health"
level = "Red"
when = "spend > 10"
because = "so it is"
[[rule]]
id = "seen"
for = "outcome"
aspect = "impact"
level = "Green"
when = "achieved"
because = "so it is"
[override]
levels = ["Red"]
worse_only = true
by = ["Cabinet"]
[[accept]]
finding = "gap"
reason = "The owner chases the rest."
"""


def shown(file: pathlib.Path) -> str:
    """What `scheme show` says, however its lines are broken."""
    return " ".join(run("scheme", "show", file).stdout.split())


def test_show_says_how_each_aspect_decides(tmp_path: pathlib.Path) -> None:
    said = shown(written(tmp_path / "health.toml", HEALTH))
    assert said.index("Rating Health Impact") < said.index("Name health")
    assert (
        "Health of a milestone: of the rules that hold, the one with the worst level "
        "decides" in said
    )
    assert "Impact of an outcome: one rule should hold" in said


def test_show_says_all_that_the_file_does(tmp_path: pathlib.Path) -> None:
    said = shown(written(tmp_path / "health.toml", HEALTH))
    for words in (
        "spend number in £ milestone What was spent.",
        "Best to worst Green, Red",
        "Exceptions Red: a report lists them.",
        "Scores Red 0, Green 100",
        "Overrides Only to Red, to a worse rating, by Cabinet.",
        "Examples none in the file",
        "Accepted gap: The owner chases the rest.",
    ):
        assert words in said


MONTHS = """
scheme = 1
id = "months"
title = "Up to and over one month"
order = "first match"
[[aspect]]
name = "progress"
title = "Progress"
[[level]]
name = "Red"
rank = 1
[[level]]
name = "Amber"
rank = 2
[[level]]
name = "Green"
rank = 3
[[rule]]
id = "done"
for = "milestone"
aspect = "progress"
level = "Green"
when = "complete or days_overdue <= 0"
because = "so it is"
[[rule]]
id = "red"
for = "milestone"
aspect = "progress"
level = "Red"
when = "months_overdue > 1"
because = "so it is"
[[rule]]
id = "amber"
for = "milestone"
aspect = "progress"
level = "Amber"
when = "days_overdue > 0 and months_overdue < 1"
because = "so it is"
"""


def test_a_gap_at_a_threshold_gets_the_edit_of_that_threshold(
    tmp_path: pathlib.Path,
) -> None:
    file = written(tmp_path / "months.toml", MONTHS)
    first, other = run_json("scheme", "check", file)["findings"]
    assert first["what"] == (
        "No rule speaks of a milestone: not complete, 28 days (1 month) overdue."
    )
    assert 'write when = "months_overdue >= 1"' in first["remedy"]
    assert first["remedy_is_verified"]
    assert "days overdue does not apply" in other["what"]


# ---------------------------------------------------------------------------
# test


def test_a_failed_example_is_explained_and_exits_1(tmp_path: pathlib.Path) -> None:
    file = written(tmp_path / "key.toml", WHOLE + EXAMPLE + WRONG)
    result = run("scheme", "test", file, "--no-mutants")
    assert result.exit_code == 1
    assert "1 of 2 (50 %) passed" in result.stdout
    assert "Wanted Red" in result.stdout or "wanted Red" in result.stdout
    assert "days_overdue > 14" in result.stdout


def test_missing_examples_can_be_pasted(tmp_path: pathlib.Path) -> None:
    file = written(tmp_path / "key.toml", WHOLE + EXAMPLE)
    result = run("scheme", "test", file)
    assert result.exit_code == 0
    pasted = result.stdout[result.stdout.index("[[example]]") :]
    longer = written(tmp_path / "longer.toml", WHOLE + EXAMPLE + pasted)
    found = run_json("scheme", "test", longer)
    assert found["all_passed"] and found["is_complete"]
    assert found["mutation_score"] == 1


def test_write_appends_them_to_the_file(tmp_path: pathlib.Path) -> None:
    file = written(tmp_path / "key.toml", WHOLE + EXAMPLE)
    result = run("scheme", "test", file, "--write")
    assert result.exit_code == 0
    assert result.stderr == f"Wrote {file}\n"
    # What it prints is the report of the file as it is now.
    assert result.stdout == run("scheme", "test", file).stdout
    assert "[[example]]" not in result.stdout
    text = file.read_text(encoding="utf-8")
    assert text.startswith(WHOLE + EXAMPLE) and len(text) > len(WHOLE + EXAMPLE)
    again = run("scheme", "test", file, "--write")
    assert again.exit_code == 0 and again.stderr == ""
    assert file.read_text(encoding="utf-8") == text
    assert [path.name for path in tmp_path.iterdir()] == ["key.toml"]


def test_a_shipped_key_is_never_written_to() -> None:
    result = run("scheme", "test", "walsall-2018", "--write")
    assert result.exit_code == 2
    assert "part of the package" in result.stderr


@pytest.mark.parametrize("style", ["table", "json", "csv", "md", "html"])
def test_a_test_has_every_format(style: str, tmp_path: pathlib.Path) -> None:
    file = written(tmp_path / "key.toml", WHOLE + EXAMPLE + WRONG)
    result = run("scheme", "test", file, "--format", style)
    assert result.exit_code == 1
    assert "days_overdue" in result.stdout
    if style == "md":
        assert "```toml\n[[example]]" in result.stdout
    if style == "html":
        assert "<pre><code>" in result.stdout


# ---------------------------------------------------------------------------
# diff


def test_two_keys_for_all_facts(whole: pathlib.Path, tmp_path: pathlib.Path) -> None:
    stricter = written(tmp_path / "stricter.toml", STRICTER)
    result = run("scheme", "diff", whole, stricter)
    assert result.exit_code == 0
    assert "Amber (A)" in result.stdout and "Red (R)" in result.stdout
    (row, *_) = rows_of("scheme", "diff", whole, stricter)
    assert (row["before"], row["after"]) == ("Amber", "Red")
    assert run_json("scheme", "diff", whole, whole)["is_equal"] is True


def test_two_keys_for_a_plan(tmp_path: pathlib.Path) -> None:
    softer = written(tmp_path / "softer.toml", SOFTER_WALSALL)
    plan = ("--plan", NORTHBY, *AS_OF)
    same = run("scheme", "diff", "walsall-2018", "walsall-2018", *plan)
    assert "same rating under both" in same.stdout
    arguments = ("scheme", "diff", "walsall-2018", softer, *plan)
    found = run_json(*arguments)["ratings"]
    assert found
    rows = rows_of(*arguments)
    assert [row["item"] for row in rows] == [each["item"] for each in found]
    assert found[0]["item"] in run(*arguments).stdout


def test_two_versions_of_one_key_each_say_what_they_do_not_know(
    tmp_path: pathlib.Path,
) -> None:
    old = ap.Scheme.load("walsall-2018").text.replace('aliases = ["Yellow"]', "")
    file = written(tmp_path / "old.toml", old)
    new = "walsall-2018"
    for before, after, which in ((file, new, "before"), (new, file, "after")):
        told = run("scheme", "diff", before, after, "--plan", NORTHBY, *AS_OF)
        said = " ".join(told.stdout.split())
        assert said.count("no level of") == 1
        assert f"no level of walsall-2018 ({which}): Yellow" in said


def test_a_key_and_what_was_reported() -> None:
    key = "walsall-2018"
    result = run("scheme", "diff", key, "--reported", NORTHBY, *AS_OF)
    assert result.exit_code == 0
    found = run_json("scheme", "diff", key, "--reported", NORTHBY, *AS_OF)
    for table in found["tables"]:
        assert sum(map(sum, table["counts"])) == table["compared"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("walsall-2018",), "two keys"),
        (("walsall-2018", "walsall-2018", "--plan", "p.json"), "--as-of"),
        (("walsall-2018", "walsall-2018", *AS_OF), "go together"),
        (("a", "b", "--reported", "p.json", *AS_OF), "one key"),
        (("a", "--reported", "p", "--plan", "q", *AS_OF), "not both"),
    ],
)
def test_wrong_usage_of_diff(arguments: tuple[str, ...], words: str) -> None:
    result = run("scheme", "diff", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr


# ---------------------------------------------------------------------------
# rate

TABLE = "Ref,Days late,RAG\nA,0,Green\nB,14,Yellow\nC,15,amber\nD,,\nE,20,R\n"


@pytest.fixture
def table(tmp_path: pathlib.Path) -> pathlib.Path:
    return written(tmp_path / "rows.csv", TABLE)


MAP = ("--map", "Days late=days_overdue")


def test_each_row_is_rated(whole: pathlib.Path, table: pathlib.Path) -> None:
    rows = rows_of("scheme", "rate", whole, table, *MAP)
    assert [(row["Ref"], row["rating"], row["rule"]) for row in rows] == [
        ("A", "Green", "fine"),
        ("B", "Amber", "bit-late"),
        ("C", "Red", "late"),
        ("D", "", ""),
        ("E", "Red", "late"),
    ]
    found = run_json("scheme", "rate", whole, table, *MAP)
    assert [row["rating"] for row in found] == ["Green", "Amber", "Red", None, "Red"]
    assert "Amber (A)" in run("scheme", "rate", whole, table, *MAP).stdout


def test_a_table_with_a_column_called_rating(
    whole: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    file = written(tmp_path / "rows.csv", "rating,days_overdue\nGreen,15\n")
    (row,) = rows_of("scheme", "rate", whole, file)
    assert (row["rating"], row["key_rating"]) == ("Green", "Red")


def test_expected_ratings_are_counted(whole: pathlib.Path, table: pathlib.Path) -> None:
    arguments = ("scheme", "rate", whole, table, *MAP, "--expect", "RAG")
    found = run_json(*arguments)
    # Of D nothing was said; of C people said amber and the key says Red.
    assert (found["compared"], found["agreed"]) == (4, 3)
    (row,) = rows_of(*arguments)
    assert (row["row"], row["judged"], row["by_the_key"]) == ("3", "Amber", "Red")
    text = run(*arguments).stdout
    assert "3 of 4 (75 %)" in text
    assert "Where the two part" in text


def test_all_bad_cells_are_listed(whole: pathlib.Path, tmp_path: pathlib.Path) -> None:
    file = written(tmp_path / "rows.csv", "days_overdue\nx\n3\n-1 fish\n")
    result = run("scheme", "rate", whole, file)
    assert result.exit_code == 1
    assert "row 1, column 'days_overdue'" in result.stderr
    assert "row 3, column 'days_overdue'" in result.stderr


def test_an_unknown_word_is_a_problem(
    whole: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    file = written(tmp_path / "rows.csv", "days_overdue,RAG\n1,Puce\n2,Red\n3,Lime\n")
    result = run("scheme", "rate", whole, file, "--expect", "RAG")
    assert result.exit_code == 1
    assert "Puce" in result.stderr and "Lime" in result.stderr


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("a,a\n1,2\n", "there before"),
        ("days_overdue,b\n1\n", "row 1: 1 cells"),
        ("b\n1\n", "No column"),
        ("days_overdue\n\xff\n", "UTF-8"),
    ],
)
def test_a_table_that_will_not_do(
    text: str, words: str, whole: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    file = tmp_path / "rows.csv"
    file.write_bytes(text.encode("latin-1"))
    result = run("scheme", "rate", whole, file)
    assert result.exit_code == 1
    assert words in result.stderr


def test_no_cell_of_a_rated_table_is_a_formula(
    whole: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    file = written(tmp_path / "rows.csv", "=A1,days_overdue\n=1+1,3\n@x,4\n")
    result = run("scheme", "rate", whole, file, "--format", "csv")
    rows = list(csv.reader(io.StringIO(result.stdout)))
    assert [row[0] for row in rows[1:]] == ["'=1+1", "'@x"]
    assert rows[0][0] == "'=A1"


WITHIN_A_DAY = """scheme = 1
id = "within-a-day"
title = "Within a working day"
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
[[rule]]
id = "in-time"
level = "Green"
when = "answered <= received + 1 working day"
[[rule]]
id = "late"
level = "Red"
when = "otherwise"
"""


def test_a_table_is_counted_by_the_calendar_that_is_given(
    tmp_path: pathlib.Path,
) -> None:
    key = written(tmp_path / "key.toml", WITHIN_A_DAY)
    # Easter Monday, 21 April 2025, is worked in Scotland; 2029 is not covered.
    table = written(
        tmp_path / "rows.csv",
        "received,answered,RAG\n2025-04-17,2025-04-22,Red\n2029-03-29,2029-04-03,Red\n",
    )
    days = ", ".join(f'{{"date": "2029-{month:02}-01"}}' for month in range(1, 11))
    text = f'{{"england-and-wales": {{"events": [{days}]}}}}'
    later = written(tmp_path / "bank-holidays-2028-12-01.json", text)
    rate = ("scheme", "rate", key, table)
    for options, ratings in [
        ((), ["Green", ""]),
        (("--calendar", "england-and-wales"), ["Green", ""]),
        (("--calendar", "scotland"), ["Red", ""]),
        (("--holidays", later), ["Green", "Red"]),
    ]:
        assert [row["rating"] for row in rows_of(*rate, *options)] == ratings
    (outside,) = [row for row in rows_of(*rate) if row["rating"] == ""]
    assert "outside the calendar england-and-wales" in outside["because"]
    expect = ("--expect", "RAG", "--calendar", "scotland")
    assert run_json(*rate, *expect)["agreed"] == 1
    refused = run(*rate, "--calendar", "narnia")
    assert refused.exit_code == 1 and "narnia" in refused.stderr
    assert run(*rate, "--division", "scotland").exit_code == 2
