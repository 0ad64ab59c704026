"""What can be done to a check and to its assignments: the one table that desk, admin and API read."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from claims.access import Scope
from claims.actions import Action, Values
from claims.models import User
from verification import presenting, queries, services
from verification.forms import CorrectionForm, FactCheckForm, PriorityForm, ReassignForm, WhyForm, WithdrawalForm
from verification.models import Assignment, Check
from verification.services import FactCheckDraft, VerdictDraft
from verification.states import BLIND, REVIEWABLE, UNSETTLED, AssignmentStatus, CheckStatus

ROUTE, ANNOUNCE = "verification.route_check", "verification.announce"


@dataclass(frozen=True, kw_only=True)
class CheckAction(Action):
    """An action on a check that stands in one of ``states``, for editors with ``scope``.

    ``four_eyes``: not for who judged it; ``judges``: nor for who made the claim; ``leads``: for leads of its desk, too;
    ``unblinds``: not for who has judged in this round, or reads the verdicts already; ``publishes``: readers see what
    comes of it.
    """

    states: frozenset[CheckStatus]
    scope: Scope = Scope.CHECKS_WRITE
    four_eyes: bool = False
    judges: bool = False
    leads: bool = False
    unblinds: bool = False
    publishes: bool = False


def _adjudicate(check: Check, actor: User, values: Values) -> object:
    return services.adjudicate(check_id=check.pk, actor=actor, draft=VerdictDraft(**values), version=check.version)


def _publish(check: Check, actor: User, values: Values) -> object:
    return services.publish(check_id=check.pk, actor=actor, draft=FactCheckDraft(**values), version=check.version)


def _correct(check: Check, actor: User, values: Values) -> object:
    draft = FactCheckDraft(values["headline"], values["summary"])
    return services.correct(check_id=check.pk, actor=actor, draft=draft, note=values["note"], version=check.version)


CHECK_ACTIONS = (
    CheckAction(
        code="queue",
        label=_("Send to review"),
        past="queued",
        explanation=_("Out of triage, or back from dropped: reviewers are looked for at once."),
        service=lambda check, actor, _values: services.queue(check=check, actor=actor, version=check.version),
        states=frozenset({CheckStatus.TRIAGE, CheckStatus.DROPPED}),
        task=ROUTE,
    ),
    CheckAction(
        code="drop",
        label=_("Drop"),
        past="dropped",
        explanation=_("Not worth checking. It can be sent to review again later."),
        service=lambda check, actor, values: services.drop(check=check, actor=actor, version=check.version, **values),
        form=WhyForm,
        states=frozenset({CheckStatus.TRIAGE}),
        dangerous=True,
    ),
    CheckAction(
        code="route",
        label=_("Find reviewers now"),
        past="to be routed",
        explanation=_("Look for reviewers at once, also where routing gave up."),
        service=lambda check, actor, _values: services.retry_check(check=check, actor=actor),
        states=REVIEWABLE,
        task=ROUTE,
        decides=False,
    ),
    CheckAction(
        code="priority",
        label=_("Set priority"),
        past="given its priority",
        explanation=_("Let it go before or after others."),
        service=lambda check, actor, values: services.set_priority(
            check=check, actor=actor, version=check.version, **values
        ),
        form=PriorityForm,
        initial=lambda checks: {check.pk: {"priority": check.priority} for check in checks},
        states=frozenset({CheckStatus.TRIAGE}) | UNSETTLED,
    ),
    CheckAction(
        code="open_verdicts",
        label=_("Open the verdicts"),
        past="open to you",
        explanation=_(
            "Read them before all are in. You then have no seat in this round: a claim that you hold goes to somebody"
            " else, and you get it no more. It is recorded."
        ),
        service=lambda check, actor, _values: services.open_verdicts(check_id=check.pk, actor=actor),
        states=BLIND,
        scope=Scope.REVIEWS_WRITE,
        unblinds=True,
        leads=True,
        task=ROUTE,
        bulk=False,
        decides=False,
        page="check",
    ),
    CheckAction(
        code="adjudicate",
        label=_("Decide the dispute"),
        past="decided",
        explanation=_(
            "With a rating, reasons and sources of your own. Another editor, who has not judged it, signs it off."
        ),
        service=_adjudicate,
        states=frozenset({CheckStatus.DISPUTED}),
        scope=Scope.REVIEWS_WRITE,
        four_eyes=True,
        judges=True,
        leads=True,
        bulk=False,
        page="check",
    ),
    CheckAction(
        code="publish",
        label=_("Sign off and publish"),
        past="published",
        explanation=_("Readers see it at once; what is written here was put together from the verdicts."),
        service=_publish,
        row_form=FactCheckForm,
        publishes=True,
        initial=presenting.first_words,
        states=frozenset({CheckStatus.AGREED}),
        scope=Scope.FACT_CHECKS_WRITE,
        four_eyes=True,
        task=ANNOUNCE,
    ),
    CheckAction(
        code="send_back",
        label=_("Send back to review"),
        past="sent back",
        explanation=_("A new round of review, by people who have not had it yet where there are any."),
        service=lambda check, actor, values: services.send_back(
            check_id=check.pk, actor=actor, version=check.version, **values
        ),
        form=WhyForm,
        states=frozenset({CheckStatus.AGREED}),
        task=ROUTE,
        bulk=False,
    ),
    CheckAction(
        code="correct",
        label=_("Publish a correction"),
        past="corrected",
        explanation=_("A new revision of the published fact-check; the earlier ones stay on record."),
        service=_correct,
        row_form=CorrectionForm,
        publishes=True,
        initial=presenting.first_words,
        states=frozenset({CheckStatus.PUBLISHED}),
        scope=Scope.FACT_CHECKS_WRITE,
        four_eyes=True,
        task=ANNOUNCE,
        bulk=False,
    ),
    CheckAction(
        code="reopen",
        label=_("Re-open"),
        past="back in review",
        explanation=_("Have it judged anew. The page stays as it is until the next sign-off."),
        service=lambda check, actor, values: services.reopen(
            check_id=check.pk, actor=actor, version=check.version, **values
        ),
        form=WhyForm,
        states=frozenset({CheckStatus.PUBLISHED}),
        scope=Scope.FACT_CHECKS_WRITE,
        task=ROUTE,
        bulk=False,
    ),
    CheckAction(
        code="withdraw",
        label=_("Withdraw"),
        past="withdrawn",
        explanation=_("The page stays and tells readers that it was withdrawn, and why. This cannot be taken back."),
        service=lambda check, actor, values: services.withdraw(
            check_id=check.pk, actor=actor, version=check.version, **values
        ),
        form=WithdrawalForm,
        states=frozenset({CheckStatus.PUBLISHED}),
        scope=Scope.FACT_CHECKS_WRITE,
        four_eyes=True,
        task=ANNOUNCE,
        bulk=False,
        dangerous=True,
    ),
)

ASSIGNMENT_ACTIONS = (
    Action(
        code="reassign",
        label=_("Give to somebody else"),
        past="given to somebody else",
        explanation=_("Whoever is chosen gets it even when away or full, but not with a conflict of interest."),
        service=lambda assignment, actor, values: services.reassign(
            assignment_id=assignment.pk,
            to=values["reviewer"],
            actor=actor,
            why=values["why"],
            version=assignment.version,
        ),
        form=ReassignForm,
        allowed=lambda assignment, user: may_take_back(assignment, user) and assignment.kind == Assignment.Kind.REVIEW,
    ),
    Action(
        code="recall",
        label=pgettext_lazy("a claim from its reviewer", "Take back"),
        past="taken back",
        explanation=_("The reviewer reads why; somebody else is looked for."),
        service=lambda assignment, actor, values: services.recall(
            assignment_id=assignment.pk, actor=actor, version=assignment.version, **values
        ),
        form=WhyForm,
        allowed=lambda assignment, user: may_take_back(assignment, user),
        task=ROUTE,
        task_key=attrgetter("check_row_id"),
        dangerous=True,
    ),
)


def possible_actions(check: Check, user: User) -> list[CheckAction]:
    """What ``user`` may do with ``check`` as it stands, in the order in which it is offered."""
    offered = [action for action in CHECK_ACTIONS if check.status in action.states and user.may(action.scope)]
    if not user.is_editor:
        leading = any(action.leads for action in offered) and queries.leads_desk(user, check.desk)
        offered = [action for action in offered if action.leads and leading]
    if any(action.four_eyes for action in offered) and queries.has_judged(check, user):
        offered = [action for action in offered if not action.four_eyes]
    if any(action.judges for action in offered) and queries.part_in(check.claim, user):
        offered = [action for action in offered if not action.judges]
    if any(action.unblinds for action in offered) and not queries.may_open(check, user):
        offered = [action for action in offered if not action.unblinds]
    return offered


def may_take_back(assignment: Assignment, user: User) -> bool:
    """Whether ``user`` may take the claim from whoever has it."""
    return user.may(Scope.CHECKS_WRITE) and assignment.status == AssignmentStatus.OPEN
