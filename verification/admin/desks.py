"""Desks, who sits on them, and the scales they judge on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from unfold.admin import TabularInline
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextareaWidget

from claims.access import Scope
from claims.admin import show
from claims.admin.base import ServiceAdmin, ShownInline, may
from claims.admin.forms import ServiceForm
from claims.queries import count_of
from verification import services
from verification.models import Assignment, Desk, Membership, Rating, RatingScale, Reviewer
from verification.services import RatingDraft
from verification.states import AssignmentStatus

WORKS = ("time_zone", "work_days", "works_from", "works_until", "holidays_of")


class MembershipInline(ShownInline):
    model = Membership
    fields = ("person", "is_lead")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        seats: QuerySet[Membership] = super().get_queryset(request)
        return seats.select_related("reviewer__user")

    @admin.display(description="Reviewer")
    def person(self, seat: Membership) -> str:
        return show.link(seat.reviewer)


@admin.register(Desk)
class DeskAdmin(ServiceAdmin):
    reads = Scope.DESKS_READ
    adds = changes = Scope.DESKS_WRITE
    list_display = ("name", "scale", "verdicts_needed", "worthiness_threshold", "lease_minutes", "due_hours", "seats")
    list_select_related = ("scale",)
    search_fields = ("name__unaccent",)
    ordering = ("name",)
    inlines = (MembershipInline,)
    fieldsets = (
        (None, {"fields": ("name", "topics", "is_default")}),
        ("How checks are judged", {"fields": ("scale", "verdicts_needed", "worthiness_threshold")}),
        (
            "When more verdicts are needed",
            {"fields": ("risky_from", "accusations_are_risky", "verdicts_if_risky", "third_on_disagreement")},
        ),
        ("How long it may take", {"fields": ("lease_minutes", "due_hours", "due_hours_urgent", "due_hours_low")}),
        ("When it works", {"fields": WORKS}),
    )

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Desk]:
        desks: QuerySet[Desk] = super().get_queryset(request)
        return desks.annotate(seats=Count("memberships"))

    def create(self, request: HttpRequest, form: Any) -> Desk:
        return services.create_desk(**form.changes)

    def update(self, request: HttpRequest, row: Desk, form: Any) -> Desk:
        return services.update_desk(desk=row, **form.changes)

    @admin.display(description="Reviewers", ordering="seats")
    def seats(self, desk: Any) -> int:
        seats: int = desk.seats
        return seats


class ReviewerForm(ServiceForm):
    """What a reviewer knows, and where they sit."""

    sits = forms.ModelMultipleChoiceField(
        Desk.objects.order_by("name"), required=False, label="Desks", widget=UnfoldAdminCheckboxSelectMultipleWidget
    )
    leads = forms.ModelMultipleChoiceField(
        Desk.objects.order_by("name"),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text="A lead sits on the desk and decides its disputes.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        reviewer = kwargs.get("instance")
        if reviewer is not None and reviewer.pk:
            seats = list(reviewer.memberships.order_by("desk"))
            initial = {
                "sits": [seat.desk_id for seat in seats],
                "leads": [seat.desk_id for seat in seats if seat.is_lead],
            }
            kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


@admin.register(Reviewer)
class ReviewerAdmin(ServiceAdmin):
    reads = Scope.DESKS_READ
    adds = changes = Scope.DESKS_WRITE
    form = ReviewerForm
    list_display = ("__str__", "sits_on", "topics", "languages", "open_now", "capacity", "away_until")
    list_filter = ("desks",)
    search_fields = ("user__username__unaccent", "user__first_name__unaccent", "user__last_name__unaccent")
    ordering = ("user__username",)
    readonly_fields = ("user",)
    fieldsets = (
        (None, {"fields": ("user", "sits", "leads")}),
        ("What they judge", {"fields": ("topics", "languages", "conflicts")}),
        ("How much", {"fields": ("capacity", "away_until")}),
        ("When they work", {"fields": WORKS}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reviewer]:
        reviewers: QuerySet[Reviewer] = super().get_queryset(request)
        lent = Assignment.objects.filter(status=AssignmentStatus.OPEN)
        counted = reviewers.annotate(open_now=count_of(lent, "reviewer"))
        return counted.select_related("user").prefetch_related("desks")

    def create(self, request: HttpRequest, form: Any) -> Reviewer:
        facts = form.changes
        # Who leads a desk sits on it.
        return services.create_reviewer(desks=facts.pop("sits") | facts["leads"], **facts)

    def update(self, request: HttpRequest, row: Reviewer, form: Any) -> Reviewer:
        facts = form.changes
        desks, leads = facts.pop("sits"), facts.pop("leads")
        services.set_memberships(reviewer=row, desks=desks, leads=leads)
        return services.update_reviewer(reviewer=row, **facts)

    @admin.display(description="Desks")
    def sits_on(self, reviewer: Reviewer) -> str:
        return ", ".join(desk.name for desk in reviewer.desks.all()) or show.NOTHING

    @admin.display(description="Open", ordering="open_now")
    def open_now(self, reviewer: Any) -> int:
        lent: int | None = reviewer.open_now
        return lent or 0


class RatingForms(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """The steps of a new scale, from one end to the other. They are read here and written by the service."""

    def drafts(self) -> list[RatingDraft]:
        rows = [form.cleaned_data for form in self.forms if form.has_changed()]
        return [RatingDraft(row["key"], row["name"], row["definition"], row["value"]) for row in rows]

    def clean(self) -> None:
        super().clean()
        if not any(self.errors) and len(self.drafts()) < 2:
            raise ValidationError("A scale has at least two ratings.")


class NewRatingInline(TabularInline):  # type: ignore[misc]
    model = Rating
    formset = RatingForms
    fields = ("key", "name", "definition", "value")
    extra = 5
    can_delete = False
    formfield_overrides: ClassVar[Any] = {models.TextField: {"widget": UnfoldAdminTextareaWidget(attrs={"rows": 2})}}
    verbose_name_plural = "Ratings, in their order (no value: off the truth scale)"

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        # The head of a column names it for the eye alone.
        field.widget.attrs["aria-label"] = db_field.verbose_name.capitalize()
        return field

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, Scope.DESKS_WRITE)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, Scope.DESKS_WRITE)


class RatingInline(ShownInline):
    model = Rating
    fields = ("position", "key", "name", "definition", "value")


@admin.register(RatingScale)
class RatingScaleAdmin(ServiceAdmin):
    reads = Scope.DESKS_READ
    adds = Scope.DESKS_WRITE
    list_display = ("name", "version", "created_at", "used_by")
    search_fields = ("name__unaccent",)
    ordering = ("name", "-version")
    readonly_fields = ("next_version",)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        shown = ("name", "version", "created_at", "next_version") if obj else ("name",)
        return ((None, {"fields": shown}),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[RatingScale]:
        scales: QuerySet[RatingScale] = super().get_queryset(request)
        return scales.annotate(used_by=Count("desks"))

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return (RatingInline,) if obj else (NewRatingInline,)

    # --- A changed scale is the next version of the one of its name ------------------------------------------
    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        scale = self._model_of_next(request)
        return {"name": scale.name} if scale else {}

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        scale = self._model_of_next(request)
        if scale and request.method == "GET" and isinstance(inline, NewRatingInline):
            kwargs["initial"] = list(scale.ratings.values("key", "name", "definition", "value"))
            inline.extra = len(kwargs["initial"]) + 2
        return kwargs

    def _model_of_next(self, request: HttpRequest) -> RatingScale | None:
        given = request.GET.get("from", "")
        return RatingScale.objects.filter(pk=given).first() if given.isdecimal() else None

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing yet: a scale is written with its ratings."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Sequence[Any], change: bool) -> None:
        scale = services.create_rating_scale(name=form.cleaned_data["name"], ratings=formsets[0].drafts())
        form.instance.__dict__.update(scale.__dict__)

    @admin.display(description="Desks", ordering="used_by")
    def used_by(self, scale: Any) -> int:
        used: int = scale.used_by
        return used

    @admin.display(description="To change it")
    def next_version(self, scale: RatingScale) -> str:
        address = f"{reverse('admin:verification_ratingscale_add')}?from={scale.pk}"
        told = "Make the next version; checks under way keep this one, and desks choose when to use the new one."
        return format_html('<a href="{}" class="text-link">{}</a>', address, told)
