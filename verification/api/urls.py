"""Addresses under /api/v1/ that belong to checks, desks and fact-checks."""

from __future__ import annotations

from rest_framework.routers import SimpleRouter

from verification.api.assignments import AssignmentViewSet
from verification.api.checks import CheckViewSet
from verification.api.desks import DeskViewSet, RatingScaleViewSet, ReviewerViewSet
from verification.api.fact_checks import FactCheckViewSet

router = SimpleRouter()
router.register("checks", CheckViewSet, basename="check")
router.register("assignments", AssignmentViewSet, basename="assignment")
router.register("desks", DeskViewSet, basename="desk")
router.register("reviewers", ReviewerViewSet, basename="reviewer")
router.register("rating-scales", RatingScaleViewSet, basename="rating-scale")
router.register("fact-checks", FactCheckViewSet, basename="fact-check")

urlpatterns = router.urls
