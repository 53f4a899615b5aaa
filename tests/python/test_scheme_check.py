"""What is wrong with a key, as Python sees it."""

import pytest
from keys import EXAMPLE, GAPPY, HEAD, LATE, WHOLE, rule

import actionplan as ap


def findings(text: str) -> list[ap.SchemeFinding]:
    return list(ap.Scheme.from_toml(text).check())


def of_kind(text: str, kind: str) -> list[ap.SchemeFinding]:
    return [finding for finding in findings(text) if finding.kind == kind]


def test_what_is_found_in_a_shipped_key_is_accepted() -> None:
    check = ap.Scheme.load("walsall-2018").check()
    assert all(finding.accepted for finding in check)
    assert check.is_clean or check.undecided


def test_a_gap_comes_with_an_item_that_no_rule_rates() -> None:
    gap, *_ = of_kind(GAPPY, "gap")
    assert (gap.subject, gap.aspect, gap.accepted) == ("milestone", "process", None)
    rating = ap.Scheme.from_toml(GAPPY).rate(gap.facts)
    assert rating.rating is None and rating.rule is None
    assert gap.example and gap.what and gap.remedy
    assert str(gap) == gap.what


def test_a_rule_behind_another_is_unreachable() -> None:
    text = WHOLE + rule("very-late", "Red", "days_overdue > 60")
    (found,) = of_kind(text, "unreachable")
    assert found.rules[0] == "very-late"
    line = text.splitlines().index('id = "very-late"')
    assert found.lines[0] == line


def test_a_level_that_no_rule_gives_is_unused() -> None:
    (found,) = of_kind(HEAD + LATE + rule("fine", "Green", "otherwise"), "unused level")
    assert found.level == "Amber"


def test_a_perverse_rating_shows_both_items() -> None:
    text = (
        HEAD
        + LATE
        + rule("odd", "Green", "days_overdue > 7")
        + rule("bit-late", "Amber", "days_overdue > 0")
        + rule("fine", "Green", "days_overdue = 0")
    )
    found, *_ = of_kind(text, "perverse")
    key = ap.Scheme.from_toml(text)
    assert found.second_facts is not None and found.second_example
    ratings = [key.rate(found.facts).rating, key.rate(found.second_facts).rating]
    assert ratings == ["Amber", "Green"]
    assert found.second_facts["days_overdue"] > found.facts["days_overdue"]


def test_what_is_accepted_says_why() -> None:
    text = GAPPY + '[[accept]]\nfinding = "gap"\nreason = "the Board decides"\n'
    check = ap.Scheme.from_toml(text).check()
    gaps = [finding for finding in check if finding.kind == "gap"]
    assert gaps and {gap.accepted for gap in gaps} == {"the Board decides"}


def test_an_accept_that_meets_nothing_is_named() -> None:
    text = WHOLE + '[[accept]]\nfinding = "overlap"\nreason = "meant"\n'
    check = ap.Scheme.from_toml(text).check()
    assert len(check.unmatched) == 1
    assert not check.is_clean


def test_a_missing_fact_leaves_these_levels() -> None:
    check = ap.Scheme.from_toml(WHOLE).check()
    rows = {row.fact: row.possible for row in check.unknowns}
    assert "days_overdue" in rows
    (row,) = [row for row in check.unknowns if row.fact == "days_overdue"]
    assert row.subject == "milestone" and row.words


def test_it_is_a_sequence_and_a_table() -> None:
    check = ap.Scheme.from_toml(GAPPY).check()
    assert len(check) == len(list(check)) == len(check[:])
    assert check[-1].what == list(check)[-1].what
    frame = check.to_pandas()
    assert list(frame["what"]) == [finding.what for finding in check]
    assert list(frame["finding"]) == [finding.kind for finding in check]
    assert check.to_polars().height == check.to_arrow().num_rows == len(check)
    assert "small" in repr(check)
    assert "Gaps" in check._repr_html_()


def test_a_notebook_escapes_what_a_file_says() -> None:
    html = ap.Scheme.from_toml(
        GAPPY + '[[accept]]\nfinding = "gap"\nreason = "<script>x"\n'
    ).check()
    assert "<script>" not in html._repr_html_()


def test_steps_are_at_least_one() -> None:
    with pytest.raises(ap.InvalidInput, match="at least 1"):
        ap.Scheme.from_toml(WHOLE).check(steps=0)


def test_without_remedies_the_findings_are_the_same() -> None:
    key = ap.Scheme.from_toml(GAPPY)
    quick = key.check(remedies=False)
    assert [each.what for each in quick] == [each.what for each in key.check()]


def test_examples_do_not_change_a_check() -> None:
    assert len(findings(WHOLE + EXAMPLE)) == len(findings(WHOLE))


def test_gaps_and_overlaps_alone_and_no_more_than_asked_for() -> None:
    rules = "".join(
        f'[[rule]]\nid = "r{i}"\nlevel = "Red"\nwhen = "size = {10 * i}"\n'
        for i in range(8)
    )
    key = ap.Scheme.from_toml(
        'scheme = 1\nid = "k"\norder = "first match"\nfor = "milestone"\n'
        '[[level]]\nname = "Red"\nrank = 1\n[[level]]\nname = "Green"\nrank = 2\n'
        '[[fact]]\nname = "size"\ntype = "count"\nmax = 70\n' + rules
    )
    # Between eight values that have a rule lie seven gaps; Green comes out never.
    kinds = [finding.kind for finding in key.check()]
    assert (kinds.count("gap"), kinds.count("unused level")) == (7, 1)
    assert [finding.kind for finding in key.check(tables_only=True)] == ["gap"] * 7
    few = key.check(tables_only=True, most_of_a_kind=3)
    assert len(few) == 3
    assert any("more" in text for text in few.undecided)
    with pytest.raises(ap.InvalidInput, match="most_of_a_kind"):
        key.check(most_of_a_kind=0)
