"""What reviewers do in the API: take, judge, release."""

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
from claims.actions import Action
from claims.api import rendering, versions
from claims.api.articles import ID
from claims.api.once import Once
from claims.models import User
from claims.queueing import enqueue
from verification import queries, services
from verification.api.checks import given, verdict_draft
from verification.api.serializers.assignments import AssignmentOut, DeferIn, ReassignIn, ReleaseIn, TokenIn, VerdictIn
from verification.api.serializers.checks import WhyIn
from verification.api.serializers.verdicts import VerdictOut
from verification.checks.actions import ASSIGNMENT_ACTIONS
from verification.errors import NotYours
from verification.models import Assignment
from verification.permissions import require_reviewer
from verification.states import AssignmentStatus

REASSIGN, RECALL = ASSIGNMENT_ACTIONS


class AssignmentFilter(filters.FilterSet):  # type: ignore[misc]
    status = filters.ChoiceFilter(choices=[(status.value, status.value) for status in AssignmentStatus])


class AssignmentViewSet(Once, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Assignment]):
    """The slots lent to the reviewer who asks; an editor sees everybody's."""

    serializer_class = AssignmentOut
    filterset_class = AssignmentFilter
    lookup_value_regex = ID
    conditional = frozenset(action.code for action in ASSIGNMENT_ACTIONS)
    queryset = Assignment.objects.all()
    bodiless = ("next",)
    scopes = {
        "list": Scope.REVIEWS_READ,
        "retrieve": Scope.REVIEWS_READ,
        "next": Scope.REVIEWS_WRITE,
        "verdict": Scope.REVIEWS_WRITE,
        "release": Scope.REVIEWS_WRITE,
        "extend": Scope.REVIEWS_WRITE,
        "defer": Scope.REVIEWS_WRITE,
        "help": Scope.REVIEWS_WRITE,
        "reassign": Scope.CHECKS_WRITE,
        "recall": Scope.CHECKS_WRITE,
    }

    def get_queryset(self) -> QuerySet[Assignment]:
        user = cast(User, self.request.user)
        return queries.as_seen_by(queries.assignments_visible_to(user), user)

    def paginate_queryset(self, queryset: Any) -> Any:
        return queries.without_reasons(super().paginate_queryset(queryset) or [])

    def get_object(self) -> Assignment:
        [assignment] = queries.without_reasons([super().get_object()])
        return assignment

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One assignment."""
        return self._told(self.get_object().pk)

    @extend_schema(request=None, responses={201: AssignmentOut})
    @action(methods=["post"], detail=False)
    def next(self, request: Request) -> Response:
        """Take the most urgent claim that waits for you; 404 when none does."""
        taken = services.take_next(reviewer=require_reviewer(request.user))
        return Response(rendering.told(AssignmentOut, taken), status=201)

    @extend_schema(request=VerdictIn, responses={201: VerdictOut})
    @action(methods=["post"], detail=True)
    def verdict(self, request: Request, pk: str) -> Response:
        """Record your verdict, once; 409 when the claim is no longer yours."""
        values = given(VerdictIn, request)
        try:
            verdict = services.submit_verdict(
                assignment_id=int(pk),
                reviewer=require_reviewer(request.user),
                token=values["token"],
                draft=verdict_draft(values),
            )
        except NotYours:
            # What somebody may not see is not there, rather than not theirs.
            self.get_object()
            raise
        return Response(rendering.told(VerdictOut, verdict), status=201)

    @extend_schema(request=ReleaseIn, responses=AssignmentOut)
    @action(methods=["post"], detail=True)
    def release(self, request: Request, pk: str) -> Response:
        """Give the claim back, with a reason; somebody else gets it."""
        assignment = self.get_object()
        services.release(
            assignment_id=assignment.pk, reviewer=require_reviewer(request.user), **given(ReleaseIn, request)
        )
        enqueue("verification.route_check", assignment.check_row_id)
        return self._told(assignment.pk)

    @extend_schema(request=TokenIn, responses=AssignmentOut)
    @action(methods=["post"], detail=True)
    def extend(self, request: Request, pk: str) -> Response:
        """Keep the claim for another lease while you work on it."""
        assignment = self.get_object()
        services.extend_lease(
            assignment_id=assignment.pk, reviewer=require_reviewer(request.user), **given(TokenIn, request)
        )
        return self._told(assignment.pk)

    @extend_schema(request=DeferIn, responses=AssignmentOut)
    @action(methods=["post"], detail=True)
    def defer(self, request: Request, pk: str) -> Response:
        """Keep the claim for later, not beyond its deadline, with a reason."""
        assignment = self.get_object()
        services.defer(assignment_id=assignment.pk, reviewer=require_reviewer(request.user), **given(DeferIn, request))
        return self._told(assignment.pk)

    @extend_schema(request=ReleaseIn, responses=AssignmentOut)
    @action(methods=["post"], detail=True)
    def help(self, request: Request, pk: str) -> Response:
        """Tell the leads of the desk and the editors what you need; the claim stays with you."""
        assignment = self.get_object()
        services.ask_for_help(
            assignment_id=assignment.pk, reviewer=require_reviewer(request.user), **given(ReleaseIn, request)
        )
        return self._told(assignment.pk)

    @extend_schema(
        summary=REASSIGN.label, description=REASSIGN.explanation, request=ReassignIn, responses=AssignmentOut
    )
    @action(methods=["post"], detail=True)
    def reassign(self, request: Request, pk: str) -> Response:
        """Answer with the new assignment."""
        made = self._act(request, REASSIGN, ReassignIn)
        return self._told(made.pk)

    @extend_schema(summary=RECALL.label, description=RECALL.explanation, request=WhyIn, responses=AssignmentOut)
    @action(methods=["post"], detail=True)
    def recall(self, request: Request, pk: str) -> Response:
        """Answer with what has ended."""
        self._act(request, RECALL, WhyIn)
        return self._told(pk)

    def _act(self, request: Request, action: Action, reads: type[Serializer[Any]]) -> Any:
        assignment = self.get_object()
        versions.require_match(request, assignment)
        done = action.service(assignment, cast(User, request.user), given(reads, request))
        if action.task:
            enqueue(action.task, action.task_key(assignment))
        return done

    def _told(self, assignment_id: Any) -> Response:
        [assignment] = queries.without_reasons([self.get_queryset().get(pk=assignment_id)])
        return versions.tagged(rendering.told(AssignmentOut, assignment), assignment)
