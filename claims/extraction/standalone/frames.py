"""The words around what was claimed that only say who claimed it: "…, he said", "The ministry said Monday that …".

They are left out of a statement's own text, since the speaker is kept beside it. Where the sentence does not plainly
fall into what was claimed and who claimed it, nothing is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from claims.extraction.language_model import text_of
from claims.extraction.statements import Span

# Verbs after which what was claimed reads as a statement by itself; "deny", "fear" or "ask" would turn it round.
_PLAIN = frozenset(
    "say claim announce state add warn declare insist argue report note explain write acknowledge admit assert "
    "maintain contend conclude confirm disclose emphasize emphasise estimate indicate mention observe reveal stress "
    "testify continue remark reply respond repeat tell boast calculate find show tweet "
    "allege complain concede predict caution quote".split()
)
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
# A frame with more words than this holds more than who said it.
MAX_FRAME_TOKENS = 40
MIN_QUOTED_WORDS = 4
# What quotes more pieces than this in one sentence is no statement of somebody.
MAX_QUOTES = 20


def frames(sentence: Sentence, cue: Span | None, quoted: Sequence[Span]) -> list[Span]:
    """What to leave out of ``sentence``; ``cue``, ``quoted`` and the result count from the start of its document."""
    verb = _cue_token(sentence, cue)
    if cue is None or verb is None:
        return _before_colon(sentence, cue, quoted)
    found = list(_around_quotes(sentence, verb, quoted) or _according(verb) or _around_clause(sentence, verb))
    text = text_of(sentence.doc)
    telling = [span for span in found if any(mark.isalnum() for mark in text[span.start : span.end])]
    return [span for span in telling if not _holds_figure(sentence, span)]


def _holds_figure(sentence: Sentence, span: Span) -> bool:
    """ "58 percent of voters say …": a figure outside of dates is claimed too."""
    inside = (token for token in sentence if span.start <= token.idx < span.end)
    return any(token.like_num and token.ent_type_ not in ("DATE", "TIME") for token in inside)


def _cue_token(sentence: Sentence, cue: Span | None) -> Token | None:
    if cue is None:
        return None
    inside = [token for token in sentence if token.idx < cue.end and cue.start < token.idx + len(token)]
    return next((token for token in inside if token.pos_ in ("VERB", "AUX") or token.lower_ == "according"), None)


# --- “…,” he said. ----------------------------------------------------------------------------------------------
def _around_quotes(sentence: Sentence, verb: Token, quoted: Sequence[Span]) -> list[Span]:
    """Everything outside the quotations, where they are whole sentences and hold most of what is told."""
    inside = _clipped(sentence, quoted)
    if any(one.start <= verb.idx < one.end for one in inside):
        return []
    text = text_of(sentence.doc)
    words = sum(len(text[one.start : one.end].split()) for one in inside)
    outside = len(sentence.text.split()) - words
    if len(inside) > MAX_QUOTES or words < MIN_QUOTED_WORDS or words < outside or not _is_sentence(sentence, inside[0]):
        return []
    ends = [sentence.start_char, *(place for one in inside for place in (one.start, one.end)), sentence.end_char]
    return [Span(ends[at], ends[at + 1]) for at in range(0, len(ends), 2)]


def _clipped(sentence: Sentence, quoted: Sequence[Span]) -> list[Span]:
    start, end = sentence.start_char, sentence.end_char
    return [Span(max(one.start, start), min(one.end, end)) for one in quoted if one.start < end and start < one.end]


def _is_sentence(sentence: Sentence, quote: Span) -> bool:
    """Whether a quotation is a clause of its own and not a part of the reporter's."""
    tokens = [token for token in sentence if quote.start <= token.idx < quote.end]
    opens = text_of(sentence.doc)[quote.start : quote.start + 1]
    begins = not opens.islower() or quote.start <= sentence.start_char + 1
    return begins and any(token.dep_ in _SUBJECTS for token in tokens)


def _before_colon(sentence: Sentence, cue: Span | None, quoted: Sequence[Span]) -> list[Span]:
    """ "He had a warning for them: “…”": the colon is the cue."""
    inside = _clipped(sentence, quoted)
    if cue is None or not inside or ":" not in text_of(sentence.doc)[cue.start : cue.end]:
        return []
    last = inside[-1]
    if cue.end > inside[0].start or not _is_sentence(sentence, inside[0]) or sentence.end_char - last.end > 2:
        return []
    return [Span(sentence.start_char, inside[0].start)]


# --- according to … ---------------------------------------------------------------------------------------------
def _according(cue: Token) -> list[Span]:
    if cue.lower_ != "according":
        return []
    first, last = cue.left_edge.i, cue.right_edge.i
    if last - first > MAX_FRAME_TOKENS or any(token.dep_ in _SUBJECTS for token in cue.subtree):
        return []
    return [_with_commas(cue, first, last)]


def _with_commas(cue: Token, first: int, last: int) -> Span:
    """The words and the commas that set them off: both inside a sentence, or the one at its head or end."""
    doc, sentence = cue.doc, cue.sent
    if last + 1 < sentence.end and doc[last + 1].text == ",":
        last += 1
    if first > sentence.start and doc[first - 1].text == ",":
        first -= 1
    return Span(doc[first].idx, doc[last].idx + len(doc[last]))


# --- The ministry said Monday that … / …, the North says ----------------------------------------------------------
def _around_clause(sentence: Sentence, verb: Token) -> Iterator[Span]:
    if verb.lemma_.lower() not in _PLAIN or any(child.dep_ in ("neg", "aux") for child in verb.children):
        return
    clause = next((child for child in verb.children if child.dep_ == "ccomp" and _is_clause(child)), None)
    if verb.dep_ == "parataxis" or (verb.dep_ == "ccomp" and verb.head.i < verb.i):
        yield from _aside(verb)
    elif clause is not None and verb == sentence.root and clause.i > verb.i:
        yield from _before(sentence, verb, clause)
    elif clause is not None and verb == sentence.root:
        yield from _after(sentence, verb, clause)


def _is_clause(verb: Token) -> bool:
    """Whether somebody does something in it (or in what it is joined to, where the parser lost its way)."""
    return any(token.dep_ in _SUBJECTS for token in verb.subtree)


def _before(sentence: Sentence, verb: Token, clause: Token) -> Iterator[Span]:
    first = clause.left_edge.i
    if first <= verb.i or first - sentence.start > MAX_FRAME_TOKENS or _is_bound(clause.left_edge):
        return
    if any(_tells(token) for token in sentence.doc[sentence.start : verb.i]):
        return
    if clause.left_edge.lower_ == "that" and clause.left_edge.dep_ == "mark":
        first += 1
    yield Span(sentence.start_char, sentence.doc[first].idx)


def _tells(token: Token) -> bool:
    """Whether a verb before that of saying tells something of its own ("He called it a gift and warned that …")."""
    return token.tag_ in ("VBD", "VBZ", "VBP") and token.pos_ == "VERB" and token.dep_ != "relcl"


def _is_bound(token: Token) -> bool:
    return token.lower_ in ("if", "whether", "how", "why", "what", "when", "where", "who", "“", '"')


def _after(sentence: Sentence, verb: Token, clause: Token) -> Iterator[Span]:
    subject = next((child for child in verb.children if child.dep_ in _SUBJECTS), None)
    if subject is None:
        return
    first = min(verb.i, subject.left_edge.i)
    comma = sentence.doc[first - 1] if first > sentence.start else None
    if comma is None or comma.text not in (",", ",”", "”") or first <= clause.i:
        return
    if sentence.end - first <= MAX_FRAME_TOKENS:
        yield Span(comma.idx, sentence.end_char)


def _aside(verb: Token) -> Iterator[Span]:
    """ "The bridge, officials say, is safe": subject and verb between two commas, or after the last one."""
    doc, sentence = verb.doc, verb.sent
    subject = next((child for child in verb.children if child.dep_ in _SUBJECTS), None)
    if subject is None:
        return
    first = min(verb.i, subject.left_edge.i)
    last = max(verb.i, subject.right_edge.i)
    opens = first > sentence.start and doc[first - 1].text == ","
    closes = last + 1 >= sentence.end or doc[last + 1].text in (",", ".")
    if opens and closes and last - first <= MAX_FRAME_TOKENS:
        yield (
            _with_commas(verb, first, last)
            if last + 1 >= sentence.end or doc[last + 1].text == ","
            else Span(doc[first - 1].idx, doc[last].idx + len(doc[last]))
        )
