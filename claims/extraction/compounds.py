"""Sentences that hold several claims, cut into parts that can be checked one by one.

Cut are predicates and clauses joined by "and", "but" or a semicolon, and what stands between commas about a noun:
a participle ("…, tested twice in July, …"), a clause with "which" or "who", an apposition with a figure. A sentence
whose parts are bound together (a condition, a choice, a comparison of both) is left whole, and so is one whose parts
would cut a quotation in two.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from claims.extraction.statements import Span

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_FINITE = ("VBD", "VBZ", "VBP", "MD")
# Words that bind parts together: none of them is claimed by itself.
_BINDING = frozenset(
    "if unless whether either neither nor or though although whereas respectively until lest suppose "
    "assuming provided rather".split()
)
_OPENERS = frozenset("but and however meanwhile moreover also then later still yet".split())
# A part with fewer words than this says nothing that can be checked.
MIN_WORDS = 4
MAX_SUBJECT_TOKENS = 25


@dataclass(frozen=True, slots=True)
class Part:
    """The tokens ``first`` up to ``last`` of a document, to be read as one claim.

    ``subject``: tokens to be repeated from elsewhere in the sentence, as (first, last); ``link``: the verb to put after
    them ("was"); they stand for ``relative`` tokens at the head of the part (0: they are put before it).
    ``removed``: characters that are a part of their own, counted from the start of the document.
    """

    first: int
    last: int
    subject: tuple[int, int] | None = None
    link: str = ""
    relative: int = 0
    removed: tuple[Span, ...] = ()


def parts(sentence: Sentence, *, quoted: Sequence[Span], frames: Sequence[Span]) -> list[Part]:
    """The claims that ``sentence`` holds, in order; one part with all of it when it is not to be cut.

    ``quoted`` and ``frames`` count from the start of the document; frames (who said it) stay with their neighbour.
    """
    whole = Part(sentence.start, sentence.end)
    if _is_bound(sentence):
        return [whole]
    told = _told(sentence, quoted, frames)
    inner = _apart(list(_inner(told)))
    rows = _outer(told)
    kept = [_without(row, inner, told) for row in rows]
    return sorted([*kept, *(part for part, _ in inner)], key=lambda part: (part.first, -part.last))


def _is_bound(sentence: Sentence) -> bool:
    if any(token.lower_ in _BINDING or _compares(token) for token in sentence):
        return True
    return sentence.text.rstrip("”\"' ").endswith("?")


def _compares(token: Token) -> bool:
    """ "than", but not the one of "more than 40"."""
    following = token.doc[token.i + 1 : token.i + 3]
    return token.lower_ == "than" and not any(word.like_num or word.is_currency for word in following)


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence; ``framed``: its tokens that only say who said it; ``levels``: the quotation each word stands in."""

    sentence: Sentence
    framed: frozenset[int]
    levels: dict[int, int]

    def is_framed(self, token: Token) -> bool:
        return token.i in self.framed

    def cuts_quote(self, first: int, last: int) -> bool:
        """Whether the tokens ``first`` up to ``last`` begin in one quotation and end in another or outside."""
        return len({self.levels[at] for at in range(first, last) if at in self.levels}) > 1


def _told(sentence: Sentence, quoted: Sequence[Span], frames: Sequence[Span]) -> _Told:
    in_frames, in_quotes = _numbered(sentence, frames), _numbered(sentence, quoted)
    framed = frozenset(at for at, number in in_frames.items() if number >= 0)
    words = (token.i for token in sentence if not token.is_punct and token.i not in framed)
    return _Told(sentence, framed, {at: in_quotes[at] for at in words})


def _numbered(sentence: Sentence, spans: Sequence[Span]) -> dict[int, int]:
    """The number of the span that each token begins in, -1 for none; ``spans`` in order and apart."""
    ordered = sorted(spans, key=lambda span: span.start)
    starts = [span.start for span in ordered]
    found = {}
    for token in sentence:
        at = bisect_right(starts, token.idx) - 1
        found[token.i] = at if at >= 0 and token.idx < ordered[at].end else -1
    return found


def _apart(found: list[tuple[Part, Span]]) -> list[tuple[Part, Span]]:
    """Of parts that overlap, the first."""
    kept: list[tuple[Part, Span]] = []
    for part, removed in sorted(found, key=lambda one: one[0].first):
        if not kept or part.first >= kept[-1][0].last:
            kept.append((part, removed))
    return kept


def _without(row: Part, inner: Sequence[tuple[Part, Span]], told: _Told) -> Part:
    doc = told.sentence.doc
    start, end = doc[row.first].idx, doc[row.last - 1].idx + len(doc[row.last - 1])
    removed = tuple(span for _, span in inner if start <= span.start and span.end <= end)
    return Part(row.first, row.last, row.subject, row.link, row.relative, removed)


# --- Predicates and clauses in a row --------------------------------------------------------------------------
def _outer(told: _Told) -> list[Part]:
    sentence = told.sentence
    joints = sorted(_joints(told), key=lambda joint: joint[:2])
    cuts = [joint for joint in joints if joint[1] < sentence.end and not told.is_framed(sentence.doc[joint[1]])]
    rows: list[Part] = []
    start = sentence.start
    pending: tuple[tuple[int, int] | None, str] = (None, "")
    for at, first, (subject, link) in cuts:
        if _words(told, start, at) < MIN_WORDS or told.cuts_quote(start, sentence.end) or at < start:
            continue
        rows.append(Part(start, at, *pending))
        start, pending = first, (subject, link)
    if rows and _words(told, start, sentence.end) < MIN_WORDS:
        return [Part(sentence.start, sentence.end)]
    return [*rows, Part(start, sentence.end, *pending)]


def _words(told: _Told, first: int, last: int) -> int:
    return sum(token.is_alpha or token.like_num for token in told.sentence.doc[first:last] if not told.is_framed(token))


def _joints(told: _Told) -> Iterator[tuple[int, int, tuple[tuple[int, int] | None, str]]]:
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
        own = _subject(verb)
        if own is not None and own.left_edge.i >= first:
            if _is_finite(verb):
                yield at, first, (None, "")
        elif shared := _shared_subject(told, verb):
            yield at, first, shared


def _semicolons(told: _Told) -> Iterator[tuple[int, int, tuple[tuple[int, int] | None, str]]]:
    """Semicolons with a whole clause on either side."""
    doc, start = told.sentence.doc, told.sentence.start
    marks = [token.i for token in told.sentence if token.text == ";"]
    for at, until in pairwise([*marks, told.sentence.end]):
        if _is_clause(doc[start:at]) and _is_clause(doc[at + 1 : until]):
            yield at, at + 1, (None, "")
        start = at + 1


def _is_clause(words: Sentence) -> bool:
    return any(
        token.dep_ in _SUBJECTS and _is_finite(token.head) and words.start <= token.head.i < words.end
        for token in words
    )


def _heads(told: _Told) -> list[Token]:
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


def _shared_subject(told: _Told, verb: Token) -> tuple[tuple[int, int], str] | None:
    """The subject that ``verb`` takes over, with the verbs that help both; None where that is not plain."""
    head = verb.head
    while (subject := _subject(head)) is None and head.dep_ == "conj":
        head = head.head
    if subject is None or subject.dep_ == "expl" or subject.i > head.i or _fronted(told, subject, verb):
        return None
    helpers = [child for child in head.children if child.dep_ in ("aux", "auxpass") and child.i < head.i]
    place = (subject.left_edge.i, subject.right_edge.i + 1)
    if place[1] - place[0] > MAX_SUBJECT_TOKENS or subject.tag_ in ("WP", "WDT"):
        return None
    if _is_finite(verb):
        return place, ""
    if any(child.dep_ == "neg" for child in head.children) or not helpers or verb.tag_ != head.tag_:
        return None
    return place, " ".join(helper.text for helper in helpers)


def _fronted(told: _Told, subject: Token, verb: Token) -> bool:
    """Whether words before the subject ("In 2019, …") count for both parts, so that neither stands without them."""
    before = [
        token
        for token in told.sentence.doc[told.sentence.start : subject.left_edge.i]
        if token.is_alpha and not told.is_framed(token) and token.lower_ not in _OPENERS
    ]
    return bool(before)


def _subject(verb: Token) -> Token | None:
    return next((child for child in verb.children if child.dep_ in _SUBJECTS), None)


def _is_finite(verb: Token) -> bool:
    helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    return helpers[0].tag_ in _FINITE if helpers else verb.tag_ in _FINITE


# --- What stands between commas about a noun --------------------------------------------------------------------
def _inner(told: _Told) -> Iterator[tuple[Part, Span]]:
    for token in told.sentence:
        if told.is_framed(token) or token.pos_ not in ("VERB", "AUX", "NOUN"):
            continue
        found = _participle(told, token) or _relative(told, token) or _apposition(told, token)
        if found and not told.cuts_quote(found[0].first - 1, found[0].last):
            yield found


def _participle(told: _Told, verb: Token) -> tuple[Part, Span] | None:
    """ "Those missiles, successfully tested twice in July, have …": a participle between commas after its noun."""
    if verb.tag_ not in ("VBN", "VBD") or any(child.dep_ in ("aux", "auxpass", "dobj") for child in verb.children):
        return None
    doc = verb.doc
    first = verb.i
    while first > told.sentence.start and doc[first - 1].dep_ == "advmod" and doc[first - 1].head == verb:
        first -= 1
    noun = verb.head if verb.dep_ == "acl" else _subject(verb)
    bounds = _between_commas(told, first)
    if noun is None or bounds is None or not _precedes(noun, first) or bounds[1] <= verb.i:
        return None
    if not _goes_on(told, bounds[1]) or not _has_fact(told, *bounds):
        return None
    link = "were" if _is_plural(noun) else "was"
    return Part(*bounds, _phrase(noun, first), link), _cut(told, *bounds)


def _relative(told: _Told, verb: Token) -> tuple[Part, Span] | None:
    """ "The ferry, which carries 900 people, …"."""
    if verb.dep_ != "relcl":
        return None
    subject = _subject(verb)
    if subject is None or subject.lower_ not in ("who", "which") or subject.dep_ == "expl":
        return None
    bounds = _between_commas(told, subject.i)
    noun = verb.head
    if bounds is None or bounds[1] <= verb.i or not _precedes(noun, subject.i) or not _has_fact(told, *bounds):
        return None
    if not _is_finite(verb) or _disagrees(noun, verb):
        return None
    # At the end of a sentence "which" may mean all that was said before.
    if subject.lower_ == "which" and noun.pos_ != "PROPN" and not _goes_on(told, bounds[1]):
        return None
    return Part(*bounds, _phrase(noun, subject.i), relative=1), _cut(told, *bounds)


def _apposition(told: _Told, noun: Token) -> tuple[Part, Span] | None:
    """ "Volvo, the largest employer of the town with 1,200 workers, …": only where it holds a figure."""
    if noun.dep_ != "appos" or noun.pos_ != "NOUN" or noun.left_edge.lower_ not in ("a", "an", "the"):
        return None
    bounds = _between_commas(told, noun.left_edge.i)
    if bounds is None or bounds[1] <= noun.i or not _precedes(noun.head, noun.left_edge.i):
        return None
    if not any(token.like_num for token in noun.doc[bounds[0] : bounds[1]]) or not _goes_on(told, bounds[1]):
        return None
    if _is_plural(noun) or noun.head.ent_type_ not in ("ORG", "GPE", "PERSON", "FAC", "LOC", "PRODUCT"):
        return None
    return Part(*bounds, _phrase(noun.head, noun.left_edge.i), "is"), _cut(told, *bounds)


def _between_commas(told: _Told, first: int) -> tuple[int, int] | None:
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


def _goes_on(told: _Told, last: int) -> bool:
    """Whether the sentence goes on with its own verb after the comma."""
    rest = [token for token in told.sentence.doc[last : told.sentence.end] if not told.is_framed(token)]
    return len(rest) > 2 and rest[0].text == "," and rest[1].tag_ in (*_FINITE, "RB")


def _has_fact(told: _Told, first: int, last: int) -> bool:
    """Whether the words hold something to be checked: a figure, a day, a name."""
    return any(
        token.like_num or token.ent_type_ or token.lower_ in ("once", "twice")
        for token in told.sentence.doc[first:last]
    )


def _is_plural(noun: Token) -> bool:
    return noun.tag_ in ("NNS", "NNPS") or any(child.dep_ == "conj" for child in noun.children)


def _disagrees(noun: Token, verb: Token) -> bool:
    helper = next((child for child in verb.children if child.dep_ in ("aux", "auxpass")), verb)
    return (helper.tag_ == "VBZ" and _is_plural(noun)) or (helper.tag_ == "VBP" and not _is_plural(noun))


def _cut(told: _Told, first: int, last: int) -> Span:
    """What the sentence loses with the part: its words, the comma before and the one after them."""
    doc = told.sentence.doc
    end = doc[last - 1].idx + len(doc[last - 1])
    if last < told.sentence.end and doc[last].text == ",":
        end = doc[last].idx + 1
    return Span(doc[first - 1].idx, end)
