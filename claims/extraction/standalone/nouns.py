"""Nouns that point back: "the minister", "the country", "those missiles"."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from claims.extraction.people import BODY_NOUNS
from claims.extraction.people.names import ROLE_NOUNS
from claims.extraction.standalone.here import DEMONSTRATIVES, Finding, Here, possessive
from claims.extraction.standalone.referents import Referent, Sort, is_plural, only

# With one of these a noun says by itself which one it is.
_MODIFIERS = ("prep", "relcl", "acl", "amod", "compound")
_COUNTRY_NOUNS = ("country", "nation")
_TOWN_NOUNS = ("city", "town")
_COMPANY_NOUNS = ("company", "firm", "carmaker", "airline", "manufacturer", "retailer")
_TIMES = frozenset("day week month year time morning afternoon evening night moment point way case".split())


def noun(here: Here, token: Token) -> Finding | None:
    before = token.nbor(-1) if token.i > token.sent.start else None
    if before is None or before.lower_ not in ("the", *DEMONSTRATIVES) or token.ent_type_ in ("DATE", "TIME"):
        return None
    lemma = token.lemma_.lower()
    if lemma in _TIMES or (before.lower_ == "that" and before.dep_ == "mark"):
        return None
    if named := _class_noun(here, token, lemma):
        return here.phrase(before, token, *named)
    return _same_noun(here, before, token, lemma)


def _class_noun(here: Here, token: Token, lemma: str) -> tuple[str, bool, tuple[int, ...]] | None:
    """ "The minister", "the country", "the company": (whose name, whether it is sure, where it is said here)."""
    if any(child.dep_ in _MODIFIERS for child in token.children) or token.dep_ == "compound" or is_plural(token):
        return None
    if lemma in ROLE_NOUNS:
        return _role(here, token, lemma)
    fits = _class_of(lemma)
    if fits is None:
        return None
    near = [one for one in here.named if one.at < token.idx and fits(one)]
    rows = [near] if near else [[one for one in row if fits(one)] for row in here.scene.back()]
    candidates: list[Referent] = next((row for row in rows if row), [])
    meant = only(candidates)
    anchors = tuple(one.at for one in near)
    if meant is None and not candidates and lemma in _COUNTRY_NOUNS and len(here.scene.countries) == 1:
        return next(iter(here.scene.countries)), not here.is_quoted(token), ()
    is_sure = meant is not None and not here.is_quoted(token)
    if meant is not None and lemma not in (*_COUNTRY_NOUNS, *_TOWN_NOUNS):
        # Bodies are easily overlooked: there must be no other in sight, and the text must be about this one.
        is_sure = is_sure and meant.is_subject and only([one for row in rows for one in row]) is not None
    guess = meant or (candidates[-1] if candidates else None)
    return (guess.name if guess else ""), is_sure, anchors


def _role(here: Here, token: Token, lemma: str) -> tuple[str, bool, tuple[int, ...]]:
    known = here.people.all_with_role(lemma)
    if not known:
        return "", False, ()
    anchors = tuple(one.at for one in here.named if one.name == known[-1] and one.at < token.idx)
    role = here.people.roles[known[-1]]
    before = role.split()[-1].lower() in ROLE_NOUNS and "’s" not in role and "'s" not in role
    name = f"{role} {known[-1]}" if before else known[-1]
    is_sure = len(known) == 1 and not here.is_quoted(token) and _is_in_sight(here, token, known[-1])
    return name, is_sure, anchors


def _is_in_sight(here: Here, token: Token, name: str) -> bool:
    """Whether somebody was spoken of just before, as what the text is about or as the only one."""
    near = [one for one in here.named if one.at < token.idx]
    people = [one for row in (near, *here.scene.back()) for one in row if one.sort is Sort.PERSON]
    mine = [one for one in people if one.name == name]
    return any(one.is_subject for one in mine) or (bool(mine) and len(mine) == len(people))


def _same_noun(here: Here, before: Token, token: Token, lemma: str) -> Finding | None:
    """ "Those missiles" after "an intercontinental ballistic missile"."""
    if token.dep_ == "compound" or any(child.dep_ in _MODIFIERS for child in token.children):
        return None
    plural = is_plural(token)
    pointing = before.lower_ in DEMONSTRATIVES
    near = [one for one in here.named if one.at < token.idx and one.head == lemma]
    rows = [
        [one for one in row if one.head == lemma and one.described and (pointing or one.is_plural == plural)]
        for row in (near, *here.scene.back())
    ]
    # "Those" are the ones named last; "the" can be any that were named.
    told = next((row for row in rows if row), []) if pointing else [one for row in rows for one in row]
    if not pointing and not all(one.is_kind for one in told):
        return None
    if not told:
        return here.phrase(before, token, "", False, ()) if pointing else None
    anchors = tuple(one.at for one in near)
    owner = told[0].owner if pointing and here.speaker and told[0].owner == here.speaker.name else ""
    name = f"{possessive(owner) if owner else 'the'} {told[0].described} {token.text}"
    return here.phrase(before, token, name, len({one.described for one in told}) == 1, anchors)


def _class_of(lemma: str) -> Callable[[Referent], bool] | None:
    """Which referents a class noun can stand for; None for a noun that is none."""
    if lemma in _COUNTRY_NOUNS:
        return lambda one: one.sort in (Sort.COUNTRY, Sort.NATION)
    if lemma in _TOWN_NOUNS:
        return lambda one: one.sort is Sort.PLACE and not one.name.startswith("the ")
    if lemma in _COMPANY_NOUNS:
        return lambda one: one.sort is Sort.BODY and one.head not in BODY_NOUNS
    if lemma in BODY_NOUNS:
        return lambda one: one.sort is Sort.BODY and lemma in one.name.lower().split()
    return None
