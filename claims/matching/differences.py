"""What keeps two claims that are much alike from being the same: other people or things, qualifiers, names, years.

A judgement by the words alone. Words that only one claim has say nothing, since it may say more; where both have some
and nothing makes the one those of the other (a synonym, an initialism, a nearby meaning), they are two claims. Texts
are parsed only where both have such words, and what was read is kept for the next pair.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from claims.embedding import embed
from claims.extraction.language_model import english
from claims.facts import words_of
from claims.matching.words import stem

if TYPE_CHECKING:
    # Who compares loads it with the language model; who only serves pages never does.
    from spacy.tokens import Doc, Token

# What is read of a claim: more is an article, which no sentence is the same as.
MAX_CHARS = 1_000
# From this cosine of their vectors on two words mean the same: "car" and "vehicle", not "nurse" and "doctor".
SAME_MEANING = 0.78
_KEPT_TEXTS, _KEPT_WORDS = 2_048, 8_192

_SYNONYMS = tuple(
    frozenset(group.split())
    for group in (
        "company firm business corporation enterprise",
        "salary wage pay earnings",
        "shop store",
        "ship vessel boat",
        "pupil student schoolchild",
        "people person resident inhabitant citizen",
        "fire blaze",
        "factory plant",
        "job post position",
        "tax levy",
        "flat apartment",
        "crime offence offense",
        "passenger traveller traveler rider",
        "police officer policeman",
        "baby infant newborn",
        "city town municipality council",
        "government administration cabinet",
        "physician doctor medic",
        "accident crash collision",
        "illness disease sickness",
        "money funds cash funding",
        "death fatality",
        "jail prison",
        "plane aircraft aeroplane airplane",
        "petrol gasoline",
        "rubbish trash garbage waste",
        "pensioner retiree",
        "jobless unemployed",
        "harbour harbor port",
        "metre meter",
        "inquiry investigation probe",
        "parliament legislature",
        "law legislation act statute",
        "price cost",
        "spending expenditure",
        "mayor mayoress",
        "staff employee worker workforce personnel job",
        "farmer grower",
        "house home dwelling",
        "lawmaker legislator deputy",
        "visitor tourist guest",
        "rainfall rain precipitation",
        "tyre tire",
        "rail railway train",
        "carbon co2",
        "us usa america american",
        "uk britain british",
        "eu european",
        "un nations",
    )
)
# Of each row a claim has one or the other, whatever their vectors say.
_EXCLUSIVE = tuple(
    tuple(frozenset(side.split()) for side in row.split("/"))
    for row in (
        "northern north/southern south/eastern east/western west",
        "first/second/third/fourth/fifth/sixth/seventh/eighth/ninth/tenth",
        "male/female",
        "man men/woman women/boy boys/girl girls",
        "husband husbands/wife wives",
        "father fathers/mother mothers",
        "son sons/daughter daughters",
        "brother brothers/sister sisters",
        "adult adults/child children",
        "old/new",
        "young/elderly",
        "senior/junior",
        "public/private",
        "urban/rural",
        "left/right",
        "upper/lower",
        "inner/outer",
        "minimum/maximum",
        "before/after",
        "day/night",
        "morning/afternoon/evening",
        "spring/summer/autumn fall/winter",
        "primary/secondary",
        "domestic/foreign",
        "national/local/regional",
        "indoor/outdoor",
        "former/current",
        "paid/unpaid/free",
        "full/empty",
        "black/white/red/green/blue/yellow",
        "buy buys bought purchased/sell sells sold",
        "hire hires hired/fire fires fired dismissed",
        "built/demolished",
        "started began/ended",
        "entered/left",
        "arrested/released",
        "gold/silver/bronze",
        "daily/weekly/monthly/yearly annual annually",
        "monday mondays/tuesday tuesdays/wednesday wednesdays/thursday thursdays/friday fridays/saturday saturdays"
        "/sunday sundays",
        "single/married",
        "gross/net",
        "vaccinated/unvaccinated",
        "employed/unemployed",
        "bus buses/train trains/tram trams/ferry ferries/plane planes",
        "$ dollar dollars usd/€ euro euros eur/£ pound pounds gbp/¥ yen/franc francs/krone kroner/krona kronor",
    )
)
_MONTHS = re.compile(r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b")
_YEAR = re.compile(r"(?<![\w.,])(?:1[5-9]|20)\d\d(?![\w%]|[.,]\d)")
# Neither who nor what: times, measures, and words that stand for whatever follows them.
_EMPTY = frozenset(
    "number total amount figure share part half quarter third majority percent percentage rate level lot range average "
    "year month week day hour minute time century decade moment today yesterday tomorrow weekend morning evening night "
    "end beginning start case way thing fact kind sort type result reason example point place area side thousand "
    "million billion trillion dozen hundred dollar euro pound kilometre mile metre meter statement claim report study "
    "survey datum data statistic figure mr mrs ms dr president minister prime sir lady professor rise fall increase "
    "decrease growth drop decline record".split()
)
_TELLING = frozenset(
    "say tell report announce claim state write add confirm declare explain argue note warn estimate find show "
    "suggest according".split()
)
# Qualifiers that leave what they stand before what it is.
_LOOSE = frozenset(
    "more most many much several few other own same such whole entire total further additional recent latest last "
    "next late current big large huge great major small little good bad strong significant serious nearly about "
    "local new own estimated official".split()
)
_WHO_AND_WHAT = frozenset({"nsubj", "nsubjpass", "dobj", "attr", "oprd", "dative"})


@dataclass(frozen=True, slots=True)
class _Outline:
    """What a text speaks of.

    ``words``: the stems of all its words and lemmas; ``heads``: the lemmas of subjects and objects; ``meanings``: of
    nouns, adjectives and verbs; ``names``: of proper names; ``qualifiers``: what stands before a noun, by the noun;
    ``numbers``: those that tell which of several it is, by the noun ("ward 7"); ``doers`` and ``done_to``: who does
    something or is more of it, and to whom or than whom.
    """

    words: frozenset[str]
    heads: tuple[str, ...]
    meanings: tuple[str, ...]
    names: tuple[str, ...]
    qualifiers: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, frozenset[str]]
    doers: frozenset[str]
    done_to: frozenset[str]


def difference(one: str, other: str) -> str:
    """Two words that make them two claims, as a phrase; "" where there are none. Either order gives one or none."""
    one, other = one[:MAX_CHARS], other[:MAX_CHARS]
    ours, theirs = _folded(one), _folded(other)
    if ours == theirs:
        return _other_way_round(one, other)
    if not (ours - theirs and theirs - ours):
        return ""
    if found := _exclusive(ours, theirs) or _other_time(one, other):
        return found
    first, second = _outline(one), _outline(other)
    return (
        _other_numbers(first, second)
        or _other_names(first, second)
        or _other_heads(first, second)
        or _other_qualifiers(first, second)
    )


def _other_way_round(one: str, other: str) -> str:
    """Of the same words in another order: who has changed places with whom."""
    if [word.folded for word in words_of(one)] == [word.folded for word in words_of(other)]:
        return ""
    first, second = _outline(one), _outline(other)
    rose = (first.doers & second.done_to) - (first.done_to | second.doers)
    fell = (first.done_to & second.doers) - (first.doers | second.done_to)
    return _against(rose, fell) if rose and fell else ""


def _other_numbers(first: _Outline, second: _Outline) -> str:
    for noun, ours in first.numbers.items():
        theirs = second.numbers.get(noun, frozenset())
        if ours - theirs and theirs - ours:
            return _against(ours - theirs, theirs - ours)
    return ""


def _folded(text: str) -> frozenset[str]:
    return frozenset(word.folded for word in words_of(text))


def _exclusive(ours: frozenset[str], theirs: frozenset[str]) -> str:
    for sides in _EXCLUSIVE:
        mine = [side for side in sides if ours & side and not theirs & side]
        yours = [side for side in sides if theirs & side and not ours & side]
        if mine and yours:
            return _against(ours & mine[0], theirs & yours[0])
    return ""


def _other_time(one: str, other: str) -> str:
    for pattern in (_YEAR, _MONTHS):
        mine, yours = set(pattern.findall(one)), set(pattern.findall(other))
        if mine - yours and yours - mine:
            return _against(mine - yours, yours - mine)
    return ""


def _other_names(first: _Outline, second: _Outline) -> str:
    mine = [name for name in first.names if not _has(second, name)]
    yours = [name for name in second.names if not _has(first, name)]
    if not (mine and yours) or _abbreviates(first, second) or _abbreviates(second, first):
        return ""
    if any(_are_synonyms(name, word) for name in mine for word in second.words) or any(
        _are_synonyms(name, word) for name in yours for word in first.words
    ):
        return ""
    return _against(mine, yours)


def _abbreviates(short: _Outline, long: _Outline) -> bool:
    """Whether an initialism of one is made of names of the other: "WHO" of "World Health Organization"."""
    initials = "".join(name[0] for name in long.names)
    return any(len(name) > 1 and name in initials for name in short.names if not _has(long, name))


def _other_heads(first: _Outline, second: _Outline) -> str:
    mine, yours = _unmatched(first, second), _unmatched(second, first)
    return _against(mine[:1], yours[:1]) if mine and yours else ""


def _unmatched(first: _Outline, second: _Outline) -> list[str]:
    """Who and what of the first the second does not speak of, in whatever words."""
    left = [head for head in first.heads if not _has(second, head)]
    return [head for head in left if not _means_any(head, second.meanings)]


def _other_qualifiers(first: _Outline, second: _Outline) -> str:
    for noun, words in first.qualifiers.items():
        mine = [word for word in words if not _has(second, word)]
        yours = [word for word in second.qualifiers.get(noun, ()) if not _has(first, word)]
        mine, yours = (
            [word for word in mine if not _means_any(word, yours)],
            [word for word in yours if not _means_any(word, mine)],
        )
        if mine and yours:
            return _against(mine[:1], yours[:1])
    return ""


def _has(outline: _Outline, word: str) -> bool:
    """Whether the word stands there, or one that is made of it: "German" of "Germany"."""
    own = stem(word)
    if own in outline.words:
        return True
    return len(own) >= 4 and any(
        len(other) >= 4 and (other.startswith(own) or own.startswith(other)) for other in outline.words
    )


def _means_any(word: str, others: Iterable[str]) -> bool:
    others = list(others)
    if any(_are_synonyms(word, other) for other in others):
        return True
    own = _vector(word)
    return any(float(own @ _vector(other)) >= SAME_MEANING for other in others)


def _are_synonyms(one: str, other: str) -> bool:
    return any(one in group and other in group for group in _SYNONYMS)


@lru_cache(maxsize=_KEPT_WORDS)
def _vector(word: str) -> np.ndarray:
    found: np.ndarray = embed([word])[0]
    return found


@lru_cache(maxsize=_KEPT_TEXTS)
def _outline(text: str) -> _Outline:
    doc = english()(text)
    nouns = [token for token in doc if token.pos_ in ("NOUN", "PROPN")]
    names = [_lemma(token) for token in nouns if token.pos_ == "PROPN" and not _MONTHS.fullmatch(token.text)]
    words = {stem(_lemma(token)) for token in doc} | {stem(token.lower_) for token in doc}
    qualifiers: dict[str, tuple[str, ...]] = {}
    for token in nouns:
        for child in token.children:
            if child.dep_ in ("amod", "compound") and _lemma(child) not in _LOOSE | _EMPTY:
                qualifiers[_lemma(token)] = (*qualifiers.get(_lemma(token), ()), _lemma(child))
    return _Outline(
        words=frozenset(words),
        heads=tuple(dict.fromkeys(_lemma(token) for token in nouns if _is_head(token))),
        meanings=tuple(dict.fromkeys(_lemma(token) for token in doc if token.pos_ in ("NOUN", "PROPN", "ADJ", "VERB"))),
        names=tuple(dict.fromkeys(name for name in names if name not in _EMPTY)),
        qualifiers=qualifiers,
        numbers=_numbers(doc),
        doers=frozenset(_lemma(token) for token in nouns if token.dep_ == "nsubj" or token.head.dep_ == "agent"),
        done_to=frozenset(_lemma(token) for token in nouns if _is_done_to(token)),
    )


def _numbers(doc: Doc) -> dict[str, frozenset[str]]:
    """The numbers behind their nouns; one before its noun counts it."""
    found: dict[str, frozenset[str]] = {}
    for token in doc:
        noun = token.head
        if token.like_num and token.dep_ == "nummod" and noun.i == token.i - 1 and not _MONTHS.fullmatch(noun.text):
            found[_lemma(noun)] = found.get(_lemma(noun), frozenset()) | {token.lower_}
    return found


def _is_done_to(token: Token) -> bool:
    return token.dep_ in ("dobj", "nsubjpass") or token.head.lower_ == "than"


def _is_head(token: Token) -> bool:
    """Whether it is who or what the claim is about, and not who tells it, when, or how much."""
    if token.pos_ == "PROPN" or _lemma(token) in _EMPTY:
        return False
    return any(_lemma(verb) not in _TELLING for verb in _roles(token))


def _roles(token: Token) -> Iterator[Token]:
    """What the noun is subject or object of; of "the number of nurses" it is the nurses, too."""
    for _ in range(6):
        if token.dep_ in _WHO_AND_WHAT or token.dep_ == "ROOT":
            yield token.head
            return
        by_way_of = token.head
        if token.dep_ == "conj" or (token.dep_ == "pobj" and by_way_of.lower_ in ("of", "by")):
            token = by_way_of if token.dep_ == "conj" else by_way_of.head
            if by_way_of.lower_ == "by" and by_way_of.dep_ == "agent":
                yield token
                return
            continue
        return


def _lemma(token: Token) -> str:
    return token.lemma_.casefold()


def _against(mine: Iterable[str], yours: Iterable[str]) -> str:
    return f"“{min(mine)}” against “{min(yours)}”"
