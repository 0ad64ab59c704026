"""The speaker whom words of a sentence name: by name, by role, as a body, or by a pronoun."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from spacy.tokens import Token

from claims.extraction.language_model import text_of
from claims.extraction.people import names as wording
from claims.extraction.people.circle import BODIES, BODY_NOUNS, People
from claims.extraction.people.names import ROLE_NOUNS
from claims.extraction.sentences import quotations
from claims.extraction.statements import SpeakerMention

_GENDERED = {"he": "he", "she": "she"}
_SUBJECTS = ("nsubj", "nsubjpass")
# How many of those named before are looked through for a pronoun.
MAX_FOCUS = 20
# How far back in its paragraph a pronoun's subject is looked for.
MAX_TOKENS_BACK = 150


def speaker_of(who: Token, base: int, people: People) -> SpeakerMention | None:
    """The speaker whom the token ``who`` names, or None; ``base``: where its document starts in the article."""
    start, end = wording.phrase(who)
    place = (base + start, base + end)
    if who.pos_ == "PRON" or who.lower_ in _GENDERED:
        name = _behind_pronoun(who, people)
        return SpeakerMention(name, people.roles.get(name, ""), *place) if name else None
    name, role = _name_and_role(who, people)
    if not name:
        return None
    people.give_role(name, role)
    return SpeakerMention(name, people.roles.get(name, ""), *place)


def _behind_pronoun(who: Token, people: People) -> str:
    """Whom "he", "she", "they" or "it" says something for, or nobody."""
    word = who.lower_
    if word in _GENDERED:
        fits = [name for name in _in_focus(who, people) if name in people.names and people.may_be(name, word)]
        if fits:
            people.learn(fits[0], word)
        return fits[0] if fits else ""
    if word == "it":
        return next((name for name in _in_focus(who, people) if name not in people.names), "")
    return people.last if word == "they" else ""


def _in_focus(who: Token, people: People) -> Iterator[str]:
    """Those who can be meant, the likeliest first: what this paragraph was about, who spoke last, the rest."""
    yield from islice(_subjects_before(who, people), MAX_FOCUS)
    if people.last:
        yield people.last
    yield from islice(reversed(people.names), MAX_FOCUS)


def _subjects_before(who: Token, people: People) -> Iterator[str]:
    """The people and bodies that do something shortly before ``who`` in its paragraph, the nearest first.

    Those in quotations are left out: they are whom somebody speaks of.
    """
    first = max(0, who.i - MAX_TOKENS_BACK)
    before = who.doc[first : who.i]
    quoted = quotations(text_of(who.doc)[before.start_char : before.end_char]) if len(before) else []
    for token in reversed(list(before)):
        if token.dep_ not in _SUBJECTS or not token.text[:1].isupper() or token.pos_ == "PRON":
            continue
        name = people.full(wording.strip_article(wording.whole(wording.entity_of(token))))
        is_known = token.ent_type_ in ("PERSON", *BODIES) or name in people.names
        place = token.idx - before.start_char
        if is_known and not any(quote.start <= place < quote.end for quote in quoted):
            yield name


def _name_and_role(who: Token, people: People) -> tuple[str, str]:
    if named := wording.named_after(who):
        name, _ = _name_and_role(named, people)
        return name, wording.role_of(named)
    start, end = wording.phrase(who)
    doc = who.doc
    phrase = doc.char_span(start, end, alignment_mode="expand")
    person = _person_in(who, people)
    if person:
        name = people.full(person)
        before = phrase.text.split(person)[0] if phrase is not None and person in phrase.text else ""
        return name, wording.role_before(before) or wording.role_after(who)
    text = wording.strip_article(phrase.text if phrase is not None else who.text)
    noun = who.lemma_.lower()
    is_the = phrase is not None and phrase.text.lower().startswith("the ")
    if noun in ROLE_NOUNS:
        known = people.with_role(text) if is_the and " of " not in text else ""
        return known or text, ""
    if noun in BODY_NOUNS and is_the and len(text.split()) == 1:
        return people.body_called(noun) or text, ""
    return _body(text, people), ""


def _body(text: str, people: People) -> str:
    """A body by the name that the article gave it first in full."""
    long = people.spelled_out(text)
    return people.body_ending(text) if long == text and " " in text else long


def _person_in(who: Token, people: People) -> str:
    """The person whom the phrase names: spaCy's entity, or capitals that continue a name already met."""
    start, end = wording.phrase(who)
    for entity in who.doc.ents:
        if entity.label_ == "PERSON" and entity.start_char < end and start < entity.end_char and who in entity:
            return wording.whole(entity)
    if after_role := wording.name_after_role(who, end):
        return after_role
    run = wording.proper_run(who)
    if "-" in run:
        return run
    if run and (people.fuller(run) or run in people.names or run in people.aliases):
        return run
    return run if run and who.ent_type_ in ("PERSON", "") and len(run.split()) > 1 and _has_role(who) else ""


def _has_role(who: Token) -> bool:
    start = who.left_edge.i
    return any(t.lemma_.lower() in ROLE_NOUNS for t in who.doc[start : who.i])
