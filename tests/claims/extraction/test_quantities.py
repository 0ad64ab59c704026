"""Quantities in sentences of our own: what each kind reads as, and what is none."""

from __future__ import annotations

import math
import re

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from claims.extraction.language_model import english
from claims.extraction.quantities import (
    bounds,
    cardinals,
    context,
    counted,
    currencies,
    find_quantities,
    finder,
    fractions,
    joins,
    lexemes,
    measures,
    numbers,
    readings,
    refusals,
    si,
    units,
    words,
)
from claims.extraction.statements import Quantity, QuantityKind, Span

MODULES = [
    bounds, cardinals, context, counted, currencies, finder, fractions, joins, lexemes, measures, numbers, readings,
    refusals, si, units, words,
]  # fmt: skip
Wanted = list[tuple[float | None, float | None, str]]


def find(text: str) -> tuple[Quantity, ...]:
    return find_quantities(english()(text))


def read(text: str) -> Wanted:
    return [(quantity.low, quantity.high, quantity.unit) for quantity in find(text)]


def one(text: str) -> Quantity:
    (quantity,) = find(text)
    return quantity


def exactly(value: float, unit: str) -> Wanted:
    return [(value, value, unit)]


BOUNDS = [
    ("The ferry carries up to 450 passengers.", None, 450, "passenger"),
    ("At least 12 sheep escaped.", 12, None, "sheep"),
    ("The choir has more than 80 members.", 80, None, "member"),
    ("The choir has no more than 80 members.", None, 80, "member"),
    ("The repair took fewer than three hours.", None, 3, "hour"),
    ("The dam holds in excess of 40 million liters.", 40e6, None, "liter"),
    ("Tickets go to people aged 65 or older.", 65, None, "year"),
    ("The hall seats 500 people or more.", 500, None, "people"),
    ("The bridge carries 30+ trucks.", 30, None, "truck"),
    ("The tower is no higher than 90 meters.", None, 90, "meter"),
    ("The score must be >= 40 percent.", 40, None, "percent"),
    ("The dose is less than or equal to 5 mg.", None, 5, "milligram"),
]


@pytest.mark.parametrize(("text", "low", "high", "unit"), BOUNDS)
def test_what_bounds_a_number_leaves_one_end_open(text: str, low: float, high: float, unit: str) -> None:
    assert read(text) == [(low, high, unit)]


RANGES = [
    ("The queue held between 200 and 300 cars.", 200, 300, "car"),
    ("Wages rose from 3 to 5 percent.", 3, 5, "percent"),
    ("The reef lies 10-15 km offshore.", 10, 15, "kilometer"),
    ("The merger is worth $2-3 million.", 2e6, 3e6, "US dollar"),
    ("Rebuilding will cost €4 million to €6 million.", 4e6, 6e6, "euro"),
    ("The farm lost between five and ten goats.", 5, 10, "goat"),
    ("The plan costs between 5 and 7 billion euros.", 5e9, 7e9, "euro"),
    ("The hall needs at least 20 and at most 60 chairs.", 20, 60, "chair"),
    ("She ranks between the fourth and the ninth.", 4, 9, ""),
    ("The river stands above 20 and below 45.", 20, 45, ""),
    ("The 70 -200mm lens broke.", 70, 200, "millimeter"),
]


@pytest.mark.parametrize(("text", "low", "high", "unit"), RANGES)
def test_two_ends_make_one_range(text: str, low: float, high: float, unit: str) -> None:
    assert read(text) == [(low, high, unit)]


NUMBERS = [
    ("Four barges sank.", 4, "barge"),
    ("She bought a dozen eggs.", 12, "egg"),
    ("Half a million trees were planted.", 5e5, "tree"),
    ("He sold three and a half tons.", 3.5, "ton"),
    ("The walk is 3 1/2 miles.", 3.5, "mile"),
    ("The walk is 2½ miles.", 2.5, "mile"),
    ("Add ¾ cup of flour.", 0.75, "cup"),
    ("The town has twenty-five thousand three hundred and six voters.", 25306, "voter"),
    ("The firm lost 1.2 billion euros.", 1.2e9, "euro"),
    ("The index counts 12,34,567 schools.", 1234567, "school"),
    ("The lake fell to minus two degrees celsius.", -2, "degree celsius"),
    ("The rate was zero point five percent.", 0.5, "percent"),
    ("The clip had 10k viewers.", 10_000, "viewer"),
    ("A hundred and twenty monks live there.", 120, "monk"),
    ("The sample held 1.5e6 cells.", 1.5e6, "cell"),
    ("Six lakh farmers applied.", 6e5, "farmer"),
    ("They built a 2-million-gallon tank.", 2e6, "gallon"),
    ("The dish went in at 350 F.", 350, "degree fahrenheit"),
    ("The sum is 1.500,75.", 1500.75, ""),
    ("The sum is 2,5.", 2.5, ""),
    ("The sum is 6 thousand 2 hundred and 14.", 6214, ""),
    ("The sum is two billion and three quarters million.", 2_000_750_000, ""),
    ("The sum is 900 over 8.", 112.5, ""),
]


@pytest.mark.parametrize(("text", "value", "unit"), NUMBERS)
def test_numbers_are_read_in_digits_and_in_words(text: str, value: float, unit: str) -> None:
    assert read(text) == exactly(value, unit)


SHARES = [
    ("Two thirds of the votes were counted.", 2 / 3),
    ("A quarter of the trees died.", 0.25),
    ("Half of the ships were late.", 0.5),
    ("One in five pupils was ill.", 0.2),
    ("Seven out of ten drivers agreed.", 0.7),
    ("The sum is one one hundred and eighth.", 1 / 108),
    ("The sum is two hundred forty fifths.", 200 / 45),
    ("The sum is a trillionth.", 1e-12),
    ("Almost half people agreed.", 0.5),
    ("The sum is 5/8.", 0.625),
]


@pytest.mark.parametrize(("text", "value"), SHARES)
def test_a_share_is_a_part_of_one(text: str, value: float) -> None:
    assert [quantity.low for quantity in find(text)] == [pytest.approx(value)]


PERCENTS = [
    ("Rents rose 4.5%.", 4.5, "percent"),
    ("Rents rose twelve per cent.", 12, "percent"),
    ("Support fell by 3 percentage points.", 3, "percentage point"),
    ("The bank cut rates by 25 basis points.", 25, "basis point"),
]


@pytest.mark.parametrize(("text", "value", "unit"), PERCENTS)
def test_percent_is_not_percentage_points(text: str, value: float, unit: str) -> None:
    assert read(text) == exactly(value, unit)
    assert one(text).kind is QuantityKind.PERCENT


MONEY = [
    ("The statue cost $1,250.", 1250, "US dollar"),
    ("The statue cost C$3m.", 3e6, "Canadian dollar"),
    ("The statue cost 40 Swiss francs.", 40, "Swiss franc"),
    ("The statue cost £2.5bn.", 2.5e9, "pound sterling"),
    ("The statue cost 300 yen.", 300, "Japanese yen"),
    ("The statue cost EUR 20.", 20, "euro"),
    ("The statue cost 20 EUR.", 20, "euro"),
    ("The statue cost ₹500.", 500, "Indian rupee"),
    ("The statue cost 80 pesos.", 80, "peso"),
    ("The statue cost 60 cents.", 60, "cent"),
    ("The statue cost 5 dollars 40 cents.", 5.4, "US dollar"),
    ("The statue cost 12 MEUR.", 12e6, "euro"),
    ("The statue cost 7 pounds.", 7, "pound sterling"),
    ("The statue cost 30 USD million.", 30e6, "US dollar"),
    ("The statue cost MSEK 4.", 4e6, "Swedish krona"),
    ("The statue cost 8 euros 20.", 8.2, "euro"),
    ("The statue cost 8 USD 20.", 8.2, "US dollar"),
    ("The statue cost Mex$ 90.", 90, "Mexican peso"),
    ("The statue cost Rp 90.", 90, "Indonesian rupiah"),
    ("The statue cost 90 tenge.", 90, "Kazakhstani tenge"),
    ("The statue cost 90 CFA francs.", 90, "West African CFA franc"),
    ("The statue cost 90 fils.", 90, "fils"),
    ("The town's $ 3 million statue fell.", 3e6, "US dollar"),
    ("The town - - $ 3 million - fell.", 3e6, "US dollar"),
]


@pytest.mark.parametrize(("text", "value", "unit"), MONEY)
def test_money_is_named_by_its_currency(text: str, value: float, unit: str) -> None:
    assert read(text) == exactly(value, unit)
    assert one(text).kind is QuantityKind.MONEY


MEASURES = [
    ("The trail is 12 miles long.", 12, "mile", 19312.128, "m"),
    ("The wind reached 90 km/h.", 90, "kilometer per hour", 25.0, "m/s"),
    ("The wind reached 60 miles an hour.", 60, "mile per hour", 26.8224, "m/s"),
    ("The field covers 2 hectares.", 2, "hectare", 20000.0, "m²"),
    ("The field covers 3 square kilometers.", 3, "square kilometer", 3e6, "m²"),
    ("The tank holds 500 cubic meters.", 500, "cubic meter", 500.0, "m³"),
    ("The calf weighs 80 kg.", 80, "kilogram", 80.0, "kg"),
    ("The oven reached 212 degrees Fahrenheit.", 212, "degree fahrenheit", 373.15, "K"),
    ("The lake was 4°C.", 4, "degree celsius", 277.15, "K"),
    ("The plant makes 600 MW.", 600, "megawatt", 6e8, "W"),
    ("The house used 10 kWh.", 10, "kilowatt-hour", 3.6e7, "J"),
    ("The talk took 90 minutes.", 90, "minute", 5400.0, "s"),
    ("The file is 20 MB.", 20, "megabyte", 2e7, "byte"),
    ("He is 6 feet 3 inches tall.", 6.25, "foot", 1.905, "m"),
    ("The sack weighs 7 pounds.", 7, "pound", 3.17514659, "kg"),
    ("The ramp rises 30 degrees.", 30, "degree", 0.523598775598, "rad"),
    ("The bomb had a yield of 15 kilotons.", 15, "kiloton", 6.276e13, "J"),
    ("The port shipped 15 kilotons of grain.", 15, "kiloton", 1.5e7, "kg"),
    ("The field pumps 200 barrels per day.", 200, "barrel per day", 0.000368026145667, "m³/s"),
    ("The war took 2 decades.", 2, "decade", 631152000.0, "s"),
    ("The flour weighs 3 [kg].", 3, "kilogram", 3.0, "kg"),
    ('The board is 10 " wide.', 10, "inch", 0.254, "m"),
    ("The pulse moves 4 meters per millisecond.", 4, "meter per millisecond", 4000.0, "m/s"),
    ("The lake was 40° Celsius.", 40, "degree celsius", 313.15, "K"),
    ("The lake was 86 degrees farenheit.", 86, "degree fahrenheit", 303.15, "K"),
    ("The store keeps 2 quintals.", 2, "quintal", 200.0, "kg"),
    ("The disk holds 3 PB.", 3, "petabyte", 3e15, "byte"),
]


@pytest.mark.parametrize(("text", "value", "unit", "in_si", "si_unit"), MEASURES)
def test_measures_carry_their_si_value(text: str, value: float, unit: str, in_si: float, si_unit: str) -> None:
    quantity = one(text)
    assert [quantity.low, quantity.high] == pytest.approx([value, value])
    assert [quantity.si_low, quantity.si_high] == pytest.approx([in_si, in_si])
    assert (quantity.unit, quantity.si_unit) == (unit, si_unit)


def test_a_difference_of_temperatures_has_no_zero_point() -> None:
    assert one("The sea warmed by 2 degrees Celsius.").si_low == 2.0


def test_an_open_end_is_open_in_si_units_too() -> None:
    quantity = one("The wall is at least 3 km long.")
    assert (quantity.si_low, quantity.si_high) == (3000.0, None)


def test_every_unit_of_the_table_has_an_si_value_where_it_names_an_si_unit() -> None:
    every = [row.unit for row in units._rows() if row.unit.si]
    assert all(si.in_si(1.0, unit) is not None for unit in every)


def test_a_list_without_spaces_has_no_decimals() -> None:
    assert read("The rows are 7,8,9.") == [(7, 7, ""), (8, 8, ""), (9, 9, "")]


def test_a_part_that_was_taken_for_a_day_is_a_quantity() -> None:
    text = "The lane is a 1/4 mile long."
    (found,) = find_quantities(english()(text), taken=[Span(text.index("1/4"), text.index("1/4") + 3)])
    assert (found.low, found.unit) == (0.25, "mile")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("The valve failed twice.", 2, "times"),
        ("The bus stops three times a week.", 3, "times per week"),
        ("The board meets twice a month.", 2, "times per month"),
        ("The alarm rang seven times.", 7, "times"),
    ],
)
def test_frequencies_are_times(text: str, value: float, unit: str) -> None:
    assert read(text) == exactly(value, unit)
    assert one(text).kind is QuantityKind.FREQUENCY


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("The oak is 300 years old.", 300, "year"),
        ("A 9-year-old boy found it.", 9, "year"),
        ("The calf is six weeks old.", 6, "week"),
        ("Lena Moe, aged 34, won.", 34, "year"),
        ("The woman, 71 y/o, won.", 71, "year"),
        ("He left at the age of 15.", 15, "year"),
    ],
)
def test_ages_are_a_kind_of_their_own(text: str, value: float, unit: str) -> None:
    assert read(text) == exactly(value, unit)
    assert one(text).kind is QuantityKind.AGE


@pytest.mark.parametrize(
    "text",
    [
        "About 40 boats sank.",
        "Nearly 40 boats sank.",
        "Some 40 boats sank.",
        "Roughly 40 boats sank.",
        "Almost 40 boats sank.",
        "An estimated 40 boats sank.",
        "40 or so boats sank.",
    ],
)
def test_a_blurred_number_says_so_and_keeps_its_value(text: str) -> None:
    quantity = one(text)
    assert quantity.is_approximate
    assert quantity.low == quantity.high == 40


def test_bounds_may_be_blurred_too() -> None:
    quantity = one("The slide moved more than about 300 tons.")
    assert (quantity.low, quantity.high, quantity.is_approximate) == (300, None, True)
    assert quantity.text == "more than about 300 tons"


@pytest.mark.parametrize(
    "text",
    [
        "She took the first prize.",
        "He flew an F-16 over the bay.",
        "They fear Covid-19.",
        "The law passed in 1998.",
        "The train leaves at 10:30.",
        "The train leaves at 6 pm.",
        "The shop is open 24/7.",
        "No one came.",
        "Hundreds of people came.",
        "The Under-21 team won 3-2.",
        "Once the bridge opened, trade grew.",
        "The server is 10.0.0.7.",
        "She won the second half.",
        "A third man was held.",
        "Send back 55120 K-17.",
        "Send back 55120 x17.",
        "The file is called dx4-120m.",
        "When may 11F be shown?",
        "They flew an A380-800.",
    ],
)
def test_numbers_in_names_dates_and_scores_are_no_quantities(text: str) -> None:
    assert read(text) == []


def test_what_is_taken_is_no_quantity() -> None:
    text = "The pier lost 30 lamps on 4 May."
    at = text.index("4 May")
    found = find_quantities(english()(text), taken=[Span(at, at + 5)])
    assert [(quantity.low, quantity.unit) for quantity in found] == [(30, "lamp")]


@pytest.mark.long
@given(st.text(max_size=200) | st.text(alphabet="0123456789.,-/$€%½ andonehlfkm'\"<>=()", max_size=120))
@settings(max_examples=150, deadline=None)
def test_offsets_are_right_whatever_the_text(text: str) -> None:
    for quantity in find_quantities(parsed_plainly(text)):
        assert text[quantity.start : quantity.end] == quantity.text
        assert quantity.text.strip() == quantity.text
        ends = [end for end in (quantity.low, quantity.high, quantity.si_low, quantity.si_high) if end is not None]
        assert all(math.isfinite(end) for end in ends)


LONG = 1_000_000
ADVERSARIAL = ["1", "1,234,", "123 ", "1.", "1e", "1^", "a", "½", "-", "$", " ", ",", "12,34,", "1\u202f234"]


@pytest.mark.long
@pytest.mark.parametrize("piece", ADVERSARIAL)
def test_every_expression_takes_bounded_work_on_a_million_characters(piece: str) -> None:
    """Lexemes never overlap and each starts where its match was tried, so that the work is that of the matches."""
    text = (piece * LONG)[:LONG]
    expressions = [value for module in MODULES for value in vars(module).values() if isinstance(value, re.Pattern)]
    assert lexemes.LEXEME in expressions
    for expression in expressions:
        covered = sum(len(match[0]) for match in expression.finditer(text))
        assert covered <= LONG


@pytest.mark.parametrize(
    "piece", ["one million and ", "half a ", "1/2 ", "5 to ", "no more than ", "twenty-", "zero million "]
)
def test_numbers_look_only_a_bounded_way_ahead(piece: str) -> None:
    """What one place reads does not grow with the text, or the whole would grow with its square."""
    short, long = (CountedLexemes(lexemes.cut(piece * times)) for times in (100, 400))
    for each in (short, long):
        numbers.read_number(each, 0)
    assert short.looked == long.looked


class CountedLexemes(list[lexemes.Lexeme]):
    """Lexemes that count how often one is looked at."""

    looked = 0

    def __getitem__(self, at):  # type: ignore[no-untyped-def]
        self.looked += 1
        return super().__getitem__(at)


def parsed_plainly(text: str) -> Doc:
    """The document without a parse, as the grammar has to bear whatever the model makes of a text."""
    return spacy.blank("en")(text)
