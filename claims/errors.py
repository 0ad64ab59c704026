"""What can go wrong, in the words shown to people. The docstring is the message; config.problems maps it to HTTP."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from typing import Any


class ClaimdeskError(Exception):
    """Something went wrong."""

    code = "error"
    # What somebody had written when it went wrong, as (label, words), so that a page can give it back to them.
    typed: Sequence[tuple[str, str]] = ()

    def __init__(self, detail: str = "") -> None:
        self.detail = detail or inspect.cleandoc(self.__doc__ or "")
        super().__init__(self.detail)


class Invalid(ClaimdeskError):
    """The input cannot be used."""

    code = "invalid"

    def __init__(self, fields: Mapping[str, Sequence[str] | str]) -> None:
        self.fields = {name: [told] if isinstance(told, str) else list(told) for name, told in fields.items()}
        super().__init__("; ".join(f"{name}: {' '.join(told)}" for name, told in self.fields.items()))


class Unstorable(ClaimdeskError):
    """The request holds a value that cannot be looked for or kept: a number out of range, or a pattern that is none."""

    code = "unstorable"


class Conflict(ClaimdeskError):
    """Somebody else was faster: this has changed since you read it."""

    code = "conflict"


class Stale(Conflict):
    """This has changed since you read it."""

    code = "stale"

    def __init__(self, current: Mapping[str, Any]) -> None:
        """``current``: the version that it has now, and what else of it is to be told."""
        self.current = current
        super().__init__()


class VersionMissing(ClaimdeskError):
    """Say which version you decide on: read it, and send its ETag in the header If-Match."""

    code = "version_missing"


class KnownAlready(Conflict):
    """This has been handed in already."""

    code = "known_already"

    def __init__(self, detail: str = "", *, known_id: int | None = None) -> None:
        """``known_id``: the number of what was handed in first, where it has one."""
        self.known_id = known_id
        super().__init__(detail)


class IllegalMove(Conflict):
    """This step is not possible from where things stand."""

    code = "illegal_move"


class Forbidden(ClaimdeskError):
    """You may not do this."""

    code = "forbidden"


class Unreadable(ClaimdeskError):
    """No claims can be found in this text by machine."""

    code = "unreadable"


class Unreachable(ClaimdeskError):
    """This address cannot be reached."""

    code = "unreachable"
