"""The tests of a scheme, as Python sees them."""

import actionplan as ap
from actionplan import _core


def test_missing_examples_make_a_scheme_complete() -> None:
    test = _core.test_scheme(ap.Scheme.load("walsall-2018"))
    assert test.missing
    longer = _core.test_scheme(ap.Scheme.from_toml(test.text_with_missing))
    assert longer.all_passed and longer.is_complete
    assert longer.mutation_score == 1
