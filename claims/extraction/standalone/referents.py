"""What an article has named so far, to tell whom or what "he", "it" or "those missiles" stand for.

A small model of attention over sentences: what was named last and can be meant is meant, and it is sure only where
nothing else can be. It is built for precision: a wrong name in a claim is worse than a pronoun.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from claims.extraction.language_model import text_of
from claims.extraction.people import People
from claims.extraction.people import names as wording
from claims.extraction.people.names import ROLE_NOUNS, entity_of
from claims.extraction.standalone.places import COUNTRIES, NATIONS

# How many things of one sentence are kept apart; those of a list without end are not.
MAX_NAMED = 60
# How many sentences back something can be meant without being named.
WINDOW = 3
_NOT_THINGS = frozenset("DATE TIME CARDINAL ORDINAL PERCENT MONEY QUANTITY LANGUAGE".split())
# Adjectives that do not tell one thing from another.
_SAYING_LITTLE = frozenset(
    "new recent other different same such own latest first last next previous further additional more many several few "
    "certain various possible big large small good bad old young key major whole entire main initial final former "
    "current early late".split()
)
_NAMED = ("PERSON", "ORG", "GPE")
_DETERMINERS = frozenset("a an the this that these those some any its his her their our my your".split())
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")


class Sort(StrEnum):
    """What a name or noun stands for, as far as it decides which pronoun can."""

    PERSON = "person"
    BODY = "body"
    COUNTRY = "country"
    PLACE = "place"
    THING = "thing"
    # A name of which the model does not know whether it is a person's.
    NAME = "name"
    # A country that is only there as an adjective: "the South Korean ministry".
    NATION = "nation"


@dataclass(frozen=True, slots=True)
class Referent:
    """Somebody or something named: ``name`` as it can be put into a sentence, ``head`` the lemma of its noun.

    ``at``: where it stands in its document (code points); ``described``: what was said of it before the bare noun, and
    ``is_kind``: whether that is a noun or a name, which tells what kind of thing it is ("transport ministry");
    ``owner``: whose it is, where the sentence says that somebody has it.
    """

    name: str
    head: str
    sort: Sort
    is_plural: bool
    is_subject: bool
    is_quoted: bool
    at: int
    described: str = ""
    is_kind: bool = False
    owner: str = ""


@dataclass(slots=True)
class Scene:
    """The referents of the last sentences, the nearest last, and the countries and bodies of the whole article."""

    people: People
    recent: deque[list[Referent]] = field(default_factory=lambda: deque(maxlen=WINDOW))
    countries: set[str] = field(default_factory=set)
    bodies: dict[str, str] = field(default_factory=dict)

    def note(self, found: list[Referent]) -> None:
        """Remember a sentence's referents once it has been read."""
        self.recent.append(found[-MAX_NAMED:])
        self.countries.update(one.name for one in found if one.sort is Sort.COUNTRY)

    def back(self) -> Iterator[list[Referent]]:
        """The sentences before, the nearest first."""
        return reversed(self.recent)


def referents(sentence: Sentence, people: People, quoted: Iterable[tuple[int, int]]) -> list[Referent]:
    """Everybody and everything that ``sentence`` names, in order."""
    marks = list(quoted)
    found = [one for chunk in sentence.noun_chunks if (one := _referent(chunk, people, marks))]
    places = {one.at for one in found}
    # Owners ("Norway's ferries") are no heads of noun phrases, and can be meant all the same.
    named = [doc_span for doc_span in sentence.ents if doc_span.label_ in _NAMED and doc_span.root.idx not in places]
    found += [one for entity in named if (one := _referent(_chunk(entity), people, marks))]
    places |= {one.at for one in found}
    found += [one for token in sentence if (one := _nation(token)) and one.at not in places]
    return sorted(found, key=lambda one: one.at)[:MAX_NAMED]


def _chunk(entity: Sentence) -> Sentence:
    """An entity with the article before it, as a noun phrase whose root is the entity's."""
    doc, first = entity.doc, entity.start
    first -= first > 0 and doc[first - 1].lower_ == "the"
    return doc[first : entity.end]


def _nation(token: Token) -> Referent | None:
    """The country behind "Norwegian"; one without a name where it is not known, so that nothing is sure beside it.

    A country in front of a noun ("the US system") counts too.
    """
    if not token.text[:1].isupper():
        return None
    if token.dep_ in ("compound", "nmod", "poss") and token.ent_type_ == "GPE" and entity_text(token) in COUNTRIES:
        return Referent(entity_text(token), token.lower_, Sort.NATION, False, False, False, token.idx)
    before = token.nbor(-1).text if token.i > token.sent.start else ""
    word = token.text.removesuffix("s")
    name = NATIONS.get(f"{before} {word}") or NATIONS.get(word) or NATIONS.get(token.text, "")
    if not name and token.ent_type_ != "NORP":
        return None
    return Referent(name, token.lower_, Sort.NATION, False, False, False, token.idx)


def _referent(chunk: Sentence, people: People, quoted: Sequence[tuple[int, int]]) -> Referent | None:
    root = chunk.root
    if root.pos_ == "PRON" or root.ent_type_ in _NOT_THINGS or root.like_num or not root.is_alpha:
        return None
    sort = sort_of(root, people)
    if sort is Sort.PERSON and root.pos_ == "NOUN" and root.dep_ in ("appos", "attr"):
        # "Berg, a professor of hydrology": nobody else.
        return None
    is_quoted = any(start <= root.idx < end for start, end in quoted)
    described = described_as(chunk)
    return Referent(
        name=_name(chunk, sort, people, described),
        head=root.lemma_.lower(),
        sort=sort,
        is_plural=is_plural(root) if sort is Sort.THING else root.tag_ in ("NNS", "NNPS"),
        is_subject=root.dep_ in _SUBJECTS,
        is_quoted=is_quoted,
        at=root.idx,
        described=described,
        is_kind=bool(described) and any(token.dep_ in ("compound", "nmod") or token.ent_type_ for token in root.lefts),
        owner=_owner(root),
    )


def sort_of(token: Token, people: People) -> Sort:
    """A name that the model takes for a person's and that is also a country's is a country's."""
    name = entity_text(token)
    if name in COUNTRIES:
        return Sort.COUNTRY
    if token.lemma_.lower() in ROLE_NOUNS and token.pos_ == "NOUN":
        return Sort.PERSON
    kinds = {"PERSON": Sort.PERSON, "ORG": Sort.BODY, "GPE": Sort.PLACE, "LOC": Sort.PLACE, "FAC": Sort.PLACE}
    if token.pos_ != "PROPN" and not (token.text.istitle() and people.fuller(name)):
        return Sort.THING
    if token.ent_type_ in ("", "ORG") and (name in people.names or people.fuller(name)):
        return Sort.PERSON
    return kinds.get(token.ent_type_, Sort.THING) if token.ent_type_ else Sort.NAME


def entity_text(token: Token) -> str:
    """The name that ``token`` belongs to, without "the" before and "'s" after it."""
    return wording.strip_article(entity_of(token).text)


def is_plural(noun: Token) -> bool:
    return noun.tag_ in ("NNS", "NNPS") or any(child.dep_ == "conj" for child in noun.children)


def described_as(chunk: Sentence) -> str:
    """What is said of a noun before it ("intercontinental ballistic"), without articles, owners, figures and days."""
    root = chunk.root
    kept: list[Token] = []
    for token in reversed(list(chunk)):
        if token.i >= root.i:
            continue
        if (
            token.dep_ not in ("amod", "compound", "punct", "nmod", "npadvmod", "advmod")
            or token.ent_type_ in _NOT_THINGS
        ):
            break
        kept.insert(0, token)
    while kept and (not kept[0].is_alpha or kept[0].lower_ == "the"):
        kept.pop(0)
    telling = [token for token in kept if token.lower_ not in _SAYING_LITTLE and token.tag_ not in ("JJR", "JJS")]
    if not any(token.dep_ in ("amod", "compound", "nmod") for token in telling):
        return ""
    return str(text_of(root.doc)[kept[0].idx : kept[-1].idx + len(kept[-1])])


def _name(chunk: Sentence, sort: Sort, people: People, described: str) -> str:
    root = chunk.root
    if sort is Sort.PERSON and root.pos_ == "PROPN":
        return people.full(wording.whole(entity_of(root)))
    if sort is Sort.COUNTRY:
        return _with_article(chunk, entity_text(root))
    if sort in (Sort.BODY, Sort.PLACE):
        return _with_article(chunk, people.spelled_out(entity_text(root)))
    if sort is Sort.PERSON and chunk[0].lower_ == "the" and len(people.all_with_role(root.lemma_.lower())) == 1:
        return people.with_role(root.lemma_.lower())
    return _definite(chunk)


def _definite(chunk: Sentence) -> str:
    """A noun with its words as it is called the second time: "a bridge" is "the bridge", "officials" stay officials."""
    root = chunk.root
    words = [token for token in chunk if token.lower_ not in _DETERMINERS or token.i > root.i]
    bare = text_of(root.doc)[words[0].idx : root.idx + len(root)] if words else root.text
    return bare if chunk[0] in words and not chunk[0].like_num else f"the {bare}"


def _with_article(chunk: Sentence, name: str) -> str:
    return f"the {name}" if chunk[0].lower_ == "the" and not name.lower().startswith("the ") else name


def _owner(noun: Token) -> str:
    """ "it now has a warhead that can be mounted on a missile": "has", with the pronoun or name that is its subject."""
    step, hops = noun, 0
    while step.head != step and hops < 12:
        step, hops = step.head, hops + 1
        if step.lemma_ in ("have", "possess", "own") and step.pos_ == "VERB":
            subject = next((child for child in step.children if child.dep_ == "nsubj"), None)
            return str(subject.lower_) if subject is not None else ""
    return ""


def only(found: Sequence[Referent]) -> Referent | None:
    """The one that all of ``found`` name, or None."""
    return found[0] if found and len({one.name for one in found}) == 1 else None
