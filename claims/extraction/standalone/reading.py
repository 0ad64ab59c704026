"""What stands for something named elsewhere ("he", "those missiles", "the country"), and what to write instead.

Each finding is sure only where nothing else can be meant; the others are marked, with the best guess, and the words
stay as they are. First persons, "here" and a bare "this" are always left: the speaker is kept beside a statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from claims.extraction.standalone.here import DEMONSTRATIVES, SUBJECTS, Finding, Here, within
from claims.extraction.standalone.nouns import noun
from claims.extraction.standalone.pronouns import GENDERED, person, points_ahead, thing
from claims.extraction.standalone.referents import Referent, Scene, Sort, referents
from claims.extraction.standalone.short_names import short_name
from claims.extraction.statements import Span, SpeakerMention, Substitution

_IT = ("it", "its")
_THEY = ("they", "them", "their")
_FIRST = frozenset("i me my we us our".split())


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence read with what went before it: its referents, and its findings in order."""

    referents: tuple[Referent, ...]
    findings: tuple[Finding, ...]


def read(
    sentence: Sentence, *, scene: Scene, quoted: Sequence[Span], frames: Sequence[Span], speaker: SpeakerMention | None
) -> Reading:
    """What ``sentence`` leaves to be understood; ``quoted`` and ``frames`` count from the start of its document."""
    marks = [(one.start, one.end) for one in quoted]
    named = referents(sentence, scene.people, marks)
    here = Here(sentence, scene, marks, frames, speaker, named)
    found = [finding for token in sentence if (finding := _finding(here, token))]
    return Reading(tuple(here.named), tuple(_apart(found)))


def substitutions(reading: Reading, first: int, last: int, *, removed: Iterable[Span], base: int) -> list[Substitution]:
    """What to change in the characters ``first`` up to ``last``, without what is ``removed``; offsets + ``base``."""
    gaps = list(removed)
    kept = [one for one in reading.findings if first <= one.start and one.end <= last and not within(one.start, gaps)]
    told: list[Substitution] = []
    named: set[str] = set()
    for one in kept:
        at_home = any(first <= at < last and not within(at, gaps) for at in one.anchors)
        if at_home or (one.name and one.name in named):
            continue
        if one.is_sure:
            named.add(one.name)
        told.append(Substitution(base + one.start, base + one.end, one.original, one.replacement, is_sure=one.is_sure))
    return told


def remember(scene: Scene, reading: Reading, speaker: SpeakerMention | None) -> None:
    """Let a sentence that has been read be what the next ones point back to."""
    found = [_owned(one, speaker) for one in reading.referents]
    if speaker and speaker.name in scene.people.names and all(one.name != speaker.name for one in found):
        found.append(
            Referent(speaker.name, speaker.name.split()[-1].lower(), Sort.PERSON, False, True, False, speaker.start)
        )
    scene.note(found)


def _owned(one: Referent, speaker: SpeakerMention | None) -> Referent:
    """ "It has a missile", says North Korea: the missile is North Korea's."""
    return replace(one, owner=speaker.name if speaker and one.owner == "it" else "")


def _apart(found: Iterable[Finding]) -> Iterator[Finding]:
    """Findings in order; of those that overlap, the first."""
    end = -1
    for one in sorted(found, key=lambda finding: (finding.start, -finding.end)):
        if one.start >= end:
            end = one.end
            yield one


def _finding(here: Here, token: Token) -> Finding | None:
    word = token.lower_
    if word in GENDERED and token.pos_ == "PRON":
        return person(here, token)
    if word in _IT:
        return None if points_ahead(token) else thing(here, token, plural=False)
    if word in _THEY:
        return thing(here, token, plural=True)
    if word in _FIRST and token.pos_ == "PRON" and here.is_quoted(token):
        return here.unsure(token, here.speaker.name if here.speaker else "")
    if word == "here" or (word in DEMONSTRATIVES and _stands_alone(token)):
        return here.unsure(token, "")
    if token.pos_ in ("NOUN", "PROPN") and token.is_lower:
        return noun(here, token)
    return short_name(here, token) if token.pos_ == "PROPN" else None


def _stands_alone(token: Token) -> bool:
    """ "These are …": a pronoun that is the subject, not the article of a noun and not a conjunction."""
    return token.dep_ in SUBJECTS and token.tag_ in ("DT", "PRP") and token.head.dep_ != "relcl"
