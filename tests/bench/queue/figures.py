"""What was measured, as numbers and as a table."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Taken:
    """What one client did: seconds each request took, the slots it judged, each as (check, round, slot), and the
    seconds of the processor that it used itself.
    """

    next: list[float] = field(default_factory=list)
    verdict: list[float] = field(default_factory=list)
    judged: list[tuple[int, int, int]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    processor: float = 0.0


@dataclass(frozen=True, slots=True)
class Run:
    """One turn of all clients together; ``doubled``: slots judged more than once, as the clients were told;
    ``processor``: seconds of it that servers and clients used, which others on the machine do not change.
    """

    cycles_a_second: float
    next: tuple[float, ...]
    verdict: tuple[float, ...]
    judged: int
    doubled: int
    refused: tuple[str, ...]
    processor: float

    @classmethod
    def of(cls, taken: Iterable[Taken], seconds: float, *, servers: float) -> Run:
        found = list(taken)
        judged = [slot for one in found for slot in one.judged]
        return cls(
            len(judged) / seconds,
            tuple(time for one in found for time in one.next),
            tuple(time for one in found for time in one.verdict),
            len(judged),
            len(judged) - len(set(judged)),
            tuple(told for one in found for told in one.refused),
            servers + sum(one.processor for one in found),
        )

    @property
    def processor_a_cycle(self) -> float:
        """Seconds."""
        return self.processor / max(self.judged, 1)


@dataclass(frozen=True, slots=True)
class Column:
    """The runs of one side at one size."""

    side: str
    queued: int
    runs: tuple[Run, ...]

    @property
    def cycles(self) -> float:
        return statistics.median(run.cycles_a_second for run in self.runs)

    def next_ms(self, percent: int) -> float:
        return 1000 * statistics.median(percentile(run.next, percent) for run in self.runs)

    def verdict_ms(self, percent: int) -> float:
        return 1000 * statistics.median(percentile(run.verdict, percent) for run in self.runs)

    @property
    def processor_ms(self) -> float:
        """Of the processor's time, for each cycle."""
        return 1000 * statistics.median(run.processor_a_cycle for run in self.runs)

    @property
    def doubled(self) -> int:
        return sum(run.doubled for run in self.runs)

    @property
    def refused(self) -> list[str]:
        return [told for run in self.runs for told in run.refused]


def beside(one: Column, other: Column, figure: Callable[[Run], float]) -> float:
    """How often the other's figure goes into one's: the median of turns that came one after the other, because a
    machine that others use as well is not as fast in each minute.
    """
    return statistics.median(figure(a) / figure(b) for a, b in zip(one.runs, other.runs, strict=True))


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that ``percent`` of 100 do not exceed (nearest rank); 0 where there are none."""
    if not values:
        return 0.0
    return sorted(values)[max(0, -(-len(values) * percent // 100) - 1)]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows under a head, as Markdown with aligned columns."""
    lines = [list(head), ["---"] * len(head), *[list(row) for row in rows]]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    )


def told(columns: Sequence[Column]) -> list[list[str]]:
    return [
        [
            column.side,
            f"{column.queued:,}",
            f"{column.cycles:.0f}",
            f"{column.next_ms(50):.1f}",
            f"{column.next_ms(99):.1f}",
            f"{column.verdict_ms(99):.1f}",
            f"{column.processor_ms:.1f}",
            str(column.doubled),
            str(len(column.refused)),
        ]
        for column in columns
    ]
