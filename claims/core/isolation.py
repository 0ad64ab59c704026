"""Many rows in one go, none of which spoils the others."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from celery.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError, connection

Row = TypeVar("Row")
Result = TypeVar("Result")
logger = logging.getLogger(__name__)
MAX_PROBLEM_CHARS = 300


def each(
    rows: Iterable[Row], do: Callable[[Row], Result], *, failed: Callable[[Row, Exception], None] | None = None
) -> list[Result]:
    """What ``do`` makes of each row; where it raises, the row is left out, and the log and ``failed`` are told.

    ``do`` is atomic where it writes. Raised on is what is wrong with all of them: no database, or no time left. A lock
    that could not be had is no failure of the row, and ``failed`` is not told of it.
    """
    done: list[Result] = []
    for row in rows:
        try:
            done.append(do(row))
        except SoftTimeLimitExceeded:
            raise
        except OperationalError:
            if not connection.is_usable():
                raise
            logger.warning("%s was left for the next time.", _named(row), exc_info=True)
        except Exception as error:
            logger.exception("%s failed, and was left out.", _named(row))
            if failed is not None:
                failed(row, error)
    return done


def problem_of(error: Exception) -> str:
    """What went wrong, for an editor: the kind of error, and what it says."""
    said = " ".join(str(error).split())
    return f"{type(error).__name__}: {said}"[:MAX_PROBLEM_CHARS] if said else type(error).__name__


def _named(row: object) -> str:
    """Without reading the row, which may be what fails."""
    key = getattr(row, "pk", row if isinstance(row, int | str) else getattr(row, "__name__", ""))
    return f"{type(row).__name__} {key}".strip()
