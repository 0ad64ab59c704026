"""`python -m tests.faults.newsroom`: people and their API keys on the desk of a live stack, told as JSON."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass

import django

PASSWORD = "a-long-enough-passphrase"
REVIEWERS = 100


@dataclass(frozen=True, slots=True)
class Newsroom:
    """API keys of the program that hands in, of the reviewers and of the editor at the desk; ``editor`` is the name of
    another one, who signs in with PASSWORD.
    """

    program: str
    reviewers: list[str]
    desk_editor: str
    editor: str


def make() -> Newsroom:
    """A desk where every claim needs two verdicts. Few slots are pushed to each: the rest is there to be taken."""
    from claims.access import Role
    from tests import makers
    from verification import services

    desk = makers.make_desk(name="Faults", is_default=True)
    people = [makers.make_user(Role.REVIEWER, password=None) for _ in range(REVIEWERS)]
    for user in people:
        makers.make_reviewer(desk, user=user, capacity=10)
    keys = [makers.make_key(user, "reviews:read", "reviews:write") for user in people]
    program = makers.make_user(Role.CLIENT, password=None)
    editor = makers.make_editor(password=PASSWORD)
    key = makers.make_key(program, "articles:read", "articles:write", "claims:read", "claims:write")
    # Nobody listens there: what counts is that each publication was addressed to it.
    services.create_webhook(actor=editor, name="Wire", url="http://127.0.0.1:1/wire")
    signs = makers.make_key(makers.make_editor(password=None), "checks:read", "fact-checks:write")
    return Newsroom(key, keys, signs, editor.username)


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(asdict(make())))
