"""The pictures of the README, made by one command: ``pytest tests/browser/shots.py``.

They are written where the README takes them from, each page in light and in dark, with as many colours as fit. The demo
newsroom of ``quickstart`` is shown with its sample article, after some weeks of work. The suite does not collect this
file: its name begins otherwise.
"""

from __future__ import annotations

import io
import itertools
from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models.functions import Now
from PIL import Image
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from claims import services as claim_services
from claims.extraction.pipeline import extract
from claims.models import Article, User
from config.management.commands.sample_article import PUBLISHED, read_sample
from config.management.commands.seed_demo import make_newsroom
from tests import makers
from tests.browser.pages import enter
from verification import services
from verification.models import Assignment, Check, Desk, FactCheck, FactCheckRevision

FOLDER = Path(__file__).parent / "pictures"
# A picture, and all of them, as the README's test has it.
MOST_BYTES, MOST_BYTES_TOGETHER = 150_000, 600_000
COLOURS = (192, 128, 64, 32, 16)
TOPICS = ("world", "defence", "politics")
DAYS = 30


def make_weeks_of_work(desk: Desk, editor: User) -> None:
    """A claim or two a day, judged within hours; two are disputed, two agreed, and the others published."""
    found = itertools.cycle(["true", "mostly-true", "false", "half-true", "false"])
    for number, days_ago in enumerate(sorted([*range(1, DAYS), *range(2, DAYS, 3)])):
        claim = makers.make_claim(
            f"The ferry line carried {410 + number} people that day.", topics=[TOPICS[number % 3]]
        )
        check = makers.make_check(desk, claim)
        ratings = ["true", "false"] if number in (7, 31) else itertools.repeat(next(found))
        for assignment, rating in zip(makers.make_assignments(check), ratings, strict=False):
            makers.judge(assignment, rating)
        check.refresh_from_db()
        if check.status == "agreed" and number not in (3, 5):
            makers.publish(check, editor)
        _put_back(check, days=days_ago, took=timedelta(hours=2 + number % 5, minutes=13 * number % 60))


def _put_back(check: Check, *, days: int, took: timedelta) -> None:
    """Let a check have been worked on so many days ago."""
    came_in = Now() - timedelta(days=days, hours=3)
    Check.objects.filter(pk=check.pk).update(created_at=came_in, due_at=None, remind_at=None)
    Assignment.objects.filter(check_row=check).update(created_at=came_in, ended_at=came_in + took)
    FactCheckRevision.objects.filter(fact_check__check_row=check).update(published_at=came_in + took)


def make_sample() -> Article:
    """The sample article as the workers leave it."""
    article = claim_services.receive_article(draft=read_sample(), actor=None).article
    attempt = claim_services.begin_extraction(article_id=article.pk)
    assert attempt
    statements = extract(attempt.text, published=PUBLISHED)
    claim_services.store_statements(attempt=attempt, statements=statements)
    for check in services.open_checks(article_id=article.pk):
        services.route_check(check_id=check.pk)
    return article


def make_fact_check(article: Article, editor: User) -> FactCheck:
    """A claim of the sample judged and signed off as a newsroom would write it."""
    check = Check.objects.get(claim__article=article, claim__text__startswith="Earlier estimates")
    source = makers.make_source(
        url="https://monitors.example/2017/estimates",
        title="Yield estimates, 3 to 6 September 2017",
        publisher="Network of seismic monitors",
        stance="supports",
        kind="primary",
        quote="First estimates: 50 kt, 70 kt, 100 kt, 120 kt.",
        locator="table 2",
        archived_url="https://archive.example/2017/estimates",
    )
    for assignment in check.assignments.all():
        makers.judge(assignment, "true", source)
    check.refresh_from_db()
    summary = (
        "The network of monitors keeps every estimate with the hour at which it came in. Before Wednesday the lowest "
        "was 50 kilotons and the highest 120.\n\nWhat came later, 160 kilotons, is another claim; we check it apart."
    )
    return makers.publish(check, editor, headline="Before Wednesday, 50 to 120 kilotons was the range", summary=summary)


@pytest.fixture
def editor() -> User:
    make_newsroom()
    return User.objects.get(username="editor")


@pytest.fixture
def shown(editor: User) -> dict[str, tuple[User | None, str]]:
    """The pictures: who looks, and at what."""
    desk = Desk.objects.get()
    make_weeks_of_work(desk, editor)
    article = make_sample()
    fact_check = make_fact_check(article, editor)
    bench = Assignment.objects.filter(check_row__claim__text__startswith="The device", status="open")[0]
    _write_a_draft(bench)
    return {
        "reviewer": (bench.reviewer.user, f"/desk/assignments/{bench.pk}/"),
        "editor": (editor, "/desk/board/"),
        "public": (None, fact_check.get_absolute_url()),
    }


def _write_a_draft(assignment: Assignment) -> None:
    values = {
        "rating": "mostly-true",
        "reasoning": "The ministry gave 160 kilotons as its estimate; the error of such figures is large.",
        "form-TOTAL_FORMS": "1",
        "form-0-url": "https://ministry.example/press/0906",
        "form-0-stance": "supports",
        "form-0-kind": "primary",
    }
    loaded = services.LoadedDraft()
    services.save_draft(assignment_id=assignment.pk, reviewer=assignment.reviewer, values=values, loaded=loaded)


def smaller(png: bytes) -> bytes:
    """The picture with as many colours as fit into ``MOST_BYTES``."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    tries = [_with(picture, colours) for colours in COLOURS]
    return next((found for found in tries if len(found) <= MOST_BYTES), tries[-1])


def _with(picture: Image.Image, colours: int) -> bytes:
    file = io.BytesIO()
    picture.quantize(colours).save(file, "PNG", optimize=True)
    return file.getvalue()


def test_every_picture_is_made_and_small(
    browser: Browser, live_server: LiveServer, shown: dict[str, tuple[User | None, str]]
) -> None:
    FOLDER.mkdir(exist_ok=True)
    for scheme in ("light", "dark"):
        context = browser.new_context(viewport={"width": 1280, "height": 1000}, color_scheme=scheme, locale="en-GB")
        tab = context.new_page()
        for name, (who, path) in shown.items():
            enter(context, live_server.url, who)
            tab.goto(live_server.url + path)
            tab.wait_for_load_state("networkidle")
            (FOLDER / f"{name}-{scheme}.png").write_bytes(smaller(tab.screenshot()))
        context.close()
    sizes = [path.stat().st_size for path in FOLDER.glob("*.png")]
    assert max(sizes) <= MOST_BYTES
    assert sum(sizes) <= MOST_BYTES_TOGETHER
