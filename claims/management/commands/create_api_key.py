"""`manage.py create_api_key`: a key for a program; the secret alone goes to standard output, to be piped."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims import services
from claims.access import Scope
from claims.errors import Invalid
from claims.models import User

MAX_DAYS = 3650


class Command(BaseCommand):
    help = "Make an API key for a user and print its secret, which is kept nowhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--user", required=True, help="whose key it is; it may never do more than their role")
        parser.add_argument("--name", default="command line", help="what it is for")
        parser.add_argument("--scopes", required=True, nargs="+", metavar="SCOPE", help=", ".join(Scope))
        parser.add_argument("--days", type=int, default=365, help="how long it is valid; 0: until it is revoked")

    def handle(self, *args: Any, user: str, name: str, scopes: list[str], days: int, **options: Any) -> None:
        if not 0 <= days <= MAX_DAYS:
            raise CommandError(f"--days: choose a number from 0 to {MAX_DAYS}.")
        owner = User.objects.filter(username=user).first()
        if owner is None:
            raise CommandError(f"There is no user “{user}”.")
        lasts = timedelta(days=days) if days else None
        try:
            _, secret = services.create_api_key(user=owner, name=name, scopes=scopes, lasts=lasts)
        except Invalid as error:
            raise CommandError(error.detail) from error
        self._tell_what_it_may_not(owner, scopes)
        self.stdout.write(secret)

    def _tell_what_it_may_not(self, owner: User, scopes: list[str]) -> None:
        beyond = sorted(set(scopes) - owner.scopes())
        if beyond:
            self.stderr.write(f"The role {owner.effective_role} does not cover {', '.join(beyond)}.")
