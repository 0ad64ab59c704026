"""The words by which somebody is named: a phrase of a parsed sentence to a name and a role."""

from __future__ import annotations

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from claims.extraction.language_model import text_of

ROLE_NOUNS = frozenset(
    "activist adviser advisor ambassador analyst attorney author banker bishop candidate captain chairman chairwoman "
    "chief coach colonel columnist commissioner congressman congresswoman councillor deputy detective director doctor "
    "economist editor engineer executive expert farmer fisherman founder general governor head historian host judge "
    "journalist king lawmaker lawyer leader lieutenant manager mayor minister nominee nurse officer official owner "
    "pastor physicist pollster president professor prosecutor queen reporter researcher scientist secretary senator "
    "sergeant sheriff spokesman spokesperson spokeswoman strategist surgeon teacher trader".split()
)
# What a title, or the noun of a role, says about the pronoun.
GENDERS = {
    **dict.fromkeys("mr sir lord king prince duke chairman congressman spokesman businessman".split(), "he"),
    **dict.fromkeys(
        "mrs ms miss dame lady madam queen princess duchess chairwoman congresswoman spokeswoman businesswoman".split(),
        "she",
    ),
}
# Short forms of roles before a surname.
ROLE_TITLES = frozenset("gov sen rep gen col lt sgt capt prof dr rev hon".split())
TITLES = ROLE_TITLES | frozenset(GENDERS)
MAX_NAME_WORDS = 5


def phrase(who: Token) -> tuple[int, int]:
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


def bare(name: str) -> str:
    """A name without marks around it and "'s" after it."""
    name = name.strip(" ,.“”\"'‘’")
    for ending in ("’s", "'s", "’", "'"):
        name = name.removesuffix(ending)
    return name.strip()


def strip_article(text: str) -> str:
    words = text.split()
    if words and words[0].lower() in ("the", "a", "an", "both", "meanwhile"):
        words = words[1:]
    return bare(" ".join(words))


def entity_of(token: Token) -> Sentence:
    """The entity that ``token`` belongs to, or the token alone."""
    doc, first, last = token.doc, token.i, token.i
    while first > 0 and doc[first].ent_iob_ == "I":
        first -= 1
    while last + 1 < len(doc) and doc[last + 1].ent_iob_ == "I":
        last += 1
    return doc[first : last + 1]


def whole(entity: Sentence) -> str:
    """A person's name with what a hyphen joins to it, which the model tends to cut off ("Moon Jae-in")."""
    start, end = whole_place(entity)
    return bare(text_of(entity.doc)[start:end])


def whole_place(entity: Sentence) -> tuple[int, int]:
    """Where a person's name begins and ends, with what a hyphen joins to it and without "'s"."""
    text, start, end = text_of(entity.doc), entity.start_char, entity.end_char
    while text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha():
        end += 1
        while text[end : end + 1].isalpha():
            end += 1
    name = text[start:end].removesuffix("’s").removesuffix("'s")
    end = start + len(name)
    words = name.split(" ")
    # The model takes a role in capitals for a first name: "Fisherman Piet Claes".
    while len(words) > 1 and words[0].lower() in ROLE_NOUNS:
        start += len(words.pop(0)) + 1
    return start, end


def is_name(name: str) -> bool:
    """Whether what the model takes for a person's name looks like one."""
    words = name.split()
    particles = ("de", "la", "le", "von", "van", "der", "den", "al", "el", "bin", "ibn", "da", "di", "du", "dos", "af")
    return (
        0 < len(words) <= MAX_NAME_WORDS
        and words[-1][:1].isupper()
        and all(word[:1].isupper() or word.lower() in particles for word in words)
        and not any(mark.isdigit() for mark in name)
    )


def role_before(words: str) -> str:
    """The role in the words before a name ("Japanese Defense Minister"), or nothing."""
    role = strip_article(words.strip(" ,"))
    return role if any(noun in role.lower().split() for noun in ROLE_NOUNS) else ""


def role_after(who: Token) -> str:
    """The role in an apposition ("Tomas Berg, a professor of hydrology, …"), or nothing."""
    for child in who.children:
        if child.dep_ == "appos" and child.lemma_.lower() in ROLE_NOUNS:
            start, end = phrase(child)
            return strip_article(text_of(who.doc)[start:end])
    return ""


def named_after(role: Token) -> Token | None:
    """The name in apposition to a role ("the mayor of Ghent, Lieve Maes"), or None."""
    if role.lemma_.lower() not in ROLE_NOUNS:
        return None
    return next((child for child in role.children if child.dep_ == "appos" and child.pos_ == "PROPN"), None)


def role_of(name: Token) -> str:
    """The role that a name stands in apposition to, or nothing."""
    if name.dep_ != "appos" or named_after(name.head) != name:
        return ""
    start, end = phrase(name.head)
    return strip_article(text_of(name.doc)[start:end])


def title_before(token: Token) -> str:
    """ "he" or "she" by the title before a name ("Mr.", "Mrs", "spokeswoman"), or nothing."""
    if token.i == 0:
        return ""
    return GENDERS.get(token.nbor(-1).lower_.rstrip("."), "")


def proper_run(who: Token) -> str:
    """The name around ``who``: neighbours in capitals, and what a hyphen joins to them ("Moon Jae-in")."""
    doc = who.doc
    first = last = who.i
    while first > 0 and (doc[first - 1].pos_ == "PROPN" or "-" in (doc[first - 1].text, doc[first].text)):
        first -= 1
    while last + 2 < len(doc) and doc[last + 1].text == "-":
        last += 2
    kept = [token for token in doc[first : last + 1] if token.lemma_.lower() not in ROLE_NOUNS]
    is_name = who.pos_ == "PROPN" or who.text.istitle() or first < who.i
    if not kept or not kept[0].text[:1].isupper() or not is_name:
        return ""
    return bare(text_of(doc)[kept[0].idx : doc[last].idx + len(doc[last])])


def name_after_role(who: Token, end: int) -> str:
    """ "ambassador to the UN Jo Doe": the name that closes the phrase, where an acronym or a noun stands before it."""
    if who.pos_ != "NOUN" or who.lemma_.lower() not in ROLE_NOUNS:
        return ""
    doc = who.doc
    tokens = [token for token in doc[who.i + 1 :] if token.idx < end]
    run: list[Token] = []
    while tokens and tokens[-1].pos_ == "PROPN" and tokens[-1].text.istitle():
        run.insert(0, tokens.pop())
    leads = bool(tokens) and (tokens[-1].text.isupper() or tokens[-1].pos_ == "NOUN")
    return " ".join(token.text for token in run) if len(run) in (2, 3) and leads else ""
