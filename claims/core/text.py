"""What may be stored of a text, and in which form. Pure.

One rule for whatever comes in: a text holds the characters of XML 1.0 (``Char``), and its lines end with "\\n". What
people write of their own stays as they wrote it otherwise.

What is read by machine and compared (articles, claims, names) is normalised besides: it is in Unicode's normal form C,
and has no characters that nobody sees and that mean nothing: byte order marks, soft hyphens, zero-width spaces and
joiners. Zero-width characters stay where they mean something: joiners in scripts whose letters join or stack and in
emoji, spaces in scripts that write none between words. Marks of direction stay.

Places are code points, ``start`` inclusive, ``end`` exclusive.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from unicodedata import category, is_normalized, normalize

from claims.errors import Invalid

# What is outside of XML's Char: controls but tab and the ends of lines, surrogates, U+FFFE and U+FFFF. Form feed and
# vertical tab are ends of lines, and come in as such.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_NO_CHARACTER = re.compile(r"[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAK = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BREAKS = "\r\x0b\x0c\x85\u2028\u2029"
_UNSEEN = "\xad\u200b-\u200d\u2060-\u2064\ufeff"
# Characters below U+0300 compose with none before them.
_TO_CHANGE = re.compile(rf"\r\n?|[\x0b\x0c\x85\u2028\u2029]|[^{_BREAKS}]?[\xad\u0300-\u2027\u202a-\U0010ffff]+")
_UNSEEN_RUN = re.compile(rf"[{_UNSEEN}]+")
_MAY_CHANGE = re.compile(rf"[{_BREAKS}{_UNSEEN}]")
# Vowels and finals of Hangul compose with the letter before them, as marks do.
_JAMO = re.compile(r"[\u1161-\u1175\u11a8-\u11c2]")
_JOINER = re.compile(r"[\u200c\u200d]")
# Hebrew to Khmer, Mongolian, Vedic; Indic and further scripts of Asia; Arabic forms; scripts beyond the first plane.
_JOINING = re.compile(
    r"[\u0590-\u10ff\u1200-\u1cff\ua800-\uabff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00011fff\U0001e800-\U0001efff]"
)
# Thai, Lao, Tibetan, Burmese, Khmer, Tai.
_UNSPACED = re.compile(r"[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf]")
# No letter of any language has more.
MAX_MARKS = 30
_PICTURE = re.compile(r"[\u20e3\u2190-\u2bff\ufe0f\U0001f000-\U0001faff\U000e007f]")


# Joiners, marks of direction and of how a picture is drawn.
_UNREAD = re.compile(r"[\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2066-\u206f\ufe00-\ufe0f]")
_SEEN = re.compile(r"[^\s\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_ONE_OF_EACH = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′‹›＇ʼ", "'"),
        **dict.fromkeys("“”„‟″«»＂", '"'),
        **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
        "…": "...",
    }
)


@dataclass(frozen=True, slots=True)
class Change:
    """``original[start:end]`` became ``length`` characters."""

    start: int
    end: int
    length: int


class Offsets:
    """How places of a normalised text and of its original belong together.

    ``runs``: three numbers a change, in order: the characters left alone since the one before, how many were replaced,
    by how many. Empty where the texts are the same.
    """

    def __init__(self, runs: Sequence[int] = ()) -> None:
        self.runs = list(runs)

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The least part of the original that became ``[start:end]``; one that ends inside a change has all of it."""
        return self._original(start, from_end=False), self._original(end, from_end=True)

    def _original(self, place: int, *, from_end: bool) -> int:
        begins, changes = self._begins
        # Of what was left out at the place itself, a start lies behind it and an end before it.
        at = (bisect_right(begins, place - 1) if from_end else bisect_right(begins, place)) - 1
        if at < 0:
            return place
        change, begin = changes[at], begins[at]
        if place >= begin + change.length:
            return change.end + place - begin - change.length
        return change.end if from_end else change.start

    @cached_property
    def _begins(self) -> tuple[list[int], list[Change]]:
        """Where each change begins in the normalised text, and the changes."""
        begins, changes, there, here = [], [], 0, 0
        for gap, replaced, length in zip(*[iter(self.runs)] * 3, strict=True):
            there, here = there + gap, here + gap
            begins.append(here)
            changes.append(Change(there, there + replaced, length))
            there, here = there + replaced, here + length
        return begins, changes


@dataclass(frozen=True, slots=True)
class Normalized:
    """A text in normal form, and where its places were."""

    text: str
    offsets: Offsets


def normalized(text: str) -> Normalized:
    """``text`` normalised, with the places of the original."""
    if _is_normal(text):
        return Normalized(text, Offsets())
    parts, runs, copied, changed = [], [], 0, 0
    for change, put in _changes(text):
        parts += [text[copied : change.start], put]
        runs += [change.start - changed, change.end - change.start, change.length]
        copied = changed = change.end
    return Normalized("".join([*parts, text[copied:]]), Offsets(runs))


def says_something(text: str) -> bool:
    """Whether there is a character in it that anybody sees."""
    return _SEEN.search(text) is not None


def clean_text(text: str, *, field: str) -> str:
    """``text`` with its lines ended as they are stored. Raises Invalid (``field``) for a character that none has."""
    require_characters(text, field=field)
    return _BREAK.sub("\n", text)


def clean_line(text: str, *, field: str) -> str:
    """The same on one line: a space where a line ended."""
    return clean_text(text, field=field).replace("\n", " ")


def normal_text(text: str, *, field: str) -> str:
    """``text`` normalised. Raises Invalid (``field``) for a character that none has."""
    require_characters(text, field=field)
    return normalized(text).text


def normal_line(text: str, *, field: str) -> str:
    """The same on one line."""
    return normal_text(text, field=field).replace("\n", " ")


def require_characters(text: str, *, field: str) -> None:
    """Raise Invalid where ``text`` holds what no text has: NUL and other controls, surrogates, U+FFFE, U+FFFF."""
    if text.isascii() and text.isprintable():
        return
    if found := _NO_CHARACTER.search(text):
        raise Invalid({field: _refusal(found)})


def _refusal(found: re.Match[str]) -> str:
    place, code = found.start(), f"{ord(found[0]):04X}"
    if _CONTROL.match(found[0]):
        return f"Character {place} is the control character U+{code}; is this a binary file?"
    if found[0] in "\ufffe\uffff":
        return f"Character {place} is U+{code}, which stands for no character."
    return f"Character {place} is a lone surrogate (U+{code})."


def drop_unstorable(text: str) -> str:
    """``text`` as `clean_text` has it, without what it may not hold: where nobody is there to put it right."""
    return _BREAK.sub("\n", _NO_CHARACTER.sub("", text))


def xml_text(text: str, *, instead: str = "") -> str:
    """``text`` with ``instead`` for each character that XML 1.0 cannot write."""
    return _UNWRITABLE.sub(instead, text)


def comparable(text: str) -> str:
    """``text`` as it is compared: quotation marks, dashes and spaces of any kind are one, what nobody sees is gone."""
    if not text.isascii():
        text = _UNREAD.sub("", normalized(text).text).translate(_ONE_OF_EACH)
    return " ".join(text.split())


def _is_normal(text: str) -> bool:
    if text.isascii() and text.isprintable():
        return True
    return _MAY_CHANGE.search(text) is None and is_normalized("NFC", text)


def _changes(text: str) -> Iterator[tuple[Change, str]]:
    """What becomes of ``text``, in order: each part that changes, and what is put there."""
    for found in _TO_CHANGE.finditer(text):
        if _BREAK.match(found[0]):
            yield Change(*found.span(), 1), "\n"
        elif not is_normalized("NFC", found[0]) or _UNSEEN_RUN.search(found[0]):
            yield from _changes_in(text, *found.span())


def _changes_in(text: str, start: int, end: int) -> Iterator[tuple[Change, str]]:
    """The same of a part without ends of lines: unseen characters go, and what is left is composed."""
    kept = list(_seen(text, start, end))
    at, done = 0, start
    while at < len(kept):
        last = at + 1
        while last < len(kept) and _composes(kept[last][1]):
            last += 1
        first, behind = kept[at][0], kept[last - 1][0] + 1
        if first > done:
            yield Change(done, first, 0), ""
        put = normalize("NFC", "".join(char for _, char in kept[at:last]))
        if put != text[first:behind]:
            yield Change(first, behind, len(put)), put
        at, done = last, behind
    if end > done:
        yield Change(done, end, 0), ""


def _seen(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The characters that stay, with their places."""
    place = start
    for run in _UNSEEN_RUN.finditer(text, start, end):
        yield from ((at, text[at]) for at in range(place, run.start()))
        if meaningful := _meaningful(text, run):
            yield run.start() + run[0].index(meaningful), meaningful
        place = run.end()
    yield from ((at, text[at]) for at in range(place, end))


def _meaningful(text: str, run: re.Match[str]) -> str:
    """The one of a run of unseen characters that means something where it stands."""
    before, after = _letter_before(text, run.start()), text[run.end() : run.end() + 1]
    joiner = _JOINER.search(run[0])
    if joiner and _JOINING.search(before):
        return joiner[0]
    if "\u200d" in run[0] and _PICTURE.search(before) and _PICTURE.match(after):
        return "\u200d"
    if "\u200b" in run[0] and _UNSPACED.search(before) and _UNSPACED.match(after) and category(after)[0] != "M":
        return "\u200b"
    return ""


def _letter_before(text: str, end: int) -> str:
    """The letter that ends there with its marks, in whatever order these stand."""
    start = end - 1
    while start > max(0, end - MAX_MARKS) and category(text[start])[0] == "M":
        start -= 1
    return text[max(0, start) : end]


def _composes(char: str) -> bool:
    return char > "\u02ff" and (category(char)[0] == "M" or _JAMO.match(char) is not None)
