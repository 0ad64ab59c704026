"""Reading a long text with a pattern to its end, in a process of its own; imports nothing heavy for that."""

from __future__ import annotations

import re
from contextlib import suppress

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

# What goes back over so much at every character needs ten minutes at least, and what reads it once a moment.
HALF_A_MILLION = 500_000
# What words, numbers, quotations, white space and marks of dates pile up in; each is repeated to that length.
PILES = ["a", "1", " ", '"', "1,", "1 ", "a ", "A. "]


def exhaust(expression: str, flags: int) -> None:
    """Look everywhere in half a million characters of what piles up anywhere, of what matches, and of what matches but
    for its last character; and ask whether all of it matches."""
    pattern = re.compile(expression, flags)
    example = example_of(pattern)
    for piece in (*PILES, example, example[:-1] or " "):
        text = piece * (HALF_A_MILLION // len(piece)) + "\x00"
        for _ in pattern.finditer(text):
            pass
        pattern.fullmatch(text)


def example_of(pattern: re.Pattern[str]) -> str:
    """What matches; the pattern's words where none is made: one that looks back matches nothing it begins with."""
    found: list[str] = []

    @seed(1)
    @settings(
        max_examples=1,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.from_regex(pattern, alphabet=st.characters(exclude_categories=())))
    def make(example: str) -> None:
        found.append(example)

    with suppress(Unsatisfiable):
        make()
    if found and found[0]:
        return found[0]
    return " ".join(re.findall(r"[a-z]{2,}", pattern.pattern)[:50]) + " "
