"""What stands for something named elsewhere ("he", "those missiles", "the country"), and what to write instead.

Each finding is sure only where nothing else can be meant; the others are marked, with the best guess, and the words
stay as they are. First persons, "here" and a bare "this" are always left: the speaker is kept beside a statement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from claims.extraction import names as wording
from claims.extraction.names import ROLE_NOUNS
from claims.extraction.people import BODY_NOUNS, People
from claims.extraction.referents import Referent, Scene, Sort, entity_of, is_plural, only, referents
from claims.extraction.statements import Span, SpeakerMention, Substitution

_HE = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she"}
_IT = ("it", "its")
_THEY = ("they", "them", "their")
_FIRST = frozenset("i me my we us our".split())
_DEMONSTRATIVES = ("this", "that", "these", "those")
_SUBJECTS = ("nsubj", "nsubjpass")
# With one of these a noun says by itself which one it is.
_MODIFIERS = ("prep", "relcl", "acl", "amod", "compound")
_COUNTRY_NOUNS = ("country", "nation")
_TOWN_NOUNS = ("city", "town")
_COMPANY_NOUNS = ("company", "firm", "carmaker", "airline", "manufacturer", "retailer")
# What "it" points to that is only said afterwards: "it is clear that …".
_CLAUSE_OPENERS = frozenset("that to how whether if when why for".split())
_TIMES = frozenset("day week month year time morning afternoon evening night moment point way case".split())


@dataclass(frozen=True, slots=True)
class Finding:
    """Words of a sentence that want something else to be understood; offsets from the start of the document.

    ``name``: what they stand for; ``anchors``: where the sentence itself says it, so that a part which holds one of
    them needs nothing.
    """

    start: int
    end: int
    original: str
    replacement: str
    is_sure: bool
    name: str = ""
    anchors: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence read with what went before it: its referents, and its findings in order."""

    referents: tuple[Referent, ...]
    findings: tuple[Finding, ...]


def read(
    sentence: Sentence, *, scene: Scene, quoted: Sequence[Span], frames: Sequence[Span], speaker: SpeakerMention | None
) -> Reading:
    """What ``sentence`` leaves to be understood; ``quoted`` and ``frames`` count from the start of its document."""
    marks = [(one.start, one.end) for one in quoted]
    named = referents(sentence, scene.people, marks)
    reader = _Reader(sentence, scene, marks, frames, speaker, named)
    found = [finding for token in sentence if (finding := reader.finding(token))]
    return Reading(tuple(reader.named), tuple(_apart(found)))


def substitutions(reading: Reading, first: int, last: int, *, removed: Iterable[Span], base: int) -> list[Substitution]:
    """What to change in the characters ``first`` up to ``last``, without what is ``removed``; offsets + ``base``."""
    gaps = list(removed)
    kept = [one for one in reading.findings if first <= one.start and one.end <= last and not _within(one.start, gaps)]
    told: list[Substitution] = []
    named: set[str] = set()
    for one in kept:
        at_home = any(first <= at < last and not _within(at, gaps) for at in one.anchors)
        if at_home or (one.name and one.name in named):
            continue
        if one.is_sure:
            named.add(one.name)
        told.append(Substitution(base + one.start, base + one.end, one.original, one.replacement, is_sure=one.is_sure))
    return told


def remember(scene: Scene, reading: Reading, speaker: SpeakerMention | None) -> None:
    """Let a sentence that has been read be what the next ones point back to."""
    found = [_owned(one, speaker) for one in reading.referents]
    if speaker and speaker.name in scene.people.names and all(one.name != speaker.name for one in found):
        found.append(
            Referent(speaker.name, speaker.name.split()[-1].lower(), Sort.PERSON, False, True, False, speaker.start)
        )
    scene.note(found)


def _owned(one: Referent, speaker: SpeakerMention | None) -> Referent:
    """ "It has a missile", says North Korea: the missile is North Korea's."""
    return replace(one, owner=speaker.name if speaker and one.owner == "it" else "")


def _within(place: int, spans: Iterable[Span]) -> bool:
    return any(one.start <= place < one.end for one in spans)


def _apart(found: Iterable[Finding]) -> Iterator[Finding]:
    """Findings in order; of those that overlap, the first."""
    end = -1
    for one in sorted(found, key=lambda finding: (finding.start, -finding.end)):
        if one.start >= end:
            end = one.end
            yield one


class _Reader:
    """Reads the tokens of one sentence in order, and keeps what it has understood."""

    def __init__(
        self,
        sentence: Sentence,
        scene: Scene,
        quoted: list[tuple[int, int]],
        frames: Sequence[Span],
        speaker: SpeakerMention | None,
        named: list[Referent],
    ) -> None:
        self.scene = scene
        self.people: People = scene.people
        self.quoted = quoted
        self.frames = frames
        self.speaker = speaker
        self.named = named
        subjects = (token for token in sentence if token.dep_ in _SUBJECTS and not _within(token.idx, frames))
        self.lead = next(subjects, None)

    def finding(self, token: Token) -> Finding | None:
        word = token.lower_
        if word in _HE and token.pos_ == "PRON":
            return self._person(token)
        if word in _IT:
            return None if _points_ahead(token) else self._thing(token, plural=False)
        if word in _THEY:
            return self._thing(token, plural=True)
        if word in _FIRST and token.pos_ == "PRON" and self._is_quoted(token):
            return self._unsure(token, self.speaker.name if self.speaker else "")
        if word == "here" or (word in _DEMONSTRATIVES and _stands_alone(token)):
            return self._unsure(token, "")
        if token.pos_ == "NOUN" and token.is_lower:
            return self._noun(token)
        return self._name(token) if token.pos_ == "PROPN" else None

    # --- He, she ------------------------------------------------------------------------------------------------
    def _person(self, token: Token) -> Finding | None:
        gender = _HE[token.lower_]
        here = [one for one in self.named if one.at < token.idx and self._can_be(one, gender, token)]
        if not here and (ahead := self._ahead(token, gender)):
            self._understood(token, ahead)
            return None
        rows = [here, *([one for one in row if self._can_be(one, gender, token)] for row in self.scene.back())]
        nearest: list[Referent] = next((row for row in rows if row), [])
        meant = only(nearest)
        if meant is None or meant.sort is not Sort.PERSON:
            return self._unsure(token, meant.name if meant else "")
        alone = meant.name[:1].isupper() and not any(one.name != meant.name for row in rows for one in row)
        is_sure = self._leads(token) and (meant.is_subject or alone) if not here else self._leads(token) or alone
        # Who quotes has left out what went before.
        is_sure = is_sure and (meant.is_quoted or not self._is_quoted(token))
        self._understood(token, meant)
        if is_sure:
            self.people.learn(meant.name, gender)
        return self._pronoun(token, meant, is_sure=is_sure and not _is_contracted(token), here=here)

    def _can_be(self, one: Referent, gender: str, token: Token) -> bool:
        if one.sort not in (Sort.PERSON, Sort.NAME) or one.is_plural or not self.people.may_be(one.name, gender):
            return False
        says_it = self.speaker is not None and one.name == self.speaker.name
        return not (says_it and self._is_quoted(token))

    def _leads(self, token: Token) -> bool:
        """Whether the token is what the sentence is about: the first subject outside of frames, or its owner."""
        return self.lead is not None and (token == self.lead or (token.dep_ == "poss" and token.head == self.lead))

    def _ahead(self, token: Token, gender: str) -> Referent | None:
        """ "During his visit, Moon said …": the subject that follows what stands in front of it."""
        verb = next((one for one in token.ancestors if one.dep_ == "ROOT"), None)
        later = [
            one for one in self.named if one.at > token.idx and one.is_subject and self._can_be(one, gender, token)
        ]
        if verb is None or token.dep_ != "poss" or not later:
            return None
        subject = next((child for child in verb.children if child.dep_ in _SUBJECTS), None)
        if subject is None or subject.i < token.i or later[0].at != subject.idx or token in subject.subtree:
            return None
        return later[0]

    # --- It, they -----------------------------------------------------------------------------------------------
    def _thing(self, token: Token, *, plural: bool) -> Finding | None:
        here = [one for one in self.named if one.at < token.idx and _agrees(one, plural)]
        framed = [one for one in here if _within(one.at, self.frames)]
        if len(framed) < len(here):
            meant = only(here)
            is_sure = meant is not None and not plural and meant.sort is not Sort.NAME and not _is_contracted(token)
            return self._pronoun(token, meant or here[-1], is_sure=is_sure, here=here)
        if framed and (source := self._source(token, framed)):
            self._understood(token, source)
            return self._pronoun(token, source, is_sure=not _is_contracted(token), here=framed)
        before = next(iter(self.scene.back()), [])
        meant = only([one for one in before if _agrees(one, plural)])
        if meant is None:
            return self._unsure(token, "")
        others = plural and any(one.sort is not Sort.THING for one in before)
        told_here = not self._is_quoted(token) and not self.frames
        told_apart = meant.sort not in (Sort.PLACE, Sort.NAME) and not others
        is_sure = meant.is_subject and self._leads(token) and told_apart and told_here
        self._understood(token, meant)
        return self._pronoun(token, meant, is_sure=is_sure and not _is_contracted(token), here=[])

    def _source(self, token: Token, framed: list[Referent]) -> Referent | None:
        """ "The ministry said it had …": the subject of the frame, where "it" is what the clause is about."""
        subject = [one for one in framed if one.is_subject]
        return only(framed) or (only(subject) if token.dep_ in _SUBJECTS and not self._is_quoted(token) else None)

    # --- Nouns --------------------------------------------------------------------------------------------------
    def _noun(self, token: Token) -> Finding | None:
        before = token.nbor(-1) if token.i > token.sent.start else None
        if before is None or before.lower_ not in ("the", *_DEMONSTRATIVES) or token.ent_type_ in ("DATE", "TIME"):
            return None
        lemma = token.lemma_.lower()
        if lemma in _TIMES or (before.lower_ == "that" and before.dep_ == "mark"):
            return None
        if named := self._class_noun(token, lemma):
            return self._phrase(before, token, *named)
        return self._same_noun(before, token, lemma)

    def _class_noun(self, token: Token, lemma: str) -> tuple[str, bool, tuple[int, ...]] | None:
        """ "The minister", "the country", "the company": (whose name, whether it is sure, where it is said here)."""
        if any(child.dep_ in _MODIFIERS for child in token.children) or token.dep_ == "compound" or is_plural(token):
            return None
        if lemma in ROLE_NOUNS:
            return self._role(token, lemma)
        fits = _class_of(lemma)
        if fits is None:
            return None
        here = [one for one in self.named if one.at < token.idx and fits(one)]
        rows = [here] if here else [[one for one in row if fits(one)] for row in self.scene.back()]
        candidates: list[Referent] = next((row for row in rows if row), [])
        meant = only(candidates)
        anchors = tuple(one.at for one in here)
        if meant is None and not candidates and lemma in _COUNTRY_NOUNS and len(self.scene.countries) == 1:
            return next(iter(self.scene.countries)), not self._is_quoted(token), ()
        guess = meant or (candidates[-1] if candidates else None)
        return (guess.name if guess else ""), meant is not None and not self._is_quoted(token), anchors

    def _role(self, token: Token, lemma: str) -> tuple[str, bool, tuple[int, ...]]:
        known = self.people.all_with_role(lemma)
        if not known:
            return "", False, ()
        anchors = tuple(one.at for one in self.named if one.name == known[-1] and one.at < token.idx)
        role = self.people.roles[known[-1]]
        before = role.split()[-1].lower() in ROLE_NOUNS and "’s" not in role and "'s" not in role
        name = f"{role} {known[-1]}" if before else known[-1]
        return name, len(known) == 1 and not self._is_quoted(token), anchors

    def _same_noun(self, before: Token, token: Token, lemma: str) -> Finding | None:
        """ "Those missiles" after "an intercontinental ballistic missile"."""
        if token.dep_ == "compound" or any(child.dep_ in _MODIFIERS for child in token.children):
            return None
        plural = is_plural(token)
        pointing = before.lower_ in _DEMONSTRATIVES
        here = [one for one in self.named if one.at < token.idx and one.head == lemma]
        rows = [
            [one for one in row if one.head == lemma and one.described and (pointing or one.is_plural == plural)]
            for row in (here, *self.scene.back())
        ]
        # "Those" are the ones named last; "the" can be any that were named.
        told = next((row for row in rows if row), []) if pointing else [one for row in rows for one in row]
        if not pointing and not all(one.is_kind for one in told):
            return None
        if not told:
            return self._phrase(before, token, "", False, ()) if pointing else None
        anchors = tuple(one.at for one in here)
        owner = told[0].owner if pointing and self.speaker and told[0].owner == self.speaker.name else ""
        name = f"{_possessive(owner) if owner else 'the'} {told[0].described} {token.text}"
        return self._phrase(before, token, name, len({one.described for one in told}) == 1, anchors)

    def _phrase(self, first: Token, last: Token, name: str, is_sure: bool, anchors: tuple[int, ...]) -> Finding:
        start, end = first.idx, last.idx + len(last)
        original = last.doc.text[start:end]
        # A name after which nothing has changed tells nothing.
        is_sure = is_sure and bool(name)
        return Finding(start, end, original, name, is_sure, name, anchors)

    # --- Names --------------------------------------------------------------------------------------------------
    def _name(self, token: Token) -> Finding | None:
        """A part of a name that was said in full before: "Lindqvist", "Bernie"; an acronym that was spelled out."""
        text = token.text
        if long := self.people.acronyms.get(text):
            return self._acronym(token, long)
        place = _short_name(token)
        if place is None:
            return None
        start, end = place
        name = token.doc.text[start:end]
        fuller = self.people.fuller(name)
        if not fuller or token.doc.text[:end].endswith(fuller[-1]):
            return None
        title = token.doc[token.i - len(name.split())].lower_.rstrip(".") if token.i >= len(name.split()) else ""
        is_sure = len(fuller) == 1 and self.people.has_title(fuller[-1], title)
        anchors = tuple(
            one.at for one in self.named if one.name == fuller[-1] and one.at < start and self._in_full(token, one)
        )
        article = token.doc[token.i - 1] if token.i > token.sent.start and token.dep_ != "compound" else token
        start = article.idx if article.lower_ == "the" else start
        return Finding(start, end, token.doc.text[start:end], fuller[-1], is_sure, f"={fuller[-1]}", anchors)

    def _in_full(self, token: Token, one: Referent) -> bool:
        """Whether the sentence gives the whole name at the place of ``one``, which is the end of it."""
        end = token.doc.text.find(one.name.split()[-1], one.at) + len(one.name.split()[-1])
        return token.doc.text[max(0, end - len(one.name)) : end] == one.name

    def _acronym(self, token: Token, long: str) -> Finding | None:
        doc = token.doc
        around = doc.text[max(0, token.idx - 2) : token.idx], doc.text[token.idx + len(token) :][:2]
        if around[0].endswith(("(", "-")) or around[1].startswith((" (", "-")):
            return None
        place = (token.idx, token.idx + len(token))
        at = doc.text.find(long)
        anchors = (at,) if at >= 0 else ()
        return Finding(*place, token.text, f"{long} ({token.text})", True, f"={long}", anchors)

    # --- Common -------------------------------------------------------------------------------------------------
    def _pronoun(self, token: Token, one: Referent, *, is_sure: bool, here: Sequence[Referent]) -> Finding:
        name = _possessive(one.name) if token.tag_ == "PRP$" or token.dep_ == "poss" else one.name
        anchors = tuple(other.at for other in here)
        return Finding(token.idx, token.idx + len(token), token.text, name, is_sure, one.name, anchors)

    def _unsure(self, token: Token, guess: str) -> Finding:
        return Finding(token.idx, token.idx + len(token), token.text, guess, is_sure=False)

    def _understood(self, token: Token, one: Referent) -> None:
        self.named.append(replace(one, at=token.idx, is_subject=token.dep_ in _SUBJECTS))

    def _is_quoted(self, token: Token) -> bool:
        return any(start <= token.idx < end for start, end in self.quoted)


def _short_name(token: Token) -> tuple[int, int] | None:
    """Where the name stands that ``token`` ends, if it may be a part of a longer one."""
    entity = entity_of(token)
    if token.i != entity.end - 1 or (entity.start > token.sent.start and _joins(token.doc[entity.start - 1])):
        return None
    if token.ent_type_ == "PERSON":
        return wording.whole_place(entity)
    after = token.doc[token.i + 1] if token.i + 1 < token.sent.end else None
    joined = after is not None and (after.pos_ == "PROPN" or after.text == "-")
    alone = len(entity) == 1 and token.ent_type_ in ("", "ORG") and token.text.istitle() and not joined
    return (token.idx, token.idx + len(token)) if alone else None


def _joins(before: Token) -> bool:
    """Whether the word before a name is a part of it, and neither a title nor a role."""
    word = before.lower_.rstrip(".")
    return before.pos_ == "PROPN" and word not in wording.TITLES and before.lemma_.lower() not in ROLE_NOUNS


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


def _agrees(one: Referent, plural: bool) -> bool:
    return one.sort not in (Sort.PERSON, Sort.NATION) and one.is_plural == plural


def _is_contracted(token: Token) -> bool:
    """ "he'll": a name in its place would not read."""
    after = token.doc.text[token.idx + len(token) :][:3].lower()
    return after.startswith(("’", "'")) and not after.startswith(("’s", "'s"))


def _points_ahead(token: Token) -> bool:
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


def _stands_alone(token: Token) -> bool:
    """ "These are …": a pronoun that is the subject, not the article of a noun and not a conjunction."""
    return token.dep_ in _SUBJECTS and token.tag_ in ("DT", "PRP") and token.head.dep_ != "relcl"


def _possessive(name: str) -> str:
    return f"{name}’" if name.endswith("s") and not name[:1].isupper() else f"{name}’s"
