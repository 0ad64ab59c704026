"""One click on every form of the admin, by what it does and to which kind of row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.core.files.base import ContentFile
from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse

from claims import services as claim_services
from claims.access import Role
from claims.admin.acts import ActingAdmin
from claims.models import ApiKey, Article, Claim, Import, Speaker, User
from claims.states import Release
from tests import makers
from tests.faults.clicks.desk import CHECKS, WHY, Make, lent, text
from tests.faults.forms import Click
from verification import services
from verification.models import Assignment, Check, Delivery, Desk, RatingScale, Reviewer, Webhook


def forms_of_the_admin(request: HttpRequest) -> Iterator[str]:
    """Every page of the admin with a form, as somebody with all rights sees it."""
    for model, found in admin.site._registry.items():
        name = model.__name__
        if found.has_add_permission(request):
            yield f"add {name}"
        if found.has_change_permission(request):
            yield f"change {name}"
        if isinstance(found, ActingAdmin):
            # What has a page of its own elsewhere is only pointed to.
            yield from (f"{act.code} {name}" for act in found.acts if not act.page)
            yield from (f"{act.code} many {name}" for act in found.acts if act.bulk)
    yield "password User"


def _page(model: type[Any], kind: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{kind}", args=args)


def _add(model: type[Any], facts: Callable[[], dict[str, Any]]) -> Make:
    return lambda: Click(makers.make_administrator(), _page(model, "add"), data=facts())


def _change(model: type[Any], make: Callable[[], Any], **facts: Any) -> Make:
    return lambda: Click(makers.make_administrator(), _page(model, "change", make().pk), data=facts)


def _in_admin(model: type[Any], act: str, make: Callable[[], Any], **data: Any) -> Make:
    return lambda: Click(makers.make_administrator(), _page(model, act, quote(make().pk)), data=data)


def _many(model: type[Any], act: str, make: Callable[[], Any], **data: Any) -> Make:
    return lambda: _on_both(model, act, make(), make(), data)


def _on_both(model: type[Any], act: str, one: Any, other: Any, data: dict[str, Any]) -> Click:
    asked = {"action": act, "_selected_action": [str(one.pk), str(other.pk)], "index": "0"}
    return Click(makers.make_administrator(), _page(model, "changelist"), data=data, asked=asked)


def _given_on(*, many: bool) -> Make:
    """Slots of one desk, for somebody who sits there and has neither."""

    def make() -> Click:
        desk = makers.make_desk(verdicts_needed=1)
        one, other = (makers.make_assignments(makers.make_check(desk))[0] for _ in range(2))
        data = WHY | {"reviewer": makers.make_reviewer(desk).pk}
        if many:
            return _on_both(Assignment, "reassign", one, other, data)
        return Click(makers.make_administrator(), _page(Assignment, "reassign", one.pk), data=data)

    return make


def _aside() -> Import:
    """Put aside, because it was interrupted too often."""
    file = makers.make_import()
    claim_services.start_import(file=file, actor=makers.make_editor())
    Import.objects.filter(pk=file.pk).update(attempts=settings.MAX_ATTEMPTS, next_attempt_at=F("created_at"))
    claim_services.quarantine_exhausted_imports()
    return file


def _file() -> dict[str, Any]:
    return {"file": lambda: ContentFile(b'{"text": "The ferry stopped twice in May."}', name="wire.jsonl")}


def _unreadable() -> Article:
    article = makers.make_article()
    attempt = claim_services.begin_extraction(article_id=article.pk)
    assert attempt
    claim_services.fail_extraction(attempt=attempt, problem="No sentence in it.", final=True)
    return article


def _public() -> Article:
    return makers.make_article(release=Release.PUBLIC)


def _key() -> ApiKey:
    makers.make_key(makers.make_user(Role.CLIENT), "claims:read")
    key: ApiKey = ApiKey.objects.latest("created")
    return key


def _paused() -> Webhook:
    webhook = makers.make_webhook()
    services.pause_webhook(webhook=webhook, actor=makers.make_editor())
    return webhook


def _failed() -> Delivery:
    """Put aside, because sending it was interrupted too often."""
    makers.make_webhook()
    makers.make_published_check(makers.make_desk())
    Delivery.objects.filter(status="pending").update(
        attempts=settings.WEBHOOK_ATTEMPTS, next_attempt_at=F("created_at")
    )
    services.quarantine_exhausted_deliveries()
    return Delivery.objects.latest("pk")


def _hook() -> dict[str, Any]:
    number = Webhook.objects.count()
    events = ["fact_check.published"]
    return {"name": f"Newsroom {number}", "url": f"https://newsroom.example/{number}", "events": events}


def _password() -> Click:
    address = reverse("admin:auth_user_password_change", args=[makers.make_user().pk])
    told = {"usable_password": "true", "password1": "quite-another-phrase", "password2": "quite-another-phrase"}
    return Click(makers.make_administrator(), address, data=told)


def _person() -> dict[str, Any]:
    told = {"username": f"rita{User.objects.count()}", "role": "reviewer", "time_zone": "UTC"}
    return told | {"usable_password": "true", "password1": makers.PASSWORD, "password2": makers.PASSWORD}


def _seat() -> dict[str, Any]:
    return {"user": makers.make_user(Role.REVIEWER).pk, "sits": [makers.make_desk().pk]}


def _scale() -> dict[str, Any]:
    told: dict[str, Any] = {"name": "Weather", "ratings-TOTAL_FORMS": "2", "ratings-INITIAL_FORMS": "0"}
    for number, key in enumerate(("wet", "dry")):
        told |= {f"ratings-{number}-{name}": key for name in ("key", "name", "definition")}
        told |= {f"ratings-{number}-value": str(number)}
    return told


ACTED: dict[type[Any], dict[str, tuple[Callable[[], Any], dict[str, Any]]]] = {
    Check: CHECKS,
    Import: {"start": (makers.make_import, {}), "discard": (makers.make_import, {}), "retry": (_aside, {})},
    Article: {
        "retry": (_unreadable, {}),
        "make_public": (makers.make_article, {}),
        "make_internal": (_public, {}),
    },
    Claim: {"compare": (makers.make_claim, {})},
    Assignment: {"recall": (lent, WHY)},
    ApiKey: {"revoke": (_key, {})},
    Webhook: {"pause": (makers.make_webhook, {}), "resume": (_paused, {})},
    Delivery: {"retry": (_failed, {})},
}

# Done from a row's own page only.
ALONE = {(Check, act) for act in ("send_back", "correct", "reopen", "withdraw")}

ADMIN: dict[str, Make] = {
    **{
        f"{act} {model.__name__}": _in_admin(model, act, stand, **data)
        for model, acts in ACTED.items()
        for act, (stand, data) in acts.items()
    },
    **{
        f"{act} many {model.__name__}": _many(model, act, stand, **data)
        for model, acts in ACTED.items()
        for act, (stand, data) in acts.items()
        if (model, act) not in ALONE
    },
    "reassign Assignment": _given_on(many=False),
    "reassign many Assignment": _given_on(many=True),
    "add Import": _add(Import, _file),
    "add Article": _add(Article, text),
    "add User": _add(User, _person),
    "add Webhook": _add(Webhook, _hook),
    "change Webhook": _change(Webhook, makers.make_webhook, new_secret="on"),
    "add ApiKey": _add(
        ApiKey, lambda: {"name": "wire", "user": makers.make_user(Role.CLIENT).pk, "scopes": ["claims:read"]}
    ),
    "add Desk": _add(Desk, lambda: {"name": f"World {Desk.objects.count()}", "scale": makers.make_scale().pk}),
    "add Reviewer": _add(Reviewer, _seat),
    "add RatingScale": _add(RatingScale, _scale),
    "change Speaker": _change(Speaker, lambda: makers.make_claim(speaker_name="The mayor").speaker, role="mayor"),
    "change User": _change(User, makers.make_user, first_name="Rita"),
    "change Desk": _change(Desk, makers.make_desk, due_hours="48"),
    "change Reviewer": _change(Reviewer, lambda: makers.make_reviewer(makers.make_desk()), capacity="5"),
    "password User": _password,
}
