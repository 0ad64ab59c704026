"""Open on one side: "since 2014", "by Friday", "before the end of May", "2016 onwards"."""

from __future__ import annotations

import re

from claims.extraction.dates.leading import early_in_part
from claims.extraction.dates.moments import Now
from claims.extraction.dates.offsets import Apart, Lasting
from claims.extraction.dates.parts import EitherPart
from claims.extraction.dates.ranges import Between, Bounded
from claims.extraction.dates.repeats import Repeated
from claims.extraction.dates.values import Atom

_BOUND_WORDS = {
    "since": "since", "as of": "from", "as early as": "from", "starting": "from", "starting on": "from",
    "starting from": "from", "beginning": "from", "beginning on": "from", "starting in": "from",
    "any time from": "from",
    "after": "after", "later than": "after", "before": "before", "earlier than": "before", "prior to": "before",
    "until": "until", "till": "until", "by": "until", "up to": "until", "as late as": "until", "no later than": "until",
    "through": "until", "not later than": "until", "on or before": "until", "by or before": "until",
    "before or on": "until", "no earlier than": "from", "not earlier than": "from", "not before": "from",
    "on or after": "from", "in or after": "from", "after or on": "from", "effective": "from",
    "effective from": "from", "as from": "from", "beginning in": "from", "sooner than": "before",
}  # fmt: skip
_BOUND_BEFORE = re.compile(
    rf"\b(?P<word>{'|'.join(sorted(_BOUND_WORDS, key=len, reverse=True))}) (?:the )?$", re.IGNORECASE
)
# "Nobody saw it before or after": only whole words and a space before the expression make a bound of it.
_SIGNS = {">=": "from", "<=": "until", ">": "after", "<": "before", "≥": "from", "≤": "until"}
_SIGN_BEFORE = re.compile(r"(?:^|(?<=\s))(?P<word>[<>] ?=|[<>≥≤]) ?$")
_BACKWARD = re.compile(r",? (?:or|and) (?:earlier|before)(?=[.,;:!?]|$)", re.IGNORECASE)
_ONWARD = re.compile(r" (?:onwards?\b|(?:on|(?:and|or) (?:later|after|beyond))(?=[.,;:!?]|$))", re.IGNORECASE)
_FROM_BEFORE = re.compile(r"\bfrom $", re.IGNORECASE)


def _onward(text: str, atom: Atom) -> Atom | None:
    """ "From 2014 on", "2016 onwards"."""
    after = _ONWARD.match(text, atom.end)
    if not after:
        return None
    before = _FROM_BEFORE.search(text, max(0, atom.start - 5), atom.start)
    return Atom(before.start() if before else atom.start, after.end(), Bounded("from", atom.node), atom.is_weak)


def bounded(text: str, atom: Atom) -> Atom:
    """With "since", "after", "before", "by" or "until" before it, or "onwards" after it."""
    if isinstance(atom.node, (Lasting, Repeated, Between, Apart, Now)):
        return atom
    if onward := _onward(text, atom):
        return onward
    atom = early_in_part(text, atom)
    if backward := _BACKWARD.match(text, atom.end):
        return Atom(atom.start, backward.end(), Bounded("until", atom.node), atom.is_weak)
    window = max(0, atom.start - 20), atom.start
    found = _BOUND_BEFORE.search(text, *window) or _SIGN_BEFORE.search(text, *window)
    if not found:
        return atom
    word = (_BOUND_WORDS | _SIGNS)[found["word"].lower().replace(" =", "=")]
    node = atom.node
    if isinstance(node, EitherPart) and node.which == "end" and word in ("before", "until"):
        word, node = "until", node.of
    return Atom(found.start(), atom.end, Bounded(word, node), atom.is_weak)
