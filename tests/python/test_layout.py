"""One idea, one stem: every path can be guessed, and nothing is forgotten."""

import importlib.metadata
import pathlib
import re

import pytest

import actionplan as ap

ROOT = pathlib.Path(__file__).parents[2]


def stems(pattern: str) -> set[str]:
    """The stems of the files that match, without `_test`, `test_`, `bind_`."""
    return {
        re.sub(r"^(bind|test)_|_(test|benchmark)$", "", path.stem)
        for path in ROOT.glob(pattern)
    }


def listed(variable: str, file: str = "CMakeLists.txt") -> set[str]:
    """The stems in the first `set(variable ...)` of a CMake file."""
    text = (ROOT / file).read_text(encoding="utf-8")
    body = re.search(rf"^\s*set\({variable}\s([^)]*)\)", text, re.MULTILINE)
    assert body is not None, f"{file} has no set({variable} ...)"
    words = re.sub(r"#.*", "", body[1]).split()
    return {pathlib.PurePath(word).stem for word in words}


ROOMS = stems("include/actionplan/*.h")


def test_a_room_has_a_header_a_source_and_a_unit_test() -> None:
    assert not ROOMS - stems("src/*.cc"), "no src/<room>.cc"
    assert not ROOMS - stems("tests/unit/*_test.cc"), "no tests/unit/<room>_test.cc"


def test_a_header_for_tests_has_a_unit_test() -> None:
    headers = stems("include/actionplan/testing/*.h")
    assert not headers - stems("tests/unit/*_test.cc")


def test_a_unit_test_is_of_a_header() -> None:
    headers = ROOMS | stems("include/actionplan/testing/*.h")
    assert not stems("tests/unit/*_test.cc") - headers - stems("src/internal/*.h")


def test_a_private_source_has_a_header_or_is_part_of_a_room() -> None:
    # A part of one room or private header, such as due_spans.cc, may share a
    # header with others.
    alone = {
        stem
        for stem in stems("src/*.cc")
        if any(
            stem.startswith(f"{whole}_") for whole in ROOMS | stems("src/internal/*.h")
        )
    }
    assert not stems("src/*.cc") - ROOMS - stems("src/internal/*.h") - alone


def floors() -> dict[str, tuple[int, set[str]]]:
    """Of each room how high it is, and those that it is joined to."""
    text = (ROOT / "docs" / "decisions" / "0001-rooms.md").read_text(encoding="utf-8")
    found = {}
    for level, line in enumerate(re.findall(r"^    (\w.*)", text, re.MULTILINE)):
        for rooms in line.split(","):
            joined = {room.strip() for room in rooms.split("+")}
            found |= {room: (level, joined) for room in joined}
    return found


def test_nothing_includes_the_header_of_a_higher_room() -> None:
    level = floors()
    assert set(level) == ROOMS
    upwards = []
    for path in [*ROOT.glob("include/actionplan/*.h"), *ROOT.glob("src/**/*.[ch]*")]:
        owners = [r for r in ROOMS if path.stem == r or path.stem.startswith(f"{r}_")]
        if not owners:
            continue
        height, joined = level[max(owners, key=len)]
        includes = re.findall(
            r'#include "actionplan/(\w+)\.h"', path.read_text(encoding="utf-8")
        )
        upwards += [
            f"{path.relative_to(ROOT)} includes {room}"
            for room in includes
            if room not in joined and level[room][0] >= height
        ]
    assert not upwards


def test_a_binding_is_of_a_room_and_has_a_python_test() -> None:
    bindings = stems("bindings/bind_*.cc")
    assert not bindings - ROOMS
    assert not bindings - stems("tests/python/test_*.py"), "no test_<room>.py"


def test_a_python_module_has_a_test() -> None:
    modules = {
        stem for stem in stems("python/actionplan/*.py") if not stem.startswith("_")
    }
    assert not modules - stems("tests/python/test_*.py"), "no test_<module>.py"


@pytest.mark.parametrize(
    ("found", "variable", "file"),
    [
        ("include/actionplan/*.h", "public_headers", "CMakeLists.txt"),
        ("include/actionplan/testing/*.h", "testing_headers", "CMakeLists.txt"),
        ("src/*.cc", "sources", "CMakeLists.txt"),
        ("data/schemes/*.toml", "builtin_schemes", "CMakeLists.txt"),
        ("data/calendars/*.json", "builtin_calendars", "CMakeLists.txt"),
        ("tests/unit/*_test.cc", "rooms", "tests/CMakeLists.txt"),
        ("bindings/bind_*.cc", "rooms", "bindings/CMakeLists.txt"),
        ("benchmarks/*_benchmark.cc", "names", "benchmarks/CMakeLists.txt"),
    ],
)
def test_the_build_lists_every_file(found: str, variable: str, file: str) -> None:
    assert listed(variable, file) == stems(found)


def test_the_built_in_schemes_are_the_files() -> None:
    assert sorted(ap.builtin_schemes()) == sorted(stems("data/schemes/*.toml"))


def test_the_built_in_calendars_are_the_files_and_their_union() -> None:
    files = stems("data/calendars/*.json")
    assert set(ap.builtin_calendars()) == files | {"united-kingdom-any"}


def test_the_version_is_that_of_the_build() -> None:
    build = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
    version = re.search(r"^project\(actionplan VERSION (\S+)", build, re.MULTILINE)
    assert version is not None
    assert ap.__version__ == importlib.metadata.version("actionplan") == version[1]


def test_the_package_is_tested_as_installed() -> None:
    assert ap.__file__ is not None
    assert not pathlib.Path(ap.__file__).is_relative_to(ROOT / "python")
