"""The only socket out. Whoever needs something from another machine sends a request here.

An address comes from people, and people can be wrong or mean harm: a name is resolved once, every number behind it must
be one of the open internet, and the connection goes to just that number, so that no second answer of the name server
leads inside. Redirects are not followed, and proxies named in the environment are not used.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, LocationParseError, NewConnectionError
from urllib3.util import Timeout, Url, parse_url

from claims.core.public_addresses import is_public_number
from claims.errors import Unreachable

PORTS = {"http": 80, "https": 443}
CONNECT_SECONDS = 5.0
# A name may stand for many machines; a few of them are tried.
MOST_ADDRESSES = 3
PIECE_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, the headers by lower-case name, and the body as far as it was asked for."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def send(
    method: str,
    url: str,
    *,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    seconds: float = 15.0,
    max_bytes: int = 0,
    allow_private: bool = False,
) -> Answer:
    """One request and its answer, whatever its status. At most ``max_bytes`` of the body are read.

    ``seconds`` bounds each wait for the other side, and the reading of the body as a whole. Raises Unreachable.
    """
    asked = parse(url)
    deadline = time.monotonic() + seconds
    for address in _addresses(asked, allow_private=allow_private):
        try:
            return _ask(asked, address, method, body, headers or {}, deadline=deadline, max_bytes=max_bytes)
        except (NewConnectionError, ConnectTimeoutError):
            # Nothing was sent yet.
            continue
        except HTTPError as error:
            raise Unreachable(f"{asked.host} did not answer as expected: {type(error).__name__}.") from error
    raise Unreachable(f"{asked.host} does not take connections.")


def parse(url: str) -> Url:
    """The parts of an address that can be asked: http or https, a host, nobody's password. Raises Unreachable."""
    try:
        asked = parse_url(url)
    except LocationParseError as error:
        raise Unreachable("This is no address of a web page.") from error
    if asked.scheme not in PORTS or not asked.host:
        raise Unreachable("The address must begin with http:// or https:// and name a host.")
    if asked.auth:
        raise Unreachable("The address may not hold a user name or a password.")
    return asked


def require_askable(url: str, *, allow_private: bool = False) -> None:
    """Raise Unreachable where ``url`` could never be asked; what its name stands for is seen when it is."""
    host = str(parse(url).host).strip("[]")
    try:
        address = ipaddress.ip_address(host.split("%")[0])
    except ValueError:
        return
    if not allow_private and not is_public_number(address):
        raise Unreachable(f"{host} is not on the open internet.")


def _addresses(asked: Url, *, allow_private: bool) -> Iterator[str]:
    """The numbers behind a host. Raises Unreachable where there are none, or where one of them is not public."""
    host = str(asked.host).strip("[]")
    try:
        found = socket.getaddrinfo(host, asked.port or PORTS[str(asked.scheme)], type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"There is no host {host}.") from error
    numbers = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for number in numbers:
        if not allow_private and not is_public_number(ipaddress.ip_address(number.split("%")[0])):
            raise Unreachable(f"{host} is not on the open internet.")
    yield from numbers[:MOST_ADDRESSES]


def _ask(
    asked: Url,
    address: str,
    method: str,
    body: bytes | None,
    headers: Mapping[str, str],
    *,
    deadline: float,
    max_bytes: int,
) -> Answer:
    left = max(0.1, deadline - time.monotonic())
    timeout = Timeout(connect=min(CONNECT_SECONDS, left), read=left)
    host = str(asked.host).strip("[]")
    port = asked.port or PORTS[str(asked.scheme)]
    pool: urllib3.HTTPConnectionPool
    if asked.scheme == "https":
        # The connection goes to the number; the certificate must be that of the name.
        pool = urllib3.HTTPSConnectionPool(address, port, timeout=timeout, server_hostname=host, assert_hostname=host)
    else:
        pool = urllib3.HTTPConnectionPool(address, port, timeout=timeout)
    with pool:
        answer = pool.urlopen(
            method,
            asked.request_uri,
            body=body,
            headers={"Host": asked.netloc or host, **headers},
            retries=False,
            redirect=False,
            assert_same_host=False,
            preload_content=False,
        )
        try:
            kept = _read(answer, deadline=deadline, max_bytes=max_bytes)
            return Answer(answer.status, {name.lower(): value for name, value in answer.headers.items()}, kept)
        finally:
            answer.close()


def _read(answer: urllib3.BaseHTTPResponse, *, deadline: float, max_bytes: int) -> bytes:
    """The first ``max_bytes``. Raises Unreachable where they take longer than until ``deadline``."""
    kept = bytearray()
    while len(kept) < max_bytes:
        if time.monotonic() > deadline:
            raise Unreachable("The answer took too long.")
        piece = answer.read1(min(PIECE_BYTES, max_bytes - len(kept)), decode_content=True)
        if not piece:
            break
        kept += piece
    return bytes(kept[:max_bytes])
