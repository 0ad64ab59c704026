"""The desk shows who may know of an article, and lets editors decide it on what they see."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from claims import services as claim_services
from claims.access import Role
from claims.models import Article, Claim, User
from claims.states import Release
from tests import makers

pytestmark = pytest.mark.django_db

LATER = datetime(2199, 1, 2, 17, 30, tzinfo=UTC)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, path: str) -> str:
    return re.sub(r"\s+", " ", signed_in(user).get(path).content.decode())


def version_on(told: str) -> str:
    found = re.search(r'name="version" value="([^"]*)"', told)
    assert found
    return found[1]


def decide(user: User, article: Article, **given: Any) -> Any:
    return signed_in(user).post(reverse("set-release", args=[article.pk]), given)


def test_an_editor_embargoes_an_article_by_their_own_clock_and_every_list_says_so() -> None:
    editor, article = makers.make_editor(time_zone="Asia/Kolkata"), makers.make_article(title="The tannery")
    told = page(editor, reverse("article", args=[article.pk]))
    assert '<span class="state internal"> internal </span>' in told
    assert "By the clock of Asia/Kolkata." in told
    given = {"release": "embargoed", "embargoed_until": "2199-01-02T23:00", "version": version_on(told)}
    answer = decide(editor, article, **given)
    assert answer.status_code == 302
    article.refresh_from_db()
    assert (article.release, article.embargoed_until) == ("embargoed", LATER)
    for path in (reverse("article", args=[article.pk]), reverse("articles"), f"{reverse('desk')}?q=tannery"):
        assert "embargoed until 2 January 2199, 23:00" in page(editor, path), path


def test_the_choices_have_a_name_together_for_who_does_not_see_them() -> None:
    told = page(makers.make_editor(), f"/desk/articles/{makers.make_article(title='The tannery').pk}/")
    assert 'role="group" aria-labelledby="id_release_label"' in told
    assert '<span class="label" id="id_release_label">Who may know of it</span>' in told


def test_reviewers_see_the_release_and_no_form_for_it() -> None:
    article = makers.make_article(release=Release.PUBLIC)
    told = page(makers.make_user(Role.REVIEWER), reverse("article", args=[article.pk]))
    assert '<span class="state public"> public </span>' in told
    assert reverse("set-release", args=[article.pk]) not in told


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"release": "embargoed"}, "Say until when the article is embargoed."),
        ({"release": "embargoed", "embargoed_until": "2001-01-02T10:00"}, "This time has passed."),
        ({"release": "public", "embargoed_until": "2199-01-02T10:00"}, "Only an embargo ends at a time."),
    ],
)
def test_what_cannot_be_done_is_said_beside_its_field_and_what_was_typed_stays(
    given: dict[str, str], refused: str
) -> None:
    article = makers.make_article()
    answer = decide(makers.make_editor(), article, version="internal", **given)
    told = answer.content.decode()
    assert answer.status_code == 422
    assert refused in told
    assert given.get("embargoed_until", "") in told
    assert re.search(rf'value="{given["release"]}"[^>]*checked', told)


def test_a_form_of_what_stands_no_longer_comes_back_with_what_was_typed_and_what_stands_now() -> None:
    editor, article = makers.make_editor(), makers.make_article()
    seen = version_on(page(editor, reverse("article", args=[article.pk])))
    claim_services.set_release(article_id=article.pk, to=Release.EMBARGOED, until=LATER, actor=makers.make_editor())
    answer = decide(editor, article, release="public", version=seen)
    told = re.sub(r"\s+", " ", answer.content.decode())
    assert answer.status_code == 412
    assert "This has changed since you read it." in told
    assert "embargoed until 2 January 2199, 17:30" in told
    assert re.search(r'value="public"[^>]*checked', told)
    article.refresh_from_db()
    assert article.release == "embargoed"
    assert decide(editor, article, release="public", version=version_on(told)).status_code == 302


@pytest.mark.parametrize(
    ("release", "until", "hint"),
    [
        (Release.INTERNAL, None, "The article is internal: readers will see neither its title nor its address."),
        (Release.EMBARGOED, LATER, "The article is embargoed until 2 January 2199, 17:30"),
        (Release.PUBLIC, None, ""),
    ],
)
def test_who_signs_off_is_told_what_readers_will_not_see(release: Release, until: datetime | None, hint: str) -> None:
    article, claim = makers.make_article(release=release, until=until), makers.make_claim()
    Claim.objects.filter(pk=claim.pk).update(article=article)
    check = makers.make_agreed_check(claim=Claim.objects.get(pk=claim.pk))
    told = page(makers.make_editor(), reverse("check", args=[check.pk]))
    assert "Sign off and publish" in told
    assert (f"{reverse('article', args=[article.pk])}#release" in told) is bool(hint)
    assert hint in told
