"""What is known while a sentence is read: what it names so far, who speaks, what is quoted."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from claims.extraction.language_model import text_of
from claims.extraction.people import People
from claims.extraction.standalone.referents import MAX_NAMED, Referent, Scene
from claims.extraction.statements import Span, SpeakerMention

DEMONSTRATIVES = ("this", "that", "these", "those")
SUBJECTS = ("nsubj", "nsubjpass")


@dataclass(frozen=True, slots=True)
class Finding:
    """Words of a sentence that want something else to be understood; offsets from the start of the document.

    ``name``: what they stand for; ``anchors``: where the sentence itself says it, so that a part which holds one of
    them needs nothing.
    """

    start: int
    end: int
    original: str
    replacement: str
    is_sure: bool
    name: str = ""
    anchors: tuple[int, ...] = ()


class Here:
    """A sentence that is being read, and what has been understood of it."""

    def __init__(
        self,
        sentence: Sentence,
        scene: Scene,
        quoted: list[tuple[int, int]],
        frames: Sequence[Span],
        speaker: SpeakerMention | None,
        named: list[Referent],
    ) -> None:
        self.scene = scene
        self.people: People = scene.people
        self.quoted = quoted
        self.quotes = [start for start, _ in quoted]
        self.frames = frames
        self.speaker = speaker
        self.named = named
        subjects = (token for token in sentence if token.dep_ in SUBJECTS and not within(token.idx, frames))
        self.lead = next(subjects, None)

    def is_quoted(self, token: Token) -> bool:
        at = bisect_right(self.quotes, token.idx) - 1
        return at >= 0 and token.idx < self.quoted[at][1]

    def leads(self, token: Token) -> bool:
        """Whether the token is what the sentence is about: the first subject outside of frames, or its owner."""
        return self.lead is not None and (token == self.lead or (token.dep_ == "poss" and token.head == self.lead))

    def understood(self, token: Token, one: Referent) -> None:
        if len(self.named) < 2 * MAX_NAMED:
            self.named.append(replace(one, at=token.idx, is_subject=token.dep_ in SUBJECTS))

    def pronoun(self, token: Token, one: Referent, *, is_sure: bool, near: Sequence[Referent]) -> Finding:
        name = possessive(one.name) if token.tag_ == "PRP$" or token.dep_ == "poss" else one.name
        anchors = tuple(other.at for other in near)
        return Finding(token.idx, token.idx + len(token), token.text, name, is_sure, one.name, anchors)

    def unsure(self, token: Token, guess: str) -> Finding:
        return Finding(token.idx, token.idx + len(token), token.text, guess, is_sure=False)

    def phrase(self, first: Token, last: Token, name: str, is_sure: bool, anchors: tuple[int, ...]) -> Finding:
        start, end = first.idx, last.idx + len(last)
        original = text_of(last.doc)[start:end]
        # A name after which nothing has changed tells nothing.
        is_sure = is_sure and bool(name)
        return Finding(start, end, original, name, is_sure, name, anchors)


def within(place: int, spans: Iterable[Span]) -> bool:
    return any(one.start <= place < one.end for one in spans)


def possessive(name: str) -> str:
    return f"{name}’" if name.endswith("s") and not name[:1].isupper() else f"{name}’s"
