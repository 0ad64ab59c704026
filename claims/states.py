"""The states of articles and their release, of comparing, matches, pages read and imports, and the
one table of legal moves of each.

Also what every such table is made of.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from claims.errors import IllegalMove

Moves = Mapping[str, frozenset[str]]


class Queue(StrEnum):
    """Where rows become due and wait for a worker; a sweep goes over each."""

    EXTRACTION = "extraction"
    COMPARING = "comparing"
    ROUTING = "routing"
    OUTBOX = "outbox"


class ArticleStatus(StrEnum):
    RECEIVED = "received"
    EXTRACTED = "extracted"
    UNREADABLE = "unreadable"


ARTICLE_MOVES: Moves = {
    ArticleStatus.RECEIVED: frozenset({ArticleStatus.EXTRACTED, ArticleStatus.UNREADABLE}),
    # A changed text is a new Revision, and its claims have yet to be found.
    ArticleStatus.EXTRACTED: frozenset({ArticleStatus.RECEIVED}),
    ArticleStatus.UNREADABLE: frozenset({ArticleStatus.RECEIVED}),
}


class Release(StrEnum):
    """Who may know that there is this article: people who work here, they alone until a time, everybody."""

    INTERNAL = "internal"
    EMBARGOED = "embargoed"
    PUBLIC = "public"


RELEASE_MOVES: Moves = {
    Release.INTERNAL: frozenset({Release.EMBARGOED, Release.PUBLIC}),
    # To another time.
    Release.EMBARGOED: frozenset({Release.INTERNAL, Release.EMBARGOED, Release.PUBLIC}),
    Release.PUBLIC: frozenset({Release.INTERNAL, Release.EMBARGOED}),
}


class EmbeddingStatus(StrEnum):
    WAITING = "waiting"
    COMPARED = "compared"


EMBEDDING_MOVES: Moves = {
    EmbeddingStatus.WAITING: frozenset({EmbeddingStatus.COMPARED}),
    EmbeddingStatus.COMPARED: frozenset(),
}


class MatchStatus(StrEnum):
    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


MATCH_MOVES: Moves = {
    MatchStatus.SUGGESTED: frozenset({MatchStatus.ACCEPTED, MatchStatus.REJECTED}),
    # An editor takes back what was decided.
    MatchStatus.ACCEPTED: frozenset({MatchStatus.REJECTED}),
    MatchStatus.REJECTED: frozenset({MatchStatus.ACCEPTED}),
}


class PageStatus(StrEnum):
    WAITING = "waiting"
    READ = "read"
    UNREADABLE = "unreadable"


PAGE_MOVES: Moves = {
    PageStatus.WAITING: frozenset({PageStatus.READ, PageStatus.UNREADABLE}),
    PageStatus.READ: frozenset(),
    # An editor has it tried again.
    PageStatus.UNREADABLE: frozenset({PageStatus.WAITING}),
}


class ImportStatus(StrEnum):
    UPLOADED = "uploaded"
    RUNNING = "running"
    DONE = "done"
    DISCARDED = "discarded"


IMPORT_MOVES: Moves = {
    ImportStatus.UPLOADED: frozenset({ImportStatus.RUNNING, ImportStatus.DISCARDED}),
    ImportStatus.RUNNING: frozenset({ImportStatus.DONE}),
    ImportStatus.DONE: frozenset(),
    ImportStatus.DISCARDED: frozenset(),
}


class ImportRowStatus(StrEnum):
    WAITING = "waiting"
    NEW = "new"
    REVISED = "revised"
    KNOWN = "known"
    REFUSED = "refused"


_SETTLED = frozenset({ImportRowStatus.NEW, ImportRowStatus.REVISED, ImportRowStatus.KNOWN, ImportRowStatus.REFUSED})
IMPORT_ROW_MOVES: Moves = {
    ImportRowStatus.WAITING: _SETTLED,
    ImportRowStatus.NEW: frozenset(),
    ImportRowStatus.REVISED: frozenset(),
    ImportRowStatus.KNOWN: frozenset(),
    ImportRowStatus.REFUSED: frozenset(),
}


def require_move(moves: Moves, subject: str, before: str, after: str) -> None:
    """Raise IllegalMove unless ``moves`` lets ``subject`` go from ``before`` to ``after``."""
    if after not in moves.get(before, frozenset()):
        raise IllegalMove(f"The {subject} is {before.replace('_', ' ')}; it cannot become {after.replace('_', ' ')}.")


def replay(moves: Moves, steps: list[tuple[str, str]]) -> str:
    """Walk ``steps`` ((from, to), the first from "") through ``moves`` and return where they end.

    Raises IllegalMove where a step does not start where the one before ended, or is not in the table.
    """
    where = ""
    for before, after in steps:
        if before != where:
            raise IllegalMove(f"The log goes on from {before or 'nothing'}, but it had come to {where or 'nothing'}.")
        if before and before != after:
            require_move(moves, "subject", before, after)
        where = after
    return where
