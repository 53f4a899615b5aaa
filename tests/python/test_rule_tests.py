"""The tests of a scheme, as Python sees them."""

import actionplan as ap


def test_missing_examples_make_a_scheme_complete() -> None:
    test = ap.Scheme.load("walsall-2018").test()
    assert test.missing
    longer = ap.Scheme.from_toml(test.text_with_missing).test()
    assert longer.all_passed and longer.is_complete
    assert longer.mutation_score == 1
