"""What stands between commas about a noun: a participle, a clause with "which" or "who", an apposition."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from claims.extraction.compounds.told import FINITE, MIN_WORDS, Part, Told, is_finite, is_plural, subject_of
from claims.extraction.statements import Span


def inside(told: Told) -> Iterator[tuple[Part, Span]]:
    for token in told.sentence:
        if told.is_framed(token) or token.pos_ not in ("VERB", "AUX", "NOUN"):
            continue
        found = _participle(told, token) or _relative(told, token) or _apposition(told, token)
        if found and not told.cuts_quote(found[0].first - 1, found[0].last):
            yield found


def _participle(told: Told, verb: Token) -> tuple[Part, Span] | None:
    """ "Those missiles, successfully tested twice in July, have …": a participle between commas after its noun."""
    if verb.tag_ not in ("VBN", "VBD") or any(child.dep_ in ("aux", "auxpass", "dobj") for child in verb.children):
        return None
    doc = verb.doc
    first = verb.i
    while first > told.sentence.start and doc[first - 1].dep_ == "advmod" and doc[first - 1].head == verb:
        first -= 1
    noun = verb.head if verb.dep_ == "acl" else subject_of(verb)
    bounds = _between_commas(told, first)
    if noun is None or bounds is None or not _precedes(noun, first) or bounds[1] <= verb.i:
        return None
    if not _goes_on(told, bounds[1]) or not _has_fact(told, *bounds):
        return None
    link = "were" if is_plural(noun) else "was"
    return Part(*bounds, _phrase(noun, first), link), _cut(told, *bounds)


def _relative(told: Told, verb: Token) -> tuple[Part, Span] | None:
    """ "The ferry, which carries 900 people, …"."""
    if verb.dep_ != "relcl":
        return None
    subject = subject_of(verb)
    if subject is None or subject.lower_ not in ("who", "which") or subject.dep_ == "expl":
        return None
    bounds = _between_commas(told, subject.i)
    noun = verb.head
    if bounds is None or bounds[1] <= verb.i or not _precedes(noun, subject.i) or not _has_fact(told, *bounds):
        return None
    if not is_finite(verb) or _disagrees(noun, verb):
        return None
    # At the end of a sentence "which" may mean all that was said before.
    if subject.lower_ == "which" and noun.pos_ != "PROPN" and not _goes_on(told, bounds[1]):
        return None
    return Part(*bounds, _phrase(noun, subject.i), relative=1), _cut(told, *bounds)


def _apposition(told: Told, noun: Token) -> tuple[Part, Span] | None:
    """ "Volvo, the largest employer of the town with 1,200 workers, …": only where it holds a figure."""
    if noun.dep_ != "appos" or noun.pos_ != "NOUN" or noun.left_edge.lower_ not in ("a", "an", "the"):
        return None
    bounds = _between_commas(told, noun.left_edge.i)
    if bounds is None or bounds[1] <= noun.i or not _precedes(noun.head, noun.left_edge.i):
        return None
    if not any(token.like_num for token in noun.doc[bounds[0] : bounds[1]]) or not _goes_on(told, bounds[1]):
        return None
    if is_plural(noun) or noun.head.ent_type_ not in ("ORG", "GPE", "PERSON", "FAC", "LOC", "PRODUCT"):
        return None
    return Part(*bounds, _phrase(noun.head, noun.left_edge.i), "is"), _cut(told, *bounds)


def _between_commas(told: Told, first: int) -> tuple[int, int] | None:
    """The tokens from ``first``, which follows a comma, up to the next comma or the end of the sentence."""
    doc, end = told.sentence.doc, told.sentence.end
    if first <= told.sentence.start or doc[first - 1].text != ",":
        return None
    last = next((at for at in range(first, end) if doc[at].text in (",", ".", ";", "–", "—")), end)
    while last > first and (told.is_framed(doc[last - 1]) or doc[last - 1].is_punct):
        last -= 1
    return (first, last) if last - first >= MIN_WORDS - 1 else None


def _precedes(noun: Token, first: int) -> bool:
    """Whether ``noun`` and what belongs to it end right before the comma that stands before ``first``."""
    return noun.i == first - 2


def _phrase(noun: Token, first: int) -> tuple[int, int]:
    return noun.left_edge.i, min(noun.i + 1, first - 1)


def _goes_on(told: Told, last: int) -> bool:
    """Whether the sentence goes on with its own verb after the comma."""
    rest = [token for token in told.sentence.doc[last : told.sentence.end] if not told.is_framed(token)]
    return len(rest) > 2 and rest[0].text == "," and rest[1].tag_ in (*FINITE, "RB")


def _has_fact(told: Told, first: int, last: int) -> bool:
    """Whether the words hold something to be checked: a figure, a day, a name."""
    return any(
        token.like_num or token.ent_type_ or token.lower_ in ("once", "twice")
        for token in told.sentence.doc[first:last]
    )


def _disagrees(noun: Token, verb: Token) -> bool:
    helper = next((child for child in verb.children if child.dep_ in ("aux", "auxpass")), verb)
    return (helper.tag_ == "VBZ" and is_plural(noun)) or (helper.tag_ == "VBP" and not is_plural(noun))


def _cut(told: Told, first: int, last: int) -> Span:
    """What the sentence loses with the part: its words, the comma before and the one after them."""
    doc = told.sentence.doc
    end = doc[last - 1].idx + len(doc[last - 1])
    if last < told.sentence.end and doc[last].text == ",":
        end = doc[last].idx + 1
    return Span(doc[first - 1].idx, end)
