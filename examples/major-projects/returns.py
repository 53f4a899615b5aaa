"""One year's return: from bytes to entries with dates, by general rules.

The encoding, the delimiter, whether a project is a row or a column, what each heading
means, how dates in figures are written and which day the data describes are all found
from the file itself; `Return.layout` and `as_at_because` say what was found.
"""

from __future__ import annotations

import calendar
import collections
import csv
import dataclasses
import datetime
import functools
import io
import pathlib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import actionplan as ap

# --- Cells ---------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Cell:
    """One cell as it stands in the file; row and column count from 1."""

    file: str
    row: int
    column: int
    heading: str
    text: str

    @property
    def where(self) -> str:
        return f"{self.file}, row {self.row}, column {self.column}"


@dataclasses.dataclass(frozen=True)
class DateCell:
    """A cell of a date column and the due date that was read from it."""

    cell: Cell
    due: ap.Due
    # Why it is no date, and whether the cell says so ("No end date") or only does not
    # say ("Exempt under section 43"). Empty if it is one.
    why_not: str = ""
    says_none: bool = False

    @property
    def is_read(self) -> bool:
        return self.due.last is not None


@dataclasses.dataclass(frozen=True)
class Entry:
    """What one return says of one project."""

    name: str
    department: str
    number: str
    rating: str
    narrative: str
    start: DateCell | None
    end: DateCell
    cell: Cell


@dataclasses.dataclass(frozen=True)
class Problem:
    """Something that could not be read, or that was decided and may be wrong."""

    where: str
    what: str
    text: str = ""


@dataclasses.dataclass(frozen=True)
class Return:
    """One year's file."""

    file: str
    year: int
    # The day that the data describes, and what says so.
    as_at: datetime.date
    as_at_because: str
    layout: dict[str, str]
    headings: dict[str, str]
    entries: list[Entry]
    problems: list[Problem]
    empty_records: int

    def date_cells(self) -> Iterator[tuple[Entry, str, DateCell]]:
        for entry in self.entries:
            if entry.start is not None:
                yield entry, "start", entry.start
            yield entry, "end", entry.end


# --- Bytes to a grid -----------------------------------------------------------------


def decode(raw: bytes) -> tuple[str, str]:
    """The text and the name of its encoding.

    What is not Unicode is taken for Windows-1252. Five bytes have no meaning there;
    they become the control characters of the same number, so that none is lost.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16")):
        if raw.startswith(mark):
            return raw.decode(encoding, "backslashreplace"), encoding
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    characters = {b: bytes([b]).decode("cp1252", "replace") for b in range(256)}
    table = {b: chr(b) if c == "\ufffd" else c for b, c in characters.items()}
    return "".join(table[b] for b in raw), "cp1252"


def _words(text: str) -> str:
    """Lower case, words only: "Project - End Date\\n" is "project end date"."""
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def _before_bracket(heading: str) -> str:
    return _words(heading.split("(")[0]) or _words(heading)


def _is_narrative(words: str) -> bool:
    return re.search(r"narrative|comment|explanation|reason", words) is not None


_PLAIN = {
    "number": r"(gmpp|ipa|nista|mpa|project|programme|unique|\s)*"
    r"(id|identifier|number|no|ref|reference)( number| no)?",
    "name": r"(gmpp|project|programme|or|and|\s)*(name|title)|project|programme",
    "department": r"(lead|sponsoring|owning|reporting|\s)*"
    r"(department|dept|organisation|ministry)( name)?",
    "rating": r".*(\brag\b|rating|delivery confidence|confidence assessment).*",
    "start": r".*\bstart( date)?( .*)?",
    "end": r".*\b(end|finish|completion|closure) date.*|(project |programme )?end",
    "year": r"(report |reporting |financial |publication )*year",
}


@functools.cache
def meaning(heading: str) -> str | None:
    """What a heading stands for, by its words; None if it is not needed here."""
    words = _before_bracket(heading)
    if _is_narrative(words):
        is_of_dates = re.search(r"schedule|timetable|end date", words)
        return "narrative" if is_of_dates else None
    for field, pattern in _PLAIN.items():
        if re.fullmatch(pattern, words):
            return field
    return None


def _preference(field: str, heading: str) -> int:
    """Which of two headings of one meaning counts: the approved date, not a forecast;
    the reviewer's rating, not the project's own."""
    words = _words(heading)
    if field in ("start", "end"):
        against = r"forecast|original|previous|latest actual|last year|actual"
        return 2 * bool(re.search(against, words)) - bool("approved" in words)
    return int(field == "rating" and re.search(r"\bsro\b|previous", words) is not None)


def _fields(headings: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for position, heading in enumerate(headings):
        field = meaning(heading)
        if field is None:
            continue
        before = found.get(field)
        if before is None or (
            _preference(field, heading) < _preference(field, headings[before])
        ):
            found[field] = position
    return found


DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
# A heading line stands within the first lines: some files open with a title.
_HEADING_WITHIN = 20


@dataclasses.dataclass(frozen=True)
class _Grid:
    delimiter: str
    by_column: bool
    lines: list[list[str]]
    heading_line: int
    fields: dict[str, int]

    @property
    def score(self) -> int:
        needed = {"name", "end"} <= self.fields.keys()
        return len(self.fields) if needed else 0


def turned(lines: list[list[str]]) -> list[list[str]]:
    width = max(map(len, lines), default=0)
    padded = [line + [""] * (width - len(line)) for line in lines]
    return [list(column) for column in zip(*padded)]


def _grids(text: str) -> Iterator[_Grid]:
    for name, delimiter in DELIMITERS.items():
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        for by_column in (False, True):
            lines = turned(rows) if by_column else rows
            for number, line in enumerate(lines[:_HEADING_WITHIN]):
                yield _Grid(name, by_column, lines, number, _fields(line))


def find_grid(text: str, file: str) -> _Grid:
    """The reading under which most headings make sense."""
    best = max(_grids(text), key=lambda grid: grid.score, default=None)
    if best is None or best.score == 0:
        raise ValueError(
            f"{file}: no line or column of headings with a project's name and its end"
            " date was found; neither by comma, semicolon, tab nor bar"
        )
    return best


# --- Dates ---------------------------------------------------------------------------

_NUMERIC = re.compile(r"\s*(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})\s*")
_SHORT_YEAR = re.compile(r"\s*(.*[^\d\s].*[./ '-])'?(\d{2})\s*")
# So long after the day of the data nothing is planned to start.
_FURTHEST_START = datetime.timedelta(days=20 * 365)


@dataclasses.dataclass(frozen=True)
class Convention:
    """How a column writes dates in figures, and the cells that prove it."""

    month_first: bool
    day_first_cells: int
    month_first_cells: int
    two_digit_years: int

    def __str__(self) -> str:
        order = "month before day" if self.month_first else "day before month"
        proof = f"{self.day_first_cells} cells can only be day first"
        proof += f", {self.month_first_cells} only month first"
        return f"{order} ({proof}; {self.two_digit_years} years of two figures)"


def find_convention(texts: Iterable[str]) -> Convention:
    """Decided by the cells that can be read one way only; day first if none can."""
    matches = [m for text in texts if (m := _NUMERIC.fullmatch(text))]
    pairs = [(int(m[1]), int(m[3])) for m in matches]
    day_first = sum(a > 12 and b <= 12 for a, b in pairs)
    month_first = sum(b > 12 and a <= 12 for a, b in pairs)
    return Convention(
        month_first=month_first > day_first,
        day_first_cells=day_first,
        month_first_cells=month_first,
        two_digit_years=sum(len(m[4]) == 2 for m in matches),
    )


def _in_figures(text: str, convention: Convention) -> str:
    """A date in figures that puts the month first, turned; else the text itself."""
    found = _NUMERIC.fullmatch(text)
    if found is None or not convention.month_first:
        return text
    return f"{found[3]}/{found[1]}/{found[4]}"


_WITHHELD = re.compile(r"exempt|withheld|sensitivit|freedom of information", re.I)
_NOT_GIVEN = re.compile(
    r"not (been )?(provided|supplied|available|possible|reported|known|recorded)"
    r"|not (yet )?in a position|no (data|date) provided|#n/?a|^\s*$|not yet",
    re.I,
)
_TAKEN_AWAY = {"ongoing", "to be decided", "not applicable", "soon", "relative"}


def _why_not(text: str, due: ap.Due) -> tuple[str, bool]:
    """Why there is no last day, and whether the cell claims that there is none."""
    if _WITHHELD.search(text):
        return "withheld under an exemption", False
    if not text.strip():
        return "blank", False
    if _NOT_GIVEN.search(text):
        return "not given", False
    if due.kind == "error":
        return due.note.rstrip("."), False
    if due.kind in ("start", "recurring"):
        return f"no end: {due.kind}", True
    if due.no_date in _TAKEN_AWAY:
        return f"says that there is no date: {due.no_date}", True
    if re.fullmatch(r"\s*reset\s*", text, re.I):
        return "says that there is no date: being reset", True
    if re.search(r"\d", text):
        return "looks like a date and is none", False
    return "not understood", False


def read_date(cell: Cell, convention: Convention) -> DateCell:
    due = ap.parse_due(_in_figures(cell.text, convention))
    if due.last is not None:
        return DateCell(cell, due)
    why_not, says_none = _why_not(cell.text, due)
    return DateCell(cell, due, why_not, says_none)


def _read_start(
    cell: Cell, rule: Convention, end: DateCell, as_at: datetime.date
) -> DateCell:
    """A start in a year of two figures is of this century unless it would then lie
    after its own end, or decades after the day of the data."""
    start = read_date(cell, rule)
    short = _SHORT_YEAR.fullmatch(_in_figures(cell.text, rule))
    if short is None or start.due.first is None:
        return start
    latest = min(end.due.last or as_at + _FURTHEST_START, as_at + _FURTHEST_START)
    if start.due.first <= latest:
        return start
    return DateCell(cell, ap.parse_due(f"{short[1]}19{short[2]}"))


# --- The day of the data -------------------------------------------------------------

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_QUARTER = re.compile(
    r"\b(?:q|quarter )([1-4])[ ,of]*(?:fy ?)?(?:20)?(\d\d)(?!\d)", re.I
)
_QUARTER_OF = re.compile(
    r"\b(?:q|quarter )([1-4])[ ,of]*(?:fy ?)?(?:20)?(\d\d)[ /-]*(?:20)?(\d\d)\b", re.I
)
_YEAR_QUARTER = re.compile(r"\b(\d\d)[/-]?(\d\d)[ -]?q([1-4])\b", re.I)
_DAY_NAMED = re.compile(
    r"\b(?:as (?:at|of)|at)\s+(?:the )?(?:end of |end )?(?:\d{1,2}(?:st|nd|rd|th)? )?"
    r"(march|june|september|december) (20\d\d)",
    re.I,
)


def _quarter_end(quarter: int, first_year: int) -> datetime.date:
    """Of the financial year that begins in April of `first_year`."""
    month = (6, 9, 12, 3)[quarter - 1]
    year = first_year + (quarter == 4)
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def quarters_named(text: str) -> set[datetime.date]:
    """The ends of quarters that a text speaks of: "Q2 2013/14", "Q2 2013", "19/20-Q2",
    "as at 30 September 2013"."""
    found = set()
    rest = text
    for match in _QUARTER_OF.finditer(text):
        if (int(match[2]) + 1) % 100 == int(match[3]):
            found.add(_quarter_end(int(match[1]), 2000 + int(match[2])))
            rest = rest.replace(match[0], " ")
    for match in _YEAR_QUARTER.finditer(text):
        if (int(match[1]) + 1) % 100 == int(match[2]):
            found.add(_quarter_end(int(match[3]), 2000 + int(match[1])))
    for match in _QUARTER.finditer(rest):
        found.add(_quarter_end(int(match[1]), 2000 + int(match[2])))
    for match in _DAY_NAMED.finditer(text):
        month, year = _MONTHS[match[1].lower()], int(match[2])
        found.add(datetime.date(year, month, calendar.monthrange(year, month)[1]))
    return found


class AsAt(NamedTuple):
    day: datetime.date
    because: str
    is_said: bool


def find_as_at(texts: Iterable[str], year: int) -> AsAt:
    """The day that the return of a year describes.

    Reports come out in summer and look back: of the four quarters of the financial
    year that ends in March of `year`, the one that most cells speak of. Where none
    stands out it is 31 March, as in all returns since 2021; `is_said` is then False.
    """
    counts = collections.Counter(day for text in texts for day in quarters_named(text))
    quarters = [_quarter_end(quarter, year - 1) for quarter in (1, 2, 3, 4)]
    best, next_best = sorted(quarters, key=lambda day: -counts[day])[:2]
    if counts[best] == counts[next_best]:
        return AsAt(
            quarters[-1], "assumed: no quarter is named more than others", False
        )
    because = (
        f"{counts[best]} cells speak of the quarter that ends on {british(best)},"
        f" {counts[next_best]} of the next most named quarter of that year"
    )
    return AsAt(best, because, True)


def british(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _find_year(file: str, grid: _Grid, years: Iterable[str]) -> int:
    """From a column of years, else the file's name, else "2013/2014 Budget"."""
    counts = collections.Counter(
        y for text in years for y in re.findall(r"20\d\d", text)
    )
    if counts:
        return int(counts.most_common(1)[0][0])
    named = re.findall(r"(?<!\d)20\d\d(?!\d)", file)
    if named:
        return int(named[-1])
    headings = " ".join(grid.lines[grid.heading_line])
    ends = [2000 + int(y) for y in re.findall(r"20\d\d/(?:20)?(\d\d)\b", headings)]
    if not ends:
        raise ValueError(f"{file}: nothing says of which year it is; give year=")
    return max(ends)


# --- A return ------------------------------------------------------------------------


def read(
    path: str | pathlib.Path,
    *,
    year: int | None = None,
    as_at: datetime.date | str | None = None,
) -> Return:
    """Reads one year's file. `year` and `as_at` need to be given only if the file
    does not say them. Raises ValueError if it has no such headings or no year."""
    path = pathlib.Path(path)
    text, encoding = decode(path.read_bytes())
    return _Reader(path.name, find_grid(text, path.name), encoding).read(year, as_at)


class _Reader:
    def __init__(self, file: str, grid: _Grid, encoding: str) -> None:
        self.file = file
        self.grid = grid
        self.headings = grid.lines[grid.heading_line]
        self.encoding = encoding
        self.problems: list[Problem] = []
        self.empty = 0
        self.records = list(self._records())
        self.conventions = {
            field: find_convention(self.text(n, field) for n in self.records)
            for field in ("start", "end")
        }

    def cell(self, line: int, field: str) -> Cell:
        position = self.grid.fields.get(field, -1)
        known = 0 <= position < len(self.grid.lines[line])
        text = self.grid.lines[line][position] if known else ""
        row, column = line + 1, position + 1
        if self.grid.by_column:
            row, column = column, row
        heading = self.headings[position] if position >= 0 else ""
        return Cell(self.file, row, column, heading, text)

    def text(self, line: int, field: str) -> str:
        return self.cell(line, field).text

    def _records(self) -> Iterator[int]:
        """Lines that hold a project. One without a name is kept as a problem."""
        for line in range(self.grid.heading_line + 1, len(self.grid.lines)):
            if self.text(line, "name").strip():
                yield line
            elif any(cell.strip() for cell in self.grid.lines[line]):
                full = [cell for cell in self.grid.lines[line] if cell.strip()]
                where = self.cell(line, "name").where
                self.problems.append(
                    Problem(where, "a record without a project's name", full[0])
                )
            else:
                self.empty += 1

    def read(self, year: int | None, as_at: datetime.date | str | None) -> Return:
        if year is None:
            years = [self.text(line, "year") for line in self.records]
            year = _find_year(self.file, self.grid, years)
        day, because, _ = self._as_at(year, as_at)
        entries = [self._entry(line, day) for line in self.records]
        self._note_odd_characters()
        return Return(
            file=self.file,
            year=year,
            as_at=day,
            as_at_because=because,
            layout=self._layout(),
            headings={f: self.headings[i] for f, i in self.grid.fields.items()},
            entries=entries,
            problems=self.problems,
            empty_records=self.empty,
        )

    def _as_at(self, year: int, as_at: datetime.date | str | None) -> AsAt:
        if as_at is None:
            found = find_as_at((c for line in self.grid.lines for c in line), year)
            if not found.is_said:
                what = f"as at {british(found.day)} is {found.because}; give as_at="
                self.problems.append(Problem(self.file, what))
            return found
        if isinstance(as_at, str):
            as_at = datetime.date.fromisoformat(as_at)
        return AsAt(as_at, "given", True)

    def _entry(self, line: int, as_at: datetime.date) -> Entry:
        end = read_date(self.cell(line, "end"), self.conventions["end"])
        start = None
        if "start" in self.grid.fields:
            cell = self.cell(line, "start")
            start = _read_start(cell, self.conventions["start"], end, as_at)
        return Entry(
            name=" ".join(self.text(line, "name").split()),
            department=self.text(line, "department").strip(),
            number=self.text(line, "number").strip(),
            rating=self.text(line, "rating").strip(),
            narrative=self.text(line, "narrative"),
            start=start,
            end=end,
            cell=self.cell(line, "name"),
        )

    def _note_odd_characters(self) -> None:
        for line in self.records:
            for field in self.grid.fields:
                cell = self.cell(line, field)
                odd = sorted(set(re.findall("[\x80-\x9f\ufffd]", cell.text)))
                if odd:
                    bytes_ = ", ".join(f"0x{ord(c):02x}" for c in odd)
                    what = f"bytes without a meaning in {self.encoding}: {bytes_}"
                    self.problems.append(Problem(cell.where, what, cell.text[:60]))

    def _layout(self) -> dict[str, str]:
        cells = (cell for line in self.grid.lines for cell in line)
        odd = sum(len(re.findall("[\x80-\x9f]", cell)) for cell in cells)
        note = f" ({odd} bytes have no meaning in it)" if odd else ""
        return {
            "encoding": self.encoding + note,
            "delimiter": self.grid.delimiter,
            "a project is": "a column" if self.grid.by_column else "a row",
            "start dates": str(self.conventions["start"]),
            "end dates": str(self.conventions["end"]),
        }
