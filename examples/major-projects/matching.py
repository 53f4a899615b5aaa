"""The same project in another year's return.

Numbers exist only since 2020 and names drift, so the rules are tried from the safest
down, each joins only what fits one to one, and whatever was joined on less than the
same name in the same department, or looks alike and was not joined, is listed.
"""

from __future__ import annotations

import collections
import dataclasses
import difflib
import functools
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from returns import Entry, Return

# Departments by the family that they were renamed or merged within (machinery of
# government changes of 2016, 2018, 2020 and 2023). Only used for names that are almost
# the same; a name that is exactly the same may cross families, and is then listed.
FAMILIES = {
    "business and energy": "bis decc beis dbt desnz dsit",
    "health": "doh dh dhsc dohcapital dohnoncapital",
    "foreign and development": "fco dfid fcdo",
    "communities": "dclg clg mhclg dluhc",
    "home": "ho homeoffice nca",
    "statistics": "ons",
}
_FAMILY_OF = {
    code: family for family, codes in FAMILIES.items() for code in codes.split()
}


@functools.cache
def family(department: str) -> str:
    code = re.sub(r"[^a-z&]", "", department.lower())
    return _FAMILY_OF.get(code, code)


@functools.cache
def exact_key(name: str) -> str:
    """Letters and figures only: "16/17 New" is "1617 New", "NHSmail 2" "NHSmail2"."""
    name = unicodedata.normalize("NFKC", name).casefold().replace("&", "and")
    return re.sub(r"[^a-z0-9]", "", name)


def _without_short_name(match: re.Match[str]) -> str:
    inside = match[1].strip()
    is_note = re.match(r"(formerly|formally|previously|ipa id)\b", inside, re.I)
    is_short = len(inside.split()) <= 2 and sum(map(str.isupper, inside)) >= 2
    return " " if is_note or is_short else match[0]


@functools.cache
def loose_key(name: str) -> str:
    """Also without short names in brackets, "the", "project" and "programme"."""
    name = re.sub(r"\(([^()]*)\)", _without_short_name, name)
    name = re.sub(r"\b(the|projects?|programmes?)\b", " ", name, flags=re.I)
    return exact_key(name)


@functools.cache
def number_key(number: str) -> str:
    """Without the department's letters, which change when it is renamed:
    "DH_0031_1314-Q1" and "DOH_0031_1314-Q1" are one."""
    parts = re.fullmatch(r"\s*([A-Za-z& ]+)[_-](\d+[_-].*?)\s*", number)
    return (parts[2] if parts else number.strip()).casefold()


@dataclasses.dataclass
class Project:
    id: str
    entries: dict[int, Entry] = dataclasses.field(default_factory=dict)
    # How each year's entry was recognised.
    matched_by: dict[int, str] = dataclasses.field(default_factory=dict)

    @property
    def latest(self) -> Entry:
        return self.entries[max(self.entries)]

    @property
    def name(self) -> str:
        return self.latest.name

    @property
    def numbers(self) -> set[str]:
        return {e.number.casefold() for e in self.entries.values() if e.number}

    def may_be(self, entry: Entry) -> bool:
        """Whether the project numbers allow it to be the same."""
        if not entry.number or not self.numbers:
            return True
        return number_key(entry.number) in {number_key(n) for n in self.numbers}


@dataclasses.dataclass(frozen=True)
class Doubt:
    """Two entries that may be one project and were not joined; or that were joined
    on weaker grounds than the same name in the same department."""

    year: int
    kind: str
    name: str
    other: str
    same_start: bool


def _same_number(entry: Entry, project: Project) -> bool:
    return bool(entry.number) and entry.number.casefold() in project.numbers


def _known_as(
    entry: Entry, project: Project, key: Callable[[str], str], anywhere: bool = False
) -> bool:
    return project.may_be(entry) and any(
        key(known.name) == key(entry.name)
        and (anywhere or family(known.department) == family(entry.department))
        for known in project.entries.values()
    )


def _same_name(entry: Entry, project: Project) -> bool:
    return _known_as(entry, project, exact_key)


def _almost_same_name(entry: Entry, project: Project) -> bool:
    return _known_as(entry, project, loose_key)


def same_start(entry: Entry, project: Project) -> bool:
    """Whether a start date of both is the same day: names repeat, days hardly do."""
    starts = {e.start.due.last for e in project.entries.values() if e.start}
    return entry.start is not None and entry.start.due.last in starts - {None}


def _same_name_elsewhere(entry: Entry, project: Project) -> bool:
    is_known = _known_as(entry, project, exact_key, anywhere=True)
    return is_known and same_start(entry, project)


RULES: dict[str, Callable[[Entry, Project], bool]] = {
    "project number": _same_number,
    "name and department": _same_name,
    "name without brackets and 'programme'": _almost_same_name,
    "name and start date, in another department": _same_name_elsewhere,
}


def _is_renamed(entry: Entry, project: Project) -> bool:
    last = project.latest
    return (exact_key(last.name), family(last.department)) != (
        exact_key(entry.name),
        family(entry.department),
    )


def _join(
    year: int, entries: Sequence[Entry], projects: Sequence[Project]
) -> tuple[list[Entry], list[Doubt]]:
    """Gives each entry to the one project that fits it best; rule by rule, and only
    where exactly one entry fits exactly one project."""
    left, doubts = list(entries), []
    for rule, fits in RULES.items():
        free = [p for p in projects if year not in p.entries]
        pairs = [(e, p) for e in left for p in free if fits(e, p)]
        of_entry = collections.Counter(id(e) for e, _ in pairs)
        of_project = collections.Counter(p.id for _, p in pairs)
        for entry, project in pairs:
            if not of_entry[id(entry)] == of_project[project.id] == 1:
                doubts.append(_doubt(year, "several fit", entry, project))
                continue
            if rule != "name and department" and _is_renamed(entry, project):
                doubts.append(_doubt(year, rule, entry, project))
            project.entries[year] = entry
            project.matched_by[year] = rule
            left = [e for e in left if e is not entry]
    return left, doubts


def match(returns: Sequence[Return]) -> tuple[list[Project], list[Doubt]]:
    """The projects of all returns, oldest year first, and what is in doubt. A year
    may come in several files, one a department."""
    projects: list[Project] = []
    doubts: list[Doubt] = []
    for year in sorted({r.year for r in returns}):
        entries = [e for r in returns if r.year == year for e in r.entries]
        left, found = _join(year, entries, projects)
        doubts += found
        known = list(projects)
        for entry in left:
            doubts += _near(year, entry, known)
            project = Project(f"P{len(projects) + 1:03}")
            project.entries[year] = entry
            project.matched_by[year] = "first seen"
            projects.append(project)
    return projects, doubts


# Names at least this much alike (difflib's ratio) are shown to the reader.
_ALIKE = 0.8


def _near(year: int, entry: Entry, projects: Sequence[Project]) -> Iterator[Doubt]:
    for project in projects:
        if year in project.entries:
            continue
        names = {e.name for e in project.entries.values()}
        if exact_key(entry.name) in map(exact_key, names):
            is_other = "department" if project.may_be(entry) else "number"
            yield _doubt(year, f"same name, other {is_other}", entry, project)
        elif family(project.latest.department) == family(entry.department) and any(
            _likeness(entry.name, name) >= _ALIKE for name in names
        ):
            yield _doubt(year, "near match", entry, project)


def _doubt(year: int, kind: str, entry: Entry, project: Project) -> Doubt:
    start = same_start(entry, project)
    return Doubt(year, kind, entry.name, project.name, start)


def _likeness(name: str, other: str) -> float:
    return difflib.SequenceMatcher(None, loose_key(name), loose_key(other)).ratio()
