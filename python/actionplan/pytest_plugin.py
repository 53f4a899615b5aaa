"""Scheme files as tests: each example of a RAG key is a test item.

A file is collected if it ends in `.toml`, its first key is `scheme`, and either
`--schemes` or the ini option `actionplan_schemes = true` is given, or the file
itself is named on the command line. With `--scheme-checks` (or the ini option
`actionplan_scheme_checks = true`) each file has one more item, which fails if
`Scheme.check()` finds something that the file does not accept. Nothing else is
opened, and the package is imported only for a file that is collected.
"""

import pathlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from actionplan._core import ExampleResult, Scheme


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds `--schemes`, `--scheme-checks` and their ini options."""
    group = parser.getgroup("actionplan")
    group.addoption(
        "--schemes",
        action="store_true",
        help="collect scheme files: each example of a RAG key is a test",
    )
    group.addoption(
        "--scheme-checks",
        action="store_true",
        help="of each collected scheme file a test that nothing is wrong with it "
        "that is not accepted",
    )
    parser.addini(
        "actionplan_scheme_checks",
        "check scheme files as if --scheme-checks were given",
        type="bool",
        default=False,
    )
    parser.addini(
        "actionplan_schemes",
        "collect scheme files as if --schemes were given",
        type="bool",
        default=False,
    )


def _is_scheme(path: pathlib.Path) -> bool:
    """Whether the first line that says something is `scheme = ...`."""
    try:
        with path.open(encoding="utf-8") as file:
            for line in file:
                said = line.strip()
                if said and not said.startswith("#"):
                    return said.partition("=")[0].strip() == "scheme"
    except (OSError, UnicodeDecodeError):
        return False
    return False


def pytest_collect_file(
    file_path: pathlib.Path, parent: pytest.Collector
) -> pytest.Collector | None:
    """Collects scheme files that are wanted, and nothing else."""
    if file_path.suffix != ".toml":
        return None
    config = parent.config
    wanted = (
        config.getoption("--schemes")
        or config.getini("actionplan_schemes")
        or parent.session.isinitpath(file_path)
    )
    if not wanted or not _is_scheme(file_path):
        return None
    return SchemeFile.from_parent(parent, path=file_path)


class SchemeFile(pytest.File):
    """A scheme file; it fails to collect with every problem of the file."""

    def collect(self) -> Iterator[pytest.Item]:
        import actionplan as ap

        from . import _core

        try:
            scheme = ap.Scheme.load(self.path)
        except ap.ActionPlanError as error:
            raise self.CollectError(str(error)) from error
        for result in _core.run_examples(scheme):
            yield ExampleItem.from_parent(
                self, name=f"line {result.line}", result=result
            )
        config = self.config
        if config.getoption("--scheme-checks") or config.getini(
            "actionplan_scheme_checks"
        ):
            yield CheckItem.from_parent(self, name="check", scheme=scheme)


class ExampleFailed(Exception):
    """The scheme gives another rating than the example wants."""


class ExampleItem(pytest.Item):
    """One example."""

    def __init__(self, *, result: "ExampleResult", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.result = result

    def runtest(self) -> None:
        if not self.result.passed:
            raise ExampleFailed(f"{self.result.what}\n{self.result.explanation}")

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None
    ) -> Any:
        if isinstance(excinfo.value, ExampleFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[pathlib.Path, int, str]:
        line: int = self.result.line
        return self.path, line - 1, f"{self.path.name}: {self.name}"


class SchemeHasFindings(Exception):
    """Something is wrong with the key that its file does not accept."""


class CheckItem(pytest.Item):
    """The check of one file."""

    def __init__(self, *, scheme: "Scheme", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.scheme = scheme

    def runtest(self) -> None:
        found = [f for f in self.scheme.check() if not (f.accepted or f.is_mild)]
        if found:
            raise SchemeHasFindings(
                "\n\n".join(
                    f"{f.kind}: {f.what}\n  {f.example}\n  {f.remedy}" for f in found
                )
            )

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None
    ) -> Any:
        if isinstance(excinfo.value, SchemeHasFindings):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[pathlib.Path, int, str]:
        return self.path, 0, f"{self.path.name}: {self.name}"
