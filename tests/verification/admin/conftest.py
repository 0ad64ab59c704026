"""Who sits at the admin, and a house with something in every room."""

from __future__ import annotations

import pytest
from django.test import Client

from claims.access import Role
from claims.models import User
from tests import makers
from tests.verification.admin.pages import signed_in


@pytest.fixture
def editor() -> User:
    return makers.make_editor()


@pytest.fixture
def desk_of_editor(client: Client, editor: User) -> Client:
    return signed_in(client, editor)


@pytest.fixture
def full_house() -> None:
    """Rows of every model that is registered, in every state that comes by itself."""
    desk = makers.make_desk(topics=["water"])
    makers.make_webhook()
    article = makers.make_article(title="The harbour", url="https://paper.example/harbour", outlet="The Paper")
    makers.make_published_check(desk)
    makers.make_disputed_check(desk)
    claim = makers.make_claim(speaker_name="The port authority")
    type(claim).objects.filter(pk=claim.pk).update(article=article)
    makers.make_check(desk, claim=claim)
    makers.make_match(claim)
    makers.make_imported_fact_check()
    makers.make_import()
    makers.make_key(makers.make_user(Role.CLIENT), "claims:read")
