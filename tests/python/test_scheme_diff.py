"""Where two keys differ, and a key and people's judgement, from Python."""

from keys import HEAD, SOFTER_WALSALL, STRICTER, WHOLE, rule
from plans import NORTHBY

import actionplan as ap


def test_a_key_does_not_differ_from_itself() -> None:
    key = ap.Scheme.from_toml(WHOLE)
    diff = key.diff(key)
    assert diff.is_equal and len(diff) == 0


def test_a_difference_shows_an_item_that_both_rate() -> None:
    before, after = ap.Scheme.from_toml(WHOLE), ap.Scheme.from_toml(STRICTER)
    diff = before.diff(after)
    assert not diff.is_equal
    assert {(each.before.rating, each.after.rating) for each in diff} == {
        ("Amber", "Red")
    }
    for each in diff:
        assert 7 < each.facts["days_overdue"] <= 14
        assert before.rate(each.facts).rating == each.before.rating
        assert after.rate(each.facts).rating == each.after.rating
        assert (each.before.rule, each.after.rule) == ("bit-late", "late")
        assert each.region and each.example and str(each) == each.what


def test_what_only_one_has_is_named() -> None:
    other = WHOLE.replace('name = "process"', 'name = "pace"').replace(
        'aspect = "process"', 'aspect = "pace"'
    )
    diff = ap.Scheme.from_toml(WHOLE).diff(ap.Scheme.from_toml(other))
    assert not diff.is_equal
    assert any("process" in each for each in diff.unmatched)


def test_it_is_a_sequence_and_a_table() -> None:
    diff = ap.Scheme.from_toml(WHOLE).diff(ap.Scheme.from_toml(STRICTER))
    assert len(diff) == len(list(diff)) == len(diff[:])
    frame = diff.to_pandas()
    assert list(frame["what"]) == [each.what for each in diff]
    assert diff.to_polars().height == diff.to_arrow().num_rows == len(diff)
    assert "small to small" in repr(diff)
    assert "Amber" in diff._repr_html_()


def test_the_ratings_of_a_plan_that_change() -> None:
    snapshot = ap.load(NORTHBY).as_of("2024-09-30")
    before = ap.Scheme.load("walsall-2018")
    after = ap.Scheme.from_toml(SOFTER_WALSALL)
    changed = ap.diff_ratings(snapshot, before=before, after=after)
    was, now = snapshot.assess(scheme=before), snapshot.assess(scheme=after)
    # By hand: every item, once under each.
    wanted = [
        (old.item, old.rating, new.rating)
        for old, new in zip(was.ratings, now.ratings, strict=True)
        if old.rating != new.rating
    ]
    found = [(each.item, each.before.rating, each.after.rating) for each in changed]
    assert found == wanted
    assert found


def test_reported_beside_computed() -> None:
    assessment = ap.load(NORTHBY).assess("2024-09-30")
    for table in ap.diff_reported(assessment):
        pairs = [
            (rating.reported.rating, rating.rating)
            for rating in assessment.ratings
            if (rating.kind, rating.aspect) == (table.kind, table.aspect)
            and rating.reported.state == "given"
        ]
        assert table.compared == len(pairs) == sum(map(sum, table.counts))
        assert table.agreed == sum(a == b for a, b in pairs)
        assert len(table.partings) == table.compared - table.agreed
        assert all(p.reported != p.computed for p in table.partings)
        assert table.names[-1] == "not rated"


def test_a_difference_of_rules_alone_is_none() -> None:
    other = HEAD + rule("other", "Red", "days_overdue > 20") + WHOLE[len(HEAD) :]
    diff = ap.Scheme.from_toml(WHOLE).diff(ap.Scheme.from_toml(other))
    assert [each.what for each in diff if each.before.rating != each.after.rating] == []
