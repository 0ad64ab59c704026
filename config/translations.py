"""The catalogues of the site's words: what is marked in templates and code, what each language says for it.

Done with Babel, so that nothing but the locked packages is needed. The compiled catalogues are kept with the others:
a fresh clone and the image speak every language without a step of their own.
"""

from __future__ import annotations

import ast
import io
import itertools
import re
from collections.abc import Iterable, Iterator
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
# Where the machine and the rules speak: their sentences are kept or raised in English and translated where they are
# shown (see `verification.sayings`), so nothing in these modules is marked.
SPEAKERS = (
    "claims/core/tables.py",
    "claims/core/text.py",
    "claims/intake.py",
    "claims/models/fields.py",
    "claims/states.py",
    "claims/fetching.py",
    "claims/page_reading.py",
    "claims/tasks.py",
    "claims/matching/conflicts.py",
    "claims/matching/ranking.py",
    "claims/services/*.py",
    "verification/differing.py",
    "verification/permissions.py",
    "verification/routing/*.py",
    "verification/said_before.py",
    "verification/services/*.py",
    "verification/sourcing.py",
    "verification/tasks.py",
)
SAID = "said"
_STATEMENT = re.compile(r"(?:SELECT|WITH)\b")
_GAP_OF_LOG = re.compile(r"%[sr(]")
_WORD = re.compile(r"[A-Za-z]{2}")


def marked(root: Path) -> Catalog:
    """Every message that the code and the templates under ``root`` mark, in the order of their files."""
    found = Catalog(fuzzy=False)
    for path in _sources(root):
        for _, message, _, context in extract("python", io.BytesIO(_python(path)), keywords=KEYWORDS):
            found.add(message, context=context)
    for told in _said(root):
        found.add(told, context=SAID)
    return found


def _said(root: Path) -> Iterator[str]:
    """What errors tell, and what the modules in ``SPEAKERS`` say, with {0}, {1} … for what is put in."""
    for app in APPS:
        yield from _told_by_errors(root / app / "errors.py")
    for path in sorted({path for pattern in SPEAKERS for path in root.glob(pattern)}):
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef):
                yield from sentences(function.body)


def sentences(found: Iterable[ast.AST]) -> Iterator[str]:
    """The strings under some nodes that people read, in their order; docstrings are for programmers."""
    for node in found:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        if _is_sentence(words := _with_gaps(node)):
            yield words
        yield from sentences(_inside(node))


def _inside(node: ast.AST) -> Iterable[ast.AST]:
    """The parts of a node; of a string with gaps what fills them."""
    if isinstance(node, ast.JoinedStr):
        return [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
    return ast.iter_child_nodes(node)


def _with_gaps(node: ast.AST) -> str:
    """A string as it stands in the catalogue; empty where the node is none."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if not isinstance(node, ast.JoinedStr):
        return ""
    number = itertools.count()
    return "".join(str(part.value) if isinstance(part, ast.Constant) else f"{{{next(number)}}}" for part in node.values)


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


def _is_sentence(told: str) -> bool:
    """Whether it is of two words, and neither SQL nor a line for the log."""
    words = told.strip()
    if " " not in words or _STATEMENT.match(words) or _GAP_OF_LOG.search(words):
        return False
    return _WORD.search(words) is not None


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
