"""Objects of the core as blocks: one layout for notebook, page and terminal."""

import dataclasses
import datetime
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from ._blocks import (
    NOT_RATED,
    NOT_RECORDED,
    NOT_REPORTED,
    Alert,
    Block,
    Bullets,
    Cell,
    Code,
    Column,
    Document,
    Facts,
    Item,
    Line,
    Mark,
    Paragraph,
    Quiet,
    Section,
    Table,
    line,
    stack,
)
from ._core import (
    Assessment,
    Comparison,
    DayCount,
    Deadline,
    Doubt,
    Due,
    DueReading,
    Issue,
    MilestoneState,
    Plan,
    Rating,
    RatingMove,
    Reported,
    Rule,
    Scheme,
    SeenFact,
    SlippageList,
    Snapshot,
)
from ._text import (
    NO_BREAK,
    count_words,
    day_words,
    join_words,
    moved_words,
    number_words,
    sentence,
    share_words,
)

Thing = TypeVar("Thing")

# What the words mean that are no level of any key.
NOT_LEVELS = {
    "not rated": "the facts on record do not decide for one of the levels; this "
    "is not a colour and not the same as the key's own word for work that has "
    "not begun",
    "not recorded": "a rating was reported, and what it was is lost or was left "
    "blank in the source",
    "not reported": "nobody reported a rating",
}
# Beside a reported rating that is not the computed one: either the two say
# different things, or nothing could be computed to hold it against.
DIFFERS = Alert("≠ differs")
UNCHECKED = Alert("? unchecked")


def difference(rating: Rating) -> Alert | None:
    if not rating.differs_from_reported:
        return None
    return UNCHECKED if rating.rating is None else DIFFERS


class Marks:
    """Ratings of one scheme as they are printed."""

    def __init__(self, scheme: Scheme) -> None:
        self._aspects = {aspect.name: aspect.title for aspect in scheme.aspects}
        self.levels: dict[str, Mark] = {
            level.name: Mark(level.name, level.letter, level.colour, is_level=True)
            for level in scheme.levels
        }

    def level(self, name: str | None) -> Mark:
        return NOT_RATED if name is None else self.levels[name]

    def computed(self, rating: Rating) -> Mark:
        return self.level(rating.rating)

    def override(self, rating: Rating) -> Line | None:
        """What somebody set in place of the computed rating, and who and why."""
        override = rating.override
        if override is None:
            return None
        mark = self.level(override.rating)
        who = override.by or "nobody who is named"
        if not override.stands:
            told = f"by {who}, does not stand: {override.problem}"
            return line("Overridden:", mark, Quiet(told))
        told = f"by {who} on {day_words(override.on)}: {override.reason}"
        return line("Overridden:", mark, Quiet(told))

    def computed_cell(self, rating: Rating) -> Cell:
        """The computed rating, and below it what was set in its place."""
        override = self.override(rating)
        computed = self.computed(rating)
        return computed if override is None else stack(computed, override)

    def reported(self, reported: Reported) -> Mark:
        if reported.state == "none":
            return NOT_REPORTED
        if reported.state == "lost":
            return NOT_RECORDED
        return self.level(reported.rating)

    def reported_cell(self, rating: Rating) -> Cell:
        """What was reported, with a word where it is not what was computed."""
        return stack(self.reported(rating.reported), difference(rating))

    def aspect(self, name: str) -> str:
        return self._aspects.get(name, name)


class Items:
    """The texts of a plan's items, by id."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._items: dict[str, tuple[str, str]] = {plan.id: (plan.title, "")}
        # The recommendation of each milestone and outcome.
        self.parents: dict[str, str] = {}
        self.anchors: dict[str, str] = {}
        for position, recommendation in enumerate(plan.recommendations, start=1):
            own = recommendation.id
            self._items[own] = (recommendation.title, recommendation.lead)
            self.anchors[own] = f"recommendation-{position}"
            for milestone in recommendation.milestones:
                self._items[milestone.id] = (milestone.text, milestone.lead)
                self.parents[milestone.id] = own
            for outcome in recommendation.outcomes:
                self._items[outcome.id] = (outcome.text, "")
                self.parents[outcome.id] = own

    def text(self, id: str) -> str:
        return self._items.get(id, ("", ""))[0]

    def item(self, id: str) -> Item:
        text, lead = self._items.get(id, ("", ""))
        return Item(id, text, lead)

    def linked(self, id: str) -> Item:
        """The item with a link to its recommendation's section of a report."""
        anchor = self.anchors.get(self.parents.get(id, id), "")
        return dataclasses.replace(self.item(id), anchor=anchor)


def due_cell(due: Due) -> Cell:
    """A due as understood and as written, with how sure that is if it is not."""
    doubt = {"medium": "", "low": "ambiguous"}.get(due.confidence, "")
    note = sentence(due.note) if doubt or due.kind == "error" else ""
    return stack(
        due.to_words(),
        Alert(doubt) if doubt else None,
        Quiet(note) if note else None,
    )


def dues_cell(state: MilestoneState) -> Cell:
    """The due as now agreed, and the original one if it is another."""
    if not state.moves:
        return due_cell(state.due)
    return stack(
        line("Original:", state.original_due.to_words()),
        line("Now:", state.due.to_words()),
    )


def why(rating: Rating) -> Cell:
    """The reason of a rating and the rule that gave it."""
    rule = f"Rule {rating.rule}." if rating.rule else ""
    return stack(sentence(rating.because), Quiet(rule) if rule else None)


# ---------------------------------------------------------------------------
# Schemes.


def key_table(scheme: Scheme) -> Table:
    """The printed key: what each level means for each aspect."""
    marks = Marks(scheme)
    rows: list[list[Cell]] = []
    for level in scheme.levels:
        also = f"also called {join_words(level.aliases, 'or')}" if level.aliases else ""
        mark = stack(marks.level(level.name), Quiet(also) if also else None)
        meanings = [level.meanings.get(aspect.name, "") for aspect in scheme.aspects]
        rows.append([mark, *meanings])
    return Table(
        caption=f"Key: {scheme.title}",
        columns=[
            Column("Rating", is_short=True),
            *(Column(aspect.title) for aspect in scheme.aspects),
        ],
        rows=rows,
    )


def not_levels() -> Bullets:
    return Bullets(
        [
            line(Mark(word), f"means that {meaning}.")
            for word, meaning in NOT_LEVELS.items()
        ]
    )


def key_section(scheme: Scheme) -> Section:
    """What a report prints first."""
    table = dataclasses.replace(key_table(scheme), is_titled=True)
    return Section("Key", [table, not_levels()], anchor="key")


def _rule_row(rule: Rule, marks: Marks) -> list[Cell]:
    return [
        rule.id,
        marks.level(rule.level),
        stack(
            Code(rule.when),
            line("Reason given:", rule.because) if rule.because else None,
            line("Key:", sentence(rule.clause)) if rule.clause else None,
            line("Our reading:", sentence(rule.reading)) if rule.reading else None,
        ),
    ]


# Which of the rules that hold decides, by the order of an aspect.
_ORDERS: Mapping[str, str] = {
    "first match": "the first rule that holds decides",
    "worst match": "of the rules that hold, the one with the worst level decides",
    "single match": "one rule should hold; if two that hold give different "
    "levels, it is not rated",
}


def with_article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def rules_tables(scheme: Scheme) -> list[Table]:
    """The rules in order, a table for each kind of item and aspect."""
    marks = Marks(scheme)
    groups: dict[tuple[str, str], list[Rule]] = {}
    for rule in scheme.rules:
        groups.setdefault((rule.subject, rule.aspect), []).append(rule)
    orders = {aspect.name: aspect.order for aspect in scheme.aspects}
    return [
        Table(
            caption=f"{marks.aspect(aspect)} of {with_article(subject)}: "
            f"{_ORDERS[orders[aspect]]}",
            columns=[Column("Rule"), Column("Rating", is_short=True), Column("When")],
            rows=[_rule_row(rule, marks) for rule in rules],
        )
        for (subject, aspect), rules in groups.items()
    ]


def _levels_facts(scheme: Scheme) -> list[tuple[str, Cell]]:
    """What the printed key does not say of its levels."""
    ranked = sorted(
        (level for level in scheme.levels if level.rank is not None),
        key=lambda level: -(level.rank or 0),
    )
    best_first = [
        join_words((level.name for level in same), "or")
        for _, same in itertools.groupby(ranked, key=lambda level: level.rank)
    ]
    unranked = [level.name for level in scheme.levels if level.rank is None]
    exceptions = [level.name for level in scheme.levels if level.exception]
    scores = [
        f"{level.name} {number_words(level.score)}"
        for level in scheme.levels
        if level.score is not None
    ]
    said: list[tuple[str, Cell]] = []
    if best_first:
        said.append(("Best to worst", ", ".join(best_first)))
    if unranked and best_first:
        said.append(("Neither better nor worse", join_words(unranked)))
    if exceptions:
        said.append(("Exceptions", f"{join_words(exceptions)}: a report lists them."))
    if scores:
        said.append(("Scores", ", ".join(scores)))
    return said


def _overrides_words(bounds: Mapping[str, Any]) -> str:
    """Which ratings people may set in place of a computed one."""
    if not bounds["allowed"]:
        return "None stands."
    limits = []
    if bounds["levels"]:
        limits.append(f"to {join_words(bounds['levels'], 'or')}")
    if bounds["worse_only"]:
        limits.append("to a worse rating")
    if bounds["steps"] is not None:
        limits.append(f"by at most {count_words(bounds['steps'], 'rank')}")
    if bounds["by"]:
        limits.append(f"by {join_words(bounds['by'], 'or')}")
    said = f"Only {', '.join(limits)}." if limits else "Any, with who and why."
    return f"{said} Roll-ups count them." if bounds["counts"] else said


def _more(scheme: Scheme) -> Section:
    """What the file says besides its levels and rules."""
    said = [
        *_levels_facts(scheme),
        ("Overrides", _overrides_words(scheme.override_bounds)),
        ("Examples", f"{len(scheme.examples) or 'none'} in the file"),
        *(
            ("Accepted", line(f"{each['finding']}:", sentence(each["reason"])))
            for each in scheme.accepted
        ),
    ]
    return Section("Levels, overrides and examples", [Facts(said)], anchor="more")


def _own_fact_row(fact: Mapping[str, Any]) -> list[Cell]:
    unit = f" in {fact['unit']}" if fact["unit"] else ""
    choices = f"One of: {', '.join(fact['choices'])}." if fact["choices"] else ""
    judged = "A judgement: counts only with who judged." if fact["judgement"] else ""
    return [
        Code(fact["name"]),
        f"{fact['type']}{unit}",
        join_words(fact["subjects"]),
        stack(
            sentence(fact["meaning"]),
            line("Worked out:", Code(fact["is"])) if fact["is"] else None,
            Quiet(choices) if choices else None,
            Quiet(judged) if judged else None,
        ),
    ]


def _own_facts(scheme: Scheme) -> list[Section]:
    """The facts that the file declares; those of children are in the rules."""
    rows = [
        _own_fact_row(fact)
        for fact in scheme.own_facts
        if fact["declared"] or fact["is"] is not None
    ]
    if not rows:
        return []
    columns = [
        Column("Fact", is_short=True),
        Column("Type"),
        Column("Of"),
        Column("Meaning"),
    ]
    table = Table("Facts of its own", columns, rows, is_titled=True)
    return [Section("Facts of its own", [table], anchor="own-facts")]


def scheme_document(scheme: Scheme) -> Document:
    """The key as a report prints it first, then the rest of the file."""
    table = dataclasses.replace(key_table(scheme), is_titled=True)
    head: list[tuple[str, Cell]] = [("Name", scheme.id)]
    if scheme.source:
        head.append(("Source", scheme.source))
    head += [("Read as", reading) for reading in scheme.readings]
    return Document(
        title=scheme.title or scheme.id,
        blocks=[
            Section("Key", [table], anchor="key"),
            Section("About it", [Facts(head)], anchor="about"),
            Section("Rules", rules_tables(scheme), anchor="rules"),
            *_own_facts(scheme),
            _more(scheme),
        ],
    )


def schemes_document(schemes: Iterable[Scheme]) -> Document:
    rows: list[list[Cell]] = [
        [
            scheme.id,
            scheme.title,
            join_words([level.name for level in scheme.levels]),
        ]
        for scheme in schemes
    ]
    columns = [Column("Name", is_short=True), Column("Title"), Column("Levels")]
    table = Table("Keys that are part of the package", columns, rows)
    return Document("Schemes", [table])


def scheme_dict(scheme: Scheme) -> dict[str, Any]:
    """A scheme for programs; names as in the scheme file."""
    return {
        "id": scheme.id,
        "title": scheme.title,
        "source": scheme.source,
        "readings": scheme.readings,
        "aspects": [
            {"name": aspect.name, "title": aspect.title, "order": aspect.order}
            for aspect in scheme.aspects
        ],
        "levels": [
            {
                "name": level.name,
                "letter": level.letter,
                "colour": level.colour,
                "meaning": level.meanings,
                "aliases": level.aliases,
                "rank": level.rank,
                "exception": level.exception,
                "score": level.score,
            }
            for level in scheme.levels
        ],
        "own_facts": scheme.own_facts,
        "rules": [_rule_dict(rule) for rule in scheme.rules],
        "overrides": scheme.override_bounds,
        "accepted": scheme.accepted,
        "examples": len(scheme.examples),
    }


def _rule_dict(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "for": rule.subject,
        "aspect": rule.aspect,
        "level": rule.level,
        "when": rule.when,
        "because": rule.because,
        "clause": rule.clause,
        "reading": rule.reading,
    }


def rule_columns(scheme: Scheme) -> dict[str, list[Any]]:
    """One row a rule."""
    rows = [_rule_dict(rule) for rule in scheme.rules]
    names = ["id", "for", "aspect", "level", "when", "because", "clause", "reading"]
    return {name: [row[name] for row in rows] for name in names}


_PARENTS = ("recommendation", "plan")
_ALL = ("milestone", "outcome", "recommendation", "plan")

# What stands in docs/schemes.md, "Of children, and of earlier ratings".
GROUPS = (
    ("count(milestones)", _PARENTS, "How many children."),
    ("count(milestones, 'Red' or 'Amber')", _PARENTS, "How many at these levels."),
    ("share(milestones, 'Red')", _PARENTS, "The same in percent of the children."),
    (
        "mean(milestones, percent_complete)",
        _PARENTS,
        "The mean of the children's fact; also sum, lowest, highest.",
    ),
    ("worst(milestones)", _PARENTS, "The worst rating of the children; also best."),
    ("mean_score(milestones)", _PARENTS, "The mean of the scores of their levels."),
    (
        "count(milestones where not complete)",
        _PARENTS,
        "In any of these: only of the children for which the condition holds.",
    ),
    ("rating(cost)", _ALL, "This item's rating for another aspect."),
    ("last_rating", _ALL, "The computed rating at the end of the last period."),
    ("periods_at('Amber')", _ALL, "For how many periods up to the last it was so."),
    ("reported", _ALL, "What the owner reports; also last_reported."),
    ("periods_reported('Amber')", _ALL, "As periods_at, of reported ratings."),
    (
        "due + 3 months",
        _ALL,
        "A day some calendar months before or after another; also with a fact in "
        "months. Of every fact that is a day.",
    ),
    (
        "due + 20 working days",
        _ALL,
        "The same in working days of the plan's calendar, or of the table's.",
    ),
)


def facts_document(facts: Sequence[Mapping[str, Any]]) -> Document:
    rows: list[list[Cell]] = []
    for fact in facts:
        choices = f"One of: {', '.join(fact['choices'])}." if fact["choices"] else ""
        rows.append(
            [
                Code(fact["name"]),
                fact["type"],
                join_words(fact["subjects"]),
                stack(sentence(fact["meaning"]), Quiet(choices) if choices else None),
            ]
        )
    columns = [
        Column("Fact", is_short=True),
        Column("Type"),
        Column("Of"),
        Column("Meaning"),
    ]
    table = Table("What rules may test", columns, rows)
    groups = Table(
        "Of children, of other aspects and of the past",
        [Column("Written", is_short=True), Column("Of"), Column("Meaning")],
        [[Code(form), join_words(of), meaning] for form, of, meaning in GROUPS],
    )
    return Document("Facts", [table, groups])


def fact_columns(facts: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    return {
        "name": [fact["name"] for fact in facts],
        "type": [fact["type"] for fact in facts],
        "subjects": ["; ".join(fact["subjects"]) for fact in facts],
        "choices": ["; ".join(fact["choices"]) for fact in facts],
        "meaning": [fact["meaning"] for fact in facts],
    }


# ---------------------------------------------------------------------------
# Assessments.


def plan_document(snapshot: Snapshot, title: str, table: Table) -> Document:
    """One table about a plan on a day."""
    plan = snapshot.plan
    name = plan.title or plan.id
    return Document(
        title=f"{title}: {name}",
        subtitle=f"As of {as_of_words(snapshot)}",
        blocks=[table] if table.rows else [Paragraph(f"{table.caption}: nothing.")],
    )


def _by_item(things: Iterable[Thing], item_of: Callable[[Thing], str]) -> list[Thing]:
    """The same with the aspects of an item together, in the order of the items."""
    found: dict[str, list[Thing]] = {}
    for thing in things:
        found.setdefault(item_of(thing), []).append(thing)
    return [thing for group in found.values() for thing in group]


def assessment_table(assessment: Assessment, most: int | None = None) -> Table:
    """Every rating beside what was reported, with its reason."""
    marks = Marks(assessment.scheme)
    items = Items(assessment.snapshot.plan)
    rows: list[list[Cell]] = [
        [
            items.item(rating.item),
            marks.aspect(rating.aspect),
            marks.computed_cell(rating),
            marks.reported_cell(rating),
            why(rating),
        ]
        for rating in _by_item(assessment.ratings, lambda rating: rating.item)[:most]
    ]
    return Table(
        caption=f"Ratings as of {day_words(assessment.as_of)}",
        columns=[
            Column("Item", is_brief=True),
            Column("Aspect", is_short=True),
            Column("Computed", is_short=True),
            Column("Reported", is_short=True),
            Column("Because"),
        ],
        rows=rows,
        is_grouped=True,
    )


def _moved(before: Mark, now: Mark, word: str | None) -> Cell:
    """Two ratings and the word for how they moved; None if there is none."""
    if before == now:
        return line(now, Quiet(word or "in both periods"))
    return stack(line(before, "to", now), word or Quiet("can't be compared"))


def comparison_row(move: RatingMove, marks: Marks, item: Item) -> list[Cell]:
    before, now = move.previous, move.current
    return [
        item,
        marks.aspect(now.aspect),
        _moved(marks.computed(before), marks.computed(now), move.movement),
        _moved(
            marks.reported(before.reported),
            marks.reported(now.reported),
            move.reported_movement,
        ),
    ]


def comparison_table(comparison: Comparison, most: int | None = None) -> Table:
    """Every rating then and now, computed and reported."""
    marks = Marks(comparison.current.scheme)
    items = Items(comparison.current.snapshot.plan)
    then, now = comparison.previous.as_of, comparison.current.as_of
    return Table(
        caption=f"From {day_words(then)} to {day_words(now)}",
        columns=[
            Column("Item", is_brief=True),
            Column("Aspect", is_short=True),
            Column("Computed"),
            Column("Reported"),
        ],
        rows=[
            comparison_row(move, marks, items.item(move.current.item))
            for move in _by_item(comparison, lambda move: move.current.item)[:most]
        ],
        is_grouped=True,
    )


# What hides a missed date: printed so that it is not overlooked.
_HIDING = ("quiet move", "extended when overdue", "serial re-planning")


def slippage_table(findings: SlippageList, most: int | None = None) -> Table:
    """Every finding about dates, with what proves it."""
    rows: list[list[Cell]] = []
    for finding in findings[:most]:
        is_hiding = finding.kind in _HIDING
        rows.append(
            [
                Item(finding.item, finding.text, finding.lead),
                Alert(finding.kind) if is_hiding else finding.kind,
                _count_cell(finding.days),
                _count_cell(finding.working_days),
                sentence(finding.because),
            ]
        )
    return Table(
        caption="What slipped, in calendar days and in working days",
        columns=[
            Column("Milestone"),
            Column("Finding", is_short=True),
            Column("Days", is_number=True, is_short=True),
            Column("Working days", is_number=True),
            Column("Because"),
        ],
        rows=rows,
    )


def slippage_document(snapshot: Snapshot, findings: SlippageList) -> Document:
    """The findings, and why some have no working days."""
    page = plan_document(snapshot, "Slippage", slippage_table(findings))
    outside = sum(finding.why_no_working_days is not None for finding in findings)
    if not outside:
        return page
    calendar = snapshot.plan.work_calendar
    why = (
        f"{count_words(outside, 'finding')} without working days: a date is outside "
        f"what the calendar {calendar.id} covers, {day_words(calendar.first)} to "
        f"{day_words(calendar.last)}."
    )
    return dataclasses.replace(page, blocks=[*page.blocks, Paragraph(why)])


def _count_cell(count: int | None) -> str:
    return "–" if count is None else f"{count:,}"


# ---------------------------------------------------------------------------
# Delivery.


def _share(figure: Mapping[str, Any]) -> Cell:
    """The share with both of its numbers; a dash if nothing is to be counted."""
    doubt = len(figure["uncertain"])
    words = f"of {count_words(doubt, 'milestone')} it can't be told"
    remark = Quiet(words) if doubt else None
    if figure["value"] is None:
        return stack("–", remark)
    words = share_words(figure["numerator"], figure["denominator"])
    # A narrow column may break anywhere but before the sign.
    return stack(words.replace(" %", f"{NO_BREAK}%"), remark)


# The figures of the table, each with its heading and what it means.
_MAIN: Mapping[str, tuple[str, str]] = {
    "complete": ("Complete", ""),
    "overdue": ("Overdue", ""),
    "undated": ("Undated", ""),
    "on time": (
        "On time",
        "of what is finished and had an original date, how much was by that date.",
    ),
    "BEI": (
        "Done against plan (BEI)",
        "all that is finished, out of what was to be finished by now and what never "
        "had a date (baseline execution index); more than 100 % is ahead of the plan.",
    ),
    "hit task": (
        "Done when due (hit task)",
        "of what was to be finished by now, how much was finished by its original "
        "date.",
    ),
}
_REST = (
    "The rest is not due yet or was cancelled. A later date agreed since improves none "
    "of these but the count of the overdue."
)


def delivery_key() -> Bullets:
    """What the headings of the table mean."""
    meanings: list[Cell] = [
        f"{title}: {meaning}" for title, meaning in _MAIN.values() if meaning
    ]
    return Bullets([*meanings, _REST])


def delivery_table(delivery: Mapping[str, Any], kinds: Sequence[str]) -> Table:
    """The main shares of all groups of these kinds."""
    rows: list[list[Cell]] = []
    for group in delivery["groups"]:
        if group["kind"] in kinds:
            figures = {figure["name"]: figure for figure in group["figures"]}
            name = "The plan" if group["kind"] == "plan" else group["id"]
            rows.append([name, *(_share(figures[main]) for main in _MAIN)])
    by = "" if list(kinds) == ["plan"] else f" by {kinds[-1]}"
    return Table(
        caption=f"Delivery{by}: how many milestones, out of how many",
        columns=[Column("Group"), *(Column(title) for title, _ in _MAIN.values())],
        rows=rows,
    )


def _none_to_count(group: Mapping[str, Any]) -> list[Cell]:
    """Why the plan as a whole lacks a figure."""
    return [
        f"No figure for '{_MAIN[figure['name']][0]}': {figure['why_absent']}."
        for figure in group["figures"]
        if figure["name"] in _MAIN and figure["value"] is None
    ]


def _number(value: float | None, digits: int = 1) -> str:
    return "–" if value is None else f"{value:,.{digits}f}"


def _whole(value: float | None) -> str:
    return "–" if value is None else number_words(value)


def spread_table(delivery: Mapping[str, Any]) -> Table:
    """How far finishes lie from the original dates, for the plan."""
    rows: list[list[Cell]] = []
    for spread in delivery["groups"][0]["distributions"]:
        known = spread["count"]
        quartiles = [_whole(spread[name]) for name in ("q1", "q3")]
        rows.append(
            [
                f"{spread['name']}, {spread['unit']}",
                f"{known} of {known + len(spread['left_out'])}",
                _whole(spread["min"]),
                " to ".join(quartiles) if known else "–",
                _whole(spread["median"]),
                _whole(spread["max"]),
                _number(spread["mean"]),
                _whole(spread["total"]),
            ]
        )
    titles = ("Known", "Least", "Middle half", "Median", "Most", "Mean", "Total")
    return Table(
        caption="How far the finishes lie after the original dates",
        columns=[
            Column("Measure"),
            *(Column(title, is_number=True, is_short=True) for title in titles),
        ],
        rows=rows,
    )


_SPREAD_KEY = (
    "Slip is the finish (else the forecast, else the due) after the original due. Slip "
    "so far counts what is still open to this day at least, so that overdue work that "
    "nobody re-planned shows. Known: how many have both dates, for working days within "
    "the calendar."
)


def trend_table(delivery: Mapping[str, Any]) -> Table:
    """The plan at the end of each period."""
    names = ["complete", "overdue", "due later", "undated"]
    points = [
        (point, {state["name"]: state for state in point["states"]})
        for point in delivery["trend"]
    ]
    if any(states["cancelled"]["numerator"] for _, states in points):
        names.append("cancelled")
    rows: list[list[Cell]] = []
    for point, states in points:
        found = [f"{n} {kind}" for kind, n in point["findings"].items() if n]
        rows.append(
            [
                day_words(datetime.date.fromisoformat(point["day"])),
                *(str(states[name]["numerator"]) for name in names),
                _number(point["slip"]["total"], 0),
                "; ".join(found) or "nothing",
            ]
        )
    total = delivery["groups"][0]["figures"][0]["denominator"]
    return Table(
        caption=f"Trend: the plan's {count_words(total, 'milestone')} by day",
        columns=[
            Column("As of", is_short=True),
            *(Column(name.capitalize(), is_number=True) for name in names),
            Column("Slip, days in all", is_number=True),
            Column("Findings"),
        ],
        rows=rows,
    )


def load_table(delivery: Mapping[str, Any]) -> Table:
    """Months in which one lead has to deliver too much."""
    return Table(
        caption="Too much at once for one lead",
        columns=[Column("Lead"), Column("Month"), Column("Milestones")],
        rows=[
            [
                month["lead"],
                month["month"],
                f"{month['count']} (more than {month['most']}): "
                + ", ".join(month["items"]),
            ]
            for month in delivery["load"]
            if month["too_many"]
        ],
    )


def _iso_day_words(day: str) -> str:
    return day_words(datetime.date.fromisoformat(day))


def _earned_words(earned: Mapping[str, Any]) -> str:
    if earned["months_earned"] is None:
        return f"Earned schedule: none, as {earned['why_absent']}."
    ahead = earned["months_variance"]
    is_over = earned["complete"] == earned["dated"]
    time = f"{earned['months_actual']:.1f} months"
    passed = f"it took {time}" if is_over else f"{time} have passed"
    index = "" if earned["index"] is None else f", SPI(t) {earned['index']:.2f}"
    return (
        f"Earned schedule: {earned['complete']} of {earned['dated']} dated milestones "
        f"are complete. So many were planned until "
        f"{_iso_day_words(earned['earned_on'])}, {earned['months_earned']:.1f} months "
        f"after it was accepted; {passed}, so it is {abs(ahead):.1f} months "
        f"{'behind' if ahead < 0 else 'ahead'} (SV(t) {ahead:+.1f} months{index})."
    )


def _rate_words(rate: Mapping[str, Any]) -> str:
    if rate["days_per_day"] is None:
        return f"Slip rate: none, as {rate['why_absent']}."
    moved = rate["days_moved"]
    beside = f"{moved_words(moved)} than" if moved else "the same as"
    words = (
        f"Slip rate: the plan's last finish is {_iso_day_words(rate['finish'])}, "
        f"{beside} was seen on {_iso_day_words(rate['since'])}, "
        f"{count_words(rate['days_elapsed'], 'day')} before "
        f"({rate['days_per_day']:.2f} days a day)"
    )
    if rate["reached_on"] is None:
        return f"{words}; {rate['why_absent']}."
    reached = _iso_day_words(rate["reached_on"])
    return f"{words}; at that rate it is reached on {reached}."


def delivery_blocks(delivery: Mapping[str, Any]) -> list[Block]:
    """The main figures, the trend, and who has too much at once."""
    plan = delivery["groups"][0]
    load = load_table(delivery)
    unled = len(delivery["without_lead"])
    leads = delivery_table(delivery, ["lead"])
    blocks: list[Block] = [
        delivery_table(delivery, ["plan", "recommendation"]),
        *([leads] if leads.rows else []),
        delivery_key(),
        *(Paragraph(reason) for reason in _none_to_count(plan)),
        Paragraph(_earned_words(plan["earned_schedule"])),
        Paragraph(_rate_words(plan["slip_rate"])),
        spread_table(delivery),
        Paragraph(_SPREAD_KEY),
        trend_table(delivery),
    ]
    if load.rows:
        blocks.append(load)
    else:
        blocks.append(Paragraph(f"{load.caption}: nobody."))
    if unled:
        open_words = count_words(unled, "open milestone")
        blocks.append(Paragraph(f"Not in the load, for want of a lead: {open_words}."))
    return blocks


def delivery_summary(delivery: Mapping[str, Any]) -> list[Block]:
    """What a report says of the plan as a whole."""
    plan = delivery["groups"][0]
    load = load_table(delivery)
    found = [
        f"{figure['name']} {figure['numerator']}"
        for figure in plan["findings"]
        if figure["numerator"]
    ]
    total = plan["findings"][0]["denominator"]
    return [
        delivery_table(delivery, ["plan"]),
        delivery_key(),
        Paragraph(
            f"Of {count_words(total, 'milestone')} that are not cancelled, how many "
            f"have a finding of each kind: {'; '.join(found) or 'none'}."
        ),
        *(Paragraph(reason) for reason in _none_to_count(plan)),
        Paragraph(_earned_words(plan["earned_schedule"])),
        Paragraph(_rate_words(plan["slip_rate"])),
        *([load] if load.rows else []),
    ]


def delivery_document(snapshot: Snapshot, delivery: Mapping[str, Any]) -> Document:
    plan = snapshot.plan
    return Document(
        title=f"Delivery: {plan.title or plan.id}",
        subtitle=f"As of {as_of_words(snapshot)}",
        blocks=delivery_blocks(delivery),
    )


# ---------------------------------------------------------------------------
# One item.


def fact_lines(facts: Iterable[SeenFact]) -> list[Cell]:
    return [
        line(f"{fact.name}: {fact.value}", Quiet(f"({fact.source})")) for fact in facts
    ]


def reported_line(reported: Reported, marks: Marks) -> Line:
    """What was reported, in the key's word and in the owner's own."""
    mark = marks.reported(reported)
    own = reported.written
    is_other = own.casefold() not in ("", mark.word.casefold(), mark.letter.casefold())
    remarks = [f"in the source: {own}"] if is_other else []
    if reported.text:
        remarks.append(reported.text)
    return line(mark, Quiet(f"({'; '.join(remarks)})") if remarks else None)


def _rating_facts(rating: Rating, marks: Marks, rules: dict[str, Rule]) -> Facts:
    pairs: list[tuple[str, Cell]] = [
        ("Rating", marks.computed(rating)),
        ("Because", sentence(rating.because)),
        ("Rule", rating.rule or "none decided"),
    ]
    override = marks.override(rating)
    if override is not None:
        pairs.insert(1, ("Overridden", line(*override.parts[1:])))
    rule = rules.get(rating.rule or "")
    if rule is not None:
        pairs.append(("When", Code(rule.when)))
        if rating.clause and rating.clause != rule.when:
            pairs.append(("Decided by", Code(rating.clause)))
        if rating.which_date:
            pairs.append(("Date that counted", sentence(rating.which_date)))
        if rule.clause:
            pairs.append(("Clause of the key", sentence(rule.clause)))
        if rule.reading:
            pairs.append(("Our reading of it", sentence(rule.reading)))
    doubt = rating.doubt()
    if doubt is not None:
        pairs.append(("Still possible", sentence(doubt.text)))
    if rating.facts:
        pairs.append(("Facts seen", stack(*fact_lines(rating.facts))))
    better = rating.next_better()
    if better is not None:
        pairs.append(("Next better", sentence(better.text)))
    reported = reported_line(rating.reported, marks)
    pairs.append(("Reported", line(*reported.parts, difference(rating))))
    return Facts(pairs)


def children_of(assessment: Assessment, item: str, aspect: str) -> list[Rating]:
    """The ratings of what belongs to a recommendation, or to the plan."""
    plan = assessment.snapshot.plan
    parents = Items(plan).parents
    return [
        rating
        for rating in assessment.ratings
        if rating.aspect == aspect
        and (
            parents.get(rating.item) == item
            or (item == plan.id and rating.kind == "recommendation")
        )
    ]


def _children(
    assessment: Assessment, item: str, aspect: str, marks: Marks, items: Items
) -> Table | None:
    rows: list[list[Cell]] = [
        [items.item(rating.item), marks.computed(rating), why(rating)]
        for rating in children_of(assessment, item, aspect)
    ]
    if not rows:
        return None
    return Table(
        caption=f"{marks.aspect(aspect)} of what belongs to {item}",
        columns=[
            Column("Item", is_brief=True),
            Column("Rating", is_short=True),
            Column("Because"),
        ],
        rows=rows,
    )


def explanation_document(assessment: Assessment, item: str) -> Document:
    """All that there is to say about why an item has its ratings.

    Raises UnknownName if the assessment does not rate such an item.
    """
    rated = assessment[item]
    marks = Marks(assessment.scheme)
    items = Items(assessment.snapshot.plan)
    rules = {rule.id: rule for rule in assessment.scheme.rules}
    sections: list[Block] = []
    for position, aspect in enumerate(rated.aspects, start=1):
        blocks: list[Block] = [_rating_facts(rated[aspect], marks, rules)]
        children = _children(assessment, item, aspect, marks, items)
        if children is not None:
            blocks.append(children)
        sections.append(
            Section(marks.aspect(aspect), blocks, anchor=f"aspect-{position}")
        )
    snapshot = assessment.snapshot
    head: list[tuple[str, Cell]] = [("As of", as_of_words(snapshot))]
    state = next((m for m in snapshot.milestones if m.id == item), None)
    if state is not None:
        head.append(("Original due", due_cell(state.original_due)))
        head.append(("Due", due_cell(state.due)))
    head.append(("Key", f"{assessment.scheme.title} ({assessment.scheme.id})"))
    return Document(
        title=f"{item}: {items.text(item)}", blocks=[Facts(head), *sections]
    )


def _settled_by(doubt: Doubt | None) -> list[list[dict[str, Any]]]:
    if doubt is None:
        return []
    return [
        [
            {
                "words": thing.words,
                "fact": thing.fact,
                "written": thing.written,
                "readings": [
                    {
                        "words": reading.words,
                        "first": reading.first and reading.first.isoformat(),
                        "last": reading.last and reading.last.isoformat(),
                        "possible": reading.possible,
                    }
                    for reading in thing.readings
                ],
            }
            for thing in things
        ]
        for things in doubt.settled_by
    ]


def _rating_dict(rating: Rating, rules: dict[str, Rule]) -> dict[str, Any]:
    rule = rules.get(rating.rule or "")
    reported = rating.reported
    override = rating.override
    better = rating.next_better()
    doubt = rating.doubt()
    return {
        "rating": rating.rating,
        "rule": rating.rule,
        "when": rule.when if rule else None,
        "clause": (rule.clause or None) if rule else None,
        "reading": (rule.reading or None) if rule else None,
        "because": rating.because,
        "decided_by": rating.clause,
        "which_date": rating.which_date,
        "override": override
        and {
            "rating": override.rating,
            "by": override.by,
            "reason": override.reason,
            "on": override.on.isoformat(),
            "stands": override.stands,
            "problem": override.problem,
        },
        "next_better": better.text if better else None,
        "possible": rating.possible,
        "doubt": doubt.text if doubt else None,
        "settled_by": _settled_by(doubt),
        "facts": [
            {"name": fact.name, "value": fact.value, "from": fact.source}
            for fact in rating.facts
        ],
        "reported": reported.rating,
        "reported_state": reported.state,
        "reported_as": reported.written or None,
        "differs": rating.differs_from_reported,
    }


def explanation_dict(assessment: Assessment, item: str) -> dict[str, Any]:
    """The same as `explanation_document`, for programs; names as in `assess`."""
    rated = assessment[item]
    rules = {rule.id: rule for rule in assessment.scheme.rules}
    known_by = assessment.snapshot.known_by
    return {
        "as_of": assessment.as_of.isoformat(),
        "known_by": known_by.isoformat() if known_by else None,
        "scheme": assessment.scheme.id,
        "id": rated.id,
        "kind": rated.kind,
        "aspects": {
            aspect: {
                **_rating_dict(rated[aspect], rules),
                "children": [
                    {
                        "id": rating.item,
                        "rating": rating.rating,
                        "rule": rating.rule,
                        "because": rating.because,
                    }
                    for rating in children_of(assessment, item, aspect)
                ],
            }
            for aspect in rated.aspects
        },
    }


def explanation_columns(assessment: Assessment, item: str) -> dict[str, list[Any]]:
    """One row a fact that a rule saw, with the rating that it led to."""
    rated = assessment[item]
    rows: list[tuple[str | None, ...]] = []
    for aspect in rated.aspects:
        rating = rated[aspect]
        head = (item, aspect, rating.rating, rating.rule, rating.because)
        rows += [(*head, f.name, f.value, f.source) for f in rating.facts] or [
            (*head, None, None, None)
        ]
    names = ["item", "aspect", "rating", "rule", "because", "fact", "value", "from"]
    return {name: [row[i] for row in rows] for i, name in enumerate(names)}


def as_of_words(snapshot: Snapshot) -> str:
    words = day_words(snapshot.as_of)
    if snapshot.known_by is not None:
        words += f", as far as recorded by {day_words(snapshot.known_by)}"
    return words


# ---------------------------------------------------------------------------
# Problems and dues.


def issues_table(issues: Sequence[Issue], caption: str) -> Table:
    return Table(
        caption=caption,
        columns=[Column("Where"), Column("What was found"), Column("What would do")],
        rows=[[issue.where, issue.what, issue.remedy] for issue in issues],
    )


def issues_document(issues: Sequence[Issue], title: str) -> Document:
    if not issues:
        return Document(title=title, blocks=[Paragraph("No problems found.")])
    found = f"{count_words(len(issues), 'problem')} found"
    return Document(title=title, blocks=[issues_table(issues, found)])


def _reading(reading: DueReading) -> str:
    first = reading.first.isoformat() if reading.first else ".."
    last = reading.last.isoformat() if reading.last else ".."
    days = first if first == last else f"{first} to {last}"
    return f"{days} ({reading.note})" if reading.note else days


def _due_note(due: Due) -> str:
    sentences = [sentence(due.note)] if due.note else []
    sentences += [f"Or {_reading(other)}." for other in due.other_readings]
    if due.was:
        sentences.append(f"Was {_reading(due.was)}.")
    return " ".join(sentences)


def rows_document(
    title: str, caption: str, rows: Sequence[Mapping[str, Any]], names: Sequence[str]
) -> Document:
    """Plain rows under the names of their values."""
    columns = [Column(name.replace("_", " ").capitalize()) for name in names]
    cells: list[list[Cell]] = [
        [_plain_cell(row[name]) for name in names] for row in rows
    ]
    return Document(title, [Table(caption, columns, cells)])


def _plain_cell(value: Any) -> Cell:
    if value is None or value == "":
        return None
    return day_words(value) if isinstance(value, datetime.date) else str(value)


def deadline_document(deadline: Deadline, count: DayCount) -> Document:
    facts = Facts(
        [
            ("From", f"{day_words(deadline.from_day)}, {count.from_day}"),
            ("By", day_words(deadline.day)),
            ("Because", deadline.because),
            ("Calendar", deadline.calendar),
            ("Law", count.citation),
            ("Read as", count.reading),
        ]
    )
    return Document(count.title, [facts])


def dues_table(dues: Sequence[Due]) -> Table:
    rows: list[list[Cell]] = []
    for due in dues:
        kind = due.kind if due.no_date is None else f"{due.kind}: {due.no_date}"
        rows.append(
            [
                due.text or Quiet("(blank)"),
                Alert(kind) if due.kind == "error" else kind,
                due.first.isoformat() if due.first else "–",
                due.last.isoformat() if due.last else "–",
                due.confidence,
                _due_note(due) or None,
            ]
        )
    return Table(
        caption="Due dates as understood; late from the day after the last",
        columns=[
            Column("As written"),
            Column("Kind"),
            Column("First", is_short=True),
            Column("Last", is_short=True),
            Column("Sure", is_short=True),
            Column("Note"),
        ],
        rows=rows,
    )
