"""The report to a committee: what it must say, in every format it has.

The golden files show whole reports. If a change of them is wanted, make them anew
and read what changed before you commit it:

    UPDATE_GOLDEN=1 pytest tests/python/test_report.py
"""

import base64
import datetime
import html.parser
import io
import json
import os
import re

import markdown_it
import pytest
from moving_plans import moving
from plans import GOLDEN, NORTHBY, NORTHBY_DAYS, WALSALL, WALSALL_DAYS, hostile

import actionplan as ap
from actionplan import _terminal, report
from actionplan._blocks import Mark


@pytest.fixture(scope="module")
def walsall() -> report.Report:
    as_of, previous = WALSALL_DAYS
    return report.build(ap.load(WALSALL), as_of, previous=previous)


@pytest.fixture(scope="module")
def northby() -> report.Report:
    as_of, previous = NORTHBY_DAYS
    return report.build(ap.load(NORTHBY), as_of, previous=previous)


def to_text(r: report.Report, width: int = 80) -> str:
    return _terminal.document(report.layout(r), width)


# A drawing that is all there: nothing is loaded, and nothing in an img runs.
DRAWING = "data:image/svg+xml;base64,"


class Page(html.parser.HTMLParser):
    """Checks the nesting of tags and keeps what the tests ask about."""

    VOID = {"meta", "br", "img"}

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.chips: list[str] = []
        self.words: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(text)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        is_chip = "chip" in (attributes.get("class") or "").split()
        if is_chip:
            self.chips.append("")
        if tag not in self.VOID:
            self._open.append((tag, is_chip))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if any(tag == "style" for tag, _ in self._open):
            return
        self.words.append(data)
        if any(is_chip for _, is_chip in self._open):
            self.chips[-1] += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


# ---------------------------------------------------------------------------
# Golden files.


@pytest.mark.parametrize("suffix", ["html", "md", "txt"])
def test_the_report_is_the_golden_one(northby: report.Report, suffix: str) -> None:
    if suffix == "txt":
        written = to_text(northby)
    else:
        # Pictures are not of the golden file: their bytes change with matplotlib.
        html = report.to_html(northby, pictures=False)
        written = html if suffix == "html" else report.to_markdown(northby)
    golden = GOLDEN / f"report.{suffix}"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(written, encoding="utf-8")
    assert written == golden.read_text(encoding="utf-8"), (
        f"The report is not {golden.name}. If that is wanted: "
        "UPDATE_GOLDEN=1 pytest tests/python/test_report.py, then read the diff."
    )


def test_the_report_is_the_same_every_time(northby: report.Report) -> None:
    as_of, previous = NORTHBY_DAYS
    again = report.build(ap.load(NORTHBY), as_of, previous=previous)
    assert report.to_html(again) == report.to_html(northby)


# ---------------------------------------------------------------------------
# What it says about Walsall, checked against the printed report.


def test_lost_ratings_of_r1_to_r6_are_said_to_be_lost(walsall: report.Report) -> None:
    text = to_text(walsall)
    table = text.split("\nLast period and this period\n")[1].split("\nMovement")[0]
    for number in range(1, 7):
        rows = re.search(rf"^R{number} .*\n.*", table, re.MULTILINE)
        assert rows is not None
        assert rows[0].count("not recorded") == 4
    assert table.count("not recorded") == 24


def test_the_printed_ratings_of_r7_to_r12_are_there(walsall: report.Report) -> None:
    printed = {
        "R7": ("Red", "Grey", "Green", "Grey"),
        "R8": ("Green", "Amber", "Green", "Amber"),
        "R9": ("Red", "Grey", "Amber", "Amber"),
        "R10": ("Amber", "Grey", "Amber", "Grey"),
        "R11": ("Green", "Grey", "Green", "Grey"),
        "R12": ("Green", "Amber", "Green", "Amber"),
    }
    found: dict[str, list[str | None]] = {}
    for rating, before in walsall.lines:
        assert before is not None
        found.setdefault(rating.item, []).append(before.reported.rating)
        found[rating.item].append(rating.reported.rating)
    for item, (process, impact, process_now, impact_now) in printed.items():
        assert found[item] == [process, process_now, impact, impact_now]


def test_counts_add_up_to_their_denominator(walsall: report.Report) -> None:
    for counts in walsall.counts:
        assert sum(row.computed or 0 for row in counts.rows) == counts.total
        assert sum(row.reported or 0 for row in counts.rows) == counts.total


def test_half_of_the_reported_ratings_are_not_recorded(walsall: report.Report) -> None:
    assert to_text(walsall).count("6 of 12 (50 %)") >= 2


def test_movement_is_said_in_words(walsall: report.Report) -> None:
    # Printed: R7 Red to Green and R9 Red to Amber are better, four stay; the
    # colours of six are lost.
    text = " ".join(to_text(walsall).split())
    assert "Process, reported, of 12 recommendations: 2 better, 4 unchanged; 6" in text


def test_no_date_was_changed_and_that_is_said(walsall: report.Report) -> None:
    for text in (to_text(walsall), report.to_markdown(walsall)):
        assert "No change of a due date is on record." in text


def test_overdue_work_is_listed_with_its_days(walsall: report.Report) -> None:
    overdue = {late.finding.item: late.finding.days for late in walsall.overdue}
    as_of = datetime.date(2018, 3, 27)
    february = (as_of - datetime.date(2018, 2, 28)).days
    march = (as_of - datetime.date(2018, 3, 10)).days
    assert overdue == {
        "R1.C5": february,
        "R6.1": february,
        "R9.C5": february,
        "R11.1": march,
    }


def test_undated_and_endless_work_are_counted_apart(walsall: report.Report) -> None:
    # Against the plan file itself: open work without a period in its due.
    plan = json.loads(WALSALL.read_text(encoding="utf-8"))
    done = {
        update["item"]
        for update in plan["journal"]
        if update["kind"] == "stage" and update["stage"] == "complete"
    }
    dues = {
        milestone["id"]: milestone.get("due", "")
        for recommendation in plan["recommendations"]
        for milestone in recommendation["milestones"]
        if milestone["id"] not in done
    }
    undated = {
        item
        for item, due in dues.items()
        if not re.search(r"\d{4}", due) and item not in ("R1.4", "R1.C7", "R8.4")
    }
    assert {state.id for state in walsall.undated.missing} == undated
    assert [s.id for s in walsall.undated.endless] == ["R1.4", "R1.C7", "R8.4"]
    assert walsall.undated.total == len(dues)


def test_a_contradiction_of_the_plan_is_shown(walsall: report.Report) -> None:
    text = " ".join(to_text(walsall).split())
    assert "Problems in the plan's own data" in text
    assert "83.7 %" in text


def test_the_words_of_the_source_say_when(walsall: report.Report) -> None:
    text = to_text(walsall)
    assert "by 27 March 2018" in text
    assert "in January 2018" in text
    # Words without a year have the day beside them.
    assert "in January (31 January 2018)" in report.to_markdown(walsall)


def test_an_own_word_for_a_level_is_explained(walsall: report.Report) -> None:
    assert "Where 'Yellow' was reported, the key's word Amber" in to_text(walsall)


# ---------------------------------------------------------------------------
# What it says about Northby, where everything happens.


def test_a_quiet_move_cannot_be_overlooked(northby: report.Report) -> None:
    (agreed, quiet) = northby.date_changes
    assert (agreed.milestone.id, agreed.move.is_quiet) == ("H1.1", False)
    assert (quiet.milestone.id, quiet.move.days_moved) == ("H1.2", 123)
    text = " ".join(to_text(northby).split())
    assert "1 of them quiet" in text
    markdown = report.to_markdown(northby)
    assert "**quiet move**" in markdown
    assert "Who agreed it is not on record." in markdown
    assert "Improvement Board" in markdown
    assert "Tenants asked for more time" in markdown


def test_the_original_due_stands_beside_the_new_one(northby: report.Report) -> None:
    markdown = report.to_markdown(northby)
    row = next(line for line in markdown.splitlines() if "123 days later" in line)
    assert "30 June 2024 (as written: end of June 2024)" in row
    assert "31 October 2024" in row


def test_lateness_survives_completion(northby: report.Report) -> None:
    (late,) = northby.completed_late
    assert (late.finding.item, late.finding.days) == ("H1.1", 40)
    assert "40 days late" in to_text(northby)


def test_computed_and_reported_part_and_are_marked(northby: report.Report) -> None:
    (parting,) = northby.partings
    assert (parting.item, parting.rating, parting.reported.rating) == (
        "H1",
        "Red",
        "Green",
    )
    text = to_text(northby)
    assert "≠ differs" in text
    # Nothing was computed last period: that is not a contradiction.
    assert "? unchecked" in text


def test_what_is_new_among_the_exceptions_is_marked(northby: report.Report) -> None:
    new = [e.rating.item for e in northby.exceptions if e.was_before is False]
    # Overdue since the end of August; and now expected two months late.
    assert new == ["H2.2", "H2.4"]


def test_nothing_is_called_new_if_the_last_report_is_lost(
    walsall: report.Report,
) -> None:
    lost = {f"R{number}" for number in range(1, 7)}
    assert all(
        e.was_before is not False for e in walsall.exceptions if e.rating.item in lost
    )


def test_an_exception_has_its_next_date(northby: report.Report) -> None:
    dates = {e.rating.item: e.next_day for e in northby.exceptions}
    assert dates["H1.3"] == datetime.date(2024, 10, 15)  # the recovery plan's
    assert dates["H1.2"] == datetime.date(2024, 10, 31)
    assert dates["H2.2"] is None
    # H2.6 is due before H2.4, but on hold.
    assert dates["H2"] == datetime.date(2024, 11, 30)


def test_what_belongs_to_no_recommendation_is_not_dropped(
    northby: report.Report,
) -> None:
    text = to_text(northby)
    whole = text.split("\nThe plan as a whole\n")[1]
    assert "The new Head of Repairs has started." in whole
    assert "The budget of the plan is not settled." in whole
    assert "1,250 complaints" in whole


def test_a_concern_names_what_else_it_touches(northby: report.Report) -> None:
    text = " ".join(to_text(northby).split())
    assert "Significant: Two of six surveyors have left." in text
    assert "Also touches H2." in text


def test_known_by_leaves_out_what_was_told_later() -> None:
    plan = ap.load(NORTHBY)
    told = to_text(report.build(plan, "2024-09-30"))
    known = to_text(report.build(plan, "2024-09-30", known_by="2024-09-30"))
    assert "in August 2024" in told
    assert "in August 2024" not in known
    assert "Only what had been recorded by 30 September 2024 counts." in known


def test_without_a_last_period_nothing_is_compared() -> None:
    r = report.build(ap.load(NORTHBY), "2024-09-30")
    text = to_text(r)
    assert r.comparison is None
    assert "Last period" not in text
    assert "Movement" not in text


def test_a_day_outside_all_periods_is_said() -> None:
    text = to_text(report.build(ap.load(NORTHBY), "2024-12-01"))
    assert "The plan names no reporting period for this day." in text


def test_the_last_day_must_be_before_this_one() -> None:
    with pytest.raises(ValueError, match="must be before"):
        report.build(ap.load(NORTHBY), "2024-06-30", previous="2024-06-30")


def test_a_scheme_that_rates_milestones_only_is_reported_by_milestone() -> None:
    scheme = ap.Scheme.from_toml(
        """
        scheme = 1
        id = "simple"
        title = "A simple key"
        order = "first match"
        [[aspect]]
        name = "progress"
        title = "Progress"
        [[level]]
        name = "Late"
        exception = true
        meaning.progress = "It is late."
        [[level]]
        name = "Fine"
        meaning.progress = "It is not."
        [[rule]]
        id = "late"
        for = "milestone"
        aspect = "progress"
        level = "Late"
        when = "days_overdue > 0"
        because = "{days_overdue} overdue"
        [[rule]]
        id = "fine"
        for = "milestone"
        aspect = "progress"
        level = "Fine"
        when = "days_overdue = 0"
        because = "not late"
        """
    )
    plan = json.loads(NORTHBY.read_text(encoding="utf-8"))
    plan["journal"] = [u for u in plan["journal"] if u["kind"] != "rating"]
    r = report.build(
        ap.Plan.from_json(json.dumps(plan)),
        "2024-09-30",
        previous="2024-06-30",
        scheme=scheme,
    )
    assert r.subject == "milestone"
    text = to_text(r)
    assert "Progress of 10 milestones" in text
    assert "Buy moisture meters" in text
    # A level without letter or colour is still a word in a box.
    assert ">Late</span>" in report.to_html(r)


def test_a_plan_with_nothing_in_it_has_a_report() -> None:
    plan = ap.Plan.from_json(
        '{"actionplan": 1, "id": "empty", "title": "Empty", '
        '"recommendations": [], "journal": []}'
    )
    r = report.build(plan, "2024-01-01", previous="2023-01-01", scheme="walsall-2018")
    assert "0 of 0" in to_text(r)
    assert "Empty" in report.to_markdown(r)
    Page(report.to_html(r))


# ---------------------------------------------------------------------------
# HTML.


@pytest.fixture(scope="module", params=["walsall", "northby"])
def page(request: pytest.FixtureRequest) -> Page:
    return Page(report.to_html(request.getfixturevalue(request.param)))


def test_no_rating_is_shown_by_colour_alone(page: Page) -> None:
    words = {"Red", "Amber", "Green", "Blue", "Grey"}
    words |= {"not rated", "not recorded", "not reported"}
    assert page.chips
    for chip in page.chips:
        # The letter, hidden from screen readers, then the word.
        assert chip.strip() in words or chip.split(" ", 1)[1] in words


def test_the_key_comes_first(page: Page) -> None:
    anchors = [attributes.get("id") for attributes in page.all("section")]
    assert anchors[0] == "key"


def test_there_is_no_script_and_nothing_from_elsewhere(page: Page) -> None:
    tags = {tag for tag, _ in page.tags}
    assert tags.isdisjoint({"script", "svg", "iframe", "link", "object", "form"})
    for tag, attributes in page.tags:
        assert not {"onclick", "onerror"} & attributes.keys()
        source = attributes.get("src")
        assert source is None or (tag == "img" and source.startswith(DRAWING))
    links = [attributes["href"] for attributes in page.all("a")]
    assert all(link is not None and link.startswith("#") for link in links)


def test_pictures_are_there_with_their_words(page: Page) -> None:
    pictures = page.all("img")
    alts = [attributes["alt"] or "" for attributes in pictures]
    beginnings = {alt.split(" ")[0] for alt in alts}
    assert beginnings == {"Timeline", "Milestone", "Process", "Impact"}
    assert len(page.all("figure")) == len(page.all("figcaption")) == len(pictures)
    (policy,) = (m for m in page.all("meta") if "http-equiv" in m)
    assert (policy["content"] or "").endswith("; img-src data:")


def test_a_picture_in_the_page_is_the_one_of_plot(walsall: report.Report) -> None:
    as_of, _ = WALSALL_DAYS
    first = ap.plot.timeline_pages(walsall.plan, as_of=as_of)[0]
    encoded = base64.b64encode(first.to_svg().encode()).decode()
    assert f'src="{DRAWING}{encoded}"' in report.to_html(walsall)


def test_without_a_last_period_there_is_no_trend() -> None:
    plan = json.loads(NORTHBY.read_text(encoding="utf-8"))
    plan["periods"] = []
    for update in plan["journal"]:
        update.pop("period", None)
    plan["journal"] = [u for u in plan["journal"] if u["kind"] != "rating"]
    built = report.build(ap.Plan.from_json(json.dumps(plan)), NORTHBY_DAYS[0])
    alts = [a["alt"] or "" for a in Page(report.to_html(built)).all("img")]
    assert alts and not any(alt.startswith("Milestone trend") for alt in alts)


def test_pictures_can_be_left_out(northby: report.Report) -> None:
    page = Page(report.to_html(northby, pictures=False))
    assert not page.all("img")
    assert all(a.get("id") != "pictures" for a in page.all("section"))


def test_a_report_of_a_plan_with_300_milestones_is_not_too_large() -> None:
    built = report.build(moving(300), "2024-06-30", previous="2024-03-31")
    written = report.to_html(built)
    # The trend chart has what slipped furthest, and the file can be sent by mail.
    assert len(written) < 6_000_000
    alts = [attributes["alt"] or "" for attributes in Page(written).all("img")]
    assert sum(alt.startswith("Milestone trend") for alt in alts) == 3
    assert sum(alt.startswith("Timeline") for alt in alts) == 18


def test_every_link_leads_somewhere(page: Page) -> None:
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))
    for attributes in page.all("a"):
        assert (attributes["href"] or "")[1:] in ids


def test_headings_are_in_order(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(b <= a + 1 for a, b in zip(levels, levels[1:]))


def test_tables_have_captions_and_heading_cells_scopes(page: Page) -> None:
    assert len(page.all("table")) == len(page.all("caption"))
    assert all(attributes.get("scope") for attributes in page.all("th"))


def test_landmarks_language_and_skip_link(page: Page) -> None:
    (root,) = page.all("html")
    assert root["lang"] == "en-GB"
    for tag in ("header", "nav", "main"):
        assert len(page.all(tag)) == 1
    assert page.all("a")[0] == {"class": "skip", "href": "#main"}


@pytest.mark.parametrize(
    "colour", ["#b3261e", "#f5b301", "#777777", "#ffffff", "#000000"]
)
def test_the_text_on_a_colour_has_contrast(colour: str) -> None:
    def luminance(value: str) -> float:
        parts = [int(value[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    mark = Mark("Level", "L", colour, is_level=True)
    light, dark = sorted((luminance(mark.fill), luminance(mark.ink)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_a_colour_that_is_none_is_not_printed() -> None:
    mark = Mark("Level", "L", "red;background:url(x)", is_level=True)
    assert (mark.fill, mark.ink) == ("", "")


# ---------------------------------------------------------------------------
# Plain text and Markdown.


@pytest.mark.parametrize("width", [60, 80, 110])
def test_lines_of_text_fit(
    walsall: report.Report, northby: report.Report, width: int
) -> None:
    for r in (walsall, northby):
        lines = to_text(r, width).splitlines()
        assert max(map(len, lines)) <= width
        assert not any(line.endswith(" ") for line in lines)


def test_no_line_of_a_wide_terminal_is_too_long_to_read(northby: report.Report) -> None:
    lines = to_text(northby, 250).splitlines()
    assert max(map(len, lines)) <= _terminal.MOST_COLUMNS


def test_a_terminal_gets_colour_and_the_same_words(northby: report.Report) -> None:
    from rich.console import Console

    out = io.StringIO()
    console = Console(file=out, width=80, force_terminal=True, color_system="truecolor")
    report.print_report(northby, console)
    assert "\x1b[" in out.getvalue()
    plain = re.sub(r"\x1b\[[0-9;]*m", "", out.getvalue())
    lines = [line.rstrip() for line in plain.rstrip("\n").split("\n")]
    assert lines == to_text(northby).rstrip("\n").split("\n")


def test_tables_of_markdown_are_whole(walsall: report.Report) -> None:
    columns = 0
    for line in report.to_markdown(walsall).splitlines():
        if not line.startswith("|"):
            columns = 0
            continue
        cells = len(re.findall(r"(?<!\\)\|", line)) - 1
        assert columns in (0, cells), line
        columns = cells


# ---------------------------------------------------------------------------
# A plan that means harm.


@pytest.fixture(scope="module")
def harmful() -> report.Report:
    as_of, previous = NORTHBY_DAYS
    return report.build(hostile(), as_of, previous=previous)


def test_html_of_a_hostile_plan_is_text(harmful: report.Report) -> None:
    written = report.to_html(harmful)
    page = Page(written)
    harmless = Page(report.to_html(report.build(ap.load(NORTHBY), *NORTHBY_DAYS)))
    assert {tag for tag, _ in page.tags} <= {tag for tag, _ in harmless.tags} | {"code"}
    assert "<script>alert('x')</script><img src=x onerror=alert(1)>" in page.text
    assert "\x1b" not in written and "\u202e" not in written


def test_markdown_of_a_hostile_plan_is_text(harmful: report.Report) -> None:
    parser = markdown_it.MarkdownIt("commonmark").enable(["table", "strikethrough"])
    written = report.to_markdown(harmful)
    kinds: set[str] = set()
    for token in parser.parse(written):
        kinds.add(token.type)
        kinds.update(child.type for child in token.children or ())
    assert kinds.isdisjoint({"html_block", "html_inline", "image", "link_open"})
    assert kinds.isdisjoint({"em_open", "s_open", "hr", "ordered_list_open"})
    assert kinds.isdisjoint({"fence", "code_block"})
    # Bold is only ever ours: ids, captions, terms and alerts.
    assert "\\*\\*em\\*\\*" in written
    assert "\x1b" not in written and "\u202e" not in written


def test_a_terminal_shows_brackets_and_obeys_nothing(harmful: report.Report) -> None:
    from rich.console import Console

    out = io.StringIO()
    report.print_report(harmful, Console(file=out, width=80, force_terminal=False))
    for text in (out.getvalue(), to_text(harmful)):
        assert "\x1b" not in text and "\u202e" not in text
        assert "[bold" in text and "red]b[/]" in " ".join(text.split())
