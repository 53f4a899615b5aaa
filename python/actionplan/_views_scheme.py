"""What is found out about RAG keys as blocks: checks, tests and differences."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ._blocks import (
    Alert,
    Block,
    Bullets,
    Cell,
    Code,
    Column,
    Document,
    Facts,
    Listing,
    Mark,
    Paragraph,
    Quiet,
    Section,
    Table,
    line,
    stack,
)
from ._core import (
    DiffSide,
    ExampleResult,
    JudgementTable,
    RatingDifference,
    Scheme,
    SchemeCheck,
    SchemeDiff,
    SchemeFinding,
    SchemeTest,
)
from ._text import count_words, join_words, sentence, share_words
from ._views import Marks, why, with_article

# Each kind of finding: as a heading, and what it means.
FINDINGS: Mapping[str, tuple[str, str]] = {
    "gap": ("Gaps", "Items of which no rule speaks: they are not rated."),
    "unreachable": ("Unreachable rules", "Rules that can never decide."),
    "unused level": ("Unused levels", "Levels that no item can get."),
    "overlap": (
        "Overlaps",
        "Rules that hold together where their order is not meant to decide.",
    ),
    "perverse": (
        "Ratings that improve when things get worse",
        "One fact gets worse, no other gets better, and the rating is better.",
    ),
    "unreachable threshold": (
        "Unreachable thresholds",
        "Comparisons that are never true, or always, where they stand.",
    ),
    "unknown": (
        "Best level on missing facts",
        "The best level is given while a fact is not recorded, and knowing it "
        "could give a worse one.",
    ),
}


def _rules_cell(finding: SchemeFinding) -> str:
    lines = dict(zip(finding.rules, finding.lines, strict=False))
    return join_words(
        f"{rule} (line {lines[rule]})" if rule in lines else rule
        for rule in finding.rules
    )


def _second_term(finding: SchemeFinding) -> str:
    return "Once known" if finding.kind == "unknown" else "Worse, but rated better"


def _finding_facts(finding: SchemeFinding) -> Facts:
    said: list[tuple[str, Cell]] = [("Finding", sentence(finding.what))]
    if finding.rules:
        noun = "Rules" if len(finding.rules) > 1 else "Rule"
        said.append((noun, _rules_cell(finding)))
    if finding.region:
        said.append(("Where", sentence(finding.region)))
    if finding.condition and finding.condition != finding.region:
        said.append(("As a condition", Code(finding.condition)))
    # Most findings say their example themselves.
    if finding.example and finding.example not in finding.what:
        said.append(("Example", sentence(finding.example)))
    if finding.second_example and finding.second_example not in finding.what:
        said.append((_second_term(finding), sentence(finding.second_example)))
    if finding.remedy:
        checked = "Tried: it ends this finding and makes no new one."
        is_checked = Quiet(checked) if finding.remedy_is_verified else None
        said.append(("Remedy", stack(sentence(finding.remedy), is_checked)))
    if finding.accepted is not None:
        said.append(("Accepted", sentence(finding.accepted)))
    return Facts(said)


def _is_open(finding: SchemeFinding) -> bool:
    return finding.accepted is None and not finding.is_mild


def open_findings(check: SchemeCheck) -> list[SchemeFinding]:
    """Those that are neither accepted nor mild."""
    return [finding for finding in check if _is_open(finding)]


def _summary(check: SchemeCheck) -> str:
    is_open = len(open_findings(check))
    accepted = sum(finding.accepted is not None for finding in check)
    mild = len(check) - is_open - accepted
    parts = [f"{is_open or 'none'} to mend or accept"]
    if accepted:
        parts.append(f"{accepted} accepted in the file")
    if mild:
        parts.append(f"{mild} that {'does' if mild == 1 else 'do'} no harm")
    if len(check):
        return f"{count_words(len(check), 'finding')}: {', '.join(parts)}."
    if check.undecided:
        return "No findings, but not everything was decided."
    if check.not_asked:
        return "No findings: the key was proved to have none of what was asked."
    return "No findings: the key was proved to have none."


def _brief(finding: SchemeFinding) -> Cell:
    head = f"{finding.kind}{_place(finding)}:"
    reason = finding.accepted and f"Accepted: {sentence(finding.accepted)}"
    return stack(line(head, sentence(finding.what)), Quiet(reason) if reason else None)


def _place(finding: SchemeFinding) -> str:
    if not finding.lines:
        return ""
    noun = "lines" if len(finding.lines) > 1 else "line"
    return f", {noun} {join_words(map(str, finding.lines))}"


def _by_kind(findings: Iterable[SchemeFinding]) -> list[Section]:
    kinds: dict[str, list[SchemeFinding]] = {kind: [] for kind in FINDINGS}
    for finding in findings:
        kinds[finding.kind].append(finding)
    return [
        Section(
            f"{FINDINGS[kind][0]} ({len(found)})",
            [Paragraph(FINDINGS[kind][1]), *map(_finding_facts, found)],
            anchor=kind.replace(" ", "-"),
        )
        for kind, found in kinds.items()
        if found
    ]


def _sentences(title: str, said: Sequence[str], anchor: str) -> list[Section]:
    if not said:
        return []
    return [Section(title, [Bullets([sentence(each) for each in said])], anchor)]


def _unknowns_table(check: SchemeCheck) -> Table:
    marks = Marks(check.scheme)
    rows: list[list[Cell]] = [
        [
            f"{marks.aspect(row.aspect)} of {with_article(row.subject)}",
            Code(row.fact),
            join_words([str(marks.level(name)) for name in row.possible], "or"),
        ]
        for row in check.unknowns
    ]
    columns = [Column("Of"), Column("Not recorded"), Column("What can come out")]
    return Table("One fact is not recorded, and all else is", columns, rows)


def check_blocks(check: SchemeCheck, *, everything: bool = False) -> list[Block]:
    """The findings by kind; accepted ones briefly unless `everything`."""
    quiet = [finding for finding in check if not _is_open(finding)]
    blocks: list[Block] = [Paragraph(_summary(check))]
    if check.undecided:
        blocks.append(
            Paragraph(
                Alert(
                    "Not everything was decided; the end of the list says what was "
                    "not. More steps (--steps, or check(steps=...)) decide more."
                )
            )
        )
    blocks += _by_kind(check if everything else open_findings(check))
    if quiet and not everything:
        listed = Bullets([_brief(finding) for finding in quiet])
        title = f"Accepted, or doing no harm ({len(quiet)})"
        blocks.append(Section(title, [listed], anchor="accepted"))
    blocks += _sentences("Not decided", check.undecided, "undecided")
    blocks += _sentences("Accepted, but not found", check.unmatched, "unmatched")
    blocks += _sentences("Not asked", check.not_asked, "not-asked")
    if everything and check.unknowns:
        table = _unknowns_table(check)
        blocks.append(Section("Missing facts", [table], anchor="missing-facts"))
    return blocks


def check_document(check: SchemeCheck, *, everything: bool = False) -> Document:
    scheme = check.scheme
    return Document(
        title=f"Check of {scheme.id}",
        subtitle=scheme.title,
        blocks=check_blocks(check, everything=everything),
    )


def check_dict(check: SchemeCheck) -> dict[str, Any]:
    """A check for programs."""
    return {
        "scheme": check.scheme.id,
        "is_clean": check.is_clean,
        "findings": [
            {
                "finding": finding.kind,
                "for": finding.subject,
                "aspect": finding.aspect,
                "rules": finding.rules,
                "lines": finding.lines,
                "level": finding.level,
                "fact": finding.fact,
                "what": finding.what,
                "where": finding.region,
                "condition": finding.condition or None,
                "example": finding.example or None,
                "facts": plain_facts(finding.facts),
                "second_example": finding.second_example,
                "second_facts": plain_facts(finding.second_facts),
                "remedy": finding.remedy or None,
                "remedy_is_verified": finding.remedy_is_verified,
                "is_mild": finding.is_mild,
                "accepted": finding.accepted,
            }
            for finding in check
        ],
        "undecided": check.undecided,
        "unmatched": check.unmatched,
        "not_asked": check.not_asked,
        "unknowns": [
            {
                "for": row.subject,
                "aspect": row.aspect,
                "fact": row.fact,
                "possible": row.possible,
            }
            for row in check.unknowns
        ],
    }


def plain_facts(facts: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Facts as JSON has them: days as ISO text."""
    if facts is None:
        return None
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in facts.items()
    }


# ---------------------------------------------------------------------------
# Tests.

_COVERAGE = (
    ("rule", "Rules", "that decide an example"),
    ("boundary", "Boundaries", "with an example below, at and above"),
    ("clause", "Clauses", "shown to decide, once true and once false (MC/DC)"),
)


def coverage_counts(test: SchemeTest, kind: str) -> tuple[int, int]:
    """How many things of a kind are shown, of those that can be."""
    states = [state for what, _, _, state in test.coverage if what == kind]
    shown = states.count("yes")
    return shown, len(states) - states.count("impossible")


def mutant_counts(test: SchemeTest) -> dict[str, int]:
    fates = [fate for *_, fate in test.mutants]
    names = ("killed", "survived", "equal", "undecided")
    return {name: fates.count(name) for name in names}


def _mutants_words(test: SchemeTest) -> str:
    counts = mutant_counts(test)
    all_others = len(test.mutants) - counts["equal"]
    words = f"{share_words(counts['killed'], all_others)} killed"
    if counts["equal"]:
        words += f"; {counts['equal']} more are proved to change nothing"
    if counts["undecided"]:
        words += f"; {counts['undecided']} were not decided"
    return words


def _test_facts(test: SchemeTest) -> Facts:
    passed = sum(result.passed for result in test.results)
    said: list[tuple[str, Cell]] = [
        ("Examples", f"{share_words(passed, len(test.results))} passed")
    ]
    if test.coverage:
        said += [
            (title, f"{share_words(*coverage_counts(test, kind))} {words}")
            for kind, title, words in _COVERAGE
        ]
    if test.mutants:
        said.append(("Mutants", _mutants_words(test)))
    return Facts(said)


def _explained(result: ExampleResult) -> list[Block]:
    explanation = result.explanation.rstrip("\n")
    head = Paragraph(Alert(sentence(result.what)))
    return [head, Listing("Why", explanation)] if explanation else [head]


def _examples(test: SchemeTest) -> list[Section]:
    failed = [result for result in test.results if not result.passed]
    if not failed:
        return []
    blocks = [block for result in failed for block in _explained(result)]
    return [Section(f"Failed ({len(failed)})", blocks, anchor="failed")]


def _not_shown(test: SchemeTest) -> list[Section]:
    rows: list[list[Cell]] = [
        [rule, kind, Code(what), "could be" if state == "no" else "not decided"]
        for kind, rule, what, state in test.coverage
        if state in ("no", "undecided")
    ]
    if not rows:
        return []
    columns = [Column("Rule"), Column("Kind"), Column("What"), Column("Shown")]
    table = Table("What no example shows", columns, rows, is_titled=True)
    return [Section(f"What no example shows ({len(rows)})", [table], "not-shown")]


def _survivors(test: SchemeTest) -> list[Section]:
    rows: list[list[Cell]] = [
        [rule, number, what, fate]
        for rule, number, what, fate in test.mutants
        if fate in ("survived", "undecided")
    ]
    if not rows:
        return []
    columns = [
        Column("Rule"),
        Column("Line", is_number=True),
        Column("Mistake"),
        Column("Fate", is_short=True),
    ]
    table = Table("Mistakes that no example catches", columns, rows, is_titled=True)
    title = f"Mistakes that no example catches ({len(rows)})"
    return [Section(title, [table], anchor="survivors")]


def missing_text(test: SchemeTest) -> str:
    """The examples that are missing, to paste."""
    return "\n".join(toml.rstrip("\n") + "\n" for _, toml in test.missing)


def _missing(test: SchemeTest) -> list[Section]:
    if not test.missing:
        return []
    said = (
        "They say what the key does now, right or wrong: read each before it goes "
        "into the file."
    )
    caption = "To be pasted at the end of the file"
    listing = Listing(caption, missing_text(test), language="toml")
    title = f"Missing examples ({len(test.missing)})"
    return [Section(title, [Paragraph(said), listing], anchor="missing")]


def test_document(test: SchemeTest) -> Document:
    scheme = test.scheme
    return Document(
        title=f"Tests of {scheme.id}",
        subtitle=scheme.title,
        blocks=[
            _test_facts(test),
            *_examples(test),
            *_not_shown(test),
            *_survivors(test),
            *_missing(test),
        ],
    )


def test_dict(test: SchemeTest) -> dict[str, Any]:
    """The tests of a key for programs."""
    return {
        "scheme": test.scheme.id,
        "all_passed": test.all_passed,
        "is_complete": test.is_complete,
        "mutation_score": test.mutation_score if test.mutants else None,
        "examples": [
            {
                "line": result.line,
                "passed": result.passed,
                "what": result.what,
                "explanation": result.explanation or None,
            }
            for result in test.results
        ],
        "coverage": [
            {"kind": kind, "rule": rule, "what": what, "shown": state}
            for kind, rule, what, state in test.coverage
        ],
        "mutants": [
            {"rule": rule, "line": number, "what": what, "fate": fate}
            for rule, number, what, fate in test.mutants
        ],
        "missing": [{"why": why_, "toml": toml} for why_, toml in test.missing],
    }


def test_columns(test: SchemeTest) -> dict[str, list[Any]]:
    """One row a thing that was tested: example, coverage or mutant."""
    rows: list[tuple[Any, ...]] = [
        ("example", None, r.line, r.what, "passed" if r.passed else "failed")
        for r in test.results
    ]
    rows += [
        (kind, rule, None, what, state) for kind, rule, what, state in test.coverage
    ]
    rows += [
        ("mutant", rule, number, what, fate)
        for rule, number, what, fate in test.mutants
    ]
    names = ("test", "rule", "line", "what", "result")
    return {name: [row[i] for row in rows] for i, name in enumerate(names)}


# ---------------------------------------------------------------------------
# Differences.


def _side(side: DiffSide, marks: Marks) -> Cell:
    place = f"{side.rule} (line {side.line})" if side.rule else "no rule"
    return stack(marks.level(side.rating), Quiet(place))


def _diff_tables(diff: SchemeDiff) -> list[Table]:
    before, after = Marks(diff.before), Marks(diff.after)
    groups: dict[tuple[str, str], list[list[Cell]]] = {}
    for each in diff:
        said = stack(
            sentence(each.region),
            line("Example:", sentence(each.example)) if each.example else None,
        )
        groups.setdefault((each.subject, each.aspect), []).append(
            [_side(each.before, before), _side(each.after, after), said]
        )
    return [
        Table(
            f"{before.aspect(aspect)} of {with_article(subject)}",
            [Column("Before"), Column("After"), Column("Where")],
            rows,
        )
        for (subject, aspect), rows in groups.items()
    ]


def diff_blocks(diff: SchemeDiff) -> list[Block]:
    """Where two keys differ, and what each says there."""
    if diff.is_equal:
        said = "Both give every item the same rating: that was proved for all facts."
    elif len(diff):
        said = f"They differ in {count_words(len(diff), 'region')} of facts."
    else:
        said = "No difference was found, but not everything could be compared."
    return [
        Paragraph(said),
        *_diff_tables(diff),
        *_sentences("Only one of the two has", diff.unmatched, "unmatched"),
        *_sentences("Not decided", diff.undecided, "undecided"),
    ]


def diff_document(diff: SchemeDiff) -> Document:
    return Document(
        title=f"{diff.before.id} and {diff.after.id}",
        subtitle=f"Before: {diff.before.title}. After: {diff.after.title}.",
        blocks=diff_blocks(diff),
    )


def diff_dict(diff: SchemeDiff) -> dict[str, Any]:
    """A difference of keys for programs."""

    def side(side: DiffSide) -> dict[str, Any]:
        return {"rating": side.rating, "rule": side.rule, "line": side.line}

    return {
        "before": diff.before.id,
        "after": diff.after.id,
        "is_equal": diff.is_equal,
        "differences": [
            {
                "for": each.subject,
                "aspect": each.aspect,
                "before": side(each.before),
                "after": side(each.after),
                "what": each.what,
                "where": each.region,
                "condition": each.condition or None,
                "example": each.example or None,
                "facts": plain_facts(each.facts),
            }
            for each in diff
        ],
        "unmatched": diff.unmatched,
        "undecided": diff.undecided,
    }


def ratings_document(
    differences: Sequence[RatingDifference],
    before: Scheme,
    after: Scheme,
    subtitle: str,
    strangers: Sequence[Sequence[str]],
) -> Document:
    """The items of a plan that two keys rate differently.

    `strangers` are the reported words that are no level of `before`, and of `after`.
    """
    first, other = Marks(before), Marks(after)
    # Two versions of one key have one id.
    names = [before.id, after.id]
    if before.id == after.id:
        names = [f"{before.id} (before)", f"{after.id} (after)"]
    rows: list[list[Cell]] = [
        [
            each.item,
            f"{first.aspect(each.aspect)} of {with_article(each.kind)}",
            stack(first.computed(each.before), why(each.before)),
            stack(other.computed(each.after), why(each.after)),
        ]
        for each in differences
    ]
    title = f"{before.id} and {after.id}"
    notes = [
        Paragraph(
            f"Reported, but no level of {key}: {join_words(words)}. There it counts "
            "as not recorded."
        )
        for key, words in zip(names, strangers, strict=True)
        if words
    ]
    if not rows:
        said = "Every item has the same rating under both."
        return Document(title, [Paragraph(said), *notes], subtitle)
    columns = [
        Column("Item", is_short=True),
        Column("Rating of"),
        *(Column(f"Under {name}") for name in names),
    ]
    count = count_words(len(rows), "rating")
    table = Table(f"{count} that change", columns, rows)
    return Document(title, [table, *notes], subtitle)


def ratings_rows(differences: Sequence[RatingDifference]) -> list[dict[str, Any]]:
    return [
        {
            "item": each.item,
            "kind": each.kind,
            "aspect": each.aspect,
            "before": each.before.rating,
            "before_rule": each.before.rule,
            "before_because": each.before.because,
            "after": each.after.rating,
            "after_rule": each.after.rule,
            "after_because": each.after.because,
        }
        for each in differences
    ]


# ---------------------------------------------------------------------------
# A key beside people's judgement.


def _counts_table(table: JudgementTable, marks: Marks) -> Table:
    used = [
        i
        for i in range(len(table.names))
        if any(table.counts[i]) or any(row[i] for row in table.counts)
    ]
    mark = [
        marks.levels.get(name, Mark(name)) if name != "not rated" else Mark(name)
        for name in table.names
    ]
    rows: list[list[Cell]] = [
        [mark[i], *(table.counts[i][j] for j in used), sum(table.counts[i])]
        for i in used
    ]
    columns = [
        Column("Judged", is_short=True),
        *(Column(table.names[j], group="By the key", is_number=True) for j in used),
        Column("All", is_number=True),
    ]
    agreed = share_words(table.agreed, table.compared)
    of = f"{marks.aspect(table.aspect)} of {with_article(table.kind)}"
    return Table(f"{of}: judgement and key agree on {agreed}", columns, rows)


def _partings_table(table: JudgementTable, marks: Marks, item: str) -> Table:
    rows: list[list[Cell]] = [
        [
            _item_name(parting.item, item),
            marks.level(parting.reported),
            marks.level(parting.computed),
            stack(
                sentence(parting.because),
                Quiet(f"Rule {parting.rule}.") if parting.rule else None,
            ),
        ]
        for parting in table.partings
    ]
    columns = [
        Column(item, is_short=True),
        Column("Judged", is_short=True),
        Column("By the key", is_short=True),
        Column("Because"),
    ]
    return Table("Where the two part", columns, rows)


def _item_name(item: str, what: str) -> str:
    """Rows are counted from 1 where people read them."""
    return str(int(item) + 1) if what == "Row" else item


def judgement_blocks(
    tables: Sequence[JudgementTable], scheme: Scheme, item: str = "Item"
) -> list[Block]:
    marks = Marks(scheme)
    blocks: list[Block] = []
    for table in tables:
        blocks.append(_counts_table(table, marks))
        if table.partings:
            blocks.append(_partings_table(table, marks, item))
    return blocks or [Paragraph("Nothing was reported that could be compared.")]


def judgement_dict(table: JudgementTable, item: str = "Item") -> dict[str, Any]:
    return {
        "for": table.kind,
        "aspect": table.aspect,
        "compared": table.compared,
        "agreed": table.agreed,
        "levels": table.names,
        "counts": table.counts,
        "partings": judgement_rows([table], item),
    }


def judgement_rows(
    tables: Iterable[JudgementTable], item: str = "Item"
) -> list[dict[str, Any]]:
    return [
        {
            item.lower(): _item_name(parting.item, item),
            "kind": table.kind,
            "aspect": table.aspect,
            "judged": parting.reported,
            "by_the_key": parting.computed,
            "rule": parting.rule,
            "because": parting.because,
        }
        for table in tables
        for parting in table.partings
    ]


def rated_document(
    scheme: Scheme, rated: Mapping[str, Sequence[str | None]], path: str
) -> Document:
    """The rating of each row of a table."""
    marks = Marks(scheme)
    rows: list[list[Cell]] = [
        [
            number,
            marks.level(rating),
            stack(sentence(because or ""), Quiet(f"Rule {rule}.") if rule else None),
        ]
        for number, (rating, rule, because) in enumerate(
            zip(rated["rating"], rated["rule"], rated["because"], strict=True), start=1
        )
    ]
    columns = [
        Column("Row", is_number=True),
        Column("Rating", is_short=True),
        Column("Because"),
    ]
    table = Table(f"{count_words(len(rows), 'row')} rated", columns, rows)
    return Document(f"Ratings by {scheme.id}", [table], path)
