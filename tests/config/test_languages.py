"""No page is half in one language: what a German page says in the words of the English one is somebody's own."""

from __future__ import annotations

import ast
import re
import zoneinfo
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.template.base import Lexer, Token, TokenType
from django.test import Client

from config import translations
from tests.browser.pages import Newsroom, Shown, make_newsroom, pages
from verification.models import FactCheck

TEMPLATES = sorted(
    path for app in translations.APPS for path in (settings.BASE_DIR / app / "templates").rglob("*.html")
)
# The admin is in English throughout (see `config.middleware`).
OF_THE_ADMIN = re.compile(r"/templates/(?:claims/admin|admin)/")
TOLD_ATTRIBUTES = {"title", "placeholder", "alt", "aria-label", "data-back", "data-numbered"}
# Names, and what is the same in every language.
NAMES = {"API", "Esc", "utf-8", settings.SITE_NAME, *(name for _, name in settings.LANGUAGES)}
TWO_LETTERS = re.compile(r"[^\W\d_]{2}")


class Words(HTMLParser):
    """Everything of a page that is read: its texts, and what some attributes tell."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.found += [value for name, value in attrs if name in TOLD_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.open):
            self.found.append(" ".join(data.split()))

    def told(self) -> set[str]:
        return {words for words in self.found if TWO_LETTERS.search(words)}


# --- What is written down -------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_says_nothing_that_cannot_be_translated(path: Path) -> None:
    if not OF_THE_ADMIN.search(str(path)):
        assert Words("".join(_written(path))).told() - NAMES == set()


def _written(path: Path) -> Iterator[str]:
    """The template without its tags, without what is translated, and without what is filled in."""
    is_unread = False
    for token in Lexer(path.read_text()).tokenize():
        words = token.contents.split() if token.token_type == TokenType.BLOCK else [""]
        if words[0] in ("blocktranslate", "endblocktranslate", "block", "endblock"):
            is_unread = words[0] == "blocktranslate" or words[:2] == ["block", "main_class"]
        if not is_unread:
            yield token.contents if token.token_type == TokenType.TEXT else _literals(token)


def _literals(token: Token) -> str:
    """Words in the arguments of tags and filters, such as those of `default`, between tags of their own."""
    if token.token_type == TokenType.COMMENT or token.contents.startswith("translate "):
        return ""
    return "".join(f"<b>{words}</b>" for words in re.findall(r'"([^"]*)"', token.contents) if " " in words.strip())


CODE_OF_PAGES = ("views/*.py", "forms.py", "correcting.py", "filters.py", "drafting.py", "board.py", "checking_docx.py")
NOT_READ = re.compile(r"HX-|charset=|attachment|next \.found|User-agent|Disallow|Only JSON is given")


def test_the_code_of_pages_says_nothing_that_cannot_be_translated() -> None:
    marked = {words for message in translations.marked(settings.BASE_DIR) for words in _of(message)}
    paths = [path for pattern in CODE_OF_PAGES for path in (settings.BASE_DIR / "verification").glob(pattern)]
    said = {words for path in paths for words in _sentences(path)}
    assert len(said) > 50
    assert {words for words in said - marked if not NOT_READ.search(words)} == set()


def _of(message: Any) -> tuple[str, ...]:
    return (*((message.id,) if isinstance(message.id, str) else message.id), message.context or "")


def _sentences(path: Path) -> list[str]:
    tree = ast.parse(path.read_text())
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    return [words for body in bodies for words in translations.sentences(body)]


# --- What is shown --------------------------------------------------------------------------------------------
@pytest.fixture
def room() -> Newsroom:
    return make_newsroom()


@pytest.mark.django_db
def test_a_page_in_german_is_in_german(room: Newsroom) -> None:
    own = "\n".join(_of_people())
    shared = {message.id for message in _german() if message.id and message.id == message.string} | NAMES
    both = {shown.path: _page(room, shown, "en") & _page(room, shown, "de") for shown in pages(room)}
    lines = {*own.splitlines(), *shared}
    left = {path: {words for words in told if not _is_known(words, own, lines)} for path, told in both.items()}
    assert {path: words for path, words in left.items() if words} == {}


def _is_known(words: str, own: str, lines: set[str]) -> bool:
    """Whether words are what people wrote, a part of it, or put together of that ("a name, her office · the site")."""
    if words in lines or (words.count(" ") > 1 and words in own):
        return True
    for marks in ("·", "[|(),…]"):
        parts = [part.strip() for part in re.split(marks, words) if TWO_LETTERS.search(part)]
        if parts not in ([], [words]) and all(_is_known(part, own, lines) for part in parts):
            return True
    return False


def _german() -> Any:
    return translations.catalogue(settings.LOCALE_PATHS[0] / "de" / "LC_MESSAGES" / "django.po", "de")


def _page(room: Newsroom, shown: Shown, language: str) -> set[str]:
    client = Client(headers={"Accept-Language": language})
    if shown.who:
        client.force_login(room.people[shown.who])
    return Words(client.get(shown.path).content.decode()).told()


# What the machine writes into rows by itself; these columns hold no words of people.
OF_THE_MACHINE = {"Assignment.why", "Check.waiting_why", "Match.why", "Article.problem", "Embedding.problem"}


def _of_people() -> Iterator[str]:
    """What people wrote, as it stands in the rows, and names that stay as they are."""
    yield from (name.replace("_", " ") for name in zoneinfo.available_timezones())
    yield from (f"{settings.SITE_URL}{found.get_absolute_url()}" for found in FactCheck.objects.all())
    for model in apps.get_models():
        kept = [
            field for field in model._meta.concrete_fields if f"{model.__name__}.{field.name}" not in OF_THE_MACHINE
        ]
        for row in model.objects.all():  # type: ignore[attr-defined]
            yield str(row)
            yield from (_plain(getattr(row, field.attname)) for field in kept)


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(map(_plain, value.values()))
    return "\n".join(map(_plain, value)) if isinstance(value, list | tuple) else " ".join(str(value).split())
