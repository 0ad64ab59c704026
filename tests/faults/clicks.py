"""One click on every form of the desk and of the admin, by the name of the form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse

from claims import services as claim_services
from claims.access import Role
from claims.admin.acts import ActingAdmin
from claims.models import ApiKey, Article, Claim, Speaker, User
from tests import makers
from tests.faults.forms import Click
from tests.test_every_route import ROUTES
from verification import services
from verification.models import Assignment, Check, Delivery, Desk, RatingScale, Reviewer, Webhook
from verification.views.checks import ACTIONS

Make = Callable[[], Click]
WHY = {"why": "A source is missing."}
SIGNED_OFF = {"headline": "No, it was not", "summary": "The register says otherwise."}
# Signing in and out leaves nothing behind, and a heartbeat keeps what is kept already.
EXEMPT = {"login", "logout", "extend"}


def forms_of_the_desk() -> set[str]:
    """Every address of a page that is posted to; the acts on a check one by one."""
    posted = {name for name, method in ROUTES if method == "post" and not name.startswith("v1:")}
    return (posted - EXEMPT - {"act"}) | {f"act {action}" for action in ACTIONS}


def forms_of_the_admin(request: HttpRequest) -> Iterator[str]:
    """Every page of the admin with a form, as somebody with all rights sees it."""
    for model, found in admin.site._registry.items():
        name = model.__name__
        if found.has_add_permission(request):
            yield f"add {name}"
        if found.has_change_permission(request):
            yield f"change {name}"
        if isinstance(found, ActingAdmin):
            yield from (f"{act.name} {name}" for act in found.acts)
            yield from (f"{act.name} many {name}" for act in found.acts if act.many)
    yield "password User"


# --- At the desk ----------------------------------------------------------------------------------------------
def _lent() -> Assignment:
    return makers.make_assignments(makers.make_check(makers.make_desk()))[0]


def _on_assignment(name: str, **data: Any) -> Make:
    def make() -> Click:
        one = _lent()
        page = reverse("assignment", args=[one.pk])
        return Click(one.reviewer.user, page, reverse(name, args=[one.pk]), data)

    return make


def _by_editor(name: str, **data: Any) -> Make:
    def make() -> Click:
        one = _lent()
        to = {"reviewer": makers.make_reviewer(one.check_row.desk).pk} if name == "reassign" else {}
        page = reverse("check", args=[one.check_row_id])
        return Click(makers.make_editor(), page, reverse(name, args=[one.pk]), data | to)

    return make


def _take_next() -> Click:
    desk = makers.make_desk()
    for _ in range(3):
        makers.make_check(desk)
    return Click(makers.make_reviewer(desk).user, reverse("desk"), reverse("take-next"))


def _on_match(name: str) -> Make:
    def make() -> Click:
        makers.make_desk()
        match = makers.make_match()
        check = makers.make_check(claim=match.claim)
        return Click(makers.make_editor(), reverse("check", args=[check.pk]), reverse(name, args=[match.pk]))

    return make


def _adjudicate() -> Click:
    check = makers.make_disputed_check(makers.make_desk())
    data = {"rating": "false", "reasoning": "Both read the same table."}
    return Click(makers.make_editor(), reverse("check", args=[check.pk]), reverse("adjudicate", args=[check.pk]), data)


def _text() -> dict[str, Any]:
    told = f"The ferry was late on {Article.objects.count()} days in May, the port authority said."
    return {"text": told, "language": "en"}


def _add_article() -> Click:
    return Click(makers.make_editor(), reverse("add-article"), data=_text())


def _stuck() -> Check:
    """Put aside, because routing was interrupted too often."""
    check = _queued()
    Check.objects.filter(pk=check.pk).update(attempts=settings.MAX_ATTEMPTS, next_attempt_at=F("created_at"))
    services.quarantine_exhausted_checks()
    return check


def _retry() -> Click:
    sent_to = reverse("retry-stuck", args=["check", _stuck().pk])
    return Click(makers.make_editor(), reverse("stuck"), sent_to)


def _triage() -> Check:
    topic = f"topic {Desk.objects.count()}"
    desk = makers.make_desk(topics=[topic], worthiness_threshold=0.9)
    return makers.make_check(desk, topics=[topic], worthiness=0.1)


def _queued() -> Check:
    return makers.make_check(makers.make_desk())


CHECKS: dict[str, tuple[Callable[[], Check], dict[str, Any]]] = {
    "queue": (_triage, {}),
    "drop": (_triage, WHY),
    "route": (_queued, {}),
    "priority": (_queued, {"priority": "5"}),
    "send_back": (lambda: makers.make_agreed_check(makers.make_desk()), WHY),
    "reopen": (lambda: makers.make_published_check(makers.make_desk()), WHY),
    "withdraw": (lambda: makers.make_published_check(makers.make_desk()), WHY),
    "publish": (lambda: makers.make_agreed_check(makers.make_desk()), SIGNED_OFF),
    "correct": (lambda: makers.make_published_check(makers.make_desk()), SIGNED_OFF | {"note": "The year was wrong."}),
}


def _act(action: str) -> Make:
    def make() -> Click:
        stand, data = CHECKS[action]
        check = stand()
        sent_to = reverse("act", args=[check.pk, action])
        return Click(makers.make_editor(), reverse("check", args=[check.pk]), sent_to, data)

    return make


# --- In the admin ---------------------------------------------------------------------------------------------
def _page(model: type[Any], kind: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{kind}", args=args)


def _add(model: type[Any], facts: Callable[[], dict[str, Any]]) -> Make:
    return lambda: Click(makers.make_administrator(), _page(model, "add"), data=facts())


def _change(model: type[Any], make: Callable[[], Any], **facts: Any) -> Make:
    return lambda: Click(makers.make_administrator(), _page(model, "change", make().pk), data=facts)


def _in_admin(model: type[Any], act: str, make: Callable[[], Any], **data: Any) -> Make:
    return lambda: Click(makers.make_administrator(), _page(model, act, quote(make().pk)), data=data)


def _many(model: type[Any], act: str, make: Callable[[], Any], **data: Any) -> Make:
    def click() -> Click:
        asked = {"action": act, "_selected_action": [str(make().pk), str(make().pk)], "index": "0"}
        return Click(makers.make_administrator(), _page(model, "changelist"), data=data, asked=asked)

    return click


def _unreadable() -> Article:
    article = makers.make_article()
    attempt = claim_services.begin_extraction(article_id=article.pk)
    assert attempt
    claim_services.fail_extraction(attempt=attempt, problem="No sentence in it.", final=True)
    return article


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
    Check: {("prioritise" if name == "priority" else name): (stand, data) for name, (stand, data) in CHECKS.items()},
    Article: {"retry": (_unreadable, {})},
    Claim: {"compare": (makers.make_claim, {})},
    Assignment: {"recall": (_lent, WHY)},
    ApiKey: {"revoke": (_key, {})},
    Webhook: {"pause": (makers.make_webhook, {}), "resume": (_paused, {})},
    Delivery: {"retry": (_failed, {})},
}

# Done from a row's own page only.
ALONE = {(Check, act) for act in ("publish", "send_back", "correct", "reopen", "withdraw")}

CLICKS: dict[str, Make] = {
    "take-next": _take_next,
    "assignment": _on_assignment("assignment", rating="false", reasoning="The register says otherwise."),
    "release": _on_assignment("release", **WHY),
    "defer": _on_assignment("defer", hours="3", **WHY),
    "ask-for-help": _on_assignment("ask-for-help", **WHY),
    "reassign": _by_editor("reassign", **WHY),
    "recall": _by_editor("recall", **WHY),
    "adjudicate": _adjudicate,
    "accept-match": _on_match("accept-match"),
    "reject-match": _on_match("reject-match"),
    "add-article": _add_article,
    "retry-stuck": _retry,
    **{f"act {action}": _act(action) for action in CHECKS},
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
    "add Article": _add(Article, _text),
    "add User": _add(User, _person),
    "add Webhook": _add(Webhook, _hook),
    "change Webhook": _change(Webhook, makers.make_webhook, name="The newsroom", new_secret="on"),
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
