"""Addresses given as sources, read in the background: nobody waits for another site."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from claims import queries
from claims.core.addresses import address_key
from claims.models import Page, User
from claims.page_facts import PageFacts
from claims.services.events import move
from claims.services.trying import count_attempt, untried
from claims.states import PAGE_MOVES, PageStatus

# How long an attempt may be silent before the sweep takes it for dead: 1, 2, 4 … minutes.
FIRST_WAIT = timedelta(minutes=1)


@transaction.atomic
def ask_for_page(*, url: str) -> Page:
    """The page at ``url``, to be read when it is new."""
    Page.objects.bulk_create([Page(url=url, url_key=address_key(url))], ignore_conflicts=True)
    return queries.pages_at([url]).get()


@transaction.atomic
def begin_reading(*, page_id: int) -> Page | None:
    """Count an attempt, in a commit of its own; None where there is nothing to do now.

    A page whose readers were interrupted too often is given up.
    """
    page = queries.pages_due().filter(pk=page_id).select_for_update(skip_locked=True).first()
    if page is None:
        return None
    if page.attempts >= settings.MAX_ATTEMPTS:
        _end(page, to=PageStatus.UNREADABLE, problem="Reading it was interrupted too often.")
        return None
    count_attempt(Page.objects.filter(pk=page_id), first_wait=FIRST_WAIT)
    return page


@transaction.atomic
def store_page(*, page: Page, facts: PageFacts) -> None:
    """Keep what a page says of itself. Raises Conflict where another reader was faster."""
    move(
        row=page,
        moves=PAGE_MOVES,
        to=PageStatus.READ,
        actor=None,
        read_at=Now(),
        title=facts.title,
        publisher=facts.publisher,
        published_at=facts.published_at,
    )


@transaction.atomic
def fail_page(*, page: Page, problem: str) -> None:
    """Keep why a page cannot be read. Raises Conflict where another reader was faster."""
    _end(page, to=PageStatus.UNREADABLE, problem=problem)


@transaction.atomic
def retry_page(*, page: Page, actor: User) -> None:
    """Give one that could not be read a fresh set of attempts. Raises IllegalMove, Conflict where that is done."""
    fresh = untried(page) | {"read_at": None}
    move(row=page, moves=PAGE_MOVES, to=PageStatus.WAITING, actor=actor, why="Tried again.", **fresh)


def _end(page: Page, *, to: PageStatus, problem: str) -> None:
    move(row=page, moves=PAGE_MOVES, to=to, actor=None, why=problem, problem=problem, read_at=Now())
