"""README and docs are executed.

- ```python blocks run, all of one page in one namespace, as a reader would try
  them; those with a `>>>` prompt also have to print what they show.
- ```console blocks: the lines `$ actionplan ...` run, and where output is shown
  it has to be that; a line of three dots stands for any number of lines.
- ```toml, ```csv and ```python blocks with a file's name after the language are
  that file for the console blocks below them.
- ```toml blocks that don't begin with `scheme` are parts of the page's first named
  one: they are read below its head, and their examples have to pass.
- ```cpp blocks with a main() are compiled against the library and run; a
  ```text block directly below is their output.
"""

import doctest
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

import actionplan as ap

ROOT = pathlib.Path(__file__).parents[2]
# The build that the tests made last: with the sanitizers, or for everyday work.
BUILD = next(
    (
        tree
        for tree in (ROOT / "build" / "asan", ROOT / "build" / "dev")
        if (tree / "libactionplan.a").exists()
    ),
    ROOT / "build" / "dev",
)
FENCE = re.compile(r"^```(\w*)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block of a page, and the block after it if nothing is between."""

    page: str
    line: int
    language: str
    file: str | None
    text: str
    below: "Block | None"

    @property
    def name(self) -> str:
        return f"{self.page}:{self.line}"


def read_blocks(page: pathlib.Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    name = str(page.relative_to(ROOT))
    blocks: list[Block] = []
    next_start, below = len(text), None
    for match in reversed(list(FENCE.finditer(text))):
        line = text.count("\n", 0, match.start()) + 1
        between = text[match.end() : next_start].strip()
        block = Block(
            name, line, match[1], match[2], match[3], None if between else below
        )
        blocks.insert(0, block)
        next_start, below = match.start(), block
    return blocks


PAGES = [
    page
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]
    if page.exists()
]
BLOCKS = [block for page in PAGES for block in read_blocks(page)]


def of(language: str) -> list[Block]:
    return [block for block in BLOCKS if block.language == language]


def ids(blocks: list[Block]) -> list[str]:
    return [block.name for block in blocks]


@pytest.fixture(autouse=True)
def in_a_copy(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs examples in a copy of what pages name, so that they may write files."""
    for folder in ("docs", "examples"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)


def files_above(block: Block) -> list[Block]:
    """The named blocks of its page before it."""
    return [
        other
        for other in BLOCKS
        if other.page == block.page and other.file and other.line < block.line
    ]


def write_files(block: Block) -> None:
    """The files that the page shows above the block, as they stand last."""
    texts: dict[str, str] = {}
    for named in files_above(block):
        assert named.file is not None
        before = texts.get(named.file, "")
        if named.text.startswith("[[rule]]"):  # a scheme's rules, written anew
            before = before.partition("[[rule]]")[0]
        elif not named.text.startswith("["):  # the file, written anew
            before = ""
        texts[named.file] = before + named.text
    for name, text in texts.items():
        pathlib.Path(name).write_text(text, encoding="utf-8")


def same(expected: str, actual: str) -> bool:
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    return doctest.OutputChecker().check_output(
        expected.strip() + "\n", actual.strip() + "\n", flags
    )


def test_the_readme_has_an_example_of_each_kind() -> None:
    assert {"python", "console", "cpp"} <= {
        block.language for block in BLOCKS if block.page == "README.md"
    }


@pytest.mark.parametrize("page", sorted({block.page for block in of("python")}))
def test_python(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    namespace: dict[str, object] = {"__name__": "__main__"}
    for block in of("python"):
        if block.page != page or block.file is not None:
            continue
        if ">>> " in block.text:
            test = doctest.DocTestParser().get_doctest(
                block.text, namespace, block.name, page, block.line
            )
            runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
            runner.run(test, clear_globs=False)
            assert runner.failures == 0, capsys.readouterr().out
            namespace = test.globs
            continue
        write_files(block)
        # Padded, so that a traceback names the line of the page.
        source = "\n" * block.line + block.text
        capsys.readouterr()
        exec(compile(source, str(ROOT / page), "exec"), namespace)
        if block.below is not None and block.below.language == "text":
            printed = capsys.readouterr().out
            assert same(block.below.text, printed), printed


def commands(block: Block) -> Iterator[tuple[list[str], str]]:
    """The commands of a console block with the output that is shown."""
    joined = block.text.replace("\\\n", "")
    for part in re.split(r"^\$ ", joined, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield shlex.split(command, comments=True), output


# A block without one, such as a plain shell's, has nothing to run.
CONSOLES = [
    block
    for block in of("console")
    if any(command[0] == "actionplan" for command, _ in commands(block))
]


@pytest.mark.parametrize("block", CONSOLES, ids=ids(CONSOLES))
def test_console(block: Block) -> None:
    write_files(block)
    for command, shown in commands(block):
        if command[0] != "actionplan":
            continue
        program = pathlib.Path(sys.executable).with_name("actionplan")
        result = subprocess.run(
            [program, *command[1:]],
            capture_output=True,
            encoding="utf-8",
            # As wide as the pages are.
            env=os.environ | {"COLUMNS": "80", "NO_COLOR": "1"},
            timeout=60,
        )
        # 1 is "the input has problems", which a page may show.
        assert result.returncode in ((0, 1) if shown.strip() else (0,)), result.stderr
        if shown.strip():
            printed = result.stdout + result.stderr
            assert same(shown, printed), printed


PARTS = [block for block in of("toml") if block.file is None and files_above(block)]


@pytest.mark.parametrize("block", PARTS, ids=ids(PARTS))
def test_part_of_a_scheme(block: Block) -> None:
    whole = block.text
    if not whole.startswith("scheme"):
        key = next(named for named in files_above(block) if named.language == "toml")
        head, _, _ = key.text.partition("[[rule]]")
        whole = head + block.text
    examples = ap.run_examples(ap.Scheme.from_toml(whole))
    assert examples
    for example in examples:
        assert example.passed, f"{example.what}\n{example.explanation}"


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """The prefix of an installation of that build."""
    if not (BUILD / "libactionplan.a").exists():
        reason = f"there is no build in {BUILD}; make one with `cmake --preset dev`"
        if "CI" in os.environ:
            pytest.fail(reason)
        pytest.skip(reason)
    prefix = tmp_path_factory.mktemp("prefix")
    run("cmake", "--install", BUILD, "--component", "dev", "--prefix", prefix)
    return prefix


def run(*command: str | pathlib.Path) -> str:
    result = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    )
    assert result.returncode == 0, result.stdout
    return result.stdout


PROGRAMS = [block for block in of("cpp") if "int main(" in block.text]


@pytest.mark.parametrize("block", PROGRAMS, ids=ids(PROGRAMS))
def test_cpp(block: Block, installed: pathlib.Path) -> None:
    project = pathlib.Path("consumer")
    shutil.copytree(ROOT / "tests" / "consumer", project)
    (project / "main.cpp").write_text(block.text, encoding="utf-8")
    flags = re.search(
        r"^CMAKE_CXX_FLAGS:\w+=(.*)$",
        (BUILD / "CMakeCache.txt").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert flags is not None
    run(
        "cmake",
        "-S",
        project,
        "-B",
        "build",
        f"-DCMAKE_PREFIX_PATH={installed}",
        f"-DCMAKE_CXX_FLAGS={flags[1]}",
    )
    run("cmake", "--build", "build")
    printed = run("build/consumer")
    if block.below is not None and block.below.language == "text":
        assert same(block.below.text, printed), printed
