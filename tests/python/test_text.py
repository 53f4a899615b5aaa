"""Text of files in print: what each format must neutralise, and the words."""

import datetime

import markdown_it
import pytest

from actionplan import _text


def test_control_characters_and_changes_of_direction_are_taken_out() -> None:
    assert _text.clean("a\x1b[31mb\x00\x9bc\u202ed\u2066e") == "a[31mbcde"


def test_line_breaks_become_spaces() -> None:
    assert _text.clean(" a\nb\tc\u2028d\r") == "a b c d"


@pytest.mark.parametrize(
    "text",
    [
        "=cmd()",
        "+1",
        "-1",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "  =1",
        "\x00=1",
        "\u200b=1",
        "\uff1d1",
    ],
)
def test_a_cell_that_a_spreadsheet_would_calculate_gets_an_apostrophe(
    text: str,
) -> None:
    cell = _text.csv_cell(text)
    assert cell.startswith("'")
    assert cell[1:] == _text.clean(text)


@pytest.mark.parametrize("text", ["", "R7.1", "4-6 people", "a=b", "– none", "50 %"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert _text.csv_cell(text) == text


HOSTILE = [
    "<script>alert(1)</script>",
    "a | b",
    "**bold** _em_ ~~gone~~ `code`",
    "[text](javascript:alert(1))",
    "![x](y)",
    "# heading",
    "foo ##",
    "- item",
    "+ item",
    "1. item",
    "10) item",
    "> quote",
    "---",
    "===",
    "&lt;b&gt;",
    "&amp;",
    "\\| \\",
    "<!-- x -->",
    "https://example.org/a_b*c",
    "$x$ ^y^ @z",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_shows_exactly_the_text(text: str) -> None:
    parser = markdown_it.MarkdownIt("commonmark").enable(["table", "strikethrough"])

    (_, inline, _) = parser.parse(_text.markdown(text))
    assert [child.type for child in inline.children] == ["text"]
    assert inline.children[0].content == text

    table = f"| a |\n| --- |\n| {_text.markdown(text)} |\n"
    cells = [token for token in parser.parse(table) if token.type == "inline"]
    assert [cell.content for cell in cells][0] == "a"
    assert len(cells) == 2
    assert "".join(child.content for child in cells[1].children) == text


def test_days_do_not_depend_on_the_locale() -> None:
    assert _text.day_words(datetime.date(2018, 3, 7)) == "7 March 2018"


def test_a_span_of_one_day_is_that_day() -> None:
    day = datetime.date(2018, 3, 7)
    assert _text.span_words(day, day) == "7 March 2018"


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (0, 12, "0 of 12 (0 %)"),
        (1, 3, "1 of 3 (33 %)"),
        (1, 8, "1 of 8 (13 %)"),  # 12.5: a half goes up
        (11, 40, "11 of 40 (28 %)"),
        (12, 12, "12 of 12 (100 %)"),
        (0, 0, "0 of 0"),
    ],
)
def test_a_share_has_its_denominator(part: int, whole: int, words: str) -> None:
    assert _text.share_words(part, whole) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(85.0, "85"), (38.6, "38.6"), (1250, "1,250"), (-3, "-3"), (0.1, "0.1")],
)
def test_numbers_read_as_people_write_them(value: float, words: str) -> None:
    assert _text.number_words(value) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "1 day later"), (61, "61 days later"), (-3, "3 days earlier")],
)
def test_a_move_says_which_way(days: int, words: str) -> None:
    assert _text.moved_words(days) == words


def test_a_move_that_cannot_be_counted_says_so() -> None:
    assert "no date" in _text.moved_words(None)


def test_lists_end_in_and() -> None:
    assert _text.join_words([]) == ""
    assert _text.join_words(["R2"]) == "R2"
    assert _text.join_words(["R2", "R3", "R9"]) == "R2, R3 and R9"


@pytest.mark.parametrize(
    ("text", "words"),
    [("due now", "Due now."), ("Is it?", "Is it?"), ("", ""), (" x. ", "X.")],
)
def test_a_sentence_begins_and_ends_as_one(text: str, words: str) -> None:
    assert _text.sentence(text) == words
