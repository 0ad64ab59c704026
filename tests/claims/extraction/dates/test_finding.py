"""What expressions of time come to in an article of Wednesday, 18 June 2025, 9:30 UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from claims.extraction.dates import find_dates

PUBLISHED = datetime(2025, 6, 18, 9, 30, tzinfo=UTC)


def days(text: str, published: datetime = PUBLISHED) -> list[tuple[str, str | None, str | None]]:
    """Each expression that was found: its words, its first and its last day."""
    return [
        (found.text, found.stored()["from"], found.stored()["to"]) for found in find_dates(text, published=published)
    ]


def hours(text: str) -> list[tuple[str, str, str]]:
    """As the day (if any) and time, with minutes, from which on and until which it counts."""
    return [
        (
            found.text,
            f"{found.first or ''} {found.opens:%H:%M}".strip() if found.opens else str(found.first or ""),
            f"{found.last or ''} {found.closes:%H:%M}".strip() if found.closes else str(found.last or ""),
        )
        for found in find_dates(text, published=PUBLISHED)
    ]


def check(text: str, words: str, first: str | None, last: str | None) -> None:
    assert days(text) == [(words, first, last)]


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("The mayor resigned on March 3, 2024.", "March 3, 2024", "2024-03-03"),
        ("The mayor resigned on 3 March 2024.", "3 March 2024", "2024-03-03"),
        ("The bridge opened on the fourth of July, 1998.", "the fourth of July, 1998", "1998-07-04"),
        ("The decree is dated 2024-02-29.", "2024-02-29", "2024-02-29"),
        ("The form was stamped 14/3/2024.", "14/3/2024", "2024-03-14"),
        ("The form was stamped 3/14/2024.", "3/14/2024", "2024-03-14"),
        ("The log ends at 20240229.", "20240229", "2024-02-29"),
        ("The form was stamped 2024, March 14th.", "2024, March 14th", "2024-03-14"),
        ("The lease is dated Thursday 3/14/2024.", "Thursday 3/14/2024", "2024-03-14"),
        ("She was born on twenty two May nineteen sixty.", "twenty two May nineteen sixty", "1960-05-22"),
        ("The ferry sank on the first Friday after Easter.", "the first Friday after Easter", "2025-04-25"),
        ("The ferry sank on 3 June last year.", "3 June last year", "2024-06-03"),
        ("The ferry sank the Tuesday before last.", "the Tuesday before last", "2025-06-10"),
        ("The ferry sank two Sundays ago.", "two Sundays ago", "2025-06-08"),
        ("The ferry sank on the day after Christmas.", "the day after Christmas", "2024-12-26"),
        ("The ferry sank on the 100th day of 2024.", "the 100th day of 2024", "2024-04-09"),
        ("The ferry sank on the first Tuesday of March.", "the first Tuesday of March", "2025-03-04"),
        ("Voters went to the polls on Sunday, May 4.", "Sunday, May 4", "2025-05-04"),
        ("Rents fell on April twenty-first.", "April twenty-first", "2025-04-21"),
        ("The ferry sank on the 9th.", "on the 9th", "2025-06-09"),
        ("The ferry sank on Monday the ninth.", "Monday the ninth", "2025-06-09"),
    ],
)
def test_days_by_name_and_number(text: str, words: str, day: str) -> None:
    check(text, words, day, day)


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("The union called off the strike on Sunday.", "Sunday", "2025-06-15"),
        ("The council will vote on Sunday.", "Sunday", "2025-06-22"),
        ("On Friday the council will vote.", "Friday", "2025-06-20"),
        ("The library was closed on Friday.", "Friday", "2025-06-13"),
        ("The library will be closed on Friday.", "Friday", "2025-06-20"),
        ("Work on the tunnel is due to begin on September 1.", "September 1", "2025-09-01"),
        ("Work on the tunnel began on September 1.", "September 1", "2024-09-01"),
        ("The minister spoke on Wednesday.", "Wednesday", "2025-06-18"),
        ("The minister met farmers last Thursday.", "last Thursday", "2025-06-12"),
        ("The minister meets farmers next Thursday.", "next Thursday", "2025-06-26"),
        ("She left on Tuesday of last week.", "Tuesday of last week", "2025-06-10"),
    ],
)
def test_weekdays_and_days_lean_to_where_the_sentence_looks(text: str, words: str, day: str) -> None:
    check(text, words, day, day)


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("The bridge opens July 4.", "July 4", "2025-07-04"),
        ("The bridge opened July 4.", "July 4", "2024-07-04"),
        ("The state, which backed him, votes on August 5.", "August 5", "2025-08-05"),
        ("The state votes on May 5.", "May 5", "2025-05-05"),
        ("The race begins on Independence Day.", "Independence Day", "2025-07-04"),
    ],
)
def test_a_day_soon_to_come_is_meant_unless_the_word_before_it_is_of_the_past(text: str, words: str, day: str) -> None:
    check(text, words, day, day)


def test_what_something_has_lasted_since_is_behind() -> None:
    check("The pier will have been shut since August.", "since August", "2024-08-01", None)


def test_a_weekend_is_the_last_one_in_a_tale_of_the_past() -> None:
    check("Rain flooded the pitch over the weekend.", "the weekend", "2025-06-14", "2025-06-15")
    check("Rain will flood the pitch over the weekend.", "the weekend", "2025-06-21", "2025-06-22")


def test_each_day_leans_with_the_words_nearest_before_it() -> None:
    assert days("The firm said on Monday that the plant will close on Friday.") == [
        ("Monday", "2025-06-16", "2025-06-16"),
        ("Friday", "2025-06-20", "2025-06-20"),
    ]


def test_the_day_is_the_one_of_the_outlets_time_zone() -> None:
    late = datetime(2025, 6, 16, 2, tzinfo=UTC)
    assert days("It rained on Sunday.", late)[0][1] == "2025-06-15"
    new_york = late.astimezone(ZoneInfo("America/New_York"))
    assert (new_york.date(), days("It rained today.", new_york)[0][1]) == (date(2025, 6, 15), "2025-06-15")
    assert days("It rained today.", late)[0][1] == "2025-06-16"


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        ("Prices rose from 2014 to 2018.", "from 2014 to 2018", "2014-01-01", "2018-12-31"),
        ("Prices rose in 2014-2018.", "in 2014-2018", "2014-01-01", "2018-12-31"),
        (
            "Wards closed between May and August 2020.",
            "between May and August 2020",
            "2020-05-01",
            "2020-08-31",
        ),
        ("The fair ran from November to February 2017.", "from November to February 2017", "2016-11-01", "2017-02-28"),
        ("The court sat on 3-7 March 2025.", "3-7 March 2025", "2025-03-03", "2025-03-07"),
        ("The court sat on March 3-7.", "March 3-7", "2025-03-03", "2025-03-07"),
        ("The court sat from March 3 through April 9.", "from March 3 through April 9", "2025-03-03", "2025-04-09"),
        (
            "It ran between the fifth and ninth of June.",
            "between the fifth and ninth of June",
            "2025-06-05",
            "2025-06-09",
        ),
        ("The fair ran 2 Feb - 5 March 2024.", "2 Feb - 5 March 2024", "2024-02-02", "2024-03-05"),
        ("The fair ran Nov 18-Dec 19, 2023.", "Nov 18-Dec 19, 2023", "2023-11-18", "2023-12-19"),
        ("Sales fell between Q1 and Q3 2024.", "between Q1 and Q3 2024", "2024-01-01", "2024-09-30"),
        ("Sales fell from 2019 to the present.", "from 2019 to the present", "2019-01-01", "2025-06-18"),
        ("It is open Tue-Thu in summer.", "Tue-Thu", "2025-06-17", "2025-06-19"),
        (
            "It is open from Monday to Wednesday next week.",
            "from Monday to Wednesday next week",
            "2025-06-23",
            "2025-06-25",
        ),
        ("The strike lasted from Friday to Monday.", "from Friday to Monday", "2025-06-13", "2025-06-16"),
    ],
)
def test_ranges_hold_both_their_ends(text: str, words: str, first: str, last: str) -> None:
    check(text, words, first, last)


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        ("Nobody has seen him since March 3, 2024.", "since March 3, 2024", "2024-03-03", None),
        ("Exports have doubled since 2018.", "since 2018", "2018-01-01", None),
        ("Exports doubled after 2018.", "after 2018", "2019-01-01", None),
        ("Exports were flat before 2018.", "before 2018", None, "2017-12-31"),
        ("Exports were flat until May 2018.", "until May 2018", None, "2018-05-31"),
        ("The budget will pass by Friday.", "by Friday", None, "2025-06-20"),
        ("The budget will pass before the end of August.", "before the end of August", None, "2025-08-31"),
        ("The fee applies starting on July 1, 2025.", "starting on July 1, 2025", "2025-07-01", None),
        ("Bids are due on or before July 1, 2025.", "on or before July 1, 2025", None, "2025-07-01"),
        ("Bids open no earlier than July 1, 2025.", "no earlier than July 1, 2025", "2025-07-01", None),
        ("The houses date from 1950 or earlier.", "1950 or earlier", None, "1950-12-31"),
        ("The filter reads >= 2019.", ">= 2019", "2019-01-01", None),
        ("The road has cost 40 million to date.", "to date", None, "2025-06-18"),
    ],
)
def test_bounds_are_open_on_one_side(text: str, words: str, first: str | None, last: str | None) -> None:
    check(text, words, first, last)


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        ("The mill closed last year.", "last year", "2024-01-01", "2024-12-31"),
        ("The mill closed this month.", "this month", "2025-06-01", "2025-06-30"),
        ("The mill reopens next week.", "next week", "2025-06-23", "2025-06-29"),
        ("The mill was shut last weekend.", "last weekend", "2025-06-14", "2025-06-15"),
        ("The mill closed last August.", "last August", "2024-08-01", "2024-08-31"),
        ("Sales fell in the third quarter of 2024.", "the third quarter of 2024", "2024-07-01", "2024-09-30"),
        ("Sales fell in Q3 2024.", "Q3 2024", "2024-07-01", "2024-09-30"),
        ("Sales fell last quarter.", "last quarter", "2025-01-01", "2025-03-31"),
        ("Sales fell in the first half of 2024.", "the first half of 2024", "2024-01-01", "2024-06-30"),
        ("The drought began in the summer of 2018.", "summer of 2018", "2018-06-01", "2018-08-31"),
        ("Rain is due in the second half of August.", "the second half of August", "2025-08-16", "2025-08-31"),
        ("The drought will ease this coming fall.", "this coming fall", "2025-09-01", "2025-11-30"),
        ("The drought began last winter.", "last winter", "2024-12-01", "2025-02-28"),
        ("The mill closed the week before last.", "the week before last", "2025-06-02", "2025-06-08"),
        ("The mill is shut for the rest of the month.", "the rest of the month", "2025-06-18", "2025-06-30"),
        ("The mill was shut the week after Easter.", "the week after Easter", "2025-04-21", "2025-04-27"),
        ("The mill was shut in the week of 5 May.", "the week of 5 May", "2025-05-05", "2025-05-11"),
        ("Sales fell in 3Q 2024.", "3Q 2024", "2024-07-01", "2024-09-30"),
        ("Sales rose in 03/2024 again.", "03/2024", "2024-03-01", "2024-03-31"),
        ("The mill was built in nineteen sixty two.", "nineteen sixty two", "1962-01-01", "1962-12-31"),
        ("Steel boomed in the early 80s.", "the early 80s", "1980-01-01", "1984-12-31"),
        ("Steel boomed in the 1990s.", "the 1990s", "1990-01-01", "1999-12-31"),
        ("Steel boomed in the early 1990s.", "the early 1990s", "1990-01-01", "1994-12-31"),
        ("Steel boomed in the eighties.", "the eighties", "1980-01-01", "1989-12-31"),
        ("The abbey dates from the 12th century.", "the 12th century", "1100-01-01", "1199-12-31"),
        ("The dam broke in late July.", "late July", "2024-07-16", "2024-07-31"),
        ("The dam broke in mid-May.", "mid-May", "2025-05-10", "2025-05-20"),
        ("The dam broke earlier this month.", "earlier this month", "2025-06-01", "2025-06-17"),
        ("The dam broke in the first week of May 2025.", "the first week of May 2025", "2025-04-28", "2025-05-04"),
        ("The dam broke in the last two months of 2024.", "the last two months of 2024", "2024-11-01", "2024-12-31"),
        ("The dam broke in week 10 of 2025.", "week 10 of 2025", "2025-03-03", "2025-03-09"),
        ("The town voted on the first Sunday of May 2025.", "the first Sunday of May 2025", "2025-05-04", "2025-05-04"),
    ],
)
def test_periods(text: str, words: str, first: str, last: str) -> None:
    check(text, words, first, last)


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        ("The pier burned down two days ago.", "two days ago", "2025-06-16", "2025-06-16"),
        ("The pier burned down two months ago.", "two months ago", "2025-04-01", "2025-04-30"),
        ("The pier burned down two years ago.", "two years ago", "2023-01-01", "2023-12-31"),
        ("The pier will reopen in three weeks.", "in three weeks", "2025-07-09", "2025-07-09"),
        ("The pier will reopen three weeks from now.", "three weeks from now", "2025-07-09", "2025-07-09"),
        ("The pier will reopen a week from tomorrow.", "a week from tomorrow", "2025-06-26", "2025-06-26"),
        ("The pier will reopen two weeks after July 4.", "two weeks after July 4", "2025-07-18", "2025-07-18"),
        ("Output fell over the past three years.", "the past three years", "2022-06-18", "2025-06-17"),
        ("Output fell over the last year and a half.", "the last year and a half", "2023-12-18", "2025-06-17"),
        ("Output will fall over the next three days.", "the next three days", "2025-06-19", "2025-06-21"),
        ("Output fell over the last two quarters.", "the last two quarters", "2024-10-01", "2025-03-31"),
        ("Bids are open for the next three working days.", "the next three working days", "2025-06-19", "2025-06-23"),
    ],
)
def test_so_long_before_or_after(text: str, words: str, first: str, last: str) -> None:
    check(text, words, first, last)


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("The parade was cancelled on Thanksgiving.", "Thanksgiving", "2024-11-28"),
        ("The parade will be held on Thanksgiving.", "Thanksgiving", "2025-11-27"),
        ("The parade was held on Ash Wednesday 2024.", "Ash Wednesday 2024", "2024-02-14"),
        ("The parade was held on Eid al-Fitr 2023.", "Eid al-Fitr 2023", "2023-04-21"),
        ("The parade was held on Juneteenth in 2019.", "Juneteenth in 2019", "2019-06-19"),
        ("The parade was held on Election Day 2024.", "Election Day 2024", "2024-11-05"),
        ("The parade was cancelled last Easter.", "last Easter", "2025-04-20"),
        ("The parade was held on Christmas Eve 2016.", "Christmas Eve 2016", "2016-12-24"),
        ("The parade was held on Labor Day in 2019.", "Labor Day in 2019", "2019-09-02"),
        ("The 9/11 attacks changed the rules for pilots.", "9/11", "2001-09-11"),
        ("The sale began two days before Black Friday.", "two days before Black Friday", "2024-11-27"),
    ],
)
def test_holidays(text: str, words: str, day: str) -> None:
    check(text, words, day, day)


@pytest.mark.parametrize(
    ("text", "words", "opens", "closes"),
    [
        ("Polls closed at 9 p.m. on Sunday.", "at 9 p.m. on Sunday", "2025-06-15 21:00", "2025-06-15 21:00"),
        ("They spoke around 9 a.m. ET Monday.", "around 9 a.m. ET Monday", "2025-06-16 09:00", "2025-06-16 09:00"),
        ("They met from 3 to 8pm yesterday.", "from 3 to 8pm yesterday", "2025-06-17 15:00", "2025-06-17 20:00"),
        (
            "They met from 11 to 1 p.m. yesterday.",
            "from 11 to 1 p.m. yesterday",
            "2025-06-17 11:00",
            "2025-06-17 13:00",
        ),
        (
            "It shut from 10 p.m. to 4 a.m. Friday.",
            "from 10 p.m. to 4 a.m. Friday",
            "2025-06-13 22:00",
            "2025-06-14 04:00",
        ),
        ("The shelling began last night.", "last night", "2025-06-17 20:00", "2025-06-17 23:59"),
        ("The shelling began Monday morning.", "Monday morning", "2025-06-16 08:00", "2025-06-16 12:00"),
        ("The shelling began at 5 in the morning.", "at 5 in the morning", "05:00", "05:00"),
        ("The shelling began at half past seven.", "at half past seven", "07:30", "07:30"),
        ("The shelling began at half past 7.", "at half past 7", "07:30", "07:30"),
        ("The shelling began at five past 3 pm.", "at five past 3 pm", "15:05", "15:05"),
        ("The shelling began at seven forty-five pm.", "at seven forty-five pm", "19:45", "19:45"),
        ("The shelling began at 8 tonight.", "8 tonight", "2025-06-18 20:00", "2025-06-18 20:00"),
        ("They spoke from two thirty to two forty five.", "from two thirty to two forty five", "02:30", "02:45"),
        ("They met between now and 8 o'clock.", "between now and 8 o'clock", "2025-06-18 09:30", "2025-06-18 20:00"),
        ("The doors were shut after lunch.", "after lunch", "13:00", ""),
        ("The shelling stopped at noon.", "at noon", "12:00", "12:00"),
        ("The sirens went off two hours ago.", "two hours ago", "2025-06-18 07:30", "2025-06-18 07:30"),
        ("The ban holds after 6 p.m. for bars.", "after 6 p.m.", "18:00", ""),
        ("The bids were in before 5 p.m. yesterday.", "before 5 p.m. yesterday", "", "2025-06-17 17:00"),
    ],
)
def test_times_of_day(text: str, words: str, opens: str, closes: str) -> None:
    assert hours(text) == [(words, opens, closes)]


@pytest.mark.parametrize(
    ("text", "words", "duration"),
    [
        ("The siege went on for three weeks.", "three weeks", "P3W"),
        ("The flight took 2.5 hours.", "2.5 hours", "PT2.5H"),
        ("The flight took an hour and a half.", "an hour and a half", "PT1.5H"),
        ("A three-month ban was lifted.", "three-month", "P3M"),
        ("He was in prison for two years and three months.", "two years and three months", "P2Y3M"),
        ("They finished the bridge in two years.", "in two years", "P2Y"),
        ("The talks lasted a dozen weeks.", "a dozen weeks", "P12W"),
        ("The talks lasted one hundred and twenty days.", "one hundred and twenty days", "P120D"),
        ("The talks took three quarters of an hour.", "three quarters of an hour", "PT0.75H"),
        ("The talks took 2wks.", "2wks", "P2W"),
        ("The talks will last three weekends.", "three weekends", "P3WE"),
        ("The talks went on for five straight days.", "five straight days", "P5D"),
        ("The talks lasted a couple of days.", "a couple of days", "P2D"),
    ],
)
def test_lengths_have_no_day(text: str, words: str, duration: str) -> None:
    found = [(f.text, f.duration, f.first, f.last) for f in find_dates(text, published=PUBLISHED)]
    assert found == [(words, duration, None, None)]


@pytest.mark.parametrize(
    ("text", "words", "repeats"),
    [
        ("The council meets every Monday.", "every Monday", "XXXX-WXX-1"),
        ("The council meets on Mondays at 7 p.m. in public.", "on Mondays at 7 p.m.", "XXXX-WXX-1T19"),
        ("The council meets every three weeks.", "every three weeks", "P3W"),
        ("The council meets every other day.", "every other day", "P2D"),
        ("The figures come out monthly.", "monthly", "P1M"),
        ("The figures come out once a year.", "once a year", "P1Y"),
        ("Rent is due on the 5th of every month.", "the 5th of every month", "XXXX-XX-05"),
        ("The council meets every other Friday.", "every other Friday", "XXXX-WXX-5/P2W"),
        (
            "The council meets on the first Monday of every month.",
            "the first Monday of every month",
            "XXXX-XX-WXX-1-#1",
        ),
        ("The council meets at 9 a.m. on weekdays.", "at 9 a.m. on weekdays", "XXXX-WXX-WDT09"),
        ("The council meets twice a week.", "twice a week", "P0.5W"),
        ("The council meets every January.", "every January", "XXXX-01"),
        ("He runs every morning.", "every morning", "TMO"),
    ],
)
def test_repetitions(text: str, words: str, repeats: str) -> None:
    found = [(f.text, f.repeats, f.first, f.last) for f in find_dates(text, published=PUBLISHED)]
    assert found == [(words, repeats, None, None)]


@pytest.mark.parametrize(
    "text",
    [
        "The ministry may march on without him.",
        "Three of the 2,014 voters came second.",
        "He lost 3-1 and won 10.5 percent.",
        "A second wave of buyers came early.",
        "The office is on the 4th floor.",
        "It cost 2000 dollars.",
        "The ratio was 30/4.85, about 7.",
        "The law of 2024-13-45 does not exist.",
        "She is 25 years old.",
        "It was the last of the first.",
        "He wrote for the Daily Herald.",
        "She read the Sunday Times.",
        "We saw Monday Night Football.",
        "Black Sunday is a film.",
        "About 4/5 of the voters stayed home.",
        "Add 3/4 cup of sugar.",
        "The shop is open 24/7.",
        "June Carter sang.",
        "She is in her early 80s.",
        "He took flight 1945 to Rome.",
        "The vote was 52-48 and the score 21-14.",
        "Call 1-800-555-2016 or 020 7946 0958.",
        "He is now the owner.",
        "Turnout on Super Tuesday was low.",
    ],
)
def test_what_is_no_expression_of_time(text: str) -> None:
    assert days(text) == []


def test_a_fiscal_year_has_no_days_because_its_owner_sets_them() -> None:
    check("Profits fell in fiscal year 2023.", "fiscal year 2023", None, None)


def test_a_day_that_does_not_exist_is_none() -> None:
    assert days("It happened on February 30, 2024.") != [("February 30, 2024", "2024-02-30", "2024-02-30")]
