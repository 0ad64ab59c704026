"""Addresses under /api/v1/ that belong to articles, claims and people."""

from __future__ import annotations

from django.urls import path
from rest_framework.routers import SimpleRouter

from claims.api.articles import ArticleViewSet
from claims.api.claims import ClaimViewSet, SpeakerViewSet
from claims.api.people import ApiKeyViewSet, MeView

router = SimpleRouter()
router.register("articles", ArticleViewSet, basename="article")
router.register("claims", ClaimViewSet, basename="claim")
router.register("speakers", SpeakerViewSet, basename="speaker")
router.register("api-keys", ApiKeyViewSet, basename="api-key")

urlpatterns = [*router.urls, path("me/", MeView.as_view(), name="me")]
