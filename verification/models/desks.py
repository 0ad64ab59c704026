"""Who judges, and on which scale."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from claims.models.bounds import require_sensible_day
from claims.models.fields import Line, Prose
from verification.models.hours import DAYS, Works
from verification.routing.risk import RiskPolicy

# Hours of work until something is due: one at least, and no more than there are in a year.
DUE = [MinValueValidator(1), MaxValueValidator(8760)]


class RatingScale(models.Model):
    """The ratings a desk judges with. A changed scale is a new version; checks keep the one they began with."""

    name = Line(max_length=100)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["name", "-version"]
        constraints = [models.UniqueConstraint(fields=["name", "version"], name="scale_version_once")]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


class Rating(models.Model):
    """One step of a scale. ``value`` is its number on the truth scale; a rating off it ("unproven") has none."""

    scale = models.ForeignKey(RatingScale, on_delete=models.PROTECT, related_name="ratings")
    key = models.SlugField(max_length=50)
    name = Line(max_length=100)
    definition = Prose()
    value = models.IntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["scale", "position"]
        constraints = [
            models.UniqueConstraint(fields=["scale", "key"], name="rating_key_once"),
            models.UniqueConstraint(fields=["scale", "position"], name="rating_position_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Desk(Works):
    """A team: what it is about, how many independent verdicts a check needs, how long one may take.

    Claims under ``worthiness_threshold`` (0..1) wait in triage for an editor. The default desk takes what fits none.
    A risky claim (``risky_from``, ``accusations_are_risky``) needs ``verdicts_if_risky`` where that is more.
    A check is due after ``due_hours`` of the desk's working hours, one with a priority above or below 0 after
    ``due_hours_urgent`` or ``due_hours_low``.
    """

    name = Line(max_length=100, unique=True)
    topics = ArrayField(Line(max_length=64), default=list, blank=True)
    scale = models.ForeignKey(RatingScale, on_delete=models.PROTECT, related_name="desks")
    verdicts_needed = models.PositiveSmallIntegerField(default=2)
    verdicts_if_risky = models.PositiveSmallIntegerField(
        default=2, validators=[MinValueValidator(1)], help_text="How many verdicts a risky claim needs."
    )
    risky_from = models.FloatField(
        null=True,
        blank=True,
        validators=[MinValueValidator(0.0), MaxValueValidator(1.0)],
        help_text="Claims with this much at stake (worthiness or reach, 0 to 1) are risky; empty: none is.",
    )
    accusations_are_risky = models.BooleanField(
        default=False, help_text="Claims that seem to accuse a named person are risky."
    )
    third_on_disagreement = models.BooleanField(
        default=False, help_text="Where verdicts differ, ask for one more; more than half of them decide."
    )
    worthiness_threshold = models.FloatField(default=0.5)
    lease_minutes = models.PositiveIntegerField(default=60)
    due_hours = models.PositiveIntegerField(default=24, validators=DUE)
    due_hours_urgent = models.PositiveIntegerField(default=4, validators=DUE, help_text="With a priority above 0.")
    due_hours_low = models.PositiveIntegerField(default=72, validators=DUE, help_text="With a priority below 0.")
    is_default = models.BooleanField(default=False)
    # Goes up with every change of a setting.
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="desk_one_default"),
            models.CheckConstraint(condition=Q(verdicts_needed__gte=1), name="desk_needs_a_verdict"),
            models.CheckConstraint(condition=Q(lease_minutes__gte=1), name="desk_lease_lasts"),
            models.CheckConstraint(
                condition=Q(worthiness_threshold__gte=0, worthiness_threshold__lte=1), name="desk_threshold_0_to_1"
            ),
            models.CheckConstraint(condition=Q(work_days__regex=DAYS), name="desk_works_on_days"),
            models.CheckConstraint(
                condition=Q(risky_from__isnull=True) | Q(risky_from__gte=0, risky_from__lte=1), name="desk_risk_0_to_1"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def risk_policy(self) -> RiskPolicy:
        return RiskPolicy(
            self.verdicts_needed, self.verdicts_if_risky, self.risky_from, accused=self.accusations_are_risky
        )

    def due_after(self, priority: int) -> timedelta:
        """How much of the desk's working time a check of this priority may take."""
        if priority == 0:
            return timedelta(hours=self.due_hours)
        return timedelta(hours=self.due_hours_urgent if priority > 0 else self.due_hours_low)


class Reviewer(Works):
    """A user on desks: what they know, how much they carry, and what they must not judge.

    ``conflicts`` are names of people, outlets or parties, compared without regard to case.
    ``upheld`` of ``judged``: how many of their verdicts of late said what the check was settled on, as last counted.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviewer")
    desks = models.ManyToManyField(Desk, through="Membership", related_name="reviewers")
    topics = ArrayField(Line(max_length=64), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=35), default=list, blank=True)
    capacity = models.PositiveSmallIntegerField(default=10)
    away_until = models.DateTimeField(null=True, blank=True, validators=[require_sensible_day])
    conflicts = ArrayField(Line(max_length=300), default=list, blank=True)
    upheld = models.PositiveIntegerField(default=0, editable=False)
    judged = models.PositiveIntegerField(default=0, editable=False)
    # Goes up with every change but those of the last two, and with every change of a seat.
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(work_days__regex=DAYS), name="reviewer_works_on_days")]

    def __str__(self) -> str:
        return str(self.user)


class Membership(models.Model):
    """A reviewer's seat on a desk; a lead may adjudicate there."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="memberships")
    reviewer = models.ForeignKey(Reviewer, on_delete=models.CASCADE, related_name="memberships")
    is_lead = models.BooleanField(default=False)

    class Meta:
        ordering = [F("is_lead").desc(), "reviewer"]
        constraints = [models.UniqueConstraint(fields=["desk", "reviewer"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.reviewer} on {self.desk}"
