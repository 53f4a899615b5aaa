"""Every public callable has a docstring, and the examples in it are executed."""

import doctest
import importlib
import inspect
import pathlib
import pkgutil
from collections.abc import Iterator

import pytest

import actionplan

ROOT = pathlib.Path(__file__).parents[2]


def modules() -> Iterator[str]:
    yield "actionplan"
    for module in pkgutil.iter_modules(actionplan.__path__):
        if not module.name.startswith("_"):
            yield f"actionplan.{module.name}"


def documented() -> Iterator[tuple[str, object]]:
    """The public objects of the package: functions, classes, their members."""
    seen: set[int] = set()
    for module_name in modules():
        module = importlib.import_module(module_name)
        yield module_name, module
        names = getattr(module, "__all__", None) or [
            name
            for name, value in vars(module).items()
            if not name.startswith("_")
            and getattr(value, "__module__", None) == module_name
        ]
        for name in names:
            value = getattr(module, name)
            if id(value) in seen or not (inspect.isclass(value) or callable(value)):
                continue
            seen.add(id(value))
            yield f"{module_name}.{name}", value
            if inspect.isclass(value):
                for member_name, member in vars(value).items():
                    if not member_name.startswith("_"):
                        yield f"{module_name}.{name}.{member_name}", member


OBJECTS = dict(documented())
EXAMPLES = {
    name: test
    for name, value in OBJECTS.items()
    for test in [
        doctest.DocTestParser().get_doctest(
            inspect.getdoc(value) or "", {}, name, None, 0
        )
    ]
    if test.examples
}


@pytest.mark.parametrize("name", OBJECTS)
def test_is_documented(name: str) -> None:
    value = OBJECTS[name]
    if callable(value) or isinstance(value, property):
        assert inspect.getdoc(value), f"{name} has no docstring"


@pytest.mark.parametrize("name", EXAMPLES)
def test_example(
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(ROOT)
    test = EXAMPLES[name]
    test.globs = {"ap": actionplan, "actionplan": actionplan}
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(test)
    assert runner.failures == 0, capsys.readouterr().out
