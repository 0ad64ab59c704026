"""Who that is: the one full name of each speaker in an article, found from a surname, a role or a pronoun."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Sentence

from claims.extraction.statements import SpeakerMention

_PRONOUNS = frozenset("he she they it i we who".split())
_ROLE_NOUNS = frozenset(
    "ambassador analyst chairman chairwoman chief commissioner director economist expert general governor head judge "
    "king lawyer leader mayor minister officer official president professor prosecutor queen secretary senator "
    "spokesman spokesperson spokeswoman".split()
)


@dataclass(slots=True)
class People:
    """The people and bodies of one article so far; the fullest name wins, and the last speaker answers to "he"."""

    names: list[str] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)
    last: str = ""

    def meet(self, doc: Doc) -> None:
        """Note everybody whom a paragraph names in full."""
        for entity in doc.ents:
            if entity.label_ == "PERSON":
                self._note(_whole(entity))

    def _note(self, name: str) -> None:
        if name and name not in self.names:
            self.names.append(name)

    def full(self, name: str) -> str:
        """The fullest name that ``name`` is a part of at its beginning or end: "Moon", "Onodera"."""
        bare = _bare(name)
        parts = bare.split()
        fuller = [known for known in self.names if len(known.split()) > len(parts) and _is_part(parts, known.split())]
        return max(fuller, key=len) if fuller else bare

    def with_role(self, noun: str) -> str:
        """The last person met in that role ("the spokesman"), or nobody."""
        known = [name for name, role in self.roles.items() if noun in role.lower().split()]
        return known[-1] if known else ""


def _is_part(part: list[str], whole: list[str]) -> bool:
    return whole[: len(part)] == part or whole[-len(part) :] == part


def _bare(name: str) -> str:
    name = name.strip(" ,.“”\"'‘’")
    for ending in ("’s", "'s", "’", "'"):
        name = name.removesuffix(ending)
    return name.strip()


def speaker_of(who: Token, base: int, people: People) -> SpeakerMention | None:
    """The speaker whom the token ``who`` names, or None; ``base``: where its document starts in the article."""
    start, end = _phrase(who)
    place = (base + start, base + end)
    if who.lower_ in _PRONOUNS:
        if who.lower_ in ("i", "we", "it", "who") or not people.last:
            return None
        return SpeakerMention(people.last, people.roles.get(people.last, ""), *place)
    name, role = _name_and_role(who, people)
    if not name:
        return None
    if role:
        people.roles.setdefault(name, role)
    return SpeakerMention(name, people.roles.get(name, ""), *place)


def _phrase(who: Token) -> tuple[int, int]:
    """The words that name the speaker, without what is told of them in a clause."""
    tokens = [t for t in who.subtree if _belongs(t, who)] or [who]
    # Only the run around the head: a subtree may have gaps.
    first = last = who.i
    places = {t.i for t in tokens}
    while first - 1 in places:
        first -= 1
    while last + 1 in places:
        last += 1
    run = who.doc[first : last + 1]
    return run.start_char, run.end_char


def _belongs(token: Token, head: Token) -> bool:
    step = token
    while step != head:
        if step.dep_ in ("relcl", "acl", "advcl", "appos", "punct", "cc", "case", "npadvmod"):
            return False
        step = step.head
    return True


def _name_and_role(who: Token, people: People) -> tuple[str, str]:
    start, end = _phrase(who)
    doc = who.doc
    phrase = doc.char_span(start, end, alignment_mode="expand")
    person = _person_in(who, people)
    if person:
        name = people.full(person)
        before = phrase.text.split(person)[0] if phrase is not None and person in phrase.text else ""
        return name, _role(before) or _apposition(who)
    text = _strip_article(phrase.text if phrase is not None else who.text)
    noun = who.lemma_.lower()
    if noun in _ROLE_NOUNS and who.pos_ == "NOUN":
        known = people.with_role(noun)
        return (known, "") if known and who.left_edge.lower_ == "the" else (text, "")
    return text, ""


def _person_in(who: Token, people: People) -> str:
    """The person whom the phrase names: spaCy's entity, or capitals that continue a name already met."""
    start, end = _phrase(who)
    for entity in who.doc.ents:
        if entity.label_ == "PERSON" and entity.start_char < end and start < entity.end_char and who in entity:
            return _whole(entity)
    if after_role := _name_after_role(who, end):
        return after_role
    run = _proper_run(who)
    if "-" in run:
        return run
    if run and (people.full(run) != run or run in people.names):
        return run
    return run if run and who.ent_type_ in ("PERSON", "") and len(run.split()) > 1 and _has_role(who) else ""


def _has_role(who: Token) -> bool:
    start = who.left_edge.i
    return any(t.lemma_.lower() in _ROLE_NOUNS for t in who.doc[start : who.i])


def _proper_run(who: Token) -> str:
    """The name around ``who``: neighbours in capitals, and what a hyphen joins to them ("Moon Jae-in")."""
    doc = who.doc
    first = last = who.i
    while first > 0 and (doc[first - 1].pos_ == "PROPN" or "-" in (doc[first - 1].text, doc[first].text)):
        first -= 1
    while last + 2 < len(doc) and doc[last + 1].text == "-":
        last += 2
    kept = [token for token in doc[first : last + 1] if token.lemma_.lower() not in _ROLE_NOUNS]
    if not kept or not kept[0].text[:1].isupper() or (who.pos_ != "PROPN" and first == who.i):
        return ""
    return _bare(doc.text[kept[0].idx : doc[last].idx + len(doc[last])])


def _name_after_role(who: Token, end: int) -> str:
    """ "ambassador to the UN Jo Doe": the name that closes the phrase, where an acronym or a noun stands before it."""
    if who.pos_ != "NOUN" or who.lemma_.lower() not in _ROLE_NOUNS:
        return ""
    doc = who.doc
    tokens = [token for token in doc[who.i + 1 :] if token.idx < end]
    run: list[Token] = []
    while tokens and tokens[-1].pos_ == "PROPN" and tokens[-1].text.istitle():
        run.insert(0, tokens.pop())
    leads = bool(tokens) and (tokens[-1].text.isupper() or tokens[-1].pos_ == "NOUN")
    return " ".join(token.text for token in run) if len(run) in (2, 3) and leads else ""


def _whole(entity: Sentence) -> str:
    """A person's name with what a hyphen joins to it, which the model tends to cut off ("Moon Jae-in")."""
    text, start, end = entity.doc.text, entity.start_char, entity.end_char
    while text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha():
        end += 1
        while text[end : end + 1].isalpha():
            end += 1
    return _bare(text[start:end])


def _role(before: str) -> str:
    role = _strip_article(before.strip(" ,"))
    return role if any(noun in role.lower().split() for noun in _ROLE_NOUNS) else ""


def _apposition(who: Token) -> str:
    for child in who.children:
        if child.dep_ == "appos" and child.lemma_.lower() in _ROLE_NOUNS:
            start, end = _phrase(child)
            return _strip_article(who.doc.text[start:end])
    return ""


def _strip_article(text: str) -> str:
    words = text.split()
    if words and words[0].lower() in ("the", "a", "an", "both", "meanwhile"):
        words = words[1:]
    return _bare(" ".join(words))
