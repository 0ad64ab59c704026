"""Who must not have a claim, or cannot have it now."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from verification.routing.authors import Authors
from verification.routing.facts import Candidate, ClaimFacts, folded

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Named:
    """The names that a claim brings with it, made ready once for all candidates: folded name -> the name as written,
    everything in which a party or a person may be named, as folded words with blanks around, and whose claim it is.
    """

    names: dict[str, str]
    words: str
    authors: Authors

    @classmethod
    def of(cls, claim: ClaimFacts) -> Named:
        names = (claim.outlet, *claim.aliases, claim.speaker)
        return cls(
            {name.casefold(): name for name in names if name}, _in_words(f"{claim.role} · {claim.text}"), claim.authors
        )

    def conflict(self, conflicts: tuple[str, ...]) -> str | None:
        """The first of ``conflicts`` that speaks, publishes, or is named in the claim or in the speaker's office."""
        for conflict in conflicts:
            if known := self.names.get(conflict.casefold()):
                return known
            words = _name_in_words(conflict)
            if words and words in self.words:
                return conflict
        return None


def exclusion(claim: ClaimFacts, candidate: Candidate, *, pulling: bool = False) -> str | None:
    """Why this reviewer must not have the claim, or None. Who asks for work is neither away, off shift nor full."""
    return exclusion_by(Named.of(claim), claim.language, candidate, pulling=pulling)


def exclusion_by(named: Named, language: str, candidate: Candidate, *, pulling: bool = False) -> str | None:
    """The same with the claim's names made ready: for one claim and many candidates."""
    if candidate.opened:
        return "has opened the verdicts of this round"
    if candidate.had:
        return "has had this claim already"
    if part := named.authors.part_of(candidate.person):
        return part
    if conflict := named.conflict(candidate.conflicts):
        return f"conflict of interest: {conflict}"
    if not _reads(candidate, language):
        return f"does not read “{language}”"
    return None if pulling else _busy(candidate)


def _busy(candidate: Candidate) -> str | None:
    if candidate.is_away:
        return "is away"
    if candidate.off_shift:
        return f"is off shift: works {candidate.off_shift}"
    if candidate.open_load >= candidate.capacity:
        return f"has {candidate.open_load} of {candidate.capacity} claims open"
    return None


def _reads(candidate: Candidate, language: str) -> bool:
    """No languages on record means all; "en" covers "en-GB"."""
    if not candidate.languages:
        return True
    read = folded(candidate.languages)
    return language.casefold() in read or language.casefold().split("-")[0] in read


def _in_words(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold()))} "


@lru_cache(maxsize=8192)
def _name_in_words(name: str) -> str:
    """The same of a short text, remembered; empty where there is no word in it."""
    words = _in_words(name)
    return words if words.strip() else ""
