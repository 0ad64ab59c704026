"""What a text is about, by the words it uses: an honest lexicon, no more."""

from __future__ import annotations

import re
from collections import Counter

_LEXICON = {
    "defence": "army arms bomb defence defense deterrent drill kiloton launcher military missile navy nuclear soldier "
    "troop troops war warhead weapon weapons warship",
    "world": "ambassador diplomat diplomatic embassy envoy foreign nations peninsula sanction sanctions summit "
    "treaty un",
    "politics": "bill campaign cabinet congress election government law lawmaker mayor minister parliament party "
    "policy president senate senator vote voter",
    "economy": "bank budget currency debt deficit economy export inflation job jobs market price tariff tax trade "
    "unemployment wage",
    "health": "clinic disease doctor drug flu health hospital infection medicine nurse patient vaccine virus",
    "science": "astronomer experiment laboratory physicist research researcher scientist study telescope",
    "climate": "carbon climate drought emission emissions flood glacier heatwave reservoir warming weather wildfire",
    "crime": "arrest court crime fraud guilty jail judge murder police prison prosecutor sentence theft trial",
    "technology": "algorithm chip computer cyber data hacker internet online software",
    "sport": "champion coach cup football goal league match medal olympic player stadium team tournament",
    "education": "classroom pupil school student teacher tuition university",
    "migration": "asylum border immigrant immigration migrant refugee visa",
}
_TOPIC_OF = {word: topic for topic, words in _LEXICON.items() for word in words.split()}
_WORD = re.compile(r"[a-z]+")
TOPICS = tuple(_LEXICON)


def topics(statement: str, *, article: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The topics of a statement, commonest first; those of its article where it names none itself."""
    return _commonest(statement, least=1) or article


def article_topics(text: str) -> tuple[str, ...]:
    """What the whole text is about: at most three topics, each with three words of it at least."""
    return _commonest(text, least=3)[:3]


def _commonest(text: str, *, least: int) -> tuple[str, ...]:
    words = (word for word in _WORD.findall(text.lower()))
    counts = Counter(_TOPIC_OF[found] for word in words if (found := _known(word)))
    return tuple(topic for topic, count in counts.most_common() if count >= least)


def _known(word: str) -> str | None:
    if word in _TOPIC_OF:
        return word
    return word[:-1] if word.endswith("s") and word[:-1] in _TOPIC_OF else None
