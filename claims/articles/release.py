"""Who may know of an article: everybody, people who work here, or they alone until a time. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from claims.access import Scope
from claims.states import Release

# What only reviewers and editors may do: whoever does it works on what is not out yet.
HOUSE_SCOPES = frozenset({Scope.REVIEWS_READ, Scope.REVIEWS_WRITE, Scope.CHECKS_WRITE, Scope.FACT_CHECKS_WRITE})


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: the key of the person (None: nobody signed in), and their scopes as far as their key goes."""

    user_id: int | None
    scopes: frozenset[str]

    @property
    def is_of_the_house(self) -> bool:
        """Whether what is embargoed, and what stands in the house's own network, is their business."""
        return bool(self.scopes & HOUSE_SCOPES)

    @property
    def hands_in(self) -> bool:
        """Whether they know of what they handed in themselves."""
        return Scope.ARTICLES_WRITE in self.scopes


@dataclass(frozen=True, slots=True)
class ReleaseState:
    """What was decided about an article; ``until`` (aware) belongs to an embargo and to nothing else."""

    release: Release
    until: datetime | None = None

    def at(self, now: datetime) -> ReleaseState:
        """What it comes to at ``now``: an embargo that has passed is none."""
        if self.release == Release.EMBARGOED and self.until is not None and self.until <= now:
            return ReleaseState(Release.PUBLIC)
        return self

    @property
    def version(self) -> str:
        """What a form and a program name to say what they saw."""
        return f"{self.release}@{self.until.timestamp():.6f}" if self.until else self.release.value
