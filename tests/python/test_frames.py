"""Results as columns: the same values in every library, with fixed types."""

import datetime
from typing import Any

import pandas
import polars
import pyarrow
import pytest
from plans import NORTHBY, NORTHBY_DAYS

import actionplan as ap
from actionplan import frames


@pytest.fixture(scope="module")
def plan() -> ap.Plan:
    return ap.load(NORTHBY)


@pytest.fixture(scope="module")
def assessment(plan: ap.Plan) -> ap.Assessment:
    return plan.assess(NORTHBY_DAYS[0])


@pytest.fixture(scope="module")
def comparison(plan: ap.Plan, assessment: ap.Assessment) -> ap.Comparison:
    return assessment.compare(plan.assess(NORTHBY_DAYS[1]))


@pytest.fixture(scope="module")
def findings(plan: ap.Plan) -> ap.SlippageList:
    return plan.slippage(NORTHBY_DAYS[0])


@pytest.fixture(params=["assessment", "comparison", "findings"])
def result(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(request.param)


def columns_of(result: Any) -> frames.Columns:
    if isinstance(result, ap.Assessment):
        return frames.assessment_columns(result)
    if isinstance(result, ap.Comparison):
        return frames.comparison_columns(result)
    return frames.slippage_columns(result)


def test_every_library_has_the_same_values(result: Any) -> None:
    columns = columns_of(result)
    assert result.to_polars().to_dict(as_series=False) == columns
    assert result.to_arrow().to_pydict() == columns
    frame = result.to_pandas()
    assert list(frame.columns) == list(columns)
    for name, values in columns.items():
        for cell, value in zip(frame[name], values, strict=True):
            if value is None:
                assert pandas.isna(cell)
            elif isinstance(value, datetime.date):
                assert cell == pandas.Timestamp(value)
            else:
                assert cell == value


def test_a_column_has_its_type_even_if_it_is_empty() -> None:
    nothing = ap.Plan.from_json(
        '{"actionplan":1,"id":"p","title":"t","recommendations":[],"journal":[]}'
    )
    frame = nothing.slippage("2024-01-01").to_pandas()
    assert len(frame) == 0
    assert str(frame["days"].dtype) == "Int64"
    assert str(frame["on"].dtype) == "datetime64[s]"
    assert nothing.slippage("2024-01-01").to_polars().schema["on"] == polars.Date
    arrow = nothing.slippage("2024-01-01").to_arrow()
    assert arrow.schema.field("on").type == pyarrow.date32()


def test_not_rated_is_missing_and_no_word(assessment: ap.Assessment) -> None:
    columns = frames.assessment_columns(assessment)
    ratings = dict(
        zip(zip(columns["item"], columns["aspect"]), columns["rating"], strict=True)
    )
    assert ratings["H3", "process"] is None
    assert ratings["H1", "process"] == "Red"
    assert "not rated" not in columns["rating"]


def test_lost_and_never_reported_differ(plan: ap.Plan) -> None:
    columns = frames.assessment_columns(plan.assess("2024-06-30"))
    rows = zip(columns["item"], columns["aspect"], columns["reported_state"])
    states = {(item, aspect): state for item, aspect, state in rows}
    assert states["H2", "impact"] == "lost"
    assert states["H3", "impact"] == "none"
    assert states["H2", "process"] == "given"


def test_the_owners_own_word_is_kept_beside_the_keys(plan: ap.Plan) -> None:
    frame = plan.assess("2024-06-30").to_pandas()
    row = frame[(frame["item"] == "H2") & (frame["aspect"] == "process")].iloc[0]
    assert (row["reported"], row["reported_as"]) == ("Amber", "Yellow")


def test_a_milestone_has_both_its_dues(assessment: ap.Assessment) -> None:
    frame = assessment.to_pandas().set_index("item")
    assert frame.loc["H1.2", "original_due"] == pandas.Timestamp("2024-06-30")
    assert frame.loc["H1.2", "due"] == pandas.Timestamp("2024-10-31")
    assert frame.loc["H2.2", "days_overdue"] == 30


def test_items_name_their_recommendation(assessment: ap.Assessment) -> None:
    frame = assessment.to_pandas().set_index("item")
    assert frame.loc["H2.O1", "recommendation"] == "H2"
    assert set(frame.loc["H2", "recommendation"]) == {"H2"}


def test_a_quiet_move_has_no_reason_rather_than_an_empty_one(
    findings: ap.SlippageList,
) -> None:
    frame = findings.to_pandas()
    quiet = frame[frame["kind"] == "quiet move"].iloc[0]
    assert quiet["item"] == "H1.2"
    assert quiet["days"] == 123
    assert pandas.isna(quiet["reason"]) and pandas.isna(quiet["agreed_by"])


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_a_missing_library_is_named_with_what_to_do(
    library: str, findings: ap.SlippageList, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(name: str) -> Any:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    monkeypatch.setattr("importlib.import_module", refuse)
    convert = {
        "pandas": frames.slippage_to_pandas,
        "polars": frames.slippage_to_polars,
        "pyarrow": frames.slippage_to_arrow,
    }[library]
    with pytest.raises(ModuleNotFoundError, match=f"pip install {library}"):
        convert(findings)
