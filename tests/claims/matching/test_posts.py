"""Posts as plain sentences."""

from __future__ import annotations

import pytest

from claims.matching.posts import Post, read_post


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Cranes gone! https://t.example/x1 pic.twitter.com/abc", "Cranes gone!"),
        ("The #VarnBridge is @AdaFalk's", "The Varn Bridge is Ada Falk's"),
        ("#BREAKINGNews from #Lowen2021", "BREAKING News from Lowen 2021"),
        ("two\n\n  lines", "two lines"),
        ("A wall - nobody paid for it", "A wall - nobody paid for it"),
        ("", ""),
    ],
)
def test_addresses_go_and_tags_become_words(text: str, plain: str) -> None:
    assert read_post(text) == Post(plain, "")


def test_the_trailer_gives_the_author() -> None:
    post = read_post("A tax on cats. — Ada Falk 🐈 (@ada_falk) June 1, 2020")
    assert post == Post("A tax on cats.", "Ada Falk 🐈")


@pytest.mark.parametrize("text", ["—" * 1_000_000, " " * 1_000_000, "#" * 1_000_000, "— (@" * 250_000, "a" * 1_000_000])
def test_any_million_characters_are_read(text: str) -> None:
    assert len(read_post(text).text) <= len(text)
