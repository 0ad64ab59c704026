"""Checks in the API: reading them, and what editors do with them."""

from __future__ import annotations

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
from claims.api import rendering, versions
from claims.api.articles import ID
from claims.api.filtering import IdFilter, YesNo
from claims.api.listing import ListModelMixin, OfArticles
from claims.api.once import Once
from claims.api.serializers import EventOut
from claims.models import User
from claims.queueing import enqueue
from verification import queries
from verification.api.serializers.checks import CheckDetail, CheckOut, PriorityIn, WhyIn
from verification.api.serializers.fact_checks import CorrectionIn, FactCheckIn
from verification.api.serializers.verdicts import JudgementIn
from verification.checks.actions import CHECK_ACTIONS, CheckAction
from verification.models import Check
from verification.services import SourceDraft, VerdictDraft
from verification.states import CheckStatus

# What the body of a request to do something holds; nothing where it is not named.
READS: dict[str, type[Serializer[Any]]] = {
    **dict.fromkeys(["drop", "send_back", "reopen", "withdraw"], WhyIn),
    "priority": PriorityIn,
    "adjudicate": JudgementIn,
    "publish": FactCheckIn,
    "correct": CorrectionIn,
}
# Where a worker goes on with what was asked for.
STATUS = {"route": 202}


class CheckFilter(filters.FilterSet):  # type: ignore[misc]
    q = filters.CharFilter(method="search", label="words of the claim, in the syntax of web search")
    status = filters.ChoiceFilter(choices=[(status.value, status.value) for status in CheckStatus])
    desk = filters.CharFilter(field_name="desk__name", lookup_expr="iexact")
    article = IdFilter(field_name="claim__article_id")
    quarantined = YesNo(field_name="quarantined_at", lookup_expr="isnull", exclude=True)

    in_current_text = YesNo(field_name="claim__vanished_in", lookup_expr="isnull")

    def search(self, found: QuerySet[Check], name: str, words: str) -> QuerySet[Check]:
        return queries.search_checks(found, words)


def verdict_draft(values: dict[str, Any]) -> VerdictDraft:
    """Validated fields as the service wants them."""
    sources = [SourceDraft(**source) for source in values.get("sources", [])]
    return VerdictDraft(rating=values["rating"], reasoning=values["reasoning"], sources=sources)


def given(serializer: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    """The validated fields of a request. Raises ValidationError that names each bad one."""
    return rendering.read(serializer, request.data)


class CheckViewSet(Once, OfArticles, ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Check]):
    """The way of a claim from triage to published."""

    queryset = queries.checks_to_list()
    to_article = ("claim__article",)
    serializer_class = CheckOut
    filterset_class = CheckFilter
    lookup_value_regex = ID
    paged = ("list", "events")
    bodiless = [action.code for action in CHECK_ACTIONS if action.code not in READS]
    conditional = frozenset(action.code for action in CHECK_ACTIONS if action.decides)
    scopes = dict.fromkeys(["list", "retrieve", "events"], Scope.CHECKS_READ) | {
        action.code: action.scope for action in CHECK_ACTIONS
    }

    @extend_schema(responses=CheckDetail)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One check with its assignments, and its verdicts once all are in."""
        return self._told(self.get_object().pk)

    @extend_schema(responses=EventOut(many=True), filters=False)
    @action(detail=True, filterset_class=None)
    def events(self, request: Request, pk: str) -> Response:
        """What happened to a check and to its assignments."""
        check = self.get_object()
        page: Any = self.paginate_queryset(queries.events_of_check(check))  # type: ignore[arg-type]
        found: Any = queries.events_without_secrets(page, check, self._actor())
        return self.get_paginated_response(EventOut(found, many=True).data)

    def act(self, request: Request, action: CheckAction) -> Response:
        """Do one thing of the table with a check."""
        check = self.get_object()
        if action.decides:
            versions.require_match(request, check)
        reads = READS.get(action.code)
        action.service(check, self._actor(), _values(given(reads, request)) if reads else {})
        if action.task:
            enqueue(action.task, action.task_key(check))
        return self._told(check.pk, status=STATUS.get(action.code, 200))

    def _actor(self) -> User:
        return cast(User, self.request.user)

    def _told(self, check_id: int, *, status: int = 200) -> Response:
        """The check as it is now, with what the asker may see of its verdicts."""
        check = queries.checks().get(pk=check_id)
        assignments = queries.assignments_to_show(check, self._actor())
        told = {
            **CheckOut(check).data,
            # It names conflicts of interest.
            "waiting_why": check.waiting_why if queries.reads_reasons(check, self._actor()) else "",
            "sign_off_by": [str(user) for user in queries.may_sign_off(check, besides=self._actor())],
            "assignments": CheckDetail().fields["assignments"].to_representation(assignments),
            "verdicts": CheckDetail()
            .fields["verdicts"]
            .to_representation(queries.verdicts_to_show(check, self._actor())),
        }
        return versions.tagged(told, check, status=status)


def _values(values: dict[str, Any]) -> dict[str, Any]:
    """The same with sources as the services want them."""
    if "sources" not in values:
        return values
    return values | {"sources": [SourceDraft(**source) for source in values["sources"]]}


def _endpoint(of: CheckAction) -> Any:
    """The address of one action: POST to its code, below the check."""

    def post(self: CheckViewSet, request: Request, pk: str) -> Response:
        return self.act(request, of)

    post.__name__ = of.code
    described = extend_schema(
        summary=of.label,
        description=of.explanation,
        request=READS.get(of.code),
        responses={STATUS.get(of.code, 200): CheckDetail},
    )
    return described(action(methods=["post"], detail=True, url_path=of.code.replace("_", "-"))(post))


for _action in CHECK_ACTIONS:
    setattr(CheckViewSet, _action.code, _endpoint(_action))
