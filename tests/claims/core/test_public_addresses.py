"""Which addresses are of the open web, in whatever way they are written."""

from __future__ import annotations

import pytest

from claims.core.public_addresses import is_public_address


@pytest.mark.parametrize(
    "url",
    [
        "https://paper.example/storm",
        "http://paper.example:8080/storm?page=2#end",
        "https://www.zeitung.example/straße",
        "https://bücher.example./",
        "HTTPS://Paper.Example/",
        "https://8.8.8.8/",
        "https://[2606:4700:4700::1111]/",
        "https://local.example/",
        "https://corporation.example/lan/intranet/localhost",
    ],
)
def test_a_page_of_the_open_web_is_public(url: str) -> None:
    assert is_public_address(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "not an address",
        "//paper.example/storm",
        "http:/paper.example/",
        "file:///srv/drafts/storm.odt",
        "smb://paper.example/drafts",
        "ftp://paper.example/drafts",
        "javascript:alert(1)",
        "https://ines:secret@paper.example/",
        "https://ines@paper.example/",
        "http://paper.example:port/",
        "http://[::1",
    ],
)
def test_what_is_no_page_for_everybody_is_not(url: str) -> None:
    assert not is_public_address(url)


@pytest.mark.parametrize(
    "host",
    [
        "cms",
        "localhost",
        "desk.localhost",
        "cms.local",
        "CMS.LOCAL.",
        "wiki.lan",
        "drafts.internal",
        "drafts.intranet",
        "intranet.paper.example",
        "drafts.internal.paper.example",
        "nas.home.arpa",
        "router.fritz.box",
        "files.corp",
        "drafts。intranet",
        "drafts%2Eintranet",
        "ｄｒａｆｔｓ．ｌａｎ",
        "a..example",
    ],
)
def test_a_name_inside_is_not(host: str) -> None:
    assert not is_public_address(f"https://{host}/storm")


@pytest.mark.parametrize(
    "host",
    [
        "10.0.0.7",
        "172.20.1.1",
        "192.168.0.10",
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "017700000001",
        "0177.0.0.01",
        "192.168.257",
        "１０.０.０.７",
        "%31%30.0.0.7",
        "10.0.0.7.",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "999.1.1.1",
        "[::1]",
        "[::]",
        "[fe80::1]",
        "[fd12:3456::1]",
        "[::ffff:10.0.0.7]",
        "[::ffff:0a00:0007]",
        "[::10.0.0.7]",
        "[64:ff9b::10.0.0.7]",
        "[2002:0a00:0007::1]",
        "[fe80::1%25eth0]",
    ],
)
def test_a_number_inside_is_not_however_it_is_written(host: str) -> None:
    assert not is_public_address(f"http://{host}/storm")


def test_the_same_ways_to_write_a_number_are_public_where_it_is() -> None:
    for host in ("134744072", "0x08080808", "8.8.2056", "[::ffff:8.8.8.8]"):
        assert is_public_address(f"http://{host}/")
