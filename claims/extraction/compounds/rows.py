"""Predicates and clauses in a row, joined by "and", "but" or a semicolon."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from claims.extraction.compounds.told import (
    FINITE,
    MIN_WORDS,
    SUBJECTS,
    Part,
    Told,
    is_finite,
    is_plural,
    subject_of,
    words,
)

_OPENERS = frozenset("but and however meanwhile moreover also then later still yet".split())
# What is said of none or few of them is said of both verbs together.
_NONE = frozenset("no not none nobody nothing few little neither only hardly".split())
MAX_SUBJECT_TOKENS = 25


def rows(told: Told) -> list[Part]:
    """The parts of a sentence whose verbs stand in a row; one part where there is only one."""
    sentence = told.sentence
    joints = sorted(_joints(told), key=lambda joint: joint[:2])
    cuts = [joint for joint in joints if joint[1] < sentence.end and not told.is_framed(sentence.doc[joint[1]])]
    found: list[Part] = []
    start = sentence.start
    pending: tuple[tuple[int, int] | None, str] = (None, "")
    for at, first, (subject, link) in cuts:
        if words(told, start, at) < MIN_WORDS or told.cuts_quote(start, sentence.end) or at < start:
            continue
        found.append(Part(start, at, *pending))
        start, pending = first, (subject, link)
    if found and words(told, start, sentence.end) < MIN_WORDS:
        return [Part(sentence.start, sentence.end)]
    return [*found, Part(start, sentence.end, *pending)]


def _joints(told: Told) -> Iterator[tuple[int, int, tuple[tuple[int, int] | None, str]]]:
    """(where the part before ends, where the next begins, what to repeat there)."""
    heads = _heads(told)
    yield from _semicolons(told)
    for verb in told.sentence:
        if verb.dep_ != "conj" or verb.head not in heads or verb.pos_ not in ("VERB", "AUX"):
            continue
        joint = _joint(verb)
        if joint is None:
            continue
        heads.append(verb)
        at, first = joint
        own = subject_of(verb)
        if own is not None and own.left_edge.i >= first:
            if is_finite(verb):
                yield at, first, (None, "")
        elif shared := _shared_subject(told, verb):
            yield at, first, shared


def _semicolons(told: Told) -> Iterator[tuple[int, int, tuple[tuple[int, int] | None, str]]]:
    """Semicolons with a whole clause on either side."""
    doc, start = told.sentence.doc, told.sentence.start
    marks = [token.i for token in told.sentence if token.text == ";"]
    for at, until in pairwise([*marks, told.sentence.end]):
        if _is_clause(doc[start:at]) and _is_clause(doc[at + 1 : until]):
            yield at, at + 1, (None, "")
        start = at + 1


def _is_clause(words: Sentence) -> bool:
    return any(
        token.dep_ in SUBJECTS and is_finite(token.head) and words.start <= token.head.i < words.end for token in words
    )


def _heads(told: Told) -> list[Token]:
    """The verbs that the sentence claims something with: its root, or what a frame introduces."""
    root = told.sentence.root
    if not told.is_framed(root):
        return [root]
    return [child for child in root.children if child.dep_ == "ccomp" and not told.is_framed(child)]


def _joint(verb: Token) -> tuple[int, int] | None:
    """Where "and", "but" or ";" joins ``verb`` to what is before it: the end of that, and the beginning of its part."""
    doc = verb.doc
    first = verb.left_edge.i
    if first <= verb.head.i:
        return None
    if doc[first - 1].text == "but" and doc[first - 2].lower_ in ("all", "nothing", "anything", "everything", "none"):
        first -= 2
    at = first
    while at - 1 > verb.head.i and doc[at - 1].text in ("and", "but", ",", ";", "that"):
        at -= 1
    between = [token.text for token in doc[at:first]]
    # In a row of three the first two are joined by a comma: "built …, closed … and opened …".
    if not ("and" in between or "but" in between or ("," in between and _row_goes_on(verb))):
        return None
    return at, first + (doc[first].lower_ == "that")


def _row_goes_on(verb: Token) -> bool:
    later = [*verb.children, *(child for child in verb.head.children if child.i > verb.i)]
    return any(child.dep_ == "conj" and child.pos_ in ("VERB", "AUX") for child in later)


def _shared_subject(told: Told, verb: Token) -> tuple[tuple[int, int], str] | None:
    """The subject that ``verb`` takes over, with the verbs that help both; None where that is not plain."""
    head = verb.head
    while (subject := subject_of(head)) is None and head.dep_ == "conj":
        head = head.head
    if subject is None or subject.dep_ == "expl" or subject.i > head.i or _fronted(told, subject, verb):
        return None
    if _is_doubtful(subject, head, verb):
        return None
    helpers = [child for child in head.children if child.dep_ in ("aux", "auxpass") and child.i < head.i]
    place = (subject.left_edge.i, subject.right_edge.i + 1)
    if place[1] - place[0] > MAX_SUBJECT_TOKENS or subject.tag_ in ("WP", "WDT"):
        return None
    if is_finite(verb):
        return place, ""
    if any(child.dep_ == "neg" for child in head.children) or not helpers or verb.tag_ != head.tag_:
        return None
    return place, " ".join(helper.text for helper in helpers)


def _is_doubtful(subject: Token, head: Token, verb: Token) -> bool:
    """Whether the second verb may belong to a clause in between, or the subject holds a clause of its own."""
    doc = verb.doc
    between = any(token.dep_ in SUBJECTS for token in doc[head.i + 1 : verb.i])
    phrase = doc[subject.left_edge.i : subject.right_edge.i + 1]
    nested = any(token.tag_ in FINITE or token.lower_ in _NONE for token in phrase)
    helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    tag = (helpers or [verb])[0].tag_
    disagrees = (tag == "VBZ" and is_plural(subject)) or (tag == "VBP" and not is_plural(subject))
    return between or nested or disagrees or doc[verb.left_edge.i].text[:1] in "’'"


def _fronted(told: Told, subject: Token, verb: Token) -> bool:
    """Whether words before the subject ("In 2019, …") count for both parts, so that neither stands without them."""
    before = [
        token
        for token in told.sentence.doc[told.sentence.start : subject.left_edge.i]
        if token.is_alpha and not told.is_framed(token) and token.lower_ not in _OPENERS
    ]
    return bool(before)
