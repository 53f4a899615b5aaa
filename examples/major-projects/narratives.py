"""What a department's narrative on schedule admits about the end date."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Sequence

import actionplan as ap


@dataclasses.dataclass(frozen=True)
class Claim:
    """What the schedule narrative says of the end date.

    `kind` is "later", "earlier", "changed" (without a direction), "unchanged",
    "nothing" (it speaks of other things), "no narrative" or "withheld".
    """

    kind: str
    # The words that say so.
    words: str = ""
    # What it states in figures, where it does.
    days: int | None = None
    before: datetime.date | None = None
    after: datetime.date | None = None

    @property
    def admits(self) -> bool:
        return self.kind in ("later", "earlier", "changed")


_DATE = (
    r"(\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-\d\d-\d\d"
    r"|\d{1,2}(?:st|nd|rd|th)? +[A-Z][a-z]+,? +\d{4})"
)
_UP = r"lengthened|increased|extended|slipped|delayed|moved back|pushed back"
_DOWN = r"shortened|decreased|reduced|brought forward|moved forward"
_BY_DAYS = re.compile(rf"\b({_UP}|{_DOWN}) by (\d[\d,]*) (?:calendar )?days", re.I)
_FROM_TO = re.compile(
    rf"\bend[- ]?date\W+(?:\w+\W+){{0,6}}?(?:{_UP}|{_DOWN}|moved|changed|revised)"
    rf"\s+from\s+{_DATE}\s+to\s+{_DATE}",
    re.I,
)
_SINCE = re.compile(
    rf"\bend[- ]?date\b.{{0,80}}?\bis\s+{_DATE},?\s+(?:has|which).{{0,120}}?"
    rf"\bdate\s+of\s+{_DATE}",
    re.I | re.S,
)
_SAME_DATE = re.compile(
    r"has not changed since|(?:end[- ]?date|it) (?:has )?remain(?:s|ed)"
    r" (?:scheduled|unchanged|the same)",
    re.I,
)


def _day(text: str) -> datetime.date | None:
    return ap.parse_due(text).last


def _stated(text: str) -> Claim | None:
    """A claim in the set phrases of the later returns, which state dates or days."""
    days = before = after = None
    found = _FROM_TO.search(text)
    if found:
        before, after = _day(found[1]), _day(found[2])
    since = _SINCE.search(text)
    if since:
        before, after = _day(since[2]), _day(since[1])
    by = _BY_DAYS.search(text)
    if by:
        later = re.fullmatch(_UP, by[1], re.I) is not None
        days = int(by[2].replace(",", "")) * (1 if later else -1)
        return Claim("later" if later else "earlier", by[0], days, before, after)
    if found and before and after and before != after:
        kind = "later" if after > before else "earlier"
        return Claim(kind, " ".join(found[0].split()), None, before, after)
    same = _SAME_DATE.search(text)
    if same:
        return Claim("unchanged", same[0], 0, before, after)
    return None


def _any_of(phrases: Sequence[str]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(phrases) + r")\b", re.I)


# What turns a word of change into a risk, a hope or a denial of it.
_MAYBE = re.compile(
    r"\b(?:no|not|nor|without|avoid\w*|any|risks?(?: of| to)?|potential\w*|possib\w+"
    r"|may|might|could|would|should|if|mitigat\w+|minimi\w+|prevent\w*|reduc\w+|despite)\b"
    r"(?: [\w'’-]+){0,3}? (?:be |to )?(?:delay\w*|slip\w*|exten\w+|defer\w*|postpon\w*"
    r"|overrun\w*|re-?\w+ed|chang\w+|later than|impact\w*)",
    re.I,
)
_SIGNS = {
    "later": _any_of(
        [
            *("extend(?:ed|s|ing)", "extension", "delay(?:s|ed)?"),
            *("slip(?:ped|page|s)?", "defer(?:red|ral|ment)", "lengthened"),
            *(
                "later than",
                "longer than",
                "postpone(?:d|ment)",
                "pushed (?:back|out|the)",
            ),
            *("behind (?:schedule|plan)", "overrun", "prolonged"),
        ]
    ),
    "earlier": _any_of(
        [
            *("(?:brought|bring(?:ing)?|moved) forward", "shortened"),
            "ahead of (?:the )?(?:original )?(?:schedule|plan)",
            *("accelerat(?:ed|ion)", "earlier than"),
            *("early (?:closure|completion)", "closed early"),
        ]
    ),
    "changed": _any_of(
        [
            *(r"re-?baselin\w*", "re-?set", "re-?plan(?:ned|ning|s)?"),
            *(r"re-?schedul\w+", r"re-?profil\w+", r"re-?phas\w+"),
            *(r"re-?forecast\w*", "revis(?:ed|ion)", r"re-?align\w*"),
            *("re-?tim(?:ed|ing)", "new (?:end|completion|closure) date"),
            r"(?:end|completion|closure) date\b[^.]{0,80}\b"
            r"(?:chang|mov|updat|amend|reflect)\w*",
            *("has (?:been )?(?:moved|changed) (?:from|to)", "should read"),
            r"changes? (?:to|in) the (?:\w+ )?(?:schedule|timetable|timescales?)",
            r"mov(?:ed|ing) the (?:\w+ )?(?:end|completion|closure) date",
        ]
    ),
    "unchanged": _any_of(
        [
            r"no (?:\w+ )?(?:change|deviation|variance|slippage|delay)s?",
            *("unchanged", "not (?:changed|slipped|deviated)"),
            "on[- ](?:schedule|track|time|target|plan|course)",
            r"(?:schedule|dates?|timetable)\b[^.]{0,40}\b(?:maintained|intact)",
            "to (?:schedule|time|plan|timetable)",
            *("as (?:planned|scheduled)", "in line with", "scheduled dates"),
            "remains? (?:extant|scheduled|due|the same)",
        ]
    ),
}
_NO_NARRATIVE = re.compile(
    r"\W*(?:"
    r"(?:data|narrative|information)? ?not (?:been )?(?:provided|available|possible)"
    r".{0,30}"
    r"|no (?:departmental )?narrative.{0,30}|n/?a|none|nil|not applicable"
    r"|provision of narrative not possible.*)\W*",
    re.I | re.S,
)


def _sentences(text: str) -> list[str]:
    parts = re.split(r"(?<=[.;!?])\s+|\n\s*\n|\s[•–-]\s", text)
    return [" ".join(part.split()) for part in parts if part.strip()]


def read_claim(narrative: str) -> Claim:
    """What a schedule narrative admits; by set phrases, else by words sentence by
    sentence. A sentence about a risk ("may be delayed") admits nothing."""
    text = narrative.strip()
    if not text or _NO_NARRATIVE.fullmatch(text):
        return Claim("no narrative")
    if re.match(r"\W*(data |date )?exempt\b", text, re.I):
        return Claim("withheld", text)
    return _stated(text) or _claim_in_words(text)


def _claim_in_words(text: str) -> Claim:
    said: dict[str, str] = {}
    for sentence in _sentences(text):
        certain = _MAYBE.sub(" ", sentence)
        for kind, pattern in _SIGNS.items():
            source = sentence if kind == "unchanged" else certain
            if pattern.search(source):
                said.setdefault(kind, sentence)
    if "later" in said and "earlier" in said:
        return Claim("changed", said["later"])
    for kind in ("later", "earlier", "changed", "unchanged"):
        if kind in said:
            return Claim(kind, said[kind])
    return Claim("nothing")
