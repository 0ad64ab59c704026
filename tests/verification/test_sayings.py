"""What the machine says, in the language of who reads it."""

from __future__ import annotations

from datetime import time

import pytest
from django.utils import translation

from claims.extraction.topics import TOPICS
from verification import wording
from verification.hours import WorkingHours
from verification.sayings import MAX_CHARS, all_said, recorded, said


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("The time ran out.", "Die Zeit ist abgelaufen."),
        ("knows health, crime (+40)", "kennt Gesundheit, Kriminalität (+40)"),
        ("3 of 5 claims open (+10)", "3 von 5 Behauptungen offen (+10)"),
        ("Anna Lindqvist is away", "Anna Lindqvist ist abwesend"),
        ("The check is in review; it cannot become published.", "Die Prüfung ist „in Prüfung“; „veröffentlicht“ kann"),
        ("You cannot take this claim: is away.", "Sie können diese Behauptung nicht übernehmen: ist abwesend."),
        ("2 more to find. Anna is away; Bo has 3 of 5 claims open", "Noch 2 zu finden. Anna ist abwesend; Bo hat 3"),
        (
            "2 more to find. Bo is off shift: works Mon (UTC)",
            "Noch 2 zu finden. Bo ist außer Dienst: arbeitet Mo",
        ),
        ("Only Anna relies on port.example.", "Nur Anna stützt sich auf port.example."),
        ("This verdict counts already; it cannot be taken back any more.", "Dieses Urteil zählt schon;"),
    ],
)
def test_a_sentence_is_told_in_the_language_of_who_reads_it(english: str, german: str) -> None:
    with translation.override("de"):
        assert said(english).startswith(german)
    assert said(english) == english


@pytest.mark.parametrize("words", ["", "She was away.", "Das Register sagt etwas anderes. {0}", "x" * (MAX_CHARS + 1)])
def test_what_people_wrote_stays_as_it_is(words: str) -> None:
    with translation.override("de"):
        assert said(words) == words


def test_a_sentence_that_another_one_begins_with_is_not_taken_for_it() -> None:
    with translation.override("de"):
        assert said("2 claims in the last day, more than their share") == (
            "2 Behauptungen am letzten Tag, mehr als der übliche Anteil"
        )
        assert said("“a” against “b”") == "„a“ gegen „b“"


def test_what_people_may_have_written_themselves_stays_as_it_is() -> None:
    with translation.override("de"):
        assert recorded("word against word") == "word against word"
        assert recorded("Anna is away") == "Anna is away"
        assert recorded("Not a claim: a question") == "Keine Behauptung: a question"
        assert recorded("3 attempts were interrupted.") == "3 Versuche wurden unterbrochen."
        assert recorded("The time ran out.") == "Die Zeit ist abgelaufen."
    assert recorded("The time ran out.") == "The time ran out."


def test_reasons_stand_in_a_row() -> None:
    with translation.override("de"):
        assert all_said(["same figures", "same time"]) == "gleiche Zahlen, gleiche Zeit"


def test_every_topic_that_the_machine_knows_has_its_word() -> None:
    assert tuple(wording.TOPICS) == TOPICS


def test_working_hours_are_told_with_their_days() -> None:
    hours = WorkingHours("Europe/Berlin", (1, 2), time(9), time(17), "DE-BE")
    with translation.override("de"):
        told = wording.hours_in_words(str(hours))
        assert told == "Mo, Di 09:00–17:00 (Europe/Berlin) außer an Feiertagen von DE-BE"
        assert wording.hours_in_words("Sun Li") == "Sun Li"
    assert wording.hours_in_words(str(hours)) == str(hours)
