"""Which addresses stand on the open web, by themselves: nobody is asked what a name stands for. Pure."""

from __future__ import annotations

import ipaddress
import re
import socket
import unicodedata
from urllib.parse import unquote, urlsplit

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
SCHEMES = frozenset({"http", "https"})
# In these networks an IPv4 address stands in the last 32 bits: what a gateway takes to it (RFC 6052), and what was
# meant for machines that speak both (RFC 4291).
_WITH_IPV4 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))
# Names that are never in the public DNS: RFC 6761, RFC 6762 (with its appendix G), RFC 8375, ICANN's `internal` and
# what is not delegated for being in use inside (`home`, `corp`, `mail`), and what routers and Windows give out.
_INSIDE = frozenset(
    """localhost local localdomain internal intranet intra private priv corp home mail lan loc domain workgroup mshome
    homenet test invalid home.arpa fritz.box""".split()
)
# Whatever they stand under.
_INSIDE_LABELS = frozenset({"intranet", "internal"})
_NUMBER = re.compile(r"\d+|0[xX][0-9a-fA-F]*")
_NO_HOST = re.compile(r"[\s\x00-\x20\x7f<>^|\\#/?@%]")


def is_public_address(url: str) -> bool:
    """Whether ``url`` is of a page that anybody may open: http or https, nobody's password, and a host of the open
    internet, in whatever way it is written.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if parts.scheme not in SCHEMES or not host or "@" in parts.netloc or "\\" in parts.netloc:
        return False
    return _is_public_host(host)


def is_public_number(address: IpAddress) -> bool:
    """Whether a number belongs to the open internet, also where one is wrapped in another."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if any(address in network for network in _WITH_IPV4):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        if inner is not None:
            return is_public_number(inner)
    return address.is_global and not address.is_multicast


def _is_public_host(host: str) -> bool:
    # As a browser reads it: "%31" and "１" are the digit, and other dots are dots.
    name = unicodedata.normalize("NFKC", unquote(host)).replace("。", ".").casefold().removesuffix(".")
    if ":" in name:
        return _is_public_ip(name.partition("%")[0])
    labels = name.split(".")
    if not all(labels) or _NO_HOST.search(name):
        return False
    if _NUMBER.fullmatch(labels[-1]):
        return _is_public_ip(_dotted(name))
    is_inside = name in _INSIDE or any(".".join(labels[at:]) in _INSIDE for at in range(len(labels)))
    return len(labels) > 1 and not is_inside and not _INSIDE_LABELS.intersection(labels)


def _dotted(name: str) -> str:
    """127.1, 0x7f000001, 017700000001 and 2130706433 as the address that each of them is; empty where it is none."""
    try:
        return socket.inet_ntoa(socket.inet_aton(name))
    except OSError:
        return ""


def _is_public_ip(written: str) -> bool:
    try:
        return is_public_number(ipaddress.ip_address(written))
    except ValueError:
        return False
