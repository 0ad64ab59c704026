"""What routing knows about a claim, a desk and a reviewer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from verification.routing.authors import NOBODY, NOBODYS, Authors, Person


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """What was said, by whom and where.

    ``role`` is the speaker's office or party in words; ``authors``: whose it is; ``worthiness`` is 0..1; ``reach``
    counts the articles in which the claim stands.
    """

    topics: tuple[str, ...]
    language: str
    speaker: str
    outlet: str
    text: str = ""
    aliases: tuple[str, ...] = ()
    role: str = ""
    authors: Authors = NOBODYS
    worthiness: float = 0.0
    reach: int = 1


@dataclass(frozen=True, slots=True)
class DeskFacts:
    desk_id: int
    topics: tuple[str, ...]
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reviewer of the desk.

    ``had``: held this check in this round (judged it, or let it go); ``earlier``: in a round before;
    ``opened``: read the verdicts of this round before all were in;
    ``recent``: how many claims they were handed in the last day; ``agreed`` of ``judged``: how many of their verdicts
    on settled checks said what the check was settled on; ``off_shift``: when they work, where that is not now;
    ``leads``: whether they lead the desk; ``conflicts``: names of people, outlets and parties;
    ``person``: who they are.
    """

    reviewer_id: int
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    capacity: int
    open_load: int
    recent: int = 0
    agreed: int = 0
    judged: int = 0
    is_away: bool = False
    off_shift: str = ""
    leads: bool = False
    had: bool = False
    opened: bool = False
    earlier: bool = False
    conflicts: tuple[str, ...] = ()
    person: Person = NOBODY


# The same reviewers are asked about every claim: what they know is folded once, not each time.
@lru_cache(maxsize=8192)
def folded(words: tuple[str, ...]) -> frozenset[str]:
    """Names and topics are compared without regard to case."""
    return frozenset(word.casefold() for word in words)
