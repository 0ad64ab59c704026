"""Whatever comes in: no exception, every offset points at the words it names, and nothing takes more than linear time.

Nothing is timed: a stage that goes over the whole text for each mark in it does not end within the limit of a test.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.extraction.pipeline import extract
from claims.extraction.statements import Statement

PUBLISHED = datetime(2025, 6, 18, 9, tzinfo=UTC)
SENTENCE = "The port lost four cranes in May, said Anna Lindqvist, and “nobody was hurt.” "
NASTY = {
    "empty": "",
    "white space": " \n\t\u2028\u00a0 ",
    "100,000 quotation marks": '"' * 100_000,
    "100,000 opening marks": "“" * 100_000,
    "20,000 words in quotation marks": "“no” " * 20_000,
    "a mark never closed": "“" + SENTENCE.replace("”", "") * 500,
    "marks never opened": SENTENCE.replace("“", "") * 500,
    "one word of 200,000 letters": "a" * 200_000,
    "one number of 200,000 digits": "7" * 200_000,
    "only commas": "," * 200_000,
    "only line ends": "\r\n" * 100_000,
    "every other a quotation": '" ' * 50_000,
    "brackets that nest": "(" * 20_000 + ")" * 20_000,
    "right-to-left marks": "\u202eThe port lost\u202c \u200ffour cranes\u200e in May, “said” Anna\u2067 Berg\u2069. "
    * 200,
    "mixed scripts": "Порт потерял 4 крана, said Анна. 港口在五月失去了四台起重机。 فقد الميناء أربع رافعات. " * 200,
    "emoji": "👩‍👩‍👧‍👦 said the 🏗️ lost 4️⃣ cranes 🇫🇮🇫🇮 in May. " * 200,
    "marks on marks": "Z̸̢̛͇̺a̴̡̛l̶g̷o̵ said 5͓ cranes fell. " * 300,
    "numbers and dates without end": "from 5 to 10 to 15 May to June 2024 to 3 percent per hour per day ago " * 1_000,
    "pronouns without end": "He said she said they said it said he said that " * 2_000,
    "a clause in a clause": "the man who said that " * 5_000,
    "names without end": "Anna Lindqvist Berg Falk " * 5_000,
}


def assert_right(text: str, statements: tuple[Statement, ...]) -> None:
    for statement in statements:
        assert text[statement.start : statement.end] == statement.quote
        assert 0.0 <= statement.worthiness <= 1.0
        for figure in statement.quantities:
            assert text[figure.start : figure.end] == figure.text
        for day in statement.dates:
            assert text[day.start : day.end] == day.text
        for change in statement.substitutions:
            assert text[change.start : change.end] == change.original
        for speaker in (*filter(None, [statement.speaker]), *statement.via):
            assert 0 <= speaker.start <= speaker.end <= len(text)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_it_is_read_with_right_offsets(text: str) -> None:
    assert_right(text, extract(text, published=PUBLISHED))


@pytest.mark.timeout(600)
def test_a_line_of_a_million_characters_is_read() -> None:
    """Sentences at both ends, and between them what no space divides: sentences alone would take minutes here."""
    ends = SENTENCE * (30_000 // len(SENTENCE))
    text = ends + "x" * (1_000_000 - 2 * len(ends)) + " " + ends
    statements = extract(text, published=PUBLISHED)
    assert_right(text, statements)
    claims = [statement for statement in statements if statement.is_claim]
    assert sum(claim.end <= len(ends) for claim in claims) > 300
    assert sum(claim.start >= len(text) - len(ends) for claim in claims) > 300


PIECES = st.sampled_from(
    [
        *SENTENCE.split(),
        *"“ ” \" ' ‘ ’ « » — – - … : ; ? ! . , ( ) % $ £ €".split(),
        *"4 160 kilotons twice half 1,000 2.5 2024 Sunday July".split(),
        *"he she they who that those missiles said says according to was quoted as saying told Moon Jae-in".split(),
        "\n",
        "\n\n",
        "\u2028",
        "\u202e",
        "👩‍👧",
        "Ω",
        "ß",
        "İ",
        "ﬁ",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=60), st.sampled_from([" ", ""]))
def test_any_text_is_read_with_right_offsets(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    assert_right(text, extract(text, published=PUBLISHED))
