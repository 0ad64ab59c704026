"""What the machine found is put right, by whom, until when, and kept to train with."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from claims.errors import Conflict, Forbidden, Invalid
from claims.evaluation import attribution, quantities, worthiness
from claims.models import Article, Claim, Correction, Embedding, Speaker
from claims.services import ClaimEdit
from tests import makers
from tests.seen import seen
from tests.verification.test_views import page, signed_in
from tests.verification.test_workbench_page import SENTENCES, article, check_of, desk, reviewer, taken
from verification import services
from verification.models import Assignment, Check, Desk, Reviewer
from verification.states import AssignmentStatus, CheckStatus

__all__ = ["article", "desk", "reviewer"]
pytestmark = pytest.mark.django_db
FIRST = SENTENCES[0]


@pytest.fixture
def held(article: Article, reviewer: Reviewer) -> Assignment:
    return taken(reviewer, "cranes")


def correct(held: Assignment, **changes: object) -> int:
    values = {"text": FIRST, "exact": FIRST} | changes
    edit = ClaimEdit(**values)  # type: ignore[arg-type]
    return services.correct_claim(check_id=held.check_row_id, edit=edit, actor=held.reviewer.user)


def exported(task: str) -> list[dict[str, object]]:
    out = StringIO()
    call_command("export_corrections", "--jsonl", "--task", task, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_thing_put_right_is_kept_as_it_was_and_is(held: Assignment) -> None:
    figures = [{"text": "four cranes", "low": 4.0, "high": 4.0, "unit": "crane"}]
    changes = {"text": "Aldburgh lost four cranes.", "exact": "The port lost four cranes", "speaker_name": "A. Berg"}
    assert correct(held, **changes, quantities=figures) == 4
    claim = Claim.objects.get(pk=held.check_row.claim_id)
    assert (claim.text, str(claim.speaker), claim.quantities) == (changes["text"], "A. Berg", figures)
    mention = claim.mentions.get()
    assert mention.revision.text[mention.start : mention.end] == mention.exact == changes["exact"]
    assert Embedding.objects.get(claim=claim).vector is None
    kinds = ["span", "speaker", "wording", "quantities"]
    assert list(Correction.objects.values_list("kind", flat=True)) == kinds
    assert Correction.objects.get(kind="wording").before == {"text": FIRST}


def test_the_role_alone_is_put_right_wherever_the_speaker_is_quoted(held: Assignment) -> None:
    berg = {"speaker_name": "A. Berg"}
    correct(held, **berg, speaker_role="minister")
    elsewhere = makers.make_claim(speaker_name="A. Berg")
    assert correct(held, **berg, speaker_role="harbour master") == 1
    kept = Correction.objects.order_by("pk").last()
    assert kept is not None
    assert (kept.kind, kept.before["role"], kept.after["role"]) == ("speaker", "minister", "harbour master")
    assert Claim.objects.get(pk=elsewhere.pk).speaker == Speaker.objects.get(role="harbour master")
    assert correct(held, **berg) == correct(held, **berg, speaker_role="harbour master") == 0


def test_another_known_speaker_keeps_the_role_on_record(held: Assignment) -> None:
    makers.make_claim(speaker_name="A. Berg", speaker_role="minister")
    assert correct(held, speaker_name="A. Berg", speaker_role="harbour master") == 1
    assert Speaker.objects.get(name="A. Berg").role == "minister"


def test_a_form_that_is_older_than_the_role_does_not_undo_it(held: Assignment) -> None:
    correct(held, speaker_name="A. Berg", speaker_role="minister")
    client, url = signed_in(held.reviewer.user), reverse("correct-claim", args=[held.check_row_id])
    form = client.get(url).context["claim_form"]
    assert 'name="initial-speaker_role" value="minister"' in page(client.get(url))
    Speaker.objects.filter(name="A. Berg").update(role="harbour master")
    posted = {**form.initial, "initial-speaker_role": "minister", "text": "The port lost four of its cranes."}
    check = held.check_row
    assert client.post(url, posted | seen(check)).status_code == 302
    assert Speaker.objects.get(name="A. Berg").role == "harbour master"
    client.post(url, posted | {"speaker_role": "port warden"} | seen(check))
    assert Speaker.objects.get(name="A. Berg").role == "port warden"


def test_what_stays_the_same_is_no_correction(held: Assignment) -> None:
    assert correct(held) == 0
    assert not Correction.objects.exists()


@pytest.mark.parametrize(("changes", "field"), [({"exact": "Words of nobody"}, "exact"), ({"text": " "}, "text")])
def test_what_cannot_be_kept_is_told_by_field(held: Assignment, changes: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        correct(held, **changes)
    assert set(refused.value.fields) == {field}


def test_the_words_of_another_claim_of_the_article_are_refused(held: Assignment) -> None:
    with pytest.raises(Conflict):
        correct(held, text=SENTENCES[1])
    assert Claim.objects.filter(text=FIRST).exists()


def test_who_has_not_the_claim_may_not(held: Assignment, desk: Desk) -> None:
    stranger = makers.make_reviewer(desk).user
    with pytest.raises(Forbidden):
        services.mark_not_a_claim(check_id=held.check_row_id, why="An opinion.", actor=stranger)


def test_a_judged_claim_stays_as_it_is(held: Assignment) -> None:
    makers.judge(held)
    edit = ClaimEdit(text="Something else.", exact=FIRST)
    with pytest.raises(Conflict):
        services.correct_claim(check_id=held.check_row_id, edit=edit, actor=makers.make_editor())


def test_no_claim_is_dropped_and_its_reviewer_freed(held: Assignment) -> None:
    services.mark_not_a_claim(check_id=held.check_row_id, why="An opinion.", actor=held.reviewer.user)
    held.refresh_from_db()
    assert held.status == AssignmentStatus.RECALLED
    assert Check.objects.get(pk=held.check_row_id).status == CheckStatus.DROPPED
    assert exported("worthiness") == [{"text": FIRST, "label": 0}]


def test_a_claim_is_split_into_claims_with_checks_of_their_own(held: Assignment) -> None:
    parts = ["The port lost cranes.", "There were four cranes."]
    made = services.split_claim(check_id=held.check_row_id, parts=parts, actor=held.reviewer.user)
    assert [check.claim.text for check in made] == parts
    assert all(check.status == CheckStatus.QUEUED for check in made)
    assert all(check.claim.mentions.get().exact in FIRST for check in made)
    assert Check.objects.get(pk=held.check_row_id).status == CheckStatus.DROPPED


@pytest.mark.parametrize("parts", [[], ["One alone."], [f"Part {number}." for number in range(11)]])
def test_one_part_or_many_are_no_split(held: Assignment, parts: list[str]) -> None:
    with pytest.raises(Invalid):
        services.split_claim(check_id=held.check_row_id, parts=parts, actor=held.reviewer.user)


def test_a_merged_claim_leaves_its_place_to_the_other(held: Assignment) -> None:
    into = check_of("repairs").claim
    services.merge_claim(check_id=held.check_row_id, into=into, actor=held.reviewer.user)
    assert {mention.exact for mention in into.mentions.all()} == {FIRST, SENTENCES[1]}
    assert Check.objects.get(pk=held.check_row_id).status == CheckStatus.DROPPED
    with pytest.raises(Conflict):
        services.merge_claim(check_id=held.check_row_id, into=into, actor=makers.make_editor())


def test_a_claim_of_another_article_is_not_merged(held: Assignment) -> None:
    with pytest.raises(Invalid):
        services.merge_claim(check_id=held.check_row_id, into=makers.make_claim(), actor=held.reviewer.user)


def test_a_missed_claim_is_added_where_its_words_stand(article: Article, reviewer: Reviewer) -> None:
    url = reverse("add-claim", args=[article.pk])
    client = signed_in(reviewer.user)
    client.post(url, {"exact": "cost 12 million dollars", "near": "30"})
    added = Claim.objects.get(text="cost 12 million dollars")
    mention = added.mentions.get()
    assert mention.revision.text[mention.start : mention.end] == added.text
    assert added.check_row.status == CheckStatus.QUEUED
    assert exported("worthiness") == [{"text": added.text, "label": 1}]
    response = client.post(url, {"exact": "Words of nobody"})
    assert (response.status_code, "do not stand in the article" in page(response)) == (422, True)


def test_the_form_changes_what_was_typed_and_nothing_else(held: Assignment) -> None:
    known = {"text": "four", "low": 4.0, "high": 4.0, "unit": "", "kind": "number", "si_unit": ""}
    Claim.objects.filter(pk=held.check_row.claim_id).update(quantities=[known])
    client = signed_in(held.reviewer.user)
    url = reverse("correct-claim", args=[held.check_row_id])
    assert "four | 4 | 4" in page(client.get(url))
    form = {"text": FIRST, "exact": FIRST, "figures": "four | 4 | 4\r\nmay | 5 | | day"} | seen(held.check_row)
    assert client.post(url, form)["Location"] == reverse("assignment", args=[held.pk])
    claim = Claim.objects.get(pk=held.check_row.claim_id)
    assert claim.quantities == [known, {"text": "may", "low": 5.0, "high": None, "unit": "day"}]


@pytest.mark.parametrize("figures", ["four | x | 4", "| 4", "a | 1 | 2 | b | c", "four | nan | 4", "f | 1e999 | 1"])
def test_figures_that_are_none_are_told_beside_their_field(held: Assignment, figures: str) -> None:
    url = reverse("correct-claim", args=[held.check_row_id])
    response = signed_in(held.reviewer.user).post(
        url, {"text": FIRST, "exact": FIRST, "figures": figures} | seen(held.check_row)
    )
    assert (response.status_code, 'id="fix_figures_error"' in page(response)) == (422, True)


def test_what_is_exported_is_what_evaluation_reads(held: Assignment, tmp_path: Path) -> None:
    figures = [{"text": "four cranes", "low": 4.0, "high": 6.0, "unit": "crane"}]
    correct(held, speaker_name="Nobody", quantities=figures)
    services.mark_not_a_claim(check_id=held.check_row_id, why="An opinion.", actor=held.reviewer.user)
    for task, scores in (("worthiness", worthiness), ("attribution", attribution), ("quantities", quantities)):
        rows = exported(task)
        assert rows, task
        for row in rows:
            scores.check(row)
    [told] = exported("attribution")
    at = " ".join(SENTENCES).index("Nobody")
    assert told["attributions"] == [{"source": [[at, at + 6]], "cue": [], "content": [[0, len(FIRST)]]}]
    out = StringIO()
    call_command("export_corrections", "--jsonl", stdout=out)
    tasks = [json.loads(line)["task"] for line in out.getvalue().splitlines()]
    assert tasks == ["attribution", "quantities", "worthiness"]


def test_a_claim_added_a_second_time_is_shown_as_it_is(article: Article, reviewer: Reviewer) -> None:
    client, url = signed_in(reviewer.user), reverse("add-claim", args=[article.pk])
    first, again = (client.post(url, {"exact": "cost 12 million dollars", "near": "30"}) for _ in range(2))
    assert (again.status_code, again["Location"]) == (302, first["Location"])
    assert Claim.objects.filter(text="cost 12 million dollars").count() == 1
    assert "has a claim in these words already" in page(client.get(again["Location"]))


def test_a_part_that_is_a_claim_already_is_shown_with_what_was_typed(held: Assignment) -> None:
    parts = f"A part of its own.\n{SENTENCES[1]}"
    url = reverse("split-claim", args=[held.check_row_id])
    response = signed_in(held.reviewer.user).post(url, {"parts": parts} | seen(held.check_row))
    shown, known = page(response), reverse("check", args=[check_of("repairs").pk])
    assert (response.status_code, f'href="{known}"' in shown, "A part of its own." in shown) == (409, True, True)
    assert not Claim.objects.filter(text="A part of its own.").exists()
