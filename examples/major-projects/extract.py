"""Makes data/ from the original files: only the cells that are used, to the letter.

    python extract.py FOLDER_OF_ORIGINALS

Layout, delimiter, quoting where needed and bytes stay as they are. Names of persons in
narratives become "[name]", which is the only change to a cell; how many is printed.
"""

from __future__ import annotations

import csv
import io
import pathlib
import re
import sys

import returns

HERE = pathlib.Path(__file__).parent
# The narrator of a schedule sometimes names a chairman or a reviewer.
_PERSON = re.compile(
    r"\b(?:Sir|Dame|Lord|Lady|Baroness|Mrs?|Ms|Miss|Dr|Professor) "
    r"(?!Chancellor|Chief)[A-Z][a-z]+(?: [A-Z][a-z]+)?"
    r"|\b(?:David|James|John|Paul|Peter) [A-Z][a-z]+"
)


def _write(lines: list[list[str]], delimiter: str) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(lines)
    return out.getvalue().encode("latin-1")


def extract(path: pathlib.Path) -> tuple[bytes, returns.Return, int]:
    """The bytes of the extract, what the original says, and the names taken out.

    Read as Latin-1, which maps every byte to itself, so that bytes survive."""
    original = returns.read(path)
    grid = returns.find_grid(path.read_bytes().decode("latin-1"), path.name)
    wanted = sorted(grid.fields.values())
    lines, taken_out = [], 0
    for line in grid.lines:
        cells = [line[i] if i < len(line) else "" for i in wanted]
        narrative = wanted.index(grid.fields["narrative"])
        cells[narrative], count = _PERSON.subn("[name]", cells[narrative])
        taken_out += count
        lines.append(cells)
    if grid.by_column:
        lines = returns.turned(lines)
    return _write(lines, returns.DELIMITERS[grid.delimiter]), original, taken_out


def main(folder: str) -> None:
    rows = []
    for path in sorted(pathlib.Path(folder).glob("*.csv")):
        raw, original, taken_out = extract(path)
        (HERE / "data" / path.name).write_bytes(raw)
        rows.append([path.name, original.as_at.isoformat(), original.as_at_because])
        print(f"{path.name}: {len(raw)} bytes, {taken_out} names taken out")
    (HERE / "data" / "as-at.csv").write_bytes(
        _write([["file", "as at", "because"], *rows], ",").replace(b"\r\n", b"\n")
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
