"""Tables in notebooks: words as well as colours, and everything escaped."""

import html.parser

import pytest
from plans import NORTHBY, NORTHBY_DAYS, hostile

import actionplan as ap
from actionplan import notebook


class Page(html.parser.HTMLParser):
    """Checks the nesting of tags, and collects them with their attributes."""

    VOID = {"meta", "br", "img", "link"}

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def fragments(plan: ap.Plan) -> dict[str, str]:
    assessment = plan.assess(NORTHBY_DAYS[0])
    comparison = assessment.compare(plan.assess(NORTHBY_DAYS[1]))
    return {
        "assessment": notebook.assessment_html(assessment),
        "comparison": notebook.comparison_html(comparison),
        "slippage": notebook.slippage_html(plan.slippage(NORTHBY_DAYS[0])),
        "scheme": notebook.scheme_html(assessment.scheme),
    }


NAMES = ("assessment", "comparison", "slippage", "scheme")


@pytest.mark.parametrize("name", NAMES)
def test_a_fragment_is_one_well_formed_element(name: str) -> None:
    page = Page(fragments(ap.load(NORTHBY))[name])
    assert page.tags[0] == ("div", {"class": "actionplan"})
    assert "script" not in [tag for tag, _ in page.tags]


@pytest.mark.parametrize("name", NAMES)
def test_every_heading_cell_has_a_scope(name: str) -> None:
    page = Page(fragments(ap.load(NORTHBY))[name])
    headings = [attributes for tag, attributes in page.tags if tag == "th"]
    assert headings
    assert all(attributes.get("scope") for attributes in headings)


@pytest.mark.parametrize("name", NAMES)
def test_text_of_a_plan_is_escaped(name: str) -> None:
    fragment = fragments(hostile())[name]
    page = Page(fragment)
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "img", "b>"})
    assert "\x1b" not in fragment and "\u202e" not in fragment


def test_a_verdict_is_a_word_beside_its_colour() -> None:
    fragment = fragments(ap.load(NORTHBY))["assessment"]
    assert '<b aria-hidden="true">R</b> Red</span>' in fragment
    assert ">not rated</span>" in fragment


def test_a_difference_is_said_in_words() -> None:
    assert "≠ differs" in Page(fragments(ap.load(NORTHBY))["assessment"]).text


def test_a_quiet_move_is_named() -> None:
    assert "quiet move" in Page(fragments(ap.load(NORTHBY))["slippage"]).text


def test_a_scheme_shows_its_key_and_how_it_was_read() -> None:
    text = Page(fragments(ap.load(NORTHBY))["scheme"]).text
    assert "Work is not done, or its dates have slipped" in text
    assert "process-overdue" in text
    assert "Our reading:" in text


def test_nothing_is_said_in_words() -> None:
    plan = ap.Plan.from_json(
        '{"actionplan":1,"id":"p","title":"t","recommendations":[],"journal":[]}'
    )
    text = Page(notebook.slippage_html(plan.slippage("2024-01-01"))).text
    assert "nothing" in text


def test_a_long_table_says_how_much_it_leaves_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(notebook, "MOST_ROWS", 3)
    assessment = ap.load(NORTHBY).assess(NORTHBY_DAYS[0])
    fragment = notebook.assessment_html(assessment)
    left_out = len(assessment.ratings) - 3
    assert f"{left_out} more rows; to_pandas() has them all." in fragment
    assert fragment.count("<tr>") == 1 + 3


def test_the_classes_of_the_core_use_these() -> None:
    plan = ap.load(NORTHBY)
    assessment = plan.assess(NORTHBY_DAYS[0])
    assert assessment._repr_html_() == notebook.assessment_html(assessment)
    findings = plan.slippage(NORTHBY_DAYS[0])
    assert findings._repr_html_() == notebook.slippage_html(findings)
    comparison = assessment.compare(plan.assess(NORTHBY_DAYS[1]))
    assert comparison._repr_html_() == notebook.comparison_html(comparison)
    scheme = assessment.scheme
    assert scheme._repr_html_() == notebook.scheme_html(scheme)
