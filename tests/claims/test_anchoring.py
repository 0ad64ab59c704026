"""Where a quote stands in a changed text: the very words, little edits, and what is another claim."""

from __future__ import annotations

import time

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from claims.anchoring import Place, Quote, reanchor
from claims.facts import contradict, same_facts, words_of

SHIPS = "The port handled 90 ships in May 2024."
TEXT = f"Harbour news.\n{SHIPS} Mira Falk said that the quay had not been closed for repairs. Taxes rose by 5 percent."
PROSE = st.text(st.sampled_from("ab A9.,“”'\n-é😀אש\u200f%"), max_size=60)


def quote(text: str, exact: str, *, nth: int = 0, owner: object = None) -> Quote:
    start = -1
    for _ in range(nth + 1):
        start = text.index(exact, start + 1)
    end = start + len(exact)
    return Quote(exact, text[max(0, start - 32) : start], text[end : end + 32], start, owner)


def found(new: str, exact: str, text: str = TEXT) -> Place | None:
    (place,) = reanchor(new, [quote(text, exact)])
    assert place is None or new[place.start : place.end] == place.exact
    return place


def test_the_very_words_are_found_where_they_have_moved() -> None:
    place = found(f"Taxes rose by 5 percent.\n\n{SHIPS}", SHIPS)
    assert place == Place(26, 26 + len(SHIPS), SHIPS, is_same=True)


@pytest.mark.parametrize(
    ("exact", "new"),
    [
        (SHIPS, "The harbour port handled ninety ships in May 2024."),
        (SHIPS, "The  port handled 90 ships, in May 2024!"),
        ("the quay had not been closed for repairs", "the old quay hadn’t been closed for repairs"),
        ("Taxes rose by 5 percent.", "The taxes rose by 5 per cent."),
    ],
)
def test_a_small_edit_is_the_same_quote(exact: str, new: str) -> None:
    place = found(f"Intro. {new}", exact)
    assert place is not None
    assert not place.is_same
    assert place.exact.rstrip("!") == new.rstrip("!")


@pytest.mark.parametrize(
    ("exact", "new"),
    [
        (SHIPS, "The port handled 70 ships in May 2024."),
        (SHIPS, "The port handled 190 ships in May 2024."),
        (SHIPS, "The port handled fewer than 90 ships in May 2024."),
        (SHIPS, "The port handled 90 ships in June 2024."),
        (SHIPS, "It is not true that the port handled 90 ships in May 2024."),
        (SHIPS, "The port never handled 90 ships in May 2024."),
        ("the quay had not been closed for repairs", "Mira Falk said that the quay had been closed for repairs."),
        ("the quay had not been closed for repairs", "Falk did not say that the quay had not been closed for repairs."),
        ("Mira Falk said that the quay", "Mira Berg said that the quay"),
        ("Mira Falk said that the quay", "Nils Falk said that the quay"),
        ("Taxes rose by 5 percent.", "Taxes fell by 5 percent."),
        ("Taxes rose by 5 percent.", "Taxes rose by 5 percent points in 3 of 4 towns."),
    ],
)
def test_another_figure_negation_direction_or_name_is_another_claim(exact: str, new: str) -> None:
    assert found(f"Intro. {new} And so it went on.", exact) is None


@pytest.mark.parametrize(
    ("exact", "new"),
    [("90 ships", "2,190 ships"), ("rose by 5", "rose by 5.5"), ("5 cars", "-5 cars"), ("ort", "port")],
)
def test_words_are_not_found_inside_words_and_figures(exact: str, new: str) -> None:
    assert found(f"x {new} y", exact, f"x {exact} y") is None


def test_a_figure_put_right_before_the_words_makes_another_claim_of_them() -> None:
    assert found("Falk said 90 ships were lost.", "ships were lost", "Falk said ships were lost.") is None
    assert found("Falk said today that ships were lost.", "ships were lost", "Falk said ships were lost.")


def test_of_several_places_the_one_between_the_same_words_wins() -> None:
    text = f"In the north: {SHIPS} So it was. In the south: {SHIPS} And so on."
    new = f"In the south: {SHIPS} And so on. In the east: {SHIPS} In the north: {SHIPS} So it was."
    places = reanchor(new, [quote(text, SHIPS), quote(text, SHIPS, nth=1)])
    assert [new[: place.start].count(SHIPS) for place in places if place] == [2, 0]


def test_of_places_alike_the_one_near_its_neighbours_wins() -> None:
    parts = [f"Item {number} is here.\n{SHIPS}\n" for number in range(5)]
    text = "".join(parts)
    asked = [quote(text, f"Item {number} is here.") for number in range(5)]
    asked += [Quote(SHIPS, "", "", text.index(parts[number]) + 16, "one") for number in range(5)]
    new = "A new beginning of some length, which moves everything.\n" * 3 + text
    places = reanchor(new, asked)
    shift = len(new) - len(text)
    assert [place.start - asked[at].start for at, place in enumerate(places) if place] == [shift] * 10


def test_two_quotes_of_one_claim_never_share_a_place_and_those_of_two_claims_may() -> None:
    twice = f"{SHIPS} {SHIPS}"
    same = reanchor(SHIPS, [quote(twice, SHIPS, owner=1), quote(twice, SHIPS, nth=1, owner=1)])
    assert [place is None for place in same].count(True) == 1
    other = reanchor(SHIPS, [quote(twice, SHIPS, owner=1), quote(twice, SHIPS, nth=1, owner=2)])
    assert None not in other


def test_order_is_kept_among_edited_copies() -> None:
    text = "\n".join(["The ferry company carried tired passengers over the wide fjord."] * 3)
    new = text.replace("tired passengers", "tired old passengers")
    places = reanchor(new, [quote(text, text.split("\n")[0], nth=nth, owner=1) for nth in range(3)])
    starts = [place.start for place in places if place]
    assert len(starts) == 3
    assert starts == sorted(starts)


@given(PROSE, PROSE, PROSE, PROSE)
def test_what_comes_or_goes_elsewhere_moves_the_very_words(before: str, after: str, fresh: str, more: str) -> None:
    assume("quay" not in before + after + fresh + more)
    exact = "Only one quay was open"
    text = f"{before}\n{exact}\n{after}"
    new = f"{fresh}\n{exact}\n{more}"
    (place,) = reanchor(new, [quote(text, exact)])
    assert place == Place(len(fresh) + 1, len(fresh) + 1 + len(exact), exact, is_same=True)


@example(told=[("%%9%", 0, 0)], one="9", other="")
@given(st.lists(st.tuples(PROSE, st.integers(0, 200), st.integers(0, 3)), max_size=8), PROSE, PROSE)
def test_a_place_is_always_what_the_text_says_there(told: list[tuple[str, int, int]], one: str, other: str) -> None:
    text = one + "".join(exact for exact, _, _ in told) + other
    quotes = [Quote(exact, one[-32:], other[:32], start, owner) for exact, start, owner in told]
    places = reanchor(text, quotes)
    assert len(places) == len(quotes)
    held: dict[object, list[Place]] = {}
    for asked, place in zip(quotes, places, strict=True):
        if place is None:
            continue
        assert text[place.start : place.end] == place.exact != ""
        assert place.is_same == (place.exact == asked.exact)
        assert all(place.end <= taken.start or taken.end <= place.start for taken in held.get(asked.owner, []))
        held.setdefault(asked.owner, []).append(place)


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    assert all(word.text == one[word.start : word.end] for word in words_of(one))
    assert same_facts(one, one)
    assert not contradict(one, one)
    assert same_facts(one, other) == same_facts(other, one)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        '"' * 1_000_000,
        "ab " * 333_333,
        "1,2." * 250_000,
        f"{SHIPS} " * 26_000,
        "аб не אב ‏😀 " * 90_000,
        "The port had handled many ships on May and so on. " * 20_000,
    ],
    ids=["line", "quotation marks", "pairs", "figures", "one sentence", "mixed scripts", "nearly"],
)
def test_two_hundred_quotes_in_a_million_characters_take_seconds(text: str) -> None:
    sizes = [7 * at % 300 for at in range(200)]
    exact = [f"{text[at : at + size]} {SHIPS}"[: max(size, 1)] for at, size in enumerate(sizes)]
    asked = [Quote(words, "x " * 16, "y", at * 5_000, at % 7) for at, words in enumerate(exact)]
    begun = time.process_time()
    assert len(reanchor(text, asked)) == 200
    assert time.process_time() - begun < 20


def test_further_resolved_words_do_not_contradict_and_other_names_do() -> None:
    assert not contradict("He closed the port.", "Nils Falk closed the port.")
    assert not contradict("Nils Falk closed the port.", "Falk closed the port.")
    assert contradict("Nils Falk closed the port.", "Mira Berg closed the port.")
    assert contradict("Falk closed 3 ports.", "Falk closed 4 ports.")
