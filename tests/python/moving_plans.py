"""Made-up plans whose dates move a lot, for the pictures."""

import datetime
import json
import random
from typing import Any

import actionplan as ap
from actionplan._text import MONTHS

START = datetime.date(2023, 4, 1)
VERBS = ("Review", "Publish", "Agree", "Recruit", "Train", "Audit", "Migrate")
THINGS = (
    "the referral form", "the threshold document", "a recovery board",
    "the workforce plan for children's homes and fostering", "case file audits",
    "the quality assurance framework", "supervision records", "a data dashboard",
)  # fmt: skip


def _words(day: datetime.date, style: int) -> str:
    """A due as councils write it: a day, a month, or two months."""
    month = f"{MONTHS[day.month - 1]} {day.year}"
    if style == 0:
        return f"{day.day} {month}"
    if style == 1 or day.month == 12:
        return month
    return f"{MONTHS[day.month - 1]} / {MONTHS[day.month]} {day.year}"


def moving(milestones: int, *, seed: int = 7, moves: int = 5) -> ap.Plan:
    """A plan of as many milestones, most of them moved, up to `moves` times."""
    chance = random.Random(seed)
    recommendations: list[dict[str, Any]] = []
    journal: list[dict[str, Any]] = []
    for number in range(milestones):
        if number % 7 == 0:
            group = len(recommendations) + 1
            title = f"{chance.choice(VERBS)} {chance.choice(THINGS)} and report on it"
            recommendations.append(
                {"id": f"A{group}", "title": title, "milestones": []}
            )
        parent = recommendations[-1]
        own = f"{parent['id']}.{len(parent['milestones']) + 1}"
        milestone = {
            "id": own,
            "text": f"{chance.choice(VERBS)} {chance.choice(THINGS)}",
        }
        parent["milestones"].append(milestone)
        if chance.random() < 0.15:
            milestone["due"] = chance.choice(["TBC", "ongoing", "", "every quarter"])
            continue
        day = START + datetime.timedelta(days=chance.randrange(60, 400))
        milestone["due"] = _words(day, chance.randrange(3))
        on = START
        for _ in range(chance.randrange(moves + 1)):
            on += datetime.timedelta(days=chance.randrange(30, 120))
            day += datetime.timedelta(days=chance.choice([-20, 30, 45, 60, 120]))
            update = {"on": str(on), "item": own, "kind": "due"}
            update["due"] = _words(day, chance.randrange(2))
            if chance.random() < 0.6:
                update |= {"agreed_by": "Improvement Board", "reason": "Vacancies"}
            journal.append(update)
        if chance.random() < 0.3:
            done = max(day + datetime.timedelta(days=chance.randrange(-20, 60)), START)
            journal.append(
                {"on": str(done), "item": own, "kind": "stage", "stage": "complete"}
            )
        elif chance.random() < 0.3:
            finish = day + datetime.timedelta(days=chance.randrange(-10, 90))
            journal.append(
                {
                    "on": str(START + datetime.timedelta(days=300)),
                    "item": own,
                    "kind": "forecast",
                    "finish": _words(finish, 0),
                }
            )
    return _plan(recommendations, journal)


def _plan(
    recommendations: list[dict[str, Any]], journal: list[dict[str, Any]]
) -> ap.Plan:
    quarters = [
        (2023 + (n + 1) // 4, ((n + 1) % 4) * 3 + 1, n)
        for n in range(8)
    ]  # fmt: skip
    periods = []
    for year, month, number in quarters:
        first = datetime.date(year, month, 1)
        after = datetime.date(year + month // 10, (month + 2) % 12 + 1, 1)
        last = after - datetime.timedelta(days=1)
        periods.append(
            {"name": f"Quarter {number + 1}", "from": str(first), "to": str(last)}
        )
    return ap.Plan.from_json(
        json.dumps(
            {
                "actionplan": 1,
                "id": "moving",
                "title": "A plan that keeps moving",
                "accepted": "1 April 2023",
                "scheme": "walsall-2018",
                "periods": periods,
                "recommendations": recommendations,
                "journal": journal,
            }
        )
    )


def small(milestones: list[dict[str, Any]], journal: Any = ()) -> ap.Plan:
    """A plan with one recommendation and these milestones."""
    recommendation = {"id": "A1", "title": "One thing", "milestones": milestones}
    return _plan([recommendation] if milestones else [], list(journal))
