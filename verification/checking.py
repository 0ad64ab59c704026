"""The checking copy of an article, as a magazine's checking desk keeps it: the whole text, every claim in it numbered
and marked by what was found, and the sources by number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from django.utils.translation import gettext, ngettext

from claims import queries as claim_queries
from claims.core.addresses import same_address
from claims.models import Article, Claim, Mention, Revision
from verification import queries
from verification.display_status import ClaimStatus
from verification.models import Check, Source, Verdict
from verification.passages import Passage, Span, passages
from verification.states import BLIND, CheckStatus


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source under its number: each address has one in the whole copy."""

    number: int
    source: Source


@dataclass(frozen=True, slots=True)
class NumberedClaim:
    """One claim of the copy.

    ``quote``: the article's own words; ``rating``: what was found, more than one while it is disputed, none that was
    withdrawn; ``found_by`` and ``reasons``: who judged and why, once nobody is blind any more; ``sources``: numbers.
    """

    number: int
    claim: Claim
    check: Check | None
    quote: str
    status: ClaimStatus
    rating: str
    found_by: Sequence[str]
    reasons: Sequence[str]
    sources: Sequence[int]


@dataclass(frozen=True, slots=True)
class CheckingCopy:
    """Everything on the page and in its copies; ``counts``: how many claims stand so, what alarms first."""

    article: Article
    revision: Revision
    passages: Sequence[Passage]
    claims: Sequence[NumberedClaim]
    sources: Sequence[CitedSource]
    counts: Sequence[tuple[ClaimStatus, int]]

    @property
    def is_cleared(self) -> bool:
        """Whether nothing in the text is wrong, in doubt or still to be found out."""
        return all(one.status.is_settled for one in self.claims)

    @property
    def alarms(self) -> bool:
        """Whether something in the text was found to be anything but true."""
        return any(one.status.alarms for one in self.claims)

    @property
    def standing(self) -> str:
        """What it comes to, in a sentence."""
        if not self.claims:
            return gettext("No claim was found in this text. A person has to read it all the same.")
        if self.is_cleared:
            return gettext("Every claim that was found is settled, and none is wrong.")
        return gettext("Not cleared.")

    @property
    def summary(self) -> list[str]:
        """How many claims stand so, in sentences."""
        return [in_words(status, count) for status, count in self.counts]


def in_words(status: ClaimStatus, count: int) -> str:
    """How many claims of a text stand so, as a sentence."""
    told = {
        ClaimStatus.NOT_TRUE: ngettext("%(count)s claim is not true.", "%(count)s claims are not true.", count),
        ClaimStatus.UNPROVEN: ngettext("%(count)s claim is not proven.", "%(count)s claims are not proven.", count),
        ClaimStatus.WITHDRAWN: ngettext(
            "What was found about %(count)s claim was withdrawn.",
            "What was found about %(count)s claims was withdrawn.",
            count,
        ),
        ClaimStatus.DISPUTED: ngettext("%(count)s claim is disputed.", "%(count)s claims are disputed.", count),
        ClaimStatus.UNCHECKED: ngettext("%(count)s claim is still open.", "%(count)s claims are still open.", count),
        ClaimStatus.IN_PROGRESS: ngettext(
            "%(count)s claim is still being checked.", "%(count)s claims are still being checked.", count
        ),
        ClaimStatus.TRUE: ngettext("%(count)s claim is true.", "%(count)s claims are true.", count),
        ClaimStatus.DROPPED: ngettext(
            "%(count)s claim was dropped without a check.", "%(count)s claims were dropped without a check.", count
        ),
    }
    return told[status] % {"count": count}


def checking_copy(article: Article) -> CheckingCopy:
    revision = claim_queries.current_revision(article)
    mentions = list(queries.mentions_with_checks(revision))
    first = {mention.claim_id: mention for mention in reversed(mentions)}
    order = {claim_id: number for number, claim_id in enumerate(dict.fromkeys(m.claim_id for m in mentions), start=1)}
    statuses = queries.statuses_of(mention.claim for mention in first.values())
    checks = [check for mention in first.values() if (check := _check(mention.claim))]
    results = queries.results_of(checks)
    verdicts = _by_check(queries.open_verdicts([check.pk for check in checks]))
    sources = _cited((first[claim_id] for claim_id in order), verdicts=verdicts)
    numbers = {same_address(one.source.url): one.number for one in sources}
    claims = [
        _numbered(number, first[claim_id], statuses[claim_id], results, verdicts, numbers)
        for claim_id, number in order.items()
    ]
    counted = Counter(one.status for one in claims)
    spans = [
        Span(mention.start, min(mention.end, len(revision.text)), order[mention.claim_id], statuses[mention.claim_id])
        for mention in mentions
    ]
    return CheckingCopy(
        article=article,
        revision=revision,
        passages=passages(revision.text, spans),
        claims=claims,
        sources=sources,
        counts=[(status, counted[status]) for status in ClaimStatus if counted[status]],
    )


def _check(claim: Claim) -> Check | None:
    return getattr(claim, "check_row", None)


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
            found.setdefault(same_address(source.url), source)
    return [CitedSource(number, source) for number, source in enumerate(found.values(), start=1)]


def _numbered(
    number: int,
    mention: Mention,
    status: ClaimStatus,
    results: dict[int, Check],
    verdicts: dict[int, list[Verdict]],
    numbers: dict[str, int],
) -> NumberedClaim:
    check, mine = _check(mention.claim), _of(mention, verdicts)
    cited = {numbers[same_address(source.url)] for verdict in mine for source in verdict.sources.all()}
    return NumberedClaim(
        number=number,
        claim=mention.claim,
        check=check,
        quote=mention.exact,
        status=status,
        rating=_rating(results[check.pk] if check else None, mine),
        found_by=[str(verdict.assignment.reviewer) for verdict in mine],
        reasons=list(dict.fromkeys(verdict.reasoning for verdict in mine)),
        sources=sorted(cited),
    )


def _rating(result: Check | None, verdicts: Sequence[Verdict]) -> str:
    """What the check that has the result was rated, as far as that stands and everybody may know it."""
    if result is None or result.status in BLIND or result.status == CheckStatus.WITHDRAWN:
        return ""
    if result.rating:
        return result.rating.name
    return " / ".join(dict.fromkeys(verdict.rating.name for verdict in verdicts))
