"""What keeps two claims about the same thing from saying the same, in plain words for the reviewer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from claims.extraction.statements import DateRange
from claims.facts import is_negated, same_facts, words_of
from claims.matching.figures import compared, figures_of
from claims.matching.subjects import Subject
from claims.matching.words import MAX_CHARS

_OPPOSITES = (
    ("rise rises rose risen rising", "fall falls fell fallen falling"),
    ("increase increases increased increasing", "decrease decreases decreased decreasing"),
    ("grow grows grew grown growing", "shrink shrinks shrank shrunk shrinking"),
    ("gain gains gained", "lose loses lost losing"),
    ("climb climbs climbed soar soars soared", "drop drops dropped plunge plunges plunged"),
    ("up higher high highest more", "down lower low lowest fewer less"),
    ("win wins won", "lose loses lost losing"),
    ("raise raises raised", "cut cuts lower lowers lowered"),
    ("open opens opened reopen reopens reopened", "close closes closed shut shuts"),
    ("allow allows allowed permit permits permitted", "ban bans banned forbid forbids forbade forbidden"),
    ("approve approves approved accept accepts accepted", "reject rejects rejected"),
    ("legal", "illegal"),
    ("support supports supported", "oppose opposes opposed"),
    ("import imports imported", "export exports exported"),
    ("best better", "worst worse"),
)
_UP_AND_DOWN = slice(0, 6)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two claims have in common and what stands against each other, each a phrase."""

    agreements: tuple[str, ...]
    conflicts: tuple[str, ...]


def compare(query: Subject, candidate: Subject) -> Comparison:
    """The facts in the first MAX_CHARS of both, set against each other; in time linear in them."""
    one, other = query.text[:MAX_CHARS], candidate.text[:MAX_CHARS]
    agreements: list[str] = []
    conflicts: list[str] = []
    is_exact = same_facts(one, other)
    if is_exact:
        agreements.append("same figures, names and directions")
    ours, theirs = figures_of(one, query.quantities), figures_of(other, candidate.quantities)
    same, against = compared(ours, theirs)
    # One that both have does not make up for one in which each differs from the other.
    if against and (not same or compared(theirs, ours)[1]):
        conflicts += [f"{mine.text} against {yours.text}" for mine, yours in against[:2]]
    elif same and not is_exact:
        agreements.append("same figures")
    _compare_dates(query.dates, candidate.dates, agreements, conflicts)
    if is_negated(one) != is_negated(other):
        conflicts.append("one of them is negated")
    if opposed := _opposed(one, other):
        conflicts.append(opposed)
    return Comparison(tuple(agreements), tuple(conflicts))


def _compare_dates(
    ours: Sequence[DateRange], theirs: Sequence[DateRange], agreements: list[str], conflicts: list[str]
) -> None:
    if not (ours and theirs):
        return
    if any(_overlap(one, other) for one in ours for other in theirs):
        agreements.append("same time")
        return
    conflicts.append(f"{_shown(ours[0])} against {_shown(theirs[0])}")


def _overlap(one: DateRange, other: DateRange) -> bool:
    first, last = max(one.first or date.min, other.first or date.min), min(one.last or date.max, other.last or date.max)
    return first <= last


def _shown(when: DateRange) -> str:
    days = [day.isoformat() for day in (when.first, when.last) if day]
    return " to ".join(dict.fromkeys(days)) or when.text


def _opposed(one: str, other: str) -> str:
    """Two words of which one claim has the first only and the other the second only."""
    ours, theirs = ({word.folded for word in words_of(text)} for text in (one, other))
    for first, second in _PAIRS:
        if (found := _across(ours, theirs, first, second)) or (found := _across(ours, theirs, second, first)):
            return found
    return ""


def _across(ours: set[str], theirs: set[str], first: frozenset[str], second: frozenset[str]) -> str:
    if ours & first and theirs & second and not (ours & second or theirs & first):
        return f"“{min(ours & first)}” against “{min(theirs & second)}”"
    return ""


def _pairs() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Every pair of its own, and all ways up against all ways down: "rose" against "dropped"."""
    ups, downs = (frozenset(" ".join(pair[side] for pair in _OPPOSITES[_UP_AND_DOWN]).split()) for side in (0, 1))
    rest = [(frozenset(one.split()), frozenset(other.split())) for one, other in _OPPOSITES[_UP_AND_DOWN.stop :]]
    return ((ups, downs), *rest)


_PAIRS = _pairs()
