"""Words as search compares them, in rows and in questions: without accents, figures without separators.

The database folds both sides with one function, so that "Sao Paulo" finds "São Paulo", "12000" finds "12,000",
"covid19" finds "Covid-19" and "US" finds "U.S.".
"""

from __future__ import annotations

from django.contrib.postgres.search import SearchVector
from django.db.models import Func, TextField

CONFIG = "english"


class Folded(Func):
    """What a question asks for."""

    function = "search_folded"
    output_field = TextField()


class Document(Func):
    """What a row can be found by: its folded words, and those with a hyphen as one word besides."""

    function = "search_document"
    output_field = TextField()


class SourceWords(Func):
    """The titles and publishers in a list of sources; a title that is an address is none."""

    function = "search_sources"
    output_field = TextField()


def words_of(*columns: str, sources: str = "") -> SearchVector:
    """The words of these columns of one row, and of its list of ``sources``."""
    return SearchVector(*map(Document, columns), *map(SourceWords, [sources] if sources else []), config=CONFIG)
