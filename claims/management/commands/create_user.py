"""`manage.py create_user`: the first administrator of a new house, or anybody else."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from claims import services
from claims.access import Role
from claims.errors import Invalid
from claims.models import User


class Command(BaseCommand):
    help = "Make a user. The password is asked for, or read from the first line of standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--role", required=True, choices=[role.value for role in Role])
        parser.add_argument("--first-name", default="")
        parser.add_argument("--last-name", default="")
        parser.add_argument("--time-zone", default="UTC", help="such as Europe/Lisbon")
        parser.add_argument("--no-password", action="store_true", help="a program, which uses API keys alone")

    def handle(self, *args: Any, username: str, role: str, no_password: bool, **options: Any) -> None:
        names = {name: options[name] for name in ("first_name", "last_name", "time_zone")}
        password = None if no_password else read_password(User(username=username, role=role))
        try:
            user = services.create_user(username=username, role=Role(role), password=password, **names)
        except Invalid as error:
            raise CommandError(error.detail) from error
        self.stdout.write(f"Made {user.username} ({user.role}).")


def read_password(user: User) -> str:
    """From a terminal twice, from a pipe once. Raises CommandError for one that is too weak or differs."""
    if not sys.stdin.isatty():
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = getpass.getpass("Password: ")
        if getpass.getpass("Once more: ") != password:
            raise CommandError("The two passwords differ.")
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    return password
