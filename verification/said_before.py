"""What a page and the API tell of claims that were made before: how sure it is, and what was found about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from claims import queries as claim_queries
from claims.matching import Relation
from claims.models import Claim, ImportedFactCheck, Match, User
from claims.states import MatchStatus
from verification import queries
from verification.models import Check, FactCheck
from verification.permissions import may_decide

ALMOST_CERTAIN, PROBABLE = 0.9, 0.7
# Of each kind under one heading; a claim that everybody checked has more than anybody reads.
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What has become of a claim: its check, the one whose result it has, and the fact-check that is about it."""

    check: Check | None
    root: Check | None
    fact_check: FactCheck | None

    @property
    def rating(self) -> str:
        """As readers see it; of what is not published nothing is told, so that reviewers stay blind."""
        return self.fact_check.display_status.rating if self.fact_check else ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One match as a person reads it. ``answer`` is None for a fact-check of somebody else."""

    match: Match
    text: str
    said_by: str
    said_on: date | None
    where: str
    likelihood: str
    figures: Sequence[str]
    answer: Answer | None
    may_accept: bool
    may_reject: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Suggestions under one heading; ``hint`` says what they have in common."""

    title: str
    hint: str
    found: Sequence[Suggestion]


def answer_for(claim: Claim) -> Answer:
    """What the house has found about ``claim``."""
    check = queries.checks().filter(claim=claim).first()
    if check is None:
        return Answer(None, None, None)
    root = queries.root_of(check)
    return Answer(check, root, queries.fact_checks().filter(check_row=root).first())


def groups(claim: Claim, user: User) -> list[Group]:
    """What ``claim`` resembles, for ``user`` to decide, in the order in which it is shown; empty groups left out."""
    found = list(claim_queries.visible_to(user.viewer, claim_queries.matches_of(claim), "earlier__article"))
    accepted = [match for match in found if match.status == MatchStatus.ACCEPTED]
    by_relation = {
        relation: [match for match in found if match.relation == relation and match not in accepted]
        for relation in Relation
    }
    headings = [
        ("The same claim", "Somebody here decided this.", accepted),
        (
            "Said before?",
            "Where it is the same claim, what was found about it is used again.",
            by_relation[Relation.SAME],
        ),
        (
            "Other figures given",
            "About the same thing, but the facts do not agree: another claim.",
            by_relation[Relation.RIVAL],
        ),
        ("About the same", "", by_relation[Relation.RELATED]),
    ]
    return [Group(title, hint, _suggestions(matches, user)) for title, hint, matches in headings if matches]


def likelihood(score: float, relation: str) -> str:
    """A score (0 to 1) in words."""
    if relation == Relation.RIVAL:
        return "the same thing, other facts"
    if relation == Relation.RELATED:
        return "about the same thing"
    if score >= ALMOST_CERTAIN:
        return "almost certainly the same claim"
    return "probably the same claim" if score >= PROBABLE else "perhaps the same claim"


def _suggestions(matches: Sequence[Match], user: User) -> list[Suggestion]:
    """What was found here before what others found."""
    ours = [match for match in matches if match.imported_id is None][:SHOWN]
    theirs = [match for match in matches if match.imported_id is not None][:SHOWN]
    return [_suggestion(match, user) for match in (*ours, *theirs)]


def _suggestion(match: Match, user: User) -> Suggestion:
    accept = may_decide(match, user, MatchStatus.ACCEPTED)
    reject = may_decide(match, user, MatchStatus.REJECTED)
    likely = likelihood(match.score, match.relation)
    if match.imported is not None:
        return _of_imported(match, match.imported, likely, accept, reject)
    earlier = match.earlier
    assert earlier is not None  # noqa: S101  # A constraint of the database says so.
    return Suggestion(
        match=match,
        text=earlier.text,
        said_by=earlier.speaker.name if earlier.speaker else "",
        said_on=earlier.said_on,
        where=earlier.article.outlet if earlier.article else "",
        likelihood=likely,
        figures=_figures(earlier),
        answer=answer_for(earlier),
        may_accept=accept,
        may_reject=reject,
    )


def _of_imported(
    match: Match, imported: ImportedFactCheck, likely: str, may_accept: bool, may_reject: bool
) -> Suggestion:
    return Suggestion(
        match=match,
        text=imported.claim_text,
        said_by=imported.claimant,
        said_on=imported.published_on,
        where=imported.publisher,
        likelihood=likely,
        figures=_figures(imported),
        answer=None,
        may_accept=may_accept,
        may_reject=may_reject,
    )


def _figures(told: Claim | ImportedFactCheck) -> list[str]:
    """The figures and days that it gives, in its own words."""
    return [str(found["text"]) for found in (*told.quantities, *told.dates)]
