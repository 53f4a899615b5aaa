"""The shipped schemes: each parses, says its source, and does what it shows.

The examples are read with Python's own TOML reader and rated one by one, so that
nothing here rests on the library's reading of them.
"""

import pathlib
import re
from typing import Any

import pytest
import tomllib

import actionplan as ap

ROOT = pathlib.Path(__file__).parents[2]
FOLDER = ROOT / "data" / "schemes"
NAMES = sorted(path.stem for path in FOLDER.glob("*.toml"))
FILES = {
    name: tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    for name in NAMES
}
PAGE = (ROOT / "docs" / "scheme-library.md").read_text(encoding="utf-8")


def examples_of(name: str) -> list[Any]:
    return [
        pytest.param(name, number, id=f"{name}-{number}")
        for number in range(len(FILES[name].get("example", [])))
    ]


ALL_EXAMPLES = [param for name in NAMES for param in examples_of(name)]


def months(words: str) -> float:
    """1 month 3 days as the facts hold it: whole months, and days of 32."""
    total = 0.0
    for number, unit in re.findall(r"(\d+) (month|day)s?", words):
        total += int(number) if unit == "month" else int(number) / 32
    return total


def value_of(written: Any) -> Any:
    if written == "unknown":
        return None
    if isinstance(written, str) and re.fullmatch(r"(\d+ (month|day)s? ?)+", written):
        return months(written)
    return written


def facts_of(name: str, example: dict[str, Any]) -> dict[str, Any]:
    usual = FILES[name].get("usual", {}).get(example["for"], {})
    said = {**usual, **example.get("facts", {})}
    return {fact: value_of(written) for fact, written in said.items()}


def rate(name: str, example: dict[str, Any]) -> ap.Rating:
    scheme = ap.Scheme.load(name)
    return scheme.rate(
        facts_of(name, example), aspect=example["aspect"], subject=example["for"]
    )


def test_the_shipped_schemes_are_the_files() -> None:
    assert sorted(ap.builtin_schemes()) == NAMES


def test_the_page_lists_each_shipped_scheme_once() -> None:
    listed = re.findall(r"^\| `([a-z0-9-]+)` \|", PAGE, flags=re.M)
    assert listed == NAMES
    found = {
        name
        for line in re.findall(r"\| shipped: (.*) \|$", PAGE, flags=re.M)
        for name in re.findall(r"`([a-z0-9-]+)`", line)
    }
    assert found == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_it_says_what_it_is(name: str) -> None:
    scheme = ap.Scheme.load(name)
    assert scheme.id == name
    assert scheme.title
    assert scheme.source
    # The founding report was handed to us as a document.
    assert "http" in scheme.source or name == "walsall-2018"
    for level in scheme.levels:
        assert level.letter
        assert any(level.meanings.values())


@pytest.mark.parametrize("name", NAMES)
def test_what_is_ambiguous_was_read_and_clauses_are_named(name: str) -> None:
    file = FILES[name]
    readings = file.get("readings", [])
    readings += [rule["reading"] for rule in file["rule"] if "reading" in rule]
    assert readings
    assert any("clause" in rule for rule in file["rule"])


@pytest.mark.parametrize(("name", "number"), ALL_EXAMPLES)
def test_an_example_has_its_rating(name: str, number: int) -> None:
    example = FILES[name]["example"][number]
    rating = rate(name, example)
    wanted = example["level"]
    assert (rating.rating or "not rated") == wanted, rating.because
    if "rule" in example:
        assert rating.rule == example["rule"]
    if "possible" in example:
        assert set(rating.possible) - {"not rated"} == set(example["possible"])
    assert rating.because or rating.rating is None
    assert example["note"]


@pytest.mark.parametrize("name", NAMES)
def test_the_library_reads_the_same_examples(name: str) -> None:
    scheme = ap.Scheme.load(name)
    assert len(scheme.examples) == len(FILES[name]["example"])
    for read, written in zip(scheme.examples, FILES[name]["example"], strict=True):
        assert read["note"] == written["note"]
        rating = scheme.rate(
            read["facts"], aspect=read["aspect"], subject=read["subject"]
        )
        assert (rating.rating or "not rated") == read["level"]


@pytest.mark.parametrize("name", NAMES)
def test_every_level_that_a_rule_gives_comes_out_in_an_example(name: str) -> None:
    file = FILES[name]
    given = {(rule["for"], rule["aspect"], rule["level"]) for rule in file["rule"]}
    shown = {(one["for"], one["aspect"], one["level"]) for one in file["example"]}
    assert given <= shown
    levels = {level["name"] for level in file["level"]}
    assert levels == {level for _, _, level in given} - {"not rated"}


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_decides_an_example(name: str) -> None:
    file = FILES[name]
    decided = {rate(name, example).rule for example in file["example"]}
    assert {rule["id"] for rule in file["rule"]} <= decided


@pytest.mark.parametrize("name", NAMES)
def test_its_tests_can_be_completed(name: str) -> None:
    test = ap.Scheme.load(name).test()
    assert [mutant for mutant in test.mutants if mutant[3] == "undecided"] == []
    longer = ap.Scheme.from_toml(test.text_with_missing).test()
    assert longer.all_passed and longer.is_complete
    assert longer.mutation_score == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_file_stays_small(name: str) -> None:
    assert (FOLDER / f"{name}.toml").stat().st_size < 24_000
