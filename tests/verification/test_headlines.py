"""The headline that the desk writes beforehand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.models import Claim
from tests import makers
from verification import presenting, services
from verification.headlines import MOST_CHARS, bracketed, default_headline, requoted, shorten
from verification.headlines import marks_of as marks
from verification.models import Check
from verification.services import FactCheckDraft

SAID = "%(rating)s: %(speaker)s said %(quote)s"


def headline(text: str, *, speaker: str = "Ines Okafor", language: str = "en", rating: str = "False") -> str:
    return default_headline(rating=rating, speaker=speaker, text=text, language=language, said=SAID)


@pytest.mark.parametrize(
    ("text", "facts", "written"),
    [
        ("We owe nobody a cent.", {}, "False: Ines Okafor said “We owe nobody a cent”"),
        ("We owe nobody a cent.", {"speaker": ""}, "False: “We owe nobody a cent”"),
        ("“We owe nobody a cent.”", {}, "False: Ines Okafor said “We owe nobody a cent”"),
        ('"We owe nobody a cent".', {}, "False: Ines Okafor said “We owe nobody a cent”"),
        ("Who pays?", {"rating": "Unproven"}, "Unproven: Ines Okafor said “Who pays?”"),
        ('The "free" ferry costs 9 euros.', {}, "False: Ines Okafor said “The ‘free’ ferry costs 9 euros”"),
        ("“Free” ferries are “dear”.", {}, "False: Ines Okafor said “‘Free’ ferries are ‘dear’”"),
        ("Wir schulden nichts.", {"language": "de-AT"}, "False: Ines Okafor said „Wir schulden nichts“"),
        (
            "Die „freie“ Fähre ist »teuer«.",
            {"language": "de"},
            "False: Ines Okafor said „Die ‚freie‘ Fähre ist ‚teuer‘“",
        ),
        ("Мы никому не должны.", {"language": "ru"}, "False: Ines Okafor said «Мы никому не должны»"),
        ("「借金はない」", {"language": "ja"}, "False: Ines Okafor said 「借金はない」"),
        ("It’s the nurses’ ward.", {"language": "xx"}, "False: Ines Okafor said “It’s the nurses’ ward”"),
    ],
)
def test_the_words_are_quoted_once_and_are_somebodys(text: str, facts: dict[str, str], written: str) -> None:
    assert headline(text, **facts) == written


def test_a_long_quotation_is_cut_between_words_and_closed() -> None:
    written = headline("We paid for every single bridge in the county and " * 9)
    assert len(written) <= MOST_CHARS
    assert written.endswith("…”")
    assert written.removesuffix("…”").split()[-1] in "We paid for every single bridge in the county and".split()


@given(st.text(), st.text(max_size=300), st.sampled_from(["en", "de", "fr", "ja", "sv"]), st.text(max_size=100))
def test_it_fits_whatever_it_is_made_of(text: str, speaker: str, language: str, rating: str) -> None:
    assert len(headline(text, speaker=speaker, language=language, rating=rating)) <= MOST_CHARS


@given(st.text(alphabet='ab "“”„«».'))
def test_no_outer_mark_is_left_within(text: str) -> None:
    found = marks("en")
    assert not {found.opening, found.closing, '"', "„", "«", "»"} & set(requoted(text, found))


@pytest.mark.parametrize(("text", "cut"), [("one two three", "one two…"), ("onetwothree", "onetwoth…"), ("one", "one")])
def test_words_are_whole_unless_one_is_too_long(text: str, cut: str) -> None:
    assert shorten(text, 9) == cut


def test_what_the_machine_put_in_stands_in_brackets() -> None:
    change = {"start": 0, "end": 8, "original": "It", "replacement": "The port", "is_sure": True}
    unsure = {"start": 14, "end": 17, "original": "two", "replacement": "2", "is_sure": False}
    assert bracketed("The port lost two ships.", [change, unsure]) == "[The port] lost two ships."


@pytest.mark.django_db
def test_the_desk_writes_the_headline_in_the_language_of_the_claim() -> None:
    check = makers.make_agreed_check(text="Wir bauen weiter.", speaker_name="Jana Roth")
    Claim.objects.filter(pk=check.claim_id).update(language="de")
    found = Check.objects.get(pk=check.pk)
    assert presenting.first_words([found])[check.pk]["headline"] == "False: Jana Roth sagte „Wir bauen weiter“"


@pytest.mark.django_db
def test_words_that_state_another_rating_are_not_offered_again() -> None:
    check = makers.make_published_check(text="The lock is shut.", speaker_name="Jana Roth")
    services.reopen(check_id=check.pk, actor=makers.make_editor(), why="New figures came out.")
    for assignment in services.route_check(check_id=check.pk):
        makers.judge(assignment, "true")
    offered = presenting.first_words([Check.objects.get(pk=check.pk)])[check.pk]["headline"]
    assert offered == "True: Jana Roth said “The lock is shut”"


@pytest.mark.django_db
def test_words_that_state_the_same_rating_are_offered_again() -> None:
    check = makers.make_agreed_check(text="The lock is shut.")
    draft = FactCheckDraft(headline="No, boats pass", summary="Ten a day.")
    services.publish(check_id=check.pk, actor=makers.make_editor(), draft=draft)
    found = Check.objects.get(pk=check.pk)
    assert presenting.first_words([found])[check.pk] == {"headline": "No, boats pass", "summary": "Ten a day."}
