"""One rule for characters at every way in: whatever was taken in can be sent, fed and embedded everywhere."""

from __future__ import annotations

import io
import itertools
import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import Any
from xml.etree import ElementTree

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.test import Client
from django.urls import reverse
from docx import Document
from rest_framework.test import APIClient

from claims.access import Role
from claims.core.text import clean_text
from claims.errors import Invalid
from claims.models import Article, Claim, KeptAnswer, Match
from claims.page_reading import facts_of
from tests import makers
from tests.clients import signed_in
from tests.seen import if_match, seen
from tests.test_every_route import ROUTES
from verification.checking import checking_copy
from verification.checking_docx import write_docx
from verification.models import Check, Desk, FactCheckRevision
from verification.states import CheckStatus

pytestmark = pytest.mark.django_db

# Ends of lines of a word processor, of pages, of old systems and of JavaScript.
ENDS = "\x0b\x0c\x85\u2028\r\n"
REFUSED = ("\x00", "\x1b", "\ufffe", "\ud800")
# What no column may hold; PostgreSQL itself takes neither NUL nor surrogates.
UNWRITABLE = "[\x01-\x08\x0b\x0c\r\x0e-\x1f\x85\u2028\u2029\ufffe\uffff]"
# Fields that name something: other rules hold for them, and they are looked at by those.
NAMES = {"url", "archived_url", "language", "languages", "kind", "stance", "rating", "key", "user", "scopes", "events"}
NAMES |= {"published_at", "token", "check", "reviewer", "username", "time_zone", "work_days", "holidays_of", "role"}

Case = tuple[str, str, Any]


# --- The ways in ----------------------------------------------------------------------------------------------
def source() -> dict[str, str]:
    texts = {"title": "A register", "publisher": "An office", "quote": "Four cranes.", "locator": "page 3"}
    return {"url": "https://register.example/1", "kind": "primary", "stance": "refutes", **texts}


def verdict() -> dict[str, Any]:
    return {"rating": "false", "reasoning": "The register says otherwise.", "sources": [source()]}


def fact_check() -> dict[str, str]:
    return {"headline": "No, it lost two cranes", "summary": "The register says two."}


def held() -> dict[str, Any]:
    assignment = makers.make_assignments(makers.make_check())[0]
    return {"row": assignment, "token": assignment.token, "user": assignment.reviewer.user}


def lent() -> dict[str, Any]:
    return row_of(makers.make_assignments(makers.make_check())[0])


def match() -> dict[str, Any]:
    makers.make_check(claim=makers.make_claim())
    return row_of(makers.make_match(makers.make_check().claim))


def in_triage() -> Check:
    check = makers.make_check()
    Check.objects.filter(pk=check.pk).update(status=CheckStatus.TRIAGE)
    return check


def row_of(row: Any) -> dict[str, Any]:
    return {"row": row}


RATING = {"key": "yes", "name": "Right", "definition": "It is right.", "value": 2}
API: dict[str, tuple[Callable[[], dict[str, Any]], Any]] = {
    "article-list": (
        dict,
        {"text": "The port lost cranes.", "title": "A title", "outlet": "A paper", "byline": "By A"},
    ),
    "article-batch": (dict, [{"text": "The port lost four cranes.", "title": "A title", "outlet": "A paper"}]),
    "claim-list": (
        dict,
        {"text": "The port lost cranes.", "speaker_name": "Ann Lee", "speaker_role": "Head", "topics": ["ports"]},
    ),
    "claim-batch": (
        dict,
        [{"text": "The port lost cranes.", "speaker_name": "Ann Lee", "speaker_role": "Head", "topics": ["ports"]}],
    ),
    "match-accept": (match, {"why": "The same."}),
    "match-reject": (match, {"why": "Another."}),
    "api-key-list": (lambda: {"user": makers.make_user(Role.CLIENT).username}, {"name": "A key", "scopes": []}),
    "check-drop": (lambda: row_of(in_triage()), {"why": "An opinion."}),
    "check-send-back": (lambda: row_of(makers.make_agreed_check()), {"why": "Look again."}),
    "check-adjudicate": (lambda: row_of(makers.make_disputed_check()), verdict()),
    "check-publish": (lambda: row_of(makers.make_agreed_check()), fact_check()),
    "check-correct": (lambda: row_of(makers.make_published_check()), fact_check() | {"note": "A figure was wrong."}),
    "check-withdraw": (lambda: row_of(makers.make_published_check()), {"why": "Wrong."}),
    "check-reopen": (lambda: row_of(makers.make_published_check()), {"why": "News."}),
    "assignment-verdict": (held, verdict()),
    "assignment-release": (held, {"why": "No time."}),
    "assignment-defer": (held, {"why": "No time.", "hours": 1}),
    "assignment-help": (held, {"why": "Which register?"}),
    "assignment-reassign": (lent, {"why": "She knows it.", "reviewer": 0}),
    "assignment-recall": (lent, {"why": "No need."}),
    "desk-list": (lambda: {"scale": makers.make_scale().pk}, {"name": "A desk", "topics": ["ports"]}),
    "desk-detail": (lambda: row_of(makers.make_desk()), {"name": "A desk", "topics": ["ports"]}),
    "reviewer-list": (
        lambda: {"user": makers.make_user(Role.REVIEWER).username, "desks": [makers.make_desk().pk]},
        {"topics": ["ports"], "conflicts": ["The port"]},
    ),
    "reviewer-detail": (
        lambda: row_of(makers.make_reviewer(makers.make_desk())),
        {"topics": ["ports"], "conflicts": ["The port"]},
    ),
    "rating-scale-list": (dict, {"name": "A scale", "ratings": [RATING, RATING | {"key": "no", "name": "Wrong"}]}),
    "webhook-list": (lambda: {"url": "https://paper.example/hook"}, {"name": "A paper"}),
    "webhook-detail": (lambda: row_of(makers.make_webhook()), {"name": "A paper"}),
}
WORDLESS = {
    "article-release", "article-retry", "check-queue", "check-priority", "check-route", "assignment-next",
    "assignment-extend", "check-open-verdicts", "webhook-pause", "webhook-resume", "webhook-secret", "delivery-retry",
}  # fmt: skip


def test_every_way_in_of_the_api_is_walked() -> None:
    ways = {
        name.removeprefix("v1:") for name, method in ROUTES if name.startswith("v1:") and method in ("post", "patch")
    }
    assert ways == API.keys() | WORDLESS


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where words stand in a body."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in NAMES:
                yield from leaves(inner, (*path, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from leaves(inner, (*path, number))


def with_words(body: Any, at: tuple[Any, ...], characters: str) -> Any:
    """The body with ``characters`` in the middle of the words at a place."""
    if not at:
        return f"{body[:1]}{characters}{body[1:]}"
    copy = list(body) if isinstance(body, list) else dict(body)
    copy[at[0]] = with_words(body[at[0]], at[1:], characters)
    return copy


def everywhere(body: Any, characters: str) -> Any:
    for at in leaves(body):
        body = with_words(body, at, characters)
    return body


def send(client: APIClient, name: str, facts: dict[str, Any], body: Any) -> Any:
    row = facts.get("row")
    address = reverse(f"v1:{name}", args=[row.pk] if row else [])
    method = client.patch if name.endswith("-detail") else client.post
    if name.endswith("-batch"):
        lines = "\n".join(json.dumps(one) for one in body)
        return method(address, lines, content_type="application/x-ndjson")
    given = {key: value for key, value in facts.items() if not hasattr(value, "pk")}
    version = if_match(row) if hasattr(row, "version") else {}
    return method(address, json.dumps(body | given), content_type="application/json", **version)


def undone(step: Callable[[], Any]) -> Any:
    """What a step answers, which is then as if it had not been."""
    with transaction.atomic():
        answer = step()
        assert unwritable_columns() == []
        transaction.set_rollback(True)
    return answer


@pytest.fixture
def client() -> APIClient:
    return signed_in(makers.make_administrator())


# What only the reviewer does.
OWN = ("assignment-verdict", "assignment-release", "assignment-defer", "assignment-help")


def asked(name: str, client: APIClient) -> tuple[APIClient, dict[str, Any]]:
    facts = API[name][0]()
    if name in OWN:
        client = signed_in(facts["user"])
    if name == "assignment-reassign":
        facts["reviewer"] = makers.make_reviewer(Desk.objects.get()).pk
    return client, facts


@pytest.mark.parametrize("name", API)
def test_ends_of_lines_of_any_kind_come_in(client: APIClient, name: str) -> None:
    client, facts = asked(name, client)
    answer = send(client, name, facts, everywhere(API[name][1], ENDS))
    assert answer.status_code in (200, 201, 202), answer.content
    assert "problem" not in answer.get("Content-Type", "")
    assert not re.search(r'"(failed|invalid)":[1-9]', answer.content.decode())
    assert unwritable_columns() == []
    assert_readable_everywhere()


@pytest.mark.parametrize("characters", [REFUSED[:1], pytest.param(REFUSED[1:], marks=pytest.mark.long)], ids=ascii)
@pytest.mark.parametrize("name", API)
def test_what_cannot_be_written_is_refused_by_field_and_nothing_is_kept(
    client: APIClient, name: str, characters: Sequence[str]
) -> None:
    client, facts = asked(name, client)
    body = API[name][1]
    for at, character in itertools.product(leaves(body), characters):
        answer = undone(partial(send, client, name, facts, with_words(body, at, character)))
        told = answer.content.decode()
        field = [part for part in at if isinstance(part, str)][-1]
        assert answer.status_code == (202 if name.endswith("-batch") else 422), (at, ascii(character), told)
        assert re.search(rf'"[^"]*\b{field}\b', told), (at, ascii(character), told)
        assert not name.endswith("-batch") or re.search(r'"(failed|invalid)":1', told)


# --- Pages of the desk ----------------------------------------------------------------------------------------
def form_of_verdict(token: int | None = None) -> dict[str, Any]:
    rows = {f"form-0-{name}": value for name, value in source().items()}
    asked = {"rating": "false", "reasoning": "The register says otherwise."} | ({"token": token} if token else {})
    return asked | {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"} | rows


def pages() -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """Each form of the desk: its address, who fills it in, and with what."""
    desk = makers.make_desk(verdicts_needed=1)
    editor = makers.make_editor()
    for name, values in {
        "assignment": form_of_verdict(),
        "save-draft": form_of_verdict(),
        "release": {"why": "No time."},
        "defer": {"why": "No time.", "hours": "1"},
        "ask-for-help": {"why": "Which register?"},
    }.items():
        one = makers.make_assignments(makers.make_check(desk))[0]
        yield reverse(name, args=[one.pk]), one.reviewer.user, values | {"token": one.token}
    yield reverse("add-article"), editor, {
        "text": "The port lost cranes.", "title": "A title", "outlet": "A paper", "byline": "By A", "language": "en"
    }  # fmt: skip
    for action, check, values in (
        ("drop", in_triage(), {"why": "An opinion."}),
        ("publish", makers.make_agreed_check(desk), fact_check()),
        ("correct", makers.make_published_check(desk), fact_check() | {"note": "A figure was wrong."}),
        ("withdraw", makers.make_published_check(desk), {"why": "Wrong."}),
        ("send_back", makers.make_agreed_check(desk), {"why": "Look again."}),
    ):
        yield reverse("act", args=[check.pk, action]), editor, values | seen(check)
    check = makers.make_check(desk)
    for name, values in {
        "correct-claim": {
            "text": "A claim.",
            "speaker_name": "Ann Lee",
            "speaker_role": "Head",
            "figures": "four | 4 | 4 |",
        },
        "not-a-claim": {"why": "An opinion."},
        "split-claim": {"parts": "The port lost cranes.\nThey were four."},
    }.items():
        yield reverse(name, args=[check.pk]), editor, values | seen(check)
    yield (
        reverse("admin:claims_article_add"),
        editor,
        {"text": "It lost two cranes.", "title": "A title", "language": "en"},
    )


def words_of(values: dict[str, Any]) -> list[str]:
    """The fields of a form that hold words."""
    fields = {name: name.rpartition("-")[2] for name, value in values.items() if isinstance(value, str)}
    return [name for name, field in fields.items() if field not in NAMES | {"hours", "TOTAL_FORMS", "INITIAL_FORMS"}]


@pytest.mark.parametrize(
    "characters", [ENDS, "\ufffe", *(pytest.param(one, marks=pytest.mark.long) for one in REFUSED[:2])], ids=ascii
)
def test_forms_of_the_desk_take_what_can_be_written_and_give_back_the_rest(characters: str) -> None:
    for address, user, values in pages():
        client = Client()
        client.force_login(user)
        for name in words_of(values):
            filled = values | {name: with_words(values[name], (), characters)}
            answer = undone(partial(client.post, address, filled))
            told = answer.content.decode()
            here = (address, name, answer.status_code)
            if characters == ENDS or "draft" in address:
                assert answer.status_code in (200, 302), here
            else:
                # In the admin a form that comes back is a 200.
                assert answer.status_code == (200 if "/admin/" in address else 422), here
                assert "U+" in told or "Null characters" in told, here


# --- What is there --------------------------------------------------------------------------------------------
@cache
def columns_of_text() -> str:
    """A statement that names every column of ours in which something stands that cannot be written everywhere."""
    ours = [*apps.get_app_config("claims").get_models(), *apps.get_app_config("verification").get_models()]
    return " UNION ALL ".join(
        f"""SELECT '{model.__name__}.{field.name}' FROM "{model._meta.db_table}" WHERE "{field.column}" ~ %(these)s"""
        for model in ours
        for field in model._meta.concrete_fields
        # Answers are kept as they were given.
        if isinstance(field, models.CharField | models.TextField) and model is not KeptAnswer
    )


def unwritable_columns() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(columns_of_text(), {"these": UNWRITABLE})
        return [name for (name,) in cursor.fetchall()]


def assert_readable_everywhere() -> None:
    reader = Client()
    for path in ("/fact-checks/feed.atom", "/sitemap.xml", "/sitemap-fact-checks.xml"):
        ElementTree.fromstring(reader.get(path).content)
    json.loads(reader.get("/fact-checks/feed.json").content)
    for path in ("/fact-checks/", "/corrections/", "/ratings/"):
        assert reader.get(path).status_code == 200


@pytest.mark.parametrize("characters", ["\x0c", "\x0b", "\ufffe", "\x1b", ENDS], ids=ascii)
def test_rows_of_long_ago_take_nothing_down(characters: str) -> None:
    words = f"Long{characters}ago"
    check = makers.make_published_check()
    with connection.cursor() as cursor:
        told = (
            "UPDATE verification_factcheckrevision SET headline = %s::text, summary = %s::text, claim_text = %s::text"
        )
        cursor.execute(told, [words, f"{words}.", f"{words}!"])
        cursor.execute("UPDATE claims_claim SET text = %s", [words])
    assert words in FactCheckRevision.objects.get().summary
    assert_readable_everywhere()
    other = makers.make_agreed_check()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE claims_claim SET text = %s::text || id WHERE id = %s", [words, other.claim_id])
    makers.publish(other)
    assert "Longago" in FactCheckRevision.objects.latest("pk").claim_text.replace("\n", "")
    assert check.pk != other.pk


@pytest.mark.parametrize("characters", ["\x0c", "\ufffe", "\x07"], ids=ascii)
def test_a_text_of_long_ago_is_a_word_document_all_the_same(characters: str) -> None:
    article = makers.make_article("The port lost four cranes.")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE claims_revision SET text = %s", [f"The port{characters} lost."])
        cursor.execute(
            "UPDATE claims_article SET title = %s, outlet = %s", [f"A{characters}title", f"An{characters}outlet"]
        )
    article = Article.objects.get(pk=article.pk)
    Document(io.BytesIO(write_docx(checking_copy(article), author=f"A{characters}B")))


def test_a_page_that_says_odd_things_of_itself_is_kept_without_them() -> None:
    body = "<html><head><title>The\x0cregister \ufffeof\x07 ports</title></head><body><p>x</p></body></html>"
    facts = facts_of(body.encode(), url="https://register.example/")
    assert clean_text(facts.title, field="title") == facts.title
    assert "register" in facts.title


@pytest.mark.parametrize("field", ["text", "topics"])
def test_a_column_refuses_by_its_name_what_no_service_has_looked_at(field: str) -> None:
    values: dict[str, Any] = {"text": "A claim.", "topics": ["ports"]}
    values[field] = ["por\ufffets"] if field == "topics" else "A\ufffeclaim."
    with pytest.raises(Invalid) as refused:
        Claim.objects.create(fingerprint="1", **values)
    assert list(refused.value.fields) == [field]


def test_a_column_is_asked_for_what_it_holds() -> None:
    makers.make_article(title="Two\x0blines")
    assert Article.objects.filter(title="Two\r\nlines").exists()
    assert not Match.objects.exists()
