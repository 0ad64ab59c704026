"""Every word that is marked for translation has its words in every language, and the compiled files say the same."""

from __future__ import annotations

import gettext
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from claims.access import Role
from config import translations
from tests import makers

[LOCALE] = settings.LOCALE_PATHS
LANGUAGES = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def catalogue_of(language: str) -> Any:
    return translations.catalogue(LOCALE / language / "LC_MESSAGES" / "django.po", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_words_for_everything_and_for_nothing_else(language: str) -> None:
    marked = {message.id for message in translations.marked(settings.BASE_DIR) if message.id}
    found = catalogue_of(language)
    assert {message.id for message in found if message.id} == marked, "run manage.py translations"
    assert translations.untranslated(found) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_put_into_a_message_is_put_into_its_translation(language: str) -> None:
    wrong = [
        message.id
        for message in catalogue_of(language)
        if message.id and placeholders(message.id) != placeholders(message.string)
    ]
    assert wrong == []


def placeholders(words: Any) -> set[str]:
    return set(re.findall(r"%\(\w+\)s|\{\w*\}", " ".join(words) if isinstance(words, tuple | list) else words))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_that_of_the_written_one(language: str) -> None:
    with (LOCALE / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        found = gettext.GNUTranslations(file)
    for message in catalogue_of(language):
        if isinstance(message.id, str) and message.id:
            told = found.pgettext(message.context, message.id) if message.context else found.gettext(message.id)
            assert told == message.string, "run manage.py translations"


def test_the_command_finds_what_is_marked_and_drops_what_no_longer_is(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "config").mkdir()
    page, code = tmp_path / "config" / "page.html", tmp_path / "config" / "code.py"
    page.write_text(
        "{% load i18n %}<p>\n  {% translate 'Hello' %}</p>{% blocktranslate %}One {{ name }}{% endblocktranslate %}"
    )
    code.write_text('told = gettext_lazy("World")\n')
    (tmp_path / "config" / "errors.py").write_text('class Broken(Exception):\n    """It broke."""\n')
    settings.BASE_DIR, settings.LOCALE_PATHS = tmp_path, [tmp_path / "locale"]
    with pytest.raises(Exception, match="Hello"):
        call_command("translations", "de")
    path = tmp_path / "locale" / "de" / "LC_MESSAGES" / "django.po"
    assert {m.id for m in translations.catalogue(path, "de") if m.id} == {"Hello", "One %(name)s", "World", "It broke."}
    path.write_text(path.read_text().replace('msgid "World"\nmsgstr ""', 'msgid "World"\nmsgstr "Welt"'))
    page.unlink()
    with pytest.raises(Exception, match="It broke"):
        call_command("translations")
    kept = {message.id: message.string for message in translations.catalogue(path, "de") if message.id}
    assert kept == {"World": "Welt", "It broke.": ""}


@pytest.mark.django_db
class TestWhatPeopleSee:
    """The language of a page, and how it is chosen."""

    def test_a_reader_gets_the_language_that_the_browser_asks_for(self) -> None:
        told = Client().get("/methodology/", headers={"Accept-Language": "de-AT,de;q=0.9"}).content.decode()
        assert '<html lang="de" dir="ltr">' in told
        assert "<h1>Wie wir arbeiten</h1>" in told

    def test_a_language_that_is_not_offered_is_english_throughout(self) -> None:
        told = Client().get("/login/", headers={"Accept-Language": "fr"}).content.decode()
        assert '<html lang="en" dir="ltr">' in told
        assert "Username" in told

    def test_the_choice_is_remembered_over_what_the_browser_asks_for(self) -> None:
        client = Client(headers={"Accept-Language": "en"})
        answer = client.post(reverse("set_language"), {"language": "de", "next": "/ratings/"})
        assert (answer.status_code, answer["Location"]) == (302, "/ratings/")
        assert client.cookies[settings.LANGUAGE_COOKIE_NAME]["max-age"] > 300 * 24 * 3600
        assert "Was die Urteile bedeuten" in client.get("/ratings/").content.decode()

    def test_the_choice_leads_to_no_other_site(self) -> None:
        answer = Client().post(reverse("set_language"), {"language": "de", "next": "https://elsewhere.example/"})
        assert answer["Location"] == "/"

    def test_days_are_written_as_the_language_writes_them(self) -> None:
        makers.make_published_check()
        told = Client().get("/fact-checks/", headers={"Accept-Language": "de"}).content.decode()
        assert re.search(r">\d{1,2}\. (?:[A-Z]\w+|März) \d{4}</time>", told)

    def test_an_error_of_the_domain_is_told_in_the_language(self) -> None:
        client = Client(headers={"Accept-Language": "de"})
        client.force_login(makers.make_editor())
        told = client.post(reverse("take-next")).content.decode()
        assert "Sie gehören nicht zu den Prüfenden." in told

    def test_what_was_written_without_a_session_comes_back_under_its_labels(self) -> None:
        form = {"reasoning": "Two cranes.", "form-0-url": "https://register.example/", "other": "More."}
        answer = Client(headers={"Accept-Language": "de"}).post(reverse("assignment", args=[1]), form)
        told = re.findall(r"<dt[^>]*>([^<]+)</dt>\s*<dd[^>]*>\s*<span[^>]*>([^<]+)</span>", answer.content.decode())
        assert answer.status_code == 401
        assert ("Begründung", "Two cranes.") in told
        assert ("Adresse 1", "https://register.example/") in told
        # What is no field that people see is sent again with the rest, and not read to them.
        assert "More." not in dict(told).values()

    def test_the_admin_is_in_english_throughout(self) -> None:
        client = Client(headers={"Accept-Language": "de"})
        client.force_login(makers.make_user(Role.ADMINISTRATOR))
        told = client.get("/admin/").content.decode()
        assert "At a glance" in told
        assert "Abmelden" not in told
        assert "Auf einen Blick" in client.get("/desk/board/").content.decode()

    def test_the_way_in_bears_the_name_of_the_site(self) -> None:
        assert f"<title>Anmelden · {settings.SITE_NAME}</title>" in (
            Client().get("/login/", headers={"Accept-Language": "de"}).content.decode()
        )

    def test_a_language_from_right_to_left_turns_the_page(self) -> None:
        with translation.override("ar"):
            assert '<html lang="ar" dir="rtl">' in render_to_string("404.html", request=RequestFactory().get("/"))


@pytest.mark.django_db
class TestClocks:
    """Everybody reads times on a clock of their own."""

    def test_somebody_sets_their_clock(self) -> None:
        user = makers.make_user()
        client = Client()
        client.force_login(user)
        assert client.post(reverse("account"), {"time_zone": "Asia/Tokyo"}).status_code == 302
        user.refresh_from_db()
        assert user.time_zone == "Asia/Tokyo"
        assert 'value="Asia/Tokyo" selected' in client.get(reverse("account")).content.decode()

    def test_a_clock_that_does_not_exist_is_told_beside_the_field(self) -> None:
        user = makers.make_user()
        client = Client()
        client.force_login(user)
        answer = client.post(reverse("account"), {"time_zone": "Mars/Olympus"})
        told = answer.content.decode()
        assert (answer.status_code, 'id="id_time_zone_error"' in told) == (422, True)
        user.refresh_from_db()
        assert user.time_zone == "UTC"

    def test_nobody_without_an_account_has_one(self) -> None:
        assert Client().get(reverse("account"))["Location"].startswith(reverse("login"))
