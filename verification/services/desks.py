"""Desks, their scales and their reviewers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max

from claims import services as claim_services
from claims.errors import Invalid
from claims.models import User
from verification.models import Desk, Membership, Rating, RatingScale, Reviewer

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class RatingDraft:
    """One step of a scale; ``value`` None stands off the truth scale."""

    key: str
    name: str
    definition: str
    value: int | None


@transaction.atomic
def create_rating_scale(*, name: str, ratings: Sequence[RatingDraft]) -> RatingScale:
    """A new scale, or the next version of the one of that name. Raises Invalid for under two ratings or a double."""
    if len(ratings) < 2:
        raise Invalid({"ratings": "A scale has at least two ratings."})
    if len({rating.key for rating in ratings}) < len(ratings):
        raise Invalid({"ratings": "Each rating needs a key of its own."})
    newest = RatingScale.objects.filter(name=name).aggregate(newest=Max("version"))["newest"] or 0
    scale = RatingScale.objects.create(name=name, version=newest + 1)
    Rating.objects.bulk_create(
        Rating(scale=scale, position=position, key=r.key, name=r.name, definition=r.definition, value=r.value)
        for position, r in enumerate(ratings, start=1)
    )
    return scale


@transaction.atomic
def create_desk(*, name: str, scale: RatingScale, **settings: Any) -> Desk:
    """``settings``: the other columns of Desk. Raises Invalid when the name is taken or a second default is asked."""
    return saved(Desk(name=name, scale=scale, **settings))


@transaction.atomic
def update_desk(*, desk: Desk, version: int | None = None, **changes: Any) -> Desk:
    """Checks that are under way keep the scale and the number of verdicts they began with. Raises Invalid, Stale."""
    return _update(Desk, desk.pk, changes, version)


@transaction.atomic
def create_reviewer(*, user: User, desks: Iterable[Desk] = (), leads: Iterable[Desk] = (), **facts: Any) -> Reviewer:
    """``facts``: topics, languages, capacity, conflicts, away_until."""
    reviewer = saved(Reviewer(user=user, **facts))
    leading = set(leads)
    for desk in desks:
        join_desk(reviewer=reviewer, desk=desk, is_lead=desk in leading)
    return reviewer


@transaction.atomic
def update_reviewer(*, reviewer: Reviewer, version: int | None = None, **changes: Any) -> Reviewer:
    """``changes``: topics, languages, capacity, conflicts, away_until. Raises Invalid, Stale."""
    return _update(Reviewer, reviewer.pk, changes, version)


@transaction.atomic
def join_desk(*, reviewer: Reviewer, desk: Desk, is_lead: bool = False) -> None:
    """Give the reviewer a seat on the desk, or change whether they lead it."""
    Membership.objects.update_or_create(reviewer=reviewer, desk=desk, defaults={"is_lead": is_lead})


@transaction.atomic
def set_memberships(*, reviewer: Reviewer, desks: Iterable[Desk], leads: Iterable[Desk] = ()) -> None:
    """Seats on exactly these desks (who leads a desk sits on it); what is lent to the reviewer stays lent."""
    leading = set(leads)
    seats = set(desks) | leading
    reviewer.memberships.exclude(desk__in=seats).delete()
    for desk in seats:
        join_desk(reviewer=reviewer, desk=desk, is_lead=desk in leading)


def _update(model: type[Row], pk: int, changes: dict[str, Any], version: int | None) -> Row:
    row: Any = model._default_manager.select_for_update(of=("self",)).get(pk=pk)
    claim_services.require_version(row, version)
    saved(changed(row, changes))
    row.refresh_from_db(fields=["version"])
    return cast(Row, row)


def changed(row: Row, changes: dict[str, Any]) -> Row:
    for name, value in changes.items():
        setattr(row, name, value)
    return row


def saved(row: Row) -> Row:
    try:
        row.full_clean()
    except ValidationError as error:
        raise Invalid(error.message_dict) from error
    row.save()
    return row
