"""Numbers with their units, as a sentence gives them.

A small grammar over lexemes and spaCy's parse: the number in digits or words, what bounds or blurs it ("up to", "at
least", "about"), and the unit: money, a measure with its SI value, or the thing counted ("four remaining launchers":
launcher).
"""

from claims.extraction.quantities.finder import find_quantities, taken_by

__all__ = ["find_quantities", "taken_by"]
