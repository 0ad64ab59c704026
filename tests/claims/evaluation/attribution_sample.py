"""Articles of our own writing with who said what in them.

Marked as the corpus is that the network learns from: ``{s1|who}``, ``{q1|cue}``, ``{c1|content}``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from claims.evaluation.reports import Row

ARTICLES = (
    """The council of Westhaven met on Tuesday to decide what becomes of the old ferry terminal.

{s1|Harbour master Ada Holm} {q1|said} {c1|the roof had leaked since the winter and that two beams were rotten}.

{c2|“Nobody should stand under it when the wind blows,”} {s2|she} {q2|told} the meeting.

{s3|Engineers hired by the town} {q3|estimate} {c3|the repair would cost 4 million crowns}, while {q4|according to} \
{s4|the ferry company} {c4|a new building could be had for six}.

The vote was put off until March.""",
    """Three schools in the valley will close next summer.

{c1|The number of pupils has halved since 1998}, {s1|the education board} {q1|said in a statement}.

{s2|Parents} {q2|complained} {c2|that they had learned of the plan from the radio}. {c3|“We were not asked once,”} \
{q3|said} {s3|Jonas Ek, a father of three}, {c3|“and now it is all decided.”}

{s4|The mayor} {q4|denied} {c4|that anything had been decided}.

A bus will take the children to Norrby, 19 kilometres away.""",
    """{s1|The Courier} {q1|reported} {c1|that the dam was inspected only twice in ten years}.

{s2|A spokeswoman for the power company} {q2|declined to say} {c2|who had signed the reports}.

{c3|“The dam is safe and it has always been safe,”} {s3|the company’s director, Mira Falk,} {q3|wrote} on Friday.

{s4|Falk} {q4|called} {c4|the article “a fairy tale for the holidays.”}

The dam was built in 1931 and holds 40 million cubic metres of water.""",
)
MARK = re.compile(r"\{([sqc])(\d)\|([^{}]*)\}")
PARTS = {"s": "source", "q": "cue", "c": "content"}


def row_of(marked: str) -> Row:
    """The text without its marks, and the attributions that they make."""
    text, position = "", 0
    found: dict[str, dict[str, Any]] = defaultdict(lambda: {"source": [], "cue": [], "content": []})
    for mark in MARK.finditer(marked):
        text += marked[position : mark.start()]
        found[mark[2]][PARTS[mark[1]]].append([len(text), len(text) + len(mark[3])])
        text += mark[3]
        position = mark.end()
    return {"text": text + marked[position:], "attributions": list(found.values())}


def sample() -> list[Row]:
    return [row_of(marked) for marked in ARTICLES]
