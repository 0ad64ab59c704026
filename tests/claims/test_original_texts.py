"""A text is stored in normal form, its original is known by hash and places, and what is the same is found the same."""

from __future__ import annotations

import hashlib
import importlib
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from claims import services
from claims.core.text import normalized
from claims.errors import KnownAlready
from claims.intake import ArticleDraft, ClaimDraft
from claims.models import Article, Claim, ImportedFactCheck, Mention, Revision
from tests import makers
from tests.clients import with_key

pytestmark = pytest.mark.django_db

ORIGINAL = "\ufeffThe mayor\u2019s cafe\u0301 lost 12 chairs in May.\r\n\r\n"
ORIGINAL += "The har\xadbour lost four\u200b cranes in June.\r\n"
NORMAL = "The mayor\u2019s café lost 12 chairs in May.\n\nThe harbour lost four cranes in June.\n"
SAME = {
    "ends of lines": NORMAL.replace("\n", "\r\n"),
    "old ends of lines": NORMAL.replace("\n", "\r"),
    "decomposed": unicodedata.normalize("NFD", NORMAL),
    "straight quotes": NORMAL.replace("\u2019", "'"),
    "soft hyphens": NORMAL.replace("cranes", "cra\xadnes"),
    "zero width": NORMAL.replace("cranes", "cra\u200bnes"),
    "mark of byte order": "\ufeff" + NORMAL,
    "spaces": NORMAL.replace(" ", "\xa0") + " \n ",
    "one line": NORMAL.replace("\n\n", " "),
}


def sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def test_an_article_keeps_the_hash_and_the_places_of_what_came_in() -> None:
    makers.make_article(ORIGINAL)
    revision = Revision.objects.get()
    assert revision.text == NORMAL
    assert (revision.sha256, revision.original_sha256) == (sha256(NORMAL.encode()), sha256(ORIGINAL.encode()))
    start = NORMAL.index("harbour")
    first, last = revision.places.original_span(start, start + len("harbour lost four"))
    assert ORIGINAL[first:last] == "har\xadbour lost four"


def test_a_text_that_was_normal_has_no_places_to_keep() -> None:
    makers.make_article(NORMAL)
    revision = Revision.objects.get()
    assert (revision.offsets, revision.original_sha256) == ([], revision.sha256)


def test_the_api_tells_the_places_of_mentions_in_both_texts() -> None:
    article = makers.make_article(ORIGINAL)
    claim = makers.make_claim()
    start = NORMAL.index("The harbour")
    end = start + len("The harbour lost four cranes in June.")
    mention = services.revisions.new_mention(claim, Revision.objects.get(article=article), start, end)
    mention.save()
    (told,) = with_key("claims:read").get(f"/api/v1/claims/{claim.pk}/").json()["mentions"]
    assert NORMAL[told["start"] : told["end"]] == told["exact"] == "The harbour lost four cranes in June."
    assert ORIGINAL[told["original_start"] : told["original_end"]] == "The har\xadbour lost four\u200b cranes in June."


def test_a_mention_of_before_has_one_place() -> None:
    article = makers.make_article(NORMAL)
    mention = services.revisions.new_mention(makers.make_claim(), Revision.objects.get(article=article), 4, 9)
    assert (mention.original_start, mention.original_end) == (4, 9)
    assert not Mention.objects.exists()


@pytest.mark.parametrize("text", SAME.values(), ids=SAME.keys())
def test_an_article_that_differs_in_what_nobody_reads_is_the_same_one(text: str) -> None:
    article = makers.make_article(NORMAL, url="https://paper.example/1")
    for url in ("", "https://paper.example/1", "https://paper.example/2"):
        receipt = services.receive_article(draft=ArticleDraft(text=text, url=url), actor=None)
        assert (receipt.article, receipt.created, receipt.revised) == (article, False, False)
    assert Revision.objects.count() == 1


@pytest.mark.parametrize("text", [NORMAL.replace("12", "13"), NORMAL.upper(), NORMAL + "More."])
def test_an_article_that_reads_otherwise_is_another_text(text: str) -> None:
    makers.make_article(NORMAL, url="https://paper.example/1")
    draft = ArticleDraft(text=text, url="https://paper.example/1")
    assert services.receive_article(draft=draft, actor=None).revised


def test_a_text_that_an_article_had_once_is_found_over_its_quotes() -> None:
    article = makers.make_article(NORMAL, url="https://paper.example/1")
    makers.make_article("It reads otherwise now.", url="https://paper.example/1")
    receipt = services.receive_article(draft=ArticleDraft(text=SAME["straight quotes"]), actor=None)
    assert (receipt.article, receipt.created) == (article, False)


CLAIM = "“The café” lost 5 chairs – the mayor’s."
SAME_CLAIM = {
    "straight": '"The café" lost 5 chairs - the mayor\'s.',
    "decomposed": unicodedata.normalize("NFD", CLAIM),
    "unseen": "\ufeff" + CLAIM.replace("chairs", "cha\xadi\u200brs"),
    "lines": CLAIM.replace(" lost", "\r\nlost"),
    "guillemets": "«The café» lost 5 chairs \u2212 the mayor‛s.",
}


@pytest.mark.parametrize("text", SAME_CLAIM.values(), ids=SAME_CLAIM.keys())
def test_a_bare_claim_is_found_over_quotes_and_what_nobody_sees(text: str) -> None:
    claim = makers.make_claim(CLAIM, speaker_name="José O’Neill")
    speaker = unicodedata.normalize("NFD", "José O'Neill")
    with pytest.raises(KnownAlready):
        makers.make_claim(text, speaker_name=speaker)
    (receipt,) = services.create_claims(drafts=[ClaimDraft(text, speaker_name=speaker)], actor=None)
    assert (receipt.status, receipt.claim_id) == ("duplicate", claim.pk)


def test_another_figure_is_another_claim() -> None:
    makers.make_claim(CLAIM)
    assert makers.make_claim(CLAIM.replace("5", "6")).pk


# --- Commands -------------------------------------------------------------------------------------------------
def test_a_file_is_known_by_its_bytes(tmp_path: Path) -> None:
    file = tmp_path / "harbour.txt"
    file.write_bytes(ORIGINAL.encode())
    call_command("import_articles", str(file))
    revision = Revision.objects.get()
    assert (revision.text, revision.original_sha256) == (NORMAL, sha256(file.read_bytes()))


def test_extract_tells_the_places_in_the_file(tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "harbour.txt"
    file.write_bytes(ORIGINAL.encode())
    call_command("extract", str(file), "--published", "2025-06-18", "--format", "jsonl", "--all")
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert told
    for one in told:
        assert NORMAL[one["start"] : one["end"]] == one["quote"]
        assert normalized(ORIGINAL[one["original_start"] : one["original_end"]]).text == one["quote"]
    assert any(one["original_start"] != one["start"] for one in told)


# --- Rows of before -------------------------------------------------------------------------------------------
def migrate() -> None:
    migration = importlib.import_module("claims.migrations.0022_known_texts_are_compared")
    with connection.schema_editor() as editor:
        for step in (migration.key_texts, migration.fold_claims, migration.fold_imported):
            step(apps, editor)


def test_known_texts_that_are_the_same_by_now_all_stay_and_the_oldest_is_found() -> None:
    articles = [makers.make_article(text) for text in ("It’s one.", "It is two.", "It is three.")]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE claims_article SET text_key = ''")
        cursor.execute("UPDATE claims_revision SET text_key = ''")
        # Two that were told apart by their quotes.
        cursor.execute("UPDATE claims_revision SET text = 'It''s one.' WHERE article_id = %s", [articles[2].pk])
    migrate()
    keys = dict(Article.objects.values_list("pk", "text_key"))
    assert len(set(keys.values())) == 3
    assert "" not in keys.values()
    for text in ("It’s one.", "It's one."):
        assert services.receive_article(draft=ArticleDraft(text=text), actor=None).article == articles[0]
    assert services.receive_article(draft=ArticleDraft(text="It is two."), actor=None).article == articles[1]


def test_known_claims_are_found_over_their_quotes() -> None:
    former = hashlib.sha256("the mayor’s car".encode()).hexdigest()
    bare = Claim.objects.create(text="The mayor’s car.", fingerprint=former)
    plain = makers.make_claim("The mayor's bus.")
    twin = Claim.objects.create(
        text="The mayor’s bus.", fingerprint=hashlib.sha256("the mayor’s bus".encode()).hexdigest()
    )
    imported = makers.make_imported_fact_check(claim_text="The mayor’s car.")
    ImportedFactCheck.objects.filter(pk=imported.pk).update(fingerprint=former)
    migrate()
    with pytest.raises(KnownAlready, match=str(bare.pk)):
        makers.make_claim("The mayor's car.")
    with pytest.raises(KnownAlready, match=str(plain.pk)):
        makers.make_claim("The mayor’s bus.")
    twin.refresh_from_db()
    assert twin.fingerprint != plain.fingerprint
    makers.make_imported_fact_check(claim_text="The mayor's car.", url=imported.url)
    assert ImportedFactCheck.objects.count() == 1
