"""Whether two wordings state the same facts: figures, negations, directions and names, in their order. Pure.

This is no understanding of language. It is the guard that keeps a small edit which makes another claim of a sentence
("90" to "70", "has" to "has not", "rose" to "fell", "Falk" to "Berg") from passing for a correction of spelling; where
it cannot tell, it says that they differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# One class after a first character, each alternative with its own first character: nothing to go back over.
_WORD = re.compile(r"\d[\w.,]*|[^\W\d][\w'’]*|[%$€£¥]|[-−–](?=\d)")
_NUMBERS = {
    word: str(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
} | {word: str(value) for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_NUMBERS |= {word: f"{value}0" for word, value in list(_NUMBERS.items())[20:]}
_SAME = {
    "percent": "%",
    "cent": "%",
    "−": "-",
    "–": "-",
    "would": "will",
    "could": "can",
    "might": "may",
    "shall": "should",
}
_NEGATIONS = frozenset(
    "not no none never nor neither nobody nothing nowhere without cannot hardly barely scarcely deny denies denied "
    "denying refuse refuses refused fail fails failed false falsely untrue wrong wrongly reject rejects "
    "rejected".split()
)
_AMOUNTS = frozenset(
    "dozen dozens hundred hundreds thousand thousands million millions billion billions trillion trillions m bn tn "
    "half halves quarter third thirds double doubled triple tripled once twice thrice all every each both some many "
    "few several most any only more less fewer least under over above below up down first second last "
    "before after since until than".split()
)
_DIRECTIONS = frozenset(
    "rise rises rose risen rising fall falls fell fallen falling increase increases increased increasing decrease "
    "decreases decreased decreasing decline declines declined declining drop drops dropped dropping grow grows grew "
    "grown growing shrink shrinks shrank shrunk shrinking gain gains gained lose loses lost win wins won higher lower "
    "high low highest lowest better worse best worst raise raised raises cut cuts open opens opened close closes "
    "closed allow allows allowed ban bans banned approve approves approved legal illegal support supports supported "
    "oppose opposes opposed import imports imported export exports exported male female man woman men women".split()
)
_MODALS = frozenset("will can may must should".split())
_FACTS = _NEGATIONS | _AMOUNTS | _DIRECTIONS | _MODALS | frozenset("%$€£¥-")
_OPENERS = frozenset(
    "a an the this that these those it its he his she her they their we our i you your in on at by for from of to as "
    "with and or but so if when while there here what who which how where why is are was were has have had be also "
    "however meanwhile yet".split()
)
# Around a quote the nearest words can belong to its figures.
NEAREST = 2


@dataclass(frozen=True, slots=True)
class Word:
    """A word or figure at ``start`` to ``end`` (code points); ``folded`` as words are compared."""

    text: str
    folded: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words, figures and signs of a sum in ``text``, in time linear in it."""
    return [_word(match) for match in _WORD.finditer(text)]


def _word(match: re.Match[str]) -> Word:
    found = match.group().rstrip(".,'’")
    folded = found.casefold().replace("’", "'").removesuffix("'s")
    folded = folded.replace(",", "") if found[0].isdigit() else folded
    return Word(found, folded, match.start(), match.start() + len(found))


def same_facts(one: str, other: str) -> bool:
    """Whether both wordings hold the same figures, negations, directions and names in the same order."""
    first, second = words_of(one), words_of(other)
    if _stated(first) != _stated(second):
        return False
    names = _names(one, first, second) | _names(other, second, first)
    return _only(first, names) == _only(second, names)


def contradict(one: str, other: str) -> bool:
    """Whether each of two wordings holds a figure or name that the other lacks.

    For statements that stand alone: the same words resolved further ("he" to the name) do not contradict.
    """
    first, second = words_of(one), words_of(other)
    return _states_more(one, first, second) and _states_more(other, second, first)


def _states_more(text: str, words: Sequence[Word], others: Sequence[Word]) -> bool:
    names = _names(text, words, others) - {word.folded for word in others}
    return bool(names) or not set(_stated(words)) <= set(_stated(others))


def same_context(one: str, other: str, *, is_after: bool = False) -> bool:
    """Whether what stands around a quote in its sentence negates or counts it alike."""
    first, second = words_of(one), words_of(other)
    if _negations(first) != _negations(second):
        return False
    near = slice(0, NEAREST) if is_after else slice(-NEAREST, None)
    return _figures(first[near]) == _figures(second[near])


def is_negated(text: str) -> bool:
    """Whether the wording denies what it says: an odd number of negations, so that "did not deny" affirms."""
    return len(_negations(words_of(text))) % 2 == 1


def _stated(words: Iterable[Word]) -> list[str]:
    return [fact for word in words for fact in _facts(word.folded)]


def _facts(word: str) -> list[str]:
    """What a word states: nothing for most; "can't" states two things."""
    if word.endswith("n't") or word == "cannot":
        verb = word.removesuffix("n't").removesuffix("not").rstrip("n")
        return [*_facts({"wo": "will", "ca": "can", "sha": "shall"}.get(verb, verb or "can")), "not"]
    word = _SAME.get(word, word)
    if word[0].isdigit():
        return [word]
    if word in _NUMBERS:
        return [_NUMBERS[word]]
    return [word] if word in _FACTS else []


def _negations(words: Iterable[Word]) -> list[str]:
    return [fact for fact in _stated(words) if fact in _NEGATIONS]


def _figures(words: Iterable[Word]) -> list[str]:
    return [fact for fact in _stated(words) if fact in _AMOUNTS or fact[0].isdigit() or fact in "%$€£¥-"]


def _names(text: str, words: Sequence[Word], others: Sequence[Word]) -> set[str]:
    """Names in ``text``; at the head of a sentence only what the other wording does not have at all."""
    elsewhere = {word.folded for word in others}
    return {
        word.folded
        for at, word in enumerate(words)
        if word.text[0].isupper()
        and word.folded not in _OPENERS
        and (word.folded not in elsewhere or not _is_head(text, words, at) or word.text[1:].upper() == word.text[1:])
    } | _prefixed(words, elsewhere)


def _is_head(text: str, words: Sequence[Word], at: int) -> bool:
    return at == 0 or any(mark in text[words[at - 1].end : words[at].start] for mark in '.!?…\n“"‘:')


def _prefixed(words: Sequence[Word], elsewhere: set[str]) -> set[str]:
    """Words that turn a word of the other wording into its opposite: "usual", "unusual"."""
    return {
        word.folded
        for word in words
        for prefix in ("un", "in", "im", "il", "ir", "dis", "non")
        if word.folded.startswith(prefix)
        and word.folded not in elsewhere
        and word.folded.removeprefix(prefix) in elsewhere
    }


def _only(words: Iterable[Word], names: set[str]) -> list[str]:
    return [word.folded for word in words if word.folded in names]
