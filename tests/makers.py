"""Rows for tests, made through the same services as real ones. Each maker says what it makes and needs nothing."""

from __future__ import annotations

import itertools
from datetime import datetime
from typing import Any

from claims import services as claim_services
from claims.access import Role
from claims.claim_reviews import ImportedDraft
from claims.intake import ArticleDraft
from claims.models import Article, Claim, Import, ImportedFactCheck, Match, User
from claims.services import RowDraft
from claims.states import Release
from verification import services
from verification.models import Assignment, Check, Desk, FactCheck, RatingScale, Reviewer, Verdict, Webhook
from verification.services import FactCheckDraft, RatingDraft, SourceDraft, VerdictDraft

PASSWORD = "a-long-enough-passphrase"
RATINGS = (
    RatingDraft("true", "True", "The claim is right in every point that matters.", 3),
    RatingDraft("half", "Half true", "The claim is right in part and leaves out what matters.", 2),
    RatingDraft("false", "False", "The claim is wrong.", 1),
    RatingDraft("unproven", "Unproven", "The evidence decides neither way.", None),
)
_numbers = itertools.count(1)


def make_user(role: Role = Role.READER, **facts: Any) -> User:
    facts.setdefault("username", f"{role.value}{next(_numbers)}")
    facts.setdefault("password", PASSWORD)
    return claim_services.create_user(role=role, **facts)


def make_editor(**facts: Any) -> User:
    return make_user(Role.EDITOR, **facts)


def make_administrator(**facts: Any) -> User:
    return make_user(Role.ADMINISTRATOR, **facts)


def make_key(user: User, *scopes: str) -> str:
    """The secret of a new API key."""
    _, secret = claim_services.create_api_key(user=user, name="tests", scopes=scopes, actor=None)
    return secret


def make_scale(name: str = "Truth", ratings: tuple[RatingDraft, ...] = RATINGS) -> RatingScale:
    return services.create_rating_scale(name=name, ratings=ratings)


def make_desk(**facts: Any) -> Desk:
    """A desk that needs two verdicts and sends everything to review."""
    facts.setdefault("name", f"Desk {next(_numbers)}")
    facts.setdefault("worthiness_threshold", 0.0)
    return services.create_desk(scale=facts.pop("scale", None) or make_scale(), **facts)


def make_reviewer(*desks: Desk, lead: bool = False, **facts: Any) -> Reviewer:
    user = facts.pop("user", None) or make_user(Role.REVIEWER)
    return services.create_reviewer(user=user, desks=desks, leads=desks if lead else (), **facts)


def make_article(
    text: str = "", *, release: Release = Release.INTERNAL, until: datetime | None = None, **facts: Any
) -> Article:
    """An internal article, or one that an editor released or embargoed until a time (which may have passed)."""
    text = text or f"The harbour was closed for {next(_numbers)} days in May, the port authority said."
    actor = facts.pop("actor", None)
    article = claim_services.receive_article(draft=ArticleDraft(text=text, **facts), actor=actor).article
    if release != Release.INTERNAL:
        # Without the service, which lets no embargo end before it began.
        Article.objects.filter(pk=article.pk).update(release=release, embargoed_until=until)
        article.refresh_from_db()
    return article


def make_import(rows: int = 2, **facts: Any) -> Import:
    """An uploaded file with so many articles, and one line that is none."""
    facts.setdefault("name", "wire.jsonl")
    facts.setdefault("actor", None)
    texts = [f"The ferry stopped {next(_numbers)} times in May." for _ in range(rows)]
    drafts = [RowDraft(line, ArticleDraft(text=text)) for line, text in enumerate(texts, start=1)]
    return claim_services.upload_import(rows=[*drafts, RowDraft(rows + 1, None, "not JSON")], **facts)


def make_claim(text: str = "", **facts: Any) -> Claim:
    text = text or f"The reservoir lost {next(_numbers)} percent of its water in 2025."
    return claim_services.create_claim(text=text, actor=facts.pop("actor", None), **facts)


def make_imported_fact_check(**facts: Any) -> ImportedFactCheck:
    facts.setdefault("url", f"https://checks.example/{next(_numbers)}")
    facts.setdefault("claim_text", "The reservoir ran dry in 2025.")
    facts.setdefault("publisher", "The Check Desk")
    facts.setdefault("rating", "Mostly false")
    claim_services.import_fact_check(draft=ImportedDraft(**facts))
    return ImportedFactCheck.objects.get(url=facts["url"])


def make_match(later: Claim | None = None, earlier: Claim | ImportedFactCheck | None = None, **facts: Any) -> Match:
    """What comparing found between two claims (``later`` is made after ``earlier``), or a claim and a fact-check."""
    other = earlier or (make_claim() if later is None else Claim.objects.exclude(pk=later.pk).order_by("pk")[0])
    claim = later or make_claim()
    facts = {"score": 0.93, "relation": "same", "why": ["same figures"]} | facts
    side = {"imported": other} if isinstance(other, ImportedFactCheck) else {"earlier": other}
    return Match.objects.create(claim=claim, **side, **facts)


def make_check(desk: Desk | None = None, claim: Claim | None = None, **facts: Any) -> Check:
    """A check that waits for reviewers, on ``desk`` or on a new one (the only one, then)."""
    desk = desk or Desk.objects.first() or make_desk()
    claim = claim or make_claim(**facts)
    services.open_checks()
    check = Check.objects.get(claim=claim)
    Check.objects.filter(pk=check.pk).update(desk=desk, scale=desk.scale, slots=desk.verdicts_needed)
    check.refresh_from_db()
    return check


def make_assignments(check: Check) -> list[Assignment]:
    """The check's slots lent to reviewers of its desk, made as needed."""
    missing = check.slots - check.desk.reviewers.count()
    for _ in range(max(0, missing)):
        make_reviewer(check.desk)
    return services.route_check(check_id=check.pk)


def judge(assignment: Assignment, rating: str = "false", *sources: SourceDraft) -> Verdict:
    """The reviewer's verdict on their assignment."""
    draft = VerdictDraft(rating, "The register says otherwise.", sources or (make_source(),))
    return services.submit_verdict(
        assignment_id=assignment.pk, reviewer=assignment.reviewer, token=assignment.token, draft=draft
    )


def make_source(**facts: Any) -> SourceDraft:
    facts.setdefault("url", f"https://register.example/{next(_numbers)}")
    facts.setdefault("title", "The register")
    return SourceDraft(**facts)


def make_agreed_check(desk: Desk | None = None, rating: str = "false", **facts: Any) -> Check:
    check = make_check(desk, **facts)
    for assignment in make_assignments(check):
        judge(assignment, rating)
    check.refresh_from_db()
    return check


def make_disputed_check(desk: Desk | None = None, **facts: Any) -> Check:
    check = make_check(desk, **facts)
    for assignment, rating in zip(make_assignments(check), itertools.cycle(["true", "false"]), strict=False):
        judge(assignment, rating)
    check.refresh_from_db()
    return check


def make_published_check(desk: Desk | None = None, editor: User | None = None, **facts: Any) -> Check:
    check = make_agreed_check(desk, **facts)
    publish(check, editor)
    return check


def publish(check: Check, editor: User | None = None, **facts: Any) -> FactCheck:
    """The fact-check of an agreed check, signed off."""
    facts = {"headline": f"No, it was not {check.pk}", "summary": "The register says otherwise."} | facts
    found = services.publish(check_id=check.pk, actor=editor or make_editor(), draft=FactCheckDraft(**facts))
    check.refresh_from_db()
    return found


def make_webhook(url: str = "https://newsroom.example/hook", editor: User | None = None, **facts: Any) -> Webhook:
    """An active webhook that wants to know of everything on every desk."""
    facts.setdefault("name", f"Newsroom {next(_numbers)}")
    return services.create_webhook(actor=editor or make_editor(), url=url, **facts)
