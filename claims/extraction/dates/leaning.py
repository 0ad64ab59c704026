"""Whether the words around an expression speak of the past or of the future."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

# The future first: "will be closed" is one cue, and the "closed" in it none of its own.
_CUE = re.compile(
    r"\b(?P<ahead>(?:will|shall|['’]ll|won['’]t|going to|plans? to|planning to|scheduled|due|expected to|set to|"
    r"about to|hopes? to|intends? to|wants? to|upcoming|next)"
    r"(?: (?:not|also|soon|then|only|have|be|been)){0,3}(?:(?<=\bbe) \w{2,20}\b)?)\b"
    r"|(?<=['’])(?P<short>ll)\b"
    r"|\b(?P<behind>was|were|had|did|said|told|took|went|came|made|fell|rose|grew|lost|won|began|met|held|"
    r"broke|sank|left|spoke|sat|ran|wrote|gave|got|knew|saw|thought|brought|bought|built|sold|sent|spent|paid|led|felt|kept|"
    r"struck|drew|drove|flew|chose|rode|threw|taught|caught|fought|found|heard|stood|became|shot|dug|swore|tore|wore|froze|"
    r"(?!(?:need|indeed|hundred|feed|seed|speed|exceed|proceed|succeed|breed|greed|shed|bleed)\b)\w{2,20}ed|ago)\b",
    re.IGNORECASE,
)


# How many characters before an expression a cue begins that is right before it: "was demolished in March".
_REACH = 20


@dataclass(frozen=True, slots=True)
class Leaning:
    """The cues of a text in order: where each begins, and 1 for the future, -1 for the past."""

    starts: tuple[int, ...]
    leans: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Leaning:
        cues = [(match.start(), -1 if match["behind"] else 1) for match in _CUE.finditer(text)]
        return cls(tuple(start for start, _ in cues), tuple(lean for _, lean in cues))

    def at(self, place: int) -> tuple[int, bool]:
        """What the nearest cue before ``place`` says, without one the first after it; 0 where there is none.

        And whether that cue stands right before.
        """
        if not self.starts:
            return 0, False
        cue = max(0, bisect_right(self.starts, place) - 1)
        return self.leans[cue], 0 <= place - self.starts[cue] <= _REACH
