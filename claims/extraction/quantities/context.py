"""A parsed sentence as the grammar of quantities sees it: its lexemes, its tokens, and what it is about."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Span, Token

from claims.extraction.quantities.lexemes import Lexeme, cut
from claims.extraction.statements import Span as TextSpan

_WARMTH: Final = frozenset(
    "temperature temperatures warm warmer warming heat hot hotter cold colder cool cooler cooling weather thermometer "
    "forecast oven fever freezing climate outside celsius fahrenheit heatwave".split()
)
_BLASTS: Final = frozenset(
    "yield tnt nuclear bomb bombs warhead warheads blast explosion explosions explosive detonation detonated device "
    "weapon weapons hiroshima nagasaki thermonuclear hydrogen".split()
)
_PAYMENTS: Final = frozenset(
    "cost costs price prices priced pay pays paid payment spend spends spent earn earns earned wage wages salary fine "
    "fined worth budget fund funds debt debts tax taxes taxpayers sold bought buy sell charge charged loan invest "
    "invested investment income revenue bill pence sterling cash money fee fees bank profit profits loss losses".split()
)


@dataclass(frozen=True, slots=True)
class Context:
    """``text`` is that of the whole document, and all offsets count from its start.

    ``taken``: which lexemes are something else.
    """

    text: str
    words: list[Lexeme]
    tokens: list[Token]
    starts: list[int]
    taken: frozenset[int]
    is_about_warmth: bool
    is_about_blasts: bool
    is_about_payments: bool

    def token_at(self, offset: int) -> Token:
        """The token that covers a code point of the sentence."""
        return self.tokens[max(0, bisect_right(self.starts, offset) - 1)]

    def token(self, at: int) -> Token:
        """The token of the lexeme at ``at``."""
        return self.token_at(self.words[at].start)


def context(sentence: Span | Doc, taken: Sequence[TextSpan]) -> Context:
    tokens = list(sentence)
    base = tokens[0].idx if tokens else 0
    words = cut(sentence.text, base)
    said = {word.lower for word in words}
    starts = [token.idx for token in tokens]
    about = (bool(said & topic) for topic in (_WARMTH, _BLASTS, _PAYMENTS))
    return Context(sentence.doc.text, words, tokens, starts, frozenset(_covered(words, taken)), *about)


def _covered(words: list[Lexeme], spans: Sequence[TextSpan]) -> Iterator[int]:
    starts = [word.start for word in words]
    for span in spans:
        yield from range(bisect_left(starts, span.start), bisect_left(starts, span.end))
