"""The board: every figure against the rows, and the rows behind every figure."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.access import Role
from claims.models import Article
from claims.states import ArticleStatus
from tests import makers
from verification import board, services
from verification.board import share_in_words
from verification.models import Assignment, Check, Desk, Reviewer
from verification.states import CheckStatus

pytestmark = pytest.mark.django_db
MOST_QUERIES = 20


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(makers.make_editor())
    return client


@pytest.fixture
def desk() -> Desk:
    """A desk with something in every state that the board asks about."""
    desk = makers.make_desk(name="World", worthiness_threshold=0.0, due_hours=100)
    makers.make_published_check(desk, topics=["Water"])
    makers.make_agreed_check(desk, topics=["water", "law"])
    makers.make_disputed_check(desk)
    late, today, aside, triage, waiting = (makers.make_check(desk) for _ in range(5))
    change(late, due_at=Now() - timedelta(hours=1))
    change(today, due_at=board.moments().midnight - timedelta(microseconds=1))
    change(aside, quarantined_at=Now())
    change(triage, status=CheckStatus.TRIAGE)
    change(waiting, waiting_why="1 more to find.")
    return desk


def change(check: Check, **values: Any) -> None:
    Check.objects.filter(pk=check.pk).update(**values)


def see(client: Client, **asked: Any) -> Any:
    answer = client.get(reverse("board"), asked)
    assert answer.status_code == 200
    return answer


def counts(answer: Any) -> dict[str, int]:
    return {figure.label: figure.count for figure in answer.context["board"].figures}


def test_what_wants_an_eye_is_counted(editor: Client, desk: Desk) -> None:
    assert counts(see(editor)) == {
        "Overdue": 1,
        "Due today": 1,
        "Disputed": 1,
        "Ready to sign off": 1,
        "In triage": 1,
        "Waiting for reviewers": 1,
        "Put aside": 1,
        "Stuck, of every kind": 1,
    }


def test_behind_every_number_stand_its_rows(editor: Client, desk: Desk) -> None:
    in_work = makers.make_check(desk)
    makers.make_assignments(in_work)
    change(in_work, due_at=Now() - timedelta(hours=1))
    shown = see(editor).context["board"]
    cells = [cell for row in shown.desks for cell in row.cells]
    days = [(row.href, row.day.verdicts) for row in shown.days]
    people = [(row.href, row.load.open) for row in shown.loads]
    people += [(row.late_href, row.load.late) for row in shown.loads]
    people += [(row.judged_href, row.load.judged) for row in shown.loads]
    told = [(one.href, one.count) for one in (*shown.figures, *cells)] + days + people
    links = {href: count for href, count in told if href and "/admin/" in href}
    assert len(links) > 15
    found = {href: editor.get(href).context["cl"].result_count for href in links}
    assert found == links


def test_the_age_of_the_oldest_is_told_where_somebody_waits(editor: Client, desk: Desk) -> None:
    [row] = see(editor).context["board"].desks
    oldest = {cell.status: cell.oldest_at for cell in row.cells}
    assert oldest["queued"] == Check.objects.filter(status="queued").order_by("created_at")[0].created_at
    assert oldest["published"] is None
    assert row.total == 8


def test_the_whole_house_is_all_of_its_desks_together(editor: Client, desk: Desk) -> None:
    makers.make_agreed_check(makers.make_desk(name="Sport"), topics=["water"])
    desks = list(Desk.objects.order_by("name"))
    whole, summed = (board.board_of(desks, whole=whole, links=False) for whole in (True, False))
    assert [(one.label, one.count) for one in whole.figures] == [(one.label, one.count) for one in summed.figures]
    assert (whole.desks, whole.loads, whole.topics) == (summed.desks, summed.loads, summed.topics)
    assert whole.median_hours == summed.median_hours
    days = [(row.day.came_in, row.day.verdicts, row.day.published) for row in whole.days]
    assert days == [(row.day.came_in, row.day.verdicts, row.day.published) for row in summed.days]
    assert days[-1] == (9, 8, 1)


def test_behind_nothing_stands_no_link(editor: Client, desk: Desk) -> None:
    idle = makers.make_reviewer(desk)
    row = next(row for row in see(editor).context["board"].loads if row.load.reviewer == idle)
    assert (row.href, row.late_href, row.judged_href) == ("", "", "")


def test_one_desk_is_shown_alone(editor: Client, desk: Desk) -> None:
    other = makers.make_desk(name="Sport")
    makers.make_disputed_check(other)
    assert counts(see(editor))["Disputed"] == 2
    alone = see(editor, desk=other.pk)
    assert counts(alone)["Disputed"] == 1
    assert [row.desk for row in alone.context["board"].desks] == [other]
    disputed = next(one for one in alone.context["board"].figures if one.label == "Disputed")
    assert editor.get(disputed.href).context["cl"].result_count == 1


@pytest.mark.parametrize("number", ["999999", "-1", "one", "9" * 40, "²"])
def test_a_desk_that_is_not_there_is_not_found(editor: Client, desk: Desk, number: str) -> None:
    assert editor.get(reverse("board"), {"desk": number}).status_code == 404


def test_days_and_the_median_count_verdicts_from_when_the_claim_came_in(editor: Client) -> None:
    check = makers.make_agreed_check()
    change(check, created_at=Now() - timedelta(hours=5))
    first = check.assignments.order_by("pk")[0]
    Assignment.objects.filter(pk=first.pk).update(ended_at=Now() - timedelta(hours=3))
    shown = see(editor).context["board"]
    assert shown.median_hours == pytest.approx(3.5, abs=0.01)
    assert sum(row.day.verdicts for row in shown.days) == 2
    assert len(shown.days) == board.PERIOD_DAYS
    Assignment.objects.update(ended_at=Now() - timedelta(days=31))
    assert see(editor).context["board"].median_hours is None


def test_a_later_round_does_not_make_the_desk_look_slow(editor: Client) -> None:
    check = makers.make_agreed_check()
    services.send_back(check_id=check.pk, actor=makers.make_editor(), why="Look again.")
    for assignment in makers.make_assignments(check):
        makers.judge(assignment)
    assert sum(row.day.verdicts for row in see(editor).context["board"].days) == 2


def test_who_is_away_off_shift_or_full_is_told(editor: Client) -> None:
    desk = makers.make_desk(verdicts_needed=1)
    away, off, full, free = (makers.make_reviewer(desk, capacity=1) for _ in range(4))
    Reviewer.objects.filter(pk=away.pk).update(away_until=Now() + timedelta(days=2))
    yesterday = (board.moments().now.isoweekday() + 4) % 7 + 1
    Reviewer.objects.filter(pk=off.pk).update(work_days=str(yesterday), works_from="10:00", works_until="11:00")
    Reviewer.objects.filter(pk=free.pk).update(capacity=3)
    makers.make_check(desk)
    services.take_next(reviewer=full)
    told = {row.load.reviewer.pk: row.available for row in see(editor).context["board"].loads}
    assert told[away.pk].startswith("away until")
    assert told[off.pk].startswith("works ")
    assert (told[full.pk], told[free.pk]) == ("has all that fits", "takes 3 more")


def test_agreement_by_topic_is_counted_once_a_verdict(editor: Client, desk: Desk) -> None:
    topics = {one.topic: (one.upheld, one.judged) for one in see(editor).context["board"].topics}
    assert topics == {"water": (4, 4), "law": (2, 2)}


def test_agreement_is_kept_for_a_minute_for_the_same_desks_alone(editor: Client, desk: Desk) -> None:
    before = see(editor).context["board"].topics
    makers.make_agreed_check(desk, topics=["law"])
    assert see(editor).context["board"].topics == before
    of_desk = {one.topic: one.judged for one in see(editor, desk=desk.pk).context["board"].topics}
    assert of_desk["law"] == 4


def test_what_is_being_judged_says_nothing_of_its_ratings(editor: Client) -> None:
    check = makers.make_check(topics=["water"])
    makers.judge(makers.make_assignments(check)[0])
    assert see(editor).context["board"].topics == []


def test_what_the_machine_gave_up_on_is_counted(editor: Client, desk: Desk) -> None:
    for status, moment in ((ArticleStatus.UNREADABLE, None), (ArticleStatus.RECEIVED, Now())):
        Article.objects.filter(pk=makers.make_article().pk).update(status=status, quarantined_at=moment)
    assert counts(see(editor))["Stuck, of every kind"] == 2


def test_a_lead_sees_their_own_desk_and_no_way_into_the_admin(client: Client, desk: Desk) -> None:
    other = makers.make_desk(name="Sport")
    lead = makers.make_reviewer(other, lead=True)
    client.force_login(lead.user)
    answer = see(client)
    assert [row.desk for row in answer.context["board"].desks] == [other]
    assert "/admin/" not in answer.content.decode()
    assert client.get(reverse("board"), {"desk": desk.pk}).status_code == 404


def test_nobody_else_sees_it(client: Client, desk: Desk) -> None:
    for user in (makers.make_user(Role.READER), makers.make_reviewer(desk).user):
        client.force_login(user)
        assert client.get(reverse("board")).status_code == 403


def test_an_empty_house_is_told_what_to_do(editor: Client) -> None:
    shown = see(editor).content.decode()
    assert "There is no desk yet" in shown
    assert "Nobody sits here yet" in shown


def test_it_takes_no_more_queries_for_much_than_for_little(editor: Client, desk: Desk) -> None:
    def taken() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            see(editor)
        return len(queries)

    little = taken()
    for _ in range(5):
        makers.make_agreed_check(makers.make_desk())
    assert taken() == little <= MOST_QUERIES


def test_a_drawing_has_no_style_of_its_own_and_every_name_is_text(editor: Client) -> None:
    evil = "<b onclick=x>&"
    desk = makers.make_desk(name=evil)
    makers.make_reviewer(desk, user=makers.make_user(Role.REVIEWER, first_name=evil))
    makers.make_agreed_check(desk, topics=[evil])
    shown = see(editor).content.decode()
    assert "<b onclick" not in shown
    assert shown.count("<svg") == 4
    assert not re.search(r"\sstyle=|<style|<script(?![^>]*src=)", shown)


def test_what_is_disputed_is_in_the_figure_of_agreement_and_its_bar_tells_the_parts(editor: Client) -> None:
    desk = makers.make_desk()
    for _ in range(3):
        makers.make_agreed_check(desk, topics=["water"])
    for _ in range(2):
        makers.make_disputed_check(desk, topics=["water"])
    answer = see(editor)
    board = answer.context["board"]
    [topic] = board.topics
    assert (topic.upheld, topic.not_upheld, topic.undecided, topic.total) == (6, 0, 4, 10)
    widths = {box.kind: box.width for box in board.topics_chart.boxes}
    assert set(widths) == {"fill-agreed", "fill-undecided"}
    assert widths["fill-agreed"] == pytest.approx(1.5 * widths["fill-undecided"], abs=0.1)
    assert [label.text for label in board.topics_chart.labels if label.kind == "number"] == ["6 of 10"]
    assert "100 %" not in answer.content.decode()
    assert ">too few<" in answer.content.decode()


def test_a_share_is_told_with_its_range_where_there_are_enough() -> None:
    assert share_in_words(12, 20) == "60 % (39 to 78 %)"
    assert share_in_words(19, 19) == share_in_words(0, 0) == "too few"
