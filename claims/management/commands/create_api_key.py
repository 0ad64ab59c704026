"""`manage.py create_api_key`: a key for a program; the secret alone goes to standard output, to be piped."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from claims import services
from claims.access import OF_KEYS
from claims.errors import Invalid
from claims.models import User
from claims.services.people import MAX_KEY_DAYS


class Command(BaseCommand):
    help = "Make an API key for a user and print its secret, which is kept nowhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--user", required=True, help="whose key it is; it may never do more than their role")
        parser.add_argument("--name", default="command line", help="what it is for")
        parser.add_argument("--scopes", required=True, nargs="+", metavar="SCOPE", help=", ".join(sorted(OF_KEYS)))
        days = settings.API_KEY_DAYS
        parser.add_argument("--days", type=int, default=days, help=f"how long it is valid: {days} if nothing is said")

    def handle(self, *args: Any, user: str, name: str, scopes: list[str], days: int, **options: Any) -> None:
        if not 1 <= days <= MAX_KEY_DAYS:
            raise CommandError(f"--days: choose a number from 1 to {MAX_KEY_DAYS}.")
        owner = User.objects.filter(username=user).first()
        if owner is None:
            raise CommandError(f"There is no user “{user}”.")
        try:
            _, secret = services.create_api_key(
                user=owner, name=name, scopes=scopes, actor=None, lasts=timedelta(days=days)
            )
        except Invalid as error:
            raise CommandError(error.detail) from error
        self.stdout.write(secret)
