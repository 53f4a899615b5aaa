"""How right and how fast due dates are read, beside dateparser and edtf.

    pip install '.[bench]'
    python benchmarks/due_comparison.py [repeats]

The forms are tests/data/due_forms.tsv (what British councils write) and
tests/data/edtf (what libraries for EDTF test themselves with). What is "right":

- actionplan has to give the kind, the first day and the last day of the form. An
  error, and EDTF of which it says that a plan can mean nothing, is no answer.
- dateparser gives one day. It is right if that day lies in the period, of one
  without a first day in the month of its last; of a start, in its month; and if it
  gives nothing where there is no date, a recurrence or an error. It has its best
  settings: English, day before month, the anchor, and the last day of what is
  incomplete; of its three ways to choose a missing year the one that is right most
  often. `search_dates` is its function for dates in sentences; the last day that it
  finds counts.
- edtf (python-edtf) has to give the first and the last day, its strict bounds.

Times are of one call from Python, each text read once before, so that the caches of
every library are warm. dateparser's object is made once and kept, which is faster
than dateparser.parse(). A text is timed `repeats` times (5) with each library in
turn; its median counts.
"""

import contextlib
import csv
import datetime
import functools
import io
import itertools
import pathlib
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import actionplan as ap

try:
    import dateparser.date
    import dateparser.search
    import edtf
except ImportError as error:
    sys.exit(f"{error}; install what is compared: pip install '.[bench]'")

DATA = pathlib.Path(__file__).parents[1] / "tests" / "data"
DEFAULT_ANCHOR = datetime.date(2018, 3, 27)

Day = datetime.date | None


class Form(NamedTuple):
    """A British form and what an officer reads in it."""

    text: str
    anchor: datetime.date | None
    kind: str
    first: Day
    last: Day


class Bounds(NamedTuple):
    """An EDTF text and the days that a library's tests give it; `..` is open."""

    origin: str
    text: str
    first: str
    last: str


def to_day(text: str) -> Day:
    return datetime.date.fromisoformat(text) if text else None


def table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def lines(name: str) -> list[str]:
    return (DATA / name).read_text(encoding="utf-8").splitlines()


def read_forms() -> tuple[list[Form], int]:
    """The forms, and how many are left out: they need a setting of one body."""
    rows = table("due_forms.tsv")
    plain = [row for row in rows if not row["conventions"]]
    forms = [
        Form(
            row["text"],
            to_day(row["anchor"]),
            row["kind"],
            to_day(row["first"]),
            to_day(row["last"]),
        )
        for row in plain
    ]
    return forms, len(rows) - len(plain)


# --- What is right --------------------------------------------------------------

RIGHT, WRONG, NOTHING = "right", "wrong", "no answer"


def judge_ours(form: Form) -> str:
    due = ap.parse_due(form.text, anchor=form.anchor)
    if (due.kind, due.first, due.last) == (form.kind, form.first, form.last):
        return RIGHT
    return WRONG if due.kind in ("period", "start", "recurring") else NOTHING


def same_month(a: datetime.date, b: datetime.date) -> bool:
    return (a.year, a.month) == (b.year, b.month)


def judge_one_day(form: Form, day: Day) -> str:
    if form.kind not in ("period", "start"):
        return RIGHT if day is None else WRONG
    if day is None:
        return NOTHING
    if form.last is None:
        assert form.first is not None
        return RIGHT if same_month(day, form.first) else WRONG
    if day > form.last:
        return WRONG
    if form.first is None:
        return RIGHT if same_month(day, form.last) else WRONG
    return RIGHT if day >= form.first else WRONG


def dateparser_settings(anchor: Day, year: str) -> dict[str, Any]:
    base = datetime.datetime.combine(anchor or DEFAULT_ANCHOR, datetime.time())
    return {
        "DATE_ORDER": "DMY",
        "RELATIVE_BASE": base,
        "PREFER_DATES_FROM": year,
        "PREFER_DAY_OF_MONTH": "last",
        "PREFER_MONTH_OF_YEAR": "last",
    }


@functools.cache
def dateparser_reader(anchor: Day, year: str) -> Callable[[str], Any]:
    settings = dateparser_settings(anchor, year)
    parser = dateparser.date.DateDataParser(languages=["en"], settings=settings)
    return parser.get_date_data


def dateparser_day(form: Form, year: str) -> Day:
    found = dateparser_reader(form.anchor, year)(form.text).date_obj
    return found.date() if found else None


def searched_day(form: Form, year: str) -> Day:
    settings = dateparser_settings(form.anchor, year)
    found = dateparser.search.search_dates(
        form.text, languages=["en"], settings=settings
    )
    return found[-1][1].date() if found else None


# How dateparser chooses a missing year.
YEARS = ("current_period", "past", "future")


def best_of_years(
    forms: list[Form], find: Callable[[Form, str], Day]
) -> tuple[str, list[str]]:
    answers = {
        year: [judge_one_day(form, find(form, year)) for form in forms]
        for year in YEARS
    }
    best = max(YEARS, key=lambda year: answers[year].count(RIGHT))
    return best, answers[best]


# --- EDTF -----------------------------------------------------------------------


def takes(read: Callable[[str], object], text: str) -> bool:
    # python-edtf prints what it tries.
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            read(text)
        except Exception:  # whatever a library raises is a refusal
            return False
    return True


def our_days(text: str) -> tuple[str, str] | None:
    due = ap.parse_edtf(text)
    if due.kind == "error":
        return None
    return (
        due.first.isoformat() if due.first else "..",
        due.last.isoformat() if due.last else "..",
    )


def edtf_days(text: str) -> tuple[str, str]:
    def iso(bound: Any) -> str:
        if not hasattr(bound, "tm_year"):
            return ".."  # infinity
        sign = "-" if bound.tm_year < 0 else ""
        month_day = f"{bound.tm_mon:02}-{bound.tm_mday:02}"
        return f"{sign}{abs(bound.tm_year):04}-{month_day}"

    read = edtf.parse_edtf(text)
    return iso(read.lower_strict()), iso(read.upper_strict())


def judge_days(days: Callable[[str], tuple[str, str] | None], row: Bounds) -> str:
    try:
        found = days(row.text)
    except Exception:  # as above
        return NOTHING
    if found is None:
        return NOTHING
    expected = tuple(day.replace("?", "..") for day in (row.first, row.last))
    return RIGHT if found == expected else WRONG


# --- Times ----------------------------------------------------------------------


def seconds(call: Callable[[], object], repeats: int, least: float) -> list[float]:
    """The time of one call, `repeats` times; each loop takes at least `least` s."""
    call()
    start = time.perf_counter()
    call()
    once = max(time.perf_counter() - start, 1e-7)
    number = max(1, int(least / once))
    times = []
    for _ in range(repeats):
        loop = itertools.repeat(None, number)
        start = time.perf_counter()
        for _ in loop:
            call()
        times.append((time.perf_counter() - start) / number)
    return times


class Speed(NamedTuple):
    ours: float
    theirs: float

    @property
    def ratio(self) -> float:
        return self.theirs / self.ours


def race(
    texts: Iterable[str],
    ours: Callable[[str], object],
    theirs: Callable[[str], object],
    repeats: int,
) -> list[Speed]:
    """Both on each text, one after the other, so that both see the same machine."""
    found = []
    for text in texts:
        mine = statistics.median(seconds(functools.partial(ours, text), repeats, 1e-3))
        other = statistics.median(
            seconds(functools.partial(theirs, text), repeats, 1e-3)
        )
        found.append(Speed(mine, other))
    return found


# --- What is printed ------------------------------------------------------------


def print_answers(heading: str, rows: list[tuple[str, list[str]]]) -> None:
    print(f"\n{heading:<46}{RIGHT:>10}{WRONG:>10}{NOTHING:>12}")
    for name, answers in rows:
        counts = [answers.count(answer) for answer in (RIGHT, WRONG, NOTHING)]
        print(f"  {name:<44}{counts[0]:>10}{counts[1]:>10}{counts[2]:>12}")


def print_speeds(rows: list[tuple[str, list[Speed]]]) -> None:
    print(
        f"\n{'Median time of a call (µs)':<46}{'texts':>7}{'ours':>9}"
        f"{'theirs':>10}{'ratio':>9}{'least':>9}"
    )
    for name, speeds in rows:
        ours = statistics.median(speed.ours for speed in speeds) * 1e6
        theirs = statistics.median(speed.theirs for speed in speeds) * 1e6
        ratio = statistics.median(speed.ratio for speed in speeds)
        least = min(speed.ratio for speed in speeds)
        print(
            f"  {name:<44}{len(speeds):>7}{ours:>9.2f}{theirs:>10.1f}"
            f"{ratio:>9,.0f}{least:>9,.0f}"
        )
    print("  ratio and least: the median and the smallest of the texts' own ratios")


def compare_forms(forms: list[Form]) -> str:
    year, parsed = best_of_years(forms, dateparser_day)
    search_year, searched = best_of_years(forms, searched_day)
    print_answers(
        f"British forms ({len(forms)})",
        [
            ("actionplan: kind, first and last day", list(map(judge_ours, forms))),
            (f"dateparser, {year}: one day", parsed),
            (f"dateparser search_dates, {search_year}", searched),
        ],
    )
    return year


def compare_edtf(bounds: list[Bounds]) -> None:
    readers = {"actionplan": ap.parse_edtf, "edtf": edtf.parse_edtf}
    for heading, name, expected in (
        ("EDTF, valid: taken", "edtf/valid.txt", True),
        ("Not EDTF: refused", "edtf/invalid.txt", False),
    ):
        texts = lines(name)
        print_answers(
            f"{heading} ({len(texts)})",
            [
                (
                    library,
                    [
                        RIGHT if takes(read, text) == expected else WRONG
                        for text in texts
                    ],
                )
                for library, read in readers.items()
            ],
        )
    for library in ("edtf.js", "python-edtf"):
        rows = [row for row in bounds if row.origin == library]
        print_answers(
            f"EDTF: the days in the tests of {library} ({len(rows)})",
            [
                ("actionplan", [judge_days(our_days, row) for row in rows]),
                ("edtf", [judge_days(edtf_days, row) for row in rows]),
            ],
        )


def compare_speed(
    forms: list[Form], bounds: list[Bounds], year: str, repeats: int
) -> None:
    anchor = DEFAULT_ANCHOR
    read = dateparser_reader(anchor, year)
    texts = [form.text for form in forms if form.text]
    answered = [text for text in texts if read(text).date_obj]
    british = functools.partial(ap.parse_due, anchor=anchor)
    both = list(dict.fromkeys(row.text for row in bounds))
    both = [t for t in both if takes(our_days, t) and takes(edtf_days, t)]
    dated = [text for text in both if our_days(text)]
    print_speeds(
        [
            ("British forms, beside dateparser", race(texts, british, read, repeats)),
            (
                "those of them that dateparser reads",
                race(answered, british, read, repeats),
            ),
            (
                "EDTF that both take, beside edtf",
                race(both, ap.parse_edtf, edtf.parse_edtf, repeats),
            ),
            (
                "the same by parse_due",
                race(both, ap.parse_due, edtf.parse_edtf, repeats),
            ),
            (
                "EDTF, to the first and the last day",
                race(dated, our_days, edtf_days, repeats),
            ),
        ]
    )


def main() -> None:
    warnings.simplefilter("ignore")
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    forms, left_out = read_forms()
    bounds = [Bounds(**row) for row in table("edtf/bounds.tsv")]
    print(f"{left_out} British forms that need the setting of a body are left out.")
    year = compare_forms(forms)
    compare_edtf(bounds)
    compare_speed(forms, bounds, year, repeats)


if __name__ == "__main__":
    main()
