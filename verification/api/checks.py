"""Checks in the API: reading them, and what editors do with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from claims.access import Scope
from claims.api import rendering
from claims.api.articles import ID
from claims.api.listing import ListModelMixin
from claims.api.once import Once
from claims.api.serializers import EventOut
from claims.models import User
from claims.queueing import enqueue
from verification import queries, services
from verification.api.serializers.checks import CheckDetail, CheckOut, PriorityIn, WhyIn
from verification.api.serializers.fact_checks import CorrectionIn, FactCheckIn
from verification.api.serializers.verdicts import JudgementIn
from verification.models import Check
from verification.services import FactCheckDraft, SourceDraft, VerdictDraft
from verification.states import CheckStatus


class CheckFilter(filters.FilterSet):  # type: ignore[misc]
    q = filters.CharFilter(method="search", label="words of the claim, in the syntax of web search")
    status = filters.ChoiceFilter(choices=[(status.value, status.value) for status in CheckStatus])
    desk = filters.CharFilter(field_name="desk__name", lookup_expr="iexact")
    article = filters.NumberFilter(field_name="claim__article_id", max_value=2**63 - 1)
    quarantined = filters.BooleanFilter(field_name="quarantined_at", lookup_expr="isnull", exclude=True)

    in_current_text = filters.BooleanFilter(field_name="claim__vanished_in", lookup_expr="isnull")

    def search(self, found: QuerySet[Check], name: str, words: str) -> QuerySet[Check]:
        return queries.search_checks(found, words)


def verdict_draft(values: dict[str, Any]) -> VerdictDraft:
    """Validated fields as the service wants them."""
    sources = [SourceDraft(**source) for source in values.get("sources", [])]
    return VerdictDraft(rating=values["rating"], reasoning=values["reasoning"], sources=sources)


def given(serializer: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    """The validated fields of a request. Raises ValidationError that names each bad one."""
    return rendering.read(serializer, request.data)


class CheckViewSet(Once, ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Check]):
    """The way of a claim from triage to published."""

    queryset = queries.checks_to_list()
    serializer_class = CheckOut
    filterset_class = CheckFilter
    lookup_value_regex = ID
    scopes = {
        "list": Scope.CHECKS_READ,
        "retrieve": Scope.CHECKS_READ,
        "events": Scope.CHECKS_READ,
        "queue": Scope.CHECKS_WRITE,
        "drop": Scope.CHECKS_WRITE,
        "priority": Scope.CHECKS_WRITE,
        "route": Scope.CHECKS_WRITE,
        "send_back": Scope.CHECKS_WRITE,
        # A lead of the desk is a reviewer; the service knows who may.
        "adjudicate": Scope.REVIEWS_WRITE,
        "publish": Scope.FACT_CHECKS_WRITE,
        "correct": Scope.FACT_CHECKS_WRITE,
        "withdraw": Scope.FACT_CHECKS_WRITE,
        "reopen": Scope.FACT_CHECKS_WRITE,
    }

    @extend_schema(responses=CheckDetail)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One check with its assignments, and its verdicts once all are in."""
        return self._told(self.get_object().pk)

    @extend_schema(responses=EventOut(many=True), filters=False)
    @action(detail=True, filterset_class=None)
    def events(self, request: Request, pk: str) -> Response:
        """What happened to a check and to its assignments."""
        found = self.paginate_queryset(queries.events_of_check(self.get_object()))  # type: ignore[arg-type]
        return self.get_paginated_response(EventOut(cast(Any, found), many=True).data)

    @extend_schema(request=None, responses=CheckDetail)
    @action(methods=["post"], detail=True)
    def queue(self, request: Request, pk: str) -> Response:
        """Let a check out of triage, or take back that it was dropped."""
        check = self.get_object()
        services.queue(check=check, actor=self._actor())
        enqueue("verification.route_check", check.pk)
        return self._told(check.pk)

    @extend_schema(request=WhyIn, responses=CheckDetail)
    @action(methods=["post"], detail=True)
    def drop(self, request: Request, pk: str) -> Response:
        """Decide that this is not worth checking."""
        check = self.get_object()
        services.drop(check=check, actor=self._actor(), why=given(WhyIn, request)["why"])
        return self._told(check.pk)

    @extend_schema(request=PriorityIn, responses=CheckDetail)
    @action(methods=["post"], detail=True)
    def priority(self, request: Request, pk: str) -> Response:
        """Let a check go before or after others."""
        check = self.get_object()
        services.set_priority(check=check, actor=self._actor(), **given(PriorityIn, request))
        return self._told(check.pk)

    @extend_schema(request=None, responses={202: CheckDetail})
    @action(methods=["post"], detail=True)
    def route(self, request: Request, pk: str) -> Response:
        """Look for reviewers again at once."""
        check = self.get_object()
        services.retry_check(check=check, actor=self._actor())
        enqueue("verification.route_check", check.pk)
        return self._told(check.pk, status=202)

    @extend_schema(request=WhyIn, responses=CheckDetail)
    @action(methods=["post"], detail=True, url_path="send-back")
    def send_back(self, request: Request, pk: str) -> Response:
        """Have an agreed check judged anew; say why."""
        return self._new_round(request, services.send_back)

    @extend_schema(request=WhyIn, responses=CheckDetail)
    @action(methods=["post"], detail=True)
    def reopen(self, request: Request, pk: str) -> Response:
        """Have a published claim judged anew; its page stays until the next sign-off."""
        return self._new_round(request, services.reopen)

    @extend_schema(request=JudgementIn, responses=CheckDetail)
    @action(methods=["post"], detail=True)
    def adjudicate(self, request: Request, pk: str) -> Response:
        """Decide a dispute, as an editor or a lead of its desk who judged nothing on it."""
        check = self.get_object()
        draft = verdict_draft(given(JudgementIn, request))
        services.adjudicate(check_id=check.pk, actor=self._actor(), draft=draft)
        return self._told(check.pk)

    @extend_schema(request=FactCheckIn, responses=CheckDetail)
    @action(methods=["post"], detail=True)
    def publish(self, request: Request, pk: str) -> Response:
        """Sign off an agreed check as an editor who judged nothing on it."""
        check = self.get_object()
        draft = FactCheckDraft(**given(FactCheckIn, request))
        services.publish(check_id=check.pk, actor=self._actor(), draft=draft)
        enqueue("verification.announce", check.pk)
        return self._told(check.pk)

    @extend_schema(request=CorrectionIn, responses=CheckDetail)
    @action(methods=["post"], detail=True)
    def correct(self, request: Request, pk: str) -> Response:
        """Publish a corrected revision with a note to readers."""
        check = self.get_object()
        values = given(CorrectionIn, request)
        note = values.pop("note")
        services.correct(check_id=check.pk, actor=self._actor(), draft=FactCheckDraft(**values), note=note)
        enqueue("verification.announce", check.pk)
        return self._told(check.pk)

    @extend_schema(request=WhyIn, responses=CheckDetail)
    @action(methods=["post"], detail=True)
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take a fact-check back; its page stays and tells readers so, and why."""
        check = self.get_object()
        services.withdraw(check_id=check.pk, actor=self._actor(), why=given(WhyIn, request)["why"])
        enqueue("verification.announce", check.pk)
        return self._told(check.pk)

    def _new_round(self, request: Request, service: Callable[..., Any]) -> Response:
        check = self.get_object()
        service(check_id=check.pk, actor=self._actor(), why=given(WhyIn, request)["why"])
        enqueue("verification.route_check", check.pk)
        return self._told(check.pk)

    def _actor(self) -> User:
        return cast(User, self.request.user)

    def _told(self, check_id: int, *, status: int = 200) -> Response:
        """The check as it is now, with what the asker may see of its verdicts."""
        check = queries.checks().get(pk=check_id)
        assignments = check.assignments.select_related("reviewer__user").order_by("pk")
        told = {
            **CheckOut(check).data,
            # It names conflicts of interest.
            "waiting_why": check.waiting_why if self._actor().is_editor else "",
            "assignments": CheckDetail().fields["assignments"].to_representation(assignments),
            "verdicts": CheckDetail()
            .fields["verdicts"]
            .to_representation(queries.verdicts_to_show(check, self._actor())),
        }
        return Response(told, status=status)
