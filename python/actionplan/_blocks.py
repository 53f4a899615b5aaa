"""What a page is made of: sections of paragraphs, lists, facts and tables.

A report or a table is laid out once, as these blocks, and then written as HTML,
as Markdown or to a terminal. So the three can't say different things, and each
way of escaping text lives in exactly one writer. Blocks hold text as it was
written by people; nothing in them is escaped or trusted.
"""

import dataclasses
import re
from collections.abc import Sequence
from typing import ClassVar

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def _luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb", as WCAG 2.2 defines it."""
    parts = []
    for start in (1, 3, 5):
        channel = int(colour[start : start + 2], 16) / 255
        if channel <= 0.04045:
            parts.append(channel / 12.92)
        else:
            parts.append(((channel + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@dataclasses.dataclass(frozen=True, slots=True)
class Mark:
    """A rating in print: always a word; the letter and the colour are beside it.

    Not rated, not recorded and not reported are words without letter or colour.
    """

    word: str
    letter: str = ""
    colour: str = ""
    is_level: bool = False
    kind: ClassVar[str] = "mark"

    @property
    def fill(self) -> str:
        """The level's colour, or "" if it has none that can be printed."""
        return self.colour if _COLOUR.fullmatch(self.colour) else ""

    @property
    def ink(self) -> str:
        """Black or white, whichever stands out more from `fill`."""
        if not self.fill:
            return ""
        light = _luminance(self.fill)
        on_white = 1.05 / (light + 0.05)
        on_black = (light + 0.05) / 0.05
        return "#ffffff" if on_white > on_black else "#000000"

    def __str__(self) -> str:
        return f"{self.word} ({self.letter})" if self.letter else self.word


NOT_RATED = Mark("not rated")
NOT_RECORDED = Mark("not recorded")
NOT_REPORTED = Mark("not reported")


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """An item of a plan: its id, and its text where there is room for it."""

    id: str
    text: str = ""
    lead: str = ""
    # The anchor of its section, if the page has one.
    anchor: str = ""
    kind: ClassVar[str] = "item"


@dataclasses.dataclass(frozen=True, slots=True)
class Quiet:
    """A remark in smaller print."""

    text: str
    kind: ClassVar[str] = "quiet"


@dataclasses.dataclass(frozen=True, slots=True)
class Alert:
    """Words that must not be overlooked: "differs", "quiet move"."""

    text: str
    kind: ClassVar[str] = "alert"


@dataclasses.dataclass(frozen=True, slots=True)
class Code:
    """The text of a rule, letter for letter."""

    text: str
    kind: ClassVar[str] = "code"


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """Parts beside each other, with a space between."""

    parts: "tuple[Cell, ...]"
    kind: ClassVar[str] = "line"


@dataclasses.dataclass(frozen=True, slots=True)
class Stack:
    """Parts below each other."""

    parts: "tuple[Cell, ...]"
    kind: ClassVar[str] = "stack"


# None is an empty cell.
Cell = str | int | Mark | Item | Quiet | Alert | Code | Line | Stack | None


def line(*parts: Cell) -> Line:
    return Line(tuple(part for part in parts if part not in ("", None)))


def stack(*parts: Cell) -> Stack:
    return Stack(tuple(part for part in parts if part not in ("", None)))


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    title: str
    # A heading above several columns side by side.
    group: str = ""
    is_number: bool = False
    # Never broken over lines: ids, ratings.
    is_short: bool = False
    # A terminal shows only the ids of items in it.
    is_brief: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    # Rows that share their first cell belong together: it is printed once.
    is_grouped: bool = False
    # The heading just above says what the caption says: only those who can't
    # see the heading beside the table need it.
    is_titled: bool = False
    kind: ClassVar[str] = "table"

    @property
    def has_column_groups(self) -> bool:
        return any(column.group for column in self.columns)

    def header_groups(self) -> list[tuple[str, list[Column]]]:
        """Columns under their common headings, in order."""
        groups: list[tuple[str, list[Column]]] = []
        for column in self.columns:
            if column.group and groups and groups[-1][0] == column.group:
                groups[-1][1].append(column)
            else:
                groups.append((column.group, [column]))
        return groups

    def row_groups(self) -> list[list[Sequence[Cell]]]:
        """Runs of rows that share their first cell; else one run of all rows."""
        if not self.is_grouped:
            return [list(self.rows)]
        groups: list[list[Sequence[Cell]]] = []
        for row in self.rows:
            if groups and groups[-1][0][0] == row[0]:
                groups[-1].append(row)
            else:
                groups.append([row])
        return groups


@dataclasses.dataclass(frozen=True, slots=True)
class Tables:
    """Small tables that may stand beside each other."""

    tables: Sequence[Table]
    kind: ClassVar[str] = "tables"


@dataclasses.dataclass(frozen=True, slots=True)
class Paragraph:
    content: Cell
    kind: ClassVar[str] = "paragraph"


@dataclasses.dataclass(frozen=True, slots=True)
class Bullets:
    items: Sequence[Cell]
    kind: ClassVar[str] = "bullets"


@dataclasses.dataclass(frozen=True, slots=True)
class Facts:
    """Terms, each with what is said of it."""

    pairs: Sequence[tuple[str, Cell]]
    kind: ClassVar[str] = "facts"


@dataclasses.dataclass(frozen=True, slots=True)
class Listing:
    """Text to be copied, line for line: part of a file."""

    caption: str
    text: str
    # What Markdown calls its language.
    language: str = ""
    kind: ClassVar[str] = "listing"

    @property
    def lines(self) -> list[str]:
        return self.text.rstrip("\n").split("\n")


@dataclasses.dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, and what it shows in words: for some readers that is all."""

    # A data URI made by us: the whole drawing, so that nothing is loaded.
    source: str
    alt: str
    caption: str
    # In CSS pixels.
    width: int
    height: int
    kind: ClassVar[str] = "picture"

    def in_words(self) -> Paragraph:
        return Paragraph(f"{self.caption}. {self.alt}")


@dataclasses.dataclass(frozen=True, slots=True)
class Section:
    title: str
    blocks: "Sequence[Block]"
    # Unique on the page; made by us, never from a file.
    anchor: str = ""
    # An item's id, printed before the title.
    id: str = ""
    kind: ClassVar[str] = "section"


Block = Table | Tables | Paragraph | Bullets | Facts | Listing | Picture | Section


@dataclasses.dataclass(frozen=True, slots=True)
class Document:
    title: str
    blocks: Sequence[Block]
    subtitle: str = ""

    @property
    def has_pictures(self) -> bool:
        return any(
            isinstance(block, Picture)
            for section in self.sections
            for block in section.blocks
        )

    @property
    def sections(self) -> list[Section]:
        return [block for block in self.blocks if isinstance(block, Section)]
