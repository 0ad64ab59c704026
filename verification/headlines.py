"""The headline that the desk writes beforehand: the rating, who said it, and the words in quotation marks. Pure.

Quotation marks are those of the Unicode CLDR (cldr.unicode.org, "delimiters") for the language of the claim.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MOST_CHARS = 300
# A longer name leaves too little room for what was said.
SPEAKER_CHARS = 100
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Marks:
    """Quotation marks around words, and around words quoted within those."""

    opening: str
    closing: str
    inner_opening: str
    inner_closing: str


_CURLY = Marks("“", "”", "‘", "’")
_LOW = Marks("„", "“", "‚", "‘")
_ANGLED = Marks("«", "»", "„", "“")
_LOW_RIGHT = Marks("„", "”", "‚", "’")
_CORNERS = Marks("「", "」", "『", "』")
_MARKS: Mapping[str, Marks] = {
    "de": _LOW, "bg": _LOW, "cs": _LOW, "is": _LOW, "sk": _LOW, "sl": _LOW, "lt": _LOW, "et": _LOW, "ka": _LOW,
    "pl": Marks("„", "”", "«", "»"), "hr": _LOW_RIGHT, "hu": Marks("„", "”", "»", "«"), "ro": Marks("„", "”", "«", "»"),
    "fr": Marks("«\N{NARROW NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}»", "“", "”"),
    "ru": _ANGLED, "uk": _ANGLED, "be": _ANGLED, "hy": Marks("«", "»", "«", "»"),
    "es": Marks("«", "»", "“", "”"), "it": Marks("«", "»", "“", "”"), "el": Marks("«", "»", "“", "”"),
    "ca": Marks("«", "»", "“", "”"), "no": Marks("«", "»", "‘", "’"), "nb": Marks("«", "»", "‘", "’"),
    "fa": Marks("«", "»", "‹", "›"), "sv": Marks("”", "”", "’", "’"), "fi": Marks("”", "”", "’", "’"),
    "da": _CURLY, "he": Marks("”", "”", "’", "’"), "ja": _CORNERS,
}  # fmt: skip
_OPENING = "„‟「『"
_CLOSING = "”」』"
# What stands before a mark tells whether a straight one opens, a “ (which closes in German) and a » (»so« there).
_EITHER = '"“«»'
_BEFORE_AN_OPENING = re.compile(r"(?:^|[\s(\[{—–-])$")


def marks_of(language: str) -> Marks:
    """Those of a language by its BCP 47 tag; those of English for one that is not listed."""
    return _MARKS.get(language.lower().partition("-")[0], _CURLY)


def default_headline(*, rating: str, speaker: str, text: str, language: str, said: str) -> str:
    """As "Mostly false: Jane Doe said “We are still here”", of 300 characters at most.

    ``said`` is a template with the gaps ``rating``, ``speaker`` and ``quote``; without a speaker the words stand alone.
    Quotation marks around or within ``text`` become those that belong there.
    """
    marks, name = marks_of(language), shorten(speaker.strip(), SPEAKER_CHARS)

    def write(quote: str) -> str:
        quoted = f"{marks.opening}{quote}{marks.closing}"
        return said % {"rating": rating, "speaker": name, "quote": quoted} if name else f"{rating}: {quoted}"

    room = MOST_CHARS - len(write(""))
    return write(shorten(requoted(text, marks), room))


def requoted(text: str, marks: Marks) -> str:
    """``text`` to stand in quotation marks: without any around the whole, those within it as inner ones, and without
    the full stop that a headline does not end with.
    """
    kinds = [_kind(text, place) for place in range(len(text))]
    begins, ends = next(iter(_whole(text, kinds)), (0, len(text)))
    inner = {"opening": marks.inner_opening, "closing": marks.inner_closing}
    written = "".join(inner.get(kinds[place], text[place]) for place in range(begins, ends)).strip()
    return written[:-1].rstrip() if written.endswith(".") and not written.endswith("..") else written


def _kind(text: str, place: int) -> str:
    """Whether a quotation mark opens or closes; empty for any other character."""
    character = text[place]
    if character in _EITHER:
        starts = _BEFORE_AN_OPENING.search(text[max(place - 1, 0) : place])
        # With spaces inside, as in French: « so ».
        ends_word = character == "»" and not text[place + 1 : place + 2].strip(" .,;:!?)")
        return "opening" if starts and not ends_word else "closing"
    return "opening" if character in _OPENING else "closing" if character in _CLOSING else ""


def _whole(text: str, kinds: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words stand between quotation marks that are around the whole of ``text``; empty where none are."""
    begins = len(text) - len(text.lstrip())
    ends = len(text.rstrip().rstrip("."))
    quoted = ends - begins > 2 and kinds[begins] == "opening" and kinds[ends - 1] == "closing"
    depth = 0
    for place in range(begins, ends - 1):
        depth += {"opening": 1, "closing": -1}.get(kinds[place], 0)
        quoted = quoted and depth > 0
    return [(begins + 1, ends - 1)] if quoted else []


def shorten(text: str, most: int) -> str:
    """``text``, or as many whole words of it as fit into ``most`` characters with an ellipsis behind them."""
    if len(text) <= most:
        return text
    cut = text[: max(most - len(ELLIPSIS), 0)]
    words = cut.rpartition(" ")[0] if text[len(cut) : len(cut) + 1].strip() else cut
    # A language without spaces, or a single word, is cut where the room ends.
    kept = words if len(words) > len(cut) // 2 else cut
    return kept.rstrip(" ,;:–—-") + ELLIPSIS


def bracketed(text: str, substitutions: Sequence[Mapping[str, Any]]) -> str:
    """``text`` with what the machine put in place of other words in square brackets, as quotations mark it.

    ``substitutions``: in order, each with ``start`` and ``end`` in ``text``, ``replacement`` and ``is_sure``.
    """
    written, at = [], 0
    for change in substitutions:
        start, end = change["start"], change["end"]
        if not change["is_sure"] or not change["replacement"] or start < at:
            continue
        written += [text[at:start], "[", text[start:end], "]"]
        at = end
    return "".join([*written, text[at:]])
