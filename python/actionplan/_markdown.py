"""Writes blocks as Markdown (GitHub's tables); all text of files is escaped."""

from collections.abc import Sequence

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
    Stack,
    Table,
    Tables,
)
from ._text import clean, markdown, printable


def _code(text: str) -> str:
    """A code span that holds exactly this text, also in a table cell."""
    text = clean(text).replace("|", "\\|")
    ticks = "`"
    while ticks in text:
        ticks += "`"
    padding = " " if "`" in (text[:1], text[-1:]) else ""
    return f"{ticks}{padding}{text}{padding}{ticks}"


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, int):
        return f"{cell:,}"
    if isinstance(cell, str):
        return markdown(cell)
    if isinstance(cell, Mark):
        return markdown(str(cell))
    if isinstance(cell, Item):
        words = f"**{markdown(cell.id)}** {markdown(cell.text)}".strip()
        return f"{words} (lead: {markdown(cell.lead)})" if cell.lead else words
    if isinstance(cell, Quiet):
        return markdown(cell.text)
    if isinstance(cell, Alert):
        return f"**{markdown(cell.text)}**"
    if isinstance(cell, Code):
        return _code(cell.text)
    if isinstance(cell, Line):
        return " ".join(_cell(part) for part in cell.parts)
    return _joined(cell)


def _joined(cell: Stack) -> str:
    """Parts below each other as one line: sentences as such, else with ";"."""
    words = ""
    for part in cell.parts:
        text = _cell(part)
        if words and words[-1] in ".!?":
            words += " "
        elif words:
            words += "; " if text[:1].islower() else ". "
        words += text
    return words


def _table(table: Table) -> list[str]:
    titles = [
        markdown(f"{column.group}: {column.title}" if column.group else column.title)
        for column in table.columns
    ]
    rules = ["---:" if column.is_number else "---" for column in table.columns]
    lines = [] if table.is_titled else [f"**{markdown(table.caption)}**", ""]
    lines += [_row(titles), _row(rules)]
    for group in table.row_groups():
        for position, row in enumerate(group):
            cells = [_cell(cell) for cell in row]
            if table.is_grouped and position > 0:
                cells[0] = ""
            lines.append(_row(cells))
    return lines


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _fenced(listing: Listing) -> list[str]:
    fence = "```"
    while fence in listing.text:
        fence += "`"
    lines = [printable(line) for line in listing.lines]
    return [f"{fence}{listing.language}", *lines, fence]


def _block(block: Block, level: int) -> list[str]:
    if isinstance(block, Picture):
        block = block.in_words()
    if isinstance(block, Section):
        title = markdown(f"{block.id} {block.title}")
        return [f"{'#' * level} {title}", "", *blocks(block.blocks, level + 1)]
    if isinstance(block, Table):
        return [*_table(block), ""]
    if isinstance(block, Tables):
        return [line for table in block.tables for line in (*_table(table), "")]
    if isinstance(block, Paragraph):
        return [_cell(block.content), ""]
    if isinstance(block, Bullets):
        return [*(f"- {_cell(item)}" for item in block.items), ""]
    if isinstance(block, Listing):
        return [f"**{markdown(block.caption)}**", "", *_fenced(block), ""]
    assert isinstance(block, Facts)
    pairs = [(markdown(term), _cell(said)) for term, said in block.pairs]
    return [*(f"- **{term}:** {said}" for term, said in pairs), ""]


def blocks(content: Sequence[Block], level: int = 2) -> list[str]:
    """The lines of these blocks; sections get headings of this level."""
    return [line for block in content for line in _block(block, level)]


def document(page: Document) -> str:
    lines = [f"# {markdown(page.title)}", ""]
    if page.subtitle:
        lines += [markdown(page.subtitle), ""]
    lines += blocks(page.blocks)
    return "\n".join(lines).rstrip("\n") + "\n"
