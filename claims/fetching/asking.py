"""Pages of other people's sites, and what they say of themselves. The only socket that leads out of the house.

An address comes from a person, and the answer from anybody: only http and https on their usual ports are asked, only
hosts whose every address is a public one, each redirect anew, for a limited time and a limited size. The connection
goes to the address that was looked at, so that a name which is looked up twice cannot answer differently.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from claims.fetching.facts import NotFetched, PageFacts
from claims.fetching.metadata import facts_of

TIMEOUT_SECONDS = 10
MAX_BYTES = 2 * 1024 * 1024
MAX_REDIRECTS = 5
PORTS = {"http": 80, "https": 443}
USER_AGENT = "Claimdesk (a newsroom reads its sources)"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


def fetch_page(url: str, *, anywhere: bool = False) -> PageFacts:
    """Read the page at ``url``. Raises NotFetched, in words for a person.

    ``anywhere``: also on this machine and in its networks, on any port.
    """
    for _ in range(MAX_REDIRECTS + 1):
        answer = _ask(url, anywhere)
        if answer.location is None:
            return facts_of(answer.body, url=url)
        url = urljoin(url, answer.location)
    raise NotFetched("The page leads on and on.")


def is_public(address: str) -> bool:
    """Whether anybody may be behind an IP address: nobody's own network, this machine, or a special range."""
    found = ipaddress.ip_address(address)
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_global and not found.is_multicast


@dataclass(frozen=True, slots=True)
class _Answer:
    body: bytes = b""
    location: str | None = None


def _ask(url: str, anywhere: bool) -> _Answer:
    parts = urlsplit(url)
    try:
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise NotFetched("The address names no port that there is.") from error
    if parts.scheme not in PORTS or not parts.hostname or not (anywhere or port == PORTS[parts.scheme]):
        raise NotFetched("Only pages on the web can be read.")
    address = _address(parts.hostname, port, anywhere)
    connection = _connection(parts.scheme, parts.hostname, port, address)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("GET", path, headers={"User-Agent": USER_AGENT, "Accept": "text/html"})
        return _answer(connection.getresponse())
    except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
        raise NotFetched("The site did not answer as a page does.") from error
    finally:
        connection.close()


def _answer(response: http.client.HTTPResponse) -> _Answer:
    if response.status in _REDIRECTS and (location := response.headers.get("Location")):
        return _Answer(location=location)
    if response.status != http.HTTPStatus.OK:
        raise NotFetched(f"The site answered {response.status}.")
    if "html" not in (response.headers.get("Content-Type") or "html").lower():
        raise NotFetched("There is no page but a file of another kind.")
    return _Answer(body=_beginning(response))


def _beginning(response: http.client.HTTPResponse) -> bytes:
    """What says what a page is; the rest is not read, and no site takes longer than its time."""
    until = time.monotonic() + 2 * TIMEOUT_SECONDS
    body = bytearray()
    while len(body) < MAX_BYTES and (piece := response.read1(64 * 1024)):
        body += piece
        if time.monotonic() > until:
            raise NotFetched("The site takes too long.")
    return bytes(body)


def _address(host: str, port: int, anywhere: bool) -> str:
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise NotFetched("There is no such site.") from error
    addresses = sorted(str(one) for one in found)
    if not addresses or not (anywhere or all(map(is_public, addresses))):
        raise NotFetched("This address is not on the public web.")
    return addresses[0]


def _connection(scheme: str, host: str, port: int, address: str) -> http.client.HTTPConnection:
    """A connection to ``address`` that speaks to ``host``."""

    def connect(*_: Any, **__: Any) -> socket.socket:
        return socket.create_connection((address, port), timeout=TIMEOUT_SECONDS)

    if scheme == "https":
        made: Any = http.client.HTTPSConnection(
            host, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
        )
    else:
        made = http.client.HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)
    # The hook of http.client for whoever opens the socket; the name is still checked by TLS.
    made._create_connection = connect
    return made  # type: ignore[no-any-return]
