"""While verdicts are awaited nobody who has or had a seat reads them, whatever the channel."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from claims import services as claim_services
from claims.access import Role
from claims.errors import Conflict, Forbidden, Invalid
from claims.models import Event, Page, User
from claims.page_facts import PageFacts
from tests import clients, makers
from verification import queries, services
from verification.errors import NothingToReview
from verification.models import Assignment, Check, Desk, Reviewer, Unblinding, Verdict
from verification.services import VerdictDraft

pytestmark = pytest.mark.django_db
TEXT = "The tram lost nine drivers in March, the operator said."
# What nobody may come upon: of the verdict, of the reason for which another claim was let go, of a cry for help.
FOUND, CITED, LET_GO, HELP = "Kestrelled", "https://kestrel.example/ledger", "Ospreyed", "Merlinned"


@pytest.fixture
def desk() -> Desk:
    return makers.make_desk(verdicts_needed=3)


@pytest.fixture
def check(desk: Desk) -> Check:
    """In review: one verdict is in, one reviewer gave it back with a reason, one has it and asks for help."""
    article = makers.make_article(TEXT)
    attempt = claim_services.begin_extraction(article_id=article.pk)
    assert attempt
    claim = claim_services.add_claim(article=article, exact="The tram lost nine drivers", actor=makers.make_editor())
    found = makers.make_check(desk, claim)
    judging, leaving, asking = (makers.make_reviewer(desk) for _ in range(3))
    by_reviewer = {lent.reviewer: lent for lent in services.route_check(check_id=found.pk)}
    lent = by_reviewer[judging]
    draft = VerdictDraft("false", f"{FOUND} by the ledger.", [makers.make_source(url=CITED)])
    services.submit_verdict(assignment_id=lent.pk, reviewer=judging, token=lent.token, draft=draft)
    lent = by_reviewer[asking]
    services.ask_for_help(assignment_id=lent.pk, reviewer=asking, token=lent.token, why=HELP)
    lent = by_reviewer[leaving]
    services.release(assignment_id=lent.pk, reviewer=leaving, token=lent.token, why=f"{LET_GO}: it is wrong anyway.")
    found.refresh_from_db()
    return found


def seated(check: Check, user: User) -> Assignment:
    reviewer = makers.make_reviewer(check.desk, user=user)
    return services.take(check_id=check.pk, reviewer=reviewer)


def everything(user: User, check: Check) -> dict[str, str]:
    """What ``user`` is told of the check in every channel."""
    client = Client()
    client.force_login(user)
    article = check.claim.article_id
    verdict = Verdict.objects.get(assignment__check_row=check)
    desk = [
        reverse("desk"),
        reverse("desk") + f"?q={FOUND}",
        reverse("check", args=[check.pk]),
        reverse("article", args=[article]),
        reverse("checking", args=[article]),
        reverse("checking-html", args=[article]),
        reverse("board"),
        reverse("agreement"),
        reverse("stuck"),
    ]
    desk += [
        reverse("assignment", args=[lent.pk])
        for lent in Assignment.objects.filter(check_row=check, reviewer__user=user, status="open")
    ]
    admin = [
        reverse("admin:verification_check_changelist"),
        reverse("admin:verification_check_change", args=[check.pk]),
        reverse("admin:verification_verdict_changelist"),
        reverse("admin:verification_verdict_changelist") + "?q=tram",
        reverse("admin:verification_verdict_change", args=[verdict.pk]),
        reverse("admin:verification_verdict_history", args=[verdict.pk]),
        reverse("admin:verification_assignment_changelist"),
        reverse("admin:claims_event_changelist"),
        reverse("admin:claims_claim_change", args=[check.claim_id]),
        reverse("admin:claims_article_change", args=[article]),
        *(reverse("admin:verification_assignment_change", args=[one.pk]) for one in check.assignments.all()),
        *(
            reverse("admin:claims_event_change", args=[event.pk])
            for event in Event.objects.filter(why__contains=LET_GO)
        ),
    ]
    api = [
        f"/api/v1/checks/{check.pk}/",
        f"/api/v1/checks/{check.pk}/events/",
        "/api/v1/checks/",
        "/api/v1/assignments/",
        *(f"/api/v1/assignments/{one.pk}/" for one in check.assignments.all()),
        f"/api/v1/claims/{check.claim_id}/",
    ]
    return {address: client.get(address).content.decode() for address in [*desk, *admin, *api]}


def channels_with(told: str, user: User, check: Check) -> list[str]:
    # What was searched for stands in the page that found nothing.
    return [address for address, text in everything(user, check).items() if told in text and told not in address]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.EDITOR, Role.ADMINISTRATOR])
@pytest.mark.parametrize("secret", [FOUND, CITED, LET_GO, HELP])
def test_who_has_a_seat_comes_upon_nothing_anywhere(check: Check, role: Role, secret: str) -> None:
    user = makers.make_user(role)
    seated(check, user)
    assert channels_with(secret, user, check) == []


@pytest.mark.parametrize("secret", [FOUND, CITED, LET_GO, HELP])
def test_nor_does_an_editor_who_had_one(check: Check, secret: str) -> None:
    editor = makers.make_editor()
    lent = seated(check, editor)
    services.recall(assignment_id=lent.pk, actor=makers.make_editor(), why="Others need it more.")
    assert channels_with(secret, editor, check) == []


@pytest.mark.parametrize("secret", [FOUND, CITED])
def test_an_editor_reads_no_verdict_unasked(check: Check, secret: str) -> None:
    assert channels_with(secret, makers.make_editor(), check) == []


@pytest.mark.parametrize("secret", [LET_GO, HELP])
def test_an_editor_and_a_lead_without_a_seat_read_the_reasons(check: Check, secret: str) -> None:
    assert reverse("check", args=[check.pk]) in channels_with(secret, makers.make_editor(), check)
    lead = makers.make_reviewer(check.desk, lead=True).user
    assert reverse("check", args=[check.pk]) in channels_with(secret, lead, check)
    stranger = makers.make_reviewer(makers.make_desk(), lead=True).user
    assert channels_with(secret, stranger, check) == []


def test_the_reviewer_reads_their_own_reasons(check: Check) -> None:
    leaving = Assignment.objects.get(check_row=check, status="released").reviewer.user
    found = channels_with(LET_GO, leaving, check)
    assert {reverse("check", args=[check.pk]), f"/api/v1/checks/{check.pk}/", "/api/v1/assignments/"} <= set(found)


@pytest.mark.parametrize("role", [Role.READER, Role.CLIENT])
def test_keys_of_readers_are_told_neither(check: Check, role: Role) -> None:
    program = clients.with_key("checks:read", role=role)
    for address in (f"/api/v1/checks/{check.pk}/", f"/api/v1/checks/{check.pk}/events/"):
        told = program.get(address).content.decode()
        assert not [secret for secret in (FOUND, CITED, LET_GO, HELP) if secret in told]


def test_why_the_last_one_let_a_check_go_is_not_told_of_the_check(desk: Desk) -> None:
    check, leaving = makers.make_check(desk), makers.make_reviewer(desk)
    lent = services.take(check_id=check.pk, reviewer=leaving)
    services.release(assignment_id=lent.pk, reviewer=leaving, token=lent.token, why=f"{LET_GO}: it is wrong anyway.")
    check.refresh_from_db()
    assert check.status == "queued"
    client = clients.signed_in(makers.make_reviewer(desk).user)
    for address in (reverse("check", args=[check.pk]), f"/api/v1/checks/{check.pk}/events/"):
        assert LET_GO not in client.get(address).content.decode()


def test_conflicts_of_interest_are_for_leads_and_editors(desk: Desk) -> None:
    claim = makers.make_claim(speaker_name="The Mayor")
    check = makers.make_check(desk, claim)
    makers.make_reviewer(desk, conflicts=["the mayor"])
    services.route_check(check_id=check.pk)
    lead, fellow = makers.make_reviewer(desk, lead=True).user, makers.make_reviewer(desk).user
    told = "conflict of interest"
    for user, reads in ((lead, True), (makers.make_editor(), True), (fellow, False)):
        client = clients.signed_in(user)
        assert (told in client.get(reverse("check", args=[check.pk])).content.decode()) is reads
        assert (told in client.get(f"/api/v1/checks/{check.pk}/").json()["waiting_why"]) is reads


def test_an_editor_who_has_a_seat_is_told_of_no_conflicts_in_any_list(desk: Desk) -> None:
    check = makers.make_check(desk, makers.make_claim(speaker_name="The Mayor"))
    makers.make_reviewer(desk, conflicts=["the mayor"])
    judging, leading = makers.make_editor(), makers.make_editor()
    makers.make_reviewer(desk, user=judging)
    services.route_check(check_id=check.pk)
    assert queries.assignment_of(judging, check.claim_id)
    pages = (reverse("desk"), reverse("admin:verification_check_change", args=[check.pk]))
    for user, reads in ((leading, True), (judging, False)):
        client = Client()
        client.force_login(user)
        shown = ["conflict of interest" in client.get(page).content.decode() for page in pages]
        assert shown == [reads] * len(pages)


def test_words_that_are_hidden_are_not_looked_for_by_an_address(check: Check) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(makers.make_editor())
    for name in ("ended_why", "help_wanted"):
        answer = client.get(reverse("admin:verification_assignment_changelist"), {f"{name}__contains": "p"})
        assert answer.status_code in (302, 400)


def test_a_page_that_is_stale_tells_no_reasons_either(check: Check) -> None:
    editor = makers.make_editor()
    leaving = services.take(check_id=check.pk, reviewer=makers.make_reviewer(check.desk))
    services.recall(assignment_id=leaving.pk, actor=makers.make_editor(), why=f"{LET_GO}: he knows the answer.")
    seated(check, editor)
    client = Client()
    client.force_login(editor)
    helping = check.assignments.get(status="open", reviewer__user=editor)
    services.recall(assignment_id=helping.pk, actor=makers.make_editor(), why="Others need her more.")
    taken = services.take(check_id=check.pk, reviewer=makers.make_reviewer(check.desk))
    services.recall(assignment_id=taken.pk, actor=makers.make_editor(), why=f"{LET_GO}: she is too sure.")
    seen = {f"seen-{check.pk}": "0", "confirmed": "1", "action": "priority", "_selected_action": check.pk}
    for address, sent in (
        (reverse("correct-claim", args=[check.pk]), {"version": "0", "after": "0"}),
        (reverse("admin:verification_check_priority", args=[check.pk]), {**seen, "priority": "2"}),
        (reverse("admin:verification_check_changelist"), {**seen, "priority": "2"}),
    ):
        told = client.post(address, sent).content.decode()
        assert "has changed" in told
        assert LET_GO not in told


def test_the_page_of_a_fact_check_tells_no_reasons_of_a_new_round(desk: Desk) -> None:
    check = makers.make_published_check(desk)
    services.reopen(check_id=check.pk, actor=makers.make_editor(), why="The ledger was revised.")
    check.refresh_from_db()
    editor, leaving = makers.make_editor(), makers.make_reviewer(desk)
    lent = services.take(check_id=check.pk, reviewer=leaving)
    services.release(assignment_id=lent.pk, reviewer=leaving, token=lent.token, why=f"{LET_GO}: it is wrong anyway.")
    client = Client()
    client.force_login(editor)
    address = reverse("admin:verification_factcheck_change", args=[check.fact_check.pk])
    assert LET_GO in client.get(address).content.decode()
    seated(check, editor)
    assert LET_GO not in client.get(address).content.decode()


def test_what_a_dispute_said_is_hidden_in_a_new_round() -> None:
    check = makers.make_disputed_check()
    services.adjudicate(check_id=check.pk, actor=makers.make_editor(), draft=VerdictDraft("true", "Weighed.", ()))
    services.send_back(check_id=check.pk, actor=makers.make_editor(), why="Ask the operator.")
    address = f"/api/v1/checks/{check.pk}/events/"
    editor = makers.make_editor()
    client, browser = clients.signed_in(editor), Client()
    browser.force_login(editor)
    listed = reverse("admin:claims_event_changelist") + "?to_status=disputed"
    assert "ratings" not in client.get(address).content.decode()
    assert "1 result" not in browser.get(listed).content.decode()
    services.open_verdicts(check_id=check.pk, actor=editor)
    assert "ratings" in client.get(address).content.decode()
    assert "1 result" in browser.get(listed).content.decode()


# --- A lead opens them ---------------------------------------------------------------------------------------
def opened_by(check: Check, user: User) -> bool:
    return FOUND in clients.signed_in(user).get(f"/api/v1/checks/{check.pk}/").content.decode()


def by_desk(check: Check, user: User) -> None:
    clients.signed_in(user).post(reverse("open-verdicts", args=[check.pk]))


def by_api(check: Check, user: User) -> None:
    clients.signed_in(user).post(f"/api/v1/checks/{check.pk}/open-verdicts/")


@pytest.mark.parametrize("door", [by_desk, by_api])
def test_an_editor_opens_them_at_every_door_and_it_is_recorded(check: Check, door: Any) -> None:
    editor = makers.make_editor()
    assert not opened_by(check, editor)
    door(check, editor)
    assert opened_by(check, editor)
    assert Unblinding.objects.filter(check_row=check, user=editor, round=check.round).exists()
    event = Event.objects.filter(subject_type="check", subject_id=check.pk).latest("pk")
    assert (event.actor, event.data) == (editor, {"round": 1})


def test_who_has_opened_them_reads_them_in_the_admin(check: Check) -> None:
    editor = makers.make_editor()
    services.open_verdicts(check_id=check.pk, actor=editor)
    verdict = Verdict.objects.get(assignment__check_row=check)
    assert reverse("admin:verification_verdict_change", args=[verdict.pk]) in channels_with(FOUND, editor, check)


def test_the_seat_they_hold_ends_and_they_get_none_any_more(check: Check) -> None:
    lead = makers.make_reviewer(check.desk, lead=True)
    lent = services.take(check_id=check.pk, reviewer=lead)
    services.open_verdicts(check_id=check.pk, actor=lead.user)
    lent.refresh_from_db()
    assert (lent.status, Check.objects.get(pk=check.pk).held) == ("released", 2)
    assert services.route_check(check_id=check.pk) == []
    assert "opened the verdicts" in Check.objects.get(pk=check.pk).waiting_why


def test_nobody_gives_a_seat_to_who_opened_them(check: Check) -> None:
    lead = makers.make_reviewer(check.desk, lead=True)
    services.open_verdicts(check_id=check.pk, actor=lead.user)
    with pytest.raises(NothingToReview):
        services.take_next(reviewer=lead)
    with pytest.raises(Conflict):
        services.take(check_id=check.pk, reviewer=lead)
    assert services.route_check(check_id=check.pk) == []
    assert "opened the verdicts" in Check.objects.get(pk=check.pk).waiting_why
    held = check.assignments.get(status="open")
    with pytest.raises(Invalid, match="opened the verdicts"):
        services.reassign(assignment_id=held.pk, to=lead, actor=makers.make_editor(), why="She knows.")


def test_who_has_judged_and_who_only_reviews_cannot_open_them(check: Check) -> None:
    judge = Assignment.objects.get(check_row=check, status="submitted").reviewer
    judge.memberships.update(is_lead=True)
    fellow = makers.make_reviewer(check.desk)
    for user in (judge.user, fellow.user, makers.make_reviewer(makers.make_desk(), lead=True).user):
        with pytest.raises(Forbidden):
            services.open_verdicts(check_id=check.pk, actor=user)
        assert (
            "Open the verdicts" not in clients.signed_in(user).get(reverse("check", args=[check.pk])).content.decode()
        )


def test_open_verdicts_are_not_opened_again(check: Check) -> None:
    editor = makers.make_editor()
    services.open_verdicts(check_id=check.pk, actor=editor)
    with pytest.raises(Conflict):
        services.open_verdicts(check_id=check.pk, actor=editor)
    with pytest.raises(Conflict):
        services.open_verdicts(check_id=makers.make_agreed_check().pk, actor=editor)


def test_a_new_round_is_closed_to_who_opened_the_last_and_gives_them_a_seat() -> None:
    check = makers.make_check(makers.make_desk(verdicts_needed=1))
    lead = makers.make_reviewer(check.desk, lead=True)
    services.open_verdicts(check_id=check.pk, actor=lead.user)
    makers.judge(services.take(check_id=check.pk, reviewer=makers.make_reviewer(check.desk)))
    services.send_back(check_id=check.pk, actor=makers.make_editor(), why="Ask the operator.")
    check.refresh_from_db()
    assert not queries.is_open_to(check, lead.user)
    assert services.take(check_id=check.pk, reviewer=lead).round == 2


def test_who_opened_them_may_decide_the_dispute(desk: Desk) -> None:
    check = makers.make_check(makers.make_desk(verdicts_needed=2))
    lead = makers.make_reviewer(check.desk, lead=True)
    services.open_verdicts(check_id=check.pk, actor=lead.user)
    for rating in ("true", "false"):
        makers.judge(services.take(check_id=check.pk, reviewer=makers.make_reviewer(check.desk)), rating)
    services.adjudicate(check_id=check.pk, actor=lead.user, draft=VerdictDraft("true", "Weighed.", ()))
    assert Check.objects.get(pk=check.pk).status == "agreed"


# --- Pages that others looked up -----------------------------------------------------------------------------
URL = "https://ledger.example/trams"


def known_page() -> Page:
    page = claim_services.ask_for_page(url=URL)
    claim_services.store_page(page=page, facts=PageFacts(url=URL, title=FOUND, publisher="", published_at=None))
    return page


def look_up(reviewer: Reviewer) -> str:
    told = clients.signed_in(reviewer.user).post(reverse("look-up"), {"url": URL}).content
    return str(told, "utf-8")


def test_a_page_is_told_to_those_alone_who_gave_its_address(desk: Desk) -> None:
    page, first, second = known_page(), makers.make_reviewer(desk), makers.make_reviewer(desk)
    address = reverse("page-facts", args=[page.pk])
    assert clients.signed_in(second.user).get(address).status_code == 404
    asked = look_up(first).split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
    assert FOUND in clients.signed_in(first.user).get(asked).content.decode()
    assert clients.signed_in(second.user).get(asked).status_code == 404


def test_whether_somebody_else_looked_a_page_up_is_not_told(desk: Desk) -> None:
    fresh = look_up(makers.make_reviewer(desk))
    Page.objects.all().delete()
    known_page()
    known = look_up(makers.make_reviewer(desk))
    assert "Looking the page up" in fresh
    assert "Looking the page up" in known
    assert FOUND not in known
