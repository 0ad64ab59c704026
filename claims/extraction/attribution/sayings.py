"""The attribution of one sentence: of all that was found in its paragraph, what says whose words these are.

The network finds attitudes and plans as well ("critics fear a repeat"); a sentence is somebody's only when what is
attributed is a statement, a clause or a quotation of some length, and most of the sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Sentence

from claims.extraction.attribution import rules
from claims.extraction.attribution.spans import Attributed
from claims.extraction.people import People, speaker_of
from claims.extraction.sentences import within
from claims.extraction.statements import Kind, Span, SpeakerMention

MIN_QUOTED_WORDS = 4
# How much of a sentence, without its source and cue, must be attributed, unless the cue is its main verb.
MIN_SHARE = 0.35
# From how much quotation on it is direct speech: the marks and a comma are not quoted themselves.
DIRECT_SHARE = 0.85
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whose words a sentence is: the nearest source, the words that say so, and who passed them on, outermost first."""

    speaker: SpeakerMention
    cue: Span
    kind: Kind
    via: tuple[SpeakerMention, ...] = ()


def attribute(
    sentence: Sentence, *, base: int, quoted: Sequence[Span], found: Sequence[Attributed], people: People
) -> Attribution | None:
    """The attribution of ``sentence``, or None when it is the narrator's; updates ``people``.

    ``base``: where the paragraph starts in the article; ``quoted``: its quotations, counted from its own start;
    ``found``: what is attributed in the paragraph.
    """
    here = _Here(sentence, base, quoted)
    told = [one for one in found if one.source and here.is_statement(one)]
    ranked = sorted(told, key=here.overlap, reverse=True)
    attribution = next((known for outer in ranked if (known := _attribution(here, outer, told, people))), None)
    attribution = attribution or _by_rule(here, people)
    if attribution:
        people.last = attribution.speaker.name
    return attribution


def announcement(doc: Doc, *, base: int, one: Attributed, people: People) -> Attribution | None:
    """The attribution of the quotation that follows a paragraph ("The mayor went on:"); updates ``people``."""
    speaker = _speaker(_Here(doc[:], base, ()), one, people)
    if speaker is None:
        return None
    people.last = speaker.name
    return Attribution(speaker, one.cue, Kind.DIRECT)


@dataclass(frozen=True, slots=True)
class _Here:
    """A sentence, where its paragraph starts, and the quotations in that."""

    sentence: Sentence
    base: int
    quoted: Sequence[Span]

    @property
    def span(self) -> Span:
        return Span(self.base + self.sentence.start_char, self.base + self.sentence.end_char)

    def overlap(self, one: Attributed) -> int:
        """The characters of the sentence that are attributed."""
        return sum(len(part) for part in self.parts(one))

    def parts(self, one: Attributed) -> list[range]:
        """What of the content stands in the sentence, in characters of the article."""
        return [part for span in one.content if (part := _common(span, self.span))]

    def is_statement(self, one: Attributed) -> bool:
        parts = self.parts(one)
        if not parts:
            return False
        if not (self._is_main(one) or self._is_most(one)):
            return False
        return any(self._has_verb(part) for part in parts) or self._quoted_words(parts) >= MIN_QUOTED_WORDS

    def _is_main(self, one: Attributed) -> bool:
        return one.cue.start <= self.base + self.sentence.root.idx < one.cue.end

    def _is_most(self, one: Attributed) -> bool:
        framing = sum(len(_common(span, self.span)) for span in (*one.source, one.cue))
        return self.overlap(one) >= MIN_SHARE * (self.span.end - self.span.start - framing)

    def _has_verb(self, part: range) -> bool:
        words = self.words(part)
        return any(token.tag_ in _FINITE for token in words or ())

    def words(self, part: range) -> Sentence | None:
        """The words of a range of the article's characters; None without any."""
        return self.sentence.doc.char_span(part.start - self.base, part.stop - self.base, alignment_mode="expand")

    def _quoted_words(self, parts: Sequence[range]) -> int:
        """Words in the longest quotation within ``parts``."""
        texts = [words.text for quote in self._quotes(parts) if (words := self.words(quote))]
        return max((len(text.split()) for text in texts), default=0)

    def _quotes(self, parts: Sequence[range]) -> list[range]:
        """What is quoted of ``parts``, in characters of the article."""
        return [
            range(self.base + quote.start, self.base + quote.end)
            for part in parts
            for quote in within(self.quoted, part.start - self.base, part.stop - self.base)
        ]

    def is_saying(self, one: Attributed) -> bool:
        """Whether somebody says it: what tests show or voters want has no second source."""
        words = self.words(range(one.cue.start, one.cue.end))
        return any(token.lemma_.lower() in rules.SAYING or token.lower_ == "according" for token in words or ())

    def is_quoted(self, token: Token) -> bool:
        return any(within(self.quoted, token.idx, token.idx + len(token)))

    def kind(self, parts: Sequence[range]) -> Kind:
        quoted = sum(len(quote) for quote in self._quotes(parts))
        if not quoted:
            return Kind.INDIRECT
        return Kind.DIRECT if quoted >= DIRECT_SHARE * sum(len(part) for part in parts) else Kind.MIXED


def _common(first: Span, second: Span) -> range:
    return range(max(first.start, second.start), min(first.end, second.end))


def _attribution(here: _Here, outer: Attributed, told: Sequence[Attributed], people: People) -> Attribution | None:
    named = [(_speaker(here, outer, people), outer.cue), *_inner(here, outer, told, people)]
    return _of_chain(named, here.kind(here.parts(outer)))


def _by_rule(here: _Here, people: People) -> Attribution | None:
    """What the parse alone says of a sentence in which the network finds nothing that is said."""
    sources = rules.sources(here.sentence)
    if not sources or any(here.is_quoted(source.who) for source in sources):
        return None
    said = sources[-1].said
    part = range(here.base + said.start_char, here.base + said.end_char)
    return _of_chain([_by(here, source, people) for source in sources], here.kind([part]))


def _of_chain(named: Sequence[tuple[SpeakerMention | None, Span]], kind: Kind) -> Attribution | None:
    """From the sources, outermost first, with the cue of each; those whom nobody can name are left out."""
    known = [(speaker, cue) for speaker, cue in named if speaker is not None]
    if not known:
        return None
    nearest, cue = known[-1]
    return Attribution(nearest, cue, kind, via=tuple(speaker for speaker, _ in known[:-1]))


def _by(here: _Here, source: rules.Source, people: People) -> tuple[SpeakerMention | None, Span]:
    cue = Span(here.base + source.cue.start, here.base + source.cue.end)
    return speaker_of(source.who, here.base, people), cue


def _speaker(here: _Here, one: Attributed, people: People) -> SpeakerMention | None:
    span = one.source[0]
    words = here.words(range(span.start, span.end))
    return speaker_of(_head(words), here.base, people) if words is not None else None


def _head(source: Sentence) -> Token:
    """The word that the source's others hang on; for "Abe, who warned …" the one that "who" stands for."""
    head = source.root
    if head.lower_ in ("who", "which", "that") and head.head.dep_ == "relcl":
        return head.head.head
    return head


def _inner(
    here: _Here, outer: Attributed, told: Sequence[Attributed], people: People
) -> list[tuple[SpeakerMention | None, Span]]:
    """The sources inside the outer content, the outermost first: as found, or else by the parse."""
    inside = [one for one in told if _is_inside(one, outer) and here.is_saying(one)]
    if inside:
        return [(_speaker(here, one, people), one.cue) for one in sorted(inside, key=here.overlap, reverse=True)]
    words = here.words(_stretch(here.parts(outer), outer))
    return [_by(here, source, people) for source in rules.sources(words)] if words is not None else []


def _stretch(parts: Sequence[range], outer: Attributed) -> range:
    """All of the content with its gaps, or its longest part where the source or the cue stands in between."""
    whole = Span(parts[0].start, parts[-1].stop)
    if any(_common(span, whole) for span in (*outer.source, outer.cue)):
        return max(parts, key=len)
    return range(whole.start, whole.end)


def _is_inside(one: Attributed, outer: Attributed) -> bool:
    """Whether ``one`` has its cue and its source in what ``outer`` attributes."""
    return one is not outer and all(
        any(span.start <= part.start and part.end <= span.end for span in outer.content)
        for part in (one.cue, *one.source)
    )
