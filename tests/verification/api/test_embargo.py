"""What is embargoed is the business of reviewers and editors: no list, page, count or search tells others of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from claims import services as claim_services
from claims import tasks as claim_tasks
from claims.access import Role
from claims.models import Article, Claim, User
from claims.states import Release
from tests import makers
from verification.models import Check

pytestmark = pytest.mark.django_db

LATER = datetime(2199, 1, 2, tzinfo=UTC)
PASSED = datetime(2020, 1, 2, tzinfo=UTC)
SECRET = "The quarry paid 7 million crowns, the clerk said."


class Scene:
    """An article with a claim, its speaker, its check, and a match with a claim that everybody may see."""

    def __init__(self, release: Release, until: datetime | None, actor: User | None = None) -> None:
        self.article = makers.make_article(
            SECRET, title="Quarry deal", outlet="The Crown", release=release, until=until, actor=actor
        )
        claim = makers.make_claim(SECRET, speaker_name="Ruth Clerk")
        Claim.objects.filter(pk=claim.pk).update(article=self.article)
        revision = self.article.revisions.get()
        claim.mentions.create(revision=revision, exact=SECRET, start=0, end=len(SECRET))
        self.check = makers.make_check(claim=claim)
        self.open_check = makers.make_check(text="The quarry paid nothing at all.")
        self.match = makers.make_match(self.open_check.claim, claim)

    @property
    def rows(self) -> list[str]:
        """The addresses of what belongs to the article."""
        claim, article = self.check.claim_id, self.article.pk
        return [
            f"/api/v1/articles/{article}/",
            f"/api/v1/articles/{article}/claims/",
            f"/api/v1/articles/{article}/events/",
            f"/api/v1/claims/{claim}/",
            f"/api/v1/claims/{claim}/matches/",
            f"/api/v1/checks/{self.check.pk}/",
            f"/api/v1/checks/{self.check.pk}/events/",
            f"/api/v1/matches/{self.match.pk}/",
            f"/api/v1/speakers/{self.check.claim.speaker_id}/",
        ]

    @property
    def pages(self) -> list[str]:
        return [reverse("article", args=[self.article.pk]), reverse("check", args=[self.check.pk])]

    @property
    def lists(self) -> list[str]:
        return [
            "/api/v1/articles/",
            "/api/v1/articles/?title=quarry",
            "/api/v1/claims/?q=crowns",
            f"/api/v1/claims/?article={self.article.pk}",
            "/api/v1/checks/?q=crowns",
            f"/api/v1/checks/?article={self.article.pk}",
            "/api/v1/speakers/?name=Ruth",
        ]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def with_key(user: User, *scopes: str) -> Any:
    return Client(headers={"Authorization": f"Bearer {makers.make_key(user, *scopes)}"})


def count(client: Client, path: str) -> int:
    return len(client.get(path).json()["results"])


READS = ("articles:read", "claims:read", "checks:read")


def outsiders() -> dict[str, Client]:
    """Who only reads: by role, or by what their key is for."""
    return {
        "reader": signed_in(makers.make_user(Role.READER)),
        "client": signed_in(makers.make_user(Role.CLIENT)),
        "reader's key": with_key(makers.make_user(Role.READER), *READS),
        "editor's key": with_key(makers.make_editor(), *READS),
    }


@pytest.mark.parametrize("path", range(9))
def test_what_belongs_to_an_embargoed_article_is_not_there(path: int) -> None:
    scene = Scene(Release.EMBARGOED, LATER)
    for name, client in outsiders().items():
        assert client.get(scene.rows[path]).status_code == 404, (name, scene.rows[path])


def test_no_list_holds_or_counts_it() -> None:
    scene = Scene(Release.EMBARGOED, LATER)
    for name, client in outsiders().items():
        for path in scene.lists:
            assert count(client, path) == 0, (name, path)
        found = client.get(f"/api/v1/claims/{scene.open_check.claim_id}/matches/").json()
        assert found == [], name


def test_no_page_of_the_desk_tells_of_it() -> None:
    scene = Scene(Release.EMBARGOED, LATER)
    for role in (Role.READER, Role.CLIENT):
        client = signed_in(makers.make_user(role))
        assert [client.get(path).status_code for path in scene.pages] == [404, 404]
        assert "Quarry deal" not in client.get(reverse("articles")).content.decode()
        told = client.get(reverse("check", args=[scene.open_check.pk])).content.decode()
        assert "crowns" not in told


def test_a_question_whether_it_was_checked_finds_nothing_of_it() -> None:
    Scene(Release.EMBARGOED, LATER)
    claim_tasks.compare()
    path = "/api/v1/matches/?q=The+quarry+paid+7+million+crowns."
    insider = signed_in(makers.make_user(Role.REVIEWER))
    assert SECRET in [found["earlier"]["claim"]["text"] for found in insider.get(path).json()]
    for name, client in outsiders().items():
        assert "crowns" not in client.get(path).content.decode(), name


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.EDITOR, Role.ADMINISTRATOR])
def test_reviewers_and_editors_see_it(role: Role) -> None:
    scene = Scene(Release.EMBARGOED, LATER)
    client = signed_in(makers.make_user(role))
    assert {path: client.get(path).status_code for path in scene.rows} == dict.fromkeys(scene.rows, 200)
    assert [count(client, path) for path in scene.lists] == [1] * len(scene.lists)
    assert [client.get(path).status_code for path in scene.pages] == [200, 200]


@pytest.mark.parametrize(("release", "until"), [("internal", None), ("public", None), ("embargoed", PASSED)])
def test_anything_else_is_read_as_before(release: str, until: datetime | None) -> None:
    scene = Scene(Release(release), until)
    for client in outsiders().values():
        assert [client.get(path).status_code for path in scene.rows] == [200] * len(scene.rows)
        assert [count(client, path) for path in scene.lists] == [1] * len(scene.lists)


def test_who_handed_it_in_sees_their_own_with_what_they_hand_in_by_and_not_with_a_key_to_read() -> None:
    user = makers.make_user(Role.CLIENT)
    scene = Scene(Release.EMBARGOED, LATER, actor=user)
    path = f"/api/v1/articles/{scene.article.pk}/"
    assert with_key(user, "articles:write", "articles:read").get(path).status_code == 200
    assert with_key(user, "articles:read").get(path).status_code == 404
    assert signed_in(makers.make_user(Role.CLIENT)).get(path).status_code == 404


def test_a_speaker_who_is_known_otherwise_stays_in_the_list() -> None:
    Scene(Release.EMBARGOED, LATER)
    makers.make_claim("The quarry closed.", speaker_name="Ruth Clerk")
    makers.make_claim("The quarry opened.", speaker_name="Adam Mason")
    for client in outsiders().values():
        told = client.get("/api/v1/speakers/").json()["results"]
        assert {speaker["name"] for speaker in told} == {"Ruth Clerk", "Adam Mason"}


# --- Moving it ------------------------------------------------------------------------------------------------------
def release(client: Client, article: Article, *, version: str | None, **given: Any) -> Any:
    path, seen = f"/api/v1/articles/{article.pk}/release/", {"If-Match": f'"{version}"'} if version else {}
    return client.post(path, given, content_type="application/json", headers=seen)


def test_an_editor_embargoes_and_releases_an_article_and_it_tells_so() -> None:
    article, client = makers.make_article(), signed_in(makers.make_editor())
    path = f"/api/v1/articles/{article.pk}/"
    told = client.get(path).json()
    assert (told["release"], told["embargoed_until"]) == ("internal", None)
    until = "2199-01-02T05:00:00+05:00"
    told = release(client, article, release="embargoed", embargoed_until=until, version=told["version"]).json()
    assert (told["release"], told["embargoed_until"]) == ("embargoed", "2199-01-02T00:00:00Z")
    assert count(client, "/api/v1/articles/?release=embargoed") == 1
    told = release(client, article, release="public", version=told["version"]).json()
    assert (told["release"], client.get(path).json()["release"]) == ("public", "public")
    steps = [(event["from_status"], event["to_status"]) for event in client.get(f"{path}events/").json()["results"]]
    assert steps == [("embargoed", "public"), ("internal", "embargoed"), ("", "received")]


def test_an_embargo_that_has_passed_is_told_as_public() -> None:
    article = makers.make_article(release=Release.EMBARGOED, until=PASSED)
    client = signed_in(makers.make_user(Role.READER))
    told = client.get(f"/api/v1/articles/{article.pk}/").json()
    assert (told["release"], told["embargoed_until"]) == ("public", None)
    assert count(client, "/api/v1/articles/?release=public") == 1
    assert count(client, "/api/v1/articles/?release=embargoed") == 0


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"release": "secret"}, "release"),
        ({"release": "embargoed"}, "embargoed_until"),
        ({"release": "embargoed", "embargoed_until": "2001-01-02T00:00:00Z"}, "embargoed_until"),
        ({"release": "embargoed", "embargoed_until": "soon"}, "embargoed_until"),
        ({"release": "public", "embargoed_until": "2199-01-02T00:00:00Z"}, "embargoed_until"),
    ],
)
def test_what_cannot_be_done_is_refused_by_the_name_of_the_field(given: dict[str, str], field: str) -> None:
    article = makers.make_article()
    answer = release(signed_in(makers.make_editor()), article, **given, version="internal")
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_a_decision_on_what_stands_no_longer_changes_nothing() -> None:
    article, client = makers.make_article(), signed_in(makers.make_editor())
    assert release(client, article, version=None, release="public").status_code == 428
    seen = client.get(f"/api/v1/articles/{article.pk}/")
    version = seen.json()["version"]
    assert seen["ETag"] == f'"{version}"'
    claim_services.set_release(
        article_id=article.pk, to=Release.EMBARGOED, until=LATER + timedelta(days=1), actor=makers.make_editor()
    )
    assert release(client, article, release="public", version=version).status_code == 412
    article.refresh_from_db()
    assert article.release == "embargoed"


@pytest.mark.parametrize("role", [Role.READER, Role.CLIENT, Role.REVIEWER])
def test_others_do_not_move_it(role: Role) -> None:
    article = makers.make_article()
    assert release(signed_in(makers.make_user(role)), article, release="public", version="internal").status_code == 403


@pytest.mark.parametrize("role", [Role.CLIENT, Role.EDITOR])
def test_nobody_states_a_release_as_they_hand_in(role: Role) -> None:
    given = {"text": "The quarry is shut.", "release": "public"}
    answer = signed_in(makers.make_user(role)).post("/api/v1/articles/", given, content_type="application/json")
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["release"]


# --- Addresses inside the house -------------------------------------------------------------------------------------
INSIDE, OUTSIDE = "http://cms.crown.intranet/draft/7", "https://crown.example/quarry"


def judged() -> Check:
    claim = makers.make_claim(speaker_name="Ruth Clerk")
    assert claim.speaker
    claim_services.update_speaker(speaker=claim.speaker, name="Ruth Clerk", same_as="http://people.crown.lan/ruth")
    article = makers.make_article(url=INSIDE)
    Claim.objects.filter(pk=claim.pk).update(article=article)
    check = makers.make_check(claim=claim)
    for assignment in makers.make_assignments(check):
        sources = (makers.make_source(url=INSIDE, archived_url=INSIDE), makers.make_source(url=OUTSIDE))
        makers.judge(assignment, "false", *sources)
    makers.make_match(claim, makers.make_imported_fact_check(url="http://10.2.3.4/checked"))
    return Check.objects.get(pk=check.pk)


def test_readers_and_clients_get_no_address_inside_the_house_and_the_house_does() -> None:
    check = judged()
    paths = [
        f"/api/v1/checks/{check.pk}/",
        f"/api/v1/claims/{check.claim_id}/",
        f"/api/v1/claims/{check.claim_id}/matches/",
        f"/api/v1/articles/{check.claim.article_id}/",
        "/api/v1/articles/",
        "/api/v1/speakers/",
        reverse("check", args=[check.pk]),
        reverse("article", args=[check.claim.article_id]),
        reverse("articles"),
    ]
    inside = ("cms.crown", "crown.lan", "10.2.3.4")
    for name, client in outsiders().items():
        for path in paths:
            answer = client.get(path)
            if path.startswith("/api/") or "key" not in name:
                assert answer.status_code == 200, (name, path)
            told = [line for line in answer.content.decode().splitlines() if any(word in line for word in inside)]
            assert told == [], (name, path)
        if "key" not in name:
            assert OUTSIDE in client.get(paths[0]).content.decode()
    reviewer = signed_in(makers.make_user(Role.REVIEWER))
    whole = "".join(reviewer.get(path).content.decode() for path in paths)
    assert all(word in whole for word in inside)


def test_links_of_this_very_site_are_told_wherever_it_stands() -> None:
    for number in range(3):
        makers.make_article(title=f"Quarry {number}")
    told = signed_in(makers.make_user(Role.READER)).get("/api/v1/articles/?page_size=2").json()
    assert told["next"].startswith("http://testserver/api/v1/articles/")
    client = signed_in(makers.make_user(Role.CLIENT))
    receipt = client.post("/api/v1/articles/", {"text": "The quarry is shut."}, content_type="application/json").json()
    assert receipt["url"].startswith("http://testserver/")
