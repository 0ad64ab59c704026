"""What a new revision of an article keeps of the claims of the earlier ones, and what it has lost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from rapidfuzz.fuzz import ratio

from claims import queries
from claims.anchoring import Place, Quote, reanchor
from claims.extraction.statements import Statement
from claims.facts import contradict, same_facts
from claims.models import Claim, Event, Mention, Revision

CONTEXT_CHARS = 32
# Two passages are about the same sentence when they share half of what they cover, and the same words at four fifths.
SAME_SENTENCE = 0.5
SAME_WORDS = 0.8
# What the log says of a claim: it has no status of its own.
IN_TEXT = "in text"
VANISHED = "vanished"


def new_mention(claim: Claim, revision: Revision, start: int, end: int) -> Mention:
    """An unsaved Mention of ``claim`` at ``start`` to ``end`` of the revision's text."""
    text = revision.text
    return Mention(
        claim=claim,
        revision=revision,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT_CHARS) : start],
        suffix=text[end : end + CONTEXT_CHARS],
        start=start,
        end=end,
    )


def carry_over(*, revision: Revision, statements: Sequence[tuple[str, Statement]]) -> dict[str, Claim]:
    """Find earlier claims again whose words stand in ``revision``, and store their new mentions.

    ``statements``: what was found in the revision, each with its fingerprint. Returned are the fingerprints of those
    that are an earlier claim in other words, with that claim: they are no claims of their own. Called inside the
    transaction that stores the statements.
    """
    mentions = list(queries.mentions_to_carry(revision, found=[told for told, _ in statements]))
    if not mentions:
        return {}
    known = set(queries.claims_told(revision, [told for told, _ in statements]).values_list("fingerprint", flat=True))
    fresh = [(told, statement) for told, statement in statements if told not in known]
    heirs: dict[str, Claim] = {}
    rows: list[Mention] = []
    for mention, place in zip(mentions, reanchor(revision.text, [_quote(row) for row in mentions]), strict=True):
        if place is None or _is_another(mention, place, statements):
            continue
        heir = _heir(mention, place, [(told, one) for told, one in fresh if heirs.get(told) in (None, mention.claim)])
        if heir:
            heirs[heir] = mention.claim
        else:
            rows.append(new_mention(mention.claim, revision, place.start, place.end))
    rows += [new_mention(heirs[told], revision, one.start, one.end) for told, one in fresh if told in heirs]
    Mention.objects.bulk_create(rows, ignore_conflicts=True)
    return heirs


def mark_vanished(*, revision: Revision) -> None:
    """Mark the article's claims that do not stand in ``revision``, and unmark those that stand in it again.

    One Event for each claim that vanished or came back; a claim that is marked already is left alone. Called inside
    the transaction that stores the mentions, which holds the article.
    """
    if revision.number == 1:
        return
    lost = queries.claims_gone_from(revision).filter(vanished_in=None)
    _log(_mark(lost, revision), IN_TEXT, VANISHED, revision, "no longer holds it")
    back = queries.claims_standing_in(revision).exclude(vanished_in=None)
    _log(_mark(back, None), VANISHED, IN_TEXT, revision, "holds it again")


def _mark(claims: Iterable[Claim], vanished_in: Revision | None) -> list[int]:
    ids = [claim.pk for claim in claims]
    Claim.objects.filter(pk__in=ids).update(vanished_in=vanished_in)
    return ids


def _log(ids: Collection[int], before: str, after: str, revision: Revision, what: str) -> None:
    Event.objects.bulk_create(
        Event(
            subject_type="claim",
            subject_id=claim_id,
            from_status=before,
            to_status=after,
            why=f"The article was changed: revision {revision.number} {what}.",
            data={"article": revision.article_id, "revision": revision.number},
        )
        for claim_id in ids
    )


def _quote(mention: Mention) -> Quote:
    return Quote(mention.exact, mention.prefix, mention.suffix, mention.start, owner=mention.claim_id)


def _heir(mention: Mention, place: Place, fresh: Sequence[tuple[str, Statement]]) -> str | None:
    """The fingerprint of the new statement that says what the claim said, at its place."""
    likely = [
        (_overlap(place, one), ratio(mention.claim.text, one.text), told)
        for told, one in fresh
        if _overlap(place, one) >= SAME_SENTENCE
        and same_facts(mention.exact, one.quote)
        and not contradict(mention.claim.text, one.text)
    ]
    return max(likely, default=(0.0, 0.0, None))[2]


def _is_another(mention: Mention, place: Place, statements: Sequence[tuple[str, Statement]]) -> bool:
    """Whether the words mean something else now: "he closed it" after a sentence about another man."""
    there = [one for _, one in statements if _overlap(place, one) >= SAME_WORDS]
    return bool(there) and all(contradict(mention.claim.text, one.text) for one in there)


def _overlap(place: Place, statement: Statement) -> float:
    """What both cover, as a share of what either does (0 to 1)."""
    shared = min(place.end, statement.end) - max(place.start, statement.start)
    return max(0, shared) / (max(place.end, statement.end) - min(place.start, statement.start))
