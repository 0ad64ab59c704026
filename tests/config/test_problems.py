"""Whatever goes wrong under /api/ is told as application/problem+json, with the status that fits."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from config import problems
from config.urls import urlpatterns as every
from tests import clients, makers

pytestmark = pytest.mark.django_db
ARTICLES = "/api/v1/articles/"


def breaks(request: Any) -> HttpResponse:
    raise RuntimeError


urlpatterns = [path("api/v1/breaks/", breaks), path("breaks/", breaks), *every]
handler400, handler403 = problems.page_bad_request, problems.page_forbidden
handler404, handler500 = problems.page_not_found, problems.page_error


def session(**options: Any) -> Client:
    client = Client(**options)
    client.force_login(makers.make_editor())
    return client


def require_problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.headers["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = json.loads(answer.content)
    assert (answer.status_code, told["status"]) == (status, status)
    return told


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"])
@pytest.mark.parametrize("address", [ARTICLES[:-1], "/api/v1/claims/12", "/api/v2/claims/", "/api", "/api/", "/api/v1"])
def test_an_address_that_is_none_is_not_found_however_it_is_asked(method: str, address: str) -> None:
    for client in (Client(enforce_csrf_checks=True), session(enforce_csrf_checks=True)):
        require_problem(client.generic(method, address, "{}", content_type="application/json"), 404)


def test_who_forgets_the_final_slash_is_told_the_address_with_it() -> None:
    assert "Did you mean /api/v1/articles/?" in require_problem(Client().post(ARTICLES[:-1]), 404)["detail"]
    assert "Did you mean" not in require_problem(Client().post("/api/v1/artikel"), 404)["detail"]


@pytest.mark.parametrize(
    ("method", "address", "allowed"),
    [
        ("put", ARTICLES, "GET, POST, HEAD, OPTIONS"),
        ("delete", "/api/v1/checks/1/", "GET, HEAD, OPTIONS"),
        ("get", "/api/v1/articles/batch/", "POST, OPTIONS"),
        ("post", "/api/v1/me/", "GET, HEAD, OPTIONS"),
        ("patch", "/api/v1/claims/1/matches/", "GET, HEAD, OPTIONS"),
        ("trace", "/api/v1/webhooks/", "GET, POST, HEAD, OPTIONS"),
    ],
)
def test_a_wrong_method_is_405_for_who_is_signed_in_and_401_for_others(method: str, address: str, allowed: str) -> None:
    for client in (session(), clients.with_key("claims:read")):
        answer = client.generic(method.upper(), address)
        require_problem(answer, 405)
        assert set(answer.headers["Allow"].split(", ")) == set(allowed.split(", "))
    require_problem(Client().generic(method.upper(), address), 401)


def test_a_wrong_method_is_405_for_everybody_where_everybody_may_read() -> None:
    require_problem(Client().delete("/api/v1/fact-checks/"), 405)
    require_problem(Client().post("/api/schema/"), 405)


def test_a_session_without_its_token_is_forbidden() -> None:
    answer = session(enforce_csrf_checks=True).post(ARTICLES, "{}", content_type="application/json")
    assert "CSRF" in require_problem(answer, 403)["detail"]


@pytest.mark.parametrize("kind", ["multipart/form-data", "application/x-www-form-urlencoded", "text/plain", "a"])
def test_a_body_of_another_type_is_415(kind: str) -> None:
    for client in (session(), clients.with_key()):
        body = '--x\r\nContent-Disposition: form-data; name="text"\r\n\r\na\r\n--x--\r\n'
        require_problem(client.generic("POST", ARTICLES, body, content_type=f"{kind}; boundary=x"), 415)


@pytest.mark.parametrize("boundary", ["", "; boundary=\x80", "; boundary=" + "x" * 300])
def test_a_form_that_is_none_is_415_with_a_session(boundary: str) -> None:
    client = session(enforce_csrf_checks=True)
    client.get("/login/")
    client.cookies["csrftoken"] = "x" * 32
    answer = client.generic("POST", ARTICLES, "--", content_type=f"multipart/form-data{boundary}")
    require_problem(answer, 415)


@pytest.mark.parametrize("body", ["", "{", '{"text": }', "\x00", "9" * 5_000, "[" * 100_000, '{"text": NaN}'])
def test_a_body_that_is_no_json_is_400(body: str) -> None:
    answer = clients.with_key().generic("POST", "/api/v1/claims/", body or " ", content_type="application/json")
    require_problem(answer, 400)


def test_a_type_of_answer_that_there_is_not_is_406() -> None:
    require_problem(clients.with_key().get(ARTICLES, HTTP_ACCEPT="text/csv"), 406)


def test_a_host_that_is_not_ours_is_400(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["desk.example"]
    require_problem(Client().get("/api/v1/fact-checks/", HTTP_HOST="elsewhere.example"), 400)


def test_a_body_that_is_too_large_is_413(settings: Any) -> None:
    settings.MAX_BODY_BYTES = 10
    require_problem(clients.with_key().post(ARTICLES, {"text": "x" * 20}, format="json"), 413)


def test_a_body_in_chunks_is_411_and_not_taken_for_none() -> None:
    require_problem(clients.with_key().post(f"{ARTICLES}batch/", HTTP_TRANSFER_ENCODING="chunked"), 411)


def test_the_docs_page_is_read_and_nothing_else() -> None:
    assert Client().get("/api/docs/").status_code == 200
    require_problem(Client().options("/api/docs/"), 405)


@pytest.mark.urls("tests.config.test_problems")
def test_an_error_of_ours_is_a_problem_there_and_a_page_elsewhere() -> None:
    client = Client(raise_request_exception=False)
    require_problem(client.get("/api/v1/breaks/"), 500)
    assert client.get("/breaks/").headers["Content-Type"].startswith("text/html")


def test_pages_stay_pages() -> None:
    for address, status in (("/nothing/", 404), ("/apiary/", 404), ("/fact-checks/nothing/", 404)):
        answer = Client().get(address)
        assert (answer.status_code, answer.headers["Content-Type"][:9]) == (status, "text/html")


def test_head_and_options_are_answered() -> None:
    client = clients.with_key()
    assert (client.head(ARTICLES).status_code, client.head(ARTICLES).content) == (200, b"")
    assert client.options(ARTICLES).status_code == 200
