"""Files of articles: what is read in them, and that each article comes in once however often somebody tries."""

from __future__ import annotations

import re
import threading
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse

from claims import queries, services, tasks
from claims.access import Role
from claims.admin.imports import rows_of
from claims.errors import Conflict, IllegalMove, Invalid
from claims.intake import csv_lines
from claims.models import Article, Event, Import, ImportRow, User
from claims.services import RowDraft, imports
from claims.states import ImportStatus
from tests import makers

pytestmark = pytest.mark.django_db
JSONL = (
    b'{"text": "The ferry stopped.", "title": "Ferry", "published_at": "2026-05-04T10:00:00Z"}\n'
    b"\n"
    b'{"text": ""}\n'
    b"nonsense\n"
    b'{"text": "The quay sank.", "colour": "blue"}\n'
)


@pytest.fixture
def editor(client: Client) -> User:
    editor = makers.make_editor()
    client.force_login(editor)
    return editor


def upload(client: Client, raw: bytes = JSONL, name: str = "wire.jsonl") -> Any:
    address = reverse("admin:claims_import_add")
    return client.post(address, {"file": SimpleUploadedFile(name, raw)}, follow=True)


def act(client: Client, file: Import, name: str) -> Any:
    return client.post(reverse(f"admin:claims_import_{name}", args=[file.pk]), follow=True)


def bring_in_all(file: Import) -> None:
    while services.begin_import(import_id=file.pk):
        services.bring_in(import_id=file.pk)
    file.refresh_from_db()


# --- What is read in a file -----------------------------------------------------------------------------------
def test_each_line_is_an_article_or_the_reason_why_not() -> None:
    rows = rows_of("wire.jsonl", JSONL)
    assert [(row.line, row.draft is not None) for row in rows] == [(1, True), (3, False), (4, False), (5, False)]
    assert "may not be blank" in rows[1].problem
    assert "not JSON" in rows[2].problem
    assert "no such field" in rows[3].problem


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_a_table_is_read_whatever_parts_its_cells(between: str) -> None:
    lines = [["title", "text", "outlet"], ["Ferry", '"It stopped,\nand went; again."', ""]]
    raw = "\r\n".join(between.join(cells) for cells in lines).encode("utf-8-sig")
    [row] = rows_of("wire.csv", raw)
    assert row.draft is not None
    assert (row.draft.title, row.draft.text, row.draft.outlet) == ("Ferry", "It stopped,\nand went; again.", "")


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"text,title\nOne,Two,Three\n", "more cells"),
        (b'text\n"never closed\n', "not a row"),
        (b"body\nThe ferry stopped.\n", "text"),
    ],
)
def test_a_row_that_is_no_article_says_why(raw: bytes, told: str) -> None:
    [row] = rows_of("wire.csv", raw)
    assert row.draft is None
    assert told in row.problem


def test_a_long_article_is_one_cell() -> None:
    text = "The ferry stopped. " * 50_000
    [line] = csv_lines(f"text\n{text}\n".encode())
    assert line.value == {"text": text}


HEADER = "title,text\r\n"
ONE, TWO = "One,The ferry stopped.\r\n", "Two,The port lost cranes.\r\n"
BROKEN = {
    "a stray mark": 'Odd,"It" stopped.\r\n',
    "a mark that never closes": 'Odd,"It stopped.\r\n',
    "a mark that opens a cell": '"Odd,It stopped.\r\n',
    "too few cells": "Odd\r\n",
    "too many cells": "Odd,It stopped,in May.\r\n",
    "a control character": "Odd,It\x07stopped.\r\n",
    "NUL": "Odd,It\x00stopped.\r\n",
    "no text": "Odd,\r\n",
    "a text too long": f"Odd,{'x' * 2_000_002}\r\n",
}


def accounts(rows: list[RowDraft]) -> list[tuple[int, bool]]:
    return [(row.line, row.draft is not None) for row in rows]


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_a_row_that_is_broken_is_refused_by_its_line_and_spoils_no_other(broken: str) -> None:
    for lines, expected in (
        ([ONE, broken, TWO], [(2, True), (3, False), (4, True)]),
        ([broken, ONE, TWO], [(2, False), (3, True), (4, True)]),
        ([ONE, TWO, broken], [(2, True), (3, True), (4, False)]),
        ([broken, ONE, broken, TWO], [(2, False), (3, True), (4, False), (5, True)]),
    ):
        rows = rows_of("wire.csv", (HEADER + "".join(lines)).encode())
        assert accounts(rows) == expected
        assert all(row.problem for row in rows if row.draft is None)


def test_in_a_table_of_one_column_every_line_behind_a_stray_mark_is_refused() -> None:
    """There a line of the broken cell could not be told from an article."""
    rows = rows_of("wire.csv", b'text\nOne.\n"He "left".\nThen he\ncame back."\nTwo.\n')
    assert accounts(rows) == [(2, True), (3, False), (4, False), (5, False), (6, False)]
    assert "line 3" in rows[2].problem


def test_a_table_of_nothing_but_marks_is_looked_through_once() -> None:
    rows = rows_of("wire.csv", b"title,text\n" + b'"a,b\n' * 4_000)
    assert [row.line for row in rows] == list(range(2, 4_002))
    assert not any(row.draft for row in rows)


def test_lines_are_counted_over_cells_of_several_and_empty_ones_left_out() -> None:
    raw = b'title,text\nOne,"It stopped.\n\nIt went."\n\n,,\n,\nTwo,\nThree,It went.\n'
    rows = rows_of("wire.csv", raw)
    assert accounts(rows) == [(2, True), (8, False), (9, True)]


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
def test_lines_end_as_on_any_system(ending: str) -> None:
    rows = rows_of("wire.csv", (HEADER + ONE + TWO).replace("\r\n", ending).encode())
    assert accounts(rows) == [(2, True), (3, True)]


@pytest.mark.parametrize(
    "raw",
    [
        ("\ufefftitle,text\nÉtat,It stopped.\n").encode(),
        ("title\ttext\nÉtat\tIt stopped.\n").encode("utf-16"),
        ("sep=|\r\ntitle|text\r\nÉtat|It stopped.\r\n").encode("utf-8-sig"),
        ("Title;TEXT \nÉtat;It stopped.\n").encode(),
    ],
)
def test_what_a_spreadsheet_writes_is_read(raw: bytes) -> None:
    [row] = rows_of("wire.csv", raw)
    assert row.draft is not None
    assert (row.draft.title, row.draft.text) == ("État", "It stopped.")


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("title,text\nÉtat,It stopped.\n".encode("cp1252"), "on line 2 is not utf-8 text"),
        ("title,text\nOne,It stopped.\n".encode("utf-16")[:-1], "not UTF-16"),
        (b"text,title,Text\nIt stopped.,One,Two\n", "“text” twice"),
        (b'"text,title\nIt stopped.,One\n', "Line 1"),
    ],
)
def test_a_table_that_cannot_be_read_at_all_says_why(raw: bytes, told: str) -> None:
    with pytest.raises(Invalid, match="file") as refused:
        rows_of("wire.csv", raw)
    assert told in refused.value.detail


def test_a_column_that_there_is_not_is_named_and_no_row_left_out() -> None:
    rows = rows_of("wire.csv", b"text,tilte\nIt stopped.,One\nIt went.,\n")
    assert accounts(rows) == [(2, False), (3, False)]
    assert all("“tilte”" in row.problem for row in rows)


def test_a_line_of_json_that_names_a_field_twice_is_refused() -> None:
    rows = rows_of("wire.jsonl", b'{"text": "It stopped.", "text": "It went."}\n{"text": "It sank."}\n')
    assert accounts(rows) == [(1, False), (2, True)]
    assert "text" in rows[0].problem


# --- Looked at before it comes in -----------------------------------------------------------------------------
def test_an_upload_is_shown_with_its_errors_and_brings_nothing_in(client: Client, editor: User) -> None:
    answer = upload(client)
    file = Import.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("admin:claims_import_change", args=[file.pk])
    shown = answer.content.decode()
    assert "Line 1: Ferry" in shown
    assert "Line 4: not JSON" in shown
    assert (file.status, file.created_by, Article.objects.count()) == (ImportStatus.UPLOADED, editor, 0)


@pytest.mark.parametrize(
    ("name", "raw", "told"),
    [
        ("wire.jsonl", b"\n\n", "no article"),
        ("wire.csv", b"text\n", "no article"),
        ("wire.csv", b"text\n\xff\xfe\n", "not utf-8"),
        ("wire.jsonl", b"", "empty"),
    ],
)
def test_a_file_without_articles_is_refused_beside_its_field(
    client: Client, editor: User, name: str, raw: bytes, told: str
) -> None:
    answer = upload(client, raw, name)
    assert told in " ".join(answer.context["adminform"].form.errors["file"])
    assert not Import.objects.exists()


def test_more_than_anybody_looks_at_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claims.services.imports.MAX_ROWS", 2)
    with pytest.raises(Invalid, match="at most 2"):
        makers.make_import(rows=2)


def test_markup_in_a_file_stays_text(client: Client, editor: User) -> None:
    answer = upload(client, b'{"text": "<script>alert(1)</script>", "title": "<b>x"}\n{"<script>alert(2)": 1}\n')
    assert "<script>alert" not in answer.content.decode()
    assert "<b>x" not in answer.content.decode()


def test_a_discarded_file_never_comes_in(client: Client, editor: User) -> None:
    file = makers.make_import()
    act(client, file, "discard")
    answer = act(client, file, "start")
    assert "cannot become running" in " ".join(str(message) for message in answer.context["messages"])
    assert not services.begin_import(import_id=file.pk)


def test_only_who_hands_in_articles_uploads(client: Client) -> None:
    reviewer = makers.make_user(Role.REVIEWER)
    User.objects.filter(pk=reviewer.pk).update(is_staff=True)
    client.force_login(reviewer)
    assert upload(client).status_code == 403
    assert not Import.objects.exists()


# --- Coming in ------------------------------------------------------------------------------------------------
def test_started_it_comes_in_and_tells_what_became_of_each_line(client: Client, editor: User) -> None:
    known = makers.make_article("The ferry stopped.")
    upload(client, JSONL + b'{"text": "The quay sank.", "outlet": "The Paper"}\n')
    file = Import.objects.get()
    act(client, file, "start")
    bring_in_all(file)
    assert file.status == ImportStatus.DONE
    rows = {row.line: (row.status, row.article) for row in file.rows.all()}
    sunk = Article.objects.get(outlet="The Paper")
    assert (rows[1], rows[6]) == (("known", known), ("new", sunk))
    assert sunk.created_by == editor
    told = Event.objects.filter(subject_type="import").order_by("pk").values_list("to_status", "data")
    assert list(told) == [
        ("uploaded", {"rows": 5, "usable": 2}),
        ("running", {}),
        ("done", {"known": 1, "new": 1, "refused": 3}),
    ]


def test_it_comes_in_a_few_rows_at_a_time_and_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claims.services.imports.AT_ONCE", 2)
    file = makers.make_import(rows=5)
    services.start_import(file=file, actor=makers.make_editor())
    for after in (2, 4):
        assert services.begin_import(import_id=file.pk)
        assert len(services.bring_in(import_id=file.pk)) == 2
        assert Article.objects.count() == after
    bring_in_all(file)
    assert (Article.objects.count(), file.status) == (5, ImportStatus.DONE)


def test_twice_equals_once() -> None:
    file = makers.make_import(rows=3)
    services.start_import(file=file, actor=makers.make_editor())
    for _ in range(2):
        services.bring_in(import_id=file.pk)
        tasks.import_articles(file.pk)
    assert Article.objects.count() == 3
    assert Event.objects.filter(subject_type="import", to_status="done").count() == 1


def test_a_worker_that_died_is_taken_over_by_the_sweep_and_at_last_put_aside() -> None:
    file = makers.make_import()
    services.start_import(file=file, actor=makers.make_editor())
    for _ in range(3):
        assert services.begin_import(import_id=file.pk)
        assert not services.begin_import(import_id=file.pk)
        assert not queries.imports_due().exists()
        Import.objects.update(next_attempt_at=Now())
    assert services.quarantine_exhausted_imports() == [file.pk]
    assert services.quarantine_exhausted_imports() == []
    assert not queries.imports_due().exists()
    file.refresh_from_db()
    services.retry_import(file=file, actor=makers.make_editor())
    bring_in_all(file)
    assert Article.objects.count() == 2


def test_only_what_was_put_aside_is_tried_again() -> None:
    file = makers.make_import()
    with pytest.raises(Conflict):
        services.retry_import(file=file, actor=makers.make_editor())
    services.start_import(file=file, actor=makers.make_editor())
    with pytest.raises(IllegalMove):
        services.discard_import(file=file, actor=makers.make_editor())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False])
def test_two_workers_at_once_bring_each_row_in_once(guarded: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the lock on a row (the negative control) both settle the same rows."""
    file = makers.make_import(rows=1)
    services.start_import(file=file, actor=makers.make_editor())
    if not guarded:
        monkeypatch.setattr("django.db.models.query.QuerySet.select_for_update", lambda rows, **_: rows.all())
    together, settled = threading.Barrier(2, timeout=20), []
    receive, settle = services.receive_article, imports._settle

    def receive_together(**facts: Any) -> Any:
        if not guarded:
            together.wait()
        return receive(**facts)

    def count(row: ImportRow, *args: Any, **values: Any) -> None:
        settled.append(row.pk)
        settle(row, *args, **values)

    monkeypatch.setattr("claims.services.imports.receive_article", receive_together)
    monkeypatch.setattr("claims.services.imports._settle", count)

    def work() -> None:
        services.bring_in(import_id=file.pk)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(settled) == (1 if guarded else 2)
    assert Article.objects.count() == 1


# --- The bar --------------------------------------------------------------------------------------------------
def bar_of(client: Client, file: Import) -> dict[str, float]:
    """Class of each part of the bar on the page, with its width in percent."""
    shown = client.get(reverse("admin:claims_import_change", args=[file.pk])).content.decode()
    found = re.findall(r'<rect class="cd-(\w+)" x="([\d.]+)" width="([\d.]+)"', shown)
    assert sum(float(width) for *_, width in found) == pytest.approx(100, abs=0.1)
    return {name: float(width) for name, _, width in found}


def test_a_refused_line_is_never_drawn_as_one_that_came_in(client: Client, editor: User) -> None:
    client.force_login(editor)
    file = makers.make_import(rows=1)
    file.rows.create(line=3, status="refused", problem="no text")
    assert bar_of(client, file) == {"refused": pytest.approx(66.67), "waiting": pytest.approx(33.33)}
    services.start_import(file=file, actor=editor)
    bring_in_all(file)
    assert bar_of(client, file) == {"refused": pytest.approx(66.67), "new": pytest.approx(33.33)}
    shown = client.get(reverse("admin:claims_import_changelist")).content.decode()
    assert "2 refused, 1 new of 3" in shown
