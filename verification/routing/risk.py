"""How many independent verdicts a claim needs: more where a wrong one would hurt somebody or reach many."""

from __future__ import annotations

import re
from dataclasses import dataclass

from verification.routing.facts import ClaimFacts
from verification.routing.ranking import stakes

# Stems of what people are accused of. A claim that holds one and names a person is looked at twice; where it accuses
# somebody else, or nobody, that costs a verdict more and harms nobody.
ACCUSATIONS = (
    "abus", "accus", "arrest", "assault", "blackmail", "brib", "charged with", "cheat", "conspir", "convict",
    "corrupt", "cover up", "covered up", "crime", "criminal", "deceiv", "defam", "defraud", "embezzl", "evad",
    "extort", "fabricat", "fake", "falsif", "forged", "forger", "fraud", "guilty", "harass", "illegal", "indict",
    "insider trad", "kickback", "kill", "launder", "liar", "lied", "lying", "manipulat", "mislead", "misled",
    "murder", "nepotis", "perjur", "plagiar", "rape", "rigg", "scam", "sexual", "smuggl", "stole", "steal", "swindl",
    "theft", "threaten", "traffick", "treason",
)  # fmt: skip
_ACCUSATION = re.compile(rf"\b(?:{'|'.join(ACCUSATIONS)})", re.IGNORECASE)
_TITLE = r"(?:Mr|Mrs|Ms|Mx|Dr|Sir|Dame|Lord|Lady|Senator|President|Minister|Mayor|Judge|General|Prof)\.?"
_NAME_WORD = r"[A-ZÀ-ÖØ-Þ][\w'’-]{1,30}"
_NAME = re.compile(rf"\b(?:{_TITLE} {_NAME_WORD}|{_NAME_WORD} (?:[A-Z]\. )?{_NAME_WORD})")
# Two capitals in a row that begin or end with one of these name no person.
_NO_FIRST_NAME = frozenset(
    "the a an this that these those his her its our their my your in on at by for from to of with and or but if when "
    "while after before since because as it he she they we you who what where there here no not all some many most "
    "new north south east west san los las el la united european federal national supreme high central royal".split()
)
_NO_SURNAME = frozenset(
    "council ministry party bank company inc ltd corp group court university government parliament senate congress "
    "union commission agency department authority board office police army navy institute association foundation "
    "times post street avenue road city county state states kingdom republic river lake island islands sea ocean "
    "street hospital school college airport station january february march april may june july august september "
    "october november december monday tuesday wednesday thursday friday saturday sunday".split()
)


@dataclass(frozen=True, slots=True)
class RiskPolicy:
    """What a desk asks for. ``risky_from``: the stakes (0..1, see `stakes`) from which a claim is risky, None for no
    claim; ``accused``: whether one that accuses a named person is.
    """

    verdicts: int
    verdicts_if_risky: int
    risky_from: float | None = None
    accused: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """``reasons``: why more are needed than the desk ordinarily asks for; empty where they are not."""

    verdicts: int
    reasons: tuple[str, ...] = ()


def verdicts_needed(claim: ClaimFacts, policy: RiskPolicy) -> Need:
    """Never fewer than the desk ordinarily asks for."""
    reasons = tuple(_reasons(claim, policy))
    if not reasons or policy.verdicts_if_risky <= policy.verdicts:
        return Need(policy.verdicts)
    return Need(policy.verdicts_if_risky, reasons)


def accused_person(text: str) -> str | None:
    """The first person named in a text that speaks of a misdeed, or None. A guess from words; linear in the text."""
    if not _ACCUSATION.search(text):
        return None
    return next((name for found in _NAME.finditer(text) if _is_person(name := found.group())), None)


def _reasons(claim: ClaimFacts, policy: RiskPolicy) -> list[str]:
    found = []
    at_stake = stakes(claim)
    if policy.risky_from is not None and at_stake >= policy.risky_from:
        told = f"worthiness {claim.worthiness:.2f}" if at_stake <= claim.worthiness else f"in {claim.reach} articles"
        found.append(told)
    if policy.accused and (name := accused_person(claim.text)):
        found.append(f"may accuse {name}")
    return found


def _is_person(name: str) -> bool:
    first, last = name.split()[0].casefold(), name.split()[-1].casefold()
    return first not in _NO_FIRST_NAME and last not in _NO_SURNAME
