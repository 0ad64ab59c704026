"""Every page that a browser may be shown, who looks at it and where it is. A new page fails until it stands here."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.test import Client
from playwright.sync_api import BrowserContext

from claims import services as claim_services
from claims.access import Role
from claims.extraction.pipeline import extract
from claims.models import Article, User
from claims.states import Release
from tests import makers
from tests.browser.test_journey import extracted_article
from tests.test_every_route import routes
from verification import services
from verification.models import Assignment, Check, Desk, FactCheck


@dataclass(frozen=True, slots=True)
class Newsroom:
    """A desk with something in every state; ``people`` has one user for each role."""

    people: dict[str, User]
    article: Article
    checked: Article
    mine: Assignment
    open_check: Check
    disputed: Check
    agreed: Check
    published: FactCheck
    withdrawn: FactCheck


def make_newsroom() -> Newsroom:
    desk = makers.make_desk(name="Harbour", is_default=True, topics=["harbour"])
    reviewers = [makers.make_reviewer(desk, lead=True), makers.make_reviewer(desk)]
    people = {role.value: makers.make_user(role) for role in Role if role != Role.REVIEWER}
    people |= {"reviewer": reviewers[0].user}
    article, checked = extracted_article(), _checked_article(desk, people["editor"])
    check = Check.objects.get(claim__article=article, claim__text__contains="four cranes")
    published, withdrawn = (_publish(desk, people["editor"], text) for text in ("A quay sank.", "A crane sank."))
    _correct(published, people["editor"])
    services.withdraw(check_id=withdrawn.check_row_id, actor=people["editor"], why="The register was forged.")
    return Newsroom(
        people=people,
        article=article,
        checked=checked,
        mine=reviewers[0].assignments.get(check_row=check),
        open_check=check,
        disputed=makers.make_disputed_check(desk, text="The port handled 40 ships."),
        agreed=makers.make_agreed_check(desk, text="The port handled 50 ships."),
        published=published,
        withdrawn=withdrawn,
    )


def _publish(desk: Desk, editor: User, text: str) -> FactCheck:
    check = makers.make_published_check(desk, editor, text=text, speaker_name="Anna Lindqvist")
    return FactCheck.objects.get(check_row=check)


def _checked_article(desk: Desk, editor: User) -> Article:
    """An article one of whose sentences was checked and published."""
    text = "The ferry was late. The ferry carried 900 people in May, the operator said."
    article = makers.make_article(text, title="The ferry", outlet="The Ferry Post", release=Release.PUBLIC)
    attempt = claim_services.begin_extraction(article_id=article.pk)
    assert attempt
    [claim] = claim_services.store_statements(attempt=attempt, statements=extract(text, published=attempt.published_at))
    makers.publish(makers.make_agreed_check(desk, claim=claim), editor)
    return article


def _correct(fact_check: FactCheck, editor: User) -> None:
    draft = services.FactCheckDraft(headline="It was repaired", summary="The register was read wrongly.")
    services.correct(check_id=fact_check.check_row_id, actor=editor, draft=draft, note="The year was wrong.")


@dataclass(frozen=True, slots=True)
class Shown:
    """A page: ``who`` looks at it (nobody signed in: ""), and ``path``."""

    who: str
    path: str


# Each address with what of the newsroom (``room``) it names.
PAGES: dict[str, list[Shown]] = {
    "home": [Shown("", "/")],
    "login": [Shown("", "/login/")],
    "fact-checks": [Shown("", "/fact-checks/"), Shown("", "/fact-checks/?q=nothing+like+it")],
    "fact-check": [
        Shown("", "/fact-checks/{room.published.slug}/"),
        Shown("", "/fact-checks/{room.withdrawn.slug}/"),
    ],
    "checked": [Shown("", "/articles/{room.checked.pk}/checked/")],
    "ratings": [Shown("", "/ratings/")],
    "methodology": [Shown("", "/methodology/")],
    "corrections": [Shown("", "/corrections/")],
    "account": [Shown("reviewer", "/account/")],
    "desk": [Shown("reviewer", "/desk/?q=port"), Shown("editor", "/desk/")],
    "agreement": [Shown("editor", "/desk/agreement/")],
    "board": [Shown("editor", "/desk/board/")],
    "checking": [Shown("editor", "/desk/articles/{room.article.pk}/checking/")],
    "stuck": [Shown("editor", "/desk/stuck/")],
    "assignment": [Shown("reviewer", "/desk/assignments/{room.mine.pk}/")],
    "check": [
        Shown("editor", "/desk/checks/{room.open_check.pk}/"),
        Shown("editor", "/desk/checks/{room.disputed.pk}/"),
        Shown("editor", "/desk/checks/{room.agreed.pk}/"),
        Shown("editor", "/desk/checks/{room.published.check_row_id}/"),
    ],
    "correct-claim": [Shown("editor", "/desk/checks/{room.open_check.pk}/correct-claim/")],
    "articles": [Shown("editor", "/desk/articles/")],
    "article": [Shown("editor", "/desk/articles/{room.article.pk}/")],
    "add-article": [Shown("editor", "/desk/articles/add/")],
    # No addresses of their own.
    "not found": [Shown("", "/no/such/page/"), Shown("editor", "/desk/checks/999/")],
    "refused": [Shown("reader", "/desk/")],
}
# Copies of an article to take along; the page beside them says the same.
DOWNLOADS = {"checking-html", "checking-docx"}
# What machines read, and the API's own page, whose markup is not ours (drf-spectacular).
NO_PAGES = {
    "health-live",
    "health-ready",
    "schema",
    "docs",
    "feed",
    "json-feed",
    "oembed",
    "sitemap",
    "sitemap-of",
    "robots",
    "metrics",
    "page-facts",
    *DOWNLOADS,
}


def pages(room: Newsroom) -> Iterator[Shown]:
    """Every page of the site but the admin's."""
    for shown in itertools.chain.from_iterable(PAGES.values()):
        yield Shown(shown.who, shown.path.format(room=room))


def admin_pages(user: User) -> Iterator[str]:
    """Every address of the admin that answers ``user`` with a page, with the newest row where it wants one."""
    client = Client()
    client.force_login(user)
    for _, path in _admin_addresses():
        answer = client.get(path)
        # Fragments for scripts have no head.
        if answer.status_code == 200 and b"<html" in answer.content[:200]:
            yield path


def _admin_addresses() -> Iterator[tuple[str, str]]:
    newest = {f"admin:{model._meta.label_lower.replace('.', '_')}": _newest(model) for model in admin.site._registry}
    for name, path, _ in routes():
        if not name.startswith("admin:") or name in ("admin:None", "admin:logout"):
            continue
        row = newest.get(name.rpartition("_")[0].replace("auth_user", "claims_user"))
        yield name, path.replace("<path:object_id>", str(row)).replace("<id>", str(row))


def _newest(model: type) -> int | None:
    rows = apps.get_model(model._meta.label).objects.order_by("-pk")  # type: ignore[attr-defined]
    return next(iter(rows.values_list("pk", flat=True)[:1]), None)


def enter(context: BrowserContext, site: str, user: User | None) -> None:
    """Sign ``user`` in, without the form; None signs whoever it was out."""
    context.clear_cookies()
    if user is None:
        return
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
