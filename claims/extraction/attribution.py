"""Who said it: cues of speech, their speakers, and the one full name of each in an article.

Rules over spaCy's dependency parse: a verb of saying with a subject ("said Moon", "was quoted as saying"),
"according to", and nouns of saying with an owner ("the ministry's claim that …"). A quotation without a cue of its
own belongs to who spoke before in the same paragraph, else to who speaks next in it, else, where the whole paragraph
is quoted, to who was quoted at the end of the paragraph before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Sentence

from claims.extraction.statements import Kind, Span, SpeakerMention

SAYING = frozenset(
    "say tell claim announce state add warn declare insist argue report note explain write acknowledge admit agree "
    "allege assert believe caution concede conclude confirm contend deny disclose estimate emphasize estimate fear "
    "indicate maintain mention observe predict promise propose recall remark repeat reply respond reveal stress "
    "suggest suspect testify think tweet urge vow complain continue describe call ask accuse quote cite".split()
)
# Verbs that quote when there is a quotation, but seldom report without one.
_ONLY_WITH_QUOTE = frozenset("call describe quote cite ask accuse continue respond reply urge recall propose".split())
_SAYING_NOUNS = frozenset(
    "claim boast statement warning assertion announcement allegation accusation assurance admission denial".split()
)
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_PRONOUNS = frozenset("he she they it i we who".split())
_ROLE_NOUNS = frozenset(
    "ambassador analyst chairman chairwoman chief commissioner director economist expert general governor head judge "
    "king lawyer leader mayor minister officer official president professor prosecutor queen secretary senator "
    "spokesman spokesperson spokeswoman".split()
)
MIN_QUOTED_WORDS = 4


@dataclass(frozen=True, slots=True)
class Cue:
    """A sign of speech in a sentence: who (a token and the span that names them), the words of saying, how deep."""

    who: Token
    span: Span
    depth: int
    reports: bool


@dataclass(frozen=True, slots=True)
class Attribution:
    speaker: SpeakerMention
    cue: Span
    kind: Kind


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


def attribute(sentence: Sentence, *, base: int, quoted: list[Span], people: People) -> Attribution | None:
    """The attribution that ``sentence`` makes by itself, or None; updates ``people``.

    ``base``: where the paragraph starts in the article; ``quoted``: its quotations, counted from its own start.
    """
    cues = sorted(_cues(sentence, quoted), key=lambda cue: cue.depth)
    in_quotes = _quoted_chars(sentence, quoted)
    words_quoted = _longest_quote(sentence, quoted)
    for cue in cues:
        if not cue.reports and words_quoted < MIN_QUOTED_WORDS:
            continue
        speaker = _speaker(cue.who, base, people)
        if speaker is None:
            continue
        people.last = speaker.name
        return Attribution(speaker, Span(base + cue.span.start, base + cue.span.end), _kind(sentence, cue, in_quotes))
    return None


def _kind(sentence: Sentence, cue: Cue, in_quotes: int) -> Kind:
    if not in_quotes:
        return Kind.INDIRECT
    outside = len(sentence.text) - in_quotes
    reported = cue.reports and cue.who.head.i < sentence.end and outside > in_quotes
    return Kind.MIXED if reported else Kind.DIRECT


def _cues(sentence: Sentence, quoted: list[Span]) -> Iterator[Cue]:
    for token in sentence:
        if _inside(token, quoted):
            continue
        cue = _verb_cue(token) or _according(token) or _noun_cue(token)
        if cue and not _inside(cue.who, quoted):
            yield cue
    if colon := _colon_cue(sentence, quoted):
        yield colon


def _verb_cue(token: Token) -> Cue | None:
    if token.lemma_.lower() not in SAYING or token.pos_ not in ("VERB", "AUX"):
        return None
    who = _subject(token)
    if who is None:
        return None
    lemma = token.lemma_.lower()
    reports = lemma not in _ONLY_WITH_QUOTE and _has_content(token)
    return Cue(who, Span(token.idx, token.idx + len(token)), _depth(token), reports)


def _subject(verb: Token) -> Token | None:
    """The subject of a verb, or of the verb that it hangs on ("he spoke warmly, saying that …")."""
    for child in verb.children:
        if child.dep_ in _SUBJECTS:
            return _antecedent(child)
    passive = verb.head if verb.dep_ in ("pcomp", "prep") else None
    if passive is not None and passive.head.lemma_ == "quote":
        return _subject(passive.head)
    if verb.dep_ in ("advcl", "conj", "xcomp") and verb.head != verb:
        return _subject(verb.head)
    return None


def _antecedent(subject: Token) -> Token:
    """ "Abe, who warned …": the one that "who" stands for."""
    if subject.lower_ in ("who", "which", "that") and subject.head.dep_ == "relcl":
        return subject.head.head
    return subject


def _has_content(verb: Token) -> bool:
    """Whether a clause hangs on the verb of saying, or the verb is an aside in what is said ("…, the North says")."""
    if any(child.dep_ in ("ccomp", "parataxis") for child in verb.children):
        return True
    return verb.dep_ == "parataxis"


def _according(token: Token) -> Cue | None:
    if token.lower_ != "according":
        return None
    for prep in token.children:
        for who in prep.children if prep.lower_ == "to" else ():
            if who.dep_ == "pobj":
                return Cue(who, Span(token.idx, prep.idx + len(prep)), 0, True)
    return None


def _noun_cue(token: Token) -> Cue | None:
    if token.lemma_.lower() not in _SAYING_NOUNS or token.pos_ != "NOUN":
        return None
    owner = next((child for child in token.children if child.dep_ == "poss"), None)
    clause = any(child.dep_ in ("acl", "ccomp", "relcl") for child in token.children)
    # The clause may hang on a date that stands between: "the ministry's claim Sunday that …".
    late = any(other.lower_ == "that" and 0 < other.i - token.i <= 3 for other in token.doc[token.i : token.i + 4])
    if owner is None or not (clause or late) or owner.pos_ == "PRON":
        return None
    return Cue(owner, Span(token.idx, token.idx + len(token)), _depth(token) + 10, True)


def _colon_cue(sentence: Sentence, quoted: list[Span]) -> Cue | None:
    """ "He had a warning for them: “…”": whoever the words before the colon are about."""
    for quote in quoted:
        before = sentence.doc.text[max(0, quote.start - 4) : quote.start].rstrip(' “„"')
        if before.endswith(":") and sentence.start_char < quote.start < sentence.end_char:
            subjects = [t for t in sentence if t.dep_ in _SUBJECTS and t.idx < quote.start]
            if subjects:
                return Cue(subjects[0], Span(quote.start - 2, quote.start - 1), 50, False)
    return None


def _depth(token: Token) -> int:
    depth = 0
    while token.head != token and depth < 40:
        token, depth = token.head, depth + 1
    return depth


def _inside(token: Token, quoted: list[Span]) -> bool:
    return any(quote.start <= token.idx < quote.end for quote in quoted)


def _quoted_chars(sentence: Sentence, quoted: list[Span]) -> int:
    return sum(max(0, min(quote.end, sentence.end_char) - max(quote.start, sentence.start_char)) for quote in quoted)


def _longest_quote(sentence: Sentence, quoted: list[Span]) -> int:
    """Words in the longest quotation that touches the sentence."""
    text = sentence.doc.text
    touching = (q for q in quoted if q.start < sentence.end_char and sentence.start_char < q.end)
    return max((len(text[q.start : q.end].split()) for q in touching), default=0)


# --- Who that is ----------------------------------------------------------------------------------------------
def _speaker(who: Token, base: int, people: People) -> SpeakerMention | None:
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
