"""Whom and what "he", "it" and "they" stand for."""

from __future__ import annotations

from spacy.tokens import Token

from claims.extraction.language_model import text_of
from claims.extraction.standalone.here import SUBJECTS, Finding, Here, within
from claims.extraction.standalone.referents import Referent, Sort, only

GENDERED = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she"}
# What "it" points to that is only said afterwards: "it is clear that …".
_CLAUSE_OPENERS = frozenset("that to how whether if when why for".split())


def person(here: Here, token: Token) -> Finding | None:
    gender = GENDERED[token.lower_]
    near = [one for one in here.named if one.at < token.idx and _can_be(here, one, gender, token)]
    if not near and (ahead := _ahead(here, token, gender)):
        here.understood(token, ahead)
        return None
    rows = [near, *([one for one in row if _can_be(here, one, gender, token)] for row in here.scene.back())]
    nearest: list[Referent] = next((row for row in rows if row), [])
    meant = only(nearest)
    if meant is None or meant.sort is not Sort.PERSON:
        return here.unsure(token, meant.name if meant else "")
    alone = meant.name[:1].isupper() and not any(one.name != meant.name for row in rows for one in row)
    is_sure = here.leads(token) and (meant.is_subject or alone) if not near else here.leads(token) or alone
    # Who quotes has left out what went before.
    is_sure = is_sure and (meant.is_quoted or not here.is_quoted(token))
    here.understood(token, meant)
    if is_sure:
        here.people.learn(meant.name, gender)
    return here.pronoun(token, meant, is_sure=is_sure and not _is_contracted(token), near=near)


def _can_be(here: Here, one: Referent, gender: str, token: Token) -> bool:
    if one.sort not in (Sort.PERSON, Sort.NAME) or one.is_plural or not here.people.may_be(one.name, gender):
        return False
    says_it = here.speaker is not None and one.name == here.speaker.name
    return not (says_it and here.is_quoted(token))


def _ahead(here: Here, token: Token, gender: str) -> Referent | None:
    """ "During his visit, Moon said …": the subject that follows what stands in front of it."""
    verb = next((one for one in token.ancestors if one.dep_ == "ROOT"), None)
    later = [one for one in here.named if one.at > token.idx and one.is_subject and _can_be(here, one, gender, token)]
    if verb is None or token.dep_ != "poss" or not later:
        return None
    subject = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
    if subject is None or subject.i < token.i or later[0].at != subject.idx or token in subject.subtree:
        return None
    return later[0]


def thing(here: Here, token: Token, *, plural: bool) -> Finding | None:
    near = [one for one in here.named if one.at < token.idx and _agrees(one, plural)]
    framed = [one for one in near if within(one.at, here.frames)]
    if len(framed) < len(near):
        meant = only(near)
        is_sure = meant is not None and not plural and meant.sort is not Sort.NAME and not _is_contracted(token)
        return here.pronoun(token, meant or near[-1], is_sure=is_sure, near=near)
    if framed and (source := _source(here, token, framed)):
        here.understood(token, source)
        return here.pronoun(token, source, is_sure=not _is_contracted(token), near=framed)
    before = next(iter(here.scene.back()), [])
    meant = only([one for one in before if _agrees(one, plural)])
    if meant is None:
        return here.unsure(token, "")
    others = plural and any(one.sort is not Sort.THING for one in before)
    told_here = not here.is_quoted(token) and not here.frames
    told_apart = meant.sort not in (Sort.PLACE, Sort.NAME) and not others
    is_sure = meant.is_subject and here.leads(token) and told_apart and told_here
    here.understood(token, meant)
    return here.pronoun(token, meant, is_sure=is_sure and not _is_contracted(token), near=[])


def _source(here: Here, token: Token, framed: list[Referent]) -> Referent | None:
    """ "The ministry said it had …": the subject of the frame, where "it" is what the clause is about."""
    subject = [one for one in framed if one.is_subject]
    return only(framed) or (only(subject) if token.dep_ in SUBJECTS and not here.is_quoted(token) else None)


def _agrees(one: Referent, plural: bool) -> bool:
    return one.sort not in (Sort.PERSON, Sort.NATION) and one.is_plural == plural


def _is_contracted(token: Token) -> bool:
    """ "he'll": a name in its place would not read."""
    end = token.idx + len(token)
    after = text_of(token.doc)[end : end + 3].lower()
    return after.startswith(("’", "'")) and not after.startswith(("’s", "'s"))


def points_ahead(token: Token) -> bool:
    """ "It is clear that …", "it rained": an "it" that stands for nothing said before."""
    verb = token.head
    if token.dep_ == "expl" or verb.lemma_ in ("rain", "snow"):
        return True
    if verb.pos_ != "AUX" and verb.lemma_ not in (
        "be",
        "seem",
        "appear",
        "take",
        "make",
        "become",
        "remain",
        "mean",
        "matter",
    ):
        return False
    return any(word.i > verb.i and word.lower_ in _CLAUSE_OPENERS for word in verb.subtree)
