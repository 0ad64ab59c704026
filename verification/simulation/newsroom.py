"""The people and the stream of claims of a simulation, made from a seed alone: every policy gets the same ones."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from random import Random

from verification.routing import ClaimFacts

HOUR, DAY = 60.0, 24 * 60.0
TOPICS = (
    "politics", "economy", "health", "law", "climate", "education",
    "migration", "energy", "housing", "transport", "defence", "sport",
)  # fmt: skip
# Some topics come up far more often than others, and people know those better (Zipf's law).
TOPIC_WEIGHTS = tuple(1 / (rank + 2) for rank in range(len(TOPICS)))
# Minutes after midnight at which a shift of eight hours begins -> its part of the people and of a day's claims.
SHIFTS = {6 * HOUR: 0.5, 14 * HOUR: 0.35, 22 * HOUR: 0.15}
SHIFT_LASTS = 8 * HOUR
LANGUAGES = {"en": 0.8, "es": 0.12, "de": 0.08}
READ_ALSO = {"es": 0.3, "de": 0.2}
SPEAKERS, OUTLETS = 300, 40
SLOTS = 2
# How much of the people's time the claims would take, were they spread without a gap.
UTILISATION = 0.75
MEAN_MINUTES = 20.0


@dataclass(frozen=True, slots=True)
class Person:
    """``minutes``: how long one claim takes them; ``reliability``: how often their verdict is upheld, 0..1."""

    reviewer_id: int
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    conflicts: tuple[str, ...]
    capacity: int
    shift_begins: float
    minutes: float
    reliability: float

    def on_shift(self, at: float) -> bool:
        return (at - self.shift_begins) % DAY < SHIFT_LASTS


@dataclass(frozen=True, slots=True)
class Arrival:
    """A claim and the minute at which it comes in, counted from a midnight."""

    at: float
    claim: ClaimFacts


@dataclass(frozen=True, slots=True)
class Newsroom:
    seed: int
    people: tuple[Person, ...]
    arrivals: tuple[Arrival, ...]


def make_newsroom(*, reviewers: int, claims: int, seed: int) -> Newsroom:
    """People on three shifts, and claims that come as the shifts are staffed, at 75 % of what the people can do."""
    chance = Random(seed)  # noqa: S311
    shifts = _parts(SHIFTS, reviewers)
    people = tuple(_person(number, shifts[number], reviewers, chance) for number in range(reviewers))
    a_day = UTILISATION * reviewers * SHIFT_LASTS / (SLOTS * MEAN_MINUTES)
    times = sorted(_arrival_time(number / a_day, chance) for number in range(claims))
    return Newsroom(seed, people, tuple(Arrival(at, _claim(chance)) for at in times))


def _person(number: int, shift: float, reviewers: int, chance: Random) -> Person:
    # Languages are spread evenly over the shifts, as a desk would see to.
    also = tuple(code for code, part in READ_ALSO.items() if (number * 0.618) % 1 < part or reviewers < 10)
    return Person(
        reviewer_id=number + 1,
        topics=_topics(chance, chance.randint(3, 5)),
        languages=("en", *also),
        conflicts=tuple(f"Speaker {chance.randrange(SPEAKERS)}" for _ in range(2)),
        capacity=chance.randint(4, 6),
        shift_begins=shift,
        minutes=MEAN_MINUTES * chance.uniform(0.7, 1.3),
        reliability=chance.uniform(0.7, 0.98),
    )


def _claim(chance: Random) -> ClaimFacts:
    return ClaimFacts(
        topics=_topics(chance, chance.choice((1, 1, 2))),
        language=chance.choices(list(LANGUAGES), list(LANGUAGES.values()))[0],
        speaker=f"Speaker {chance.randrange(SPEAKERS)}",
        outlet=f"Outlet {chance.randrange(OUTLETS)}",
        worthiness=chance.betavariate(2, 2),
        reach=1 + int(chance.expovariate(0.5)),
    )


def _topics(chance: Random, count: int) -> tuple[str, ...]:
    """``count`` different topics, the frequent ones more likely."""
    found: list[str] = []
    while len(found) < count:
        topic = chance.choices(TOPICS, TOPIC_WEIGHTS)[0]
        if topic not in found:
            found.append(topic)
    return tuple(found)


def _arrival_time(days: float, chance: Random) -> float:
    """A minute of the given day, in a shift as likely as the shift is staffed."""
    begins = chance.choices(list(SHIFTS), list(SHIFTS.values()))[0]
    return int(days) * DAY + begins + chance.random() * SHIFT_LASTS


def _parts(parts: dict[float, float], count: int) -> list[float]:
    """``count`` keys in their given parts, one block after the other."""
    ends = [round(end * count) for end in accumulate(parts.values())]
    return [next(key for key, end in zip(parts, ends, strict=True) if number < end) for number in range(count)]
