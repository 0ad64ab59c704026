"""`manage.py seed_demo`: a small newsroom to look around in, made once."""

from __future__ import annotations

import secrets
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from claims import services as claim_services
from claims.access import ROLE_SCOPES, Role
from claims.models import User
from config.embedded import write_private
from verification import services
from verification.models import Desk, RatingScale
from verification.services import RatingDraft

DESK = "World"
SCALE = (
    RatingDraft("true", "True", "The claim is right in every point that matters.", 5),
    RatingDraft("mostly-true", "Mostly true", "The claim is right, but needs something added.", 4),
    RatingDraft("half-true", "Half true", "The claim is right in part and leaves out what matters.", 3),
    RatingDraft("mostly-false", "Mostly false", "There is something in the claim, but it misleads.", 2),
    RatingDraft("false", "False", "The claim is wrong.", 1),
    RatingDraft("unproven", "Unproven", "The evidence that can be had decides neither way.", None),
)
# Username, first name, last name, what they know.
REVIEWERS = (
    ("ines", "Ines", "Okafor", ["defence", "world"]),
    ("jonas", "Jonas", "Lindqvist", ["world", "politics"]),
    ("mei", "Mei", "Tanaka", ["defence", "science"]),
)


class Command(BaseCommand):
    help = "Make a demo newsroom once: a desk, an editor, three reviewers, and an API client with a key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--credentials", type=Path, required=True, help="the file that keeps the secrets (0600)")

    @transaction.atomic
    def handle(self, *args: Any, credentials: Path, **options: Any) -> None:
        if Desk.objects.filter(name=DESK).exists():
            self.stdout.write("The demo newsroom is there already.")
            return
        told = make_newsroom()
        # Before the commit, so that no account exists whose secret is lost.
        write_private(credentials, told)
        self.stdout.write(told)


def make_newsroom() -> str:
    """Make everybody; returns the text of the credentials file, a line for each."""
    desk = make_desk()
    lines = [_person(Role.EDITOR, "editor", "Edda", "Novak")[1]]
    for username, first, last, topics in REVIEWERS:
        user, line = _person(Role.REVIEWER, username, first, last)
        lead = [desk] if username == REVIEWERS[0][0] else []
        services.create_reviewer(user=user, desks=[desk], leads=lead, topics=topics, languages=["en"], capacity=20)
        lines.append(line)
    return "\n".join([*lines, _client(), ""])


def make_desk() -> Desk:
    return services.create_desk(name=DESK, scale=make_scale(), topics=["world", "defence", "politics"], is_default=True)


def make_scale() -> RatingScale:
    return services.create_rating_scale(name="Six ratings", ratings=SCALE)


def _person(role: Role, username: str, first: str, last: str) -> tuple[User, str]:
    password = secrets.token_urlsafe(12)
    user = claim_services.create_user(username=username, role=role, password=password, first_name=first, last_name=last)
    return user, f"{role.value:<11} {username:<8} {password}"


def _client() -> str:
    user = claim_services.create_user(username="wire", role=Role.CLIENT)
    _, secret = claim_services.create_api_key(user=user, name="Demo", scopes=ROLE_SCOPES[Role.CLIENT], actor=None)
    return f"{'API key':<11} {user.username:<8} {secret}"
