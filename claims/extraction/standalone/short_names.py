"""Parts of names and acronyms that were said in full before: "Lindqvist", "Bernie", "the GAO"."""

from __future__ import annotations

from spacy.tokens import Token

from claims.extraction.language_model import text_of
from claims.extraction.people import names as wording
from claims.extraction.people.names import ROLE_NOUNS, entity_of
from claims.extraction.standalone.here import Finding, Here
from claims.extraction.standalone.referents import Referent


def short_name(here: Here, token: Token) -> Finding | None:
    """A part of a name that was said in full before: "Lindqvist", "Bernie"; an acronym that was spelled out."""
    text = token.text
    if long := here.people.acronyms.get(text):
        return _acronym(here, token, long)
    place = _place_of(token)
    if place is None:
        return None
    start, end = place
    name = text_of(token.doc)[start:end]
    fuller = here.people.fuller(name)
    if not fuller or text_of(token.doc).endswith(fuller[-1], 0, end):
        return None
    title = token.doc[token.i - len(name.split())].lower_.rstrip(".") if token.i >= len(name.split()) else ""
    is_sure = len(fuller) == 1 and here.people.has_title(fuller[-1], title)
    anchors = tuple(
        one.at for one in here.named if one.name == fuller[-1] and one.at < start and _in_full(here, token, one)
    )
    article = token.doc[token.i - 1] if token.i > token.sent.start and token.dep_ != "compound" else token
    if article.lower_ == "the":
        # "The Donald" is a name; in "the Obama/Clinton years" the article belongs to what follows.
        is_sure = is_sure and text_of(token.doc)[end : end + 1] not in ("/", "-")
        start = article.idx
    return Finding(start, end, text_of(token.doc)[start:end], fuller[-1], is_sure, f"={fuller[-1]}", anchors)


def _in_full(here: Here, token: Token, one: Referent) -> bool:
    """Whether the sentence gives the whole name at the place of ``one``, which is the end of it."""
    end = text_of(token.doc).find(one.name.split()[-1], one.at) + len(one.name.split()[-1])
    return text_of(token.doc)[max(0, end - len(one.name)) : end] == one.name


def _acronym(here: Here, token: Token, long: str) -> Finding | None:
    doc = token.doc
    end = token.idx + len(token)
    before, after = text_of(doc)[max(0, token.idx - 2) : token.idx], text_of(doc)[end : end + 2]
    if before.endswith(("(", "-")) or after.startswith((" (", "-")):
        return None
    place = (token.idx, end)
    at = text_of(doc).find(long)
    anchors = (at,) if at >= 0 else ()
    return Finding(*place, token.text, f"{long} ({token.text})", True, f"={long}", anchors)


def _place_of(token: Token) -> tuple[int, int] | None:
    """Where the name stands that ``token`` ends, if it may be a part of a longer one."""
    entity = entity_of(token)
    if token.i != entity.end - 1 or (entity.start > token.sent.start and _joins(token.doc[entity.start - 1])):
        return None
    if token.ent_type_ == "PERSON":
        return wording.whole_place(entity)
    after = token.doc[token.i + 1] if token.i + 1 < token.sent.end else None
    joined = after is not None and (after.pos_ == "PROPN" or after.text == "-")
    alone = len(entity) == 1 and token.ent_type_ in ("", "ORG") and token.text.istitle() and not joined
    alone = alone and token.dep_ not in ("compound", "amod")
    return (token.idx, token.idx + len(token)) if alone else None


def _joins(before: Token) -> bool:
    """Whether the word before a name is a part of it, and neither a title nor a role."""
    word = before.lower_.rstrip(".")
    return before.pos_ == "PROPN" and word not in wording.TITLES and before.lemma_.lower() not in ROLE_NOUNS
