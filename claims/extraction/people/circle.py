"""Who that is: the one full name of each speaker in an article, found from a surname, a role or a pronoun.

Nicknames come from the hand-made list of the package `nicknames`. Whether "he" or "she" is meant is known from titles,
from roles that say so and from what the article called somebody before; a first name alone tells nothing here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

from nicknames import NickNamer
from spacy.tokens import Doc
from spacy.tokens import Span as Sentence

from claims.extraction.language_model import text_of
from claims.extraction.people import names as wording
from claims.extraction.people.acronyms import acronyms
from claims.extraction.people.names import GENDERS, ROLE_NOUNS, ROLE_TITLES

_GENDERED = {"he": "he", "she": "she"}

_SUBJECTS = ("nsubj", "nsubjpass")
BODIES = ("ORG", "GPE")
# Nouns that stand for a body whose name holds them: "the ministry" for the Finnish Transport Ministry.
BODY_NOUNS = frozenset(
    "administration agency bank board bureau campaign commission committee company council court department government "
    "group institute ministry office party police union university".split()
)

# Kenneth “Ken” Adeyemi
_BY_NICKNAME = re.compile(r"\b(?P<first>[A-Z]\w{1,20}) [“\"(](?P<nick>[A-Z]\w{1,20})[”\")] (?P<last>[A-Z]\w{1,20})\b")
# How many names that share a word are told apart.
MAX_ALIKE = 8
# How many of those named before are looked through for a pronoun.
MAX_FOCUS = 20


@dataclass(slots=True)
class People:
    """The people and bodies of one article so far.

    ``names``: people as they were first named in full; ``bodies``: organisations and places; ``roles``: what each is;
    ``genders``: "he" or "she" where that is certain; ``acronyms``: what each stands for; ``last``: who spoke last.
    """

    names: dict[str, None] = field(default_factory=dict)
    bodies: dict[str, None] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    genders: dict[str, str] = field(default_factory=dict)
    acronyms: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    last: str = ""
    # Words at the end of a name (or its first word) to the names, so that looking up does not grow with the article.
    _by_word: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _by_role: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _bodies_by_word: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def meet(self, doc: Doc) -> None:
        """Note everybody whom a paragraph names in full."""
        self.acronyms.update(acronyms(text_of(doc)))
        for match in _BY_NICKNAME.finditer(text_of(doc)):
            self._note(name := f"{match['first']} {match['last']}")
            self.aliases[f"{match['nick']} {match['last']}"] = name
        for entity in doc.ents:
            if entity.label_ == "PERSON" and wording.is_name(name := wording.whole(entity)):
                self._note(name)
                self._learn_from(entity, name)
            elif entity.label_ in BODIES and entity.text not in self.acronyms:
                self._note_body(wording.strip_article(entity.text))

    def _note(self, name: str) -> None:
        if name in self.names or name in self.aliases:
            return
        words = name.split()
        if known := next((known for known in self._by_word[words[-1]] if _same_person(name, known)), None):
            if not _is_inside(name, known):
                self.aliases[name] = known
                return
            # What was taken for a name began too early: "Universe Alicia Machado".
            self._forget(known)
            self.aliases[known] = name
        self.names[name] = None
        for word in {words[0], words[-1]}:
            _keep(self._by_word[word], name)

    def _forget(self, name: str) -> None:
        del self.names[name]
        for word in {name.split()[0], name.split()[-1]}:
            self._by_word[word] = [known for known in self._by_word[word] if known != name]

    def _note_body(self, name: str) -> None:
        if not name or name in self.bodies:
            return
        self.bodies[name] = None
        if " " in name:
            for word in {*name.split()[-1:], *(word for word in name.lower().split() if word in BODY_NOUNS)}:
                _keep(self._bodies_by_word[word], name)

    def _learn_from(self, entity: Sentence, named: str) -> None:
        """What the words around a name say of somebody; a role only beside the full name, a surname may be shared."""
        root, name = entity.root, self.full(named)
        start, _ = wording.whole_place(entity)
        before = text_of(entity.doc)[min(root.left_edge.idx, start) : start]
        role = wording.role_before(before) or wording.role_after(root) or wording.role_of(root)
        if len(named.split()) > 1:
            self.give_role(name, role)
        title = wording.title_before(entity[0])
        gender = title or next((GENDERS[word] for word in role.lower().split() if word in GENDERS), "")
        if gender:
            self.learn(name, gender)

    def give_role(self, name: str, role: str) -> None:
        """Remember what ``name`` is; what was said first stays."""
        if not role or name in self.roles:
            return
        self.roles[name] = role
        for noun in {word.strip(",") for word in role.lower().split()} & ROLE_NOUNS:
            _keep(self._by_role[noun], name)

    def learn(self, name: str, gender: str) -> None:
        """Remember that the article calls ``name`` "he" or "she"; what was learned first stays."""
        self.genders.setdefault(name, gender)

    def may_be(self, name: str, gender: str) -> bool:
        return self.genders.get(name, gender) == gender

    def full(self, name: str) -> str:
        """The fullest name that ``name`` is a part of at its beginning or end: "Moon", "Onodera", "Bernie"."""
        bare = wording.bare(name)
        if bare in self.aliases:
            return self.aliases[bare]
        fuller = self.fuller(bare)
        if not fuller:
            return self.spelled_out(bare)
        # Of two people who share it, the one who spoke last, else the one named last.
        return self.last if self.last in fuller else fuller[-1]

    def fuller(self, name: str) -> list[str]:
        """Everybody known by a longer name of which the one word ``name`` is the first or the last, or short for it."""
        short = wording.bare(name)
        if not short or " " in short:
            return []
        longer = [known for known in self._by_word.get(short, ()) if " " in known]
        return longer or self._by_nickname(short)

    def _by_nickname(self, short: str) -> list[str]:
        firsts = [first.capitalize() for first in sorted(_nicknames().canonicals_of(short))]
        known = [name for first in firsts for name in self._by_word.get(first, ())]
        return [name for name in known if " " in name and name.split()[0] in firsts]

    def spelled_out(self, name: str) -> str:
        """What an acronym stands for, else the name itself."""
        return self.acronyms.get(name, name)

    def with_role(self, role: str) -> str:
        """The last person met in that role ("spokesman", "prime minister"), or nobody."""
        known = self.all_with_role(role.split()[-1].lower()) if role.split() else []
        return next((name for name in reversed(known) if role.lower() in self.roles[name].lower()), "")

    def has_title(self, name: str, title: str) -> bool:
        """Whether ``title`` before a surname can be that of ``name``: of the same role, or a "Mrs" that agrees."""
        if gender := GENDERS.get(title):
            return self.may_be(name, gender)
        if title not in ROLE_NOUNS | ROLE_TITLES:
            return True
        return title in self.roles.get(name, "").lower().replace(".", "").split()

    def all_with_role(self, noun: str) -> list[str]:
        return self._by_role.get(noun, [])

    def body_called(self, noun: str) -> str:
        """The last body whose name holds ``noun`` ("the ministry"), or none."""
        return next(reversed(self._bodies_by_word.get(noun, [])), "")

    def body_ending(self, text: str) -> str:
        """The body whose name ends with ``text`` ("Defense Ministry" of the South Korean one), or ``text`` itself."""
        known = self._bodies_by_word.get(text.split()[-1], []) if text.split() else []
        return next((body for body in known if body.endswith(f" {text}")), text)


def _keep(names: list[str], name: str) -> None:
    """Add a name to a short list from which the oldest goes."""
    names.append(name)
    del names[:-MAX_ALIKE]


def _is_inside(name: str, known: str) -> bool:
    return known.endswith(f" {name}")


def _same_person(one: str, other: str) -> bool:
    """ "Joe Biden" and "Joseph R. Biden": one surname, and first names that are the same or short for each other."""
    first, second = one.split(), other.split()
    if len(first) < 2 or len(second) < 2 or first[-1] != second[-1]:
        return False
    if _is_inside(one, other) or _is_inside(other, one):
        return True
    same = first[0] == second[0] and (len(first) == 2 or len(second) == 2)
    return same or _is_nickname(first[0], second[0]) or _is_nickname(second[0], first[0])


@cache
def _nicknames() -> NickNamer:
    return NickNamer()


def _is_nickname(short: str, name: str) -> bool:
    return short.lower() in _nicknames().nicknames_of(name)
