"""Who should judge a claim, and why. Pure: facts in, a ranked list with reasons out; no rows, no clock."""

from verification.routing.authors import Authors, Person
from verification.routing.desks import choose_desk
from verification.routing.exclusions import exclusion
from verification.routing.facts import Candidate, ClaimFacts, DeskFacts
from verification.routing.ranking import Excluded, Ranked, Ranking, Reason, rank

__all__ = [
    "Authors",
    "Candidate",
    "ClaimFacts",
    "DeskFacts",
    "Excluded",
    "Person",
    "Ranked",
    "Ranking",
    "Reason",
    "choose_desk",
    "exclusion",
    "rank",
]
