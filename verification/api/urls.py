"""Addresses under /api/v1/ that belong to checks, desks and fact-checks."""

from __future__ import annotations

from django.urls import re_path
from rest_framework.routers import SimpleRouter

from claims.api.articles import ID
from verification.api.assignments import AssignmentViewSet
from verification.api.checks import CheckViewSet
from verification.api.desks import DeskViewSet, RatingScaleViewSet, ReviewerViewSet
from verification.api.fact_checks import FactCheckViewSet
from verification.api.matches import ClaimMatchesView, MatchViewSet
from verification.api.webhooks import DeliveryViewSet, WebhookViewSet

router = SimpleRouter()
router.register("assignments", AssignmentViewSet, basename="assignment")
router.register("checks", CheckViewSet, basename="check")
router.register("matches", MatchViewSet, basename="match")
router.register("desks", DeskViewSet, basename="desk")
router.register("reviewers", ReviewerViewSet, basename="reviewer")
router.register("rating-scales", RatingScaleViewSet, basename="rating-scale")
router.register("fact-checks", FactCheckViewSet, basename="fact-check")
router.register("webhooks", WebhookViewSet, basename="webhook")
router.register("deliveries", DeliveryViewSet, basename="delivery")

urlpatterns = [
    *router.urls,
    # Of a claim, but it tells what has become of the earlier one, which only this app knows.
    re_path(rf"^claims/(?P<pk>{ID})/matches/$", ClaimMatchesView.as_view(), name="claim-matches"),
]
