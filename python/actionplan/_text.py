"""How days, numbers and the text of files are put in print.

Text from a plan, a tracker or a scheme is never trusted. `clean` is applied
wherever such text leaves for people: it takes out what could move a cursor,
recolour a terminal or reverse the reading order. What a format needs beyond
that is the format's: `csv_cell` and `markdown` here, autoescape in HTML, and
Rich `Text` objects (never its markup) in the terminal.
"""

import datetime
import re
from collections.abc import Iterable

# No locale: the words of a report do not depend on the machine that prints it.
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]

# Keeps what belongs together on one line.
NO_BREAK = "\u00a0"

# Line breaks and tabs become spaces; other control characters and those that
# override the reading direction disappear.
_CONTROLS: dict[int, str | None] = {
    **dict.fromkeys((*range(0x00, 0x20), *range(0x7F, 0xA0))),
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A))),
    **dict.fromkeys((0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), " "),
}


def printable(text: str) -> str:
    """The text without control characters and changes of direction."""
    return text.translate(_CONTROLS)


def clean(text: str) -> str:
    """The same as one line without space around it."""
    return printable(text).strip()


# A spreadsheet takes a cell that begins like this for a formula. The wide forms
# count as well in some of them, and what can't be seen may come before.
_FORMULA = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]")


def csv_cell(text: str) -> str:
    """The text with a leading apostrophe if a spreadsheet would calculate it."""
    cleaned = clean(text)
    if text[:1] in ("\t", "\r", "\n") or _FORMULA.match(cleaned):
        return f"'{cleaned}"
    return cleaned


_MARKUP = re.compile(r"([\\`*_\[\]|~$^@#])")
_BLOCK_START = re.compile(r"([-+=]|\d+(?=[.)](?:\s|$)))")


def markdown(text: str) -> str:
    """The text as Markdown that shows exactly this text, on one line.

    Nothing in it becomes markup, HTML, a link, a table cell or, at the start of
    a line, a heading or list.
    """
    escaped = clean(text).replace("&", "&amp;")
    escaped = _MARKUP.sub(r"\\\1", escaped)
    escaped = escaped.replace("<", "&lt;").replace(">", "&gt;")
    escaped = escaped.replace("://", r"\://").replace("www.", r"www\.")
    if match := _BLOCK_START.match(escaped):
        end = match.end()
        if match[1].isdigit():
            return f"{escaped[:end]}\\{escaped[end:]}"
        return f"\\{escaped}"
    return escaped


def day_words(day: datetime.date) -> str:
    """ "27 March 2018"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def span_words(first: datetime.date, last: datetime.date) -> str:
    """ "1 February 2018 to 27 March 2018", or the one day."""
    if first == last:
        return day_words(first)
    return f"{day_words(first)} to {day_words(last)}"


def number_words(value: float) -> str:
    """A number as people write it: 1,250 and 38.6, never 1.25e+03."""
    if float(value).is_integer() and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,}"


def amount_words(value: float, unit: str) -> str:
    """ "85 %", "3 audits"."""
    return f"{number_words(value)} {unit}".strip()


def share_words(part: int, whole: int) -> str:
    """ "3 of 12 (25 %)": a count never without its denominator.

    The percentage is rounded to the whole number, a half up, by itself; a
    column of them need not add up to 100.
    """
    if whole == 0:
        return "0 of 0"
    percent = (200 * part + whole) // (2 * whole)
    return f"{part} of {whole} ({percent} %)"


def count_words(number: int, noun: str, plural: str = "") -> str:
    """ "1 milestone", "12 milestones"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def days_words(days: int) -> str:
    """ "27 days", "1 day"; for a move see `moved_words`."""
    return count_words(days, "day")


def moved_words(days: int | None) -> str:
    """How far a date was moved: "61 days later", "3 days earlier"."""
    if days is None:
        return "can't be counted: one of the two has no date"
    return f"{days_words(abs(days))} {'earlier' if days < 0 else 'later'}"


def join_words(words: Iterable[str], last: str = "and") -> str:
    """ "R2, R3 and R9"."""
    parts = list(words)
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def sentence(text: str) -> str:
    """The text with a capital at its start and a full stop at its end."""
    text = clean(text)
    if not text:
        return text
    ended = text if text[-1] in ".!?" else f"{text}."
    return ended[0].upper() + ended[1:]
