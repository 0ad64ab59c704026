"""What routing is told, and what a reviewer may take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from claims.columns import Columns, ask, ask_for_one, cut
from claims.models import Article, Claim, Match, Mention, Revision, Speaker, User
from claims.queries import count_of
from claims.states import MatchStatus
from verification.hours import is_open
from verification.models import (
    Assignment,
    Check,
    Desk,
    Membership,
    Reviewer,
    Unblinding,
)
from verification.queries.deadlines import now
from verification.queries.people import reviewer_of, working_reviewers
from verification.queries.reviewing import RATING, checks_with_free_slot
from verification.routing import Authors, Candidate, ClaimFacts, DeskFacts, Person
from verification.states import HOLDING, AssignmentStatus

ONE_DAY = timedelta(days=1)
CHECK, DESK, ASSIGNMENT = Columns(Check, "waiting"), Columns(Desk, "desk"), Columns(Assignment, "lent")
CLAIM, SPEAKER = Columns(Claim, "claim", but_not={"search"}), Columns(Speaker, "speaker")
ARTICLE, REVISION = Columns(Article, "article"), Columns(Revision, "revision", but_not={"text"})
TOLD = CHECK, CLAIM, DESK, SPEAKER, ARTICLE, REVISION
# Of which check an assignment of the reviewer is, and whether it is theirs just now: also where a verdict ends it.
IS_CHECK_OF = (
    "id = (SELECT check_id FROM verification_assignment WHERE id = %(assignment)s AND reviewer_id = %(reviewer)s)"
)
IS_LENT = """lent.id = %(assignment)s AND reviewer_id = %(reviewer)s AND token = %(token)s
    AND status = 'open' AND lease_until > STATEMENT_TIMESTAMP()"""
CHECK_OF_ASSIGNMENT = f"""
SELECT {CHECK.sql} FROM verification_check AS waiting WHERE {IS_CHECK_OF} FOR UPDATE
"""  # noqa: S608
LENT = f"""
SELECT {ASSIGNMENT.sql} FROM verification_assignment AS lent WHERE {IS_LENT}
"""  # noqa: S608
HOLDERS = """
SELECT slot, reviewer_id FROM verification_assignment
WHERE check_id = %(check)s AND round = %(round)s AND kind = 'review' AND status = ANY(%(holding)s)
"""
MOST_URGENT = f"""
SELECT {CHECK.sql}, {CLAIM.sql}, {DESK.sql}, {SPEAKER.sql}, {ARTICLE.sql}, {REVISION.sql},
    (SELECT json_agg(json_build_array({RATING.sql}) ORDER BY rating.position)
     FROM verification_rating AS rating WHERE rating.scale_id = waiting.scale_id)
FROM (
    SELECT first.*
    FROM verification_membership AS seat
    CROSS JOIN LATERAL (
        SELECT *
        FROM verification_check AS queued
        WHERE desk_id = seat.desk_id AND status IN ('queued', 'in_review') AND quarantined_at IS NULL AND held < slots
            AND id <> ALL(%(but_not)s::bigint[])
            AND NOT EXISTS (
                SELECT FROM verification_assignment AS had
                WHERE had.check_id = queued.id AND had.round = queued.round AND had.reviewer_id = %(reviewer)s
                    AND had.status <> %(expired)s)
            AND NOT EXISTS (
                SELECT FROM verification_unblinding AS opened
                WHERE opened.check_id = queued.id AND opened.round = queued.round AND opened.user_id = %(user)s)
            AND (
                SELECT made.created_by_id = %(person)s OR stands_in.created_by_id = %(person)s
                FROM claims_claim AS made LEFT JOIN claims_article AS stands_in ON stands_in.id = made.article_id
                WHERE made.id = queued.claim_id) IS NOT TRUE
        ORDER BY priority DESC, worthiness DESC, id
        LIMIT 1
        FOR UPDATE SKIP LOCKED
    ) AS first
    WHERE seat.reviewer_id = %(reviewer)s
    ORDER BY first.priority DESC, first.worthiness DESC, first.id
    LIMIT 1
) AS waiting
JOIN claims_claim AS claim ON claim.id = waiting.claim_id
JOIN verification_desk AS desk ON desk.id = waiting.desk_id
LEFT JOIN claims_speaker AS speaker ON speaker.id = claim.speaker_id
LEFT JOIN claims_article AS article ON article.id = claim.article_id
LEFT JOIN claims_revision AS revision ON revision.id = claim.vanished_in_id
"""  # noqa: S608


def claim_facts(claim: Claim, *, reach: int = 1) -> ClaimFacts:
    speaker = claim.speaker
    return ClaimFacts(
        topics=tuple(claim.topics),
        language=claim.language,
        speaker=speaker.name if speaker else "",
        outlet=claim.article.outlet if claim.article else "",
        text=claim.text,
        aliases=tuple(speaker.aliases) if speaker else (),
        role=speaker.role if speaker else "",
        authors=authors_of(claim),
        worthiness=claim.worthiness,
        reach=reach,
    )


def authors_of(claim: Claim) -> Authors:
    """Whose the claim is: of who handed it in or wrote the article, and of who said it."""
    speaker, article = claim.speaker, claim.article
    return Authors(
        claim_by=claim.created_by_id,
        article_by=article.created_by_id if article else None,
        byline=article.byline if article else "",
        speakers=(speaker.name, *speaker.aliases) if speaker else (),
    )


def part_in(claim: Claim, user: User) -> str | None:
    """What keeps ``user`` from judging the claim because it is their own; None: nothing does."""
    return authors_of(claim).part_of(_person(user))


def _person(user: User) -> Person:
    return Person(None if user.is_program else user.pk, str(user))


def reach(claim: Claim) -> int:
    """In how many articles the claim stands, those included that say the same by a person's word; one at least.

    Claims that are the same as a common earlier one are the same as each other.
    """
    accepted = Match.objects.filter(status=MatchStatus.ACCEPTED, earlier__isnull=False)
    roots = {claim.pk, *accepted.filter(claim=claim).values_list("earlier", flat=True)}
    same = roots | set(accepted.filter(earlier__in=roots).values_list("claim", flat=True))
    articles = Mention.objects.filter(claim__in=same).order_by().values("revision__article").distinct()
    return max(1, articles.count())


def desk_facts(desks: Iterable[Desk]) -> list[DeskFacts]:
    return [DeskFacts(desk.pk, tuple(desk.topics), desk.is_default) for desk in desks]


def candidates(check: Check) -> list[Candidate]:
    """The active reviewers of the desk of ``check`` as routing sees them."""
    before = Assignment.objects.filter(reviewer=OuterRef("pk"), check_row=check)
    had = before.filter(round=check.round).exclude(status=AssignmentStatus.EXPIRED)
    opened = Unblinding.objects.filter(check_row=check, round=check.round, user=OuterRef("user"))
    leading = Membership.objects.filter(desk=check.desk_id, is_lead=True)
    reviewers = (
        _with_load(working_reviewers())
        .filter(desks=check.desk_id)
        .annotate(
            had=Exists(had),
            opened=Exists(opened),
            earlier=Exists(before.filter(round__lt=check.round)),
            is_away=Q(away_until__gt=Now()),
            leads=Exists(leading.filter(reviewer=OuterRef("pk"))),
        )
        .order_by("pk")
    )
    at = now()
    return [candidate(reviewer, at=at) for reviewer in reviewers]


def _with_load(reviewers: QuerySet[Reviewer]) -> QuerySet[Reviewer]:
    """With how many claims each has open, and got in the last day. Asked one by one: a join would read all they ever
    had.
    """
    held = Assignment.objects.all()
    return reviewers.annotate(
        open_load=count_of(held.filter(status=AssignmentStatus.OPEN), "reviewer"),
        recent=count_of(held.filter(created_at__gte=Now() - ONE_DAY), "reviewer"),
    )


def desks_with_room() -> list[int]:
    """Desks of which somebody may be given one claim more just now: neither away, off shift nor laden to capacity."""
    at = now()
    there = [candidate(one, at=at) for one in _with_load(working_reviewers()).exclude(away_until__gt=at)]
    able = [one.reviewer_id for one in there if one.open_load < one.capacity and not one.off_shift]
    seats = Membership.objects.filter(reviewer__in=able).order_by("desk")
    return list(seats.values_list("desk", flat=True).distinct())


def candidate(reviewer: Reviewer, *, at: datetime | None = None) -> Candidate:
    """One annotated reviewer as routing sees them at a moment; what is not annotated counts as nothing."""
    hours = reviewer.hours
    return Candidate(
        reviewer_id=reviewer.pk,
        topics=tuple(reviewer.topics),
        languages=tuple(reviewer.languages),
        capacity=reviewer.capacity,
        open_load=getattr(reviewer, "open_load", 0),
        recent=getattr(reviewer, "recent", 0),
        agreed=reviewer.upheld,
        judged=reviewer.judged,
        is_away=bool(getattr(reviewer, "is_away", False)),
        off_shift="" if at is None or is_open(hours, at) else str(hours),
        leads=getattr(reviewer, "leads", False),
        had=getattr(reviewer, "had", False),
        opened=getattr(reviewer, "opened", False),
        earlier=getattr(reviewer, "earlier", False),
        conflicts=tuple(reviewer.conflicts),
        person=_person(reviewer.user),
    )


def checks_to_take(reviewer: Reviewer) -> QuerySet[Check]:
    """Checks of the reviewer's desks with a free slot that they have not had or opened this round and did not hand
    in, most urgent first.
    """
    opened = Unblinding.objects.filter(check_row=OuterRef("pk"), round=OuterRef("round"), user=reviewer.user_id)
    person = _person(reviewer.user).user_id
    own = Q(claim__created_by=person) | Q(claim__article__created_by=person) if person else Q(pk=None)
    mine = Assignment.objects.filter(reviewer=reviewer, check_row=OuterRef("pk"), round=OuterRef("round"))
    had = mine.exclude(status=AssignmentStatus.EXPIRED)
    return (
        checks_with_free_slot()
        .filter(desk__in=reviewer.desks.all())
        .exclude(Exists(had))
        .exclude(Exists(opened))
        .exclude(own)
    )


def lock_check_of(assignment_id: int, reviewer: Reviewer) -> Check | None:
    """The check of a reviewer's assignment, locked until the transaction ends; None where it was never theirs."""
    values = ask_for_one(CHECK_OF_ASSIGNMENT, {"assignment": assignment_id, "reviewer": reviewer.pk})
    return CHECK.row(values) if values else None


def lent_to(assignment_id: int, reviewer: Reviewer, *, token: int) -> Assignment | None:
    """The assignment, where the reviewer holds it just now by this token."""
    values = ask_for_one(LENT, {"assignment": assignment_id, "reviewer": reviewer.pk, "token": token})
    return ASSIGNMENT.row(values) if values else None


def holders(check: Check) -> dict[int, int]:
    """Who holds the slots of this round, open or judged: the slot's number, and the reviewer's key."""
    asked = {"check": check.pk, "round": check.round, "holding": sorted(HOLDING)}
    # A check that nobody ever had needs no question.
    return dict(ask(HOLDERS, asked)) if check.hand_outs else {}


def lock_most_urgent(reviewer: Reviewer, *, but_not: Sequence[int] = ()) -> Check | None:
    """The first of `checks_to_take` that nobody has locked, with all that is told of it, locked until the transaction
    ends.

    Each desk has its part of the index in the order of its queue; so the first of each is looked up there, and the
    most urgent of them is taken. PostgreSQL looks at the row again once it holds the lock: what was lent meanwhile
    is passed over. Written out, because this is asked more often than anything else, and composing it costs more
    than answering it.
    """
    asked: dict[str, Any] = {
        "reviewer": reviewer.pk,
        "but_not": list(but_not),
        "expired": AssignmentStatus.EXPIRED.value,
        "person": _person(reviewer.user).user_id,
        "user": reviewer.user_id,
    }
    values = ask_for_one(MOST_URGENT, asked)
    if values is None:
        return None
    check: Check
    check, check.claim, check.desk, *rest, ratings = cut(values, *TOLD)
    check.claim.speaker, check.claim.article, check.claim.vanished_in = rest
    check.ratings = [RATING.row(rating) for rating in ratings]
    return check


def may_take(user: User, check: Check) -> bool:
    """Whether the check has a slot for ``user``; what keeps it from them by interest is told when they ask."""
    reviewer = reviewer_of(user)
    return reviewer is not None and checks_to_take(reviewer).filter(pk=check.pk).exists()
