"""Who may open what: every address and method of the site against one table. A new one fails until it stands here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from claims.access import Role
from tests import makers

pytestmark = pytest.mark.django_db

ANYBODY = frozenset({"anonymous", "reader", "client", "reviewer", "editor", "administrator"})
SIGNED_IN = ANYBODY - {"anonymous"}
REVIEWS = frozenset({"reviewer", "editor", "administrator"})
INTAKE = frozenset({"client", "editor", "administrator"})
EDITORS = frozenset({"editor", "administrator"})
ADMINISTRATORS = frozenset({"administrator"})
NOBODY: frozenset[str] = frozenset()

ROUTES: dict[tuple[str, str], frozenset[str]] = {
    ("health-live", "get"): ANYBODY,
    ("health-ready", "get"): ANYBODY,
    # For whoever has the token in the settings, whatever their role.
    ("metrics", "get"): NOBODY,
    ("schema", "get"): ANYBODY,
    ("docs", "get"): ANYBODY,
    ("login", "get"): ANYBODY,
    ("logout", "post"): ANYBODY,
    ("home", "get"): ANYBODY,
    ("fact-checks", "get"): ANYBODY,
    ("fact-check", "get"): ANYBODY,
    ("feed", "get"): ANYBODY,
    ("json-feed", "get"): ANYBODY,
    ("oembed", "get"): ANYBODY,
    ("checked", "get"): ANYBODY,
    ("ratings", "get"): ANYBODY,
    ("methodology", "get"): ANYBODY,
    ("corrections", "get"): ANYBODY,
    ("sitemap", "get"): ANYBODY,
    ("sitemap-of", "get"): ANYBODY,
    ("robots", "get"): ANYBODY,
    ("set_language", "post"): ANYBODY,
    ("account", "get"): SIGNED_IN,
    ("account", "post"): SIGNED_IN,
    ("desk", "get"): REVIEWS,
    ("take-next", "post"): REVIEWS,
    ("take", "post"): REVIEWS,
    ("agreement", "get"): EDITORS,
    ("board", "get"): EDITORS,
    # And for leads of desks, whom this table does not know.
    ("stuck", "get"): EDITORS,
    ("retry-stuck", "post"): EDITORS,
    ("assignment", "get"): REVIEWS,
    ("assignment", "post"): REVIEWS,
    ("release", "post"): REVIEWS,
    ("defer", "post"): REVIEWS,
    ("ask-for-help", "post"): REVIEWS,
    ("extend", "post"): REVIEWS,
    ("save-draft", "post"): REVIEWS,
    ("undo", "post"): REVIEWS,
    ("correct-claim", "get"): REVIEWS,
    ("correct-claim", "post"): REVIEWS,
    ("split-claim", "post"): REVIEWS,
    ("merge-claim", "post"): REVIEWS,
    ("not-a-claim", "post"): REVIEWS,
    ("add-claim", "post"): REVIEWS,
    ("look-up", "post"): REVIEWS,
    ("page-facts", "get"): REVIEWS,
    ("presence", "post"): REVIEWS,
    ("reassign", "post"): EDITORS,
    ("recall", "post"): EDITORS,
    ("check", "get"): SIGNED_IN,
    ("act", "post"): EDITORS,
    ("adjudicate", "post"): REVIEWS,
    ("open-verdicts", "post"): REVIEWS,
    ("accept-match", "post"): REVIEWS,
    ("reject-match", "post"): REVIEWS,
    ("articles", "get"): SIGNED_IN,
    ("article", "get"): SIGNED_IN,
    ("set-release", "post"): EDITORS,
    ("checking", "get"): REVIEWS,
    ("checking-html", "get"): REVIEWS,
    ("checking-docx", "get"): REVIEWS,
    ("add-article", "get"): INTAKE,
    ("add-article", "post"): INTAKE,
    ("v1:me", "get"): SIGNED_IN,
    ("v1:article-list", "get"): SIGNED_IN,
    ("v1:article-list", "post"): INTAKE,
    ("v1:article-batch", "post"): INTAKE,
    ("v1:article-detail", "get"): SIGNED_IN,
    ("v1:article-claims", "get"): SIGNED_IN,
    ("v1:article-events", "get"): SIGNED_IN,
    ("v1:article-retry", "post"): EDITORS,
    ("v1:article-release", "post"): EDITORS,
    ("v1:claim-list", "get"): SIGNED_IN,
    ("v1:claim-list", "post"): INTAKE,
    ("v1:claim-batch", "post"): INTAKE,
    ("v1:claim-detail", "get"): SIGNED_IN,
    ("v1:claim-matches", "get"): SIGNED_IN,
    ("v1:match-list", "get"): SIGNED_IN,
    ("v1:match-detail", "get"): SIGNED_IN,
    ("v1:match-accept", "post"): REVIEWS,
    ("v1:match-reject", "post"): REVIEWS,
    ("v1:speaker-list", "get"): SIGNED_IN,
    ("v1:speaker-detail", "get"): SIGNED_IN,
    ("v1:api-key-list", "get"): ADMINISTRATORS,
    ("v1:api-key-list", "post"): ADMINISTRATORS,
    ("v1:api-key-detail", "delete"): ADMINISTRATORS,
    ("v1:check-list", "get"): SIGNED_IN,
    ("v1:check-detail", "get"): SIGNED_IN,
    ("v1:check-events", "get"): SIGNED_IN,
    ("v1:check-queue", "post"): EDITORS,
    ("v1:check-drop", "post"): EDITORS,
    ("v1:check-priority", "post"): EDITORS,
    ("v1:check-route", "post"): EDITORS,
    ("v1:check-send-back", "post"): EDITORS,
    ("v1:check-adjudicate", "post"): REVIEWS,
    ("v1:check-open-verdicts", "post"): REVIEWS,
    ("v1:check-publish", "post"): EDITORS,
    ("v1:check-correct", "post"): EDITORS,
    ("v1:check-withdraw", "post"): EDITORS,
    ("v1:check-reopen", "post"): EDITORS,
    ("v1:assignment-list", "get"): REVIEWS,
    ("v1:assignment-detail", "get"): REVIEWS,
    ("v1:assignment-next", "post"): REVIEWS,
    ("v1:assignment-verdict", "post"): REVIEWS,
    ("v1:assignment-release", "post"): REVIEWS,
    ("v1:assignment-extend", "post"): REVIEWS,
    ("v1:assignment-defer", "post"): REVIEWS,
    ("v1:assignment-help", "post"): REVIEWS,
    ("v1:assignment-reassign", "post"): EDITORS,
    ("v1:assignment-recall", "post"): EDITORS,
    ("v1:desk-list", "get"): SIGNED_IN,
    ("v1:desk-list", "post"): EDITORS,
    ("v1:desk-detail", "get"): SIGNED_IN,
    ("v1:desk-detail", "patch"): EDITORS,
    ("v1:desk-agreement", "get"): EDITORS,
    ("v1:reviewer-list", "get"): EDITORS,
    ("v1:reviewer-list", "post"): EDITORS,
    ("v1:reviewer-detail", "get"): EDITORS,
    ("v1:reviewer-detail", "patch"): EDITORS,
    ("v1:rating-scale-list", "get"): SIGNED_IN,
    ("v1:rating-scale-list", "post"): EDITORS,
    ("v1:rating-scale-detail", "get"): SIGNED_IN,
    ("v1:fact-check-list", "get"): ANYBODY,
    ("v1:fact-check-detail", "get"): ANYBODY,
    ("v1:webhook-list", "get"): EDITORS,
    ("v1:webhook-list", "post"): EDITORS,
    ("v1:webhook-detail", "get"): EDITORS,
    ("v1:webhook-detail", "patch"): EDITORS,
    ("v1:webhook-pause", "post"): EDITORS,
    ("v1:webhook-resume", "post"): EDITORS,
    ("v1:webhook-secret", "post"): EDITORS,
    ("v1:delivery-list", "get"): EDITORS,
    ("v1:delivery-detail", "get"): EDITORS,
    ("v1:delivery-retry", "post"): EDITORS,
}
# The admin asks by role for each model (tests of the admin); these answer the same to everybody.
ELSEWHERE = ("admin:", "None")


def routes(patterns: Any = None, space: str = "", path: str = "/") -> Iterator[tuple[str, str, set[str] | None]]:
    """(name, example address, methods where the view declares them) of every address."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = path + example(pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern.url_patterns, inner, here)
        elif isinstance(pattern, URLPattern):
            actions = getattr(pattern.callback, "actions", None)
            yield f"{space}{pattern.name}", here, set(actions) if actions else None


def example(pattern: URLPattern | URLResolver) -> str:
    """An address that the pattern fits; what it names is not there."""
    route = str(pattern.pattern).strip("^$").replace(r"\Z", "")
    for part, stand_in in (
        ("<id:pk>", "999"),
        ("<slug:slug>", "nothing"),
        ("<slug:action>", "queue"),
        ("<slug:kind>", "article"),
        ("(?P<pk>[0-9]{1,18})", "999"),
        ("(?P<pk>[^/.]+)", "nothing"),
        (r"(?P<slug>[-\w]+)", "nothing"),
    ):
        route = route.replace(part, stand_in)
    return route


ADDRESSES = {name: (path, methods) for name, path, methods in routes() if not name.startswith(ELSEWHERE)}


def test_every_address_and_method_stands_in_the_table() -> None:
    missing = {name for name in ADDRESSES if not any(name == known for known, _ in ROUTES)}
    assert not missing
    for name, (_, methods) in ADDRESSES.items():
        if methods is not None:
            assert methods == {method for known, method in ROUTES if known == name}, name


def test_nothing_in_the_table_is_gone() -> None:
    assert {name for name, _ in ROUTES} == set(ADDRESSES)


@pytest.mark.parametrize("who", sorted(ANYBODY))
def test_who_has_not_the_role_can_neither_see_nor_do(who: str) -> None:
    user = None if who == "anonymous" else makers.make_user(Role(who))
    if who == "reviewer":
        makers.make_reviewer(user=user)
    wrong = {}
    for (name, method), allowed in ROUTES.items():
        client = Client()
        if user:
            client.force_login(user)
        answer = getattr(client, method)(ADDRESSES[name][0], data={}, content_type="application/json")
        if refused(answer) == (who in allowed) and not needs_a_reviewer(name, who, answer):
            wrong[name, method] = answer.status_code
    assert not wrong


def refused(answer: Any) -> bool:
    return answer.status_code in (401, 403) or (answer.status_code == 302 and "/login/" in answer["Location"])


def needs_a_reviewer(name: str, who: str, answer: Any) -> bool:
    """Editors have the scope of reviews, but take and judge only where they are reviewers too."""
    return who in EDITORS and answer.status_code == 403 and ROUTES.get((name, "post")) == REVIEWS
