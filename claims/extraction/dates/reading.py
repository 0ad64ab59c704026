"""What a reader of the grammar is: a pattern, and what its words come to."""

from __future__ import annotations

import re
from collections.abc import Callable

from claims.extraction.dates.values import Node

Reader = tuple[re.Pattern[str], Callable[[re.Match[str]], Node | None]]


def compiled(pattern: str) -> re.Pattern[str]:
    """Words that stand by themselves, and figures that are no part of a longer number."""
    return re.compile(rf"(?<![\w.])(?:(?<!\d[-/,:])|(?=[A-Za-z]))(?:{pattern})(?![\w/]|[.,:]\d|-\d{{3}})")
