"""The catalogues of the site's words: what is marked in templates and code, what each language says for it.

Done with Babel, so that nothing but the locked packages is needed. The compiled catalogues are kept with the others:
a fresh clone and the image speak every language without a step of their own.
"""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation import templatize

KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "gettext_noop": None,
}
APPS = ("config", "verification", "claims")


def marked(root: Path) -> Catalog:
    """Every message that the code and the templates under ``root`` mark, in the order of their files."""
    found = Catalog(fuzzy=False)
    for path in _sources(root):
        for _, message, _, context in extract("python", io.BytesIO(_python(path)), keywords=KEYWORDS):
            found.add(message, context=context)
    for app in APPS:
        for told in _told_by_errors(root / app / "errors.py"):
            found.add(told)
    return found


def _told_by_errors(path: Path) -> Iterator[str]:
    """The docstrings of a module of errors, which are what people are told."""
    classes = ast.parse(path.read_text()).body if path.exists() else []
    yield from filter(None, (ast.get_docstring(found) for found in classes if isinstance(found, ast.ClassDef)))


def _sources(root: Path) -> Iterator[Path]:
    for app in APPS:
        for kind in ("*.py", "*.html"):
            yield from sorted((root / app).rglob(kind))


def _python(path: Path) -> bytes:
    """The file as Python that says the same; a template is made into calls, one a line and not indented."""
    if path.suffix == ".py":
        return path.read_bytes()
    calls = templatize(path.read_text(), origin=str(path))
    return "\n".join(line.strip() for line in calls.splitlines()).encode()


def catalogue(path: Path, language: str) -> Catalog:
    """What stands in a .po file."""
    with path.open("rb") as file:
        return read_po(file, locale=language)


def empty(language: str) -> Catalog:
    """The catalogue of a language that nobody has begun."""
    comment = f"# What the pages of Claimdesk say in “{language}”; see `manage.py translations`."
    facts = {"project": "Claimdesk", "version": "1", "last_translator": "Claimdesk", "language_team": "Claimdesk"}
    return Catalog(locale=language, fuzzy=False, header_comment=comment, msgid_bugs_address="Claimdesk", **facts)


def updated(old: Catalog, template: Catalog) -> Catalog:
    """``old`` with the messages of ``template``: new ones empty, those that nobody marks any more gone."""
    old.update(template, no_fuzzy_matching=True)
    old.obsolete.clear()
    return old


def untranslated(found: Catalog) -> list[str]:
    """Messages without words in this language, or with words that somebody is not sure of."""
    return [str(message.id) for message in found if message.id and (message.fuzzy or not _words(message.string))]


def _words(string: object) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


def written(found: Catalog) -> bytes:
    """A catalogue as a .po file."""
    file = io.BytesIO()
    write_po(file, found, width=120, no_location=True, omit_header=False, sort_output=False)
    return file.getvalue()


def compiled(found: Catalog) -> bytes:
    """A catalogue as the .mo file that Django reads."""
    file = io.BytesIO()
    write_mo(file, found)
    return file.getvalue()
