"""A quotation with its substitutions, as one line that reads alone, and where in that line something was changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claims.extraction.statements import Substitution

# What may be left over at the ends where words were taken out.
_LEFT_OVER = " ,;:–—-"
_MARKS = '“”„"«»'
_CLOSES = (".", "!", "?", "…")


@dataclass(frozen=True, slots=True)
class Change:
    """A substitution where it stands in the finished line.

    ``text[start:end]`` is ``replacement`` where the machine changed words (empty where it took them out) and
    ``original`` where it was not sure and left them; code points of the finished line.
    """

    start: int
    end: int
    original: str
    replacement: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    changes: tuple[Change, ...]


def rendered(quote: str, *, start: int, substitutions: Iterable[Substitution], is_prose: bool = True) -> Line:
    """``quote``, which stands at ``start`` of the article, with what is sure put in, on one line.

    What is left over at the ends is taken off (commas, quotation marks without a partner), and running text begins
    with a capital and ends with a full stop. Substitutions must not overlap.
    """
    pieces = list(_pieces(quote, start, sorted(substitutions, key=lambda one: (one.start, one.end))))
    return _Typesetting(pieces).line(is_prose=is_prose)


@dataclass(slots=True)
class _Piece:
    """Words of the line and the substitution that they come from."""

    text: str
    by: Substitution | None = None


def _pieces(quote: str, start: int, substitutions: Sequence[Substitution]) -> Iterable[_Piece]:
    position = 0
    for one in substitutions:
        yield _Piece(quote[position : one.start - start])
        yield _Piece(one.replacement if one.is_sure else one.original, one)
        position = one.end - start
    yield _Piece(quote[position:])


class _Typesetting:
    """Sets pieces in one line, and remembers where each stands."""

    def __init__(self, pieces: list[_Piece]) -> None:
        self.pieces = pieces
        self._collapse()

    def line(self, *, is_prose: bool) -> Line:
        self._trim(first=True)
        self._trim(first=False)
        if is_prose:
            self._close()
        text = "".join(piece.text for piece in self.pieces)
        return Line(text, tuple(self._changes()))

    def _collapse(self) -> None:
        """One space between words, none at the head of the line or before a comma."""
        before = " "
        for piece in self.pieces:
            kept: list[str] = []
            for mark in piece.text:
                mark = " " if mark.isspace() else mark
                if mark == " " and before == " ":
                    continue
                kept.append(mark)
                before = mark
            piece.text = "".join(kept)

    def _trim(self, *, first: bool) -> None:
        """Take off what is left over at one end; words that somebody put in stay."""
        loose = _LEFT_OVER + (_MARKS if self._is_unpaired() or self._wraps() else "")
        for piece in self.pieces if first else reversed(self.pieces):
            piece.text = piece.text.lstrip(loose) if first else piece.text.rstrip(loose)
            if piece.text:
                return

    def _is_unpaired(self) -> bool:
        text = "".join(piece.text for piece in self.pieces)
        return text.count("“") != text.count("”") or text.count('"') % 2 == 1

    def _wraps(self) -> bool:
        """Whether one pair of quotation marks stands around the whole line."""
        text = "".join(piece.text for piece in self.pieces).strip(_LEFT_OVER)
        inside = text.rstrip(".!?…")[1:-1]
        return text[:1] in _MARKS and text.rstrip(".!?…")[-1:] in _MARKS and not any(mark in inside for mark in _MARKS)

    def _close(self) -> None:
        head = next((piece for piece in self.pieces if piece.text), None)
        if head is None:
            return
        head.text = head.text[:1].upper() + head.text[1:]
        tail = next(piece for piece in reversed(self.pieces) if piece.text)
        if tail.text.rstrip(_MARKS + "'’)]")[-1:] not in _CLOSES:
            self.pieces.append(_Piece("."))

    def _changes(self) -> Iterable[Change]:
        position = 0
        for piece in self.pieces:
            if one := piece.by:
                kept = (piece.text, one.replacement) if not one.is_sure else (one.original, piece.text)
                yield Change(position, position + len(piece.text), *kept, one.is_sure)
            position += len(piece.text)
