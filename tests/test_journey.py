"""One article on its whole way over HTTP: real web server, worker, beat, PostgreSQL and Valkey."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from tests.live import LiveStack
from tests.polling import until

SAMPLES = Path(__file__).parents[1] / "claims" / "samples"
SHARED = Path(__file__).parents[2] / "shared" / "articles" / "north-korea-2017-09-06.txt"


@dataclass(slots=True)
class Program:
    """Somebody with an API key."""

    stack: LiveStack
    key: str

    def ask(self, method: str, path: str, status: int, *, version: int | None = None, **body: Any) -> Any:
        """``version``: of what is decided on."""
        match = {} if version is None else {"If-Match": f'"{version}"'}
        answer = requests.request(
            method,
            f"{self.stack.url}/api/v1/{path}",
            headers={"Authorization": f"Bearer {self.key}", **match},
            json=body or None,
            timeout=30,
        )
        assert answer.status_code == status, answer.text
        return answer.json()

    def get(self, path: str) -> Any:
        return self.ask("GET", path, 200)


def newsroom(stack: LiveStack) -> dict[str, Program]:
    """A desk with an editor, two reviewers and a client, each with a key, made by the operator's commands."""
    code = """
import json
from claims import services as people
from claims.access import OF_KEYS, Role
from verification import services
from verification.services import RatingDraft
suffix = {suffix!r}
scale = services.create_rating_scale(name=suffix, ratings=[
    RatingDraft("true", "True", "Right.", 2), RatingDraft("false", "False", "Wrong.", 1)])
desk = services.create_desk(name=suffix, scale=scale, is_default={is_first}, topics=["defence", "world"])
keys = {{}}
for name, role in [("editor", Role.EDITOR), ("one", Role.REVIEWER), ("two", Role.REVIEWER), ("client", Role.CLIENT)]:
    user = people.create_user(username=name + suffix, role=role)
    if role is Role.REVIEWER:
        services.create_reviewer(user=user, desks=[desk], topics=["defence"], languages=["en"], capacity=100)
    scopes = user.scopes() & OF_KEYS
    keys[name] = people.create_api_key(user=user, name="journey", scopes=scopes, actor=None)[1]
print(json.dumps(keys))
"""
    made = stack.manage("shell", "-v0", "-c", code.format(suffix="Journey", is_first=True))
    keys = json.loads(made.strip().splitlines()[-1])
    return {name: Program(stack, key) for name, key in keys.items()}


def routed_claims(client: Program, article: int) -> list[Any]:
    checks = client.get(f"checks/?article={article}&page_size=200")["results"]
    waiting = [check for check in checks if check["status"] in ("queued",)]
    return checks if checks and not waiting else []


def judge(reviewer: Program, check: int) -> None:
    mine = reviewer.get("assignments/?status=open&page_size=200")["results"]
    assignment = next(found for found in mine if found["check_id"] == check)
    reviewer.ask(
        "POST",
        f"assignments/{assignment['id']}/verdict/",
        201,
        token=assignment["token"],
        rating="true",
        reasoning="Two independent measurements say so.",
        sources=[{"url": "https://measurements.example/1", "title": "A measurement", "stance": "supports"}],
    )


def test_an_article_walks_from_its_text_to_a_published_fact_check(live_stack: LiveStack) -> None:
    people = newsroom(live_stack)
    client, editor = people["client"], people["editor"]
    # The first article warms the worker: its language model is loaded once.
    warm = client.ask("POST", "articles/", 202, text=next(SAMPLES.glob("*.txt")).read_text(), published_at="2017-09-06")
    checks = until(lambda: routed_claims(client, warm["id"]), seconds=90, what="the sample's claims with reviewers")

    check = next(found for found in checks if "160" in found["claim"]["text"])
    assert check["status"] == "in_review"
    assert check["claim"]["quantities"][0]["high"] == 160
    judge(people["one"], check["id"])
    assert people["two"].get(f"checks/{check['id']}/")["verdicts"] == []
    judge(people["two"], check["id"])
    agreed = editor.get(f"checks/{check['id']}/")
    assert agreed["status"] == "agreed"

    words = {"headline": "The yield was put at 160 kilotons", "summary": "Two measurements say so."}
    published = editor.ask("POST", f"checks/{check['id']}/publish/", 200, version=agreed["version"], **words)
    assert published["status"] == "published"
    page = live_stack.get("/fact-checks/the-yield-was-put-at-160-kilotons/")
    assert page.status_code == 200
    markup = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page.text, re.S)[1])  # type: ignore[index]
    assert markup["@type"] == "ClaimReview"
    assert markup["reviewRating"]["alternateName"] == "True"
    assert "The yield was put at 160 kilotons" in live_stack.get("/fact-checks/feed.atom").text

    if SHARED.exists():
        started = time.monotonic()
        article = client.ask("POST", "articles/", 202, text=SHARED.read_text(), published_at="2017-09-06")
        until(lambda: routed_claims(client, article["id"]), seconds=60, what="the article's claims with reviewers")
        print(f"from POST to routed, warm: {time.monotonic() - started:.1f} s")  # noqa: T201
