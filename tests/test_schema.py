"""The description of the API, against the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator

from tests.test_every_route import ROUTES, routes


def test_the_schema_is_openapi_3_1_and_draws_no_warning(capsys: pytest.CaptureFixture[str]) -> None:
    GENERATOR_STATS.reset()
    call_command("spectacular", validate=True, fail_on_warn=True)
    assert capsys.readouterr().out.startswith("openapi: 3.1.0")


def test_every_route_of_the_api_is_described() -> None:
    schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    described = sum(len(methods) for methods in schema["paths"].values())
    assert described == sum(1 for name, _ in ROUTES if name.startswith("v1:"))
    assert len(schema["paths"]) == sum(1 for name, _, _ in routes() if name.startswith("v1:"))


@pytest.mark.django_db
def test_the_schema_and_the_page_that_shows_it_come_from_here() -> None:
    assert b"/api/v1/articles/batch/" in Client().get("/api/schema/").content
    page = Client().get("/api/docs/").content.decode()
    assert "http" not in page.replace("http-equiv", "")


def test_what_may_be_null_is_told_as_openapi_3_1_tells_it() -> None:
    schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    told = schema["components"]["schemas"]
    assert not [name for name, component in told.items() if "'nullable'" in str(component)]
    for name, field in (("PaginatedClaimOutList", "next"), ("EventOut", "actor"), ("MatchOut", "decided_by")):
        assert told[name]["properties"][field]["type"] == ["string", "null"]


def test_every_operation_tells_what_a_refusal_holds() -> None:
    schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    answers = [operation["responses"] for methods in schema["paths"].values() for operation in methods.values()]
    refusals = [answer["default"]["content"]["application/problem+json"]["schema"] for answer in answers]
    assert all("errors" in refusal["properties"] for refusal in refusals)
