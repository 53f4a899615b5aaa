"""Reads yearly returns of the UK Government Major Projects Portfolio.

One file a year, and no two years agree on the layout. Nothing here knows a file by
its name: the encoding, the delimiter, whether a project is a row or a column, what
each heading means and how its dates are written are found from the file itself.

    returns = [gmpp.read(path) for path in paths]
    projects, doubts = gmpp.match(returns)
    plan = gmpp.to_plan(returns, projects)
    plan.slippage(returns[-1].as_at)

Every project is a milestone of the plan and every return an update of it: what moved,
how far and whether anybody said why is then the library's to find.

From the command line: `python gmpp.py FILE...` prints what moved as CSV.
"""

from __future__ import annotations

import collections
import csv
import dataclasses
import json
import sys
from collections.abc import Sequence

from matching import RULES, Doubt, Project, family, match
from narratives import Claim, read_claim
from returns import DateCell, Return, british, read

import actionplan as ap

__all__ = [
    "MOVES",
    "RULES",
    "Claim",
    "Doubt",
    "Project",
    "Return",
    "Row",
    "british",
    "compare",
    "match",
    "read",
    "read_claim",
    "to_plan",
    "verdict",
]

# --- The plan ------------------------------------------------------------------------

MOST_REASON = 300
# The library's kinds of finding that are a move of a due.
MOVES = ("re-planned", "brought forward", "quiet move")


def _due_text(date: DateCell) -> str | None:
    """As written, where that reads as what was decided; else the day, or None where
    there is none and the library has no word for what stands there."""
    if not date.is_read and date.due.no_date == "not understood":
        return None
    if ap.parse_due(date.cell.text).last == date.due.last:
        return " ".join(date.cell.text.split())
    assert date.due.last is not None
    return date.due.last.isoformat()


def _is_in(project: Project, returned: Return) -> bool:
    entry = project.entries.get(returned.year)
    return entry is not None and entry.cell.file == returned.file


def _update(project: Project, returned: Return) -> dict[str, str | None]:
    """One return's word on one project.

    A cell that does not say (blank, withheld) leaves the date that was last given:
    news, not a change. A cell that says there is no date takes it away.
    """
    entry = project.entries[returned.year]
    update: dict[str, str | None] = {
        "on": returned.as_at.isoformat(),
        "item": project.id,
        "by": entry.department,
        "source": f"{entry.end.cell.where}: {entry.end.cell.text.strip()[:80]}",
    }
    if not entry.end.is_read and not entry.end.says_none:
        return update | {"kind": "progress", "text": f"End date {entry.end.why_not}"}
    update |= {"kind": "due", "due": _due_text(entry.end)}
    claim = read_claim(entry.narrative)
    if claim.admits:
        update |= {"agreed_by": entry.department, "reason": claim.words[:MOST_REASON]}
    return update


def _milestone(project: Project) -> dict[str, str]:
    numbers = sorted(e.number for e in project.entries.values() if e.number)
    milestone = {"id": project.id, "text": project.name}
    return milestone | ({"source": numbers[-1]} if numbers else {})


def to_plan(returns: Sequence[Return], projects: Sequence[Project]) -> ap.Plan:
    """Departments as recommendations, projects as milestones, returns as the journal.

    A moved date whose narrative tells of a change is a re-plan, agreed by the
    department with those words as reason; any other is a quiet move.
    """
    by_family: dict[str, list[Project]] = collections.defaultdict(list)
    for project in projects:
        by_family[family(project.latest.department)].append(project)
    journal = [
        _update(project, returned)
        for returned in sorted(returns, key=lambda r: r.as_at)
        for project in projects
        if _is_in(project, returned)
    ]
    return ap.Plan.from_json(
        json.dumps(
            {
                "actionplan": 1,
                "id": "gmpp",
                "title": "Government Major Projects Portfolio",
                "recommendations": [
                    {
                        "id": f"D{number:02}",
                        "title": members[-1].latest.department or name,
                        "milestones": [_milestone(project) for project in members],
                    }
                    for number, (name, members) in enumerate(sorted(by_family.items()))
                ],
                "journal": journal,
            }
        )
    )


# --- Moves against narratives --------------------------------------------------------


def verdict(days: int | None, claim: Claim) -> str:
    """How a narrative stands to a move of so many days (0: the date stayed; None: it
    was taken away or came back, which has no length)."""
    if claim.kind in ("no narrative", "withheld"):
        return claim.kind
    if days == 0:
        return "tells of a change" if claim.admits else "agrees: no move"
    if not claim.admits:
        denies = claim.kind == "unchanged"
        return "says that nothing changed" if denies else "says nothing of it"
    opposite = days is not None and claim.kind == ("earlier" if days > 0 else "later")
    return "says the opposite" if opposite else "admits it"


@dataclasses.dataclass(frozen=True)
class Row:
    """One project between two successive returns in which it has a date."""

    project: Project
    year: int
    # Last day as given before and now, and the library's finding on it (None: the
    # date stayed where it was).
    before: ap.Due
    after: ap.Due
    move: ap.DueMove | None
    claim: Claim

    @property
    def days(self) -> int | None:
        return 0 if self.move is None else self.move.days_moved

    @property
    def verdict(self) -> str:
        return verdict(self.days, self.claim)


def compare(
    returns: Sequence[Return], projects: Sequence[Project], plan: ap.Plan
) -> list[Row]:
    """Every return that says what had been said before, or otherwise: a date beside
    the last date, and each of the library's moves."""
    rows = []
    before: dict[str, ap.Due] = {}
    for returned in sorted(returns, key=lambda r: r.as_at):
        snapshot = plan.as_of(returned.as_at)
        for project in projects:
            if not _is_in(project, returned):
                continue
            entry = project.entries[returned.year]
            if not entry.end.is_read and not entry.end.says_none:
                continue
            state = snapshot.milestone(project.id)
            moves = [move for move in state.moves if move.on == returned.as_at]
            was = before.get(project.id)
            before[project.id] = state.due
            if was is None or not (moves or (was.is_dated and state.due.is_dated)):
                continue
            move = moves[-1] if moves else None
            claim = read_claim(entry.narrative)
            rows.append(Row(project, returned.year, was, state.due, move, claim))
    return rows


# --- Command line --------------------------------------------------------------------


def main(paths: Sequence[str]) -> int:
    """Prints what moved as CSV, then on standard error what could not be read."""
    if not paths:
        print(__doc__, file=sys.stderr)
        return 2
    returns = [read(path) for path in paths]
    projects, doubts = match(returns)
    plan = to_plan(returns, projects)
    out = csv.writer(sys.stdout)
    out.writerow(["year", "number", "project", "from", "to", "days", "narrative"])
    for row in compare(returns, projects, plan):
        if row.days != 0:
            number = row.project.entries[row.year].number
            ends = (row.before.last, row.after.last)
            out.writerow(
                [row.year, number, row.project.name, *ends, row.days, row.verdict]
            )
    for returned in returns:
        day = british(returned.as_at)
        print(
            f"{returned.file}: as at {day} ({returned.as_at_because})", file=sys.stderr
        )
        for _, _, date in returned.date_cells():
            if not date.is_read:
                text = " ".join(date.cell.text.split())
                print(f"  {date.cell.where}: {date.why_not}: {text!r}", file=sys.stderr)
        for problem in returned.problems:
            print(f"  {problem.where}: {problem.what}", file=sys.stderr)
    for doubt in doubts:
        print(
            f"  {doubt.year}: {doubt.kind}: {doubt.name!r} / {doubt.other!r}",
            file=sys.stderr,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
