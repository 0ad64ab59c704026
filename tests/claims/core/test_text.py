"""What may be stored of a text, in which form, and where its places were."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.core import text as texts
from claims.core.text import clean_line, clean_text, drop_unstorable, normal_text, normalized, xml_text
from claims.errors import Invalid

# Letters, marks and unseen characters of several scripts, so that most samples have something to change.
ODD = "ab é e\u0301\u0327\r\n\x0b\x0c\x85\u2028\xad\u200b\u200c\u200d\u2060\ufeff"
ODD += "क\u093c\u0bc6\u0bbe하\u1112\u1161กم👩\ufe0f🚀\u212a"
odd_texts = st.text(st.sampled_from(ODD), max_size=12)


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_way_to_end_a_line_is_one(ending: str) -> None:
    assert clean_text(f"One.{ending}Two.", field="text") == "One.\nTwo."
    assert clean_line(f"One{ending}two", field="title") == "One two"


def test_tabs_and_empty_lines_stay() -> None:
    assert clean_text("a\tb\n\nc", field="text") == "a\tb\n\nc"


@pytest.mark.parametrize("character", ["\x00", "\x01", "\x07", "\x0e", "\x1b", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_what_xml_has_no_character_for_is_refused_by_field_place_and_number(character: str) -> None:
    with pytest.raises(Invalid) as refused:
        clean_text(f"abc{character}d", field="summary")
    (told,) = refused.value.fields["summary"]
    assert told.startswith("Character 3 is ")
    assert f"U+{ord(character):04X}" in told
    assert drop_unstorable(f"abc{character}d") == "abcd"
    assert xml_text(f"abc{character}d") == "abcd"


@pytest.mark.parametrize("character", ["\x7f", "\x93", "\ufdd0", "\U0001fffe", "\ue000", "\u202e", "\xa0"])
def test_what_xml_can_write_is_kept(character: str) -> None:
    assert clean_text(f"a{character}b", field="text") == f"a{character}b"


@pytest.mark.parametrize(
    ("original", "normal"),
    [
        ("\ufeffThe port", "The port"),
        ("har\xadbour", "harbour"),
        ("har\u200bbour\u2060s", "harbours"),
        ("cafe\u0301", "café"),
        ("\u1112\u1161\u11ab", "한"),
        ("e\u200b\u0301", "é"),
        ("a\u200db", "ab"),
        ("5 \u212b", "5 Å"),
    ],
)
def test_what_nobody_sees_goes_and_letters_are_composed(original: str, normal: str) -> None:
    assert normal_text(original, field="text") == normal


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",
        "क्\u200dष",
        "👩\u200d👩\u200d👧",
        "👩🏽\u200d🚀",
        "❤\ufe0f\u200d🔥",
        "ភាសា\u200bខ្មែរ",
        "abc",
        "x\u200ey",
    ],
)
def test_what_means_something_stays(text: str) -> None:
    found = normalized(text)
    assert (found.text, found.offsets.runs) == (unicodedata.normalize("NFC", text), [])


def test_places_are_told_in_both_texts() -> None:
    original = "\ufeffOne.\r\nThe cafe\u0301 lost har\xadbour."
    found = normalized(original)
    assert found.text == "One.\nThe café lost harbour."
    for words, before in (("café", "cafe\u0301"), ("harbour", "har\xadbour"), ("One.", "One."), ("\n", "\r\n")):
        start = found.text.index(words)
        first, last = found.offsets.original_span(start, start + len(words))
        assert original[first:last] == before


@given(odd_texts)
def test_normal_texts_are_normal_once_and_for_all(text: str) -> None:
    found = normalized(text).text
    assert unicodedata.is_normalized("NFC", found)
    assert normalized(found).text == found


@given(odd_texts, st.data())
def test_each_place_lies_where_its_characters_come_from(text: str, data: st.DataObject) -> None:
    found = normalized(text)
    start = data.draw(st.integers(0, len(found.text)))
    end = data.draw(st.integers(start, len(found.text)))
    first, last = found.offsets.original_span(start, end)
    assert 0 <= first <= len(text)
    assert last <= len(text)
    if start < end:
        assert first < last
        # Whatever the part became is found in it, up to what a letter of it was composed with.
        assert (
            unicodedata.normalize("NFKD", found.text[start:end])[0]
            in unicodedata.normalize("NFKD", text[first:last]) + "\n"
        )


def test_every_mark_that_composes_is_known_to() -> None:
    """Against Unicode's own table: what stands second in a decomposition composes with what is before it."""
    pairs = [unicodedata.decomposition(chr(code)).split() for code in range(0x110000)]
    second = {chr(int(pair[1], 16)) for pair in pairs if len(pair) == 2 and not pair[0].startswith("<")}
    assert second
    assert [ascii(mark) for mark in second if not texts._composes(mark)] == []
