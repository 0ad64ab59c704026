"""Editors decide who may know of an article; the clock of the database ends embargoes."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from claims import queries, services, tasks
from claims.access import Role
from claims.articles.release import ReleaseState
from claims.errors import Conflict, Forbidden, IllegalMove, Invalid
from claims.intake import ArticleDraft
from claims.models import Article, Event
from claims.states import Release
from tests import makers

pytestmark = pytest.mark.django_db

LATER = datetime(2199, 1, 2, 3, 4, tzinfo=UTC)
PASSED = datetime(2020, 1, 2, 3, 4, tzinfo=UTC)


def is_public(article: Article) -> bool:
    return queries.public_articles().filter(pk=article.pk).exists()


def test_what_comes_in_is_internal_and_stays_so_with_another_text() -> None:
    article = makers.make_article("The quay is closed.", url="https://paper.example/quay")
    assert (article.release, article.embargoed_until) == ("internal", None)
    services.set_release(article_id=article.pk, to=Release.EMBARGOED, until=LATER, actor=makers.make_editor())
    draft = ArticleDraft(text="The quay is open.", url="https://paper.example/quay")
    assert services.receive_article(draft=draft, actor=None).revised
    article.refresh_from_db()
    assert (article.release, article.embargoed_until) == ("embargoed", LATER)
    assert not is_public(article)


def test_an_editor_moves_it_there_and_back_and_the_log_tells_each_step() -> None:
    article, editor = makers.make_article(), makers.make_editor()
    for to, until in ((Release.EMBARGOED, LATER), (Release.PUBLIC, None), (Release.INTERNAL, None)):
        services.set_release(article_id=article.pk, to=to, until=until, actor=editor)
        assert is_public(article) is (to == Release.PUBLIC)
    told = Event.objects.filter(subject_type="release", subject_id=article.pk).order_by("pk")
    assert [(event.from_status, event.to_status, event.actor) for event in told] == [
        ("internal", "embargoed", editor),
        ("embargoed", "public", editor),
        ("public", "internal", editor),
    ]
    assert told[0].data == {"until": LATER.isoformat()}
    assert set(told) <= set(queries.events_of_article(article.pk))


@pytest.mark.parametrize("role", [Role.READER, Role.CLIENT, Role.REVIEWER])
def test_nobody_but_an_editor_moves_it(role: Role) -> None:
    article = makers.make_article()
    with pytest.raises(Forbidden):
        services.set_release(article_id=article.pk, to=Release.PUBLIC, actor=makers.make_user(role))
    assert not is_public(article)


@pytest.mark.parametrize(
    ("to", "until"),
    [(Release.EMBARGOED, None), (Release.EMBARGOED, PASSED), (Release.PUBLIC, LATER), (Release.INTERNAL, LATER)],
)
def test_an_embargo_ends_at_a_time_to_come_and_nothing_else_does(to: Release, until: datetime | None) -> None:
    article = makers.make_article()
    with pytest.raises(Invalid) as refused:
        services.set_release(article_id=article.pk, to=to, until=until, actor=makers.make_editor())
    assert set(refused.value.fields) == {"embargoed_until"}


def test_a_decision_on_what_stands_no_longer_is_a_conflict() -> None:
    article, editor = makers.make_article(), makers.make_editor()
    seen = ReleaseState(Release.INTERNAL).version
    services.set_release(article_id=article.pk, to=Release.EMBARGOED, until=LATER, actor=editor, version=seen)
    with pytest.raises(Conflict):
        services.set_release(article_id=article.pk, to=Release.PUBLIC, actor=editor, version=seen)
    moved = ReleaseState(Release.EMBARGOED, LATER).version
    later = LATER + timedelta(hours=1)
    services.set_release(article_id=article.pk, to=Release.EMBARGOED, until=later, actor=editor, version=moved)
    with pytest.raises(Conflict):
        services.set_release(article_id=article.pk, to=Release.PUBLIC, actor=editor, version=moved)
    assert not is_public(article)


def test_an_embargo_that_passed_while_the_form_lay_open_is_a_conflict() -> None:
    article = makers.make_article(release=Release.EMBARGOED, until=PASSED)
    seen = ReleaseState(Release.EMBARGOED, PASSED).version
    with pytest.raises(Conflict):
        services.set_release(
            article_id=article.pk, to=Release.EMBARGOED, until=LATER, actor=makers.make_editor(), version=seen
        )


def test_what_is_so_already_is_no_move() -> None:
    for article in (makers.make_article(), makers.make_article(release=Release.EMBARGOED, until=LATER)):
        with pytest.raises(IllegalMove):
            services.set_release(
                article_id=article.pk,
                to=Release(article.release),
                until=article.embargoed_until,
                actor=makers.make_editor(),
            )


def test_a_passed_embargo_is_public_before_anybody_writes_it_down_and_the_sweep_does() -> None:
    passed = makers.make_article(release=Release.EMBARGOED, until=PASSED)
    lasting = makers.make_article(release=Release.EMBARGOED, until=LATER)
    assert (is_public(passed), is_public(lasting)) == (True, False)
    told = {article.pk: article for article in queries.with_release(Article.objects.all())}
    assert (told[passed.pk].release_now, told[passed.pk].embargo_ends) == ("public", None)
    assert (told[lasting.pk].release_now, told[lasting.pk].embargo_ends) == ("embargoed", LATER)
    tasks.sweep()
    tasks.sweep()
    passed.refresh_from_db()
    lasting.refresh_from_db()
    assert (passed.release, passed.embargoed_until, lasting.release) == ("public", None, "embargoed")
    [event] = Event.objects.filter(subject_type="release")
    assert (event.subject_id, event.from_status, event.to_status) == (passed.pk, "embargoed", "public")


@pytest.mark.parametrize(
    ("release", "until"), [("secret", None), ("embargoed", None), ("public", LATER), ("internal", LATER)]
)
def test_the_database_holds_no_other_state(release: str, until: datetime | None) -> None:
    article = makers.make_article()
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(release=release, embargoed_until=until)


def test_the_admin_makes_many_public_at_once_and_tells_the_release_of_each(client: Client) -> None:
    articles = [makers.make_article(), makers.make_article(release=Release.EMBARGOED, until=LATER)]
    client.force_login(makers.make_editor())
    path, given = "/admin/claims/article/", {"action": "make_public", "_selected_action": [one.pk for one in articles]}
    assert "embargoed until 2 January 2199 03:04" in client.get(path).content.decode()
    told = client.post(path, given).content.decode()
    marks = dict(re.findall(r'name="(seen-\d+)"\s+value="([^"]*)"', told))
    assert client.post(path, given | marks | {"confirmed": "yes"}).status_code == 200
    assert [is_public(one) for one in articles] == [True, True]
