"""Currencies by name, code and sign.

Names and codes are those of the Unicode CLDR, which Babel carries, past currencies too. A bare word that several
countries use ("peso") keeps that word as its unit; "$" and "dollars" are taken for those of the United States, as
English texts that mean another say so.

``currencies.tsv`` adds what the CLDR has not: its ``unit`` is a code, or a word that several countries use, ``signs``
are read as they stand, and ``names`` in any case, both divided by "|", with an irregular plural behind "/".
"""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from babel import Locale
from babel.numbers import get_currency_name

from claims.extraction.quantities.lexemes import Lexeme, Phrases, is_glued, longest, lower, phrases
from claims.extraction.quantities.units import Unit
from claims.extraction.statements import QuantityKind

_OWN_NAMES: Final = {"USD": "US dollar", "GBP": "pound sterling", "EUR": "euro"}
# Of names that the CLDR spells with an English "s", or not at all.
_PLURALS: Final = {"lira": "lire", "krona": "kronor", "krone": "kroner", "króna": "krónur", "real": "reais"}
_BEYOND_CLDR: Final = {
    **{"BTC": "bitcoin", "ETH": "ether", "LTC": "litecoin", "DOGE": "dogecoin", "IMP": "Manx pound"},
    **{"JEP": "Jersey pound", "GGP": "Guernsey pound", "FOK": "Faroese króna", "KID": "Kiribati dollar"},
    **{"TVD": "Tuvaluan dollar", "APSAR": "Abkhazian apsar", "PRB": "Transnistrian ruble"},
    **{"SLS": "Somaliland shilling"},
}
# Codes of no standard, which are other words where they stand by themselves.
_NO_CODES: Final = frozenset("LTC DOGE IMP JEP GGP FOK KID TVD APSAR PRB SLS".split())
_SMALL_LETTER_CODES: Final = "usd eur gbp jpy cny rmb inr cad aud nzd chf hkd sgd sek nok dkk krw brl zar".split()
_SCALED_CODES: Final = {"K": 1e3, "k": 1e3, "M": 1e6, "m": 1e6, "B": 1e9, "b": 1e9, "T": 1e12}


def read_sign(words: list[Lexeme], at: int) -> tuple[int, Unit] | None:
    """What may stand before the number: "$", "US$", "c $", "EUR"."""
    is_short = lower(words, at - 1) in ("'", "’")  # "The town's $5 million hall" has no Singapore dollars.
    loose = None if is_short else longest(_loose_signs(), words, at)
    found = longest(_signs(), words, at, folded=False) or loose
    return found or longest(_codes(), words, at, folded=False)


def read_name(words: list[Lexeme], at: int) -> tuple[int, Unit, float] | None:
    """What may stand behind the number: "dollars", "Swiss francs", "EUR", "MUSD" (which multiplies by a million)."""
    found = longest(_names(), words, at) or read_sign(words, at)
    if found:
        end, unit = found
        goes_on = is_glued(words, end) and (words[end].is_word or words[end].value is not None)
        return None if goes_on else (end, unit, 1.0)
    return read_scaled_code(words, at)


def read_scaled_code(words: list[Lexeme], at: int) -> tuple[int, Unit, float] | None:
    """ "MUSD": a code, and the million that it multiplies by."""
    text = words[at].text if at < len(words) else ""
    unit = _codes().values.get((text[1:],)) if len(text) == 4 else None
    return (at + 1, unit, _SCALED_CODES[text[0]]) if unit and text[0] in _SCALED_CODES else None


def read_singular(words: list[Lexeme], at: int) -> tuple[int, Unit] | None:
    """A name before an amount in digits: "rupee 500", "Singapore dollars 20"; "dollars 20" is chance."""
    found = longest(_names(), words, at)
    if not found or found[0] >= len(words) or words[found[0]].value is None:
        return None
    return found if found[0] - at > 1 or not words[at].lower.endswith("s") else None


def currency_code(name: str) -> str:
    """The ISO code of a currency's name, as our units or the dictionaries have it; empty for none."""
    found = _codes_of_names().get(name.lower())
    return found or ""


@dataclass(frozen=True, slots=True)
class _Row:
    """``code``: that of a currency, or the word itself where several use it; each name in its forms."""

    code: str
    signs: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]


@cache
def _rows() -> tuple[_Row, ...]:
    with Path(__file__).with_name("currencies.tsv").open(encoding="utf-8", newline="") as file:
        return tuple(_row(line) for line in csv.DictReader(file, delimiter="\t"))


def _row(line: dict[str, str]) -> _Row:
    names = (tuple(name.split("/")) for name in line["names"].split("|") if name)
    return _Row(line["unit"], tuple(sign for sign in line["signs"].split("|") if sign), tuple(names))


@cache
def _signs() -> Phrases[Unit]:
    dollars = {f"{code}$": _unit(code) for code, name in _named().items() if name.endswith(("Dollar", "Peso"))}
    return phrases(dollars | {sign: _unit(row.code) for row in _rows() for sign in row.signs})


@cache
def _loose_signs() -> Phrases[Unit]:
    """Written apart, as in old newswire: "c $ 16 million". An "a" there is an article."""
    dollars = {f"{code.lower()}$": _unit(code) for code, name in _named().items() if name.endswith("Dollar")}
    ours = [(sign, row.code) for row in _rows() for sign in row.signs if sign.endswith(("$", "£", "¥"))]
    return phrases(dollars | {sign.lower(): _unit(code) for sign, code in ours if sign != "A$"})


@cache
def _codes() -> Phrases[Unit]:
    known = {*_named(), *_BEYOND_CLDR} - _WORD_CODES - _NO_CODES
    codes = {code: _unit(code) for code in known} | {"RMB": _unit("CNY")}
    return phrases(codes | {code: _unit("CNY" if code == "rmb" else code.upper()) for code in _SMALL_LETTER_CODES})


@cache
def _names() -> Phrases[Unit]:
    cldr = {form: _unit(code) for code, name in _named().items() for form in _cldr_forms(code, name)}
    ours = {form: _unit(row.code) for row in _rows() for name in row.names for form in (*name, f"{name[0]}s")}
    return phrases(cldr | ours)


@cache
def _codes_of_names() -> dict[str, str]:
    ours = {name[0]: row.code for row in _rows() for name in row.names if row.code.isupper()}
    named = {_unit(code).name.lower(): code for code in (*_named(), *_BEYOND_CLDR)}
    return {name.lower(): code for code, name in _named().items()} | ours | named | {"pound": "GBP"}


def _cldr_forms(code: str, name: str) -> set[str]:
    many = get_currency_name(code, count=2, locale="en")
    forms = {form for word in (name.lower(), many.lower()) for form in (word, f"{word}s")} if " " in name else set()
    plain = {_without_accents(form) for form in forms}
    singulars = {name.lower(), _without_accents(name.lower())} if forms else set()
    irregular = {f"{front}{_PLURALS[last]}" for front, last in map(_split_last, singulars) if last in _PLURALS}
    return forms | plain | irregular


def _split_last(name: str) -> tuple[str, str]:
    front, space, last = name.rpartition(" ")
    return front + space, last


def _without_accents(name: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter))


@cache
def _unit(code: str) -> Unit:
    name = _OWN_NAMES.get(code) or _BEYOND_CLDR.get(code) or _as_said(_named().get(code, code))
    return Unit(name, QuantityKind.MONEY)


def _as_said(name: str) -> str:
    """ "Swiss Franc" as a sentence has it: "Swiss franc"."""
    first, *rest = name.split(" ")
    return " ".join([first, *(rest[:-1]), rest[-1].lower()]) if rest else name


_WORD_CODES: Final = frozenset("ALL TOP TRY CUP PEN MAD GEL BAM COP MOP SOS BOB RON USS".split())


_SHARED_BY_STATES: Final = frozenset("XAF XCD XOF XPF".split())


@cache
def _named() -> dict[str, str]:
    """CLDR's English names by ISO code, without the units that are no money ("XXX")."""
    return {
        code: name
        for code, name in Locale("en").currencies.items()
        if not code.startswith("X") or code in _SHARED_BY_STATES
    }


STERLING: Final = _unit("GBP")
