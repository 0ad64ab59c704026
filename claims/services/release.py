"""Who may know of an article is for editors to decide."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from claims import queries
from claims.articles.release import ReleaseState
from claims.errors import Conflict, Forbidden, IllegalMove, Invalid, Stale
from claims.models import Article, Event, User
from claims.states import RELEASE_MOVES, Release, require_move

SUBJECT = "release"
PASSED_AT_ONCE = 500


@transaction.atomic
def set_release(
    *, article_id: int, to: Release, until: datetime | None = None, actor: User, version: str | None = None
) -> Article:
    """Say who may know of an article: people here, they alone ``until`` (aware), or everybody.

    ``version``: what the decision was made on (``ReleaseState.version``). Raises Forbidden for who is no editor,
    Invalid (field ``embargoed_until``), Stale where another one stands now, Conflict where somebody decides at the same
    moment, IllegalMove.
    """
    if not actor.is_editor:
        raise Forbidden("Only an editor decides who may know of an article.")
    article, now = queries.article_and_clock(article_id)
    seen = ReleaseState(Release(article.release), article.embargoed_until)
    present, wanted = seen.at(now), ReleaseState(to, until)
    if version is not None and version != present.version:
        raise Stale({"version": present.version, "release": present.release.value})
    _require_until(to, until, now)
    if wanted == present:
        raise IllegalMove(f"The article is {to} already.")
    require_move(RELEASE_MOVES, "article", present.release, to)
    as_seen = Article.objects.filter(pk=article_id, release=seen.release, embargoed_until=seen.until)
    if not as_seen.update(release=to, embargoed_until=until):
        raise Conflict
    _event(article_id, seen, wanted, actor).save(force_insert=True)
    return queries.with_release(Article.objects.all()).get(pk=article_id)


@transaction.atomic
def end_passed_embargoes(*, limit: int = PASSED_AT_ONCE) -> int:
    """Make public what was embargoed until a time that has passed, at most ``limit``; returns how many.

    Nothing waits for this: to whoever asks, such an article is public already.
    """
    passed = list(queries.articles_with_passed_embargo().select_for_update(skip_locked=True)[:limit])
    Article.objects.filter(pk__in=[article.pk for article in passed]).update(
        release=Release.PUBLIC, embargoed_until=None
    )
    was = [ReleaseState(Release.EMBARGOED, article.embargoed_until) for article in passed]
    public = ReleaseState(Release.PUBLIC)
    Event.objects.bulk_create(_event(one.pk, seen, public, None) for one, seen in zip(passed, was, strict=True))
    return len(passed)


def _require_until(to: Release, until: datetime | None, now: datetime) -> None:
    if to != Release.EMBARGOED:
        if until is not None:
            raise Invalid({"embargoed_until": "Only an embargo ends at a time."})
        return
    if until is None:
        raise Invalid({"embargoed_until": "Say until when the article is embargoed."})
    if until <= now:
        raise Invalid({"embargoed_until": "This time has passed."})


def _event(article_id: int, before: ReleaseState, after: ReleaseState, actor: User | None) -> Event:
    times = {"was_until": before.until, "until": after.until}
    return Event(
        subject_type=SUBJECT,
        subject_id=article_id,
        from_status=before.release,
        to_status=after.release,
        actor=actor,
        data={name: at.isoformat() for name, at in times.items() if at},
    )
