"""Titles as parts of addresses, in letters that every program and every keyboard has. Pure."""

from __future__ import annotations

from slugify import slugify

# German writes two letters where there is no umlaut, and an apostrophe parts no word.
_WRITTEN_AS = [
    *[("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue"), ("ẞ", "ss")],
    *[("'", ""), ("’", ""), ("ʼ", "")],
]


def slug_of(text: str, *, most: int) -> str:
    """``text`` transliterated, in lower case, with hyphens between its words: as many whole words as fit into ``most``
    characters. Empty where it has neither letters nor digits.
    """
    return slugify(
        text,
        max_length=most,
        word_boundary=True,
        save_order=True,
        replacements=_WRITTEN_AS,
        algorithm="modern",
        # The same words have the same address wherever this runs.
        backend="text-unidecode",
        # It is text, not HTML.
        entities=False,
        decimal=False,
        hexadecimal=False,
    )
