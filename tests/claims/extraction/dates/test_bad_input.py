"""Any text at any moment: no exception, offsets that hold, and patterns that take time in step with the text."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from importlib import import_module
from pkgutil import iter_modules

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.extraction import dates
from claims.extraction.dates import find_dates
from claims.extraction.dates.finding import READERS

WORDS = (
    "May March Monday next last this week the of in on at from to and between since before after by early late mid "
    "end first second third 31st 30 29 2024 1999 9999 0001 12 7 9:30 a.m. pm noon three a few hours days weeks months "
    "years decades centuries ago later every other daily Easter Christmas 10/25 2024-02-29 now today tomorrow tonight "
    "quarter century 1990s weekend half 9/11 - – , . ( ) “ ” \n will said"
).split(" ")
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59), timezones=zones)  # noqa: DTZ001
texts = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))


# Without a limit: the first holiday of a year loads all of them.
@settings(deadline=None)
@given(texts, moments)
def test_offsets_hold_and_nothing_raises(text: str, published: datetime) -> None:
    end = 0
    for found in find_dates(text, published=published):
        assert text[found.start : found.end] == found.text
        assert found.text
        assert end <= found.start
        assert not found.first or not found.last or found.first <= found.last
        end = found.end


def test_the_last_and_the_first_days_of_the_calendar_are_no_limit() -> None:
    text = "Last year, next century, two weeks ago, tomorrow, in 9000 years, every Monday, this weekend, since Easter."
    for moment in (datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)):
        assert find_dates(text, published=moment)


def patterns() -> list[re.Pattern[str]]:
    """Every pattern of the package: those of the readers, and those that its modules hold."""
    modules = [import_module(f"{dates.__name__}.{module.name}") for module in iter_modules(dates.__path__)]
    held = [value for module in modules for value in vars(module).values() if isinstance(value, re.Pattern)]
    return [*held, *(pattern for pattern, _ in READERS)]


MILLION = 1_000_000
RUNS = [
    "1", "a", " ", "1 ", "12:", "1/", "the first ", "from between 3 ", "Monday, ", "two years and ", "twenty-",
    "next 3 days in ", "2024-", "will be not also ", "May ",
]  # fmt: skip
HOSTILE = "\n".join(run * (1 + MILLION // len(RUNS) // len(run)) for run in RUNS)


@pytest.mark.long
@pytest.mark.parametrize("pattern", patterns(), ids=lambda pattern: pattern.pattern[:40])
def test_every_pattern_gets_through_a_million_characters(pattern: re.Pattern[str]) -> None:
    """Not timed: what is not linear in one of these runs of 70,000 characters meets the limit that every test has."""
    assert len(HOSTILE) >= MILLION
    for _ in pattern.finditer(HOSTILE):
        pass
