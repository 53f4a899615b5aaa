"""The plugin: scheme files are collected, run and explained."""

import pytest

SCHEME = """scheme = 1
id = "k"
title = "K"
order = "first match"
[[aspect]]
name = "process"
[[level]]
name = "Red"
[[level]]
name = "Green"
[[rule]]
id = "late"
for = "milestone"
aspect = "process"
level = "Red"
when = "days_overdue > 14"
because = "late"
[[rule]]
id = "fine"
for = "milestone"
aspect = "process"
level = "Green"
when = "otherwise"
because = "fine"
[[example]]
for = "milestone"
facts = { days_overdue = 15 }
level = "Red"
[[example]]
for = "milestone"
facts = { days_overdue = 14 }
level = "Red"
"""

PLUGIN = ("-p", "actionplan.pytest_plugin")


def test_each_example_is_an_item(pytester: pytest.Pytester) -> None:
    pytester.makefile(".toml", key=SCHEME, other="a = 1")
    result = pytester.runpytest(*PLUGIN, "--schemes")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        ["*wanted Red, the scheme gives Green by rule fine", "*days_overdue > 14: no"]
    )


def test_nothing_is_collected_unasked(pytester: pytest.Pytester) -> None:
    pytester.makefile(".toml", key=SCHEME)
    pytester.runpytest(*PLUGIN).assert_outcomes()
    pytester.runpytest(*PLUGIN, "key.toml").assert_outcomes(passed=1, failed=1)


def test_a_bad_file_is_an_error_with_its_problems(pytester: pytest.Pytester) -> None:
    pytester.makefile(".toml", key=SCHEME.replace("days_overdue > 14", "days > 14"))
    result = pytester.runpytest(*PLUGIN, "--schemes")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*line 16*There is no fact 'days'*"])


def test_a_check_is_an_item_if_asked_for(pytester: pytest.Pytester) -> None:
    gappy = SCHEME.replace('"otherwise"', '"days_overdue < 14"')
    pytester.makefile(".toml", key=gappy)
    result = pytester.runpytest(*PLUGIN, "key.toml", "--scheme-checks")
    result.assert_outcomes(passed=1, failed=2)
    result.stdout.fnmatch_lines(["gap: *"])
