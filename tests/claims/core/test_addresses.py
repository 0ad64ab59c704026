"""Which addresses are one. The pairs of RFC 3986 are its own examples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.core.addresses import address_key, same_address

SAME = [
    ("HTTP://www.EXAMPLE.com/", "http://www.example.com/"),
    ("http://example.com/%7Esmith/home.html", "http://example.com/~smith/home.html"),
    ("http://example.com/a%c2%b1b", "http://example.com/a%C2%B1b"),
    ("http://example.com/a/b/c/./../../g", "http://example.com/a/g"),
    ("http://example.com/../x/.", "http://example.com/x/"),
    ("http://example.com", "http://example.com:80/"),
    ("https://example.com:443/a", "https://example.com/a"),
    ("https://example.com:/a", "https://example.com/a"),
    ("https://example.com?x=1", "https://example.com/?x=1"),
    ("https://example.com/a#part", "https://example.com/a"),
    ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
    ("https://B%C3%BCcher.example/", "https://xn--bcher-kva.example/"),
    ("https://example.com./a", "https://example.com/a"),
    ("https://example.com/a?utm_source=x&id=5&fbclid=9", "https://example.com/a?id=5"),
    ("https://example.com/a?UTM_Campaign=x", "https://example.com/a"),
    ("https://example.com/a?gclid=1&mc_cid=2&mc_eid=3&_ga=4", "https://example.com/a"),
    ("  https://example.com/a ", "https://example.com/a"),
    ("http://[2001:DB8::1]:80/x", "http://[2001:db8::1]/x"),
    ("https://example.com/a b", "https://example.com/a%20b"),
]
OTHER = [
    ("http://example.com/a", "https://example.com/a"),
    ("http://example.com/A", "http://example.com/a"),
    ("http://example.com/a", "http://example.com/a/"),
    ("http://example.com/a%2Fb", "http://example.com/a/b"),
    ("http://example.com/?a=1&b=2", "http://example.com/?b=2&a=1"),
    ("http://example.com/?a=%26b", "http://example.com/?a=&b"),
    ("http://example.com:8080/", "http://example.com/"),
    ("http://example.com/?id=1", "http://example.com/?id=2"),
    ("http://example.com/?ref=a", "http://example.com/?ref=b"),
    ("http://example.com/?source=a&cid=1", "http://example.com/"),
    ("http://example.com/?x=utm_source=1", "http://example.com/"),
    ("http://me:Pw@example.com/", "http://me:pw@example.com/"),
    ("http://www.example.com/", "http://example.com/"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_spellings_of_an_address_are_one(one: str, other: str) -> None:
    assert same_address(one) == same_address(other)
    assert address_key(one) == address_key(other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_what_may_be_another_page_is_another_address(one: str, other: str) -> None:
    assert same_address(one) != same_address(other)


@pytest.mark.parametrize(
    "text", ["", " ", "nowhere", "mailto:a@b.example", "http://[", "http://a:99999999/", "http://"]
)
def test_what_is_no_address_is_compared_as_it_is(text: str) -> None:
    assert same_address(text) == text.strip()


def test_nothing_has_no_key() -> None:
    assert address_key(" ") == ""


@given(st.text("hHtpP:/.%2fF7eE?#&=utm_ äa1@[]\ud800\x00", max_size=30))
def test_any_text_has_one_form_once_and_for_all(text: str) -> None:
    for url in (text, f"https://example.com/{text}"):
        assert same_address(same_address(url)) == same_address(url)
        address_key(url)
