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


class NotDone(ClaimdeskError):
    """This was not done."""

    code = "not_done"

    def __init__(
        self, *, typed: Sequence[tuple[str, str]], address: str = "", fields: Sequence[tuple[str, str]] = ()
    ) -> None:
        """``fields`` are what the form sent, by name, to be sent again to ``address``; empty where it must not be."""
        super().__init__()
        self.typed, self.address, self.fields = typed, address, fields


class SignedOut(NotDone):
    """You are signed out, so nothing was done. Sign in again, then send it from here."""

    code = "signed_out"


class SessionRenewed(NotDone):
    """This page was opened before you signed in again, so nothing was done."""

    code = "session_renewed"
