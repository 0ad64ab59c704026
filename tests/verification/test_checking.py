"""The checking copy: numbers, states and sources on the page, in the file and in the document."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from docx.enum.text import WD_COLOR_INDEX

from claims.access import Role
from claims.models import Article, Claim, Mention
from tests import makers
from verification import services
from verification.checking import checking_copy
from verification.checking_docx import writable, write_docx
from verification.display_status import ClaimStatus
from verification.models import Check, Desk
from verification.services import RatingDraft
from verification.states import CheckStatus

pytestmark = pytest.mark.django_db
TEXT = "The port lost four cranes in May.\n\nIt lost two ships. Nobody was hurt, the mayor said."
QUOTES = ("The port lost four cranes in May.", "It lost two ships.", "Nobody was hurt")


@pytest.fixture
def desk() -> Desk:
    return makers.make_desk(verdicts_needed=2)


def make_article(desk: Desk, text: str = TEXT, quotes: tuple[str, ...] = QUOTES) -> tuple[Article, list[Check]]:
    """An article with a claim for each of the quotes, and their checks."""
    article = makers.make_article(text, title="The harbour", outlet="The Paper")
    return article, [make_claim_in(article, quote, desk) for quote in quotes]


def make_claim_in(article: Article, quote: str, desk: Desk) -> Check:
    revision = article.revisions.get()
    claim = makers.make_claim(f"{quote} ({article.pk})")
    Claim.objects.filter(pk=claim.pk).update(article=article)
    start = revision.text.index(quote)
    Mention.objects.create(claim=claim, revision=revision, exact=quote, start=start, end=start + len(quote))
    return makers.make_check(desk, claim=claim)


def settle(check: Check, *ratings: str, url: str = "https://register.example/1") -> None:
    for assignment, rating in zip(makers.make_assignments(check), ratings, strict=True):
        makers.judge(assignment, rating, makers.make_source(url=url))


def test_claims_are_numbered_in_the_order_of_the_text(desk: Desk) -> None:
    article, checks = make_article(desk, quotes=QUOTES[::-1])
    copy = checking_copy(article)
    assert [(one.number, one.check) for one in copy.claims] == list(enumerate(checks[::-1], start=1))
    assert "".join(passage.text for passage in copy.passages) == TEXT
    assert [one.quote for one in copy.claims] == list(QUOTES)


def test_a_source_has_one_number_in_the_whole_copy(desk: Desk) -> None:
    article, checks = make_article(desk)
    settle(checks[0], "false", "false", url="https://register.example/port")
    settle(checks[1], "true", "false", url="https://register.example/port")
    copy = checking_copy(article)
    assert [one.source.url for one in copy.sources] == ["https://register.example/port"]
    assert [list(one.sources) for one in copy.claims] == [[1], [1], []]
    assert [one.rating for one in copy.claims] == ["False", "True / False", ""]
    assert not copy.is_cleared


def test_what_is_being_judged_is_told_nobody(desk: Desk) -> None:
    article, [check, *_] = make_article(desk)
    makers.judge(makers.make_assignments(check)[0], "false", makers.make_source())
    copy = checking_copy(article)
    assert copy.sources == []
    assert (copy.claims[0].rating, copy.claims[0].found_by, copy.claims[0].reasons) == ("", [], [])


def test_a_claim_said_twice_has_one_number(desk: Desk) -> None:
    article, [check, *_] = make_article(desk)
    revision = article.revisions.get()
    Mention.objects.create(claim=check.claim, revision=revision, exact="ships", start=43, end=48)
    copy = checking_copy(article)
    assert [one.number for one in copy.claims] == [1, 2, 3]
    assert [span.number for passage in copy.passages for span in passage.ending] == [1, 1, 2, 3]


def test_a_text_is_cleared_when_what_was_checked_is_true_and_nothing_is_open(desk: Desk) -> None:
    article, [one, two] = make_article(desk, quotes=QUOTES[:2])
    settle(one, "true", "true")
    assert not checking_copy(article).is_cleared
    Check.objects.filter(pk=two.pk).update(status=CheckStatus.DROPPED)
    copy = checking_copy(article)
    assert copy.is_cleared
    assert copy.summary == ["1 claim is true.", "1 claim was dropped without a check."]


# --- What was found alarms unless it is true ------------------------------------------------------------------
def status_in(article: Article) -> ClaimStatus:
    copy = checking_copy(article)
    assert copy.is_cleared is copy.claims[0].status.is_settled
    return copy.claims[0].status


@pytest.mark.parametrize(
    ("rating", "status"),
    [
        ("true", ClaimStatus.TRUE),
        ("half", ClaimStatus.NOT_TRUE),
        ("false", ClaimStatus.NOT_TRUE),
        ("unproven", ClaimStatus.UNPROVEN),
    ],
)
def test_the_sign_follows_the_rating_before_and_after_publication(desk: Desk, rating: str, status: ClaimStatus) -> None:
    article, [check] = make_article(desk, quotes=QUOTES[:1])
    settle(check, rating, rating)
    assert status_in(article) is status
    makers.publish(Check.objects.get(pk=check.pk))
    assert status_in(article) is status


@pytest.mark.parametrize(("key", "status"), [("sound", ClaimStatus.TRUE), ("shaky", ClaimStatus.NOT_TRUE)])
def test_only_the_best_rating_of_a_scale_with_other_names_and_numbers_is_true(key: str, status: ClaimStatus) -> None:
    names = [("rotten", -10), ("shaky", 70), ("sound", 90), ("moot", None)]
    ratings = tuple(RatingDraft(name, name.title(), "What it says.", value) for name, value in names)
    article, [check] = make_article(makers.make_desk(scale=makers.make_scale(ratings=ratings)), quotes=QUOTES[:1])
    settle(check, key, key)
    assert status_in(article) is status


def test_a_claim_that_repeats_an_earlier_one_has_its_sign_and_rating_once_that_is_settled(desk: Desk) -> None:
    earliest, earlier = makers.make_check(desk), makers.make_check(desk)
    article, [check] = make_article(desk, quotes=QUOTES[:1])
    for later, known in ((earlier, earliest), (check, earlier)):
        match = makers.make_match(later.claim, known.claim)
        services.accept_match(match_id=match.pk, actor=makers.make_editor())
    assert status_in(article) is ClaimStatus.UNCHECKED
    settle(earliest, "false", "false")
    assert status_in(article) is ClaimStatus.NOT_TRUE
    assert checking_copy(article).claims[0].rating == "False"


def test_what_was_withdrawn_is_not_settled_and_its_rating_is_not_told(desk: Desk) -> None:
    article, [check] = make_article(desk, quotes=QUOTES[:1])
    settle(check, "true", "true")
    makers.publish(Check.objects.get(pk=check.pk))
    services.withdraw(check_id=check.pk, actor=makers.make_editor(), why="The register was forged.")
    assert status_in(article) is ClaimStatus.WITHDRAWN
    assert checking_copy(article).claims[0].rating == ""


def test_page_file_and_document_count_what_alarms_and_mark_it_with_a_sign_and_a_word(
    editor: Client, desk: Desk
) -> None:
    article, [false, unproven, _] = make_article(desk)
    settle(false, "false", "false")
    settle(unproven, "unproven", "unproven")
    counted = "1 claim is not true. 1 claim is not proven. 1 claim is still"
    for name in ("checking", "checking-html"):
        shown = see(editor, name, article).content.decode()
        assert counted in shown
        assert '<p class="message error">' in shown
        assert "✓" not in shown
        assert "is settled" not in shown
        assert '<mark class="not-true">The port lost four cranes in May.</mark><sup><a href="#claim-1">1✗' in shown
    document = Document(io.BytesIO(see(editor, "checking-docx", article).content))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert any(line.startswith(f"Not cleared. {counted}") for line in lines)
    colours = {
        run.text: run.font.highlight_color
        for paragraph in document.paragraphs
        for run in paragraph.runs
        if run.font.highlight_color
    }
    assert colours[QUOTES[0]] == colours[QUOTES[1]] == WD_COLOR_INDEX.RED
    assert "✗ not true: False" in next(iter(document.comments)).text


def test_a_text_whose_claims_are_true_alarms_nowhere(editor: Client, desk: Desk) -> None:
    """The negative control of the one before."""
    article, [check] = make_article(desk, quotes=QUOTES[:1])
    settle(check, "true", "true")
    shown = see(editor, "checking", article).content.decode()
    assert '<p class="message success">' in shown
    assert "1✓" in shown
    assert "✗" not in shown


def test_the_article_at_the_desk_marks_a_claim_as_its_copy_does(editor: Client, desk: Desk) -> None:
    article, [check, *_] = make_article(desk)
    settle(check, "half", "half")
    shown = see(editor, "article", article).content.decode()
    assert '<mark class="not-true">The port lost four cranes in May.' in shown
    assert '<span class="state not-true">✗ not true</span>' in shown


def test_the_count_is_told_in_german(editor: Client, desk: Desk) -> None:
    article, [one, two, _] = make_article(desk)
    for check in (one, two):
        settle(check, "half", "half")
    shown = editor.get(reverse("checking", args=[article.pk]), headers={"accept-language": "de"}).content.decode()
    assert "2 Behauptungen sind nicht wahr. 1 Behauptung" in shown


# --- The page and the files -----------------------------------------------------------------------------------
@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(makers.make_editor(first_name="Edda", last_name="Novak"))
    return client


def see(client: Client, name: str, article: Article) -> Any:
    answer = client.get(reverse(name, args=[article.pk]))
    assert answer.status_code == 200
    return answer


def test_the_page_shows_numbers_signs_and_sources_and_no_style_of_its_own(editor: Client, desk: Desk) -> None:
    article, checks = make_article(desk)
    settle(checks[0], "false", "false", url="https://register.example/port")
    shown = see(editor, "checking", article).content.decode()
    assert '<mark class="not-true">The port lost four cranes in May.</mark><sup><a href="#claim-1">1✗' in shown
    assert 'id="claim-1"' in shown
    assert 'href="https://register.example/port"' in shown
    assert not re.search(r"\sstyle=|<style", shown)


def test_the_file_is_kept_and_needs_nothing_beside_it(editor: Client, desk: Desk) -> None:
    article, _ = make_article(desk)
    answer = see(editor, "checking-html", article)
    assert answer["Content-Disposition"] == 'attachment; filename="the-harbour-checking-1.html"'
    told = answer.content.decode()
    assert not re.search(r"<(?:link|script|img)\b|@import|url\(", told)
    assert 'href="http://127.0.0.1:8000/desk/checks/' in told


def test_markup_in_an_article_stays_text(editor: Client, desk: Desk) -> None:
    evil = "<script>alert(1)</script> lost & won"
    article, _ = make_article(desk, text=evil, quotes=("<script>alert(1)</script>",))
    for name in ("checking", "checking-html"):
        assert "<script>alert" not in see(editor, name, article).content.decode()


def test_the_document_holds_the_text_unchanged_and_a_comment_for_each_claim(editor: Client, desk: Desk) -> None:
    article, checks = make_article(desk)
    settle(checks[0], "false", "false", url="https://register.example/port")
    document = Document(io.BytesIO(see(editor, "checking-docx", article).content))
    lines = ["".join(run.text for run in p.runs if not run.font.superscript) for p in document.paragraphs]
    begins = lines.index("The port lost four cranes in May.")
    assert "\n".join(lines[begins : begins + 3]) == TEXT
    comments = [comment.text for comment in document.comments]
    first_lines = [told.split("\n")[0] for told in comments]
    assert first_lines[0] == "1. ✗ not true: False"
    assert set(first_lines[1:]) <= {f"{n}. ? {state}" for n in (2, 3) for state in ("unchecked", "in progress")}
    assert "Sources: 1" in comments[0]
    assert {comment.author for comment in document.comments} == {"Edda Novak"}
    assert any("https://register.example/port" in line for line in lines)


def test_a_text_of_very_many_claims_has_comments_for_the_first_and_a_list_of_all(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("verification.checking_docx.MOST_COMMENTS", 1)
    article, checks = make_article(desk)
    document = Document(io.BytesIO(write_docx(checking_copy(article), author="Edda")))
    assert len(list(document.comments)) == 1
    listed = [paragraph.text for paragraph in document.paragraphs]
    assert all(any(check.claim.text in line for line in listed) for check in checks)


def test_a_document_is_written_for_what_a_word_processor_cannot_hold(desk: Desk) -> None:
    text = "Page one\x0cpage two \ufffe \U0001f600 שלום\nend"
    article, _ = make_article(desk, text="Page one, page two.", quotes=("Page one",))
    with connection.cursor() as cursor:
        # As it could be stored before the rule for characters.
        cursor.execute("UPDATE claims_revision SET text = %s", [text])
    document = Document(io.BytesIO(write_docx(checking_copy(article), author="A\x0cB " * 200)))
    told = "\n".join("".join(run.text for run in p.runs if not run.font.superscript) for p in document.paragraphs)
    assert writable(text) in told
    assert "\U0001f600 שלום" in told


def test_an_article_without_claims_says_so_and_is_written_all_the_same(editor: Client, desk: Desk) -> None:
    article = makers.make_article("Nothing here.")
    assert "No claim was found" in see(editor, "checking", article).content.decode()
    assert "No claim was found" in see(editor, "checking-html", article).content.decode()
    assert see(editor, "checking-docx", article).content[:2] == b"PK"


def test_the_page_takes_no_more_queries_for_many_claims_than_for_few(editor: Client, desk: Desk) -> None:
    def taken(article: Article) -> int:
        with CaptureQueriesContext(connection) as queries:
            see(editor, "checking", article)
        return len(queries)

    few, [check] = make_article(desk, quotes=QUOTES[:1])
    settle(check, "false", "false")
    before = taken(few)
    text = " ".join(f"Pier {number} was closed." for number in range(12))
    many, checks = make_article(desk, text, tuple(f"Pier {number} was closed." for number in range(12)))
    for check in checks:
        settle(check, "false", "false", url=f"https://register.example/{check.pk}")
    assert taken(many) == before <= 12


def test_readers_do_not_open_it(client: Client, desk: Desk) -> None:
    article, _ = make_article(desk)
    client.force_login(makers.make_user(Role.READER))
    for name in ("checking", "checking-html", "checking-docx"):
        assert client.get(reverse(name, args=[article.pk])).status_code == 403
