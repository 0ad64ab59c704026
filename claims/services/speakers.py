"""Speakers by name: known ones found, new ones made, many at once."""

from __future__ import annotations

from collections.abc import Mapping

from claims import queries
from claims.models import Speaker

MAX_NAME_CHARS = 300


def speaker_key(name: str) -> str:
    """The folding by which two names count as the same."""
    return name[:MAX_NAME_CHARS].casefold()


def store_speakers(roles: Mapping[str, str]) -> dict[str, Speaker]:
    """The speakers of these names by `speaker_key`, each name with the role that a new one gets.

    A known speaker keeps the role on record. Called inside the transaction that stores what they said.
    """
    names: dict[str, str] = {}
    for name in roles:
        # Of several ways to write it, the first.
        names.setdefault(speaker_key(name), name)
    found = _known([name[:MAX_NAME_CHARS] for name in names.values()])
    missing = {name[:MAX_NAME_CHARS]: roles[name] for key, name in names.items() if key not in found}
    if not missing:
        return found
    rows = [Speaker(name=name, role=role[:MAX_NAME_CHARS]) for name, role in missing.items()]
    # In one order, so that two who store the same people never wait for each other in a circle.
    Speaker.objects.bulk_create(sorted(rows, key=lambda row: row.name.casefold()), ignore_conflicts=True)
    found |= _known(list(missing))
    for key, name in names.items():
        if key not in found:
            found[key] = queries.speaker_named(name[:MAX_NAME_CHARS])
    return found


def _known(names: list[str]) -> dict[str, Speaker]:
    known = Speaker.objects.filter(name__in=names) if names else Speaker.objects.none()
    return {speaker.name.casefold(): speaker for speaker in known}
