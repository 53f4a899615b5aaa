"""Each thing that real keys say, as the smallest key that says it.

One row a clause. The ratings that are expected follow from the words of the
clause, worked out by hand.
"""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

import actionplan as ap

N_A = ap.NOT_APPLICABLE

LEVELS = {"Red": 1, "Amber": 2, "Green": 3}


def level(name: str, rank: int | None, more: str = "") -> str:
    ranked = "" if rank is None else f"rank = {rank}\n"
    return f'[[level]]\nname = "{name}"\nletter = "{name[0]}"\n{ranked}{more}'


def rule(id: str, name: str, when: str, subject: str, aspect: str = "main") -> str:
    return (
        f'[[rule]]\nid = "{id}"\nfor = "{subject}"\naspect = "{aspect}"\n'
        f'level = "{name}"\nwhen = "{when}"\nbecause = "as the key says"\n'
    )


def fact(name: str, type: str, more: str = "", subject: str = "milestone") -> str:
    return f'[[fact]]\nname = "{name}"\nfor = "{subject}"\ntype = "{type}"\n{more}\n'


Rows = list[tuple[dict[str, Any], str | None]]


@dataclass
class Clause:
    name: str
    # Level, condition; of the one aspect.
    rules: list[tuple[str, str]]
    # Facts with the rating that they get; None: not rated.
    rows: Rows
    facts: str = ""
    subject: str = "milestone"
    levels: dict[str, int | None] = field(default_factory=lambda: dict(LEVELS))
    order: str = "first match"
    # Rules and aspects besides.
    more: str = ""
    level_more: dict[str, str] = field(default_factory=dict)

    def key(self) -> ap.Scheme:
        text = f'scheme = 1\nid = "k"\ntitle = "K"\norder = "{self.order}"\n'
        text += '[[aspect]]\nname = "main"\n'
        for name, rank in self.levels.items():
            text += level(name, rank, self.level_more.get(name, ""))
        text += self.facts
        for i, (name, when) in enumerate(self.rules):
            text += rule(f"r{i}", name, when, self.subject)
        return ap.Scheme.from_toml(text + self.more)


CLAUSES = [
    Clause(
        "levels are symbols, without rank",
        [
            ("✔", "percent_complete >= 85"),
            ("!", "percent_complete >= 50"),
            ("✘", "always"),
        ],
        [
            ({"percent_complete": 85}, "✔"),
            ({"percent_complete": 84.9}, "!"),
            ({"percent_complete": 50}, "!"),
            ({"percent_complete": 49.9}, "✘"),
        ],
        levels={"✔": None, "!": None, "✘": None},
    ),
    Clause(
        "days",
        [("Red", "days_overdue > 14"), ("Green", "always")],
        [({"days_overdue": 14}, "Green"), ({"days_overdue": 15}, "Red")],
    ),
    Clause(
        "weeks",
        [("Red", "days_overdue > 2 weeks"), ("Green", "always")],
        [({"days_overdue": 14}, "Green"), ({"days_overdue": 15}, "Red")],
    ),
    Clause(
        "working days",
        [("Red", "working_days_overdue > 10"), ("Green", "always")],
        [
            ({"working_days_overdue": 10}, "Green"),
            ({"working_days_overdue": 11}, "Red"),
        ],
    ),
    Clause(
        "calendar months",
        [("Red", "months_overdue > 1 month"), ("Green", "always")],
        [
            ({"months_overdue": "1 month"}, "Green"),
            ({"months_overdue": "1 month 1 day"}, "Red"),
        ],
    ),
    Clause(
        "percent and an amount, whichever is smaller",
        [
            ("Red", "over > smaller of (£50000, 10 percent of budget)"),
            ("Green", "always"),
        ],
        [
            ({"over": 50000, "budget": 900000}, "Green"),
            ({"over": 50001, "budget": 900000}, "Red"),
            ({"over": 10000, "budget": 100000}, "Green"),
            ({"over": 10001, "budget": 100000}, "Red"),
        ],
        facts=fact("over", "number", 'unit = "£"')
        + fact("budget", "number", 'unit = "£"\nmin = 0'),
    ),
    Clause(
        "a limit that is held on the item",
        [("Red", "days_overdue > allowed"), ("Green", "always")],
        [
            ({"days_overdue": 7, "allowed": 7}, "Green"),
            ({"days_overdue": 8, "allowed": 7}, "Red"),
            ({"days_overdue": 8, "allowed": 30}, "Green"),
        ],
        facts=fact("allowed", "days", "min = 0"),
    ),
    Clause(
        "a limit by the level of the node",
        [("Red", "over > limit"), ("Green", "always")],
        [
            ({"node": "service", "over": 20000}, "Green"),
            ({"node": "service", "over": 20001}, "Red"),
            ({"node": "council", "over": 100000}, "Green"),
            ({"node": "council", "over": 100001}, "Red"),
        ],
        facts=fact("node", "choice", 'choices = ["service", "council"]')
        + fact("over", "number", 'unit = "£"')
        + fact(
            "limit",
            "number",
            'unit = "£"\n'
            'is = [{ when = "node is \'service\'", is = "0 * over + 20000" },'
            ' { when = "otherwise", is = "0 * over + 100000" }]',
        ),
    ),
    Clause(
        "from the original date",
        [("Red", "days_past_original > 0"), ("Green", "always")],
        [
            ({"days_past_original": 1, "days_overdue": 0}, "Red"),
            ({"days_past_original": 0, "days_overdue": 0}, "Green"),
        ],
    ),
    Clause(
        "from the current date",
        [("Red", "days_overdue > 0"), ("Green", "always")],
        [({"days_past_original": 1, "days_overdue": 0}, "Green")],
    ),
    Clause(
        "percent complete against time elapsed",
        [
            ("Red", "percent_complete + 10 percent < percent_time_elapsed"),
            ("Green", "always"),
        ],
        [
            ({"percent_complete": 40, "percent_time_elapsed": 50}, "Green"),
            ({"percent_complete": 39, "percent_time_elapsed": 50}, "Red"),
        ],
    ),
    Clause(
        "unknown, not applicable and false",
        [
            ("Red", "done is unknown"),
            ("Green", "done is not applicable"),
            ("Amber", "not done"),
            ("Green", "done"),
        ],
        [
            ({"done": None}, "Red"),
            ({"done": N_A}, "Green"),
            ({"done": False}, "Amber"),
            ({"done": True}, "Green"),
        ],
        facts=fact("done", "yes/no", "may_not_apply = true"),
    ),
    Clause(
        "three periods at Amber",
        [
            ("Red", "late and periods_at('Amber') >= 3"),
            ("Amber", "late"),
            ("Green", "always"),
        ],
        [
            ({"late": True, "periods_at('Amber')": 2}, "Amber"),
            ({"late": True, "periods_at('Amber')": 3}, "Red"),
            ({"late": False, "periods_at('Amber')": 3}, "Green"),
        ],
        facts=fact("late", "yes/no"),
    ),
    Clause(
        "the date was changed in this period",
        [("Amber", "moves_this_period > 0"), ("Green", "always")],
        [({"moves_this_period": 0}, "Green"), ({"moves_this_period": 1}, "Amber")],
    ),
    Clause(
        "sticky until complete",
        [
            ("Green", "complete"),
            ("Red", "days_overdue > 0 or last_rating is 'Red'"),
            ("Amber", "always"),
        ],
        [
            ({"complete": False, "days_overdue": 0, "last_rating": "Red"}, "Red"),
            ({"complete": False, "days_overdue": 0, "last_rating": "Amber"}, "Amber"),
            ({"complete": False, "days_overdue": 0, "last_rating": N_A}, "Amber"),
            ({"complete": True, "days_overdue": 0, "last_rating": "Red"}, "Green"),
        ],
    ),
    Clause(
        "completed, verified and embedded",
        [
            ("Embedded", "embedded"),
            ("Verified", "verified"),
            ("Done", "complete"),
            ("Open", "always"),
        ],
        [
            ({"complete": True, "verified": True, "embedded": True}, "Embedded"),
            ({"complete": True, "verified": True, "embedded": False}, "Verified"),
            ({"complete": True, "verified": False, "embedded": False}, "Done"),
            ({"complete": False, "verified": False, "embedded": False}, "Open"),
        ],
        levels={"Open": 1, "Done": 2, "Verified": 3, "Embedded": 4},
    ),
    Clause(
        "late though complete",
        [
            ("Amber", "complete and days_completed_late > 0"),
            ("Green", "complete"),
            ("Red", "always"),
        ],
        [
            ({"complete": True, "days_completed_late": 1}, "Amber"),
            ({"complete": True, "days_completed_late": 0}, "Green"),
            ({"complete": False, "days_completed_late": N_A}, "Red"),
        ],
    ),
    Clause(
        "on hold, cancelled and suspended, with the decision",
        [
            (
                "Green",
                "decision_recorded and "
                "stage is 'on hold' or 'cancelled' or 'suspended'",
            ),
            ("Red", "always"),
        ],
        [
            ({"stage": "on hold", "decision_recorded": True}, "Green"),
            ({"stage": "suspended", "decision_recorded": True}, "Green"),
            ({"stage": "cancelled", "decision_recorded": False}, "Red"),
            ({"stage": "in progress", "decision_recorded": N_A}, "Red"),
        ],
    ),
    Clause(
        "first match: the order decides",
        [("Green", "recovery_plan"), ("Red", "days_overdue > 0"), ("Amber", "always")],
        [
            ({"recovery_plan": True, "days_overdue": 1}, "Green"),
            ({"recovery_plan": False, "days_overdue": 1}, "Red"),
        ],
    ),
    Clause(
        "worst match: the worst decides",
        [("Green", "recovery_plan"), ("Red", "days_overdue > 0"), ("Amber", "always")],
        [
            ({"recovery_plan": True, "days_overdue": 1}, "Red"),
            ({"recovery_plan": True, "days_overdue": 0}, "Amber"),
        ],
        order="worst match",
    ),
    Clause(
        "roll-up by counts",
        [("Red", "count(milestones, 'Red') >= 2"), ("Green", "always")],
        [
            ({"count(milestones, 'Red')": 1}, "Green"),
            ({"count(milestones, 'Red')": 2}, "Red"),
        ],
        subject="recommendation",
        more=rule("m", "Red", "always", "milestone"),
    ),
    Clause(
        "roll-up by share",
        [("Red", "share(milestones, 'Red') > 25 percent"), ("Green", "always")],
        [
            ({"share(milestones, 'Red')": 25}, "Green"),
            ({"share(milestones, 'Red')": 25.1}, "Red"),
            ({"share(milestones, 'Red')": N_A}, "Green"),
        ],
        subject="recommendation",
        more=rule("m", "Red", "always", "milestone"),
    ),
    Clause(
        "roll-up by the worst",
        [
            ("Red", "worst(milestones) is 'Red'"),
            ("Amber", "worst(milestones) is 'Amber'"),
            ("Green", "always"),
        ],
        [
            ({"worst(milestones)": "Red"}, "Red"),
            ({"worst(milestones)": "Amber"}, "Amber"),
            ({"worst(milestones)": "Green"}, "Green"),
        ],
        subject="recommendation",
        more=rule("m", "Red", "always", "milestone"),
    ),
    Clause(
        "roll-up by mean score, with bands and an exception",
        [
            ("Red", "count(milestones, 'Red') >= 3"),
            ("Green", "mean_score(milestones) >= 2.5"),
            ("Amber", "mean_score(milestones) >= 1.5"),
            ("Red", "always"),
        ],
        [
            ({"count(milestones, 'Red')": 0, "mean_score(milestones)": 2.5}, "Green"),
            ({"count(milestones, 'Red')": 0, "mean_score(milestones)": 2.49}, "Amber"),
            ({"count(milestones, 'Red')": 1, "mean_score(milestones)": 1.5}, "Amber"),
            ({"count(milestones, 'Red')": 1, "mean_score(milestones)": 1.49}, "Red"),
            ({"count(milestones, 'Red')": 3, "mean_score(milestones)": 2.6}, "Red"),
        ],
        subject="recommendation",
        level_more={
            "Red": "score = 1\n",
            "Amber": "score = 2\n",
            "Green": "score = 3\n",
        },
        more=rule("m", "Red", "always", "milestone"),
    ),
    Clause(
        "roll-up by mean percent",
        [
            ("Green", "mean(milestones, percent_complete) >= 80 percent"),
            ("Red", "always"),
        ],
        [
            ({"mean(milestones, percent_complete)": 80}, "Green"),
            ({"mean(milestones, percent_complete)": 79.9}, "Red"),
        ],
        subject="recommendation",
        more=rule("m", "Red", "always", "milestone"),
    ),
    Clause(
        "a measure within its own tolerance, in its own direction",
        [
            ("Green", "measure_shortfall <= 0"),
            ("Amber", "measure_shortfall <= measure_tolerance"),
            ("Red", "always"),
        ],
        [
            ({"measure_shortfall": 0, "measure_tolerance": 2}, "Green"),
            ({"measure_shortfall": 2, "measure_tolerance": 2}, "Amber"),
            ({"measure_shortfall": 2.1, "measure_tolerance": 2}, "Red"),
            ({"measure_shortfall": None, "measure_tolerance": 2}, None),
        ],
        subject="outcome",
    ),
    Clause(
        "a table's measure, better when high or when low",
        [
            ("Green", "off <= 0"),
            ("Amber", "off <= 5 percent of target"),
            ("Red", "always"),
        ],
        [
            ({"better": "high", "value": 80, "target": 80}, "Green"),
            ({"better": "high", "value": 76, "target": 80}, "Amber"),
            ({"better": "high", "value": 75.9, "target": 80}, "Red"),
            ({"better": "low", "value": 79, "target": 80}, "Green"),
            ({"better": "low", "value": 84, "target": 80}, "Amber"),
            ({"better": "low", "value": 84.1, "target": 80}, "Red"),
            ({"better": None, "value": 84.1, "target": 80}, None),
        ],
        subject="outcome",
        facts=fact("better", "choice", 'choices = ["high", "low"]', "outcome")
        + fact("value", "number", subject="outcome")
        + fact("target", "number", "min = 0", "outcome")
        + fact(
            "off",
            "number",
            'is = [{ when = "better is \'high\'", is = "target - value" },'
            ' { when = "better is \'low\'", is = "value - target" }]',
            "outcome",
        ),
    ),
]

CASES = [
    pytest.param(clause, facts, expected, id=f"{clause.name}: {facts}")
    for clause in CLAUSES
    for facts, expected in clause.rows
]


@pytest.mark.parametrize(("clause", "facts", "expected"), CASES)
def test_clause(clause: Clause, facts: dict[str, Any], expected: str | None) -> None:
    rated = clause.key().rate(facts, subject=clause.subject)
    assert rated.rating == expected, rated.because


def test_several_aspects_of_one_item() -> None:
    key = Clause(
        "two aspects",
        [("Red", "days_overdue > 0"), ("Green", "always")],
        [],
        more='[[aspect]]\nname = "cost"\n'
        + rule("c", "Green", "complete", "milestone", "cost")
        + rule("d", "Amber", "otherwise", "milestone", "cost"),
    ).key()
    facts = {"days_overdue": 1, "complete": True}
    assert key.rate(facts, aspect="main").rating == "Red"
    assert key.rate(facts, aspect="cost").rating == "Green"


@pytest.mark.parametrize("word", ["n/a", "not applicable"])
@pytest.mark.parametrize("may", [True, False])
def test_a_cell_that_does_not_apply(word: str, may: bool) -> None:
    key = Clause(
        "not applicable",
        [("Green", "x is not applicable"), ("Red", "always")],
        [],
        facts=fact("x", "number", "may_not_apply = true" if may else ""),
    ).key()
    if may:
        rated = ap.assess_table({"x": [word, 3]}, key)
        assert list(rated["rating"]) == ["Green", "Red"]
    else:
        with pytest.raises(ValueError, match="may_not_apply = true"):
            ap.assess_table({"x": [word, 3]}, key)
    facts = {"x": ap.NOT_APPLICABLE}
    if may:
        assert key.rate(facts).rating == "Green"
    else:
        with pytest.raises(ValueError, match="always applies"):
            key.rate(facts)


# ---------------------------------------------------------------------------
# Clauses that need a plan.


def plan_of(*journal: dict[str, object]) -> ap.Plan:
    milestones = [{"id": m, "text": m, "due": "1 March 2018"} for m in ("M", "N")]
    recommendation = {"id": "R", "title": "r", "milestones": milestones}
    return ap.Plan.from_json(
        json.dumps(
            {
                "actionplan": 1,
                "id": "p",
                "title": "t",
                "recommendations": [recommendation],
                "journal": list(journal),
            }
        )
    )


def judged(item: str, value: object, by: str | None) -> dict[str, object]:
    said: dict[str, object] = {
        "on": "2018-02-01",
        "item": item,
        "kind": "fact",
        "fact": "confidence",
        "value": value,
    }
    return said if by is None else said | {"by": by}


JUDGED = Clause(
    "a judgement counts only with who judged",
    [("Red", "confidence is 'low'"), ("Green", "confidence is 'high'")],
    [],
    facts=fact("confidence", "choice", 'choices = ["low", "high"]\njudgement = true'),
    more=(
        '[[rule]]\nid = "roll"\nfor = "recommendation"\naspect = "main"\n'
        'level = "Red"\n'
        "when = \"worst(milestones) is 'Red'\"\n"
        'because = "held back by {list(milestones, worst)}"\n'
    ),
)


@pytest.mark.parametrize(
    ("by", "expected"), [("Lead officer", "Red"), (None, None), ("", None)]
)
def test_a_judgement_needs_a_judge(by: str | None, expected: str | None) -> None:
    now = plan_of(judged("M", "low", by)).assess("2018-02-02", scheme=JUDGED.key())
    assert now["M"]["main"].rating == expected


def test_worst_of_names_the_child_that_drags() -> None:
    plan = plan_of(judged("M", "high", "a judge"), judged("N", "low", "a judge"))
    rated = plan.assess("2018-02-02", scheme=JUDGED.key())["R"]["main"]
    assert (rated.rating, rated.because) == ("Red", "held back by N")


def test_a_fact_that_always_applies_may_not_be_n_a_in_a_plan() -> None:
    plan = plan_of(judged("M", "not applicable", "a judge"))
    with pytest.raises(ValueError, match="may_not_apply = true"):
        plan.assess("2018-02-02", scheme=JUDGED.key())


@pytest.mark.parametrize(
    ("bounds", "rating", "stands"),
    [
        ("worse_only = true", "Red", True),
        ("worse_only = true", "Green", False),
        ("steps = 1", "Green", True),
        ('by = ["Cabinet"]', "Red", True),
        ('by = ["The board"]', "Red", False),
        ('levels = ["Red"]', "Red", True),
        ('levels = ["Red"]', "Green", False),
        ("allowed = false", "Red", False),
    ],
)
def test_overrides_are_bounded(bounds: str, rating: str, stands: bool) -> None:
    key = Clause("bounded", [("Amber", "always")], [], more=f"[override]\n{bounds}\n")
    override = {
        "on": "2018-02-01",
        "item": "M",
        "kind": "override",
        "aspect": "main",
        "rating": rating,
        "reason": "Members asked for it",
        "by": "Cabinet",
    }
    rated = plan_of(override).assess("2018-02-02", scheme=key.key())["M"]["main"]
    assert rated.rating == "Amber"
    assert rated.override is not None
    assert (rated.override.rating, rated.override.stands) == (rating, stands)
