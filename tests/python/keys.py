"""Small keys that tests make."""

import re

import actionplan as ap

HEAD = """scheme = 1
id = "small"
title = "A small key"
source = "the tests"
order = "first match"
[[aspect]]
name = "process"
title = "Progress"
[[level]]
name = "Red"
letter = "R"
colour = "#b3261e"
rank = 1
[[level]]
name = "Amber"
letter = "A"
colour = "#f5b301"
rank = 2
aliases = ["Yellow"]
[[level]]
name = "Green"
letter = "G"
colour = "#2e7d32"
rank = 3
"""


def rule(id: str, level: str, when: str) -> str:
    return f"""[[rule]]
id = "{id}"
for = "milestone"
aspect = "process"
level = "{level}"
when = "{when}"
because = "{{days_overdue}} overdue"
"""


LATE = rule("late", "Red", "days_overdue > 14")
BIT_LATE = rule("bit-late", "Amber", "days_overdue > 0")
FINE = rule("fine", "Green", "days_overdue = 0")

# Of two weeks nothing is said.
GAPPY = HEAD + LATE + rule("bit-late", "Amber", "days_overdue < 14") + "\n"
WHOLE = HEAD + LATE + BIT_LATE + FINE
STRICTER = HEAD + rule("late", "Red", "days_overdue > 7") + BIT_LATE + FINE

# walsall-2018 with Amber wherever it gives Red to the process of a milestone.
SOFTER_WALSALL = re.sub(
    r'(id = "[^"]*"\nfor = "milestone"\naspect = "process"\n)level = "Red"',
    r'\1level = "Amber"',
    ap.Scheme.load("walsall-2018").text,
)

EXAMPLE = """[[example]]
for = "milestone"
aspect = "process"
facts = { days_overdue = 15 }
level = "Red"
"""
WRONG = EXAMPLE.replace("= 15", "= 14")
