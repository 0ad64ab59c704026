"""One sentence as the claims that it holds, each with what has to change so that it reads alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span as Sentence

from claims.extraction import compounds
from claims.extraction.attribution import Attribution
from claims.extraction.language_model import text_of
from claims.extraction.sentences import Paragraph, quotations
from claims.extraction.standalone import reading as words_of
from claims.extraction.standalone.frames import frames
from claims.extraction.standalone.referents import Scene
from claims.extraction.standalone.rendering import rendered
from claims.extraction.statements import DateRange, Quantity, Span, Substitution

# Words that join a sentence to the one before and tell nothing by themselves.
_SUBJECTS = ("nsubj", "nsubjpass")
_CONNECTIVES = frozenset("but and however meanwhile moreover furthermore nevertheless nonetheless also".split())


@dataclass(frozen=True, slots=True)
class Told:
    """A part of a sentence: the tokens ``first`` up to ``last`` of its document, ``start`` to ``end`` of the article.

    ``removed``: what is no part of its text (article offsets): who said it, and what is a part of its own (``apart``).
    """

    first: int
    last: int
    start: int
    end: int
    removed: tuple[Span, ...]
    apart: tuple[Span, ...]
    is_attributed: bool
    part: compounds.Part

    def keeps(self, found: Quantity | DateRange) -> bool:
        """Whether a figure or a day is one of this part, and not of another that stands inside it."""
        return not any(one.start <= found.start < one.end for one in self.apart)


class Telling:
    """Reads a sentence once, and tells its parts."""

    def __init__(
        self,
        sentence: Sentence,
        base: int,
        scene: Scene,
        attribution: Attribution | None,
        quoted: Sequence[Span],
    ) -> None:
        self.sentence = sentence
        self.base = base
        self.scene = scene
        self.speaker = attribution.speaker if attribution else None
        self.quoted = quoted
        cue = attribution.cue if attribution else None
        self.cue = Span(cue.start - base, cue.end - base) if cue else None
        self.frames = frames(sentence, self.cue, quoted)
        self.reading = words_of.read(sentence, scene=scene, quoted=quoted, frames=self.frames, speaker=self.speaker)

    @classmethod
    def of(cls, sentence: Sentence, paragraph: Paragraph, scene: Scene, attribution: Attribution | None) -> Telling:
        return cls(sentence, paragraph.start, scene, attribution, quotations(paragraph.text))

    def parts(self) -> Iterator[Told]:
        """The parts in order; one with the whole sentence where cutting would leave a pronoun without its noun."""
        cut = compounds.parts(self.sentence, quoted=self.quoted, frames=self.frames)
        if len(cut) > 1 and not all(self._stands(part) for part in cut):
            cut = [compounds.Part(self.sentence.start, self.sentence.end)]
        for part in cut:
            if told := self._told(part, alone=len(cut) == 1):
                yield told

    def _stands(self, part: compounds.Part) -> bool:
        """Whether a part has a subject that reads alone: its own, or the one that it shares."""
        if part.subject:
            return self._is_clear(part.subject)
        if part.first == self.sentence.start:
            return True
        subject = next((at for at in range(part.first, part.last) if self.sentence.doc[at].dep_ in _SUBJECTS), None)
        return subject is None or self._is_clear((subject, subject + 1))

    def _is_clear(self, subject: tuple[int, int]) -> bool:
        """Whether the subject can be repeated: a noun, or a pronoun of which it is sure whom it means."""
        start, end = self._chars(*subject)
        first = self.sentence.doc[subject[0]]
        changes = [one for one in self.reading.findings if start <= one.start and one.end <= end]
        if first.pos_ == "PRON" or first.lower_ in ("this", "that", "these", "those"):
            return bool(changes) and all(one.is_sure for one in changes)
        return True

    def _told(self, part: compounds.Part, *, alone: bool) -> Told | None:
        start, end = _trimmed(text_of(self.sentence.doc), *self._chars(part.first, part.last))
        if start == end:
            return None
        frames = [Span(max(one.start, start), min(one.end, end)) for one in self.frames]
        removed = [one for one in frames if one.start < one.end]
        if not any(one.start <= start < one.end for one in removed):
            removed.extend(self._connective(part))
        return Told(
            part.first,
            part.last,
            self.base + start,
            self.base + end,
            tuple(self._moved(removed)),
            tuple(self._moved(part.removed)),
            alone or self._is_said(part, start, end),
            part,
        )

    def _is_said(self, part: compounds.Part, start: int, end: int) -> bool:
        """Whether the sentence's speaker says this part: all of it is said, or the words of saying stand in it."""
        if self.frames or self.cue is None:
            return True
        at = self.cue.start
        return start <= at < end and not any(one.start <= at < one.end for one in part.removed)

    def _moved(self, spans: Sequence[Span]) -> Iterator[Span]:
        return (Span(self.base + one.start, self.base + one.end) for one in spans)

    def _chars(self, first: int, last: int) -> tuple[int, int]:
        doc = self.sentence.doc
        return doc[first].idx, doc[last - 1].idx + len(doc[last - 1])

    def _connective(self, part: compounds.Part) -> Iterator[Span]:
        doc = self.sentence.doc
        opening = next((doc[at] for at in range(part.first, part.last) if not doc[at].is_punct), None)
        if opening is None or opening.lower_ not in _CONNECTIVES or opening.i + 1 >= part.last:
            return
        after = doc[opening.i + 1]
        if after.text == ",":
            yield Span(opening.idx, after.idx + 1)
        elif opening.dep_ == "cc":
            yield Span(opening.idx, after.idx)

    def substitutions(self, told: Told, days: Sequence[Substitution]) -> tuple[Substitution, ...]:
        """Everything that is changed in a part, in order and apart from each other; ``days``: those of dates."""
        gone = [*told.removed, *told.apart]
        text = text_of(self.sentence.doc)
        found = [self._deleted(span, text) for span in gone]
        found += self._subject(told)
        doc_gone = [Span(one.start - self.base, one.end - self.base) for one in gone]
        first, last = told.start - self.base, told.end - self.base
        words = words_of.substitutions(self.reading, first, last, removed=doc_gone, base=self.base)
        found += [
            one for one in (*days, *words) if not any(gap.start < one.end and one.start < gap.end for gap in gone)
        ]
        return tuple(_apart(found))

    def _deleted(self, span: Span, text: str) -> Substitution:
        original = text[span.start - self.base : span.end - self.base]
        return Substitution(span.start, span.end, original, "", is_sure=True)

    def _subject(self, told: Told) -> list[Substitution]:
        """The subject that the part shares with another, put before it or in the place of "which"."""
        part = told.part
        if part.subject is None:
            return []
        start, end = self._chars(*part.subject)
        words = text_of(self.sentence.doc)[start:end]
        changes = words_of.substitutions(self.reading, start, end, removed=(), base=0)
        subject = rendered(words, start=start, substitutions=changes, is_prose=False).text
        doc = self.sentence.doc
        after = doc[part.first + part.relative].idx + self.base if part.relative else told.start
        replacement = f"{subject} {part.link} " if part.link else f"{subject} "
        original = text_of(doc)[told.start - self.base : after - self.base]
        return [Substitution(told.start, after, original, replacement, is_sure=True)]

    def remember(self) -> None:
        words_of.remember(self.scene, self.reading, self.speaker)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return start, max(start, end - len(words) + len(words.rstrip()))


def _apart(found: Sequence[Substitution]) -> Iterator[Substitution]:
    """In order of place; of those that overlap, the first in ``found`` stays."""
    kept: list[Substitution] = []
    for one in found:
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return iter(sorted(kept, key=lambda one: (one.start, one.end)))
