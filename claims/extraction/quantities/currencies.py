"""Currencies by name, code and sign.

Names and codes are those of the Unicode CLDR, which Babel carries, past currencies too. A bare word that several
countries use ("peso") keeps that word as its unit; "$" and "dollars" are taken for those of the United States, as
English texts that mean another say so.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

from babel import Locale
from babel.numbers import get_currency_name

from claims.extraction.quantities.lexemes import Lexeme, Phrases, is_glued, longest, phrases
from claims.extraction.quantities.units import Unit
from claims.extraction.statements import QuantityKind

_OWN_NAMES: Final = {"USD": "US dollar", "GBP": "pound sterling", "EUR": "euro"}
_SIGNS: Final = {
    "$": "USD",
    "US$": "USD",
    "U.S.$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "￥": "JPY",
    "円": "JPY",
    "元": "CNY",
    "₹": "INR",
    "₩": "KRW",
    "₽": "RUB",
    "₺": "TRY",
    "₫": "VND",
    "₦": "NGN",
    "₱": "PHP",
    "₪": "ILS",
    "฿": "THB",
    "₴": "UAH",
    "₭": "LAK",
    "₸": "KZT",
    "₡": "CRC",
    "₲": "PYG",
    "₵": "GHS",
    "₮": "MNT",
    "₼": "AZN",
    "₾": "GEL",
    "֏": "AMD",
    "៛": "KHR",
    "৳": "BDT",
    "₿": "BTC",
    "C$": "CAD",
    "CA$": "CAD",
    "Can$": "CAD",
    "A$": "AUD",
    "AU$": "AUD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD",
    "SG$": "SGD",
    "NT$": "TWD",
    "R$": "BRL",
    "MX$": "MXN",
    "Z$": "ZWD",
    "J$": "JMD",
    "CN¥": "CNY",
    "RMB¥": "CNY",
    "JP¥": "JPY",
    "E£": "EGP",
    "IR£": "IEP",
    "Rs": "rupee",
    "Rs.": "rupee",
    "zł": "PLN",
    "Kč": "CZK",
    "¢": "cent",
}
# Written apart, as in old newswire: "c $ 16 million". An "a" there is an article.
_LOOSE_SIGNS: Final = {sign: code for sign, code in _SIGNS.items() if sign.endswith(("$", "£", "¥")) and sign != "A$"}
_WORDS: Final = {
    "dollar": "USD",
    "us dollar": "USD",
    "u.s. dollar": "USD",
    "u.s dollar": "USD",
    "american dollar": "USD",
    "united states dollar": "USD",
    "buck": "USD",
    "euro": "EUR",
    "pound sterling": "GBP",
    "british pound": "GBP",
    "quid": "GBP",
    "yen": "JPY",
    "yuan": "CNY",
    "renminbi": "CNY",
    "rmb": "CNY",
    "chinese yuan": "CNY",
    "won": "KRW",
    "korean won": "KRW",
    "taiwan dollar": "TWD",
    "nz dollar": "NZD",
    "uae dirham": "AED",
    "emirati dirham": "AED",
    "israeli shekel": "ILS",
    "russian rouble": "RUB",
    "belarusian rouble": "BYN",
    "swiss frank": "CHF",
    "lao kip": "LAK",
    "netherlands guilder": "NLG",
    "baht": "THB",
    "zloty": "PLN",
    "forint": "HUF",
    "shekel": "ILS",
    "hryvnia": "UAH",
    "rand": "ZAR",
    "ringgit": "MYR",
    "naira": "NGN",
    "deutsche mark": "DEM",
    "deutschmark": "DEM",
    "d-mark": "DEM",
    "bitcoin": "BTC",
    "btc": "BTC",
    "ether": "ETH",
}
# Shared by several countries: the word itself is the unit.
_SHARED: Final = (
    "rupee peso lira franc mark krona krone crown dinar dirham riyal rial ruble rouble shilling guilder real leu lev "
    "taka rupiah cedi birr tenge dong escudo peseta drachma schilling punt austral cruzado"
).split()
_PLURALS: Final = {"lira": "lire", "krona": "kronor", "krone": "kroner", "real": "reais", "penny": "pence"}
_SUBUNITS: Final = "cent penny centavo centime kopek kopeck paisa fen groschen pfennig satoshi".split()
_BEYOND_CLDR: Final = {"BTC": "bitcoin", "ETH": "ether"}
_SMALL_LETTER_CODES: Final = "usd eur gbp jpy cny rmb inr cad aud nzd chf hkd sgd sek nok dkk krw brl zar".split()
_SCALED_CODES: Final = {"K": 1e3, "k": 1e3, "M": 1e6, "m": 1e6, "B": 1e9, "b": 1e9, "T": 1e12}


def read_sign(words: list[Lexeme], at: int) -> tuple[int, Unit] | None:
    """What may stand before the number: "$", "US$", "c $", "EUR"."""
    found = longest(_signs(), words, at, folded=False) or longest(_loose_signs(), words, at)
    return found or longest(_codes(), words, at, folded=False)


def read_name(words: list[Lexeme], at: int) -> tuple[int, Unit, float] | None:
    """What may stand behind the number: "dollars", "Swiss francs", "EUR", "MUSD" (which multiplies by a million)."""
    found = longest(_names(), words, at) or read_sign(words, at)
    if found:
        end, unit = found
        goes_on = is_glued(words, end) and (words[end].is_word or words[end].value is not None)
        return None if goes_on else (end, unit, 1.0)
    return _scaled_code(words, at)


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


def _scaled_code(words: list[Lexeme], at: int) -> tuple[int, Unit, float] | None:
    text = words[at].text if at < len(words) else ""
    unit = _codes().values.get((text[1:],)) if len(text) == 4 else None
    return (at + 1, unit, _SCALED_CODES[text[0]]) if unit and text[0] in _SCALED_CODES else None


@cache
def _signs() -> Phrases[Unit]:
    dollars = {f"{code}$": _unit(code) for code, name in _named().items() if name.endswith("Dollar")}
    return phrases(dollars | {sign: _unit(code) for sign, code in _SIGNS.items()})


@cache
def _loose_signs() -> Phrases[Unit]:
    dollars = {f"{code.lower()}$": _unit(code) for code, name in _named().items() if name.endswith("Dollar")}
    return phrases(dollars | {sign.lower(): _unit(code) for sign, code in _LOOSE_SIGNS.items()})


@cache
def _codes() -> Phrases[Unit]:
    known = {*_named(), *_BEYOND_CLDR} - _WORD_CODES
    codes = {code: _unit(code) for code in known} | {"RMB": _unit("CNY")}
    return phrases(codes | {code: _unit("CNY" if code == "rmb" else code.upper()) for code in _SMALL_LETTER_CODES})


@cache
def _names() -> Phrases[Unit]:
    shared = {form: _unit(word) for word in (*_SHARED, *_SUBUNITS) for form in _forms(word)}
    own = {form: _unit(code) for name, code in _WORDS.items() for form in _forms(name)}
    cldr = {form: _unit(code) for code, name in _named().items() for form in _cldr_forms(code, name)}
    return phrases(shared | cldr | own)


@cache
def _codes_of_names() -> dict[str, str]:
    words = {name: code for name, code in _WORDS.items() if len(code) == 3 and code.isupper()}
    ours = {_unit(code).name.lower(): code for code in _named()}
    return {name.lower(): code for code, name in _named().items()} | words | ours | {"pound": "GBP"}


def _forms(name: str) -> tuple[str, ...]:
    """One and many: "Swiss franc", "Swiss francs"."""
    return name, f"{name}s", _PLURALS.get(name, name)


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


@cache
def _named() -> dict[str, str]:
    """CLDR's English names by ISO code, without the units that are no money ("XXX")."""
    return {code: name for code, name in Locale("en").currencies.items() if not code.startswith("X") or code == "XAF"}


STERLING: Final = _unit("GBP")
