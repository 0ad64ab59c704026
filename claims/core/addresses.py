"""Addresses of the web as they are compared. Pure.

Two addresses are one where they are after the normalisations of RFC 3986, 6.2.2 (case, percent-encoding, dot segments)
and 6.2.3 (default port, empty path), without the fragment and without what only tells who led a reader there. What is
stored and shown is the address as it was given.
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

import idna

PORTS = {"http": 80, "https": 443}
# Of campaigns, mailings and advertisements, by the names that their makers document; what may name a page stays.
_TRACKING_PREFIXES = ("utm_", "mtm_", "pk_", "piwik_", "hsa_", "vero_", "oly_")
_TRACKING = frozenset(
    "fbclid gclid gclsrc gbraid wbraid dclid msclkid twclid ttclid yclid ysclid li_fat_id igsh igshid irclickid epik "
    "rdt_cid sccid mc_cid mc_eid _ga _gl _hsenc _hsmi __hssc __hstc __hsfp hsctatracking mkt_tok s_cid cmpid ncid "
    "guccounter guce_referrer guce_referrer_sig xtor wt_mc wt.mc_id at_medium at_campaign fb_action_ids "
    "fb_action_types fb_source fb_ref ref_src ref_url _branch_match_id _branch_referrer".split()
)
_ENCODED = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_WRITTEN = re.compile(r"[\x00-\x20\"<>\\^`{|}\x7f-\U0010ffff]")


def same_address(url: str) -> str:
    """What two addresses of one page have in common; of what is no address of the web only the space around is gone."""
    given = url.strip()
    try:
        parts = urlsplit(given)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return given
    scheme = parts.scheme.lower()
    if scheme not in PORTS or not host:
        return given
    there = _authority(parts, host, None if port == PORTS[scheme] else port)
    path = _without_dots(_written_alike(parts.path)) or "/"
    query = "&".join(one for one in _written_alike(parts.query).split("&") if one and not _tracks(one))
    return urlunsplit((scheme, there, path, query, ""))


def address_key(url: str) -> str:
    """The digest by which addresses are compared; empty for none."""
    return hashlib.sha256(same_address(url).encode("utf-8", "surrogatepass")).hexdigest() if url.strip() else ""


def _authority(parts: SplitResult, host: str, port: int | None) -> str:
    user, at, _ = parts.netloc.rpartition("@")
    host = f"[{host}]" if ":" in host else _ascii(host.rstrip("."))
    return f"{user}{at}{host}" + (f":{port}" if port is not None else "")


def _ascii(host: str) -> str:
    """A host as it is asked for: in small letters, what is not ASCII by IDNA."""
    host = _decoded(host)
    try:
        return host.lower() if host.isascii() else idna.encode(host, uts46=True).decode()
    except (idna.IDNAError, UnicodeError):
        return host.lower()


def _decoded(host: str) -> str:
    def octets(found: re.Match[str]) -> str:
        return bytes.fromhex(found[0].replace("%", "")).decode(errors="replace")

    return re.sub(r"(?:%[0-9A-Fa-f]{2})+", octets, host)


def _written_alike(text: str) -> str:
    """Whatever needs no encoding without one, and the rest of it in capitals; what needs one and has none gets it."""

    def alike(found: re.Match[str]) -> str:
        char = chr(int(found[1], 16))
        return char if _UNRESERVED.fullmatch(char) else found[0].upper()

    encoded = _WRITTEN.sub(lambda found: "".join(f"%{byte:02X}" for byte in _bytes(found[0])), text)
    return _ENCODED.sub(alike, encoded)


def _bytes(char: str) -> bytes:
    return char.encode("utf-8", "surrogatepass")


def _without_dots(path: str) -> str:
    """RFC 3986, 5.2.4."""
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept)


def _tracks(parameter: str) -> bool:
    name = parameter.partition("=")[0].lower()
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)
