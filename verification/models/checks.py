"""The row that walks, the slots lent on its way, and what was found."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.functional import cached_property

from claims.models import Claim
from claims.models.fields import Line, Prose
from claims.models.moments import day_of
from verification.models.desks import Desk, Rating, RatingScale, Reviewer
from verification.states import HOLDING, UNSETTLED, AssignmentStatus, CheckStatus

CHECK_STATUSES = [(status.value, status.value) for status in CheckStatus]
ASSIGNMENT_STATUSES = [(status.value, status.value) for status in AssignmentStatus]
UNSETTLED_VALUES = sorted(status.value for status in UNSETTLED)
HOLDING_VALUES = sorted(status.value for status in HOLDING)
# A check in which somebody is still missing. Indexes hold nothing else, so their order is the order of the queue.
FREE = Q(status__in=["queued", "in_review"], quarantined_at__isnull=True, held__lt=F("slots"))
# Of those, the ones for which routing found too few people when it looked last.
REFUSED = FREE & ~Q(waiting_why="")
# Routing looks at once for whom it needs, as if it had never looked.
TO_ROUTE: dict[str, Any] = {"attempts": 0, "next_attempt_at": Now(), "waiting_why": ""}


class Check(models.Model):
    """One Claim's way from triage to published.

    ``slots`` is how many independent verdicts it needs; ``round`` counts from 1 and goes up when it is sent back or
    re-opened, so that verdicts of an earlier round stay on record without counting; ``tie_break_round`` is the round
    in which one slot more was opened because the verdicts differed; ``hand_outs`` is the fence of
    leases: +1 at each, and the assignment keeps the number as its token; ``held`` is how many slots of this round
    somebody has open or has judged, kept by who lends and ends them so that an index knows what is free.
    ``attempts`` and ``next_attempt_at`` belong to routing; ``waiting_why`` says why nobody could be found, until
    something has changed.
    ``remind_at`` is empty once people were reminded of ``due_at``, and ``escalated_at`` is when the desk's leads were
    told that it has passed. A matched check ``follows`` that of an earlier claim which says the same: it has that
    one's result, as soon as there is one, none of its own. ``version`` goes up, by triggers of the database, with
    everything that a decision is made on: its own columns, its slots, its claim, and what was published of it.
    """

    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="check_row")
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="checks")
    scale = models.ForeignKey(RatingScale, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=16, choices=CHECK_STATUSES)
    priority = models.SmallIntegerField(default=0)
    worthiness = models.FloatField()
    slots = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField(default=1)
    tie_break_round = models.PositiveSmallIntegerField(null=True, blank=True)
    hand_outs = models.PositiveIntegerField(default=0)
    held = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    rating = models.ForeignKey(Rating, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followers")
    due_at = models.DateTimeField(null=True, blank=True)
    remind_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(db_default=Now())
    quarantined_at = models.DateTimeField(null=True, blank=True)
    waiting_why = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in CheckStatus]), name="check_status_known"
            ),
            models.CheckConstraint(condition=Q(slots__gte=1), name="check_needs_a_verdict"),
            models.CheckConstraint(
                condition=Q(status=CheckStatus.MATCHED.value, follows__isnull=False)
                | (~Q(status=CheckStatus.MATCHED.value) & Q(follows__isnull=True)),
                name="check_matched_follows",
            ),
        ]
        indexes = [
            models.Index(
                F("desk"), F("priority").desc(), F("worthiness").desc(), F("id"), condition=FREE, name="check_to_take"
            ),
            models.Index(fields=["desk", "status"], name="check_by_desk_and_status"),
            models.Index(fields=["next_attempt_at"], condition=FREE & Q(waiting_why=""), name="check_to_route_first"),
            models.Index(fields=["desk", "next_attempt_at"], condition=REFUSED, name="check_to_route_again"),
            models.Index(
                fields=["due_at"],
                condition=Q(status__in=UNSETTLED_VALUES, escalated_at__isnull=True),
                name="check_overdue",
            ),
            models.Index(
                fields=["remind_at"],
                condition=Q(status__in=UNSETTLED_VALUES, remind_at__isnull=False),
                name="check_due_soon",
            ),
            models.Index(
                fields=["quarantined_at"], condition=Q(quarantined_at__isnull=False), name="check_quarantined"
            ),
        ]

    def __str__(self) -> str:
        return f"Check of “{self.claim}”"

    @cached_property
    def ratings(self) -> list[Rating]:
        """What it may be rated, in the order of its scale."""
        return list(self.scale.ratings.all())

    @property
    def is_overdue(self) -> bool:
        """Whether its time has passed, the leads know, and it is not settled yet."""
        return self.escalated_at is not None and self.status in UNSETTLED


class Assignment(models.Model):
    """One review slot of a Check lent to a Reviewer until ``lease_until``.

    ``slot`` counts from 1; an adjudication is no slot (0). ``why`` is what routing gave as its reasons;
    ``help_wanted`` is for leads and editors alone; ``version`` goes up with it and with the status.
    """

    class Kind(models.TextChoices):
        REVIEW = "review"
        ADJUDICATION = "adjudication"

    class How(models.TextChoices):
        PUSH = "push", "routed"
        PULL = "pull", "taken"

    # "check" is a method of every Django model, hence the name of the attribute.
    check_row = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="assignments", db_column="check_id")
    reviewer = models.ForeignKey(Reviewer, on_delete=models.PROTECT, related_name="assignments")
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.REVIEW)
    how = models.CharField(max_length=8, choices=How.choices)
    round = models.PositiveSmallIntegerField()
    slot = models.PositiveSmallIntegerField()
    token = models.PositiveIntegerField()
    status = models.CharField(
        max_length=16,
        choices=ASSIGNMENT_STATUSES,
        default=AssignmentStatus.OPEN.value,
    )
    why = ArrayField(models.CharField(max_length=300), default=list)
    lease_until = models.DateTimeField()
    created_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = Prose(blank=True)
    help_wanted = Prose(blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in AssignmentStatus]), name="assignment_status_known"
            ),
            models.UniqueConstraint(
                fields=["check_row", "round", "slot"],
                condition=Q(status__in=HOLDING_VALUES, kind="review"),
                name="slot_held_once",
            ),
            models.UniqueConstraint(
                fields=["check_row", "round", "reviewer"],
                condition=Q(status__in=HOLDING_VALUES),
                name="reviewer_once_a_round",
            ),
            models.UniqueConstraint(fields=["check_row", "token"], name="token_once"),
            models.CheckConstraint(
                condition=Q(status="open", ended_at__isnull=True) | (~Q(status="open") & Q(ended_at__isnull=False)),
                name="assignment_ends_once",
            ),
        ]
        indexes = [
            models.Index(fields=["lease_until"], condition=Q(status="open"), name="assignment_leases"),
            models.Index(fields=["ended_at"], condition=Q(status="expired"), name="assignment_expired"),
            models.Index(fields=["reviewer", "status"], name="assignment_by_reviewer"),
            models.Index(fields=["reviewer", "created_at"], name="assignment_lately"),
            models.Index(fields=["ended_at"], condition=Q(status="submitted"), name="assignment_judged_at"),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.check_row.claim}"


class Unblinding(models.Model):
    """An editor or a lead has read the verdicts of a round before all were in, and gets no seat of it."""

    check_row = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="unblindings", db_column="check_id")
    round = models.PositiveSmallIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_row", "round", "user"], name="opened_once_a_round"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: round {self.round} of {self.check_row_id}"


class Verdict(models.Model):
    """A Reviewer's rating and reasoning on an Assignment, once.

    Until ``final_at`` its author may take it back, and it settles nothing.
    """

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="verdict")
    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="+")
    reasoning = Prose()
    created_at = models.DateTimeField(db_default=Now())
    final_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.rating} by {self.assignment.reviewer}"

    @cached_property
    def cited(self) -> list[Source]:
        """Its sources, in their order."""
        return list(self.sources.all())


class Source(models.Model):
    """Evidence behind a Verdict."""

    class Kind(models.TextChoices):
        PRIMARY = "primary"
        SECONDARY = "secondary"

    class Stance(models.TextChoices):
        SUPPORTS = "supports"
        REFUTES = "refutes"
        CONTEXT = "context"

    verdict = models.ForeignKey(Verdict, on_delete=models.PROTECT, related_name="sources")
    position = models.PositiveSmallIntegerField()
    url = models.URLField(max_length=2000)
    title = Line(max_length=500, blank=True)
    publisher = Line(max_length=200, blank=True)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.SECONDARY)
    stance = models.CharField(max_length=16, choices=Stance.choices, default=Stance.CONTEXT)
    quote = Prose(blank=True)
    locator = Line(max_length=200, blank=True)
    published_at = models.DateField(null=True, blank=True)
    accessed_at = models.DateTimeField(db_default=Now())
    accessed_utc_offset = models.IntegerField(null=True, blank=True)
    archived_url = models.URLField(max_length=2000, blank=True)

    class Meta:
        ordering = ["verdict", "position"]
        constraints = [models.UniqueConstraint(fields=["verdict", "position"], name="source_position_once")]

    def __str__(self) -> str:
        return self.title or self.url

    @property
    def accessed_on(self) -> date | None:
        """The day that its reviewer gave; else that of whoever reads it."""
        known = self.accessed_utc_offset is not None
        return day_of(self.accessed_at, self.accessed_utc_offset) if known else timezone.localdate(self.accessed_at)
