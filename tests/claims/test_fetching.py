"""The only socket out goes to the open internet alone, to the number that was looked at, and follows nobody."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from claims.core.public_addresses import is_public_number
from claims.errors import Unreachable
from claims.fetching import require_askable, send
from tests.receiver import Receiver, receiving


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "255.255.255.255",
        "224.0.0.1",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::127.0.0.1",
        "2002:7f00:1::",
    ],
)
def test_addresses_inside_are_not_public(address: str) -> None:
    assert not is_public_number(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "::ffff:1.1.1.1"])
def test_addresses_of_the_open_internet_are_public(address: str) -> None:
    assert is_public_number(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nothing",
        "ftp://checks.example/",
        "file:///etc/passwd",
        "http://",
        "http://user:secret@checks.example/",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/latest",
    ],
)
def test_what_can_never_be_asked_is_refused_at_once(url: str) -> None:
    with pytest.raises(Unreachable):
        require_askable(url)


def test_a_name_is_only_looked_up_when_it_is_asked() -> None:
    require_askable("https://no-such-host.invalid/hook")


def test_a_request_arrives_as_it_was_sent(receiver: Receiver) -> None:
    answer = send(
        "POST", f"{receiver.url}?a=1", body=b"hello", headers={"X-Word": "claim"}, max_bytes=10, allow_private=True
    )
    assert (answer.status, answer.body) == (204, b"")
    [got] = receiver.received
    assert (got.path, got.body, got.headers["x-word"]) == ("/hook?a=1", b"hello", "claim")
    assert got.headers["host"] == receiver.url.split("/")[2]


def test_a_name_that_leads_inside_is_refused_and_nothing_is_sent(receiver: Receiver) -> None:
    with pytest.raises(Unreachable, match="not on the open internet"):
        send("POST", receiver.url.replace("127.0.0.1", "localhost"), body=b"hello")
    assert not receiver.received


def test_a_name_with_one_number_inside_is_refused(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server may give a public number first and one inside second."""
    known = socket.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM)
    mixed = [(*known[0][:4], ("93.184.215.14", 80)), *known]

    def look_up(*args: Any, **more: Any) -> Any:
        return mixed

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(Unreachable, match="not on the open internet"):
        send("POST", "http://two-faced.example/hook")


def test_a_name_is_resolved_once(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second look could lead elsewhere; the connection goes to the number that was looked at."""
    port = int(receiver.url.split(":")[2].split("/")[0])
    asked: list[Any] = []
    resolve = socket.getaddrinfo

    def look_up(host: Any, *args: Any, **more: Any) -> Any:
        asked.append(host)
        return resolve("127.0.0.1" if host == "hook.example" else host, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert send("POST", f"http://hook.example:{port}/hook", allow_private=True).status == 204
    assert asked.count("hook.example") == 1
    assert receiver.received[0].headers["host"] == f"hook.example:{port}"


def test_a_redirect_is_an_answer_and_not_followed(receiver: Receiver) -> None:
    receiver.answers = [302]
    assert send("POST", receiver.url, allow_private=True).status == 302
    assert len(receiver.received) == 1


def test_a_proxy_of_the_environment_is_not_asked(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert send("POST", receiver.url, allow_private=True).status == 204


def test_nobody_listening_and_no_such_host_are_told_in_words() -> None:
    with pytest.raises(Unreachable, match="does not take connections"):
        send("GET", "http://127.0.0.1:1/", allow_private=True)
    with pytest.raises(Unreachable, match="no host"):
        send("GET", "http://no-such-host.invalid/", allow_private=True)


def test_a_server_that_says_nothing_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(Unreachable, match="did not answer"):
        send("GET", f"http://127.0.0.1:{server.getsockname()[1]}/", seconds=0.3, allow_private=True)
