"""What is kept from whom while verdicts are awaited. The desk, the admin and the API all ask here.

Verdicts are their authors' alone until all are in. An editor or a lead of the desk may open them before, which is a row
of its own, and has no seat in that round then. Reasons (why somebody let go, what they need help with) may tell what
was found: they are for leads and editors, and while it is judged blindly for none of these who has or had a seat in it.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from claims.models import Event, User
from verification.models import Assignment, Check, Membership, Unblinding, Verdict
from verification.queries.people import leads_desk
from verification.queries.reviewing import all_verdicts, events_of_check
from verification.states import BLIND, AssignmentStatus, CheckStatus


def readable_verdicts(user: User) -> QuerySet[Verdict]:
    """Every verdict that ``user`` may read."""
    return Verdict.objects.filter(_is_readable(user, assignment="assignment__"))


def verdicts_to_show(check: Check, user: User) -> QuerySet[Verdict]:
    """Those of one check, oldest first."""
    return (
        all_verdicts(check) if is_open_to(check, user) else all_verdicts(check).filter(assignment__reviewer__user=user)
    )


def is_open_to(check: Check, user: User) -> bool:
    """Whether ``user`` may read the verdicts of others on the check."""
    return check.status not in BLIND or has_opened(check, user)


def has_opened(check: Check, user: User) -> bool:
    """Whether ``user`` read the verdicts of the present round before all were in."""
    return Unblinding.objects.filter(check_row=check, round=check.round, user=user).exists()


def may_open(check: Check, user: User) -> bool:
    """Whether ``user`` may read the verdicts of the present round before all are in: not after a verdict of theirs."""
    if check.status not in BLIND or not _leads(check, user) or has_opened(check, user):
        return False
    return not _seats(check, user).filter(status=AssignmentStatus.SUBMITTED).exists()


def reads_reasons(check: Check, user: User) -> bool:
    """Whether ``user`` may read why others let the check go, and what keeps people from it."""
    return _leads(check, user) and not _kept_blind(user).filter(pk=check.pk).exists()


def as_seen_by(assignments: QuerySet[Assignment], user: User) -> QuerySet[Assignment]:
    """With ``shows_verdict`` and ``shows_reasons``: what of each ``user`` may read."""
    led = Membership.objects.filter(reviewer__user=user, is_lead=True).values("desk")
    leads = Q() if user.is_editor else Q(check_row__desk__in=led)
    blind = Exists(_kept_blind(user).filter(pk=OuterRef("check_row")))
    return assignments.annotate(
        shows_verdict=_told(_is_readable(user)), shows_reasons=_told(Q(reviewer__user=user) | (leads & ~Q(blind)))
    )


def without_reasons(assignments: Iterable[Assignment]) -> list[Assignment]:
    """The same rows `as_seen_by` somebody, without the reasons that they may not read."""
    found = list(assignments)
    for assignment in found:
        if not assignment.shows_reasons:  # type: ignore[attr-defined]
            assignment.ended_why = assignment.help_wanted = ""
    return found


def without_waiting_reasons(checks: Iterable[Check], user: User) -> list[Check]:
    """The same rows without why nobody could be found for those that ``user`` is to judge blindly."""
    found = list(checks)
    waiting = [check.pk for check in found if check.waiting_why]
    blind = set(_kept_blind(user).filter(pk__in=waiting).values_list("pk", flat=True)) if waiting else set()
    for check in found:
        if check.pk in blind:
            check.waiting_why = ""
    return found


def assignments_to_show(check: Check, user: User) -> list[Assignment]:
    """Who had the check and has it, in their order, as ``user`` may see them."""
    return without_reasons(as_seen_by(check.assignments.select_related("reviewer__user"), user).order_by("pk"))


def events_without_secrets(events: Iterable[Event], check: Check, user: User) -> list[Event]:
    """What happened to one check and its assignments, as ``user`` may read it."""
    found, reads = list(events), reads_reasons(check, user)
    own = set(check.assignments.filter(reviewer__user=user).values_list("pk", flat=True))
    is_open = is_open_to(check, user)
    for event in found:
        if event.subject_type == "assignment" and not reads and event.subject_id not in own:
            event.why = ""
        if not is_open:
            event.data = {name: told for name, told in event.data.items() if name != "ratings"}
    return found


def events_to_show(check: Check, user: User) -> list[Event]:
    """What happened to the check and its assignments, in its order, as ``user`` may read it."""
    return events_without_secrets(events_of_check(check), check, user)


def events_readable(events: QuerySet[Event], user: User) -> QuerySet[Event]:
    """The log for an editor, without what it tells of rounds to which they are blind.

    By numbers that are known beforehand: with questions inside the question the log would be read from end to end.
    """
    blind = Assignment.objects.filter(check_row__in=_kept_blind(user)).exclude(reviewer__user=user)
    # Of a check in its first round no verdict was ever told.
    anew = Check.objects.filter(status__in=BLIND, round__gt=1).exclude(Exists(_opened(user)))
    reasons = Q(subject_type="assignment", subject_id__in=list(blind.values_list("pk", flat=True))) & ~Q(why="")
    ratings = Q(
        subject_type="check", subject_id__in=list(anew.values_list("pk", flat=True)), to_status=CheckStatus.DISPUTED
    )
    return events.exclude(reasons | ratings)


def _leads(check: Check, user: User) -> bool:
    return user.is_editor or leads_desk(user, check.desk)


def _seats(check: Check, user: User) -> QuerySet[Assignment]:
    """What ``user`` has and had of the present round."""
    return check.assignments.filter(round=check.round, kind=Assignment.Kind.REVIEW, reviewer__user=user)


def _kept_blind(user: User) -> QuerySet[Check]:
    """Checks still judged blindly in whose present round ``user`` has or had a seat."""
    seats = Assignment.objects.filter(
        check_row=OuterRef("pk"), round=OuterRef("round"), kind=Assignment.Kind.REVIEW, reviewer__user=user
    )
    return Check.objects.filter(Exists(seats), status__in=BLIND).exclude(Exists(_opened(user)))


def _opened(user: User) -> QuerySet[Unblinding]:
    return Unblinding.objects.filter(check_row=OuterRef("pk"), round=OuterRef("round"), user=user)


def _is_readable(user: User, *, assignment: str = "") -> Q:
    """On rows whose assignment is found by this path, and of which the verdict is meant."""
    check = f"{assignment}check_row"
    opened = Unblinding.objects.filter(check_row=OuterRef(check), round=OuterRef(f"{check}__round"), user=user)
    return Q(**{f"{assignment}reviewer__user": user}) | ~Q(**{f"{check}__status__in": BLIND}) | Q(Exists(opened))


def _told(condition: Q) -> ExpressionWrapper[Q]:
    return ExpressionWrapper(condition, output_field=BooleanField())
