"""`manage.py translations`: bring the catalogues of every language up to what is marked, and compile them."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import translations


class Command(BaseCommand):
    help = "Update config/locale/*/LC_MESSAGES/django.po from what is marked for translation, and compile it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("languages", nargs="*", help="those that are new, beside those that are there")

    def handle(self, *args: Any, languages: list[str], **options: Any) -> None:
        [folder] = map(Path, settings.LOCALE_PATHS)
        there = [path.name for path in folder.iterdir() if path.is_dir()] if folder.exists() else []
        missing = [told for language in sorted({*there, *languages}) for told in self._bring_up(folder, language)]
        if missing:
            raise CommandError("Without words yet:\n" + "\n".join(missing))

    def _bring_up(self, folder: Path, language: str) -> list[str]:
        """Write both files; returns what has no words in this language yet."""
        path = folder / language / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        old = translations.catalogue(path, language) if path.exists() else translations.empty(language)
        found = translations.updated(old, translations.marked(settings.BASE_DIR))
        path.write_bytes(translations.written(found))
        path.with_suffix(".mo").write_bytes(translations.compiled(found))
        return [f"{language}: {told}" for told in translations.untranslated(found)]
