"""One click on every form of the desk, by the name of its address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from claims import services as claim_services
from claims.models import Article, Claim, Embedding, Import, Page
from tests import makers
from tests.faults.forms import Click
from tests.test_every_route import ROUTES
from verification import services
from verification.models import Assignment, Check, Delivery, Desk, Webhook
from verification.services import Stuck, VerdictDraft
from verification.views.checks import ACTIONS

Make = Callable[[], Click]
WHY = {"why": "A source is missing."}
SIGNED_OFF = {"headline": "No, it was not", "summary": "The register says otherwise."}
SENTENCES = ("The port lost four cranes.", "The repairs cost 12 million dollars.", "Nobody was hurt in 2025.")
# Signing in and out and another language leave nothing behind; the rest is sent by scripts, again and again, and keeps
# what is kept already.
EXEMPT = {"login", "logout", "set_language", "extend", "save-draft", "presence", "look-up"}


def forms_of_the_desk() -> set[str]:
    """Every address of a page that is posted to; the acts on a check, and what is tried again, one by one."""
    posted = {name for name, method in ROUTES if method == "post" and not name.startswith("v1:")}
    one_by_one = {f"act {action}" for action in ACTIONS} | {f"retry-stuck {kind}" for kind in Stuck}
    return (posted - EXEMPT - {"act", "retry-stuck"}) | one_by_one


# --- Who has it -----------------------------------------------------------------------------------------------
def lent() -> Assignment:
    return makers.make_assignments(makers.make_check(makers.make_desk()))[0]


def _on_assignment(name: str, **data: Any) -> Make:
    def make() -> Click:
        one = lent()
        page = reverse("assignment", args=[one.pk])
        return Click(one.reviewer.user, page, reverse(name, args=[one.pk]), data)

    return make


def _by_editor(name: str, **data: Any) -> Make:
    def make() -> Click:
        one = lent()
        to = {"reviewer": makers.make_reviewer(one.check_row.desk).pk} if name == "reassign" else {}
        page = reverse("check", args=[one.check_row_id])
        return Click(makers.make_editor(), page, reverse(name, args=[one.pk]), data | to)

    return make


def _take_next() -> Click:
    desk = makers.make_desk()
    for _ in range(3):
        makers.make_check(desk)
    return Click(makers.make_reviewer(desk).user, reverse("desk"), reverse("take-next"))


def _on_match(name: str) -> Make:
    def make() -> Click:
        makers.make_desk()
        match = makers.make_match()
        check = makers.make_check(claim=match.claim)
        return Click(makers.make_editor(), reverse("check", args=[check.pk]), reverse(name, args=[match.pk]))

    return make


def _adjudicate() -> Click:
    check = makers.make_disputed_check(makers.make_desk())
    data = {"rating": "false", "reasoning": "Both read the same table."}
    return Click(makers.make_editor(), reverse("check", args=[check.pk]), reverse("adjudicate", args=[check.pk]), data)


def text() -> dict[str, Any]:
    told = f"The ferry was late on {Article.objects.count()} days in May, the port authority said."
    return {"text": told, "language": "en"}


def _add_article() -> Click:
    return Click(makers.make_editor(), reverse("add-article"), data=text())


def _set_release() -> Click:
    """The version that is sent is the one on the page."""
    article = makers.make_article()
    page, sent_to = reverse("article", args=[article.pk]), reverse("set-release", args=[article.pk])
    return Click(makers.make_editor(), page, sent_to, {"release": "public"})


# --- What failed too often --------------------------------------------------------------------------------------
# More than anything may have.
EXHAUSTED: dict[str, Any] = {
    "attempts": 2 * settings.MAX_ATTEMPTS,
    "next_attempt_at": datetime(2025, 1, 1, tzinfo=UTC),
}


def _stuck_check() -> int:
    check = _queued()
    Check.objects.filter(pk=check.pk).update(**EXHAUSTED)
    services.quarantine_exhausted_checks()
    return int(check.pk)


def _stuck_article() -> int:
    article = makers.make_article()
    Article.objects.filter(pk=article.pk).update(**EXHAUSTED)
    claim_services.quarantine_exhausted_articles()
    return int(article.pk)


def _stuck_comparison() -> int:
    claim = makers.make_claim()
    Embedding.objects.filter(claim=claim).update(**EXHAUSTED)
    claim_services.quarantine_exhausted_comparisons()
    return Embedding.objects.get(claim=claim).pk


def _stuck_delivery() -> int:
    hook = makers.make_webhook(name=f"Paper {Webhook.objects.count()}")
    makers.make_published_check(makers.make_desk())
    delivery = Delivery.objects.get(webhook=hook)
    Delivery.objects.filter(pk=delivery.pk).update(**EXHAUSTED | {"attempts": settings.WEBHOOK_ATTEMPTS})
    services.quarantine_exhausted_deliveries()
    return delivery.pk


def _stuck_import() -> int:
    file = makers.make_import()
    claim_services.start_import(file=file, actor=makers.make_editor())
    Import.objects.filter(pk=file.pk).update(**EXHAUSTED)
    claim_services.quarantine_exhausted_imports()
    return file.pk


def _stuck_page() -> int:
    page = claim_services.ask_for_page(url=f"https://register.example/{Page.objects.count()}")
    claim_services.fail_page(page=page, problem="The site does not answer.")
    return page.pk


def _retry(kind: Stuck) -> Make:
    stuck: dict[Stuck, Callable[[], int]] = {
        Stuck.ARTICLE: _stuck_article,
        Stuck.CHECK: _stuck_check,
        Stuck.COMPARISON: _stuck_comparison,
        Stuck.DELIVERY: _stuck_delivery,
        Stuck.IMPORT: _stuck_import,
        Stuck.PAGE: _stuck_page,
    }

    def make() -> Click:
        return Click(makers.make_editor(), reverse("stuck"), reverse("retry-stuck", args=[kind, stuck[kind]()]))

    return make


# --- What becomes of a check --------------------------------------------------------------------------------------


def _triage() -> Check:
    topic = f"topic {Desk.objects.count()}"
    desk = makers.make_desk(topics=[topic], worthiness_threshold=0.9)
    return makers.make_check(desk, topics=[topic], worthiness=0.1)


def _queued() -> Check:
    return makers.make_check(makers.make_desk())


CHECKS: dict[str, tuple[Callable[[], Check], dict[str, Any]]] = {
    "queue": (_triage, {}),
    "drop": (_triage, WHY),
    "route": (_queued, {}),
    "priority": (_queued, {"priority": "5"}),
    "send_back": (lambda: makers.make_agreed_check(makers.make_desk()), WHY),
    "reopen": (lambda: makers.make_published_check(makers.make_desk()), WHY),
    "withdraw": (lambda: makers.make_published_check(makers.make_desk()), WHY),
    "publish": (lambda: makers.make_agreed_check(makers.make_desk()), SIGNED_OFF),
    "correct": (lambda: makers.make_published_check(makers.make_desk()), SIGNED_OFF | {"note": "The year was wrong."}),
}


def _act(action: str) -> Make:
    def make() -> Click:
        stand, data = CHECKS[action]
        check = stand()
        sent_to = reverse("act", args=[check.pk, action])
        return Click(makers.make_editor(), reverse("check", args=[check.pk]), sent_to, data)

    return make


# --- What was just done, or is somebody's own ------------------------------------------------------------------
def _undo() -> Click:
    one = lent()
    draft = VerdictDraft("false", "The register says otherwise.")
    services.submit_verdict(
        assignment_id=one.pk, reviewer=one.reviewer, token=one.token, draft=draft, undo_for=timedelta(minutes=10)
    )
    return Click(one.reviewer.user, reverse("desk"), reverse("undo", args=[one.pk]))


def _take() -> Click:
    check = _queued()
    reviewer = makers.make_reviewer(check.desk)
    return Click(reviewer.user, reverse("check", args=[check.pk]), reverse("take", args=[check.pk]))


def _account() -> Click:
    return Click(makers.make_user(), reverse("account"), data={"time_zone": "Europe/Berlin"})


# --- What the machine found -----------------------------------------------------------------------------------
def _claims() -> tuple[Article, list[Check]]:
    """An article with a claim in each sentence but the last."""
    makers.make_desk()
    article = makers.make_article(f"{' '.join(SENTENCES)} So it was told {Article.objects.count()} times.")
    editor = makers.make_editor()
    made = [services.add_claim(article=article, exact=one, near=0, actor=editor) for one in SENTENCES[:-1]]
    return article, [check for check in made if check]


def _put_right(name: str, data: Callable[[Claim], dict[str, Any]]) -> Make:
    def make() -> Click:
        _, [other, check] = _claims()
        page = reverse("correct-claim", args=[check.pk])
        return Click(makers.make_editor(), page, reverse(name, args=[check.pk]), data(other.claim))

    return make


def _add_claim() -> Click:
    article, _ = _claims()
    sent_to = reverse("add-claim", args=[article.pk])
    return Click(makers.make_editor(), reverse("article", args=[article.pk]), sent_to, {"exact": SENTENCES[-1]})


def _open_verdicts() -> Click:
    check = makers.make_check(makers.make_desk())
    makers.make_assignments(check)
    return Click(makers.make_editor(), reverse("check", args=[check.pk]), reverse("open-verdicts", args=[check.pk]))


DESK: dict[str, Make] = {
    "take-next": _take_next,
    "take": _take,
    "undo": _undo,
    "account": _account,
    "add-claim": _add_claim,
    "correct-claim": _put_right("correct-claim", lambda _: {"text": "The port lost five cranes."}),
    "split-claim": _put_right("split-claim", lambda _: {"parts": "It cost 6 million.\nIt cost 12 million in all."}),
    "merge-claim": _put_right("merge-claim", lambda other: {"into": other.pk}),
    "not-a-claim": _put_right("not-a-claim", lambda _: WHY),
    "assignment": _on_assignment("assignment", rating="false", reasoning="The register says otherwise."),
    "release": _on_assignment("release", **WHY),
    "defer": _on_assignment("defer", hours="3", **WHY),
    "ask-for-help": _on_assignment("ask-for-help", **WHY),
    "reassign": _by_editor("reassign", **WHY),
    "recall": _by_editor("recall", **WHY),
    "adjudicate": _adjudicate,
    "open-verdicts": _open_verdicts,
    "accept-match": _on_match("accept-match"),
    "reject-match": _on_match("reject-match"),
    "add-article": _add_article,
    "set-release": _set_release,
    **{f"retry-stuck {kind}": _retry(kind) for kind in Stuck},
    **{f"act {action}": _act(action) for action in CHECKS},
}
