"""The checking copy of an article, as a magazine's checking desk keeps it: the whole text, every claim in it numbered
and coloured by its state, and the sources by number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from claims import queries as claim_queries
from claims.models import Article, Claim, Mention, Revision
from verification import queries
from verification.models import Check, Source, Verdict
from verification.passages import Passage, Span, passages
from verification.states import BLIND, CheckStatus

# A sign for each state beside its colour: on paper and for who sees no colours.
SIGNS = {
    CheckStatus.AGREED: "✓",
    CheckStatus.PUBLISHED: "✓",
    CheckStatus.MATCHED: "✓",
    CheckStatus.DISPUTED: "≠",
    CheckStatus.DROPPED: "–",
    CheckStatus.WITHDRAWN: "×",
}
UNCHECKED, OPEN_SIGN = "unchecked", "?"


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source under its number: each address has one in the whole copy."""

    number: int
    source: Source


@dataclass(frozen=True, slots=True)
class NumberedClaim:
    """One claim of the copy.

    ``quote``: the article's own words; ``rating``: what was found, more than one while it is disputed; ``found_by`` and
    ``reasons``: who judged and why, once nobody is blind any more; ``sources``: numbers.
    """

    number: int
    claim: Claim
    check: Check | None
    quote: str
    state: str
    rating: str
    found_by: Sequence[str]
    reasons: Sequence[str]
    sources: Sequence[int]

    @property
    def sign(self) -> str:
        return sign_of(self.state)


@dataclass(frozen=True, slots=True)
class CheckingCopy:
    """Everything on the page and in its copies; ``counts``: how many claims stand in each state."""

    article: Article
    revision: Revision
    passages: Sequence[Passage]
    claims: Sequence[NumberedClaim]
    sources: Sequence[CitedSource]
    counts: Sequence[tuple[str, int]]

    @property
    def is_cleared(self) -> bool:
        """Whether nothing in the text is still to be found out."""
        return all(one.sign != OPEN_SIGN and one.state != CheckStatus.DISPUTED for one in self.claims)


def sign_of(state: str) -> str:
    return SIGNS.get(CheckStatus(state), OPEN_SIGN) if state != UNCHECKED else OPEN_SIGN


def checking_copy(article: Article) -> CheckingCopy:
    revision = claim_queries.current_revision(article)
    mentions = list(queries.mentions_with_checks(revision))
    first = {mention.claim_id: mention for mention in reversed(mentions)}
    order = {claim_id: number for number, claim_id in enumerate(dict.fromkeys(m.claim_id for m in mentions), start=1)}
    checks = [check.pk for mention in first.values() if (check := _check(mention.claim))]
    verdicts = _by_check(queries.open_verdicts(checks))
    sources = _cited((first[claim_id] for claim_id in order), verdicts=verdicts)
    numbers = {one.source.url: one.number for one in sources}
    claims = [_numbered(number, first[claim_id], verdicts, numbers) for claim_id, number in order.items()]
    spans = [_span(mention, order, len(revision.text)) for mention in mentions]
    return CheckingCopy(
        article=article,
        revision=revision,
        passages=passages(revision.text, spans),
        claims=claims,
        sources=sources,
        counts=Counter(one.state for one in claims).most_common(),
    )


def _check(claim: Claim) -> Check | None:
    return getattr(claim, "check_row", None)


def _state(claim: Claim) -> str:
    check = _check(claim)
    return check.status if check else UNCHECKED


def _span(mention: Mention, order: dict[int, int], length: int) -> Span:
    return Span(mention.start, min(mention.end, length), order[mention.claim_id], _state(mention.claim))


def _by_check(verdicts: Iterable[Verdict]) -> dict[int, list[Verdict]]:
    found: dict[int, list[Verdict]] = {}
    for verdict in verdicts:
        found.setdefault(verdict.assignment.check_row_id, []).append(verdict)
    return found


def _of(mention: Mention, verdicts: dict[int, list[Verdict]]) -> list[Verdict]:
    check = _check(mention.claim)
    return verdicts.get(check.pk, []) if check else []


def _cited(mentions: Iterable[Mention], *, verdicts: dict[int, list[Verdict]]) -> list[CitedSource]:
    """Each address once, in the order in which the claims of the text need them."""
    in_order = chain.from_iterable(_of(mention, verdicts) for mention in mentions)
    found: dict[str, Source] = {}
    for verdict in in_order:
        for source in verdict.sources.all():
            found.setdefault(source.url, source)
    return [CitedSource(number, source) for number, source in enumerate(found.values(), start=1)]


def _numbered(
    number: int, mention: Mention, verdicts: dict[int, list[Verdict]], numbers: dict[str, int]
) -> NumberedClaim:
    check, mine = _check(mention.claim), _of(mention, verdicts)
    cited = {numbers[source.url] for verdict in mine for source in verdict.sources.all()}
    return NumberedClaim(
        number=number,
        claim=mention.claim,
        check=check,
        quote=mention.exact,
        state=_state(mention.claim),
        rating=_rating(check, mine),
        found_by=[str(verdict.assignment.reviewer) for verdict in mine],
        reasons=list(dict.fromkeys(verdict.reasoning for verdict in mine)),
        sources=sorted(cited),
    )


def _rating(check: Check | None, verdicts: Sequence[Verdict]) -> str:
    if check is None or check.status in BLIND:
        return ""
    if check.rating:
        return check.rating.name
    return " / ".join(dict.fromkeys(verdict.rating.name for verdict in verdicts))
