"""Who said it: cues of speech and who stands behind them.

Rules over spaCy's dependency parse: a verb of saying with a subject ("said Moon", "was quoted as saying"),
"according to", and nouns of saying with an owner ("the ministry's claim that …"). A quotation without a cue of its
own belongs to who spoke before in the same paragraph, else to who speaks next in it, else, where the whole paragraph
is quoted, to who was quoted at the end of the paragraph before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from claims.extraction.people import People, speaker_of
from claims.extraction.statements import Kind, Span, SpeakerMention

SAYING = frozenset(
    "say tell claim announce state add warn declare insist argue report note explain write acknowledge admit agree "
    "allege assert believe caution concede conclude confirm contend deny disclose estimate emphasize estimate fear "
    "indicate maintain mention observe predict promise propose recall remark repeat reply respond reveal stress "
    "suggest suspect testify think tweet urge vow complain continue describe call ask accuse quote cite".split()
)
# Verbs that quote when there is a quotation, but seldom report without one.
_ONLY_WITH_QUOTE = frozenset("call describe quote cite ask accuse continue respond reply urge recall propose".split())
_SAYING_NOUNS = frozenset(
    "claim boast statement warning assertion announcement allegation accusation assurance admission denial".split()
)
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
MIN_QUOTED_WORDS = 4


@dataclass(frozen=True, slots=True)
class Cue:
    """A sign of speech in a sentence: who (a token and the span that names them), the words of saying, how deep."""

    who: Token
    span: Span
    depth: int
    reports: bool


@dataclass(frozen=True, slots=True)
class Attribution:
    speaker: SpeakerMention
    cue: Span
    kind: Kind


def attribute(sentence: Sentence, *, base: int, quoted: list[Span], people: People) -> Attribution | None:
    """The attribution that ``sentence`` makes by itself, or None; updates ``people``.

    ``base``: where the paragraph starts in the article; ``quoted``: its quotations, counted from its own start.
    """
    cues = sorted(_cues(sentence, quoted), key=lambda cue: cue.depth)
    in_quotes = _quoted_chars(sentence, quoted)
    words_quoted = _longest_quote(sentence, quoted)
    for cue in cues:
        if not cue.reports and words_quoted < MIN_QUOTED_WORDS:
            continue
        speaker = speaker_of(cue.who, base, people)
        if speaker is None:
            continue
        people.last = speaker.name
        return Attribution(speaker, Span(base + cue.span.start, base + cue.span.end), _kind(sentence, cue, in_quotes))
    return None


def _kind(sentence: Sentence, cue: Cue, in_quotes: int) -> Kind:
    if not in_quotes:
        return Kind.INDIRECT
    outside = len(sentence.text) - in_quotes
    reported = cue.reports and cue.who.head.i < sentence.end and outside > in_quotes
    return Kind.MIXED if reported else Kind.DIRECT


def _cues(sentence: Sentence, quoted: list[Span]) -> Iterator[Cue]:
    for token in sentence:
        if _inside(token, quoted):
            continue
        cue = _verb_cue(token) or _according(token) or _noun_cue(token)
        if cue and not _inside(cue.who, quoted):
            yield cue
    if colon := _colon_cue(sentence, quoted):
        yield colon


def _verb_cue(token: Token) -> Cue | None:
    if token.lemma_.lower() not in SAYING or token.pos_ not in ("VERB", "AUX"):
        return None
    who = _subject(token)
    if who is None:
        return None
    lemma = token.lemma_.lower()
    reports = lemma not in _ONLY_WITH_QUOTE and _has_content(token)
    return Cue(who, Span(token.idx, token.idx + len(token)), _depth(token), reports)


def _subject(verb: Token) -> Token | None:
    """The subject of a verb, or of the verb that it hangs on ("he spoke warmly, saying that …")."""
    for child in verb.children:
        if child.dep_ in _SUBJECTS:
            return _antecedent(child)
    passive = verb.head if verb.dep_ in ("pcomp", "prep") else None
    if passive is not None and passive.head.lemma_ == "quote":
        return _subject(passive.head)
    if verb.dep_ in ("advcl", "conj", "xcomp") and verb.head != verb:
        return _subject(verb.head)
    return None


def _antecedent(subject: Token) -> Token:
    """ "Abe, who warned …": the one that "who" stands for."""
    if subject.lower_ in ("who", "which", "that") and subject.head.dep_ == "relcl":
        return subject.head.head
    return subject


def _has_content(verb: Token) -> bool:
    """Whether a clause hangs on the verb of saying, or the verb is an aside in what is said ("…, the North says")."""
    if any(child.dep_ in ("ccomp", "parataxis") for child in verb.children):
        return True
    return verb.dep_ == "parataxis"


def _according(token: Token) -> Cue | None:
    if token.lower_ != "according":
        return None
    for prep in token.children:
        for who in prep.children if prep.lower_ == "to" else ():
            if who.dep_ == "pobj":
                return Cue(who, Span(token.idx, prep.idx + len(prep)), 0, True)
    return None


def _noun_cue(token: Token) -> Cue | None:
    if token.lemma_.lower() not in _SAYING_NOUNS or token.pos_ != "NOUN":
        return None
    owner = next((child for child in token.children if child.dep_ == "poss"), None)
    clause = any(child.dep_ in ("acl", "ccomp", "relcl") for child in token.children)
    # The clause may hang on a date that stands between: "the ministry's claim Sunday that …".
    late = any(other.lower_ == "that" and 0 < other.i - token.i <= 3 for other in token.doc[token.i : token.i + 4])
    if owner is None or not (clause or late) or owner.pos_ == "PRON":
        return None
    return Cue(owner, Span(token.idx, token.idx + len(token)), _depth(token) + 10, True)


def _colon_cue(sentence: Sentence, quoted: list[Span]) -> Cue | None:
    """ "He had a warning for them: “…”": whoever the words before the colon are about."""
    for quote in quoted:
        before = sentence.doc.text[max(0, quote.start - 4) : quote.start].rstrip(' “„"')
        if before.endswith(":") and sentence.start_char < quote.start < sentence.end_char:
            subjects = [t for t in sentence if t.dep_ in _SUBJECTS and t.idx < quote.start]
            if subjects:
                return Cue(subjects[0], Span(quote.start - 2, quote.start - 1), 50, False)
    return None


def _depth(token: Token) -> int:
    depth = 0
    while token.head != token and depth < 40:
        token, depth = token.head, depth + 1
    return depth


def _inside(token: Token, quoted: list[Span]) -> bool:
    return any(quote.start <= token.idx < quote.end for quote in quoted)


def _quoted_chars(sentence: Sentence, quoted: list[Span]) -> int:
    return sum(max(0, min(quote.end, sentence.end_char) - max(quote.start, sentence.start_char)) for quote in quoted)


def _longest_quote(sentence: Sentence, quoted: list[Span]) -> int:
    """Words in the longest quotation that touches the sentence."""
    text = sentence.doc.text
    touching = (q for q in quoted if q.start < sentence.end_char and sentence.start_char < q.end)
    return max((len(text[q.start : q.end].split()) for q in touching), default=0)
