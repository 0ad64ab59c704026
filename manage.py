#!/usr/bin/env python
"""Claimdesk's command line: `python manage.py quickstart` runs everything."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # Decided before the settings are read: they ask for every secret where servers of one's own are meant.
    if sys.argv[1:2] == ["quickstart"]:
        os.environ.setdefault("CLAIMDESK_EMBEDDED", "1")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
