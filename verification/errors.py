"""What can go wrong between a claim and its fact-check. The docstring is the message."""

from __future__ import annotations

from collections.abc import Sequence

from claims.errors import ClaimdeskError, Conflict, Forbidden


class NotYours(Conflict):
    """This claim is no longer yours: the assignment was submitted, released, recalled, or its time ran out."""

    code = "not_yours"


class Overdue(Conflict):
    """This claim is overdue: hand in what you have before your time runs out; it cannot be kept longer."""

    code = "overdue"


class TooLate(Conflict):
    """This verdict counts already; it cannot be taken back any more."""

    code = "too_late"


class FourEyes(Forbidden):
    """Nobody signs off what they judged: another editor has to do this."""

    code = "four_eyes"


class NotAReviewer(Forbidden):
    """You are not a reviewer."""

    code = "not_a_reviewer"


class NothingToReview(ClaimdeskError):
    """No claim is waiting for you."""

    code = "nothing_to_review"


class SignedOut(ClaimdeskError):
    """You were signed out, so this was not kept. Sign in again, then go on."""

    code = "signed_out"

    def __init__(self, *, typed: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self.typed = typed
