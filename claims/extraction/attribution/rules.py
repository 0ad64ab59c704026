"""Sources by rule: inside what is attributed ("the paper reported that the minister had said …"), and where the
network finds none.

Over spaCy's parse: a verb of saying with a subject and a clause, "was quoted as saying", "according to", and a noun of
saying with an owner ("the ministry's claim that …"). The corpus that the network learns from marks the outermost
source alone, and holds few passives.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Span as Words
from spacy.tokens import Token

from claims.extraction.statements import Span

# Of saying only: what somebody is said to think has no second source.
SAYING = frozenset(
    "say tell claim announce state add warn declare insist argue report note explain write acknowledge admit allege "
    "assert concede confirm contend deny disclose estimate emphasize maintain mention predict remark reveal stress "
    "testify tweet vow complain".split()
)
SAYING_NOUNS = frozenset(
    "claim boast statement warning assertion announcement allegation accusation assurance admission denial".split()
)
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_NOBODY = frozenset("i we you it that which one".split())
# How much of the outer content the inner one must take up to be what is claimed.
MIN_SHARE = 0.4
MAX_DEPTH = 3
# Between a noun of saying and its "that": "the ministry's claim on Sunday that …".
MAX_GAP = 4


@dataclass(frozen=True, slots=True)
class Source:
    """Who says it, the characters of the cue counted from the document's start, and the words that are said."""

    who: Token
    cue: Span
    said: Words


def sources(content: Words) -> list[Source]:
    """The sources inside ``content`` through which most of it reaches the reader, the outermost first."""
    found: list[Source] = []
    words = content
    while len(found) < MAX_DEPTH and (step := _next(words)):
        found.append(step)
        words = step.said
    return found


def _next(content: Words) -> Source | None:
    """The first cue of saying in ``content`` whose own content is most of it."""
    for token in content:
        step = _passive(token, content) or _verb(token, content) or _according(token, content) or _noun(token, content)
        if step and len(step.said.text) >= MIN_SHARE * len(content.text):
            return step
    return None


def _verb(token: Token, content: Words) -> Source | None:
    if token.pos_ != "VERB" or token.lemma_.lower() not in SAYING:
        return None
    who = next((child for child in token.children if child.dep_ in _SUBJECTS and _is_in(child, content)), None)
    clause = next((child for child in token.children if child.dep_ == "ccomp" and _is_in(child, content)), None)
    if who is None or clause is None or who.lower_ in _NOBODY:
        return None
    return Source(who, _characters(token, token), _side(clause, content, verb=token))


def _passive(token: Token, content: Words) -> Source | None:
    """ "… was quoted by the paper as saying that …": who was quoted may stand before the content."""
    quoted = token.head.head
    if token.lower_ != "saying" or token.head.lower_ != "as" or quoted.lemma_ not in ("quote", "cite"):
        return None
    who = next((child for child in quoted.children if child.dep_ in _SUBJECTS), None)
    if who is None or who.lower_ in _NOBODY:
        return None
    before = content.doc[content.start : max(content.start, min(who.left_edge.i, content.end))]
    after = content.doc[min(token.i + 1, content.end) : content.end]
    return Source(who, _characters(quoted, token), _longer(before, after))


def _according(token: Token, content: Words) -> Source | None:
    if token.lower_ != "according" or token.i + 1 >= content.end:
        return None
    to = content.doc[token.i + 1]
    who = next((child for child in to.children if child.dep_ == "pobj" and _is_in(child, content)), None)
    if who is None or to.lower_ != "to":
        return None
    before = content.doc[content.start : token.i]
    after = content.doc[min(who.right_edge.i + 1, content.end) : content.end]
    return Source(who, _characters(token, to), _longer(before, after))


def _noun(token: Token, content: Words) -> Source | None:
    if token.pos_ != "NOUN" or token.lemma_.lower() not in SAYING_NOUNS:
        return None
    owner = next((child for child in token.children if child.dep_ == "poss" and child.pos_ != "PRON"), None)
    following = content.doc[token.i + 1 : min(token.i + 1 + MAX_GAP, content.end)]
    that = next((word for word in following if word.lower_ == "that"), None)
    if owner is None or that is None or not _is_in(owner, content):
        return None
    return Source(owner, _characters(token, token), content.doc[that.i : content.end])


def _is_in(token: Token, content: Words) -> bool:
    return bool(content.start <= token.i < content.end)


def _characters(first: Token, last: Token) -> Span:
    return Span(first.idx, last.idx + len(last))


def _longer(one: Words, other: Words) -> Words:
    return max(one, other, key=lambda words: len(words.text))


def _side(clause: Token, content: Words, *, verb: Token) -> Words:
    """The clause's words, on its own side of the verb that reports it, cut to the content."""
    first = max(clause.left_edge.i, content.start)
    last = min(clause.right_edge.i + 1, content.end)
    if first <= verb.i < last:
        first, last = (verb.i + 1, last) if clause.i > verb.i else (first, verb.i)
    return content.doc[first:last]
