"""The admin of articles, speakers, people and keys. What holds for every page stands in tests/verification."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from knox.auth import TokenAuthentication

from claims import queries, services
from claims.access import Role
from claims.models import ApiKey, Article, Event, Revision, Speaker, User
from claims.states import ArticleStatus
from tests import makers

pytestmark = pytest.mark.django_db
TEXT = "The harbour was closed for nine days in May, the port authority said."
ADD_ARTICLE = "/admin/claims/article/add/"


@pytest.fixture
def editor(client: Client) -> User:
    editor = makers.make_editor()
    client.force_login(editor)
    return editor


@pytest.fixture
def administrator(client: Client) -> User:
    administrator = makers.make_administrator()
    client.force_login(administrator)
    return administrator


def paste(client: Client, text: str = TEXT, **facts: str) -> Any:
    return client.post(ADD_ARTICLE, {"text": text, "language": "en"} | facts, follow=True)


def told_by(answer: Any) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def errors(answer: Any) -> dict[str, Any]:
    found: dict[str, Any] = answer.context["adminform"].form.errors
    return found


# --- Articles -------------------------------------------------------------------------------------------------
def test_a_pasted_article_is_received_and_extraction_is_asked_for(
    client: Client, editor: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        answer = paste(client, title="The harbour", published_at_0="2026-05-20", published_at_1="08:00")
    article = Article.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("admin:claims_article_change", args=[article.pk])
    assert (article.title, article.created_by, article.status) == ("The harbour", editor, ArticleStatus.RECEIVED)
    assert article.published_at is not None
    assert queries.current_revision(article).text == TEXT
    assert Event.objects.get(subject_type="article").actor == editor
    assert len(callbacks) == 1


def test_the_line_ends_of_a_browser_do_not_make_another_text(client: Client, editor: User) -> None:
    known = makers.make_article("One line.\nAnother line.")
    answer = paste(client, "One line.\r\nAnother line.")
    assert "known already" in told_by(answer)
    assert Article.objects.get() == known


def test_the_same_text_again_leads_to_the_article_that_is_there(
    client: Client, editor: User, django_capture_on_commit_callbacks: Any
) -> None:
    paste(client)
    with django_capture_on_commit_callbacks() as callbacks:
        answer = paste(client)
    assert "known already" in told_by(answer)
    assert answer.redirect_chain[-1][0] == reverse("admin:claims_article_change", args=[Article.objects.get().pk])
    assert (Event.objects.count(), len(callbacks)) == (1, 0)


def test_another_text_at_a_known_url_is_a_new_revision(client: Client, editor: User) -> None:
    paste(client, url="https://paper.example/harbour")
    answer = paste(client, TEXT + " It reopened.", url="https://paper.example/harbour")
    assert "a new revision" in told_by(answer)
    assert Revision.objects.filter(article=Article.objects.get()).count() == 2


@pytest.mark.parametrize(
    ("facts", "field", "told"),
    [
        ({"text": ""}, "text", "required"),
        ({"text": " \n "}, "text", "may not be empty"),
        ({"text": "a\x00b"}, "text", "Null characters"),
        ({"text": "a\x07b"}, "text", "control character U+0007"),
        ({"title": "a\x07b"}, "title", "control character U+0007"),
        ({"url": "harbour"}, "url", "valid URL"),
        ({"published_at_0": "someday", "published_at_1": ""}, "published_at", "valid"),
        ({"language": ""}, "language", "required"),
        ({"title": "x" * 501}, "title", "at most 500"),
    ],
)
def test_what_cannot_be_kept_is_told_beside_its_field_and_nothing_is_stored(
    client: Client, editor: User, facts: dict[str, str], field: str, told: str
) -> None:
    answer = paste(client, **facts)
    assert answer.status_code == 200
    assert told in " ".join(errors(answer)[field])
    assert not Article.objects.exists()
    assert not Event.objects.exists()


def test_an_article_is_read_and_not_edited(client: Client, editor: User) -> None:
    article = makers.make_article(TEXT, title="The harbour")
    address = reverse("admin:claims_article_change", args=[article.pk])
    assert TEXT in client.get(address).content.decode()
    assert client.post(address, {"title": "Another"}).status_code == 403
    article.refresh_from_db()
    assert article.title == "The harbour"


def test_markup_in_an_article_is_shown_as_text(client: Client, editor: User) -> None:
    evil = "<script>alert(1)</script>"
    article = makers.make_article(evil, title=evil, outlet=evil, byline=evil)
    for address in (
        reverse("admin:claims_article_change", args=[article.pk]),
        reverse("admin:claims_article_changelist"),
    ):
        assert "<script>alert" not in client.get(address).content.decode()


def test_an_address_that_is_no_web_page_is_no_link(client: Client, editor: User) -> None:
    article = makers.make_article(url="javascript:alert(1)")
    shown = client.get(reverse("admin:claims_article_change", args=[article.pk])).content.decode()
    assert 'href="javascript' not in shown


def test_an_unreadable_article_is_tried_again(
    client: Client, editor: User, django_capture_on_commit_callbacks: Any
) -> None:
    article = makers.make_article()
    Article.objects.filter(pk=article.pk).update(status=ArticleStatus.UNREADABLE, problem="No.")
    with django_capture_on_commit_callbacks() as callbacks:
        client.post(reverse("admin:claims_article_retry", args=[article.pk]))
    article.refresh_from_db()
    assert (article.status, article.problem, len(callbacks)) == (ArticleStatus.RECEIVED, "", 1)
    assert Event.objects.latest("pk").actor == editor


def test_an_article_that_somebody_else_has_tried_again_meanwhile_is_told_about(client: Client, editor: User) -> None:
    article = makers.make_article()
    services.store_statements(attempt=_attempt(article), statements=[])
    answer = client.post(reverse("admin:claims_article_retry", args=[article.pk]), follow=True)
    assert answer.status_code == 200


def _attempt(article: Article) -> services.Attempt:
    attempt = services.begin_extraction(article_id=article.pk)
    assert attempt is not None
    return attempt


def test_quarantined_articles_can_be_listed(client: Client, editor: User) -> None:
    shut, _ = makers.make_article(title="Put aside"), makers.make_article(title="On its way")
    Article.objects.filter(pk=shut.pk).update(quarantined_at="2026-01-01T00:00Z")
    shown = client.get(reverse("admin:claims_article_changelist"), {"quarantined": "yes"}).content.decode()
    assert "Put aside" in shown
    assert "On its way" not in shown


# --- Speakers -------------------------------------------------------------------------------------------------
def test_a_speaker_is_set_right(client: Client, editor: User) -> None:
    speaker = makers.make_claim(speaker_name="Smth").speaker
    assert speaker is not None
    facts = {"name": "Smith", "role": "Minister", "aliases": "J. Smith\nMs Smith", "same_as": "https://who.example/1"}
    client.post(reverse("admin:claims_speaker_change", args=[speaker.pk]), facts)
    speaker.refresh_from_db()
    assert (speaker.name, speaker.aliases) == ("Smith", ["J. Smith", "Ms Smith"])


@pytest.mark.parametrize("name", ["", "TAKEN", "a\x00b", "a\x07b"])
def test_a_speaker_keeps_a_name_that_can_be_told_from_others(client: Client, editor: User, name: str) -> None:
    makers.make_claim(speaker_name="Taken")
    speaker = makers.make_claim(speaker_name="Smith").speaker
    assert speaker is not None
    answer = client.post(reverse("admin:claims_speaker_change", args=[speaker.pk]), {"name": name})
    assert answer.status_code == 200
    assert Speaker.objects.get(pk=speaker.pk).name == "Smith"


# --- People and keys ------------------------------------------------------------------------------------------
def person(**facts: str) -> dict[str, str]:
    return {
        "username": "rita",
        "role": "reviewer",
        "time_zone": "Europe/Lisbon",
        "usable_password": "true",
        "password1": makers.PASSWORD,
        "password2": makers.PASSWORD,
    } | facts


@pytest.mark.parametrize(("role", "is_staff"), [("reviewer", False), ("editor", True), ("client", False)])
def test_people_are_made_by_role(client: Client, administrator: User, role: str, is_staff: bool) -> None:
    client.post("/admin/claims/user/add/", person(role=role))
    user = User.objects.get(username="rita")
    assert (user.role, user.is_staff, user.time_zone) == (role, is_staff, "Europe/Lisbon")
    assert user.check_password(makers.PASSWORD)


def test_a_program_needs_no_password(client: Client, administrator: User) -> None:
    client.post("/admin/claims/user/add/", person(role="client", usable_password="false", password1="", password2=""))
    assert not User.objects.get(username="rita").has_usable_password()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"password2": "another"}, "password2"),
        ({"password1": "12345", "password2": "12345"}, "password2"),
        ({"password1": "", "password2": ""}, "password1"),
        ({"role": "king"}, "role"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"username": "a b"}, "username"),
        ({"username": ""}, "username"),
    ],
)
def test_a_person_that_cannot_be_is_refused_beside_the_field(
    client: Client, administrator: User, facts: dict[str, str], field: str
) -> None:
    answer = client.post("/admin/claims/user/add/", person(**facts))
    assert field in errors(answer)
    assert User.objects.get() == administrator


def test_a_changed_role_opens_or_closes_the_admin(client: Client, administrator: User) -> None:
    user = makers.make_editor()
    facts = {"role": "reviewer", "time_zone": "UTC", "is_active": "on"}
    client.post(reverse("admin:claims_user_change", args=[user.pk]), facts)
    user.refresh_from_db()
    assert (user.role, user.is_staff) == ("reviewer", False)


@pytest.mark.parametrize(
    ("facts", "field"), [({"role": "editor", "is_active": "on"}, "role"), ({"role": "administrator"}, "is_active")]
)
def test_nobody_locks_themselves_out(client: Client, administrator: User, facts: dict[str, str], field: str) -> None:
    address = reverse("admin:claims_user_change", args=[administrator.pk])
    answer = client.post(address, {"time_zone": "UTC"} | facts)
    assert field in errors(answer)
    administrator.refresh_from_db()
    assert (administrator.role, administrator.is_active) == ("administrator", True)


def test_nobody_makes_a_superuser_here(client: Client, administrator: User) -> None:
    user = makers.make_user(Role.REVIEWER)
    facts = {"role": "reviewer", "time_zone": "UTC", "is_active": "on", "is_superuser": "on", "is_staff": "on"}
    client.post(reverse("admin:claims_user_change", args=[user.pk]), facts)
    user.refresh_from_db()
    assert (user.is_superuser, user.is_staff) == (False, False)


def test_a_password_is_set_by_an_administrator_and_by_nobody_else(client: Client, administrator: User) -> None:
    user = makers.make_user(Role.REVIEWER)
    address = reverse("admin:auth_user_password_change", args=[user.pk])
    told = {"password1": "quite-another-phrase", "password2": "quite-another-phrase", "usable_password": "true"}
    assert client.get(address).status_code == 200
    client.post(address, told)
    user.refresh_from_db()
    assert user.check_password("quite-another-phrase")
    event = Event.objects.filter(subject_type="user", subject_id=user.pk).latest("pk")
    assert (event.actor, "quite-another-phrase" in str(event.data)) == (administrator, False)
    client.force_login(makers.make_editor())
    assert client.post(address, told).status_code == 403


def test_the_secret_of_a_key_is_shown_once_and_opens_the_api(client: Client, administrator: User, rf: Any) -> None:
    owner = makers.make_user(Role.CLIENT)
    facts = {"user": owner.pk, "name": "CMS", "scopes": ["articles:write", "articles:read"], "days": "30"}
    answer = client.post("/admin/claims/apikey/add/", facts, follow=True)
    secret = told_by(answer).rsplit(" ", 1)[-1]
    found = TokenAuthentication().authenticate(rf.get("/", headers={"Authorization": f"Bearer {secret}"}))
    assert found is not None
    key = ApiKey.objects.get()
    assert (found[0], key.scopes) == (owner, ["articles:read", "articles:write"])
    assert (key.expiry - key.created).days in (29, 30)
    assert secret not in client.get(reverse("admin:claims_apikey_changelist")).content.decode()


@pytest.mark.parametrize(
    "facts", [{"scopes": []}, {"scopes": ["everything"]}, {"name": ""}, {"days": "0"}, {"days": "367"}]
)
def test_a_key_that_says_too_little_or_too_much_is_not_made(
    client: Client, administrator: User, facts: dict[str, Any]
) -> None:
    asked = {"user": administrator.pk, "name": "CMS", "scopes": ["articles:read"], "days": ""}
    assert client.post("/admin/claims/apikey/add/", asked | facts).status_code == 200
    assert not ApiKey.objects.exists()


def test_a_revoked_key_is_gone(client: Client, administrator: User) -> None:
    makers.make_key(administrator, "articles:read")
    key = ApiKey.objects.get()
    answer = client.post(reverse("admin:claims_apikey_revoke", args=[key.pk]), follow=True)
    assert "revoked" in told_by(answer)
    assert not ApiKey.objects.exists()
