"""Every regular expression of the product takes time linear in its text: shown on very long texts.

Nothing is timed. A pattern that goes back over what it has read needs far too long for such a text.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.pool import AsyncResult
from types import ModuleType

import pytest

import claims
import config
import verification
from tests.exhausting import HALF_A_MILLION, exhaust

# Far more than any of them takes, and far less than one that goes back over what it has read.
PATIENCE_SECONDS = 150
# Libraries that a training command asks for and nobody else has: what imports them is not part of what runs.
FOR_TRAINING_ALONE = {"torch"}


def product_modules() -> Iterator[ModuleType]:
    for package in (claims, verification, config):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in found.name and not found.name.startswith("config.wsgi"):
                try:
                    yield importlib.import_module(found.name)
                except ModuleNotFoundError as missing:
                    if missing.name not in FOR_TRAINING_ALONE:
                        raise


def patterns_in(value: object) -> Iterator[re.Pattern[str]]:
    """The patterns that a module keeps: by name, in a row, in a mapping, in a frozen value."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from patterns_in(each)
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from patterns_in(each)
    elif hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        for name in value.__dataclass_fields__:
            yield from patterns_in(getattr(value, name, None))


def patterns() -> dict[str, re.Pattern[str]]:
    found: dict[str, re.Pattern[str]] = {}
    for module in product_modules():
        for name, value in vars(module).items():
            for number, pattern in enumerate(patterns_in(value)):
                found.setdefault(pattern.pattern, pattern)
                names.setdefault(pattern.pattern, f"{module.__name__}.{name}[{number}]")
    return found


names: dict[str, str] = {}
PATTERNS = list(patterns().values())


@pytest.fixture(scope="module")
def readings() -> Iterator[dict[str, AsyncResult[None]]]:
    """Every pattern's reading, under way in as many processes as there are processors."""
    # Python's own processes begin empty: what this one has loaded is large and has threads.
    with get_context("spawn").Pool() as processes:
        yield {
            pattern.pattern: processes.apply_async(exhaust, (pattern.pattern, pattern.flags)) for pattern in PATTERNS
        }


def test_the_patterns_are_found() -> None:
    assert len(PATTERNS) >= 10
    assert any(name.startswith("claims.extraction.sentences") for name in names.values())


@pytest.mark.long
@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: names[pattern.pattern])
def test_half_a_million_characters_are_read_once(
    pattern: re.Pattern[str], readings: dict[str, AsyncResult[None]]
) -> None:
    readings[pattern.pattern].get(timeout=PATIENCE_SECONDS)


@pytest.mark.long
def test_a_pattern_that_goes_back_over_its_text_is_seen() -> None:
    """The same reading with a pattern that is quadratic does not end; where it ends, nothing is shown."""
    slow = f"import re; re.search(r'\\s+$', ' ' * {HALF_A_MILLION} + 'x')"
    with pytest.raises(subprocess.TimeoutExpired):
        subprocess.run([sys.executable, "-c", slow], timeout=10, check=False)
