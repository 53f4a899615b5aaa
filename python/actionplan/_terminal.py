"""Writes blocks to a terminal, or as plain text where it is not one.

The page is set in lines of runs, each a piece of text and its style. Setting a
whole report with Rich's own tables takes longer than all the rest of it, so the
columns are set here and Rich is used for what it is best at: styles on whatever
terminal there is. A pipe gets the same lines without styles, and without Rich.

Text of files is only ever the text of a run, after control characters were taken
out; it is never read as markup.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

from ._blocks import (
    Alert,
    Block,
    Bullets,
    Cell,
    Code,
    Document,
    Facts,
    Item,
    Line,
    Listing,
    Mark,
    Paragraph,
    Picture,
    Quiet,
    Section,
    Table,
    Tables,
)
from ._text import NO_BREAK, clean, printable

if TYPE_CHECKING:
    from rich.console import Console

# A piece of text and its style in Rich's words; "" is plain.
Run = tuple[str, str]
Runs = list[Run]

# Longer lines are hard to read, however wide the terminal is.
MOST_COLUMNS = 110
_GAP = 2


def _width(text: str) -> int:
    """How many columns a text takes: wide letters two, accents on others none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1
        for letter in text
    )


# ---------------------------------------------------------------------------
# Cells as runs, one list a line.


def _mark(mark: Mark) -> Run:
    return clean(str(mark)), f"{mark.ink} on {mark.fill}" if mark.fill else ""


def _item(item: Item, brief: bool) -> Runs:
    runs = [(clean(item.id), "bold")]
    if brief:
        return runs
    text = clean(item.text)
    if item.lead:
        text = f"{text} (lead: {clean(item.lead)})"
    return [*runs, (f" {text}", "")] if text else runs


def _lines(cell: Cell, brief: bool = False) -> list[Runs]:
    if cell is None:
        return [[]]
    if isinstance(cell, int):
        return [[(f"{cell:,}", "")]]
    if isinstance(cell, str):
        return [[(clean(cell), "")]]
    if isinstance(cell, Mark):
        return [[_mark(cell)]]
    if isinstance(cell, Item):
        return [_item(cell, brief)]
    if isinstance(cell, Quiet):
        return [[(clean(cell.text), "dim")]]
    if isinstance(cell, Alert):
        return [[(clean(cell.text), "bold")]]
    if isinstance(cell, Code):
        return [[(clean(cell.text), "")]]
    if isinstance(cell, Line):
        return [_beside(cell.parts, brief)]
    return [line for part in cell.parts for line in _lines(part, brief)]


def _beside(parts: Iterable[Cell], brief: bool) -> Runs:
    runs: Runs = []
    for part in parts:
        for line in _lines(part, brief):
            if runs:
                runs.append((" ", ""))
            runs += line
    return runs


def _runs_width(runs: Runs) -> int:
    return sum(_width(text) for text, _ in runs)


def _words(runs: Runs) -> list[tuple[Runs, int]]:
    """What is between spaces, with its width; a word may have several styles."""
    words: list[tuple[Runs, int]] = []
    word: Runs = []
    for text, style in runs:
        if style.count("#") == 2:
            # A rating keeps its colour in one piece.
            word.append((text, style))
            continue
        pieces = text.split(" ")
        for position, piece in enumerate(pieces):
            if position > 0 and word:
                words.append((word, _runs_width(word)))
                word = []
            if piece:
                word.append((piece, style))
    if word:
        words.append((word, _runs_width(word)))
    return words


def _broken(word: Runs, width: int) -> list[tuple[Runs, int]]:
    """A word that is too long for any line, in pieces that are not."""
    pieces: list[tuple[Runs, int]] = []
    for text, style in word:
        while text:
            end = len(text)
            while end > 1 and _width(text[:end]) > width:
                end = min(end - 1, max(1, width))
            pieces.append(([(text[:end], style)], _width(text[:end])))
            text = text[end:]
    return pieces


def _wrapped(runs: Runs, width: int) -> list[Runs]:
    """The runs in lines of at most this width."""
    if _runs_width(runs) <= width:
        return [runs]
    lines: list[Runs] = []
    line: Runs = []
    used = 0
    for word, long in _words(runs):
        pieces = [(word, long)] if long <= width else _broken(word, width)
        for piece, size in pieces:
            if line and used + 1 + size > width:
                lines.append(line)
                line, used = [], 0
            if line:
                line.append((" ", ""))
                used += 1
            line += piece
            used += size
    lines.append(line)
    return lines


def _set(cell: Cell, width: int, brief: bool = False) -> list[Runs]:
    return [part for line in _lines(cell, brief) for part in _wrapped(line, width)]


# ---------------------------------------------------------------------------
# Tables.


def _natural_widths(table: Table) -> list[tuple[int, int]]:
    """Of each column the least and the most width that it can use."""
    widths = []
    for index, column in enumerate(table.columns):
        lines = [
            line for row in table.rows for line in _lines(row[index], column.is_brief)
        ]
        heading = (column.group, column.title)
        most = max([*map(_width, heading), *map(_runs_width, lines)])
        words = [size for line in lines for _, size in _words(line)]
        titles = [_width(word) for part in heading for word in part.split(" ")]
        least = max([*titles, *words], default=1)
        if column.is_short or column.is_brief or column.is_number:
            least = most
        widths.append((least, most))
    return widths


def _column_widths(table: Table, width: int) -> list[int]:
    """Widths that fit, if the least ones do: the rest goes where it is needed."""
    natural = _natural_widths(table)
    room = width - _GAP * (len(natural) - 1)
    # No single word may push the others off the page.
    cap = max(8, room // max(1, len(natural)))
    widths = [min(least, cap) if least < most else least for least, most in natural]
    if sum(widths) > room:
        widths = [min(each, cap) for each in widths]
    spare = room - sum(widths)
    while spare > 0:
        short = [i for i, (_, most) in enumerate(natural) if widths[i] < most]
        if not short:
            break
        # Long texts get more, but not as much more as they are longer.
        narrowest = min(short, key=lambda i: widths[i] / natural[i][1] ** 0.5)
        widths[narrowest] += 1
        spare -= 1
    return widths


def _row(
    cells: Sequence[list[Runs]], widths: list[int], right: list[bool]
) -> list[Runs]:
    lines = []
    for height in range(max(map(len, cells), default=0)):
        line: Runs = []
        for cell, width, is_right in zip(cells, widths, right, strict=True):
            runs = cell[height] if height < len(cell) else []
            space = (" " * (width - _runs_width(runs)), "")
            line += [space, *runs] if is_right else [*runs, space]
            line.append((" " * _GAP, ""))
        lines.append(line[:-1])
    return lines


def _table(table: Table, width: int) -> list[Runs]:
    widths = _column_widths(table, width)
    right = [column.is_number for column in table.columns]
    rule: Runs = [("-" * (sum(widths) + _GAP * (len(widths) - 1)), "dim")]
    lines: list[Runs] = []
    if not table.is_titled:
        lines += _wrapped([(clean(table.caption), "bold")], width)
    if table.has_column_groups:
        groups: list[list[Runs]] = [
            _wrapped([(clean(column.group), "bold")], size)
            for column, size in zip(table.columns, widths, strict=True)
        ]
        lines += _row(groups, widths, right)
    titles: list[list[Runs]] = [
        _wrapped([(clean(column.title), "bold")], size)
        for column, size in zip(table.columns, widths, strict=True)
    ]
    lines += [*_row(titles, widths, right), rule]
    row_groups = table.row_groups()
    for number, group in enumerate(row_groups):
        for position, row in enumerate(group):
            cells = [
                _set(cell, size, column.is_brief)
                for cell, size, column in zip(row, widths, table.columns, strict=True)
            ]
            if table.is_grouped and position > 0:
                cells[0] = [[]]
            lines += _row(cells, widths, right)
        if len(group) > 1 and number < len(row_groups) - 1:
            lines.append(rule)
    return lines


# ---------------------------------------------------------------------------
# Blocks.


def _heading(title: str, level: int, width: int) -> list[Runs]:
    text = clean(title)
    lines = _wrapped([(text, "bold")], width)
    rule = {1: "=", 2: "-", 3: "."}.get(level)
    if rule:
        lines.append([(rule * min(_width(text), width), "dim")])
    return lines


def _hanging(head: Run, cell: Cell, indent: int, width: int) -> list[Runs]:
    """A cell with something before its first line, in a column of its own."""
    lines = _set(cell, max(8, width - indent))
    first: Runs = [head, (" " * (indent - _width(head[0])), "")]
    rest: Runs = [(" " * indent, "")]
    return [[*(first if i == 0 else rest), *line] for i, line in enumerate(lines)]


def _facts(facts: Facts, width: int) -> list[Runs]:
    terms = [clean(term) for term, _ in facts.pairs]
    indent = min(max(map(_width, terms), default=0), 24) + _GAP
    lines: list[Runs] = []
    for term, (_, said) in zip(terms, facts.pairs, strict=True):
        if _width(term) + _GAP > indent:
            lines.append([(term, "bold")])
            term = ""
        lines += _hanging((term, "bold"), said, indent, width)
    return lines


def _block(block: Block, level: int, width: int) -> list[Runs]:
    if isinstance(block, Picture):
        block = block.in_words()
    if isinstance(block, Section):
        title = f"{block.id} {block.title}".strip()
        inner = _blocks(block.blocks, level + 1, width)
        space: list[Runs] = [[]] if level < 4 else []
        return [*_heading(title, level, width), *space, *inner]
    if isinstance(block, Table):
        return [*_table(block, width), []]
    if isinstance(block, Tables):
        return _blocks(block.tables, level, width)
    if isinstance(block, Paragraph):
        return [*_set(block.content, width), []]
    if isinstance(block, Bullets):
        bullets = [_hanging(("-", ""), item, 2, width) for item in block.items]
        return [*(line for bullet in bullets for line in bullet), []]
    if isinstance(block, Listing):
        # Never wrapped, or it could not be copied.
        listed: list[Runs] = [[(printable(text), "")] for text in block.lines]
        return [*_wrapped([(clean(block.caption), "bold")], width), *listed, []]
    assert isinstance(block, Facts)
    return [*_facts(block, width), []]


def _blocks(blocks: Iterable[Block], level: int, width: int) -> list[Runs]:
    return [line for block in blocks for line in _block(block, level, width)]


def _legend(page: Document, width: int) -> list[Runs]:
    """The titles behind the ids that brief columns print."""
    parts = [
        part
        for section in page.sections
        for part in section.blocks
        if isinstance(part, Section) and part.id
    ]
    if not parts:
        return []
    titles = Facts([(part.id, part.title) for part in parts])
    return _block(titles, 2, width)


def _page(page: Document, width: int) -> list[Runs]:
    width = min(max(width, 40), MOST_COLUMNS)
    opening = [block for block in page.blocks if not isinstance(block, Section)]
    lines = _heading(page.title, 1, width)
    if page.subtitle:
        lines += _wrapped([(clean(page.subtitle), "")], width)
    lines += [
        [],
        *_blocks(opening, 2, width),
        *_legend(page, width),
        *_blocks(page.sections, 2, width),
    ]
    while lines and not lines[-1]:
        lines.pop()
    return [[(text.replace(NO_BREAK, " "), style) for text, style in x] for x in lines]


def document(page: Document, width: int = 80) -> str:
    """The page as plain text: no styles, and no space at the end of a line."""
    lines = ("".join(text for text, _ in line) for line in _page(page, width))
    return "\n".join(line.rstrip(" ") for line in lines) + "\n"


def show(page: Document, console: "Console | None" = None) -> None:
    """Prints the page to a Rich console; by default to standard output."""
    from rich.console import Console
    from rich.text import Text

    console = console or Console()
    lines = [Text.assemble(*line) for line in _page(page, console.width)]
    for line in lines:
        line.rstrip()
    console.print(Text("\n").join(lines), soft_wrap=True, highlight=False)
